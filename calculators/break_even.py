"""At which value of one assumption the answer turns from losing to paying."""

from __future__ import annotations

import numpy as np

from calculators import costs, finance
from calculators.evaluation import leaves_of
from calculators.model import MODEL
from calculators.scenario import Given, Resolved, resolve

POINTS = 41
ROUNDS = 4


def npv_at(resolved: Resolved, name: str, values: np.typing.ArrayLike) -> np.typing.NDArray[np.float64]:
    """Return the hard NPV at each of several values of one assumption, all else as it is.

    Parameters
    ----------
    resolved
        The numbers in force.
    name
        Id of the assumption.
    values
        Shape (n,), in the assumption's own unit.

    Returns
    -------
    Array
        Shape (n,), money.
    """
    asked = np.asarray(values, dtype=np.float64)
    leaves = leaves_of(resolved)
    for follower in followers_of(resolved, name):
        leaves[follower] = asked
    months = round(resolved.value("horizon"))
    run = MODEL.run(leaves, months)
    factors = finance.discount_factors(months, resolved.value("discount_rate"))
    gained = sum(run[line.gross] * run["counts"] * run[line.cash] for _, line in MODEL.lines)
    spent = sum(run[line.quantity] for line in costs.LINES if not line.once)
    net = np.broadcast_to(gained - spent, (months, len(asked)))
    return np.asarray(factors @ net - run["cost_launch"])


def followers_of(resolved: Resolved, name: str) -> tuple[str, ...]:
    """Return the assumption and those that take its value until they are given."""
    following = (
        other
        for other, entry in resolved.in_force.items()
        if entry.assumption.follows == name and entry.origin.value == "follows another"
    )
    return (name, *following)


def break_even(resolved: Resolved, name: str) -> float | None:
    """Return the value nearest to today's at which the hard NPV is zero, all else as it is.

    Parameters
    ----------
    resolved
        The numbers in force.
    name
        Id of the assumption.

    Returns
    -------
    float or None
        None where no value within the assumption's bounds, and allowed beside the others, does it.
    """
    now = resolved.value(name)
    lowest, highest = resolved.in_force[name].assumption.bounds
    ends = (min(highest, max(now * 50.0, now + 1e-6)), max(lowest, min(now / 50.0, now - 1e-6)))
    found = [value for end in ends if (value := _crossing(resolved, name, now, end)) is not None]
    allowed = [value for value in found if not _refused(resolved, name, value)]
    return min(allowed, key=lambda value: abs(value - now), default=None)


def _crossing(resolved: Resolved, name: str, start: float, end: float) -> float | None:
    """Return where NPV first changes sign on the way from start to end."""
    left, right = start, end
    for _ in range(ROUNDS):
        grid = np.linspace(left, right, POINTS)
        values = npv_at(resolved, name, grid)
        changes = np.flatnonzero((values[:-1] < 0.0) != (values[1:] < 0.0))
        if len(changes) == 0 or not np.all(np.isfinite(values)):
            return None
        left, right = float(grid[changes[0]]), float(grid[changes[0] + 1])
    return right


def _refused(resolved: Resolved, name: str, value: float) -> bool:
    """Tell whether the value would be refused beside the numbers in force, none of them moved by a rule."""
    values = {
        other: Given(value=entry.value)
        for other, entry in resolved.in_force.items()
        if other != "cost_year" and entry.assumption.group not in resolved.scenario.teams_off
    }
    for follower in followers_of(resolved, name):
        values[follower] = Given(value=value)
    return bool(resolve(resolved.scenario.changed(values=values)).problems)
