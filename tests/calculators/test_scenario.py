"""What a user edits, and what it means: every rule, every refusal with its field and its message."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from calculators import costs
from calculators.assumption import Grade
from calculators.circle_assumptions import ASSUMPTIONS as OF_THE_CIRCLE
from calculators.draws import draw
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.scenario import (
    MOVES_NOTHING,
    Given,
    InForce,
    InvalidScenarioError,
    Origin,
    Remark,
    Resolved,
    Scenario,
    resolve,
)
from calculators.starting_point import starting_points
from tests import strategies
from tests.strategies import scenarios

POINT = "b2b-support@1"


def resolved(running: bool = True, **values: Any) -> Resolved:
    return resolve(Scenario(starting_point=POINT, running=running, values=values))


def default(name: str, *, running: bool = True) -> float:
    return resolved(running).value(name)


def problem(running: bool = True, **values: Any) -> Remark:
    """Return the one thing that is wrong."""
    problems = resolved(running, **values).problems
    assert len(problems) == 1, problems
    return problems[0]


def entry(name: str, running: bool = True, **values: Any) -> InForce:
    answer = resolved(running, **values)
    assert not answer.problems, answer.problems
    return answer.in_force[name]


# ---- what moves figures, and what does not


WORDS: dict[str, Any] = {
    "name": "For the board",
    "since": "2019-05",
    "number_format": "de_DE",
    "not_counted": {"trust": "They trust us more"},
    "circle": {next(iter(OF_THE_CIRCLE)): {"note": "from the plan"}},
}


@settings(max_examples=20)
@given(scenarios(), st.data())
def test_words_move_no_figure(scenario: Scenario, data: st.DataObject) -> None:
    """What is kept by the figures alone holds for every scenario that differs in words."""
    noted = data.draw(st.sets(st.sampled_from(sorted(scenario.values)), max_size=5))
    values = {
        name: given.model_copy(update={"source": "our list", "note": "in May"}) if name in noted else given
        for name, given in scenario.values.items()
    }
    told = scenario.changed(values=values, **WORDS)
    assert told.figures == scenario.figures
    assert hash(told.figures) == hash(scenario.figures)
    plain, worded = resolve(scenario), resolve(told)
    for name, entry in plain.in_force.items():
        other = worded.in_force[name]
        assert (entry.low, entry.value, entry.high) == (other.low, other.value, other.high)
    assert draw(plain, 16, 1).values.keys() == draw(worded, 16, 1).values.keys()
    for name, drawn in draw(plain, 16, 1).values.items():
        assert np.array_equal(drawn, draw(worded, 16, 1).values[name])
    before, after = evaluate(scenario), evaluate(told)
    for field in dataclasses.fields(before.hard):
        for one, as_told in ((before.hard, after.hard), (before.with_soft, after.with_soft)):
            np.testing.assert_equal(getattr(one, field.name), getattr(as_told, field.name))
    assert before.costs == after.costs
    assert before.npv_by_staff == after.npv_by_staff


@pytest.mark.parametrize(
    "change",
    [
        {"values": {"members": 5_001}},
        {"values": {"members": Given(value=5_000, confirmed=True)}},
        {"values": {"members": Given(value=5_000, grade=Grade.EXPERIMENT)}},
        {"values": {"members": Given(value=5_000, low=4_000, high=6_000)}},
        {"running": False},
        {"currency": "EUR"},
        {"exchange_rate": 0.9},
        {"starting_point": "developer@1"},
        {"scale_contributions": False},
        {"teams_off": {"support"}},
        {"loops_off": {"support"}},
        {"payers": {"cost_platform": "support"}},
        {"correlations": [{"first": "members", "second": "joins", "rank": 0.5}]},
    ],
    ids=str,
)
def test_whatever_else_differs_is_another_answer(change: dict[str, Any]) -> None:
    scenario = Scenario(values={"members": 5_000})
    if "payers" in change:
        change = {"payers": {next(line.id for line in costs.LINES): "support"}}
    assert scenario.changed(**change).figures != scenario.figures


def test_every_field_of_a_scenario_is_figures_or_words() -> None:
    """A field that is added must be said to be one or the other."""
    stated = set(Scenario.model_fields) - MOVES_NOTHING
    assert stated == {
        "schema_version",
        "model_version",
        "starting_point",
        "running",
        "currency",
        "exchange_rate",
        "values",
        "scale_contributions",
        "teams_off",
        "loops_off",
        "payers",
        "correlations",
    }
    assert set(Given.model_fields) == {"value", "low", "high", "confirmed", "grade", "source", "note"}


# ---- the example, yours, kept, unknown


def test_the_example_is_valid_and_says_so() -> None:
    answer = resolved()
    assert answer.problems == ()
    assert answer.in_force["cost_per_ticket"].origin is Origin.EXAMPLE
    assert set(answer.in_force) == set(MODEL.assumptions)


def test_a_number_of_yours() -> None:
    mine = entry("cost_per_ticket", cost_per_ticket=77)
    assert mine.value == mine.low == mine.high == 77
    assert mine.origin is Origin.YOURS
    assert str(mine.source) == "Your own number"
    assert mine.caveat == ""


def test_a_number_equal_to_the_examples_is_kept_until_confirmed() -> None:
    same = default("cost_per_ticket")
    kept = entry("cost_per_ticket", cost_per_ticket=same)
    assert kept.origin is Origin.KEPT
    assert (kept.low, kept.high) == (entry("cost_per_ticket").low, entry("cost_per_ticket").high)
    confirmed = entry("cost_per_ticket", cost_per_ticket=Given(value=same, confirmed=True))
    assert confirmed.origin is Origin.YOURS
    assert confirmed.low == confirmed.high == same


def test_what_is_unknown_keeps_the_example_and_its_range() -> None:
    unknown = entry("cost_per_ticket", cost_per_ticket=Given(note="ask Support"))
    assert unknown.origin is Origin.UNKNOWN
    assert unknown.value == default("cost_per_ticket")
    assert unknown.low < unknown.value < unknown.high
    assert unknown.note == "ask Support"


def test_a_range_of_yours() -> None:
    mine = entry("cost_per_ticket", cost_per_ticket={"low": 10, "value": 20, "high": 40})
    assert (mine.low, mine.value, mine.high) == (10, 20, 40)
    assert mine.origin is Origin.YOURS


def test_evidence_of_yours() -> None:
    mine = entry("uplift", uplift=Given(value=0.1, grade=Grade.EXPERIMENT, source="Our test of 2025"))
    assert mine.grade is Grade.EXPERIMENT
    assert str(mine.source) == "Our test of 2025"
    assert mine.caveat == ""


def test_a_share_of_yours_stays_as_uncertain_in_proportion() -> None:
    example, mine = entry("win_rate"), entry("win_rate", win_rate=2 * default("win_rate"))
    assert mine.high - mine.value == pytest.approx(2 * (example.high - example.value))
    measured = entry("win_rate", win_rate=Given(value=2 * default("win_rate"), grade=Grade.EXPERIMENT))
    assert measured.high - measured.value == pytest.approx(0.35 * 2 * (example.high - example.value))


@pytest.mark.parametrize(
    ("given_value", "message"),
    [
        ({"low": 1, "value": 2}, "a range needs both its low and its high end"),
        ({"low": 1, "high": 2}, "a range needs its likely value"),
        ({"low": 3, "value": 2, "high": 4}, "low, likely and high must be in this order"),
        ({"low": 1, "value": 5, "high": 4}, "low, likely and high must be in this order"),
        (True, "a number is needed, not true or false"),
        ("7", "a number is needed, not text"),
        ({"value": True}, "a number is needed, not true or false"),
        ({"low": False, "value": 1, "high": 2}, "a number is needed, not true or false"),
        ({"value": "7"}, "a number is needed, not text"),
        (10**400, "the number is too large"),
        (math.nan, "finite number"),
        (math.inf, "finite number"),
        ({"value": -math.inf}, "finite number"),
        ({"value": 1, "grade": "certain"}, "Input should be"),
        ({"value": 1, "other": 1}, "Extra inputs are not permitted"),
        ({"value": 1, "note": "x" * 2_001}, "at most 2000 characters"),
        ([1], "valid dictionary or instance of Given"),
    ],
)
def test_what_is_no_number_is_refused_by_the_document(given_value: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Scenario(values={"cost_per_ticket": given_value})


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"values": {"nothing": 1}}, "values: nothing does not exist"),
        ({"teams_off": ["nobody"]}, "teams_off: nobody does not exist"),
        ({"loops_off": ["nobody"]}, "loops_off: nobody does not exist"),
        ({"payers": {"rent": "support"}}, "payers: rent does not exist"),
        ({"payers": {"staff": "nobody"}}, "payers: nobody does not exist"),
        ({"starting_point": "nothing@1"}, "starting_point: choose one of"),
        ({"schema_version": 2}, "schema_version 2 is newer than this program's 1"),
        ({"schema_version": 0}, "greater than or equal to 1"),
        ({"currency": "usd"}, "String should match pattern"),
        ({"since": "2024-13"}, "String should match pattern"),
        ({"exchange_rate": 0}, "greater than 0"),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_a_document_that_does_not_fit_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Scenario(**fields)


# ---- bounds


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("active_share", 1.5, "150 % is not between 0.1 % and 100 %"),
        ("win_rate", -0.01, "-1 % is not between 0 % and 100 %"),
        ("members", -1, "-1 is not between 0 and 1,000,000,000"),
        ("horizon", 6, "6 is not between 12 and 120"),
        ("full", 0.96, "96 % is not between 0 % and 95 %"),
    ],
)
def test_a_number_out_of_its_bounds_is_refused_at_its_field(name: str, value: float, message: str) -> None:
    assert problem(**{name: value}) == Remark(name, message)


def test_every_field_out_of_bounds_is_named() -> None:
    answer = resolved(active_share=2, win_rate=2)
    assert [remark.field for remark in answer.problems] == ["active_share", "win_rate"]


@pytest.mark.parametrize("name", sorted(MODEL.assumptions))
def test_both_bounds_hold(name: str) -> None:
    lowest, highest = MODEL.assumptions[name].bounds
    for outside in (lowest - abs(lowest) * 0.01 - 0.01, highest * 1.01):
        answer = resolved(**{name: outside})
        assert [remark.field for remark in answer.problems] == [name]


def test_an_end_of_a_range_out_of_bounds_is_refused() -> None:
    assert problem(win_rate={"low": -0.1, "value": 0.1, "high": 0.2}).field == "win_rate"


def test_what_is_refused_is_not_computed() -> None:
    with pytest.raises(InvalidScenarioError, match="active_share: 200 % is not between") as caught:
        evaluate(Scenario(values={"active_share": 2}))
    assert caught.value.problems[0].field == "active_share"


# ---- scaling


def test_contributions_grow_with_the_members_given() -> None:
    twice = resolved(members=2 * default("members"))
    for name in ("deflected", "joins", "lapsed", "bugs", "referrals", "pieces"):
        assert twice.value(name) == pytest.approx(2 * default(name)), name
        assert twice.in_force[name].origin is Origin.SCALED
        assert twice.in_force[name].adjusted == "scaled to your members"
    # what was typed is never scaled, nor what the company has anyhow
    assert resolved(members=2 * default("members"), bugs=7).value("bugs") == 7
    assert twice.value("customers") == default("customers")


def test_a_kept_number_is_not_scaled_either() -> None:
    kept = resolved(members=2 * default("members"), bugs=default("bugs"))
    assert kept.value("bugs") == default("bugs")


def test_an_unknown_number_is_scaled() -> None:
    assert resolved(members=2 * default("members"), bugs=Given()).value("bugs") == pytest.approx(
        2 * default("bugs")
    )


def test_scaling_of_contributions_can_be_undone() -> None:
    scenario = Scenario(values={"members": 2 * default("members")}, scale_contributions=False)
    answer = resolve(scenario)
    for name in ("deflected", "bugs", "referrals"):
        assert answer.value(name) == default(name)
    # people are no contributions
    assert answer.value("joins") == pytest.approx(2 * default("joins"))


def test_new_customers_grow_with_customers() -> None:
    assert resolved(customers=3 * default("customers")).value("new_customers") == pytest.approx(
        3 * default("new_customers")
    )


def test_the_range_is_scaled_as_well() -> None:
    before, after = entry("bugs"), entry("bugs", members=2 * default("members"))
    assert (after.low, after.high) == pytest.approx((2 * before.low, 2 * before.high))


def test_the_order_of_edits_makes_no_difference() -> None:
    values = {
        "members": 9_000,
        "customers": 4_000,
        "tickets": 900,
        "staff": 3,
        "cost_year": 400_000,
        "leads": 9,
    }
    forward = Scenario()
    for name in values:
        forward = forward.with_value(name, Given(value=values[name]))
    backward = Scenario()
    for name in reversed(values):
        backward = backward.with_value(name, Given(value=values[name]))
    assert forward == backward
    assert resolve(forward).in_force == resolve(backward).in_force


def test_money_of_the_example_is_exchanged_and_yours_is_not() -> None:
    answer = resolve(Scenario(currency="EUR", exchange_rate=0.5, values={"cost_per_ticket": 40}))
    assert answer.value("revenue_per_customer") == 0.5 * default("revenue_per_customer")
    assert answer.value("cost_per_ticket") == 40
    assert answer.value("members") == default("members")


# ---- making room


def test_tickets_make_room_for_deflection() -> None:
    answer = resolved(deflected=5_000, deflectable=0.5)
    # 5,000 of 0.7 x 0.5 of all requests, less the 5,000 that never arrive
    assert answer.value("tickets") == pytest.approx(5_000 / (0.7 * 0.5) - 5_000)
    assert answer.in_force["tickets"].origin is Origin.SCALED
    planned = resolved(running=False, deflected=5_000, deflectable=0.5)
    assert planned.value("tickets") == pytest.approx(5_000 / (0.7 * 0.5))


def test_deflection_is_kept_to_the_tickets_given() -> None:
    answer = resolved(tickets=100, deflectable=0.5)
    part = 0.7 * 0.5
    assert answer.value("deflected") == pytest.approx(part * 100 / (1 - part))
    assert answer.problems == ()


def test_the_audience_makes_room_for_members() -> None:
    answer = resolved(members=100_000, lapsed=0, customer_share=0.1)
    assert answer.value("audience") == pytest.approx(
        max(100_000 * 0.9 / 0.8, default("audience") * 100_000 / default("members"))
    )
    assert answer.problems == ()


def test_the_share_of_customers_makes_room_for_customers() -> None:
    answer = resolved(customers=100, people_per_customer=10, members=5_000, lapsed=0)
    assert answer.value("customer_share") == pytest.approx(0.8 * 100 * 10 / 5_000)
    assert answer.in_force["customer_share"].adjusted == "lowered to as many as your customers have people"
    assert answer.value("join_customer_share") == answer.value("customer_share")


def test_members_make_room_for_an_audience_given() -> None:
    answer = resolved(audience=100, customer_share=0.5)
    people = (answer.value("members") + answer.value("lapsed")) * 0.5
    assert people == pytest.approx(0.8 * 100)
    assert answer.problems == ()


def test_headcount_and_employees_make_room_for_each_other() -> None:
    assert resolved(employee_members=4_000).value("headcount") == pytest.approx(4_000 / 0.8)
    few = resolved(headcount=10)
    assert few.value("employee_members") <= 0.8 * 10
    assert few.problems == ()


def test_new_customers_make_room_for_referrals() -> None:
    answer = resolved(referrals=200)
    assert answer.value("new_customers") == pytest.approx(200 / 0.5)
    assert resolved(referrals=200, customers=0, new_customers=Given()).value(
        "new_customers"
    ) == pytest.approx(400)


def test_referrals_and_leads_are_kept_to_new_customers() -> None:
    answer = resolved(new_customers=1)
    claimed = answer.value("referrals") + (
        answer.value("leads") * answer.value("win_rate")
        + answer.value("deals_touched") * answer.value("deal_lift")
    ) * answer.value("sales_causal")
    assert claimed == pytest.approx(0.5)
    assert answer.in_force["referrals"].adjusted == "kept below half of your new customers"
    # with nobody new, nobody came by the community
    assert resolved(new_customers=0).value("referrals") == 0


def test_joins_are_kept_to_a_fifth_of_those_who_could() -> None:
    answer = resolved(
        audience=0, customer_share=1, customers=600, people_per_customer=10, members=5_000, lapsed=500
    )
    assert answer.value("joins") <= 0.2 * 500 + 1e-9
    assert answer.problems == ()


EVERYBODY: dict[str, tuple[str, dict[str, float]]] = {
    "employees": ("internal@1", {"headcount": 500, "employee_members": 500}),
    "customers' people": (
        "consumer-brand@1",
        {"customers": 5_000, "members": 5_000, "lapsed": 0, "customer_share": 1},
    ),
    "others": ("consumer-brand@1", {"audience": 2_500, "members": 5_000, "lapsed": 0, "customer_share": 0.5}),
}
"""Who there are first, then how many of them are members: all."""


@pytest.mark.parametrize("running", [True, False], ids=["running", "planned"])
@pytest.mark.parametrize("who", EVERYBODY)
def test_where_everybody_is_a_member_nobody_joins_by_default(who: str, running: bool) -> None:
    point, values = EVERYBODY[who]
    joins, (room, *_) = "employee_joins" if who == "employees" else "joins", values
    scenario = Scenario(starting_point=point, running=running, values=values)
    answer = resolve(scenario)
    assert answer.problems == ()
    entry = answer.in_force[joins]
    assert (entry.low, entry.value, entry.high) == (0, 0, 0)
    assert entry.adjusted == "kept below a fifth of those who could join"
    assert math.isfinite(evaluate(scenario).with_soft.npv)
    # with room for one more, some of one joins
    one_more = scenario.with_value(room, Given(value=values[room] + 1))
    assert 0 < resolve(one_more).value(joins) < 1
    # what is typed is not moved, and cannot be
    (refused,) = resolve(scenario.with_value(joins, Given(value=3, confirmed=True))).problems
    assert refused.field == joins
    assert "but only 0 are left who could" in refused.message


# ---- the range of what makes room


@pytest.mark.parametrize(
    ("name", "values", "below", "above"),
    [
        ("tickets", {"members": 50_000}, 1_600 / 2_000, 2_400 / 2_000),
        ("customer_share", {"customers": 100, "members": 5_000, "lapsed": 0}, 0.5 / 0.7, 0.85 / 0.7),
        ("new_customers", {"referrals": 200}, 20 / 30, 45 / 30),
        # nothing in proportion to no customers: what is raised from there has the starting point's range
        ("new_customers", {"referrals": 200, "customers": 0}, 20 / 30, 45 / 30),
    ],
)
def test_what_a_rule_moves_keeps_its_range_in_proportion(
    name: str, values: dict[str, float], below: float, above: float
) -> None:
    moved = entry(name, **values)
    assert moved.adjusted
    assert (moved.low, moved.high) == pytest.approx((below * moved.value, above * moved.value))


@pytest.mark.parametrize("running", [True, False], ids=["running", "planned"])
def test_a_range_holds_nothing_that_the_rule_made_impossible(running: bool) -> None:
    """In proportion each of these would begin below what is given, or end above what there is."""
    assert entry("headcount", running, employee_members=4_000).low == 4_000
    assert entry("employee_members", running, headcount=10).high == 10
    if running:
        assert entry("audience", members=0, lapsed=15_000, customer_share=0).low == 15_000
    fewer = resolved(running, audience=100, customer_share=0.5)
    people = fewer.in_force["members"].high + (fewer.in_force["lapsed"].high if running else 0)
    assert 90 <= 0.5 * people <= 100 * (1 + 1e-9)
    deflected = entry("deflected", running, tickets=100, deflectable=0.5)
    # 95 % of half of all requests
    assert deflected.high == pytest.approx(0.475 * (100 + (deflected.high if running else 0)))
    brought = resolved(running, new_customers=1)
    leads, deals, referrals = (brought.in_force[n].high for n in ("leads", "deals_touched", "referrals"))
    sales = leads * brought.value("win_rate") + deals * brought.value("deal_lift")
    assert 0.9 < referrals + sales * brought.value("sales_causal") <= 1 + 1e-9


ROOMS = (
    *("members", "lapsed", "customers", "customer_share", "audience", "headcount", "employee_members"),
    *("tickets", "deflected", "deflectable", "new_customers", "referrals", "leads", "win_rate"),
)
"""What rules move to make room, and what they make room for."""


@settings(max_examples=200)
@given(
    point=st.sampled_from(sorted(starting_points())),
    running=st.booleans(),
    factors=st.dictionaries(st.sampled_from(ROOMS), st.floats(-2.0, 2.0), max_size=5),
)
def test_every_range_is_in_order_and_within_bounds(
    point: str, running: bool, factors: dict[str, float]
) -> None:
    scenario = Scenario(starting_point=point, running=running)
    for name, power in factors.items():
        was = resolve(scenario).in_force[name]
        value = min(max(10.0**power * was.value, was.bounds[0]), was.bounds[1])
        scenario = scenario.with_value(name, Given(value=value, confirmed=True))
    for name, entry in resolve(scenario).in_force.items():
        assert entry.bounds[0] <= entry.low <= entry.value <= entry.high <= entry.bounds[1], name


# ---- following


def test_a_lever_follows_its_fact_until_it_is_given() -> None:
    follows = resolved(staff=4, conditions_ref=0.7)
    assert follows.value("staff_planned") == 4
    assert follows.in_force["staff_planned"].origin is Origin.FOLLOWS
    assert follows.value("conditions") == 0.7
    assert resolved(staff=4, staff_planned=2).value("staff_planned") == 2


def test_new_answers_follow_obsolescence() -> None:
    assert resolved(answers_obsolescence=0.1).value("answers_new") == 0.1
    assert resolved(answers_obsolescence=0.1, answers_new=0.3).value("answers_new") == 0.3


def test_joins_follow_members() -> None:
    assert resolved(customer_share=0.4).value("join_customer_share") == 0.4


# ---- the cost a year


def cost_of(answer: Resolved) -> float:
    """Staff, platform, members, programme, other teams' hours and overhead of one year, by hand."""
    value = answer.value
    return (
        value("staff") * value("loaded_salary")
        + value("platform_cost")
        + value("member_cost") * (value("members") + value("employee_members"))
        + value("programme")
        + value("other_hours") * 12 * value("salary") / 12 / value("hours_per_post")
        + value("overhead")
    )


