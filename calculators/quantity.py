"""What the model computes: named quantities, each one function of other named quantities.

A quantity's function is plain arithmetic, so that the same definition computes arrays, prints its formula and, given
cells, writes a spreadsheet. Its parameters are its inputs: their names say which quantities, assumptions or switches
it reads. That makes the whole model a graph that can be walked, and no dependency can be stated wrongly.

Besides assumptions and quantities a function may read these:

========== ==================================================================================
running    1 where the community runs already, 0 where it is planned
month      months since now, from 0
open       1, or 0 in the counterfactual in which the community closes at month 0
growing    1, or 0 where the reasons to join are held at their reference, to tell growth apart
turns_TEAM 1 while the loop of that team turns
========== ==================================================================================
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np

Number: TypeAlias = Any
"""A float, an array whose trailing axis is runs or draws, or a symbol: whatever arithmetic works on."""


class When(StrEnum):
    """When a quantity is computed."""

    REFERENCE = "once, from the facts"
    FLOW = "every month"
    STOCK = "carried from month to month"


@dataclasses.dataclass(frozen=True)
class Quantity:
    """One computed number.

    Attributes
    ----------
    id, label, unit
        Its name in code, for people, and what one of it is.
    when
        Once, every month, or carried from month to month.
    function
        Its definition. A stock's gives the value at the start of the next month.
    inputs
        Ids of what the function reads, in the order of its parameters.
    starts_at
        For a stock: the number, or the id of the reference, that it has in month 0.
    gathers
        Totals that this quantity is part of.
    total_of
        For a total: the name under which its parts gather.
    kind
        How it is written: a count, a share, money ...
    """

    id: str
    label: str
    unit: str
    when: When
    function: Callable[..., Number]
    inputs: tuple[str, ...]
    kind: str = "count"
    starts_at: str | float | None = None
    gathers: tuple[str, ...] = ()
    total_of: str | None = None

    def __call__(self, *arguments: Number, **named: Number) -> Number:
        """Return the function's value."""
        return self.function(*arguments, **named)

    def bound(self, new_id: str, label: str, **inputs: str) -> Quantity:
        """Return the same definition for other inputs: one equation, several groups of people.

        Parameters
        ----------
        new_id, label
            Name of the new quantity in code and for people.
        **inputs
            Parameter name to the id that it reads instead.
        """
        unknown = set(inputs) - set(self.inputs)
        if unknown:
            raise ValueError(f"{self.id} has no input {sorted(unknown)}")
        bound_inputs = tuple(inputs.get(name, name) for name in self.inputs)
        return dataclasses.replace(self, id=new_id, label=label, inputs=bound_inputs, gathers=())

    def gathering(self, *totals: str) -> Quantity:
        """Return the same quantity as part of other totals."""
        return dataclasses.replace(self, gathers=totals)

    def starting_at(self, starts_at: str | float) -> Quantity:
        """Return the same stock with another start."""
        return dataclasses.replace(self, starts_at=starts_at)


def _declare(
    when: When, label: str, unit: str, **options: Any
) -> Callable[[Callable[..., Number]], Quantity]:
    def declare(function: Callable[..., Number]) -> Quantity:
        return Quantity(
            id=function.__name__,
            label=label,
            unit=unit,
            when=when,
            function=function,
            inputs=tuple(inspect.signature(function).parameters),
            **options,
        )

    return declare


def reference(
    label: str, unit: str = "", *, kind: str = "count", gathers: tuple[str, ...] = ()
) -> Callable[[Callable[..., Number]], Quantity]:
    """Declare a quantity that is computed once, from facts alone."""
    return _declare(When.REFERENCE, label, unit, kind=kind, gathers=gathers)


def flow(
    label: str, unit: str = "", *, kind: str = "count", gathers: tuple[str, ...] = ()
) -> Callable[[Callable[..., Number]], Quantity]:
    """Declare a quantity that is computed for every month."""
    return _declare(When.FLOW, label, unit, kind=kind, gathers=gathers)


def stock(
    label: str, unit: str = "", *, starts_at: str | float, kind: str = "count", gathers: tuple[str, ...] = ()
) -> Callable[[Callable[..., Number]], Quantity]:
    """Declare a stock: the function gives its value at the start of the next month."""
    return _declare(When.STOCK, label, unit, starts_at=starts_at, kind=kind, gathers=gathers)


def total(
    new_id: str, label: str, unit: str = "", *, of: str, when: When = When.FLOW, kind: str = "count"
) -> Quantity:
    """Declare the sum of all that gathers under a name, so that a new team joins in without being named here."""
    return Quantity(
        id=new_id, label=label, unit=unit, when=when, function=add_up, inputs=(), kind=kind, total_of=of
    )


def add_up(*parts: Number) -> Number:
    """Return the sum of the parts, 0.0 where there are none."""
    result: Number = 0.0
    for number, part in enumerate(parts):
        result = part if number == 0 else result + part
    return result


def useful(index: Number, full: Number) -> Number:
    """Return what is used of something when ``index`` times today's amount is there: diminishing returns.

    Parameters
    ----------
    index
        Amount relative to the reference, 0 or more.
    full
        Share of all that could be used that is used at the reference, 0 to 0.95.

    Returns
    -------
    Number
        1 at the reference, never above ``1 / full``; the index itself where ``full`` is 0.

    Examples
    --------
    >>> useful(1.0, 0.5)
    1.0
    >>> useful(3.0, 0.5)
    1.5
    """
    return index / (full * index + (1.0 - full))


def relative(amount: Number, at_reference: Number) -> Number:
    """Return amount / reference, and 1 where the reference is 0: an index with nothing to measure says "as before"."""
    return np.where(at_reference > 0.0, amount / at_reference, 1.0)


def part_of(amount: Number, whole: Number) -> Number:
    """Return amount / whole, and 0 where the whole is 0."""
    return np.where(whole > 0.0, amount / whole, 0.0)


def held(index: Number, growing: Number) -> Number:
    """Return the index, or 1 where growth is held still to tell it apart."""
    return growing * index + (1.0 - growing)


Values: TypeAlias = Mapping[str, Number]
