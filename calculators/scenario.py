"""What a user edits: a named starting point plus differences. And what it means: a number for every assumption.

`Scenario` is the stored form. `resolve` turns it into numbers, by rules that do not depend on the order of edits, and
says what it did: which numbers are the user's own, which were scaled to them, what is refused and what looks odd.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    field_validator,
    model_validator,
)

from calculators import MODEL_VERSION, costs, currencies
from calculators.assumption import Assumption, Grade, Kind, Source
from calculators.circle_assumptions import ASSUMPTIONS as OF_THE_CIRCLE
from calculators.circle_assumptions import problem_with
from calculators.community import SOURCES_OF_JOINS
from calculators.correlation import IMPOSSIBLE, cholesky
from calculators.message import Amount, Message, apart, not_between, percent, whole, with_numbers
from calculators.model import MODEL
from calculators.starting_point import StartingPoint, StartingValue, starting_points

SCHEMA_VERSION = 1
LONGEST_TEXT = 2_000
LONGEST_NAME = 200
MOST_RATE: Final = 1e6
"""The highest exchange rate that is taken."""

NUMBER_FORMATS: Final = ("en_US", "de_DE", "fr_FR", "de_CH", "en_IN")
"""How numbers can be written: those whose numbers the app reads back, too."""
ROOM = 0.8
"""Of a group's people, the most that members and lapsed members fill by default."""

CLAIMED = 0.5
"""Of all new customers, the most that the community claims by default."""

DEFLECTED = 0.7
"""Of all requests that a community could answer, the most that it deflects by default."""

MOST_DEFLECTED: Final = 0.95
"""Of all requests that a community could answer, the most that it can deflect."""

AT_ONCE = 0.2
"""Of those who could join, the most that do so in one month by default."""

MAKING_ROOM: Final = frozenset({"customer_share", "headcount", "tickets"})
"""Defaults that the rules move to hold what is given beside them, although they neither follow nor grow."""


def moves_with_others(assumption: Assumption) -> bool:
    """Tell whether its default depends on what is given of others: it follows one, grows with one or makes room.

    Given as a number, even as its default's, it would stay behind when one of them is changed.

    Examples
    --------
    >>> [moves_with_others(MODEL.assumptions[name]) for name in ("staff_planned", "deflected", "tickets", "staff")]
    [True, True, True, False]
    """
    return bool(assumption.follows or assumption.scales_with) or assumption.id in MAKING_ROOM


class Given(BaseModel):
    """What a user says of one assumption: a value or a range, with its evidence, or that it is unknown.

    Attributes
    ----------
    value
        The number, or the likely one of a range; None where the user does not know.
    low, high
        The ends of a range, both or neither.
    confirmed
        Whether it is the user's own even where it equals the default.
    grade, source, note
        The user's own evidence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    value: float | None = None
    low: float | None = None
    high: float | None = None
    confirmed: bool = False
    grade: Grade | None = None
    source: str = Field("", max_length=LONGEST_TEXT)
    note: str = Field("", max_length=LONGEST_TEXT)

    @field_validator("value", "low", "high", mode="before")
    @classmethod
    def _numbers(cls, number: Any) -> Any:
        return _no_flag_and_no_text(number)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("a range needs both its low and its high end")
        if self.low is not None and self.high is not None:
            if self.value is None:
                raise ValueError("a range needs its likely value")
            if not self.low <= self.value <= self.high:
                raise ValueError("low, likely and high must be in this order")
        return self

    @property
    def figures(self) -> Given:
        """The same without its words."""
        return self.model_copy(update={"source": "", "note": ""}) if self.source or self.note else self


def _no_flag_and_no_text(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number is needed, not true or false")
    if isinstance(value, str):
        raise ValueError("a number is needed, not text")
    return value


def _number_or_given(value: Any) -> Any:
    """Read a bare number as a value."""
    _no_flag_and_no_text(value)
    if isinstance(value, int | float):
        try:
            return {"value": float(value)}
        except OverflowError:
            raise ValueError("the number is too large") from None
    return value


def _write(values: Mapping[str, Given]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for name, given in values.items():
        stated = given.model_dump(exclude_defaults=True, mode="json")
        written[name] = stated["value"] if stated.keys() == {"value"} else stated
    return written


def _frozen(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(sorted(values.items())))


GivenValues = Annotated[
    Mapping[str, Annotated[Given, BeforeValidator(_number_or_given)]],
    AfterValidator(_frozen),
    PlainSerializer(_write, return_type=dict[str, Any]),
]
FrozenTexts = Annotated[
    Mapping[str, Annotated[str, Field(max_length=LONGEST_TEXT)]],
    AfterValidator(_frozen),
    PlainSerializer(dict, return_type=dict[str, str]),
]


MOVES_NOTHING: Final = frozenset({"name", "since", "number_format", "not_counted", "circle"})
"""Fields of a scenario that move no figure of its result."""


class Correlation(BaseModel):
    """How strongly two assumptions go together, as a rank correlation between -1 and 1."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    first: str = Field(max_length=80)
    second: str = Field(max_length=80)
    rank: float = Field(ge=-0.99, le=0.99)


