"""The store of this process, as the environment asks for it: ``DATABASE_URL``, or a file in the folder ``data``."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from scenarios.store.database import Database, url_of
from scenarios.store.links import Links
from scenarios.store.store import Store

ROOT: Final = Path(__file__).resolve().parents[2]
COMMUNITY_CLOUD: Final = Path("/mount/src")
"""Where Streamlit Community Cloud keeps apps. Its disk does not last: what is written there is gone when it sleeps."""


@lru_cache(maxsize=1)
def the_store() -> Store | None:
    """Return the store that all sessions of this process share; None where nothing lasts.

    Raises
    ------
    ValueError
        When ``DATABASE_URL`` names no database that is known.
    """
    asked = os.environ.get("DATABASE_URL", "")
    if not asked and COMMUNITY_CLOUD in ROOT.parents:
        return None
    url = url_of(asked, folder=ROOT / "data")
    return None if url is None else Store(Database(url))


@lru_cache(maxsize=1)
def the_links() -> Links | None:
    """Return the share links of the same database; None where nothing lasts."""
    store = the_store()
    return None if store is None else Links(store.database)
