"""The formula shown: its words, its brackets, and that it is what is computed."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators import formula
from calculators.formula import expression, value_of, written
from calculators.model import MODEL, SWITCHES
from calculators.quantity import When
from calculators.scenario import Scenario
from calculators.symbol import Symbol, leaf
from tests import strategies

GOLDEN = {
    "deflection_value": "deflected_now × cost_per_ticket × deflection_causal",
    "studies_value": "studies ÷ 12 × contributions × cost_per_study × studies_causal",
    "wins_claimed_ref": "(leads × win_rate + deals_touched × deal_lift) × sales_causal",
    "wins_ref": "wins_claimed_ref × (1 − referral_overlap)",
    "margin_per_customer": "revenue_without ÷ 12 × gross_margin",
    "hourly_cost": "salary ÷ 12 ÷ hours_per_post",
    "contributions": "activity ÷ (met × activity + 1 − met)",
    "market_room": "the larger of (0; market − people_per_customer × customers_now − audience_now)",
    "intensity": "the smaller of (1 ÷ active_share; potential × care)",
    "maturity": "1 − e^(−month ÷ the larger of (months_to_mature; 1e-09)) if months_to_mature > 0, else 1",
    "kept_by_success": (
        "active_customers × the smaller of (retention_lift_month; churn_without × (1 − churn_cut_now))"
    ),
    "answers": "(1 − answers_obsolescence) × answers + answers_rate × activity",
    "posts_given": "posts_given_ref × activity_employees × turns_people",
    "staff_now": (
        "the larger of (0; staff_planned + (hire_1 if month + 1 ≥ hire_1_month, else 0) + (hire_2 if month + 1 ≥ "
        "hire_2_month, else 0) + (hire_3 if month + 1 ≥ hire_3_month, else 0)) × open"
    ),
    "cost_staff": "staff_now × loaded_salary ÷ 12",
    "counts": "1 if running > 0, else 1 if month ≥ first_value_month, else 0",
}


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_a_formula_written_with_ids(name: str) -> None:
    assert written(expression(MODEL.quantities[name]), str) == GOLDEN[name]


def test_a_formula_in_words() -> None:
    labels = [formula.label_of(name) for name in ("deflected_now", "cost_per_ticket", "deflection_causal")]
    assert formula.in_words("deflection_value") == " × ".join(labels)
    assert formula.in_words("posts_given").endswith("loop of People turns (1 or 0)")


def test_a_formula_in_numbers() -> None:
    values = {"deflected_now": 200.0, "cost_per_ticket": 60.0, "deflection_causal": 0.8}
    shown = formula.in_numbers("deflection_value", values, lambda name, value: f"{value:g}")
    assert shown == "200 × 60 × 0.8"


def test_only_the_branch_that_applies_is_shown() -> None:
    def shown(name: str, running: float) -> str:
        return written(expression(MODEL.quantities[name], {"running": running}), str)

    assert shown("churn_without", 1.0) == "churn_after_ideas_ref ÷ (1 − churn_cut_ref)"
    assert shown("churn_without", 0.0) == "churn_after_ideas_ref"
    assert shown("demand_ref", 0.0) == "tickets"
    assert shown("counts", 1.0) == "1"


def test_a_total_is_the_sum_of_its_parts() -> None:
    assert written(expression(MODEL.quantities["gained_ref"]), str) == "referred_ref + wins_ref"


# ---- brackets

A: Any = leaf("a")
B: Any = leaf("b")
C: Any = leaf("c")


@pytest.mark.parametrize(
    ("expected", "made"),
    [
        ("a − (b − c)", A - (B - C)),
        ("a − b − c", A - B - C),
        ("a − (b + c)", A - (B + C)),
        ("a + b − c", A + (B - C)),
        ("(a + b) × c", (A + B) * C),
        ("a ÷ (b × c)", A / (B * C)),
        ("a ÷ b ÷ c", A / B / C),
        ("a ÷ (b ÷ c)", A / (B / C)),
        ("(a^b)^c", (A**B) ** C),
        ("a^(b^c)", A ** (B**C)),
        ("(a × b)^c", (A * B) ** C),
        ("(−a)^b", (-A) ** B),
        ("−a^b", -(A**B)),
        ("−(a + b)", -(A + B)),
        ("(-1)^a", (-1.0) ** A),
        ("a × (b if a > c, else c)", A * np.where(A > C, B, C)),
        ("(a if b > 0, else b) if a > 1, else c", np.where(A > 1.0, np.where(B > 0.0, A, B), C)),
        ("a if a > 1, else b if b > 0, else c", np.where(A > 1.0, A, np.where(B > 0.0, B, C))),
        ("e^(a − b)", np.exp(A - B)),
        ("the smaller of (a; b + c)^c", np.minimum(A, B + C) ** C),
    ],
)
def test_brackets_where_they_are_needed_and_only_there(expected: str, made: Symbol) -> None:
    assert written(made, str) == expected


def as_python(text: str) -> str:
    """Turn the signs of a written formula into Python's, leaving its brackets alone."""
    for sign, operator in {
        " × ": "*",
        " ÷ ": "/",
        " − ": "-",
        "−": "-",
        "^": "**",
        "≥": ">=",
        "≤": "<=",
        ", else ": " else ",
        "; ": ", ",
        "the smaller of ": "min",
        "the larger of ": "max",
    }.items():
        text = text.replace(sign, operator)
    return re.sub(r"\be\*\*\(", "exp(", text)


