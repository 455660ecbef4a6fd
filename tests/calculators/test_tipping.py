"""Two ends and a tipping point between them; the smallest commitment; what waiting costs."""

from __future__ import annotations

import time
import types
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators import tipping
from calculators.circle import QUARTER, Circle, Start
from calculators.scenario import Scenario, resolve
from tests.strategies import resolved, scenarios

ACROSS = np.linspace(0.1, 2.0, 39)


def circle(**said: float) -> Circle:
    return Circle(resolve(Scenario(circle=said)))


# ---- two ends and a tipping point


def test_the_default_has_two_ends_and_nothing_in_between() -> None:
    ends = circle().ends(Start(budget=ACROSS, measuring=0.1), 240)
    starved, thriving = ends == 0.1, ends == 2.0
    assert starved.any()
    assert thriving.any()
    # a start on the very edge is still on its way after twenty years
    assert np.count_nonzero(~(starved | thriving)) <= 1
    assert not np.any(np.diff(thriving.astype(int)) < 0), "one tipping point, not several"


def test_the_boundary_separates_what_starves_from_what_thrives() -> None:
    found = circle()
    tip, _ = tipping.tipping_budget(found, [0.1, 0.15, 0.2], 3)
    for level, share in zip(tip, (0.1, 0.15, 0.2), strict=True):
        below, above = found.ends(Start(budget=[level - 0.005, level + 0.005], measuring=share))
        assert below < tipping.THRIVES <= above
    share = tipping.tipping_measuring(found, [1.0], 3)[0][0]
    below, above = found.ends(Start(budget=1.0, measuring=[share - 0.001, share + 0.001]))
    assert below < tipping.THRIVES <= above


def test_without_measuring_no_budget_thrives() -> None:
    found = circle()
    assert np.all(found.ends(Start(budget=ACROSS, measuring=0.0)) < tipping.STARVES)
    assert np.isnan(tipping.tipping_budget(found, 0.0, 3)[0][0])
    assert tipping.tip(found, Start(budget=1.0, measuring=0.0)).budget is None


def test_with_what_is_seen_fixed_there_is_one_end() -> None:
    """Whoever sees everything at once ends in the same place from any start: it is seeing that tips."""
    ends = circle(seen_least=1, seen_today=1).ends(Start(budget=ACROSS, measuring=0.1), 360)
    assert np.ptp(ends) < 1e-6


@given(scenarios(switches=False), st.integers(1, 8))
@settings(max_examples=10)
def test_what_is_never_seen_is_never_funded_whatever_the_company(scenario: Scenario, quarters: int) -> None:
    blind = Circle(resolved(scenario), {"seen_least": 0.0, "seen_today": 0.0})
    start = Start(budget=ACROSS, measuring=0.0, months=3 * quarters)
    paths = blind.paths(start, 120)
    # where nothing is spent there is nothing to renew
    if np.all(paths.spending > 0.0):
        assert np.all(paths.budget[-1] <= 0.1 + 1e-9)


@pytest.mark.parametrize("soft", [0.0, 1.0])
@pytest.mark.parametrize("months", [3, 12, 24])
def test_more_budget_or_more_measuring_never_ends_lower(soft: float, months: int) -> None:
    found = circle(soft_counted=soft)
    shares = np.linspace(0.0, tipping.MOST_MEASURING, 31)
    across, up = np.meshgrid(ACROSS, shares)
    ends = found.ends(Start(budget=across.ravel(), measuring=up.ravel(), months=months)).reshape(across.shape)
    assert np.all(np.diff(ends, axis=1) > -1e-9), "in the budget"
    thrives = ends >= tipping.THRIVES
    assert not np.any(thrives[:-1] & ~thrives[1:]), "in the share for measuring"


def test_what_is_seen_today_helps() -> None:
    starts = Start(budget=ACROSS, measuring=0.1)
    ends = [circle(seen_today=share).ends(starts) for share in (0.05, 0.2, 0.4, 0.8)]
    assert np.all(np.diff(ends, axis=0) > -1e-9)


def test_a_longer_delay_raises_the_tipping_point() -> None:
    found = [tipping.tipping_budget(circle(delay=quarters), 0.15, 3)[0][0] for quarters in (1, 2, 4, 6, 8)]
    assert np.all(np.diff(found) > 0.0)


# ---- the map


