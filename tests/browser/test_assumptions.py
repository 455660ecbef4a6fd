"""The page of all assumptions in a real browser: groups, the drawer, the address, files, bad input, both sizes."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.house import (
    LOOKS,
    axe_violations,
    choose,
    no_traceback,
    open_page,
    sideways,
    wait_for_script,
)

ANSWER = "stBottomBlockContainer"
OTHERS = ("many", "NaN1", "9" * 60, "1e400")
ONE = re.compile(r"^1 of \d+ assumptions is yours")


def field(page: Page, label: str) -> Locator:
    return page.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}"))


def type_into(page: Page, label: str, text: str) -> None:
    box = field(page, label)
    box.fill(text)
    box.press("Enter")
    wait_for_script(page)


def open_group(page: Page, label: str) -> None:
    page.get_by_role("button", name=re.compile(rf"{label} · ")).click()
    wait_for_script(page)


def open_drawer(page: Page, label: str) -> Locator:
    """Open the drawer of the field: its button is the next one after it."""
    buttons = field(page, label).locator("xpath=following::button[contains(., '·')]")
    # on a phone every button with a tooltip stands there twice, once hidden
    buttons.filter(visible=True).first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    return drawer


@pytest.mark.slow
def test_one_group_is_open_at_a_time(desk: Page) -> None:
    open_page(desk, "/assumptions")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("assumptions is yours yet")
    open_group(desk, "The company")
    expect(field(desk, "Customers (accounts)")).to_be_visible()
    open_group(desk, "Support")
    expect(field(desk, "Support tickets (tickets a month)")).to_be_visible()
    expect(field(desk, "Customers (accounts)")).to_have_count(0)
    open_group(desk, "Support")
    expect(field(desk, "Support tickets (tickets a month)")).to_have_count(0)
    no_traceback(desk)


def test_what_is_being_typed_survives_the_answer_to_an_edit_before(desk: Page) -> None:
    open_page(desk, "/assumptions")
    open_group(desk, "The community")
    first, then = field(desk, "Employees who join a month"), field(desk, "Members (people)")
    first.fill("0.75")
    first.press("Tab")
    then.focus()
    then.press("End")
    then.press_sequentially("9")
    expect(desk.get_by_role("button", name=re.compile(r"The community · 1 of \d+ yours"))).to_be_visible()
    expect(then).to_be_focused()
    expect(then).to_have_value("5,0009")


def test_an_edit_moves_the_answer_and_is_there_on_other_pages(desk: Page) -> None:
    open_page(desk, "/assumptions")
    open_group(desk, "Support")
    before = desk.get_by_test_id(ANSWER).inner_text()
    type_into(desk, "Tickets deflected (tickets a month)", "200 to 800")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(ONE)
    expect(desk.get_by_test_id(ANSWER)).not_to_have_text(before)
    expect(desk.get_by_role("button", name=re.compile(r"Support · 1 of \d+ yours"))).to_be_visible()
    desk.get_by_test_id("stSidebar").get_by_role("link", name="Start", exact=True).click()
    expect(field(desk, "Tickets deflected (tickets a month)")).to_have_value("200 to 800")
    no_traceback(desk)


# What else is refused is tested without a browser, in tests/components/test_assumptions_page.py.
@pytest.mark.parametrize(
    "text",
    ["-5", "900 / 500 / 100", "12 apples", *(pytest.param(text, marks=pytest.mark.slow) for text in OTHERS)],
)
def test_bad_input_stays_in_its_field_with_the_reason(desk: Page, text: str) -> None:
    open_page(desk, "/assumptions?a=members")
    type_into(desk, "New members a month (people a month)", "120")
    type_into(desk, "Members (people)", text)
    expect(field(desk, "Members (people)")).to_have_value(text)
    expect(desk.get_by_role("alert")).to_contain_text("In force: 5,000 people")
    expect(field(desk, "New members a month (people a month)")).to_have_value("120")
    no_traceback(desk)


def test_the_drawer_says_where_a_number_comes_from_and_keeps_evidence(desk: Page) -> None:
    open_page(desk, "/assumptions?a=uplift")
    name = "Spend uplift of active customers"
    drawer = open_drawer(desk, name)
    for words in (
        "9 times in 10 it lies between -5 % and 19 %",
        "Marketing Science",
        "2015",
        "A fact:",
        "-50 % to 200 %",
    ):
        expect(drawer).to_contain_text(words)
    hostile = "<img src=x onerror=alert(1)> **bold** [a](http://example.com) $5 =cmd|'/c calc'!A1"
    drawer.get_by_label("Your source").fill(hostile)
    drawer.get_by_label("Your source").press("Enter")
    expect(drawer.get_by_role("button", name="This is mine")).to_be_disabled()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(desk.get_by_role("heading", level=1)).to_contain_text(ONE)
    expect(field(desk, name)).to_have_value(re.compile(r"^-5.% / 5.% / 19.%$"))
    drawer = open_drawer(desk, name)
    expect(drawer.get_by_label("Your source")).to_have_value(hostile)
    drawer.get_by_label("Your note").fill("x" * 10_000)
    drawer.get_by_label("Your note").press("Control+Enter")
    expect(drawer.get_by_role("alert")).to_contain_text("10,000 characters, and 2,000 are kept")
    expect(drawer.get_by_label("Your note")).to_have_value("x" * 10_000)
    drawer.get_by_role("button", name="I don't know").click()
    expect(drawer).to_contain_text("You said that you don't know the number")
    drawer.get_by_role("button", name="Back to the default").click()
    expect(drawer.get_by_label("Your source")).to_have_value("")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("None of")
    no_traceback(desk)


def test_what_was_typed_last_is_kept_when_the_drawer_closes(desk: Page, console: list[str]) -> None:
    open_page(desk, "/assumptions?a=uplift")
    drawer = open_drawer(desk, "Spend uplift of active customers")
    drawer.get_by_label("Your source").press_sequentially("our trial in May")
    drawer.get_by_role("button", name="Close").click()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(desk.get_by_role("heading", level=1)).to_contain_text(ONE)
    drawer = open_drawer(desk, "Spend uplift of active customers")
    expect(drawer.get_by_label("Your source")).to_have_value("our trial in May")
    # Streamlit's own: leaving the field and closing the drawer come at once, and it tells its developers
    console[:] = [line for line in console if "Multiple different fragmentIds" not in line]


def test_change_it_leads_from_a_why_to_the_field(desk: Page) -> None:
    open_page(desk, "/results")
    desk.get_by_role("button", name="Why?").first.click()
    drawer = desk.get_by_role("dialog")
    choose(drawer, "Figure", "Cost of the platform")
    link = drawer.get_by_role("link", name="Change it").first
    expect(link).to_be_visible()
    asked = re.search(r"a=(\w+)", link.get_attribute("href") or "")
    link.click()
    desk.wait_for_url(re.compile("/assumptions"))
    wait_for_script(desk)
    expect(desk.get_by_role("button", name="All assumptions", exact=True)).to_be_visible()
    assert asked is None or asked[1]
    no_traceback(desk)


def test_typing_finds(desk: Page) -> None:
    open_page(desk, "/assumptions")
    desk.get_by_role("searchbox", name="Find an assumption").press_sequentially("onboarding", delay=20)
    expect(field(desk, "Onboarding sessions saved (sessions a month)")).to_be_visible()
    desk.get_by_text("Moves the answer most").click()
    desk.get_by_role("searchbox", name="Find an assumption").fill("")
    expect(desk.get_by_text(re.compile(r"^Moves the NPV by"))).to_have_count(15)
    no_traceback(desk)


def test_whole_sets_out_and_in(desk: Page, tmp_path: Path) -> None:
    open_page(desk, "/assumptions?a=members")
    type_into(desk, "Members (people)", "6,500")
    open_group(desk, "All assumptions as a file")
    with desk.expect_download() as waiting:
        desk.get_by_role("button", name="Save as CSV").click()
    saved = tmp_path / "set.csv"
    waiting.value.save_as(saved)
    text = saved.read_text(encoding="utf-8-sig")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows["members"]["value"], rows["members"]["origin"]) == ("6500", "yours")
    bad = tmp_path / "bad.csv"
    bad.write_text(text.replace(",6500,,", ",many,,"), encoding="utf-8")
    desk.locator("input[type=file]").set_input_files(bad)
    expect(desk.get_by_text("Nothing was changed. One cell was not taken:")).to_be_visible()
    expect(desk.get_by_text(re.compile(r"Row \d+, value: “many” is not a number"))).to_be_visible()
    expect(field(desk, "Members (people)")).to_have_value("6,500")
    good = tmp_path / "good.csv"
    good.write_text(text.replace(",6500,,", ",7000,,"), encoding="utf-8")
    desk.locator("input[type=file]").set_input_files(good)
    expect(desk.get_by_text(re.compile(r"^\d+ rows read, 1 of them yours. One changed.$"))).to_be_visible()
    expect(field(desk, "Members (people)")).to_have_value("7,000")
    no_traceback(desk)


@LOOKS
def test_it_fits_and_can_be_used_by_all(new_page: NewPage, size: str, theme: str) -> None:
    page = new_page(size=size, theme=theme)
    open_page(page, "/assumptions")
    open_group(page, "The community")
    type_into(page, "Members (people)", "-5")
    expect(page.get_by_role("alert")).to_be_visible()
    assert sideways(page) == 0
    assert axe_violations(page) == []
    drawer = open_drawer(page, "New members a month (people a month)")
    expect(drawer.get_by_label("Your note")).to_be_visible()
    assert axe_violations(page) == []
