"""The script of the browser's own part; see `components.browser`."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from components.browser import SCRIPT


async def script(request: Request) -> Response:
    """Answer with the script; a browser asks once a day."""
    return Response(SCRIPT, media_type="text/javascript", headers={"cache-control": "public, max-age=86400"})
