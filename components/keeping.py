"""What joins a session to the store: which workspace is open, whose it is, what came back after a broken connection."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components import document, drawers, kept
from components.uninterrupted import uninterrupted
from scenarios.keys import key_in
from scenarios.opened import GoneError, Kept, Opened, UnreadableError
from scenarios.parts import Json
from scenarios.store import Editor, Seen, Store, TroubleError, the_store
from scenarios.store.here import ROOT
from scenarios.workspace import WORKSPACE_ID, Workspace, new_workspace_id
from wording import safe

ADDRESS: Final = "w"
INVITATION: Final = "join"
BEAT: Final = 15.0
"""Seconds after which an idle tab asks for others' edits."""

BEAT_IN_TROUBLE: Final = 3.0
MOST_UNKNOWN: Final = 3
"""Edits that are taken from a tab whose screen is not known, into work that is stored: more is an old screen."""

_LINEAGE: Final = "what the tab showed before"
_NAMED: Final = "pages with an address"
_NOTED: Final = "what the store knows of the tab"
_LOST: Final = "latest workspace is not known"
_REFUSED: Final = "refused"
_ASKED: Final = "asked"
_VIEW: Final = (
    *("open group", "shown assumptions", "look", "open comparison", "comparison not kept yet"),
    "number that is changed on Results",
)
"""Noted with the view, and opened again for a tab that was cut off: what was typed there as the connection broke comes
back only into a field that is drawn. A page that was loaded anew goes on with it, too, but for an open drawer."""


def open_workspace() -> bool:
    """Open the workspace that the address names, or the one this browser had open last, or a new one.

    Returns
    -------
    bool
        Whether the page can be drawn; where not, what stands in its way is.
    """
    kept.begin_run()
    if st.query_params.get(INVITATION) and not _joined(str(st.query_params[INVITATION])):
        return False
    wanted = str(st.query_params.get(ADDRESS, ""))
    if document.is_open():
        work = document.opened()
        if not wanted or wanted == work.workspace.id or work.unsaved:
            _follow_others(work)
            return True
    return _open(wanted)


def end_of_run() -> None:
    """Take what came back with the first run, and note what this tab shows now."""
    with uninterrupted():
        first = kept.is_first_run()
        came = kept.end_first_run()
        work = document.opened()
        anew = first and bool(came) and _take_what_came_back(work, came)
    if anew:
        st.rerun()
    work.drawn = work.version
    _note(work)


def end_of_part() -> None:
    """Note what this tab shows once a part of the page was drawn by itself; with all of the page, `end_of_run` does."""
    context = get_script_run_ctx()
    if context is not None and context.fragment_ids_this_run:
        with uninterrupted():
            work = document.opened()
            work.drawn = work.version
            _note(work)


# ---- which workspace


def _open(wanted: str) -> bool:
    store, key = the_store(), key_in(st.context.cookies.to_dict())
    if store is None or key is None:
        if wanted and wanted != _visit_id():
            _say_private()
            return False
        reason = Kept.NO_DISK if store is None or not _has_browser() else Kept.NO_COOKIE
        document.show(Opened.fresh(_new(), by=_editor("", _session()), store=None, kept=reason))
        return True
    try:
        found = wanted or store.latest(by=Editor(browser=key))
        if found is None:
            document.show(Opened.fresh(_new(), by=_editor(key, _session()), store=store))
        else:
            _load(store, key, found)
        st.session_state.pop(_LOST, None)
    except (GoneError, UnreadableError) as error:
        if not isinstance(error, UnreadableError):
            _say_private()
            return False
        _say_unreadable(error)
        return False
    except TroubleError as error:
        if wanted:
            _say_not_loaded(error)
            return False
        work = Opened.fresh(_new(), by=_editor(key, _session()), store=store)
        work.trouble = error.trouble
        st.session_state[_LOST] = True
        document.show(work)
    return True


