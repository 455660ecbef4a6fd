"""The app as its users use it: a head of community types what she knows, and every page follows."""

import random
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.house import (
    NO_PATIENCE_NEEDED,
    axe_violations,
    choose,
    no_traceback,
    open_page,
    wait_for_script,
)
from tests.servers import Server, SlowLine


def type_into(page: Page, label: str, text: str) -> None:
    """Type as a person does: into the field, then on to the next one."""
    box = page.get_by_role("textbox", name=label)
    box.fill(text)
    box.press("Enter")
    wait_for_script(page)


def answer(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def go_to(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(re.compile(rf"/{'' if name == 'Start' else name.lower()}(\?|$)"))
    wait_for_script(page)


def test_a_new_user_reads_an_answer_at_once_that_is_not_hers_yet(desk: Page) -> None:
    open_page(desk)
    expect(desk.get_by_role("heading", level=1)).to_contain_text("An example company, not yours yet")
    for label in ("Members (people)", "Tickets deflected", "Spend uplift", "Cost of the community"):
        expect(desk.get_by_role("textbox", name=label)).to_be_visible()
    expect(desk.get_by_text("example", exact=True)).to_have_count(10)
    no_traceback(desk)


def test_numbers_typed_while_the_server_is_busy_are_kept_though_another_page_is_opened(
    desk: Page, server: Server
) -> None:
    open_page(desk)
    wait_for_script(desk)
    with server.paused():
        for label, text in (("Members (people)", "8,000"), ("Cost per ticket", "40")):
            box = desk.get_by_role("textbox", name=label)
            box.fill(text)
            box.press("Enter")
        desk.get_by_test_id("stSidebar").get_by_role("link", name="Results", exact=True).click()
    expect(desk.get_by_role("heading", name="Who gains")).to_be_visible()
    go_to(desk, "Start")
    expect(desk.get_by_role("textbox", name="Members (people)")).to_have_value("8,000")
    expect(desk.get_by_role("textbox", name="Cost per ticket")).to_have_value("40")
    # what follows the members is not taken for typed
    expect(desk.get_by_text("example, scaled to your members", exact=True)).not_to_have_count(0)


ONE_IS_YOURS = re.compile("^1 of the ten numbers is yours")


def type_only(page: Page, label: str, text: str) -> Locator:
    """Type and stay in the field, as before a click on something else."""
    box = page.get_by_role("textbox", name=label)
    box.click()
    box.fill("")
    box.press_sequentially(text, delay=20)
    return box


def one_number_counts_and_follows(page: Page) -> None:
    """Results is there with the number just typed; what follows it is the example's, still."""
    expect(page).to_have_url(re.compile(r"/results(\?|$)"))
    expect(page.get_by_role("heading", name="Who gains")).to_be_visible()
    expect(page.get_by_text(ONE_IS_YOURS)).to_be_visible()
    wait_for_script(page)
    expect(page.get_by_text(ONE_IS_YOURS)).to_be_visible()


@pytest.mark.parametrize("times_slower", [1, 8])
def test_on_a_phone_a_number_and_then_a_tap_on_a_link(phone: Page, times_slower: int) -> None:
    """The tap is sent before the number: both count, and nothing else that stood in a field.

    On a slow phone the page that was tapped on is there on the server before the number is sent.
    """
    open_page(phone)
    wait_for_script(phone)
    type_only(phone, "Members (people)", "6100")
    phone.context.new_cdp_session(phone).send("Emulation.setCPUThrottlingRate", {"rate": times_slower})
    phone.get_by_test_id("stMain").get_by_role("link", name="See the results").first.tap()
    one_number_counts_and_follows(phone)


@pytest.mark.parametrize("held", [0, 100])
@pytest.mark.parametrize("edits_before", [False, True])
def test_a_number_and_then_a_click_on_the_menu(desk: Page, held: int, edits_before: bool) -> None:
    """However long the button is held, nothing moves from under it as the number is taken."""
    open_page(desk)
    wait_for_script(desk)
    if edits_before:
        type_into(desk, "Members (people)", "5900")
    type_only(desk, "Members (people)", "6100")
    desk.get_by_test_id("stSidebar").get_by_role("link", name="Results", exact=True).click(delay=held)
    one_number_counts_and_follows(desk)
    expect(desk.get_by_role("button", name=re.compile("Undo: members"))).to_have_count(1)


@pytest.mark.parametrize("times_slower", [1, 8])
def test_on_a_phone_a_number_on_results_and_then_a_tap_on_a_link(phone: Page, times_slower: int) -> None:
    """The number is sent for a part of Results that is not there any more."""
    open_page(phone, "/results")
    type_only(phone, "Members (people)", "6100")
    phone.context.new_cdp_session(phone).send("Emulation.setCPUThrottlingRate", {"rate": times_slower})
    phone.get_by_test_id("stMain").get_by_role("link", name="All assumptions").tap()
    expect(phone).to_have_url(re.compile(r"/assumptions(\?|$)"))
    expect(phone.get_by_role("button", name=re.compile("Undo: members .* → 6,100"))).to_be_visible()
    wait_for_script(phone)
    expect(phone.get_by_role("button", name=re.compile("Undo"))).to_have_count(1)


@pytest.mark.parametrize("times_slower", [1, 8])
def test_a_number_and_then_a_click_on_a_page_that_has_a_field_of_it(desk: Page, times_slower: int) -> None:
    """The field of the page that is left speaks, and not its namesake, which is there already."""
    open_page(desk, "/results")
    wait_for_script(desk)
    type_only(desk, "Members (people)", "6100")
    desk.context.new_cdp_session(desk).send("Emulation.setCPUThrottlingRate", {"rate": times_slower})
    desk.get_by_test_id("stSidebar").get_by_role("link", name="Start", exact=True).click()
    expect(desk.get_by_text(ONE_IS_YOURS)).to_be_visible()
    expect(desk.get_by_role("textbox", name="Members (people)")).to_have_value("6,100")
    expect(desk.get_by_role("button", name=re.compile("Undo: members"))).to_have_count(1)


def test_a_number_is_changed_on_results_and_everything_follows(desk: Page) -> None:
    """The page's own part is drawn at once, and by itself; what is saved, and the way back, a moment later."""
    open_page(desk, "/results")
    before = answer(desk)
    type_into(desk, "Members (people)", "9k")
    expect(desk.get_by_text(ONE_IS_YOURS)).to_be_visible()
    assert answer(desk) != before
    expect(desk.get_by_role("textbox", name="Members (people)")).to_have_value("9,000")
    expect(desk.get_by_role("button", name=re.compile("Undo: members 5,000 → 9,000"))).to_be_visible()
    expect(desk.get_by_text(re.compile("^8 times in 10 every"))).to_be_visible()

    choose(desk, "Change a number and watch", "Spend uplift")
    type_into(desk, "Spend uplift", "8 %")
    expect(desk.get_by_text(re.compile("^2 of the ten numbers are yours"))).to_be_visible()
    # the same answer again: its range is known at once, and what is saved follows all the same
    type_into(desk, "Spend uplift", "")
    expect(desk.get_by_text(ONE_IS_YOURS)).to_be_visible()
    expect(desk.get_by_role("button", name=re.compile("Undo: spend uplift .* 8.% →"))).to_be_visible()

    # what cannot be taken stays in its field with the reason
    type_into(desk, "Spend uplift", "much")
    expect(desk.get_by_role("alert")).to_contain_text("Write ? if you don't know.")
    expect(desk.get_by_role("textbox", name="Spend uplift")).to_have_value("much")
    go_to(desk, "Start")
    expect(desk.get_by_role("textbox", name="Members (people)")).to_have_value("9,000")
    go_to(desk, "Results")
    expect(desk.get_by_role("textbox", name="Spend uplift")).to_be_visible()
    no_traceback(desk)


def test_a_drawer_that_is_opened_right_after_an_edit_keeps_the_frame_waiting(desk: Page) -> None:
    open_page(desk, "/results")
    type_into(desk, "Members (people)", f"{random.randint(5_100, 9_900)}")
    desk.get_by_role("button", name="Why?").first.click()
    drawer = desk.get_by_role("dialog")
    expect(drawer.get_by_role("combobox", name="Figure")).to_be_visible()
    # three beats
    desk.wait_for_timeout(1_500)
    expect(drawer).to_be_visible()
    drawer.get_by_role("button", name="Close").click()
    expect(desk.get_by_role("button", name=re.compile("Undo: members"))).to_be_visible()


def test_in_a_narrow_window_the_menu_closes_after_a_tap(desk: Page) -> None:
    """A phone's own name is not asked for: it is a computer's window that somebody made small."""
    desk.set_viewport_size({"width": 360, "height": 780})
    open_page(desk)
    menu = desk.get_by_test_id("stSidebar")
    for name in ("Results", "Start"):
        desk.get_by_test_id("stExpandSidebarButton").click()
        expect(menu).to_have_attribute("data-collapsed", "false")
        menu.get_by_role("link", name=name, exact=True).click()
        expect(menu).to_have_attribute("data-collapsed", "true")
        wait_for_script(desk)
    desk.set_viewport_size({"width": 1280, "height": 780})
    if menu.get_attribute("data-collapsed") == "true":
        desk.get_by_test_id("stExpandSidebarButton").click()
    menu.get_by_role("link", name="Teams", exact=True).click()
    wait_for_script(desk)
    expect(menu).to_have_attribute("data-collapsed", "false")


def test_three_numbers_are_enough(desk: Page) -> None:
    open_page(desk)
    type_into(desk, "Members (people)", "6.5k")
    type_into(desk, "Tickets deflected", "350")
    type_into(desk, "Spend uplift", "8 %")
    expect(desk.get_by_role("textbox", name="Members (people)")).to_have_value("6,500")
    expect(desk.get_by_role("heading", level=1)).not_to_contain_text("example")
    expect(desk.get_by_text(re.compile("3 of the ten numbers are yours"))).to_be_visible()
    expect(desk.get_by_text("yours", exact=True)).to_have_count(3)
    no_traceback(desk)


@pytest.mark.slow
def test_on_a_slow_line_nothing_is_lost_of_what_is_typed_quickly(new_page: NewPage, server: Server) -> None:
    """Each number is typed while the answer to the one before is on its way."""
    line = SlowLine(server)
    numbers = (
        ("Members (people)", "6.5k", "6,500"),
        ("Tickets deflected", "350", "350"),
        ("Spend uplift", "8 %", re.compile(r"^8\s%$")),
        ("Cost per ticket", "45", "45"),
        ("Customers (accounts)", "1900", "1,900"),
        ("Revenue per customer", "7000", "7,000"),
    )
    with line as reached:
        page = new_page(address=reached.address)
        open_page(page)
        line.delay = 0.6
        for label, text, _ in numbers:
            box = page.get_by_role("textbox", name=label)
            box.fill(text)
            box.press("Enter")
            # the pace of somebody who types, and the point of the test: nobody waits for an answer
            page.wait_for_timeout(400)
        expect(page.get_by_text(re.compile("6 of the ten numbers are yours"))).to_be_visible()
        line.delay = 0.0
        page.reload()
        for label, _, shown in numbers:
            expect(page.get_by_role("textbox", name=label)).to_have_value(shown)
        page.close()


def test_every_page_follows_an_edit(desk: Page) -> None:
    open_page(desk)
    before = {}
    for name in ("Results", "Teams", "Flywheel"):
        go_to(desk, name)
        before[name] = answer(desk)
    go_to(desk, "Start")
    type_into(desk, "Tickets deflected", "400")
    type_into(desk, "Members (people)", "8,000")
    type_into(desk, "Spend uplift", "9 %")
    for name in ("Results", "Teams", "Flywheel"):
        go_to(desk, name)
        expect(desk.get_by_role("heading", level=1)).not_to_have_text(before[name])
        no_traceback(desk)
    go_to(desk, "Start")
    expect(desk.get_by_role("textbox", name="Tickets deflected")).to_have_value("400")
    expect(desk.get_by_role("textbox", name="Spend uplift")).to_have_value(re.compile(r"^9\s%$"))


def test_a_bad_number_is_refused_at_its_field_and_nothing_else_is_lost(desk: Page) -> None:
    open_page(desk)
    type_into(desk, "Members (people)", "7,000")
    expect(desk.get_by_role("heading", level=1)).not_to_contain_text("example")
    good = answer(desk)
    for bad in ("500", "-80 %", "1e30", "12,00", "800 to 200", "5 apples 3"):
        type_into(desk, "Spend uplift", bad)
        alert = desk.get_by_role("alert")
        expect(alert).to_be_visible()
        expect(alert).to_contain_text("In force: 5 %")
        expect(desk.get_by_role("textbox", name="Spend uplift")).to_have_value(bad)
        assert answer(desk) == good
        expect(desk.get_by_role("textbox", name="Members (people)")).to_have_value("7,000")
        no_traceback(desk)
    type_into(desk, "Spend uplift", "6")
    expect(desk.get_by_role("alert")).to_have_count(0)
    expect(desk.get_by_role("textbox", name="Spend uplift")).to_have_value(re.compile(r"^6\s%$"))


def test_text_without_a_number_is_refused_in_place_of_an_older_reason_and_outlasts_its_page(
    desk: Page,
) -> None:
    open_page(desk)
    good = answer(desk)
    type_into(desk, "Members (people)", "-5")
    expect(desk.get_by_role("alert")).to_contain_text("-5 is not between")
    type_into(desk, "Members (people)", "seven thousand")
    alert = desk.get_by_role("alert")
    expect(alert).to_contain_text("“seven thousand” is not a number")
    expect(alert).to_contain_text("Write ? if you don't know. In force: 5,000")
    expect(alert).not_to_contain_text("-5")
    assert answer(desk) == good
    go_to(desk, "Results")
    go_to(desk, "Start")
    expect(desk.get_by_role("textbox", name="Members (people)")).to_have_value("seven thousand")
    expect(desk.get_by_role("alert")).to_contain_text("is not a number")


def test_not_knowing_is_an_answer(desk: Page) -> None:
    open_page(desk)
    type_into(desk, "Cost per ticket", "?")
    expect(desk.get_by_text("unknown: the cautious range is kept")).to_be_visible()
    expect(desk.get_by_role("textbox", name="Cost per ticket")).to_have_value("60")
    type_into(desk, "Cost per ticket", "")
    expect(desk.get_by_text("unknown: the cautious range is kept")).to_have_count(0)


def test_a_range_is_kept_as_it_was_typed(desk: Page) -> None:
    open_page(desk)
    type_into(desk, "Cost per ticket", "35 / 60 / 105")
    expect(desk.get_by_role("textbox", name="Cost per ticket")).to_have_value("35 / 60 / 105")


def test_a_planned_community_and_another_kind(desk: Page) -> None:
    open_page(desk)
    desk.get_by_text("It is planned", exact=True).click()
    wait_for_script(desk)
    expect(desk.get_by_text(re.compile("Going on rather than closing"))).to_have_count(0)
    choose(desk, "Kind of community", "nternal")
    expect(desk.get_by_role("textbox", name=re.compile("^Employees"))).to_be_visible()
    no_traceback(desk)


def test_another_currency_converts_the_example_and_never_what_was_typed(desk: Page) -> None:
    open_page(desk)
    type_into(desk, "Cost per ticket", "50")
    choose(desk, "Currency", "Swiss franc")
    expect(desk.get_by_role("textbox", name="Cost per ticket")).to_have_value("50")
    type_into(desk, "What 1 USD is in CHF", "0.5")
    expect(desk.get_by_role("textbox", name="Revenue per customer")).to_have_value("5,000")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("CHF")


def test_a_list_stays_open_as_the_range_follows(desk: Page) -> None:
    """The range comes a moment after an edit, above what she has gone on to: nothing may move under her hands."""
    open_page(desk)
    # one that nobody has asked for: the range of what was asked before is there at once
    type_into(desk, "Cost per ticket", f"{random.uniform(20.0, 60.0):.6f}")
    box = desk.get_by_role("combobox", name="Currency")
    box.click()
    box.fill("Swiss")
    expect(desk.get_by_text("How sure this is follows", exact=False)).to_have_count(0)
    expect(desk.get_by_text("8 times in 10", exact=False)).to_be_visible()
    expect(desk.get_by_role("option", name="Swiss franc")).to_be_visible()
    box.press("Enter")
    expect(desk.get_by_role("textbox", name="What 1 USD is in CHF")).to_be_visible()


def test_a_drawer_stays_open_as_the_range_follows(desk: Page) -> None:
    """Whoever opens it at once, before the draws are there, goes on reading; and typing."""
    open_page(desk)
    box = desk.get_by_role("textbox", name="Cost per ticket")
    box.fill(f"{random.uniform(20.0, 60.0):.6f}")
    box.press("Enter")
    desk.get_by_test_id("stSidebar").get_by_role("link", name="Results", exact=True).click()
    # the button of Start stands there until Results comes
    expect(desk.get_by_text("Change a number and watch")).to_be_visible(timeout=NO_PATIENCE_NEEDED)
    desk.get_by_role("button", name="Why?").first.click()
    figure = desk.get_by_role("dialog").get_by_role("combobox", name="Figure")
    figure.click()
    figure.fill("Cost of the plat")
    expect(desk.get_by_text("8 times in 10", exact=False)).to_be_visible()
    # three beats of the line, had it not come to rest
    desk.wait_for_timeout(1_500)
    expect(figure).to_have_value("Cost of the plat")
    expect(desk.get_by_role("option", name="Cost of the platform")).to_be_visible()
    desk.get_by_role("option", name="Cost of the platform").click()
    expect(desk.get_by_role("dialog").get_by_role("link", name="Change it").first).to_be_visible()


def test_a_loop_is_switched_off_and_figures_follow(desk: Page) -> None:
    open_page(desk, "/flywheel")
    before = answer(desk)
    desk.get_by_test_id("stCheckbox").filter(has_text="Support").first.click()
    wait_for_script(desk)
    expect(desk.get_by_role("heading", level=1)).not_to_have_text(before)
    go_to(desk, "Results")
    no_traceback(desk)


def test_a_figure_explains_itself(desk: Page) -> None:
    open_page(desk, "/results")
    desk.get_by_role("button", name="Why?").first.click()
    drawer = desk.get_by_role("dialog")
    expect(drawer.get_by_text("(Benefits − Costs) ÷ Costs")).to_be_visible()
    choose(drawer, "Figure", "Tickets deflected in the month")
    expect(drawer.get_by_text("With numbers")).to_be_visible()
    expect(drawer.get_by_text("Customers, relative to today", exact=False).first).to_be_visible()
    link = drawer.get_by_role("link", name="Change it").first
    expect(link).to_have_attribute("href", re.compile("a="))
    link.click()
    # the page takes the name out of its address once it has followed it
    expect(desk.get_by_role("button", name="All assumptions", exact=True)).to_be_visible()
    expect(desk).to_have_url(re.compile(r"/assumptions(\?w=[\w-]+)?$"))
    no_traceback(desk)


def test_the_form_works_by_keyboard_alone(desk: Page) -> None:
    open_page(desk)
    expect(desk.get_by_role("textbox", name="Members (people)")).to_be_visible()
    desk.keyboard.press("Tab")
    for _ in range(40):
        name = desk.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        if name == "Members (people)":
            break
        desk.keyboard.press("Tab")
    else:
        raise AssertionError("Members cannot be reached with the Tab key")
    desk.keyboard.press("Control+A")
    desk.keyboard.type("9,000")
    desk.keyboard.press("Tab")
    wait_for_script(desk)
    expect(desk.get_by_role("textbox", name="Members (people)")).to_have_value("9,000")
    expect(desk.get_by_text("yours", exact=True)).to_have_count(1)


def test_deflection_may_be_typed_as_a_rate_of_a_named_unit(desk: Page) -> None:
    open_page(desk)
    desk.get_by_role("button", name="I know a rate of deflection").click()
    dialog = desk.get_by_role("dialog")
    for label, text in (("Visits a month", "10,000"), ("Share of visits", "2.5 %")):
        box = dialog.get_by_role("textbox", name=label)
        box.fill(text)
        box.press("Enter")
    expect(dialog.get_by_text("250", exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Use this number").click()
    expect(desk.get_by_role("textbox", name="Tickets deflected")).to_have_value("250")


def test_a_phone_has_the_answer_before_the_form_and_keeps_it_in_sight(phone: Page) -> None:
    open_page(phone)
    heading = phone.get_by_role("heading", level=1).bounding_box()
    members = phone.get_by_role("textbox", name="Members (people)").bounding_box()
    assert heading
    assert members
    assert heading["y"] < members["y"]
    phone.get_by_role("textbox", name="Cost of the community").scroll_into_view_if_needed()
    expect(phone.get_by_test_id("stBottom").get_by_text("returns")).to_be_in_viewport()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.slow
def test_refusals_and_warnings_pass_axe(theme: str, new_page: NewPage) -> None:
    page = new_page(size="desk", theme=theme)
    open_page(page)
    type_into(page, "Spend uplift", "500")
    type_into(page, "Members (people)", "500,000")
    expect(page.get_by_role("alert").first).to_be_visible()
    assert axe_violations(page) == []


HOSTILE = '<img src=x onerror=alert(1)> [link](https://example.com) :smile: $x$ **bold** =cmd|"/c calc"!A1'


def test_hostile_text_is_shown_as_text(desk: Page) -> None:
    open_page(desk, "/results")
    desk.get_by_text("What is not counted", exact=True).click()
    type_into(desk, "Trust", HOSTILE)
    expect(desk.get_by_role("textbox", name="Trust")).to_have_value(HOSTILE)
    expect(desk.locator("img[src='x']")).to_have_count(0)
    go_to(desk, "Start")
    go_to(desk, "Results")
    expect(desk.get_by_role("textbox", name="Trust")).to_have_value(HOSTILE)
    no_traceback(desk)
