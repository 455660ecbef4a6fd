"""Threads that ask for the same at the same moment have it computed once."""

import threading
import time

import pytest

from components.remembered import remembered


def test_a_hundred_who_ask_at_once_have_it_computed_once() -> None:
    computed: list[str] = []
    together = threading.Barrier(100)

    @remembered(4)
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

    @remembered(4)
    def answer(asked: str) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError(asked)
        return asked

    with pytest.raises(ValueError, match="one"):
        answer("one")
    assert answer("one") == "one"


def test_nobody_waits_for_the_answer_to_another_question() -> None:
    """However many questions there are: one that takes long holds up nobody who asks something else."""
    begun, may_end = threading.Event(), threading.Event()

    @remembered(64)
    def answer(asked: int) -> int:
        if asked == 0:
            begun.set()
            may_end.wait(10.0)
        return asked * asked

    assert answer(1) == 1
    long = threading.Thread(target=answer, args=(0,))
    long.start()
    begun.wait(10.0)
    try:
        assert [answer(asked) for asked in range(1, 50)] == [asked * asked for asked in range(1, 50)]
        assert long.is_alive()
    finally:
        may_end.set()
        long.join()


def test_it_is_known_what_was_asked_last() -> None:
    @remembered(2)
    def answer(asked: str) -> str:
        return asked.upper()

    assert not answer.knows("one")
    for asked in ("one", "two", "one", "three"):
        answer(asked)
    assert answer.knows("one")
    assert answer.knows("three")
    assert not answer.knows("two"), "the oldest goes first"


def test_questions_that_are_alike_in_what_the_answer_rests_on_have_one() -> None:
    computed: list[str] = []

    @remembered(4, rests_on=str.lower)
    def answer(asked: str, times: int) -> str:
        computed.append(asked)
        return asked * times

    assert not answer.knows("One", 2)
    assert answer("One", 2) == "OneOne"
    assert answer("oNE", 2) == "OneOne", "the answer to whoever asked first"
    assert answer.knows("ONE", 2)
    assert not answer.knows("ONE", 3)
    assert answer("ONE", 3) == "ONEONEONE"
    assert computed == ["One", "ONE"]
