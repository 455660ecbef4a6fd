"""Money over time, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import finance
from calculators.evaluation import evaluate
from calculators.scenario import Scenario
from tests.calculators.worked import COMPANY


def test_a_flow_falls_at_the_end_of_its_month() -> None:
    factors = finance.discount_factors(12, 0.21)
    assert factors[0] == pytest.approx(1.21 ** (-1 / 12))
    assert factors[5] == pytest.approx(1 / 1.1)  # half a year: the root of 1.21
    assert factors[11] == pytest.approx(1 / 1.21)


def test_present_value() -> None:
    assert finance.present_value([0] * 11 + [121], 0.21) == pytest.approx(100)
    assert finance.present_value([100] * 24, 0) == pytest.approx(2_400)
    twice = np.array([[0.0, 0.0]] * 11 + [[121.0, 242.0]])
    assert finance.present_value(twice, 0.21) == pytest.approx([100, 200])


def test_net_present_value_starts_at_time_0() -> None:
    assert finance.net_present_value(0.1, [-100, 110, 121]) == pytest.approx(-100 + 100 + 100)


def test_years_and_a_part_of_one() -> None:
    assert finance.yearly([1] * 12 + [2] * 12 + [3] * 3).tolist() == [12, 24, 9]
    assert finance.yearly([]).tolist() == []


def test_the_yearly_view_is_another_number() -> None:
    monthly = [100] * 12 + [200] * 12
    assert finance.present_value_yearly(monthly, 0.1) == pytest.approx(1_200 / 1.1 + 2_400 / 1.21)
    assert finance.present_value(monthly, 0.1) > finance.present_value_yearly(monthly, 0.1)


def test_roi() -> None:
    assert finance.roi(150, 100) == pytest.approx(0.5)
    assert finance.roi(0, 100) == -1
    assert finance.roi(100, 0) is None


def test_cumulative_cash() -> None:
    assert finance.cumulative(100, [40, -10, 80]).tolist() == [-100, -60, -70, 10]


def test_the_one_rate_of_a_long_loss_is_found() -> None:
    # the launch, nine years of losing 36,795 a month, and 32,559 back in each of the last seven months
    answer = finance.internal_rate(10_000, [-36_795] * 113 + [32_559] * 7)
    assert answer.rate is not None
    assert answer.rate == pytest.approx(-0.726, abs=1e-3)
    growth = (1.0 + answer.rate) ** (1.0 / 12.0)
    worth = sum(
        flow * growth ** (120 - month)
        for month, flow in enumerate([-10_000] + [-36_795] * 113 + [32_559] * 7)
    )
    assert worth == pytest.approx(0.0, abs=1e-6 * 32_559)


@pytest.mark.parametrize(
    ("launch", "monthly", "month"),
    [
        (100, [40, 60, 10], 2),  # exactly back at zero counts
        (100, [40, 40, 10], None),
        (0, [5, 5], 1),  # never below zero
        (0, [-10, 20, -15, 5, 1], 4),  # back in month 2, below again in month 3
        (10, [20, -30, 5], None),
    ],
)
def test_payback_is_for_good(launch: float, monthly: list[float], month: int | None) -> None:
    assert finance.payback_month(finance.cumulative(launch, monthly)) == month


def test_deepest_need() -> None:
    assert finance.deepest_need(finance.cumulative(100, [-50, 20, 300])) == 150
    assert finance.deepest_need(finance.cumulative(0, [10, 10])) == 0


def test_one_internal_rate() -> None:
    answer = finance.internal_rate(100, [0] * 11 + [121])
    assert answer.roots == 1
    assert answer.rate == pytest.approx(0.21)  # 121 after a year


def test_a_negative_internal_rate() -> None:
    answer = finance.internal_rate(100, [0] * 11 + [50])
    assert answer.rate == pytest.approx(-0.5)


@pytest.mark.parametrize(("launch", "monthly"), [(0, [10, 10]), (100, [-10, -10]), (0, [0, 0]), (0, [])])
def test_no_internal_rate(launch: float, monthly: list[float]) -> None:
    assert finance.internal_rate(launch, monthly) == finance.InternalRate(None, 0)


def test_rates_near_a_total_loss_count_among_several() -> None:
    # NPV is zero at -60.15 % a year, and again at -99.9985 %: neither is the rate
    scenario = Scenario(
        values={
            "launch_cost": 300_086,
            "horizon": 18,
            "hire_1": 4,
            "hire_1_month": 18,
            "revenue_per_customer": 18_423,
        }
    )
    money = evaluate(scenario).hard
    assert (money.irr, money.irr_roots) == (None, 2)


@pytest.mark.parametrize("first", [0.03, 0.2, 0.45, 0.9, 0.999])
@pytest.mark.parametrize("second", [0.1, 0.6, 0.95, 1.02, 3.0])
def test_each_rate_above_a_total_loss_is_counted(first: float, second: float) -> None:
    # (growth - first) (growth - second) times factors without a root above zero
    flows = np.polymul(np.polymul([1.0, -first], [1.0, -second]), [1.0, 0.5, 0.25])
    assert finance.internal_rate(-flows[0], flows[1:]) == finance.InternalRate(None, 2)
    assert finance.internal_rate(flows[0], -flows[1:]) == finance.InternalRate(None, 2)


@pytest.mark.parametrize("rate", [0.2, 0.7, 0.97, 1.0, 1.01, 1.3])
def test_flows_that_change_their_sign_often_may_have_one_rate(rate: float) -> None:
    # a pair of complex roots changes signs, and is no rate
    flows = np.polymul([1.0, -rate], [1.0, -1.8, 0.9])
    found = finance.internal_rate(-flows[0], flows[1:])
    assert found.roots == 1
    assert found.rate == pytest.approx(rate**12 - 1.0, rel=1e-9, abs=1e-12)


def test_a_rate_beyond_measure_is_one() -> None:
    assert finance.internal_rate(1e-9, [1e9]) == finance.InternalRate(None, 1)
    assert finance.internal_rate(1e9, [1e-30]) == finance.InternalRate(None, 1)


def test_several_internal_rates_are_said_to_be() -> None:
    # -100 + 230 / (1 + r) - 132 / (1 + r)^2 is zero at 10 % and at 20 % a month
    for rate in (0.1, 0.2):
        assert finance.net_present_value(rate, [-100, 230, -132]) == pytest.approx(0, abs=1e-12)
    assert finance.internal_rate(100, [230, -132]) == finance.InternalRate(None, 2)
    # -(1 - 1.1 v)(1 - 4 v) = -1 + 5.1 v - 4.4 v^2, v = 1 / (1 + r): zero at 10 % and at 300 % a month
    for rate in (0.1, 3.0):
        assert finance.net_present_value(rate, [-100, 510, -440]) == pytest.approx(0, abs=1e-12)
    assert finance.internal_rate(100, [510, -440]) == finance.InternalRate(None, 2)


def test_two_changes_of_sign_may_have_no_rate() -> None:
    # 100 - 100 x + 100 x^2 is above zero everywhere
    assert finance.internal_rate(-100, [-100, 100]) == finance.InternalRate(None, 0)


def test_several_changes_of_sign_with_one_rate() -> None:
    flows = [-100, 60, -1, 80]
    answer = finance.internal_rate(100, flows[1:])
    assert answer.roots == 1
    assert answer.rate is not None
    monthly = (1 + answer.rate) ** (1 / 12) - 1
    assert finance.net_present_value(monthly, flows) == pytest.approx(0, abs=1e-6)


def test_leading_months_of_nothing_change_no_rate() -> None:
    answer = finance.internal_rate(0, [0, 0, -100, *[0] * 11, 121])
    assert answer.rate == pytest.approx(0.21)


@given(st.floats(1, 1e9), st.lists(st.floats(0, 1e7), min_size=12, max_size=60))
def test_at_the_internal_rate_nothing_is_gained(launch: float, monthly: list[float]) -> None:
    answer = finance.internal_rate(launch, monthly)
    if answer.rate is None or answer.rate <= -0.999:
        return
    rate = (1 + answer.rate) ** (1 / 12) - 1
    assert finance.net_present_value(rate, [-launch, *monthly]) == pytest.approx(0, abs=1e-6 * launch)


@given(st.floats(0, 1), st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=120))
def test_present_value_month_by_month(rate: float, flows: list[float]) -> None:
    by_hand = sum(flow / (1 + rate) ** ((month + 1) / 12) for month, flow in enumerate(flows))
    assert finance.present_value(flows, rate) == pytest.approx(by_hand, rel=1e-9, abs=1e-6)


# ---- the same in an answer


def test_npv_of_an_answer_is_its_months_discounted() -> None:
    result = evaluate(Scenario(values={**COMPANY, "launch_cost": 50_000, "horizon": 30}))
    by_hand = -50_000 + sum(net / 1.1 ** ((month + 1) / 12) for month, net in enumerate(result.hard.net))
    assert result.hard.npv == pytest.approx(by_hand)
    assert result.hard.npv == pytest.approx(result.hard.pv_benefits - result.hard.pv_costs)
    assert result.hard.cash[0] == -50_000
    assert result.hard.cash[-1] == pytest.approx(-50_000 + sum(result.hard.net))


def test_years_of_an_answer() -> None:
    values = {**COMPANY, "launch_cost": 36_000, "horizon": 30}
    at_once = evaluate(Scenario(values=values)).years
    spread = evaluate(Scenario(values={**values, "amortise_months": 36})).years
    assert [year.months for year in at_once] == [12, 12, 6]
    assert at_once[0].costs - spread[0].costs == pytest.approx(36_000 - 12_000)
    assert spread[1].costs - at_once[1].costs == pytest.approx(12_000)
    assert spread[2].costs - at_once[2].costs == pytest.approx(6_000)
    first = at_once[0]
    assert first.roi == pytest.approx((first.benefits - first.costs) / first.costs)


def test_spreading_the_launch_changes_no_total() -> None:
    values = {**COMPANY, "launch_cost": 36_000}
    at_once = evaluate(Scenario(values=values))
    spread = evaluate(Scenario(values={**values, "amortise_months": 36}))
    assert spread.hard.npv == at_once.hard.npv
    assert spread.hard.roi == at_once.hard.roi
    assert spread.hard.payback_month == at_once.hard.payback_month


def test_the_yearly_view_of_an_answer() -> None:
    result = evaluate(Scenario(values={**COMPANY, "launch_cost": 50_000, "horizon": 24}))
    net = result.hard.net
    expected = -50_000 + sum(net[:12]) / 1.1 + sum(net[12:]) / 1.1**2
    assert result.npv_yearly_view == pytest.approx(expected)


def test_going_on_is_against_closing() -> None:
    """What a closed community's archive still brings and costs is taken off both."""
    values = {**COMPANY, "deflected": 200, "tickets": 1_800, "cost_per_ticket": 60, "found_by_search": 1}
    result = evaluate(Scenario(values=values))
    assert result.hard.roi is not None
    assert result.hard.roi_going_on is not None
    # benefits over costs is one more than what is left over costs
    assert result.hard.benefit_cost_ratio == pytest.approx(result.hard.roi + 1.0)
    assert result.hard.roi_going_on < result.hard.roi
    assert result.hard.npv_going_on < result.hard.npv


