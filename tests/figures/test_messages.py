"""Every number in what the model says to people is one that the app reads back, whatever the number format."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calculators import comparison, evaluation, scenario
from calculators.case import Case
from calculators.circle_assumptions import ASSUMPTIONS as OF_THE_CIRCLE
from calculators.circle_assumptions import problem_with
from calculators.comparison import CannotCompareError, Named, on_common_terms
from calculators.evaluation import evaluate_resolved
from calculators.message import Amount, Message
from calculators.model import MODEL
from calculators.scenario import InvalidScenarioError, Scenario, resolve
from figures.kinds import in_words, written_kind
from tests import strategies
from wording import CURRENCIES, NUMBER_FORMATS, Formats, read_number
from wording.reading import LARGEST

EVERY = sorted(NUMBER_FORMATS)
A_NUMBER = re.compile(r"[0-9][.,'\u2019\u202f\xa0][0-9]|[0-9]{3}|%")
"""What looks different elsewhere; "month 1" and "1 EUR" do not."""

NOWHERE = dict.fromkeys(strategies.SOURCES, 0.0)
CASES: tuple[dict[str, Any], ...] = (
    {"customers": 3_000.4, "people_per_customer": 1, "members": 42_000, "lapsed": 0, "customer_share": 1},
    {"members": 50_000, "lapsed": 0, "customer_share": 0.5, "audience": 1_234.5},
    {"headcount": 1_000, "employee_members": 1_100},
    {"members": 10_000, "lapsed": 0, "customer_share": 0, "join_customer_share": 0, "audience": 15_000}
    | {"joins": 6_000.25},
    {
        "members": 100,
        "lapsed": 0,
        "customer_share": 0,
        "join_customer_share": 0,
        "audience": 250,
        "joins": 70,
    },
    NOWHERE,
    NOWHERE | {"heard_from_answers": 0.9, "heard_from_promotion": 0.7},
    {"deflected": 3_000, "tickets": 2_000},
    {"referrals": 4_000, "new_customers": 3_000.3},
    {"uplift": 0.9},
    {"cost_per_ticket": 98_765.43},
    {"uplift_causal": 0.8},
    {"members": 50_000},
    {"cost_year": 2e10},
    {"cost_year": 1.0, "cost_per_ticket": 200},
)


def of_the_model(values: dict[str, float], *, running: bool, currency: str, rate: float) -> Iterator[Message]:
    asked = Scenario(values=values, running=running, currency=currency, exchange_rate=rate)
    numbers = resolve(asked)
    found = numbers.problems or evaluate_resolved(numbers).warnings
    yield from (remark.message for remark in found if isinstance(remark.message, Message))
    # other remarks name none
    assert not any(A_NUMBER.search(one.message) for one in found if not isinstance(one.message, Message))


def out_of_bounds(rate: float) -> Iterator[Message]:
    for name, assumption in MODEL.assumptions.items():
        lowest, highest = assumption.bounds_at(rate)
        for value in (lowest - 1.125, highest + abs(highest) + 1_234.5):
            yield from of_the_model({name: value}, running=True, currency="CHF", rate=rate)
    for name in OF_THE_CIRCLE:
        found = problem_with(name, 1_234_567.5)
        assert isinstance(found, Message)
        yield found


def of_comparisons() -> Iterator[Message]:
    now = Named("Now", Case(Scenario()))
    euros = Scenario(currency="EUR", exchange_rate=0.91234, values={"horizon": 24.0})
    for note in on_common_terms([now, Named("Euros", Case(euros))]).notes:
        assert isinstance(note.message, Message)
        yield note.message
    with pytest.raises(CannotCompareError) as many:
        on_common_terms([now] * 9)
    impossible = Named("{Bold} 1.5 %", Case(Scenario(values={"deflected": 3_000, "tickets": 2_000})))
    with pytest.raises(InvalidScenarioError) as caught:
        on_common_terms([now, impossible])
    for problem in (*many.value.problems, *caught.value.problems):
        assert isinstance(problem.message, Message)
        yield problem.message


def check(told: Message) -> None:
    """Find each number by the words around it, and read it as a field would."""
    for part in told.parts:
        assert isinstance(part, Amount) or not A_NUMBER.search(part) or "{Bold}" in part, told
    # the words, and nothing else, stand between the numbers
    shape = re.compile(
        "".join("(.+?)" if isinstance(part, Amount) else re.escape(part) for part in told.parts)
    )
    amounts = [part for part in told.parts if isinstance(part, Amount)]
    assert amounts
    for locale in EVERY:
        words = in_words(told, Formats(locale=locale))
        found = shape.fullmatch(words)
        assert found is not None
        for amount, text in zip(amounts, found.groups(), strict=True):
            kind = written_kind(amount.kind)
            formats = Formats(currency=amount.currency or "USD", locale=locale)
            assert "e" not in text.lower().replace(formats.currency_symbol.lower(), "")
            assert text.endswith("\xa0%") is (kind == "share")
            assert (formats.currency_symbol in text) is (kind == "money")
            assert amount.currency or kind != "money"
            if abs(amount.value) <= LARGEST:
                read = read_number(text, kind=kind, formats=formats)
                assert read.likely == pytest.approx(amount.value, rel=1e-14, abs=1e-15), (words, text, read)
                assert (read.low, read.high) == (None, None)


@pytest.mark.parametrize("rate", [1.0, 0.9, 83.456789])
def test_bounds(rate: float) -> None:
    for told in out_of_bounds(rate):
        check(told)


def test_comparisons() -> None:
    for told in of_comparisons():
        check(told)


@settings(max_examples=150, deadline=None)
@given(
    strategies.edits(),
    st.booleans(),
    st.sampled_from(sorted(CURRENCIES)),
    st.one_of(st.just(1.0), st.floats(0.01, 2_000)),
)
def test_any_few_edits(values: dict[str, float], running: bool, currency: str, rate: float) -> None:
    for told in of_the_model(values, running=running, currency=currency, rate=rate):
        check(told)


for case in CASES:
    test_any_few_edits = example(case, True, "EUR", 0.9)(test_any_few_edits)


def templates() -> set[str]:
    """Return what the model can say of numbers, as it stands in its code."""
    found = set()
    for module in (scenario, evaluation, comparison):
        for call in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and call.func.id == "with_numbers"
            ):
                found.add(ast.literal_eval(call.args[0]))
    return found


def test_everything_that_can_be_said_is_among_what_is_checked() -> None:
    said = [*of_comparisons(), *out_of_bounds(1.0)]
    for case in CASES:
        for running in (True, False):
            said += of_the_model(case, running=running, currency="USD", rate=1.0)
    known = templates()
    assert len(known) > 12
    for template in known:
        shape = re.sub(r"\\\{\w+\\\}", ".+?", re.escape(template))
        assert any(re.search(shape, told) for told in said), template


def test_in_german_numbers_are_told_as_they_are_read() -> None:
    """Typed as it was told, 1,425 was 1.425."""
    [remark] = resolve(Scenario(values={"tickets": 3_575, "deflected": 3_000})).problems
    assert in_words(remark.message, Formats(currency="EUR", locale="de_DE")) == (
        "at most 1.425 can be deflected beside 3.575 tickets: 95\xa0% of the 30\xa0% of all requests that a community "
        "could answer"
    )
    [remark] = resolve(Scenario(currency="EUR", values={"cost_year": 2e10})).problems
    assert in_words(remark.message, Formats(locale="de_DE")) == (
        "€20.000.000.000 is not between €0 and €10.000.000.000"
    )
    assert remark.message == "20,000,000,000 is not between 0 and 10,000,000,000"


def test_words_without_numbers_stay_as_they_are() -> None:
    assert in_words("1,425 is no Message", Formats(locale="de_DE")) == "1,425 is no Message"
