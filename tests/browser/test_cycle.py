"""Break the cycle in a real browser: the start is moved across the tipping point, and the sentence says so."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import axe_violations, choose, no_traceback, open_page, sideways, wait_for_script

NewPage = Callable[..., Page]
LONG = 60_000

SECTIONS = {
    "Where it tips": "Where a start ends",
    "Break it": "How much, for how long",
    "What waiting costs": "The same plan, begun later",
    "Two businesses": "The same employees, with and without a community",
    "Conditions": "A community is like a garden",
    "The numbers behind it": "Change the illustration",
    "The circle": "When each circle closes",
}


def open_section(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name, exact=True)).first.click()
    expect(page.get_by_role("heading", name=SECTIONS[name]).first).to_be_visible(timeout=LONG)
    wait_for_script(page)


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name)


def drawn(page: Page, words: str) -> Locator:
    return page.get_by_label(re.compile(words)).or_(page.get_by_alt_text(re.compile(words))).first


def test_the_start_is_moved_across_the_tipping_point_and_back(desk: Page) -> None:
    open_page(desk, "/cycle?part=Where+it+tips")
    heading = desk.get_by_role("heading", level=1)
    expect(heading).to_contain_text("This start breaks the circle: $194k a year", timeout=LONG)
    expect(drawn(desk, r"You are here: \$194k a year, 10 % for measuring")).to_be_attached(timeout=LONG)
    expect(desk.get_by_text("It would still thrive from")).to_be_visible()
    # nothing is measured any more: over the tipping point
    slider(desk, "Of it, for measuring").press("Home")
    expect(heading).to_contain_text("This start starves: $194k a year", timeout=LONG)
    expect(heading).to_contain_text("too little of the value is seen")
    expect(drawn(desk, r"You are here: \$194k a year, 0 % for measuring")).to_be_attached(timeout=LONG)
    expect(desk.get_by_text("No budget on the map is enough with 0 % for measuring")).to_be_visible()
    # and back, with less budget than today
    slider(desk, "Of it, for measuring").press("End")
    expect(heading).to_contain_text("This start breaks the circle", timeout=LONG)
    slider(desk, "Budget you start with").press("Home")
    expect(heading).to_contain_text("This start starves: $15.5k a year", timeout=LONG)
    no_traceback(desk)


@pytest.mark.slow
def test_what_is_moved_here_moves_no_result_elsewhere(desk: Page) -> None:
    open_page(desk, "/results")
    before = desk.get_by_role("heading", level=1).inner_text()
    desk.get_by_role("link", name="Break the cycle").click()
    heading = desk.get_by_role("heading", level=1)
    expect(heading).to_contain_text("This start breaks the circle", timeout=LONG)
    slider(desk, "Guaranteed for").press("Home")
    expect(heading).to_contain_text("guaranteed for three months", timeout=LONG)
    desk.get_by_role("link", name="Results", exact=True).click()
    expect(heading).to_have_text(before, timeout=LONG)
    desk.get_by_role("link", name="Break the cycle").click()
    # what was moved is still there
    expect(heading).to_contain_text("guaranteed for three months", timeout=LONG)


@pytest.mark.slow
def test_the_loops_can_be_read_without_seeing_them_and_follow_the_month(desk: Page) -> None:
    open_page(desk, "/cycle")
    expect(drawn(desk, "Stand still, month 12: “What it costs” dominates")).to_be_attached(timeout=LONG)
    slider(desk, "Month").press("End")
    expect(desk.get_by_text(re.compile("Stand still, month 60: “Cared for, so worth more”"))).to_be_visible(
        timeout=LONG
    )
    expect(drawn(desk, "Stand still, month 60: “Cared for, so worth more” dominates")).to_be_attached()


@pytest.mark.slow
def test_the_conditions_are_set_as_an_assumption(desk: Page) -> None:
    open_page(desk, "/cycle?part=Conditions")
    slider(desk, "In a year, as planned: trust").press("End")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("are to be 1.05", timeout=LONG)
    desk.get_by_role("button", name="Set the assumption: 1 today, 1.05 from now on").click()
    expect(desk.get_by_text("In force: 1 today, 1.05 from now on.")).to_be_visible(timeout=LONG)
    slider(desk, "Today: trust").press("Home")
    expect(desk.get_by_text("For four weeks, tell only members’ stories")).to_be_visible(timeout=LONG)
    no_traceback(desk)


@pytest.mark.slow
def test_what_is_taken_away_carries_the_label(desk: Page) -> None:
    open_page(desk, "/cycle?part=The+numbers+behind+it")
    with desk.expect_download() as waiting:
        desk.get_by_role("button", name="Everything on this page (JSON)").click()
    assert waiting.value.suggested_filename == "break-the-cycle-illustrative.json"
    taken = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert taken["illustrative"]["label"].startswith("Illustrative")
    assert taken["illustrative"]["smallest_commitment"]["months"] > 0


@pytest.mark.parametrize(("size", "theme"), [("phone", "dark")])
@pytest.mark.slow
def test_every_section_fits_and_can_be_used_by_everyone(size: str, theme: str, new_page: NewPage) -> None:
    page = new_page(size=size, theme=theme)
    open_page(page, "/cycle")
    for name in SECTIONS:
        open_section(page, name)
        no_traceback(page)
        assert sideways(page) == 0, name
        assert axe_violations(page) == [], name


def test_a_figure_of_the_circle_leads_down_to_what_it_rests_on_and_to_its_field(desk: Page) -> None:
    open_page(desk, "/cycle")
    desk.get_by_test_id("stMain").get_by_role("button", name="Why?").first.click()
    drawer = desk.get_by_role("dialog")
    expect(drawer).to_contain_text("Budget × Today’s budget a year", timeout=LONG)
    expect(drawer).to_contain_text("1.25 × $155,000 = $193,750 a year")
    choose(drawer, "Policy", "Stand still")
    drawer.get_by_role("button", name="One step down").first.click()
    # the equation itself, with the numbers of this policy and quarter, and what it rests on
    expect(drawer).to_contain_text("How strongly budgets follow what is seen × the larger of", timeout=LONG)
    expect(drawer).to_contain_text("× (1 + 25")
    expect(drawer).to_contain_text("illustrative; guess; Repenning & Sterman, the capability trap")
    assert axe_violations(desk) == []
    drawer.get_by_role("button", name="One step down").first.click()
    expect(drawer).to_contain_text(
        "Value of the last twelve months ÷ Spending of the last twelve months", timeout=LONG
    )
    choose(drawer, "Figure", "Budget")
    drawer.get_by_role("button", name="Change it").first.click()
    expect(desk.get_by_role("heading", name="Change the illustration")).to_be_visible(timeout=LONG)
    no_traceback(desk)
