"""The workbook put together: summary, ranges, method, and every sheet in its order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from xlsxwriter.worksheet import Worksheet

from calculators import costs
from calculators.model import MODEL
from exports.material import Material
from exports.workbook.answers import NONE, name_of
from exports.workbook.excel import number
from exports.workbook.names import (
    AS_EXPORTED,
    ASSUMPTIONS,
    CASH,
    CHECKS,
    COMMUNITY,
    COMPARISON,
    COSTS,
    FLYWHEEL,
    GOING_ON,
    HEADLINES,
    LONG,
    METHOD,
    ONCE,
    RANGES,
    SHEET_OF_RUN,
    SUMMARY,
    WATCH,
    WHEEL,
)
from exports.workbook.numbers import MAIN
from exports.workbook.side_by_side import SideBySide
from figures.declared import figures
from figures.method import choices, equations, limits
from figures.uncertainty import CHANCES, draws_and_seed, nothing_weighed, ranged
from wording.safe import plain


def workbook(material: Material) -> bytes:
    """Return the workbook of an answer.

    Parameters
    ----------
    material
        The answer; ranges and drivers are on it where they are known.

    Returns
    -------
    bytes
        An XLSX file. Its formulas are those of the calculators, its cached values those of the engine.
    """
    return _Book(material).written()


class _Book(SideBySide):
    """The whole workbook."""

    def written(self) -> bytes:
        """Write everything."""
        self._lay_out()
        self.book.set_properties(
            {
                "title": self.material.title,
                "subject": "Community Flywheel, live workbook",
                "comments": "; ".join(self.material.origin),
                "author": "",
            }
        )
        sheets = {name: self.book.add_worksheet(name) for name in self._names()}
        self._summary(sheets[SUMMARY])
        self._assumptions(sheets[ASSUMPTIONS])
        self._once(sheets[ONCE])
        self._checks(sheets[CHECKS])
        for name, table in self.tables.items():
            self._monthly(sheets[name], table)
        self._team_heads(sheets)
        self._flywheel_head(sheets[FLYWHEEL])
        self._cash_head(sheets[CASH])
        self._charts(sheets)
        self._ranges(sheets[RANGES])
        if self.material.compared is not None:
            self._comparison(sheets[COMPARISON], self.material.compared)
        self._method(sheets[METHOD])
        for name, sheet in sheets.items():
            self._finish(name, sheet)
        sheets[SUMMARY].activate()
        self.book.close()
        return self.target.getvalue()

    def _names(self) -> list[str]:
        runs = [SHEET_OF_RUN[run] for run in self.numbers.runs if run != MAIN]
        teams = [team.label for team in MODEL.teams]
        return [
            SUMMARY,
            ASSUMPTIONS,
            COMMUNITY,
            *teams,
            COSTS,
            CASH,
            FLYWHEEL,
            RANGES,
            *((COMPARISON,) if self.material.compared is not None else ()),
            *runs,
            ONCE,
            CHECKS,
            METHOD,
        ]

    # ---- summary

    def _summary(self, sheet: Worksheet) -> None:
        self._title(sheet, self.material.title, self.material.whose)
        sheet.write_string(3, 0, plain(self.material.sentence, LONG), self._format(bold=True, font_size=12))
        words = (
            "at likely values, with the range of all draws; the figures below are live"
            if self.material.spread
            else "live"
        )
        words = f"{AS_EXPORTED}: {words}"
        watch = WATCH.replace(f'"{AS_EXPORTED}"', f'"{words}"')
        sheet.write_formula(4, 0, watch, self._format(font_color="#5B6472", italic=True), words)
        sheet.write_formula(5, 0, "=state_of_inputs", self._format(bold=True, font_color="#B45309"), "")
        self._grey(sheet, 3, 0, 3, 0)
        self.years_top = (
            8 + len(HEADLINES) + len(GOING_ON) + len(WHEEL) + len(MODEL.teams) + len(costs.LINES) + 12
        )
        row = self._list(sheet, 7, "The answer: hard value, against no community", HEADLINES)
        if self.resolved.scenario.running:
            row = self._list(sheet, row, "Going on rather than closing today", GOING_ON)
        row = self._list(sheet, row, "The community and its wheel", WHEEL)
        row = self._list(sheet, row, "Value by team", tuple(f"{team.id}.value" for team in MODEL.teams))
        self.team_values = row - 1 - len(MODEL.teams)
        row = self._list(sheet, row, "Costs by kind", tuple(f"cost.{line.id}" for line in costs.LINES))
        self._years(sheet, self.years_top)
        self._line_table(sheet, self.years_top + len(self.result.years) + 3)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2, 22)
        sheet.set_column(3, 7, 15)
        sheet.freeze_panes(7, 0)
        sheet.print_area(0, 0, self.years_top + len(self.result.years) + 5 + len(MODEL.lines), 7)
        sheet.fit_to_pages(1, 0)

    def _list(self, sheet: Worksheet, row: int, title: str, names: Sequence[str]) -> int:
        """Write figures, label in one column and value in the next; return the next free row."""
        labels = {f"{team.id}.value": team.label for team in MODEL.teams}
        self._heads(sheet, row, 0, (title, "", ""))
        for name in names:
            row += 1
            figure = figures()[name]
            self._text(sheet, row, 0, labels.get(name, figure.label))
            more = {"bold": True} if row < 12 else {}
            summed_here = figure.summed and name not in self.answers.known
            text = self._total(MAIN, name) if summed_here else self._answer(name)
            self._formula(sheet, row, 1, text, self._cached(name), figure.kind, **more)
            unit = "month" if figure.kind == "months" else self._unit(figure.kind, figure.unit)
            self._text(sheet, row, 2, unit, font_color="#5B6472", indent=1)
            if not summed_here:
                self._name(name_of(name), SUMMARY, row, 1)
        return row + 2

    def _years(self, sheet: Worksheet, top: int) -> None:
        self._heads(
            sheet,
            top,
            0,
            (
                "Year by year, undiscounted",
                "Hard value",
                "Costs",
                "Net, launch apart",
                "ROI",
                "Net at the year's end, present value",
            ),
        )
        months = self.tables[CASH].span(-2)
        launch = self._launch()
        for number_, year in enumerate(self.result.years):
            row, ends = top + 1 + number_, 12 * (number_ + 1)
            within = f"({months}>{ends - 12})*({months}<={ends})*counted"
            self._text(sheet, row, 0, f"Year {number_ + 1}")
            self._formula(
                sheet, row, 1, f"SUMPRODUCT({within},{self._span('benefits')})", year.benefits, "money"
            )
            in_year = f"MAX(0,MIN(amortise_months,horizon,{ends})-{ends - 12})"
            spread = (
                "amortise_months"
                if "amortise_months" in self.inputs.names
                else number(self.resolved.value("amortise_months"))
            )
            in_year = in_year.replace("amortise_months", spread)
            launched = f"IF({spread}>0,{launch}/MAX(1,{spread})*{in_year},{launch if number_ == 0 else 0})"
            self._formula(
                sheet, row, 2, f"SUMPRODUCT({within},{self._span('costs')})+{launched}", year.costs, "money"
            )
            net = float(self.result.hard.net[ends - 12 : ends].sum())
            self._formula(sheet, row, 3, f"SUMPRODUCT({within},{self._span('net')})", net, "money")
            self._formula(
                sheet,
                row,
                4,
                f'IF(C{row + 1}>0,(B{row + 1}-C{row + 1})/C{row + 1},"{NONE}")',
                NONE if year.roi is None else year.roi,
                "share",
            )
            worth = net / (1.0 + self.result.rate) ** (number_ + 1)
            self._formula(sheet, row, 5, f"D{row + 1}/POWER(1+discount_rate,{number_ + 1})", worth, "money")

    def _line_table(self, sheet: Worksheet, top: int) -> None:
        self._heads(
            sheet,
            top,
            0,
            ("Value lines, present value", "Hard", "Team", "Soft", "Hard and soft", "Hard, counted alone"),
            left=(0, 2),
        )
        for number_, (team, line) in enumerate(MODEL.lines):
            row, name = top + 1 + number_, f"{team.id}.{line.id}"
            self._text(sheet, row, 0, line.label)
            self._text(sheet, row, 2, team.label, indent=1)
            for column, part in ((1, ""), (3, ".soft"), (4, ".gross"), (5, ".claim")):
                figure = f"{name}{part}"
                self._formula(sheet, row, column, self._answer(figure), self._cached(figure), "money")
                if part == ".gross" and figure not in self.answers.known:
                    self._name(name_of(figure), SUMMARY, row, column)

    # ---- ranges and method

    def _ranges(self, sheet: Worksheet) -> None:
        self._head_of_values(
            sheet,
            RANGES,
            "every assumption with a range is drawn at once, many times, and the model runs.",
            width=16,
        )
        spread = self.material.spread
        if spread is None:
            self._text(sheet, 5, 0, "Ranges were not worked out for this export.")
            return
        if spread.certain:
            self._text(sheet, 5, 0, "No assumption has a range, so the answer has none.")
            return
        self._heads(
            sheet,
            5,
            0,
            (
                "Figure",
                "1 in 10 below (P10)",
                "Middle (P50)",
                "1 in 10 above (P90)",
                "Standard error of the middle",
            ),
        )
        row = 6
        for figure in ranged().values():
            if figure.id == "roi_going_on" and not self.resolved.scenario.running:
                continue
            quoted_ = figure.value(spread)
            self._text(sheet, row, 0, figure.label)
            for place, value in enumerate((quoted_.p10, quoted_.p50, quoted_.p90, quoted_.standard_error)):
                self._value(sheet, row, place + 1, value, figure.kind)
            row += 1
        for chance in CHANCES.values():
            self._text(sheet, row, 0, f"{chance.label}: share of draws")
            there = not nothing_weighed(spread)
            self._value(sheet, row, 2, chance.value(spread) if there else None, "share")
            self._value(sheet, row, 4, chance.error(spread) if there else None, "share")
            row += 1
        self._text(
            sheet,
            row,
            0,
            draws_and_seed(spread.points, spread.seed, self.material.formats),
            italic=True,
            font_color="#5B6472",
        )
        self._grey(sheet, 6, 1, row, 4)
        row = self._fan(sheet, row + 2)
        self._tornado(sheet, row)

    def _value(self, sheet: Worksheet, row: int, column: int, value: float | None, kind: str) -> None:
        if value is None or not np.isfinite(value):
            later = kind == "months" and value is None
            self._text(sheet, row, column, "later" if later else NONE, align="right")
        else:
            sheet.write_number(row, column, value, self._of_kind(kind, value))

    def _fan(self, sheet: Worksheet, top: int) -> int:
        spread = self.material.spread
        assert spread is not None
        self._heads(sheet, top, 0, ("Cash so far, by month", "P10", "P50", "P90"))
        fan = spread.cash
        for number_, month in enumerate(fan.months):
            sheet.write_number(top + 1 + number_, 0, month, self._format(num_format="0", align="left"))
            for place, at in enumerate((0.1, 0.5, 0.9)):
                sheet.write_number(
                    top + 1 + number_,
                    place + 1,
                    float(fan.at_percentile(at)[number_]),
                    self._of_kind("money"),
                )
        last = top + len(fan.months)
        self._grey(sheet, top + 1, 1, last, 3)
        chart = self.book.add_chart({"type": "line"})
        for place, label in enumerate(("1 in 10 below", "Middle", "1 in 10 above")):
            letter = "BCD"[place]
            chart.add_series(
                {
                    "name": label,
                    "categories": f"={RANGES}!$A${top + 2}:$A${last + 1}",
                    "values": f"={RANGES}!${letter}${top + 2}:${letter}${last + 1}",
                    "line": {"width": 2, "color": ("#A8BBD9", "#2F5597", "#A8BBD9")[place]},
                }
            )
        chart.set_title({"name": "Cash so far, in all draws", "name_font": {"size": 12}})
        chart.set_x_axis({"name": "Month", "interval_unit": 6, "label_position": "low"})
        chart.set_y_axis(
            {
                "name": self._unit("money", ""),
                "num_format": self._axis_money(float(np.max(np.abs(fan.values)))),
                "major_gridlines": {"visible": True, "line": {"color": "#E8EAEF"}},
            }
        )
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 560, "height": 320})
        sheet.insert_chart(
            f"F{top + 1}",
            chart,
            {"description": "Cumulative cash, its middle and the range of 8 in 10 draws"},
        )
        return last + 2

    def _tornado(self, sheet: Worksheet, top: int) -> None:
        moved = self.material.drivers
        if moved is None or not moved.tornado:
            return
        self._heads(
            sheet,
            top,
            0,
            ("Moved alone, largest first", "NPV at its low end", "NPV at its high end", "Breaks even at"),
        )
        for number_, swing in enumerate(moved.tornado):
            row, entry = top + 1 + number_, self.resolved.in_force[swing.id]
            self._text(sheet, row, 0, entry.assumption.label)
            sheet.write_number(row, 1, swing.at_low, self._of_kind("money"))
            sheet.write_number(row, 2, swing.at_high, self._of_kind("money"))
            self._value(sheet, row, 3, moved.break_even.get(swing.id), str(entry.assumption.kind))
        self._grey(sheet, top + 1, 1, top + len(moved.tornado), 3)

    def _method(self, sheet: Worksheet) -> None:
        self._title(sheet, METHOD, "Every equation of the model, read from the code that computes it.")
        self._heads(sheet, 3, 0, ("What", "Unit", "When", "Where", "Formula", "Note"), left=range(6))
        row = 4
        wrap = {"text_wrap": True}
        for equation in equations():
            self._text(sheet, row, 0, equation.label, **wrap)
            self._text(sheet, row, 1, equation.unit)
            self._text(sheet, row, 2, equation.when)
            self._text(sheet, row, 3, self._where(equation.id))
            sheet.write_string(row, 4, equation.text()[:8_000], self._format(**wrap))
            self._text(sheet, row, 5, equation.note, **wrap)
            self._tall(sheet, row, (equation.label, 48), (equation.text(), 100), (equation.note, 66))
            row += 1
        for title, statements in (
            ("What the model does not know", limits()),
            ("Where it goes its own way", choices()),
        ):
            row += 1
            self._heads(sheet, row, 0, (title,))
            for statement in statements:
                row += 1
                self._text(sheet, row, 0, statement.title, **wrap)
                self._text(sheet, row, 4, statement.text, **wrap)
                self._tall(sheet, row, (statement.text, 100))
            row += 1
        row += 1
        for words in (
            f"The community {'runs already' if self.resolved.scenario.running else 'is planned'}: that is fixed "
            "here, as other defaults would hold. Export again to change it.",
            "What this kind of community does not have is left out of formulas.",
            "Internal rate of return: only where cash changes its sign once; the app also looks further.",
        ):
            self._text(sheet, row, 0, words)
            row += 1
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 3, 20)
        sheet.set_column(4, 4, 90)
        sheet.set_column(5, 5, 60)
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)

    def _where(self, name: str) -> str:
        place = self.places[MAIN].get(name)
        if place is not None:
            return f"{place[0].sheet}, column {place[0].letter(place[1])}"
        if name in self.main.references:
            return ONCE
        if name in self.main.known or name in self.answers.known:
            return "not here: always the same"
        return SUMMARY if name in (*HEADLINES, *GOING_ON, *WHEEL) else ""

    # ---- every sheet

    def _finish(self, name: str, sheet: Worksheet) -> None:
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        if name not in (SUMMARY,):
            wide = name in self.tables
            sheet.set_print_scale(55) if wide else sheet.fit_to_pages(1, 0)
        # an ampersand commands a header
        footer = plain(self.material.title, 60).replace("&", "&&")
        sheet.set_footer(f"&L{footer}&C{plain(self.material.dated, 40)}&R&A, &P of &N")
        sheet.protect(
            "",
            {
                "format_cells": True,
                "format_columns": True,
                "format_rows": True,
                "autofilter": True,
                "sort": True,
                "objects": True,
            },
        )
