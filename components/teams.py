"""What the Teams page is made of: the choice of a team, its facts, its tables and its switches."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import streamlit as st

from calculators import costs
from calculators.contributions import hours_a_month
from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.scenario import Origin
from calculators.team import Team
from components import charts, document, fields
from components.charts import Chart
from components.kept import kept
from components.loops import loop_switch
from components.tables import plain_table
from figures.kinds import written
from figures.said import team_facts
from figures.teams import amounts_of, is_measured, lines_of
from wording import listed, safe, safe_money
from wording.formats import NO_VALUE, NOTHING

ALL: Final = "all"
SHARED: Final = "shared"
TEAMS: Final = {team.id: team for team in MODEL.teams}
OVERVIEW: Final = (
    *("pv_benefits", "flywheel", "benefit_cost_ratio", "teams.direct", "teams.received", "teams.soft"),
    *(
        f"{team.id}.{part}"
        for team in MODEL.teams
        for part in ("value", "direct", "received", "given", "soft", "return_per_cost")
    ),
)
BARS: Final = tuple(
    f"{team.id}.{part}" for team in MODEL.teams for part in ("value", "direct", "received", "soft")
)
COSTS: Final = tuple(f"cost.{line.id}" for line in costs.LINES)
PAYING: Final = tuple(f"{team.id}.{part}" for team in MODEL.teams for part in ("own_cost", "own_roi"))


def ask_team() -> Team | None:
    """Draw the choice of a team; None for the overview of all. The choice stands in the address."""
    labels = {ALL: "All teams"} | {name: team.label for name, team in TEAMS.items()}
    chosen = st.pills(
        "Team",
        tuple(labels),
        format_func=lambda name: labels[name],
        default=ALL,
        required=True,
        key="team",
        bind="query-params",
        persist_state="session",
        label_visibility="collapsed",
        wrap=True,
    )
    return TEAMS.get(chosen or ALL)


# ---- what is known of a team


def counted(result: Result, team: Team) -> bool:
    """Tell whether the team is not left out."""
    return team.id not in result.resolved.scenario.teams_off


def has_value(result: Result, team: Team) -> bool:
    """Tell whether there is any value of the team to draw."""
    return counted(result, team) and is_measured(result, team.id)


def by_month(result: Result, team: Team) -> tuple[np.ndarray, np.ndarray]:
    """Return the team's hard and soft value a month, undiscounted."""
    hard, soft = np.zeros(result.horizon), np.zeros(result.horizon)
    for line in team.lines:
        gross = result.series[line.gross] * result.series["counts"]
        hard += gross * result.reference[line.cash]
        soft += gross * (1.0 - result.reference[line.cash])
    return hard, soft


def month_chart(result: Result, team: Team) -> Chart:
    """Return the chart of the team's value by month."""
    hard, soft = by_month(result, team)
    return charts.value_by_month(
        name=team.label,
        colour=team.colour,
        hard=hard.tolist(),
        soft=soft.tolist(),
        money=document.formats().money_short,
        style=document.style(),
    )


# ---- all teams


def overview_table(result: Result) -> None:
    """Draw value, effects and return of every team; a dash where there are no numbers."""
    write = document.formats()
    one = write.money(1)
    rows = []
    for team in MODEL.teams:
        facts, amounts = team_facts(result, team), amounts_of(result, team.id)
        known = has_value(result, team)
        rows.append(
            {
                "Team": team.label,
                "Value": write.money_short(amounts.value),
                "Given": write.money_short(amounts.given, signed=True),
                f"Per {one} of cost": write.money_fixed(
                    result.hard.teams[team.id].return_per_cost if known else None, places=2
                ),
                "Direct": write.money_short(amounts.direct),
                "Received": write.money_short(amounts.received, signed=True),
                "Soft, beside it": write.money_short(facts.soft if known else None),
            }
        )
    whole = result.hard
    rows.append(
        {
            "Team": "All",
            "Value": write.money_short(whole.pv_benefits),
            "Given": write.money_short(whole.flywheel, signed=True),
            f"Per {one} of cost": write.money_fixed(whole.benefit_cost_ratio, places=2),
            "Direct": write.money_short(sum(team.direct for team in whole.teams.values())),
            "Received": write.money_short(sum(team.received for team in whole.teams.values()), signed=True),
            "Soft, beside it": write.money_short(result.with_soft.pv_benefits - whole.pv_benefits),
        }
    )
    plain_table(rows, alt="Value, flywheel effects and return of each team, present values")


