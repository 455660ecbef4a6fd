"""Charts of who gains: value by team, and the matrix of who powers whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from components.charts._base import (
    EMPTY_REACH,
    LOOKS_KEPT,
    Chart,
    Money,
    Rows,
    Spec,
    Style,
    chart_spec,
    data,
    expr,
    finite,
    flat_axis,
    flow_words,
    legend,
    mix,
    on_background,
    short_labels,
    text_mark,
    text_on,
    tooltip,
    unseen,
    zero_rule,
)
from components.charts.wheel import Flow, TeamValue
from wording import listed

PARTS = ("direct", "from the wheel", "direct, soft", "from the wheel, soft")
"""The parts of a bar, from the axis outwards. Hard comes first: it is what the headline counts."""
PART_SHADE = (1.0, 0.42, 0.24, 0.1)
"""Share of the team's colour in each part; all are outlined in the full colour, soft ones dashed."""
COST = "cost"
"""The receiver in the matrix that is not a team."""


def team_bars(*, teams: Sequence[TeamValue], money: Money, style: Style) -> Chart:
    """Value by team as stacked bars, the largest first; teams that are off come last.

    Positive parts stack to the right of zero and negative ones to the left, so that no part hides behind
    another.

    Raises
    ------
    ValueError
        When there is no team, or an amount is not a finite number.
    """
    if not teams:
        raise ValueError("bars of teams need a team")
    ranked = sorted(teams, key=lambda team: (not team.on, not team.measured, -_everything(team)))
    has_soft = any(team.on and (team.soft_direct or team.soft_received) for team in teams)
    bars: Rows = []
    ends: Rows = []
    table: Rows = []
    for team in ranked:
        right = left = 0.0
        words = _team_row(team, money)
        table.append(words)
        colour = on_background(team.colour, style.dark)
        for part, shade, amount in zip(PARTS, PART_SHADE, _parts(team), strict=True):
            finite(amount, f"{part} of {team.label}")
            start = right if amount >= 0 else left
            if amount >= 0:
                right += amount
            else:
                left += amount
            bars.append(
                {
                    "team": team.label,
                    "part": part,
                    "start": start,
                    "end": start + amount,
                    "fill": mix(colour, style.background, shade),
                    "stroke": colour,
                    "soft": "soft" in part,
                    **words,
                }
            )
        ends.append(
            {
                "team": team.label,
                "end": right,
                "left": left,
                "words": words["Value"],
            }
        )
    highest = max(row["end"] for row in ends)
    lowest = min(row["left"] for row in ends)
    return Chart(
        spec=_team_spec(style, len(teams), has_soft),
        datasets={
            "bars": [row for row in bars if row["start"] != row["end"]] or bars[:1],
            "key": [{"part": part} for part in (PARTS if has_soft else PARTS[:2])],
            "ends": ends,
            "room": [
                {"end": highest + 0.2 * ((highest - lowest) or 5 * EMPTY_REACH)},
                {"end": lowest},
            ],
        },
        alt=team_bars_text(teams=teams, money=money),
        rows=table,
    )


def team_bars_text(*, teams: Sequence[TeamValue], money: Money) -> str:
    """The bars in words: every team's value, and how much of all is soft.

    >>> one = TeamValue(
    ...     id="support", label="Support", colour="#0072B2", direct=3.0, received=1.0, soft_direct=2.0
    ... )
    >>> team_bars_text(teams=[one], money="${:,.0f}".format)
    'Value by team: Support $6. Of $6 in all, $2 is soft.'
    """
    on = sorted((team for team in teams if team.on), key=lambda team: -_everything(team))
    if not on:
        return "Value by team: every team is switched off."
    total = sum(_everything(team) for team in on)
    soft = sum(team.soft_direct + team.soft_received for team in on)
    known = [f"{team.label} {money(_everything(team))}" for team in on if team.measured]
    text = f"Value by team: {listed(known) or 'no numbers for any'}."
    if soft:
        text += f" Of {money(total)} in all, {money(soft)} is soft."
    else:
        text += f" {money(total)} in all."
    off = [team.label for team in teams if not team.on]
    return text + (f" Switched off: {listed(off)}." if off else "")


def _parts(team: TeamValue) -> tuple[float, float, float, float]:
    if not team.on:
        return 0.0, 0.0, 0.0, 0.0
    return team.direct, team.received, team.soft_direct, team.soft_received


def _everything(team: TeamValue) -> float:
    return sum(_parts(team))


