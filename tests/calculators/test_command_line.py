"""The command line: what it prints, and that bad input costs one line a field, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from calculators import __main__ as command_line
from calculators.cells import restored
from calculators.model import MODEL
from calculators.scenario import Scenario
from calculators.starting_point import starting_points

POINT = "b2b-support@1"


class Answer:
    """What a command printed, and its exit status."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """Return what is wrong: it must be refused, in so many lines, without a traceback."""
        assert self.status == 2, self
        assert self.out == ""
        assert "Traceback" not in self.err
        assert self.err.endswith("\n")
        return self.err.splitlines()


class Command:
    """Runs the command line in this process."""

    def __init__(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
    ) -> None:
        self.capsys, self.monkeypatch, self.folder = capsys, monkeypatch, folder

    def __call__(self, *arguments: str, stdin: str = "") -> Answer:
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        self.capsys.readouterr()
        status = command_line.main(list(arguments))
        out, err = self.capsys.readouterr()
        return Answer(status, out, err)

    def evaluate(self, text: str, *options: str) -> Answer:
        file = self.folder / "scenario"
        file.write_text(text, "utf-8")
        return self("evaluate", str(file), *options)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    return Command(capsys, monkeypatch, tmp_path)


def document(**values: Any) -> str:
    return json.dumps({"starting_point": POINT, "values": values})


# ---- what works


def test_templates_are_listed(command: Command) -> None:
    answer = command("template", "--list")
    assert answer.status == 0
    assert answer.out.splitlines() == list(starting_points())
    assert command("template").out == answer.out


@pytest.mark.parametrize("name", sorted(starting_points()))
@pytest.mark.parametrize("planned", [False, True])
def test_a_template_is_the_starting_point_with_every_number(
    command: Command, name: str, planned: bool
) -> None:
    answer = command("template", name, *(["--planned"] if planned else []))
    assert answer.status == 0
    written = Scenario.model_validate_json(answer.out)
    assert written.running is not planned
    assert written.starting_point == name
    # it means the same as the starting point untouched
    same = Scenario(starting_point=name, running=not planned, currency=starting_points()[name].currency)
    found, expected = (command.evaluate(text).data for text in (answer.out, same.model_dump_json()))
    assert found["npv"] == pytest.approx(expected["npv"], rel=1e-9)
    assert found["assumptions"] == pytest.approx(expected["assumptions"], rel=1e-9)


def test_a_template_without_its_version_is_the_latest(command: Command) -> None:
    assert command("template", "b2b-support").out == command("template", POINT).out


def test_a_file_is_evaluated(command: Command) -> None:
    data = command.evaluate(document(members=8_000, horizon=24)).data
    assert data["starting_point"] == POINT
    assert data["horizon"] == 24
    assert data["assumptions"]["members"] == 8_000
    assert data["npv"] == pytest.approx(data["pv_benefits"] - data["pv_costs"])
    assert data["direct"] + data["flywheel"] == pytest.approx(data["npv"])
    assert sum(line["hard"] for line in data["lines"]) == pytest.approx(data["pv_benefits"])
    assert set(data["teams"]) == {team.id for team in MODEL.teams}
    assert {len(series) for series in data["monthly"].values()} == {24}
    assert data["monthly"]["month"][:2] == [1, 2]


def test_standard_input_is_evaluated(command: Command) -> None:
    text = document(members=8_000)
    assert command("evaluate", "-", stdin=text).data == command.evaluate(text).data


def test_a_file_with_a_byte_order_mark_is_read(command: Command) -> None:
    assert command.evaluate("\ufeff" + document()).status == 0


def test_a_fraction_of_a_month_is_no_crash(command: Command) -> None:
    assert command.evaluate(document(horizon=37.6)).data["horizon"] == 38


def test_a_table_is_evaluated_row_by_row(command: Command) -> None:
    table = (
        f"name,starting_point,running,members,deflected\nOurs,{POINT},true,8000,\nTheirs,{POINT},false,,150\n"
    )
    answer = command.evaluate(table, "--csv")
    assert answer.status == 0
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [row["name"] for row in rows] == ["Ours", "Theirs"]
    alone = command.evaluate(document(members=8_000)).data
    assert float(rows[0]["npv"]) == pytest.approx(alone["npv"])
    assert float(rows[0]["with_soft_npv"]) == pytest.approx(alone["with_soft"]["npv"])
    assert float(rows[0]["support_value"]) == pytest.approx(alone["teams"]["support"]["value"])


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "@x", "+x", "-x", "\tx", " =x", "\uff1dx", "'x"])
def test_a_name_in_a_table_is_no_formula(command: Command, name: str) -> None:
    table = io.StringIO()
    csv.writer(table).writerows([["name", "members"], [name, "8000"]])
    (row,) = csv.DictReader(io.StringIO(command.evaluate(table.getvalue(), "--csv").out))
    assert row["name"] == f"'{name}"
    assert restored(row["name"]) == name


def test_the_schema_accepts_what_the_program_writes(command: Command) -> None:
    schema = command("schema").data
    jsonschema.Draft202012Validator.check_schema(schema)
    for name in starting_points():
        jsonschema.validate(command("template", name).data, schema)
    given = {"value": 0.1, "low": 0.0, "high": 0.2, "grade": "own experiment", "note": "n"}
    jsonschema.validate(json.loads(document(uplift=given)), schema)
    for wrong in (
        document(nothing=1),
        document(members=-1),
        document(members="7"),
        '{"starting_point": "x"}',
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(json.loads(wrong), schema)
    assert set(schema["properties"]["values"]["properties"]) == set(MODEL.assumptions)


def test_as_a_program_of_its_own(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "calculators", "template", "b2b-support"],
        capture_output=True,
        text=True,
        check=True,
    )
    answered = subprocess.run(
        [sys.executable, "-m", "calculators", "evaluate", "-"],
        input=made.stdout,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "roi" in json.loads(answered.stdout)
    refused = subprocess.run(
        [sys.executable, "-m", "calculators", "evaluate", str(tmp_path / "none")],
        capture_output=True,
        text=True,
    )
    assert refused.returncode == 2
    assert refused.stderr.splitlines() == [f"{tmp_path / 'none'}: cannot be read: No such file or directory"]


def test_a_question_to_nobody_is_explained(command: Command) -> None:
    with pytest.raises(SystemExit) as ended:
        command()
    assert ended.value.code == 2


# ---- what is refused

HUGE = "9" * 400
DEEP = "[" * 100_000
HOSTILE = {
    "text": ('{"values": {"members": "many"}}', ["values.members: a number is needed, not text"]),
    "true": ('{"values": {"members": true}}', ["values.members: a number is needed, not true or false"]),
    "NaN": ('{"values": {"members": NaN}}', ["values.members"]),
    "Infinity": ('{"values": {"members": Infinity}}', ["values.members"]),
    "minus Infinity": ('{"values": {"members": -Infinity}}', ["values.members"]),
    "too large a float": ('{"values": {"members": 1e999}}', ["values.members"]),
    "a huge integer": (f'{{"values": {{"members": {HUGE}}}}}', ["values.members: the number is too large"]),
    "an integer of 5,000 digits": (f'{{"values": {{"members": {"9" * 5_000}}}}}', [""]),
    "negative": (document(members=-5), ["values.members: -5 is not between 0 and 1,000,000,000"]),
    "a share above 1": (document(win_rate=40), ["values.win_rate: 4,000 % is not between 0 % and 100 %"]),
    "two bad numbers": (document(win_rate=40, uplift=9), ["values.win_rate: ", "values.uplift: "]),
    "a range out of order": (
        document(uplift={"low": 0.3, "value": 0.2, "high": 0.4}),
        ["values.uplift: low, likely and high must be in this order"],
    ),
    "half a range": (document(uplift={"low": 0.3, "value": 0.4}), ["values.uplift: a range needs both"]),
    "an unknown assumption": (document(nothing=1), ["scenario: values: nothing does not exist"]),
    "an unknown field": ('{"colour": 1}', ["colour: is not known here"]),
    "an unknown field with a line break": (r'{"a\nb\u001b[31m": 1}', ["a b"]),
    "truncated": (document(members=5)[:-3], ["scenario: Invalid JSON"]),
    "empty": ("", ["scenario: Invalid JSON"]),
    "a list": ("[]", ["scenario: must be an object: names with values"]),
    "null": ("null", ["scenario: must be an object: names with values"]),
    "a number": ("7", ["scenario: must be an object: names with values"]),
    "deeply nested lists": (DEEP, ["scenario: Invalid JSON"]),
    "deeply nested objects": ('{"values":' * 50_000, ["scenario: Invalid JSON"]),
    "deeply nested and closed": ("[" * 300 + "]" * 300, ["scenario: "]),
    "a newer document": (
        '{"schema_version": 99}',
        ["scenario: schema_version 99 is newer than this program's 1"],
    ),
    "an older program's starting point": (
        '{"starting_point": "old@1"}',
        ["scenario: starting_point: choose one"],
    ),
    "half a character": (r'{"name": "\ud800"}', [""]),
    "impossible": (
        document(headcount=1, employee_members=2),
        ["values.employee_members: more than your 1 employees; at most as many can be members"],
    ),
    "two impossible": (
        document(headcount=1, employee_members=2, deflected=10, tickets=0),
        ["values.employee_members: ", "values.deflected: "],
    ),
    "faults of every kind": (
        document(members="many", horizon=999, discount_rate=-5, nonsense=1, tickets=None),
        ["values.members: ", "values.tickets: ", "scenario: ", "values.horizon: ", "values.discount_rate: "],
    ),
    "a number out of bounds beside a name that is no text": (
        '{"name": 5, "values": {"horizon": 999}}',
        ["name: ", "values.horizon: "],
    ),
}


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_bad_input_costs_one_line_a_field(command: Command, case: str) -> None:
    text, expected = HOSTILE[case]
    lines = command.evaluate(text).lines
    assert len(lines) == len(expected), lines
    for line, start in zip(sorted(lines), sorted(expected), strict=True):
        assert line.startswith(start), line
        assert line.isprintable(), line
        assert len(line) < 500


def test_a_field_of_the_wrong_kind_is_named(command: Command) -> None:
    lines = command.evaluate('{"running": 7, "name": [], "exchange_rate": 0, "teams_off": "all"}').lines
    assert {line.partition(":")[0] for line in lines} == {"running", "name", "exchange_rate", "teams_off"}


def test_a_file_of_50_megabytes_is_refused_quickly(command: Command) -> None:
    text = '{"values": {' + " " * 50_000_000 + "}}"
    for options in ([], ["--csv"]):
        before = time.perf_counter()
        lines = command.evaluate(text, *options).lines
        assert len(lines) == 1
        assert lines[0].endswith("longer than 5,000,000 characters")
        assert time.perf_counter() - before < 2.0
    assert command("evaluate", "-", stdin=text).lines == ["-: longer than 5,000,000 characters"]


def test_a_file_that_is_no_text(command: Command) -> None:
    file = command.folder / "binary"
    file.write_bytes(b"\xff\xfe\x00\x01" * 10)
    assert command("evaluate", str(file)).lines == [f"{file}: cannot be read: it is not text"]


def test_a_folder_and_a_missing_file(command: Command) -> None:
    assert len(command("evaluate", str(command.folder)).lines) == 1
    assert len(command("evaluate", str(command.folder / "none")).lines) == 1


def test_a_template_that_does_not_exist(command: Command) -> None:
    lines = command("template", "nothing").lines
    assert lines == [f"template: 'nothing' does not exist; choose one of {', '.join(starting_points())}"]


TABLES = {
    "empty": ("", ["csv: it has no header row"]),
    "no rows": ("members\n", ["csv: it has no rows"]),
    "an unknown column": ("members,nothing\n1,2\n", ["csv: column 'nothing' is not an assumption"]),
    "text": ("members\nmany\n", ["line 2: members: 'many' is not a number"]),
    "NaN": ("members\nnan\n", ["line 2: values.members"]),
    "Infinity": ("members\ninf\n", ["line 2: values.members"]),
    "out of bounds": ("win_rate\n1.5\n", ["line 2: win_rate: 150 % is not between 0 % and 100 %"]),
    "too many cells": ("members\n1,2\n", ["line 2: more cells than the header has columns"]),
    "two bad rows": ("members\nmany\n-1\n", ["line 2: members", "line 3: members"]),
    "an unknown starting point": (
        "starting_point\nnothing\n",
        ["line 2: scenario: starting_point: choose one"],
    ),
    "a cell too long": ("members\n" + "9" * 200_000 + "\n", ["csv: field larger than field limit"]),
    "a header too long": ("m" * 200_000 + "\n1\n", ["csv: "]),
    "a null byte": ("members\n1\x002\n", [""]),
}


@pytest.mark.parametrize("case", sorted(TABLES))
def test_a_bad_table_costs_one_line_a_cell(command: Command, case: str) -> None:
    text, expected = TABLES[case]
    lines = command.evaluate(text, "--csv").lines
    assert len(lines) == len(expected), lines
    for line, start in zip(lines, expected, strict=True):
        assert line.startswith(start), line
        assert line.isprintable(), line
        assert len(line) < 500


def test_one_bad_row_stops_the_table(command: Command) -> None:
    assert len(command.evaluate("members\n5000\n-1\n", "--csv").lines) == 1


# ---- compare


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Three scenarios as files: as it is, with two changes, and planned in another currency."""
    stated = {
        "as-it-is": {"starting_point": POINT},
        "two-changes": {"name": "More members", "values": {"members": 8000, "cost_per_ticket": 40}},
        "planned": {"running": False, "currency": "EUR", "exchange_rate": 0.9},
    }
    for name, document in stated.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    return {name: str(tmp_path / f"{name}.json") for name in stated}


