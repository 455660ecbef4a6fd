"""Figures of a result as formulas: declared ones are read, those that words explain are written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from calculators import costs
from calculators.formula import simplified
from calculators.model import MODEL
from calculators.quantity import Number
from calculators.symbol import Symbol, leaf
from exports.workbook.excel import excel, number
from figures.declared import Figure, figures

NONE = "none"
"""What stands where there is no such number."""

LATER = "not within the horizon"


def name_of(figure: str) -> str:
    """Return the name of the cell that holds a figure.

    Examples
    --------
    >>> name_of("support.value")
    'answer_support_value'
    """
    return f"answer_{figure.replace('.', '_')}"


class Answers:
    """Which figures are numbers whatever is typed, and the formulas of all others.

    Parameters
    ----------
    known
        What is a number in the run with all loops.
    """

    def __init__(self, known: Mapping[str, float]) -> None:
        self.known: dict[str, float] = dict(known)
        self.formulas: dict[str, Symbol] = {}
        for figure in figures().values():
            if figure.formula is not None and figure.summed:
                self._read(figure)
        # those of which others are made come first
        waiting = [
            figure for figure in figures().values() if figure.formula is not None and not figure.summed
        ]
        while waiting:
            ready = [
                figure
                for figure in waiting
                if not any(read in {f.id for f in waiting} for read in figure.reads)
            ]
            for figure in ready:
                self._read(figure)
            waiting = [figure for figure in waiting if figure not in ready]

    def _read(self, figure: Figure) -> None:
        assert figure.formula is not None
        divides = figure.kind != "money"
        reads = [leaf(name) if divides else self.symbol(name) for name in figure.reads]
        formula = simplified(figure.formula(*reads))
        if isinstance(formula, Symbol):
            self.formulas[figure.id] = formula
        else:
            self.known[figure.id] = float(formula)

    def symbol(self, name: str) -> Number:
        """Return a name as a symbol, or the number that it always is."""
        return self.known[name] if name in self.known else leaf(name)

    def cell(self, name: str) -> str:
        """Return the cell of anything but what changes by month, or its number."""
        if name in self.known:
            return number(self.known[name])
        return name_of(name) if name in figures() else name

    def formula(self, figure: str) -> str:
        """Return the formula of a declared figure over cells that have names."""
        if figure in self.known:
            return number(self.known[figure])
        formula = self.formulas[figure]
        text = excel(formula, self.cell)
        return f'IFERROR({text},"{NONE}")' if "/" in text else text

    def monthly(self, figure: str, cell_of: Callable[[str], str]) -> str:
        """Return the formula of one month of a figure that is summed."""
        return excel(self.formulas[figure], cell_of)


def sum_of(parts: list[str]) -> str:
    """Return the sum of some cells.

    Examples
    --------
    >>> sum_of(["A1", "0", "B1"]), sum_of([])
    ('A1+B1', '0')
    """
    return "+".join(part for part in parts if part != "0") or "0"


def benefits(known: Mapping[str, float], *, soft: bool) -> Number:
    """Return the value of a month in all, as the engine adds it up."""

    def read(name: str) -> Number:
        return known[name] if name in known else leaf(name)

    total: Number = 0.0
    for _, line in MODEL.lines:
        amount = read(line.gross) * read("counts")
        total = total + (amount if soft else amount * read(line.cash))
    return simplified(total)


def spent(known: Mapping[str, float]) -> Number:
    """Return the costs of a month in all but the launch."""
    total: Number = 0.0
    for line in costs.LINES:
        if not line.once:
            total = total + (known[line.quantity] if line.quantity in known else leaf(line.quantity))
    return simplified(total)
