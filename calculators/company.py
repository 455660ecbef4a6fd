"""The company: its customers, its audience, its market, and what they would be without a community.

A running community's effect is in the company's numbers already. It is taken out first, so that nothing counts twice.
"""

from __future__ import annotations

import numpy as np

from calculators.assumption import EXAMPLE, Assumption, Grade, Kind, Role
from calculators.quantity import Number, When, flow, part_of, reference, relative, stock, total
from calculators.sources import BOUSHEY

ASSUMPTIONS = (
    Assumption(
        id="customers",
        label="Customers",
        unit="accounts",
        kind=Kind.COUNT,
        group="company",
        bounds=(0, 1e9),
        low=1_600,
        likely=2_000,
        high=2_500,
        source=EXAMPLE,
        help="Paying accounts today. One company is one customer, however many of its people use the product.",
        dimension=1,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="people_per_customer",
        label="People per customer",
        unit="people an account",
        kind=Kind.NUMBER,
        group="company",
        bounds=(1, 10_000),
        low=5,
        likely=10,
        high=20,
        source=EXAMPLE,
        help="People at one customer who could join the community. 1 where customers are consumers.",
        dimension=2,
        absent=1,
    ),
    Assumption(
        id="new_customers",
        label="New customers a month",
        unit="accounts a month",
        kind=Kind.COUNT,
        group="company",
        bounds=(0, 1e8),
        low=20,
        likely=30,
        high=45,
        source=EXAMPLE,
        help="All new customers, however they came: referrals and community-qualified wins are part of them.",
        dimension=3,
        absent=0,
        scales_with="customers",
        extensive=True,
    ),
    Assumption(
        id="company_churn",
        label="Customer churn",
        unit="a month",
        kind=Kind.SHARE,
        group="company",
        bounds=(0, 0.5),
        low=0.005,
        likely=0.01,
        high=0.02,
        source=EXAMPLE,
        help="Share of customers lost in a month, as measured today. 1 % a month is about 11 % a year.",
        dimension=4,
        absent=0,
    ),
    Assumption(
        id="revenue_per_customer",
        label="Revenue per customer",
        unit="a year",
        kind=Kind.MONEY,
        group="company",
        bounds=(0, 1e9),
        low=8_000,
        likely=10_000,
        high=12_500,
        source=EXAMPLE,
        help="What one customer pays in a year, on average. Only its margin is ever counted.",
        dimension=5,
        absent=0,
    ),
    Assumption(
        id="gross_margin",
        label="Contribution margin",
        unit="of revenue",
        kind=Kind.SHARE,
        group="company",
        bounds=(0, 1),
        low=0.6,
        likely=0.7,
        high=0.8,
        source=EXAMPLE,
        help="Share of one more dollar of revenue that is left after the costs of serving it.",
        dimension=6,
    ),
    Assumption(
        id="acquisition_cost",
        label="Cost of acquiring a customer",
        unit="a customer",
        kind=Kind.MONEY,
        group="company",
        bounds=(0, 1e8),
        low=1_000,
        likely=2_000,
        high=4_000,
        source=EXAMPLE,
        help="Sales and marketing cost per new customer, for those who would have come anyway but came by referral.",
        dimension=7,
        absent=0,
    ),
    Assumption(
        id="audience",
        label="People in reach who are not customers",
        unit="people",
        kind=Kind.COUNT,
        group="company",
        bounds=(0, 1e10),
        low=5_000,
        likely=10_000,
        high=20_000,
        source=EXAMPLE,
        help="Newsletter readers, followers, visitors, event guests: anyone you can reach and who may join.",
        dimension=8,
        absent=0,
        scales_with="members",
        extensive=True,
    ),
    Assumption(
        id="audience_new",
        label="New people in reach a month",
        unit="people a month",
        kind=Kind.COUNT,
        group="company",
        bounds=(0, 1e9),
        low=0,
        likely=0,
        high=0,
        help="People your own marketing adds to the audience each month, the community's content apart.",
        dimension=9,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="audience_leaving",
        label="Audience that leaves",
        unit="a month",
        kind=Kind.SHARE,
        group="company",
        bounds=(0, 0.5),
        low=0,
        likely=0,
        high=0.02,
        help="Share of the audience that unsubscribes or falls silent in a month.",
        dimension=10,
        absent=0,
    ),
    Assumption(
        id="market_multiple",
        label="Market, as a multiple of today's reach",
        unit="times customers and audience",
        kind=Kind.NUMBER,
        group="company",
        bounds=(1.01, 1_000),
        low=1.5,
        likely=3,
        high=10,
        help="Everyone who could ever be a customer or in the audience. Nothing grows beyond it.",
        dimension=11,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="headcount",
        label="Employees",
        unit="people",
        kind=Kind.COUNT,
        group="company",
        bounds=(0, 1e7),
        low=200,
        likely=200,
        high=200,
        source=EXAMPLE,
        help="Employees, partners and suppliers who could take part in the internal community.",
        dimension=12,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="staff_turnover",
        label="Staff turnover",
        unit="a month",
        kind=Kind.SHARE,
        group="company",
        bounds=(0, 0.5),
        low=0.005,
        likely=0.01,
        high=0.02,
        source=EXAMPLE,
        help="Share of employees who leave in a month; their places are filled.",
        dimension=13,
        absent=0,
    ),
    Assumption(
        id="salary",
        label="Average salary of an employee, loaded",
        unit="a year",
        kind=Kind.MONEY,
        group="company",
        bounds=(0, 1e8),
        low=60_000,
        likely=80_000,
        high=110_000,
        source=EXAMPLE,
        help="With social security and benefits. An hour of work is this divided by the hours of one post.",
        dimension=14,
    ),
    Assumption(
        id="replacement_share",
        label="Cost of replacing an employee",
        unit="of a year's salary",
        kind=Kind.SHARE,
        group="company",
        bounds=(0, 3),
        low=0.16,
        likely=0.21,
        high=0.33,
        source=BOUSHEY,
        help="Hiring, training and lost work when somebody leaves.",
        dimension=15,
        grade=Grade.PUBLISHED,
    ),
    Assumption(
        id="hours_per_post",
        label="Hours of one post",
        unit="a month",
        kind=Kind.HOURS,
        group="company",
        bounds=(1, 744),
        low=120,
        likely=140,
        high=160,
        help="Hours one full-time employee works in a month, holidays taken off.",
        dimension=16,
    ),
)


