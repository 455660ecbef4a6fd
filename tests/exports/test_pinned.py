"""Exports of a shared link show what the link has pinned, or are not made."""

from __future__ import annotations

import datetime
import io
import re

from pypdf import PdfReader

from calculators.scenario import Scenario
from exports.memo import memo
from exports.pinned import pinned_material
from scenarios.record import Record, record

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
