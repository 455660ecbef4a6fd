"""Charts of money over time, and of what a total is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from components.charts._base import (
    EMPTY_REACH,
    LOOKS_KEPT,
    Chart,
    Money,
    Number,
    Rows,
    Share,
    Spec,
    Style,
    chart_spec,
    data,
    expr,
    finite,
    flat_axis,
    legend,
    money_axis,
    month_axis,
    month_targets,
    percent,
    side,
    text_mark,
    tooltip,
    unseen,
    with_decimal,
    zero_rule,
)


@dataclass(frozen=True, kw_only=True)
class CashPath:
    """A named path of cumulative cash, from month 0 (the launch) on, one figure a month [money]."""

    name: str
    cash: Sequence[float]


def cumulative_cash(
    *,
    path: CashPath,
    money: Money,
    style: Style,
    payback_month: int | None = None,
    other: CashPath | None = None,
) -> Chart:
    """Cumulative cash by month, its deepest point and the month of payback marked.

    Parameters
    ----------
    path
        The path that is told; at least two months.
    money
        Writes an amount.
    payback_month
        Month in which it is paid back for good; None when it is not within the horizon.
    other
        A second path to compare with, such as closing today.

    Raises
    ------
    ValueError
        When a path has fewer than two figures, or one that is not a finite number.
    """
    cash = [finite(amount, f"{path.name}, month {month}") for month, amount in enumerate(path.cash)]
    if len(cash) < 2:
        raise ValueError("a cash path needs two months at least")
    others = (
        [finite(amount, f"{other.name}, month {month}") for month, amount in enumerate(other.cash)]
        if other
        else []
    )
    horizon = max(len(cash), len(others)) - 1
    deepest = min(range(len(cash)), key=lambda month: cash[month])
    everything = [*cash, *others, 0.0]
    reach = (max(everything) - min(everything)) or EMPTY_REACH
    lines: Rows = [{"month": month, "cash": amount, "path": path.name} for month, amount in enumerate(cash)]
    lines += [
        {"month": month, "cash": amount, "path": other.name} for month, amount in enumerate(others) if other
    ]
    risk = cash[deepest] < 0
    words = f"Deepest {money(cash[deepest])}, month {deepest}" if risk else ""
    paid: Rows = []
    if payback_month is not None and risk:
        paid.append({"month": payback_month, "words": f"Paid back in month {payback_month}"})
        paid[0]["side"] = "left" if payback_month < 0.55 * horizon else "right"
    table = _cash_rows(path=path, other=other, money=money)
    return Chart(
        spec=_cash_spec(style, horizon, other is not None),
        datasets={
            "lines": lines,
            "area": [row for row in lines if row["path"] == path.name],
            # Always one row, unseen where nothing is at risk: a scale that meets an empty dataset
            # complains.
            "deepest": [
                {
                    "month": deepest,
                    "cash": cash[deepest],
                    "words": words,
                    "side": side(deepest, horizon),
                    "seen": int(risk),
                }
            ],
            "payback": paid,
            "room": [
                {"cash": min(everything) - 0.14 * reach},
                {"cash": max(everything) + 0.14 * reach},
            ],
            "months": [_cash_tip(row) for row in table],
        },
        alt=cumulative_cash_text(path=path, money=money, payback_month=payback_month, other=other),
        rows=table,
    )


def cumulative_cash_text(
    *,
    path: CashPath,
    money: Money,
    payback_month: int | None = None,
    other: CashPath | None = None,
) -> str:
    """Cumulative cash in words.

    Examples
    --------
    >>> path = CashPath(name="Going on", cash=[-100.0, -40.0, 30.0])
    >>> cumulative_cash_text(path=path, money=lambda amount: f"{amount:,.0f} USD", payback_month=2)
    'Cumulative cash over 2 months: deepest at -100 USD in month 0, paid back in month 2, 30 USD at the end.'
    """
    deepest = min(range(len(path.cash)), key=lambda month: path.cash[month])
    low = path.cash[deepest]
    need = f"deepest at {money(low)} in month {deepest}" if low < 0 else "no money at risk"
    paid = (
        f"paid back in month {payback_month}"
        if payback_month is not None
        else "not paid back within this time"
    )
    if low >= 0:
        # nothing was ever out, so nothing is paid back, whatever the month
        paid = "never below zero"
    end = money(path.cash[-1])
    text = f"Cumulative cash over {len(path.cash) - 1} months: {need}, {paid}, {end} at the end."
    if other is not None:
        text += f" {other.name}: {money(other.cash[-1])} at the end."
    return text


def _cash_rows(*, path: CashPath, other: CashPath | None, money: Money) -> Rows:
    rows: Rows = []
    longest = max(len(path.cash), len(other.cash) if other else 0)
    for month in range(longest):
        row: dict[str, object] = {"Month": month}
        for one in (path, other):
            if one is not None:
                row[one.name] = money(one.cash[month]) if month < len(one.cash) else "–"
        rows.append(row)
    return rows


def _cash_tip(row: dict[str, object]) -> dict[str, object]:
    amounts = {name: amount for name, amount in row.items() if name != "Month"}
    told = [str(amount) if len(amounts) == 1 else f"{name} {amount}" for name, amount in amounts.items()]
    return {
        "month": row["Month"],
        "Month": str(row["Month"]),
        "Cumulative cash": "; ".join(told),
    }


@lru_cache(maxsize=LOOKS_KEPT)
def _cash_spec(style: Style, horizon: int, two: bool) -> Spec:
    axis_x = month_axis(style, horizon)
    axis_y = {
        "field": "cash",
        "type": "quantitative",
        "axis": money_axis(style, "Cumulative cash"),
    }
    by_path = {"field": "path", "type": "nominal", "sort": None}
    return chart_spec(
        height=300,
        layer=[
            {
                "data": data("area"),
                "mark": {
                    "type": "area",
                    "color": style.accent,
                    "opacity": 0.14,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": axis_x, "y": axis_y, "y2": {"datum": 0}},
            },
            unseen("room", {"y": axis_y}),
            zero_rule(style),
            {
                "data": data("lines"),
                "mark": {
                    "type": "line",
                    "strokeWidth": 2.4,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {
                    "x": axis_x,
                    "y": axis_y,
                    "color": {
                        **by_path,
                        "scale": {"range": [style.accent, style.muted]},
                        "legend": legend(style) if two else None,
                    },
                    "strokeDash": {**by_path, "scale": {"range": [[1, 0], [6, 4]]}},
                },
            },
            {
                "data": data("payback"),
                "mark": {
                    "type": "rule",
                    "color": style.line,
                    "strokeDash": [3, 3],
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": axis_x, "y": {"datum": 0}, "y2": {"value": 0}},
            },
            {
                "data": data("payback"),
                "mark": text_mark(
                    style,
                    align=expr("datum.side"),
                    baseline="top",
                    dx=expr("datum.side == 'left' ? 6 : -6"),
                ),
                "encoding": {
                    "x": axis_x,
                    "y": {"value": 2},
                    "text": {"field": "words", "type": "nominal"},
                },
            },
            {
                "data": data("payback"),
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 70,
                    "color": style.accent,
                    "opacity": 1,
                    "aria": False,
                },
                "encoding": {"x": axis_x, "y": {"datum": 0}},
            },
            {
                "data": data("deepest"),
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 70,
                    "color": style.accent,
                    "opacity": expr("datum.seen"),
                    "aria": False,
                },
                "encoding": {"x": axis_x, "y": axis_y},
            },
            {
                "data": data("deepest"),
                "mark": text_mark(style, align=expr("datum.side"), baseline="top", dy=9),
                "encoding": {
                    "x": axis_x,
                    "y": axis_y,
                    "text": {"field": "words", "type": "nominal"},
                },
            },
            month_targets("months", horizon, "Month", "Cumulative cash"),
        ],
    )


@dataclass(frozen=True, kw_only=True)
class Year:
    """One year: its name, benefits and costs [money], and its ROI [fraction], None when it cost nothing."""

    name: str
    benefits: float
    costs: float
    roi: float | None


def yearly(*, years: Sequence[Year], money: Money, style: Style, share: Share = percent) -> Chart:
    """Benefits and costs of each year side by side, with the year's ROI above.

    Parameters
    ----------
    years
        In their order.
    money, share
        Write an amount, and an ROI.
    style
        The look.

    Raises
    ------
    ValueError
        When there is no year, or a figure is not a finite number.
    """
    if not years:
        raise ValueError("a yearly chart needs a year")
    bars: Rows = []
    tops: Rows = []
    for year in years:
        words = _year_row(year, money, share)
        for kind, amount in (("Benefits", year.benefits), ("Costs", year.costs)):
            bars.append(
                {
                    "year": year.name,
                    "kind": kind,
                    "amount": finite(amount, f"{kind}, {year.name}"),
                    **words,
                }
            )
        tops.append(
            {
                "year": year.name,
                "top": max(year.benefits, year.costs, 0.0),
                "words": f"ROI {share(year.roi)}" if year.roi is not None else "no cost",
                "short": share(year.roi),
            }
        )
    highest = max(row["top"] for row in tops)
    return Chart(
        spec=_yearly_spec(style),
        datasets={
            "bars": bars,
            "tops": tops,
            "room": [{"amount": highest * 1.12 or EMPTY_REACH}],
        },
        alt=yearly_text(years=years, money=money, share=share),
        rows=[_year_row(year, money, share) for year in years],
    )


def yearly_text(*, years: Sequence[Year], money: Money, share: Share = percent) -> str:
    """Benefits, costs and ROI of each year in words.

    Examples
    --------
    >>> first = Year(name="Year 1", benefits=150.0, costs=100.0, roi=0.5)
    >>> yearly_text(years=[first], money="${:,.0f}".format)
    'Benefits and costs by year. Year 1: $150 against $100, ROI 50 %.'
    """
    told = [
        f"{year.name}: {money(year.benefits)} against {money(year.costs)}, "
        + (f"ROI {share(year.roi)}" if year.roi is not None else "no cost")
        for year in years
    ]
    return f"Benefits and costs by year. {'; '.join(told)}."


def _year_row(year: Year, money: Money, share: Share) -> dict[str, str]:
    return {
        "Year": year.name,
        "Benefits": money(year.benefits),
        "Costs": money(year.costs),
        "ROI": share(year.roi) if year.roi is not None else "no cost",
    }


@lru_cache(maxsize=LOOKS_KEPT)
def _yearly_spec(style: Style) -> Spec:
    across = {
        "field": "year",
        "type": "nominal",
        "sort": None,
        "axis": flat_axis(style, None, labelAngle=0),
    }
    upwards = {
        "field": "amount",
        "type": "quantitative",
        "axis": money_axis(style, "Per year"),
    }
    return chart_spec(
        height=300,
        layer=[
            {
                "data": data("bars"),
                "mark": {"type": "bar", "cornerRadiusEnd": 2, "aria": False},
                "encoding": {
                    "x": across,
                    "xOffset": {"field": "kind", "type": "nominal", "sort": None},
                    "y": upwards,
                    "color": {
                        "field": "kind",
                        "type": "nominal",
                        "sort": None,
                        "scale": {"range": [style.accent, style.line]},
                        "legend": legend(style, symbolType="square", symbolSize=110),
                    },
                    "tooltip": tooltip("Year", "Benefits", "Costs", "ROI"),
                },
            },
            unseen("room", {"y": upwards}),
            zero_rule(style),
            {
                "data": data("tops"),
                "mark": text_mark(
                    style,
                    dy=-9,
                    fontWeight=600,
                    text=expr("bandwidth('x') < 62 ? bandwidth('x') < 38 ? '' : datum.short : datum.words"),
                ),
                "encoding": {
                    "x": across,
                    "y": {"field": "top", "type": "quantitative"},
                },
            },
        ],
    )


def claims_bridge(*, claims: float, value: float, money: Money, style: Style) -> Chart:
    """From the sum of what teams claim alone, by the overlap, to the value that is counted.

    Parameters
    ----------
    claims
        Sum of every line alone [money].
    value
        What is counted [money]; the overlap is the difference.
    """
    overlap = finite(claims, "claims") - finite(value, "value")
    bars: Rows = []
    for step, low, high, amount, kind in (
        ("Sum of claims", 0.0, claims, claims, "claims"),
        ("Overlap", value, claims, -overlap, "overlap"),
        ("Value", 0.0, value, value, "value"),
    ):
        bars.append(
            {
                "step": step,
                "low": low,
                "high": high,
                "top": max(low, high),
                "words": money(amount),
                "fill": {
                    "claims": style.line,
                    "overlap": "transparent",
                    "value": style.accent,
                }[kind],
                "stroke": {
                    "claims": style.line,
                    "overlap": style.line,
                    "value": style.accent,
                }[kind],
                "open": kind == "overlap",
            }
        )
    highest = max(claims, value, 0.0)
    return Chart(
        spec=_bridge_spec(style),
        datasets={"bars": bars, "room": [{"amount": highest * 1.12 or EMPTY_REACH}]},
        alt=claims_bridge_text(claims=claims, value=value, money=money),
        rows=[{"Step": bar["step"], "Amount": bar["words"]} for bar in bars],
    )


def claims_bridge_text(*, claims: float, value: float, money: Money) -> str:
    """The bridge in words.

    >>> claims_bridge_text(claims=120.0, value=100.0, money="${:,.0f}".format)
    'Teams alone would claim $120; $20 of it overlaps and is removed (17 %); $100 is counted.'
    """
    share = f" ({percent((claims - value) / claims)})" if claims > 0 else ""
    return (
        f"Teams alone would claim {money(claims)}; {money(claims - value)} of it overlaps "
        f"and is removed{share}; {money(value)} is counted."
    )


@lru_cache(maxsize=LOOKS_KEPT)
def _bridge_spec(style: Style) -> Spec:
    across = {
        "field": "step",
        "type": "nominal",
        "sort": None,
        "axis": flat_axis(style, None, labelAngle=0, labelColor=style.text, labelFontSize=13),
        "scale": {"paddingInner": 0.35, "paddingOuter": 0.15},
    }
    upwards = {
        "field": "high",
        "type": "quantitative",
        "axis": money_axis(style, "Present value"),
    }
    return chart_spec(
        height=260,
        layer=[
            {
                "data": data("bars"),
                "mark": {
                    "type": "bar",
                    "strokeWidth": 1.3,
                    "strokeDash": expr("datum.open ? [4, 3] : [1, 0]"),
                    "aria": False,
                },
                "encoding": {
                    "x": across,
                    "y": upwards,
                    "y2": {"field": "low"},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "stroke": {"field": "stroke", "type": "nominal", "scale": None},
                    "tooltip": [
                        {"field": "step", "type": "nominal", "title": "Step"},
                        {"field": "words", "type": "nominal", "title": "Amount"},
                    ],
                },
            },
            unseen("room", {"y": {"field": "amount", "type": "quantitative"}}),
            zero_rule(style),
            {
                "data": data("bars"),
                "mark": text_mark(style, dy=-10, fontWeight=600, fontSize=14),
                "encoding": {
                    "x": across,
                    "y": {"field": "top", "type": "quantitative"},
                    "text": {"field": "words", "type": "nominal"},
                },
            },
        ],
    )


@dataclass(frozen=True, kw_only=True)
class StaffPoint:
    """Net present value [money] with so many people on the community's staff [full-time posts]."""

    staff: float
    npv: float


