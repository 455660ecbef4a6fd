"""The model in Squiggle, on sample sets, months written out one after the other: its fastest form.

Two things are done in Squiggle's favour: a branch that no draw takes is left out, and so are the rules that keep draws
possible. Written as a function that is called for every sample, the same model takes many times longer.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.draws.model_text import LEAVES, afterwards, monthly_net
from calculators.draws import FIFTH_PERCENTILE, uncertain
from calculators.formula import Symbol, expression, value_of
from calculators.model import MODEL
from calculators.quantity import Number
from calculators.scenario import Resolved

Array = npt.NDArray[np.float64]
HERE = Path(__file__).parent
VERSION = "0.10.0"

Text = tuple[str, bool]
"""Squiggle, and whether it is a sample set."""


class Writing:
    """Writes the months, following the values that numpy finds, so that it knows which branches are taken."""

    def __init__(self, leaves: Mapping[str, Any], months: int, inputs: Mapping[str, str]) -> None:
        self.lines: list[str] = [f"{name} = {text}" for name, text in inputs.items()]
        self.values: dict[str, Any] = {name: leaves[name] for name in LEAVES}
        self.names: dict[str, Text] = {
            name: (name, True) if name in inputs else (repr(float(leaves[name])), False) for name in LEAVES
        }
        self._references()
        net = monthly_net()
        for month in range(months):
            self._month(month)
            text, _ = self._text(net)
            self.lines.append(f"net_{month} = {text}")
            factor = f"(1 + {self.names['discount_rate'][0]}) ^ (-{(month + 1) / 12.0!r})"
            before = f"worth_{month - 1}" if month else "(-1) * " + self._text(Symbol("leaf", ("cost_launch",)))[0]
            self.lines.append(f"worth_{month} = {before} + net_{month} * {factor}")
        self.lines.append(f"worth_{months - 1}")

    def _references(self) -> None:
        for quantity in MODEL.references:
            self._declare(quantity.id, quantity.id, expression(quantity))
        for stock in MODEL.stocks:
            start = stock.starts_at
            if isinstance(start, str):
                self.names[stock.id], self.values[stock.id] = self.names[start], self.values[start]
            else:
                self.names[stock.id], self.values[stock.id] = (repr(float(start or 0.0)), False), float(start or 0.0)
        steady = MODEL._steady((*MODEL.monthly, *afterwards()))
        self.once = {quantity.id for quantity in steady}
        for quantity in steady:
            self._declare(quantity.id, quantity.id, expression(quantity))

    def _month(self, month: int) -> None:
        self.names["month"], self.values["month"] = (repr(float(month)), False), float(month)
        for quantity in (*MODEL.monthly, *afterwards()):
            if quantity.id not in self.once:
                self._declare(quantity.id, f"{quantity.id}_{month}", expression(quantity))

        following = [(stock.id, expression(stock)) for stock in MODEL.stocks]
        values = [value_of(formula, self.values) for _, formula in following]
        texts = [self._text(formula) for _, formula in following]
        self.carried = list(zip(following, values, texts, strict=True))
        self._carry(month)

    def _carry(self, month: int) -> None:
        # the month's own names are still needed for its net value, so states get a name of their own
        self.pending = [
            (name, f"{name}_at_{month + 1}", text, value) for (name, _), value, text in self.carried
        ]
        self.month_names, self.month_values = dict(self.names), dict(self.values)
        for name, new, (text, is_set), value in self.pending:
            self.lines.append(f"{new} = {text}")
            self.names[name], self.values[name] = (new, is_set), value

    def _declare(self, name: str, new: str, formula: Number) -> None:
        text, is_set = self._text(formula)
        self.values[name] = value_of(formula, self.values)
        if isinstance(formula, Symbol) and formula.operation != "leaf":
            self.lines.append(f"{new} = {text}")
            text = new
        self.names[name] = (text, is_set)

    def _text(self, formula: Number) -> Text:
        if not isinstance(formula, Symbol):
            return f"({float(formula)!r})", False
        operation, parts = formula.operation, formula.parts
        if operation == "leaf":
            return self.names[parts[0]]
        if operation == "where":
            taken = np.asarray(value_of(parts[0], self.values), dtype=bool)
            if taken.all() or not taken.any():
                return self._text(parts[1] if taken.all() else parts[2])
            raise ValueError(f"a branch that some draws take and others do not: {parts[0]}")
        texts = [self._text(part) for part in parts]
        is_set = any(is_one for _, is_one in texts)
        written = [text for text, _ in texts]
        if operation in ("min", "max"):
            joined = ", ".join(written)
            return (f"SampleSet.{operation}({joined})" if is_set else f"{operation}([{joined}])"), is_set
        if operation == "exp":
            return f"exp({written[0]})", is_set
        if operation == "neg":
            return f"((-1) * {written[0]})", is_set
        return f"({written[0]} {'^' if operation == '**' else operation} {written[1]})", is_set


def sampled(resolved: Resolved) -> dict[str, str]:
    """Return the uncertain assumptions as Squiggle draws them itself."""
    inputs = {}
    for name in uncertain(resolved):
        entry = resolved.in_force[name]
        ends = (entry.low, entry.value, entry.high)
        in_logs = entry.low > 0.0 and entry.high > 4.0 * entry.low
        low, likely, high = np.log(ends) if in_logs else ends
        below, above = (likely - low) / FIFTH_PERCENTILE, (high - likely) / FIFTH_PERCENTILE
        inputs[f"z_{name}"] = "SampleSet.fromDist(normal(0, 1))"
        text = (
            f"{float(likely)!r} + {float(below)!r} * SampleSet.min(z_{name}, 0)"
            f" + {float(above)!r} * SampleSet.max(z_{name}, 0)"
        )
        lowest, highest = entry.assumption.bounds
        text = f"exp({text})" if in_logs else text
        inputs[name] = f"SampleSet.min(SampleSet.max({text}, {float(lowest)!r}), {float(highest)!r})"
        for other, follower in resolved.in_force.items():
            if follower.assumption.follows == name and follower.origin == "follows another":
                inputs[other] = name
    return inputs


def listed(values: Mapping[str, Array]) -> dict[str, str]:
    """Return given draws as Squiggle reads them, for the check."""
    return {
        name: f"SampleSet.fromList([{', '.join(repr(float(value)) for value in column)}])"
        for name, column in values.items()
    }


def run(text: str, *, samples: int, times: int) -> tuple[list[float], Array]:
    """Return milliseconds of each run but the first, and the samples of the NPV."""
    file = HERE / "node_modules" / "model.squiggle"
    file.write_text(text, encoding="utf-8")
    command = ["node", "--stack-size=8000", str(HERE / "squiggle.mjs"), str(file), str(samples), str(times)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(told)
    return found["milliseconds"][1:], np.array(found["npv"], dtype=np.float64)


def install() -> None:
    """Install Squiggle beside this file, where it is not there yet."""
    if not (HERE / "node_modules" / "@quri" / "squiggle-lang").exists():
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=HERE, check=True)
