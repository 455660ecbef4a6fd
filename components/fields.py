"""Fields that numbers are typed into, as people write them: ``1,200``, ``5 %``, ``1.2k``, ``200 to 800``.

One text field takes a value or a range. What cannot be taken stays in the field with the reason under it. Nothing is
checked in the browser: what it refuses is never sent, so it would be lost with the page, beside an older reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from calculators.assumption import Assumption, Kind
from calculators.model import MODEL
from calculators.scenario import Given, InForce, Origin
from calculators.starting_point import QuickInput
from components import document
from components.kept import kept
from figures import assumptions
from figures.kinds import with_its_digits, written, written_kind
from wording import editable, read_number, safe

UNKNOWN_WORDS: Final = frozenset(
    {"?", "unknown", "i don't know", "i don’t know", "don't know", "dont know", "n/a"}
)
_DOUBTS: Final = "read otherwise than meant"
OR_UNKNOWN: Final = "Write ? if you don't know."


def number_field(name: str, *, on: str, item: QuickInput | None = None, show_state: bool = True) -> None:
    """Draw the field of one assumption, with what was refused and where its number comes from.

    Parameters
    ----------
    name
        Id of the assumption.
    on
        The page it stands on, see `field_key`.
    item
        Words of the starting point for it; the declaration's own where None.
    show_state
        Whether to say below if the number is an example or the user's own.
    """
    entry = document.resolved().in_force[name]
    held, key = document.refused(name), field_key(name, on=on)
    kept(
        st.text_input,
        label_of(entry.assumption, item),
        key=key,
        place=f"values.{name}",
        saved=lambda: held.text if held else text_of(document.resolved().in_force[name]),
        on_change=_typed,
        args=(name, key),
        help=safe((item.help if item else None) or entry.assumption.help),
    )
    if held:
        st.error(f"{safe(held.message)} {safe(_in_force(entry))}", icon=":material/error:")
    elif show_state:
        st.caption(state_of(entry))
    for remark in document.result().warnings:
        if remark.field == name and not held:
            st.caption(f":material/visibility: {safe(document.as_sentence(remark.message))}")
    doubt = _doubt(name)
    if doubt and not held:
        st.caption(f":material/visibility: {safe(doubt)}")


def number_grid(items: Sequence[QuickInput], *, on: str) -> None:
    """Draw fields two and two, below each other on a phone."""
    with st.grid(2, min_column_width=160):
        for item in items:
            with st.container(gap="xxsmall"):
                number_field(item.id, on=on, item=item)


def confirm_rest(items: Sequence[QuickInput]) -> None:
    """Draw the button that makes every number still the example's the user's own, as it stands."""
    in_force = document.resolved().in_force
    rest = {
        item.id: Given(value=with_its_digits(in_force[item.id].value), confirmed=True)
        for item in items
        if in_force[item.id].origin not in (Origin.YOURS, Origin.UNKNOWN, Origin.ABSENT)
    }
    if rest and len(rest) < len(items):
        several = f"The other {len(rest)} are right as they stand"
        st.button(
            "The other one is right, too" if len(rest) == 1 else several,
            icon=":material/done_all:",
            type="tertiary",
            key="confirm rest",
            on_click=_confirm,
            args=(rest,),
        )
        document.told_why_not("confirmed")


def _confirm(rest: dict[str, Given]) -> None:
    document.change("confirmed", values={**document.scenario().values, **rest})


def field_key(name: str, *, on: str) -> str:
    """Return the key under which the field's text stands.

    Each page has its own: who types and taps on a link at once may send the number when the next page is there already,
    and a field of the same key there would speak for the one that was typed into.
    """
    return f"{on} field {name}"


def label_of(assumption: Assumption, item: QuickInput | None = None) -> str:
    """Return the label of a field, with its unit.

    Not escaped: a widget's label is its accessible name as it stands, backslashes included, and these are our own words
    with one currency sign at most.
    """
    label = item.label if item else assumption.label
    unit = (item.unit if item else None) or assumption.unit
    sign = {Kind.MONEY: document.formats().currency_symbol, Kind.SHARE: "%"}.get(assumption.kind, "")
    measure = " ".join(part for part in (sign, unit) if part)
    return f"{label} ({measure})" if measure else label


def quick_input(name: str) -> QuickInput | None:
    """Return the starting point's own words for one of its ten inputs, None for others."""
    return assumptions.quick_input(document.scenario(), name)


