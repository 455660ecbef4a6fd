"""Real servers for tests: started in a process of their own, waited for, ended, their log kept."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = float(os.environ.get("PATIENCE", "60"))
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, what it has logged so far, and its process (0 where that is not known)."""

    address: str
    log_file: Path
    pid: int = 0

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str, **headers: str) -> HTTPResponse:
        request = urllib.request.Request(self.address + path, headers=headers)
        answer: HTTPResponse = urllib.request.urlopen(request, timeout=10)
        return answer

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Hold its process still: what is sent meanwhile arrives all at once."""
        assert self.pid, "0 would be every process of the tests themselves"
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def uvicorn_command(port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", "app:app", "--host=127.0.0.1", f"--port={port}"]


def streamlit_command(port: int, script: str = "app.py") -> list[str]:
    command = [sys.executable, "-m", "streamlit", "run", script]
    return [*command, f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]


@contextmanager
def running(
    command: Sequence[str],
    *,
    port: int,
    log_file: Path,
    health: str = "/healthz",
    folder: Path = ROOT,
    environment: dict[str, str] | None = None,
) -> Iterator[Server]:
    """The server that `command` starts, from the moment it is healthy until the block ends."""
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **database_beside(log_file), **(environment or {})},
        )
        server = Server(address=f"http://127.0.0.1:{port}", log_file=log_file, pid=process.pid)
        try:
            wait_until_healthy(server, process, health)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def behind_nginx(folder: Path, ports: tuple[int, int]) -> Iterator[Server]:
    """The proxy with the settings that are shipped; only names, ports and folders are those of this machine."""
    port = free_port()
    settings = (ROOT / "hosting" / "nginx.conf").read_text(encoding="utf-8")
    for name, here in (("app-1:8501", ports[0]), ("app-2:8501", ports[1])):
        assert settings.count(name) == 1
        settings = settings.replace(name, f"127.0.0.1:{here}")
    settings = settings.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace(" /tmp/", f" {folder}/")
    (folder / "nginx.conf").write_text(settings, encoding="utf-8")
    log_file = folder / "nginx.txt"
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with running(command, port=port, log_file=log_file, folder=folder) as server:
        yield server


class Restartable:
    """A server that is killed and started anew, on the same port and with the same database."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log_file = folder / "server.txt"
        self.environment = {**database_beside(self.log_file), **environment}
        self.folder, self.health = ROOT, "/healthz"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.log_file.with_suffix(".sqlite3").absolute()

    @property
    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                uvicorn_command(self.port),
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
            )
        wait_until_healthy(Server(self.address, self.log_file), self._process, self.health)

    def freeze(self) -> None:
        """Have the server do nothing more, its connections open: what is sent to it now is under way for good."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End it at once, as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class SlowLine:
    """A line to a server on which everything takes its time, both ways; as quick as it can until `delay` is set."""

    def __init__(self, server: Server | Restartable) -> None:
        self.delay = 0.0
        self._to = int(server.address.rpartition(":")[2])
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Server:
        """Open it, and return the server as it is reached over it."""
        self._thread.start()
        opening = asyncio.start_server(self._carry, "127.0.0.1", 0)
        self._end = asyncio.run_coroutine_threadsafe(opening, self._loop).result(10)
        return Server(f"http://127.0.0.1:{self._end.sockets[0].getsockname()[1]}", Path())

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _hang_up(self) -> None:
        self._end.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", self._to)
        await asyncio.gather(self._one_way(reader, forth), self._one_way(back, writer))

    async def _one_way(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while True:
                due, data = await under_way.get()
                await asyncio.sleep(max(0.0, due - self._loop.time()))
                writer.write(data)
                if not data:
                    writer.close()
                    return

        delivering = asyncio.ensure_future(deliver())
        with suppress(ConnectionError):
            while data := await reader.read(65_536):
                under_way.put_nowait((self._loop.time() + self.delay, data))
        under_way.put_nowait((self._loop.time() + self.delay, b""))
        await delivering


def database_beside(log_file: Path) -> dict[str, str]:
    """Return the setting that gives each server a database of its own, which a server started again finds again."""
    return {"DATABASE_URL": f"sqlite:///{log_file.with_suffix('.sqlite3').absolute()}"}


def wait_until_healthy(server: Server, process: subprocess.Popen[bytes], health: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}:\n{server.log}")
        try:
            with server.get(health):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {server.address}{health}:\n{server.log}")
