"""What the list of assumptions shows: its groups, what is found in it, and which of them move the answer most."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np

from calculators import costs
from calculators.assumption import Assumption, Grade, Kind, Role
from calculators.break_even import followers_of, npv_at
from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.scenario import Given, InForce, Origin, Resolved, Scenario, resolve
from calculators.starting_point import QuickInput
from calculators.uncertainty import hard_npv
from figures.answer import formats_of, is_example
from figures.kinds import written
from wording.formats import Formats

MOST_MOVING: Final = 15
TOTAL_COST: Final = "cost_year"
"""The one assumption that is the sum of others until it is given."""

NOT_BY_THEMSELVES: Final = ("horizon", TOTAL_COST)
"""How long is counted, and what others are scaled to: the model does not read them as a number among others."""

BEFORE_TEAMS: Final = (("company", "The company"), ("community", "The community"))
AFTER_TEAMS: Final = (("cost", "What it costs"), ("money", "Time and money"))
HIRES: Final = tuple((f"hire_{number}", f"hire_{number}_month") for number in range(1, costs.HIRES + 1))
ROLES: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.FACT: "A fact: how things are today, measured or estimated.",
        Role.LEVER: "A plan: what you decide, in force from now on.",
        Role.JUDGEMENT: "A judgement: nobody can measure it, so it is weighed; its range should be wide.",
    }
)


class Show(StrEnum):
    """Which assumptions are listed."""

    ALL = "All"
    MINE = "Mine"
    GUESSES = "Guesses"
    CHANGED = "Changed or scaled"
    MOVING = "Moves the answer most"


def quick_input(scenario: Scenario, name: str) -> QuickInput | None:
    """Return the starting point's own words for one of its ten inputs, None for others."""
    return next((item for item in scenario.point.quick if item.id == name), None)


def name_of(scenario: Scenario, name: str) -> str:
    """Return what an assumption of a scenario is called: in its starting point's words where that has some.

    Examples
    --------
    >>> name_of(Scenario(starting_point="association@1"), "referrals"), name_of(Scenario(), "lapsed")
    ('Dues payers won by members', 'Lapsed members')
    """
    own = quick_input(scenario, name)
    return own.label if own else MODEL.assumptions[name].label


def unit_of(scenario: Scenario, name: str) -> str:
    """Return the unit of an assumption of a scenario: in its starting point's words where that has some.

    Examples
    --------
    >>> unit_of(Scenario(starting_point="association@1"), "referrals"), unit_of(Scenario(), "referrals")
    ('people a month', 'customers a month')
    """
    own = quick_input(scenario, name)
    return own.unit if own and own.unit else MODEL.assumptions[name].unit


@dataclasses.dataclass(frozen=True)
class Group:
    """A part of the list: the company, the community, a team, costs, money.

    Attributes
    ----------
    id, label
        As assumptions name it; as people do.
    names
        Ids of its assumptions that this kind of company has.
    team
        Whether it is a team, which can be left out.
    off
        Whether it is left out.
    """

    id: str
    label: str
    names: tuple[str, ...]
    team: bool
    off: bool


@dataclasses.dataclass(frozen=True)
class Swing:
    """How far one assumption moves the answer, all else as it is.

    Attributes
    ----------
    id
        Which assumption.
    at_low, at_high
        Hard NPV at the low and at the high end of its range, money.
    """

    id: str
    at_low: float
    at_high: float

    @property
    def size(self) -> float:
        """By how much the NPV changes from one end to the other."""
        return abs(self.at_high - self.at_low)


def groups(resolved: Resolved) -> tuple[Group, ...]:
    """Return the parts of the list that this kind of company has."""
    teams = tuple((team.id, team.label) for team in MODEL.teams)
    off = resolved.scenario.teams_off
    found = []
    for name, label in (*BEFORE_TEAMS, *teams, *AFTER_TEAMS):
        names = tuple(
            entry.assumption.id
            for entry in resolved.in_force.values()
            if entry.assumption.group == name and has(resolved, entry.assumption)
        )
        if names:
            found.append(Group(name, label, names, (name, label) in teams, name in off))
    return tuple(found)


def has(resolved: Resolved, assumption: Assumption) -> bool:
    """Tell whether the scenario has an assumption, be its team left out or not."""
    return resolved.scenario.point.has(assumption) or assumption.id in resolved.scenario.values


def counted(resolved: Resolved) -> tuple[InForce, ...]:
    """Return the assumptions that the answer rests on."""
    return tuple(entry for entry in resolved.in_force.values() if entry.origin is not Origin.ABSENT)


