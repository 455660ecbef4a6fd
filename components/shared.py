"""The Shared page: a record drawn for somebody with two minutes, and numbers to try on this screen only."""

from __future__ import annotations

from typing import Final

import streamlit as st

from calculators import MODEL_VERSION
from components import charts, document
from components.charts import Chart
from components.remembered import remembered
from components.tables import plain_table
from figures.kinds import written
from scenarios import record as records
from scenarios.record import Mattering, NoScenarioError, Record, Told, headline_figures, headline_ranges
from wording import safe, safe_money
from wording.comparison import told_apart
from wording.formats import Formats
from wording.shared import evidence, gains_most, moved_sentence, pays_back, shared_by

STOPS: Final = 40
"""Steps of a slider, from the low to the high end of the range."""

TRIED: Final = "tried on the shared page"
LONGEST_NAME: Final = 40


# ---- which scenario, and the numbers that are tried


def names_of(record: Record) -> tuple[str, ...]:
    """Return a name for each scenario, no two the same."""
    return told_apart([told.called for told in record.scenarios])


def ask_which(record: Record) -> int:
    """Draw the choice of the scenario that is looked at, where there are several."""
    names = told_apart(names_of(record), longest=LONGEST_NAME)
    if len(names) == 1:
        return 0
    chosen = st.segmented_control(
        "Each by itself" if record.compared else "Look at",
        range(len(names)),
        format_func=lambda number: safe(names[number]),
        default=0,
        required=True,
        key="shared scenario",
    )
    return int(chosen)


def as_tried(told: Told, link: str) -> tuple[Told, str]:
    """Return the scenario with the numbers that this reader tries, and why they cannot be, empty where they can.

    Parameters
    ----------
    told
        As it was shared.
    link
        What names it in this session: what is tried belongs to one link.
    """
    chosen = _chosen(told, link)
    if not chosen:
        return told, ""
    try:
        return _tried(told.model_dump_json(), tuple(sorted(chosen.items()))), ""
    except NoScenarioError as error:
        return told, str(error)


@remembered(256)
def _tried(told: str, values: tuple[tuple[str, float], ...]) -> Told:
    return records.tried(Told.model_validate_json(told), dict(values))


def _key(link: str, name: str) -> str:
    return f"{TRIED} {link} {name}"


def _chosen(told: Told, link: str) -> dict[str, float]:
    """Return the numbers that differ from what was shared."""
    found = {}
    for entry in told.five:
        value = st.session_state.get(_key(link, entry.id), entry.value)
        if value != entry.value:
            found[entry.id] = float(value)
    return found


def _forget(told: Told, link: str) -> None:
    for entry in told.five:
        st.session_state.pop(_key(link, entry.id), None)


def stops(entry: Mattering, write: Formats) -> tuple[float, ...]:
    """Return the values that a slider stops at: even steps over the range, and the value that was shared.

    No two are written alike: Streamlit finds a stop by what stands on it, and the other could not be reached.
    """
    step = (entry.high - entry.low) / STOPS
    even = (float(f"{entry.low + step * number:.3g}") for number in range(STOPS))
    found: dict[str, float] = {}
    for value in (entry.value, entry.low, entry.high, *even):
        found.setdefault(_written(value, entry, write), value)
    return tuple(sorted(found.values()))


# ---- the answer


def head(now: Told, told: Told, record: Record) -> None:
    """Draw the sentence, what belongs right above and below it, and what is tried."""
    if record.compared is None:
        st.caption(safe(f"{told.name or 'What the community is worth'}. {signed(record)}", limit=400))
        st.title(safe(now.sentence, limit=600), anchor=False)
    else:
        st.header(safe(now.sentence, limit=600), anchor=False)
    if now.going_on:
        st.markdown(safe_money(now.going_on))
    if now is told:
        note = _moved(told.model_dump_json())
        if note is not None:
            st.info(
                safe(
                    moved_sentence(
                        note, model_version=record.model_version, now=MODEL_VERSION, formats=told.formats
                    ),
                    limit=600,
                ),
                icon=":material/update:",
            )
    else:
        st.caption(safe(f"With the numbers you try. Shared was: {told.sentence}", limit=700))


def signed(record: Record) -> str:
    """Return who shared it and when, and what found the figures."""
    return shared_by(made_by=record.made_by, made_on=record.made_on, model_version=record.model_version)


def has_moved(told: Told) -> bool:
    """Tell whether today's model says something else than was shared."""
    return _moved(told.model_dump_json()) is not None


@remembered(128)
def _moved(told: str) -> records.Moved | None:
    return records.moved(Told.model_validate_json(told))


def metrics(now: Told) -> None:
    """Draw the four figures of the headline, each with its range."""
    figures = (*headline_figures(now), ("The wheel adds", now.formats.money_short(now.flywheel)))
    spans = (*headline_ranges(now), "")
    cells = [(label, value, span) for (label, value), span in zip(figures, spans, strict=True)]
    for pair, side in zip((cells[:2], cells[2:]), st.columns(2, gap="small"), strict=True):
        with side, st.grid(2, min_column_width=130, gap="small"):
            for label, value, span in pair:
                with st.container(gap=None):
                    st.metric(label, safe_money(value))
                    if span:
                        st.caption(safe(span))


# ---- what is behind it


