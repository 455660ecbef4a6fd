"""Nothing is lost: edits, refreshes, crashes, second tabs, other devices, and a database that fails."""

import json
import os
import re
import sqlite3
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from calculators.scenario import Given
from scenarios.keys import key_in
from scenarios.opened import Opened
from scenarios.store import Database, Editor, Store, url_of
from tests.browser.conftest import NewPage
from tests.browser.house import (
    ADDRESSES,
    axe_violations,
    choose,
    no_traceback,
    open_page,
    sideways,
    wait_for_script,
)
from tests.browser.test_assumptions import open_drawer
from tests.servers import Restartable

SOON = 20_000
PRIVATE = "This workspace is private. Ask for a share link."
MEMBERS, DEFLECTED, COST = "Members (people)", "Tickets deflected", "Cost per ticket"


@pytest.fixture(scope="module")
def one_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restartable]:
    server = Restartable(tmp_path_factory.mktemp("house"))
    yield server
    server.kill()


@pytest.fixture
def house(one_house: Restartable) -> Restartable:
    """A server with a database of its own. Tests share it: each is a browser of its own, with workspaces of its own."""
    if not one_house.runs:
        one_house.start()
    return one_house


@pytest.fixture
def crashing(house: Restartable, server_goes: None) -> Restartable:
    """A server that will be killed."""
    return house


def type_into(page: Page, label: str, text: str) -> None:
    box = page.get_by_role("textbox", name=label)
    box.fill(text)
    box.press("Enter")


def stands(page: Page, label: str, text: str) -> None:
    expect(page.get_by_role("textbox", name=label)).to_have_value(text, timeout=SOON)


def saved(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"Saved \d\d:\d\d")).filter(visible=True).first).to_be_visible(
        timeout=SOON
    )


def two_tabs(house: Restartable, new_page: NewPage) -> tuple[Page, Page]:
    """Open the same work of 8,000 members in two tabs."""
    first = new_page(address=house.address)
    open_page(first)
    type_into(first, MEMBERS, "8000")
    saved(first)
    second = first.context.new_page()
    open_page(second)
    stands(second, MEMBERS, "8,000")
    return first, second


def at_rest_on_results(house: Restartable, new_page: NewPage) -> Page:
    """Open Results of 8,000 members; nothing has all of it drawn again by itself."""
    page = new_page(address=house.address)
    open_page(page)
    type_into(page, MEMBERS, "8000")
    saved(page)
    open_page(page, "/results")
    expect(page.get_by_text(re.compile("^8 times in 10 every"))).to_be_visible(timeout=SOON)
    wait_for_script(page)
    return page


def key_of(context: BrowserContext) -> str:
    found = key_in({cookie["name"]: cookie["value"] for cookie in context.cookies()})
    assert found is not None
    return found


def as_another_tab(house: Restartable, context: BrowserContext, **values: float) -> Opened:
    """Edit the workspace of a browser without a browser, as a second tab does on another server."""
    url = url_of(f"sqlite:///{house.database}", folder=house.database.parent)
    assert url is not None
    store = Store(Database(url))
    key = key_of(context)
    id = store.latest(by=Editor(browser=key))
    assert id is not None
    work = Opened.load(
        id, by=Editor(browser=key, session="other", tab="other", who="Edge on Windows"), store=store
    )
    for name, value in values.items():
        edited = work.scenario.with_value(name, Given(value=value, confirmed=True))
        assert work.take(work.workspace.with_scenario(work.scenario_id, edited))
    assert not work.unsaved
    store.database.close()
    return work


