"""Names that stand twice in a JSON document: which of the two was meant nobody can tell, so it is refused."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

MOST: Final = 20
LONGEST_PLACE: Final = 120
"""Characters of a place, cut there: names are as long as whoever wrote the document likes."""

STANDS_TWICE: Final = "it stands more than once: keep one of them"


class _Held(dict[str, Any]):
    """An object as it is read, with the names that came again."""

    again: tuple[str, ...] = ()


def repeated_names(text: str | bytes) -> tuple[str, ...]:
    """Return where in a JSON document a name stands more than once.

    Parameters
    ----------
    text
        The document. What is no JSON, or deeper than can be read, repeats nothing: another reader says what is wrong.

    Returns
    -------
    tuple of str
        Places such as ``values.members``, the first twenty.

    Examples
    --------
    >>> repeated_names('{"values": {"members": 1, "members": 2}}')
    ('values.members',)
    """
    try:
        document = json.loads(text, object_pairs_hook=_held)
    except (ValueError, RecursionError):
        return ()
    found: list[str] = []
    # one at a time, so that a long name above many parts is not written before each of them at once
    waiting: list[Iterator[tuple[str, Any]]] = [iter([("", document)])]
    while waiting and len(found) < MOST:
        here = next(waiting[-1], None)
        if here is None:
            waiting.pop()
            continue
        place, inside = here
        if isinstance(inside, _Held):
            found += [f"{place}{name}"[:LONGEST_PLACE] for name in inside.again]
        waiting.append(_parts(place, inside))
    return tuple(sorted(found)[:MOST])


def _parts(place: str, inside: Any) -> Iterator[tuple[str, Any]]:
    """Return the objects and lists inside one, each with its place."""
    named: Iterable[tuple[str | int, Any]] = ()
    if isinstance(inside, dict):
        named = inside.items()
    elif isinstance(inside, list):
        named = enumerate(inside)
    for name, part in named:
        if isinstance(part, dict | list):
            yield f"{place}{name}."[:LONGEST_PLACE], part


def _held(pairs: list[tuple[str, Any]]) -> _Held:
    held = _Held(pairs)
    if len(held) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        held.again = tuple(name for name, times in counted.items() if times > 1)
    return held
