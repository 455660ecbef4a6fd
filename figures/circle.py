"""Why a figure of the circle is what it is: the equations of the circle along one path, down to the model's own months.

Nothing is written here that the circle computes: its equations are read from its `QUANTITIES`, and a path's months are
run again by the model, steered as the path was, so that every quantity has its numbers on that path.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from calculators import costs, finance, tipping
from calculators.circle import (
    PAID_FROM_BUDGET,
    QUANTITIES,
    QUARTER,
    STEERED,
    YEAR,
    Circle,
    Paths,
    Start,
    caring,
)
from calculators.evaluation import Result, leaves_of
from calculators.formula import simplified
from calculators.model import MODEL
from calculators.quantity import Number, Quantity, When
from calculators.symbol import leaf
from figures.beside import sum_of
from figures.declared import Figure, discounted
from figures.why import CIRCLE, Explanation, Input, Reading
from wording.cycle import own

Array = npt.NDArray[np.float64]

EQUATIONS: Final[Mapping[str, Quantity]] = {f"{CIRCLE}{quantity.id}": quantity for quantity in QUANTITIES}
FLOWS: Final = tuple(name for name, one in MODEL.quantities.items() if one.when is not When.REFERENCE)
READ_BY_EQUATIONS: Final[Mapping[str, str]] = {
    "value_of_year": "Value of the last twelve months",
    "spending_of_year": "Spending of the last twelve months",
    "measuring_share": "Share of the budget that measures",
}
"""What the equations read that is neither an equation nor an assumption, and what people call it."""

NOW, PLAN = "now", "plan"
"""What stands before names of the path that another is held against, and of a budget that stays as it is."""


@dataclasses.dataclass(frozen=True)
class Track:
    """One path of the circle.

    Attributes
    ----------
    label
        What people call it.
    start
        How it begins: numbers.
    paths, column
        What happens, and which of the paths it is.
    """

    label: str
    start: Start
    paths: Paths
    column: int

    def measuring(self, quarter: int, today: float) -> float:
        """Return the share of the budget that measures in a quarter, from 0."""
        return float(self.start.measuring) if QUARTER * quarter >= float(self.start.begins) else today


def replayed(circle: Circle, track: Track) -> dict[str, Array]:
    """Return every quantity of the model along a path, a value a month, and the levers as the budget moved them."""
    leaves = leaves_of(circle.resolved)
    today = circle.rules["measuring_today"]

    def steer(month: int) -> dict[str, Number]:
        quarter = month // QUARTER
        budget = float(track.paths.budget[quarter, track.column])
        factor = caring(budget, track.measuring(quarter, today), today)
        return {name: leaves[name] * factor for name in STEERED}

    names, months = (*FLOWS, *STEERED), track.paths.months
    found = {name: np.empty(months) for name in names}
    for month, now in enumerate(MODEL.each_month(leaves, months, FLOWS, steered=STEERED, steer=steer)):
        for name in names:
            # a number, or an array of the one path
            found[name][month : month + 1] = now[name]
    return found


@lru_cache(maxsize=8)
def as_planned(circle: Circle, months: int) -> Mapping[str, Array]:
    """Return every quantity of the model had the budget stayed as it is, a value a month."""
    run = MODEL.run(leaves_of(circle.resolved), months)
    return {name: np.ravel(run[name])[:months] for name in FLOWS}


class OnTrack(Reading):
    """What is known along one path of the circle, and why.

    Parameters
    ----------
    result
        The answer to the scenario that the circle goes round.
    circle, track
        The circle, and the path.
    against
        Another path that figures may be held against, by names that begin with ``now:``.
    """

    step = QUARTER
    first_month = YEAR

    def __init__(
        self, result: Result, circle: Circle, track: Track, *, against: tuple[OnTrack, str] | None = None
    ) -> None:
        self.circle, self.track = circle, track
        super().__init__(dataclasses.replace(result, series=replayed(circle, track)))
        self.usual_month = self.months - 1
        months = max(self.months, YEAR)
        planned = dataclasses.replace(result, series=as_planned(circle, months))
        self.others[PLAN] = (_Longer(planned, months), "the budget as it is")
        if against is not None:
            self.others[NOW] = against
        self.more = {figure.id: figure for figure in self._declared()}

    @property
    def months(self) -> int:
        """How far the path is followed."""
        return self.track.paths.months

    def figure(self, name: str) -> Figure | None:
        """Return the declaration of a figure of the path; those of the answer belong to another budget."""
        return self.more.get(name)

    def explains(self, name: str) -> bool:
        """Tell whether a name has a "why" of its own."""
        return name in EQUATIONS or super().explains(name)

    def label(self, name: str) -> str:
        """Return what people call it."""
        return self._own(EQUATIONS[name].label if name in EQUATIONS else super().label(name))

    def _own(self, text: str) -> str:
        return own(text, running=self.circle.resolved.scenario.running)

    def changes_by_month(self, name: str) -> bool:
        """Tell whether a month has to be chosen for a name."""
        return name in EQUATIONS or name in self.moving or super().changes_by_month(name)

    def number(self, name: str, month: int) -> float | None:
        """Return a value in a month counted from 0; what is decided by the quarter, in that month's quarter."""
        if name in EQUATIONS:
            return self._of_quantity(name.removeprefix(CIRCLE), month // QUARTER)
        if name == f"{CIRCLE}measuring_share":
            return self.track.measuring(month // QUARTER, self.circle.rules["measuring_today"])
        if (
            name.startswith(CIRCLE)
            and name.removeprefix(CIRCLE) in self.circle.rules
            and name not in self.more
        ):
            return self.circle.rules[name.removeprefix(CIRCLE)]
        return super().number(name, month)

    def reads(self, name: str) -> tuple[str, ...]:
        """Return the names that it rests on."""
        if name in EQUATIONS:
            return tuple(f"{CIRCLE}{read}" for read in EQUATIONS[name].inputs)
        return super().reads(name)

    def explain(self, name: str, *, month: int = 0) -> Explanation:
        """Return why a figure, an equation or a quantity of the model is what it is on this path."""
        if name in EQUATIONS:
            found = self._explain_equation(name, min(max(month, 0), self.months - 1))
        else:
            found = super().explain(name, month=month)
        return dataclasses.replace(found, note=self._own(found.note))

    def input(self, name: str, month: int) -> Input:
        """Return one thing that something rests on; levers as the budget moved them say so."""
        entry = super().input(name, month)
        entry = dataclasses.replace(entry, label=self._own(entry.label), value=self._own(entry.value))
        if name not in STEERED or not entry.assumption:
            return entry
        factor = self.text(f"{CIRCLE}caring", month, unit=False)
        return dataclasses.replace(entry, origin=f"{entry.origin}, times {factor}, the budget for care")

    # ---- the equations

    def _of_quantity(self, name: str, quarter: int) -> float:
        paths, column = self.track.paths, self.track.column
        if name in ("budget", "seen"):
            return float(getattr(paths, name)[quarter, column])
        if name == "perceived":
            return float(paths.perceived[quarter, column])
        equation = EQUATIONS[f"{CIRCLE}{name}"]
        month = QUARTER * quarter
        return float(equation(*(self.number(f"{CIRCLE}{read}", month) for read in equation.inputs)))

    def _explain_equation(self, name: str, month: int) -> Explanation:
        quantity = EQUATIONS[name]
        reads = tuple(f"{CIRCLE}{read}" for read in quantity.inputs)
        formula = simplified(quantity.function(*map(leaf, reads)))
        words, numbers = self._written(formula, month)
        comes_to, note = "", "Decided at the end of each quarter."
        if quantity.when is When.STOCK:
            following = self._come_to(formula, month, quantity.kind, quantity.unit)
            comes_to = f"{following} in the next quarter"
            note = (
                f"The formula gives the next quarter from this one. {self._guaranteed(name, month)}".strip()
            )
        elif quantity.id == "perceived":
            note = "What leadership sees of the value that came back, against what was spent. At the end of a quarter."
        else:
            note = ""
        return Explanation(
            id=name,
            label=quantity.label,
            value=self.text(name, month),
            words=words,
            numbers=numbers,
            note=note,
            inputs=self._inputs(reads, month),
            comes_to=comes_to,
        )

    def _guaranteed(self, name: str, month: int) -> str:
        begins, months = (
            round(float(number)) for number in (self.track.start.begins, self.track.start.months)
        )
        until = begins + max(months, QUARTER)
        if name != f"{CIRCLE}budget" or not begins <= QUARTER * (month // QUARTER + 1) < until:
            return ""
        return f"It is guaranteed until month {until}, and stays as it is until then whatever comes out here."

    def _kind_and_unit(self, name: str) -> tuple[str, str]:
        if name in EQUATIONS:
            return EQUATIONS[name].kind, self._own(EQUATIONS[name].unit)
        if name == f"{CIRCLE}measuring_share":
            return "share", "of the budget"
        kind, unit = super()._kind_and_unit(name)
        return kind, self._own(unit)

    # ---- figures of the path

    def _of_figure(self, figure: Figure, month: int) -> float | None:
        found = self._values[figure.id](month)
        return None if found is None else float(found)

    def _sum_over(self, figure: Figure) -> str:
        lately = figure.id in (f"{CIRCLE}value_of_year", f"{CIRCLE}spending_of_year")
        first = figure.id == f"{CIRCLE}year_of_budget"
        if lately:
            return "sum over the last 12 months, or as many as there are,"
        if figure.id.startswith(f"{CIRCLE}difference"):
            return "sum over the months so far"
        return "sum over the first 12 months" if first else f"sum over {self.months} months"

    @cached_property
    def moving(self) -> frozenset[str]:
        """Figures that differ by month."""
        return frozenset(
            name for name in self.more if name.split(".")[1] in _MOVING or name.startswith(f"{CIRCLE}line.")
        ) | {f"{CIRCLE}measuring_share"}

    @cached_property
    def _factors(self) -> Array:
        rate = self.circle.resolved.value("discount_rate")
        return np.asarray((1.0 + rate) ** (-(np.arange(self.months) + 1.0) / 12.0))

    @cached_property
    def _paid(self) -> Array:
        """What a budget of 1 costs in each month."""
        plan, _ = self.others[PLAN]
        lines = [line.quantity for line in costs.LINES if line.id in PAID_FROM_BUDGET]
        return np.asarray(sum(plan.result.series[name] for name in lines))

    @cached_property
    def _lines(self) -> tuple[tuple[str, str, str, str], ...]:
        """Value lines that have any value on this path: id, label, and the quantities that make it."""
        series = self.result.series
        return tuple(
            (f"{team.id}.{line.id}", line.label, line.gross, line.cash)
            for team, line in MODEL.lines
            if np.any(series[line.gross])
        )

    @cached_property
    def _closing(self) -> tipping.Closing:
        rules = self.circle.rules
        column = self.track.paths.budget[:, self.track.column]
        return tipping.closing(column, least=rules["budget_least"], most=rules["budget_most"])

    @cached_property
    def _tip(self) -> tipping.Tip:
        return tipping.tip(self.circle, self.track.start)

    @cached_property
    def _impacts(self) -> Array:
        return tipping.loop_impacts(self.track.paths, self.track.column)

    @cached_property
    def _values(self) -> dict[str, Callable[[int], float | None]]:
        """How each figure's number is found, from the path itself."""
        paths, column, start, series = (
            self.track.paths,
            self.track.column,
            self.track.start,
            self.result.series,
        )

        def at(rows: Array) -> Callable[[int], float]:
            return lambda month: float(rows[month, column])

        def by_quarter(rows: Array) -> Callable[[int], float]:
            return lambda month: float(rows[month // QUARTER, column])

        def present(rows: Array) -> Callable[[int], float]:
            return lambda _: float(self._factors @ rows[:, column])

        def of_line(name: str, share: Callable[[float], float]) -> Callable[[int], float]:
            _, _, gross, cash = next(line for line in self._lines if line[0] == name)
            ledger = self.result.reference[cash]
            return lambda month: float(series[gross][month] * share(ledger) * series["counts"][month])

        launch = self.result.reference["cost_launch"]
        others = [line.quantity for line in costs.LINES if not line.once and line.id not in PAID_FROM_BUDGET]
        year = self.circle.year_of_budget
        found: dict[str, Callable[[int], float | None]] = {
            "hard_value": at(paths.hard),
            "soft_value": at(paths.soft),
            "hard_seen": at(tipping.monthly_seen(paths)),
            "spending": at(paths.spending),
            "other_costs": lambda month: float(sum(series[name][month] for name in others)),
            "budget_of_one": lambda month: float(self._paid[month]),
            "year_of_budget": lambda _: year,
            "budget_a_year": lambda month: float(paths.budget[month // QUARTER, column]) * year,
            "value_of_year": by_quarter(paths.value_of_year),
            "spending_of_year": by_quarter(paths.spending_of_year),
            "pv_hard": present(paths.hard),
            "pv_soft": present(paths.soft),
            "pv_spending": present(paths.spending),
            "launch": lambda _: launch,
            "pv_spent": lambda _: float(self._factors @ paths.spending[:, column]) + launch,
            "npv": lambda _: float(self.circle.npv(paths)[column]),
            "npv_with_soft": lambda _: float(self.circle.npv(paths, with_soft=True)[column]),
            "hard_at_end": lambda _: float(paths.hard[-1, column]),
            "members_at_end": lambda _: float(paths.members[-1, column]),
            "budget_at_end": lambda _: float(paths.budget[-1, column]),
            "closes": lambda _: self._closing.month,
            "end_reached": lambda _: self._closing.end_month,
            "impact.seeing": lambda month: float(np.expm1(self._impacts[month // QUARTER, 0])),
            "impact.caring": lambda month: float(np.expm1(self._impacts[month // QUARTER, 1])),
            "impact.spending": lambda month: float(np.expm1(self._impacts[month // QUARTER, 2])),
            "start_budget": lambda _: float(start.budget),
            "start_measuring": lambda _: float(start.measuring),
            "start_months": lambda _: float(start.months),
            "start_a_year": lambda _: float(start.budget) * year,
            "promised": lambda _: float(start.budget) * float(start.months) / YEAR * year,
            "tips_at": lambda _: self._tip.budget,
            "tips_at_a_year": lambda _: None if self._tip.budget is None else self._tip.budget * year,
            "tips_at_measuring": lambda _: self._tip.measuring,
            "up_to": lambda _: self._tip.budget_to,
            "up_to_a_year": lambda _: None if self._tip.budget_to is None else self._tip.budget_to * year,
            "up_to_measuring": lambda _: self._tip.measuring_to,
            "measuring_money": lambda _: self._tip.measuring_money,
        }
        for name, *_ in self._lines:
            found[f"line.{name}.hard"] = of_line(name, lambda ledger: ledger)
            found[f"line.{name}.soft"] = of_line(name, lambda ledger: 1.0 - ledger)
        if NOW in self.others:
            found |= self._differences()
        return {f"{CIRCLE}{name}": value for name, value in found.items()}

    def _differences(self) -> dict[str, Callable[[int], float | None]]:
        """Return how figures that are held against another path are found."""
        now, _ = self.others[NOW]

        def more(name: str) -> Callable[[int], float | None]:
            def value(month: int) -> float | None:
                mine, its = self.number(name, month), now.number(name, month)
                return None if mine is None or its is None else mine - its

            return value

        found = {f"more.{part}": more(f"{CIRCLE}{part}") for part in _HELD_AGAINST}
        for end, cash in zip(_CASH, self._cash, strict=True):
            found |= _of_path(cash, end)
        return found

    @cached_property
    def _cash(self) -> tuple[Array, Array]:
        """Cumulative cash less that of the other path, undiscounted, the start first: hard, and with soft value."""
        now = self.others[NOW][0]
        assert isinstance(now, OnTrack)
        found = []
        for soft in (0.0, 1.0):
            net = []
            for one in (self, now):
                paths, column = one.track.paths, one.track.column
                net.append((paths.hard + soft * paths.soft - paths.spending)[:, column])
            found.append(finance.cumulative(0.0, net[0] - net[1]))
        return found[0], found[1]

    def _declared(self) -> list[Figure]:
        """Return the figures of this path: what each is called, and its formula."""
        lines = [
            _figure(
                f"line.{name}.{part}",
                f"{label}, {part}",
                formula,
                (gross, cash, "counts"),
                unit="a month",
            )
            for name, label, gross, cash in self._lines
            for part, formula in (
                ("hard", lambda gross, cash, counts: gross * cash * counts),
                ("soft", lambda gross, cash, counts: gross * (1.0 - cash) * counts),
            )
        ]
        return [*lines, *self._of_months(), *_of_money(), *_of_ends(), *_of_starts(), *self._held()]

    def _of_months(self) -> list[Figure]:
        others = tuple(
            line.quantity for line in costs.LINES if not line.once and line.id not in PAID_FROM_BUDGET
        )
        paid = tuple(f"{PLAN}:{line.quantity}" for line in costs.LINES if line.id in PAID_FROM_BUDGET)
        return [
            *(
                _figure(
                    f"{part}_value",
                    f"{part.capitalize()} value",
                    sum_of,
                    tuple(f"{CIRCLE}line.{name}.{part}" for name, *_ in self._lines),
                    unit="a month",
                    words="" if self._lines else "No value line has any value on this path.",
                )
                for part in ("hard", "soft")
            ),
            _figure(
                "hard_seen",
                "Hard value that leadership sees",
                lambda seen, value: seen * value,
                (f"{CIRCLE}seen", f"{CIRCLE}hard_value"),
                unit="a month",
            ),
            _figure(
                "other_costs",
                "Costs beside the budget",
                sum_of,
                others,
                unit="a month",
                words="Platform, overhead and all else that the budget does not move.",
            ),
            _figure(
                "budget_of_one",
                "Today’s budget",
                sum_of,
                paid,
                unit="a month",
                words="Staff and programme as they are planned.",
            ),
            _figure(
                "spending",
                "Spending",
                lambda others, budget, one: others + budget * one,
                (f"{CIRCLE}other_costs", f"{CIRCLE}budget", f"{CIRCLE}budget_of_one"),
                unit="a month",
                words="The budget pays for care and for measuring alike.",
            ),
            _figure(
                "year_of_budget",
                "Today’s budget a year",
                lambda one: one,
                (f"{CIRCLE}budget_of_one",),
                unit="a year",
                summed=True,
            ),
            _figure(
                "budget_a_year",
                "Budget a year",
                lambda budget, year: budget * year,
                (f"{CIRCLE}budget", f"{CIRCLE}year_of_budget"),
                unit="a year",
            ),
            _figure(
                "value_of_year",
                READ_BY_EQUATIONS["value_of_year"],
                lambda hard, soft, counted: hard + counted * soft,
                (f"{CIRCLE}hard_value", f"{CIRCLE}soft_value", f"{CIRCLE}soft_counted"),
                summed=True,
                words="What leadership looks back on at the end of a quarter.",
            ),
            _figure(
                "spending_of_year",
                READ_BY_EQUATIONS["spending_of_year"],
                lambda spending: spending,
                (f"{CIRCLE}spending",),
                summed=True,
                words="What leadership looks back on at the end of a quarter.",
            ),
            *(
                _figure(
                    f"impact.{name}",
                    f"Loop: {label}",
                    None,
                    (),
                    kind="share",
                    unit="of the perceived return until the next decision",
                    words=words,
                    rests_on=rests_on,
                )
                for name, label, words, rests_on in _LOOPS
            ),
        ]

    def _held(self) -> list[Figure]:
        if NOW not in self.others:
            return []
        labels = {figure.id: figure for figure in (*self._of_months(), *_of_money(), *_of_ends())}
        found = []
        for part in _HELD_AGAINST:
            own = labels[f"{CIRCLE}{part}"]
            found.append(
                _figure(
                    f"more.{part}",
                    f"{own.label}, the difference",
                    lambda mine, its: mine - its,
                    (own.id, f"{NOW}:{own.id}"),
                    kind=own.kind,
                    unit=own.unit,
                )
            )
        return [*found, *_of_cash()]


class _Longer(Reading):
    """A reading of an answer whose months were run further than its horizon."""

    def __init__(self, result: Result, months: int) -> None:
        super().__init__(result)
        self._months = months

    @property
    def months(self) -> int:
        return self._months


_MOVING: Final = frozenset(
    {
        *(
            "hard_value",
            "soft_value",
            "hard_seen",
            "other_costs",
            "budget_of_one",
            "spending",
            "budget_a_year",
        ),
        *(
            "value_of_year",
            "spending_of_year",
            "impact",
            "year_of_budget",
            "difference",
            "difference_with_soft",
        ),
        *("pv_hard", "pv_soft", "pv_spending"),
    }
)
_HELD_AGAINST: Final = (
    *("pv_hard", "pv_soft", "pv_spending", "npv", "npv_with_soft"),
    *("hard_at_end", "members_at_end"),
)

_CASH: Final = ("", "_with_soft")
"""Ends of the names of cash: by hard value, and with soft value."""

_GAINED: Final = ("hard_value", "soft_value")

_LOOPS: Final = (
    (
        tipping.SEEING,
        "seen, so funded",
        "By how much the share of the value that leadership sees changes until the next decision; of the last "
        "decision, since the one before. The loop that changes most, up or down, is the one that dominates.",
        (f"{CIRCLE}seen",),
    ),
    (
        tipping.CARING,
        "cared for, so worth more",
        "By how much the value of the last twelve months changes until the next decision, a month’s mean where there "
        "are fewer; of the last decision, since the one before.",
        (f"{CIRCLE}value_of_year",),
    ),
    (
        tipping.SPENDING,
        "what it costs",
        "By how much the spending of the last twelve months moves the perceived return until the next decision: more "
        "spending lowers it, and a fifth less raises it by a quarter. Of the last decision, since the one before.",
        (f"{CIRCLE}spending_of_year",),
    ),
)


def _of_path(cash: Array, end: str) -> dict[str, Callable[[int], float | None]]:
    """Return how what is said of a path of cash is found."""
    return {
        f"difference{end}": lambda month: float(cash[month + 1]),
        f"deepest{end}": lambda _: finance.deepest_need(cash),
        f"deepest_in{end}": lambda _: float(np.argmin(cash)),
        f"back_in{end}": lambda _: finance.payback_month(cash),
    }


def _nothing(_: Result) -> float | None:
    """Stand for the value of a figure of a path, which no result has."""
    raise TypeError("a figure of the circle is read from a path")


def _figure(
    id: str,
    label: str,
    formula: Callable[..., Number] | None,
    reads: tuple[str, ...],
    *,
    kind: str = "money",
    **more: Any,
) -> Figure:
    return Figure(
        f"{CIRCLE}{id}", label, kind, _nothing, formula=formula if reads else None, reads=reads, **more
    )


def _of_money() -> list[Figure]:
    present = (
        ("pv_hard", "Hard value, present value", "hard_value"),
        ("pv_soft", "Soft value, present value", "soft_value"),
        ("pv_spending", "Spending, present value", "spending"),
    )
    return [
        *(
            _figure(
                name,
                label,
                discounted,
                (f"{CIRCLE}{part}", "discount_rate", "month"),
                summed=True,
            )
            for name, label, part in present
        ),
        _figure("launch", "Launch", lambda once: once, ("cost_launch",)),
        _figure(
            "pv_spent",
            "Spending with the launch, present value",
            lambda spent, launch: spent + launch,
            (f"{CIRCLE}pv_spending", f"{CIRCLE}launch"),
        ),
        _figure(
            "npv",
            "Net, hard",
            lambda hard, spent: hard - spent,
            (f"{CIRCLE}pv_hard", f"{CIRCLE}pv_spent"),
            words="Present value. It is not the NPV of the other pages: here the budget moves.",
        ),
        _figure(
            "npv_with_soft",
            "Net, with soft",
            lambda hard, soft, spent: hard + soft - spent,
            (f"{CIRCLE}pv_hard", f"{CIRCLE}pv_soft", f"{CIRCLE}pv_spent"),
            words="Present value; soft value is time and attention saved.",
        ),
    ]


def _of_ends() -> list[Figure]:
    end = "In the last month that is followed."
    return [
        _figure(
            "hard_at_end",
            "Hard value in the last month",
            None,
            (),
            unit="a month",
            words=end,
            rests_on=(f"{CIRCLE}hard_value",),
        ),
        _figure(
            "members_at_end",
            "Members at the end",
            None,
            (),
            kind="count",
            unit="people",
            words=f"{end} At its start.",
            rests_on=("members_all",),
        ),
        _figure(
            "budget_at_end",
            "Budget at the end",
            None,
            (),
            kind="number",
            unit="times today's",
            words="The last budget decided. It thrives from today’s on, starves below half of today’s, and is not "
            "decided yet between.",
            rests_on=(f"{CIRCLE}budget",),
        ),
        _figure(
            "closes",
            "The circle closes in",
            None,
            (),
            kind="months",
            words="The month of the first decision from which all move the budget the same way. None where no budget "
            "is ever moved.",
            rests_on=(f"{CIRCLE}budget", f"{CIRCLE}perceived", f"{CIRCLE}hurdle"),
        ),
        _figure(
            "end_reached",
            "Largest or smallest budget in",
            None,
            (),
            kind="months",
            words="The month from which the budget stays at the largest or the smallest there is.",
            rests_on=(f"{CIRCLE}budget", f"{CIRCLE}budget_most", f"{CIRCLE}budget_least"),
        ),
    ]


def _of_starts() -> list[Figure]:
    searched = (
        "Found by trying: paths are followed from many starts at once, and the smallest is taken whose budget ends at "
        "today’s or above."
    )
    highest = (
        "Found by trying, as the smallest is. None where nothing thrives, or the end of the map does, too."
    )
    return [
        _figure(
            "measuring_share",
            READ_BY_EQUATIONS["measuring_share"],
            None,
            (),
            kind="share",
            unit="of the budget",
            words="From the start of this path on; until it begins, as today.",
            rests_on=(f"{CIRCLE}plan_measuring", f"{CIRCLE}measuring_today"),
        ),
        _figure(
            "start_budget",
            "Budget at the start",
            None,
            (),
            kind="number",
            unit="times today's",
            words="Where this path begins, within the smallest and the largest budget.",
            rests_on=(f"{CIRCLE}plan_budget", f"{CIRCLE}cut_budget"),
        ),
        _figure(
            "start_measuring",
            "Of the start, for measuring",
            None,
            (),
            kind="share",
            unit="of the budget",
            words="Where this path begins.",
            rests_on=(f"{CIRCLE}plan_measuring", f"{CIRCLE}measuring_today"),
        ),
        _figure(
            "start_months",
            "Guaranteed for",
            None,
            (),
            kind="months",
            words="So long the budget stays as it is.",
            rests_on=(f"{CIRCLE}plan_months",),
        ),
        _figure(
            "start_a_year",
            "Budget a year at the start",
            lambda budget, year: budget * year,
            (f"{CIRCLE}start_budget", f"{CIRCLE}year_of_budget"),
            unit="a year",
        ),
        _figure(
            "promised",
            "Promised in all",
            lambda budget, months: budget * months / YEAR,
            (f"{CIRCLE}start_a_year", f"{CIRCLE}start_months"),
            words="Of all lengths the promise is chosen that costs least in all. For each length the smallest budget "
            "is found by trying after which it is never below today’s again.",
        ),
        _figure(
            "tips_at",
            "Smallest budget that thrives",
            None,
            (),
            kind="number",
            unit="times today's",
            words=f"At the share for measuring of this start, guaranteed as long. {searched}",
            rests_on=(f"{CIRCLE}start_measuring", f"{CIRCLE}start_months", f"{CIRCLE}budget_at_end"),
        ),
        _figure(
            "tips_at_a_year",
            "Smallest budget a year that thrives",
            lambda budget, year: budget * year,
            (f"{CIRCLE}tips_at", f"{CIRCLE}year_of_budget"),
            unit="a year",
        ),
        _figure(
            "tips_at_measuring",
            "Smallest share for measuring that thrives",
            None,
            (),
            kind="share",
            unit="of the budget",
            words=f"With the budget of this start, guaranteed as long. {searched}",
            rests_on=(f"{CIRCLE}start_budget", f"{CIRCLE}start_months", f"{CIRCLE}budget_at_end"),
        ),
        _figure(
            "up_to",
            "Largest budget that thrives",
            None,
            (),
            kind="number",
            unit="times today's",
            words=f"At the share for measuring of this start, guaranteed as long. {highest}",
            rests_on=(f"{CIRCLE}start_measuring", f"{CIRCLE}start_months", f"{CIRCLE}budget_at_end"),
        ),
        _figure(
            "up_to_a_year",
            "Largest budget a year that thrives",
            lambda budget, year: budget * year,
            (f"{CIRCLE}up_to", f"{CIRCLE}year_of_budget"),
            unit="a year",
        ),
        _figure(
            "up_to_measuring",
            "Largest share for measuring that thrives",
            None,
            (),
            kind="share",
            unit="of the budget",
            words="With the budget of this start, guaranteed as long: what measures is taken from care, so more of it "
            f"may return too little. {highest}",
            rests_on=(f"{CIRCLE}start_budget", f"{CIRCLE}start_months", f"{CIRCLE}budget_at_end"),
        ),
        _figure(
            "measuring_money",
            "More for measuring",
            lambda share, measuring, year: (share - measuring) * year,
            (f"{CIRCLE}tips_at_measuring", f"{CIRCLE}start_measuring", f"{CIRCLE}start_a_year"),
            unit="a year",
            words="It is taken from care, and costs nothing more.",
        ),
    ]


def _of_cash() -> list[Figure]:
    found = []
    for end, beside, parts in zip(_CASH, ("", ", with soft value"), (("hard_value",), _GAINED), strict=True):

        def difference(*amounts: Number) -> Number:
            mine, its = amounts[: len(amounts) // 2], amounts[len(amounts) // 2 :]
            return (sum_of(*mine[:-1]) - mine[-1]) - (sum_of(*its[:-1]) - its[-1])

        own = tuple(f"{CIRCLE}{part}" for part in (*parts, "spending"))
        found += [
            _figure(
                f"difference{end}",
                f"Cash, the difference so far{beside}",
                difference,
                (*own, *(f"{NOW}:{name}" for name in own)),
                summed=True,
                words="Undiscounted.",
            ),
            _figure(
                f"deepest{end}",
                f"Deepest point{beside}",
                None,
                (),
                words="The lowest point of the difference in cash, as an amount that is out.",
                rests_on=(f"{CIRCLE}difference{end}",),
            ),
            _figure(
                f"deepest_in{end}",
                f"Deepest in{beside}",
                None,
                (),
                kind="months",
                words="The month of the lowest point.",
                rests_on=(f"{CIRCLE}difference{end}",),
            ),
            _figure(
                f"back_in{end}",
                f"Back at zero in{beside}",
                None,
                (),
                kind="months",
                words="From this month on the difference is never below zero again.",
                rests_on=(f"{CIRCLE}difference{end}",),
            ),
        ]
    return found
