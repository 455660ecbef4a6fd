"""Several words as a sentence lists them."""

from __future__ import annotations

from collections.abc import Sequence


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them.

    Examples
    --------
    >>> listed(["Support"]), listed(["Support", "Product", "Sales"]), listed([])
    ('Support', 'Support, Product and Sales', '')
    """
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"
