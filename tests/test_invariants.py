"""What holds for every valid scenario: the invariants that the model promises."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calculators import flywheel, formula
from calculators.assumption import Kind
from calculators.evaluation import Money, Result, evaluate, evaluate_resolved
from calculators.model import MODEL
from calculators.quantity import When
from calculators.scenario import Resolved, Scenario
from tests import strategies
from tests.strategies import TEAM_IDS, resolved, scenarios

Array = npt.NDArray[np.float64]
LOOPS = st.frozensets(st.sampled_from(TEAM_IDS))
GROUPS = ("customers", "others", "employees")
UNIT_VALUES = {
    "cost_per_ticket": ("deflection_value", "handling_value"),
    "cost_per_study": ("studies_value",),
    "cost_per_bug": ("bugs_value",),
    "acquisition_cost": ("acquisition_value",),
    "cost_per_click": ("visits_value",),
    "cost_per_session": ("sessions_value",),
    "cost_per_piece": ("content_value",),
    "cost_per_attendee": ("events_value",),
    "salary": ("turnover_value", "search_value"),
    "revenue_per_customer": (
        "ideas_value",
        "referred_value",
        "sales_value",
        "retention_value",
        "uplift_value",
    ),
    "gross_margin": ("ideas_value", "referred_value", "sales_value", "retention_value", "uplift_value"),
}


def run(
    scenario: Resolved,
    *,
    loops: frozenset[str] | None = None,
    months: int = 120,
    growing: float = 1.0,
    stays_open: float = 1.0,
    **changed: float,
) -> dict[str, Array]:
    """Run one coalition; all loops of the scenario turn unless told."""
    turning = frozenset(scenario.loops_on) if loops is None else loops
    switches = {f"turns_{team}": float(team in turning) for team in TEAM_IDS}
    leaves = {**scenario.leaves, **switches, "growing": growing, "open": stays_open, **changed}
    return MODEL.run(leaves, months)


def column(engine: dict[str, Any], name: str) -> Array:
    """Return the one column of a series."""
    return np.asarray(engine[name])[:, 0]


# ---- 1: nobody appears or gets lost


@settings(max_examples=80)
@given(scenarios(), LOOPS, st.booleans())
def test_members_lapsed_and_pool_make_up_the_group(
    scenario: Scenario, loops: frozenset[str], stays_open: bool
) -> None:
    engine = run(resolved(scenario), loops=loops, stays_open=float(stays_open))
    sizes = {
        "customers": engine["people_per_customer"] * column(engine, "customers_now"),
        "others": column(engine, "audience_now"),
        "employees": np.full(121, engine["headcount"]),
    }
    for group, size in sizes.items():
        parts = sum(column(engine, f"{layer}_{group}") for layer in ("members", "lapsed", "pool"))
        assert np.all(np.abs(parts - size) <= 1e-12 * size), group


@settings(max_examples=80)
@given(scenarios(), LOOPS, st.booleans())
def test_no_stock_is_negative_and_none_is_lost(
    scenario: Scenario, loops: frozenset[str], stays_open: bool
) -> None:
    engine = run(resolved(scenario), loops=loops, stays_open=float(stays_open))
    for stock in MODEL.stocks:
        state = column(engine, stock.id)
        assert np.all(np.isfinite(state)), stock.id
        assert np.all(state >= 0.0), (stock.id, state.min())


@settings(max_examples=60)
@given(scenarios(), LOOPS)
def test_active_members_are_members(scenario: Scenario, loops: frozenset[str]) -> None:
    engine = run(resolved(scenario), loops=loops)
    # one part in 10**15: a share is multiplied by its inverse
    members = column(engine, "members_now") * (1.0 + 1e-15)
    assert np.all(column(engine, "active_members") <= members)
    assert np.all(
        column(engine, "active_employees") <= column(engine, "members_employees")[:-1] * (1.0 + 1e-15)
    )
    assert np.all(column(engine, "active_customers") <= column(engine, "customers_now")[:-1])


# ---- 2: nothing comes from nothing


@settings(max_examples=25)
@given(
    scenarios(
        members=0.0, employee_members=0.0, joins=0.0, employee_joins=0.0, lapsed=0.0, retention_points=0.05
    )
)
def test_without_members_there_is_no_benefit_at_all(scenario: Scenario) -> None:
    result = evaluate_resolved(resolved(scenario))
    for money in (result.hard, result.with_soft):
        assert money.pv_benefits == 0.0
        assert np.all(money.benefits == 0.0)
        assert all(team.direct == team.received == team.value == 0.0 for team in money.teams.values())
        assert money.roi == (-1.0 if money.pv_costs > 0.0 else None)
    assert all(line.gross == 0.0 for line in result.lines)


# ---- 3: month 0 of a running community is what was typed


@settings(max_examples=80)
@given(scenarios(running=True, as_planned=True, switches=False))
def test_month_0_of_a_running_community_is_as_typed(scenario: Scenario) -> None:
    inputs = resolved(scenario)
    value = inputs.value
    engine = run(inputs, months=1)

    def first(name: str) -> float:
        return float(column(engine, name)[0])

    assert first("intensity") == pytest.approx(1.0, rel=1e-12)
    assert first("intensity_employees") == pytest.approx(1.0, rel=1e-12)
    rates = {"abs": 1e-12, "rel": 1e-12}
    if value("members") > 0.0:
        for index in ("activity", "contributions", "answers", "content", "ideas"):
            assert first(index) == pytest.approx(1.0, rel=1e-12), index
        joins = first("joins_customers") + first("joins_others")
        assert joins == pytest.approx(value("joins"), rel=1e-12)
        assert first("deflected_now") == pytest.approx(value("deflected"), rel=1e-12)
        if value("customers") > 0.0:
            assert first("churn_now") == pytest.approx(value("company_churn"), **rates)
        assert first("new_customers_now") == pytest.approx(value("new_customers"), rel=1e-12)
        assert first("active_members") == pytest.approx(value("active_share") * value("members"), rel=1e-12)
        assert first("drawn_now") == pytest.approx(value("drawn"), rel=1e-12) or first("market_room") < value(
            "drawn"
        )
    if value("employee_members") > 0.0:
        assert first("activity_employees") == pytest.approx(1.0, rel=1e-12)
        assert first("joins_employees") == pytest.approx(value("employee_joins"), rel=1e-12)
    assert first("lapse_others") == pytest.approx(
        min(value("member_churn"), 1.0 - value("audience_leaving")), **rates
    )
    assert first("staff_now") == value("staff")


@settings(max_examples=30)
@given(scenarios(running=True, as_planned=True, switches=False))
def test_todays_revenue_is_revenue_without_the_community_and_the_uplift(scenario: Scenario) -> None:
    inputs = resolved(scenario)
    engine = run(inputs, months=1)
    if inputs.value("customers") <= 0.0:
        return
    before = float(engine["revenue_without"]) * inputs.value("customers")
    uplift = (
        column(engine, "active_customers")[0]
        * float(engine["revenue_without"])
        * float(engine["uplift_caused"])
    )
    today = inputs.value("revenue_per_customer") * inputs.value("customers")
    assert before + uplift == pytest.approx(today, rel=1e-12)


# ---- 4: closed forms

SHARE = st.floats(0.001, 1)


@settings(max_examples=40)
@given(SHARE, SHARE, st.sampled_from(("answers", "content", "ideas")))
def test_an_archive_with_constant_activity_follows_its_closed_form(
    new: float, gone: float, name: str
) -> None:
    """Employees only, whom nothing changes, so that activity is 1 in every month."""
    inputs = resolved(
        Scenario(
            values={
                "members": 0,
                "lapsed": 0,
                "joins": 0,
                "employee_members": 50,
                "employee_joins": 0,
                "member_churn": 0,
                "staff_turnover": 0,
                f"{name}_new": new,
                f"{name}_obsolescence": gone,
            }
        )
    )
    engine = run(inputs)
    assert np.all(column(engine, "activity") == 1.0)
    month = np.arange(121)
    expected = new / gone + (1.0 - new / gone) * (1.0 - gone) ** month
    np.testing.assert_allclose(column(engine, name), expected, rtol=1e-12)


@settings(max_examples=40)
@given(st.floats(0.001, 0.5), st.floats(0.1, 1000), st.floats(0, 100))
def test_a_cohort_with_constant_new_customers_follows_its_closed_form(
    churn: float, leads: float, referrals: float
) -> None:
    """As many others come as leave, loops stand still, so that customers, market and contributions do not change."""
    inputs = (
        resolved(
            Scenario(
                values={
                    "members": 0,
                    "lapsed": 0,
                    "joins": 0,
                    "employee_members": 50,
                    "employee_joins": 0,
                    "member_churn": 0,
                    "staff_turnover": 0,
                    "customers": 100_000,
                    "company_churn": churn,
                    "churn_cut": 0,
                    "retention_points": 0,
                    "leads": leads,
                    "win_rate": 0.5,
                    "sales_causal": 0.4,
                    "referral_overlap": 0.25,
                    "deals_touched": 0,
                    "referrals": referrals,
                    "type_one": 0.5,
                    "audience_new": 0,
                    "new_customers": 100_000 * churn + leads * 0.5 * 0.4 * 0.75 + referrals * 0.5,
                }
            )
        )
        if leads + referrals < 100_000 * churn
        else None
    )
    assume(inputs is not None)
    assert inputs is not None
    engine = run(inputs, loops=frozenset())
    month = np.arange(121)
    gathered = (1.0 - (1.0 - churn) ** month) / churn
    np.testing.assert_allclose(
        column(engine, "customers_by_sales"), leads * 0.5 * 0.4 * (1.0 - 0.25) * gathered, rtol=1e-11
    )
    np.testing.assert_allclose(
        column(engine, "customers_by_referral"), referrals * 0.5 * gathered, rtol=1e-11
    )


@settings(max_examples=40)
@given(scenarios(), st.sampled_from(sorted(UNIT_VALUES)), st.floats(0.01, 0.9))
def test_benefits_are_linear_in_what_one_is_worth(scenario: Scenario, name: str, factor: float) -> None:
    inputs = resolved(scenario)
    before = run(inputs, months=24)
    after = run(inputs, months=24, **{name: inputs.value(name) * factor})
    for _, line in MODEL.lines:
        scaled = factor if line.gross in UNIT_VALUES[name] else 1.0
        expected = column(before, line.gross) * scaled
        np.testing.assert_allclose(
            column(after, line.gross), expected, rtol=1e-12, atol=1e-290, err_msg=line.id
        )


def test_every_line_is_linear_in_some_unit_value() -> None:
    tested = {line for lines in UNIT_VALUES.values() for line in lines}
    assert {line.gross for _, line in MODEL.lines} == tested


# ---- 5: no customer is counted twice


@settings(max_examples=80)
@given(scenarios(switches=False))
def test_customers_because_of_the_community_are_the_cohorts_of_its_teams(scenario: Scenario) -> None:
    engine = run(resolved(scenario), loops=frozenset(TEAM_IDS))
    cohorts = sum(
        column(engine, f"customers_by_{source}") for source in ("ideas", "referral", "sales", "success")
    )
    customers, without = column(engine, "customers_now"), column(engine, "customers_without")
    # as exact as the number of customers, from which the difference is taken
    assert np.all(np.abs(customers - without - cohorts) <= 1e-12 * np.maximum.accumulate(customers))


# ---- 6: Shapley


def scale_of(money: Money) -> float:
    """Return what the sums of money are as exact as."""
    return max(money.pv_benefits, money.pv_costs, *(abs(team.value) for team in money.teams.values()), 1.0)


def cent(money: Money) -> float:
    """Return half a cent, or twelve digits of sums so large that a computer's numbers have no cents."""
    return max(0.005, 1e-12 * scale_of(money))


