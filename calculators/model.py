"""The model put together: every assumption and quantity by name, in an order in which they can be computed.

The order is found from what each function reads. Quantities that stocks depend on are computed month by month; all
others, the value lines among them, once for all months at the end, which is quicker and gives the same.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
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
            name: np.float64(value) if isinstance(value, float | int) else value for name, value in leaves.items()
        }
        with np.errstate(all="ignore"):
            for quantity in self.references:
                values[quantity.id] = quantity.function(*[values[name] for name in quantity.inputs])
        return values

    def run(self, leaves: Mapping[str, Number], months: int) -> dict[str, npt.NDArray[np.float64]]:
        """Run the months.

        Parameters
        ----------
        leaves
            Every assumption and switch but ``month``: floats, or arrays whose only axis is runs or draws.
        months
            How many months.

        Returns
        -------
        dict
            By id: leaves and references as they are, flows and stocks with months as first axis. Stocks have one month
            more: their state at the end.
        """
        values = self.at_reference(leaves)
        plan = [(quantity.id, quantity.function, quantity.inputs) for quantity in self.monthly]
        stocks = [(quantity.id, quantity.function, quantity.inputs) for quantity in self.stocks]
        for stock in self.stocks:
            start = stock.starts_at
            values[stock.id] = values[start] if isinstance(start, str) else np.float64(start or 0.0)
        series: dict[str, list[Number]] = {name: [] for name, _, _ in plan}
        states: dict[str, list[Number]] = {name: [values[name]] for name, _, _ in stocks}
        with np.errstate(all="ignore"):
            for month in range(months):
                values["month"] = np.float64(month)
                for name, function, inputs in plan:
                    result = function(*[values[read] for read in inputs])
                    values[name] = result
                    series[name].append(result)
                following = [function(*[values[read] for read in inputs]) for _, function, inputs in stocks]
                for (name, _, _), state in zip(stocks, following, strict=True):
                    values[name] = state
                    states[name].append(state)
            result_values: dict[str, Number] = dict(values)
            result_values["month"] = np.arange(months, dtype=np.float64)[:, None]
            stacked = {name: _stack(monthly) for name, monthly in series.items()}
            stacked.update({name: _stack(monthly) for name, monthly in states.items()})
            result_values.update(stacked)
            for name in states:
                result_values[name] = stacked[name][:-1]
            for quantity in self.afterwards:
                result = quantity.function(*[result_values[read] for read in quantity.inputs])
                # what reads no month is the same in every month
                result_values[quantity.id] = result if np.ndim(result) == 2 else _stack([result] * months)
        result_values.update({name: stacked[name] for name in states})
        return result_values


def _stack(monthly: list[Number]) -> npt.NDArray[np.float64]:
    """Return months as first axis, whatever shape the months have: some values do not differ between runs."""
    widest = max((np.ndim(value) for value in monthly), default=0)
    if widest == 0:
        return np.array(monthly, dtype=np.float64)[:, None]
    if all(np.ndim(value) == widest for value in monthly):
        width = max(len(value) for value in monthly)
        if all(len(value) == width for value in monthly):
            return np.stack(monthly)
    return np.stack(np.broadcast_arrays(*monthly))


def _by_id(declared: Iterable[Declared]) -> Mapping[str, Declared]:
    found: dict[str, Declared] = {}
    for item in declared:
        if item.id in found:
            raise ValueError(f"{item.id} is declared twice")
        found[item.id] = item
    return found


MODEL = Model(TEAMS)
