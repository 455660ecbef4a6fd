"""The loose check of a number field means the same in the browser as here."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.house import CHROMIUM
from wording import FIELD_PATTERN

pytestmark = pytest.mark.browser

TEXTS = ["", " ", "45", "1,200", "5 %", "200 to 800", "４５", "$1.2M", "x", "abc", "-", "1" * 120, "1" * 121]


@pytest.fixture(scope="module")
def blank(playwright: Playwright) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    try:
        yield browser.new_page()
    finally:
        browser.close()


@pytest.mark.parametrize("flags", ["", "u"])
def test_pattern_is_read_alike(blank: Page, flags: str) -> None:
    accepted = blank.evaluate(
        "([pattern, flags, texts]) => texts.map(text => new RegExp(pattern, flags).test(text))",
        [FIELD_PATTERN, flags, TEXTS],
    )
    assert accepted == [re.search(FIELD_PATTERN, text) is not None for text in TEXTS]
    assert accepted == [True] * 8 + [False] * 3 + [True, False]
