"""The model from the command line: ``python -m calculators --help``.

Exit status 0 when it worked, 2 with one line a bad field when the input is at fault.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from calculators import confidence
from calculators.draws import MOST_POINTS
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.results import as_data, flat_row
from calculators.scenario import InvalidScenarioError, Scenario, resolve
from calculators.starting_point import starting_points

LONGEST_FILE = 5_000_000
"""Characters; a scenario has a few thousand."""

OUTSIDE_VALUES = ("name", "running", "currency", "since")


class BadInput(Exception):
    """What is wrong with the input, one line each."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("; ".join(self.lines))

    @property
    def printable(self) -> tuple[str, ...]:
        """The lines for a terminal: names of fields come from the document, and must neither break one nor command it."""
        return tuple("".join(sign if sign.isprintable() else " " for sign in line) for line in self.lines)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except BadInput as bad:
        print("\n".join(bad.printable), file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    return 0


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with an option."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message} (try {self.prog} --help)\n")


def _whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers between two ends."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(
                f"{text[:40]!r} is not a whole number between {least} and {most:,}"
            )
        return number

    return read


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m calculators", description="What a community is worth.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    template = commands.add_parser("template", help="print a starting point as a scenario in JSON")
    template.add_argument("name", nargs="?", help="its name, with or without @version")
    template.add_argument("--list", action="store_true", help="print the names")
    template.add_argument(
        "--planned", action="store_true", help="a planned community rather than a running one"
    )
    template.set_defaults(run=_template)
    evaluation = commands.add_parser("evaluate", help="print the results of a scenario as JSON")
    evaluation.add_argument("file", help="a scenario in JSON, - for standard input")
    evaluation.add_argument(
        "--draws",
        type=_whole(1, MOST_POINTS),
        help="add how sure the answer is, from this many draws (up to 65,536)",
    )
    evaluation.add_argument("--seed", type=_whole(0, 2**32 - 1), default=confidence.SEED, help="of the draws")
    evaluation.add_argument(
        "--csv", action="store_true", help="the file is CSV, one community a row; writes CSV"
    )
    evaluation.set_defaults(run=_evaluate)
    schema = commands.add_parser("schema", help="print the scenario's JSON schema")
    schema.set_defaults(run=_schema)
    return parser


def _template(options: argparse.Namespace) -> None:
    points = starting_points()
    if options.list or options.name is None:
        print("\n".join(points))
        return
    name = options.name
    if name not in points:
        latest = [known for known in points if known.partition("@")[0] == name]
        if not latest:
            raise BadInput([f"template: {name[:80]!r} does not exist; choose one of {', '.join(points)}"])
        name = max(latest, key=lambda known: points[known].version)
    print(json.dumps(template(name, running=not options.planned), indent=2))


def template(name: str, *, running: bool = True) -> dict[str, Any]:
    """Return a starting point as a scenario with every number that it has."""
    scenario = Scenario(starting_point=name, running=running, currency=starting_points()[name].currency)
    resolved = resolve(scenario)
    values = {
        assumption.id: resolved.value(assumption.id)
        for assumption in MODEL.assumptions.values()
        # the cost a year is the sum of the kinds of cost that are stated
        if scenario.point.has(assumption) and assumption.id != "cost_year"
    }
    stated = scenario.model_dump(mode="json", exclude={"values"})
    return {**stated, "name": scenario.point.label, "values": values}


def read_file(file: str) -> str:
    """Return the text of a file, or of standard input where it is ``-``.

    Raises
    ------
    BadInput
        Where it cannot be read, or is too long.
    """
    try:
        text = sys.stdin.read(LONGEST_FILE + 1) if file == "-" else _start_of(Path(file))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            [f"{file}: cannot be read: {getattr(error, 'strerror', None) or 'it is not text'}"]
        ) from None
    if len(text) > LONGEST_FILE:
        raise BadInput([f"{file}: longer than {LONGEST_FILE:,} characters"])
    return text


