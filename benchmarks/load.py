"""Many people at once: who type and look at Results, on one process and on two, and who open the same share link."""

from __future__ import annotations

import asyncio
import json
import os
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from benchmarks.answers import check_empty, check_results, compare, expected, expected_of_link
from benchmarks.app import MEASURES, WORDS
from benchmarks.figures import Figure
from benchmarks.houses import PLAIN, Pair, fresh_houses, processor_seconds
from benchmarks.visitor import FailedPageError, Visit, Visitor, visitor
from scenarios.keys import COOKIE, new_key
from tests.servers import NGINX, Server

CROWDS: Final = (1, 20, 50, 100)
EDITORS: Final = 20
EDITS: Final = {1: 5, 20: 4, 50: 1, 100: 1}
"""Edits of each person in a round, by how many they are."""

READERS: Final = 100
WITHIN: Final = 10.0
"""Seconds within which all readers come, evenly."""

ALONE: Final = 5
"""Readers who come one by one in a round, for comparison."""

FIRST_MEMBERS: Final = 5_003
APART: Final = 100
"""Members between one edit of a person and the next: more than there are people, so no two type the same."""

RERUNS_ELSEWHERE: Final = 3
"""Start, the number typed there, and Results."""

MORE_THAN_EMPTY: Final = 1.5
"""How many times as much is to be done in a second as at the empty page."""

PROCESSES: Final = 2
MORE_BY_TWO: Final = 1.7
ENOUGH_CORES: Final = 4
"""One for each process, the proxy and the visitors."""

TRIES: Final = 200
SETTLE: Final = 0.5


@dataclass(frozen=True)
class Rush:
    """What came of many reruns at once.

    Attributes
    ----------
    reruns
        How many.
    seconds
        From the first one sent to the last one's end.
    slowest
        Milliseconds of the one that took longest.
    """

    reruns: int
    seconds: float
    slowest: float

    @property
    def rate(self) -> float:
        """Reruns per second."""
        return self.reruns / self.seconds


class Editor:
    """Somebody with a workspace of their own, whose numbers nobody else has.

    Parameters
    ----------
    tab
        At the app.
    number
        Which one: everybody has other figures, so that an answer given to the wrong person is noticed.
    """

    def __init__(self, tab: Visitor, number: int) -> None:
        self._tab = tab
        self._number = number
        self._edits = 0
        self._written = 0

    @property
    def _members(self) -> int:
        return FIRST_MEMBERS + APART * self._edits + self._number

    async def settle(self) -> None:
        """Type a number of one's own and open Results."""
        expected(self._members)
        await self._tab.rerun()
        await self._tab.rerun(typed={"start field members": f"{self._members:,}"})
        await self._tab.rerun("Results")

    async def go_to(self, section: str) -> None:
        """Open a section of Results."""
        await self._tab.rerun(chosen={"part": section})

    def get_ready(self, edits: int) -> None:
        """Have the engine answer what will be typed, before any clock runs."""
        for number in range(1, edits + 1):
            expected(self._members + APART * number)

    async def edit(self) -> float:
        """Type another number on Results; return the milliseconds until all of its figures are there."""
        self._edits += 1
        visit = await self._tab.rerun(typed={"results field members": f"{self._members:,}"})
        self._check(visit)
        return visit.milliseconds

    async def edit_elsewhere(self) -> float:
        """Type another number on Start and open Results; return the milliseconds of both."""
        await self._tab.rerun("Start")
        self._edits += 1
        edited = await self._tab.rerun(typed={"start field members": f"{self._members:,}"})
        visit = await self._tab.rerun("Results")
        compare(edited, expected(self._members))
        self._check(visit)
        return edited.milliseconds + visit.milliseconds

    async def write(self) -> float:
        """Type other words, and return the milliseconds until all of Results is there."""
        self._written += 1
        words = f"{self._number} wrote this, the {self._written}th time"
        visit = await self._tab.rerun(typed={"not counted people_helped": words})
        if words not in visit.typed.values():
            raise FailedPageError("what was typed is not in its field")
        self._check(visit)
        return visit.milliseconds

    def _check(self, visit: Visit) -> None:
        compare(visit, expected(self._members))
        check_results(visit)

    async def is_late(self) -> bool:
        """Tell whether the frame says that something is still to be written, as the database was busy."""
        visit = await self._tab.rerun()
        self._check(visit)
        return any("Not saved" in entry.body for entry in visit.of("markdown"))


async def _rerun_empty(tab: Visitor) -> float:
    visit = await tab.rerun()
    check_empty(visit)
    return visit.milliseconds


