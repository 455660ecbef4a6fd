"""The connection to the database: opened, brought up to date, and its failures said in words people understand.

SQLite writes through a log beside its file (WAL) and waits for the disk at every commit: what is acknowledged is there
after a crash. PostgreSQL does so by itself.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import event, exc
from sqlalchemy.engine import URL, Connection, make_url

log = logging.getLogger("community_flywheel")

PATIENCE: Final = 2.0
"""Seconds that a page waits for somebody else's transaction."""

CONNECT_PATIENCE: Final = 3
_LOCK: Final = 0x466C7977
_MIGRATIONS: Final = Path(__file__).with_name("migrations")


class Trouble(StrEnum):
    """Why the database did not do what it was asked, as a sentence's end."""

    BUSY = "the database is busy"
    READ_ONLY = "the database can only be read"
    FULL = "the disk of the database is full"
    GONE = "the database cannot be reached"
    NEWER = "the database belongs to a newer version of this app"
    BROKEN = "the database does not work"


class TroubleError(Exception):
    """Raised when the database failed; nothing of the transaction was kept.

    Attributes
    ----------
    trouble
        Why, for people. What the database itself says may hold what somebody typed, so it is not kept.
    """

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(str(trouble))


def url_of(text: str, *, folder: Path) -> URL | None:
    """Return the address of the database that a setting names.

    Parameters
    ----------
    text
        ``postgresql://user:password@host/name``, ``sqlite:///file``, ``none`` for no database at all, or empty for the
        usual file.
    folder
        Where the usual file is.
    """
    text = text.strip()
    if text.lower() == "none":
        return None
    if not text:
        return URL.create("sqlite", database=str(folder / "community-flywheel.sqlite3"))
    url = make_url(text)
    if url.get_backend_name() in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise ValueError("DATABASE_URL must begin with postgresql:// or sqlite:///file, or be none")
    return url


class Database:
    """One database, shared by all sessions of a process.

    Parameters
    ----------
    url
        Its address, as `url_of` returns it.
    """

    def __init__(self, url: URL) -> None:
        self.url = url
        self._lock = threading.Lock()
        self._current = False
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file, where it is one."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    def __str__(self) -> str:
        return self.url.render_as_string(hide_password=True)

    # ---- transactions

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: durable when the block has ended, undone when it fails."""
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        self.bring_up_to_date()
        with _in_words(), self.engine.connect() as connection:
            prepared = connection.execution_options(writes=writes)
            with prepared.begin():
                yield prepared

    # ---- its tables

    def bring_up_to_date(self) -> None:
        """Make the tables, or change them to what this version of the app needs. Once a process; others wait."""
        if self._current:
            return
        with self._lock:
            if not self._current:
                self._upgrade()
                self._current = True

    def _upgrade(self) -> None:
        if self.path is not None:
            _make_file(self.path)
        with _in_words(), self.engine.connect() as connection:
            prepared = connection.execution_options(writes=True)
            with prepared.begin():
                if not self.is_sqlite:
                    # replicas that start together take the steps one after the other
                    prepared.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                config = Config(attributes={"connection": prepared})
                config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
                config.set_main_option("path_separator", "os")
                try:
                    command.upgrade(config, "head")
                except CommandError as error:
                    if "Can't locate revision" in str(error):
                        raise TroubleError(Trouble.NEWER) from None
                    raise

    def check(self) -> None:
        """Ask the database for something small; for the readiness of a server.

        Raises
        ------
        TroubleError
            When it does not answer.
        """
        with self.reading() as connection:
            connection.execute(sa.text("SELECT 1"))

    def close(self) -> None:
        """Close every connection that nobody uses."""
        self.engine.dispose()


# ---- SQLite


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # readable by its owner alone: it holds what people typed
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except PermissionError:
        raise TroubleError(Trouble.READ_ONLY) from None
    except OSError:
        raise TroubleError(Trouble.GONE) from None


def _sqlite(url: URL) -> sa.Engine:
    path = Path(str(url.database)).absolute()

    def connect() -> sqlite3.Connection:
        # mode=rw: a file that is gone is an error and not a new, empty one
        found = path.stat()
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=rw",
            uri=True,
            timeout=PATIENCE,
            check_same_thread=False,
            isolation_level=None,
        )
        _FILES[id(connection)] = (found.st_dev, found.st_ino)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    engine = sa.create_engine(
        "sqlite://",
        creator=connect,
        poolclass=sa.pool.QueuePool,
        pool_size=4,
        max_overflow=16,
        pool_timeout=PATIENCE,
    )

    @event.listens_for(engine, "checkout")
    def same_file(connection: Any, record: Any, _: Any) -> None:
        """Leave a connection whose file was moved away: what it would write, nobody would find."""
        try:
            found = path.stat()
            is_same = _FILES.get(id(connection)) == (found.st_dev, found.st_ino)
        except OSError:
            is_same = False
        if not is_same:
            raise exc.DisconnectionError("the file is another one")

    @event.listens_for(engine, "close")
    def forget(connection: Any, _: Any) -> None:
        _FILES.pop(id(connection), None)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # who will write says so at once: a transaction that begins by reading may find no way to write later
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


_FILES: Final[dict[int, tuple[int, int]]] = {}
"""The file that each open connection holds, by the connection's identity."""


