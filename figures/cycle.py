"""The facts of the circle that sentences, tables and charts of "Break the cycle" are made of."""

from __future__ import annotations

from typing import Literal, cast

from calculators import tipping
from calculators.circle import Circle
from calculators.contributions import Businesses
from calculators.evaluation import Result
from calculators.tipping import Policies, Tip
from wording.cycle import BusinessFacts, CircleFacts, TipFacts

Outcome = Literal["thriving", "undecided", "starved"]


def outcome(end: float) -> Outcome:
    """Return where a budget that ends so has ended."""
    return cast(Outcome, tipping.outcome(end))


def circle_facts(circle: Circle, found: Policies) -> CircleFacts:
    """Return what the sentence says of the plan and of going on as today."""
    plan, year = circle.plan, circle.year_of_budget
    invest, stand, _ = found.closings
    ends = found.paths.budget[-1]
    enough = [outcome(float(end)) != "starved" for end in found.ends_if_seen]
    return CircleFacts(
        outcome=outcome(ends[0]),
        budget_a_year=float(plan.budget) * year,
        end_a_year=float(ends[0]) * year,
        guaranteed_months=float(plan.months),
        measuring=float(plan.measuring),
        followed_months=circle.months,
        closes_in=invest.month,
        floor_in=invest.end_month,
        today_outcome=outcome(ends[1]),
        today_seen=circle.rules["seen_today"],
        today_floor_in=None if stand.rising else stand.end_month,
        enough_returned=enough[0],
        today_enough_returned=enough[1],
        running=circle.resolved.scenario.running,
    )


def tip_facts(circle: Circle, found: Tip) -> TipFacts:
    """Return what the sentence says of the distance to the tipping point."""
    year = circle.year_of_budget
    return TipFacts(
        outcome=outcome(found.end),
        budget_a_year=float(found.start.budget) * year,
        measuring=float(found.start.measuring),
        tips_at_a_year=None if found.budget is None else found.budget * year,
        tips_at_measuring=found.measuring,
        up_to_a_year=None if found.budget_to is None else found.budget_to * year,
        up_to_measuring=found.measuring_to,
    )


def business_facts(result: Result, found: Businesses) -> BusinessFacts:
    """Return what the sentence says of the two businesses."""
    everything = found.all
    return BusinessFacts(
        employees=found.without.employees,
        posts=found.with_community.posts,
        value=everything.money,
        nobody_else=found.nobody_else.money,
        horizon_months=result.horizon,
        members_are_employees=result.resolved.value("members") <= 0.0,
    )
