"""What the papers say of an answer is what the app and its links say of it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation

from calculators.scenario import Scenario
from exports import memo
from exports.deck import deck
from exports.material import Material
from figures.comparison import figure_text
from scenarios.record import headline_figures, tell
from tests.exports.asked import material_of
from wording.formats import NO_VALUE

EUROS = Scenario(
    currency="EUR",
    exchange_rate=0.92,
    number_format="de_DE",
    values={"members": 8_000, "deflected": {"value": 320, "low": 250, "high": 400}, "uplift": 0.04},  # type: ignore[dict-item]
)
FRANCS = Scenario(
    starting_point="internal@1",
    currency="CHF",
    exchange_rate=0.9,
    values={"headcount": 100, "horizon": 60},
)


def slides(material: Material) -> list[Any]:
    return list(Presentation(io.BytesIO(deck(material))).slides)


def words(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@pytest.mark.parametrize("scenario", [EUROS, FRANCS, Scenario()])
def test_the_return_is_written_alike_everywhere(scenario: Scenario) -> None:
    material = material_of(scenario, sure=False)
    roi = material.result.hard.roi
    written = material.formats.percent_short(roi)
    plain = written.replace("\u00a0", " ")
    assert headline_figures(tell(scenario))[0][1] == written
    assert figure_text(roi, "share", material.formats) == written
    assert memo._told(material)["figures"][0][1] == written
    assert plain in [text.replace("\u00a0", " ") for text in words(slides(material)[1])]


def test_what_is_never_paid_back_is_not_said_to_be_paid_back_later() -> None:
    scenario = Scenario(values={"uplift": -0.3, "uplift_causal": 1.0})
    material = material_of(scenario, sure=False)
    assert material.result.payback_beyond_horizon is None
    label, written = headline_figures(tell(scenario))[2]
    assert (label, written) == ("Paid back in month", NO_VALUE)
    assert memo._told(material)["figures"][2][1] == NO_VALUE
    assert NO_VALUE in words(slides(material)[1])
