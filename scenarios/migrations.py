"""Documents of older releases, brought up to date: one step a schema version, each with what it changed in words.

A released schema is never edited: a change of the document is a new version, a step here, and a frozen file beside the
others in `tests/scenarios/documents`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from calculators import MODEL_VERSION
from calculators.scenario import NUMBER_FORMATS
from scenarios.workspace import SCHEMA_VERSION

Document = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """What brings a document from one schema version to the next.

    Attributes
    ----------
    since
        The version that it is for.
    change
        Returns the document in the next version. It is given a document that may hold anything, and may fail with
        KeyError, TypeError or ValueError.
    note
        What it changed, a sentence for people.
    """

    since: int
    change: Callable[[Document], Document]
    note: str


STEPS: Final[tuple[Step, ...]] = ()
"""None yet: schema 1 is the first that was released."""


_OTHER_FORMAT: Final = (
    "It was saved with a number format that this app does not know: numbers are written as 1,234.56 now."
)


class NewerError(ValueError):
    """Raised when a document was saved by a newer version of the app."""

    def __init__(self, found: int, newest: int) -> None:
        super().__init__(
            f"It was saved by a newer version of this app (document version {found}; this one reads up to {newest}). "
            "Open it there, or update this app."
        )


class DamagedError(ValueError):
    """Raised when a document does not hold what its version promises."""


def brought_up_to_date(
    document: Document, *, steps: Sequence[Step] = STEPS, newest: int = SCHEMA_VERSION
) -> tuple[Document, tuple[str, ...]]:
    """Return a workspace's document in today's schema, and what was changed in it.

    Parameters
    ----------
    document
        As it was saved: with ``schema_version``, ``scenarios`` and ``comparisons``; not validated yet.
    steps, newest
        Those of this release; others in tests.

    Raises
    ------
    NewerError
        When it is newer than this release.
    DamagedError
        When it has no version, or a step cannot read it.
    """
    found = document.get("schema_version", 1)
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise DamagedError("Its schema_version is no whole number from 1.")
    if found > newest:
        raise NewerError(found, newest)
    notes = []
    for version in range(found, newest):
        step = next((step for step in steps if step.since == version), None)
        if step is None:
            raise DamagedError(f"Nothing is known of document version {version}.")
        try:
            document = step.change(document)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            raise DamagedError(f"It is no document of version {version}.") from None
        notes.append(step.note)
    return _stamped(document, newest), (*notes, *_of_the_model(document))


def scenario_up_to_date(scenario: Document, *, saved: bool = False) -> Document:
    """Return the document of one scenario in today's schema; see `brought_up_to_date`.

    Parameters
    ----------
    scenario
        As it was written.
    saved
        Whether this app kept it, and so must open it whatever it took once; see `with_known_number_formats`.
    """
    alone = {
        "schema_version": scenario.get("schema_version", 1),
        "scenarios": [{"id": "a", "scenario": scenario}],
        "comparisons": [],
    }
    if saved:
        alone, _ = with_known_number_formats(alone)
    current, _ = brought_up_to_date(alone)
    found: Document = current["scenarios"][0]["scenario"]
    return found


def with_known_number_formats(document: Document) -> tuple[Document, tuple[str, ...]]:
    """Return a saved workspace's document with no number format but those that a scenario may have.

    Any word was taken once, so that what was saved then may hold one under which no page can write a number. What
    comes in anew, as a file, is refused instead.

    Examples
    --------
    >>> saved = {"scenarios": [{"id": "a", "scenario": {"name": "Bold", "number_format": "xx"}}]}
    >>> with_known_number_formats(saved)[0]
    {'scenarios': [{'id': 'a', 'scenario': {'name': 'Bold'}}]}
    """
    entries, mended = document.get("scenarios"), False
    if not isinstance(entries, list):
        return document, ()
    found = []
    for entry in entries:
        scenario = entry.get("scenario") if isinstance(entry, dict) else None
        usual = NUMBER_FORMATS[0]
        written = scenario.get("number_format", usual) if isinstance(scenario, dict) else usual
        if isinstance(scenario, dict) and str(written).replace("-", "_") not in NUMBER_FORMATS:
            mended = True
            rest = {name: held for name, held in scenario.items() if name != "number_format"}
            entry = {**entry, "scenario": rest}
        found.append(entry)
    return ({**document, "scenarios": found}, (_OTHER_FORMAT,)) if mended else (document, ())


def _stamped(document: Document, version: int) -> Document:
    entries = document.get("scenarios")
    if isinstance(entries, list):
        entries = [_stamped_scenario(entry, version) for entry in entries]
    return {**document, "schema_version": version, "scenarios": entries}


def _stamped_scenario(entry: Any, version: int) -> Any:
    if not isinstance(entry, dict) or not isinstance(entry.get("scenario"), dict):
        return entry
    found = entry["scenario"].get("schema_version", version)
    if isinstance(found, int) and not isinstance(found, bool) and found > version:
        raise NewerError(found, version)
    return {**entry, "scenario": {**entry["scenario"], "schema_version": version}}


def _of_the_model(document: Document) -> tuple[str, ...]:
    """Say that figures may differ from those that were saved, where another model made them."""
    made_with = document.get("model_version", MODEL_VERSION)
    if made_with == MODEL_VERSION or not isinstance(made_with, str):
        return ()
    return (
        f"It was saved with model {made_with[:40]} and is computed with model {MODEL_VERSION} now: figures may differ.",
    )
