"""The numbers in force, as cells: what is typed counts; what is not is what the app's rules make of it.

Where the app would refuse what is typed, the sheet says so.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np

from calculators import costs
from calculators.model import MODEL
from calculators.quantity import Number
from calculators.scenario import InForce, Origin, Resolved
from calculators.symbol import leaf
from exports.workbook.excel import excel
from exports.workbook.rules import TOTAL_COST, Rules

SLACK = 1.0 + 1e-9


@dataclasses.dataclass(frozen=True)
class Input:
    """One assumption that the scenario has.

    Attributes
    ----------
    entry
        Its number and evidence in force.
    typed
        What the user stated; None where nothing is.
    free
        What it is until something is typed: a formula without the equals sign, or a number.
    """

    entry: InForce
    typed: float | None
    free: str


@dataclasses.dataclass(frozen=True)
class Check:
    """Something that the app would refuse.

    Attributes
    ----------
    label
        What would be wrong, in words.
    broken
        Formula that is true where it is so.
    """

    label: str
    broken: str


class Inputs:
    """Every assumption of a scenario as a cell that can be typed into.

    Parameters
    ----------
    resolved
        The numbers in force.
    known
        What is a number in every run: what this kind of community does not have.
    rules
        What each is until it is typed.
    """

    def __init__(self, resolved: Resolved, known: Mapping[str, float], rules: Rules) -> None:
        self.resolved = resolved
        self.known = known
        self.rules = rules
        self.names = tuple(name for name in resolved.in_force if rules.has(name))

    def read(self, name: str) -> Number:
        """Return an assumption or a reference as a symbol, or as the number that it cannot but be."""
        return self.known[name] if name in self.known else leaf(name)

    def all(self) -> tuple[Input, ...]:
        """Return every assumption that the scenario has, as declared."""
        return tuple(self._input(self.resolved.in_force[name]) for name in self.names)

    def _input(self, entry: InForce) -> Input:
        name = entry.assumption.id
        typed = entry.value if entry.origin in (Origin.YOURS, Origin.KEPT) else None
        return Input(entry, typed, self._all_costs() if name == TOTAL_COST else self.rules.free(name))

    def _all_costs(self) -> str:
        parts = (excel(costs.amount_a_year(handle, self.read), _as_named) for handle in self.rules.handles)
        return "+".join(parts) or "0"

    # ---- what the app would say

    def _holds(self, condition: Number) -> str | None:
        """Return a condition as a formula; None where it can never hold."""
        if isinstance(condition, bool) or not hasattr(condition, "operation"):
            return "TRUE" if condition else None
        return excel(condition, _as_named)

    def checks(self) -> tuple[Check, ...]:
        """Return what the app would refuse."""
        read, people, share = self.read, self.rules.people(self.read), self.read("customer_share")
        theirs, running = self.rules.people_of_customers(read), self.rules.running
        groups = ("customers' people", "others", "employees")
        demand = read("tickets") + read("deflected") if running else read("tickets") + 0.0
        found: list[tuple[str, Number]] = [
            (
                "more members and lapsed members are customers' people than customers have people",
                people * share > theirs * SLACK,
            ),
            (
                "more members and lapsed members are not customers' people than are in reach",
                people * (1.0 - share) > read("audience") * SLACK,
            ),
            ("more members than employees", read("employee_members") + 0.0 > read("headcount") * SLACK),
            *(
                (
                    f"more {who} join in a month than are left who could",
                    coming > pool * (1.0 - read(gone)) + 1e-9,
                )
                for (_, coming, pool, gone), who in zip(self.rules.pools(read), groups, strict=True)
            ),
            (
                "more tickets deflected than a community could deflect",
                read("deflected") + 0.0 > 0.95 * read("deflectable") * demand * SLACK,
            ),
            ("without the community more than all would leave", self.read("churn_without") + 0.0 > 1.0),
        ]
        if running:
            found += [
                (
                    "the community brings more customers a month than the company has new ones",
                    np.maximum(read("referrals"), read("gained_ref")) > read("new_customers") * SLACK,
                )
            ]
        checks = [Check(label, text) for label, held in found if (text := self._holds(held)) is not None]
        sources = [name for name in self.names if MODEL.assumptions[name].gathers == "how new members heard"]
        if sources:
            anyone = excel(read("joins") + read("employee_joins"), _as_named)
            checks.append(
                Check(
                    "new members must have heard somewhere: at least one answer above 0 %",
                    f"AND({anyone}>0,{'+'.join(sources)}<0.000001)",
                )
            )
        checks.append(
            Check(
                "the kinds of cost do not add up to the cost a year that is typed",
                f"AND({self.rules.is_typed(TOTAL_COST)},ABS(({self._all_costs()})-{TOTAL_COST})>MAX(1,0.000001*{TOTAL_COST}))",
            )
        )
        return tuple(checks)


def _as_named(name: str) -> str:
    return name
