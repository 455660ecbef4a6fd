"""The bridge from one NPV to another: how much of the gap each change explains, whatever the order.

Changes work together, so what one of them adds depends on which came before it. The Shapley value is the mean of what
it adds over all orders: it needs no order and adds up to the gap. Up to ten groups it is exact, from all mixtures of
the two sides; beyond, it is a mean over orders drawn in pairs, one the reverse of the other, and says how far off it
may be.

A mixture may ask for the impossible, such as one side's members among the other side's customers. There, what claims
more than exists is lowered to what exists, as it is in draws.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from calculators import flywheel
from calculators.case import Case, State, answer_to
from calculators.changes import decision_of, on_the_way, steps_between, topic_of
from calculators.draws import possible
from calculators.evaluation import leaves_of
from calculators.scenario import Resolved, resolve
from calculators.uncertainty import hard_npv

Array = npt.NDArray[np.float64]

EXACT_UP_TO = 10
"""Groups of changes: ten of them have 1,024 mixtures."""

ROUNDING = 1e-12
"""Of the amounts at hand: what a change explains below it is what digits lose, and nothing."""

PAIRS_OF_ORDERS = 64
"""Orders drawn beyond that, each with its reverse."""


@dataclasses.dataclass(frozen=True)
class Bar:
    """What one group of changes explains.

    Attributes
    ----------
    id
        Id of the change, or of the group where it holds several.
    steps
        Ids of the changes in it.
    effect
        Its share of the gap, money.
    error
        Standard error of the effect, money; None where it is exact.
    """

    id: str
    steps: tuple[str, ...]
    effect: float
    error: float | None = None


@dataclasses.dataclass(frozen=True)
class Bridge:
    """From the base's NPV to the other side's.

    Attributes
    ----------
    start, end
        The two NPVs, money.
    bars
        What each group of changes explains, the largest first; together they are the gap. Groups that explain
        nothing are left out.
    exact
        Whether all orders were counted rather than some of them drawn.
    mixtures
        How many mixtures of the two sides were computed.
    lowered
        How many of them asked for the impossible and were lowered to what exists.
    """

    start: float
    end: float
    bars: tuple[Bar, ...]
    exact: bool
    mixtures: int
    lowered: int

    @property
    def gap(self) -> float:
        """What there is to explain."""
        return self.end - self.start


class CannotBridgeError(ValueError):
    """Raised where mixtures of the two sides have no NPV."""


def groups_of(steps: Sequence[str], most: int = EXACT_UP_TO) -> dict[str, tuple[str, ...]]:
    """Return the changes one by one, or by topic where there are more than that many.

    A change of staff and the month it falls in are one decision, and one group.

    Examples
    --------
    >>> groups_of(("members", "staff"))
    {'members': ('members',), 'staff': ('staff',)}
    >>> groups_of(("members", "joins", "staff"), most=2)
    {'community': ('members', 'joins'), 'cost': ('staff',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for step in steps:
        decision = decision_of(step)
        found[decision] = (*found.get(decision, ()), step)
    if len(found) <= most:
        return found
    topics: dict[str, tuple[str, ...]] = {}
    for step in steps:
        topic = topic_of(step)
        topics[topic] = (*topics.get(topic, ()), step)
    return topics


def bridge(
    base: Case,
    other: Case,
    *,
    groups: Mapping[str, tuple[str, ...]] | None = None,
    exact_up_to: int = EXACT_UP_TO,
    seed: int = 1,
) -> Bridge:
    """Return how much of the gap between two NPVs each group of changes explains.

    Parameters
    ----------
    base, other
        The two sides, on common terms.
    groups
        Id to the ids of changes; as `groups_of` makes them where None.
    exact_up_to
        How many groups are counted exactly.
    seed
        Of the orders that are drawn beyond that.

    Raises
    ------
    InvalidScenarioError
        Where one of the two sides cannot be computed.
    CannotBridgeError
        Where a mixture of the two has no NPV.

    Examples
    --------
    >>> from calculators.scenario import Scenario
    >>> found = bridge(Case(Scenario()), Case(Scenario(values={"launch_cost": 50_000.0})))
    >>> [(bar.id, round(bar.effect)) for bar in found.bars]
    [('launch_cost', -50000)]
    """
    chosen = groups_of(steps_between(base, other)) if groups is None else dict(groups)
    start, end = answer_to(base).hard.npv, answer_to(other).hard.npv
    mixtures = _Mixtures(base, other, tuple(chosen.values()), start, end)
    if not chosen:
        return Bridge(start, end, (), exact=True, mixtures=0, lowered=0)
    exact = len(chosen) <= exact_up_to
    if exact:
        effects = _exact_effects(mixtures, len(chosen))
        errors: list[float | None] = [None] * len(chosen)
    else:
        effects, errors = _drawn_effects(mixtures, len(chosen), seed)
    size = max(abs(start), abs(end), float(np.max(np.abs(effects))))
    effects = np.where(np.abs(effects) > ROUNDING * size, effects, 0.0)
    # what digits lose goes to the largest, so that the bars are the gap
    effects[int(np.argmax(np.abs(effects)))] += (end - start) - math.fsum(effects)
    bars = [
        Bar(name, steps, float(effect), error)
        for (name, steps), effect, error in zip(chosen.items(), effects, errors, strict=True)
        if effect != 0.0
    ]
    return Bridge(
        start=start,
        end=end,
        bars=tuple(sorted(bars, key=lambda bar: -abs(bar.effect))),
        exact=exact,
        mixtures=mixtures.computed,
        lowered=mixtures.lowered,
    )


def _exact_effects(mixtures: _Mixtures, groups: int) -> Array:
    table = flywheel.coalitions(groups) > 0.0
    values = mixtures.npv([tuple(row) for row in table.tolist()])
    return flywheel.shapley_weights(groups) @ values


def _drawn_effects(mixtures: _Mixtures, groups: int, seed: int) -> tuple[Array, list[float | None]]:
    """Return means over drawn orders with their standard errors.

    An order and its reverse err in opposite ways, so a pair is one observation.
    """
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(groups) for _ in range(PAIRS_OF_ORDERS)]
    both = [order for one in orders for order in (one, one[::-1])]
    paths = [_path(order, groups) for order in both]
    wanted = list(dict.fromkeys(taken for path in paths for taken in path))
    npv = dict(zip(wanted, mixtures.npv(wanted), strict=True))
    found = np.empty((len(both), groups))
    for row, (order, path) in enumerate(zip(both, paths, strict=True)):
        along = np.array([npv[taken] for taken in path])
        found[row, order] = np.diff(along)
    pairs = found.reshape(PAIRS_OF_ORDERS, 2, groups).mean(axis=1)
    spread = pairs.std(axis=0, ddof=1) / math.sqrt(PAIRS_OF_ORDERS)
    return pairs.mean(axis=0), [float(error) for error in spread]


def _path(order: npt.NDArray[np.int_], groups: int) -> list[tuple[bool, ...]]:
    taken = [False] * groups
    path = [tuple(taken)]
    for group in order:
        taken[group] = True
        path.append(tuple(taken))
    return path


class _Mixtures:
    """NPVs of sides that have taken some of the steps."""

    def __init__(
        self, base: Case, other: Case, groups: tuple[tuple[str, ...], ...], start: float, end: float
    ) -> None:
        self.base, self.other, self.groups = base, other, groups
        self.start, self.end = start, end
        self.computed = 0
        self.lowered = 0

    def npv(self, wanted: Sequence[tuple[bool, ...]]) -> Array:
        """Return the hard NPV of each mixture, shape (mixtures,): those of the two sides to the last digit."""
        found = np.empty(len(wanted))
        between: list[tuple[int, Case, Resolved]] = []
        for number, taken in enumerate(wanted):
            if not any(taken):
                found[number] = self.start
            elif all(taken):
                found[number] = self.end
            else:
                case = self._case(taken)
                between.append((number, case, resolve(case.scenario)))
        if between:
            found[[number for number, _, _ in between]] = self._computed(
                [(case, resolved) for _, case, resolved in between]
            )
        self.computed += len(wanted)
        if not np.all(np.isfinite(found)):
            raise CannotBridgeError(
                "mixtures of these two scenarios have no net present value, so the gap cannot be split into changes"
            )
        return found

    def _case(self, taken: tuple[bool, ...]) -> Case:
        steps = (step for group, inside in zip(self.groups, taken, strict=True) if inside for step in group)
        return on_the_way(self.base, self.other, frozenset(steps))

    def _computed(self, sides: Sequence[tuple[Case, Resolved]]) -> Array:
        """Return the NPVs of several sides in one run of the model."""
        rows = [self._leaves(case, resolved) for case, resolved in sides]
        columns: dict[str, Array] = {name: np.array([row[name] for row in rows]) for name in rows[0]}
        moving = {name: column for name, column in columns.items() if np.ptp(column) != 0.0}
        moving["open"] = columns["open"]
        npv = hard_npv(sides[0][1], moving, len(sides))
        exists = np.array([case.exists for case, _ in sides])
        return np.where(exists, npv, 0.0)

    def _leaves(self, case: Case, resolved: Resolved) -> dict[str, float]:
        leaves = {name: float(value) for name, value in leaves_of(resolved).items()}
        leaves["open"] = float(case.state is State.GOING_ON)
        if resolved.problems:
            self.lowered += 1
            made, _ = possible(resolved, {}, 1)
            leaves |= {name: float(values[0]) for name, values in made.items()}
        return leaves


__all__ = [
    "EXACT_UP_TO",
    "Bar",
    "Bridge",
    "CannotBridgeError",
    "bridge",
    "groups_of",
]
