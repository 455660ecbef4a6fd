"""How sure the answer is: percentiles over draws, what moves it most, and what would be worth measuring.

Everything runs the same model as the answer itself, over draws instead of coalitions.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from calculators import costs
from calculators.draws import (
    MOST_POINTS,
    POINTS,
    ROUNDING,
    SECOND,
    Draws,
    correlations_of,
    draw,
    drawn_at,
    possible,
    sobol_points,
    uncertain,
)
from calculators.evaluation import evaluate_resolved, leaves_of
from calculators.model import MODEL
from calculators.quantity import When
from calculators.scenario import Resolved

Array = npt.NDArray[np.float64]
Progress = Callable[[float], bool]
"""Told the share that is done; returns whether to go on."""

RUNS_AT_ONCE = 5_120
"""Fewer cost more calls than arithmetic, more leave the processor's cache."""

SOBOL_POINTS = (256, 4_096)
"""Fewest and most points of variance shares: each runs the model once an assumption, which takes its time."""

LINES = tuple(line for _, line in MODEL.lines)
SPENT = tuple(line for line in costs.LINES if not line.once)
WANTED = (
    *dict.fromkeys(line.gross for line in LINES),
    *(line.quantity for line in SPENT),
    "counts",
    "members_all",
)
FLOWS = tuple(name for name in WANTED if MODEL.quantities[name].when is When.FLOW)
PERCENTILES = (0.1, 0.5, 0.9)
FAN = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


class StoppedError(Exception):
    """Raised when somebody stopped a computation that takes its time."""


@dataclasses.dataclass(frozen=True)
class Quoted:
    """P10, P50 and P90 of a figure, with the standard error of the median.

    Attributes
    ----------
    p10, p50, p90
        Percentiles; None where the figure does not exist there (a payback that never comes).
    standard_error
        Of the P50, as if draws were independent: Sobol points do better, so it is an upper end. None where the P50 is.
    """

    p10: float | None
    p50: float | None
    p90: float | None
    standard_error: float | None


@dataclasses.dataclass(frozen=True)
class Sample:
    """What came out in every draw; the last axis is draws.

    Attributes
    ----------
    draws
        What went in.
    pv_benefits, pv_costs, npv, npv_with_soft
        Present values, money.
    npv_closed, costs_closed
        NPV and costs had the community closed at month 0.
    cash
        Cumulative hard cash from before month 1, shape (months + 1, draws).
    members
        Members at the start of each month, shape (months, draws).
    team_value, team_direct
        Hard value of each team, and with all loops off: shape (teams, draws).
    team_months
        Hard value of each team, a month each: shape (teams, months, draws).
    """

    draws: Draws
    pv_benefits: Array
    pv_costs: Array
    npv: Array
    npv_with_soft: Array
    npv_closed: Array
    costs_closed: Array
    cash: Array
    members: Array
    team_value: Array
    team_direct: Array
    team_months: Array

    @cached_property
    def roi(self) -> Array:
        """(benefits - costs) / costs in every draw; NaN where nothing is spent."""
        with np.errstate(all="ignore"):
            return np.where(self.pv_costs > 0.0, self.npv / self.pv_costs, np.nan)

    @cached_property
    def roi_going_on(self) -> Array:
        """The same for going on rather than closing at month 0."""
        with np.errstate(all="ignore"):
            extra = self.pv_costs - self.costs_closed
            return np.where(extra > 0.0, self.npv_going_on / extra, np.nan)

    @property
    def npv_going_on(self) -> Array:
        """What going on is worth rather than closing at month 0."""
        return self.npv - self.npv_closed

    @cached_property
    def payback(self) -> Array:
        """Payback month in every draw; infinite where it is not within the horizon."""
        below = self.cash < 0.0
        months = len(self.cash)
        last = months - 1 - np.argmax(below[::-1], axis=0)
        never = below[-1]
        return np.where(~np.any(below, axis=0), 1.0, np.where(never, np.inf, last + 1.0))

    @property
    def p_roi_positive(self) -> float:
        """Share of draws that pay."""
        return float(np.mean(self.npv > 0.0))

    @property
    def p_payback(self) -> float:
        """Share of draws that pay back within the horizon."""
        return float(np.mean(np.isfinite(self.payback)))


def percentile(values: Array, at: float) -> float | None:
    """Return a percentile of draws, None where it is not a number that can be quoted."""
    ordered = np.sort(values)
    position = at * (len(ordered) - 1)
    below = int(np.floor(position))
    above = below + 1 if position > below else below
    low, high = ordered[below], ordered[above]
    if not np.isfinite(low) or not np.isfinite(high):
        return None
    return float(low + (high - low) * (position - below))


