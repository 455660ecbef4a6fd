"""Charts of how sure an answer is: how draws are spread, fans over time, what moves the answer, two at once.

They are given percentiles and bins, never draws.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

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
    money_axis,
    month_axis,
    month_targets,
    on_background,
    percent,
    short_labels,
    text_mark,
    text_on,
    tooltip,
    unseen,
    value_axis,
    with_decimal,
    zero_rule,
)
from wording import listed

Number = Callable[[float], str]

LOSS = "#D55E00"
"""What is below zero; words and signs say it, too."""

BANDS = (("9 of 10", 0.14), ("8 of 10", 0.26), ("half", 0.42))
"""Bands of a fan from the widest inwards, and how much of the colour each has."""

LINE = 0.085
"""Height of a line of words above the bars, as a share of the chart's."""

ROW = 46
"""Height of a row that has its words above its bar, so that long names fit a phone."""

LOW_END, HIGH_END = "low end", "high end"
ALONE, TOTAL = "alone", "with its interplay"
PALE = 0.36
"""Share of the colour in the paler of two bars; both are outlined in the full colour."""

BAR_TOP, BAR_BOTTOM = 0.5, 0.86
"""Where the bar stands in its row, from the top."""


# --- how draws are spread ---


@dataclass(frozen=True, kw_only=True)
class Histogram:
    """How draws are spread over bins, with their percentiles.

    Parameters
    ----------
    edges
        Of the bins, one more than shares [money].
    shares
        Share of draws in each, the outermost holding what lies beyond, too [fraction].
    p10, p50, p90
        Percentiles [money].
    positive
        Share of draws above zero [fraction].
    """

    edges: Sequence[float]
    shares: Sequence[float]
    p10: float
    p50: float
    p90: float
    positive: float


def npv_spread(*, spread: Histogram, money: Money, style: Style) -> Chart:
    """How the NPV is spread over draws, losses in another colour, with P10, P50 and P90 marked.

    Raises
    ------
    ValueError
        When there is no bin, edges and shares do not fit, or a figure is not finite.
    """
    if not spread.shares or len(spread.edges) != len(spread.shares) + 1:
        raise ValueError("a spread needs bins, and one edge more than bins")
    last = len(spread.shares) - 1
    bars: Rows = []
    table: Rows = []
    for place, share in enumerate(spread.shares):
        low = finite(spread.edges[place], "edge of a bin")
        high = finite(spread.edges[place + 1], "edge of a bin")
        words = f"{money(low)} to {money(high)}"
        if last and place == 0:
            words = f"below {money(high)}"
        elif last and place == last:
            words = f"above {money(low)}"
        row = {"NPV": words, "Draws": _share(finite(share, "share of a bin"))}
        bars.append({"low": low, "high": high, "share": share, "loss": high <= 0.0, **row})
        table.append(row)
    top = 1.34 * max(spread.shares)
    marks = [
        {
            "npv": finite(value, name),
            "words": f"{name} {money(value)}",
            # each a line lower, and its rule begins there, so that no rule runs through the words of another
            "share": top * (1.0 - LINE * line),
            "main": name == "P50",
            "side": _away(value, spread.edges),
        }
        for line, (name, value) in enumerate((("P10", spread.p10), ("P50", spread.p50), ("P90", spread.p90)))
    ]
    return Chart(
        spec=_spread_spec(style),
        datasets={"bars": bars, "marks": marks, "top": [{"share": top}]},
        alt=npv_spread_text(spread=spread, money=money),
        rows=table,
    )


def npv_spread_text(*, spread: Histogram, money: Money) -> str:
    """The spread in words.

    >>> spread = Histogram(edges=[-50, 0, 50], shares=[0.3, 0.7], p10=-40.0, p50=10.0, p90=45.0, positive=0.7)
    >>> npv_spread_text(spread=spread, money="${:,.0f}".format)
    'Net present value over all draws: between $-40 and $45 in 8 of 10, $10 in the middle; above zero in 70 %.'
    """
    return (
        f"Net present value over all draws: between {money(spread.p10)} and {money(spread.p90)} in 8 of 10, "
        f"{money(spread.p50)} in the middle; above zero in {percent(spread.positive)}."
    )