class Scenario(BaseModel):
    """One community as the user sees it: a starting point, and what differs from it.

    Attributes
    ----------
    starting_point
        Name with version, for instance ``b2b-support@1``.
    name
        What the user calls it.
    running
        Whether the community runs already; planned otherwise.
    since
        The month it has been running since, ``YYYY-MM``; only shown.
    currency, exchange_rate
        ISO code of all amounts; what one unit of the starting point's currency is in it, for defaults only.
    number_format
        How numbers are written, as a locale name: one of `NUMBER_FORMATS`; ``en-US`` is read as ``en_US``.
    values
        What the user gave, by assumption: a number, or an object with a range and its evidence.
    scale_contributions
        Whether contributions that are still the starting point's grow with the members given.
    teams_off
        Teams left out: none of their value and none of their effect on the wheel is counted.
    loops_off
        Teams whose loop stands still, their value being counted.
    payers
        Cost line to the team that pays it.
    not_counted
        The user's own lines on what is not counted.
    correlations
        Assumptions that go together.
    circle
        What the user gave of the circle of not investing, of the two businesses and of the conditions; nothing of it
        moves the result.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    schema_version: int = Field(SCHEMA_VERSION, ge=1)
    model_version: str = Field(MODEL_VERSION, max_length=40)
    starting_point: str = Field("b2b-support@1", max_length=80)
    name: str = Field("", max_length=LONGEST_NAME)
    running: bool = True
    since: str | None = Field(None, pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")
    currency: str = Field("USD", pattern="^[A-Z]{3}$")
    exchange_rate: float = Field(1.0, gt=0, le=MOST_RATE)
    number_format: str = Field("en_US", max_length=20)
    values: GivenValues = Field(default_factory=dict)
    scale_contributions: bool = True
    teams_off: frozenset[str] = frozenset()
    loops_off: frozenset[str] = frozenset()
    payers: FrozenTexts = Field(default_factory=dict)
    not_counted: FrozenTexts = Field(default_factory=dict)
    correlations: tuple[Correlation, ...] = Field((), max_length=50)
    circle: GivenValues = Field(default_factory=dict)

    @field_validator("currency")
    @classmethod
    def _is_in_use(cls, code: str) -> str:
        if code not in currencies.CODES:
            raise ValueError(f"{code} is no currency in use: write its ISO 4217 code, such as USD or EUR")
        return code

    @field_validator("number_format")
    @classmethod
    def _is_read_back(cls, locale: str) -> str:
        known = locale.replace("-", "_")
        if known not in NUMBER_FORMATS:
            raise ValueError(f"{locale} is no number format here: choose one of {', '.join(NUMBER_FORMATS)}")
        return known

    @field_validator("circle")
    @classmethod
    def _is_between_its_bounds(cls, said: GivenValues) -> GivenValues:
        for name, given in said.items():
            if name not in OF_THE_CIRCLE or given.value is None:
                continue
            wrong = problem_with(name, given.value)
            if wrong:
                # its label: pages say this to people who know no names of ours
                raise ValueError(Message(f"{OF_THE_CIRCLE[name].label}: ", wrong))
        return said

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        if self.schema_version > SCHEMA_VERSION:
            raise ValueError(
                f"schema_version {self.schema_version} is newer than this program's {SCHEMA_VERSION}: update it first"
            )
        if self.starting_point not in starting_points():
            raise ValueError(f"starting_point: choose one of {', '.join(starting_points())}")
        teams = {team.id for team in MODEL.teams}
        lines = {line.id for line in costs.LINES}
        for field, names, known in (
            ("values", self.values.keys(), MODEL.assumptions.keys()),
            ("circle", self.circle.keys(), OF_THE_CIRCLE.keys()),
            ("teams_off", self.teams_off, teams),
            ("loops_off", self.loops_off, teams),
            ("payers", self.payers.keys(), lines),
            ("payers", self.payers.values(), teams),
            (
                "correlations",
                [name for pair in self.correlations for name in (pair.first, pair.second)],
                MODEL.assumptions,
            ),
        ):
            unknown = sorted(name[:60] for name in set(names) - set(known))
            if unknown:
                raise ValueError(f"{field}: {', '.join(unknown[:5])} does not exist")
        return self

    @cached_property
    def _hash(self) -> int:
        stated = (getattr(self, name) for name in type(self).model_fields)
        return hash(tuple(frozenset(part.items()) if isinstance(part, Mapping) else part for part in stated))

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def figures(self) -> Scenario:
        """The scenario without what moves no figure of its result: names, words, how numbers look, the circle."""
        stated = {name: getattr(self, name) for name in type(self).model_fields if name not in MOVES_NOTHING}
        stated["values"] = MappingProxyType({name: given.figures for name, given in self.values.items()})
        # all of it was checked as the scenario was
        return Scenario.model_construct(**stated)

    @property
    def point(self) -> StartingPoint:
        """The starting point it is based on."""
        return starting_points()[self.starting_point]

    def default(self, name: str) -> float:
        """Return an assumption's default, in the scenario's currency, before any rule."""
        assumption = MODEL.assumptions[name]
        if not self.point.has(assumption):
            return assumption.when_absent
        likely = self.point.default(assumption, running=self.running).likely
        return likely * self.exchange_rate if assumption.money else likely

    def base_of(self, assumption: Assumption) -> str | None:
        """Return the assumption in proportion to which a default grows once that is given; None where it does not."""
        if assumption.contribution and not self.scale_contributions:
            return None
        follows_members = assumption.contribution and assumption.scales_with == "members"
        return self.point.about if follows_members else assumption.scales_with

    def with_value(self, name: str, given: Given | None) -> Scenario:
        """Return the scenario with one assumption given, or back at the starting point's where None."""
        values = {key: value for key, value in self.values.items() if key != name}
        if given is not None:
            values[name] = given
        return self.changed(values=values)

    def changed(self, **fields: Any) -> Scenario:
        """Return the scenario with other fields, validated."""
        stated = {name: getattr(self, name) for name in type(self).model_fields}
        return Scenario.model_validate({**stated, **fields})


