"""What "Break the cycle" is made of: the plan, its sections, their charts and tables, and the self-assessment."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Final

import numpy as np
import streamlit as st

from calculators import conditions, cycle, finance, tipping
from calculators.assumption import Assumption, Kind
from calculators.circle import QUANTITIES, QUARTER, Circle, in_force
from calculators.circle_assumptions import ASSUMPTIONS, BUSINESSES, CIRCLE, HIGHEST_ANSWER, PLAN, problem_with
from calculators.contributions import KINDS, Businesses, Work, businesses
from calculators.formula import expression, written
from calculators.model import MODEL
from calculators.scenario import Given, Scenario, resolve
from components import charts, document, drawings
from components.charts import Chart, Style
from components.cycle_why import (
    BY_KIND,
    BY_TEAM,
    CHARTS,
    CLOSING,
    COMES_TO,
    CONDITIONS,
    EQUATION_NAMES,
    LOOPS,
    NOBODY_ELSE,
    OTHERS,
    PROMISE,
    TIPPING,
    TWO_BUSINESSES,
    WAITING,
    WORSE,
    why_policy,
    why_promise,
    why_waiting,
)
from components.fields import field_key
from components.kept import kept
from components.tables import plain_table
from components.why import why
from figures.answer import formats_of
from figures.circle import READ_BY_EQUATIONS
from figures.cycle import business_facts, circle_facts, outcome, tip_facts
from figures.kinds import written as with_unit
from figures.kinds import written_kind
from wording import editable, read_number, safe, safe_money
from wording.cycle import (
    ILLUSTRATIVE,
    LOOP_NAMES,
    NOTHING,
    businesses_sentence,
    circle_sentence,
    closing_sentence,
    commitment_sentence,
    conditions_sentence,
    dominance_sentence,
    no_commitment,
    own,
    tip_sentence,
    waiting_sentence,
    without_budget,
    worse_sentence,
)
from wording.formats import NO_VALUE, Formats, years_in_words

SECTIONS: Final = {
    "circle": "The circle",
    "tipping": "Where it tips",
    "break": "Break it",
    "waiting": "What waiting costs",
    "businesses": "Two businesses",
    "conditions": "Conditions",
    "behind": "The numbers behind it",
}
OF_THE_CIRCLE: Final = ("circle", "tipping", "break", "waiting", "behind")
LEVELS: Final = 100
"""Shares are chosen as whole percent."""

NARROW: Final = 300

OUTCOMES: Final = {"thriving": "thrives", "undecided": "not decided yet", "starved": "starves"}


# ---- what is known, each found once


def circle() -> Circle:
    """Return the circle round the open scenario."""
    return _circle(document.scenario())


@lru_cache(maxsize=64)
def _circle(asked: Scenario) -> Circle:
    return Circle(resolve(asked))


@lru_cache(maxsize=64)
def _policies(asked: Scenario) -> tipping.Policies:
    return tipping.policies(_circle(asked))


@lru_cache(maxsize=64)
def _anything_thrives(asked: Scenario) -> bool:
    return tipping.anything_thrives(_circle(asked))


@lru_cache(maxsize=64)
def _tips(asked: Scenario) -> tuple[tipping.Tip, tipping.Tip]:
    found = _circle(asked)
    return tipping.tip(found, found.plan), tipping.tip(found, found.today)


@lru_cache(maxsize=32)
def _map(asked: Scenario) -> tipping.Map:
    return tipping.tipping_map(_circle(asked))


@lru_cache(maxsize=32)
def _commitment(asked: Scenario) -> tipping.Commitment | None:
    return tipping.smallest_commitment(_circle(asked))


@lru_cache(maxsize=64)
def _waiting(asked: Scenario) -> tuple[tipping.Waiting, ...]:
    return tipping.waiting(_circle(asked))


def _apart_from(*names: str) -> Scenario:
    """Return the open scenario without what some answer does not rest on, so that it is found once."""
    now = document.scenario()
    kept = {name: given for name, given in now.circle.items() if name not in names}
    return now.changed(circle=kept) if len(kept) < len(now.circle) else now


def _two_businesses() -> Businesses:
    growth = in_force(document.scenario())["market_growth"]
    return businesses(document.result(), market_growth=growth)


# ---- the head, and what is edited


def ask_section() -> str:
    """Draw the choice of section and return the one that is open; it stands in the address."""
    return (
        st.pills(
            "Section",
            tuple(SECTIONS),
            format_func=SECTIONS.__getitem__,
            default="circle",
            required=True,
            key="part",
            bind="query-params",
            persist_state="session",
            label_visibility="collapsed",
            wrap=True,
        )
        or "circle"
    )


def sentence(section: str) -> str:
    """Return what the open section says in one or two sentences."""
    now, write = document.scenario(), document.formats()
    if section == "businesses":
        return businesses_sentence(business_facts(document.result(), _two_businesses()), formats=write)
    if section == "conditions":
        rules = in_force(now)
        return conditions_sentence(
            today=conditions.level(rules, conditions.NOW),
            planned=conditions.level(rules, conditions.PLANNED),
            formats=write,
            answered=any(
                f"{condition.id}_{when}" in now.circle
                for condition in conditions.CONDITIONS
                for when in (conditions.NOW, conditions.PLANNED)
            ),
        )
    return circle_sentence(circle_facts(circle(), _policies(now)), formats=write)


def has_budget(section: str) -> bool:
    """Tell whether there is a budget that the open section can speak of; say so in its place where there is none."""
    if section not in OF_THE_CIRCLE or section == "behind" or circle().year_of_budget >= NOTHING:
        return True
    st.markdown(safe(without_budget(section)))
    return False


def say_illustrative() -> None:
    """Draw the label that stands wherever something illustrative does."""
    st.caption(f":material/draw: {safe(ILLUSTRATIVE)}")


def _say(name: str, value: float | None, *, field: str = "", text: str = "") -> bool:
    """Put a number of the circle into the open scenario, or take it out where None."""
    others = {key: given for key, given in document.scenario().circle.items() if key != name}
    if value is not None:
        others[name] = Given(value=value, confirmed=True)
    return document.change(field or name, text=text, circle=others)


def ask_plan(section: str) -> None:
    """Draw what the open section rests on of the start: how much, of it how much for measuring, for how long."""
    if section == "behind":
        return
    if section == "break":
        # a promise is looked for: its size and its length are the answer
        _ask_measuring()
        return
    found, write = circle(), document.formats()
    rules = found.rules
    with st.grid(3, min_column_width=210):
        with st.container(gap="xxsmall"):
            _slider(
                "plan_budget", low=rules["budget_least"], high=rules["budget_most"], step=0.05, shown="%.2f"
            )
            asked = write.money_short(float(found.plan.budget) * found.year_of_budget)
            today = write.money_short(found.year_of_budget)
            st.caption(safe_money(f"{asked} a year for staff and programme; {_left_alone().lower()} {today}"))
        _ask_measuring()
        with st.container(gap="xxsmall"):
            _slider("plan_months", low=QUARTER, high=48, step=QUARTER, shown="%d months")
            st.caption("then decided anew each quarter, by what is seen")


def _left_alone() -> str:
    """Return what the start is called that nothing is promised for: only a community that runs has a today."""
    return "Today" if document.scenario().running else "As planned"


def _own(text: str) -> str:
    return own(text, running=document.scenario().running)


def _ask_measuring() -> None:
    with st.container(gap="xxsmall"):
        _slider(
            "plan_measuring", low=0.0, high=tipping.MOST_MEASURING, step=0.01, shown="%d %%", scale=LEVELS
        )
        today = document.formats().percent(circle().rules["measuring_today"])
        when = "today" if document.scenario().running else "as usual"
        st.caption(safe(f"{when} {today}: numbers, and people who explain them"))


def _slider(name: str, *, low: float, high: float, step: float, shown: str, scale: float = 1.0) -> None:
    assumption, key = ASSUMPTIONS[name], f"circle {name}"
    # what the assumption refuses is not offered, whatever the ends of the scale are
    lowest, highest = assumption.bounds
    low, high = max(low, lowest), min(high, highest)
    whole = scale != 1.0 or float(step).is_integer()

    def on_slider(number: float) -> float:
        return round(number * scale) if whole else number * scale

    kept(
        st.slider,
        _own(f"{assumption.label} ({assumption.unit})" if name == "plan_budget" else assumption.label),
        key=key,
        place=f"circle.{name}",
        saved=lambda: on_slider(min(max(in_force(document.scenario())[name], low), high)),
        min_value=on_slider(low),
        max_value=on_slider(high),
        step=on_slider(step),
        format=shown,
        on_change=_slid,
        args=(name, key, scale),
        help=_own(assumption.help),
    )
    document.told_why_not(name)


def _slid(name: str, key: str, scale: float) -> None:
    _say(name, float(st.session_state[key]) / scale)


# ---- the circle


def policy_charts() -> Sequence[tuple[str, Chart]]:
    """Return budget, value, visible value and members of the three policies."""
    return _policy_charts(document.scenario(), document.style())


# sixty months of three policies are written out in each, so they are kept; few, because they are large
@lru_cache(maxsize=8)
def _policy_charts(asked: Scenario, style: Style) -> Sequence[tuple[str, Chart]]:
    found, answer = _circle(asked), _policies(asked)
    write, paths = formats_of(found.resolved), answer.paths
    quarters = [QUARTER * number for number in range(len(paths.budget))]
    months = list(range(1, paths.months + 1))
    names = list(tipping.POLICIES.values())
    closes = [
        (name, closing.month)
        for name, closing in zip(names, answer.closings, strict=True)
        if closing.month is not None
    ]

    writers: dict[str, Callable[[float], str]] = {
        "money": lambda value: write.money_short(float(f"{value:.3g}")),
        "count": partial(_people, write),
    }

    def drawn(
        title: str, values: np.ndarray, when: list[int], unit: str, marks: Sequence[tuple[str, int]] = ()
    ) -> Chart:
        return charts.policy_paths(
            title=title,
            paths=[
                charts.PolicyPath(name=name, values=values[:, column].tolist())
                for column, name in enumerate(names)
            ],
            months=when,
            write=writers[unit],
            unit=unit,
            style=style,
            marks=marks,
        )

    # what is seen changes by the quarter, and so does its line
    seen, starts = tipping.monthly_seen(paths)[::QUARTER], [month + 1 for month in quarters[:-1]]
    return (
        (
            "Budget a year",
            drawn("Budget a year", paths.budget * found.year_of_budget, quarters, "money", closes),
        ),
        ("Value", drawn("Hard value a month", paths.hard, months, "money")),
        (
            "Value that leadership sees",
            drawn("Hard value seen a month", seen, starts, "money"),
        ),
        ("Members", drawn("Members", paths.members, months, "count")),
    )


def _people(write: Formats, count: float) -> str:
    return write.number(round(count))


def draw_policies() -> None:
    """Draw the four charts, two and two on a desk."""
    with st.grid(2, min_column_width=NARROW):
        for title, chart in policy_charts():
            with st.container():
                st.subheader(title, anchor=False)
                drawings.draw(chart)
                why_policy(f"{title} of the three policies", *CHARTS[title], chart=chart)


def closing_list() -> None:
    """Draw when each circle closes."""
    write = document.formats()
    told = [
        closing_sentence(
            label, month=closing.month, rising=closing.rising, end_month=closing.end_month, formats=write
        )
        for label, closing in zip(
            tipping.POLICIES.values(), _policies(document.scenario()).closings, strict=True
        )
    ]
    st.markdown("\n".join(f"- {safe(line)}" for line in told))
    why_policy("When each circle closes", *CLOSING)


def policy_table() -> None:
    """Draw what each policy comes to by the end."""
    write, found = document.formats(), circle()
    answer = _policies(document.scenario())
    paths = answer.paths
    hard = np.asarray(finance.present_value(paths.hard, found.resolved.value("discount_rate")))
    # the launch is part of what is spent, as it is of the net value
    spent = hard - answer.npv

    def row(label: str, texts: Sequence[str]) -> dict[str, str]:
        return {"Measure": label} | dict(zip(tipping.POLICIES.values(), texts, strict=True))

    plain_table(
        [
            row("Hard value", [write.money_short(float(value)) for value in hard]),
            row("Spending", [write.money_short(float(value)) for value in spent]),
            row("Net, hard", [write.money_short(float(value)) for value in answer.npv]),
            row("Net, with soft", [write.money_short(float(value)) for value in answer.npv_with_soft]),
            row(
                "Hard value in the last month", [write.money_short(float(value)) for value in paths.hard[-1]]
            ),
            row("Members at the end", [_people(write, float(value)) for value in paths.members[-1]]),
            row("Ends", [OUTCOMES[outcome(float(end))] for end in paths.budget[-1]]),
        ],
        alt=f"Illustrative: what the three policies come to over {write.months(found.months)}, present values",
    )
    st.caption(
        safe(
            f"Present values over {years_in_words(found.months)}. What was built before goes on giving for years: "
            "answers stay findable, customers stay. So standing still looks cheap for long, and its price comes "
            "late. What is seen is given more, up to the largest budget: more than pays best, as leadership here "
            "goes by what a budget returned on average."
        )
    )
    why_policy("What it comes to", *COMES_TO)


@st.fragment
def loops() -> None:
    """Draw the loops, the one lit up that dominates the chosen quarter of the chosen policy."""
    paths, write = _policies(document.scenario()).paths, document.formats()
    names = tuple(tipping.POLICIES)
    policy = (
        st.pills(
            "Policy",
            names,
            format_func=lambda name: tipping.POLICIES[name],
            default="stand",
            required=True,
            key="policy of loops",
            persist_state="session",
            wrap=True,
        )
        or "stand"
    )
    quarters = len(paths.perceived)
    key = "month of loops"
    last = QUARTER * quarters
    st.session_state[key] = min(max(int(st.session_state.get("month kept", 12)), QUARTER), last)
    st.slider("Month", QUARTER, last, step=QUARTER, key=key, on_change=_month_chosen, args=(key,))
    month = int(st.session_state[key])
    column = names.index(policy)
    impacts = tipping.loop_impacts(paths, column)[month // QUARTER - 1]
    loop = tipping.dominating(impacts)
    change = tipping.moved(loop, float(impacts[tipping.LOOPS.index(loop)])) if loop else 0.0
    label = tipping.POLICIES[policy]
    st.markdown(safe(dominance_sentence(label, month=month, loop=loop, change=change, formats=write)))
    chart = charts.causal_loops(
        dominating=loop,
        names=dict(LOOP_NAMES),
        when=f"{label}, {write.month_number(month)}",
        style=document.style(),
    )
    drawings.draw(chart)
    st.caption(
        safe(
            "+ moves the same way, − the other way, ‖ takes time. R1 “Seen, so funded” and R2 “Cared for, so worth "
            "more” reinforce, B “What it costs” balances. Lit: what moves the perceived return most until the next "
            "decision."
        )
    )
    why_policy("The loops", *LOOPS, chart=chart, policy=column, month=month)


def _month_chosen(key: str) -> None:
    st.session_state["month kept"] = st.session_state[key]


# ---- where it tips


def tip_texts() -> None:
    """Draw how far the start, and going on as today, are from the tipping point."""
    write, found = document.formats(), circle()
    here, today = _tips(document.scenario())
    if not _anything_thrives(document.scenario()):
        st.markdown(
            safe(
                "No start on this map thrives: on these numbers the community returns less than it costs even where "
                "all of it is seen. That is no circle, and no measuring mends it: first more must be returned, or "
                "less spent. If leadership counts soft value, say so under “The numbers behind it”."
            )
        )
        return
    st.markdown(safe_money(f"**You are here.** {tip_sentence(tip_facts(found, here), formats=write)}"))
    if today.outcome != "thriving":
        st.markdown(
            safe_money(
                f"**{_left_alone()}, left alone.** {tip_sentence(tip_facts(found, today), formats=write)}"
            )
        )


def map_caption() -> None:
    """Say what the colours of the map mean."""
    st.caption(
        safe(
            _own(
                "Coloured by the budget at the end: starving ends below half of today's, thriving at today's or above. "
                "Every start is guaranteed as long as the plan above. The ends are the ends of the scale, not "
                "forecasts."
            )
        )
    )


@st.fragment(parallel=True)
def map_of_starts() -> None:
    """Draw the map beside the rest of the page, which does not wait for it."""
    found, write = circle(), document.formats()
    drawn = _map(_apart_from("plan_budget", "plan_measuring"))
    year = found.year_of_budget
    chart = charts.tipping_map(
        drawn=charts.TippingMap(
            budgets=(drawn.budgets * year).tolist(),
            measurings=drawn.measurings.tolist(),
            ends=[[tipping.outcome(float(end)) for end in row] for row in drawn.ends],
            boundary=_levels(drawn.boundary, year),
            boundary_above=_levels(drawn.boundary_above, year),
        ),
        here=charts.MapPlace(
            name="You are here",
            budget=float(found.plan.budget) * year,
            measuring=float(found.plan.measuring),
        ),
        others=[charts.MapPlace(name=_left_alone(), budget=year, measuring=found.rules["measuring_today"])],
        money=write.money_short,
        style=document.style(),
    )
    drawings.draw(chart)
    why_policy("The map of starts", *TIPPING, chart=chart)


def _levels(budgets: np.ndarray, year: float) -> list[float | None]:
    return [None if np.isnan(level) else float(level) * year for level in budgets]


# ---- breaking it


def commitment() -> None:
    """Draw the smallest commitment, what else would do, and how much worse it is before it is better."""
    write, found = document.formats(), circle()
    running = document.scenario().running
    promise = _commitment(_apart_from("plan_budget", "plan_months"))
    if promise is None:
        st.markdown(safe(no_commitment(running=running)))
        return
    year = found.year_of_budget
    st.markdown(
        safe_money(
            commitment_sentence(
                budget_a_year=promise.budget * year,
                months=promise.months,
                measuring=promise.measuring,
                total=promise.money,
                formats=write,
                running=running,
            )
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("How much, for how long", anchor=False)
        shown = [option for option in promise.options if option[1] > tipping.THRIVES + 0.005]
        shown += [option for option in promise.options if option not in shown][:1]
        plain_table(
            [
                {
                    "Guaranteed for": write.months(months),
                    "Budget a year": write.money_short(level * year),
                    "In all": write.money_short(level * year * months / 12),
                }
                for months, level in shown
            ],
            alt="Illustrative: promises that carry themselves afterwards, from the shortest to the smallest",
        )
        st.caption(
            safe_money(
                _own(f"Today’s budget is {write.money_short(year)} a year. ")
                + "A shorter promise has to be larger: what is measured takes time to be understood."
            )
        )
        chosen = (promise.months, promise.budget)
        options = tuple(dict.fromkeys((*shown, chosen)))
        why_promise("How much, for how long", *PROMISE, options=options, shown=options.index(chosen))
    with right:
        st.subheader("Worse before better", anchor=False)
        chart = charts.cumulative_cash(
            path=charts.CashPath(
                name="The promise beside standing still", cash=promise.hard.difference.tolist()
            ),
            money=write.money_short,
            style=document.style(),
            payback_month=promise.hard.back_month,
        )
        # a chart of the model's own, but of what is illustrative
        chart = dataclasses.replace(
            chart, alt=f"{charts.ILLUSTRATIVE}. The promise less standing still. {chart.alt}"
        )
        drawings.draw(chart)
        why_promise("Worse before better", *WORSE, options=(chosen,), shown=0, chart=chart)
        years = years_in_words(tipping.LONG)
        for kind, worse in (("By hard value", promise.hard), ("With soft value", promise.with_soft)):
            st.markdown(
                safe_money(
                    worse_sentence(
                        kind,
                        deepest=worse.deepest,
                        month=worse.month,
                        back_month=worse.back_month,
                        years=years,
                        formats=write,
                    )
                )
            )
        st.caption(
            "Cash of the promise less cash of standing still, undiscounted, hard value. Standing still saves its "
            "budget at once and lives on what was built; the promise pays first. What thrives is also given more: "
            "the circle spends up to its largest budget, which is an end of the scale and not the best one."
        )


# ---- waiting


def waiting_table() -> None:
    """Draw what waiting costs: less is returned, less is spent, fewer members are there."""
    write, found = document.formats(), circle()
    waited = _waiting(document.scenario())
    longest = waited[-1]
    st.markdown(
        safe_money(
            waiting_sentence(
                months=longest.months,
                end_month=found.months,
                hard=longest.hard,
                spending=longest.spending,
                members=longest.members,
                formats=write,
            )
        )
    )

    def row(label: str, texts: Sequence[str]) -> dict[str, str]:
        return {"Measure": label} | {
            f"{one.months} months later": text for one, text in zip(waited, texts, strict=True)
        }

    def money(part: str) -> list[str]:
        return [write.money_short(getattr(one, part), signed=True) for one in waited]

    plain_table(
        [
            row("Hard value", money("hard")),
            row("Soft value", money("soft")),
            row("Spending", money("spending")),
            row("Net, hard", money("npv")),
            row("Net, with soft", money("npv_with_soft")),
            row("Hard value in the last month", money("value_a_month")),
            row(
                "Members at the end",
                [write.number(round(one.members), signed=True) for one in waited],
            ),
        ],
        alt=f"Illustrative: the plan begun later, differences to beginning now by {write.month_number(found.months)}",
    )
    before = (
        "things go on as today"
        if document.scenario().running
        else "it runs as planned, without a guarantee and measured as little as usual"
    )
    st.caption(
        safe(
            f"The same plan, to the same end date, month {found.months}: differences to beginning now, present "
            f"values. Until it begins, {before}. How far the circle is followed can be changed under "
            "“The numbers behind it”; the longer, the more of what waiting costs is in sight."
        )
    )
    why_waiting("What waiting costs", *WAITING)
    st.markdown(
        "**Or your competitors will.** No competitor is in these numbers. What others build with your customers in "
        "the meantime, and how hard it is to win people back who found their place elsewhere, comes on top."
    )


# ---- two businesses


def business_table() -> None:
    """Draw the two businesses side by side."""
    write, found = document.formats(), _two_businesses()
    a, b = found.without, found.with_community

    def row(label: str, one: float | None, other: float | None, *, posts: bool = False) -> dict[str, str]:
        def text(value: float | None, *, signed: bool = False) -> str:
            if value is None:
                return NO_VALUE
            if posts:
                return write.number(float(f"{value:.2g}"), signed=signed)
            return write.money_short(value, signed=signed)

        more = None if one is None or other is None else other - one
        return {"Measure": label, "A": text(one), "B": text(other), "B more": text(more, signed=bool(more))}

    employed = b.employees if b.employees > 0.0 else None
    soft = None if employed is None else b.soft / employed
    people = write.number(employed) if employed else NO_VALUE
    plain_table(
        [
            {"Measure": "Employees", "A": people, "B": people, "B more": "0"},
            row("Members’ work, full-time posts", 0.0, b.posts, posts=True),
            row("Margin a year, less the community’s cost", a.margin, b.margin),
            row("The same per employee", a.per_employee, b.per_employee),
            row("Time and attention saved per employee", None if soft is None else 0.0, soft),
        ],
        alt="Business A without and business B with a community: employees, members' work, margin per employee",
    )
    st.caption(
        safe(
            f"An average year of the {write.months(document.result().horizon)} counted, hard value, undiscounted. A "
            "is the same company had it never had a community."
        )
    )
    why("The two businesses", *TWO_BUSINESSES)


def contribution_tables() -> None:
    """Draw what members contribute, by kind and by team."""
    found = _two_businesses()
    labels = {team.id: team.label for team in MODEL.teams}
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("By kind", anchor=False)
        _work_table({KINDS[kind].label: work for kind, work in found.by_kind.items()}, found.all, "kind")
        why("Contributions by kind", *BY_KIND)
    with right:
        st.subheader("By team", anchor=False)
        _work_table({labels[team]: work for team, work in found.by_team.items()}, found.all, "team")
        why("Contributions by team", *BY_TEAM)
    when = "today" if document.scenario().running else "once mature"
    st.caption(
        safe(
            f"Hours a month and full-time posts {when}; value is hard and soft together, present value over "
            f"{document.formats().months(document.result().horizon)}. Both tables add up to the same."
        )
    )
    if found.employees_own.hours:
        hours = document.formats().with_unit(found.employees_own.hours, kind="count", unit="hours a month")
        are = "is" if found.employees_own.hours == 1.0 else "are"
        st.caption(safe(f"{hours} that employees give themselves {are} not among them."))


def _work_table(rows: dict[str, Work], everything: Work, what: str) -> None:
    write = document.formats()
    plain_table(
        [
            {
                what.capitalize(): label,
                "Hours": write.number(float(f"{work.hours:.3g}")),
                "Posts": write.number(float(f"{work.posts:.2g}")),
                "Value": write.money_short(work.money),
            }
            for label, work in [*rows.items(), ("All", everything)]
        ],
        alt=f"Contributions of members by {what}: hours a month, full-time posts, value",
    )


def nobody_else() -> None:
    """Draw which of it no employee could have done, and why."""
    write, found = document.formats(), _two_businesses()
    told = [
        f"- **{safe(KINDS[kind].label)}**, {safe(write.money_short(work.money))}: {safe(KINDS[kind].by_nobody_else)}"
        for kind, work in found.by_kind.items()
        if KINDS[kind].by_nobody_else
    ]
    if told:
        st.markdown("\n".join(told))
    else:
        st.markdown("Nothing of this kind is counted here.")
    why("What no employee could have done", *NOBODY_ELSE)
    st.caption(
        "A judgement of ours: the rest employees could do, at a price. The return comes later than the giving: "
        "members help because they want to be part of something, not for your return."
    )


def others() -> None:
    """Draw what members contribute who are not customers, and the growth of the market, which is 0 until said."""
    write, found = document.formats(), _two_businesses()
    there = f"{write.percent(found.others_share)} of members do not pay."
    if found.others_share <= 0.0:
        st.markdown("No member here is outside the company and its customers.")
    elif found.all.hours <= 0.0 and found.all.money < NOTHING:
        st.markdown(safe(f"{there} They contribute nothing that is counted yet."))
    else:
        worth = write.money_short(found.others.money)
        hours = write.with_unit(float(f"{found.others.hours:.3g}"), kind="count", unit="hours a month")
        posts = write.with_unit(float(f"{found.others.posts:.2g}"), kind="count", unit="posts")
        given = (
            f"At the same rate as the others they contribute {hours}, {posts}, worth {worth}."
            if found.all.hours > 0.0
            else f"They give no hours that are counted; at the same rate as the others, what comes of them is worth "
            f"{worth}."
        )
        st.markdown(
            safe(
                f"{there} {given} They may never give anything back, and need not: they are why the community is "
                "worth visiting."
            )
        )
    circle_field("market_growth")
    if found.market_growth > 0.0:
        st.markdown(
            safe(
                f"A market that grows by {write.percent(found.market_growth)} a year would bring "
                f"{write.money_short(found.market_growth_value)} of margin over "
                f"{write.months(document.result().horizon)}. It is not part of the ROI, nor of any other figure."
            )
        )
    else:
        st.caption("Nothing is counted for it until you say otherwise, and then it stands by itself.")
    why("Those who are not customers", *OTHERS)


# ---- conditions


def ask_conditions() -> None:
    """Draw the self-assessment: each condition today, and as it is planned."""
    rules = in_force(document.scenario())
    for condition in conditions.CONDITIONS:
        with st.container(gap="xsmall"):
            st.markdown(f"**{safe(condition.label)}**  \n{safe(condition.question)}")
            with st.grid(2, min_column_width=NARROW):
                for when, label in ((conditions.NOW, "Today"), (conditions.PLANNED, "In a year, as planned")):
                    _ask_answer(condition, f"{condition.id}_{when}", label)
            if rules[f"{condition.id}_{conditions.NOW}"] < conditions.NEUTRAL:
                st.markdown(f":material/arrow_forward: **Next:** {safe(condition.next_step)}")


def _ask_answer(condition: conditions.Condition, name: str, label: str) -> None:
    key = f"condition {name}"
    kept(
        st.select_slider,
        f"{label}: {condition.label.lower()}",
        options=tuple(range(HIGHEST_ANSWER + 1)),
        key=key,
        place=f"circle.{name}",
        saved=lambda: round(in_force(document.scenario())[name]),
        format_func=lambda answer: condition.answers[answer],
        on_change=_answered,
        args=(name, key),
    )


def _answered(name: str, key: str) -> None:
    _say(name, float(st.session_state[key]))


def set_conditions() -> None:
    """Draw what the answers come to, and the button that makes them the model's assumption."""
    now, write = document.scenario(), document.formats()
    rules = in_force(now)
    today, planned = (conditions.level(rules, when) for when in (conditions.NOW, conditions.PLANNED))
    in_use = document.resolved()
    why("Conditions", *CONDITIONS)
    st.caption(
        "A judgement, not a measurement: one answer higher on all four moves the conditions by "
        f"{write.number(conditions.STEP)}, which is a guess. It moves nothing until you set it; then activity, and "
        "with it every result, follows the plan in proportion to today."
    )
    if (in_use.value("conditions_ref"), in_use.value("conditions")) == (today, planned):
        st.markdown(safe(f"In force: {write.number(today)} today, {write.number(planned)} from now on."))
        return
    st.button(
        f"Set the assumption: {write.number(today)} today, {write.number(planned)} from now on",
        icon=":material/check:",
        key="set conditions",
        on_click=_set_conditions,
        args=(today, planned),
    )
    st.caption(
        safe(
            f"Now in force: {write.number(in_use.value('conditions_ref'))} today, "
            f"{write.number(in_use.value('conditions'))} from now on."
        )
    )
    document.told_why_not("conditions")


