"""The tables as they are now. How they came to be is in `migrations/versions`; a test holds both together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)
"""Moments are seconds since 1970 (UTC); keys are kept as hashes only; values are JSON."""

workspaces = Table(
    "workspaces",
    metadata,
    Column("id", String(64), primary_key=True),
    # counts the edits: whoever writes says which version they saw
    Column("version", BigInteger, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("model_version", String(40), nullable=False),
    Column("created_at", Float, nullable=False),
)

parts = Table(
    "parts",
    metadata,
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True),
    Column("place", String(160), primary_key=True),
    # empty where something stood once: that it was taken out has a version, too
    Column("value", Text),
    Column("version", BigInteger, nullable=False),
    Index(None, "workspace_id", "version"),
)

edits = Table(
    "edits",
    metadata,
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("at", Float, nullable=False),
    Column("browser", String(64), nullable=False),
    Column("tab", String(64), nullable=False),
    Column("who", String(120), nullable=False),
    # version of the edit that this one takes back
    Column("undoes", BigInteger),
    Column("changes", Text, nullable=False),
    Index(None, "workspace_id", "tab", "version"),
)

access = Table(
    "access",
    metadata,
    Column("browser", String(64), primary_key=True),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True),
    Column("who", String(120), nullable=False),
    Column("granted_at", Float, nullable=False),
    Column("opened_at", Float, nullable=False),
)

tabs = Table(
    "tabs",
    metadata,
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True),
    # a tab has a new session whenever it was cut off for long, or the server started anew
    Column("session", String(64), primary_key=True),
    Column("tab", String(64), nullable=False),
    Column("browser", String(64), nullable=False),
    # what the tab has shown: whatever is newer, it may not have seen
    Column("seen", BigInteger, nullable=False),
    Column("scenario", String(16), nullable=False),
    # what was unfolded and chosen on its pages, as JSON
    Column("view", Text, nullable=False),
    # of the app that drew it
    Column("build", String(40), nullable=False),
    Column("at", Float, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("workspace_id", String(64), nullable=False),
    Column("browser", String(64), nullable=False),
    Column("expires_at", Float, nullable=False),
    ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], ondelete="CASCADE"),
)

links = Table(
    "links",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("workspace_id", ForeignKey("workspaces.id", ondelete="CASCADE"), nullable=False),
    Column("made_at", Float, nullable=False),
    Column("expires_at", Float),
    Column("revoked_at", Float),
    # a slow salted hash; empty where the link opens without one
    Column("passcode", String(200)),
    Column("opens", BigInteger, nullable=False),
    # the day of the last opening, and no closer: openings are counted, people are not followed
    Column("opened_on", String(10)),
    Column("title", Text, nullable=False),
    Column("headline", Text, nullable=False),
    # empty once the link is revoked: what was shared is gone then
    Column("drawing", Text),
    Column("picture", LargeBinary),
    Column("record", Text),
    Index(None, "workspace_id", "made_at"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", String(32), primary_key=True),
    # a hash of what was in the address, whether there is such a link or not
    Column("link", String(64), nullable=False),
    Column("at", Float, nullable=False),
    Index(None, "link", "at"),
)
