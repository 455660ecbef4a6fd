"""Everything that is said of uncertainty: the same figures everywhere, in the shape the results JSON promises."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from calculators.__main__ import main
from calculators.confidence import SEED, as_data, confidence, drivers
from calculators.draws import uncertain
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.scenario import Given, Origin, Scenario, resolve
from calculators.uncertainty import gain_of_going_on, gain_of_one_more, worth_knowing

GOLDEN = Path(__file__).parent / "golden" / "confidence.json"
FIGURES = ("roi", "npv", "payback_month")


def figures(seed: int = SEED) -> dict[str, Any]:
    data = as_data(resolve(Scenario()), 256, seed)
    return {
        "seed": data["seed"],
        "draws": data["draws"],
        **{name: data[name] for name in (*FIGURES, "roi_going_on", "p_roi_positive", "p_payback", "touched")},
        "tornado": data["tornado"][:5],
        "sobol": dict(list(data["sobol"].items())[:5]),
        "evppi": dict(list(data["evppi"].items())[:5]),
        "break_even": {
            name: data["break_even"][name] for name in ("cost_per_ticket", "staff", "loaded_salary")
        },
    }


def numbers(data: Any, path: str = "") -> dict[str, Any]:
    """Return every leaf of nested data by its place."""
    if isinstance(data, dict):
        return {k: v for name, part in data.items() for k, v in numbers(part, f"{path}.{name}").items()}
    if isinstance(data, list):
        return {
            k: v for number, part in enumerate(data) for k, v in numbers(part, f"{path}.{number}").items()
        }
    return {path: data}


def test_the_same_seed_gives_the_figures_written_down() -> None:
    # written once by `figures()`; a change of the model or of the draws changes them, another machine does not
    wanted, found = numbers(json.loads(GOLDEN.read_text(encoding="utf-8"))), numbers(figures())
    assert found.keys() == wanted.keys()
    for place, value in wanted.items():
        if isinstance(value, float):
            assert found[place] == pytest.approx(value, rel=1e-9, abs=1e-9), place
        else:
            assert found[place] == value, place


def test_another_seed_gives_other_figures() -> None:
    one, other = (confidence(resolve(Scenario()), 256, seed) for seed in (1, 2))
    assert one.npv.p50 != other.npv.p50
    assert one.npv == confidence(resolve(Scenario()), 256, 1).npv


def test_confidence_quotes_the_sample() -> None:
    sure = confidence(resolve(Scenario()), 128)
    assert sure.p_roi_positive == float((sure.sample.npv > 0.0).mean())
    assert sure.p_payback == sure.sample.p_payback
    assert sorted(sure.sample.npv)[63] <= (sure.npv.p50 or 0.0) <= sorted(sure.sample.npv)[64]


def test_drivers_speak_of_every_uncertain_assumption() -> None:
    resolved = resolve(Scenario())
    sample = confidence(resolved, 256).sample
    moved = drivers(resolved, sample)
    assert moved.going_on == worth_knowing(gain_of_going_on(resolved, sample), sample.draws)
    assert moved.one_more == worth_knowing(gain_of_one_more(resolved, sample), sample.draws)
    assert moved.going_on != moved.one_more
    names = set(uncertain(resolved))
    assert {swing.id for swing in moved.tornado} == names
    assert {worth.id for worth in moved.going_on} == names
    assert {worth.id for worth in moved.one_more} == names
    assert moved.break_even.keys() == names
    assert {share.id for share in moved.variance} <= names


# ---- the command line


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.json"
    path.write_text(Scenario().model_dump_json(), encoding="utf-8")
    return path


def test_evaluate_with_draws_adds_uncertainty(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(file), "--draws", "256", "--seed", "3"]) == 0
    told = json.loads(capsys.readouterr().out)["uncertainty"]
    for name in FIGURES:
        assert told[name].keys() == {"p10", "p50", "p90", "standard_error"}
    assert told["npv"]["p10"] <= told["npv"]["p50"] <= told["npv"]["p90"]
    assert {"p_roi_positive", "p_payback", "tornado", "sobol", "break_even", "evppi"} <= told.keys()
    assert (told["draws"], told["seed"]) == (256, 3)
    assert told == json.loads(json.dumps(as_data(resolve(Scenario()), 256, 3)))
    names = set(uncertain(resolve(Scenario())))
    assert {entry["assumption"] for entry in told["tornado"]} == names
    assert told["break_even"].keys() == names == told["evppi"].keys()
    assert all(entry.keys() == {"first", "total"} for entry in told["sobol"].values())
    assert told["teams"].keys() == {team.id for team in MODEL.teams}


def test_evaluate_without_draws_says_nothing_of_uncertainty(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(file)]) == 0
    assert "uncertainty" not in json.loads(capsys.readouterr().out)


def test_evaluate_with_nothing_uncertain_quotes_the_point(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = {
        name: Given(value=entry.value, low=entry.value, high=entry.value)
        for name, entry in resolve(Scenario()).in_force.items()
        if name != "cost_year" and entry.origin is not Origin.ABSENT
    }
    scenario = Scenario(values=values)
    path = tmp_path / "certain.json"
    path.write_text(scenario.model_dump_json(), encoding="utf-8")
    assert main(["evaluate", str(path), "--draws", "1024"]) == 0
    told = json.loads(capsys.readouterr().out)["uncertainty"]
    point = evaluate(scenario).hard
    assert told["npv"] == {"p10": point.npv, "p50": point.npv, "p90": point.npv, "standard_error": 0.0}
    assert told["roi"]["p50"] == point.roi
    assert told["payback_month"]["p50"] == point.payback_month
    assert told["draws"] == 1
    assert told["tornado"] == []


@pytest.mark.parametrize("draws", ["0", "-1", "70000", "many", "1.5", ""])
def test_bad_draws_are_one_clear_line(draws: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(file), "--draws", draws])
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "--draws" in told.err
    assert "whole number between 1 and 65,536" in told.err


def test_bad_seeds_are_one_clear_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", str(file), "--draws", "64", "--seed", "-5"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_draws_of_a_table_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.csv"
    path.write_text("name,members\none,5000\n", encoding="utf-8")
    assert main(["evaluate", str(path), "--csv", "--draws", "64"]) == 2
    assert capsys.readouterr().err.startswith("--draws")


def test_impossible_correlations_are_one_line_at_their_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = [("salary", "staff", 0.9), ("salary", "tickets", 0.9), ("staff", "tickets", -0.9)]
    written = [{"first": first, "second": second, "rank": rank} for first, second, rank in pairs]
    path = tmp_path / "impossible.json"
    path.write_text(Scenario(correlations=written).model_dump_json(), encoding="utf-8")
    assert main(["evaluate", str(path), "--draws", "64"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("correlations: these correlations cannot all hold at once")
    assert told.count("\n") == 1


def test_every_number_of_the_json_is_one_or_null() -> None:
    data = numbers(as_data(resolve(Scenario(running=False)), 64))
    assert all(math.isfinite(value) for value in data.values() if isinstance(value, float))
