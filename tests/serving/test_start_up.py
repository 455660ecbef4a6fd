"""What the server does to Streamlit as it starts."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.servers import ROOT

STARTED = """
import asyncio, json
import app as started
from streamlit.runtime import Runtime, app_session
from streamlit.elements.widgets import selectbox, text_widgets
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.state import SafeSessionState

PARTS = {
    "pages take turns": (ScriptRunner, "_run_script"),
    "edits are taken to their end": (SafeSessionState, "on_script_will_rerun"),
    "late values go where the person went": (AppSession, "request_rerun"),
    "requests that wait are joined": (script_requests, "_coalesce_widget_states"),
    "pieces go in parcels": (AppSession, "_on_scriptrunner_event"),
    "the loop is woken once": (Runtime, "_enqueued_some_message"),
    "the look is found once": (app_session, "_populate_theme_msg"),
    "fields of text copy nothing": (text_widgets, "get_session_state"),
    "choices copy nothing": (selectbox, "get_session_state"),
}

told = []
started.keep_what_is_freed = lambda: told.append(1)

async def serve():
    async with started.lifespan(started.app):
        found = {what: hasattr(getattr(*part), "__wrapped__") for what, part in PARTS.items()}
        return found | {"freed memory is kept": told == [1]}

print(json.dumps(asyncio.run(serve())))
"""


def test_everything_that_is_put_in_the_place_of_streamlits_is_there_once_it_serves() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    found = json.loads(ran.stdout.splitlines()[-1])
    assert len(found) == 10
    assert all(found.values()), found
