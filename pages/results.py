"""Results: one sentence a CFO can repeat, and everything behind it."""

import streamlit as st

from components import document, drawings, exports, head, results, sureness, teams
from components.sections import ask_section
from components.whole_page import by_itself
from components.why import why
from figures import said
from wording import safe


@by_itself
def answer() -> None:
    result = document.result()
    sentence = head.answer_sentence()

    head.head("Results", sentence)
    head.below_the_sentence()
    sureness.say_how_sure()
    head.headline_metrics(result, card="Headline of Results")
    results.change_a_number()

    head.say_remarks(result.warnings)

    bars, cash = st.columns(2, gap="large")

    with bars:
        st.header("Who gains", anchor=False)
        st.caption(safe(said.who_gains(result)))
        chart = drawings.team_bars(result)
        drawings.draw(chart)
        why("Value per team", "pv_benefits", *teams.BARS, chart=chart)

    with cash:
        st.header("When it pays back", anchor=False)
        st.caption(safe(said.when_it_pays(result)))
        chart = drawings.cash(result)
        drawings.draw(chart)
        why("Cumulative cash", "payback_month", "deepest_need", chart=chart)

    st.header("Value and return per team", anchor=False)
    st.caption(
        "Direct and received add up to value. Given is what the team's loop adds for everyone; all given add up to the "
        "flywheel effect."
    )
    teams.overview_table(result)
    why("Table of teams", *teams.OVERVIEW)

    match ask_section(results.SECTIONS, key="part"):
        case "measures":
            others, years = st.columns(2, gap="large")
            with others:
                st.header("The same answer by other measures", anchor=False)
                st.caption(
                    "Hard value reaches the ledger. Soft value is time and attention saved: capacity, not cash."
                )
                results.measure_table(result)
                why("Other measures", *results.MEASURE_FIGURES)
            with years:
                st.header("Year by year", anchor=False)
                st.caption("Benefits and costs of each year, undiscounted.")
                chart = drawings.yearly(result)
                drawings.draw(chart)
                why("Year by year", "years.benefits", "years.costs", "npv_yearly_view", chart=chart)

        case "owner":
            st.header("Each dollar has one owner", anchor=False)
            st.caption(safe(said.one_owner(result)))
            chart = drawings.claims(result)
            drawings.draw(chart)
            why("Claims and overlap", "claims", "overlap", "pv_benefits", chart=chart)

        case "cost":
            kinds, staff = st.columns(2, gap="large")
            with kinds:
                st.header("What it costs", anchor=False)
                results.cost_table(result)
                why("Costs", "pv_costs")
            with staff:
                st.header("If staff changes", anchor=False)
                st.caption(safe(results.if_staff_changes(result)))
                chart = drawings.npv_by_staff(result)
                drawings.draw(chart)
                why("Net present value by staff", "npv", "care", "staffing", chart=chart)

        case "beyond":
            st.header("What is not counted", anchor=False)
            st.caption(
                "A community is for its members first. None of this is in the ROI; write what is true of yours."
            )
            results.ask_not_counted()

    exports.folded()


answer()
