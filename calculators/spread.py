"""What is said of many draws, small enough to be kept: percentiles, fans and bins, never the draws themselves."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from calculators.draws import POINTS, Draws, draw
from calculators.model import MODEL
from calculators.scenario import Resolved
from calculators.uncertainty import (
    FAN,
    Progress,
    Quoted,
    Sample,
    StoppedError,
    quoted,
    sample_of,
    share_error,
)

Array = npt.NDArray[np.float64]

AT_ONCE = 4_096
"""Draws held at a time; fans are drawn from the first so many, which a Sobol sequence keeps balanced."""

MOST_BINS = 30
TAIL = 0.01
"""Share of draws beyond each end of the bins; they are counted in the outermost ones."""


@dataclasses.dataclass(frozen=True)
class Fan:
    """Percentiles of something that changes by month.

    Attributes
    ----------
    at
        Which percentiles, as fractions.
    months
        The month of each step.
    values
        Shape (percentiles, steps).
    """

    at: tuple[float, ...]
    months: tuple[int, ...]
    values: Array

    def at_percentile(self, which: float) -> Array:
        """Return one percentile, shape (steps,)."""
        return np.asarray(self.values[self.at.index(which)])


@dataclasses.dataclass(frozen=True)
class Bins:
    """How draws are spread: the outermost bins hold whatever lies beyond them, too.

    Attributes
    ----------
    edges
        From the lowest on, one more than there are shares; zero is one of them where it lies within.
    shares
        Share of draws in each.
    """

    edges: tuple[float, ...]
    shares: tuple[float, ...]


@dataclasses.dataclass(frozen=True)
class Spread:
    """How sure the answer to a scenario is.

    Attributes
    ----------
    points, seed
        How many draws, and the seed of their scrambling; no points where nothing is uncertain.
    roi, npv, npv_with_soft, payback_month, roi_going_on
        Percentiles of hard value (and of hard and soft), payback None where it is not within the horizon.
    p_roi_positive, p_payback
        Share of draws that pay, and that pay back within the horizon.
    touched, clipped
        Share of draws in which claims were lowered to what exists; by id, share of draws put on a bound.
    bins
        Of the NPV.
    cash
        Fan of cumulative cash, from before month 1 (0) on.
    members
        Fan of members at the start of each month, from month 1 on.
    team_months
        By team: hard value a month, from month 1 on.
    team_value, team_direct
        By team: present value, with all loops and with none.
    fanned
        How many of the draws the fans show.
    """

    points: int
    seed: int
    roi: Quoted
    npv: Quoted
    npv_with_soft: Quoted
    payback_month: Quoted
    roi_going_on: Quoted
    p_roi_positive: float
    p_payback: float
    touched: float
    clipped: Mapping[str, float]
    bins: Bins
    cash: Fan
    members: Fan
    team_months: Mapping[str, Fan]
    team_value: Mapping[str, Quoted]
    team_direct: Mapping[str, Quoted]
    fanned: int

    @property
    def certain(self) -> bool:
        """Whether no assumption has a range, so that there is nothing to draw."""
        return self.points == 0

    @property
    def p_roi_positive_error(self) -> float:
        """Standard error of the share of draws that pay."""
        return share_error(self.p_roi_positive, self.points)

    @property
    def p_payback_error(self) -> float:
        """Standard error of the share of draws that pay back."""
        return share_error(self.p_payback, self.points)


def spread(
    resolved: Resolved, points: int = POINTS, seed: int = 1, progress: Progress | None = None
) -> Spread:
    """Return how sure the answer to a scenario is, in little memory however many draws there are.

    Parameters
    ----------
    resolved
        The numbers in force.
    points
        How many draws, up to 65,536.
    seed
        Of the scrambling.
    progress
        Told how far it is; returns whether to go on.

    Raises
    ------
    StoppedError
        When progress says so.
    ValueError
        On correlations that cannot all hold.
    """
    if progress is not None and not progress(0.0):
        raise StoppedError
    drawn = draw(resolved, points, seed)
    many = max(1, drawn.points)
    singles: list[dict[str, Array]] = []
    first: Sample | None = None
    for start in range(0, many, AT_ONCE):
        stop = min(start + AT_ONCE, many)
        found = sample_of(resolved, _part_of(drawn, start, stop), _within(progress, start, stop, many))
        first = first or found
        singles.append(_singles(found))
    assert first is not None
    joined = {name: np.concatenate([part[name] for part in singles], axis=-1) for name in singles[0]}
    months = len(first.cash) - 1
    return Spread(
        points=drawn.points,
        seed=seed,
        roi=quoted(joined["roi"]),
        npv=quoted(joined["npv"]),
        npv_with_soft=quoted(joined["npv_with_soft"]),
        payback_month=quoted(joined["payback"]),
        roi_going_on=quoted(joined["roi_going_on"]),
        p_roi_positive=float(np.mean(joined["npv"] > 0.0)),
        p_payback=float(np.mean(np.isfinite(joined["payback"]))),
        touched=drawn.touched,
        clipped={name: share for name, share in drawn.clipped.items() if share > 0.0},
        bins=bins_of(joined["npv"]),
        cash=fan_of(first.cash, from_month=0),
        # a stock stands at the start of its month
        members=fan_of(first.members, from_month=1),
        team_months={
            team.id: fan_of(first.team_months[i], from_month=1) for i, team in enumerate(MODEL.teams)
        },
        team_value={team.id: quoted(joined["team_value"][i]) for i, team in enumerate(MODEL.teams)},
        team_direct={team.id: quoted(joined["team_direct"][i]) for i, team in enumerate(MODEL.teams)},
        fanned=first.cash.shape[-1] if months else 0,
    )


def _part_of(drawn: Draws, start: int, stop: int) -> Draws:
    return Draws(
        {name: column[start:stop] for name, column in drawn.values.items()},
        {name: column[start:stop] for name, column in drawn.uniform.items()},
        drawn.clipped,
        drawn.touched,
    )


def _within(progress: Progress | None, start: int, stop: int, many: int) -> Progress | None:
    """Return the progress of one part as progress of all."""
    if progress is None:
        return None
    told: Callable[[float], bool] = progress
    return lambda share: told((start + share * (stop - start)) / many)


def _singles(found: Sample) -> dict[str, Array]:
    return {
        "roi": found.roi,
        "npv": found.npv,
        "npv_with_soft": found.npv_with_soft,
        "payback": found.payback,
        "roi_going_on": found.roi_going_on,
        "team_value": found.team_value,
        "team_direct": found.team_direct,
    }


def fan_of(values: npt.ArrayLike, *, from_month: int, at: tuple[float, ...] = FAN) -> Fan:
    """Return the percentiles of each month.

    Parameters
    ----------
    values
        Shape (steps, draws).
    from_month
        The month of the first step.
    at
        Which percentiles.

    Examples
    --------
    >>> fan_of([[1.0, 3.0, 2.0], [4.0, 4.0, 4.0]], from_month=1, at=(0.5,)).values.tolist()
    [[2.0, 4.0]]
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64), axis=-1)
    position = np.asarray(at) * (ordered.shape[-1] - 1)
    below = np.floor(position).astype(int)
    above = np.minimum(below + 1, ordered.shape[-1] - 1)
    found = ordered[:, below] + (ordered[:, above] - ordered[:, below]) * (position - below)
    return Fan(at, tuple(range(from_month, from_month + len(ordered))), found.T)


