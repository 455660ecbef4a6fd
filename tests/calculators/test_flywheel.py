"""The wheel: Shapley values of small games with known answers, and when it turns and carries itself."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import flywheel
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.scenario import Scenario
from tests.calculators.worked import COMPANY


def test_coalitions_from_none_to_all() -> None:
    table = flywheel.coalitions(3)
    assert table.shape == (8, 3)
    assert table[0].tolist() == [0, 0, 0]
    assert table[-1].tolist() == [1, 1, 1]
    assert len({tuple(row) for row in table}) == 8


def test_nobody_plays() -> None:
    assert flywheel.coalitions(0).shape == (1, 0)
    assert flywheel.shapley_weights(0).shape == (0, 1)


def test_tables_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        flywheel.coalitions(2)[0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        flywheel.shapley_weights(2)[0, 0] = 1.0


def game(worth: dict[frozenset[int], float], players: int) -> list[float]:
    """Return the Shapley values of a game given by coalition; coalitions not named are worth 0."""
    values = [worth.get(frozenset(np.flatnonzero(row).tolist()), 0.0) for row in flywheel.coalitions(players)]
    return [float(effect) for effect in flywheel.shapley_weights(players) @ values]


def test_a_left_glove_and_two_right_ones() -> None:
    """The textbook: a pair is worth 1, and whoever has the rare glove gets two thirds."""
    pair = {frozenset({0, 1}): 1.0, frozenset({0, 2}): 1.0, frozenset({0, 1, 2}): 1.0}
    assert game(pair, 3) == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_an_airport_runway() -> None:
    """Littlechild and Owen: cost of the longest runway needed, 8, 11 and 13; each pays its part of each section."""
    needs = (8.0, 11.0, 13.0)
    cost = {
        frozenset(who): max(needs[player] for player in who)
        for who in ({0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2})
    }
    assert game(cost, 3) == pytest.approx([8 / 3, 8 / 3 + 3 / 2, 8 / 3 + 3 / 2 + 2])


def test_players_who_only_add_up_get_what_they_add() -> None:
    worth = {frozenset({0}): 10.0, frozenset({1}): 20.0, frozenset({0, 1}): 30.0}
    assert game(worth, 2) == pytest.approx([10, 20])


def test_what_only_both_make_is_halved() -> None:
    worth = {frozenset({0}): 10.0, frozenset({1}): 20.0, frozenset({0, 1}): 50.0}
    assert game(worth, 2) == pytest.approx([10 + 20 / 2, 20 + 20 / 2])


@given(st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=8))
def test_shapley_is_the_mean_over_all_orders(values: list[float]) -> None:
    by_order = np.zeros(3)
    for order in permutations(range(3)):
        inside = 0
        for player in order:
            by_order[player] += values[inside | 1 << player] - values[inside]
            inside |= 1 << player
    np.testing.assert_allclose(flywheel.shapley_weights(3) @ values, by_order / 6, atol=1e-6)


def test_eight_loops_add_up() -> None:
    values = np.random.default_rng(1).normal(size=256)
    effects = flywheel.shapley_weights(8) @ values
    assert effects.sum() == pytest.approx(values[-1] - values[0])


# ---- turning and carrying itself


@pytest.mark.parametrize(
    ("share", "month"),
    [
        ([0.5, 0.5, 0.5], 1),
        ([0.4, 0.5, 0.6, 0.6, 0.3], 2),
        ([0.6, 0.6, 0.4, 0.6, 0.6], None),
        ([0.6, 0.6, 0.4, 0.6, 0.6, 0.7], 4),
        ([math.nan, 0.9, 0.9, math.nan, 0.9], None),
        ([], None),
        ([0.49999] * 10, None),
    ],
)
def test_it_turns_at_half_three_months_running(share: list[float], month: int | None) -> None:
    assert flywheel.month_it_turns(share) == month


@pytest.mark.parametrize(
    ("share", "coming", "leaving", "month"),
    [
        ([0.9, 0.95], [10, 10], [10, 11], 1),
        ([0.89, 0.9], [20, 10], [10, 10], 2),
        ([0.9, 0.9], [9, 9], [10, 10], None),
        ([math.nan, 0.9], [1, 1], [0, 1], 2),
    ],
)
def test_it_carries_itself(
    share: list[float], coming: list[float], leaving: list[float], month: int | None
) -> None:
    assert flywheel.month_it_carries_itself(share, coming, leaving) == month


def test_the_share_is_a_dash_where_nobody_joins() -> None:
    assert np.isnan(flywheel.member_share([0.0], [0.0])[0])
    assert flywheel.member_share([3.0], [4.0])[0] == 0.75


def test_the_share_of_month_0_is_what_the_survey_says() -> None:
    result = evaluate(Scenario(values=COMPANY))
    by_members = 0.2 + 0.2 + 0.1 + 0.05  # invited, answers, content, ideas
    assert result.flywheel_share[0] == pytest.approx(by_members)
    caused, everyone = result.member_joins
    assert caused[0] == pytest.approx(150.5 * by_members)
    assert everyone[0] == pytest.approx(150.5)


def test_the_reproduction_number_of_month_0() -> None:
    """Joins that members cause over members who fall silent or leave, employees among them."""
    result = evaluate(Scenario(values=COMPANY))
    leaving = 0.02 * 5_020 + 0.01 * 3_500 + 0 * 1_500 + 0.01 * 20
    assert result.leaving[0] == pytest.approx(leaving)
    assert result.reproduction[0] == pytest.approx(150.5 * 0.55 / leaving)
    assert result.returning[0] == pytest.approx(1_000 * 0.01)


def test_a_wheel_that_turns_and_carries_itself() -> None:
    values = {**COMPANY, "heard_from_promotion": 0, "heard_from_sales": 0, "heard_from_onboarding": 0}
    alone = evaluate(Scenario(values=values))
    assert np.all(alone.flywheel_share == pytest.approx(1))
    assert alone.turns_in_month == 1
    assert alone.carries_itself_in_month == 1  # 150.5 + 10 come, 135.6 leave
    bought = evaluate(Scenario(values={**values, "heard_from_promotion": 1, "heard_from_members": 0}))
    assert bought.turns_in_month is None


def test_growth_is_what_would_be_missing_if_reasons_to_join_stayed() -> None:
    """Where nobody joins, reasons to join make no difference."""
    nobody = evaluate(Scenario(values={**COMPANY, "joins": 0, "employee_joins": 0, "deflected": 100}))
    assert nobody.hard.growth == 0
    assert evaluate(Scenario(values={**COMPANY, "deflected": 100})).hard.growth != 0


def test_a_loop_that_stands_still_gives_nothing_but_its_value_counts() -> None:
    values = {**COMPANY, "deflected": 200, "tickets": 1_800}
    still = evaluate(Scenario(values=values, loops_off=frozenset({"support"})))
    assert still.hard.teams["support"].given == 0
    assert still.hard.teams["support"].value != 0
    assert set(still.hard.matrix) == {team.id for team in MODEL.teams}


def test_a_share_of_less_than_one_person() -> None:
    assert flywheel.member_share([0.125], [0.5]).tolist() == [0.25]
