"""Results as plain data, for the command line and for other programs: the keys are part of the interface."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from calculators import MODEL_VERSION
from calculators.evaluation import Money, Result
from calculators.model import MODEL


def as_data(result: Result) -> dict[str, Any]:
    """Return everything a result says, as lists, numbers and names.

    Parameters
    ----------
    result
        What `evaluate` returned.

    Returns
    -------
    dict
        Money in the scenario's currency, rates as fractions, months from 1; None where there is no such number.
        Headline keys are those of hard value; the same keys with soft value are under ``with_soft``.
    """
    return {
        "model_version": MODEL_VERSION,
        "starting_point": result.resolved.scenario.starting_point,
        "name": result.resolved.scenario.name,
        "currency": result.resolved.scenario.currency,
        "running": result.resolved.scenario.running,
        "horizon": result.horizon,
        **_money(result.hard),
        "with_soft": _money(result.with_soft),
        "payback_month_beyond_horizon": result.payback_beyond_horizon,
        "npv_yearly_view": result.npv_yearly_view,
        "claims": result.claims,
        "overlap": result.overlap,
        "costs": dict(result.costs),
        "lines": [
            {
                "team": line.team,
                "id": line.id,
                "gross": line.gross,
                "hard": line.hard,
                "soft": line.soft,
                "claim": line.claim,
                "causal_share": line.causal,
                "cash_share": line.cash,
            }
            for line in result.lines
        ],
        "years": [
            {"year": y.number, "months": y.months, "benefits": y.benefits, "costs": y.costs, "roi": y.roi}
            for y in result.years
        ],
        "turns_in_month": result.turns_in_month,
        "carries_itself_in_month": result.carries_itself_in_month,
        "own_value_share": result.own_value_share,
        "assumptions": {name: entry.value for name, entry in result.resolved.in_force.items()},
        "warnings": [{"field": remark.field, "message": remark.message} for remark in result.warnings],
        "monthly": _monthly(result),
    }


def _money(money: Money) -> dict[str, Any]:
    return {
        "roi": money.roi,
        "roi_going_on": money.roi_going_on,
        "npv": money.npv,
        "npv_going_on": money.npv_going_on,
        "payback_month": money.payback_month,
        "deepest_need": money.deepest_need,
        "irr": money.irr,
        "irr_roots": money.irr_roots,
        "benefit_cost_ratio": money.benefit_cost_ratio,
        "pv_benefits": money.pv_benefits,
        "pv_costs": money.pv_costs,
        "direct": money.direct,
        "flywheel": money.flywheel,
        "growth": money.growth,
        "teams": {
            name: {
                "direct": team.direct,
                "received": team.received,
                "value": team.value,
                "given": team.given,
                "return_per_cost": team.return_per_cost,
                "own_cost": team.own_cost,
                "own_roi": team.own_roi,
            }
            for name, team in money.teams.items()
        },
        "matrix": {giver: dict(row) for giver, row in money.matrix.items()},
    }


def _monthly(result: Result) -> dict[str, list[float | None]]:
    """Return a value a month, months from 1: stocks at the start of the month, flows at its end."""
    months = result.horizon
    aggregates: dict[str, Any] = {
        "month": np.arange(1, months + 1),
        "benefits": result.hard.benefits,
        "benefits_with_soft": result.with_soft.benefits,
        "costs": sum(result.monthly_costs.values(), np.zeros(months)),
        "net": result.hard.net,
        "cash": result.hard.cash[1:],
        "flywheel_share": result.flywheel_share,
        "reproduction": result.reproduction,
        "joins": result.member_joins[1],
        "joins_by_members": result.member_joins[0],
    }
    aggregates.update({name: values[:months] for name, values in result.series.items()})
    return {name: [_finite(value) for value in values] for name, values in aggregates.items()}


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def flat_row(result: Result) -> Mapping[str, Any]:
    """Return the headline figures of a result in one row, for a table of communities."""
    row: dict[str, Any] = {}
    for prefix, money in (("", result.hard), ("with_soft_", result.with_soft)):
        for key in (
            "roi",
            "roi_going_on",
            "npv",
            "payback_month",
            "pv_benefits",
            "pv_costs",
            "direct",
            "flywheel",
        ):
            row[prefix + key] = getattr(money, key)
    for team in MODEL.teams:
        row[f"{team.id}_value"] = result.hard.teams[team.id].value
        row[f"{team.id}_given"] = result.hard.teams[team.id].given
    return row
