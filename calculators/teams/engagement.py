"""Engagement: customers who take part spend more, and people stay where they belong."""

from __future__ import annotations

from calculators.assumption import EXAMPLE, Assumption, Grade, Kind, Role
from calculators.quantity import Number, flow, reference
from calculators.sources import MANCHANDA
from calculators.team import Loop, Team, ValueLine, cash_share, causal_share

ASSUMPTIONS = (
    Assumption(
        id="uplift",
        label="Spend uplift of active customers",
        unit="more than otherwise",
        kind=Kind.SHARE,
        group="engagement",
        bounds=(-0.5, 2),
        low=-0.05,
        likely=0.05,
        high=0.19,
        grade=Grade.PUBLISHED,
        source=MANCHANDA,
        help="How much more customers with active members spend, as measured; self-selection is taken off apart.",
        dimension=99,
        absent=0,
        caveat="19 % of revenue after joining at one media retailer; a field experiment at eBay found no gain.",
    ),
    causal_share(
        "uplift",
        "the spend uplift",
        group="engagement",
        dimension=100,
        low=0.25,
        likely=0.5,
        high=0.5,
        help="Share that is not self-selection. Above 50 % only with an experiment of your own.",
    ),
    cash_share(
        "uplift",
        "margin of the spend uplift",
        group="engagement",
        dimension=101,
        low=1,
        likely=1,
        high=1,
        help="The margin of money spent reaches the ledger.",
    ),
    Assumption(
        id="attendees",
        label="Event attendees",
        unit="people a month",
        kind=Kind.COUNT,
        group="engagement",
        bounds=(0, 1e8),
        low=0,
        likely=40,
        high=100,
        source=EXAMPLE,
        help="People at events that members or the community team hold.",
        dimension=102,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="events",
        hours=0.25,
    ),
    Assumption(
        id="cost_per_attendee",
        label="Cost of reaching one of them otherwise",
        unit="a person",
        kind=Kind.MONEY,
        group="engagement",
        bounds=(0, 1e6),
        low=5,
        likely=15,
        high=50,
        help="What an hour of attention of the same person costs you by other means.",
        dimension=103,
    ),
    causal_share(
        "events",
        "event attendance",
        group="engagement",
        dimension=104,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share of the attendees whom you would otherwise have paid to reach.",
    ),
    cash_share(
        "events",
        "event attendance",
        group="engagement",
        dimension=105,
        low=0,
        likely=0,
        high=0,
        help="Attention is not cash until you say otherwise.",
    ),
    Assumption(
        id="belonging",
        label="What belonging does to keep members",
        unit="of what keeps them",
        kind=Kind.SHARE,
        group="engagement",
        bounds=(0, 0.9),
        low=0,
        likely=0.2,
        high=0.4,
        help="Share of the pull to leave that an active community holds back. 20 %: without it members would fall "
        "silent a quarter faster.",
        dimension=106,
        role=Role.JUDGEMENT,
        absent=0,
        of_loop=True,
    ),
)


@reference("Spend uplift that is caused", "", kind="share")
def uplift_caused(uplift: Number, uplift_causal: Number) -> Number:
    return uplift * uplift_causal


@flow("Margin of the spend uplift", "a month", kind="money")
def uplift_value(active_customers: Number, margin_per_customer: Number, uplift_caused: Number) -> Number:
    return active_customers * margin_per_customer * uplift_caused


@reference("Margin per customer as it is today", "a month", kind="money")
def margin_per_customer_claimed(revenue_per_customer: Number, gross_margin: Number) -> Number:
    return revenue_per_customer / 12.0 * gross_margin


uplift_claim = uplift_value.bound(
    "uplift_claim",
    "Margin that Engagement would claim alone",
    margin_per_customer="margin_per_customer_claimed",
)


@flow("Value of event attendance", "a month", kind="money")
def events_value(
    attendees: Number, contributions: Number, cost_per_attendee: Number, events_causal: Number
) -> Number:
    return attendees * contributions * cost_per_attendee * events_causal


@reference(
    "Belonging at the reference",
    "of what keeps members",
    kind="share",
    gathers=("belonging at the reference",),
)
def belonging_today(belonging: Number) -> Number:
    return 1.0 * belonging


@flow("Belonging felt by members", "of what keeps members", kind="share", gathers=("belonging felt",))
def belonging_of_members(belonging: Number, intensity: Number, turns_engagement: Number) -> Number:
    return belonging * intensity * turns_engagement


belonging_of_employees = belonging_of_members.bound(
    "belonging_of_employees", "Belonging felt by employees", intensity="intensity_employees"
).gathering("belonging felt by employees")


TEAM = Team(
    id="engagement",
    label="Engagement",
    order=7,
    colour="#7A5195",
    purpose="Customers who take part spend more, and people stay where they belong.",
    lines=(
        ValueLine(
            "uplift",
            "Spend uplift",
            "uplift_value",
            "uplift_causal",
            "uplift_cash",
            rests_on=("uplift", "customers", "revenue_per_customer"),
            claim="uplift_claim",
        ),
        ValueLine(
            "events",
            "Event attendance",
            "events_value",
            "events_causal",
            "events_cash",
            rests_on=("attendees", "cost_per_attendee"),
        ),
    ),
    loop=Loop(
        "Belonging keeps members",
        "The more active the community, the fewer members fall silent.",
    ),
    assumptions=ASSUMPTIONS,
    quantities=(
        uplift_caused,
        uplift_value,
        margin_per_customer_claimed,
        uplift_claim,
        events_value,
        belonging_today,
        belonging_of_members,
        belonging_of_employees,
    ),
    metrics=("Active engagement", "Conversation engagement", "Attendees", "New content", "Sign-ups"),
)