def test_edits_outlive_a_refresh_and_a_crash_and_so_does_undoing_them(
    new_page: NewPage, crashing: Restartable
) -> None:
    page = new_page(address=crashing.address)
    open_page(page)
    expect(page.get_by_text("Nothing to save yet")).to_be_visible()
    type_into(page, MEMBERS, "8000")
    stands(page, MEMBERS, "8,000")
    type_into(page, COST, "45")
    saved(page)
    page.reload()
    stands(page, MEMBERS, "8,000")
    stands(page, COST, "45")

    crashing.kill()
    crashing.start()
    # the page under which the server went comes back by itself
    expect(page.get_by_role("textbox", name=COST)).to_be_enabled(timeout=SOON)
    wait_for_script(page)
    type_into(page, DEFLECTED, "350")
    saved(page)
    page.reload()
    for label, text in ((MEMBERS, "8,000"), (COST, "45"), (DEFLECTED, "350")):
        stands(page, label, text)

    page.get_by_role("button", name=re.compile("Undo: tickets deflected .* → 350")).click()
    expect(page.get_by_role("button", name=re.compile("Redo: tickets deflected .* → 350"))).to_be_visible(
        timeout=SOON
    )
    page.get_by_role("button", name=re.compile("Undo: cost per ticket 60 → 45")).click()
    stands(page, COST, "60")
    stands(page, MEMBERS, "8,000")
    page.reload()
    stands(page, COST, "60")
    page.get_by_role("button", name=re.compile("Redo: cost per ticket 60 → 45")).click()
    stands(page, COST, "45")
    no_traceback(page)


@pytest.mark.slow
def test_the_edit_under_way_when_the_server_goes_is_kept(new_page: NewPage, crashing: Restartable) -> None:
    page = new_page(address=crashing.address)
    open_page(page)
    type_into(page, MEMBERS, "8000")
    saved(page)
    crashing.freeze()
    type_into(page, DEFLECTED, "350")
    crashing.kill()
    as_another_tab(crashing, page.context, cost_per_ticket=77.0)
    crashing.start()
    expect(page.get_by_role("textbox", name=COST)).to_be_enabled(timeout=SOON)
    stands(page, COST, "77")
    expect(page.get_by_role("button", name=re.compile("Undo: tickets deflected .* → 350"))).to_be_visible(
        timeout=SOON
    )
    page.reload()
    stands(page, DEFLECTED, "350")
    stands(page, COST, "77")
    stands(page, MEMBERS, "8,000")
    # an old screen is not an edit: what was scaled to other members, nobody typed
    expect(page.get_by_text("yours", exact=True)).to_have_count(3)


@pytest.mark.slow
@pytest.mark.parametrize("is_known", [True, False], ids=["of a tab that is known", "on a first visit"])
def test_all_that_was_typed_while_the_server_hung_is_kept(
    is_known: bool, new_page: NewPage, crashing: Restartable
) -> None:
    page = new_page(address=crashing.address)
    open_page(page)
    if is_known:
        type_into(page, MEMBERS, "8000")
        saved(page)
    crashing.freeze()
    typed = {
        DEFLECTED: "350",
        COST: "77",
        "Active in a month": "12\u00a0%",
        "Customers (accounts)": "2,100",
        "Revenue per customer": "11,000",
    }
    for label, text in typed.items():
        type_into(page, label, text)
    crashing.kill()
    crashing.start()
    expect(page.get_by_role("textbox", name=COST)).to_be_enabled(timeout=SOON)
    for _ in range(2):
        for label, text in typed.items():
            stands(page, label, text)
        expect(page.get_by_text("yours", exact=True)).to_have_count(len(typed) + is_known)
        page.reload()
    no_traceback(page)


@pytest.mark.slow
def test_a_note_under_way_when_the_server_goes_is_kept(new_page: NewPage, crashing: Restartable) -> None:
    page = new_page(address=crashing.address)
    open_page(page, "/assumptions?a=uplift")
    drawer = open_drawer(page, "Spend uplift of active customers")
    source, note = drawer.get_by_label("Your source"), drawer.get_by_label("Your note")
    source.fill("our trial in May")
    source.press("Enter")
    saved(page)
    wait_for_script(page)
    crashing.freeze()
    note.fill("ask Ines for the sample")
    note.press("Control+Enter")
    crashing.kill()
    crashing.start()
    # the drawer is open again, and says what was typed in it
    expect(note).to_be_enabled(timeout=SOON)
    expect(page.get_by_role("button", name=re.compile("Undo: .*spend uplift"))).to_have_count(1, timeout=SOON)
    expect(source).to_have_value("our trial in May")
    expect(note).to_have_value("ask Ines for the sample")
    [given] = as_another_tab(crashing, page.context).scenario.values.values()
    assert (given.source, given.note) == ("our trial in May", "ask Ines for the sample")
    # a page that is loaded anew begins without it
    page.reload()
    wait_for_script(page)
    expect(drawer).to_have_count(0)
    no_traceback(page)


