"""The circle of not investing: its equations by hand, and what must hold for every company."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.circle import QUARTER, STEERED, Circle, Start, in_force, perceived, seen, seen_in_time
from calculators.circle import budget as next_budget
from calculators.circle_assumptions import ASSUMPTIONS
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.scenario import Given, Scenario, resolve
from calculators.starting_point import starting_points
from tests.strategies import resolved, scenarios

DEFAULT = Scenario()
EXACT = {"gain": 0.0, "seen_least": 1.0, "seen_today": 1.0}
"""Leadership sees everything, and moves no budget for it."""


def circle(**changed: float) -> Circle:
    return Circle(resolve(Scenario(circle={name: Given(value=value) for name, value in changed.items()})))


# ---- the equations, by hand


def test_a_little_measuring_convinces_nobody() -> None:
    # 6 % shows half of what is not seen anyway: 5 % + 95 % / 2
    assert seen_in_time(0.06, 0.06, 0.05) == pytest.approx(0.05 + 0.95 / 2)
    assert seen_in_time(0.0, 0.06, 0.05) == 0.05
    # a tenth of that effort shows a hundredth part as much, not a tenth: 0.1^2 / (0.1^2 + 1)
    assert seen_in_time(0.006, 0.06, 0.0) == pytest.approx(0.01 / 1.01)


def test_what_is_measured_shows_later() -> None:
    # a quarter of the way in a quarter, when it takes four
    assert seen(0.2, 0.6, 4.0) == pytest.approx(0.3)


def test_a_return_that_is_seen_by_half_is_half_of_it() -> None:
    assert perceived(0.5, 300.0, 100.0) == pytest.approx(0.5 * 300 / 100 - 1)


def test_a_budget_follows_what_is_seen_within_its_ends() -> None:
    assert next_budget(1.0, 0.25, 0.4, 0.0, 0.1, 2.0) == pytest.approx(1.1)
    # no return moves it by more than the gain
    assert next_budget(1.0, 0.25, 9.0, 0.0, 0.1, 2.0) == pytest.approx(1.25)
    assert next_budget(1.9, 0.25, 9.0, 0.0, 0.1, 2.0) == 2.0
    assert next_budget(0.11, 0.25, -1.0, 0.0, 0.1, 2.0) == 0.1


def test_today_is_in_balance_until_something_else_is_said() -> None:
    assert in_force(DEFAULT)["seen_today"] == pytest.approx(0.05 + 0.95 * 0.02**2 / (0.02**2 + 0.06**2))
    # the declaration's own number, which forms show, is the same
    assert ASSUMPTIONS["seen_today"].likely == pytest.approx(in_force(DEFAULT)["seen_today"])
    assert in_force(Scenario(circle={"seen_today": 0.4}))["seen_today"] == 0.4
    assert in_force(Scenario(circle={"values_now": 3}))["values_planned"] == 3


def test_the_first_quarters_by_hand() -> None:
    """From the default's own months: quarter 1 is looked back on, then quarters 1 and 2."""
    paths = circle().paths(Start(budget=1.0, measuring=0.02), 6)
    returned = [paths.hard[:3].sum(), paths.hard[:6].sum()]
    spent = [paths.spending[:3].sum(), paths.spending[:6].sum()]
    first = 0.145 * returned[0] / spent[0] - 1
    assert paths.perceived[:, 0] == pytest.approx([first, 0.145 * returned[1] / spent[1] - 1])
    assert paths.budget[1, 0] == pytest.approx(1 + 0.25 * first)
    # what was seen was in balance with a budget of 1: it is the second decision that sees the cut
    assert paths.seen[:, 0] == pytest.approx(
        [0.145, 0.145, 0.145 + (seen_in_time(0.02 * paths.budget[1, 0], 0.06, 0.05) - 0.145) / 4]
    )


def test_a_guarantee_holds_the_budget_and_then_ends() -> None:
    paths = circle().paths(Start(budget=1.5, measuring=0.1, months=12, begins=6), 30)
    assert list(paths.budget[2:6, 0]) == [1.5] * 4
    assert paths.budget[1, 0] < 1.0, "until it begins, the budget is decided by what is seen"
    assert paths.budget[6, 0] != 1.5


def test_spending_is_the_budget_and_the_other_costs_whoever_it_pays() -> None:
    """90,000 x 1.5 posts + 20,000 programme are the budget; platform, hours and overhead stay."""
    found = circle()
    assert found.year_of_budget == pytest.approx(90_000 * 1.5 + 20_000)
    of_much, of_little = (
        found.paths(Start(budget=1.5, measuring=share, months=12), 12).spending.sum() for share in (0.3, 0.0)
    )
    assert of_much == pytest.approx(of_little), "measuring is paid from the budget"
    once, half_more = (found.paths(Start(budget=level, measuring=0.1, months=12), 12) for level in (1.0, 1.5))
    assert half_more.spending.sum() - once.spending.sum() == pytest.approx(0.5 * 155_000)


def test_measuring_is_taken_from_care() -> None:
    less, more = (
        circle().paths(Start(budget=1.0, measuring=share, months=60)).hard.sum() for share in (0.02, 0.2)
    )
    assert more < less


def test_promotion_follows_the_budget_month_by_month() -> None:
    """Without any effect of staff, and with members who come by own promotion alone, only the programme is left."""
    others = {name: 0.0 for name in MODEL.assumptions if name.startswith("heard_from_")}
    alone = Scenario(values=others | {"heard_from_promotion": 1.0, "staffing_elasticity": 0.0})
    found = Circle(resolve(alone), {"gain": 0.0})
    less, more = found.paths(Start(budget=[0.5, 1.0], measuring=0.02, months=12), 2).members[1]
    # half the promotion brings half of the 150 new members a month at the reference, and half of the 0.5 employees
    assert more - less == pytest.approx((150 + 0.5) / 2)
    # and where it begins in month 4, it brings no fewer before
    later = found.paths(Start(budget=0.5, measuring=0.02, months=12, begins=3), 6).members
    assert later[1, 0] == pytest.approx(more)
    assert later[4, 0] < found.paths(Start(budget=1.0, measuring=0.02, months=12), 6).members[4, 0]


