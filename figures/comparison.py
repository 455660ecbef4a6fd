"""A comparison as it is shown: names, written figures and sentences, for pages, links and exports alike.

Everything here is frozen, plain text or plain numbers; whoever draws it needs neither the model nor Streamlit.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from calculators import MODEL_VERSION, costs
from calculators.bridge import Bar, Bridge
from calculators.changes import Changed, Switched
from calculators.comparison import Against, Comparison, Difference, differences
from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.paired import Paired
from calculators.scenario import InForce, Origin
from calculators.starting_point import starting_points
from figures.answer import formats_of
from figures.assumptions import AFTER_TEAMS, BEFORE_TEAMS
from figures.declared import figures
from figures.kinds import in_words, with_its_digits, written
from figures.uncertainty import draws_and_seed, error_text, percentile_text, share_text
from wording import in_full
from wording.comparison import (
    SideFacts,
    best_in_draws,
    best_sentence,
    bridge_sentence,
    chance_sentence,
    difference_sentence,
    months_sentence,
    percent_more,
    same,
    spread_sentence,
)
from wording.formats import CURRENCIES, NO_VALUE, Formats, years_in_words

COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Navy": "#2F5597",
        "Wine": "#A3264F",
        "Ochre": "#A87900",
        "Teal": "#127D76",
        "Violet": "#7B3FBF",
        "Slate": "#4A5563",
    }
)
"""Colours of scenarios, none of them a team's; lines differ by their dashes as well."""


def completed(chosen: Sequence[str]) -> list[str]:
    """Return the name of a colour for each side: the chosen one, or one that no other has where none is chosen.

    Examples
    --------
    >>> completed(["", "Navy", "no such colour"])
    ['Wine', 'Navy', 'Ochre']
    """
    free = iter([name for name in COLOURS if name not in chosen])
    return [name if name in COLOURS else next(free) for name in chosen]


NO_COSTS: Final = "None of them costs anything."
"""Where a table of costs would have no rows."""

HEADLINES: Final = (
    "npv",
    "roi",
    "payback_month",
    "pv_benefits",
    "pv_costs",
    "flywheel",
    "turns_in_month",
    "members_end",
    "deepest_need",
    "npv_going_on",
    "with_soft.npv",
)
"""What is put side by side first, by the ids under which figures are declared."""

NOT_WITHIN: Final = frozenset({"payback_month", "turns_in_month", "carries_itself_in_month"})
"""Months that may not come within the horizon."""

SWITCH_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "starting_point": "Kind of community",
        "running": "Running or planned",
        "state": "What becomes of it",
        "scale_contributions": "Contributions grow with members",
        "exchange_rate": "Rate that the example’s amounts are converted at",
        "payers": "Who pays which cost",
        "correlations": "What goes together",
    }
)
SWITCHES: Final = "Choices"


@dataclasses.dataclass(frozen=True)
class TeamValue:
    """What one team takes, as present values."""

    team: str
    label: str
    direct: float
    received: float

    @property
    def value(self) -> float:
        """Direct and received."""
        return self.direct + self.received


@dataclasses.dataclass(frozen=True)
class Side:
    """One side as charts draw it.

    Attributes
    ----------
    name
        What people call it, plain text.
    colour
        ``#RRGGBB``, mended for the background by whoever draws it.
    state
        What becomes of the community.
    npv
        Net present value, money.
    cash
        Cumulative hard cash from before month 1 (0) on, undiscounted.
    members
        Members at the start of each month, from month 1 on.
    share
        Flywheel share: joins that members cause among all joins, from month 1 on; None where nobody joins.
    teams
        Hard value of each team, in their order round the wheel.
    best
        In how many draws it is worth most, as text; empty where nothing was drawn.
    """

    name: str
    colour: str
    state: str
    npv: float
    cash: tuple[float, ...]
    members: tuple[float, ...]
    share: tuple[float | None, ...]
    teams: tuple[TeamValue, ...]
    best: str


