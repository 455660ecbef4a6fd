"""Pages queue: one after the other, first come first served, and nobody waits long for a slow one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from components.turns import AT_THE_LATEST, Turns, others_wait

PATIENCE = 10.0


def started(*works: Callable[[], None]) -> list[threading.Thread]:
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    return threads


def ended(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def slow_page(turns: Turns, go_on: threading.Event) -> threading.Thread:
    """Start a page that has its turn until it may go on."""

    def slow() -> None:
        with turns.mine():
            assert go_on.wait(PATIENCE)

    [thread] = started(slow)
    while turns._whose is None:
        time.sleep(0.001)
    return thread


def waiting(turns: Turns, how_many: int) -> None:
    """Wait until so many stand in the queue."""
    until = time.monotonic() + PATIENCE
    while len(turns._waiting) < how_many:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_one_at_a_time_and_all_come() -> None:
    turns, inside, most, done = Turns(longest=PATIENCE), 0, 0, 0

    def page() -> None:
        nonlocal inside, most, done
        for _ in range(20):
            with turns.mine():
                inside += 1
                most = max(most, inside)
                time.sleep(0.0005)
                inside -= 1
                done += 1

    ended(started(*[page] * 8))
    assert (most, done) == (1, 160)


def test_whoever_came_first_is_next() -> None:
    turns, order = Turns(longest=PATIENCE), list[int]()

    def page(number: int) -> None:
        with turns.mine():
            order.append(number)

    threads = []
    with turns.mine():
        for number in range(5):
            threads += started(lambda number=number: page(number))  # type: ignore[misc]
            waiting(turns, number + 1)
        assert order == []
    ended(threads)
    assert order == [0, 1, 2, 3, 4]


def test_a_page_that_takes_its_time_is_not_waited_for() -> None:
    turns, go_on, came = Turns(longest=0.05), threading.Event(), threading.Event()

    def quick() -> None:
        with turns.mine():
            came.set()

    threads = [slow_page(turns, go_on)]
    threads += started(quick, quick)
    assert came.wait(PATIENCE), "the next goes alongside"
    go_on.set()
    ended(threads)
    # the slow one's end took nobody's turn away, and nobody holds one now
    assert (turns._whose, list(turns._waiting)) == (None, [])


def test_a_page_that_fails_gives_its_turn_on() -> None:
    turns = Turns(longest=PATIENCE)
    with pytest.raises(ValueError, match="failed"), turns.mine():
        raise ValueError("failed")
    with turns.mine():
        pass


def test_the_slow_one_does_not_end_the_turn_of_whoever_went_alongside() -> None:
    turns, go_on, came, leave = Turns(longest=0.05), threading.Event(), threading.Event(), threading.Event()

    def beside() -> None:
        with turns.mine():
            came.set()
            assert leave.wait(PATIENCE)

    threads = [slow_page(turns, go_on)]
    threads += started(beside)
    assert came.wait(PATIENCE)
    whose = turns._whose
    go_on.set()
    threads[0].join(PATIENCE)
    assert turns._whose is whose
    leave.set()
    ended(threads)


def test_what_follows_by_itself_goes_where_it_is_nobodys_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, asked = Turns(longest=PATIENCE), time.monotonic()
    told = []
    with turns.mine_if_free():
        told.append((turns._whose is not None, others_wait(asked)))
    with turns.mine(), turns.mine_if_free():
        told.append((turns._whose is not None, others_wait(asked)))
        # it does not wait for ever
        told.append((True, others_wait(asked - AT_THE_LATEST)))
    assert told == [(True, False), (True, True), (True, False)]
    assert (turns._whose, others_wait(asked)) == (None, False)


def test_an_edit_waits_for_what_had_the_turn_and_takes_it_from_there() -> None:
    turns, came = Turns(longest=PATIENCE), threading.Event()

    def edit() -> None:
        with turns.mine():
            came.set()

    with turns.mine_if_free():
        threads = started(edit)
        waiting(turns, 1)
        assert not came.is_set()
    ended(threads)
    assert came.is_set()
