"""Start: what kind of community, ten numbers, and the answer at once."""

import streamlit as st

from components import deflection, document, drawings, fields, head, setting, sureness, teams
from components.why import why
from wording import safe_money

result = document.result()
quick = document.scenario().point.quick
sentence = head.answer_sentence()

status, since, kind = st.columns([4, 3, 5], gap="medium")
# On a phone the columns stack: the answer, the first three numbers, the wheel, the other seven.
answer, first_numbers = st.columns([5, 4], gap="large")
wheel, other_numbers = st.columns([5, 4], gap="large")

with status:
    setting.ask_status()

with since:
    setting.ask_since()

with kind:
    setting.ask_starting_point()

with answer:
    head.head("", sentence)
    head.below_the_sentence()
    sureness.say_how_sure()
    head.headline_metrics(result, card="Answer of Start")
    head.say_remarks(remark for remark in result.warnings if remark.field == "result")

with first_numbers:
    st.caption("Change what you can: three numbers are enough to begin. Type ? where you don't know.")
    fields.number_grid(quick[:3], on="start")
    deflection.offer()

with wheel:
    chart = drawings.wheel(result)
    drawings.draw(chart)
    why("The wheel on Start", "pv_benefits", "flywheel", *teams.BARS, chart=chart)

with other_numbers:
    st.caption("The other seven")
    fields.number_grid(quick[3:], on="start")
    # one place, whatever an edit adds: what stands below is not drawn anew
    with st.container():
        fields.confirm_rest(quick)
        setting.ask_scaling()
        setting.ask_currency()
    with st.container(horizontal=True):
        st.page_link("results.py", label="See the results", icon=":material/query_stats:")
        head.share_button()

with st.bottom:
    # in sight while a phone scrolls, so as short as it can be said
    st.markdown(safe_money(head.in_short(sentence)))
