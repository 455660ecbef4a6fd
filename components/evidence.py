"""The drawer of one assumption: what its range means, where it comes from, and what the user knows about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import streamlit as st

from calculators.assumption import Grade
from calculators.scenario import LONGEST_TEXT, Given, InForce, Origin
from components import document, drawers, fields
from components.head import answer_sentence
from components.kept import kept
from components.whole_page import then_whole_page
from figures.assumptions import ROLES, allowed_text, default_text, range_sentence
from figures.kinds import with_its_digits
from wording import safe, safe_money

OF: Final = "evidence "
AS_DEFAULT: Final = "no grade of mine"
LABELS: Final = {"source": "Your source", "note": "Your note"}


def ask_for(name: str) -> None:
    """Have the drawer of an assumption open until it is closed."""
    drawers.ask_for(f"{OF}{name}")


def draw() -> None:
    """Draw the drawer of an assumption where one is open, last on the page."""
    name = drawers.opened().removeprefix(OF)
    if name not in document.resolved().in_force:
        return
    label = fields.name_of(name)
    drawers.draw(f"{OF}{name}", label, lambda: _inside(name), width="small")


def _inside(name: str) -> None:
    entry = document.resolved().in_force[name]
    if entry.origin is Origin.ABSENT:
        st.info(
            "This kind of company does not have it, and nothing is counted for it.", icon=":material/info:"
        )
        return
    written = document.formats()
    st.markdown(safe(range_sentence(entry, written)))
    st.caption(safe(entry.assumption.help))
    held = document.refused(name)
    if held:
        st.error(safe(held.message), icon=":material/error:")
    _actions(name, entry)
    _origins(name, entry)
    _own_evidence(name, entry)
    st.caption(safe_money(answer_sentence()))


def _actions(name: str, entry: InForce) -> None:
    given = document.scenario().values.get(name)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "This is mine",
            key=f"confirm {name}",
            icon=":material/check:",
            on_click=lambda: _do(confirm, name),
            disabled=entry.origin is Origin.YOURS,
            help="Keeps the number and its range as your own, though they are the default's.",
        )
        st.button(
            "I don't know",
            key=f"unknown {name}",
            on_click=lambda: _do(say_unknown, name),
            disabled=entry.origin is Origin.UNKNOWN,
            help="Keeps the cautious range, and says that nobody has looked.",
        )
        st.button(
            "Back to the default",
            key=f"reset {name}",
            icon=":material/undo:",
            on_click=lambda: _do(reset, name),
            disabled=given is None,
            help="Takes your number out, with its source and its note.",
        )


@then_whole_page
def _do(action: Callable[[str], bool], name: str) -> None:
    action(name)


def _origins(name: str, entry: InForce) -> None:
    """Draw where the number in force and the default come from."""
    resolved = document.resolved()
    grade, source, caveat = resolved.scenario.point.evidence(
        entry.assumption, running=resolved.scenario.running
    )
    lines = [("In force", f"{fields.origin_words(entry)}; {entry.grade}")]
    if entry.adjusted:
        lines.append(("What a rule did", entry.adjusted))
    if entry.assumption.follows:
        leader = fields.name_of(entry.assumption.follows)
        lines.append(("Follows", f"{leader}, until you give it a number of its own"))
    lines += [
        ("Default", default_text(resolved, name)),
        ("Where the default comes from", f"{source} ({grade})"),
        ("Be wary", caveat),
        ("What it is", ROLES[entry.assumption.role]),
        ("Allowed", allowed_text(entry.assumption, document.formats())),
    ]
    st.markdown("  \n".join(f"**{title}:** {safe(text, limit=1_000)}" for title, text in lines if text))


def _own_evidence(name: str, entry: InForce) -> None:
    st.markdown("**What you know about it**")
    if entry.origin is not Origin.YOURS:
        unknown = "You said that you don't know the number." if entry.origin is Origin.UNKNOWN else ""
        st.caption(f"{unknown} A grade, a source or a note of yours makes the number yours.".strip())
    kept(
        st.selectbox,
        "How good is your evidence?",
        options=(AS_DEFAULT, *Grade),
        format_func=str,
        key=f"grade {name}",
        place=f"values.{name}",
        saved=lambda: _stated(name).grade or AS_DEFAULT,
        value_as="index",
        on_change=_grade_chosen,
        args=(name,),
    )
    for part, label in LABELS.items():
        held = document.refused(f"{part} {name}")
        kept(
            st.text_input if part == "source" else st.text_area,
            label,
            key=f"{part} {name}",
            place=f"values.{name}",
            saved=partial(_text_shown, name, part),
            on_change=_text_typed,
            args=(name, part),
        )
        if held:
            st.error(safe(held.message), icon=":material/error:")


def _stated(name: str) -> Given:
    return document.scenario().values.get(name) or Given()


def _text_shown(name: str, part: str) -> str:
    held = document.refused(f"{part} {name}")
    return held.text if held else str(getattr(_stated(name), part))


@then_whole_page
def _grade_chosen(name: str) -> None:
    chosen = st.session_state[f"grade {name}"]
    keep_evidence(name, grade=None if chosen == AS_DEFAULT else Grade(chosen))


@then_whole_page
def _text_typed(name: str, part: str) -> None:
    typed = st.session_state[f"{part} {name}"]
    field = f"{part} {name}"
    written = document.formats().number
    if len(typed) > LONGEST_TEXT:
        document.refuse(
            field,
            typed,
            f"{LABELS[part]} has {written(len(typed))} characters, and {written(LONGEST_TEXT)} are kept. Shorten it: "
            "until then the last one stays.",
        )
    elif keep_evidence(name, **{part: typed}):
        document.accept(field)


def keep_evidence(name: str, **parts: Any) -> bool:
    """Keep a grade, a source or a note of the user's, and the number that it is about.

    Returns
    -------
    bool
        Whether it was taken.
    """
    given = document.scenario().values.get(name)
    if given is None and not any(parts.values()):
        return True
    if given is None or given.value is None:
        stated = given.model_dump(include={"grade", "source", "note"}) if given else {}
        return _give_number(name, stated | parts)
    return document.give(name, Given.model_validate(given.model_dump() | parts), text=_text(name))


def confirm(name: str) -> bool:
    """Make the number in force the user's own, with its range."""
    given = document.scenario().values.get(name)
    return _give_number(name, given.model_dump(include={"grade", "source", "note"}) if given else {})


def _give_number(name: str, evidence: dict[str, Any]) -> bool:
    """Give the number in force: as it is read, or in full where rounding would make it impossible."""
    entry = document.resolved().in_force[name]
    in_force = (entry.low, entry.value, entry.high)
    for low, value, high in (tuple(map(with_its_digits, in_force)), in_force):
        ends = {"low": low, "high": high} if low < high else {}
        if document.give(name, Given(value=value, confirmed=True, **ends, **evidence), text=_text(name)):
            return True
    return False


def say_unknown(name: str) -> bool:
    """Put the default's range in force, said to be unknown; the user's source and note stay."""
    given = document.scenario().values.get(name)
    evidence = given.model_dump(include={"grade", "source", "note"}) if given else {}
    return document.give(name, Given(**evidence), text=_text(name))


def reset(name: str) -> bool:
    """Put the default back in force and forget what the user said."""
    for part in LABELS:
        document.accept(f"{part} {name}")
    return document.give(name, None, text=_text(name))


def _text(name: str) -> str:
    return fields.text_of(document.resolved().in_force[name])
