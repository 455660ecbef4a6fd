"""Collections after a rerun see what is new only, and what has died is found all the same."""

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from serving import tidying
from serving.tidying import AT_THE_LATEST, MOST, NOT_BEFORE, Pace, short_collections
from tests.apart import run_apart


class Circle:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    gc.unfreeze()


def in_sight(one: object) -> bool:
    return any(other is one for other in gc.get_objects())


def test_what_survives_a_collection_is_not_walked_again() -> None:
    async def inside() -> None:
        async with short_collections():
            circle = Circle()
            assert in_sight(circle)
            gc.collect()
            assert not in_sight(circle)
            assert len(gc.get_objects()) < 1_000

    run_apart(inside())
    circle = Circle()
    gc.collect()
    assert in_sight(circle), "once the server has ended, collections are Python's own again"


def test_what_died_out_of_sight_is_found_by_a_thorough_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "LOOK", 0.01)
    monkeypatch.setattr(tidying, "NOT_BEFORE", 0.02)

    async def inside() -> None:
        async with short_collections():
            circle = Circle()
            died = weakref.ref(circle)
            gc.collect()
            del circle
            gc.collect()
            assert died() is not None, "the collection after a rerun does not look there"
            async with asyncio.timeout(20):
                while died() is not None:
                    await asyncio.sleep(0.01)

    run_apart(inside())


def test_a_thorough_look_waits_for_a_quiet_moment_and_not_for_ever() -> None:
    pace = Pace(seen=0, done=0, held=0)
    assert not any(pace.is_time(0, after=NOT_BEFORE, held=0) for _ in range(50)), (
        "nothing ran, nothing has died"
    )
    pace.walked(0, 0)
    assert not pace.is_time(1, after=NOT_BEFORE, held=0), "something ran just now"
    assert pace.is_time(1, after=1.0, held=0)
    pace.walked(2, 0)
    looks = [pace.is_time(3 + number, after=10.0, held=0) for number in range(round(AT_THE_LATEST / 10.0))]
    assert looks == [False] * (len(looks) - 1) + [True]
    pace.walked(99, 0)
    assert not pace.is_time(99, after=AT_THE_LATEST, held=0)


def test_where_much_has_come_it_waits_for_nothing() -> None:
    pace = Pace(seen=0, done=0, held=1_000_000)
    assert not pace.is_time(1, after=1.0, held=1_000_000 + MOST - 1)
    assert pace.is_time(2, after=1.0, held=1_000_000 + MOST)
    pace.walked(2, 1_000_000 + MOST)
    assert not pace.is_time(3, after=1.0, held=1_000_000 + MOST), "what was left is not looked for again"
    assert pace.is_time(4, after=1.0, held=1_000_000 + 2 * MOST)


def test_a_crowd_that_has_gone_is_found_before_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "LOOK", 0.01)
    monkeypatch.setattr(tidying, "MOST", 5_000)

    async def inside() -> None:
        async with short_collections():
            crowd = [Circle() for _ in range(10_000)]
            one = weakref.ref(crowd[0])
            gc.collect()
            del crowd
            async with asyncio.timeout(NOT_BEFORE / 2):
                while one() is not None:
                    await asyncio.sleep(0.01)

    run_apart(inside())
