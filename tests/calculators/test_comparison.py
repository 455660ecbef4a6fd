"""Two to four sides side by side: on common terms, what differs, figure by figure, over shared draws."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.case import Case, State, answer_to, npv_in_draws
from calculators.changes import what_differs
from calculators.comparison import (
    CannotCompareError,
    Named,
    as_data,
    compare,
    differences,
    on_common_terms,
)
from calculators.evaluation import evaluate
from calculators.paired import paired, shares_of_best
from calculators.scenario import Given, InvalidScenarioError, Scenario
from tests.strategies import scenarios

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
A = Scenario(name="A")


def named(**scenarios: Scenario) -> list[Named]:
    return [Named(name, Case(scenario)) for name, scenario in scenarios.items()]


# ---- a scenario against itself


@given(scenarios(), st.sampled_from(list(State)))
@FEW
def test_a_side_against_itself_differs_by_exactly_nothing(scenario: Scenario, state: State) -> None:
    side = Case(scenario, state)
    found = compare([Named("one", side), Named("two", side)], points=16)
    against = found.against[0]
    assert {difference.absolute for difference in against.differences} <= {0.0, None}
    assert not against.changes
    assert against.bridge is not None
    assert (against.bridge.gap, against.bridge.bars) == (0.0, ())
    draws = npv_in_draws(side, 16)
    assert np.all(draws - npv_in_draws(side, 16) == 0.0)
    assert (against.paired.p_better, against.paired.p_same, against.paired.certain) == (0.0, 1.0, True)
    assert (against.paired.difference.p10, against.paired.difference.p90) == (0.0, 0.0)


def test_the_same_scenario_under_another_name_is_the_same() -> None:
    renamed = A.changed(name="Another", number_format="de_DE", not_counted={"trust": "much"})
    found = compare(named(one=A, two=renamed), points=64).against[0]
    assert not found.changes
    assert found.paired.p_same == 1.0


def test_all_sides_are_written_as_the_base_is() -> None:
    sides = named(one=A, two=A.changed(number_format="de_DE"), three=A.changed(number_format="fr_FR"))
    terms = on_common_terms(sides, 1)
    assert {side.case.scenario.number_format for side in terms.sides} == {"de_DE"}
    assert terms.notes == ()


# ---- figure by figure


def test_differences_are_absolute_and_relative() -> None:
    dearer = A.changed(values={"launch_cost": 30_000.0})
    one, two = evaluate(A), evaluate(dearer)
    by_id = {difference.id: difference for difference in differences(one, two)}
    npv = by_id["npv"]
    assert npv.absolute == pytest.approx(-30_000.0)
    assert npv.relative == pytest.approx(-30_000.0 / one.hard.npv)
    assert by_id["pv_costs"].relative == pytest.approx(30_000.0 / one.hard.pv_costs)
    assert by_id["support.value"].absolute == 0.0


def test_a_figure_that_one_side_does_not_have_has_no_difference() -> None:
    found = {d.id: d for d in differences(evaluate(A), answer_to(Case(A, State.NONE)))}
    assert found["roi"].other is None
    assert found["roi"].absolute is None
    assert found["npv"].absolute == -evaluate(A).hard.npv
    assert found["npv"].relative == -1.0


# ---- closed and without


def test_closing_today_is_what_going_on_is_held_against() -> None:
    """NPV of closing = NPV of going on - what going on is worth; the same in every draw's sample, and in its parts."""
    going, closed = evaluate(A), answer_to(Case(A, State.CLOSED))
    assert closed.hard.npv == pytest.approx(going.hard.npv - going.hard.npv_going_on, rel=1e-12)
    assert closed.hard.direct + closed.hard.flywheel == pytest.approx(closed.hard.npv)
    assert closed.costs["staff"] == 0.0
    archive = A.point.default(going.resolved.in_force["platform_cost"].assumption, running=True).likely * 0.25
    assert closed.monthly_costs["platform"][0] == pytest.approx(archive / 12)


def test_closing_in_draws_is_what_going_on_is_held_against_in_draws() -> None:
    from calculators.scenario import resolve
    from calculators.uncertainty import sample

    found = sample(resolve(A), 64, 1)
    np.testing.assert_allclose(
        npv_in_draws(Case(A, State.CLOSED), 64), found.npv_closed, rtol=1e-9, atol=1e-3
    )
    np.testing.assert_allclose(npv_in_draws(Case(A), 64), found.npv, rtol=1e-9, atol=1e-3)