def sentence(result: Result) -> str:
    """Say whose numbers the answer rests on.

    Examples
    --------
    >>> from calculators.evaluation import evaluate
    >>> from calculators.scenario import Scenario
    >>> sentence(evaluate(Scenario()))[-55:]
    'assumptions is yours yet; all are an example company’s.'
    """
    resolved = result.resolved
    entries = counted(resolved)
    own = sum(entry.origin is Origin.YOURS for entry in entries)
    if is_example(resolved):
        return f"None of {len(entries)} assumptions is yours yet; all are an example company’s."
    known = result.own_value_share
    share = formats_of(resolved).percent(float(f"{known:.2g}")) if known > 0.0 else "none"
    if own == 1:
        return f"1 of {len(entries)} assumptions is yours; {share} of the value rests on it."
    return f"{own} of {len(entries)} assumptions are yours; {share} of the value rests on them."


def group_line(group: Group, resolved: Resolved, *, names: tuple[str, ...], refused: int) -> str:
    """Return the one line of a group, without its label: how many are yours, and what asks to be looked at.

    Parameters
    ----------
    group
        Which.
    resolved
        The numbers in force.
    names
        Those of its assumptions that are listed.
    refused
        In how many of its fields something stands that was not taken.
    """
    if group.off:
        return "left out"
    own = sum(resolved.in_force[name].origin is Origin.YOURS for name in names)
    odd = len({remark.field for remark in resolved.warnings} & set(names))
    parts = [f"{own} of {len(names)} yours"]
    if odd:
        parts.append(f"{odd} to look at")
    if refused:
        parts.append(f"{refused} not taken")
    return ", ".join(parts)


def listed(resolved: Resolved, show: Show) -> tuple[str, ...]:
    """Return the ids to be listed, in the order of the list; those that move the answer most in theirs."""
    if show is Show.MOVING:
        return tuple(swing.id for swing in swings(resolved))
    return tuple(
        name for group in groups(resolved) for name in group.names if _wanted(resolved.in_force[name], show)
    )


def _wanted(entry: InForce, show: Show) -> bool:
    if show is Show.ALL:
        return True
    if show is Show.MINE:
        return entry.origin is Origin.YOURS
    if show is Show.GUESSES:
        return entry.grade is Grade.GUESS and entry.origin not in (Origin.FOLLOWS, Origin.ABSENT)
    return bool(entry.adjusted) or entry.origin in (Origin.YOURS, Origin.KEPT, Origin.UNKNOWN, Origin.SCALED)


def matching(resolved: Resolved, names: tuple[str, ...], asked: str) -> tuple[str, ...]:
    """Return those that a search finds, best first: in the label, then in the help or the id.

    Examples
    --------
    >>> from calculators.scenario import Scenario, resolve
    >>> numbers = resolve(Scenario())
    >>> matching(numbers, tuple(numbers.in_force), "cost per ticket")[0]
    'cost_per_ticket'
    """
    words = asked[:200].lower().split()[:20]
    labels = {group.id: group.label for group in groups(resolved)}
    quick = {item.id: f"{item.label} {item.help or ''}" for item in resolved.scenario.point.quick}
    ranked: list[tuple[int, int, str]] = []
    for place, name in enumerate(names):
        assumption = resolved.in_force[name].assumption
        label = f"{assumption.label} {quick.get(name, '')}".lower()
        everything = (
            f"{label} {assumption.id} {assumption.unit} {assumption.help} {labels.get(assumption.group, '')}"
        )
        if all(word in label for word in words):
            ranked.append((0, place, name))
        elif all(word in everything.lower() for word in words):
            ranked.append((1, place, name))
    return tuple(name for _, _, name in sorted(ranked))


def swings(resolved: Resolved) -> tuple[Swing, ...]:
    """Return the assumptions that move the hard NPV most from the low to the high end of their range.

    Each is moved by itself, what follows it along with it. It is a first look: it knows nothing of ranges that go
    together. Kept for the last scenarios asked about.
    """
    return _swings(resolved.scenario)


@lru_cache(maxsize=64)
def _swings(scenario: object) -> tuple[Swing, ...]:
    resolved = resolve(scenario)  # type: ignore[arg-type]
    moved = [
        entry
        for entry in counted(resolved)
        if entry.low < entry.high
        and entry.origin is not Origin.FOLLOWS
        and entry.assumption.id not in NOT_BY_THEMSELVES
    ]
    points = 2 * len(moved)
    columns: dict[str, np.typing.NDArray[np.float64]] = {}
    for place, entry in enumerate(moved):
        for name in followers_of(resolved, entry.assumption.id):
            if name not in columns:
                columns[name] = np.full(points, resolved.value(name))
            columns[name][2 * place : 2 * place + 2] = entry.low, entry.high
    ends = hard_npv(resolved, columns, points).reshape(-1, 2) if moved else np.empty((0, 2))
    found = [
        Swing(entry.assumption.id, float(low), float(high))
        for entry, (low, high) in zip(moved, ends, strict=True)
    ]
    found += [swing for name in NOT_BY_THEMSELVES if (swing := _one_by_one(resolved, name)) is not None]
    real = [swing for swing in found if np.isfinite(swing.size) and swing.size > 0.0]
    return tuple(sorted(real, key=lambda swing: -swing.size)[:MOST_MOVING])