def team_chart(now: Told) -> Chart:
    """Return hard value by team, direct and from the wheel: what the sentence counts."""
    hard_only = {"soft_direct": 0.0, "soft_received": 0.0}
    teams = tuple(charts.TeamValue(**(team.model_dump() | hard_only)) for team in now.teams)
    return charts.team_bars(teams=teams, money=now.formats.money_short, style=document.style_of(now.formats))


def cash_chart(now: Told) -> Chart:
    """Return cumulative cash at the likely values."""
    return charts.cumulative_cash(
        path=charts.CashPath(name="Going on" if now.running else "The plan", cash=now.cash),
        money=now.formats.money_short,
        style=document.style_of(now.formats),
        payback_month=now.payback_month,
    )


def who_gains(now: Told) -> str:
    """Return who gains most of what reaches the ledger, and of the soft value beside it."""
    return gains_most(
        hard={team.label: team.direct + team.received for team in now.teams},
        soft={team.label: team.soft_direct + team.soft_received for team in now.teams if team.on},
        formats=now.formats,
    )


def when_it_pays(now: Told) -> str:
    """Return how deep it goes and when it is back."""
    return pays_back(
        payback_month=now.payback_month,
        beyond=now.payback_beyond_horizon,
        deepest_need=now.deepest_need,
        cash=now.cash,
        formats=now.formats,
    )


def side_by_side(record: Record) -> None:
    """Draw the scenarios of a link that was made before links held comparisons."""
    named = list(zip(names_of(record), record.scenarios, strict=True))
    for name, told in named:
        st.markdown(f"**{safe(name, limit=60)}**: {safe(told.sentence, limit=600)}")
    rows = [
        {"": label, **{name: headline_figures(told)[row][1] for name, told in named}}
        for row, (label, _) in enumerate(headline_figures(record.scenarios[0]))
    ]
    rows += [
        {"": f"Value of {team.label}", **{name: _of_team(told, number) for name, told in named}}
        for number, team in enumerate(record.scenarios[0].teams)
    ]
    plain_table(rows, alt="The scenarios side by side")


def _of_team(told: Told, number: int) -> str:
    team = told.teams[number]
    amount = told.formats.money_short(team.direct + team.received)
    return "off" if not team.on else amount if team.measured else "–"


# ---- try a number


def try_numbers(told: Told, link: str) -> None:
    """Draw the assumptions that matter most, each with a slider over its range and where it comes from."""
    for entry in told.five:
        with st.container(gap="xsmall"):
            values = stops(entry, told.formats)
            if len(values) > 1:
                _slider(entry, values, told.formats, link)
            else:
                st.markdown(f"{safe(entry.label)}: {safe(_written(entry.value, entry, told.formats))}")
            st.caption(safe(told_of(entry, told.formats), limit=900))


def _slider(entry: Mattering, values: tuple[float, ...], write: Formats, link: str) -> None:
    key = _key(link, entry.id)
    if st.session_state.get(key) not in values:
        st.session_state[key] = entry.value
    st.select_slider(
        safe(entry.label),
        values,
        key=key,
        # digits, signs and units of our own; a screen reader is told them as they stand, so nothing is escaped
        format_func=lambda value: _written(value, entry, write),
    )


def _written(value: float, entry: Mattering, write: Formats) -> str:
    return written(value, entry.kind, "", write)


def told_of(entry: Mattering, write: Formats) -> str:
    """Return what was shared of one assumption, and what it rests on."""
    value = written(entry.value, entry.kind, entry.unit, write)
    rests = evidence(origin=entry.origin, grade=entry.grade, source=entry.source, note=entry.note)
    return f"Shared: {value}; {rests}."


def back(told: Told, link: str, *, where: str) -> None:
    """Draw the way back to what was shared, once something was tried."""
    if _chosen(told, link):
        st.button(
            "Back to what was shared",
            key=f"back {where}",
            icon=":material/undo:",
            on_click=_forget,
            args=(told, link),
        )


def keep_in_sight(now: Told, told: Told, link: str, *, name: str = "") -> None:
    """Keep the answer below the page, where it follows the sliders; with the way back once something was tried.

    Of several scenarios, `name` says whose answer it is.

    It stands there from the start: coming up under a finger it would cover the slider.
    """
    with st.bottom:
        whose = f"**{safe(name, limit=40)}**: " if name else ""
        st.markdown(whose + safe_money(now.sentence))
        back(told, link, where="in sight")


# ---- about


def not_counted(told: Told) -> None:
    """Draw the author's own lines on what is not in the figures."""
    st.caption("A community is for its members first. None of this is in the figures above.")
    if not told.not_counted:
        st.markdown(
            "Help given to people, trust, thought leadership, citizenship, a growing market: nothing of it is counted."
        )
    for label, text in told.not_counted:
        st.markdown(f"**{safe(label)}**: {safe(text, limit=600)}")


def about(told: Told, record: Record) -> None:
    """Draw whose numbers these are, who shared them and when, and what found them."""
    st.markdown(safe(f"{told.whose}."))
    st.markdown(safe(signed(record)))
    st.caption(
        "Hard value that reaches the ledger, against having no community. Ranges of results hold 8 times in 10, charts "
        "show the likely values. Nothing that you try here is kept or sent to anybody."
    )
