"""The Shared page where a link holds a comparison: what Compare said on the day it was shared, drawn from the record.

The model is not asked. On a phone the base and one other stand side by side.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from calculators import MODEL_VERSION
from components import compare, drawings, shared
from components.shared_why import why_compared
from figures.compared import COSTS, MORE, TEAM_BARS
from figures.comparison import HEADLINES, AgainstView, ComparisonView, horizon_text
from scenarios.record import Compared, Record
from wording import safe
from wording.shared import follows

_HELD: Final = "shared held against"
_REST: Final = "shared rest of the comparison"


def head(record: Record, compared: Compared) -> None:
    """Draw which side is worth most, how sure that is, and what is counted."""
    view = compared.view
    st.caption(safe(f"{record.title}. {shared.signed(record)}", limit=400))
    st.title(safe(view.sentence, limit=600), anchor=False)
    st.markdown(safe(view.sure, limit=400))
    st.caption(safe(horizon_text(view)))
    for note in view.notes:
        st.info(safe(note, limit=600), icon=":material/info:")
    others = [told for told in record.scenarios if shared.has_moved(told)]
    if others:
        names = ", ".join(f"“{told.name}”" for told in others)
        st.info(
            safe(
                f"Model {MODEL_VERSION} finds other figures for {names} than model {record.model_version} did. Here "
                "stands what was shared; below, each by itself says by how much.",
                limit=600,
            ),
            icon=":material/update:",
        )


def side_by_side(record: Record, compared: Compared) -> None:
    """Draw the whole comparison, one side held against the base."""
    view = compared.view
    everyone = tuple(range(len(view.sides)))
    if not compare.on_a_phone():
        _figures(record, view, everyone)
    number = _ask_held(view)
    entry = view.held(number)
    numbers = tuple(sorted((view.base, number))) if compare.on_a_phone() else everyone
    base, other = view.sides[view.base].name, view.sides[number].name
    st.header(safe(f"“{other}” against “{base}”"), anchor=False)
    st.markdown(safe(" ".join(part for part in (entry.sentence, entry.months) if part), limit=800))
    if compare.on_a_phone():
        _figures(record, view, numbers)
    gap, sure = st.columns(2, gap="large")
    with gap:
        _gap(record, view, entry)
    with sure:
        st.header("How sure the difference is", anchor=False)
        compare.sure_table(entry)
        why_compared("How sure the difference is", record, f"{MORE}npv", only=number)
    st.header("What differs", anchor=False)
    compare.changes_list(view, entry)
    why_compared("What differs", record, f"{MORE}npv", only=number)
    if told := follows(compared.more[view.against.index(entry)]):
        st.caption(told)
    _rest(record, view, numbers)


def _ask_held(view: ComparisonView) -> int:
    """Draw which side is held against the base, and return it; not asked where there is only one."""
    numbers = [entry.number for entry in view.against]
    if len(numbers) == 1:
        return numbers[0]
    chosen = st.segmented_control(
        safe(f"Held against “{view.sides[view.base].name}”"),
        numbers,
        format_func=lambda number: safe(view.sides[number].name),
        default=numbers[0],
        key=_HELD,
        required=True,
        wrap=True,
    )
    return numbers[0] if chosen not in numbers else int(chosen)


def _figures(record: Record, view: ComparisonView, numbers: tuple[int, ...]) -> None:
    compare.table(view, compare.headline_rows(view), numbers, alt="The scenarios side by side")
    why_compared("Headline figures", record, *HEADLINES)


def _gap(record: Record, view: ComparisonView, entry: AgainstView) -> None:
    st.header("What explains the gap", anchor=False)
    if entry.bridge is None:
        st.markdown("Mixtures of the two have no value to split.")
        return
    st.markdown(safe(entry.bridge.sentence))
    chart = compare.bridge_chart(view, entry)
    if chart is not None:
        drawings.draw(chart)
        st.caption(safe(entry.bridge.note, limit=800))
        why_compared("The bridge", record, f"{MORE}npv", chart=chart, only=entry.number)


def _rest(record: Record, view: ComparisonView, numbers: tuple[int, ...]) -> None:
    """Draw cash and teams, and behind a closed line what takes longer than two minutes to read."""
    cash, teams = st.columns(2, gap="large")
    with cash:
        st.header("Cumulative cash", anchor=False)
        chart = compare.cash_chart(view, numbers)
        drawings.draw(chart)
        why_compared("Cumulative cash of each", record, "payback_month", "deepest_need", chart=chart)
    with teams:
        st.header("Value of each team", anchor=False)
        st.caption("Full colour: direct. Pale: what the wheel adds.")
        chart = compare.teams_chart(view, numbers)
        drawings.draw(chart)
        why_compared("Value of each team, side by side", record, "pv_benefits", *TEAM_BARS, chart=chart)
    place = st.expander("Members, the wheel and costs of each", key=_REST, on_change="rerun")
    if not place.open:
        return
    with place:
        drawings.draw(compare.members_chart(view, numbers))
        st.markdown(safe(compare.turning(view, numbers), limit=800))
        if share := compare.share_chart(view, numbers):
            drawings.draw(share)
        compare.cost_table(view, numbers)
        names = ("members_end", "turns_in_month", "flywheel_share", "pv_costs", *COSTS)
        why_compared("Members, the wheel and costs", record, *names)
