"""Charts of a comparison: paths on one scale, value of each team on each side, and the bridge between two.

Sides differ by colour and by dashes; every chart says in words what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

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
    legend,
    mix,
    month_axis,
    month_targets,
    on_background,
    short_labels,
    text_mark,
    tooltip,
    unseen,
    value_axis,
    zero_rule,
)
from wording import listed
from wording.comparison import told_apart

PathKind = Literal["money", "share", "count"]

DASHES = ([1, 0], [7, 4], [2, 3], [9, 3, 2, 3])
"""Of the first to the fourth side: who sees no colours tells them apart, too."""

RECEIVED_SHADE = 0.35
GAIN = "#2E7D32"
LOSS = "#B42318"
STEP_HEIGHT = 46


@dataclass(frozen=True, kw_only=True)
class SidePath:
    """Something that changes by month on one side, a figure each month; None where there is none."""

    name: str
    colour: str
    values: Sequence[float | None]


@dataclass(frozen=True, kw_only=True)
class SideTeams:
    """What each team takes on one side, by the team's label: direct and received [money]."""

    name: str
    colour: str
    teams: Sequence[tuple[str, float, float]]


@dataclass(frozen=True, kw_only=True)
class BridgeStep:
    """One change: what it is called, what is in it, and what it explains [money], with its error where there is one."""

    label: str
    effect: float
    text: str
    detail: str = ""


def paths(
    *,
    sides: Sequence[SidePath],
    what: str,
    write: Callable[[float], str],
    style: Style,
    from_month: int = 0,
    kind: PathKind = "money",
) -> Chart:
    """Paths of several sides on one shared scale.

    Parameters
    ----------
    sides
        One to four, each with as many figures as the others.
    what
        What is drawn, as the axis and the words say it, such as ``"Cumulative cash"``.
    write
        Writes one figure.
    from_month
        Month of the first figure.
    kind
        Amounts of money, shares, or counts.

    Raises
    ------
    ValueError
        When there is no side, sides have different numbers of months, fewer than two, or a figure is not finite.
    """
    lengths = {len(side.values) for side in sides}
    if len(lengths) != 1 or min(lengths) < 2 or len(sides) > len(DASHES):
        raise ValueError("paths side by side need one to four sides with the same months, and two at least")
    horizon = from_month + lengths.pop() - 1
    # the table of the same figures has a column of its own beside theirs
    names = told_apart(["Month", *(side.name for side in sides)])[1:]
    colours = tuple(on_background(side.colour, style.dark) for side in sides)
    lines: Rows = []
    for name, side, colour in zip(names, sides, colours, strict=True):
        for step, value in enumerate(side.values):
            if value is not None:
                lines.append(
                    {
                        "month": from_month + step,
                        "value": finite(value, f"{what} of {name}, step {step}"),
                        "side": name,
                        "fill": colour,
                    }
                )
    everything = [row["value"] for row in lines]
    # a shared scale counts from zero, but people far from none may be compared from where they are
    reach = (max([*everything, 0.0]) - min([*everything, 0.0])) or EMPTY_REACH
    table: Rows = [
        {"Month": from_month + step}
        | {name: _or_dash(side.values[step], write) for name, side in zip(names, sides, strict=True)}
        for step in range(len(sides[0].values))
    ]
    return Chart(
        spec=_paths_spec(style, horizon, what, kind, names, colours),
        datasets={
            "lines": lines,
            "ends": [row for row in lines if row["month"] == horizon],
            "room": [{"value": max([*everything, 0.0]) + 0.06 * reach}, {"value": min([*everything, 0.0])}],
            "months": [
                {
                    "month": row["Month"],
                    "Month": str(row["Month"]),
                    what: "; ".join(f"{name} {row[name]}" for name in names),
                }
                for row in table
            ],
        },
        alt=paths_text(sides=sides, what=what, write=write, from_month=from_month),
        rows=table,
    )


def paths_text(
    *, sides: Sequence[SidePath], what: str, write: Callable[[float], str], from_month: int = 0
) -> str:
    """The paths in words: where each ends, and its lowest point where that is below zero.

    >>> one = SidePath(name="Now", colour="#000000", values=[0.0, -5.0, 10.0])
    >>> paths_text(sides=[one], what="Cumulative cash", write="${:,.0f}".format)
    'Cumulative cash, month 0 to 2, on one scale: Now from $0 to $10, lowest $-5 in month 1.'
    """
    told = []
    for side in sides:
        known = [(value, step) for step, value in enumerate(side.values) if value is not None]
        if not known:
            told.append(f"{side.name} none")
            continue
        words = f"{side.name} from {write(known[0][0])} to {write(known[-1][0])}"
        lowest, step = min(known)
        if lowest < 0:
            words += f", lowest {write(lowest)} in month {from_month + step}"
        told.append(words)
    last = from_month + len(sides[0].values) - 1
    return f"{what}, month {from_month} to {last}, on one scale: {'; '.join(told)}."


