"""People at the pace of people: who type a number every two seconds and read its range, and readers who drag a slider.

Nobody here edits as soon as the last answer is there (`load` has those). What follows an edit counts: the draws of its
range and the frame, which a browser asks for by itself.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Final

from benchmarks.answers import (
    answer,
    check_results,
    compare,
    expected,
    expected_of_link,
    expected_range,
    said_with_range,
    says,
    with_members,
)
from benchmarks.app import PAUSE
from benchmarks.figures import Figure
from benchmarks.houses import fresh_houses, processor_seconds
from benchmarks.load import APART, FIRST_MEMBERS, SETTLE, make_link
from benchmarks.visitor import PATIENCE, FailedPageError, Visit, Visitor, visitor
from calculators.evaluation import evaluate
from calculators.scenario import Given
from components.shared import TRIED, stops
from components.sureness import PROMISE
from figures.answer import formats_of
from figures.kinds import written
from scenarios.keys import COOKIE, new_key
from scenarios.record import Mattering, tell
from tests.servers import Server

CROWDS: Final = (20, 50)
EVERY: Final = 2.0
"""Seconds from one edit of a person to the next, on average, unless its answer takes longer."""

JITTER: Final = 0.5
EDITS: Final = {1: 5, 20: 3, 50: 2}
"""Edits of each person in a round, by how many they are."""

COUNTED: Final = 10
"""Edits in a row whose processor time is read, with what follows and without: the system counts in hundredths."""

READERS: Final = 20
DRAGGED: Final = 4
ALONE: Final = 8
"""Stops of the slider of each reader, and of one alone: each of five sliders has enough for all to differ."""

ROUNDS: Final = 3
"""Fewer than elsewhere: a crowd takes its time, and each of its rounds holds many waits."""

SHARE: Final = 0.95
NO_GOAL: Final = "no goal was set for it"


def nearly_all(taken: Sequence[float]) -> float:
    """Return what 95 % of all do not exceed.

    Examples
    --------
    >>> nearly_all([float(number) for number in range(101)])
    95.0
    """
    return quantiles(taken, n=100, method="inclusive")[round(100 * SHARE) - 1]


# ---- people who type


@dataclass
class Waited:
    """What came of a crowd's edits.

    Attributes
    ----------
    answers
        Milliseconds from each edit sent to the end of the run that brought all its figures.
    ranges
        Milliseconds from the edit to its range, of those that came before their person typed on.
    """

    answers: list[float] = field(default_factory=list)
    ranges: list[float] = field(default_factory=list)


class Person:
    """Somebody with a workspace who types on Results now and then, at a browser that asks for what follows.

    Parameters
    ----------
    tab
        At the app.
    number
        Which one: nobody else types the same numbers.
    waited
        Where it is noted how long they wait.
    """

    def __init__(self, tab: Visitor, number: int, waited: Waited) -> None:
        self._tab = tab
        self._number = number
        self._waited = waited
        self._edits = 0
        self._sent = 0.0
        self._answered = asyncio.Event()
        self._has_range = False

    def _members(self, edits: int) -> int:
        return FIRST_MEMBERS + APART * edits + self._number

    def get_ready(self, edits: int) -> None:
        """Have the engine answer what will be typed: answers and ranges, each other than the one before."""
        for one in range(1, edits + 1):
            before, after = self._members(one - 1), self._members(one)
            if expected(before) == expected(after) or expected_range(before) == expected_range(after):
                raise AssertionError(f"{before} and {after} members look alike: which was answered?")

    async def settle(self) -> None:
        """Type a number of one's own and open Results."""
        await self._tab.rerun()
        await self._tab.rerun(typed={"start field members": f"{self._members(0):,}"})
        compare(await self._tab.rerun("Results"), expected(self._members(0)))

    async def stay(self, edits: int, chance: random.Random) -> None:
        """Type so many numbers, each a while after the last one and not before it is answered."""
        listening = asyncio.ensure_future(self._listen())
        try:
            await asyncio.sleep(chance.uniform(0.0, EVERY))
            for _ in range(edits):
                self.begin_edit()
                next_one = self._sent + EVERY + chance.uniform(-JITTER, JITTER)
                await self._tab.type({"results field members": f"{self._members(self._edits):,}"})
                answered = asyncio.ensure_future(self._answered.wait())
                await asyncio.wait((answered, listening), timeout=PATIENCE, return_when="FIRST_COMPLETED")
                if listening.done():
                    listening.result()
                if not answered.done():
                    raise FailedPageError("an edit was not answered")
                await asyncio.sleep(max(0.0, next_one - time.perf_counter()))
            if listening.done():
                listening.result()
        finally:
            listening.cancel()

    def begin_edit(self) -> None:
        """Note that another number is typed now: nobody has its answer yet."""
        self._edits += 1
        self._answered.clear()
        self._has_range = False
        self._sent = time.perf_counter()

    async def _listen(self) -> None:
        async for visit in self._tab.runs():
            self.take(visit)

    def take(self, visit: Visit) -> None:
        """Compare what came with the engine's answers, and note how long it took.

        A run that began before the last edit may still end with the answer to the one before, until the last one is
        answered, and never after.
        """
        members = self._members(self._edits)
        before = expected(self._members(self._edits - 1)) if self._edits else None
        waited = visit.milliseconds - 1_000.0 * self._sent
        if visit.title and not (not self._answered.is_set() and before is not None and says(visit, before)):
            compare(visit, expected(members))
            check_results(visit)
            if not self._answered.is_set():
                self._answered.set()
                self._waited.answers.append(waited)
        if not self._answered.is_set():
            return
        for line in (entry.body for entry in visit.of("markdown")):
            if "8 times in 10" not in line or line == PROMISE:
                continue
            if line != expected_range(members):
                raise FailedPageError(f"the page says {line!r}, the engine {expected_range(members)!r}")
            if not self._has_range:
                self._has_range = True
                self._waited.ranges.append(waited)


