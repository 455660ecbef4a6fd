"""10,000 draws of 36 months with all teams and all loops, beside C, Squiggle and PySD: ``python -m benchmarks.draws``.

Needs gcc, and Node with npm for Squiggle, which is installed in this folder. Takes some minutes, nearly all of them
Squiggle's and PySD's.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.draws import in_c, in_pysd, in_squiggle
from calculators.draws import draw
from calculators.evaluation import leaves_of
from calculators.model import MODEL
from calculators.scenario import Scenario, resolve
from calculators.uncertainty import hard_npv

RESULTS = Path(__file__).parent / "results.json"
DRAWS, MONTHS, SEED = 10_000, 36, 1
CHECKED = 8


@dataclasses.dataclass(frozen=True)
class Goal:
    """How many times faster than another, or at most how many times slower."""

    other: str
    times: float
    wanted: float
    at_most: bool = False

    @property
    def met(self) -> bool:
        return self.times <= self.wanted if self.at_most else self.times >= self.wanted


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    before = clock()
    work()
    return clock() - before


def same(found: np.ndarray, wanted: np.ndarray, *, what: str) -> None:
    worst = float(np.max(np.abs(found - wanted) / np.maximum(1.0, np.abs(wanted))))
    if not worst < 1e-9:
        raise AssertionError(f"{what} differs from the engine by {worst:.2g}")
    print(f"{what}: the same to {worst:.1g}", file=sys.stderr)


def measure(rounds: int, *, with_squiggle: bool) -> tuple[dict[str, float], list[Goal]]:
    """Return seconds, and what they come to."""
    resolved = resolve(Scenario())
    leaves = leaves_of(resolved)
    draws = draw(resolved, DRAWS, SEED)
    values = dict(draws.values)
    npv = hard_npv(resolved, values, DRAWS)
    with tempfile.TemporaryDirectory() as folder:
        compiled = in_c.Compiled(Path(folder))
        table = compiled.table(leaves | values, DRAWS)
        same(compiled.run(table, MONTHS), npv, what="C, NPV of every draw")
        # in turn, in time that this thread had a processor, so that what else runs hits both alike
        pairs = [
            (
                seconds(lambda: compiled.run(table, MONTHS), time.thread_time),
                seconds(lambda: hard_npv(resolved, draws.values, DRAWS), time.thread_time),
            )
            for _ in range(rounds)
        ]
        in_one_row = MODEL.run(leaves, MONTHS)
        translated = in_pysd.Translated(Path(folder), leaves, MONTHS)
        names = [quantity.id for quantity in (*MODEL.monthly, *MODEL.stocks)]
        told = translated.run({}, names)
        for name in names:
            rows = np.broadcast_to(in_one_row[name], (len(in_one_row[name]), 1))[:MONTHS, 0]
            if not np.allclose(told[name][:MONTHS], rows, rtol=1e-9, atol=1e-9):
                raise AssertionError(f"PySD: {name} differs")
        print(f"PySD: {len(names)} quantities the same in {MONTHS} months to 1e-9", file=sys.stderr)
        ones = [
            {name: float(column[number]) for name, column in draws.values.items()}
            for number in range(CHECKED)
        ]
        worth = np.array([translated.run(values)["worth"][-1] for values in ones])
        same(worth, npv[:CHECKED], what="PySD, NPV of draws")
        pysd_one = statistics.median(seconds(lambda values=values: translated.run(values)) for values in ones)  # type: ignore[misc]
    # the least of a few, as for Squiggle: what the work itself needs, whatever else the machine does
    whole = min(
        seconds(lambda: hard_npv(resolved, draw(resolved, DRAWS, SEED).values, DRAWS)) for _ in range(rounds)
    )
    found = {
        "engine, months only": statistics.median(ours for _, ours in pairs),
        "C (gcc -O3), months only": statistics.median(theirs for theirs, _ in pairs),
        "engine, draws and months": whole,
        "PySD, one draw a run": pysd_one * DRAWS,
    }
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    goals = [
        Goal("times as long as C", ratio, 3.0, at_most=True),
        Goal("times faster than PySD", found["PySD, one draw a run"] / whole, 1_000.0),
    ]
    if with_squiggle:
        in_squiggle.install()
        some = {name: column[:CHECKED] for name, column in draws.values.items()}
        text = "\n".join(in_squiggle.Writing(leaves | some, MONTHS, in_squiggle.listed(some)).lines)
        same(in_squiggle.run(text, samples=CHECKED, times=1)[1], npv[:CHECKED], what="Squiggle, NPV of draws")
        writing = in_squiggle.Writing(leaves | values, MONTHS, in_squiggle.sampled(resolved))
        warm, _ = in_squiggle.run("\n".join(writing.lines), samples=DRAWS, times=4)
        found["Squiggle, draws and months, warm"] = min(warm) / 1_000.0
        goals.append(Goal("times faster than Squiggle", min(warm) / 1_000.0 / whole, 30.0))
    return found, goals


parser = argparse.ArgumentParser(prog="python -m benchmarks.draws", description=__doc__)
parser.add_argument("--rounds", type=int, default=15, help="how often the quick ones run")
parser.add_argument("--without-squiggle", action="store_true", help="leave out what needs Node")
asked = parser.parse_args()

medians, reached = measure(max(asked.rounds, 5), with_squiggle=not asked.without_squiggle)
print(f"{DRAWS:,} draws of {MONTHS} months, all teams, all loops, one thread")
for label, value in medians.items():
    print(f"  {label:<34} {value:>12,.3f} s")
for goal in reached:
    limit = f"{'at most' if goal.at_most else 'at least'} {goal.wanted:,.0f}"
    print(f"  {goal.times:>10,.1f} {goal.other:<28} goal {limit:<16} {'met' if goal.met else 'MISSED'}")
if not asked.without_squiggle:
    machine = {"python": platform.python_version(), "numpy": np.__version__, "machine": platform.machine()}
    written = {
        "machine": machine,
        "seconds": medians,
        "goals": [dataclasses.asdict(goal) for goal in reached],
    }
    RESULTS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
sys.exit(0 if all(goal.met for goal in reached) else 1)
