"""Files of scenarios and workspaces: what goes out comes in, and what is bad is refused quickly and in words."""

from __future__ import annotations

import functools
import gzip
import json
import os
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calculators.evaluation import evaluate
from calculators.scenario import LONGEST_NAME, SCHEMA_VERSION, Given, Scenario
from scenarios import files
from scenarios.files import RefusedError, read, scenario_to_bytes, workspace_to_bytes
from scenarios.migrations import STEPS, DamagedError, NewerError, Step, brought_up_to_date
from scenarios.workspace import Comparison, Workspace
from tests.strategies import scenarios

CASES = int(os.environ.get("CASES", "400"))
DOCUMENTS = Path(__file__).with_name("documents")
HOSTILE = [
    "=cmd|'/c calc'!A1",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "\u202egnp.exe",
    "a\x00b",
    "$1 $2",
]


def full(scenario: Scenario | None = None) -> Workspace:
    workspace = Workspace.starting(scenario or Scenario(name="One", values={"members": 8_000}), first="one")
    workspace = workspace.with_scenario(
        "two", Scenario(name="Two", values={"members": Given(value=7_000, note="n")})
    )
    return workspace.with_comparison(
        Comparison(
            id="c", scenarios=("one", "two"), base="two", names={"one": "1"}, colours={"two": "#123456"}
        )
    )


# ---- out and in


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(), st.sampled_from(HOSTILE))
def test_what_goes_out_comes_in(scenario: Scenario, text: str) -> None:
    named = scenario.changed(name=text, not_counted={"people_helped": text})
    assert read(workspace_to_bytes(full(named))).workspace == full(named)
    assert read(scenario_to_bytes(named)).workspace.scenarios[0].scenario == named


@pytest.mark.parametrize("length", [LONGEST_NAME - 8, LONGEST_NAME - 7, LONGEST_NAME])
def test_a_long_name_that_nothing_has_yet_is_taken_in_whole(length: int) -> None:
    name = "x" * length
    held = Workspace.starting(Scenario(name=name), first="a")
    ids = iter("bcdefghijklm")
    found, _ = Workspace.starting(first="z").with_all_of(held, lambda: next(ids))
    assert found["b"].name == name
    # only where a number needs the room it is cut, and only by as much
    for number in range(2, 12):
        found, (id,) = found.with_all_of(held, lambda: next(ids))
        end = f" {number}"
        whole = f"{name}{end}"
        wanted = whole if len(whole) <= LONGEST_NAME else f"{name[: LONGEST_NAME - len(end) - 1]}…{end}"
        assert found[id].name == wanted
    assert len(set(found.titles().values())) == len(found.ids)


def test_a_file_names_nobody() -> None:
    workspace = Workspace.starting(id="A" * 22, first="one")
    assert b"A" * 22 not in workspace_to_bytes(workspace)


def test_names_of_files_hold_nothing_but_letters() -> None:
    for text in (*HOSTILE, "", "../../etc/passwd", "CON", "x" * 10_000):
        assert files.file_name(text).removesuffix(".json").replace("-", "a").isalnum()
        assert len(files.file_name(text)) < 80


# ---- released schemas


def test_every_released_schema_has_a_frozen_document() -> None:
    kinds = {path.name.rpartition(".")[0] for path in DOCUMENTS.glob("*.json")}
    assert kinds >= {
        f"schema-{n}-{kind}" for n in range(1, SCHEMA_VERSION + 1) for kind in ("workspace", "scenario")
    }
    assert [step.since for step in STEPS] == list(range(1, SCHEMA_VERSION))
    assert all(step.note.endswith(".") for step in STEPS)


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.json")), ids=lambda path: path.stem)
def test_a_released_document_is_read_and_says_what_it_said(path: Path) -> None:
    found = read(path.read_bytes())
    expected = json.loads((DOCUMENTS / "expected" / path.name).read_text(encoding="utf-8"))
    for entry in found.workspace.scenarios:
        assert evaluate(entry.scenario).hard.npv == pytest.approx(expected[entry.scenario.name], rel=1e-9)
    assert len(found.workspace.scenarios) == len(expected)


