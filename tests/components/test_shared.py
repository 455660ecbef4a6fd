"""The sliders of a share link: each stop can be reached."""

from __future__ import annotations

from calculators.scenario import Scenario
from components.shared import stops
from figures.kinds import written
from scenarios.record import Mattering, tell


def labels(entry: Mattering) -> list[str]:
    formats = tell(Scenario()).formats
    return [written(value, entry.kind, "", formats) for value in stops(entry, formats)]


def test_no_two_stops_are_written_alike_and_what_was_shared_is_one() -> None:
    # 5,953 members: what is scaled to them has many digits
    told = tell(Scenario(values={"members": 5_953.0}))
    for entry in told.five:
        assert len(set(labels(entry))) == len(labels(entry)) > 10, entry.id
        assert entry.value in stops(entry, told.formats)


def test_a_range_too_narrow_to_be_seen_has_one_stop() -> None:
    entry = tell(Scenario()).five[0]
    narrow = entry.model_copy(update={"low": entry.value * (1 - 1e-9), "high": entry.value * (1 + 1e-9)})
    assert stops(narrow, tell(Scenario()).formats) == (narrow.value,)
