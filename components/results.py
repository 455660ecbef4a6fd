"""The tables and sentences of the Results page."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from calculators import costs
from calculators.evaluation import Money, Result
from calculators.model import MODEL
from components import document, fields
from components.choices import forget_what_is_gone
from components.kept import kept
from components.tables import plain_table
from figures.answer import payback_to_write
from figures.not_counted import NOT_COUNTED
from wording.formats import NO_VALUE, Formats

_CHOSEN: Final = "number that is changed on Results"
MEASURES: Final = (
    *("roi", "npv", "roi_going_on", "npv_going_on", "payback_month", "benefit_cost_ratio", "irr"),
    *("direct", "flywheel", "growth", "deepest_need"),
)
"""Figures of the table of measures, each by hard value and with soft value."""

MEASURE_FIGURES: Final = (*MEASURES, *(f"with_soft.{name}" for name in MEASURES), "npv_yearly_view")
SECTIONS: Final = {
    "measures": "By other measures, year by year",
    "owner": "Each dollar has one owner",
    "cost": "What it costs, and staff",
    "beyond": "What is not counted",
}


def change_a_number() -> None:
    """Draw the choice of one of the ten numbers, and its field: whoever changes it sees what moves."""
    items = {item.id: item for item in document.scenario().point.quick}
    # another starting point has other numbers
    forget_what_is_gone(_CHOSEN, items)
    choice, number = st.columns(2, gap="large")
    with choice:
        chosen = st.selectbox(
            "Change a number and watch",
            tuple(items),
            format_func=lambda name: items[name].label,
            key=_CHOSEN,
            persist_state="session",
        )
    with number:
        fields.number_field(chosen, on="results", item=items[chosen])
        st.page_link("assumptions.py", label="All assumptions", icon=":material/tune:")


def if_staff_changes(result: Result) -> str:
    """Return what the chart of staff says, and how far to trust it."""
    write = document.formats()
    best, most = max(result.npv_by_staff, key=lambda point: point[1])
    planned = result.resolved.value("staff_planned")
    words = "Net present value by community staff from now on. "
    if most > result.hard.npv + 1.0 and best < planned:
        words += f"On these guesses fewer posts would pay more (best at {write.number(best)}): "
    elif most > result.hard.npv + 1.0:
        words += f"On these guesses more posts would pay more (best at {write.number(best)}): "
    else:
        words += "The staff planned is about the best: "
    return words + (
        "of all that is shown, doubt this most. It rests on what members keep going by themselves and on how strongly "
        "activity follows staff, and nobody has measured either."
    )


def measure_table(result: Result) -> None:
    """Draw the answer by hard value, and by hard and soft value."""
    write = document.formats()
    plain_table(
        [
            {
                "Measure": label,
                "Hard": _measure(write, result.hard, key),
                "With soft": _measure(write, result.with_soft, key),
            }
            for key, label in (
                ("roi", "ROI"),
                ("npv", "Net present value"),
                ("roi_going_on", "ROI of going on"),
                ("npv_going_on", "Going on is worth"),
                ("payback_month", "Payback"),
                ("benefit_cost_ratio", f"Return per {write.money(1)} of cost"),
                ("irr", "Internal rate of return"),
                ("direct", "NPV with loops off"),
                ("flywheel", "The wheel adds"),
                ("growth", "Growth, beside it"),
                ("deepest_need", "Deepest need"),
            )
            if result.resolved.scenario.running or key not in ("roi_going_on", "npv_going_on")
        ],
        alt="The answer by hard value and with soft value",
    )


def _measure(write: Formats, money: Money, key: str) -> str:
    value = payback_to_write(money) if key == "payback_month" else getattr(money, key)
    if key == "irr" and value is None:
        return {0: "none", 1: "beyond measure"}.get(money.irr_roots, "several")
    if key in ("roi", "roi_going_on") and value is None:
        return "no cost"
    if value is None:
        return "not within the horizon" if key == "payback_month" else NO_VALUE
    if key in ("roi", "roi_going_on"):
        return write.percent_short(value)
    if key == "irr":
        return write.percent(value)
    if key == "payback_month":
        return write.month_number(value)
    if key == "benefit_cost_ratio":
        return write.money_fixed(value, places=2)
    return write.money_short(value)


def cost_table(result: Result) -> None:
    """Draw each kind of cost, and who pays it where that is known."""
    write = document.formats()
    labels = {team.id: team.label for team in MODEL.teams}
    payers = result.resolved.scenario.payers
    rows = [
        {
            "Cost": line.label,
            "Present value": write.money_short(result.costs[line.id]),
            "Paid by": labels.get(payers.get(line.id, ""), "shared"),
        }
        for line in costs.LINES
        if result.costs[line.id]
    ]
    rows.append({"Cost": "All", "Present value": write.money_short(result.hard.pv_costs), "Paid by": ""})
    plain_table(rows, alt="Present value of each kind of cost over the horizon")


def ask_not_counted() -> None:
    """Draw the user's own lines on what is not counted."""
    with st.grid(2, min_column_width=260):
        for name, label in NOT_COUNTED:
            key = f"not counted {name}"
            kept(
                st.text_input,
                label,
                key=key,
                place=f"not_counted.{name}",
                saved=partial(_not_counted, name),
                on_change=_not_counted_typed,
                args=(name, key),
                max_chars=300,
            )


def _not_counted(name: str) -> str:
    return document.scenario().not_counted.get(name, "")


def _not_counted_typed(name: str, key: str) -> None:
    typed = st.session_state[key].strip()
    others = {other: text for other, text in document.scenario().not_counted.items() if other != name}
    document.change("not_counted", not_counted={**others, name: typed} if typed else others)
