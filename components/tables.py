"""Tables of figures: plain rows of text, safe, with numbers that are already written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pyarrow
import streamlit as st

from wording import safe

MOST_ON_A_PHONE: Final = 4
"""Columns that fit a width of 360 pixels."""


def plain_table(rows: Sequence[Mapping[str, str]], *, alt: str) -> None:
    """Draw a small table of written figures; a figure that needs a "why" has one at its card.

    Parameters
    ----------
    rows
        A row a line, column name to text.
    alt
        What the table holds, for those who do not see it.
    """
    columns = list(rows[0]) if rows else []
    if len(columns) > MOST_ON_A_PHONE:
        # too wide for a phone: this one scrolls sideways by keyboard as well, and its cells hold no markdown
        st.dataframe(pyarrow.Table.from_pylist(list(rows)), hide_index=True, height="content", alt=alt)
        return
    # an Arrow table goes to the browser as it is; rows of dicts would be made a DataFrame first, at ten times the cost
    st.table(
        pyarrow.Table.from_pylist(
            [{safe(column): safe(text) for column, text in row.items()} for row in rows]
        ),
        border="horizontal",
        hide_index=True,
        alt=alt,
    )
