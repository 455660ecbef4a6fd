"""Passcodes: slow, salted, and as slow where there is nothing to compare with."""

from __future__ import annotations

import time

import pytest

from scenarios.passcode import fits, hashed


def test_only_the_right_one_fits_and_nothing_of_it_is_kept() -> None:
    kept = hashed(" correct horse ")
    assert fits("correct horse", kept)
    assert not fits("correct horses", kept)
    assert not fits("", kept)
    assert "correct" not in kept
    assert kept != hashed("correct horse")


def test_nobodys_takes_as_long_and_never_fits() -> None:
    kept = hashed("correct horse")
    taken = []
    for other in (kept, None):
        began = time.perf_counter()
        assert not fits("wrong", other)
        taken.append(time.perf_counter() - began)
    assert min(taken) > 0.05, "slow enough to make guessing dear"
    assert max(taken) < 5 * min(taken)


@pytest.mark.parametrize("code", ["", "12345", "x" * 101])
def test_too_short_and_too_long_ones_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match="6 to 100 signs"):
        hashed(code)