def _team_row(team: TeamValue, money: Money) -> dict[str, str]:
    amounts = dict(
        zip(
            ("Direct", "From the wheel", "Direct, soft", "From the wheel, soft"),
            _parts(team),
            strict=True,
        )
    )
    row = {"Team": team.label}
    row |= {name: team.written(amount, money) for name, amount in amounts.items()}
    row["Value"] = team.written(_everything(team), money)
    return row


@lru_cache(maxsize=LOOKS_KEPT)
def _team_spec(style: Style, count: int, has_soft: bool) -> Spec:
    shown = PARTS if has_soft else PARTS[:2]
    names = {
        "field": "team",
        "type": "nominal",
        "sort": None,
        "axis": flat_axis(
            style,
            None,
            labelColor=style.text,
            labelFontSize=13,
            labelFlush=False,
            labelOverlap=False,
        ),
        "scale": {"paddingInner": 0.38, "paddingOuter": 0.1},
    }
    across = {
        "field": "end",
        "type": "quantitative",
        "axis": flat_axis(
            style,
            f"Present value, {style.currency}",
            grid=True,
            gridColor=style.grid,
            tickCount=expr("width < 480 ? 3 : 6"),
            labelExpr=short_labels(style),
        ),
    }
    return chart_spec(
        height=34 * count + 70,
        layer=[
            {
                "data": data("bars"),
                "mark": {
                    "type": "bar",
                    "strokeWidth": 1,
                    "strokeDash": expr("datum.soft ? [3, 2] : [1, 0]"),
                    "aria": False,
                },
                "encoding": {
                    "y": names,
                    "x": {**across, "field": "start"},
                    "x2": {"field": "end"},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "stroke": {"field": "stroke", "type": "nominal", "scale": None},
                    "tooltip": tooltip(
                        "Team",
                        "Direct",
                        "From the wheel",
                        "Direct, soft",
                        "From the wheel, soft",
                        "Value",
                    )
                    if has_soft
                    else tooltip("Team", "Direct", "From the wheel", "Value"),
                },
            },
            unseen("room", {"x": across}),
            unseen(
                "key",
                {
                    # Bars carry a colour a team, so the key for shades needs a scale of its own.
                    "color": {
                        "field": "part",
                        "type": "nominal",
                        "sort": None,
                        "scale": {
                            "domain": list(shown),
                            "range": [
                                mix(style.muted, style.background, shade)
                                for shade in PART_SHADE[: len(shown)]
                            ],
                        },
                        "legend": legend(
                            style,
                            symbolType="square",
                            symbolSize=110,
                            symbolOpacity=1,
                            symbolStrokeColor=style.muted,
                            symbolStrokeWidth=1,
                            columns=2,
                            offset=10,
                        ),
                    }
                },
            ),
            zero_rule(style, "x"),
            {
                "data": data("ends"),
                "mark": text_mark(style, align="left", baseline="middle", dx=6),
                "encoding": {
                    "y": names,
                    "x": across,
                    "text": {"field": "words", "type": "nominal"},
                },
            },
        ],
    )


def matrix_heat(
    *,
    teams: Sequence[TeamValue],
    flows: Sequence[Flow],
    money: Money,
    style: Style,
    cost_label: str = "Cost",
) -> Chart:
    """Who powers whom as a table of shades: givers in rows, receivers in columns, the cost column last.

    At desk width every square holds its number. On a phone nine columns have no room for numbers: squares
    keep their shade, columns their first three letters, and the numbers stand in `rows`, which a phone
    shows better as a plain table below.

    Raises
    ------
    ValueError
        When an amount is not a finite number.
    """
    amounts = _amounts(teams, flows)
    on = [team for team in teams if team.on]
    largest = max((abs(amount) for amount in amounts.values()), default=0.0)
    columns = [(team.id, team.label) for team in on] + [(COST, cost_label)]
    cells: Rows = []
    for giver in on:
        for receiver, label in columns:
            amount = amounts.get((giver.id, receiver), 0.0)
            share = abs(amount) / largest if largest > 0 else 0.0
            shade = 0.04 + 0.96 * share if amount >= 0 else 0.0
            fill = mix(style.accent, style.background, shade)
            cells.append(
                {
                    "giver": giver.label,
                    "receiver": label,
                    "amount": amount,
                    "fill": fill,
                    "stroke": style.line if amount < 0 else fill,
                    "ink": text_on(fill),
                    "negative": amount < 0,
                    "Worth": money(amount) if amount else "0",
                    "From": giver.label,
                    "To": label,
                }
            )
    return Chart(
        spec=_matrix_spec(style, len(on)),
        datasets={"cells": cells},
        alt=matrix_text(teams=teams, flows=flows, money=money, cost_label=cost_label),
        rows=matrix_rows(teams=teams, flows=flows, money=money, cost_label=cost_label),
    )


