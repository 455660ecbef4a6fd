"""Keeps a file that was made at the press of a button until the browser has had time to fetch it.

Streamlit throws such files away once two more pages of anybody's have been drawn: with twenty people who edit, that is
a twentieth of a second, and the browser that asks a moment later is told that there is no such file.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind

from components.instead import put_instead

LASTS: Final = 60.0
"""Seconds that a file stays after it was made, at least."""


def keep_files_until_fetched() -> None:
    """Have files stay for a while; once a process.

    Raises
    ------
    RuntimeError
        Where Streamlit throws them away otherwise than the pinned release does.
    """

    def but_for_new_ones(find: Any) -> Callable[[Any], set[str]]:
        def found(manager: Any) -> set[str]:
            # no page holds such a file, so that it is among these from the first
            seen: dict[str, float] = manager.__dict__.setdefault("_unused_since", {})
            unused, now = find(manager), time.monotonic()
            for held_or_gone in seen.keys() - unused:
                del seen[held_or_gone]
            return {
                name
                for name in unused
                if manager._file_metadata[name].kind is not MediaFileKind.DOWNLOADABLE
                or now - seen.setdefault(name, now) >= LASTS
            }

        return found

    put_instead(MediaFileManager, "_get_inactive_file_ids", but_for_new_ones, see="serving/downloads.py")
