"""The Compare page: which sides stand side by side, and everything that is said of them.

Answers, draws and bridges are remembered by the scenarios they were computed from, whoever asked. What takes longer
than the rest (draws, and bridges of many changes) follows a moment after the page.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

import pyarrow
import streamlit as st

from calculators import bridge as bridges
from calculators import confidence as confidences
from calculators.case import Case, State, answer_to, npv_in_draws
from calculators.changes import steps_between, what_differs
from calculators.companions import COMPANIONS, companion_of, why_unfit
from calculators.comparison import (
    MOST_SIDES,
    CannotCompareError,
    Named,
    Terms,
    Workers,
    as_data,
    compare_on,
    on_common_terms,
)
from calculators.comparison import Comparison as Worked
from calculators.draws import POINTS
from calculators.evaluation import Result
from calculators.paired import Paired
from calculators.scenario import InvalidScenarioError
from components import charts, document, drawers, keeping
from components.charts import Chart
from components.kept import kept
from components.remembered import Remembered
from components.turns import others_wait
from components.why import why
from figures.compared import SideBySide
from figures.comparison import (
    COLOURS,
    NO_COSTS,
    AgainstView,
    Cell,
    ChangeRow,
    ComparisonView,
    Row,
    Side,
    completed,
    view_of,
)
from scenarios.parts import comparison_place
from scenarios.workspace import Comparison, Workspace, companion_in, new_id, scenario_of
from wording import safe
from wording.comparison import told_apart
from wording.safe import plain

_WHICH: Final = "open comparison"
_DRAFT: Final = "comparison not kept yet"
_ASKED: Final = "comparison asked for"
_TOLD: Final = "comparison cannot take more"
_FULL: Final = "no room for a copy"
_SENT: Final = "comparison to share"
HELD: Final = "held against"
SOON: Final = 0.4
"""Seconds after which draws follow."""

AT_ONCE: Final = 4
"""Groups of changes whose bridge is as quick as the page itself."""

LONGEST_SIDE: Final = 40
"""Characters of a side's name that tables and charts have room for."""

LONGEST_LABEL: Final = 200
"""Characters of what a comparison is called: its own name, or those of all its sides."""


def _answer_to(case: Case) -> Result:
    # the other pages ask for the same answers
    return document.answer_to(case.scenario) if case.state is State.GOING_ON else _other_answer_to(case)


_other_answer_to: Final = Remembered(answer_to, 64)
_draws: Final = Remembered(npv_in_draws, 256, rests_on=document.FIGURES)
_bridge: Final = Remembered(bridges.bridge, 128)
_differs: Final = Remembered(what_differs, 128)
_steps: Final = Remembered(steps_between, 128)
WORKERS: Final = Workers(answer=_answer_to, differs=_differs, bridge=_bridge, draws=_draws)
_on_terms: Final = lru_cache(maxsize=128)(on_common_terms)
_companion_of: Final = lru_cache(maxsize=256)(companion_of)
_why_unfit: Final = lru_cache(maxsize=256)(why_unfit)


# ---- the comparison that is open


def comparison() -> Comparison:
    """Return the comparison that is open: one of the workspace's, or a first one that is kept once it is edited."""
    workspace = document.workspace()
    found = workspace.comparison(st.session_state.get(_WHICH, ""))
    if found is None and _DRAFT not in st.session_state and workspace.comparisons:
        found = workspace.comparisons[0]
    if found is not None:
        st.session_state[_WHICH] = found.id
        return found
    draft = st.session_state.setdefault(_DRAFT, new_id())
    first = document.open_id()
    others = [name for name in workspace.ids if name != first]
    return Comparison(id=draft, scenarios=(first, *others)[:MOST_SIDES], base=first)


def _change(**fields: Any) -> None:
    now = comparison()
    stated = {name: getattr(now, name) for name in Comparison.model_fields}
    changed = Comparison.model_validate({**stated, **fields})
    for part in ("names", "colours"):
        texts = {name: text for name, text in getattr(changed, part).items() if name in changed.scenarios}
        changed = changed.model_copy(update={part: MappingProxyType(texts)})
    document.keep_comparison(changed)
    st.session_state[_WHICH] = changed.id
    st.session_state.pop(_DRAFT, None)