def _or_dash(value: float | None, write: Callable[[float], str]) -> str:
    return "–" if value is None else write(value)


@lru_cache(maxsize=LOOKS_KEPT * 8)
def _paths_spec(
    style: Style,
    horizon: int,
    what: str,
    kind: PathKind,
    names: tuple[str, ...],
    colours: tuple[str, ...],
) -> Spec:
    across = month_axis(style, horizon)
    title = f"{what}, {style.currency}" if kind == "money" else what
    labels = {"format": ".0%"} if kind == "share" else {"labelExpr": short_labels(style)}
    upwards = {"field": "value", "type": "quantitative", "axis": value_axis(style, title, **labels)}
    by_side = {"field": "side", "type": "nominal", "sort": None}
    return chart_spec(
        height=260 + 18 * len(names),
        layer=[
            unseen("room", {"y": upwards}),
            zero_rule(style),
            {
                "data": data("lines"),
                "mark": {"type": "line", "strokeWidth": 2.4, "aria": False, "tooltip": None},
                "encoding": {
                    "x": across,
                    "y": upwards,
                    "color": {
                        **by_side,
                        "scale": {"domain": list(names), "range": list(colours)},
                        "legend": legend(style, columns=1, labelLimit=300),
                    },
                    "strokeDash": {
                        **by_side,
                        "scale": {
                            "domain": list(names),
                            "range": [list(dash) for dash in DASHES[: len(names)]],
                        },
                        "legend": legend(style, columns=1, labelLimit=300),
                    },
                },
            },
            {
                "data": data("ends"),
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 46,
                    "opacity": 1,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {
                    "x": across,
                    "y": upwards,
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                },
            },
            month_targets("months", horizon, "Month", what),
        ],
    )


def teams_side_by_side(*, sides: Sequence[SideTeams], money: Money, style: Style) -> Chart:
    """Value by team on each side: direct in full colour, what the wheel adds pale.

    Raises
    ------
    ValueError
        When there is no side or no team, sides have different teams, or an amount is not finite.
    """
    if not sides or not sides[0].teams or len(sides) > len(DASHES):
        raise ValueError("teams side by side need one to four sides, and a team")
    if any([team for team, _, _ in side.teams] != [team for team, _, _ in sides[0].teams] for side in sides):
        raise ValueError("every side needs the same teams in the same order")
    names = told_apart([side.name for side in sides])
    bars: Rows = []
    ends: Rows = []
    for name, side in zip(names, sides, strict=True):
        colour = on_background(side.colour, style.dark)
        for team, direct, received in side.teams:
            words = {"Team": team, "Scenario": name} | _written(direct, received, money)
            right = left = 0.0
            for part, amount, fill in (
                ("direct", direct, colour),
                ("wheel", received, mix(colour, style.background, RECEIVED_SHADE)),
            ):
                start = right if finite(amount, f"{part} of {team}, {name}") >= 0 else left
                right, left = (start + amount, left) if amount >= 0 else (right, start + amount)
                if amount:
                    bars.append(
                        {
                            "team": team,
                            "side": name,
                            "start": start,
                            "end": start + amount,
                            "fill": fill,
                            "stroke": colour,
                            **words,
                        }
                    )
            ends.append({"team": team, "side": name, "end": right, "words": money(direct + received)})
    highest = max([row["end"] for row in ends] + [0.0])
    lowest = min([min(row["start"], row["end"]) for row in bars] + [0.0])
    colours = tuple(on_background(side.colour, style.dark) for side in sides)
    teams = tuple(team for team, _, _ in sides[0].teams)
    return Chart(
        spec=_teams_spec(style, teams, names, colours),
        datasets={
            "bars": bars
            or [
                {
                    "team": teams[0],
                    "side": names[0],
                    "start": 0.0,
                    "end": 0.0,
                    "fill": "#000",
                    "stroke": "#000",
                }
            ],
            "key": [{"side": name} for name in names],
            "ends": ends,
            "room": [{"end": highest + 0.22 * ((highest - lowest) or 5 * EMPTY_REACH)}, {"end": lowest}],
        },
        alt=teams_side_by_side_text(sides=sides, money=money),
        rows=[
            {"Team": team, "Scenario": name} | _written(direct, received, money)
            for index, (team, _, _) in enumerate(sides[0].teams)
            for name, side in zip(names, sides, strict=True)
            for _, direct, received in (side.teams[index],)
        ],
    )


