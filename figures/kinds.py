"""How the model's kinds of number are written."""

from __future__ import annotations

from wording.formats import Formats, Kind

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
