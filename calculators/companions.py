"""Ready-made companions of a scenario: the questions that are asked of every one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType

from calculators.assumption import Role
from calculators.case import Case, State
from calculators.costs import HIRES
from calculators.model import MODEL
from calculators.scenario import Given, Origin, Resolved, Scenario, resolve

PLANS = tuple(
    assumption.id
    for assumption in MODEL.assumptions.values()
    if assumption.role is Role.LEVER and assumption.follows is not None
)
"""Levers with a fact of their own: what is planned for something that is measured today."""

CHANGES_OF_STAFF = tuple(f"hire_{number}" for number in range(1, HIRES + 1))
CREDIT = tuple(
    dict.fromkeys(
        name
        for _, line in MODEL.lines
        for name in (line.causal, line.cash)
        if name in MODEL.assumptions and MODEL.assumptions[name].role is Role.JUDGEMENT
    )
)
"""Causal and cash shares: how much of what happens is the community's, and how much of it reaches the ledger."""


OF_A_COMPANION = "Decided for a ready-made companion"


@dataclasses.dataclass(frozen=True)
class Companion:
    """One question that is asked of every scenario.

    Attributes
    ----------
    id, label
        Its name in documents and for people.
    help
        What it changes, in a sentence.
    of
        Makes the side of the comparison; the scenario itself comes back where there is nothing to change.
    unfit
        Says why it makes no sense for a scenario; empty where it does.
    """

    id: str
    label: str
    help: str
    of: Callable[[Scenario], Case]
    unfit: Callable[[Resolved], str]


def _stand_still(scenario: Scenario) -> Case:
    """Let every plan be what is there today."""
    resolved = resolve(scenario)
    values: dict[str, Given | None] = dict.fromkeys(CHANGES_OF_STAFF)
    for name in PLANS:
        lead = resolved.in_force[MODEL.assumptions[name].follows or ""]
        states = scenario.point.states(MODEL.assumptions[name], running=scenario.running)
        # a plan that is not stated follows what is there by itself, in every draw
        values[name] = _certain(lead.value) if states else None
    for name in CHANGES_OF_STAFF:
        if scenario.point.default(MODEL.assumptions[name], running=scenario.running).likely:
            values[name] = _certain(0.0)
    return Case(_with(scenario, values))


def _half_budget(scenario: Scenario) -> Case:
    """Halve the staff and the programme that are planned; a plan is a decision, so it has no range."""
    resolved = resolve(scenario)
    return Case(
        _with(
            scenario,
            {
                name: _certain(resolved.value(name) / 2.0)
                for name in ("staff_planned", "programme_planned", *CHANGES_OF_STAFF)
                if resolved.value(name)
            },
        )
    )


def _one_more(scenario: Scenario) -> Case:
    """Add a post from month 1 on, as a change of staff, so that the plan itself goes on following what is there."""
    resolved = resolve(scenario)
    for name in CHANGES_OF_STAFF:
        entry, from_month = resolved.in_force[name], resolved.value(f"{name}_month")
        if entry.low == entry.high == 0.0:
            return Case(_with(scenario, {name: _certain(1.0), f"{name}_month": _certain(1.0)}))
        if from_month <= 1.0 and entry.low == entry.high:
            return Case(_with(scenario, {name: _certain(entry.value + 1.0)}))
    plan = resolved.in_force["staff_planned"]
    most = plan.bounds[1]
    low, value, high = (min(number + 1.0, most) for number in (plan.low, plan.value, plan.high))
    more = Given(value=value, low=low, high=high, source=OF_A_COMPANION)
    return Case(_with(scenario, {"staff_planned": more}))


def _cautious(scenario: Scenario) -> Case:
    """Take the low end of every causal and cash share, keeping the evidence that there is."""
    resolved = resolve(scenario)
    lower: dict[str, Given | None] = {}
    for name in CREDIT:
        entry = resolved.in_force[name]
        if entry.origin is Origin.ABSENT or entry.low >= entry.value:
            continue
        given = scenario.values.get(name)
        lower[name] = Given(
            value=entry.low,
            confirmed=True,
            grade=given.grade if given else None,
            source=f"The low end of: {entry.source}"[:2_000],
        )
    return Case(_with(scenario, lower))


def _certain(value: float) -> Given:
    return Given(value=value, low=value, high=value, source=OF_A_COMPANION)


def _with(scenario: Scenario, values: Mapping[str, Given | None]) -> Scenario:
    """Return the scenario with some assumptions given, or back at the starting point's where None."""
    kept = {name: given for name, given in scenario.values.items() if name not in values}
    stated = {name: given for name, given in values.items() if given is not None}
    changed = {**kept, **stated}
    return scenario if changed == dict(scenario.values) else scenario.changed(values=changed)


def _always(_: Resolved) -> str:
    return ""


def _stands_still(resolved: Resolved) -> str:
    if _stand_still(resolved.scenario).scenario == resolved.scenario:
        return "Nothing is planned that differs from today, so it stands still already."
    return ""


def _has_budget(resolved: Resolved) -> str:
    plans = ("staff_planned", "programme_planned", *CHANGES_OF_STAFF)
    return "" if any(resolved.value(name) for name in plans) else "There is no budget to cut."


def _has_doubt(resolved: Resolved) -> str:
    unchanged = _cautious(resolved.scenario).scenario == resolved.scenario
    return "No causal or cash share has a range, so there is no low end to take." if unchanged else ""


def _is_running(resolved: Resolved) -> str:
    return "" if resolved.scenario.running else "It is only planned: there is nothing to close yet."


COMPANIONS: Mapping[str, Companion] = MappingProxyType(
    {
        companion.id: companion
        for companion in (
            Companion(
                "stand_still",
                "Stand still",
                "Staff, programme and everything else planned stay as they are today.",
                _stand_still,
                _stands_still,
            ),
            Companion(
                "half_budget",
                "Cut the budget by half",
                "Half the community staff and half the programme from now on. Platform, overhead and other teams' "
                "hours stay: they cannot be halved by decision.",
                _half_budget,
                _has_budget,
            ),
            Companion(
                "one_more",
                "One more community manager",
                "One more post from month 1 on.",
                _one_more,
                _always,
            ),
            Companion(
                "cautious",
                "Cautious",
                "Every causal and cash share at its low end: only what is surely the community's counts.",
                _cautious,
                _has_doubt,
            ),
            Companion(
                "close_today",
                "Close today",
                "Staff, programme and promotion end now; the archive stays readable at its cost.",
                lambda scenario: Case(scenario, State.CLOSED),
                _is_running,
            ),
            Companion(
                "no_community",
                "No community",
                "As if there had never been one: no value and no cost.",
                lambda scenario: Case(scenario, State.NONE),
                _always,
            ),
        )
    }
)
"""By id, in the order in which they are offered."""


def companion_of(scenario: Scenario, name: str) -> Case:
    """Return a scenario's companion.

    Parameters
    ----------
    scenario
        The scenario it is a companion of.
    name
        Id of the companion.

    Raises
    ------
    KeyError
        Where there is no such companion.

    Examples
    --------
    >>> companion_of(Scenario(), "one_more").scenario.values["hire_1"].value
    1.0
    """
    return COMPANIONS[name].of(scenario)


def why_unfit(scenario: Scenario, name: str) -> str:
    """Return why a companion makes no sense for a scenario, empty where it does."""
    return COMPANIONS[name].unfit(resolve(scenario))