def teams_side_by_side_text(*, sides: Sequence[SideTeams], money: Money) -> str:
    """The bars in words: every team's value on each side, in their order.

    >>> one = SideTeams(name="Now", colour="#000000", teams=[("Support", 3.0, 1.0)])
    >>> two = SideTeams(name="Bold", colour="#000000", teams=[("Support", 6.0, 1.0)])
    >>> teams_side_by_side_text(sides=[one, two], money="${:,.0f}".format)
    'Value by team, Now against Bold: Support $4 against $7.'
    """
    told = [
        f"{team} {' against '.join(money(sum(side.teams[index][1:])) for side in sides)}"
        for index, (team, _, _) in enumerate(sides[0].teams)
        if any(any(side.teams[index][1:]) for side in sides)
    ]
    return f"Value by team, {' against '.join(side.name for side in sides)}: {listed(told) or 'none for any team'}."


def _written(direct: float, received: float, money: Money) -> dict[str, str]:
    return {"Direct": money(direct), "From the wheel": money(received), "Value": money(direct + received)}


@lru_cache(maxsize=LOOKS_KEPT * 8)
def _teams_spec(
    style: Style, teams: tuple[str, ...], names: tuple[str, ...], colours: tuple[str, ...]
) -> Spec:
    down = {
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
        "scale": {"domain": list(teams), "paddingInner": 0.25, "paddingOuter": 0.1},
    }
    within = {
        "field": "side",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": list(names), "paddingInner": 0.12},
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
        height=len(teams) * (16 * len(names) + 10) + 60 + 18 * len(names),
        layer=[
            {
                "data": data("bars"),
                "mark": {"type": "bar", "strokeWidth": 1, "aria": False},
                "encoding": {
                    "y": down,
                    "yOffset": within,
                    "x": {**across, "field": "start"},
                    "x2": {"field": "end"},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "stroke": {"field": "stroke", "type": "nominal", "scale": None},
                    "tooltip": tooltip("Team", "Scenario", "Direct", "From the wheel", "Value"),
                },
            },
            unseen("room", {"x": across}),
            unseen(
                "key",
                {
                    "color": {
                        "field": "side",
                        "type": "nominal",
                        "sort": None,
                        "scale": {"domain": list(names), "range": list(colours)},
                        "legend": legend(
                            style,
                            symbolType="square",
                            symbolSize=110,
                            symbolOpacity=1,
                            columns=1,
                            labelLimit=300,
                            offset=10,
                        ),
                    }
                },
            ),
            zero_rule(style, "x"),
            {
                "data": data("ends"),
                "mark": text_mark(style, align="left", baseline="middle", dx=5, fontSize=11),
                "encoding": {
                    "y": down,
                    "yOffset": within,
                    "x": across,
                    "text": {"field": "words", "type": "nominal"},
                },
            },
        ],
    )


def bridge(
    *,
    start_name: str,
    end_name: str,
    start: float,
    end: float,
    steps: Sequence[BridgeStep],
    money: Money,
    style: Style,
    colours: tuple[str, str] = ("", ""),
) -> Chart:
    """The waterfall from one net present value to another: a line a change, its words above its bar.

    Lines run downwards and words stand above bars, so that long names have room on a phone.

    Parameters
    ----------
    start_name, end_name
        What the two sides are called.
    start, end
        Their net present values [money].
    steps
        What each change explains, in the order drawn; together they are the gap.
    colours
        ``#RRGGBB`` of the two sides; the accent where empty.

    Raises
    ------
    ValueError
        When the steps do not add up to the gap within rounding, or an amount is not finite.
    """
    finite(start, start_name)
    finite(end, end_name)
    gap = sum(finite(step.effect, step.label) for step in steps)
    size = max([1.0, abs(start), abs(end), *(abs(step.effect) for step in steps)])
    if abs(start + gap - end) > max(0.005, 1e-9 * size):
        raise ValueError("the steps of a bridge add up to its gap")
    count = len(steps) + 2
    bars: Rows = []
    links: Rows = []

    first, last = (on_background(colour, style.dark) if colour else style.accent for colour in colours)
    gain, loss = (on_background(colour, style.dark) for colour in (GAIN, LOSS))

    def add(place: int, label: str, low: float, high: float, words: str, fill: str, told: str) -> None:
        floor = float(count - 1 - place)
        bars.append(
            {
                "floor": floor + 0.08,
                "top": floor + 0.5,
                "head": floor + 0.55,
                "low": min(low, high),
                "high": max(low, high),
                "label": label,
                "words": words,
                "fill": fill,
                "side": place in (0, count - 1),
                "Change": label,
                "Explains": words,
                "In it": told or "–",
            }
        )

    add(0, start_name, 0.0, start, money(start), first, "")
    so_far = start
    for place, step in enumerate(steps, start=1):
        links.append(
            {"at": so_far, "from": float(count - place) + 0.08, "to": float(count - 1 - place) + 0.5}
        )
        add(
            place,
            step.label,
            so_far,
            so_far + step.effect,
            step.text,
            gain if step.effect >= 0 else loss,
            step.detail,
        )
        so_far += step.effect
    links.append({"at": so_far, "from": 1.08, "to": 0.5})
    add(count - 1, end_name, 0.0, end, money(end), last, "")
    everything = [0.0, *(row["low"] for row in bars), *(row["high"] for row in bars)]
    reach = (max(everything) - min(everything)) or EMPTY_REACH
    return Chart(
        spec=_bridge_spec(style, count),
        datasets={
            "bars": bars,
            "links": links,
            "room": [
                {"high": max(everything) + 0.02 * reach},
                {"high": min(everything) - 0.02 * reach},
            ],
        },
        alt=bridge_text(
            start_name=start_name, end_name=end_name, start=start, end=end, steps=steps, money=money
        ),
        rows=[
            {"Step": start_name, "Amount": money(start)},
            *({"Step": step.label, "Amount": step.text} for step in steps),
            {"Step": end_name, "Amount": money(end)},
        ],
    )