@settings(max_examples=25)
@given(scenarios())
def test_effects_add_up_to_the_cent(scenario: Scenario) -> None:
    result = evaluate_resolved(resolved(scenario))
    for money in (result.hard, result.with_soft):
        cents = cent(money)
        teams = money.teams
        assert abs(money.direct + sum(team.given for team in teams.values()) - money.npv) <= cents
        assert abs(money.direct + money.flywheel - money.npv) <= cents
        assert abs(sum(team.value for team in teams.values()) - money.pv_benefits) <= cents
        for name, team in teams.items():
            assert abs(team.direct + team.received - team.value) <= cents
            assert abs(sum(money.matrix[name].values()) - team.given) <= cents
            assert abs(sum(row[name] for row in money.matrix.values()) - team.received) <= cents
        if money.benefit_cost_ratio is not None:
            parts = [team.return_per_cost for team in teams.values() if team.return_per_cost is not None]
            assert len(parts) == len(teams)
            assert sum(parts) == pytest.approx(
                money.benefit_cost_ratio, rel=1e-9, abs=1e-9 * max(map(abs, parts))
            )
    lines = sum(line.hard for line in result.lines)
    assert abs(lines - result.hard.pv_benefits) <= cent(result.hard)
    assert abs(lines + sum(line.soft for line in result.lines) - result.with_soft.pv_benefits) <= cent(
        result.with_soft
    )
    assert abs(sum(result.costs.values()) - result.hard.pv_costs) <= cent(result.hard)


