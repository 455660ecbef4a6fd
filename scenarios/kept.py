"""The one database of this process, and the links in it."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from scenarios.store import Database, url_of
from scenarios.store.links import Links

ROOT = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def database() -> Database | None:
    url = url_of(os.environ.get("DATABASE_URL", ""), folder=ROOT / "data")
    return None if url is None else Database(url)


@lru_cache(maxsize=1)
def links() -> Links | None:
    """Return the links, None where nothing is kept here."""
    found = database()
    return None if found is None else Links(found)
