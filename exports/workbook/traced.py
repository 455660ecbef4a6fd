"""The model as expressions: what one run computes, with everything that cannot change put in as a number.

What a kind of community does not have is a number here, not a cell, so that no column is written for it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from calculators.formula import expression
from calculators.model import MODEL
from calculators.quantity import Number, Quantity, When
from calculators.symbol import Symbol


@dataclasses.dataclass(frozen=True)
class Traced:
    """One run of the model, read.

    Attributes
    ----------
    known
        What is a number in it: absent assumptions, switches that nobody may move, and all that follows from them.
    references, monthly
        Expressions by id, in an order in which they can be computed. A stock's gives its next month.
    starts
        Of each stock among them: a number or the name of a reference.
    """

    known: Mapping[str, float]
    references: Mapping[str, Symbol]
    monthly: Mapping[str, Symbol]
    starts: Mapping[str, str | float]

    def value_or_name(self, name: str) -> float | str:
        """Return the number that a name stands for, or the name where it is computed."""
        return self.known.get(name, name)


def names_in(formula: Number) -> Iterator[str]:
    """Return the names in an expression, one by one."""
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Symbol):
            if part.operation == "leaf":
                yield part.parts[0]
            else:
                waiting.extend(part.parts)


def trace(known: Mapping[str, float]) -> Traced:
    """Return every quantity of the model as an expression.

    Parameters
    ----------
    known
        Assumptions and switches that are numbers.
    """
    fixed: dict[str, float] = {name: np.float64(value) for name, value in known.items()}
    references = _read(MODEL.references, fixed)
    starts = {stock.id: _start(stock, fixed) for stock in MODEL.stocks}
    flows = (*MODEL.monthly, *MODEL.afterwards)
    # a stock that starts at a number and never leaves it is that number: supposed of all, until something moves it
    still = {name: start for name, start in starts.items() if not isinstance(start, str)}
    while True:
        supposed = fixed | {name: np.float64(start) for name, start in still.items()}
        monthly = _read(flows, supposed)
        following = {stock.id: expression(stock, supposed) for stock in MODEL.stocks}
        moved = [
            name
            for name, start in still.items()
            if isinstance(following[name], Symbol) or float(following[name]) != start
        ]
        if not moved:
            break
        for name in moved:
            del still[name]
    carried = {name: formula for name, formula in following.items() if name not in still}
    symbols = {
        name: formula if isinstance(formula, Symbol) else Symbol("+", (formula, 0.0))
        for name, formula in carried.items()
    }
    return Traced(
        known={name: float(value) for name, value in supposed.items()},
        references=references,
        monthly=monthly | symbols,
        starts={name: start for name, start in starts.items() if name in carried},
    )


def _start(stock: Quantity, fixed: Mapping[str, float]) -> str | float:
    start = stock.starts_at
    if isinstance(start, str):
        return fixed.get(start, start)
    return float(start or 0.0)


def _read(quantities: Iterable[Quantity], fixed: dict[str, float]) -> dict[str, Symbol]:
    """Return the expressions of quantities, inputs first; those that come to a number join the known ones."""
    found: dict[str, Symbol] = {}
    with np.errstate(all="ignore"):
        for quantity in quantities:
            formula = expression(quantity, fixed)
            if isinstance(formula, Symbol):
                found[quantity.id] = formula
            else:
                fixed[quantity.id] = np.float64(formula)
    return found


def needed_for(traced: Traced, wanted: Iterable[str]) -> frozenset[str]:
    """Return the ids of everything that the wanted quantities rest on, themselves included."""
    every = {**traced.references, **traced.monthly}
    found: set[str] = set()
    waiting = [name for name in wanted if name in every]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        start = traced.starts.get(name)
        reads = [*names_in(every[name]), *([start] if isinstance(start, str) else [])]
        waiting.extend(read for read in reads if read in every)
    return frozenset(found)


def same_in(one: Traced, other: Traced) -> frozenset[str]:
    """Return the ids of what is the same in two runs, so that it need be computed only once."""
    every_one, every_other = {**one.references, **one.monthly}, {**other.references, **other.monthly}
    alike = {
        name
        for name in every_one.keys() & every_other.keys()
        if _shape(every_one[name]) == _shape(every_other[name])
        and one.starts.get(name) == other.starts.get(name)
    }
    computed = every_one.keys() | every_other.keys()
    while True:
        # what rests on something that differs, differs
        kept = {
            name
            for name in alike
            if all(read in alike for read in names_in(every_one[name]) if read in computed)
        }
        if kept == alike:
            return frozenset(alike)
        alike = kept


def _shape(formula: Number) -> object:
    if not isinstance(formula, Symbol):
        return float(formula)
    return (formula.operation, *(part if isinstance(part, str) else _shape(part) for part in formula.parts))


def is_monthly(name: str) -> bool:
    """Tell whether a quantity changes by month."""
    return name in MODEL.quantities and MODEL.quantities[name].when is not When.REFERENCE
