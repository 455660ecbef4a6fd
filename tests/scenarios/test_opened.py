"""A workspace in one tab: edits, merging with another tab's, choices, undoing. Two tabs on one real database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.model import MODEL
from calculators.scenario import Given, Scenario, resolve
from figures.kinds import in_words
from scenarios.opened import Kept, Opened
from scenarios.parts import Change, document_of, parts_of, workspace_of
from scenarios.store import Database, Edit, Editor, Store, Trouble, TroubleError, url_of
from scenarios.telling import told
from scenarios.workspace import Comparison, Workspace, new_workspace_id
from tests.strategies import edits, scenarios
from wording import Formats

KEY = "k" * 43


def tab(name: str) -> Editor:
    return Editor(browser=KEY, session=f"session {name}", tab=name, who="Chrome on Linux", build="1")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = url_of(f"sqlite:///{tmp_path_factory.mktemp('store') / 'test.sqlite3'}", folder=Path())
    assert url is not None
    store = Store(Database(url))
    yield store
    store.database.close()


def two_tabs(store: Store) -> tuple[Opened, Opened]:
    first = Opened.fresh(Workspace.starting(id=new_workspace_id(), first="one"), by=tab("A"), store=store)
    give(first, members=8_000)
    return first, Opened.load(first.workspace.id, by=tab("B"), store=store)


def give(work: Opened, **values: float | None) -> bool:
    scenario = work.scenario
    for name, value in values.items():
        scenario = scenario.with_value(name, None if value is None else Given(value=value, confirmed=True))
    return work.take(work.workspace.with_scenario(work.scenario_id, scenario))


def value(work: Opened, name: str) -> float | None:
    found = work.scenario.values.get(name)
    return found.value if found else None


def as_saved(work: Opened) -> Workspace:
    assert work.store is not None
    return Opened.load(work.workspace.id, by=tab("later"), store=work.store).workspace


def undo_text(work: Opened) -> str:
    return " | ".join(told(edit.changes, work.values()) for edit in work.undoable(9))


def test_an_edit_that_leaves_the_number_says_what_it_did(store: Store) -> None:
    work = Opened.fresh(Workspace.starting(id=new_workspace_id()), by=tab("A"), store=store)
    assert give(work, members=5_000)
    assert undo_text(work) == "members confirmed"
    assert give(work, members=None)
    assert undo_text(work).split(" | ")[0] == "members as in the example"


def test_the_first_name_stands_beside_what_was_shown_before(store: Store) -> None:
    work = Opened.fresh(Workspace.starting(id=new_workspace_id()), by=tab("A"), store=store)
    assert work.take(
        work.workspace.with_scenario(work.scenario_id, work.scenario.changed(name="For the board"))
    )
    assert undo_text(work) == "name “B2B software support” → “For the board”"


def test_a_visit_without_an_edit_leaves_nothing_behind(store: Store) -> None:
    work = Opened.fresh(Workspace.starting(id=new_workspace_id()), by=tab("A"), store=store)
    assert work.save()
    assert store.version(work.workspace.id) is None


def test_edits_of_different_assumptions_merge(store: Store) -> None:
    first, second = two_tabs(store)
    assert give(first, cost_per_ticket=45)
    assert give(second, deflected=350)
    assert second.meetings == []
    assert value(second, "cost_per_ticket") == 45
    assert first.has_news()
    assert first.look()
    assert first.workspace == second.workspace == as_saved(first)


def test_two_edits_of_the_same_assumption_meet_and_the_later_chooses(store: Store) -> None:
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    assert not give(second, cost_per_ticket=50)
    assert value(second, "cost_per_ticket") == 45
    [meeting] = second.meetings
    theirs = meeting.theirs["s/one/values.cost_per_ticket"]
    assert theirs.value == {"value": 45.0, "confirmed": True}
    assert theirs.edit is not None
    assert (theirs.edit.who, theirs.edit.same_browser) == ("Chrome on Linux", True)
    assert as_saved(second)["one"].values["cost_per_ticket"].value == 45
    assert second.choose(meeting.number, mine=True) == ""
    assert second.meetings == []
    assert as_saved(second)["one"].values["cost_per_ticket"].value == 50


def test_the_same_edit_made_twice_asks_one_question_and_another_a_new_one(store: Store) -> None:
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    assert not give(second, cost_per_ticket=50)
    [asked] = second.meetings
    assert not give(second, cost_per_ticket=50)
    assert second.meetings == [asked]
    assert not give(second, cost_per_ticket=51)
    [newer] = second.meetings
    assert newer.number != asked.number
    # who still has the older one before them has answered nothing
    assert second.choose(asked.number, mine=True) == ""
    assert second.meetings == [newer]
    assert as_saved(first)["one"].values["cost_per_ticket"].value == 45


def test_a_question_that_was_answered_is_not_asked_again(store: Store) -> None:
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    assert not give(second, cost_per_ticket=50)
    second.choose(second.meetings[0].number, mine=False)
    assert give(second, cost_per_ticket=51)
    assert second.meetings == []
    assert as_saved(first)["one"].values["cost_per_ticket"].value == 51


def test_a_question_says_what_stands_now(store: Store) -> None:
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    give(second, cost_per_ticket=50)
    give(first, cost_per_ticket=46)
    assert second.look()
    [meeting] = second.meetings
    [their] = meeting.theirs.values()
    assert their.value == {"value": 46.0, "confirmed": True}
    assert their.edit is not None
    assert their.edit.version == first.version
    # answered by what the other wrote
    give(first, cost_per_ticket=50)
    assert second.look()
    assert second.meetings == []


def test_a_question_outlives_the_page(store: Store) -> None:
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    give(second, cost_per_ticket=50)
    again = Opened.load(first.workspace.id, by=tab("B"), store=store)
    again.ask_again(json.loads(json.dumps(second.asked())))
    assert [replace(one, number=0) for one in again.meetings] == [
        replace(one, number=0) for one in second.meetings
    ]
    assert again.choose(again.meetings[0].number, mine=True) == ""
    assert as_saved(first)["one"].values["cost_per_ticket"].value == 50
    unreadable: tuple[Any, ...] = (None, 3, "x", [1], [{"changes": 1}], {"changes": []})
    for nonsense in unreadable:
        again.ask_again(nonsense)
    assert again.meetings == []


def test_a_question_outlives_a_database_that_is_away(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = with_two(store)
    first.take(first.workspace.without_scenario("two"))
    assert not give(second, cost_per_ticket=50)

    def away(*_: object, **__: object) -> None:
        raise TroubleError(Trouble.GONE)

    with monkeypatch.context() as patched:
        patched.setattr(store, "of_place", away)
        assert second.choose(second.meetings[0].number, mine=True) == str(Trouble.GONE)
    assert second.choose(second.meetings[0].number, mine=True) == ""
    assert as_saved(first)["two"].values["cost_per_ticket"].value == 50


def test_a_question_about_a_scenario_that_is_deleted_says_so(store: Store) -> None:
    first, second = with_two(store)
    first.open("two")
    give(first, cost_per_ticket=45)
    give(second, cost_per_ticket=50)
    first.take(first.workspace.without_scenario("two"))
    assert second.look()
    [meeting] = second.meetings
    assert meeting.theirs["s/two/starting_point"].value is None
    # brought back as it was, and the question with it
    assert second.bring_back() == ""
    [meeting] = second.meetings
    assert list(meeting.theirs) == ["s/two/values.cost_per_ticket"]
    assert second.choose(meeting.number, mine=True) == ""
    assert as_saved(first)["two"].values["cost_per_ticket"].value == 50


def test_the_same_value_twice_is_no_question(store: Store) -> None:
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    assert give(second, cost_per_ticket=45)
    assert second.meetings == []


def test_an_edit_begun_before_the_others_was_shown_still_meets_it(store: Store) -> None:
    """What is half typed in a field when another tab's value comes in."""
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    assert second.look()
    assert not give(second, cost_per_ticket=50)
    second.choose(second.meetings[0].number, mine=False)
    # asked once: from here on she has seen it
    assert give(second, cost_per_ticket=51)
    assert as_saved(first)["one"].values["cost_per_ticket"].value == 51


