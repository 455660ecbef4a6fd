"""The assumptions that papers print, in words: those that matter most first, or all of them."""

from __future__ import annotations

import dataclasses

from calculators.scenario import InForce, Origin, Resolved
from exports.material import Material
from figures.answer import formats_of
from figures.assumptions import groups
from figures.kinds import with_its_digits, written
from figures.why import origin_text, range_text
from wording.safe import plain
from wording.shared import origin_for_readers, source_for_readers

LONGEST = 300


@dataclasses.dataclass(frozen=True)
class Row:
    """One assumption as papers print it.

    Attributes
    ----------
    label, value, range
        What it is called, what it is, and between what it lies 9 times in 10.
    whose, grade, source, note
        Where it comes from.
    """

    label: str
    value: str
    range: str
    whose: str
    grade: str
    source: str
    note: str


def row_of(entry: InForce, resolved: Resolved) -> Row:
    """Return an assumption in force, in words."""
    formats, assumption = formats_of(resolved), entry.assumption
    quick = {item.id: item.label for item in resolved.scenario.point.quick}
    notes = " ".join(part for part in (entry.note, entry.caveat) if part)
    return Row(
        label=plain(quick.get(assumption.id, assumption.label), LONGEST),
        value=written(with_its_digits(entry.value), assumption.kind, assumption.unit, formats),
        range=range_text(
            dataclasses.replace(entry, low=with_its_digits(entry.low), high=with_its_digits(entry.high)),
            formats,
        ),
        whose=origin_for_readers(origin_text(entry)),
        grade=str(entry.grade),
        source=plain(source_for_readers(str(entry.source)), LONGEST),
        note=plain(notes, LONGEST),
    )


def most_important(material: Material, *, most: int) -> tuple[Row, ...]:
    """Return the ten of the start, those that move the answer most and the user's own, while there is room."""
    resolved = material.result.resolved
    names = dict.fromkeys(item.id for item in resolved.scenario.point.quick)
    if material.drivers is not None:
        names |= dict.fromkeys(swing.id for swing in material.drivers.tornado[:6] if swing.size > 0.0)
    names |= dict.fromkeys(name for name, entry in resolved.in_force.items() if entry.origin is Origin.YOURS)
    entries = (resolved.in_force[name] for name in names)
    found = [row_of(entry, resolved) for entry in entries if entry.origin is not Origin.ABSENT]
    return tuple(found[:most])


def by_group(material: Material) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """Return every assumption that the scenario has, by group."""
    resolved = material.result.resolved
    found = []
    for group in groups(resolved):
        entries = (resolved.in_force[name] for name in group.names)
        rows = tuple(row_of(entry, resolved) for entry in entries if entry.origin is not Origin.ABSENT)
        if rows:
            found.append((group.label, rows))
    return tuple(found)
