"""What the Confidence page is made of: draws and how long they take, its sections, its charts and its tables."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from calculators.assumption import Grade, Kind
from calculators.confidence import SEED, Drivers
from calculators.draws import MOST_POINTS, POINTS, uncertain
from calculators.evaluation import LineResult, Result
from calculators.haircut import TAKEN_OFF, UNSURE, with_haircut
from calculators.model import MODEL
from calculators.scenario import FIXED, Correlation, InForce, Origin
from calculators.spread import Spread
from calculators.team import ValueLine
from components import charts, document, fields, sections
from components.charts import Chart, of_result
from components.choices import forget_what_is_gone
from components.tables import plain_table
from components.why import why
from figures.answer import nothing_counted, payback_to_write
from figures.assumptions import name_of, unit_of
from figures.kinds import with_its_digits, written
from figures.plan import Decision, Plan, Step, plan_of, question
from figures.teams import is_measured
from figures.uncertainty import (
    CASES,
    CHANCES,
    DRAWN,
    EVERY_DRAW,
    NO_DRAW,
    TYPED,
    InDraws,
    chance_text,
    drawn_text,
    error_text,
    named_break_even,
    percentile_text,
    ranged,
)
from figures.why import range_text
from wording import safe
from wording.formats import NO_VALUE, years_in_words

DRAWS: Final = "draws"
SEED_KEPT: Final = "seed of draws"
STOPPED: Final = "draws stopped"
CHOICES: Final = tuple(POINTS * 2**power for power in range(7))
PATIENCE: Final = 1.0
"""Seconds before progress is shown."""

LONG: Final = 4_096
"""Draws from which progress is shown at once."""

LARGEST_SEED: Final = 2**31 - 1
NARROWED: Final = 4
GRADES: Final = tuple(Grade)

RANKS: Final = tuple(step / 20 for step in range(-19, 20))
"""How closely two assumptions can be said to go together."""

SECTIONS: Final = {
    "spread": "How far apart",
    "time": "Over time",
    "moves": "What moves it",
    "true": "What must be true",
    "measure": "What to measure",
    "credit": "How we know",
}

SHORT: Final = {
    "roi": "ROI",
    "npv": "NPV",
    "payback_month": "Payback month",
    "roi_going_on": "ROI of going on",
}
HEADLINES: Final = ("roi", "npv", "payback_month", "roi_going_on", "p_roi_positive", "p_payback")
TEAM_RANGES: Final = tuple(f"{team.id}.value" for team in MODEL.teams)
CREDITED: Final = (
    *("pv_benefits", "with_soft.pv_benefits", "with_soft.npv", "own_value_share"),
    *(f"{team.id}.{line.id}{part}" for team, line in MODEL.lines for part in ("", ".soft")),
)
MEASURED: Final = ("npv", "npv_going_on")
HAIRCUT: Final = tuple(f"haircut.{part}" for part in ("benefits", "npv", "roi", "payback_month"))
TEAM_DIRECT: Final = tuple(f"{team.id}.direct" for team in MODEL.teams)


# ---- draws


def found() -> Spread:
    """Return the draws asked for, with a progress bar and a way to stop where they take long.

    Not in a fragment: a fragment's rerun waits for the script that runs, so its button could not stop anything. A
    rerun of the page ends it at the next step of the bar, and nothing half done is kept.
    """
    points, seed = st.session_state.get(DRAWS, POINTS), st.session_state.get(SEED_KEPT, SEED)
    place = st.empty()
    spread = document.confidence(points, seed, _progress(place, points))
    place.empty()
    if st.session_state.pop(STOPPED, False):
        st.info(
            f"Stopped. What you see rests on {document.formats().number(points)} draws.",
            icon=":material/stop_circle:",
        )
    return spread


def _progress(place: st.delta_generator.DeltaGenerator, points: int) -> Callable[[float], bool]:
    began = time.monotonic()
    drawn = document.formats().number(points)
    bars: list[st.delta_generator.DeltaGenerator] = []

    def told(share: float) -> bool:
        if points <= LONG and time.monotonic() - began < PATIENCE:
            return True
        words = f"{drawn} draws: {share:.0%} done"
        if not bars:
            with place.container():
                bars.append(st.progress(share, text=words))
                st.button("Stop", key="stop draws", icon=":material/stop_circle:", on_click=_stop)
        bars[0].progress(share, text=words)
        return True

    return told


def _stop() -> None:
    st.session_state[DRAWS] = POINTS
    st.session_state[STOPPED] = True


def settings(spread: Spread) -> None:
    """Draw how many draws there are, how they can be had again, and what was done to them."""
    st.caption(safe(f"{drawn_text(spread, document.formats())} {touched(spread)}"))
    with st.expander("Draws and seed", icon=":material/casino:"):
        _ask_draws()
        st.caption(safe(clipped(spread)))


def _ask_draws() -> None:
    write = document.formats().number
    with st.grid(2, min_column_width=200):
        st.session_state.setdefault(DRAWS, POINTS)
        st.selectbox(
            "Draws",
            CHOICES,
            format_func=write,
            key=DRAWS,
            persist_state="session",
            help=f"{write(POINTS)} are enough for decisions. {write(MOST_POINTS)} take half a minute and bring the "
            "error of the middle down to an eighth.",
        )
        held = document.refused(SEED_KEPT)
        st.session_state["seed"] = held.text if held else str(st.session_state.get(SEED_KEPT, SEED))
        st.text_input(
            "Seed",
            key="seed",
            on_change=_seed_typed,
            max_chars=20,
            help="Where the draws begin. The same seed gives the same figures, on any machine.",
        )
        if held:
            st.error(safe(held.message), icon=":material/error:")


def _seed_typed() -> None:
    typed = st.session_state["seed"].strip()
    if re.fullmatch(r"[0-9]{1,10}", typed) and int(typed) <= LARGEST_SEED:
        st.session_state[SEED_KEPT] = int(typed)
        document.accept(SEED_KEPT)
    else:
        document.refuse(SEED_KEPT, typed[:20], f"Write a whole number from 0 to {LARGEST_SEED}.")


def touched(spread: Spread) -> str:
    """Return in how many draws claims were lowered."""
    if spread.touched <= 0.0:
        return "No draw claims more than exists."
    return (
        f"In {_share(spread.touched)} of them claims were lowered to what exists "
        "(no more deflected than asked, no more members than people)."
    )


def clipped(spread: Spread) -> str:
    """Return how many values were put on a bound."""
    if not spread.clipped:
        return "No value left its bounds."
    name, most = max(spread.clipped.items(), key=lambda item: item[1])
    how_many = f"{len(spread.clipped)} assumption{'s' if len(spread.clipped) > 1 else ''}"
    return (
        f"Values beyond what is possible were put on the bound for {how_many}, at most {_share(most)} of the draws "
        f"({fields.name_of(name)})."
    )


def _share(share: float) -> str:
    return "under 1\u00a0%" if 0.0 < share < 0.005 else f"{round(100.0 * share)}\u00a0%"


# ---- the head


def say_certain(spread: Spread) -> None:
    """Say why there is no range, where there is none."""
    if spread.certain:
        st.info(
            "No number has a range, so the answer has none. Type a range such as 200 to 800 for what you are not "
            "sure of.",
            icon=":material/straighten:",
        )


def headline_table(result: Result, spread: Spread) -> None:
    """Draw percentiles, the answer at likely values, and how well the middle is known."""
    write, money = document.formats(), result.hard
    likely = {
        "roi": money.roi,
        "npv": money.npv,
        "payback_month": payback_to_write(money),
        "roi_going_on": money.roi_going_on,
    }
    rows = []
    for name, at_likely in likely.items():
        if name == "roi_going_on" and not result.resolved.scenario.running:
            continue
        figure = ranged()[name]
        quoted = figure.value(spread)
        low, middle, high, alone = (
            percentile_text(value, figure.kind, write)
            for value in (quoted.p10, quoted.p50, quoted.p90, at_likely)
        )
        rows.append(
            {
                "Hard value": SHORT[name],
                "P50": _with_error(middle, quoted.standard_error, figure.kind),
                "P10 to P90": _span(low, high),
                "Likely": alone,
            }
        )
    plain_table(rows, alt="Percentiles of ROI, net present value and payback over all draws")
    st.caption(
        f"NPV is the net present value. P50 is the middle of the draws; {CASES} it lies between P10 and P90. "
        "± is the standard error of the middle: what another seed may move it by. Likely: with every number at its "
        f"likely value. Later: not within {years_in_words(result.horizon)}."
    )


def _with_error(middle: str, error: float | None, kind: str) -> str:
    told = error_text(error, kind, document.formats())
    return middle if told == NO_VALUE else f"{middle} {told}"


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def chances(result: Result, spread: Spread) -> None:
    """Draw how often it pays, and how often it is paid back within the horizon."""
    write = document.formats()
    over = years_in_words(result.horizon)
    labels = {
        "p_roi_positive": ("It pays", f"over {over}"),
        "p_payback": ("It is paid back", f"within {over}"),
    }
    # below each other on a phone: two in a row leave no room for "> 99 of 100" or "every draw"
    with st.grid(2, min_column_width=180, gap="small"):
        for name, (label, when) in labels.items():
            cases, _, error = chance_text(CHANCES[name], spread, write).partition(", ")
            with st.container(gap="xxsmall"):
                st.metric(label, short_cases(cases))
                # "every draw" and "no draw" name the draws themselves
                of = "" if cases in (NO_DRAW, EVERY_DRAW) else "draws, "
                drawn = f"{of}{when}{', ' if error else ''}{error}"
                st.caption("there is nothing to weigh" if cases == NO_VALUE else safe(drawn))


def short_cases(said: str) -> str:
    """Return how often in signs: the words of a chance that is nearly none or nearly all do not fit a phone's metric.

    Examples
    --------
    >>> short_cases("fewer than 1 of 100 draws"), short_cases("72 of 100 draws")
    ('< 1 of 100', '72 of 100')
    """
    return said.removesuffix(" draws").replace("fewer than ", "< ").replace("more than ", "> ")


def why_of_draws(card: str, *names: str, spread: Spread, chart: Chart | None = None) -> None:
    """Draw the small button of a card whose figures come from draws, and its drawer when it is pressed."""
    why(
        card,
        *(f"{DRAWN}{name}" for name in names),
        chart=chart,
        ask=lambda: InDraws(document.result(), lambda: spread),
    )


def ask_section() -> str:
    """Draw the choice of section and return the one that is open."""
    return sections.ask_section(SECTIONS, key="look")


# ---- how far apart


def npv_chart(spread: Spread) -> Chart | None:
    """Return how the NPV is spread; None where nothing varies."""
    return of_result.npv_spread(spread, formats=document.formats(), style=document.style())


def team_table(result: Result, spread: Spread) -> None:
    """Draw percentiles of each team's value, a dash where there are no numbers; without any loop: in the drawer."""
    write = document.formats()
    off = document.scenario().teams_off
    rows = []
    for team in MODEL.teams:
        if team.id in off:
            continue
        value = spread.team_value[team.id]
        middle, span = NO_VALUE, NO_VALUE
        if is_measured(result, team.id):
            # soft value alone is $0 in every draw: no seed moves that
            error = value.standard_error or None
            middle = _with_error(write.money_short(value.p50), error, "money")
            span = _span(write.money_short(value.p10), write.money_short(value.p90))
        rows.append({"Team": team.label, "P50": middle, "P10 to P90": span})
    if rows:
        plain_table(rows, alt="Percentiles of the hard value of each team, present values")
    st.caption(
        "Hard value, present values. Middles do not add up to the middle of the whole: highs and lows offset."
    )


