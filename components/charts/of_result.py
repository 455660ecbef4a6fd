"""Charts of a result and of its draws: what each shows, for pages and for files alike."""

from __future__ import annotations

import math

import numpy as np

from calculators.confidence import Drivers
from calculators.evaluation import Money, Result
from calculators.model import MODEL
from calculators.scenario import Scenario
from calculators.spread import Fan, Spread
from components import charts
from components.charts import COST, Chart, Flow, Style, TeamValue
from figures.answer import formats_of
from figures.assumptions import name_of
from figures.kinds import written
from figures.teams import team_parts
from wording import in_full
from wording.formats import NOTHING, Formats, year_name, years_in_words

MOST_ROWS = 10
"""Assumptions that a chart of what moves the answer has room for."""


def team_values(result: Result) -> tuple[TeamValue, ...]:
    """Return every team as charts draw it."""
    return tuple(TeamValue(**vars(team)) for team in team_parts(result))


def flows(money: Money) -> tuple[Flow, ...]:
    """Return who powers whom, the cost column included."""
    return tuple(
        Flow(
            giver=giver,
            receiver=COST if receiver == "cost" else receiver,
            # what is left of adding and taking away is no flow, and must not look like a negative one
            amount=amount if abs(amount) >= NOTHING else 0.0,
        )
        for giver, row in money.matrix.items()
        for receiver, amount in row.items()
    )


def wheel(result: Result, *, style: Style) -> Chart:
    """Return the wheel of hard value."""
    return charts.wheel(
        teams=team_values(result),
        flows=flows(result.hard),
        money=formats_of(result.resolved).money_short,
        total_label=f"over {years_in_words(result.horizon)}",
        style=style,
    )


def team_bars(result: Result, *, style: Style) -> Chart:
    """Return value by team: direct and received, hard and soft."""
    return charts.team_bars(
        teams=team_values(result), money=formats_of(result.resolved).money_short, style=style
    )


def matrix(result: Result, *, style: Style) -> Chart:
    """Return who powers whom as a table of shades."""
    return charts.matrix_heat(
        teams=team_values(result),
        flows=flows(result.hard),
        money=formats_of(result.resolved).money_short,
        style=style,
    )


def cash(result: Result, *, style: Style) -> Chart:
    """Return cumulative cash, undiscounted, with its deepest point and the payback."""
    return charts.cumulative_cash(
        path=charts.CashPath(
            name="Going on" if result.resolved.scenario.running else "The plan",
            cash=result.hard.cash.tolist(),
        ),
        money=formats_of(result.resolved).money_short,
        style=style,
        payback_month=result.hard.payback_month,
    )


def yearly(result: Result, *, style: Style) -> Chart:
    """Return benefits and costs of each year."""
    years = [
        charts.Year(
            name=year_name(year.number, year.months),
            benefits=year.benefits,
            costs=year.costs,
            roi=year.roi,
        )
        for year in result.years
    ]
    write = formats_of(result.resolved)
    return charts.yearly(years=years, money=write.money_short, share=write.percent, style=style)


def claims(result: Result, *, style: Style) -> Chart:
    """Return the sum of claims, the overlap and the value that is left."""
    return charts.claims_bridge(
        claims=result.claims,
        value=result.hard.pv_benefits,
        money=formats_of(result.resolved).money_short,
        style=style,
    )


def npv_by_staff(result: Result, *, style: Style) -> Chart:
    """Return NPV against the staff planned, all else as it is."""
    write = formats_of(result.resolved)
    points = [charts.StaffPoint(staff=staff, npv=npv) for staff, npv in result.npv_by_staff]
    planned = result.resolved.value("staff_planned")
    return charts.npv_by_staff(
        points=points,
        present=next(point for point in points if point.staff == planned),
        money=write.money_short,
        posts=lambda staff: in_full(round(staff, 2), kind="count", formats=write),
        style=style,
        # of a planned community nothing runs today
        today=result.resolved.scenario.running and planned == result.resolved.value("staff"),
    )


