"""What `safe` does to text; that the text then renders as itself is tested in a browser."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wording.formats import CURRENCIES, NUMBER_FORMATS, Formats
from wording.reading import read_number
from wording.safe import plain, safe, safe_money


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme Ltd", "Acme Ltd"),
        ("Acme, Inc. (EU)", r"Acme, Inc. \(EU\)"),
        ("[x](http://y)", "\\[x\\]\\(http\\:\u2060//y\\)"),
        ("$5 and $6", r"\$5 and \$6"),
        ("<b>", r"\<b\>"),
        (":smile:", "\\:\u2060smile\\:"),
        ("1. first", r"1\. first"),
        ("- item", r"\- item"),
        ("# title", r"\# title"),
        ("a->b", r"a-\>b"),
        ("a -> b", "a -\u2060\\> b"),
        ("&lt;", r"\&lt;"),
        ("line\nbreak\r\nand\u2028more", "line break and more"),
        ("evil\u202etxt", "eviltxt"),
        ("nul\x00 bell\x07", "nul bell"),
        ("", ""),
    ],
)
def test_text_made_literal(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_long_text_is_cut_before_it_is_escaped() -> None:
    assert safe("*" * 10, limit=4) == r"\*\*\*…"


def test_fifty_megabytes_take_no_time() -> None:
    text = ":a" * 25_000_000
    start = time.perf_counter()
    safe(text)
    assert time.perf_counter() - start < 0.1


def test_joiners_that_shape_words_stay() -> None:
    assert plain("می\u200cخواهم 👩\u200d💻") == "می\u200cخواهم 👩\u200d💻"


def test_money_of_our_own_sentences() -> None:
    assert safe_money("every $1 returns **$2.35**") == r"every \$1 returns **\$2.35**"


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("locale", NUMBER_FORMATS)
def test_a_minus_is_not_torn_off_its_amount(currency: str, locale: str) -> None:
    """A browser breaks lines after a hyphen that a currency follows, and a loss would read as a gain."""
    formats = Formats(currency=currency, locale=locale)
    loss = formats.money_short(-400_000)
    text = f"between {loss} and {formats.money_short(30_000)} (then {loss})"
    held = text.replace(loss, f"-\u2060{loss[1:]}")
    assert safe_money(text) == held.replace("$", r"\$")
    assert safe(text).replace("\\", "") == held
    copied = safe_money(loss).replace("\\", "")
    assert read_number(copied, kind="money", formats=formats).likely == -400_000


def test_other_hyphens_stay_as_they_are() -> None:
    text = "2026-11-02, self-service, top-EUR, 10-$20, - item, --$5, +$5, -34\u00a0%"
    assert "\u2060" not in safe_money(text)


@given(
    text=st.text(st.characters(max_codepoint=sys.maxunicode, exclude_categories=())), limit=st.integers(1, 50)
)
def test_any_text_gives_one_visible_line(text: str, limit: int) -> None:
    line = plain(text, limit)
    assert len(line) <= limit
    assert line == line.strip()
    assert not any(
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        or (unicodedata.category(character) == "Cf" and character not in "\u200c\u200d")
        for character in line
    )
    line.encode()
    safe(text).encode()


@given(text=st.text())
def test_only_backslashes_and_word_joiners_are_added(text: str) -> None:
    shown = safe(text)
    unescaped = ""
    position = 0
    while position < len(shown):
        if shown[position] == "\\":
            position += 1
        unescaped += shown[position]
        position += 1
    assert unescaped.replace("\u2060", "") == plain(text)


@pytest.mark.parametrize("code", [0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF, 0xFDD0, 0xFDEF])
def test_what_is_no_character_is_dropped(code: int) -> None:
    """Slides are XML, which cannot hold it."""
    assert plain(f"Acme{chr(code)} Ltd") == safe(f"Acme{chr(code)} Ltd") == "Acme Ltd"


def test_a_character_newer_than_this_python_stays() -> None:
    assert plain("\U0003fffd") == "\U0003fffd"
