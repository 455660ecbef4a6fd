"""What every sheet is written with: formats, titles, texts, formulas with what they come to."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.material import Material
from exports.workbook.answers import Answers
from exports.workbook.layout import Table, quoted
from exports.workbook.names import AS_EXPORTED, LONG, WATCH
from exports.workbook.numbers import MAIN, Numbers
from wording.safe import plain


class Writer:
    """One workbook on its way: what it is made of, and how its cells are written."""

    years_top: int
    team_values: int
    input_end: int
    changed_span: str
    moved_span: str
    switch_top: int
    team_top: int
    effect_top: int

    def __init__(self, material: Material) -> None:
        self.material = material
        self.result = material.result
        self.resolved = material.result.resolved
        self.numbers = Numbers(self.resolved)
        self.months = self.numbers.months
        self.main = self.numbers.traced[MAIN]
        self.answers = Answers(self.main.known)
        self.target = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
            },
        )
        self.formats: dict[tuple[Any, ...], Format] = {}
        self.tables: dict[str, Table] = {}
        self.places: dict[str, dict[str, tuple[Table, int]]] = {run: {} for run in self.numbers.runs}
        self.rows: dict[str, int] = {}

    # ---- formats

    def _format(self, **parts: Any) -> Format:
        key = tuple(sorted(parts.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {"font_name": "Calibri", "font_size": 10, "valign": "top", **parts}
            )
        return self.formats[key]

    def _number_format(self, kind: str) -> str:
        symbol = self.material.formats.currency_symbol.replace('"', "")
        money = f'"{symbol}"#,##0'
        return {
            "money": f"{money};[Red]-{money};{money}",
            "share": "0.0%",
            "count": "#,##0.0",
            "months": "0",
            "hours": "#,##0.0",
        }.get(kind, "#,##0.000")

    def _of_kind(self, kind: str, value: float | None = None, **more: Any) -> Format:
        pattern = self._number_format(kind)
        symbol = self.material.formats.currency_symbol.replace('"', "")
        if kind == "money" and value is not None and 0.0 < abs(value) < 1_000.0 and value != round(value):
            pattern = f'"{symbol}"#,##0.00'
        if kind == "share" and value is not None and 0.0 < abs(value) < 0.001:
            pattern = "0.0000%"
        if kind == "count" and value is not None and value == round(value):
            pattern = "#,##0"
        if kind in ("number", "hours") and value is not None:
            pattern = "#,##0.###" if value != round(value) else "#,##0"
        return self._format(num_format=pattern, align="right", **more)

    def _unit(self, kind: str, unit: str) -> str:
        if kind == "money":
            return f"{self.resolved.scenario.currency} {unit}".strip()
        return unit

    def _title(self, sheet: Worksheet, title: str, below: str = "") -> None:
        sheet.write_string(0, 0, title, self._format(bold=True, font_size=14))
        sheet.write_string(
            1, 0, plain(" · ".join(self.material.origin), 600), self._format(font_color="#5B6472")
        )
        if below:
            sheet.write_string(2, 0, plain(below, LONG), self._format(font_color="#5B6472"))

    def _head_of_values(self, sheet: Worksheet, title: str, below: str, *, width: int) -> None:
        """Write the head of a sheet that holds values: they stay what they were as inputs change, so it says so."""
        self._title(sheet, title, f"Values, not formulas: {below}")
        sheet.write_formula(3, 0, WATCH, self._format(bold=True, font_color="#B45309"), AS_EXPORTED)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 8, width)
        sheet.freeze_panes(4, 1)

    def _heads(
        self, sheet: Worksheet, row: int, column: int, heads: Sequence[str], *, left: Sequence[int] = (0,)
    ) -> None:
        """Write the head of a table; all but the columns named stand over numbers."""
        for place, head in enumerate(heads):
            align = "left" if place in left else "right"
            look = self._format(
                bold=True, text_wrap=True, bottom=1, bg_color="#EEF1F6", align=align, valign="bottom"
            )
            sheet.write_string(row, column + place, plain(head), look)
        if any(len(head) > 16 for head in heads[1:]):
            sheet.set_row(row, 30)

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, **more: Any) -> None:
        sheet.write_string(row, column, plain(text, LONG), self._format(**more))

    def _tall(self, sheet: Worksheet, row: int, *texts: tuple[str, int]) -> None:
        """Make a row tall enough for wrapped texts; each with the characters that its column holds in a line."""
        lines = max(math.ceil(max(1, len(plain(text, LONG))) / width) for text, width in texts)
        if lines > 1:
            sheet.set_row(row, 13.5 * min(lines, 30))

    def _formula(
        self, sheet: Worksheet, row: int, column: int, text: str, value: Any, kind: str, **more: Any
    ) -> None:
        shown = value if isinstance(value, int | float) else None
        cached = "" if value is None or (isinstance(value, float) and not np.isfinite(value)) else value
        sheet.write_formula(row, column, f"={text}", self._of_kind(kind, shown, **more), cached)

    def _name(self, name: str, sheet: str, row: int, column: int) -> None:
        letters = Table(sheet, 0).letter(column - 2) if column >= 2 else "AB"[column]
        self.book.define_name(name, f"={quoted(sheet)}!${letters}${row + 1}")

    def _grey(self, sheet: Worksheet, row: int, column: int, to_row: int, to_column: int) -> None:
        """Have values go grey once an input differs from those exported."""
        sheet.conditional_format(
            row,
            column,
            to_row,
            to_column,
            {
                "type": "formula",
                "criteria": "=inputs_changed>0",
                "format": self._format(font_color="#B8BEC8"),
            },
        )
