"""What a link is made of; links that cannot be read for a while: it is said, and the page looks again by itself."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from calculators.case import Case
from calculators.comparison import Named, on_common_terms
from calculators.scenario import Scenario
from components import document, keeping, share
from scenarios.opened import Opened
from scenarios.record import Record
from scenarios.store import Trouble, TroubleError
from scenarios.workspace import Comparison, Workspace
from tests.servers import ROOT


def list_of_links() -> None:
    from components import share

    share.list_links(None)  # type: ignore[arg-type]


def test_links_that_cannot_be_read_are_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(links: Any) -> None:
        raise TroubleError(Trouble.GONE)

    looked = list[bool]()
    monkeypatch.setattr(share, "_links", fails)
    monkeypatch.setattr(keeping, "tries_again", lambda: looked.append(True))
    app = AppTest.from_function(list_of_links).run()
    assert not app.exception
    assert "Links cannot be read right now" in app.error[0].value
    assert looked == [True]


def test_why_no_link_was_made_is_said_in_the_open_scenarios_number_format(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state: dict[str, Any] = {"link lasts": "A week"}
    for module in (document, share):
        monkeypatch.setattr(module.st, "session_state", state)
    document.change(number_format="de_DE")
    impossible = Named("B", Case(Scenario(values={"tickets": 3_575, "deflected": 3_000})))
    monkeypatch.setattr(share, "_told", lambda chosen, day: on_common_terms([impossible]))
    share._make(None)  # type: ignore[arg-type]
    assert state[share._PROBLEM].startswith(
        "“B”: at most 1.425 can be deflected beside 3.575 tickets: 95\xa0% of"
    )


class Linked:
    """Links that keep nothing but what the last one was made of."""

    def make(self, workspace: str, told: Record, **_: Any) -> str:
        self.told = told
        return "made"


def sharing(monkeypatch: pytest.MonkeyPatch, compared: Comparison | None) -> tuple[AppTest, Linked]:
    """Press "Share this comparison" on Compare, in a workspace of two scenarios."""
    links = Linked()
    monkeypatch.setattr(share, "stored", lambda: links)
    monkeypatch.setattr(share, "_links", lambda links: ())
    monkeypatch.setattr(Opened, "keep", lambda work: True)
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=120).run()
    held = Workspace.starting(Scenario(name="A"), first="a")
    held = held.with_scenario("b", Scenario(name="B", values={"members": 8_000.0}))
    change(app, held if compared is None else held.with_comparison(compared))
    app.session_state["open workspace"].open("a")
    app.switch_page("compare.py").run()
    app.button(key="share comparison").click().run()
    # tests of this kind do not follow by themselves
    app.switch_page("share.py").run()
    assert not app.exception
    return app, links


def change(app: AppTest, after: Workspace) -> None:
    work: Opened = app.session_state["open workspace"]
    work.take(after)


def made(app: AppTest, links: Linked) -> Record:
    (button,) = [one for one in app.button if one.label == "Make a link"]
    button.click().run()
    assert not app.exception
    assert not app.error
    return links.told


def test_a_link_is_of_the_comparison_as_it_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Comparison(id="p", scenarios=("a", "b", "a~cautious"), base="a")
    app, links = sharing(monkeypatch, one)
    assert app.multiselect(key="link scenarios").value == list(one.scenarios)
    now = Comparison(
        id="p", name="Board", scenarios=("a", "b", "a~close_today"), base="b", names={"a": "Now"}
    )
    app.switch_page("compare.py").run()
    change(app, app.session_state["open workspace"].workspace.with_comparison(now))
    app.switch_page("share.py").run()
    assert app.multiselect(key="link scenarios").value == list(now.scenarios)
    told = made(app, links)
    assert told.compared is not None
    assert told.title == "Board"
    assert [side.name for side in told.compared.view.sides] == ["Now", "B", "Close today (A)"]
    assert told.compared.view.base == 1
    assert "The link is made." in app.success[0].value


def test_a_comparison_is_shared_as_it_became_where_it_was_kept_after_it_was_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, _ = sharing(monkeypatch, None)
    assert app.multiselect(key="link scenarios").value == ["a", "b"]
    app.switch_page("compare.py").run()
    app.button_group(key="compared companions").set_value(["a~close_today"]).run()
    app.switch_page("share.py").run()
    assert app.multiselect(key="link scenarios").value == ["a", "b", "a~close_today"]


def test_of_a_comparison_that_was_deleted_nothing_stands_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    app, links = sharing(monkeypatch, Comparison(id="p", scenarios=("a", "a~cautious"), base="a"))
    made(app, links)
    assert app.success
    change(app, app.session_state["open workspace"].workspace.without_comparison("p"))
    app.run()
    assert not app.exception
    found = app.multiselect(key="link scenarios")
    assert (found.value, len(found.options)) == (["a"], 2)
    assert not app.success
    assert made(app, links).compared is None