def bridge_text(
    *, start_name: str, end_name: str, start: float, end: float, steps: Sequence[BridgeStep], money: Money
) -> str:
    """The bridge in words.

    >>> steps = [BridgeStep(label="Members", effect=50.0, text="+$50")]
    >>> bridge_text(start_name="Now", end_name="Bold", start=10, end=60, steps=steps, money="${:,.0f}".format)
    'From $10 with Now to $60 with Bold: Members +$50.'
    """
    told = listed([f"{step.label} {step.text}" for step in steps])
    ends = f"From {money(start)} with {start_name} to {money(end)} with {end_name}"
    return f"{ends}: {told or 'no change explains anything'}."


@lru_cache(maxsize=LOOKS_KEPT * 4)
def _bridge_spec(style: Style, count: int) -> Spec:
    down = {
        "field": "floor",
        "type": "quantitative",
        "scale": {"domain": [0, count], "nice": False},
        "axis": None,
    }
    across = {
        "field": "high",
        "type": "quantitative",
        "axis": flat_axis(
            style,
            f"Net present value, {style.currency}",
            grid=True,
            gridColor=style.grid,
            tickCount=expr("width < 480 ? 3 : 6"),
            labelExpr=short_labels(style),
        ),
    }
    return chart_spec(
        height=STEP_HEIGHT * count + 46,
        layer=[
            {
                "data": data("links"),
                "mark": {
                    "type": "rule",
                    "color": style.line,
                    "strokeWidth": 1,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {
                    "x": {**across, "field": "at"},
                    "y": {**down, "field": "from"},
                    "y2": {"field": "to"},
                },
            },
            {
                "data": data("bars"),
                "mark": {"type": "rect", "cornerRadius": 1, "aria": False},
                "encoding": {
                    "x": {**across, "field": "low"},
                    "x2": {"field": "high"},
                    "y": down,
                    "y2": {"field": "top"},
                    "color": {"field": "fill", "type": "nominal", "scale": None},
                    "tooltip": tooltip("Change", "Explains", "In it"),
                },
            },
            unseen("room", {"x": across}),
            zero_rule(style, "x"),
            # words stand on lines of the grid, so a halo of the page's colour parts them
            *(
                {
                    "data": data("bars"),
                    "mark": text_mark(
                        style,
                        align=align,
                        baseline="bottom",
                        fontWeight=600,
                        stroke=style.background,
                        strokeWidth=5,
                        limit=expr(limit),
                    ),
                    "encoding": {
                        "x": {"value": place},
                        "y": {**down, "field": "head"},
                        "text": {"field": field, "type": "nominal"},
                    },
                }
                for align, place, field, limit in (
                    ("left", 0, "label", "width * 0.68"),
                    ("right", "width", "words", "width"),
                )
            ),
            {
                "data": data("bars"),
                "mark": text_mark(
                    style,
                    align="left",
                    baseline="bottom",
                    fontWeight=expr("datum.side ? 600 : 400"),
                    limit=expr("width * 0.68"),
                ),
                "encoding": {
                    "x": {"value": 0},
                    "y": {**down, "field": "head"},
                    "text": {"field": "label", "type": "nominal"},
                },
            },
            {
                "data": data("bars"),
                "mark": text_mark(style, align="right", baseline="bottom", fontWeight=600),
                "encoding": {
                    "x": {"value": "width"},
                    "y": {**down, "field": "head"},
                    "text": {"field": "words", "type": "nominal"},
                },
            },
        ],
    )
