"""Threads that ask for the same at the same moment have it computed once."""

import threading
import time

import pytest

from components.once import computed_once


def test_a_hundred_who_ask_at_once_have_it_computed_once() -> None:
    computed: list[str] = []
    together = threading.Barrier(100)

    @computed_once(maxsize=4)
    def answer(asked: str) -> str:
        computed.append(asked)
        time.sleep(0.01)
        return asked.upper()

    found: list[str] = []

    def ask(number: int) -> None:
        together.wait()
        found.append(answer("one" if number % 2 else "other"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(computed) == ["one", "other"]
    assert sorted(set(found)) == ["ONE", "OTHER"]


def test_what_failed_is_asked_again() -> None:
    tries: list[int] = []

    @computed_once(maxsize=4)
    def answer(asked: str) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError(asked)
        return asked

    with pytest.raises(ValueError, match="one"):
        answer("one")
    assert answer("one") == "one"