def _load(store: Store, key: str, id: str) -> None:
    if not re.fullmatch(WORKSPACE_ID, id):
        raise GoneError(id)
    lineage = _lineage(store.seen(id, by=Editor(browser=key)))
    came_back = lineage is not None and lineage.session == _former_session()
    st.session_state[_LINEAGE] = lineage if came_back else None
    by = _editor(key, lineage.tab if lineage else _session())
    work = Opened.load(id, by=by, store=store, scenario=lineage.scenario if lineage else "")
    if lineage is not None and came_back:
        work.was_open(lineage.scenario, version=lineage.version)
    document.show(work)
    if lineage is not None and came_back:
        # until this session has drawn anything, its tab shows what it did: the connection may break again before
        store.shown(id, by=by, seen=lineage.version, scenario=lineage.scenario, view=lineage.view)
    document.forget_refused()
    if lineage and kept.is_first_run():
        view = dict(lineage.view)
        refused = view.pop(_REFUSED, None)
        work.ask_again(view.pop(_ASKED, None))
        if work.scenario_id == lineage.scenario:
            document.refuse_again(refused)
        for name, value in view.items():
            if came_back or name != drawers.OPEN:
                st.session_state.setdefault(name, value)


def _lineage(known: tuple[Seen, ...]) -> Seen | None:
    """Return which of the browser's tabs this is.

    A tab that was cut off says which session it had. A reloaded one does not: it goes on as the last tab that is no
    longer there, so that what it did can still be undone; unless another goes on as that one already.
    """
    former = _former_session()
    same = next((seen for seen in known if seen.session == former), None)
    if same is not None:
        return same
    there = {seen.tab for seen in known if _is_there(seen.session)}
    return next((seen for seen in known if seen.tab not in there), None)


def _new() -> Workspace:
    return Workspace.starting(st.session_state.get("open scenario"), id=new_workspace_id())


def _visit_id() -> str:
    return document.workspace().id if document.is_open() else ""


def _follow_others(work: Opened) -> None:
    """Take in what another tab of this server wrote. The database is not asked: see `beat`."""
    if st.session_state.get(_LOST) and work.trouble is None and not work.unsaved and work.version == 0:
        _open("")
        return
    if work.has_news():
        work.look()
        document.show(work)


def name_in_address(page: str) -> None:
    """Name the workspace in the address, so that a bookmark finds it again. The name opens nothing by itself.

    Once a page and session: naming it adds a step to the browser's history, and whoever steps back must not be sent
    forward again.
    """
    work = document.opened()
    if not work.is_stored:
        return
    named = st.session_state.setdefault(_NAMED, set())
    if st.query_params.get(ADDRESS) == work.workspace.id:
        named.add((work.workspace.id, page))
    elif (work.workspace.id, page) not in named:
        named.add((work.workspace.id, page))
        st.query_params[ADDRESS] = work.workspace.id


def in_address() -> dict[str, str]:
    """Return what links between pages carry along."""
    work = document.opened()
    return {ADDRESS: work.workspace.id} if work.is_stored else {}


# ---- what stands in the way


def _say_private() -> None:
    st.title("This workspace is private. Ask for a share link.", anchor=False)
    st.markdown(
        "Only the browser that made it can edit it. Its owner can share a page that anybody may read."
    )
    st.button("Make a workspace of my own", icon=":material/add:", on_click=_leave_address)


def _say_unreadable(error: UnreadableError) -> None:
    st.title("This workspace cannot be opened here", anchor=False)
    st.error(safe(str(error)), icon=":material/error:")
    st.markdown("Nothing was changed in it.")
    st.button("Make a workspace of my own", icon=":material/add:", on_click=_begin_anew)


def _say_not_loaded(error: TroubleError) -> None:
    st.title("Your work is not lost, only out of reach", anchor=False)
    st.warning(
        f"It cannot be loaded: {safe(str(error))}. It is tried again by itself.", icon=":material/cloud_off:"
    )
    tries_again()


