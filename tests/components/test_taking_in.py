"""A file is taken in once, whatever the browser sends after it."""

from __future__ import annotations

import io
from typing import Any

import pytest

from components import taking_in


def test_what_was_taken_is_not_taken_again_while_it_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {"plan 0": io.BytesIO(b"one"), "plan 1": None}
    monkeypatch.setattr(taking_in.st, "session_state", state)
    found: list[bytes] = []
    for key in ("plan 0", "plan 0", "plan 1"):
        taking_in._taken(key, "plan", found.append)
    assert found == [b"one"]
    state["plan 1"] = io.BytesIO(b"one")
    for _ in range(2):
        taking_in._taken("plan 1", "plan", found.append)
    assert found == [b"one", b"one"]
