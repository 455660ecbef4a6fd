"""Valid scenarios for property tests, built consistent rather than filtered.

Every assumption is drawn over the whole of its declared bounds; where the model refuses a combination (members above
the people there are, joins above the pool, ...), the dependent number is drawn as a part of what is possible.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from calculators.assumption import Assumption
from calculators.community import SOURCES_OF_JOINS
from calculators.model import MODEL
from calculators.scenario import Resolved, Scenario, resolve
from calculators.starting_point import starting_points

TEAM_IDS = tuple(team.id for team in MODEL.teams)
SOME_TEAMS = st.one_of(st.just(frozenset[str]()), st.frozensets(st.sampled_from(TEAM_IDS), max_size=8))
SOURCES = tuple(a.id for a in MODEL.assumptions.values() if a.gathers == SOURCES_OF_JOINS)
PARTS = st.one_of(st.sampled_from((0.0, 0.5, 1.0)), st.floats(1e-6, 1))
"""A part of what is possible: none, half, all or any."""

MOSTLY_SOME = st.one_of(st.sampled_from((0.0, 0.3, 1.0)), st.floats(0.01, 1), st.floats(0.01, 1))


def numbers(assumption: Assumption) -> st.SearchStrategy[float]:
    """Draw a number over the whole of an assumption's bounds: ends, defaults, and anything between.

    Ranges that span many powers of ten are drawn evenly over these.
    """
    lowest, highest = (float(bound) for bound in assumption.bounds)
    usual = [assumption.likely, assumption.low, assumption.high, lowest, highest]
    if lowest >= 0.0 and highest > 1_000.0:
        start = -3.0 if lowest == 0.0 else math.log10(lowest)
        between = st.floats(start, math.log10(highest)).map(
            lambda exponent: min(max(10.0**exponent, lowest), highest)
        )
    else:
        between = st.floats(lowest, highest)
    if assumption.id == "horizon":
        return st.one_of(st.sampled_from((36.0, 12.0, 120.0)), st.integers(12, 60).map(float))
    return st.one_of(st.sampled_from(usual), between).map(_not_tiny)


def _not_tiny(value: float) -> float:
    """Draw 0 rather than less than one in a thousand million: there, digits and not the model would be tested."""
    return 0.0 if abs(value) < 1e-9 else float(value)


NUMBERS = {name: numbers(assumption) for name, assumption in MODEL.assumptions.items()}


@st.composite
def valid_values(
    draw: st.DrawFn, *, running: bool, teams_off: frozenset[str] = frozenset()
) -> dict[str, float]:
    """Draw a consistent number for every assumption but the cost a year, which is the sum of its kinds."""
    values = {
        name: draw(NUMBERS[name])
        for name, assumption in MODEL.assumptions.items()
        if name != "cost_year" and assumption.group not in teams_off
    }
    _draw_people(draw, values, running=running)
    _draw_joins(draw, values, running=running)
    if "support" not in teams_off:
        share = 0.95 * values["deflectable"]
        most = values["tickets"] * (share / (1.0 - share) if running else share)
        values["deflected"] = min(1e9, 0.999_999 * draw(PARTS) * most)
    if running:
        _make_room_for_claims(draw, values)
    _keep_churn_possible(values, running=running)
    if sum(values.get(name, 0.0) for name in SOURCES) < 1e-6:
        values["heard_from_promotion"] = 1.0
    return values


def _draw_people(draw: st.DrawFn, values: dict[str, float], *, running: bool) -> None:
    """Fill the groups with members: none, some or all of them."""
    share = values["customer_share"]
    sizes = values["customers"] * values["people_per_customer"], values["audience"]
    fits = [size / part for size, part in zip(sizes, (share, 1.0 - share), strict=True) if part > 0.0]
    people = min(1e9, *fits) * draw(MOSTLY_SOME, label="part of the people who are or were members")
    active = draw(st.one_of(st.just(1.0), st.floats(0.001, 1)), label="part of them who are members")
    values["members"] = people * active
    if running:
        values["lapsed"] = people - people * active
    values["employee_members"] = values["headcount"] * draw(MOSTLY_SOME, label="part of employees")


def _pools(values: Mapping[str, float], *, running: bool) -> tuple[float, float, float]:
    people = values["members"] + (values["lapsed"] if running else 0.0)
    share = values["customer_share"]
    return (
        max(0.0, values["customers"] * values["people_per_customer"] - people * share),
        max(0.0, values["audience"] - people * (1.0 - share)),
        values["headcount"] - values["employee_members"],
    )


def _draw_joins(draw: st.DrawFn, values: dict[str, float], *, running: bool) -> None:
    """Let some part of those who may join do so in a month."""
    of_customers, of_others, of_employees = _pools(values, running=running)
    share = values["join_customer_share"]
    can = [
        pool * (1.0 - leaving) / part
        for pool, leaving, part in (
            (of_customers, values["company_churn"], share),
            (of_others, values["audience_leaving"], 1.0 - share),
        )
        if part > 0.0
    ]
    part = st.one_of(st.just(0.0), st.floats(1e-4, 0.1), st.floats(1e-6, 0.999_999))
    values["joins"] = min(1e8, *can) * draw(part, label="part of the pool that joins")
    staying = 1.0 - values["staff_turnover"]
    values["employee_joins"] = of_employees * staying * draw(part, label="part of employees who join")


def _make_room_for_claims(draw: st.DrawFn, values: dict[str, float]) -> None:
    """Have at least as many new customers as the community brings, and the community bring no more than there are."""
    wins = (
        values.get("leads", 0.0) * values.get("win_rate", 0.0)
        + values.get("deals_touched", 0.0) * values.get("deal_lift", 0.0)
    ) * values.get("sales_causal", 0.0)
    claimed = values.get("referrals", 0.0) + wins
    if claimed > 1e8:
        for name in ("referrals", "leads", "deals_touched"):
            if name in values:
                values[name] *= 1e8 / claimed * (1.0 - 1e-12)
        claimed = 1e8
    values["new_customers"] = min(
        1e8, max(values["new_customers"], claimed * draw(st.sampled_from((1.0, 1.1, 3.0))))
    )


def _keep_churn_possible(values: dict[str, float], *, running: bool) -> None:
    """Keep ideas from claiming so much that, without them, more than all customers would leave."""
    if not running or "churn_cut" not in values:
        return
    # the lift of active accounts adds at most its own size to the churn
    most = values["company_churn"] + values.get("retention_points", 0.0) / 12.0 * values.get(
        "retention_causal", 0.0
    )
    if values["churn_cut"] * values["ideas_causal"] > 1.0 - most:
        values["churn_cut"] = max(0.0, (1.0 - most) * 0.999 / values["ideas_causal"])


@st.composite
def scenarios(
    draw: st.DrawFn,
    *,
    running: bool | None = None,
    switches: bool = True,
    as_planned: bool = False,
    **fixed: float,
) -> Scenario:
    """Draw a scenario that can be computed.

    Parameters
    ----------
    running
        Running or planned; either where None.
    switches
        Whether teams and loops may be off.
    as_planned
        Whether every lever equals its fact, so that nothing changes by decision.
    **fixed
        Assumptions that are given.
    """
    runs = draw(st.booleans(), label="running") if running is None else running
    teams_off = draw(SOME_TEAMS, label="teams off") if switches else frozenset()
    loops_off = draw(SOME_TEAMS, label="loops off") if switches else frozenset()
    values = draw(valid_values(running=runs, teams_off=teams_off))
    if as_planned:
        values |= {
            "active_share_mature": values["active_share"],
            "conditions": values["conditions_ref"],
            "staff_planned": values["staff"],
            "programme_planned": values["programme"],
            "hire_1": 0.0,
            "hire_2": 0.0,
            "hire_3": 0.0,
        }
    values |= fixed
    return Scenario(
        starting_point=draw(st.sampled_from(sorted(starting_points()))),
        running=runs,
        values=values,
        teams_off=teams_off,
        loops_off=loops_off,
    )


def resolved(scenario: Scenario) -> Resolved:
    """Resolve a drawn scenario, which must be valid: the strategies promise it."""
    answer = resolve(scenario)
    assert not answer.problems, answer.problems
    return answer


@st.composite
def edits(draw: st.DrawFn, *, at_most: int = 8) -> dict[str, Any]:
    """Draw a few assumptions as a user types them: within their bounds, but not necessarily consistent."""
    names = draw(st.lists(st.sampled_from(sorted(MODEL.assumptions)), unique=True, max_size=at_most))
    return {name: draw(NUMBERS[name]) for name in names}