def test_the_map_is_one_array_and_takes_less_than_a_second() -> None:
    found = circle()
    tipping.tipping_map(found, 8)  # what is found once for all is not counted
    took = []
    for _ in range(3):
        # the processor's time: others may be at work on the machine
        began = time.process_time()
        drawn = tipping.tipping_map(found)
        took.append(time.process_time() - began)
    assert min(took) < 1.0
    assert drawn.ends.shape == (60, 60)
    assert found.months == 60
    # the boundary agrees with the cells on both its sides
    for share, row, tip in zip(drawn.measurings, drawn.ends, drawn.boundary, strict=True):
        thrives = drawn.budgets[row >= tipping.THRIVES]
        assert np.isnan(tip) == (len(thrives) == 0), share
        if len(thrives):
            assert thrives[0] - (drawn.budgets[1] - drawn.budgets[0]) - 0.01 <= tip <= thrives[0] + 0.01


PLANNED = Scenario(running=False, circle={"plan_budget": 2.0})
RUNNING = Scenario(starting_point="developer@1", circle={"plan_budget": 1.8, "plan_months": 48})


@pytest.mark.parametrize("scenario", [PLANNED, RUNNING])
def test_what_thrives_is_found_though_more_measuring_starves(scenario: Scenario) -> None:
    """What measures is taken from care: the largest share may starve where less of it thrives."""
    found = Circle(resolve(scenario))
    plan, shares = found.plan, np.linspace(0.0, tipping.MOST_MEASURING, 301)
    thrives = found.ends(Start(budget=plan.budget, measuring=shares, months=plan.months)) >= tipping.THRIVES
    assert thrives.any()
    assert not thrives[-1]
    here = tipping.tip(found, plan)
    assert here.measuring == pytest.approx(shares[thrives][0], abs=0.001)
    assert here.measuring_to == pytest.approx(shares[thrives][-1], abs=0.001)
    assert tipping.tipping_measuring(found, plan.budget, plan.months)[0][0] == pytest.approx(here.measuring)
    for end in (here.measuring, here.measuring_to):
        assert found.ends(Start(budget=plan.budget, measuring=end, months=plan.months)) >= tipping.THRIVES
    # where none of the shares on the map starves beyond, there is no upper end to say
    assert tipping.tip(circle(), Start(budget=1.25, measuring=0.1)).measuring_to is None


def test_of_several_spans_the_one_that_a_start_lies_in_is_meant() -> None:
    tried = np.linspace(0.0, 1.0, 11)

    def ends(which: np.ndarray, at: np.ndarray) -> np.ndarray:
        return np.where((abs(at - 0.3) < 0.15) | (at > 0.75), 2.0, 0.1)

    lowest, highest = tipping._spans(ends, tried, np.array([0.0, 0.9, 0.55]))
    assert lowest == pytest.approx([0.15, 0.75, 0.15], abs=0.005)
    assert highest[[0, 2]] == pytest.approx([0.45, 0.45], abs=0.005)
    assert np.isnan(highest[1])


def test_a_span_narrower_than_the_steps_is_found_from_within() -> None:
    def ends(start: Start) -> np.ndarray:
        return np.where(abs(start.budget - 0.98) < 0.01, 2.0, 0.1)

    narrow: Any = types.SimpleNamespace(rules={"budget_least": 0.1, "budget_most": 2.0}, ends=ends)
    assert np.isnan(tipping.tipping_budget(narrow, 0.1, 3)[0][0])
    lowest, highest = tipping.tipping_budget(narrow, 0.1, 3, near=np.array([0.98]))
    assert (lowest[0], highest[0]) == pytest.approx((0.97, 0.99), abs=0.005)


def test_the_boundaries_of_the_map_hold_every_thriving_cell_between_them() -> None:
    for scenario in (PLANNED, RUNNING, Scenario(starting_point="developer@1", circle={"budget_most": 10})):
        drawn = tipping.tipping_map(Circle(resolve(scenario)))
        assert (drawn.ends >= tipping.THRIVES).any()
        for row, low, high in zip(drawn.ends, drawn.boundary, drawn.boundary_above, strict=True):
            thrives = drawn.budgets[row >= tipping.THRIVES]
            assert np.isnan(low) == (len(thrives) == 0)
            if len(thrives):
                assert low <= thrives[0]
                assert np.isnan(high) == (row[-1] >= tipping.THRIVES)
                assert np.isnan(high) or high >= thrives[-1]


def test_the_distance_is_in_money() -> None:
    found = circle(plan_measuring=0.05, plan_months=3)
    tip = tipping.tip(found, found.plan)
    assert tip.outcome == "starved"
    assert tip.measuring is not None
    # 155,000 a year is a budget of 1; the plan starts with 1.25
    assert tip.measuring_money == pytest.approx((tip.measuring - 0.05) * 1.25 * 155_000)
    enough = tipping.tip(found, Start(budget=1.25, measuring=0.2))
    assert enough.outcome == "thriving"
    assert enough.budget is not None
    assert enough.budget_money == pytest.approx((enough.budget - 1.25) * 155_000)
    assert enough.budget_money is not None
    assert enough.budget_money < 0


