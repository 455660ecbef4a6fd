"""How sure the headline is, in one line below it. It follows a moment later, so that an edit never waits for draws."""

from __future__ import annotations

import time
from typing import Final

import streamlit as st

from calculators.spread import Spread
from components import document, drawers
from components.turns import others_wait
from components.whole_page import frame_is_behind
from figures.answer import how_sure
from wording import safe_money

_WORKED_OUT = "range worked out"
_ASKED_FOR = "range asked for"
SOON = 0.4
"""Seconds after which the line follows."""

NOT_BEFORE: Final = 0.75 * SOON
"""Seconds after an edit before which a beat is an older edit's, as the browser goes on with a clock that it has: who
types on is not to wait for the draws."""

PROMISE = (
    "How sure this is follows in a moment: the range in which the return lies 8 times in 10, its middle, "
    "and how often it pays."
)
"""As long as the line that follows, so that nothing moves when it comes: a list that somebody has opened further down
closes when the page scrolls under it."""

NO_RANGE = "No number has a range yet, so the answer has none: type one such as 200 to 800."
NO_MATTER = "No number that has a range moves the answer, so it has none."


def say_how_sure() -> None:
    """Draw the line where the draws are known, or a promise that keeps itself; an old frame follows with either."""
    line = _line()
    if line is None and (spread := document.confidence_known()) is not None:
        line = _work_out(spread)
    if line is not None and not frame_is_behind():
        st.markdown(safe_money(line))
        return
    st.session_state.pop(_ASKED_FOR, None)
    _follow()


@st.fragment(run_every=SOON)
def _follow() -> None:
    """Draw the line or promise it, and on a beat work it out and draw the page again with it, frame and all.

    That is the first beat on which nobody's edit is under way.
    """
    now, line = document.scenario(), _line()
    asked, since = st.session_state.get(_ASKED_FOR, (None, 0.0))
    if asked != now:
        asked, since = st.session_state[_ASKED_FOR] = (now, time.monotonic())
    if time.monotonic() < since + NOT_BEFORE or others_wait(since):
        st.markdown(safe_money(line) if line else PROMISE)
        return
    line = line or _work_out(document.confidence())
    if drawers.opened():
        # all of the page would take the drawer with it
        st.markdown(safe_money(line))
        return
    st.rerun()


def _line() -> str | None:
    """Return the line where it was worked out for this visitor."""
    worked_out, line = st.session_state.get(_WORKED_OUT, (None, ""))
    return line if worked_out == document.scenario() else None


def _work_out(spread: Spread) -> str:
    """Work the line out and keep it for this visitor: what others ask for meanwhile may take the draws' place."""
    nothing = NO_RANGE if spread.certain else NO_MATTER
    line = how_sure(document.result(), spread) or nothing
    st.session_state[_WORKED_OUT] = (document.scenario(), line)
    return line
