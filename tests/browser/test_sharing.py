"""A link from making to taking back: who reads it, what she tries, what a stranger learns."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.house import (
    NO_PATIENCE_NEEDED,
    axe_violations,
    no_traceback,
    open_page,
    sideways,
    wait_for_script,
)
from tests.browser.test_user_paths import answer, type_into
from tests.servers import Server

FreshServer = Callable[..., AbstractContextManager[Server]]

PUBLIC = "https://roi.example.com"
NAME = "Ada <b>Lovelace</b>"


def go_to(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
    path = {"Start": "", "Break the cycle": "cycle"}.get(name, name.lower())
    page.wait_for_url(re.compile(rf"/{path}(\?.*)?$"))
    wait_for_script(page)


def make_link(page: Page, *, passcode: str = "", name: str = "") -> str:
    """Make a link on the Share page and return what follows the server's name."""
    go_to(page, "Share")
    if name:
        page.get_by_role("textbox", name="Your name, as readers see it").fill(name)
    if passcode:
        page.get_by_role("textbox", name="Passcode").fill(passcode)
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_text("The link is made.")).to_be_visible(timeout=NO_PATIENCE_NEEDED)
    wait_for_script(page)
    found = re.search(
        r"/shared\?id=[\w-]{22}", page.get_by_test_id("stCode").filter(has_text="id=").first.inner_text()
    )
    assert found is not None
    return found[0]


def headline_in(html: str) -> str:
    return html.split('<main class="first">')[1].split("<h1>")[1].split("</h1>")[0]


def test_a_link_is_made_read_tried_copied_and_taken_back(
    desk: Page, new_page: NewPage, server: Server, console: list[str]
) -> None:
    open_page(desk)
    type_into(desk, "Members (people)", "8,000")
    type_into(desk, "Tickets deflected", "340")
    link = make_link(desk, name=NAME)
    no_traceback(desk)

    # What everybody gets, an ordinary browser's User-Agent as well.
    with server.get(link, **{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0"}) as reply:
        html = reply.read().decode()
        assert reply.headers["x-robots-tag"].startswith("noindex")
    assert "Over three years every $1 returns" in headline_in(html)
    assert f'property="og:description" content="{headline_in(html)}"' in html

    reader = new_page(size="phone")
    open_page(reader, link)
    expect(reader.get_by_role("heading", level=1)).to_have_text(headline_in(html))
    expect(reader.get_by_text(f"Shared by {NAME} on").first).to_be_visible()
    assert reader.get_by_test_id("stSidebar").count() == 0
    assert reader.get_by_role("textbox").count() == 0
    expect(reader.get_by_role("slider")).to_have_count(5)
    expect(reader.get_by_text(re.compile("2 of the ten numbers are the author's"))).to_be_visible()
    assert sideways(reader) == 0
    no_traceback(reader)
    assert axe_violations(reader) == []

    # She tries a number: every figure follows, on her screen only.
    metrics = reader.get_by_test_id("stMetricValue")
    before = metrics.all_inner_texts()
    slider = reader.get_by_role("slider").first
    assert "\\" not in (slider.get_attribute("aria-valuetext") or "")
    slider.press("End")
    expect(reader.get_by_text("With the numbers you try.")).to_be_visible(timeout=NO_PATIENCE_NEEDED)
    wait_for_script(reader)
    tried = answer(reader)
    assert tried != headline_in(html)
    assert metrics.all_inner_texts() != before
    expect(reader.get_by_test_id("stBottom").get_by_text(tried)).to_be_visible()
    reader.get_by_role("button", name="Back to what was shared").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(headline_in(html), timeout=NO_PATIENCE_NEEDED)
    wait_for_script(reader)
    assert metrics.all_inner_texts() == before
    assert axe_violations(reader) == []

    # Another reader saw nothing of it; opening it is counted, and who opened it is not known.
    go_to(desk, "Start")
    go_to(desk, "Share")
    expect(desk.get_by_text("Opened once", exact=False)).to_be_visible()

    # A copy is hers: it opens in her own workspace, and what she changes there is not in the link.
    reader.get_by_role("button", name="Make my copy").click()
    reader.wait_for_url(re.compile("/results"), timeout=NO_PATIENCE_NEEDED)
    wait_for_script(reader)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("every $1 returns")
    open_page(reader, "/")
    type_into(reader, "Members (people)", "2,000")
    expect(reader.get_by_role("textbox", name="Tickets deflected")).to_have_value("340")
    with server.get(link) as reply:
        assert headline_in(reply.read().decode()) == headline_in(html)

    # Taken back, it is gone: for who has it open, for who comes, and in the HTML.
    desk.get_by_role("button", name="Take it back").click()
    desk.get_by_role("button", name="Take it back for good").click()
    expect(desk.get_by_text("No longer open", exact=False)).to_be_visible(timeout=NO_PATIENCE_NEEDED)
    open_page(reader, link)
    expect(reader.get_by_role("heading", level=1)).to_have_text("This link does not open by itself")
    with server.get(link) as reply, server.get("/shared?id=" + "A" * 22) as unknown:
        assert reply.read() == unknown.read()
        assert "8,000" not in html


def test_enter_ends_a_name_and_makes_no_link(desk: Page) -> None:
    open_page(desk)
    go_to(desk, "Share")
    box = desk.get_by_role("textbox", name="Your name, as readers see it")
    box.fill("Ada")
    box.press("Enter")
    wait_for_script(desk)
    desk.wait_for_timeout(1_500)
    expect(desk.get_by_text("The link is made.")).to_have_count(0)
    expect(box).to_have_value("Ada")


@pytest.mark.slow
def test_a_passcode_keeps_strangers_out(desk: Page, new_page: NewPage, server: Server) -> None:
    open_page(desk)
    type_into(desk, "Members (people)", "7,777")
    link = make_link(desk, passcode="open sesame")
    with server.get(link) as reply, server.get("/shared?id=nothing") as unknown:
        assert reply.status == unknown.status == 200
        assert reply.read() == unknown.read()
    picture = link.replace("/shared?", "/shared.png?")
    with server.get(picture) as reply, server.get("/shared.png?id=nothing") as unknown:
        assert reply.read() == unknown.read()

    reader, stranger = new_page(size="phone"), new_page(size="phone")
    open_page(stranger, "/shared?id=" + "B" * 22)
    open_page(reader, link)
    for page in (reader, stranger):
        expect(page.get_by_role("button", name="Open")).to_be_visible()
    assert reader.get_by_test_id("stMain").inner_text() == stranger.get_by_test_id("stMain").inner_text()
    assert axe_violations(reader) == []
    for page, code in ((reader, "open says me"), (stranger, "open says me")):
        page.get_by_role("textbox", name="Passcode").fill(code)
        page.get_by_role("button", name="Open").click()
        expect(page.get_by_text("This passcode does not open it.")).to_be_visible(timeout=NO_PATIENCE_NEEDED)
    reader.get_by_role("textbox", name="Passcode").fill("open sesame")
    reader.get_by_role("button", name="Open").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text(
        "Over three years", timeout=NO_PATIENCE_NEEDED
    )
    no_traceback(reader)


@pytest.mark.parametrize(
    "names",
    [
        ("Start", "Results", "Share"),
        pytest.param(
            ("Assumptions", "Teams", "Flywheel", "Compare", "Confidence", "Break the cycle", "Method"),
            marks=pytest.mark.slow,
        ),
    ],
)
@pytest.mark.slow
def test_the_address_of_a_page_gives_a_stranger_no_right_and_no_figures(
    names: tuple[str, ...], desk: Page, new_page: NewPage
) -> None:
    open_page(desk)
    type_into(desk, "Members (people)", "8,123")
    stranger = new_page()
    for name in names:
        go_to(desk, name)
        assert "w=" in desk.url
        open_page(stranger, desk.url)
        expect(stranger.get_by_role("heading", level=1)).to_have_text(
            "This workspace is private. Ask for a share link."
        )
        assert "8,123" not in stranger.locator("body").inner_text()
        expect(stranger.get_by_role("textbox")).to_have_count(0)


@pytest.mark.slow
def test_the_editing_key_stands_nowhere_but_in_its_cookie(
    desk: Page, new_page: NewPage, server: Server
) -> None:
    open_page(desk)
    type_into(desk, "Members (people)", "8,000")
    link = make_link(desk, name="Ada")
    key = next(cookie for cookie in desk.context.cookies() if "key" in cookie["name"])
    assert key["httpOnly"]
    assert key["sameSite"] == "Lax"
    with desk.expect_download() as found:
        desk.get_by_role("button", name="This scenario as a file").click()
    held = found.value.path().read_text()
    assert axe_violations(desk) == []
    reader = new_page(theme="dark")
    frames: list[str] = []
    reader.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived",
            lambda data: frames.append(data if isinstance(data, str) else data.decode("utf-8", "ignore")),
        ),
    )
    open_page(reader, link)
    assert frames, "what the server sends was seen"
    assert axe_violations(reader) == []
    with reader.expect_download() as found:
        reader.get_by_role("button", name="PDF").click()
    pdf = found.value.path().read_bytes()
    assert pdf.startswith(b"%PDF")
    workspace = re.search(r"w=([\w-]+)", desk.url)
    assert workspace is not None
    with server.get(link) as reply:
        html = reply.read().decode()
    everything = [html, held, reader.content(), reader.url, desk.url, pdf.decode("latin-1"), *frames]
    for text in everything:
        assert key["value"] not in text
    for text in (html, reader.content(), reader.url, *frames):
        assert workspace[1] not in text


