"""Teams and Flywheel in a real browser: what is chosen stays, switches move every page, everybody can use them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import (
    LOOKS,
    axe_violations,
    no_traceback,
    open_page,
    sideways,
    wait_for_script,
)

NewPage = Callable[..., Page]


def go(page: Page, name: str) -> None:
    """Go to another page of the same visit, by the menu."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
    expect(page.get_by_test_id("stMain").get_by_text(name, exact=True).first).to_be_visible()
    wait_for_script(page)


def headline(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def switch(page: Page, label: str | re.Pattern[str]) -> None:
    # the box itself lies under its drawing, which takes the click
    page.get_by_test_id("stCheckbox").filter(has_text=label).locator("label").first.click(
        position={"x": 8, "y": 10}
    )


@LOOKS
def test_everybody_can_read_one_team(size: str, theme: str, new_page: NewPage) -> None:
    page = new_page(size=size, theme=theme)
    open_page(page, "/teams?team=Support")
    no_traceback(page)
    assert axe_violations(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("address", ["/teams", "/flywheel"])
def test_everybody_can_read_them_on_a_phone(address: str, phone: Page) -> None:
    open_page(phone, address)
    no_traceback(phone)
    assert axe_violations(phone) == []
    assert sideways(phone) == 0


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_chosen_team_stands_in_the_address_and_survives_a_reload(size: str, new_page: NewPage) -> None:
    page = new_page(size=size)
    open_page(page, "/teams")
    page.get_by_test_id("stMain").get_by_role("radio", name="Marketing").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Marketing gains $")
    expect(page).to_have_url(re.compile(r"/teams\?team=Marketing$"))
    page.reload()
    wait_for_script(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Over three years Marketing gains")


def test_the_chosen_team_is_remembered_while_other_pages_are_read(desk: Page) -> None:
    open_page(desk, "/teams?team=Sales")
    go(desk, "Flywheel")
    assert "team=" not in desk.url
    go(desk, "Teams")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Over three years Sales gains")


def test_a_team_that_does_not_exist_shows_all_teams(desk: Page) -> None:
    open_page(desk, "/teams?team=Nobody")
    no_traceback(desk)
    expect(desk.get_by_role("heading", level=1)).to_contain_text("gains most")


def test_a_loop_stopped_on_one_page_is_stopped_on_the_other(desk: Page) -> None:
    open_page(desk, "/flywheel")
    before = headline(desk)
    switch(desk, "Support: answers bring members")
    expect(desk.get_by_role("heading", level=1)).not_to_have_text(before)
    go(desk, "Teams")
    desk.get_by_test_id("stMain").get_by_role("radio", name="Support").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("its loop stands still")
    switch(desk, "Its loop turns")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("back.")
    go(desk, "Flywheel")
    expect(desk.get_by_role("heading", level=1)).to_have_text(before)


def test_the_wheel_stops_and_turns_again(desk: Page) -> None:
    open_page(desk, "/flywheel")
    before = headline(desk)
    desk.get_by_role("button", name="Stop every loop").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Every loop stands still")
    expect(desk.get_by_text("No loop turns, so no team powers another.")).to_be_visible()
    desk.get_by_role("button", name="Let every loop turn").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(before)


def test_the_wheel_is_read_aloud_with_its_total(desk: Page) -> None:
    open_page(desk, "/flywheel")
    drawing = desk.get_by_test_id("stMain").get_by_label(
        re.compile(r"^The community is worth \$[\d.]+[kM], of which the wheel adds")
    )
    expect(drawing.first).to_be_attached()


def test_the_why_of_who_powers_whom_holds_the_table(desk: Page) -> None:
    open_page(desk, "/flywheel")
    desk.get_by_test_id("stMain").get_by_role("button", name="Why?").nth(4).click()
    drawer = desk.get_by_role("dialog")
    expect(drawer.get_by_text("Who powers whom", exact=True)).to_be_visible()
    expect(drawer.get_by_text("The data of the chart")).to_be_visible()
    expect(drawer.get_by_test_id("stDataFrame")).to_be_visible()


def test_the_why_of_contributions_leads_to_the_assumption(desk: Page) -> None:
    open_page(desk, "/teams?team=Support")
    section = desk.get_by_test_id("stColumn").filter(has_text="What members contribute")
    section.get_by_role("button", name="Why?").click()
    drawer = desk.get_by_role("dialog")
    expect(drawer.get_by_text("Tickets deflected").first).to_be_visible()
    drawer.get_by_role("link", name="Change it").first.click()
    expect(desk).to_have_url(re.compile(r"/assumptions"))
