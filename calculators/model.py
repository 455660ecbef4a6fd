"""The model put together: every assumption and quantity by name, in an order in which they can be computed.

The order is found from what each function reads. Quantities that stocks depend on are computed month by month; all
others, the value lines among them, once for all months at the end, which is quicker and gives the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from operator import itemgetter
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from calculators import community, company, costs
from calculators.assumption import Assumption
from calculators.quantity import Number, Quantity, When
from calculators.team import Team, ValueLine
from calculators.teams import TEAMS

Declared = TypeVar("Declared", Assumption, Quantity)

SWITCHES = ("running", "month", "open", "growing")


@dataclasses.dataclass(frozen=True)
class _Plan:
    """What a run keeps of every month, and what it computes at the end."""

    kept: frozenset[str]
    afterwards: tuple[Quantity, ...]


@dataclasses.dataclass(frozen=True)
class Model:
    """All teams, assumptions and quantities, and the order in which they are computed.

    Attributes
    ----------
    teams
        The teams, in their order round the wheel.
    """

    teams: tuple[Team, ...]

    @cached_property
    def assumptions(self) -> Mapping[str, Assumption]:
        """Every assumption by id, company first, then community, teams, costs."""
        declared = [*company.ASSUMPTIONS, *community.ASSUMPTIONS]
        for team in self.teams:
            declared.extend(team.assumptions)
        declared.extend(costs.ASSUMPTIONS)
        return _by_id(declared)

    @cached_property
    def quantities(self) -> Mapping[str, Quantity]:
        """Every quantity by id; totals know their parts."""
        declared = [*company.QUANTITIES, *community.QUANTITIES, *costs.QUANTITIES]
        for team in self.teams:
            declared.extend(team.quantities)
        gathered: dict[str, list[str]] = {}
        for assumption in self.assumptions.values():
            if assumption.gathers:
                gathered.setdefault(assumption.gathers, []).append(assumption.id)
        for quantity in declared:
            for name in quantity.gathers:
                gathered.setdefault(name, []).append(quantity.id)
        complete = [
            dataclasses.replace(quantity, inputs=tuple(gathered.get(quantity.total_of, ())))
            if quantity.total_of
            else quantity
            for quantity in declared
        ]
        return _by_id(complete)

    @cached_property
    def lines(self) -> tuple[tuple[Team, ValueLine], ...]:
        """Every value line with its team."""
        return tuple((team, line) for team in self.teams for line in team.lines)

    def _ordered(self, wanted: Iterable[str], known: frozenset[str]) -> tuple[Quantity, ...]:
        """Return the quantities needed for the wanted ones, inputs first, without those known already."""
        graph: dict[str, tuple[str, ...]] = {}
        waiting = [name for name in wanted if name not in known]
        while waiting:
            name = waiting.pop()
            if name in graph:
                continue
            inputs = tuple(read for read in self.quantities[name].inputs if read not in known)
            graph[name] = inputs
            waiting.extend(inputs)
        try:
            return tuple(self.quantities[name] for name in TopologicalSorter(graph).static_order())
        except CycleError as error:
            raise ValueError(f"quantities that need each other: {error.args[1]}") from error

    @cached_property
    def leaves(self) -> frozenset[str]:
        """What functions may read that is not computed: assumptions and switches."""
        turns = (f"turns_{team.id}" for team in self.teams)
        return frozenset((*self.assumptions, *SWITCHES, *turns))

    @cached_property
    def references(self) -> tuple[Quantity, ...]:
        """What is computed once."""
        ids = [quantity.id for quantity in self.quantities.values() if quantity.when is When.REFERENCE]
        return self._ordered(ids, self.leaves)

    @cached_property
    def stocks(self) -> tuple[Quantity, ...]:
        """What is carried from month to month."""
        return tuple(quantity for quantity in self.quantities.values() if quantity.when is When.STOCK)

    @cached_property
    def _before_months(self) -> frozenset[str]:
        return self.leaves | {quantity.id for quantity in (*self.references, *self.stocks)}

    @cached_property
    def monthly(self) -> tuple[Quantity, ...]:
        """Flows that stocks depend on, computed month by month."""
        read = (name for stock in self.stocks for name in stock.inputs)
        return self._ordered(read, self._before_months)

    def _steady(self, flows: Iterable[Quantity], steered: tuple[str, ...] = ()) -> tuple[Quantity, ...]:
        """Return those of some flows, inputs first, that no month, no stock and no hand moves: computed once."""
        moving = {"month", *steered, *(stock.id for stock in self.stocks)}
        steady = []
        for quantity in flows:
            if moving.isdisjoint(quantity.inputs):
                steady.append(quantity)
            else:
                moving.add(quantity.id)
        return tuple(steady)

    @cached_property
    def afterwards(self) -> tuple[Quantity, ...]:
        """Flows that no stock depends on, computed for all months at once."""
        known = self._before_months | {quantity.id for quantity in self.monthly}
        flows = (quantity.id for quantity in self.quantities.values() if quantity.when is When.FLOW)
        return self._ordered(flows, known)

    def at_reference(self, leaves: Mapping[str, Number]) -> dict[str, Number]:
        """Return the leaves with all references computed from them."""
        # numpy's numbers divide by zero quietly where the other branch of a choice applies, Python's do not
        values = {
            name: np.float64(value) if isinstance(value, float | int) else value
            for name, value in leaves.items()
        }
        with np.errstate(all="ignore"):
            for quantity in self.references:
                values[quantity.id] = quantity.function(*[values[name] for name in quantity.inputs])
        return values

    @cached_property
    def _plans(self) -> dict[tuple[str, ...] | None, _Plan]:
        return {}

    def _plan(self, wanted: tuple[str, ...] | None) -> _Plan:
        """Return what is kept and computed afterwards so that the wanted quantities are there; all where None."""
        if wanted not in self._plans:
            known = self._before_months | {quantity.id for quantity in self.monthly}
            monthly = {quantity.id for quantity in (*self.monthly, *self.stocks)}
            if wanted is None:
                self._plans[wanted] = _Plan(frozenset(monthly), self.afterwards)
            else:
                afterwards = self._ordered(wanted, known)
                read = {name for quantity in afterwards for name in quantity.inputs}
                self._plans[wanted] = _Plan(frozenset(monthly & (read | set(wanted))), afterwards)
        return self._plans[wanted]

    def _at_start(self, leaves: Mapping[str, Number]) -> dict[str, Number]:
        """Return the leaves, the references and every stock in month 0."""
        values = self.at_reference(leaves)
        for stock in self.stocks:
            start = stock.starts_at
            values[stock.id] = values[start] if isinstance(start, str) else np.float64(start or 0.0)
        return values

    @cached_property
    def _steps(
        self,
    ) -> dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[tuple[Quantity, ...], tuple[Quantity, ...]]]:
        return {}

    def _steps_for(
        self, wanted: tuple[str, ...], steered: tuple[str, ...]
    ) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]]:
        """Return the flows that are needed for the wanted ones: those computed once, and those of every month."""
        if (wanted, steered) not in self._steps:
            read = (name for stock in self.stocks for name in stock.inputs)
            flows = self._ordered((*read, *wanted), self._before_months)
            steady = self._steady(flows, steered)
            self._steps[wanted, steered] = steady, tuple(flow for flow in flows if flow not in steady)
        return self._steps[wanted, steered]

    def each_month(
        self,
        leaves: Mapping[str, Number],
        months: int,
        wanted: tuple[str, ...],
        *,
        steered: tuple[str, ...] = (),
        steer: Callable[[int], Mapping[str, Number]] | None = None,
    ) -> Iterator[Mapping[str, Number]]:
        """Run the months and hand over one after the other, keeping none: for many runs, of which sums are needed.

        Parameters
        ----------
        leaves
            Every assumption and switch but ``month``: floats, or arrays whose only axis is runs or draws.
        months
            How many months.
        wanted
            Ids of the flows that are needed.
        steered
            Ids of levers that a hand moves from month to month; no reference may rest on them.
        steer
            Gives their values of a month, counted from 0; asked at its start.

        Yields
        ------
        Mapping
            By id: leaves, references, stocks at the start of the month, and at least the wanted flows; each a number
            or of shape (runs,). It changes with the next month.
        """
        once, plan = self._steps_for(wanted, steered)
        values = self._at_start(leaves)
        with np.errstate(all="ignore"):
            for quantity in once:
                values[quantity.id] = quantity.function(*[values[read] for read in quantity.inputs])
        for month in range(months):
            values["month"] = np.float64(month)
            if steer is not None:
                values.update(steer(month))
            with np.errstate(all="ignore"):
                for quantity in plan:
                    values[quantity.id] = quantity.function(*[values[read] for read in quantity.inputs])
            yield values
            with np.errstate(all="ignore"):
                following = [
                    stock.function(*[values[read] for read in stock.inputs]) for stock in self.stocks
                ]
            values.update(zip((stock.id for stock in self.stocks), following, strict=True))

    @cached_property
    def _scheduled(self) -> tuple[Quantity, ...]:
        """Monthly flows that no stock moves: they are computed before the months, for all of them at once."""
        moving = {stock.id for stock in self.stocks}
        scheduled = []
        for quantity in self.monthly:
            if moving.isdisjoint(quantity.inputs):
                scheduled.append(quantity)
            else:
                moving.add(quantity.id)
        return tuple(scheduled)

    def run(
        self,
        leaves: Mapping[str, Number],
        months: int,
        wanted: tuple[str, ...] | None = None,
        *,
        detail: int | None = None,
    ) -> dict[str, npt.NDArray[np.float64]]:
        """Run the months.

        Parameters
        ----------
        leaves
            Every assumption and switch but ``month``: floats, or arrays whose only axis is runs or draws.
        months
            How many months.
        wanted
            Ids of the flows and stocks that are needed; all where None.
        detail
            Number of a run for which all others are needed, too.

        Returns
        -------
        dict
            By id: leaves and references as they are; flows with shape (months, runs); stocks with one month more, their
            state at the end. With ``detail``, flows and stocks that are not wanted have shape (months,) or one more,
            from that run.
        """
        values = self._at_start(leaves)
        runs = max((np.size(leaf) for leaf in leaves.values()), default=1)
        calendar = np.arange(months, dtype=np.float64)[:, None]
        needed = self._plan(wanted)
        with np.errstate(all="ignore"):
            scheduled: dict[str, Number] = {"month": calendar}
            for quantity in self._scheduled:
                found = quantity.function(
                    *[scheduled.get(read, values.get(read)) for read in quantity.inputs]
                )
                scheduled[quantity.id] = found
                if np.ndim(found) < 2:
                    values[quantity.id] = found
            timed = {name: rows for name, rows in scheduled.items() if np.ndim(rows) == 2}
            stepped = [
                (quantity.id, quantity.function, _reader(quantity.inputs))
                for quantity in self.monthly
                if quantity.id not in scheduled
            ]
            stocks = [(quantity.id, quantity.function, _reader(quantity.inputs)) for quantity in self.stocks]
            names = {name for name, _, _ in stepped}
            kept = {name: np.empty((months, runs)) for name in needed.kept & names}
            states = {name: np.empty((months + 1, runs)) for name, _, _ in stocks if name in needed.kept}
            single = {} if detail is None else {name: np.empty(months) for name in names - kept.keys()}
            single_states = (
                {}
                if detail is None
                else {name: np.empty(months + 1) for name, _, _ in stocks if name not in states}
            )
            for month in range(months):
                for name, rows in timed.items():
                    values[name] = rows[month]
                for name, rows in states.items():
                    rows[month] = values[name]
                for name, column in single_states.items():
                    column[month] = _of(values[name], detail)
                for name, function, read in stepped:
                    values[name] = function(*read(values))
                for name, rows in kept.items():
                    rows[month] = values[name]
                for name, column in single.items():
                    column[month] = _of(values[name], detail)
                following = [function(*read(values)) for _, function, read in stocks]
                for (name, _, _), state in zip(stocks, following, strict=True):
                    values[name] = state
            for name, rows in states.items():
                rows[months] = values[name]
            for name, column in single_states.items():
                column[months] = _of(values[name], detail)
            result: dict[str, Number] = values | scheduled | kept
            result |= {name: rows[:-1] for name, rows in states.items()}
            for quantity in needed.afterwards:
                result[quantity.id] = quantity.function(*[result[read] for read in quantity.inputs])
            flows = (*self._scheduled, *needed.afterwards)
            # what reads no month, or no run, is the same in all of them
            whole = {flow.id: np.broadcast_to(result[flow.id], (months, runs)) for flow in flows}
            if detail is not None:
                whole |= self._detail(result, single, single_states, months=months, detail=detail)
        return result | whole | states | single_states

    def _detail(
        self,
        result: Mapping[str, Number],
        single: Mapping[str, npt.NDArray[np.float64]],
        single_states: Mapping[str, npt.NDArray[np.float64]],
        *,
        months: int,
        detail: int,
    ) -> dict[str, npt.NDArray[np.float64]]:
        """Return all flows of one run that are not known for every run."""
        known = {name: _of(values, detail) for name, values in result.items()}
        known |= single
        known |= {name: column[:-1] for name, column in single_states.items()}
        found = {}
        for quantity in self.afterwards:
            if quantity.id in result:
                continue
            known[quantity.id] = quantity.function(*[known[read] for read in quantity.inputs])
            found[quantity.id] = np.broadcast_to(known[quantity.id], (months,))
        return dict(single) | found


def _reader(names: tuple[str, ...]) -> Callable[[Mapping[str, Number]], tuple[Number, ...]]:
    """Return what takes several values at once: a list made one by one costs as much as the sums do."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _of(values: Number, number: int | None) -> Number:
    """Return one run's part of something, which may be the same in all runs."""
    shape = getattr(values, "shape", ())
    if not shape:
        return values
    place = number if shape[-1] > 1 else 0
    return values[place] if len(shape) == 1 else values[..., place]


def _by_id(declared: Iterable[Declared]) -> Mapping[str, Declared]:
    found: dict[str, Declared] = {}
    for item in declared:
        if item.id in found:
            raise ValueError(f"{item.id} is declared twice")
        found[item.id] = item
    return found


MODEL = Model(TEAMS)
