"""Numbers written for people: separators by locale, words always in English.

Separators, grouping and currency symbols come from Babel and are looked up once per locale or
currency; the digits themselves are placed here, because Babel's own formatting puts the currency
where the locale's language wants it, and the language of this app is English.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from babel import Locale
from babel.core import UnknownLocaleError
from babel.numbers import get_currency_precision, get_currency_symbol, get_decimal_symbol, get_group_symbol
from babel.numbers import parse_pattern as parse_number_pattern

Kind = Literal["count", "share", "money", "months", "number", "flag"]

NO_VALUE: Final = "\u2013"
NO_BREAK_SPACE: Final = "\u00a0"

CURRENCIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "USD": "US dollar",
        "EUR": "Euro",
        "GBP": "British pound",
        "CHF": "Swiss franc",
        "CAD": "Canadian dollar",
        "AUD": "Australian dollar",
        "NZD": "New Zealand dollar",
        "JPY": "Japanese yen",
        "CNY": "Chinese yuan",
        "INR": "Indian rupee",
        "KRW": "South Korean won",
        "SGD": "Singapore dollar",
        "HKD": "Hong Kong dollar",
        "SEK": "Swedish krona",
        "NOK": "Norwegian krone",
        "DKK": "Danish krone",
        "PLN": "Polish zloty",
        "CZK": "Czech koruna",
        "BRL": "Brazilian real",
        "MXN": "Mexican peso",
        "ZAR": "South African rand",
        "ILS": "Israeli new shekel",
    }
)

NUMBER_FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en_US": "1,234,567.89",
        "de_DE": "1.234.567,89",
        "fr_FR": "1\u202f234\u202f567,89",
        "de_CH": "1\u2019234\u2019567.89",
        "en_IN": "12,34,567.89",
    }
)

_EXACT: Final = Context(prec=700, rounding=ROUND_HALF_UP, Emin=-99_999, Emax=99_999)
_SCALES: Final = ("", "k", "M", "B", "T")
_LARGEST_IN_FULL: Final = 15  # digits before the point; beyond it a number is written as 1.2e18
_SMALLEST_SHOWN: Final = Decimal("1e-9")  # below it stands only the noise of floating point
NOTHING: Final = 0.005
"""Half a cent: as a sum of money, what is less is said to be nothing."""

_NUMBER_WORDS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_AN_BEFORE: Final = re.compile(r"(?:hour|honou?r|heir|honest|[aeio]|u(?!n[ai]|s[aei]|t[ei]))", re.IGNORECASE)
_A_BEFORE: Final = re.compile(r"(?:one|once|eu|uk\b|us\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Rules:
    """How a locale separates digits.

    Attributes
    ----------
    decimal, group : str
        The two separators.
    first, further : int
        Digits in the group next to the decimal separator, and in each group left of it.
    """

    decimal: str
    group: str
    first: int
    further: int


@lru_cache(maxsize=64)
def rules_for(locale: str) -> Rules:
    """Separators and group sizes of a locale.

    Examples
    --------
    >>> rules_for("en_IN")
    Rules(decimal='.', group=',', first=3, further=2)
    """
    babel_locale = Locale.parse(locale)
    first, further = parse_number_pattern(babel_locale.decimal_formats[None]).grouping
    return Rules(get_decimal_symbol(babel_locale), get_group_symbol(babel_locale), first, further)


@lru_cache(maxsize=256)
def symbol_for(currency: str) -> str:
    """Return the sign an English reader knows a currency by, or its code where there is none.

    Examples
    --------
    >>> symbol_for("EUR"), symbol_for("CAD"), symbol_for("CHF")
    ('€', 'CA$', 'CHF')
    """
    return get_currency_symbol(currency, "en")


@lru_cache(maxsize=256)
def _has_cents(currency: str) -> bool:
    return get_currency_precision(currency) > 0


def exact(value: float | None) -> Decimal | None:
    """Return the shortest decimal that stands for a float, or None when there is no finite number.

    Examples
    --------
    >>> exact(0.1), exact(float("nan")), exact(None)
    (Decimal('0.1'), None, None)
    """
    if value is None:
        return None
    number = float(value)
    return Decimal(repr(number)) if math.isfinite(number) else None


def _shown(value: float | None) -> Decimal | None:
    number = exact(value)
    return Decimal(0) if number is not None and abs(number) < _SMALLEST_SHOWN else number


def round_to(number: Decimal, places: int) -> Decimal:
    """Round half up, as people do, and never to a negative zero.

    Examples
    --------
    >>> round_to(Decimal("2.675"), 2), round_to(Decimal("-0.001"), 2)
    (Decimal('2.68'), Decimal('0.00'))
    """
    rounded = _EXACT.quantize(number, Decimal(1).scaleb(-places, _EXACT))
    return rounded or rounded.copy_abs()


def significant(number: Decimal, digits: int) -> Decimal:
    """Round to a number of significant digits.

    Examples
    --------
    >>> f"{significant(Decimal('1234567'), 3):f}"
    '1230000'
    """
    return round_to(number, digits - 1 - number.adjusted()) if number else Decimal(0)


def strip_zeros(number: Decimal) -> Decimal:
    """Drop zeros after the decimal point, keep those before it.

    Examples
    --------
    >>> strip_zeros(Decimal("1.50")), strip_zeros(Decimal("1200.00"))
    (Decimal('1.5'), Decimal('1200'))
    """
    if not number:
        return Decimal(0)
    stripped = number.normalize(_EXACT)
    exponent = stripped.as_tuple().exponent
    whole_with_exponent = isinstance(exponent, int) and exponent > 0
    return stripped.quantize(Decimal(1), context=_EXACT) if whole_with_exponent else stripped


def grouped(number: Decimal, rules: Rules) -> str:
    """Write an absolute value in full with a locale's separators, all its decimals kept.

    Examples
    --------
    >>> grouped(Decimal("1234567.50"), rules_for("de_DE"))
    '1.234.567,50'
    """
    whole, _, fraction = f"{number.copy_abs():f}".partition(".")
    split = max(len(whole) - rules.first, 0)
    groups = [whole[split:]]
    while split > 0:
        start = max(split - rules.further, 0)
        groups.append(whole[start:split])
        split = start
    text = rules.group.join(reversed(groups))
    return f"{text}{rules.decimal}{fraction}" if fraction else text


def number_in_words(count: int) -> str:
    """Write zero to twelve as a word, further numbers in digits.

    Examples
    --------
    >>> number_in_words(10), number_in_words(13)
    ('ten', '13')
    """
    return _NUMBER_WORDS[count] if 0 <= count < len(_NUMBER_WORDS) else str(count)


def years_in_words(months: float) -> str:
    """Say a horizon as people do.

    Parameters
    ----------
    months : float
        Length [months].

    Returns
    -------
    str
        Whole years and halves from two years on in years, anything else in months.

    Examples
    --------
    >>> years_in_words(36), years_in_words(18), years_in_words(30), years_in_words(6)
    ('three years', '18 months', 'two and a half years', 'six months')
    """
    if not math.isfinite(months):
        return NO_VALUE
    whole = round(months)
    years, rest = divmod(whole, 12)
    if years >= 1 and rest == 0:
        return f"{number_in_words(years)} year{'' if years == 1 else 's'}"
    if years >= 2 and rest == 6:
        return f"{number_in_words(years)} and a half years"
    return f"{number_in_words(whole)} month{'' if whole == 1 else 's'}"


def year_name(number: int, months: int) -> str:
    """Name a year of the plan; the last may be a part of one.

    Examples
    --------
    >>> year_name(1, 12), year_name(2, 5), year_name(3, 1)
    ('Year 1', 'Year 2, 5 months', 'Year 3, 1 month')
    """
    return f"Year {number}" if months == 12 else f"Year {number}, {months} month{'' if months == 1 else 's'}"


def _a_or_an(words: str) -> str:
    takes_an = _AN_BEFORE.match(words) is not None and _A_BEFORE.match(words) is None
    return f"an {words}" if takes_an else f"a {words}"


def _unit_in_words(unit: str) -> str:
    """Read "tickets / month" as "tickets a month"."""
    first, *rest = [part.strip() for part in re.split(r"/|\bper\b", unit)]
    return " ".join([first, *(_a_or_an(part) for part in rest if part)]).strip()


def _singular(unit: str) -> str:
    first, space, rest = unit.partition(" ")
    if first == "percentage":
        return f"{first} {_singular(rest)}"
    if first == "people":
        first = "person"
    elif first.endswith("ies"):
        first = first[:-3] + "y"
    elif first.endswith("s") and not first.endswith("ss"):
        first = first[:-1]
    return f"{first}{space}{rest}"


@dataclass(frozen=True)
class Formats:
    """The user's choice of currency and separators; writes every number shown.

    Parameters
    ----------
    currency : str
        ISO 4217 code, such as one of `CURRENCIES`.
    locale : str
        Locale whose separators are used, such as one of `NUMBER_FORMATS`. Words stay English.

    Raises
    ------
    ValueError
        When the currency is not three capital letters, or Babel does not know the locale.

    Examples
    --------
    >>> Formats().money(1234567), Formats(currency="EUR", locale="de_DE").money(1234567)
    ('$1,234,567', '€1.234.567')
    """

    currency: str = "USD"
    locale: str = "en_US"

    def __post_init__(self) -> None:
        """Refuse what could not be shown."""
        if re.fullmatch(r"[A-Z]{3}", self.currency) is None:
            raise ValueError(f"{self.currency!r} is not a currency code such as USD")
        try:
            rules_for(self.locale)
        except (UnknownLocaleError, ValueError, TypeError) as error:
            raise ValueError(f"{self.locale!r} is not a number format such as en_US") from error

    @property
    def rules(self) -> Rules:
        """Separators and group sizes in force."""
        return rules_for(self.locale)

    @property
    def currency_symbol(self) -> str:
        """Sign of the currency, such as $ or CHF.

        Examples
        --------
        >>> Formats(currency="GBP").currency_symbol
        '£'
        """
        return symbol_for(self.currency)

    def money(self, value: float | None, *, signed: bool = False) -> str:
        """Write an amount in full: no cents from 100 on, cents below it where there are any.

        Parameters
        ----------
        value : float or None
            Amount [currency].
        signed : bool
            Put a plus before a gain.

        Examples
        --------
        >>> formats = Formats()
        >>> formats.money(1234567.4), formats.money(8.01), formats.money(45), formats.money(45.5)
        ('$1,234,567', '$8.01', '$45', '$45.50')
        >>> formats.money(-320, signed=True), formats.money(0.004), formats.money(float("nan"))
        ('-$320', '$0.004', '–')
        """
        number = _shown(value)
        if number is None:
            return NO_VALUE
        return self._in_currency(self._amount(number), self._plain, signed=signed)

    def money_fixed(self, value: float | None, *, places: int) -> str:
        """Write an amount with a fixed number of decimals.

        Examples
        --------
        >>> Formats().money_fixed(2.345, places=2), Formats().money_fixed(2, places=2)
        ('$2.35', '$2.00')
        """
        number = exact(value)
        if number is None:
            return NO_VALUE
        return self._in_currency(round_to(number, places), self._plain, signed=False)

    def money_short(self, value: float | None, *, signed: bool = False) -> str:
        """Write an amount for a headline, with two or three significant digits; less than half a cent is nothing.

        Amounts of a headline are sums over months, and a sum that comes out at nothing leaves what floating point
        cannot tell from it.

        Examples
        --------
        >>> formats = Formats()
        >>> [formats.money_short(value) for value in (1_234_567, 736_400, 45.2, -320_000, 999_999)]
        ['$1.23M', '$736k', '$45', '-$320k', '$1M']
        """
        number = exact(value)
        if number is None:
            return NO_VALUE
        if abs(number) < NOTHING:
            number = Decimal(0)
        rounded = significant(number, 3)
        if rounded.adjusted() >= 3:
            return _in_three_digits(self, rounded, signed=signed)
        places = 0 if rounded.adjusted() >= 1 else None
        amount = self._amount(number) if places is None else round_to(number, places)
        return self._in_currency(amount, self._plain, signed=signed)

    def number(self, value: float | None, *, signed: bool = False) -> str:
        """Write a number with the digits that matter: 1,235; 12.3; 1.23; 0.012.

        Examples
        --------
        >>> formats = Formats()
        >>> [formats.number(value) for value in (1234.5, 12.34, 1.234, 0.01234, -0.0, 3)]
        ['1,235', '12.3', '1.23', '0.012', '0', '3']
        """
        number = _shown(value)
        return NO_VALUE if number is None else self._sensible(number, signed=signed)

    def percent(self, value: float | None, *, signed: bool = False) -> str:
        """Write a fraction as a percentage, a no-break space before the sign.

        Parameters
        ----------
        value : float or None
            Fraction; 0.05 is five percent.
        signed : bool
            Put a plus before a rise.

        Examples
        --------
        >>> formats = Formats()
        >>> [formats.percent(value).replace(NO_BREAK_SPACE, "_") for value in (0.05, 0.0005, 1.35)]
        ['5_%', '0.05_%', '135_%']
        """
        number = _shown(value)
        if number is None:
            return NO_VALUE
        return f"{self._sensible(number.scaleb(2, _EXACT), signed=signed)}{NO_BREAK_SPACE}%"

    def percent_short(self, value: float | None, *, signed: bool = False) -> str:
        """Write a fraction as a percentage for a headline: two significant digits, three from 100 % on.

        Examples
        --------
        >>> formats = Formats()
        >>> [formats.percent_short(x).replace(NO_BREAK_SPACE, "_") for x in (1.0589, 0.0726, 0.998, -0.997)]
        ['106_%', '7.3_%', '100_%', '-100_%']
        """
        if value is None or not math.isfinite(value):
            return NO_VALUE
        digits = 3 if abs(value) >= 1.0 else 2
        return self.percent(float(f"{value:.{digits}g}"), signed=signed)

    def months(self, count: float | None) -> str:
        """Write a length in months.

        Examples
        --------
        >>> Formats().months(9), Formats().months(1), Formats().months(4.5)
        ('9 months', '1 month', '4.5 months')
        """
        return self._counted(count, "month")

    def hours(self, count: float | None) -> str:
        """Write a length in hours.

        Examples
        --------
        >>> Formats().hours(1200), Formats().hours(1)
        ('1,200 hours', '1 hour')
        """
        return self._counted(count, "hour")

    def month_number(self, month: float | None) -> str:
        """Name a month of the plan; a moment within a month belongs to that month.

        Examples
        --------
        >>> Formats().month_number(9), Formats().month_number(8.4), Formats().month_number(None)
        ('month 9', 'month 9', '–')
        """
        number = exact(month)
        return NO_VALUE if number is None else f"month {self.number(math.ceil(number))}"

    def value(self, value: float | None, *, kind: Kind, signed: bool = False) -> str:
        """Write a value by its kind, without a unit of its own beyond % and currency.

        Examples
        --------
        >>> formats = Formats()
        >>> formats.value(60, kind="money"), formats.value(1200, kind="count"), formats.value(1, kind="flag")
        ('$60', '1,200', 'yes')
        """
        match kind:
            case "money":
                return self.money(value, signed=signed)
            case "share":
                return self.percent(value, signed=signed)
            case "flag":
                return NO_VALUE if exact(value) is None else "yes" if value else "no"
            case "count" | "months" | "number":
                return self.number(value, signed=signed)

    def with_unit(self, value: float | None, *, kind: Kind, unit: str = "") -> str:
        """Write a value with its unit as people say it.

        Parameters
        ----------
        value : float or None
            The value; a fraction for a share.
        kind : {"count", "share", "money", "months", "number", "flag"}
            What it is.
        unit : str
            Such as "tickets / month", "$ / ticket", "% / month", "of members"; "/" and "per" are
            said "a", and a currency or percent sign in front is not said twice.

        Examples
        --------
        >>> formats = Formats()
        >>> formats.with_unit(60, kind="money", unit="$ / ticket")
        '$60 a ticket'
        >>> formats.with_unit(1200, kind="count", unit="tickets / month")
        '1,200 tickets a month'
        >>> formats.with_unit(1, kind="count", unit="tickets / month"), formats.with_unit(18, kind="months")
        ('1 ticket a month', '18 months')
        >>> formats.with_unit(5e6, kind="money", unit="once"), formats.with_unit(0.01, kind="share", unit="points")
        ('$5,000,000 once', '1 percentage point')
        """
        text = self.value(value, kind=kind)
        if text == NO_VALUE or kind == "flag":
            return text
        if kind == "share" and re.match(r"points?\b", unit.strip()):
            # of percent, not so many percent of points
            text, kind, unit = text.removesuffix(f"{NO_BREAK_SPACE}%"), "number", f"percentage {unit.strip()}"
        if kind == "months" and unit.strip() in {"", "month", "months"}:
            return self.months(value)
        words = _unit_in_words(self._without_sign(unit.strip(), kind=kind))
        if not words:
            return text
        if kind == "money" and re.match(r"an? |each\b|once\b|for |in |of |on ", words) is None:
            words = _a_or_an(words)
        if kind in {"count", "number", "months"} and text in {"1", "-1"}:
            words = _singular(words)
        return f"{text} {words}"

    def _without_sign(self, unit: str, *, kind: Kind) -> str:
        signs = {
            "money": ("currency", "money", self.currency, self.currency_symbol, "$"),
            "share": ("%", "percent", "share", "fraction"),
        }.get(kind, ())
        for sign in signs:
            if unit == sign or (unit.startswith(sign) and not unit[len(sign)].isalpha()):
                return unit[len(sign) :].strip()
        return unit

    def _counted(self, count: float | None, noun: str) -> str:
        text = self.number(count)
        return text if text == NO_VALUE else f"{text} {noun}{'' if text in {'1', '-1'} else 's'}"

    def _amount(self, number: Decimal) -> Decimal:
        """Round an amount to what `money` shows; whole amounts lose their zeros."""
        if not number or number.adjusted() >= 2:
            return round_to(number, 0)
        places = max(2, 1 - number.adjusted())
        rounded = round_to(number, places)
        if rounded == rounded.to_integral_value():
            return round_to(rounded, 0)
        if places > 2 or not _has_cents(self.currency):
            return strip_zeros(rounded)
        return rounded

    def _sensible(self, number: Decimal, *, signed: bool) -> str:
        size = number.adjusted()
        rounded = strip_zeros(round_to(number, max(0, 2 - size) if size >= 0 else 1 - size))
        return f"{_sign(rounded, signed=signed)}{self._plain(rounded)}"

    def _in_currency(self, amount: Decimal, digits: Callable[[Decimal], str], *, signed: bool) -> str:
        symbol = self.currency_symbol
        space = NO_BREAK_SPACE if symbol[-1].isalpha() else ""
        return f"{_sign(amount, signed=signed)}{symbol}{space}{digits(amount)}"

    def _plain(self, number: Decimal) -> str:
        if number.adjusted() >= _LARGEST_IN_FULL:
            return self._scientific(number)
        return grouped(number, self.rules)

    def _scaled(self, number: Decimal) -> str:
        step = number.adjusted() // 3
        if step >= len(_SCALES):
            return self._scientific(number)
        return f"{grouped(strip_zeros(number.scaleb(-3 * step, _EXACT)), self.rules)}{_SCALES[step]}"

    def _scientific(self, number: Decimal) -> str:
        rounded = significant(number, 3)
        mantissa = strip_zeros(rounded.scaleb(-rounded.adjusted(), _EXACT))
        return f"{grouped(mantissa, self.rules)}e{rounded.adjusted()}"


@lru_cache(maxsize=8_192)
def _in_three_digits(formats: Formats, rounded: Decimal, *, signed: bool) -> str:
    """Write an amount of three digits, of which there are few: a page writes two hundred."""
    return formats._in_currency(rounded, formats._scaled, signed=signed)


def _sign(number: Decimal, *, signed: bool) -> str:
    if number < 0:
        return "-"
    return "+" if signed and number > 0 else ""