async def rush(people: Sequence[Callable[[], Awaitable[float]]], times: int, *, reruns: int = 1) -> Rush:
    """Have everybody do something so many times, each as soon as the last one is answered, all at once.

    Parameters
    ----------
    people
        What each does, which returns its milliseconds.
    times
        How often.
    reruns
        How many it takes.
    """

    async def one(person: Callable[[], Awaitable[float]]) -> float:
        return max([await person() for _ in range(times)])

    before = time.perf_counter()
    slowest = await asyncio.gather(*(one(person) for person in people))
    return Rush(len(people) * times * reruns, time.perf_counter() - before, max(slowest))


async def rush_of_edits(people: Sequence[Editor], times: int) -> Rush:
    """Have everybody type so many numbers, all at once."""
    for one in people:
        one.get_ready(times)
    await asyncio.sleep(SETTLE)
    return await rush([one.edit for one in people], times)


async def rush_at_the_empty_page(tabs: Sequence[Visitor]) -> Rush:
    """Have everybody who looks at the empty page run it again as often as they would type, all at once."""
    return await rush([partial(_rerun_empty, tab) for tab in tabs], EDITS[len(tabs)])


@asynccontextmanager
async def editors(address: str, replicas: Sequence[str]) -> AsyncIterator[list[Editor]]:
    """People who have settled on Results, each with a key, and with what the proxy tells them by."""
    async with AsyncExitStack() as stack:
        found = []
        for number, replica in enumerate(replicas):
            cookie = f"{COOKIE}={new_key()}; replica={replica}"
            tab = await stack.enter_async_context(visitor(address, cookie=cookie))
            found.append(Editor(tab, number))
            await found[-1].settle()
        yield found


@asynccontextmanager
async def at_the_empty_page(address: str, count: int) -> AsyncIterator[list[Visitor]]:
    """People who look at the empty page."""
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(visitor(address)) for _ in range(count)]
        for tab in tabs:
            await tab.rerun()
        yield tabs


# ---- on one process


@dataclass(frozen=True)
class Crowds:
    """What came of crowds of several sizes, a rush a round.

    Attributes
    ----------
    edits
        Of numbers, by how many people.
    late
        After how many of them, the last ones of each person's in a rush, something was still to be written.
    elsewhere, words, empty
        Of numbers typed on Start, of words, and at the empty page: as many people as are compared.
    """

    edits: dict[int, list[Rush]]
    late: dict[int, int]
    elsewhere: list[Rush] = field(default_factory=list)
    words: list[Rush] = field(default_factory=list)
    empty: list[Rush] = field(default_factory=list)


async def _crowds(ours: str, plain: str, rounds: int) -> Crowds:
    found = Crowds({crowd: [] for crowd in CROWDS}, dict.fromkeys(CROWDS, 0))
    async with (
        editors(ours, [str(number) for number in range(max(CROWDS))]) as people,
        at_the_empty_page(plain, EDITORS) as tabs,
    ):
        some, times = people[:EDITORS], EDITS[EDITORS]
        for _ in range(rounds):
            for one in some:
                await one.go_to(WORDS)
            await asyncio.sleep(SETTLE)
            found.words.append(await rush([one.write for one in some], times))
            for one in some:
                await one.go_to(MEASURES)
                one.get_ready(times)
            found.elsewhere.append(
                await rush([one.edit_elsewhere for one in some], times, reruns=RERUNS_ELSEWHERE)
            )
            for crowd in CROWDS:
                found.edits[crowd].append(await rush_of_edits(people[:crowd], EDITS[crowd]))
                found.late[crowd] += sum([await one.is_late() for one in people[:crowd]])
                if crowd == EDITORS:
                    await asyncio.sleep(SETTLE)
                    found.empty.append(await rush_at_the_empty_page(tabs))
    return found


def _told_late(late: int, crowd: int, rushes: Sequence[Rush]) -> str:
    return (
        f"{late} of {crowd * len(rushes)} times somebody's edits were still to be written after a rush, as the "
        "database was busy: they are tried again"
    )


