"""The self-assessment of the conditions."""

from __future__ import annotations

import pytest

from calculators.circle import in_force
from calculators.circle_assumptions import ASSUMPTIONS, HIGHEST_ANSWER
from calculators.conditions import CONDITIONS, NOW, PLANNED, level, next_steps
from calculators.model import MODEL
from calculators.scenario import Scenario


def answers(**said: float) -> dict[str, float]:
    return in_force(Scenario(circle=said))


def test_neutral_answers_leave_the_conditions_neutral() -> None:
    assert level(answers()) == level(answers(), PLANNED) == 1.0


def test_an_answer_one_higher_on_all_four_moves_them_by_a_tenth() -> None:
    higher = {f"{condition.id}_now": 3 for condition in CONDITIONS}
    assert level(answers(**higher)) == pytest.approx(1.1)
    assert level(answers(values_now=3)) == pytest.approx(1.025)


def test_the_ends_are_allowed_by_the_model() -> None:
    for answer in (0, HIGHEST_ANSWER):
        found = level(answers(**{f"{condition.id}_now": answer for condition in CONDITIONS}))
        for name in ("conditions_ref", "conditions"):
            lowest, highest = MODEL.assumptions[name].bounds
            assert lowest <= found <= highest


def test_the_plan_is_as_today_until_something_else_is_said() -> None:
    assert level(answers(trust_now=0), PLANNED) == level(answers(trust_now=0), NOW) < 1
    assert level(answers(trust_now=0, trust_planned=4), PLANNED) > 1


def test_each_low_answer_has_one_thing_to_do_the_lowest_first() -> None:
    low = next_steps(answers(trust_now=0, ownership_now=1, values_now=2))
    assert [condition.id for condition in low] == ["trust", "ownership"]
    assert all(condition.next_step for condition in low)
    assert next_steps(answers()) == ()


def test_every_condition_can_be_answered_today_and_for_the_plan() -> None:
    for condition in CONDITIONS:
        assert len(condition.answers) == HIGHEST_ANSWER + 1
        assert condition.question.endswith("?")
        assert {f"{condition.id}_now", f"{condition.id}_planned"} <= set(ASSUMPTIONS)
