"""What every export is made of: one answer, how sure it is, and where it comes from."""

from __future__ import annotations

import dataclasses
import re
from functools import cached_property

from calculators import MODEL_VERSION
from calculators.confidence import Drivers
from calculators.evaluation import Result
from calculators.scenario import Scenario
from calculators.spread import Spread
from figures.answer import answer_of, answer_with_range, formats_of, how_sure
from figures.comparison import ComparisonView
from wording import Answer, Formats, headline, provenance, second_line
from wording.safe import plain
from wording.shared import AUTHORS

LONGEST_NAME = 200
LONGEST_LINK = 150
"""Characters of a link that stand whole in every line that names where an export is from."""

LINK_ELSEWHERE = "link: see the app"
"""What stands there for a longer one, as one that holds its scenario itself is: cut, it could not be opened."""


@dataclasses.dataclass(frozen=True)
class Said:
    """What a shared link has pinned in words: the headline, the second line, the range, whose numbers they are."""

    sentence: str
    second: str
    how_sure: str
    whose: str


@dataclasses.dataclass(frozen=True)
class Material:
    """An answer as it is taken away.

    Attributes
    ----------
    result
        The answer at likely values: today's, or the one that a shared link has pinned.
    dated
        The day to print, as people write it: exporters know no clock.
    spread, drivers
        How sure the answer is, and what moves it; None where nobody has asked.
    link
        Where it can be opened; empty where nowhere.
    model_version
        What computed the answer; a pinned one may be older than this program.
    name
        What the community is called; the scenario's own name where empty.
    said
        The words that a shared link has pinned; those of today where None.
    compared
        The scenarios beside it; None where it stands alone.
    """

    result: Result
    dated: str
    spread: Spread | None = None
    drivers: Drivers | None = None
    link: str = ""
    model_version: str = MODEL_VERSION
    name: str = ""
    said: Said | None = None
    compared: ComparisonView | None = None

    @property
    def scenario(self) -> Scenario:
        """What the user edited."""
        return self.result.resolved.scenario

    @property
    def formats(self) -> Formats:
        """How its numbers are written."""
        return formats_of(self.result.resolved)

    @property
    def title(self) -> str:
        """What the community is called: its name, else what kind it is."""
        return plain(self.name or self.scenario.name, LONGEST_NAME) or self.scenario.point.label

    @cached_property
    def answer(self) -> Answer:
        """The facts of the headline, with its range where that is known."""
        return answer_of(self.result) if self.spread is None else answer_with_range(self.result, self.spread)

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return self.said.sentence if self.said else headline(self.answer, formats=self.formats, whose=AUTHORS)

    @property
    def second(self) -> str:
        """Going on rather than closing; empty where that is no question."""
        return self.said.second if self.said else second_line(self.answer, self.formats) or ""

    @property
    def how_sure(self) -> str:
        """Its range in a sentence; empty where there is none."""
        if self.said:
            return self.said.how_sure
        return "" if self.spread is None else how_sure(self.result, self.spread)

    @property
    def whose(self) -> str:
        """Whose numbers it rests on; a paper is read by others than the one who typed them."""
        return self.said.whose if self.said else provenance(self.answer, whose=AUTHORS)

    @property
    def origin(self) -> tuple[str, ...]:
        """Scenario, date, model version and link where it is short enough: what every export names."""
        parts = (
            self.title,
            self.scenario.starting_point,
            self.dated,
            f"model {self.model_version}",
            self.link if len(self.link) <= LONGEST_LINK else LINK_ELSEWHERE,
        )
        return tuple(part for part in parts if part)

    @property
    def short_origin(self) -> str:
        """The same in one line that fits the foot of a page, whatever the name."""
        return plain(" · ".join((plain(self.title, 60), *self.origin[1:])), 400)


def file_name(title: str, kind: str, ending: str) -> str:
    """Return the name of a file: letters, digits and hyphens, whatever the title.

    Examples
    --------
    >>> file_name("../Acme & Söhne: 2026", "memo", "pdf"), file_name("=|", "deck", "pptx")
    ('acme-söhne-2026-memo.pdf', 'community-deck.pptx')
    """
    words = "-".join(re.findall(r"\w+", plain(title, 80).lower()))[:60].strip("-_")
    return f"{words or 'community'}-{kind}.{ending}"
