"""The wheel: what each team's loop gives to every other team, and whether the community carries itself.

A coalition is a set of loops that turn. The value of all coalitions together gives each loop's exact Shapley value: the
mean of what it adds, over every order in which the loops could have been switched on.
"""

from __future__ import annotations

from functools import lru_cache
from math import factorial

import numpy as np
import numpy.typing as npt

from calculators.quantity import Number

Array = npt.NDArray[np.float64]


@lru_cache(maxsize=16)
def coalitions(players: int) -> Array:
    """Return who takes part in each coalition: shape (2**players, players), the empty one first, the full one last.

    Examples
    --------
    >>> coalitions(2).tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
    """
    numbers = np.arange(2**players)
    table = ((numbers[:, None] >> np.arange(players)) & 1).astype(np.float64)
    table.flags.writeable = False
    return table


@lru_cache(maxsize=16)
def shapley_weights(players: int) -> Array:
    """Return the matrix that turns values of coalitions into Shapley values.

    Returns
    -------
    Array
        Shape (players, 2**players): ``weights @ values`` are the effects, and they add up to the value of all minus
        the value of none.

    Examples
    --------
    >>> (shapley_weights(2) @ [0.0, 10.0, 20.0, 50.0]).tolist()
    [20.0, 30.0]
    """
    table = coalitions(players)
    sizes = table.sum(axis=1).astype(int)
    joining = np.array(
        [factorial(size) * factorial(players - size - 1) for size in range(players)], dtype=float
    )
    joining /= factorial(players)
    weights = np.zeros((players, 2**players))
    for player in range(players):
        inside = table[:, player] > 0.0
        weights[player, inside] = joining[sizes[inside] - 1]
        weights[player, ~inside] = -joining[sizes[~inside]]
    weights.flags.writeable = False
    return weights


def joins_by_members(
    joins: Number,
    join_rate: Number,
    pull: Number,
    pull_by_members: Number,
    promotion_rate: Number,
    pull_of_promotion: Number,
) -> Number:
    """Return joins of a group in a month that members cause: their part of all that pulls.

    Parameters
    ----------
    joins
        People of the group who join in the month.
    join_rate, promotion_rate
        Chance to join at the reference, by loops and by own promotion.
    pull, pull_by_members, pull_of_promotion
        Pull of all loops, of what members do, of own promotion, relative to the reference.

    Examples
    --------
    >>> float(joins_by_members(30.0, 0.25, 1.0, 0.5, 0.25, 0.5))
    10.0
    """
    raw = join_rate * pull + promotion_rate * pull_of_promotion
    return joins * np.where(raw > 0.0, join_rate * pull_by_members / raw, 0.0)


def leaving(lapse: Number, churn: Number, members: Number) -> Number:
    """Return members of a group who fall silent or leave in a month; rates are fractions a month."""
    return (lapse + churn) * members


def returning(comeback: Number, lapsed: Number) -> Number:
    """Return lapsed members of a group who return in a month; the rate is a fraction a month."""
    return comeback * lapsed


def member_share(caused: npt.ArrayLike, joins: npt.ArrayLike) -> Array:
    """Return the flywheel share: joins that members cause among all joins; NaN where nobody joins."""
    by_members, everyone = np.asarray(caused, dtype=np.float64), np.asarray(joins, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.where(everyone > 0.0, by_members / everyone, np.nan)


def turning(share: npt.ArrayLike, at_least: float = 0.5) -> npt.NDArray[np.bool_]:
    """Return in which months members cause at least half of the joins; not in one in which nobody joins.

    Examples
    --------
    >>> turning([0.5, 0.4, np.nan]).tolist()
    [True, False, False]
    """
    return np.nan_to_num(np.asarray(share, dtype=np.float64), nan=0.0) >= at_least


def carrying(
    share: npt.ArrayLike, coming: npt.ArrayLike, leaving: npt.ArrayLike, at_least: float = 0.9
) -> npt.NDArray[np.bool_]:
    """Return in which months members cause 90 % of joins and as many come as leave.

    Parameters
    ----------
    share
        Flywheel share of each month.
    coming, leaving
        Joins with returns, and those who lapse or leave, people a month.
    at_least
        What share of joins is enough.

    Examples
    --------
    >>> carrying([0.9, 0.9, 0.8], [10, 9, 10], [10, 10, 10]).tolist()
    [True, False, False]
    """
    return turning(share, at_least) & (np.asarray(coming) >= np.asarray(leaving))


def holds_from(month: int | None, holds: npt.NDArray[np.bool_]) -> bool:
    """Tell whether what holds in some months holds in every one from a month, from 1, to the last.

    Parameters
    ----------
    month
        The first of the months asked for; None where there is none.
    holds
        Whether it holds, a month each.

    Examples
    --------
    >>> holds_from(2, turning([0.4, 0.5, 0.6])), holds_from(1, turning([0.5, 0.6, 0.4]))
    (True, False)
    """
    return month is not None and bool(np.all(holds[month - 1 :]))


def month_it_turns(share: npt.ArrayLike, at_least: float = 0.5, months: int = 3) -> int | None:
    """Return the first month, from 1, of the first run in which members cause at least half of the joins.

    Parameters
    ----------
    share
        Flywheel share of each month, NaN where nobody joins.
    at_least
        What counts as turning.
    months
        How many months running.

    Examples
    --------
    >>> month_it_turns([0.4, 0.5, 0.6, 0.6, 0.3])
    2
    """
    run = 0
    for month, turns in enumerate(turning(share, at_least)):
        run = run + 1 if turns else 0
        if run == months:
            return month + 2 - months
    return None


def month_it_carries_itself(
    share: npt.ArrayLike, coming: npt.ArrayLike, leaving: npt.ArrayLike, at_least: float = 0.9
) -> int | None:
    """Return the first month, from 1, in which members cause 90 % of joins and as many come as leave.

    Parameters
    ----------
    share
        Flywheel share of each month.
    coming, leaving
        Joins with returns, and those who lapse or leave, people a month.
    """
    found = np.flatnonzero(carrying(share, coming, leaving, at_least))
    return int(found[0]) + 1 if len(found) else None
