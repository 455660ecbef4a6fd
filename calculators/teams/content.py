"""Content: members write, record and show what would otherwise be commissioned."""

from __future__ import annotations

import numpy as np

from calculators.assumption import EXAMPLE, Assumption, Kind
from calculators.quantity import Number, flow, held, reference, stock, useful
from calculators.team import Loop, Team, ValueLine, cash_share, causal_share, heard_from

ASSUMPTIONS = (
    Assumption(
        id="pieces",
        label="Usable pieces of content by members",
        unit="pieces a month",
        kind=Kind.COUNT,
        group="content",
        bounds=(0, 1e8),
        low=1,
        likely=4,
        high=10,
        source=EXAMPLE,
        help="Guides, videos, talks, templates or stories that you use and would otherwise commission.",
        dimension=91,
        absent=0,
        scales_with="members",
        extensive=True,
        contribution=True,
        contributes="content",
        hours=5.0,
    ),
    Assumption(
        id="cost_per_piece",
        label="Cost to commission a piece",
        unit="a piece",
        kind=Kind.MONEY,
        group="content",
        bounds=(0, 1e7),
        low=150,
        likely=400,
        high=1_200,
        help="What a freelancer would charge for a piece as good.",
        dimension=92,
    ),
    causal_share(
        "content",
        "content by members",
        group="content",
        dimension=93,
        low=0.25,
        likely=0.5,
        high=0.75,
        help="Share of the pieces that would really have been commissioned.",
    ),
    cash_share(
        "content",
        "content by members",
        group="content",
        dimension=94,
        low=0.25,
        likely=0.5,
        high=1,
        help="Share of the cost that leaves the budget rather than being spent on other content.",
    ),
    Assumption(
        id="drawn",
        label="Audience drawn by content",
        unit="people a month",
        kind=Kind.COUNT,
        group="content",
        bounds=(0, 1e8),
        low=0,
        likely=50,
        high=150,
        help="People who come into reach because they found members' content.",
        dimension=95,
        absent=0,
        scales_with="members",
        extensive=True,
    ),
    heard_from("content", "Found content", group="content", dimension=96, low=0.02, likely=0.07, high=0.2),
    Assumption(
        id="content_obsolescence",
        label="Content that becomes obsolete",
        unit="a month",
        kind=Kind.SHARE,
        group="content",
        bounds=(0, 1),
        low=0.03,
        likely=0.06,
        high=0.12,
        help="Share of members' content that nobody looks for any more, a month on.",
        dimension=97,
    ),
    Assumption(
        id="content_new",
        label="New content",
        unit="of what exists, a month",
        kind=Kind.SHARE,
        group="content",
        bounds=(0, 1),
        low=0.03,
        likely=0.06,
        high=0.12,
        help="In balance with what becomes obsolete until you say otherwise.",
        dimension=98,
        follows="content_obsolescence",
    ),
)


@flow("Value of content by members", "a month", kind="money")
def content_value(
    pieces: Number, contributions: Number, cost_per_piece: Number, content_causal: Number
) -> Number:
    return pieces * contributions * cost_per_piece * content_causal


@reference("New content a month, relative to what exists", "", kind="share")
def content_rate(content_new: Number, content_obsolescence: Number, running: Number) -> Number:
    return running * content_new + (1.0 - running) * content_obsolescence


@stock(
    "Content that can be found, relative to the reference", "times", starts_at="archive_start", kind="number"
)
def content(content: Number, content_obsolescence: Number, content_rate: Number, activity: Number) -> Number:
    return (1.0 - content_obsolescence) * content + content_rate * activity


@flow("Use of content, relative to the reference", "times", kind="number")
def content_useful(content: Number, full: Number) -> Number:
    return useful(content, full)


@flow("Audience drawn by content in the month", "people a month", gathers=("audience drawn",))
def drawn_now(
    drawn: Number, content_useful: Number, headroom: Number, market_room: Number, turns_content: Number
) -> Number:
    return np.minimum(drawn * content_useful * headroom, market_room) * turns_content


@flow(
    "Pull of content",
    "of joins at the reference",
    kind="share",
    gathers=("pull on everyone", "pull by members"),
)
def pull_of_content(
    heard_from_content: Number,
    source_scale: Number,
    content_useful: Number,
    growing: Number,
    turns_content: Number,
) -> Number:
    return heard_from_content * source_scale * held(content_useful, growing) * turns_content


TEAM = Team(
    id="content",
    label="Content",
    order=6,
    colour="#CC79A7",
    purpose="Members write, record and show what you would otherwise commission.",
    lines=(
        ValueLine(
            "content",
            "Content by members",
            "content_value",
            "content_causal",
            "content_cash",
            rests_on=("pieces", "cost_per_piece"),
        ),
    ),
    loop=Loop(
        "Content draws people",
        "People find members' content, come into reach, and some of them join.",
    ),
    assumptions=ASSUMPTIONS,
    quantities=(content_value, content_rate, content, content_useful, drawn_now, pull_of_content),
    metrics=(
        "New user-generated content",
        "Active users",
        "Conversation engagement",
        "Sign-ups",
        "Event attendees",
    ),
)