# ---- over time


def cash_fan(spread: Spread) -> Chart:
    """Return cumulative cash over time."""
    return of_result.cash_fan(spread, formats=document.formats(), style=document.style())


def members_fan(spread: Spread) -> Chart:
    """Return members over time."""
    return of_result.members_fan(spread, formats=document.formats(), style=document.style())


def team_fan(spread: Spread, team: str) -> Chart:
    """Return a team's hard value a month."""
    declared = next(one for one in MODEL.teams if one.id == team)
    return charts.fan(
        path=of_result.path_of(f"{declared.label}, value a month", spread.team_months[team]),
        write=document.formats().money_short,
        style=document.style(),
        colour=declared.colour,
    )


def ask_team(result: Result) -> str:
    """Draw the choice of a team that there are numbers for, of all where there is none, and return it."""
    off = document.scenario().teams_off
    labels = {
        team.id: team.label for team in MODEL.teams if team.id not in off and is_measured(result, team.id)
    } or {team.id: team.label for team in MODEL.teams}
    forget_what_is_gone("team of fan", labels)
    chosen: str = st.selectbox(
        "Team", tuple(labels), format_func=labels.__getitem__, key="team of fan", persist_state="session"
    )
    return chosen


# ---- what moves it


def drivers(spread: Spread) -> Drivers:
    """Return what moves the answer."""
    with st.spinner("Looking for what moves the answer"):
        return document.drivers(spread.seed)


