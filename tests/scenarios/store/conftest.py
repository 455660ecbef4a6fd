"""The same tests on SQLite and on a real PostgreSQL server, started here from Debian's package."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from scenarios.store import Database, Store, url_of
from tests.servers import free_port

BACKENDS = ("sqlite", "postgresql")
NOBODY = "postgres"

Spoil = Callable[[str], AbstractContextManager[None]]


def binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    beside = shutil.which("initdb")
    return found[-1].parent if found else Path(beside).parent if beside else None


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[sa.URL]:
    """A server of its own, with its files in a folder of its own; it never runs as root."""
    folder_of = binaries()
    if folder_of is None:
        pytest.skip("PostgreSQL is not installed; as root, `make test` installs it")
    user = NOBODY if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg") as made:
        folder = Path(made)
        if user:
            entry = pwd.getpwnam(user)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        data, port = folder / "data", free_port()

        def run(*command: str) -> None:
            subprocess.run(command, check=True, user=user, cwd=folder, capture_output=True, timeout=120)

        run(
            str(folder_of / "initdb"),
            "-D",
            str(data),
            "-U",
            "tester",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
        )
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run(
            str(folder_of / "pg_ctl"),
            "-D",
            str(data),
            "-l",
            str(folder / "log"),
            "-w",
            "-o",
            options,
            "start",
        )
        try:
            yield sa.URL.create(
                "postgresql", username="tester", host="127.0.0.1", port=port, database="postgres"
            )
        finally:
            run(str(folder_of / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")


@pytest.fixture(params=BACKENDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The setting of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.sqlite3'}"
        return
    server: sa.URL = request.getfixturevalue("postgresql_server")
    name = f"test_{uuid.uuid4().hex[:12]}"
    with _admin(server) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield server.set(database=name).render_as_string()
    with _admin(server) as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def open_store(address: str, tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """A way to open the database as one more process does: ``open_store(clock=...)``."""
    opened: list[Store] = []

    def make(**options: Callable[[], float]) -> Store:
        url = url_of(address, folder=tmp_path)
        assert url is not None
        opened.append(Store(Database(url), **options))
        return opened[-1]

    yield make
    for store in opened:
        store.database.close()


@pytest.fixture
def store(open_store: Callable[..., Store]) -> Store:
    return open_store()


@pytest.fixture
def spoil(address: str) -> Spoil:
    """A way to have the database fail: ``with spoil("busy")``, and so on; it works again after the block."""
    return lambda how: (_spoil_file if address.startswith("sqlite") else _spoil_server)(address, how)


@contextmanager
def _spoil_file(address: str, how: str) -> Iterator[None]:
    path = Path(address.removeprefix("sqlite:///"))
    files = [Path(f"{path}{end}") for end in ("", "-wal", "-shm")]
    if how == "busy":
        other = sa.create_engine(address).connect().connection.driver_connection
        assert other is not None
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()
        other.close()
    elif how == "gone":
        away = [(file, file.with_name(f"away-{file.name}")) for file in files if file.exists()]
        for file, elsewhere in away:
            file.rename(elsewhere)
        yield
        for file, elsewhere in away:
            elsewhere.rename(file)
    else:
        pragma = {"read-only": "PRAGMA query_only = 1", "full": "PRAGMA max_page_count = 1"}[how]
        undo = {"read-only": "PRAGMA query_only = 0", "full": "PRAGMA max_page_count = 1073741823"}[how]
        with _every_connection(pragma, undo):
            yield


@contextmanager
def _every_connection(statement: str, undo: str) -> Iterator[None]:
    """Every connection of every engine begins with a statement: what a bad disk does, said by SQLite itself."""

    def say(connection: object, *_: object) -> None:
        connection.execute(statement)  # type: ignore[attr-defined]

    def unsay(connection: object, *_: object) -> None:
        connection.execute(undo)  # type: ignore[attr-defined]

    sa.event.listen(sa.pool.Pool, "checkout", say)
    try:
        yield
    finally:
        sa.event.remove(sa.pool.Pool, "checkout", say)
        sa.event.listen(sa.pool.Pool, "checkout", unsay)
        # connections that were said it are told so once more, then all is as before
        _UNSAY.append(unsay)


_UNSAY: list[object] = []


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    while _UNSAY:
        sa.event.remove(sa.pool.Pool, "checkout", _UNSAY.pop())


@contextmanager
def _spoil_server(address: str, how: str) -> Iterator[None]:
    url = sa.make_url(address)
    name = url.database
    if how == "busy":
        with _engine(url).connect() as other, other.begin():
            other.execute(sa.text("LOCK TABLE workspaces IN ACCESS EXCLUSIVE MODE"))
            yield
        return
    does, undoes = {
        "gone": (
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
            f"ALTER DATABASE {name} ALLOW_CONNECTIONS true",
        ),
        "read-only": (
            f"ALTER DATABASE {name} SET default_transaction_read_only = on",
            f"ALTER DATABASE {name} RESET default_transaction_read_only",
        ),
    }[how]
    for statement in (does, undoes):
        with _admin(url) as connection:
            connection.execute(sa.text(statement))
            # what is connected goes, and comes back under the new rule
            connection.execute(
                sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
                {"name": name},
            )
        if statement == does:
            yield


def _engine(url: sa.URL) -> sa.Engine:
    return sa.create_engine(url.set(drivername="postgresql+psycopg"), poolclass=sa.NullPool)


@contextmanager
def _admin(url: sa.URL) -> Iterator[sa.Connection]:
    with _engine(url.set(database="postgres")).connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")
