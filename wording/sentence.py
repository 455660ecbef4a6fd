"""The one sentence that says the answer, the line below it, and whose numbers it rests on.

The page, the card, the deck and the memo all use these functions, so that they cannot disagree.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wording.formats import Formats, exact, number_in_words, years_in_words

COIN_TOSS: Final = (0.4, 0.6)
_NO_DIFFERENCE: Final = Decimal("1e-9")
_MOST_DIGITS: Final = 9
_TELLING: Final = frozenset({Decimal(0), Decimal(1)})
_HALF: Final = Decimal("0.5")
_OUT_OF_RANGE: Final = "These numbers give no answer: at least one of them is far out of range."
_EXAMPLE: Final = "An example company, not {} yet"


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """What one assumption would have to be for the plan to break even.

    Attributes
    ----------
    label : str
        Name with unit, as it follows a number: "deflected tickets a month".
    value_text, now_text : str
        The value needed and the value now, already written.
    """

    label: str
    value_text: str
    now_text: str


@dataclass(frozen=True, kw_only=True)
class ResultRange:
    """Spread of the return, once ranges exist.

    Attributes
    ----------
    p10, p50, p90 : float or None
        Return per 1 of currency that 1, 5 and 9 of 10 cases stay below.
    p_positive : float or None
        Share of cases that pay, as a fraction.
    """

    p10: float | None = None
    p50: float | None = None
    p90: float | None = None
    p_positive: float | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Everything the sentence may say, as facts.

    Attributes
    ----------
    horizon_months : int
        Length of the plan [months].
    roi : float or None
        (PV benefits - PV costs) / PV costs; None when nothing costs.
    npv, pv_benefits, pv_costs : float
        Present values [currency].
    payback_month : float or None
        Month in which cumulative cash stays above zero, within the horizon.
    payback_beyond_horizon : float or None
        The same on the path continued, when it lies beyond the horizon.
    deepest_need : float
        Deepest point of cumulative cash [currency], of either sign; 0 when it is never negative.
    own_inputs, quick_inputs : int
        How many of the quick inputs are the user's own, and how many there are.
    own_elsewhere : int
        How many other numbers are the user's own.
    own_value_share : float or None
        Share of the value that rests on the user's own numbers, as a fraction.
    example : bool
        Nothing has been typed yet: the company shown is the starting point's.
    running : bool
        The community exists today.
    roi_going_on : float or None
        ROI of going on against closing today.
    costs_anything, benefits_anything : bool
        Whether any cost and any benefit is counted.
    break_even : BreakEven or None
        The one worth naming when the plan does not pay.
    range : ResultRange or None
        Spread, once ranges exist.
    """

    horizon_months: int
    roi: float | None
    npv: float
    pv_benefits: float
    pv_costs: float
    payback_month: float | None = None
    payback_beyond_horizon: float | None = None
    deepest_need: float = 0.0
    own_inputs: int = 0
    own_elsewhere: int = 0
    quick_inputs: int = 10
    own_value_share: float | None = None
    example: bool = False
    running: bool = False
    roi_going_on: float | None = None
    costs_anything: bool = True
    benefits_anything: bool = True
    break_even: BreakEven | None = None
    range: ResultRange | None = None


def headline(answer: Answer, *, formats: Formats, whose: str = "yours") -> str:
    """Say the answer in one sentence that a finance officer can repeat.

    Parameters
    ----------
    answer : Answer
        The facts.
    formats : Formats
        Currency and separators.
    whose : str
        Whose numbers the user's own are to whoever reads: "yours", or "the author's".

    Returns
    -------
    str
        One sentence, or two short ones. Not yet safe for markdown, because it may hold `$`.

    Examples
    --------
    >>> paying = Answer(horizon_months=36, roi=1.35, npv=135_000, pv_benefits=235_000, pv_costs=100_000,
    ...                 payback_month=9, deepest_need=-20_000, own_inputs=4)
    >>> headline(paying, formats=Formats())
    'Over three years every $1 returns $2.35, paid back in month 9.'
    """
    sentence = _sentence(answer, formats)
    return f"{_EXAMPLE.format(whose)}. {sentence}" if answer.example else sentence


def second_line(answer: Answer, formats: Formats) -> str | None:
    """Say what going on returns against closing today, for a community that runs already.

    Examples
    --------
    >>> running = Answer(horizon_months=36, roi=0.32, npv=32_000, pv_benefits=132_000, pv_costs=100_000,
    ...                  running=True, roi_going_on=0.06)
    >>> second_line(running, Formats())
    'Going on rather than closing today returns $1.06 for every $1.'
    """
    if not answer.running or answer.roi_going_on is None or not math.isfinite(answer.roi_going_on):
        return None
    start = "Going on rather than closing today"
    one = formats.money(1)
    returned = Decimal(repr(float(answer.roi_going_on))) + 1
    if abs(returned - 1) <= _NO_DIFFERENCE:
        return f"{start} returns exactly what it costs."
    if returned == 0:
        return f"{start} returns nothing of what it costs."
    if returned < 0:
        return f"{start} returns nothing, and costs {_per_one(-returned, formats)} on top of every {one}."
    only = "only " if returned < 1 else ""
    return f"{start} returns {only}{_per_one(returned, formats)} for every {one}."


