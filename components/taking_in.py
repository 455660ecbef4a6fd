"""A field for a file that is taken in once, and empty again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

MOST_MEGABYTES: Final = 2


def ask_for_file(label: str, *, kind: str, name: str, take: Callable[[bytes], object]) -> None:
    """Draw a field for a file.

    Parameters
    ----------
    label
        What it is called.
    kind
        How names of such files end.
    name
        Of the field, unique in the app.
    take
        Takes what the file holds.
    """
    key = _key(name)
    st.file_uploader(
        label,
        type=kind,
        key=key,
        max_upload_size=MOST_MEGABYTES,
        on_change=_taken,
        args=(key, name, take),
    )


def _taken(key: str, name: str, take: Callable[[bytes], object]) -> None:
    # a request that the browser sent before it had the empty field brings the file again, and that is news to
    # Streamlit, which has forgotten the field by then
    if key != _key(name):
        return
    file = st.session_state.get(key)
    if file is None:
        return
    # the file is done with: an empty field says so
    st.session_state[_count(name)] = st.session_state.get(_count(name), 0) + 1
    take(file.getvalue())


def _key(name: str) -> str:
    return f"{name} {st.session_state.get(_count(name), 0)}"


def _count(name: str) -> str:
    return f"{name}s taken"
