"""What somebody types as the page around the field is written anew, left or closed: the browser's own part."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from components.browser import SCRIPT
from tests.browser.conftest import NewPage
from tests.browser.house import NO_PATIENCE_NEEDED, no_traceback, open_page, wait_for_script
from tests.browser.test_assumptions import open_drawer, open_group
from tests.browser.test_saved import DEFLECTED, MEMBERS, stands

FOLLOWS = ("8,000", "320")
"""As many members as make the number that follows theirs another one, and that number."""

LASTS = ", ".join(
    f"[data-testid=stMain] [data-testid={kind}]"
    for kind in ("stVegaLiteChart", "stTextInputField", "stMetric", "stPageLink-NavLink")
)
"""What has no reason to be drawn anew after an edit."""


def select(page: Page, label: str) -> None:
    """Stand in a field with all of its text selected, as Tab and three clicks do."""
    page.get_by_role("textbox", name=label).click(click_count=3)


def type_members(page: Page) -> None:
    """Open Start and type a number of members; it is sent as the field is left."""
    open_page(page)
    select(page, MEMBERS)
    page.keyboard.type(FOLLOWS[0])


def test_a_selected_text_stays_selected_as_its_number_follows_another(desk: Page) -> None:
    type_members(desk)
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
    type_members(desk)
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


def test_a_press_is_for_what_was_pressed(desk: Page) -> None:
    """A number is sent as the button of the mouse goes down, and its answer may move what was pressed."""
    type_members(desk)
    what = desk.get_by_test_id("stMain").get_by_role("link", name="See the results")
    what.scroll_into_view_if_needed()
    hold(desk, what)
    stands(desk, MEMBERS, FOLLOWS[0])
    what.evaluate("(one) => (one.style.translate = '0 -200px')")
    desk.mouse.up()
    desk.wait_for_url(re.compile("/results"))
    wait_for_script(desk)
    no_traceback(desk)


BUTTONS = """
<button onclick="clicked.push(1)">Why?</button><button onclick="clicked.push(2)">Why?</button><button>Other</button>
<script>clicked = []; second = document.querySelectorAll("button")[1]</script>
"""
"""A page of two buttons of one name, the second of which will be pressed."""


@pytest.mark.parametrize(
    ("meanwhile", "clicked"),
    [
        ("", [2]),
        ("second.style.translate = '0 200px'", [2]),
        ("second.outerHTML = second.outerHTML", [2]),
        ("second.outerHTML = '<b>Gone</b>'", []),
        # it is another button by now
        ("second.textContent = 'Delete'; second.style.translate = '0 200px'", []),
        ("second.disabled = true; second.style.translate = '0 200px'", []),
    ],
)
def test_a_button_that_is_drawn_anew_is_the_same_while_it_says_so(
    desk: Page, meanwhile: str, clicked: list[int]
) -> None:
    desk.route("**/buttons", lambda route: route.fulfill(body=BUTTONS, content_type="text/html"))
    desk.goto("/buttons")
    desk.add_script_tag(content=SCRIPT)
    hold(desk, desk.get_by_role("button").nth(1))
    desk.evaluate(f"() => {{ {meanwhile} }}")
    desk.mouse.up()
    desk.wait_for_timeout(50)
    assert desk.evaluate("() => clicked") == clicked
    # who moves away before letting go means none
    hold(desk, desk.get_by_role("button").first)
    desk.mouse.move(300, 300)
    desk.mouse.up()
    desk.wait_for_timeout(50)
    assert desk.evaluate("() => clicked") == clicked


def hold(page: Page, what: Locator) -> None:
    """Put the button of the mouse down on something."""
    box = what.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()


@pytest.mark.parametrize("address", ["/", "/results"])
def test_an_edit_draws_no_chart_and_no_button_anew(desk: Page, address: str) -> None:
    """Also where it adds a line or takes one away: drawn anew, charts are empty for a moment and the page jumps."""
    open_page(desk, address)
    # the sentence alone stands there before any script of the page
    expect(desk.get_by_test_id("stMain").locator("canvas, svg.marks").first).to_be_visible(
        timeout=NO_PATIENCE_NEEDED
    )
    expect(desk.get_by_text(re.compile("^8 times in 10 every"))).to_be_visible(timeout=NO_PATIENCE_NEEDED)
    # the first number of one's own, and one that is remarked on
    for text in ("8000", "20", "8000"):
        wait_for_script(desk)
        # the range and the frame follow by themselves
        desk.wait_for_timeout(1_500)
        desk.evaluate(f"() => document.querySelectorAll('{LASTS}').forEach((one) => (one.seen = true))")
        there = desk.locator(LASTS).count()
        select(desk, MEMBERS)
        desk.keyboard.type(text)
        desk.keyboard.press("Enter")
        expect(desk.get_by_text("Undo: members").filter(visible=True).first).to_be_visible(
            timeout=NO_PATIENCE_NEEDED
        )
        wait_for_script(desk)
        still = desk.evaluate(
            f"() => [...document.querySelectorAll('{LASTS}')].filter((one) => one.seen).length"
        )
        assert still == there >= 5


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
