"""Months as CSV, charts as pictures, and the command line that writes every file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from calculators.results import as_data
from calculators.scenario import Scenario
from exports.__main__ import main
from exports.charts import TITLES, charts_of, png, svg
from exports.kinds import KINDS
from exports.months import months_csv
from tests.exports.asked import DAY, LINK, SEEN, hostile, material_of


def test_months_have_units_in_their_head_and_the_engines_numbers_below() -> None:
    material = material_of(Scenario(currency="EUR"), sure=False)
    rows = list(csv.reader(io.StringIO(months_csv(material))))
    told = [row[0] for row in rows if row[0].startswith("#")]
    assert told[2:] == [f"# date: {DAY}", f"# model: {material.model_version}", f"# link: {LINK}"]
    head, *months = rows[len(told) :]
    assert len(months) == 36
    assert "deflection_value: Value of deflection (EUR a month)" in head
    assert "members_customers: Members: customers' people (people, at the start of the month)" in head
    monthly = as_data(material.result)["monthly"]
    assert [cell.partition(":")[0] for cell in head] == list(monthly)
    for name, column in zip(monthly, zip(*months, strict=True), strict=True):
        assert [float(cell) if cell else None for cell in column] == monthly[name]


def test_no_cell_of_the_months_runs_as_a_formula() -> None:
    text = months_csv(material_of(hostile(), sure=False))
    assert f"# scenario: {SEEN}" in text
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row if cell]
    assert not [cell for cell in cells if cell[0] in "=+@" or (cell[0] == "-" and not _is_number(cell))]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_every_chart_is_a_picture_that_says_what_it_is_of() -> None:
    material = material_of(hostile())
    drawn = charts_of(material)
    assert set(drawn) == set(TITLES)
    for name in ("cash", "wheel"):
        picture = svg(drawn[name], title=TITLES[name], below=" · ".join(material.origin))
        words = "".join(ElementTree.fromstring(picture).itertext())
        assert TITLES[name] in words
        assert DAY in words
        assert "<script" not in picture
        assert "=cmd|' /C calc'!A0 <script>alert(1)</script> **bold**" in words
    assert png(drawn["cash"], title="Cash")[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_command_line_writes_each_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = tmp_path / "mine.json"
    scenario.write_text(json.dumps({"name": "Ours", "values": {"members": 8_000, "horizon": 12}}))
    starts = {"workbook": b"PK", "deck": b"PK", "memo": b"%PDF", "csv": b"\xef\xbb\xbf", "charts": b"PK"}
    assert set(starts) == set(KINDS)
    for kind in ("workbook", "csv", "memo"):
        out = tmp_path / kind
        assert main([kind, str(scenario), str(out), "--link", LINK]) == 0
        assert out.read_bytes().startswith(starts[kind])
    with zipfile.ZipFile(tmp_path / "workbook") as packed:
        assert b"Ours" in packed.read("xl/sharedStrings.xml")
    scenario.write_text(json.dumps({"values": {"members": -1, "tickets": "many"}}))
    assert main(["csv", str(scenario), str(tmp_path / "no")]) == 2
    assert "tickets" in capsys.readouterr().err
    scenario.write_text("{}")
    assert main(["csv", str(scenario), str(tmp_path / "not" / "there")]) == 2
    assert "cannot be written" in capsys.readouterr().err
