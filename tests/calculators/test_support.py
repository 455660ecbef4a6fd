"""Support: tickets deflected and handling saved, by hand."""

from __future__ import annotations

import pytest

from tests.calculators.worked import HALF_AS_ACTIVE, Run

SUPPORT = {
    "deflected": 200,
    "tickets": 1_800,
    "cost_per_ticket": 60,
    "deflectable": 0.4,
    "found_by_search": 0.75,
    "deflection_causal": 0.8,
    "deflection_cash": 0.5,
    "handling_saved": 0.01,
    "handling_causal": 0.5,
    "answers_obsolescence": 0.04,
    "answers_new": 0.04,
}


def test_month_0_is_worth_what_was_typed() -> None:
    run = Run(**SUPPORT)
    assert run["deflection_value", 0] == pytest.approx(200 * 60 * 0.8)
    # handling is saved on the 1,800 that remain, not on the 2,000 there would have been
    assert run["handling_value", 0] == pytest.approx((2_000 - 200) * 0.01 * 60 * 0.5)


def test_deflection_has_diminishing_returns_in_what_could_be_deflected() -> None:
    run = Run(**SUPPORT, **HALF_AS_ACTIVE)
    # 200 of 0.4 x 2,000 = 800 deflectable: a quarter is used
    assert run.once("deflection_full") == pytest.approx(200 / 800)
    # half as much is asked anew, but what exists is still found
    answering = 0.25 * 0.5 + 0.75 * 1
    assert run["deflected_now", 0] == pytest.approx(200 * answering / (0.25 * answering + 0.75))


def test_answers_become_obsolete_and_new_ones_follow_activity() -> None:
    run = Run(**SUPPORT, **HALF_AS_ACTIVE)
    assert run["answers", 0] == 1
    assert run["answers", 1] == pytest.approx((1 - 0.04) * 1 + 0.04 * 0.5)


def test_handling_saved_is_never_more_than_the_ticket_costs() -> None:
    values = SUPPORT | {"handling_saved": 0.5, "handling_causal": 1, "found_by_search": 1}
    run = Run(**values, met=0, active_share_mature=1, months_to_mature=0)
    assert run["contributions", 0] == pytest.approx(10)  # ten times as active: 0.5 x 10 would be 500 %
    assert run["handling_value", 0] == pytest.approx(1_800 * 1 * 60)


def test_a_planned_community_has_no_answers_and_its_tickets_are_todays() -> None:
    run = Run(**(SUPPORT | {"answers_new": 0.4}), running=False)
    assert run["answers", 0] == 0
    assert run.once("demand_ref") == 1_800  # nothing is deflected today
    assert run.once("answers_rate") == 0.04  # always in balance, whatever was typed
    assert run["deflected_now", 0] == 0


def test_tickets_grow_with_customers() -> None:
    run = Run(**SUPPORT, company_churn=0, new_customers=200)
    grown = (2_000 + 200) / 2_000
    answering = 0.25 * run["activity", 1] + 0.75 * run["answers", 1]
    assert run["deflected_now", 1] == pytest.approx(200 * grown * answering / (0.25 * answering + 0.75))
    assert run["tickets_remaining", 1] == pytest.approx(2_000 * grown - run["deflected_now", 1])


def test_the_loop_is_members_who_found_an_answer() -> None:
    on, off = Run(**SUPPORT), Run(**SUPPORT, still=("support",))
    assert on["joins_customers", 0] == pytest.approx(150 * 0.6)
    assert off["joins_customers", 0] == pytest.approx(150 * 0.6 * (1 - 0.2))
    assert off["joins_others", 0] == pytest.approx(150 * 0.4 * (1 - 0.2))
    # its value lines carry no switch
    assert off["deflection_value", 0] == on["deflection_value", 0]
