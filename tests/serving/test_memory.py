"""The C library is told to keep what is freed, where it can be told."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from serving.memory import APART, ARENAS, KEPT, keep_what_is_freed
from tests.servers import ROOT

FAULTS = """
import resource, sys
import numpy as np
from serving.memory import keep_what_is_freed

def churn():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(50):
        held = [np.ones(9_900) for _ in range(40)]
        del held
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

if sys.argv[1] == "kept" and not keep_what_is_freed():
    print(-1)
else:
    churn()
    print(churn())
"""


def faults(how: str) -> int:
    """Return how often the system handed out a page while 3 MB were taken and freed fifty times."""
    ran = subprocess.run(
        [sys.executable, "-c", FAULTS, how], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(ran.stdout)


def test_pages_are_not_handed_out_again_and_again() -> None:
    kept = faults("kept")
    if kept < 0:
        pytest.skip("another C library")
    assert kept < 1_000


def test_another_library_goes_on_as_it_is() -> None:
    assert not keep_what_is_freed(SimpleNamespace())


def test_both_sizes_are_told() -> None:
    told = {}

    def mallopt(option: int, size: int) -> int:
        told[option] = size
        return 1

    assert keep_what_is_freed(SimpleNamespace(mallopt=mallopt))
    assert told == {-1: KEPT, -3: APART, -8: ARENAS}
    assert not keep_what_is_freed(SimpleNamespace(mallopt=lambda option, size: 0))
