"""Numbers as people write them."""

import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators import scenario
from wording import CURRENCIES, NUMBER_FORMATS, Formats, Kind
from wording.formats import years_in_words

ENGLISH = Formats()
KINDS: tuple[Kind, ...] = ("count", "share", "money", "months", "number", "flag")
every_format = st.builds(
    Formats, currency=st.sampled_from(sorted(CURRENCIES)), locale=st.sampled_from(sorted(NUMBER_FORMATS))
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567, "$1,234,567"),
        (1234567.89, "$1,234,568"),
        (99.996, "$100"),
        (99.5, "$99.50"),
        (45, "$45"),
        (8.01, "$8.01"),
        (8, "$8"),
        (0.5, "$0.50"),
        (0.05, "$0.05"),
        (0.01, "$0.01"),
        (0.012, "$0.012"),
        (0.0042, "$0.0042"),
        (0, "$0"),
        (-0.0, "$0"),
        (-1e-12, "$0"),
        (-320_000, "-$320,000"),
        (1.5e18, "$1.5e18"),
    ],
)
def test_money_in_full(value: float, text: str) -> None:
    assert ENGLISH.money(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1_230_000, "$1.23M"),
        (736_000, "$736k"),
        (736_499, "$736k"),
        (45, "$45"),
        (45.49, "$45"),
        (99.5, "$100"),
        (-320_000, "-$320k"),
        (999.6, "$1k"),
        (999_600, "$1M"),
        (1_200_000_000, "$1.2B"),
        (8.014, "$8.01"),
        (9.999, "$10"),
        (2.5e13, "$25T"),
        (0, "$0"),
    ],
)
def test_money_in_a_headline(value: float, text: str) -> None:
    assert ENGLISH.money_short(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.05, "5\u00a0%"),
        (0.0005, "0.05\u00a0%"),
        (1.35, "135\u00a0%"),
        (0.07, "7\u00a0%"),
        (-0.05, "-5\u00a0%"),
        (-0.0, "0\u00a0%"),
        (12.345, "1,235\u00a0%"),
        (0.125, "12.5\u00a0%"),
    ],
)
def test_percent(value: float, text: str) -> None:
    assert ENGLISH.percent(value) == text


def test_signed_numbers_show_gains_and_no_sign_at_zero() -> None:
    assert ENGLISH.percent(0.05, signed=True) == "+5\u00a0%"
    assert ENGLISH.percent(0, signed=True) == "0\u00a0%"
    assert ENGLISH.money(1200, signed=True) == "+$1,200"
    assert ENGLISH.money_short(-1200, signed=True) == "-$1.2k"
    assert ENGLISH.number(3, signed=True) == "+3"


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en_US", "€1,234,567"),
        ("de_DE", "€1.234.567"),
        ("fr_FR", "€1\u202f234\u202f567"),
        ("de_CH", "€1\u2019234\u2019567"),
        ("en_IN", "€12,34,567"),
    ],
)
def test_only_the_separators_follow_the_number_format(locale: str, text: str) -> None:
    assert Formats(currency="EUR", locale=locale).money(1234567) == text


@pytest.mark.parametrize("locale", sorted(NUMBER_FORMATS))
def test_the_choice_list_shows_what_the_format_does(locale: str) -> None:
    formats = Formats(locale=locale)
    shown = f"{formats.number(1234567)}{formats.money_fixed(0.89, places=2)[2:]}"
    assert NUMBER_FORMATS[locale] == shown


def test_a_currency_code_stands_apart_from_its_number() -> None:
    assert Formats(currency="CHF", locale="de_CH").money(-1234) == "-CHF\u00a01\u2019234"


def test_currencies_without_cents() -> None:
    assert Formats(currency="JPY").money(8.5) == "¥8.5"


@pytest.mark.parametrize("currency", sorted(CURRENCIES))
def test_every_currency_can_be_chosen(currency: str) -> None:
    formats = Formats(currency=currency)
    assert formats.money(1200).startswith(formats.currency_symbol)
    assert formats.money(1200).endswith("1,200")


