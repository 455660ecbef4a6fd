"""Success: customers kept by better retention and onboarding saved, by hand."""

from __future__ import annotations

import pytest

from tests.calculators.worked import ACTIVE_CUSTOMERS, HALF_AS_ACTIVE, Run

LIFT = {"retention_points": 0.024, "retention_causal": 0.5}
"""0.1 points a month of 250 active customers: a quarter of a customer a month."""
MARGIN = 12_000 / 12 * 0.7


def test_active_customers_are_accounts_not_people() -> None:
    run = Run()
    by_hand = 0.1 * 5_000 * 0.7 / 1.4
    assert by_hand == pytest.approx(ACTIVE_CUSTOMERS)
    assert run["active_customers", 0] == pytest.approx(ACTIVE_CUSTOMERS)


def test_customers_kept_pay_from_the_next_month() -> None:
    run = Run(**LIFT)
    assert run["kept_by_success", 0] == pytest.approx(250 * 0.024 / 12 * 0.5)
    assert run["retention_value", 0] == 0
    assert run["retention_value", 1] == pytest.approx(0.25 * MARGIN)


def test_todays_churn_is_what_is_left_after_the_lift() -> None:
    run = Run(**LIFT)
    without = 0.01 + 0.001 * 250 / 2_000
    assert run.once("churn_without") == pytest.approx(without)
    assert run["churn_now", 0] == pytest.approx(0.01)
    assert run["customers_by_success", 2] == pytest.approx(0.25 * (1 - without) + run["kept_by_success", 1])


def test_nobody_is_kept_who_would_not_have_left() -> None:
    """Lifted by 4 points a month where 1 % leave: active customers do not leave at all, the others leave more."""
    run = Run(retention_points=0.48, retention_causal=1)
    without = 0.01 / (1 - 250 / 2_000)
    assert run.once("churn_without") == pytest.approx(without)
    assert run["kept_by_success", 0] == pytest.approx(250 * without)
    assert run["churn_now", 0] == pytest.approx(0.01)
    # alone it would claim its whole lift
    assert run["retention_claim", 1] == pytest.approx(250 * 0.04 * MARGIN)


def test_what_products_ideas_keep_is_taken_off_first() -> None:
    run = Run(retention_points=0.48, retention_causal=1, churn_cut=0.5, ideas_causal=1)
    without = 0.01 / (1 - 250 / 2_000) / (1 - 0.5)
    assert run["kept_by_ideas", 0] == pytest.approx(2_000 * without * 0.5)
    assert run["kept_by_success", 0] == pytest.approx(250 * without * (1 - 0.5))
    assert run["churn_now", 0] == pytest.approx(0.01)


def test_onboarding_saved() -> None:
    values = {"sessions": 4, "cost_per_session": 120, "sessions_causal": 0.5}
    assert Run(**values)["sessions_value", 0] == pytest.approx(4 * 120 * 0.5)
    assert Run(**values, **HALF_AS_ACTIVE)["sessions_value", 0] == pytest.approx(4 * 120 * 0.5 * 2 / 3)


def test_the_loop_is_onboarding_and_customers_who_stay() -> None:
    off = Run(**LIFT, still=("success",))
    assert off["joins_customers", 0] == pytest.approx(150 * 0.6 * (1 - 0.1))
    assert off["churn_now", 0] == pytest.approx(0.01 + 0.001 / 8)
    assert off["retention_value", 1] == Run(**LIFT)["retention_value", 1]


def test_onboarding_follows_new_customers_loops_included() -> None:
    run = Run(referrals=20, type_one=0.5)
    assert run.once("new_customers_ref") == pytest.approx(20 + 10)
    assert run["pull_of_onboarding", 1] == pytest.approx(0.1 * run["new_customers_now", 1] / 30)
