"""All assumptions of a scenario as CSV, for a spreadsheet, and back.

One row an assumption. Shares are percentages, as in the app; amounts are in the scenario's currency, which the unit
names. Rows whose origin is *yours*, *example, kept* or *unknown* say what the user stated. All other rows are
there to be read, and become the user's own when somebody changes a number or adds a source in them; so do those of
*unknown* when somebody changes a number.

Text that a spreadsheet would run as a formula gets an apostrophe in front, which is taken away again when it is read.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from pydantic import ValidationError

from calculators.assumption import Assumption, Grade, Kind
from calculators.cells import neutral, restored
from calculators.message import whole, with_numbers
from calculators.model import MODEL
from calculators.refusals import refusal
from calculators.scenario import LONGEST_TEXT, Given, InForce, Origin, Resolved, Scenario, resolve
from figures.kinds import in_words
from wording import Formats, editable, read_number
from wording.formats import Kind as WrittenKind
from wording.safe import plain

COLUMNS: Final = ("id", "group", "label", "unit", "low", "value", "high", "origin", "grade", "source", "note")
LONGEST_FILE: Final = 2_000_000
"""Characters, or bytes: three times what every field filled to its end would take."""

TOO_MANY_CELLS: Final = (
    ": there are more cells than the first row has columns. A number with a comma in it stands in quotes: “8,000”, "
    "or without the comma: 8000."
)

MOST_ROWS: Final = 2_000
MOST_REFUSED: Final = 50

_NUMBER: Final = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,4})?", re.ASCII)
_SEPARATOR: Final = re.compile(r'"?sep=([,;\t])"?[,;\t ]*(?:\r\n|\n|\r)', re.IGNORECASE)
_CURRENCY: Final = re.compile(r"[A-Z]{3}\b")
_WORKED_OUT: Final = frozenset({Origin.SCALED, Origin.FOLLOWS})
_OF_DEFAULTS: Final = frozenset({Origin.EXAMPLE, Origin.KEPT, Origin.UNKNOWN})
"""Of rows that are written with the numbers of the example, range and all."""

_SAME: Final = 1e-9
"""Spreadsheets keep 15 digits of a number."""


@dataclasses.dataclass(frozen=True)
class Table:
    """What was read of a file.

    Attributes
    ----------
    scenario
        With all that the file says; None where anything in it is refused.
    rows
        How many assumptions it names.
    own
        How many of these rows say something of the user's own.
    changed
        How many assumptions are now stated otherwise than before.
    refused
        One line for people a bad cell.
    left
        Rows of numbers that the app works out, and that are now something else than the file says.
    doubts
        One line for people a number that was taken, and that may have been meant otherwise.
    """

    scenario: Scenario | None = None
    rows: int = 0
    own: int = 0
    changed: int = 0
    refused: tuple[str, ...] = ()
    left: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class _Row:
    """One row of a file.

    Attributes
    ----------
    number
        As a spreadsheet counts.
    cells
        By column.
    decimal_comma
        Whether a comma marks decimals.
    surplus
        Whether cells stand beyond the last column.
    """

    number: int
    cells: Mapping[str, str]
    decimal_comma: bool
    surplus: bool = False

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def word(self, column: str) -> str:
        return restored(self.text(column)).strip()


class _RefusedError(Exception):
    """Carries a line for people; never leaves this module."""


# ---- out


def to_csv(scenario: Scenario) -> str:
    r"""Write every assumption that the scenario has.

    Parameters
    ----------
    scenario
        What the user edited.

    Returns
    -------
    str
        With a header and CRLF line ends. `to_bytes` makes it a file.

    Examples
    --------
    >>> to_csv(Scenario(values={"tickets": 1_234})).splitlines()[39]
    'tickets,support,Support tickets,tickets a month,,1234,,yours,,,'
    """
    target = io.StringIO(newline="")
    sheet = csv.writer(target, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for entry in resolve(scenario).in_force.values():
        given = scenario.values.get(entry.assumption.id)
        if given is not None:
            sheet.writerow(_stated(scenario, entry, given))
        elif entry.origin is not Origin.ABSENT:
            numbers = (entry.low, entry.value, entry.high)
            # the sum of others until it is given: no default of its own, and so no change when it is another
            sum_of_others = entry.origin is Origin.EXAMPLE and not _alike(
                numbers, _default(scenario, entry.assumption)
            )
            origin = Origin.FOLLOWS if sum_of_others else entry.origin
            evidence = (str(entry.grade), neutral(str(entry.source)), "")
            sheet.writerow(_line(scenario, entry.assumption, numbers, str(origin), evidence))
    return target.getvalue()


def to_bytes(scenario: Scenario) -> bytes:
    """Write the file: UTF-8 with the mark by which spreadsheets know it."""
    return to_csv(scenario).encode("utf-8-sig")


def _stated(scenario: Scenario, entry: InForce, given: Given) -> list[str]:
    """Return the row of what the user said, whether or not its team is switched off."""
    assumption = entry.assumption
    evidence = (str(given.grade or ""), neutral(given.source), neutral(given.note))
    low, likely, high = _default(scenario, assumption)
    if given.value is None:
        return _line(scenario, assumption, (low, likely, high), str(Origin.UNKNOWN), evidence)
    if given.confirmed or given.low is not None or given.value != likely:
        return _line(scenario, assumption, (given.low, given.value, given.high), str(Origin.YOURS), evidence)
    return _line(scenario, assumption, (low, likely, high), str(Origin.KEPT), evidence)


def _line(
    scenario: Scenario,
    assumption: Assumption,
    numbers: tuple[float | None, ...],
    origin: str,
    evidence: tuple[str, ...],
) -> list[str]:
    unit = f"{_measure(scenario, assumption)} {assumption.unit}".strip()
    words = (assumption.id, assumption.group, neutral(assumption.label), neutral(unit))
    return [*words, *(_written(number, assumption.kind) for number in numbers), origin, *evidence]


def _measure(scenario: Scenario, assumption: Assumption) -> str:
    return {Kind.MONEY: scenario.currency, Kind.SHARE: "%"}.get(assumption.kind, "")


def _written(number: float | None, kind: Kind) -> str:
    """Write a number so that reading it gives the very same one."""
    if number is None:
        return ""
    exact = Decimal(repr(number))
    if kind is Kind.SHARE:
        exact = exact.scaleb(2)
    if exact == 0:
        return "0"
    text = format(exact, "f") if -12 < exact.adjusted() < 18 else str(exact)
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text


# ---- in


def from_bytes(data: bytes, scenario: Scenario) -> Table:
    """Read a file into a scenario; see `from_csv`."""
    if len(data) > LONGEST_FILE:
        return Table(refused=(f"The file is larger than {LONGEST_FILE / 1e6:.0f} MB. Nothing was changed.",))
    sixteen = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if sixteen else "utf-8-sig")
    except UnicodeDecodeError:
        return Table(refused=("The file is not text in UTF-8. Save it as “CSV UTF-8” and try again.",))
    return from_csv(text, scenario)


def from_csv(text: str, scenario: Scenario) -> Table:
    """Read a table into a scenario: all of it, or nothing where anything is refused.

    Parameters
    ----------
    text
        With a header that names at least the columns id and value. Comma, semicolon or tab between cells.
    scenario
        What it is read into. Assumptions that the table does not name stay as they are.

    Returns
    -------
    Table
        What was understood; nothing is raised for a bad file.

    Examples
    --------
    >>> read = from_csv("id,value\\nmembers,6500\\n", Scenario())
    >>> read.scenario.values["members"].value, read.own
    (6500.0, 1)
    >>> from_csv("id,value\\nmembers,many\\n", Scenario()).refused
    ('Row 2, value: “many” is not a number. Write a number such as 1,200.',)
    """
    try:
        rows = list(_rows(text.removeprefix("\ufeff")))
    except _RefusedError as refusal:
        return Table(refused=(in_words(refusal.args[0], Formats(locale=scenario.number_format)),))
    values = dict(scenario.values)
    refused: list[str] = []
    doubts: list[str] = []
    own = 0
    worked_out: list[_Row] = []
    seen: dict[str, int] = {}
    for row in rows:
        try:
            name = _named(row, seen)
            if row.surplus:
                raise _RefusedError(TOO_MANY_CELLS)
            given, stated = _given(row, MODEL.assumptions[name], scenario)
        except _RefusedError as refusal:
            refused += [f"Row {row.number}{line}" for line in str(refusal).split("\n")]
            continue
        if stated and given is not None:
            values[name] = given
            own += 1
            if given != scenario.values.get(name):
                doubts += _doubts(row, MODEL.assumptions[name])
        elif stated:
            values.pop(name, None)
        if _origin(row) in _WORKED_OUT and given is None:
            worked_out.append(row)
    if not refused and not seen:
        refused.append("The file names no assumption.")
    if refused:
        return Table(rows=len(seen), refused=_bounded(refused))
    read = _together(scenario, values, formats=_formats(rows[0]), rows=seen, own=own, worked_out=worked_out)
    return dataclasses.replace(read, doubts=_bounded(doubts)) if read.scenario else read


def _together(
    scenario: Scenario,
    values: Mapping[str, Given],
    *,
    formats: Formats,
    rows: Mapping[str, int],
    own: int,
    worked_out: list[_Row],
) -> Table:
    """Put everything that was read into the scenario, unless it cannot all hold.

    What is wrong is said in the file's number format: that is how its numbers are read when they are mended there.
    """
    try:
        edited = scenario.changed(values=values)
    except ValidationError as error:
        return Table(rows=len(rows), refused=(in_words(refusal(error.errors()[0]), formats),))
    numbers = resolve(edited)
    if numbers.problems:
        lines = []
        for problem in numbers.problems:
            known = MODEL.assumptions.get(problem.field)
            label = known.label if known else problem.field
            place = f"Row {rows[problem.field]}, {label}" if problem.field in rows else label
            lines.append(f"{place}: {in_words(problem.message, formats)}.")
        return Table(rows=len(rows), refused=_bounded(lines))
    changed = sum(edited.values.get(name) != scenario.values.get(name) for name in MODEL.assumptions)
    left = tuple(row.number for row in worked_out if not _still(row, numbers))
    return Table(edited, rows=len(rows), own=own, changed=changed, left=left)


def _still(row: _Row, numbers: Resolved) -> bool:
    """Tell whether a number that the app works out is what the file says."""
    entry = numbers.in_force[row.word("id")]
    try:
        low, value, high = (_number(row, column, entry.assumption) for column in ("low", "value", "high"))
    except _RefusedError:
        return False
    return _alike((low, value, high), (entry.low, entry.value, entry.high))


def _bounded(lines: list[str]) -> tuple[str, ...]:
    if len(lines) <= MOST_REFUSED:
        return tuple(lines)
    return (*lines[:MOST_REFUSED], f"And {len(lines) - MOST_REFUSED} more.")


def _told_delimiter(text: str) -> tuple[str, str]:
    r"""Return what stands between cells as the first line tells spreadsheets, empty where it does not, and the rest.

    Spreadsheets do not count that line.

    Examples
    --------
    >>> _told_delimiter("sep=;\r\nid;value"), _told_delimiter("id;value")
    ((';', 'id;value'), ('', 'id;value'))
    """
    found = _SEPARATOR.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _delimiter(text: str) -> str:
    header = text.lstrip("\ufeff\r\n")[:2_000].split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _rows(text: str) -> Iterator[_Row]:
    """Yield the rows below the header, as a spreadsheet numbers them."""
    if len(text) > LONGEST_FILE:
        raise _RefusedError(
            with_numbers(
                "The file is longer than {most} characters. Nothing was changed.", most=whole(LONGEST_FILE)
            )
        )
    told, text = _told_delimiter(text)
    delimiter = told or _delimiter(text)
    sheet = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    number = 0
    try:
        for number, cells in enumerate(sheet, 1):
            if number > MOST_ROWS:
                raise _RefusedError(
                    with_numbers(
                        "The file has more than {most} rows. Nothing was changed.", most=whole(MOST_ROWS)
                    )
                )
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _header(cells)
                continue
            surplus = any(cell.strip() for cell in cells[len(columns) :])
            yield _Row(number, dict(zip(columns, cells, strict=False)), delimiter == ";", surplus)
    except csv.Error as error:
        raise _RefusedError(f"Row {number + 1} cannot be read as CSV: {plain(str(error), 100)}.") from None
    if not columns:
        raise _RefusedError("The file is empty.")


def _header(cells: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    if "id" not in columns or "value" not in columns:
        raise _RefusedError(
            "The first row must name the columns, id and value among them: is this the right file?"
        )
    for column in COLUMNS:
        if columns.count(column) > 1:
            raise _RefusedError(f"The column {column} stands there twice.")
    return columns


def _named(row: _Row, seen: dict[str, int]) -> str:
    name = row.word("id")
    if name not in MODEL.assumptions:
        raise _RefusedError(f", id: there is no assumption “{plain(name, 60)}”.")
    if name in seen:
        raise _RefusedError(f", id: {name} stands in row {seen[name]}, too. Keep one of them.")
    seen[name] = row.number
    return name


def _origin(row: _Row) -> Origin | None:
    typed = row.word("origin").lower()
    if not typed:
        return None
    try:
        return Origin(typed)
    except ValueError:
        raise _RefusedError(
            f", origin: “{plain(typed, 60)}” is none of {Origin.YOURS}, {Origin.UNKNOWN} and {Origin.EXAMPLE}."
        ) from None


def _given(row: _Row, assumption: Assumption, scenario: Scenario) -> tuple[Given | None, bool]:
    """Return what a row says of an assumption, and whether it says anything at all."""
    problems: list[str] = []
    numbers: list[float | None] = []
    for column in ("low", "value", "high"):
        try:
            number = _number(row, column, assumption)
            # what the app works out may add up to more than anybody may type
            if row.word("origin").lower() not in _WORKED_OUT:
                _check_bounds(row, column, number, assumption)
            numbers.append(number)
        except _RefusedError as refusal:
            problems.append(str(refusal))
    origin: Origin | None = None
    try:
        origin = _origin(row)
        _check_currency(row, assumption, scenario)
        grade = _grade(row)
        source, note = _text(row, "source"), _text(row, "note")
    except _RefusedError as refusal:
        problems.append(str(refusal))
    if problems:
        raise _RefusedError("\n".join(problems))
    low, value, high = numbers
    evidence = {"grade": grade, "source": source, "note": note}
    if origin is Origin.ABSENT:
        return None, False
    if origin is Origin.UNKNOWN and _untouched(origin, (low, value, high), assumption, scenario):
        return Given(**evidence), True
    if origin is not None and origin not in (Origin.YOURS, Origin.UNKNOWN):
        if _untouched(origin, (low, value, high), assumption, scenario):
            if origin is Origin.KEPT:
                return Given(value=value, **evidence), True
            if not _own_evidence(grade, source, note, assumption, scenario):
                return None, True
        evidence |= _without_default_evidence(grade, source, assumption, scenario)
    if origin in _WORKED_OUT:
        for column, number in zip(("low", "value", "high"), numbers, strict=True):
            _check_bounds(row, column, number, assumption)
    if value is None:
        if origin is None and low is None and high is None:
            return None, False
        instead = (
            " beside low and high" if origin is Origin.UNKNOWN else f", or {Origin.UNKNOWN} as its origin"
        )
        raise _RefusedError(f", value: a number is needed{instead}.")
    if origin in _OF_DEFAULTS and _is_left_by(value, low, high, _default(scenario, assumption)):
        low = high = None
    return _own(row, low, value, high, evidence), True


def _is_left_by(
    value: float, low: float | None, high: float | None, default: tuple[float, float, float]
) -> bool:
    """Tell whether a number lies outside a range that nobody wrote: the example's, which was not made for it."""
    if low is None or high is None or low <= value <= high:
        return False
    return _alike((low, None, high), default)