def test_compare_prints_how_scenarios_differ(command: Command, files: dict[str, str]) -> None:
    answer = command("compare", *files.values(), "--draws", "32").data
    assert {"base", "differences", "assumptions", "bridge", "paired"} <= answer.keys()
    assert answer["base"]["name"] == "as-it-is"
    assert [entry["name"] for entry in answer["differences"]] == ["More members", "planned"]
    assert [change["id"] for change in answer["assumptions"][0]["changed"]] == ["members", "cost_per_ticket"]
    first = answer["bridge"][0]
    assert sum(bar["effect"] for bar in first["bars"]) == pytest.approx(first["gap"], abs=0.005)
    assert [bar["id"] for bar in first["bars"]] == ["members", "cost_per_ticket"]
    assert answer["paired"][1]["draws"] == 32
    assert [note["field"] for note in answer["notes"]] == ["currency", "running"]
    assert sum(entry["p_best"] for entry in (answer["base"], *answer["paired"])) == pytest.approx(1.0)


def test_compare_with_itself_differs_by_nothing(command: Command, files: dict[str, str]) -> None:
    answer = command("compare", files["as-it-is"], files["as-it-is"], "--draws", "32").data
    figures = answer["differences"][0]["figures"].values()
    assert {figure["difference"] for figure in figures} <= {0.0, None}
    assert answer["bridge"][0]["bars"] == []
    assert answer["paired"][0]["difference"] == dict.fromkeys(("p10", "p50", "p90", "standard_error"), 0.0)


