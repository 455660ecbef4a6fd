"""A workspace taken apart into places, each with a value of its own: what is versioned, merged and undone one by one.

A place is ``s/<scenario>/<field>``, ``s/<scenario>/values.<assumption>`` (and so on for other fields that hold several
things), or ``c/<comparison>``. A value is what JSON can hold; None means that nothing is there.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from calculators.scenario import SCHEMA_VERSION as SCENARIO_SCHEMA
from calculators.scenario import Scenario
from scenarios.workspace import Workspace, scenario_of

Json = Any
Parts = Mapping[str, Json]

_SETS: Final = ("teams_off", "loops_off")
_LEFT_OUT: Final = frozenset({"schema_version"})

OF_A_COMPARISON: Final = "c/"
POSITION: Final = "position"
MODEL: Final = "model_version"


@dataclass(frozen=True)
class Change:
    """What an edit does to one place.

    Attributes
    ----------
    place
        Where.
    before, after
        What stood there and what stands there now; None where nothing.
    """

    place: str
    before: Json
    after: Json

    @property
    def back(self) -> Change:
        """The change that undoes it."""
        return Change(self.place, self.after, self.before)


def place_of(scenario: str, field: str, key: str = "") -> str:
    """Return the place of a scenario's field, or of one of the things that it holds."""
    return f"s/{scenario}/{field}.{key}" if key else f"s/{scenario}/{field}"


def scenario_at(place: str) -> str:
    """Return the id of the scenario that a place is in, empty for a comparison's."""
    kind, _, rest = place.partition("/")
    return rest.partition("/")[0] if kind == "s" else ""


def field_at(place: str) -> tuple[str, str]:
    """Return the field that a place is in, and which of its things; ``("values", "members")``."""
    field, _, key = place.split("/", 2)[-1].partition(".")
    return field, key


def comparison_place(id: str) -> str:
    """Return the place of a comparison."""
    return f"{OF_A_COMPARISON}{id}"


def parts_of(workspace: Workspace, *, without: Container[str] = ()) -> dict[str, Json]:
    """Return every place of a workspace that holds something; of some scenarios, where wanted, the position alone."""
    parts: dict[str, Json] = {}
    for position, entry in enumerate(workspace.scenarios):
        if entry.id not in without:
            parts |= scenario_parts(entry.id, entry.scenario)
        parts[place_of(entry.id, POSITION)] = position
    for position, comparison in enumerate(workspace.comparisons):
        told = comparison.model_dump(mode="json")
        parts[comparison_place(comparison.id)] = {**told, POSITION: position}
    return parts


def scenario_parts(id: str, scenario: Scenario) -> dict[str, Json]:
    """Return every place of one scenario that holds something, but its position."""
    parts: dict[str, Json] = {}
    for field, value in scenario.model_dump(mode="json").items():
        if isinstance(value, dict):
            parts |= {place_of(id, field, key): held for key, held in value.items()}
        elif field in _SETS:
            parts |= {place_of(id, field, key): True for key in value}
        elif field not in _LEFT_OUT and value is not None and value != []:
            parts[place_of(id, field)] = value
    return parts


def workspace_of(id: str, parts: Parts) -> Workspace:
    """Return the workspace that places make up.

    Comparisons of scenarios that are gone go on without them.

    Raises
    ------
    pydantic.ValidationError
        Where a value is none that the place can hold.
    """
    return Workspace.model_validate(document_of(id, parts))


def document_of(id: str, parts: Parts) -> dict[str, Json]:
    """Return the document that places make up, not yet read; what `scenarios.migrations` brings up to date."""
    scenarios: dict[str, dict[str, Json]] = {}
    # what is left of a deleted scenario, written at the same time by somebody else, is no scenario
    there = {scenario_at(place) for place, value in parts.items() if value is not None and _is_start(place)}
    compared: list[dict[str, Json]] = []
    for place, value in parts.items():
        if value is None:
            continue
        name = scenario_at(place)
        if not name:
            compared.append(dict(value))
            continue
        if name not in there:
            continue
        fields = scenarios.setdefault(name, {"schema_version": SCENARIO_SCHEMA})
        field, key = field_at(place)
        if field in _SETS:
            fields.setdefault(field, []).append(key)
        elif key:
            fields.setdefault(field, {})[key] = value
        else:
            fields[field] = value
    placed = sorted(scenarios.items(), key=lambda pair: (pair[1].get(POSITION, 0), pair[0]))
    compared.sort(key=lambda one: (one.get(POSITION, 0), one.get("id", "")))
    return {
        "id": id,
        "scenarios": [
            {"id": name, "scenario": {key: value for key, value in fields.items() if key != POSITION}}
            for name, fields in placed
        ],
        "comparisons": [shrunk for one in compared if (shrunk := _of_those_left(one, scenarios))],
    }


