"""Support: members answer questions, and the answers stay findable."""

from __future__ import annotations

import numpy as np

from calculators.assumption import EXAMPLE, Assumption, Grade, Kind, Role
from calculators.quantity import Number, flow, held, part_of, reference, stock, useful
from calculators.sources import OBLINGER, SERVICE_XRG_LEDGER
from calculators.team import Loop, Team, ValueLine, cash_share, causal_share, heard_from

ASSUMPTIONS = (
    Assumption(
        id="deflected",
        label="Tickets deflected",
        unit="tickets a month",
        kind=Kind.COUNT,
        group="support",
        bounds=(0, 1e9),
        low=100,
        likely=200,
        high=400,
        source=EXAMPLE,
        help="Requests that were not made because the community answered them. Published rates differ eightfold by "
        "what they count: visits, visitors, page views or accepted answers.",
        dimension=38,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="answers",
        hours=0.4,
    ),
    Assumption(
        id="tickets",
        label="Support tickets",
        unit="tickets a month",
        kind=Kind.COUNT,
        group="support",
        bounds=(0, 1e10),
        low=1_600,
        likely=2_000,
        high=2_400,
        source=EXAMPLE,
        help="Requests that reach your team in a month, those deflected not counted.",
        dimension=39,
        absent=0,
        extensive=True,
    ),
    Assumption(
        id="cost_per_ticket",
        label="Cost per ticket",
        unit="a ticket",
        kind=Kind.MONEY,
        group="support",
        bounds=(0, 100_000),
        low=35,
        likely=60,
        high=105,
        grade=Grade.PUBLISHED,
        source=OBLINGER,
        help="What one request costs until it is closed, everything included.",
        dimension=40,
        caveat="The high end is ServiceXRG's average to close, $105.",
    ),
    Assumption(
        id="deflectable",
        label="Requests that a community could answer",
        unit="of all requests",
        kind=Kind.SHARE,
        group="support",
        bounds=(0.01, 1),
        low=0.1,
        likely=0.3,
        high=0.5,
        help="Share of all requests, deflected ones included, that could ever be deflected. It bounds growth.",
        dimension=41,
        role=Role.JUDGEMENT,
    ),
    Assumption(
        id="found_by_search",
        label="Answers found by searching",
        unit="of deflected tickets",
        kind=Kind.SHARE,
        group="support",
        bounds=(0, 1),
        low=0.5,
        likely=0.7,
        high=0.9,
        help="Share of deflection by answers that exist already; the rest are asked and answered anew.",
        dimension=42,
    ),
    causal_share(
        "deflection",
        "deflection",
        group="support",
        dimension=43,
        low=0.6,
        likely=0.8,
        high=1,
        help="Share of deflected tickets that no other self-service would have answered.",
    ),
    cash_share(
        "deflection",
        "deflection",
        group="support",
        dimension=44,
        low=0.25,
        likely=0.5,
        high=1,
        source=SERVICE_XRG_LEDGER,
        help="Share of the cost avoided that leaves the ledger: posts not filled, vendors not paid.",
    ),
    Assumption(
        id="handling_saved",
        label="Handling saved on the remaining tickets",
        unit="of their cost",
        kind=Kind.SHARE,
        group="support",
        bounds=(0, 0.5),
        low=0,
        likely=0.01,
        high=0.05,
        help="Agents find answers in the community, too: the share of a ticket's cost that saves.",
        dimension=45,
        absent=0,
        contributes="answers",
    ),
    causal_share(
        "handling",
        "handling saved",
        group="support",
        dimension=46,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share of the handling saved that nothing else would have saved.",
    ),
    cash_share(
        "handling",
        "handling saved",
        group="support",
        dimension=47,
        low=0,
        likely=0,
        high=0,
        help="A saved minute is capacity, not cash, until you say otherwise.",
    ),
    heard_from("answers", "Found an answer", group="support", dimension=48, low=0.05, likely=0.2, high=0.4),
    Assumption(
        id="answers_obsolescence",
        label="Answers that become obsolete",
        unit="a month",
        kind=Kind.SHARE,
        group="support",
        bounds=(0, 1),
        low=0.02,
        likely=0.04,
        high=0.08,
        help="Share of answers that no longer help, a month on.",
        dimension=49,
    ),
    Assumption(
        id="answers_new",
        label="New answers",
        unit="of those that exist, a month",
        kind=Kind.SHARE,
        group="support",
        bounds=(0, 1),
        low=0.02,
        likely=0.04,
        high=0.08,
        help="New answers in a month at the reference, as a share of those that exist. In balance with obsolescence "
        "until you say otherwise. For a planned community it is always in balance.",
        dimension=50,
        follows="answers_obsolescence",
    ),
)


