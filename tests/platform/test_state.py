"""Facts about state: what a key keeps, and what an assignment does."""

from streamlit.testing.v1 import AppTest


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
