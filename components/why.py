"""The one drawer that explains figures: formula in words and in numbers, what it rests on, a chart's data."""

from __future__ import annotations

import streamlit as st

from calculators.model import MODEL
from components import document
from components.charts import Chart
from figures.declared import figures
from figures.why import Explanation, explain, label_of_any, reachable
from wording import safe


def why(card: str, *names: str, chart: Chart | None = None, label: str = "Why?") -> None:
    """Draw the small button of a card, and its drawer when it is pressed.

    Parameters
    ----------
    card
        What the card is called; unique on the page.
    *names
        Ids of the figures and quantities on it.
    chart
        The chart of the card, whose data the drawer holds as a table.
    label
        Words on the button.
    """
    if st.button(
        label, key=f"why {card}", icon=":material/help:", type="tertiary", help=f"How this is found: {card}"
    ):
        _drawer(card, names, chart)


@st.dialog("Why", position="right", width="medium")
def _drawer(card: str, names: tuple[str, ...], chart: Chart | None) -> None:
    result = document.result()
    st.caption(safe(card))
    if names:
        choices = reachable(result, names)
        chosen = st.selectbox(
            "Figure",
            choices,
            format_func=label_of_any,
            key=f"why figure {card}",
            help="First the figures of this card, then what they rest on, step by step.",
        )
        month = 0
        if _changes_by_month(chosen):
            month = st.slider("Month", 1, result.horizon, 1, key=f"why month {card}") - 1
        explained(explain(result, chosen, month=month), step=f"why figure {card}", choices=choices)
    chart_data(chart)


def chart_data(chart: Chart | None) -> None:
    """Draw a chart's data as a table, where there is any."""
    if chart is not None and chart.rows:
        st.markdown("**The data of the chart**")
        st.dataframe(chart.rows, hide_index=True, alt=f"Data of the chart: {chart.alt}")


def _step_to(step: str, name: str) -> None:
    st.session_state[step] = name


def _changes_by_month(name: str) -> bool:
    figure = figures().get(name)
    return figure.summed if figure is not None else name in document.result().series


def explained(
    explanation: Explanation, *, change: bool = True, step: str = "", choices: tuple[str, ...] = ()
) -> None:
    """Draw what the drawer says of one figure, with a way to each assumption where it is one of the open scenario's.

    Parameters
    ----------
    explanation
        What is said.
    change
        Whether its assumptions are the open scenario's.
    step
        Key of the choice of figures, by which what it rests on is explained in turn; empty where there is none.
    choices
        What can be chosen there.
    """
    st.metric(safe(explanation.label), safe(explanation.value))
    if explanation.note:
        st.markdown(safe(explanation.note, limit=2_000))
    if explanation.words:
        st.caption("In words")
        st.markdown(safe(explanation.words, limit=4_000))
        st.caption("With numbers")
        st.markdown(safe(f"{explanation.numbers} = {explanation.value}", limit=4_000))
    if explanation.inputs:
        st.caption("What it rests on")
    for entry in explanation.inputs:
        parts = [f"**{safe(entry.label)}**: {safe(entry.value)}"]
        if entry.assumption:
            evidence = [
                entry.range and f"range {entry.range}",
                entry.origin,
                entry.grade,
                entry.source,
                entry.note,
            ]
            parts.append(safe("; ".join(part for part in evidence if part), limit=1_000))
        st.markdown("  \n".join(parts))
        if step and not entry.assumption and entry.id in choices:
            st.button(
                "One step down",
                key=f"{step} {explanation.id} {entry.id}",
                icon=":material/subdirectory_arrow_right:",
                type="tertiary",
                help=f"What {entry.label[0].lower()}{entry.label[1:]} rests on",
                on_click=_step_to,
                args=(step, entry.id),
            )
        if change and entry.assumption and entry.id in MODEL.assumptions:
            st.page_link(
                "assumptions.py", label="Change it", icon=":material/edit:", query_params={"a": entry.id}
            )