RENAMED = (
    Step(
        1,
        lambda document: {
            **document,
            "scenarios": [
                {**entry, "scenario": {**entry["scenario"], "name": entry["scenario"].get("title", "")}}
                for entry in document["scenarios"]
            ],
        },
        "Titles are names now.",
    ),
    Step(
        2, lambda document: {**document, "comparisons": list(document["sides"])}, "Sides are comparisons now."
    ),
)


def test_an_older_document_is_migrated_step_by_step_and_says_so() -> None:
    document = {"schema_version": 1, "sides": [], "scenarios": [{"id": "a", "scenario": {"title": "Old"}}]}
    found, notes = brought_up_to_date(document, steps=RENAMED, newest=3)
    assert found["scenarios"][0]["scenario"]["name"] == "Old"
    assert found["schema_version"] == found["scenarios"][0]["scenario"]["schema_version"] == 3
    assert notes == ("Titles are names now.", "Sides are comparisons now.")
    assert brought_up_to_date({**document, "schema_version": 2}, steps=RENAMED, newest=3)[1] == notes[1:]


@pytest.mark.parametrize(
    "hostile", [{}, {"scenarios": 5}, {"scenarios": [5]}, {"scenarios": [{}]}, {"sides": 1}]
)
def test_a_document_that_a_step_cannot_read_is_refused(hostile: dict[str, Any]) -> None:
    with pytest.raises(DamagedError):
        brought_up_to_date({"schema_version": 1, **hostile}, steps=RENAMED, newest=3)


def test_a_newer_document_is_refused_in_words() -> None:
    for document in (
        {"schema_version": SCHEMA_VERSION + 1, "scenarios": []},
        {"schema_version": 1, "scenarios": [{"id": "a", "scenario": {"schema_version": SCHEMA_VERSION + 1}}]},
        {"schema_version": SCHEMA_VERSION + 1, "starting_point": "b2b-support@9"},
    ):
        with pytest.raises(RefusedError, match="newer version of this app"):
            read(json.dumps(document).encode())
    with pytest.raises(NewerError):
        brought_up_to_date({"schema_version": 2**70}, newest=1)


def test_another_model_is_told() -> None:
    document = json.loads(workspace_to_bytes(full()))
    [note] = read(json.dumps({**document, "model_version": "0.0.9"}).encode()).notes
    assert "model 0.0.9" in note
    assert "figures may differ" in note


# ---- bad files

GOOD = workspace_to_bytes(full())


