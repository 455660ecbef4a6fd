"""Why a figure is what it is: its formula in words, with numbers in it, and what it rests on, one step further down."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from calculators.circle import in_force as circle_in_force
from calculators.circle_assumptions import ASSUMPTIONS as OF_THE_CIRCLE
from calculators.evaluation import Result
from calculators.formula import expression, label_of, simplified, value_of, written
from calculators.model import MODEL
from calculators.quantity import Number, When
from calculators.scenario import InForce, Origin
from calculators.symbol import Symbol, leaf
from figures.answer import formats_of
from figures.beside import beside
from figures.declared import Figure, figures
from figures.kinds import written as with_unit
from wording.formats import Formats

CIRCLE = "circle."
"""What stands before the id of an assumption of the circle, which is none of the model's."""


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
    comes_to
        What the formula with these numbers comes to: of a sum over months its part in one of them, of what is carried
        from month to month the next. The value where empty.
    """

    id: str
    label: str
    value: str
    words: str
    numbers: str
    note: str
    inputs: tuple[Input, ...]
    comes_to: str = ""


class Reading:
    """What an answer knows by name, and why: its figures, its quantities and its assumptions.

    Where a page shows what is not of the answer (a path of the circle, draws, a difference), it extends this by names
    of its own; everything else is the answer's.

    Parameters
    ----------
    result
        The answer.
    others
        Other answers that formulas here may read: what stands before the colon of a name, the answer, and the words
        that tell its figures apart.
    more
        Figures of this reading alone, by id.
    """

    step = 1
    """Months from one that can be asked for to the next."""

    first_month = 1
    """The month, from 1, that is shown until another is chosen."""

    usual_month = 0
    """The month, from 0, that what does not change by month is shown in."""

    def __init__(
        self,
        result: Result,
        *,
        others: Mapping[str, tuple[Reading, str]] | None = None,
        more: Mapping[str, Figure] | None = None,
    ) -> None:
        self.result = result
        self.others = dict(others or {})
        self.more = dict(more or {})

    # ---- what there is

    @property
    def formats(self) -> Formats:
        """How numbers are written."""
        return formats_of(self.result.resolved)

    @property
    def months(self) -> int:
        """How many months there are to choose from."""
        return self.result.horizon

    def figure(self, name: str) -> Figure | None:
        """Return the declaration of a figure, None where the name is none's."""
        return self.more.get(name) or figures().get(name) or beside().get(name)

    def _elsewhere(self, name: str) -> tuple[Reading, str, str] | None:
        """Return the other answer that a name belongs to, the name there, and the words that tell it apart."""
        which, colon, inner = name.partition(":")
        if not colon or which not in self.others:
            return None
        reading, words = self.others[which]
        return reading, inner, words

    def explains(self, name: str) -> bool:
        """Tell whether a name has a "why" of its own: assumptions and switches have not, they are where it ends."""
        elsewhere = self._elsewhere(name)
        if elsewhere is not None:
            return elsewhere[0].explains(elsewhere[1])
        return self.figure(name) is not None or name in MODEL.quantities

    def label(self, name: str) -> str:
        """Return what people call a figure, a quantity, an assumption or a switch."""
        elsewhere = self._elsewhere(name)
        if elsewhere is not None:
            return f"{elsewhere[0].label(elsewhere[1])}, {elsewhere[2]}"
        figure = self.figure(name)
        return figure.label if figure is not None else label_of_any(name)

    def changes_by_month(self, name: str) -> bool:
        """Tell whether a month has to be chosen for a name."""
        elsewhere = self._elsewhere(name)
        if elsewhere is not None:
            return elsewhere[0].changes_by_month(elsewhere[1])
        figure = self.figure(name)
        return figure.summed if figure is not None else name in self.result.series

    def number(self, name: str, month: int) -> float | None:
        """Return the value of a figure, quantity, assumption or switch, in a month counted from 0."""
        elsewhere = self._elsewhere(name)
        if elsewhere is not None:
            return elsewhere[0].number(elsewhere[1], month)
        figure = self.figure(name)
        if figure is not None:
            return self._of_figure(figure, month)
        if name == "month":
            return float(month)
        if name.startswith(CIRCLE):
            return circle_in_force(self.result.resolved.scenario)[name.removeprefix(CIRCLE)]
        if name in self.result.series:
            return float(self.result.series[name][month])
        return self.result.reference[name]

    def _of_figure(self, figure: Figure, month: int) -> float | None:
        return figure.value(self.result)

    def text(self, name: str, month: int, *, unit: bool = True) -> str:
        """Return the value of anything that has a name, as people write it."""
        value = self.number(name, month)
        kind, unit_text = self._kind_and_unit(name)
        if value is not None and not np.isfinite(value):
            value = None
        return with_unit(value, kind, unit_text if unit else "", self.formats)

    def _kind_and_unit(self, name: str) -> tuple[str, str]:
        elsewhere = self._elsewhere(name)
        if elsewhere is not None:
            return elsewhere[0]._kind_and_unit(elsewhere[1])
        declared = (
            self.figure(name)
            or MODEL.assumptions.get(name)
            or MODEL.quantities.get(name)
            or OF_THE_CIRCLE.get(name.removeprefix(CIRCLE))
        )
        return ("number", "") if declared is None else (str(declared.kind), declared.unit)

    # ---- what it rests on

    def reads(self, name: str) -> tuple[str, ...]:
        """Return the names that a figure or a quantity rests on, in the branch that applies."""
        elsewhere = self._elsewhere(name)
        if elsewhere is not None:
            return tuple(f"{name.partition(':')[0]}:{read}" for read in elsewhere[0].reads(elsewhere[1]))
        figure = self.figure(name)
        if figure is not None:
            return tuple(dict.fromkeys((*figure.reads, *figure.rests_on)))
        return tuple(_names_in(self._formula(name)))

    def reachable(self, names: tuple[str, ...], *, most: int = 1_000) -> tuple[str, ...]:
        """Return the figures named and every figure and quantity that they rest on, nearest first."""
        found: dict[str, None] = dict.fromkeys(names)
        waiting = list(names)
        while waiting and len(found) < most:
            for read in self.reads(waiting.pop(0)):
                if read not in found and self.explains(read):
                    found[read] = None
                    waiting.append(read)
        return tuple(found)

    def _formula(self, name: str) -> Number:
        """Return the formula of a quantity, in the branch that applies."""
        reference = self.result.reference
        known = {"running": reference["running"], "open": float(self.result.going_on), "growing": 1.0}
        known |= {f"turns_{team.id}": reference[f"turns_{team.id}"] for team in MODEL.teams}
        return expression(MODEL.quantities[name], known)

    # ---- why

    def explain(self, name: str, *, month: int = 0) -> Explanation:
        """Return why a figure or quantity is what it is.

        Parameters
        ----------
        name
            Id of a figure or of a quantity.
        month
            For what changes by month: which, from 0; the nearest there is.

        Raises
        ------
        KeyError
            Where there is no such figure or quantity.
        """
        month = min(max(month, 0), self.months - 1)
        elsewhere = self._elsewhere(name)
        if elsewhere is not None:
            return self._explain_elsewhere(name, *elsewhere, month=month)
        figure = self.figure(name)
        if figure is not None:
            return self._explain_figure(figure, month)
        return self._explain_quantity(name, month)

    def _explain_elsewhere(
        self, name: str, reading: Reading, inner: str, words: str, *, month: int
    ) -> Explanation:
        found = reading.explain(inner, month=month)
        which = name.partition(":")[0]
        inputs = tuple(
            entry
            if entry.assumption
            else dataclasses.replace(entry, id=f"{which}:{entry.id}", label=f"{entry.label}, {words}")
            for entry in found.inputs
        )
        return dataclasses.replace(found, id=name, label=f"{found.label}, {words}", inputs=inputs)

    def _explain_figure(self, figure: Figure, month: int) -> Explanation:
        words = numbers = comes_to = ""
        if figure.formula is not None:
            formula = simplified(figure.formula(*[leaf(name) for name in figure.reads]))
            words, numbers = self._written(formula, month)
            if figure.summed:
                words = f"{self._sum_over(figure)} of: {words}"
                numbers = f"in month {month + 1}: {numbers}"
                comes_to = self._come_to(formula, month, figure.kind, "")
        names = dict.fromkeys((*figure.reads, *figure.rests_on))
        return Explanation(
            id=figure.id,
            label=figure.label,
            value=self.text(figure.id, month),
            words=words,
            numbers=numbers,
            note=figure.words,
            inputs=self._inputs(tuple(name for name in names if name != "month"), month),
            comes_to=comes_to,
        )

    def _sum_over(self, figure: Figure) -> str:
        return f"sum over {self.result.horizon} months"

    def _explain_quantity(self, name: str, month: int) -> Explanation:
        quantity = MODEL.quantities[name]
        formula = self._formula(name)
        words, numbers = self._written(formula, month)
        note = (quantity.function.__doc__ or "").strip()
        comes_to = ""
        if quantity.when is When.STOCK:
            start = quantity.starts_at
            begins = label_of(start).lower() if isinstance(start, str) else "nothing"
            note = f"The formula gives the next month from this one; month 1 starts with {begins}. {note}".strip()
            comes_to = f"{self._come_to(formula, month, quantity.kind, quantity.unit)} in month {month + 2}"
        elif quantity.total_of is not None:
            note = f"The sum of everything that is part of “{quantity.total_of}”. {note}".strip()
        return Explanation(
            id=name,
            label=quantity.label,
            value=self.text(name, month),
            words=words,
            numbers=numbers,
            note=note,
            inputs=self._inputs(tuple(read for read in _names_in(formula) if read != "month"), month),
            comes_to=comes_to,
        )

    def _written(self, formula: Number, month: int) -> tuple[str, str]:
        """Return a formula with labels and with numbers in it."""
        constant = _constant(self.formats)
        return (
            written(formula, self.label, constant),
            written(formula, lambda name: self._in_formula(name, month), constant),
        )

    def _in_formula(self, name: str, month: int) -> str:
        return str(month) if name == "month" else self.text(name, month, unit=False)

    def _come_to(self, formula: Number, month: int, kind: str, unit: str) -> str:
        values = {name: self.number(name, month) for name in _names_in(formula)}
        found = None if None in values.values() else float(value_of(formula, values))
        return with_unit(found if found is None or np.isfinite(found) else None, kind, unit, self.formats)

    def _inputs(self, names: tuple[str, ...], month: int) -> tuple[Input, ...]:
        return tuple(self.input(name, month) for name in names)

    def input(self, name: str, month: int) -> Input:
        """Return one thing that something rests on: an assumption with its evidence."""
        value = self.text(name, month)
        elsewhere = self._elsewhere(name)
        if elsewhere is not None:
            inner = elsewhere[0].input(elsewhere[1], month)
            # a number that both share is one
            return inner if inner.assumption else Input(name, self.label(name), value, assumption=False)
        if (
            name.startswith(CIRCLE)
            and name.removeprefix(CIRCLE) in OF_THE_CIRCLE
            and self.figure(name) is None
        ):
            return self._of_the_circle(name, value)
        if name not in MODEL.assumptions:
            return Input(name, self.label(name), value, assumption=False)
        entry = self.result.resolved.in_force[name]
        return Input(
            name,
            entry.assumption.label,
            value,
            assumption=True,
            range=range_text(entry, self.formats),
            grade=str(entry.grade),
            source=str(entry.source),
            note=" ".join(part for part in (entry.note, entry.caveat) if part),
            origin=origin_text(entry),
        )

    def _of_the_circle(self, name: str, value: str) -> Input:
        assumption = OF_THE_CIRCLE[name.removeprefix(CIRCLE)]
        given = self.result.resolved.scenario.circle.get(assumption.id)
        return Input(
            name,
            assumption.label,
            value,
            assumption=True,
            grade=str((given and given.grade) or assumption.grade),
            source=(given and given.source) or str(assumption.source),
            note=" ".join(part for part in ((given and given.note) or "", assumption.help) if part),
            origin="yours" if given is not None and given.value is not None else "illustrative",
        )


def explain(result: Result, name: str, *, month: int = 0) -> Explanation:
    """Return why a figure or quantity of an answer is what it is: see `Reading.explain`."""
    return Reading(result).explain(name, month=month)


def reachable(result: Result, names: tuple[str, ...], *, most: int = 1_000) -> tuple[str, ...]:
    """Return the figures named and every figure and quantity that they rest on, nearest first."""
    return Reading(result).reachable(names, most=most)


def label_of_any(name: str) -> str:
    """Return what people call a figure, a quantity, an assumption or a switch."""
    figure = figures().get(name) or beside().get(name)
    if figure is not None:
        return figure.label
    if name.startswith(CIRCLE):
        return OF_THE_CIRCLE[name.removeprefix(CIRCLE)].label
    return label_of(name)


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


def _constant(formats: Formats) -> Callable[[float], str]:
    return lambda value: formats.number(value)


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
