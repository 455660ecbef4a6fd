"""What explains the figures of "Break the cycle": the path that is chosen in the drawer, worked out when it opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
import streamlit as st

from calculators import tipping
from calculators.circle import Circle, Start
from calculators.conditions import NOW, PLANNED
from calculators.contributions import KINDS
from calculators.model import MODEL
from calculators.scenario import Scenario, resolve
from components import document
from components.charts import Chart
from components.why import why
from figures.circle import EQUATIONS, OnTrack, Track
from figures.why import CIRCLE
from wording import safe
from wording.cycle import ILLUSTRATIVE
from wording.safe import plain

Ask = Callable[[], OnTrack]


def _of_circle(*names: str) -> tuple[str, ...]:
    return tuple(f"{CIRCLE}{name}" for name in names)


START: Final = _of_circle("start_a_year", "year_of_budget")
CHARTS: Final = {
    "Budget a year": (*_of_circle("budget_a_year", "budget", "perceived"), *START),
    "Value": _of_circle("hard_value"),
    "Value that leadership sees": _of_circle("hard_seen", "seen"),
    "Members": ("members_all",),
}
CLOSING: Final = _of_circle("closes", "end_reached", "budget", "perceived")
COMES_TO: Final = _of_circle(
    *("pv_hard", "pv_spent", "npv", "npv_with_soft", "hard_at_end", "members_at_end", "budget_at_end")
)
LOOPS: Final = _of_circle("perceived", *(f"impact.{loop}" for loop in tipping.LOOPS))
TIPPING: Final = (
    *_of_circle("tips_at_a_year", "up_to_a_year", "tips_at_measuring", "up_to_measuring", "measuring_money"),
    *_of_circle("budget_at_end", "start_measuring"),
    *START,
)
PROMISE: Final = (*_of_circle("promised", "start_months", "start_budget", "start_measuring"), *START)
WORSE: Final = _of_circle(
    *(
        f"{part}{end}"
        for end in ("", "_with_soft")
        for part in ("deepest", "deepest_in", "back_in", "difference")
    )
)
WAITING: Final = (
    *_of_circle(
        *("more.pv_hard", "more.pv_soft", "more.pv_spending", "more.npv", "more.npv_with_soft"),
        *("more.hard_at_end", "more.members_at_end"),
    ),
    *START,
)
EQUATION_NAMES: Final = tuple(EQUATIONS)

TWO_BUSINESSES: Final = tuple(
    f"business.{part}"
    for part in (
        *("employees", "posts", "margin_without", "margin_with", "margin_more"),
        *("per_employee_without", "per_employee_with", "per_employee_more", "soft_per_employee"),
    )
)
WORK_PARTS: Final = ("hours", "posts", "value")
ALL_WORK: Final = tuple(f"work.all.{part}" for part in WORK_PARTS)
BY_KIND: Final = (*ALL_WORK, *(f"kind.{kind}.{part}" for kind in KINDS for part in WORK_PARTS))
BY_TEAM: Final = (*ALL_WORK, *(f"members.{team.id}.{part}" for team in MODEL.teams for part in WORK_PARTS))
NOBODY_ELSE: Final = (
    "work.nobody_else",
    *(f"kind.{kind.id}.value" for kind in KINDS.values() if kind.by_nobody_else),
)
OTHERS: Final = ("work.others.share", *(f"work.others.{part}" for part in WORK_PARTS), "market_growth.value")
CONDITIONS: Final = tuple(f"conditions.{when}" for when in (NOW, PLANNED))


def why_policy(card: str, *names: str, chart: Chart | None = None, policy: int = 0, month: int = 0) -> None:
    """Draw the small button of a card whose figures belong to the three policies.

    Parameters
    ----------
    card
        What the card is called; unique on the page.
    *names
        Ids of the figures on it.
    chart
        Its chart.
    policy, month
        Which policy and which month the page shows; the first policy, and a year, where it shows several.
    """

    def ask() -> OnTrack:
        labels = tuple(tipping.POLICIES.values())
        if month:
            st.session_state.setdefault(f"why month {card}", month)
        column = _ask("Policy", card, labels, policy)
        return on_policy(document.scenario(), column)

    why(card, *names, chart=chart, ask=ask)


def why_promise(
    card: str,
    *names: str,
    options: tuple[tuple[int, float], ...],
    shown: int,
    chart: Chart | None = None,
) -> None:
    """Draw the small button of a card whose figures belong to promises.

    Parameters
    ----------
    card
        What the card is called; unique on the page.
    *names
        Ids of the figures on it.
    options
        Months and level of each promise that can be asked for.
    shown
        Which of them is shown first.
    chart
        Its chart.
    """

    def ask() -> OnTrack:
        write = document.formats()
        place = _ask("Guaranteed for", card, tuple(write.months(months) for months, _ in options), shown)
        return on_promise(document.scenario(), *options[place])

    why(card, *names, chart=chart, ask=ask)


def why_waiting(card: str, *names: str) -> None:
    """Draw the small button of a card whose figures belong to the plan begun later."""

    def ask() -> OnTrack:
        labels = tuple(f"{months} months later" for months in tipping.DELAYS)
        return on_waiting(document.scenario(), _ask("Begun", card, labels, len(labels) - 1))

    why(card, *names, ask=ask)


def _say_illustrative() -> None:
    st.caption(f":material/draw: {safe(ILLUSTRATIVE)}")


def _ask(label: str, card: str, options: tuple[str, ...], first: int) -> int:
    """Draw the choice of a path, and say that it is illustrative; return its number."""
    _say_illustrative()
    chosen: int = st.selectbox(
        label,
        range(len(options)),
        index=first,
        format_func=lambda number: plain(options[number]),
        key=f"why path {card}",
    )
    return chosen


# ---- the paths, each found once


@lru_cache(maxsize=8)
def on_policy(asked: Scenario, column: int) -> OnTrack:
    """Return what is known along the path of a policy, in the order of `tipping.POLICIES`."""
    circle = Circle(resolve(asked))
    start = (circle.plan, circle.today, circle.cut)[column]
    label = tuple(tipping.POLICIES.values())[column]
    track = Track(label, start, tipping.policies(circle).paths, column)
    return OnTrack(document.answer_to(asked), circle, track)


@lru_cache(maxsize=8)
def on_promise(asked: Scenario, months: int, level: float) -> OnTrack:
    """Return what is known along the path of a promise, held against standing still."""
    circle = Circle(resolve(asked))
    promise = Start(budget=level, measuring=circle.plan.measuring, months=float(months))
    starts = (promise, circle.today)
    paths = circle.paths(
        Start(
            budget=np.array([float(one.budget) for one in starts]),
            measuring=np.array([float(one.measuring) for one in starts]),
            months=np.array([float(one.months) for one in starts]),
        ),
        tipping.LONG,
    )
    result = document.answer_to(asked)
    still = OnTrack(result, circle, Track(tipping.POLICIES["stand"], circle.today, paths, 1))
    return OnTrack(result, circle, Track("The promise", promise, paths, 0), against=(still, "standing still"))


@lru_cache(maxsize=8)
def on_waiting(asked: Scenario, number: int) -> OnTrack:
    """Return what is known along the path of the plan begun later, held against beginning now."""
    circle = Circle(resolve(asked))
    plan, begins = circle.plan, (0, tipping.DELAYS[number])
    starts = tuple(
        Start(budget=plan.budget, measuring=plan.measuring, months=plan.months, begins=month)
        for month in begins
    )
    paths = circle.paths(
        Start(
            budget=plan.budget,
            measuring=plan.measuring,
            months=plan.months,
            begins=np.array(begins, dtype=np.float64),
        )
    )
    result = document.answer_to(asked)
    now = OnTrack(result, circle, Track("Begun now", starts[0], paths, 0))
    later = Track(f"Begun {begins[1]} months later", starts[1], paths, 1)
    return OnTrack(result, circle, later, against=(now, "begun now"))
