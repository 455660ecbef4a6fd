"""Where everything stands: columns of months on their sheets, and the address of whatever has a name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from xlsxwriter.utility import xl_col_to_name

Array = npt.NDArray[np.float64]

LABELS, UNITS, TOTALS, FIRST = 4, 5, 6, 7
"""Rows of a table of months, counted from 0: labels, units, totals, month 1."""

MONTH, COUNTED = 0, 1
"""Its first two columns."""


@dataclasses.dataclass(frozen=True)
class Column:
    """One column of a table of months.

    Attributes
    ----------
    id, label, unit, kind
        What it holds.
    formula
        Returns its formula in a month, counted from 0, without the equals sign.
    values
        What the engine has for it, a month each.
    summed
        Whether the months that count are added up above it.
    note
        What is to be known of it.
    """

    id: str
    label: str
    unit: str
    kind: str
    formula: Callable[[int], str]
    values: Array
    summed: bool = False
    note: str = ""


@dataclasses.dataclass
class Table:
    """A table of months on a sheet.

    Attributes
    ----------
    sheet
        Its name.
    months
        How many.
    top
        The row of labels, counted from 0.
    columns
        In order, those of month and of what counts left out.
    """

    sheet: str
    months: int
    top: int = LABELS
    columns: list[Column] = dataclasses.field(default_factory=list)

    @property
    def first(self) -> int:
        """The row of month 1, counted from 0."""
        return self.top + FIRST - LABELS

    @property
    def last(self) -> int:
        """The row of the last month, counted from 0."""
        return self.first + self.months - 1

    def add(self, column: Column) -> None:
        """Put a column to the right of the others."""
        self.columns.append(column)

    def letter(self, position: int) -> str:
        """Return the letters of a column, counted from 0 beside the first two."""
        return str(xl_col_to_name(position + 2))

    def position(self, name: str) -> int:
        """Return where a column stands."""
        return next(number for number, column in enumerate(self.columns) if column.id == name)

    def cell(self, position: int, month: int) -> str:
        """Return the address of a month of a column on its own sheet."""
        return f"{self.letter(position)}{self.first + month + 1}"

    def span(self, position: int) -> str:
        """Return the address of all months of a column, with its sheet."""
        letter = self.letter(position)
        return f"{quoted(self.sheet)}!${letter}${self.first + 1}:${letter}${self.last + 1}"

    def total(self, position: int) -> str:
        """Return the address of the sum above a column, with its sheet."""
        return f"{quoted(self.sheet)}!${self.letter(position)}${self.top + TOTALS - LABELS + 1}"

    def month_cell(self, month: int) -> str:
        """Return the address of the number of a month, counted from 1, on this sheet."""
        return f"$A{self.first + month + 1}"


def quoted(sheet: str) -> str:
    """Return the name of a sheet as formulas write it.

    Examples
    --------
    >>> quoted("Support"), quoted("Loops off")
    ('Support', "'Loops off'")
    """
    return sheet if sheet.isalnum() else "'" + sheet.replace("'", "''") + "'"
