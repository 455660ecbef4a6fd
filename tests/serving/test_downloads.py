"""A file that was made at the press of a button is there when the browser asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from unittest.mock import patch

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from serving import downloads


@pytest.fixture(autouse=True)
def unpatched() -> Iterator[None]:
    with ExitStack() as put_back:
        for owner, name in (
            (MediaFileManager, "_get_inactive_file_ids"),
            (MediaFileManager, "_remove_orphaned_deferred_callables"),
            (ForwardMsgQueue, "clear"),
        ):
            found = getattr(owner, name)
            theirs = getattr(found, "__wrapped__", found)
            put_back.enter_context(patch.object(owner, name, theirs))
        yield


def pressed() -> tuple[MediaFileManager, Callable[[], bytes]]:
    """Make a file as a button does, and return what asks for it."""
    storage = MemoryMediaFileStorage("/media")
    manager = MediaFileManager(storage)
    with patch("streamlit.runtime.media_file_manager._get_session_id", return_value="visit"):
        button = manager.add_deferred(lambda: b"months", "text/csv", "0.1", "months.csv")
    name = manager.execute_deferred(button).rsplit("/", 1)[1].split(".")[0]
    return manager, lambda: storage.get_file(name).content


def test_others_pages_throw_no_file_away_before_it_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    downloads.keep_files_until_fetched()
    now = 100.0
    monkeypatch.setattr(downloads.time, "monotonic", lambda: now)
    manager, fetched = pressed()
    for _ in range(50):
        manager.remove_orphaned_files()
        now += 1.0
    assert fetched() == b"months"
    # not for good
    now += downloads.LASTS
    for _ in range(2):
        manager.remove_orphaned_files()
    with pytest.raises(MediaFileStorageError):
        fetched()
    manager.remove_orphaned_files()
    assert manager.__dict__["_made_and_unused_since"] == {}


def draw(manager: MediaFileManager) -> str:
    """Draw a page with one button anew, and return what the browser asks with at a press."""
    with patch("streamlit.runtime.media_file_manager._get_session_id", return_value="visit"):
        manager.clear_session_refs("visit")
        return manager.add_deferred(lambda: b"months", "text/csv", "0.1", "months.csv")


def test_a_button_works_until_the_browser_shows_the_one_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    downloads.keep_files_until_fetched()
    now = 100.0
    monkeypatch.setattr(downloads.time, "monotonic", lambda: now)
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    shown = draw(manager)
    drawn_anew = draw(manager)
    manager.remove_orphaned_files()
    assert manager.execute_deferred(shown)
    # somebody else's page comes to its end while this one is being drawn
    manager.clear_session_refs("visit")
    manager.remove_orphaned_files()
    assert manager.execute_deferred(drawn_anew)
    # not for good, and nothing is known of it any more
    now += downloads.LASTS
    last = draw(manager)
    manager.remove_orphaned_files()
    with pytest.raises(MediaFileStorageError):
        manager.execute_deferred(shown)
    assert manager.execute_deferred(last)
    now += downloads.LASTS
    for _ in range(2):
        manager.remove_orphaned_files()
    assert list(manager._deferred_callables) == [last]
    assert manager._deferred_ids_by_session == {"visit": {last}}
    assert manager.__dict__["_undrawn_since"] == {}


def test_streamlit_itself_drops_the_button_that_a_browser_still_shows() -> None:
    """What this module is for, too."""
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    shown = draw(manager)
    draw(manager)
    manager.remove_orphaned_files()
    with pytest.raises(MediaFileStorageError):
        manager.execute_deferred(shown)


def test_streamlit_itself_does() -> None:
    """What this module is for; where it fails, the module can go."""
    manager, fetched = pressed()
    for _ in range(2):
        manager.remove_orphaned_files()
    with pytest.raises(MediaFileStorageError):
        fetched()


def test_a_picture_that_no_page_shows_goes_at_once() -> None:
    downloads.keep_files_until_fetched()
    storage = MemoryMediaFileStorage("/media")
    manager = MediaFileManager(storage)
    with patch("streamlit.runtime.media_file_manager._get_session_id", return_value="visit"):
        manager.add(b"picture", "image/png", "0.1")
    assert [entry.kind for entry in manager._file_metadata.values()] == [MediaFileKind.MEDIA]
    manager.clear_session_refs("visit")
    manager.remove_orphaned_files()
    assert manager._file_metadata == {}


def told_as_a_run_begins(fragments: list[str] | None) -> list[str | None]:
    """Return the kinds of message left where a run begins right after a file was done and a piece was drawn."""
    queue = ForwardMsgQueue()
    drawn, done, ended = ForwardMsg(), ForwardMsg(), ForwardMsg()
    drawn.metadata.delta_path.extend([0, 1])
    drawn.delta.fragment_id = "part"
    drawn.delta.new_element.markdown.body = "old"
    done.backend_operation_response.deferred_file.url = "/media/months.csv"
    ended.script_finished = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
    for message in (drawn, done, ended):
        queue.enqueue(message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=fragments)
    kinds: list[str | None] = [message.WhichOneof("type") for message in queue.flush()]
    assert queue.is_empty()
    return kinds


@pytest.mark.parametrize("fragments", [None, ["part"], ["other"]])
def test_the_answer_to_a_press_outlives_the_run_that_begins(fragments: list[str] | None) -> None:
    before = told_as_a_run_begins(fragments)
    downloads.keep_files_until_fetched()
    kinds = told_as_a_run_begins(fragments)
    assert kinds.count(downloads.ANSWER) == 1
    assert sorted(map(str, kinds)) == sorted({*map(str, before), downloads.ANSWER})


def test_streamlit_itself_throws_the_answer_away() -> None:
    assert told_as_a_run_begins(None) == ["script_finished"]
