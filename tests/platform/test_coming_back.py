"""Facts about a tab whose server went and came back: `components/keeping.py` and `components/kept.py` lean on them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.servers import Restartable

SCRIPT = """
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

first = "ran" not in st.session_state
st.session_state["ran"] = True
former = (st.context.headers.get("Sec-WebSocket-Protocol") or "").split(",")[2:]
if first:
    came = st.text_input("Field", value="saved", key="field")
    st.session_state["came"] = came
else:
    st.session_state["field"] = "preset"
    st.text_input("Field", key="field")
st.text(f"session {get_script_run_ctx().session_id}")
st.text(f"former {former[0].strip() if former else 'none'}")
st.text(f"came {st.session_state['came']}")
st.text(f"key {st.context.cookies.to_dict().get('key')}")


@st.fragment(run_every=1)
def beat():
    st.text("beat")


beat()
"""


class Script(Restartable):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (folder / "app.py").write_text('import streamlit as st\n\napp = st.App("page.py")\n')
        (folder / "page.py").write_text(SCRIPT)
        (folder / ".streamlit").mkdir()
        (folder / ".streamlit" / "config.toml").write_text("[browser]\ngatherUsageStats = false\n")
        self.folder, self.health = folder, "/_stcore/health"


@pytest.fixture
def script(new_page: NewPage, tmp_path: Path, server_goes: None) -> Iterator[Script]:
    server = Script(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.mark.slow
def test_a_tab_that_comes_back_says_which_session_it_had_and_what_stood_in_its_fields(
    new_page: NewPage, script: Script
) -> None:
    """And with a fragment that runs by itself it asks for a run, so that nobody looks at an old screen."""
    page = new_page(address=script.address)
    page.context.add_cookies([{"name": "key", "value": "secret", "url": script.address, "httpOnly": True}])
    page.goto("/")
    told = page.get_by_text(re.compile("^session "))
    expect(told).to_be_visible(timeout=20_000)
    before = told.inner_text().removeprefix("session ")
    expect(page.get_by_text("former none")).to_be_visible()
    expect(page.get_by_text("key secret")).to_be_visible()

    # what draws the field comes after the rest
    expect(page.get_by_role("textbox", name="Field")).to_be_visible(timeout=20_000)
    page.wait_for_load_state("networkidle")
    script.freeze()
    page.get_by_role("textbox", name="Field").fill("typed")
    page.get_by_role("textbox", name="Field").press("Enter")
    script.kill()
    script.start()
    expect(page.get_by_text(f"former {before}")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("came typed")).to_be_visible()
    page.goto("about:blank")