def measure_crowds(rounds: int) -> list[Figure]:
    """Return how many reruns a second one process does for 1, 20, 50 and 100 people, and how long one waits.

    Parameters
    ----------
    rounds
        How many pairs are measured.
    """
    with fresh_houses() as houses, ExitStack() as stack:
        ours, plain = stack.enter_context(houses.ours()), stack.enter_context(houses.plain())
        found = asyncio.run(_crowds(ours.address, plain.address, rounds))
    alone = found.edits[1]
    figures = [
        Figure(
            name=f"{EDITORS} people {what} at once, reruns a second",
            against=f"{EDITORS} people at {PLAIN}",
            ours=[rush.rate for rush in rushes],
            reference=[rush.rate for rush in found.empty],
            goal=MORE_THAN_EMPTY,
            at_least=True,
            unit="1/s",
            note=note,
        )
        for what, rushes, note in (
            (
                "type numbers on Results",
                found.edits[EDITORS],
                "the answer is in no cache, and all its figures are drawn; everybody has a workspace, "
                "so each edit is written to the database; nobody pauses; "
                + _told_late(found.late[EDITORS], EDITORS, found.edits[EDITORS]),
            ),
            (
                "type numbers on Start and look at Results",
                found.elsewhere,
                "three reruns an edit: Start, the number typed there, and Results; one of them has an answer to find",
            ),
            (
                "type words on Results",
                found.words,
                "what is not counted: written to the database, and all drawn anew, though no figure moves",
            ),
        )
    ]
    for crowd in CROWDS[1:]:
        figures.append(
            Figure(
                name=f"{crowd} people type numbers at once, the slowest answer",
                against="one person, the slowest of a few",
                ours=[rush.slowest for rush in found.edits[crowd]],
                reference=[rush.slowest for rush in alone],
                note=_told_late(found.late[crowd], crowd, found.edits[crowd]),
            )
        )
        figures.append(
            Figure(
                name=f"{crowd} people type numbers at once, reruns a second",
                against="one person",
                ours=[rush.rate for rush in found.edits[crowd]],
                reference=[rush.rate for rush in alone],
                unit="1/s",
            )
        )
    return figures


# ---- on two processes


def numbers_for(pair: Pair, count: int) -> list[str]:
    """Return as many numbers for the proxy's cookie, of which each process gets one half."""
    by_port: dict[str, list[str]] = {}
    asked = [str(number) for number in range(TRIES)]
    for number in asked:
        request = urllib.request.Request(f"{pair.address}/healthz", headers={"Cookie": f"replica={number}"})
        with urllib.request.urlopen(request, timeout=10):
            pass
    until = time.monotonic() + 10
    served: list[str] = []
    while len(served) < TRIES and time.monotonic() < until:
        # the first one is of whoever waited for the proxy to be there
        lines = [json.loads(line) for line in pair.proxy.log.splitlines() if line.startswith("{")]
        served = [line["replica"] for line in lines if line["status"] == 200][-TRIES:]
    for number, replica in zip(asked, served, strict=True):
        by_port.setdefault(replica, []).append(number)
    halves = list(by_port.values())
    if len(halves) != 2 or min(map(len, halves)) < count // 2:
        raise AssertionError(f"the proxy does not spread people over both: {[len(half) for half in halves]}")
    return [number for both in zip(*halves, strict=False) for number in both][:count]


async def _one_and_two(
    one: Server, pair: Pair, plain: Server, rounds: int
) -> tuple[list[tuple[Rush, float]], list[tuple[Rush, float]], list[Rush]]:
    alone: list[tuple[Rush, float]] = []
    shared: list[tuple[Rush, float]] = []
    empty: list[Rush] = []
    numbers = numbers_for(pair, EDITORS)
    async with (
        editors(one.address, numbers) as here,
        editors(pair.address, numbers) as there,
        at_the_empty_page(plain.address, EDITORS) as tabs,
    ):
        for _ in range(rounds):
            for people, found, running in (
                (here, alone, (one,)),
                (there, shared, (*pair.apps, pair.proxy)),
            ):
                before = processor_seconds(*running)
                done = await rush_of_edits(people, EDITS[EDITORS])
                found.append((done, processor_seconds(*running) - before))
            await asyncio.sleep(SETTLE)
            empty.append(await rush_at_the_empty_page(tabs))
    return alone, shared, empty


def goal_by_the_clock(goal: float, cores: int) -> float | None:
    """Return a goal for what two processes do in a second; None where they have no core each."""
    return goal if cores >= ENOUGH_CORES else None


