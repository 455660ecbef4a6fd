"""Which database the environment asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.store import here, url_of


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    here.the_store.cache_clear()
    yield
    here.the_store.cache_clear()


def test_the_setting_names_the_database() -> None:
    folder = Path("/srv/data")
    assert str(url_of("", folder=folder)) == "sqlite:////srv/data/community-flywheel.sqlite3"
    assert str(url_of("sqlite:////x/y.sqlite3", folder=folder)) == "sqlite:////x/y.sqlite3"
    for name in ("postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"):
        assert str(url_of(name, folder=folder)) == "postgresql+psycopg://u@h/d"
    assert url_of("none", folder=folder) is None


@pytest.mark.parametrize("bad", ["mysql://u@h/d", "sqlite://", "sqlite:///:memory:", "/a/file", "x"])
def test_another_setting_is_refused(bad: str) -> None:
    with pytest.raises(Exception, match=r"DATABASE_URL|Could not parse"):
        url_of(bad, folder=Path("/srv"))


def test_a_disk_that_does_not_last_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(here, "ROOT", here.COMMUNITY_CLOUD / "community-flywheel")
    assert here.the_store() is None
    here.the_store.cache_clear()
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@h/d")
    assert here.the_store() is not None


def test_what_is_logged_of_a_database_holds_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@h/d")
    store = here.the_store()
    assert store is not None
    assert "secret" not in str(store.database)
