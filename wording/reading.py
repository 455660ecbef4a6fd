"""Numbers as people write them: one field takes a value or a range.

Reading never raises on text: what cannot be read comes back as a `Reading` with a `problem`
written for people. Text is at most `LONGEST` characters and one pattern without nested repeats
reads each number, so the time is bounded whatever is typed.

In a share field a bare number is a percentage, because the field shows % as its unit: "5" is 5 %
and "0.05" is 0.05 %. `editable` writes the % back, so that what was understood is seen.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from wording.formats import (
    CURRENCIES,
    NO_BREAK_SPACE,
    Formats,
    Kind,
    exact,
    grouped,
    rules_for,
    significant,
    strip_zeros,
    symbol_for,
)

LONGEST: Final = 120
LARGEST: Final = 10**15

_KEPT_DIGITS: Final = 15  # what a float holds for certain
_EXACT: Final = Context(prec=60)
_SCALES: Final = {
    **dict.fromkeys(("k", "tsd", "thousand"), Decimal(10) ** 3),
    **dict.fromkeys(("m", "mn", "mio", "mln", "million", "millions"), Decimal(10) ** 6),
    **dict.fromkeys(("b", "bn", "billion", "billions"), Decimal(10) ** 9),
    **dict.fromkeys(("t", "tn", "trillion", "trillions"), Decimal(10) ** 12),
    **dict.fromkeys(("lakh", "lakhs", "lac"), Decimal(10) ** 5),
    **dict.fromkeys(("crore", "crores"), Decimal(10) ** 7),
}
_PERCENT_WORDS: Final = frozenset(
    {"%", "percent", "per cent", "pct", "points", "pts", "pp", "percentage points"}
)
_MONTH_WORDS: Final = {
    **dict.fromkeys(("months", "month", "mths", "mos", "mo", "m"), Decimal(1)),
    **dict.fromkeys(("years", "year", "yrs", "yr", "y"), Decimal(12)),
}
_FLAG_WORDS: Final = {
    **dict.fromkeys(("yes", "true", "on", "y", "1"), 1.0),
    **dict.fromkeys(("no", "false", "off", "n", "0"), 0.0),
}
_FAMILIAR_SIGNS: Final = {
    "CHF": ("Fr.", "SFr."),
    "SEK": ("kr",),
    "NOK": ("kr",),
    "DKK": ("kr",),
    "PLN": ("zł",),
    "CZK": ("Kč",),
    "ZAR": ("R",),
    "CNY": ("¥",),
    "USD": ("US$",),
    "SGD": ("S$",),
}

_INVISIBLE: Final = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_AS_TYPED: Final = str.maketrans(
    {
        **dict.fromkeys(_INVISIBLE),
        **dict.fromkeys("\u202f\u2009\u2007\u2008\u200a\u2002\u2003\u3000", NO_BREAK_SPACE),
        **dict.fromkeys("\u2212\uff0d\ufe63", "-"),
        **dict.fromkeys("\u2010\u2011\u2012\u2014\u2015", "\u2013"),
        **dict.fromkeys("\u2019\u2018\u02bc\u2032\u00b4`", "'"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **{chr(0xFF01 + offset): chr(0x21 + offset) for offset in (0x03, 0x04, 0x0B, 0x0D)},
    }
)

_NUMBER: Final = re.compile(
    r"""
    (?P<sign> [-+\u2013] )? [ \xa0]*
    (?P<before> [^\W\d_]{0,3}\.?[^\w\s.,'()/%+\-\u2013~] | [^\W\d_]{1,3}\.? )? [ \xa0]*
    (?P<inner> [-+] )?
    (?P<digits> [0-9.,'\xa0 ]*[0-9] [.,]? | [.,][0-9]+ )
    (?P<exponent> [eE][-+]?[0-9]+ )?
    (?P<after> (?: [ \xa0]* (?: % | (?!to\b|and\b) (?: [^\W\d_]+\.? | [^\w\s.,'()/%+\-\u2013~]+ ) ) )* )
    """,
    re.VERBOSE,
)
_BETWEEN: Final = re.compile(r"[ \xa0]*(to\b|and\b|-|\u2013|/)", re.IGNORECASE)
_LEADING_WORDS: Final = re.compile(
    r"(?:between\b|from\b|about\b|around\b|ca\.?(?=[ \xa0\d])|~|≈)[ \xa0]*", re.IGNORECASE
)
# "8'000.-" and "8.000,--": dashes in the place of cents. One that a number follows joins a range: "5.-10", "5.- 10".
_NO_CENTS: Final = re.compile(
    r"""
    (?P<whole> [0-9] [0-9.,'\xa0 ]* ) [.,] [-\u2013]{1,2}
    (?= [ \xa0]* (?: [^\W\d_]+\.? | [^\w\s.,'()/%+\-\u2013~]+ )? [ \xa0]*
        (?: $ | [()/] | (?:to|and)\b | (?<=[ \xa0])[-\u2013][ \xa0] ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """What was understood of a text.

    Attributes
    ----------
    low, likely, high : float or None
        A single value has only `likely`. Shares are fractions, money is in the currency, months
        in months. All None when the text is empty or has a problem.
    problem : str or None
        What is wrong, written for people.
    doubt : str or None
        What else may have been meant by a text that could be read, written for people.

    Examples
    --------
    >>> read_number("", kind="count", formats=Formats()).is_nothing
    True
    """

    low: float | None = None
    likely: float | None = None
    high: float | None = None
    problem: str | None = None
    doubt: str | None = field(default=None, compare=False, repr=False)

    @property
    def is_nothing(self) -> bool:
        """True for an empty field: the last good value stays in force."""
        return self.likely is None and self.problem is None


class _RefusedError(Exception):
    """Carries a message for people out of the parser; never leaves this module."""


@dataclass(frozen=True)
class _Part:
    """One number of the text: digits read, its scale word and its unit word still apart."""

    digits: Decimal
    scale: Decimal | None
    unit: Decimal | None


def read_number(text: str | None, *, kind: Kind, formats: Formats) -> Reading:
    """Read a value or a range as people write it.

    Parameters
    ----------
    text : str or None
        Such as "1,200", "$45", "5 %", "1.2k", "200 to 800", "35 / 60 / 105", "60 (35 to 105)".
        The first and last of a range are read as low (P5) and high (P95).
    kind : {"count", "share", "money", "months", "number", "flag"}
        What the field holds. A bare number in a share field is a percentage.
    formats : Formats
        Currency and separators in force: "1.200" is 1.2 in English and 1,200 in German.

    Returns
    -------
    Reading
        With a `problem` when the text cannot be read; nothing is raised for bad text. A range of
        two numbers has its likely value midway, or at the geometric mean when low > 0 and
        high > 4 * low, because the spread is then read in logs.

    Examples
    --------
    >>> english = Formats()
    >>> read_number("5 %", kind="share", formats=english)
    Reading(low=None, likely=0.05, high=None, problem=None)
    >>> read_number("200 to 800", kind="count", formats=english)
    Reading(low=200.0, likely=500.0, high=800.0, problem=None)
    >>> read_number("1.200", kind="count", formats=Formats(locale="de_DE")).likely
    1200.0
    >>> read_number("800 to 200", kind="count", formats=english).problem
    'The low value (800) is above the high value (200).'
    """
    if text is None:
        return Reading()
    if len(text) > LONGEST:
        return Reading(problem=f"That is too long for a number. {_example(kind, formats)}")
    plain = text.translate(_AS_TYPED)
    if kind == "money":
        plain = _NO_CENTS.sub(lambda amount: _without_cents(amount, formats.rules.decimal), plain)
    for dots in ("\u2026", "...", ".."):
        plain = plain.replace(dots, "\u2013")
    plain = plain.strip()
    if not plain:
        return Reading()
    try:
        if kind == "flag":
            return _read_flag(plain)
        reading = _read_range(_parts(plain, kind=kind, formats=formats), kind=kind, formats=formats)
        doubt = _fraction(plain, reading, kind=kind, formats=formats) or _doubt(
            plain, kind=kind, formats=formats
        )
        return replace(reading, doubt=doubt)
    except _RefusedError as refused:
        return Reading(problem=str(refused))


def editable(
    value: float | None,
    *,
    kind: Kind,
    formats: Formats,
    low: float | None = None,
    high: float | None = None,
) -> str:
    """Write a value back into its field, with every digit it needs.

    Parameters
    ----------
    value : float or None
        The likely value, as stored (a fraction for a share). None and NaN give an empty field.
    kind : {"count", "share", "money", "months", "number", "flag"}
        What the field holds.
    formats : Formats
        Separators in force. The currency is not written: the field shows its unit.
    low, high : float or None
        Both given for a range.

    Returns
    -------
    str
        Text that `read_number` reads back to the same value, exactly for up to 15 digits.

    Examples
    --------
    >>> english = Formats()
    >>> editable(0.0125, kind="share", formats=english).replace(NO_BREAK_SPACE, "_")
    '1.25_%'
    >>> editable(1234567, kind="count", formats=english)
    '1,234,567'
    >>> editable(60, kind="money", formats=english, low=35, high=105)
    '35 / 60 / 105'
    >>> editable(500, kind="count", formats=english, low=200, high=800)
    '200 to 800'
    """
    likely_number = exact(value)
    if likely_number is None or value is None:
        return ""
    if kind == "flag":
        return "yes" if value else "no"
    likely_text = _in_full(likely_number, kind=kind, formats=formats)
    low_number, high_number = exact(low), exact(high)
    if low_number is None or high_number is None:
        return likely_text
    low_text = _in_full(low_number, kind=kind, formats=formats)
    high_text = _in_full(high_number, kind=kind, formats=formats)
    if low_number <= high_number and _between(float(low_number), float(high_number)) == float(likely_number):
        return f"{low_text} to {high_text}"
    return f"{low_text} / {likely_text} / {high_text}"


def in_full(value: float | None, *, kind: Kind, formats: Formats) -> str:
    """Write a value as `editable` does, money with its sign: for words that say what can be typed.

    Parameters
    ----------
    value : float or None
        The value; a fraction for a share. None and NaN give nothing.
    kind : {"count", "share", "money", "months", "number", "flag"}
        What it is.
    formats : Formats
        Currency and separators in force.

    Returns
    -------
    str
        Text that `read_number` reads back to the same value, exactly for up to 15 digits.

    Examples
    --------
    >>> in_full(2e10, kind="money", formats=Formats(currency="EUR", locale="de_DE"))
    '€20.000.000.000'
    """
    text = editable(value, kind=kind, formats=formats)
    if kind != "money" or not text:
        return text
    symbol = formats.currency_symbol
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign}{symbol}{NO_BREAK_SPACE if symbol[-1].isalpha() else ''}{digits}"


def _in_full(number: Decimal, *, kind: Kind, formats: Formats) -> str:
    shown = strip_zeros(significant(number.scaleb(2) if kind == "share" else number, _KEPT_DIGITS))
    sign = "-" if shown < 0 else ""
    unit = f"{NO_BREAK_SPACE}%" if kind == "share" else ""
    if shown and not -_KEPT_DIGITS <= shown.adjusted() <= _KEPT_DIGITS + 2:
        mantissa = grouped(strip_zeros(shown.scaleb(-shown.adjusted())), formats.rules)
        return f"{sign}{mantissa}e{shown.adjusted()}{unit}"
    return f"{sign}{grouped(shown, formats.rules)}{unit}"


def _between(low: float, high: float) -> float:
    if low > 0 and high > 4 * low:
        return math.sqrt(low) * math.sqrt(high)
    return float((Decimal(repr(low)) + Decimal(repr(high))) / 2)


def _without_cents(amount: re.Match[str], decimal_sign: str) -> str:
    """Return a round amount without the dashes for its cents; as it stands where it has decimals before them."""
    return amount[0] if decimal_sign in amount["whole"] else amount["whole"]


def _fraction(text: str, reading: Reading, *, kind: Kind, formats: Formats) -> str | None:
    """Return what a common fraction may have been meant as: "1/2" is a half to many, "200/800" a range to all."""
    found = re.fullmatch(rf"([1-9])[ {NO_BREAK_SPACE}]*/[ {NO_BREAK_SPACE}]*([2-58]|10)", text)
    if found is None or int(found[1]) >= int(found[2]):
        return None
    low, high = (editable(end, kind=kind, formats=formats) for end in (reading.low, reading.high))
    meant = editable(float(f"{int(found[1]) / int(found[2]):.3g}"), kind=kind, formats=formats)
    return f"“{text}” is read as a range, {low} to {high}. If you meant {meant}, write it so."


def _doubt(text: str, *, kind: Kind, formats: Formats) -> str | None:
    """Return what an amount with three decimals may have been meant as: "8.000" is eight thousand elsewhere."""
    sign = formats.rules.decimal
    found = re.search(rf"(?<![0-9.,'])([1-9][0-9]{{0,2}}){re.escape(sign)}([0-9]{{3}})(?![0-9.,'eE])", text)
    if kind not in ("count", "money") or found is None or _scale_of(text[found.end() :]) is not None:
        return None
    read = grouped(strip_zeros(Decimal(f"{found[1]}.{found[2]}")), formats.rules)
    meant = grouped(Decimal(found[1] + found[2]), formats.rules)
    return f"“{found[0]}” is read as {read}. If you meant {meant}, write it so."


def _read_flag(text: str) -> Reading:
    word = text.lower()
    if word not in _FLAG_WORDS:
        raise _RefusedError("Write yes or no.")
    return Reading(likely=_FLAG_WORDS[word])


def _read_range(parts: list[_Part], *, kind: Kind, formats: Formats) -> Reading:
    values = [_stored(number, kind=kind, formats=formats) for number in _scaled(parts, kind=kind)]
    if len(values) == 1:
        return Reading(likely=values[0])
    if len(values) == 2:
        low, high = values
        _refuse_falling("low high", low, high, kind=kind, formats=formats)
        return Reading(low=low, likely=_between(low, high), high=high)
    low, likely, high = values
    for names, smaller, larger in (("low likely", low, likely), ("likely high", likely, high)):
        _refuse_falling(names, smaller, larger, kind=kind, formats=formats)
    return Reading(low=low, likely=likely, high=high)


def _refuse_falling(names: str, smaller: float, larger: float, *, kind: Kind, formats: Formats) -> None:
    if smaller > larger:
        first, second = names.split()
        above = editable(smaller, kind=kind, formats=formats)
        below = editable(larger, kind=kind, formats=formats)
        raise _RefusedError(f"The {first} value ({above}) is above the {second} value ({below}).")


def _scaled(parts: list[_Part], *, kind: Kind) -> list[Decimal]:
    """Apply scale and unit words; a word after the last number may stand for all of them.

    In "1-2M" the M is meant for both, in "500 to 1.2k" it is not: it is shared only where the
    numbers as written already rise.
    """
    last = parts[-1]
    rising = all(before.digits <= after.digits for before, after in pairwise(parts))
    shared_scale = last.scale if rising and all(part.scale is None for part in parts[:-1]) else None
    shared_unit = last.unit if all(part.unit is None for part in parts[:-1]) else None
    return [
        _EXACT.multiply(
            _EXACT.multiply(part.digits, part.scale or shared_scale or Decimal(1)),
            (part.unit or shared_unit or Decimal(1)) if kind == "months" else Decimal(1),
        )
        for part in parts
    ]


def _stored(number: Decimal, *, kind: Kind, formats: Formats) -> float:
    stored = _EXACT.scaleb(number, -2) if kind == "share" else number
    if abs(stored) > LARGEST:
        limit = grouped(Decimal(LARGEST), formats.rules)
        raise _RefusedError(f"That number is too large: at most {limit}.")
    return float(stored) + 0.0  # adding zero turns a typed -0 into 0


def _parts(text: str, *, kind: Kind, formats: Formats) -> list[_Part]:
    """Split the text into one, two or three numbers, in the order low, likely, high."""
    leading = _LEADING_WORDS.match(text)
    position = leading.end() if leading else 0
    first, position = _part_at(text, position, kind=kind, formats=formats)
    rest = text[position:].strip(f" {NO_BREAK_SPACE}")
    if rest.startswith("("):
        if not rest.endswith(")"):
            raise _RefusedError("The bracket is not closed: write 60 (35 to 105).")
        inner = _sequence(rest[1:-1].strip(f" {NO_BREAK_SPACE}"), kind=kind, formats=formats)
        if len(inner) != 2:
            raise _RefusedError("In brackets stand the low and the high value: 60 (35 to 105).")
        return [inner[0], first, inner[1]]
    return _sequence(text[leading.end() if leading else 0 :], kind=kind, formats=formats)


def _sequence(text: str, *, kind: Kind, formats: Formats) -> list[_Part]:
    parts: list[_Part] = []
    slashes = 0
    position = 0
    while True:
        part, position = _part_at(text, position, kind=kind, formats=formats)
        parts.append(part)
        if not text[position:].strip(f" {NO_BREAK_SPACE}"):
            break
        between = _BETWEEN.match(text, position)
        if between is None:
            raise _RefusedError(f"“{_short(text)}” is not a number. {_example(kind, formats)}")
        slashes += between.group(1) == "/"
        position = between.end()
    if len(parts) > 3 or (len(parts) == 3 and slashes != 2):
        raise _RefusedError(f"A range is low to high, or low / likely / high. {_example(kind, formats)}")
    return parts


def _part_at(text: str, position: int, *, kind: Kind, formats: Formats) -> tuple[_Part, int]:
    while position < len(text) and text[position] in f" {NO_BREAK_SPACE}":
        position += 1
    match = _NUMBER.match(text, position)
    if match is None:
        if position >= len(text):
            raise _RefusedError(f"The end of the range is missing. {_example(kind, formats)}")
        raise _RefusedError(f"“{_short(text)}” is not a number. {_example(kind, formats)}")
    if match["sign"] and match["inner"]:
        raise _RefusedError(f"“{_short(text)}” has two signs. {_example(kind, formats)}")
    sign = match["sign"] or match["inner"] or ""
    digits = _digits(match["digits"], formats=formats)
    if match["exponent"]:
        if len(match["exponent"]) > 5:
            raise _RefusedError(f"“{_short(text)}” has too large an exponent.")
        digits = _EXACT.scaleb(digits, int(match["exponent"][1:]))
    scale, unit = _words(match["before"] or "", match["after"], kind=kind, formats=formats)
    return _Part(-digits if sign in {"-", "\u2013"} else digits, scale, unit), match.end()


@lru_cache(maxsize=64)
def _grouping(locale: str) -> tuple[str, re.Pattern[str], re.Pattern[str]]:
    """Return the decimal sign, the pattern of well-grouped whole digits, and that of any group sign."""
    rules = rules_for(locale)
    group = {"\u2019": "'", "\u202f": NO_BREAK_SPACE}.get(rules.group, rules.group)
    # A space typed by the keyboard groups only where the format itself groups by spaces.
    own = f"[{NO_BREAK_SPACE} ]" if group == NO_BREAK_SPACE else re.escape(group)
    signs = [own, *(sign for sign in ("'", NO_BREAK_SPACE) if sign != group)]
    # no group begins with a zero: 0,857 is a decimal in another format, not 857
    shapes = [rf"[1-9][0-9]{{0,2}}(?:{sign}[0-9]{{3}})+" for sign in signs]
    if rules.further != rules.first:
        shapes.append(rf"[1-9][0-9]?(?:{own}[0-9]{{2}})*{own}[0-9]{{3}}")
    whole = re.compile("|".join(["[0-9]*", *shapes]))
    return rules.decimal, whole, re.compile(r"[.,' \xa0]")


def _digits(typed: str, *, formats: Formats) -> Decimal:
    decimal_sign, whole_pattern, any_group = _grouping(formats.locale)
    whole, _, fraction = typed.partition(decimal_sign)
    if whole_pattern.fullmatch(whole) is None or (fraction and not fraction.isdigit()):
        raise _RefusedError(_separator_problem(typed, decimal_sign=decimal_sign, formats=formats))
    return Decimal(f"{any_group.sub('', whole) or '0'}.{fraction or '0'}")


def _separator_problem(typed: str, *, decimal_sign: str, formats: Formats) -> str:
    if " " in typed.strip():
        return f"“{_short(typed)}” looks like two numbers: write to between them, and no spaces within one."
    names = {",": "a comma", ".": "a point", "'": "an apostrophe", "\u2019": "an apostrophe"}
    other = "," if decimal_sign == "." else "."
    example = grouped(Decimal("1234.5"), formats.rules)
    start = f"“{_short(typed)}” cannot be read in the number format {example}"
    before, sign, after = typed.rpartition(other)
    if sign and before.isdigit() and after.isdigit():
        meant = f"{before}{decimal_sign}{after}"
        if len(after) == 3 and not before.startswith("0"):
            meant = f"{grouped(Decimal(before + after), formats.rules)} or {meant}"
        return f"{start}: decimals follow {names[decimal_sign]}. Did you mean {meant}?"
    group = names.get(formats.rules.group, "a space")
    return f"{start}: {group} stands before each group of digits, {names[decimal_sign]} before decimals."


def _words(before: str, after: str, *, kind: Kind, formats: Formats) -> tuple[Decimal | None, Decimal | None]:
    """Read the words around a number: a scale, and a unit that fits the kind of the field."""
    words = after.replace(NO_BREAK_SPACE, " ").split()
    scale: Decimal | None = None
    # In a field of months "m" is months, not millions.
    months_first = kind == "months" and bool(words) and words[0].lower() in _MONTH_WORDS
    if words and not months_first:
        scale = _scale_of(words[0])
        if scale is not None:
            _, sign = _split_sign(words[0])
            words = [sign, *words[1:]] if sign else words[1:]
    unit = " ".join(words)
    for sign_or_word in (before, unit):
        if sign_or_word:
            _check_sign(sign_or_word, kind=kind, formats=formats, is_unit=sign_or_word is unit)
    if kind == "months" and unit:
        return scale, _MONTH_WORDS[unit.rstrip(".").lower()]
    return scale, None


def _scale_of(after: str) -> Decimal | None:
    """Return what the first word after a number scales it by: "k€" by 1,000, "EUR" by nothing (None)."""
    word, _ = _split_sign(after.lstrip(f" {NO_BREAK_SPACE}"))
    return _SCALES.get(word.rstrip(".").lower())


def _split_sign(word: str) -> tuple[str, str]:
    """Split "M€" or "k%" into the letters and the sign that follows them."""
    letters = 0
    while letters < len(word) and (word[letters].isalpha() or word[letters] == "."):
        letters += 1
    return word[:letters], word[letters:]


def _check_sign(typed: str, *, kind: Kind, formats: Formats, is_unit: bool) -> None:
    word = typed.lower()
    if kind == "share" and is_unit and word in _PERCENT_WORDS:
        return
    if kind == "months" and is_unit and word.rstrip(".") in _MONTH_WORDS:
        return
    if kind == "money" and word in _own_signs(formats.currency):
        return
    if word in _PERCENT_WORDS:
        raise _RefusedError(f"This is not a share: write it without {typed}.")
    if word in _all_signs():
        if kind == "money":
            name = CURRENCIES.get(formats.currency, formats.currency)
            raise _RefusedError(f"Amounts here are in {formats.currency} ({name}), not {_short(typed)}.")
        raise _RefusedError(f"This is not an amount of money: write it without {_short(typed)}.")
    raise _RefusedError(f"“{_short(typed)}” is not understood here. {_example(kind, formats)}")


@lru_cache(maxsize=64)
def _own_signs(currency: str) -> frozenset[str]:
    symbol = symbol_for(currency)
    signs = {currency, symbol, *_FAMILIAR_SIGNS.get(currency, ())}
    name = CURRENCIES.get(currency, "").split()
    if name:
        signs |= {name[-1], f"{name[-1]}s", " ".join(name), f"{' '.join(name)}s"}
    # "A$" is written "$" by those who live with it.
    signs |= {symbol[-1]} if symbol[-1] in "$¥" else set()
    return frozenset(sign.lower() for sign in signs)


@lru_cache(maxsize=1)
def _all_signs() -> frozenset[str]:
    return frozenset().union(*(_own_signs(currency) for currency in CURRENCIES))


def _example(kind: Kind, formats: Formats) -> str:
    def write(number: str) -> str:
        return grouped(Decimal(number), formats.rules)

    examples = {
        "share": f"Write it like 5 %, {write('2.5')} % or 3 % to 8 %.",
        "money": f"Write it like {write('1200')}, {write('1.2')}k or 35 / 60 / 105.",
        "months": "Write it like 18, 18 months or 12 to 24.",
        "flag": "Write yes or no.",
    }
    return examples.get(kind, f"Write it like {write('1200')}, {write('1.2')}k or 200 to 800.")


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