def _put(members: Sequence[str]) -> None:
    """Let these stand in the comparison, the base among them where it still is."""
    now = comparison()
    _change(scenarios=tuple(members), base=now.base if now.base in members else members[0])


def names_of(one: Comparison, workspace: Workspace) -> dict[str, str]:
    """Return what each side is called, by member: plain text, told apart."""
    titles = workspace.titles()
    wanted: list[str] = []
    for member in one.scenarios:
        title = titles[scenario_of(member)]
        companion = companion_in(member)
        usual = f"{COMPANIONS[companion].label} ({title})" if companion else title
        if companion and scenario_of(member) == scenario_of(one.base):
            usual = COMPANIONS[companion].label
        wanted.append(plain(one.names.get(member, ""), LONGEST_SIDE) or usual)
    return dict(zip(one.scenarios, told_apart(wanted, longest=LONGEST_SIDE), strict=True))


def colours_of(one: Comparison) -> dict[str, str]:
    """Return the name of each side's colour, by member: the chosen one, or one that no other side has."""
    found = completed([one.colours.get(member, "") for member in one.scenarios])
    return dict(zip(one.scenarios, found, strict=True))


def case_of(member: str, workspace: Workspace) -> Case:
    """Return the side that stands in a comparison."""
    scenario = workspace[scenario_of(member)]
    companion = companion_in(member)
    return _companion_of(scenario, companion) if companion else Case(scenario)


# ---- what is worked out


def sides_of(one: Comparison, workspace: Workspace) -> tuple[Named, ...]:
    """Return the sides of a comparison by name."""
    names = names_of(one, workspace)
    return tuple(Named(names[member], case_of(member, workspace)) for member in one.scenarios)


def terms_of(one: Comparison, workspace: Workspace) -> Terms | tuple[str, ...]:
    """Return the sides on common terms, or why they cannot be put side by side."""
    try:
        return _on_terms(sides_of(one, workspace), one.scenarios.index(one.base))
    except (CannotCompareError, InvalidScenarioError) as error:
        return tuple(document.as_sentence(problem.message) for problem in error.problems)


def known(terms: Terms) -> bool:
    """Tell whether draws and bridges are there already, or as quick as the page itself."""
    lead = terms.sides[terms.base].case
    others = [terms.sides[number].case for number in terms.others]
    return all(_draws.knows(side.case, POINTS, confidences.SEED) for side in terms.sides) and all(
        _bridge.knows(lead, other) or len(_steps(lead, other)) <= AT_ONCE for other in others
    )


def worked(terms: Terms, *, drawn: bool) -> Worked:
    """Return what is said of sides on common terms."""
    return compare_on(terms, points=POINTS if drawn else 0, seed=confidences.SEED, workers=WORKERS)


def view(one: Comparison, terms: Terms) -> ComparisonView:
    """Return the comparison as it is shown; draws and bridges only where that takes no longer than the page."""
    colours = colours_of(one)
    shades = tuple(COLOURS[colours[member]] for member in one.scenarios)
    return _view(terms, known(terms), one.name, shades)


@lru_cache(maxsize=32)
def _view(terms: Terms, drawn: bool, name: str, shades: tuple[str, ...]) -> ComparisonView:
    return view_of(worked(terms, drawn=drawn), name=name, colours=shades)


def say_how_sure(shown: ComparisonView, terms: Terms) -> None:
    """Draw in how many draws the best is the best, or a promise that keeps itself."""
    if shown.drawn:
        st.markdown(safe(shown.sure))
        return
    st.session_state.pop(_ASKED, None)
    _follow(terms)


@st.fragment(run_every=SOON)
def _follow(terms: Terms) -> None:
    """Promise draws with the page, and on a beat work them out and draw the page again with them.

    That is the first beat after it on which nobody's edit is under way.
    """
    asked, since = st.session_state.get(_ASKED, (None, 0.0))
    if asked != terms or drawers.opened() or others_wait(since):
        if asked != terms:
            st.session_state[_ASKED] = (terms, time.monotonic())
        st.markdown("How sure this is, and what explains the gap, follows in a moment.")
        return
    worked(terms, drawn=True)
    st.rerun()


