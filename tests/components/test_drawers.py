"""One drawer is open until it is closed, and nothing that follows by itself takes it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from calculators.scenario import Scenario
from components import drawers, keeping, sureness
from scenarios.opened import Opened
from tests.servers import ROOT


def opened(page: str = "start", drawer: str = "") -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60)
    app.session_state["open scenario"] = Scenario(values={"members": 7_531.0})
    app.run()
    app.switch_page(f"{page}.py").run()
    if drawer:
        app.session_state[drawers.OPEN] = drawer
        app.run()
    return app


def test_it_stays_open_on_its_page_and_closes_with_it() -> None:
    app = opened("results", "why Headline of Results")
    app.run()
    assert app.session_state[drawers.OPEN] == "why Headline of Results"
    app.switch_page("teams.py").run()
    assert drawers.OPEN not in app.session_state


def test_one_that_the_page_does_not_draw_is_not_open() -> None:
    """A press on the page that is being left: all that follows by itself would wait for a drawer that nobody sees."""
    app = opened("results", "why Answer of Start")
    assert not app.exception
    assert drawers.OPEN not in app.session_state


@pytest.mark.parametrize("drawer", ["", "why Answer of Start"])
def test_what_another_tab_wrote_waits_until_it_is_closed(
    drawer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(Opened, "look", lambda self: looked.append(self.scenario_id))
    beats(monkeypatch, keeping._beat, {drawers.OPEN: drawer})
    assert bool(looked) == (not drawer)


@pytest.mark.parametrize("drawer", ["", "why Answer of Start"])
def test_the_range_comes_in_its_place_where_a_page_drawn_anew_would_close_it(
    drawer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    asked = Scenario(values={"members": 7_532.0 + len(drawer)})
    state = {drawers.OPEN: drawer, sureness._ASKED_FOR: (asked, 0.0), "open scenario": asked}
    monkeypatch.setattr(st, "markdown", drawn.append)
    again = beats(monkeypatch, sureness._follow.__wrapped__, state)  # type: ignore[attr-defined]
    assert again == (not drawer)
    assert [line.startswith("8 times in 10") for line in drawn] == ([True] if drawer else [])


def beats(monkeypatch: pytest.MonkeyPatch, beat: Callable[[], None], state: dict[str, Any]) -> bool:
    """Whether a beat has all of the page drawn."""
    again: list[bool] = []
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "rerun", lambda: again.append(True))
    if "open scenario" not in state:
        state["open scenario"] = Scenario()
    beat()
    return bool(again)