def _own(
    row: _Row, low: float | None, value: float, high: float | None, evidence: Mapping[str, object]
) -> Given:
    if (low is None) != (high is None):
        raise _RefusedError(f", {'low' if low is None else 'high'}: a range needs both its ends.")
    if low is not None and high is not None and not low <= value <= high:
        raise _RefusedError(
            f", low to high: {row.word('low')}, {row.word('value')}, {row.word('high')} must rise from low to high."
        )
    return Given(value=value, low=low, high=high, confirmed=True, **evidence)


def _untouched(
    origin: Origin, numbers: tuple[float | None, ...], assumption: Assumption, scenario: Scenario
) -> bool:
    """Tell whether nobody changed the numbers of a row that is not the user's own.

    What the app works out moves by itself, so only a default can be told from a changed one.
    """
    return origin in _WORKED_OUT or _alike(numbers, _default(scenario, assumption))


def _alike(numbers: tuple[float | None, ...], others: tuple[float, ...]) -> bool:
    return all(
        number is None or math.isclose(number, other, rel_tol=_SAME, abs_tol=1e-15)
        for number, other in zip(numbers, others, strict=True)
    )


def _default(scenario: Scenario, assumption: Assumption) -> tuple[float, float, float]:
    default = scenario.point.default(assumption, running=scenario.running)
    rate = scenario.exchange_rate if assumption.money else 1.0
    return rate * default.low, rate * default.likely, rate * default.high