@st.fragment(run_every=BEAT_IN_TROUBLE)
def tries_again() -> None:
    """Draw the page anew by itself once the database answers again."""
    store = the_store()
    if store is None:
        return
    try:
        store.database.check()
    except TroubleError:
        return
    if st.session_state.pop("waited for the database", False):
        st.rerun()
    st.session_state["waited for the database"] = True


def _begin_anew() -> None:
    """Open a new workspace where the browser's last one cannot be read; that one stays as it is."""
    _leave_address()
    store, key = the_store(), key_in(st.context.cookies.to_dict())
    if store is not None and key is not None:
        document.show(Opened.fresh(_new(), by=_editor(key, _session()), store=store))
        document.forget_refused()


def _leave_address() -> None:
    for name in (ADDRESS, INVITATION):
        if name in st.query_params:
            del st.query_params[name]


# ---- another device


def invitation() -> str | None:
    """Return an address that lets one more browser edit, once; None where it cannot be made."""
    work = document.opened()
    if work.store is None or not work.is_stored:
        return None
    token = work.store.invite(work.workspace.id, by=work.by)
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{ADDRESS}={work.workspace.id}&{INVITATION}={token}" if token else None


def _joined(token: str) -> bool:
    """Tell whether nothing is left to ask of a link that lets this browser edit."""
    store, key = the_store(), key_in(st.context.cookies.to_dict())
    if store is None or key is None:
        st.title("This browser cannot take over the workspace", anchor=False)
        st.markdown(
            "It refuses cookies, or nothing is kept on this server. Allow cookies and open the link again."
        )
        return False
    by = _editor(key, _session())
    wanted = str(st.query_params.get(ADDRESS, ""))
    try:
        if wanted and any(True for _ in store.seen(wanted, by=by)):
            del st.query_params[INVITATION]
            return True
    except TroubleError as error:
        _say_not_loaded(error)
        return False
    st.title("Continue on this device", anchor=False)
    st.markdown(
        "Whoever follows this link may edit the workspace from then on, in this browser. It works once: programs that "
        "look at links do not use it up, only the button does."
    )
    if st.button("Edit the workspace here", icon=":material/devices:"):
        try:
            accepted = store.accept(token[:100], by=by)
        except TroubleError as error:
            st.warning(f"Not now: {safe(str(error))}. Try again in a moment.", icon=":material/cloud_off:")
            return False
        if accepted is None:
            st.error(
                "This link was used already, or a day has passed. Ask for a new one on the first device.",
                icon=":material/link_off:",
            )
            return False
        del st.query_params[INVITATION]
        st.query_params[ADDRESS] = accepted
        st.rerun()
    return False


# ---- beats


def beat() -> None:
    """Ask now and then for others' edits, and try again to write what waits; the page follows where there is news."""
    work = document.opened()
    if work.store is None:
        return
    waits = BEAT_IN_TROUBLE if work.trouble is not None or work.unsaved else BEAT
    st.fragment(_beat, run_every=waits)()


def _beat() -> None:
    work = document.opened()
    if drawers.opened():
        # news can wait: all of the page, drawn now, would take the drawer with it, and what is being typed there
        if work.unsaved:
            work.save()
        return
    if work.look():
        document.show(work)
        st.rerun()


# ---- what came back


def _take_what_came_back(work: Opened, came: tuple[kept.CameBack, ...]) -> bool:
    """Take what was typed as a connection broke; an old screen's values are left.

    Returns
    -------
    bool
        Whether anything changed, so that the page must be drawn anew.
    """
    if not _former_session():
        # no connection broke: a first run that an edit broke off, and the edit is taken
        return True
    lineage: Seen | None = st.session_state.pop(_LINEAGE, None)
    if lineage is None:
        typed = list(came)
        asks = work.is_stored
    else:
        typed = _typed(work, came, lineage)
        asks = lineage.build != build()
    if not typed or (lineage is None and work.is_stored and len(typed) > MOST_UNKNOWN):
        return False
    for one in typed:
        try:
            foreign = work.last_foreign(one.place, since=lineage.version if lineage else 0)
        except TroubleError:
            # whether others wrote there is not known
            foreign, asks = None, work.is_stored
        if asks or foreign is not None:
            work.lately[one.place] = foreign
        one.take()
        work.lately.pop(one.place, None)
    return True


