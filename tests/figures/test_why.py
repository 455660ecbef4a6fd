"""Why a figure is what it is: the formula shown and the engine are one definition, month by month."""

from __future__ import annotations

import dataclasses
import math
import re

import numpy as np
import pytest

from calculators.formula import expression, simplified, value_of, written
from calculators.model import MODEL
from calculators.quantity import When
from calculators.symbol import Symbol, leaf
from figures.declared import figures
from figures.why import (
    Explanation,
    Reading,
    explain,
    label_of_any,
    range_text,
    reachable,
)
from tests.figures.asked import NAMES, quantities, result_of
from wording.formats import Formats

NOT_A_NUMBER = re.compile(r"\b(nan|inf|infinity|none|null)\b", re.IGNORECASE)
CODE_NAME = re.compile(r"[a-z]_[a-z]")
PLAIN_PRODUCT = re.compile(r"^[-0-9.,$€ %×÷\u00a0]+$")


def known(name: str) -> dict[str, float]:
    """The switches of a result with all loops on that are on."""
    result = result_of(name)
    switches = {f"turns_{team.id}": result.reference[f"turns_{team.id}"] for team in MODEL.teams}
    return {**switches, "running": result.reference["running"], "open": 1.0, "growing": 1.0}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("month", [0, 13])
def test_the_formula_of_every_quantity_gives_what_the_engine_gives(name: str, month: int) -> None:
    """What the drawer prints, with its numbers put in, is the engine's value: they are one definition."""
    result = result_of(name)
    for quantity in MODEL.quantities.values():
        formula = expression(quantity, known(name))
        values = {read: Reading(result).number(read, month) for read in leaves(formula)}
        computed = float(value_of(formula, values))
        if quantity.when is When.REFERENCE:
            engine = result.reference[quantity.id]
        else:
            # a stock's formula gives the month that follows
            engine = float(result.series[quantity.id][month + (quantity.when is When.STOCK)])
        assert computed == pytest.approx(engine, rel=1e-12, abs=1e-12, nan_ok=True), quantity.id


@pytest.mark.parametrize("name", NAMES)
def test_the_formula_of_every_figure_gives_the_figure(name: str) -> None:
    """A sum over months is added up month by month, as the words say."""
    result = result_of(name)
    for figure in figures().values():
        if figure.formula is None:
            continue
        formula = simplified(figure.formula(*[leaf(read) for read in figure.reads]))
        months = range(result.horizon) if figure.summed else (0,)
        shown = figure.value(result)
        parts = [{read: Reading(result).number(read, month) for read in leaves(formula)} for month in months]
        if shown is None:
            # no such number: a part is missing, or the division is by nothing
            with np.errstate(all="ignore"):
                assert any(None in part.values() for part in parts) or not math.isfinite(
                    sum(float(value_of(formula, part)) for part in parts)
                ), figure.id
            continue
        computed = sum(float(value_of(formula, part)) for part in parts)
        scale = max(abs(value) for part in parts for value in part.values() if value is not None)
        assert computed == pytest.approx(shown, rel=1e-9, abs=1e-9 * max(1.0, scale)), figure.id


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("month", [0, 35])
def test_every_explanation_is_whole(name: str, month: int) -> None:
    """Labels for all names, no code names, no NaN, a value for every input, evidence for every assumption."""
    result = result_of(name)
    for asked in (*figures(), *quantities()):
        explanation = explain(result, asked, month=month)
        assert explanation.label
        assert explanation.value
        assert explanation.words or explanation.note, asked
        assert bool(explanation.words) == bool(explanation.numbers), asked
        for text in texts(explanation):
            assert not CODE_NAME.search(text), (asked, text)
        for text in (explanation.value, explanation.numbers, *(entry.value for entry in explanation.inputs)):
            assert not NOT_A_NUMBER.search(text), (asked, text)
        for entry in explanation.inputs:
            assert entry.label, asked
            assert entry.value, asked
            if entry.assumption:
                assert entry.grade, (asked, entry.id)
                assert entry.source, (asked, entry.id)
                assert entry.origin, (asked, entry.id)


