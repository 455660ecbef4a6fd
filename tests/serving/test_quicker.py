"""What is found once is what Streamlit finds each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit import config
from streamlit.elements import vega_charts
from streamlit.elements.widgets import selectbox, text_widgets
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from serving.quicker import AskedOneByOne, spare_what_is_known

SECTIONS = (
    "theme",
    "theme.light",
    "theme.dark",
    "theme.sidebar",
    "theme.light.sidebar",
    "theme.dark.sidebar",
)
PATCHED = (
    (app_session, "_populate_theme_msg"),
    (text_widgets, "get_session_state"),
    (selectbox, "get_session_state"),
    (vega_charts, "_stabilize_vega_json_spec"),
)


def theirs(owner: Any, name: str) -> Any:
    found = getattr(owner, name)
    return getattr(found, "__wrapped__", found)


@pytest.fixture(autouse=True)
def patched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app's way for one test."""
    for owner, name in PATCHED:
        monkeypatch.setattr(owner, name, theirs(owner, name))
    spare_what_is_known()


def whole(populate: Any) -> CustomThemeConfig:
    """Return the look as a rerun sends it, put together as Streamlit does."""
    message = CustomThemeConfig()
    populate(message)
    for section in SECTIONS[1:]:
        part = message
        for name in section.split(".")[1:]:
            part = getattr(part, name)
        populate(part, section)
    return message


def test_the_look_is_what_the_settings_say() -> None:
    expected = whole(theirs(app_session, "_populate_theme_msg"))
    assert expected.ByteSize() > 100, "the settings of this project"
    assert expected.HasField("dark")
    for _ in range(2):
        assert whole(app_session._populate_theme_msg) == expected


def test_nothing_that_is_sent_changes_what_is_known() -> None:
    first = CustomThemeConfig()
    app_session._populate_theme_msg(first, "theme.dark")
    expected = first.SerializeToString()
    first.primary_color = "#123456"
    second = CustomThemeConfig()
    app_session._populate_theme_msg(second, "theme.dark")
    assert second.SerializeToString() == expected


@pytest.fixture
def other_settings() -> Iterator[None]:
    former = config.get_option("theme.primaryColor")
    yield
    config._set_option("theme.primaryColor", former, "the test")
    config._on_config_parsed.send()


@pytest.mark.usefixtures("other_settings")
def test_settings_that_are_read_again_are_sent() -> None:
    before = whole(app_session._populate_theme_msg)
    config._set_option("theme.primaryColor", "#123456", "the test")
    config._on_config_parsed.send()
    after = whole(app_session._populate_theme_msg)
    assert after.primary_color == "#123456" != before.primary_color
    assert after == whole(theirs(app_session, "_populate_theme_msg"))


def test_it_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    real = theirs(app_session, "_populate_theme_msg")

    def counted(message: Any, section: str = "theme") -> None:
        read.append(section)
        real(message, section)

    monkeypatch.setattr(app_session, "_populate_theme_msg", counted)
    spare_what_is_known()
    for _ in range(3):
        whole(app_session._populate_theme_msg)
    assert read == list(SECTIONS)


@pytest.mark.usefixtures("other_settings")
def test_settings_that_change_while_they_are_read_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is watched in another thread: what was read before it changed is not kept."""
    real = theirs(app_session, "_populate_theme_msg")
    colours = iter(["#111111", "#222222"])

    def changed_meanwhile(message: Any, section: str = "theme") -> None:
        real(message, section)
        config._set_option("theme.primaryColor", next(colours), "the test")
        config._on_config_parsed.send()

    monkeypatch.setattr(app_session, "_populate_theme_msg", changed_meanwhile)
    spare_what_is_known()
    sent = [CustomThemeConfig(), CustomThemeConfig()]
    for message in sent:
        app_session._populate_theme_msg(message)
    assert [message.primary_color for message in sent] == [sent[0].primary_color, "#111111"]


FIELDS = """
import streamlit as st
st.session_state.setdefault("given", "as it was")
st.text_input("Given", key="given")
st.text_input("Empty", value=None, key="empty")
st.text_input("Without a key", value="here")
st.selectbox("Chosen", ["a", "b"], key="chosen")
st.selectbox("None yet", ["a", "b"], index=None, key="none")
st.text_area("Long", value=None, key="long")
def empty():
    st.session_state["given"] = None
    st.session_state["chosen"] = None
st.button("Empty both", on_click=empty)
"""


def shown(app: AppTest) -> list[Any]:
    assert not app.exception
    return [entry.value for kind in (app.text_input, app.selectbox, app.text_area) for entry in kind]


def test_fields_show_what_they_did(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed, chosen, and emptied by code: each run shows the same, the app's way and Streamlit's."""

    def seen() -> list[list[Any]]:
        app = AppTest.from_string(FIELDS).run()
        found = [shown(app)]
        app.text_input(key="empty").set_value("typed")
        app.selectbox(key="none").set_value("b").run()
        found.append(shown(app))
        app.button[0].click().run()
        found.append(shown(app))
        return [*found, shown(app.run())]

    ours = seen()
    for owner, name in PATCHED:
        monkeypatch.setattr(owner, name, theirs(owner, name))
    assert ours == seen()
    assert ours[2][0] is None, "emptied"
    assert ours[0][0] == "as it was"


def test_what_is_asked_for_is_what_a_copy_would_hold() -> None:
    state = SessionState()
    state["one"], state["none"] = 1, None
    asked = AskedOneByOne(state).filtered_state
    for key in ("one", "none", "missing"):
        assert (key in asked) == (key in state.filtered_state)
        if key in asked:
            assert asked[key] is state.filtered_state[key]


def test_a_specification_is_searched_once_and_comes_out_as_streamlits_own() -> None:
    stable: Any = vega_charts._stabilize_vega_json_spec
    first, second = (
        json.dumps(
            {"hconcat": [{"name": "view_3"}, {"name": f"view_{number}"}], "params": [{"name": "param_9"}]}
        )
        for number in (7, 8)
    )
    for spec in (first, second, first):
        assert stable(spec) == theirs(vega_charts, "_stabilize_vega_json_spec")(spec)
    assert stable(first) == stable(second) != first
    assert (stable.cache_info().hits, stable.cache_info().misses) == (3, 2)
