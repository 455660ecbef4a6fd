"""The model in Squiggle, on sample sets, with a function for a month: its fastest form.

Two things are done in Squiggle's favour: a branch that (nearly) no draw takes is left out, and so are the rules that
keep draws possible. Months written out one after the other take longer (its compiler slows down with every line), and
so does a function called for every sample.
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
from calculators.formula import expression, value_of
from calculators.model import MODEL
from calculators.quantity import Number
from calculators.scenario import Resolved
from calculators.symbol import Symbol

Array = npt.NDArray[np.float64]
HERE = Path(__file__).parent
VERSION = "0.10.0"

Text = tuple[str, bool]
"""Squiggle, and whether it is a sample set."""


class Writing:
    """Writes the model, following the values that numpy finds, so that it knows which branches draws take."""

    def __init__(self, leaves: Mapping[str, Any], months: int, inputs: Mapping[str, str]) -> None:
        self.values = {name: leaves[name] for name in LEAVES}
        self.sets = {name: name in inputs for name in (*LEAVES, "month")}
        self.taken: dict[str, bool] = {}
        moving = ("month", *(stock.id for stock in MODEL.stocks))
        self.steady = {flow.id for flow in MODEL._unmoved((*MODEL.monthly, *afterwards()), moving)}
        once = [
            *MODEL.references,
            *(flow for flow in (*MODEL.monthly, *afterwards()) if flow.id in self.steady),
        ]
        each = [flow for flow in (*MODEL.monthly, *afterwards()) if flow.id not in self.steady]
        rows = [f"{name} = {text}" for name, text in inputs.items()]
        rows += [f"{name} = {float(leaves[name])!r}" for name in LEAVES if name not in inputs]
        rows += [self._row(quantity.id, expression(quantity)) for quantity in once]
        for stock in MODEL.stocks:
            self.sets[stock.id] = True
            start = stock.starts_at
            self.values[stock.id] = self.values[start] if isinstance(start, str) else float(start or 0.0)
        starts = {stock.id: self._start(stock.starts_at) for stock in MODEL.stocks}
        net = monthly_net()
        inside: list[str] = []
        # every month is walked through, so that a branch taken in one month and not in another is found out
        for month in range(months):
            self.values["month"] = float(month)
            inside = [self._row(quantity.id, expression(quantity)) for quantity in each]
            following = {stock.id: expression(stock) for stock in MODEL.stocks}
            texts = {name: self._text(formula)[0] for name, formula in following.items()}
            worth = f"s.worth + {self._text(net)[0]} * (1 + discount_rate) ^ ((-1) * (month + 1) / 12)"
            self.values |= {name: value_of(formula, self.values) for name, formula in following.items()}
        self.lines = [
            *rows,
            "step(s, month) = {",
            *(f"{stock.id} = s.{stock.id}" for stock in MODEL.stocks),
            *inside,
            "{" + ", ".join(f"{name}: {text}" for name, text in (*texts.items(), ("worth", worth))) + "}",
            "}",
            "start = {"
            + ", ".join(f"{name}: {text}" for name, text in starts.items())
            + ", worth: (-1) * cost_launch}",
            f"List.reduce(List.upTo(0, {months - 1}), start, step).worth",
        ]

    def _start(self, start: str | float | None) -> str:
        return start if isinstance(start, str) else f"SampleSet.fromNumber({float(start or 0.0)!r})"

    def _row(self, name: str, formula: Number) -> str:
        text, self.sets[name] = self._text(formula)
        self.values[name] = value_of(formula, self.values)
        return f"{name} = {text}"

    def _text(self, formula: Number) -> Text:
        if not isinstance(formula, Symbol):
            return f"({float(formula)!r})", False
        operation, parts = formula.operation, formula.parts
        if operation == "leaf":
            return parts[0], self.sets[parts[0]]
        if operation == "where":
            return self._choice(formula)
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

    def _choice(self, formula: Symbol) -> Text:
        condition, is_set = self._text(formula.parts[0])
        taken = np.asarray(value_of(formula.parts[0], self.values), dtype=bool)
        if not is_set and "month" in condition:
            (yes, one), (no, other) = (self._text(part) for part in formula.parts[1:])
            return f"(if {condition} then {yes} else {no})", one or other
        mostly = bool(np.mean(taken) > 0.5)
        if np.mean(taken == mostly) < 0.95 or self.taken.setdefault(condition, mostly) != mostly:
            raise ValueError(f"a branch that some draws or months take and others do not: {condition}")
        return self._text(formula.parts[1] if mostly else formula.parts[2])


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
        # never quite zero: the branch that fewer draws take, for nobody at all, is left out
        lowest, highest = max(entry.assumption.bounds[0], 1e-12), entry.assumption.bounds[1]
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
