"""Charts of the community over time: its layers, and how many joins its members cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from components.charts._base import (
    LOOKS_KEPT,
    Chart,
    Number,
    Rows,
    Spec,
    Style,
    chart_spec,
    data,
    expr,
    finite,
    gap_or_number,
    month_axis,
    month_targets,
    percent,
    text_mark,
    value_axis,
)
from wording import listed

ROW_HEIGHT = 84
LABEL_SHARE = 0.42
"""Share of a row's height kept for its words."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """People in one layer at the start of each month, from month 1 on."""

    name: str
    people: Sequence[float]


def layers_over_time(*, layers: Sequence[Layer], number: Number, style: Style) -> Chart:
    """Members by layer over time: one row a layer, each on its own scale from zero.

    A market of a million and twenty employees share no scale that shows both. So every row has its own,
    says in words where it starts and ends, and is drawn in one view: unlike facets, it follows the width
    of its container.

    Parameters
    ----------
    layers
        From the top down, each with a figure for every month.
    number
        Writes a count of people.

    Raises
    ------
    ValueError
        When there is no layer, a layer has no figures or another number of months, or a figure is not
        finite.
    """
    if not layers:
        raise ValueError("layers over time need a layer")
    months = {len(layer.people) for layer in layers}
    if len(months) != 1 or months == {0}:
        raise ValueError("layers over time need as many months in each layer, and one at least")
    horizon = months.pop()
    points: Rows = []
    heads: Rows = []
    for place, layer in enumerate(layers):
        people = [
            finite(count, f"{layer.name}, month {month}") for month, count in enumerate(layer.people, start=1)
        ]
        most = max((abs(count) for count in people), default=0.0)
        floor = float(len(layers) - 1 - place)
        for month, count in enumerate(people, start=1):
            height = count / most * (1 - LABEL_SHARE) if most > 0 else 0.0
            points.append(
                {
                    "month": month,
                    "layer": layer.name,
                    "height": floor + height,
                    "floor": floor,
                    "people": count,
                }
            )
        heads.append(
            {
                "layer": layer.name,
                "floor": floor,
                "head": floor + 1 - LABEL_SHARE,
                "words": _from_to(number(people[0]), number(people[-1])),
            }
        )
    table = _layer_rows(layers, number)
    return Chart(
        spec=_layers_spec(style, horizon, len(layers)),
        datasets={
            "points": points,
            "heads": heads,
            "months": [
                {
                    "month": row["Month"],
                    "Month": str(row["Month"]),
                    "People": "; ".join(f"{layer.name} {row[layer.name]}" for layer in layers),
                }
                for row in table
            ],
        },
        alt=layers_text(layers=layers, number=number),
        rows=table,
    )


def layers_text(*, layers: Sequence[Layer], number: Number) -> str:
    """The layers in words: where each starts and ends.

    >>> layers_text(layers=[Layer(name="Members", people=[5000.0, 6200.0])], number="{:,.0f}".format)
    'People by layer from month 1 to 2: Members from 5,000 to 6,200.'
    """
    told = [f"{layer.name} from {number(layer.people[0])} to {number(layer.people[-1])}" for layer in layers]
    return f"People by layer from month 1 to {len(layers[0].people)}: {listed(told)}."


def _from_to(first: str, last: str) -> str:
    return first if first == last else f"{first} → {last}"


def _layer_rows(layers: Sequence[Layer], number: Number) -> Rows:
    return [
        {"Month": month + 1} | {layer.name: number(layer.people[month]) for layer in layers}
        for month in range(len(layers[0].people))
    ]


