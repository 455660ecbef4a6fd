"""What of a page is drawn after an edit: all of it, or its own part, which the frame around it follows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Final, ParamSpec

import streamlit as st

from components import document, keeping

P = ParamSpec("P")

_FRAMED: Final = "what the frame shows"


def then_whole_page(callback: Callable[P, object]) -> Callable[P, None]:
    """Return a widget's callback that has the whole page drawn when it is done.

    A drawer is a fragment: on its own an edit in it would draw the drawer alone. The callback asks, and not the drawer
    as it is drawn: what is typed last comes together with the drawer's closing, and then it is never drawn again.
    """

    @functools.wraps(callback)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        callback(*args, **kwargs)
        st.rerun()

    return run


def by_itself(draw: Callable[[], None]) -> Callable[[], None]:
    """Return what draws a page's own part, and after an edit in it draws that part alone.

    The frame (what is saved, what can be taken back) takes a third of a rerun, and nobody waits for it: the part has
    it drawn a moment later, see `frame_is_behind`.
    """

    @functools.wraps(draw)
    def part() -> None:
        if document.opened().gone is not None:
            # deleted elsewhere meanwhile: all of the page says so
            st.rerun()
        draw()
        keeping.end_of_part()

    return st.fragment(part)


def frame_is_drawn() -> None:
    """Note that what is so now, the frame shows."""
    st.session_state[_FRAMED] = _for_the_frame()


def frame_is_behind() -> bool:
    """Tell whether the frame has something else to say by now: of the workspace, of what waits, of what is asked."""
    shown: tuple[object, ...] = st.session_state.get(_FRAMED, ())
    now = _for_the_frame()
    return not shown or shown[0] is not now[0] or shown[1:] != now[1:]


def _for_the_frame() -> tuple[object, ...]:
    work = document.opened()
    asked = tuple(meeting.number for meeting in work.meetings)
    return (work.workspace, work.version, work.trouble, len(work.unsaved), asked)
