"""Share links in the database: made, opened, counted, revoked; passcodes tried a few times and no more.

What a stranger may ask answers alike for a link that has a passcode, was revoked, has expired or never existed: one
query holds all conditions, and finds nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import math
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from scenarios import passcode as passcodes
from scenarios.record import Record, read
from scenarios.store.database import Database
from scenarios.store.store import digest
from scenarios.store.tables import access, attempts, links

ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")
"""128 bits of chance as base64url writes them."""

MOST_LINKS: Final = 200
"""Of one workspace that are open at once."""

LIMITS: Final = ((15 * 60.0, 5), (24 * 3600.0, 20))
"""Within so many seconds, so many wrong passcodes for one link."""


@dataclass(frozen=True)
class Card:
    """What is told of a link before it is opened.

    Attributes
    ----------
    title, headline
        Plain text.
    drawing
        An SVG of our own making.
    """

    title: str
    headline: str
    drawing: str


@dataclass(frozen=True)
class Made:
    """A link as its owner sees it; moments are seconds since 1970.

    Attributes
    ----------
    id
        What the address ends in.
    made_at, expires_at, revoked_at
        None where it does not expire, or was not revoked.
    has_passcode
        Whether it asks for one.
    opens, opened_on
        How often it was opened, and the day of the last time.
    title, headline
        What it tells.
    """

    id: str
    made_at: float
    expires_at: float | None
    revoked_at: float | None
    has_passcode: bool
    opens: int
    opened_on: str | None
    title: str
    headline: str

    def is_open(self, now: float) -> bool:
        """Tell whether it can be opened."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


@dataclass(frozen=True)
class Tried:
    """What came of a passcode.

    Attributes
    ----------
    fits
        Whether it opens the link.
    wait
        Seconds until the next one is looked at; 0 where the next may be tried at once.
    """

    fits: bool
    wait: float = 0.0


class TooManyError(Exception):
    """A workspace has as many open links as it may have."""


