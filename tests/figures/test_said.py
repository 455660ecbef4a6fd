"""What pages and papers say of a result: true of it, and the same wherever it is said."""

from __future__ import annotations

import numpy as np
import pytest

from calculators.evaluation import evaluate
from calculators.scenario import Scenario
from figures.answer import formats_of
from figures.said import wheel_facts, when_it_pays
from wording.wheel import turning_sentence

PLANNED = Scenario(starting_point="developer@1", running=False)


@pytest.mark.parametrize("scenario", [PLANNED, Scenario(starting_point="consumer-brand@1")])
def test_what_is_out_by_the_end_is_not_called_the_most_where_it_goes_deeper_later(scenario: Scenario) -> None:
    """The path continued goes deeper: the sentence is of the months that are counted."""
    result, longer = evaluate(scenario), evaluate(scenario.changed(values={"horizon": 120}))
    assert result.hard.payback_month is None
    assert longer.hard.deepest_need > result.hard.deepest_need * 1.01
    assert np.argmin(longer.hard.cash) > result.horizon
    said = when_it_pays(result)
    assert said.startswith(f"By month {result.horizon} $")
    assert "At most" not in said


@pytest.mark.parametrize(
    ("scenario", "turns", "lasts"),
    [
        (Scenario(starting_point="internal@1"), 1, False),
        (Scenario(values={"heard_from_promotion": 0.0, "heard_from_members": 0.6}), 1, True),
    ],
)
def test_the_wheel_is_said_to_turn_from_a_month_on_only_where_it_does_so_to_the_end(
    scenario: Scenario, turns: int, lasts: bool
) -> None:
    result = evaluate(scenario)
    facts = wheel_facts(result)
    assert facts.turns_in == turns
    assert facts.keeps_turning == lasts == bool(np.all(result.flywheel_share[turns - 1 :] >= 0.5))


def test_it_is_said_to_carry_itself_from_a_month_on_only_where_it_does_so_to_the_end() -> None:
    """Posts that come and go again: more come than leave while they are there."""
    heard = {
        "heard_from_promotion": 0.03,
        "heard_from_members": 0.6,
        "heard_from_sales": 0.0,
        "heard_from_onboarding": 0.05,
        "heard_from_answers": 0.22,
    }
    posts = {"hire_1": 3.0, "hire_1_month": 3.0}
    for more, lasts in (({}, True), ({"hire_2": -4.5, "hire_2_month": 18.0}, False)):
        facts = wheel_facts(evaluate(Scenario(values={**heard, **posts, **more})))
        assert facts.carries_itself_in == 3
        assert facts.keeps_carrying_itself == lasts


def test_a_wheel_that_does_not_turn_is_not_said_to_stay_below_half_in_every_month() -> None:
    """Half of the joins are caused in the first month alone: three months running are what turning means."""
    result = evaluate(Scenario(starting_point="association@1"))
    assert result.flywheel_share[0] >= 0.5
    assert result.turns_in_month is None
    said = turning_sentence(wheel_facts(result), formats=formats_of(result.resolved))
    assert "less than half" not in said
    assert "in no three months running" in said
