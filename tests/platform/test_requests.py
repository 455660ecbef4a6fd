"""Facts about what Streamlit keeps of a browser's request: `components/kept.py` reads books that are not public."""

from streamlit.testing.v1 import AppTest


def two_fields() -> None:
    import streamlit as st

    from components import kept

    def note(key: str) -> None:
        st.session_state["told"] = (key, kept.heard("first"), kept.heard("second"), kept._is_alone(key))

    for name in ("first", "second"):
        st.text_input(name, key=name, on_change=note, args=(name,))
    st.button("again", key="again", on_click=lambda: st.session_state.update(told=kept.heard("first")))
    if st.session_state.pop("replace", False):
        st.rerun()


def test_a_callback_knows_what_came_and_whether_anything_else_did() -> None:
    app = AppTest.from_function(two_fields).run().run()
    app.text_input(key="first").set_value("a").run()
    assert app.session_state["told"] == ("first", "a", "", True)
    app.text_input(key="second").set_value("b").run()
    assert app.session_state["told"] == ("second", "a", "b", True)
    app.text_input(key="first").set_value("c")
    app.text_input(key="second").set_value("d").run()
    assert app.session_state["told"][-1] is False
    app.text_input(key="first").set_value("e")
    app.button(key="again").click().run()
    assert app.session_state["told"] == "e"


def preset() -> None:
    import streamlit as st

    from components import kept

    st.session_state["told"] = [*st.session_state.get("told", ()), kept.heard("first")]
    st.session_state["first"] = "preset"
    st.text_input("first", key="first")
    if st.session_state.pop("again", False):
        st.rerun()


def test_what_is_preset_was_not_heard_until_the_browser_sends_it() -> None:
    """Also not in the run that a run asks for: no browser was asked for that one."""
    app = AppTest.from_function(preset).run()
    app.session_state["again"] = True
    app.text_input(key="first").set_value("typed").run()
    app.run()
    assert app.session_state["told"][-3:] == ["typed", "typed", "preset"]
