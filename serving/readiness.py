"""Whether this process can serve: alive, and able to reach its database."""

from __future__ import annotations

import logging

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from scenarios.store import TroubleError, the_store

log = logging.getLogger("community_flywheel")

NEVER_KEPT = {"cache-control": "no-store"}


async def healthz(request: Request) -> Response:
    """Answer that the process runs: one that does not answer is to be started anew."""
    return PlainTextResponse("ok", headers=NEVER_KEPT)


async def readyz(request: Request) -> Response:
    """Answer whether visitors may be sent here: 503 while the database cannot be reached."""
    problem = await to_thread.run_sync(_problem)
    if problem:
        log.warning("Not ready: %s", problem)
        return PlainTextResponse(f"not ready: {problem}", status_code=503, headers=NEVER_KEPT)
    return PlainTextResponse("ready", headers=NEVER_KEPT)


def _problem() -> str:
    store = the_store()
    if store is None:
        return ""
    try:
        store.database.check()
    except TroubleError as error:
        return str(error)
    return ""
