"""The servers that are compared: how each is started, and what the operating system says of its process."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests import servers
from tests.servers import Server

PLAIN: Final = "an empty page, plain streamlit run"
FLOOR: Final = "an empty page, uvicorn and freezing"

EMPTY_PAGE: Final = 'import streamlit as st\n\nst.title("Empty")\n'
ECHO_PAGE: Final = EMPTY_PAGE + 'st.markdown("You said " + st.text_input("Words", "nothing"))\n'
FLOOR_APP: Final = """\
import gc
from contextlib import asynccontextmanager

import streamlit as st


@asynccontextmanager
async def lifespan(app):
    gc.collect()
    gc.freeze()
    yield


app = st.App("empty.py", lifespan=lifespan)
"""
REPLAY_PAGE: Final = """\
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import enqueue_message

from pieces import PIECES

for piece in PIECES:
    enqueue_message(ForwardMsg.FromString(piece))
"""
REPLAY_APP: Final = """\
from contextlib import asynccontextmanager

import streamlit as st

from serving.quicker import spare_what_is_known
from serving.tidying import short_collections
from serving.together import hand_over_together


@asynccontextmanager
async def lifespan(app):
    hand_over_together()
    spare_what_is_known()
    async with short_collections():
        yield


app = st.App("empty.py", lifespan=lifespan)
"""
FLOOR_SETTINGS: Final = """\
[server]
fileWatcherType = "none"
headless = true

[browser]
gatherUsageStats = false
"""
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Pair:
    """Two of the app's processes behind the proxy.

    Attributes
    ----------
    address
        The proxy's.
    apps
        The two.
    proxy
        The proxy.
    """

    address: str
    apps: tuple[Server, Server]
    proxy: Server


@contextmanager
def fresh_houses() -> Iterator[Houses]:
    """Houses in a folder of their own, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        yield Houses(Path(name))


class Houses:
    """What starts the servers; each gets a port from the operating system and a database of its own.

    Parameters
    ----------
    folder
        An empty one, for logs, databases and the empty pages.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        pages = {"plain": EMPTY_PAGE, "echo": ECHO_PAGE, "floor": EMPTY_PAGE, "replay": REPLAY_PAGE}
        for name, page in pages.items():
            (folder / name).mkdir()
            (folder / name / "empty.py").write_text(page)
        for name, app in (("floor", FLOOR_APP), ("replay", REPLAY_APP)):
            (folder / name / ".streamlit").mkdir()
            (folder / name / "app.py").write_text(app)
            (folder / name / ".streamlit" / "config.toml").write_text(FLOOR_SETTINGS)

    @contextmanager
    def ours(self) -> Iterator[Server]:
        """The app as the README starts it."""
        port = servers.free_port()
        command = servers.uvicorn_command(port)
        with servers.running(command, port=port, log_file=self._folder / f"ours-{port}.log") as server:
            yield server

    @contextmanager
    def plain(self, page: str = "plain") -> Iterator[Server]:
        """An empty page with default settings; ``"echo"`` has a field, too."""
        port = servers.free_port()
        with servers.running(
            servers.streamlit_command(port, "empty.py"),
            port=port,
            log_file=self._folder / f"plain-{port}.log",
            health="/_stcore/health",
            folder=self._folder / page,
        ) as server:
            yield server

    @contextmanager
    def replay(self, pieces: Sequence[bytes]) -> Iterator[Server]:
        """A page that sends recorded pieces, served with all that makes the app quick."""
        (self._folder / "replay" / "pieces.py").write_text(f"PIECES = {list(pieces)!r}\n")
        with self._by_uvicorn("replay", {"PYTHONPATH": str(servers.ROOT)}) as server:
            yield server

    @contextmanager
    def floor(self) -> Iterator[Server]:
        """The empty page as quick as Streamlit can serve it."""
        with self._by_uvicorn("floor", {}) as server:
            yield server

    @contextmanager
    def _by_uvicorn(self, page: str, environment: dict[str, str]) -> Iterator[Server]:
        port = servers.free_port()
        with servers.running(
            servers.uvicorn_command(port),
            port=port,
            log_file=self._folder / f"{page}-{port}.log",
            health="/_stcore/health",
            folder=self._folder / page,
            environment=environment,
        ) as server:
            yield server

    @contextmanager
    def pair(self) -> Iterator[Pair]:
        """Two of the app's processes with one database, behind the proxy as `hosting/nginx.conf` has it."""
        ports = (servers.free_port(), servers.free_port())
        database = {"DATABASE_URL": f"sqlite:///{self._folder / f'pair-{ports[0]}.sqlite3'}"}
        with ExitStack() as stack:
            first, second = (
                stack.enter_context(
                    servers.running(
                        servers.uvicorn_command(port),
                        port=port,
                        log_file=self._folder / f"pair-{port}.log",
                        environment=database,
                    )
                )
                for port in ports
            )
            proxy = stack.enter_context(servers.behind_nginx(self._folder, ports))
            yield Pair(proxy.address, (first, second), proxy)


def processor_seconds(*running: Server) -> float:
    """Return the processor time that servers have had so far, their child processes' included, in seconds."""
    return sum(_ticks(pid) for server in running for pid in _family(server.pid)) / _TICKS


def megabytes(server: Server) -> float:
    """Return the memory that a server holds, in MB of resident pages."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024.0


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(grandchild for child in children for grandchild in _family(int(child)))]


def _ticks(pid: int) -> int:
    # the second field is the program's name in parentheses, which may hold anything
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
