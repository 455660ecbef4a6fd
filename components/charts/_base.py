"""What every chart shares: the drawing that is handed over, colours that can be seen, axes without junk.

A chart is a Vega-Lite specification whose rows are named datasets. The specification depends on the look
only (`Style`), is written once per look and kept in a small cache; a rerun replaces rows and nothing
else, so that the browser keeps its view and swaps the data.

Shown with ``st.vega_lite_chart(chart.drawing, width="stretch", alt=chart.alt)``. Measured in Streamlit
1.67 with 37 rows and two layers: ``st.altair_chart`` 14.6 ms (12 ms building, 5 ms validating),
``st.vega_lite_chart`` with rows as dicts 1.1 ms, with a pyarrow table 0.2 ms; so rows travel as tables.
Both take ``alt=`` and both draw axes, fonts, background and tooltips in the Streamlit theme, light and
dark; neither colours text marks (they stay black), hence ``Style.dark``, which a page takes from
``st.context.theme.type``. The specifications are written as Vega-Lite, the language Altair compiles to,
and the tests validate each of them with Altair's own schema.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow

Money = Callable[[float], str]
Number = Callable[[float], str]
Share = Callable[[float | None], str]
Rows = list[dict[str, Any]]
Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LOOKS_KEPT = 16
"""How many looks of one chart are kept: two themes times the currencies in use at once."""

EMPTY_REACH = 1000.0
"""Money that the axis of a chart with nothing but zeros spans."""

LEAST_CONTRAST = 3.0
"""WCAG 2.2, success criterion 1.4.11: graphics against what is beside them."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a chart looks: all that its specification may depend on besides the chart itself.

    Parameters
    ----------
    dark
        Whether the page behind is dark.
    currency
        Sign or code that stands in axis titles, such as ``"$"`` or ``"CHF"``.
    decimal
        Decimal mark of axis labels, ``"."`` or ``","``.
    """

    dark: bool = False
    currency: str = "$"
    decimal: str = "."

    @property
    def background(self) -> str:
        """The page behind, as `.streamlit/config.toml` declares it: shades are mixed and checked against it."""
        return "#0E1117" if self.dark else "#FFFFFF"

    @property
    def text(self) -> str:
        return "#F3F4F6" if self.dark else "#1F2733"

    @property
    def muted(self) -> str:
        return "#A9B1BD" if self.dark else "#5B6472"

    @property
    def line(self) -> str:
        """Rules that must be seen but not noticed: zero lines, leaders."""
        return "#707A89" if self.dark else "#8A93A1"

    @property
    def grid(self) -> str:
        return "#262C36" if self.dark else "#E8EAEF"

    @property
    def accent(self) -> str:
        return "#8AB4F8" if self.dark else "#2F5597"


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart, ready to be shown, read aloud and looked up.

    Parameters
    ----------
    spec
        The Vega-Lite specification without data; shared between calls, so never to be changed.
    datasets
        Rows by the name under which the specification asks for them.
    alt
        The chart in a sentence or two, with its main numbers.
    rows
        The chart's data as people read it, for the table in its "why".
    """

    spec: Spec
    datasets: Mapping[str, Rows]
    alt: str
    rows: Rows

    @property
    def drawing(self) -> Spec:
        """The specification with its data, as `st.vega_lite_chart` takes it: a new dict in every call."""
        tables = {name: _table(rows) for name, rows in self.datasets.items()}
        return {**self.spec, "datasets": tables}

    @property
    def standalone(self) -> Spec:
        """The same with plain rows inside: for files, and for programs that know no Arrow."""
        return {
            **self.spec,
            "datasets": {name: [dict(row) for row in rows] for name, rows in self.datasets.items()},
        }


def _table(rows: Rows) -> pyarrow.Table:
    return pyarrow.Table.from_pylist(rows)


# --- numbers ---


def finite(value: float, what: str) -> float:
    """`value` as a float, or a ValueError that names what is not a number: a chart never hides one.

    >>> finite(2, "direct of Support")
    2.0
    """
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{what} is not a finite number: {value!r}")
    return number


def gap_or_number(value: float | None) -> float | None:
    """`value` as a float, or None where there is nothing to draw (None, NaN, infinite)."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)


def percent(share: float | None) -> str:
    """A share in whole percent, as the rest of the charts write it; a dash when there is none.

    >>> percent(0.4567), percent(-0.0004), percent(None)
    ('46 %', '0 %', '–')
    """
    if share is None or not math.isfinite(share):
        return "–"
    # thousands are not grouped: their sign is the point of another reader
    return f"{round(share * 100)} %".replace("-", "−")


def flow_words(giver: str, receiver: str, amount: float, money: Money) -> str:
    """Where a flow runs and what it brings, or takes.

    >>> flow_words("Support", "Sales", 20.0, "${:,.0f}".format), flow_words("Support", "Sales", -3.0, "${:,.0f}".format)
    ('runs from Support to Sales, $20', 'runs from Support to Sales and takes $3 away')
    """
    runs = f"runs from {giver} to {receiver}"
    return f"{runs} and takes {money(-amount)} away" if amount < 0 else f"{runs}, {money(amount)}"


# --- colours ---


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour.lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2.2, from 1 (the same) to 21 (black on white).

    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`share` of `colour` and the rest of `other`.

    >>> mix("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    mixed = (
        round(a * share + b * (1 - share)) for a, b in zip(_channels(colour), _channels(other), strict=True)
    )
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


@lru_cache(maxsize=256)
def on_background(colour: str, dark: bool) -> str:
    """`colour`, or the nearest shade of it that stands out from the page by 3 to 1.

    >>> on_background("#0072B2", False)
    '#0072B2'
    >>> on_background("#E69F00", False)
    '#C68900'
    """
    background = Style(dark=dark).background
    towards = "#FFFFFF" if dark else "#000000"
    for step in range(101):
        shade = mix(colour, towards, 1 - step / 100)
        if contrast(shade, background) >= LEAST_CONTRAST:
            return shade
    raise AssertionError("black or white always stands out from a light or dark page")


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on `colour`.

    >>> text_on("#0072B2"), text_on("#E69F00")
    ('#FFFFFF', '#111111')
    """
    return max(("#FFFFFF", "#111111"), key=lambda text: contrast(text, colour))


