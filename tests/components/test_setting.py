"""Since when a community runs, and the rate of another currency: typed on Start."""

from __future__ import annotations

import datetime

import pytest
from streamlit.testing.v1 import AppTest

from calculators.scenario import Scenario
from tests.servers import ROOT


@pytest.fixture
def start() -> AppTest:
    return AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60).run()


def typed(page: AppTest, key: str, text: str) -> AppTest:
    return page.text_input(key=key).set_value(text).run()


def scenario(page: AppTest) -> Scenario:
    found: Scenario = page.session_state["open workspace"].scenario
    return found


@pytest.mark.parametrize(
    ("text", "kept"), [("2019", "2019-01"), ("2019-5", "2019-05"), ("2019/11", "2019-11")]
)
def test_a_year_or_a_month_that_was_is_taken(start: AppTest, text: str, kept: str) -> None:
    page = typed(start, "since", text)
    assert not page.error
    assert scenario(page).since == page.text_input(key="since").value == kept


def test_this_month_is_taken_and_a_later_one_is_not(start: AppTest) -> None:
    now = datetime.datetime.now(tz=datetime.UTC)
    page = typed(start, "since", f"{now:%Y-%m}")
    assert not page.error
    later = f"{now + datetime.timedelta(days=40):%Y-%m}"
    page = typed(page, "since", later)
    assert [error.value for error in page.error] == [
        f"What runs already has begun, and {later} is still to come. Is it planned?"
    ]
    assert page.text_input(key="since").value == later, "what was typed stays"
    assert scenario(page).since == f"{now:%Y-%m}"
    page = typed(page, "since", "")
    assert not page.error
    assert scenario(page).since is None


@pytest.mark.parametrize("text", ["last year", "20190", "2019-13", "2019-00", "*2019*"])
def test_what_is_no_month_is_refused_and_stays(start: AppTest, text: str) -> None:
    page = typed(start, "since", text)
    assert "Write a year such as 2023" in page.error[0].value
    assert page.text_input(key="since").value == text


def test_every_digit_of_a_rate_stays(start: AppTest) -> None:
    page = start.selectbox(key="currency").set_value("EUR").run()
    page = typed(page, "rate", "0.8567")
    assert scenario(page).exchange_rate == 0.8567
    assert page.text_input(key="rate").value == "0.8567"
    page = page.selectbox(key="number format").set_value("de_DE").run()
    assert page.text_input(key="rate").value == "0,8567"
    page = typed(page, "rate", "0,9")
    assert "Undo: exchange rate 0,8567 → 0,9" in [button.label for button in page.button]


def test_a_rate_is_one_number_above_zero(start: AppTest) -> None:
    page = start.selectbox(key="currency").set_value("EUR").run()
    before = scenario(page).exchange_rate
    for text in ("0", "-1", "0.8 to 0.9", "1e9"):
        page = typed(page, "rate", text)
        assert len(page.error) == 1, text
        assert page.text_input(key="rate").value == text
        assert scenario(page).exchange_rate == before
