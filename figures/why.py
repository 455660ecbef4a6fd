"""Why a figure is what it is: its formula in words, with numbers in it, and what it rests on, one step further down."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import numpy as np

from calculators.evaluation import Result
from calculators.formula import Symbol, expression, label_of, leaf, simplified, written
from calculators.model import MODEL
from calculators.quantity import Number, When
from calculators.scenario import InForce, Origin
from figures.answer import formats_of
from figures.declared import Figure, figures
from figures.kinds import written as with_unit
from wording.formats import Formats


@dataclasses.dataclass(frozen=True)
class Input:
    """One thing that a figure or a quantity rests on.

    Attributes
    ----------
    id, label, value
        Its name in code, for people, and what it is in the month shown.
    range, grade, source, note, origin
        Of an assumption: its evidence; empty otherwise.
    assumption
        Whether it can be changed.
    """

    id: str
    label: str
    value: str
    assumption: bool
    range: str = ""
    grade: str = ""
    source: str = ""
    note: str = ""
    origin: str = ""


@dataclasses.dataclass(frozen=True)
class Explanation:
    """Why one figure or quantity is what it is.

    Attributes
    ----------
    id, label, value
        What is explained, and what it comes to.
    words, numbers
        Its formula with labels, and with numbers; empty where it is found another way.
    note
        How it is found, or what to keep in mind.
    inputs
        What it rests on.
    """

    id: str
    label: str
    value: str
    words: str
    numbers: str
    note: str
    inputs: tuple[Input, ...]


def explain(result: Result, name: str, *, month: int = 0) -> Explanation:
    """Return why a figure or quantity is what it is.

    Parameters
    ----------
    result
        The answer it belongs to.
    name
        Id of a figure or of a quantity.
    month
        For what changes by month: which, from 0.

    Raises
    ------
    KeyError
        Where there is no such figure or quantity.
    """
    month = min(max(month, 0), result.horizon - 1)
    figure = figures().get(name)
    if figure is not None:
        return _explain_figure(result, figure, month)
    return _explain_quantity(result, name, month)


def reachable(result: Result, names: tuple[str, ...], *, most: int = 400) -> tuple[str, ...]:
    """Return the figures named and every figure and quantity that they rest on, nearest first."""
    found: dict[str, None] = dict.fromkeys(names)
    waiting = list(names)
    while waiting and len(found) < most:
        for read in reads_of(result, waiting.pop(0)):
            if read not in found and (read in figures() or read in MODEL.quantities):
                found[read] = None
                waiting.append(read)
    return tuple(found)


def reads_of(result: Result, name: str) -> tuple[str, ...]:
    """Return the ids that a figure or a quantity reads, in the branch that applies."""
    figure = figures().get(name)
    if figure is not None:
        return figure.reads
    return tuple(_names_in(_read(result, name)))


def label_of_any(name: str) -> str:
    """Return what people call a figure, a quantity, an assumption or a switch."""
    figure = figures().get(name)
    return figure.label if figure is not None else label_of(name)


def _read(result: Result, name: str) -> Number:
    known = {"running": result.reference["running"], "open": 1.0, "growing": 1.0}
    known |= {f"turns_{team.id}": result.reference[f"turns_{team.id}"] for team in MODEL.teams}
    return expression(MODEL.quantities[name], known)


def _names_in(formula: Number) -> Iterator[str]:
    seen: set[str] = set()
    waiting = [formula]
    while waiting:
        part = waiting.pop(0)
        if not isinstance(part, Symbol):
            continue
        if part.operation == "leaf":
            if part.parts[0] not in seen:
                seen.add(part.parts[0])
                yield part.parts[0]
        else:
            # in the order in which they stand in the formula
            waiting[:0] = part.parts


def number_of(result: Result, name: str, month: int) -> float | None:
    """Return the value of a figure, quantity, assumption or switch, in a month counted from 0."""
    figure = figures().get(name)
    if figure is not None:
        return figure.value(result)
    if name == "month":
        return float(month)
    if name in result.series:
        return float(result.series[name][month])
    return result.reference[name]


def value_text(result: Result, name: str, month: int, *, unit: bool = True) -> str:
    """Return the value of anything that has a name, as people write it."""
    formats = formats_of(result.resolved)
    value = number_of(result, name, month)
    kind, unit_text = _kind_and_unit(name)
    if value is not None and not np.isfinite(value):
        value = None
    return with_unit(value, kind, unit_text if unit else "", formats)


def _kind_and_unit(name: str) -> tuple[str, str]:
    declared = figures().get(name) or MODEL.assumptions.get(name) or MODEL.quantities.get(name)
    return ("number", "") if declared is None else (str(declared.kind), declared.unit)


def _constant(formats: Formats) -> Callable[[float], str]:
    return lambda value: formats.number(value)


def _in_formula(result: Result, name: str, month: int) -> str:
    if name == "month":
        return str(month)
    return value_text(result, name, month, unit=False)


def _explain_figure(result: Result, figure: Figure, month: int) -> Explanation:
    words = numbers = ""
    if figure.formula is not None:
        formula = simplified(figure.formula(*[leaf(name) for name in figure.reads]))
        constant = _constant(formats_of(result.resolved))
        words = written(formula, label_of_any, constant)
        numbers = written(formula, lambda name: _in_formula(result, name, month), constant)
        if figure.summed:
            words = f"sum over {result.horizon} months of: {words}"
            numbers = f"in month {month + 1}: {numbers}"
    return Explanation(
        id=figure.id,
        label=figure.label,
        value=value_text(result, figure.id, month),
        words=words,
        numbers=numbers,
        note=figure.words,
        inputs=_inputs(result, tuple(name for name in figure.reads if name != "month"), month),
    )


def _explain_quantity(result: Result, name: str, month: int) -> Explanation:
    quantity = MODEL.quantities[name]
    formula = _read(result, name)
    constant = _constant(formats_of(result.resolved))
    note = (quantity.function.__doc__ or "").strip()
    if quantity.when is When.STOCK:
        start = quantity.starts_at
        begins = label_of(start).lower() if isinstance(start, str) else "nothing"
        note = f"The formula gives the next month from this one; month 1 starts with {begins}. {note}".strip()
    elif quantity.total_of is not None:
        note = f"The sum of everything that is part of “{quantity.total_of}”. {note}".strip()
    return Explanation(
        id=name,
        label=quantity.label,
        value=value_text(result, name, month),
        words=written(formula, label_of, constant),
        numbers=written(formula, lambda read: _in_formula(result, read, month), constant),
        note=note,
        inputs=_inputs(result, tuple(read for read in _names_in(formula) if read != "month"), month),
    )


def _inputs(result: Result, names: tuple[str, ...], month: int) -> tuple[Input, ...]:
    return tuple(_input(result, name, month) for name in names)


def _input(result: Result, name: str, month: int) -> Input:
    value = value_text(result, name, month)
    if name not in MODEL.assumptions:
        return Input(name, label_of_any(name), value, assumption=False)
    entry = result.resolved.in_force[name]
    return Input(
        name,
        entry.assumption.label,
        value,
        assumption=True,
        range=range_text(entry, formats_of(result.resolved)),
        grade=str(entry.grade),
        source=str(entry.source),
        note=" ".join(part for part in (entry.note, entry.caveat) if part),
        origin=origin_text(entry),
    )


def range_text(entry: InForce, formats: Formats) -> str:
    """Return the range in force, empty where it is one value."""
    if entry.low == entry.high:
        return ""
    low, high = (with_unit(x, entry.assumption.kind, "", formats) for x in (entry.low, entry.high))
    return f"{low} to {high}"


def origin_text(entry: InForce) -> str:
    """Return where the number comes from, with what a rule did to it."""
    if entry.origin is Origin.SCALED and entry.adjusted:
        return entry.adjusted
    return f"{entry.origin}: {entry.adjusted}" if entry.adjusted else str(entry.origin)
