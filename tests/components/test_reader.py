"""What the reader of a link meets where it cannot be read or copied: words, and a way on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from calculators.case import Case, State
from calculators.comparison import Named
from calculators.evaluation import evaluate
from calculators.scenario import Scenario
from components import compare, document, keeping, reader
from scenarios.opened import Kept, Opened, UnreadableError
from scenarios.record import Record, read, record_of
from scenarios.self_contained import encode
from scenarios.store import Editor
from scenarios.workspace import MOST_SCENARIOS, Workspace, new_workspace_id
from tests.servers import ROOT
from wording import safe, safe_money
from wording.formats import Formats

RECORD = (Path(__file__).parents[1] / "scenarios" / "records" / "record-2.json").read_text(encoding="utf-8")


def newer(text: str) -> str:
    return json.dumps({**json.loads(text), "record_version": 99, "more": 1})


def with_more(text: str) -> str:
    return json.dumps({**json.loads(text), "more": 1})


def cut(text: str) -> str:
    return text[: len(text) // 2]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (newer, "made by a newer version"),
        (with_more, "cannot be read any more"),
        (cut, "cannot be read any more"),
        (lambda _: "[]", "cannot be read any more"),
    ],
)
def test_a_link_that_cannot_be_read_says_so(
    spoil: Callable[[str], str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Spoilt:
        def record(self, link: str, *, unlocked: bool = False) -> Record:
            return read(spoil(RECORD))

    monkeypatch.setattr(reader, "the_links", Spoilt)

    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60).run()
    app.query_params["id"] = "A" * 22
    app.switch_page("shared.py").run()
    assert not app.exception
    assert app.title[0].value == "This link cannot be read"
    assert said in app.markdown[0].value


def test_each_link_that_holds_its_numbers_shows_its_own() -> None:
    """Python's hash of -1.0 is that of -2.0, too."""
    worth = {}
    for posts in (-1.0, -2.0):
        scenario = Scenario(values={"hire_1": posts})
        app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60).run()
        app.query_params["s"] = encode(scenario)
        app.switch_page("shared.py").run()
        assert not app.exception
        told = next(metric.value for metric in app.metric if metric.label == "Net present value")
        worth[posts] = told
        assert told == safe_money(Formats().money_short(evaluate(scenario).hard.npv))
    assert worth[-1.0] != worth[-2.0]


def copying(record: Record, own: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """A reader's page that holds the button "Make my copy" alone."""
    monkeypatch.setattr(keeping, "open_workspace", lambda: True)
    monkeypatch.setattr(reader.st, "switch_page", lambda page: None)

    def page() -> None:
        import streamlit as st

        from components import reader

        reader.make_my_copy(st.session_state["record"])

    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["record"] = record
    app.session_state["open workspace"] = Opened.fresh(
        own, by=Editor(browser=""), store=None, kept=Kept.NO_DISK
    )
    return app


def closing() -> Record:
    """A scenario as the base, and what another would be worth closed."""
    bold = Scenario(name="Beta", values={"members": 8_000.0})
    sides = [Named("Alpha", Case(Scenario(name="Alpha"))), Named("Close (Beta)", Case(bold, State.CLOSED))]
    return record_of(sides, made_by="", made_on=None, workers=compare.WORKERS)


def test_a_copy_says_which_side_it_cannot_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """What closes and does not go on beside it: its author shows what closing it is worth, and not all of it."""
    app = copying(closing(), Workspace.starting(id=new_workspace_id()), monkeypatch).run()
    app.button(key="copy").click().run()
    work: Opened = app.session_state["open workspace"]
    assert [entry.scenario.name for entry in work.workspace.scenarios][1:] == ["Alpha"]
    assert work.workspace.comparisons == ()
    assert work.notes == ("“Close (Beta)” is not in your copy: the link does not hold its numbers.",)


def test_a_copy_into_a_full_workspace_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Workspace.starting(id=new_workspace_id())
    for number in range(MOST_SCENARIOS - 2):
        full = full.with_scenario(f"x{number}", Scenario(name=str(number)))

    app = copying(Record.model_validate_json(RECORD), full, monkeypatch)
    app.run()
    app.button(key="copy").click().run()
    assert not app.exception
    assert app.error[0].value == safe(document.FULL)
    # none of the two, rather than one
    assert len(app.session_state["open workspace"].workspace.scenarios) == MOST_SCENARIOS - 1


def test_a_workspace_that_cannot_be_read_leaves_a_way_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kept9:
        def latest(self, *, by: Editor) -> str:
            return "A" * 22

        def news(self, id: str) -> int:
            return 0

        def version(self, id: str) -> int:
            return 0

    def unreadable(*_: object) -> None:
        raise UnreadableError("It was saved by a newer version of this app.")

    kept = Kept9()
    monkeypatch.setattr(keeping, "the_store", lambda: kept)
    monkeypatch.setattr(keeping, "key_in", lambda _: "k" * 43)
    monkeypatch.setattr(keeping, "_load", unreadable)
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60).run()
    assert app.title[0].value == "This workspace cannot be opened here"
    (button,) = app.button
    assert button.label == "Make a workspace of my own"
    button.click().run()
    assert not app.exception
    assert app.text_input(key="start field members").value == "5,000"