# ---- which sides


def ask_comparison() -> None:
    """Draw the choice of a comparison where there are several."""
    now = comparison()
    called = {
        one.id: plain(one.name, LONGEST_SIDE) or " / ".join(names_of(one, document.workspace()).values())
        for one in document.workspace().comparisons
    }
    if not called or tuple(called) == (now.id,):
        return
    if now.id not in called:
        called = {now.id: "A new one", **called}
    labels = dict(zip(called, told_apart(called.values(), longest=LONGEST_LABEL), strict=True))
    st.session_state["which comparison"] = now.id
    st.selectbox(
        "Comparison",
        tuple(labels),
        format_func=labels.__getitem__,
        key="which comparison",
        on_change=_open_chosen,
    )


def _open_chosen() -> None:
    st.session_state[_WHICH] = st.session_state["which comparison"]


def open_kept(name: str) -> None:
    """Have Compare show one of the workspace's comparisons."""
    st.session_state[_WHICH] = name


def _open_new() -> None:
    st.session_state.pop(_WHICH, None)
    st.session_state[_DRAFT] = new_id()


def ask_sides(one: Comparison) -> None:
    """Draw which scenarios and which companions stand side by side: a tap adds one, another takes it out."""
    titles = document.workspace().titles(longest=LONGEST_SIDE)
    base = scenario_of(one.base)
    scenarios, companions = "compared scenarios", "compared companions"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(titles) > 1:
            kept(
                st.pills,
                "Scenarios",
                options=tuple(titles),
                selection_mode="multi",
                format_func=lambda name: safe(titles[name]),
                key=scenarios,
                place=comparison_place(one.id),
                saved=lambda: [member for member in comparison().scenarios if member in titles],
                value_as="default",
                on_change=_chosen,
                args=(scenarios, tuple(titles)),
                wrap=True,
            )
        st.button(
            "Duplicate and change",
            icon=":material/content_copy:",
            on_click=_duplicate,
            args=(base,),
            key="duplicate for comparison",
            help=f"A copy of “{safe(titles[base])}” opens and stands here beside it. Change "
            "its assumptions, then come back.",
        )
        if document.workspace().comparison(one.id) is not None:
            st.button("New comparison", icon=":material/add:", on_click=_open_new, key="new comparison")
    if document.open_id() in map(scenario_of, one.scenarios):
        st.page_link(
            "assumptions.py",
            label=f"Change “{safe(plain(titles[document.open_id()], 24))}”",
            icon=":material/edit:",
            query_params=keeping.in_address(),
        )
    scenario = document.workspace()[base]
    fit = tuple(f"{base}~{name}" for name in COMPANIONS if not _why_unfit(scenario, name))
    kept(
        st.pills,
        safe(f"Ready-made companions of “{titles[base]}”"),
        options=fit,
        selection_mode="multi",
        format_func=lambda member: COMPANIONS[companion_in(member)].label,
        key=companions,
        place=comparison_place(one.id),
        saved=lambda: [member for member in comparison().scenarios if member in fit],
        value_as="default",
        on_change=_chosen,
        args=(companions, fit),
        wrap=True,
        help="  \n".join(
            f"{COMPANIONS[companion_in(member)].label}: {COMPANIONS[companion_in(member)].help}"
            for member in fit
        ),
    )
    unfit = {name: _why_unfit(scenario, name) for name in COMPANIONS}
    for name, reason in unfit.items():
        if reason:
            st.caption(safe(f"{COMPANIONS[name].label}: {reason[0].lower()}{reason[1:]}"))
    if st.session_state.pop(_FULL, False):
        st.warning(document.FULL, icon=":material/info:")
    if st.session_state.pop(_TOLD, False):
        st.warning(f"At most {MOST_SIDES} stand side by side: take one out first.", icon=":material/info:")