def _own_evidence(
    grade: Grade | None, source: str, note: str, assumption: Assumption, scenario: Scenario
) -> bool:
    kept = _without_default_evidence(grade, source, assumption, scenario)
    return bool(note) or kept["grade"] is not None or bool(kept["source"])


def _without_default_evidence(
    grade: Grade | None, source: str, assumption: Assumption, scenario: Scenario
) -> dict[str, Grade | str | None]:
    """Return the evidence that is not the default's."""
    usual, title, _ = scenario.point.evidence(assumption, running=scenario.running)
    return {"grade": None if grade is usual else grade, "source": "" if source == str(title) else source}


def _number(row: _Row, column: str, assumption: Assumption) -> float | None:
    """Read a cell in the unit that the row names: a share in percent."""
    text = row.word(column)
    if not text:
        return None
    if _NUMBER.fullmatch(text) and not (row.decimal_comma and "." in text):
        number = _plain_number(text, assumption.kind)
    else:
        kind: WrittenKind = _KINDS[assumption.kind]
        reading = read_number(text, kind=kind, formats=_formats(row))
        if reading.problem or reading.likely is None or reading.low is not None:
            raise _RefusedError(
                f", {column}: “{plain(text, 60)}” is not a number. "
                f"Write a number such as {editable(1_200, kind='count', formats=_formats(row))}."
            )
        number = reading.likely
    return number