@pytest.mark.parametrize(
    ("value", "kind", "unit", "text"),
    [
        (60, "money", "$ / ticket", "$60 a ticket"),
        (60, "money", "ticket", "$60 a ticket"),
        (60, "money", "a ticket", "$60 a ticket"),
        (60, "money", "currency / hour", "$60 an hour"),
        (60, "money", "USD per employee", "$60 an employee"),
        (60, "money", "$ / user / month", "$60 a user a month"),
        (60, "money", "", "$60"),
        (1200, "count", "tickets / month", "1,200 tickets a month"),
        (1, "count", "tickets / month", "1 ticket a month"),
        (1, "count", "people", "1 person"),
        (0.05, "share", "% / month", "5\u00a0% a month"),
        (0.05, "share", "of members", "5\u00a0% of members"),
        (0.05, "share", "%", "5\u00a0%"),
        (0.05, "share", "share of members", "5\u00a0% of members"),
        (18, "months", "", "18 months"),
        (1, "flag", "", "yes"),
        (0, "flag", "", "no"),
        (None, "money", "$ / ticket", "–"),
    ],
)
def test_with_unit(value: float | None, kind: Kind, unit: str, text: str) -> None:
    assert ENGLISH.with_unit(value, kind=kind, unit=unit) == text


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (1, "one month"),
        (6, "six months"),
        (12, "one year"),
        (18, "18 months"),
        (24, "two years"),
        (30, "two and a half years"),
        (36, "three years"),
        (37, "37 months"),
        (120, "ten years"),
        (180, "15 years"),
        (float("nan"), "–"),
    ],
)
def test_horizons_in_words(months: float, words: str) -> None:
    assert years_in_words(months) == words


def test_months_and_hours() -> None:
    assert ENGLISH.months(4.5) == "4.5 months"
    assert ENGLISH.month_number(8.2) == "month 9"
    assert ENGLISH.hours(1) == "1 hour"
    assert ENGLISH.months(float("inf")) == "–"


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("kind", KINDS)
def test_no_number_is_a_dash(nothing: float | None, kind: Kind) -> None:
    assert ENGLISH.value(nothing, kind=kind) == "–"
    assert ENGLISH.money_short(nothing) == ENGLISH.month_number(nothing) == ENGLISH.hours(nothing) == "–"


@given(value=st.floats(), kind=st.sampled_from(KINDS), formats=every_format, signed=st.booleans())
def test_whatever_the_number_the_text_is_one(
    value: float, kind: Kind, formats: Formats, signed: bool
) -> None:
    for text in (formats.value(value, kind=kind, signed=signed), formats.money_short(value, signed=signed)):
        assert text
        assert re.search("nan|inf", text) is None
        assert len(text) < 40
        if text.startswith(("-", "+")):
            assert re.search("[1-9]", text), "a zero has no sign"


@given(small=st.floats(0, 1e14), large=st.floats(0, 1e14))
def test_a_headline_never_turns_two_amounts_round(small: float, large: float) -> None:
    scale = {"": 1.0, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}

    def shown(value: float) -> float:
        number, suffix = re.fullmatch(r"\$([\d.,]+)([kMBT]?)", ENGLISH.money_short(value)).groups()  # type: ignore[union-attr]
        return float(number) * scale[suffix]

    small, large = sorted((small, large))
    assert shown(small) <= shown(large) * (1 + 1e-12)


@given(value=st.floats(1, 1e14))
def test_a_headline_is_right_to_three_digits(value: float) -> None:
    """Half a unit of the third digit is at most 1/200; below 1,000 whole units are shown from 10 on."""
    number, suffix = re.fullmatch(r"\$([\d.]+)([kMBT]?)", ENGLISH.money_short(value)).groups()  # type: ignore[union-attr]
    shown = float(number) * {"": 1.0, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}[suffix]
    assert abs(shown - value) <= max(0.005 * value, 0.5 if 10 <= value < 1000 else 0) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("currency", "locale"), [("usd", "en_US"), ("", "en_US"), ("USD", "xx_YY"), ("USD", "")]
)
def test_what_cannot_be_shown_is_refused_at_once(currency: str, locale: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        Formats(currency=currency, locale=locale)


def test_formats_can_key_a_cache() -> None:
    assert len({Formats(), Formats(currency="USD", locale="en_US"), Formats(locale="de_DE")}) == 2


def test_a_page_of_numbers_is_quick() -> None:
    """150 numbers take about 1.5 ms; ten times that would be felt."""
    for locale, currency in itertools.product(NUMBER_FORMATS, ("USD", "CHF")):
        Formats(currency=currency, locale=locale).money(1)

    def page() -> float:
        start = time.perf_counter()
        for index in range(50):
            ENGLISH.money(1234567.5 + index)
            ENGLISH.percent(0.0123 * index)
            ENGLISH.with_unit(60 + index, kind="money", unit="$ / ticket")
        return time.perf_counter() - start

    assert min(page() for _ in range(5)) < 0.01


def test_what_can_be_chosen_is_what_a_scenario_takes() -> None:
    """Two lists, as words know no model and the model no words."""
    assert tuple(NUMBER_FORMATS) == scenario.NUMBER_FORMATS