NO_STRENGTH = {
    "support": {"heard_from_answers": 0.0},
    "product": {"heard_from_ideas": 0.0, "churn_cut": 0.0},
    "marketing": {"heard_from_members": 0.0, "referrals": 0.0},
    "sales": {"heard_from_sales": 0.0, "leads": 0.0, "deals_touched": 0.0},
    "success": {"heard_from_onboarding": 0.0, "retention_points": 0.0},
    "content": {"heard_from_content": 0.0, "drawn": 0.0},
    "engagement": {"belonging": 0.0},
    "people": {"hours_given": 0.0},
}


@settings(max_examples=24)
@given(st.data())
def test_a_loop_of_strength_0_has_no_effect(data: st.DataObject) -> None:
    team = data.draw(st.sampled_from(TEAM_IDS))
    scenario = data.draw(scenarios(switches=False, heard_from_promotion=0.4, **NO_STRENGTH[team]))
    money = evaluate_resolved(resolved(scenario)).with_soft
    # the coalitions with and without it are equal to the last bit; only their sum rounds
    assert abs(money.teams[team].given) <= 1e-13 * scale_of(money)
    with_it = run(resolved(scenario), loops=frozenset(TEAM_IDS), months=36)
    without_it = run(resolved(scenario), loops=frozenset(TEAM_IDS) - {team}, months=36)
    assert all(np.array_equal(with_it[stock.id], without_it[stock.id]) for stock in MODEL.stocks)


