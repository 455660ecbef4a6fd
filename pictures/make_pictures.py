"""The README's pictures, taken of the running app: ``make pictures``.

The window, the theme and the language are fixed and nothing moves, so that a picture changes only where a page does.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from tests.browser.house import no_traceback, open_page  # noqa: E402 (the root has to be found first)
from tests.servers import free_port, running, uvicorn_command  # noqa: E402

DESK, PHONE = (1280, 900), (360, 780)
PICTURES = {
    "start.png": ("/", DESK),
    "start-phone.png": ("/", PHONE),
    "results.png": ("/results", DESK),
    "flywheel.png": ("/flywheel", DESK),
}
LARGEST = 250_000
"""Bytes: a README is read on phones, too."""


def take(browser: Browser, server: str, name: str) -> Path:
    """Open a page in a window of its own and save what is in sight.

    Parameters
    ----------
    browser
        A running Chromium.
    server
        The address of the app.
    name
        One of `PICTURES`.
    """
    address, (width, height) = PICTURES[name]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        base_url=server,
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-US",
        timezone_id="UTC",
    )
    page = context.new_page()
    open_page(page, address)
    no_traceback(page)
    # charts are drawn a moment after the script has ended, and fonts come last
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(1_000)
    path = FOLDER / name
    page.screenshot(path=path, animations="disabled", caret="hide")
    context.close()
    return path


def main() -> None:
    """Start the app, take every picture, and refuse one that is too large."""
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        running(uvicorn_command(port), port=port, log_file=Path(folder) / "log.txt") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-lcd-text"],
        )
        for name in PICTURES:
            path = take(browser, server.address, name)
            size = path.stat().st_size
            print(f"{path.relative_to(FOLDER.parent)}: {size / 1000:.0f} kB")
            if size > LARGEST:
                raise SystemExit(f"{name} is larger than {LARGEST / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