def _typed(work: Opened, came: tuple[kept.CameBack, ...], lineage: Seen) -> list[kept.CameBack]:
    """Return what is not what the tab showed when it was cut off."""
    try:
        former = work.as_of(lineage.version)
    except TroubleError:
        former = None
    if former is None or work.scenario_id not in former:
        return list(came)
    own = {change.place for edit in work.edits if edit.version > lineage.version for change in edit.changes}
    with document.as_of(former[work.scenario_id]):
        return [one for one in came if one.place in own or one.value != one.saved()]


def _note(work: Opened) -> None:
    """Note in the store what this tab shows, where that is more than its own edits, and what it could not take."""
    refused = document.refused_in_short()
    if work.store is None or not (work.is_stored or (refused and work.keep())):
        return
    noted = (*_VIEW, drawers.OPEN)
    view: dict[str, Json] = {
        name: st.session_state[name] for name in noted if isinstance(st.session_state.get(name), str)
    }
    if refused:
        view[_REFUSED] = refused
    if asked := work.asked():
        view[_ASKED] = asked
    known = (work.workspace.id, work.scenario_id, view, work.foreign)
    if st.session_state.get(_NOTED) == known:
        return
    st.session_state[_NOTED] = known
    try:
        work.store.shown(work.workspace.id, by=work.by, seen=work.drawn, scenario=work.scenario_id, view=view)
    except TroubleError:
        st.session_state.pop(_NOTED, None)


# ---- who and when


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _former_session() -> str:
    """Return the session that this tab had before its connection broke, as the browser says on coming back."""
    parts = (st.context.headers.get("Sec-WebSocket-Protocol") or "").split(",")
    return parts[2].strip()[:64] if len(parts) > 2 else ""


def _is_there(session: str) -> bool:
    return runtime.exists() and runtime.get_instance().is_active_session(session)


def _has_browser() -> bool:
    return bool(st.context.headers.get("User-Agent"))


def _editor(key: str, tab: str) -> Editor:
    return Editor(browser=key, session=_session(), tab=tab, who=_who(), build=build())


def _who() -> str:
    return device(st.context.headers.get("User-Agent") or "")


def device(agent: str) -> str:
    """Return what kind of device a browser says it runs on.

    Examples
    --------
    >>> device("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36")
    'Chrome on Android'
    >>> device("curl/8.0")
    'another device'
    """
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "a Mac"),
        ("CrOS", "a Chromebook"),
        ("Linux", "Linux"),
    )
    browser = next((name for sign, name in browsers if sign in agent), "")
    system = next((name for sign, name in systems if sign in agent), "")
    return f"{browser} on {system}" if browser and system else "another device"


def clock_time(moment: float) -> str:
    """Return a moment as the visitor's clock says it, with the day where it was another one."""
    zone: Any = UTC
    try:
        zone = ZoneInfo(st.context.timezone) if st.context.timezone else UTC
    except (ZoneInfoNotFoundError, ValueError):
        zone = UTC
    then, now = datetime.fromtimestamp(moment, zone), datetime.now(zone)
    return f"{then:%H:%M}" if then.date() == now.date() else f"{then:%-d %B, %H:%M}"


@lru_cache(maxsize=1)
def build() -> str:
    """Return a mark of the code that draws pages: another one may write the same number otherwise."""
    marks: Mapping[str, float] = {
        str(path.relative_to(ROOT)): path.stat().st_size
        for folder in ("calculators", "components", "figures", "pages", "wording")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".json")
    }
    return hashlib.sha256(repr(marks).encode()).hexdigest()[:16]
