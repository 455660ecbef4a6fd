"""How sure it is that one side is better: the difference in every draw, both sides drawing the same.

Draws belong to assumptions (see `calculators.draws`), so what two scenarios share moves both alike and leaves the
difference alone. Comparing their ranges would say much less: two answers may be very unsure, and their difference not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from calculators.uncertainty import Quoted, quoted, share_error

Array = npt.NDArray[np.float64]

ROUNDING = 1e-9
"""Of the amounts compared: a difference that varies less than this is the same in every draw."""


@dataclasses.dataclass(frozen=True)
class Paired:
    """How two sides differ over shared draws.

    Attributes
    ----------
    points
        How many draws.
    p_better
        Share of draws in which the other side's NPV is above the base's.
    p_same
        Share of draws in which both are the same.
    difference
        P10, P50 and P90 of the other side's NPV less the base's, money.
    certain
        Whether the difference is the same in every draw.
    """

    points: int
    p_better: float
    p_same: float
    difference: Quoted
    certain: bool

    @property
    def p_better_error(self) -> float:
        """Standard error of the share of draws."""
        return share_error(self.p_better, self.points)


def paired(base: npt.ArrayLike, other: npt.ArrayLike) -> Paired:
    """Return how two sides differ over shared draws.

    Parameters
    ----------
    base, other
        NPV in every draw, shape (points,) each, from the same number of points and the same seed.

    Raises
    ------
    ValueError
        Where the two have different numbers of draws.

    Examples
    --------
    >>> found = paired([1.0, 2.0, 3.0, 4.0], [2.0, 3.0, 2.0, 5.0])
    >>> found.p_better, found.difference.p50
    (0.75, 1.0)
    """
    gap = differences(base, other)
    return Paired(
        points=len(gap),
        p_better=float(np.mean(gap > 0.0)),
        p_same=float(np.mean(gap == 0.0)),
        difference=quoted(gap),
        certain=bool(np.ptp(gap) == 0.0),
    )


def differences(base: npt.ArrayLike, other: npt.ArrayLike) -> Array:
    """Return the other side's NPV less the base's in every draw: exactly the same throughout where only digits vary."""
    one, two = np.asarray(base, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if one.shape != two.shape:
        raise ValueError(f"{len(one)} draws cannot be paired with {len(two)}")
    gap = two - one
    size = max(float(np.max(np.abs(one))), float(np.max(np.abs(two))))
    if np.ptp(gap) <= ROUNDING * size:
        return np.full(len(gap), float(np.median(gap)) if np.any(gap != 0.0) else 0.0)
    return gap


def shares_of_best(draws: Sequence[npt.ArrayLike]) -> tuple[float, ...]:
    """Return for each side the share of draws in which its NPV is the highest; sides that tie share the draw.

    Parameters
    ----------
    draws
        NPV in every draw of each side, shape (points,) each.

    Examples
    --------
    >>> shares_of_best([[1.0, 2.0], [3.0, 2.0]])
    (0.25, 0.75)
    """
    table = np.array([np.asarray(side, dtype=np.float64) for side in draws])
    best = table == table.max(axis=0)
    return tuple((best / best.sum(axis=0)).mean(axis=1).tolist())
