"""The model from the command line: ``python -m calculators --help``.

Exit status 0 when it worked, 2 with one line a bad field when the input is at fault.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from calculators import comparison, confidence, cycle
from calculators.case import Case
from calculators.cells import neutral
from calculators.circle_assumptions import ASSUMPTIONS as OF_THE_CIRCLE
from calculators.companions import COMPANIONS, companion_of, why_unfit
from calculators.draws import MOST_POINTS, POINTS
from calculators.evaluation import Result, evaluate
from calculators.model import MODEL
from calculators.refusals import refusal
from calculators.repeated import STANDS_TWICE, repeated_names
from calculators.results import as_data, flat_row
from calculators.scenario import InvalidScenarioError, Scenario, moves_with_others, resolve
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
        """The lines for a terminal: names in them come from the document, and must neither break one nor command it."""
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
    compared = commands.add_parser("compare", help="print how scenarios differ as JSON")
    compared.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="scenarios in JSON, the first of them the one that the others are held against; - for standard input",
    )
    compared.add_argument(
        "--with",
        dest="companions",
        action="append",
        default=[],
        choices=tuple(COMPANIONS),
        metavar="NAME",
        help=f"add a ready-made companion of the first: {', '.join(COMPANIONS)}; may be given again",
    )
    compared.add_argument(
        "--draws",
        type=_whole(1, MOST_POINTS),
        default=POINTS,
        help=f"how many draws they share (up to {MOST_POINTS:,}; {POINTS:,} if not given)",
    )
    compared.add_argument("--seed", type=_whole(0, 2**32 - 1), default=confidence.SEED, help="of the draws")
    compared.set_defaults(run=_compare)
    circle = commands.add_parser(
        "cycle", help="print the circle of not investing, its tipping point and the contributions as JSON"
    )
    circle.add_argument("file", help="a scenario in JSON, - for standard input")
    circle.set_defaults(run=_cycle)
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
    """Return a starting point as a scenario that lists every number that it has.

    What its rules work out from the others is listed without a value: spelled out it would count as given, and stay
    behind when the members, the active share, the staff or the programme are changed.

    Parameters
    ----------
    name
        Of the starting point, with its version.
    running
        Whether the community runs already.

    Examples
    --------
    >>> values = template("b2b-support@1")["values"]
    >>> values["members"], values["deflected"]
    (5000.0, {'value': None})
    """
    scenario = Scenario(starting_point=name, running=running, currency=starting_points()[name].currency)
    resolved = resolve(scenario)
    values = {
        assumption.id: {"value": None} if moves_with_others(assumption) else resolved.value(assumption.id)
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
    twice = repeated_names(text)
    if twice:
        raise BadInput(f"{place}: {STANDS_TWICE}" for place in twice)
    try:
        return Scenario.model_validate_json(text)
    except ValidationError as error:
        raise BadInput(_all_faults(text, error)) from None


def _all_faults(text: str, error: ValidationError) -> list[str]:
    """Return a line for each fault, those too that only show once fields that could not be read are left out."""
    lines = _lines(error)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return lines
    while _leave_out(document, error):
        try:
            problems = resolve(Scenario.model_validate(document)).problems
        except ValidationError as further:
            error = further
            lines += [line for line in _lines(further) if line not in lines]
        else:
            return lines + [f"{_place(problem.field)}: {problem.message}" for problem in problems]
    return lines


def _leave_out(document: Any, error: ValidationError) -> bool:
    """Take what could not be read out of a scenario, and what it has no name for; return whether anything was there."""
    if not isinstance(document, dict):
        return False
    values = document.get("values")
    left_out = False
    for detail in error.errors(include_url=False, include_input=False):
        place = detail["loc"]
        if place and place[0] == "starting_point":
            return False
        if not place and isinstance(values, dict):
            for name in values.keys() - MODEL.assumptions.keys():
                del values[name]
                left_out = True
        elif len(place) > 1 and place[0] == "values" and isinstance(values, dict):
            left_out |= place[1] in values
            values.pop(place[1], None)
        elif place:
            left_out |= place[0] in document
            document.pop(place[0], None)
    return left_out


def _lines(error: ValidationError) -> list[str]:
    lines = []
    for detail in error.errors(include_url=False, include_input=False):
        where = ".".join(str(part)[:80] for part in detail["loc"]) or "scenario"
        lines.append(f"{where}: {refusal(detail)}")
    return lines


def _evaluate(options: argparse.Namespace) -> None:
    text = read_file(options.file)
    if options.csv:
        if options.draws is not None:
            raise BadInput(["--draws: works on one scenario in JSON, not on CSV"])
        _evaluate_csv(text)
        return
    result = _answer_to(text)
    answer = as_data(result)
    if options.draws is not None:
        try:
            answer["uncertainty"] = confidence.as_data(result.resolved, options.draws, options.seed)
        except ValueError as error:
            raise BadInput([f"uncertainty: {error}"]) from None
    print(json.dumps(answer, allow_nan=False))


def _compare(options: argparse.Namespace) -> None:
    if options.files.count("-") > 1:
        raise BadInput(["-: standard input can be read once"])
    sides = [_side(file) for file in options.files]
    first = sides[0]
    for name in options.companions:
        reason = why_unfit(first.case.scenario, name)
        if reason:
            raise BadInput([f"--with {name}: {reason}"])
        side = companion_of(first.case.scenario, name)
        sides.append(comparison.Named(f"{first.name}: {COMPANIONS[name].label.lower()}", side))
    if not 2 <= len(sides) <= comparison.MOST_SIDES:
        raise BadInput([f"compare: between two and {comparison.MOST_SIDES} scenarios, not {len(sides)}"])
    try:
        found = comparison.compare(sides, points=options.draws, seed=options.seed)
    except (InvalidScenarioError, comparison.CannotCompareError) as error:
        raise refused(error) from None
    print(json.dumps(comparison.as_data(found), allow_nan=False))


def _side(file: str) -> comparison.Named:
    """Return the scenario of a file, under its own name or the file's."""
    try:
        scenario = read_scenario(read_file(file))
        problems = resolve(scenario).problems
    except BadInput as bad:
        raise BadInput(f"{file}: {line}" for line in bad.lines) from None
    if problems:
        raise BadInput(f"{file}: {_place(problem.field)}: {problem.message}" for problem in problems)
    return comparison.Named(scenario.name or Path(file).stem, Case(scenario))