def test_an_edit_elsewhere_leaves_the_question_open_where_the_others_was_not_shown_yet(store: Store) -> None:
    """It was sent before: what is typed next may have been begun before, too."""
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    assert second.look()
    second.unseen = frozenset({"s/one/values.cost_per_ticket"})
    assert give(second, deflected=350)
    second.unseen = frozenset()
    assert not give(second, cost_per_ticket=50)
    assert as_saved(second)["one"].values["cost_per_ticket"].value == 45


def test_two_that_live_under_one_tabs_name_meet_as_well(store: Store) -> None:
    """A second tab that was taken for the first come back: on another replica nobody can tell that the first lives."""
    first, _ = two_tabs(store)
    second = Opened.load(first.workspace.id, by=tab("A"), store=store)
    give(first, cost_per_ticket=45)
    assert not give(second, cost_per_ticket=50)
    assert as_saved(second)["one"].values["cost_per_ticket"].value == 45
    # shown and not seen, it meets, too
    give(first, deflected=300)
    assert second.look()
    assert not give(second, deflected=350)


def test_an_own_edit_that_came_through_though_nobody_said_so_meets_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = two_tabs(store)
    write = store.edit

    def and_break(*args: Any, **named: Any) -> Edit | None:
        write(*args, **named)
        raise TroubleError(Trouble.GONE)

    monkeypatch.setattr(store, "edit", and_break)
    assert give(first, cost_per_ticket=45)
    assert first.unsaved
    monkeypatch.undo()
    assert first.save()
    assert first.unsaved == first.meetings == []
    assert give(first, cost_per_ticket=50)
    assert as_saved(first)["one"].values["cost_per_ticket"].value == 50
    assert undo_text(first) == "cost per ticket 45 → 50 | members 5,000 → 8,000"
    assert len(first.edits) == 4


