"""What of a page is drawn after an edit, and when the frame around it follows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from components import document, whole_page


class Again(Exception):
    """Stands for what Streamlit raises to draw the whole page again."""


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What is open, without Streamlit."""

    def again() -> None:
        raise Again

    opened = SimpleNamespace(
        gone=None, workspace=object(), version=1, trouble=None, unsaved=[], meetings=list[SimpleNamespace]()
    )
    monkeypatch.setattr(document, "opened", lambda: opened)
    monkeypatch.setattr(whole_page.st, "session_state", {})
    monkeypatch.setattr(whole_page.st, "fragment", lambda part: part)
    monkeypatch.setattr(whole_page.st, "rerun", again)
    return opened


def test_the_part_of_a_scenario_that_is_gone_is_never_drawn_for_another(work: SimpleNamespace) -> None:
    drawn: list[str] = []
    part = whole_page.by_itself(lambda: drawn.append("answer"))
    part()
    work.gone = "deleted elsewhere"
    with pytest.raises(Again):
        part()
    assert drawn == ["answer"]


def test_the_frame_is_behind_from_an_edit_until_it_is_drawn_again(work: SimpleNamespace) -> None:
    assert whole_page.frame_is_behind()
    for name, value in (
        ("workspace", object()),
        # an edit that meets another's changes nothing, and is asked about
        ("meetings", [SimpleNamespace(number=1)]),
        ("meetings", [SimpleNamespace(number=2)]),
        ("unsaved", [object()]),
        ("trouble", "locked"),
        ("version", 2),
    ):
        whole_page.frame_is_drawn()
        assert not whole_page.frame_is_behind()
        setattr(work, name, value)
        assert whole_page.frame_is_behind(), name