@reference("Requests, deflected ones included", "tickets a month")
def demand_ref(tickets: Number, deflected: Number, running: Number) -> Number:
    return tickets + running * deflected


@reference("Number of requests that a community could answer", "tickets a month")
def deflectable_ref(deflectable: Number, demand_ref: Number) -> Number:
    return deflectable * demand_ref


@reference("Share of deflectable requests that is deflected", "", kind="share")
def deflection_full(deflected: Number, deflectable_ref: Number) -> Number:
    return part_of(deflected, deflectable_ref)


@reference("New answers a month, relative to those that exist", "", kind="share")
def answers_rate(answers_new: Number, answers_obsolescence: Number, running: Number) -> Number:
    return running * answers_new + (1.0 - running) * answers_obsolescence


@stock(
    "Answers that can be found, relative to the reference", "times", starts_at="archive_start", kind="number"
)
def answers(answers: Number, answers_obsolescence: Number, answers_rate: Number, activity: Number) -> Number:
    return (1.0 - answers_obsolescence) * answers + answers_rate * activity


@flow("Answering, found or asked anew, relative to the reference", "times", kind="number")
def answering(found_by_search: Number, activity: Number, answers: Number) -> Number:
    return (1.0 - found_by_search) * activity + found_by_search * answers


@flow("Tickets deflected in the month", "tickets a month")
def deflected_now(
    deflected: Number, customers_index: Number, answering: Number, deflection_full: Number
) -> Number:
    return deflected * customers_index * useful(answering, deflection_full)


@flow("Value of deflection", "a month", kind="money")
def deflection_value(deflected_now: Number, cost_per_ticket: Number, deflection_causal: Number) -> Number:
    return deflected_now * cost_per_ticket * deflection_causal


@flow("Tickets that remain", "tickets a month")
def tickets_remaining(demand_ref: Number, customers_index: Number, deflected_now: Number) -> Number:
    return demand_ref * customers_index - deflected_now


@flow("Value of handling saved", "a month", kind="money")
def handling_value(
    tickets_remaining: Number,
    handling_saved: Number,
    contributions: Number,
    cost_per_ticket: Number,
    handling_causal: Number,
) -> Number:
    saved_of_each = np.minimum(1.0, handling_saved * contributions)
    return tickets_remaining * saved_of_each * cost_per_ticket * handling_causal


@flow(
    "Pull of answers",
    "of joins at the reference",
    kind="share",
    gathers=("pull on everyone", "pull by members"),
)
def pull_of_answers(
    heard_from_answers: Number,
    source_scale: Number,
    answers: Number,
    full: Number,
    growing: Number,
    turns_support: Number,
) -> Number:
    return heard_from_answers * source_scale * held(useful(answers, full), growing) * turns_support


TEAM = Team(
    id="support",
    label="Support",
    order=1,
    colour="#0072B2",
    purpose="Members answer questions that would have become tickets, and their answers stay findable.",
    lines=(
        ValueLine(
            "deflection",
            "Tickets deflected",
            "deflection_value",
            "deflection_causal",
            "deflection_cash",
            rests_on=("deflected", "cost_per_ticket"),
        ),
        ValueLine(
            "handling",
            "Handling saved on other tickets",
            "handling_value",
            "handling_causal",
            "handling_cash",
            rests_on=("handling_saved", "tickets", "cost_per_ticket"),
        ),
    ),
    loop=Loop(
        "Answers bring members",
        "Answers stay findable; people who find one join, and some of them answer in turn.",
    ),
    assumptions=ASSUMPTIONS,
    quantities=(
        demand_ref,
        deflectable_ref,
        deflection_full,
        answers_rate,
        answers,
        answering,
        deflected_now,
        deflection_value,
        tickets_remaining,
        handling_value,
        pull_of_answers,
    ),
    metrics=("Questions answered", "Time to answer", "Tickets deflected", "Satisfaction"),
)
