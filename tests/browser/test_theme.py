"""The theme: whatever pages are made of can be read in it, light and dark, wide and narrow."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from calculators.model import MODEL
from components.charts import on_background
from tests.browser.conftest import NewPage
from tests.browser.house import LOOKS, THEMES, axe_violations, open_page, sideways
from tests.servers import ROOT, Server, free_port, running, streamlit_command

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port = free_port()
    log_file = tmp_path_factory.mktemp("gallery") / "log.txt"
    command = streamlit_command(port, "tests/browser/gallery.py")
    with running(command, port=port, log_file=log_file, health="/_stcore/health") as server:
        yield server


@LOOKS
def test_every_element_can_be_read(size: str, theme: str, gallery: Server, new_page: NewPage) -> None:
    page = new_page(size=size, theme=theme, address=gallery.address)
    open_page(page)
    expect(page.get_by_text("Said of that")).to_be_visible()
    assert axe_violations(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_follows_the_device(theme: str, gallery: Server, new_page: NewPage) -> None:
    page = new_page(theme=theme, address=gallery.address)
    open_page(page)
    colour = page.get_by_test_id("stApp").evaluate("element => getComputedStyle(element).backgroundColor")
    assert colour == rgb(CONFIG["theme"][theme]["backgroundColor"])


def rgb(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


@pytest.mark.parametrize("theme", THEMES)
def test_chart_colours_are_the_teams(theme: str) -> None:
    expected = [on_background(team.colour, theme == "dark") for team in MODEL.teams]
    assert CONFIG["theme"][theme]["chartCategoricalColors"] == expected


def test_no_button_is_primary() -> None:
    """White words on the accent cannot be read in the dark: see the theme."""
    for folder in ("pages", "components"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not re.search(r"""type=["']primary["']""", path.read_text(encoding="utf-8")), path


def test_titles_are_quieter_than_figures(gallery: Server, new_page: NewPage) -> None:
    page = new_page(address=gallery.address)
    open_page(page)
    assert font_size(page, "h1") < font_size(page, '[data-testid="stMetricValue"]')


def font_size(page: Page, selector: str) -> float:
    size = page.locator(selector).first.evaluate("element => getComputedStyle(element).fontSize")
    return float(size.removesuffix("px"))
