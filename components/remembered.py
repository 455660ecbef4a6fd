"""Answers that are kept, and computed once: whoever asks while somebody computes waits and takes the same answer."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition
from typing import Any, Final, Generic, ParamSpec, TypeVar, cast

from cachetools import LRUCache, cached

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


class Remembered(Generic[Asked, Found]):
    """A function whose last answers are kept, and that can be asked whether it knows one already.

    `functools.lru_cache` alone keeps answers, but threads that ask while the first one computes all compute, too: fifty
    people who open the same link in the same second would wait for fifty evaluations. Nobody waits for another
    question's answer.

    Parameters
    ----------
    function
        Of hashable arguments. What it raises is not kept: the next who asks has it computed again.
    most
        How many answers are kept.
    """

    def __init__(self, function: Callable[Asked, Found], most: int) -> None:
        self._lock: Final = Condition()
        self._ask: Final[Any] = cached(LRUCache(most), condition=self._lock)(function)

    def __call__(self, *asked: Asked.args, **named: Asked.kwargs) -> Found:
        return cast(Found, self._ask(*asked, **named))

    def knows(self, *asked: Asked.args, **named: Asked.kwargs) -> bool:
        """Tell whether an answer is there, without computing it."""
        with self._lock:
            return self._ask.cache_key(*asked, **named) in self._ask.cache


def remembered(most: int) -> Callable[[Callable[Asked, Found]], Remembered[Asked, Found]]:
    """Return what makes a function `Remembered`, as a decorator."""
    return lambda function: Remembered(function, most)
