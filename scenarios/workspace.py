"""What is saved: a workspace of named scenarios, and the comparisons made of them.

A workspace is never edited in place: every method returns another one. Ids are given by the caller, so that nothing
here depends on chance; `new_id` and `new_workspace_id` make them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, model_validator

from calculators import MODEL_VERSION
from calculators.companions import COMPANIONS
from calculators.scenario import LONGEST_NAME, SCHEMA_VERSION, Scenario
from calculators.starting_point import starting_points
from wording.comparison import told_apart
from wording.safe import plain

MOST_SCENARIOS: Final = 50
MOST_COMPARISONS: Final = 50
MOST_COMPARED: Final = 4

ID: Final = r"^[a-z0-9]{1,16}$"
WORKSPACE_ID: Final = r"^[A-Za-z0-9_-]{16,64}$"
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"

Id = Annotated[str, Field(pattern=ID)]
MEMBER: Final = rf"{ID[:-1]}(~({'|'.join(COMPANIONS)}))?$"
Member = Annotated[str, Field(pattern=MEMBER)]
"""What stands in a comparison: a scenario by its id, or a ready-made companion of it, ``k3x~close_today``."""


def scenario_of(member: str) -> str:
    """Return the id of the scenario that stands in a comparison, by itself or through a companion.

    Examples
    --------
    >>> scenario_of("k3x~close_today"), scenario_of("k3x")
    ('k3x', 'k3x')
    """
    return member.partition("~")[0]


def companion_in(member: str) -> str:
    """Return the id of the companion that stands in a comparison, empty for a scenario by itself."""
    return member.partition("~")[2]


def new_id() -> str:
    """Return an id for a scenario or a comparison: short, as it is unique within its workspace only."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def new_workspace_id() -> str:
    """Return an id for a workspace. It stands in addresses and opens nothing by itself."""
    return secrets.token_urlsafe(16)


def default_scenario() -> Scenario:
    """Return what a new visitor sees: the first starting point as it is."""
    return Scenario(starting_point=next(iter(starting_points())))


def _short_texts(texts: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(sorted(texts.items())))


ShortTexts = Annotated[
    Mapping[Member, Annotated[str, Field(max_length=LONGEST_NAME)]],
    AfterValidator(_short_texts),
    PlainSerializer(dict, return_type=dict[str, str]),
]


class Comparison(BaseModel):
    """Two to four scenarios that stand side by side.

    Attributes
    ----------
    id
        Unique in its workspace.
    name
        What the user calls it.
    scenarios
        Ids of the scenarios, or of companions of them, in the order shown.
    base
        The one that the others are held against.
    names, colours
        Short names and colours by scenario, where they differ from the usual.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    name: str = Field("", max_length=LONGEST_NAME)
    scenarios: tuple[Member, ...] = Field(min_length=1, max_length=MOST_COMPARED)
    base: Member
    names: ShortTexts = Field(default_factory=dict)
    colours: ShortTexts = Field(default_factory=dict)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if len(set(self.scenarios)) != len(self.scenarios):
            raise ValueError("a scenario stands in a comparison once")
        if self.base not in self.scenarios:
            raise ValueError("the base is one of the scenarios compared")
        return self

    def without(self, scenario: str) -> Comparison | None:
        """Return the comparison without a scenario and its companions; None where nothing is left to compare."""
        left = tuple(one for one in self.scenarios if scenario_of(one) != scenario)
        if len(left) < 2:
            return None
        texts = {
            part: {one: text for one, text in getattr(self, part).items() if scenario_of(one) != scenario}
            for part in ("names", "colours")
        }
        stated = {"id": self.id, "name": self.name, **texts}
        return Comparison(scenarios=left, base=self.base if self.base in left else left[0], **stated)


class Entry(BaseModel):
    """One scenario of a workspace, by an id that stays when its name changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    scenario: Scenario


