"""Small Streamlit scripts, served or run as they stand, to ask the platform what it does."""

import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import browser_type_launch_args, console, new_page, server_goes
from tests.servers import Server, free_port, running, streamlit_command

__all__ = ["browser_type_launch_args", "console", "new_page", "server_goes"]

Serve = Callable[..., Server]
OpenScript = Callable[..., Page]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """A way to serve files given as ``serve({"main.py": ...})``, the first one being the one that is run."""
    with ExitStack() as servers:

        def start(files: dict[str, str], *, uvicorn: bool = False, **settings: str) -> Server:
            for name, text in files.items():
                path = tmp_path / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(textwrap.dedent(text), encoding="utf-8")
            settings_file = tmp_path / ".streamlit" / "config.toml"
            settings_file.parent.mkdir(exist_ok=True)
            settings_file.write_text("[browser]\ngatherUsageStats = false\n", encoding="utf-8")
            port = free_port()
            command = streamlit_command(port, next(iter(files)))
            if uvicorn:
                command = [command[0], "-m", "uvicorn", "app:app", "--host=127.0.0.1", f"--port={port}"]
            return servers.enter_context(
                running(
                    command,
                    port=port,
                    log_file=tmp_path / "log.txt",
                    health="/_stcore/health",
                    folder=tmp_path,
                    environment=settings,
                )
            )

        yield start


@pytest.fixture
def open_script(serve: Serve, new_page: Callable[..., Page]) -> Iterator[OpenScript]:
    """A way to see one script in the browser: ``open_script("import streamlit as st ...")``."""
    pages = []

    def show(script: str) -> Page:
        page = new_page(address=serve({"main.py": script}).address)
        pages.append(page)
        page.goto("/")
        return page

    yield show
    for page in pages:
        page.close()
