"""A month written out as operations on arrays is what its functions say, to the last digit."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.evaluation import OF_EVERY_COALITION, leaves_of
from calculators.model import MODEL
from calculators.quantity import Number, Quantity, When, flow, stock
from calculators.scenario import Scenario, resolve
from calculators.steps import Steps, follow
from tests.strategies import scenarios

MONTHS = 14
RUNS = 5


def by_hand(
    values: Mapping[str, Number],
    flows: tuple[Quantity, ...],
    stocks: tuple[Quantity, ...],
    moved: Callable[[int], Mapping[str, Number]],
    months: int,
) -> list[dict[str, Number]]:
    """Return each month's values, every function called anew."""
    now = dict(values)
    found = []
    for month in range(months):
        now |= moved(month)
        with np.errstate(all="ignore"):
            for quantity in flows:
                now[quantity.id] = quantity.function(*[now[name] for name in quantity.inputs])
            found.append(dict(now))
            now |= {one.id: one.function(*[now[name] for name in one.inputs]) for one in stocks}
    return found


def leaves_with_runs(scenario: Scenario) -> dict[str, Any]:
    """Return leaves in which loops, staff and the community's end differ from run to run."""
    leaves = leaves_of(resolve(scenario))
    numbers = np.arange(RUNS)
    for number, team in enumerate(MODEL.teams):
        leaves[f"turns_{team.id}"] = np.where(numbers % (number + 2) == 0, 0.0, leaves[f"turns_{team.id}"])
    leaves["open"] = np.where(numbers == 3, 0.0, 1.0)
    leaves["growing"] = np.where(numbers == 2, 0.0, 1.0)
    leaves["staff_planned"] = np.float64(leaves["staff_planned"]) * (1.0 + 0.25 * numbers)
    return leaves


@settings(max_examples=30)
@given(scenario=scenarios())
def test_any_scenario_month_by_month_is_what_its_functions_say(scenario: Scenario) -> None:
    leaves = leaves_with_runs(scenario)
    values = MODEL.at_reference(leaves)
    for one in MODEL.stocks:
        start = one.starts_at
        # an array from the first month on, as in a run: the power of a single number may differ in its last digit
        values[one.id] = np.full(RUNS, values[start] if isinstance(start, str) else start)
    names = (*(quantity.id for quantity in MODEL.monthly), *OF_EVERY_COALITION)
    each = by_hand(
        values,
        MODEL._ordered(names, MODEL._before_months),
        MODEL.stocks,
        lambda month: {"month": np.float64(month)},
        MONTHS,
    )
    run = MODEL.run(leaves, MONTHS)
    some = MODEL.run(leaves, MONTHS, OF_EVERY_COALITION, detail=1)
    for month, wanted in enumerate(each):
        for name in names:
            at_once = np.broadcast_to(wanted[name], RUNS)
            np.testing.assert_allclose(run[name][month], at_once, rtol=1e-12, err_msg=name)
            alone = some[name][month]
            assert run[name][month][1] == (alone[1] if np.ndim(alone) else alone), "one run, or all"
        for one in MODEL.stocks:
            np.testing.assert_allclose(run[one.id][month], wanted[one.id], rtol=1e-12, err_msg=one.id)
    walked = MODEL.each_month(leaves, MONTHS, OF_EVERY_COALITION)
    for month, now in enumerate(walked):
        for name in (*OF_EVERY_COALITION, *(one.id for one in MODEL.stocks)):
            np.testing.assert_allclose(np.broadcast_to(now[name], RUNS), run[name][month], rtol=1e-12)


# ---- made-up quantities


@flow("Grown")
def grown(people: Number, rate: Number, month: Number) -> Number:
    return people * (1.0 + rate) ** month - np.exp(-month)


@flow("Grown, by another name")
def grown_too(people: Number, rate: Number, month: Number) -> Number:
    return people * (1.0 + rate) ** month - np.exp(-month)


@flow("Many")
def many(people: Number) -> Number:
    return people > 110.0


@flow("Chosen by a number")
def chosen(flag: Number, people: Number) -> Number:
    return np.where(flag, people, -people)


@flow("Chosen by a comparison")
def bounded(people: Number, many: Number) -> Number:
    return np.where(people > 110.0, np.minimum(people, 115.0), np.maximum(people, 105.0)) + 0.0 * many


@flow("Another name")
def renamed(grown: Number) -> Number:
    return grown


@flow("Never moves")
def fixed(rate: Number) -> Number:
    return 1.0 - rate


@flow("Moved by a hand")
def pushed(lever: Number, fixed: Number) -> Number:
    return lever * fixed


@stock("People", starts_at=100.0)
def people(people: Number, renamed: Number, rate: Number) -> Number:
    return people + rate * renamed


@stock("The same again", starts_at=1.0)
def follower(renamed: Number) -> Number:
    return renamed


@stock("Stands still", starts_at=7.0)
def constant() -> Number:
    return 3.0


FLOWS = (fixed, grown, grown_too, many, chosen, bounded, renamed, pushed)
STOCKS = (people, follower, constant)
VALUES: dict[str, Any] = {
    "rate": np.array([0.01, 0.02, 0.0, -0.5]),
    "flag": np.array([1.0, 0.0, 2.0, 1.0]),
    "people": 100.0,
    "follower": 1.0,
    "constant": 7.0,
}


def moved(month: int) -> dict[str, Number]:
    return {"month": np.float64(month), "lever": np.arange(4.0) + month}


