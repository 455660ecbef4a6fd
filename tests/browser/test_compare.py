"""Compare in a real browser: a copy with two changes held against the original, read, shared, opened elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import axe_violations, no_traceback, open_page, sideways, wait_for_script
from tests.browser.test_user_paths import type_into

NewPage = Callable[..., Page]
LONG = 60_000


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def go_to(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(re.compile(rf"/{'' if name == 'Start' else name.lower()}(\?|$)"))
    wait_for_script(page)


def tap(page: Page, name: str) -> None:
    """Put a companion beside the scenario, or take it away."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    wait_for_script(page)


def sure(page: Page) -> None:
    """Wait until draws and bridges are there."""
    expect(page.get_by_text(re.compile("shared draws")).first).to_be_visible(timeout=LONG)
    wait_for_script(page)


def test_a_copy_with_two_changes_is_compared_read_shared_and_opened_elsewhere(
    desk: Page, new_page: NewPage
) -> None:
    open_page(desk, "/compare")
    expect(heading(desk)).to_contain_text("What would “B2B software support” be worth otherwise?")

    # duplicate
    desk.get_by_role("button", name="Duplicate and change").click()
    expect(heading(desk)).to_contain_text("All are worth the same", timeout=LONG)
    sure(desk)
    expect(desk.get_by_text("Nothing that was typed or chosen differs.")).to_be_visible()
    expect(desk.get_by_text(re.compile("are the same in every draw"))).to_be_visible()

    # change two assumptions
    go_to(desk, "Start")
    type_into(desk, "Members (people)", "8,000")
    type_into(desk, "Cost per ticket", "40")

    # compare
    go_to(desk, "Compare")
    expect(heading(desk)).to_contain_text("“B2B software support 2” is worth most", timeout=LONG)
    sure(desk)
    table = desk.get_by_role("table", name="What differs, grouped by where it belongs")
    expect(table).to_contain_text("8,000 people")
    expect(table).to_contain_text("5,000 people")
    expect(table).to_contain_text("$40 a ticket")
    expect(table.get_by_role("row")).to_have_count(3)

    # read the bridge, without seeing it
    words = re.compile(
        r"^From \$157k with B2B software support to \$\d+k with B2B software support 2: "
        r"Members \+\$\d+k and Cost per ticket -\$[\d.]+k\.$"
    )
    expect(desk.get_by_label(words).or_(desk.get_by_alt_text(words)).first).to_be_attached()
    expect(desk.get_by_text(re.compile("Of two changes, “Members” weighs most"))).to_be_visible()
    expect(
        desk.get_by_text(re.compile(r"“B2B software support 2” beats “B2B software support” in"))
    ).to_be_visible()
    no_traceback(desk)

    # take it along: what the command line prints
    with desk.expect_download() as waiting:
        desk.get_by_role("button", name="As JSON").click()
    taken = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert [bar["id"] for bar in taken["bridge"][0]["bars"]] == ["members", "cost_per_ticket"]

    # nothing is lost on a reload
    told = heading(desk).inner_text()
    desk.reload()
    expect(heading(desk)).to_have_text(told, timeout=LONG)

    # what closes has no scenario of its own, and is shared with the others
    tap(desk, "Close today")
    sure(desk)
    gap = desk.get_by_text(re.compile("Of two changes, “Members” weighs most")).inner_text()

    # share, and open in a fresh browser
    desk.get_by_role("button", name="Share this comparison").click()
    desk.wait_for_url(re.compile("/share"))
    wait_for_script(desk)
    desk.get_by_role("button", name="Make a link").click()
    made = desk.get_by_test_id("stCode").filter(has_text="/shared?id=").first
    expect(made).to_be_visible(timeout=LONG)
    link = re.search(r"/shared\?id=\S+", made.inner_text())
    assert link is not None
    reader = new_page(size="phone")
    open_page(reader, link[0])
    # the same sentence, figures and bridge as Compare: the base and one other, the other one chosen
    expect(heading(reader)).to_have_text(told, timeout=LONG)
    side_by_side = reader.get_by_role("table", name="The scenarios side by side")
    expect(side_by_side.get_by_role("columnheader")).to_have_text(
        ["Figure", "B2B software support", "B2B software support 2", "Difference"], timeout=LONG
    )
    expect(reader.get_by_label(words).or_(reader.get_by_alt_text(words)).first).to_be_attached(timeout=LONG)
    expect(reader.get_by_text(gap)).to_be_visible(timeout=LONG)
    expect(
        reader.get_by_text(re.compile("“B2B software support 2” beats “B2B software support” in"))
    ).to_be_visible()
    expect(reader.get_by_text("B2B software support 2: 8,000 people")).to_be_visible(timeout=LONG)
    reader.get_by_role("radio", name="Close today", exact=True).click()
    expect(reader.get_by_role("heading", name=re.compile("^“Close today” against"))).to_be_visible(
        timeout=LONG
    )
    expect(side_by_side.get_by_role("columnheader").nth(2)).to_have_text("Close today", timeout=LONG)
    wait_for_script(reader)
    assert sideways(reader) == 0
    no_traceback(reader)

    # a copy is the comparison, with what closes
    reader.get_by_role("button", name="Make my copy").click()
    reader.wait_for_url(re.compile("/compare"), timeout=LONG)
    expect(heading(reader)).to_have_text(told, timeout=LONG)
    expect(reader.get_by_role("radio", name="Close today", exact=True)).to_be_visible(timeout=LONG)
    no_traceback(reader)


