"""Workspaces in the database: written edit by edit, each edit against the version that its tab has seen.

A tab that is behind is told so and nothing is written: it reads what it missed, puts its edit on top where the two do
not meet, checks that the result is a possible scenario, and asks again (`scenarios.opened`).
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from calculators import MODEL_VERSION
from scenarios.parts import Change, Json
from scenarios.store.database import Database
from scenarios.store.tables import access, edits, invitations, parts, tabs, workspaces
from scenarios.workspace import SCHEMA_VERSION

HISTORY: Final = 50
"""Edits of a tab that can be undone after a reload."""

MOST_NEWS: Final = 10_000
INVITATION_LASTS: Final = 24 * 3600.0
FORGET_TABS_AFTER: Final = 30 * 24 * 3600.0


def digest(secret: str) -> str:
    """Return what is kept of a key or a token: both are 256 bits of chance, so one quick hash tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True)
class Editor:
    """Who reads and writes: a tab of a browser.

    Attributes
    ----------
    browser
        The secret key of the browser, kept in its cookie.
    session
        Of the server; a tab has a new one when it was cut off for long or the server started anew.
    tab
        The same through all its sessions.
    who
        In words for other people: a name, or the kind of device.
    build
        Of the app that draws the tab.
    """

    browser: str = field(repr=False)
    session: str = ""
    tab: str = ""
    who: str = ""
    build: str = ""


@dataclass(frozen=True)
class Seen:
    """What a tab has shown.

    Attributes
    ----------
    session, tab
        Which.
    version
        Whatever is newer, it may not have shown.
    scenario
        The one that was open, empty where it is not known.
    view
        What was unfolded and chosen on its pages.
    build
        Of the app that drew it.
    """

    session: str
    tab: str
    version: int
    scenario: str
    view: Mapping[str, Json]
    build: str


@dataclass(frozen=True)
class Part:
    """What stands at a place, and since which edit.

    Attributes
    ----------
    value
        None where something was taken out.
    version
        Of the edit that wrote it.
    """

    value: Json
    version: int


@dataclass(frozen=True)
class Edit:
    """One edit, as it stands in the history.

    Attributes
    ----------
    version
        What the workspace's version became by it; its place in the history.
    at
        When, seconds since 1970.
    tab, who
        Which tab, and whose it is in words.
    changes
        What it did, by place.
    undoes
        Version of the edit that it takes back, None where it is one of its own.
    same_browser
        Whether it was made in the browser that asks.
    """

    version: int
    at: float
    tab: str
    who: str
    changes: tuple[Change, ...]
    undoes: int | None = None
    same_browser: bool = True


@dataclass(frozen=True)
class Snapshot:
    """A workspace as it is in the database, or what is new in it since a version.

    Attributes
    ----------
    id, version
        Which, and how many edits it has had.
    schema_version, model_version
        Of what last wrote it.
    parts
        By place; those taken out are among them with a value of None.
    edits
        Those since the version asked for; none where all was asked for.
    """

    id: str
    version: int
    schema_version: int = SCHEMA_VERSION
    model_version: str = MODEL_VERSION
    parts: Mapping[str, Part] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()