# ---- PostgreSQL


def _postgresql(url: URL) -> sa.Engine:
    waits = f"-c lock_timeout={int(PATIENCE * 1000)} -c statement_timeout={int(5 * PATIENCE * 1000)}"
    return sa.create_engine(
        url,
        pool_size=4,
        max_overflow=16,
        pool_timeout=PATIENCE,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_PATIENCE,
            "options": waits,
            "application_name": "community-flywheel",
        },
    )


# ---- failures


_SQLITE: Final = {
    "SQLITE_BUSY": Trouble.BUSY,
    "SQLITE_LOCKED": Trouble.BUSY,
    "SQLITE_PROTOCOL": Trouble.BUSY,
    "SQLITE_READONLY": Trouble.READ_ONLY,
    "SQLITE_PERM": Trouble.READ_ONLY,
    "SQLITE_FULL": Trouble.FULL,
    "SQLITE_IOERR": Trouble.FULL,
    "SQLITE_CANTOPEN": Trouble.GONE,
}
_POSTGRESQL: Final = {
    "55P03": Trouble.BUSY,  # lock_not_available
    "57014": Trouble.BUSY,  # query_canceled, by statement_timeout
    "40001": Trouble.BUSY,  # serialization_failure
    "40P01": Trouble.BUSY,  # deadlock_detected
    "53300": Trouble.BUSY,  # too_many_connections
    "25006": Trouble.READ_ONLY,  # read_only_sql_transaction
    "42501": Trouble.READ_ONLY,  # insufficient_privilege
    "53100": Trouble.FULL,  # disk_full
}


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what the database says into what people can read."""
    try:
        yield
    except TroubleError:
        raise
    except exc.TimeoutError:
        raise TroubleError(Trouble.BUSY) from None
    except exc.DBAPIError as error:
        raise TroubleError(_trouble_of(error.orig)) from None
    except (exc.DisconnectionError, exc.InvalidRequestError, OSError, sqlite3.Error) as error:
        raise TroubleError(_trouble_of(error)) from None


def _trouble_of(error: BaseException | None) -> Trouble:
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "") or ""
        if isinstance(error, sqlite3.ProgrammingError | sqlite3.IntegrityError):
            return _unexpected(error)
        known = next((told for start, told in _SQLITE.items() if name.startswith(start)), None)
        return known or _unexpected(error)
    if isinstance(error, OSError | exc.DisconnectionError | exc.InvalidRequestError):
        return Trouble.GONE
    state = getattr(error, "sqlstate", None)
    if state is None or state.startswith(("08", "57P", "3D", "28")):
        # no connection, shut down, no such database, not let in
        return Trouble.GONE
    return _POSTGRESQL.get(state) or _unexpected(error)


def _unexpected(error: BaseException | None) -> Trouble:
    # its kind only: its words may hold what somebody typed
    log.error("The database failed: %s %s", type(error).__name__, getattr(error, "sqlstate", "") or "")
    return Trouble.BROKEN
