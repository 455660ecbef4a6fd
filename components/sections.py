"""A page's sections, of which one is drawn: the page stays short, and an edit waits for no more than is seen."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def ask_section(sections: Mapping[str, str], *, key: str) -> str:
    """Draw the choice of section and return the one that is open; it stands in the address.

    Parameters
    ----------
    sections
        What each is called, by its id; the first is open until another is chosen.
    key
        Name in the address, one a page.
    """
    first = next(iter(sections))
    return (
        st.pills(
            "Section",
            tuple(sections),
            format_func=sections.__getitem__,
            default=first,
            required=True,
            key=key,
            bind="query-params",
            persist_state="session",
            label_visibility="collapsed",
            wrap=True,
        )
        or first
    )