def layers(result: Result, *, style: Style) -> Chart:
    """Return the four layers of the community over time; those that are empty are left out."""
    # at the start of each month, as every figure of members is: a stock has one month more, that after the last
    months = result.horizon
    series = {name: values[:months] for name, values in result.series.items()}
    market = np.full(months, result.reference["market"])
    found = (
        ("Market", market),
        (
            "Audience and customers",
            result.resolved.value("people_per_customer") * series["customers_now"] + series["audience_now"],
        ),
        ("Members", series["members_customers"] + series["members_others"]),
        ("Internal members", series["members_employees"]),
    )
    drawn = [
        charts.Layer(name=name, people=people.tolist()) for name, people in found if np.any(people > 0.0)
    ]
    if not drawn:
        drawn = [charts.Layer(name="Members", people=np.zeros(months).tolist())]
    return charts.layers_over_time(layers=drawn, number=formats_of(result.resolved).number, style=style)


def share(result: Result, *, style: Style) -> Chart:
    """Return the flywheel share of joins over time."""
    # the chart counts from month 0, in which nobody has joined yet
    shares = [None, *(float(x) if math.isfinite(x) else None for x in result.flywheel_share)]
    return charts.share_over_time(shares=shares, style=style, turns_in=result.turns_in_month)


# ---- of draws


def npv_spread(spread: Spread, *, formats: Formats, style: Style) -> Chart | None:
    """Return how the NPV is spread; None where nothing varies."""
    npv = spread.npv
    if spread.certain or npv.p10 is None or npv.p50 is None or npv.p90 is None:
        return None
    return charts.npv_spread(
        spread=charts.Histogram(
            edges=spread.bins.edges,
            shares=spread.bins.shares,
            p10=npv.p10,
            p50=npv.p50,
            p90=npv.p90,
            positive=spread.p_roi_positive,
        ),
        money=formats.money_short,
        style=style,
    )


def cash_fan(spread: Spread, *, formats: Formats, style: Style) -> Chart:
    """Return cumulative cash in all draws."""
    return charts.fan(path=path_of("Cumulative cash", spread.cash), write=formats.money_short, style=style)


def members_fan(spread: Spread, *, formats: Formats, style: Style) -> Chart:
    """Return members in all draws."""
    return charts.fan(
        path=path_of("Members", spread.members),
        write=lambda people: formats.number(float(f"{people:.3g}")),
        style=style,
        is_money=False,
        unit="people",
    )


def path_of(name: str, fan: Fan) -> charts.FanPath:
    """Return percentiles by month as charts draw them."""
    ends = {f"p{round(100 * at)}": fan.at_percentile(at).tolist() for at in fan.at}
    return charts.FanPath(name=name, months=fan.months, **ends)


def tornado(result: Result, moved: Drivers, *, style: Style, most: int = MOST_ROWS) -> Chart | None:
    """Return what each assumption does alone; None where none does anything."""
    write = formats_of(result.resolved)
    swings = []
    for swing in moved.tornado[:most]:
        entry = result.resolved.in_force[swing.id]
        if swing.size > 0.0:
            swings.append(
                charts.SwingBar(
                    label=name_of(result.resolved.scenario, swing.id),
                    low_words=written(entry.low, entry.assumption.kind, "", write),
                    high_words=written(entry.high, entry.assumption.kind, "", write),
                    at_low=swing.at_low,
                    at_high=swing.at_high,
                )
            )
    if not swings:
        return None
    return charts.tornado(swings=swings, likely=result.hard.npv, money=write.money_short, style=style)


def variance(moved: Drivers, *, style: Style, scenario: Scenario | None = None) -> Chart | None:
    """Return how much of the variance each assumption explains, in a scenario's words; None where there is none."""
    shares = [
        charts.ShareBar(
            label=name_of(scenario, share.id) if scenario else MODEL.assumptions[share.id].label,
            alone=share.first,
            total=share.total,
        )
        for share in moved.variance[:MOST_ROWS]
        if share.total > 0.0
    ]
    return charts.variance(shares=shares, style=style) if shares else None
