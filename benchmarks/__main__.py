"""Measure, print the table, write the results; or print where the time goes."""

from __future__ import annotations

import argparse
import sys

from benchmarks import app, browser, engine, files, least, load, memory, pace, profiling
from benchmarks.figures import LEAST_ROUNDS, RESULTS, table, write

PARTS = {
    "engine": engine.measure,
    "app": app.measure,
    "least": least.measure,
    "load": load.measure,
    "pace": pace.measure,
    "browser": browser.measure,
    "memory": memory.measure,
    "files": files.measure,
}

parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
parser.add_argument(
    "--rounds", type=int, default=LEAST_ROUNDS, help=f"pairs measured, at least {LEAST_ROUNDS}"
)
parser.add_argument("--only", choices=PARTS, action="append", help="measure a part and write nothing")
parser.add_argument("--profile", action="store_true", help="print where the time of a rerun of Results goes")
asked = parser.parse_args()

if asked.profile:
    print(profiling.report())
    sys.exit()

rounds = max(asked.rounds, LEAST_ROUNDS)
figures = []
for part in asked.only or PARTS:
    print(f"{part} ...", file=sys.stderr, flush=True)
    found = PARTS[part](rounds)
    # at once: whoever stops a long run keeps what was measured
    print(table(found), flush=True)
    figures += found
if asked.only is None:
    write(figures)
    print(f"\nWritten to {RESULTS}")
