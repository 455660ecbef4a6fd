"""The drawer that is open: one at a time, until whoever opened it closes it or turns to another page.

Streamlit closes a dialog as soon as the page is drawn without it, and takes it away for a moment, with what is being
typed in it, where a fragment has the whole page drawn. So which one is open is kept; it is drawn again with the page;
and whatever follows by itself (a range, what another tab has written) waits until it is closed, or stays in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import streamlit as st

from wording import safe

OPEN: Final = "open drawer"
_PAGE: Final = "page of the drawer"
_DRAWN: Final = "drawer that this run has drawn"


def ask_for(name: str) -> None:
    """Have a drawer open: a button's callback."""
    st.session_state[OPEN] = name


def close() -> None:
    """Have no drawer open."""
    st.session_state.pop(OPEN, None)


def opened() -> str:
    """Return the name of the drawer that is open; empty where none is."""
    return str(st.session_state.get(OPEN, ""))


def on_page(page: str) -> None:
    """Begin a page: close what another page has opened."""
    st.session_state[_DRAWN] = ""
    if st.session_state.setdefault(_PAGE, page) != page:
        st.session_state[_PAGE] = page
        close()


def end_of_page() -> None:
    """Close what this page does not draw, or all that follows by itself would wait for it for good.

    Whoever presses a button of the page that is being left opens a drawer that the next one knows nothing of.
    """
    if opened() != st.session_state.get(_DRAWN):
        close()


def draw(
    name: str,
    title: str,
    inside: Callable[[], None],
    *,
    position: Literal["center", "right"] = "right",
    width: Literal["small", "medium", "large"] = "medium",
    on_close: Callable[[], None] = close,
) -> None:
    """Draw a drawer, where it is the one that is open.

    Parameters
    ----------
    name
        Which one; unique on the page.
    title
        What stands above it.
    inside
        Draws it.
    position, width
        As `st.dialog` takes them.
    on_close
        Done when it is closed; closes it.
    """
    if opened() == name:
        st.session_state[_DRAWN] = name
        st.dialog(safe(title), position=position, width=width, on_dismiss=on_close)(inside)()
