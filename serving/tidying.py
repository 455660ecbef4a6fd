"""Keeps the garbage collection after every rerun short, however many people are here.

Streamlit has everything collected after each rerun. Walking all that lives took 10 ms of a rerun with one person here
and 70 ms with sixty: more than the rerun itself. So whatever survives is taken out of the collector's sight, and each
walk sees what is new only. What was taken out and has died since, such as sessions that ended, is looked for now and
then, at a quiet moment, and sooner where much has come. Most of what dies needs no collector at all: only what refers
to itself in a circle does.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

LOOK: Final = 1.0
"""Seconds between two looks whether it is quiet."""

NOT_BEFORE: Final = 20.0
AT_THE_LATEST: Final = 40.0
"""Seconds after which everything is walked again: once it is quiet, and even where it never is. It takes 0.15 s, and a
session that has ended holds 0.2 MB until then."""

MOST: Final = 150_000
"""Pieces of memory, some 15 MB in all, that have come since the last walk, at which it is time again in any case: a
crowd that comes and goes leaves as many in ten seconds."""


@asynccontextmanager
async def short_collections() -> AsyncIterator[None]:
    """Keep collections short for as long as the block runs; what lives at its start is never in their way."""
    everything()
    gc.callbacks.append(_spare_what_survived)
    task = asyncio.create_task(_now_and_then(Pace(_collections(), _collections(), sys.getallocatedblocks())))
    try:
        yield
    finally:
        gc.callbacks.remove(_spare_what_survived)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def everything() -> None:
    """Collect all garbage, old and new, and take the rest out of the collector's sight."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _spare_what_survived(phase: str, told: dict[str, Any]) -> None:
    if phase == "stop" and told["generation"] == 2:
        gc.freeze()


@dataclass
class Pace:
    """When everything is to be walked again.

    Attributes
    ----------
    seen
        Full collections that had been made at the last look.
    done
        Those that had been made when everything was last walked.
    since
        Seconds since then.
    held
        Pieces of memory that were left then.

    Examples
    --------
    >>> pace = Pace(seen=0, done=0, held=1_000_000)
    >>> pace.is_time(1, after=30.0, held=1_010_000)  # a rerun was made just now
    False
    >>> pace.is_time(1, after=1.0, held=1_010_000)  # it is quiet
    True
    """

    seen: int
    done: int
    held: int
    since: float = 0.0

    def is_time(self, collections: int, *, after: float, held: int) -> bool:
        """Tell whether it is time.

        Parameters
        ----------
        collections
            Full collections made so far.
        after
            Seconds since the last look.
        held
            Pieces of memory that are held now.
        """
        quiet, self.seen = collections == self.seen, collections
        self.since += after
        if collections == self.done:
            return False
        return self.since >= (NOT_BEFORE if quiet else AT_THE_LATEST) or held - self.held >= MOST

    def walked(self, collections: int, held: int) -> None:
        """Note that everything was walked, and what is left."""
        self.seen = self.done = collections
        self.since, self.held = 0.0, held


async def _now_and_then(pace: Pace) -> None:
    while True:
        await asyncio.sleep(LOOK)
        if pace.is_time(_collections(), after=LOOK, held=sys.getallocatedblocks()):
            everything()
            pace.walked(_collections(), sys.getallocatedblocks())


def _collections() -> int:
    return int(gc.get_stats()[2]["collections"])
