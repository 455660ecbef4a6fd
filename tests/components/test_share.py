"""Links that cannot be read for a while: it is said, and the page looks again by itself."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from calculators.case import Case
from calculators.comparison import Named, on_common_terms
from calculators.scenario import Scenario
from components import document, keeping, share
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


def test_why_no_link_was_made_is_said_in_the_open_scenarios_number_format(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state: dict[str, Any] = {"link lasts": "A week"}
    for module in (document, share):
        monkeypatch.setattr(module.st, "session_state", state)
    document.change(number_format="de_DE")
    impossible = Named("B", Case(Scenario(values={"tickets": 3_575, "deflected": 3_000})))
    monkeypatch.setattr(share, "_told", lambda chosen, day: on_common_terms([impossible]))
    share._make(None)  # type: ignore[arg-type]
    assert state[share._PROBLEM].startswith(
        "“B”: at most 1.425 can be deflected beside 3.575 tickets: 95\xa0% of"
    )
