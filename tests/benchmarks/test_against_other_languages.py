"""The model, generated from its own definitions in C and for PySD, gives the same figures: two independent checks."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from benchmarks.draws.in_c import Compiled
from benchmarks.draws.in_pysd import Translated
from calculators.draws import draw
from calculators.evaluation import evaluate_resolved, leaves_of
from calculators.model import MODEL
from calculators.scenario import Scenario, resolve
from calculators.starting_point import starting_points
from calculators.uncertainty import hard_npv

MONTHS = 36
NAMES = tuple(quantity.id for quantity in (*MODEL.monthly, *MODEL.stocks))


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Translated:
    return Translated(tmp_path_factory.mktemp("pysd"), leaves_of(resolve(Scenario())), MONTHS)


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize("name", ["b2b-support@1", "association@1"])
def test_every_month_is_the_same_in_pysd(translated: Translated, name: str, running: bool) -> None:
    resolved = resolve(Scenario(starting_point=name, running=running))
    leaves = {other: float(value) for other, value in leaves_of(resolved).items()}
    run = MODEL.run(leaves, MONTHS)
    told = translated.run(leaves, NAMES)
    for other in NAMES:
        assert told[other][:MONTHS] == pytest.approx(run[other][:MONTHS, 0], rel=1e-9, abs=1e-9), other
    assert told["net"][:MONTHS] == pytest.approx(evaluate_resolved(resolved).hard.net, rel=1e-9, abs=1e-6)
    assert told["worth"][-1] == pytest.approx(evaluate_resolved(resolved).hard.npv, rel=1e-9)


@pytest.mark.skipif(shutil.which("gcc") is None, reason="there is no gcc here")
def test_every_draw_is_the_same_in_c(tmp_path: Path) -> None:
    compiled = Compiled(tmp_path)
    for name in starting_points():
        for running in (True, False):
            resolved = resolve(Scenario(starting_point=name, running=running))
            values = draw(resolved, 256).values
            table = compiled.table(leaves_of(resolved) | dict(values), 256)
            npv = hard_npv(resolved, values, 256)
            scale = np.abs(compiled.months(table, MONTHS)).sum(axis=1)
            assert (np.abs(compiled.run(table, MONTHS) - npv) <= 1e-9 * scale).all(), (name, running)
