"""Text in the cells of a table that a spreadsheet may open: what it would run as a formula gets an apostrophe in front.

Names, sources and notes come from whoever wrote the document, and are read by somebody else.
"""

from __future__ import annotations

from typing import Final

_RUN: Final = frozenset("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")
"""What a formula begins with in some spreadsheet, and the apostrophe itself, so that nothing is ambiguous."""


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; `restored` undoes it.

    Examples
    --------
    >>> neutral("=cmd|'/c calc'!A1")
    "'=cmd|'/c calc'!A1"
    >>> neutral("an ordinary note")
    'an ordinary note'
    """
    return f"'{text}" if text.lstrip(" ")[:1] in _RUN else text


def restored(text: str) -> str:
    """Return the text that `neutral` was given.

    Examples
    --------
    >>> restored(neutral("=1+1"))
    '=1+1'
    """
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" ")[:1] in _RUN else text
