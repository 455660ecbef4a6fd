"""How each assumption can be measured: the metric, how, what it costs in effort, and the evidence grade it earns.

The efforts are this project's own estimates for a team that has its systems at hand, none of them from a study. A count
read from one's own records, month by month, earns the grade of a before/after: it is one's own and repeated, but shows
no cause. Causal shares need somebody who was left out: an experiment, or a difference in differences.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType

from calculators.assumption import Grade
from calculators.model import MODEL
from calculators.scenario import FIXED

RECORDS = "Company records"
LEDGER = "Ledger"
PAYROLL = "Payroll"
PLATFORM = "Platform log"
PLAN = "Plan"
SURVEY = "Question to new members"
OTHER_METRICS = (RECORDS, LEDGER, PAYROLL, PLATFORM, PLAN, SURVEY)
"""Where a number stands that is no metric of the SPACES model."""

HOURS, DAYS = "hours", "days"
HOURS_A_DAY = 8.0

COUNT, COMPARISON, DIFFERENCE, EXPERIMENT = (
    Grade.BEFORE_AFTER,
    Grade.COMPARISON,
    Grade.DIFFERENCE,
    Grade.EXPERIMENT,
)


@dataclasses.dataclass(frozen=True)
class Measurement:
    """How one assumption can be measured.

    Attributes
    ----------
    metric
        The metric of the SPACES model that measures it, or where else the number stands.
    how
        What to do, in one sentence.
    effort, unit
        What it costs in people's time: so many ``hours`` or ``days``.
    grade
        The evidence grade it earns.
    """

    metric: str
    how: str
    effort: float
    unit: str
    grade: Grade

    @property
    def spaces(self) -> bool:
        """Whether it is a metric of the SPACES model."""
        return self.metric not in OTHER_METRICS

    @property
    def hours(self) -> float:
        """The effort in hours."""
        return self.effort * (HOURS_A_DAY if self.unit == DAYS else 1.0)


def _count(metric: str, how: str, effort: float, unit: str = HOURS) -> Measurement:
    return Measurement(metric, how, effort, unit, COUNT)


def _heard(answer: str) -> Measurement:
    how = f"Ask every new member for a month how they heard of the community, with “{answer}” among the answers."
    return Measurement(SURVEY, how, 4, HOURS, COUNT)


def _ledger(saving: str, effort: float = 1) -> Measurement:
    how = f"Go through last year's budget with finance and mark which part of {saving} was really booked or not spent."
    return Measurement(LEDGER, how, effort, DAYS, COUNT)


def _held_out(metric: str, how: str, effort: float) -> Measurement:
    return Measurement(metric, how, effort, DAYS, EXPERIMENT)


def _difference(metric: str, how: str, effort: float) -> Measurement:
    return Measurement(metric, how, effort, DAYS, DIFFERENCE)


def _compared(metric: str, how: str, effort: float) -> Measurement:
    return Measurement(metric, how, effort, DAYS, COMPARISON)


_COMPANY = {
    "customers": _count(
        RECORDS,
        "Count the accounts that paid in the last twelve months, month by month.",
        2,
    ),
    "people_per_customer": _count(
        RECORDS,
        "Divide the named users in the customer system by the accounts.",
        3,
    ),
    "new_customers": _count(RECORDS, "Count first orders a month over the last year.", 2),
    "company_churn": _count(
        RECORDS,
        "Follow the accounts of a year ago and count those that left each month.",
        4,
    ),
    "revenue_per_customer": _count(
        LEDGER,
        "Divide recurring revenue of the last year by the accounts that paid it.",
        3,
    ),
    "gross_margin": _count(
        LEDGER,
        "Ask finance for the contribution margin of one more customer, not the average margin.",
        4,
    ),
    "acquisition_cost": _count(
        LEDGER,
        "Divide last year's spending on marketing and sales by the customers it won.",
        4,
    ),
    "audience": _count(RECORDS, "Count the contacts who are not customers, without duplicates.", 4),
    "audience_new": _count(RECORDS, "Count new contacts a month over the last year.", 2),
    "audience_leaving": _count(
        RECORDS,
        "Count contacts who unsubscribe or go silent each month over the last year.",
        4,
    ),
    "market_multiple": _count(
        RECORDS,
        "Divide the companies or people in the market, from one industry report, by those in reach.",
        1,
        DAYS,
    ),
    "headcount": _count(PAYROLL, "Take the number of employees at the end of each month.", 1),
    "staff_turnover": _count(
        PAYROLL,
        "Divide those who left each month of the last year by the employees there were.",
        2,
    ),
    "salary": _count(
        PAYROLL,
        "Divide last year's cost of employees, on-costs included, by the employees there were.",
        2,
    ),
    "replacement_share": _count(
        PAYROLL,
        "Add up what the last ten replacements cost: search, vacancy, first months.",
        3,
        DAYS,
    ),
    "hours_per_post": _count(
        PAYROLL,
        "Take the hours a month that one full-time post really works, without absence.",
        1,
    ),
}

_COMMUNITY = {
    "members": _count(
        "Sign-ups",
        "Count the registered people who were active at least once in a year, without bots.",
        2,
    ),
    "active_share": _count(
        "Active users",
        "Divide people who read or wrote signed in during a month by all members, for a year.",
        3,
    ),
    "customer_share": _count(
        "Active users",
        "Match the addresses of members with those of customers.",
        1,
        DAYS,
    ),
    "members_per_account": _count(
        "Active users",
        "Match active members with accounts and count them per account.",
        1,
        DAYS,
    ),
    "employee_members": _count("Active users", "Match the addresses of members with those of employees.", 2),
    "lapsed": _count("Active users", "Count the people who were active once and not in the last year.", 2),
    "joins": _count("Sign-ups", "Count sign-ups a month over the last year, without bots.", 1),
    "join_customer_share": _count(
        "Sign-ups",
        "Match the addresses of last quarter's sign-ups with those of customers.",
        4,
    ),
    "employee_joins": _count("Sign-ups", "Count employees who sign up each month over the last year.", 1),
    "heard_from_promotion": _heard("your own promotion"),
    "member_churn": _count(
        "Active users",
        "Follow those active a year ago and count who falls silent each month.",
        1,
        DAYS,
    ),
    "return_rate": _count(
        "Active users",
        "Follow those silent a year ago and count who returns each month.",
        1,
        DAYS,
    ),
    "active_share_mature": _compared(
        "Active users",
        "Compare the active share of your oldest groups or topics with that of new ones.",
        1,
    ),
    "months_to_mature": _compared(
        "Active users",
        "Plot the active share of each topic by its age and see from when it stays level.",
        2,
    ),
    "self_sufficiency": _difference(
        "Conversation engagement",
        "Pause staff posts in some topics for a month and compare their activity with the others.",
        5,
    ),
    "care_max": _difference(
        "Conversation engagement",
        "Double staff time in some topics for a quarter and compare their activity with the others.",
        10,
    ),
    "staffing_elasticity": _difference(
        "Conversation engagement",
        "Shift staff time between topics for a quarter and compare how activity follows.",
        8,
    ),
    "conditions_ref": _count(
        "Conversation engagement",
        "Compare activity with the same months of last year and name what was different.",
        1,
        DAYS,
    ),
    "conditions": _count(
        "Conversation engagement",
        "Write down what will change in the next year and what last year's change of that kind did.",
        4,
    ),
    "full": _count(
        "Questions answered",
        "Take a hundred searches and requests, and see how many find an answer that serves.",
        2,
        DAYS,
    ),
    "met": _count(
        "Questions answered",
        "Ask each team what it would take from the community at most, and divide today's by it.",
        3,
        DAYS,
    ),
}

_SUPPORT = {
    "deflected": _compared(
        "Tickets deflected",
        "Ask at the end of answered topics whether a ticket was avoided, and set it against tickets of "
        "non-members.",
        3,
    ),
    "tickets": _count(
        "Tickets deflected",
        "Count tickets a month over the last year in the ticket system.",
        1,
    ),
    "cost_per_ticket": _count(
        LEDGER,
        "Divide the year's cost of support by its tickets, and take off what does not shrink with them.",
        1,
        DAYS,
    ),
    "deflectable": _count(
        "Questions answered",
        "Sort two hundred recent tickets into those a peer could answer and those only staff can.",
        2,
        DAYS,
    ),
    "found_by_search": _count(
        "Questions answered",
        "Divide views of answers that begin with a search by all views, in the site's statistics.",
        3,
    ),
    "deflection_causal": _held_out(
        "Tickets deflected",
        "Hide the community's answers in the help form for a random half of visitors and compare tickets.",
        8,
    ),
    "deflection_cash": _ledger("the cost of tickets saved"),
    "handling_saved": _compared(
        "Time to answer",
        "Compare handling time of tickets with a linked community answer to like tickets without one.",
        3,
    ),
    "handling_causal": _held_out(
        "Time to answer",
        "Show community answers to a random half of agents for a month and compare handling time.",
        8,
    ),
    "handling_cash": _ledger("the handling time saved"),
    "heard_from_answers": _heard("I found an answer"),
    "answers_obsolescence": _count(
        "Questions answered",
        "Re-read a hundred answers of a year ago and count those that no longer hold.",
        2,
        DAYS,
    ),
    "answers_new": _count("Questions answered", "Divide accepted answers a month by all that exist.", 2),
}

_PRODUCT = {
    "studies": _count(
        "Feedback volume",
        "List the studies that were planned and not bought because members were asked.",
        1,
        DAYS,
    ),
    "cost_per_study": _count(LEDGER, "Take the invoices of the last studies bought.", 2),
    "studies_causal": _compared(
        "Feedback volume",
        "Ask product managers, study by study, what they would have bought, before they know why you ask.",
        2,
    ),
    "studies_cash": _ledger("the studies not bought"),
    "bugs": _count("Feedback volume", "Count confirmed bugs a month that members reported first.", 4),
    "cost_per_bug": _count(LEDGER, "Divide the year's cost of testing by the bugs it found.", 1, DAYS),
    "bugs_causal": _compared(
        "Feedback volume",
        "Check for each of fifty such bugs whether tests or tickets found it later anyway.",
        3,
    ),
    "bugs_cash": _ledger("the cost of testing"),
    "churn_cut": _difference(
        "Adoption of shipped ideas",
        "Compare churn of accounts that use members' ideas before and after shipping, with accounts that "
        "do not.",
        8,
    ),
    "ideas_causal": _held_out(
        "Adoption of shipped ideas",
        "Ship the next idea to a random half of accounts first and compare churn.",
        15,
    ),
    "ideas_cash": _ledger("the margin of customers kept"),
    "heard_from_ideas": _heard("I saw a member's idea shipped"),
    "ideas_obsolescence": _count(
        "Adoption of shipped ideas",
        "Follow use of the ideas shipped over the last three years, month by month.",
        3,
        DAYS,
    ),
    "ideas_new": _count("Ideas shipped", "Divide ideas shipped a month by those still in use.", 3),
}

_MARKETING = {
    "referrals": _count(
        "Referrals",
        "Give members a link or code of their own, or ask each new customer who told them, for a quarter.",
        4,
        DAYS,
    ),
    "type_one": _compared(
        "Referrals",
        "Ask referred customers in the first week whether they would have bought anyway, and compare with "
        "the others.",
        3,
    ),
    "referred_extra": _compared(
        "Referrals",
        "Compare a year's margin of referred customers with others of the same month and size.",
        3,
    ),
    "referred_cash": _ledger("the margin of referred customers"),
    "acquisition_cash": _ledger("the acquisition cost saved"),
    "visits": _count(
        "New users",
        "Count visits to your site whose first page is the community, in the site's statistics.",
        2,
    ),
    "cost_per_click": _count(LEDGER, "Divide last year's spending on search advertising by its clicks.", 2),
    "visits_causal": _held_out(
        "New users",
        "Keep some community pages out of search for a month, at random, and see how many visits come "
        "another way.",
        6,
    ),
    "visits_cash": _ledger("the advertising replaced"),
    "heard_from_members": _heard("a member invited me"),
}

_SALES = {
    "leads": _count(
        "Community-qualified leads",
        "Mark leads whose first touch is the community, in the sales system, for a quarter.",
        2,
        DAYS,
    ),
    "win_rate": _count(
        "Win rate of such deals",
        "Divide won by closed deals among the leads so marked, for a year.",
        4,
    ),
    "deals_touched": _count(
        "Deals with members involved",
        "Match people in open deals with members, each month.",
        1,
        DAYS,
    ),
    "deal_lift": _compared(
        "Win rate of such deals",
        "Compare the win rate of deals with members with like deals without, by size and source.",
        3,
    ),
    "sales_causal": _difference(
        "Win rate of such deals",
        "Compare win rates before and after a deal's people join, with deals whose people never do.",
        8,
    ),
    "referral_overlap": _count(
        "Community-qualified leads",
        "Count, among deals won from the community, those that carry a referral too.",
        3,
    ),
    "sales_cash": _ledger("the margin of customers won"),
    "heard_from_sales": _heard("sales pointed me to it"),
}

_SUCCESS = {
    "retention_points": _compared(
        "Retention",
        "Compare renewal of accounts with active members with like accounts without, by size, age and "
        "product.",
        4,
    ),
    "retention_causal": _difference(
        "Retention",
        "Compare renewal before and after accounts become active, with accounts that never do.",
        10,
    ),
    "retention_cash": _ledger("the margin of customers kept"),
    "sessions": _count(
        "Active users",
        "Count onboarding sessions a month that new customers skipped after using the community.",
        2,
        DAYS,
    ),
    "cost_per_session": _count(LEDGER, "Time ten sessions, preparation included, at the cost of an hour.", 4),
    "sessions_causal": _held_out(
        "Satisfaction",
        "Invite a random half of new customers to the community first and compare sessions booked.",
        8,
    ),
    "sessions_cash": _ledger("the onboarding sessions saved"),
    "heard_from_onboarding": _heard("I was invited when I became a customer"),
}

_CONTENT = {
    "pieces": _count(
        "New user-generated content",
        "Count last quarter's pieces that the content team used or would have commissioned.",
        1,
        DAYS,
    ),
    "cost_per_piece": _count(LEDGER, "Take the invoices of the last pieces commissioned.", 2),
    "content_causal": _compared(
        "New user-generated content",
        "Ask the content team, piece by piece, which it would have commissioned, before it knows why.",
        2,
    ),
    "content_cash": _ledger("the content budget"),
    "drawn": _count("Sign-ups", "Count new contacts a month whose first page was members' content.", 4),
    "heard_from_content": _heard("I found content"),
    "content_obsolescence": _count(
        "New user-generated content",
        "Follow views of the content of two years ago, month by month.",
        1,
        DAYS,
    ),
    "content_new": _count("New user-generated content", "Divide new pieces a month by those still read.", 2),
}

_ENGAGEMENT = {
    "uplift": _difference(
        "Active engagement",
        "Compare spending before and after customers become active, with like customers who never do.",
        10,
    ),
    "uplift_causal": _held_out(
        "Active engagement",
        "Invite a random half of customers to the community and compare spending over two quarters.",
        15,
    ),
    "uplift_cash": _ledger("the margin of extra spending"),
    "attendees": _count("Attendees", "Count people who came, event by event, over a year.", 2),
    "cost_per_attendee": _count(
        LEDGER,
        "Divide last year's spending on other events or campaigns by the people they reached.",
        4,
    ),
    "events_causal": _compared(
        "Attendees",
        "Ask attendees which event of yours they would have come to otherwise.",
        2,
    ),
    "events_cash": _ledger("the events replaced"),
    "belonging": _compared(
        "Conversation engagement",
        "Ask members twice a year how much they feel they belong, and compare who stays.",
        5,
    ),
}

_PEOPLE = {
    "turnover_points": _compared(
        "Active users",
        "Compare turnover of active employees with like employees, by team, age and tenure.",
        4,
    ),
    "turnover_causal": _difference(
        "Active users",
        "Compare turnover before and after teams join, with teams that have not joined yet.",
        10,
    ),
    "turnover_cash": _ledger("the cost of replacing people"),
    "search_hours": _count(
        "Conversation engagement",
        "Ask fifty active employees to note for a week what they looked for and how long.",
        3,
        DAYS,
    ),
    "search_causal": _held_out(
        "Conversation engagement",
        "Let a random half of teams in a quarter later and compare the hours noted.",
        10,
    ),
    "search_cash": _ledger("the hours of searching saved"),
    "hours_given": _count(
        "Active users",
        "Ask employees who answer to note their hours for a month.",
        1,
        DAYS,
    ),
}

_COST = {
    "staff": _count(PAYROLL, "Add up the posts that work for the community, part of a post included.", 1),
    "staff_planned": _count(PLAN, "Take the posts approved for the next year.", 1),
    "hire_1": _count(PLAN, "Take the change of posts from the plan.", 1),
    "hire_2": _count(PLAN, "Take the change of posts from the plan.", 1),
    "hire_3": _count(PLAN, "Take the change of posts from the plan.", 1),
    "loaded_salary": _count(
        PAYROLL,
        "Divide last year's cost of these posts, on-costs included, by the posts.",
        2,
    ),
    "platform_cost": _count(
        LEDGER,
        "Take the contract and last year's invoices, hosting and add-ons included.",
        2,
    ),
    "archive_share": _count(LEDGER, "Ask the supplier what a read-only archive would cost.", 2),
    "member_cost": _count(
        LEDGER,
        "Divide what the supplier charges by member, moderation by volume included, by the members.",
        2,
    ),
    "programme": _count(
        LEDGER,
        "Add up last year's spending on events, gifts and promotion of the community.",
        3,
    ),
    "programme_planned": _count(PLAN, "Take the budget approved for the next year.", 1),
    "other_hours": _count(
        "Active users",
        "Ask the teams that answer or moderate to note their hours for a month.",
        1,
        DAYS,
    ),
    "overhead": _count(LEDGER, "Ask finance what is charged to the community beside its own budget.", 2),
    "serving_cost": _count(
        LEDGER,
        "Ask finance what one more customer costs to serve beyond the margin above.",
        4,
    ),
    "launch_cost": _count(PLAN, "Collect offers for platform, migration and launch.", 3, DAYS),
    "first_value_month": _compared(
        "Questions answered",
        "Compare launches of like communities, from their first topic to the first answer used.",
        2,
    ),
}

_MONEY = {
    "discount_rate": _count(LEDGER, "Ask finance for the rate it uses for plans of this risk.", 1),
}

MEASUREMENTS: Mapping[str, Measurement] = MappingProxyType(
    {
        **_COMPANY,
        **_COMMUNITY,
        **_SUPPORT,
        **_PRODUCT,
        **_MARKETING,
        **_SALES,
        **_SUCCESS,
        **_CONTENT,
        **_ENGAGEMENT,
        **_PEOPLE,
        **_COST,
        **_MONEY,
    }
)
"""By id of the assumption."""


def measurable() -> frozenset[str]:
    """Return the ids of all assumptions that can be uncertain."""
    return frozenset(MODEL.assumptions) - FIXED


def spaces_metrics() -> frozenset[str]:
    """Return every metric of the SPACES model that a team tracks."""
    return frozenset(metric for team in MODEL.teams for metric in team.metrics)
