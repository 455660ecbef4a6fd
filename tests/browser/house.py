"""What browser tests share: the addresses of the pages, waiting, and what must never be seen."""

import re
import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.servers import ROOT

FRAME = (ROOT / "pages" / "_frame.py").read_text(encoding="utf-8")
NOT_IN_THE_MENU = ("shared",)
"""What a link opens: a page that stands alone."""

FILES = [name for name in re.findall(r'st\.Page\(\s*"(\w+)\.py"', FRAME) if name not in NOT_IN_THE_MENU]
ADDRESSES = ["/" if name == "start" else f"/{name}" for name in FILES]
# Debian's own where there is one, so that nothing is downloaded (None: Playwright's). Its shell, which draws no window
# of its own, takes half the time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    # A page that a test hands to the browser by itself may still speak to the server on this machine.
    "--disable-features=LocalNetworkAccessChecks",
]
THEMES = ("light", "dark")
SIZES = {"phone": (360, 780), "desk": (1280, 900)}

# Every size and every theme; the two other pairs with `make slow`.
LOOKS = pytest.mark.parametrize(
    ("size", "theme"),
    [
        ("phone", "dark"),
        ("desk", "light"),
        pytest.param("phone", "light", marks=pytest.mark.slow),
        pytest.param("desk", "dark", marks=pytest.mark.slow),
    ],
)

NO_PATIENCE_NEEDED = 30_000
A_MOMENT = 3_000
TRIES = 5
UNFOLDED = """() => Promise.race([
    Promise.allSettled(document.getAnimations().map(one => one.finished)),
    new Promise(done => setTimeout(done, 1000)),
])"""
"""Fulfilled when nothing moves any more, or after a second: some motion never ends."""


BROKEN_CONNECTION = re.compile(
    r"WebSocket|/_stcore/|ERR_(CONNECTION_\w+|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|SOCKET_NOT_CONNECTED)"
    r"|status of 50[234]|Failed to fetch dynamically imported module|disconnected|not responding"
)
"""What a browser's console says when the server under a page goes."""


def open_page(page: Page, address: str = "/") -> None:
    """Open an address and wait until the page's script has run to its end."""
    page.goto(address)
    wait_for_script(page)


def wait_for_script(page: Page) -> None:
    """Wait until the page shows something and its script does not run any more."""
    expect(page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible(
        timeout=NO_PATIENCE_NEEDED
    )
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=NO_PATIENCE_NEEDED)


def choose(where: Page | Locator, label: str, option: str, *, wait: bool = True) -> None:
    """Choose from a list by typing what is wanted, once the list has narrowed to it.

    An Enter pressed before it has would take what stood there. A list closes where the page moves under it, as while a
    part of it unfolds: that is waited for, and whoever sees a list close opens it again.
    """
    page = where if isinstance(where, Page) else where.page
    page.evaluate(UNFOLDED)
    box = where.get_by_role("combobox", name=label)
    for left in reversed(range(TRIES)):
        box.click()
        # the same words again would open nothing
        box.fill("")
        box.fill(option)
        try:
            expect(page.get_by_role("option").first).to_contain_text(option, timeout=A_MOMENT)
            break
        except AssertionError:
            if not left:
                raise
    box.press("Enter")
    expect(page.get_by_role("option")).to_have_count(0)
    if wait:
        wait_for_script(page)


def no_traceback(page: Page) -> None:
    """Nothing on the page tells of a failure in our code."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    text = page.locator("body").inner_text()
    for sign in ("Traceback", "could not be shown", "Page not found", "Error:", 'File "'):
        assert sign not in text, f"{sign!r} stands on {page.url}"


def axe_violations(page: Page) -> list[str]:
    """What axe finds, one line an element: rule, element, what is wrong."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page can be scrolled sideways; 0 where everything fits."""
    return int(
        page.evaluate(
            """() => Math.max(...["html", "body", "[data-testid=stMain]"].map(name => {
                const element = document.querySelector(name);
                return element.scrollWidth - element.clientWidth;
            }))"""
        )
    )


def is_streamlits_own(message: ConsoleMessage) -> bool:
    """Whether a console line comes with Streamlit and not from us.

    Its page holds one inline script, which the content security policy blocks and nothing misses; and on a deep link
    it looks for its server below the page's address first, twice.
    """
    place = urlsplit(message.location.get("url", "")).path
    if "inline script" in message.text and "script-src 'self'" in message.text:
        return True
    probe = re.fullmatch(r"/\w+/_stcore/(health|host-config)", place)
    return probe is not None and "404" in message.text
