"""The cases that the Method page shows: each is computed anew and comes to what was published."""

from __future__ import annotations

import pytest

from calculators.published import CASES, PublishedCase


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_shown_comes_to_what_was_published(case: PublishedCase) -> None:
    computed = case.computed()
    assert len(computed) == len(case.published)
    for found, published in zip(computed, case.published, strict=True):
        assert abs(found - published.value) <= published.within, published.label
        # a tolerance is the source's own rounding, not room to be wrong in
        assert published.within <= max(0.5 + 1e-9, 1e-3 * abs(published.value)), published.label


def test_every_case_is_shown() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    assert len(CASES) >= 7
    assert all(case.source and case.inputs and case.checks for case in CASES)
