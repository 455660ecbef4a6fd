"""Figures beside the answer, paths of the circle and differences: the formula shown gives the figure shown."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pytest

from calculators import tipping
from calculators.case import Case, State, answer_to
from calculators.circle import QUARTER, YEAR, Circle, Start
from calculators.evaluation import evaluate
from calculators.formula import simplified, value_of
from calculators.model import MODEL
from calculators.quantity import When
from calculators.scenario import Scenario
from calculators.symbol import Symbol, leaf
from figures.beside import beside
from figures.circle import CIRCLE, EQUATIONS, OnTrack, Track
from figures.compared import MORE, SideBySide
from figures.declared import Figure, figures
from figures.uncertainty import DRAWN, InDraws
from figures.why import Reading
from tests.figures.asked import NAMES, result_of

SCENARIOS = {
    "as it comes": Scenario(),
    "planned, with a launch": Scenario(running=False),
    "soft value counts": Scenario(
        circle={"soft_counted": 1, "plan_budget": 0.6, "gain": 0.5, "plan_months": 6}
    ),
}


def leaves(formula: object) -> set[str]:
    if not isinstance(formula, Symbol):
        return set()
    if formula.operation == "leaf":
        return {formula.parts[0]}
    return set().union(*(leaves(part) for part in formula.parts))


def agrees(reading: Reading, figure: Figure, months: Iterable[int], month: int) -> None:
    """What the drawer prints, with its numbers put in and added up, is the figure."""
    assert figure.formula is not None
    formula = simplified(figure.formula(*[leaf(read) for read in figure.reads]))
    parts = [{read: reading.number(read, one) for read in leaves(formula)} for one in months]
    shown = reading.number(figure.id, month)
    with np.errstate(all="ignore"):
        missing = any(None in part.values() for part in parts)
        computed = math.nan if missing else sum(float(value_of(formula, part)) for part in parts)
    if shown is None:
        assert not math.isfinite(computed), figure.id
    else:
        assert computed == pytest.approx(shown, rel=1e-8, abs=1e-6), figure.id


@pytest.mark.parametrize("name", NAMES)
def test_figures_beside_the_answer_are_what_their_formula_gives(name: str) -> None:
    reading = Reading(result_of(name))
    for figure in beside().values():
        assert figure.formula is not None or figure.words, figure.id
        assert (figure.formula is None) == (figure.reads == ()), figure.id
        if figure.formula is not None:
            months = range(reading.result.horizon) if figure.summed else (0,)
            agrees(reading, figure, months, 0)


def tracks(scenario: Scenario) -> tuple[OnTrack, OnTrack]:
    """The plan, and standing still held against it."""
    result = evaluate(scenario)
    circle = Circle(result.resolved)
    paths = tipping.policies(circle).paths
    plan = OnTrack(result, circle, Track("Invest", circle.plan, paths, 0))
    still = Track("Stand still", circle.today, paths, 1)
    return plan, OnTrack(result, circle, still, against=(plan, "invest"))


def months_of(reading: OnTrack, figure: Figure, month: int) -> Iterable[int]:
    if not figure.summed:
        return (month,)
    name = figure.id.removeprefix(CIRCLE)
    if name in ("value_of_year", "spending_of_year"):
        end = month // QUARTER * QUARTER + QUARTER
        return range(max(0, end - YEAR), end)
    if name.startswith("difference"):
        return range(month + 1)
    return range(YEAR) if name == "year_of_budget" else range(reading.months)


@pytest.mark.parametrize("name", SCENARIOS)
def test_figures_of_a_path_are_what_their_formula_gives(name: str) -> None:
    for reading in tracks(SCENARIOS[name]):
        for figure in reading.more.values():
            assert figure.formula is not None or figure.words, figure.id
            for month in (5, reading.months - 1):
                if figure.formula is not None:
                    agrees(reading, figure, months_of(reading, figure, month), month)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_equations_give_the_next_quarter_of_the_path(name: str) -> None:
    """Quarter by quarter, but for budgets that are guaranteed, of which the drawer says so."""
    for reading in tracks(SCENARIOS[name]):
        column, paths = reading.track.column, reading.track.paths
        free = 0
        for quarter in range(len(paths.perceived)):
            month = QUARTER * quarter
            for key, equation in EQUATIONS.items():
                computed = float(
                    equation(*(reading.number(f"{CIRCLE}{read}", month) for read in equation.inputs))
                )
                if equation.id == "seen":
                    assert computed == pytest.approx(paths.seen[quarter + 1, column])
                elif equation.id == "perceived":
                    assert computed == pytest.approx(paths.perceived[quarter, column])
                elif equation.id == "budget" and "guaranteed" not in reading.explain(key, month=month).note:
                    free += 1
                    assert computed == pytest.approx(paths.budget[quarter + 1, column])
        assert free > len(paths.perceived) / 3


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_path_run_again_is_the_path(name: str) -> None:
    """So that what the model's quantities are said to be on it is what made the figures above them."""
    for reading in tracks(SCENARIOS[name]):
        series, paths, column = reading.result.series, reading.track.paths, reading.track.column
        hard = sum(
            series[line.gross] * reading.result.reference[line.cash] * series["counts"]
            for _, line in MODEL.lines
        )
        assert hard == pytest.approx(paths.hard[:, column])
        assert series["members_all"] == pytest.approx(paths.members[:, column])


