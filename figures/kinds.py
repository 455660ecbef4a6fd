"""How the model's kinds of number are written, alone and in its messages."""

from __future__ import annotations

import dataclasses

from calculators.message import Amount, Message
from wording import in_full
from wording.formats import Formats, Kind, exact, round_to, significant

_WRITTEN: dict[str, Kind] = {
    "count": "count",
    "share": "share",
    "money": "money",
    "months": "months",
    "hours": "number",
    "number": "number",
}


def written_kind(kind: str) -> Kind:
    """Return the kind that words are found for.

    Examples
    --------
    >>> written_kind("hours")
    'number'
    """
    return _WRITTEN[kind]


def written(value: float | None, kind: str, unit: str, formats: Formats) -> str:
    """Write a value of the model with its unit.

    Examples
    --------
    >>> written(60.0, "money", "a ticket", Formats())
    '$60 a ticket'
    """
    return formats.with_unit(value, kind=written_kind(kind), unit=unit)


def with_its_digits(value: float) -> float:
    """Return a number of the model with the digits that people read: the same in a field, on a page and on paper.

    What a rule scaled, or a sum came to, has digits that nobody needs: four are kept, and of larger numbers all before
    the decimal point.

    Examples
    --------
    >>> with_its_digits(200_428.571), with_its_digits(1_234.5), with_its_digits(0.123456)
    (200429.0, 1235.0, 0.1235)
    """
    number = exact(value)
    if number is None:
        return value
    return float(round_to(number, 0) if abs(number) >= 10_000 else significant(number, 4))


def in_words(message: str, formats: Formats) -> str:
    """Write a message of the model with its numbers as its reader writes them.

    Parameters
    ----------
    message
        A `Message`; other words name no numbers, and stay as they are.
    formats
        Separators of the reader. Amounts of money have their own currency.

    Examples
    --------
    >>> from calculators.message import whole, with_numbers
    >>> told = with_numbers("at most {most} can be deflected", most=whole(1_425))
    >>> in_words(told, Formats(locale="de_DE")), str(told)
    ('at most 1.425 can be deflected', 'at most 1,425 can be deflected')
    """
    if not isinstance(message, Message):
        return message
    return "".join(part if isinstance(part, str) else _in_full(part, formats) for part in message.parts)


def _in_full(amount: Amount, formats: Formats) -> str:
    write = dataclasses.replace(formats, currency=amount.currency) if amount.currency else formats
    return in_full(amount.value, kind=written_kind(amount.kind), formats=write)
