"""The routes of share links: the page with its first words, and the picture that chats show.

A link that has a passcode, was revoked, has expired or never existed gets the same neutral answer in the same time: one
question is asked of the database, which finds nothing. Openings are counted by the page, not here: crawlers come here.
"""

from __future__ import annotations

import gzip
import logging
from functools import lru_cache
from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from exports.card import neutral_png
from scenarios.settings import public_url
from scenarios.store import TroubleError, the_links
from scenarios.store.links import Card
from serving.index import Index, Told

log = logging.getLogger("community_flywheel")

NEVER_KEPT = {"cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}


@lru_cache(maxsize=1)
def index() -> Index:
    """Return Streamlit's page, read once; asked for at start-up, so that a page without marks ends it there."""
    return Index.of_streamlit()


async def page(request: Request) -> Response:
    """Answer the address of a share link."""
    body = await to_thread.run_sync(_page, request.query_params.get("id", ""))
    headers = {**NEVER_KEPT, "content-type": "text/html; charset=utf-8", "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["content-encoding"] = gzip.compress(body, 6, mtime=0), "gzip"
    return Response(body, headers=headers)


async def picture(request: Request) -> Response:
    """Answer with the picture of a link, the neutral one where there is nothing to tell."""
    body = await to_thread.run_sync(_picture, request.query_params.get("id", ""))
    return Response(body, media_type="image/png", headers=NEVER_KEPT)


def _page(link: str) -> bytes:
    card = _card(link)
    base = public_url()
    told = Told() if card is None else Told(card.title, card.headline, card.drawing)
    if base:
        # the neutral picture has an address without the link, as the page then tells nothing of it either
        which = "" if card is None else f"?id={quote(link)}"
        told = Told(
            told.title,
            told.headline,
            told.drawing,
            picture=f"{base}/shared.png{which}",
            address=f"{base}/shared{which}",
        )
    return index().telling(told).encode()


def _card(link: str) -> Card | None:
    held = the_links()
    try:
        return None if held is None else held.card(link)
    except TroubleError as error:
        log.warning("A share link could not be looked up: %s", error)
        return None


def _picture(link: str) -> bytes:
    held = the_links()
    try:
        found = None if held is None else held.picture(link)
    except TroubleError as error:
        log.warning("A picture could not be looked up: %s", error)
        found = None
    return found or neutral_png()