@settings(max_examples=15)
@given(st.data())
def test_identical_loops_have_equal_effects(data: st.DataObject) -> None:
    """Answers and content that bring as many members and last as long, and draw nobody else, are one and the same."""
    values = data.draw(strategies.valid_values(running=True))
    for name in ("obsolescence", "new"):
        values[f"content_{name}"] = values[f"answers_{name}"]
    values |= {"drawn": 0.0, "heard_from_answers": 0.3, "heard_from_content": 0.3}
    money = evaluate_resolved(resolved(Scenario(values=values))).with_soft
    assert money.teams["support"].given == pytest.approx(
        money.teams["content"].given, abs=1e-12 * scale_of(money)
    )


@settings(max_examples=15)
@given(scenarios())
def test_references_are_equal_in_all_coalitions(scenario: Scenario) -> None:
    inputs = resolved(scenario)
    table = flywheel.coalitions(len(TEAM_IDS))
    leaves: dict[str, Any] = dict(inputs.leaves) | {"growing": 1.0, "open": 1.0}
    leaves |= {f"turns_{team}": table[:, number] for number, team in enumerate(TEAM_IDS)}
    at_reference = MODEL.at_reference(leaves)
    for quantity in MODEL.references:
        assert np.ndim(at_reference[quantity.id]) == 0, quantity.id