def npv_by_staff(
    *,
    points: Sequence[StaffPoint],
    present: StaffPoint,
    money: Money,
    posts: Number,
    style: Style,
    today: bool = True,
) -> Chart:
    """Net present value against staff, the staff that the answer rests on marked.

    Parameters
    ----------
    points, present
        The line, and where the answer is on it.
    money, posts
        Write an amount, and a number of posts.
    style
        The look.
    today
        Whether that is today's staff; else it is what is planned.

    Raises
    ------
    ValueError
        When there are fewer than two points, or one is not a finite number.
    """
    if len(points) < 2:
        raise ValueError("a line of NPV against staff needs two points at least")
    rows: Rows = [
        {
            "staff": finite(point.staff, "staff"),
            "npv": finite(point.npv, f"NPV at staff {point.staff}"),
            **_staff_row(point, money, posts),
        }
        for point in sorted(points, key=lambda point: point.staff)
    ]
    everything = [row["npv"] for row in rows] + [
        finite(present.npv, "NPV at present staff"),
        0.0,
    ]
    reach = (max(everything) - min(everything)) or EMPTY_REACH
    least, most = rows[0]["staff"], rows[-1]["staff"]
    unit = "post" if present.staff == 1 else "posts"
    when = "Today" if today else "As planned"
    return Chart(
        spec=_staff_spec(style),
        datasets={
            "line": rows,
            "present": [
                {
                    "staff": present.staff,
                    "npv": present.npv,
                    "words": f"{when}, {posts(present.staff)} {unit}: {money(present.npv)}",
                    "side": "left" if present.staff - least < 0.5 * (most - least) else "right",
                }
            ],
            "room": [{"npv": max(everything) + 0.16 * reach}, {"npv": min(everything)}],
        },
        alt=npv_by_staff_text(points=points, present=present, money=money, posts=posts, today=today),
        rows=[_staff_row(point, money, posts) for point in sorted(points, key=lambda point: point.staff)],
    )


