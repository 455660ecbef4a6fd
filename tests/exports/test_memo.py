"""The memo: two pages and an appendix, vector charts, text that can be selected."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from calculators import MODEL_VERSION
from calculators.scenario import Origin, Scenario
from exports.memo import memo
from tests.exports.asked import DAY, LINK, SEEN, hostile, largest, material_of


def read(scenario: Scenario) -> tuple[list[str], PdfReader, bytes]:
    pdf = memo(material_of(scenario))
    reader = PdfReader(io.BytesIO(pdf))
    return [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages], reader, pdf


def test_two_pages_then_every_assumption_with_its_source() -> None:
    material = material_of(Scenario())
    pages, reader, pdf = read(Scenario())
    front = re.sub(r"\s+", " ", f"{pages[0]} {pages[1]}")
    for words in (material.sentence, material.second, material.how_sure, "Who gains", "When it pays back"):
        assert words.replace("\u00a0", " ") in front, words
    assert "Appendix" in pages[2]
    appendix = " ".join(pages[2:])
    for entry in material.result.resolved.in_force.values():
        if entry.origin is not Origin.ABSENT:
            assert entry.assumption.label.split()[0] in appendix
    assert "Boushey" in appendix
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page
        assert DAY in page
        assert f"model {MODEL_VERSION}" in page
        assert LINK in page.replace(" ", "")
    # charts are drawn as lines and letters: no picture of pixels is in it
    assert not any(page.images for page in reader.pages)
    # tagged, for readers that speak
    assert b"/StructTreeRoot" in pdf
    assert reader.metadata is not None
    assert "What the community is worth" in str(reader.metadata.title)


@pytest.mark.parametrize("scenario", [largest(), hostile()], ids=["largest", "hostile"])
def test_whatever_is_typed_it_stays_at_two_pages(scenario: Scenario) -> None:
    pages, _, _ = read(scenario)
    assert "What is not counted" in pages[1]
    assert "Appendix" in pages[2]


def test_hostile_text_is_text() -> None:
    pages, reader, pdf = read(hostile())
    text = " ".join(pages)
    squeezed = text.replace(" ", "").replace("\u200b", "")
    # a rocket comes out as whatever letters there are
    for piece in SEEN.rpartition(" \U0001f680")[0].split():
        assert piece in squeezed, piece
    assert "\u202e" not in text
    assert all("/Annots" not in page for page in reader.pages)
    for action in (b"/JavaScript", b"/Launch", b"/URI"):
        assert action not in pdf
