"""People: employees who take part stay longer, find things faster, and give hours back."""

from __future__ import annotations

import numpy as np

from calculators.assumption import Assumption, Grade, Kind
from calculators.quantity import Number, flow, reference
from calculators.sources import MCKINSEY
from calculators.team import Loop, Team, ValueLine, cash_share, causal_share

ASSUMPTIONS = (
    Assumption(
        id="turnover_points",
        label="Turnover avoided among active employees",
        unit="points a year",
        kind=Kind.SHARE,
        group="people",
        bounds=(0, 0.5),
        low=0,
        likely=0,
        high=0,
        help="By how many percentage points a year fewer active employees leave. Nothing is published: your own, or 0.",
        dimension=107,
        absent=0,
    ),
    causal_share(
        "turnover",
        "turnover avoided",
        group="people",
        dimension=108,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share that is not self-selection: those who take part were more content anyway.",
    ),
    cash_share(
        "turnover",
        "turnover avoided",
        group="people",
        dimension=109,
        low=0,
        likely=0,
        high=0,
        help="Much of the cost of a replacement is lost work, not cash, until you say otherwise.",
    ),
    Assumption(
        id="search_hours",
        label="Hours of searching saved",
        unit="hours a month per active employee",
        kind=Kind.HOURS,
        group="people",
        bounds=(0, 160),
        low=0,
        likely=0.5,
        high=2,
        grade=Grade.GUESS,
        source=MCKINSEY,
        help="Time an active employee no longer spends looking for things or people.",
        contributes="answers",
        dimension=110,
        absent=0,
        caveat="The source projects up to 35 % of search time; nobody has measured it.",
    ),
    causal_share(
        "search",
        "searching saved",
        group="people",
        dimension=111,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share of the time that nothing else would have saved.",
    ),
    cash_share(
        "search",
        "searching saved",
        group="people",
        dimension=112,
        low=0,
        likely=0,
        high=0,
        help="A saved minute is capacity, not cash, until you say otherwise.",
    ),
    Assumption(
        id="hours_given",
        label="Hours that employees give to the community",
        unit="hours a month",
        kind=Kind.HOURS,
        group="people",
        bounds=(0, 1e7),
        low=0,
        likely=10,
        high=40,
        help="Hours of employees outside the community team who answer, write and host, all of them together.",
        dimension=113,
        absent=0,
        of_loop=True,
        scales_with="employee_members",
        extensive=True,
        contribution=True,
        contributes="employees",
        hours=1.0,
    ),
)


@flow("Value of turnover avoided", "a month", kind="money")
def turnover_value(
    active_employees: Number,
    turnover_points: Number,
    salary: Number,
    replacement_share: Number,
    turnover_causal: Number,
) -> Number:
    return active_employees * turnover_points / 12.0 * salary * replacement_share * turnover_causal


@flow("Value of searching saved", "a month", kind="money")
def search_value(
    active_employees: Number, search_hours: Number, hourly_cost: Number, search_causal: Number
) -> Number:
    return active_employees * search_hours * hourly_cost * search_causal


@reference(
    "Posts that employees' hours stand for", "posts", kind="number", gathers=("staff given at the reference",)
)
def posts_given_ref(hours_given: Number, hours_per_post: Number, employee_members: Number) -> Number:
    # only employees who are members give hours, so that month 0 is what was typed
    return np.where(employee_members > 0.0, hours_given / hours_per_post, 0.0)


@flow("Posts that employees' hours stand for this month", "posts", kind="number", gathers=("staff given",))
def posts_given(posts_given_ref: Number, activity_employees: Number, turns_people: Number) -> Number:
    return posts_given_ref * activity_employees * turns_people


TEAM = Team(
    id="people",
    label="People",
    order=8,
    colour="#6B7280",
    purpose="Employees who take part find what they need, stay longer, and help to care for the community.",
    lines=(
        ValueLine(
            "turnover",
            "Turnover avoided",
            "turnover_value",
            "turnover_causal",
            "turnover_cash",
            rests_on=("turnover_points", "headcount", "salary"),
        ),
        ValueLine(
            "search",
            "Searching saved",
            "search_value",
            "search_causal",
            "search_cash",
            rests_on=("search_hours", "headcount", "salary"),
        ),
    ),
    loop=Loop(
        "Employees care for the community",
        "Hours that employees give work like staff: the community is better looked after and more active.",
    ),
    assumptions=ASSUMPTIONS,
    quantities=(turnover_value, search_value, posts_given_ref, posts_given),
    metrics=("Active users", "Conversation engagement", "Net promoter score", "Attendees", "Sign-ups"),
)
