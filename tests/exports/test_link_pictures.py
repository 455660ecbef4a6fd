"""The picture beside a link, the drawing of the first second, and the PDF: small, and every text as it stands."""

from __future__ import annotations

import datetime
import io
import struct
import xml.etree.ElementTree as ElementTree

import pypdf
import pytest

from calculators.scenario import Scenario
from calculators.starting_point import starting_points
from exports.card import MOST_BYTES, bars, card_png, first_drawing, neutral_png
from exports.shared import shared_pdf
from scenarios.record import Record, record

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


def test_a_record_with_several_scenarios_has_a_page_each() -> None:
    both = record([Scenario(name="One"), Scenario(name="Two")], made_by="", made_on=DAY)
    pages = pypdf.PdfReader(io.BytesIO(shared_pdf(both))).pages
    assert len(pages) == 2
    assert "Two" in pages[1].extract_text()


def test_the_first_drawing_is_small_valid_and_the_longest_bar_is_the_largest_value(hostile: Record) -> None:
    told = hostile.scenarios[0]
    drawing = first_drawing(told)
    tree = ElementTree.fromstring(drawing)
    assert len(drawing) < 4_000
    assert "script" not in drawing
    most = max(told.teams, key=lambda team: team.direct + team.received)
    rows = bars(told)
    assert rows[0]["label"] == most.label
    assert rows[0]["direct"] + rows[0]["received"] == pytest.approx(1.0)
    assert tree.attrib["aria-label"].startswith(f"Value by team: {most.label}")


def test_nothing_to_draw_is_no_drawing() -> None:
    everything = frozenset(
        ("support", "product", "marketing", "sales", "success", "content", "engagement", "people")
    )
    told = record([Scenario(teams_off=everything)], made_by="", made_on=DAY).scenarios[0]
    assert first_drawing(told) == ""
