"""What people see of saving: whether it is saved, the last edit to take back, and the drawer of scenarios."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import streamlit as st

from calculators.scenario import LONGEST_NAME, Scenario
from calculators.starting_point import starting_points
from components import document, drawers, keeping
from components.kept import kept
from components.taking_in import ask_for_file
from components.whole_page import then_whole_page
from scenarios import files, telling
from scenarios.opened import Gone, Kept, Meeting
from scenarios.parts import field_at, root_of, scenario_at
from scenarios.store import Edit
from scenarios.workspace import title
from wording import safe
from wording.safe import plain

MOST_UNDO: Final = 5
LONGEST_LABEL: Final = 80
_TOLD: Final = "edits in words"
_DRAWER: Final = "scenarios drawer"
_OUTCOME: Final = "outcome of a scenario file"
_INVITATION: Final = "invitation"
_ASKED: Final = "scenario file asked for"
_REFUSED: Final = "why an undo was refused"
READ_WITHIN: Final = 8.0
"""Seconds that a reason stands, at least."""


# ---- on every page


def line(*, phone: bool) -> None:
    """Draw the open scenario's name and whether it is saved, and on a phone the last edit to take back.

    Parameters
    ----------
    phone
        Whether it stands in one row below the page; in the sidebar otherwise.
    """
    titles = document.workspace().titles()
    title = titles[document.open_id()]
    if phone:
        with st.bottom, st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _scenario_button(f"{title} · {_state()}" if len(titles) > 1 else _state())
            _undo_buttons()
    else:
        with st.sidebar, st.container(gap="xxsmall"):
            _scenario_button(title)
            st.caption(f"{_state_icon()} {_state()}")
    drawers.draw(_DRAWER, "Scenarios", _inside_drawer, on_close=_close)


def to_take_back() -> None:
    """Draw the last edit to take back, below the menu, which it would push from under a click that ends an edit."""
    with st.container(gap="xxsmall"):
        _undo_buttons()


def _scenario_button(label: str) -> None:
    st.button(
        safe(label, limit=60),
        key="scenarios",
        icon=":material/folder_open:",
        type="tertiary",
        help="Scenarios: open, new, duplicate, rename, delete, files, another device",
        on_click=drawers.ask_for,
        args=(_DRAWER,),
    )


def _state() -> str:
    work = document.opened()
    if work.trouble is not None:
        return "Not saved" if work.unsaved else "Out of reach"
    if work.kept is not Kept.STORED:
        return "Kept for this visit"
    if work.saved_at is not None:
        return f"Saved {keeping.clock_time(work.saved_at)}"
    return "Saved" if work.is_stored else "Nothing to save yet"


def _state_icon() -> str:
    work = document.opened()
    if work.trouble is not None:
        return ":material/cloud_off:"
    return ":material/schedule:" if work.kept is not Kept.STORED else ":material/cloud_done:"


def _undo_buttons() -> None:
    work = document.opened()
    for edit in work.undoable():
        _undo_button(edit, "undo", icon=":material/undo:")
    redo = work.redoable()
    if redo is not None:
        _undo_button(redo, "redo", icon=":material/redo:")


def _undo_button(edit: Edit, key: str, *, icon: str) -> None:
    verb = "Redo" if key.startswith("redo") else "Undo"
    st.button(
        f"{verb}: {safe(_told(edit), limit=90)}",
        key=key,
        icon=icon,
        type="tertiary",
        on_click=_take_back,
        args=(edit.version,),
    )


def _told(edit: Edit) -> str:
    """Return an edit in words, found once."""
    known: dict[tuple[str, int], str] = st.session_state.setdefault(_TOLD, {})
    mark = (document.workspace().id, edit.version)
    if mark not in known:
        # of an edit that takes another back, what it would do again
        changes = tuple(change.back for change in edit.changes) if edit.undoes is not None else edit.changes
        values = document.opened().values()
        if edit.undoes is not None:
            values = telling.applied(values, changes)
        known[mark] = telling.told(changes, values)
    return known[mark]


def _take_back(version: int) -> None:
    work = document.opened()
    found = next((edit for edit in work.edits if edit.version == version), None)
    _say_why_not(work.take_back(version))
    document.show(work)
    for change in found.changes if found else ():
        # what waits in another field is still what somebody typed
        about = scenario_at(change.place)
        if about in work.workspace:
            for name in field_at(change.place):
                document.accept(name, of=about)


def _say_why_not(problem: str) -> None:
    """Have a reason stand below the page for long enough to be read, whatever draws the page again meanwhile."""
    st.session_state[_REFUSED] = (problem, time.monotonic() + READ_WITHIN)


def notices() -> None:
    """Draw what must be seen: an older document's changes above the page, all else where it stays in sight."""
    work = document.opened()
    for note in work.notes:
        st.info(safe(note), icon=":material/update:")
    refused, until = st.session_state.get(_REFUSED, ("", 0.0))
    if time.monotonic() > until:
        refused = ""
    trouble = work.trouble is not None and (bool(work.unsaved) or not work.is_stored)
    if work.gone is not None:
        _say_gone(work.gone)
    if not (refused or trouble or work.meetings):
        return
    with st.bottom:
        if trouble:
            st.warning(_in_trouble(), icon=":material/cloud_off:")
        if refused:
            st.warning(f"Not done. {safe(document.as_sentence(refused))}", icon=":material/undo:")
        for meeting in tuple(work.meetings):
            _ask_which(meeting)