def quoted(values: Array) -> Quoted:
    """Return P10, P50 and P90 with the standard error of the median.

    The error is half the distance between the order statistics one standard deviation of the binomial apart.
    """
    p10, p50, p90 = (percentile(values, at) for at in PERCENTILES)
    step = 0.5 / np.sqrt(len(values))
    low, high = percentile(values, max(0.0, 0.5 - step)), percentile(values, min(1.0, 0.5 + step))
    error = None if p50 is None or low is None or high is None else (high - low) / 2.0
    return Quoted(p10, p50, p90, error)


def share_error(share: float, draws: int) -> float:
    """Return the standard error of a share of draws."""
    return float(np.sqrt(share * (1.0 - share) / draws)) if draws else 0.0


# ---- running the model over draws


def _factors(resolved: Resolved, values: Mapping[str, Array], months: int) -> Array:
    """Return discount factors, shape (months, draws or 1)."""
    rate = np.asarray(values.get("discount_rate", resolved.value("discount_rate")))
    return np.atleast_1d(1.0 + rate)[None, :] ** (-(np.arange(months)[:, None] + 1.0) / 12.0)


def hard_npv(
    resolved: Resolved, values: Mapping[str, Array], points: int, progress: Progress | None = None
) -> Array:
    """Return the hard NPV in each of several cases.

    Parameters
    ----------
    resolved
        The numbers in force, for whatever is not among the values.
    values
        By id, shape (points,).
    points
        How many cases.
    progress
        Told how far it is.

    Returns
    -------
    Array
        Shape (points,), money.
    """
    months = round(resolved.value("horizon"))
    found = np.empty(points)
    for start in range(0, points, RUNS_AT_ONCE):
        if progress is not None and not progress(start / points):
            raise StoppedError
        part = slice(start, min(start + RUNS_AT_ONCE, points))
        here = {name: column[part] for name, column in values.items()}
        worth = np.zeros(part.stop - part.start)
        factors = _factors(resolved, here, months)
        run: Mapping[str, Any] = {}
        for run, factor in zip(
            MODEL.each_month(leaves_of(resolved) | here, months, FLOWS), factors, strict=True
        ):
            # far from today's values, as a break-even search goes, numbers may run out of range: no NPV, no warning
            with np.errstate(all="ignore"):
                net = run["counts"] * sum(run[line.gross] * run[line.cash] for line in LINES)
                net = net - sum(run[line.quantity] for line in SPENT)
                worth += factor * net
        found[part] = worth - run["cost_launch"]
    return found


def sample(
    resolved: Resolved, points: int = POINTS, seed: int = 1, progress: Progress | None = None
) -> Sample:
    """Return the answer in every draw.

    Parameters
    ----------
    resolved
        The numbers in force.
    points
        How many draws; 1 where nothing is uncertain.
    seed
        Of the draws.
    progress
        Told how far it is; returns whether to go on.

    Raises
    ------
    StoppedError
        When progress says so.
    ValueError
        On correlations that cannot all hold, or more than `MOST_POINTS` draws.
    """
    if not 1 <= points <= MOST_POINTS:
        raise ValueError(f"between 1 and {MOST_POINTS:,} draws")
    return sample_of(resolved, draw(resolved, points, seed), progress)


