"""How sure the headline is, in one line below it. It follows a moment later, so that an edit never waits for draws."""

from __future__ import annotations

import streamlit as st

from components import document
from figures.answer import answer_with_range
from wording import range_line, safe_money

_WORKED_OUT = "range worked out"
_ASKED_FOR = "range asked for"
SOON = 0.4
"""Seconds after which the line follows."""


def say_how_sure() -> None:
    """Draw the line where the draws are known, or a promise that keeps itself."""
    known = st.session_state.get(_WORKED_OUT)
    if known is not None and known[0] == document.scenario():
        st.markdown(safe_money(known[1]))
        return
    st.session_state.pop(_ASKED_FOR, None)
    _follow()


@st.fragment(run_every=SOON)
def _follow() -> None:
    """Promise the line with the page, and on the first beat work it out and draw the page again with it."""
    now = document.scenario()
    if st.session_state.get(_ASKED_FOR) != now:
        st.session_state[_ASKED_FOR] = now
        st.markdown("How sure this is follows in a moment.")
        return
    st.session_state[_WORKED_OUT] = (now, _line())
    st.rerun()


def _line() -> str:
    facts = answer_with_range(document.result(), document.confidence())
    said = range_line(facts, document.formats())
    return said or "No number has a range yet, so the answer has none: type one such as 200 to 800."
