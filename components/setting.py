"""What kind of community it is: running or planned, the starting point, currency and number format."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

import streamlit as st

from calculators.scenario import MOST_RATE, Origin
from calculators.starting_point import starting_points
from components import document
from components.kept import kept
from wording import CURRENCIES, NUMBER_FORMATS, editable, read_number, safe

RUNS, PLANNED = "It runs already", "It is planned"


def ask_status() -> None:
    """Draw the first question: does it run already?"""
    kept(
        st.segmented_control,
        "Does the community run already?",
        options=(RUNS, PLANNED),
        key="status",
        place="running",
        saved=lambda: RUNS if document.scenario().running else PLANNED,
        value_as="default",
        required=True,
        on_change=_status_chosen,
    )
    document.told_why_not("running")


def ask_since() -> None:
    """Draw since when it runs, for a community that does."""
    now = document.scenario()
    if not now.running:
        return
    held = document.refused("since")
    kept(
        st.text_input,
        "Since (year, or year and month)",
        key="since",
        place="since",
        saved=lambda: held.text if held else document.scenario().since or "",
        placeholder="2023-05",
        on_change=_since_typed,
    )
    if held:
        st.error(safe(held.message), icon=":material/error:")


def _status_chosen() -> None:
    document.change(running=st.session_state["status"] != PLANNED)


def _since_typed() -> None:
    typed = st.session_state["since"].strip()
    found = re.fullmatch(r"([0-9]{4})(?:\s*[-/.]\s*([0-9]{1,2}))?", typed)
    if not typed:
        document.change(since=None)
    elif found is None or not 1 <= int(found[2] or 1) <= 12:
        document.refuse(
            "since", typed[:40], "Write a year such as 2023, or a year and month such as 2023-05."
        )
    elif (since := f"{found[1]}-{int(found[2] or 1):02d}") > _latest_month():
        document.refuse(
            "since", typed[:40], f"What runs already has begun, and {since} is still to come. Is it planned?"
        )
    else:
        document.change(since=since, text=typed)


def _latest_month() -> str:
    """Return the month in which something may have begun: tomorrow's, as it is tomorrow somewhere."""
    return f"{datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=1):%Y-%m}"


def ask_starting_point() -> None:
    """Draw the choice of the kind of company."""
    points = starting_points()
    kept(
        st.selectbox,
        "Kind of community",
        options=tuple(points),
        format_func=lambda name: points[name].label,
        key="starting point",
        place="starting_point",
        saved=lambda: document.scenario().starting_point,
        value_as="index",
        on_change=_starting_point_chosen,
        help="Each is an example company with cautious figures. What you have typed is kept when you change it.",
    )
    document.told_why_not("starting_point")


def _starting_point_chosen() -> None:
    document.change(starting_point=st.session_state["starting point"])


def _scaling_chosen() -> None:
    document.change(scale_contributions=st.session_state["scale contributions"])


def _number_format_chosen() -> None:
    document.change(number_format=st.session_state["number format"])


def ask_scaling() -> None:
    """Draw the choice whether contributions grow with the members typed, where that makes a difference."""
    now = document.scenario()
    about = document.resolved().in_force[now.point.about]
    if about.origin is not Origin.YOURS:
        return
    kept(
        st.toggle,
        "Contributions grow with my members",
        key="scale contributions",
        place="scale_contributions",
        saved=lambda: document.scenario().scale_contributions,
        on_change=_scaling_chosen,
        help="Contributions that are still the example's are scaled to the members you typed. Switched off, they stay "
        "as they are in the example.",
    )
    document.told_why_not("scale_contributions")


def ask_currency() -> None:
    """Draw the choice of currency and number format, with the rate that defaults are converted at."""
    now = document.scenario()
    kept(
        st.selectbox,
        "Currency",
        options=_with(now.currency, CURRENCIES),
        format_func=lambda code: f"{CURRENCIES.get(code, code)} ({code})",
        key="currency",
        place="currency",
        saved=lambda: document.scenario().currency,
        value_as="index",
        on_change=_currency_chosen,
    )
    base = now.point.currency
    if now.currency != base:
        held = document.refused("exchange_rate")
        kept(
            st.text_input,
            f"What 1 {base} is in {now.currency}",
            key="rate",
            place="exchange_rate",
            saved=lambda: held.text if held else _rate_text(document.scenario().exchange_rate),
            on_change=_rate_typed,
            help="The example's amounts are converted once, at this rate. What you type is never converted.",
        )
        if held:
            st.error(safe(held.message), icon=":material/error:")
        st.caption("An example rate, not today's: type your own.")
    kept(
        st.selectbox,
        "Numbers are written",
        options=_with(now.number_format, NUMBER_FORMATS),
        format_func=lambda name: NUMBER_FORMATS.get(name, name),
        key="number format",
        place="number_format",
        saved=lambda: document.scenario().number_format,
        value_as="index",
        on_change=_number_format_chosen,
    )


def _with(chosen: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the known choices, and the one in force where it is none of them."""
    return tuple(known) if chosen in known else (chosen, *known)


# Rough rates to begin with, so that defaults have a sensible size; the user sees and changes them.
_PER_DOLLAR = {
    "USD": 1.0,
    "EUR": 0.9,
    "GBP": 0.78,
    "CHF": 0.88,
    "CAD": 1.37,
    "AUD": 1.5,
    "NZD": 1.65,
    "JPY": 150.0,
    "CNY": 7.2,
    "INR": 84.0,
    "KRW": 1_380.0,
    "SGD": 1.34,
    "HKD": 7.8,
    "SEK": 10.5,
    "NOK": 10.8,
    "DKK": 6.8,
    "PLN": 4.0,
    "CZK": 23.0,
    "BRL": 5.6,
    "MXN": 19.0,
    "ZAR": 18.0,
    "ILS": 3.7,
}


def _currency_chosen() -> None:
    chosen = st.session_state["currency"]
    base = document.scenario().point.currency
    rate = _PER_DOLLAR.get(chosen, 1.0) / _PER_DOLLAR.get(base, 1.0)
    document.change("currency", currency=chosen, exchange_rate=rate)


def _rate_text(rate: float) -> str:
    return editable(rate, kind="number", formats=document.formats())


def _rate_typed() -> None:
    typed = st.session_state["rate"]
    reading = read_number(typed, kind="number", formats=document.formats())
    if (
        reading.problem
        or reading.likely is None
        or reading.low is not None
        or not 0 < reading.likely <= MOST_RATE
    ):
        wanted = f"Write one rate above 0, such as {_rate_text(0.9)}, and at most {_rate_text(MOST_RATE)}."
        document.refuse("exchange_rate", typed[:40], reading.problem or wanted)
    else:
        document.change("exchange_rate", text=typed, exchange_rate=reading.likely)
