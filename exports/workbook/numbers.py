"""The four runs that a workbook holds, traced and computed: all loops, none, growth held, closed today."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from calculators import costs
from calculators.evaluation import leaves_of
from calculators.model import MODEL
from calculators.scenario import Origin, Resolved
from exports.workbook.layout import Array
from exports.workbook.traced import Traced, needed_for, same_in, trace

MAIN, LOOPS_OFF, HELD, CLOSED = "all loops", "loops off", "growth held", "closed today"
RUNS = (MAIN, LOOPS_OFF, HELD, CLOSED)
SPENT = tuple(line.quantity for line in costs.LINES)
MONEY = (*dict.fromkeys(line.gross for _, line in MODEL.lines), *SPENT, "counts")
"""What the net present value of a run rests on."""


@dataclasses.dataclass(frozen=True)
class Numbers:
    """All that the formulas of a workbook are written from, and all that is cached in them.

    Attributes
    ----------
    resolved
        The numbers in force.
    """

    resolved: Resolved

    @property
    def months(self) -> int:
        """How many months there are: the horizon can only be shortened."""
        return round(self.resolved.value("horizon"))

    @cached_property
    def fixed(self) -> Mapping[str, float]:
        """What is a number in every run: what does not exist, and the loops of teams left out."""
        found = {
            name: entry.value
            for name, entry in self.resolved.in_force.items()
            if entry.origin is Origin.ABSENT
        }
        found["running"] = float(self.resolved.scenario.running)
        return found | {f"turns_{team}": 0.0 for team in self.resolved.scenario.teams_off}

    @cached_property
    def traced(self) -> Mapping[str, Traced]:
        """Each run, read."""
        as_is = {"open": 1.0, "growing": 1.0}
        still = {f"turns_{team.id}": 0.0 for team in MODEL.teams}
        return {
            MAIN: trace({**self.fixed, **as_is}),
            LOOPS_OFF: trace({**self.fixed, **as_is, **still}),
            HELD: trace({**self.fixed, **as_is, "growing": 0.0}),
            CLOSED: trace({**self.fixed, **as_is, "open": 0.0}),
        }

    @property
    def runs(self) -> tuple[str, ...]:
        """The runs that are compared: a planned community that closes at once never was."""
        return RUNS if self.resolved.scenario.running else RUNS[:3]

    def own(self, run: str) -> tuple[str, ...]:
        """Return the months that a run needs of its own, in an order in which they can be read."""
        traced, main = self.traced[run], self.traced[MAIN]
        differing = needed_for(traced, MONEY) - same_in(main, traced)
        apart = differing & traced.references.keys()
        if apart:
            raise ValueError(f"computed once, but not the same in every run: {sorted(apart)}")
        return tuple(name for name in traced.monthly if name in differing)

    @cached_property
    def _computed(self) -> Mapping[str, Array]:
        ones = np.ones(len(RUNS))
        held, closed = ones.copy(), ones.copy()
        held[RUNS.index(HELD)] = 0.0
        closed[RUNS.index(CLOSED)] = 0.0
        leaves = leaves_of(self.resolved, growing=held, open=closed)
        for team in MODEL.teams:
            turning = ones * leaves[f"turns_{team.id}"]
            turning[RUNS.index(LOOPS_OFF)] = 0.0
            leaves[f"turns_{team.id}"] = turning
        return MODEL.run(leaves, self.months)

    def series(self, name: str, run: str = MAIN) -> Array:
        """Return what the engine has for a name, a month each; shape (months,)."""
        values = np.asarray(self._computed[name], dtype=np.float64)
        if values.ndim == 2:
            return np.asarray(values[: self.months, RUNS.index(run)])
        single = values if values.ndim == 0 else values[RUNS.index(run)]
        return np.full(self.months, float(single))

    def once(self, name: str) -> float:
        """Return what the engine has for what is computed once."""
        return float(self.series(name)[0])
