"""Every figure that comes with a range, declared once: id, label, kind, how it is found. Read from a `Spread`."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property, lru_cache

from calculators.draws import uncertain
from calculators.evaluation import Result
from calculators.model import MODEL
from calculators.scenario import InForce, Resolved
from calculators.spread import Spread
from calculators.uncertainty import Quoted
from figures.answer import formats_of
from figures.kinds import written
from figures.why import Explanation, Input, Reading, origin_text, range_text
from wording.comparison import cases_of_100
from wording.formats import NO_VALUE, Formats

CASES = "8 times in 10"
"""How ranges of results are said: P10 to P90."""

TYPED = "9 times in 10"
"""How ranges that people type are said: P5 to P95."""

NO_DRAW, EVERY_DRAW = "no draw", "every draw"
"""How a chance is said that is none, and one that is certain."""

NEVER = "later"
"""A payback that is not within the horizon."""


@dataclasses.dataclass(frozen=True)
class Ranged:
    """One figure with its percentiles.

    Attributes
    ----------
    id, label
        Its name in code and for people.
    kind
        How it is written: money, share or months.
    value
        Reads it from a spread.
    words
        How it is found, or what to keep in mind.
    """

    id: str
    label: str
    kind: str
    value: Callable[[Spread], Quoted]
    words: str


@dataclasses.dataclass(frozen=True)
class Chance:
    """One share of draws, with its standard error."""

    id: str
    label: str
    value: Callable[[Spread], float]
    error: Callable[[Spread], float]
    words: str


HOW = (
    "Every assumption that has a range is drawn at once, many times; low, likely and high are its P5, P50 and P95. The "
    "model runs in every draw."
)


def nothing_weighed(spread: Spread) -> bool:
    """Tell whether no draw counts a cost or a benefit: cash never moves, and there is no return in any of them.

    The same as `figures.answer.nothing_counted` says of the likely values.
    """
    never_moves = spread.p_roi_positive == 0.0 and spread.p_payback == 1.0
    return never_moves and spread.npv.p10 == 0.0 == spread.npv.p90 and spread.roi.p50 is None


def _payback(spread: Spread) -> Quoted:
    no_number = Quoted(math.nan, math.nan, math.nan, math.nan)
    return no_number if nothing_weighed(spread) else spread.payback_month


@lru_cache(maxsize=1)
def ranged() -> dict[str, Ranged]:
    """Return every figure that has percentiles, by id."""
    found = [
        Ranged("roi", "ROI", "share", lambda spread: spread.roi, "Hard value only, against no community."),
        Ranged("npv", "Net present value", "money", lambda spread: spread.npv, "Hard benefits less costs."),
        Ranged(
            "payback_month",
            "Payback in month",
            "months",
            _payback,
            "The first month from whose end cumulative cash stays at zero or above; a draw that never gets there "
            "within the horizon counts as later than every month.",
        ),
        Ranged(
            "roi_going_on",
            "ROI of going on",
            "share",
            lambda spread: spread.roi_going_on,
            "Against closing at month 0, in the same draws.",
        ),
        Ranged(
            "npv_with_soft",
            "Net present value with soft value",
            "money",
            lambda spread: spread.npv_with_soft,
            "Soft value is time and attention saved: capacity that does not reach the ledger by itself.",
        ),
    ]
    for team in MODEL.teams:
        found += [
            Ranged(
                f"{team.id}.value",
                f"Value of {team.label}",
                "money",
                lambda spread, name=team.id: spread.team_value[name],  # type: ignore[misc]
                "Hard value of its lines, present value, all loops turning.",
            ),
            Ranged(
                f"{team.id}.direct",
                f"Direct value of {team.label}",
                "money",
                lambda spread, name=team.id: spread.team_direct[name],  # type: ignore[misc]
                "The same in the same draws with every loop standing still.",
            ),
        ]
    return {figure.id: figure for figure in found}


CHANCES = {
    chance.id: chance
    for chance in (
        Chance(
            "p_roi_positive",
            "It pays",
            lambda spread: spread.p_roi_positive,
            lambda spread: spread.p_roi_positive_error,
            "Share of draws in which hard benefits are worth more than costs.",
        ),
        Chance(
            "p_payback",
            "It is paid back within the horizon",
            lambda spread: spread.p_payback,
            lambda spread: spread.p_payback_error,
            "Share of draws in which cumulative cash is back at zero for good within the horizon.",
        ),
    )
}


def percentile_text(value: float | None, kind: str, formats: Formats) -> str:
    """Write a percentile; a payback that never comes is said so, one of nothing is a dash.

    Examples
    --------
    >>> percentile_text(None, "months", Formats()), percentile_text(-207_664.0, "money", Formats())
    ('later', '-$208k')
    >>> percentile_text(math.nan, "months", Formats())
    '–'
    """
    if value is None or not math.isfinite(value):
        never = kind == "months" and not (value is not None and math.isnan(value))
        return NEVER if never else NO_VALUE
    if kind == "money":
        return formats.money_short(value)
    if kind == "share":
        return formats.percent_short(value)
    return formats.number(math.ceil(value))


def error_text(error: float | None, kind: str, formats: Formats) -> str:
    """Write a standard error.

    Examples
    --------
    >>> error_text(0.0254, "share", Formats()), error_text(0.0, "months", Formats())
    ('± 2.5 points', '± under a month')
    """
    if error is None or not math.isfinite(error):
        return NO_VALUE
    if kind == "money":
        return f"± {formats.money_short(float(f'{error:.2g}'))}"
    if kind == "share":
        points = float(f"{100.0 * error:.2g}")
        return f"± {formats.number(points)} point{'' if points == 1.0 else 's'}"
    return "± under a month" if error < 0.5 else f"± {formats.months(math.ceil(error))}"


def chance_text(chance: Chance, spread: Spread, formats: Formats) -> str:
    """Write a chance in whole cases of a hundred, never as a certainty it is not, with its error.

    A dash where no draw has anything to weigh.

    Examples
    --------
    >>> import types
    >>> chance = CHANCES["p_roi_positive"]
    >>> chance_text(chance, types.SimpleNamespace(p_roi_positive=0.722, p_roi_positive_error=0.014), Formats())
    '72 of 100 draws, ± 1.4 points'
    """
    if nothing_weighed(spread):
        return NO_VALUE
    return share_text(chance.value(spread), chance.error(spread), formats)


def chance_sentences(spread: Spread, formats: Formats, *, pays_is_said: bool) -> list[str]:
    """Return the chances, a sentence each; of what stands above already, only how well it is known.

    Parameters
    ----------
    spread
        The answer over draws.
    formats
        Currency and separators.
    pays_is_said
        Whether the sentence on the range, which stands above them, says how often it pays.

    Examples
    --------
    >>> import types
    >>> chances = {"p_roi_positive": 0.96, "p_roi_positive_error": 0.006, "p_payback": 1.0, "p_payback_error": 0.0}
    >>> chance_sentences(types.SimpleNamespace(**chances), Formats(), pays_is_said=True)
    ['How often it pays is known to ± 0.6 points.', 'It is paid back within the horizon in every draw.']
    """
    if nothing_weighed(spread):
        return ["No draw counts a cost or a benefit, so there is nothing to weigh."]
    found = []
    for chance in CHANCES.values():
        words = chance_text(chance, spread, formats)
        if not (pays_is_said and chance.id == "p_roi_positive"):
            found.append(f"{chance.label} in {words}.")
        elif error := words.partition(", ")[2]:
            found.append(f"How often it pays is known to {error}.")
    return found


def share_text(share: float, error: float, formats: Formats) -> str:
    """Write a share of draws, as `chance_text` does.

    Examples
    --------
    >>> share_text(1.0, 0.0, Formats()), share_text(0.001, 0.001, Formats())
    ('every draw', 'fewer than 1 of 100 draws')
    """
    if share in (0.0, 1.0):
        return NO_DRAW if share == 0.0 else EVERY_DRAW
    said = f"{cases_of_100(share)} draws"
    return said if said.startswith(("fewer", "more")) else f"{said}, {error_text(error, 'share', formats)}"


def explain_range(resolved: Resolved, spread: Spread, name: str, *, most: int = 12) -> Explanation:
    """Return how a figure with a range is found, and what is drawn for it, as the drawer shows it.

    Parameters
    ----------
    resolved
        The numbers drawn.
    spread
        What came out.
    name
        Id of a `Ranged` or a `Chance`.
    most
        Inputs named one by one.
    """
    formats = formats_of(resolved)
    how = f"{HOW} {drawn_text(spread, formats)}"
    inputs = _drawn(resolved, formats, most)
    chance = CHANCES.get(name)
    if chance is not None:
        value = chance_text(chance, spread, formats)
        return Explanation(name, chance.label, value, "", "", f"{chance.words} {how}", inputs)
    figure = ranged()[name]
    quoted = figure.value(spread)
    low, middle, high = (
        percentile_text(x, figure.kind, formats) for x in (quoted.p10, quoted.p50, quoted.p90)
    )
    error = error_text(quoted.standard_error, figure.kind, formats)
    note = (
        f"{figure.words} {how} A tenth of the draws lie below {low}, a tenth above {high}. Drawn again with other "
        f"points, the middle would come out {error} from here two times in three; Sobol points do better than that."
    )
    return Explanation(name, figure.label, middle, "", "", note, inputs)


DRAWN = "draws."
"""What stands before the id of a figure in all draws, to tell it from the one at likely values."""

AT_LIKELY = {"npv_with_soft": "with_soft.npv", "p_roi_positive": "npv", "p_payback": "payback_month"}
"""The figure that stands behind another in every draw, where it has another name."""


class InDraws(Reading):
    """What is known of the draws, and below it the same figures at the likely values, down to the assumptions.

    Parameters
    ----------
    result
        The answer at the likely values.
    spread
        Finds what came out of the draws; asked once a figure of theirs is.
    """

    def __init__(self, result: Result, spread: Callable[[], Spread]) -> None:
        super().__init__(result)
        self._spread = spread

    @cached_property
    def spread(self) -> Spread:
        """What came out of the draws."""
        return self._spread()

    def explains(self, name: str) -> bool:
        """Tell whether a name has a "why" of its own."""
        return name.startswith(DRAWN) or super().explains(name)

    def label(self, name: str) -> str:
        """Return what people call it."""
        if name.startswith(DRAWN):
            return f"{label_of_range(name.removeprefix(DRAWN))}, in all draws"
        return super().label(name)

    def changes_by_month(self, name: str) -> bool:
        """Tell whether a month has to be chosen for a name."""
        return not name.startswith(DRAWN) and super().changes_by_month(name)

    def reads(self, name: str) -> tuple[str, ...]:
        """Return the names that it rests on: of a figure in all draws, the same at the likely values."""
        if name.startswith(DRAWN):
            inner = name.removeprefix(DRAWN)
            return (AT_LIKELY.get(inner, inner),)
        return super().reads(name)

    def explain(self, name: str, *, month: int = 0) -> Explanation:
        """Return how a figure is found in all draws, or why it is what it is at the likely values."""
        if not name.startswith(DRAWN):
            return super().explain(name, month=month)
        found = explain_range(self.result.resolved, self.spread, name.removeprefix(DRAWN))
        (likely,) = self.reads(name)
        entry = self.input(likely, month)
        entry = dataclasses.replace(entry, label=f"{entry.label} at the likely values")
        return dataclasses.replace(found, id=name, label=self.label(name), inputs=(entry, *found.inputs))


MOST_DIGITS = 9
"""What the search for a break-even knows of it."""


def named_break_even(value: float, entry: InForce) -> float:
    """Return a break-even as it is named: with three digits, or with as many as it takes to be true.

    Rounded away from today's value, so that the answer has turned once it is typed; and never across an end of the
    range, so that it lies in it, or outside, as the value itself does.

    Parameters
    ----------
    value
        Where the answer turns.
    entry
        The assumption as it is in force.

    Examples
    --------
    >>> from calculators.scenario import Scenario, resolve
    >>> post = resolve(Scenario()).in_force["loaded_salary"]
    >>> post.high, named_break_even(130_233.4, post), named_break_even(129_733.4, post)
    (130000.0, 131000.0, 130000.0)
    >>> named_break_even(67_968.2, post), named_break_even(68_032.1, post)
    (67900.0, 68000.0)
    >>> named_break_even(130_000.4, dataclasses.replace(post, high=130_500.0))
    130100.0
    """
    known = Decimal(f"{value:.{MOST_DIGITS}g}")
    if not known or value == entry.value:
        return float(known)
    way = ROUND_CEILING if value > entry.value else ROUND_FLOOR
    lowest, highest = entry.bounds
    for digits in range(3, MOST_DIGITS):
        named = float(known.quantize(Decimal(1).scaleb(known.adjusted() + 1 - digits), rounding=way))
        lies_alike = (named < entry.low, named > entry.high) == (value < entry.low, value > entry.high)
        if lies_alike and lowest <= named <= highest:
            return named
    return float(known)


def drawn_text(spread: Spread, formats: Formats) -> str:
    """Return how many draws there are, and that they can be had again."""
    return f"{formats.number(spread.points)} draws here, seed {spread.seed}: the same seed gives the same figures."


def draws_and_seed(points: int, seed: int, formats: Formats) -> str:
    """Return how many draws there are, and what they can be had again by.

    Examples
    --------
    >>> draws_and_seed(1_024, 7, Formats())
    '1,024 draws, seed 7'
    """
    return f"{formats.number(points)} draws, seed {seed}"


def label_of_range(name: str) -> str:
    """Return what people call a figure that has a range, or a chance."""
    return CHANCES[name].label if name in CHANCES else ranged()[name].label


def _drawn(resolved: Resolved, formats: Formats, most: int) -> tuple[Input, ...]:
    """Return the assumptions that are drawn, the user's own ranges first."""
    own = resolved.scenario.values
    names = sorted(uncertain(resolved), key=lambda name: name not in own)[:most]
    return tuple(
        Input(
            name,
            entry.assumption.label,
            written(entry.value, entry.assumption.kind, entry.assumption.unit, formats),
            assumption=True,
            range=range_text(entry, formats),
            grade=str(entry.grade),
            source=str(entry.source),
            note=entry.note,
            origin=origin_text(entry),
        )
        for name, entry in ((name, resolved.in_force[name]) for name in names)
    )