@dataclasses.dataclass(frozen=True)
class Cell:
    """One figure of one side.

    Attributes
    ----------
    text
        Written.
    difference
        From the base, written with its sign, the relative one in brackets; empty for the base, and where there is none.
    absolute
        From the base, in the figure's unit; None where one of the two has no such number.
    """

    text: str
    difference: str = ""
    absolute: float | None = None


@dataclasses.dataclass(frozen=True)
class Row:
    """One figure of all sides, in their order."""

    id: str
    label: str
    cells: tuple[Cell, ...]


@dataclasses.dataclass(frozen=True)
class Held:
    """One assumption or choice on one side: its value with its range and unit, and its evidence."""

    value: str
    grade: str = ""
    source: str = ""


@dataclasses.dataclass(frozen=True)
class ChangeRow:
    """One thing that differs.

    Attributes
    ----------
    id, label
        In code and for people.
    group
        Choices, the company, the community, a team, what it costs, time and money.
    role
        Fact, lever or judgement; empty for a choice.
    base, other
        On either side.
    """

    id: str
    label: str
    group: str
    role: str
    base: Held
    other: Held


@dataclasses.dataclass(frozen=True)
class BarView:
    """One bar of the bridge.

    Attributes
    ----------
    label
        What changed.
    detail
        Which changes are in it, where there are several.
    effect, error
        Money; no error where it is exact.
    text
        The effect, written, with its error.
    """

    label: str
    detail: str
    effect: float
    error: float | None
    text: str


@dataclasses.dataclass(frozen=True)
class BridgeView:
    """From the base's NPV to the other's.

    Attributes
    ----------
    start, end
        NPVs, money.
    bars
        The largest first; together they are the gap.
    sentence
        What weighs most.
    note
        How it was found.
    """

    start: float
    end: float
    bars: tuple[BarView, ...]
    sentence: str
    note: str


@dataclasses.dataclass(frozen=True)
class PairedView:
    """How sure the difference is.

    Attributes
    ----------
    chance
        In how many draws the other side is better, in a few words.
    p10, p50, p90
        Of the difference, written.
    sentence
        All of that in words.
    how
        How it was found.
    """

    chance: str
    p10: str
    p50: str
    p90: str
    sentence: str
    how: str


@dataclasses.dataclass(frozen=True)
class AgainstView:
    """One side held against the base.

    Attributes
    ----------
    number
        Which of the sides, from 0.
    sentence
        How much more or less it is worth, and where that comes from.
    months
        How payback and the turn of the wheel differ; empty where neither does.
    changes
        What was decided or typed differently.
    following
        What differs because of that.
    bridge, paired
        None where nothing was drawn yet, or there is none.
    """

    number: int
    sentence: str
    months: str
    changes: tuple[ChangeRow, ...]
    following: tuple[ChangeRow, ...]
    bridge: BridgeView | None
    paired: PairedView | None


@dataclasses.dataclass(frozen=True)
class ComparisonView:
    """A whole comparison, ready to be drawn.

    Attributes
    ----------
    name
        What the user calls it; may be empty.
    sentence
        Which side is worth most.
    sure
        In how many draws it is; empty where nothing was drawn.
    notes
        What was done so that they can be compared, or must be kept in mind.
    sides, base
        In their order, and which of them is the base, from 0.
    horizon
        Months counted.
    formats
        Currency and separators: the base's.
    rows, teams, costs
        Figures side by side: headlines, value of each team, present value of each kind of cost.
    against
        One a side that is not the base.
    drawn
        Whether draws and bridges are there.
    model_version
        What computed it.
    """

    name: str
    sentence: str
    sure: str
    notes: tuple[str, ...]
    sides: tuple[Side, ...]
    base: int
    horizon: int
    formats: Formats
    rows: tuple[Row, ...]
    teams: tuple[Row, ...]
    costs: tuple[Row, ...]
    against: tuple[AgainstView, ...]
    drawn: bool
    model_version: str

    def held(self, number: int) -> AgainstView:
        """Return one side held against the base.

        Raises
        ------
        KeyError
            Where it is the base, or there is no such side.
        """
        for entry in self.against:
            if entry.number == number:
                return entry
        raise KeyError(number)


