"""Product: members tell what to build, find bugs, and stay because their ideas ship."""

from __future__ import annotations

import numpy as np

from calculators.assumption import EXAMPLE, Assumption, Grade, Kind
from calculators.quantity import Number, flow, held, reference, stock, useful
from calculators.sources import FOCUS_GROUPS
from calculators.team import Loop, Team, ValueLine, cash_share, causal_share, heard_from

ASSUMPTIONS = (
    Assumption(
        id="studies",
        label="Studies no longer bought",
        unit="studies a year",
        kind=Kind.COUNT,
        group="product",
        bounds=(0, 100_000),
        low=0,
        likely=1,
        high=3,
        source=EXAMPLE,
        help="Research studies that were really not bought because the community answered the question.",
        dimension=51,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="ideas",
        hours=40,
    ),
    Assumption(
        id="cost_per_study",
        label="Cost of a study",
        unit="a study",
        kind=Kind.MONEY,
        group="product",
        bounds=(0, 1e8),
        low=4_000,
        likely=8_000,
        high=16_000,
        grade=Grade.PUBLISHED,
        source=FOCUS_GROUPS,
        help="What such a study costs when bought.",
        dimension=52,
    ),
    causal_share(
        "studies",
        "studies no longer bought",
        group="product",
        dimension=53,
        low=0.5,
        likely=0.8,
        high=1,
        help="Share of these studies that would otherwise have been bought.",
    ),
    cash_share(
        "studies",
        "studies no longer bought",
        group="product",
        dimension=54,
        low=1,
        likely=1,
        high=1,
        help="A study that is not bought is money not spent.",
    ),
    Assumption(
        id="bugs",
        label="Bugs found by members",
        unit="bugs a month",
        kind=Kind.COUNT,
        group="product",
        bounds=(0, 1e7),
        low=1,
        likely=4,
        high=10,
        source=EXAMPLE,
        help="Reports that were new and could be acted on.",
        dimension=55,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="bugs",
        hours=1.5,
    ),
    Assumption(
        id="cost_per_bug",
        label="Cost of finding a bug otherwise",
        unit="a bug",
        kind=Kind.MONEY,
        group="product",
        bounds=(0, 1e7),
        low=75,
        likely=150,
        high=400,
        help="Testers' time to find one such bug themselves.",
        dimension=56,
    ),
    causal_share(
        "bugs",
        "bugs found by members",
        group="product",
        dimension=57,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share that would not have been found or reported otherwise.",
    ),
    cash_share(
        "bugs",
        "bugs found by members",
        group="product",
        dimension=58,
        low=0,
        likely=0,
        high=0,
        help="Testers' time is capacity, not cash, until you say otherwise.",
    ),
    Assumption(
        id="churn_cut",
        label="Churn avoided by members' ideas that shipped",
        unit="of churn",
        kind=Kind.SHARE,
        group="product",
        bounds=(0, 0.5),
        low=0,
        likely=0.005,
        high=0.02,
        help="Share of all customers' churn that does not happen because members' ideas were built.",
        dimension=59,
        absent=0,
        contributes="ideas",
    ),
    causal_share(
        "ideas",
        "churn avoided by ideas",
        group="product",
        dimension=60,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share of it that would not have happened had the team found the ideas by itself.",
    ),
    cash_share(
        "ideas",
        "margin of customers kept by ideas",
        group="product",
        dimension=61,
        low=1,
        likely=1,
        high=1,
        help="The margin of a customer who stays reaches the ledger.",
    ),
    heard_from(
        "ideas", "Saw a member's idea shipped", group="product", dimension=62, low=0, likely=0.03, high=0.1
    ),
    Assumption(
        id="ideas_obsolescence",
        label="Shipped ideas no longer felt",
        unit="a month",
        kind=Kind.SHARE,
        group="product",
        bounds=(0, 1),
        low=0.01,
        likely=0.03,
        high=0.06,
        help="Share of shipped ideas that no longer make a difference, a month on.",
        dimension=63,
    ),
    Assumption(
        id="ideas_new",
        label="New ideas shipped",
        unit="of those still felt, a month",
        kind=Kind.SHARE,
        group="product",
        bounds=(0, 1),
        low=0.01,
        likely=0.03,
        high=0.06,
        help="In balance with those no longer felt until you say otherwise.",
        dimension=64,
        follows="ideas_obsolescence",
    ),
)


