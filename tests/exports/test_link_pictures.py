"""The picture beside a link, the drawing of the first second, and the PDF: small, and every text as it stands."""

from __future__ import annotations

import datetime
import io
import struct
import xml.etree.ElementTree as ElementTree

import pypdf
import pytest

from calculators.case import Case, State
from calculators.comparison import Named
from calculators.scenario import Scenario
from calculators.starting_point import starting_points
from exports.card import MOST_BYTES, bars, card_png, first_drawing, neutral_png
from exports.shared import shared_pdf
from scenarios.record import Record, record, record_of

DAY = datetime.date(2026, 11, 2)
HOSTILE = (
    "#pagebreak() $x$ *b* <script>alert(1)</script> =cmd|'/c calc'!A1 \\ \" & \u202egnp.exe 🎉 " + "W" * 180
)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.fixture(scope="module")
def hostile() -> Record:
    scenario = Scenario(name=HOSTILE[:200], not_counted={"trust": HOSTILE * 5}, values={"members": 8_000})
    return record([scenario], made_by=HOSTILE, made_on=DAY)


@pytest.mark.parametrize("point", sorted(starting_points()))
def test_a_picture_is_what_chats_take(point: str) -> None:
    png = card_png(record([Scenario(starting_point=point)], made_by="Ada", made_on=DAY))
    assert size_of(png) == (1200, 630)
    assert len(png) < MOST_BYTES == 300_000


def test_pictures_of_hostile_texts_are_pictures(hostile: Record) -> None:
    assert size_of(card_png(hostile)) == (1200, 630)
    assert size_of(neutral_png()) == (1200, 630)


def test_the_pdf_prints_hostile_texts_as_they_stand(hostile: Record) -> None:
    text = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(shared_pdf(hostile))).pages
    ).replace("\n", " ")
    assert "<script>alert(1)</script>" in text
    assert "#pagebreak()" in text
    assert "=cmd" in text
    assert "2 November 2026" in text


def test_a_comparison_stands_before_a_page_of_each() -> None:
    one = Scenario(name="One")
    sides = [
        Named("One", Case(one)),
        Named("Figure", Case(one.changed(values={"members": 8_000.0}))),
        Named(HOSTILE[:40], Case(one, State.NONE)),
    ]
    found = record_of(sides, made_by="", made_on=DAY, name="For the board")
    assert found.compared is not None
    texts = [
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(shared_pdf(found))).pages
    ]
    told = " ".join(texts)
    assert texts[0].startswith("For the board")
    assert "One (base)" in texts[0]
    for entry in found.compared.view.against:
        assert entry.bridge is not None
        assert entry.paired is not None
        for words in (*(bar.text for bar in entry.bridge.bars), entry.paired.p10, entry.paired.p90):
            assert " ".join(words.split()) in told
    assert "8,000 people" in told
    assert "13 more numbers differ" in told
    assert sum("What moves the answer most" in text for text in texts) == 2
    assert size_of(card_png(found)) == (1200, 630)


def test_the_first_drawing_of_a_comparison_is_of_its_sides() -> None:
    one = Scenario(name="One")
    found = record(
        [one, one.changed(name="<b>Two</b>", values={"launch_cost": 9e5})], made_by="", made_on=DAY
    )
    tree = ElementTree.fromstring(first_drawing(found))
    assert tree.attrib["aria-label"].startswith("Net present value of each: One $157k, ")
    # what loses has no length
    assert [row["direct"] for row in bars(found)] == [1.0, 0.0]


def test_the_first_drawing_is_small_valid_and_the_longest_bar_is_the_largest_value(hostile: Record) -> None:
    told = hostile.scenarios[0]
    drawing = first_drawing(hostile)
    tree = ElementTree.fromstring(drawing)
    assert len(drawing) < 4_000
    assert "script" not in drawing
    most = max(told.teams, key=lambda team: team.direct + team.received)
    rows = bars(hostile)
    assert rows[0]["label"] == most.label
    assert rows[0]["direct"] + rows[0]["received"] == pytest.approx(1.0)
    assert tree.attrib["aria-label"].startswith(f"Value by team: {most.label}")


def test_nothing_to_draw_is_no_drawing() -> None:
    everything = frozenset(
        ("support", "product", "marketing", "sales", "success", "content", "engagement", "people")
    )
    assert first_drawing(record([Scenario(teams_off=everything)], made_by="", made_on=DAY)) == ""