def without_numbers(result: Result) -> str:
    """Return which teams have a dash, and why; empty where none has."""
    out = [team.label for team in MODEL.teams if not counted(result, team)]
    lacking = [
        team.label for team in MODEL.teams if counted(result, team) and not is_measured(result, team.id)
    ]
    told = []
    if lacking:
        told.append(f"This kind of community has no numbers for {listed(lacking)}: a dash, not a zero.")
    if out:
        told.append(f"Left out by you: {listed(out)}.")
    return " ".join(told)


def ask_payers(result: Result) -> None:
    """Draw who pays each kind of cost that there is."""
    now = document.scenario()
    names = (SHARED, *TEAMS)
    with st.grid(3, min_column_width=200):
        for line in costs.LINES:
            if not result.costs[line.id] and line.id not in now.payers:
                continue
            key = f"payer {line.id}"
            kept(
                st.selectbox,
                f"{line.label}, {document.formats().money_short(result.costs[line.id])}",
                options=names,
                format_func=lambda name: TEAMS[name].label if name in TEAMS else "Shared by all",
                key=key,
                place=f"payers.{line.id}",
                saved=partial(_payer, line.id),
                value_as="index",
                on_change=_payer_chosen,
                args=(line.id, key),
            )


def _payer(line: str) -> str:
    return document.scenario().payers.get(line, SHARED)


def _payer_chosen(line: str, key: str) -> None:
    chosen = st.session_state[key]
    others = {other: payer for other, payer in document.scenario().payers.items() if other != line}
    document.change("payers", payers=others if chosen == SHARED else {**others, line: chosen})


def payer_table(result: Result) -> None:
    """Draw value against own cost of the teams that pay, where any does."""
    write = document.formats()
    paying = [team for team in MODEL.teams if result.hard.teams[team.id].own_cost]
    if not paying:
        return
    plain_table(
        [
            {
                "Team": team.label,
                "Value": write.money_short(result.hard.teams[team.id].value),
                "Own cost": write.money_short(result.hard.teams[team.id].own_cost),
                "Own ROI": write.percent(result.hard.teams[team.id].own_roi),
            }
            for team in paying
        ],
        alt="Value, own cost and own ROI of the teams that pay a kind of cost themselves",
    )


# ---- one team


def headline(result: Result, team: Team) -> tuple[str, ...]:
    """Draw the team's figures; return their ids."""
    write = document.formats()
    money, facts, amounts = result.hard.teams[team.id], team_facts(result, team), amounts_of(result, team.id)
    known = has_value(result, team)
    per_one = f"Per {write.money(1)} of all costs"
    shown = [
        ("Value", write.money_short(amounts.value), "value"),
        ("Soft, beside it", write.money_short(facts.soft if known else None), "soft"),
        ("Given to the wheel", write.money_short(amounts.given, signed=True), "given"),
        (per_one, write.money_fixed(money.return_per_cost if known else None, places=2), "return_per_cost"),
    ]
    if money.own_cost:
        shown += [
            ("Own cost", write.money_short(money.own_cost), "own_cost"),
            ("Own ROI", write.percent(money.own_roi), "own_roi"),
        ]
    with st.grid(min(len(shown), 4), min_column_width=140, gap="small"):
        for label, value, _ in shown:
            st.metric(safe_money(label), safe_money(value))
    names = ("value", "direct", "received", *(part for _, _, part in shown[1:]))
    return tuple(f"{team.id}.{part}" for part in names)


def switches(result: Result, team: Team) -> None:
    """Draw the switches that leave the team out and that stop its loop."""
    key = f"team {team.id}"
    kept(
        st.toggle,
        f"Count {team.label}",
        key=key,
        place=f"teams_off.{team.id}",
        saved=lambda: team.id not in document.scenario().teams_off,
        on_change=_team_switched,
        args=(team.id, key),
        help="Off: none of its value and none of its effect on the wheel is counted. Its numbers are kept.",
    )
    document.told_why_not(key)
    loop_switch(result, team, label="Its loop turns")


