"""A formula read from the code that computes it: as words, and as words with numbers in it.

A quantity's function is called with symbols instead of numbers (`calculators.symbol`). No calculator knows that this
file exists, and no formula is ever written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from calculators.assumption import Assumption
from calculators.model import MODEL
from calculators.quantity import Number, Quantity
from calculators.symbol import CALCULATE, Symbol, leaf


def expression(quantity: Quantity, known: Mapping[str, float] | None = None) -> Number:
    """Return the expression of a quantity, over the names of its inputs.

    Parameters
    ----------
    quantity
        What to read.
    known
        Inputs to put in as numbers, such as ``running``, so that only the branch that applies is read.
    """
    known = known or {}
    return simplified(quantity.function(*[known.get(name, leaf(name)) for name in quantity.inputs]))


def simplified(formula: Number) -> Number:
    """Return the expression without factors of one and terms of nothing, as a person would write it."""
    if not isinstance(formula, Symbol) or formula.operation == "leaf":
        return formula
    parts = tuple(simplified(part) for part in formula.parts)
    operation = formula.operation
    if not any(isinstance(part, Symbol) for part in parts):
        # in a branch that does not apply anything may be divided by nothing
        with np.errstate(invalid="ignore", divide="ignore"):
            return float(CALCULATE[operation](*parts))
    if operation in ("+", "-", "*", "/"):
        left, right = (None if isinstance(part, Symbol) else float(part) for part in parts)
        if (operation == "*" and 0.0 in (left, right)) or (operation == "/" and left == 0.0):
            return 0.0
        if (operation in "*" and left == 1.0) or (operation == "+" and left == 0.0):
            return parts[1]
        if (operation in "*/" and right == 1.0) or (operation in "+-" and right == 0.0):
            return parts[0]
    return Symbol(operation, parts)


def value_of(formula: Number, values: Mapping[str, Number]) -> Number:
    """Return what an expression comes to when its names have these values."""
    if not isinstance(formula, Symbol):
        return formula
    if formula.operation == "leaf":
        return values[formula.parts[0]]
    parts = [value_of(part, values) for part in formula.parts]
    with np.errstate(all="ignore"):
        return CALCULATE[formula.operation](*parts)


_STRENGTH = {"where": 0, ">": 1, ">=": 1, "<": 1, "<=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "neg": 4, "**": 5}
_SIGNS = {
    "+": " + ",
    "-": " − ",
    "*": " × ",
    "/": " ÷ ",
    "**": "^",
    ">": " > ",
    ">=": " ≥ ",
    "<": " < ",
    "<=": " ≤ ",
}


def written(
    formula: Number, name_of: Callable[[str], str], number: Callable[[float], str] | None = None
) -> str:
    """Return an expression as text.

    Parameters
    ----------
    formula
        What `expression` returned.
    name_of
        How a name is written: its label, its symbol, or its number.
    number
        How a constant is written.

    Examples
    --------
    >>> written(leaf("deflected") * (1.0 - leaf("share")), lambda name: name)
    'deflected × (1 − share)'
    """
    return _write(formula, name_of, number or (lambda value: f"{value:g}"))[0]


def _write(formula: Number, name_of: Callable[[str], str], number: Callable[[float], str]) -> tuple[str, int]:
    """Return the text and how strongly it binds."""
    if not isinstance(formula, Symbol):
        return number(float(formula)), 9 if formula >= 0.0 else _STRENGTH["neg"]
    operation = formula.operation
    if operation == "leaf":
        return name_of(formula.parts[0]), 9
    texts = [_write(part, name_of, number) for part in formula.parts]
    if operation == "where":
        condition, when_true, (when_false, _) = texts
        return f"{_bracketed(when_true, 1)} if {_bracketed(condition, 1)}, else {when_false}", 0
    if operation in ("min", "max"):
        name = "the smaller of" if operation == "min" else "the larger of"
        return f"{name} ({'; '.join(text for text, _ in texts)})", 8
    if operation == "exp":
        return f"e^({texts[0][0]})", 8
    strength = _STRENGTH[operation]
    if operation == "neg":
        return "−" + _bracketed(texts[0], strength), strength
    left, right = texts
    # what stands to the right of minus, divided by and to the power of needs brackets even at the same strength
    right_needs = strength + (operation in ("-", "/", "**"))
    left_needs = strength + (operation == "**")
    return _bracketed(left, left_needs) + _SIGNS[operation] + _bracketed(right, right_needs), strength


def _bracketed(text: tuple[str, int], needed: int) -> str:
    words, strength = text
    return words if strength >= needed else f"({words})"


_SWITCH_LABELS = {
    "running": "runs already (1 or 0)",
    "month": "months from now",
    "open": "stays open (1 or 0)",
    "growing": "reasons to join may change (1 or 0)",
}


def label_of(name: str) -> str:
    """Return what people call an assumption, a quantity or a switch."""
    if name in MODEL.assumptions:
        return MODEL.assumptions[name].label
    if name in MODEL.quantities:
        return MODEL.quantities[name].label
    if name.startswith("turns_"):
        team = next(team for team in MODEL.teams if team.id == name.removeprefix("turns_"))
        return f"loop of {team.label} turns (1 or 0)"
    return _SWITCH_LABELS[name]


def in_words(name: str, known: Mapping[str, float] | None = None) -> str:
    """Return the formula of a quantity with labels in it.

    Examples
    --------
    >>> in_words("deflection_value")
    'Tickets deflected in the month × Cost per ticket × Causal share of deflection'
    """
    return written(expression(MODEL.quantities[name], known), label_of)


def in_numbers(
    name: str,
    values: Mapping[str, float],
    show: Callable[[str, float], str],
    known: Mapping[str, float] | None = None,
) -> str:
    """Return the formula of a quantity with numbers in it.

    Parameters
    ----------
    name
        Id of the quantity.
    values
        Its inputs.
    show
        Writes the value of a name.
    known
        See `expression`.
    """
    return written(expression(MODEL.quantities[name], known), lambda read: show(read, values[read]))


def inputs_of(name: str) -> tuple[Assumption | Quantity | str, ...]:
    """Return what a quantity reads: assumptions, other quantities, and switches by name."""
    found: list[Assumption | Quantity | str] = []
    for read in MODEL.quantities[name].inputs:
        found.append(MODEL.assumptions.get(read) or MODEL.quantities.get(read) or read)
    return tuple(found)
