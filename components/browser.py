"""What the browser does by itself where Streamlit's own scripts leave something undone; what and why, in browser.js."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from components.kept import is_first_run

PATH: Final = "/browser.js"
"""Where the script is served: the content security policy allows none inside a page."""

SCRIPT: Final = Path(__file__).with_name("browser.js").read_text(encoding="utf-8")


def lend_a_hand() -> None:
    """Have the browser load the script; it goes on as long as the app is shown, so once a session is enough."""
    if is_first_run():
        # in the menu, where it leaves no gap
        st.sidebar.html(f'<script src="{PATH}"></script>', unsafe_allow_javascript=True)
