"""The server: start-up, security headers, compressed assets, routes. What people see is in `pages/`.

Runs under `uvicorn app:app` (quickest) and under `streamlit run app.py`.
"""

import gzip
import importlib.util
import logging
import os
import pkgutil
import secrets
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.browser import PATH as BROWSER_SCRIPT
from components.uninterrupted import let_edits_through
from scenarios import keys
from scenarios.settings import public_url, sign_in
from scenarios.store import Trouble, TroubleError, the_store
from serving import browser, first, logs, readiness, shared, tidying
from serving.downloads import keep_files_until_fetched
from serving.memory import keep_what_is_freed
from serving.quicker import spare_what_is_known
from serving.together import hand_over_together
from serving.turns import let_pages_queue

log = logging.getLogger("community_flywheel")

LIBRARIES = ("alembic.command", "altair", "babel.numbers", "numpy", "pandas", "pyarrow", "pydantic", "pyxirr")
PACKAGES = ("calculators", "components", "exports", "figures", "scenarios", "serving", "wording")

SECURITY_HEADERS = {
    # 'self' and not 'none' for frame-ancestors: Community Cloud shows the app inside a frame of its own.
    "content-security-policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    ),
    "x-content-type-options": "nosniff",
    # A link to a scenario is a secret, so other sites are never told where a visitor came from.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders:
    """Adds the security headers to every HTTP answer; websockets and start-up pass through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class EditingKey:
    """Gives every browser its key with the first page: a cookie that scripts cannot read (`scenarios.keys`)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return

        async def send_with_key(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    https = scope["scheme"] == "https" or public_url().startswith("https://")
                    key = keys.key_in(HTTPConnection(scope).cookies) or keys.new_key()
                    headers.append("set-cookie", keys.cookie(key, https=https))
                    # a key is one browser's: nothing in between may keep a page that gives it
                    headers["cache-control"] = "private, no-cache"
            await send(message)

        await self.app(scope, receive, send_with_key)


class CompressedAssets:
    """Serves Streamlit's own scripts and styles compressed, each compressed once.

    Streamlit leaves that to a proxy and sends megabytes; a first visit on a slow phone line waits for them. The names
    hold a hash of the content, so a browser may keep them for good. Only files listed at start-up are served here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        folder = Path(st.__file__).parent / "static"
        self.files = {
            f"/{path.relative_to(folder).as_posix()}": path
            for path in (folder / "static").rglob("*")
            if path.suffix in CONTENT_TYPES
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self.files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if path is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            await self.app(scope, receive, send)
            return
        response = Response(
            await to_thread.run_sync(compressed, path),
            media_type=CONTENT_TYPES[path.suffix],
            headers={
                "cache-control": "public, max-age=31536000, immutable",
                "content-encoding": "gzip",
                "vary": "accept-encoding",
            },
        )
        await response(scope, receive, send)


AS_JSON = os.environ.get("LOG_FORMAT", "").lower() == "json"
PAGES = frozenset({"/", *(f"/{page.stem}" for page in (Path(__file__).parent / "pages").glob("[!_]*.py"))})
REQUEST_LOG = [Middleware(logs.RequestLog, pages=PAGES | {"/shared.png"})] if AS_JSON else []

CONTENT_TYPES = {".css": "text/css", ".js": "text/javascript"}


@lru_cache(maxsize=512)
def compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


def import_everything() -> None:
    """Import what pages need, so that no visitor waits for it."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for name in PACKAGES:
        if importlib.util.find_spec(name) is None:
            continue
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    if AS_JSON:
        logs.as_json()
    allow_hosts(os.environ.get("ALLOWED_HOSTS", ""))
    # Both raise with a message where something is wrong: it is read now, and not by the first visitor.
    first.compressed()
    public_url()
    logging.getLogger("streamlit.error_util").addFilter(hide_values)
    # Lines with a visitor's IP and the whole address, which may hold a link's secret. Streamlit hands these loggers to
    # its own handler, so uvicorn's --no-access-log alone does not silence them.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(hide_visitors)
    keep_what_is_freed()
    import_everything()
    let_edits_through()
    let_pages_queue()
    spare_what_is_known()
    keep_files_until_fetched()
    await to_thread.run_sync(prepare_store)
    # Streamlit collects garbage after every rerun; what lives now is not walked again (75 ms less each time).
    async with tidying.short_collections():
        yield


def prepare_store() -> None:
    """Bring the database up to date. One that does not answer yet is asked again by the first visitor."""
    store = the_store()
    if store is None:
        log.info("No database: work is kept for each visit")
        return
    try:
        store.database.bring_up_to_date()
        store.forget_old_tabs()
    except TroubleError as error:
        if error.trouble is Trouble.NEWER:
            raise SystemExit(f"Community Flywheel does not start: {error}.") from None
        log.warning("The app starts without its database: %s", error)


def allow_hosts(names: str) -> None:
    """Let the app answer under further host names, given as `name, name`, or under any name, given as `*`.

    A setting of our own, because Streamlit reads its environment variables under `streamlit run` only.
    """
    further = [name.strip() for name in names.split(",") if name.strip()]
    if further:
        known = st.get_option("server.allowedHosts")
        st.config.set_option("server.allowedHosts", [*known, *further])


def hide_values(record: logging.LogRecord) -> bool:
    """Keep Streamlit's own report of a failed page out of the log: its message may quote what somebody typed."""
    return record.exc_info is None


def hide_visitors(record: logging.LogRecord) -> bool:
    """Keep the line out of the log that uvicorn writes for every websocket, with the visitor's IP."""
    return "WebSocket" not in str(record.msg)


def report_script_error(error: Exception) -> bool:
    """Log where a page failed, without what anybody typed, and tell the visitor in words."""
    reference = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("A page failed (reference %s): %s\n%s", reference, type(error).__name__, places)
    st.error(
        f"This page could not be shown. The fault is ours, not yours. Reload it or open another page; "
        f"if it stays, report the reference {reference}.",
        icon=":material/error:",
    )
    return True


# Raises with a message where something is half set: an app that was to ask who edits must not stand open.
SIGN_IN = sign_in()

# before there is a runtime: it notes at once whom its sessions tell
hand_over_together()

app = st.App(
    "pages/_frame.py",
    secrets=SIGN_IN.secrets if SIGN_IN else None,
    lifespan=lifespan,
    middleware=[
        *REQUEST_LOG,
        Middleware(SecurityHeaders),
        Middleware(EditingKey),
        # where people sign in first, that is what a new visitor sees
        *([] if SIGN_IN else [Middleware(first.FirstWords)]),
        Middleware(CompressedAssets),
    ],
    routes=[
        Route("/healthz", readiness.healthz),
        Route("/readyz", readiness.readyz),
        Route("/shared", shared.page),
        Route("/shared.png", shared.picture),
        Route(BROWSER_SCRIPT, browser.script),
    ],
    on_script_error=report_script_error,
)
