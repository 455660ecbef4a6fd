"""Whether anything of a visit runs or waits to: for threads beside it that want what was typed last."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

LOOKS: Final = 0.02
"""Seconds between two looks."""


def waiting_for_this_visit() -> Callable[[float], bool]:
    """Return what waits, in any thread, until nothing of this visit runs: told the most seconds, it tells whether.

    Examples
    --------
    >>> waiting_for_this_visit()(0.1)  # there is no visit here
    True
    """
    context = get_script_run_ctx(suppress_warning=True)
    visit = context.session_id if context is not None else ""

    def wait(most: float) -> bool:
        until = time.monotonic() + most
        while _is_busy(visit):
            if time.monotonic() >= until:
                return False
            time.sleep(LOOKS)
        return True

    return wait


def _is_busy(visit: str) -> bool:
    """Tell whether a visit's script runs, waits for its turn, or has been asked again."""
    if not runtime.exists():
        return False
    # what asks again is handed to the runner at once, and a runner with nothing left is dropped
    server: Any = runtime.get_instance()
    info = server._session_mgr.get_active_session_info(visit)
    return info is not None and info.session._scriptrunner is not None
