"""The app over its websocket, against empty pages served in the same run."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import mean
from typing import Final

from benchmarks.answers import (
    START,
    check_empty,
    check_results,
    compare,
    said,
    said_on,
    side_by_side,
    with_members,
)
from benchmarks.figures import Figure
from benchmarks.houses import FLOOR, PLAIN, fresh_houses
from benchmarks.visitor import FailedPageError, Visit, Visitor, visitor
from calculators.evaluation import Result, evaluate
from calculators.scenario import Given, resolve
from components.results import SECTIONS
from scenarios.workspace import title
from wording import safe

EDITS_A_ROUND: Final = 3
WARM_UPS: Final = 3
BURST: Final = 5

PAUSE: Final = 0.1
"""Seconds before the next edit: a server that still tidies up after the last one is ready then."""

GOALS: Final = {PLAIN: 0.5, FLOOR: 4.0}

EDIT: Final = "Edit, all figures of Results"
ELSEWHERE: Final = "Edit on Start, then all of Results"
LOSS: Final = "Edit to an answer that loses"
RERUN: Final = "Words typed on Results"
MEASURES: Final = SECTIONS["measures"]
WORDS: Final = SECTIONS["beyond"]
BURSTS: Final = "Edits without a pause, all figures of Results"
EDIT_SIZE: Final = "Edit, what comes over the websocket"
FIRST_SIZE: Final = "First visit, what comes over the websocket"
NOTES: Final = {
    EDIT: "a number typed on Results: the page's own part is drawn; the range and the frame around it follow, which "
    "take more than the edit itself (see `pace`)",
    LOSS: "the same where the sentence must say what would break even",
    RERUN: "in its section of what is not counted: another scenario with the same figures, so all is drawn anew",
    BURSTS: f"mean of {BURST} in a row, on either side: each waits for what the server does after the last",
    ELSEWHERE: "a number typed on Start, which is drawn with its answer, and then the click on Results: both reruns",
}
QUICKEST: Final = f"the quickest of {EDITS_A_ROUND} a round, on either side"

RESULTS_BESIDE: Final = "an edit, all figures of Results"
REDRAW: Final = "Compare of four, redrawn"
COMPARED_EDIT: Final = "Edit, Compare of four"
DRAWS_AFTER: Final = "Draws of Compare after that edit"
COMPARED: Final = {
    REDRAW: (1.5, "four scenarios with 1,024 shared draws each, bridges and all charts"),
    COMPARED_EDIT: (
        1.5,
        "the click on Compare after a number was typed on Start: all but draws and bridges, which follow a moment "
        "later",
    ),
    DRAWS_AFTER: (
        None,
        "what follows: draws of the edited scenario, bridges, and the page drawn again with them",
    ),
}


@dataclass
class Taken:
    """Milliseconds by what was done, or kilobytes, one figure a round."""

    of: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, milliseconds: float) -> None:
        """Add the figure of one more round."""
        self.of.setdefault(what, []).append(milliseconds)


class Scenarios:
    """What a visitor types, never the same twice, and what the engine answers."""

    def __init__(self) -> None:
        self._members = resolve(START).value("members")
        self._given: dict[str, Given] = {}
        self._number = itertools.count(1)

    def members(self, *, paying: bool) -> str:
        """Return another number of members, as it is typed, for an answer that pays or one that loses."""
        number = next(self._number)
        members = round(self._members * (1.05 + 0.001 * number if paying else 0.55 + 0.0002 * number))
        self._given["members"] = Given(value=float(members), confirmed=True)
        if (self.answer.hard.npv > 0.0) != paying:
            raise AssertionError(
                f"{members} members: other members are needed for an answer that pays, or loses"
            )
        return f"{members:,}"

    def people(self) -> str:
        """Return other words for a field of Results: another scenario, though its figures stay."""
        return f"{next(self._number)} people found their next job here"

    @property
    def answer(self) -> Result:
        """The engine's answer to what is typed."""
        return evaluate(START.changed(values=dict(self._given)))

    def check(self, visit: Visit) -> None:
        """Compare a page of Results or Start with the engine's answer."""
        compare(visit, said(self.answer))


