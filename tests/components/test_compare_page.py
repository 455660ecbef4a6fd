"""Compare: every kind of scenario draws beside another, and what is tapped or typed does what it says."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from calculators.case import Case, State, npv_in_draws
from calculators.companions import COMPANIONS
from calculators.comparison import Terms
from calculators.model import MODEL
from calculators.scenario import Scenario
from calculators.starting_point import starting_points
from components import compare
from components.compare import AT_ONCE
from scenarios.opened import Opened
from scenarios.workspace import Comparison, Workspace, companion_in, scenario_of
from tests.servers import ROOT
from wording import safe

MOST_WIDGETS = 40
WIDGETS = ("button", "button_group", "toggle", "selectbox", "text_input", "slider", "download_button")
TEAM_IDS = frozenset(team.id for team in MODEL.teams)
NOW = Scenario(name="Now")
BOLD = Scenario(name="Bold", values={"members": 8_000.0, "cost_per_ticket": 40.0})


def opened(*scenarios: Scenario, compared: Comparison | None = None) -> AppTest:
    """Open Compare in a workspace of some scenarios, by the ids a, b, c, ..."""
    workspace = Workspace.starting(scenarios[0], first="a")
    for name, scenario in zip("bcdefgh", scenarios[1:], strict=False):
        workspace = workspace.with_scenario(name, scenario)
    if compared is not None:
        workspace = workspace.with_comparison(compared)
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=120)
    app.run()
    work: Opened = app.session_state["open workspace"]
    work.take(workspace)
    work.open("a")
    app.session_state["open scenario"] = work.scenario
    app.switch_page("compare.py").run()
    return app


def drawn(app: AppTest) -> AppTest:
    """Do what the page's own beat does a moment later, which tests of this kind do not hear, and draw again."""
    workspace = app.session_state["open workspace"].workspace
    if workspace.comparisons:
        one = workspace.comparisons[-1]
    else:
        one = Comparison(id="draft", scenarios=workspace.ids[:4], base="a")
    terms = compare.terms_of(one, workspace)
    assert isinstance(terms, Terms)
    compare.worked(terms, drawn=True)
    app.run()
    assert not any("in a moment" in entry.value for entry in app.markdown)
    return app


def words(app: AppTest) -> str:
    found = [
        element.value
        for kind in ("title", "header", "markdown", "caption", "info")
        for element in app.get(kind)
    ]
    return " ".join(found).replace("\\", "").replace("\u2060", "")


def works(app: AppTest) -> None:
    assert not app.exception, app.exception
    assert sum(len(app.get(kind)) for kind in WIDGETS) <= MOST_WIDGETS


def kept(app: AppTest) -> Comparison:
    (found,) = app.session_state["open workspace"].workspace.comparisons
    return found


PAIRS: dict[str, tuple[Scenario, ...]] = {
    # employees only, and members without customers
    **{f"with {name}": (NOW, Scenario(starting_point=name)) for name in list(starting_points())[-2:]},
    "planned": (NOW, NOW.changed(running=False)),
    "all planned": (NOW.changed(running=False), BOLD.changed(running=False)),
    "other horizon, currency and start": (
        NOW.changed(since="2020-01"),
        BOLD.changed(
            currency="EUR", exchange_rate=0.9, since="2024-05", values={**BOLD.values, "horizon": 120.0}
        ),
    ),
    "teams and loops off": (NOW, NOW.changed(teams_off=TEAM_IDS), NOW.changed(loops_off=TEAM_IDS)),
    "nobody": (NOW, Scenario(values={"members": 0.0, "employee_members": 0.0, "joins": 0.0, "lapsed": 0.0})),
    "the same": (NOW, NOW.changed(name="Again")),
    "hostile names": (
        Scenario(name="**x** $1$ [a](https://b.example) :red[c]"),
        Scenario(name="=1+1 <b>" * 20, values={"members": 6_000.0}),
    ),
    "one name": (NOW, NOW.changed(values={"staff": 2.0})),
}


def test_a_scenario_may_be_called_what_a_column_is() -> None:
    app = opened(Scenario(name="Figure"), Scenario(name="Difference", values={"members": 6_000.0}))
    one = Comparison(id="draft", scenarios=("a", "b"), base="a")
    terms = compare.terms_of(one, app.session_state["open workspace"].workspace)
    assert isinstance(terms, Terms)
    shown = compare.view(one, terms)
    assert shown.sides[0].name == "Figure"
    found = compare._columns(("Figure", "Figure", "Difference", "Difference"), [("a", "b", "c", "d")])
    assert found.column_names == ["Figure", "Figure (2)", "Difference", "Difference (2)"]
    assert [column[0].as_py() for column in found.columns] == ["a", "b", "c", "d"]
    # a name that is a column's in the charts' tables
    month = dataclasses.replace(
        shown, sides=(dataclasses.replace(shown.sides[0], name="Month"), shown.sides[1])
    )
    rows = compare.charts.paths(
        sides=[compare._path(side, side.cash) for side in month.sides],
        what="Cash",
        write=str,
        style=compare.charts.Style(dark=False, currency="$"),
    ).rows
    assert [row["Month"] for row in rows[:2]] == [0, 1]
    assert set(rows[0]) == {"Month", "Month (2)", "Difference"}