def _set_conditions(today: float, planned: float) -> None:
    note = "Self-assessment of shared values, purpose, ownership and trust: a judgement."
    said = {
        "conditions_ref": Given(value=today, confirmed=True, source="Self-assessment", note=note),
        "conditions": Given(value=planned, confirmed=True, source="Self-assessment", note=note),
    }
    document.change("conditions", values={**document.scenario().values, **said})


# ---- the numbers behind it


def numbers_behind() -> None:
    """Draw every number of the circle, to be changed."""
    with st.grid(2, min_column_width=NARROW):
        for assumption in ASSUMPTIONS.values():
            if assumption.group in (CIRCLE, PLAN) and assumption.id not in (
                "plan_budget",
                "plan_measuring",
                "plan_months",
            ):
                with st.container(gap="xxsmall"):
                    circle_field(assumption.id)
    st.caption(safe(f"Source of the structure: {ASSUMPTIONS['gain'].source}. Grade of every number: guess."))


def circle_field(name: str) -> None:
    """Draw the field of one number of the circle."""
    assumption, held = ASSUMPTIONS[name], document.refused(name)
    key = field_key(name, on="cycle")
    sign = "% " if assumption.kind is Kind.SHARE else ""

    def saved() -> str:
        now = in_force(document.scenario())[name]
        return editable(now, kind=written_kind(assumption.kind), formats=document.formats())

    kept(
        st.text_input,
        _own(f"{assumption.label} ({sign}{assumption.unit})"),
        key=key,
        place=f"circle.{name}",
        saved=lambda: held.text if held else saved(),
        on_change=_typed,
        args=(name, key),
        help=safe(_own(assumption.help)),
    )
    if held:
        st.error(safe(f"{held.message} In force: {_in_words(assumption)}."), icon=":material/error:")
    elif assumption.group != BUSINESSES:
        yours = name in document.scenario().circle
        st.caption("**yours**" if yours else "illustrative")


