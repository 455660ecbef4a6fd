"""Teams: what each gives to the community's wheel and gets from it; all of them, or one."""

import streamlit as st

from components import document, drawings, head, teams
from components.why import why
from figures import said
from wording import safe
from wording.teams import team_sentence, teams_sentence

result = document.result()
write = document.formats()

top = st.container()
team = teams.ask_team()

if team is None:
    with top:
        head.head(
            "Teams",
            teams_sentence([said.team_facts(result, each) for each in teams.TEAMS.values()], formats=write),
        )
        head.whose(result)

    st.header("Who gains", anchor=False)
    st.caption(
        "Direct is what a team gets by itself, the rest comes from the wheel. Soft value does not reach the ledger."
    )
    chart = drawings.team_bars(result)
    drawings.draw(chart)
    why("Value by team", "pv_benefits", *teams.BARS, chart=chart)

    st.header("Gained and given", anchor=False)
    st.caption("Direct and received add up to value. Given is what the team's loop adds for all teams.")
    teams.overview_table(result)
    if dashes := teams.without_numbers(result):
        st.caption(safe(dashes))
    why("All teams", *teams.OVERVIEW)

    st.header("Who pays", anchor=False)
    st.caption(
        "Name the team that pays a kind of cost, and it has an ROI of its own. Shared cost is never spread over teams."
    )
    teams.ask_payers(result)
    teams.payer_table(result)
    why("Own ROI", "pv_costs", *teams.COSTS, *teams.PAYING)
else:
    with top:
        head.head("Teams", team_sentence(said.team_facts(result, team), formats=write))
        head.whose(result)

    st.markdown(safe(team.purpose))
    why(f"Figures of {team.label}", *teams.headline(result, team))
    with st.container(horizontal=True):
        teams.switches(result, team)

    work, months = st.columns(2, gap="large")
    with work:
        st.header("What members contribute", anchor=False)
        teams.contribution_table(result, team)
        why("Contributions", f"{team.id}.hours", f"{team.id}.posts")
    with months:
        st.header("Month by month", anchor=False)
        if teams.has_value(result, team):
            st.caption("Undiscounted; hard value reaches the ledger, soft value is time and attention.")
            chart = teams.month_chart(result, team)
            drawings.draw(chart)
            names = (*(line.gross for line in team.lines), *(f"{team.id}.{line.id}" for line in team.lines))
            why("Month by month", *names, *(f"{team.id}.{line.id}.soft" for line in team.lines), chart=chart)
        else:
            st.markdown("There is no value to draw.")

    lines, exchange = st.columns(2, gap="large")
    with lines:
        st.header("Where its value comes from", anchor=False)
        teams.line_table(result, team)
        parts = [f"{team.id}.{line.id}" for line in team.lines]
        why(
            "Value lines",
            *parts,
            *(f"{part}.{kind}" for part in parts for kind in ("gross", "soft", "claim")),
        )
    with exchange:
        st.header(safe(team.loop.label), anchor=False)
        st.caption(safe(team.loop.help))
        teams.exchange_table(result, team)
        why("Given and received", *teams.exchange_figures(team))

    st.header("What to track for buy-in", anchor=False)
    st.caption("Measures that this team recognises as its own, after the SPACES model.")
    st.markdown("\n".join(f"- {safe(metric)}" for metric in team.metrics))
