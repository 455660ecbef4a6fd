"""Where workspaces are kept: a SQLite file by default, PostgreSQL through one setting. Nothing here knows Streamlit."""

from scenarios.store.database import Database, Trouble, TroubleError, url_of
from scenarios.store.here import the_links, the_store
from scenarios.store.store import Edit, Editor, Part, Seen, Snapshot, Store

__all__ = [
    "Database",
    "Edit",
    "Editor",
    "Part",
    "Seen",
    "Snapshot",
    "Store",
    "Trouble",
    "TroubleError",
    "the_links",
    "the_store",
    "url_of",
]