def test_two_edits_that_are_impossible_together_meet(store: Store) -> None:
    first, second = two_tabs(store)
    assert give(first, tickets=300)
    assert not give(second, deflected=600)
    assert second.meetings[0].problem
    assert second.choose(second.meetings[0].number, mine=True) != ""
    assert as_saved(first)["one"] == first.scenario == second.scenario


def test_why_two_edits_are_impossible_together_keeps_its_numbers_for_whoever_reads_it(store: Store) -> None:
    first, second = two_tabs(store)
    assert give(first, tickets=3_575)
    assert not give(second, deflected=3_000)
    meeting = second.meetings[0]
    refused = second.choose(meeting.number, mine=True)
    for problem in (meeting.problem, refused):
        assert in_words(problem, Formats(locale="de_DE")).startswith("at most 1.425 can be deflected")


def test_an_edit_of_a_deleted_scenario_can_bring_it_back(store: Store) -> None:
    first, second = two_tabs(store)
    first.take(first.workspace.with_scenario("two", Scenario(name="Two", values={"members": 7_000})))
    second.look()
    second.open("two")
    first.take(first.workspace.without_scenario("two"))
    assert not give(second, cost_per_ticket=50)
    assert second.scenario_id == "one"
    [meeting] = second.meetings
    assert second.choose(meeting.number, mine=True) == ""
    back = as_saved(first)["two"]
    assert (back.name, back.values["members"].value, back.values["cost_per_ticket"].value) == (
        "Two",
        7_000,
        50,
    )


