"""Two to four sides side by side: on common terms, with their differences.

What is put side by side must be counted alike. Horizons and currencies that differ are made the base's, and a note says
so; what cannot be made alike is refused. Numbers are written as the base's are, which needs no note.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from calculators import MODEL_VERSION
from calculators.bridge import Bridge, CannotBridgeError, bridge
from calculators.case import Case, State, answer_to, npv_in_draws
from calculators.changes import HORIZON, Changed, Switched, WhatDiffers, what_differs
from calculators.draws import POINTS
from calculators.evaluation import Result
from calculators.message import Amount, Message, whole, with_numbers
from calculators.model import MODEL
from calculators.paired import Paired, paired, shares_of_best
from calculators.scenario import Given, InForce, InvalidScenarioError, Remark, Scenario, resolve

Array = npt.NDArray[np.float64]

MOST_SIDES = 4


class CannotCompareError(ValueError):
    """Raised where sides cannot be put side by side.

    Attributes
    ----------
    problems
        One remark a reason; the field is that of the scenario.
    """

    def __init__(self, problems: tuple[Remark, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.message for problem in problems))


@dataclasses.dataclass(frozen=True)
class Named:
    """A side of a comparison with its name.

    Attributes
    ----------
    name
        What people call it; unique in a comparison only where they made it so.
    case
        The scenario, and what becomes of it.
    """

    name: str
    case: Case


@dataclasses.dataclass(frozen=True)
class Terms:
    """Sides that are counted alike.

    Attributes
    ----------
    sides
        In their order, the base where it was.
    base
        Which of them is the base, from 0.
    notes
        What was done so that they can be compared, or must be kept in mind; the field is that of the scenario.
    """

    sides: tuple[Named, ...]
    base: int
    notes: tuple[Remark, ...]

    @property
    def others(self) -> tuple[int, ...]:
        """All but the base."""
        return tuple(number for number in range(len(self.sides)) if number != self.base)


def on_common_terms(sides: Sequence[Named], base: int = 0) -> Terms:
    """Return the sides counted alike: over the base's horizon, in the base's currency and number format.

    Parameters
    ----------
    sides
        One to four.
    base
        Which of them the others are held against, from 0.

    Raises
    ------
    CannotCompareError
        Where there are too many or too few, or amounts cannot be converted.
    InvalidScenarioError
        Where one of them cannot be computed.

    Examples
    --------
    >>> a, b = Scenario(), Scenario(values={"horizon": 60})
    >>> terms = on_common_terms([Named("A", Case(a)), Named("B", Case(b))])
    >>> terms.notes[0].message
    '“B” is set to 60 months; here all are counted over 36 months, as in “A”.'
    """
    if not 1 <= len(sides) <= MOST_SIDES:
        message = with_numbers("between one and {most} can be compared", most=whole(MOST_SIDES))
        raise CannotCompareError((Remark("scenarios", message),))
    if not 0 <= base < len(sides):
        raise ValueError(f"there is no side {base}")
    _refuse_impossible(sides)
    notes: list[Remark] = []
    problems: list[Remark] = []
    lead = sides[base]
    horizon = resolve(lead.case.scenario).value(HORIZON)
    # what is not given differs with the kind of community and with its stage, so there it is written down
    kinds = {(side.case.scenario.starting_point, side.case.scenario.running) for side in sides}
    found = []
    for side in sides:
        scenario = side.case.scenario
        own = resolve(scenario).value(HORIZON)
        if own != horizon:
            notes.append(
                Remark(
                    HORIZON,
                    with_numbers(
                        "“{name}” is set to {own} months; here all are counted over {horizon} months, as in “{lead}”.",
                        name=side.name,
                        own=whole(own),
                        horizon=whole(horizon),
                        lead=lead.name,
                    ),
                )
            )
        if own != horizon or (len(kinds) > 1 and HORIZON not in scenario.values):
            scenario = scenario.with_value(HORIZON, Given(value=horizon))
        try:
            scenario = _in_currency_of(lead, side.name, scenario, notes)
        except CannotCompareError as error:
            problems.extend(error.problems)
            continue
        if scenario.number_format != lead.case.scenario.number_format:
            scenario = scenario.changed(number_format=lead.case.scenario.number_format)
        found.append(Named(side.name, dataclasses.replace(side.case, scenario=scenario)))
    if problems:
        raise CannotCompareError(tuple(problems))
    _refuse_impossible(found)
    notes.extend(_on_time(sides))
    return Terms(tuple(found), base, tuple(notes))


def _refuse_impossible(sides: Sequence[Named]) -> None:
    problems = tuple(
        Remark(problem.field, Message(f"“{side.name}”: ", problem.message))
        for side in sides
        for problem in resolve(side.case.scenario).problems
    )
    if problems:
        raise InvalidScenarioError(problems)


def _in_currency_of(lead: Named, name: str, scenario: Scenario, notes: list[Remark]) -> Scenario:
    """Return the scenario with every amount in the base's currency."""
    to = lead.case.scenario
    if scenario.currency == to.currency:
        return scenario
    common = to.point.currency
    if scenario.point.currency != common:
        message = (
            f"“{name}” is in {scenario.currency} and “{lead.name}” in {to.currency}, and their starting points share "
            "no currency to convert by: set both to the same currency."
        )
        raise CannotCompareError((Remark("currency", message),))
    for who, one in ((name, scenario), (lead.name, to)):
        if one.currency != common and one.exchange_rate == 1.0:
            message = (
                f"“{who}” is in {one.currency} but does not say what 1 {common} is in {one.currency} (its rate is 1): "
                "type that rate at its currency to compare them."
            )
            raise CannotCompareError((Remark("exchange_rate", message),))
    own_rate, rate = _rate(scenario), _rate(to)
    factor = rate / own_rate
    notes.append(
        Remark(
            "currency",
            with_numbers(
                "“{name}” is in {own}; here its amounts are in {lead}, at 1 {own} = {factor} {lead}, by the rates "
                "typed at the currency of each.",
                name=name,
                own=scenario.currency,
                lead=to.currency,
                factor=Amount(float(f"{factor:.4g}")),
            ),
        )
    )
    values = {
        key: _converted(given, factor) if MODEL.assumptions[key].money else given
        for key, given in scenario.values.items()
    }
    stated_in_common = scenario.exchange_rate == own_rate
    return scenario.changed(
        currency=to.currency,
        exchange_rate=rate if stated_in_common else scenario.exchange_rate * factor,
        values=values,
    )


