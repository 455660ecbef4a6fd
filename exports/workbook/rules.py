"""The rules that fit defaults to what is typed, as cells: each step a row, in the order in which the app takes them.

What is typed is never moved. What is not grows with members or customers that are typed, makes room for them, is kept
to what can be deflected, can join or can be brought, and the kinds of cost add up to a cost a year that is typed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from calculators import costs
from calculators.formula import label_of, simplified, value_of
from calculators.model import MODEL
from calculators.quantity import Number
from calculators.scenario import AT_ONCE, CLAIMED, DEFLECTED, ROOM, Origin, Resolved
from calculators.symbol import Symbol, leaf
from exports.workbook.excel import excel

HANDLES: Final = tuple(line.handle for line in costs.LINES if line.handle)
TOTAL_COST: Final = "cost_year"

IS_TYPED, TYPED = "is typed ", "typed "

MOVED: Final = "0.000000001"
"""By which part of itself a number must differ to count as moved: the last digits are rounding."""


@dataclasses.dataclass(frozen=True)
class Step:
    """One number on its way from its default to the number in force.

    Attributes
    ----------
    cell
        The name of its cell.
    label, rule
        What it is, and what was done, in words.
    kind
        How it is written.
    formula
        What it is made of.
    value
        What it comes to in the scenario as it was exported.
    before
        What it was before this rule, where the rule moves it so that all fits.
    """

    cell: str
    label: str
    rule: str
    kind: str
    formula: Number
    value: float
    before: Number | None = None


class Rules:
    """What every number is until it is typed, whatever else is.

    Parameters
    ----------
    resolved
        The numbers in force.
    typed_cell
        Returns the address of the cell into which a number is typed.
    """

    def __init__(self, resolved: Resolved, typed_cell: Callable[[str], str]) -> None:
        self.resolved: Final = resolved
        self.running: Final = resolved.scenario.running
        self.typed_cell: Final = typed_cell
        self.steps: Final = list[Step]()
        self.handles: Final = tuple(name for name in HANDLES if self.has(name))
        self._values: Final = dict[str, Number](resolved.leaves)
        self._now: Final = dict[str, Number]()
        self._led: Final = dict[str, Number]()
        for name, entry in resolved.in_force.items():
            given = entry.origin in (Origin.YOURS, Origin.KEPT)
            self._values[IS_TYPED + name], self._values[TYPED + name] = given, entry.value
            if self.has(name):
                start = _where(leaf(IS_TYPED + name), leaf(TYPED + name), resolved.scenario.default(name))
                self._now[name] = start
            else:
                self._now[name] = np.float64(entry.value)
        with np.errstate(all="ignore"):
            self._grow()
            self._make_room()
            self._keep_deflection_possible()
            self._follow("following")
            self._keep_joins_possible()
            self._keep_claims_possible()
            self._add_up_costs()
            self._follow("following_on")

    # ---- what they are asked

    def has(self, name: str) -> bool:
        """Tell whether the scenario has an assumption."""
        return self.resolved.in_force[name].origin is not Origin.ABSENT

    def is_typed(self, name: str) -> str:
        """Return the formula that is true where a number is typed."""
        return f"ISNUMBER({self.typed_cell(name)})"

    def untyped(self, name: str) -> Number:
        """Return what a number is until it is typed."""
        now = self._now[name]
        started = isinstance(now, Symbol) and now.operation == "where" and now.parts[0].operation == "leaf"
        return now.parts[2] if isinstance(now, Symbol) and started else now

    def free(self, name: str) -> str:
        """Return the formula of what a number is until it is typed."""
        return self.text(self.untyped(name))

    def text(self, formula: Number) -> str:
        """Return a formula as a spreadsheet has it, without the equals sign."""
        return excel(formula, self._cell)

    def has_moved(self, step: Step) -> str | None:
        """Return the formula that is 1 where a rule has moved a number so that all fits; None where it moves none."""
        if step.before is None:
            return None
        before = self.text(step.before)
        return f"IF(ABS({step.cell}-{before})>{MOVED}*ABS({before}),1,0)"

    def was_moved(self, step: Step) -> bool:
        """Tell whether it has in the scenario as it was exported."""
        before = step.value if step.before is None else self.value(step.before)
        return abs(step.value - before) > float(MOVED) * abs(before)

    # ---- small helpers

    def _cell(self, name: str) -> str:
        if name.startswith(IS_TYPED):
            return self.is_typed(name.removeprefix(IS_TYPED))
        return self.typed_cell(name.removeprefix(TYPED)) if name.startswith(TYPED) else name

    def value(self, formula: Number) -> float:
        """Return what a formula comes to in the scenario as it was exported."""
        with np.errstate(all="ignore"):
            return float(value_of(formula, self._values))

    def _where_free(self, name: str, free: Number, else_: Number) -> Number:
        """Return the one where a number may be moved, the other where it is typed or does not exist."""
        return _where(leaf(IS_TYPED + name), else_, free) if self.has(name) else else_

    def _held(self, cell: str, formula: Number, label: str, rule: str, kind: str) -> Number:
        """Give something a cell of its own, unless it is a number whatever is typed."""
        formula = simplified(formula)
        if not isinstance(formula, Symbol):
            return np.float64(formula)
        self._values[cell] = self.value(formula)
        self.steps.append(Step(cell, label, rule, kind, formula, float(self._values[cell])))
        return leaf(cell)

    def _put(self, name: str, free: Number, rule: tuple[str, str], *, moves: bool = True) -> None:
        """Move a number where it is not typed.

        Parameters
        ----------
        name
            Id of the assumption.
        free
            What it is then.
        rule
            What its cell is called besides, and what was done, in words.
        moves
            Whether that is worth telling.
        """
        before = self._now[name]
        now = simplified(self._where_free(name, free, leaf(TYPED + name)))
        prefix, words = rule
        assumption = self.resolved.in_force[name].assumption
        cell = f"{prefix}_{name}"
        self._now[name] = self._held(cell, now, assumption.label, words, str(assumption.kind))
        if moves:
            self.steps[-1] = dataclasses.replace(self.steps[-1], before=before)

    def _split(
        self, parts: Mapping[str, Number], cell: str, words: tuple[str, str], kind: str
    ) -> tuple[Number, Number]:
        """Return what parts come to that are typed, and what those that are not do, each in a cell of its own."""
        typed: Number = 0.0
        free: Number = 0.0
        for name, part in parts.items():
            typed = typed + self._where_free(name, 0.0, part)
            free = free + self._where_free(name, part, 0.0)
        return (
            self._held(f"{cell}_typed", typed, f"Of these, {words[0]}", "added up", kind),
            self._held(f"{cell}_free", free, f"Of these, {words[1]}", "added up", kind),
        )

    def _bounded(self, name: str, number: Number) -> Number:
        return _between(number, self.resolved.in_force[name].bounds)

    def _scaled(self, name: str, factor: Number) -> Number:
        return self._bounded(name, self._now[name] * factor)

    # ---- the rules

    def _grow(self) -> None:
        """Let what grows with members or customers grow with those typed."""
        scenario = self.resolved.scenario
        for name in self._names():
            base = scenario.base_of(MODEL.assumptions[name])
            before = scenario.default(base) if base and self.has(base) else 0.0
            if base is None or before <= 0.0:
                continue
            default = scenario.default(name)
            grown = self._bounded(name, default * leaf(TYPED + base) / before)
            label = MODEL.assumptions[base].label.lower()
            free = _where(leaf(IS_TYPED + base), grown, default)
            self._put(name, free, ("grown", f"in proportion to {label}, where that is typed"), moves=False)

    def _names(self) -> Iterable[str]:
        return (name for name in MODEL.assumptions if self.has(name))

    def people(self, read: Callable[[str], Number]) -> Number:
        """Return members, and those who were, where the community runs."""
        return read("members") + (read("lapsed") if self.running else 0.0)

    def people_of_customers(self, read: Callable[[str], Number]) -> Number:
        """Return how many people customers have."""
        return read("customers") * read("people_per_customer")

    def _make_room(self) -> None:
        now = self._now
        people = self._held(
            "people_in_all",
            self.people(now.__getitem__),
            "Members and lapsed members",
            "added up",
            "count",
        )
        theirs = self._held(
            "people_of_customers",
            self.people_of_customers(now.__getitem__),
            "People of customers",
            "multiplied",
            "count",
        )
        if self.has("customer_share"):
            share = now["customer_share"]
            fits = np.minimum(share, np.minimum(1.0, ROOM * theirs / people))
            rule = ("roomy", "lowered to as many as customers have people")
            self._put("customer_share", _where(people > 0.0, fits, share), rule)
        others = self._held(
            "people_in_others",
            people * (1.0 - now["customer_share"]),
            "Of these, not customers' people",
            "the rest",
            "count",
        )
        rule = ("roomy", "lowered to the people in reach")
        grows = [name for name in self._names() if MODEL.assumptions[name].scales_with == "members"]
        tight = others > ROOM * now["audience"]
        factor = self._lowered("members", "audience", tight, ROOM * now["audience"] / others)
        if self.has("audience"):
            raised = self._bounded("audience", others / ROOM)
            words = ("roomy", "raised to hold members who are not customers' people")
            self._put("audience", _where(tight, raised, now["audience"]), words)
        self._lower(("members", *(name for name in grows if name != "audience")), factor, rule)
        colleagues, headcount = now["employee_members"], now["headcount"]
        tight = colleagues > ROOM * headcount
        factor = self._lowered("employee_members", "headcount", tight, ROOM * headcount / colleagues)
        if self.has("headcount"):
            raised = self._bounded("headcount", colleagues / ROOM)
            words = ("roomy", "raised to hold members")
            self._put("headcount", _where(tight, raised, headcount), words)
        self._lower(("employee_members", "employee_joins"), factor, ("roomy", "lowered to the headcount"))

    def _lowered(self, name: str, room: str, tight: Number, share: Number) -> Number:
        """Return what members are lowered by where the people in reach are typed, and they are not."""
        factor = self._where_free(name, self._where_free(room, 1.0, _where(tight, share, 1.0)), 1.0)
        label = MODEL.assumptions[name].label
        return self._held(f"{name}_times", factor, label, "times this, to fit who is in reach", "number")

    def _lower(self, names: Sequence[str], factor: Number, rule: tuple[str, str]) -> None:
        if isinstance(factor, Symbol):
            for name in names:
                if self.has(name):
                    self._put(name, self._scaled(name, factor), rule)

    def _keep_deflection_possible(self) -> None:
        now = self._now
        deflected, tickets = now["deflected"], now["tickets"]
        part = DEFLECTED * now["deflectable"]
        needed = self._held(
            "tickets_needed",
            deflected / part - (deflected if self.running else 0.0),
            "Tickets that leave room for those deflected",
            "worked out",
            "count",
        )
        short = tickets < needed
        if self.has("tickets"):
            raised = self._bounded("tickets", needed)
            self._put(
                "tickets",
                _where(short, raised, tickets),
                ("possible", "raised to leave room for those deflected"),
            )
        if self.has("deflected"):
            most = part * tickets / (1.0 - part if self.running else 1.0)
            kept = self._bounded("deflected", most)
            lowered = self._where_free("tickets", deflected, _where(short, kept, deflected))
            self._put("deflected", lowered, ("possible", "kept to what could be deflected"))

    def _follow(self, prefix: str) -> None:
        for name in self._names():
            entry = self.resolved.in_force[name]
            lead = entry.assumption.follows
            if lead is None or self.resolved.scenario.point.states(entry.assumption, running=self.running):
                continue
            if self._led.get(name) is self._now[lead]:
                continue
            self._led[name] = self._now[lead]
            leading = self.resolved.in_force[lead]
            bounds = leading.bounds if entry.assumption.money else entry.assumption.bounds
            words = (prefix, f"as {leading.assumption.label.lower()}")
            self._put(name, _between(self._now[lead], bounds), words, moves=False)

    def pools(self, read: Callable[[str], Number]) -> tuple[tuple[str, Number, Number, str], ...]:
        """Return of each group the field, how many join in a month, who are left that could, and what makes them leave.

        Parameters
        ----------
        read
            Returns an assumption.
        """
        people, theirs = self.people(read), self.people_of_customers(read)
        joins, joining, share = read("joins"), read("join_customer_share"), read("customer_share")
        return (
            ("joins", joins * joining, theirs - people * share, "company_churn"),
            ("joins", joins * (1.0 - joining), read("audience") - people * (1.0 - share), "audience_leaving"),
            (
                "employee_joins",
                read("employee_joins") + 0.0,
                read("headcount") - read("employee_members"),
                "staff_turnover",
            ),
        )

    def _keep_joins_possible(self) -> None:
        now = self._now
        rule = ("possible", "kept below a fifth of those who could join")
        factors: dict[str, list[Number]] = {}
        groups = ("customers", "others", "employees")
        for group, (name, coming, pool, _) in zip(groups, self.pools(now.__getitem__), strict=True):
            left = self._held(
                f"left_of_{group}", np.maximum(0.0, pool), f"Who could join: {group}", "left over", "count"
            )
            joining = self._held(
                f"joining_{group}", coming, f"New members a month: {group}", "before the rule", "count"
            )
            most = AT_ONCE * left
            factors.setdefault(name, []).append(_where(joining > most, most / joining, 1.0))
        for name, found in factors.items():
            if self.has(name) and any(isinstance(factor, Symbol) for factor in found):
                lowered = self._now[name]
                for factor in found:
                    lowered = self._bounded(name, lowered * factor)
                self._put(name, lowered, rule)

    def _keep_claims_possible(self) -> None:
        now = self._now
        causal = now["sales_causal"]
        rates = {
            "referrals": 1.0,
            "leads": now["win_rate"] * causal,
            "deals_touched": now["deal_lift"] * causal,
        }
        names = [name for name in rates if self.has(name)]
        if not names:
            return
        brought = {
            name: self._held(
                f"brought_by_{name}",
                now[name] * rates[name],
                f"{MODEL.assumptions[name].label}: customers they bring",
                "multiplied",
                "count",
            )
            for name in names
        }
        typed, rest = self._split(brought, "brought", ("by what is typed", "by what is not"), "count")
        if self.has("new_customers"):
            new = now["new_customers"]
            raised = self._bounded("new_customers", typed / CLAIMED)
            words = ("possible", "raised to leave room for what the community brings")
            self._put("new_customers", _where(typed > CLAIMED * new, raised, new), words)
        left = self._held(
            "left_to_bring",
            np.maximum(0.0, CLAIMED * now["new_customers"] - typed),
            "Left for what is not typed",
            "half of new customers at most",
            "count",
        )
        for name in names:
            lowered = _where(rest > left, self._scaled(name, left / rest), now[name])
            self._put(name, lowered, ("possible", "kept below half of new customers"))

    def _add_up_costs(self) -> None:
        now = self._now
        if not self.has(TOTAL_COST):
            return
        amounts = {
            name: self._held(
                f"amount_{name}",
                costs.amount_a_year(name, now.__getitem__),
                f"{label_of(name)}, cost a year",
                "before a cost a year is spread over what is not typed",
                "money",
            )
            for name in self.handles
        }
        own, rest = self._split(amounts, "amounts", ("typed", "not typed"), "money")
        left = leaf(TYPED + TOTAL_COST) - own
        spread = _where(rest > 0.0, _where(left >= 0.0, left / rest, 1.0), 1.0)
        scale = self._held(
            "cost_scale",
            _where(leaf(IS_TYPED + TOTAL_COST), spread, 1.0),
            "Kinds of cost that are not typed",
            "times this, so that all add up to the cost a year",
            "number",
        )
        for name in self.handles:
            self._put(
                name, self._scaled(name, scale), ("adding_up", "scaled to the cost a year"), moves=False
            )


def _where(condition: Number, when_true: Number, when_false: Number) -> Number:
    chosen: Number = np.where(condition, when_true, when_false)
    return chosen


def _between(number: Number, bounds: tuple[float, float]) -> Number:
    return np.minimum(np.maximum(number, bounds[0]), bounds[1])
