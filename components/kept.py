"""Widgets whose value is kept in the workspace, and what came back in them when a connection broke.

In a session's first run a widget is given its saved value and nothing is preset. So what the browser sends is seen: an
edit that was under way when the server went, or an old screen. From the second run on, what is saved is preset, and
edits arrive in `on_change`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

_FIRST: Final = "first run"
_CAME_BACK: Final = "came back"
_ECHOES: Final = "replaced values"
ECHO_COMES_WITHIN: Final = 2.0
ECHO_LASTS: Final = 8.0
"""Seconds in which a replaced value that comes again is taken for an echo: the first as a rule, the second on a slow
line, where no run has shown yet that the browser has the new one."""


@dataclass(frozen=True)
class CameBack:
    """What a browser sent of a widget and differs from what is saved.

    Attributes
    ----------
    place
        Where its value is kept, as in `scenarios.parts`, without the scenario.
    value
        What the browser sent.
    saved
        Returns what is shown for what is saved.
    take
        Takes what the browser sent, as an edit.
    """

    place: str
    value: Any
    saved: Callable[[], Any]
    take: Callable[[], None]


def kept(
    widget: Callable[..., Any],
    label: str,
    *,
    key: str,
    place: str,
    saved: Callable[[], Any],
    on_change: Callable[..., None],
    args: tuple[Any, ...] = (),
    value_as: str = "value",
    options: Sequence[Any] | None = None,
    **further: Any,
) -> Any:
    """Draw a widget of the open scenario.

    Parameters
    ----------
    widget
        Of Streamlit, such as `st.text_input`.
    label, key, on_change, args, options, **further
        As the widget takes them.
    place
        Where its value is kept: ``running`` or ``values.members``.
    saved
        Returns what it shows.
    value_as
        What the widget calls its first value.
    """
    given = {} if options is None else {"options": options}
    shown = saved()
    changed: dict[str, Any] = {"on_change": _changed, "args": (key, on_change, args)}
    # Given in every run, beside the preset: where messages of two runs arrive together, a browser may miss a preset,
    # and would show an empty field.
    changed[value_as] = options.index(shown) if value_as == "index" and options is not None else shown
    if is_first_run():
        came = widget(label, **given, key=key, **changed, **further)
        if came != shown:
            found = CameBack(place, came, saved, lambda: on_change(*args))
            st.session_state[_CAME_BACK] = [*st.session_state.get(_CAME_BACK, ()), found]
        return came
    _replace(key, shown)
    return widget(label, **given, key=key, **changed, **further)


def _replace(key: str, shown: Any) -> None:
    """Preset a value, and remember for a moment which one of the browser's it replaces."""
    before, now = st.session_state.get(key, shown), time.monotonic()
    echoes: dict[str, tuple[Any, float]] = st.session_state.setdefault(_ECHOES, {})
    if before != shown:
        echoes[key] = (before, now)
    elif key in echoes and now - echoes[key][1] >= ECHO_COMES_WITHIN:
        # the browser has it by now: what comes from here on is typed
        del echoes[key]
    st.session_state[key] = shown


def _changed(key: str, on_change: Callable[..., None], args: tuple[Any, ...]) -> None:
    """Take an edit, unless it is the value that was just replaced.

    The browser sends all its values with every request, those of a request that crosses with ours on the line, too:
    what it shows until ours arrives would come back as an edit that nobody made.
    """
    before, at = st.session_state.get(_ECHOES, {}).get(key, (None, 0.0))
    if at and time.monotonic() - at < ECHO_LASTS and st.session_state[key] == before:
        return
    on_change(*args)


def begin_run() -> None:
    """Begin a run, with nothing from one that was broken off; the first of a session is known until it ends."""
    st.session_state.setdefault(_FIRST, True)
    st.session_state.pop(_CAME_BACK, None)


def is_first_run() -> bool:
    """Tell whether this session has not come to the end of a page yet."""
    return bool(st.session_state.get(_FIRST))


def end_first_run() -> tuple[CameBack, ...]:
    """Have the next run preset what is saved, and return what came back in this one."""
    st.session_state[_FIRST] = False
    return tuple(st.session_state.pop(_CAME_BACK, ()))
