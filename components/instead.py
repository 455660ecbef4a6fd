"""One way to put a function of ours in the place of one of Streamlit's, which is called by it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


def needed(owner: Any, name: str, *, see: str) -> Any:
    """Return a part of Streamlit that is leant on.

    Raises
    ------
    RuntimeError
        Where there is none of that name: another release than the pinned one. The message names the file to see.
    """
    found = getattr(owner, name, None)
    if found is None:
        raise RuntimeError(f"Streamlit has no {name} any more: see {see}")
    return found


def put_instead(owner: Any, name: str, ours: Callable[[Any], Callable[..., Any]], *, see: str) -> None:
    """Replace a function of Streamlit's; once a process.

    Parameters
    ----------
    owner, name
        The class or module, and what the function is called there.
    ours
        Returns the new function, given the one that is there.
    see
        The file that says why.

    Raises
    ------
    RuntimeError
        Where there is no such function; see `needed`.

    Examples
    --------
    >>> class Page:
    ...     def title(self):
    ...         return "Start"
    >>> put_instead(Page, "title", lambda title: lambda page: title(page) + "!", see="the example")
    >>> Page().title()
    'Start!'
    """
    theirs = needed(owner, name, see=see)
    if not hasattr(theirs, "__wrapped__"):
        setattr(owner, name, functools.wraps(theirs)(ours(theirs)))