@reference("Customers' people today", "people")
def customer_people_ref(people_per_customer: Number, customers: Number) -> Number:
    return people_per_customer * customers


@reference("Customers and audience today", "people")
def reach_ref(customer_people_ref: Number, audience: Number) -> Number:
    return customer_people_ref + audience


@reference("Market", "people")
def market(market_multiple: Number, reach_ref: Number) -> Number:
    return market_multiple * reach_ref


@reference("Cost of an hour of work", "an hour", kind="money")
def hourly_cost(salary: Number, hours_per_post: Number) -> Number:
    return salary / 12.0 / hours_per_post


@reference("Share of customers with active members today", "of customers", kind="share")
def active_customer_share_ref(active_customers_ref: Number, customers: Number) -> Number:
    return part_of(active_customers_ref, customers)


@reference("Churn that no community would touch, ideas apart", "a month", kind="share")
def churn_after_ideas_ref(
    company_churn: Number, retention_lift_month: Number, active_customer_share_ref: Number, running: Number
) -> Number:
    # Today's churn is what is left after the lift on active accounts. Where the lift is larger than the churn it
    # works on, active accounts do not churn at all, and everyone who leaves comes from the others.
    lifted = company_churn + retention_lift_month * active_customer_share_ref
    # the floor only keeps the division legal where every account is active; the other branch is smaller there
    others_only = company_churn / np.maximum(1.0 - active_customer_share_ref, 1e-12)
    return np.where(running > 0.0, np.minimum(lifted, others_only), company_churn)


