"""What a benchmark finds, as a table for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

LEAST_ROUNDS: Final = 5
RESULTS: Final = Path(__file__).with_name("results.json")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One thing measured against one reference, a pair a round.

    Attributes
    ----------
    name, against
        What was measured, and the reference.
    ours, reference
        In `unit`, shape (rounds,) each. A round's pair was measured one right after the other, so that its ratio
        means something on a machine that others use too.
    goal
        The median ratio that is wanted at most; None where nothing is asked.
    at_least
        Whether the goal is the least that is wanted instead, as of what is done in a second.
    unit
        Of both; milliseconds unless said otherwise.
    note
        What a reader should know beside it.

    Examples
    --------
    >>> figure = Figure(name="page", against="empty", ours=(2.0, 3.0, 4.0), reference=(4.0, 4.0, 4.0), goal=1.0)
    >>> figure.ratio, figure.met, figure.wanted
    (0.75, True, '≤ 1')
    """

    name: str
    against: str
    ours: Sequence[float]
    reference: Sequence[float]
    goal: float | None = None
    at_least: bool = False
    unit: str = "ms"
    note: str = ""

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours divided by the reference, round by round."""
        return tuple(our / their for our, their in zip(self.ours, self.reference, strict=True))

    @property
    def ratio(self) -> float:
        """The median of the ratios: what the goal is held against."""
        return median(self.ratios)

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal

    @property
    def wanted(self) -> str:
        """The goal in words, empty where there is none."""
        return "" if self.goal is None else f"{'≥' if self.at_least else '≤'} {self.goal:g}"

    @property
    def document(self) -> dict[str, Any]:
        """The figure as JSON holds it: medians, with the extremes of the ratio."""
        return {
            "name": f"{self.name}, against {self.against}",
            "ours": round(median(self.ours), 3),
            "reference": round(median(self.reference), 3),
            "unit": self.unit,
            "ratio": round(self.ratio, 3),
            "ratio_min": round(min(self.ratios), 3),
            "ratio_max": round(max(self.ratios), 3),
            "ratio_of_minima": round(min(self.ours) / min(self.reference), 3),
            "rounds": len(self.ratios),
            "goal": self.goal,
            "goal_is": None if self.goal is None else "at least" if self.at_least else "at most",
            "met": self.met,
            "note": self.note,
        }


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as lines of text, with the notes below."""
    head = ("figure", "against", "ours", "ref.", "unit", "min", "median", "max", "of minima", "goal", "met")
    rows = [head]
    for figure in figures:
        ratios = figure.ratios
        rows.append(
            (
                figure.name,
                figure.against,
                f"{median(figure.ours):.1f}",
                f"{median(figure.reference):.1f}",
                figure.unit,
                f"{min(ratios):.2f}",
                f"{figure.ratio:.2f}",
                f"{max(ratios):.2f}",
                f"{min(figure.ours) / min(figure.reference):.2f}",
                figure.wanted,
                {True: "yes", False: "NO", None: ""}[figure.met],
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * max(len(line) for line in lines))
    notes = dict.fromkeys(f"{figure.name}: {figure.note}" for figure in figures if figure.note)
    return "\n".join([*lines, "", *notes])


def write(figures: Sequence[Figure], path: Path = RESULTS) -> None:
    """Write the figures as JSON."""
    documents = [figure.document for figure in figures]
    path.write_text(json.dumps(documents, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
