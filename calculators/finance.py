"""Money over time: present values, ROI, payback, IRR.

Stocks are those at the start of a month, flows fall at its end; a launch falls at time 0. Rates are a year.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyxirr
from scipy.optimize import brentq

Array = npt.NDArray[np.float64]

HIGHEST_RATE = 100.0
"""Internal rates of return above this, 10,000 % a year, are not quoted."""


def discount_factors(months: int, rate: float) -> Array:
    """Return what 1 at the end of each month is worth now.

    Parameters
    ----------
    months
        How many months.
    rate
        Discount rate a year, a fraction.

    Examples
    --------
    >>> discount_factors(12, 0.1)[-1].round(6)
    np.float64(0.909091)
    """
    return np.asarray((1.0 + rate) ** (-(np.arange(months) + 1.0) / 12.0))


def present_value(flows: npt.ArrayLike, rate: float) -> npt.NDArray[np.float64] | np.float64:
    """Return the present value of monthly flows, each at the end of its month.

    Parameters
    ----------
    flows
        Shape (months, ...), in money.
    rate
        Discount rate a year, a fraction.
    """
    monthly = np.asarray(flows, dtype=np.float64)
    return np.tensordot(discount_factors(len(monthly), rate), monthly, axes=(0, 0))


def net_present_value(rate: float, flows: Sequence[float]) -> float:
    """Return the NPV of flows a period apart, the first of them at time 0.

    Parameters
    ----------
    rate
        Rate a period, a fraction.
    flows
        Money, one amount a period.

    Examples
    --------
    >>> round(net_present_value(0.281, [-100, 39, 59, 55, 20]), 10)
    -0.0084785916
    """
    periods = np.arange(len(flows))
    return float(np.sum(np.asarray(flows, dtype=np.float64) / (1.0 + rate) ** periods))


def yearly(flows: npt.ArrayLike) -> Array:
    """Return the sums of each twelve months; the last year may be shorter."""
    monthly = np.asarray(flows, dtype=np.float64)
    starts = np.arange(0, len(monthly), 12)
    return np.add.reduceat(monthly, starts, axis=0) if len(monthly) else monthly


def present_value_yearly(flows: npt.ArrayLike, rate: float) -> float:
    """Return the present value by Forrester's convention: the sum of a year falls at the end of that year.

    Examples
    --------
    >>> round(present_value_yearly([0.0] * 12 + [4_224_000 / 12] * 12 + [8_719_488 / 12] * 12, 0.1))
    10041989
    """
    sums = yearly(flows)
    return float(np.sum(sums / (1.0 + rate) ** (np.arange(len(sums)) + 1.0)))


def roi(benefits: float, costs: float) -> float | None:
    """Return (benefits - costs) / costs; None where nothing is spent.

    Examples
    --------
    >>> roi(135.0, 100.0)
    0.35
    """
    return (benefits - costs) / costs if costs > 0.0 else None


def kept_revenue(revenue: float, rates: Sequence[float]) -> list[float]:
    """Return the revenue kept in each year when each year's rate keeps part of the next year's, chained.

    Forrester's convention: what is kept adds to the base that the next rate works on, and nothing is kept in year 1.

    Parameters
    ----------
    revenue
        Revenue a year without what is kept, in money.
    rates
        Share of a year's revenue that is kept in the following year, one a year.

    Examples
    --------
    >>> [round(kept) for kept in kept_revenue(1_000, [0.1, 0.2, 0.2])]
    [0, 100, 220]
    """
    kept = [0.0]
    for rate in rates[:-1]:
        kept.append(rate * (revenue + kept[-1]))
    return kept[: len(rates)]


def lifetime_value(*, purchases: float, price: float, years: float, margin: float) -> float:
    """Return what a customer is worth over the years, undiscounted.

    Parameters
    ----------
    purchases
        Purchases a year.
    price
        Money a purchase.
    years
        How long a customer stays.
    margin
        Share of revenue that is left, a fraction.

    Examples
    --------
    >>> round(lifetime_value(purchases=12, price=10, years=2, margin=0.5))
    120
    """
    return purchases * price * years * margin


def cumulative(launch: float, monthly: npt.ArrayLike) -> Array:
    """Return undiscounted cash so far: after the launch, then at the end of each month. Shape (months + 1,)."""
    return np.concatenate(([-launch], -launch + np.cumsum(np.asarray(monthly, dtype=np.float64))))


def payback_month(cash: npt.ArrayLike) -> int | None:
    """Return the first month at whose end cumulative cash is back at zero and never again below it.

    Parameters
    ----------
    cash
        Cumulative cash, from before month 1; see `cumulative`.

    Returns
    -------
    int or None
        Counting months from 1; None where cash ends below zero.

    Examples
    --------
    >>> payback_month([-100.0, -40.0, 20.0])
    2
    """
    below = np.flatnonzero(np.asarray(cash) < 0.0)
    if len(below) == 0:
        return 1
    last = int(below[-1])
    return None if last == len(np.asarray(cash)) - 1 else last + 1


def deepest_need(cash: npt.ArrayLike) -> float:
    """Return the most money that is out at any time, 0 when none ever is."""
    return float(max(0.0, -np.min(np.asarray(cash))))


@dataclasses.dataclass(frozen=True)
class InternalRate:
    """The internal rate of return a year, or why there is none.

    Attributes
    ----------
    rate
        Fraction a year; None where there is none, more than one, or one beyond measure: above `HIGHEST_RATE`, or not to
        be told from a loss of everything.
    roots
        At how many rates above -100 % the NPV changes its sign: 0, 1 or more.
    """

    rate: float | None
    roots: int


def internal_rate(launch: float, monthly: npt.ArrayLike) -> InternalRate:
    """Return the monthly rate at which NPV is zero, annualised.

    Parameters
    ----------
    launch
        Money spent at time 0.
    monthly
        Net cash of each month, in money.

    Examples
    --------
    >>> round(internal_rate(100.0, [0.0] * 11 + [121.0]).rate, 6)
    0.21
    >>> internal_rate(100.0, [230.0, -132.0])
    InternalRate(rate=None, roots=2)
    """
    flows = np.concatenate(([-launch], np.asarray(monthly, dtype=np.float64)))
    flows = np.trim_zeros(flows)
    signs = np.sign(flows[flows != 0.0])
    changes = int(np.count_nonzero(np.diff(signs)))
    if changes == 0:
        return InternalRate(None, 0)
    # flows that change their sign once have exactly one rate, which is not always found where much is lost
    if changes == 1 and (monthly_rate := pyxirr.irr(flows.tolist())) is not None:
        return InternalRate(_a_year(1.0 + monthly_rate), 1)
    brackets = _crossings(flows)
    if len(brackets) != 1:
        return InternalRate(None, len(brackets))
    below, above = brackets[0]
    if not (below > 0.0 and np.isfinite(above)):
        return InternalRate(None, 1)
    return InternalRate(_a_year(brentq(lambda growth: _worth_at(growth, flows), below, above, xtol=1e-15)), 1)


GROWTHS = np.concatenate(
    # from -99.99 % a month, of which nothing is left in a year, to 10,000 % a month
    (np.geomspace(1e-4, 0.499, 1_000), np.linspace(0.5, 1.5, 4_001), np.geomspace(1.501, 101.0, 2_000))
)
"""Factors a month between which the NPV is looked at for changes of its sign."""


def _crossings(flows: Array) -> list[tuple[float, float]]:
    """Return between which factors a month the NPV of flows changes its sign, over all of them: from 0 to infinity."""
    worth = np.empty_like(GROWTHS)
    late = GROWTHS < 1.0
    # below 1 as a final value, above as a present one: neither runs out of range
    worth[late] = np.polynomial.polynomial.polyval(GROWTHS[late], flows[::-1])
    worth[~late] = np.polynomial.polynomial.polyval(1.0 / GROWTHS[~late], flows)
    # at the very ends only the last flow counts, and only the first
    growths = np.concatenate(([0.0], GROWTHS, [np.inf]))
    above = np.sign(np.concatenate(([flows[-1]], worth, [flows[0]])))
    # a rate that is a root to the last digit has no sign: it is crossed once, not entered and left
    growths, above = growths[above != 0.0], above[above != 0.0]
    return [(float(growths[place]), float(growths[place + 1])) for place in np.flatnonzero(np.diff(above))]


def _worth_at(growth: float, flows: Array) -> float:
    """Return the value of flows at a factor a month: at their end where it is below 1, else at their beginning."""
    if growth < 1.0:
        return float(np.polynomial.polynomial.polyval(growth, flows[::-1]))
    return float(np.polynomial.polynomial.polyval(1.0 / growth, flows))


def _a_year(growth: float) -> float | None:
    """Return the rate a year of a factor a month; None where it says nothing.

    That is where next to nothing is ever at risk, or next to nothing comes back.
    """
    with np.errstate(over="ignore"):
        yearly_rate = float(np.float64(growth) ** 12 - 1.0)
    return yearly_rate if growth > 0.0 and -1.0 < yearly_rate <= HIGHEST_RATE else None
