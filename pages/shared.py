"""Shared: what a link opens. One page for somebody with two minutes, and nothing of it can be edited."""

import streamlit as st

from components import drawings, exports, reader, shared, shared_comparison
from components.head import HEADLINES, IN_DRAWS
from components.shared_why import why_each, why_shared
from components.teams import BARS
from exports.shared import shared_pdf
from wording import safe

record = reader.opened()
link = reader.link()

if record.compared is not None:
    shared_comparison.head(record, record.compared)
    shared_comparison.side_by_side(record, record.compared)
    st.divider()
elif len(record.scenarios) > 1:
    shared.side_by_side(record)
    why_each("The scenarios side by side", record, *HEADLINES, *BARS)
which = shared.ask_which(record)
told = record.scenarios[which]
now, problem = shared.as_tried(told, link)

# in a box of its own: what comes and goes in it must not make new elements of what stands below, a slider in use too
with st.container():
    shared.head(now, told, record)
shared.metrics(now)
why_shared("What was shared", now, record, *HEADLINES, *IN_DRAWS)

bars, cash = st.columns(2, gap="large")

with bars:
    st.header("Who gains", anchor=False)
    st.caption(safe(shared.who_gains(now)))
    chart = shared.team_chart(now)
    drawings.draw(chart)
    why_shared("Value per team", now, record, "pv_benefits", *BARS, chart=chart)

with cash:
    st.header("When it pays back", anchor=False)
    st.caption(safe(shared.when_it_pays(now)))
    chart = shared.cash_chart(now)
    drawings.draw(chart)
    why_shared("Cumulative cash", now, record, "payback_month", "deepest_need", chart=chart)

numbers, rest = st.columns(2, gap="large")

with numbers:
    st.header("Try a number", anchor=False)
    follows = "Its figures follow" if record.compared else "Every figure on this page follows"
    st.caption(f"What moves the answer most, each over its range. {follows}, on your screen only.")
    shared.try_numbers(told, link)
    if problem:
        st.error(safe(problem, limit=600), icon=":material/error:")
    shared.back(told, link, where="below the numbers")

with rest:
    st.header("What is not counted", anchor=False)
    shared.not_counted(told)
    st.header("What this rests on", anchor=False)
    shared.about(told, record)
    with st.container(horizontal=True):
        reader.make_my_copy(record)
        st.download_button(
            "PDF",
            data=lambda: shared_pdf(record),
            file_name="community-flywheel.pdf",
            mime="application/pdf",
            on_click="ignore",
            icon=":material/print:",
        )
    exports.of_shared(told, record)

shared.keep_in_sight(
    now, told, link, name=shared.names_of(record)[which] if len(record.scenarios) > 1 else ""
)
