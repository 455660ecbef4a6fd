"""Figures that stand on pages beside the answer, declared as its own are: the two businesses, what members contribute,
the conditions, a haircut, and sums over teams.

They are apart from `figures.declared.figures` because no export and no equation of the answer rests on them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from calculators import conditions
from calculators.assumption import Assumption
from calculators.circle import in_force
from calculators.contributions import (
    BELONGING,
    EMPLOYEES,
    KINDS,
    YEAR,
    Businesses,
    businesses,
    hours_a_month,
    kind_of,
)
from calculators.evaluation import Result
from calculators.haircut import HAIRCUT, with_haircut
from calculators.model import MODEL
from calculators.quantity import Number
from calculators.team import Team
from figures.answer import nothing_counted
from figures.declared import Figure, figures

A_YEAR = "In an average year of the horizon, undiscounted."
REFERENCE = "At the reference: today's for a running community, once mature for a planned one."


def sum_of(*parts: Number) -> Number:
    """Return the sum of some parts, 0 where there are none."""
    return sum(parts[1:], parts[0]) if parts else 0.0


@lru_cache(maxsize=1)
def beside() -> Mapping[str, Figure]:
    """Return every figure that stands beside the answer, by id."""
    declared = [*_teams(), *_work(), *_businesses(), *_conditions(), *_haircut()]
    by_id = {figure.id: figure for figure in declared}
    if len(by_id) != len(declared) or by_id.keys() & figures().keys():
        raise ValueError("a figure is declared twice")
    return by_id


def _found(result: Result) -> Businesses:
    return businesses(result, market_growth=in_force(result.resolved.scenario)["market_growth"])


def _figure(
    id: str,
    label: str,
    kind: str,
    value: Callable[[Result], float | None],
    formula: Callable[..., Number] | None = None,
    **more: Any,
) -> Figure:
    reads: tuple[str, ...] = more.pop("reads", ())
    # where nothing is added up there is no formula, and words say so
    return Figure(id, label, kind, value, formula=formula if reads else None, reads=reads, **more)


# ---- sums over teams


def _teams() -> list[Figure]:
    def of(part: str) -> Callable[[Result], float]:
        return lambda result: float(sum(getattr(team, part) for team in result.hard.teams.values()))

    return [
        _figure(
            f"teams.{part}",
            label,
            "money",
            value,
            sum_of,
            reads=tuple(f"{team.id}.{part}" for team in MODEL.teams),
        )
        for part, label, value in (
            ("direct", "Direct value of all teams", of("direct")),
            ("received", "Received by all teams", of("received")),
            ("soft", "Soft value of all teams", lambda r: r.with_soft.pv_benefits - r.hard.pv_benefits),
        )
    ]


# ---- what members contribute


def _contributions(of: Callable[[Team, Assumption], bool]) -> tuple[Assumption, ...]:
    return tuple(
        assumption
        for team in MODEL.teams
        for assumption in team.assumptions
        if assumption.contribution and of(team, assumption)
    )


def _hours(
    id: str,
    label: str,
    contributions: tuple[Assumption, ...],
    value: Callable[[Result], float],
) -> Figure:
    """Return the hours that some contributions stand for."""
    timed = tuple(one for one in contributions if hours_a_month(one))

    def hours(*amounts: Number) -> Number:
        return sum_of(*(amount * hours_a_month(one) for amount, one in zip(amounts, timed, strict=True)))

    return _figure(
        id,
        label,
        "hours",
        value,
        hours,
        unit="hours a month",
        reads=tuple(one.id for one in timed),
        words=f"Each contribution times the hours of work that one stands for. {REFERENCE}"
        if timed
        else "What comes of contributions takes no hours of its own.",
    )


def _posts(id: str, label: str, value: Callable[[Result], float]) -> Figure:
    return _figure(
        id,
        label,
        "number",
        value,
        lambda hours, post: hours / post,
        unit="full-time posts",
        reads=(id.replace(".posts", ".hours"), "hours_per_post"),
    )


def _worth(id: str, label: str, lines: tuple[str, ...], value: Callable[[Result], float]) -> Figure:
    return _figure(
        id,
        label,
        "money",
        value,
        sum_of,
        reads=tuple(f"{line}.gross" for line in lines),
        words="Hard and soft value together, present value over the horizon."
        if lines
        else "No value line is of this kind.",
    )


def _work() -> list[Figure]:
    found = []
    for kind in KINDS.values():

        def of_kind(part: str, name: str = kind.id) -> Callable[[Result], float]:
            def value(result: Result) -> float:
                businesses = _found(result)
                work = businesses.employees_own if name == EMPLOYEES else businesses.by_kind.get(name)
                return 0.0 if work is None else float(getattr(work, part))

            return value

        mine = _contributions(lambda _, one, name=kind.id: (one.contributes or one.id) == name)  # type: ignore[misc]
        lines = tuple(f"{team.id}.{line.id}" for team, line in MODEL.lines if kind_of(line).id == kind.id)
        found += [
            _hours(f"kind.{kind.id}.hours", f"{kind.label}, hours", mine, of_kind("hours")),
            _posts(f"kind.{kind.id}.posts", f"{kind.label}, posts", of_kind("posts")),
            _worth(f"kind.{kind.id}.value", f"{kind.label}, value", lines, of_kind("money")),
        ]
    for team in MODEL.teams:

        def of_team(part: str, name: str = team.id) -> Callable[[Result], float]:
            def value(result: Result) -> float:
                work = _found(result).by_team.get(name)
                return 0.0 if work is None else float(getattr(work, part))

            return value

        mine = _contributions(
            lambda owner, one, name=team.id: owner.id == name and one.contributes != EMPLOYEES  # type: ignore[misc]
        )
        lines = tuple(f"{team.id}.{line.id}" for line in team.lines if kind_of(line).by_members)
        found += [
            _hours(f"members.{team.id}.hours", f"Members for {team.label}, hours", mine, of_team("hours")),
            _posts(f"members.{team.id}.posts", f"Members for {team.label}, posts", of_team("posts")),
            _worth(f"members.{team.id}.value", f"Members for {team.label}, value", lines, of_team("money")),
        ]
    return [*found, *_all_work()]


def _all_work() -> list[Figure]:
    parts = (
        ("hours", "hours", "hours a month"),
        ("posts", "number", "full-time posts"),
        ("money", "money", ""),
    )
    by_members = tuple(kind.id for kind in KINDS.values() if kind.by_members)
    contributed = tuple(name for name in by_members if name != BELONGING)
    found = []
    for part, kind, unit in parts:
        end = "value" if part == "money" else part

        def of(which: str, part: str = part) -> Callable[[Result], float]:
            return lambda result: float(getattr(getattr(_found(result), which), part))

        found += [
            _figure(
                f"work.all.{end}",
                f"All that members contribute, {end}",
                kind,
                of("all"),
                sum_of,
                unit=unit,
                reads=tuple(f"kind.{name}.{end}" for name in by_members),
            ),
            _figure(
                f"work.others.{end}",
                f"Of those who are not customers, {end}",
                kind,
                of("others"),
                lambda share, *kinds: sum_of(*kinds) * share,
                unit=unit,
                reads=("work.others.share", *(f"kind.{name}.{end}" for name in contributed)),
                words="At the same rate as all members, what comes of belonging apart.",
            ),
        ]
    return [
        *found,
        _figure(
            "work.nobody_else",
            "What no employee could have done",
            "money",
            lambda result: _found(result).nobody_else.money,
            sum_of,
            reads=tuple(f"kind.{kind.id}.value" for kind in KINDS.values() if kind.by_nobody_else),
            words="A judgement of ours: "
            + " ".join(kind.by_nobody_else for kind in KINDS.values() if kind.by_nobody_else),
        ),
        _figure(
            "work.others.share",
            "Members who are not customers",
            "share",
            lambda result: _found(result).others_share,
            unit="of members",
            words="One less the share of members who are customers; none where only employees are members.",
            rests_on=("customer_share",),
        ),
        _figure(
            "market_growth.value",
            "What a growing market would bring",
            "money",
            lambda result: _found(result).market_growth_value,
            words="Present value over the horizon: new customers grow with the market, and pay from the month after "
            "they came until they leave. It is part of no other figure.",
            rests_on=("circle.market_growth", "new_customers_now", "churn_now", "margin_per_customer"),
        ),
    ]


# ---- the two businesses


def _businesses() -> list[Figure]:
    def of(which: str, part: str) -> Callable[[Result], float | None]:
        def value(result: Result) -> float | None:
            number = getattr(getattr(_found(result), which), part)
            return None if number is None else float(number)

        return value

    def soft_of_years(*parts: Number) -> Number:
        counts, lines = parts[0], parts[1:]
        return sum_of(
            *(gross * (1.0 - cash) * counts for gross, cash in zip(lines[::2], lines[1::2], strict=True))
        )

    def more(part: str) -> Callable[[Result], float | None]:
        def value(result: Result) -> float | None:
            found = _found(result)
            a, b = getattr(found.without, part), getattr(found.with_community, part)
            return None if a is None or b is None else float(b - a)

        return value

    contributed = tuple(kind.id for kind in KINDS.values() if kind.by_members and kind.id != BELONGING)
    return [
        _figure(
            "business.employees",
            "Employees",
            "count",
            of("without", "employees"),
            lambda employees: employees,
            reads=("headcount",),
            unit="people",
            words="The same in both businesses.",
        ),
        _figure(
            "business.posts",
            "Members’ work",
            "number",
            of("with_community", "posts"),
            sum_of,
            reads=tuple(f"kind.{name}.posts" for name in contributed),
            unit="full-time posts",
        ),
        _figure(
            "business.margin_without",
            "Margin a year without a community",
            "money",
            of("without", "margin"),
            lambda customers, margin, horizon: customers * margin * YEAR / horizon,
            reads=("customers_without", "margin_per_customer", "horizon"),
            summed=True,
            words=f"{A_YEAR} What customers bring had there never been a community, after the cost of serving them.",
        ),
        _figure(
            "business.margin_with",
            "Margin a year with a community",
            "money",
            of("with_community", "margin"),
            lambda without, gained, spent, launch, horizon: (
                without + (gained - spent - launch) / (horizon / YEAR)
            ),
            reads=("business.margin_without", "years.benefits", "years.costs", "cost.launch", "horizon"),
            words=f"{A_YEAR} Hard value, less what the community costs.",
        ),
        _figure(
            "business.margin_more",
            "Margin a year, B more than A",
            "money",
            more("margin"),
            lambda b, a: b - a,
            reads=("business.margin_with", "business.margin_without"),
        ),
        *(
            _figure(
                f"business.per_employee_{which}",
                f"Margin a year per employee, {label}",
                "money",
                value,
                lambda margin, employees: margin / employees,
                reads=(f"business.margin_{which}", "business.employees"),
            )
            for which, label, value in (
                ("without", "without a community", of("without", "per_employee")),
                ("with", "with a community", of("with_community", "per_employee")),
                ("more", "B more than A", more("per_employee")),
            )
        ),
        _figure(
            "years.soft",
            "Soft value of all years",
            "money",
            lambda r: float(r.with_soft.benefits.sum() - r.hard.benefits.sum()),
            soft_of_years,
            reads=("counts", *(name for _, line in MODEL.lines for name in (line.gross, line.cash))),
            summed=True,
            words="Undiscounted: time and attention saved.",
        ),
        _figure(
            "business.soft",
            "Time and attention saved a year",
            "money",
            of("with_community", "soft"),
            lambda soft, horizon: soft / (horizon / YEAR),
            reads=("years.soft", "horizon"),
            words=A_YEAR,
        ),
        _figure(
            "business.soft_per_employee",
            "Time and attention saved a year per employee",
            "money",
            _soft_per_employee,
            lambda soft, employees: soft / employees,
            reads=("business.soft", "business.employees"),
        ),
    ]


def _soft_per_employee(result: Result) -> float | None:
    found = _found(result).with_community
    return found.soft / found.employees if found.employees > 0.0 else None


# ---- conditions


def _conditions() -> list[Figure]:
    def level(when: str) -> Callable[[Result], float]:
        return lambda result: conditions.level(in_force(result.resolved.scenario), when)

    return [
        _figure(
            f"conditions.{when}",
            label,
            "number",
            level(when),
            lambda *answers: conditions.level_of(*answers),
            reads=tuple(f"circle.{condition.id}_{when}" for condition in conditions.CONDITIONS),
            words="A judgement, not a measurement: 1 is neutral, and what one answer higher does is a guess.",
        )
        for when, label in (
            (conditions.NOW, "Conditions today"),
            (conditions.PLANNED, "Conditions in a year, as planned"),
        )
    ]


# ---- a haircut


def _haircut() -> list[Figure]:
    def cut(part: str) -> Callable[[Result], float | None]:
        def value(result: Result) -> float | None:
            number = getattr(with_haircut(result), part)
            return None if number is None else float(number)

        return value

    return [
        _figure(
            "haircut.benefits",
            "Benefits after the haircut",
            "money",
            cut("pv_benefits"),
            lambda benefits: benefits * (1.0 - HAIRCUT),
            reads=("pv_benefits",),
            words="Those who are only moderately confident, times what is taken off for their doubt; costs stay.",
        ),
        _figure(
            "haircut.npv",
            "Net present value after the haircut",
            "money",
            cut("npv"),
            lambda benefits, spent: benefits - spent,
            reads=("haircut.benefits", "pv_costs"),
        ),
        _figure(
            "haircut.roi",
            "ROI after the haircut",
            "share",
            cut("roi"),
            lambda npv, spent: npv / spent,
            reads=("haircut.npv", "pv_costs"),
        ),
        dataclasses.replace(
            figures()["payback_month"],
            id="haircut.payback_month",
            label="Payback after the haircut",
            # the haircut takes from benefits: where there is nothing to weigh before it, there is not after it
            value=lambda result: None if nothing_counted(result.hard) else cut("payback_month")(result),
        ),
    ]
