"""The circle, its tipping point, the smallest commitment and the contributions as plain data, for the command line."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from calculators import MODEL_VERSION, conditions, tipping
from calculators.circle import ILLUSTRATIVE, QUARTER, Circle, Start, in_force
from calculators.contributions import KINDS, Businesses, Work, businesses
from calculators.evaluation import Result


def as_data(result: Result) -> dict[str, Any]:
    """Return everything that is said of breaking the cycle, as lists, numbers and names.

    Parameters
    ----------
    result
        What `evaluate` returned: the circle goes round the same scenario, and changes nothing of it.

    Returns
    -------
    dict
        Money in the scenario's currency, budgets in units of today's, shares as fractions, months from 1.
        What is illustrative stands under ``"illustrative"`` beside the words that say so.
    """
    circle = Circle(result.resolved)
    rules = in_force(result.resolved.scenario)
    return {
        "model_version": MODEL_VERSION,
        "name": result.resolved.scenario.name,
        "currency": result.resolved.scenario.currency,
        "illustrative": {
            "label": ILLUSTRATIVE,
            "months": circle.months,
            "budget_of_1_a_year": circle.year_of_budget,
            "assumptions": circle.rules,
            "policies": _policies(circle),
            "tipping_point": _tipping(circle),
            "smallest_commitment": _commitment(circle),
            "waiting": [_plain(waited) for waited in tipping.waiting(circle)],
        },
        "contributions": _contributions(businesses(result, market_growth=rules["market_growth"])),
        "conditions": {
            "judgement": True,
            "today": conditions.level(rules, conditions.NOW),
            "planned": conditions.level(rules, conditions.PLANNED),
            "next_steps": [
                {"condition": condition.label, "next_step": condition.next_step}
                for condition in conditions.next_steps(rules)
            ],
        },
    }


def _plain(item: Any) -> dict[str, Any]:
    return {name: _number(getattr(item, name)) for name in item.__dataclass_fields__}


def _number(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.ndarray):
        return [_number(entry) for entry in value.tolist()]
    return value


def _policies(circle: Circle) -> list[dict[str, Any]]:
    found = tipping.policies(circle)
    paths = found.paths
    return [
        {
            "id": name,
            "label": label,
            "start": _plain(start),
            "outcome": tipping.outcome(float(paths.budget[-1, column])),
            "circle_closes_in_month": found.closings[column].month,
            "closes_rising": found.closings[column].rising,
            "end_reached_in_month": found.closings[column].end_month,
            "npv": float(found.npv[column]),
            "npv_with_soft": float(found.npv_with_soft[column]),
            "quarterly": {
                "month": [QUARTER * quarter for quarter in range(len(paths.budget))],
                "budget": _number(paths.budget[:, column]),
                "seen": _number(paths.seen[:, column]),
                "perceived_return": _number(paths.perceived[:, column]),
                "dominating_loop": [
                    tipping.dominating(impacts) for impacts in tipping.loop_impacts(paths, column)
                ],
            },
            "monthly": {
                "month": list(range(1, paths.months + 1)),
                "hard_value": _number(paths.hard[:, column]),
                "soft_value": _number(paths.soft[:, column]),
                "hard_value_seen": _number(tipping.monthly_seen(paths)[:, column]),
                "spending": _number(paths.spending[:, column]),
                "members": _number(paths.members[:, column]),
            },
        }
        for column, ((name, label), start) in enumerate(
            zip(tipping.POLICIES.items(), (circle.plan, circle.today, circle.cut), strict=True)
        )
    ]


def _tip(circle: Circle, start: Start) -> dict[str, Any]:
    found = tipping.tip(circle, start)
    return {**_plain(found), "start": _plain(start), "outcome": found.outcome}


def _tipping(circle: Circle) -> dict[str, Any]:
    drawn = tipping.tipping_map(circle)
    return {
        "plan": _tip(circle, circle.plan),
        "today": _tip(circle, circle.today),
        "boundary": [
            {"measuring": _number(share), "budget": _number(budget), "budget_to": _number(above)}
            for share, budget, above in zip(
                drawn.measurings, drawn.boundary, drawn.boundary_above, strict=True
            )
        ],
    }


def _commitment(circle: Circle) -> dict[str, Any] | None:
    found = tipping.smallest_commitment(circle)
    if found is None:
        return None
    return {
        "budget": found.budget,
        "months": found.months,
        "measuring": found.measuring,
        "money": found.money,
        "worse_before_better": _worse(found.hard),
        "worse_before_better_with_soft": _worse(found.with_soft),
        "options": [{"months": months, "budget": budget} for months, budget in found.options],
    }


def _worse(found: tipping.WorseBeforeBetter) -> dict[str, Any]:
    return {"deepest": found.deepest, "deepest_in_month": found.month, "back_in_month": found.back_month}


def _work(work: Work) -> dict[str, float]:
    return {"hours_a_month": work.hours, "posts": work.posts, "hard": work.hard, "soft": work.soft}


def _contributions(found: Businesses) -> dict[str, Any]:
    return {
        "without_community": {**_plain(found.without), "per_employee": found.without.per_employee},
        "with_community": {**_plain(found.with_community), "per_employee": found.with_community.per_employee},
        "all": _work(found.all),
        "by_kind": {kind: _work(work) for kind, work in found.by_kind.items()},
        "by_team": {team: _work(work) for team, work in found.by_team.items()},
        "no_employee_could_have_done": {
            **_work(found.nobody_else),
            "kinds": [
                kind.label for kind in KINDS.values() if kind.by_nobody_else and kind.id in found.by_kind
            ],
        },
        "employees_own_hours": _work(found.employees_own),
        "members_who_are_not_customers": {**_work(found.others), "share_of_members": found.others_share},
        "market_growth": {"a_year": found.market_growth, "value": found.market_growth_value},
    }