def view_of(
    comparison: Comparison, *, name: str = "", colours: Sequence[str] = (), formats: Formats | None = None
) -> ComparisonView:
    """Return a comparison as it is shown.

    Parameters
    ----------
    comparison
        What `calculators.comparison.compare` returned.
    name
        What the user calls it.
    colours
        ``#RRGGBB`` of each side; the usual ones where there are too few.
    formats
        Currency and separators; the base's where None.

    Examples
    --------
    >>> from calculators.case import Case
    >>> from calculators.comparison import Named, compare
    >>> from calculators.scenario import Scenario
    >>> dearer = Scenario(values={"launch_cost": 50_000.0})
    >>> found = compare([Named("Now", Case(Scenario())), Named("Dearer", Case(dearer))], points=16)
    >>> view_of(found).sentence
    'Nothing here beats “Now”: $157k over three years, $50k more than “Dearer”.'
    """
    terms = comparison.terms
    answers = comparison.answers
    base = answers[terms.base]
    write = formats or formats_of(base.resolved)
    facts = [
        facts_of(side.name, answer, side.case.exists)
        for side, answer in zip(terms.sides, answers, strict=True)
    ]
    usual = list(COLOURS.values())
    shades = [*colours, *usual[len(colours) :]]
    return ComparisonView(
        name=name,
        sentence=best_sentence(facts, terms.base, horizon=base.horizon, formats=write),
        sure=_sure(comparison, facts, write),
        notes=tuple(in_words(note.message, write) for note in terms.notes),
        sides=tuple(
            _side(
                side.name,
                shades[number],
                str(side.case.state),
                answers[number],
                f"{share_text(comparison.best[number], 0.0, write).partition(',')[0]}"
                if comparison.best
                else "",
            )
            for number, side in enumerate(terms.sides)
        ),
        base=terms.base,
        horizon=base.horizon,
        formats=write,
        rows=_rows(comparison, HEADLINES, write),
        teams=_rows(comparison, tuple(f"{team.id}.value" for team in MODEL.teams), write),
        costs=_cost_rows(answers, terms.base, write),
        against=tuple(_against(comparison, entry, facts, write) for entry in comparison.against),
        drawn=comparison.drawn,
        model_version=MODEL_VERSION,
    )


def facts_of(name: str, answer: Result, exists: bool) -> SideFacts:
    """Return what sentences need to know of one side."""
    return SideFacts(
        name=name,
        npv=answer.hard.npv,
        benefits=answer.hard.pv_benefits,
        costs=answer.hard.pv_costs,
        payback_month=answer.hard.payback_month,
        turns_in_month=answer.turns_in_month,
        exists=exists,
        going_on=answer.going_on,
    )


def _sure(comparison: Comparison, facts: Sequence[SideFacts], formats: Formats) -> str:
    if not comparison.drawn:
        return ""
    if same(max(fact.npv for fact in facts), min(fact.npv for fact in facts)) and all(
        entry.paired is not None and entry.paired.p_same == 1.0 for entry in comparison.against
    ):
        return f"They are the same in every one of {formats.number(comparison.points)} shared draws."
    first = max(
        range(len(facts)), key=lambda number: (comparison.best[number], number == comparison.terms.base)
    )
    return best_in_draws(
        facts[first].name, comparison.best[first], len(facts), comparison.points, formats=formats
    )