def test_for_a_planned_community_both_counterfactuals_are_one() -> None:
    result = evaluate(Scenario(running=False, values=COMPANY))
    assert result.hard.roi_going_on == result.hard.roi
    assert result.hard.npv_going_on == result.hard.npv


def test_where_nothing_is_spent_there_is_no_roi() -> None:
    free = {
        "staff": 0,
        "staff_planned": 0,
        "platform_cost": 0,
        "programme": 0,
        "programme_planned": 0,
        "other_hours": 0,
        "overhead": 0,
    }
    result = evaluate(Scenario(values={**COMPANY, **free, "deflected": 200, "tickets": 1_800}))
    assert result.hard.pv_costs == 0
    assert result.hard.roi is None
    assert result.hard.benefit_cost_ratio is None
    assert result.hard.deepest_need == 0
    assert result.hard.irr_roots == 0


def test_a_horizon_between_two_months_is_rounded() -> None:
    result = evaluate(Scenario(values={**COMPANY, "horizon": 37.6}))
    assert result.horizon == 38
    assert len(result.flywheel_share) == len(result.hard.net) == 38


def test_payback_beyond_the_horizon_is_on_the_same_path() -> None:
    values = {**COMPANY, "deflected": 300, "tickets": 1_800, "cost_per_ticket": 60, "launch_cost": 200_000}
    values |= {"platform_cost": 0, "staff_planned": 0.3, "programme_planned": 0, "overhead": 0}
    short = evaluate(Scenario(values={**values, "horizon": 12}))
    long = evaluate(Scenario(values={**values, "horizon": 120}))
    assert short.hard.payback_month is None
    assert short.payback_beyond_horizon == long.hard.payback_month
    assert long.hard.payback_month is not None
    assert long.payback_beyond_horizon is None
