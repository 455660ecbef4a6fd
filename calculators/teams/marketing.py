"""Marketing: members bring customers, visitors and other members."""

from __future__ import annotations

from calculators.assumption import EXAMPLE, Assumption, Grade, Kind
from calculators.quantity import Number, flow, held, reference, stock
from calculators.sources import KUMAR, SCHMITT
from calculators.team import Loop, Team, ValueLine, cash_share, causal_share, heard_from

ASSUMPTIONS = (
    Assumption(
        id="referrals",
        label="Customers referred by members",
        unit="customers a month",
        kind=Kind.COUNT,
        group="marketing",
        bounds=(0, 1e8),
        low=1,
        likely=3,
        high=6,
        source=EXAMPLE,
        help="New customers who say that a member recommended you.",
        dimension=65,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="referrals",
        hours=0.5,
    ),
    Assumption(
        id="type_one",
        label="Referred customers who would not have come otherwise",
        unit="of those referred",
        kind=Kind.SHARE,
        group="marketing",
        bounds=(0, 1),
        low=0.3,
        likely=0.5,
        high=0.8,
        source=KUMAR,
        help="The causal share of referrals. For the rest, only the acquisition cost saved counts.",
        dimension=66,
        caveat="The source tells the two types apart; the share itself is a guess.",
    ),
    Assumption(
        id="referred_extra",
        label="Extra value of a referred customer",
        unit="of a customer's margin",
        kind=Kind.SHARE,
        group="marketing",
        bounds=(-0.9, 2),
        low=0,
        likely=0.08,
        high=0.16,
        grade=Grade.PUBLISHED,
        source=SCHMITT,
        help="How much more margin a referred customer brings than another.",
        dimension=67,
        caveat="16 % at a German bank; lower margins in telecommunications.",
    ),
    cash_share(
        "referred",
        "margin of referred customers",
        group="marketing",
        dimension=68,
        low=1,
        likely=1,
        high=1,
        help="The margin of a customer who came reaches the ledger.",
    ),
    cash_share(
        "acquisition",
        "acquisition cost saved",
        group="marketing",
        dimension=69,
        low=0.25,
        likely=0.5,
        high=1,
        help="Share of the acquisition cost that is really not spent when a customer comes by referral.",
    ),
    Assumption(
        id="visits",
        label="Visits that the community brings",
        unit="visits a month",
        kind=Kind.COUNT,
        group="marketing",
        bounds=(0, 1e11),
        low=0,
        likely=0,
        high=0,
        help="Visits to your site that came from community pages or members' posts. Left out unless you type it.",
        dimension=70,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="content",
        hours=0.0,
    ),
    Assumption(
        id="cost_per_click",
        label="Cost of a click otherwise",
        unit="a visit",
        kind=Kind.MONEY,
        group="marketing",
        bounds=(0, 10_000),
        low=0.2,
        likely=0.5,
        high=1.5,
        help="What you pay for a visit from advertising of the same kind.",
        dimension=71,
    ),
    causal_share(
        "visits",
        "visits",
        group="marketing",
        dimension=72,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share of these visits that would not have come by another way.",
    ),
    cash_share(
        "visits",
        "visits",
        group="marketing",
        dimension=73,
        low=0,
        likely=0,
        high=0,
        help="Few companies buy fewer clicks because members brought some: soft until you say otherwise.",
    ),
    heard_from(
        "members", "Invited by a member", group="marketing", dimension=74, low=0.05, likely=0.2, high=0.4
    ),
)


@reference(
    "Incremental referrals at the reference",
    "customers a month",
    gathers=("customers gained at the reference",),
)
def referred_ref(referrals: Number, type_one: Number) -> Number:
    return referrals * type_one


@flow("Referrals in the month", "customers a month")
def referrals_now(referrals: Number, contributions: Number, headroom: Number) -> Number:
    return referrals * contributions * headroom


@flow("Incremental referrals in the month", "customers a month")
def referred_now(referrals_now: Number, type_one: Number) -> Number:
    return referrals_now * type_one


@flow("Referred customers, while the loop turns", "customers a month", gathers=("customers gained",))
def referred_turning(referred_now: Number, turns_marketing: Number) -> Number:
    return referred_now * turns_marketing


@stock("Customers who came by referral", "accounts", starts_at=0.0, gathers=("customers extra",))
def customers_by_referral(
    customers_by_referral: Number, churn_without: Number, referred_now: Number
) -> Number:
    return (1.0 - churn_without) * customers_by_referral + referred_now


@flow("Margin of referred customers", "a month", kind="money")
def referred_value(
    customers_by_referral: Number, margin_per_customer: Number, referred_extra: Number
) -> Number:
    return customers_by_referral * margin_per_customer * (1.0 + referred_extra)


@reference("Referred customers who would have come anyway", "of those referred", kind="share")
def type_two(type_one: Number) -> Number:
    return 1.0 - type_one


@flow("Acquisition cost saved", "a month", kind="money")
def acquisition_value(referrals_now: Number, type_two: Number, acquisition_cost: Number) -> Number:
    return referrals_now * type_two * acquisition_cost


@flow("Value of visits", "a month", kind="money")
def visits_value(
    visits: Number, contributions: Number, cost_per_click: Number, visits_causal: Number
) -> Number:
    return visits * contributions * cost_per_click * visits_causal


@flow(
    "Pull of members' invitations",
    "of joins at the reference",
    kind="share",
    gathers=("pull on members", "pull on members by members"),
)
def pull_of_members(
    heard_from_members: Number,
    source_scale: Number,
    activity: Number,
    growing: Number,
    turns_marketing: Number,
) -> Number:
    return heard_from_members * source_scale * held(activity, growing) * turns_marketing


@flow(
    "Pull of employees' invitations",
    "of joins at the reference",
    kind="share",
    gathers=("pull on employees", "pull on employees by employees"),
)
def pull_of_colleagues(
    heard_from_members: Number,
    source_scale: Number,
    activity_employees: Number,
    growing: Number,
    turns_marketing: Number,
) -> Number:
    return heard_from_members * source_scale * held(activity_employees, growing) * turns_marketing


TEAM = Team(
    id="marketing",
    label="Marketing",
    order=3,
    colour="#E69F00",
    purpose="Members recommend you, and the community brings people who would not have come otherwise.",
    lines=(
        ValueLine(
            "referred",
            "Referred customers",
            "referred_value",
            "type_one",
            "referred_cash",
            rests_on=("referrals", "type_one", "revenue_per_customer"),
        ),
        ValueLine(
            "acquisition",
            "Acquisition cost saved",
            "acquisition_value",
            "type_two",
            "acquisition_cash",
            rests_on=("referrals", "type_one", "acquisition_cost"),
        ),
        ValueLine(
            "visits",
            "Visits",
            "visits_value",
            "visits_causal",
            "visits_cash",
            rests_on=("visits", "cost_per_click"),
        ),
    ),
    loop=Loop(
        "Members invite members",
        "Active members invite others and refer customers, who bring more people who may join.",
    ),
    assumptions=ASSUMPTIONS,
    quantities=(
        referred_ref,
        referrals_now,
        referred_now,
        referred_turning,
        customers_by_referral,
        referred_value,
        type_two,
        acquisition_value,
        visits_value,
        pull_of_members,
        pull_of_colleagues,
    ),
    metrics=("New users", "Referrals", "Event attendees", "Sign-ups"),
)
