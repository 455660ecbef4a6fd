"""Flywheel: what the loops add, who powers whom, and whether the wheel turns by itself."""

import streamlit as st

from components import document, drawings, head, loops, teams
from components.why import why
from figures import said
from wording import safe
from wording.wheel import wheel_sentence

result = document.result()

head.head("Flywheel", wheel_sentence(said.wheel_facts(result), formats=document.formats()))
if planned := loops.reached(result):
    st.markdown(safe(planned))
head.whose(result)

hero, control = st.columns([5, 3], gap="medium")

with hero:
    wheel = drawings.wheel(result)
    drawings.draw(wheel)
    st.caption(safe(loops.before_costs(result)))
    why("The wheel", "pv_benefits", "pv_costs", "flywheel", *teams.BARS, chart=wheel)
    loops.sum_of_parts(result)
    st.caption(safe(loops.growth(result)))
    st.caption(
        "How the effect splits between teams echoes the answers to “how did you hear of us?”; the total hardly does."
    )
    why("What the loops add", "direct", "flywheel", "npv", "growth")

with control:
    st.header("Switch a loop", anchor=False)
    st.caption("Every figure follows, here and on all pages.")
    loops.loop_switches(result)

share, layers = st.columns(2, gap="large")

with share:
    st.header("Does it turn by itself?", anchor=False)
    loops.turning(result)
    st.caption(safe(loops.reproduction(result)))
    chart = drawings.share(result)
    drawings.draw(chart)
    why(
        "Flywheel share",
        "flywheel_share",
        "flywheel_share_end",
        "turns_in_month",
        "carries_itself_in_month",
        "reproduction",
        "reproduction_end",
        chart=chart,
    )

with layers:
    st.header("Who is in it", anchor=False)
    st.caption("Each layer on its own scale: they differ too much to share one.")
    chart = drawings.layers(result)
    drawings.draw(chart)
    why("Members by layer", "members_reference", "members_peak", "members_end", *loops.LAYERS, chart=chart)

st.header("Who powers whom", anchor=False)
st.caption("The loop of a row's team adds this much to the value of a column's team.")
if result.resolved.loops_on:
    chart = drawings.matrix(result)
    drawings.draw(chart)
    why("Who powers whom", "flywheel", *loops.MATRIX, chart=chart)
else:
    st.markdown("No loop turns, so no team powers another.")

st.header("Given and received", anchor=False)
st.caption("Each column adds up to the flywheel effect.")
loops.giving_table(result)
why("Given and received", "flywheel", *loops.GIVING)