class Origin(StrEnum):
    """Where a number in force comes from."""

    YOURS = "yours"
    EXAMPLE = "example"
    KEPT = "example, kept"
    UNKNOWN = "unknown"
    SCALED = "scaled to yours"
    FOLLOWS = "follows another"
    ABSENT = "absent"


FIXED: Final = frozenset({"horizon", "amortise_months", "cost_year", *(f"hire_{n}_month" for n in (1, 2, 3))})
"""Never drawn: they shape the calculation, or are sums of what is drawn."""


@dataclasses.dataclass(frozen=True)
class InForce:
    """An assumption as it is in force in one scenario.

    Attributes
    ----------
    assumption
        Its declaration.
    low, value, high
        Its range.
    origin
        Where the numbers come from.
    grade, source, caveat, note
        The evidence in force.
    adjusted
        What a rule did to the default, in words; empty where none did.
    exchange_rate
        What one unit of the declaration's currency is in the scenario's.
    """

    assumption: Assumption
    low: float
    value: float
    high: float
    origin: Origin
    grade: Grade
    source: Source
    caveat: str = ""
    note: str = ""
    adjusted: str = ""
    exchange_rate: float = 1.0

    @property
    def bounds(self) -> tuple[float, float]:
        """The smallest and the largest value allowed, in the scenario's currency."""
        return self.assumption.bounds_at(self.exchange_rate)

    @property
    def undrawn(self) -> str:
        """Why it is not drawn, in words; empty where it is."""
        if self.assumption.id in FIXED:
            return "is never drawn"
        if self.origin is Origin.ABSENT:
            return "is not counted here"
        if self.origin is Origin.FOLLOWS:
            return f"takes the value of “{MODEL.assumptions[self.assumption.follows or ''].label}”"
        return "" if self.low < self.high else "has no range"


@dataclasses.dataclass(frozen=True)
class Remark:
    """A problem (the value is refused) or a plausibility warning (it is not), at one field.

    Attributes
    ----------
    field
        Id of the assumption, or of the scenario's field.
    message
        What is wrong and what is allowed, for people; a `Message` where it names numbers.
    """

    field: str
    message: str


class InvalidScenarioError(ValueError):
    """Raised when a scenario cannot be computed.

    Attributes
    ----------
    problems
        One remark a bad field.
    """

    def __init__(self, problems: tuple[Remark, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))


@dataclasses.dataclass(frozen=True)
class Resolved:
    """A scenario with a number for every assumption.

    Attributes
    ----------
    scenario
        What was resolved.
    in_force
        Every assumption by id.
    problems
        What is refused; empty when the scenario can be computed.
    warnings
        What looks odd.
    """

    scenario: Scenario
    in_force: Mapping[str, InForce]
    problems: tuple[Remark, ...]
    warnings: tuple[Remark, ...]

    def value(self, name: str) -> float:
        """Return the value in force."""
        return self.in_force[name].value

    @property
    def leaves(self) -> dict[str, float]:
        """Values in force by id, with the switch that says whether the community runs."""
        values = {name: entry.value for name, entry in self.in_force.items()}
        values["running"] = 1.0 if self.scenario.running else 0.0
        return values

    @property
    def loops_on(self) -> tuple[str, ...]:
        """Teams whose loop turns."""
        off = self.scenario.loops_off | self.scenario.teams_off
        return tuple(team.id for team in MODEL.teams if team.id not in off)


