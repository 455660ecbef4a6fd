"""At which value of each assumption the answer turns from losing to paying, or back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from calculators.draws import keep_cost
from calculators.model import MODEL
from calculators.scenario import FIXED, Given, Origin, Resolved, resolve
from calculators.uncertainty import hard_npv

Array = npt.NDArray[np.float64]

FIRST_STEPS = 65
STEPS = 33
ROUNDS = 4
NEAR = 50.0
"""Up to how many times today's value steps are small; from there to wider bounds each is so many times the last."""

FAR_STEPS = 48
"""From there to the bounds: a factor of 1.4 each where the bounds are ten million times as far."""


@dataclasses.dataclass(frozen=True)
class _Search:
    """A way on which a change of sign is looked for: in the unit of the assumption, and its steps as shares of it.

    Steps beyond the end are shares above 1.
    """

    name: str
    start: float
    end: float
    along: Array

    @property
    def values(self) -> Array:
        return self.start + (self.end - self.start) * self.along


def npv_at(resolved: Resolved, name: str, values: npt.ArrayLike) -> Array:
    """Return the hard NPV at each of several values of one assumption, all else as it is.

    A cost a year that was given stays what it is: the kinds of cost that are not given make up for the one that moves.

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
    return hard_npv(resolved, _cases(resolved, name, asked), len(asked))


def _cases(resolved: Resolved, name: str, asked: Array) -> dict[str, Array]:
    """Return by id what takes other values where one assumption does."""
    values = {follower: asked for follower in followers_of(resolved, name)}
    keep_cost(resolved, values, len(asked), typed=name)
    return values


def followers_of(resolved: Resolved, name: str) -> tuple[str, ...]:
    """Return the assumption and those that take its value until they are given."""
    following = (
        other
        for other, entry in resolved.in_force.items()
        if entry.assumption.follows == name and entry.origin is Origin.FOLLOWS
    )
    return (name, *following)


def break_even(resolved: Resolved, name: str) -> float | None:
    """Return the value nearest to today's at which the hard NPV is zero; see `break_evens`."""
    return break_evens(resolved, (name,))[name]


def npv_typed(resolved: Resolved, name: str, values: Iterable[float]) -> Array:
    """Return the hard NPV with each of several values of one assumption typed: rules may move other defaults with it.

    Parameters
    ----------
    resolved
        The numbers in force.
    name
        Id of the assumption.
    values
        In the assumption's own unit.

    Returns
    -------
    Array
        Shape (n,), money; not a number where the value would be refused.

    Examples
    --------
    >>> from calculators.scenario import Scenario
    >>> now = resolve(Scenario(running=False))
    >>> held, typed = (float(npv(now, "deflected", [500.0])[0]) for npv in (npv_at, npv_typed))
    >>> typed < held  # typed, it raises the requests that could be deflected, so the same are a smaller share of them
    True
    """
    typed = [resolve(resolved.scenario.with_value(name, Given(value=float(value)))) for value in values]
    moved = {
        other: np.array([numbers.value(other) for numbers in typed])
        for other in resolved.in_force
        if any(numbers.value(other) != resolved.value(other) for numbers in typed)
    }
    refused = np.array([bool(numbers.problems) for numbers in typed])
    return np.where(refused, np.nan, hard_npv(resolved, moved, len(typed)))


def break_evens(
    resolved: Resolved, names: tuple[str, ...], *, reach: float | None = None
) -> dict[str, float | None]:
    """Return for each assumption the value nearest to today's at which the hard NPV is zero, all else as it is.

    Parameters
    ----------
    resolved
        The numbers in force.
    names
        Ids of assumptions.
    reach
        Where given, the value counts only above today's, and up to so many times today's: most searches end early then.

    Returns
    -------
    dict
        By id; None where no value within the assumption's bounds, and allowed beside the others, does it.
    """
    found: dict[str, list[float]] = {name: [] for name in names}
    searches = [
        _Search(name, resolved.value(name), end, _first_steps(resolved.value(name), end, bound, reach))
        for name in names
        if name not in FIXED
        for end, bound in zip(_ends(resolved, name), resolved.in_force[name].bounds[::-1], strict=True)
        if end != resolved.value(name)
    ]
    for name, value in _crossings(resolved, searches, upwards=reach is not None):
        found[name].append(value)
    nearest: dict[str, float | None] = {}
    for name, values in found.items():
        now = resolved.value(name)
        allowed = (
            value
            for value in sorted(values, key=lambda x: abs(x - now))
            if not _refused(resolved, name, value)
        )
        first = next(allowed, None)
        counts = first is not None and (reach is None or now < first <= reach * now)
        nearest[name] = first if counts else None
    return nearest


