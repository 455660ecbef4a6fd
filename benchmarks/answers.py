"""What a page must say, by the engine and not by the app; and whether it does: a failing page looks fast."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from benchmarks.visitor import FailedPageError, Visit
from calculators import tipping
from calculators.case import Case
from calculators.circle import Circle
from calculators.comparison import Named, compare_on, on_common_terms
from calculators.confidence import SEED
from calculators.draws import POINTS
from calculators.evaluation import Result, evaluate
from calculators.model import MODEL
from calculators.scenario import Given, Scenario
from calculators.spread import spread
from calculators.starting_point import starting_points
from figures import assumptions, method
from figures.answer import answer_of, answer_with_range, formats_of, how_sure
from figures.comparison import ComparisonView, view_of
from figures.cycle import circle_facts
from figures.said import team_facts, wheel_facts
from scenarios.workspace import title
from wording import headline, safe, safe_money
from wording.cycle import circle_sentence
from wording.shared import AUTHORS
from wording.teams import teams_sentence
from wording.wheel import wheel_sentence

START: Final = Scenario(starting_point=next(iter(starting_points())))

NO_LINK: Final = {
    True: "Nobody but you can see this: no link is open.",
    False: "Your work is kept for this visit only, so share a file or a link that holds the numbers itself.",
}
"""What Share says by whether the visitor's work is kept: it shows no figure."""


def with_members(members: float) -> Scenario:
    """Return the scenario of somebody who typed a number of members, and nothing else."""
    return START.changed(values={"members": Given(value=float(members), confirmed=True)})


@cache
def answer(members: int) -> Result:
    """Return the engine's answer where so many members are typed."""
    return evaluate(with_members(members))


@cache
def expected(members: int) -> dict[str, str]:
    """Return what pages must say where so many members are typed, computed once and before any clock runs."""
    return said(answer(members))


@cache
def expected_range(members: int) -> str:
    """Return the line below the sentence where so many members are typed."""
    result = answer(members)
    return safe_money(how_sure(result, spread(result.resolved, POINTS, SEED)))


@cache
def expected_of_link(members: int) -> dict[str, str]:
    """Return what a link must say that was made where so many members are typed."""
    return said_with_range(answer(members))


def said(result: Result) -> dict[str, str]:
    """Return what a page must say of an answer, by the name of its place."""
    written = formats_of(result.resolved)
    return {
        "sentence": safe(headline(answer_of(result), formats=written), limit=600),
        "Net present value": safe_money(written.money_short(result.hard.npv)),
        "The wheel adds": safe_money(written.money_short(result.hard.flywheel)),
    }


def said_with_range(result: Result) -> dict[str, str]:
    """Return what a link must say of an answer: the range stands in its sentence."""
    facts = answer_with_range(result, spread(result.resolved, POINTS, SEED))
    sentence = headline(facts, formats=formats_of(result.resolved), whose=AUTHORS)
    return {**said(result), "sentence": safe(sentence, limit=600)}


def said_on(page: str, result: Result, *, kept: bool) -> dict[str, str]:
    """Return what a page must say of an answer to the one scenario there is.

    Parameters
    ----------
    page
        Its title in the menu.
    result
        The engine's answer.
    kept
        Whether the visitor's work is kept.
    """
    written, scenario = formats_of(result.resolved), result.resolved.scenario
    match page:
        case "Start" | "Results":
            return said(result)
        case "Assumptions":
            sentence = assumptions.sentence(result)
        case "Teams":
            sentence = teams_sentence([team_facts(result, team) for team in MODEL.teams], formats=written)
        case "Flywheel":
            sentence = wheel_sentence(wheel_facts(result), formats=written)
        case "Compare":
            sentence = f"What would “{title(scenario)}” be worth otherwise?"
        case "Confidence":
            facts = answer_with_range(result, spread(result.resolved, POINTS, SEED))
            sentence = headline(facts, formats=written)
        case "Break the cycle":
            circle = Circle(result.resolved)
            sentence = circle_sentence(circle_facts(circle, tipping.policies(circle)), formats=written)
        case "Share":
            sentence = NO_LINK[kept]
        case "Method":
            sentence = method.sentence(method.inventory(scenario.point, running=scenario.running))
        case _:
            raise KeyError(f"nothing is known of what {page} must say")
    return {"sentence": safe(sentence, limit=600)}


@cache
def side_by_side(scenarios: tuple[Scenario, ...]) -> ComparisonView:
    """Return what must be said of scenarios beside each other, the first being the base; draws and bridges included."""
    sides = [Named(title(scenario), Case(scenario)) for scenario in scenarios]
    return view_of(compare_on(on_common_terms(sides, 0), points=POINTS, seed=SEED))


# ---- whether a page says it


def found_on(visit: Visit) -> dict[str, str]:
    """Return what a page says, by the name of its place."""
    return {"sentence": visit.title} | {metric.label: metric.body for metric in visit.of("metric")}


def says(visit: Visit, expected: Mapping[str, str]) -> bool:
    """Tell whether a page says what it must."""
    found = found_on(visit)
    return all(found.get(name) == text for name, text in expected.items())


def compare(visit: Visit, expected: Mapping[str, str]) -> None:
    """Compare what a page says with what it must.

    Raises
    ------
    FailedPageError
        Where it says something else.
    """
    found = found_on(visit)
    for name, text in expected.items():
        if found.get(name) != text:
            raise FailedPageError(f"{name}: the page says {found.get(name)!r}, the engine {text!r}")


def check_empty(visit: Visit) -> None:
    """Make sure that the reference did its little work, too."""
    if visit.title != "Empty":
        raise FailedPageError(f"the empty page says {visit.title!r}")


def check_results(visit: Visit) -> None:
    """Make sure that charts and tables are among what came."""
    if not visit.of("vega_lite_chart") or not (visit.of("table") or visit.of("dataframe")):
        raise FailedPageError("Results came without its charts or its tables")
