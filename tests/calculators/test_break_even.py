"""Break-even values: they give an NPV of zero, and none is said to be missing that exists."""

from __future__ import annotations

import numpy as np
import pytest

from calculators.break_even import (
    _ends,
    _first_steps,
    _refused,
    break_even,
    break_evens,
    followers_of,
    npv_at,
    npv_typed,
)
from calculators.draws import uncertain
from calculators.evaluation import evaluate, evaluate_resolved
from calculators.scenario import FIXED, Given, Resolved, Scenario, resolve
from calculators.starting_point import starting_points

CASES = [(name, running) for name in starting_points() for running in (True, False)]


def scale_of(resolved: Resolved) -> float:
    money = evaluate_resolved(resolved).hard
    return money.pv_costs + abs(money.pv_benefits)


@pytest.mark.parametrize(("name", "running"), CASES)
def test_break_evens_give_an_npv_of_zero(name: str, running: bool) -> None:
    resolved = resolve(Scenario(starting_point=name, running=running))
    scale = scale_of(resolved)
    found = break_evens(resolved, uncertain(resolved))
    assert found.keys() == set(uncertain(resolved))
    values = {other: value for other, value in found.items() if value is not None}
    assert values
    for other, value in values.items():
        lowest, highest = resolved.in_force[other].assumption.bounds
        assert lowest <= value <= highest
        step = 1e-6 * max(abs(value), 1e-6)
        before, at, after = npv_at(resolved, other, [value - step, value, value + step])
        jumps = (before < 0.0) != (after < 0.0) and abs(after - before) > 1e-4 * scale
        assert abs(at) < 1e-6 * scale or jumps, other


@pytest.mark.parametrize(("name", "running"), CASES[:4])
def test_the_nearest_crossing_is_found_and_none_is_missed_on_a_dense_scan(name: str, running: bool) -> None:
    resolved = resolve(Scenario(starting_point=name, running=running))
    names = [other for other in uncertain(resolved) if other not in FIXED]
    found = break_evens(resolved, tuple(names))
    for other in names[::3]:
        now = resolved.value(other)
        upper, lower = _ends(resolved, other)
        bound = resolved.in_force[other].bounds[1]
        # far away a dense scan is one in proportion
        far = np.geomspace(upper, bound, 400) if bound > upper else np.array([upper])
        values = np.unique(np.concatenate([np.linspace(lower, now, 400), np.linspace(now, upper, 400), far]))
        pays = npv_at(resolved, other, values) >= 0.0
        crossings = values[1:][pays[1:] != pays[:-1]]
        allowed = [value for value in crossings if not _refused(resolved, other, float(value))]
        value = found[other]
        if value is None:
            assert not allowed, other
        elif allowed:
            nearest = min(abs(crossing - now) for crossing in allowed)
            gap = float(np.diff(values)[max(0, int(np.searchsorted(values, value)) - 1)])
            assert abs(value - now) <= nearest + gap, other


@pytest.mark.parametrize(("name", "running"), CASES)
@pytest.mark.parametrize("share", [0.3, 0.8, 1.5])
def test_within_reach_are_those_of_all_that_are_above_and_near(
    name: str, running: bool, share: float
) -> None:
    scenario = Scenario(starting_point=name, running=running)
    about = scenario.point.about
    resolved = resolve(scenario.with_value(about, Given(value=share * resolve(scenario).value(about))))
    names = uncertain(resolved)
    everywhere = break_evens(resolved, names)
    for reach in (1.2, 3.0):
        within = {
            other: value
            if value is not None and resolved.value(other) < value <= reach * resolved.value(other)
            else None
            for other, value in everywhere.items()
        }
        assert break_evens(resolved, names, reach=reach) == within


def test_within_reach_the_nearest_counts_even_where_a_further_one_would_do() -> None:
    # it loses between two numbers of customers, and pays below and above
    resolved = resolve(Scenario(values={"members": 3_000, "customers": 10_000}))
    below, now, above = npv_at(resolved, "customers", [1_000, 10_000, 20_000])
    assert now < 0.0 < min(below, above)
    assert break_even(resolved, "customers") == pytest.approx(1_332, abs=1)
    assert break_evens(resolved, ("customers",), reach=3.0) == {"customers": None}
    nearer = resolve(Scenario(values={"members": 3_000, "customers": 12_000}))
    assert break_evens(nearer, ("customers",), reach=3.0)["customers"] == pytest.approx(18_376, abs=1)


def test_typing_the_break_even_makes_the_calculator_say_zero() -> None:
    scenario = Scenario()
    for name in ("cost_per_ticket", "deflection_cash", "loaded_salary", "gross_margin"):
        value = break_even(resolve(scenario), name)
        assert value is not None, name
        money = evaluate(scenario.with_value(name, Given(value=value))).hard
        assert abs(money.npv) < 1e-6 * money.pv_costs, name