def _share(share: float) -> str:
    return "under 1 %" if 0.0 < share < 0.005 else percent(share)


def _away(value: float, edges: Sequence[float]) -> str:
    reach = edges[-1] - edges[0]
    return "left" if not reach or value - edges[0] < 0.62 * reach else "right"


@lru_cache(maxsize=LOOKS_KEPT)
def _spread_spec(style: Style) -> Spec:
    across = {
        "field": "low",
        "type": "quantitative",
        "scale": {"nice": False, "zero": False},
        "axis": flat_axis(
            style,
            f"Net present value, {style.currency}",
            tickCount=expr("width < 480 ? 4 : 8"),
            labelExpr=short_labels(style),
            labelFlush=False,
        ),
    }
    upwards = {
        "field": "share",
        "type": "quantitative",
        "scale": {"nice": False},
        "axis": value_axis(style, "Share of draws", format=".0%", tickCount=4),
    }
    here = {**across, "field": "npv"}
    return chart_spec(
        height=290,
        layer=[
            {
                "data": data("bars"),
                "mark": {
                    "type": "bar",
                    "color": expr(f"datum.loss ? '{on_background(LOSS, style.dark)}' : '{style.accent}'"),
                    "stroke": style.background,
                    "strokeWidth": 1,
                    "opacity": 0.85,
                    "aria": False,
                },
                "encoding": {
                    "x": across,
                    "x2": {"field": "high"},
                    "y": upwards,
                    "y2": {"datum": 0},
                    "tooltip": tooltip("NPV", "Draws"),
                },
            },
            unseen("top", {"y": upwards}),
            {
                "data": data("marks"),
                "mark": {
                    "type": "rule",
                    "color": style.text,
                    "strokeWidth": 1.2,
                    "strokeDash": [4, 3],
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": here, "y": upwards, "y2": {"datum": 0}},
            },
            {
                "data": data("marks"),
                "mark": text_mark(
                    style,
                    align=expr("datum.side"),
                    baseline="top",
                    dx=expr("datum.side == 'left' ? 5 : -5"),
                    fontWeight=expr("datum.main ? 600 : 400"),
                ),
                "encoding": {
                    "x": here,
                    "y": upwards,
                    "text": {"field": "words", "type": "nominal"},
                },
            },
        ],
    )


# --- fans ---


@dataclass(frozen=True, kw_only=True)
class FanPath:
    """Percentiles of something by month.

    Parameters
    ----------
    name
        What it is, as a chart's title has it: "Cumulative cash".
    months
        The month of each step; at least two.
    p5, p10, p25, p50, p75, p90, p95
        Percentiles, a figure a month [money or people].
    """

    name: str
    months: Sequence[int]
    p5: Sequence[float]
    p10: Sequence[float]
    p25: Sequence[float]
    p50: Sequence[float]
    p75: Sequence[float]
    p90: Sequence[float]
    p95: Sequence[float]


def fan(
    *,
    path: FanPath,
    write: Number,
    style: Style,
    is_money: bool = True,
    unit: str = "",
    colour: str | None = None,
) -> Chart:
    """A fan over time: the middle as a line, bands for half, 8 and 9 of 10 draws around it.

    Parameters
    ----------
    path
        What is drawn.
    write
        Writes an amount or a count.
    is_money
        Whether the axis is in money; in `unit` otherwise.
    colour
        A team's; the accent where None.

    Raises
    ------
    ValueError
        When there are fewer than two months, percentiles of other lengths, or a figure is not finite.
    """
    steps = len(path.months)
    ends = (path.p5, path.p10, path.p25, path.p50, path.p75, path.p90, path.p95)
    if steps < 2 or any(len(values) != steps for values in ends):
        raise ValueError("a fan needs two months at least, and every percentile in each")
    bands: Rows = []
    for (label, _), low, high in zip(
        BANDS, (path.p5, path.p10, path.p25), (path.p95, path.p90, path.p75), strict=True
    ):
        bands += [
            {
                "month": month,
                "band": label,
                "low": finite(low[step], f"{path.name}, month {month}"),
                "high": finite(high[step], f"{path.name}, month {month}"),
            }
            for step, month in enumerate(path.months)
        ]
    middle = [
        {"month": month, "value": finite(path.p50[step], path.name), "band": "middle"}
        for step, month in enumerate(path.months)
    ]
    everything = [*path.p5, *path.p95, 0.0]
    reach = (max(everything) - min(everything)) or EMPTY_REACH
    table = [
        {
            "Month": month,
            "P10": write(path.p10[step]),
            "P50": write(path.p50[step]),
            "P90": write(path.p90[step]),
        }
        for step, month in enumerate(path.months)
    ]
    return Chart(
        spec=_fan_spec(
            style,
            path.months[-1],
            path.name if is_money else f"{path.name}{', ' + unit if unit else ''}",
            is_money,
            on_background(colour, style.dark) if colour else style.accent,
        ),
        datasets={
            "bands": bands,
            "middle": middle,
            "key": [{"band": label} for label in ("middle", "half", "8 of 10", "9 of 10")],
            "room": [{"value": max(everything) + 0.06 * reach}, {"value": min(everything)}],
            "months": [
                {
                    "month": row["Month"],
                    "Month": str(row["Month"]),
                    path.name: f"{row['P50']} in the middle; {row['P10']} to {row['P90']} in 8 of 10",
                    "words": f"{row['P50']} in the middle; {row['P10']} to {row['P90']} in 8 of 10",
                }
                for row in table
            ],
        },
        alt=fan_text(path=path, write=write),
        rows=table,
    )


def fan_text(*, path: FanPath, write: Number) -> str:
    """The fan in words: where it starts and ends, and when its middle crosses zero for good.

    >>> flat = [0.0, 0.0]
    >>> path = FanPath(
    ...     name="Cumulative cash", months=[0, 1], p5=flat, p10=[0.0, -8.0], p25=flat, p50=[0.0, 5.0], p75=flat,
    ...     p90=[0.0, 9.0], p95=flat,
    ... )
    >>> fan_text(path=path, write="${:,.0f}".format)
    'Cumulative cash from month 0 to 1: at the end $5 in the middle, between $-8 and $9 in 8 of 10 draws.'
    """
    first, last = path.months[0], path.months[-1]
    text = (
        f"{path.name} from month {first} to {last}: at the end {write(path.p50[-1])} in the middle, "
        f"between {write(path.p10[-1])} and {write(path.p90[-1])} in 8 of 10 draws."
    )
    below = [month for month, value in zip(path.months, path.p50, strict=True) if value < 0.0]
    if below:
        text += (
            " The middle is below zero to the end."
            if below[-1] == last
            else f" The middle is at zero or above from month {below[-1] + 1} on."
        )
    return text


@lru_cache(maxsize=LOOKS_KEPT)
def _fan_spec(style: Style, horizon: int, title: str, is_money: bool, colour: str) -> Spec:
    across = month_axis(style, horizon)
    upwards = {
        "field": "value",
        "type": "quantitative",
        "axis": money_axis(style, title)
        if is_money
        else value_axis(style, title, labelExpr=short_labels(style)),
    }
    order = [label for label, _ in BANDS]
    shades = {label: mix(colour, style.background, share) for label, share in BANDS}
    colours = {
        "field": "band",
        "type": "nominal",
        "scale": {
            "domain": ["middle", *reversed(order)],
            "range": [colour, *(shades[label] for label in reversed(order))],
        },
    }
    shown = legend(
        style,
        symbolType="square",
        symbolSize=120,
        symbolOpacity=1,
        symbolStrokeWidth=0,
        columnPadding=10,
    )
    return chart_spec(
        height=290,
        layer=[
            *(
                {
                    "data": data("bands"),
                    "transform": [{"filter": f"datum.band == '{label}'"}],
                    "mark": {
                        "type": "area",
                        "color": shades[label],
                        "opacity": 1,
                        "aria": False,
                        "tooltip": None,
                    },
                    "encoding": {"x": across, "y": {**upwards, "field": "low"}, "y2": {"field": "high"}},
                }
                for label in order
            ),
            unseen("room", {"y": upwards}),
            unseen("key", {"color": {**colours, "legend": shown}}),
            zero_rule(style),
            {
                "data": data("middle"),
                "mark": {"type": "line", "strokeWidth": 2.4, "color": colour, "aria": False, "tooltip": None},
                "encoding": {"x": across, "y": upwards},
            },
            _told_by_month(horizon, title),
        ],
    )


def _told_by_month(horizon: int, title: str) -> Spec:
    strips = month_targets("months", horizon, "Month")
    name = {"field": "words", "type": "nominal", "title": title.split(",")[0]}
    strips["encoding"]["tooltip"] = [{"field": "Month", "type": "nominal"}, name]
    return strips


# --- what moves the answer ---


@dataclass(frozen=True, kw_only=True)
class SwingBar:
    """What one assumption does to the NPV alone.

    Parameters
    ----------
    label
        The assumption.
    low_words, high_words
        The ends of its range, written.
    at_low, at_high
        NPV there [money].
    """

    label: str
    low_words: str
    high_words: str
    at_low: float
    at_high: float


def tornado(*, swings: Sequence[SwingBar], likely: float, money: Money, style: Style) -> Chart:
    """NPV from the low to the high end of each assumption, one at a time, in the order given.

    Parameters
    ----------
    swings
        At least one, the largest first.
    likely
        NPV with everything at its likely value.

    Raises
    ------
    ValueError
        When there is no swing, or an amount is not finite.
    """
    if not swings:
        raise ValueError("a tornado needs an assumption")
    bars: Rows = []
    heads: Rows = []
    table: Rows = []
    pale = mix(style.accent, style.background, PALE)
    centre = finite(likely, "NPV at likely values")
    for place, swing in enumerate(swings):
        row = {
            "Assumption": swing.label,
            "At its low end": f"{money(swing.at_low)} at {swing.low_words}",
            "At its high end": f"{money(swing.at_high)} at {swing.high_words}",
        }
        table.append(row)
        ends = ((LOW_END, swing.at_low), ("high end", swing.at_high))
        for end, amount in ends:
            bars.append(
                {
                    "from": centre,
                    "to": finite(amount, f"NPV of {swing.label}"),
                    "fill": style.accent if end == HIGH_END else pale,
                    "top": place + BAR_TOP,
                    "bottom": place + BAR_BOTTOM,
                    **row,
                }
            )
        heads.append({"row": place + BAR_TOP, "words": swing.label})
    amounts = [centre, *(swing.at_low for swing in swings), *(swing.at_high for swing in swings)]
    # zero is marked at each bar, never through the words above it; where it lies outside, the rows stand unseen where
    # they widen nothing: a scale that meets an empty dataset complains
    inside = min(amounts) <= 0.0 <= max(amounts)
    zeros: Rows = [
        {"to": 0.0 if inside else centre, "top": row["top"], "bottom": row["bottom"], "seen": int(inside)}
        for row in bars[::2]
    ]
    return Chart(
        spec=_tornado_spec(style, len(swings)),
        datasets={
            "bars": bars,
            "heads": heads,
            "zeros": zeros,
            "key": [{"end": LOW_END}, {"end": HIGH_END}],
            "room": [
                {"to": min(amounts)},
                {"to": max(amounts) if max(amounts) > min(amounts) else min(amounts) + 1},
            ],
        },
        alt=tornado_text(swings=swings, likely=likely, money=money),
        rows=table,
    )


def tornado_text(*, swings: Sequence[SwingBar], likely: float, money: Money) -> str:
    """The tornado in words: its three widest bars.

    >>> swing = SwingBar(label="Referrals", low_words="2", high_words="9", at_low=-5.0, at_high=20.0)
    >>> tornado_text(swings=[swing], likely=10.0, money="${:,.0f}".format)
    'One at a time, from $10 at likely values: Referrals moves the net present value from $-5 (2) to $20 (9).'
    """
    told = [
        f"{swing.label} {'moves the net present value ' if not place else ''}"
        f"from {money(swing.at_low)} ({swing.low_words}) to {money(swing.at_high)} ({swing.high_words})"
        for place, swing in enumerate(swings[:3])
    ]
    return f"One at a time, from {money(likely)} at likely values: {listed(told)}."


def _rows_scale(count: int) -> Spec:
    return {"domain": [0, count], "nice": False, "reverse": True}


def _key(style: Style, field: str, shades: dict[str, str]) -> Spec:
    """What the shades of the bars mean; bars are filled by their rows, so the key has a scale of its own."""
    return unseen(
        "key",
        {
            "color": {
                "field": field,
                "type": "nominal",
                "sort": None,
                "scale": {"domain": list(shades), "range": list(shades.values())},
                "legend": legend(
                    style,
                    symbolType="square",
                    symbolSize=110,
                    symbolOpacity=1,
                    symbolStrokeColor=style.accent,
                    symbolStrokeWidth=1,
                    offset=8,
                ),
            }
        },
    )


def _row_heads(style: Style, count: int) -> Spec:
    """Words above each bar, cut only where even a whole line is too short."""
    return {
        "data": data("heads"),
        "mark": text_mark(style, align="left", baseline="bottom", dy=-3, limit=expr("width")),
        "encoding": {
            "x": {"value": 0},
            "y": {
                "field": "row",
                "type": "quantitative",
                "scale": _rows_scale(count),
                "axis": None,
            },
            "text": {"field": "words", "type": "nominal"},
        },
    }


def _bars_down(count: int) -> dict[str, Spec]:
    scale = {"type": "quantitative", "scale": _rows_scale(count), "axis": None}
    return {"y": {"field": "top", **scale}, "y2": {"field": "bottom"}}


@lru_cache(maxsize=LOOKS_KEPT)
def _tornado_spec(style: Style, count: int) -> Spec:
    across = {
        "field": "to",
        "type": "quantitative",
        "scale": {"nice": True, "zero": False},
        "axis": flat_axis(
            style,
            f"Net present value, {style.currency}",
            grid=True,
            gridColor=style.grid,
            tickCount=expr("width < 480 ? 4 : 6"),
            labelExpr=short_labels(style),
            labelFlush=False,
        ),
    }
    return chart_spec(
        height=ROW * count + 70,
        layer=[
            {
                "data": data("bars"),
                "mark": {"type": "rect", "aria": False, "stroke": style.accent, "strokeWidth": 1},
                "encoding": {
                    **_bars_down(count),
                    "x": {**across, "field": "from"},
                    "x2": {"field": "to"},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "tooltip": tooltip("Assumption", "At its low end", "At its high end"),
                },
            },
            unseen("room", {"x": across}),
            _key(style, "end", {LOW_END: mix(style.accent, style.background, PALE), HIGH_END: style.accent}),
            {
                "data": data("zeros"),
                "mark": {
                    "type": "rule",
                    "color": style.text,
                    "strokeWidth": 1.5,
                    "opacity": expr("datum.seen"),
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {**_bars_down(count), "x": across},
            },
            _row_heads(style, count),
        ],
    )


@dataclass(frozen=True, kw_only=True)
class ShareBar:
    """How much of the variance one assumption explains: alone, and with its interplay [fractions]."""

    label: str
    alone: float
    total: float


def variance(*, shares: Sequence[ShareBar], style: Style) -> Chart:
    """Share of the variance each assumption explains, alone inside all it has a part in, in the order given.

    Estimates scatter a little around what they estimate; a share alone that comes out below zero, or above
    the whole, is drawn and told as the nearest that there can be.

    Raises
    ------
    ValueError
        When there is no share, or one is not finite.
    """
    if not shares:
        raise ValueError("variance shares need an assumption")
    bars: Rows = []
    heads: Rows = []
    table: Rows = []
    for place, share in enumerate(shares):
        total = max(0.0, finite(share.total, f"share of {share.label}"))
        alone = min(max(0.0, finite(share.alone, f"share of {share.label}")), total)
        row = {"Assumption": share.label, "Alone": _share(alone), "With its interplay": _share(total)}
        table.append(row)
        for kind, amount in ((TOTAL, total), (ALONE, alone)):
            bars.append(
                {
                    "from": 0.0,
                    "to": amount,
                    "kind": kind,
                    "fill": style.accent if kind == ALONE else mix(style.accent, style.background, PALE),
                    "top": place + BAR_TOP,
                    "bottom": place + BAR_BOTTOM,
                    **row,
                }
            )
        heads.append({"row": place + BAR_TOP, "words": share.label})
    return Chart(
        spec=_variance_spec(style, len(shares)),
        datasets={
            "bars": bars,
            "heads": heads,
            "key": [{"kind": ALONE}, {"kind": TOTAL}],
            "ends": [
                {
                    "to": row["to"],
                    "middle": (row["top"] + row["bottom"]) / 2,
                    "words": row["With its interplay"],
                }
                for row in bars
                if row["kind"] == TOTAL
            ],
            "room": [{"to": 0.0}, {"to": 1.14 * max((row["to"] for row in bars), default=0.0) or 1.0}],
        },
        alt=variance_text(shares=shares),
        rows=table,
    )


def variance_text(*, shares: Sequence[ShareBar]) -> str:
    """The shares in words: the first three.

    >>> variance_text(shares=[ShareBar(label="Referrals", alone=0.456, total=0.46)])
    'Share of the variance of the net present value: Referrals 46 % with its interplay, 46 % alone.'
    """
    told = [
        f"{share.label} {_share(max(0.0, share.total))} with its interplay, "
        f"{_share(min(max(0.0, share.alone), max(0.0, share.total)))} alone"
        for share in shares[:3]
    ]
    return f"Share of the variance of the net present value: {'; '.join(told)}."


@lru_cache(maxsize=LOOKS_KEPT)
def _variance_spec(style: Style, count: int) -> Spec:
    across = {
        "field": "to",
        "type": "quantitative",
        "scale": {"nice": False},
        "axis": flat_axis(
            style,
            "Share of the variance of the net present value",
            grid=True,
            gridColor=style.grid,
            tickCount=expr("width < 480 ? 4 : 6"),
            format=".0%",
            labelFlush=False,
        ),
    }
    return chart_spec(
        height=ROW * count + 70,
        layer=[
            {
                "data": data("bars"),
                "mark": {"type": "rect", "aria": False, "stroke": style.accent, "strokeWidth": 1},
                "encoding": {
                    **_bars_down(count),
                    "x": {**across, "field": "from"},
                    "x2": {"field": "to"},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "tooltip": tooltip("Assumption", "Alone", "With its interplay"),
                },
            },
            unseen("room", {"x": across}),
            _key(style, "kind", {ALONE: style.accent, TOTAL: mix(style.accent, style.background, PALE)}),
            {
                "data": data("ends"),
                "mark": text_mark(style, align="left", baseline="middle", dx=5),
                "encoding": {
                    "x": across,
                    "y": {
                        "field": "middle",
                        "type": "quantitative",
                        "scale": _rows_scale(count),
                        "axis": None,
                    },
                    "text": {"field": "words", "type": "nominal"},
                },
            },
            _row_heads(style, count),
        ],
    )


# --- two assumptions at once ---


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One of the two assumptions: its name with unit, the values drawn, and today's.

    Parameters
    ----------
    label
        What it is called.
    unit
        Stands behind it at the axis.
    values
        Rising, two at least.
    today
        The value in force; marked where it lies within the values.
    write
        Writes a value.
    """

    label: str
    values: Sequence[float]
    today: float
    write: Number
    unit: str = ""

    @property
    def title(self) -> tuple[str, ...]:
        """The axis title in lines that a phone has room for."""
        return tuple(textwrap.wrap(f"{self.label}, {self.unit}" if self.unit else self.label, 40))


Segment = tuple[float, float, float, float]


def two_way(*, across: Axis, up: Axis, npv: Sequence[Sequence[float]], money: Money, style: Style) -> Chart:
    """NPV over two assumptions as shades, with the line on which it is zero.

    Parameters
    ----------
    npv
        A row a value of `across`, a column a value of `up` [money].

    Raises
    ------
    ValueError
        When an axis has fewer than two values or the table another shape.
    """
    shape = (len(across.values), len(up.values))
    if min(shape) < 2 or len(npv) != shape[0] or any(len(row) != shape[1] for row in npv):
        raise ValueError("a table of two needs two values each, and an amount for every pair")
    amounts = [[finite(amount, "NPV of a pair") for amount in row] for row in npv]
    largest = max(abs(amount) for row in amounts for amount in row) or 1.0
    right, above = between(across.values), between(up.values)
    cells: Rows = []
    for i, x in enumerate(across.values):
        for j, y in enumerate(up.values):
            amount = amounts[i][j]
            colour = style.accent if amount >= 0.0 else on_background(LOSS, style.dark)
            fill = mix(colour, style.background, 0.08 + 0.72 * abs(amount) / largest)
            cells.append(
                {
                    "left": right[i],
                    "right": right[i + 1],
                    "bottom": above[j],
                    "top": above[j + 1],
                    "x": (right[i] + right[i + 1]) / 2.0,
                    "y": (above[j] + above[j + 1]) / 2.0,
                    "fill": fill,
                    "ink": text_on(fill),
                    "First": f"{across.label}: {across.write(x)}",
                    "Second": f"{up.label}: {up.write(y)}",
                    "NPV": money(amount),
                }
            )
    line = zero_line(across.values, up.values, amounts)
    inside = (
        across.values[0] <= across.today <= across.values[-1] and up.values[0] <= up.today <= up.values[-1]
    )
    middle = (right[0], above[0]) if not inside else (across.today, up.today)
    return Chart(
        spec=_two_way_spec(
            style,
            across.title,
            up.title,
            right[0],
            right[-1],
            above[0],
            above[-1],
            _percents(across),
            _percents(up),
        ),
        datasets={
            "cells": cells,
            "line": [{"left": a, "bottom": b, "right": c, "top": d} for a, b, c, d in line],
            "today": [
                {
                    "x": middle[0],
                    "y": middle[1],
                    "seen": int(inside),
                }
            ],
        },
        alt=two_way_text(across=across, up=up, npv=amounts, money=money),
        rows=[
            {across.label: across.write(x)}
            | {f"{up.label}: {up.write(y)}": money(amounts[i][j]) for j, y in enumerate(up.values)}
            for i, x in enumerate(across.values)
        ],
    )


def two_way_text(*, across: Axis, up: Axis, npv: Sequence[Sequence[float]], money: Money) -> str:
    """The table in words: its corners, and where the break-even line runs.

    >>> one = Axis(label="A", values=[0.0, 1.0], today=0.0, write="{:g}".format)
    >>> text = two_way_text(across=one, up=one, npv=[[-1.0, 1.0], [1.0, 3.0]], money="${:,.0f}".format)
    >>> text.split(". ")[1]
    'It breaks even at 0 with 0.5, and at 0.5 with 0.'
    """
    flat = [amount for row in npv for amount in row]
    text = (
        f"Net present value over {across.label} from {across.write(across.values[0])} to "
        f"{across.write(across.values[-1])} and {up.label} from {up.write(up.values[0])} to "
        f"{up.write(up.values[-1])}: from {money(min(flat))} to {money(max(flat))}."
    )
    line = zero_line(across.values, up.values, npv)
    if not line:
        return text + (" It pays everywhere here." if min(flat) >= 0.0 else " It pays nowhere here.")
    points = sorted([segment[:2] for segment in line] + [segment[2:] for segment in line])
    told = [f"{across.write(x)} with {up.write(y)}" for x, y in (points[0], points[-1])]
    return f"{text} It breaks even at {told[0]}, and at {told[1]}."


def _percents(axis: Axis) -> bool:
    return "%" in axis.write(axis.values[-1])


def between(values: Sequence[float]) -> list[float]:
    """Edges half way between values; the outermost at the values themselves."""
    inner = [(a + b) / 2.0 for a, b in pairwise(values)]
    return [values[0], *inner, values[-1]]


def zero_line(across: Sequence[float], up: Sequence[float], npv: Sequence[Sequence[float]]) -> list[Segment]:
    """The line on which a table is zero, as segments (x, y, x, y), found on the four sides of each square.

    Where the line crosses all four sides of a square, the sides are joined by the sign of its middle.

    >>> zero_line([0.0, 1.0], [0.0, 1.0], [[-1.0, -1.0], [1.0, 1.0]])
    [(0.5, 0.0, 0.5, 1.0)]
    """
    found: list[Segment] = []
    for i in range(len(across) - 1):
        for j in range(len(up) - 1):
            corners = (
                (across[i], up[j], npv[i][j]),
                (across[i + 1], up[j], npv[i + 1][j]),
                (across[i + 1], up[j + 1], npv[i + 1][j + 1]),
                (across[i], up[j + 1], npv[i][j + 1]),
            )
            sides = [_crossing(corners[k], corners[(k + 1) % 4]) for k in range(4)]
            there = [point for point in sides if point is not None]
            if len(there) == 2:
                found.append((*there[0], *there[1]))
            elif len(there) == 4:
                middle = sum(corner[2] for corner in corners) / 4.0
                pairs = ((0, 1), (2, 3)) if (middle >= 0.0) == (corners[0][2] >= 0.0) else ((3, 0), (1, 2))
                found += [(*there[one], *there[other]) for one, other in pairs]
    return found


Corner = tuple[float, float, float]


def _crossing(one: Corner, other: Corner) -> tuple[float, float] | None:
    """Where the side between two corners is zero; a corner that is zero counts as above it."""
    if (one[2] >= 0.0) == (other[2] >= 0.0):
        return None
    part = one[2] / (one[2] - other[2])
    return one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1])


@lru_cache(maxsize=LOOKS_KEPT)
def _two_way_spec(
    style: Style,
    across: tuple[str, ...],
    up: tuple[str, ...],
    left: float,
    right: float,
    bottom: float,
    top: float,
    percents_across: bool,
    percents_up: bool,
) -> Spec:
    def labels(percents: bool) -> Spec:
        if percents:
            return {"labelExpr": with_decimal(style, "format(datum.value, '~%')")}
        return {"labelExpr": short_labels(style)}

    x = {
        "field": "left",
        "type": "quantitative",
        "scale": {"domain": [left, right], "nice": False},
        "axis": {
            **flat_axis(style, None, tickCount=expr("width < 480 ? 4 : 8"), **labels(percents_across)),
            "title": list(across),
        },
    }
    y = {
        "field": "bottom",
        "type": "quantitative",
        "scale": {"domain": [bottom, top], "nice": False},
        "axis": {
            **value_axis(style, "", **labels(percents_up)),
            "title": list(up),
            "titleY": 4 - 14 * len(up),
        },
    }
    return chart_spec(
        height=340,
        layer=[
            {
                "data": data("cells"),
                "mark": {"type": "rect", "aria": False, "stroke": style.background, "strokeWidth": 1},
                "encoding": {
                    "x": x,
                    "x2": {"field": "right"},
                    "y": y,
                    "y2": {"field": "top"},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "tooltip": tooltip("First", "Second", "NPV"),
                },
            },
            {
                "data": data("cells"),
                "mark": text_mark(
                    style, fontSize=12, text=expr("width < 480 ? '' : datum.NPV"), tooltip=None
                ),
                "encoding": {
                    "x": {**x, "field": "x"},
                    "y": {**y, "field": "y"},
                    "color": {"field": "ink", "type": "nominal", "scale": None},
                },
            },
            {
                "data": data("line"),
                "mark": {
                    "type": "rule",
                    "color": style.text,
                    "strokeWidth": 3,
                    "strokeCap": "round",
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {
                    "x": x,
                    "x2": {"field": "right"},
                    "y": y,
                    "y2": {"field": "top"},
                },
            },
            {
                "data": data("today"),
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 90,
                    "color": style.text,
                    "stroke": style.background,
                    "strokeWidth": 2,
                    "opacity": expr("datum.seen"),
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": {**x, "field": "x"}, "y": {**y, "field": "y"}},
            },
        ],
    )
