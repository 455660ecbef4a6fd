"""The company: what it would be without the community, the market, and its customers month by month, by hand."""

from __future__ import annotations

import pytest

from calculators import company
from tests.calculators.worked import Run


def test_customers_come_and_go() -> None:
    run = Run()
    assert run["customers_now", 0] == 2_000
    assert run["customers_now", 1] == pytest.approx(2_000 - 20 + 30)
    assert run["customers_now", 2] == pytest.approx(2_010 - 20.1 + 30)


def test_without_the_community_there_are_other_new_customers_only() -> None:
    run = Run(referrals=4, type_one=0.5, leads=20, win_rate=0.1, sales_causal=0.5, referral_overlap=0.5)
    gained = 4 * 0.5 + 20 * 0.1 * 0.5 * 0.5
    assert run.once("gained_ref") == pytest.approx(gained)
    assert gained == pytest.approx(2.5)
    assert run.once("new_other") == pytest.approx(30 - 2.5)
    assert run["customers_without", 1] == pytest.approx(2_000 * 0.99 + 27.5)
    assert run["customers_now", 1] == pytest.approx(2_000 * 0.99 + 30)
    assert run["customers_extra", 1] == pytest.approx(2.5)


def test_the_audience_comes_and_goes() -> None:
    run = Run(audience_new=100, audience_leaving=0.02)
    assert run["audience_now", 1] == pytest.approx(10_000 * 0.98 + 100)


def test_the_market_is_a_multiple_of_todays_reach() -> None:
    run = Run(new_customers=220)
    assert run.once("market") == 3 * (2_000 * 10 + 10_000)
    assert run["headroom", 0] == 1
    # 200 customers more, 10 people each: 2,000 of the room for 60,000 are gone
    assert run["headroom", 1] == pytest.approx(58_000 / 60_000)


def test_room_never_exceeds_todays() -> None:
    assert Run(new_customers=0)["headroom", 5] == 1


def test_a_company_without_reach_has_no_market_to_fill() -> None:
    nobody = {"customers": 0, "audience": 0, "members": 0, "lapsed": 0, "joins": 0, "new_customers": 0}
    run = Run(**nobody)
    assert run["headroom", 0] == 1
    assert run["churn_now", 0] == 0.01
    assert run["customers_index", 12] == 1


def test_an_hour_of_work() -> None:
    assert Run().once("hourly_cost") == pytest.approx(84_000 / 12 / 140)


def test_the_margin_of_a_customer_is_a_months() -> None:
    assert Run().once("margin_per_customer") == pytest.approx(12_000 / 12 * 0.7)


def test_churn_is_a_share_of_however_few_there_are() -> None:
    assert company.churn_now(0.125, 0.5, 0.01) == 0.25


def test_nobody_leaves_a_company_without_churn_though_all_are_active() -> None:
    run = Run(company_churn=0, active_share=1, active_share_mature=1, members_per_account=1)
    assert run.once("churn_after_ideas_ref") == 0


def test_the_community_brings_no_fewer_than_no_others() -> None:
    assert company.new_other(30.0, 40.0, 1.0) == 0
    assert company.new_other(30.0, 40.0, 0.0) == 30