@asynccontextmanager
async def settled(server: Server, numbers: Sequence[int], waited: Waited) -> AsyncIterator[list[Person]]:
    """People on Results, each with a workspace."""
    async with AsyncExitStack() as stack:
        found = []
        for number in numbers:
            tab = await stack.enter_async_context(visitor(server.address, cookie=f"{COOKIE}={new_key()}"))
            found.append(Person(tab, number, waited))
            await found[-1].settle()
        await asyncio.sleep(SETTLE)
        yield found


async def _crowd(server: Server, numbers: Sequence[int]) -> Waited:
    waited, edits = Waited(), EDITS[len(numbers)]
    async with settled(server, numbers, waited) as people:
        for person in people:
            person.get_ready(edits)
        # the same moments in every round and run
        await asyncio.gather(
            *(
                person.stay(edits, random.Random(number))
                for number, person in zip(numbers, people, strict=True)
            )
        )
    return waited


async def _processor_time(server: Server, number: int) -> tuple[float, float]:
    """Return the milliseconds of processor time of an edit with what follows it, and of an edit alone."""
    async with visitor(server.address, cookie=f"{COOKIE}={new_key()}") as tab:
        numbers = [FIRST_MEMBERS + number + APART * edits for edits in range(2 * COUNTED)]
        for members in numbers:
            expected_range(members)
        await tab.rerun()
        await tab.rerun("Results")
        busy = []
        for members, follows in zip(numbers, [False] * COUNTED + [True] * COUNTED, strict=True):
            before = processor_seconds(server)
            if follows:
                await _edit_and_read(tab, members)
            else:
                visit = await tab.rerun(typed={"results field members": f"{members:,}"})
                compare(visit, expected(members))
                await asyncio.sleep(PAUSE)
            busy.append(1_000.0 * (processor_seconds(server) - before))
    return sum(busy[COUNTED:]) / COUNTED, sum(busy[:COUNTED]) / COUNTED


async def _edit_and_read(tab: Visitor, members: int) -> None:
    """Type a number, and let the page beat until its range is there."""
    await tab.type({"results field members": f"{members:,}"})
    async with asyncio.timeout(PATIENCE), aclosing(tab.runs()) as runs:
        async for visit in runs:
            if visit.title:
                compare(visit, expected(members))
            if expected_range(members) in (entry.body for entry in visit.of("markdown")):
                return


def measure_typing(rounds: int) -> list[Figure]:
    """Return how long people wait who type at a human pace, for an answer and for its range.

    Parameters
    ----------
    rounds
        How many pairs are measured, on a fresh server each: each edit is new to it, and known to us from the first.
    """
    last = sum((1, *CROWDS))
    both, alone_busy = list[float](), list[float]()
    found: dict[int, list[Waited]] = {crowd: [] for crowd in EDITS}
    # everybody's numbers differ, so no answer is in a cache
    numbers = {1: range(1), CROWDS[0]: range(1, 1 + CROWDS[0]), CROWDS[1]: range(1 + CROWDS[0], last)}
    for _ in range(rounds):
        with fresh_houses() as houses, houses.ours() as server:
            with_range, without = asyncio.run(_processor_time(server, last))
            both.append(with_range)
            alone_busy.append(without)
            for crowd, who in numbers.items():
                found[crowd].append(asyncio.run(_crowd(server, who)))
    figures = [
        Figure(
            name="Edit with the range and the frame that follow, processor time",
            against="the edit alone",
            ours=both,
            reference=alone_busy,
            note=f"of the server, {COUNTED} edits a round, one person; {NO_GOAL}",
        )
    ]
    pace = f"a number on Results about every {EVERY:g} s"
    for crowd in CROWDS:
        came = sum(len(waited.ranges) for waited in found[crowd])
        edits = sum(len(waited.answers) for waited in found[crowd])
        rows = (
            ("answer, median", median, "answers", f"beats are sent as browsers send them; {NO_GOAL}"),
            ("answer, 95 %", nearly_all, "answers", NO_GOAL),
            (
                "range, median",
                median,
                "ranges",
                f"from the edit to its range, where that came before the next edit: {came} of {edits}; {NO_GOAL}",
            ),
        )
        for what, of, kind, note in rows:
            figures.append(
                Figure(
                    name=f"{crowd} people, {pace}, {what}",
                    against="one person at that pace",
                    ours=[of(getattr(waited, kind)) for waited in found[crowd]],
                    reference=[of(getattr(waited, kind)) for waited in found[1]],
                    note=note,
                )
            )
    return figures


