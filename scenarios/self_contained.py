"""A link that holds a scenario by itself: what differs from the starting point, packed into the address.

It needs no store, so it cannot be revoked and does not expire: whoever has the address has the scenario.

A link is a digit, the version of this way of packing, and base64url of four bytes of checksum and a compressed list:
schema version, model version, starting point with its version, the values given, everything else that is not usual.
Values are short lists in a fixed order rather than objects with names. What compresses best against a list of words
that both ends know; the list belongs to the version and is never edited once links were made with it.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from calculators.repeated import LONGEST_PLACE, STANDS_TWICE, repeated_names
from calculators.scenario import Given, Scenario
from calculators.starting_point import starting_points
from scenarios.migrations import DamagedError, NewerError, scenario_up_to_date
from wording.safe import plain

VERSION: Final = 1
LONGEST: Final = 1_900
"""Characters of a whole address: chats, mail programs and proxies cut longer ones."""

MOST_UNPACKED: Final = 64_000
"""Bytes that a link may unpack to; a thousandth of what a hostile one could ask for."""

PARTS: Final = ("value", "low", "high", "grade", "source", "note", "confirmed")
"""What stands at which place in the list of one assumption."""

APART: Final = frozenset({"schema_version", "model_version", "starting_point", "values"})
"""Fields of a scenario with a place of their own; the others are told by name where they are not as usual."""

_WORDS: Final = Path(__file__).with_name(f"self_contained@{VERSION}.txt")
_DAMAGED: Final = "This link is cut off or was changed on its way: copy it again, whole, or ask for the file."
_NEWER: Final = "This link was made by a newer version of this app."
_UNREADABLE: Final = "This link does not hold a scenario that this app can read."


class LinkError(ValueError):
    """A link that cannot be read; its message is for people."""


class TooLongError(ValueError):
    """A scenario that does not fit into an address: offer the file."""


def link(scenario: Scenario, *, address: str) -> str | None:
    """Return the address that opens a scenario, or None where it would be too long: offer the file then.

    Parameters
    ----------
    scenario
        What is told.
    address
        Where the app answers, such as ``https://roi.example.com``.
    """
    try:
        told = f"{address.rstrip('/')}/shared?s={encode(scenario)}"
    except TooLongError:
        return None
    return told if len(told) <= LONGEST else None


def encode(scenario: Scenario) -> str:
    """Return a scenario as the text of a link: letters, digits, - and _ only.

    Raises
    ------
    TooLongError
        Where no link could hold it.
    """
    rest = scenario.model_dump(mode="json", exclude_defaults=True, exclude=set(APART))
    told = [
        scenario.schema_version,
        scenario.model_version,
        scenario.starting_point,
        {name: _listed(given) for name, given in scenario.values.items()},
        *([_plain(rest)] if rest else []),
    ]
    words = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    if len(words) > MOST_UNPACKED:
        raise TooLongError("more than a link can hold")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zdict=_words())
    packed = zlib.crc32(words).to_bytes(4, "big") + packer.compress(words) + packer.flush()
    text = f"{VERSION}{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
    if len(text) > LONGEST:
        raise TooLongError("more than a link can hold")
    return text


def decode(text: str) -> Scenario:
    """Return the scenario that a link holds.

    Parameters
    ----------
    text
        What `encode` returned, or anything else that somebody put into an address.

    Raises
    ------
    LinkError
        With a message for people; never anything else, whatever the text.
    """
    return _read(_unpacked(text))


def _words() -> bytes:
    return _words_of(_WORDS)


@lru_cache(maxsize=4)
def _words_of(path: Path) -> bytes:
    return path.read_bytes()


def _listed(given: Given) -> Any:
    """Return what is said of one assumption, shortest first: a number, or a list cut after what is not usual."""
    parts = [getattr(given, name) for name in PARTS]
    usual = [type(given).model_fields[name].default for name in PARTS]
    while len(parts) > 1 and parts[-1] == usual[len(parts) - 1]:
        parts.pop()
    told = [_short(part) for part in parts]
    return told[0] if len(told) == 1 and told[0] is not None else told


def _short(part: Any) -> Any:
    """Return a whole number without its ".0": it is read as the same number."""
    return int(part) if isinstance(part, float) and part.is_integer() and abs(part) < 1e15 else part


def _plain(rest: dict[str, Any]) -> dict[str, Any]:
    """Return the other fields with sets in a fixed order, so that one scenario has one link."""
    return {name: sorted(part) if name in ("teams_off", "loops_off") else part for name, part in rest.items()}


def _unpacked(text: str) -> Any:
    """Return the list in a link, within fixed time and memory whatever the link says."""
    if not text or len(text) > LONGEST:
        raise LinkError(_DAMAGED)
    if text[0] != str(VERSION):
        newer = text[0].isascii() and text[0].isdigit() and int(text[0]) > VERSION
        raise LinkError(_NEWER if newer else _DAMAGED)
    try:
        packed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise LinkError(_DAMAGED) from None
    unpacker = zlib.decompressobj(-15, zdict=_words())
    try:
        words = unpacker.decompress(packed[4:], MOST_UNPACKED)
    except zlib.error:
        raise LinkError(_DAMAGED) from None
    whole = unpacker.eof and not unpacker.unused_data and not unpacker.unconsumed_tail
    if not whole or zlib.crc32(words).to_bytes(4, "big") != packed[:4]:
        raise LinkError(_DAMAGED)
    try:
        told = json.loads(words)
    except (
        ValueError,
        RecursionError,
    ):  # no text, no JSON, numbers of ten thousand digits, brackets without end
        raise LinkError(_UNREADABLE) from None
    twice = repeated_names(words)
    if twice:
        places = ", ".join(_place(place) for place in twice)
        raise LinkError(f"{plain(places, LONGEST_PLACE)}: {STANDS_TWICE}.")
    return told


def _place(place: str) -> str:
    """Return where a name stands in the scenario that the list is."""
    number, _, rest = place.partition(".")
    return {"3": f"values.{rest}", "4": rest}.get(number, place)


def _read(told: Any) -> Scenario:
    """Return the scenario in a list that was unpacked."""
    if not isinstance(told, list) or not 4 <= len(told) <= 5:
        raise LinkError(_UNREADABLE)
    schema, model, point, values, *rest = told
    named = rest[0] if rest else {}
    if not isinstance(values, dict) or not isinstance(named, dict) or named.keys() & APART:
        raise LinkError(_UNREADABLE)
    if isinstance(point, str) and point not in starting_points():
        raise LinkError("This link rests on a starting point that this app does not have.")
    try:
        document = {
            **named,
            "schema_version": schema,
            "model_version": model,
            "starting_point": point,
            "values": {name: _named(parts) for name, parts in values.items()},
        }
        return Scenario.model_validate(scenario_up_to_date(document))
    except NewerError:
        raise LinkError(_NEWER) from None
    except (ValidationError, DamagedError, RecursionError, OverflowError):
        raise LinkError(_UNREADABLE) from None


def _named(parts: Any) -> Any:
    """Return the list of one assumption as the object it stands for; anything else as it is, to be refused."""
    if not isinstance(parts, list):
        return parts
    return dict(zip(PARTS, parts, strict=False)) if len(parts) <= len(PARTS) else {"too": "many"}