# Every second one here, all with `make slow`.
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow if number % 2 else ()) for number, name in enumerate(PAIRS)],
)
def test_every_pair_draws(name: str) -> None:
    app = drawn(opened(*PAIRS[name]))
    works(app)
    assert len(app.get("vega_lite_chart")) >= 3
    assert len(app.get("table")) >= 3


@pytest.mark.parametrize("name", ["stand_still", "close_today", "no_community"])
def test_a_companion_stands_beside_in_one_tap(name: str) -> None:
    planning = NOW.changed(values={"staff_planned": 3.0})
    app = opened(planning)
    assert "What would “Now” be worth otherwise?" in words(app)
    app.button_group(key="compared companions").set_value([f"a~{name}"]).run()
    drawn(app)
    works(app)
    assert kept(app).scenarios == ("a", f"a~{name}")
    assert f"“{COMPANIONS[name].label}” against “Now”" in words(app)
    app.button_group(key="compared companions").set_value([]).run()
    assert "What would “Now” be worth otherwise?" in words(app)


def test_a_companion_that_makes_no_sense_says_why() -> None:
    said = words(opened(NOW.changed(running=False)))
    assert "Close today: it is only planned" in said
    assert "Stand still: nothing is planned that differs" in said


def test_four_stand_side_by_side_and_a_fifth_is_not_taken() -> None:
    app = opened(NOW, BOLD)
    app.button_group(key="compared companions").set_value(["a~one_more", "a~cautious"]).run()
    drawn(app)
    works(app)
    assert len(kept(app).scenarios) == 4
    app.button_group(key="compared companions").set_value(
        ["a~one_more", "a~cautious", "a~no_community"]
    ).run()
    assert len(kept(app).scenarios) == 4
    assert "At most 4 stand side by side" in app.warning[0].value
    app.button(key="duplicate for comparison").click().run()
    assert len(app.session_state["open workspace"].workspace.scenarios) == 2
    works(app)


def test_a_copy_stands_beside_the_base_and_is_open() -> None:
    app = opened(NOW)
    app.button(key="duplicate for comparison").click().run()
    work: Opened = app.session_state["open workspace"]
    assert [entry.scenario.name for entry in work.workspace.scenarios] == ["Now", "Now 2"]
    assert kept(app).base == "a"
    assert work.scenario_id == kept(app).scenarios[1]
    assert "All are worth the same" in words(app)


def test_arranging_is_kept_in_the_workspace() -> None:
    app = opened(NOW, BOLD)
    app.button_group(key="compared companions").set_value(["a~no_community"]).run()
    app.toggle(key="arrange comparison").set_value(True).run()
    works(app)
    app.text_input(key="comparison name").set_value("For the board").run()
    app.text_input(key="side name b").set_value("Twice as bold").run()
    app.selectbox(key="side colour b").set_value("Navy").run()
    app.button(key="earlier a~no_community").click().run()
    app.button(key="base b").click().run()
    one = kept(app)
    assert (one.name, one.scenarios, one.base) == ("For the board", ("a", "a~no_community", "b"), "b")
    assert one.names == {"b": "Twice as bold"}
    # whoever had the colour took the one that became free
    assert (one.colours["b"], one.colours["a"]) == ("Navy", "Wine")
    assert len(set(one.colours.values())) == 3
    assert "against “Twice as bold”" in words(app)
    app.button(key="remove a~no_community").click().run()
    assert kept(app).scenarios == ("a", "b")
    works(app)


def test_several_comparisons_are_kept_and_one_is_open() -> None:
    app = opened(NOW, BOLD, compared=Comparison(id="c1", name="First", scenarios=("a", "b"), base="b"))
    assert "against “Bold”" in words(app)
    app.button(key="new comparison").click().run()
    app.button_group(key="compared companions").set_value(["a~cautious"]).run()
    works(app)
    assert len(app.session_state["open workspace"].workspace.comparisons) == 2
    app.selectbox(key="which comparison").set_value("c1").run()
    assert "against “Bold”" in words(app)


def test_who_is_held_against_the_base_is_chosen_and_said_in_words() -> None:
    app = drawn(opened(NOW, BOLD, NOW.changed(name="Dear", values={"launch_cost": 10_000.0})))
    app.button_group(key="held against").set_value("c").run()
    drawn(app)
    said = words(app)
    assert "“Dear” is worth $10k less than “Now”" in said
    assert "One change explains all of it: “One-off cost of launching”, -$10k." in said
    assert "The difference is -$10k in every draw" in said


