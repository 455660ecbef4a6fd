"""What a page draws goes in parcels: in order, nothing lost, and not after what is slow."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from serving import together
from tests.apart import run_apart

PIECE, STARTED, ENDED = (
    ScriptRunnerEvent.ENQUEUE_FORWARD_MSG,
    ScriptRunnerEvent.SCRIPT_STARTED,
    ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS,
)
PATIENCE = 10.0


class Session:
    """Stands for Streamlit's: notes what comes, and how often its loop was woken."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.came: list[Any] = []
        self.woken = 0
        self.by = set[int]()

    def _call_soon_on_event_loop(self, callback: Any) -> None:
        self.woken += 1
        self.loop.call_soon_threadsafe(callback)

    def _handle_scriptrunner_event_on_event_loop(
        self, sender: str, event: Any, forward_msg: Any = None
    ) -> None:
        self.by.add(threading.get_ident())
        if forward_msg == "fails":
            raise ValueError("fails")
        self.came.append(forward_msg if event is PIECE else event)


@pytest.fixture(autouse=True)
def patched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app's way for one test; the session here has Streamlit's part of it."""
    monkeypatch.setattr(AppSession, "_on_scriptrunner_event", Session.__init__)
    monkeypatch.setattr(
        AppSession,
        "_handle_scriptrunner_event_on_event_loop",
        Session._handle_scriptrunner_event_on_event_loop,
    )
    monkeypatch.setattr(Runtime, "_enqueued_some_message", Runtime._enqueued_some_message)
    together.hand_over_together()


def send(session: Session, event: ScriptRunnerEvent, message: Any = None) -> None:
    AppSession._on_scriptrunner_event(session, "runner", event=event, forward_msg=message)  # type: ignore[arg-type]


async def in_a_thread(work: Any) -> None:
    await asyncio.to_thread(work)


async def has_come(session: Session, how_many: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(session.came) < how_many:
            await asyncio.sleep(0.001)


def run(test: Coroutine[Any, Any, None]) -> None:
    run_apart(test)


def test_a_page_is_handed_over_in_order_and_in_few_parcels() -> None:
    async def inside() -> None:
        session = Session(asyncio.get_running_loop())

        def page() -> None:
            send(session, STARTED)
            for number in range(200):
                send(session, PIECE, number)
            send(session, ENDED)

        await in_a_thread(page)
        await has_come(session, 202)
        assert session.came == [STARTED, *range(200), ENDED]
        assert session.by == {threading.get_ident()}, "by the thread that serves everybody"
        assert session.woken < 20

    run(inside())


def test_a_piece_before_something_slow_does_not_wait_for_it() -> None:
    async def inside() -> None:
        session = Session(asyncio.get_running_loop())
        go_on = threading.Event()

        def page() -> None:
            send(session, STARTED)
            send(session, PIECE, "first")
            assert go_on.wait(PATIENCE)
            send(session, PIECE, "second")
            send(session, ENDED)

        running = asyncio.create_task(in_a_thread(page))
        await has_come(session, 2)
        assert session.came == [STARTED, "first"]
        go_on.set()
        await running
        await has_come(session, 4)
        assert session.came[2:] == ["second", ENDED]

    run(inside())


def test_what_ends_a_run_takes_along_what_waits_and_does_not_wait_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(together, "PATIENCE", 3_600.0)

    async def inside() -> None:
        session = Session(asyncio.get_running_loop())
        send(session, PIECE, "only")
        send(session, ENDED)
        await has_come(session, 2)
        assert session.came == ["only", ENDED]

    run(inside())


def test_one_that_fails_does_not_take_others_with_it() -> None:
    async def inside() -> None:
        session = Session(asyncio.get_running_loop())
        failures = list[Any]()
        session.loop.set_exception_handler(lambda _, told: failures.append(told["exception"]))
        for message in ("before", "fails", "after"):
            send(session, PIECE, message)
        send(session, ENDED)
        await has_come(session, 3)
        assert session.came == ["before", "after", ENDED]
        assert [str(failure) for failure in failures] == ["fails"]

    run(inside())


def test_many_threads_lose_nothing() -> None:
    async def inside() -> None:
        session = Session(asyncio.get_running_loop())

        def page(who: int) -> None:
            for number in range(100):
                send(session, PIECE, (who, number))
                if number % 10 == 0:
                    time.sleep(0.0005)

        await asyncio.gather(*(in_a_thread(lambda who=who: page(who)) for who in range(6)))
        await has_come(session, 600)
        for who in range(6):
            assert [number for one, number in session.came if one == who] == list(range(100))

    run(inside())


def test_a_release_that_does_it_otherwise_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Runtime, "_enqueued_some_message")
    with pytest.raises(RuntimeError, match=r"serving/together\.py"):
        together.hand_over_together()


def test_a_loop_that_is_awake_is_not_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is handed over in the loop's own thread asks it by a flag; anybody else wakes it."""
    woken: list[object] = []
    monkeypatch.setattr(Runtime, "_enqueued_some_message", woken.append)
    together.hand_over_together()

    async def inside() -> tuple[int, bool, int, bool]:
        loop = asyncio.get_running_loop()
        awaited = SimpleNamespace(eventloop=loop, need_send_data=asyncio.Event())
        runtime: Any = SimpleNamespace(_get_async_objs=lambda: awaited)
        session: Any = Session(loop)
        put: Any = AppSession._on_scriptrunner_event
        put(session, "runner", ENDED)
        await asyncio.sleep(0.05)
        assert session.came == [ENDED]
        await asyncio.to_thread(Runtime._enqueued_some_message, runtime)
        from_elsewhere = len(woken), awaited.need_send_data.is_set()
        Runtime._enqueued_some_message(runtime)
        return *from_elsewhere, len(woken), awaited.need_send_data.is_set()

    assert run_apart(inside()) == (1, False, 1, True)
