"""The circle from the command line."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from calculators import __main__ as command_line
from calculators.circle import ILLUSTRATIVE


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, said: str
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    status = command_line.main(["cycle", "-"])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_it_prints_policies_tipping_point_commitment_and_contributions(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = run(capsys, monkeypatch, "{}")
    assert (status, err) == (0, "")
    answer: dict[str, Any] = json.loads(out)
    circle = answer["illustrative"]
    assert circle["label"] == ILLUSTRATIVE
    assert [(policy["id"], policy["outcome"]) for policy in circle["policies"]] == [
        ("invest", "thriving"),
        ("stand", "starved"),
        ("cut", "starved"),
    ]
    for policy in circle["policies"]:
        assert len(policy["quarterly"]["budget"]) == 60 // 3 + 1
        assert len(policy["monthly"]["members"]) == 60
    assert circle["tipping_point"]["today"]["outcome"] == "starved"
    assert circle["tipping_point"]["plan"]["measuring_money"] < 0
    assert circle["smallest_commitment"]["worse_before_better"]["deepest"] > 0
    assert [waited["months"] for waited in circle["waiting"]] == [6, 12, 24]
    contributions = answer["contributions"]
    assert contributions["all"]["hours_a_month"] == pytest.approx(
        sum(work["hours_a_month"] for work in contributions["by_kind"].values())
    )
    assert contributions["market_growth"] == {"a_year": 0, "value": 0}
    assert answer["conditions"]["judgement"] is True


@pytest.mark.parametrize(("point", "running"), [("internal@1", False)])
def test_it_has_an_answer_where_the_circle_has_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, point: str, running: bool
) -> None:
    said = json.dumps({"starting_point": point, "running": running})
    status, out, _ = run(capsys, monkeypatch, said)
    assert status == 0
    assert json.loads(out)["illustrative"]["smallest_commitment"] is None


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            '{"circle": {"gain": 7}}',
            "circle: How strongly budgets follow what is seen: 700 % is not between 0 % and 100 %",
        ),
        ('{"circle": {"gain": "x"}}', "circle.gain: a number is needed, not text"),
        ('{"circle": 3}', "circle: must be an object: names with values"),
        ('{"values": {"members": -1}}', "values.members: -1 is not between 0 and 1,000,000,000"),
        ("{", "scenario: Invalid JSON"),
    ],
)
def test_bad_input_costs_one_line_a_field(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, said: str, line: str
) -> None:
    status, out, err = run(capsys, monkeypatch, said)
    assert status == 2
    assert out == ""
    assert err.startswith(line)
    assert err.count("\n") == 1
