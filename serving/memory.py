"""Memory that was freed stays with the process: an evaluation takes 3 MB and frees them, many times a second.

Given back to the system, every page of it is cleared and handed out anew the next time, which took up to a quarter of
an evaluation.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

KEPT: Final = 8 * 2**20
"""Bytes that may lie idle in each arena."""

ARENAS: Final = 2
"""How many there are: pages take turns, so more threads at once hardly ask for memory."""

APART: Final = 2**20
"""Bytes from which on a piece is asked of the system by itself, and goes back to it."""

_TRIM, _MAP, _ARENAS = -1, -3, -8  # as glibc numbers them


def keep_what_is_freed(library: Any = None) -> bool:
    """Keep it; once a process, before there are threads.

    Parameters
    ----------
    library
        The C library; the process's own where None.

    Returns
    -------
    bool
        Whether the library can: others than glibc go on as they are.
    """
    try:
        option = (library or ctypes.CDLL(None)).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return all(
        option(number, size) == 1 for number, size in ((_TRIM, KEPT), (_MAP, APART), (_ARENAS, ARENAS))
    )
