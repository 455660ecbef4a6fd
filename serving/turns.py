"""One page after the other: threads that compute at once cost more than they do one by one.

Python lets one thread compute at a time. Twenty pages at once would hand over to each other every few milliseconds,
each time with their numbers gone from the processor's own memory: a third more work for everybody, and all done at the
very end. So pages queue, and parts of them that somebody edits. Parts that follow by themselves, such as a range, do
not: they may take long. Nor does the page that such a part has drawn again, nor an edit that waits beside its beat.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any, Final

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from components.instead import put_instead

LONGEST: Final = 0.25
"""Seconds after which the next in line goes alongside: nobody waits long for a page that takes its time."""


class Turns:
    """A queue in which whoever came first is next.

    Parameters
    ----------
    longest
        Seconds after which the next one no longer waits for the one whose turn it is.

    Examples
    --------
    >>> turns = Turns()
    >>> with turns.mine():
    ...     print("my turn")
    my turn
    """

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest: Final = longest
        self._lock: Final = Lock()
        self._waiting: Final = deque[Event]()
        self._whose: Event | None = None
        self._since = 0.0

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Wait for one's turn, and give it on at the end."""
        me = Event()
        with self._lock:
            if self._whose is None:
                self._begin(me)
            else:
                self._waiting.append(me)
        while not me.wait(self._longest):
            with self._lock:
                if self._waiting and self._waiting[0] is me and self._is_long():
                    self._begin(self._waiting.popleft())
        try:
            yield
        finally:
            with self._lock:
                if self._whose is me:
                    self._whose = None
                    if self._waiting:
                        self._begin(self._waiting.popleft())

    def _begin(self, whose: Event) -> None:
        self._whose, self._since = whose, time.monotonic()
        whose.set()

    def _is_long(self) -> bool:
        return time.monotonic() - self._since >= self._longest


TURNS: Final = Turns()
"""The pages of this process."""


def let_pages_queue() -> None:
    """Have all pages of this process run in turns, the edits that they take among them; once a process.

    Raises
    ------
    RuntimeError
        Where Streamlit runs them otherwise than the pinned release does.
    """

    def in_turns(run: Any) -> Callable[[Any, Any], None]:
        def in_turn(runner: Any, asked: Any) -> None:
            if asked.fragment_id_queue and asked.is_auto_rerun:
                run(runner, asked)
                return
            with TURNS.mine():
                run(runner, asked)

        return in_turn

    put_instead(ScriptRunner, "_run_script", in_turns, see="serving/turns.py")