def _answer_to(text: str) -> Result:
    """Return the answer to the scenario that a text holds."""
    scenario = read_scenario(text)
    try:
        return evaluate(scenario)
    except InvalidScenarioError as error:
        raise refused(error) from None


def _cycle(options: argparse.Namespace) -> None:
    print(json.dumps(cycle.as_data(_answer_to(read_file(options.file))), allow_nan=False))


def refused(error: InvalidScenarioError | comparison.CannotCompareError) -> BadInput:
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
    twice = [column for column, times in Counter(columns).items() if times > 1]
    if twice:
        raise BadInput(f"csv: column {column[:60]!r} stands more than once" for column in twice)
    known = {"starting_point", *OUTSIDE_VALUES, *MODEL.assumptions}
    unknown = [column for column in columns if column not in known]
    if unknown:
        raise BadInput(f"csv: column {str(column)[:60]!r} is not an assumption" for column in unknown)
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    try:
        for number, row in enumerate(reader, start=2):
            try:
                rows.append({"name": neutral(row.get("name") or ""), **flat_row(evaluate(_scenario_of(row)))})
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
    for field, declared in (("values", MODEL.assumptions), ("circle", OF_THE_CIRCLE)):
        entry = schema["properties"][field].pop("additionalProperties")
        # every assumption by name, so that an editor completes and checks them
        schema["properties"][field]["properties"] = {
            assumption.id: {
                "description": f"{assumption.label} ({assumption.unit or assumption.kind}). {assumption.help}",
                "anyOf": [
                    {"type": "number", "minimum": assumption.bounds[0], "maximum": assumption.bounds[1]},
                    entry,
                ],
            }
            for assumption in declared.values()
        }
        schema["properties"][field]["additionalProperties"] = False
    schema["properties"]["starting_point"]["enum"] = list(starting_points())
    print(json.dumps(schema, indent=2))


if __name__ == "__main__":
    sys.exit(main())
