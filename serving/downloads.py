"""Keeps a file that was made at the press of a button until the browser has had time to fetch it.

Streamlit throws such files away once two more pages of anybody's have been drawn: with twenty people who edit, that is
a twentieth of a second, and the browser that asks a moment later is told that there is no such file. What makes a file
it throws away as soon as the page has been drawn anew, or while it is by others' pages, and the button that the browser
still shows does nothing. And where the page begins to be drawn anew as the file is done, it throws away the answer to
the browser, whose button then turns for good.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Set
from typing import Any, Final

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind

from components.instead import needed, put_instead

LASTS: Final = 60.0
"""Seconds that a file stays after it was made, and what makes one after its button was drawn anew, at least."""

ANSWER: Final = "backend_operation_response"
"""The kind of message that tells the browser where a file is, or what became of it."""

_SEE: Final = "serving/downloads.py"


def keep_files_until_fetched() -> None:
    """Have files stay for a while, and the browser told of them; once a process.

    Raises
    ------
    RuntimeError
        Where Streamlit throws them away otherwise than the pinned release does.
    """

    def but_for_new_ones(find: Any) -> Callable[[Any], set[str]]:
        def found(manager: Any) -> set[str]:
            # no page holds such a file, so that it is among these from the first
            unused = find(manager)
            made = {
                name for name in unused if manager._file_metadata[name].kind is MediaFileKind.DOWNLOADABLE
            }
            return (unused - made) | _old(manager, made, "_made_and_unused_since")

        return found

    def but_for_those_just_drawn(remove: Any) -> Callable[[Any], None]:
        def removed(manager: Any) -> None:
            drawn = {name for held in manager._files_by_session_and_coord.values() for name in held.values()}
            undrawn = manager._deferred_callables.keys() - drawn
            for name in _old(manager, undrawn, "_undrawn_since"):
                manager._drop_deferred_id(name)

        return removed

    def but_for_answers(clear: Any) -> Callable[..., None]:
        def cleared(queue: Any, retain_lifecycle_msgs: bool = False, *more: Any, **named: Any) -> None:
            answers = [
                held for held in queue._queue if retain_lifecycle_msgs and held.WhichOneof("type") == ANSWER
            ]
            clear(queue, retain_lifecycle_msgs, *more, **named)
            queue._queue.extend(answer for answer in answers if answer not in queue._queue)

        return cleared

    needed(MediaFileManager, "_drop_deferred_id", see=_SEE)
    put_instead(MediaFileManager, "_get_inactive_file_ids", but_for_new_ones, see=_SEE)
    put_instead(MediaFileManager, "_remove_orphaned_deferred_callables", but_for_those_just_drawn, see=_SEE)
    put_instead(ForwardMsgQueue, "clear", but_for_answers, see=_SEE)


def _old(manager: MediaFileManager, names: Set[str], told: str) -> set[str]:
    """Return those of the names that were told under this heading for so long; others are forgotten."""
    since: dict[str, float] = manager.__dict__.setdefault(told, {})
    now = time.monotonic()
    for held_or_gone in since.keys() - names:
        del since[held_or_gone]
    return {name for name in names if now - since.setdefault(name, now) >= LASTS}