# ---- what must hold for every company


@given(scenarios())
@settings(max_examples=10)
def test_with_everything_seen_and_nothing_moved_it_is_the_plain_model_to_the_cent(scenario: Scenario) -> None:
    answer = evaluate(scenario)
    found = Circle(resolved(scenario), EXACT)
    paths = found.paths(found.today, answer.horizon)
    for here, there in (
        (found.npv(paths)[0], answer.hard.npv),
        (found.npv(paths, with_soft=True)[0], answer.with_soft.npv),
    ):
        assert math.isclose(here, there, rel_tol=1e-9, abs_tol=0.005)


@pytest.mark.parametrize("name", sorted(starting_points()))
@pytest.mark.parametrize("running", [True, False])
def test_and_so_it_is_for_every_starting_point(name: str, running: bool) -> None:
    scenario = Scenario(starting_point=name, running=running, values={"hire_1": 1, "launch_cost": 20_000})
    answer = evaluate(scenario)
    found = Circle(resolve(scenario), EXACT)
    assert found.npv(found.paths(found.today, answer.horizon))[0] == pytest.approx(answer.hard.npv, abs=0.005)


@given(
    scenarios(switches=False),
    st.floats(0.1, 2.0),
    st.floats(0.0, 0.5),
    st.integers(1, 20),
)
@settings(max_examples=10)
def test_budgets_and_what_is_seen_stay_within_their_ends(
    scenario: Scenario, level: float, measuring: float, quarters: int
) -> None:
    paths = Circle(resolved(scenario)).paths(
        Start(budget=level, measuring=measuring, months=QUARTER * quarters), 60
    )
    assert np.all((paths.budget >= 0.1) & (paths.budget <= 2.0))
    assert np.all((paths.seen >= 0.0) & (paths.seen <= 1.0))
    for months in (paths.hard, paths.soft, paths.spending, paths.members, paths.perceived):
        assert np.all(np.isfinite(months))


@given(scenarios(), st.dictionaries(st.sampled_from(sorted(ASSUMPTIONS)), st.floats(0, 1), max_size=6))
@settings(max_examples=10)
def test_nothing_of_the_circle_moves_the_result(scenario: Scenario, of_the_circle: dict[str, float]) -> None:
    inside = {
        name: float(np.interp(part, [0, 1], ASSUMPTIONS[name].bounds)) for name, part in of_the_circle.items()
    }
    before, after = evaluate(scenario), evaluate(scenario.changed(circle=inside))
    assert after.hard.npv == before.hard.npv
    assert after.hard.roi == before.hard.roi
    assert after.with_soft.npv == before.with_soft.npv
    assert dict(after.hard.teams) == dict(before.hard.teams)


def test_many_paths_at_once_are_the_same_as_each_alone() -> None:
    found = circle()
    budgets = [0.3, 1.0, 1.7]
    together = found.ends(Start(budget=budgets, measuring=0.1))
    assert [found.ends(Start(budget=one, measuring=0.1))[0] for one in budgets] == pytest.approx(
        list(together)
    )


# ---- declarations


def test_every_assumption_of_the_circle_says_that_it_is_illustrative() -> None:
    for name, assumption in ASSUMPTIONS.items():
        assert assumption.id == name
        assert assumption.label
        assert assumption.help.endswith(".")
        assert assumption.grade == "guess"
        assert str(assumption.source).startswith("Repenning & Sterman")
        assert "no published parameters" in str(assumption.source)
        assert assumption.follows is None or assumption.follows in ASSUMPTIONS


def test_none_of_them_is_the_models_own() -> None:
    assert not set(ASSUMPTIONS) & (set(MODEL.assumptions) | set(MODEL.quantities))
    dimensions = [assumption.dimension for assumption in ASSUMPTIONS.values()]
    assert len(set(dimensions)) == len(dimensions)
    assert not set(dimensions) & {assumption.dimension for assumption in MODEL.assumptions.values()}
    assert set(STEERED) <= set(MODEL.assumptions)


def test_no_reference_rests_on_what_the_budget_steers() -> None:
    assert not {name for quantity in MODEL.references for name in quantity.inputs} & set(STEERED)


# ---- the document


def test_a_scenario_keeps_what_was_said_of_the_circle() -> None:
    kept = Scenario(circle={"gain": 0.5, "half": {"value": 0.1, "note": "our board"}})
    again = Scenario.model_validate_json(kept.model_dump_json())
    assert again == kept
    assert hash(again) == hash(kept)
    assert again.circle["half"].note == "our board"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"gain": 2}, "How strongly budgets follow what is seen: 200 % is not between 0 % and 100 %"),
        ({"plan_budget": 0}, "Budget you start with: 0 is not between 0.1 and 3"),
        ({"members": 3}, "circle: members does not exist"),
        ({"gain": "much"}, "a number is needed, not text"),
        ({"gain": float("nan")}, "finite number"),
        ({"delay": 1e308}, "is not between 1 and 40"),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace(".", r"\.")):
        Scenario.model_validate({"circle": said})


def test_ends_keep_no_month_alive() -> None:
    """Who remembers where a thousand starts end must not remember the months between, too."""
    assert circle().ends(Start(budget=np.linspace(0.0, 2.0, 9), measuring=0.1)).base is None