class Store:
    """What can be done with the workspaces of a database.

    Every method is one transaction. Without access, methods answer as if the workspace did not exist.

    Parameters
    ----------
    database
        Where.
    clock
        Seconds since 1970.

    Raises
    ------
    scenarios.store.TroubleError
        By every method, when the database fails.
    """

    def __init__(self, database: Database, *, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self._clock = clock
        # The last version that this process wrote or read, by workspace: tells tabs of one process that there is news
        # without asking the database.
        self._news: dict[str, int] = {}

    # ---- reading

    def load(self, workspace: str, *, by: Editor) -> Snapshot | None:
        """Return a workspace with all its parts; None where it does not exist or the browser has no access."""
        with self.database.reading() as connection:
            row = self._row(connection, workspace, by)
            if row is None:
                return None
            found = connection.execute(
                sa.select(parts.c.place, parts.c.value, parts.c.version).where(
                    parts.c.workspace_id == workspace
                )
            )
            read = {place: Part(_read(value), version) for place, value, version in found}
        return self._told(Snapshot(workspace, row.version, row.schema_version, row.model_version, read))

    def since(self, workspace: str, version: int, *, by: Editor) -> Snapshot | None:
        """Return what has changed since a version, and who changed it; None as in `load`."""
        with self.database.reading() as connection:
            row = self._row(connection, workspace, by)
            if row is None:
                return None
            found = connection.execute(
                sa.select(parts.c.place, parts.c.value, parts.c.version).where(
                    parts.c.workspace_id == workspace, parts.c.version > version
                )
            )
            read = {place: Part(_read(value), number) for place, value, number in found}
            made = _edits(
                connection,
                sa.select(edits).where(edits.c.workspace_id == workspace, edits.c.version > version),
                by,
            )
        return self._told(Snapshot(workspace, row.version, row.schema_version, row.model_version, read, made))

    def version(self, workspace: str) -> int | None:
        """Return how many edits a workspace has had: the cheap question whether there is news."""
        with self.database.reading() as connection:
            found = connection.execute(
                sa.select(workspaces.c.version).where(workspaces.c.id == workspace)
            ).scalar()
        if found is not None:
            self._news[workspace] = found
        return found

    def news(self, workspace: str) -> int:
        """Return the last version known to this process, without asking the database; 0 where none is."""
        return self._news.get(workspace, 0)

    def latest(self, *, by: Editor) -> str | None:
        """Return the workspace that a browser opened last, None where it has none."""
        with self.database.reading() as connection:
            return connection.execute(
                sa.select(access.c.workspace_id)
                .where(access.c.browser == digest(by.browser))
                .order_by(access.c.opened_at.desc())
                .limit(1)
            ).scalar()

    def history(self, workspace: str, *, by: Editor) -> tuple[Edit, ...]:
        """Return the last edits of the tab, oldest first."""
        with self.database.reading() as connection:
            if self._row(connection, workspace, by) is None:
                return ()
            made = _edits(
                connection,
                sa.select(edits)
                .where(edits.c.workspace_id == workspace, edits.c.tab == by.tab)
                .order_by(edits.c.version.desc())
                .limit(HISTORY),
                by,
            )
        return made

    def of_place(self, workspace: str, place: str, *, by: Editor) -> tuple[Edit, ...]:
        """Return the edits that changed one place, oldest first."""
        with self.database.reading() as connection:
            if self._row(connection, workspace, by) is None:
                return ()
            quoted = json.dumps(place)
            made = _edits(
                connection,
                sa.select(edits).where(
                    edits.c.workspace_id == workspace,
                    edits.c.changes.contains(f'"place": {quoted}', autoescape=True),
                ),
                by,
            )
        return tuple(edit for edit in made if any(change.place == place for change in edit.changes))

    # ---- writing

    def edit(
        self,
        workspace: str,
        changes: Sequence[Change],
        *,
        known: int,
        by: Editor,
        seen: int | None = None,
        undoes: int | None = None,
    ) -> Edit | None:
        """Write an edit, if nothing else was written since the version that the tab knows.

        Parameters
        ----------
        workspace
            Which; it is made where it does not exist and 0 is known.
        changes
            What the edit does.
        known
            The version that the tab has seen.
        by
            Who edits.
        seen
            The version that the tab has drawn; the one before the edit where None.
        undoes
            Version of the edit that this one takes back.

        Returns
        -------
        Edit or None
            What was written and is durable now; None where the tab is behind, or has no access.
        """
        now = self._clock()
        with self.database.writing() as connection:
            held = self._row(connection, workspace, by, locked=True)
            if held is None:
                if known or _exists(connection, workspace):
                    return None
                self._make(connection, workspace, by, now)
            elif held.version != known:
                return None
            version = known + 1
            written = {
                "workspace_id": workspace,
                "version": version,
                "at": now,
                "browser": digest(by.browser),
                "tab": by.tab,
                "who": by.who,
                "undoes": undoes,
                "changes": _written(changes),
            }
            connection.execute(edits.insert(), written)
            self._write_parts(connection, workspace, changes, version)
            connection.execute(_RAISING, {"workspace": workspace, "version": version})
            self._mark(connection, workspace, by, seen=known if seen is None else seen, now=now)
        self._news[workspace] = version
        return Edit(version, now, by.tab, by.who, tuple(changes), undoes)

    def shown(
        self, workspace: str, *, by: Editor, seen: int, scenario: str, view: Mapping[str, Json] | None = None
    ) -> None:
        """Note what a tab shows: a workspace as of a version, which of its scenarios, and what is unfolded."""
        now = self._clock()
        with self.database.writing() as connection:
            if self._row(connection, workspace, by) is None:
                return
            self._mark(connection, workspace, by, seen=seen, now=now, scenario=scenario, view=view)
            connection.execute(
                access.update()
                .where(access.c.workspace_id == workspace, access.c.browser == digest(by.browser))
                .values(opened_at=now)
            )

    def seen(self, workspace: str, *, by: Editor) -> tuple[Seen, ...]:
        """Return what the sessions of the browser have shown of a workspace, the last one first."""
        with self.database.reading() as connection:
            found = connection.execute(
                sa.select(tabs)
                .where(tabs.c.workspace_id == workspace, tabs.c.browser == digest(by.browser))
                .order_by(tabs.c.at.desc())
                .limit(20)
            )
            return tuple(
                Seen(row.session, row.tab, row.seen, row.scenario, json.loads(row.view), row.build)
                for row in found
            )

    def forget_old_tabs(self) -> None:
        """Forget the tabs that were not seen for a month; their edits stay."""
        with self.database.writing() as connection:
            connection.execute(tabs.delete().where(tabs.c.at < self._clock() - FORGET_TABS_AFTER))
            connection.execute(invitations.delete().where(invitations.c.expires_at < self._clock()))

    # ---- another device

    def invite(self, workspace: str, *, by: Editor) -> str | None:
        """Return a token that lets one other browser edit, once and within a day; None without access."""
        token = secrets.token_urlsafe(32)
        with self.database.writing() as connection:
            if self._row(connection, workspace, by) is None:
                return None
            connection.execute(
                invitations.insert().values(
                    token=digest(token),
                    workspace_id=workspace,
                    browser=digest(by.browser),
                    expires_at=self._clock() + INVITATION_LASTS,
                )
            )
        return token

    def accept(self, token: str, *, by: Editor) -> str | None:
        """Give a browser access by a token, which is used up by it; returns the workspace, None where it is no good."""
        now = self._clock()
        with self.database.writing() as connection:
            workspace = connection.execute(
                invitations.delete()
                .where(invitations.c.token == digest(token), invitations.c.expires_at > now)
                .returning(invitations.c.workspace_id)
            ).scalar()
            if workspace is None:
                return None
            self._grant(connection, workspace, by, now)
        return str(workspace)

    # ---- parts of transactions

    def _row(self, connection: Connection, workspace: str, by: Editor, *, locked: bool = False) -> Any:
        asked = {"workspace": workspace, "browser": digest(by.browser)}
        return connection.execute(_asking(locked=locked), asked).first()

    def _make(self, connection: Connection, workspace: str, by: Editor, now: float) -> None:
        connection.execute(
            workspaces.insert().values(
                id=workspace,
                version=0,
                schema_version=SCHEMA_VERSION,
                model_version=MODEL_VERSION,
                created_at=now,
            )
        )
        self._grant(connection, workspace, by, now)

    def _grant(self, connection: Connection, workspace: str, by: Editor, now: float) -> None:
        granted = {
            "browser": digest(by.browser),
            "workspace_id": workspace,
            "who": by.who,
            "granted_at": now,
            "opened_at": now,
        }
        self._upsert(connection, access, [granted], keys=("browser", "workspace_id"), change=("opened_at",))

    def _mark(
        self,
        connection: Connection,
        workspace: str,
        by: Editor,
        *,
        seen: int,
        now: float,
        scenario: str | None = None,
        view: Mapping[str, Json] | None = None,
    ) -> None:
        row = {
            "workspace_id": workspace,
            "session": by.session,
            "tab": by.tab,
            "browser": digest(by.browser),
            "seen": seen,
            "scenario": scenario or "",
            "view": json.dumps(dict(view or {})),
            "build": by.build,
            "at": now,
        }
        told = {"scenario": scenario, "view": view}
        change = ["seen", "at", *(name for name, value in told.items() if value is not None)]
        self._upsert(connection, tabs, [row], keys=("workspace_id", "session"), change=change)

    def _write_parts(
        self, connection: Connection, workspace: str, changes: Iterable[Change], version: int
    ) -> None:
        rows = [
            {
                "workspace_id": workspace,
                "place": change.place,
                "value": None if change.after is None else json.dumps(change.after),
                "version": version,
            }
            for change in changes
        ]
        self._upsert(connection, parts, rows, keys=("workspace_id", "place"), change=("value", "version"))

    def _upsert(
        self,
        connection: Connection,
        table: sa.Table,
        rows: Sequence[Mapping[str, Any]],
        *,
        keys: Sequence[str],
        change: Sequence[str],
    ) -> None:
        if rows:
            statement = _inserting(table, tuple(keys), tuple(change), in_sqlite=self.database.is_sqlite)
            connection.execute(statement, list(rows))

    def _told(self, snapshot: Snapshot) -> Snapshot:
        if len(self._news) > MOST_NEWS:
            self._news.clear()
        self._news[snapshot.id] = max(snapshot.version, self._news.get(snapshot.id, 0))
        return snapshot


_RAISING: Final = (
    workspaces.update()
    .where(workspaces.c.id == sa.bindparam("workspace"))
    .values(version=sa.bindparam("version"), schema_version=SCHEMA_VERSION, model_version=MODEL_VERSION)
)
"""Gives a workspace another version; made once, as every edit needs it."""


@lru_cache(maxsize=2)
def _asking(*, locked: bool) -> Any:
    """Return the statement that asks for a workspace which a browser may edit; made once, as every edit needs it."""
    asked = (
        sa.select(workspaces.c.version, workspaces.c.schema_version, workspaces.c.model_version)
        .join(access, access.c.workspace_id == workspaces.c.id)
        .where(workspaces.c.id == sa.bindparam("workspace"), access.c.browser == sa.bindparam("browser"))
    )
    return asked.with_for_update(of=workspaces) if locked else asked


@lru_cache(maxsize=64)
def _inserting(table: sa.Table, keys: tuple[str, ...], change: tuple[str, ...], *, in_sqlite: bool) -> Any:
    """Return the statement that inserts rows, or changes those that are there; made once, as every edit needs it."""
    insert: Any = (sqlite if in_sqlite else postgresql).insert(table)
    return insert.on_conflict_do_update(
        index_elements=list(keys), set_={name: insert.excluded[name] for name in change}
    )


def _exists(connection: Connection, workspace: str) -> bool:
    return (
        connection.execute(sa.select(workspaces.c.id).where(workspaces.c.id == workspace)).first() is not None
    )


def _read(value: str | None) -> Json:
    return None if value is None else json.loads(value)


def _written(changes: Iterable[Change]) -> str:
    return json.dumps(
        [{"place": change.place, "before": change.before, "after": change.after} for change in changes]
    )


def _edits(connection: Connection, asked: sa.Select[Any], by: Editor) -> tuple[Edit, ...]:
    made = [
        Edit(
            version=row.version,
            at=row.at,
            tab=row.tab,
            who=row.who,
            changes=tuple(Change(**change) for change in json.loads(row.changes)),
            undoes=row.undoes,
            same_browser=row.browser == digest(by.browser),
        )
        for row in connection.execute(asked)
    ]
    return tuple(sorted(made, key=lambda edit: edit.version))
