"""Tickets deflected from a rate and a volume, for those who know these instead: the rate's unit is asked, too."""

from __future__ import annotations

from typing import Final

import streamlit as st

from calculators.deflection import PUBLISHED_RATES, Unit, is_published, tickets_deflected
from calculators.scenario import LONGEST_TEXT, Given, Origin
from components import document, drawers
from wording import read_number, safe

FIELD: Final = "deflected"
DRAWER: Final = "deflection from a rate"
PLURALS: Final = {
    Unit.VISIT: "visits",
    Unit.VISITOR: "unique visitors",
    Unit.PAGE_VIEW: "page views",
    Unit.ANSWER_VIEW: "views of accepted answers",
    Unit.SESSION: "self-help sessions",
}


def offer() -> None:
    """Draw the button that opens the form, where the kind of community deflects anything."""
    if document.resolved().in_force[FIELD].origin is Origin.ABSENT:
        return
    st.button(
        "I know a rate of deflection, not a number",
        icon=":material/calculate:",
        type="tertiary",
        on_click=drawers.ask_for,
        args=(DRAWER,),
    )
    drawers.draw(DRAWER, "Deflection from a rate", _ask, position="center")


def _ask() -> None:
    st.markdown(
        "Published rates differ eightfold by what they count, so a rate needs its unit. "
        "What counts: a request that would have been made and was not."
    )
    unit = Unit(
        st.selectbox(
            "The rate is a share of", [one.value for one in Unit], format_func=lambda one: PLURALS[Unit(one)]
        )
    )
    volume = _number(f"{PLURALS[unit].capitalize()} a month", kind="count", key="deflection volume")
    if unit in PUBLISHED_RATES:
        low, high, source = PUBLISHED_RATES[unit]
        write = document.formats()
        usual = write.percent(low) if low == high else f"{write.percent(low)} to {write.percent(high)}"
        st.caption(safe(f"Published: {usual}. {source}."))
    rate = _number(f"Share of {PLURALS[unit]} that spare a ticket (%)", kind="share", key="deflection rate")
    if volume is None or rate is None:
        return
    if not 0.0 <= rate <= 1.0 or volume < 0.0:
        st.error("A rate lies between 0 % and 100 %, and a volume is not negative.", icon=":material/error:")
        return
    found = tickets_deflected(volume=volume, rate=rate)
    st.metric("Tickets deflected a month", safe(document.formats().number(found)))
    if is_published(unit, rate) is False:
        st.warning("That is outside what is published for this unit: check what the rate counts.")
    if st.button("Use this number"):
        before = document.scenario().values.get(FIELD) or Given()
        note = f"{document.formats().percent(rate)} of {document.formats().number(volume)} {PLURALS[unit]} a month"
        given = before.model_copy(
            update={
                "value": found,
                "low": None,
                "high": None,
                "confirmed": True,
                "note": "; ".join(part for part in (before.note, note) if part)[-LONGEST_TEXT:],
            }
        )
        document.give(FIELD, given, text=document.formats().number(found))
        drawers.close()
        st.rerun()


def _number(label: str, *, kind: str, key: str) -> float | None:
    """Return what is typed, None where nothing is or where it is not a number, which is said."""
    typed = st.text_input(label, key=key, max_chars=60)
    reading = read_number(typed, kind="share" if kind == "share" else "count", formats=document.formats())
    if reading.problem:
        st.error(safe(reading.problem), icon=":material/error:")
    return reading.likely