def tornado_chart(result: Result, moved: Drivers) -> Chart | None:
    """Return what each assumption does alone; None where none does anything."""
    return of_result.tornado(result, moved, style=document.style())


def variance_chart(result: Result, moved: Drivers) -> Chart | None:
    """Return how much of the variance each assumption explains; None where there is none."""
    return of_result.variance(moved, style=document.style(), scenario=result.resolved.scenario)


def ask_ranges(moved: Drivers) -> None:
    """Draw the fields of what matters most, so that their ranges can be typed where their effect is seen."""
    names = [share.id for share in moved.variance[:NARROWED]]
    if not names:
        names = [item.id for item in document.scenario().point.quick[:NARROWED]]
    st.caption(
        f"Type a value, or a range such as 200 to 800 or 200 / 400 / 800. Low and high mean: {TYPED} it lies between "
        "them (P5 and P95), and the likely value is the middle (P50)."
    )
    with st.grid(2, min_column_width=240):
        for name in names:
            with st.container(gap="xxsmall"):
                fields.number_field(name, on="confidence", item=fields.quick_input(name), show_state=False)
                if document.refused(name) is None:
                    st.caption(safe(_field_state(document.resolved().in_force[name])))


def _field_state(entry: InForce) -> str:
    whose = {Origin.YOURS: "yours", Origin.UNKNOWN: "unknown"}.get(entry.origin, "example")
    span = range_text(entry, document.formats())
    return f"{whose}, {entry.grade}; {TYPED} {span}" if span else f"{whose}, {entry.grade}; no range"


