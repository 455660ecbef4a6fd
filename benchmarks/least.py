"""What an edit takes at least: the pieces of Results on the wire, nothing computed or drawn, and bare arithmetic."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack, ExitStack
from typing import Final

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.answers import check_empty, check_results
from benchmarks.app import EDITS_A_ROUND, PAUSE, WARM_UPS, Scenarios
from benchmarks.engine import arithmetic, milliseconds
from benchmarks.figures import Figure
from benchmarks.houses import FLOOR, PLAIN, fresh_houses
from benchmarks.visitor import Visitor, visitor

SENT: Final = "Results sent as it is, nothing computed"
BOTH: Final = "The same and the bare arithmetic of one evaluation"


async def pieces_of_results(address: str) -> list[bytes]:
    """Return what Results puts on the wire after a number was typed there, what begins and ends a run left out.

    Parameters
    ----------
    address
        The app's.
    """
    scenarios = Scenarios()
    async with visitor(address) as person:
        await person.rerun()
        await person.rerun("Results")
        visit = await person.rerun(typed={"results field members": scenarios.members(paying=True)})
        scenarios.check(visit)
        check_results(visit)
        return [piece for data in person.messages if (piece := _piece(data))]


def _piece(data: bytes) -> bytes:
    """Return a message as a page makes it; nothing where it is no piece of the page."""
    message = ForwardMsg.FromString(data)
    # told apart by its hash, which every run works out anew
    message.ClearField("hash")
    return message.SerializeToString() if message.WhichOneof("type") == "delta" else b""


async def _least(person: Visitor) -> float:
    taken = []
    for _ in range(EDITS_A_ROUND):
        await asyncio.sleep(PAUSE)
        taken.append((await person.rerun()).milliseconds)
    return min(taken)


async def _pairs(
    replayed: str, empty: Mapping[str, str], rounds: int
) -> tuple[list[float], dict[str, list[float]]]:
    """Return the milliseconds of what is sent again, and of each empty page by its name."""
    sent, nothing = list[float](), {which: list[float]() for which in empty}
    async with AsyncExitStack() as stack:
        person = await stack.enter_async_context(visitor(replayed))
        nobody = {which: await stack.enter_async_context(visitor(page)) for which, page in empty.items()}
        for _ in range(WARM_UPS):
            check_results(await person.rerun())
            for each in nobody.values():
                check_empty(await each.rerun())
        for _ in range(rounds):
            sent.append(await _least(person))
            for which, each in nobody.items():
                nothing[which].append(await _least(each))
    return sent, nothing


def measure(rounds: int) -> list[Figure]:
    """Return what no edit can do without, against the empty pages.

    Parameters
    ----------
    rounds
        How many pairs are measured.
    """
    with fresh_houses() as houses, ExitStack() as stack:
        with houses.ours() as ours:
            pieces = asyncio.run(pieces_of_results(ours.address))
        replayed = stack.enter_context(houses.replay(pieces)).address
        empty = {
            PLAIN: stack.enter_context(houses.plain()).address,
            FLOOR: stack.enter_context(houses.floor()).address,
        }
        sent, nothing = asyncio.run(_pairs(replayed, empty, rounds))
    computed = arithmetic()
    bare = [milliseconds(computed) for _ in range(rounds)]
    figures = (
        (
            SENT,
            sent,
            f"{len(pieces)} pieces recorded after an edit and sent again by an otherwise empty page, "
            "served as the app is; reading them stands in for making them",
        ),
        (
            BOTH,
            [sum(both) for both in zip(sent, bare, strict=True)],
            "what is left to read, resolve, word, draw and write an edit within a goal is the rest",
        ),
    )
    return [
        Figure(name=what, against=which, ours=least, reference=reference, note=note)
        for what, least, note in figures
        for which, reference in nothing.items()
    ]
