"""Memory of the server after a hundred visits and after a thousand: what a visit leaves behind for good."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.answers import answer, check_results, compare, expected, said_on
from benchmarks.figures import Figure
from benchmarks.houses import megabytes
from benchmarks.load import FIRST_MEMBERS
from benchmarks.visitor import visitor
from scenarios.keys import COOKIE, new_key
from tests import servers
from tests.servers import Server

VISITS: Final = (100, 1_000)
AT_ONCE: Final = 2
LINGERING: Final = 5
"""Seconds for which the server keeps a session after a visit, in place of 120: a thousand visits are made in two
minutes here and in an hour or more in life, and as many sessions should linger at either mark."""

LOOKS: Final = 5
"""Times that memory is read at a mark, each after a visit."""

_SERVE: Final = """\
import sys
import uvicorn
from streamlit import config

config.set_option("server.disconnectedSessionTTL", int(sys.argv[2]))
uvicorn.run("app:app", host="127.0.0.1", port=int(sys.argv[1]), access_log=False)
"""


@contextmanager
def _forgetting_soon(folder: Path) -> Iterator[Server]:
    port = servers.free_port()
    command = [sys.executable, "-c", _SERVE, str(port), str(LINGERING)]
    with servers.running(command, port=port, log_file=folder / "memory.log") as server:
        yield server


async def visit(address: str, number: int) -> None:
    """Come with a browser of one's own, type a number nobody has typed, look at Results and one more page, leave."""
    members = FIRST_MEMBERS + number
    async with visitor(address, cookie=f"{COOKIE}={new_key()}") as tab:
        await tab.rerun()
        compare(await tab.rerun(typed={"start field members": f"{members:,}"}), expected(members))
        found = await tab.rerun("Results")
        compare(found, expected(members))
        check_results(found)
        elsewhere = list(tab.pages)[number % len(tab.pages)]
        compare(await tab.rerun(elsewhere), said_on(elsewhere, answer(members), kept=True))


async def _visits(server: Server) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {mark: [] for mark in VISITS}
    numbers = iter(range(1, max(VISITS) + 1))

    async def one_after_the_other() -> None:
        for number in numbers:
            await visit(server.address, number)
            for mark in VISITS:
                if mark - LOOKS < number <= mark:
                    found[mark].append(megabytes(server))

    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    return found


def measure(_: int) -> list[Figure]:
    """Return the memory of a server after a thousand visits against a hundred: one run, whatever is asked for."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name, _forgetting_soon(Path(name)) as server:
        found = asyncio.run(_visits(server))
    few, many = VISITS
    return [
        Figure(
            name=f"Memory of the server after {many:,} visits",
            against=f"after {few}",
            ours=found[many],
            reference=found[few],
            goal=1.15,
            unit="MB",
            note=(
                "each with a workspace, a number that nobody has typed, Results and one more page; sessions linger "
                f"for {LINGERING} s in place of 120, as visits come that much faster here than in life; one run: its "
                f"rounds are the {LOOKS} readings around either mark"
            ),
        )
    ]
