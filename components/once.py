"""Answers that many ask for at the same moment are computed once: the others wait for the first and take its answer."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Hashable
from typing import Final, TypeVar

T = TypeVar("T")

LOCKS: Final = 16
"""Different questions rarely share one, and as many locks are kept, however many questions come."""


def computed_once(maxsize: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Return what keeps a function's last answers, and has each computed by one thread.

    `functools.lru_cache` alone keeps answers, but threads that ask while the first one computes all compute, too: fifty
    people who open the same link in the same second would wait for fifty evaluations.

    Parameters
    ----------
    maxsize
        How many answers are kept.
    """

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        kept = functools.lru_cache(maxsize)(function)
        locks = tuple(threading.Lock() for _ in range(LOCKS))

        @functools.wraps(function)
        def ask(*asked: Hashable) -> T:
            with locks[hash(asked) % LOCKS]:
                return kept(*asked)

        return ask

    return decorate
