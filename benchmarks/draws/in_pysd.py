"""The model as a Vensim file, translated and run by PySD: slow, and an independent check of every month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pysd

from benchmarks.draws.model_text import LEAVES, afterwards, monthly_net, text_of, written
from calculators.model import MODEL

Array = npt.NDArray[np.float64]

TWO_PLACES = {"+": "+", "-": "-", "*": "*", "/": "/", "**": "^", ">": ">", ">=": ">=", "<": "<", "<=": "<="}
FUNCTIONS = {"min": "MIN", "max": "MAX", "exp": "EXP", "where": "IF THEN ELSE"}


def _name(name: str) -> str:
    # a prefix keeps names like "open" or "full" apart from words of the language
    return "Time" if name == "month" else f"q_{name}"


def _write(operation: str, parts: list[str]) -> str:
    if operation == "number":
        return parts[0]
    if operation == "name":
        return _name(parts[0])
    if operation == "neg":
        return f"(0 - {parts[0]})"
    if operation in TWO_PLACES:
        return f"({parts[0]} {TWO_PLACES[operation]} {parts[1]})"
    return f"{FUNCTIONS[operation]}({', '.join(parts)})"


def source(leaves: Mapping[str, Any], months: int) -> str:
    """Return the Vensim text with these values of assumptions and switches."""
    rows = [f"{_name(name)} = {float(leaves[name])!r}" for name in LEAVES]
    rows += [
        f"{_name(quantity.id)} = {written(quantity, write=_write)}"
        for quantity in (*MODEL.references, *MODEL.monthly, *afterwards())
    ]
    for stock in MODEL.stocks:
        start = stock.starts_at
        first = _name(start) if isinstance(start, str) else repr(float(start or 0.0))
        rows.append(f"{_name(stock.id)} = INTEG({written(stock, write=_write)} - {_name(stock.id)}, {first})")
    rows += [
        f"q_net = {text_of(monthly_net(), _write)}",
        "q_worth = INTEG(q_net * (1 + q_discount_rate) ^ (0 - (Time + 1) / 12), 0 - q_cost_launch)",
        "INITIAL TIME = 0",
        f"FINAL TIME = {months}",
        "TIME STEP = 1",
        "SAVEPER = TIME STEP",
    ]
    return "{UTF-8}\n" + "".join(f"{row}\n\t~\t\n\t~\t\n\t|\n\n" for row in rows)


class Translated:
    """The model in PySD, translated once."""

    def __init__(self, folder: Path, leaves: Mapping[str, Any], months: int) -> None:
        file = folder / "model.mdl"
        file.write_text(source(leaves, months), encoding="utf-8")
        self.months = months
        self._model = pysd.read_vensim(str(file))

    def run(self, values: Mapping[str, float], wanted: Iterable[str] = ()) -> dict[str, Array]:
        """Return NPV (``worth``), monthly net value (``net``) and any other quantities, a value a month."""
        names = {"q_worth", "q_net", *(f"q_{name}" for name in wanted)}
        table = self._model.run(
            params={_name(name): value for name, value in values.items()}, return_columns=sorted(names)
        )
        return {name.removeprefix("q_"): table[name].to_numpy(dtype=np.float64) for name in names}
