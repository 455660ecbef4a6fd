"""The facts of a result that the sentence is made of."""

from __future__ import annotations

import dataclasses
import math
from typing import Protocol

import numpy as np

from calculators.break_even import break_evens, npv_typed
from calculators.evaluation import Result
from calculators.scenario import Origin, Resolved
from calculators.uncertainty import Quoted
from figures.kinds import written_kind
from wording.formats import Formats
from wording.sentence import Answer, BreakEven, ResultRange, npv_range_line, range_line

EFFECTS = frozenset({"uplift", "retention_points", "search_hours", "turnover_points"})
"""Quick inputs that say what the community changes; with contributions, the only ones that may be named."""

FAR = 3.0
"""How many times today's value a break-even may be to be worth naming."""

CLOSE = 0.98
"""Of a break-even with all else held: where this share of it pays once it is typed, it is more than is needed."""

LOOKS, VALUES = 3, 9
"""How often a value is looked for among typed ones, and how many at a time: to half a per cent of today's."""


def formats_of(resolved: Resolved) -> Formats:
    """Return how amounts and numbers of a scenario are written."""
    return Formats(currency=resolved.scenario.currency, locale=resolved.scenario.number_format)


def own_inputs(resolved: Resolved) -> int:
    """Return how many of the quick inputs are the user's own."""
    quick = (item.id for item in resolved.scenario.point.quick)
    return sum(resolved.in_force[name].origin is Origin.YOURS for name in quick)


def own_elsewhere(resolved: Resolved) -> int:
    """Return how many numbers beside the quick inputs are the user's own."""
    return sum(entry.origin is Origin.YOURS for entry in resolved.in_force.values()) - own_inputs(resolved)


def is_example(resolved: Resolved) -> bool:
    """Tell whether nothing has been typed yet."""
    return not any(entry.origin is Origin.YOURS for entry in resolved.in_force.values())


class Weighed(Protocol):
    """What comes back and what it costs: a `Money` has it, and what is told in a link."""

    @property
    def pv_benefits(self) -> float: ...

    @property
    def pv_costs(self) -> float: ...

    @property
    def payback_month(self) -> int | None: ...


def costs_anything(money: Weighed) -> bool:
    """Tell whether any cost is counted."""
    return money.pv_costs > 0.0


def benefits_anything(money: Weighed) -> bool:
    """Tell whether any benefit is counted."""
    return money.pv_benefits != 0.0


def nothing_counted(money: Weighed) -> bool:
    """Tell whether neither a cost nor a benefit is counted, so that there is nothing to weigh."""
    return not costs_anything(money) and not benefits_anything(money)


def payback_to_write(money: Weighed) -> float | None:
    """Return the month of payback; None where it is not within the horizon, no number where nothing is counted.

    Cash that never moves is never below zero: that is no payback in month 1. What is no number is written as a dash.

    Examples
    --------
    >>> import types
    >>> nothing = types.SimpleNamespace(pv_benefits=0.0, pv_costs=0.0, payback_month=1)
    >>> Formats().number(payback_to_write(nothing))
    '–'
    """
    return math.nan if nothing_counted(money) else money.payback_month


def answer_of(result: Result) -> Answer:
    """Return the facts of the headline: hard value, against no community.

    Parameters
    ----------
    result
        What `evaluate` returned.
    """
    money, resolved = result.hard, result.resolved
    return Answer(
        horizon_months=result.horizon,
        roi=money.roi,
        npv=money.npv,
        pv_benefits=money.pv_benefits,
        pv_costs=money.pv_costs,
        payback_month=money.payback_month,
        payback_beyond_horizon=result.payback_beyond_horizon,
        deepest_need=money.deepest_need,
        own_inputs=own_inputs(resolved),
        own_elsewhere=own_elsewhere(resolved),
        quick_inputs=len(resolved.scenario.point.quick),
        own_value_share=result.own_value_share,
        example=is_example(resolved),
        running=resolved.scenario.running,
        roi_going_on=money.roi_going_on,
        costs_anything=costs_anything(money),
        benefits_anything=benefits_anything(money),
        # a break-even is named only where the sentence has no payback to name
        break_even=worth_naming(result)
        if money.npv < 0.0 and result.payback_beyond_horizon is None
        else None,
    )


class Ranges(Protocol):
    """What the sentence needs of draws: a `Confidence` and a `Spread` both have it."""

    @property
    def roi(self) -> Quoted: ...

    @property
    def npv(self) -> Quoted: ...

    @property
    def p_roi_positive(self) -> float: ...


