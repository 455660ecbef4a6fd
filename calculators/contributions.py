"""Two businesses with the same employees: one by itself, one with a community whose members contribute to its goals.

What is measured is the value of the contributions that members make, not of the community itself: by kind, by team, in
hours, in full-time posts and in money. Money is the model's own: every value line belongs to one kind, so that kinds
and teams add up to the same total.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from calculators import finance
from calculators.assumption import Assumption
from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.scenario import Origin
from calculators.team import ValueLine

YEAR = 12


@dataclasses.dataclass(frozen=True)
class ContributionKind:
    """One kind of contribution.

    Attributes
    ----------
    id, label
        Its name in code and for people.
    by_nobody_else
        Why no employee could have made it; empty where one could, at a price.
    by_members
        Whether it is work that members do, on top of what employees do.
    """

    id: str
    label: str
    by_nobody_else: str = ""
    by_members: bool = True


BELONGING, EMPLOYEES = "belonging", "employees"

KINDS: Mapping[str, ContributionKind] = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            ContributionKind("answers", "Answers"),
            ContributionKind(
                "ideas",
                "Ideas and feedback",
                "What the product is like in daily use, only those know who use it.",
            ),
            ContributionKind("bugs", "Bug reports"),
            ContributionKind(
                "referrals",
                "Referrals and introductions",
                "A recommendation counts because nobody is paid for it.",
            ),
            ContributionKind("content", "Content"),
            ContributionKind("events", "Events"),
            ContributionKind("guidance", "Guidance"),
            ContributionKind(
                BELONGING,
                "Staying and spending more",
                "People stay because of each other. It is what comes of contributions, and takes no hours.",
            ),
            ContributionKind(EMPLOYEES, "Employees’ own hours", by_members=False),
        )
    }
)


def hours_a_month(assumption: Assumption) -> float:
    """Return the hours a month that one of a contribution stands for, whichever time it is counted over.

    Raises
    ------
    ValueError
        Where it is no contribution, or is counted neither by the month nor by the year.
    """
    if assumption.hours is None or not assumption.unit.endswith((" a month", " a year")):
        raise ValueError(f"{assumption.id} cannot be counted in hours a month")
    return assumption.hours / 12.0 if assumption.unit.endswith(" a year") else assumption.hours


def kind_of(line: ValueLine) -> ContributionKind:
    """Return the kind of contribution that a value line comes of: that of the first assumption which states one.

    Examples
    --------
    >>> [kind_of(line).id for _, line in MODEL.lines][:3]
    ['answers', 'answers', 'ideas']
    """
    stated = (MODEL.assumptions[name].contributes for name in line.rests_on)
    return KINDS[next((kind for kind in stated if kind), BELONGING)]


@dataclasses.dataclass(frozen=True)
class Work:
    """What one kind of contribution, or all to one team, comes to.

    Attributes
    ----------
    hours, posts
        Work a month at the reference, in hours and in full-time posts.
    hard, soft
        Present value over the horizon.
    """

    hours: float = 0.0
    posts: float = 0.0
    hard: float = 0.0
    soft: float = 0.0

    @property
    def money(self) -> float:
        """Hard and soft value."""
        return self.hard + self.soft

    def __add__(self, other: Work) -> Work:
        """Return both together."""
        return Work(
            self.hours + other.hours,
            self.posts + other.posts,
            self.hard + other.hard,
            self.soft + other.soft,
        )

    def __mul__(self, share: float) -> Work:
        """Return a share of it."""
        return Work(self.hours * share, self.posts * share, self.hard * share, self.soft * share)


def together(parts: list[Work]) -> Work:
    """Return the sum of some work."""
    return sum(parts, Work())


@dataclasses.dataclass(frozen=True)
class Business:
    """One of the two businesses, in an average year of the horizon, undiscounted.

    Attributes
    ----------
    employees, posts
        Employees, and full-time posts' worth of members' work beside them.
    margin
        What customers bring, after the cost of serving them and, with a community, after its cost; hard value.
    soft
        Time and attention saved beside it.
    """

    employees: float
    posts: float
    margin: float
    soft: float

    @property
    def per_employee(self) -> float | None:
        """Margin per employee, None where there are none."""
        return self.margin / self.employees if self.employees > 0.0 else None


@dataclasses.dataclass(frozen=True)
class Businesses:
    """The two businesses.

    Attributes
    ----------
    without, with_community
        Business A and business B.
    by_kind, by_team
        What members contribute: both add up to the same; kinds and teams without any are left out.
    cells
        The same by kind and team at once.
    nobody_else
        Of it, what no employee could have done.
    employees_own
        Hours that employees give themselves: work, but not on top of what employees do.
    others, others_share
        Of it, what members contribute who are not customers, and their share of members.
    market_growth, market_growth_value
        A year, and its present value over the horizon; never part of the rest.
    """

    without: Business
    with_community: Business
    by_kind: Mapping[str, Work]
    by_team: Mapping[str, Work]
    cells: Mapping[tuple[str, str], Work]
    nobody_else: Work
    employees_own: Work
    others: Work
    others_share: float
    market_growth: float
    market_growth_value: float

    @property
    def all(self) -> Work:
        """Everything that members contribute."""
        return together(list(self.by_kind.values()))


def businesses(result: Result, *, market_growth: float = 0.0) -> Businesses:
    """Return the same company with and without its community.

    Parameters
    ----------
    result
        The answer to the scenario.
    market_growth
        By how much a year the community enlarges the market, a fraction.

    Returns
    -------
    Businesses
        Hours a month, posts, and money in the scenario's currency.
    """
    cells = _cells(result)
    members = {key: work for key, work in cells.items() if KINDS[key[0]].by_members}
    share = _others_share(result)
    contributed = [work for (kind, _), work in members.items() if kind != BELONGING]
    return Businesses(
        without=_without(result),
        with_community=_with(result, together(contributed).posts),
        by_kind=_gathered(members, 0, list(KINDS)),
        by_team=_gathered(members, 1, [team.id for team in MODEL.teams]),
        cells=members,
        nobody_else=together([work for (kind, _), work in members.items() if KINDS[kind].by_nobody_else]),
        employees_own=together([work for (kind, _), work in cells.items() if kind == EMPLOYEES]),
        others=together(contributed) * share,
        others_share=share,
        market_growth=market_growth,
        market_growth_value=value_of_market_growth(result, market_growth),
    )


def _cells(result: Result) -> dict[tuple[str, str], Work]:
    """Return work and money by kind and team."""
    found: dict[tuple[str, str], Work] = {}

    def add(kind: str, team: str, work: Work) -> None:
        found[kind, team] = found.get((kind, team), Work()) + work

    post = result.resolved.value("hours_per_post")
    for team in MODEL.teams:
        for assumption in team.assumptions:
            entry = result.resolved.in_force[assumption.id]
            if assumption.contribution and entry.origin is not Origin.ABSENT:
                hours = entry.value * hours_a_month(assumption)
                add(assumption.contributes or assumption.id, team.id, Work(hours, hours / post))
    for (owner, declared), line in zip(MODEL.lines, result.lines, strict=True):
        if line.gross:
            add(kind_of(declared).id, owner.id, Work(hard=line.hard, soft=line.soft))
    return found


def _gathered(cells: Mapping[tuple[str, str], Work], place: int, order: list[str]) -> dict[str, Work]:
    return {
        name: together([work for key, work in cells.items() if key[place] == name])
        for name in order
        if any(key[place] == name for key in cells)
    }


def _others_share(result: Result) -> float:
    """Return the share of members, employees apart, who are not customers."""
    return 1.0 - result.resolved.value("customer_share") if result.resolved.value("members") > 0.0 else 0.0


def _margin_without(result: Result) -> float:
    """Return a year's margin of customers had there never been a community."""
    return (
        float(YEAR * np.mean(result.series["customers_without"][: result.horizon]))
        * (result.reference["margin_per_customer"])
    )