@pytest.mark.parametrize("name", ["b2b-support@1, running", "internal@1, planned", "nothing costs"])
def test_numbers_shown_in_a_product_come_to_the_value_shown(name: str) -> None:
    """Read back as a person would with a calculator: where only × and ÷ stand, the numbers give the value."""
    result = result_of(name)
    checked = 0
    for asked in quantities():
        explanation = explain(result, asked)
        if MODEL.quantities[asked].when is When.STOCK or not PLAIN_PRODUCT.match(explanation.numbers):
            continue
        by_hand = calculator(explanation.numbers)
        shown = Reading(result).number(asked, 0)
        # each number is rounded to three digits or so
        assert by_hand == pytest.approx(shown, rel=0.03, abs=1e-6), (asked, explanation.numbers)
        checked += 1
    assert checked >= 20


def calculator(text: str) -> float:
    """Work out a chain of × and ÷ from left to right."""
    total, divide = 1.0, False
    for part in re.split(r" ([×÷]) ", text):
        if part in "×÷":
            divide = part == "÷"
            continue
        number = float(re.sub(r"[$,\u00a0 %]", "", part)) / (100.0 if "%" in part else 1.0)
        total = total / number if divide else total * number
    return total


def read_back(text: str, values: dict[str, float | None]) -> float:
    """Work out a written formula as its signs and brackets say, by Python's own rules of precedence."""
    code = (
        text.replace("the smaller of (", "smaller(")
        .replace("the larger of (", "larger(")
        .replace("e^(", "exp(")
    )
    for sign, operator in (
        ("×", "*"),
        ("÷", "/"),
        ("−", "-"),
        ("^", "**"),
        ("≥", ">="),
        ("≤", "<="),
        (";", ","),
    ):
        code = code.replace(sign, operator)
    code = re.sub(r"\[([^]]+)\]", r'v["\1"]', code.replace(", else ", " else "))
    numbers = {name: np.float64(np.nan if value is None else value) for name, value in values.items()}
    with np.errstate(all="ignore"):
        return float(eval(code, {"v": numbers, "smaller": min, "larger": max, "exp": np.exp}))


@pytest.mark.parametrize("name", ["b2b-support@1, running", "b2b-support@1, planned", "nobody is a member"])
@pytest.mark.parametrize("month", [0, 7])
def test_a_formula_as_it_is_written_gives_what_the_engine_gives(name: str, month: int) -> None:
    """Brackets, "if" and "the smaller of" say what the code does: the text itself is worked out."""
    result = result_of(name)
    figures_read = (simplified(f.formula(*map(leaf, f.reads))) for f in figures().values() if f.formula)
    shown = [expression(quantity) for quantity in MODEL.quantities.values()]
    shown += [expression(quantity, known(name)) for quantity in MODEL.quantities.values()]
    for formula in (*shown, *figures_read):
        if not isinstance(formula, Symbol):
            continue
        values = {
            read: 1.0 if read in ("open", "growing") else Reading(result).number(read, month)
            for read in leaves(formula)
        }
        if None in values.values():
            continue
        text = written(formula, lambda read: f"[{read}]", repr)
        computed = float(value_of(formula, values))
        assert read_back(text, values) == pytest.approx(computed, rel=1e-12, abs=1e-12, nan_ok=True), text


def test_a_line_of_value_by_hand() -> None:
    """Deflection in month 1: 200 tickets at $60, 80 % of them caused."""
    explanation = explain(result_of("b2b-support@1, running"), "deflection_value")
    assert (
        explanation.words == "Tickets deflected in the month × Cost per ticket × Causal share of deflection"
    )
    assert explanation.numbers == "200 × $60 × 80\u00a0%"
    assert explanation.value == "$9,600 a month"
    labels = [entry.label for entry in explanation.inputs]
    assert labels == ["Tickets deflected in the month", "Cost per ticket", "Causal share of deflection"]
    assert [entry.assumption for entry in explanation.inputs] == [False, True, True]


