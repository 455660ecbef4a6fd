"""The app over its websocket, against empty pages served in the same run."""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.figures import Figure
from benchmarks.visitor import FailedPageError, Visit, Visitor, visitor
from calculators.evaluation import evaluate
from calculators.scenario import Given, Scenario
from calculators.starting_point import starting_points
from figures.answer import answer_of, formats_of
from tests import servers
from wording import headline, safe, safe_money

EDITS_A_ROUND: Final = 3
WARM_UPS: Final = 3

PLAIN: Final = "an empty page, plain streamlit run"
FLOOR: Final = "an empty page, uvicorn and freezing"

EMPTY_PAGE: Final = 'import streamlit as st\n\nst.title("Empty")\n'
FLOOR_APP: Final = """\
import gc
from contextlib import asynccontextmanager

import streamlit as st


@asynccontextmanager
async def lifespan(app):
    gc.collect()
    gc.freeze()
    yield


app = st.App("empty.py", lifespan=lifespan)
"""
FLOOR_SETTINGS: Final = '[server]\nfileWatcherType = "none"\nheadless = true\n\n[browser]\ngatherUsageStats = false\n'


@dataclass
class Taken:
    """Milliseconds by what was done, one figure a round."""

    of: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, milliseconds: float) -> None:
        """Add the figure of one more round."""
        self.of.setdefault(what, []).append(milliseconds)


class Houses:
    """The three servers that are compared: how each is started."""

    def __init__(self, folder: Path, *, first_port: int) -> None:
        self._folder = folder
        self._port = first_port
        (folder / "plain").mkdir()
        (folder / "plain" / "empty.py").write_text(EMPTY_PAGE)
        (folder / "floor" / ".streamlit").mkdir(parents=True)
        (folder / "floor" / "empty.py").write_text(EMPTY_PAGE)
        (folder / "floor" / "app.py").write_text(FLOOR_APP)
        (folder / "floor" / ".streamlit" / "config.toml").write_text(FLOOR_SETTINGS)

    @contextmanager
    def ours(self) -> Iterator[str]:
        """The app; yields its address."""
        with servers.running(
            servers.uvicorn_command(self._port), port=self._port, log_file=self._folder / "ours.log"
        ) as server:
            yield server.address

    @contextmanager
    def plain(self) -> Iterator[str]:
        """The empty page with default settings; yields its address."""
        port = self._port + 1
        with servers.running(
            servers.streamlit_command(port, "empty.py"),
            port=port,
            log_file=self._folder / "plain.log",
            health="/_stcore/health",
            folder=self._folder / "plain",
        ) as server:
            yield server.address

    @contextmanager
    def floor(self) -> Iterator[str]:
        """The empty page as quick as Streamlit can serve it; yields its address."""
        port = self._port + 2
        with servers.running(
            servers.uvicorn_command(port),
            port=port,
            log_file=self._folder / "floor.log",
            health="/_stcore/health",
            folder=self._folder / "floor",
        ) as server:
            yield server.address


class Scenarios:
    """What a visitor types, never the same twice, and what the engine answers."""

    def __init__(self) -> None:
        self._start = Scenario(starting_point=next(iter(starting_points())))
        self._given: dict[str, Given] = {}
        self._members = itertools.count(3_001, 37)
        self._people = itertools.count(1)

    def other_members(self) -> str:
        """Return another number of members, as it is typed."""
        members = next(self._members)
        self._given["members"] = Given(value=float(members), confirmed=True)
        return f"{members:,}"

    def other_people(self) -> str:
        """Return other words for a field of Results: another scenario, though its figures stay."""
        return f"{next(self._people)} people found their next job here"

    def check(self, visit: Visit) -> None:
        """Compare a page of Results or Start with the engine's answer."""
        result = evaluate(self._start.changed(values=dict(self._given)))
        written = formats_of(result.resolved)
        expected = {
            "sentence": safe(headline(answer_of(result), formats=written), limit=600),
            "Net present value": safe_money(written.money_short(result.hard.npv)),
            "The wheel adds": safe_money(written.money_short(result.hard.flywheel)),
        }
        found = {"sentence": visit.title} | {metric.label: metric.body for metric in visit.of("metric")}
        for name, text in expected.items():
            if found.get(name) != text:
                raise FailedPageError(f"{name}: the page says {found.get(name)!r}, the engine {text!r}")


def check_empty(visit: Visit) -> None:
    """Make sure that the reference did its little work, too."""
    if visit.title != "Empty":
        raise FailedPageError(f"the empty page says {visit.title!r}")


