"""What is said to people about numbers: the words, with the numbers in them kept apart.

The model knows no number formats, so a message reads in plain English as it stands; whoever knows how its reader
writes numbers puts them into the words anew (`figures.kinds.in_words`).
"""

from __future__ import annotations

import dataclasses
import string
from decimal import Decimal
from typing import Self

from calculators.assumption import Kind

_DIGITS = 15
"""What a float holds for certain."""

_LONGEST = 18
"""Digits that a number is written in full with; what is longer nobody reads, and nobody can type."""


@dataclasses.dataclass(frozen=True)
class Amount:
    """A number in a message.

    Attributes
    ----------
    value
        Rounded to what is shown: it is written with all its digits.
    kind
        What it is.
    currency
        ISO code of an amount of money.
    """

    value: float
    kind: Kind = Kind.NUMBER
    currency: str = ""

    def __str__(self) -> str:
        number = Decimal(f"{self.value + 0.0:.{_DIGITS}g}")  # -0 is 0
        if self.kind is Kind.SHARE:
            number = number.scaleb(2)
        if number and not -_DIGITS <= number.adjusted() < _LONGEST:
            text = f"{number.normalize():e}"
        else:
            text = f"{number:,f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text} %" if self.kind is Kind.SHARE else text


def whole(value: float) -> Amount:
    """Return a number without its decimals.

    Examples
    --------
    >>> str(whole(1424.6))
    '1,425'
    """
    return Amount(float(f"{value:.0f}"), Kind.COUNT)


def tenths(value: float) -> Amount:
    """Return a number with one decimal.

    Examples
    --------
    >>> str(tenths(40.04)), str(tenths(40.06))
    ('40', '40.1')
    """
    return Amount(float(f"{value:.1f}"), Kind.COUNT)


def apart(one: float, other: float) -> tuple[Amount, Amount]:
    """Return two numbers with one decimal, with more where only they tell the two apart.

    Examples
    --------
    >>> [str(number) for number in apart(40.0, 30.0)], [str(number) for number in apart(30.004, 30.0)]
    (['40', '30'], ['30.004', '30'])
    """
    places = next((n for n in range(1, _DIGITS) if round(one, n) != round(other, n)), 1)
    return Amount(round(one, places), Kind.COUNT), Amount(round(other, places), Kind.COUNT)


def percent(share: float) -> Amount:
    """Return a share in whole percent.

    Examples
    --------
    >>> str(percent(0.296))
    '30 %'
    """
    return Amount(float(f"{100.0 * share:.0f}") / 100.0, Kind.SHARE)


class Message(str):
    """Words for people; as a string it is plain English, for the command line and for logs.

    A string, so that whatever takes words takes it, and what does not know of its numbers says them in plain English.

    Attributes
    ----------
    parts
        The words as they follow each other, and the numbers between them.

    Examples
    --------
    >>> Message("at most ", whole(1_425), " requests")
    'at most 1,425 requests'
    >>> Message("“A”: ", Message("at most ", whole(1_425))).parts[-1].value
    1425.0
    """

    parts: tuple[str | Amount, ...]

    def __new__(cls, *parts: str | Amount) -> Self:
        """Put words and numbers together, those of other messages among them."""
        made = super().__new__(cls, "".join(map(str, parts)))
        made.parts = tuple(
            inner for part in parts for inner in (part.parts if isinstance(part, Message) else (part,))
        )
        return made

    def __reduce__(self) -> tuple[type[Self], tuple[str | Amount, ...]]:
        return type(self), self.parts


def with_numbers(template: str, **named: str | Amount) -> Message:
    """Return a message with numbers, and names, in their places.

    Parameters
    ----------
    template
        Our own words, with names in braces.
    **named
        What stands there; words of others are taken as they are, braces and all.

    Examples
    --------
    >>> with_numbers("“{name}” holds {many} at most", name="{A}", many=whole(2_000))
    '“{A}” holds 2,000 at most'
    """
    parts: list[str | Amount] = []
    for words, name, _, _ in string.Formatter().parse(template):
        parts += [words] if name is None else [words, named[name]]
    return Message(*parts)


def not_between(value: float, bounds: tuple[float, float], kind: Kind, currency: str = "") -> Message:
    """Return that a value is out of its bounds.

    Examples
    --------
    >>> not_between(2e10, (0.0, 1e10), Kind.MONEY, "EUR")
    '20,000,000,000 is not between 0 and 10,000,000,000'
    """
    number, lowest, highest = (Amount(float(one), kind, currency) for one in (value, *bounds))
    return with_numbers(
        "{number} is not between {lowest} and {highest}", number=number, lowest=lowest, highest=highest
    )


__all__ = ["Amount", "Message", "apart", "not_between", "percent", "tenths", "whole", "with_numbers"]
