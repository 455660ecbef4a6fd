"""Benefits lowered for doubt, as consultants do it: beside the answer, never on top of draws."""

from __future__ import annotations

import dataclasses

from calculators import finance
from calculators.evaluation import Result

UNSURE = 0.66
"""Share of those asked who are only moderately confident that the benefit is the community's."""

TAKEN_OFF = 0.30
"""What is taken off for each of them."""

HAIRCUT = round(UNSURE * TAKEN_OFF, 2)
"""Share taken off every benefit."""


@dataclasses.dataclass(frozen=True)
class Cut:
    """The answer at likely values with a share of every benefit taken off.

    Attributes
    ----------
    share
        What was taken off.
    pv_benefits, npv
        Present values, money.
    roi
        None where nothing is spent.
    payback_month
        None where it is not within the horizon.
    """

    share: float
    pv_benefits: float
    npv: float
    roi: float | None
    payback_month: int | None


def with_haircut(result: Result, share: float = HAIRCUT) -> Cut:
    """Return the hard answer with a share of every benefit taken off; costs stay.

    Parameters
    ----------
    result
        The answer at likely values.
    share
        What is taken off, as a fraction.

    Examples
    --------
    >>> HAIRCUT
    0.2
    """
    money = result.hard
    benefits = (1.0 - share) * money.pv_benefits
    net = money.net - share * money.benefits
    return Cut(
        share=share,
        pv_benefits=benefits,
        npv=benefits - money.pv_costs,
        roi=finance.roi(benefits, money.pv_costs),
        payback_month=finance.payback_month(finance.cumulative(result.launch, net)),
    )