def _typed(name: str, key: str) -> None:
    typed = (st.session_state[key] or "").strip()
    assumption = ASSUMPTIONS[name]
    if not typed:
        _say(name, None)
        return
    reading = read_number(typed, kind=written_kind(assumption.kind), formats=document.formats())
    if reading.problem is not None or reading.likely is None:
        document.refuse(name, typed[:120], reading.problem or "Write a number such as 4 or 5 %.")
    elif reading.low is not None:
        document.refuse(name, typed[:120], "Write one number: a range around an illustration says nothing.")
    elif problem_with(name, reading.likely):
        document.refuse(name, typed[:120], f"{_allowed(assumption)}.")
    else:
        _say(name, reading.likely, text=typed)


def _in_words(assumption: Assumption) -> str:
    now = in_force(document.scenario())[assumption.id]
    return with_unit(now, assumption.kind, _own(assumption.unit), document.formats())


def _allowed(assumption: Assumption) -> str:
    write = document.formats()
    lowest, highest = (with_unit(end, assumption.kind, "", write) for end in assumption.bounds)
    return f"Allowed is {lowest} to {highest}"


def download() -> None:
    """Draw the button that takes everything on this page away, its label with it."""
    result = document.result()
    st.download_button(
        "Everything on this page (JSON)",
        data=lambda: json.dumps(cycle.as_data(result), allow_nan=False, indent=1),
        file_name="break-the-cycle-illustrative.json",
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
    )


def equations() -> None:
    """Draw the equations of the circle, read from the functions that compute them."""
    labels = {quantity.id: quantity.label for quantity in QUANTITIES} | dict(READ_BY_EQUATIONS)
    labels |= {name: assumption.label for name, assumption in ASSUMPTIONS.items()}
    for quantity in QUANTITIES:
        text = written(
            expression(quantity),
            lambda name: labels.get(name, name),
            lambda value: document.formats().number(value),
        )
        following = ", next quarter" if quantity.starts_at is not None else ""
        st.markdown(f"**{safe(quantity.label)}**{following}  \n{safe(_own(text), limit=2_000)}")
    why_policy("The equations, with numbers", *EQUATION_NAMES)
