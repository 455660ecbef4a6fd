"""Opening a link as its reader: what the address holds, a passcode where one is asked for, and a copy to keep."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import Final, NoReturn

import streamlit as st

from calculators.case import State
from components import compare, document, keeping
from components.remembered import remembered
from figures.comparison import COLOURS
from figures.kinds import in_words
from scenarios import record as records
from scenarios.record import Compared, NoScenarioError, Record
from scenarios.self_contained import LinkError, decode
from scenarios.store import TroubleError, the_links
from scenarios.store.links import Links
from scenarios.workspace import MOST_COMPARISONS, MOST_SCENARIOS, Comparison, new_id
from wording import Formats, safe
from wording.lists import listed

log = logging.getLogger("community_flywheel")

LINK: Final = "id"
HELD: Final = "s"
_UNLOCKED: Final = "links unlocked"
_COUNTED: Final = "links counted"
_REFUSED: Final = "passcode refused"
_COMPANIONS: Final = {State.GOING_ON: "", State.CLOSED: "~close_today", State.NONE: "~no_community"}
"""What follows the id of a copy where a side is what becomes of it."""

CLOSED: Final = (
    "Either it needs a passcode, or it was taken back, has expired, or was not copied whole. Which of these is not "
    "told to strangers: ask whoever sent it to you."
)


def link() -> str:
    """Return what names the link in this session."""
    return st.query_params.get(LINK, "") or st.query_params.get(HELD, "")[:40]


def opened() -> Record:
    """Return what the link in the address holds; where nothing can be shown, say so and end the page."""
    held = st.query_params.get(HELD)
    if held is not None and LINK not in st.query_params:
        return _self_contained(held)
    name = st.query_params.get(LINK, "")
    links = the_links()
    if links is None:
        _nothing_to_see()
    try:
        found = links.record(name, unlocked=name in st.session_state.get(_UNLOCKED, ()))
        if found is None:
            _ask_passcode(links, name)
        _count(links, name)
    except records.UnreadableError as error:
        log.warning("A share link holds what cannot be read: %s", error)
        _say_unreadable(str(error))
    except TroubleError as error:
        log.warning("A share link could not be opened: %s", error)
        st.title("This link cannot be opened right now", anchor=False)
        st.markdown("What was shared is kept, but cannot be read at the moment. Try again in a minute.")
        st.button("Try again", icon=":material/refresh:")
        st.stop()
    return found


def _self_contained(held: str) -> Record:
    """Return what a link holds by itself: its figures are today's, as none are pinned."""
    try:
        scenario = decode(held)
        return _computed(scenario)
    except LinkError as error:
        message = str(error)
    except records.InvalidScenarioError as invalid:
        why = in_words(invalid.problems[0].message, Formats(locale=scenario.number_format))
        message = f"The numbers in this link do not go together: {why}."
    _say_unreadable(message)


def _say_unreadable(message: str) -> NoReturn:
    st.title("This link cannot be read", anchor=False)
    st.markdown(safe(message, limit=600))
    st.page_link("start.py", label="See what this app does", icon=":material/flag:")
    st.stop()


@remembered(64)
def _computed(scenario: records.Scenario) -> Record:
    return records.record([scenario], made_by="", made_on=None)


def _count(links: Links, name: str) -> None:
    """Count an opening once a visit."""
    counted = st.session_state.get(_COUNTED, frozenset())
    if name not in counted:
        st.session_state[_COUNTED] = counted | {name}
        try:
            links.count(name)
        except TroubleError as error:
            # a reader reads; a number that is one too low harms nobody
            log.warning("An opening was not counted: %s", error)


# ---- nothing to see


def _nothing_to_see() -> NoReturn:
    st.title("There is nothing to see here", anchor=False)
    st.markdown("This link was taken back, has expired, or was not copied whole. Ask whoever sent it to you.")
    st.page_link("start.py", label="See what this app does", icon=":material/flag:")
    st.stop()


def _ask_passcode(links: Links, name: str) -> NoReturn:
    """Ask for a passcode, whether or not there is such a link: a stranger learns nothing of which exist."""
    st.title("This link does not open by itself", anchor=False)
    st.markdown(safe(CLOSED))
    with st.form("passcode", border=False):
        st.text_input("Passcode", type="password", key="passcode", max_chars=100, autocomplete="off")
        st.form_submit_button("Open", icon=":material/lock_open:", on_click=_try, args=(links, name))
    refused = st.session_state.pop(_REFUSED, None)
    if refused:
        st.error(refused, icon=":material/error:")
    st.page_link("start.py", label="See what this app does", icon=":material/flag:")
    st.stop()


