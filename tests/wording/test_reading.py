"""Numbers as people type them, read back exactly."""

import math
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wording import (
    CURRENCIES,
    NUMBER_FORMATS,
    Formats,
    Kind,
    Reading,
    editable,
    read_number,
)

ENGLISH = Formats()
GERMAN = Formats(currency="EUR", locale="de_DE")
FRENCH = Formats(currency="EUR", locale="fr_FR")
SWISS = Formats(currency="CHF", locale="de_CH")
INDIAN = Formats(currency="INR", locale="en_IN")
KINDS: tuple[Kind, ...] = ("count", "share", "money", "months", "number", "flag")
NUMBER_KINDS: tuple[Kind, ...] = ("count", "share", "money", "months", "number")
every_format = st.builds(
    Formats, currency=st.sampled_from(sorted(CURRENCIES)), locale=st.sampled_from(sorted(NUMBER_FORMATS))
)
up_to_12_digits = st.builds(
    lambda digits, exponent: float(f"{digits}e{exponent}"),
    st.integers(-(10**12) + 1, 10**12 - 1),
    st.integers(-9, 3),
)
LIKE_NUMBERS = st.text(alphabet="0123456789 .,'-–/%$€kmbn()to\u00a0\u202f+eE", max_size=130)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45", 45),
        ("  45\t", 45),
        ("1,200", 1200),
        ("1.200", 1.2),
        ("1,234,567.89", 1234567.89),
        ("1'200", 1200),
        ("1\u202f200", 1200),
        ("1\u00a0200", 1200),
        (".5", 0.5),
        ("12.", 12),
        ("1.2k", 1200),
        ("1.2 K", 1200),
        ("1.2m", 1_200_000),
        ("3 M", 3_000_000),
        ("2bn", 2e9),
        ("1 million", 1e6),
        ("1e3", 1000),
        ("1.5E-3", 0.0015),
        ("-5", -5),
        ("\u22125", -5),
        ("–5", -5),
        ("+5", 5),
        ("-0", 0),
        ("~45", 45),
        ("about 45", 45),
        ("４５", 45),
        ("\u200e45\u200f", 45),
    ],
)
def test_single_numbers(text: str, value: float) -> None:
    assert read_number(text, kind="count", formats=ENGLISH) == Reading(likely=value)


def test_a_typed_minus_zero_is_zero() -> None:
    likely = read_number("-0", kind="count", formats=ENGLISH).likely
    assert likely is not None
    assert math.copysign(1, likely) == 1


@pytest.mark.parametrize(
    ("text", "low", "likely", "high"),
    [
        ("200 to 800", 200, (200 + 800) / 2, 800),
        ("200-800", 200, 500, 800),
        ("200 – 800", 200, 500, 800),
        ("200—800", 200, 500, 800),
        ("200..800", 200, 500, 800),
        ("200 … 800", 200, 500, 800),
        ("200 / 800", 200, 500, 800),
        ("between 200 and 800", 200, 500, 800),
        ("100 to 900", 100, math.sqrt(100) * math.sqrt(900), 900),
        ("100 to 400", 100, (100 + 400) / 2, 400),
        ("100 to 410", 100, math.sqrt(100) * math.sqrt(410), 410),
        ("0 to 900", 0, 450, 900),
        ("35 / 60 / 105", 35, 60, 105),
        ("35/60/105", 35, 60, 105),
        ("60 (35 to 105)", 35, 60, 105),
        ("60 (35-105)", 35, 60, 105),
        ("-10--5", -10, -7.5, -5),
        ("-10 to 5", -10, -2.5, 5),
        ("1-2M", 1e6, 1.5e6, 2e6),
        ("500 to 1.2k", 500, 850, 1200),
        ("1k to 2k", 1000, 1500, 2000),
        ("5 to 5", 5, 5, 5),
    ],
)
def test_ranges(text: str, low: float, likely: float, high: float) -> None:
    assert read_number(text, kind="count", formats=ENGLISH) == Reading(low, likely, high)


@pytest.mark.parametrize(
    ("text", "low", "likely", "high"),
    [
        ("5 %", None, 0.05, None),
        ("5%", None, 0.05, None),
        ("5\u202f%", None, 0.05, None),
        ("5", None, 0.05, None),
        ("0.05", None, 0.0005, None),
        ("5 percent", None, 0.05, None),
        ("-5 % to 19 %", -0.05, 0.07, 0.19),
        ("5-19%", 0.05, 0.12, 0.19),
        ("1 / 2 / 3 %", 0.01, 0.02, 0.03),
        ("135 %", None, 1.35, None),
    ],
)
def test_shares_are_percentages(text: str, low: float | None, likely: float, high: float | None) -> None:
    assert read_number(text, kind="share", formats=ENGLISH) == Reading(low, likely, high)


