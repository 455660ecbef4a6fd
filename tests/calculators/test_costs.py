"""Costs by kind, by hand, and who pays them."""

from __future__ import annotations

import pytest

from calculators import costs
from calculators.evaluation import evaluate
from calculators.scenario import Scenario
from tests.calculators.worked import COMPANY, Run

HOURLY = 84_000 / 12 / 140


def test_a_month_of_costs() -> None:
    run = Run(member_cost=3)
    assert run["cost_staff", 0] == pytest.approx(1.5 * 90_000 / 12)
    assert run["cost_platform", 0] == pytest.approx(24_000 / 12)
    assert run["cost_members", 0] == pytest.approx(3 / 12 * (5_000 + 20))
    assert run["cost_programme", 0] == pytest.approx(20_000 / 12)
    assert run["cost_hours", 0] == pytest.approx(20 * HOURLY)
    assert run["cost_overhead", 0] == pytest.approx(10_000 / 12)


def test_hires_are_in_force_from_their_month_on() -> None:
    run = Run(hire_1=1, hire_1_month=6, hire_2=-5, hire_2_month=10, hire_3=4, hire_3_month=20)
    staff = run.series("staff_now")
    assert staff[4] == 1.5  # month 5
    assert staff[5] == 2.5  # month 6
    assert staff[8] == 2.5  # month 9
    assert staff[9] == 0  # 2.5 - 5: there are no posts below none
    assert staff[18] == 0  # month 19
    assert staff[19] == 1.5  # 1.5 + 1 - 5 + 4
    assert run["cost_staff", 5] == pytest.approx(2.5 * 90_000 / 12)


def test_closing_leaves_the_archive_to_pay() -> None:
    run = Run(stays_open=False, member_cost=3)
    assert run["cost_platform", 0] == pytest.approx(24_000 / 12 * 0.25)
    for kind in ("staff", "members", "programme", "hours", "overhead"):
        assert run[f"cost_{kind}", 0] == 0, kind


def test_what_is_closed_is_not_launched() -> None:
    assert Run(launch_cost=50_000).once("cost_launch") == 50_000
    assert Run(launch_cost=50_000, stays_open=False).once("cost_launch") == 0


def test_extra_customers_are_served() -> None:
    run = Run(serving_cost=1_200, referrals=4, type_one=0.5)
    assert run["cost_serving", 0] == 0
    assert run["cost_serving", 1] == pytest.approx(2 * 1_200 / 12)


def test_value_counts_from_its_first_month_on_where_planned() -> None:
    planned = Run(running=False).series("counts")
    assert planned[5] == 0
    assert planned[6] == 1
    assert Run().series("counts")[0] == 1


def test_cost_lines_add_up_over_the_horizon() -> None:
    values = {**COMPANY, "horizon": 12, "discount_rate": 0, "launch_cost": 7_000}
    result = evaluate(Scenario(values=values))
    assert result.costs["staff"] == pytest.approx(1.5 * 90_000)
    assert result.costs["platform"] == pytest.approx(24_000)
    assert result.costs["hours"] == pytest.approx(12 * 20 * HOURLY)
    assert result.costs["launch"] == 7_000
    year = 1.5 * 90_000 + 24_000 + 20_000 + 12 * 20 * HOURLY + 10_000
    assert result.hard.pv_costs == pytest.approx(year + 7_000)
    # the cost a year is those kinds, the launch apart
    assert result.resolved.value("cost_year") == pytest.approx(year)


def test_a_team_that_pays_has_a_return_of_its_own() -> None:
    result = evaluate(Scenario(values=COMPANY, payers={"platform": "support", "programme": "support"}))
    support = result.hard.teams["support"]
    assert support.own_cost == pytest.approx(result.costs["platform"] + result.costs["programme"])
    assert support.own_roi == pytest.approx((support.value - support.own_cost) / support.own_cost)
    marketing = result.hard.teams["marketing"]
    assert marketing.own_cost == 0
    assert marketing.own_roi is None


def test_every_cost_line_is_computed() -> None:
    run = Run(months=1)
    for line in costs.LINES:
        assert line.quantity in run.values
