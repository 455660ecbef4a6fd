"""The list of all assumptions: groups of one line, rows of one field, and whole sets as files.

One group is open at a time and only its rows are drawn, because every widget costs time in every rerun.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from calculators.assumption import Role
from calculators.model import MODEL
from calculators.scenario import InForce, Origin
from components import document, drawers, evidence, fields
from components.kept import kept
from components.taking_in import ask_for_file
from figures import assumptions as listing
from figures.assumptions import Group, Show
from scenarios import table
from wording import safe

MOST_AT_ONCE: Final = 15
MOST_UNPARTED: Final = 12
FACTS, JUDGEMENTS = "Facts and plans", "Judgements"

OPEN: Final = "open group"
ASKED: Final = "asked assumption"
SOUGHT: Final = "sought assumption"
SHOWN: Final = "shown assumptions"
UNFOLDED: Final = "unfolded assumptions"
SETS: Final = "whole sets"
OUTCOME: Final = "outcome of the file"

ICONS: Final = {
    "company": ":material/apartment:",
    "community": ":material/groups:",
    "support": ":material/support_agent:",
    "product": ":material/lightbulb:",
    "marketing": ":material/campaign:",
    "sales": ":material/handshake:",
    "success": ":material/verified:",
    "content": ":material/article:",
    "engagement": ":material/favorite:",
    "people": ":material/badge:",
    "cost": ":material/payments:",
    "money": ":material/schedule:",
}


# ---- what is listed


def read_address() -> None:
    """Go where a link of another page asks to: ``?a=<id>``, taken out of the address once it is followed."""
    asked = st.query_params.get("a")
    if asked is None:
        return
    del st.query_params["a"]
    drawers.close()
    st.session_state[SOUGHT] = ""
    st.session_state[SHOWN] = str(Show.ALL)
    st.session_state[ASKED] = asked[:80]
    known = MODEL.assumptions.get(asked)
    if known is None:
        return
    st.session_state[OPEN] = known.group
    st.session_state[f"part {known.group}"] = JUDGEMENTS if known.role is Role.JUDGEMENT else FACTS
    _unfold(known.id)


def ask_what_to_show() -> None:
    """Draw the search and the choice of what is listed."""
    st.session_state.setdefault(SOUGHT, "")
    st.session_state.setdefault(SHOWN, str(Show.ALL))
    search, choice = st.columns([3, 5], vertical_alignment="bottom")
    with search:
        st.text_input(
            "Find an assumption",
            key=SOUGHT,
            type="search",
            placeholder="For instance tickets, churn, staff",
            live=True,
            persist_state="session",
            on_change=_forget_asked,
        )
    with choice:
        st.pills(
            "Show",
            tuple(map(str, Show)),
            key=SHOWN,
            required=True,
            label_visibility="collapsed",
            wrap=True,
            persist_state="session",
            on_change=_forget_asked,
        )


def _forget_asked() -> None:
    st.session_state.pop(ASKED, None)


def draw() -> None:
    """Draw what is asked for: one assumption, what a search finds, or the groups."""
    resolved = document.resolved()
    asked = st.session_state.get(ASKED)
    if asked is not None:
        _draw_asked(asked)
        return
    show, sought = Show(st.session_state[SHOWN]), st.session_state[SOUGHT].strip()
    names = listing.listed(resolved, show)
    if show is Show.MOVING and not sought:
        _draw_moving(names)
        return
    if sought:
        names = listing.matching(resolved, names, sought)
    if not names:
        _draw_none(show, sought)
    elif sought or (show is not Show.ALL and len(names) <= MOST_AT_ONCE):
        _draw_found(names)
    else:
        with st.container(gap="xxsmall"):
            for group in listing.groups(resolved):
                wanted = tuple(name for name in group.names if name in names)
                if wanted:
                    _draw_group(group, wanted, folded=show is Show.ALL)


def _draw_none(show: Show, sought: str) -> None:
    if sought:
        st.info(
            safe(f"Nothing is called “{sought[:80]}”, and no explanation has these words."),
            icon=":material/search_off:",
        )
    elif show is Show.MINE:
        st.info(
            "None is yours yet. Type a number anywhere, or confirm a default in its drawer.",
            icon=":material/edit:",
        )
    elif show is Show.GUESSES:
        st.success("No guess is left: every number has evidence.", icon=":material/check:")
    elif show is Show.MOVING:
        st.info(
            "No range moves the answer: all are one value, or nothing is counted.", icon=":material/info:"
        )
    else:
        st.info("Nothing differs from the example company.", icon=":material/info:")


def _draw_asked(asked: str) -> None:
    resolved = document.resolved()
    known = MODEL.assumptions.get(asked)
    group = next((one for one in listing.groups(resolved) if known and asked in one.names), None)
    if group is None:
        label = f"“{known.label}”" if known else "Such an assumption"
        st.info(safe(f"{label} does not exist for this kind of company."), icon=":material/info:")
    st.button(
        "All assumptions",
        icon=":material/arrow_back:",
        type="tertiary",
        key="all assumptions",
        on_click=_forget_asked,
    )
    if group is not None:
        _draw_group(group, group.names, folded=True, first=asked)


def _draw_moving(names: tuple[str, ...]) -> None:
    if not names:
        _draw_none(Show.MOVING, "")
        return
    st.caption(
        "Each is moved by itself from the low to the high end of its range, all else as it is. Those at the top "
        "deserve a better number first."
    )
    swings = {swing.id: swing for swing in listing.swings(document.resolved())}
    written = document.formats()
    with st.grid(2, min_column_width=270, gap=("small", "medium")):
        for name in names:
            with st.container(gap="xxsmall"):
                _row(name)
                st.caption(safe(listing.swing_text(swings[name], written)))


def _draw_found(names: tuple[str, ...]) -> None:
    labels = {group.id: group.label for group in listing.groups(document.resolved())}
    with st.grid(2, min_column_width=270, gap=("small", "medium")):
        for name in names[:MOST_AT_ONCE]:
            with st.container(gap="xxsmall"):
                group = labels[MODEL.assumptions[name].group]
                if group in [one.label for one in listing.groups(document.resolved()) if one.off]:
                    st.markdown(safe(f"{fields.name_of(name)}: {group} is left out."))
                else:
                    st.caption(safe(group))
                    _row(name)
    if len(names) > MOST_AT_ONCE:
        st.caption(f"And {len(names) - MOST_AT_ONCE} more: type another word to narrow it down.")


# ---- groups


def _draw_group(group: Group, names: tuple[str, ...], *, folded: bool, first: str = "") -> None:
    resolved = document.resolved()
    held = sum(document.refused(name) is not None for name in names)
    line = listing.group_line(group, resolved, names=names, refused=held)
    is_open = st.session_state.get(OPEN) == group.id
    with st.container(gap="xxsmall"):
        _fold_line(
            f"{ICONS[group.id]}\u2002**{safe(group.label)}** · {safe(line)}",
            key=f"group {group.id}",
            is_open=is_open,
            on_click=lambda: st.session_state.update({OPEN: None if is_open else group.id}),
        )
        if not is_open:
            return
        with st.container(border=True):
            if group.team:
                _ask_whether_counted(group)
            if not group.off:
                _draw_rows(group, names, folded=folded, first=first)


def _fold_line(label: str, *, key: str, is_open: bool, on_click: Callable[[], None]) -> None:
    """Draw the line of what can be opened.

    A button, for its label may count anew at every edit: an expander would be a new one then, and take from the browser
    what somebody is typing in it.
    """
    mark = ":material/expand_more:" if is_open else ":material/chevron_right:"
    st.button(label, key=key, type="tertiary", icon=mark, on_click=on_click)


def _ask_whether_counted(group: Group) -> None:
    key = f"count {group.id}"
    kept(
        st.toggle,
        f"Count {group.label}",
        key=key,
        place=f"teams_off.{group.id}",
        saved=lambda: group.id not in document.scenario().teams_off,
        on_change=_counted,
        args=(group.id,),
    )
    held = document.refused(key)
    if held:
        st.error(safe(held.message), icon=":material/error:")
    if group.off:
        st.caption(
            f"{safe(group.label)} is left out: none of its value and none of its effect on the wheel is counted. What "
            "you typed here is kept for when you count it again."
        )


def _counted(team: str) -> None:
    key = f"count {team}"
    off = document.scenario().teams_off
    document.change(key, teams_off=off - {team} if st.session_state[key] else off | {team})


def _draw_rows(group: Group, names: Sequence[str], *, folded: bool, first: str) -> None:
    """Draw the rows of the open group: where there are many, facts and plans or judgements."""
    judged = [name for name in names if MODEL.assumptions[name].role is Role.JUDGEMENT]
    facts = [name for name in names if name not in judged]
    if len(names) > MOST_UNPARTED and min(len(judged), len(facts)) >= 3:
        key = f"part {group.id}"
        st.session_state.setdefault(key, FACTS)
        chosen = st.segmented_control(
            "Part",
            (FACTS, JUDGEMENTS),
            key=key,
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        names = judged if chosen == JUDGEMENTS else facts
    plan = {name for pair in listing.HIRES for name in pair}
    leaders = [name for name in names if name not in plan and _leader(name, names) is None]
    # an assumption that was asked for stands first, with whatever it follows
    top = _leader(first, names) or ("staff" if first in plan and "staff" in leaders else first)
    leaders.sort(key=lambda name: name != top)
    with st.grid(2, min_column_width=270, gap=("small", "medium")):
        for name in leaders:
            with st.container(gap="xxsmall"):
                _row(name)
                for follower in (other for other in names if _leader(other, names) == name):
                    _follower(follower, folded=folded)
                if name == "staff" and plan & set(names):
                    _hiring_plan(folded=folded)
    if not set(leaders) & {"staff"} and plan & set(names):
        _plan_fields(tuple(name for name in names if name in plan))


def _leader(name: str, names: Sequence[str]) -> str | None:
    follows = MODEL.assumptions[name].follows if name in MODEL.assumptions else None
    return follows if follows in names else None


# ---- rows


def _row(name: str) -> None:
    """Draw one assumption: its field, and the button that says where its number comes from and opens its drawer."""
    entry = document.resolved().in_force[name]
    fields.number_field(name, on="assumptions", item=fields.quick_input(name), show_state=False)
    st.button(
        f"{_marked(entry)} · {entry.grade}",
        key=f"evidence {name}",
        type="tertiary",
        icon=":material/chevron_right:",
        icon_position="right",
        help=f"{fields.name_of(name)}: range, source, note",
        on_click=evidence.ask_for,
        args=(name,),
    )
    _sum_of_answers(name)


def _marked(entry: InForce) -> str:
    words = fields.origin_words(entry)
    if entry.assumption.id == listing.TOTAL_COST and entry.origin is Origin.EXAMPLE:
        return "the sum of its kinds"
    return f"**{words}**" if entry.origin is Origin.YOURS else words


def _sum_of_answers(name: str) -> None:
    """Say what the answers to "how did you hear" come to, at each of them."""
    total, parts = listing.gathered(document.resolved(), name)
    if not parts:
        return
    if not any(remark.field == name for remark in document.result().warnings):
        share = document.formats().percent(total)
        scaled = "" if abs(total - 1.0) <= 0.005 else "; they are scaled to 100 %"
        st.caption(safe(f"All {len(parts)} answers to “how did you hear of us?” add up to {share}{scaled}."))
    if len(parts) > 1 and not st.session_state.get(SOUGHT):
        st.button(
            "Show all of them", key=f"answers {name}", type="tertiary", on_click=_seek, args=("heard_from",)
        )


def _seek(text: str) -> None:
    st.session_state[SOUGHT] = text
    st.session_state[SHOWN] = str(Show.ALL)
    _forget_asked()


def _follower(name: str, *, folded: bool) -> None:
    """Draw what takes another's value until it is given: a line, which opens on request."""
    entry = document.resolved().in_force[name]
    waiting = entry.origin is Origin.FOLLOWS and document.refused(name) is None
    if not (folded and waiting and name not in st.session_state.get(UNFOLDED, ())):
        _row(name)
        return
    lever = entry.assumption.role is Role.LEVER
    st.button(
        "From now on: the same" if lever else "New ones: the same",
        key=f"unfold {name}",
        type="tertiary",
        icon=":material/subdirectory_arrow_right:",
        on_click=_unfold,
        args=(name,),
        help=f"Give {entry.assumption.label[0].lower()}{entry.assumption.label[1:]} a number of its own",
    )