def test_the_cost_a_year_is_the_sum_of_its_kinds() -> None:
    answer = resolved(member_cost=2)
    assert answer.value("cost_year") == pytest.approx(cost_of(answer))


def test_kinds_not_given_are_scaled_to_the_cost_given() -> None:
    answer = resolved(cost_year=500_000)
    assert cost_of(answer) == pytest.approx(500_000)
    factor = 500_000 / default("cost_year")
    assert answer.value("staff") == pytest.approx(factor * default("staff"))
    assert answer.value("platform_cost") == pytest.approx(factor * default("platform_cost"))
    # the plan follows, so that the typed cost is what month 0 costs
    assert answer.value("staff_planned") == answer.value("staff")
    assert answer.value("programme_planned") == answer.value("programme")
    assert answer.value("loaded_salary") == default("loaded_salary")


def test_kinds_given_stay() -> None:
    answer = resolved(cost_year=500_000, staff=3, loaded_salary=100_000)
    assert answer.value("staff") == 3
    assert cost_of(answer) == pytest.approx(500_000)


def test_a_cost_below_the_kinds_given_is_refused() -> None:
    assert problem(cost_year=100_000, staff=3, loaded_salary=100_000) == Remark(
        "cost_year", "the kinds of cost that you gave add up to something else: change one of them"
    )