def npv_by_staff_text(
    *, points: Sequence[StaffPoint], present: StaffPoint, money: Money, posts: Number, today: bool = True
) -> str:
    """The line in words: where the answer is, and the best point drawn.

    >>> points = [StaffPoint(staff=1, npv=50.0), StaffPoint(staff=2, npv=80.0)]
    >>> npv_by_staff_text(points=points, present=points[0], money="${:,.0f}".format, posts="{:g}".format)
    'Net present value by staff from 1 to 2 posts: $50 with 1 today, highest at $80 with 2.'
    """
    best = max(points, key=lambda point: point.npv)
    staff = sorted(point.staff for point in points)
    return (
        f"Net present value by staff from {posts(staff[0])} to {posts(staff[-1])} posts: "
        f"{money(present.npv)} with {posts(present.staff)} {'today' if today else 'as planned'}, "
        f"highest at {money(best.npv)} with {posts(best.staff)}."
    )


def _staff_row(point: StaffPoint, money: Money, posts: Number) -> dict[str, str]:
    return {"Staff": posts(point.staff), "NPV": money(point.npv)}


@lru_cache(maxsize=LOOKS_KEPT)
def _staff_spec(style: Style) -> Spec:
    across = {
        "field": "staff",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False},
        "axis": flat_axis(
            style,
            "Community staff, full-time posts",
            tickCount=expr("width < 400 ? 4 : 8"),
            labelExpr=with_decimal(style, "format(datum.value, '~g')"),
        ),
    }
    upwards = {
        "field": "npv",
        "type": "quantitative",
        "axis": money_axis(style, "Net present value"),
    }
    return chart_spec(
        height=280,
        layer=[
            unseen("room", {"y": upwards}),
            zero_rule(style),
            {
                "data": data("line"),
                "mark": {
                    "type": "line",
                    "strokeWidth": 2.4,
                    "color": style.accent,
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": across, "y": upwards},
            },
            {
                "data": data("present"),
                "mark": {
                    "type": "rule",
                    "color": style.line,
                    "strokeDash": [3, 3],
                    "aria": False,
                    "tooltip": None,
                },
                "encoding": {"x": across},
            },
            {
                "data": data("present"),
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
                "data": data("present"),
                "mark": text_mark(
                    style,
                    align=expr("datum.side"),
                    baseline="top",
                    dx=expr("datum.side == 'left' ? 6 : -6"),
                ),
                "encoding": {
                    "x": across,
                    "y": {"value": 2},
                    "text": {"field": "words", "type": "nominal"},
                },
            },
            {
                "data": data("line"),
                "mark": {
                    "type": "point",
                    "size": 500,
                    "opacity": 0,
                    "filled": True,
                    "aria": False,
                },
                "encoding": {
                    "x": across,
                    "y": upwards,
                    "tooltip": tooltip("Staff", "NPV"),
                },
            },
        ],
    )
