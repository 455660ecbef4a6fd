"""Kill -9 of the server during edits: nothing that was said to be saved is lost, and the file is whole."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException

from benchmarks.visitor import Visit, visitor
from scenarios.keys import COOKIE, new_key
from scenarios.opened import Opened
from scenarios.store import Database, Editor, Store, url_of
from tests.apart import run_apart
from tests.servers import Restartable

CRASHES = int(os.environ.get("CRASHES", "3"))
LONGEST = 0.8


def says_saved(visit: Visit) -> bool:
    return any("Saved" in element.body for element in visit.of("markdown"))


async def edit_until_it_breaks(address: str, cookie: str, number: int) -> int:
    """Type one number after the other; returns the last one of which the page said that it is saved."""
    acknowledged = 0
    try:
        async with visitor(address, cookie=cookie) as person:
            await person.rerun()
            while True:
                number += 1
                visit = await person.rerun(typed={"start field members": str(number)})
                if says_saved(visit):
                    acknowledged = number
    except (WebSocketException, OSError, TimeoutError):
        return acknowledged


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Restartable]:
    made = Restartable(tmp_path)
    yield made
    made.kill()


@pytest.mark.slow
def test_no_acknowledged_edit_is_lost_by_a_crash(server: Restartable, tmp_path: Path) -> None:
    key, chance = new_key(), random.Random(7)
    number, told = 6_000, []
    for _ in range(CRASHES):
        server.start()
        bomb = threading.Timer(0.5 + chance.random() * LONGEST, server.kill)
        bomb.start()
        acknowledged = run_apart(edit_until_it_breaks(server.address, f"{COOKIE}={key}", number))
        bomb.join()
        told.append(acknowledged)
        if not server.database.exists():
            continue
        with sqlite3.connect(server.database) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        url = url_of(f"sqlite:///{server.database}", folder=tmp_path)
        assert url is not None
        store = Store(Database(url))
        id = store.latest(by=Editor(browser=key))
        if id is None:
            assert not any(told)
            continue
        work = Opened.load(id, by=Editor(browser=key), store=store)
        found = work.scenario.values["members"].value
        store.database.close()
        # what was under way may be there, too
        assert found is not None
        assert found >= max(told)
        number = int(found)
    assert any(told), "no edit was acknowledged: nothing was tried"
