"""What a shared page says of itself, and what pages and papers say of a result together with it."""

from __future__ import annotations

import pytest

from calculators.assumption import EXAMPLE
from calculators.scenario import Scenario, resolve
from wording.formats import Formats
from wording.shared import OWN_NUMBER, evidence, gains_most, pays_back, source_for_readers

ENGLISH = Formats()


@pytest.mark.parametrize(
    ("back", "beyond", "cash", "words"),
    [
        (2, None, (-5.0, -20.0, 0.0), "At most $20 is out; cash is back at zero in month 2."),
        (1, None, (0.0, 5.0), "No money is ever at risk: it pays from the start."),
        (
            None,
            None,
            (0.0, -5.0, -20.0),
            "By month 2 $20 is out, and cash is not back at zero within ten years.",
        ),
        (
            None,
            None,
            (0.0, -20.0, -5.0),
            "By month 2 at most $20 has been out; cash is not back at zero within ten years.",
        ),
        (None, 7, (0.0, -5.0, -20.0), "By month 2 $20 is out; on this path cash is back at zero in month 7."),
        (
            None,
            7,
            (0.0, -20.0, -5.0),
            "By month 2 at most $20 has been out; on this path cash is back at zero in month 7.",
        ),
    ],
)
def test_the_most_that_is_out_is_said_only_of_the_months_that_are_counted(
    back: int | None, beyond: int | None, cash: tuple[float, ...], words: str
) -> None:
    need = max(0.0, -min(cash))
    said = pays_back(payback_month=back, beyond=beyond, deepest_need=need, cash=cash, formats=ENGLISH)
    assert said == words


@pytest.mark.parametrize(
    ("ledger", "soft", "words"),
    [
        (
            {"A": 160.0, "B": 518.0 - 8.0, "C": 8.0},
            {"A": 200.0, "B": 41.0},
            "B gains most that reaches the ledger: $510 of $678. "
            "Beside it all teams gain $241 of soft value, A the most: $200.",
        ),
        ({"A": 160.0, "B": 40.0}, {}, "A gains most that reaches the ledger: $160 of $200."),
        (
            {"A": 160.0, "B": 40.0},
            {"B": 30.0, "A": 0.0},
            "A gains most that reaches the ledger: $160 of $200. Beside it B gains $30 of soft value.",
        ),
        (
            {"A": 160.0, "B": -250.0},
            {},
            "A gains most that reaches the ledger: $160, where all teams together lose $90.",
        ),
        (
            {"A": 160.0, "B": -70.0},
            {},
            "A gains most that reaches the ledger: $160, where all teams together gain $90.",
        ),
        (
            {"A": 160.0, "B": -160.0},
            {},
            "A gains most that reaches the ledger: $160, where all teams together gain nothing.",
        ),
        ({"A": 160.0, "B": 0.0}, {}, "A alone gains what reaches the ledger: $160."),
        (
            {"A": 160.0, "B": 160.0, "C": 1.0},
            {"A": 5.0, "B": 5.0},
            "A and B gain most that reaches the ledger: $160 each of $321. "
            "Beside it all teams gain $10 of soft value, A and B the most: $5 each.",
        ),
        ({"A": 0.0, "B": -90.0}, {}, "No team gains anything that reaches the ledger; B loses $90."),
        (
            {"A": -10.0, "B": -80.0},
            {},
            "No team gains anything that reaches the ledger; together they lose $90.",
        ),
        ({"A": 0.0, "B": 0.0}, {}, "No team gains anything that reaches the ledger."),
        ({}, {}, "No team gains anything that reaches the ledger."),
        (
            {"A": 0.0, "B": 0.0},
            {"A": 5.0},
            "No team gains anything that reaches the ledger. Beside it A gains $5 of soft value.",
        ),
        (
            {"A": 0.0, "B": 0.0},
            {"A": -9.0, "B": 4.0},
            "No team gains anything that reaches the ledger. Beside it all teams lose $5 of soft value.",
        ),
    ],
)
def test_who_gains_most_is_said_apart_for_the_ledger_and_for_what_is_beside_it(
    ledger: dict[str, float], soft: dict[str, float], words: str
) -> None:
    """Of the soft value nobody may think that it is gained by whom the ledger names."""
    assert gains_most(hard=ledger, soft=soft, formats=ENGLISH) == words


def test_a_reader_is_not_told_that_the_number_is_theirs() -> None:
    typed = resolve(Scenario(values={"members": 5_500})).in_force["members"]
    assert str(typed.source) == OWN_NUMBER
    assert source_for_readers(OWN_NUMBER) == "The author's own number"
    assert source_for_readers(str(EXAMPLE)) == "Example company"
    told = evidence(origin="the author's own", grade="guess", source=OWN_NUMBER, note="Counted in May.")
    assert told == "the author's own, a guess. Counted in May"