# --- parts of specifications ---


def data(name: str) -> Spec:
    return {"name": name}


def chart_spec(*, height: Any, **parts: Any) -> Spec:
    """The outermost part of every specification.

    Padding is set because Streamlit adds 20 px below a chart that says nothing.
    """
    return {
        "$schema": SCHEMA,
        "height": height,
        "padding": {"left": 2, "right": 6, "top": 4, "bottom": 4},
        **parts,
    }


def short_labels(style: Style) -> str:
    """Expression for axis labels: 1.2M, 300k, 2B, with a true minus.

    d3 writes a billion as G and a thousandth as m, after the prefixes of physics; nobody counts money so.
    """
    return with_decimal(
        style,
        "abs(datum.value) < 1 ? format(datum.value, '~g') : replace(format(datum.value, '~s'), 'G', 'B')",
    )


def with_decimal(style: Style, expression: str) -> str:
    """Expression for axis labels whose one point is the reader's.

    >>> with_decimal(Style(decimal=","), "format(datum.value, '~g')")
    "replace((format(datum.value, '~g')), '.', ',')"
    """
    return expression if style.decimal == "." else f"replace(({expression}), '.', '{style.decimal}')"


def money_axis(style: Style, title: str) -> Spec:
    return value_axis(style, f"{title}, {style.currency}", labelExpr=short_labels(style))


def value_axis(style: Style, title: str, **more: Any) -> Spec:
    """A vertical axis whose title lies above it: turned text costs a phone a tenth of its width."""
    return {
        "title": title,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "start",
        "titleBaseline": "bottom",
        "titleX": 0,
        "titleY": -10,
        "titleColor": style.muted,
        "titleFontSize": 13,
        "titleLimit": 320,
        "labelColor": style.muted,
        "labelFontSize": 12,
        "labelPadding": 6,
        "gridColor": style.grid,
        "tickCount": 5,
        "domain": False,
        "ticks": False,
        **more,
    }


def flat_axis(style: Style, title: str | None, **more: Any) -> Spec:
    """A horizontal axis."""
    return {
        "title": title,
        "titleColor": style.muted,
        "titleFontSize": 13,
        "titlePadding": 8,
        "labelColor": style.muted,
        "labelFontSize": 12,
        "labelPadding": 6,
        "labelFlush": True,
        "labelOverlap": True,
        "grid": False,
        "domain": False,
        "ticks": False,
        **more,
    }


def text_mark(style: Style, **more: Any) -> Spec:
    return {"type": "text", "color": style.text, "fontSize": 13, "aria": False, **more}


def tooltip(*fields: str) -> list[Spec]:
    """A tooltip of fields that are already words: their names are their titles."""
    return [{"field": field, "type": "nominal"} for field in fields]


def expr(expression: str) -> Spec:
    return {"expr": expression}


def legend(style: Style, **more: Any) -> Spec:
    return {
        "orient": "top",
        "title": None,
        "direction": "horizontal",
        "labelColor": style.text,
        "labelFontSize": 12,
        "labelLimit": 240,
        "symbolType": "stroke",
        "symbolSize": 260,
        "symbolStrokeWidth": 2,
        "columnPadding": 14,
        "offset": 32,
        "padding": 0,
        **more,
    }


def month_axis(style: Style, horizon: int) -> Spec:
    """Months from 0 to the horizon, marked by half-years, years, or two years where a year is too close."""
    step = 6 if horizon <= 36 else 12 if horizon <= 72 else 24
    return {
        "field": "month",
        "type": "quantitative",
        "scale": {"domain": [0, horizon], "nice": False},
        "axis": flat_axis(style, "Month", values=list(range(0, horizon + 1, step)), format="d"),
    }


def month_targets(name: str, horizon: int, *fields: str) -> Spec:
    """Unseen strips, one a month and as high as the chart, for the tooltip: a line is too thin for a thumb.

    Each row holds `month`, and by their names the `fields` to show, as words.
    """
    ends = {"domain": [0, horizon], "nice": False}
    return {
        "data": data(name),
        "transform": [
            {"calculate": "max(0, datum.month - 0.5)", "as": "start"},
            {"calculate": f"min({horizon}, datum.month + 0.5)", "as": "end"},
        ],
        "mark": {"type": "rect", "opacity": 0, "aria": False},
        "encoding": {
            "x": {"field": "start", "type": "quantitative", "scale": ends},
            "x2": {"field": "end"},
            "tooltip": tooltip(*fields),
        },
    }


def side(month: float, horizon: float) -> str:
    """Alignment that keeps the words at a month within the chart."""
    return "left" if month < 0.34 * horizon else "right" if month > 0.66 * horizon else "center"


def unseen(name: str, encoding: Spec) -> Spec:
    """Rows that only make room in the scales, for labels beyond the outermost mark."""
    return {
        "data": data(name),
        "mark": {
            "type": "point",
            "filled": True,
            "opacity": 0,
            "size": 0,
            "aria": False,
            "tooltip": None,
        },
        "encoding": encoding,
    }


def zero_rule(style: Style, channel: str = "y") -> Spec:
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "rule",
            "color": style.line,
            "strokeWidth": 1,
            "aria": False,
            "tooltip": None,
        },
        "encoding": {channel: {"datum": 0}},
    }