@pytest.mark.parametrize(
    "lasting",
    [
        tuple(one.id for one in FLOWS),
        ("renamed",),
        ("many", "grown"),
        ("grown_too", "grown"),
        ("bounded", "fixed"),
        (),
    ],
)
def test_made_up_quantities_of_every_kind(lasting: tuple[str, ...]) -> None:
    each = by_hand({**VALUES, "people": np.full(4, 100.0)}, FLOWS, STOCKS, moved, 9)
    steps = Steps(FLOWS, STOCKS, moving=("month", "lever"), lasting=lasting)
    going = steps.begin(VALUES | moved(0), 4)
    for month, wanted in enumerate(each):
        going.compute(moved(month))
        for name in (*lasting, *(one.id for one in STOCKS), "lever", "month"):
            assert np.array_equal(np.broadcast_to(going.values[name], 4), np.broadcast_to(wanted[name], 4)), (
                name
            )
        going.advance()


def test_what_nothing_moves_is_computed_once_and_what_stands_twice_too() -> None:
    steps = Steps(FLOWS, STOCKS, moving=("month", "lever"), lasting=("fixed", "grown"))
    assert steps.still == ("fixed",)
    assert steps.lasting == ("grown",)
    operations = [step.operation for step in steps.monthly]
    assert operations.count(">") == 1, "two quantities compare people with 110"


def test_months_are_kept_of_every_run_or_of_one() -> None:
    steps = Steps(FLOWS, STOCKS, moving=("month", "lever"), lasting=("grown", "pushed", "fixed"))
    timed = {
        "month": np.arange(9.0)[:, None],
        "lever": np.arange(4.0) + np.arange(9.0)[:, None],
    }
    went = follow(steps, VALUES, timed, 9, 4, many=frozenset({"grown", "people", "fixed"}), one=2)
    each = by_hand({**VALUES, "people": np.full(4, 100.0)}, FLOWS, STOCKS, moved, 10)
    assert went.flows["grown"].shape == (9, 4)
    assert went.stocks["people"].shape == (10, 4)
    assert went.flows_of_one["pushed"].shape == (9,)
    assert went.stocks_of_one["follower"].shape == (10,)
    assert np.array_equal(went.flows["fixed"], 1.0 - VALUES["rate"])
    for month in range(9):
        assert np.array_equal(went.flows["grown"][month], each[month]["grown"])
        assert went.flows_of_one["pushed"][month] == each[month]["pushed"][2]
    for month in range(10):
        assert np.array_equal(went.stocks["people"][month], each[month]["people"])
        assert went.stocks_of_one["follower"][month] == np.broadcast_to(each[month]["follower"], 4)[2]
        assert went.stocks_of_one["constant"][month] == each[month]["constant"]
    assert "follower" not in went.stocks
    assert "pushed" not in went.flows


def test_stocks_stand_still_until_the_month_has_ended() -> None:
    """Each stock's end is found from the others' start, in whatever order they are declared."""

    @stock("One", starts_at=1.0)
    def one(two: Number) -> Number:
        return two

    @stock("Two", starts_at=2.0)
    def two(one: Number) -> Number:
        return one

    going = Steps((), (one, two), moving=("month",), lasting=()).begin(
        {"one": 1.0, "two": 2.0, "month": 0.0}, 1
    )
    seen = []
    for _ in range(3):
        going.compute({})
        seen.append((float(going.values["one"][0]), float(going.values["two"][0])))
        going.advance()
    assert seen == [(1.0, 2.0), (2.0, 1.0), (1.0, 2.0)]


@given(number=st.floats(-2.0, 2.0))
def test_a_choice_between_numbers_takes_what_np_where_takes(number: float) -> None:
    assert chosen.when is When.FLOW
    going = Steps((chosen,), (people,), moving=("month",), lasting=("chosen",)).begin(
        {"flag": number, "people": 5.0, "month": 0.0, "renamed": 0.0, "rate": 0.0}, 1
    )
    going.compute({})
    assert going.values["chosen"][0] == np.where(number, 5.0, -5.0)


def test_a_choice_that_all_runs_share_is_made_anew_where_the_month_moves_it() -> None:
    """What is decided before the months is only what no month can change."""

    @flow("By the calendar")
    def by_calendar(month: Number, rate: Number, people: Number) -> Number:
        return np.where(month >= 2.0, rate * people, people)

    @flow("By a switch")
    def by_switch(flag: Number, rate: Number, people: Number) -> Number:
        return np.where(flag > 0.5, rate * people, people)

    rate = np.array([0.5, 0.25])
    for flag in (0.0, 1.0):
        going = Steps(
            (by_calendar, by_switch), (people,), moving=("month",), lasting=("by_calendar", "by_switch")
        ).begin({"flag": flag, "people": 8.0, "month": 0.0, "rate": rate, "renamed": 0.0}, 2)
        seen = []
        for month in range(4):
            going.compute({"month": np.float64(month)})
            assert np.array_equal(going.values["by_switch"], 8.0 * rate if flag else [8.0, 8.0])
            seen.append(going.values["by_calendar"].tolist())
        assert seen == [[8.0, 8.0], [8.0, 8.0], [4.0, 2.0], [4.0, 2.0]]


def test_nothing_is_asked_of_numpy_that_it_gives_up() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        steps = Steps(FLOWS, STOCKS, moving=("month", "lever"), lasting=tuple(one.id for one in FLOWS))
        assert {"min", "max"} <= {step.operation for step in steps.monthly}
        steps.begin(VALUES | moved(0), 4).compute(moved(0))
