"""Confidence: how sure the answer is, what must be true, and what to measure next."""

import streamlit as st

from components import confidence, document, drawings, head
from components.why import why
from exports.plan import plan_pdf
from figures.answer import answer_with_range
from wording import safe

result = document.result()
spread = confidence.found()
facts = answer_with_range(result, spread)

head.head("Confidence", head.answer_sentence(facts))
head.below_the_sentence(facts)
confidence.say_certain(spread)

table, chance = st.columns([5, 3], gap="large")

with table:
    confidence.headline_table(result, spread)

with chance:
    confidence.chances(result, spread)
    confidence.why_of_draws("How sure it is", *confidence.HEADLINES, spread=spread)

match confidence.ask_section():
    case "spread":
        drawn, teams = st.columns(2, gap="large")
        with drawn:
            st.header("Net present value in all draws", anchor=False)
            st.caption(
                "Losses stand left of zero, in another colour; the outermost bars hold whatever lies beyond them."
            )
            if chart := confidence.npv_chart(spread):
                drawings.draw(chart)
                confidence.why_of_draws(
                    "Net present value in all draws", "npv", "npv_with_soft", spread=spread, chart=chart
                )
        with teams:
            st.header("Value of each team", anchor=False)
            confidence.team_table(result, spread)
            confidence.why_of_draws(
                "Range of each team", *confidence.TEAM_RANGES, *confidence.TEAM_DIRECT, spread=spread
            )

    case "time":
        cash, members = st.columns(2, gap="large")
        with cash:
            st.header("Cumulative cash", anchor=False)
            chart = confidence.cash_fan(spread)
            drawings.draw(chart)
            confidence.why_of_draws(
                "Cumulative cash in all draws", "payback_month", spread=spread, chart=chart
            )
        with members:
            st.header("Members", anchor=False)
            chart = confidence.members_fan(spread)
            drawings.draw(chart)
            why("Members in all draws", "members_reference", "members_end", "members_all", chart=chart)
        st.header("Value of a team, month by month", anchor=False)
        team = confidence.ask_team(result)
        chart = confidence.team_fan(spread, team)
        drawings.draw(chart)
        confidence.why_of_draws(
            "Team month by month", f"{team}.value", f"{team}.direct", spread=spread, chart=chart
        )
        many = document.formats().number(spread.fanned)
        st.caption(safe(f"Bands hold half, 8 and 9 of 10 draws in each month; from {many} draws."))

    case "moves":
        moved = confidence.drivers(spread)
        one, all_at_once = st.columns(2, gap="large")
        with one:
            st.header("One at a time (tornado)", anchor=False)
            st.caption("Each assumption from its low to its high end, all others at their likely value.")
            if chart := confidence.tornado_chart(result, moved):
                drawings.draw(chart)
                why("Tornado", "npv", chart=chart)
        with all_at_once:
            st.header("All at once (variance shares)", anchor=False)
            st.caption(
                "Sobol indices: what an assumption explains alone (first order), and with all it takes part in (total)."
            )
            if chart := confidence.variance_chart(result, moved):
                drawings.draw(chart)
                why("Variance shares", "npv", chart=chart)
        st.header("Narrow what matters most", anchor=False)
        confidence.ask_ranges(moved)
        st.header("What goes together", anchor=False)
        st.caption(
            "Where two assumptions tend to be high together, or one high when the other is low, say so."
        )
        confidence.correlations()

    case "true":
        moved = confidence.drivers(spread)
        alone, together = st.columns(2, gap="large")
        with alone:
            st.header("The value at which it breaks even", anchor=False)
            confidence.ask_break_even(result, moved)
            within = confidence.break_even_table(result, moved)
            st.caption(confidence.break_even_summary(moved, within))
            why("Break-even", "npv")
        with together:
            st.header("Two at once", anchor=False)
            chart, reason = confidence.two_way_chart(result, moved)
            if chart:
                st.caption("Net present value; on the line it breaks even, the dot is today.")
                drawings.draw(chart)
                why("Two at once", "npv", chart=chart)
            else:
                st.info(reason)

    case "measure":
        moved = confidence.drivers(spread)
        decision = confidence.ask_decision(result)
        plan = confidence.plan(result, spread, moved, decision)
        st.header(safe(plan.verdict), anchor=False)
        st.caption(
            "Worth knowing is the expected value of perfect information (EVPPI): what deciding with that one number "
            "known would bring, on average over the draws, more than deciding now."
        )
        if plan.steps:
            confidence.measure_table(plan.steps)
            why("What to measure", *confidence.MEASURED)
            confidence.measure_list(plan.steps)
        st.download_button(
            "Measurement plan to print (PDF)",
            data=lambda: plan_pdf(plan, dated=confidence.today()),
            file_name="measurement-plan.pdf",
            mime="application/pdf",
            on_click="ignore",
            icon=":material/print:",
        )

    case "credit":
        with_soft = confidence.ask_view()
        st.header(safe(confidence.credit_sentence(result, with_soft=with_soft)), anchor=False)
        st.caption(
            "The causal share is what would not have happened without the community; the cash share is what of it "
            "reaches the ledger. Value stands after the causal share, at likely values."
        )
        confidence.credit_table(result, with_soft=with_soft)
        why("Causal and cash shares", *confidence.CREDITED)
        grades, cut = st.columns(2, gap="large")
        with grades:
            st.header("What the value rests on", anchor=False)
            st.caption("Each line counts by the weakest number that makes it.")
            confidence.grade_table(result, with_soft=with_soft)
            why("What the value rests on", *confidence.CREDITED)
        with cut:
            st.header("A haircut, as consultants do it", anchor=False)
            confidence.haircut(result)
            why("A haircut", "pv_benefits", "npv", "roi", "payback_month", *confidence.HAIRCUT)

confidence.settings(spread)
