"""Which value lines of a team there are numbers for: what a starting point lacks is absent, not zero."""

from __future__ import annotations

from calculators.evaluation import LineResult, Result
from calculators.model import MODEL
from calculators.scenario import Origin


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
