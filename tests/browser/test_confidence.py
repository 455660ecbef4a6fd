"""Confidence in a real browser: a range typed, a fan chart read aloud, a break-even found, the plan printed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.house import (
    LOOKS,
    axe_violations,
    choose,
    no_traceback,
    open_page,
    sideways,
    wait_for_script,
)

NewPage = Callable[..., Page]
LONG = 60_000

SECTIONS = {
    "How far apart": "Net present value in all draws",
    "Over time": "Cumulative cash",
    "What moves it": "One at a time (tornado)",
    "What must be true": "The value at which it breaks even",
    "What to measure": "Measure “",
    "How we know": "Hard value alone",
}


def open_section(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name, exact=True)).first.click()
    expect(page.get_by_role("heading", name=SECTIONS[name]).first).to_be_visible(timeout=LONG)
    wait_for_script(page)


def test_a_range_typed_in_a_field_moves_the_range_of_the_result(desk: Page) -> None:
    open_page(desk, "/confidence")
    open_section(desk, "What moves it")
    heading = desk.get_by_role("heading", level=1)
    before = heading.inner_text()
    assert "in 8 of 10 cases" in before
    expect(desk.get_by_text("9 times in 10 it lies between them")).to_be_visible()
    field = desk.get_by_role("textbox", name=re.compile("^Customers referred by members"))
    field.fill("3 to 4")
    field.press("Enter")
    expect(heading).not_to_have_text(before, timeout=LONG)
    expect(heading).to_contain_text("in 8 of 10 cases")
    # referring more pays more, and a bad end is rarer: the low end of the result rises
    low = [float(re.search(r"between \$(\d+\.\d\d)", text)[1]) for text in (before, heading.inner_text())]  # type: ignore[index]
    assert low[1] > low[0]
    no_traceback(desk)


@pytest.mark.parametrize("said", ["> 99 of 100", "every draw"])
def test_no_chance_is_cut_on_a_phone(phone: Page, said: str) -> None:
    open_page(phone, "/confidence")
    value = phone.get_by_test_id("stMetricValue").filter(has_text="of 100").first
    expect(value).to_be_visible(timeout=LONG)
    room, needed = value.evaluate(
        """(box, said) => {
            const words = document.createTreeWalker(box, NodeFilter.SHOW_TEXT).nextNode();
            words.data = said;
            const range = document.createRange();
            range.selectNodeContents(words);
            return [box.clientWidth, range.getBoundingClientRect().width];
        }""",
        said,
    )
    assert needed <= room


def test_the_fan_chart_can_be_read_without_seeing_it(desk: Page) -> None:
    open_page(desk, "/confidence")
    open_section(desk, "Over time")
    words = re.compile(r"Cumulative cash from month 0 to 36: at the end \$.* in 8 of 10 draws\.")
    expect(desk.get_by_label(words).or_(desk.get_by_alt_text(words)).first).to_be_attached()
    expect(desk.get_by_label(re.compile(r"Members from month 1 to 36")).first).to_be_attached()
    # a team chosen draws its own
    choose(desk, "Team", "Marketing")
    expect(
        desk.get_by_label(re.compile(r"Marketing, value a month from month 1 to 36")).first
    ).to_be_attached()


def test_a_break_even_is_found(desk: Page) -> None:
    open_page(desk, "/confidence")
    open_section(desk, "What must be true")
    expect(
        desk.get_by_text(re.compile(r"Customers referred by members \(today 2; .*\) breaks even at"))
    ).to_be_visible()
    choose(desk, "What would have to be true of", "Employees")
    expect(desk.get_by_text("it pays at every possible value")).to_be_visible()
    expect(desk.get_by_label(re.compile("It breaks even at .* with")).first).to_be_attached()


def test_the_measurement_plan_is_printed(desk: Page) -> None:
    open_page(desk, "/confidence")
    open_section(desk, "What to measure")
    with desk.expect_download() as waiting:
        desk.get_by_role("button", name="Measurement plan to print").click()
    assert waiting.value.suggested_filename == "measurement-plan.pdf"
    content = waiting.value.path().read_bytes()
    reader = PdfReader(io.BytesIO(content))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
    assert len(reader.pages) <= 2
    heading = re.sub(r"\s+", " ", desk.get_by_role("heading", level=1).inner_text())
    # a paper is read by others than the one who typed its numbers
    assert "not yours yet" in heading
    assert heading.replace("not yours yet", "not the author's yet") in text
    assert "Customers referred by members" in text


def test_a_long_run_can_be_stopped(desk: Page) -> None:
    open_page(desk, "/confidence")
    desk.get_by_text("Draws and seed").click()
    choose(desk, "Draws", "65,536", wait=False)
    # not Streamlit's own Stop, which ends the script and says nothing
    stop = desk.get_by_test_id("stMain").get_by_role("button", name="Stop")
    expect(desk.get_by_text(re.compile(r"65,536 draws: \d+% done"))).to_be_visible(timeout=LONG)
    stop.click()
    expect(desk.get_by_text("Stopped. What you see rests on 1,024 draws.")).to_be_visible(timeout=LONG)
    wait_for_script(desk)
    expect(desk.get_by_text("1,024 draws here, seed 1")).to_be_visible()
    expect(stop).to_have_count(0)
    no_traceback(desk)


@LOOKS
def test_every_section_fits_and_can_be_used_by_everyone(size: str, theme: str, new_page: NewPage) -> None:
    page = new_page(size=size, theme=theme)
    open_page(page, "/confidence")
    for name in SECTIONS:
        open_section(page, name)
        no_traceback(page)
        assert sideways(page) == 0, name
        assert axe_violations(page) == [], name
