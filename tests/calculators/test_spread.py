"""The small summary of many draws says what they say; the haircut is the one multiplication it claims to be."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import confidence as confidences
from calculators import spread as spreads
from calculators.evaluation import evaluate
from calculators.haircut import HAIRCUT, TAKEN_OFF, UNSURE, with_haircut
from calculators.model import MODEL
from calculators.scenario import Scenario, resolve
from calculators.spread import bins_of, fan_of, spread
from calculators.uncertainty import StoppedError, percentile, quoted

RESOLVED = resolve(Scenario())
CERTAIN = resolve(
    Scenario(
        values={
            name: {"value": entry.value, "low": entry.value, "high": entry.value}  # type: ignore[dict-item]
            for name, entry in RESOLVED.in_force.items()
            if entry.low < entry.high and entry.assumption.follows is None
        }
    )
)


def test_it_quotes_what_the_draws_quote() -> None:
    found, summary = confidences.confidence(RESOLVED, 256), spread(RESOLVED, 256)
    assert (summary.roi, summary.npv, summary.payback_month) == (found.roi, found.npv, found.payback_month)
    assert (summary.p_roi_positive, summary.p_payback) == (found.p_roi_positive, found.p_payback)
    assert summary.touched == found.sample.draws.touched
    for number, team in enumerate(MODEL.teams):
        assert summary.team_value[team.id] == quoted(found.sample.team_value[number])
        assert summary.team_direct[team.id] == quoted(found.sample.team_direct[number])
    assert summary.cash.at_percentile(0.9)[-1] == percentile(found.sample.cash[-1], 0.9)
    assert summary.members.at_percentile(0.1)[7] == percentile(found.sample.members[7], 0.1)
    fans = (summary.cash, summary.members, summary.team_months["support"])
    assert [(fan.months[0], fan.months[-1]) for fan in fans] == [(0, 36), (1, 36), (1, 36)]


def test_parts_of_the_draws_add_up_to_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = spread(RESOLVED, 256)
    monkeypatch.setattr(spreads, "AT_ONCE", 64)
    in_parts = spread(RESOLVED, 256)
    assert in_parts.npv.p50 == pytest.approx(whole.npv.p50, rel=1e-12)
    assert in_parts.bins.shares == whole.bins.shares
    assert (whole.fanned, in_parts.fanned) == (256, 64)


def test_nothing_uncertain_gives_the_point_result() -> None:
    result, summary = evaluate(CERTAIN.scenario), spread(CERTAIN)
    assert summary.certain
    assert summary.npv.p10 == summary.npv.p50 == summary.npv.p90 == pytest.approx(result.hard.npv, rel=1e-12)
    assert summary.roi.p50 == pytest.approx(result.hard.roi, rel=1e-12)
    assert summary.bins.shares == (1.0,)


def test_progress_rises_to_the_end_and_can_stop_it() -> None:
    told: list[float] = []
    spread(RESOLVED, 1_024, progress=lambda share: bool(told.append(share) or True))  # type: ignore[func-returns-value]
    assert told[0] == 0.0
    assert told == sorted(told)
    assert told[-1] < 1.0
    with pytest.raises(StoppedError):
        spread(RESOLVED, 1_024, progress=lambda share: share == 0.0 and len(told) < 1)


@given(
    st.lists(st.floats(-1e9, 1e9).map(lambda value: round(value, 2)), min_size=1, max_size=300),
    st.integers(3, 40),
)
def test_bins_hold_every_draw_once(values: list[float], most: int) -> None:
    found = bins_of(values, most)
    assert len(found.edges) == len(found.shares) + 1 <= most + 2
    assert sum(found.shares) == pytest.approx(1.0)
    steps = np.diff(found.edges)
    assert steps.min() > 0.0
    assert steps.max() == pytest.approx(steps.min(), rel=1e-6)
    if found.edges[0] < 0.0 < found.edges[-1] and len(found.shares) > 1:
        assert 0.0 in found.edges


def test_bins_by_hand() -> None:
    # 100 draws of 0 to 99: the lowest and the highest lie beyond 1 %; 97 wide, in at most 8 whole bins: 20 wide
    assert bins_of(np.arange(100.0), most=10) == spreads.Bins(
        edges=(0.0, 20.0, 40.0, 60.0, 80.0, 100.0), shares=(0.2, 0.2, 0.2, 0.2, 0.2)
    )


def test_fan_by_hand() -> None:
    fan = fan_of([[0.0, 10.0, 20.0, 30.0, 40.0]], from_month=3, at=(0.1, 0.5))
    # position .1 * 4 = .4 of the way from 0 to 10
    assert fan.at_percentile(0.1).tolist() == [4.0]
    assert fan.at_percentile(0.5).tolist() == [20.0]
    assert fan.months == (3,)


def test_haircut_by_hand() -> None:
    assert (UNSURE, TAKEN_OFF) == (0.66, 0.3)
    assert HAIRCUT == 0.2  # .66 * .3 = .198
    result = evaluate(Scenario())
    cut = with_haircut(result)
    assert cut.pv_benefits == pytest.approx(0.8 * result.hard.pv_benefits)
    assert cut.npv == pytest.approx(0.8 * result.hard.pv_benefits - result.hard.pv_costs)
    assert cut.roi == pytest.approx(0.8 * result.hard.pv_benefits / result.hard.pv_costs - 1.0)
    assert result.hard.payback_month is not None
    assert cut.payback_month is None or cut.payback_month >= result.hard.payback_month


def test_no_haircut_is_the_answer_itself() -> None:
    result = evaluate(Scenario(running=False))
    cut = with_haircut(result, 0.0)
    assert dataclasses.asdict(cut) == {
        "share": 0.0,
        "pv_benefits": result.hard.pv_benefits,
        "npv": pytest.approx(result.hard.npv),
        "roi": pytest.approx(result.hard.roi),
        "payback_month": result.hard.payback_month,
    }
