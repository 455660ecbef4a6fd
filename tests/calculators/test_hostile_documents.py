"""Documents that nobody wrote by hand: whatever they hold, the answer is a result or a refusal that names fields."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from calculators.__main__ import BadInput, read_scenario
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.results import as_data
from calculators.scenario import InvalidScenarioError, Scenario, resolve
from calculators.starting_point import starting_points
from tests import strategies

NAMES = st.one_of(st.sampled_from(sorted(MODEL.assumptions)), st.text(max_size=20))
NUMBERS = st.one_of(
    st.floats(),
    st.integers(),
    st.integers(-(10**400), 10**400),
    st.sampled_from((0.0, -0.0, 5e-324, -5e-324, 1e-310, 1e308, -1e308, 0.1, 1.0, 2.0**53)),
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=30))
JSON = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.lists(parts, max_size=4), st.dictionaries(st.text(max_size=10), parts, max_size=4)
    ),
    max_leaves=10,
)
RANGES = st.fixed_dictionaries(
    {},
    optional={
        "value": LEAVES,
        "low": LEAVES,
        "high": LEAVES,
        "confirmed": LEAVES,
        "grade": st.one_of(st.sampled_from(("guess", "own experiment")), LEAVES),
        "source": LEAVES,
        "note": LEAVES,
    },
)
VALUES = st.dictionaries(NAMES, st.one_of(NUMBERS, RANGES, JSON), max_size=6)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "schema_version": st.one_of(st.integers(-2, 4), JSON),
        "model_version": JSON,
        "starting_point": st.one_of(st.sampled_from(sorted(starting_points())), st.text(max_size=20), JSON),
        "name": JSON,
        "running": st.one_of(st.booleans(), JSON),
        "since": st.one_of(st.just("2024-02"), JSON),
        "currency": st.one_of(st.just("EUR"), JSON),
        "exchange_rate": st.one_of(NUMBERS, JSON),
        "values": st.one_of(VALUES, JSON),
        "scale_contributions": JSON,
        "teams_off": st.one_of(st.lists(st.sampled_from(strategies.TEAM_IDS), max_size=9), JSON),
        "loops_off": st.one_of(st.lists(st.sampled_from(strategies.TEAM_IDS), max_size=9), JSON),
        "payers": st.one_of(st.dictionaries(st.text(max_size=10), st.text(max_size=10), max_size=3), JSON),
        "not_counted": JSON,
        "correlations": JSON,
    },
)


def refusals(text: str) -> list[str]:
    """Do what the command line does with a file, and return what it refuses, by field.

    Only the errors are caught that the command line expects.
    """
    try:
        answer = as_data(evaluate(read_scenario(text)))
    except BadInput as bad:
        return list(bad.lines) or ["BadInput without a line"]
    except InvalidScenarioError as invalid:
        return [f"{problem.field}: {problem.message}" for problem in invalid.problems] or ["nothing is named"]
    json.dumps(answer, allow_nan=False)
    return []


def answered_or_refused(text: str) -> None:
    """Let a document be answered in finite numbers, or refused at fields and in words."""
    for line in refusals(text):
        field, colon, message = line.partition(": ")
        assert field, line
        assert colon, line
        assert message.strip(), line


@settings(max_examples=150)
@given(DOCUMENTS)
def test_any_document_is_answered_or_refused(document: dict[str, Any]) -> None:
    answered_or_refused(json.dumps(document))


@settings(max_examples=60)
@given(st.one_of(JSON.map(json.dumps), st.text(max_size=200)))
def test_any_text_is_answered_or_refused(text: str) -> None:
    answered_or_refused(text)


@settings(max_examples=100)
@given(DOCUMENTS)
def test_any_object_is_a_scenario_or_a_validation_error(document: dict[str, Any]) -> None:
    """Not only JSON: other code may hand over Python objects."""
    try:
        scenario = Scenario.model_validate(document)
    except ValidationError:
        return
    resolve(scenario)
    hash(scenario)


EXTREMES = st.sampled_from(("lowest", "highest", "tiny", "default"))


@settings(max_examples=70)
@given(st.dictionaries(st.sampled_from(sorted(MODEL.assumptions)), EXTREMES, max_size=25), st.booleans())
def test_ends_of_bounds_are_answered_with_numbers_or_refused(ends: dict[str, str], running: bool) -> None:
    """Every number at an end of its bounds, or at the smallest number above it that there is."""
    values = {}
    for name, end in ends.items():
        assumption = MODEL.assumptions[name]
        lowest, highest = assumption.bounds
        tiny = min(highest, lowest + 5e-324)
        values[name] = {"lowest": lowest, "highest": highest, "tiny": tiny, "default": assumption.likely}[end]
    values.setdefault("horizon", 12)
    answered_or_refused(json.dumps({"running": running, "values": values}))


@settings(max_examples=40)
@given(strategies.edits(), st.booleans(), strategies.SOME_TEAMS, strategies.SOME_TEAMS)
def test_a_few_edits_and_switches_are_answered_with_numbers_or_refused(
    values: dict[str, float], running: bool, teams_off: frozenset[str], loops_off: frozenset[str]
) -> None:
    document = {
        "running": running,
        "values": values,
        "teams_off": sorted(teams_off),
        "loops_off": sorted(loops_off),
    }
    answered_or_refused(json.dumps(document))


@pytest.mark.parametrize("end", ["{", "[", '{"values":[', '{"a":'])
@pytest.mark.parametrize("depth", [1, 100, 250, 10_000])
def test_any_depth_is_refused(end: str, depth: int) -> None:
    with pytest.raises(BadInput):
        read_scenario(end * depth)
