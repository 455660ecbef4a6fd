"""The sheet of a comparison: values, as the other sides have no inputs in this workbook."""

from __future__ import annotations

from typing import Final

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from exports.workbook.names import COMPARISON, LONG
from exports.workbook.native_charts import NativeCharts
from figures.comparison import NO_COSTS, AgainstView, ComparisonView, Row
from wording.safe import plain

NAME_LENGTH: Final = 60
CHANGE_HEADS: Final = ("What differs", "Group", "Evidence, base", "Evidence, other")


class SideBySide(NativeCharts):
    """What Compare shows: figures side by side, value per team, and for each side what explains its gap to the base."""

    def _comparison(self, sheet: Worksheet, compared: ComparisonView) -> None:
        self._head_of_values(
            sheet,
            COMPARISON,
            "the other sides have no inputs in this workbook. A bridge's sum is live.",
            width=24,
        )
        row = 5
        for words in (compared.sentence, compared.sure, *compared.notes):
            if words:
                self._text(sheet, row, 0, words)
                row += 1
        row = self._sides(sheet, row + 1, "Figure", compared, compared.rows)
        row = self._team_values(sheet, row + 1, compared)
        if compared.costs:
            row = self._sides(sheet, row + 1, "Present value of cost", compared, compared.costs)
        else:
            self._text(sheet, row + 1, 0, NO_COSTS)
            row += 2
        for entry in compared.against:
            row = self._against(sheet, row + 1, compared, entry)
        self._grey(sheet, 5, 0, row, 8)

    def _side_names(self, compared: ComparisonView) -> tuple[str, ...]:
        return tuple(
            f"{plain(side.name, NAME_LENGTH)}{' (base)' if number == compared.base else ''}"
            for number, side in enumerate(compared.sides)
        )

    def _sides(
        self, sheet: Worksheet, row: int, head: str, compared: ComparisonView, rows: tuple[Row, ...]
    ) -> int:
        self._heads(sheet, row, 0, (head, *self._side_names(compared)))
        for number, entry in enumerate(rows, start=1):
            self._text(sheet, row + number, 0, entry.label)
            for column, cell in enumerate(entry.cells, start=1):
                told = f"{cell.text} ({cell.difference})" if cell.difference else cell.text
                self._text(sheet, row + number, column, told, align="right")
        return row + len(rows) + 1

    def _team_values(self, sheet: Worksheet, row: int, compared: ComparisonView) -> int:
        self._heads(sheet, row, 0, ("Hard value of each team", *self._side_names(compared)))
        teams = compared.sides[0].teams
        for number, team in enumerate(teams, start=1):
            self._text(sheet, row + number, 0, team.label)
            for column, side in enumerate(compared.sides, start=1):
                value = side.teams[number - 1].value
                sheet.write_number(row + number, column, value, self._of_kind("money", value))
        total = row + len(teams) + 1
        self._text(sheet, total, 0, "All", bold=True)
        for column, side in enumerate(compared.sides, start=1):
            letter = xl_col_to_name(column)
            self._formula(
                sheet,
                total,
                column,
                f"SUM({letter}{row + 2}:{letter}{total})",
                sum(team.value for team in side.teams),
                "money",
            )
        return total + 1

    def _against(self, sheet: Worksheet, row: int, compared: ComparisonView, entry: AgainstView) -> int:
        base, other = (plain(compared.sides[n].name, NAME_LENGTH) for n in (compared.base, entry.number))
        self._text(sheet, row, 0, f"{other} against {base}", bold=True, font_size=12)
        for words in (entry.sentence, entry.months, entry.paired.sentence if entry.paired else ""):
            if words:
                row += 1
                self._text(sheet, row, 0, words)
        row += 1
        if entry.bridge is not None:
            row = self._bridge(sheet, row + 1, base, other, entry)
        if entry.changes or entry.following:
            heads = (CHANGE_HEADS[0], base, other, *CHANGE_HEADS[1:])
            row += 1
            self._heads(sheet, row, 0, heads, left=range(len(heads)))
            for change in (*entry.changes, *entry.following):
                row += 1
                evidence = (
                    f"{held.grade}: {held.source}" if held.source else held.grade
                    for held in (change.base, change.other)
                )
                texts = (change.label, change.base.value, change.other.value, change.group, *evidence)
                for column, text in enumerate(texts):
                    self._text(sheet, row, column, text)
            row += 1
        return row + 1

    def _bridge(self, sheet: Worksheet, row: int, base: str, other: str, entry: AgainstView) -> int:
        """Write start, bars and end; the end is their sum, so that anyone sees that it adds up."""
        bridge = entry.bridge
        assert bridge is not None
        self._heads(sheet, row, 0, ("From one net present value to the other", "Amount", "Standard error"))
        first = row + 1
        self._text(sheet, first, 0, base)
        sheet.write_number(first, 1, bridge.start, self._of_kind("money"))
        last = first
        for bar in bridge.bars:
            last += 1
            self._text(sheet, last, 0, f"{bar.label}: {bar.detail}" if bar.detail else bar.label)
            sheet.write_number(last, 1, bar.effect, self._of_kind("money"))
            if bar.error is not None:
                sheet.write_number(last, 2, bar.error, self._of_kind("money"))
        self._text(sheet, last + 1, 0, other)
        cells = f"{xl_rowcol_to_cell(first, 1)}:{xl_rowcol_to_cell(last, 1)}"
        self._formula(sheet, last + 1, 1, f"SUM({cells})", bridge.end, "money", bold=True)
        self._text(sheet, last + 2, 0, plain(bridge.note, LONG), italic=True, font_color="#5B6472")
        return last + 3


__all__ = ["SideBySide"]
