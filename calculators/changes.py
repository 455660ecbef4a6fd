"""What differs between two sides of a comparison: assumptions and switches, and what only follows from them.

A change is something that was decided or typed. Numbers that the rules then move (contributions that grow with the
members, a plan that follows today's staff, the defaults of another starting point) differ, too, but are no changes of
their own: they belong to what moved them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from calculators.case import Case
from calculators.costs import HIRES
from calculators.message import Amount, Message
from calculators.model import MODEL
from calculators.scenario import Given, InForce, Scenario, resolve

MONTHS_OF_CHANGES = frozenset(f"hire_{number}_month" for number in range(1, HIRES + 1))

HORIZON = "horizon"
"""The same on both sides of a comparison, so never a change."""


@dataclasses.dataclass(frozen=True)
class Changed:
    """One assumption that differs.

    Attributes
    ----------
    id, group
        Which, and where forms put it.
    before, after
        It is in force so on the base's side and on the other's.
    own
        Whether it was given differently; it follows from another change otherwise.
    """

    id: str
    group: str
    before: InForce
    after: InForce
    own: bool

    @property
    def numbers_differ(self) -> bool:
        """Whether more than its evidence differs."""
        return _numbers(self.before) != _numbers(self.after)


@dataclasses.dataclass(frozen=True)
class Switched:
    """One choice that differs and is no assumption.

    Attributes
    ----------
    id
        ``starting_point``, ``running``, ``state``, ``exchange_rate``, ``scale_contributions``, ``team:support``,
        ``loop:support``, ``payers`` or ``correlations``.
    before, after
        What it is on either side: a name, words (a `Message` where numbers stand in them), a rate, or whether it is on.
    """

    id: str
    before: str | float | bool
    after: str | float | bool

    @property
    def team(self) -> str:
        """The team it switches; empty where it is none of a team's."""
        kind, _, team = self.id.partition(":")
        return team if kind in ("team", "loop") else ""


@dataclasses.dataclass(frozen=True)
class WhatDiffers:
    """Everything that differs between two sides.

    Attributes
    ----------
    switches
        Choices.
    assumptions
        Assumptions given differently, in the order of the model: company, community, teams, cost, money.
    following
        Assumptions that differ because of those.
    """

    switches: tuple[Switched, ...]
    assumptions: tuple[Changed, ...]
    following: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.switches or self.assumptions or self.following)


def what_differs(base: Case, other: Case) -> WhatDiffers:
    """Return everything that differs between two sides on common terms.

    Parameters
    ----------
    base, other
        The two sides.

    Examples
    --------
    >>> from calculators.scenario import Scenario
    >>> found = what_differs(Case(Scenario()), Case(Scenario(values={"members": 8000})))
    >>> [change.id for change in found.assumptions], "joins" in [change.id for change in found.following]
    (['members'], True)
    """
    before, after = resolve(base.scenario), resolve(other.scenario)
    given_differently = {name for name, _, _ in _given_differently(base.scenario, other.scenario)}
    found = [
        Changed(name, entry.assumption.group, entry, after.in_force[name], own=name in given_differently)
        for name, entry in before.in_force.items()
        if name != HORIZON and _shown(entry) != _shown(after.in_force[name])
    ]
    return WhatDiffers(
        switches=tuple(_switches(base, other)),
        assumptions=tuple(change for change in found if change.own),
        following=tuple(change for change in found if not change.own),
    )


def _shown(entry: InForce) -> tuple[object, ...]:
    return (*_numbers(entry), entry.grade, str(entry.source), entry.note)


def _numbers(entry: InForce) -> tuple[float, float, float]:
    return entry.low, entry.value, entry.high


def _given_differently(one: Scenario, other: Scenario) -> Iterable[tuple[str, Given | None, Given | None]]:
    for name in MODEL.assumptions:
        before, after = one.values.get(name), other.values.get(name)
        if before != after:
            yield name, before, after