def _side(name: str, colour: str, state: str, answer: Result, best: str) -> Side:
    return Side(
        name=name,
        colour=colour,
        state=state,
        npv=answer.hard.npv,
        cash=tuple(answer.hard.cash.tolist()),
        members=tuple(answer.series["members_all"].tolist()),
        share=tuple(
            share if answer.going_on and math.isfinite(share) else None
            for share in answer.flywheel_share.tolist()
        ),
        teams=tuple(
            TeamValue(
                team.id,
                team.label,
                answer.hard.teams[team.id].direct,
                answer.hard.teams[team.id].received,
            )
            for team in MODEL.teams
        ),
        best=best,
    )


# ---- figures side by side


def _rows(comparison: Comparison, names: Sequence[str], formats: Formats) -> tuple[Row, ...]:
    lead = comparison.answers[comparison.terms.base]
    found = [{d.id: d for d in differences(lead, answer)} for answer in comparison.answers]
    declared = figures()
    rows = []
    for name in names:
        cells = tuple(
            _cell(
                each[name],
                declared[name].kind,
                formats,
                is_base=number == comparison.terms.base,
                never=name in NOT_WITHIN and comparison.answers[number].going_on,
            )
            for number, each in enumerate(found)
        )
        if all(cell.text == NO_VALUE for cell in cells):
            continue
        rows.append(Row(name, declared[name].label, cells))
    return tuple(rows)


def _cell(difference: Difference, kind: str, formats: Formats, *, is_base: bool, never: bool = False) -> Cell:
    text = figure_text(difference.other, kind, formats, never=never)
    if is_base or difference.absolute is None:
        return Cell(text, "", None if difference.absolute is None else 0.0)
    return Cell(text, difference_text(difference, kind, formats), difference.absolute)


def figure_text(value: float | None, kind: str, formats: Formats, *, never: bool = False) -> str:
    """Write a figure as short as a headline.

    Examples
    --------
    >>> figure_text(156_839.8, "money", Formats()), figure_text(None, "months", Formats(), never=True)
    ('$157k', 'not within')
    """
    if value is None:
        return "not within" if never else NO_VALUE
    if kind == "money":
        return formats.money_short(value)
    if kind == "share":
        return formats.percent_short(value)
    if kind == "months":
        return formats.month_number(value)
    return formats.number(round(value) if abs(value) >= 100.0 else value)


def difference_text(difference: Difference, kind: str, formats: Formats) -> str:
    """Write how far a figure is from the base's, absolutely and relatively.

    Examples
    --------
    >>> difference_text(Difference("npv", 100_000.0, 154_000.0), "money", Formats()).replace(chr(160), " ")
    '+$54k, +54 %'
    >>> difference_text(Difference("roi", 0.30, 0.41), "share", Formats())
    '+11 points'
    >>> difference_text(Difference("payback_month", 19, 14), "months", Formats())
    '5 months earlier'
    """
    absolute = difference.absolute
    if absolute is None:
        return ""
    if absolute == 0.0 or (kind == "money" and same(absolute, 0.0)):
        return "the same"
    if kind == "count" and abs(absolute) < 0.5:
        return "the same"
    if kind == "months":
        return f"{formats.months(abs(absolute))} {'earlier' if absolute < 0 else 'later'}"
    if kind == "share":
        points = float(f"{100.0 * absolute:.2g}") if abs(absolute) < 1.0 else round(100.0 * absolute)
        return f"{formats.number(points, signed=True)} point{'' if abs(points) == 1.0 else 's'}"
    said = (
        formats.money_short(absolute, signed=True)
        if kind == "money"
        else formats.number(round(absolute) if abs(absolute) >= 100.0 else absolute, signed=True)
    )
    relative = difference.relative
    return said if relative is None else f"{said}, {percent_more(relative, formats)}"