def answer_with_range(result: Result, confidence: Ranges) -> Answer:
    """Return the facts of the headline with the range around it.

    The headline is at the likely values everywhere, so that it is the figure of the tables, of the workbook's live
    formulas and of a calculation by hand; the middle of the draws is said with their range.

    Parameters
    ----------
    result
        What `evaluate` returned: the answer at the likely values.
    confidence
        The same scenario's draws.

    Returns
    -------
    Answer
        That of `answer_of` where nothing varies, or where no return can be stated.
    """
    answer = answer_of(result)
    roi = confidence.roi
    if roi.p10 is None or roi.p50 is None or roi.p90 is None or roi.p10 == roi.p90:
        return answer
    return dataclasses.replace(
        answer,
        range=ResultRange(
            p10=roi.p10 + 1.0, p50=roi.p50 + 1.0, p90=roi.p90 + 1.0, p_positive=confidence.p_roi_positive
        ),
    )


def how_sure(result: Result, confidence: Ranges) -> str:
    """Return between what the answer lies, in a sentence: the return, or the net present value where there is none.

    Parameters
    ----------
    result
        The answer at the likely values.
    confidence
        The same scenario's draws.

    Returns
    -------
    str
        Empty where nothing varies.
    """
    formats = formats_of(result.resolved)
    if said := range_line(answer_with_range(result, confidence), formats):
        return said
    npv = confidence.npv
    if npv.p10 is None or npv.p50 is None or npv.p90 is None or npv.p10 == npv.p90:
        return ""
    return npv_range_line(
        low=npv.p10,
        middle=npv.p50,
        high=npv.p90,
        costs_anything=costs_anything(result.hard),
        formats=formats,
    )


def worth_naming(result: Result) -> BreakEven | None:
    """Return the first of the quick inputs that would break even by itself, as the sentence names it.

    Only what members do or what the community changes is named, and only where it need not be more than three times
    what it is: nobody breaks even by wishing for fifty times the customers. What is named breaks even when it is typed,
    with all that the rules then move.
    """
    formats, in_force = formats_of(result.resolved), result.resolved.in_force
    candidates = {
        item.id: item
        for item in result.resolved.scenario.point.quick
        if (in_force[item.id].assumption.contribution or item.id in EFFECTS)
        and in_force[item.id].origin is not Origin.ABSENT
        and in_force[item.id].value > 0.0
    }
    for name, value in break_evens(result.resolved, tuple(candidates), reach=FAR).items():
        if value is None:
            continue
        item, entry = candidates[name], in_force[name]
        kind = written_kind(entry.assumption.kind)
        needed = _when_typed(result.resolved, name, value, kind)
        if needed is None:
            continue
        unit = item.unit or entry.assumption.unit
        each = next((f" {period}" for period in ("a month", "a year") if unit.endswith(period)), "")
        return BreakEven(
            label=item.label[0].lower() + item.label[1:] + each,
            value_text=formats.value(needed, kind=kind),
            now_text=formats.value(entry.value, kind=kind),
        )
    return None


def _when_typed(resolved: Resolved, name: str, value: float, kind: str) -> float | None:
    """Return what to type, as it is written, to break even; None where no typed value is found that does.

    Typing a number may move other defaults, and the answer with it: a break-even with all else held is tried first, and
    looked for again among typed values where it is not enough, or more than is needed.
    """
    now = resolved.value(name)
    named = _rounded_up(value, kind)
    short, at = npv_typed(resolved, name, [max(CLOSE * value, (now + value) / 2.0), named])
    if short < 0.0 <= at:
        return named
    left, right = now, FAR * now
    for _ in range(LOOKS):
        steps = np.linspace(left, right, VALUES)
        pays = npv_typed(resolved, name, steps) >= 0.0
        turns = np.flatnonzero(pays[1:] & ~pays[:-1])
        if not len(turns):
            return None
        left, right = steps[turns[0] : turns[0] + 2].tolist()
    named = _rounded_up(right, kind)
    return named if npv_typed(resolved, name, [named])[0] >= 0.0 else None


def _rounded_up(value: float, kind: str) -> float:
    """Return the value with three digits, rounded up so that it does break even; whole where it counts something."""
    step = 10.0 ** (math.floor(math.log10(value)) - 2)
    return math.ceil(value / (max(step, 1.0) if kind == "count" else step)) * (
        max(step, 1.0) if kind == "count" else step
    )
