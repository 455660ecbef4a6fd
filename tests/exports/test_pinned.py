"""Exports of a shared link show what the link has pinned, or are not made."""

from __future__ import annotations

import dataclasses
import datetime
import io
import re

from pptx import Presentation
from pypdf import PdfReader

from calculators.scenario import Scenario
from exports.deck import deck
from exports.memo import memo
from exports.pinned import pinned_material
from scenarios.record import Record, record
from wording.safe import plain

MADE = datetime.date(2026, 3, 1)


def shared() -> Record:
    return record([Scenario(name="Ours", values={"members": 6_000})], made_by="Ada", made_on=MADE)


def test_what_was_shared_is_what_is_taken_away() -> None:
    found = shared()
    told = found.scenarios[0]
    # the words as they were pinned, even where today's would be others
    older = told.model_copy(update={"whose": "Words of the day it was shared"})
    material = pinned_material(
        older, found.model_copy(update={"model_version": "0.9.9"}), link="https://x.org/s"
    )
    assert material is not None
    assert (material.sentence, material.how_sure, material.second) == (
        told.sentence,
        told.how_sure,
        told.going_on,
    )
    assert material.result.hard.npv == told.npv
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(memo(material))).pages]
    text = re.sub(r"\s+", " ", " ".join(pages))
    assert told.sentence in text
    assert "Words of the day it was shared" in text
    assert "1 March 2026" in text
    assert "model 0.9.9" in text
    assert "https://x.org/s" in text


def test_figures_that_today_would_be_others_are_not_made_anew() -> None:
    found = shared()
    told = found.scenarios[0]
    assert pinned_material(told.model_copy(update={"npv": told.npv * 1.01}), found) is None
    assert pinned_material(told.model_copy(update={"sentence": "Another."}), found) is None
    assert pinned_material(told.model_copy(update={"scenario": {"values": {"gone": 1}}}), found) is None


def test_files_of_a_shared_comparison_hold_the_comparison_of_that_day() -> None:
    ours = Scenario(name="Ours")
    found = record([ours, ours.changed(name="Bold", values={"members": 8_000})], made_by="", made_on=MADE)
    assert found.compared is not None
    older = dataclasses.replace(found.compared.view, sentence="Words of the day it was shared.")
    held = found.model_copy(update={"compared": found.compared.model_copy(update={"view": older})})
    # the first is an example that nobody has edited
    material = pinned_material(held.scenarios[0], held)
    assert material is not None
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(io.BytesIO(deck(material))).slides]
    assert "Words of the day it was shared." in titles
    assert plain(found.compared.view.against[0].sentence) in titles
