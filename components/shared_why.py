"""The "why" of what a link opens: the same drawer as elsewhere, on the numbers that were shared or are being tried."""

from __future__ import annotations

import streamlit as st

from calculators import MODEL_VERSION
from calculators.scenario import InvalidScenarioError
from calculators.spread import Spread
from components import document
from components.charts import Chart
from components.why import why
from figures.uncertainty import InDraws
from figures.why import Reading
from scenarios import record as records
from scenarios.record import NoScenarioError, Record, Told
from wording import safe


def why_shared(card: str, now: Told, record: Record, *names: str, chart: Chart | None = None) -> None:
    """Draw the small button of a card of what was shared, and its drawer when it is pressed.

    Parameters
    ----------
    card
        What the card is called; unique on the page.
    now
        As it was shared, or with the numbers that this reader tries.
    record
        What was shared.
    *names
        Ids of the figures on it.
    chart
        The chart of the card, whose data the drawer holds as a table.
    """
    why(card, *names, chart=chart, ask=lambda: _reading(now, record), change=False)


def _reading(now: Told, record: Record) -> Reading | None:
    """Return what explains the figures: today's model, which says so where it is not the one that found them."""
    try:
        scenario = records.scenario_of(now)
        result = document.answer_to(scenario)
    except (NoScenarioError, InvalidScenarioError):
        st.info(
            "This version of the app cannot read these numbers any more, so it cannot show how they were found.",
            icon=":material/info:",
        )
        return None
    if records.moved(now) is not None:
        st.info(
            safe(
                f"The figures of the page are those of the day, by version {record.model_version} of the model. Here "
                f"version {MODEL_VERSION} works them out again, and comes to others."
            ),
            icon=":material/update:",
        )

    def spread() -> Spread:
        with document.as_of(scenario):
            return document.confidence()

    return InDraws(result, spread)
