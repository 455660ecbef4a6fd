"""Widgets whose value is kept in the workspace, and what came back in them when a connection broke.

In a session's first run a widget is given its saved value and nothing is preset. So what the browser sends is seen: an
edit that was under way when the server went, or an old screen. From the second run on, edits arrive in `on_change`, and
what is saved is preset where the browser shows something else.

Only there, and until the browser has said that it has it: a preset that is still on its way when somebody types
replaces what she typed in her browser, and her next request brings the old value back as if it were an edit. What comes
back so is told from what is typed by the request that brings it: it has another reason.

A page that is left is forgotten by Streamlit, and what its fields still send is news to it, all of it: who types and
taps on a link at once sends the click first, and then the number with everything that stood beside it. What a field was
drawn with last is therefore no edit then.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components import document
from scenarios.parts import OF_A_COMPARISON, place_of, scenario_at

_FIRST: Final = "first run"
_CAME_BACK: Final = "came back"
_DRAWN: Final = "kept widgets"
_BEGAN: Final = "shown as the page was opened"
_SENT: Final = "values under way"
_TYPED: Final = "typed in this request"
_PAGE: Final = "page of the last run"
_NOTHING: Final = object()
MOST_OLDER: Final = 8


@dataclass(frozen=True)
class Sent:
    """A value that was preset, until the browser says that it has it.

    Attributes
    ----------
    value
        What the browser will show.
    older
        What it may show until then, and send with every request.
    """

    value: Any
    older: tuple[Any, ...] = ()

    def then(self, value: Any, *shown: Any) -> Sent:
        """Return what is under way once another value is preset, over what the browser showed."""
        return Sent(value, (*self.older, self.value, *shown)[-MOST_OLDER:])


@dataclass(frozen=True)
class Drawn:
    """A widget as it was drawn last.

    Attributes
    ----------
    place
        Where its value is kept.
    saved
        Returns what it would show now.
    shown
        What it was drawn with.
    """

    place: str
    saved: Callable[[], Any]
    shown: Any


@dataclass(frozen=True)
class CameBack:
    """What a browser sent of a widget and differs from what is saved.

    Attributes
    ----------
    place
        Where its value is kept, as in `scenarios.parts`.
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
    """Draw a widget whose value is kept in the workspace.

    Parameters
    ----------
    widget
        Of Streamlit, such as `st.text_input`.
    label, key, on_change, args, options, **further
        As the widget takes them.
    place
        Where its value is kept: in the open scenario ``running`` or ``values.members``, elsewhere as in
        `scenarios.parts`: ``c/<comparison>``.
    saved
        Returns what it shows.
    value_as
        What the widget calls its first value.
    """
    given = {} if options is None else {"options": options}
    if not place.startswith(OF_A_COMPARISON):
        place = place_of(document.open_id(), place)
    shown = saved()
    changed: dict[str, Any] = {"on_change": _changed, "args": (key, on_change, args)}
    # Given in every run, beside the preset: where messages of two runs arrive together, a browser may miss a preset,
    # and would show an empty field.
    changed[value_as] = options.index(shown) if value_as == "index" and options is not None else shown
    drawn: dict[str, Drawn] = st.session_state.setdefault(_DRAWN, {})
    drawn[key] = Drawn(place, saved, shown)
    began: dict[tuple[str, str], Any] = st.session_state.setdefault(_BEGAN, {})
    if began.setdefault((key, place), shown) != shown:
        began[key, place] = _NOTHING
    if is_first_run():
        came = widget(label, **given, key=key, **changed, **further)
        if came != shown:
            # the page is drawn anew once all that came back is taken: no edit asks for it by itself
            take = getattr(on_change, "__wrapped__", on_change)
            found = CameBack(place, came, saved, lambda: take(*args))
            st.session_state[_CAME_BACK] = [*st.session_state.get(_CAME_BACK, ()), found]
        return came
    _replace(key, shown)
    return widget(label, **given, key=key, **changed, **further)


def _replace(key: str, shown: Any) -> None:
    """Preset a value where the browser shows another one, or has not said yet that it has this one."""
    under_way: dict[str, Sent] = st.session_state.setdefault(_SENT, {})
    before, sent = st.session_state.get(key, _NOTHING), under_way.get(key)
    typed = _take_out(_TYPED, key)
    if sent is None:
        if before == shown:
            return
        sent = Sent(shown, () if before is _NOTHING else (before,))
    elif sent.value != shown or before not in (_NOTHING, sent.value, *sent.older):
        # something else is to be shown, or what was typed meanwhile was not taken
        sent = sent.then(shown, before)
    elif not typed and heard(key) == shown:
        # whatever comes from here on, somebody chose
        del under_way[key]
        return
    under_way[key] = sent
    st.session_state[key] = shown