def _unfold(name: str) -> None:
    plan = [part for pair in listing.HIRES for part in pair]
    st.session_state[UNFOLDED] = {*st.session_state.get(UNFOLDED, ()), name, *(plan if name in plan else ())}


def _hiring_plan(*, folded: bool) -> None:
    """Draw the changes of staff as one sentence, and its fields on request."""
    plan = tuple(name for pair in listing.HIRES for name in pair)
    text = listing.plan_text(document.resolved())
    held = any(document.refused(name) for name in plan)
    if folded and not held and plan[0] not in st.session_state.get(UNFOLDED, ()):
        st.button(
            safe(text),
            key="unfold hires",
            type="tertiary",
            icon=":material/person_add:",
            on_click=_unfold,
            args=(plan[0],),
            help="Plan posts that come or go in a later month",
        )
        return
    st.caption(safe(f"Hiring plan. {text}"))
    _plan_fields(plan)


def _plan_fields(names: Sequence[str]) -> None:
    with st.grid(2, min_column_width=120, gap="small"):
        for name in names:
            with st.container(gap="xxsmall"):
                fields.number_field(name, on="assumptions", show_state=False)


# ---- whole sets


def whole_sets() -> None:
    """Draw all assumptions as a file, out and in."""
    is_open = bool(st.session_state.get(SETS))
    _fold_line(
        ":material/table:\u2002**All assumptions as a file** · CSV, out and in",
        key="fold sets",
        is_open=is_open,
        on_click=_fold_sets,
    )
    if not is_open:
        return
    with st.container(border=True):
        now = document.scenario()
        st.caption(
            "For a spreadsheet, or to hand a whole set to somebody. Shares are in percent. Change a number there and "
            "it is yours when you take the file in again; rows that you leave as they are stay as they are."
        )
        st.download_button(
            "Save as CSV",
            data=lambda: table.to_bytes(now),
            file_name="assumptions.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        ask_for_file("Take in a CSV file", kind="csv", name="file", take=take_table)
        _say_outcome()


def _fold_sets() -> None:
    st.session_state[SETS] = not st.session_state.get(SETS)
    st.session_state.pop(OUTCOME, None)


def take_table(data: bytes) -> bool:
    """Take a whole set into the open scenario as one edit, or say what is wrong in which row.

    Returns
    -------
    bool
        Whether it was taken.
    """
    read = table.from_bytes(data, document.scenario())
    taken = read.scenario is not None and document.change(SETS, values=read.scenario.values)
    if taken:
        for name in MODEL.assumptions:
            document.accept(name)
    held = document.refused(SETS)
    document.accept(SETS)
    st.session_state[OUTCOME] = (read, () if taken or not held else (held.message,))
    return taken


def _say_outcome() -> None:
    found = st.session_state.get(OUTCOME)
    if found is None:
        return
    read, further = found
    refused = (*read.refused, *further)
    if refused:
        many = "One cell was" if len(refused) == 1 else f"{len(refused)} cells were"
        st.error(f"Nothing was changed. {many} not taken:", icon=":material/error:")
        st.markdown("\n".join(f"- {safe(line)}" for line in refused))
        return
    st.success(
        safe(f"{_rows_read(read.rows, read.own)} {_changes(read.changed)}"),
        icon=":material/check:",
    )
    for doubt in read.doubts:
        st.caption(f":material/visibility: {safe(doubt)}")
    if read.left:
        rows = ", ".join(map(str, read.left[:20])) + (", …" if len(read.left) > 20 else "")
        one = len(read.left) == 1
        held = f"Row {rows} holds a number that is" if one else f"Rows {rows} hold numbers that are"
        st.caption(
            f"{held} worked out from others, and these are others now. Write yours as {'its' if one else 'their'} "
            "origin to keep the file's."
        )


def _rows_read(rows: int, own: int) -> str:
    if rows == 1:
        return f"One row read, and it is {'yours' if own else 'not yours'}."
    return f"{rows} rows read, {own} of them yours."


def _changes(count: int) -> str:
    return "Nothing changed." if count == 0 else "One changed." if count == 1 else f"{count} changed."