def _in_trouble() -> str:
    work = document.opened()
    why = safe(str(work.trouble))
    if work.unsaved:
        return f"Not saved, still on this screen: {why}. It is tried again by itself; do not close this tab until then."
    return f"What you saved before cannot be loaded just now: {why}. It is tried again by itself."


# ---- the open scenario deleted by another


def is_there() -> bool:
    """Tell whether the page can be drawn: not while the scenario that was open here is gone and nobody has chosen.

    What was being typed for it would be taken for an edit of another.
    """
    return document.opened().gone is None


def _say_gone(gone: Gone) -> None:
    """Say that another deleted the scenario that was open, and let people choose how to go on."""
    called = f"“{safe(plain(title(gone.scenario), LONGEST_LABEL))}”" if gone.scenario else "The open scenario"
    by = "elsewhere" if gone.edit is None else f"by {_who(gone.edit)} at {keeping.clock_time(gone.edit.at)}"
    st.title(f"{called} was deleted", anchor=False)
    more = "Bring it back to go on with it" if gone.scenario else "Go on"
    st.markdown(
        f"It was open here and was deleted {safe(by)}. What you were just typing for it is not saved. {more}"
        f"{', or go on with another scenario' if gone.scenario else ' with another scenario'}."
    )
    other = document.workspace().titles(longest=LONGEST_LABEL)[document.open_id()]
    with st.container(horizontal=True, gap="small"):
        if gone.scenario:
            st.button("Bring it back", key="bring back", icon=":material/undo:", on_click=_bring_back)
        st.button(f"Go on with “{safe(other)}”", key="leave gone", on_click=_go_on)


def _bring_back() -> None:
    problem = document.opened().bring_back()
    if problem:
        _say_why_not(problem)
    document.show(document.opened())


def _go_on() -> None:
    document.open(document.open_id())


# ---- two edits of the same thing


def _ask_which(meeting: Meeting) -> None:
    """Say what both tabs would have, whose it is and when, and let the later choose."""
    work = document.opened()
    about = next((name for change in meeting.changes if (name := scenario_at(change.place))), "")
    scenario = {entry.id: entry.scenario for entry in work.workspace.scenarios}.get(about)
    with st.container(border=True):
        st.markdown(f":material/call_split: {safe(_whose(meeting, about), limit=400)}")
        if meeting.problem:
            st.caption(safe(document.as_sentence(meeting.problem)))
        for change in meeting.changes[:MOST_UNDO] if scenario else ():
            theirs = meeting.theirs.get(change.place)
            if theirs is None or change.place == root_of(change.place):
                continue
            label = telling.label_of(change.place, scenario)
            saved = telling.value_text(change.place, theirs.value, scenario)
            mine = telling.value_text(change.place, change.after, scenario)
            st.markdown(
                f"{safe(label[0].upper() + label[1:])}: saved **{safe(saved)}**, yours **{safe(mine)}**"
            )
        mine_text, saved_text = _choices(meeting, about, scenario)
        with st.container(horizontal=True, gap="small"):
            st.button(saved_text, key=f"theirs {meeting.number}", on_click=_keep, args=(meeting.number,))
            comes_back = about if _asks_to_bring_back(meeting, about) else ""
            st.button(
                mine_text, key=f"mine {meeting.number}", on_click=_use_mine, args=(meeting.number, comes_back)
            )