def test_a_cost_beyond_what_can_be_scaled_is_refused_not_ignored() -> None:
    remark = problem(cost_year=9e9)
    assert remark.field == "cost_year"
    assert remark.message == "more than the kinds of cost can be scaled to: type them one by one"


def test_no_cost_at_all() -> None:
    answer = resolved(cost_year=0)
    assert cost_of(answer) == 0
    assert evaluate(answer.scenario).hard.roi is None


def test_a_cost_given_in_full_must_agree() -> None:
    kinds = {line.handle: 0 for line in costs.LINES if line.handle} | {"overhead": 1_000}
    assert resolved(cost_year=1_000, **kinds).problems == ()
    assert problem(cost_year=2_000, **kinds).field == "cost_year"


# ---- teams off, loops off, what a starting point lacks


def test_a_team_off_counts_for_nothing() -> None:
    scenario = Scenario(teams_off=frozenset({"support"}), values={"deflected": 500})
    answer = resolve(scenario)
    assert answer.in_force["deflected"].origin is Origin.ABSENT
    assert answer.value("deflected") == 0
    # what belongs to its loop is as typed, and the loop stands still
    assert answer.value("heard_from_answers") == resolve(Scenario()).value("heard_from_answers")
    assert "support" not in answer.loops_on
    result = evaluate(scenario)
    assert result.hard.teams["support"].value == 0
    assert result.hard.teams["support"].given == 0
    # those who came by answers do not come, and nobody else takes their place
    loop_off = evaluate(Scenario(loops_off=frozenset({"support"}), values={"deflected": 500}))
    assert result.member_joins[1] == pytest.approx(loop_off.member_joins[1])