@pytest.mark.parametrize(("end", "said"), [(1.0, "thriving"), (0.99, "undecided"), (0.49, "starved")])
def test_an_end_has_a_name(end: float, said: str) -> None:
    assert tipping.outcome(end) == said


# ---- policies


def test_standing_still_and_cutting_starve_and_the_default_plan_thrives() -> None:
    found = tipping.policies(circle())
    assert [tipping.outcome(end) for end in found.paths.budget[-1]] == ["thriving", "starved", "starved"]
    invest, stand, cut = found.closings
    assert (invest.rising, stand.rising, cut.rising) == (True, False, False)
    assert invest.month is not None
    assert invest.month >= 24, "a guaranteed budget is not moved"
    assert stand.month == 3
    assert stand.end_month is not None
    assert cut.end_month is not None
    assert cut.end_month < stand.end_month


def test_what_starves_though_all_is_seen_does_not_starve_for_want_of_seeing() -> None:
    starved = tipping.policies(circle(plan_measuring=0.02))
    assert [tipping.outcome(end) for end in starved.paths.budget[-1][:2]] == ["starved", "starved"]
    assert np.all(starved.ends_if_seen[:2] >= tipping.THRIVES)
    # a launch that starves at first, with all of its value in sight: another start thrives, this one does not
    seen = {"seen_least": 1.0, "soft_counted": 1.0}
    planned = Circle(resolve(Scenario(starting_point="developer@1", running=False, circle=seen)))
    found = tipping.policies(planned)
    assert tipping.anything_thrives(planned)
    assert tipping.outcome(found.paths.budget[-1][0]) == "starved"
    assert found.ends_if_seen == pytest.approx(found.paths.budget[-1])


def test_a_circle_closes_where_its_direction_turns_for_the_last_time() -> None:
    path = [1.0, 1.0, 0.9, 0.8, 0.85, 0.9, 0.9, 1.2]
    # quarters: held, down, down, up ...: the fourth decision, at the end of month 12, is the first that rises for good
    assert tipping.closing(path, least=0.1, most=2.0) == tipping.Closing(12, True, None)
    assert tipping.closing([1.0, 1.0], least=0.1, most=2.0) == tipping.Closing(None, False, None)
    assert tipping.closing([1.0, 0.5, 0.1, 0.1], least=0.1, most=2.0) == tipping.Closing(3, False, 6)


def test_the_loop_that_dominates_is_the_one_that_moves_most() -> None:
    assert tipping.dominating(np.array([-0.3, 0.1, 0.2])) == "seeing"
    assert tipping.dominating(np.array([0.0, 0.02, -0.03])) == "spending"
    assert tipping.dominating(np.array([0.001, 0.0, 0.0])) == ""


def test_loops_add_up_to_the_change_of_what_is_perceived() -> None:
    paths = circle().paths(Start(budget=[1.25, 1.0], measuring=[0.1, 0.02], months=[12, 3]))
    for column in (0, 1):
        impacts = tipping.loop_impacts(paths, column)
        moved = np.diff(np.log(1 + paths.perceived[:, column]))
        assert impacts[:-1].sum(axis=1) == pytest.approx(moved, abs=1e-9)


def test_a_loop_moves_its_own_quantity_by_a_share_of_what_it_was() -> None:
    """What falls from 100 to 84 falls by 16 %, though 100 is 19 % more than 84."""
    paths = circle().paths(Start(budget=[1.25, 1.0, 0.5], measuring=[0.1, 0.02, 0.3], months=[12, 3, 3]))
    months = np.minimum(12, QUARTER * (np.arange(len(paths.perceived)) + 1))
    for column in range(3):
        impacts = tipping.loop_impacts(paths, column)
        traces = (
            paths.seen[: len(months), column],
            paths.value_of_year[:, column] / months,
            paths.spending_of_year[:, column] / months,
        )
        for number, (loop, trace) in enumerate(zip(tipping.LOOPS, traces, strict=True)):
            moved = [tipping.moved(loop, impact) for impact in impacts[:-1, number]]
            assert moved == pytest.approx(trace[1:] / trace[:-1] - 1.0, abs=1e-12)


def test_a_community_that_has_no_value_yet_has_loops_all_the_same() -> None:
    found = Circle(resolve(Scenario(running=False)))
    impacts = tipping.loop_impacts(found.paths(found.today), 0)
    assert np.all(np.isfinite(impacts))


