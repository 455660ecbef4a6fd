"""The bare address, for a browser that was never here: Start's answer stands in the page before any script has run.

A new visitor is shown the first starting point as it is, so what the page will say is known. Whoever has been here has
a key, and may have a workspace that says something else; they get Streamlit's own page, and so does any other address.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from calculators.evaluation import evaluate
from figures.answer import answer_of, formats_of
from scenarios import keys
from scenarios.workspace import default_scenario
from serving.index import Told
from serving.shared import index
from wording import headline


class FirstWords:
    """Answers a new browser that asks for the bare address; everything else passes through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_new_visitor(scope):
            await self.app(scope, receive, send)
            return
        body, headers = page(), {"content-type": "text/html; charset=utf-8", "vary": "accept-encoding"}
        if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            body, headers["content-encoding"] = compressed(), "gzip"
        await Response(body, headers=headers)(scope, receive, send)


def _is_new_visitor(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and scope["path"] == "/"
        and not scope["query_string"]
        and keys.key_in(HTTPConnection(scope).cookies) is None
    )


@lru_cache(maxsize=1)
def page() -> bytes:
    """Return the page with the sentence that Start shows first; made at start-up, which warms up the model, too."""
    result = evaluate(default_scenario())
    sentence = headline(answer_of(result), formats=formats_of(result.resolved))
    return index().telling(Told(headline=sentence, private=False)).encode()


@lru_cache(maxsize=1)
def compressed() -> bytes:
    """Return the same for browsers that unpack it."""
    return gzip.compress(page(), 6, mtime=0)
