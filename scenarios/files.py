"""Workspaces and scenarios as JSON files: written for people to keep, read with suspicion.

A file is refused before it costs anything: by its length, then by how deep and how wide it is, then by what it holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import from_json

from calculators.model import MODEL
from calculators.refusals import refusal
from calculators.repeated import STANDS_TWICE, repeated_names
from calculators.scenario import Remark, Scenario, resolve
from figures.kinds import in_words
from scenarios.migrations import DamagedError, Document, NewerError, brought_up_to_date
from scenarios.workspace import MOST_COMPARISONS, MOST_SCENARIOS, Workspace, title
from wording.formats import Formats
from wording.safe import plain

LONGEST_FILE: Final = 2_000_000
"""Bytes: more than twice what fifty full scenarios take."""

DEEPEST: Final = 12
LONGEST_KEY: Final = 80
"""Of what is named in a file, as the names of columns: the longest id is half of it."""

MOST_PIECES: Final = 150_000
MOST_LINES: Final = 20


class RefusedError(ValueError):
    """Raised when a file cannot be taken.

    Attributes
    ----------
    lines
        Why, one line a fault, in plain text; the first ones where there are many.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True)
class Read:
    """What a file holds.

    Attributes
    ----------
    workspace
        Its scenarios and comparisons; of one scenario where the file is one.
    notes
        What was changed to bring it up to date.
    """

    workspace: Workspace
    notes: tuple[str, ...] = ()


def workspace_to_bytes(workspace: Workspace) -> bytes:
    """Return a workspace as a file. Its id stays out: the file is nobody's address."""
    return _written({"kind": "workspace", **workspace.model_dump(mode="json", exclude={"id"})})


def scenario_to_bytes(scenario: Scenario) -> bytes:
    """Return one scenario as a file, which ``python -m calculators evaluate`` reads as well."""
    return _written(scenario.model_dump(mode="json"))


def file_name(text: str) -> str:
    """Return a name for a file of something that people named.

    Examples
    --------
    >>> file_name("../Bold & <b>new</b>")
    'bold-b-new-b.json'
    """
    letters = "".join(sign.lower() if sign.isascii() and sign.isalnum() else " " for sign in plain(text, 60))
    return f"{'-'.join(letters.split()) or 'scenario'}.json"


def read(data: bytes) -> Read:
    """Return what a file holds.

    Raises
    ------
    RefusedError
        When anything in it is not as it should be; nothing of it is taken then.
    """
    document = _document(data)
    try:
        current, notes = brought_up_to_date(_as_workspace(document))
        workspace = Workspace.model_validate({**current, "id": ""})
    except (NewerError, DamagedError) as error:
        raise RefusedError([str(error)]) from None
    except ValidationError as error:
        raise RefusedError(_lines(error)) from None
    problems = [
        f"{plain(title(entry.scenario), 80)}: {_label(problem.field)}: {_in_words(problem, entry.scenario)}"
        for entry in workspace.scenarios
        for problem in resolve(entry.scenario).problems
    ]
    if problems:
        raise RefusedError(problems[:MOST_LINES])
    return Read(workspace, notes)


def _in_words(problem: Remark, scenario: Scenario) -> str:
    """Return what is wrong with a scenario, its numbers as it says that they are written."""
    return in_words(problem.message, Formats(locale=scenario.number_format))


def _written(document: Document) -> bytes:
    return json.dumps(document, indent=1, ensure_ascii=True, allow_nan=False).encode()


def _document(data: bytes) -> Document:
    if len(data) > LONGEST_FILE:
        raise RefusedError([f"The file is larger than {LONGEST_FILE // 1_000_000} MB, and no scenario is."])
    try:
        document = from_json(data.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)
    except (ValueError, RecursionError):
        raise RefusedError(["The file is no JSON, or only a part of it arrived."]) from None
    if not isinstance(document, dict):
        raise RefusedError(["The file holds no scenario."])
    _bounded(document)
    twice = repeated_names(data)
    if twice:
        raise RefusedError([f"{plain(place, 120)}: {STANDS_TWICE}" for place in twice[:MOST_LINES]])
    return document


def _bounded(document: Any) -> None:
    """Refuse what is deeper or wider than any document, before anything walks through it by calling itself."""
    waiting, pieces = [(document, 0)], 0
    while waiting:
        held, depth = waiting.pop()
        if isinstance(held, dict):
            inside = list(held.values())
            if any(len(key) > LONGEST_KEY or not key.isprintable() for key in held):
                raise RefusedError(["The file names something with more than a name."])
        elif isinstance(held, list):
            inside = held
        else:
            continue
        pieces += len(inside)
        if depth >= DEEPEST or pieces > MOST_PIECES:
            raise RefusedError(["The file holds more than any workspace does."])
        waiting += [(one, depth + 1) for one in inside if isinstance(one, dict | list)]


def _as_workspace(document: Document) -> Document:
    """Return a document as a workspace's: one scenario is a workspace of its own."""
    if "scenarios" not in document:
        if "starting_point" not in document and "values" not in document:
            raise RefusedError(["The file holds no scenario."])
        version = document.get("schema_version", 1)
        document = {
            "schema_version": version,
            "model_version": document.get("model_version"),
            "scenarios": [{"id": "a", "scenario": document}],
        }
        if document["model_version"] is None:
            del document["model_version"]
    entries, compared = document["scenarios"], document.get("comparisons", [])
    if not isinstance(entries, list) or not isinstance(compared, list):
        raise RefusedError(["The file holds no list of scenarios."])
    if len(entries) > MOST_SCENARIOS or len(compared) > MOST_COMPARISONS:
        raise RefusedError([f"The file holds more than {MOST_SCENARIOS} scenarios."])
    for entry in entries:
        values = entry.get("scenario", {}).get("values") if _holds_scenario(entry) else None
        if isinstance(values, dict) and len(values) > len(MODEL.assumptions):
            raise RefusedError(["A scenario gives more assumptions than there are."])
    return {key: value for key, value in document.items() if key not in ("kind", "id")}


def _holds_scenario(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("scenario"), dict)


def _lines(error: ValidationError) -> list[str]:
    lines = []
    details = error.errors(include_url=False, include_input=False)
    # a list that is refused because of what it holds counts for too short, as what is refused does not count
    holding = {detail["loc"][:length] for detail in details for length in range(len(detail["loc"]))}
    details = [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in holding]
    for detail in details[:MOST_LINES]:
        where = ".".join(plain(str(part), 60) for part in detail["loc"] if part not in ("scenario", "a"))
        message = refusal(detail)
        lines.append(plain(f"{where}: {message}" if where else message, 300))
    return lines


def _label(field: str) -> str:
    known = MODEL.assumptions.get(field)
    return known.label if known else field
