"""The bare address: a new browser reads the answer in the page itself, everybody else gets what was asked for."""

from __future__ import annotations

import html

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from calculators.evaluation import evaluate
from figures.answer import answer_of, formats_of
from scenarios.keys import COOKIE, new_key
from scenarios.workspace import default_scenario
from serving.first import FirstWords
from tests.apart import run_apart
from wording import headline


async def behind(request: Request) -> PlainTextResponse:
    return PlainTextResponse("Streamlit's own")


def ask(address: str, **sent: dict[str, str]) -> httpx.Response:
    routes = [Route("/", behind), Route("/results", behind)]
    app = Starlette(routes=routes, middleware=[Middleware(FirstWords)])

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", **sent) as browser:  # type: ignore[arg-type]
            return await browser.get(address)

    return run_apart(asked())


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_new_browser_reads_what_start_will_say(encoding: str) -> None:
    result = evaluate(default_scenario())
    sentence = headline(answer_of(result), formats=formats_of(result.resolved))
    page = ask("/", headers={"accept-encoding": encoding})
    assert f"<h1>{html.escape(sentence)}</h1>" in page.text
    assert '<div id="root">' in page.text
    # what a link holds is kept out of search engines, and this holds nobody's numbers
    assert "noindex" not in page.text
    assert page.headers.get("content-encoding", "identity") == encoding


@pytest.mark.parametrize(
    ("address", "cookies"),
    [
        ("/", {COOKIE: new_key()}),
        ("/?w=somebodys-workspace", {}),
        ("/?join=an-invitation", {}),
        ("/results", {}),
    ],
)
def test_who_may_be_shown_something_else_is_told_nothing_before(
    address: str, cookies: dict[str, str]
) -> None:
    assert ask(address, cookies=cookies).text == "Streamlit's own"
