"""What an assumption is: a number the user may change, declared once with everything anyone needs to know of it.

The form, the validation, the command line, the Method page and the tests all read these declarations, so that a label,
a bound or a source is written in one place only.
"""

from __future__ import annotations

import dataclasses
from enum import StrEnum


class Grade(StrEnum):
    """How good the evidence for a number is, from weakest to strongest."""

    GUESS = "guess"
    PUBLISHED = "published benchmark"
    COMPARISON = "own member/non-member comparison"
    BEFORE_AFTER = "own before/after"
    DIFFERENCE = "own difference in differences"
    EXPERIMENT = "own experiment"


class Kind(StrEnum):
    """What sort of number it is, which decides how it is read and written."""

    COUNT = "count"
    SHARE = "share"
    MONEY = "money"
    MONTHS = "months"
    HOURS = "hours"
    NUMBER = "number"


class Role(StrEnum):
    """A fact is measured at the reference; a lever is a plan from month 0 on; a judgement is neither."""

    FACT = "fact"
    LEVER = "lever"
    JUDGEMENT = "judgement"


@dataclasses.dataclass(frozen=True)
class Source:
    """Where a number comes from.

    Attributes
    ----------
    title
        What was published, and by whom.
    year
        When; None where the number is this project's own guess.
    """

    title: str
    year: int | None = None

    def __str__(self) -> str:
        return self.title if self.year is None else f"{self.title}, {self.year}"


MOST_DIMENSIONS = 256
"""Dimensions of the joint sequence of draws that assumptions may have, each its own for good."""

OWN_GUESS = Source("No published figure was found")
EXAMPLE = Source("Example company; type your own number")


@dataclasses.dataclass(frozen=True)
class Assumption:
    """One number that can be changed, declared once.

    Attributes
    ----------
    id
        Its permanent name in documents, links and results.
    label
        What people call it, in sentence case, without its unit.
    unit
        What one of it is, for instance ``"tickets a month"``; empty where the kind says it all.
    kind
        How it is read and written.
    group
        Where the form puts it: company, community, cost, money or a team's id.
    bounds
        The smallest and the largest value that make sense, both included.
    low, likely, high
        The default range: fifth, fiftieth and ninety-fifth percentile.
    grade, source
        How good the evidence for the default is, and where it comes from.
    help
        One or two sentences on what is meant and what is not.
    role
        Fact, lever or judgement.
    dimension
        Permanent number of its own in joint draws, so that scenarios share them.
    absent
        Its value where a starting point does not have it at all.
    follows
        Another assumption whose value it takes until it is given.
    scales_with
        Another assumption in proportion to which its default grows until it is given; ``"members"`` means the
        members of whichever group the starting point is about.
    extensive
        Whether it doubles when the company and the community double.
    contribution
        Whether it counts something members do.
    contributes
        The kind of contribution that it counts, or that its effect comes of: answers, ideas ...
    hours
        For a contribution: hours of work that one of it stands for.
    gathers
        The total of the model that it is part of, if any.
    of_loop
        Whether it belongs to its team's loop rather than to its value: it is kept when the team is left out, because
        the loop stands still then.
    caveat
        What to be wary of in the source.
    """

    id: str
    label: str
    unit: str
    kind: Kind
    group: str
    bounds: tuple[float, float]
    low: float
    likely: float
    high: float
    help: str
    dimension: int
    grade: Grade = Grade.GUESS
    source: Source = OWN_GUESS
    role: Role = Role.FACT
    absent: float | None = None
    follows: str | None = None
    scales_with: str | None = None
    extensive: bool = False
    contribution: bool = False
    contributes: str = ""
    hours: float | None = None
    gathers: str | None = None
    of_loop: bool = False
    caveat: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.dimension <= MOST_DIMENSIONS:
            raise ValueError(f"{self.id}: dimension {self.dimension} is not between 1 and {MOST_DIMENSIONS}")
        lowest, highest = self.bounds
        if not lowest <= self.low <= self.likely <= self.high <= highest:
            raise ValueError(
                f"{self.id}: the default range {self.low, self.likely, self.high} leaves {self.bounds}"
            )

    @property
    def money(self) -> bool:
        """Whether it is an amount of money, and so changes with the currency."""
        return self.kind is Kind.MONEY

    def bounds_at(self, exchange_rate: float) -> tuple[float, float]:
        """Return the bounds in a currency of which so many buy one of the declaration's: amounts may be larger."""
        factor = max(1.0, exchange_rate) if self.money else 1.0
        return self.bounds[0] * factor, self.bounds[1] * factor

    @property
    def when_absent(self) -> float:
        """Its value where a starting point does not have it."""
        return self.likely if self.absent is None else self.absent
