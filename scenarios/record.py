"""What a share link holds: inputs and results as they were on the day, so that a reader sees what was shared.

A page, a picture and a PDF are drawn from the record alone. Only a reader who tries a number, and the note that says
by how much today's model would differ, ask the model again.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from calculators import MODEL_VERSION, uncertainty
from calculators.assumption import EXAMPLE
from calculators.case import Case, State
from calculators.comparison import Named, Terms, Workers, compare_on, on_common_terms
from calculators.confidence import SEED
from calculators.draws import POINTS
from calculators.evaluation import Result, evaluate
from calculators.scenario import Given, InForce, InvalidScenarioError, Scenario
from calculators.spread import Spread, spread
from calculators.starting_point import starting_points
from calculators.uncertainty import Quoted
from figures.answer import answer_of, answer_with_range, formats_of, how_sure, payback_to_write
from figures.comparison import ChangeRow, ComparisonView, Held, Side, view_of
from figures.kinds import in_words
from figures.not_counted import NOT_COUNTED
from figures.teams import team_parts
from scenarios.migrations import DamagedError, NewerError, scenario_up_to_date
from scenarios.workspace import title
from wording import headline, provenance, second_line
from wording.comparison import told_apart
from wording.formats import Formats
from wording.safe import plain
from wording.shared import AUTHORS, ORIGINS, Moved, source_for_readers

RECORD_VERSION: Final = 2
"""1 held no comparison: links made then open as they did, with their scenarios beside each other."""

MOST_SCENARIOS: Final = 4
FIVE: Final = 5
LONGEST_AUTHOR: Final = 100
MOST_CHANGES: Final = 40
"""Things that differ between two sides which a link names; how many more there are is told."""

LONGEST_SOURCE: Final = 160
LONGEST_SIDE: Final = 60
SAME: Final = 1e-6
"""Figures that differ by less than this part are the same: computers round differently."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Range(_Frozen):
    """A figure in all draws: 1 in 10 below, the middle, 1 in 10 above."""

    p10: float | None = None
    p50: float | None = None
    p90: float | None = None


class TeamShare(_Frozen):
    """What one team gets: present values, soft beside hard."""

    id: str
    label: str
    colour: str
    direct: float
    received: float
    given: float
    soft_direct: float
    soft_received: float
    on: bool
    measured: bool


class Mattering(_Frozen):
    """One of the assumptions that matter most.

    Attributes
    ----------
    id, label, unit, kind
        As declared, with the starting point's own label where it has one.
    low, value, high
        Its range in force.
    origin, grade, source, note
        Whose it is and how good it is, in words.
    part
        Share of the answer's variance that it has a part in.
    """

    id: str
    label: str
    unit: str
    kind: str
    low: float
    value: float
    high: float
    origin: str
    grade: str
    source: str
    note: str
    part: float


class Told(_Frozen):
    """One scenario as it was shared.

    Attributes
    ----------
    name
        What its author calls it.
    scenario
        The inputs, as a saved scenario; read through `scenario_of`, which knows older ones.
    sentence, going_on, how_sure, whose
        The headline with its range, the second line, the line on ranges, whose numbers these are.
    currency, number_format, running, horizon
        How to write it, and over how many months.
    roi, npv, payback_month, payback_beyond_horizon, deepest_need, pv_benefits, pv_costs, flywheel, own_value_share
        At the likely values.
    roi_range, npv_range, payback_range, p_positive
        In all draws; empty where nothing has a range.
    teams, cash
        Value per team; cumulative cash from before month 1 on.
    five
        The assumptions that matter most, the first moving most.
    not_counted
        Label and the author's own line.
    """

    name: str
    scenario: Mapping[str, Any]
    sentence: str
    going_on: str
    how_sure: str
    whose: str
    currency: str
    number_format: str
    running: bool
    horizon: int
    roi: float | None
    npv: float
    payback_month: int | None
    payback_beyond_horizon: int | None
    deepest_need: float
    pv_benefits: float
    pv_costs: float
    flywheel: float
    own_value_share: float
    roi_range: Range
    npv_range: Range
    payback_range: Range
    p_positive: float | None
    teams: tuple[TeamShare, ...]
    cash: tuple[float, ...]
    five: tuple[Mattering, ...]
    not_counted: tuple[tuple[str, str], ...]

    @property
    def called(self) -> str:
        """What it is called: its name, else what kind of community it is, as everywhere."""
        point = starting_points().get(str(self.scenario.get("starting_point", Scenario().starting_point)))
        return self.name or (point.label if point else "Scenario")

    @property
    def formats(self) -> Formats:
        """How its amounts and numbers are written."""
        return Formats(currency=self.currency, locale=self.number_format)

    @property
    def has_ranges(self) -> bool:
        """Whether the sentence is that of all draws rather than of the likely values."""
        return self.npv_range.p50 is not None