def _start_of(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as opened:
        return opened.read(LONGEST_FILE + 1)


def read_scenario(text: str) -> Scenario:
    """Return the scenario that a text holds.

    Raises
    ------
    BadInput
        With one line a bad field.
    """
    try:
        return Scenario.model_validate_json(text)
    except ValidationError as error:
        raise BadInput(_lines(error)) from None


def _lines(error: ValidationError) -> list[str]:
    lines = []
    for detail in error.errors(include_url=False, include_input=False, include_context=False):
        where = ".".join(str(part)[:80] for part in detail["loc"]) or "scenario"
        message = " ".join(detail["msg"].removeprefix("Value error, ").split())
        lines.append(f"{where}: {message}")
    return lines


def _evaluate(options: argparse.Namespace) -> None:
    text = read_file(options.file)
    if options.csv:
        if options.draws is not None:
            raise BadInput(["--draws: works on one scenario in JSON, not on CSV"])
        _evaluate_csv(text)
        return
    scenario = read_scenario(text)
    try:
        result = evaluate(scenario)
    except InvalidScenarioError as error:
        raise refused(error) from None
    answer = as_data(result)
    if options.draws is not None:
        try:
            answer["uncertainty"] = confidence.as_data(result.resolved, options.draws, options.seed)
        except ValueError as error:
            raise BadInput([f"uncertainty: {error}"]) from None
    print(json.dumps(answer, allow_nan=False))


def refused(error: InvalidScenarioError) -> BadInput:
    """Return what is wrong with a scenario that cannot be computed."""
    return BadInput(f"{_place(problem.field)}: {problem.message}" for problem in error.problems)


def _place(field: str) -> str:
    """Return where in the document a field is."""
    return f"values.{field}" if field in MODEL.assumptions else field


def _evaluate_csv(text: str) -> None:
    reader = csv.DictReader(io.StringIO(text))
    try:
        columns = reader.fieldnames or []
    except csv.Error as error:
        raise BadInput([f"csv: {error}"]) from None
    if not columns:
        raise BadInput(["csv: it has no header row"])
    known = {"starting_point", *OUTSIDE_VALUES, *MODEL.assumptions}
    unknown = [column for column in columns if column not in known]
    if unknown:
        raise BadInput(f"csv: column {str(column)[:60]!r} is not an assumption" for column in unknown)
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    try:
        for number, row in enumerate(reader, start=2):
            try:
                rows.append({"name": row.get("name") or "", **flat_row(evaluate(_scenario_of(row)))})
            except BadInput as bad:
                problems.extend(f"line {number}: {line}" for line in bad.lines)
            except InvalidScenarioError as error:
                problems.extend(
                    f"line {number}: {remark.field}: {remark.message}" for remark in error.problems
                )
    except csv.Error as error:
        raise BadInput([f"csv: {error}"]) from None
    if problems:
        raise BadInput(problems)
    if not rows:
        raise BadInput(["csv: it has no rows"])
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _scenario_of(row: dict[str, str | None]) -> Scenario:
    """Return the scenario of one row; empty cells keep the starting point's value."""
    if None in row:
        raise BadInput(["more cells than the header has columns"])
    stated = {name: text.strip() for name, text in row.items() if text and text.strip()}
    values, bad = {}, []
    for name in stated.keys() & MODEL.assumptions.keys():
        try:
            values[name] = float(stated[name])
        except ValueError:
            bad.append(f"{name}: {stated[name][:40]!r} is not a number")
    if bad:
        raise BadInput(sorted(bad))
    fields: dict[str, Any] = {
        name: stated[name] for name in ("starting_point", *OUTSIDE_VALUES) if name in stated
    }
    try:
        return Scenario.model_validate({**fields, "values": values})
    except ValidationError as error:
        raise BadInput(_lines(error)) from None


def _schema(_: argparse.Namespace) -> None:
    schema = Scenario.model_json_schema()
    entry = schema["properties"]["values"].pop("additionalProperties")
    # every assumption by name, so that an editor completes and checks them
    schema["properties"]["values"]["properties"] = {
        assumption.id: {
            "description": f"{assumption.label} ({assumption.unit or assumption.kind}). {assumption.help}",
            "anyOf": [
                {"type": "number", "minimum": assumption.bounds[0], "maximum": assumption.bounds[1]},
                entry,
            ],
        }
        for assumption in MODEL.assumptions.values()
    }
    schema["properties"]["values"]["additionalProperties"] = False
    schema["properties"]["starting_point"]["enum"] = list(starting_points())
    print(json.dumps(schema, indent=2))


if __name__ == "__main__":
    sys.exit(main())
