"""Why a document was refused, in words that need no knowledge of how documents are checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calculators.message import Amount, Message, with_numbers

_WORDS: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "string_type": "must be text",
    "string_too_long": "has more than {max_length} characters",
    "string_too_short": "is empty",
    "string_pattern_mismatch": "is not written as it should be",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number that is not without end",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "too_short": "must hold {min_length} or more",
    "too_long": "may hold {max_length} at the most",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "none_required": "must be empty",
    "dict_type": "must be an object: names with values",
    "mapping_type": "must be an object: names with values",
    "model_type": "must be an object: names with values",
    "model_attributes_type": "must be an object: names with values",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "set_type": "must be a list",
    "frozen_set_type": "must be a list",
    "iterable_type": "must be a list",
}


def refusal(detail: Mapping[str, Any]) -> str:
    """Return one of pydantic's error details in plain words.

    Parameters
    ----------
    detail
        An entry of ``ValidationError.errors()``, its context included.

    Returns
    -------
    str
        What is wrong, to stand behind the field's name; pydantic's own words for a kind that has no others here. A
        `Message` where it names numbers.

    Examples
    --------
    >>> refusal({"type": "missing", "msg": "Field required"})
    'is missing'
    >>> refusal({"type": "value_error", "msg": "Value error, there is no such team"})
    'there is no such team'
    >>> refusal({"type": "less_than_equal", "msg": "Input should be ...", "ctx": {"le": 1e6}})
    'must be 1,000,000 or less'
    """
    context = detail.get("ctx", {})
    words = _WORDS.get(detail["type"])
    if words is None:
        raised = getattr(context.get("error"), "args", ())
        if raised and isinstance(raised[0], Message):
            return raised[0]
        return " ".join(str(detail["msg"]).removeprefix("Value error, ").split())
    try:
        return with_numbers(words, **{name: _part(held) for name, held in context.items()})
    except KeyError:
        return str(detail["msg"])


def _part(held: object) -> str | Amount:
    return Amount(float(held)) if isinstance(held, int | float) else str(held)


__all__ = ["refusal"]