class Links:
    """What can be done with the links of a database.

    `browser` is the secret key of the owner's browser, kept in its cookie; without access to the workspace, methods
    answer as if it had no links.

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

    # ---- for the owner

    def make(
        self,
        workspace: str,
        record: Record,
        *,
        browser: str,
        drawing: str,
        picture: bytes,
        title: str,
        expires_at: float | None = None,
        passcode: str = "",
    ) -> str | None:
        """Make a link and return its id; None without access to the workspace.

        Raises
        ------
        ValueError
            When the passcode is too short or too long.
        TooManyError
            When too many links are open.
        """
        # blanks are no passcode, and no wish for none either: whoever typed them counts on one
        kept = passcodes.hashed(passcode) if passcode else None
        name, now = secrets.token_urlsafe(16), self._clock()
        with self.database.writing() as connection:
            if not _may(connection, workspace, browser):
                return None
            held = sa.select(sa.func.count()).where(links.c.workspace_id == workspace, *_open_at(now))
            if (connection.execute(held).scalar() or 0) >= MOST_LINKS:
                raise TooManyError
            connection.execute(
                links.insert().values(
                    id=name,
                    workspace_id=workspace,
                    made_at=now,
                    expires_at=expires_at,
                    passcode=kept,
                    opens=0,
                    title=title,
                    headline=record.sentence,
                    drawing=drawing,
                    picture=picture,
                    record=record.model_dump_json(),
                )
            )
        return name

    def of(self, workspace: str, *, browser: str) -> tuple[Made, ...]:
        """Return a workspace's links, the newest first."""
        with self.database.reading() as connection:
            if not _may(connection, workspace, browser):
                return ()
            found = connection.execute(
                sa.select(
                    links.c.id,
                    links.c.made_at,
                    links.c.expires_at,
                    links.c.revoked_at,
                    links.c.passcode.is_not(None).label("has_passcode"),
                    links.c.opens,
                    links.c.opened_on,
                    links.c.title,
                    links.c.headline,
                )
                .where(links.c.workspace_id == workspace)
                .order_by(links.c.made_at.desc(), links.c.id)
                .limit(2 * MOST_LINKS)
            )
            return tuple(
                Made(**{**row, "has_passcode": bool(row["has_passcode"])}) for row in found.mappings()
            )

    def revoke(self, workspace: str, link: str, *, browser: str) -> bool:
        """Take a link back for good, with all that it holds; returns whether it was open."""
        with self.database.writing() as connection:
            if not _may(connection, workspace, browser):
                return False
            done = connection.execute(
                links.update()
                .where(links.c.id == link, links.c.workspace_id == workspace, links.c.revoked_at.is_(None))
                .values(
                    revoked_at=self._clock(),
                    record=None,
                    picture=None,
                    drawing=None,
                    headline="",
                    passcode=None,
                )
            )
        return done.rowcount > 0

    # ---- for whoever has the address

    def card(self, link: str) -> Card | None:
        """Return what is told of a link before it is opened; None where nothing is to be told."""
        found = self._told(link, links.c.title, links.c.headline, links.c.drawing)
        return None if found is None else Card(found.title, found.headline, found.drawing or "")

    def picture(self, link: str) -> bytes | None:
        """Return the picture of a link; None where nothing is to be told."""
        found = self._told(link, links.c.picture)
        return None if found is None else found.picture

    def record(self, link: str, *, unlocked: bool = False) -> Record | None:
        """Return what a link holds; None where it cannot be opened, for whatever reason.

        Parameters
        ----------
        link
            What stood in the address.
        unlocked
            Whether its passcode was given already.

        Raises
        ------
        UnreadableError
            Where this version of the app cannot read what it holds.
        """
        if not ID.fullmatch(link):
            return None
        asked = sa.select(links.c.record).where(links.c.id == link, *_open_at(self._clock()))
        if not unlocked:
            asked = asked.where(links.c.passcode.is_(None))
        with self.database.reading() as connection:
            found = connection.execute(asked).scalar()
        return None if found is None else read(found)

    def count(self, link: str) -> None:
        """Count that a link was opened, and on which day; nothing of who opened it is kept."""
        today = datetime.datetime.fromtimestamp(self._clock(), tz=datetime.UTC).date().isoformat()
        with self.database.writing() as connection:
            connection.execute(
                links.update().where(links.c.id == link).values(opens=links.c.opens + 1, opened_on=today)
            )

    def try_passcode(self, link: str, passcode: str) -> Tried:
        """Look whether a passcode opens a link; as slow, and as often refused, where there is no such link."""
        name, hidden = secrets.token_urlsafe(16), digest(ascii(link[:200]))
        now = self._clock()
        with self.database.writing() as connection:
            self._one_at_a_time(connection, hidden)
            wait = _wait(connection, hidden, now)
            if wait > 0.0:
                return Tried(fits=False, wait=wait)
            # written before it is looked at: whoever breaks off half-way has used it up
            connection.execute(attempts.insert().values(id=name, link=hidden, at=now))
            connection.execute(attempts.delete().where(attempts.c.at < now - LIMITS[-1][0]))
            kept = connection.execute(
                sa.select(links.c.passcode).where(links.c.id == _as_id(link), *_open_at(now))
            ).scalar()
        fits = passcodes.fits(passcode, kept)
        with self.database.writing() as connection:
            if fits:
                connection.execute(attempts.delete().where(attempts.c.id == name))
            wait = _wait(connection, hidden, self._clock())
        return Tried(fits=fits, wait=0.0 if fits else wait)

    def _told(self, link: str, *columns: Any) -> Any:
        # asked even where the text can be no id: neither the answer nor its time says why there is nothing
        asked = sa.select(*columns).where(
            links.c.id == _as_id(link), links.c.passcode.is_(None), *_open_at(self._clock())
        )
        with self.database.reading() as connection:
            return connection.execute(asked).first()

    def _one_at_a_time(self, connection: Connection, hidden: str) -> None:
        """Have others who try the same link wait; SQLite has one writer at a time anyway."""
        if not self.database.is_sqlite:
            key = int.from_bytes(hashlib.sha256(hidden.encode()).digest()[:8], "big", signed=True)
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _as_id(link: str) -> str:
    """Return an id, or a text that is nobody's where a database could not even be asked for what stood there."""
    return link if ID.fullmatch(link) else ""


def _may(connection: Connection, workspace: str, browser: str) -> bool:
    asked = sa.select(sa.literal(1)).where(
        access.c.workspace_id == workspace, access.c.browser == digest(browser)
    )
    return connection.execute(asked).first() is not None


def _open_at(now: float) -> tuple[sa.ColumnElement[bool], ...]:
    return (links.c.revoked_at.is_(None), sa.or_(links.c.expires_at.is_(None), links.c.expires_at > now))


def _wait(connection: Connection, hidden: str, now: float) -> float:
    """Return the seconds until one more passcode may be tried for a link."""
    longest = 0.0
    for within, most in LIMITS:
        # the one that must grow old before the next: the last but so many
        found = connection.execute(
            sa.select(attempts.c.at)
            .where(attempts.c.link == hidden, attempts.c.at > now - within)
            .order_by(attempts.c.at.desc())
            .offset(most - 1)
            .limit(1)
        ).scalar()
        if found is not None:
            longest = max(longest, math.ceil(found + within - now))
    return longest