def _doubts(row: _Row, assumption: Assumption) -> list[str]:
    """Return what else a row's numbers may have meant, as their fields would say it."""
    found = []
    for column in ("low", "value", "high"):
        text = row.word(column)
        reading = read_number(text, kind=_KINDS[assumption.kind], formats=_formats(row)) if text else None
        if reading is not None and reading.doubt:
            found.append(f"Row {row.number}, {column}: {reading.doubt}")
    return found


def _formats(row: _Row) -> Formats:
    return Formats(locale="de_DE") if row.decimal_comma else Formats()


def _check_bounds(row: _Row, column: str, number: float | None, assumption: Assumption) -> None:
    lowest, highest = assumption.bounds
    if number is None or lowest <= number <= highest:
        return
    written = (
        editable(bound, kind=_KINDS[assumption.kind], formats=_formats(row)) for bound in assumption.bounds
    )
    raise _RefusedError(f", {column}: {plain(row.word(column), 60)} is not between {' and '.join(written)}.")


_KINDS: Final[dict[Kind, WrittenKind]] = {
    Kind.COUNT: "count",
    Kind.SHARE: "share",
    Kind.MONEY: "money",
    Kind.MONTHS: "months",
    Kind.HOURS: "number",
    Kind.NUMBER: "number",
}


def _plain_number(text: str, kind: Kind) -> float:
    try:
        exact = Decimal(text)
        return float(exact.scaleb(-2) if kind is Kind.SHARE else exact)
    except (InvalidOperation, OverflowError):
        return math.inf


def _check_currency(row: _Row, assumption: Assumption, scenario: Scenario) -> None:
    named = _CURRENCY.match(row.word("unit")) if assumption.money else None
    if named and named[0] != scenario.currency:
        raise _RefusedError(
            f", unit: this amount is in {named[0]}, the scenario's are in {scenario.currency}."
        )


def _grade(row: _Row) -> Grade | None:
    typed = row.word("grade").lower()
    if not typed:
        return None
    try:
        return Grade(typed)
    except ValueError:
        raise _RefusedError(f", grade: “{plain(typed, 60)}” is none of {', '.join(Grade)}.") from None


def _text(row: _Row, column: str) -> str:
    text = restored(row.text(column))
    if len(text) > LONGEST_TEXT:
        has, most = (
            editable(count, kind="count", formats=_formats(row)) for count in (len(text), LONGEST_TEXT)
        )
        raise _RefusedError(f", {column}: {has} characters, and {most} are allowed.")
    return text