def _is_position(place: str) -> bool:
    return bool(scenario_at(place)) and field_at(place) == (POSITION, "")


def _is_start(place: str) -> bool:
    return place == root_of(place)


def root_of(place: str) -> str:
    """Return the place that says whether the scenario of a place exists, empty for a comparison's."""
    scenario = scenario_at(place)
    return place_of(scenario, "starting_point") if scenario else ""


def _of_those_left(comparison: dict[str, Json], scenarios: Mapping[str, Json]) -> dict[str, Json] | None:
    left = [name for name in comparison["scenarios"] if scenario_of(name) in scenarios]
    if len(left) < min(2, len(comparison["scenarios"])):
        return None
    stated = {key: value for key, value in comparison.items() if key != POSITION}
    for part in ("names", "colours"):
        stated[part] = {name: text for name, text in stated.get(part, {}).items() if name in left}
    return {**stated, "scenarios": left, "base": stated["base"] if stated["base"] in left else left[0]}


def differences(before: Workspace | None, after: Workspace) -> tuple[Change, ...]:
    """Return what makes one workspace out of another, by place."""
    old = {} if before is None else _parts_that_differ(before, after)
    new = parts_of(after) if before is None else _parts_that_differ(after, before)
    changes = (Change(place, old.get(place), new.get(place)) for place in sorted(old.keys() | new.keys()))
    return tuple(one for change in changes if (one := _in_its_place(change)))


def _in_its_place(change: Change) -> Change | None:
    """Return what a change does, but for moving up where another thing goes; None where nothing is left."""
    before, after = change.before, change.after
    if before is not None and after is not None:
        if _is_position(change.place):
            return None
        if not scenario_at(change.place):
            after = {**after, POSITION: before[POSITION]}
    return None if before == after else Change(change.place, before, after)


def at_the_end(changes: Iterable[Change], parts: Parts) -> tuple[Change, ...]:
    """Return changes with what they add placed behind all that is there, in the order of the workspace."""
    changes = sorted(changes, key=_added_at)
    last = max(
        (
            value if scenario_at(place) else value.get(POSITION, 0)
            for place, value in parts.items()
            if value is not None and (_is_position(place) or not scenario_at(place))
        ),
        default=-1,
    )
    placed = []
    for change in changes:
        if change.before is None and change.after is not None:
            if _is_position(change.place):
                last += 1
                change = Change(change.place, None, last)
            elif not scenario_at(change.place):
                last += 1
                change = Change(change.place, None, {**change.after, POSITION: last})
        placed.append(change)
    return tuple(placed)


def _parts_that_differ(one: Workspace, other: Workspace) -> dict[str, Json]:
    """Return the places of a workspace, without those of scenarios that are the very same in another."""
    same = {
        entry.id
        for entry in one.scenarios
        if entry.id in other and (other[entry.id] is entry.scenario or other[entry.id] == entry.scenario)
    }
    return parts_of(one, without=same)


def _added_at(change: Change) -> int:
    """Return where a change would place something new, 0 for any other."""
    if change.before is not None or change.after is None:
        return 0
    if _is_position(change.place):
        return int(change.after)
    return 0 if scenario_at(change.place) else int(change.after[POSITION])


def applied(parts: Parts, changes: Iterable[Change]) -> dict[str, Json]:
    """Return places with changes made, whatever stood there before."""
    result = dict(parts)
    for change in changes:
        if change.after is None:
            result.pop(change.place, None)
        else:
            result[change.place] = change.after
    return result