class _Resolving:
    """The rules, applied one after the other to a table of numbers."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.point = scenario.point
        self.table: dict[str, InForce] = {}
        self.problems: list[Remark] = []
        self.warnings: list[Remark] = []

    # ---- small helpers

    def value(self, name: str) -> float:
        return self.table[name].value

    def given(self, name: str) -> bool:
        """Tell whether it is stated in the scenario, so that no rule may move it."""
        return self.table[name].origin in (Origin.YOURS, Origin.KEPT)

    def free(self, name: str) -> bool:
        """Tell whether a rule may move it: a default that the company has."""
        return self.table[name].origin in (Origin.EXAMPLE, Origin.UNKNOWN, Origin.SCALED, Origin.FOLLOWS)

    def scale(self, name: str, factor: float, why: str, *, most: float = math.inf) -> None:
        """Multiply a default and its range, which ends at the most that is possible."""
        entry = self.table[name]
        if factor == 1.0 or entry.value == 0.0 == entry.high:
            return
        low, value, high = (x * factor for x in (entry.low, entry.value, entry.high))
        self._put(name, low, value, max(value, min(high, most)), why)

    def lift(self, name: str, value: float, why: str, *, least: float) -> None:
        """Raise a default, with the range that the starting point has in proportion; below the least none is possible.

        Parameters
        ----------
        name
            Id of the assumption.
        value
            What it is to be.
        why
            What was done, in words.
        least
            Where the range begins at the earliest.
        """
        # not in proportion to what is in force: that is nothing where it grows with what is given as nothing
        default = self.point.default(self.table[name].assumption, running=self.scenario.running)
        low, high = (
            value * end / default.likely if default.likely > 0.0 else value
            for end in (default.low, default.high)
        )
        self._put(name, min(value, max(low, least)), value, high, why)

    def _put(self, name: str, low: float, value: float, high: float, why: str) -> None:
        entry = self.table[name]
        lowest, highest = entry.bounds
        low, value, high = (min(max(x, lowest), highest) for x in (low, value, high))
        origin = Origin.SCALED if entry.origin is Origin.EXAMPLE else entry.origin
        self.table[name] = dataclasses.replace(
            entry, low=low, value=value, high=high, origin=origin, adjusted=why
        )

    # ---- the rules

    def read(self) -> None:
        for assumption in MODEL.assumptions.values():
            self.table[assumption.id] = self._entry(assumption)

    def _entry(self, assumption: Assumption) -> InForce:
        scenario, point = self.scenario, self.point
        given = scenario.values.get(assumption.id)
        grade, source, caveat = point.evidence(assumption, running=scenario.running)
        note = given.note if given else ""
        left_out = assumption.group in scenario.teams_off and not assumption.of_loop
        if left_out or not point.has(assumption):
            # what was typed stays in the scenario, for when the team or the kind of community is chosen again
            if given is not None and given.value is not None and not left_out:
                message = "this kind of community has no such number: it is kept, and not counted"
                self.warnings.append(Remark(assumption.id, message))
            absent = assumption.when_absent
            return InForce(assumption, absent, absent, absent, Origin.ABSENT, grade, source, caveat)
        default = point.default(assumption, running=scenario.running)
        rate = scenario.exchange_rate if assumption.money else 1.0
        low, likely, high = (rate * x for x in (default.low, default.likely, default.high))
        if given is None or given.value is None:
            origin = Origin.EXAMPLE if given is None else Origin.UNKNOWN
            return InForce(
                assumption, low, likely, high, origin, grade, source, caveat, note, exchange_rate=rate
            )
        # the cost a year has no default to keep: the example's is what its kinds of cost add up to, no declared 0
        adds_up = assumption.id == "cost_year"
        own = adds_up or given.confirmed or given.value != likely or given.low is not None
        if given.grade is not None:
            grade = given.grade
        elif own:
            # the default's evidence is for the default: of this number nobody has said how it is known
            grade = Grade.GUESS
        if given.source:
            source, caveat = Source(given.source), ""
        elif own:
            source, caveat = Source("Your own number"), ""
        if given.low is not None and given.high is not None:
            low, high = given.low, given.high
        elif own:
            low, high = _spread(given, assumption, default, rate)
        origin = Origin.YOURS if own else Origin.KEPT
        entry = InForce(
            assumption, low, given.value, high, origin, grade, source, caveat, note, exchange_rate=rate
        )
        self._check_bounds(entry)
        return entry

    def _check_bounds(self, entry: InForce) -> None:
        lowest, highest = entry.bounds
        for number in (entry.value, entry.low, entry.high):
            if not math.isfinite(number) or not lowest <= number <= highest:
                message = not_between(number, entry.bounds, entry.assumption.kind, self.scenario.currency)
                self.problems.append(Remark(entry.assumption.id, message))
                return

    def scale_to_members(self) -> None:
        """Let what grows with members or customers grow with those given, where it is still the default."""
        for assumption in MODEL.assumptions.values():
            base = self.scenario.base_of(assumption)
            if base is None or not self.free(assumption.id):
                continue
            before = self.scenario.default(base)
            if self.given(base) and before > 0.0:
                label = MODEL.assumptions[base].label.lower()
                self.scale(assumption.id, self.value(base) / before, f"scaled to your {label}")

    def keep_claims_possible(self) -> None:
        """Keep defaults of new customers, referrals and leads in proportion to each other."""
        names = ("referrals", "leads", "deals_touched")
        new = self.value("new_customers")

        def claimed(which: tuple[str, ...]) -> float:
            referred = self.value("referrals") if "referrals" in which else 0.0
            wins = self.value("leads") * self.value("win_rate") if "leads" in which else 0.0
            touched = (
                self.value("deals_touched") * self.value("deal_lift") if "deals_touched" in which else 0.0
            )
            return referred + (wins + touched) * self.value("sales_causal")

        given = tuple(name for name in names if self.given(name))
        if self.free("new_customers") and claimed(given) > CLAIMED * new:
            brought = claimed(given)
            words = "raised to leave room for what the community brings"
            self.lift("new_customers", brought / CLAIMED, words, least=brought)
        free = tuple(name for name in names if self.free(name))
        left = CLAIMED * self.value("new_customers") - claimed(given)
        if free and claimed(free) > max(0.0, left):
            shrink = max(0.0, left) / claimed(free)
            # all of them at their high end together bring no more than there are
            fills = (self.value("new_customers") - claimed(given)) / claimed(free)
            for name in free:
                most = fills * self.value(name)
                self.scale(name, shrink, "kept below half of your new customers", most=most)

    def keep_deflection_possible(self) -> None:
        """Raise default tickets, or lower default deflection, so that no more is deflected than could be."""
        deflected, tickets = self.value("deflected"), self.value("tickets")
        usual, most = (share * self.value("deflectable") for share in (DEFLECTED, MOST_DEFLECTED))
        running = self.scenario.running

        def tickets_for(part: float) -> float:
            return deflected / part - (deflected if running else 0.0)

        def deflected_of(part: float) -> float:
            return part * tickets / (1.0 - part if running else 1.0)

        if tickets >= tickets_for(usual):
            return
        if self.free("tickets"):
            words = "raised to leave room for your deflected tickets"
            self.lift("tickets", tickets_for(usual), words, least=tickets_for(most))
        elif self.free("deflected"):
            words = "kept to what could be deflected of your tickets"
            self.scale("deflected", deflected_of(usual) / deflected, words, most=deflected_of(most))

    def make_room(self) -> None:
        """Make default sizes large enough for the members given."""
        running = self.scenario.running
        people = self.value("members") + (self.value("lapsed") if running else 0.0)
        customers = self.value("customers") * self.value("people_per_customer")
        if self.free("customer_share") and people > 0.0:
            share, fits = self.value("customer_share"), min(1.0, ROOM * customers / people)
            if share > fits:
                words = "lowered to as many as your customers have people"
                self.scale("customer_share", fits / share, words, most=customers / people)
        others, audience = people * (1.0 - self.value("customer_share")), self.value("audience")
        if others > ROOM * audience and self.free("audience"):
            words = "raised to hold your members who are not customers"
            self.lift("audience", others / ROOM, words, least=others)
        elif others > ROOM * audience and self.free("members"):
            for name in ("members", *self._grows_with_members()):
                # of all that is lowered only people fill the reach
                fills = name in ("members", "lapsed")
                most = self.value(name) * audience / others if fills else math.inf
                self.scale(name, ROOM * audience / others, "lowered to the people in reach", most=most)
        colleagues, headcount = self.value("employee_members"), self.value("headcount")
        if colleagues > ROOM * headcount and self.free("headcount"):
            self.lift("headcount", colleagues / ROOM, "raised to hold your members", least=colleagues)
        elif colleagues > ROOM * headcount and self.free("employee_members"):
            factor, words = ROOM * headcount / colleagues, "lowered to your headcount"
            self.scale("employee_members", factor, words, most=headcount)
            if self.free("employee_joins"):
                self.scale("employee_joins", factor, words)

    def _grows_with_members(self) -> list[str]:
        """Return what is still free and in proportion to members."""
        return [a.id for a in MODEL.assumptions.values() if a.scales_with == "members" and self.free(a.id)]

    def keep_joins_possible(self) -> None:
        """Lower default joins so that no more than a fifth of those who could join do so in a month; none of nobody."""
        for name, coming, pool in self._join_pools():
            if self.free(name) and coming > AT_ONCE * pool:
                self.scale(name, AT_ONCE * pool / coming, "kept below a fifth of those who could join")

    def follow(self) -> None:
        """Let what follows another take its value, until it is given or the starting point says otherwise."""
        for assumption in MODEL.assumptions.values():
            if assumption.follows is None or not self.free(assumption.id):
                continue
            if self.point.states(assumption, running=self.scenario.running):
                continue
            lead = self.table[assumption.follows]
            lowest, highest = lead.bounds if assumption.money else assumption.bounds
            low, value, high = (min(max(x, lowest), highest) for x in (lead.low, lead.value, lead.high))
            self.table[assumption.id] = dataclasses.replace(
                self.table[assumption.id], low=low, value=value, high=high, origin=Origin.FOLLOWS
            )

    def add_up_costs(self) -> None:
        """Scale the kinds of cost that are not given so that all add up to the cost a year that is given."""
        parts = {line.handle: self._cost_part(line.handle) for line in costs.LINES if line.handle}
        if not self.given("cost_year"):
            total = sum(parts.values())
            entry = self.table["cost_year"]
            self.table["cost_year"] = dataclasses.replace(entry, low=total, value=total, high=total)
            return
        own = sum(amount for name, amount in parts.items() if self.given(name))
        rest = sum(amount for name, amount in parts.items() if not self.given(name))
        left = self.value("cost_year") - own
        if rest > 0.0 and left >= 0.0:
            for name in parts:
                if not self.given(name):
                    self.scale(name, left / rest, "scaled to your cost a year")
            reached = own + sum(self._cost_part(name) for name in parts if not self.given(name))
            if not math.isclose(reached, self.value("cost_year"), rel_tol=1e-6, abs_tol=1.0):
                self.problems.append(
                    Remark("cost_year", "more than the kinds of cost can be scaled to: type them one by one")
                )
        elif not math.isclose(left, 0.0, abs_tol=max(1.0, 1e-6 * own)):
            self.problems.append(
                Remark(
                    "cost_year",
                    "the kinds of cost that you gave add up to something else: change one of them",
                )
            )

    def _cost_part(self, handle: str) -> float:
        return float(costs.amount_a_year(handle, self.value))

    # ---- what is refused, and what looks odd

    def refuse(self) -> None:
        if self.problems:
            return
        self._refuse_sizes()
        self._refuse_joins()
        self._refuse_claims()
        self._refuse_correlations()

    def _refuse_sizes(self) -> None:
        people = self.value("members") + (self.value("lapsed") if self.scenario.running else 0.0)
        share = self.value("customer_share")
        customers = self.value("customers") * self.value("people_per_customer")
        audience, headcount = self.value("audience"), self.value("headcount")
        slack = 1.0 + 1e-9
        if people * share > customers * slack:
            self.problems.append(
                Remark(
                    self._blame("members", "customer_share", "customers", "people_per_customer"),
                    with_numbers(
                        "{members} members and lapsed members are customers' people, but your customers have only "
                        "{people} people; lower members or their share, or raise customers or people per customer",
                        members=whole(people * share),
                        people=whole(customers),
                    ),
                )
            )
        if people * (1.0 - share) > audience * slack:
            self.problems.append(
                Remark(
                    self._blame("members", "audience", "customer_share"),
                    with_numbers(
                        "{members} members and lapsed members are not customers' people, but only {people} people are "
                        "in reach; lower members or raise people in reach",
                        members=whole(people * (1.0 - share)),
                        people=whole(audience),
                    ),
                )
            )
        if self.value("employee_members") > headcount * slack:
            self.problems.append(
                Remark(
                    "employee_members",
                    with_numbers(
                        "more than your {employees} employees; at most as many can be members",
                        employees=whole(headcount),
                    ),
                )
            )

    def _blame(self, *names: str) -> str:
        """Return the first of the fields that the user gave, the first of all where none is."""
        return next((name for name in names if self.given(name)), names[0])

    def _refuse_joins(self) -> None:
        if self.problems:
            return
        joins = self.value("joins")
        leaving = (self.value(name) for name in ("company_churn", "audience_leaving", "staff_turnover"))
        groups = (
            ("customers' people", "members", "lower new members or raise customers or people per customer"),
            ("others", "members", "lower new members or raise the people in reach"),
            ("employees", "employee_members", "lower the employees who join or raise employees"),
        )
        for (name, coming, pool), (who, members, way_out), gone in zip(
            self._join_pools(), groups, leaving, strict=True
        ):
            most = pool * (1.0 - gone)
            if coming > 0.0 and coming > most:
                self.problems.append(
                    Remark(
                        self._blame(name, members),
                        with_numbers(
                            "{coming} {who} join in a month, but only {most} are left who could; {way_out}",
                            # whole people, apart where the numbers are: as many as are left may be typed
                            coming=whole(math.ceil(float(f"{coming:.9g}"))),
                            who=who,
                            most=whole(math.floor(most)),
                            way_out=way_out,
                        ),
                    )
                )
            elif coming > 0.0 and coming > AT_ONCE * pool * (1.0 + 1e-9):
                self.warnings.append(
                    Remark(
                        name,
                        with_numbers(
                            "{part} of the {who} who could join do so in one month: is that so?",
                            part=percent(coming / pool),
                            who=who,
                        ),
                    )
                )
        sources = sum(self.value(a.id) for a in MODEL.assumptions.values() if a.gathers == SOURCES_OF_JOINS)
        anyone = joins + self.value("employee_joins") > 0.0
        if anyone and sources < 1e-6:
            self.problems.append(
                Remark(
                    "heard_from_promotion",
                    with_numbers(
                        "new members must have heard somewhere: at least one answer above {none}",
                        none=percent(0.0),
                    ),
                )
            )
        elif anyone and abs(sources - 1.0) > 0.005:
            self.warnings.append(
                Remark(
                    "heard_from_promotion",
                    with_numbers(
                        "the answers add up to {sum} and were scaled to {all}",
                        sum=percent(sources),
                        all=percent(1.0),
                    ),
                )
            )

    def _join_pools(self) -> tuple[tuple[str, float, float], ...]:
        """Return for each group the field, how many join in a month, and how many are left who could."""
        joins, share = self.value("joins"), self.value("join_customer_share")
        people = self.value("members") + (self.value("lapsed") if self.scenario.running else 0.0)
        customers = self.value("customers") * self.value("people_per_customer")
        customer_share = self.value("customer_share")
        return (
            ("joins", joins * share, max(0.0, customers - people * customer_share)),
            (
                "joins",
                joins * (1.0 - share),
                max(0.0, self.value("audience") - people * (1.0 - customer_share)),
            ),
            (
                "employee_joins",
                self.value("employee_joins"),
                max(0.0, self.value("headcount") - self.value("employee_members")),
            ),
        )

    def _refuse_claims(self) -> None:
        deflected, tickets, deflectable = map(self.value, ("deflected", "tickets", "deflectable"))
        share = MOST_DEFLECTED * deflectable
        demand = tickets + (deflected if self.scenario.running else 0.0)
        if deflected > share * demand:
            # the most is said for these tickets, whatever was typed; a running community's deflected ones are none
            most = tickets * (share / (1.0 - share) if self.scenario.running else share)
            numbers = {
                "most": whole(math.floor(most * (1.0 + 1e-9))),
                "tickets": whole(tickets),
                "part": percent(MOST_DEFLECTED),
                "deflectable": percent(deflectable),
            }
            if self.scenario.running:
                message = with_numbers(
                    "at most {most} can be deflected beside {tickets} tickets: {part} of the {deflectable} of all "
                    "requests that a community could answer",
                    **numbers,
                )
            else:
                message = with_numbers(
                    "at most {most} can be deflected of {tickets} tickets: {part} of the {deflectable} that a "
                    "community could answer",
                    **numbers,
                )
            self.problems.append(Remark(self._blame("deflected", "tickets", "deflectable"), message))
        values = {name: entry.value for name, entry in self.table.items()}
        reference = MODEL.at_reference({**values, "running": float(self.scenario.running), "open": 1.0})
        new, claimed = (
            self.value("new_customers"),
            max(self.value("referrals"), float(reference["gained_ref"])),
        )
        if claimed > new * (1.0 + 1e-9):
            brought, there = apart(claimed, new)
            remark = Remark(
                self._blame("referrals", "leads", "deals_touched", "new_customers"),
                with_numbers(
                    "the community brings {claimed} customers a month, but the company has only {new} new ones",
                    claimed=brought,
                    new=there,
                ),
            )
            # a running community's are among today's new customers; a planned one's would come on top of them
            (self.problems if self.scenario.running else self.warnings).append(remark)
        if float(reference["churn_without"]) > 1.0:
            self.problems.append(
                Remark(
                    self._blame("churn_cut", "company_churn"),
                    "without the community more than all would leave",
                )
            )

    def _refuse_correlations(self) -> None:
        """Refuse pairs of one assumption with itself, pairs given twice, and what cannot all hold at once."""
        pairs: dict[tuple[str, str], float] = {}
        for pair in self.scenario.correlations:
            first, second = sorted((pair.first, pair.second))
            labels = [MODEL.assumptions[name].label for name in (first, second)]
            if first == second:
                message = f"“{labels[0]}” cannot be correlated with itself: choose two assumptions"
            elif (first, second) in pairs:
                message = f"“{labels[0]}” and “{labels[1]}” are given twice: keep one of them"
            else:
                pairs[first, second] = pair.rank
                continue
            self.problems.append(Remark("correlations", message))
            return
        try:
            cholesky(pairs)
        except ValueError:
            self.problems.append(Remark("correlations", IMPOSSIBLE))

    def remark(self) -> None:
        """Say what looks odd without refusing it."""
        self._remark_correlations()
        for name, entry in self.table.items():
            if entry.origin is not Origin.YOURS:
                continue
            default = self.point.default(entry.assumption, running=self.scenario.running)
            published = (
                self.point.evidence(entry.assumption, running=self.scenario.running)[0] is Grade.PUBLISHED
            )
            rate = self.scenario.exchange_rate if entry.assumption.money else 1.0
            spread = 3.0 if entry.assumption.kind is Kind.MONEY else 2.0
            low, high = default.low * rate, default.high * rate
            above = entry.value > spread * max(high, 0.0) if high > 0.0 else entry.value > high
            below = low > 0.0 and entry.value < low / spread
            if published and (above or below):
                # an exchange rate leaves digits that nobody needs
                ends = [
                    Amount(float(f"{end:.10g}"), entry.assumption.kind, self.scenario.currency)
                    for end in (low, high)
                ]
                message = with_numbers(
                    "far {what} what is usual here ({low} to {high})",
                    what="above" if above else "below",
                    low=ends[0],
                    high=ends[1],
                )
                self.warnings.append(Remark(name, message))
        if self.value("uplift_causal") > 0.5 and self.table["uplift_causal"].grade is not Grade.EXPERIMENT:
            self.warnings.append(
                Remark(
                    "uplift_causal",
                    with_numbers(
                        "above {half} only an experiment of your own would convince", half=percent(0.5)
                    ),
                )
            )
        about = self.point.about
        before = self.scenario.default(about)
        own_cost = any(self.given(name) for name in ("cost_year", "staff", "loaded_salary", "platform_cost"))
        if (
            self.given(about)
            and before > 0.0
            and not own_cost
            and not 0.5 <= self.value(about) / before <= 2.0
        ):
            self.warnings.append(
                Remark(
                    "cost_year",
                    with_numbers(
                        "the cost is still that of the example with {members} members: type yours",
                        members=whole(before),
                    ),
                )
            )
        if self.value("members") + self.value("employee_members") <= 0.0:
            self.warnings.append(
                Remark(about, "with no members nothing is contributed, whatever is typed below")
            )

    def _remark_correlations(self) -> None:
        """Say which pairs have no effect, because one of them is not drawn."""
        for pair in self.scenario.correlations:
            for name, other in ((pair.first, pair.second), (pair.second, pair.first)):
                why = self.table[name].undrawn
                if why:
                    labels = [MODEL.assumptions[one].label for one in (name, other)]
                    message = f"“{labels[0]}” {why}, so that “{labels[1]}” goes with it has no effect"
                    self.warnings.append(Remark("correlations", message))
                    break


NARROWER: Mapping[Grade, float] = MappingProxyType(
    {
        Grade.GUESS: 1.0,
        Grade.PUBLISHED: 1.0,
        Grade.COMPARISON: 0.75,
        Grade.BEFORE_AFTER: 0.6,
        Grade.DIFFERENCE: 0.5,
        Grade.EXPERIMENT: 0.35,
    }
)
"""How much of the default's spread is left at each grade of own evidence: a guess, and it says so."""


