"""Sales: customers won from leads and touched deals, by hand."""

from __future__ import annotations

import pytest

from tests.calculators.worked import HALF_AS_ACTIVE, Run

WINS = {
    "leads": 20,
    "win_rate": 0.05,
    "deals_touched": 10,
    "deal_lift": 0.02,
    "sales_causal": 0.5,
    "referral_overlap": 0.25,
}
MARGIN = 12_000 / 12 * 0.7
CLAIMED = (20 * 0.05 + 10 * 0.02) * 0.5
OWN = CLAIMED * (1 - 0.25)


def test_wins_are_leads_and_lifted_deals_less_what_marketing_counts() -> None:
    run = Run(**WINS)
    assert run.once("wins_ref") == pytest.approx((1 + 0.2) * 0.5 * 0.75)
    assert run["wins_now", 0] == pytest.approx(OWN)


def test_a_customer_won_pays_from_the_next_month() -> None:
    run = Run(**WINS)
    assert run["sales_value", 0] == 0
    assert run["sales_value", 1] == pytest.approx(OWN * MARGIN)
    assert run["customers_by_sales", 2] == pytest.approx(OWN * 0.99 + run["wins_now", 1])


def test_alone_sales_would_claim_the_overlap_too() -> None:
    run = Run(**WINS)
    assert run["sales_claim", 1] == pytest.approx(CLAIMED * MARGIN)
    assert run["sales_claim", 1] - run["sales_value", 1] == pytest.approx(CLAIMED * 0.25 * MARGIN)


def test_half_the_activity_wins_two_thirds() -> None:
    assert Run(**WINS, **HALF_AS_ACTIVE)["wins_now", 0] == pytest.approx(OWN * 2 / 3)


def test_todays_wins_are_among_todays_new_customers() -> None:
    assert Run(**WINS).once("new_other") == pytest.approx(30 - OWN)
    assert Run(**WINS, running=False).once("new_other") == 30


def test_the_loop_is_joins_and_customers_won() -> None:
    off = Run(**WINS, still=("sales",))
    assert off["new_customers_now", 0] == pytest.approx(30 - OWN)
    # onboarding joins, a tenth of all, follow new customers
    left = 1 - 0.05 - 0.1 * OWN / 30
    assert off["joins_customers", 0] == pytest.approx(150 * 0.6 * left)
    assert off["joins_others", 0] == pytest.approx(150 * 0.4 * left)
    assert off["sales_value", 1] == Run(**WINS)["sales_value", 1]
