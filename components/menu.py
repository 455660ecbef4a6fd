"""The menu closes after a tap where it lies over the page, whatever the browser calls itself.

Streamlit closes its own menu for phones alone, told by their name, and never one that is drawn: in a narrow window it
stayed over the page that was chosen.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from components.kept import is_first_run

PATH: Final = "/menu.js"
"""Where the script is served: the content security policy allows none inside a page."""

# below this width Streamlit lays its menu over the page
SCRIPT: Final = """
if (!window.menuCloses) {
  window.menuCloses = true;
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest('[data-testid="stSidebar"] a');
    if (chosen && window.matchMedia("(max-width: 767.98px)").matches) {
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    }
  });
}
"""


def closes_after_a_tap() -> None:
    """Have the browser listen; it does for as long as it shows the app, so once a session is enough."""
    if is_first_run():
        st.html(f'<script src="{PATH}"></script>', unsafe_allow_javascript=True)
