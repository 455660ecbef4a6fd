"""The frame around every page: its title, its menu. Runs first, then the page; not where a part of that runs alone."""

from pathlib import Path

import streamlit as st

from components import browser, drawers, keeping, saved, sign_in, whole_page

# An icon of our own: a page's Material icon would be fetched from another site for the browser's tab.
ICON = str(Path(__file__).with_name("_icon.svg"))

st.set_page_config(page_title="Community Flywheel", page_icon=ICON, layout="wide", initial_sidebar_state=220)

if "pages" not in st.session_state:
    # once a visit, as every page looks for its file on the disk; in one piece, as a run may end at any line
    st.session_state["pages"] = (
        {
            "Model": (
                st.Page("start.py", title="Start", icon=":material/flag:", default=True),
                st.Page("assumptions.py", title="Assumptions", icon=":material/tune:"),
                st.Page("results.py", title="Results", icon=":material/query_stats:"),
                st.Page("teams.py", title="Teams", icon=":material/groups:"),
                st.Page("flywheel.py", title="Flywheel", icon=":material/cyclone:"),
            ),
            "Decide": (
                st.Page("compare.py", title="Compare", icon=":material/compare_arrows:"),
                st.Page("confidence.py", title="Confidence", icon=":material/casino:"),
            ),
            "Convince": (
                st.Page("cycle.py", title="Break the cycle", icon=":material/autorenew:"),
                st.Page("share.py", title="Share", icon=":material/share:"),
                st.Page("method.py", title="Method", icon=":material/menu_book:"),
            ),
        },
        st.Page("shared.py", title="Shared", icon=":material/link:", visibility="hidden"),
    )

# A reader of a share link has no menu and no workspace: what it opens stands alone.
groups, shared = st.session_state["pages"]

# Streamlit's own grouped menu is a list whose parts are no list items, which screen readers stumble over (axe: list,
# listitem). Its plain menu has no such fault, and that one closes by itself after a tap on a phone; so phones get the
# plain one, and larger screens the same pages in their groups, drawn here.
on_a_phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
everything = [*(page for group in groups.values() for page in group), shared]
page = st.navigation(everything, position="hidden")
drawers.on_page(page.url_path)

if page is shared:
    page.run()
    st.stop()

if not sign_in.passed():
    st.stop()

if on_a_phone:
    st.navigation(everything, position="sidebar")

if not keeping.open_workspace():
    st.stop()
whole_page.frame_is_drawn()

keeping.name_in_address(page.url_path)
saved.line(phone=on_a_phone)

if not on_a_phone:
    with st.sidebar:
        here = keeping.in_address()
        for group, pages in groups.items():
            st.caption(group)
            for entry in pages:
                st.page_link(entry, query_params=here)
        saved.to_take_back()
        sign_in.sign_out_button()
browser.lend_a_hand()

saved.notices()
if saved.is_there():
    page.run()
drawers.end_of_page()
keeping.beat()
keeping.end_of_run()