@pytest.mark.slow
def test_a_name_under_way_when_the_server_goes_is_kept(new_page: NewPage, crashing: Restartable) -> None:
    """In the drawer of scenarios, which is open again."""
    page = new_page(address=crashing.address)
    open_page(page)
    type_into(page, MEMBERS, "8000")
    saved(page)
    page.get_by_role("button", name="B2B software support").click()
    name = page.get_by_role("dialog").get_by_role("textbox", name="Its name")
    expect(name).to_be_visible()
    wait_for_script(page)
    crashing.freeze()
    name.fill("The bold one")
    name.press("Enter")
    crashing.kill()
    crashing.start()
    expect(page.get_by_role("button", name=re.compile("Undo: .*name")).first).to_be_visible(timeout=SOON)
    expect(name).to_have_value("The bold one")
    assert as_another_tab(crashing, page.context).scenario.name == "The bold one"
    no_traceback(page)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["a companion", "a name"])
def test_what_is_done_to_a_comparison_when_the_server_goes_is_kept(
    what: str, new_page: NewPage, crashing: Restartable
) -> None:
    page = new_page(address=crashing.address)
    open_page(page, "/compare")
    page.get_by_role("button", name="Close today").click()
    saved(page)
    page.get_by_text("Arrange: names, colours, order, base").click()
    expect(page.get_by_role("textbox", name="Side 2")).to_have_value("Close today")
    wait_for_script(page)
    crashing.freeze()
    if what == "a companion":
        page.get_by_role("button", name="No community").click()
    else:
        type_into(page, "Side 2", "An end")
    crashing.kill()
    crashing.start()
    if what == "a companion":
        expect(page.get_by_role("textbox", name="Side 3")).to_have_value("No community", timeout=SOON)
    else:
        expect(page.get_by_role("heading", level=1)).to_contain_text("An end", timeout=SOON)
    [comparison] = as_another_tab(crashing, page.context).workspace.comparisons
    assert len(comparison.scenarios) == (3 if what == "a companion" else 2)
    assert list(comparison.names.values()) == ([] if what == "a companion" else ["An end"])
    no_traceback(page)


@pytest.mark.slow
def test_what_another_tab_changed_meanwhile_is_not_overwritten(
    new_page: NewPage, crashing: Restartable
) -> None:
    page = new_page(address=crashing.address)
    open_page(page)
    type_into(page, DEFLECTED, "300")
    saved(page)
    crashing.freeze()
    type_into(page, DEFLECTED, "350")
    crashing.kill()
    as_another_tab(crashing, page.context, deflected=400.0)
    crashing.start()
    question = page.get_by_text("Another tab of this browser changed this at")
    expect(question).to_be_visible(timeout=SOON)
    expect(page.get_by_text("saved 400, yours 350")).to_be_visible()
    stands(page, DEFLECTED, "400")
    assert as_another_tab(crashing, page.context).scenario.values["deflected"].value == 400.0
    page.get_by_role("button", name="Use mine: 350").click()
    stands(page, DEFLECTED, "350")
    expect(question).to_have_count(0)
    assert as_another_tab(crashing, page.context).scenario.values["deflected"].value == 350.0


@pytest.mark.slow
def test_two_tabs_merge_and_meet(house: Restartable, new_page: NewPage) -> None:
    first, second = two_tabs(house, new_page)

    # different assumptions merge
    type_into(second, DEFLECTED, "350")
    saved(second)
    type_into(first, COST, "45")
    # the button tells that it is written, and not merely typed: only then is the other's edit the later one
    expect(first.get_by_role("button", name=re.compile("Undo: cost per ticket 60 → 45"))).to_be_visible()
    stands(first, DEFLECTED, "350")
    stands(first, COST, "45")

    # the same one meets: the later sees both, whose and when, and chooses
    type_into(second, COST, "50")
    expect(second.get_by_text("saved 45, yours 50")).to_be_visible(timeout=SOON)
    expect(
        second.get_by_text(re.compile(r"Another tab of this browser changed this at \d\d:\d\d"))
    ).to_be_visible()
    stands(second, COST, "45")
    assert axe_violations(second) == []
    second.get_by_role("button", name="Keep saved: 45").click()
    expect(second.get_by_text("yours 50")).to_have_count(0, timeout=SOON)
    type_into(second, COST, "51")
    stands(second, COST, "51")
    saved(second)
    # each tab takes back its own edits only
    expect(first.get_by_role("button", name=re.compile("Undo: cost per ticket 60 → 45"))).to_be_visible()
    first.reload()
    stands(first, COST, "51")