def _cost_rows(answers: Sequence[Result], base: int, formats: Formats) -> tuple[Row, ...]:
    lines = [(line.id, line.label, [answer.costs[line.id] for answer in answers]) for line in costs.LINES]
    lines.append(("all", "All costs", [answer.hard.pv_costs for answer in answers]))
    return tuple(
        Row(
            f"cost.{name}",
            label,
            tuple(
                _cell(
                    Difference(f"cost.{name}", amounts[base], amount),
                    "money",
                    formats,
                    is_base=number == base,
                )
                for number, amount in enumerate(amounts)
            ),
        )
        for name, label, amounts in lines
        if any(amounts)
    )


# ---- one side held against the base


def _against(
    comparison: Comparison, entry: Against, facts: Sequence[SideFacts], formats: Formats
) -> AgainstView:
    base = facts[comparison.terms.base]
    other = facts[entry.number]
    lead = comparison.answers[comparison.terms.base]
    rows = {
        change.id: _change(change, formats)
        for change in (*entry.changes.assumptions, *entry.changes.following)
    }
    return AgainstView(
        number=entry.number,
        sentence=difference_sentence(base, other, formats),
        months=months_sentence(base, other, horizon=lead.horizon, formats=formats),
        changes=(
            *(_switch(switch, formats) for switch in entry.changes.switches),
            *(rows[change.id] for change in entry.changes.assumptions),
        ),
        following=tuple(rows[change.id] for change in entry.changes.following),
        bridge=None if entry.bridge is None else bridge_view(entry.bridge, formats),
        paired=None
        if entry.paired is None
        else paired_view(entry.paired, other.name, base.name, seed=comparison.seed, formats=formats),
    )


def _groups() -> dict[str, str]:
    teams = ((team.id, team.label) for team in MODEL.teams)
    return dict((*BEFORE_TEAMS, *teams, *AFTER_TEAMS))


def _change(change: Changed, formats: Formats) -> ChangeRow:
    assumption = change.before.assumption
    return ChangeRow(
        id=change.id,
        label=assumption.label,
        group=_groups()[change.group],
        role=str(assumption.role),
        base=_held(change.before, formats),
        other=_held(change.after, formats),
    )


def _held(entry: InForce, formats: Formats) -> Held:
    if entry.origin is Origin.ABSENT:
        return Held("not there")
    assumption = entry.assumption
    value = written(with_its_digits(entry.value), assumption.kind, assumption.unit, formats)
    if entry.low != entry.high:
        low, high = (
            written(with_its_digits(end), assumption.kind, "", formats) for end in (entry.low, entry.high)
        )
        value = f"{value} ({low} to {high})"
    return Held(value, str(entry.grade), str(entry.source))


def _switch(switch: Switched, formats: Formats) -> ChangeRow:
    return ChangeRow(
        id=switch.id,
        label=label_of_step(switch.id),
        group=SWITCHES,
        role="",
        base=Held(_choice(switch, switch.before, formats)),
        other=Held(_choice(switch, switch.after, formats)),
    )


def _choice(switch: Switched, value: str | float | bool, formats: Formats) -> str:
    if switch.id == "starting_point":
        return starting_points()[str(value)].label
    if switch.id == "running":
        return "running" if value else "planned"
    if switch.id.startswith("team:"):
        return "counted" if value else "left out"
    if switch.id.startswith("loop:"):
        return "turns" if value else "stands still"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return in_words(value, formats)
    # a rate that was converted has digits of floating point
    return in_full(float(f"{value:.6g}"), kind="number", formats=formats)


def label_of_step(name: str) -> str:
    """Return what people call a change, or a group of changes.

    Examples
    --------
    >>> label_of_step("members"), label_of_step("team:support"), label_of_step("cost")
    ('Members', 'Team Support', 'What it costs')
    """
    if name in SWITCH_LABELS:
        return SWITCH_LABELS[name]
    if name in MODEL.assumptions:
        return MODEL.assumptions[name].label
    kind, _, team = name.partition(":")
    if team:
        label = _groups()[team]
        return f"Team {label}" if kind == "team" else f"Loop of {label}"
    return _groups().get(name, name)


