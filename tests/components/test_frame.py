"""The frame: what every page stands in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from components import keeping
from tests.servers import ROOT


def test_pages_are_built_once_a_visit() -> None:
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60).run()
    menu, shared = app.session_state["pages"]
    for name in ("results.py", "teams.py", "start.py", "results.py"):
        app.switch_page(name).run()
        assert not app.exception
        assert [app.session_state["pages"][0][group] for group in menu] == list(menu.values())
        assert app.session_state["pages"][1] is shared
    assert app.title[0].value.startswith("An example company")


def test_visits_share_no_page() -> None:
    """A page says of itself whether it may run now: two visits with one would get in each other's way."""
    one, other = (
        AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60).run() for _ in range(2)
    )
    pages = [
        {id(page) for group in app.session_state["pages"][0].values() for page in group}
        for app in (one, other)
    ]
    assert pages[0].isdisjoint(pages[1])


def test_every_page_asks_for_news_and_takes_what_came_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare with one scenario, and Share where nothing is kept, end early."""
    ends: list[str] = []

    def noted(name: str, run: Callable[[], None]) -> Callable[[], None]:
        def note() -> None:
            ends.append(name)
            run()

        return note

    for name in ("beat", "end_of_run"):
        monkeypatch.setattr(keeping, name, noted(name, getattr(keeping, name)))
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60).run()
    for page in sorted(file.name for file in (ROOT / "pages").glob("[!_]*.py") if file.name != "shared.py"):
        ends.clear()
        app.switch_page(page).run()
        assert not app.exception, page
        assert ends == ["beat", "end_of_run"], page
