"""What people see of saving, page by page and without a browser: nothing is kept here but for the visit."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from calculators.scenario import Given, Scenario
from components import keeping, saved
from scenarios.files import scenario_to_bytes, workspace_to_bytes
from scenarios.opened import Meeting, Opened, Theirs
from scenarios.parts import Change, place_of
from scenarios.store import Edit
from scenarios.workspace import MOST_SCENARIOS, Workspace, new_id
from tests.servers import ROOT


def frame() -> AppTest:
    return AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=30).run()


def work_of(app: AppTest) -> Opened:
    found: Opened = app.session_state["open workspace"]
    return found


def drawer() -> AppTest:
    def script() -> None:
        from components import saved

        saved.line(phone=False)
        saved.to_take_back()
        saved._inside_drawer()
        saved.notices()

    return AppTest.from_function(script, default_timeout=30).run()


def titles(app: AppTest) -> list[str]:
    return list(work_of(app).workspace.titles().values())


def test_a_visit_says_that_it_lasts_for_the_visit() -> None:
    app = frame()
    assert any("Kept for this visit" in caption.value for caption in app.caption)
    assert not app.exception


def test_an_edit_can_be_taken_back_and_made_again_by_its_name() -> None:
    app = frame()
    app.text_input(key="start field members").set_value("8000").run()
    assert app.button(key="undo").label == "Undo: members 5,000 → 8,000"
    app.button(key="undo").click().run()
    assert app.text_input(key="start field members").value == "5,000"
    assert app.button(key="redo").label == "Redo: members 5,000 → 8,000"
    app.button(key="redo").click().run()
    assert app.text_input(key="start field members").value == "8,000"
    assert not app.exception


def test_a_workspace_of_nobody_is_private() -> None:
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=30)
    app.query_params["w"] = "A" * 22
    app.run()
    assert [title.value for title in app.title] == ["This workspace is private. Ask for a share link."]
    assert not app.text_input
    assert not app.metric


def test_scenarios_are_made_named_and_deleted() -> None:
    app = drawer()
    app.text_input(key="scenario name").set_value("Base").run()
    app.button(key="duplicate scenario").click().run()
    app.selectbox(key="new scenario from").set_value("consumer-brand@1").run()
    app.button(key="new scenario").click().run()
    assert titles(app) == ["Base", "Base 2", "Consumer brand"]
    app.button(key="delete scenario").click().run()
    assert titles(app) == ["Base", "Base 2"]
    app.button(key="undo").click().run()
    assert titles(app) == ["Base", "Base 2", "Consumer brand"]
    assert not app.exception


def test_a_full_workspace_says_so() -> None:
    app = drawer()
    work = work_of(app)
    for number in range(MOST_SCENARIOS - 1):
        work.workspace = work.workspace.with_scenario(f"x{number}", Scenario(name=str(number)))
    app.button(key="duplicate scenario").click().run()
    assert len(titles(app)) == MOST_SCENARIOS
    assert "full" in " ".join(element.value for element in app.markdown)


@pytest.mark.parametrize("text", ["**b** :red[x] $1$", "<img src=x>", "=1+1", "[a](http://x.y)", "x" * 200])
def test_a_hostile_name_is_shown_as_text(text: str) -> None:
    app = drawer()
    app.text_input(key="scenario name").set_value(text).run()
    label = app.button(key="scenarios").label
    assert not any(mark in label.replace("\\" + mark, "") for mark in "*[<$")
    assert not app.exception


def taking_in(data: bytes) -> AppTest:
    def script(data: bytes) -> None:
        import streamlit as st

        from components import document, saved

        document.scenario()
        if "told" not in st.session_state:
            st.session_state["told"] = saved.take_file(data)
        saved.notices()

    return AppTest.from_function(script, args=(data,), default_timeout=30).run()


def test_a_file_is_added_to_what_is_there() -> None:
    there = Workspace.starting(
        Scenario(name="One", values={"members": Given(value=8_000, note="<b>")}), first="a"
    )
    document = json.loads(workspace_to_bytes(there.with_scenario("b", Scenario(name="B2B software support"))))
    app = taking_in(json.dumps({**document, "model_version": "0.9.0"}).encode())
    assert app.session_state["told"] == ()
    assert titles(app) == ["B2B software support", "One", "B2B software support 2"]
    assert "model 0\\.9" in app.info[0].value or "model 0.9" in app.info[0].value
    assert taking_in(b"{").session_state["told"] == ("The file is no JSON, or only a part of it arrived.",)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("", "another device"),
        ("<script>" * 1_000, "another device"),
    ],
)
def test_a_device_is_called_by_its_kind(agent: str, said: str) -> None:
    assert keeping.device(agent) == said


def test_the_drawer_names_where_work_is_kept() -> None:
    app = drawer()
    assert any("kept for this visit only" in element.value for element in app.markdown)
    assert saved.MOST_UNDO > 1


def test_why_an_undo_was_refused_is_read_though_the_page_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The range and the frame follow an edit a moment later, of which the button does not know yet."""
    clock = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(saved.time, "monotonic", lambda: clock.now)
    app = frame()
    work = work_of(app)
    for members in (6_000.0, 6_100.0):
        edited = work.scenario.with_value("members", Given(value=members, confirmed=True))
        assert work.take(work.workspace.with_scenario(work.scenario_id, edited))
        if members == 6_000.0:
            app.run()
    # the page still offers the older one
    app.button(key="undo").click().run()

    def said() -> bool:
        return any("Not done" in warning.value for warning in app.warning)

    assert work.scenario.values["members"].value == 6_100.0
    assert said()
    app.run()
    assert said()
    clock.now += saved.READ_WITHIN + 0.1
    app.run()
    assert not said()


