"""Threads beside a visit learn when nothing of it runs any more."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from components import rest


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A visit whose script runs, as the server knows it."""
    visit = SimpleNamespace(_scriptrunner=object())
    known = {"mine": SimpleNamespace(session=visit)}
    server: Any = SimpleNamespace(_session_mgr=SimpleNamespace(get_active_session_info=known.get))
    monkeypatch.setattr(rest.runtime, "exists", lambda: True)
    monkeypatch.setattr(rest.runtime, "get_instance", lambda: server)
    monkeypatch.setattr(
        rest, "get_script_run_ctx", lambda suppress_warning: SimpleNamespace(session_id="mine")
    )
    return visit


def test_a_thread_waits_until_the_visit_is_at_rest(session: SimpleNamespace) -> None:
    wait, told = rest.waiting_for_this_visit(), list[bool]()
    thread = threading.Thread(target=lambda: told.append(wait(10.0)))
    thread.start()
    thread.join(0.1)
    assert told == []
    session._scriptrunner = None
    thread.join(5.0)
    assert told == [True]


def test_it_waits_no_longer_than_it_may(session: SimpleNamespace) -> None:
    assert not rest.waiting_for_this_visit()(0.05)


def test_a_visit_that_has_ended_is_at_rest(session: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rest, "get_script_run_ctx", lambda suppress_warning: SimpleNamespace(session_id="gone")
    )
    assert rest.waiting_for_this_visit()(10.0)