def evaluated(text: str, values: dict[str, float]) -> float:
    """Compute a written formula as anyone would with a calculator."""
    names: dict[str, Any] = {"min": min, "max": max, "exp": math.exp, "__builtins__": {}}
    return float(eval(as_python(text), names, values))


@pytest.mark.parametrize("running", [True, False])
def test_computing_what_is_written_gives_what_the_engine_says(running: bool) -> None:
    """Month 7 of a company in which every number is its own."""
    values = {"hire_1": 0.5, "hire_1_month": 3, "turnover_points": 0.02, "serving_cost": 50, "member_cost": 2}
    resolved = strategies.resolved(Scenario(running=running, values=values))
    switches = {f"turns_{team.id}": 1.0 for team in MODEL.teams} | {"growing": 1.0, "open": 1.0}
    engine = MODEL.run({**resolved.leaves, **switches}, 24)
    stocks = {stock.id for stock in MODEL.stocks}

    def now(name: str, month: int = 7) -> float:
        series = np.asarray(engine[name])
        return float(series[month, 0] if series.ndim else series)

    compared = 0
    for quantity in MODEL.quantities.values():
        text = written(expression(quantity), str, repr)
        read = {name: now(name) for name in quantity.inputs if name != "month"} | {"month": 7.0}
        expected = now(quantity.id, 8) if quantity.id in stocks else now(quantity.id)
        assert evaluated(text, read) == pytest.approx(expected, rel=1e-12, abs=1e-15), (
            f"{quantity.id} = {text}"
        )
        compared += 1
    assert compared == len(MODEL.quantities)


LEAVES = st.sampled_from(("a", "b", "c")).map(leaf)
CONSTANTS = st.sampled_from((1.0, 2.0, 0.5, -1.0, 3.0))


