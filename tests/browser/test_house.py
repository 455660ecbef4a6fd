"""The house around the pages: every address, headers, health, both ways to start, access, phone width."""

import re
import socket
import urllib.error
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import (
    ADDRESSES,
    NOT_IN_THE_MENU,
    SIZES,
    THEMES,
    axe_violations,
    no_traceback,
    open_page,
    sideways,
)
from tests.servers import ROOT, Server, free_port, running, streamlit_command

PACKAGES = ("calculators", "components", "exports", "figures", "scenarios", "serving", "wording")

FreshServer = Callable[..., AbstractContextManager[Server]]
NewPage = Callable[..., Page]


def menu_of(page: Page) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_role("link")


def test_every_page_file_is_in_the_menu() -> None:
    files = {path.stem for path in (ROOT / "pages").glob("[!_]*.py")} - set(NOT_IN_THE_MENU)
    assert {address.strip("/") or "start" for address in ADDRESSES} == files


# Each takes a server of its own: two of them here, all with `make slow`.
@pytest.mark.parametrize(
    "address",
    [
        address if address in ("/results", "/compare") else pytest.param(address, marks=pytest.mark.slow)
        for address in ADDRESSES
    ],
)
def test_an_address_is_the_first_request_of_a_fresh_server(
    address: str, fresh_server: FreshServer, new_page: NewPage
) -> None:
    with fresh_server() as server:
        page = new_page(address=server.address)
        open_page(page, address)
        no_traceback(page)
        # The frame ran: its menu is there, with every page.
        expect(menu_of(page)).to_have_count(len(ADDRESSES))
        expect(page).to_have_url(server.address + address)
        assert "Traceback" not in server.log
        page.close()


def test_an_unknown_address_says_so_and_shows_the_menu(new_page: NewPage, console: list[str]) -> None:
    page = new_page()
    page.goto("/nowhere")
    expect(page.get_by_text("Page not found")).to_be_visible(timeout=30_000)
    expect(menu_of(page)).to_have_count(len(ADDRESSES))
    console[:] = [line for line in console if "does not seem to exist" not in line]


def test_the_menu_shows_groups_on_a_desk_and_closes_by_itself_on_a_phone(desk: Page, phone: Page) -> None:
    open_page(desk)
    for group in ("Model", "Convince"):
        expect(desk.get_by_test_id("stSidebar").get_by_text(group, exact=True)).to_be_visible()

    open_page(phone)
    phone.get_by_test_id("stExpandSidebarButton").click()
    expect(menu_of(phone)).to_have_count(len(ADDRESSES))
    menu_of(phone).filter(has_text="Method").click()
    expect(phone).to_have_url(re.compile("/method$"))
    expect(phone.get_by_test_id("stSidebar")).not_to_be_in_viewport()


def test_security_headers_stand_on_every_answer(server: Server) -> None:
    for path in ("/", "/results", "/healthz", "/_stcore/health"):
        with server.get(path) as answer:
            headers = answer.headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["script-src"] == "'self'", path
        assert policy["default-src"] == "'self'", path
        assert policy["frame-ancestors"] == "'self'", path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert "camera=()" in headers["permissions-policy"], path


def test_security_headers_stand_on_refusals(server: Server) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        server.get("/media/nothing")
    assert refusal.value.code == 404
    assert refusal.value.headers["x-content-type-options"] == "nosniff"


def test_healthz_answers_ok_and_is_never_cached(server: Server) -> None:
    with server.get("/healthz") as answer:
        assert (answer.status, answer.read()) == (200, b"ok")
        assert answer.headers["cache-control"] == "no-store"


def test_scripts_are_sent_compressed_and_kept_by_the_browser(server: Server) -> None:
    with server.get("/") as answer:
        script = answer.read().decode().split('src=".', 1)[1].split('"', 1)[0]
    with server.get(script) as plain:
        as_it_stands = len(plain.read())
    with server.get(script, **{"Accept-Encoding": "gzip"}) as small:
        assert small.headers["content-encoding"] == "gzip"
        assert small.headers["content-type"].startswith("text/javascript")
        assert "immutable" in small.headers["cache-control"]
        assert len(small.read()) < as_it_stands / 2


def test_visitors_are_not_logged(new_page: NewPage, server: Server) -> None:
    page = new_page()
    open_page(page, "/method?w=a-secret")
    assert "a-secret" not in server.log
    assert "127.0.0.1:" not in server.log.replace(server.address, "")


@pytest.mark.slow
def test_it_answers_under_names_it_was_given_only(fresh_server: FreshServer, new_page: NewPage) -> None:
    def websocket_answer(server: Server, host: str) -> str:
        port = int(server.address.rsplit(":", 1)[1])
        request = (
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
            wire.sendall(request.encode())
            return wire.recv(200).decode().split("\r\n")[0]

    with fresh_server(environment={"ALLOWED_HOSTS": "roi.example.com, *.example.org"}) as server:
        for host in ("localhost", "127.0.0.1:8501", "roi.example.com", "a.example.org", "us.streamlit.app"):
            assert "101" in websocket_answer(server, host), host
        for host in ("evil.example.com", "example.org.evil.net"):
            assert "403" in websocket_answer(server, host), host


@pytest.mark.slow
def test_streamlit_run_serves_the_same_app(tmp_path: Path, new_page: NewPage) -> None:
    port = free_port()
    with running(streamlit_command(port), port=port, log_file=tmp_path / "log.txt") as server:
        with server.get("/") as answer:
            assert "script-src 'self'" in answer.headers["content-security-policy"]
        page = new_page(address=server.address)
        open_page(page, "/results")
        no_traceback(page)
        expect(menu_of(page)).to_have_count(len(ADDRESSES))
        page.close()


FAILING = """
import streamlit as st
st.title("Broken")
float(" ".join(["Ada", "Lovelace"]))
"""


def test_a_failing_page_shows_no_traceback_and_logs_nothing_typed(
    tmp_path: Path, fresh_server: FreshServer, new_page: NewPage
) -> None:
    copy = tmp_path / "copy"
    (copy / "pages").mkdir(parents=True)
    for name in ("app.py", ".streamlit", *PACKAGES):
        (copy / name).symlink_to(ROOT / name)
    (copy / "pages" / "_frame.py").write_text(FAILING, encoding="utf-8")
    with fresh_server(folder=copy) as server:
        page = new_page(address=server.address)
        page.goto("/")
        expect(page.get_by_text("This page could not be shown.")).to_be_visible(timeout=30_000)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        text = page.locator("body").inner_text()
        assert "Traceback" not in text
        assert "Ada" not in text
        reference = text.split("reference ", 1)[1].split(".", 1)[0]
        assert f"A page failed (reference {reference}): ValueError" in server.log
        assert "_frame.py" in server.log
        assert "Ada Lovelace" not in server.log
        page.close()


# Light and dark take turns over the pages; the other half with `make slow`.
@pytest.mark.parametrize(
    ("address", "theme"),
    [
        pytest.param(address, theme, marks=pytest.mark.slow if (number + turn) % 2 else ())
        for number, address in enumerate(ADDRESSES)
        for turn, theme in enumerate(THEMES)
    ],
)
def test_axe_finds_no_violation(address: str, theme: str, new_page: NewPage) -> None:
    page = new_page(theme=theme)
    open_page(page, address)
    assert axe_violations(page) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_never_scrolls_sideways(address: str, new_page: NewPage) -> None:
    page = new_page(size="phone")
    open_page(page, address)
    assert page.viewport_size is not None
    assert page.viewport_size["width"] == SIZES["phone"][0] == 360
    assert sideways(page) == 0
    no_traceback(page)