def test_undo_says_how_many_scenarios_it_takes_back() -> None:
    workspace = Workspace.starting(Scenario(name="Alpha"), first="a")
    for name in ("Beta", "Gamma"):
        workspace = workspace.with_scenario(name.lower(), Scenario(name=name))
    app = drawer()
    work_of(app).take(work_of(app).workspace.with_all_of(workspace, new_id)[0])
    app.run()
    assert app.button(key="undo").label == "Undo: 3 new scenarios"
    app.button(key="undo").click().run()
    assert len(titles(app)) == 1
    assert app.button(key="redo").label == "Redo: 3 new scenarios"


def test_what_was_refused_stays_when_another_fields_edit_is_taken_back() -> None:
    app = frame()
    app.text_input(key="start field members").set_value("8000").run()
    app.text_input(key="start field deflected").set_value("many").run()
    assert app.text_input(key="start field deflected").value == "many"
    app.button(key="undo").click().run()
    assert app.text_input(key="start field members").value == "5,000"
    assert app.text_input(key="start field deflected").value == "many"
    # its own is forgotten: the number that comes back stands there
    app.text_input(key="start field members").set_value("9000").run()
    app.text_input(key="start field members").set_value("lots").run()
    app.button(key="undo").click().run()
    assert app.text_input(key="start field members").value == "5,000"
    assert not app.exception


def in_drawer(app: AppTest, key: str) -> AppTest:
    """A button of the scenarios' drawer pressed."""
    app.button(key="scenarios").click().run()
    return app.button(key=key).click().run()


def opened_from_drawer(app: AppTest, name: str) -> AppTest:
    app.button(key="scenarios").click().run()
    return app.selectbox(key="open scenario choice").set_value(name).run()


def customers(app: AppTest) -> tuple[str | None, bool]:
    """What stands in the field of customers, and whether the page says why something was not taken."""
    return app.text_input(key="start field customers").value, bool(app.error)


