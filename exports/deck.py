"""The deck: native charts and tables that can be edited, and the reasoning in the speaker's notes."""

from __future__ import annotations

import dataclasses
import io
import math
import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

import numpy as np
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from calculators.model import MODEL
from calculators.team import Team
from exports.assumptions import Row as Assumed
from exports.assumptions import most_important
from exports.material import Material
from exports.money import axis_format
from figures.answer import payback_to_write
from figures.comparison import AgainstView, BridgeView, ComparisonView, Row, folded
from figures.kinds import with_its_digits, written
from figures.not_counted import NOT_COUNTED
from figures.plan import Decision, plan_of
from figures.said import one_owner, team_facts, wheel_facts, when_it_pays, who_gains
from figures.teams import amounts_of
from figures.uncertainty import chance_sentences, draws_and_seed, named_break_even, percentile_text, ranged
from figures.why import explain
from wording.formats import NOTHING, years_in_words
from wording.safe import plain
from wording.teams import teams_sentence
from wording.wheel import wheel_sentence

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN: Final = Inches(0.6)
INK, MUTED, ACCENT, PALE = (RGBColor.from_string(x) for x in ("1F2733", "5B6472", "2F5597", "EEF1F6"))
GAIN, LOSS = (RGBColor.from_string(x) for x in ("2E7D32", "B42318"))
FONT: Final = "Calibri"
MOST_ROWS: Final = 24
SOURCE_HEADS: Final = ("Assumption", "Value", "9 times in 10", "Whose", "Evidence and source")
SOURCE_PARTS: Final = (2.6, 1.9, 1.7, 1.5, 3.6)
SIGNS: Final = (28, 20, 18, 15, 39)
"""How many signs of 14 points a line of each of its columns holds, in a wide letter."""

LINE_HEIGHT, CELL_HEIGHT, TABLE_HEIGHT = 0.225, 0.1, 4.95
"""Inches: a line of a table of sources, what is round it, and what all have room for."""

MOST_SWINGS: Final = 8
MOST_COMPARED, MOST_CHANGES, LONGEST_SIDE = 8, 7, 40
MOST_BARS, LONGEST_BAR = 7, 32
HEADLINE_RANGES: Final = ("roi", "npv", "payback_month")


def deck(material: Material) -> bytes:
    """Return the deck of an answer as a PPTX file."""
    made = _Deck(material)
    made.title()
    made.sentence()
    made.teams()
    made.wheel()
    made.cash()
    made.confidence()
    made.drivers()
    made.comparison()
    made.assumptions()
    made.measuring()
    made.not_counted()
    return made.file()


