"""A real server and a real Chromium. One server a worker; whoever needs an untouched one asks for `fresh_server`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.house import BROKEN_CONNECTION, CHROMIUM, CHROMIUM_ARGUMENTS, SIZES, is_streamlits_own
from tests.servers import Server, free_port, running, uvicorn_command

NewPage = Callable[..., Page]

PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


# Outcomes are waited for; how long one takes on a shared machine is not what these tests are about.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            # A browser starved of time by its neighbours may drop a key or a click: seen once in some hundred runs.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, served once for all tests of a worker."""
    port = free_port()
    log_file = tmp_path_factory.mktemp("server") / "log.txt"
    with running(uvicorn_command(port), port=port, log_file=log_file) as server:
        yield server


@pytest.fixture
def fresh_server(tmp_path: Path) -> Callable[..., AbstractContextManager[Server]]:
    """A way to start further servers: ``with fresh_server() as server``; nobody has opened anything there yet."""

    def start(**settings: Any) -> AbstractContextManager[Server]:
        port = free_port()
        return running(uvicorn_command(port), port=port, log_file=tmp_path / f"server-{port}.txt", **settings)

    return start


class Console(list[str]):
    """What the browser's console said and Streamlit does not say by itself. Empty at the end, or the test fails."""

    server_goes = False

    def faults(self) -> list[str]:
        """Return what is left where the server goes during the test: that its connections break is no fault then."""
        return [line for line in self if not (self.server_goes and BROKEN_CONNECTION.search(line))]


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
def server_goes(console: Console) -> None:
    """For tests that end or kill the server under an open page: what the browser says of that is expected, no more."""
    console.server_goes = True


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest, console: Console) -> Iterator[NewPage]:
    """A way to open browser pages: ``new_page(size="phone", theme="dark", address=server.address)``."""
    contexts = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not is_streamlits_own(message):
            console.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def open_new(*, size: str = "desk", theme: str = "light", address: str | None = None) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            user_agent=PHONE if size == "phone" else None,
            has_touch=size == "phone",
            color_scheme="dark" if theme == "dark" else "light",
            base_url=address or request.getfixturevalue("server").address,
            reduced_motion="reduce",
            locale="en-US",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", listen)
        page.on("pageerror", lambda error: console.append(f"exception: {error}"))
        return page

    yield open_new
    for context in contexts:
        context.close()
    assert console.faults() == [], "the browser's console has lines that are not Streamlit's own"


@pytest.fixture
def desk(new_page: NewPage) -> Page:
    return new_page(size="desk")


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    return new_page(size="phone")