@functools.cache
def bad_files() -> dict[str, bytes]:
    document = json.loads(GOOD)
    scenario = document["scenarios"][0]["scenario"]

    def with_scenario(**fields: Any) -> bytes:
        return json.dumps(
            {**document, "scenarios": [{"id": "one", "scenario": {**scenario, **fields}}]}
        ).encode()

    return {
        "empty": b"",
        "truncated": GOOD[: len(GOOD) // 2],
        "text": b"hello",
        "list": b"[1, 2]",
        "number": b"5",
        "not ours": b'{"a": 1}',
        "binary": bytes(range(256)) * 100,
        "zipped": gzip.compress(GOOD),
        "deep": b'{"scenarios":' + b"[" * 900_000 + b"]" * 900_000 + b"}",
        "deep objects": b'{"values":' * 150_000 + b"1" + b"}" * 150_000,
        "wide": json.dumps({"scenarios": [0] * 600_000}).encode(),
        "many scenarios": json.dumps({**document, "scenarios": document["scenarios"] * 60}).encode(),
        "many values": with_scenario(values={f"x{n}": 1 for n in range(90_000)}),
        "huge": b" " * 50_000_000,
        "huge text": with_scenario(name="x" * 1_900_000),
        "huge number": with_scenario(exchange_rate=10**4_000),
        "nan": GOOD.replace(b"8000.0", b"NaN").replace(b"8000", b"NaN"),
        "infinite": GOOD.replace(b"8000.0", b"1e999").replace(b"8000", b"1e999"),
        "text for a number": with_scenario(values={"members": "many"}),
        "negative": with_scenario(values={"members": -5}),
        "above one": with_scenario(values={"active_share": 1.5}),
        "disordered range": with_scenario(values={"members": {"value": 1, "low": 5, "high": 9}}),
        "unknown assumption": with_scenario(values={"<b>x</b>": 1}),
        "unknown field": with_scenario(__class__="os.system"),
        "long name": with_scenario(name="x" * 10_000),
        "two of one id": json.dumps({**document, "scenarios": [document["scenarios"][0]] * 2}).encode(),
        "comparison of nothing": json.dumps(
            {**document, "comparisons": [{"id": "c", "scenarios": ["zz"], "base": "zz"}]}
        ).encode(),
        "bad version": json.dumps({**document, "schema_version": "1"}).encode(),
        "no version": json.dumps({**document, "schema_version": None}).encode(),
    }


@pytest.mark.parametrize("name", sorted(bad_files()))
def test_a_bad_file_is_refused_in_words_in_a_second_and_in_little_memory(name: str) -> None:
    data = bad_files()[name]
    read_before = time.process_time()
    with pytest.raises(RefusedError) as told:
        read(data)
    assert time.process_time() - read_before < 1.0
    assert 1 <= len(told.value.lines) <= files.MOST_LINES
    for line in told.value.lines:
        assert line.isprintable()
        assert len(line) <= 400
    if len(data) < 500_000:
        return
    tracemalloc.start()
    with pytest.raises(RefusedError):
        read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000, f"{peak / 1e6:.0f} MB"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=12), inside, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [*Scenario.model_fields, "scenarios", "comparisons", "id", "kind", "scenario", "members", ""]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file with something else in one place, or with bytes changed."""
    if draw(st.booleans()):
        data = bytearray(GOOD)
        for place in draw(st.lists(st.integers(0, len(GOOD) - 1), min_size=1, max_size=4)):
            data[place] = draw(st.integers(0, 255))
        return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)
    document = json.loads(GOOD)
    where: Any = document
    while isinstance(where, dict | list) and where and draw(st.integers(0, 3)):
        inside = list(where.values()) if isinstance(where, dict) else where
        within = draw(st.sampled_from(inside))
        if not isinstance(within, dict | list):
            break
        where = within
    junk = draw(JSON)
    if isinstance(where, dict):
        where[draw(st.sampled_from(sorted(where)) | FIELDS if where else FIELDS)] = junk
    else:
        where.append(junk)
    return json.dumps(document).encode()


def taken_or_refused(data: bytes) -> None:
    try:
        found = read(data)
    except RefusedError:
        return
    for entry in found.workspace.scenarios:
        evaluate(entry.scenario)


@settings(max_examples=CASES, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        damaged(), damaged(), st.binary(max_size=200), JSON.map(lambda value: json.dumps(value).encode())
    )
)
def test_any_file_is_taken_or_refused(data: bytes) -> None:
    """Never a traceback; `make soak` looks at 10,000."""
    taken_or_refused(data)


def test_numbers_that_do_not_go_together_are_told_as_the_scenario_writes_them() -> None:
    impossible = Scenario(name="One", number_format="de_DE", values={"tickets": 3_575, "deflected": 3_000})
    with pytest.raises(RefusedError, match=r"at most 1\.425 can be deflected"):
        read(scenario_to_bytes(impossible))


def test_a_refused_scenario_is_not_said_to_be_missing_as_well() -> None:
    with pytest.raises(RefusedError) as refused:
        read(b'{"starting_point": "b2b-support@1", "currency": "ZZZ"}')
    assert len(refused.value.lines) == 1
    assert "ZZZ is no currency" in refused.value.lines[0]
    # an empty list is still one
    with pytest.raises(RefusedError, match="must hold 1 or more"):
        read(b'{"scenarios": []}')
