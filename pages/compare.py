"""Compare: two to four scenarios side by side, what differs between them, and what explains the gap."""

import streamlit as st

from calculators.comparison import Terms
from components import compare, document, drawings, exports, head
from figures.compared import COSTS, MORE, SURE, TEAM_BARS
from figures.comparison import HEADLINES, horizon_text
from scenarios.workspace import Comparison
from wording import safe


def these_do_not_go_together(problems: tuple[str, ...], comparison: Comparison) -> None:
    head.head("Compare", "These cannot be put side by side as they are.")
    for problem in problems:
        st.error(safe(problem, limit=600), icon=":material/error:")
    compare.ask_comparison()
    compare.ask_sides(comparison)
    compare.ask_arrangement(comparison)


def one_alone(terms: Terms, comparison: Comparison) -> None:
    head.head("Compare", f"What would “{terms.sides[0].name}” be worth otherwise?")
    st.markdown("Put something beside it: a companion in one tap, or a copy with other assumptions.")
    compare.ask_comparison()
    compare.ask_sides(comparison)


def side_by_side(terms: Terms, comparison: Comparison) -> None:
    shown = compare.view(comparison, terms)

    head.head("Compare", shown.sentence)
    compare.say_how_sure(shown, terms)
    st.caption(safe(horizon_text(shown)))
    for note in shown.notes:
        st.info(safe(note, limit=600), icon=":material/info:")

    compare.ask_comparison()
    compare.ask_sides(comparison)
    compare.ask_arrangement(comparison)

    everyone = tuple(range(len(shown.sides)))
    if not compare.on_a_phone():
        compare.table(shown, compare.headline_rows(shown), everyone, alt="Headline figures side by side")
        compare.why_sides("Headline figures", terms, shown, *HEADLINES, *SURE)

    held = compare.ask_held(comparison, shown)
    against = shown.held(held)
    base, other = shown.sides[shown.base].name, shown.sides[held].name
    numbers = tuple(sorted((shown.base, held))) if compare.on_a_phone() else everyone

    st.header(safe(f"“{other}” against “{base}”"), anchor=False)
    st.markdown(safe(" ".join(part for part in (against.sentence, against.months) if part), limit=800))
    if compare.on_a_phone():
        compare.table(shown, compare.headline_rows(shown), numbers, alt="Headline figures side by side")
        compare.why_sides("Headline figures", terms, shown, *HEADLINES, *SURE)

    gap, sure = st.columns(2, gap="large")

    with gap:
        st.header("What explains the gap", anchor=False)
        if against.bridge is None:
            st.markdown(
                "Follows in a moment." if not shown.drawn else "Mixtures of the two have no value to split."
            )
        else:
            st.markdown(safe(against.bridge.sentence))
            if chart := compare.bridge_chart(shown, against):
                drawings.draw(chart)
                st.caption(safe(against.bridge.note, limit=800))
                compare.why_sides("The bridge", terms, shown, f"{MORE}npv", chart=chart, only=held)

    with sure:
        st.header("How sure the difference is", anchor=False)
        if against.paired is None:
            st.markdown("Follows in a moment.")
        else:
            compare.sure_table(against)
            compare.why_sides("How sure the difference is", terms, shown, *SURE, only=held)

    st.header("What differs", anchor=False)
    compare.changes_list(shown, against)
    compare.why_sides("What differs", terms, shown, f"{MORE}npv", only=held)

    cash, members = st.columns(2, gap="large")

    with cash:
        st.header("Cumulative cash", anchor=False)
        chart = compare.cash_chart(shown, numbers)
        drawings.draw(chart)
        compare.why_sides(
            "Cumulative cash of each", terms, shown, "payback_month", "deepest_need", chart=chart
        )

    with members:
        st.header("Members", anchor=False)
        chart = compare.members_chart(shown, numbers)
        drawings.draw(chart)
        compare.why_sides("Members of each", terms, shown, "members_end", "turns_in_month", chart=chart)

    teams, wheel = st.columns(2, gap="large")

    with teams:
        st.header("Value of each team", anchor=False)
        st.caption("Full colour: direct. Pale: what the wheel adds.")
        chart = compare.teams_chart(shown, numbers)
        drawings.draw(chart)
        compare.why_sides(
            "Value of each team, side by side", terms, shown, "pv_benefits", *TEAM_BARS, chart=chart
        )

    with wheel:
        st.header("When the wheel turns", anchor=False)
        st.markdown(safe(compare.turning(shown, numbers), limit=800))
        if chart := compare.share_chart(shown, numbers):
            drawings.draw(chart)
            compare.why_sides(
                "The wheel of each", terms, shown, "turns_in_month", "flywheel_share", chart=chart
            )

    st.header("What it costs", anchor=False)
    compare.cost_table(shown, numbers)
    compare.why_sides("Costs, side by side", terms, shown, "pv_costs", *COSTS)

    compare.ask_to_share(comparison, terms)
    exports.folded(scenario=terms.sides[shown.base].case.scenario, compared=shown)


comparison = compare.comparison()
terms = compare.terms_of(comparison, document.workspace())

# every way ends here, none with st.stop(): what the frame does after a page is for all
if isinstance(terms, tuple):
    these_do_not_go_together(terms, comparison)
elif len(comparison.scenarios) == 1:
    one_alone(terms, comparison)
else:
    side_by_side(terms, comparison)
