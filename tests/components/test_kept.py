"""Fields of the open scenario on a slow line: nothing typed is lost, and nothing comes back that nobody typed.

A browser sends all its values with every request, those it has not heard to be replaced, too. `set_value` says what the
browser shows when it asks.
"""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from calculators.scenario import Given, Scenario
from scenarios.opened import Gone, Meeting, Opened
from scenarios.store import Edit
from tests.servers import ROOT

COST_PLACE = "values.cost_per_ticket"


def frame() -> AppTest:
    # the first run gives every field its value, the second knows that they are there
    return AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=30).run().run()


def field(app: AppTest, name: str) -> TextInput:
    return app.text_input(key=f"start field {name}")


def values(app: AppTest) -> dict[str, float | None]:
    work: Opened = app.session_state["open workspace"]
    return {name: given.value for name, given in work.scenario.values.items()}


def test_what_the_browser_shows_already_is_not_sent_again() -> None:
    """A value on its way would replace what is typed meanwhile."""
    app = frame()
    field(app, "deflected").set_value("350").run()
    for name in ("members", "deflected", "cost_per_ticket", "tickets"):
        assert not field(app, name).proto.set_value, name
    assert values(app) == {"deflected": 350}


def test_a_number_written_otherwise_is_sent_until_the_browser_has_it() -> None:
    app = frame()
    field(app, "members").set_value("6.5k").run()
    assert (field(app, "members").proto.set_value, field(app, "members").value) == (True, "6,500")
    # the browser asks again and does not know yet
    field(app, "members").set_value("6.5k")
    field(app, "deflected").set_value("350").run()
    assert (field(app, "members").proto.set_value, field(app, "members").value) == (True, "6,500")
    field(app, "deflected").set_value("360").run()
    assert not field(app, "members").proto.set_value
    assert values(app) == {"members": 6_500, "deflected": 360}


def test_a_replaced_value_that_comes_along_with_an_edit_is_none_itself() -> None:
    app = frame()
    field(app, "cost_per_ticket").set_value("45").run()
    app.button(key="undo").click().run()
    assert values(app) == {}
    field(app, "cost_per_ticket").set_value("45")
    field(app, "deflected").set_value("350").run()
    assert values(app) == {"deflected": 350}
    assert field(app, "cost_per_ticket").value == "60"
    # nor along with a button
    field(app, "cost_per_ticket").set_value("45")
    app.button(key="undo").click().run()
    assert values(app) == {}


def test_a_replaced_value_that_is_typed_again_at_once_is_taken() -> None:
    app = frame()
    field(app, "cost_per_ticket").set_value("45").run()
    app.button(key="undo").click().run()
    field(app, "cost_per_ticket").set_value("45").run()
    assert values(app) == {"cost_per_ticket": 45}


def test_an_older_value_of_a_field_typed_into_twice_does_not_come_back() -> None:
    """What was on its way replaced in the browser what was typed: its next request brings the old one."""
    app = frame()
    for text in ("6.5k", "7k"):
        field(app, "members").set_value(text).run()
    field(app, "members").set_value("6,500")
    field(app, "deflected").set_value("350").run()
    assert values(app) == {"members": 7_000, "deflected": 350}
    assert field(app, "members").value == "7,000"


def test_a_replaced_value_that_comes_after_an_older_one_is_none_itself() -> None:
    """A part of the page that runs by itself may ask, with the older value, before the browser has the newer one."""
    app = frame()
    field(app, "members").set_value("8,000").run()
    assert (field(app, "deflected").value, field(app, "deflected").proto.set_value) == ("320", True)
    # nothing of the page is drawn anew in such a run, so that Streamlit goes on from the older value
    app.session_state["start field deflected"] = "200"
    field(app, "deflected").set_value("320")
    field(app, "cost_per_ticket").set_value("40").run()
    assert values(app) == {"members": 8_000, "cost_per_ticket": 40}
    assert field(app, "deflected").value == "320"


def test_once_the_browser_has_a_value_every_other_was_typed() -> None:
    app = frame()
    field(app, "cost_per_ticket").set_value("45").run()
    app.button(key="undo").click().run()
    field(app, "deflected").set_value("350").run()
    field(app, "cost_per_ticket").set_value("45")
    field(app, "deflected").set_value("360").run()
    assert values(app) == {"cost_per_ticket": 45, "deflected": 360}


def foreign(app: AppTest, cost: float) -> Opened:
    """Put another tab's edit of the cost per ticket into a tab, as `Opened.look` does."""
    work: Opened = app.session_state["open workspace"]
    edited = work.scenario.with_value("cost_per_ticket", Given(value=cost, confirmed=True))
    assert work.take(work.workspace.with_scenario(work.scenario_id, edited))
    by_another = Edit(work.version, 0.0, "other", "Edge on Windows", ())
    work.edits.pop()
    work.lately[f"s/{work.scenario_id}/{COST_PLACE}"] = by_another
    app.session_state["open scenario"] = work.scenario
    return work


