"""What the Flywheel page is made of: its facts, its switches and its tables."""

from __future__ import annotations

import math

import streamlit as st

from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.team import Team
from components import document
from components.kept import kept
from components.tables import plain_table
from figures.declared import figures
from figures.teams import amounts_of
from wording import safe
from wording.formats import NO_VALUE, NOTHING
from wording.wheel import growth_sentence, planned_sentence, reproduction_sentence

MATRIX = tuple(
    f"{giver.id}.to.{receiver}"
    for giver in MODEL.teams
    for receiver in (*(team.id for team in MODEL.teams), "cost")
)
LAYERS = (
    "market",
    "customers_now",
    "audience_now",
    *(f"members_{group}" for group in ("customers", "others", "employees")),
)
GIVING = tuple(f"{team.id}.{part}" for team in MODEL.teams for part in ("given", "received"))


def growth(result: Result) -> str:
    """Return how growth differs from what the loops hold up."""
    return growth_sentence(
        result.hard.growth,
        flywheel=result.hard.flywheel,
        running=result.resolved.scenario.running,
        formats=document.formats(),
    )


def reproduction(result: Result) -> str:
    """Return how many new members the members bring for those who go."""
    return reproduction_sentence(
        _number(result, "reproduction"),
        _number(result, "reproduction_end"),
        last_month=result.horizon,
        formats=document.formats(),
    )


def reached(result: Result) -> str:
    """Return how far a planned community gets; empty for one that runs, or that plans for nobody."""
    planned = _number(result, "members_reference") or 0.0
    if result.resolved.scenario.running or planned <= 0.0:
        return ""
    most, month = result.peak_members
    return planned_sentence(reached=most, planned=planned, month=month, formats=document.formats())


def sum_of_parts(result: Result) -> None:
    """Draw direct + flywheel = NPV, as a sum is written."""
    write, money = document.formats(), result.hard
    plain_table(
        [
            {"Part": "Direct: value less costs, no loop turning", "Amount": write.money_short(money.direct)},
            {"Part": "From the wheel", "Amount": write.money_short(money.flywheel, signed=True)},
            {"Part": "Net present value", "Amount": f"= {write.money_short(money.npv)}"},
        ],
        alt="Direct and what the wheel adds make the net present value",
    )


def before_costs(result: Result) -> str:
    """Return what the wheel in the drawing adds up to."""
    write, money = document.formats(), result.hard
    benefits, spent = write.money_short(money.pv_benefits), write.money_short(money.pv_costs)
    return f"The wheel shows benefits that reach the ledger: {benefits} in all, before costs of {spent}."


def turning(result: Result) -> None:
    """Draw from when members keep the wheel turning."""
    write = document.formats()
    shown = (
        ("Turns in month", write.number(result.turns_in_month)),
        ("Carries itself in month", write.number(result.carries_itself_in_month)),
        ("Reproduction now", write.number(_number(result, "reproduction"))),
        ("Reproduction at end", write.number(_number(result, "reproduction_end"))),
    )
    with st.grid(4, min_column_width=130, gap="small"):
        for label, value in shown:
            st.metric(safe(label), safe(value))


def _number(result: Result, name: str) -> float | None:
    value = figures()[name].value(result)
    return value if value is not None and math.isfinite(value) else None


# ---- switches


def loop_switch(result: Result, team: Team, *, label: str) -> None:
    """Draw the switch of one team's loop."""
    key = f"loop {team.id}"
    scenario = result.resolved.scenario
    left_out = team.id in scenario.teams_off
    kept(
        st.toggle,
        label,
        key=key,
        place=f"loops_off.{team.id}",
        saved=lambda: team.id in document.resolved().loops_on,
        on_change=_loop_switched,
        args=(team.id, key),
        disabled=left_out,
        wrap=True,
        help=f"{team.loop.help} {'The team is left out, and its loop with it.' if left_out else ''}",
    )
    document.told_why_not(key)


def loop_switches(result: Result) -> None:
    """Draw the eight switches, and one for all of them."""
    for team in MODEL.teams:
        loop_switch(result, team, label=f"{team.label}: {team.loop.label[0].lower()}{team.loop.label[1:]}")
    if result.resolved.loops_on:
        st.button("Stop every loop", icon=":material/pause_circle:", on_click=_set_loops, args=(False,))
    else:
        st.button("Let every loop turn", icon=":material/play_circle:", on_click=_set_loops, args=(True,))


def _loop_switched(name: str, key: str) -> None:
    off = document.scenario().loops_off
    document.change(key, loops_off=off - {name} if st.session_state[key] else off | {name})


def _set_loops(turn: bool) -> None:
    document.change("loops_off", loops_off=() if turn else tuple(team.id for team in MODEL.teams))


# ---- tables


def giving_table(result: Result) -> None:
    """Draw what each team's loop gives and what each team receives; both columns add up to the flywheel effect.

    What there are no numbers for is a dash, not a zero.
    """
    write, money = document.formats(), result.hard
    turning_now = result.resolved.loops_on
    rows = []
    for team in MODEL.teams:
        if team.id in result.resolved.scenario.teams_off:
            continue
        amounts = amounts_of(result, team.id)
        rows.append(
            {
                "Team": team.label,
                "Its loop gives": write.money_short(amounts.given, signed=True)
                if team.id in turning_now
                else "stopped",
                "It receives": write.money_short(amounts.received, signed=True),
            }
        )
    in_costs = sum(row["cost"] for row in money.matrix.values())
    if abs(in_costs) >= NOTHING:
        rows.append(
            {
                "Team": "Costs",
                "Its loop gives": NO_VALUE,
                "It receives": write.money_short(in_costs, signed=True),
            }
        )
    rows.append(
        {
            "Team": "All",
            "Its loop gives": write.money_short(money.flywheel, signed=True),
            "It receives": write.money_short(money.flywheel, signed=True),
        }
    )
    plain_table(rows, alt="What each team's loop gives and what each team receives, present values")