def correlations() -> None:
    """Draw the pairs of assumptions that go together, with a way to add and to take away."""
    now = document.scenario()
    labels = {name: fields.name_of(name) for name in uncertain(document.resolved())}
    pairs = now.correlations
    if pairs:
        plain_table(
            [
                {
                    "One": fields.name_of(pair.first),
                    "goes with": fields.name_of(pair.second),
                    "Rank correlation": _signed(pair.rank),
                }
                for pair in pairs
            ],
            alt="Pairs of assumptions that go together",
        )
        st.caption("Tornado and variance shares move assumptions apart from each other, and leave this out.")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                "Pair to take away",
                range(len(pairs)),
                format_func=lambda place: _pair_words(pairs[place]),
                key="pair to remove",
            )
            st.button("Take away", key="remove pair", icon=":material/remove:", on_click=_remove_pair)
    if len(labels) >= 2:
        with st.grid(2, min_column_width=240):
            st.selectbox(
                "One",
                tuple(labels),
                format_func=labels.__getitem__,
                key="pair first",
                persist_state="session",
            )
            st.selectbox(
                "goes with",
                tuple(labels),
                index=1,
                format_func=labels.__getitem__,
                key="pair second",
                persist_state="session",
            )
            # Streamlit's own slider of numbers writes them with a point, whoever reads them
            st.select_slider(
                "Rank correlation",
                RANKS,
                value=0.5,
                format_func=lambda rank: document.formats().number(rank).replace("-", "−"),
                key="pair rank",
                persist_state="session",
                help="1: they always rise together; 0: they have nothing to do with each other; -1: one rises as the "
                "other falls.",
            )
            st.button("Let them go together", key="add pair", icon=":material/add:", on_click=_add_pair)
    if held := document.refused("correlations"):
        st.error(safe(held.message), icon=":material/error:")


def _signed(rank: float) -> str:
    return document.formats().number(rank, signed=True).replace("-", "−")


def _pair_words(pair: Correlation) -> str:
    return f"{fields.name_of(pair.first)} and {fields.name_of(pair.second)}"


def _add_pair() -> None:
    first, second = st.session_state["pair first"], st.session_state["pair second"]
    if first == second:
        document.refuse("correlations", "", "An assumption always goes with itself: choose two.")
        return
    pair = Correlation(first=first, second=second, rank=st.session_state["pair rank"])
    kept = tuple(
        other for other in document.scenario().correlations if {other.first, other.second} != {first, second}
    )
    _correlate((*kept, pair))