def bins_of(values: npt.ArrayLike, most: int = MOST_BINS) -> Bins:
    """Return how values are spread over bins of a round width, zero being an edge.

    Examples
    --------
    >>> bins_of([-1.0, 1.0, 2.0, 3.0], most=4)
    Bins(edges=(-2.0, 0.0, 2.0, 4.0), shares=(0.25, 0.25, 0.5))
    """
    found = np.sort(np.asarray(values, dtype=np.float64))
    outside = int(TAIL * len(found))
    low, high = float(found[outside]), float(found[len(found) - 1 - outside])
    if high <= low:
        half = abs(low) / 20.0 or 1.0
        return Bins((low - half, low + half), (1.0,))
    # two bins may be cut off at the ends
    step = _round_up((high - low) / max(1, most - 2))
    start, end = math.floor(low / step), math.floor(high / step) + 1
    edges = np.arange(start, end + 1) * step
    place = np.clip(np.searchsorted(edges, found, side="right") - 1, 0, len(edges) - 2)
    shares = np.bincount(place, minlength=len(edges) - 1) / len(found)
    return Bins(tuple(edges.tolist()), tuple(shares.tolist()))


def _round_up(width: float) -> float:
    """Return the next of 1, 2, 2.5 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(nice * power for nice in (1.0, 2.0, 2.5, 5.0, 10.0) if nice * power >= width * (1.0 - 1e-9))