def range_line(answer: Answer, formats: Formats) -> str:
    """Say between what the return lies, its middle, and how often it pays; empty where there is no range.

    Examples
    --------
    >>> sure = Answer(horizon_months=36, roi=0.32, npv=32_000, pv_benefits=132_000, pv_costs=100_000,
    ...               range=ResultRange(p10=0.65, p50=1.35, p90=2.55, p_positive=0.72))
    >>> range_line(sure, Formats())
    '8 times in 10 every $1 returns between $0.65 and $2.55, in the middle $1.35; it pays in 72 of 100 cases.'
    """
    spread = answer.range
    if spread is None or spread.p10 is None or spread.p50 is None or spread.p90 is None:
        return ""
    low, middle, high = (formats.money_fixed(x, places=2) for x in (spread.p10, spread.p50, spread.p90))
    words = f"8 times in 10 every {formats.money(1)} returns between {low} and {high}, in the middle {middle}"
    return (
        f"{words}; it pays in {_cases(spread.p_positive)}." if spread.p_positive is not None else f"{words}."
    )


def npv_range_line(*, low: float, middle: float, high: float, costs_anything: bool, formats: Formats) -> str:
    """Say between what the net present value lies, where there is no return to say it of.

    Examples
    --------
    >>> npv_range_line(low=90_000, middle=210_000, high=400_000, costs_anything=False, formats=Formats())[:72]
    'Without a cost there is no return to give a range of; 8 times in 10 the '
    """
    first, last, mid = (formats.money_short(x) for x in (low, high, middle))
    words = f"8 times in 10 the net present value lies between {first} and {last}, in the middle {mid}."
    return words if costs_anything else f"Without a cost there is no return to give a range of; {words}"


def provenance(answer: Answer, *, whose: str = "yours") -> str:
    r"""Say whose numbers the answer rests on.

    Parameters
    ----------
    answer : Answer
        The facts.
    whose : str
        Whose numbers the user's own are to whoever reads: "yours", or "the author's".

    Examples
    --------
    >>> provenance(Answer(horizon_months=36, roi=1, npv=1, pv_benefits=2, pv_costs=1, example=True))
    'An example company, not yours yet'
    >>> provenance(Answer(horizon_months=36, roi=1, npv=1, pv_benefits=2, pv_costs=1, own_inputs=4,
    ...                   own_value_share=0.38)).replace("\xa0", "_")
    '4 of the ten numbers are yours; 38_% of the value rests on them'
    """
    if answer.example:
        return _EXAMPLE.format(whose)
    own, total = answer.own_inputs, answer.quick_inputs
    if own <= 0:
        first = f"None of the {number_in_words(total)} numbers is {whose} yet"
        rests = f"rests on other numbers of {whose}"
    elif own == 1:
        first = f"1 of the {number_in_words(total)} numbers is {whose}"
        rests = "rests on it"
    elif own >= total:
        first = f"All {number_in_words(total)} numbers are {whose}"
        rests = "rests on them"
    else:
        first = f"{own} of the {number_in_words(total)} numbers are {whose}"
        rests = "rests on them"
    share = answer.own_value_share
    if share is None or not math.isfinite(share) or (own <= 0 and share <= 0):
        return first
    return f"{first}; {_share_in_words(share)} of the value {rests}"


def _share_in_words(share: float) -> str:
    if share <= 0:
        return "none"
    if share >= 1:
        return "all"
    if share < 0.005:
        return "less than 1\u00a0%"
    if share >= 0.995:
        return "over 99\u00a0%"
    return f"{math.floor(share * 100 + 0.5)}\u00a0%"


def _sentence(answer: Answer, formats: Formats) -> str:
    returned = _return_per_one(answer)
    nothing_own = answer.own_inputs + answer.own_elsewhere <= 0 and not answer.own_value_share
    if nothing_own and not answer.example:
        return "Nothing of your own is entered yet, so there is no answer to give."
    excuse = _no_return(answer)
    if excuse is not None or returned is None:
        return excuse or _OUT_OF_RANGE
    return _with_chances(answer, returned) or _with_money(answer, returned, formats)


def _no_return(answer: Answer) -> str | None:
    """Return the sentence for facts that give no return: no cost, no benefit, or no number at all."""
    if not answer.costs_anything and not answer.benefits_anything:
        return "No cost and no benefit is counted yet, so there is nothing to weigh."
    if not answer.costs_anything:
        return "No cost is counted, so there is no return on it to state: add what the community costs."
    if answer.pv_costs <= 0:
        return "Costs come out at nothing or less, so there is no return on them to state."
    if not answer.benefits_anything:
        return "No benefit is counted, so nothing comes back for what it costs: add what the community does."
    returned = _return_per_one(answer)
    if returned is None or not math.isfinite(float(returned)) or not math.isfinite(answer.npv):
        return _OUT_OF_RANGE
    return None