@pytest.mark.parametrize(("saved", "now"), [("xx", "en_US"), ("en_GB", "en_US"), ("de-DE", "de_DE")])
def test_a_workspace_saved_with_a_number_format_of_old_opens_and_can_be_edited(
    store: Store, saved: str, now: str
) -> None:
    first, _ = two_tabs(store)
    place = "s/one/number_format"
    assert store.edit(
        first.workspace.id,
        (Change(place, "en_US", saved),),
        known=first.version,
        by=tab("C"),
        seen=first.version,
    )
    work = Opened.load(first.workspace.id, by=tab("D"), store=store)
    assert work.scenario.number_format == now
    assert bool(work.notes) == (now == "en_US")
    assert give(work, cost_per_ticket=40)
    assert not work.unsaved
    again = Opened.load(first.workspace.id, by=tab("E"), store=store)
    assert (again.scenario.number_format, again.notes, value(again, "cost_per_ticket")) == (now, (), 40)
    assert work.undoable()
    assert work.take_back(work.undoable()[0].version) == ""


def with_two(store: Store) -> tuple[Opened, Opened]:
    """Return two tabs of which the second has open what the first made."""
    first, second = two_tabs(store)
    first.take(first.workspace.with_scenario("two", Scenario(name="Two", values={"members": 7_000})))
    second.look()
    second.open("two")
    return first, second


def test_a_scenario_that_another_deletes_is_said_to_be_gone_and_can_be_brought_back(store: Store) -> None:
    first, second = with_two(store)
    first.take(first.workspace.without_scenario("two"))
    assert first.gone is None
    assert second.look()
    assert second.gone is not None
    assert second.gone.edit is not None
    assert (second.gone.id, second.gone.edit.tab) == ("two", "A")
    assert second.bring_back() == ""
    assert (second.gone, second.meetings, second.scenario_id) == (None, [], "two")
    assert as_saved(first)["two"].values["members"].value == 7_000


def test_a_new_scenario_that_its_own_tab_takes_back_is_gone_in_others(store: Store) -> None:
    first, second = with_two(store)
    [made] = first.undoable()
    assert first.take_back(made.version) == ""
    second.look()
    assert second.gone is not None
    # made again by whoever took it back: nothing is left to choose
    [made_again] = [edit for edit in (first.redoable(),) if edit is not None]
    assert first.take_back(made_again.version) == ""
    second.look()
    assert (second.gone, second.scenario_id) == (None, "two")


def test_a_tab_that_comes_back_hears_that_what_it_showed_is_gone(store: Store) -> None:
    first, second = with_two(store)
    version = second.version
    first.take(first.workspace.without_scenario("two"))
    again = Opened.load(first.workspace.id, by=tab("B"), store=store, scenario="two")
    again.was_open("two", version=version)
    assert again.gone is not None
    assert again.gone.edit is not None
    assert again.bring_back() == ""
    assert (again.scenario_id, again.scenario.name) == ("two", "Two")


def test_one_gone_with_an_edit_under_way_comes_back_with_it(store: Store) -> None:
    first, second = with_two(store)
    first.take(first.workspace.without_scenario("two"))
    assert not give(second, cost_per_ticket=50)
    assert second.bring_back() == ""
    assert second.meetings == []
    assert as_saved(first)["two"].values["cost_per_ticket"].value == 50


def test_two_tabs_cannot_delete_everything_between_them(store: Store) -> None:
    first, second = two_tabs(store)
    first.take(first.workspace.with_scenario("two", Scenario(name="Two")))
    second.look()
    first.take(first.workspace.without_scenario("two"))
    second.take(second.workspace.without_scenario("one"))
    assert len(as_saved(first).scenarios) == 1
    assert second.meetings[0].problem == "one scenario has to stay"


