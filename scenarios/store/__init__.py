"""Where workspaces are kept: a SQLite file by default, PostgreSQL through one setting. Nothing here knows Streamlit."""

from scenarios.store.database import Database, Trouble, TroubleError, url_of
from scenarios.store.store import Edit, Part, Snapshot, Store

__all__ = ["Database", "Edit", "Part", "Snapshot", "Store", "Trouble", "TroubleError", "url_of"]