def matrix_text(
    *,
    teams: Sequence[TeamValue],
    flows: Sequence[Flow],
    money: Money,
    cost_label: str = "Cost",
) -> str:
    """The matrix in words: what each loop gives, and the largest single flow, one that takes among them."""
    amounts = _amounts(teams, flows)
    on = [team for team in teams if team.on]
    given = {
        team.id: sum(amount for (giver, _), amount in amounts.items() if giver == team.id) for team in on
    }
    if not any(given.values()):
        return "Who powers whom: no loop gives anything yet."
    label = {team.id: team.label for team in teams} | {COST: cost_label}
    ranked = sorted(on, key=lambda team: -given[team.id])
    (giver, receiver), most = max(amounts.items(), key=lambda item: abs(item[1]))
    largest = label[receiver] if receiver != giver else "itself"
    return (
        f"Who powers whom. What each team's loop gives: "
        f"{listed([f'{team.label} {money(given[team.id])}' for team in ranked])}. "
        f"The largest flow {flow_words(label[giver], largest, most, money)}."
    )


def matrix_rows(
    *,
    teams: Sequence[TeamValue],
    flows: Sequence[Flow],
    money: Money,
    cost_label: str = "Cost",
) -> Rows:
    """The matrix as a table: one row a giver, one column a receiver, with the sum each loop gives."""
    amounts = _amounts(teams, flows)
    on = [team for team in teams if team.on]
    rows: Rows = []
    for giver in on:
        row: dict[str, str] = {"Gives": giver.label}
        for team in on:
            row[team.label] = money(amounts.get((giver.id, team.id), 0.0))
        row[cost_label] = money(amounts.get((giver.id, COST), 0.0))
        row["Sum"] = money(sum(amount for (one, _), amount in amounts.items() if one == giver.id))
        rows.append(row)
    return rows


def _amounts(teams: Sequence[TeamValue], flows: Sequence[Flow]) -> dict[tuple[str, str], float]:
    on = {team.id for team in teams if team.on}
    amounts: dict[tuple[str, str], float] = {}
    for flow in flows:
        if flow.giver in on and flow.receiver in on | {COST}:
            amount = finite(flow.amount, f"flow from {flow.giver} to {flow.receiver}")
            amounts[flow.giver, flow.receiver] = amounts.get((flow.giver, flow.receiver), 0.0) + amount
    return amounts


@lru_cache(maxsize=LOOKS_KEPT)
def _matrix_spec(style: Style, count: int) -> Spec:
    across = {
        "field": "receiver",
        "type": "nominal",
        "sort": None,
        "scale": {"paddingInner": 0.06, "paddingOuter": 0},
        "axis": flat_axis(
            style,
            f"Rows give, columns get; present value, {style.currency}",
            orient="top",
            labelAngle=0,
            labelExpr="width < 560 ? substring(datum.label, 0, 3) : datum.label",
            labelOverlap=False,
            labelFlush=False,
            labelFontSize=expr("width < 560 ? 11 : 12"),
            labelColor=style.text,
        ),
    }
    down = {
        "field": "giver",
        "type": "nominal",
        "sort": None,
        "scale": {"paddingInner": 0.06, "paddingOuter": 0},
        "axis": flat_axis(style, None, labelOverlap=False, labelFlush=False, labelColor=style.text),
    }
    return chart_spec(
        height=34 * max(count, 1) + 60,
        layer=[
            {
                "data": data("cells"),
                "mark": {
                    "type": "rect",
                    "cornerRadius": 2,
                    "strokeWidth": 1.2,
                    "strokeDash": expr("datum.negative ? [4, 3] : [1, 0]"),
                    "aria": False,
                },
                "encoding": {
                    "x": across,
                    "y": down,
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "stroke": {"field": "stroke", "type": "nominal", "scale": None},
                    "tooltip": tooltip("From", "To", "Worth"),
                },
            },
            {
                "data": data("cells"),
                "mark": text_mark(
                    style,
                    fontSize=12,
                    text=expr(
                        "width < 480 || bandwidth('x') < 6.4 * length(datum.Worth) + 4 ? '' : datum.Worth"
                    ),
                    tooltip=None,
                ),
                "encoding": {
                    "x": across,
                    "y": down,
                    "color": {"field": "ink", "type": "nominal", "scale": None},
                },
            },
        ],
    )
