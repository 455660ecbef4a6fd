"""The line below the headline: what lies between what, or why there is no range."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from calculators.evaluation import Result, evaluate
from calculators.scenario import Scenario, resolve
from calculators.spread import Spread, spread
from components import sureness
from components.turns import TURNS
from exports.material import Material
from scenarios.record import tell
from tests.components.test_confidence_page import certain

FREE = Scenario(values={"cost_year": 0.0})


def line(monkeypatch: pytest.MonkeyPatch, scenario: Scenario) -> tuple[str, Result, Spread]:
    result, drawn = evaluate(scenario), spread(resolve(scenario))
    monkeypatch.setattr(sureness.st, "session_state", {})
    monkeypatch.setattr(sureness.document, "scenario", lambda: scenario)
    monkeypatch.setattr(sureness.document, "result", lambda: result)
    monkeypatch.setattr(sureness.document, "formats", lambda: Material(result, "").formats)
    return sureness._work_out(drawn), result, drawn


def test_without_a_cost_the_range_is_that_of_the_net_present_value(monkeypatch: pytest.MonkeyPatch) -> None:
    said, result, drawn = line(monkeypatch, FREE)
    assert result.hard.roi is None
    assert not drawn.certain
    assert said.startswith(
        "Without a cost there is no return to give a range of; 8 times in 10 the net present"
    )
    assert Material(result, "").formats.money_short(drawn.npv.p10) in said
    # papers and links say the same
    assert Material(result, "", drawn).how_sure == said
    assert tell(FREE).how_sure == said


def test_only_where_no_number_has_a_range_is_that_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert line(monkeypatch, certain())[0] == sureness.NO_RANGE
    assert line(monkeypatch, Scenario())[0].startswith("8 times in 10 every $1 returns")


def test_a_beat_of_an_older_edits_clock_is_too_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser goes on with the clock that it has: the draws would begin while somebody types on."""
    drawn, again, clock = list[str](), list[float](), SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(sureness.st, "session_state", state := dict[str, Any]())
    monkeypatch.setattr(sureness.st, "markdown", drawn.append)
    monkeypatch.setattr(sureness.st, "rerun", lambda: again.append(clock.now))
    monkeypatch.setattr(sureness.time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(sureness.drawers, "opened", lambda: "")
    monkeypatch.setattr(sureness.document, "confidence", lambda: None)
    monkeypatch.setattr(sureness, "_work_out", lambda spread: "worked out")
    beat: Any = sureness._follow.__wrapped__  # type: ignore[attr-defined]
    for members in (6_000.0, 6_100.0):
        monkeypatch.setattr(
            sureness.document, "scenario", lambda members=members: Scenario(values={"members": members})
        )
        beat()
        clock.now += 0.1
        beat()
        clock.now += 0.1
    assert (drawn, again) == ([sureness.PROMISE] * 4, [])
    clock.now += sureness.SOON
    beat()
    assert again == [clock.now]
    assert state[sureness._ASKED_FOR][0] == Scenario(values={"members": 6_100.0})


def test_a_range_does_not_begin_while_somebody_elses_edit_is_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn, again, clock = list[str](), list[float](), SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(sureness.st, "session_state", {})
    monkeypatch.setattr(sureness.st, "markdown", drawn.append)
    monkeypatch.setattr(sureness.st, "rerun", lambda: again.append(clock.now))
    monkeypatch.setattr(sureness.time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(sureness.drawers, "opened", lambda: "")
    monkeypatch.setattr(sureness.document, "scenario", Scenario)
    monkeypatch.setattr(sureness.document, "confidence", lambda: None)
    monkeypatch.setattr(sureness, "_work_out", lambda spread: "worked out")
    beat: Any = sureness._follow.__wrapped__  # type: ignore[attr-defined]
    beat()
    clock.now += sureness.SOON
    with TURNS.mine(), TURNS.mine_if_free():
        beat()
    assert (drawn, again) == ([sureness.PROMISE] * 2, [])
    with TURNS.mine_if_free():
        beat()
    assert again == [clock.now]
