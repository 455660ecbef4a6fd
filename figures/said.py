"""What pages and papers say of a result, in sentences made of its figures."""

from __future__ import annotations

import numpy as np

from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.team import Team
from figures.answer import formats_of
from figures.teams import is_measured
from wording.shared import gains_most, pays_back
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
        keeps_turning=result.keeps_turning,
        keeps_carrying_itself=result.keeps_carrying_itself,
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
    """Return who gains most of what reaches the ledger, and of the soft value beside it."""
    hard = {team.label: result.hard.teams[team.id].value for team in MODEL.teams}
    both = {team.label: result.with_soft.teams[team.id].value for team in MODEL.teams}
    return gains_most(
        hard=hard,
        soft={name: both[name] - value for name, value in hard.items()},
        formats=formats_of(result.resolved),
    )


def when_it_pays(result: Result) -> str:
    """Return how much is out at most, and when cash is back at zero."""
    return pays_back(
        payback_month=result.hard.payback_month,
        beyond=result.payback_beyond_horizon,
        deepest_need=result.hard.deepest_need,
        cash=[float(amount) for amount in result.hard.cash],
        formats=formats_of(result.resolved),
    )


def one_owner(result: Result) -> str:
    """Return how much would have been counted twice."""
    write = formats_of(result.resolved)
    if abs(result.overlap) < 0.5:
        return "No two teams claim the same money here."
    return (
        f"Counted team by team, the community would claim {write.money_short(result.claims)}; "
        f"{write.money_short(result.overlap)} of it would be counted twice and is taken off."
    )
