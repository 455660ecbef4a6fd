"""What goes over the websocket: nothing rests on what a browser may have forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.visitor import Visitor, visitor
from tests.apart import run_apart
from tests.servers import Server

LARGE = 10_000
"""Bytes from which Streamlit itself would send the name of a message alone."""


def test_a_message_goes_whole_though_the_browser_says_that_it_has_it(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the time that it comes the browser may have forgotten it, which ends the visit with a "Connection error"."""
    had: set[str] = set()
    message = Visitor._message

    def that_tells(self: Visitor, *given: Any, **named: Any) -> bytes:
        asked = BackMsg.FromString(message(self, *given, **named))
        asked.rerun_script.cached_message_hashes.extend(had)
        return asked.SerializeToString()

    async def visit() -> list[str]:
        again = []
        async with visitor(server.address) as tab:
            for page in (None, "Results", "Start", "Results"):
                await tab.rerun(page)
                came = [ForwardMsg.FromString(data) for data in tab.messages]
                assert [one.ref_hash for one in came if one.WhichOneof("type") == "ref_hash"] == []
                again += [one.hash for one in came if one.ByteSize() >= LARGE and one.hash in had]
                had.update(one.hash for one in came if one.hash)
        return again

    monkeypatch.setattr(Visitor, "_message", that_tells)
    assert run_apart(visit()), "nothing large was sent twice, so nothing was tried"