def _team_switched(name: str, key: str) -> None:
    off = document.scenario().teams_off
    document.change(key, teams_off=off - {name} if st.session_state[key] else off | {name})


def contribution_table(result: Result, team: Team) -> None:
    """Draw what members contribute to the team, and the work it stands for."""
    write = document.formats()
    post = result.resolved.value("hours_per_post")
    when = "Today" if result.resolved.scenario.running else "When mature"
    rows = []
    for assumption in team.assumptions:
        entry = result.resolved.in_force[assumption.id]
        if not assumption.contribution or entry.origin is Origin.ABSENT:
            continue
        hours = entry.value * hours_a_month(assumption)
        rows.append(
            {
                "Contribution": fields.name_of(assumption.id),
                when: written(entry.value, assumption.kind, assumption.unit, write),
                "Hours a month": write.number(hours),
                "Full-time posts": write.number(hours / post),
            }
        )
    if rows:
        plain_table(rows, alt=f"What members contribute to {team.label}, and the work it stands for")
    elif counted(result, team):
        st.markdown(safe(f"No contribution of members to {team.label} is known for this kind of community."))
    else:
        st.markdown(safe(f"{team.label} is left out, so what members contribute to it is not counted."))


def line_table(result: Result, team: Team) -> None:
    """Draw the team's value lines, one a column: there are three at most, and a phone has room for them."""
    write = document.formats()
    lines = lines_of(result, team.id) if counted(result, team) else ()
    if not lines:
        why = "is left out" if not counted(result, team) else "has no numbers in this kind of community"
        st.markdown(safe(f"No value line: {team.label} {why}."))
        return
    st.caption(
        "Causal share: what would not have happened anyway. Cash share: what reaches the ledger. Alone: what the "
        "line would claim if its team counted by itself."
    )
    measures = (
        ("Hard and soft", [write.money_short(line.gross) for line in lines]),
        ("Causal share", [write.percent(line.causal) for line in lines]),
        ("Cash share", [write.percent(line.cash) for line in lines]),
        ("Hard", [write.money_short(line.hard) for line in lines]),
        ("Soft", [write.money_short(line.soft) for line in lines]),
        ("Hard, alone", [write.money_short(line.claim) for line in lines]),
    )
    plain_table(
        [
            {"Present value": label} | {line.label: text for line, text in zip(lines, texts, strict=True)}
            for label, texts in measures
        ],
        alt=f"Value lines of {team.label}: gross, shares, hard, soft, and the claim of each alone",
    )


def exchange_table(result: Result, team: Team) -> None:
    """Draw to whom the team's loop gives, and from whom the team receives."""
    write = document.formats()
    matrix, facts, amounts = result.hard.matrix, team_facts(result, team), amounts_of(result, team.id)
    gets = has_value(result, team)
    if not gets and not facts.turning:
        st.markdown("Its loop stands still, and it has no value that other loops could add to.")
        return
    teams = [other for other in MODEL.teams if counted(result, other)]
    rows = [
        {
            "Team": "Itself" if other.id == team.id else other.label,
            "Gives to": write.money_short(matrix[team.id][other.id] if facts.turning else None, signed=True),
            "Gets from": write.money_short(matrix[other.id][team.id] if gets else None, signed=True),
        }
        for other in teams
    ]
    if abs(matrix[team.id]["cost"]) >= NOTHING:
        rows.append(
            {
                "Team": "Costs",
                "Gives to": write.money_short(matrix[team.id]["cost"], signed=True),
                "Gets from": NO_VALUE,
            }
        )
    rows.append(
        {
            "Team": "All",
            "Gives to": write.money_short(amounts.given, signed=True),
            "Gets from": write.money_short(amounts.received, signed=True),
        }
    )
    plain_table(rows, alt=f"To whom the loop of {team.label} gives, and from whom {team.label} receives")


def exchange_figures(team: Team) -> tuple[str, ...]:
    """Return the ids of what the team gives and receives."""
    others = tuple(f"{other}.to.{team.id}" for other in TEAMS if other != team.id)
    return (f"{team.id}.given", f"{team.id}.received", *(f"{team.id}.to.{other}" for other in TEAMS), *others)
