"""What to measure next, as data: page and paper show the same."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from typing import Final

from calculators import MODEL_VERSION
from calculators.confidence import Drivers
from calculators.evaluation import Result
from calculators.measurement import MEASUREMENTS, Measurement
from calculators.scenario import InForce, Origin, Resolved
from calculators.spread import Spread
from calculators.uncertainty import Worth
from figures.answer import answer_with_range, formats_of
from figures.assumptions import name_of
from figures.kinds import with_its_digits, written
from figures.uncertainty import CHANCES, chance_text, draws_and_seed, error_text, percentile_text, ranged
from figures.why import origin_text, range_text
from wording import headline, provenance, second_line
from wording.formats import Formats
from wording.shared import AUTHORS, origin_for_readers, source_for_readers

STEPS: Final = 6
HEADLINES: Final = ("roi", "npv", "payback_month")


class Decision(StrEnum):
    """What knowing more could change."""

    GO_ON = "go_on"
    ONE_MORE = "one_more"


@dataclasses.dataclass(frozen=True)
class Ranked:
    """One assumption by what knowing it is worth.

    Attributes
    ----------
    id
        The assumption.
    worth
        Expected value of perfect information on it for the decision, money.
    share
        Share of the answer's variance that it has a part in (total Sobol index), 0 where it has none.
    error
        Standard error of the worth.
    """

    id: str
    worth: float
    share: float
    error: float = 0.0


@dataclasses.dataclass(frozen=True)
class Step:
    """One thing to measure, in words.

    Attributes
    ----------
    id, label
        The assumption.
    today, range
        Its value and its range in force.
    grade, earned
        The evidence grade now, and after measuring.
    worth
        What knowing it is worth; a dash of words where that is nothing.
    share
        Its share of the variance.
    metric, how, effort
        What is measured, how, and what it costs in people's time.
    """

    id: str
    label: str
    today: str
    range: str
    grade: str
    earned: str
    worth: str
    share: str
    metric: str
    how: str
    effort: str


@dataclasses.dataclass(frozen=True)
class Line:
    """One number that the plan rests on."""

    label: str
    value: str
    range: str
    grade: str
    source: str
    origin: str


@dataclasses.dataclass(frozen=True)
class Plan:
    """What to measure next, and what that rests on.

    Attributes
    ----------
    title, name
        What the paper is called, and what the user calls the community; empty where unnamed.
    answer, going_on, provenance
        The headline with its range, the second line (empty where there is none), whose numbers it rests on.
    figures
        Label, P10, P50, P90 and standard error of each headline figure.
    chances
        Label and text.
    decision, verdict
        The question, and what measuring would do for it.
    steps
        In order.
    inputs
        What the answer rests on most: the quick inputs, the user's own, and what is to be measured.
    draws
        How many there are, and how to have them again.
    model_version, starting_point
        What computed it.
    """

    title: str
    name: str
    answer: str
    going_on: str
    provenance: str
    figures: tuple[tuple[str, str, str, str, str], ...]
    chances: tuple[tuple[str, str], ...]
    decision: str
    verdict: str
    steps: tuple[Step, ...]
    inputs: tuple[Line, ...]
    draws: str
    model_version: str
    starting_point: str


def question(decision: Decision, *, running: bool) -> str:
    """Return the decision as a question.

    Examples
    --------
    >>> question(Decision.GO_ON, running=True)
    'Go on or stop?'
    """
    if decision is Decision.ONE_MORE:
        return "One more post or not?"
    return "Go on or stop?" if running else "Launch or not?"


def ranking(drivers: Drivers, decision: Decision) -> tuple[Ranked, ...]:
    """Return every uncertain assumption by what knowing it is worth, where that ties by its share of the variance."""
    worths: tuple[Worth, ...] = drivers.going_on if decision is Decision.GO_ON else drivers.one_more
    shares = {share.id: max(0.0, share.total) for share in drivers.variance}
    found = (
        Ranked(worth.id, worth.evppi, shares.get(worth.id, 0.0), worth.standard_error) for worth in worths
    )
    return tuple(sorted(found, key=lambda entry: (-entry.worth, -entry.share)))


def verdict(
    entries: tuple[Ranked, ...], decision: Decision, *, label: str, formats: Formats, running: bool
) -> str:
    """Return what measuring would do for the decision.

    Parameters
    ----------
    entries
        As `ranking` returns them.
    decision
        Which.
    label
        Name of the first entry.
    formats
        Currency and separators.
    running
        Whether the community exists.
    """
    if not entries:
        return "Nothing here is uncertain, so there is nothing to measure."
    what = {
        Decision.GO_ON: "whether to go on" if running else "whether to launch",
        Decision.ONE_MORE: "whether to add a post",
    }[decision]
    if entries[0].worth <= 0.0:
        return (
            f"No single measurement would change the decision {what}: whatever any one number turned out to be, the "
            "better choice stays the same. First comes what would narrow the answer most."
        )
    return (
        f"Measure “{label}” first: knowing it before deciding {what} is worth "
        f"{_worth_text(entries[0], formats)} on average, because some of its values would turn the decision."
    )


def step_of(resolved: Resolved, entry: Ranked) -> Step:
    """Return one thing to measure, in words."""
    formats = formats_of(resolved)
    in_force = resolved.in_force[entry.id]
    measured = MEASUREMENTS[entry.id]
    return Step(
        id=entry.id,
        label=name_of(resolved.scenario, entry.id),
        today=_in_force(in_force, formats),
        range=range_text(in_force, formats),
        grade=str(in_force.grade),
        earned=str(measured.grade),
        worth=_worth_text(entry, formats) if entry.worth > 0.0 else "no change of mind",
        share="under 1\u00a0%" if entry.share < 0.005 else formats.percent(round(entry.share, 2)),
        metric=measured.metric,
        how=measured.how,
        effort=effort_text(measured, formats),
    )


def _worth_text(entry: Ranked, formats: Formats) -> str:
    worth = formats.money_short(entry.worth)
    return f"{worth} {error_text(entry.error, 'money', formats)}" if entry.error > 0.0 else worth


def effort_text(measured: Measurement, formats: Formats) -> str:
    """Write the effort.

    Examples
    --------
    >>> effort_text(MEASUREMENTS["referrals"], Formats())
    '4 days'
    """
    unit = measured.unit.removesuffix("s") if measured.effort == 1.0 else measured.unit
    return f"{formats.number(measured.effort)} {unit}"


def steps_of(
    resolved: Resolved, drivers: Drivers, decision: Decision, *, most: int = STEPS
) -> tuple[Step, ...]:
    """Return what to measure, first things first; what neither changes a decision nor moves the answer is left out."""
    entries = (entry for entry in ranking(drivers, decision) if entry.worth > 0.0 or entry.share > 0.0)
    return tuple(step_of(resolved, entry) for entry, _ in zip(entries, range(most), strict=False))


def plan_of(result: Result, spread: Spread, drivers: Drivers, decision: Decision) -> Plan:
    """Return the measurement plan of a scenario.

    Parameters
    ----------
    result
        The answer at likely values.
    spread
        The answer over draws.
    drivers
        What moves it.
    decision
        What knowing more is wanted for.
    """
    resolved = result.resolved
    scenario, formats = resolved.scenario, formats_of(resolved)
    answer = answer_with_range(result, spread)
    entries = ranking(drivers, decision)
    steps = steps_of(resolved, drivers, decision)
    first = name_of(scenario, entries[0].id) if entries else ""
    return Plan(
        title="Measurement plan",
        name=scenario.name,
        answer=headline(answer, formats=formats, whose=AUTHORS),
        going_on=second_line(answer, formats) or "",
        provenance=provenance(answer, whose=AUTHORS),
        figures=tuple(_figure(name, spread, formats) for name in HEADLINES),
        chances=tuple((chance.label, chance_text(chance, spread, formats)) for chance in CHANCES.values()),
        decision=question(decision, running=scenario.running),
        verdict=verdict(entries, decision, label=first, formats=formats, running=scenario.running),
        steps=steps,
        inputs=_inputs(resolved, steps, formats),
        draws=draws_and_seed(spread.points, spread.seed, formats),
        model_version=MODEL_VERSION,
        starting_point=f"{scenario.point.label} ({scenario.starting_point})",
    )


def _figure(name: str, spread: Spread, formats: Formats) -> tuple[str, str, str, str, str]:
    figure = ranged()[name]
    quoted = figure.value(spread)
    low, middle, high = (
        percentile_text(x, figure.kind, formats) for x in (quoted.p10, quoted.p50, quoted.p90)
    )
    return figure.label, low, middle, high, error_text(quoted.standard_error, figure.kind, formats)


def _inputs(resolved: Resolved, steps: tuple[Step, ...], formats: Formats) -> tuple[Line, ...]:
    names = dict.fromkeys(item.id for item in resolved.scenario.point.quick)
    names |= dict.fromkeys(step.id for step in steps)
    names |= dict.fromkeys(resolved.scenario.values)
    entries = (resolved.in_force[name] for name in names)
    return tuple(_line(resolved, entry, formats) for entry in entries if entry.origin is not Origin.ABSENT)


def _line(resolved: Resolved, entry: InForce, formats: Formats) -> Line:
    return Line(
        label=name_of(resolved.scenario, entry.assumption.id),
        value=_in_force(entry, formats),
        range=range_text(entry, formats),
        grade=str(entry.grade),
        source=source_for_readers(str(entry.source)),
        origin=origin_for_readers(origin_text(entry)),
    )


def _in_force(entry: InForce, formats: Formats) -> str:
    return written(with_its_digits(entry.value), entry.assumption.kind, entry.assumption.unit, formats)
