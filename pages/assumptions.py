"""Assumptions: every number behind the answer, whose it is and how good it is."""

import streamlit as st

from components import assumptions, document, evidence, head
from figures.assumptions import sentence
from wording import safe_money

result = document.result()
answer = head.answer_sentence()

assumptions.read_address()
head.head("Assumptions", sentence(result))
assumptions.ask_what_to_show()
assumptions.draw()
assumptions.whole_sets()
evidence.draw()

with st.bottom:
    st.markdown(safe_money(answer))
