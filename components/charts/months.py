"""Charts of money by month: what one team's lines are worth, hard and soft."""

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
    legend,
    mix,
    money_axis,
    month_axis,
    month_targets,
    on_background,
    text_mark,
    unseen,
    zero_rule,
)

PARTS = ("hard", "soft")
SOFT_SHADE = 0.24


def value_by_month(
    *, name: str, colour: str, hard: Sequence[float], soft: Sequence[float], money: Money, style: Style
) -> Chart:
    """Value of one team a month, hard with soft on top.

    Parameters
    ----------
    name
        Whose value it is.
    colour
        ``"#RRGGBB"`` as declared; it is mended for the background here.
    hard, soft
        A figure a month, from month 1 on [money].

    Raises
    ------
    ValueError
        When there is no month, the two differ in length, or a figure is not finite.
    """
    if not hard or len(hard) != len(soft):
        raise ValueError("value by month needs a month, and as many of soft value as of hard")
    horizon = len(hard)
    shade = on_background(colour, style.dark)
    fills = {"hard": shade, "soft": mix(shade, style.background, SOFT_SHADE)}
    areas: Rows = []
    months: Rows = []
    for month, (one, other) in enumerate(zip(hard, soft, strict=True), start=1):
        finite(one, f"hard value of {name}, month {month}")
        finite(other, f"soft value of {name}, month {month}")
        for part, start, end in (("hard", 0.0, one), ("soft", one, one + other)):
            areas.append({"month": month, "part": part, "start": start, "end": end, "fill": fills[part]})
        months.append({"month": month, "Month": str(month), "Hard": money(one), "Soft": money(other)})
    last = hard[-1] + soft[-1]
    shown = PARTS if any(soft) else PARTS[:1]
    reach = max(abs(row["end"]) for row in areas)
    return Chart(
        spec=_month_spec(style, horizon, shade, len(shown)),
        datasets={
            "areas": [row for row in areas if row["part"] in shown],
            "last": [{"month": horizon, "end": last, "words": f"{money(last)} in month {horizon}"}],
            "key": [{"part": part} for part in shown],
            "room": [{"end": 1.18 * last if last > 0 else 0.0}, {"end": 0.0 if reach else EMPTY_REACH}],
            "months": months,
        },
        alt=value_by_month_text(name=name, hard=hard, soft=soft, money=money),
        rows=[{"Month": row["month"], "Hard": row["Hard"], "Soft": row["Soft"]} for row in months],
    )


def value_by_month_text(*, name: str, hard: Sequence[float], soft: Sequence[float], money: Money) -> str:
    """The months in words.

    >>> value_by_month_text(name="Support", hard=[10.0, 20.0], soft=[0.0, 5.0], money="${:,.0f}".format)
    'Value of Support a month: $10 in month 1, $20 in month 2; soft value beside it, $0 and $5.'
    """
    ends = f"{money(hard[0])} in month 1"
    if len(hard) > 1:
        ends += f", {money(hard[-1])} in month {len(hard)}"
    beside = f"; soft value beside it, {money(soft[0])} and {money(soft[-1])}" if any(soft) else ""
    return f"Value of {name} a month: {ends}{beside}."


@lru_cache(maxsize=LOOKS_KEPT * 8)
def _month_spec(style: Style, horizon: int, colour: str, parts: int) -> Spec:
    across = month_axis(style, horizon)
    upwards = {"field": "end", "type": "quantitative", "axis": money_axis(style, "Value a month")}
    return chart_spec(
        height=220,
        layer=[
            {
                "data": data("areas"),
                "mark": {
                    "type": "area",
                    "opacity": 1,
                    "aria": False,
                    "tooltip": None,
                    "line": {"color": colour, "strokeWidth": 1.5},
                },
                "encoding": {
                    "x": across,
                    "y": {**upwards, "stack": None},
                    "y2": {"field": "start"},
                    "detail": {"field": "part", "type": "nominal"},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                },
            },
            unseen("room", {"y": upwards}),
            unseen(
                "key",
                {
                    "color": {
                        "field": "part",
                        "type": "nominal",
                        "sort": None,
                        "scale": {
                            "domain": list(PARTS[:parts]),
                            "range": [colour, mix(colour, style.background, SOFT_SHADE)][:parts],
                        },
                        "legend": legend(
                            style,
                            symbolType="square",
                            symbolSize=110,
                            symbolOpacity=1,
                            symbolStrokeColor=colour,
                            symbolStrokeWidth=1,
                        ),
                    }
                },
            ),
            zero_rule(style),
            {
                "data": data("last"),
                "mark": text_mark(
                    style,
                    fontWeight=600,
                    align="right",
                    baseline="bottom",
                    dy=expr("datum.end < 0 ? 18 : -6"),
                ),
                "encoding": {"x": across, "y": upwards, "text": {"field": "words", "type": "nominal"}},
            },
            month_targets("months", horizon, "Month", "Hard", "Soft"),
        ],
    )
