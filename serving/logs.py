"""Logs that machines read, and that hold nothing of anybody: no visitor's address, no query, nothing typed."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("community_flywheel")

LOGGERS: Final = ("", "community_flywheel", "streamlit", "uvicorn", "uvicorn.error", "alembic", "sqlalchemy")
UNSAID: Final = frozenset({"/healthz", "/readyz", "/_stcore/health", "/_stcore/host-config"})
"""Asked every few seconds by machines."""


class AsJson(logging.Formatter):
    """One line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            # the kind of failure only: its message may quote what somebody typed
            told["failure"] = record.exc_info[0].__name__
        return json.dumps(told, ensure_ascii=False)


def as_json() -> None:
    """Have every logger of the process write JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson())
    for name in (
        *LOGGERS,
        *(name for name in logging.root.manager.loggerDict if name.startswith("streamlit")),
    ):
        logger = logging.getLogger(name)
        logger.handlers = [handler] if not name else []
        logger.propagate = bool(name)
    log.setLevel(logging.INFO)


class RequestLog:
    """Writes a line for each request: which page, how it went, how long it took."""

    def __init__(self, app: ASGIApp, pages: frozenset[str]) -> None:
        self.app = app
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path in UNSAID or path.startswith("/static/"):
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            # any other path is what somebody typed
            known = path if path in self.pages else "other"
            log.info(
                "request",
                extra={
                    "fields": {
                        "method": scope["method"],
                        "path": known,
                        "status": status,
                        "milliseconds": round(1_000.0 * (time.perf_counter() - began), 1),
                    }
                },
            )