def test_a_budget_by_hand() -> None:
    """Standing still, first quarter: 14.5 % of the value is seen, so nearly nothing of what was spent comes back."""
    _, still = tracks(Scenario())
    found = still.explain(f"{CIRCLE}perceived", month=0)
    assert found.words == (
        "Share of the value that leadership sees × Value of the last twelve months ÷ "
        "Spending of the last twelve months − 1"
    )
    assert found.numbers.startswith("14.5\u00a0% × $")
    budget = still.explain(f"{CIRCLE}budget", month=0)
    assert "How strongly budgets follow what is seen" in budget.words
    assert budget.comes_to.endswith("in the next quarter")
    gain = next(entry for entry in budget.inputs if entry.id == f"{CIRCLE}gain")
    assert (gain.value, gain.grade, gain.origin) == ("25\u00a0% a quarter", "guess", "illustrative")
    assert "capability trap" in gain.source
    assert gain.note


def test_what_the_user_says_of_the_circle_is_his_in_the_drawer() -> None:
    _, still = tracks(Scenario(circle={"gain": {"value": 0.4, "source": "Our CFO", "note": "by experience"}}))
    gain = still.input(f"{CIRCLE}gain", 0)
    assert (gain.value, gain.origin, gain.source) == ("40\u00a0% a quarter", "yours", "Our CFO")
    assert gain.note.startswith("by experience")


def test_a_lever_that_the_budget_moved_says_so() -> None:
    _, still = tracks(Scenario())
    entry = still.input("staff_planned", 23)
    assert (still.number("staff_planned", 23) or 0.0) < still.circle.resolved.value("staff_planned")
    assert "the budget for care" in entry.origin


def test_a_promise_begun_later_measures_as_today_until_it_begins() -> None:
    result = evaluate(Scenario())
    circle = Circle(result.resolved)
    start = Start(budget=1.5, measuring=0.2, months=12, begins=6)
    track = Track("later", start, circle.paths(start), 0)
    shares = [track.measuring(quarter, circle.rules["measuring_today"]) for quarter in range(4)]
    assert shares == [0.02, 0.02, 0.2, 0.2]


# ---- side by side, and in draws


NOW = Scenario()


@pytest.mark.parametrize("state", list(State))
def test_each_side_explains_itself_and_its_difference(state: State) -> None:
    case = Case(Scenario(values={"members": 6_000.0}), state)
    base = SideBySide(answer_to(Case(NOW)))
    side = SideBySide(answer_to(case), exists=case.exists, base=(base, "Now"))
    for name in figures():
        for asked in (name, f"{MORE}{name}"):
            found = side.explain(asked)
            assert found.words or found.note, asked
        agrees(side, side.more[f"{MORE}{name}"], (0,), 0)
    found = side.explain(f"{MORE}npv")
    assert found.words == "Net present value − Net present value, “Now”"
    assert {"base:pv_benefits", "base:deflection_value"} <= set(side.reachable(("npv",)))
    if state is State.NONE:
        assert side.explain("npv").note.startswith("There is no community here")
        assert side.reads("npv") == ()
    else:
        # of what is summed the part of a month, and of a quantity its value, come to what they say
        flows = (name for name, one in MODEL.quantities.items() if one.when is When.FLOW)
        for name in flows:
            formula = side._formula(name)
            values = {read: side.number(read, 7) for read in leaves(formula)}
            assert float(value_of(formula, values)) == pytest.approx(side.number(name, 7)), name


def test_draws_are_asked_for_only_when_a_figure_of_theirs_is() -> None:
    def never() -> None:
        raise AssertionError("nobody asked for draws")

    reading = InDraws(evaluate(NOW), never)  # type: ignore[arg-type]
    assert f"{DRAWN}roi" in reading.reachable((f"{DRAWN}roi", "npv"))
    assert {"roi", "pv_benefits", "deflection_value"} <= set(reading.reachable((f"{DRAWN}roi",)))
    assert reading.explain("roi").words == "(Benefits − Costs) ÷ Costs"
    with pytest.raises(AssertionError, match="nobody asked"):
        reading.explain(f"{DRAWN}roi")
