"""Charts of a result as pages show them: in the visitor's theme."""

from __future__ import annotations

import streamlit as st

from calculators.evaluation import Result
from components import document
from components.charts import Chart, of_result


def draw(chart: Chart) -> None:
    """Draw a chart with its text alternative."""
    st.vega_lite_chart(chart.drawing, width="stretch", alt=chart.alt)


def wheel(result: Result) -> Chart:
    """Return the wheel of hard value."""
    return of_result.wheel(result, style=document.style())


def team_bars(result: Result) -> Chart:
    """Return value by team: direct and received, hard and soft."""
    return of_result.team_bars(result, style=document.style())


def matrix(result: Result) -> Chart:
    """Return who powers whom as a table of shades."""
    return of_result.matrix(result, style=document.style())


def cash(result: Result) -> Chart:
    """Return cumulative cash, undiscounted, with its deepest point and the payback."""
    return of_result.cash(result, style=document.style())


def yearly(result: Result) -> Chart:
    """Return benefits and costs of each year."""
    return of_result.yearly(result, style=document.style())


def claims(result: Result) -> Chart:
    """Return the sum of claims, the overlap and the value that is left."""
    return of_result.claims(result, style=document.style())


def npv_by_staff(result: Result) -> Chart:
    """Return NPV against the staff planned, all else as it is."""
    return of_result.npv_by_staff(result, style=document.style())


def layers(result: Result) -> Chart:
    """Return the four layers of the community over time; those that are empty are left out."""
    return of_result.layers(result, style=document.style())


def share(result: Result) -> Chart:
    """Return the flywheel share of joins over time."""
    return of_result.share(result, style=document.style())
