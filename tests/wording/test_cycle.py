"""What is said of the circle, over the whole range of what can come out."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from wording import Formats
from wording.cycle import (
    LOOP_NAMES,
    BusinessFacts,
    CircleFacts,
    TipFacts,
    businesses_sentence,
    circle_sentence,
    closing_sentence,
    dominance_sentence,
    tip_sentence,
    waiting_sentence,
    worse_sentence,
)

US = Formats()
OUTCOMES = ("thriving", "undecided", "starved")
STARVING = CircleFacts(
    outcome="starved",
    budget_a_year=194_000,
    end_a_year=15_500,
    guaranteed_months=24,
    measuring=0.1,
    followed_months=60,
    closes_in=None,
    floor_in=None,
    today_outcome="starved",
    today_seen=0.145,
    today_floor_in=None,
    enough_returned=True,
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("outcome", "today", "floor", "enough"),
    list(itertools.product(OUTCOMES, OUTCOMES, (None, 30), (True, False))),
)
def test_every_outcome_has_words(outcome: str, today: str, floor: int | None, enough: bool) -> None:
    said = plain(
        circle_sentence(
            dataclasses.replace(
                STARVING,
                outcome=outcome,
                today_outcome=today,
                today_floor_in=floor,
                enough_returned=enough,
            ),
            formats=US,
        )
    )
    assert said.endswith(".")
    assert "None" not in said
    first = {
        "thriving": "This start breaks",
        "undecided": "This start is not decided",
        "starved": "This start starves",
    }
    assert said.startswith(first[outcome])
    if outcome == "starved":
        assert ("too little of the value is seen" in said) == enough
    assert ("carries itself" in said) == (today == "thriving")
    assert ("carries itself, too" in said) == (outcome == today == "thriving")


@pytest.mark.parametrize(("enough", "today"), list(itertools.product((True, False), repeat=2)))
def test_what_is_seen_is_the_reason_only_where_seeing_all_would_do(enough: bool, today: bool) -> None:
    said = plain(
        circle_sentence(
            dataclasses.replace(
                STARVING,
                today_seen=1.0,
                today_floor_in=30,
                enough_returned=enough,
                today_enough_returned=today,
            ),
            formats=US,
        )
    )
    first, second = said.split(". ")
    assert ("too little of the value is seen" in first) == enough
    assert ("too little is returned" in first) != enough
    assert ("leadership sees 100 %" in second) == today
    assert said.count("too little is returned") <= 1
    assert second.endswith("and by month 30 hardly any budget is left.")


def test_the_distance_is_said_both_ways() -> None:
    def said(outcome: str, tips_at: float | None, share: float | None, **up_to: float) -> str:
        return plain(
            tip_sentence(
                TipFacts(
                    outcome=outcome,
                    budget_a_year=155_000,
                    measuring=0.05,
                    tips_at_a_year=tips_at,
                    tips_at_measuring=share,
                    **up_to,
                ),
                formats=US,
            )
        )

    assert said("starved", 200_000, 0.08) == (
        "It tips at $200k a year: $45k a year more than this. Or with 8 % for measuring: $4.65k a year more for "
        "measuring, taken from care, and no money on top."
    )
    assert said("starved", None, None) == (
        "No budget on the map is enough with 5 % for measuring. Nor is any share for measuring with this budget."
    )
    assert said("starved", 228_000, None) == (
        "It tips at $228k a year: $73k a year more than this. No share for measuring is enough with this budget."
    )
    assert said("thriving", 100_000, 0.03) == (
        "It would still thrive from $100k a year on: $55k a year to spare. "
        "With less than 3 % for measuring it would not."
    )
    assert "nothing a year to spare" in said("thriving", 155_000, 0.05)

    # what thrives need not thrive with more of it: both ends are said, and the nearer one is how far it is
    assert said("starved", None, 0.08, up_to_measuring=0.22) == (
        "No budget on the map is enough with 5 % for measuring. With 8 % to 22 % this one is: $4.65k a year more for "
        "measuring, taken from care, and no money on top."
    )
    assert said("starved", 100_000, 0.02, up_to_a_year=125_000, up_to_measuring=0.03) == (
        "It thrives from $100k to $125k a year: $30k a year less than this. Or with 2 % to 3 % for measuring: $3.1k a "
        "year less for measuring, left to care, and no money on top."
    )
    assert said("undecided", 160_000, None, up_to_a_year=180_000).startswith(
        "It thrives from $160k to $180k a year: $5k a year more than this."
    )
    assert said("thriving", 100_000, 0.03, up_to_a_year=200_000, up_to_measuring=0.2) == (
        "It would still thrive from $100k to $200k a year: $55k a year to spare. "
        "With less than 3 % for measuring it would not, nor with more than 20 %."
    )
    assert said("thriving", 100_000, 0.0, up_to_measuring=0.2).endswith(
        "It would without any measuring, too, but not with more than 20 %."
    )


@pytest.mark.parametrize(("loop", "change"), list(itertools.product(LOOP_NAMES, (0.1, -0.1))))
def test_every_loop_has_words_for_both_ways(loop: str, change: float) -> None:
    said = plain(dominance_sentence("Cut", month=6, loop=loop, change=change, formats=US))
    assert said.startswith(f"Cut, month 6: “{LOOP_NAMES[loop]}” dominates. ")
    assert "10 %" in said
    rises = {"seeing": "10 % in the quarter more", "caring": "value rises", "spending": "Spending rises"}
    falls = {"seeing": "10 % in the quarter less", "caring": "value falls", "spending": "Spending falls"}
    assert (rises if change > 0.0 else falls)[loop] in said


def test_a_circle_at_rest_says_so() -> None:
    assert "at rest" in dominance_sentence("Cut", month=6, loop="", change=0.0, formats=US)
    assert closing_sentence("Cut", month=None, rising=False, end_month=None, formats=US) == (
        "Cut: the budget never moves."
    )


def test_waiting_may_cost_or_save() -> None:
    def said(hard: float, spending: float) -> str:
        return waiting_sentence(
            months=12, end_month=60, hard=hard, spending=spending, members=-10, formats=US
        )

    assert said(-100_000, -30_000).endswith("It spends $30k less, so waiting costs $70k.")
    assert "so by then waiting is $70k cheaper on hard value" in said(-30_000, -100_000)
    assert said(0.0, 0.0).endswith("so waiting costs nothing.")
    assert "10 fewer members" in said(0.0, 0.0)


def test_worse_may_never_be_better() -> None:
    assert worse_sentence(
        "By hard value", deepest=5_000, month=9, back_month=None, years="ten years", formats=US
    ).endswith("in month 9, and not ahead within ten years.")
    assert "never behind" in worse_sentence(
        "By hard value", deepest=0.0, month=0, back_month=1, years="ten years", formats=US
    )


def test_one_of_a_kind_is_said_as_one() -> None:
    facts = BusinessFacts(employees=1, posts=1, value=90_000, nobody_else=0, horizon_months=36)
    assert plain(businesses_sentence(facts, formats=US)) == (
        "Business A: 1 employee. Business B: 1 employee and members who do the work of 1 post, worth $90k over three "
        "years."
    )


def test_a_community_that_contributes_nothing_says_so() -> None:
    facts = BusinessFacts(employees=0, posts=0, value=0, nobody_else=0, horizon_months=36)
    assert businesses_sentence(facts, formats=US) == (
        "Business A: your employees. Business B: your employees and a community that contributes nothing that is "
        "counted yet."
    )
    own = BusinessFacts(
        employees=8_000,
        posts=0.71,
        value=333_000,
        nobody_else=0,
        horizon_months=36,
        members_are_employees=True,
    )
    assert "among them people who help each other, with the work of 0.71 posts, worth $333k" in (
        businesses_sentence(own, formats=US)
    )