class Compared(_Frozen):
    """Sides as they stood beside each other, told as the page of comparisons told it.

    Attributes
    ----------
    view
        What is said of them, without the numbers that only follow from others.
    held
        For each side, which of the record's scenarios it is, or what becomes of it; None where the record does not
        hold its numbers, as of a community that is not there.
    more
        For each side that is held against the base, how many more numbers differ than are named.
    """

    view: ComparisonView
    held: tuple[int | None, ...]
    more: tuple[int, ...]


class Record(_Frozen):
    """What one link holds: one scenario, or several side by side.

    Attributes
    ----------
    record_version, model_version
        Of this form, and of the model that found the figures.
    made_by, made_on
        Who shared it, in words of their own and empty where they gave none; the day as ISO text, empty where it is not
        known.
    scenarios
        One to four.
    compared
        What was said of them side by side; None for one alone, for what cannot be compared, and in older links.
    """

    record_version: int = Field(RECORD_VERSION, ge=1, le=RECORD_VERSION)
    model_version: str = Field(max_length=40)
    made_by: str = Field("", max_length=LONGEST_AUTHOR)
    made_on: str
    scenarios: tuple[Told, ...] = Field(min_length=1, max_length=MOST_SCENARIOS)
    compared: Compared | None = None

    @property
    def sentence(self) -> str:
        """What it says first: which side is worth most, or what the one scenario is worth."""
        return self.compared.view.sentence if self.compared else self.scenarios[0].sentence

    @property
    def title(self) -> str:
        """The comparison's name, or the names of its sides or scenarios."""
        if self.compared:
            return self.compared.view.name or " / ".join(side.name for side in self.compared.view.sides)
        return " / ".join(told.called for told in self.scenarios) if self.named else ""

    @property
    def named(self) -> bool:
        """Whether any of the scenarios has a name."""
        return any(told.name for told in self.scenarios)


class UnreadableError(ValueError):
    """What a link holds and this version of the app cannot read; its message is for people."""


def read(text: str) -> Record:
    """Return the record that is kept as a text.

    Raises
    ------
    UnreadableError
        Where it was made by a newer version of the app, or is damaged.

    Examples
    --------
    >>> read('{"record_version": 99}')
    Traceback (most recent call last):
    scenarios.record.UnreadableError: This link was made by a newer version of this app.
    """
    try:
        return Record.model_validate_json(text)
    except ValidationError:
        pass
    try:
        version = json.loads(text).get("record_version")
    except (ValueError, AttributeError, RecursionError):
        version = None
    if isinstance(version, int) and version > RECORD_VERSION:
        raise UnreadableError("This link was made by a newer version of this app.")
    raise UnreadableError("What this link holds cannot be read any more. Ask whoever sent it for a new one.")


def record(scenarios: Sequence[Scenario], *, made_by: str, made_on: datetime.date | None) -> Record:
    """Return what a link to these scenarios holds; several are compared, the first being the base.

    Parameters
    ----------
    scenarios
        One to four.
    made_by
        Who shares them, in words of their own.
    made_on
        The day; None where that is not known, as of a link that holds its numbers itself.

    Raises
    ------
    CannotCompareError
        When they cannot be put side by side.
    InvalidScenarioError
        When one of them cannot be computed.
    """
    if len(scenarios) == 1:
        return _record((tell(scenarios[0]),), None, made_by, made_on)
    names = told_apart(map(title, scenarios), longest=LONGEST_SIDE)
    sides = [Named(name, Case(scenario)) for name, scenario in zip(names, scenarios, strict=True)]
    return record_of(sides, made_by=made_by, made_on=made_on)


def record_of(
    sides: Sequence[Named],
    base: int = 0,
    *,
    made_by: str,
    made_on: datetime.date | None,
    name: str = "",
    colours: Sequence[str] = (),
    workers: Workers | None = None,
) -> Record:
    """Return what a link to a comparison holds.

    Parameters
    ----------
    sides, base
        Two to four by name, and which of them the others are held against, from 0.
    made_by, made_on
        See `record`.
    name
        What the comparison is called; may be empty.
    colours
        ``#RRGGBB`` of each side.
    workers
        What computes it: the model, or something that remembers what it was asked.

    Raises
    ------
    CannotCompareError
        Where they cannot be put side by side.
    InvalidScenarioError
        Where one of them cannot be computed.
    """
    terms = on_common_terms(sides, base)
    found = compare_on(terms, points=POINTS, seed=SEED, workers=workers)
    scenarios, held = _held(terms)
    told = tuple(tell(scenario) for scenario in scenarios)
    return _record(told, pinned(view_of(found, name=name, colours=colours), held), made_by, made_on)


