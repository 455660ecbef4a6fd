"""Business A and Business B: contributions add up by kind and by team, in hours, posts and money."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings

from calculators.contributions import (
    BELONGING,
    KINDS,
    businesses,
    kind_of,
    together,
    value_of_market_growth,
)
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.scenario import Scenario
from tests.calculators.worked import COMPANY
from tests.strategies import resolved, scenarios

WORKED = Scenario(
    values=COMPANY
    | {
        "deflected": 200,
        "studies": 1,
        "bugs": 4,
        "referrals": 3,
        "leads": 20,
        "deals_touched": 10,
        "sessions": 4,
        "pieces": 4,
        "attendees": 40,
        "hours_given": 10,
    }
)


def test_hours_by_hand() -> None:
    found = businesses(evaluate(WORKED))
    assert {kind: work.hours for kind, work in found.by_kind.items() if work.hours} == pytest.approx(
        {
            "answers": 200 * 0.4,
            "ideas": 1 * 40 / 12,
            "bugs": 4 * 1.5,
            "referrals": (3 + 20 + 10) * 0.5,
            "content": 4 * 5,
            "events": 40 * 0.25,
            "guidance": 4 * 1,
        }
    )
    # 140 hours are a post
    assert found.all.posts == pytest.approx(found.all.hours / 140)
    assert found.employees_own.hours == pytest.approx(10)


@given(scenarios())
@settings(max_examples=15)
def test_hours_posts_and_money_add_up_by_kind_and_by_team(scenario: Scenario) -> None:
    resolved(scenario)
    answer = evaluate(scenario)
    found = businesses(answer)
    kinds, teams = together(list(found.by_kind.values())), together(list(found.by_team.values()))
    cells = together(list(found.cells.values()))
    for part in ("hours", "posts", "hard", "soft"):
        total = getattr(kinds, part)
        assert math.isclose(total, getattr(teams, part), rel_tol=1e-9, abs_tol=1e-6), part
        assert math.isclose(total, getattr(cells, part), rel_tol=1e-9, abs_tol=1e-6), part
    # every value line belongs to exactly one kind: nothing of the result is lost or counted twice
    scale = max(1.0, sum(abs(line.gross) for line in answer.lines))
    assert abs(kinds.money - answer.with_soft.pv_benefits) <= 1e-9 * scale
    assert found.nobody_else.hours <= kinds.hours * (1 + 1e-12)
    for name, work in found.by_kind.items():
        assert work.posts * answer.resolved.value("hours_per_post") == pytest.approx(work.hours), name


def test_each_line_is_money_of_its_own_kind() -> None:
    answer = evaluate(WORKED)
    found = businesses(answer)
    value = {line.id: line.gross for line in answer.lines}
    assert found.by_kind["answers"].money == pytest.approx(
        value["deflection"] + value["handling"] + value["search"]
    )
    assert found.by_kind["ideas"].money == pytest.approx(value["studies"] + value["ideas"])
    assert found.by_kind["bugs"].money == pytest.approx(value["bugs"])
    assert found.by_kind["events"].soft == pytest.approx(value["events"])
    assert found.nobody_else.money == pytest.approx(
        sum(found.by_kind[kind].money for kind in ("ideas", "referrals", BELONGING) if kind in found.by_kind)
    )


def test_every_contribution_and_value_line_has_a_kind() -> None:
    for assumption in MODEL.assumptions.values():
        if assumption.contribution or assumption.contributes:
            assert assumption.contributes in KINDS, assumption.id
    of_nothing_done = {line.id for _, line in MODEL.lines if kind_of(line).id == BELONGING}
    # customers who spend more and stay, employees who stay: effects, not contributions
    assert of_nothing_done == {"uplift", "retention", "turnover"}


def test_business_b_is_business_a_and_the_community_with_its_cost() -> None:
    answer = evaluate(WORKED)
    found = businesses(answer)
    years = answer.horizon / 12
    spent = sum(amounts.sum() for amounts in answer.monthly_costs.values())
    assert found.with_community.margin - found.without.margin == pytest.approx(
        (answer.hard.benefits.sum() - spent) / years
    )
    assert found.without.employees == found.with_community.employees == 200
    assert found.without.per_employee == pytest.approx(found.without.margin / 200)
    # customers there would be without any community, what each brings a month, twelve months
    each = answer.reference["margin_per_customer"]
    assert found.without.margin == pytest.approx(
        12 * each * np.mean(answer.series["customers_without"][: answer.horizon])
    )


def test_members_who_are_not_customers_are_counted_by_their_share() -> None:
    found = businesses(evaluate(WORKED))
    assert found.others_share == pytest.approx(1 - COMPANY["customer_share"])
    contributed = together([work for kind, work in found.by_kind.items() if kind != BELONGING])
    assert found.others.hours == pytest.approx(0.3 * contributed.hours)
    assert found.others.money == pytest.approx(0.3 * contributed.money)


def test_a_growing_market_is_worth_nothing_until_somebody_says_so() -> None:
    answer = evaluate(WORKED)
    assert value_of_market_growth(answer, 0.0) == 0.0
    assert businesses(answer).market_growth_value == 0.0


def test_a_growing_market_by_hand() -> None:
    """10 new customers a month, no churn, no community: in month t, 10 x (1.12^(t/12) - 1) more, each pays from t+1."""
    nobody = {
        name: 0 for name, a in MODEL.assumptions.items() if a.contribution or a.id in ("members", "joins")
    }
    answer = evaluate(
        Scenario(
            values=COMPANY
            | nobody
            | {
                "new_customers": 10,
                "company_churn": 0,
                "churn_cut": 0,
                "retention_points": 0,
                "uplift": 0,
                "horizon": 12,
                "discount_rate": 0,
            }
        )
    )
    more = [10 * (1.12 ** (month / 12) - 1) for month in range(12)]
    months_paid = [11 - month for month in range(12)]
    expected = sum(a * b for a, b in zip(more, months_paid, strict=True)) * 12_000 / 12 * 0.7
    assert value_of_market_growth(answer, 0.12) == pytest.approx(expected)


def test_where_nobody_is_employed_there_is_no_value_per_employee() -> None:
    found = businesses(evaluate(Scenario(values={"headcount": 0, "employee_members": 0})))
    assert found.without.per_employee is None
