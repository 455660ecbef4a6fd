"""Charts of the circle of not investing: what each policy comes to, the loops behind it, and where a start tips.

All of them show what is illustrative, and say so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from components.charts._base import (
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
    gap_or_number,
    legend,
    mix,
    month_axis,
    month_targets,
    on_background,
    percent,
    short_labels,
    text_mark,
    text_on,
    tooltip,
    value_axis,
)
from components.charts.confidence import LOSS, between
from wording import listed

Number = Callable[[float], str]

ILLUSTRATIVE: Final = "Illustrative"

DASHES: Final = ([1, 0], [7, 4], [2, 3])
"""Lines are told apart by their dashes, too."""


@dataclass(frozen=True, kw_only=True)
class PolicyPath:
    """What one policy comes to: a figure for each of the chart's months."""

    name: str
    values: Sequence[float]


def policy_paths(
    *,
    title: str,
    paths: Sequence[PolicyPath],
    months: Sequence[int],
    write: Number,
    unit: str,
    style: Style,
    marks: Sequence[tuple[str, int]] = (),
) -> Chart:
    """Up to three policies over time.

    Parameters
    ----------
    title
        What is drawn, as the axis says it.
    paths
        In the order of their colours: what is argued for, going on as today, the opposite.
    months
        Of the values, rising.
    write
        Writes a value.
    unit
        ``"money"``, ``"share"`` or ``"count"``: how the axis writes it.
    marks
        Name of a path and month in which its circle closes.

    Raises
    ------
    ValueError
        When there is no path or more than three, a path has another length than the months, or a figure is not finite.
    """
    if not 1 <= len(paths) <= len(DASHES) or len(months) < 2:
        raise ValueError("one to three paths over two months at least")
    if any(len(path.values) != len(months) for path in paths):
        raise ValueError("every path needs a figure for each month")
    lines: Rows = [
        {"month": month, "value": finite(value, f"{title}, {path.name}, month {month}"), "policy": path.name}
        for path in paths
        for month, value in zip(months, path.values, strict=True)
    ]
    by_name = {path.name: dict(zip(months, path.values, strict=True)) for path in paths}
    shades = dict(zip((path.name for path in paths), policy_colours(style), strict=False))
    closes: Rows = [
        {"month": month, "value": by_name[name][month], "shade": shades[name], "seen": 1}
        for name, month in marks
        if month in by_name[name]
    ]
    told: Rows = [
        {"month": month, "Month": str(month)}
        | {path.name: write(by_name[path.name][month]) for path in paths}
        for month in months
    ]
    return Chart(
        spec=_paths_spec(style, title, unit, months[-1], tuple(path.name for path in paths)),
        datasets={
            "lines": lines,
            # always one row, unseen where nothing closes: a scale that meets an empty dataset complains
            "closes": closes or [{**lines[0], "shade": style.muted, "seen": 0}],
            "months": told,
        },
        alt=policy_paths_text(title=title, paths=paths, months=months, write=write),
        rows=[{name: value for name, value in row.items() if name != "month"} for row in told],
    )


def policy_paths_text(
    *, title: str, paths: Sequence[PolicyPath], months: Sequence[int], write: Number
) -> str:
    """The paths in words.

    >>> paths = [PolicyPath(name="Invest", values=[1.0, 2.0]), PolicyPath(name="Cut", values=[1.0, 0.0])]
    >>> policy_paths_text(title="Budget", paths=paths, months=[0, 60], write="{:g}".format)
    'Illustrative. Budget from month 0 to 60: Invest from 1 to 2 and Cut from 1 to 0.'
    """
    each = [f"{path.name} from {write(path.values[0])} to {write(path.values[-1])}" for path in paths]
    return f"{ILLUSTRATIVE}. {title} from month {months[0]} to {months[-1]}: {listed(each)}."


def policy_colours(style: Style) -> tuple[str, str, str]:
    """Colours of what is argued for, of going on as today, and of the opposite."""
    return style.accent, style.muted, on_background(LOSS, style.dark)