def _whose(meeting: Meeting, about: str) -> str:
    work = document.opened()
    if _asks_to_bring_back(meeting, about):
        return _who_deleted(meeting, about)
    edit = next((theirs.edit for theirs in meeting.theirs.values() if theirs.edit is not None), None)
    elsewhere = about in work.workspace and about != work.scenario_id
    where = f" in “{work.workspace.titles(longest=LONGEST_LABEL)[about]}”" if elsewhere else ""
    if edit is None:
        return f"Typed{where} before the connection broke, and not what is saved now."
    who = _who(edit)
    who = who[0].upper() + who[1:]
    when = keeping.clock_time(edit.at)
    if not all(change.place in meeting.theirs for change in meeting.changes) or meeting.problem:
        mine = telling.told(meeting.changes, telling.applied(work.values(), meeting.changes))
        return (
            f"{who} saved something{where} at {when} that does not go with yours ({mine}), so yours is not saved "
            "yet."
        )
    return f"{who} changed this{where} at {when}, so yours is not saved yet."


def _asks_to_bring_back(meeting: Meeting, about: str) -> bool:
    """Tell whether the scenario that an edit is of was deleted; its kind alone may have been changed, too."""
    return any(
        place == root_of(place) and scenario_at(place) == about and their.value is None
        for place, their in meeting.theirs.items()
    )


def _who_deleted(meeting: Meeting, about: str) -> str:
    work = document.opened()
    values, called, when = work.values(), "The scenario", "elsewhere"
    edit = next((their.edit for place, their in meeting.theirs.items() if place == root_of(place)), None)
    if edit is not None:
        called = telling.called(about, edit.changes)
        when = f"by {_who(edit)} at {keeping.clock_time(edit.at)}"
        values = telling.applied(values, (change.back for change in edit.changes))
    mine = telling.told(meeting.changes, telling.applied(values, meeting.changes))
    return f"{called} was deleted {when}, so yours for it is not saved yet: {mine}."


def _who(edit: Edit) -> str:
    return "another tab of this browser" if edit.same_browser else plain(edit.who, 60) or "another device"


def _choices(meeting: Meeting, about: str, scenario: Scenario | None) -> tuple[str, str]:
    if _asks_to_bring_back(meeting, about):
        return "Use mine, undo the deletion", "Leave it deleted"
    single = len([change for change in meeting.changes if field_at(change.place)[0] == "values"]) == 1
    change = next((one for one in meeting.changes if one.place in meeting.theirs), meeting.changes[0])
    if not single or change.place not in meeting.theirs or change.place == root_of(change.place):
        return "Use mine", "Keep what is saved"
    mine = telling.value_text(change.place, change.after, scenario)
    saved = telling.value_text(change.place, meeting.theirs[change.place].value, scenario)
    return f"Use mine: {safe(mine)}", f"Keep saved: {safe(saved)}"


def _keep(number: int) -> None:
    document.opened().choose(number, mine=False)
    document.show(document.opened())


def _use_mine(number: int, comes_back: str) -> None:
    """Write what this tab would have; a scenario that comes back with it is opened."""
    problem = document.opened().choose(number, mine=True)
    if problem:
        _say_why_not(problem)
    document.show(document.opened())
    if comes_back and not problem:
        document.open(comes_back)


# ---- the drawer


def _close() -> None:
    drawers.close()
    for name in (_OUTCOME, _INVITATION, _ASKED):
        st.session_state.pop(name, None)


def _inside_drawer() -> None:
    _ask_scenario()
    _past_edits()
    _as_files()
    _where()


def _ask_scenario() -> None:
    titles = document.workspace().titles(longest=LONGEST_LABEL)
    if len(titles) > 1:
        st.session_state["open scenario choice"] = document.open_id()
        st.selectbox(
            "Open scenario",
            tuple(titles),
            format_func=lambda name: titles[name],
            key="open scenario choice",
            on_change=_scenario_chosen,
        )
    kept(
        st.text_input,
        "Its name",
        key="scenario name",
        place="name",
        saved=lambda: document.scenario().name,
        max_chars=LONGEST_NAME,
        placeholder=titles[document.open_id()],
        on_change=_renamed,
    )
    with st.container(horizontal=True, gap="small"):
        st.button("Duplicate", icon=":material/content_copy:", key="duplicate scenario", on_click=_duplicate)
        st.button(
            "Delete",
            icon=":material/delete:",
            key="delete scenario",
            on_click=_delete,
            disabled=len(titles) == 1,
            help="It can be undone." if len(titles) > 1 else "The last scenario stays.",
        )
    points = starting_points()
    st.selectbox(
        "New scenario from",
        tuple(points),
        format_func=lambda name: points[name].label,
        key="new scenario from",
    )
    st.button("New scenario", icon=":material/add:", key="new scenario", on_click=_new)