@pytest.mark.parametrize("team", [team.id for team in MODEL.teams])
def test_any_team_off_gives_and_takes_nothing(team: str) -> None:
    result = evaluate(Scenario(teams_off=frozenset({team})))
    off = result.with_soft.teams[team]
    assert (off.direct, off.received, off.value, off.given) == (0, 0, 0, 0)


def test_a_loop_off_keeps_its_teams_value() -> None:
    scenario = Scenario(loops_off=frozenset({"support"}))
    assert resolve(scenario).value("deflected") == default("deflected")
    result = evaluate(scenario)
    assert result.hard.teams["support"].given == 0
    assert result.hard.teams["support"].value > 0


def test_what_a_starting_point_lacks_is_kept_and_not_counted() -> None:
    lacking = resolve(
        Scenario(starting_point="internal@1", values={"referrals": 5, "employee_members": 3_000})
    )
    assert not lacking.scenario.point.has(MODEL.assumptions["referrals"])
    assert lacking.in_force["referrals"].origin is Origin.ABSENT
    assert lacking.value("referrals") == 0
    assert [remark.field for remark in lacking.warnings] == ["referrals"]
    assert "not counted" in lacking.warnings[0].message
    back = lacking.scenario.changed(starting_point="b2b-support@1", values={"referrals": 5})
    assert resolve(back).value("referrals") == 5