def name_of(name: str) -> str:
    """Return what an assumption of the open scenario is called: in the starting point's words where it has some."""
    return assumptions.name_of(document.scenario(), name)


def text_of(entry: InForce) -> str:
    """Return what stands in the field: the number, and its range where the user gave one."""
    kind = written_kind(entry.assumption.kind)
    given = document.scenario().values.get(entry.assumption.id)
    if given is not None and given.low is not None and given.high is not None:
        return editable(given.value, kind=kind, formats=document.formats(), low=given.low, high=given.high)
    shown = entry.value
    if entry.origin is not Origin.YOURS:
        shown = with_its_digits(shown)
    return editable(shown, kind=kind, formats=document.formats())


def state_of(entry: InForce) -> str:
    """Return where a number comes from, in a few words safe for markdown."""
    if entry.origin is Origin.YOURS:
        return "**yours**"
    if entry.origin is Origin.UNKNOWN:
        return "unknown: the cautious range is kept"
    if entry.adjusted:
        return f"example, {safe(entry.adjusted)}"
    return "example"


def origin_words(entry: InForce) -> str:
    """Return where a number comes from in plain words, short enough for a button."""
    if entry.origin is Origin.YOURS:
        return "yours"
    if entry.origin is Origin.UNKNOWN:
        return f"unknown, {entry.adjusted}" if entry.adjusted else "unknown"
    if entry.origin is Origin.FOLLOWS:
        return "the same"
    if entry.adjusted:
        return f"example, {entry.adjusted}"
    return "example"


def _doubt(name: str) -> str:
    """Return what else may have been meant by what was typed, for as long as the number stands that it was read as."""
    doubt, read = st.session_state.get(_DOUBTS, {}).get(name, ("", None))
    return doubt if read is not None and document.scenario().values.get(name) == read else ""


def _in_force(entry: InForce) -> str:
    formats = document.formats()
    return f"In force: {written(entry.value, entry.assumption.kind, entry.assumption.unit, formats)}."


def _typed(name: str, key: str) -> None:
    """Take what was typed, or keep it in the field with the reason."""
    if take(name, st.session_state[key]):
        _try_again(name)


def _try_again(edited: str) -> None:
    """Take what other fields still hold where the edit has made it possible, so that no refusal outlives its reason."""
    for name, held in document.still_refused().items():
        if name == edited:
            continue
        if name in MODEL.assumptions and held.text:
            take(name, held.text)
        elif name not in MODEL.assumptions and not held.text:
            # a choice that sprang back: it can be made again
            document.accept(name)


def _why_not(typed: str, problem: str | None) -> str:
    """Return why a text was not read as a number; one without any digit may have been meant as no answer."""
    if problem is None:
        number = editable(1_200, kind="count", formats=document.formats())
        return f"Write a number such as {number} or 5 %, a range such as 200 to 800, or ? if you don't know."
    return problem if any(sign.isdecimal() for sign in typed) else f"{problem} {OR_UNKNOWN}"


def take(name: str, text: str | None) -> bool:
    """Read a text as a value, a range, "unknown" or nothing, and put it into the open scenario."""
    assumption = MODEL.assumptions[name]
    typed = (text or "").strip()
    before = document.scenario().values.get(name)
    evidence = {} if before is None else {"grade": before.grade, "source": before.source, "note": before.note}
    if not typed:
        # back to the example, the user's notes kept
        return document.give(name, Given(**evidence) if any(evidence.values()) else None)
    if typed.lower().rstrip(".") in UNKNOWN_WORDS:
        return document.give(name, Given(**evidence), text=typed)
    reading = read_number(typed, kind=written_kind(assumption.kind), formats=document.formats())
    if reading.problem is not None or reading.likely is None:
        document.refuse(name, typed[:120], _why_not(typed, reading.problem))
        return False
    given = Given(value=reading.likely, low=reading.low, high=reading.high, confirmed=True, **evidence)
    st.session_state[_DOUBTS] = {**st.session_state.get(_DOUBTS, {}), name: (reading.doubt or "", given)}
    return document.give(name, given, text=typed)
