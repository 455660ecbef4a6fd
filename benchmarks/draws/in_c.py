"""The model as one C loop over draws and months, compiled by gcc -O3."""

from __future__ import annotations

import ctypes
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.draws.model_text import LEAVES, afterwards, monthly_net, text_of, written
from calculators.model import MODEL
from calculators.quantity import Quantity

Array = npt.NDArray[np.float64]

TWO_PLACES = {"+", "-", "*", "/", ">", ">=", "<", "<="}


def _write(operation: str, parts: list[str]) -> str:
    if operation in ("number", "name"):
        return parts[0]
    if operation in TWO_PLACES:
        return f"({parts[0]} {operation} {parts[1]})"
    if operation == "where":
        return f"({parts[0]} ? {parts[1]} : {parts[2]})"
    if operation == "neg":
        return f"(-{parts[0]})"
    function = {"**": "pow", "exp": "exp", "min": "smaller", "max": "larger"}[operation]
    return f"{function}({', '.join(parts)})"


def source() -> str:
    """Return the C text."""

    def lines(quantities: tuple[Quantity, ...]) -> list[str]:
        return [f"const double {quantity.id} = {written(quantity, write=_write)};" for quantity in quantities]

    launch = tuple(quantity for quantity in MODEL.references if quantity.id == "cost_launch")
    later = afterwards()
    text = [
        "#include <math.h>",
        "static inline double smaller(double a, double b) { return a < b ? a : b; }",
        "static inline double larger(double a, double b) { return a > b ? a : b; }",
        "void run(const double *values, long draws, long months, double *npv, double *path) {",
        "for (long draw = 0; draw < draws; draw++) {",
        f"const double *at = values + draw * {len(LEAVES)};",
        *(f"const double {name} = at[{number}];" for number, name in enumerate(LEAVES)),
        *lines(MODEL.references),
    ]
    assert launch, "the launch is a reference"
    for stock in MODEL.stocks:
        start = stock.starts_at
        text.append(f"double {stock.id} = {start if isinstance(start, str) else repr(float(start or 0.0))};")
    text += [
        "const double step = pow(1.0 + discount_rate, -1.0 / 12.0);",
        "double factor = 1.0, worth = -cost_launch;",
        "for (long number = 0; number < months; number++) {",
        "const double month = (double)number;",
        *lines(MODEL.monthly),
        *lines(later),
        "factor *= step;",
        f"worth += factor * {text_of(monthly_net(), _write)};",
        "if (path) path[draw * months + number] = " + text_of(monthly_net(), _write) + ";",
        *(f"const double {stock.id}_next = {written(stock, write=_write)};" for stock in MODEL.stocks),
        *(f"{stock.id} = {stock.id}_next;" for stock in MODEL.stocks),
        "}",
        "npv[draw] = worth;",
        "}}",
    ]
    return "\n".join(text) + "\n"


class Compiled:
    """The model in C, compiled once."""

    def __init__(self, folder: Path) -> None:
        text, library = folder / "model.c", folder / "model.so"
        text.write_text(source(), encoding="utf-8")
        subprocess.run(["gcc", "-O3", "-shared", "-fPIC", "-o", library, text, "-lm"], check=True)
        self._run = ctypes.CDLL(str(library)).run
        pointer = ctypes.POINTER(ctypes.c_double)
        self._run.argtypes = [pointer, ctypes.c_long, ctypes.c_long, pointer, pointer]
        self._run.restype = None

    @staticmethod
    def table(leaves: Mapping[str, Any], points: int) -> Array:
        """Return all values as C reads them: one row a draw."""
        columns = [np.broadcast_to(np.asarray(leaves[name], dtype=np.float64), (points,)) for name in LEAVES]
        return np.ascontiguousarray(np.stack(columns, axis=1))

    def run(self, table: Array, months: int) -> Array:
        """Return the hard NPV of every draw."""
        npv = np.empty(len(table))
        self._run(_pointer(table), len(table), months, _pointer(npv), None)
        return npv

    def months(self, table: Array, months: int) -> Array:
        """Return hard value less cost of every month, shape (draws, months)."""
        npv, path = np.empty(len(table)), np.empty((len(table), months))
        self._run(_pointer(table), len(table), months, _pointer(npv), _pointer(path))
        return path


def _pointer(values: Array) -> Any:
    return values.ctypes.data_as(ctypes.POINTER(ctypes.c_double))
