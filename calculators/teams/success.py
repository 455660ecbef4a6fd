"""Success: accounts with active members stay longer and need less onboarding."""

from __future__ import annotations

import numpy as np

from calculators.assumption import EXAMPLE, Assumption, Grade, Kind
from calculators.quantity import Number, flow, held, reference, relative, stock
from calculators.sources import GAINSIGHT
from calculators.team import Loop, Team, ValueLine, cash_share, causal_share, heard_from

ASSUMPTIONS = (
    Assumption(
        id="retention_points",
        label="Retention of active accounts above that of others",
        unit="points a year",
        kind=Kind.SHARE,
        group="success",
        bounds=(0, 0.5),
        low=0,
        likely=0.01,
        high=0.03,
        grade=Grade.PUBLISHED,
        source=GAINSIGHT,
        help="By how many percentage points a year accounts with active members are retained better.",
        dimension=83,
        absent=0,
        caveat="Correlational, by a vendor; Forrester books nothing in the first year.",
    ),
    causal_share(
        "retention",
        "better retention",
        group="success",
        dimension=84,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share that is not self-selection: members were better customers anyway.",
    ),
    cash_share(
        "retention",
        "margin of customers kept",
        group="success",
        dimension=85,
        low=1,
        likely=1,
        high=1,
        help="The margin of a customer who stays reaches the ledger.",
    ),
    Assumption(
        id="sessions",
        label="Onboarding sessions saved",
        unit="sessions a month",
        kind=Kind.COUNT,
        group="success",
        bounds=(0, 1e8),
        low=0,
        likely=4,
        high=10,
        source=EXAMPLE,
        help="Sessions your team did not have to hold because members helped each other to start.",
        dimension=86,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="guidance",
        hours=1.0,
    ),
    Assumption(
        id="cost_per_session",
        label="Cost of an onboarding session",
        unit="a session",
        kind=Kind.MONEY,
        group="success",
        bounds=(0, 1e6),
        low=60,
        likely=120,
        high=250,
        source=EXAMPLE,
        help="Your team's time for one session, preparation included.",
        dimension=87,
    ),
    causal_share(
        "sessions",
        "onboarding saved",
        group="success",
        dimension=88,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share of the sessions that would really have been held.",
    ),
    cash_share(
        "sessions",
        "onboarding saved",
        group="success",
        dimension=89,
        low=0,
        likely=0,
        high=0,
        help="A saved hour is capacity, not cash, until you say otherwise.",
    ),
    heard_from(
        "onboarding",
        "Invited when they became customers",
        group="success",
        dimension=90,
        low=0.05,
        likely=0.1,
        high=0.3,
    ),
)


@reference("Retention lift that is caused", "of active accounts, a month", kind="share")
def retention_lift_month(retention_points: Number, retention_causal: Number) -> Number:
    return retention_points / 12.0 * retention_causal


@flow("Customers kept by Success", "accounts a month")
def kept_by_success(
    active_customers: Number, retention_lift_month: Number, churn_without: Number, churn_cut_now: Number
) -> Number:
    # nobody can be kept who would not have left: what Product's ideas keep already is taken off first
    return active_customers * np.minimum(retention_lift_month, churn_without * (1.0 - churn_cut_now))


@flow("Customers kept by Success, while the loop turns", "accounts a month", gathers=("customers kept",))
def kept_by_success_turning(kept_by_success: Number, turns_success: Number) -> Number:
    return kept_by_success * turns_success


@stock(
    "Customers who are still there because of Success",
    "accounts",
    starts_at=0.0,
    gathers=("customers extra",),
)
def customers_by_success(
    customers_by_success: Number, churn_without: Number, kept_by_success: Number
) -> Number:
    return (1.0 - churn_without) * customers_by_success + kept_by_success


@stock("Customers that Success would claim alone", "accounts", starts_at=0.0)
def customers_claimed_by_success(
    customers_claimed_by_success: Number,
    churn_without: Number,
    active_customers: Number,
    retention_lift_month: Number,
) -> Number:
    return (1.0 - churn_without) * customers_claimed_by_success + active_customers * retention_lift_month


@flow("Margin of customers kept by Success", "a month", kind="money")
def retention_value(customers_by_success: Number, margin_per_customer: Number) -> Number:
    return customers_by_success * margin_per_customer


retention_claim = retention_value.bound(
    "retention_claim",
    "Margin that Success would claim alone",
    customers_by_success="customers_claimed_by_success",
)


@flow("Value of onboarding saved", "a month", kind="money")
def sessions_value(
    sessions: Number, contributions: Number, cost_per_session: Number, sessions_causal: Number
) -> Number:
    return sessions * contributions * cost_per_session * sessions_causal


@flow("Pull of onboarding", "of joins at the reference", kind="share", gathers=("pull on everyone",))
def pull_of_onboarding(
    heard_from_onboarding: Number,
    source_scale: Number,
    new_customers_now: Number,
    new_customers_ref: Number,
    growing: Number,
    turns_success: Number,
) -> Number:
    index = relative(new_customers_now, new_customers_ref)
    return heard_from_onboarding * source_scale * held(index, growing) * turns_success


TEAM = Team(
    id="success",
    label="Success",
    order=5,
    colour="#4FA3D9",
    purpose="Customers learn from each other, start faster and stay longer.",
    lines=(
        ValueLine(
            "retention",
            "Customers kept",
            "retention_value",
            "retention_causal",
            "retention_cash",
            rests_on=("retention_points", "customers", "revenue_per_customer"),
            claim="retention_claim",
        ),
        ValueLine(
            "sessions",
            "Onboarding sessions saved",
            "sessions_value",
            "sessions_causal",
            "sessions_cash",
            rests_on=("sessions", "cost_per_session"),
        ),
    ),
    loop=Loop(
        "Customers who stay take part",
        "New customers are invited at onboarding, and customers who stay keep their people in the community.",
    ),
    assumptions=ASSUMPTIONS,
    quantities=(
        retention_lift_month,
        kept_by_success,
        kept_by_success_turning,
        customers_by_success,
        customers_claimed_by_success,
        retention_value,
        retention_claim,
        sessions_value,
        pull_of_onboarding,
    ),
    metrics=("Active users", "Sign-ups", "Net promoter score", "Retention", "Satisfaction"),
)