def _record(
    told: tuple[Told, ...], compared: Compared | None, made_by: str, made_on: datetime.date | None
) -> Record:
    return Record(
        model_version=MODEL_VERSION,
        made_by=made_by.strip()[:LONGEST_AUTHOR],
        made_on=made_on.isoformat() if made_on else "",
        scenarios=told,
        compared=compared,
    )


def _held(terms: Terms) -> tuple[list[Scenario], tuple[int | None, ...]]:
    """Return the scenarios of the sides that go on, by their sides' names, and which of them each side is."""
    going = [side for side in terms.sides if side.case.state is State.GOING_ON]
    if not going:
        # nothing of what is compared goes on: then what would, if it were left as it is
        lead = terms.sides[terms.base].case.scenario
        going = [Named(title(lead), Case(lead))]
    inputs = [side.case.scenario.changed(name="") for side in going]
    places: list[int | None] = []
    for side in terms.sides:
        own = side.case.scenario.changed(name="")
        same = [place for place, scenario in enumerate(inputs) if scenario == own]
        places.append(going.index(side) if side in going else same[0] if same else None)
    return [side.case.scenario.changed(name=side.name) for side in going], tuple(places)


def pinned(view: ComparisonView, held: tuple[int | None, ...]) -> Compared:
    """Return a comparison as a link holds it: paths to the cent, sources cut short, what only follows as its number."""
    more = tuple(len(entry.following) + max(0, len(entry.changes) - MOST_CHANGES) for entry in view.against)
    against = tuple(
        dataclasses.replace(
            entry, changes=tuple(_short(change) for change in entry.changes[:MOST_CHANGES]), following=()
        )
        for entry in view.against
    )
    sides = tuple(_rounded(side) for side in view.sides)
    return Compared(view=dataclasses.replace(view, sides=sides, against=against), held=held, more=more)


def _short(change: ChangeRow) -> ChangeRow:
    base, other = (
        Held(value.value, value.grade, plain(source_for_readers(value.source), LONGEST_SOURCE))
        for value in (change.base, change.other)
    )
    return dataclasses.replace(change, base=base, other=other)


def _rounded(side: Side) -> Side:
    return dataclasses.replace(
        side,
        cash=tuple(round(amount, 2) for amount in side.cash),
        members=tuple(round(people, 2) for people in side.members),
        share=tuple(None if share is None else round(share, 4) for share in side.share),
    )


def tell(scenario: Scenario, *, five: tuple[Mattering, ...] | None = None) -> Told:
    """Return one scenario with its results, as a link pins them.

    Parameters
    ----------
    scenario
        What its author edited.
    five
        The assumptions to name; those that matter most in this scenario where None.
    """
    result = evaluate(scenario)
    drawn = spread(result.resolved, POINTS, SEED)
    facts, written = answer_with_range(result, drawn), formats_of(result.resolved)
    money = result.hard
    ranges = _ranges(drawn) if facts.range is not None else {}
    return Told(
        name=scenario.name,
        scenario=scenario.model_dump(mode="json", exclude_defaults=True)
        | {"schema_version": scenario.schema_version, "model_version": scenario.model_version},
        sentence=headline(facts, formats=written, whose=AUTHORS),
        going_on=second_line(facts, written) or "",
        how_sure=how_sure(result, drawn),
        whose=provenance(facts, whose=AUTHORS),
        currency=scenario.currency,
        number_format=scenario.number_format,
        running=scenario.running,
        horizon=result.horizon,
        roi=money.roi,
        npv=money.npv,
        payback_month=money.payback_month,
        payback_beyond_horizon=result.payback_beyond_horizon,
        deepest_need=money.deepest_need,
        pv_benefits=money.pv_benefits,
        pv_costs=money.pv_costs,
        flywheel=money.flywheel,
        own_value_share=result.own_value_share,
        p_positive=drawn.p_roi_positive if ranges else None,
        roi_range=ranges.get("roi", Range()),
        npv_range=ranges.get("npv", Range()),
        payback_range=ranges.get("payback", Range()),
        teams=_teams(result),
        cash=tuple(float(amount) for amount in money.cash),
        five=_five(result) if five is None else five,
        not_counted=tuple(
            (label, scenario.not_counted[name])
            for name, label in NOT_COUNTED
            if scenario.not_counted.get(name)
        ),
    )


