"""The visitor without a browser sends what a browser sends, and its checks tell a wrong answer from a right one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, Final

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.answers import said_on, with_members
from benchmarks.visitor import Visitor
from calculators.evaluation import evaluate
from components.uninterrupted import _is_a_browser
from tests.apart import run_apart

FIELD: Final = "$$ID-1-start field members"
SOON: Final = 0.02


def session(*parts: str) -> ForwardMsg:
    """A run begins: of all of the page, or of parts of it."""
    message = ForwardMsg()
    message.new_session.name = "a run"
    message.metadata.run.script_run_id = "1"
    message.metadata.run.fragment_ids.extend(parts)
    return message


def navigation() -> ForwardMsg:
    message = ForwardMsg()
    message.navigation.page_script_hash = "start"
    for name, hidden in (("Start", False), ("Results", False), ("Shared", True)):
        message.navigation.app_pages.add(page_name=name, page_script_hash=name.lower(), is_hidden=hidden)
    return message


def field(text: str, *, told: bool = False) -> ForwardMsg:
    message = ForwardMsg()
    entry = message.delta.new_element.text_input
    entry.id, entry.default, entry.value, entry.set_value = FIELD, text, text, told
    return message


def heading(text: str) -> ForwardMsg:
    message = ForwardMsg()
    message.delta.new_element.heading.body = text
    return message


def beats(part: str) -> ForwardMsg:
    message = ForwardMsg()
    message.auto_rerun.fragment_id, message.auto_rerun.interval = part, SOON
    return message


def finished(status: Any = ForwardMsg.FINISHED_SUCCESSFULLY) -> ForwardMsg:
    return ForwardMsg(script_finished=status)


class Line:
    """A websocket that keeps what is sent and says what was put down for it, then nothing more."""

    def __init__(self, *runs: Sequence[ForwardMsg]) -> None:
        self.sent: list[Any] = []
        self._said = [message.SerializeToString() for run in runs for message in run]

    async def send(self, data: bytes) -> None:
        self.sent.append(BackMsg.FromString(data).rerun_script)

    async def recv(self) -> bytes:
        if not self._said:
            await asyncio.sleep(60.0)
        return self._said.pop(0)


START = (session(), navigation(), field("5,000"), beats("range"), finished())


def test_an_edit_says_what_a_browser_says() -> None:
    line = Line(START, (session(), finished()))

    async def edit() -> None:
        tab = Visitor(line, "http://here:1")
        await tab.rerun()
        await tab.rerun(typed={"start field members": "6,000"})

    run_apart(edit())
    sent = line.sent[-1]
    assert _is_a_browser(sent)
    assert (sent.context_info.timezone, sent.context_info.locale) == ("UTC", "en-US")
    assert sent.context_info.HasField("timezone_offset")
    assert sent.context_info.HasField("is_embedded")
    assert sent.context_info.color_scheme == "light"
    assert [state.string_value for state in sent.widget_states.widgets] == ["6,000"]
    assert not sent.is_auto_rerun


def test_a_beat_says_that_it_is_one() -> None:
    line = Line(START, (session("range"), finished()))

    async def wait() -> None:
        tab = Visitor(line, "http://here:1")
        await tab.rerun()
        await tab.rerun(beat=True)

    run_apart(wait())
    assert (line.sent[-1].fragment_id, line.sent[-1].is_auto_rerun) == ("range", True)


def test_a_click_in_the_menu_brings_no_values_and_the_menu_no_hidden_page() -> None:
    line = Line(START, (session(), finished()))

    async def click() -> list[str]:
        tab = Visitor(line, "http://here:1")
        await tab.rerun()
        with pytest.raises(ValueError, match="together with values"):
            await tab.rerun("Results", typed={"start field members": "6,000"})
        await tab.rerun("Results")
        return list(tab.pages)

    assert run_apart(click()) == ["Start", "Results"]
    assert line.sent[-1].page_script_hash == "results"
    assert not line.sent[-1].widget_states.widgets


def test_what_was_typed_stays_until_the_page_says_otherwise() -> None:
    late, told = (
        (session("part"), field("5,000"), finished()),
        (session("part"), field("7", told=True), finished()),
    )
    line = Line(START, late, (session("part"), finished()), told, (session(), finished()))

    async def edit() -> None:
        tab = Visitor(line, "http://here:1")
        await tab.rerun()
        await tab.rerun(typed={"start field members": "6,000"})
        await tab.rerun(beat=True)
        await tab.rerun()
        await tab.rerun()

    run_apart(edit())
    texts = [[state.string_value for state in sent.widget_states.widgets] for sent in line.sent]
    assert texts[1:3] == [["6,000"], ["6,000"]]
    assert texts[4] == ["7"]


def test_only_the_last_run_counts_where_one_took_the_place_of_another() -> None:
    early = (session("part"), heading("old"), finished(ForwardMsg.FINISHED_EARLY_FOR_RERUN))
    line = Line((*early, session(), heading("new"), finished()))
    assert run_apart(Visitor(line, "http://here:1").rerun()).title == "new"


def test_clocks_go_on_in_parts_and_end_with_a_run_of_all_of_the_page() -> None:
    line = Line(START, (session("part"), beats("range"), finished()))

    async def listen(line: Line, seconds: float) -> int:
        tab = Visitor(line, "http://here:1")
        await tab.rerun()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                async for _ in tab.runs():
                    pass
        return sum(sent.is_auto_rerun and sent.fragment_id == "range" for sent in line.sent)

    assert run_apart(listen(line, 12 * SOON)) >= 3
    ended = (session(), finished())
    assert (
        run_apart(listen(Line(START, (session("part"), beats("range"), finished()), ended), 12 * SOON)) == 0
    )


@pytest.mark.parametrize("name", ["Start", "Assumptions", "Teams", "Flywheel", "Confidence"])
def test_what_a_page_must_say_follows_the_numbers(name: str) -> None:
    few, many = (said_on(name, evaluate(with_members(members)), kept=True) for members in (5_000, 9_000))
    assert few != many


def test_no_page_is_taken_at_its_word() -> None:
    result = evaluate(with_members(5_000))
    for name in ("Compare", "Break the cycle", "Share", "Method"):
        assert said_on(name, result, kept=False)["sentence"]
    with pytest.raises(KeyError):
        said_on("Shared", result, kept=False)
