"""Papers from the command line: ``python -m exports workbook SCENARIO.json OUT``.

Exit status 0 when the file was written, 2 with one line a bad field when the input is at fault.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path
from typing import NoReturn

from calculators.__main__ import BadInput, read_file, read_scenario, refused
from calculators.confidence import drivers
from calculators.draws import POINTS
from calculators.evaluation import Result, evaluate
from calculators.scenario import InvalidScenarioError
from calculators.spread import spread
from calculators.uncertainty import sample
from exports.kinds import KINDS
from exports.material import Material


def main(arguments: list[str] | None = None) -> int:
    """Write one export and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        made = _made(options.kind, options.file, options.link)
        _write(options.out, made)
    except BadInput as bad:
        print("\n".join(bad.printable), file=sys.stderr)
        return 2
    return 0


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with an option."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message} (try {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    kinds = "; ".join(f"{kind.id}: {kind.about} (.{kind.ending})" for kind in KINDS.values())
    parser = _Parser(prog="python -m exports", description="What people take away of a scenario.")
    parser.add_argument("kind", choices=KINDS, help=kinds)
    parser.add_argument("file", help="a scenario in JSON, - for standard input")
    parser.add_argument("out", help="the file to write, - for standard output")
    parser.add_argument("--link", default="", help="where the scenario can be opened, to be printed")
    return parser


def _made(kind: str, file: str, link: str) -> bytes:
    scenario = read_scenario(read_file(file))
    try:
        result = evaluate(scenario)
    except InvalidScenarioError as error:
        raise refused(error) from None
    today = datetime.datetime.now(tz=datetime.UTC).date()
    chosen = KINDS[kind]
    return chosen.make(material_of(result, dated=f"{today.day} {today:%B %Y}", link=link, sure=chosen.sure))


def material_of(result: Result, *, dated: str, link: str = "", sure: bool = True) -> Material:
    """Return an answer with how sure it is, where that is wanted, as exports take it."""
    if not sure:
        return Material(result, dated, link=link)
    resolved = result.resolved
    found = spread(resolved, POINTS)
    return Material(result, dated, found, drivers(resolved, sample(resolved, POINTS)), link=link)


def _write(out: str, made: bytes) -> None:
    if out == "-":
        sys.stdout.buffer.write(made)
        return
    try:
        Path(out).write_bytes(made)
    except OSError as error:
        raise BadInput([f"{out}: cannot be written: {error.strerror}"]) from None


if __name__ == "__main__":
    sys.exit(main())