@lru_cache(maxsize=LOOKS_KEPT * 8)
def _paths_spec(style: Style, title: str, unit: str, horizon: int, names: tuple[str, ...]) -> Spec:
    across = month_axis(style, horizon)
    labels = (
        {"labelExpr": "format(datum.value * 100, 'd') + ' %'"}
        if unit == "share"
        else {"labelExpr": short_labels(style)}
    )
    upwards = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": True, "nice": True},
        "axis": value_axis(style, f"{title}, {style.currency}" if unit == "money" else title, **labels),
    }
    colour = {
        "field": "policy",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": list(names), "range": list(policy_colours(style))[: len(names)]},
    }
    return chart_spec(
        height=200,
        layer=[
            {
                "data": data("lines"),
                "mark": {"type": "line", "strokeWidth": 2.6, "aria": False, "tooltip": None},
                "encoding": {
                    "x": across,
                    "y": upwards,
                    "color": {**colour, "legend": legend(style, symbolSize=300)},
                    "strokeDash": {
                        "field": "policy",
                        "type": "nominal",
                        "sort": None,
                        "scale": {
                            "domain": list(names),
                            "range": [list(dash) for dash in DASHES][: len(names)],
                        },
                        "legend": legend(style, symbolSize=300),
                    },
                },
            },
            {
                "data": data("closes"),
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 90,
                    "opacity": expr("datum.seen"),
                    "stroke": style.background,
                    "strokeWidth": 1.5,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {
                    "x": across,
                    "y": upwards,
                    "fill": {"field": "shade", "type": "nominal", "scale": None},
                },
            },
            month_targets("months", horizon, "Month", *names),
        ],
    )


# ---- the loops


NODES: Final = {
    "budget": (50.0, 93.0, "Budget"),
    "measuring": (10.0, 72.0, "Measuring"),
    "seen": (10.0, 30.0, "Value\nseen"),
    "care": (90.0, 72.0, "Care for\nmembers"),
    "value": (90.0, 30.0, "Value\ncreated"),
    "spending": (34.0, 52.0, "Spending"),
    "return": (50.0, 8.0, "Return\nperceived"),
}
"""Where each part stands, in hundredths of the width and of the height."""

EDGES: Final = (
    # from, to, sign, loops it belongs to, bend to the left of its direction, whether it takes time
    ("budget", "measuring", "+", ("seeing",), 0.12, False),
    ("measuring", "seen", "+", ("seeing",), 0.14, True),
    ("seen", "return", "+", ("seeing",), 0.12, False),
    ("budget", "care", "+", ("caring",), -0.12, False),
    ("care", "value", "+", ("caring",), -0.14, True),
    ("value", "return", "+", ("caring",), -0.12, False),
    ("budget", "spending", "+", ("spending",), 0.16, False),
    ("spending", "return", "−", ("spending",), 0.16, False),
    ("measuring", "care", "−", (), -0.1, False),
    ("return", "budget", "+", ("seeing", "caring", "spending"), -0.34, False),
)
"""What moves what, and in which direction: more measuring leaves less for care, more spending lowers the return."""

LOOP_PLACES: Final = {"seeing": (25.0, 37.0), "caring": (75.0, 37.0), "spending": (51.0, 42.0)}
LOOP_LETTERS: Final = {"seeing": "R1", "caring": "R2", "spending": "B"}
"""R reinforces, B balances."""

BENDS: Final = 24
SIDE: Final = 16.0
"""Room beside the outermost parts for their words, in hundredths of the width."""

SIGN_ASIDE: Final = 4.5
"""How far a sign stands from its line, in the same hundredths."""

LOOPS_HEIGHT: Final = 400


