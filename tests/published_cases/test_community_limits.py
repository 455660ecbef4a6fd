"""Two classic models of spreading are limits of the community: Bass of adoption, SIR of an infection.

Both are run through the whole model, with every other effect set to nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.model import MODEL
from calculators.scenario import Scenario, resolve

Array = npt.NDArray[np.float64]
NOTHING_ELSE = {
    "customers": 0,
    "new_customers": 0,
    "company_churn": 0,
    "audience_new": 0,
    "audience_leaving": 0,
    "headcount": 0,
    "employee_members": 0,
    "employee_joins": 0,
    "customer_share": 0,
    "join_customer_share": 0,
    "lapsed": 0,
    "return_rate": 0,
    "belonging": 0,
    "drawn": 0,
    "staffing_elasticity": 0,
    "active_share": 1,
    "active_share_mature": 1,
    "months_to_mature": 0,
    "referrals": 0,
    "leads": 0,
    "deals_touched": 0,
    "deflected": 0,
    "hours_given": 0,
    "heard_from_answers": 0,
    "heard_from_ideas": 0,
    "heard_from_sales": 0,
    "heard_from_onboarding": 0,
    "heard_from_content": 0,
}


def members_and_joins(values: dict[str, float], *, running: bool, months: int) -> tuple[Array, Array, Array]:
    """Return members and lapsed members at the start of each month and joins in each, all loops turning."""
    resolved = resolve(Scenario(running=running, values={**NOTHING_ELSE, **values}))
    assert not resolved.problems, resolved.problems
    switches = {f"turns_{team.id}": 1.0 for team in MODEL.teams} | {"growing": 1.0, "open": 1.0}
    engine = MODEL.run({**resolved.leaves, **switches}, months)
    return engine["members_others"][:, 0], engine["lapsed_others"][:, 0], engine["joins_others"][:, 0]


def bass(p: float, q: float, market: float, planned: float, months: int) -> tuple[Array, Array]:
    """Run the community with promotion p and invitations q; planned may be any part of the market."""
    promoted = p * market  # entered for the month of the launch, when nobody is a member
    invited = q * (planned / market) * (market - planned)  # entered for the community as planned
    everyone = promoted + invited
    values = {
        "audience": market,
        "members": planned,
        "member_churn": 0,
        "joins": everyone,
        "heard_from_promotion": promoted / everyone,
        "heard_from_members": invited / everyone,
    }
    members, _, joins = members_and_joins(values, running=False, months=months)
    return members, joins


def bass_by_hand(p: float, q: float, market: float, months: int) -> tuple[Array, Array]:
    """Adopters next month = adopters + (p + q x adopters / market) x (market - adopters)."""
    adopters, new = [0.0], []
    for _ in range(months):
        new.append((p + q * adopters[-1] / market) * (market - adopters[-1]))
        adopters.append(adopters[-1] + new[-1])
    return np.array(adopters), np.array(new)


def test_discrete_bass_of_the_textbook() -> None:
    """p .0045, q .35, 5,000,000: the peak is in month 15, counting from 1, at about 0.45 million."""
    members, joins = bass(0.0045, 0.35, 5_000_000, planned=2_000_000, months=36)
    assert joins[0] == pytest.approx(0.0045 * 5_000_000)
    assert int(np.argmax(joins)) + 1 == 15
    assert round(float(joins.max())) == 447_879
    assert members[-1] < 5_000_000


@settings(max_examples=15)
@given(st.floats(0.001, 0.05), st.floats(0.01, 0.5), st.floats(0.05, 0.9))
def test_bass_whatever_is_planned(p: float, q: float, part: float) -> None:
    members, joins = bass(p, q, 100_000, planned=100_000 * part, months=60)
    expected_members, expected_joins = bass_by_hand(p, q, 100_000, 60)
    np.testing.assert_allclose(members, expected_members, rtol=1e-9)
    # close to the end hardly anyone is left who could join: compare with what there was
    np.testing.assert_allclose(joins, expected_joins, rtol=1e-9, atol=1e-9 * 100_000)


@settings(max_examples=15)
@given(st.floats(0.05, 0.9), st.floats(0.01, 0.3), st.floats(0.001, 0.5))
def test_sir_by_euler(beta: float, gamma: float, part: float) -> None:
    """Invitations infect, falling silent is recovery, and nobody is infected twice."""
    people = 10_000.0
    infected = people * part
    values = {
        "audience": people,
        "members": infected,
        "member_churn": gamma,
        "joins": beta * (infected / people) * (people - infected),
        "heard_from_promotion": 0,
        "heard_from_members": 1,
    }
    members, lapsed, _ = members_and_joins(values, running=True, months=100)
    susceptible, ill, recovered = [people - infected], [infected], [0.0]
    for _ in range(100):
        new = beta * ill[-1] / people * susceptible[-1]
        well = gamma * ill[-1]
        susceptible.append(susceptible[-1] - new)
        ill.append(ill[-1] + new - well)
        recovered.append(recovered[-1] + well)
    np.testing.assert_allclose(members, ill, rtol=1e-9)
    np.testing.assert_allclose(lapsed, recovered, rtol=1e-9)
