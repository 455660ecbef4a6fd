"""The internal rate of return, found in cells: halved until it is known, then made exact by Newton's method.

A spreadsheet's own IRR begins at a guess, and from a wrong one it comes to nothing.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Final

import numpy as np

from calculators import finance
from exports.workbook.excel import number
from exports.workbook.layout import Array

LEAST, MOST = 0.04, 1.5
"""Factors a month between which it is looked for: what lies below loses all in a year, and above is beyond measure."""

HALVED: Final = 24
NEWTON: Final = 2
FOUND_ROW: Final = HALVED + NEWTON + 2
"""Where the rate stands below the number of changes of sign."""

FACTOR: Final = "C"
"""The column of numbers; what is halved takes the three to the right of it, too."""

BEYOND: Final = "beyond measure"


@dataclasses.dataclass(frozen=True)
class Row:
    """One row of the search.

    Attributes
    ----------
    label
        What it holds.
    cells
        Formula without the equals sign, and what it comes to; from column `FACTOR` on.
    kind
        What kind of number it is.
    """

    label: str
    cells: tuple[tuple[str, float | str], ...]
    kind: str = "number"


def rows(flows: Array, *, cells: str, first: int, top: int) -> list[Row]:
    """Return the rows that find the rate of cash flows that change their sign once; the last one has it.

    Parameters
    ----------
    flows
        Money from before month 1.
    cells
        Where they stand, one a row.
    first
        The row of the first, counted from 1.
    top
        The row of the first that is returned, counted from 1.
    """
    last = len(flows) - 1

    def powers(factor: str) -> str:
        # below 1 as a final value, above as a present one: neither runs out of range
        return f"(IF({factor}<1,{last},0)+{first}-ROW({cells}))"

    def worth(factor: str) -> str:
        return f"SUMPRODUCT({cells},POWER({factor},{powers(factor)}))"

    def sign(factor: str) -> str:
        return f"SIGN({worth(factor)})"

    least, most = LEAST, MOST
    below = float(np.sign(_worth(least, flows)))
    found = [
        Row(
            "At least, at most",
            (
                (number(least), least),
                (number(most), most),
                (sign(f"C{top}"), below),
                (sign(f"D{top}"), float(np.sign(_worth(most, flows)))),
            ),
        )
    ]
    for step in range(HALVED):
        row = top + step
        middle, side = f"SQRT(C{row}*D{row})", f"E{row + 1}=E${top}"
        where = math.sqrt(least * most)
        there = float(np.sign(_worth(where, flows)))
        least, most = (where, most) if there == below else (least, where)
        found.append(
            Row(
                "halved",
                (
                    (f"IF({side},{middle},C{row})", least),
                    (f"IF({side},D{row},{middle})", most),
                    (sign(middle), there),
                ),
            )
        )
    factor, at = math.sqrt(least * most), f"SQRT(C{top + HALVED}*D{top + HALVED})"
    for _ in range(NEWTON):
        slope = f"SUMPRODUCT({cells},{powers(at)},POWER({at},{powers(at)}-1))"
        text = f"IFERROR({at}-{worth(at)}/{slope},{at})"
        factor = _nearer(factor, flows)
        at = f"C{top + len(found)}"
        found.append(Row("made exact", ((text, factor),)))
    yearly = f"POWER({at},12)-1"
    beyond = f"OR(E{top}=F{top},{yearly}<=-1,{yearly}>{number(finance.HIGHEST_RATE)})"
    rate = factor**12 - 1.0
    is_beyond = found[0].cells[2][1] == found[0].cells[3][1] or not -1.0 < rate <= finance.HIGHEST_RATE
    found.append(
        Row(
            "Rate a year",
            ((f'IF({beyond},"{BEYOND}",{yearly})', BEYOND if is_beyond else rate),),
            kind="share",
        )
    )
    assert len(found) == FOUND_ROW
    return found


def _powers(factor: float, flows: Array) -> Array:
    return np.asarray((len(flows) - 1.0 if factor < 1.0 else 0.0) - np.arange(len(flows)), dtype=np.float64)


def _worth(factor: float, flows: Array) -> float:
    return float(flows @ np.power(factor, _powers(factor, flows)))


def _nearer(factor: float, flows: Array) -> float:
    powers = _powers(factor, flows)
    slope = float((flows * powers) @ np.power(factor, powers - 1.0))
    return factor - _worth(factor, flows) / slope if slope else factor
