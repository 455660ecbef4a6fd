"""The engine against a second implementation that shares no code with it, to nine digits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators import costs
from calculators.model import MODEL
from calculators.scenario import Resolved, Scenario
from tests import strategies
from tests.reference_model import TEAMS, Reference

ALL = frozenset(TEAMS)


def disagreements(
    resolved: Resolved, loops: frozenset[str], *, growing: bool = True, stays_open: bool = True, months: int
) -> list[str]:
    """Return what engine and reference do not agree on, in the first month in which they do not."""
    leaves = dict(resolved.leaves) | {f"turns_{team}": float(team in loops) for team in TEAMS}
    engine = MODEL.run(leaves | {"growing": float(growing), "open": float(stays_open)}, months)
    table = Reference(resolved.leaves, loops, growing=growing, open_=stays_open).run(months)
    # what a number is made from by taking away cannot be more exact than what it was taken from
    taken_from = {"new_customers_now": resolved.value("new_customers")}
    for month, row in enumerate(table):
        found = []
        for name, expected in row.items():
            value = float(engine[name][month, 0])
            close = 1e-9 * max(abs(value), abs(expected), taken_from.get(name, 0.0), 1e-6)
            if not abs(value - expected) <= close:
                found.append(f"month {month}: {name} is {value}, the reference says {expected}")
        if found:
            return found
    return []


def test_every_line_of_value_and_cost_and_every_stock_is_compared() -> None:
    resolved = strategies.resolved(Scenario())
    row = Reference(resolved.leaves).run(1)[0]
    lines = {name for _, line in MODEL.lines for name in (line.gross, line.claim) if name}
    spent = {line.quantity for line in costs.LINES if not line.once}
    claimed = {"customers_claimed_by_sales", "customers_claimed_by_success"}  # seen through their claims
    stocks = {stock.id for stock in MODEL.stocks} - claimed
    assert (lines | spent | stocks) - row.keys() == set()


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize(
    "loops", [ALL, frozenset(), *({team} for team in TEAMS), *(ALL - {team} for team in TEAMS)]
)
def test_agree_on_the_starting_point_for_ten_years(running: bool, loops: frozenset[str]) -> None:
    resolved = strategies.resolved(Scenario(running=running))
    assert disagreements(resolved, frozenset(loops), months=120) == []


@pytest.mark.parametrize("growing", [True, False])
@pytest.mark.parametrize("stays_open", [True, False])
def test_agree_where_the_plan_differs_from_today(growing: bool, stays_open: bool) -> None:
    values = {
        "hire_1": 1.5,
        "hire_1_month": 5,
        "hire_2": -4,
        "hire_2_month": 20,
        "conditions_ref": 0.8,
        "conditions": 1.1,
        "active_share_mature": 0.2,
        "programme_planned": 35_000,
        "answers_new": 0.06,
        "turnover_points": 0.03,
        "serving_cost": 300,
        "member_cost": 2,
        "archive_share": 0.4,
        "audience_new": 30,
        "audience_leaving": 0.01,
        "retention_points": 0.4,  # more than the churn that it works on
        "handling_saved": 0.5,
    }
    resolved = strategies.resolved(Scenario(values=values))
    assert disagreements(resolved, ALL, growing=growing, stays_open=stays_open, months=60) == []


@settings(max_examples=120)
@given(strategies.scenarios(), st.frozensets(st.sampled_from(TEAMS)), st.booleans(), st.booleans())
def test_agree_on_any_scenario_and_coalition(
    scenario: Scenario, loops: frozenset[str], growing: bool, stays_open: bool
) -> None:
    resolved = strategies.resolved(scenario)
    assert disagreements(resolved, loops, growing=growing, stays_open=stays_open, months=25) == []
