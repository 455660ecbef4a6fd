"""The sheets that have a row a month: community, teams, costs, cash, flywheel, and what they are compared with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from xlsxwriter.worksheet import Worksheet

from calculators.model import MODEL
from exports.workbook import rate_of_return
from exports.workbook.answers import name_of
from exports.workbook.excel import apart, number
from exports.workbook.input_sheets import InputSheets
from exports.workbook.layout import COUNTED, LABELS, MONTH, Table
from exports.workbook.names import (
    CASH,
    COMMUNITY,
    COSTS,
    FLYWHEEL,
    OF_TEAM,
    SHEET_OF_RUN,
    TEAM_HEADS,
    WATCH,
)
from exports.workbook.numbers import CLOSED, HELD, LOOPS_OFF
from figures.declared import figures
from wording.safe import plain


class MonthSheets(InputSheets):
    """The workbook with its tables of months."""

    # ---- tables of months

    def _monthly(self, sheet: Worksheet, table: Table) -> None:
        head = self._format(bold=True, text_wrap=True, bg_color="#EEF1F6", align="center", valign="vcenter")
        unit = self._format(text_wrap=True, font_color="#5B6472", align="center", italic=True)
        sheet.write_string(table.top, MONTH, "Month", head)
        sheet.write_string(table.top, COUNTED, "Counts", head)
        sheet.write_string(table.top + 1, COUNTED, "1 within the horizon", unit)
        has_totals = any(column.summed for column in table.columns)
        sheet.write_string(table.top + 2, MONTH, "Sum" if has_totals else "", self._format(bold=True))
        for month in range(self.months):
            row = table.first + month
            sheet.write_number(row, MONTH, month + 1, self._format(num_format="0"))
            sheet.write_formula(
                row,
                COUNTED,
                f"={apart(f'IF($A{row + 1}<=horizon,1,0)', month)}",
                self._format(num_format="0", font_color="#8A93A1"),
                1,
            )
        span = f"$B${table.first + 1}:$B${table.last + 1}"
        for position, column in enumerate(table.columns):
            at = position + 2
            sheet.write_string(table.top, at, plain(column.label), head)
            sheet.write_string(
                table.top + 1, at, plain(", ".join(part for part in (column.unit, column.note) if part)), unit
            )
            if column.summed:
                own = f"{table.letter(position)}{table.first + 1}:{table.letter(position)}{table.last + 1}"
                self._formula(
                    sheet,
                    table.top + 2,
                    at,
                    f"SUMPRODUCT({span},{own})",
                    float(column.values.sum()),
                    column.kind,
                    bold=True,
                    bottom=1,
                )
                if column.id in figures() and table.sheet not in SHEET_OF_RUN.values():
                    self._name(name_of(column.id), table.sheet, table.top + 2, at)
            for month in range(self.months):
                value = float(column.values[month])
                self._formula(
                    sheet,
                    table.first + month,
                    at,
                    apart(column.formula(month), month),
                    value if np.isfinite(value) else None,
                    column.kind,
                )
        grey = self._format(font_color="#B8BEC8")
        last = len(table.columns) + 1
        sheet.conditional_format(
            table.first,
            0,
            table.last,
            last,
            {"type": "formula", "criteria": f"=$A{table.first + 1}>horizon", "format": grey},
        )
        sheet.set_row(table.top, 60)
        sheet.set_row(table.top + 1, 42)
        sheet.set_column(0, 1, 9)
        sheet.set_column(2, last, 15)
        if table.top == LABELS:
            sheet.freeze_panes(table.first, 2)
            sheet.repeat_rows(table.top, table.top + 1)
            sheet.repeat_columns(0, 1)
            sheet.print_area(0, 0, table.last, last)
        if table.sheet == COMMUNITY:
            self.book.define_name("counted", f"={COMMUNITY}!{span}")

    def _team_heads(self, sheets: Mapping[str, Worksheet]) -> None:
        for team in MODEL.teams:
            below = team.purpose
            if team.id in self.resolved.scenario.teams_off:
                below = f"{team.label} is left out: none of its value and none of its effect on the wheel is counted."
            elif not self.tables[team.label].columns:
                below = f"{below} This kind of community has no numbers for it."
            self._title(sheets[team.label], team.label, below)
            sheets[team.label].set_tab_color(team.colour)
        self._title(
            sheets[COMMUNITY],
            COMMUNITY,
            "Stocks are those at the start of a month, flows those of the month.",
        )
        self._title(sheets[COSTS], COSTS, "Every kind of cost a month; the launch falls before month 1.")
        for run, words in (
            (
                LOOPS_OFF,
                "The same months with every loop standing still: what differs from the other sheets.",
            ),
            (
                HELD,
                "The same months with every reason to join held at its reference: what differs from the other sheets.",
            ),
            (CLOSED, "The same months had the community closed today: what differs from the other sheets."),
        ):
            if run in self.numbers.runs:
                sheet = sheets[SHEET_OF_RUN[run]]
                self._title(sheet, SHEET_OF_RUN[run], words)

    # ---- cash and flywheel, above their months

    def _cash_head(self, sheet: Worksheet) -> None:
        table = self.tables[CASH]
        self._title(sheet, CASH, "Hard value and costs, undiscounted; a launch falls before month 1.")
        row, launch = table.first - 1, self._launch()
        self._text(sheet, row, MONTH, "before", bold=True)
        for name, text, value, kind in (
            ("net", f"-{launch}", -self.result.launch, "money"),
            ("cash", f"-{launch}", -self.result.launch, "money"),
            (
                "below",
                f"IF({table.letter(table.position('cash'))}{row + 1}<0,0,-1)",
                0 if self.result.launch > 0 else -1,
                "number",
            ),
            (
                "sign",
                f"SIGN({table.letter(table.position('net'))}{row + 1})",
                float(np.sign(-self.result.launch)),
                "number",
            ),
        ):
            self._formula(sheet, row, table.position(name) + 2, text, value, kind, bold=True)
        self._irr(sheet)

    def _irr(self, sheet: Worksheet) -> None:
        """Write the internal rate of return, which is there where cash changes its sign once."""
        changed = f"SUM({self._cash_cells('change', before=False)})"
        change = rate_of_return.Row(
            "Changes of sign",
            ((changed, int(self._sign_changes().sum())),),
            kind="months",
        )
        search = rate_of_return.rows(
            np.concatenate(([-self.result.launch], self.result.hard.net)),
            cells=self._cash_cells("net", before=True),
            first=self.tables[CASH].first,
            top=self.irr_top + 2,
        )
        for place, row in enumerate((change, *search)):
            self._text(sheet, self.irr_top + place, MONTH, row.label)
            for column, (text, value) in enumerate(row.cells, start=2):
                self._formula(sheet, self.irr_top + place, column, text, value, row.kind)

    def _flywheel_head(self, sheet: Worksheet) -> None:
        self._title(sheet, FLYWHEEL, "1 lets a team's loop turn, 0 holds it still: every sheet follows.")
        top = self.switch_top
        self._heads(
            sheet, top, 0, ("Loop of", "", "Turns", "What turns", "Changed", "As exported"), left=(0, 3)
        )
        off = self.resolved.scenario.teams_off
        for number_, team in enumerate(MODEL.teams):
            row = top + 1 + number_
            self._text(sheet, row, 0, team.label, font_color=team.colour, bold=True)
            turning = 1 if team.id in self.resolved.loops_on else 0
            locked = team.id in off
            look = (
                {}
                if locked
                else {"bg_color": "#FFF8DC", "border": 1, "border_color": "#D9C98A", "locked": False}
            )
            sheet.write_number(row, 2, turning, self._format(num_format="0", align="center", **look))
            self._name(f"turns_{team.id}", FLYWHEEL, row, 2)
            self._text(sheet, row, 3, "left out, so its loop stands still" if locked else team.loop.label)
            self._formula(sheet, row, 4, f"IF(C{row + 1}<>F{row + 1},1,0)", 0, "months", font_color="#8A93A1")
            sheet.write_number(row, 5, turning, self._format(num_format="0", font_color="#8A93A1"))
            sheet.data_validation(
                row,
                2,
                row,
                2,
                {
                    "validate": "list",
                    "source": [1, 0],
                    "error_title": "Not possible",
                    "error_message": "1 or 0",
                },
            )
        self._team_table(sheet)
        self._effects(sheet)

    def _team_table(self, sheet: Worksheet) -> None:
        top = self.team_top
        self._heads(sheet, top, 0, ("Team, present values", "", *TEAM_HEADS))
        for number_, team in enumerate(MODEL.teams):
            row = top + 1 + number_
            self._text(sheet, row, 0, team.label, bold=True)
            for place, part in enumerate(OF_TEAM):
                figure = figures()[f"{team.id}.{part}"]
                if part == "given":
                    sheet.write_number(
                        row, place + 2, self.result.hard.teams[team.id].given, self._of_kind("money", None)
                    )
                    continue
                text = self._cell(figure.id) if part == "value" else self._answer_or_value(figure.id)
                self._formula(sheet, row, place + 2, text, self._cached(figure.id), figure.kind)
                if part != "value" and figure.id not in self.answers.known:
                    self._name(name_of(figure.id), FLYWHEEL, row, place + 2)
        self._grey(sheet, top + 1, 5, top + len(MODEL.teams), 5)
        self._text(
            sheet, top + 1 + len(MODEL.teams), 0, "Given: see below.", italic=True, font_color="#5B6472"
        )

    def _answer_or_value(self, name: str) -> str:
        figure = figures()[name]
        if name in self.answers.known:
            return number(self.answers.known[name])
        if figure.formula is None and name.endswith(".hours"):
            return number(figure.value(self.result) or 0.0)
        return self._answer(name)

    def _effects(self, sheet: Worksheet) -> None:
        top = self.effect_top
        sheet.write_formula(top - 2, 0, WATCH, self._format(italic=True, font_color="#5B6472"), "As exported")
        self._text(
            sheet,
            top - 2,
            3,
            "What each loop gives, as values: the mean of what it adds to the net present value over every order in "
            "which the loops could be switched on (its Shapley value), which takes every combination of loops.",
            italic=True,
            font_color="#5B6472",
        )
        self._heads(
            sheet,
            top - 1,
            0,
            (
                "Loop of, present values",
                "",
                *(f"to {team.label}" for team in MODEL.teams),
                "to costs",
                "Given in all",
            ),
        )
        for number_, team in enumerate(MODEL.teams):
            row, flows = top + number_, self.result.hard.matrix[team.id]
            self._text(sheet, row, 0, team.label, bold=True)
            amounts = [
                *(flows[other.id] for other in MODEL.teams),
                flows["cost"],
                self.result.hard.teams[team.id].given,
            ]
            for place, amount in enumerate(amounts):
                sheet.write_number(row, place + 2, amount, self._of_kind("money", None))
        self._grey(sheet, top, 2, top + len(MODEL.teams) - 1, len(MODEL.teams) + 3)