@pytest.mark.parametrize("made", ["duplicate scenario", "new scenario"])
def test_what_was_refused_is_there_again_when_its_scenario_is_and_on_no_other(made: str) -> None:
    app = frame()
    first = work_of(app).scenario_id
    app.text_input(key="start field customers").set_value("25oo").run()
    assert customers(app) == ("25oo", True)
    in_drawer(app, made)
    second = work_of(app).scenario_id
    assert second != first
    assert customers(app) == ("2,000", False)
    app.text_input(key="start field customers").set_value("39oo").run()
    opened_from_drawer(app, first)
    assert customers(app) == ("25oo", True)
    opened_from_drawer(app, second)
    assert customers(app) == ("39oo", True)
    # what is taken at last is refused no more, there alone
    app.text_input(key="start field customers").set_value("3900").run()
    assert customers(app) == ("3,900", False)
    opened_from_drawer(app, first)
    assert customers(app) == ("25oo", True)
    assert not app.exception


def test_what_was_refused_goes_with_its_scenario() -> None:
    app = frame()
    first = work_of(app).scenario_id
    in_drawer(app, "duplicate scenario")
    app.text_input(key="start field customers").set_value("25oo").run()
    in_drawer(app, "delete scenario")
    assert work_of(app).scenario_id == first
    assert customers(app) == ("2,000", False)
    app.button(key="undo").click().run()
    other = next(name for name in work_of(app).workspace.ids if name != first)
    opened_from_drawer(app, other)
    assert customers(app) == ("2,000", False)
    assert not app.exception


def test_what_was_refused_elsewhere_stays_when_a_new_scenario_is_taken_back() -> None:
    app = frame()
    first = work_of(app).scenario_id
    app.text_input(key="start field customers").set_value("25oo").run()
    in_drawer(app, "duplicate scenario")
    app.button(key="undo").click().run()
    assert work_of(app).scenario_id == first
    assert customers(app) == ("25oo", True)


def test_the_number_that_comes_back_in_another_scenario_stands_in_its_field() -> None:
    app = frame()
    first = work_of(app).scenario_id
    in_drawer(app, "duplicate scenario")
    second = work_of(app).scenario_id
    app.text_input(key="start field customers").set_value("3900").run()
    app.text_input(key="start field customers").set_value("39oo").run()
    opened_from_drawer(app, first)
    app.button(key="undo").click().run()
    opened_from_drawer(app, second)
    assert customers(app) == ("2,000", False)
    assert not app.exception


def test_two_kinds_chosen_in_two_tabs_are_no_deletion() -> None:
    app = frame()
    work = work_of(app)
    place = place_of(work.scenario_id, "starting_point")
    by_another = Edit(2, 0.0, "other", "Edge on Windows", ())
    change = Change(place, "b2b-support@1", "developer@1")
    work.meetings.append(Meeting(1, (change,), {place: Theirs("association@1", by_another)}))
    app.run()
    assert not app.exception
    said = [element.value for element in app.markdown]
    assert any("changed this at" in words for words in said)
    assert not any("deleted" in words for words in said)
    assert (app.button(key="theirs 1").label, app.button(key="mine 1").label) == (
        "Keep what is saved",
        "Use mine",
    )


def test_a_file_is_taken_in_once_though_the_browser_brings_it_again() -> None:
    app = drawer()
    app.button(key="take in").click().run()
    (field,) = app.file_uploader
    field.upload("big.json", scenario_to_bytes(Scenario(name="Big")), "application/json")
    sent = app._tree.get_widget_states()
    app.run()
    assert titles(app) == ["B2B software support", "Big"]
    # sent before the browser had the empty field
    for _ in range(2):
        app._run(sent)
        assert not app.exception
        assert titles(app) == ["B2B software support", "Big"]
    # the empty field takes the same file once more
    (field,) = app.file_uploader
    field.upload("big.json", scenario_to_bytes(Scenario(name="Big")), "application/json")
    app.run()
    assert titles(app) == ["B2B software support", "Big", "Big 2"]