def _ranges(drawn: Spread) -> dict[str, Range]:
    return {"roi": _range(drawn.roi), "npv": _range(drawn.npv), "payback": _range(drawn.payback_month)}


def _range(found: Quoted) -> Range:
    return Range(p10=found.p10, p50=found.p50, p90=found.p90)


def _teams(result: Result) -> tuple[TeamShare, ...]:
    return tuple(TeamShare(**vars(team)) for team in team_parts(result))


def _five(result: Result) -> tuple[Mattering, ...]:
    """Return the assumptions whose ranges move the answer most."""
    shares = uncertainty.variance_shares(result.resolved)[:FIVE]
    return tuple(_mattering(result, share.id, max(0.0, share.total)) for share in shares)


def _mattering(result: Result, name: str, part: float) -> Mattering:
    entry: InForce = result.resolved.in_force[name]
    quick = next((item for item in result.resolved.scenario.point.quick if item.id == name), None)
    return Mattering(
        id=name,
        label=quick.label if quick else entry.assumption.label,
        unit=(quick.unit if quick else "") or entry.assumption.unit,
        kind=entry.assumption.kind,
        low=entry.low,
        value=entry.value,
        high=entry.high,
        origin=ORIGINS[entry.origin],
        grade=str(entry.grade),
        source="" if entry.source is EXAMPLE else str(entry.source),
        note=" ".join(text for text in (entry.note, entry.caveat) if text),
        part=part,
    )


# ---- the headline's figures


def headline_figures(told: Told) -> tuple[tuple[str, str], ...]:
    """Return ROI, NPV and payback at the likely values, as the sentence counts them."""
    write = told.formats
    return (
        ("ROI", "no cost" if told.roi is None else write.percent_short(told.roi)),
        ("Net present value", write.money_short(told.npv)),
        # none within the horizon, and perhaps never: which it is, the sentence says
        ("Paid back in month", write.number(payback_to_write(told))),
    )


def headline_ranges(told: Told) -> tuple[str, str, str]:
    """Return the range of each of these figures in words, empty where it has none."""
    write = told.formats
    if not told.has_ranges:
        return "", "", ""
    return (
        _span(told.roi_range, write.percent_short),
        _span(told.npv_range, write.money_short),
        _span(told.payback_range, lambda month: write.number(round(month)), never="later"),
    )


def _span(found: Range, write: Callable[[float], str], *, never: str = "") -> str:
    low, high = (never if end is None else write(end) for end in (found.p10, found.p90))
    return f"{low} to {high}" if low and high and low != high else ""


# ---- the model asked again


class NoScenarioError(ValueError):
    """The inputs of a record can no longer be read or computed; what was shared can still be shown."""


def scenario_of(told: Told) -> Scenario:
    """Return the inputs of a record as a scenario of today.

    Raises
    ------
    NoScenarioError
        When this app cannot read them.
    """
    try:
        return Scenario.model_validate(scenario_up_to_date(dict(told.scenario), saved=True))
    except (ValidationError, NewerError, DamagedError) as error:
        raise NoScenarioError(str(error)) from None


def tried(told: Told, values: Mapping[str, float]) -> Told:
    """Return the scenario with some of the five at other values, each of them certain; all else as it was shared.

    Raises
    ------
    NoScenarioError
        When the inputs cannot be read or the values do not go together; its message says why.
    """
    scenario = scenario_of(told)
    given = {name: Given(value=value, low=value, high=value) for name, value in values.items()}
    try:
        return tell(scenario.changed(values={**scenario.values, **given}), five=told.five)
    except InvalidScenarioError as invalid:
        raise NoScenarioError(in_words(invalid.problems[0].message, told.formats)) from None


def moved(told: Told) -> Moved | None:
    """Return what today's model says of the same inputs, or None where it says the same."""
    try:
        now = evaluate(scenario_of(told))
    except (NoScenarioError, InvalidScenarioError):
        return None
    facts, money = answer_of(now), now.hard
    before = (told.roi, told.npv, told.payback_month)
    after = (facts.roi, money.npv, money.payback_month)
    if all(_same(one, other) for one, other in zip(before, after, strict=True)):
        return None
    return Moved(
        roi=told.roi,
        npv=told.npv,
        payback_month=told.payback_month,
        roi_now=facts.roi,
        npv_now=money.npv,
        payback_month_now=money.payback_month,
    )


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME * max(1.0, abs(one), abs(other))