@pytest.mark.parametrize("team", [team.id for team in MODEL.teams])
def test_a_team_left_out_has_no_more_members_than_with_its_loop_off(team: str) -> None:
    left_out = evaluate(Scenario(teams_off=frozenset({team})))
    loop_off = evaluate(Scenario(loops_off=frozenset({team})))
    assert left_out.series["members_all"][-1] <= loop_off.series["members_all"][-1] + 60
    assert left_out.hard.npv <= evaluate(Scenario()).hard.npv + 1e-6
    assert left_out.warnings == ()


@pytest.mark.parametrize(("currency", "rate"), [("EUR", 0.9), ("JPY", 150.0), ("KRW", 1_380.0)])
def test_every_default_is_allowed_in_every_currency(currency: str, rate: float) -> None:
    for name in starting_points():
        exchanged = resolve(Scenario(starting_point=name, currency=currency, exchange_rate=rate))
        dollars = evaluate(Scenario(starting_point=name))
        for entry in exchanged.in_force.values():
            lowest, highest = entry.bounds
            assert lowest <= entry.low <= entry.high <= highest, entry.assumption.id
        assert evaluate(exchanged.scenario).hard.roi == pytest.approx(dollars.hard.roi, rel=1e-12)


# ---- what is refused


def test_more_customers_people_than_customers_have() -> None:
    remark = problem(customers=10, people_per_customer=10, members=5_000, lapsed=0, customer_share=0.5)
    assert remark.field == "members"
    assert remark.message == (
        "2,500 members and lapsed members are customers' people, but your customers have only 100 people; lower "
        "members or their share, or raise customers or people per customer"
    )


