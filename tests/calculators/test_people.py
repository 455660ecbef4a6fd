"""People: turnover avoided, searching saved, and hours that employees give, by hand."""

from __future__ import annotations

import pytest

from calculators.teams import people
from tests.calculators.worked import HALF_AS_ACTIVE, Run

PEOPLE = {
    "turnover_points": 0.06,
    "turnover_causal": 0.5,
    "search_hours": 2,
    "search_causal": 0.5,
    "hours_given": 70,
}
ACTIVE = 20 * 0.1
HOURLY = 84_000 / 12 / 140


def test_month_0_is_worth_what_was_typed() -> None:
    run = Run(**PEOPLE)
    assert run["active_employees", 0] == pytest.approx(ACTIVE)
    assert run["turnover_value", 0] == pytest.approx(ACTIVE * 0.06 / 12 * 84_000 * 0.2 * 0.5)
    assert run["search_value", 0] == pytest.approx(ACTIVE * 2 * HOURLY * 0.5)


def test_hours_given_work_like_staff() -> None:
    run = Run(**PEOPLE)
    assert run["posts_given", 0] == pytest.approx(70 / 140)
    assert run["staffing", 0] == pytest.approx(1)
    half = Run(**PEOPLE, **HALF_AS_ACTIVE)
    assert half["posts_given", 0] == pytest.approx(0.5 * 70 / 140)
    assert half["staffing", 0] == pytest.approx((1.5 + 0.25) / (1.5 + 0.5))


def test_the_loop_is_care() -> None:
    off = Run(**PEOPLE, still=("people",))
    assert off["staffing", 0] == pytest.approx(1.5 / 2)
    assert off["care", 0] == pytest.approx(0.3 + 0.7 * (1.5 / 2) ** 0.5)
    assert off["activity", 0] == pytest.approx(0.3 + 0.7 * 0.75**0.5)
    # employees are looked after by paid staff alone
    assert off["care_employees", 0] == pytest.approx(1)
    assert off["turnover_value", 0] == Run(**PEOPLE)["turnover_value", 0]


def test_nobody_gives_hours_where_no_employee_is_a_member() -> None:
    run = Run(**(PEOPLE | {"employee_members": 0, "employee_joins": 0}))
    assert run.once("posts_given_ref") == 0
    assert run["search_value", 0] == 0


def test_employees_alone_make_a_community() -> None:
    run = Run(**PEOPLE, members=0, lapsed=0, joins=0, bugs=4, cost_per_bug=150, bugs_causal=0.5)
    assert run["activity", 0] == pytest.approx(1)
    assert run["bugs_value", 0] == pytest.approx(4 * 150 * 0.5)
    assert run["active_members", 0] == 0


def test_no_member_gives_no_hours_and_half_a_one_does() -> None:
    assert people.posts_given_ref(70.0, 140.0, 0.0) == 0
    assert people.posts_given_ref(70.0, 140.0, 0.5) == 0.5