def test_a_sum_over_months_says_so_and_shows_the_month_asked_for() -> None:
    explanation = explain(result_of("b2b-support@1, running"), "support.deflection", month=11)
    assert explanation.words.startswith("sum over 36 months of: ")
    assert explanation.numbers.startswith("in month 12: ")
    # (11 + 1) ÷ 12: the end of the first year
    assert explanation.numbers.endswith("^((11 + 1) ÷ 12)")


def test_a_stock_says_what_it_starts_with() -> None:
    note = explain(result_of("b2b-support@1, running"), "customers_now").note
    assert note.startswith("The formula gives the next month from this one; month 1 starts with customers.")


def test_only_the_branch_that_applies_is_shown() -> None:
    running = explain(result_of("b2b-support@1, running"), "demand_ref")
    planned = explain(result_of("b2b-support@1, planned"), "demand_ref")
    assert running.words == "Support tickets + Tickets deflected"
    assert planned.words == "Support tickets"


def test_a_month_outside_the_horizon_is_the_nearest_one() -> None:
    result = result_of("b2b-support@1, running")
    assert explain(result, "customers_now", month=999) == explain(result, "customers_now", month=35)
    assert explain(result, "customers_now", month=-5) == explain(result, "customers_now", month=0)


def test_what_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        explain(result_of("b2b-support@1, running"), "no_such_figure")


def test_own_evidence_is_what_the_drawer_shows() -> None:
    result = result_of("own numbers, ranges, another currency")
    entry = next(e for e in explain(result, "members_customers_ref").inputs if e.id == "members")
    assert (entry.value, entry.range) == ("8.000 people", "6.000 to 9.000")
    assert (entry.source, entry.origin) == ("CRM", "yours")
    assert entry.note == "active accounts only"


def test_one_value_is_no_range() -> None:
    entry = result_of("b2b-support@1, running").resolved.in_force["members"]
    assert range_text(entry, Formats()) == "4,000 to 6,000"
    assert range_text(dataclasses.replace(entry, low=5_000, high=5_000), Formats()) == ""


@pytest.mark.parametrize("name", NAMES)
def test_from_the_headline_everything_can_be_reached_and_the_walk_ends(name: str) -> None:
    """The model is a graph with loops in it (members bring members): each name is met once."""
    result = result_of(name)
    found = reachable(result, ("roi",), most=10_000)
    assert len(found) == len(set(found)) < 10_000
    assert found[:3] == ("roi", "pv_benefits", "pv_costs")
    for read in found:
        inside = [n for n in Reading(result).reads(read) if n in figures() or n in MODEL.quantities]
        assert set(inside) <= set(found), read
    if name == "b2b-support@1, running":
        assert {"npv", "direct"}.isdisjoint(found)
        assert {"activity", "members_customers", "answers", "churn_now", "staff_now"} <= set(found)


def test_a_walk_can_be_bounded() -> None:
    """It may end with the reads of the last name it looked at, not with a second round."""
    result = result_of("b2b-support@1, running")
    assert len(reachable(result, ("roi",), most=20)) < 40


def test_every_name_in_every_formula_has_a_label() -> None:
    for figure in figures().values():
        for read in figure.reads:
            assert label_of_any(read), read
    for quantity in MODEL.quantities.values():
        for read in quantity.inputs:
            assert label_of_any(read), read


def leaves(formula: object) -> set[str]:
    if not isinstance(formula, Symbol):
        return set()
    if formula.operation == "leaf":
        return {formula.parts[0]}
    return set().union(*(leaves(part) for part in formula.parts))


def texts(explanation: Explanation) -> list[str]:
    inputs = [text for entry in explanation.inputs for text in (entry.label, entry.origin, entry.grade)]
    return [explanation.label, explanation.words, explanation.numbers, explanation.note, *inputs]
