"""Where a request goes that the browser sent before it knew which page was clicked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.state import SafeSessionState

from components import uninterrupted

START, RESULTS, TEAMS = "start", "results", "teams"


class Session(SimpleNamespace):
    """Stands for Streamlit's: notes which page each request came to."""

    def __init__(self) -> None:
        super().__init__(
            pages=[], parts=[], there={"part", "other part"}, _state=AppSessionState.APP_IS_RUNNING
        )

    def has_fragment(self, name: str) -> bool:
        return name in self.there

    def asks(
        self, page: str, *, values: int = 0, fragment: str = "", zone: str = "", by_itself: bool = False
    ) -> None:
        asked = ClientState(page_script_hash=page, fragment_id=fragment, is_auto_rerun=by_itself)
        asked.context_info.timezone = zone
        for number in range(values):
            asked.widget_states.widgets.add(id=str(number), string_value="typed")
        ask: Any = AppSession.request_rerun
        ask(self, asked)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The app's way for one test, and a clock that stands."""

    def note(session: Session, asked: ClientState | None) -> None:
        session.pages.append(asked.page_script_hash if asked else None)
        session.parts.append(asked.fragment_id if asked else "")

    monkeypatch.setattr(AppSession, "request_rerun", note)
    for owner, name in (
        (AppSession, "request_script_stop"),
        (SafeSessionState, "on_script_will_rerun"),
        (script_requests, "_coalesce_widget_states"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    uninterrupted.let_edits_through()
    clock = SimpleNamespace(now=1_000.0)
    monkeypatch.setattr(uninterrupted.time, "monotonic", lambda: clock.now)
    return clock


def test_values_that_come_after_a_click_go_where_it_went() -> None:
    session = Session()
    session.asks("")
    session.asks(START, values=3)
    session.asks(RESULTS)
    session.asks(START, values=3)
    session.asks(START, values=3)
    assert session.pages == ["", START, RESULTS, RESULTS, RESULTS]


def test_a_click_back_is_one() -> None:
    session = Session()
    for page in (RESULTS, START, RESULTS):
        session.asks(page)
    session.asks(START, values=1)
    assert session.pages == [RESULTS, START, RESULTS, RESULTS]


def test_once_the_browser_has_arrived_it_says_itself_where_it_is() -> None:
    """Code may open another page, which no click tells of."""
    session = Session()
    session.asks(RESULTS)
    session.asks(RESULTS, values=2)
    session.asks(TEAMS, values=2)
    assert session.pages == [RESULTS, RESULTS, TEAMS]


def test_once_the_page_is_there_every_request_goes_where_it_says(clock: SimpleNamespace) -> None:
    """Programs may open a page and send values along; they wait until the last one has come."""
    session = Session()
    session.asks(RESULTS)
    clock.now += uninterrupted.BEGINS + 0.001
    session._state = AppSessionState.APP_NOT_RUNNING
    session.asks(START, values=2)
    assert session.pages == [RESULTS, START]


def test_a_browser_that_is_slow_is_still_on_the_page_it_left(clock: SimpleNamespace) -> None:
    """The next page may be there before a busy phone sends what was typed on the last one."""
    session = Session()
    session.asks(RESULTS, zone="Europe/Berlin")
    clock.now += 10.0
    session._state = AppSessionState.APP_NOT_RUNNING
    for page in (START, START, RESULTS, TEAMS):
        session.asks(page, values=2, zone="Europe/Berlin")
    # once it has arrived, code may open another page, which no click tells of
    assert session.pages == [RESULTS, RESULTS, RESULTS, RESULTS, TEAMS]


def test_a_page_that_is_not_under_way_yet_is_waited_for() -> None:
    session = Session()
    session._state = AppSessionState.APP_NOT_RUNNING
    session.asks(RESULTS)
    session.asks(START, values=2)
    assert session.pages == [RESULTS, RESULTS]


def test_values_from_a_part_of_the_page_that_is_left_go_along() -> None:
    """Streamlit forgets a request for a part that is gone, and the value with it."""
    session = Session()
    session.asks(RESULTS)
    session.asks(START, values=2, fragment="part")
    session.asks(RESULTS, values=2, fragment="other part")
    assert session.pages == [RESULTS, RESULTS, RESULTS]
    assert session.parts == ["", "", "other part"]


def test_values_for_a_part_that_is_not_there_are_for_all_of_the_page() -> None:
    """Another server drew it, before this one was started."""
    session = Session()
    session.asks(RESULTS, values=2, fragment="of the former server")
    session.asks(RESULTS, fragment="of the former server")
    session.asks(RESULTS, values=2, fragment="of the former server", by_itself=True)
    session.asks(RESULTS, values=2, fragment="part")
    assert session.pages == [RESULTS] * 4
    # what was here and is gone, such as a drawer that was closed, stays Streamlit's affair
    session.there.clear()
    session.asks(RESULTS, values=2, fragment="part")
    assert session.parts == ["", "of the former server", "of the former server", "part", "part"]


def test_beats_and_reruns_without_a_browser_stay() -> None:
    session = Session()
    session.asks(RESULTS)
    session.asks(START, values=2, fragment="part", by_itself=True)
    ask: Any = AppSession.request_rerun
    ask(session, None)
    assert session.pages == [RESULTS, START, None]


def test_a_part_of_a_page_without_values_is_no_click() -> None:
    session = Session()
    session.asks(RESULTS)
    session.asks(START, fragment="part")
    session.asks(START, values=1)
    assert session.pages == [RESULTS, START, RESULTS]


def test_two_sessions_know_nothing_of_each_other() -> None:
    one, other = Session(), Session()
    one.asks(RESULTS)
    other.asks(START, values=1)
    assert other.pages == [START]


def test_values_may_come_before_any_click() -> None:
    """A browser that comes back after the connection broke sends what stands in its fields first."""
    session = Session()
    for page in ("", START):
        session.asks(page, values=2)
    session.asks(RESULTS)
    for page in (RESULTS, RESULTS):
        session.asks(page, values=2)
    assert session.pages == ["", START, RESULTS, RESULTS, RESULTS]


def stopped_as_the_browser_goes(requests: script_requests.ScriptRequests) -> bool:
    """Have the connection end, and tell whether the thread that runs the page is stopped by it."""
    stop: Any = AppSession.request_script_stop
    stop(
        SimpleNamespace(_scriptrunner=SimpleNamespace(_requests=requests, request_stop=requests.request_stop))
    )
    return requests.on_scriptrunner_ready().type is script_requests.ScriptRequestType.STOP


@pytest.mark.parametrize(
    ("waits", "values", "stops"),
    [(True, 1, False), (True, 0, True), (False, 1, True), (None, 0, True)],
    ids=["values wait", "no values", "a run has looked at them", "nothing runs"],
)
def test_who_goes_stops_nothing_that_was_sent(waits: bool | None, values: int, stops: bool) -> None:
    """A number typed a moment before the tab is closed waits for its run as the connection ends."""
    requests = script_requests.ScriptRequests()
    if waits is not None:
        typed = WidgetStates()
        for number in range(values):
            typed.widgets.add(id=str(number), string_value="typed")
        requests.request_rerun(script_requests.RerunData(widget_states=typed))
    if waits is False:
        requests.on_scriptrunner_ready()
    assert stopped_as_the_browser_goes(requests) == stops


def test_a_session_in_which_nothing_ever_ran_can_be_ended() -> None:
    stop: Any = AppSession.request_script_stop
    stop(SimpleNamespace(_scriptrunner=None))


def test_who_goes_with_a_request_of_no_browser_ends_it() -> None:
    requests = script_requests.ScriptRequests()
    requests.request_rerun(script_requests.RerunData(widget_states=None))
    assert stopped_as_the_browser_goes(requests)
