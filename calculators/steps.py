"""A month of the model as one list of array operations: what calling every function anew each month costs is saved.

The functions are read once, as symbols. What no month moves is worked out before the months, what stands in several
functions is worked out once, and the rest goes into arrays that are there already. Operations and their order within
a function stay, so every digit does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from calculators.quantity import Number, Quantity
from calculators.symbol import CALCULATE, COMPARISONS, Symbol, leaf

Array = npt.NDArray[Any]
Name = str | float
"""A quantity, an assumption, a step between them (``"#7"``), or a number."""

_IS: Final = "is"
_HOLDS: Final = "holds"
_NEXT: Final = "next "


def _copy(given: Array, out: Array) -> None:
    np.copyto(out, given)


def _choose(condition: Array, when_true: Array, when_false: Array, out: Array) -> None:
    np.copyto(out, when_false)
    np.copyto(out, when_true, where=condition)


# a choice may rest on a number instead of a comparison
_ANEW: Final[dict[str, Callable[..., Any]]] = CALCULATE | {_HOLDS: np.not_equal}
_INTO: Final = _ANEW | {"where": _choose, _IS: _copy}
_BY_NAME_ALONE: Final = frozenset({"min", "max"})
"""Operations that will one day take any number of arrays, so that numpy wants the result's place by its name."""


@dataclasses.dataclass(frozen=True)
class _Step:
    """One operation: what is computed, from what, and what it is called."""

    operation: str
    inputs: tuple[Name, ...]
    target: str


class _Reading:
    """Functions read one after the other; equal steps are one."""

    def __init__(self, moving: Iterable[str]) -> None:
        self.moving = set(moving)
        self.before: list[_Step] = []
        self.monthly: list[_Step] = []
        self._known: dict[tuple[str, tuple[Name, ...]], str] = {}

    def read(self, quantity: Quantity, target: str, *, moves: bool = False) -> None:
        """Add a quantity's steps; the last has its name."""
        found = self._name(quantity.function(*[leaf(name) for name in quantity.inputs]))
        self._add(_Step(_IS, (found,), target), moves=moves or self._moves((found,)))

    def _name(self, formula: Number) -> Name:
        if not isinstance(formula, Symbol):
            return float(formula)
        if formula.operation == "leaf":
            return str(formula.parts[0])
        inputs = tuple(self._name(part) for part in formula.parts)
        if formula.operation == "where" and not self._compares(formula.parts[0]):
            inputs = (self._step(_HOLDS, (inputs[0], 0.0)), *inputs[1:])
        return self._step(formula.operation, inputs)

    def _compares(self, condition: Number) -> bool:
        return isinstance(condition, Symbol) and condition.operation in COMPARISONS

    def _step(self, operation: str, inputs: tuple[Name, ...]) -> str:
        if (operation, inputs) not in self._known:
            target = f"#{len(self._known)}"
            self._known[operation, inputs] = target
            self._add(_Step(operation, inputs, target), moves=self._moves(inputs))
        return self._known[operation, inputs]

    def _moves(self, inputs: tuple[Name, ...]) -> bool:
        return not self.moving.isdisjoint(name for name in inputs if isinstance(name, str))

    def _add(self, step: _Step, *, moves: bool) -> None:
        if moves:
            self.moving.add(step.target)
        (self.monthly if moves else self.before).append(step)


class Steps:
    """What is computed of a model in a month.

    Parameters
    ----------
    flows
        What is computed in a month, inputs first.
    stocks
        What is carried to the next.
    moving
        Ids of what else differs from month to month, such as ``month``.
    lasting
        Ids of the flows whose numbers are asked for, in the order in which they shall lie in `Months.flows`. What the
        others were is not known afterwards.

    Attributes
    ----------
    stocks, lasting
        Ids, in the order of `Months.stocks` and `Months.flows`.
    still
        Ids of flows that are asked for and that nothing moves: computed once.
    done_with
        For each step of a month, what no later one needs.
    """

    def __init__(
        self,
        flows: Iterable[Quantity],
        stocks: Sequence[Quantity],
        *,
        moving: Iterable[str],
        lasting: Iterable[str],
    ) -> None:
        self.stocks: Final = tuple(stock.id for stock in stocks)
        self.moving: Final = tuple(moving)
        reading = _Reading((*self.stocks, *self.moving))
        for flow in flows:
            reading.read(flow, flow.id)
        for stock in stocks:
            reading.read(stock, _NEXT + stock.id, moves=True)
        asked = tuple(lasting)
        self.lasting: Final = tuple(name for name in asked if name in reading.moving)
        self.still: Final = tuple(name for name in asked if name not in reading.moving)
        self.before: Final = tuple(reading.before)
        self.monthly: Final = _without_copies(reading.monthly, {*self.lasting, *map(_next, self.stocks)})
        needed_last = {name: number for number, step in enumerate(self.monthly) for name in step.inputs}
        self.done_with: Final = tuple(
            tuple(name for name in {*step.inputs} if isinstance(name, str) and needed_last[name] == number)
            for number, step in enumerate(self.monthly)
        )

    def begin(self, values: Mapping[str, Number], runs: int) -> Months:
        """Make ready for the months.

        Parameters
        ----------
        values
            By id: all that flows and stocks read, stocks and what else moves as in month 0; numbers, or of shape
            (runs,).
        runs
            How many runs.
        """
        return Months(self, values, runs)