@pytest.mark.parametrize(
    ("text", "formats", "value"),
    [
        ("$45", ENGLISH, 45),
        ("45 USD", ENGLISH, 45),
        ("US$ 45", ENGLISH, 45),
        ("-$45", ENGLISH, -45),
        ("$-45", ENGLISH, -45),
        ("$1.2M", ENGLISH, 1_200_000),
        ("€ 45", GERMAN, 45),
        ("45 €", GERMAN, 45),
        ("1,2k€", GERMAN, 1200),
        ("45 euros", GERMAN, 45),
        ("CHF 1\u2019200", SWISS, 1200),
        ("Fr. 45", SWISS, 45),
        ("₹12,34,567", INDIAN, 1234567),
        ("3 lakh", INDIAN, 300_000),
        ("$45", Formats(currency="CAD"), 45),
        ("45 kr", Formats(currency="SEK"), 45),
    ],
)
def test_money(text: str, formats: Formats, value: float) -> None:
    assert read_number(text, kind="money", formats=formats) == Reading(likely=value)


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("Fr. 8'000.-", SWISS),
        ("CHF 8'000.\u2013", SWISS),
        ("8\u2019000.\u2014 CHF", SWISS),
        ("8000.--", SWISS),
        ("8000.-", SWISS),
        ("8000.-", ENGLISH),
        ("8.000,-", GERMAN),
        ("8.000,- €", GERMAN),
        ("8.000,-€", GERMAN),
        ("8000,--", GERMAN),
        ("8000.-", GERMAN),
        ("8 000,- EUR", FRENCH),
    ],
)
def test_dashes_may_stand_in_the_place_of_cents(text: str, formats: Formats) -> None:
    assert read_number(text, kind="money", formats=formats) == Reading(likely=8000)


@pytest.mark.parametrize(
    ("text", "low", "likely", "high"),
    [
        ("8'000.- to 9'000.-", 8000, 8500, 9000),
        ("8'000.- - 9'000.-", 8000, 8500, 9000),
        ("35.- / 60.- / 105.-", 35, 60, 105),
        ("60.- (35.- to 105.-)", 35, 60, 105),
        # a number follows: it is the dash of a range
        ("5-10", 5, 7.5, 10),
        ("5.-10", 5, 7.5, 10),
        ("5.- 10", 5, 7.5, 10),
        ("5.- Fr. 10", 5, 7.5, 10),
    ],
)
def test_a_dash_for_cents_is_told_from_that_of_a_range(
    text: str, low: float, likely: float, high: float
) -> None:
    assert read_number(text, kind="money", formats=SWISS) == Reading(low, likely, high)


@pytest.mark.parametrize(
    ("text", "kind", "formats", "words"),
    [
        ("200-", "money", SWISS, "The end of the range is missing"),
        ("200.-", "count", SWISS, "The end of the range is missing"),
        ("200.…", "money", SWISS, "The end of the range is missing"),
        ("5.--10", "money", SWISS, "The low value (5) is above the high value (-10)."),
        ("5.- -10", "money", SWISS, "The low value (5) is above the high value (-10)."),
        # the sign before the dash says how the other was meant: 8 would be a thousandth of it
        ("8.000,-", "money", ENGLISH, "“8.000,” cannot be read in the number format 1,234.5"),
        ("8,000.-", "money", GERMAN, "“8,000.” cannot be read in the number format 1.234,5"),
    ],
)
def test_other_dashes_at_the_end_stay_refused(text: str, kind: Kind, formats: Formats, words: str) -> None:
    assert words in (read_number(text, kind=kind, formats=formats).problem or "")
    assert read_number("-5", kind="money", formats=formats) == Reading(likely=-5)


@pytest.mark.parametrize(
    ("text", "months"), [("18", 18), ("18 months", 18), ("3 m", 3), ("2 years", 24), ("1.5 y", 18)]
)
def test_months(text: str, months: float) -> None:
    assert read_number(text, kind="months", formats=ENGLISH).likely == months


def test_a_unit_at_the_end_of_a_range_is_meant_for_both() -> None:
    assert read_number("1 to 2 years", kind="months", formats=ENGLISH) == Reading(12, 18, 24)


def test_flags() -> None:
    assert read_number("Yes", kind="flag", formats=ENGLISH).likely == 1
    assert read_number("off", kind="flag", formats=ENGLISH).likely == 0
    assert read_number("maybe", kind="flag", formats=ENGLISH).problem == "Write yes or no."


