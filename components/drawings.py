"""From a result to each chart that pages draw of it, and the chart on the page with its words."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import streamlit as st

from calculators.evaluation import Money, Result
from components import charts, document
from components.charts import Chart
from figures.teams import team_parts
from wording.formats import years_in_words
from wording.wheel import NOTHING


def draw(chart: Chart) -> None:
    """Draw a chart with its text alternative."""
    st.vega_lite_chart(chart.drawing, width="stretch", alt=chart.alt)


def team_values(result: Result) -> tuple[charts.TeamValue, ...]:
    """Return every team as charts draw it."""
    return tuple(charts.TeamValue(**dataclasses.asdict(team)) for team in team_parts(result))


def flows(money: Money) -> tuple[charts.Flow, ...]:
    """Return who powers whom, the cost column included."""
    return tuple(
        charts.Flow(
            giver=giver,
            receiver=charts.COST if receiver == "cost" else receiver,
            # what is left of adding and taking away is no flow, and must not look like a negative one
            amount=amount if abs(amount) >= NOTHING else 0.0,
        )
        for giver, row in money.matrix.items()
        for receiver, amount in row.items()
    )


def wheel(result: Result) -> Chart:
    """Return the wheel of hard value."""
    return charts.wheel(
        teams=team_values(result),
        flows=flows(result.hard),
        money=document.formats().money_short,
        total_label=f"over {years_in_words(result.horizon)}",
        style=document.style(),
    )


def team_bars(result: Result) -> Chart:
    """Return value by team: direct and received, hard and soft."""
    return charts.team_bars(
        teams=team_values(result), money=document.formats().money_short, style=document.style()
    )


def matrix(result: Result) -> Chart:
    """Return who powers whom as a table of shades."""
    return charts.matrix_heat(
        teams=team_values(result),
        flows=flows(result.hard),
        money=document.formats().money_short,
        style=document.style(),
    )


def cash(result: Result) -> Chart:
    """Return cumulative cash, undiscounted, with its deepest point and the payback."""
    return charts.cumulative_cash(
        path=charts.CashPath(
            name="Going on" if result.resolved.scenario.running else "The plan",
            cash=result.hard.cash.tolist(),
        ),
        money=document.formats().money_short,
        style=document.style(),
        payback_month=result.hard.payback_month,
    )


def yearly(result: Result) -> Chart:
    """Return benefits and costs of each year."""
    years = [
        charts.Year(
            name=f"Year {year.number}" if year.months == 12 else f"Year {year.number} ({year.months} months)",
            benefits=year.benefits,
            costs=year.costs,
            roi=year.roi,
        )
        for year in result.years
    ]
    return charts.yearly(years=years, money=document.formats().money_short, style=document.style())


def claims(result: Result) -> Chart:
    """Return the sum of claims, the overlap and the value that is left."""
    return charts.claims_bridge(
        claims=result.claims,
        value=result.hard.pv_benefits,
        money=document.formats().money_short,
        style=document.style(),
    )


def npv_by_staff(result: Result) -> Chart:
    """Return NPV against the staff planned, all else as it is."""
    points = [charts.StaffPoint(staff=staff, npv=npv) for staff, npv in result.npv_by_staff]
    planned = result.resolved.value("staff_planned")
    return charts.npv_by_staff(
        points=points,
        present=next(point for point in points if point.staff == planned),
        money=document.formats().money_short,
        style=document.style(),
    )


def layers(result: Result) -> Chart:
    """Return the four layers of the community over time; those that are empty are left out."""
    months = result.horizon + 1
    series = result.series
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
    return charts.layers_over_time(layers=drawn, number=document.formats().number, style=document.style())


def share(result: Result) -> Chart:
    """Return the flywheel share of joins over time."""
    # the chart counts from month 0, in which nobody has joined yet
    shares = [None, *(float(x) if math.isfinite(x) else None for x in result.flywheel_share)]
    return charts.share_over_time(shares=shares, style=document.style(), turns_in=result.turns_in_month)