def _chosen(key: str, options: tuple[str, ...]) -> None:
    """Put in what was tapped and take out what was tapped away; the others keep their places."""
    now = comparison().scenarios
    chosen = list(st.session_state[key])
    left = [member for member in now if member not in options or member in chosen]
    members = [*left, *(member for member in chosen if member not in left)]
    if len(members) > MOST_SIDES:
        st.session_state[_TOLD] = True
    elif members:
        _put(members)


def _duplicate(base: str) -> None:
    one = comparison()
    if len(one.scenarios) >= MOST_SIDES:
        st.session_state[_TOLD] = True
        return
    try:
        copy = document.duplicate(base)
    except ValueError:
        st.session_state[_FULL] = True
        return
    _change(id=one.id, scenarios=(*one.scenarios, copy), base=one.base, names=one.names, colours=one.colours)


def ask_arrangement(one: Comparison) -> None:
    """Draw names, colours, order and base of the sides, and the comparison's own name."""
    if not st.toggle(
        "Arrange: names, colours, order, base", key="arrange comparison", persist_state="session"
    ):
        return
    kept(
        st.text_input,
        "Name of the comparison",
        key="comparison name",
        place=comparison_place(one.id),
        saved=lambda: comparison().name,
        max_chars=100,
        on_change=_named,
        placeholder=" / ".join(names_of(one, document.workspace()).values()),
    )
    names, colours = names_of(one, document.workspace()), colours_of(one)
    for place, member in enumerate(one.scenarios):
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"side {place}"):
            _ask_side(one, place, member, names[member], colours[member])
    if document.workspace().comparison(one.id) is not None:
        st.button("Delete this comparison", icon=":material/delete:", on_click=_delete, args=(one.id,))


def _ask_side(one: Comparison, place: int, member: str, name: str, colour: str) -> None:
    named, coloured = f"side name {member}", f"side colour {member}"
    kept(
        st.text_input,
        f"Side {place + 1}" + (", the base" if member == one.base else ""),
        key=named,
        place=comparison_place(one.id),
        saved=lambda: names_of(comparison(), document.workspace()).get(member, name),
        max_chars=LONGEST_SIDE,
        on_change=_side_named,
        args=(member, named),
    )
    kept(
        st.selectbox,
        "Colour",
        options=tuple(COLOURS),
        key=coloured,
        place=comparison_place(one.id),
        saved=lambda: colours_of(comparison()).get(member, colour),
        value_as="index",
        on_change=_side_coloured,
        args=(member, coloured),
        width=130,
    )
    if member != one.base:
        st.button("Make base", key=f"base {member}", on_click=_based, args=(member,))
    if place:
        st.button(
            "Earlier",
            key=f"earlier {member}",
            icon=":material/arrow_upward:",
            on_click=_moved,
            args=(place,),
        )
    if len(one.scenarios) > 1:
        st.button(
            "Remove", key=f"remove {member}", icon=":material/close:", on_click=_removed, args=(member,)
        )


def _named() -> None:
    _change(name=plain(st.session_state["comparison name"], 100))


def _side_named(member: str, key: str) -> None:
    _change(names={**comparison().names, member: plain(st.session_state[key], LONGEST_SIDE)})


def _side_coloured(member: str, key: str) -> None:
    """Give a side a colour; whoever had it takes the one that becomes free."""
    one = comparison()
    before = colours_of(one)
    wanted = st.session_state[key]
    swapped = {other: before[member] for other, colour in before.items() if colour == wanted}
    _change(colours={**before, **swapped, member: wanted})


def _based(member: str) -> None:
    _change(base=member)


def _moved(place: int) -> None:
    members = list(comparison().scenarios)
    members[place - 1], members[place] = members[place], members[place - 1]
    _change(scenarios=tuple(members))


def _removed(member: str) -> None:
    _put([one for one in comparison().scenarios if one != member])


def _delete(name: str) -> None:
    document.drop_comparison(name)
    st.session_state.pop(_WHICH, None)
    st.session_state.pop(_DRAFT, None)


