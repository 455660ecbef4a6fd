"""Choices from lists that change under them."""

from __future__ import annotations

from collections.abc import Container

import streamlit as st


def forget_what_is_gone(key: str, options: Container[str]) -> None:
    """Forget what was chosen where it is not on the list any more: the first of it is shown then.

    Parameters
    ----------
    key
        The choice's; called before it is drawn.
    options
        What can be chosen.
    """
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