def test_compare_adds_ready_made_companions(command: Command, files: dict[str, str]) -> None:
    answer = command("compare", files["as-it-is"], "--with", "close_today", "--with", "no_community").data
    assert [entry["state"] for entry in answer["differences"]] == ["closed today", "no community"]
    assert answer["differences"][0]["name"] == "as-it-is: close today"
    assert answer["differences"][1]["figures"]["npv"]["other"] == 0.0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["as-it-is"], "compare: between two and 4 scenarios, not 1"),
        (["as-it-is"] * 5, "compare: between two and 4 scenarios, not 5"),
        (["as-it-is", "--with", "stand_still"], "--with stand_still: Nothing is planned that differs"),
        (["planned", "--with", "close_today"], "--with close_today: It is only planned"),
    ],
)
def test_compare_refuses_in_one_line(
    command: Command, files: dict[str, str], arguments: list[str], expected: str
) -> None:
    found = command("compare", *(files.get(argument, argument) for argument in arguments))
    assert found.lines[0].startswith(expected)


def test_compare_says_which_file_is_at_fault(command: Command, files: dict[str, str], tmp_path: Path) -> None:
    for name, text, message in (
        ("bad", '{"values": {"members": "many"}}', "values.members"),
        ("impossible", '{"values": {"members": -5}}', "values.members: -5 is not between"),
        ("rateless", '{"currency": "EUR"}', ""),
    ):
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
        lines = command("compare", files["as-it-is"], str(tmp_path / f"{name}.json")).lines
        assert message in lines[0]
        assert str(tmp_path / f"{name}.json") in lines[0] or "does not say what 1 USD is in EUR" in lines[0]
    assert command("compare", files["as-it-is"], str(tmp_path / "missing.json")).lines
    assert command("compare", "-", "-").lines == ["-: standard input can be read once"]


def test_messages_are_in_plain_english_whatever_the_number_format(command: Command) -> None:
    german = {"number_format": "de_DE", "currency": "EUR"}
    impossible = {**german, "values": {"tickets": 3_575, "deflected": 3_000}}
    [line] = command.evaluate(json.dumps(impossible)).lines
    assert "at most 1,425 can be deflected beside 3,575 tickets: 95 % of the 30 % of all requests" in line
    [line] = command.evaluate(json.dumps({**german, "values": {"cost_year": 2e10}})).lines
    assert "20,000,000,000 is not between 0 and 10,000,000,000" in line
    odd = command.evaluate(json.dumps({**german, "values": {"members": 50_000}})).data["warnings"]
    assert "the cost is still that of the example with 5,000 members: type yours" in [
        warning["message"] for warning in odd
    ]