@lru_cache(maxsize=LOOKS_KEPT)
def _layers_spec(style: Style, horizon: int, count: int) -> Spec:
    across = month_axis(style, horizon)
    upwards = {
        "field": "height",
        "type": "quantitative",
        "scale": {"domain": [0, count], "nice": False},
        "axis": None,
    }
    each = {"field": "layer", "type": "nominal"}
    return chart_spec(
        height=ROW_HEIGHT * count + 50,
        layer=[
            {
                "data": data("heads"),
                "mark": {
                    "type": "rule",
                    "color": style.line,
                    "strokeWidth": 1,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"y": {**upwards, "field": "floor"}},
            },
            {
                "data": data("points"),
                "mark": {
                    "type": "area",
                    "color": style.accent,
                    "opacity": 0.14,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {
                    "x": across,
                    "y": {**upwards, "stack": None},
                    "y2": {"field": "floor"},
                    "detail": each,
                },
            },
            {
                "data": data("points"),
                "mark": {
                    "type": "line",
                    "color": style.accent,
                    "strokeWidth": 2,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": across, "y": upwards, "detail": each},
            },
            {
                "data": data("heads"),
                "mark": text_mark(style, fontWeight=600, align="left", baseline="bottom", dy=-6),
                "encoding": {
                    "x": {"value": 0},
                    "y": {**upwards, "field": "head"},
                    "text": {"field": "layer", "type": "nominal"},
                },
            },
            {
                "data": data("heads"),
                "mark": text_mark(style, color=style.muted, align="right", baseline="bottom", dy=-6),
                "encoding": {
                    "x": {"value": "width"},
                    "y": {**upwards, "field": "head"},
                    "text": {"field": "words", "type": "nominal"},
                },
            },
            month_targets("months", horizon, "Month", "People"),
        ],
    )


def share_over_time(*, shares: Sequence[float | None], style: Style, turns_in: int | None = None) -> Chart:
    """Flywheel share of joins by month, with half marked, and the month in which the wheel turns.

    Parameters
    ----------
    shares
        Joins that members cause / all joins [fraction], from month 0 on; None in a month in which nobody
        joins.
    turns_in
        The month in which the wheel begins to turn; None when it does not.

    Raises
    ------
    ValueError
        When there is no month.
    """
    if not shares:
        raise ValueError("a share over time needs a month")
    horizon = max(len(shares) - 1, 1)
    line: Rows = [{"month": month, "share": gap_or_number(share)} for month, share in enumerate(shares)]
    turns: Rows = []
    if turns_in is not None and turns_in < len(shares):
        height = line[turns_in]["share"]
        turns.append(
            {
                "month": turns_in,
                "share": height if height is not None else 0.5,
                "words": f"Turns in month {turns_in}",
                "early": turns_in < 0.6 * horizon,
            }
        )
    return Chart(
        spec=_share_spec(style, horizon),
        datasets={
            "line": line,
            "turns": turns,
            "half": [{"share": 0.5}],
            "months": [
                {
                    "month": row["month"],
                    "Month": str(row["month"]),
                    "Share of joins": percent(row["share"]),
                }
                for row in line
            ],
        },
        alt=share_text(shares=shares, turns_in=turns_in),
        rows=[{"Month": row["month"], "Share of joins": percent(row["share"])} for row in line],
    )


def share_text(*, shares: Sequence[float | None], turns_in: int | None = None) -> str:
    """The share in words.

    >>> share_text(shares=[0.4, 0.55], turns_in=1)
    'Members cause 40 % of joins in month 0 and 55 % in month 1; the wheel turns in month 1.'
    """
    known = [(month, gap_or_number(share)) for month, share in enumerate(shares)]
    told = [(month, share) for month, share in known if share is not None]
    if not told:
        return "Members cause no joins to speak of: nobody joins."
    turn = (
        f"the wheel turns in month {turns_in}"
        if turns_in is not None
        else "the wheel does not turn in this time"
    )
    (first, start), (last, end) = told[0], told[-1]
    if first == last:
        return f"Members cause {percent(start)} of joins in month {first}; {turn}."
    until = f"{percent(end)} in month {last}"
    return f"Members cause {percent(start)} of joins in month {first} and {until}; {turn}."


@lru_cache(maxsize=LOOKS_KEPT)
def _share_spec(style: Style, horizon: int) -> Spec:
    across = month_axis(style, horizon)
    upwards = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, 1], "nice": False},
        "axis": value_axis(
            style,
            "Joins that members cause, % of all joins",
            labelExpr="format(datum.value * 100, 'd') + ' %'",
            values=[0, 0.25, 0.5, 0.75, 1],
        ),
    }
    return chart_spec(
        height=260,
        layer=[
            {
                "data": data("half"),
                "mark": {
                    "type": "rule",
                    "color": style.line,
                    "strokeDash": [5, 4],
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"y": upwards},
            },
            {
                "data": data("line"),
                "mark": {
                    "type": "line",
                    "color": style.accent,
                    "strokeWidth": 2.4,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": across, "y": upwards},
            },
            {
                "data": data("turns"),
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 80,
                    "color": style.accent,
                    "opacity": 1,
                    "aria": False,
                },
                "encoding": {"x": across, "y": upwards},
            },
            {
                "data": data("turns"),
                "mark": text_mark(
                    # Shares rise as a rule: below and to the right of the point, or above and to its
                    # left, it is free.
                    style,
                    fontWeight=600,
                    align=expr("datum.early ? 'left' : 'right'"),
                    baseline="middle",
                    dx=expr("datum.early ? 4 : -4"),
                    dy=expr("datum.early ? 18 : -18"),
                ),
                "encoding": {
                    "x": across,
                    "y": upwards,
                    "text": {"field": "words", "type": "nominal"},
                },
            },
            month_targets("months", horizon, "Month", "Share of joins"),
        ],
    )