class Visitors:
    """One visitor at each server, and what they do there; each answer is checked.

    Parameters
    ----------
    ours, plain, floor
        At the app, at the empty page with default settings, and at the empty page as quick as can be.
    """

    def __init__(self, *, ours: Visitor, plain: Visitor, floor: Visitor) -> None:
        self.ours = ours
        self.empty = {PLAIN: plain, FLOOR: floor}
        self.scenarios = Scenarios()
        self._at = ""

    async def _go_to(self, section: str) -> None:
        """Open a section of Results, where another one is open, or another page."""
        if self._at != section:
            await self.ours.rerun("Results")
            await self.ours.rerun(chosen={"part": section})
            self._at = section

    async def edit(self, *, paying: bool = True, pause: float = PAUSE) -> float:
        """Type a number on Results: the answer is in no cache."""
        typed = self.scenarios.members(paying=paying)
        await self._go_to(MEASURES)
        await asyncio.sleep(pause)
        return self._checked(await self.ours.rerun(typed={"results field members": typed}))

    async def edit_elsewhere(self) -> float:
        """Type a number on Start, then open Results: a rerun each, and the answer is in no cache before the first."""
        typed = self.scenarios.members(paying=True)
        await self.ours.rerun("Start")
        await asyncio.sleep(PAUSE)
        edited = await self.ours.rerun(typed={"start field members": typed})
        visit = await self.ours.rerun("Results")
        self._at = ""
        self.scenarios.check(edited)
        return edited.milliseconds + self._checked(visit)

    async def rerun(self) -> float:
        """Type words on Results: the scenario is another, so everything is drawn anew, though no figure moves."""
        await self._go_to(WORDS)
        await asyncio.sleep(PAUSE)
        words = self.scenarios.people()
        visit = await self.ours.rerun(typed={"not counted people_helped": words})
        if words not in visit.typed.values():
            raise FailedPageError("what was typed is not in its field")
        return self._checked(visit)

    def _checked(self, visit: Visit) -> float:
        """Return how long all of Results took, once it is known to be right."""
        self.scenarios.check(visit)
        check_results(visit)
        return visit.milliseconds

    async def rerun_empty(self, which: str) -> float:
        """Run an empty page again."""
        visit = await self.empty[which].rerun()
        check_empty(visit)
        return visit.milliseconds

    async def change_page(self, page: str) -> float:
        """Open a page whose answer is known already."""
        self._at = ""
        await asyncio.sleep(PAUSE)
        visit = await self.ours.rerun(page)
        compare(visit, said_on(page, self.scenarios.answer, kept=False))
        return visit.milliseconds

    async def warm_up(self) -> tuple[str, ...]:
        """Do everything a few times; return the titles of all pages."""
        for person in (self.ours, *self.empty.values()):
            await person.rerun()
        pages = tuple(self.ours.pages)
        for _ in range(WARM_UPS):
            for page in pages:
                await self.ours.rerun(page)
            self._at = ""
            await self.edit_elsewhere()
            await self.edit(paying=False)
            await self.edit()
            await self.rerun()
            for which in self.empty:
                await self.rerun_empty(which)
        return pages


class Comparer:
    """A visitor of ours with four scenarios side by side.

    Parameters
    ----------
    ours
        At the app.
    """

    def __init__(self, ours: Visitor) -> None:
        self.ours = ours
        self._number = itertools.count(5_300, 7)
        self._sides = [START]

    def _members(self) -> str:
        """Return a number that nobody has typed, as it is typed into the side that is open: the last one."""
        number = next(self._number)
        self._sides[-1] = self._sides[-1].changed(values=with_members(number).values)
        return f"{number:,}"

    async def _edit_on_start(self) -> None:
        await self.ours.rerun("Start")
        await self.ours.rerun(typed={"start field members": self._members()})

    async def edit(self) -> Visit:
        """Type a number that nobody has typed, and open Compare: all but draws and bridges."""
        await self._edit_on_start()
        await asyncio.sleep(PAUSE)
        visit = await self.ours.rerun("Compare")
        self._check(visit, drawn=False)
        return visit

    async def draw(self) -> Visit:
        """Wait for the beat that brings draws and bridges."""
        await asyncio.sleep(PAUSE)
        visit = await self.ours.rerun(beat=True)
        self._check(visit, drawn=True)
        return visit

    async def redraw(self) -> Visit:
        """Draw the whole page again."""
        await asyncio.sleep(PAUSE)
        visit = await self.ours.rerun()
        self._check(visit, drawn=True)
        return visit

    async def results(self) -> Visit:
        """Type a number that nobody has typed on Results, all of whose figures follow: the answer is in no cache."""
        await self.ours.rerun("Results")
        await asyncio.sleep(PAUSE)
        visit = await self.ours.rerun(typed={"results field members": self._members()})
        compare(visit, said(evaluate(self._sides[-1])))
        check_results(visit)
        return visit

    async def put_four_side_by_side(self) -> None:
        """Duplicate three times, with a number typed in each copy."""
        await self.ours.rerun()
        for copy in range(2, 5):
            await self.ours.rerun("Compare")
            await self.ours.rerun(pressed="duplicate for comparison")
            self._sides.append(START.changed(name=f"{title(START)} {copy}"))
            await self._edit_on_start()
        await self.ours.rerun("Compare")
        await self.ours.rerun(beat=True)

    def _check(self, visit: Visit, *, drawn: bool) -> None:
        wanted = side_by_side(tuple(self._sides))
        compare(visit, {"sentence": safe(wanted.sentence, limit=600)})
        lines = [entry.body for entry in visit.of("markdown")]
        if (safe(wanted.sure) in lines) != drawn:
            raise FailedPageError(f"Compare, with draws: {drawn}; the engine says {wanted.sure!r} of them")
        headline = max((len(str(table)) for table in visit.of("table")), default=0)
        if len(visit.of("vega_lite_chart")) < 4 or not headline:
            raise FailedPageError("Compare came without its charts or its tables")


