"""Files to take away, made on a click; and the way down from a figure to the assumptions it rests on."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import axe_violations, no_traceback, open_page, sideways, wait_for_script

PATIENCE = 120_000
"""The first file of a server waits for what makes it to be loaded."""


@pytest.mark.slow
def test_a_click_makes_the_file_of_the_open_scenario(phone: Page) -> None:
    open_page(phone, "/results")
    phone.get_by_text("Take it away").click()
    buttons = phone.get_by_test_id("stDownloadButton")
    expect(buttons).to_have_count(5)
    wait_for_script(phone)
    assert sideways(phone) == 0
    assert axe_violations(phone) == []
    for name, start in (("Spreadsheet", b"PK"), ("Monthly series", b"\xef\xbb\xbf")):
        with phone.expect_download(timeout=PATIENCE) as made:
            buttons.get_by_role("button", name=name, exact=True).click()
        path = made.value.path()
        data = path.read_bytes()
        assert data.startswith(start), name
        if name == "Spreadsheet":
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                assert b"B2B software support" in packed.read("xl/sharedStrings.xml")
    no_traceback(phone)


@pytest.mark.parametrize("times_slower", [1, 6])
def test_a_file_holds_what_was_typed_just_before_its_button_was_pressed(
    desk: Page, times_slower: int
) -> None:
    """No Enter: the number is sent with the press."""
    open_page(desk, "/results")
    desk.get_by_text("Take it away").click()
    button = desk.get_by_test_id("stDownloadButton").get_by_role("button", name="Monthly series", exact=True)
    expect(button).to_be_visible()
    wait_for_script(desk)
    desk.context.new_cdp_session(desk).send("Emulation.setCPUThrottlingRate", {"rate": times_slower})

    def taken_away() -> str:
        with desk.expect_download(timeout=PATIENCE) as made:
            button.click()
        return made.value.path().read_text(encoding="utf-8-sig")

    before = taken_away()
    desk.get_by_role("textbox", name="Members (people)").fill("6543")
    after = taken_away()
    expect(desk.get_by_role("textbox", name="Members (people)")).to_have_value("6,543")
    wait_for_script(desk)
    assert before != after == taken_away()


@pytest.mark.slow
def test_a_figure_leads_down_to_the_assumptions_it_rests_on(desk: Page) -> None:
    open_page(desk, "/teams")
    desk.get_by_role("button", name="Why?").first.click()
    drawer = desk.get_by_role("dialog")
    expect(drawer).to_contain_text("Value of Support + Value of Product")
    drawer.get_by_role("button", name="One step down").first.click()
    expect(drawer).to_contain_text("Tickets deflected + Handling saved on other tickets")
    drawer.get_by_role("button", name="One step down").first.click()
    expect(drawer).to_contain_text("sum over 36 months of")
    # an assumption with its evidence, and the way to change it
    expect(drawer).to_contain_text("Cash share of deflection")
    drawer.get_by_role("link", name="Change it").first.click()
    expect(desk).to_have_url(re.compile("/assumptions"), timeout=30_000)