@reference("Churn without any community", "a month", kind="share")
def churn_without(churn_after_ideas_ref: Number, churn_cut_ref: Number, running: Number) -> Number:
    return churn_after_ideas_ref / (1.0 - churn_cut_ref * running)


@reference("Revenue per customer without the community", "a year", kind="money")
def revenue_without(
    revenue_per_customer: Number, uplift_caused: Number, active_customer_share_ref: Number, running: Number
) -> Number:
    return revenue_per_customer / (1.0 + running * uplift_caused * active_customer_share_ref)


@reference("Margin per customer", "a month", kind="money")
def margin_per_customer(revenue_without: Number, gross_margin: Number) -> Number:
    return revenue_without / 12.0 * gross_margin


gained_ref = total(
    "gained_ref",
    "Customers a month that the community brings at the reference",
    "accounts a month",
    of="customers gained at the reference",
    when=When.REFERENCE,
)


@reference("New customers without the community", "accounts a month")
def new_other(new_customers: Number, gained_ref: Number, running: Number) -> Number:
    return np.maximum(0.0, new_customers - running * gained_ref)


@reference("New customers at the reference", "accounts a month")
def new_customers_ref(new_other: Number, gained_ref: Number) -> Number:
    return new_other + gained_ref


@flow("Customers, relative to today", "times")
def customers_index(customers_now: Number, customers: Number) -> Number:
    return relative(customers_now, customers)


@flow("Room left in the market", "people")
def market_room(
    market: Number, people_per_customer: Number, customers_now: Number, audience_now: Number
) -> Number:
    return np.maximum(0.0, market - people_per_customer * customers_now - audience_now)


@flow("Room left in the market, relative to today", "times", kind="number")
def headroom(market_room: Number, market: Number, reach_ref: Number) -> Number:
    return np.minimum(1.0, relative(market_room, market - reach_ref))


customers_kept = total(
    "customers_kept", "Customers kept by the community", "accounts a month", of="customers kept"
)
customers_gained = total(
    "customers_gained", "Customers brought by the community", "accounts a month", of="customers gained"
)
audience_drawn = total("audience_drawn", "Audience drawn", "people a month", of="audience drawn")
customers_extra = total(
    "customers_extra", "Customers the company has because of the community", "accounts", of="customers extra"
)


@flow("Customers lost", "accounts a month")
def customers_lost(customers_now: Number, churn_without: Number, customers_kept: Number) -> Number:
    return customers_now * churn_without - customers_kept


@flow("Churn in the month", "a month", kind="share")
def churn_now(customers_lost: Number, customers_now: Number, churn_without: Number) -> Number:
    return np.where(customers_now > 0.0, customers_lost / customers_now, churn_without)


@flow("New customers in the month", "accounts a month")
def new_customers_now(new_other: Number, customers_gained: Number) -> Number:
    return new_other + customers_gained


@stock("Customers in the month", "accounts", starts_at="customers")
def customers_now(customers_now: Number, customers_lost: Number, new_customers_now: Number) -> Number:
    return customers_now - customers_lost + new_customers_now


@stock("Customers without any community", "accounts", starts_at="customers")
def customers_without(customers_without: Number, churn_without: Number, new_other: Number) -> Number:
    return (1.0 - churn_without) * customers_without + new_other


@stock("Audience in the month", "people", starts_at="audience")
def audience_now(
    audience_now: Number, audience_leaving: Number, audience_drawn: Number, audience_new: Number
) -> Number:
    return (1.0 - audience_leaving) * audience_now + audience_drawn + audience_new


QUANTITIES = (
    customer_people_ref,
    reach_ref,
    market,
    hourly_cost,
    active_customer_share_ref,
    churn_after_ideas_ref,
    churn_without,
    revenue_without,
    margin_per_customer,
    gained_ref,
    new_other,
    new_customers_ref,
    customers_index,
    market_room,
    headroom,
    customers_kept,
    customers_gained,
    audience_drawn,
    customers_extra,
    customers_lost,
    churn_now,
    new_customers_now,
    customers_now,
    customers_without,
    audience_now,
)
