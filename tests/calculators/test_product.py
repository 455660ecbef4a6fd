"""Product: studies, bugs, and customers kept by shipped ideas, by hand."""

from __future__ import annotations

import pytest

from calculators.teams import product
from tests.calculators.worked import HALF_AS_ACTIVE, Run

PRODUCT = {
    "studies": 3,
    "cost_per_study": 8_000,
    "studies_causal": 0.8,
    "bugs": 4,
    "cost_per_bug": 150,
    "bugs_causal": 0.5,
    "ideas_obsolescence": 0.03,
    "ideas_new": 0.03,
}
IDEAS = {"churn_cut": 0.2, "ideas_causal": 0.5}
"""A tenth of what churn would be is avoided."""


def test_month_0_is_worth_what_was_typed() -> None:
    run = Run(**PRODUCT)
    assert run["studies_value", 0] == pytest.approx(3 / 12 * 8_000 * 0.8)
    assert run["bugs_value", 0] == pytest.approx(4 * 150 * 0.5)


def test_half_the_activity_is_worth_two_thirds() -> None:
    run = Run(**PRODUCT, **HALF_AS_ACTIVE)
    two_thirds = 0.5 / (0.5 * 0.5 + 0.5)
    assert two_thirds == pytest.approx(2 / 3)
    assert run["bugs_value", 0] == pytest.approx(4 * 150 * 0.5 * two_thirds)


def test_churn_avoided_is_on_top_of_todays_churn() -> None:
    run = Run(**PRODUCT, **IDEAS)
    without = 0.01 / (1 - 0.2 * 0.5)  # so that a tenth less of it is today's 1 %
    assert run.once("churn_without") == pytest.approx(without)
    assert run["kept_by_ideas", 0] == pytest.approx(2_000 * without * 0.1)
    assert run["churn_now", 0] == pytest.approx(0.01)


def test_customers_kept_pay_from_the_next_month_and_churn_like_others() -> None:
    run = Run(**PRODUCT, **IDEAS)
    without = 0.01 / 0.9
    first = 2_000 * without * 0.1
    assert run["ideas_value", 0] == 0
    assert run["ideas_value", 1] == pytest.approx(first * 12_000 / 12 * 0.7)
    assert run["customers_by_ideas", 2] == pytest.approx(first * (1 - without) + run["kept_by_ideas", 1])


def test_ideas_are_felt_for_a_while() -> None:
    run = Run(**PRODUCT, **IDEAS, **HALF_AS_ACTIVE)
    ideas = (1 - 0.03) * 1 + 0.03 * 0.5
    assert run["ideas", 1] == pytest.approx(ideas)
    useful = ideas / (0.5 * ideas + 0.5)
    assert run["churn_cut_now", 1] == pytest.approx(0.1 * useful)


def test_the_loop_is_joins_and_customers_who_stay() -> None:
    off = Run(**PRODUCT, **IDEAS, still=("product",))
    assert off["joins_others", 0] == pytest.approx(150 * 0.4 * (1 - 0.05))
    assert off["churn_now", 0] == pytest.approx(0.01 / 0.9)
    assert off["customers_now", 1] == pytest.approx(2_000 * (1 - 0.01 / 0.9) + 30)
    # the line itself goes on
    assert off["ideas_value", 1] == Run(**PRODUCT, **IDEAS)["ideas_value", 1]


def test_for_a_planned_community_churn_is_todays() -> None:
    run = Run(**PRODUCT, **IDEAS, running=False)
    assert run.once("churn_without") == 0.01
    assert run["kept_by_ideas", 0] == 0


def test_ideas_spare_at_most_all_churn() -> None:
    assert product.churn_cut_now(0.8, 1.5) == 1
    assert product.churn_cut_now(0.5, 1.5) == 0.75
