"""The circle of not investing: what is not funded is not measured, not seen, and so not funded.

Each quarter leadership sees a share of the value that the community returned in the last twelve months, compares it
with what was spent, and moves the next budget. The budget pays for care, which makes value, and for measuring, which
makes value seen, later. The community itself is the model's own, month by month; only staff and programme are steered.

The structure is the capability trap of Repenning and Sterman (2001). Its numbers are illustrative.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from calculators import costs, finance
from calculators.circle_assumptions import ASSUMPTIONS
from calculators.evaluation import leaves_of
from calculators.model import MODEL
from calculators.quantity import Number, flow, stock
from calculators.scenario import Resolved, Scenario

Array = npt.NDArray[np.float64]

ILLUSTRATIVE = "Illustrative: the structure is published, the numbers of the circle are not"
"""Stands wherever a figure of the circle is shown."""

QUARTER = 3
"""Months between two decisions on the budget."""

YEAR = 12
"""Months that leadership looks back on."""

FREE = 36
"""Months for which a start is followed after its promise at least: what is still promised proves nothing."""

STEERED = ("staff_planned", *(f"hire_{number}" for number in range(1, costs.HIRES + 1)), "programme_planned")
"""Levers that the budget moves: in proportion, so that a plan of hires is moved as well."""

PAID_FROM_BUDGET = ("staff", "programme")
"""Cost lines that are the budget; all others go on as they are."""

_MONTHLY_COSTS = tuple(line for line in costs.LINES if not line.once)
_WANTED = tuple(
    dict.fromkeys(
        (
            *(line.gross for _, line in MODEL.lines),
            *(line.quantity for line in _MONTHLY_COSTS),
            "counts",
            "members_all",
        )
    )
)


# ---- the equations


@flow("Budget for measuring", "of today's budget", kind="share")
def measuring(budget: Number, measuring_share: Number) -> Number:
    return budget * measuring_share


@flow("Budget for care, relative to the plan", "times", kind="number")
def caring(budget: Number, measuring_share: Number, measuring_today: Number) -> Number:
    return budget * (1.0 - measuring_share) / (1.0 - measuring_today)


@flow("Share of the value that such measuring shows in the long run", "of the value", kind="share")
def seen_in_time(measuring: Number, half: Number, seen_least: Number) -> Number:
    # S-shaped: a little measuring convinces nobody; where every bit convinced at once nothing could tip
    return seen_least + (1.0 - seen_least) * measuring**2 / (measuring**2 + half**2)


@stock("Share of the value that leadership sees", "of the value", starts_at="seen_today", kind="share")
def seen(seen: Number, seen_in_time: Number, delay: Number) -> Number:
    return seen + (seen_in_time - seen) / delay


@flow("Return that leadership perceives", "of what is spent", kind="share")
def perceived(seen: Number, value_of_year: Number, spending_of_year: Number) -> Number:
    return seen * value_of_year / spending_of_year - 1.0


@stock("Budget", "times today's", starts_at="plan_budget", kind="number")
def budget(
    budget: Number,
    gain: Number,
    perceived: Number,
    hurdle: Number,
    budget_least: Number,
    budget_most: Number,
) -> Number:
    moved = budget * (1.0 + gain * np.maximum(-1.0, np.minimum(1.0, perceived - hurdle)))
    return np.maximum(budget_least, np.minimum(budget_most, moved))


QUANTITIES = (measuring, caring, seen_in_time, seen, perceived, budget)


# ---- what is in force


def in_force(scenario: Scenario) -> dict[str, float]:
    """Return a number for every assumption of the circle.

    Parameters
    ----------
    scenario
        Whose `Scenario.circle` says what the user gave.

    Examples
    --------
    >>> in_force(Scenario(circle={"gain": 0.5}))["gain"]
    0.5
    """
    given = {name: entry.value for name, entry in scenario.circle.items() if entry.value is not None}
    found = {name: given.get(name, assumption.likely) for name, assumption in ASSUMPTIONS.items()}
    for name, assumption in ASSUMPTIONS.items():
        if assumption.follows and name not in given:
            found[name] = found[assumption.follows]
    if "seen_today" not in given:
        found["seen_today"] = float(
            seen_in_time(found["measuring_today"], found["half"], found["seen_least"])
        )
    return found


@dataclasses.dataclass(frozen=True, kw_only=True)
class Start:
    """How a path begins: numbers, or arrays of one length, one element a path.

    Attributes
    ----------
    budget
        In units of the scenario's own, within the smallest and the largest.
    measuring
        Share of it that measures.
    months
        How long it is guaranteed; a quarter at least, because decisions fall quarterly.
    begins
        Month, from 0, in which it begins. Until then the budget starts at 1 with today's measuring and is decided each
        quarter.
    """

    budget: Number
    measuring: Number
    months: Number = QUARTER
    begins: Number = 0


@dataclasses.dataclass(frozen=True)
class Paths:
    """What happens, a column a path.

    Attributes
    ----------
    budget, seen
        At the start of each quarter and at the end: shape (quarters + 1, paths).
    perceived
        At the end of each quarter, when the next budget is decided: shape (quarters, paths).
    value_of_year, spending_of_year
        What that rests on: the twelve months before each decision, or as many as there are.
    hard, soft, spending, members
        A month each: shape (months, paths). Money undiscounted, the launch apart; members at the start of the month.
    """

    budget: Array
    seen: Array
    perceived: Array
    value_of_year: Array
    spending_of_year: Array
    hard: Array
    soft: Array
    spending: Array
    members: Array

    @property
    def months(self) -> int:
        """How many months."""
        return len(self.hard)


class Circle:
    """The circle round one scenario: rules, and paths from any start.

    Parameters
    ----------
    resolved
        The scenario's numbers.
    changed
        Numbers of the circle that differ from the scenario's, for what-if.
    """

    def __init__(self, resolved: Resolved, changed: Mapping[str, float] | None = None) -> None:
        self.resolved = resolved
        self.rules = in_force(resolved.scenario) | dict(changed or {})
        self._leaves = leaves_of(resolved)

    @property
    def months(self) -> int:
        """How far it is followed: whole quarters, and some years beyond what the plan guarantees."""
        months = max(round(self.rules["circle_months"]), round(self.rules["plan_months"]) + FREE)
        return months // QUARTER * QUARTER

    @property
    def plan(self) -> Start:
        """The plan that the user makes."""
        rules = self.rules
        return Start(
            budget=self.within(rules["plan_budget"]),
            measuring=rules["plan_measuring"],
            months=rules["plan_months"],
        )

    @property
    def today(self) -> Start:
        """Going on as today, each budget decided by what is seen."""
        return Start(budget=1.0, measuring=self.rules["measuring_today"])

    @property
    def cut(self) -> Start:
        """Cutting at once, measuring as today."""
        return Start(budget=self.within(self.rules["cut_budget"]), measuring=self.rules["measuring_today"])

    def within(self, budget: float) -> float:
        """Return a budget, put between the smallest and the largest."""
        return min(max(budget, self.rules["budget_least"]), self.rules["budget_most"])

    @cached_property
    def year_of_budget(self) -> float:
        """What a budget of 1 costs in the first year: staff and programme."""
        return float(self._paid_for(YEAR).sum())

    def _paid_for(self, months: int) -> Array:
        """Return what a budget of 1 costs in each month."""
        wanted = tuple(line.quantity for line in _MONTHLY_COSTS if line.id in PAID_FROM_BUDGET)
        run = MODEL.run(self._leaves, months, wanted)
        spent = sum((run[name] for name in wanted), np.zeros((months, 1)))
        return np.asarray(spent[:, 0], dtype=np.float64)

    def paths(self, start: Start, months: int | None = None) -> Paths:
        """Return what happens from a start, or from many starts at once.

        Parameters
        ----------
        start
            Numbers or arrays of one length.
        months
            How many; as far as the circle is followed where None.
        """
        return _Walk(self, start, self.months if months is None else months).walk()

    def ends(self, start: Start, months: int | None = None) -> Array:
        """Return the budget that each start ends with."""
        # a copy: whoever keeps the ends would keep all months with them
        return np.array(self.paths(start, months).budget[-1])

    def npv(self, paths: Paths, *, with_soft: bool = False) -> Array:
        """Return the net present value of each path, the launch included."""
        gained = paths.hard + paths.soft if with_soft else paths.hard
        rate = self.resolved.value("discount_rate")
        launch = float(MODEL.at_reference(self._leaves)["cost_launch"])
        return np.asarray(finance.present_value(gained - paths.spending, rate) - launch)


class _Walk:
    """One walk along many paths, a month after the other."""

    def __init__(self, circle: Circle, start: Start, months: int) -> None:
        self.rules = circle.rules
        self.leaves = circle._leaves
        self.paid = circle._paid_for(months)
        self.months = months
        self.start = Start(
            **{
                field.name: column
                for field, column in zip(
                    dataclasses.fields(start),
                    np.broadcast_arrays(
                        *(
                            np.atleast_1d(np.asarray(getattr(start, field.name), dtype=np.float64))
                            for field in dataclasses.fields(start)
                        )
                    ),
                    strict=True,
                )
            }
        )
        self.width = len(self.start.budget)
        begun = self.start.begins <= 0
        self.budget = np.where(begun, self.start.budget, 1.0)
        self.measuring_share = np.where(begun, self.start.measuring, self.rules["measuring_today"])
        self.seen = np.full(self.width, self.rules["seen_today"])

    def steer(self, month: int) -> dict[str, Number]:
        """Return the levers of a month."""
        factor = caring(self.budget, self.measuring_share, self.rules["measuring_today"])
        return {name: self.leaves[name] * factor for name in STEERED}

    def walk(self) -> Paths:
        """Walk all months."""
        shape = (self.months, self.width)
        hard, soft, spending, members = (np.empty(shape) for _ in range(4))
        budgets, shares, returns, values, spent = [self.budget], [self.seen], [], [], []
        counted = self.rules["soft_counted"]
        run = MODEL.each_month(self.leaves, self.months, _WANTED, steered=STEERED, steer=self.steer)
        for month, now in enumerate(run):
            hard[month], soft[month] = _value(now)
            spending[month] = self._spent(now, month)
            members[month] = now["members_all"]
            if month % QUARTER < QUARTER - 1:
                continue
            lately = slice(max(0, month + 1 - YEAR), month + 1)
            value = hard[lately].sum(axis=0) + counted * soft[lately].sum(axis=0)
            paid = spending[lately].sum(axis=0)
            found = self._decide(value, paid, month + 1)
            budgets.append(self.budget)
            shares.append(self.seen)
            returns.append(found)
            values.append(value)
            spent.append(paid)
        return Paths(
            budget=np.array(budgets),
            seen=np.array(shares),
            perceived=np.array(returns).reshape(-1, self.width),
            value_of_year=np.array(values).reshape(-1, self.width),
            spending_of_year=np.array(spent).reshape(-1, self.width),
            hard=hard,
            soft=soft,
            spending=spending,
            members=members,
        )

    def _spent(self, now: Mapping[str, Any], month: int) -> Array:
        """Return what is spent in a month: the budget, care and measuring alike, and all other costs."""
        others = sum(now[line.quantity] for line in _MONTHLY_COSTS if line.id not in PAID_FROM_BUDGET)
        return np.asarray(others + self.budget * self.paid[month])

    def _decide(self, value: Array, paid: Array, month: int) -> Array:
        """Let leadership look back, decide the budget from a month on, and learn; return what it perceived."""
        rules, start = self.rules, self.start
        with np.errstate(all="ignore"):
            found = perceived(self.seen, value, paid)
        # what costs nothing is neither renewed nor cut for its return
        found = np.where(paid > 0.0, found, rules["hurdle"])
        following = budget(
            self.budget, rules["gain"], found, rules["hurdle"], rules["budget_least"], rules["budget_most"]
        )
        shown = seen_in_time(measuring(self.budget, self.measuring_share), rules["half"], rules["seen_least"])
        self.seen = seen(self.seen, shown, rules["delay"])
        begun = month >= start.begins
        guaranteed = begun & (month < start.begins + np.maximum(start.months, QUARTER))
        self.budget = np.where(guaranteed, np.asarray(start.budget), following)
        self.measuring_share = np.where(begun, start.measuring, rules["measuring_today"])
        return np.asarray(found)


def _value(now: Mapping[str, Any]) -> tuple[Array, Array]:
    """Return hard and soft value of a month."""
    hard: Any = 0.0
    soft: Any = 0.0
    for _, line in MODEL.lines:
        gross = now[line.gross] * now["counts"]
        hard = hard + gross * now[line.cash]
        soft = soft + gross * (1.0 - now[line.cash])
    return np.asarray(hard, dtype=np.float64), np.asarray(soft, dtype=np.float64)
