"""The numbers in force, as cells: what is typed counts; what is not follows the rules of the app as far as they can.

The declared rules live on in the sheet: what follows another, what grows with members or customers, and how a cost a
year that is typed is spread. The rules that keep defaults possible beside each other do not: where one of them would
move a number, or the app would refuse one, the sheet says so.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from calculators import costs
from calculators.model import MODEL
from calculators.quantity import Number
from calculators.scenario import AT_ONCE, CLAIMED, DEFLECTED, ROOM, InForce, Origin, Resolved
from calculators.symbol import leaf
from exports.workbook.excel import excel, number

HANDLES = tuple(line.handle for line in costs.LINES if line.handle)
TOTAL_COST = "cost_year"
SLACK = 1.0 + 1e-9
_SAME = 1e-12


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
    limited
        Whether a rule of the app has moved it that does not live on in the sheet.
    """

    entry: InForce
    typed: float | None
    free: str
    limited: bool


@dataclasses.dataclass(frozen=True)
class Check:
    """Something that the app would refuse, or move.

    Attributes
    ----------
    label
        What would be wrong, in words.
    refused
        Whether the app refuses it; else it moves a number that is not typed.
    broken
        Formula that is true where it is so.
    """

    label: str
    refused: bool
    broken: str


@dataclasses.dataclass(frozen=True)
class Cost:
    """A kind of cost before a cost a year that is typed is spread over those that are not."""

    handle: str
    before: str
    amount: str


