"""What must come to its end though the browser asks again meanwhile: an edit that is being taken.

Streamlit ends a run where a newer request waits, at the next line that touches its state, and so in the middle of a
callback. The value that called it counts as seen, so the callback is not called again: a number typed right after
another one was gone, and the field showed the old one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SessionState


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let what is done here come to its end; a request that came meanwhile is met right after."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        yield
        return
    state = context.session_state
    asks = state._yield_callback
    object.__setattr__(state, "_yield_callback", _goes_on)
    try:
        yield
    finally:
        object.__setattr__(state, "_yield_callback", asks)


def _goes_on() -> None:
    return


def let_callbacks_finish() -> None:
    """Have all callbacks of widgets come to their end; once a process.

    Raises
    ------
    RuntimeError
        Where Streamlit calls them otherwise than the pinned release does.
    """
    call: Any = getattr(SessionState, "_call_callbacks", None)
    if call is None:
        raise RuntimeError("Streamlit calls callbacks in another way: see components/uninterrupted.py")
    if hasattr(call, "__wrapped__"):
        return

    @functools.wraps(call)
    def whole(*asked: Any, **named: Any) -> None:
        with uninterrupted():
            call(*asked, **named)

    SessionState._call_callbacks = whole  # type: ignore[method-assign]
