"""A visitor without a browser: speaks Streamlit's websocket protocol and keeps what a rerun put on the page.

What is sent is what a browser sends (`sendRerunBackMsg` of Streamlit's scripts): a time zone, a page's values only as
long as it is open, a beat as such. Not sent are values that nobody touched of anything but fields for text, and which
messages a browser still has, so that everything comes whole.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 60.0
AGENT = "Mozilla/5.0 (X11; Linux x86_64) benchmark"

ENDS = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    # another run follows, and is waited for
    ForwardMsg.FINISHED_EARLY_FOR_RERUN,
)

# Larger messages are never the one that ends a rerun: they are read when the clock has stopped.
LARGEST_LAST_MESSAGE = 256


class FailedPageError(Exception):
    """The page showed an error, or did not come to its end: a failing page looks fast."""


@dataclass(frozen=True)
class Visit:
    """What came of one rerun.

    Attributes
    ----------
    milliseconds
        From the message sent to the end of the script.
    size
        Bytes received.
    elements
        Everything drawn, in order.
    """

    milliseconds: float
    size: int
    elements: tuple[Element, ...]

    def of(self, kind: str) -> list[Any]:
        """Return the elements of one kind, such as ``"metric"``."""
        return [getattr(element, kind) for element in self.elements if element.WhichOneof("type") == kind]

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields for text, by id."""
        return {
            entry.id: entry.value if entry.set_value else entry.default for entry in self.of("text_input")
        }

    @property
    def title(self) -> str:
        """The text of the page's first heading."""
        headings = self.of("heading")
        return str(headings[0].body) if headings else ""


