"""Facts about widgets that only a browser can tell."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

OpenScript = Callable[..., Page]

FIELD = """
    import streamlit as st
    value = st.text_input("Members", value="300", key="members")
    st.text(f"in force: {value}")
"""


def test_a_text_field_reports_on_enter_and_on_leaving_it(open_script: OpenScript) -> None:
    page = open_script(FIELD)
    field = page.get_by_label("Members")
    field.fill("310", timeout=30_000)
    field.press("Enter")
    expect(page.get_by_text("in force: 310")).to_be_visible()
    field.fill("320")
    field.blur()
    expect(page.get_by_text("in force: 320")).to_be_visible()


DRAWER = """
    import streamlit as st

    @st.dialog("The drawer", position="right")
    def drawer():
        st.text("Inside")

    st.button("Before")
    if st.button("Why?", key="why"):
        drawer()
    st.button("After")
"""


def test_a_drawer_gives_the_focus_back_to_the_button_that_opened_it(open_script: OpenScript) -> None:
    page = open_script(DRAWER)
    button = page.get_by_role("button", name="Why?")
    button.focus(timeout=30_000)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


MARKDOWN = """
    import streamlit as st
    hostile = "**bold** [link](https://example.com) $x$"
    st.text_input(hostile)
    st.text(hostile)
"""


def test_labels_render_markdown_and_text_does_not(open_script: OpenScript) -> None:
    page = open_script(MARKDOWN)
    label = page.get_by_test_id("stTextInput").get_by_test_id("stWidgetLabel")
    expect(label.locator("strong")).to_have_text("bold", timeout=30_000)
    expect(label.locator("a[href='https://example.com']")).to_have_text("link")
    expect(label.locator(".katex")).to_have_count(1, timeout=30_000)  # drawn by a part that loads late

    text = page.get_by_test_id("stText")
    expect(text).to_have_text("**bold** [link](https://example.com) $x$")
    expect(text.locator("strong, a, .katex")).to_have_count(0)


OPTIONS = """
    import streamlit as st
    names = ["**bold** (EU)", "plain"]
    st.selectbox("One", names)
    st.multiselect("Several", names, default=names)
    st.radio("Radio", names)
    st.pills("Pills", names)
    st.segmented_control("Segments", names)
    st.select_slider("Slider", names)
"""


def test_options_of_lists_are_text_and_those_that_stand_beside_each_other_are_markdown(
    open_script: OpenScript,
) -> None:
    page = open_script(OPTIONS)
    for shown in ("stRadio", "stButtonGroup", "stSlider"):
        expect(page.get_by_test_id(shown).first.locator("strong").first).to_have_text("bold", timeout=30_000)
    expect(page.get_by_test_id("stButtonGroup").locator("strong")).to_have_count(2)

    field = page.get_by_test_id("stSelectbox")
    expect(field.locator("strong")).to_have_count(0)
    field.get_by_role("combobox").click()
    options = page.get_by_role("option")
    expect(options.first).to_have_text("**bold** (EU)")
    expect(options.locator("strong")).to_have_count(0)
    page.keyboard.press("Escape")

    chips = page.get_by_test_id("stMultiSelect")
    expect(chips.get_by_text("**bold** (EU)", exact=True).first).to_be_visible()
    expect(chips.locator("strong")).to_have_count(0)