def test_more_others_than_the_audience() -> None:
    remark = problem(members=5_000, lapsed=0, customer_share=0.5, audience=100)
    assert remark.field == "members"
    assert "2,500 members and lapsed members are not customers' people, but only 100 people are in reach" in (
        remark.message
    )


def test_more_employees_than_there_are() -> None:
    remark = problem(headcount=10, employee_members=11)
    assert remark == Remark("employee_members", "more than your 10 employees; at most as many can be members")


@pytest.mark.parametrize(
    ("point", "values", "joins", "room"),
    [
        (
            "internal@1",
            {"headcount": 500, "employee_members": 320, "staff_turnover": 0.01},
            "employee_joins",
            {"headcount": 700},
        ),
        (
            "consumer-brand@1",
            {
                "customers": 5_200,
                "members": 5_000,
                "lapsed": 0,
                "customer_share": 1,
                "join_customer_share": 1,
            },
            "joins",
            {"customers": 6_000},
        ),
        (
            "consumer-brand@1",
            {"audience": 5_200, "members": 5_000, "lapsed": 0, "customer_share": 0, "join_customer_share": 0}
            | {"audience_leaving": 0.01},
            "joins",
            {"audience": 6_000},
        ),
    ],
    ids=["employees", "customers' people", "others"],
)
def test_the_way_out_of_too_many_joins_leads_out(
    point: str, values: dict[str, float], joins: str, room: dict[str, float]
) -> None:
    """Whole people; as many as are said to be left are taken, and so are more once what is named is raised."""
    typed = {**values, joins: 250.25}
    (refused,) = resolve(Scenario(starting_point=point, values=typed)).problems
    assert refused.field == joins
    assert refused.message.startswith("251 ")
    left = re.search(r"only (\d+) are left", refused.message)
    assert left is not None, refused.message
    assert resolve(Scenario(starting_point=point, values={**typed, joins: float(left[1])})).problems == ()
    assert resolve(Scenario(starting_point=point, values={**typed, joins: float(left[1]) + 1})).problems
    (name,) = room
    named = {
        "headcount": "raise employees",
        "customers": "raise customers",
        "audience": "raise the people in reach",
    }
    assert named[name] in refused.message
    assert resolve(Scenario(starting_point=point, values={**typed, **room})).problems == ()


