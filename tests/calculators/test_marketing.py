"""Marketing: referred customers, acquisition cost saved and visits, by hand."""

from __future__ import annotations

import pytest

from tests.calculators.worked import HALF_AS_ACTIVE, Run

REFERRALS = {"referrals": 4, "type_one": 0.25, "referred_extra": 0.08}
MARGIN = 12_000 / 12 * 0.7


def test_only_type_one_referrals_bring_margin_from_the_next_month_on() -> None:
    run = Run(**REFERRALS)
    assert run["referred_value", 0] == 0
    assert run["referred_value", 1] == pytest.approx(4 * 0.25 * MARGIN * 1.08)
    stay = 1 - 0.01
    headroom = run["headroom", 1]
    second = 4 * 0.25 * stay + 4 * 0.25 * run["contributions", 1] * headroom
    assert run["referred_value", 2] == pytest.approx(second * MARGIN * 1.08)


def test_type_two_referrals_save_what_acquiring_costs() -> None:
    assert Run(**REFERRALS)["acquisition_value", 0] == pytest.approx(4 * 0.75 * 2_000)


def test_a_referred_customer_may_be_worth_less() -> None:
    run = Run(**(REFERRALS | {"referred_extra": -0.5}))
    assert run["referred_value", 1] == pytest.approx(4 * 0.25 * MARGIN * 0.5)


def test_visits_are_worth_the_clicks_not_bought() -> None:
    values = {"visits": 1_000, "cost_per_click": 0.5, "visits_causal": 0.4}
    assert Run(**values)["visits_value", 0] == pytest.approx(1_000 * 0.5 * 0.4)
    assert Run(**values, **HALF_AS_ACTIVE)["visits_value", 0] == pytest.approx(1_000 * 0.5 * 0.4 * 2 / 3)


def test_todays_referrals_are_among_todays_new_customers() -> None:
    run = Run(**REFERRALS)
    assert run.once("new_other") == pytest.approx(30 - 4 * 0.25)
    assert run["new_customers_now", 0] == pytest.approx(30)


def test_referrals_of_a_planned_community_come_on_top() -> None:
    run = Run(**REFERRALS, running=False)
    assert run.once("new_other") == 30
    assert run["referred_now", 0] == 0


def test_referrals_end_with_the_market() -> None:
    run = Run(**REFERRALS, market_multiple=1.01, new_customers=200)
    # 30,000 x 1.01 leaves room for 300 more; 200 new customers bring 2,000 people at once
    assert run["headroom", 0] == pytest.approx(1)
    assert run["headroom", 1] == 0
    assert run["referred_now", 1] == 0


def test_the_loop_is_invitations_and_referred_customers() -> None:
    off = Run(**REFERRALS, still=("marketing",))
    # onboarding joins, a tenth of all, follow new customers: 29 in place of 30
    left = 1 - 0.2 - 0.1 * 1 / 30
    assert off["joins_customers", 0] == pytest.approx(150 * 0.6 * left)
    assert off["joins_employees", 0] == pytest.approx(0.5 * left)
    assert off["customers_now", 1] == pytest.approx(2_000 * 0.99 + 29)
    assert off["referred_value", 1] == Run(**REFERRALS)["referred_value", 1]


def test_colleagues_invite_colleagues() -> None:
    run = Run(employee_members=20, staff_turnover=0, member_churn=0, return_rate=0)
    rate = 0.5 / 180
    by_others = 1 - 0.2
    grown = run["members_employees", 1] / 20 * run["intensity_employees", 1]
    others = (
        0.3
        + 0.2 * 1 * _used(run["answers", 1])
        + 0.05 * _used(run["ideas", 1])
        + 0.1 * _used(run["content", 1])
        + 0.05 * _used(run["activity", 1]) * run["headroom", 1]
        + 0.1
    )
    assert others == pytest.approx(by_others, rel=0.1)
    assert run["joins_employees", 1] == pytest.approx(rate * (others + 0.2 * grown) * (180 - 0.5))


def _used(index: float) -> float:
    return index / (0.5 * index + 0.5)
