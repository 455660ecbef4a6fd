"""Words with their numbers kept apart: plain English as they stand, and nothing lost on the way."""

import ast
import copy
import json
import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError

from calculators.assumption import Kind
from calculators.message import Amount, Message, not_between, with_numbers
from calculators.refusals import refusal
from calculators.scenario import Correlation, Scenario
from tests.servers import ROOT

TOLD = with_numbers(
    "“{name}”: at most {most} of {part}", name="{A} % 1.5", most=Amount(1_425.0), part=Amount(0.3, Kind.SHARE)
)


def test_a_message_is_a_string_in_plain_english() -> None:
    assert TOLD == "“{A} % 1.5”: at most 1,425 of 30 %"
    assert (
        json.dumps({"message": TOLD}, ensure_ascii=False)
        == '{"message": "“{A} % 1.5”: at most 1,425 of 30 %"}'
    )
    assert [part for part in TOLD.parts if isinstance(part, Amount)] == [
        Amount(1_425.0),
        Amount(0.3, Kind.SHARE),
    ]


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda told: pickle.loads(pickle.dumps(told))])
def test_a_copy_keeps_its_numbers(again) -> None:  # type: ignore[no-untyped-def]
    assert again(TOLD) == TOLD
    assert again(TOLD).parts == TOLD.parts


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (2e10, Kind.MONEY, "20,000,000,000"),
        (1e16, Kind.MONEY, "10,000,000,000,000,000"),
        (0.00001, Kind.NUMBER, "0.00001"),
        (1e-7, Kind.SHARE, "0.00001 %"),
        (-0.01, Kind.SHARE, "-1 %"),
        (0.07, Kind.SHARE, "7 %"),
        (11000000000.000002, Kind.MONEY, "11,000,000,000"),
        (-0.0, Kind.COUNT, "0"),
        (1e300, Kind.COUNT, "1e+300"),
    ],
)
def test_a_number_is_written_in_full(value: float, kind: Kind, text: str) -> None:
    assert str(Amount(value, kind)) == text


def test_what_pydantic_says_keeps_its_numbers() -> None:
    with pytest.raises(ValidationError) as caught:
        Scenario(exchange_rate=2e6)
    told = refusal(caught.value.errors()[0])
    assert told == "must be 1,000,000 or less"
    assert isinstance(told, Message)
    assert Amount(1e6) in told.parts
    with pytest.raises(ValidationError) as caught:
        Correlation(first="a", second="b", rank=1)
    assert refusal(caught.value.errors()[0]) == "must be 0.99 or less"


def test_a_message_that_a_check_raised_comes_through_pydantic_whole() -> None:
    with pytest.raises(ValidationError) as caught:
        Scenario(circle={"gain": 7.5})
    told = refusal(caught.value.errors()[0])
    assert told == "How strongly budgets follow what is seen: 750 % is not between 0 % and 100 %"
    assert isinstance(told, Message)
    assert Amount(7.5, Kind.SHARE) in told.parts
    assert not_between(7.5, (0.0, 1.0), Kind.SHARE) == told.removeprefix(
        "How strongly budgets follow what is seen: "
    )


SPEAKING = ("circle_assumptions", "comparison", "conditions", "evaluation", "message", "refusals", "scenario")
"""Modules of the model that say something to people."""


@pytest.mark.parametrize("name", SPEAKING)
def test_no_number_is_written_into_words(name: str) -> None:
    """A number formatted there would be in English for everybody; it is only rounded, by what reads it back."""
    tree = ast.parse(Path(ROOT, "calculators", f"{name}.py").read_text())
    rounding = {
        id(inner)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("float", "Decimal")
        for inner in ast.walk(call)
    }
    made = next(
        (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == "__str__"), None
    )
    rounding |= {id(inner) for inner in ast.walk(made)} if made is not None and name == "message" else set()
    written = [
        ast.unparse(value)
        for value in ast.walk(tree)
        if isinstance(value, ast.FormattedValue)
        and value.format_spec is not None
        and id(value) not in rounding
    ]
    assert written == []