class Workspace(BaseModel):
    """Everything that one user keeps together.

    Attributes
    ----------
    id
        What addresses call it; empty in a file, which is nobody's yet.
    schema_version, model_version
        Of the document, and of the model that it was last saved with.
    scenarios
        In the order of their making.
    comparisons
        What stands side by side.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field("", pattern=rf"^$|{WORKSPACE_ID}")
    schema_version: int = Field(SCHEMA_VERSION, ge=1, le=SCHEMA_VERSION)
    model_version: str = Field(MODEL_VERSION, max_length=40)
    scenarios: tuple[Entry, ...] = Field(min_length=1, max_length=MOST_SCENARIOS)
    comparisons: tuple[Comparison, ...] = Field((), max_length=MOST_COMPARISONS)

    @model_validator(mode="after")
    def _ids_hold(self) -> Self:
        for what, ids in (
            ("scenarios", [entry.id for entry in self.scenarios]),
            ("comparisons", [comparison.id for comparison in self.comparisons]),
        ):
            if len(set(ids)) != len(ids):
                raise ValueError(f"{what}: an id stands twice")
        known = {entry.id for entry in self.scenarios}
        for comparison in self.comparisons:
            missing = [one for one in comparison.scenarios if scenario_of(one) not in known]
            if missing:
                raise ValueError(f"comparisons: scenario {missing[0]} does not exist")
        return self

    @classmethod
    def starting(
        cls, scenario: Scenario | None = None, *, id: str = "", first: str | None = None
    ) -> Workspace:
        """Return a workspace of one scenario."""
        entry = Entry(id=first or new_id(), scenario=scenario or default_scenario())
        return cls(id=id, scenarios=(entry,))

    # ---- reading

    def __contains__(self, scenario: str) -> bool:
        return any(entry.id == scenario for entry in self.scenarios)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the scenarios, in their order."""
        return tuple(entry.id for entry in self.scenarios)

    def __getitem__(self, scenario: str) -> Scenario:
        for entry in self.scenarios:
            if entry.id == scenario:
                return entry.scenario
        raise KeyError(scenario)

    def titles(self, *, longest: int | None = None) -> dict[str, str]:
        """Return what each scenario is called, by id: its name, or its starting point's where it has none.

        One line each and told apart, as two may have the same name, or one within the room that there is.

        Parameters
        ----------
        longest
            Characters that each has room for; all of a name where None.

        Examples
        --------
        >>> one = Workspace.starting(Scenario(name="Bold"), first="a")
        >>> one.with_scenario("b", Scenario(name="Bold")).titles()
        {'a': 'Bold', 'b': 'Bold (2)'}
        """
        names = told_apart((title(entry.scenario) for entry in self.scenarios), longest=longest)
        return dict(zip(self.ids, names, strict=True))

    def comparison(self, name: str) -> Comparison | None:
        """Return a comparison by its id, None where there is none."""
        return next((one for one in self.comparisons if one.id == name), None)

    # ---- editing

    def with_scenario(self, name: str, scenario: Scenario) -> Workspace:
        """Return the workspace with a scenario changed, or added at the end under a new id."""
        if name in self:
            entries = tuple(
                Entry(id=name, scenario=scenario) if entry.id == name else entry for entry in self.scenarios
            )
        else:
            entries = (*self.scenarios, Entry(id=name, scenario=scenario))
        return self._with(scenarios=entries)

    def without_scenario(self, name: str) -> Workspace:
        """Return the workspace without a scenario; comparisons go on without it, or go with it."""
        kept = tuple(entry for entry in self.scenarios if entry.id != name)
        shrunk = (
            one.without(name) if name in map(scenario_of, one.scenarios) else one for one in self.comparisons
        )
        return self._with(scenarios=kept, comparisons=tuple(one for one in shrunk if one is not None))

    def with_comparison(self, comparison: Comparison) -> Workspace:
        """Return the workspace with a comparison changed, or added under a new id."""
        if self.comparison(comparison.id) is None:
            return self._with(comparisons=(*self.comparisons, comparison))
        others = tuple(comparison if one.id == comparison.id else one for one in self.comparisons)
        return self._with(comparisons=others)

    def without_comparison(self, name: str) -> Workspace:
        """Return the workspace without a comparison."""
        return self._with(comparisons=tuple(one for one in self.comparisons if one.id != name))

    def with_all_of(self, other: Workspace, make_id: Callable[[], str]) -> tuple[Workspace, tuple[str, ...]]:
        """Return the workspace with all of another's scenarios and comparisons, and the ids that the scenarios have.

        Raises
        ------
        ValueError
            When there is no room for them.
        """
        if len(self.scenarios) + len(other.scenarios) > MOST_SCENARIOS:
            raise ValueError(f"a workspace holds up to {MOST_SCENARIOS} scenarios")
        if len(self.comparisons) + len(other.comparisons) > MOST_COMPARISONS:
            raise ValueError(f"a workspace holds up to {MOST_COMPARISONS} comparisons")
        ids = {entry.id: make_id() for entry in other.scenarios}
        after = self
        for entry in other.scenarios:
            named = entry.scenario.changed(name=after.free_name(title(entry.scenario)))
            after = after.with_scenario(ids[entry.id], named)
        for comparison in other.comparisons:
            after = after.with_comparison(
                Comparison(
                    id=make_id(),
                    name=comparison.name,
                    scenarios=tuple(_renamed(one, ids) for one in comparison.scenarios),
                    base=_renamed(comparison.base, ids),
                    names=_renamed_keys(comparison.names, ids),
                    colours=_renamed_keys(comparison.colours, ids),
                )
            )
        return after, tuple(ids.values())

    def free_name(self, wanted: str) -> str:
        """Return a name that no scenario has yet: the wanted one, or the same with a number.

        Examples
        --------
        >>> Workspace.starting(Scenario(name="Bold"), first="a").free_name("Bold")
        'Bold 2'
        """
        taken = {title(entry.scenario) for entry in self.scenarios}
        wanted = plain(wanted, LONGEST_NAME) or "Scenario"
        # cut only where a number needs the room
        ends = ("", *(f" {number}" for number in range(2, MOST_SCENARIOS + 3)))
        names = (plain(wanted, LONGEST_NAME - len(end)) + end for end in ends)
        return next(name for name in names if name not in taken)

    def _with(self, **fields: Any) -> Workspace:
        stated = {name: getattr(self, name) for name in type(self).model_fields}
        return Workspace.model_validate({**stated, "model_version": MODEL_VERSION, **fields})


def _renamed(member: str, ids: Mapping[str, str]) -> str:
    """Return what stands in a comparison where its scenario has got another id."""
    scenario = scenario_of(member)
    return ids[scenario] + member.removeprefix(scenario)


def _renamed_keys(texts: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, str]:
    return {_renamed(one, ids): text for one, text in texts.items() if scenario_of(one) in ids}


def title(scenario: Scenario) -> str:
    """Return what a scenario is called: its name, or its starting point's label where it has none."""
    return plain(scenario.name, LONGEST_NAME) or scenario.point.label