@then_whole_page
def _scenario_chosen() -> None:
    document.open(st.session_state["open scenario choice"])


@then_whole_page
def _renamed() -> None:
    document.rename(st.session_state["scenario name"])


@then_whole_page
def _new() -> None:
    _if_there_is_room(lambda: document.new(st.session_state["new scenario from"]))


@then_whole_page
def _duplicate() -> None:
    _if_there_is_room(document.duplicate)


@then_whole_page
def _delete() -> None:
    document.delete()


def _if_there_is_room(make: Callable[[], object]) -> None:
    try:
        make()
    except ValueError:
        st.session_state[_OUTCOME] = (document.FULL,)


def _past_edits() -> None:
    edits = document.opened().undoable(MOST_UNDO)
    if len(edits) > 1:
        st.markdown("**Edits of this tab**")
        for edit in edits:
            st.button(
                f"Undo: {safe(_told(edit), limit=90)}",
                key=f"undo {edit.version}",
                icon=":material/undo:",
                type="tertiary",
                on_click=_take_back_here,
                args=(edit.version,),
            )


@then_whole_page
def _take_back_here(version: int) -> None:
    _take_back(version)


# ---- files


def _as_files() -> None:
    workspace, scenario = document.workspace(), document.scenario()
    title = workspace.titles()[document.open_id()]
    st.markdown("**As a file**")
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "This scenario",
            data=lambda: files.scenario_to_bytes(scenario),
            file_name=files.file_name(title),
            mime="application/json",
            icon=":material/download:",
            key="save scenario",
            on_click="ignore",
        )
        st.download_button(
            "All scenarios",
            data=lambda: files.workspace_to_bytes(workspace),
            file_name="workspace.json",
            mime="application/json",
            icon=":material/download:",
            key="save workspace",
            on_click="ignore",
        )
        st.button("Take in a file", icon=":material/upload:", key="take in", on_click=_ask_for_file)
    if st.session_state.get(_ASKED):
        ask_for_file("Scenarios as JSON", kind="json", name="scenario file", take=_take_file)
    outcome = st.session_state.get(_OUTCOME)
    if outcome:
        st.error("Nothing was changed.", icon=":material/error:")
        st.markdown("\n".join(f"- {safe(line)}" for line in outcome))


def _ask_for_file() -> None:
    st.session_state[_ASKED] = True


@then_whole_page
def _take_file(data: bytes) -> None:
    st.session_state[_OUTCOME] = take_file(data)


def take_file(data: bytes) -> tuple[str, ...]:
    """Add what a file holds to the workspace, as one edit.

    Returns
    -------
    tuple of str
        Why it could not be taken, in plain text; empty where it was.
    """
    try:
        read = files.read(data)
        document.take_in(read.workspace)
    except files.RefusedError as error:
        return error.lines
    except ValueError as error:
        return (document.as_sentence(str(error)),)
    document.opened().notes = read.notes
    return ()


# ---- where it is kept


def _where() -> None:
    work = document.opened()
    st.markdown("**Where it is kept**")
    if work.kept is not Kept.STORED:
        why = (
            "This browser refuses cookies"
            if work.kept is Kept.NO_COOKIE
            else "This server has no disk that lasts"
        )
        st.markdown(
            f"{why}: your work is kept for this visit only. Save all scenarios as a file, and take it in later."
        )
        return
    st.markdown(
        "Every edit is saved as you make it, and this browser finds it again. The address of this page opens nothing "
        "in another browser."
    )
    if not work.is_stored:
        return
    st.button("Continue on another device", icon=":material/devices:", key="invite", on_click=_invite)
    found = st.session_state.get(_INVITATION)
    if found:
        st.code(found, language=None, wrap_lines=True)
        st.caption(
            "Good for one browser, once, within a day. Whoever opens it first can edit: send it to yourself only."
        )


def _invite() -> None:
    try:
        st.session_state[_INVITATION] = keeping.invitation()
    except keeping.TroubleError as error:
        st.session_state[_OUTCOME] = (document.as_sentence(str(error)),)