def test_no_community_has_no_value_and_no_cost() -> None:
    nothing = answer_to(Case(A, State.NONE))
    assert (nothing.hard.npv, nothing.hard.pv_costs, nothing.with_soft.npv) == (0.0, 0.0, 0.0)
    assert sum(nothing.costs.values()) == 0.0
    assert nothing.turns_in_month is None
    assert nothing.hard.roi is None
    assert not np.any(npv_in_draws(Case(A, State.NONE), 8))


def test_a_planned_community_that_closes_never_was() -> None:
    planned = A.changed(running=False)
    assert answer_to(Case(planned, State.CLOSED)).hard.npv == 0.0


def test_closing_may_pay_back_never_as_it_did_not_go_on() -> None:
    losing = A.changed(values={"staff_planned": 20.0})
    closed = answer_to(Case(losing, State.CLOSED))
    assert closed.payback_beyond_horizon is None or closed.hard.payback_month is None
    assert not closed.going_on


# ---- common terms


def test_a_common_horizon_is_the_bases_and_said() -> None:
    longer = A.changed(values={"horizon": 60.0})
    terms = on_common_terms(named(A=A, B=longer))
    assert answer_to(terms.sides[1].case).horizon == 36
    assert terms.sides[0].case.scenario is A
    assert [note.field for note in terms.notes] == ["horizon"]
    assert "60 months" in terms.notes[0].message
    other_way = on_common_terms(named(A=A, B=longer), base=1)
    assert [answer_to(side.case).horizon for side in other_way.sides] == [60, 60]
    assert compare(named(A=A, B=longer), points=16).against[0].paired.p_same == 1.0


def test_another_currency_is_converted_at_the_rates_typed_and_said() -> None:
    """An amount of 45 EUR at 0.9 EUR a dollar is 45 / 0.9 = 50 USD; defaults are the same dollars as before."""
    euros = Scenario(currency="EUR", exchange_rate=0.9, values={"cost_per_ticket": 45.0})
    dollars = A.changed(values={"cost_per_ticket": 45.0 / 0.9})
    found = compare(named(A=A, B=euros), points=32)
    assert "EUR" in found.terms.notes[0].message
    converted = found.terms.sides[1].case
    assert converted.scenario.currency == "USD"
    assert converted.scenario.values["cost_per_ticket"].value == pytest.approx(50.0)
    assert answer_to(converted).hard.npv == pytest.approx(evaluate(dollars).hard.npv, rel=1e-12)
    assert [change.id for change in found.against[0].changes.assumptions] == ["cost_per_ticket"]


@given(scenarios(), st.floats(0.01, 100.0))
@FEW
def test_converting_a_currency_scales_money_and_leaves_ratios(scenario: Scenario, rate: float) -> None:
    euros = scenario.changed(currency="EUR", exchange_rate=rate)
    lead = Named("lead", Case(Scenario(starting_point=scenario.starting_point)))
    try:
        terms = on_common_terms([lead, Named("euros", Case(euros))])
    except (InvalidScenarioError, CannotCompareError):
        # far out, a converted amount may leave its bounds, or the drawn rate may be 1: refused, not wrong
        return
    other = terms.sides[1].case.scenario
    horizon = other.with_value("horizon", scenario.values.get("horizon")) if scenario.values else other
    before, after = evaluate(euros).hard, evaluate(horizon).hard
    assert after.npv * rate == pytest.approx(before.npv, rel=1e-6, abs=1e-6 * max(1.0, before.pv_costs))


def test_a_currency_without_its_rate_is_refused() -> None:
    with pytest.raises(CannotCompareError, match="does not say what 1 USD is in EUR"):
        on_common_terms(named(A=A, B=Scenario(currency="EUR")))


def test_running_beside_planned_says_when_month_one_is() -> None:
    terms = on_common_terms(named(A=A, B=A.changed(running=False)))
    assert terms.notes[-1].message == "Month 1 is now for “A” and the launch for “B”."


def test_different_start_dates_are_said() -> None:
    terms = on_common_terms(named(A=A.changed(since="2021-03"), B=A.changed(since="2024-01")))
    assert "“A” since 2021-03, “B” since 2024-01" in terms.notes[0].message


def test_too_many_too_few_and_impossible_ones_are_refused() -> None:
    with pytest.raises(CannotCompareError):
        on_common_terms(named(A=A, B=A, C=A, D=A, E=A))
    with pytest.raises(CannotCompareError):
        compare(named(A=A))
    with pytest.raises(InvalidScenarioError, match="“B”"):
        on_common_terms(named(A=A, B=A.changed(values={"members": 1e9, "customers": 10.0, "audience": 10.0})))


# ---- what differs