@pytest.mark.slow
def test_on_a_phone_two_stand_side_by_side_and_the_other_is_chosen(phone: Page) -> None:
    open_page(phone, "/compare")
    for name in ("One more community manager", "Close today"):
        tap(phone, name)
    sure(phone)
    table = phone.get_by_role("table", name="Headline figures side by side")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Figure", "B2B software support", "One more community manager", "Difference"]
    )
    phone.get_by_role("radio", name="Close today").click()
    wait_for_script(phone)
    expect(table.get_by_role("columnheader").nth(2)).to_have_text("Close today", timeout=LONG)
    # the difference stands in words, above the figures
    expect(
        phone.get_by_text(re.compile(r"“Close today” is worth \$[\d.]+k less than “B2B software support”"))
    ).to_be_visible()
    no_traceback(phone)


@pytest.mark.slow
def test_names_order_and_base_are_arranged_and_taken_back(desk: Page) -> None:
    open_page(desk, "/compare")
    tap(desk, "Cautious")
    sure(desk)
    desk.get_by_text("Arrange: names, colours, order, base").click()
    name = desk.get_by_role("textbox", name="Side 2")
    name.fill("With a pinch of salt")
    name.press("Enter")
    expect(desk.get_by_role("heading", name=re.compile("^“With a pinch of salt” against"))).to_be_visible(
        timeout=LONG
    )
    desk.get_by_role("button", name="Make base").click()
    expect(
        desk.get_by_role("heading", name=re.compile("^“B2B software support” against “With a pinch of salt”"))
    ).to_be_visible(timeout=LONG)
    # every edit is one that can be taken back
    desk.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(desk.get_by_role("heading", name=re.compile("^“With a pinch of salt” against"))).to_be_visible(
        timeout=LONG
    )


@pytest.mark.parametrize(("size", "theme"), [("desk", "light"), ("phone", "dark")])
@pytest.mark.slow
def test_four_scenarios_fit_and_can_be_read_by_everyone(size: str, theme: str, new_page: NewPage) -> None:
    page = new_page(size=size, theme=theme)
    open_page(page, "/compare")
    for name in ("Cut the budget by half", "Cautious", "No community"):
        tap(page, name)
    sure(page)
    expect(page.get_by_text(re.compile("best of the four in"))).to_be_visible(timeout=LONG)
    page.get_by_text("Arrange: names, colours, order, base").click()
    expect(page.get_by_role("textbox", name="Side 4")).to_be_visible(timeout=LONG)
    wait_for_script(page)
    no_traceback(page)
    assert sideways(page) == 0
    assert axe_violations(page) == []
