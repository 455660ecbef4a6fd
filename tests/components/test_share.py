"""Links that cannot be read for a while: it is said, and the page looks again by itself."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components import keeping, share
from scenarios.store import Trouble, TroubleError


def list_of_links() -> None:
    from components import share

    share.list_links(None)  # type: ignore[arg-type]


def test_links_that_cannot_be_read_are_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(links: Any) -> None:
        raise TroubleError(Trouble.GONE)

    looked = list[bool]()
    monkeypatch.setattr(share, "_links", fails)
    monkeypatch.setattr(keeping, "tries_again", lambda: looked.append(True))
    app = AppTest.from_function(list_of_links).run()
    assert not app.exception
    assert "Links cannot be read right now" in app.error[0].value
    assert looked == [True]