def _changed(key: str, on_change: Callable[..., None], args: tuple[Any, ...]) -> None:
    """Take an edit, unless it is an echo: what the browser showed before, or was told since, sent with something else.

    The browser sends all its values with every request. A request that brings one such value and nothing else was made
    because somebody typed it. What it was told counts, too: a part of the page that runs by itself may have brought the
    older value before, and then the newer one looks like a change.
    """
    drawn: dict[str, Drawn] = st.session_state.get(_DRAWN, {})
    if key in drawn and st.session_state[key] == drawn[key].shown and _is_forgotten(key):
        return
    sent: Sent | None = st.session_state.get(_SENT, {}).get(key)
    if sent is not None and st.session_state[key] in (*sent.older, sent.value) and not _is_alone(key):
        return
    st.session_state[_TYPED] = {*st.session_state.get(_TYPED, ()), key}
    work = document.opened()
    drawn_for = scenario_at(drawn[key].place) if key in drawn else ""
    if drawn_for and drawn_for not in work.workspace:
        # deleted while it was being typed: it is no edit of the scenario that is open instead
        return
    work.unseen = _unseen(work.lately)
    try:
        with document.opened_for(drawn_for):
            if key in drawn and _began_with_it(key, drawn[key]):
                work.lately.pop(drawn[key].place, None)
            on_change(*args)
    finally:
        work.unseen = frozenset()


def _unseen(lately: Container[str]) -> frozenset[str]:
    """Return where others wrote what the browser did not show yet when it sent this request."""
    drawn: dict[str, Drawn] = st.session_state.get(_DRAWN, {})
    return frozenset(
        one.place
        for key, one in drawn.items()
        if one.place in lately and heard(key) is not _NOTHING and heard(key) != one.saved()
    )


def _began_with_it(key: str, one: Drawn) -> bool:
    """Tell whether a widget has shown what is saved ever since its page was opened: whoever types there has seen it."""
    began: dict[tuple[str, str], Any] = st.session_state.get(_BEGAN, {})
    return began.get((key, one.place), _NOTHING) == one.saved()


def _take_out(name: str, key: str) -> bool:
    noted = st.session_state.get(name, set())
    st.session_state[name] = noted - {key}
    return key in noted


# ---- what a request says: Streamlit does not tell, so its own books are read (tests/platform/test_requests.py)


def heard(key: str) -> Any:
    """Return what the browser sent last of a widget; an object like nothing else where it sent nothing."""
    state, id = _state_and_id(key)
    if id is None:
        return _NOTHING
    try:
        return state._new_widget_state[id]
    except KeyError:
        return _NOTHING


def _is_forgotten(key: str) -> bool:
    """Tell, in a widget's callback, whether its value is a change only because the page it stands on was left."""
    state, id = _state_and_id(key)
    return id is not None and id not in state._old_state


def _is_alone(key: str) -> bool:
    """Tell, in a widget's callback, whether nothing but this widget's value can be why the browser asks."""
    (state, id), context = _state_and_id(key), get_script_run_ctx()
    if state is None or context is None:
        return True
    if context.page_script_hash != st.session_state.get(_PAGE, context.page_script_hash):
        return False
    of_fragments = context.fragment_ids_this_run
    if of_fragments:
        metadata = state._new_widget_state.widget_metadata.get(id)
        if metadata is None or metadata.fragment_id not in of_fragments:
            return False
    return not any(other != id and state._widget_changed(other) for other in state._new_widget_state)


def _state_and_id(key: str) -> tuple[Any, str | None]:
    """Return the session's state, None where there is no session, and under which id it has the widget."""
    context = get_script_run_ctx()
    if context is None:
        return None, None
    state = context.session_state._state
    return state, state._key_id_mapper.get_id_from_key(key, None)


def begin_run() -> None:
    """Begin a run, with nothing from one that was broken off; the first of a session is known until it ends."""
    st.session_state.setdefault(_FIRST, True)
    st.session_state.pop(_CAME_BACK, None)
    context = get_script_run_ctx()
    if context is not None:
        if context.page_script_hash != st.session_state.get(_PAGE):
            st.session_state[_BEGAN] = {}
        st.session_state[_PAGE] = context.page_script_hash


def is_first_run() -> bool:
    """Tell whether this session has not come to the end of a page yet."""
    return bool(st.session_state.get(_FIRST))


def end_first_run() -> tuple[CameBack, ...]:
    """Have the next run preset what is saved, and return what came back in this one."""
    st.session_state[_FIRST] = False
    return tuple(st.session_state.pop(_CAME_BACK, ()))
