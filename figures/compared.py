"""Why figures that stand side by side are what they are, and how they differ from the base's."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

from calculators import costs
from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.paired import Paired
from figures.answer import formats_of
from figures.declared import Figure, figures
from figures.why import Explanation, Reading
from wording.formats import Formats

BASE: Final = "base"
MORE: Final = "difference."
"""What stands before the id of a figure for its difference from the base's."""

SURE: Final = ("paired.chance", "paired.p10", "paired.p50", "paired.p90")
TEAM_BARS: Final = tuple(
    f"{team.id}.{part}" for team in MODEL.teams for part in ("value", "direct", "received")
)
COSTS: Final = tuple(f"cost.{line.id}" for line in costs.LINES)
_OF_DRAWS = (
    "In every draw both sides take the same number of whatever they share, and one NPV is taken from the other: what "
    "moves both alike leaves the difference alone."
)


class SideBySide(Reading):
    """What is known of one side of a comparison, and of its difference from the base.

    Parameters
    ----------
    result
        The side's answer.
    exists
        Whether there is a community at all: where there is none every figure is nothing, and no formula is needed.
    base
        The base's reading and its name; None for the base itself.
    paired
        The difference in draws, where they are known.
    """

    def __init__(
        self,
        result: Result,
        *,
        exists: bool = True,
        base: tuple[SideBySide, str] | None = None,
        paired: Paired | None = None,
    ) -> None:
        self.exists = exists
        others = {} if base is None else {BASE: (base[0], f"“{base[1]}”")}
        super().__init__(result, others=others)
        if base is not None:
            self.more = _differences(base[0].result) | (
                _in_draws(paired, formats_of(result.resolved)) if paired else {}
            )

    def reads(self, name: str) -> tuple[str, ...]:
        """Return the names that it rests on: none where there is no community."""
        own = ":" not in name and name not in self.more
        return () if own and not self.exists else super().reads(name)

    def reachable(self, names: tuple[str, ...], *, most: int = 1_000) -> tuple[str, ...]:
        """Return the figures named, their differences from the base, and all that they rest on."""
        asked = [found for name in names for found in (name, f"{MORE}{name}") if self.explains(found)]
        return super().reachable(tuple(asked) or ("npv",), most=most)

    def explain(self, name: str, *, month: int = 0) -> Explanation:
        """Return why a figure is what it is."""
        found = super().explain(name, month=month)
        if self.exists or ":" in name or name in self.more:
            return found
        note = "There is no community here: no value that comes of it, and no cost."
        return dataclasses.replace(found, words="", numbers="", note=note, inputs=(), comes_to="")


def _differences(base: Result) -> dict[str, Figure]:
    """Return the difference of every figure from the base's."""

    def less(figure: Figure) -> Callable[[Result], float | None]:
        def value(result: Result) -> float | None:
            mine, its = figure.value(result), figure.value(base)
            return None if mine is None or its is None else mine - its

        return value

    return {
        f"{MORE}{name}": Figure(
            f"{MORE}{name}",
            f"{figure.label}, the difference",
            figure.kind,
            less(figure),
            unit=figure.unit,
            formula=lambda mine, its: mine - its,
            reads=(name, f"{BASE}:{name}"),
        )
        for name, figure in figures().items()
    }


def _in_draws(paired: Paired, formats: Formats) -> dict[str, Figure]:
    """Return how the difference is spread over shared draws."""
    quoted = paired.difference
    draws = f"{_OF_DRAWS} {formats.number(paired.points)} draws."
    rests_on = (f"{MORE}npv",)
    found = [
        Figure(
            "paired.chance",
            "Chance to be worth more than the base",
            "share",
            lambda _: paired.p_better,
            unit="of draws",
            words=f"Share of draws in which its NPV is above the base’s. {draws}",
            rests_on=rests_on,
        )
    ]
    for part, what in (("p10", "a tenth lie below"), ("p50", "the middle"), ("p90", "a tenth lie above")):

        def value(_: Result, part: str = part) -> float | None:
            number: float | None = getattr(quoted, part)
            return number

        found.append(
            Figure(
                f"paired.{part}",
                f"{part.upper()} of the difference in net present value",
                "money",
                value,
                words=f"Of all differences {what}. {draws}",
                rests_on=rests_on,
            )
        )
    return {figure.id: figure for figure in found}