def test_lapsed_members_fill_the_pool_of_a_running_community_only() -> None:
    values = {"members": 100, "customer_share": 0, "audience": 200, "lapsed": 150, "joins": 0}
    assert problem(**values).field == "members"
    assert resolved(running=False, **values).problems == ()


def test_more_joins_than_are_left() -> None:
    values = {"members": 100, "lapsed": 0, "customer_share": 0, "join_customer_share": 0, "audience": 150}
    remark = problem(**values, joins=60)
    assert remark.field == "joins"
    assert remark.message == (
        "60 others join in a month, but only 50 are left who could; lower new members or raise the people in reach"
    )
    assert resolved(**values, joins=50).problems == ()
    # some of these leave in the month
    assert problem(**values, joins=50, audience_leaving=0.01).field == "joins"


def test_joins_of_a_planned_community_need_room_once_it_is_mature() -> None:
    values = {"members": 100, "customer_share": 0, "join_customer_share": 0, "audience": 100}
    assert problem(running=False, **values, joins=1).field == "joins"
    assert resolved(running=False, **values, joins=0).problems == ()


def test_more_employees_join_than_are_left() -> None:
    assert problem(headcount=10, employee_members=9, employee_joins=2).field == "employee_joins"


def test_nobody_heard_anywhere() -> None:
    nowhere = dict.fromkeys(strategies.SOURCES, 0)
    remark = problem(**nowhere)
    assert remark.field == "heard_from_promotion"
    assert remark.message == "new members must have heard somewhere: at least one answer above 0 %"
    assert resolved(**nowhere, joins=0, employee_joins=0).problems == ()
    # so little is nothing: its inverse would be no number
    assert problem(**(nowhere | {"heard_from_answers": 1e-310})).field == "heard_from_promotion"


def test_more_deflected_than_could_be() -> None:
    remark = problem(deflected=600, tickets=400, deflectable=0.5)
    assert remark.field == "deflected"
    assert remark.message.replace(" %", "%") == (
        "at most 361 can be deflected beside 400 tickets: 95% of the 50% of all requests that a community could answer"
    )
    planned = problem(running=False, deflected=600, tickets=400, deflectable=0.5)
    assert planned.message.replace(" %", "%") == (
        "at most 190 can be deflected of 400 tickets: 95% of the 50% that a community could answer"
    )
    assert resolved(deflected=475, tickets=525, deflectable=0.5).problems == ()
    assert problem(deflected=476, tickets=524, deflectable=0.5).field == "deflected"
    # planned: the tickets are all there are
    assert problem(running=False, deflected=475, tickets=525, deflectable=0.5).field == "deflected"


@given(
    tickets=st.floats(0, 1e6), deflectable=st.floats(0.01, 1), running=st.booleans(), more=st.floats(1.0, 1e6)
)
def test_as_many_as_are_said_to_be_the_most_can_be_deflected(
    tickets: float, deflectable: float, *, running: bool, more: float
) -> None:
    """Told of a share of all requests, the most fell with what was typed: who typed it was refused again."""
    typed = {"tickets": tickets, "deflectable": deflectable}
    [refused] = [
        remark
        for remark in resolved(running=running, deflected=tickets * 25.0 + more, **typed).problems
        if "can be deflected" in remark.message
    ]
    most = float(refused.message.split()[2].replace(",", ""))
    assert not any(
        "can be deflected" in remark.message
        for remark in resolved(running=running, deflected=most, **typed).problems
    )
    assert any(
        "can be deflected" in remark.message
        for remark in resolved(running=running, deflected=most + 1.5, **typed).problems
    )


def test_more_customers_than_are_new() -> None:
    remark = problem(referrals=40, new_customers=30)
    assert remark.field == "referrals"
    assert remark.message == "the community brings 40 customers a month, but the company has only 30 new ones"
    wins = {
        "referrals": 0,
        "leads": 100,
        "win_rate": 1,
        "sales_causal": 1,
        "referral_overlap": 0,
        "deals_touched": 0,
    }
    assert problem(**wins, new_customers=99).message.startswith("the community brings 100 customers")
    # with the digits that tell the two apart
    little = problem(referrals=30.004, new_customers=30)
    assert (
        little.message
        == "the community brings 30.004 customers a month, but the company has only 30 new ones"
    )
    # a planned community's come on top
    assert resolved(running=False, referrals=40, new_customers=30).problems == ()


def test_more_than_all_would_leave() -> None:
    remark = problem(
        company_churn=0.5, retention_points=0.5, retention_causal=1, churn_cut=0.5, ideas_causal=1
    )
    assert remark == Remark("churn_cut", "without the community more than all would leave")


def test_one_bad_field_does_not_hide_another_kind() -> None:
    answer = resolved(headcount=10, employee_members=11, deflected=600, tickets=400, deflectable=0.5)
    assert {remark.field for remark in answer.problems} == {"employee_members", "deflected"}


# ---- what looks odd


def warned(field: str, **values: Any) -> str:
    answer = resolved(**values)
    assert not answer.problems
    return " ".join(remark.message for remark in answer.warnings if remark.field == field)


def test_the_example_looks_fine() -> None:
    assert resolved().warnings == ()
    assert resolved(running=False).warnings == ()


