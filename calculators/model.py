"""The model put together: every assumption and quantity by name, in an order in which they can be computed.

The order is found from what each function reads. Quantities that stocks depend on are computed month by month; all
others, the value lines among them, once for all months at the end, which is quicker and gives the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from calculators import community, company, costs
from calculators.assumption import Assumption
from calculators.quantity import Number, Quantity, When
from calculators.steps import Followed, Steps, follow
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
    def _steps(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], Steps]:
        return {}

    def _steps_for(self, wanted: tuple[str, ...], steered: tuple[str, ...]) -> Steps:
        """Return what is computed in each month so that the wanted flows are there."""
        if (wanted, steered) not in self._steps:
            read = (name for stock in self.stocks for name in stock.inputs)
            flows = self._ordered((*read, *wanted), self._before_months)
            self._steps[wanted, steered] = Steps(
                flows, self.stocks, moving=("month", *steered), lasting=wanted
            )
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
            By id: leaves, references, stocks at the start of the month, and the wanted flows; each a number or of shape
            (runs,). It changes with the next month, and so do the arrays in it.
        """
        values = self._at_start(leaves)
        steered_by = steer or (lambda _: {})
        moved = {"month": np.float64(0.0), **steered_by(0)}
        runs = max(np.size(number) for number in (*leaves.values(), *moved.values()))
        going = self._steps_for(wanted, steered).begin(values | moved, runs)
        for month in range(months):
            if month > 0:
                moved = {"month": np.float64(month), **steered_by(month)}
            going.compute(moved)
            yield going.values
            going.advance()

    def _unmoved(self, flows: Iterable[Quantity], by: Iterable[str]) -> tuple[Quantity, ...]:
        """Return those of some flows, inputs first, that none of these names moves."""
        moving = set(by)
        still = []
        for quantity in flows:
            if moving.isdisjoint(quantity.inputs):
                still.append(quantity)
            else:
                moving.add(quantity.id)
        return tuple(still)

    @cached_property
    def _scheduled(self) -> tuple[Quantity, ...]:
        """Monthly flows that no stock moves: they are computed before the months, for all of them at once."""
        return self._unmoved(self.monthly, (stock.id for stock in self.stocks))

    @cached_property
    def _timed(self) -> tuple[str, ...]:
        """Ids of what the calendar alone moves, the month among them."""
        still = self._unmoved(self._scheduled, ("month",))
        return ("month", *(flow.id for flow in self._scheduled if flow not in still))

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
        needed = self._plan(wanted)
        values["month"] = np.arange(months, dtype=np.float64)[:, None]
        with np.errstate(all="ignore"):
            for quantity in self._scheduled:
                values[quantity.id] = quantity.function(*[values[read] for read in quantity.inputs])
        steps = self._steps_of_run(needed.kept, every=detail is not None)
        timed = {name: values[name] for name in self._timed}
        went = follow(steps, values, timed, months, runs, many=needed.kept, one=detail)
        result: dict[str, Number] = (
            values | went.flows | {name: rows[:-1] for name, rows in went.stocks.items()}
        )
        with np.errstate(all="ignore"):
            for quantity in needed.afterwards:
                result[quantity.id] = quantity.function(*[result[read] for read in quantity.inputs])
        # what reads no month, or no run, is the same in all of them
        for name in (*went.flows, *(flow.id for flow in (*self._scheduled, *needed.afterwards))):
            if np.shape(result[name]) != (months, runs):
                result[name] = np.broadcast_to(result[name], (months, runs))
        if detail is not None:
            result |= went.flows_of_one | self._afterwards_of_one(result, went, months, detail)
        return result | went.stocks | went.stocks_of_one

    def _steps_of_run(self, kept: frozenset[str], *, every: bool) -> Steps:
        """Return what is computed month by month so that what is kept is there; every flow of a month where asked."""
        if (kept, every) not in self._steps_of_runs:
            flows = [flow for flow in self.monthly if flow not in self._scheduled]
            names = [flow.id for flow in flows if every or flow.id in kept]
            self._steps_of_runs[kept, every] = Steps(
                flows,
                sorted(self.stocks, key=lambda stock: stock.id not in kept),
                moving=self._timed,
                lasting=sorted(names, key=lambda name: name not in kept),
            )
        return self._steps_of_runs[kept, every]

    @cached_property
    def _steps_of_runs(self) -> dict[tuple[frozenset[str], bool], Steps]:
        return {}

    def _afterwards_of_one(
        self, result: Mapping[str, Number], went: Followed, months: int, detail: int
    ) -> dict[str, npt.NDArray[np.float64]]:
        """Return the flows that no stock depends on, of one run, where they are not known of every run."""
        known = {name: _of(values, detail) for name, values in result.items()}
        known |= went.flows_of_one
        known |= {name: column[:-1] for name, column in went.stocks_of_one.items()}
        found = {}
        with np.errstate(all="ignore"):
            for quantity in self.afterwards:
                if quantity.id not in result:
                    known[quantity.id] = quantity.function(*[known[read] for read in quantity.inputs])
                    found[quantity.id] = np.broadcast_to(known[quantity.id], (months,))
        return found


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
