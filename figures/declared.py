"""Every figure that pages and exports show, declared once: id, label, unit, kind, formula.

A figure's formula is a function of other figures or of the model's quantities, as a quantity's is: it is read as text
from the code, never written beside it. Figures that are found by a search or a mean, such as payback, say so in words.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from calculators import costs
from calculators.contributions import hours_a_month
from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.quantity import Number
from calculators.team import Team, ValueLine
from figures.answer import Weighed, payback_to_write


@dataclasses.dataclass(frozen=True)
class Figure:
    """One figure of a result.

    Attributes
    ----------
    id, label
        Its name in code and for people.
    kind, unit
        How it is written: money, share, count, months or number; what one is.
    value
        Reads it from a result; None where there is no such number.
    formula
        Its definition over the ids it reads; None where words say how it is found.
    reads
        Ids of figures, quantities or assumptions that it rests on, in the order of the formula's parameters.
    summed
        Whether the formula gives one month, and the figure is the sum over all of them.
    words
        How it is found, or what to keep in mind.
    rests_on
        Further ids that it rests on, for what is found by a search or a mean: one step down from its words.
    """

    id: str
    label: str
    kind: str
    value: Callable[[Result], float | None]
    unit: str = ""
    formula: Callable[..., Number] | None = None
    reads: tuple[str, ...] = ()
    summed: bool = False
    words: str = ""
    rests_on: tuple[str, ...] = ()


def discounted(amount: Number, discount_rate: Number, month: Number) -> Number:
    """Return what an amount at the end of a month, counted from 0, is worth now."""
    return amount / (1.0 + discount_rate) ** ((month + 1.0) / 12.0)


def _money(id: str, label: str, value: Callable[[Result], float | None], **more: object) -> Figure:
    return Figure(id, label, "money", value, **more)  # type: ignore[arg-type]


def _by(formula: Callable[..., Number]) -> dict[str, object]:
    return {"formula": formula, "reads": tuple(inspect.signature(formula).parameters)}


_CASH = ("years.benefits", "years.costs", "cost.launch")
_BOTH = ("pv_benefits", "pv_costs")
_WITH_SOFT = ("with_soft.pv_benefits", "pv_costs")
_GROUPS = ("customers", "others", "employees")
_JOINS = (
    *(f"joins_{group}" for group in _GROUPS),
    *("pull", "pull_by_members", "pull_employees", "pull_employees_by_members"),
)


def _headlines() -> tuple[Figure, ...]:
    return (
        Figure(
            "roi",
            "ROI",
            "share",
            lambda result: result.hard.roi,
            **_by(lambda pv_benefits, pv_costs: (pv_benefits - pv_costs) / pv_costs),  # type: ignore[arg-type]
            words="Hard value only, against no community.",
        ),
        _money(
            "npv",
            "Net present value",
            lambda r: r.hard.npv,
            **_by(lambda pv_benefits, pv_costs: pv_benefits - pv_costs),
        ),
        _money(
            "pv_benefits",
            "Benefits",
            lambda r: r.hard.pv_benefits,
            formula=lambda *teams: sum(teams[1:], teams[0]),
            reads=tuple(f"{team.id}.value" for team in MODEL.teams),
            words="Present value of what reaches the ledger, all teams.",
        ),
        _money(
            "pv_costs",
            "Costs",
            lambda r: r.hard.pv_costs,
            formula=lambda *lines: sum(lines[1:], lines[0]),
            reads=tuple(f"cost.{line.id}" for line in costs.LINES),
            words="Present value of every kind of cost.",
        ),
        Figure(
            "benefit_cost_ratio",
            "Return per unit of cost",
            "number",
            lambda r: r.hard.benefit_cost_ratio,
            **_by(lambda pv_benefits, pv_costs: pv_benefits / pv_costs),  # type: ignore[arg-type]
        ),
        Figure(
            "payback_month",
            "Payback",
            "months",
            lambda r: _payback(r.hard),
            rests_on=_CASH,
            words="The first month at whose end cumulative cash is back at zero and never below it again within the "
            "horizon; undiscounted, with the launch before month 1.",
        ),
        _money(
            "deepest_need",
            "Deepest need for money",
            lambda r: r.hard.deepest_need,
            rests_on=_CASH,
            words="The lowest point of cumulative cash within the horizon, undiscounted; where cash is not back at "
            "zero by then, it may go deeper later.",
        ),
        Figure(
            "irr",
            "Internal rate of return",
            "share",
            lambda r: r.hard.irr,
            rests_on=_CASH,
            unit="a year",
            words="The yearly rate at which the net present value is zero; none or several where cash changes its sign "
            "never or more than once.",
        ),
        Figure(
            "roi_going_on",
            "ROI of going on",
            "share",
            lambda r: r.hard.roi_going_on,
            rests_on=("npv_going_on",),
            words="Against closing at month 0: staff, programme, promotion and conditions end, the archive stays "
            "readable at its cost, customers won so far stay. The extra benefits of going on less its extra "
            "costs, divided by its extra costs.",
        ),
        _money(
            "npv_going_on",
            "What going on is worth",
            lambda r: r.hard.npv_going_on,
            rests_on=_BOTH,
            words="The NPV of going on less the NPV of closing at month 0.",
        ),
        _money(
            "direct",
            "Direct",
            lambda r: r.hard.direct,
            rests_on=_BOTH,
            words="The NPV with all loops standing still: value lines alone, less costs.",
        ),
        _money(
            "flywheel", "Flywheel effect", lambda r: r.hard.flywheel, **_by(lambda npv, direct: npv - direct)
        ),
        _money(
            "growth",
            "Growth",
            lambda r: r.hard.growth,
            rests_on=_BOTH,
            words="The NPV less that with every reason to join held at its reference: what comes from growing, where "
            "the flywheel effect is what the loops hold up.",
        ),
        _money(
            "with_soft.npv",
            "Net present value with soft value",
            lambda r: r.with_soft.npv,
            rests_on=_WITH_SOFT,
            words="Soft value is time and attention saved: capacity that does not reach the ledger by itself.",
        ),
        Figure(
            "with_soft.roi",
            "ROI with soft value",
            "share",
            lambda r: r.with_soft.roi,
            formula=lambda npv, spent: npv / spent,
            reads=("with_soft.npv", "pv_costs"),
        ),
        _money(
            "claims",
            "Sum of claims",
            lambda r: r.claims,
            rests_on=tuple(f"{team.id}.{line.id}.claim" for team, line in MODEL.lines),
            words="What each team would claim if it counted alone: Success without what ideas keep already, Sales "
            "without what are referrals too, Engagement on revenue as it is today.",
        ),
        _money(
            "overlap",
            "Overlap removed",
            lambda r: r.overlap,
            **_by(lambda claims, pv_benefits: claims - pv_benefits),
            words="What would have been counted twice.",
        ),
        _money(
            "npv_yearly_view",
            "NPV in a yearly view",
            lambda r: r.npv_yearly_view,
            rests_on=("years.benefits", "years.costs", "discount_rate"),
            words="Forrester's convention: a year's sum falls at the end of the year. Another number than the NPV, "
            "for comparison with such studies.",
        ),
        Figure(
            "flywheel_share",
            "Flywheel share",
            "share",
            lambda r: _finite(r.flywheel_share[0]),
            rests_on=_JOINS,
            unit="of joins in month 1",
            words="Joins that members cause (invited, found an answer, found content, saw an idea shipped) among all "
            "joins of the month.",
        ),
        Figure(
            "reproduction",
            "Reproduction number",
            "number",
            lambda r: _finite(r.reproduction[0]),
            rests_on=(*_JOINS, *(f"lapse_{group}" for group in _GROUPS), "churn_now"),
            unit="in month 1",
            words="Joins that members cause for each member who falls silent or leaves. Above 1 it would grow "
            "by its members alone.",
        ),
        Figure(
            "turns_in_month",
            "The wheel turns",
            "months",
            lambda r: r.turns_in_month,
            rests_on=("flywheel_share",),
            words="The first month from which members cause half of all joins, three months running.",
        ),
        Figure(
            "carries_itself_in_month",
            "The wheel carries itself",
            "months",
            lambda r: r.carries_itself_in_month,
            rests_on=("flywheel_share", "reproduction"),
            words="The first month in which members cause 90 % of all joins, and as many people come as leave.",
        ),
        Figure(
            "flywheel_share_end",
            "Flywheel share at the end",
            "share",
            lambda r: _finite(r.flywheel_share[-1]),
            rests_on=_JOINS,
            unit="of joins in the last month",
            words="Joins that members cause among all joins of the last month.",
        ),
        Figure(
            "reproduction_end",
            "Reproduction number at the end",
            "number",
            lambda r: _finite(r.reproduction[-1]),
            rests_on=(*_JOINS, *(f"lapse_{group}" for group in _GROUPS), "churn_now"),
            unit="in the last month",
            words="Joins that members cause for each member who falls silent or leaves, in the last month.",
        ),
        Figure(
            "members_peak",
            "Most members",
            "count",
            lambda r: r.peak_members[0],
            rests_on=tuple(f"members_{group}" for group in _GROUPS),
            unit="people",
            words="The most members in any month of the horizon: employees where the community is theirs, all others "
            "where it is not.",
        ),
        Figure(
            "members_reference",
            "Members at the reference",
            "count",
            lambda r: r.resolved.value(r.resolved.scenario.point.about),
            rests_on=("members", "employee_members"),
            unit="people",
            words="Today's for a running community, those of the mature community for a planned one: employees where "
            "the community is theirs, all others where it is not.",
        ),
        Figure(
            "members_end",
            "Members at the end, employees included",
            "count",
            lambda r: float(r.series["members_all"][-1]),
            rests_on=("members_all",),
            unit="people",
            words="Members in the last month of the horizon, employees among them.",
        ),
        Figure(
            "own_value_share",
            "Share of value on own numbers",
            "share",
            lambda r: r.own_value_share,
            rests_on=("pv_benefits",),
            words="Each line counts in so far as what makes it (how much there is, what one is worth) is your own.",
        ),
    )


def _with_soft() -> list[Figure]:
    """Return the figures of the headline again, hard and soft value together, found in the same way."""
    with_soft = "The same, hard and soft value together."
    found: list[Figure] = [
        _money(
            "with_soft.pv_benefits",
            "Benefits with soft value",
            lambda r: r.with_soft.pv_benefits,
            formula=lambda *lines: sum(lines[1:], lines[0]),
            reads=tuple(f"{team.id}.{line.id}.gross" for team, line in MODEL.lines),
            words="Present value of all lines, hard and soft.",
        )
    ]
    same = {figure.id: figure for figure in _headlines()}
    for name in ("direct", "growth", "npv_going_on", "deepest_need", "payback_month", "roi_going_on", "irr"):
        figure = same[name]

        def reads(result: Result, name: str = name) -> float | None:
            money = result.with_soft
            value: float | None = _payback(money) if name == "payback_month" else getattr(money, name)
            return value

        label = f"{figure.label} with soft value"
        found.append(
            dataclasses.replace(
                figure,
                id=f"with_soft.{name}",
                label=label,
                value=reads,
                words=with_soft,
                rests_on=_WITH_SOFT,
            )
        )
    found += [
        _money(
            "with_soft.flywheel",
            "Flywheel effect with soft value",
            lambda r: r.with_soft.flywheel,
            formula=lambda npv, direct: npv - direct,
            reads=("with_soft.npv", "with_soft.direct"),
        ),
        Figure(
            "with_soft.benefit_cost_ratio",
            "Return per unit of cost with soft value",
            "number",
            lambda r: r.with_soft.benefit_cost_ratio,
            formula=lambda gained, spent: gained / spent,
            reads=("with_soft.pv_benefits", "pv_costs"),
        ),
    ]
    return found


def _undiscounted() -> list[Figure]:
    """Return what the years add up to, before anything is discounted."""
    parts = tuple(name for _, line in MODEL.lines for name in (line.gross, line.cash))

    def gained(counts: Number, *shares: Number) -> Number:
        lines = [gross * cash * counts for gross, cash in zip(shares[::2], shares[1::2], strict=True)]
        return sum(lines[1:], lines[0])

    monthly = tuple(line.quantity for line in costs.LINES if not line.once)
    years = "Undiscounted; a year is twelve of these months."
    return [
        _money(
            "years.benefits",
            "Hard value of all years",
            lambda r: float(r.hard.benefits.sum()),
            formula=gained,
            reads=("counts", *parts),
            summed=True,
            words=years,
        ),
        _money(
            "years.costs",
            "Costs of all years, the launch apart",
            lambda r: float(sum(amounts.sum() for amounts in r.monthly_costs.values())),
            formula=lambda *lines: sum(lines[1:], lines[0]),
            reads=monthly,
            summed=True,
            words=f"{years} The launch stands in the first, unless it is spread.",
        ),
    ]


def _finite(value: float | None) -> float | None:
    return float(value) if value is not None and np.isfinite(value) else None


def _payback(money: Weighed) -> float | None:
    return _finite(payback_to_write(money))


def _teams() -> list[Figure]:
    found = []
    for number, team in enumerate(MODEL.teams):
        name = team.id

        def reads(part: str, name: str = name) -> Callable[[Result], float | None]:
            return lambda result: getattr(result.hard.teams[name], part)

        lines = tuple(f"{name}.{line.id}" for line in team.lines)
        found += [
            _money(
                f"{name}.value",
                f"Value of {team.label}",
                reads("value"),
                formula=lambda *parts: sum(parts[1:], parts[0]),
                reads=lines,
            ),
            _money(
                f"{name}.direct",
                f"Direct value of {team.label}",
                reads("direct"),
                words="Its lines with all loops off.",
                rests_on=lines,
            ),
            _money(
                f"{name}.received",
                f"Received by {team.label}",
                reads("received"),
                formula=lambda value, direct: value - direct,
                reads=(f"{name}.value", f"{name}.direct"),
                words="What all loops together add to its lines.",
            ),
            _money(
                f"{name}.given",
                f"Given by {team.label}",
                reads("given"),
                words=f"{team.loop.label}: {team.loop.help} The mean of what this loop adds to the NPV, over all "
                "orders "
                "in which the loops could be switched on (its Shapley value). All teams add up to the flywheel effect.",
                formula=lambda *parts: sum(parts[1:], parts[0]),
                reads=tuple(f"{name}.to.{receiver}" for receiver, _ in _RECEIVERS),
            ),
            *_split(name, team.label),
            *_beside(team),
            Figure(
                f"{name}.return_per_cost",
                f"Return of {team.label} per unit of all costs",
                "number",
                reads("return_per_cost"),
                formula=lambda value, spent: value / spent,
                reads=(f"{name}.value", "pv_costs"),
            ),
        ]
        for line in team.lines:
            position = next(
                i for i, (owner, known) in enumerate(MODEL.lines) if owner.id == name and known.id == line.id
            )

            def hard(result: Result, position: int = position) -> float:
                return result.lines[position].hard

            found.append(
                _money(
                    f"{name}.{line.id}",
                    line.label,
                    hard,
                    formula=lambda gross, cash, counts, rate, month: discounted(
                        gross * cash * counts, rate, month
                    ),
                    reads=(line.gross, line.cash, "counts", "discount_rate", "month"),
                    summed=True,
                )
            )
            found += _of_line(name, line, position)
        del number
    return found


_RECEIVERS = (*((team.id, team.label) for team in MODEL.teams), ("cost", "costs"))


def _split(giver: str, label: str) -> list[Figure]:
    """Return how what a loop gives is split by who receives it."""
    found = []
    for receiver, receiver_label in _RECEIVERS:

        def flow(result: Result, receiver: str = receiver) -> float:
            return result.hard.matrix[giver][receiver]

        found.append(
            _money(
                f"{giver}.to.{receiver}",
                f"From {label} to {receiver_label}",
                flow,
                rests_on=_BOTH if receiver == "cost" else (f"{receiver}.value", f"{receiver}.direct"),
                words="The part of what this loop gives that costs take: negative where it makes the community dearer."
                if receiver == "cost"
                else "The part of what this loop gives that this team's lines receive: the mean over every order in "
                "which the loops could be switched on.",
            )
        )
    return found


def _beside(team: Team) -> list[Figure]:
    """Return a team's soft value, what it pays itself, and the work that members do for it."""
    name = team.id
    contributions = tuple(assumption for assumption in team.assumptions if assumption.contribution)

    def soft(result: Result) -> float:
        return sum(line.soft for line in result.lines if line.team == name)

    def work(*amounts: Number) -> Number:
        hours = [
            amount * hours_a_month(assumption)
            for amount, assumption in zip(amounts, contributions, strict=True)
        ]
        return sum(hours[1:], hours[0]) if hours else 0.0

    def hours_now(result: Result) -> float:
        return float(work(*(result.reference[assumption.id] for assumption in contributions)))

    return [
        _money(
            f"{name}.soft",
            f"Soft value of {team.label}",
            soft,
            formula=lambda *parts: sum(parts[1:], parts[0]),
            reads=tuple(f"{name}.{line.id}.soft" for line in team.lines),
            words="Time and attention saved: capacity that does not reach the ledger by itself.",
        ),
        _money(
            f"{name}.own_cost",
            f"Cost that {team.label} pays",
            lambda result: result.hard.teams[name].own_cost,
            words="Present value of the kinds of cost that name this team as their payer.",
            rests_on=tuple(f"cost.{line.id}" for line in costs.LINES),
        ),
        Figure(
            f"{name}.own_roi",
            f"Own ROI of {team.label}",
            "share",
            lambda result: result.hard.teams[name].own_roi,
            formula=lambda value, own_cost: (value - own_cost) / own_cost,
            reads=(f"{name}.value", f"{name}.own_cost"),
            words="Its value against what it pays itself; shared cost is not spread over teams.",
        ),
        Figure(
            f"{name}.hours",
            f"Work that members do for {team.label}",
            "hours",
            hours_now,
            unit="hours a month",
            formula=work if contributions else None,
            reads=tuple(assumption.id for assumption in contributions),
            words="Each contribution at the reference, times the hours of work that one stands for.",
        ),
        Figure(
            f"{name}.posts",
            f"Full-time equivalents of members' work for {team.label}",
            "number",
            lambda result: hours_now(result) / result.reference["hours_per_post"],
            unit="full-time posts",
            formula=lambda hours, post: hours / post,
            reads=(f"{name}.hours", "hours_per_post"),
        ),
    ]