# ---- readers who drag


@dataclass(frozen=True)
class Stop:
    """One stop of a slider.

    Attributes
    ----------
    name
        Of the assumption.
    option
        What stands on it.
    says
        What the page must say there.
    """

    name: str
    option: str
    says: dict[str, str]


class Stops:
    """The sliders of a link that was made where so many members are typed, and what the engine says at their stops."""

    def __init__(self, members: int) -> None:
        self._scenario = with_members(members)
        self._formats = formats_of(answer(members).resolved)
        self._entries = [
            entry for entry in tell(answer(members).resolved.scenario).five if entry.low < entry.high
        ]

    def choices(self, slider: int) -> list[tuple[float, str]]:
        """Return the stops of a slider and what stands on them, without the one that was shared."""
        entry = self._entries[slider]
        return [
            (value, written(value, entry.kind, "", self._formats))
            for value in stops(entry, self._formats)
            if value != entry.value
        ]

    def of(self, slider: int, places: Sequence[int]) -> list[Stop]:
        """Return some of a slider's stops."""
        entry, choices = self._entries[slider], self.choices(slider)
        return [Stop(entry.id, choices[place][1], self._says(entry, choices[place][0])) for place in places]

    def _says(self, entry: Mattering, value: float) -> dict[str, str]:
        given = Given(value=value, low=value, high=value)
        values = {**self._scenario.values, entry.id: given}
        return said_with_range(evaluate(self._scenario.changed(values=values)))


async def _drag(tab: Visitor, link: str, stop: Stop) -> float:
    """Move a slider to a stop; return the milliseconds until all of the page says so."""
    visit = await tab.rerun(chosen={f"{TRIED} {link} {stop.name}": stop.option})
    compare(visit, stop.says)
    return visit.milliseconds


async def _readers(address: str, members: int) -> tuple[list[float], list[float], list[float]]:
    """Return the milliseconds of one reader's stops, of the same page redrawn, and of many readers' stops."""
    sliders = Stops(members)
    alone = sliders.of(0, [4 + 5 * turn for turn in range(ALONE)])
    each = [
        sliders.of(reader % 5, [reader // 5 + 5 * turn for turn in range(DRAGGED)])
        for reader in range(READERS)
    ]
    one, redrawn, many = list[float](), list[float](), list[float]()
    async with AsyncExitStack() as stack:
        author = await stack.enter_async_context(visitor(address, cookie=f"{COOKIE}={new_key()}"))
        await author.rerun()
        link = await make_link(author, members)
        tabs = list[Visitor]()
        # the last one is alone at first, and looks on then
        for _ in range(READERS + 1):
            tabs.append(await stack.enter_async_context(visitor(address)))
            compare(await tabs[-1].open_address("shared", query=f"id={link}"), expected_of_link(members))
        for stop in alone:
            await asyncio.sleep(PAUSE)
            one.append(await _drag(tabs[-1], link, stop))
            await asyncio.sleep(PAUSE)
            again = await tabs[-1].rerun()
            compare(again, stop.says)
            redrawn.append(again.milliseconds)

        async def drag(reader: int) -> None:
            await asyncio.sleep(reader / READERS)
            for stop in each[reader]:
                many.append(taken := await _drag(tabs[reader], link, stop))
                await asyncio.sleep(max(0.0, 1.0 - taken / 1_000.0))

        await asyncio.gather(*(drag(reader) for reader in range(READERS)))
    return one, redrawn, many


def measure_dragging(rounds: int) -> list[Figure]:
    """Return how long a reader of a share link waits at each stop of a slider, alone and among others.

    Parameters
    ----------
    rounds
        How many pairs are measured, a link each.
    """
    with fresh_houses() as houses, houses.ours() as server:
        found = [
            asyncio.run(_readers(server.address, FIRST_MEMBERS + 950 + number)) for number in range(rounds)
        ]
    alone = [one for one, _, _ in found]
    figures = [
        Figure(
            name="A reader drags a slider, a stop",
            against="the same page redrawn",
            ours=[median(one) for one in alone],
            reference=[median(redrawn) for _, redrawn, _ in found],
            note=f"median of {ALONE} a round: all of the page with an answer and draws that are in no cache; {NO_GOAL}",
        )
    ]
    for what, of in (("median", median), ("95 %", nearly_all)):
        figures.append(
            Figure(
                name=f"{READERS} readers drag at a stop a second, {what}",
                against="one reader",
                ours=[of(many) for _, _, many in found],
                reference=[of(one) for one in alone],
                note=f"everybody another stop; {NO_GOAL}",
            )
        )
    return figures


def measure(_: int) -> list[Figure]:
    """Return all figures of people at the pace of people; always as many rounds."""
    return [*measure_typing(ROUNDS), *measure_dragging(ROUNDS)]
