"""The Method page: everything on it is written as the open scenario writes its numbers."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from calculators.scenario import Scenario

GERMAN = Scenario(currency="EUR", exchange_rate=0.9, number_format="de_DE")


def drawn(section: str, scenario: Scenario) -> str:
    """All words of a section as they are read, tables included."""

    def script(section: str) -> None:
        from components import method as sections

        sections.evidence_section() if section == "evidence" else sections.cases_section()

    app = AppTest.from_function(script, args=(section,), default_timeout=60)
    app.session_state["open scenario"] = scenario
    app.run()
    assert not app.exception
    tables = [str(table.value.to_dict()) for table in (*app.table, *app.dataframe)]
    words = "\n".join([*(element.value for element in (*app.markdown, *app.caption)), *tables])
    return words.replace("\\", "")


@pytest.mark.parametrize(
    ("section", "there", "not_there"),
    [
        ("evidence", "1.600 / 2.000 / 2.500", "1,600"),
        ("cases", "100.000", "100,000"),
        ("cases", "The source cuts 2.515,5 to 2.515.", "2,515"),
    ],
)
def test_numbers_are_in_the_readers_format(section: str, there: str, not_there: str) -> None:
    words = drawn(section, GERMAN)
    assert there in words
    assert not_there not in words


def test_amounts_say_how_they_came_to_be_in_the_readers_currency() -> None:
    said = "Amounts are in EUR, from USD at the rate on Start: 1 USD = 0,9 EUR."
    assert said in drawn("evidence", GERMAN)
    assert "Amounts are in USD." in drawn("evidence", Scenario())
