"""Edits in words, for the button that takes one back and for the choice between two: "cost per ticket 60 → 45"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from pydantic import ValidationError

from calculators import costs
from calculators.circle import in_force
from calculators.circle_assumptions import ASSUMPTIONS as OF_THE_CIRCLE
from calculators.model import MODEL
from calculators.scenario import Resolved, Scenario, resolve
from calculators.starting_point import starting_points
from figures.kinds import with_its_digits, written_kind
from scenarios.parts import MODEL as MODEL_VERSION
from scenarios.parts import POSITION, Change, Json, applied, field_at, root_of, scenario_at, workspace_of
from scenarios.workspace import title
from wording import CURRENCIES, NUMBER_FORMATS, Formats, editable
from wording.safe import plain

LONGEST: Final = 60
_TEAMS: Final = {team.id: team.label for team in MODEL.teams}
_LINES: Final = {line.id: line.label for line in costs.LINES}
_SILENT: Final = frozenset({MODEL_VERSION, POSITION})


def told(changes: Sequence[Change], parts: Mapping[str, Json]) -> str:
    """Return what an edit did, in a few words.

    Parameters
    ----------
    changes
        What it did.
    parts
        What stands everywhere after it.

    Returns
    -------
    str
        Plain text without a full stop, to stand after "Undo: ".
    """
    loud = [change for change in changes if field_at(change.place)[0] not in _SILENT]
    roots = [change for change in loud if change.place == root_of(change.place)]
    made = [change for change in roots if change.before is None]
    gone = [change for change in roots if change.after is None]
    for changes_whole, several in ((made, "{} new scenarios"), (gone, "deletion of {} scenarios")):
        if changes_whole:
            many = len(changes_whole)
            return several.format(many) if many > 1 else _whole(changes_whole[0], loud)
    if not loud:
        return "an edit"
    # the rate follows a currency, and scaling a number of members
    first = min(loud, key=lambda change: field_at(change.place)[0] == "exchange_rate")
    if len({field_at(change.place) for change in loud} - {("exchange_rate", "")}) > 1:
        return _several(loud)
    before = _scenario(scenario_at(first.place), applied(parts, (change.back for change in changes)))
    after = _scenario(scenario_at(first.place), applied(parts, changes))
    return told_change(first, before, after)


def told_change(change: Change, before: Scenario | None, after: Scenario | None) -> str:
    """Return what was changed at one place: what it is called, what stood there, what stands there now."""
    name = label_of(change.place, after or before)
    field = field_at(change.place)[0]
    if (
        field in ("values", "circle")
        and _number(change.before) == _number(change.after)
        and change.before
        and change.after
    ):
        return f"evidence for {name}"
    if field in ("teams_off", "loops_off"):
        verb = "left out" if field == "teams_off" else "stopped"
        return (
            f"{name} {verb}" if change.after else f"{name} {'counted' if field == 'teams_off' else 'turning'}"
        )
    if not change.place.startswith("s/"):
        return name
    old, new = value_text(change.place, change.before, before), value_text(change.place, change.after, after)
    if field == "name":
        # what has no name of its own is called what it began as
        old, new = (_quoted(title(one)) if one else text for one, text in ((before, old), (after, new)))
    if field in ("values", "circle") and old == new:
        # an example's number made one's own, or given back
        return f"{name} confirmed" if change.after else f"{name} as in the example"
    return plain(f"{name} {old} → {new}", 2 * LONGEST)


def label_of(place: str, scenario: Scenario | None) -> str:
    """Return what a place is called, in the middle of a sentence."""
    if not place.startswith("s/"):
        return "a comparison"
    field, key = field_at(place)
    if field == "circle" and key in OF_THE_CIRCLE:
        return _in_a_sentence(OF_THE_CIRCLE[key].label)
    if field == "values" and key in MODEL.assumptions:
        quick = scenario.point.quick if scenario else ()
        label = next((item.label for item in quick if item.id == key), MODEL.assumptions[key].label)
        return _in_a_sentence(label)
    if field == "circle" and key in OF_THE_CIRCLE:
        return _in_a_sentence(OF_THE_CIRCLE[key].label)
    if field in ("teams_off", "loops_off"):
        return _TEAMS.get(key, key) if field == "teams_off" else f"loop of {_TEAMS.get(key, key)}"
    if field == "payers":
        return f"who pays {_in_a_sentence(_LINES.get(key, key))}"
    if field == "not_counted":
        return "what is not counted"
    return {
        "starting_point": "kind of community",
        "name": "name",
        "running": "the community",
        "since": "since",
        "currency": "currency",
        "exchange_rate": "exchange rate",
        "number_format": "number format",
        "scale_contributions": "contributions",
        "correlations": "what goes together",
    }.get(field, field.replace("_", " "))


def value_text(place: str, value: Json, scenario: Scenario | None) -> str:
    """Return what stands at a place, as people write it; of a default, the number in force."""
    field, key = field_at(place)
    if (field == "values" and key in MODEL.assumptions) or (field == "circle" and key in OF_THE_CIRCLE):
        return _given_text(key, value, scenario)
    if value is None:
        return "nothing"
    known = {
        "starting_point": lambda: _point(value),
        "running": lambda: "running" if value else "planned",
        "scale_contributions": lambda: "scaled to members" if value else "as in the example",
        "currency": lambda: CURRENCIES.get(value, str(value)),
        "number_format": lambda: NUMBER_FORMATS.get(value, str(value)),
        "payers": lambda: _TEAMS.get(value, str(value)),
        "correlations": lambda: "one pair" if len(value) == 1 else f"{len(value)} pairs",
        "exchange_rate": lambda: editable(value, kind="number", formats=_formats(scenario)),
    }.get(field)
    text = known() if known else str(value)
    return _quoted(text) if field in ("name", "not_counted") else plain(text, LONGEST)


def _quoted(text: str) -> str:
    return f"“{plain(text, LONGEST // 2)}”"


def _given_text(name: str, value: Json, scenario: Scenario | None) -> str:
    stated = value if isinstance(value, dict) else {"value": value}
    if value is not None and stated.get("value") is None:
        return "unknown"
    number, low, high = (stated.get(part) for part in ("value", "low", "high"))
    if number is None:
        if scenario is None:
            return "the example's"
        own = in_force(scenario)[name] if name in OF_THE_CIRCLE else _resolved(scenario).value(name)
        number = with_its_digits(own)
    declared = OF_THE_CIRCLE.get(name) or MODEL.assumptions[name]
    kind = written_kind(declared.kind)
    return plain(editable(number, kind=kind, formats=_formats(scenario), low=low, high=high), LONGEST)


def _formats(scenario: Scenario | None) -> Formats:
    return Formats(currency=scenario.currency, locale=scenario.number_format) if scenario else Formats()


def _number(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    return value.get("value"), value.get("low"), value.get("high")


def _point(name: str) -> str:
    found = starting_points().get(name)
    return found.label if found else name


def _whole(change: Change, loud: Sequence[Change]) -> str:
    verb = "new scenario" if change.before is None else "deletion of"
    return f"{verb} {called(scenario_at(change.place), loud)}"


def called(scenario: str, changes: Sequence[Change]) -> str:
    """Return what a scenario is called that an edit made or deleted as a whole, in quotation marks."""
    stated = {
        field_at(one.place): one.after if one.before is None else one.before
        for one in changes
        if scenario_at(one.place) == scenario
    }
    return _quoted(str(stated.get(("name", "")) or _point(str(stated.get(("starting_point", ""), "")))))


def _several(loud: Sequence[Change]) -> str:
    fields = {field_at(change.place)[0] for change in loud}
    if fields == {"values"}:
        return f"{len(loud)} assumptions"
    if fields == {"loops_off"}:
        return f"{len(loud)} loops"
    return f"{len(loud)} changes"


def _in_a_sentence(label: str) -> str:
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def _scenario(id: str, parts: Mapping[str, Json]) -> Scenario | None:
    try:
        workspace = workspace_of("", parts)
    except ValidationError:
        return None
    return next((entry.scenario for entry in workspace.scenarios if entry.id == id), None)


@lru_cache(maxsize=64)
def _resolved(scenario: Scenario) -> Resolved:
    return resolve(scenario)