def test_direct_is_the_value_with_every_loop_off() -> None:
    everything = evaluate(Scenario())
    off = evaluate(Scenario(loops_off=frozenset(TEAM_IDS)))
    assert off.hard.npv == pytest.approx(everything.hard.direct, abs=0.005)
    assert off.hard.flywheel == 0.0


# ---- 7: units do not matter


def same(before: float | None, after: float | None, factor: float = 1.0) -> bool:
    """Tell whether a number is exactly so many times another: a factor of two changes no digit of a binary number."""
    return after == (None if before is None else before * factor)


def compare_scaled(before: Result, after: Result) -> None:
    for one, two in ((before.hard, after.hard), (before.with_soft, after.with_soft)):
        for money in (
            "npv",
            "pv_benefits",
            "pv_costs",
            "direct",
            "flywheel",
            "npv_going_on",
            "deepest_need",
            "growth",
        ):
            assert same(getattr(one, money), getattr(two, money), 2.0), money
        for ratio in ("roi", "roi_going_on", "benefit_cost_ratio", "payback_month", "irr_roots"):
            assert same(getattr(one, ratio), getattr(two, ratio)), ratio
        for name in TEAM_IDS:
            for money in ("direct", "received", "value", "given", "own_cost"):
                assert same(getattr(one.teams[name], money), getattr(two.teams[name], money), 2.0), (
                    name,
                    money,
                )
            assert same(one.teams[name].return_per_cost, two.teams[name].return_per_cost)
            assert same(one.teams[name].own_roi, two.teams[name].own_roi)


def doubled(scenario: Scenario, names: frozenset[str]) -> Scenario:
    values = {
        name: given.value * 2.0 if name in names else given.value
        for name, given in scenario.values.items()
        if given.value is not None
    }
    return scenario.changed(values=values)


MONEY = frozenset(a.id for a in MODEL.assumptions.values() if a.kind is Kind.MONEY)
EXTENSIVE = frozenset(a.id for a in MODEL.assumptions.values() if a.extensive)


def halved(scenario: Scenario, names: frozenset[str]) -> Scenario:
    """Return the scenario at half its size, so that twice as much is within the bounds."""
    values = {
        name: given.value / 2.0 if name in names else given.value
        for name, given in scenario.values.items()
        if given.value is not None
    }
    return scenario.changed(values=values)


@settings(max_examples=15)
@given(scenarios())
def test_the_currency_scales_money_and_leaves_ratios(scenario: Scenario) -> None:
    half = halved(scenario, MONEY)
    compare_scaled(evaluate_resolved(resolved(half)), evaluate_resolved(resolved(doubled(half, MONEY))))


@settings(max_examples=10)
@given(st.sampled_from((0.5, 2.0, 8.0)), st.booleans())
def test_the_exchange_rate_is_a_currency(rate: float, running: bool) -> None:
    before = evaluate(Scenario(running=running))
    after = evaluate(Scenario(running=running, exchange_rate=rate, currency="EUR"))
    assert after.hard.npv == before.hard.npv * rate
    assert after.hard.roi == before.hard.roi


@settings(max_examples=15)
@given(scenarios())
def test_twice_as_large_a_company_has_twice_the_npv(scenario: Scenario) -> None:
    half = halved(scenario, EXTENSIVE)
    compare_scaled(evaluate_resolved(resolved(half)), evaluate_resolved(resolved(doubled(half, EXTENSIVE))))


def test_what_counts_people_things_and_total_cost_is_extensive() -> None:
    """The list is written out: an assumption that is forgotten would break the doubling only where it is not 0."""
    not_doubled = {
        a.id for a in MODEL.assumptions.values() if a.kind in (Kind.COUNT, Kind.MONEY) and not a.extensive
    }
    assert not_doubled == {
        "revenue_per_customer",
        "acquisition_cost",
        "salary",
        "cost_per_ticket",
        "cost_per_study",
        "cost_per_bug",
        "cost_per_click",
        "cost_per_session",
        "cost_per_piece",
        "cost_per_attendee",
        "loaded_salary",
        "member_cost",
        "serving_cost",
    }


# ---- 8: the reproduction number tells growth from decline


