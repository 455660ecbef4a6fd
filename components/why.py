"""The one drawer that explains figures: formula in words and in numbers, what it rests on, a chart's data."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

import streamlit as st

from calculators.circle_assumptions import ASSUMPTIONS as OF_THE_CIRCLE
from calculators.circle_assumptions import BUSINESSES, CIRCLE, CONDITIONS
from calculators.model import MODEL
from components import document, drawers
from components.charts import Chart
from components.choices import forget_what_is_gone
from figures.why import CIRCLE as CIRCLE_PREFIX
from figures.why import Explanation, Reading
from wording import safe
from wording.safe import plain
from wording.shared import origin_for_readers, source_for_readers

SECTION_OF: Final = {CIRCLE: "behind", BUSINESSES: "businesses", CONDITIONS: "conditions"}
"""The section of "Break the cycle" in which a number of the circle is changed; what is not here stands above all."""

SHORT: Final = 16
"""Characters of a value that fit in one line on a phone."""

KEPT_ABOVE: Final = ("plan_budget", "plan_measuring", "plan_months")


def of_open_scenario() -> Reading:
    """Return what is known of the open scenario's answer."""
    return Reading(document.result())


@dataclasses.dataclass(frozen=True)
class Card:
    """A card of figures, and what its drawer says.

    Attributes
    ----------
    title
        What the card is called; unique on the page.
    names
        Ids of the figures and quantities on it.
    chart
        Its chart, whose data the drawer holds as a table.
    ask
        Draws what has to be chosen first, if anything, and returns what explains the figures; None where nothing does.
    change
        Whether its assumptions are the open scenario's.
    readers
        Whether it is read by others than whose numbers these are.
    """

    title: str
    names: tuple[str, ...]
    chart: Chart | None = None
    ask: Callable[[], Reading | None] = of_open_scenario
    change: bool = True
    readers: bool = False


def why(
    title: str,
    *names: str,
    chart: Chart | None = None,
    ask: Callable[[], Reading | None] = of_open_scenario,
    change: bool = True,
    readers: bool = False,
) -> None:
    """Draw the small button of a card, and its drawer when it is pressed.

    Parameters
    ----------
    title, names, chart, ask, change, readers
        See `Card`. What explains the figures is worked out in the drawer, so that no page waits for it.
    """
    offer(Card(title, names, chart, ask, change, readers))


def offer(card: Card) -> None:
    """Draw the small button of a card, and its drawer when it is pressed."""
    name = f"why {card.title}"
    st.button(
        "Why?",
        key=name,
        icon=":material/help:",
        type="tertiary",
        help=f"How this is found: {card.title}",
        on_click=drawers.ask_for,
        args=(name,),
    )
    drawers.draw(name, "Why", lambda: _inside_drawer(card))


def _inside_drawer(card: Card) -> None:
    st.caption(safe(card.title))
    reading = card.ask() if card.names else None
    if reading is not None:
        inside(card, reading)
    chart_data(card.chart)


def inside(card: Card, reading: Reading) -> None:
    """Draw the choice of a figure, and of a month where it has several, and why it is what it is."""
    step = f"why figure {card.title}"
    choices = reading.reachable(card.names)
    forget_what_is_gone(step, choices)
    chosen = st.selectbox(
        "Figure",
        choices,
        format_func=lambda name: plain(reading.label(name)),
        key=step,
        help="First the figures of this card, then what they rest on, step by step.",
    )
    month = reading.usual_month
    if reading.changes_by_month(chosen):
        month = _ask_month(reading, f"why month {card.title}")
    explanation = reading.explain(chosen, month=month)
    explained(explanation, change=card.change, readers=card.readers, step=step, choices=choices)


def _ask_month(reading: Reading, key: str) -> int:
    """Draw the choice of a month and return it, from 0."""
    last = reading.months // reading.step * reading.step
    if not reading.step <= st.session_state.get(key, reading.step) <= last:
        st.session_state.pop(key, None)
    st.session_state.setdefault(key, min(reading.first_month, last))
    chosen: int = st.slider("Month", reading.step, last, step=reading.step, key=key)
    return chosen - 1


def chart_data(chart: Chart | None) -> None:
    """Draw a chart's data as a table, where there is any."""
    if chart is not None and chart.rows:
        st.markdown("**The data of the chart**")
        st.dataframe(chart.rows, hide_index=True, alt=f"Data of the chart: {chart.alt}")


def _step_to(step: str, name: str) -> None:
    st.session_state[step] = name


def explained(
    explanation: Explanation,
    *,
    change: bool = True,
    readers: bool = False,
    step: str = "",
    choices: tuple[str, ...] = (),
) -> None:
    """Draw what the drawer says of one figure, with a way to each assumption where it is one of the open scenario's.

    Parameters
    ----------
    explanation
        What is said.
    change, readers
        Whether its assumptions are the open scenario's, and whether others read them.
    step
        Key of the choice of figures, by which what it rests on is explained in turn; empty where there is none.
    choices
        What can be chosen there.
    """
    if len(explanation.value) <= SHORT:
        st.metric(safe(explanation.label), safe(explanation.value))
    else:
        # a metric is one line and would be cut; this wraps on a phone
        st.caption(safe(explanation.label))
        st.header(safe(explanation.value), anchor=False)
    if explanation.note:
        st.markdown(safe(explanation.note, limit=2_000))
    if explanation.words:
        st.caption("In words")
        st.markdown(safe(explanation.words, limit=4_000))
        st.caption("With numbers")
        came_to = explanation.comes_to or explanation.value
        st.markdown(safe(f"{explanation.numbers} = {came_to}", limit=4_000))
    if explanation.inputs:
        st.caption("What it rests on")
    for entry in explanation.inputs:
        parts = [f"**{safe(entry.label)}**: {safe(entry.value)}"]
        if entry.assumption:
            evidence = [
                entry.range and f"range {entry.range}",
                origin_for_readers(entry.origin) if readers else entry.origin,
                entry.grade,
                source_for_readers(entry.source) if readers else entry.source,
                entry.note,
            ]
            parts.append(safe("; ".join(part for part in evidence if part), limit=1_000))
        st.markdown("  \n".join(parts))
        if step and not entry.assumption and entry.id in choices and entry.id != explanation.id:
            st.button(
                "One step down",
                key=f"{step} {explanation.id} {entry.id}",
                icon=":material/subdirectory_arrow_right:",
                type="tertiary",
                help=safe(f"What {entry.label[0].lower()}{entry.label[1:]} rests on"),
                on_click=_step_to,
                args=(step, entry.id),
            )
        if change and entry.assumption:
            _way_to(entry.id, explanation.id)


def _way_to(name: str, asked: str) -> None:
    """Draw the way to where an assumption can be changed."""
    if name in MODEL.assumptions:
        st.page_link("assumptions.py", label="Change it", icon=":material/edit:", query_params={"a": name})
        return
    assumption = OF_THE_CIRCLE.get(name.removeprefix(CIRCLE_PREFIX))
    if assumption is None or assumption.id in KEPT_ABOVE:
        return
    # its place is on the page itself: the drawer closes, and the section opens
    section = SECTION_OF.get(assumption.group, "behind")
    pressed = st.button(
        "Change it",
        key=f"change {asked} {name}",
        icon=":material/edit:",
        type="tertiary",
        on_click=_open_section,
        args=(section,),
    )
    if pressed:
        st.rerun()


def _open_section(section: str) -> None:
    st.session_state["part"] = section
    drawers.close()