def causal_loops(*, dominating: str, names: dict[str, str], when: str, style: Style) -> Chart:
    """The loops of the circle with their signs, the one that dominates lit up.

    Parameters
    ----------
    dominating
        ``"seeing"``, ``"caring"`` or ``"spending"``; empty where none does.
    names
        What people call each loop.
    when
        What is looked at, such as ``"Stand still, month 12"``.

    Raises
    ------
    ValueError
        When there is no such loop.
    """
    if dominating and dominating not in LOOP_PLACES:
        raise ValueError(f"there is no loop {dominating!r}")
    lines: Rows = []
    heads: Rows = []
    for number, (start, end, sign, loops, bend, slow) in enumerate(EDGES):
        lit = bool(dominating) and dominating in loops
        look = {
            "edge": number,
            "colour": style.accent if lit else style.line,
            "width": 4.0 if lit else 1.4,
            "lit": int(lit),
        }
        points = _bent(NODES[start][:2], NODES[end][:2], bend)
        lines += [{**look, "order": order, "x": x, "y": y} for order, (x, y) in enumerate(points)]
        (before_x, before_y), (x, y) = points[-2:]
        side_x, side_y = _beside(points[-6], points[-4])
        heads.append(
            {
                **look,
                "x": x,
                "y": y,
                "across": x - before_x,
                "up": y - before_y,
                "sign_x": side_x,
                "sign_y": side_y,
                "sign": sign,
                "slow": "‖" if slow else "",
                "slow_x": points[len(points) // 2][0],
                "slow_y": points[len(points) // 2][1],
            }
        )
    return Chart(
        spec=_loops_spec(style),
        datasets={
            "lines": lines,
            "heads": heads,
            "nodes": [{"x": x, "y": y, "words": words} for x, y, words in NODES.values()],
            "loops": [
                {
                    "x": x,
                    "y": y,
                    "words": LOOP_LETTERS[loop],
                    "name": names[loop],
                    "fill": style.accent if loop == dominating else mix(style.line, style.background, 0.25),
                    "ink": text_on(style.accent) if loop == dominating else style.text,
                }
                for loop, (x, y) in LOOP_PLACES.items()
            ],
        },
        alt=causal_loops_text(dominating=dominating, names=names, when=when),
        rows=[
            {
                "From": NODES[start][2].replace("\n", " "),
                "To": NODES[end][2].replace("\n", " "),
                "Sign": sign,
                "Loop": listed([names[loop] for loop in loops]) or "none",
                "Takes time": "yes" if slow else "no",
            }
            for start, end, sign, loops, _, slow in EDGES
        ],
    )


def causal_loops_text(*, dominating: str, names: dict[str, str], when: str) -> str:
    """The loops in words.

    >>> names = {"seeing": "Seen", "caring": "Cared for", "spending": "Cost"}
    >>> causal_loops_text(dominating="caring", names=names, when="Cut, month 3").split(". ")[-1]
    'Cut, month 3: “Cared for” dominates.'
    """
    state = f"“{names[dominating]}” dominates" if dominating else "no loop moves anything"
    return (
        f"{ILLUSTRATIVE}. Three causal loops. {LOOP_LETTERS['seeing']}, “{names['seeing']}”, reinforces: budget, "
        f"measuring, value seen, return perceived. {LOOP_LETTERS['caring']}, “{names['caring']}”, reinforces: "
        f"budget, care, value created, return perceived. {LOOP_LETTERS['spending']}, “{names['spending']}”, "
        f"balances: more spending lowers the return. {when}: {state}."
    )


def _bent(start: tuple[float, float], end: tuple[float, float], bend: float) -> list[tuple[float, float]]:
    """Points of a bent line between two places, its ends left free for words."""
    (a, b), (c, d) = start, end
    middle = ((a + c) / 2 - bend * (d - b), (b + d) / 2 + bend * (c - a))
    free = min(0.3, 11.0 / math.hypot(c - a, d - b))
    found = []
    for number in range(BENDS + 1):
        part = free + (1 - 2 * free) * number / BENDS
        x, y = (
            (1 - part) ** 2 * one + 2 * part * (1 - part) * between + part**2 * two
            for one, between, two in zip(start, middle, end, strict=True)
        )
        found.append((x, y))
    return found


def _beside(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """The place a little above the middle between two points, or to its left where they stand over each other."""
    across, up = other[0] - one[0], other[1] - one[1]
    length = math.hypot(across, up)
    turn = 1.0 if across > 0.0 or (abs(across) < abs(up) and up > 0.0) else -1.0
    return (
        (one[0] + other[0]) / 2 - turn * SIGN_ASIDE * up / length,
        (one[1] + other[1]) / 2 + turn * SIGN_ASIDE * across / length,
    )


@lru_cache(maxsize=LOOKS_KEPT)
def _loops_spec(style: Style) -> Spec:
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [-SIDE + 4, 100 + SIDE - 4], "nice": False},
        "axis": None,
    }
    y = {"field": "y", "type": "quantitative", "scale": {"domain": [0, 100], "nice": False}, "axis": None}
    wide = 100 + 2 * (SIDE - 4)
    own = {"field": "colour", "type": "nominal", "scale": None}
    return chart_spec(
        height=LOOPS_HEIGHT,
        layer=[
            {
                "data": data("lines"),
                "mark": {"type": "line", "interpolate": "linear", "aria": False, "tooltip": None},
                "encoding": {
                    "x": x,
                    "y": y,
                    "order": {"field": "order", "type": "quantitative"},
                    "detail": {"field": "edge", "type": "nominal"},
                    "stroke": own,
                    "strokeWidth": {"field": "width", "type": "quantitative", "scale": None},
                },
            },
            {
                "data": data("heads"),
                "mark": {
                    "type": "point",
                    "shape": "triangle-right",
                    "filled": True,
                    "opacity": 1,
                    "size": expr("datum.lit ? 190 : 100"),
                    # the drawing is as wide as the page lets it: the arrow turns with it
                    "angle": expr(
                        f"atan2(-datum.up * height / 100, datum.across * width / {wide}) * 180 / PI"
                    ),
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": x, "y": y, "color": own},
            },
            {
                "data": data("heads"),
                "mark": text_mark(style, fontSize=18, fontWeight=700, baseline="middle", tooltip=None),
                "encoding": {
                    "x": {**x, "field": "sign_x"},
                    "y": {**y, "field": "sign_y"},
                    "text": {"field": "sign", "type": "nominal"},
                },
            },
            {
                "data": data("heads"),
                "mark": text_mark(
                    style, fontSize=16, fontWeight=700, color=style.muted, tooltip=None, angle=90
                ),
                "encoding": {
                    "x": {**x, "field": "slow_x"},
                    "y": {**y, "field": "slow_y"},
                    "text": {"field": "slow", "type": "nominal"},
                },
            },
            {
                "data": data("nodes"),
                "mark": text_mark(
                    style, fontSize=14, fontWeight=600, lineBreak="\n", baseline="middle", tooltip=None
                ),
                "encoding": {"x": x, "y": y, "text": {"field": "words", "type": "nominal"}},
            },
            {
                "data": data("loops"),
                "mark": {
                    "type": "point",
                    "shape": "circle",
                    "filled": True,
                    "size": 800,
                    "opacity": 1,
                    "aria": False,
                },
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": {"field": "fill", "type": "nominal", "scale": None},
                    "tooltip": tooltip("name"),
                },
            },
            {
                "data": data("loops"),
                "mark": text_mark(style, fontSize=13, fontWeight=700, baseline="middle", tooltip=None),
                "encoding": {
                    "x": x,
                    "y": y,
                    "text": {"field": "words", "type": "nominal"},
                    "color": {"field": "ink", "type": "nominal", "scale": None},
                },
            },
        ],
    )


# ---- the tipping point


@dataclass(frozen=True, kw_only=True)
class MapPlace:
    """A place on the map: its name, its budget a year and its share for measuring."""

    name: str
    budget: float
    measuring: float


@dataclass(frozen=True, kw_only=True)
class TippingMap:
    """Where each start ends: budgets a year across, shares for measuring up, an end for every pair.

    Parameters
    ----------
    budgets, measurings
        Rising; two each at least.
    ends
        A row a share, a column a budget: ``"thriving"``, ``"undecided"`` or ``"starved"``.
    boundary
        For each share the smallest budget that thrives; None where none does.
    boundary_above
        For each share the largest that does; None where none does, or the largest of the map does, too.
    """

    budgets: Sequence[float]
    measurings: Sequence[float]
    ends: Sequence[Sequence[str]]
    boundary: Sequence[float | None]
    boundary_above: Sequence[float | None]


END_WORDS: Final = {"thriving": "thrives", "undecided": "not decided yet", "starved": "starves"}


def tipping_map(
    *, drawn: TippingMap, here: MapPlace, others: Sequence[MapPlace], money: Money, style: Style
) -> Chart:
    """Starts coloured by where they end, the boundary between the ends, and where one is.

    Parameters
    ----------
    drawn
        The map.
    here
        The start that is looked at.
    others
        Further places that are named on it.

    Raises
    ------
    ValueError
        When the table has another shape than its axes.
    """
    rows, columns = len(drawn.measurings), len(drawn.budgets)
    if min(rows, columns) < 2 or len(drawn.ends) != rows or any(len(row) != columns for row in drawn.ends):
        raise ValueError("a map needs two budgets and two shares, and an end for every pair")
    edges_x, edges_y = between(drawn.budgets), between(drawn.measurings)
    fills = {
        "thriving": mix(style.accent, style.background, 0.42),
        "undecided": mix(style.line, style.background, 0.3),
        "starved": mix(on_background(LOSS, style.dark), style.background, 0.38),
    }
    cells: Rows = []
    for number, row in enumerate(drawn.ends):
        first = 0
        for column in range(1, columns + 1):
            if column < columns and row[column] == row[first]:
                continue
            # neighbours that end alike are one strip: sixty strips instead of thousands of cells
            cells.append(
                {
                    "left": edges_x[first],
                    "right": edges_x[column],
                    "bottom": edges_y[number],
                    "top": edges_y[number + 1],
                    "fill": fills[row[first]],
                    "Start": f"{percent(drawn.measurings[number])} for measuring, "
                    f"{money(drawn.budgets[first])} to {money(drawn.budgets[column - 1])} a year",
                    "Ends": END_WORDS[row[first]],
                }
            )
            first = column
    places: Rows = [
        {
            "x": min(max(place.budget, edges_x[0]), edges_x[-1]),
            "y": min(max(place.measuring, edges_y[0]), edges_y[-1]),
            "words": place.name,
            "main": int(main),
            "side": int(place.budget > (edges_x[0] + edges_x[-1]) / 2),
        }
        for place, main in ((here, True), *((other, False) for other in others))
    ]
    line = [
        {"x": budget, "y": share, "side": side}
        for side, budgets in enumerate((drawn.boundary, drawn.boundary_above))
        for budget, share in zip(budgets, drawn.measurings, strict=True)
        if gap_or_number(budget) is not None
    ]
    return Chart(
        spec=_map_spec(style, edges_x[0], edges_x[-1], edges_y[-1]),
        datasets={
            "cells": cells,
            "line": line or [{"x": None, "y": None, "side": 0}],
            "places": places,
            "regions": _regions(drawn, edges_x, edges_y),
        },
        alt=tipping_map_text(drawn=drawn, here=here, money=money),
        rows=[
            {
                "For measuring": percent(share),
                "Thrives from, a year": "no budget here"
                if budget is None
                else money(budget)
                if above is None
                else f"{money(budget)} to {money(above)}",
            }
            for share, budget, above in zip(
                drawn.measurings, drawn.boundary, drawn.boundary_above, strict=True
            )
        ],
    )


def tipping_map_text(*, drawn: TippingMap, here: MapPlace, money: Money) -> str:
    """The map in words: where the boundary runs, and where one is.

    >>> drawn = TippingMap(budgets=[0.0, 100.0], measurings=[0.0, 0.1], boundary=[None, 60.0],
    ...                    boundary_above=[None, None], ends=[["starved", "starved"], ["starved", "thriving"]])
    >>> here = MapPlace(name="You are here", budget=80.0, measuring=0.1)
    >>> text = tipping_map_text(drawn=drawn, here=here, money="${:.0f}".format)
    >>> text.split(". ")[2]
    'With 10 % for measuring it thrives from $60 a year on'
    """
    text = (
        f"{ILLUSTRATIVE}. Where a start ends, by budget from {money(drawn.budgets[0])} to "
        f"{money(drawn.budgets[-1])} a year and by share for measuring from "
        f"{percent(drawn.measurings[0])} to {percent(drawn.measurings[-1])}."
    )
    known = [
        (
            share,
            f"{money(budget)} a year on" if above is None else f"{money(budget)} to {money(above)} a year",
        )
        for share, budget, above in zip(drawn.measurings, drawn.boundary, drawn.boundary_above, strict=True)
        if budget is not None
    ]
    if not known:
        text += " Nothing thrives here."
    else:
        ends = {known[0][0]: known[0][1], known[-1][0]: known[-1][1]}
        text += "".join(
            f" With {percent(share)} for measuring it thrives from {way}." for share, way in ends.items()
        )
    return f"{text} {here.name}: {money(here.budget)} a year, {percent(here.measuring)} for measuring."


def _regions(drawn: TippingMap, edges_x: list[float], edges_y: list[float]) -> Rows:
    """Where the words of each end stand: in the middle of the longest strip of its middle row."""
    found: Rows = []
    for end in ("thriving", "starved"):
        rows = [number for number, row in enumerate(drawn.ends) if list(row).count(end) >= len(row) / 5]
        if not rows:
            continue
        # starving fills the bottom, thriving the top: their words stand where each has most room
        number = rows[max(0, len(rows) // 4)] if end == "starved" else rows[3 * len(rows) // 4]
        columns = [column for column, name in enumerate(drawn.ends[number]) if name == end]
        found.append(
            {
                # a little to the left of the middle, where today's place is not
                "x": 0.65 * edges_x[columns[0]] + 0.35 * edges_x[columns[-1] + 1],
                "y": (edges_y[number] + edges_y[number + 1]) / 2,
                "words": END_WORDS[end],
            }
        )
    return found or [{"x": edges_x[0], "y": edges_y[0], "words": ""}]


@lru_cache(maxsize=LOOKS_KEPT * 4)
def _map_spec(style: Style, left: float, right: float, top: float) -> Spec:
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [left, right], "nice": False},
        "axis": flat_axis(
            style,
            f"Budget at the start, {style.currency} a year",
            tickCount=expr("width < 480 ? 4 : 8"),
            labelExpr=short_labels(style),
        ),
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False},
        "axis": value_axis(
            style, "Of it, for measuring", labelExpr="format(datum.value * 100, 'd') + ' %'", grid=False
        ),
    }
    return chart_spec(
        height=360,
        layer=[
            {
                "data": data("cells"),
                "mark": {"type": "rect", "aria": False, "strokeWidth": 1, "clip": True},
                "encoding": {
                    "x": {**x, "field": "left"},
                    "x2": {"field": "right"},
                    "y": {**y, "field": "bottom"},
                    "y2": {"field": "top"},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    # strips that only touch let the page shine through between them
                    "stroke": {"field": "fill", "type": "nominal", "scale": None},
                    "tooltip": tooltip("Start", "Ends"),
                },
            },
            {
                "data": data("line"),
                "mark": {
                    "type": "line",
                    "color": style.text,
                    "strokeWidth": 2.5,
                    "aria": False,
                    "tooltip": None,
                    "clip": True,
                },
                "encoding": {
                    "x": x,
                    "y": y,
                    "order": {"field": "y", "type": "quantitative"},
                    "detail": {"field": "side", "type": "nominal"},
                },
            },
            {
                "data": data("regions"),
                "mark": text_mark(style, fontSize=17, fontWeight=600, baseline="middle", tooltip=None),
                "encoding": {"x": x, "y": y, "text": {"field": "words", "type": "nominal"}},
            },
            {
                "data": data("places"),
                "mark": {
                    "type": "point",
                    "filled": True,
                    "opacity": 1,
                    "size": expr("datum.main ? 170 : 80"),
                    "color": style.text,
                    "stroke": style.background,
                    "strokeWidth": 2,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": x, "y": y},
            },
            {
                "data": data("places"),
                "mark": text_mark(
                    style,
                    fontWeight=600,
                    align=expr("datum.side ? 'right' : 'left'"),
                    baseline="bottom",
                    dx=expr("datum.side ? -10 : 10"),
                    dy=-4,
                    tooltip=None,
                ),
                "encoding": {"x": x, "y": y, "text": {"field": "words", "type": "nominal"}},
            },
        ],
    )