def ask_held(one: Comparison, shown: ComparisonView) -> int:
    """Draw which side is held against the base, and return it; not asked where there is only one."""
    numbers = [entry.number for entry in shown.against]
    if len(numbers) == 1:
        return numbers[0]
    by_member = {one.scenarios[number]: number for number in numbers}
    before = st.session_state.get(HELD)
    st.session_state[HELD] = before if before in by_member else one.scenarios[numbers[0]]
    chosen = st.segmented_control(
        safe(f"Held against “{shown.sides[shown.base].name}”"),
        tuple(by_member),
        format_func=lambda member: safe(shown.sides[by_member[member]].name),
        key=HELD,
        required=True,
        persist_state="session",
        wrap=True,
    )
    return by_member.get(chosen or "", numbers[0])


# ---- side by side


def on_a_phone() -> bool:
    """Tell whether the page is read on a phone, where two sides have room and four do not."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def table(shown: ComparisonView, rows: Sequence[Row], numbers: Sequence[int], *, alt: str) -> None:
    """Draw figures side by side: each with its difference from the base."""
    if len(numbers) == 2:
        other = next(number for number in numbers if number != shown.base)
        _table(
            ("Figure", shown.sides[shown.base].name, shown.sides[other].name, "Difference"),
            [
                (row.label, row.cells[shown.base].text, row.cells[other].text, row.cells[other].difference)
                for row in rows
            ],
            alt,
        )
        return
    names = [shown.sides[number].name + (" (base)" if number == shown.base else "") for number in numbers]
    _table(
        ("Figure", *names),
        [(row.label, *(_with_difference(row, number) for number in numbers)) for row in rows],
        alt,
    )


def _with_difference(row: Row, number: int) -> str:
    cell = row.cells[number]
    return f"{cell.text} ({cell.difference})" if cell.difference else cell.text


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], alt: str) -> None:
    st.table(
        _columns([safe(head) for head in heads], [[safe(text) for text in row] for row in rows]),
        border="horizontal",
        hide_index=True,
        alt=safe(alt),
    )


def _columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> pyarrow.Table:
    """Return rows by column, each under a head of its own: a side may be called "Figure"."""
    columns = ([row[place] for row in rows] for place, _ in enumerate(heads))
    return pyarrow.table(dict(zip(told_apart(heads), columns, strict=True)))


def cost_table(shown: ComparisonView, numbers: Sequence[int]) -> None:
    """Draw each kind of cost side by side, or say that there is none."""
    if shown.costs:
        table(shown, shown.costs, numbers, alt="Present value of each kind of cost, side by side")
    else:
        st.markdown(NO_COSTS)


def headline_rows(shown: ComparisonView) -> tuple[Row, ...]:
    """Return the headline figures, and in how many draws each side is worth most where that is known."""
    if not shown.drawn:
        return shown.rows
    return (*shown.rows, Row("best", "Worth most in", tuple(Cell(side.best) for side in shown.sides)))


def cash_chart(shown: ComparisonView, numbers: Sequence[int]) -> Chart:
    """Return cumulative cash of the sides on one scale."""
    return charts.paths(
        sides=[_path(shown.sides[number], shown.sides[number].cash) for number in numbers],
        what="Cumulative cash",
        write=shown.formats.money_short,
        style=style(shown),
    )


def members_chart(shown: ComparisonView, numbers: Sequence[int]) -> Chart:
    """Return members of the sides on one scale."""
    return charts.paths(
        sides=[_path(shown.sides[number], shown.sides[number].members) for number in numbers],
        what="Members",
        write=lambda people: shown.formats.number(round(people)),
        style=style(shown),
        from_month=1,
        kind="count",
    )


def share_chart(shown: ComparisonView, numbers: Sequence[int]) -> Chart | None:
    """Return the flywheel share of the sides on one scale; None where nobody joins on any of them."""
    some = [number for number in numbers if any(share is not None for share in shown.sides[number].share)]
    if not some:
        return None
    return charts.paths(
        sides=[_path(shown.sides[number], shown.sides[number].share) for number in some],
        what="Joins that members cause, of all joins",
        write=lambda share: shown.formats.percent(round(share, 2)),
        style=style(shown),
        from_month=1,
        kind="share",
    )


def _path(side: Side, values: Sequence[float | None]) -> charts.SidePath:
    return charts.SidePath(name=side.name, colour=side.colour, values=values)


def teams_chart(shown: ComparisonView, numbers: Sequence[int]) -> Chart:
    """Return value of each team on each side, direct and from the wheel; teams that none of them has are left out."""
    some = [
        place
        for place, _ in enumerate(shown.sides[0].teams)
        if any(shown.sides[n].teams[place].direct or shown.sides[n].teams[place].received for n in numbers)
    ] or [0]
    return charts.teams_side_by_side(
        sides=[
            charts.SideTeams(
                name=shown.sides[number].name,
                colour=shown.sides[number].colour,
                teams=[
                    (team.label, team.direct, team.received)
                    for team in (shown.sides[number].teams[place] for place in some)
                ],
            )
            for number in numbers
        ],
        money=shown.formats.money_short,
        style=style(shown),
    )


def turning(shown: ComparisonView, numbers: Sequence[int]) -> str:
    """Return in which month the wheel turns on each side: members cause half of all joins, three months running."""
    row = next((row for row in shown.rows if row.id == "turns_in_month"), None)
    if row is None:
        return "It turns on none of them."
    told = (f"“{shown.sides[number].name}” {row.cells[number].text}" for number in numbers)
    return f"From when members cause half of all joins, three months running: {'; '.join(told)}."


def style(shown: ComparisonView) -> charts.Style:
    """Return the look that charts take from the visitor's theme and the base's currency."""
    return charts.Style(
        dark=st.context.theme.type == "dark",
        currency=shown.formats.currency_symbol,
        decimal="," if shown.formats.locale in ("de_DE", "fr_FR") else ".",
    )


# ---- one held against the base


def bridge_chart(shown: ComparisonView, entry: AgainstView) -> Chart | None:
    """Return the waterfall from the base to the side held against it; None where there is none."""
    found = entry.bridge
    if found is None or not found.bars:
        return None
    base, other = shown.sides[shown.base], shown.sides[entry.number]
    return charts.bridge(
        start_name=base.name,
        end_name=other.name,
        start=found.start,
        end=found.end,
        steps=[
            charts.BridgeStep(label=bar.label, effect=bar.effect, text=bar.text, detail=bar.detail)
            for bar in found.bars
        ],
        money=shown.formats.money_short,
        style=style(shown),
        colours=(base.colour, other.colour),
    )


def sure_table(entry: AgainstView) -> None:
    """Draw the percentiles of the difference, and what they rest on."""
    found = entry.paired
    if found is None:
        return
    st.markdown(safe(found.sentence))
    _table(
        ("Of all draws", "Difference in net present value"),
        [
            ("a tenth lie below (P10)", found.p10),
            ("the middle (P50)", found.p50),
            ("a tenth lie above (P90)", found.p90),
        ],
        "Percentiles of the difference over shared draws",
    )
    st.caption(safe(found.how))


def changes_list(shown: ComparisonView, entry: AgainstView) -> None:
    """Draw what differs, with both values and their evidence: a table on a desk, a list on a phone."""
    if not entry.changes:
        st.markdown("Nothing that was typed or chosen differs.")
    elif on_a_phone():
        _as_list(shown, entry, entry.changes)
    else:
        _as_table(shown, entry, entry.changes, "What differs, grouped by where it belongs")
    if entry.following:
        with st.expander(f"Numbers that follow from that: {len(entry.following)}"):
            st.caption(
                "The rules move these: contributions that grow with members, plans that follow what is there today, "
                "examples of another kind of community."
            )
            st.dataframe(
                _columns(_heads(shown, entry), _rows(entry.following)),
                hide_index=True,
                alt="Numbers that differ because others do",
            )


def _heads(shown: ComparisonView, entry: AgainstView) -> tuple[str, ...]:
    base, other = shown.sides[shown.base].name, shown.sides[entry.number].name
    return "Where", "What", base, f"Evidence, {base}", other, f"Evidence, {other}"


def _rows(changes: Sequence[ChangeRow]) -> list[tuple[str, ...]]:
    return [
        (
            change.group,
            f"{change.label} ({change.role})" if change.role else change.label,
            change.base.value,
            _evidence(change.base.grade, change.base.source),
            change.other.value,
            _evidence(change.other.grade, change.other.source),
        )
        for change in changes
    ]


def _as_table(shown: ComparisonView, entry: AgainstView, changes: Sequence[ChangeRow], alt: str) -> None:
    _table(_heads(shown, entry), _rows(changes), alt)


def _as_list(shown: ComparisonView, entry: AgainstView, changes: Sequence[ChangeRow]) -> None:
    base, other = shown.sides[shown.base].name, shown.sides[entry.number].name
    group = ""
    for change in changes:
        if change.group != group:
            group = change.group
            st.caption(safe(group))
        lines = [f"**{safe(change.label)}**" + (f" ({safe(change.role)})" if change.role else "")]
        for name, held in ((base, change.base), (other, change.other)):
            evidence = _evidence(held.grade, held.source)
            lines.append(safe(f"{name}: {held.value}" + (f"; {evidence}" if evidence else ""), limit=600))
        st.markdown("  \n".join(lines))


def _evidence(grade: str, source: str) -> str:
    return ": ".join(part for part in (grade, source) if part)


# ---- sharing


def ask_to_share(one: Comparison, terms: Terms) -> None:
    """Draw the way to the Share page, where all sides stand ready."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Share this comparison", icon=":material/share:", key="share comparison"):
            st.session_state[_SENT] = one.id
            st.switch_page("share.py", query_params=keeping.in_address())
        st.download_button(
            "As JSON",
            data=lambda: json.dumps(as_data(worked(terms, drawn=True)), indent=2).encode(),
            file_name="comparison.json",
            mime="application/json",
            on_click="ignore",
            icon=":material/download:",
            help="Everything on this page, as the command line prints it: python -m calculators compare",
        )


