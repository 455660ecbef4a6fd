"""Starting points: example companies as data, each plausible on its own evidence, versioned and frozen once released.

A starting point holds what differs from the declared defaults, which assumptions it does not have at all, and the ten
it asks for first. What it lacks is absent from forms, not zero in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from calculators.assumption import Assumption, Grade, Source
from calculators.model import MODEL


class StartingValue(BaseModel):
    """A default with its range and its evidence; what is left out is as declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: float
    likely: float
    high: float
    grade: Grade | None = None
    source: str | None = None
    year: int | None = None
    caveat: str | None = None


class QuickInput(BaseModel):
    """One of the ten inputs of Start, in the words of this kind of company."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    label: str
    unit: str | None = None
    help: str | None = None


FrozenValues = Annotated[
    Mapping[str, StartingValue], AfterValidator(lambda values: MappingProxyType(dict(values)))
]


class StartingPoint(BaseModel):
    """An example company.

    Attributes
    ----------
    id, version
        Its permanent name; ``b2b-support@1`` in documents.
    label, summary
        What people read.
    currency
        ISO code that its amounts are in.
    about
        The assumption that says how many members there are: most contributions grow with it.
    quick
        The ten inputs asked first, in order.
    lacks
        Ids of assumptions, and of whole teams, that it does not have.
    values
        Defaults that differ from the declared ones.
    planned
        Defaults that differ again where the community is planned.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    version: int
    label: str
    summary: str
    currency: str
    about: str
    quick: tuple[QuickInput, ...]
    lacks: tuple[str, ...] = ()
    values: FrozenValues
    planned: FrozenValues

    @property
    def name(self) -> str:
        """Its name in documents."""
        return f"{self.id}@{self.version}"

    def has(self, assumption: Assumption) -> bool:
        """Tell whether companies of this kind have such an assumption."""
        return assumption.id not in self.lacks and assumption.group not in self.lacks

    def default(self, assumption: Assumption, *, running: bool) -> StartingValue:
        """Return the default range and its evidence, before anything is scaled."""
        own = (None if running else self.planned.get(assumption.id)) or self.values.get(assumption.id)
        if own is not None:
            return own
        return StartingValue(low=assumption.low, likely=assumption.likely, high=assumption.high)

    def states(self, assumption: Assumption, *, running: bool) -> bool:
        """Tell whether it has a default of its own, rather than the declared one."""
        return assumption.id in self.values or (not running and assumption.id in self.planned)

    def evidence(self, assumption: Assumption, *, running: bool) -> tuple[Grade, Source, str]:
        """Return grade, source and caveat of its default."""
        default = self.default(assumption, running=running)
        grade = default.grade or assumption.grade
        source = Source(default.source, default.year) if default.source else assumption.source
        return grade, source, assumption.caveat if default.caveat is None else default.caveat


def _checked(point: StartingPoint) -> StartingPoint:
    named = {*point.values, *point.planned, point.about, *(item.id for item in point.quick)}
    unknown = named - set(MODEL.assumptions)
    groups = {assumption.group for assumption in MODEL.assumptions.values()}
    unknown |= set(point.lacks) - set(MODEL.assumptions) - groups
    if unknown:
        raise ValueError(f"{point.name} names assumptions that do not exist: {sorted(unknown)}")
    for values in (point.values, point.planned):
        for name, value in values.items():
            lowest, highest = MODEL.assumptions[name].bounds
            if not lowest <= value.low <= value.likely <= value.high <= highest:
                raise ValueError(f"{point.name}: the range of {name} is out of order or out of bounds")
    return point


@lru_cache(maxsize=1)
def starting_points() -> Mapping[str, StartingPoint]:
    """Return all starting points by name, read once."""
    folder = resources.files("calculators") / "starting_points"
    files = sorted(
        (found for found in folder.iterdir() if found.name.endswith(".json")), key=lambda found: found.name
    )
    points = [_checked(StartingPoint.model_validate_json(found.read_text("utf-8"))) for found in files]
    return MappingProxyType({point.name: point for point in points})