def test_a_question_outlives_a_reload_and_says_what_became_of_its_scenario(
    house: Restartable, new_page: NewPage
) -> None:
    first, second = two_tabs(house, new_page)
    type_into(first, COST, "45")
    stands(first, COST, "45")
    expect(first.get_by_role("button", name=re.compile("Undo: cost per ticket 60 → 45"))).to_be_visible()
    type_into(second, COST, "50")
    expect(second.get_by_text("Cost per ticket: saved 45, yours 50")).to_be_visible(timeout=SOON)
    type_into(first, COST, "46")
    expect(first.get_by_role("button", name=re.compile("Undo: cost per ticket 45 → 46"))).to_be_visible()
    second.reload()
    expect(second.get_by_text("Cost per ticket: saved 46, yours 50")).to_be_visible(timeout=SOON)
    # the scenario is deleted in the other tab
    first.get_by_role("button", name="B2B software support").click()
    first.get_by_role("button", name="Duplicate").click()
    drawer = first.get_by_role("dialog")
    expect(drawer.get_by_role("button", name=re.compile("Undo: new scenario"))).to_be_visible(timeout=SOON)
    wait_for_script(first)
    drawer.get_by_role("combobox", name="Open scenario").click()
    first.get_by_role("option", name="B2B software support", exact=True).click()
    wait_for_script(first)
    drawer.get_by_role("button", name="Delete", exact=True).click()
    expect(drawer.get_by_role("button", name=re.compile("Undo: deletion"))).to_be_visible(timeout=SOON)
    second.reload()
    question = second.get_by_text(
        re.compile(
            r"“B2B software support” was deleted by another tab of this browser at .*: cost per ticket .* → 50"
        )
    )
    expect(question).to_be_visible(timeout=SOON)
    second.get_by_role("button", name="Use mine, undo the deletion").click()
    expect(question).to_have_count(0, timeout=SOON)
    stands(second, COST, "50")
    no_traceback(second)


@pytest.mark.skipif("SOAK" not in os.environ, reason="waits for a beat of the tab; `make soak` does")
@pytest.mark.slow
def test_what_is_half_typed_stays_and_does_not_overwrite(house: Restartable, new_page: NewPage) -> None:
    page = new_page(address=house.address)
    open_page(page)
    type_into(page, MEMBERS, "8000")
    saved(page)
    box = page.get_by_role("textbox", name=COST)
    box.click()
    box.press("Control+a")
    page.keyboard.type("5")
    before = page.get_by_role("heading", level=1).inner_text()
    as_another_tab(house, page.context, cost_per_ticket=5_000.0)
    # the tab asks now and then: the answer follows, and the half of a number stays in its field
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before, timeout=30_000)
    expect(box).to_have_value("5")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("saved 5,000, yours 51")).to_be_visible(timeout=SOON)


