"""Pages queue, and edited parts of them; what follows by itself does not, and knows whether it is in somebody's way."""

from __future__ import annotations

import time

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from components.turns import TURNS, others_wait
from serving.turns import let_pages_queue


def test_pages_and_edits_wait_for_their_turn_and_what_follows_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran, since = list[tuple[str, bool, bool]](), time.monotonic()

    def run(runner: str, asked: RerunData) -> None:
        ran.append((runner, TURNS._whose is not None, others_wait(since)))
        if runner == "edited, and a beat comes":
            ScriptRunner._run_script("beat", beat)  # type: ignore[arg-type]

    monkeypatch.setattr(ScriptRunner, "_run_script", run)
    let_pages_queue()
    beat = RerunData(fragment_id_queue=["range"], is_auto_rerun=True)
    for runner, parts in (("page", []), ("edited", ["answer"]), ("edited, and a beat comes", ["answer"])):
        ScriptRunner._run_script(runner, RerunData(fragment_id_queue=parts))  # type: ignore[arg-type]
    ScriptRunner._run_script("follows", beat)  # type: ignore[arg-type]
    assert ran == [
        ("page", True, False),
        ("edited", True, False),
        ("edited, and a beat comes", True, False),
        ("beat", True, True),
        ("follows", True, False),
    ]
    assert TURNS._whose is None