def _remove_pair() -> None:
    place = st.session_state["pair to remove"]
    kept = document.scenario().correlations
    _correlate(kept[:place] + kept[place + 1 :])


def _correlate(pairs: tuple[Correlation, ...]) -> None:
    document.change("correlations", correlations=pairs)


# ---- what must be true


def ask_break_even(result: Result, moved: Drivers) -> None:
    """Draw the choice of an assumption, and the value at which the answer turns."""
    names = _by_swing(result, moved)
    forget_what_is_gone("break-even of", names)
    chosen = st.selectbox(
        "What would have to be true of",
        names,
        format_func=partial(name_of, result.resolved.scenario),
        key="break-even of",
        persist_state="session",
        help="Any assumption, everything else as it is today. Typed into its field, it may move numbers of the "
        "example along with it. Type to search.",
    )
    st.markdown(f"**{safe(break_even_sentence(result, chosen), limit=600)}**")


def _variable(result: Result) -> tuple[str, ...]:
    """Return every assumption that can be changed here, the quick inputs first."""
    quick = [item.id for item in result.resolved.scenario.point.quick]
    every = dict.fromkeys((*quick, *MODEL.assumptions))
    return tuple(
        name
        for name in every
        if name not in FIXED and result.resolved.in_force[name].origin is not Origin.ABSENT
    )


def _by_swing(result: Result, moved: Drivers) -> tuple[str, ...]:
    """Return the same with those that move the answer most first."""
    names = _variable(result)
    ranked = dict.fromkeys(swing.id for swing in moved.tornado if swing.id in names and swing.size > 0.0)
    return tuple(ranked | dict.fromkeys(names))


def break_even_sentence(result: Result, name: str) -> str:
    """Return at which value of an assumption the answer turns, beside its value and its range."""
    write, entry = document.formats(), result.resolved.in_force[name]
    kind, unit = entry.assumption.kind, unit_of(result.resolved.scenario, name)
    value = document.breaks_even_at(name)
    span = range_text(entry, write)
    now = f"today {written(entry.value, kind, '', write)}" + (f"; {TYPED} {span}" if span else "; no range")
    if value is None:
        pays = result.hard.npv > 0.0
        always = "it pays at every possible value" if pays else "at none of its possible values does it pay"
        return f"{fields.name_of(name)} ({now}): {always}, everything else as it is today."
    needed = written(named_break_even(value, entry), kind, unit, write)
    where = (
        "that lies within your range."
        if entry.low <= value <= entry.high
        else "that lies outside your range."
    )
    if not span:
        where = "a range would say how likely that is."
    return f"{fields.name_of(name)} ({now}) breaks even at {needed}: {where}"


def _digits(value: float) -> float:
    return float(f"{value:.3g}")


def break_even_table(result: Result, moved: Drivers) -> int:
    """Draw the break-even of what moves the answer most; return how many lie within their range."""
    write = document.formats()
    rows, within = [], 0
    for swing in moved.tornado[: of_result.MOST_ROWS]:
        if swing.size <= 0.0:
            continue
        entry = result.resolved.in_force[swing.id]
        kind = entry.assumption.kind
        value = moved.break_even.get(swing.id)
        inside = value is not None and entry.low <= value <= entry.high
        within += inside
        rows.append(
            {
                "Assumption": fields.name_of(swing.id),
                "Today": written(with_its_digits(entry.value), kind, "", write),
                "Breaks even at": "no value does it"
                if value is None
                else written(named_break_even(value, entry), kind, "", write),
                "In its range": f"{'yes' if inside else 'no'}, {range_text(entry, write)}",
            }
        )
    if rows:
        plain_table(rows, alt="Value of each assumption at which the net present value is zero")
    return within


def break_even_summary(moved: Drivers, within: int) -> str:
    """Return how many assumptions could turn the answer by themselves."""
    many = min(of_result.MOST_ROWS, sum(swing.size > 0.0 for swing in moved.tornado))
    if not many:
        return "Nothing uncertain moves the answer."
    told = {0: "None of the", 1: "One of the"}.get(within, f"{within} of the")
    turn = "turns" if within == 1 else "turn"
    return (
        f"{told} {many} that move it most {turn} the answer within its range, everything else as it is today."
    )