@pytest.mark.slow
def test_an_address_gives_nothing_to_another_browser(house: Restartable, new_page: NewPage) -> None:
    owner = new_page(address=house.address)
    open_page(owner)
    type_into(owner, MEMBERS, "8000")
    saved(owner)
    expect(owner).to_have_url(re.compile(r"\?w=[\w-]{16,}$"), timeout=SOON)
    id = owner.url.partition("?w=")[2]
    stranger = new_page(address=house.address)
    for address in ADDRESSES:
        open_page(owner, f"{address}?w={id}")
        expect(owner.get_by_text(PRIVATE)).to_have_count(0)
        open_page(stranger, owner.url.removeprefix(house.address))
        expect(stranger.get_by_role("heading", level=1)).to_have_text(PRIVATE)
        assert stranger.get_by_role("textbox").count() == 0
        assert "$" not in stranger.locator("body").inner_text()
    key = key_of(owner.context)
    assert key not in owner.url
    assert key not in owner.content()
    cookie = next(one for one in owner.context.cookies() if one["value"] == key)
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    # an id that nobody has reads the same
    open_page(stranger, "/?w=AAAAAAAAAAAAAAAAAAAAAA")
    expect(stranger.get_by_role("heading", level=1)).to_have_text(PRIVATE)
    stranger.get_by_role("button", name="Make a workspace of my own").click()
    expect(stranger.get_by_role("textbox", name=MEMBERS)).to_be_visible(timeout=SOON)
    no_traceback(stranger)
    assert id not in house.log
    assert key not in house.log


@pytest.mark.slow
def test_another_device_continues_by_a_link_that_works_once(house: Restartable, new_page: NewPage) -> None:
    owner = new_page(address=house.address)
    open_page(owner)
    type_into(owner, MEMBERS, "8000")
    saved(owner)
    owner.get_by_role("button", name="B2B software support", exact=True).click()
    owner.get_by_role("button", name="Continue on another device").click()
    link = owner.get_by_test_id("stCode")
    expect(link).to_contain_text("join=", timeout=SOON)
    address = link.inner_text().strip().removeprefix(house.address)

    other = new_page(address=house.address, size="phone")
    open_page(other, address)
    # looking at a link does not use it up
    open_page(other, address)
    other.get_by_role("button", name="Edit the workspace here").click()
    stands(other, MEMBERS, "8,000")
    expect(other).not_to_have_url(re.compile("join="), timeout=SOON)
    type_into(other, MEMBERS, "9000")
    saved(other)

    third = new_page(address=house.address)
    open_page(third, address)
    third.get_by_role("button", name="Edit the workspace here").click()
    expect(third.get_by_text("This link was used already")).to_be_visible(timeout=SOON)
    assert third.get_by_role("textbox").count() == 0