@pytest.mark.parametrize(
    ("text", "formats", "value"),
    [
        ("1.200", GERMAN, 1200),
        ("1,200", GERMAN, 1.2),
        ("1.234.567,89", GERMAN, 1234567.89),
        ("1 234,5", FRENCH, 1234.5),
        ("1\u202f234,5", FRENCH, 1234.5),
        ("1\u2019234.5", SWISS, 1234.5),
        ("1'234.5", SWISS, 1234.5),
        ("12,34,567", INDIAN, 1234567),
        ("1,234,567", INDIAN, 1234567),
    ],
)
def test_the_number_format_decides(text: str, formats: Formats, value: float) -> None:
    assert read_number(text, kind="number", formats=formats).likely == value


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0", "\u200b", None])
def test_an_empty_field_says_nothing(text: str | None) -> None:
    reading = read_number(text, kind="count", formats=ENGLISH)
    assert reading == Reading()
    assert reading.is_nothing


@pytest.mark.parametrize(
    ("text", "kind", "formats", "words"),
    [
        ("x", "count", ENGLISH, "“x” is not a number"),
        ("nan", "count", ENGLISH, "is not a number"),
        ("inf", "count", ENGLISH, "is not a number"),
        ("-inf", "count", ENGLISH, "is not a number"),
        ("1e400", "count", ENGLISH, "too large"),
        ("1e99999999", "count", ENGLISH, "exponent"),
        ("1000000000000001", "count", ENGLISH, "at most 1,000,000,000,000,000"),
        ("9" * 119, "count", ENGLISH, "too large"),
        ("9" * 121, "count", ENGLISH, "too long"),
        ("1,2,3", "count", ENGLISH, "a comma stands before each group"),
        ("12,34,567", "count", ENGLISH, "a comma stands before each group"),
        ("12,00", "count", ENGLISH, "Did you mean 12.00?"),
        ("1234,567", "count", ENGLISH, "Did you mean 1,234,567 or 1234.567?"),
        ("1.5", "count", GERMAN, "Did you mean 1,5?"),
        ("1.2.3", "count", ENGLISH, "cannot be read"),
        ("35 60", "count", ENGLISH, "looks like two numbers"),
        ("1 200", "count", ENGLISH, "looks like two numbers"),
        ("800 to 200", "count", ENGLISH, "The low value (800) is above the high value (200)."),
        ("35 / 20 / 105", "count", ENGLISH, "The low value (35) is above the likely value (20)."),
        ("35 / 200 / 105", "count", ENGLISH, "The likely value (200) is above the high value (105)."),
        ("8 % to 2 %", "share", ENGLISH, "The low value (8\u00a0%) is above the high value (2\u00a0%)."),
        ("200 to", "count", ENGLISH, "The end of the range is missing"),
        ("1 / 2 / 3 / 4", "count", ENGLISH, "A range is low to high"),
        ("1 to 2 to 3", "count", ENGLISH, "A range is low to high"),
        ("60 (35 to 105", "count", ENGLISH, "bracket is not closed"),
        ("60 (35)", "count", ENGLISH, "In brackets stand"),
        ("--5", "count", ENGLISH, "two signs"),
        ("5 %", "count", ENGLISH, "This is not a share"),
        ("$5", "count", ENGLISH, "not an amount of money"),
        ("€ 45", "money", ENGLISH, "Amounts here are in USD (US dollar), not €."),
        ("CA$45", "money", ENGLISH, "not CA$"),
        ("45 apples", "count", ENGLISH, "“apples” is not understood"),
        ("10²", "count", ENGLISH, "is not understood"),
        ("½", "count", ENGLISH, "is not a number"),
        ("=1+1", "count", ENGLISH, "is not"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text: str, kind: Kind, formats: Formats, words: str) -> None:
    reading = read_number(text, kind=kind, formats=formats)
    assert reading.problem is not None
    assert words in reading.problem
    assert (reading.low, reading.likely, reading.high) == (None, None, None)
    assert len(reading.problem) < 160


@settings(max_examples=400)
@given(text=st.one_of(st.text(), LIKE_NUMBERS), kind=st.sampled_from(KINDS), formats=every_format)
@example(text="1e-999", kind="share", formats=ENGLISH)
@example(text="\ud800", kind="count", formats=ENGLISH)
def test_any_text_is_read_or_refused(text: str, kind: Kind, formats: Formats) -> None:
    reading = read_number(text, kind=kind, formats=formats)
    if reading.problem is not None or reading.is_nothing:
        assert reading.low is reading.likely is reading.high is None
        return
    assert reading.likely is not None
    assert math.isfinite(reading.likely)
    assert abs(reading.likely) <= 1e15
    assert (reading.low is None) == (reading.high is None)
    if reading.low is not None and reading.high is not None:
        assert reading.low <= reading.likely <= reading.high


@pytest.mark.parametrize(
    "unit", ["1", "1,", "- ", "1 ", "a", "(", "1k", "%", "1 to ", "/", "$", ".", "\u00a0", "1e"]
)
def test_long_text_takes_no_time(unit: str) -> None:
    """The longest text read takes under 5 ms; longer text is not looked at."""
    for length in (120, 10_000, 5_000_000):
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.perf_counter()
        read_number(text, kind="money", formats=ENGLISH)
        assert time.perf_counter() - start < 0.02


@given(value=up_to_12_digits, kind=st.sampled_from(NUMBER_KINDS), formats=every_format)
@example(value=1e15, kind="share", formats=ENGLISH)
@example(value=0.1, kind="share", formats=ENGLISH)
@example(value=1.5e-20, kind="number", formats=GERMAN)
def test_what_stands_in_the_field_is_read_back_exactly(value: float, kind: Kind, formats: Formats) -> None:
    if abs(value) > 1e15:
        return
    assert read_number(editable(value, kind=kind, formats=formats), kind=kind, formats=formats) == Reading(
        likely=value
    )


@given(
    values=st.lists(up_to_12_digits, min_size=3, max_size=3).map(sorted),
    kind=st.sampled_from(NUMBER_KINDS),
    formats=every_format,
)
def test_ranges_in_the_field_are_read_back_exactly(values: list[float], kind: Kind, formats: Formats) -> None:
    low, likely, high = values
    if max(abs(low), abs(high)) > 1e15:
        return
    text = editable(likely, kind=kind, formats=formats, low=low, high=high)
    assert read_number(text, kind=kind, formats=formats) == Reading(low, likely, high)


@given(low=up_to_12_digits, high=up_to_12_digits, kind=st.sampled_from(NUMBER_KINDS), formats=every_format)
def test_a_range_of_two_numbers_goes_back_as_two(
    low: float, high: float, kind: Kind, formats: Formats
) -> None:
    low, high = sorted((low, high))
    if max(abs(low), abs(high)) > 1e12:
        return
    first = editable(low, kind=kind, formats=formats)
    last = editable(high, kind=kind, formats=formats)
    reading = read_number(f"{first} to {last}", kind=kind, formats=formats)
    assert reading.problem is None
    text = editable(reading.likely, kind=kind, formats=formats, low=reading.low, high=reading.high)
    assert text == f"{first} to {last}"


@given(
    value=st.floats(-1e14, 1e14),
    kind=st.sampled_from(NUMBER_KINDS),
    formats=every_format,
    short=st.booleans(),
)
def test_what_is_shown_is_read_back_to_what_is_shown(
    value: float, kind: Kind, formats: Formats, short: bool
) -> None:
    """Every number on a page could be typed: reading it and showing it again changes nothing."""
    write = formats.money_short if short and kind == "money" else lambda x: formats.value(x, kind=kind)
    shown = write(value)
    reading = read_number(shown, kind=kind, formats=formats)
    assert reading.problem is None
    assert reading.likely is not None
    assert write(reading.likely) == shown
    tolerance = 0.5 if abs(value) >= 10 else 0.05 * abs(value) + 1e-9
    assert abs(reading.likely - value) <= max(tolerance, 0.006 * abs(value)) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("value", "kind", "formats", "text"),
    [
        (0.0125, "share", ENGLISH, "1.25\u00a0%"),
        (0.07, "share", ENGLISH, "7\u00a0%"),
        (1234567, "count", ENGLISH, "1,234,567"),
        (1234567.5, "count", GERMAN, "1.234.567,5"),
        (0.1 + 0.2, "number", ENGLISH, "0.3"),
        (-0.0, "number", ENGLISH, "0"),
        (1, "flag", ENGLISH, "yes"),
        (None, "count", ENGLISH, ""),
        (math.nan, "count", ENGLISH, ""),
    ],
)
def test_text_for_the_field(value: float | None, kind: Kind, formats: Formats, text: str) -> None:
    assert editable(value, kind=kind, formats=formats) == text


@pytest.mark.parametrize(
    ("text", "kind", "locale", "meant"),
    [
        ("8.000", "count", "en_US", "8,000"),
        ("$12.500", "money", "en_US", "12,500"),
        ("8.000 to 12.000", "count", "en_US", "8,000"),
        ("1,200", "count", "de_DE", "1.200"),
        ("8.00", "count", "en_US", ""),
        ("0.125", "count", "en_US", ""),
        ("8,000", "count", "en_US", ""),
        ("8,000.125", "count", "en_US", ""),
        ("1.250 million", "count", "en_US", ""),
        ("1.250k", "money", "en_US", ""),
        ("8.000", "share", "en_US", ""),
        ("8.000", "count", "de_DE", ""),
    ],
)
def test_three_decimals_may_be_thousands_elsewhere(text: str, kind: Kind, locale: str, meant: str) -> None:
    reading = read_number(text, kind=kind, formats=Formats(locale=locale))
    assert reading.problem is None
    assert (f"If you meant {meant}, write it so." in (reading.doubt or "")) is bool(meant)
    assert bool(reading.doubt) is bool(meant)


@pytest.mark.parametrize(
    ("text", "formats", "meant"),
    [
        ("8.000 EUR", Formats(currency="EUR"), "8,000"),
        ("8.000 euros", Formats(currency="EUR"), "8,000"),
        ("8.000€", Formats(currency="EUR"), "8,000"),
        ("EUR 8.000", Formats(currency="EUR"), "8,000"),
        ("8.000 kr", Formats(currency="SEK"), "8,000"),
        ("8,000 EUR", GERMAN, "8.000"),
        ("8.000 EUR to 9.000 EUR", Formats(currency="EUR"), "8,000"),
        ("8.125 k", Formats(currency="EUR"), ""),
        ("8.125 Mio. EUR", Formats(currency="EUR"), ""),
        ("8.125M€", Formats(currency="EUR"), ""),
        ("8.125k-9.125k", Formats(currency="EUR"), ""),
    ],
)
def test_only_a_word_for_a_scale_takes_the_doubt_away(text: str, formats: Formats, meant: str) -> None:
    """A currency behind the amount says no more of what its sign stands for than one before it."""
    reading = read_number(text, kind="money", formats=formats)
    assert reading.problem is None
    assert (f"If you meant {meant}, write it so." in (reading.doubt or "")) is bool(meant)
    assert bool(reading.doubt) is bool(meant)


@pytest.mark.parametrize(
    ("text", "kind", "formats", "doubt"),
    [
        ("1/2", "count", ENGLISH, "“1/2” is read as a range, 1 to 2. If you meant 0.5, write it so."),
        ("1 / 3", "number", GERMAN, "“1 / 3” is read as a range, 1 to 3. If you meant 0,333, write it so."),
        (
            "3/4",
            "share",
            ENGLISH,
            "“3/4” is read as a range, 3\u00a0% to 4\u00a0%. If you meant 75\u00a0%, write it so.",
        ),
        ("2/2", "count", ENGLISH, None),
        ("0/2", "count", ENGLISH, None),
        ("1 to 2", "count", ENGLISH, None),
        ("35 / 60 / 105", "count", ENGLISH, None),
        ("200/800", "count", ENGLISH, None),
        ("35/60", "money", ENGLISH, None),
        ("12/24", "months", ENGLISH, None),
        ("5/7", "months", ENGLISH, None),
    ],
)
def test_two_numbers_with_a_stroke_may_be_a_fraction(
    text: str, kind: Kind, formats: Formats, doubt: str | None
) -> None:
    assert read_number(text, kind=kind, formats=formats).doubt == doubt


@pytest.mark.parametrize(
    ("text", "locale", "meant"),
    [
        ("0,857", "en_US", "0.857"),
        ("0.857", "de_DE", "0,857"),
        ("0,857", "en_IN", "0.857"),
        ("0.8 to 0,857", "en_US", "0.857"),
    ],
)
@pytest.mark.parametrize("kind", ["number", "count", "money", "share"])
def test_no_group_begins_with_a_zero(text: str, locale: str, meant: str, kind: Kind) -> None:
    """A rate of 0.857 typed as elsewhere must not be taken for 857."""
    problem = read_number(text, kind=kind, formats=Formats(locale=locale)).problem
    assert problem is not None
    assert f"Did you mean {meant}?" in problem


@pytest.mark.parametrize(
    ("text", "locale"), [("0857", "en_US"), ("0", "de_DE"), ("0,857", "de_DE"), ("0.857", "en_US")]
)
def test_a_zero_may_stand_where_it_groups_nothing(text: str, locale: str) -> None:
    reading = read_number(text, kind="number", formats=Formats(locale=locale))
    assert reading.likely in (857.0, 0.0, 0.857)
    assert (reading.likely == 857.0) is (text == "0857")