def _rate(scenario: Scenario) -> float:
    """Return what one unit of the starting point's currency is in the scenario's."""
    return 1.0 if scenario.currency == scenario.point.currency else scenario.exchange_rate


def _converted(given: Given, factor: float) -> Given:
    return given.model_copy(
        update={
            part: getattr(given, part) * factor
            for part in ("value", "low", "high")
            if getattr(given, part) is not None
        }
    )


def _on_time(sides: Sequence[Named]) -> list[Remark]:
    """Return what must be kept in mind about when months are counted from."""
    going = [side for side in sides if side.case.state is State.GOING_ON]
    running = [side for side in going if side.case.scenario.running]
    planned = [side for side in going if not side.case.scenario.running]
    if running and planned:
        return [
            Remark(
                "running",
                f"Month 1 is now for {_quoted_names(running)} and the launch for {_quoted_names(planned)}.",
            )
        ]
    since = {side.case.scenario.since for side in running if side.case.scenario.since}
    if len(since) > 1:
        dates = ", ".join(
            f"“{side.name}” since {side.case.scenario.since}" for side in running if side.case.scenario.since
        )
        return [
            Remark("since", f"They have been running for different times ({dates}); month 1 is now for all.")
        ]
    return []


def _quoted_names(sides: Sequence[Named]) -> str:
    return " and ".join(f"“{side.name}”" for side in sides)


# ---- figures side by side

FIGURES: Mapping[str, Callable[[Result], float | None]] = MappingProxyType(
    {
        "roi": lambda result: result.hard.roi,
        "npv": lambda result: result.hard.npv,
        "payback_month": lambda result: result.hard.payback_month if result.going_on else None,
        "pv_benefits": lambda result: result.hard.pv_benefits,
        "pv_costs": lambda result: result.hard.pv_costs,
        "deepest_need": lambda result: result.hard.deepest_need,
        "direct": lambda result: result.hard.direct,
        "flywheel": lambda result: result.hard.flywheel,
        "roi_going_on": lambda result: result.hard.roi_going_on if result.going_on else None,
        "npv_going_on": lambda result: result.hard.npv_going_on if result.going_on else None,
        "with_soft.npv": lambda result: result.with_soft.npv,
        "with_soft.roi": lambda result: result.with_soft.roi,
        "turns_in_month": lambda result: result.turns_in_month if result.going_on else None,
        "carries_itself_in_month": lambda result: result.carries_itself_in_month if result.going_on else None,
        "members_end": lambda result: float(result.series["members_all"][-1]),
        **{
            f"{team.id}.{part}": lambda result, team=team.id, part=part: getattr(  # type: ignore[misc]
                result.hard.teams[team], part
            )
            for team in MODEL.teams
            for part in ("value", "direct", "received")
        },
    }
)
"""What is put side by side, by the ids under which figures are declared.

What closes has neither a payback nor a wheel of its own.
"""