KINDS_OF_COST = (
    *("staff", "loaded_salary", "platform_cost", "programme", "member_cost", "other_hours", "overhead"),
    "salary",
)


@pytest.mark.parametrize("cost", [60_000, 200_000, 800_000])
@pytest.mark.parametrize("given", [{}, {"staff": 0.4}])
def test_a_cost_a_year_that_is_given_holds_whichever_kind_of_cost_is_moved(
    cost: float, given: dict[str, float]
) -> None:
    """Typed, a kind of cost is made up for by the others: the total was said."""
    resolved = resolve(Scenario(values={"cost_year": cost, **given}))
    for name in KINDS_OF_COST:
        now = resolved.value(name)
        asked = [0.5 * now, now, 1.2 * now]
        typed = npv_typed(resolved, name, asked)
        assert np.isfinite(typed[1])
        known = np.isfinite(typed)
        assert npv_at(resolved, name, asked)[known] == pytest.approx(typed[known], rel=1e-9), name
    for name, value in break_evens(resolved, KINDS_OF_COST).items():
        if value is not None:
            step = 1e-6 * max(value, 1e-6)
            below, above = npv_typed(resolved, name, [value - step, value + step])
            assert below * above <= 0.0, (name, value)


def test_no_kind_of_cost_breaks_even_beyond_the_cost_a_year_that_is_given() -> None:
    resolved = resolve(Scenario(values={"cost_year": 200_000}))
    assert evaluate_resolved(resolved).hard.npv > 0.0
    for name in ("staff", "platform_cost", "programme", "overhead"):
        assert break_even(resolved, name) is None, name


def test_a_cost_breaks_even_at_its_value_plus_the_npv_a_year() -> None:
    # the platform's cost is a constant a month, so NPV falls by its annuity for each 1 a year
    resolved = resolve(Scenario())
    rate = resolved.value("discount_rate")
    annuity = float(np.sum((1.0 + rate) ** -((np.arange(36) + 1.0) / 12.0)) / 12.0)
    wanted = resolved.value("platform_cost") + evaluate_resolved(resolved).hard.npv / annuity
    assert break_even(resolved, "platform_cost") == pytest.approx(wanted, rel=1e-8)


@pytest.mark.parametrize(
    ("point", "running", "name", "wanted"),
    [
        ("b2b-support@1", True, "launch_cost", 156_840),
        ("b2b-support@1", True, "serving_cost", 3_253),
        ("b2b-support@1", True, "audience_new", 2_467),
        ("b2b-support@1", False, "pieces", 273.4),
        ("developer@1", False, "cost_per_study", 1_762_939),
    ],
)
def test_a_value_is_found_however_far_it_is(point: str, running: bool, name: str, wanted: float) -> None:
    scenario = Scenario(starting_point=point, running=running)
    value = break_even(resolve(scenario), name)
    assert value == pytest.approx(wanted, rel=1e-3)
    money = evaluate(scenario.with_value(name, Given(value=value))).hard
    assert abs(money.npv) < 1e-6 * money.pv_costs


def test_the_steps_of_a_search_are_bounded_in_number_and_reach_the_bounds() -> None:
    resolved = resolve(Scenario())
    for name in uncertain(resolved):
        now, bounds = resolved.value(name), resolved.in_force[name].bounds
        for end, bound in zip(_ends(resolved, name), reversed(bounds), strict=True):
            if end != now:
                along = _first_steps(now, end, bound, None)
                assert len(along) <= 128
                assert now + (end - now) * along[-1] == pytest.approx(bound)


def test_no_value_does_it_where_the_answer_does_not_depend_on_it() -> None:
    resolved = resolve(Scenario(teams_off=frozenset({"people"})))
    assert break_even(resolved, "replacement_share") is None
    assert break_even(resolved, "horizon") is None


def test_a_value_that_would_be_refused_is_no_break_even() -> None:
    # a community that pays only with more members than there are people
    scenario = Scenario(values={"platform_cost": 5e8})
    resolved = resolve(scenario)
    for name in ("members", "joins", "deflected", "employee_members"):
        assert break_even(resolved, name) is None, name


def test_what_follows_moves_along() -> None:
    resolved = resolve(Scenario())
    assert followers_of(resolved, "active_share") == ("active_share", "active_share_mature")
    value = 1.5 * resolved.value("staff")
    typed = evaluate(Scenario(values={"staff": Given(value=value)})).hard.npv
    assert float(npv_at(resolved, "staff", [value])[0]) == pytest.approx(typed, rel=1e-9)
    own = resolve(Scenario(values={"staff_planned": 2.0}))
    assert followers_of(own, "staff") == ("staff",)
