"""The deck: native charts that hold their data, the answer's own words, and nothing that runs over its slide."""

from __future__ import annotations

import dataclasses
import io
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Pt

from calculators import MODEL_VERSION
from calculators.case import Case
from calculators.comparison import Named, compare
from calculators.model import MODEL
from calculators.scenario import Scenario
from exports.deck import deck
from figures.comparison import BarView, BridgeView, ComparisonView, view_of
from tests.exports.asked import DAY, LINK, LONGEST_NAME, SEEN, hostile, largest, material_of
from wording.formats import Formats
from wording.safe import plain


@lru_cache(maxsize=8)
def opened(scenario: Scenario, sure: bool = True) -> Any:
    return Presentation(io.BytesIO(deck(material_of(scenario, sure=sure))))


def texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)
    yield slide.notes_slide.notes_text_frame.text


def test_slides_say_what_the_app_says() -> None:
    material = material_of(Scenario())
    slides = list(opened(Scenario()).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == "What the community is worth"
    assert titles[1] == material.sentence
    assert titles[5] == material.how_sure
    assert len(slides) >= 10
    assert all(titles)
    for number, slide in enumerate(slides, start=1):
        foot = next(text for text in texts(slide) if MODEL_VERSION in text and DAY in text)
        assert LINK in foot
        assert "b2b-support@1" in foot
        assert str(number) in list(texts(slide))
        assert len(slide.notes_slide.notes_text_frame.text) > 20
    everything = " ".join(text for slide in slides for text in texts(slide))
    # the reasoning: formula in words, and with numbers in it
    assert "ROI: (Benefits − Costs) ÷ Costs. With numbers:" in everything
    assert "The Community Roundtable" in everything or "Nielsen" in everything


def test_charts_are_native_and_hold_their_data() -> None:
    result = material_of(Scenario()).result
    charts = [shape.chart for slide in opened(Scenario()).slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 5
    bars = charts[0]
    assert list(bars.plots[0].categories) == [team.label for team in MODEL.teams]
    direct, received = bars.plots[0].series
    assert list(direct.values) == pytest.approx([result.hard.teams[team.id].direct for team in MODEL.teams])
    assert list(received.values) == pytest.approx(
        [result.hard.teams[team.id].received for team in MODEL.teams]
    )
    cash = charts[2].plots[0].series[0]
    assert list(cash.values) == pytest.approx(list(result.hard.cash))
    for chart in charts:
        # what "edit data" opens
        assert chart.part.chart_workbook.xlsx_part is not None
        assert chart.value_axis.has_title if chart.plots[0].__class__.__name__ != "DoughnutPlot" else True
    described = [
        shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for slide in opened(Scenario()).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    assert all(described)


NOBODY = Scenario(teams_off=frozenset(team.id for team in MODEL.teams))
WIDEST = Scenario(name="W" * 120)


@pytest.mark.parametrize(
    "scenario",
    [Scenario(), largest(), hostile(), NOBODY, WIDEST],
    ids=["plain", "largest", "hostile", "no team on", "widest name"],
)
def test_nothing_runs_over_its_slide(scenario: Scenario) -> None:
    """Every box lies on its slide, its words fit it at a wide letter, and so do the rows of its tables."""
    assert_fits(opened(scenario))


def assert_fits(made: Any) -> None:
    for number, slide in enumerate(made.slides, start=1):
        for shape in slide.shapes:
            assert shape.left >= 0, number
            assert shape.top >= 0, number
            assert shape.left + shape.width <= made.slide_width + 2, number
            assert shape.top + shape.height <= made.slide_height + 2, number
            if shape.has_text_frame and shape.text_frame.text:
                assert _height(shape.text_frame, shape.width) <= shape.height * 1.02, (
                    number,
                    shape.text_frame.text,
                )
            if shape.has_table:
                widths = [column.width for column in shape.table.columns]
                rows = sum(
                    max(
                        row.height,
                        *(
                            _height(cell.text_frame, width - Pt(9)) + Pt(3)
                            for cell, width in zip(row.cells, widths, strict=True)
                        ),
                    )
                    for row in shape.table.rows
                )
                assert shape.top + rows <= made.slide_height - Pt(36), number


def _height(frame: Any, width: int) -> float:
    """Return how high words are that wrap at a width, letters being half as wide as high, and W as wide as high."""
    height = 0.0
    for paragraph in frame.paragraphs:
        size = max((run.font.size for run in paragraph.runs if run.font.size), default=Pt(12))
        lines, left = 1, float(width)
        for word in paragraph.text.split():
            needed = 0.5 * size * (len(word) + word.count("W") + 1)
            if needed > left:
                lines, left = lines + max(1, math.ceil(needed / width)), float(width)
            left -= needed
        height += lines * 1.2 * size
    return height


@lru_cache(maxsize=1)
def four() -> ComparisonView:
    """Four scenarios side by side, with the longest names and the largest amounts."""
    like = largest()
    others = (
        ("Dearer", {"launch_cost": 5e8}),
        ("More posts", {"staff_planned": 3.0}),
        ("Another", {"programme_planned": 0.0, "tickets": 3_000.0, "deflected": 250.0}),
    )
    sides = [Named(LONGEST_NAME[:80], Case(like))]
    sides += [
        Named(f"{name} {LONGEST_NAME}"[:80], Case(like.changed(values=values))) for name, values in others
    ]
    return view_of(compare(sides, points=64))


def test_four_scenarios_side_by_side_fit_and_hold_their_data() -> None:
    compared = four()
    made = Presentation(io.BytesIO(deck(dataclasses.replace(material_of(largest()), compared=compared))))
    assert_fits(made)
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert plain(compared.sentence) in titles
    assert [plain(entry.sentence) in titles for entry in compared.against] == [True] * 3
    charts = [shape.chart for slide in made.slides for shape in slide.shapes if shape.has_chart]
    cash = next(chart for chart in charts if len(chart.plots[0].series) == 4)
    for series, side in zip(cash.plots[0].series, compared.sides, strict=True):
        assert list(series.values) == pytest.approx(list(side.cash))
    everything = " ".join(text for slide in made.slides for text in texts(slide))
    assert plain(compared.rows[0].cells[1].text) in everything


def test_the_bridge_on_a_slide_leads_from_one_value_to_the_other_whatever_it_crosses() -> None:
    amounts = [-300.0, 90.0, 80.0, -70.0, 60.0, 50.0, -40.0, 30.0, 20.0]
    bars = tuple(
        BarView(f"Change {n}", "", amount, 2.0, f"{amount:+.0f} ± 2") for n, amount in enumerate(amounts)
    )
    compared = four()
    entry = compared.against[0]
    compared = dataclasses.replace(compared, formats=Formats())
    bridge = BridgeView(100.0, 100.0 + sum(amounts), bars, "What weighs most", "How it was found")
    changed = dataclasses.replace(entry, bridge=bridge, changes=entry.changes * 12)
    compared = dataclasses.replace(compared, against=(changed,))
    made = Presentation(io.BytesIO(deck(dataclasses.replace(material_of(Scenario()), compared=compared))))
    assert_fits(made)
    slide = next(s for s in made.slides if s.shapes.title.text_frame.text == plain(entry.sentence))
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    labels = list(chart.plots[0].categories)
    # two ends and seven changes, the last of which holds the three that are left: -40 + 30 + 20
    assert len(labels) == 9
    assert labels[0].endswith(": $100")
    assert labels[1] == "Change 0: -300 ± 2"
    assert labels[-2].replace("\u00a0", " ") == "3 others: +$10 ± $6"
    assert labels[-1].endswith(": $20")
    unseen, above, below = (list(series.values) for series in chart.plots[0].series)
    # 100 to -200 crosses zero; the next hangs below it, from -200 to -110
    assert (unseen[1], above[1], below[1]) == (0.0, 100.0, -200.0)
    assert (unseen[2], above[2], below[2]) == (-110.0, 0.0, -90.0)
    # what differs beyond the table is in the notes
    everything = list(texts(slide))
    assert f"{len(changed.changes) - 6} others, in the notes" in everything
    assert everything[-1].count(plain(changed.changes[0].base.value)) >= 12


def test_hostile_text_is_text() -> None:
    slides = list(opened(hostile()).slides)
    everything = [text for slide in slides for text in texts(slide)]
    assert SEEN in everything
    assert all("\u202e" not in text and "\x00" not in text for text in everything)
    for slide in slides:
        links = [
            run.hyperlink.address
            for shape in slide.shapes
            if shape.has_text_frame
            for p in shape.text_frame.paragraphs
            for run in p.runs
        ]
        assert not any(links)


def test_without_draws_it_is_shorter_and_says_so_nowhere_wrongly() -> None:
    titles = [slide.shapes.title.text_frame.text for slide in opened(Scenario(), sure=False).slides]
    assert len(titles) == 8 or len(titles) == 7
    assert not any("8 times in 10" in title for title in titles)
