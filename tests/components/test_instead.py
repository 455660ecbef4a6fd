"""What stands in the place of a function of Streamlit's: put there once, and refused where there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from components.instead import needed, put_instead


class Theirs:
    def number(self) -> int:
        """Give one."""
        return 1


def one_more(number: Callable[[Theirs], int]) -> Callable[[Theirs], int]:
    return lambda theirs: number(theirs) + 1


def test_ours_stands_in_the_place_of_theirs_and_once_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Theirs, "number", Theirs.number)
    for _ in range(3):
        put_instead(Theirs, "number", one_more, see="here")
    assert Theirs().number() == 2
    assert Theirs.number.__doc__ == "Give one."


def test_a_release_without_it_is_refused_with_the_file_to_see() -> None:
    with pytest.raises(RuntimeError, match=r"no count any more: see here\.py"):
        needed(Theirs, "count", see="here.py")
    with pytest.raises(RuntimeError, match=r"no count any more: see here\.py"):
        put_instead(Theirs, "count", one_more, see="here.py")
