"""The "why" of what a link opens: the same drawer as elsewhere, on the numbers that were shared or are being tried."""

from __future__ import annotations

from typing import Final

import streamlit as st

from calculators import MODEL_VERSION
from calculators.case import Case, State
from calculators.scenario import InvalidScenarioError
from calculators.spread import Spread
from components import compare, document, shared
from components.charts import Chart
from components.why import why
from figures.uncertainty import InDraws
from figures.why import Reading
from scenarios import record as records
from scenarios.record import Compared, NoScenarioError, Record, Told
from wording import safe
from wording.safe import plain

UNREADABLE: Final = (
    "This version of the app cannot read these numbers any more, so it cannot show how they were found."
)


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
    why(card, *names, chart=chart, ask=lambda: _reading(now, record), change=False, readers=True)


def why_each(card: str, record: Record, *names: str) -> None:
    """Draw the small button of a card that shows all scenarios of a record, and its drawer when it is pressed."""

    def ask() -> Reading | None:
        titles = shared.names_of(record)
        number = st.selectbox(
            "Scenario",
            range(len(titles)),
            format_func=lambda number: plain(titles[number]),
            key=f"why side of {card}",
        )
        return _reading(record.scenarios[number], record)

    why(card, *names, ask=ask, change=False, readers=True)


def _reading(now: Told, record: Record) -> Reading | None:
    """Return what explains the figures: today's model, which says so where it is not the one that found them."""
    try:
        scenario = records.scenario_of(now)
        result = document.answer_to(scenario)
    except (NoScenarioError, InvalidScenarioError):
        st.info(UNREADABLE, icon=":material/info:")
        return None
    if records.moved(now) is not None:
        st.info(_by_another_model(record), icon=":material/update:")

    def spread() -> Spread:
        with document.as_of(scenario):
            return document.confidence()

    return InDraws(result, spread)


def why_compared(
    card: str,
    record: Record,
    *names: str,
    chart: Chart | None = None,
    only: int | None = None,
) -> None:
    """Draw the small button of a card of a comparison that was shared, and its drawer when it is pressed.

    Parameters
    ----------
    card
        What the card is called; unique on the page.
    record
        What was shared: with a comparison.
    *names
        Ids of the figures on it; of a side that is not the base their differences as well.
    chart
        The chart of the card, whose data the drawer holds as a table.
    only
        The one side that the card is about; any of them where None.
    """
    compared = record.compared
    assert compared is not None

    def ask() -> Reading | None:
        view = compared.view
        chosen = only
        if chosen is None:
            chosen = compare.ask_which(card, view)
        try:
            case, base = (_case(record, compared, number) for number in (chosen, view.base))
            if case is None or base is None:
                st.info("The link does not hold the numbers of this side.", icon=":material/info:")
                return None
            if chosen == view.base:
                reading = compare.reading_between(case)
            else:
                reading = compare.reading_between(case, base=base, called=view.sides[view.base].name)
        except (NoScenarioError, InvalidScenarioError):
            st.info(UNREADABLE, icon=":material/info:")
            return None
        npv = reading.result.hard.npv
        if abs(npv - view.sides[chosen].npv) > records.SAME * max(1.0, abs(npv)):
            st.info(_by_another_model(record), icon=":material/update:")
        return reading

    why(card, *names, chart=chart, ask=ask, change=False, readers=True)


def _case(record: Record, compared: Compared, number: int) -> Case | None:
    place = compared.held[number]
    if place is None:
        return None
    return Case(records.scenario_of(record.scenarios[place]), State(compared.view.sides[number].state))


def _by_another_model(record: Record) -> str:
    return safe(
        f"The figures of the page are those of the day, by version {record.model_version} of the model. Here version "
        f"{MODEL_VERSION} works them out again, and comes to others.",
        limit=600,
    )