# ---- the smallest commitment


def test_after_the_smallest_commitment_the_budget_is_never_below_todays() -> None:
    found = circle()
    promise = tipping.smallest_commitment(found)
    assert promise is not None
    for level, keeps in ((promise.budget, True), (promise.budget - 0.01, False)):
        path = found.paths(Start(budget=level, measuring=0.1, months=promise.months)).budget[:, 0]
        assert np.all(path[promise.months // 3 :] >= 1.0 - 1e-9) == keeps
    assert promise.money == pytest.approx(promise.budget * promise.months / 12 * 155_000)
    assert promise.money == pytest.approx(
        min(months / 12 * level for months, level in promise.options) * 155_000
    )
    for months, level in promise.options:
        path = found.paths(Start(budget=level, measuring=0.1, months=months)).budget[:, 0]
        assert np.all(path[months // 3 :] >= 1.0 - 1e-9), months
    levels = [level for _, level in promise.options]
    assert levels == sorted(levels, reverse=True), "a longer promise may be smaller"
    assert min(levels) >= 1.0


@pytest.mark.parametrize(
    "point", ["b2b-support@1", "developer@1", "consumer-brand@1", "customer-education@1"]
)
def test_a_promise_carries_on_beyond_the_end_date_of_the_page(point: str) -> None:
    """By month 60 a budget may still be on its way down: a promise is followed for ten years."""
    found = Circle(resolve(Scenario(starting_point=point)))
    promise = tipping.smallest_commitment(found)
    if promise is not None:
        start = Start(budget=promise.budget, measuring=promise.measuring, months=promise.months)
        after = found.paths(start, tipping.LONG).budget[promise.months // QUARTER :]
        assert np.all(after >= 1.0 - 1e-9)


def test_what_is_still_promised_proves_nothing() -> None:
    """A guarantee of four years is followed three years further, whatever the end date."""
    found = circle(plan_budget=2.0, plan_measuring=0.02, plan_months=48)
    assert found.months == 48 + 36
    assert tipping.tip(found, found.plan).outcome != "thriving"
    assert circle(circle_months=24, plan_months=48).months == 48 + 36
    assert circle(circle_months=120, plan_months=48).months == 120


def test_worse_before_better_is_the_difference_to_standing_still() -> None:
    found = circle()
    start = Start(budget=1.25, measuring=0.1, months=24)
    hard, with_soft = tipping.worse_before_better(found, start)
    net = [
        (paths.hard - paths.spending)[:, 0]
        for paths in (found.paths(one, 120) for one in (start, found.today))
    ]
    assert hard.difference[0] == 0.0
    assert hard.difference[1:] == pytest.approx(np.cumsum(net[0] - net[1]), rel=1e-9, abs=1e-6)
    assert hard.deepest == pytest.approx(-hard.difference.min())
    assert hard.difference[hard.month] == pytest.approx(-hard.deepest)
    if with_soft.back_month is not None:
        assert np.all(with_soft.difference[with_soft.back_month :] >= 0.0)


def test_where_too_little_is_returned_no_promise_does_it() -> None:
    assert tipping.smallest_commitment(circle(hurdle=3)) is None


# ---- waiting


def test_waiting_is_the_same_plan_begun_later() -> None:
    found = circle()
    (later,) = tipping.waiting(found, (12,))
    now, then = (
        found.paths(Start(budget=1.25, measuring=0.1, months=24, begins=begins)) for begins in (0, 12)
    )
    assert later.npv == pytest.approx(found.npv(then)[0] - found.npv(now)[0])
    assert later.npv == pytest.approx(later.hard - later.spending)
    assert later.npv_with_soft == pytest.approx(later.npv + later.soft)
    assert later.members == pytest.approx(then.members[-1, 0] - now.members[-1, 0])
    # until it begins, it is standing still
    still = found.paths(found.today)
    assert then.hard[:12, 0] == pytest.approx(still.hard[:12, 0])


def test_not_waiting_costs_nothing() -> None:
    (none,) = tipping.waiting(circle(), (0,))
    assert (none.hard, none.spending, none.npv, none.members) == (0, 0, 0, 0)


def test_waiting_returns_less_and_leaves_fewer_members() -> None:
    found = tipping.waiting(circle())
    assert [waited.months for waited in found] == [6, 12, 24]
    assert all(waited.hard < 0 and waited.members < 0 and waited.value_a_month < 0 for waited in found)
    assert np.all(np.diff([waited.hard for waited in found]) < 0)
