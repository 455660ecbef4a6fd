"""Break the cycle: not funded, not measured, not seen, not funded; where that tips, and what a community does."""

import streamlit as st

from components import cycle, document, head

top = st.container()
section = cycle.ask_section()

with top:
    head.head("Break the cycle", cycle.sentence(section))
    if section in cycle.OF_THE_CIRCLE:
        cycle.say_illustrative()
    head.whose(document.result())

shown = section if cycle.has_budget(section) else ""
if shown in cycle.OF_THE_CIRCLE:
    cycle.ask_plan(shown)

match shown:
    case "circle":
        st.header("What is not funded is not seen, and what is not seen is not funded", anchor=False)
        st.caption(
            "The same company, three policies from one start: the plan above; standing still, each budget decided by "
            "what is seen; and cutting at once. The dot is where a circle closes."
        )
        cycle.draw_policies()
        moments, end = st.columns(2, gap="large")
        with moments:
            st.header("When each circle closes", anchor=False)
            cycle.closing_list()
        with end:
            st.header("What it comes to", anchor=False)
            cycle.policy_table()
        st.header("Which loop dominates", anchor=False)
        cycle.loops()

    case "tipping":
        st.header("Where a start ends", anchor=False)
        cycle.tip_texts()
        cycle.map_of_starts()
        cycle.map_caption()

    case "break":
        st.header("A cycle that must be broken before the benefits can come", anchor=False)
        cycle.commitment()

    case "waiting":
        st.header("The same plan, begun later", anchor=False)
        cycle.waiting_table()

    case "businesses":
        st.header("The same employees, with and without a community", anchor=False)
        cycle.business_table()
        st.header("What members contribute", anchor=False)
        cycle.contribution_tables()
        alone, outside = st.columns(2, gap="large")
        with alone:
            st.header("What no employee could have done", anchor=False)
            cycle.nobody_else()
        with outside:
            st.header("Those who are not customers", anchor=False)
            cycle.others()

    case "conditions":
        st.header("A community is like a garden", anchor=False)
        st.caption(
            "It does not happen overnight, and needs conditions in which members choose to spend time with each other."
        )
        cycle.ask_conditions()
        cycle.set_conditions()

    case "behind":
        st.header("Change the illustration", anchor=False)
        cycle.numbers_behind()
        st.header("How it is computed", anchor=False)
        cycle.equations()
        cycle.download()
