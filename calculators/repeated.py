"""Names that stand twice in a JSON document: which of the two was meant nobody can tell, so it is refused."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, Final

MOST: Final = 20
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
        waiting: list[tuple[str, Any]] = [("", json.loads(text, object_pairs_hook=_held))]
    except (ValueError, RecursionError):
        return ()
    found: list[str] = []
    while waiting and len(found) < MOST:
        place, inside = waiting.pop()
        if isinstance(inside, _Held):
            found += [f"{place}{name}" for name in inside.again]
            waiting += [(f"{place}{name}.", part) for name, part in inside.items()]
        elif isinstance(inside, list):
            waiting += [(f"{place}{number}.", part) for number, part in enumerate(inside)]
    return tuple(sorted(found)[:MOST])


def _held(pairs: list[tuple[str, Any]]) -> _Held:
    held = _Held(pairs)
    if len(held) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        held.again = tuple(name for name, times in counted.items() if times > 1)
    return held