@flow("Value of studies no longer bought", "a month", kind="money")
def studies_value(
    studies: Number, contributions: Number, cost_per_study: Number, studies_causal: Number
) -> Number:
    return studies / 12.0 * contributions * cost_per_study * studies_causal


@flow("Value of bugs found by members", "a month", kind="money")
def bugs_value(bugs: Number, contributions: Number, cost_per_bug: Number, bugs_causal: Number) -> Number:
    return bugs * contributions * cost_per_bug * bugs_causal


@reference("Churn avoided by ideas at the reference", "of churn", kind="share")
def churn_cut_ref(churn_cut: Number, ideas_causal: Number) -> Number:
    return churn_cut * ideas_causal


@reference("New ideas a month, relative to those still felt", "", kind="share")
def ideas_rate(ideas_new: Number, ideas_obsolescence: Number, running: Number) -> Number:
    return running * ideas_new + (1.0 - running) * ideas_obsolescence


@stock(
    "Shipped ideas still felt, relative to the reference", "times", starts_at="archive_start", kind="number"
)
def ideas(ideas: Number, ideas_obsolescence: Number, ideas_rate: Number, activity: Number) -> Number:
    return (1.0 - ideas_obsolescence) * ideas + ideas_rate * activity


@flow("Use of shipped ideas, relative to the reference", "times", kind="number")
def ideas_useful(ideas: Number, full: Number) -> Number:
    return useful(ideas, full)


@flow("Churn avoided by ideas", "of churn", kind="share")
def churn_cut_now(churn_cut_ref: Number, ideas_useful: Number) -> Number:
    return np.minimum(1.0, churn_cut_ref * ideas_useful)


@flow("Customers kept by ideas", "accounts a month")
def kept_by_ideas(customers_now: Number, churn_without: Number, churn_cut_now: Number) -> Number:
    return customers_now * churn_without * churn_cut_now


@flow("Customers kept by ideas, while the loop turns", "accounts a month", gathers=("customers kept",))
def kept_by_ideas_turning(kept_by_ideas: Number, turns_product: Number) -> Number:
    return kept_by_ideas * turns_product


@stock(
    "Customers who are still there because of ideas", "accounts", starts_at=0.0, gathers=("customers extra",)
)
def customers_by_ideas(customers_by_ideas: Number, churn_without: Number, kept_by_ideas: Number) -> Number:
    return (1.0 - churn_without) * customers_by_ideas + kept_by_ideas


@flow("Margin of customers kept by ideas", "a month", kind="money")
def ideas_value(customers_by_ideas: Number, margin_per_customer: Number) -> Number:
    return customers_by_ideas * margin_per_customer


@flow(
    "Pull of shipped ideas",
    "of joins at the reference",
    kind="share",
    gathers=("pull on everyone", "pull by members"),
)
def pull_of_ideas(
    heard_from_ideas: Number,
    source_scale: Number,
    ideas_useful: Number,
    growing: Number,
    turns_product: Number,
) -> Number:
    return heard_from_ideas * source_scale * held(ideas_useful, growing) * turns_product


TEAM = Team(
    id="product",
    label="Product",
    order=2,
    colour="#009E73",
    purpose="Members tell what to build and find what is broken, and customers stay because it was mended.",
    lines=(
        ValueLine(
            "studies",
            "Studies no longer bought",
            "studies_value",
            "studies_causal",
            "studies_cash",
            rests_on=("studies", "cost_per_study"),
        ),
        ValueLine(
            "bugs",
            "Bugs found by members",
            "bugs_value",
            "bugs_causal",
            "bugs_cash",
            rests_on=("bugs", "cost_per_bug"),
        ),
        ValueLine(
            "ideas",
            "Customers kept by shipped ideas",
            "ideas_value",
            "ideas_causal",
            "ideas_cash",
            rests_on=("churn_cut", "customers", "revenue_per_customer"),
        ),
    ),
    loop=Loop(
        "Shipped ideas keep customers and bring members",
        "Customers who see members' ideas built stay longer, and others join to be heard as well.",
    ),
    assumptions=ASSUMPTIONS,
    quantities=(
        studies_value,
        bugs_value,
        churn_cut_ref,
        ideas_rate,
        ideas,
        ideas_useful,
        churn_cut_now,
        kept_by_ideas,
        kept_by_ideas_turning,
        customers_by_ideas,
        ideas_value,
        pull_of_ideas,
    ),
    metrics=("Ideas submitted", "Ideas shipped", "Feedback volume", "Adoption of shipped ideas"),
)