class Months:
    """The months of some runs, one after the other; they all use the same arrays.

    Attributes
    ----------
    values
        By id: what was given, each stock at the start of the month, and the flows that last.
    flows
        Those that last, one a row, of shape (flows, runs).
    stocks
        At the start of the month, one a row, of shape (stocks, runs).
    """

    def __init__(self, steps: Steps, values: Mapping[str, Number], runs: int) -> None:
        self.flows = np.empty((len(steps.lasting), runs))
        self.stocks = np.empty((len(steps.stocks), runs))
        self._following = np.empty_like(self.stocks)
        self._moving = {name: np.array(values[name], dtype=np.float64) for name in steps.moving}
        for row, name in zip(self.stocks, steps.stocks, strict=True):
            row[...] = values[name]
        rows = dict(zip(steps.lasting, self.flows, strict=True))
        rows |= dict(zip(steps.stocks, self.stocks, strict=True))
        following = dict(zip(map(_next, steps.stocks), self._following, strict=True))
        self.values: dict[str, Number] = {**values, **rows, **self._moving}
        places: dict[str, Any] = {**values, **rows, **following, **self._moving}
        self._before(steps.before, places)
        self._steps = _put(steps, places, runs)

    def _before(self, steps: Iterable[_Step], places: dict[str, Any]) -> None:
        """Compute what no month moves."""
        with np.errstate(all="ignore"):
            for step in steps:
                inputs = [_in(places, name) for name in step.inputs]
                if step.operation == _IS:
                    places[step.target] = self.values[step.target] = inputs[0]
                else:
                    places[step.target] = _ANEW[step.operation](*inputs)

    def compute(self, moved: Mapping[str, Number]) -> None:
        """Compute a month's flows, and the stocks at its end.

        Parameters
        ----------
        moved
            By id: what moves besides stocks, as it is this month.
        """
        for name, number in moved.items():
            self._moving[name][...] = number
        with np.errstate(all="ignore"):
            for calculate in self._steps:
                calculate()

    def advance(self) -> None:
        """Go on to the next month's start."""
        self.stocks[...] = self._following


def _in(places: Mapping[str, Any], name: Name) -> Any:
    return places[name] if isinstance(name, str) else name


def _next(stock: str) -> str:
    return _NEXT + stock


def _without_copies(steps: Sequence[_Step], lasting: set[str]) -> tuple[_Step, ...]:
    """Return the steps without those that only give a name, where what is named can be computed under it at once."""
    computed = {step.target for step in steps if step.operation not in {_IS, _HOLDS, *COMPARISONS}}
    stands_for: dict[Name, Name] = {}
    named: dict[Name, str] = {}
    kept = []
    for step in steps:
        inputs = tuple(stands_for.get(name, name) for name in step.inputs)
        if step.operation == _IS and step.target not in lasting:
            stands_for[step.target] = inputs[0]
        elif step.operation == _IS and inputs[0] in computed and inputs[0] not in named:
            named[inputs[0]] = step.target
        else:
            kept.append(_Step(step.operation, inputs, step.target))
    return tuple(
        _Step(
            step.operation,
            tuple(named.get(name, name) for name in step.inputs),
            named.get(step.target, step.target),
        )
        for step in kept
    )