@pytest.mark.slow
def test_scenarios_are_made_named_opened_deleted_and_brought_back(
    house: Restartable, new_page: NewPage
) -> None:
    page = new_page(address=house.address, size="phone")
    open_page(page)
    type_into(page, MEMBERS, "8000")
    saved(page)
    page.get_by_role("button", name=re.compile("Saved")).click()
    drawer = page.get_by_role("dialog")
    name = drawer.get_by_role("textbox", name="Its name")
    name.fill("**Bold** <b>plan</b> $1")
    name.press("Enter")
    drawer.get_by_role("button", name="Duplicate").click()
    expect(drawer.get_by_role("combobox", name="Open scenario")).to_be_visible(timeout=SOON)
    expect(name).to_have_value("**Bold** <b>plan</b> $1 2", timeout=SOON)
    assert sideways(page) == 0
    assert axe_violations(page) == []
    drawer.get_by_role("button", name="Close").click()
    type_into(page, MEMBERS, "9000")
    expect(page.get_by_role("button", name=re.compile(r"^\*\*Bold\*\* .*2 · Saved"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Undo: members 8,000 → 9,000"))).to_be_visible(
        timeout=SOON
    )

    page.get_by_role("button", name=re.compile("Saved")).click()
    drawer.get_by_role("button", name="Delete").click()
    stands(page, MEMBERS, "8,000")
    drawer.get_by_role("button", name="Close").click()
    page.get_by_role("button", name=re.compile("Undo: deletion of")).click()
    expect(page.get_by_role("button", name=re.compile("Redo: deletion of"))).to_be_visible(timeout=SOON)
    page.get_by_role("button", name=re.compile("Saved")).click()
    choice = drawer.get_by_role("combobox", name="Open scenario")
    choice.click()
    page.get_by_role("option").nth(1).click()
    drawer.get_by_role("button", name="Close").click()
    stands(page, MEMBERS, "9,000")
    no_traceback(page)


def test_an_edit_on_results_meets_anothers_and_has_seen_what_it_shows(
    house: Restartable, new_page: NewPage
) -> None:
    """Results draws its own part after an edit: the question stands in the frame, which follows."""
    page = at_rest_on_results(house, new_page)
    # something else: it comes with the edit, is on the screen then, and noted as seen
    other = as_another_tab(house, page.context, joins=333.0)
    type_into(page, MEMBERS, "8500")
    expect(page.get_by_role("button", name=re.compile("Undo: members 8,000 → 8,500"))).to_be_visible(
        timeout=SOON
    )
    work = as_another_tab(house, page.context)
    assert work.store is not None
    seen = work.store.seen(work.workspace.id, by=Editor(browser=key_of(page.context)))
    assert (work.version, max(one.version for one in seen if one.tab != "other")) == (other.version + 1,) * 2
    # the same: asked
    as_another_tab(house, page.context, members=7_777.0)
    type_into(page, MEMBERS, "9000")
    question = page.get_by_text("saved 7,777, yours 9,000")
    expect(question).to_be_visible(timeout=SOON)
    stands(page, MEMBERS, "7,777")
    page.get_by_role("button", name="Use mine: 9,000").click()
    stands(page, MEMBERS, "9,000")
    expect(question).to_have_count(0)
    no_traceback(page)


def test_the_number_that_is_changed_on_results_is_chosen_still_after_a_reload(
    house: Restartable, new_page: NewPage
) -> None:
    page = at_rest_on_results(house, new_page)
    choose(page, "Change a number and watch", "Spend uplift")
    expect(page.get_by_role("textbox", name="Spend uplift")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Spend uplift")).to_be_visible(timeout=SOON)
    no_traceback(page)


@pytest.mark.parametrize("address", ["/", "/results"])
def test_what_could_not_be_taken_outlives_a_reload_with_its_reason(
    house: Restartable, new_page: NewPage, address: str
) -> None:
    """Also as the first thing that a visitor types, when nothing is saved yet."""
    page = new_page(address=house.address)
    open_page(page, address)
    wait_for_script(page)
    type_into(page, MEMBERS, "seven thousand")
    reason = page.get_by_role("alert").filter(has_text="“seven thousand” is not a number")
    expect(reason).to_be_visible(timeout=SOON)
    page.reload()
    stands(page, MEMBERS, "seven thousand")
    expect(reason).to_be_visible()
    # nobody else's screen holds it
    other = page.context.new_page()
    open_page(other, address)
    stands(other, MEMBERS, "5,000")
    type_into(page, MEMBERS, "7000")
    expect(reason).to_have_count(0)
    saved(page)
    page.reload()
    stands(page, MEMBERS, "7,000")
    expect(page.get_by_role("alert")).to_have_count(0)
    no_traceback(page)


def test_a_number_typed_on_results_for_a_scenario_that_is_gone_is_no_edit_of_another(
    house: Restartable, new_page: NewPage
) -> None:
    """Results draws its own part after an edit: all of the page must say what became of the scenario."""
    page = at_rest_on_results(house, new_page)
    work = as_another_tab(house, page.context)
    work.take(work.workspace.with_scenario("beta", work.scenario.changed(name="Beta")))
    work.take(work.workspace.without_scenario(work.scenario_id))
    type_into(page, MEMBERS, "9000")
    expect(page.get_by_role("heading", level=1)).to_contain_text("was deleted", timeout=SOON)
    expect(page.get_by_role("textbox", name=MEMBERS)).to_have_count(0)
    page.get_by_role("button", name="Bring it back").click()
    # with the edit that it was gone before
    stands(page, MEMBERS, "9,000")
    no_traceback(page)


@pytest.mark.slow
def test_files_go_out_and_in(house: Restartable, new_page: NewPage, tmp_path: Path) -> None:
    page = new_page(address=house.address)
    open_page(page)
    type_into(page, MEMBERS, "8000")
    saved(page)
    page.get_by_role("button", name="B2B software support", exact=True).click()
    drawer = page.get_by_role("dialog")
    with page.expect_download() as download:
        drawer.get_by_role("button", name="All scenarios").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert json.loads(text)["scenarios"][0]["scenario"]["values"]["members"]["value"] == 8000.0
    assert key_of(page.context) not in text
    bad = tmp_path / "bad.json"
    bad.write_text(text[:200], encoding="utf-8")
    drawer.get_by_role("button", name="Take in a file").click()
    file = drawer.get_by_test_id("stFileUploaderDropzoneInput")
    file.set_input_files(bad)
    expect(drawer.get_by_text("only a part of it arrived")).to_be_visible(timeout=SOON)
    good = tmp_path / "good.json"
    good.write_text(text.replace("8000", "8123"), encoding="utf-8")
    # the reason comes before the field that took the file has made room for the next
    expect(file).to_have_count(1)
    file.set_input_files(good)
    stands(page, MEMBERS, "8,123")
    drawer.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name="B2B software support 2", exact=True)).to_be_visible()


@pytest.mark.slow
def test_a_database_that_is_locked_or_gone_loses_nothing(house: Restartable, new_page: NewPage) -> None:
    page = new_page(address=house.address)
    open_page(page)
    type_into(page, MEMBERS, "8000")
    saved(page)
    somebody = sqlite3.connect(house.database, isolation_level=None)
    somebody.execute("BEGIN IMMEDIATE")
    type_into(page, COST, "45")
    expect(page.get_by_text("Not saved, still on this screen: the database is busy")).to_be_visible(
        timeout=SOON
    )
    stands(page, COST, "45")
    somebody.rollback()
    somebody.close()
    saved(page)
    expect(page.get_by_text("Not saved")).to_have_count(0)

    away = [(path, path.with_name(f"away-{path.name}")) for path in house.database.parent.glob("*.sqlite3*")]
    for path, elsewhere in away:
        path.rename(elsewhere)
    type_into(page, DEFLECTED, "350")
    expect(page.get_by_text("Not saved, still on this screen: the database cannot be reached")).to_be_visible(
        timeout=SOON
    )
    # who comes meanwhile is told, and loses nothing either
    late = page.context.new_page()
    late.goto(page.url)
    expect(late.get_by_role("heading", name="Your work is not lost, only out of reach")).to_be_visible(
        timeout=SOON
    )
    for path, elsewhere in away:
        elsewhere.rename(path)
    saved(page)
    page.reload()
    for label, text in ((MEMBERS, "8,000"), (COST, "45"), (DEFLECTED, "350")):
        stands(page, label, text)
    stands(late, DEFLECTED, "350")
    no_traceback(page)
    no_traceback(late)


def without_cookies(route: Route) -> None:
    answer = urllib.request.urlopen(route.request.url)
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "set-cookie"}
    route.fulfill(status=answer.status, headers=headers, body=answer.read())