@settings(max_examples=60)
@given(
    scenarios(
        running=True,
        switches=False,
        heard_from_promotion=0.0,
        heard_from_sales=0.0,
        heard_from_onboarding=0.0,
        heard_from_answers=0.3,
        return_rate=0.0,
        horizon=24.0,
    )
)
def test_members_fall_exactly_when_the_reproduction_number_is_below_one(scenario: Scenario) -> None:
    result = evaluate_resolved(resolved(scenario.changed(loops_off=frozenset())))
    members = np.asarray(result.series["members_employees"]) + np.asarray(result.series["members_customers"])
    members = members + np.asarray(result.series["members_others"])
    for month, number in enumerate(result.reproduction):
        change = members[month + 1] - members[month]
        noise = 1e-12 * members[month]
        if math.isnan(number):
            assert change >= -noise  # nobody leaves
        elif abs(number - 1.0) > 1e-9 and abs(change) > noise:
            assert (change < 0.0) == (number < 1.0), month


# ---- 9: nothing grows without bound


@settings(max_examples=80)
@given(scenarios(), LOOPS)
def test_ten_years_stay_within_bounds(scenario: Scenario, loops: frozenset[str]) -> None:
    inputs = resolved(scenario)
    engine = run(inputs, loops=loops)
    a_little = 1.0 + 1e-12

    def series(name: str) -> Array:
        return column(engine, name)[:120]

    people = inputs.value("people_per_customer") * series("customers_now") + series("audience_now")
    assert np.all(series("members_now") <= people * a_little + 1e-12 * people.max())
    assert np.all(series("members_employees") <= inputs.value("headcount") * a_little)
    full_up = people >= float(engine["market"]) * a_little
    for name in ("drawn_now", "referred_now", "wins_now"):
        assert np.all(series(name)[full_up] == 0.0), name
    if inputs.value("met") > 0.0:
        assert np.all(series("contributions") <= a_little / inputs.value("met"))
    deflectable = float(engine["deflectable_ref"]) * series("customers_index")
    assert np.all(series("deflected_now") <= deflectable * a_little)
    assert np.all(series("tickets_remaining") >= -1e-12 * deflectable.max())
    assert np.all((series("headroom") >= 0.0) & (series("headroom") <= 1.0))
    for group in GROUPS:
        assert np.all(series(f"joins_{group}") <= series(f"pool_{group}") * a_little + 1e-12)


@settings(max_examples=30)
@given(scenarios())
def test_every_number_of_an_answer_is_a_number(scenario: Scenario) -> None:
    result = evaluate_resolved(resolved(scenario))
    for money in (result.hard, result.with_soft):
        for name in ("npv", "pv_benefits", "pv_costs", "direct", "flywheel", "growth", "npv_going_on"):
            assert math.isfinite(getattr(money, name)), name
    unlimited = {"pool_employees"}
    for name, values in result.series.items():
        assert name in unlimited or np.all(np.isfinite(values)), name
    for name, value in result.reference.items():
        assert math.isfinite(value), name


# ---- 13: the formula shown and the engine are one definition


@settings(max_examples=25)
@given(scenarios(), LOOPS, st.booleans(), st.booleans())
def test_the_formula_shown_is_what_the_engine_computes(
    scenario: Scenario, loops: frozenset[str], growing: bool, stays_open: bool
) -> None:
    months = 24
    engine = run(
        resolved(scenario), loops=loops, months=months, growing=float(growing), stays_open=float(stays_open)
    )
    stocks = {stock.id for stock in MODEL.stocks}
    values = {name: value[:months] if name in stocks else value for name, value in engine.items()}
    known = {"running": float(scenario.running)}
    for quantity in MODEL.quantities.values():
        shown = formula.value_of(formula.expression(quantity), values)
        applies = formula.value_of(formula.expression(quantity, known), values)
        computed = engine[quantity.id][1:] if quantity.when is When.STOCK else engine[quantity.id]
        for read in (shown, applies):
            # powers of many numbers at once and of one at a time may differ in the last digit
            np.testing.assert_allclose(
                np.broadcast_to(read, np.shape(computed)), computed, rtol=1e-12, atol=0.0, err_msg=quantity.id
            )
