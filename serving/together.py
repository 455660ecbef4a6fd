"""Hands what a page draws to the server's thread in a few parcels, not piece by piece.

Streamlit wakes the thread that serves everybody for each of the sixty pieces of a page, twice, and the page's own
thread waits for it each time: a sixth of all a rerun took. Pieces now wait for each other for as long as no eye sees;
what begins or ends a run goes at once and takes along what waits. Order stays.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from threading import Lock, local
from typing import Any, Final

from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from components.instead import needed, put_instead

PATIENCE: Final = 0.02
"""Seconds that a piece waits for others at most: what is drawn before something slow is on its way by then."""

_WAITING: Final = "_pieces_that_wait"
_SEE: Final = "serving/together.py"
_HERE: Final = local()
"""The loop that runs in this thread, once something was handed over in it: asking for it is a call to the system."""
_LEANT_ON: Final = (
    (AppSession, "_handle_scriptrunner_event_on_event_loop"),
    (AppSession, "_call_soon_on_event_loop"),
    (Runtime, "_get_async_objs"),
)


class _Waiting:
    """What a session's runs have to hand over."""

    def __init__(self) -> None:
        self.lock: Final = Lock()
        self.events: list[tuple[tuple[Any, ...], dict[str, Any]]] = []


def hand_over_together() -> None:
    """Have all sessions hand over in parcels; once a process.

    Raises
    ------
    RuntimeError
        Where Streamlit hands over otherwise than the pinned release does.
    """

    def in_parcels(_: Any) -> Callable[..., None]:
        def put(session: Any, sender: Any, event: ScriptRunnerEvent, *more: Any, **named: Any) -> None:
            waiting = session.__dict__.setdefault(_WAITING, _Waiting())
            with waiting.lock:
                first = not waiting.events
                waiting.events.append(((sender, event, *more), named))
            if event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
                session._call_soon_on_event_loop(functools.partial(_hand_over, session))
            elif first:
                session._call_soon_on_event_loop(functools.partial(_hand_over_soon, session))

        return put

    def once(tell: Any) -> Callable[[Any], None]:
        def tell_once(runtime: Any) -> None:
            awaited = runtime._get_async_objs()
            if getattr(_HERE, "loop", None) is awaited.eventloop:
                # it is awake: waking it again would cost a call to the system and back
                awaited.need_send_data.set()
            else:
                tell(runtime)

        return tell_once

    for owner, name in _LEANT_ON:
        needed(owner, name, see=_SEE)
    put_instead(AppSession, "_on_scriptrunner_event", in_parcels, see=_SEE)
    put_instead(Runtime, "_enqueued_some_message", once, see=_SEE)


def _hand_over_soon(session: Any) -> None:
    asyncio.get_running_loop().call_later(PATIENCE, _hand_over, session)


def _hand_over(session: Any) -> None:
    """Hand over all that waits, here and now: a request that comes next must find that a run has ended."""
    _HERE.loop = asyncio.get_running_loop()
    waiting: _Waiting = getattr(session, _WAITING)
    with waiting.lock:
        events, waiting.events = waiting.events, []
    for given, named in events:
        try:
            session._handle_scriptrunner_event_on_event_loop(*given, **named)
        except Exception as error:  # whatever it is: the others are not taken with it
            told = {"message": "What a page drew could not be handed over", "exception": error}
            asyncio.get_running_loop().call_exception_handler(told)