def _ends(resolved: Resolved, name: str) -> tuple[float, float]:
    """Return how far up and down the steps are small."""
    now = resolved.value(name)
    lowest, highest = resolved.in_force[name].bounds
    if highest - lowest <= NEAR:
        return highest, lowest
    furthest = NEAR * max(abs(now), resolved.in_force[name].high, 1.0)
    return min(highest, furthest), max(lowest, -furthest if lowest < 0.0 else lowest)


def _first_steps(start: float, end: float, bound: float, reach: float | None) -> Array:
    """Return how far along the way the first steps are, as shares of it; upwards no further than need be.

    From 0 to 1 they are small near today's value, where the nearest crossing is looked for, and near the end, which
    mostly is the bound: there little is left of what the assumption stands for and much happens. From the end to a
    bound that lies beyond it they grow in proportion, so that their number stays bounded however far that is.
    """
    even = np.linspace(0.0, 1.0, FIRST_STEPS)
    along = even**2 * (3.0 - 2.0 * even)
    if reach is None:
        if end == bound:
            return along
        return np.concatenate((along, np.geomspace(1.0, (bound - start) / (end - start), FAR_STEPS + 1)[1:]))
    if end < start:
        return along
    return along[: 1 + np.searchsorted(start + (end - start) * along, reach * start)]


def _crossings(resolved: Resolved, searches: list[_Search], *, upwards: bool) -> list[tuple[str, float]]:
    """Return for each search where NPV first changes sign on the way from start to end, those that do.

    All searches run side by side, in one run of the model a round; the last step is along the straight line.

    Parameters
    ----------
    resolved
        The numbers in force.
    searches
        With their first steps.
    upwards
        Whether to give up an assumption whose search upwards finds nothing.
    """
    crossed: list[tuple[str, float]] = []
    for _ in range(ROUNDS):
        if not searches:
            return []
        ends = np.cumsum([len(search.along) for search in searches])
        values: dict[str, Array] = {}
        for search, last in zip(searches, ends, strict=True):
            for moved, cases in _cases(resolved, search.name, search.values).items():
                column = values.setdefault(moved, np.full(ends[-1], resolved.value(moved)))
                column[last - len(search.along) : last] = cases
        every_npv = np.split(hard_npv(resolved, values, int(ends[-1])), ends[:-1])
        narrowed: list[_Search] = []
        crossed = []
        for search, npv in zip(searches, every_npv, strict=True):
            signs = npv >= 0.0
            changes = np.flatnonzero(signs[1:] != signs[:-1])
            if len(changes) and np.isfinite(npv[: changes[0] + 2]).all():
                left, right = search.values[changes[0] : changes[0] + 2].tolist()
                narrowed.append(_Search(search.name, left, right, np.linspace(0.0, 1.0, STEPS)))
                crossed.append((search.name, _straight((left, right), npv[changes[0] : changes[0] + 2])))
        rising = {search.name for search in narrowed if search.end > search.start}
        searches = [search for search in narrowed if search.name in rising] if upwards else narrowed
    return [(name, value) for name, value in crossed if not upwards or name in rising]


def _straight(ends: tuple[float, float], npv: Array) -> float:
    """Return where the straight line between two ends is zero."""
    share = float(npv[0] / (npv[0] - npv[1]))
    return ends[0] + (ends[1] - ends[0]) * share


def _refused(resolved: Resolved, name: str, value: float) -> bool:
    """Tell whether the value would be refused beside the numbers in force, none of them moved by a rule.

    But for the cost a year: where it is given, the kinds of cost have to add up to it.
    """
    if resolved.in_force["cost_year"].origin is Origin.YOURS:
        typed = resolve(resolved.scenario.with_value(name, Given(value=value)))
        if any(problem.field == "cost_year" for problem in typed.problems):
            return True
    off = resolved.scenario.teams_off
    values = {
        other: Given(value=entry.value)
        for other, entry in resolved.in_force.items()
        if other != "cost_year" and MODEL.assumptions[other].group not in off
    }
    for follower in followers_of(resolved, name):
        values[follower] = Given(value=value)
    return bool(resolve(resolved.scenario.changed(values=values)).problems)
