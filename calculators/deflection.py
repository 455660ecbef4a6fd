"""Tickets deflected, from a rate and a volume: published rates differ eightfold by what they count.

A rate means nothing without its unit. One visitor makes several visits and opens many pages, so that 5 % of page views
and 5 % of visitors are very different numbers of tickets.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from types import MappingProxyType

from calculators.assumption import Source


class Unit(StrEnum):
    """What a deflection rate is a share of."""

    VISIT = "visit"
    VISITOR = "unique visitor"
    PAGE_VIEW = "page view"
    ANSWER_VIEW = "accepted answer view"
    SESSION = "self-help session"


PUBLISHED_RATES = MappingProxyType(
    {
        Unit.VISIT: (
            0.025,
            0.08,
            Source("Khoros, worked example (2.5 %); Oblinger, worked example for Vanilla (8 %)"),
        ),
        Unit.VISITOR: (0.05, 0.20, Source("Gainsight, range in use for unique visitors")),
        Unit.ANSWER_VIEW: (
            0.05,
            0.20,
            Source("FeverBee, who warns that 5 % yields totals nobody believes; Vanilla (20 %)"),
        ),
        Unit.SESSION: (
            0.09,
            0.09,
            Source("Gartner, customers who resolve their request fully by self-service", 2019),
        ),
    }
)
"""Lowest and highest published rate by unit, fractions, with their source. None is published for page views."""


def chained_rate(shares: Sequence[float]) -> float:
    """Return the rate that a chain of shares comes to, as surveys give it.

    Parameters
    ----------
    shares
        Fractions, each of what the one before has left over: came with a question, found an answer, would have called.

    Raises
    ------
    ValueError
        If one is not between 0 and 1.

    Examples
    --------
    >>> round(chained_rate([0.5, 0.4, 0.4]), 6)
    0.08
    """
    for share in shares:
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"a share is between 0 and 1, not {share:g}")
    return math.prod(shares)


def tickets_deflected(*, volume: float, rate: float) -> float:
    """Return tickets deflected a month.

    Parameters
    ----------
    volume
        How many of the unit that the rate is a share of there are in a month; see `Unit`.
    rate
        Fraction of these that spare a ticket.

    Raises
    ------
    ValueError
        If the volume is negative or the rate is not between 0 and 1.

    Examples
    --------
    >>> tickets_deflected(volume=8_000, rate=0.025)
    200.0
    """
    if not volume >= 0.0:
        raise ValueError(f"a volume is 0 or more, not {volume:g}")
    if not 0.0 <= rate <= 1.0:
        raise ValueError(f"a rate is between 0 and 1, not {rate:g}")
    return volume * rate


def is_published(unit: Unit, rate: float) -> bool | None:
    """Tell whether a rate is within what is published for its unit; None where nothing is.

    Examples
    --------
    >>> is_published(Unit.VISIT, 0.15), is_published(Unit.VISITOR, 0.15)
    (False, True)
    """
    if unit not in PUBLISHED_RATES:
        return None
    lowest, highest, _ = PUBLISHED_RATES[unit]
    return lowest <= rate <= highest