def combined(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    two = st.tuples(parts, st.one_of(parts, CONSTANTS))
    return st.one_of(
        two.map(lambda pair: pair[0] + pair[1]),
        two.map(lambda pair: pair[0] - pair[1]),
        two.map(lambda pair: pair[1] - pair[0]),
        two.map(lambda pair: pair[0] * pair[1]),
        two.map(lambda pair: pair[1] / pair[0]),
        two.map(lambda pair: np.minimum(*pair)),
        two.map(lambda pair: np.maximum(*pair)),
        parts.map(lambda part: -part),
        parts.map(lambda part: part**2.0),
        st.tuples(parts, parts, parts).map(lambda three: np.where(three[0] > three[1], three[2], three[1])),
        st.tuples(parts, parts, parts).map(lambda three: np.where(three[0] >= 1.0, three[1], three[2])),
    )


@settings(max_examples=150)
@given(st.recursive(LEAVES, combined, max_leaves=12))
def test_brackets_of_any_formula_keep_its_value(made: Symbol) -> None:
    values = {"a": 1.25, "b": -0.75, "c": 3.5}
    expected = float(value_of(made, values))
    if not math.isfinite(expected) or abs(expected) > 1e12:
        return
    try:
        found = evaluated(written(made, str, repr), values)
    except (ZeroDivisionError, OverflowError):
        return  # a branch that does not apply
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


# ---- what cannot be read fails loudly


def test_an_unknown_function_is_refused() -> None:
    with pytest.raises(TypeError, match="a formula cannot be read through sqrt"):
        np.sqrt(A)
    with pytest.raises(TypeError, match="a formula cannot be read through clip"):
        np.clip(A, 0.0, 1.0)


def test_a_reduction_is_refused() -> None:
    with pytest.raises(TypeError):
        np.minimum.reduce([A, B])


def test_an_option_is_refused() -> None:
    with pytest.raises(TypeError, match="a formula cannot be read through add"):
        np.add(A, B, where=True)


def test_branching_on_a_symbol_is_refused() -> None:
    with pytest.raises(TypeError, match=r"use np\.where"):
        max(A, B)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        value_of(A + B, {"a": 1.0})
    with pytest.raises(KeyError):
        formula.label_of("nothing")


# ---- names


def test_everything_that_is_read_has_a_label() -> None:
    for quantity in MODEL.quantities.values():
        for name in quantity.inputs:
            assert formula.label_of(name), name
    assert all(formula.label_of(switch) for switch in SWITCHES)


def test_inputs_of_a_quantity() -> None:
    read = formula.inputs_of("posts_given")
    assert read == (
        MODEL.quantities["posts_given_ref"],
        MODEL.quantities["activity_employees"],
        "turns_people",
    )


def test_factors_of_one_and_terms_of_nothing_are_left_out() -> None:
    def shown(**known: float) -> str:
        return written(expression(MODEL.quantities["pull_of_members"], known), str)

    assert shown(growing=1.0, turns_marketing=1.0) == "heard_from_members × source_scale × activity"
    assert shown(turns_marketing=0.0) == "0"
    assert MODEL.quantities["pull_of_members"].when is When.FLOW


@pytest.mark.parametrize(
    ("expected", "made"),
    [
        ("a", 0.0 + A),
        ("a", A + 0.0),
        ("a", A - 0.0),
        ("0 − a", 0.0 - A),
        ("a", 1.0 * A),
        ("a", A * 1.0),
        ("a", A / 1.0),
        ("1 ÷ a", 1.0 / A),
        ("0.5^a", 0.5**A),
        ("(-0.5)^a", (-0.5) ** A),
    ],
)
def test_ones_and_nothings_go_where_they_say_nothing(expected: str, made: Symbol) -> None:
    assert written(formula.simplified(made), str) == expected


def test_words_and_numbers_show_the_branch_that_applies() -> None:
    known = {"running": 0.0}
    assert formula.in_words("demand_ref", known) == formula.label_of("tickets")
    shown = formula.in_numbers("demand_ref", {"tickets": 8.0}, lambda name, value: f"{name} {value:g}", known)
    assert shown == "tickets 8"


def test_what_a_formula_reads() -> None:
    assert formula.inputs_of("deflection_value") == (
        MODEL.quantities["deflected_now"],
        MODEL.assumptions["cost_per_ticket"],
        MODEL.assumptions["deflection_causal"],
    )
    assert "running" in formula.inputs_of("counts")
