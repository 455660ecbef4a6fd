"""What somebody types as the page around the field is written anew, left or closed: the browser's own part."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.house import no_traceback, open_page, wait_for_script
from tests.browser.test_assumptions import open_drawer, open_group

MEMBERS = "Members (people)"
DEFLECTED = "Tickets deflected (tickets a month)"
FOLLOWS = ("8,000", "320")
"""As many members as make the number that follows theirs another one, and that number."""


def select(page: Page, label: str) -> None:
    """Stand in a field with all of its text selected, as Tab and three clicks do."""
    page.get_by_role("textbox", name=label).click(click_count=3)


def stands(page: Page, label: str, text: str) -> None:
    expect(page.get_by_role("textbox", name=label)).to_have_value(text)


def test_a_selected_text_stays_selected_as_its_number_follows_another(desk: Page) -> None:
    open_page(desk)
    select(desk, MEMBERS)
    desk.keyboard.type(FOLLOWS[0])
    select(desk, DEFLECTED)
    stands(desk, DEFLECTED, FOLLOWS[1])
    desk.keyboard.type("34")
    # no text that is typed is selected
    wait_for_script(desk)
    desk.keyboard.type("0")
    desk.keyboard.press("Enter")
    wait_for_script(desk)
    stands(desk, DEFLECTED, "340")


def test_a_place_in_a_text_that_is_not_selected_is_left_alone(desk: Page) -> None:
    open_page(desk)
    select(desk, MEMBERS)
    desk.keyboard.type(FOLLOWS[0])
    select(desk, DEFLECTED)
    desk.keyboard.press("End")
    stands(desk, DEFLECTED, FOLLOWS[1])
    desk.keyboard.type("0")
    stands(desk, DEFLECTED, FOLLOWS[1] + "0")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_what_is_half_typed_stands_again_after_a_reload(new_page: NewPage, size: str) -> None:
    page = new_page(size=size)
    open_page(page)
    select(page, MEMBERS)
    page.keyboard.type("80")
    page.reload()
    stands(page, MEMBERS, "80")
    expect(page.get_by_role("textbox", name=MEMBERS)).to_be_focused()
    wait_for_script(page)
    stands(page, MEMBERS, "80")
    page.keyboard.type("00")
    page.keyboard.press("Enter")
    stands(page, MEMBERS, "8,000")
    wait_for_script(page)
    # what was sent is the server's; so is a field that was left
    page.reload()
    stands(page, MEMBERS, "8,000")
    wait_for_script(page)
    expect(page.get_by_role("textbox", name=MEMBERS)).not_to_be_focused()
    no_traceback(page)


def test_what_is_half_typed_stays_on_its_page(desk: Page) -> None:
    open_page(desk)
    select(desk, MEMBERS)
    desk.keyboard.type("80")
    open_page(desk, "/assumptions?a=members")
    expect(desk.get_by_role("textbox", name=MEMBERS, exact=True)).not_to_have_value("80")
    open_page(desk)
    stands(desk, MEMBERS, "5,000")


def test_a_note_is_kept_where_escape_closes_its_drawer(desk: Page, console: list[str]) -> None:
    open_page(desk, "/assumptions")
    open_group(desk, "The community")
    drawer = open_drawer(desk, MEMBERS)
    drawer.get_by_label("Your note").press_sequentially("counted in May")
    desk.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    wait_for_script(desk)
    expect(open_drawer(desk, MEMBERS).get_by_label("Your note")).to_have_value("counted in May")
    no_traceback(desk)
    # Streamlit's own: leaving the field and closing the drawer come at once, and it tells its developers
    console[:] = [line for line in console if "Multiple different fragmentIds" not in line]