@pytest.mark.slow
def test_where_cookies_are_refused_the_visit_counts_and_the_file_is_offered(
    house: Restartable, new_page: NewPage
) -> None:
    page = new_page(address=house.address)
    page.route(re.compile(r"^http://[^/]+/$"), without_cookies)
    open_page(page)
    type_into(page, MEMBERS, "8000")
    stands(page, MEMBERS, "8,000")
    expect(page.get_by_text("Kept for this visit")).to_be_visible(timeout=SOON)
    page.get_by_role("button", name=re.compile("Undo: members 5,000 → 8,000")).click()
    stands(page, MEMBERS, "5,000")
    page.get_by_role("button", name="B2B software support", exact=True).click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("This browser refuses cookies")).to_be_visible(timeout=SOON)
    expect(drawer.get_by_role("button", name="All scenarios")).to_be_enabled()
    assert "?w=" not in page.url


@pytest.mark.slow
def test_stepping_back_leaves_the_app_as_it_came(house: Restartable, new_page: NewPage) -> None:
    page = new_page(address=house.address)
    open_page(page)
    type_into(page, MEMBERS, "8000")
    saved(page)
    expect(page).to_have_url(re.compile(r"\?w="), timeout=SOON)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Results", exact=True).click()
    expect(page).to_have_url(re.compile(r"/results\?w="), timeout=SOON)
    wait_for_script(page)
    page.go_back()
    stands(page, MEMBERS, "8,000")
    page.go_back()
    page.go_back()
    expect(page).to_have_url("about:blank", timeout=SOON)
