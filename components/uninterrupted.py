"""What must come to its end though the browser asks again meanwhile: an edit that is being taken.

Streamlit ends a run where a newer request waits, at the next line that touches its state, and so in the middle of a
callback. The value that called it counts as seen, so the callback is not called again: a number typed right after
another one was gone, and the field showed the old one. It ends one before it has looked at the browser's values, too,
and lets a newer request take the place of one that waits; and a click on another page brings no value of the page that
is left: a number typed and then the click, while the server was busy, and the number was gone. The other way round,
too: who types and taps on a link at once sends the click first, and then the number, with the page that is being left;
it was drawn again, as if nobody had clicked. And a browser that goes, as it is closed or loads the page anew, stops
what it has asked for: a number typed a moment before was gone. And values that are sent for a part of a page which is
not there, as the page was left or the server is another by now, are not looked at.

All this rests on `runner.fastReruns = false`: otherwise a newer request runs in a thread of its own, beside the older.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.state import SafeSessionState

from components.instead import needed, put_instead

CLICKS: Final = frozenset({"trigger_value", "string_trigger_value", "chat_input_value", "json_trigger_value"})
"""Kinds of values that stand for something done once."""

BEGINS: Final = 0.005
"""Seconds after a click on a page until it is under way."""

_SEE: Final = "components/uninterrupted.py"
_WENT: Final = "_page_that_was_clicked"
_PARTS: Final = "_parts_that_were_there"


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let what is done here come to its end; a request that came meanwhile is met right after."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        yield
        return
    state = context.session_state
    asks = state._yield_callback
    object.__setattr__(state, "_yield_callback", _goes_on)
    try:
        yield
    finally:
        object.__setattr__(state, "_yield_callback", asks)


def _goes_on() -> None:
    return


def _is_a_browser(asked: Any) -> bool:
    """Tell whether a request is a browser's: it says its time zone, and opens no page with values.

    However late its values come, they were sent from the page that was left. Programs may open a page and send values
    along: once the last page is there, they are taken at their word.
    """
    return bool(asked.context_info.timezone)


def _is_running(session: Any) -> bool:
    return session._state is AppSessionState.APP_IS_RUNNING


def _values_wait(runner: Any) -> bool:
    """Tell whether a browser has sent values that no run has looked at."""
    if runner is None or runner._requests._state is not script_requests.ScriptRequestType.RERUN:
        return False
    values = runner._requests._rerun_data.widget_states
    return values is not None and bool(values.widgets)


def let_edits_through() -> None:
    """Have every value that a browser sends looked at, and all callbacks come to their end; once a process.

    Raises
    ------
    RuntimeError
        Where Streamlit takes values otherwise than the pinned release does.
    """

    def whole(take: Any) -> Callable[..., None]:
        def taken(*asked: Any, **named: Any) -> None:
            with uninterrupted():
                take(*asked, **named)

        return taken

    def with_what_waits(join: Any) -> Callable[[Any, Any], Any]:
        def joined(older: Any, newer: Any) -> Any:
            found = join(older, newer)
            if older and newer:
                known = {value.id for value in found.widgets}
                # what was clicked is kept by Streamlit itself
                found.widgets.extend(
                    one
                    for one in older.widgets
                    if one.id not in known and one.WhichOneof("value") not in CLICKS
                )
            return found

        return joined

    def send_after_the_click(session: Any, browser: Any) -> None:
        page, when = session.__dict__.get(_WENT, ("", 0.0))
        if not browser.widget_states.widgets:
            # a click on a page brings no values
            if not browser.fragment_id:
                session.__dict__[_WENT] = (browser.page_script_hash, time.monotonic())
        elif browser.page_script_hash == page:
            # the browser has arrived
            session.__dict__.pop(_WENT, None)
        elif page and (_is_a_browser(browser) or _is_running(session) or time.monotonic() - when < BEGINS):
            # sent before the browser had anything of the page that was clicked; a part of the page that is left is
            # gone, and with it all that is sent to it
            browser.page_script_hash, browser.page_name, browser.fragment_id = page, "", ""

    def take_for_all_of_the_page(session: Any, browser: Any) -> None:
        part, known = browser.fragment_id, session.__dict__.setdefault(_PARTS, set())
        if part and session.has_fragment(part):
            known.add(part)
        elif part and part not in known and browser.widget_states.widgets:
            # a part that another server drew. One that was here and is gone, such as a drawer that was closed, has said
            # all before.
            browser.fragment_id = ""

    def to_where_they_went(ask: Any) -> Callable[..., None]:
        def asked(session: Any, browser: Any = None, *more: Any, **named: Any) -> None:
            if browser is not None and not browser.is_auto_rerun:
                send_after_the_click(session, browser)
                take_for_all_of_the_page(session, browser)
            ask(session, browser, *more, **named)

        return asked

    def once_values_are_taken(stop: Any) -> Callable[[Any], None]:
        def stopped(session: Any) -> None:
            # who asked last is gone, so nothing comes behind a request that waits: its run is the thread's last
            if not _values_wait(session._scriptrunner):
                stop(session)

        return stopped

    needed(AppSession, "has_fragment", see=_SEE)
    needed(script_requests.ScriptRequests(), "_rerun_data", see=_SEE)
    put_instead(AppSession, "request_rerun", to_where_they_went, see=_SEE)
    put_instead(AppSession, "request_script_stop", once_values_are_taken, see=_SEE)
    put_instead(SafeSessionState, "on_script_will_rerun", whole, see=_SEE)
    put_instead(script_requests, "_coalesce_widget_states", with_what_waits, see=_SEE)