class _Deck:
    """One deck on its way."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.result = material.result
        self.write = material.formats
        self.deck: Deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = WIDTH, HEIGHT
        core = self.deck.core_properties
        core.title, core.author = plain(material.title, 200), ""
        core.subject, core.comments = "Community Flywheel", plain("; ".join(material.origin), 255)

    def file(self) -> bytes:
        target = io.BytesIO()
        self.deck.save(target)
        return target.getvalue()

    # ---- pieces

    def _slide(self, title: str, *, notes: Sequence[str] = (), kicker: str = "") -> Slide:
        """Add a slide whose title says what its picture means."""
        # a title of its own on every slide: outlines and screen readers go by it
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        place = slide.shapes.title
        assert place is not None
        place.left, place.top, place.width, place.height = (
            MARGIN,
            Inches(0.62),
            WIDTH - 2 * MARGIN,
            Inches(1.15),
        )
        words = plain(title, 400)
        self._write(
            place,
            words,
            size=fitting(words, place.width, place.height, largest=32),
            bold=True,
        )
        place.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        if kicker:
            self._text(
                slide, kicker, MARGIN, Inches(0.3), WIDTH - 2 * MARGIN, Inches(0.35), size=14, colour=ACCENT
            )
        foot = self.material.short_origin
        width = WIDTH - 2 * MARGIN - Inches(0.6)
        self._text(
            slide,
            foot,
            MARGIN,
            HEIGHT - Inches(0.55),
            width,
            Inches(0.4),
            largest=11,
            colour=MUTED,
        )
        number = str(len(self.deck.slides))
        self._text(
            slide,
            number,
            WIDTH - MARGIN - Inches(0.6),
            HEIGHT - Inches(0.55),
            Inches(0.6),
            Inches(0.4),
            size=11,
            colour=MUTED,
            align=PP_ALIGN.RIGHT,
        )
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n\n".join(plain(part, 3_000) for part in notes if part)
        return slide

    def _write(
        self,
        shape: Any,
        text: str,
        *,
        size: float,
        bold: bool = False,
        colour: RGBColor = INK,
        align: PP_ALIGN = PP_ALIGN.LEFT,
    ) -> None:
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        paragraph = frame.paragraphs[0]
        paragraph.alignment = align
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = colour

    def _text(
        self,
        slide: Slide,
        text: str,
        left: int,
        top: int,
        width: int,
        height: int,
        *,
        size: int = 0,
        largest: int = 0,
        **look: Any,
    ) -> None:
        """Add words in a box: at a size, or at the largest up to one at which they fit."""
        words = plain(text, 1_000)
        box = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height))
        self._write(box, words, size=size or fitting(words, width, height, largest=largest), **look)

    def _table(
        self,
        slide: Slide,
        rows: Sequence[Sequence[str]],
        *,
        left: int,
        top: int,
        width: int,
        parts: Sequence[float],
        size: float = 16,
        height: float = 0.4,
        numbers: Sequence[int] = (),
    ) -> None:
        """Add a table; its first row is its head, `parts` are the widths of its columns in proportion."""
        frame = slide.shapes.add_table(
            len(rows), len(parts), Emu(left), Emu(top), Emu(width), Inches(height * len(rows))
        )
        table = frame.table
        # no style of an office programme: a rule below the head, nothing else
        properties: Any = frame._element.graphic.graphicData.tbl.tblPr  # type: ignore[union-attr]
        properties.set("bandRow", "0")
        style = properties.find(qn("a:tableStyleId"))
        if style is not None:
            style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
        for number, part in enumerate(parts):
            table.columns[number].width = Emu(int(width * part / sum(parts)))
        for number, row in enumerate(rows):
            table.rows[number].height = Inches(height)
            for column, text in enumerate(row):
                cell = table.cell(number, column)
                cell.margin_left = cell.margin_right = Inches(0.06)
                cell.margin_top = cell.margin_bottom = Inches(0.02)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                frame_ = cell.text_frame
                frame_.word_wrap = True
                paragraph = frame_.paragraphs[0]
                paragraph.alignment = PP_ALIGN.RIGHT if column in numbers else PP_ALIGN.LEFT
                run = paragraph.add_run()
                run.text = plain(text, 400)
                run.font.size, run.font.name = Pt(size - 2 if number == 0 else size), FONT
                run.font.color.rgb = MUTED if number == 0 else INK
                run.font.bold = number > 0 and column == 0
                if number == 0:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = PALE
                else:
                    cell.fill.background()

    def _chart(
        self,
        slide: Slide,
        kind: XL_CHART_TYPE,
        data: CategoryChartData,
        *,
        left: int,
        top: int,
        width: int,
        height: int,
        alt: str,
    ) -> Any:
        frame: Any = slide.shapes.add_chart(kind, Emu(left), Emu(top), Emu(width), Emu(height), data)  # type: ignore[arg-type]
        frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(alt, 1_000))
        chart = frame.chart
        chart.font.size, chart.font.name = Pt(14), FONT
        chart.font.color.rgb = INK
        chart.has_title = False
        return chart

    def _axes(self, chart: Any, *, values: str, categories: str = "", largest: float = 0.0) -> None:
        """Say what the axes are, and keep their lines quiet."""
        value_axis, category_axis = chart.value_axis, chart.category_axis
        value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("E8EAEF")
        value_axis.format.line.fill.background()
        category_axis.format.line.color.rgb = RGBColor.from_string("8A93A1")
        category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        value_axis.tick_labels.number_format_is_linked = False
        value_axis.tick_labels.number_format = (
            axis_format(self.write.currency_symbol, largest) if largest else "General"
        )
        for axis, words in ((value_axis, values), (category_axis, categories)):
            axis.has_title = bool(words)
            if words:
                frame = axis.axis_title.text_frame
                frame.text = words
                run = frame.paragraphs[0].runs[0]
                run.font.size, run.font.bold, run.font.name = Pt(14), False, FONT
                run.font.color.rgb = MUTED

    def _why(self, *names: str) -> list[str]:
        """Return the reasoning behind figures: in words, then with numbers."""
        found = []
        for name in names:
            told = explain(self.result, name)
            formula = (
                f"{told.words}. With numbers: {told.numbers} = {told.value}."
                if told.words
                else f"{told.value}."
            )
            found.append(f"{told.label}: {formula} {told.note}".strip())
        return found

    def _teams_shown(self) -> list[Team]:
        """Return the teams that are on; all of them, worth nothing, where none is: a chart has to show somebody."""
        off = self.result.resolved.scenario.teams_off
        return [team for team in MODEL.teams if team.id not in off] or list(MODEL.teams)

    # ---- slides

    def title(self) -> None:
        material = self.material
        slide = self._slide(
            "What the community is worth", notes=[material.sentence, material.whose + ".", material.link]
        )
        name = plain(material.title, 200)
        place = slide.shapes.title
        assert place is not None
        place.top = Inches(1.6)
        self._text(
            slide,
            name,
            MARGIN,
            Inches(2.9),
            WIDTH - 2 * MARGIN,
            Inches(2.2),
            largest=44,
            colour=ACCENT,
            bold=True,
        )
        state = "running" if material.scenario.running else "planned"
        over = years_in_words(self.result.horizon)
        about = f"{material.scenario.point.label}; {state}; over {over}, in {material.scenario.currency}"
        self._text(slide, about, MARGIN, Inches(5.3), WIDTH - 2 * MARGIN, Inches(0.5), size=20)
        self._text(
            slide,
            material.whose,
            MARGIN,
            Inches(5.85),
            WIDTH - 2 * MARGIN,
            Inches(0.5),
            size=18,
            colour=MUTED,
        )

    def sentence(self) -> None:
        material, money, write = self.material, self.result.hard, self.write
        slide = self._slide(
            material.sentence,
            kicker="The answer",
            notes=[
                material.sentence,
                material.second,
                material.how_sure,
                *self._why("roi", "npv", "payback_month"),
            ],
        )
        self._text(
            slide,
            material.second,
            MARGIN,
            Inches(2.35),
            WIDTH - 2 * MARGIN,
            Inches(1.2),
            size=20,
            colour=MUTED,
        )
        figures = (
            ("ROI", write.percent_short(money.roi)),
            ("Net present value", write.money_short(money.npv)),
            ("Payback in month", write.number(payback_to_write(money))),
            ("The wheel adds", write.money_short(money.flywheel)),
        )
        width = (WIDTH - 2 * MARGIN) // 4
        for number, (label, value) in enumerate(figures):
            left = MARGIN + number * width
            self._text(slide, label, left, Inches(3.9), width, Inches(0.4), size=18, colour=MUTED)
            self._text(
                slide,
                value,
                left,
                Inches(4.3),
                width,
                Inches(1.0),
                largest=48,
                bold=True,
            )
        words = (
            "Hard value only, against no community, at likely values."
            if material.spread
            else "Hard value only, against no community."
        )
        self._text(slide, words, MARGIN, Inches(5.6), WIDTH - 2 * MARGIN, Inches(0.5), size=18, colour=MUTED)

    def teams(self) -> None:
        result, write = self.result, self.write
        facts = [team_facts(result, team) for team in MODEL.teams]
        slide = self._slide(
            who_gains(result),
            kicker="Value per team, present value",
            notes=[teams_sentence(facts, formats=write), one_owner(result), *self._why("pv_benefits")],
        )
        data = CategoryChartData(number_format="0")
        shown = self._teams_shown()
        data.categories = [team.label for team in shown]
        money = [result.hard.teams[team.id] for team in shown]
        data.add_series("Direct", [team.direct for team in money])
        data.add_series("From the wheel", [team.received for team in money])
        chart = self._chart(
            slide,
            XL_CHART_TYPE.BAR_STACKED,
            data,
            left=MARGIN,
            top=Inches(1.85),
            width=WIDTH - 2 * MARGIN,
            height=Inches(4.95),
            alt=teams_sentence(facts, formats=write),
        )
        largest = max((abs(team.value) for team in money), default=0.0)
        self._axes(chart, values=f"Hard value, {self.material.scenario.currency}", largest=max(largest, 1.0))
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_labels.font.size = Pt(18)
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 40, 100
        for series, paler in zip(plot.series, (0.0, 0.55), strict=True):
            for number, team in enumerate(shown):
                point = series.points[number]
                point.format.fill.solid()
                point.format.fill.fore_color.rgb = RGBColor.from_string(_paler(team.colour, paler))
        chart.has_legend = False
        self._text(
            slide,
            "Full colour: direct. Pale: received from other teams' loops.",
            MARGIN,
            Inches(6.62),
            WIDTH - 2 * MARGIN,
            Inches(0.32),
            size=14,
            colour=MUTED,
        )

    def wheel(self) -> None:
        result, write = self.result, self.write
        words = wheel_sentence(wheel_facts(result), formats=write)
        slide = self._slide(
            words,
            kicker="The wheel",
            notes=[words, *self._why("flywheel", "growth", "turns_in_month"), self._giving_words()],
        )
        shown = self._teams_shown()
        data = CategoryChartData(number_format="0")
        data.categories = [team.label for team in shown]
        # a ring has no room for a loss: it is in the table beside it, and said below the ring
        losing = [team for team in shown if result.hard.teams[team.id].value <= -NOTHING]
        data.add_series("Hard value", [max(0.0, result.hard.teams[team.id].value) for team in shown])
        chart = self._chart(
            slide,
            XL_CHART_TYPE.DOUGHNUT,
            data,
            left=MARGIN - Inches(0.1),
            top=Inches(2.1 if losing else 1.9),
            width=Inches(5.0),
            height=Inches(4.4 if losing else 4.8),
            alt=f"Ring of the hard value of each team that gains; {words}",
        )
        chart.has_legend = False
        for number, team in enumerate(shown):
            point = chart.plots[0].series[0].points[number]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = RGBColor.from_string(team.colour.lstrip("#"))
        total = write.money_short(result.hard.pv_benefits)
        left, top = MARGIN + Inches(1.3), Inches(3.85)
        self._text(
            slide,
            total,
            left,
            top,
            Inches(2.2),
            Inches(0.6),
            largest=30,
            bold=True,
            align=PP_ALIGN.CENTER,
        )
        self._text(
            slide,
            f"{'all teams, ' if losing else ''}over {years_in_words(result.horizon)}",
            left,
            top + Inches(0.55),
            Inches(2.2),
            Inches(0.4),
            largest=14,
            colour=MUTED,
            align=PP_ALIGN.CENTER,
        )
        if losing:
            lost = ", ".join(f"{t.label} {write.money_short(result.hard.teams[t.id].value)}" for t in losing)
            self._text(
                slide,
                f"Not in the ring, which is of gains: {lost}.",
                MARGIN,
                Inches(6.52),
                Inches(4.9),
                Inches(0.45),
                largest=14,
                colour=MUTED,
            )
        rows: list[tuple[str, ...]] = [("Team", "Direct", "Received", "Value", "Its loop gives")]
        for team in shown:
            amounts = dataclasses.astuple(amounts_of(result, team.id))
            rows.append((team.label, *(write.money_short(amount) for amount in amounts)))
        given = sum(team.given for team in result.hard.teams.values())
        received = sum(team.received for team in result.hard.teams.values())
        direct = sum(team.direct for team in result.hard.teams.values())
        rows.append(
            ("All", *(write.money_short(x) for x in (direct, received, result.hard.pv_benefits, given)))
        )
        self._table(
            slide,
            rows,
            left=Inches(5.7),
            top=Inches(2.0),
            width=WIDTH - MARGIN - Inches(5.7),
            parts=(1.7, 1.5, 1.5, 1.5, 1.6),
            size=17 if max(len(cell) for row in rows[1:] for cell in row[1:]) < 8 else 14,
            height=0.43,
            numbers=(1, 2, 3, 4),
        )

    def _giving_words(self) -> str:
        return (
            "What a loop gives is the mean of what it adds to the net present value over every order in which the "
            "loops could be switched on; all given add up to the flywheel effect, costs included."
        )

    def cash(self) -> None:
        result = self.result
        words = when_it_pays(result)
        slide = self._slide(
            words,
            kicker="Cash and payback",
            notes=[words, *self._why("payback_month", "deepest_need", "pv_costs")],
        )
        data = CategoryChartData(number_format="0")
        cash = result.hard.cash
        data.categories = [str(month) for month in range(len(cash))]
        data.add_series("Cumulative cash", [float(amount) for amount in cash])
        chart = self._chart(
            slide,
            XL_CHART_TYPE.LINE,
            data,
            left=MARGIN,
            top=Inches(1.85),
            width=WIDTH - 2 * MARGIN,
            height=Inches(4.9),
            alt=f"Cumulative cash by month. {words}",
        )
        self._axes(
            chart,
            values=f"Cumulative cash, undiscounted, {self.material.scenario.currency}",
            categories="Month",
            largest=max(float(np.max(np.abs(cash))), 1.0),
        )
        self._every_sixth(chart)
        self._line(chart.plots[0].series[0], ACCENT, 3.5)
        chart.has_legend = False

    def _every_sixth(self, chart: Any) -> None:
        """Label every sixth month, from month 0."""
        axis = chart.category_axis._element
        for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
            for old in axis.findall(qn(tag)):
                axis.remove(old)
            made = axis.makeelement(qn(tag), {"val": "6"})
            later = axis.find(qn("c:noMultiLvlLbl"))
            if later is not None:
                later.addprevious(made)
            else:
                axis.append(made)

    def _line(self, series: Any, colour: RGBColor, width: float) -> None:
        series.smooth = False
        series.format.line.color.rgb = colour
        series.format.line.width = Pt(width)
        series.marker.style = XL_MARKER_STYLE.NONE

    def confidence(self) -> None:
        spread, write = self.material.spread, self.write
        if spread is None or spread.certain:
            return
        words = self.material.how_sure or "How sure it is"
        notes = [words, f"{draws_and_seed(spread.points, spread.seed, write)}.", *self._haircut()]
        slide = self._slide(words, kicker="How sure that is", notes=notes)
        rows: list[tuple[str, ...]] = [("Hard value", "1 in 10 below", "Middle", "1 in 10 above")]
        for name in HEADLINE_RANGES:
            figure = ranged()[name]
            quoted = figure.value(spread)
            rows.append(
                (
                    figure.label,
                    *(percentile_text(x, figure.kind, write) for x in (quoted.p10, quoted.p50, quoted.p90)),
                )
            )
        width = Inches(5.6)
        self._table(
            slide,
            rows,
            left=MARGIN,
            top=Inches(2.1),
            width=width,
            parts=(2.3, 1.5, 1.1, 1.5),
            size=16,
            height=0.5,
            numbers=(1, 2, 3),
        )
        chances = chance_sentences(spread, write, pays_is_said=self.material.answer.range is not None)
        self._text(slide, " ".join(chances), MARGIN, Inches(4.4), width, Inches(1.4), size=18)
        data = CategoryChartData(number_format="0")
        fan = spread.cash
        data.categories = [str(month) for month in fan.months]
        for label, at in (("1 in 10 above", 0.9), ("Middle", 0.5), ("1 in 10 below", 0.1)):
            data.add_series(label, [float(x) for x in fan.at_percentile(at)])
        left = MARGIN + width + Inches(0.3)
        chart = self._chart(
            slide,
            XL_CHART_TYPE.LINE,
            data,
            left=left,
            top=Inches(1.9),
            width=WIDTH - MARGIN - left,
            height=Inches(4.8),
            alt="Cumulative cash by month: its middle and the range of 8 in 10 draws",
        )
        self._axes(
            chart,
            values=f"Cumulative cash, {self.material.scenario.currency}",
            categories="Month",
            largest=max(float(np.max(np.abs(fan.values))), 1.0),
        )
        self._every_sixth(chart)
        for series, (colour, thick) in zip(
            chart.plots[0].series,
            ((RGBColor.from_string("8FA6CC"), 2.5), (ACCENT, 3.5), (RGBColor.from_string("8FA6CC"), 2.5)),
            strict=True,
        ):
            self._line(series, colour, thick)
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False

    def _haircut(self) -> list[str]:
        return [
            "Every assumption that has a range is drawn at once, many times; the model runs in each draw."
        ]

    def drivers(self) -> None:
        moved = self.material.drivers
        swings = (
            [swing for swing in moved.tornado if swing.size > 0.0][:MOST_SWINGS] if moved is not None else []
        )
        if moved is None or not swings:
            return
        in_force = self.result.resolved.in_force
        first = in_force[swings[0].id].assumption.label
        notes = [
            "Each assumption from its low to its high end, all others at their likely value. "
            f"{first} moves the answer most."
        ]
        for swing in swings:
            value = moved.break_even.get(swing.id)
            if value is not None:
                entry = in_force[swing.id]
                written_ = self._assumption(named_break_even(value, entry), swing.id)
                notes.append(
                    f"{entry.assumption.label} breaks even at {written_} "
                    f"(now {self._assumption(with_its_digits(entry.value), swing.id)})."
                )
        slide = self._slide(
            f"{first} moves the answer most", kicker="What moves it, one at a time", notes=notes
        )
        data = CategoryChartData(number_format="0")
        data.categories = [plain(in_force[swing.id].assumption.label, 60) for swing in swings]
        data.add_series("At its low end", [swing.at_low for swing in swings])
        data.add_series("At its high end", [swing.at_high for swing in swings])
        chart = self._chart(
            slide,
            XL_CHART_TYPE.BAR_CLUSTERED,
            data,
            left=MARGIN,
            top=Inches(1.75),
            width=WIDTH - 2 * MARGIN,
            height=Inches(5.1),
            alt=f"Net present value with each assumption at its low and its high end. {first} moves it most.",
        )
        largest = max(max(abs(swing.at_low), abs(swing.at_high)) for swing in swings)
        self._axes(chart, values=f"Net present value, {self.material.scenario.currency}", largest=largest)
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_labels.font.size = Pt(16)
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
        # bars begin at the answer as it is
        chart.value_axis.crosses_at = self.result.hard.npv
        for series, colour in zip(chart.plots[0].series, ("B3C1DC", "2F5597"), strict=True):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = RGBColor.from_string(colour)
            series.invert_if_negative = False
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False

    def _assumption(self, value: float, name: str) -> str:
        assumption = MODEL.assumptions[name]
        return written(value, assumption.kind, assumption.unit, self.write)

    def comparison(self) -> None:
        compared = self.material.compared
        if compared is None:
            return
        self._side_by_side(compared)
        self._cash_of_sides(compared)
        for entry in compared.against:
            self._gap(compared, entry)

    def _side_by_side(self, compared: ComparisonView) -> None:
        slide = self._slide(
            compared.sentence,
            kicker=f"Side by side, over {years_in_words(compared.horizon)}",
            notes=[
                compared.sentence,
                compared.sure,
                *compared.notes,
                *(
                    f"{row.label}: {', '.join(_with_side(row, compared))}."
                    for row in compared.rows[MOST_COMPARED:]
                ),
            ],
        )
        names = [
            plain(side.name, LONGEST_SIDE) + (" (base)" if number == compared.base else "")
            for number, side in enumerate(compared.sides)
        ]
        rows: list[tuple[str, ...]] = [("Hard value", *names)]
        for row in compared.rows[:MOST_COMPARED]:
            cells = [
                f"{cell.text} ({cell.difference.partition(', ')[0]})" if cell.difference else cell.text
                for cell in row.cells
            ]
            rows.append((row.label, *cells))
        self._table(
            slide,
            rows,
            left=MARGIN,
            top=Inches(1.9),
            width=WIDTH - 2 * MARGIN,
            parts=(2.4, *(2.0 for _ in names)),
            size=15 if len(names) < 4 else 13,
            height=0.5,
            numbers=tuple(range(1, len(names) + 1)),
        )
        if compared.sure:
            self._text(
                slide,
                compared.sure,
                MARGIN,
                Inches(6.5),
                WIDTH - 2 * MARGIN,
                Inches(0.4),
                largest=15,
                colour=MUTED,
            )

    def _cash_of_sides(self, compared: ComparisonView) -> None:
        names = [plain(side.name, LONGEST_SIDE) for side in compared.sides]
        slide = self._slide(
            "Cumulative cash of each",
            kicker="Side by side",
            notes=[compared.sentence, *(entry.months for entry in compared.against)],
        )
        data = CategoryChartData(number_format="0")
        data.categories = [str(month) for month in range(len(compared.sides[0].cash))]
        for name, side in zip(names, compared.sides, strict=True):
            data.add_series(name, list(side.cash))
        chart = self._chart(
            slide,
            XL_CHART_TYPE.LINE,
            data,
            left=MARGIN,
            top=Inches(1.6),
            width=WIDTH - 2 * MARGIN,
            height=Inches(5.2),
            alt=f"Cumulative cash by month of {', '.join(names)}",
        )
        largest = max(abs(amount) for side in compared.sides for amount in side.cash)
        words = f"Cumulative cash, undiscounted, {compared.formats.currency}"
        self._axes(chart, values=words, categories="Month", largest=max(largest, 1.0))
        self._every_sixth(chart)
        for series, side in zip(chart.plots[0].series, compared.sides, strict=True):
            self._line(series, _colour(side.colour), 3)
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False

    def _gap(self, compared: ComparisonView, entry: AgainstView) -> None:
        """Add what explains the gap between one side and the base: as bars, and as what was decided differently."""
        other, base = compared.sides[entry.number].name, compared.sides[compared.base].name
        bridge, paired = entry.bridge, entry.paired
        notes = [
            entry.sentence,
            entry.months,
            bridge.sentence if bridge else "",
            bridge.note if bridge else "",
        ]
        notes += [paired.sentence, paired.how] if paired else []
        notes += [f"{bar.label}: {bar.text}." for bar in bridge.bars] if bridge else []
        notes += [
            f"{change.label}: {change.base.value}, then {change.other.value}." for change in entry.changes
        ]
        short = f"“{plain(other, LONGEST_SIDE)}” against “{plain(base, LONGEST_SIDE)}”"
        slide = self._slide(entry.sentence, kicker=short, notes=notes)
        width = (WIDTH - 2 * MARGIN) // 2 - Inches(0.15)
        if bridge is not None and bridge.bars:
            self._waterfall(slide, compared, entry, bridge, width)
        rows: list[tuple[str, ...]] = [("What differs", plain(base, 24), plain(other, 24))]
        rows += [
            (plain(row.label, 46), plain(row.base.value, 32), plain(row.other.value, 32))
            for row in entry.changes[:MOST_CHANGES]
        ]
        unnamed = len(entry.changes) - MOST_CHANGES
        if unnamed > 0:
            rows = [*rows[:-1], (f"{unnamed + 1} others, in the notes", "", "")]
        if len(rows) > 1:
            self._table(
                slide,
                rows,
                left=MARGIN + width + Inches(0.3),
                top=Inches(2.0),
                width=width,
                parts=(2.4, 1.6, 1.6),
                size=14,
                height=0.56,
            )

    def _waterfall(
        self, slide: Slide, compared: ComparisonView, entry: AgainstView, bridge: BridgeView, width: int
    ) -> None:
        """Add the bridge as bars that begin where the one before ended, from one net present value to the other."""
        bars = folded(bridge.bars, MOST_BARS, compared.formats)
        write, sides = compared.formats.money_short, compared.sides
        names = [plain(sides[number].name, LONGEST_BAR) for number in (compared.base, entry.number)]
        labels = [
            f"{names[0]}: {write(bridge.start)}",
            *(f"{plain(bar.label, LONGEST_BAR)}: {bar.text}" for bar in bars),
            f"{names[1]}: {write(bridge.end)}",
        ]
        ends = list(accumulate((bar.effect for bar in bars), initial=bridge.start))
        spans = [(0.0, bridge.start), *pairwise(ends), (0.0, bridge.end)]
        data = CategoryChartData(number_format="0")
        data.categories = labels
        # a bar that hangs stands on one that is not seen; where it crosses zero, it has a part on either side
        data.add_series("Up to it", [unseen for unseen, _, _ in map(_hung, spans)])
        data.add_series("Above zero", [above for _, above, _ in map(_hung, spans)])
        data.add_series("Below zero", [below for _, _, below in map(_hung, spans)])
        chart = self._chart(
            slide,
            XL_CHART_TYPE.BAR_STACKED,
            data,
            left=MARGIN,
            top=Inches(1.9),
            width=width,
            height=Inches(4.9),
            alt=f"What explains the gap. {bridge.sentence} {'; '.join(labels)}.",
        )
        largest = max(1.0, *(abs(end) for span in spans for end in span))
        self._axes(chart, values=f"Net present value, {compared.formats.currency}", largest=largest)
        chart.category_axis.reverse_order = True
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 45, 100
        colours = [
            _colour(sides[compared.base].colour),
            *(GAIN if bar.effect >= 0.0 else LOSS for bar in bars),
            _colour(sides[entry.number].colour),
        ]
        plot.series[0].format.fill.background()
        for series in list(plot.series)[1:]:
            series.invert_if_negative = False
            for number, colour in enumerate(colours):
                point = series.points[number]
                point.format.fill.solid()
                point.format.fill.fore_color.rgb = colour
        chart.has_legend = False

    def assumptions(self) -> None:
        pages = _paged([self._cells(row) for row in most_important(self.material, most=MOST_ROWS)])
        for number, page in enumerate(pages, start=1):
            title = self.material.whose if number == 1 else "More of what it rests on"
            part = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
            slide = self._slide(
                title,
                kicker=f"Assumptions with their sources{part}",
                notes=[self._row_words(row) for row, _ in page],
            )
            self._table(
                slide,
                [SOURCE_HEADS, *(cells for _, cells in page)],
                left=MARGIN,
                top=Inches(1.75),
                width=WIDTH - 2 * MARGIN,
                parts=SOURCE_PARTS,
                size=14,
                height=LINE_HEIGHT + CELL_HEIGHT,
            )

    def _cells(self, row: Assumed) -> tuple[Assumed, tuple[str, ...]]:
        evidence = plain(f"{row.grade}: {row.source}", 130)
        return row, (plain(row.label, 70), plain(row.value, 60), row.range, plain(row.whose, 60), evidence)

    def _row_words(self, row: Assumed) -> str:
        told = (f"{row.label}: {row.value}", row.range, row.whose, row.grade, row.source, row.note)
        return "; ".join(part for part in told if part).rstrip(".") + "."

    def measuring(self) -> None:
        spread, moved = self.material.spread, self.material.drivers
        if spread is None or moved is None:
            return
        plan = plan_of(self.result, spread, moved, Decision.GO_ON)
        if not plan.steps:
            return
        slide = self._slide(
            plan.verdict,
            kicker="What we will measure",
            notes=[f"{step.label}: {step.metric}. {step.how} Effort: {step.effort}." for step in plan.steps],
        )
        rows: list[tuple[str, ...]] = [("What", "How", "Evidence now", "Then", "Effort")]
        for number, step in enumerate(plan.steps, start=1):
            rows.append(
                (
                    f"{number}. {plain(step.label, 60)}",
                    plain(step.metric, 90),
                    step.grade,
                    step.earned,
                    step.effort,
                )
            )
        self._table(
            slide,
            rows,
            left=MARGIN,
            top=Inches(2.0),
            width=WIDTH - 2 * MARGIN,
            parts=(2.8, 3.8, 1.7, 2.0, 1.0),
            size=15,
            height=0.6,
        )

    def not_counted(self) -> None:
        lines = [(name, text) for name, text in self.material.scenario.not_counted.items() if text.strip()]
        if not lines:
            return
        labels = dict(NOT_COUNTED)
        slide = self._slide(
            "A community is for its members first. None of this is in the ROI.",
            kicker="What is not counted",
            notes=[text for _, text in lines],
        )
        rows = [
            ("What", "In our words"),
            *((labels.get(name, name), plain(text, 150)) for name, text in lines[:6]),
        ]
        self._table(
            slide,
            rows,
            left=MARGIN,
            top=Inches(2.0),
            width=WIDTH - 2 * MARGIN,
            parts=(2.0, 6.0),
            size=15,
            height=0.55,
        )


def _paged(rows: Sequence[tuple[Assumed, tuple[str, ...]]]) -> list[list[tuple[Assumed, tuple[str, ...]]]]:
    """Return rows by slide, as many on each as there is room for."""
    pages: list[list[tuple[Assumed, tuple[str, ...]]]] = []
    left = 0.0
    for row in rows:
        lines = max(math.ceil(len(cell) / signs) for cell, signs in zip(row[1], SIGNS, strict=True))
        height = max(1, lines) * LINE_HEIGHT + CELL_HEIGHT
        if height > left:
            pages.append([])
            left = TABLE_HEIGHT - LINE_HEIGHT - CELL_HEIGHT
        pages[-1].append(row)
        left -= height
    return pages


def fitting(text: str, width: int, height: int, *, largest: int, smallest: int = 8) -> int:
    """Return the largest size of letters, in points, at which a text fits a box; letters are taken to be wide ones.

    Examples
    --------
    >>> fitting("short", Inches(5), Inches(1), largest=32), fitting("long " * 50, Inches(5), Inches(1), largest=32)
    (32, 12)
    """
    for size in range(largest, smallest, -1):
        lines, left = 1, float(width)
        # not where a no-break space holds an amount together
        for word in text.split(" "):
            needed = Pt(size) * _ems(f"{word} ")
            if needed > left:
                lines, left = lines + max(1, math.ceil(needed / width)), float(width)
            left -= needed
        if lines * 1.2 * Pt(size) <= height:
            return size
    return smallest


def _ems(text: str) -> float:
    """Return how wide a text is, in sizes of its letters, on the safe side.

    Examples
    --------
    >>> _ems("plan"), _ems("WMW")
    (2.0, 3.0)
    """
    wide = sum(1.0 for letter in text if letter in "MWmw@%" or unicodedata.east_asian_width(letter) in "WF")
    capital = sum(0.2 for letter in text if letter.isupper() and letter not in "MW")
    return 0.5 * (len(text) + wide) + capital


def _hung(span: tuple[float, float]) -> tuple[float, float, float]:
    """Return what a bar from one amount to another is stacked of: what is not seen, its part above and below zero.

    Examples
    --------
    >>> _hung((20.0, 50.0)), _hung((10.0, -5.0)), _hung((-20.0, -30.0))
    ((20.0, 30.0, 0.0), (0.0, 10.0, -5.0), (-20.0, 0.0, -10.0))
    """
    low, high = min(span), max(span)
    unseen = max(low, 0.0) + min(high, 0.0)
    return unseen, max(high, 0.0) - max(low, 0.0), min(low, 0.0) - min(high, 0.0)


def _with_side(row: Row, compared: ComparisonView) -> list[str]:
    return [f"{side.name} {cell.text}" for side, cell in zip(compared.sides, row.cells, strict=True)]


def _colour(text: str) -> RGBColor:
    return RGBColor.from_string(text.lstrip("#"))


def _paler(colour: str, share: float) -> str:
    """Return a colour mixed with so much white.

    Examples
    --------
    >>> _paler("#000000", 0.5)
    '808080'
    """
    parts = (int(colour.lstrip("#")[place : place + 2], 16) for place in (0, 2, 4))
    return "".join(f"{round(part + (255 - part) * share):02X}" for part in parts)
