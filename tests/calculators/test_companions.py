"""Ready-made companions: each changes what it says, and nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.case import Case, State, npv_in_draws
from calculators.changes import what_differs
from calculators.companions import CHANGES_OF_STAFF, COMPANIONS, companion_of, why_unfit
from calculators.evaluation import evaluate
from calculators.paired import differences
from calculators.scenario import Given, Scenario, resolve
from calculators.uncertainty import gain_of_one_more, sample
from tests.strategies import scenarios

A = Scenario()
PLANNING = A.changed(
    values={"staff_planned": 4.0, "programme_planned": 60_000.0, "hire_1": 2.0, "hire_1_month": 6.0}
)


@given(scenarios(), st.sampled_from(sorted(COMPANIONS)))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_companion_of_a_valid_scenario_is_valid(scenario: Scenario, name: str) -> None:
    if not why_unfit(scenario, name):
        assert not resolve(companion_of(scenario, name).scenario).problems


def test_standing_still_is_having_no_plan() -> None:
    still = companion_of(PLANNING, "stand_still")
    assert evaluate(still.scenario).hard.npv == evaluate(A).hard.npv
    assert (
        why_unfit(A, "stand_still")
        == "Nothing is planned that differs from today, so it stands still already."
    )


def test_standing_still_follows_today_in_every_draw() -> None:
    """A plan that is taken back follows the fact again, so standing still differs from no plan by exactly nothing."""
    still = companion_of(PLANNING, "stand_still")
    assert not differences(npv_in_draws(Case(A), 32), npv_in_draws(still, 32)).any()


def test_half_the_budget_is_half_the_staff_and_programme_that_are_planned() -> None:
    half = resolve(companion_of(PLANNING, "half_budget").scenario)
    assert [half.value(name) for name in ("staff_planned", "programme_planned", "hire_1")] == [
        2.0,
        30_000.0,
        1.0,
    ]
    assert half.value("staff") == resolve(PLANNING).value("staff")
    changed = what_differs(Case(PLANNING), companion_of(PLANNING, "half_budget"))
    assert [change.id for change in changed.assumptions] == ["staff_planned", "hire_1", "programme_planned"]


def test_one_more_is_one_more_in_every_draw() -> None:
    """The same gain as what to measure next takes one more post to bring."""
    resolved = resolve(A)
    expected = gain_of_one_more(resolved, sample(resolved, 64, 1))
    found = differences(npv_in_draws(Case(A), 64), npv_in_draws(companion_of(A, "one_more"), 64))
    assert found == pytest.approx(expected, rel=1e-6, abs=0.01)


def test_one_more_finds_room_among_the_changes_of_staff() -> None:
    taken = PLANNING
    assert companion_of(taken, "one_more").scenario.values["hire_2"].value == 1.0
    full = A.changed(values={name: 1.0 for name in CHANGES_OF_STAFF} | {"hire_1_month": 6.0})
    resolved = resolve(companion_of(full, "one_more").scenario)
    assert resolved.value("staff_planned") == resolve(full).value("staff_planned") + 1.0


def test_cautious_takes_the_low_end_of_what_is_claimed() -> None:
    before, after = resolve(A), resolve(companion_of(A, "cautious").scenario)
    assert after.value("uplift_causal") == before.in_force["uplift_causal"].low
    assert after.value("members") == before.value("members")
    assert evaluate(after.scenario).hard.npv < evaluate(A).hard.npv
    own = A.changed(values={"deflection_cash": Given(value=0.5, low=0.4, high=0.6, grade="own before/after")})
    entry = resolve(companion_of(own, "cautious").scenario).in_force["deflection_cash"]
    assert (entry.value, str(entry.grade)) == (0.4, "own before/after")


def test_closing_and_none_are_states_of_the_same_numbers() -> None:
    assert companion_of(A, "close_today") == Case(A, State.CLOSED)
    assert companion_of(A, "no_community") == Case(A, State.NONE)
    assert why_unfit(A.changed(running=False), "close_today").startswith("It is only planned")


def test_every_companion_says_what_it_does() -> None:
    for companion in COMPANIONS.values():
        assert companion.label
        assert companion.help.endswith(".")
