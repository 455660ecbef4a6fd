r"""Text that Streamlit shows as it stands.

Every label and markdown of Streamlit reads markdown, links, LaTeX, directives such as `:red[...]`, icons and
emoji shortcodes; so do options that stand beside each other. Those of lists (`st.selectbox`, `st.multiselect`)
are text as it stands, where backslashes would show: `plain` is for them.

A backslash is enough against what the parser reads; the shortcodes, arrows and bare web addresses are replaced after
parsing, in text that has lost its backslashes, so there a word joiner (U+2060: no width, no line break) stands between
the signs. It holds the minus of an amount to it as well: a browser breaks lines after a hyphen that a currency follows.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 500

_WORD_JOINER: Final = "\u2060"
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>()#|~$:&!^=\"']")
_AT_START: Final = re.compile(r"^([-+]|\d{1,9}(?=[.)]))")
_REPLACED_LATER: Final = re.compile(
    r"""
    :(?=[\w+-]+[:/])                                  # :smile:  :streamlit:  :material/home:
    | :(?=//)                                         # https://example.com
    | (?<![^\W_])www(?=\.)                            # www.example.com
    | @                                               # someone@example.com
    | (?<!\S)[<>~-](?=(?:[-=]|->|>)(?:\s|$))          # arrows and signs that stand alone: -> <- -- >= <= ~=
    """,
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_TORN_OFF: Final = re.compile(r"(?<![\w-])-(?=[A-Z]{0,3}[$\u00a3\u00a5\u20a0-\u20cf]|[A-Z]{3}\u00a0)")
"""The minus before a currency, which a narrow line would leave at its end: a loss would read as a gain."""

_SPACES: Final = re.compile(r"\s+")
_NO_BREAK: Final = frozenset("\u00a0\u202f")
"""They hold an amount and its currency together, also where a line is narrow."""

# Shape words in scripts and emoji, so they stay although they have no width.
_JOINERS: Final = frozenset("\u200c\u200d")


def safe(text: str, limit: int = LONGEST) -> str:
    r"""Make any text literal in a Streamlit label or markdown.

    Parameters
    ----------
    text : str
        Anything a user or a file gave.
    limit : int
        Characters kept, the last of them an ellipsis when there were more.

    Returns
    -------
    str
        One line that renders as the text itself: control characters and bidirectional overrides
        are gone, line breaks and runs of spaces are one space; a no-break space stays. For markdown only; in plain text
        (a list's options, a spreadsheet, the command line) the backslashes would show.

    Examples
    --------
    >>> print(safe("**bold** costs $5"))
    \*\*bold\*\* costs \$5
    >>> safe("a\nb")
    'a b'
    """
    line = _held_together(plain(text, limit))
    joined = _REPLACED_LATER.sub(lambda match: match[0] + _WORD_JOINER, line)
    escaped = _SPECIAL.sub(lambda match: "\\" + match[0], joined)
    return _AT_START.sub(lambda match: match[0] + "\\" if match[0].isdigit() else "\\" + match[0], escaped)


def plain(text: str, limit: int = LONGEST) -> str:
    r"""Fold any text into one visible line, without escaping it.

    Parameters
    ----------
    text : str
        Anything a user or a file gave.
    limit : int
        Characters kept.

    Examples
    --------
    >>> plain("  evil\u202etxt.exe\tdone\x00  ")
    'eviltxt.exe done'
    >>> plain("abcdef", limit=4)
    'abc…'
    >>> plain("CHF\u00a01\u202f875 a  year")
    'CHF\xa01\u202f875 a year'
    """
    # Only a bounded piece is looked at, so that 50 MB cost no more than a name.
    piece = text[: 4 * limit + 1000]
    # our own words, mostly: nothing among them is unseen
    visible = piece if piece.isascii() and piece.isprintable() else "".join(map(_visible, piece))
    line = _SPACES.sub(_one_space, visible).strip()
    return line if len(line) <= limit else f"{line[: max(limit - 1, 0)].rstrip()}…"


def safe_money(text: str) -> str:
    r"""Keep dollar signs of our own sentences from becoming a formula, and a minus with its amount; markdown stays.

    Examples
    --------
    >>> print(safe_money("every $1 returns **$2.35**"))
    every \$1 returns **\$2.35**
    """
    return _held_together(text).replace("$", "\\$")


def _held_together(text: str) -> str:
    return _TORN_OFF.sub(lambda minus: minus[0] + _WORD_JOINER, text)


def _one_space(run: re.Match[str]) -> str:
    return run[0] if run[0] in _NO_BREAK else " "


def _visible(character: str) -> str:
    if character in _JOINERS:
        return character
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return " " if character.isspace() else ""
        case "Cf":
            return ""
        case "Cs":
            return "\ufffd"
        case "Cn" if _is_no_character(ord(character)):
            return ""
        case _:
            return character


def _is_no_character(code: int) -> bool:
    """Tell whether a code is kept for no character ever: slides and spreadsheets, which are XML, cannot hold it."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