def _with_chances(answer: Answer, returned: Decimal) -> str | None:
    """Return the sentence for an answer whose chances say more than its likely value."""
    chance = answer.range.p_positive if answer.range else None
    if chance is None or not 0 <= chance <= 1:
        return None
    over = years_in_words(answer.horizon_months)
    low, high = COIN_TOSS
    if low <= chance <= high:
        return f"It is a coin toss: over {over} it pays in {_cases(chance)}."
    if (chance > high) != (returned > 1):
        return f"Over {over} it pays in {_cases(chance)}."
    return None


def _cases(chance: float) -> str:
    """Say a chance in whole cases, and never as a certainty it is not."""
    cases = math.floor(chance * 100 + 0.5)
    if cases == 0 and chance > 0:
        return "fewer than 1 of 100 cases"
    if cases == 100 and chance < 1:
        return "more than 99 of 100 cases"
    return f"{cases} of 100 cases"


def _with_money(answer: Answer, returned: Decimal, formats: Formats) -> str:
    over = years_in_words(answer.horizon_months)
    if abs(returned - 1) <= _NO_DIFFERENCE:
        return f"Over {over} it returns exactly what it costs: it breaks even."
    if returned > 1:
        between = _between(answer.range, returned, formats)
        paid_back = _paid_back(answer, formats)
        return (
            f"Over {over} every {formats.money(1)} returns {_per_one(returned, formats)}{between}{paid_back}."
        )
    if _is_beyond(answer):
        month = formats.month_number(answer.payback_beyond_horizon)
        so_far = _returned_so_far(returned, formats)
        return f"Not within {over}: {so_far}; on this path it is paid back in {month}."
    return _loses(answer, returned, formats)


def _is_beyond(answer: Answer) -> bool:
    month = answer.payback_beyond_horizon
    return month is not None and math.isfinite(month) and month > answer.horizon_months


def _is_paid_back(answer: Answer) -> bool:
    month = answer.payback_month
    return month is not None and math.isfinite(month) and 0 <= month <= answer.horizon_months


def _paid_back(answer: Answer, formats: Formats) -> str:
    if not _is_paid_back(answer):
        return ""
    if answer.deepest_need == 0:
        # of the likely values alone: in some of all draws there is money at risk
        return ", and it pays at once: on this path no money is ever at risk"
    if answer.payback_month == 0:
        return ", paid back at once"
    return f", paid back in {formats.month_number(answer.payback_month)}"


def _between(spread: ResultRange | None, returned: Decimal, formats: Formats) -> str:
    low = exact(spread.p10) if spread else None
    high = exact(spread.p90) if spread else None
    if low is None or high is None or not low <= returned <= high:
        return ""
    low_text, high_text = _per_one(low, formats), _per_one(high, formats)
    if low_text == high_text:
        return ""
    return f" (between {low_text} and {high_text} in 8 of 10 cases)"


def _loses(answer: Answer, returned: Decimal, formats: Formats) -> str:
    over = years_in_words(answer.horizon_months)
    if answer.npv < 0:
        # Cash may come back in time and still be worth less than what was put in.
        today = " in today's money" if _is_paid_back(answer) else ""
        start = f"Over {over} it costs {_lost(-answer.npv, formats)} more than it returns{today}"
    elif returned <= 0:
        start = f"Over {over} nothing comes back of what it costs"
    else:
        start = f"Over {over} every {formats.money(1)} returns only {_per_one(returned, formats)}"
    if answer.break_even is None:
        return f"{start}."
    needed = answer.break_even
    return f"{start}; it would break even at {needed.value_text} {needed.label} (now {needed.now_text})."


def _lost(amount: float, formats: Formats) -> str:
    cent = 0.01
    return formats.money_short(amount) if amount >= cent else f"less than {formats.money(cent)}"


def _returned_so_far(returned: Decimal, formats: Formats) -> str:
    if returned <= 0:
        return "nothing comes back in that time"
    return f"every {formats.money(1)} returns {_per_one(returned, formats)} in that time"


def _return_per_one(answer: Answer) -> Decimal | None:
    """Add in decimals, so that a return close to 0 or 1 keeps the digits that tell it apart."""
    roi = exact(answer.roi)
    if roi is not None:
        return roi + 1
    benefits, costs = exact(answer.pv_benefits), exact(answer.pv_costs)
    return benefits / costs if answer.roi is None and benefits is not None and costs else None


def _per_one(returned: Decimal, formats: Formats) -> str:
    """Write what comes back for 1 of currency, with enough digits not to look like 0 or 1."""
    if abs(returned) >= 1_000_000:
        return formats.money_short(float(returned))
    if abs(returned) >= 100:
        return formats.money(float(returned))
    for places in range(2, _MOST_DIGITS + 1):
        if returned in _TELLING or round(returned, places) not in _TELLING:
            return formats.money_fixed(float(returned), places=places)
    if returned > _HALF:
        return f"just {'over' if returned > 1 else 'under'} {formats.money(1)}"
    return f"just {'over' if returned > 0 else 'under'} {formats.money(0)}"
