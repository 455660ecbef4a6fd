"""Measure, print the table, write the results; or print where the time goes."""

from __future__ import annotations

import argparse
import sys

from benchmarks import app, engine, profiling
from benchmarks.figures import LEAST_ROUNDS, RESULTS, table, write

FIRST_PORT = 8790

parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
parser.add_argument("--rounds", type=int, default=5, help=f"pairs measured, at least {LEAST_ROUNDS}")
parser.add_argument("--only", choices=("engine", "app"), help="measure one part and write nothing")
parser.add_argument("--port", type=int, default=FIRST_PORT, help="first of three ports for the servers")
parser.add_argument("--profile", action="store_true", help="print where the time of a rerun of Results goes")
asked = parser.parse_args()

if asked.profile:
    print(profiling.report())
    sys.exit()

rounds = max(asked.rounds, LEAST_ROUNDS)
figures = []
if asked.only != "app":
    figures += engine.measure(rounds)
if asked.only != "engine":
    figures += app.measure(rounds, first_port=asked.port)
print(table(figures))
if asked.only is None:
    write(figures)
    print(f"\nWritten to {RESULTS}")