@dataclasses.dataclass(frozen=True)
class Difference:
    """One figure on two sides.

    Attributes
    ----------
    id
        Of the figure.
    base, other
        What it is on either side; None where there is no such number.
    absolute
        other - base, in the figure's unit; None where one of them is missing.
    relative
        absolute / |base|, a fraction; None where the base is zero or missing.
    """

    id: str
    base: float | None
    other: float | None

    @property
    def absolute(self) -> float | None:
        """The other side's less the base's."""
        return None if self.base is None or self.other is None else self.other - self.base

    @property
    def relative(self) -> float | None:
        """The difference in units of the base's amount."""
        absolute = self.absolute
        return None if absolute is None or not self.base else absolute / abs(self.base)


def differences(base: Result, other: Result) -> tuple[Difference, ...]:
    """Return every figure of two answers on common terms, side by side.

    Examples
    --------
    >>> result = answer_to(Case(Scenario()))
    >>> {difference.absolute for difference in differences(result, result)} <= {0.0, None}
    True
    """
    return tuple(Difference(name, read(base), read(other)) for name, read in FIGURES.items())


# ---- the whole, as the command line prints it


@dataclasses.dataclass(frozen=True)
class Against:
    """One side held against the base.

    Attributes
    ----------
    number
        Which of the sides, from 0.
    side
        It.
    differences
        Figure by figure.
    changes
        What was decided or typed differently, and what follows from it.
    bridge
        From the base's NPV to this side's; None where mixtures of the two have no NPV, or nothing was drawn.
    paired
        The difference over shared draws; None where nothing was drawn.
    """

    number: int
    side: Named
    differences: tuple[Difference, ...]
    changes: WhatDiffers
    bridge: Bridge | None
    paired: Paired | None


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Sides held against a base.

    Attributes
    ----------
    terms
        How they were made alike.
    answers
        The answer to each side, in their order.
    against
        One entry a side that is not the base.
    best
        Share of draws in which each side's NPV is the highest, in the order of the sides; empty where nothing was
        drawn.
    points, seed
        How many draws, none where nothing was drawn, and their seed.
    """

    terms: Terms
    answers: tuple[Result, ...]
    against: tuple[Against, ...]
    best: tuple[float, ...]
    points: int
    seed: int

    @property
    def drawn(self) -> bool:
        """Whether draws and bridges are there."""
        return self.points > 0


@dataclasses.dataclass(frozen=True)
class Workers:
    """What computes the parts of a comparison: the model itself, or something that remembers what it was asked.

    Attributes
    ----------
    answer, differs, bridge, draws
        See `calculators.case.answer_to`, `calculators.changes.what_differs`, `calculators.bridge.bridge` and
        `calculators.case.npv_in_draws`.
    """

    answer: Callable[[Case], Result] = answer_to
    differs: Callable[[Case, Case], WhatDiffers] = what_differs
    bridge: Callable[[Case, Case], Bridge] = bridge
    draws: Callable[[Case, int, int], Array] = npv_in_draws


def compare(
    sides: Sequence[Named],
    base: int = 0,
    *,
    points: int = POINTS,
    seed: int = 1,
    workers: Workers | None = None,
) -> Comparison:
    """Return everything that a comparison says.

    Parameters
    ----------
    sides
        Two to four.
    base
        Which of them the others are held against, from 0.
    points, seed
        How many draws are shared, and the seed of their scrambling. No points: neither draws nor bridges, which take
        longer than all the rest.
    workers
        What computes the parts.

    Raises
    ------
    CannotCompareError
        Where they cannot be put side by side.
    InvalidScenarioError
        Where one of them cannot be computed.
    ValueError
        On correlations that cannot all hold.

    Examples
    --------
    >>> a = Named("A", Case(Scenario()))
    >>> found = compare([a, Named("B", a.case)], points=64)
    >>> found.against[0].paired.difference.p90, found.against[0].bridge.gap
    (0.0, 0.0)
    """
    return compare_on(on_common_terms(sides, base), points=points, seed=seed, workers=workers)


def compare_on(
    terms: Terms, *, points: int = POINTS, seed: int = 1, workers: Workers | None = None
) -> Comparison:
    """Return everything that is said of sides on common terms; see `compare`."""
    if len(terms.sides) < 2:
        raise CannotCompareError((Remark("scenarios", "a comparison needs two at least"),))
    by = workers or Workers()
    answers = tuple(by.answer(side.case) for side in terms.sides)
    draws = [by.draws(side.case, points, seed) for side in terms.sides] if points else []
    lead = terms.sides[terms.base].case
    against = tuple(
        Against(
            number=number,
            side=terms.sides[number],
            differences=differences(answers[terms.base], answers[number]),
            changes=by.differs(lead, terms.sides[number].case),
            bridge=_bridge(by, lead, terms.sides[number].case) if points else None,
            paired=paired(draws[terms.base], draws[number]) if points else None,
        )
        for number in terms.others
    )
    return Comparison(terms, answers, against, shares_of_best(draws) if points else (), points, seed)


def _bridge(by: Workers, base: Case, other: Case) -> Bridge | None:
    try:
        return by.bridge(base, other)
    except CannotBridgeError:
        return None


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as lists, numbers and names: the keys are part of the interface.

    Parameters
    ----------
    comparison
        What `compare` returned.

    Returns
    -------
    dict
        ``base``, ``differences``, ``assumptions``, ``bridge`` and ``paired``, each of the last four a list with one
        entry for each scenario that is held against the base. Money in the base's currency, rates as fractions.

    Raises
    ------
    ValueError
        Where nothing was drawn.
    """
    if not comparison.drawn:
        raise ValueError("without draws there is nothing to say of bridge and pairs")
    terms = comparison.terms
    base = terms.sides[terms.base]
    scenario = base.case.scenario
    first = comparison.against[0].differences
    return {
        "model_version": MODEL_VERSION,
        "base": {
            "name": base.name,
            "state": str(base.case.state),
            "currency": scenario.currency,
            "horizon": round(resolve(scenario).value(HORIZON)),
            "figures": {difference.id: difference.base for difference in first},
            "p_best": comparison.best[terms.base],
        },
        "notes": [{"field": note.field, "message": note.message} for note in terms.notes],
        "differences": [
            {
                "name": entry.side.name,
                "state": str(entry.side.case.state),
                "figures": {
                    difference.id: {
                        "base": difference.base,
                        "other": difference.other,
                        "difference": difference.absolute,
                        "relative": difference.relative,
                    }
                    for difference in entry.differences
                },
            }
            for entry in comparison.against
        ],
        "assumptions": [{"name": entry.side.name, **_changes(entry.changes)} for entry in comparison.against],
        "bridge": [{"name": entry.side.name, **_bars(entry.bridge)} for entry in comparison.against],
        "paired": [
            _paired(entry.side.name, entry.paired, comparison.seed, comparison.best[entry.number])
            for entry in comparison.against
            if entry.paired is not None
        ],
    }


