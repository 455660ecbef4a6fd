"""A hundred readers who open a link in the same second have the model run once."""

import datetime
import threading
import time

import pytest

from components import shared
from scenarios import record as records
from scenarios.record import record
from scenarios.workspace import default_scenario


def test_readers_at_the_same_moment_have_the_model_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = record([default_scenario()], made_by="", made_on=datetime.date(2026, 11, 22)).scenarios[0]
    # no other test's link: what was asked before is known
    told = told.model_copy(update={"name": "opened by a hundred"})
    ran: list[int] = []

    def slowly(*_: object) -> None:
        ran.append(1)
        time.sleep(0.02)

    monkeypatch.setattr(records, "moved", slowly)
    together = threading.Barrier(100)
    found: list[bool] = []

    def read() -> None:
        together.wait()
        found.append(shared.has_moved(told))

    readers = [threading.Thread(target=read) for _ in range(100)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert (len(ran), found) == (1, [False] * 100)
