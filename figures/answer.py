"""The facts of a result that the sentence is made of."""

from __future__ import annotations

from calculators.break_even import break_even
from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.scenario import Origin, Resolved
from figures.kinds import written_kind
from wording.formats import Formats
from wording.sentence import Answer, BreakEven

NOT_ASKED = frozenset({"members", "employee_members", "active_share", "cost_year"})
"""Quick inputs that are no plan: nobody breaks even by wishing for other members, or for another cost."""


def formats_of(resolved: Resolved) -> Formats:
    """Return how amounts and numbers of a scenario are written."""
    return Formats(currency=resolved.scenario.currency, locale=resolved.scenario.number_format)


def own_inputs(resolved: Resolved) -> int:
    """Return how many of the quick inputs are the user's own."""
    quick = (item.id for item in resolved.scenario.point.quick)
    return sum(resolved.in_force[name].origin is Origin.YOURS for name in quick)


def is_example(resolved: Resolved) -> bool:
    """Tell whether nothing has been typed yet."""
    return not any(entry.origin is Origin.YOURS for entry in resolved.in_force.values())


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
        quick_inputs=len(resolved.scenario.point.quick),
        own_value_share=result.own_value_share,
        example=is_example(resolved),
        running=resolved.scenario.running,
        roi_going_on=money.roi_going_on,
        costs_anything=money.pv_costs > 0.0,
        benefits_anything=money.pv_benefits != 0.0,
        break_even=worth_naming(result) if money.npv < 0.0 else None,
    )


def worth_naming(result: Result) -> BreakEven | None:
    """Return the first of the quick inputs that would break even by itself, as the sentence names it."""
    formats = formats_of(result.resolved)
    for item in result.resolved.scenario.point.quick:
        entry = result.resolved.in_force[item.id]
        if item.id in NOT_ASKED or entry.origin is Origin.ABSENT or entry.value <= 0.0:
            continue
        value = break_even(result.resolved, item.id)
        if value is None:
            continue
        kind = written_kind(MODEL.assumptions[item.id].kind)
        return BreakEven(
            label=item.label[0].lower() + item.label[1:],
            value_text=formats.value(value, kind=kind),
            now_text=formats.value(entry.value, kind=kind),
        )
    return None
