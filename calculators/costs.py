"""What the community costs, every kind of it, with a hiring plan; and the money that everything is measured in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from calculators.assumption import EXAMPLE, Assumption, Grade, Kind, Role
from calculators.quantity import Number, flow, reference
from calculators.sources import THE_CR, WORLD_BANK


@dataclasses.dataclass(frozen=True)
class CostLine:
    """One kind of cost.

    Attributes
    ----------
    id, label
        Its name in code and for people.
    quantity
        Id of the quantity that is its amount: a month, or once at the start.
    handle
        The assumption that is scaled when only the whole cost a year is known; None where it is not part of it.
    once
        Whether it falls once, at the start.
    """

    id: str
    label: str
    quantity: str
    handle: str | None = None
    once: bool = False


HIRES = 3

ASSUMPTIONS = (
    Assumption(
        id="cost_year",
        label="Cost of the community a year",
        unit="a year",
        kind=Kind.MONEY,
        group="cost",
        bounds=(0, 1e10),
        low=0,
        likely=0,
        high=0,
        source=EXAMPLE,
        help="Everything: staff, platform, programme, overhead, others' hours. When you type it, the kinds of cost "
        "that you have not typed are scaled to add up to it.",
        dimension=114,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="staff",
        label="Community staff",
        unit="posts",
        kind=Kind.NUMBER,
        group="cost",
        bounds=(0, 10_000),
        low=1,
        likely=1.5,
        high=2,
        source=EXAMPLE,
        help="Full-time posts that look after the community today; for a planned one, the posts it needs once mature.",
        dimension=115,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="staff_planned",
        label="Community staff from now on",
        unit="posts",
        kind=Kind.NUMBER,
        group="cost",
        bounds=(0, 10_000),
        low=1,
        likely=1.5,
        high=2,
        help="Your plan, before the hires below. The same as today until you say otherwise.",
        dimension=116,
        role=Role.LEVER,
        follows="staff",
        extensive=True,
    ),
    *(
        assumption
        for number in range(1, HIRES + 1)
        for assumption in (
            Assumption(
                id=f"hire_{number}",
                label=f"Change of staff {number}",
                unit="posts",
                kind=Kind.NUMBER,
                group="cost",
                bounds=(-10_000, 10_000),
                low=0,
                likely=0,
                high=0,
                help="Posts added to the plan from a later month on; negative when they go.",
                dimension=129 + 2 * number,
                role=Role.LEVER,
                absent=0,
                extensive=True,
            ),
            Assumption(
                id=f"hire_{number}_month",
                label=f"Month of change {number}",
                unit="months from now",
                kind=Kind.MONTHS,
                group="cost",
                bounds=(0, 120),
                low=12 * number,
                likely=12 * number,
                high=12 * number,
                help="The first month, counted from 1, in which the change is in force.",
                dimension=130 + 2 * number,
                role=Role.LEVER,
            ),
        )
    ),
    Assumption(
        id="loaded_salary",
        label="Cost of a community post",
        unit="a year",
        kind=Kind.MONEY,
        group="cost",
        bounds=(0, 1e7),
        low=68_000,
        likely=90_000,
        high=130_000,
        grade=Grade.PUBLISHED,
        source=THE_CR,
        help="Salary of a community manager with social security and benefits.",
        dimension=117,
        caveat="$69,875 in 2015, with 30 % on top; higher today.",
    ),
    Assumption(
        id="platform_cost",
        label="Platform",
        unit="a year",
        kind=Kind.MONEY,
        group="cost",
        bounds=(0, 1e9),
        low=10_000,
        likely=24_000,
        high=60_000,
        grade=Grade.PUBLISHED,
        source=WORLD_BANK,
        help="Licence, hosting and upkeep of the community's software.",
        dimension=118,
        role=Role.LEVER,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="archive_share",
        label="Cost of keeping the archive readable after closing",
        unit="of the platform",
        kind=Kind.SHARE,
        group="cost",
        bounds=(0, 1),
        low=0,
        likely=0.25,
        high=1,
        help="If the community closed today, its answers would stay readable at this share of the platform's cost.",
        dimension=119,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="member_cost",
        label="Cost per member",
        unit="a member and year",
        kind=Kind.MONEY,
        group="cost",
        bounds=(0, 100_000),
        low=0,
        likely=0,
        high=0,
        help="Licence per seat, gifts, moderation: whatever grows with members.",
        dimension=120,
        absent=0,
    ),
    Assumption(
        id="programme",
        label="Programme and promotion",
        unit="a year",
        kind=Kind.MONEY,
        group="cost",
        bounds=(0, 1e9),
        low=10_000,
        likely=20_000,
        high=40_000,
        source=EXAMPLE,
        help="Events, rewards, campaigns for the community. It drives the members who come by own promotion.",
        dimension=121,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="programme_planned",
        label="Programme and promotion from now on",
        unit="a year",
        kind=Kind.MONEY,
        group="cost",
        bounds=(0, 1e9),
        low=10_000,
        likely=20_000,
        high=40_000,
        help="Your plan. The same as today until you say otherwise.",
        dimension=122,
        role=Role.LEVER,
        follows="programme",
        extensive=True,
    ),
    Assumption(
        id="other_hours",
        label="Hours of other teams",
        unit="hours a month",
        kind=Kind.HOURS,
        group="cost",
        bounds=(0, 1e7),
        low=5,
        likely=20,
        high=40,
        source=EXAMPLE,
        help="Hours a month that Support, Product, IT or Legal spend on the community.",
        dimension=123,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="overhead",
        label="Overhead",
        unit="a year",
        kind=Kind.MONEY,
        group="cost",
        bounds=(0, 1e9),
        low=0,
        likely=10_000,
        high=20_000,
        source=EXAMPLE,
        help="Tools, training, travel, rooms, a share of management.",
        dimension=124,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="serving_cost",
        label="Cost of serving an extra customer",
        unit="a customer and year",
        kind=Kind.MONEY,
        group="cost",
        bounds=(0, 1e8),
        low=0,
        likely=0,
        high=0,
        help="Costs of the customers whom the community brings or keeps, if the contribution margin leaves them out.",
        dimension=125,
        absent=0,
    ),
    Assumption(
        id="launch_cost",
        label="One-off cost of launching",
        unit="once",
        kind=Kind.MONEY,
        group="cost",
        bounds=(0, 1e9),
        low=0,
        likely=0,
        high=0,
        source=EXAMPLE,
        help="Set-up, migration, design. It falls at the start, before month 1.",
        dimension=126,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="first_value_month",
        label="Months before a planned community is of value",
        unit="months",
        kind=Kind.MONTHS,
        group="money",
        bounds=(0, 120),
        low=3,
        likely=6,
        high=12,
        help="Nothing counts as value before it. A running community is not affected.",
        dimension=127,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="horizon",
        label="Horizon",
        unit="months",
        kind=Kind.MONTHS,
        group="money",
        bounds=(12, 120),
        low=36,
        likely=36,
        high=36,
        help="How many months are counted, from now.",
        dimension=128,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="discount_rate",
        label="Discount rate",
        unit="a year",
        kind=Kind.SHARE,
        group="money",
        bounds=(0, 1),
        low=0.08,
        likely=0.10,
        high=0.12,
        help="What money a year later is worth less: your cost of capital. Forrester takes 10 %.",
        dimension=129,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="amortise_months",
        label="Spread of the launch in yearly figures",
        unit="months",
        kind=Kind.MONTHS,
        group="money",
        bounds=(0, 120),
        low=0,
        likely=0,
        high=0,
        help="Over how many months the launch is spread in the yearly figures, 0 for not at all. ROI and NPV of the "
        "whole do not change.",
        dimension=130,
        role=Role.JUDGEMENT,
        absent=0,
    ),
)


@flow("Community staff in the month", "posts", kind="number")
def staff_now(
    staff_planned: Number,
    hire_1: Number,
    hire_1_month: Number,
    hire_2: Number,
    hire_2_month: Number,
    hire_3: Number,
    hire_3_month: Number,
    month: Number,
    open: Number,
) -> Number:
    first = np.where(month + 1.0 >= hire_1_month, hire_1, 0.0)
    second = np.where(month + 1.0 >= hire_2_month, hire_2, 0.0)
    third = np.where(month + 1.0 >= hire_3_month, hire_3, 0.0)
    return np.maximum(0.0, staff_planned + first + second + third) * open


@flow("Programme and promotion in force", "a year", kind="money")
def programme_now(programme_planned: Number, open: Number) -> Number:
    return programme_planned * open


@flow("Cost of community staff", "a month", kind="money")
def cost_staff(staff_now: Number, loaded_salary: Number) -> Number:
    return staff_now * loaded_salary / 12.0


@flow("Cost of the platform", "a month", kind="money")
def cost_platform(platform_cost: Number, archive_share: Number, open: Number) -> Number:
    return platform_cost / 12.0 * (open + (1.0 - open) * archive_share)


@flow("Cost of members", "a month", kind="money")
def cost_members(member_cost: Number, members_all: Number, open: Number) -> Number:
    return member_cost / 12.0 * members_all * open


@flow("Cost of programme and promotion", "a month", kind="money")
def cost_programme(programme_now: Number) -> Number:
    return programme_now / 12.0


@flow("Cost of other teams' hours", "a month", kind="money")
def cost_hours(other_hours: Number, hourly_cost: Number, open: Number) -> Number:
    return other_hours * hourly_cost * open


@flow("Overhead in the month", "a month", kind="money")
def cost_overhead(overhead: Number, open: Number) -> Number:
    return overhead / 12.0 * open


@flow("Cost of serving extra customers", "a month", kind="money")
def cost_serving(serving_cost: Number, customers_extra: Number) -> Number:
    return serving_cost / 12.0 * customers_extra


@reference("Launch", "once", kind="money")
def cost_launch(launch_cost: Number, open: Number) -> Number:
    return launch_cost * open


@flow("Whether value counts yet", "", kind="number")
def counts(month: Number, first_value_month: Number, running: Number) -> Number:
    return np.where(running > 0.0, 1.0, np.where(month >= first_value_month, 1.0, 0.0))


def amount_a_year(handle: str, read: Callable[[str], Number]) -> Number:
    """Return what one kind of cost comes to in a year, by the assumption that is its handle.

    Parameters
    ----------
    handle
        Id of the assumption.
    read
        Returns what an assumption is: a number, or a symbol.

    Examples
    --------
    >>> amount_a_year("staff", {"staff": 1.5, "loaded_salary": 90_000.0}.__getitem__)
    135000.0
    """
    if handle == "staff":
        return read(handle) * read("loaded_salary")
    if handle == "member_cost":
        return read(handle) * (read("members") + read("employee_members"))
    if handle == "other_hours":
        return read(handle) * (12.0 * (read("salary") / 12.0 / read("hours_per_post")))
    return read(handle)


LINES = (
    CostLine("staff", "Community staff", "cost_staff", handle="staff"),
    CostLine("platform", "Platform", "cost_platform", handle="platform_cost"),
    CostLine("members", "Per member", "cost_members", handle="member_cost"),
    CostLine("programme", "Programme and promotion", "cost_programme", handle="programme"),
    CostLine("hours", "Hours of other teams", "cost_hours", handle="other_hours"),
    CostLine("overhead", "Overhead", "cost_overhead", handle="overhead"),
    CostLine("serving", "Serving extra customers", "cost_serving"),
    CostLine("launch", "Launch", "cost_launch", once=True),
)

QUANTITIES = (
    staff_now,
    programme_now,
    cost_staff,
    cost_platform,
    cost_members,
    cost_programme,
    cost_hours,
    cost_overhead,
    cost_serving,
    cost_launch,
    counts,
)
