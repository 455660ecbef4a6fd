"""What each team gets, and which of its value lines there are numbers for: what a starting point lacks is absent."""

from __future__ import annotations

import dataclasses

from calculators.evaluation import LineResult, Result
from calculators.model import MODEL
from calculators.scenario import Origin
from wording.formats import NOTHING


def lines_of(result: Result, team: str) -> tuple[LineResult, ...]:
    """Return a team's value lines without those that this kind of community has no numbers for.

    Parameters
    ----------
    result
        What `evaluate` returned.
    team
        Id of the team.
    """
    found = []
    for (owner, declared), line in zip(MODEL.lines, result.lines, strict=True):
        if owner.id != team:
            continue
        absent = any(result.resolved.in_force[name].origin is Origin.ABSENT for name in declared.rests_on)
        if not absent or line.gross != 0.0:
            found.append(line)
    return tuple(found)


def is_measured(result: Result, team: str) -> bool:
    """Tell whether there are numbers for the team's value at all."""
    return bool(lines_of(result, team))


@dataclasses.dataclass(frozen=True)
class TeamAmounts:
    """Hard value of one team as tables write it: None, a dash, where there is no such number, which is not a zero.

    Attributes
    ----------
    direct, received, value
        Its lines with all loops off, what the loops add to them, and both; None where the team is left out or this
        kind of community has no numbers for it.
    given
        What its loop gives; None where it stands still, and where there are neither numbers for the team nor any that
        drive its loop.
    """

    direct: float | None
    received: float | None
    value: float | None
    given: float | None


def amounts_of(result: Result, team: str) -> TeamAmounts:
    """Return what a table writes of a team.

    Parameters
    ----------
    result
        What `evaluate` returned.
    team
        Id of the team.

    Examples
    --------
    >>> from calculators.evaluation import evaluate
    >>> from calculators.scenario import Scenario
    >>> amounts_of(evaluate(Scenario(teams_off={"support"})), "support")
    TeamAmounts(direct=None, received=None, value=None, given=None)
    """
    money, measured = result.hard.teams[team], is_measured(result, team)
    known = measured and team not in result.resolved.scenario.teams_off
    gives = team in result.resolved.loops_on and (measured or abs(money.given) >= NOTHING)
    return TeamAmounts(
        direct=money.direct if known else None,
        received=money.received if known else None,
        value=money.value if known else None,
        given=money.given if gives else None,
    )


@dataclasses.dataclass(frozen=True)
class TeamParts:
    """What one team gets from the community and gives to it, present values.

    Attributes
    ----------
    id, label, colour
        The team.
    direct, received, given
        Hard value with all loops off, what the loops add to it, and what its own loop gives.
    soft_direct, soft_received
        What does not reach the ledger, beside the others.
    on, measured
        False where it was switched off; where this kind of community has no numbers for it.
    """

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


def team_parts(result: Result) -> tuple[TeamParts, ...]:
    """Return what every team gets, in the order of the wheel."""
    off = result.resolved.scenario.teams_off
    found = []
    for team in MODEL.teams:
        hard, both = result.hard.teams[team.id], result.with_soft.teams[team.id]
        found.append(
            TeamParts(
                id=team.id,
                label=team.label,
                colour=team.colour,
                direct=hard.direct,
                received=hard.received,
                given=hard.given,
                soft_direct=both.direct - hard.direct,
                soft_received=both.received - hard.received,
                on=team.id not in off,
                measured=is_measured(result, team.id),
            )
        )
    return tuple(found)