def asked_which() -> tuple[AppTest, Meeting]:
    """A tab in which 50 was typed over 60 while another had written 45, and the question that this asks."""
    app = frame()
    work = foreign(app, 45)
    field(app, "cost_per_ticket").set_value("60")
    field(app, "deflected").set_value("350").run()
    field(app, "cost_per_ticket").set_value("50").run()
    [meeting] = work.meetings
    return app, meeting


def test_an_edit_sent_before_anothers_was_shown_leaves_the_question_open() -> None:
    """While it was on its way, the next field may have been begun, over a value that is no longer there."""
    app, meeting = asked_which()
    assert [their.value["value"] for their in meeting.theirs.values()] == [45]
    assert values(app) == {"cost_per_ticket": 45, "deflected": 350}


def test_what_met_anothers_is_asked_once_though_the_browser_sends_it_with_something_else() -> None:
    """A beat before the answer has come brings what was typed once more; the question stays the one that is shown."""
    app, meeting = asked_which()
    field(app, "cost_per_ticket").set_value("50")
    field(app, "deflected").set_value("360").run()
    work: Opened = app.session_state["open workspace"]
    assert work.meetings == [meeting]
    app.button(key=f"theirs {meeting.number}").click().run()
    assert work.meetings == []
    assert values(app) == {"cost_per_ticket": 45, "deflected": 360}


def test_what_was_given_up_does_not_come_back_with_something_else() -> None:
    """The browser has not heard yet, neither as the button is pressed nor as the next number is typed."""
    app, meeting = asked_which()
    field(app, "cost_per_ticket").set_value("50")
    app.button(key=f"theirs {meeting.number}").click().run()
    field(app, "cost_per_ticket").set_value("50")
    field(app, "deflected").set_value("360").run()
    assert values(app) == {"cost_per_ticket": 45, "deflected": 360}


def test_an_edit_sent_after_anothers_was_shown_says_that_it_was_seen() -> None:
    app = frame()
    work = foreign(app, 45)
    app.run()
    field(app, "deflected").set_value("350").run()
    field(app, "cost_per_ticket").set_value("50").run()
    assert work.meetings == []
    assert values(app) == {"cost_per_ticket": 50, "deflected": 350}


def test_who_has_seen_anothers_since_the_page_was_opened_is_not_asked() -> None:
    app = frame()
    work = foreign(app, 45)
    app.switch_page("teams.py").run()
    app.switch_page("start.py").run()
    assert field(app, "cost_per_ticket").value == "45"
    field(app, "cost_per_ticket").set_value("50").run()
    assert work.meetings == []
    assert values(app) == {"cost_per_ticket": 50}


@pytest.mark.parametrize("before", [None, "60"])
def test_who_saw_anothers_come_into_a_field_is_asked(before: str | None) -> None:
    """Also where what came in is what stood there as the page was opened."""
    app = frame()
    app.switch_page("teams.py").run()
    app.switch_page("start.py").run()
    if before:
        field(app, "cost_per_ticket").set_value("40").run()
    work = foreign(app, float(before or 45))
    app.run()
    field(app, "cost_per_ticket").set_value("50").run()
    assert len(work.meetings) == 1


def test_what_may_be_thousands_elsewhere_says_how_it_was_read_while_it_stands() -> None:
    app = frame()
    field(app, "members").set_value("8.000").run()
    assert values(app) == {"members": 8}
    told = [caption.value for caption in app.caption if "If you meant 8,000" in caption.value]
    assert len(told) == 1
    app.button(key="undo").click().run()
    assert not any("If you meant" in caption.value for caption in app.caption)


def test_what_is_typed_for_a_scenario_that_another_deleted_is_no_edit_of_another() -> None:
    app = frame()
    work: Opened = app.session_state["open workspace"]
    first = work.scenario_id
    work.take(work.workspace.with_scenario("beta", Scenario(name="Beta")))
    work.open("beta")
    app.session_state["open scenario"] = work.scenario
    app.run()
    # another tab deletes it, and the number is sent before this one has drawn that
    field(app, "customers").set_value("5555")
    beta = work.scenario
    work.workspace = work.workspace.without_scenario("beta")
    work.scenario_id, work.gone = first, Gone("beta", beta, Edit(9, 0.0, "other", "Edge on Windows", ()))
    app.run()
    assert not app.exception
    assert values(app) == {}
    assert app.title[0].value == "“Beta” was deleted"
    assert "by another tab of this browser at" in app.markdown[0].value
    assert not app.text_input
    app.button(key="leave gone").click().run()
    assert (values(app), field(app, "members").value) == ({}, "5,000")
    assert not app.exception


def test_an_edit_is_of_the_scenario_that_its_field_was_drawn_for() -> None:
    app = frame()
    work: Opened = app.session_state["open workspace"]
    first = work.scenario_id
    work.take(work.workspace.with_scenario("beta", Scenario(name="Beta")))
    field(app, "customers").set_value("5555")
    work.open("beta")
    app.run()
    assert work.workspace[first].values["customers"].value == 5_555
    assert (work.scenario_id, values(app)) == ("beta", {})
