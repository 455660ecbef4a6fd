"""What pages and papers say of a result: true of it, and the same wherever it is said."""

from __future__ import annotations

import numpy as np
import pytest

from calculators.evaluation import evaluate
from calculators.scenario import Scenario
from figures.said import when_it_pays

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