class Visitor:
    """One browser tab's session.

    Parameters
    ----------
    connection
        The open websocket.
    address
        The server, as ``http://host:port``.
    """

    def __init__(self, connection: Any, address: str) -> None:
        self._connection = connection
        self._address = address
        self._page = ""
        self._texts: dict[str, str] = {}
        self._choices: list[str] = []
        self._chosen: dict[str, str] = {}
        self._buttons: tuple[str, ...] = ()
        self._beats: dict[str, float] = {}
        self._clocks: dict[str, asyncio.Task[None]] = {}
        self._parts: dict[str, str] = {}
        self._named = ""
        self._query = ""
        self.pages: dict[str, str] = {}
        self.messages: tuple[bytes, ...] = ()
        """What came of the last rerun."""

    async def open_address(self, name: str, *, query: str = "") -> Visit:
        """Open a page by its address, as the first thing of a session.

        Parameters
        ----------
        name
            What follows the server's name; empty for the page that the bare address opens.
        query
            What follows the question mark.
        """
        self._named, self._query = name, query
        return await self.rerun()

    async def rerun(
        self,
        page: str | None = None,
        *,
        typed: Mapping[str, str] | None = None,
        chosen: Mapping[str, str] | None = None,
        pressed: str = "",
        beat: bool = False,
    ) -> Visit:
        """Run a page, as after an edit or a click in the menu, and wait for its end.

        As a browser does: an edit of one field that a part of the page holds which is drawn by itself asks for that
        part alone, and a click in the menu brings no values along.

        Parameters
        ----------
        page
            Title of the page in the menu; the one that is open where None.
        typed
            Texts by the key of their field; the fields must be on the page that is open.
        chosen
            The option's words by the key of its pills or slider, on the page that is open; stays until another page is
            opened.
        pressed
            Key of a button on the page that is open.
        beat
            Whether it is the beat of a part of the page that runs by itself, as the browser sends it; the one that is
            due first.

        Raises
        ------
        ValueError
            Where a page is asked for together with values.
        """
        if page is not None:
            if typed or chosen or pressed:
                raise ValueError("no browser opens a page together with values: edit first, then open it")
            self._page, self._named = self.pages[page], ""
            self._texts, self._chosen = {}, {}
        due = min(self._beats, key=lambda name: self._beats[name]) if beat else ""
        message = self._message(self._edited(typed or {}, chosen or {}, pressed), pressed, beat=due)

        received: list[bytes] = []
        before = time.perf_counter()
        await self._connection.send(message)
        async with asyncio.timeout(PATIENCE):
            while not _ends(data := await self._connection.recv()):
                received.append(data)
        taken = (time.perf_counter() - before) * 1_000.0
        return self._read([*received, data], taken)

    async def type(self, typed: Mapping[str, str]) -> None:
        """Type texts, by the key of their field, and do not wait for what comes of it; see `runs`."""
        await self._connection.send(self._message(self._edited(typed, {}, ""), ""))

    async def runs(self) -> AsyncGenerator[Visit, None]:
        """Everything that comes from now on, a run at a time; meanwhile parts of the page beat, as in a browser.

        A clock runs from the message that sets it, and goes on where it is set again as it was; a run of all of the
        page ends all clocks. The milliseconds are those of `time.perf_counter` at the run's end.
        """
        received: list[bytes] = []
        try:
            while True:
                data = await self._connection.recv()
                now = time.perf_counter() * 1_000.0
                received.append(data)
                self._set_clocks(ForwardMsg.FromString(data))
                if _ends(data):
                    yield self._read(received, now)
                    received = []
        finally:
            self._end_clocks(tuple(self._clocks))

    def _set_clocks(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session" if not message.metadata.run.fragment_ids:
                self._end_clocks(tuple(self._clocks))
            case "stop_auto_rerun":
                self._end_clocks(message.stop_auto_rerun.fragment_ids)
            case "auto_rerun":
                part, interval = message.auto_rerun.fragment_id, message.auto_rerun.interval
                if part not in self._clocks or self._beats.get(part) != interval:
                    self._end_clocks((part,))
                    self._beats[part] = interval
                    self._clocks[part] = asyncio.ensure_future(self._beat(part, interval))

    def _end_clocks(self, parts: Iterable[str]) -> None:
        for part in parts:
            if clock := self._clocks.pop(part, None):
                clock.cancel()

    async def _beat(self, part: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            await self._connection.send(self._message(set(), "", beat=part))

    def _edited(self, typed: Mapping[str, str], chosen: Mapping[str, str], pressed: str) -> set[str]:
        """Note what is typed and chosen; return the ids of all that is edited."""
        edited = set[str]()
        for key, option in chosen.items():
            name = next(name for name in self._choices if name.endswith(f"-{key}"))
            self._chosen[name] = option
            edited.add(name)
        for key, text in typed.items():
            self._texts[name := self._id_of(key)] = text
            edited.add(name)
        if pressed:
            edited.add(self._button(pressed))
        return edited

    def _button(self, key: str) -> str:
        return next(name for name in self._buttons if name.endswith(f"-{key}"))

    def _message(self, edited: set[str], pressed: str, *, beat: str = "") -> bytes:
        """Return what a browser sends after an edit, or as a part beats."""
        asked = BackMsg()
        rerun = asked.rerun_script
        rerun.page_script_hash = self._page
        rerun.page_name = self._named
        rerun.query_string = self._query
        rerun.context_info.timezone = "UTC"
        rerun.context_info.timezone_offset = 0
        rerun.context_info.locale = "en-US"
        rerun.context_info.url = f"{self._address}/{self._named}"
        rerun.context_info.is_embedded = False
        rerun.context_info.color_scheme = "light"
        for name, text in self._texts.items():
            state = rerun.widget_states.widgets.add()
            state.id, state.string_value = name, text
        for name, option in self._chosen.items():
            state = rerun.widget_states.widgets.add()
            state.id = name
            state.string_array_value.data.append(option)
        if pressed:
            state = rerun.widget_states.widgets.add()
            state.id, state.trigger_value = self._button(pressed), True
        if len(parts := {self._parts.get(name, "") for name in edited}) == 1:
            rerun.fragment_id = parts.pop()
        if beat:
            rerun.fragment_id, rerun.is_auto_rerun = beat, True
        return asked.SerializeToString()

    def _id_of(self, key: str) -> str:
        found = [name for name in self._texts if name.endswith(f"-{key}")]
        if len(found) != 1:
            raise KeyError(f"{key}: {len(found)} such fields among {sorted(self._texts)}")
        return found[0]

    @property
    def came(self) -> int:
        """Bytes of the last rerun."""
        return sum(map(len, self.messages))

    def _read(self, received: Sequence[bytes], taken: float) -> Visit:
        self.messages = tuple(received)
        elements: list[Element] = []
        beats: dict[str, float] = {}
        parts: dict[str, str] = {}
        part = False
        for data in received:
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                # what a run drew that another one took the place of is not what is seen in the end
                part = bool(message.metadata.run.fragment_ids)
                elements, beats, parts = [], {}, {}
            elif kind == "navigation":
                self.pages = {
                    page.page_name: page.page_script_hash
                    for page in message.navigation.app_pages
                    if not page.is_hidden
                }
                self._page = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                elements.append(element := message.delta.new_element)
                _check_no_error(element)
                if name := getattr(getattr(element, element.WhichOneof("type") or ""), "id", ""):
                    parts[name] = message.delta.fragment_id
            elif kind == "auto_rerun":
                beats[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            elif kind == "stop_auto_rerun":
                for stopped in message.stop_auto_rerun.fragment_ids:
                    self._beats.pop(stopped, None)
            elif kind == "script_finished" and message.script_finished not in ENDS:
                raise FailedPageError(f"the script ended with status {message.script_finished}")
        visit = Visit(taken, self.came, tuple(elements))
        buttons, choices = (
            [entry.id for kind in kinds for entry in visit.of(kind)]
            for kinds in (("button",), ("button_group", "slider"))
        )
        # what stands in a field stays, unless the page says otherwise: it may have been typed after this run began
        texts = {
            entry.id: visit.typed[entry.id] if entry.set_value else self._texts.get(entry.id, entry.default)
            for entry in visit.of("text_input")
        }
        if part:
            # the rest of the page is still there
            self._beats |= beats
            self._texts |= texts
            self._parts |= parts
            self._buttons = tuple(dict.fromkeys((*self._buttons, *buttons)))
            self._choices = list(dict.fromkeys((*self._choices, *choices)))
        else:
            self._beats = beats
            self._texts, self._parts, self._buttons, self._choices = texts, parts, tuple(buttons), choices
        return visit


def _check_no_error(element: Element) -> None:
    if element.WhichOneof("type") == "exception":
        raise FailedPageError(f"{element.exception.type}: {element.exception.message}")
    if element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR:
        raise FailedPageError(element.alert.body)


def _ends(data: bytes) -> bool:
    if len(data) > LARGEST_LAST_MESSAGE:
        return False
    message = ForwardMsg.FromString(data)
    # FINISHED_EARLY_FOR_RERUN: another run follows
    early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return message.WhichOneof("type") == "script_finished" and not early


@asynccontextmanager
async def visitor(address: str, *, cookie: str = "") -> AsyncIterator[Visitor]:
    """Open a session at a server; nothing runs yet.

    Parameters
    ----------
    address
        The server, as ``http://host:port``.
    cookie
        What a browser would send, as ``name=value``; with one, the visitor is taken for a browser whose work is kept.
    """
    host = urlsplit(address).netloc
    async with websockets.connect(
        f"ws://{host}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=address,  # type: ignore[arg-type]
        additional_headers={"Cookie": cookie} if cookie else None,
        user_agent_header=AGENT,
        max_size=None,
        # or what nobody reads any more keeps the closing from being seen, ten seconds for each visitor
        max_queue=None,
        ping_interval=None,
    ) as connection:
        yield Visitor(connection, address)
