"""The model written out in other languages, from the code's own definitions: no formula is copied by hand.

Each language needs only the text of a constant, a name and an operation; the order of quantities is the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from calculators.costs import LINES as COST_LINES
from calculators.formula import expression
from calculators.model import MODEL
from calculators.quantity import Number, Quantity
from calculators.symbol import Symbol
from calculators.uncertainty import WANTED

Write = Callable[[str, list[str]], str]
"""Writes an operation on texts that are already written."""

BENEFIT_LINES = tuple(line for _, line in MODEL.lines)
SPENT = tuple(line.quantity for line in COST_LINES if not line.once)
LEAVES = tuple(sorted(MODEL.leaves - {"month"}))
"""Everything a run is given: assumptions and switches."""


def afterwards() -> tuple[Quantity, ...]:
    """Return the value and cost quantities that NPV needs beside what runs month by month, inputs first."""
    known = MODEL.leaves | {quantity.id for quantity in (*MODEL.references, *MODEL.stocks, *MODEL.monthly)}
    wanted = (*WANTED, "cost_launch")
    return MODEL._ordered([name for name in wanted if name not in known], frozenset(known))


def written(quantity: Quantity, *, write: Write, known: Mapping[str, float] | None = None) -> str:
    """Return the definition of a quantity in another language.

    Parameters
    ----------
    quantity
        What to write.
    write
        Writes an operation.
    known
        Inputs that are put in as numbers; branches that they decide are left out.
    """
    return text_of(expression(quantity, known), write)


def text_of(formula: Number, write: Write) -> str:
    """Return an expression in another language."""
    if not isinstance(formula, Symbol):
        return write("number", [repr(float(formula))])
    if formula.operation == "leaf":
        return write("name", [formula.parts[0]])
    parts: list[Any] = list(formula.parts)
    return write(formula.operation, [text_of(part, write) for part in parts])


def monthly_net() -> Number:
    """Return hard value less cost of a month, as an expression over names."""
    net: Number = 0.0
    leaf = {name: Symbol("leaf", (name,)) for name in (*WANTED, *(line.cash for line in BENEFIT_LINES))}
    for number, line in enumerate(BENEFIT_LINES):
        value = leaf[line.gross] * leaf["counts"] * leaf[line.cash]
        net = value if number == 0 else net + value
    for name in SPENT:
        net = net - leaf[name]
    return net
