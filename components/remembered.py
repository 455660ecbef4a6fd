"""Answers that are kept, and computed once: whoever asks while somebody computes waits and takes the same answer."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition
from typing import Any, Final, Generic, ParamSpec, TypeVar, cast

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

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
        Of hashable arguments, the first of them given by its place. What it raises is not kept: the next who asks has
        it computed again.
    most
        How many answers are kept.
    rests_on
        Returns what of the first argument the answer rests on: questions that are alike in it have one answer, that to
        whoever asked first. All of it where None.
    """

    def __init__(
        self, function: Callable[Asked, Found], most: int, *, rests_on: Callable[[Any], Any] | None = None
    ) -> None:
        def key(first: Any, /, *more: Any, **named: Any) -> Any:
            return hashkey(first if rests_on is None else rests_on(first), *more, **named)

        self._lock: Final = Condition()
        self._ask: Final[Any] = cached(LRUCache(most), key=key, condition=self._lock)(function)

    def __call__(self, *asked: Asked.args, **named: Asked.kwargs) -> Found:
        return cast(Found, self._ask(*asked, **named))

    def knows(self, *asked: Asked.args, **named: Asked.kwargs) -> bool:
        """Tell whether an answer is there, without computing it."""
        with self._lock:
            return self._ask.cache_key(*asked, **named) in self._ask.cache


def remembered(
    most: int, *, rests_on: Callable[[Any], Any] | None = None
) -> Callable[[Callable[Asked, Found]], Remembered[Asked, Found]]:
    """Return what makes a function `Remembered`, as a decorator."""
    return lambda function: Remembered(function, most, rests_on=rests_on)