async def _comparison(person: Comparer, taken: Taken, rounds: int) -> None:
    await person.put_four_side_by_side()
    for _ in range(rounds):
        found: dict[str, list[float]] = {}
        for _ in range(EDITS_A_ROUND):
            found.setdefault(COMPARED_EDIT, []).append((await person.edit()).milliseconds)
            found.setdefault(DRAWS_AFTER, []).append((await person.draw()).milliseconds)
            found.setdefault(REDRAW, []).append((await person.redraw()).milliseconds)
            found.setdefault(RESULTS_BESIDE, []).append((await person.results()).milliseconds)
        for what, each in found.items():
            taken.note(what, min(each))


async def _session(people: Visitors, taken: Taken, rounds: int) -> None:
    pages = await people.warm_up()
    for _ in range(rounds):
        found: dict[str, list[float]] = {}
        for _ in range(EDITS_A_ROUND):
            found.setdefault(LOSS, []).append(await people.edit(paying=False))
            found.setdefault(EDIT, []).append(await people.edit())
            for which in people.empty:
                await asyncio.sleep(PAUSE)
                found.setdefault(which, []).append(await people.rerun_empty(which))
            found.setdefault(RERUN, []).append(await people.rerun())
            found.setdefault(ELSEWHERE, []).append(await people.edit_elsewhere())
        for what, each in found.items():
            taken.note(what, min(each))
        await people.edit()
        taken.note(EDIT_SIZE, people.ours.came / 1_000.0)
        taken.note(f"{EDIT_SIZE}, {PLAIN}", people.empty[PLAIN].came / 1_000.0)
        taken.note(BURSTS, mean([await people.edit(pause=0.0) for _ in range(BURST)]))
        for which in people.empty:
            taken.note(f"{BURSTS}, {which}", mean([await people.rerun_empty(which) for _ in range(BURST)]))
        for page in (*pages[1:], pages[0]):
            taken.note(f"to {page}", await people.change_page(page))


async def _all_sessions(addresses: dict[str, str], taken: Taken, rounds: int) -> None:
    async with (
        visitor(addresses["ours"]) as ours,
        visitor(addresses["plain"]) as plain,
        visitor(addresses["floor"]) as floor,
    ):
        await _session(Visitors(ours=ours, plain=plain, floor=floor), taken, rounds)
    async with visitor(addresses["ours"]) as ours:
        await _comparison(Comparer(ours), taken, rounds)


async def _first_visit(address: str) -> Visit:
    async with visitor(address) as person:
        return await person.rerun()


def measure(rounds: int) -> list[Figure]:
    """Return the app's figures.

    Parameters
    ----------
    rounds
        How many pairs are measured.
    """
    taken = Taken()
    with fresh_houses() as houses:
        with ExitStack() as stack:
            started = {"ours": houses.ours(), "plain": houses.plain(), "floor": houses.floor()}
            addresses = {which: stack.enter_context(house).address for which, house in started.items()}
            asyncio.run(_all_sessions(addresses, taken, rounds))
        scenarios = Scenarios()
        for _ in range(rounds):
            with houses.ours() as server:
                visit = asyncio.run(_first_visit(server.address))
                scenarios.check(visit)
                taken.note("first visit", visit.milliseconds)
                taken.note(FIRST_SIZE, visit.size / 1_000.0)
            with houses.plain() as server:
                visit = asyncio.run(_first_visit(server.address))
                check_empty(visit)
                taken.note("first visit of an empty page", visit.milliseconds)
                taken.note(f"{FIRST_SIZE}, {PLAIN}", visit.size / 1_000.0)
    return _figures(taken)


def _figures(taken: Taken) -> list[Figure]:
    figures = [
        Figure(
            name=what,
            against=which,
            ours=taken.of[what],
            reference=taken.of[which if what != BURSTS else f"{BURSTS}, {which}"],
            goal=GOALS[which],
            note=NOTES[what] if what == BURSTS else f"{NOTES[what]}; {QUICKEST}",
        )
        for what in NOTES
        for which in GOALS
    ]
    for what, (goal, note) in COMPARED.items():
        figures.append(
            Figure(
                name=what,
                against=RESULTS_BESIDE,
                ours=taken.of[what],
                reference=taken.of[RESULTS_BESIDE],
                goal=goal,
                note=f"{note}; {QUICKEST}",
            )
        )
    for what, found in taken.of.items():
        if what.startswith("to "):
            figures.append(
                Figure(
                    name=f"Page change {what}",
                    against=PLAIN,
                    ours=found,
                    reference=taken.of[PLAIN],
                    note=f"one a round, against the quickest of {EDITS_A_ROUND}",
                )
            )
    for what in (EDIT_SIZE, FIRST_SIZE):
        figures.append(
            Figure(
                name=what,
                against=PLAIN,
                ours=taken.of[what],
                reference=taken.of[f"{what}, {PLAIN}"],
                unit="kB",
                note="before it is compressed; an empty page has one heading",
            )
        )
    figures.append(
        Figure(
            name="First visit, fresh process",
            against=PLAIN,
            ours=taken.of["first visit"],
            reference=taken.of["first visit of an empty page"],
            note="Start over the websocket, once the server says that it is ready; without assets and browser",
        )
    )
    return figures