def _without(result: Result) -> Business:
    return Business(result.resolved.value("headcount"), 0.0, _margin_without(result), 0.0)


def _with(result: Result, posts: float) -> Business:
    years = result.horizon / YEAR
    spent = float(sum(amounts.sum() for amounts in result.monthly_costs.values())) + result.launch
    hard = float(result.hard.benefits.sum())
    soft = float(result.with_soft.benefits.sum()) - hard
    return Business(
        result.resolved.value("headcount"),
        posts,
        _margin_without(result) + (hard - spent) / years,
        soft / years,
    )


def value_of_market_growth(result: Result, growth: float) -> float:
    """Return what a growing market is worth: new customers grow with it, and pay from the month after they came.

    Parameters
    ----------
    result
        The answer to the scenario.
    growth
        Of the market because of the community, a year; a fraction.

    Returns
    -------
    float
        Present value over the horizon; 0 where nothing grows.
    """
    months = result.horizon
    joined = result.series["new_customers_now"][:months] * (
        (1.0 + growth) ** (np.arange(months) / YEAR) - 1.0
    )
    churn = result.series["churn_now"][:months]
    there, value = 0.0, np.zeros(months)
    for month in range(months):
        value[month] = there * result.reference["margin_per_customer"]
        there = (1.0 - churn[month]) * there + joined[month]
    return float(finance.present_value(value, result.rate))