@pytest.mark.slow
def test_without_a_store_a_link_holds_its_numbers_and_addresses_come_from_a_setting(
    fresh_server: FreshServer, new_page: NewPage
) -> None:
    with fresh_server(environment={"DATABASE_URL": "none", "PUBLIC_URL": f"{PUBLIC}/"}) as server:
        page = new_page(address=server.address)
        open_page(page)
        type_into(page, "Members (people)", "9,000")
        go_to(page, "Share")
        expect(page.get_by_text("kept for this visit only", exact=False).first).to_be_visible()
        expect(page.get_by_role("button", name="Make a link")).to_have_count(0)
        told = page.get_by_test_id("stCode").inner_text().strip()
        assert told.startswith(f"{PUBLIC}/shared?s=")
        path = told.removeprefix(PUBLIC)

        reader = new_page(size="phone", address=server.address)
        open_page(reader, path)
        expect(reader.get_by_role("heading", level=1)).to_contain_text("Over three years every $1 returns")
        expect(
            reader.get_by_text("From a link that holds its numbers itself", exact=False).first
        ).to_be_visible()
        no_traceback(reader)
        # cut off on its way
        open_page(reader, path[:-5])
        expect(reader.get_by_role("heading", level=1)).to_have_text("This link cannot be read")
        no_traceback(reader)

        # never from the request, which may say anything
        evil = {"Host": "evil.example.net", "X-Forwarded-Host": "evil.example.net"}
        with server.get("/shared?id=x", **evil) as reply:
            html = reply.read().decode()
        assert f'property="og:image" content="{PUBLIC}/shared.png"' in html
        assert "evil" not in html
        with server.get("/shared.png") as reply:
            assert reply.headers["content-type"] == "image/png"
            assert len(reply.read()) < 300_000
        page.close()
        reader.close()