def test_why_a_side_is_impossible_is_said_in_the_open_scenarios_number_format() -> None:
    german = Scenario(name="A", number_format="de_DE")
    impossible = Scenario(name="B", values={"tickets": 3_575, "deflected": 3_000})
    app = opened(german, impossible)
    assert [error.value.partition(" can")[0] for error in app.error] == ["“B”\\: at most 1.425"]


def test_what_cannot_be_made_comparable_is_refused_with_a_way_out() -> None:
    app = opened(NOW, Scenario(name="Euros", currency="EUR"))
    works(app)
    assert "cannot be put side by side" in words(app)
    assert "does not say what 1 USD is in EUR" in app.error[0].value
    app.button_group(key="compared scenarios").set_value(["a"]).run()
    assert not app.error


def test_what_was_made_comparable_is_said() -> None:
    said = words(opened(*PAIRS["other horizon, currency and start"]))
    assert "“Bold” is set to 120 months; here all are counted over 36 months, as in “Now”." in said
    assert "“Bold” is in EUR; here its amounts are in USD" in said
    assert "different times" in said


def test_names_are_shown_as_text() -> None:
    app = opened(*PAIRS["hostile names"])
    titles = [safe(scenario.name, limit=40) for scenario in PAIRS["hostile names"]]
    assert titles[0].startswith("\\*\\*x")
    tables = app.get("table")
    works(app)
    assert all("[a](" not in str(table.proto) for table in tables)
    assert not any("](https" in entry.value.replace("\\]", "") for entry in app.markdown)


def test_where_no_side_costs_anything_a_sentence_says_so() -> None:
    nothing = Comparison(id="p", scenarios=("a~no_community", "b~no_community"), base="a~no_community")
    app = drawn(opened(NOW, BOLD, compared=nothing))
    works(app)
    assert "None of them costs anything." in words(app)
    assert all(len(table.value) for table in app.table)
    # once one of them does, it is a table
    some = drawn(opened(NOW, compared=Comparison(id="p", scenarios=("a~no_community", "a"), base="a")))
    assert "None of them costs anything." not in words(some)
    assert len(some.table) == len(app.table) + 1


def test_draws_follow_a_moment_after_and_stay_known() -> None:
    scenario = NOW.changed(name="Never asked before", values={"members": 5_432.0})
    app = opened(NOW, scenario)
    assert any("follows in a moment" in entry.value for entry in app.markdown)
    drawn(app)
    assert "shared draws" in words(app)
    # another visitor, and another name for the same comparison, ask for what is known
    again = opened(NOW, scenario, compared=Comparison(id="z", name="Again", scenarios=("a", "b"), base="a"))
    assert "shared draws" in words(again)


def test_a_quick_bridge_is_no_reason_to_wait() -> None:
    assert len(compare._steps(Case(NOW), Case(BOLD))) <= AT_ONCE
    sides = (Case(NOW), Case(NOW, State.NONE))
    terms = compare._on_terms(tuple(compare.Named(str(n), side) for n, side in enumerate(sides)), 0)
    assert isinstance(terms, Terms)
    compare.worked(terms, drawn=True)
    assert compare.known(terms)


def test_a_comparison_goes_with_its_scenarios() -> None:
    workspace = Workspace.starting(NOW, first="a").with_scenario("b", BOLD)
    one = Comparison(
        id="x",
        scenarios=("a", "b", "b~close_today"),
        base="b",
        names={"b~close_today": "Shut"},
        colours={"b": "Teal"},
    )
    workspace = workspace.with_comparison(one)
    assert workspace.without_scenario("b").comparisons == ()
    assert workspace.without_scenario("a").comparisons[0].scenarios == ("b", "b~close_today")
    ids = iter(("n1", "n2", "n3"))
    taken_in, _ = Workspace.starting(NOW, first="z").with_all_of(workspace, lambda: next(ids))
    (copy,) = taken_in.comparisons
    assert copy.scenarios == ("n1", "n2", "n2~close_today")
    assert (copy.base, copy.names, copy.colours) == ("n2", {"n2~close_today": "Shut"}, {"n2": "Teal"})
    assert (scenario_of("n2~close_today"), companion_in("n2~close_today")) == ("n2", "close_today")
    with pytest.raises(ValueError, match="does not exist"):
        workspace.with_comparison(one.model_copy(update={"scenarios": ("a", "q~cautious"), "base": "a"}))


def test_draws_are_those_of_what_becomes_of_the_community() -> None:
    """Sides of the same numbers that go on, close, or never were differ; sides in other words do not."""
    words = BOLD.changed(name="Told otherwise", not_counted={"trust": "They trust us more"})
    for state in State:
        found = compare._draws(Case(BOLD, state), 64, 7)
        assert np.array_equal(found, npv_in_draws(Case(BOLD, state), 64, 7))
        assert compare._draws(Case(words, state), 64, 7) is found
    assert len({compare._draws(Case(BOLD, state), 64, 7).tobytes() for state in State}) == len(State)
