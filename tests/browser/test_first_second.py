"""A share link on a slow line, 1.6 Mbit/s and 150 ms: words at once, figures soon."""

from __future__ import annotations

import statistics
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.house import NO_PATIENCE_NEEDED, open_page
from tests.browser.test_sharing import headline_in, make_link
from tests.browser.test_user_paths import type_into
from tests.servers import ROOT, Server, free_port, running, streamlit_command

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}

WATCH = """() => {
    const seen = window.__seen = {};
    const note = name => { if (!(name in seen)) seen[name] = Math.round(performance.now()); };
    const look = () => {
        const words = [...document.querySelectorAll("h1")].some(h => h.innerText.includes("every $1 returns"));
        const still = document.querySelector(".still");
        if (words || (still && getComputedStyle(still).display !== "none")) note("words"); else if ("words" in seen) {
            note("words gone");
        }
        if (document.querySelector("[data-testid=stMetricValue]")) note("figures");
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""

PLAIN = """
    import streamlit as st
    app = st.App("pages/_frame.py")
"""


def on_a_slow_line(page: Page, address: str, *, until: str) -> dict[str, int]:
    """Open an address for the first time on a slow line; milliseconds until things are seen."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    page.add_init_script(f"({WATCH})()")
    page.goto(address, wait_until="commit")
    page.wait_for_function(
        f"() => window.__seen && {until!r} in window.__seen", timeout=2 * NO_PATIENCE_NEEDED
    )
    seen: dict[str, int] = page.evaluate("window.__seen")
    page.close()
    return seen


@pytest.fixture
def link(desk: Page) -> str:
    open_page(desk)
    type_into(desk, "Members (people)", "8,000")
    return make_link(desk)


def test_the_headline_is_read_within_a_second(link: str, new_page: NewPage, server: Server) -> None:
    with server.get(link) as reply:
        assert "every $1 returns" in headline_in(reply.read().decode())
    seen = min(on_a_slow_line(new_page(size="phone"), link, until="words")["words"] for _ in range(2))
    assert seen < 1_000


@pytest.fixture
def plain_server(tmp_path: Path) -> Iterator[Server]:
    """The same pages and the same database as Streamlit serves them by itself: no route and no middleware of ours."""
    folder = tmp_path / "plain"
    folder.mkdir()
    for path in ROOT.iterdir():
        if path.name not in ("app.py", ".git", "data"):
            (folder / path.name).symlink_to(path)
    (folder / "app.py").write_text(textwrap.dedent(PLAIN), encoding="utf-8")
    port = free_port()
    with running(
        streamlit_command(port),
        port=port,
        log_file=tmp_path / "plain.txt",
        health="/_stcore/health",
        folder=folder,
    ) as server:
        yield server


@pytest.mark.slow
def test_figures_are_live_in_half_the_time_of_the_plain_server(
    new_page: NewPage, server: Server, plain_server: Server
) -> None:
    desk = new_page()
    open_page(desk)
    type_into(desk, "Members (people)", "8,000")
    # it holds its numbers itself, so that both servers show the same without sharing a database
    desk.get_by_test_id("stSidebar").get_by_role("link", name="Share", exact=True).click()
    desk.wait_for_url("**/share**")
    told = desk.get_by_test_id("stCode").filter(has_text="?s=").inner_text().strip()
    path = told[told.index("/shared") :]
    link = make_link(desk)
    for warm in (server, plain_server):
        page = new_page(size="phone", address=warm.address)
        open_page(page, path)
        page.close()

    taken: dict[str, list[int]] = {"here": [], "plain": []}
    gaps = []
    for _ in range(3):
        seen = on_a_slow_line(new_page(size="phone"), link, until="figures")
        gaps.append("words gone" in seen)
        taken["here"].append(seen["figures"])
        page = new_page(size="phone", address=plain_server.address)
        taken["plain"].append(on_a_slow_line(page, path, until="figures")["figures"])
    here, plain = (statistics.median(taken[name]) for name in ("here", "plain"))
    print(f"figures after {here:.0f} ms, plain server {plain:.0f} ms")
    assert here < plain / 2
    assert not any(gaps), "the headline stays until the page has it"