def check_results(visit: Visit) -> None:
    """Make sure that charts and tables are among what came."""
    if not visit.of("vega_lite_chart") or not visit.of("table"):
        raise FailedPageError("Results came without its charts or its tables")


async def _session(people: dict[str, Visitor], taken: Taken, rounds: int) -> None:
    ours, plain, floor = people["ours"], people["plain"], people["floor"]
    scenarios = Scenarios()

    async def edit_to_results() -> float:
        """A number typed on Start, with Results opened at once: the answer was in no cache."""
        await ours.rerun("Start")
        visit = await ours.rerun("Results", typed={"field members": scenarios.other_members()})
        scenarios.check(visit)
        check_results(visit)
        return visit.milliseconds

    async def edit_on_results() -> float:
        """Words typed on Results: the scenario is another, so everything is computed and drawn anew."""
        words = scenarios.other_people()
        visit = await ours.rerun(typed={"not counted people_helped": words})
        scenarios.check(visit)
        check_results(visit)
        if words not in [entry.value for entry in visit.of("text_input")]:
            raise FailedPageError("what was typed is not in its field")
        return visit.milliseconds

    async def empty(person: Visitor) -> float:
        visit = await person.rerun()
        check_empty(visit)
        return visit.milliseconds

    for person in people.values():
        await person.rerun()
    titles = tuple(ours.pages)
    for _ in range(WARM_UPS):
        for title in titles:
            await ours.rerun(title)
        await edit_to_results()
        await edit_on_results()
        await empty(plain)
        await empty(floor)

    for _ in range(rounds):
        pairs: dict[str, list[float]] = {}
        for _ in range(EDITS_A_ROUND):
            for what, done in (
                ("edit", edit_to_results),
                (PLAIN, lambda: empty(plain)),
                ("rerun", edit_on_results),
                (FLOOR, lambda: empty(floor)),
            ):
                pairs.setdefault(what, []).append(await done())
        for what, found in pairs.items():
            taken.note(what, min(found))
        for title in (*titles[1:], titles[0]):
            taken.note(f"to {title}", (await ours.rerun(title)).milliseconds)


async def _all_sessions(addresses: dict[str, str], taken: Taken, rounds: int) -> None:
    async with (
        visitor(addresses["ours"]) as ours,
        visitor(addresses["plain"]) as plain,
        visitor(addresses["floor"]) as floor,
    ):
        await _session({"ours": ours, "plain": plain, "floor": floor}, taken, rounds)


async def _first_visit(address: str) -> Visit:
    async with visitor(address) as person:
        return await person.rerun()


def measure(rounds: int, *, first_port: int) -> list[Figure]:
    """Return the app's figures.

    Parameters
    ----------
    rounds
        How many pairs are measured.
    first_port
        This one and the next two are used.
    """
    taken = Taken()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        houses = Houses(Path(name), first_port=first_port)
        with ExitStack() as stack:
            started = {"ours": houses.ours(), "plain": houses.plain(), "floor": houses.floor()}
            addresses = {which: stack.enter_context(house) for which, house in started.items()}
            asyncio.run(_all_sessions(addresses, taken, rounds))
        scenarios = Scenarios()
        for number in range(rounds):
            print(f"\rfirst visit {number + 1} of {rounds} ...", end="", file=sys.stderr, flush=True)
            with houses.ours() as address:
                visit = asyncio.run(_first_visit(address))
                scenarios.check(visit)
                taken.note("first visit", visit.milliseconds)
            for which, house in ((PLAIN, houses.plain), (FLOOR, houses.floor)):
                with house() as address:
                    visit = asyncio.run(_first_visit(address))
                    check_empty(visit)
                    taken.note(f"first visit of {which}", visit.milliseconds)
        print("\r", end="", file=sys.stderr)
    return _figures(taken)


def _figures(taken: Taken) -> list[Figure]:
    figures = []
    for what, name, note in (
        ("edit", "Edit, all figures of Results", "a number typed on Start, sent together with the click on Results"),
        ("rerun", "Rerun of Results", "words typed in its last section: another scenario, so evaluated anew"),
    ):
        for reference, goal in ((PLAIN, 1.0), (FLOOR, 4.0)):
            figures.append(
                Figure(
                    name=name,
                    against=reference,
                    ours=taken.of[what],
                    reference=taken.of[reference],
                    goal=goal,
                    note=note,
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
                )
            )
    for reference in (PLAIN, FLOOR):
        figures.append(
            Figure(
                name="First visit, fresh process",
                against=reference,
                ours=taken.of["first visit"],
                reference=taken.of[f"first visit of {reference}"],
                note="Start over the websocket, once the server says that it is ready; without assets and browser",
            )
        )
    return figures