def _paired(name: str, found: Paired, seed: int, best: float) -> dict[str, Any]:
    return {
        "name": name,
        "draws": found.points,
        "seed": seed,
        "p_better": found.p_better,
        "p_better_standard_error": found.p_better_error,
        "p_same": found.p_same,
        "p_best": best,
        "difference": dataclasses.asdict(found.difference),
        "certain": found.certain,
    }


def _changes(found: WhatDiffers) -> dict[str, Any]:
    return {
        "switches": [_switch(switch) for switch in found.switches],
        "changed": [_changed(change) for change in found.assumptions],
        "following": [_changed(change) for change in found.following],
    }


def _switch(switch: Switched) -> dict[str, Any]:
    return {"id": switch.id, "base": switch.before, "other": switch.after}


def _changed(change: Changed) -> dict[str, Any]:
    assumption = change.before.assumption
    return {
        "id": change.id,
        "label": assumption.label,
        "group": change.group,
        "role": str(assumption.role),
        "unit": assumption.unit,
        "base": _in_force(change.before),
        "other": _in_force(change.after),
    }


def _in_force(entry: InForce) -> dict[str, Any]:
    return {
        "low": entry.low,
        "value": entry.value,
        "high": entry.high,
        "origin": str(entry.origin),
        "grade": str(entry.grade),
        "source": str(entry.source),
        "note": entry.note,
    }


def _bars(found: Bridge | None) -> dict[str, Any]:
    if found is None:
        return {"bars": None, "reason": "mixtures of the two have no net present value"}
    return {
        "start": found.start,
        "end": found.end,
        "gap": found.gap,
        "exact": found.exact,
        "mixtures": found.mixtures,
        "lowered": found.lowered,
        "bars": [
            {
                "id": bar.id,
                "changes": list(bar.steps),
                "effect": bar.effect,
                "standard_error": bar.error,
            }
            for bar in found.bars
        ],
    }