def test_undo_takes_back_own_edits_only_and_redo_makes_them_again(store: Store) -> None:
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    give(second, deflected=350)
    give(first, active_share=0.12)
    assert (
        undo_text(first)
        == "active in a month 10\u00a0% → 12\u00a0% | cost per ticket 60 → 45 | members 5,000 → 8,000"
    )
    assert undo_text(second) == "tickets deflected 320 → 350"
    for _ in range(2):
        assert first.take_back(first.undoable()[0].version) == ""
    assert (value(first, "cost_per_ticket"), value(first, "active_share")) == (None, None)
    assert value(first, "deflected") == 350
    # still there after a reload, and made again in the same order
    again = Opened.load(first.workspace.id, by=tab("A"), store=store)
    for name, number in (("cost_per_ticket", 45), ("active_share", 0.12)):
        redo = again.redoable()
        assert redo is not None
        assert again.take_back(redo.version) == ""
        assert value(again, name) == number
    assert again.redoable() is None
    give(again, horizon=24)
    assert again.take_back(again.undoable()[0].version) == ""
    give(again, horizon=48)
    assert again.redoable() is None


def test_what_another_tab_changed_since_is_not_undone(store: Store) -> None:
    first, second = two_tabs(store)
    give(first, cost_per_ticket=45)
    version = first.undoable()[0].version
    give(second, cost_per_ticket=50)
    second.choose(second.meetings[0].number, mine=True) if second.meetings else None
    first.look()
    assert undo_text(first) == "members 5,000 → 8,000"
    assert first.take_back(version) == "This was changed since."


def test_the_past_of_a_workspace_can_be_told(store: Store) -> None:
    first, _ = two_tabs(store)
    before = first.workspace
    seen = first.version
    give(first, cost_per_ticket=45)
    give(first, members=None, deflected=350)
    assert first.as_of(seen) == before
    assert first.as_of(0) == first.as_of(1) == Workspace.starting(id=before.id, first="one")


def test_a_visit_is_kept_in_the_tab_alone() -> None:
    work = Opened.fresh(Workspace.starting(first="one"), by=tab("A"), store=None, kept=Kept.NO_COOKIE)
    assert give(work, members=8_000)
    assert give(work, cost_per_ticket=45)
    assert undo_text(work) == "cost per ticket 60 → 45 | members 5,000 → 8,000"
    assert work.take_back(work.undoable()[0].version) == ""
    assert value(work, "cost_per_ticket") is None
    assert not work.look()


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(scenario=scenarios(), second=scenarios())
def test_taken_apart_and_put_together_a_workspace_is_the_same(scenario: Scenario, second: Scenario) -> None:
    workspace = Workspace.starting(scenario, first="one").with_scenario("two", second)
    workspace = workspace.with_comparison(Comparison(id="c", scenarios=("two", "one"), base="one"))
    assert workspace_of("", parts_of(workspace)) == workspace
    assert document_of("", parts_of(workspace))["comparisons"][0]["base"] == "one"


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(script=st.lists(st.tuples(st.sampled_from("AB"), edits(at_most=2), st.booleans()), max_size=8))
def test_two_tabs_always_agree_in_the_end(
    store: Store, script: list[tuple[str, dict[str, float], bool]]
) -> None:
    """Whatever two tabs do in turn, what is saved is a possible scenario, and both show it once nothing waits."""
    first, second = two_tabs(store)
    tabs = {"A": first, "B": second}
    for name, values, mine in script:
        work = tabs[name]
        scenario = work.scenario
        for id, number in values.items():
            scenario = scenario.with_value(id, Given(value=number, confirmed=True))
        if not resolve(scenario).problems:
            work.take(work.workspace.with_scenario("one", scenario))
        for meeting in tuple(work.meetings):
            if work.choose(meeting.number, mine=mine):
                work.choose(meeting.number, mine=False)
        assert not resolve(as_saved(work)["one"]).problems
    for work in tabs.values():
        work.look()
        assert work.unsaved == []
    assert first.workspace == second.workspace == as_saved(first)
    assert set(first.scenario.values) <= set(MODEL.assumptions)
