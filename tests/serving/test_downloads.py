"""A file that was made at the press of a button is there when the browser asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from serving import downloads


@pytest.fixture(autouse=True)
def unpatched() -> Iterator[None]:
    found = MediaFileManager._get_inactive_file_ids
    theirs = getattr(found, "__wrapped__", found)
    with patch.object(MediaFileManager, "_get_inactive_file_ids", theirs):
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
    assert manager.__dict__["_unused_since"] == {}


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
