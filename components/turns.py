"""One page after the other: threads that compute at once cost more than they do one by one.

Python lets one thread compute at a time. Twenty pages at once would hand over to each other every few milliseconds,
each time with their numbers gone from the processor's own memory: a third more work for everybody, and all done at the
very end. So pages queue, and parts of them that somebody edits (`serving/turns.py`). What follows by itself, such as a
range, takes three times as long as an edit and can wait: it begins where nobody else's turn it is.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, local
from typing import Final

LONGEST: Final = 0.25
"""Seconds after which the next in line goes alongside: nobody waits long for a page that takes its time."""

AT_THE_LATEST: Final = 5.0
"""Seconds after which what follows by itself no longer waits for a free moment."""

_HERE: Final = local()


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
            self._end(me)

    @contextmanager
    def mine_if_free(self) -> Iterator[None]:
        """Take a turn where it is nobody's, and go without one where it is; `others_wait` tells, in this thread."""
        me = Event()
        with self._lock:
            _HERE.others_wait = self._whose is not None
            if not _HERE.others_wait:
                self._begin(me)
        try:
            yield
        finally:
            _HERE.others_wait = False
            self._end(me)

    def _begin(self, whose: Event) -> None:
        self._whose, self._since = whose, time.monotonic()
        whose.set()

    def _end(self, whose: Event) -> None:
        with self._lock:
            if self._whose is whose:
                self._whose = None
                if self._waiting:
                    self._begin(self._waiting.popleft())

    def _is_long(self) -> bool:
        return time.monotonic() - self._since >= self._longest


TURNS: Final = Turns()
"""The pages of this process."""


def others_wait(since: float) -> bool:
    """Tell whether what follows by itself had better come with its next beat: an edit is under way.

    Parameters
    ----------
    since
        When it was asked for, by `time.monotonic`: it does not wait for ever.
    """
    return getattr(_HERE, "others_wait", False) and time.monotonic() < since + AT_THE_LATEST