def sent() -> Comparison | None:
    """Return the comparison that was sent to the Share page, as it is now; None where it is there no more."""
    name = st.session_state.get(_SENT)
    if name is None:
        return None
    # the one that is open may not be kept in the workspace yet
    now = comparison()
    return now if now.id == name else document.workspace().comparison(name)


# ---- why


def why_sides(
    card: str,
    terms: Terms,
    shown: ComparisonView,
    *names: str,
    chart: Chart | None = None,
    only: int | None = None,
) -> None:
    """Draw the small button of a card whose drawer explains its figures on any of the sides.

    Parameters
    ----------
    card
        What the card is called; unique on the page.
    terms, shown
        The sides, and what is shown of them.
    *names
        Ids of the figures on it. Of a side that is not the base their differences are explained as well.
    chart
        The chart of the card, whose data the drawer holds as a table.
    only
        The one side that the card is about; any of them where None.
    """

    def ask() -> SideBySide:
        side = only if only is not None else ask_which(card, shown)
        return reading_of(terms, shown, side)

    why(card, *names, chart=chart, ask=ask, change=False)


def ask_which(card: str, shown: ComparisonView) -> int:
    """Draw, in a drawer, the choice which of the sides is explained, and return it."""
    names = [side.name for side in shown.sides]
    chosen: int = st.selectbox(
        "Scenario", range(len(names)), format_func=lambda n: plain(names[n]), key=f"why side of {card}"
    )
    return chosen


def reading_of(terms: Terms, shown: ComparisonView, side: int) -> SideBySide:
    """Return what is known of one side, and of its difference from the base."""
    base = terms.sides[terms.base].case
    if side == terms.base:
        return reading_between(base)
    found = worked(terms, drawn=shown.drawn)
    paired = next((entry.paired for entry in found.against if entry.number == side), None)
    return reading_between(
        terms.sides[side].case, base=base, called=shown.sides[terms.base].name, paired=paired
    )


def reading_between(
    case: Case, *, base: Case | None = None, called: str = "", paired: Paired | None = None
) -> SideBySide:
    """Return what is known of a side by itself, or beside a base that is called something."""
    if base is None:
        return SideBySide(_answer_to(case), exists=case.exists)
    lead = SideBySide(_answer_to(base), exists=base.exists)
    return SideBySide(_answer_to(case), exists=case.exists, base=(lead, called), paired=paired)