def _put(steps: Steps, places: dict[str, Any], runs: int) -> tuple[Callable[[], Any], ...]:
    """Return a month's steps with the arrays that they work on; what is done with gives its array to another."""
    free: dict[tuple[Any, ...], list[Array]] = {}
    lent: dict[str, list[Array]] = {}
    arrays: dict[Name, Array] = {}

    def array(name: Name) -> Array:
        if name not in arrays:
            arrays[name] = np.asarray(_in(places, name))
        return arrays[name]

    found: list[Callable[[], Any]] = []
    for step, done_with in zip(steps.monthly, steps.done_with, strict=True):
        inputs = tuple([array(name) for name in step.inputs])
        if step.target not in places:
            shape = (runs,) if any([given.ndim for given in inputs]) else ()
            truth = step.operation in COMPARISONS or step.operation == _HOLDS
            waiting = free.setdefault((shape, truth), [])
            arrays[step.target] = waiting.pop() if waiting else np.empty(shape, bool if truth else np.float64)
            lent[step.target] = waiting
        out = array(step.target)
        if step.operation == "where" and step.inputs[0] in places and not inputs[0].ndim:
            # found before the months, and all runs choose the same
            found.append(partial(_copy, inputs[1 if inputs[0] else 2], out))
        else:
            found.append(_into(step.operation, inputs, out))
        for name in done_with:
            if name in lent:
                lent[name].append(arrays[name])
    return tuple(found)


def _into(operation: str, inputs: tuple[Array, ...], out: Array) -> Callable[[], Any]:
    """Return an operation whose result goes into an array."""
    if operation in _BY_NAME_ALONE:
        return partial(_INTO[operation], *inputs, out=out)
    # numpy takes twice as long to find a place for the result that is given by its name
    return partial(_INTO[operation], *inputs, out)


@dataclasses.dataclass(frozen=True)
class Followed:
    """What some months came to.

    Attributes
    ----------
    flows
        By id, of every run: shape (months, runs), or (runs,) or a number where no month moves it.
    stocks
        By id, of every run, at the start of each month and at the end: shape (months + 1, runs).
    flows_of_one, stocks_of_one
        All others, of one run: shape (months,) and (months + 1,).
    """

    flows: dict[str, Number]
    stocks: dict[str, Number]
    flows_of_one: dict[str, Number]
    stocks_of_one: dict[str, Number]


def follow(
    steps: Steps,
    values: Mapping[str, Number],
    timed: Mapping[str, Array],
    months: int,
    runs: int,
    *,
    many: frozenset[str],
    one: int | None,
) -> Followed:
    """Go through the months and keep what is needed of them.

    Parameters
    ----------
    steps
        What is computed; flows that last, and stocks, begin with those of which every run is kept.
    values
        By id: all that they read, stocks as in month 0.
    timed
        What moves besides stocks: shape (months, runs), or (months, 1) where it is the same in all runs.
    months, runs
        How many.
    many
        Ids of what is kept of every run.
    one
        Number of the run of which all else is kept; None for nothing else.
    """
    moved = {name: rows[:, 0] if rows.shape[1] == 1 else rows for name, rows in timed.items()}
    going = steps.begin({**values, **{name: rows[0] for name, rows in moved.items()}}, runs)
    flows_of_many, stocks_of_many = (len(many.intersection(names)) for names in (steps.lasting, steps.stocks))
    flows = np.empty((flows_of_many, months, runs))
    stocks = np.empty((stocks_of_many, months + 1, runs))
    flows_of_one = np.empty((len(steps.lasting) - flows_of_many, months))
    stocks_of_one = np.empty((len(steps.stocks) - stocks_of_many, months + 1))
    for month in range(months + 1):
        stocks[:, month] = going.stocks[:stocks_of_many]
        if one is not None:
            stocks_of_one[:, month] = going.stocks[stocks_of_many:, one]
        if month == months:
            break
        going.compute({name: rows[month] for name, rows in moved.items()})
        flows[:, month] = going.flows[:flows_of_many]
        if one is not None:
            flows_of_one[:, month] = going.flows[flows_of_many:, one]
        going.advance()
    names, carried = steps.lasting, steps.stocks
    found = Followed(
        flows={name: going.values[name] for name in steps.still},
        stocks=dict(zip(carried[:stocks_of_many], stocks, strict=True)),
        flows_of_one={},
        stocks_of_one={},
    )
    found.flows.update(zip(names[:flows_of_many], flows, strict=True))
    if one is not None:
        found.flows_of_one.update(zip(names[flows_of_many:], flows_of_one, strict=True))
        found.stocks_of_one.update(zip(carried[stocks_of_many:], stocks_of_one, strict=True))
    return found
