"""Tables of figures: plain rows of text, safe, with numbers that are already written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow
import streamlit as st

from wording import safe


def plain_table(rows: Sequence[Mapping[str, str]], *, alt: str) -> None:
    """Draw a small table of written figures; a figure that needs a "why" has one at its card.

    Parameters
    ----------
    rows
        A row a line, column name to text.
    alt
        What the table holds, for those who do not see it.
    """
    # an Arrow table goes to the browser as it is; rows of dicts would be made a DataFrame first, at ten times the cost
    st.table(
        pyarrow.Table.from_pylist([{safe(column): safe(text) for column, text in row.items()} for row in rows]),
        border="horizontal",
        hide_index=True,
        alt=alt,
    )