class Inputs:
    """Every assumption of a scenario as a cell that can be typed into.

    Parameters
    ----------
    resolved
        The numbers in force.
    known
        What is a number in every run: what this kind of community does not have.
    typed_cell
        Returns the address of the cell into which a number is typed.
    before_cell
        Returns the address of the cell that holds a kind of cost before it is scaled.
    """

    def __init__(
        self,
        resolved: Resolved,
        known: Mapping[str, float],
        typed_cell: Callable[[str], str],
        before_cell: Callable[[str], str],
    ) -> None:
        self.resolved = resolved
        self.known = known
        self.typed_cell = typed_cell
        self.before_cell = before_cell
        self.names = tuple(
            name for name, entry in resolved.in_force.items() if entry.origin is not Origin.ABSENT
        )
        self.handles = tuple(name for name in HANDLES if name in self.names)

    # ---- small helpers

    def _given(self, name: str) -> bool:
        return name in self.names and self.resolved.in_force[name].origin in (Origin.YOURS, Origin.KEPT)

    def _value(self, name: str) -> float:
        return self.resolved.value(name)

    def read(self, name: str) -> Number:
        """Return an assumption or a reference as a symbol, or as the number that it cannot but be."""
        return self.known[name] if name in self.known else leaf(name)

    def blank(self, name: str) -> str:
        """Return the formula that is true while nothing is typed."""
        return f"ISBLANK({self.typed_cell(name)})"

    def _bounded(self, text: str, entry: InForce, bounds: tuple[float, float] | None = None) -> str:
        lowest, highest = bounds or entry.bounds
        return f"MIN(MAX({text},{number(lowest)}),{number(highest)})"

    # ---- what each is until something is typed

    def all(self) -> tuple[Input, ...]:
        """Return every assumption that the scenario has, as declared."""
        return tuple(self._input(self.resolved.in_force[name]) for name in self.names)

    def _input(self, entry: InForce) -> Input:
        name = entry.assumption.id
        typed = entry.value if self._given(name) else None
        if name == TOTAL_COST:
            parts = "+".join(
                excel(costs.amount_a_year(handle, self.read), _as_named) for handle in self.handles
            )
            return Input(entry, typed, parts or "0", limited=False)
        text, value = self._free(entry)
        if self._follows(entry):
            lead = self.resolved.in_force[entry.assumption.follows or ""]
            bounds = lead.bounds if entry.assumption.money else entry.assumption.bounds
            text = self._bounded(lead.assumption.id, entry, bounds)
            value = min(max(lead.value, bounds[0]), bounds[1])
        elif name in self.handles:
            text = self._bounded(f"{self.before_cell(name)}*cost_scale", entry)
            value = self._scaled_cost(entry, value)
        # a number that is typed: cleared, it is what the app would show instead
        same = typed is not None or math.isclose(value, entry.value, rel_tol=_SAME, abs_tol=1e-300)
        return Input(entry, typed, text if same else number(entry.value), limited=not same)

    def _follows(self, entry: InForce) -> bool:
        scenario, lead = self.resolved.scenario, entry.assumption.follows
        return lead in self.names and not scenario.point.states(entry.assumption, running=scenario.running)

    def _free(self, entry: InForce) -> tuple[str, float]:
        """Return what a number is until it is typed, as a formula and as a value, costs before they are scaled."""
        default = self._default(entry)
        base = self._base(entry)
        if base is None:
            return number(default), default
        before = self._default(self.resolved.in_force[base])
        lowest, highest = entry.bounds
        factor = self._value(base) / before if self._given(base) else 1.0
        value = default if factor == 1.0 else min(max(default * factor, lowest), highest)
        grown = self._bounded(f"{number(default)}*{base}/{number(before)}", entry)
        return f"IF({self.blank(base)},{number(default)},{grown})", value

    def _default(self, entry: InForce) -> float:
        point, running = self.resolved.scenario.point, self.resolved.scenario.running
        return point.default(entry.assumption, running=running).likely * entry.exchange_rate

    def _base(self, entry: InForce) -> str | None:
        """Return the assumption in proportion to which a default grows once that is typed."""
        base = entry.assumption.scales_with
        if base is None:
            return None
        if base == "members" and entry.assumption.contribution:
            base = self.resolved.scenario.point.about
        if entry.assumption.contribution and not self.resolved.scenario.scale_contributions:
            return None
        if base not in self.names or self._default(self.resolved.in_force[base]) <= 0.0:
            return None
        return base

    # ---- a cost a year that is typed

    def costs(self) -> tuple[Cost, ...]:
        """Return each kind of cost before a cost a year that is typed is spread."""
        found = []
        for name in self.handles:
            before = self._free(self.resolved.in_force[name])[0]
            cell = self.before_cell(name)
            amount = excel(costs.amount_a_year(name, self.read), partial(_but_for, name, cell))
            typed = excel(costs.amount_a_year(name, self.read), _as_named)
            found.append(Cost(name, before, f"IF({self.blank(name)},{amount},{typed})"))
        return tuple(found)

    def cost_scale(self, amounts: Mapping[str, str]) -> str:
        """Return by what the kinds of cost that are not typed are scaled; amounts by handle, as cells."""
        typed = "+".join(f"IF({self.blank(name)},0,{cell})" for name, cell in amounts.items()) or "0"
        free = "+".join(f"IF({self.blank(name)},{cell},0)" for name, cell in amounts.items()) or "0"
        spread = f"IF({free}>0,({self.typed_cell(TOTAL_COST)}-({typed}))/({free}),1)"
        return f"IF({self.blank(TOTAL_COST)},1,{spread})"

    def _scaled_cost(self, entry: InForce, before: float) -> float:
        if not self._given(TOTAL_COST):
            return before
        lowest, highest = entry.bounds
        return min(max(before * self.scale_now(), lowest), highest)

    def scale_now(self) -> float:
        """Return by what the kinds of cost are scaled in the scenario as it is."""
        if not self._given(TOTAL_COST):
            return 1.0
        own = rest = 0.0
        for name in self.handles:
            if self._given(name):
                own += float(costs.amount_a_year(name, self._value))
            else:
                known = {**self.resolved.leaves, name: self._free(self.resolved.in_force[name])[1]}
                rest += float(costs.amount_a_year(name, known.__getitem__))
        return (self._value(TOTAL_COST) - own) / rest if rest > 0.0 else 1.0

    def before_now(self, name: str) -> float:
        """Return a kind of cost before it is scaled, in the scenario as it is."""
        return self._free(self.resolved.in_force[name])[1]

    # ---- what the app would say

    def checks(self) -> tuple[Check, ...]:
        """Return what the app would refuse, and where it would move a number that is not typed."""
        return (*self._refusals(), *self._moves())

    def _holds(self, condition: Number) -> str | None:
        """Return a condition as a formula; None where it can never hold."""
        if isinstance(condition, bool) or not hasattr(condition, "operation"):
            return "TRUE" if condition else None
        return excel(condition, _as_named)

    def _people(self) -> Number:
        running = self.resolved.scenario.running
        return self.read("members") + self.read("lapsed") if running else self.read("members") + 0.0

    def _pools(self) -> tuple[tuple[str, Number, Number, str], ...]:
        people, share = self._people(), self.read("customer_share")
        of_customers = self.read("customers") * self.read("people_per_customer")
        joins, joining = self.read("joins"), self.read("join_customer_share")
        return (
            ("joins", joins * joining, of_customers - people * share, "company_churn"),
            (
                "joins",
                joins * (1.0 - joining),
                self.read("audience") - people * (1.0 - share),
                "audience_leaving",
            ),
            (
                "employee_joins",
                self.read("employee_joins") + 0.0,
                self.read("headcount") - self.read("employee_members"),
                "staff_turnover",
            ),
        )

    def _refusals(self) -> tuple[Check, ...]:
        read, people, share = self.read, self._people(), self.read("customer_share")
        running = self.resolved.scenario.running
        groups = ("customers' people", "others", "employees")
        demand = read("tickets") + read("deflected") if running else read("tickets") + 0.0
        found: list[tuple[str, Number]] = [
            (
                "more members and lapsed members are customers' people than customers have people",
                people * share > read("customers") * read("people_per_customer") * SLACK,
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
                for (_, coming, pool, gone), who in zip(self._pools(), groups, strict=True)
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
        checks = [
            Check(label, True, text) for label, held in found if (text := self._holds(held)) is not None
        ]
        sources = [name for name in self.names if MODEL.assumptions[name].gathers == "how new members heard"]
        if sources:
            anyone = excel(read("joins") + read("employee_joins"), _as_named)
            checks.append(
                Check(
                    "new members must have heard somewhere: at least one answer above 0 %",
                    True,
                    f"AND({anyone}>0,{'+'.join(sources)}<0.000001)",
                )
            )
        checks.append(
            Check(
                "the kinds of cost do not add up to the cost a year that is typed",
                True,
                f"AND(NOT({self.blank(TOTAL_COST)}),ABS({self._all_costs()}-{TOTAL_COST})>MAX(1,0.000001*{TOTAL_COST}))",
            )
        )
        return tuple(checks)

    def _all_costs(self) -> str:
        parts = "+".join(excel(costs.amount_a_year(handle, self.read), _as_named) for handle in self.handles)
        return f"({parts or '0'})"

    def _any_blank(self, *names: str) -> str | None:
        known = [self.blank(name) for name in names if name in self.names]
        return f"OR({','.join(known)})" if known else None

    def _moves(self) -> tuple[Check, ...]:
        read, people, share = self.read, self._people(), self.read("customer_share")
        running = self.resolved.scenario.running
        part = DEFLECTED * read("deflectable")
        needed = read("deflected") / part - (read("deflected") if running else 0.0)
        wanted: list[tuple[str, str | None, Number]] = [
            (
                "the share of members who are customers' people would be lowered to fit them",
                self._any_blank("customer_share"),
                people * share > ROOM * SLACK * (read("customers") * read("people_per_customer")),
            ),
            (
                "people in reach would be raised, or members lowered, to fit",
                self._any_blank("audience", "members"),
                people * (1.0 - share) > ROOM * SLACK * read("audience"),
            ),
            (
                "employees would be raised, or members lowered, to fit",
                self._any_blank("headcount", "employee_members"),
                read("employee_members") + 0.0 > ROOM * SLACK * read("headcount"),
            ),
            (
                "tickets would be raised, or deflected ones lowered, to leave room",
                self._any_blank("tickets", "deflected"),
                read("tickets") * SLACK < needed,
            ),
            *(
                (
                    "new members a month would be lowered to a fifth of those who could join",
                    self._any_blank(name),
                    coming > AT_ONCE * SLACK * pool,
                )
                for name, coming, pool, _ in self._pools()
            ),
        ]
        checks = [
            Check(label, False, f"AND({free},{text})")
            for label, free, held in wanted
            if free is not None and (text := self._holds(held)) is not None
        ]
        return (*checks, *self._claims())

    def _claims(self) -> tuple[Check, ...]:
        """Return where new customers, referrals and leads would be kept in proportion to each other."""
        names = [name for name in ("referrals", "leads", "deals_touched") if name in self.names]
        if "new_customers" not in self.names or not names:
            return ()
        rates = {"referrals": 1.0, "leads": self.read("win_rate"), "deals_touched": self.read("deal_lift")}
        parts = {}
        for name in names:
            causal = 1.0 if name == "referrals" else self.read("sales_causal")
            parts[name] = excel(self.read(name) * rates[name] * causal, _as_named)
        given = "+".join(f"IF({self.blank(name)},0,{text})" for name, text in parts.items())
        free = "+".join(f"IF({self.blank(name)},{text},0)" for name, text in parts.items())
        new, share = "new_customers", number(CLAIMED)
        return (
            Check(
                "new customers would be raised to leave room for what the community brings",
                False,
                f"AND({self.blank(new)},({given})>{share}*{new}*{number(SLACK)})",
            ),
            Check(
                "referrals, leads and deals would be kept below half of new customers",
                False,
                f"({free})>MAX(0,{share}*{new}-({given}))*{number(SLACK)}+1E-9*({free})",
            ),
        )


def _as_named(name: str) -> str:
    return name


def _but_for(name: str, cell: str, read: str) -> str:
    return cell if read == name else read