def two_way_chart(result: Result, moved: Drivers) -> tuple[Chart | None, str]:
    """Draw the choice of two assumptions; return their chart, or why there is none."""
    ranked = _by_swing(result, moved)
    with st.grid(2, min_column_width=200):
        for place, (key, label) in enumerate((("two-way first", "Across"), ("two-way second", "Upwards"))):
            forget_what_is_gone(key, ranked)
            st.selectbox(
                label,
                ranked,
                index=min(place, len(ranked) - 1),
                format_func=partial(name_of, result.resolved.scenario),
                key=key,
                persist_state="session",
            )
    first, second = st.session_state["two-way first"], st.session_state["two-way second"]
    if first == second:
        return None, "Choose two different assumptions."
    table = document.two_way(first, second)
    across, up = _axis(result, first, table.first), _axis(result, second, table.second)
    if across is None or up is None:
        return None, "One of the two can take no other value here. Choose another, or type a range for it."
    return (
        charts.two_way(
            across=across, up=up, npv=table.npv, money=document.formats().money_short, style=document.style()
        ),
        "",
    )


def _axis(result: Result, name: str, values: list[float]) -> charts.Axis | None:
    if values[0] >= values[-1]:
        return None
    entry, write = result.resolved.in_force[name], document.formats()
    assumption = entry.assumption
    sign = {Kind.MONEY: write.currency_symbol, Kind.SHARE: "%"}.get(assumption.kind, "")
    return charts.Axis(
        label=fields.name_of(name),
        unit=f"{sign} {assumption.unit}".strip(),
        values=values,
        today=entry.value,
        write=lambda value: written(_digits(value), assumption.kind, "", write),
    )


# ---- what to measure


def ask_decision(result: Result) -> Decision:
    """Draw the choice of what knowing more is wanted for."""
    running = result.resolved.scenario.running
    chosen = st.segmented_control(
        "Decision",
        tuple(Decision),
        format_func=lambda decision: question(decision, running=running),
        default=Decision.GO_ON,
        required=True,
        key="decision",
        persist_state="session",
    )
    return chosen or Decision.GO_ON


def plan(result: Result, spread: Spread, moved: Drivers, decision: Decision) -> Plan:
    """Return the measurement plan."""
    return plan_of(result, spread, moved, decision)


def measure_table(steps: tuple[Step, ...]) -> None:
    """Draw what knowing each is worth and what finding out costs."""
    plain_table(
        [
            {
                "Measure": f"{number}. {step.label}",
                "Worth knowing": step.worth,
                "Share of variance": step.share,
                "Effort": step.effort,
            }
            for number, step in enumerate(steps, start=1)
        ],
        alt="What to measure next: what knowing it is worth, its share of the variance, the effort",
    )


def measure_list(steps: tuple[Step, ...]) -> None:
    """Draw how each is measured."""
    st.markdown(
        "\n".join(
            f"{number}. **{safe(step.label)}**: {safe(step.metric)}. {safe(step.how)} "
            f":gray[Evidence now: {safe(step.grade)}; then: {safe(step.earned)}.]"
            for number, step in enumerate(steps, start=1)
        )
    )


def today() -> str:
    """Return the day as people write it."""
    now = datetime.datetime.now(tz=datetime.UTC).date()
    return f"{now.day} {now:%B %Y}"


# ---- how we know


def ask_view() -> bool:
    """Draw the choice of what counts; tell whether soft value is counted beside the hard."""
    chosen = st.segmented_control(
        "What counts",
        ("hard", "soft"),
        format_func={"hard": "Hard value only", "soft": "With soft value"}.__getitem__,
        default="hard",
        required=True,
        key="what counts",
        persist_state="session",
        label_visibility="collapsed",
    )
    return chosen == "soft"


def credit_sentence(result: Result, *, with_soft: bool) -> str:
    """Return what counts here, and how much of it rests on the user's own numbers."""
    write = document.formats()
    money = result.with_soft if with_soft else result.hard
    what = "Hard and soft value together" if with_soft else "Hard value alone"
    roi = "" if money.roi is None else f", an ROI of {percentile_text(money.roi, 'share', write)}"
    return (
        f"{what}: {write.money_short(money.pv_benefits)} at likely values{roi}. {_own_words(result)} of hard value "
        "rests on your own numbers."
    )