def _of_line(team: str, line: ValueLine, position: int) -> list[Figure]:
    """Return a line's soft and gross value, and what it would claim alone."""
    name = f"{team}.{line.id}"
    over_time = ("counts", "discount_rate", "month")
    return [
        _money(
            f"{name}.soft",
            f"{line.label}, soft",
            lambda result: result.lines[position].soft,
            formula=lambda gross, cash, counts, rate, month: discounted(
                gross * (1.0 - cash) * counts, rate, month
            ),
            reads=(line.gross, line.cash, *over_time),
            summed=True,
        ),
        _money(
            f"{name}.gross",
            f"{line.label}, hard and soft",
            lambda result: result.lines[position].gross,
            formula=lambda hard, soft: hard + soft,
            reads=(name, f"{name}.soft"),
            words="After the causal share.",
        ),
        _money(
            f"{name}.claim",
            f"{line.label}, counted alone",
            lambda result: result.lines[position].claim,
            formula=lambda claim, cash, counts, rate, month: discounted(claim * cash * counts, rate, month),
            reads=(line.claim or line.gross, line.cash, *over_time),
            summed=True,
            words="What the line would claim of hard value if its team counted alone.",
        ),
    ]


def _costs() -> list[Figure]:
    found = []
    for line in costs.LINES:

        def spent(result: Result, name: str = line.id) -> float:
            return result.costs[name]

        if line.once:
            found.append(
                _money(
                    f"cost.{line.id}", line.label, spent, formula=lambda once: once, reads=(line.quantity,)
                )
            )
        else:
            found.append(
                _money(
                    f"cost.{line.id}",
                    line.label,
                    spent,
                    formula=discounted,
                    reads=(line.quantity, "discount_rate", "month"),
                    summed=True,
                )
            )
    return found


@lru_cache(maxsize=1)
def figures() -> Mapping[str, Figure]:
    """Return every figure by id."""
    declared = [*_headlines(), *_with_soft(), *_undiscounted(), *_teams(), *_costs()]
    by_id = {figure.id: figure for figure in declared}
    if len(by_id) != len(declared):
        raise ValueError("a figure is declared twice")
    return by_id
