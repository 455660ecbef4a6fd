"""The bridge between two NPVs: it adds up to the cent, in no order, and says how far off it may be."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from calculators import bridge as bridges
from calculators.bridge import Bridge, bridge, groups_of
from calculators.case import Case, State, answer_to
from calculators.changes import on_the_way, steps_between
from calculators.comparison import Named, on_common_terms
from calculators.evaluation import evaluate
from calculators.scenario import Given, Scenario, resolve
from tests.strategies import scenarios

A = Scenario()
QUIET = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
THREE = A.changed(values={"members": 8_000.0, "cost_per_ticket": 40.0, "staff_planned": 3.0})


def adds_up(found: Bridge) -> bool:
    """To the cent, or to the last digits where amounts are so large that a cent is none of them."""
    largest = max([1.0, abs(found.start), abs(found.end), *(abs(bar.effect) for bar in found.bars)])
    return math.isclose(
        math.fsum(bar.effect for bar in found.bars),
        found.gap,
        rel_tol=0.0,
        abs_tol=max(0.005, 1e-14 * largest),
    )


@given(scenarios(), scenarios())
@QUIET
def test_it_adds_up_for_random_pairs(one: Scenario, two: Scenario) -> None:
    terms = on_common_terms([Named("one", Case(one)), Named("two", Case(two))])
    first, second = (side.case for side in terms.sides)
    steps = steps_between(first, second)
    groups = groups_of(steps, most=4)
    # as many as are needed to see both ways of counting, and no more: each is many runs of the model
    merged = {
        str(n): tuple(s for _, part in found for s in part) for n, found in _in_parts(groups, 4).items()
    }
    found = bridge(first, second, groups=merged)
    assert adds_up(found)
    assert found.start == answer_to(first).hard.npv
    assert found.end == answer_to(second).hard.npv


def _in_parts(groups: dict[str, tuple[str, ...]], parts: int) -> dict[int, list[tuple[str, tuple[str, ...]]]]:
    found: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
    for number, entry in enumerate(groups.items()):
        found.setdefault(number % parts, []).append(entry)
    return found


def test_it_is_the_mean_over_all_orders() -> None:
    """Three changes have six orders; in each, a change adds what it adds to those before it."""
    names = ("members", "cost_per_ticket", "staff_planned")
    adds: dict[str, list[float]] = {name: [] for name in names}
    for order in itertools.permutations(names):
        values: dict[str, float] = {}
        before = evaluate(A).hard.npv
        for name in order:
            values[name] = resolve(THREE).value(name)
            after = evaluate(A.changed(values=values)).hard.npv
            adds[name].append(after - before)
            before = after
    found = {bar.id: bar.effect for bar in bridge(Case(A), Case(THREE)).bars}
    assert found == {name: pytest.approx(sum(each) / 6, abs=0.005) for name, each in adds.items()}


def test_it_has_no_order_and_turns_round() -> None:
    there, back = bridge(Case(A), Case(THREE)), bridge(Case(THREE), Case(A))
    assert there.exact
    assert {bar.id: bar.effect for bar in back.bars} == pytest.approx(
        {bar.id: -bar.effect for bar in there.bars}, abs=0.005
    )


def test_what_a_change_brings_with_it_is_its_own() -> None:
    """Members scale contributions and joins that are still the example's: all of that is the members' bar."""
    more = A.changed(values={"members": 8_000.0})
    (bar,) = bridge(Case(A), Case(more)).bars
    assert bar.id == "members"
    assert bar.effect == evaluate(more).hard.npv - evaluate(A).hard.npv


def test_a_change_that_explains_nothing_has_no_bar() -> None:
    renamed = THREE.with_value("amortise_months", None).changed(
        values={**THREE.values, "amortise_months": 12.0}
    )
    found = bridge(Case(A), Case(renamed))
    assert "amortise_months" not in {bar.id for bar in found.bars}
    assert adds_up(found)


def test_switches_are_one_bar_each() -> None:
    other = Scenario(
        starting_point="developer@1", running=False, teams_off={"success"}, loops_off={"content"}
    )
    first, second = (
        side.case for side in on_common_terms([Named("a", Case(A)), Named("b", Case(other))]).sides
    )
    found = bridge(first, second)
    assert {bar.id for bar in found.bars} == {"starting_point", "running", "team:success", "loop:content"}
    assert adds_up(found)


def test_closing_and_having_none_are_one_bar() -> None:
    for state in (State.CLOSED, State.NONE):
        (bar,) = bridge(Case(A), Case(A, state)).bars
        assert bar.id == "state"
    # without a community, no number of it matters
    (bar,) = bridge(Case(A), Case(THREE, State.NONE)).bars
    assert bar.effect == -evaluate(A).hard.npv


def test_impossible_mixtures_are_lowered_to_what_exists() -> None:
    """Fifty times the members alone would be more than the base has people."""
    names = ("members", "customers", "audience", "new_customers", "joins", "tickets")
    now = {name: evaluate(A).resolved.value(name) for name in names}
    small = A.changed(values={name: Given(value=value, confirmed=True) for name, value in now.items()})
    huge = A.changed(values={name: 50.0 * value for name, value in now.items()})
    found = bridge(Case(small), Case(huge))
    assert found.lowered > 0
    assert all(math.isfinite(bar.effect) for bar in found.bars)
    assert adds_up(found)


def test_many_changes_are_grouped_by_topic() -> None:
    names = (
        *("members", "joins", "answers_new", "customers", "new_customers", "revenue_per_customer", "tickets"),
        *("cost_per_ticket", "studies", "leads", "win_rate", "staff_planned", "platform_cost"),
    )
    now = evaluate(A).resolved
    many = A.changed(values={name: now.value(name) * 1.01 for name in names})
    steps = steps_between(Case(A), Case(many))
    assert len(steps) > 10
    found = bridge(Case(A), Case(many))
    assert found.exact
    assert {"community", "company", "cost"} <= {bar.id for bar in found.bars}
    assert adds_up(found)


def test_beyond_ten_groups_orders_are_drawn_and_the_error_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted exactly and by drawing, the same three changes agree within the error that is said."""
    exact = {bar.id: bar.effect for bar in bridge(Case(A), Case(THREE)).bars}
    drawn = bridge(Case(A), Case(THREE), exact_up_to=2)
    assert not drawn.exact
    assert adds_up(drawn)
    for bar in drawn.bars:
        assert bar.error is not None
        assert abs(bar.effect - exact[bar.id]) <= 4.0 * bar.error + 0.01
    monkeypatch.setattr(bridges, "PAIRS_OF_ORDERS", 8)
    assert adds_up(bridge(Case(A), Case(THREE), exact_up_to=2, seed=5))


def test_mixtures_run_at_once_are_those_run_one_by_one() -> None:
    other = THREE.changed(running=False, loops_off={"support"}, values={**THREE.values, "discount_rate": 0.2})
    base = Case(A)
    end = Case(other)
    steps = steps_between(base, end)
    mixtures = bridges._Mixtures(base, end, tuple((step,) for step in steps), 0.0, 1.0)
    taken = [(True, False, True, False, True, False), (False, True, False, True, False, True)]
    assert len(steps) == 6
    for found, inside in zip(mixtures.npv(taken), taken, strict=True):
        chosen = frozenset(step for step, is_in in zip(steps, inside, strict=True) if is_in)
        assert found == pytest.approx(answer_to(on_the_way(base, end, chosen)).hard.npv, rel=1e-10)
    assert np.isfinite(mixtures.npv(taken)).all()