def _own_words(result: Result) -> str:
    share = result.own_value_share
    return "None" if share <= 0.0 else "All" if share >= 1.0 else _share(share)


def credit_table(result: Result, *, with_soft: bool) -> None:
    """Draw of each value line what is the community's doing, what reaches the ledger, and how well either is known."""
    write, in_force = document.formats(), result.resolved.in_force
    rows = []
    for (_, declared), line in zip(MODEL.lines, result.lines, strict=True):
        if not _counted(result, declared, line):
            continue
        hard, soft = write.money_short(line.hard), write.money_short(line.soft)
        rows.append(
            {
                "Value line": line.label,
                "Hard + soft" if with_soft else "Hard": f"{hard} + {soft}" if with_soft else hard,
                "Causal share": _with_grade(
                    write.percent(_digits(line.causal)), in_force.get(declared.causal)
                ),
                "Cash share": _with_grade(write.percent(_digits(line.cash)), in_force.get(declared.cash)),
            }
        )
    if rows:
        plain_table(rows, alt="Value lines with their causal share, cash share, evidence grade and value")


def _counted(result: Result, declared: ValueLine, line: LineResult) -> bool:
    absent = any(result.resolved.in_force[name].origin is Origin.ABSENT for name in declared.rests_on)
    return not absent or line.gross != 0.0


def _with_grade(share: str, entry: InForce | None) -> str:
    # one line's causal share is the rest of another's, and has no evidence of its own
    return share if entry is None else f"{share}, {entry.grade}"


def weakest(result: Result, declared: ValueLine) -> Grade:
    """Return the weakest evidence grade among what makes a value line."""
    names = {declared.causal, declared.cash, *declared.rests_on} & set(result.resolved.in_force)
    return min((result.resolved.in_force[name].grade for name in names), key=GRADES.index)


def grade_table(result: Result, *, with_soft: bool) -> None:
    """Draw how much of the value rests on each grade of evidence, the weakest number of a line counting."""
    amounts = dict.fromkeys(GRADES, 0.0)
    for (_, declared), line in zip(MODEL.lines, result.lines, strict=True):
        amounts[weakest(result, declared)] += abs(line.gross if with_soft else line.hard)
    total = sum(amounts.values())
    rows = [
        {"Weakest evidence": str(grade), "Share of value": _share(amount / total)}
        for grade, amount in amounts.items()
        if total > 0.0 and amount > 0.0
    ]
    if rows:
        plain_table(rows, alt="Share of value by the weakest evidence grade of each line")


def haircut(result: Result) -> None:
    """Draw the switch of the haircut, and the answer after it beside the answer."""
    cut = with_haircut(result)
    write, money = document.formats(), result.hard
    st.toggle(
        "Show a haircut beside it",
        key="haircut",
        persist_state="session",
        help="As consultants do it: those who are only moderately confident that a benefit is the community's, times "
        "what is taken off for their doubt.",
    )
    if not st.session_state["haircut"]:
        return
    taken = write.percent(cut.share)
    payback_after = payback_to_write(money) if nothing_counted(money) else cut.payback_month
    st.caption(
        safe(
            f"{write.percent(UNSURE)} moderately confident × {write.percent(TAKEN_OFF)} = {taken} off every hard "
            "benefit, at likely values; costs stay. Beside the answer, never on top of the draws: causal shares and "
            "ranges hold this doubt already, and it would count twice."
        )
    )
    plain_table(
        [
            {
                "Figure": label,
                "At likely values": _or_dash(before, kind),
                f"After a haircut of {taken}": _or_dash(after, kind),
            }
            for label, kind, before, after in (
                ("Benefits", "money", money.pv_benefits, cut.pv_benefits),
                ("Net present value", "money", money.npv, cut.npv),
                ("ROI", "share", money.roi, cut.roi),
                ("Payback in month", "months", payback_to_write(money), payback_after),
            )
        ],
        alt="The answer at likely values before and after a haircut",
    )


def _or_dash(value: float | None, kind: str) -> str:
    return (
        percentile_text(value, kind, document.formats())
        if value is not None or kind == "months"
        else NO_VALUE
    )
