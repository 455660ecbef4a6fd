"""What a link holds as a PDF, drawn from the record alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from figures.comparison import AgainstView, ComparisonView, Row, horizon_text
from figures.kinds import written
from scenarios.record import Compared, Record, Told, headline_figures, headline_ranges
from wording.safe import plain
from wording.shared import evidence, follows, pays_back, shared_by

TEMPLATE = Path(__file__).with_name("shared.typ")
LONGEST: Final = 300
LONGEST_NOTE: Final = 700


def shared_pdf(record: Record) -> bytes:
    """Return the record as a tagged PDF of A4 pages, one or two for each scenario, what compares them before."""
    title = plain(record.title, 120) or "What the community is worth"
    signed = shared_by(made_by=record.made_by, made_on=record.made_on, model_version=record.model_version)
    several = len(record.scenarios) > 1
    return _compiled(
        json.dumps(
            {
                "title": title,
                "signed": plain(f"Community Flywheel. {signed}", LONGEST),
                "compared": [] if record.compared is None else [_compared(record.compared)],
                "scenarios": [_told(told, named=several) for told in record.scenarios],
            }
        )
    )


@lru_cache(maxsize=8)
def _compiled(told: str) -> bytes:
    try:
        made = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"told": told}, pdf_standards=["ua-1"])
    except typst.TypstError:
        # a sign that no font at hand can show: the standard forbids it, and a name must not cost the whole page
        made = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"told": told})
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made


def _compared(compared: Compared) -> dict[str, Any]:
    """Return what stands on the pages of a comparison: as one entry, or none where there is no comparison."""
    view = compared.view
    names = [plain(side.name, LONGEST) for side in view.sides]
    return {
        "sentence": plain(view.sentence, 2 * LONGEST),
        "sure": plain(view.sure, LONGEST),
        "counted": horizon_text(view),
        "notes": [plain(note, LONGEST_NOTE) for note in view.notes],
        "names": [f"{name} (base)" if n == view.base else name for n, name in enumerate(names)],
        "figures": _side_by_side(view.rows),
        "teams": _side_by_side(view.teams),
        "costs": _side_by_side(view.costs),
        "against": [
            _against(view, entry, more) for entry, more in zip(view.against, compared.more, strict=True)
        ],
    }


def _side_by_side(rows: Sequence[Row]) -> list[list[list[str]]]:
    return [
        [[row.label, ""], *([cell.text, plain(cell.difference, LONGEST)] for cell in row.cells)]
        for row in rows
    ]


def _against(view: ComparisonView, entry: AgainstView, more: int) -> dict[str, Any]:
    base, other = (plain(view.sides[n].name, LONGEST) for n in (view.base, entry.number))
    bridge, paired, write = entry.bridge, entry.paired, view.formats
    return {
        "base": base,
        "other": other,
        "sentence": plain(" ".join((entry.sentence, entry.months)), 3 * LONGEST),
        "bridge": []
        if bridge is None
        else [
            [base, write.money_short(bridge.start)],
            *([f"{bar.label}: {bar.detail}" if bar.detail else bar.label, bar.text] for bar in bridge.bars),
            [other, write.money_short(bridge.end)],
        ],
        "explains": bridge.sentence if bridge else "Mixtures of the two have no value to split.",
        "how": plain(bridge.note, LONGEST_NOTE) if bridge else "",
        "sure": plain(" ".join((paired.sentence, paired.how)), LONGEST_NOTE) if paired else "",
        "percentiles": [[paired.p10, paired.p50, paired.p90]] if paired else [],
        "changes": [
            [
                plain(f"{change.group}: {change.label}", LONGEST),
                *(
                    [value.value, plain(": ".join(x for x in (value.grade, value.source) if x), LONGEST)]
                    for value in (change.base, change.other)
                ),
            ]
            for change in entry.changes
        ],
        "more": follows(more),
    }


def _told(told: Told, *, named: bool) -> dict[str, Any]:
    write = told.formats
    figures = [
        [label, value, span]
        for (label, value), span in zip(headline_figures(told), headline_ranges(told), strict=True)
    ]
    return {
        "name": plain(told.name, LONGEST) if named else "",
        "sentence": plain(told.sentence, 2 * LONGEST),
        "going_on": plain(told.going_on, LONGEST),
        "whose": plain(told.whose, LONGEST),
        "figures": [*figures, ["The wheel adds", write.money_short(told.flywheel), ""]],
        "teams": [
            [
                team.label,
                *(
                    ("off", "off", "off")
                    if not team.on
                    else ("–", "–", "–")
                    if not team.measured
                    else tuple(
                        map(write.money_short, (team.direct, team.received, team.direct + team.received))
                    )
                ),
            ]
            for team in told.teams
        ],
        "pays": pays_back(
            payback_month=told.payback_month,
            beyond=told.payback_beyond_horizon,
            deepest_need=told.deepest_need,
            cash=told.cash,
            formats=write,
        ),
        "cash": [
            [f"Month {month}", write.money_short(told.cash[month])]
            for month in range(0, len(told.cash), max(1, (len(told.cash) - 1) // 6))
        ],
        "five": [
            [
                plain(entry.label, LONGEST),
                written(entry.value, entry.kind, "", write),
                ""
                if entry.low == entry.high
                else f"{written(entry.low, entry.kind, '', write)} to {written(entry.high, entry.kind, '', write)}",
                plain(
                    evidence(origin=entry.origin, grade=entry.grade, source=entry.source, note=entry.note),
                    LONGEST_NOTE,
                ),
            ]
            for entry in told.five
        ],
        "not_counted": [[plain(label, LONGEST), plain(text, LONGEST)] for label, text in told.not_counted],
    }
