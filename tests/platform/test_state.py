"""Facts about state: what a key keeps, and what an assignment does."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import _coalesce_widget_states
from streamlit.testing.v1 import AppTest

from tests.platform.conftest import OpenScript, Serve
from tests.servers import ROOT


def two_pages() -> None:
    import streamlit as st

    def first() -> None:
        st.text_input("Kept", key="kept", persist_state="session")
        st.text_input("Dropped", key="dropped")

    def second() -> None:
        st.title("Second")

    pages = [st.Page(first, default=True), st.Page(second)]
    # AppTest switches between files only, so the page is chosen here: what counts is whether the widgets are drawn.
    st.navigation(pages, position="hidden")
    (second if st.session_state.get("away") else first)()


def test_a_keyed_widget_outlives_its_page_when_its_state_persists_for_the_session() -> None:
    app = AppTest.from_function(two_pages).run()
    app.text_input(key="kept").set_value("1,200")
    app.text_input(key="dropped").set_value("1,300").run()

    app.session_state["away"] = True
    app.run()
    assert app.title[0].value == "Second"

    app.session_state["away"] = False
    app.run()
    assert app.text_input(key="kept").value == "1,200"
    assert app.text_input(key="dropped").value == ""


def away_and_set() -> None:
    import streamlit as st

    if st.checkbox("Away", key="away"):
        st.button("Set", on_click=lambda: st.session_state.update(field="350"))
    else:
        st.text_input("Field", key="field", persist_state="session")


def test_an_assignment_to_a_widget_that_is_not_drawn_is_honoured_once_it_is() -> None:
    """Opening a scenario is plain assignments."""
    app = AppTest.from_function(away_and_set).run()
    app.text_input(key="field").set_value("300").run()
    app.checkbox(key="away").check().run()
    app.button[0].click().run()
    app.checkbox(key="away").uncheck().run()
    assert app.text_input(key="field").value == "350"


def test_an_assignment_after_the_widget_is_drawn_is_refused() -> None:
    """Why values are set before the page runs, or in a callback."""

    def late() -> None:
        import streamlit as st

        st.text_input("Field", key="field")
        st.session_state["field"] = "late"

    app = AppTest.from_function(late).run()
    assert len(app.exception) == 1


@pytest.mark.parametrize("remedy", ["", "let_edits_through()"])
def test_a_callback_is_broken_off_by_the_next_edit_unless_it_is_kept_whole(
    remedy: str, open_script: OpenScript
) -> None:
    """And is not called again: what `components/uninterrupted.py` is for, as long as the first of the two holds."""
    page = open_script(f"""
        import sys, time
        import streamlit as st

        sys.path.insert(0, {str(ROOT)!r})
        from components.uninterrupted import let_edits_through
        {remedy}

        st.session_state.setdefault("taken", [])

        def take(name):
            time.sleep(1.0)
            st.session_state["taken"] = [*st.session_state["taken"], st.session_state[name]]

        for name in ("first", "second"):
            st.text_input(name, key=name, on_change=take, args=(name,))
        st.write("Taken: " + " ".join(st.session_state["taken"]))
    """)
    for name, text in (("first", "one"), ("second", "two")):
        field = page.get_by_role("textbox", name=name)
        field.fill(text)
        field.press("Enter")
    expect(page.get_by_text("Taken: one two" if remedy else "Taken: two", exact=True)).to_be_visible()


def test_values_that_wait_are_dropped_for_a_newer_request_without_them() -> None:
    """As a click on another page is; why `components/uninterrupted.py` joins requests otherwise."""
    older = WidgetStates()
    older.widgets.add(id="field", string_value="typed")
    join = getattr(_coalesce_widget_states, "__wrapped__", _coalesce_widget_states)
    assert list(join(older, WidgetStates()).widgets) == []


def test_an_edit_is_kept_though_the_server_is_busy_and_another_page_is_opened(
    serve: Serve, new_page: Callable[..., Page]
) -> None:
    """Whether it waits or its run is broken off before it has looked. Without the remedies it was lost now and then."""
    server = serve(
        {
            "main.py": f"""
                import sys
                import streamlit as st

                sys.path.insert(0, {str(ROOT)!r})
                from components.uninterrupted import let_edits_through
                let_edits_through()

                st.session_state.setdefault("taken", [])
                st.navigation([st.Page("first.py", default=True), st.Page("other.py", title="Other")]).run()
            """,
            "first.py": """
                import streamlit as st

                def take(name):
                    st.session_state["taken"] = [*st.session_state["taken"], st.session_state[name]]

                for name in ("first", "second"):
                    st.text_input(name, key=name, on_change=take, args=(name,))
            """,
            "other.py": """
                import streamlit as st

                st.write("Taken: " + " ".join(st.session_state["taken"]) + ".")
            """,
        },
        STREAMLIT_RUNNER_FAST_RERUNS="false",
    )
    page = new_page(address=server.address)
    page.goto("/")
    expect(page.get_by_role("textbox", name="second")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    with server.paused():
        for name, text in (("first", "one"), ("second", "two")):
            field = page.get_by_role("textbox", name=name)
            field.fill(text)
            field.press("Enter")
        page.get_by_role("link", name="Other").click()
    expect(page.get_by_text("Taken: one two.", exact=True)).to_be_visible()
