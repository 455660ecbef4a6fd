"""What is made of measured pairs: ratios, goals of either direction, the table and the JSON; and the rush of many."""

import asyncio
import json
import os
from pathlib import Path

import pytest

from benchmarks import houses
from benchmarks.answers import compare
from benchmarks.figures import Figure, table, write
from benchmarks.load import goal_by_the_clock, rush
from benchmarks.visitor import FailedPageError, Visit
from tests.apart import run_apart
from tests.servers import Server

SLOWER = Figure(name="page", against="empty", ours=(3.0, 4.0, 8.0), reference=(2.0, 2.0, 2.0), goal=1.9)
MORE = Figure(
    name="reruns",
    against="empty",
    ours=(30.0, 20.0, 40.0),
    reference=(20.0, 20.0, 20.0),
    goal=1.5,
    at_least=True,
)


def test_the_median_ratio_is_held_against_the_goal_from_the_right_side() -> None:
    assert (SLOWER.ratio, SLOWER.met, SLOWER.wanted) == (2.0, False, "≤ 1.9")
    assert (MORE.ratio, MORE.met, MORE.wanted) == (1.5, True, "≥ 1.5")
    assert Figure(name="size", against="none", ours=(1.0,), reference=(2.0,)).met is None


def test_table_and_json_tell_unit_goal_and_whether_it_is_met(tmp_path: Path) -> None:
    size = Figure(name="size", against="plain", ours=(5.0,), reference=(10.0,), unit="kB", note="compressed")
    lines = table([SLOWER, MORE, size]).splitlines()
    assert lines[2].split()[-3:] == ["≤", "1.9", "NO"]
    assert lines[3].split()[-3:] == ["≥", "1.5", "yes"]
    assert "kB" in lines[4]
    assert lines[-1] == "size: compressed"
    write([MORE, size], tmp_path / "results.json")
    told = json.loads((tmp_path / "results.json").read_text())
    assert (told[0]["goal"], told[0]["goal_is"], told[0]["met"]) == (1.5, "at least", True)
    assert (told[1]["unit"], told[1]["goal_is"], told[1]["met"]) == ("kB", None, None)


def test_a_rush_counts_everybody_and_fails_with_the_first_wrong_answer() -> None:
    async def quick() -> float:
        return 1.0

    async def slow() -> float:
        await asyncio.sleep(0.02)
        return 20.0

    async def wrong() -> float:
        raise FailedPageError("another sentence")

    done = run_apart(rush([quick, slow, quick], 2))
    assert (done.reruns, done.slowest) == (6, 20.0)
    # two sleeps one after the other; how much longer it takes is the machine's affair
    assert 0.0 < done.rate < 6 / 0.03
    with pytest.raises(FailedPageError):
        run_apart(rush([quick, wrong], 1))


def test_a_page_that_says_something_else_fails() -> None:
    empty = Visit(1.0, 10, ())
    with pytest.raises(FailedPageError, match="the engine 'Every"):
        compare(empty, {"sentence": "Every \\$1 returns \\$2."})


def test_processor_time_and_memory_are_those_of_the_process(tmp_path: Path) -> None:
    me = Server("http://127.0.0.1:1", tmp_path / "log.txt", pid=os.getpid())
    before = houses.processor_seconds(me)
    while houses.processor_seconds(me) < before + 0.03:
        sum(range(10_000))
    assert 10.0 < houses.megabytes(me) < 10_000.0


def test_the_clock_has_a_goal_only_where_each_has_a_core() -> None:
    assert goal_by_the_clock(1.7, 3) is None
    assert goal_by_the_clock(1.7, 4) == 1.7