def _one_by_one(resolved: Resolved, name: str) -> Swing | None:
    """Return the swing of what does not move by itself: the horizon, and the cost that others are scaled to."""
    entry = resolved.in_force[name]
    if entry.low >= entry.high or entry.origin is Origin.ABSENT:
        return None
    ends = []
    for value in (entry.low, entry.high):
        moved = resolve(resolved.scenario.with_value(name, Given(value=value, confirmed=True)))
        if moved.problems:
            return None
        ends.append(float(npv_at(moved, name, [value])[0]))
    return Swing(name, *ends)


def swing_text(swing: Swing, formats: Formats) -> str:
    """Say how far an assumption moves the answer."""
    low, high = formats.money_short(swing.at_low), formats.money_short(swing.at_high)
    return (
        f"Moves the NPV by {formats.money_short(swing.size)}: {low} at its low end, {high} at its high end."
    )


def plan_text(resolved: Resolved) -> str:
    """Say the hiring plan as a sentence; a change beyond the horizon is said to be, for it moves no figure.

    Examples
    --------
    >>> from calculators.scenario import Scenario, resolve
    >>> plan_text(resolve(Scenario(values={"hire_1": 1, "hire_1_month": 7, "hire_2": -0.5})))
    'One post more from month 7; half a post less from month 24.'
    >>> plan_text(resolve(Scenario(values={"hire_1": 1.5, "hire_1_month": 50})))
    '1.5 posts more from month 50, beyond the horizon of 36 months.'
    """
    changes = [
        (resolved.value(month), resolved.value(posts))
        for posts, month in HIRES
        if resolved.value(posts) != 0.0
    ]
    if not changes:
        return "No hires planned."
    formats, horizon = formats_of(resolved), round(resolved.value("horizon"))
    beyond = f", beyond the horizon of {formats.months(horizon)}"
    steps = [
        # posts first: a number of them after the month's would read as one with it
        f"{_posts(posts, formats)} from month {formats.number(max(1.0, month))}{beyond if month > horizon else ''}"
        for month, posts in sorted(changes)
    ]
    text = "; ".join(steps)
    return f"{text[0].upper()}{text[1:]}."


def _posts(change: float, formats: Formats) -> str:
    size = abs(change)
    amount = {1.0: "one post", 0.5: "half a post"}.get(size, f"{formats.number(size)} posts")
    return f"{amount} {'more' if change > 0.0 else 'less'}"


def gathered(resolved: Resolved, name: str) -> tuple[float, tuple[str, ...]]:
    """Return the sum of what an assumption is part of, with the ids of the parts; nothing where it is none."""
    whole = resolved.in_force[name].assumption.gathers
    if whole is None:
        return 0.0, ()
    parts = tuple(entry.assumption.id for entry in counted(resolved) if entry.assumption.gathers == whole)
    return sum(resolved.value(part) for part in parts), parts


def range_sentence(entry: InForce, formats: Formats) -> str:
    """Say what the range in force means.

    Examples
    --------
    >>> from calculators.scenario import Scenario, resolve
    >>> range_sentence(resolve(Scenario()).in_force["cost_per_ticket"], Formats())
    'Most likely $60; 9 times in 10 it lies between $35 and $105 (P5 and P95).'
    """
    kind = entry.assumption.kind
    low, value, high = (written(number, kind, "", formats) for number in (entry.low, entry.value, entry.high))
    if entry.low == entry.high:
        return f"{value}, without a range: it counts as certain."
    return f"Most likely {value}; 9 times in 10 it lies between {low} and {high} (P5 and P95)."


def default_text(resolved: Resolved, name: str) -> str:
    """Say what the starting point's default is, before any rule."""
    if name == TOTAL_COST:
        return "the sum of the kinds of cost"
    assumption = resolved.in_force[name].assumption
    if not resolved.scenario.point.has(assumption):
        return "none: this kind of company does not have it"
    formats = formats_of(resolved)
    default = resolved.scenario.point.default(assumption, running=resolved.scenario.running)
    rate = resolved.scenario.exchange_rate if assumption.money else 1.0
    low, value, high = (
        written(rate * number, assumption.kind, "", formats)
        for number in (default.low, default.likely, default.high)
    )
    return value if low == high else f"{value} ({low} to {high})"


def allowed_text(assumption: Assumption, formats: Formats) -> str:
    """Say between which values an assumption must lie."""
    kind = "number" if assumption.kind is Kind.MONTHS else assumption.kind
    low, high = (written(float(bound), kind, "", formats) for bound in assumption.bounds)
    return f"{low} to {high}" + (" months" if assumption.kind is Kind.MONTHS else "")
