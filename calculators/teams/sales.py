"""Sales: the community brings leads and helps deals along."""

from __future__ import annotations

from calculators.assumption import EXAMPLE, Assumption, Grade, Kind
from calculators.quantity import Number, flow, held, reference, stock, useful
from calculators.sources import IMPLISIT
from calculators.team import Loop, Team, ValueLine, cash_share, causal_share, heard_from

ASSUMPTIONS = (
    Assumption(
        id="leads",
        label="Leads from the community",
        unit="leads a month",
        kind=Kind.COUNT,
        group="sales",
        bounds=(0, 1e8),
        low=5,
        likely=20,
        high=40,
        source=EXAMPLE,
        help="People from the community whom Sales follows up as leads.",
        dimension=75,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="referrals",
        hours=0.5,
    ),
    Assumption(
        id="win_rate",
        label="Leads from the community that become customers",
        unit="of leads",
        kind=Kind.SHARE,
        group="sales",
        bounds=(0, 1),
        low=0.008,
        likely=0.016,
        high=0.036,
        grade=Grade.GUESS,
        source=IMPLISIT,
        help="No credible rate for community-qualified leads is published; this is the one for referred leads.",
        dimension=76,
    ),
    Assumption(
        id="deals_touched",
        label="Open deals that the community touches",
        unit="deals a month",
        kind=Kind.COUNT,
        group="sales",
        bounds=(0, 1e8),
        low=0,
        likely=10,
        high=20,
        source=EXAMPLE,
        help="Deals decided in a month whose buyers take part in the community. Influenced is not caused.",
        dimension=77,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="referrals",
        hours=0.5,
    ),
    Assumption(
        id="deal_lift",
        label="Rise of their win rate",
        unit="points",
        kind=Kind.SHARE,
        group="sales",
        bounds=(0, 1),
        low=0,
        likely=0.01,
        high=0.03,
        help="By how many percentage points such deals are won more often than others like them.",
        dimension=78,
        absent=0,
    ),
    causal_share(
        "sales",
        "wins from the community",
        group="sales",
        dimension=79,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share of these wins that would not have been won otherwise: those who join were keener anyway.",
    ),
    Assumption(
        id="referral_overlap",
        label="Wins that are referrals, too",
        unit="of wins",
        kind=Kind.SHARE,
        group="sales",
        bounds=(0, 1),
        low=0.1,
        likely=0.25,
        high=0.5,
        help="Share of these wins that Marketing counts as referrals already. Each customer has one owner.",
        dimension=80,
    ),
    cash_share(
        "sales",
        "margin of customers won",
        group="sales",
        dimension=81,
        low=1,
        likely=1,
        high=1,
        help="The margin of a customer who was won reaches the ledger.",
    ),
    heard_from(
        "sales", "Sales pointed them to it", group="sales", dimension=82, low=0, likely=0.05, high=0.15
    ),
)


@reference("Wins from the community at the reference, others' claims included", "customers a month")
def wins_claimed_ref(
    leads: Number, win_rate: Number, deals_touched: Number, deal_lift: Number, sales_causal: Number
) -> Number:
    return (leads * win_rate + deals_touched * deal_lift) * sales_causal


@reference(
    "Wins from the community at the reference",
    "customers a month",
    gathers=("customers gained at the reference",),
)
def wins_ref(wins_claimed_ref: Number, referral_overlap: Number) -> Number:
    return wins_claimed_ref * (1.0 - referral_overlap)


@flow("Wins from the community, others' claims included", "customers a month")
def wins_claimed_now(wins_claimed_ref: Number, contributions: Number, headroom: Number) -> Number:
    return wins_claimed_ref * contributions * headroom


@flow("Wins from the community", "customers a month")
def wins_now(wins_claimed_now: Number, referral_overlap: Number) -> Number:
    return wins_claimed_now * (1.0 - referral_overlap)


@flow("Wins from the community, while the loop turns", "customers a month", gathers=("customers gained",))
def wins_turning(wins_now: Number, turns_sales: Number) -> Number:
    return wins_now * turns_sales


@stock("Customers won with the community", "accounts", starts_at=0.0, gathers=("customers extra",))
def customers_by_sales(customers_by_sales: Number, churn_without: Number, wins_now: Number) -> Number:
    return (1.0 - churn_without) * customers_by_sales + wins_now


@stock("Customers that Sales would claim alone", "accounts", starts_at=0.0)
def customers_claimed_by_sales(
    customers_claimed_by_sales: Number, churn_without: Number, wins_claimed_now: Number
) -> Number:
    return (1.0 - churn_without) * customers_claimed_by_sales + wins_claimed_now


@flow("Margin of customers won", "a month", kind="money")
def sales_value(customers_by_sales: Number, margin_per_customer: Number) -> Number:
    return customers_by_sales * margin_per_customer


sales_claim = sales_value.bound(
    "sales_claim", "Margin that Sales would claim alone", customers_by_sales="customers_claimed_by_sales"
)


@flow("Pull of Sales", "of joins at the reference", kind="share", gathers=("pull on everyone",))
def pull_of_sales(
    heard_from_sales: Number,
    source_scale: Number,
    activity: Number,
    met: Number,
    headroom: Number,
    growing: Number,
    turns_sales: Number,
) -> Number:
    return heard_from_sales * source_scale * held(useful(activity, met) * headroom, growing) * turns_sales


TEAM = Team(
    id="sales",
    label="Sales",
    order=4,
    colour="#D55E00",
    purpose="People who learn to trust you in the community become leads, and open deals are won more often.",
    lines=(
        ValueLine(
            "sales",
            "Customers won",
            "sales_value",
            "sales_causal",
            "sales_cash",
            rests_on=("leads", "win_rate", "revenue_per_customer"),
            claim="sales_claim",
        ),
    ),
    loop=Loop(
        "Deals bring members",
        "Sales points prospects to the community; those who win become customers whose people may join.",
    ),
    assumptions=ASSUMPTIONS,
    quantities=(
        wins_claimed_ref,
        wins_ref,
        wins_claimed_now,
        wins_now,
        wins_turning,
        customers_by_sales,
        customers_claimed_by_sales,
        sales_value,
        sales_claim,
        pull_of_sales,
    ),
    metrics=(
        "Community-qualified leads",
        "Deals with members involved",
        "Win rate of such deals",
        "Sign-ups",
    ),
)