def measure_two_processes(rounds: int) -> list[Figure]:
    """Return what two processes behind the proxy serve, against one; empty where there is no nginx.

    Parameters
    ----------
    rounds
        How many pairs are measured.
    """
    if NGINX is None:
        return []
    with fresh_houses() as houses, ExitStack() as stack:
        one, pair = stack.enter_context(houses.ours()), stack.enter_context(houses.pair())
        plain = stack.enter_context(houses.plain())
        alone, shared, empty = asyncio.run(_one_and_two(one, pair, plain, rounds))
    cores = os.cpu_count() or 1
    told = (
        f"by the clock, on this machine of {cores} cores, which the proxy and the many visitors need, too; "
    )
    return [
        Figure(
            name=f"Two processes behind nginx, {EDITORS} people type numbers, processor time a rerun",
            against="one process",
            ours=[1_000.0 * busy / rush.reruns for rush, busy in shared],
            reference=[1_000.0 * busy / rush.reruns for rush, busy in alone],
            goal=round(PROCESSES / MORE_BY_TWO, 2),
            note="of the app's processes and of the proxy: what two of them could do in a second is "
            f"{PROCESSES} divided by this, if each app had a core of its own",
        ),
        Figure(
            name=f"Two processes behind nginx, {EDITORS} people type numbers, reruns a second here",
            against="one process",
            ours=[rush.rate for rush, _ in shared],
            reference=[rush.rate for rush, _ in alone],
            goal=goal_by_the_clock(MORE_BY_TWO, cores),
            at_least=True,
            unit="1/s",
            note=f"{told}the goal of {MORE_BY_TWO} is held against it from {ENOUGH_CORES} cores on",
        ),
        Figure(
            name=f"Two processes behind nginx, {EDITORS} people type numbers, reruns a second here",
            against=f"{EDITORS} people at {PLAIN}",
            ours=[rush.rate for rush, _ in shared],
            reference=[rush.rate for rush in empty],
            goal=goal_by_the_clock(MORE_THAN_EMPTY, cores),
            at_least=True,
            unit="1/s",
            note=f"{told}the goal of {MORE_THAN_EMPTY} is held against it from {ENOUGH_CORES} cores on; "
            "one process's stands above",
        ),
    ]


# ---- a share link


async def _page_of(address: str, path: str) -> str:
    """Return a page as a browser gets it first."""
    host = urlsplit(address)
    reader, writer = await asyncio.open_connection(host.hostname, host.port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host.netloc}\r\nConnection: close\r\n\r\n".encode())
        return (await reader.read()).decode()
    finally:
        writer.close()
        await writer.wait_closed()


async def make_link(tab: Visitor, members: int) -> str:
    """Make a share link as people do, and return its id.

    Parameters
    ----------
    tab
        Somebody whose work is kept.
    members
        What is typed before.
    """
    await tab.rerun("Start")
    await tab.rerun(typed={"start field members": f"{members:,}"})
    await tab.rerun("Share")
    made = await tab.rerun(pressed="FormSubmitter:new link-Make a link")
    addresses = [entry.code_text for entry in made.of("code") if "/shared?id=" in entry.code_text]
    if not addresses:
        raise FailedPageError("no link was made")
    return str(addresses[0].rpartition("=")[2])


async def open_link(address: str, link: str, members: int) -> float:
    """Open a share link as a reader does: the page with its words, then the figures; return the milliseconds."""
    before = time.perf_counter()
    html = await _page_of(address, f"/shared?id={link}")
    async with visitor(address) as tab:
        visit = await tab.open_address("shared", query=f"id={link}")
        taken = (time.perf_counter() - before) * 1_000.0
        compare(visit, expected_of_link(members))
        if not visit.of("vega_lite_chart") or "every $1 returns" not in html:
            raise FailedPageError("a link came without its charts, or its page without its words")
    return taken


async def _readers(address: str, rounds: int) -> tuple[list[float], list[float]]:
    slowest, alone = [], []
    async with visitor(address, cookie=f"{COOKIE}={new_key()}") as author:
        await author.rerun()
        for number in range(rounds):
            members = FIRST_MEMBERS + 900 + number
            expected_of_link(members)
            one, all_at_once = await make_link(author, members), await make_link(author, members)
            await asyncio.sleep(SETTLE)
            alone.append(median([await open_link(address, one, members) for _ in range(ALONE)]))

            async def later(turn: int, link: str = all_at_once, members: int = members) -> float:
                await asyncio.sleep(turn * WITHIN / READERS)
                return await open_link(address, link, members)

            slowest.append(max(await asyncio.gather(*(later(turn) for turn in range(READERS)))))
    return slowest, alone


def measure_readers(rounds: int) -> list[Figure]:
    """Return how long the slowest of a hundred readers of one link waits, against one alone.

    Parameters
    ----------
    rounds
        How many pairs are measured.
    """
    with fresh_houses() as houses, houses.ours() as server:
        slowest, alone = asyncio.run(_readers(server.address, rounds))
    return [
        Figure(
            name=f"{READERS} people open a share link within {WITHIN:g} s, the slowest",
            against="readers one by one",
            ours=slowest,
            reference=alone,
            goal=20.0,
            note="page, websocket and all figures; none came with an error, or the benchmark had ended",
        )
    ]


def measure(rounds: int) -> list[Figure]:
    """Return all figures of many people at once.

    Parameters
    ----------
    rounds
        How many pairs are measured.
    """
    return [*measure_crowds(rounds), *measure_two_processes(rounds), *measure_readers(rounds)]