def sample_of(resolved: Resolved, draws: Draws, progress: Progress | None = None) -> Sample:
    """Return the answer in given draws; see `sample`."""
    if not draws.points:
        return Sample(draws=draws, **_certain(resolved))
    points = draws.points
    each = max(1, RUNS_AT_ONCE // 3)
    parts = []
    for start in range(0, points, each):
        if progress is not None and not progress(start / points):
            raise StoppedError
        stop = min(start + each, points)
        here = {name: column[start:stop] for name, column in draws.values.items()}
        parts.append(_run_part(resolved, here, stop - start))
    joined = {name: np.concatenate([part[name] for part in parts], axis=-1) for name in parts[0]}
    return Sample(draws=draws, **joined)


def _certain(resolved: Resolved) -> dict[str, Array]:
    """Return the answer where nothing is uncertain: the very digits of `calculators.evaluation`, not only its value."""
    result = evaluate_resolved(resolved)
    exact: dict[str, npt.ArrayLike] = {
        "pv_benefits": result.hard.pv_benefits,
        "pv_costs": result.hard.pv_costs,
        "npv": result.hard.npv,
        "npv_with_soft": result.with_soft.npv,
        "cash": result.hard.cash,
        "team_value": [result.hard.teams[team.id].value for team in MODEL.teams],
        "team_direct": [result.hard.teams[team.id].direct for team in MODEL.teams],
    }
    return _run_part(resolved, {}, 1) | {name: np.asarray(value)[..., None] for name, value in exact.items()}


def _run_part(resolved: Resolved, values: Mapping[str, Array], points: int) -> dict[str, Array]:
    """Return the answer in some draws: with all loops, with none, and closed at month 0, in one run of the model."""
    months = round(resolved.value("horizon"))
    everything, nothing, closed = slice(0, points), slice(points, 2 * points), slice(2 * points, 3 * points)
    tiled = {name: np.tile(column, 3) for name, column in values.items()}
    turns, is_open = np.ones(3 * points), np.ones(3 * points)
    turns[nothing] = 0.0
    is_open[closed] = 0.0
    leaves = leaves_of(resolved, open=is_open) | tiled
    for team in MODEL.teams:
        leaves[f"turns_{team.id}"] = leaves[f"turns_{team.id}"] * turns

    pv_costs, with_soft = np.zeros(3 * points), np.zeros(points)
    team_value = np.zeros((len(MODEL.teams), 3 * points))
    team_months = np.empty((len(MODEL.teams), months, points))
    spent_months, members = np.empty((months, points)), np.empty((months, points))
    run: Mapping[str, Any] = {}
    steps = zip(MODEL.each_month(leaves, months, FLOWS), _factors(resolved, tiled, months), strict=True)
    for month, (run, factor) in enumerate(steps):
        for number, team in enumerate(MODEL.teams):
            gross, hard = np.zeros(3 * points), np.zeros(3 * points)
            for line in team.lines:
                gross += run[line.gross]
                hard += run[line.gross] * run[line.cash]
            hard *= run["counts"]
            team_value[number] += hard * factor
            team_months[number, month] = hard[everything]
            with_soft += (gross * run["counts"] * factor)[everything]
        spent = sum((np.asarray(run[line.quantity]) for line in SPENT), np.zeros(3 * points))
        pv_costs += spent * factor
        spent_months[month] = spent[everything]
        members[month] = np.broadcast_to(run["members_all"], (3 * points,))[everything]
    launch = np.broadcast_to(np.asarray(run["cost_launch"]), (3 * points,))
    pv_costs += launch
    benefits = team_value.sum(axis=0)
    npv = benefits - pv_costs
    net = team_months.sum(axis=0) - spent_months
    planned = not resolved.scenario.running
    return {
        "pv_benefits": benefits[everything],
        "pv_costs": pv_costs[everything],
        "npv": npv[everything],
        "npv_with_soft": with_soft - pv_costs[everything],
        # a planned community that closes at month 0 never was
        "npv_closed": np.zeros(points) if planned else npv[closed],
        "costs_closed": np.zeros(points) if planned else pv_costs[closed],
        "cash": np.concatenate((-launch[None, everything], net.cumsum(axis=0) - launch[everything])),
        "members": members,
        "team_value": team_value[:, everything],
        "team_direct": team_value[:, nothing],
        "team_months": team_months,
    }


# ---- what moves the answer


@dataclasses.dataclass(frozen=True)
class Swing:
    """What one assumption does alone, from its low to its high end.

    Attributes
    ----------
    id
        The assumption.
    at_low, at_high
        NPV there, all else at its likely value.
    """

    id: str
    at_low: float
    at_high: float

    @property
    def size(self) -> float:
        """How far the NPV moves."""
        return abs(self.at_high - self.at_low)


def tornado(resolved: Resolved) -> tuple[Swing, ...]:
    """Return what each uncertain assumption does alone, the largest first: one at a time, no interplay."""
    names = uncertain(resolved)
    if not names:
        return ()
    points = 2 * len(names)
    values = {name: np.full(points, resolved.value(name)) for name in names}
    for number, name in enumerate(names):
        values[name][2 * number] = resolved.in_force[name].low
        values[name][2 * number + 1] = resolved.in_force[name].high
    made, _ = possible(resolved, values, points)
    npv = hard_npv(resolved, made, points)
    swings = (Swing(name, float(npv[2 * i]), float(npv[2 * i + 1])) for i, name in enumerate(names))
    return tuple(sorted(swings, key=lambda swing: -swing.size))


@dataclasses.dataclass(frozen=True)
class VarianceShare:
    """How much of the answer's variance one assumption explains.

    Attributes
    ----------
    id
        The assumption.
    first
        By itself: first-order Sobol index.
    total
        With all its interplay: total Sobol index.
    """

    id: str
    first: float
    total: float


def sobol_indices(function: Callable[[Array], Array], base: Array, other: Array) -> tuple[Array, Array]:
    """Return first-order and total Sobol indices of a function of independent inputs.

    First order by Saltelli et al. 2010 (Computer Physics Communications 181, table 2 b), total by Jansen 1999.

    Parameters
    ----------
    function
        Takes shape (n, inputs), returns shape (n,). Called for a few inputs at a time, so that no more is held at once.
    base, other
        Two samples of the inputs, each of shape (points, inputs), independent of each other.

    Returns
    -------
    tuple of Array
        First-order and total indices, each of shape (inputs,); zeros where nothing varies.
    """
    points, inputs = base.shape
    at_base, at_other = np.split(function(np.concatenate((base, other))), 2)
    at_mixed = np.empty((inputs, points))
    together = max(1, RUNS_AT_ONCE // points)
    for start in range(0, inputs, together):
        columns = range(start, min(start + together, inputs))
        mixed = np.repeat(base[None], len(columns), axis=0)
        for place, column in enumerate(columns):
            mixed[place, :, column] = other[:, column]
        at_mixed[columns.start : columns.stop] = function(mixed.reshape(-1, inputs)).reshape(-1, points)
    first_two = np.concatenate((at_base, at_other))
    # centred, because the estimator of the first order is noisy where the mean is far from zero
    centre = float(np.mean(first_two))
    variance = float(np.var(first_two))
    if variance <= 0.0:
        return np.zeros(inputs), np.zeros(inputs)
    first = np.mean((at_other - centre) * (at_mixed - at_base), axis=1) / variance
    total = 0.5 * np.mean((at_base - at_mixed) ** 2, axis=1) / variance
    return first, total


def variance_shares(
    resolved: Resolved, points: int = POINTS, seed: int = 1, progress: Progress | None = None
) -> tuple[VarianceShare, ...]:
    """Return how much of the NPV's variance each assumption explains, the largest total first.

    Assumptions that do not move the NPV alone are left out. Correlations are left out, too: the indices are defined for
    independent inputs. By itself an input explains no less than nothing and no more than with all its interplay; the
    two are estimated apart, and noise that says otherwise is taken off.

    Parameters
    ----------
    resolved
        The numbers in force.
    points
        How many; between the two of `SOBOL_POINTS` are taken.
    seed
        Of the points.
    progress
        Told how far it is.
    """
    names = tuple(sorted((swing.id for swing in tornado(resolved) if swing.size > 0.0), key=_dimension))
    if not names:
        return ()
    points = min(max(points, SOBOL_POINTS[0]), SOBOL_POINTS[1])
    dimensions = tuple(_dimension(name) for name in names)
    both = sobol_points(points, seed, (*dimensions, *(SECOND + number for number in dimensions)))
    done, runs = 0, points * (len(names) + 2)

    def npv(uniform: Array) -> Array:
        nonlocal done
        if progress is not None and not progress(done / runs):
            raise StoppedError
        done += len(uniform)
        made = drawn_at(resolved, uniform, names).values
        return hard_npv(resolved, made, len(uniform))

    first, total = sobol_indices(npv, both[:, : len(names)], both[:, len(names) :])
    alone = np.clip(first, 0.0, total)
    shares = (VarianceShare(name, float(f), float(t)) for name, f, t in zip(names, alone, total, strict=True))
    return tuple(sorted(shares, key=lambda share: -share.total))


def _dimension(name: str) -> int:
    return MODEL.assumptions[name].dimension


# ---- what to measure next


@dataclasses.dataclass(frozen=True)
class Worth:
    """What it would be worth to know one assumption exactly before deciding.

    Attributes
    ----------
    id
        The assumption.
    evppi
        Expected value of perfect information on it, money; 0 where it does not stand clear of its standard error.
    standard_error
        Of that, money.
    """

    id: str
    evppi: float
    standard_error: float = 0.0


CLEAR = 2.0
"""Standard errors that a value of knowing must be above zero to count: two draws in a tail do not."""


def expected_value_of_knowing(gain: Array, uniform: Array) -> tuple[float, float]:
    """Return the EVPPI of one input for the choice between doing something and leaving it, and its standard error.

    ``E[max(E[gain | x], 0)] - max(E[gain], 0)``, the conditional mean found by regression on the normal score of the
    input (polynomial of degree 4), so that no draws are needed beside those there are. Given where the choice turns,
    that is linear in the coefficients of the regression, and so is its error: of the usual one and of the one that
    allows for draws that scatter more in some places than in others (HC3: MacKinnon and White 1985, Journal of
    Econometrics 29), the larger counts, because it is in a tail, where few draws lie, that the choice mostly turns.

    Parameters
    ----------
    gain
        What doing it is worth rather than leaving it, in every draw.
    uniform
        Where in its distribution the input lies in every draw.

    Returns
    -------
    tuple of float
        Money, twice; the value is 0 where the input does not explain more of the gain than chance would, and where it
        is not `CLEAR` of its error.

    Examples
    --------
    >>> uniform = (np.arange(1_024) + 0.5) / 1_024
    >>> expected_value_of_knowing(ndtri(uniform), uniform)[0].__round__(2)  # the density of a normal at its middle
    0.4
    """
    points, degree = len(gain), 4
    if points < 8 * (degree + 1) or float(np.ptp(gain)) == 0.0:
        return 0.0, 0.0
    basis = np.polynomial.hermite_e.hermevander(ndtri(uniform), degree)
    coefficients = np.linalg.lstsq(basis, gain, rcond=None)[0]
    fitted = basis @ coefficients
    explained = float(np.var(fitted) / np.var(gain))
    # a fit of noise explains degree / points on average; three times that is not chance
    if explained < 3.0 * degree / points:
        return 0.0, 0.0
    changed = (fitted > 0.0).astype(float) - float(np.mean(gain) > 0.0)
    slope = basis.T @ changed / points
    worth = float(slope @ coefficients)
    inverse = np.linalg.pinv(basis.T @ basis)
    weights = basis @ (inverse @ slope)
    leverage = np.einsum("ij,jk,ik->i", basis, inverse, basis)
    missed = gain - fitted
    usual = float(np.sum(weights**2) * np.sum(missed**2) / (points - degree - 1))
    robust = float(np.sum((weights * missed / np.maximum(1.0 - leverage, ROUNDING)) ** 2))
    error = math.sqrt(max(usual, robust))
    return (worth if worth > max(CLEAR * error, 0.0) else 0.0), error


def worth_knowing(gain: Array, draws: Draws) -> tuple[Worth, ...]:
    """Return the EVPPI of every uncertain assumption for one decision, the largest first."""
    worth = (
        Worth(name, *expected_value_of_knowing(gain, uniform)) for name, uniform in draws.uniform.items()
    )
    return tuple(sorted(worth, key=lambda entry: -entry.evppi))


def gain_of_one_more(resolved: Resolved, found: Sample) -> Array:
    """Return in every draw what one more community post from now on is worth."""
    points = max(1, found.draws.points)
    values = dict(found.draws.values)
    now = values.get("staff_planned", np.full(points, resolved.value("staff_planned")))
    values["staff_planned"] = now + 1.0
    return hard_npv(resolved, values, points) - found.npv


def gain_of_going_on(resolved: Resolved, found: Sample) -> Array:
    """Return in every draw what going on is worth rather than closing; for a planned one, launching rather than not."""
    return found.npv_going_on if resolved.scenario.running else found.npv


def two_way(resolved: Resolved, first: str, second: str, steps: int = 9) -> tuple[Array, Array, Array]:
    """Return the hard NPV over two assumptions' ranges.

    Parameters
    ----------
    resolved
        The numbers in force.
    first, second
        Ids of two assumptions.
    steps
        Values of each.

    Returns
    -------
    tuple of Array
        Values of the first, values of the second, NPV of shape (first, second).
    """
    across = tuple(np.linspace(*_reach(resolved, name), steps) for name in (first, second))
    grid = np.meshgrid(*across, indexing="ij")
    points = steps * steps
    made, _ = possible(resolved, {first: grid[0].ravel(), second: grid[1].ravel()}, points)
    return across[0], across[1], hard_npv(resolved, made, points).reshape(steps, steps)


def _reach(resolved: Resolved, name: str) -> tuple[float, float]:
    """Return the range in force, or half to twice the value where there is none."""
    entry = resolved.in_force[name]
    if entry.low < entry.high:
        return entry.low, entry.high
    lowest, highest = entry.bounds
    ends = sorted((entry.value / 2.0, entry.value * 2.0 if entry.value else 1.0))
    return max(lowest, ends[0]), min(highest, ends[1])


__all__ = [
    "Quoted",
    "Sample",
    "StoppedError",
    "Swing",
    "VarianceShare",
    "Worth",
    "correlations_of",
    "expected_value_of_knowing",
    "gain_of_going_on",
    "gain_of_one_more",
    "hard_npv",
    "percentile",
    "quoted",
    "sample",
    "sample_of",
    "sobol_indices",
    "tornado",
    "two_way",
    "variance_shares",
    "worth_knowing",
]
