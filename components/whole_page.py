"""An edit in a drawer is an edit of the page: callbacks that have all of it drawn."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

P = ParamSpec("P")


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