def _spread(
    given: Given, assumption: Assumption, default: StartingValue, exchange_rate: float
) -> tuple[float, float]:
    """Return the range of a number that was given without one.

    Counts and amounts are known once they are typed. Shares and judgements stay as uncertain, in proportion, as the
    default was; own evidence of a better grade narrows that.
    """
    value = float(given.value or 0.0)
    measured = assumption.kind not in (Kind.SHARE, Kind.NUMBER) or default.likely == 0.0
    if measured and given.grade is None:
        return value, value
    # in proportion to the default; where that is zero, as wide as the default in the scenario's currency
    proportion = value / default.likely if default.likely else exchange_rate
    factor = NARROWER[given.grade or Grade.GUESS] * proportion
    below, above = abs((default.likely - default.low) * factor), abs((default.high - default.likely) * factor)
    lowest, highest = assumption.bounds_at(exchange_rate)
    return max(min(value - below, value), lowest), min(max(value + above, value), highest)


def resolve(scenario: Scenario) -> Resolved:
    """Return a number for every assumption of the scenario, with what was done, refused and found odd.

    Parameters
    ----------
    scenario
        What the user edited.

    Returns
    -------
    Resolved
        Always; where `Resolved.problems` is not empty it must not be computed.

    Examples
    --------
    >>> resolve(Scenario(values={"members": 10_000})).value("deflected") == 2 * resolve(Scenario()).value("deflected")
    True
    """
    rules = _Resolving(scenario)
    rules.read()
    if not rules.problems:
        rules.scale_to_members()
        rules.make_room()
        rules.keep_deflection_possible()
        rules.follow()
        rules.keep_joins_possible()
        rules.keep_claims_possible()
        rules.add_up_costs()
        rules.follow()
        rules.refuse()
        rules.remark()
    return Resolved(scenario, MappingProxyType(rules.table), tuple(rules.problems), tuple(rules.warnings))