def test_only_what_differs_is_listed_with_what_follows_from_it() -> None:
    other = A.changed(
        values={"staff": Given(value=3.0, source="HR", note="since June"), "cost_per_ticket": 40.0}
    )
    found = what_differs(Case(A), Case(other))
    assert found
    assert [change.id for change in found.assumptions] == ["cost_per_ticket", "staff"]
    assert {change.group for change in found.assumptions} == {"support", "cost"}
    staff = found.assumptions[1]
    assert (staff.before.value, staff.after.value) == (1.5, 3.0)
    assert str(staff.after.source) == "HR"
    assert {"staff_planned", "cost_year"} <= {change.id for change in found.following}


def test_evidence_alone_is_a_difference_without_a_number() -> None:
    now = evaluate(A).resolved.in_force["deflected"]
    same = Given(value=now.value, low=now.low, high=now.high, grade="own experiment", confirmed=True)
    graded = A.changed(values={"deflected": same})
    (change,) = what_differs(Case(A), Case(graded)).assumptions
    assert not change.numbers_differ
    assert str(change.after.grade) == "own experiment"


def test_a_switch_is_one_change() -> None:
    other = Scenario(starting_point="developer@1", running=False, teams_off={"sales"}, loops_off={"support"})
    found = what_differs(Case(A), Case(other))
    assert [switch.id for switch in found.switches] == [
        "starting_point",
        "running",
        "team:sales",
        "loop:support",
    ]
    assert [(switch.before, switch.after) for switch in found.switches] == [
        ("b2b-support@1", "developer@1"),
        (True, False),
        (True, False),
        (True, False),
    ]
    assert found.assumptions == ()
    assert len(found.following) > 20


def test_what_goes_together_is_a_switch_and_alone_a_difference() -> None:
    other = A.changed(correlations=({"first": "members", "second": "joins", "rank": 0.5},))
    found = what_differs(Case(A), Case(other))
    assert found
    [switch] = found.switches
    assert (switch.id, switch.before) == ("correlations", "none")
    assert switch.after == "Members with New members a month 0.5"
    assert found.assumptions == found.following == ()


# ---- shared draws


def test_where_no_range_differs_the_difference_has_no_noise() -> None:
    """A launch cost falls before month 1, so it costs the same in every draw, however unsure the rest is."""
    dearer = A.changed(values={"launch_cost": 12_345.0})
    found = compare(named(A=A, B=dearer), points=256).against[0].paired
    assert np.ptp(npv_in_draws(Case(A), 256)) > 100_000.0
    assert found.certain
    assert found.difference.p10 == found.difference.p90 == pytest.approx(-12_345.0)
    assert found.p_better == 0.0


def test_draws_belong_to_assumptions_so_shared_doubt_cancels() -> None:
    """Unpaired, the spread of a difference would be that of both answers together; paired it is far smaller."""
    slightly = A.changed(values={"cost_per_ticket": Given(value=61.0, low=42.0, high=86.0)})
    one, two = npv_in_draws(Case(A), 512), npv_in_draws(Case(slightly), 512)
    assert np.std(two - one) < 0.1 * np.std(one)
    another_seed = npv_in_draws(Case(slightly), 512, seed=2)
    assert np.std(another_seed - one) > np.std(one)


def test_the_share_of_draws_in_which_it_is_better_counts_draws() -> None:
    found = paired([1.0, 5.0, 3.0, 3.0], [2.0, 4.0, 3.0, 9.0])
    assert (found.p_better, found.p_same) == (0.5, 0.25)
    assert found.difference.p50 == pytest.approx(0.5)
    with pytest.raises(ValueError, match="cannot be paired"):
        paired([1.0], [1.0, 2.0])


def test_ties_share_the_draw_and_shares_add_up() -> None:
    assert shares_of_best([[1.0, 2.0, 3.0], [1.0, 2.0, 4.0], [0.0, 2.0, 4.0]]) == pytest.approx(
        ((1 / 2 + 1 / 3 + 0) / 3, (1 / 2 + 1 / 3 + 1 / 2) / 3, (0 + 1 / 3 + 1 / 2) / 3)
    )


# ---- as data


def test_the_printed_keys_are_those_promised() -> None:
    data = as_data(compare(named(A=A, B=A.changed(values={"members": 8_000.0}), C=A), points=32))
    assert {"base", "differences", "assumptions", "bridge", "paired"} <= data.keys()
    assert [entry["name"] for entry in data["paired"]] == ["B", "C"]
    assert data["bridge"][0]["gap"] == pytest.approx(data["differences"][0]["figures"]["npv"]["difference"])
    assert data["assumptions"][0]["changed"][0]["other"]["value"] == 8_000.0