def _try(links: Links, name: str) -> None:
    typed = st.session_state.get("passcode", "")
    if not typed.strip():
        return
    try:
        tried = links.try_passcode(name, typed)
    except TroubleError as error:
        log.warning("A passcode could not be tried: %s", error)
        st.session_state[_REFUSED] = "This cannot be checked right now. Try again in a minute."
        return
    if tried.fits:
        st.session_state[_UNLOCKED] = st.session_state.get(_UNLOCKED, frozenset()) | {name}
    elif tried.wait > 0.0:
        st.session_state[_REFUSED] = (
            f"This passcode does not open it, and it was tried too often. Try again in {_minutes(tried.wait)}."
        )
    else:
        st.session_state[_REFUSED] = "This passcode does not open it."


def _minutes(seconds: float) -> str:
    minutes = math.ceil(seconds / 60.0)
    return "a minute" if minutes <= 1 else f"{minutes} minutes" if minutes <= 90 else f"{minutes // 60} hours"


# ---- a copy to keep


def make_my_copy(record: Record) -> None:
    """Draw the button that opens the scenarios in a workspace of the reader's own."""
    st.button("Make my copy", key="copy", icon=":material/content_copy:", on_click=_copy, args=(record,))
    copied = st.session_state.pop("copied", "")
    if copied:
        st.switch_page(copied)
    told_why = st.session_state.pop("not copied", "")
    if told_why:
        st.error(safe(told_why), icon=":material/error:")


def _copy(record: Record) -> None:
    try:
        scenarios = [records.scenario_of(told) for told in record.scenarios]
    except NoScenarioError:
        st.session_state["not copied"] = "This version of the app cannot read these numbers any more."
        return
    if not keeping.open_workspace():
        st.session_state["not copied"] = (
            "Your own workspace cannot be opened right now. Try again in a minute."
        )
        return
    workspace = document.workspace()
    if len(workspace.scenarios) + len(scenarios) > MOST_SCENARIOS:
        st.session_state["not copied"] = document.FULL
        return
    if record.compared and len(workspace.comparisons) >= MOST_COMPARISONS:
        st.session_state["not copied"] = "This workspace holds no more comparisons: delete one first."
        return
    left_out = _left_out(record.compared) if record.compared else ""
    if left_out:
        document.opened().notes = (left_out,)
    ids = [document.add(scenario) for scenario in reversed(scenarios)][::-1]
    one = _comparison_of(record.compared, ids) if record.compared else None
    if one is not None and document.keep_comparison(one):
        compare.open_kept(one.id)
    st.session_state["copied"] = "results.py" if one is None else "compare.py"


def _left_out(compared: Compared) -> str:
    """Return which sides no copy can have, as the link does not hold their numbers; empty where it has all."""
    pairs = zip(compared.view.sides, compared.held, strict=True)
    names = [f"“{side.name}”" for side, place in pairs if place is None and side.state != State.NONE]
    if not names:
        return ""
    are, their = ("is", "its") if len(names) == 1 else ("are", "their")
    return f"{listed(names)} {are} not in your copy: the link does not hold {their} numbers."


def _comparison_of(compared: Compared, ids: Sequence[str]) -> Comparison | None:
    """Return the comparison that was shared as one of the copies; None where fewer than two of its sides have one."""
    view, sides = compared.view, {}
    for number, (side, place) in enumerate(zip(view.sides, compared.held, strict=True)):
        companion = _COMPANIONS[State(side.state)]
        if place is not None:
            sides[number] = ids[place] + companion
        elif side.state == State.NONE:
            # no community is the same whatever it would have been
            sides[number] = ids[0] + companion
    if len(set(sides.values())) < 2:
        return None
    members = tuple(dict.fromkeys(sides.values()))
    shades = {colour: name for name, colour in COLOURS.items()}
    return Comparison(
        id=new_id(),
        name=view.name,
        scenarios=members,
        base=sides.get(view.base, members[0]),
        names={member: view.sides[number].name for number, member in sides.items()},
        colours={
            member: shades[view.sides[number].colour]
            for number, member in sides.items()
            if view.sides[number].colour in shades
        },
    )