def test_far_outside_what_is_usual() -> None:
    assert warned("uplift", uplift=0.9).startswith("far above what is usual here")
    assert warned("active_share", active_share=0.01).startswith("far below what is usual here")
    assert warned("uplift", uplift=0.1) == ""


def test_a_causal_share_above_half_needs_an_experiment() -> None:
    assert warned("uplift_causal", uplift_causal=0.8) == (
        "above 50 % only an experiment of your own would convince"
    )
    assert warned("uplift_causal", uplift_causal=Given(value=0.8, grade=Grade.EXPERIMENT)) == ""


def test_many_join_at_once() -> None:
    values = {"members": 100, "lapsed": 0, "customer_share": 0, "join_customer_share": 0, "audience": 200}
    assert warned("joins", **values, joins=50).replace(" %", "%") == (
        "50% of the others who could join do so in one month: is that so?"
    )
    assert warned("joins", **values, joins=20) == ""


def test_a_full_group_that_nobody_joins_is_not_odd() -> None:
    """Members fill their group to the last one: rounding must not make anyone join who is not there."""
    values = {"customers": 3, "people_per_customer": 1.1, "customer_share": 0.3, "audience": 0.7 * 11}
    members = 3 * 1.1 / 0.3
    assert warned("joins", **values, members=members, lapsed=0, joins=0) == ""


def test_answers_that_do_not_add_up() -> None:
    assert warned("heard_from_promotion", heard_from_promotion=1).endswith("and were scaled to 100 %")


def test_no_members() -> None:
    message = warned("members", members=0, employee_members=0)
    assert "with no members nothing is contributed, whatever is typed below" in message


def test_the_cost_of_another_size() -> None:
    assert "the cost is still that of the example" in warned("cost_year", members=10 * default("members"))
    assert warned("cost_year", members=10 * default("members"), staff=10) == ""


# ---- planned and running


def test_planned_defaults_differ() -> None:
    point = resolved().scenario.point
    assert point.planned
    for name, stated in point.planned.items():
        assert default(name, running=False) == pytest.approx(stated.likely), name


def test_running_is_a_leaf_of_the_model() -> None:
    assert resolved().leaves["running"] == 1
    assert resolved(running=False).leaves["running"] == 0


# ---- documents


def test_a_document_is_written_and_read_back() -> None:
    scenario = Scenario(
        name="Ours",
        values={"members": 10, "uplift": {"low": 0, "value": 0.1, "high": 0.2, "note": "so far"}},
        payers={"staff": "support"},
        teams_off=frozenset({"people"}),
    )
    written = scenario.model_dump(mode="json")
    assert written["values"] == {
        "members": 10.0,
        "uplift": {"value": 0.1, "low": 0.0, "high": 0.2, "note": "so far"},
    }
    again = Scenario.model_validate_json(json.dumps(written))
    assert again == scenario
    assert hash(again) == hash(scenario)


def test_a_scenario_cannot_be_changed_in_place() -> None:
    scenario = Scenario(values={"members": 10})
    with pytest.raises(ValidationError):
        scenario.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        scenario.values["members"] = Given(value=11)  # type: ignore[index]


def test_a_value_is_given_and_taken_back() -> None:
    scenario = Scenario().with_value("members", Given(value=10))
    assert resolve(scenario).value("members") == 10
    assert scenario.with_value("members", None) == Scenario()


@settings(max_examples=60)
@given(strategies.scenarios())
def test_any_scenario_is_written_and_read_back(scenario: Scenario) -> None:
    again = Scenario.model_validate_json(scenario.model_dump_json())
    assert again == scenario
    assert resolve(again).in_force == resolve(scenario).in_force


@settings(max_examples=120)
@given(strategies.edits())
def test_any_few_edits_are_resolved_or_refused_with_a_field(values: dict[str, float]) -> None:
    """And where the rules find them possible, what was typed is in force as typed."""
    answer = resolve(Scenario(values=values))
    for remark in (*answer.problems, *answer.warnings):
        assert remark.field in MODEL.assumptions
        assert remark.message
        assert "nan" not in remark.message
    for name, value in values.items():
        assert answer.value(name) == value, name
    for force in answer.in_force.values():
        lowest, highest = force.assumption.bounds
        assert lowest <= force.low <= force.value <= force.high <= highest, force.assumption.id
    if not answer.problems:
        assert answer.value("cost_year") == pytest.approx(cost_of(answer), rel=1e-6, abs=1)


def test_a_cost_of_nothing_that_is_typed_is_not_the_examples() -> None:
    """The example costs what its kinds of cost add up to: the 0 that is declared for the sum is nobody's."""
    assert Scenario().default("cost_year") == 0
    assert resolved().value("cost_year") > 0
    typed, confirmed = (
        resolve(Scenario(values={"cost_year": Given(value=0.0, confirmed=sure)})).in_force["cost_year"]
        for sure in (False, True)
    )
    assert typed == confirmed
    assert typed.origin is Origin.YOURS
    assert (typed.low, typed.value, typed.high) == (0, 0, 0)
    # of a number with a default of its own, the same is kept from the example
    members = Scenario().default("members")
    assert resolve(Scenario(values={"members": members})).in_force["members"].origin is Origin.KEPT