def _switches(base: Case, other: Case) -> Iterable[Switched]:
    one, two = base.scenario, other.scenario
    if base.state is not other.state:
        yield Switched("state", str(base.state), str(other.state))
    for name in ("starting_point", "running", "scale_contributions", "exchange_rate"):
        before, after = getattr(one, name), getattr(two, name)
        if before != after:
            yield Switched(name, before, after)
    for kind, off, also in (
        ("team", one.teams_off, two.teams_off),
        ("loop", one.loops_off, two.loops_off),
    ):
        for team in MODEL.teams:
            if (team.id in off) != (team.id in also):
                yield Switched(f"{kind}:{team.id}", team.id not in off, team.id not in also)
    if one.payers != two.payers:
        yield Switched("payers", _listed(one.payers), _listed(two.payers))
    if one.correlations != two.correlations:
        yield Switched("correlations", _pairs(one), _pairs(two))


def _listed(payers: object) -> str:
    labels = {team.id: team.label for team in MODEL.teams}
    pairs = dict(payers).items()  # type: ignore[call-overload]
    return ", ".join(f"{line}: {labels[team]}" for line, team in pairs) or "none"


def _pairs(scenario: Scenario) -> str:
    labels = MODEL.assumptions
    told: list[str | Amount] = []
    for pair in scenario.correlations:
        told += [", "] if told else []
        told += [f"{labels[pair.first].label} with {labels[pair.second].label} ", Amount(pair.rank)]
    return Message(*told) if told else "none"


WITHOUT_EFFECT = frozenset({"payers", "correlations"})
"""Switches that do not move the NPV at the likely values."""


def steps_between(base: Case, other: Case) -> tuple[str, ...]:
    """Return the ids of everything that could move the NPV on the way from one side to the other, one a step.

    Ids of switches as in `Switched`, then ids of assumptions given another value, or given on one side only. Where one
    side has no community, its numbers do not count, and the only step is having one.
    """
    if not (base.exists and other.exists):
        return ("state",) if base.exists or other.exists else ()
    switches = tuple(switch.id for switch in _switches(base, other) if switch.id not in WITHOUT_EFFECT)
    values = tuple(
        name
        for name, before, after in _given_differently(base.scenario, other.scenario)
        if name != HORIZON and _value(before) != _value(after)
    )
    return (*switches, *values)


def _value(given: Given | None) -> float | None:
    return None if given is None else given.value


def on_the_way(base: Case, other: Case, taken: frozenset[str]) -> Case:
    """Return the side that has taken some steps from the base to the other side.

    Parameters
    ----------
    base, other
        The two sides.
    taken
        Ids as `steps_between` returns them.
    """
    one, two = base.scenario, other.scenario
    values = dict(one.values)
    for name in taken & MODEL.assumptions.keys():
        if name in two.values:
            values[name] = two.values[name]
        else:
            values.pop(name, None)
    fields = {
        name: getattr(two, name)
        for name in ("starting_point", "running", "scale_contributions", "exchange_rate")
        if name in taken
    }
    scenario = one.changed(
        values=values,
        teams_off=_mixed("team", one.teams_off, two.teams_off, taken),
        loops_off=_mixed("loop", one.loops_off, two.loops_off, taken),
        **fields,
    )
    return Case(scenario, other.state if "state" in taken else base.state)


def _mixed(kind: str, off: frozenset[str], also: frozenset[str], taken: frozenset[str]) -> frozenset[str]:
    return frozenset(
        team.id for team in MODEL.teams if team.id in (also if f"{kind}:{team.id}" in taken else off)
    )


def decision_of(step: str) -> str:
    """Return the id of the change that a step is part of: a change of staff has a month that it falls in.

    Examples
    --------
    >>> decision_of("hire_1_month"), decision_of("members")
    ('hire_1', 'members')
    """
    return step.removesuffix("_month") if step in MONTHS_OF_CHANGES else step


def topic_of(step: str) -> str:
    """Return where a step belongs: the group of an assumption, or the switch itself."""
    assumption = MODEL.assumptions.get(step)
    return assumption.group if assumption is not None else step


__all__ = [
    "HORIZON",
    "Changed",
    "Switched",
    "WhatDiffers",
    "decision_of",
    "on_the_way",
    "steps_between",
    "topic_of",
    "what_differs",
]
