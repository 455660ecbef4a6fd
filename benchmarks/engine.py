"""The engine alone: one evaluation with all coalitions of loops, against its own arithmetic."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from math import isclose

from benchmarks.arithmetic import Floor, floor_of
from benchmarks.figures import Figure
from calculators.evaluation import Result, evaluate_resolved
from calculators.scenario import Scenario, resolve

MOST = 25.0
"""Milliseconds that one evaluation may take on the machine that the limit was set on."""

REPEATS = 5


def one_evaluation() -> Result:
    """Return the answer to the scenario that nothing was typed into."""
    return evaluate_resolved(resolve(Scenario()))


def milliseconds(work: Callable[[], object]) -> float:
    """Return the least time of a few repeats, in time that this thread had a processor.

    Others use the machine too; the least is what the work itself needs.
    """
    taken = []
    for _ in range(REPEATS):
        before = time.thread_time()
        work()
        taken.append(time.thread_time() - before)
    return min(taken) * 1_000.0


def arithmetic() -> Floor:
    """Return the arithmetic of one evaluation, having checked that recording changes no number."""
    found: list[Result] = []
    floor = floor_of(lambda: found.append(one_evaluation()), package="calculators")
    plain = one_evaluation()
    if not isclose(float(found[0].hard.npv), plain.hard.npv, rel_tol=1e-9):
        raise AssertionError(f"recorded {found[0].hard.npv}, computed {plain.hard.npv}")
    if not isclose(plain.hard.direct + plain.hard.flywheel, plain.hard.npv, rel_tol=1e-9):
        raise AssertionError("direct and flywheel effects do not add up to the total")
    return floor


def measure(rounds: int) -> list[Figure]:
    """Return the engine's figures.

    Parameters
    ----------
    rounds
        How many pairs are measured.
    """
    floor = arithmetic()
    gc.collect()
    gc.freeze()
    ours, reference = [], []
    for _ in range(rounds):
        ours.append(milliseconds(one_evaluation))
        reference.append(milliseconds(floor))
    gc.unfreeze()
    note = (
        f"{len(floor.calls):,} numpy operations, {floor.on_arrays:,} of them on arrays; "
        "time of this thread, least of five a round"
    )
    return [
        Figure(
            name="One evaluation, 256 coalitions",
            against="its arithmetic alone",
            ours=ours,
            reference=reference,
            goal=2.0,
            note=note,
        ),
        Figure(
            name="One evaluation, absolute",
            against=f"{MOST:g} ms",
            ours=ours,
            reference=[MOST] * rounds,
            goal=1.0,
            note="depends on the machine and on who else uses it; a limit on the machine it was set on, no ratio",
        ),
    ]
