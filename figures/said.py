"""What pages and papers say of a result, in sentences made of its figures."""

from __future__ import annotations

import numpy as np

from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.team import Team
from figures.answer import formats_of
from figures.teams import is_measured
from wording.teams import TeamFacts
from wording.wheel import WheelFacts


def wheel_facts(result: Result) -> WheelFacts:
    """Return what the sentence says of the wheel."""
    money = result.hard
    return WheelFacts(
        horizon_months=result.horizon,
        npv=money.npv,
        direct=money.direct,
        flywheel=money.flywheel,
        loops_on=len(result.resolved.loops_on),
        anyone_joins=bool(np.any(np.isfinite(result.flywheel_share))),
        turns_in=result.turns_in_month,
        carries_itself_in=result.carries_itself_in_month,
    )


def team_facts(result: Result, team: Team) -> TeamFacts:
    """Return what the sentence says of a team."""
    hard, both = result.hard.teams[team.id], result.with_soft.teams[team.id]
    return TeamFacts(
        label=team.label,
        horizon_months=result.horizon,
        direct=hard.direct,
        received=hard.received,
        soft=both.value - hard.value,
        given=hard.given,
        counted=team.id not in result.resolved.scenario.teams_off,
        measured=is_measured(result, team.id),
        turning=team.id in result.resolved.loops_on,
    )


def who_gains(result: Result) -> str:
    """Return who gains most, and how much of the value is hard."""
    write = formats_of(result.resolved)
    teams = [(result.hard.teams[team.id].value, team.label) for team in MODEL.teams]
    most, label = max(teams)
    if most <= 0.0:
        return "No team gains anything that reaches the ledger."
    both = result.with_soft.pv_benefits
    hard = result.hard.pv_benefits
    words = (
        f"{label} gains most: {write.money_short(most)} of {write.money_short(hard)} that reach the ledger"
    )
    return (
        f"{words}, and {write.money_short(both - hard)} of soft value beside it."
        if both > hard
        else f"{words}."
    )


def when_it_pays(result: Result) -> str:
    """Return when cash is back at zero and how much is out at most."""
    write, money = formats_of(result.resolved), result.hard
    need = (
        "no money is ever at risk"
        if money.deepest_need <= 0.0
        else f"at most {write.money_short(money.deepest_need)} is out"
    )
    if money.payback_month is not None:
        return f"Cash is back at zero in {write.month_number(money.payback_month)}; {need}."
    beyond = result.payback_beyond_horizon
    later = "nor within ten years" if beyond is None else f"on this path in {write.month_number(beyond)}"
    return f"Cash is not back at zero within {write.months(result.horizon)}, {later}; {need}."


def one_owner(result: Result) -> str:
    """Return how much would have been counted twice."""
    write = formats_of(result.resolved)
    if abs(result.overlap) < 0.5:
        return "No two teams claim the same money here."
    return (
        f"Counted team by team, the community would claim {write.money_short(result.claims)}; "
        f"{write.money_short(result.overlap)} of it would be counted twice and is taken off."
    )
