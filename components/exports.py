"""What can be taken away: a button for each kind of file, which is made when it is pressed and not before."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import streamlit as st

from calculators.scenario import Scenario
from components import document, reader, share
from components.confidence import today
from components.rest import waiting_for_this_visit
from exports.kinds import KINDS, Kind
from exports.material import Material
from exports.pinned import pinned_material
from figures.comparison import ComparisonView
from scenarios.record import Record, Told

ICONS: Final = {
    "workbook": ":material/table_view:",
    "deck": ":material/slideshow:",
    "memo": ":material/description:",
    "csv": ":material/csv:",
    "charts": ":material/imagesmode:",
}
FOLDED: Final = "files to take away"
SENT_TOGETHER: Final = 0.4
"""Seconds that an edit has to arrive which was sent with the press of a button."""

TAKEN_WITHIN: Final = 10.0
"""Seconds that it has to be taken then: where many edit at once, it waits for its turn."""


def folded(*, scenario: Scenario | None = None, compared: ComparisonView | None = None) -> None:
    """Draw a closed line that holds the buttons; closed, nothing in it is run.

    Parameters
    ----------
    scenario
        What is taken away; the open one where None.
    compared
        The scenarios beside it, as they are shown.
    """
    place = st.expander(
        "Take it away: spreadsheet, slides, memo, monthly series, charts",
        key=FOLDED,
        icon=":material/download:",
        on_change="rerun",
    )
    if place.open:
        with place:
            buttons(of=material_of_one(scenario, compared=compared) if scenario else None)


def of_shared(told: Told, record: Record) -> None:
    """Draw the same for what a link holds: the figures that it has pinned.

    Parameters
    ----------
    told, record
        The scenario that is shown, and the record it is from.
    """
    name = st.query_params.get(reader.LINK, "")
    link = share.address_of(name) if name else ""
    place = st.expander("Take it away", key=FOLDED, icon=":material/download:", on_change="rerun")
    if not place.open:
        return
    with place:
        # asked once: a reader's own session is not there when a button is pressed
        if pinned_material(told, record, link=link, sure=True) is None:
            st.markdown(
                "Today's model says something else than was shared, and files made by it would not show what was. "
                "The PDF does."
            )
            return

        def pinned(sure: bool) -> Material:
            found = pinned_material(told, record, link=link, sure=sure)
            assert found is not None
            return found

        buttons(of=pinned)


def buttons(*, link: str = "", of: Callable[[bool], Material] | None = None) -> None:
    """Draw a button for each kind of file.

    Parameters
    ----------
    link
        Where the open scenario can be opened, to be printed; empty where nowhere.
    of
        Returns what is to be taken away, told whether how sure it is will be asked for; the open scenario where None.
        It is called in a thread of its own, where nothing of the visitor's session can be read.
    """
    material = of or material_of_one(link=link)
    named = material(False)
    with st.container(horizontal=True, gap="small"):
        for kind in KINDS.values():
            st.download_button(
                kind.label,
                data=_maker(kind, material) if of else _maker_of_what_is_typed(kind, material),
                file_name=kind.name(named),
                mime=kind.mime,
                key=f"take {kind.id}",
                icon=ICONS[kind.id],
                help=f"{kind.about[0].upper()}{kind.about[1:]} (.{kind.ending})",
                on_click="ignore",
            )
    st.caption(
        "Each is made when you press its button, in a few seconds, and names scenario, date and model version."
    )


def material_of_one(
    chosen: Scenario | None = None, *, link: str = "", compared: ComparisonView | None = None
) -> Callable[[bool], Material]:
    """Return what hands over a scenario's answer and what stands beside it; where None, the open one's as it is then.

    What is typed just before a button is pressed, with no Enter, is sent with the press and taken while the file is
    made.
    """
    work, name, drawn, day = document.opened(), document.open_id(), document.scenario(), today()

    def material(sure: bool) -> Material:
        is_there = name in work.workspace
        scenario = chosen or (work.workspace[name] if is_there else drawn)
        result = document.answer_to(scenario)
        if not sure:
            return Material(result, day, link=link, compared=compared)
        return Material(result, day, *document.sureness_of(scenario), link=link, compared=compared)

    return material


def _maker(kind: Kind, material: Callable[[bool], Material]) -> Callable[[], bytes]:
    return lambda: kind.make(material(kind.sure))


def _maker_of_what_is_typed(kind: Kind, material: Callable[[bool], Material]) -> Callable[[], bytes]:
    """Return what makes a file of the open scenario, an edit that was sent with the press included."""
    comes_to_rest = waiting_for_this_visit()

    def made() -> bytes:
        time.sleep(SENT_TOGETHER)
        comes_to_rest(TAKEN_WITHIN)
        held = material(kind.sure)
        file = kind.make(held)
        return file if material(False).scenario == held.scenario else kind.make(material(kind.sure))

    return made