def bridge_view(found: Bridge, formats: Formats) -> BridgeView:
    """Return a bridge as it is shown."""
    bars = tuple(_bar(bar, formats) for bar in found.bars)
    note = (
        "Changes work together, so each counts with what it adds on average over every order in which they could have "
        "come (its Shapley value); together they are the gap to the cent. At the likely values."
    )
    if not found.exact:
        note += " There are too many for every order: orders were drawn, and ± is the standard error."
    if found.lowered:
        note += (
            f" {formats.number(found.lowered)} of {formats.number(found.mixtures)} mixtures of the two asked for more "
            "than exists and were lowered to it, as draws are."
        )
    first = found.bars[0] if found.bars else None
    return BridgeView(
        start=found.start,
        end=found.end,
        bars=bars,
        sentence=bridge_sentence(
            label_of_step(first.id) if first else "",
            first.effect if first else 0.0,
            found.gap,
            len(bars),
            formats,
        ),
        note=note,
    )


def _bar(bar: Bar, formats: Formats) -> BarView:
    several = len(bar.steps) > 1
    return BarView(
        label=label_of_step(bar.id),
        detail=", ".join(label_of_step(step) for step in bar.steps) if several else "",
        effect=bar.effect,
        error=bar.error,
        text=_effect_text(bar.effect, bar.error, formats),
    )


def folded(bars: Sequence[BarView], most: int, formats: Formats) -> tuple[BarView, ...]:
    """Return so many bars at most: those beyond stand in the last together, so that all still add up to the gap.

    The error of that one is at most what it says: standard errors of parts add up to more than that of their sum.
    """
    if len(bars) <= most:
        return tuple(bars)
    shown, rest = bars[: most - 1], bars[most - 1 :]
    errors = [bar.error for bar in rest if bar.error is not None]
    effect, error = math.fsum(bar.effect for bar in rest), math.fsum(errors) if errors else None
    return (
        *shown,
        BarView(
            label=f"{len(rest)} others",
            detail=", ".join(bar.label for bar in rest),
            effect=effect,
            error=error,
            text=_effect_text(effect, error, formats),
        ),
    )


def _effect_text(effect: float, error: float | None, formats: Formats) -> str:
    text = formats.money_short(effect, signed=True)
    return text if error is None else f"{text} {error_text(error, 'money', formats)}"


def paired_view(found: Paired, name: str, base: str, *, seed: int, formats: Formats) -> PairedView:
    """Return how sure a difference is, as it is shown."""
    spread = found.difference
    error = "" if found.certain else error_text(found.p_better_error, "share", formats)
    sentences = (
        chance_sentence(name, base, found.p_better, error, same_share=found.p_same),
        spread_sentence(spread.p10, spread.p50, spread.p90, certain=found.certain, formats=formats),
    )
    low, middle, high = (percentile_text(x, "money", formats) for x in (spread.p10, spread.p50, spread.p90))
    return PairedView(
        chance=share_text(found.p_better, found.p_better_error, formats)
        if found.p_same < 1.0
        else "the same in every draw",
        p10=low,
        p50=middle,
        p90=high,
        sentence=" ".join(sentence for sentence in sentences if sentence),
        how=f"{draws_and_seed(found.points, seed, formats)}. An assumption is drawn the same on both sides, so "
        "what they share moves both alike and leaves the difference alone.",
    )


def horizon_text(view: ComparisonView) -> str:
    """Return what is counted, in a few words.

    Examples
    --------
    >>> import types
    >>> horizon_text(types.SimpleNamespace(horizon=36, formats=Formats()))
    'Hard value over three years, against no community, at likely values, in US dollar.'
    """
    currency = view.formats.currency
    return (
        f"Hard value over {years_in_words(view.horizon)}, against no community, at likely values, in "
        f"{CURRENCIES.get(currency, currency)}."
    )
