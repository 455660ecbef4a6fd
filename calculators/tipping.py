"""Where the circle tips: policies, the map of starts, the smallest commitment, and what waiting costs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from calculators import finance
from calculators.circle import QUARTER, YEAR, Circle, Paths, Start
from calculators.quantity import Number

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ends = Callable[[npt.NDArray[np.intp], Array], Array]
"""Gives the last budgets of many paths: of which start each is (its number), and what is searched for."""

THRIVES = 1.0
"""A start thrives when its budget ends at today's or above."""

STARVES = 0.5
"""A start starves when its budget ends below half of today's; what ends between is still on its way."""

MAP_POINTS = 60
"""Starting budgets, and shares for measuring, on the map."""

MOST_MEASURING = 0.3
"""Largest share for measuring on the map."""

DELAYS = (6, 12, 24)
"""Months of waiting that are shown."""

LONG = 120
"""Months that a promise, and worse before better, are followed for."""

PARTS = 32
"""Parts that the step to a boundary is cut into: of 1.9 budgets a thousandth is left."""

POLICIES: Mapping[str, str] = MappingProxyType({"invest": "Invest", "stand": "Stand still", "cut": "Cut"})

SEEING, CARING, SPENDING = "seeing", "caring", "spending"
LOOPS = (SEEING, CARING, SPENDING)

ROUNDING = 1e-9

AT_REST = 0.002
"""Change of a loop in a quarter, as a share, below which it does nothing."""


def outcome(end: float) -> str:
    """Return where a start ends: thriving, starved or undecided.

    Parameters
    ----------
    end
        Last budget, in units of today's.

    Examples
    --------
    >>> outcome(2.0), outcome(0.7), outcome(0.1)
    ('thriving', 'undecided', 'starved')
    """
    if end >= THRIVES:
        return "thriving"
    return "starved" if end < STARVES else "undecided"


# ---- policies


@dataclasses.dataclass(frozen=True)
class Closing:
    """When a circle closes: from then on every decision goes the same way.

    Attributes
    ----------
    month
        Of the first such decision; None where no budget is ever moved.
    rising
        Whether they raise the budget.
    end_month
        From when on the budget is at its largest or smallest; None where it is not within the time followed.
    """

    month: int | None
    rising: bool
    end_month: int | None


def closing(budgets: npt.ArrayLike, *, least: float, most: float) -> Closing:
    """Return when the circle of one path closes.

    Parameters
    ----------
    budgets
        At the start of each quarter and at the end.
    least, most
        Ends of the scale.

    Examples
    --------
    >>> closing([1.0, 1.0, 0.9, 0.95, 1.1, 2.0], least=0.1, most=2.0)
    Closing(month=9, rising=True, end_month=15)
    """
    path = np.asarray(budgets, dtype=np.float64)
    moves = np.sign(np.diff(path))
    moved = np.flatnonzero(moves)
    if not len(moved):
        return Closing(None, False, None)
    last = moves[moved[-1]]
    against = moved[moves[moved] != last]
    first = moved[moved > against[-1]][0] if len(against) else moved[0]
    at_end = path >= most if last > 0 else path <= least
    elsewhere = np.flatnonzero(~at_end)
    since = int(elsewhere[-1]) + 1 if len(elsewhere) else 0
    return Closing(
        month=QUARTER * (int(first) + 1),
        rising=bool(last > 0),
        end_month=QUARTER * since if since < len(path) else None,
    )


@dataclasses.dataclass(frozen=True)
class Policies:
    """Three policies from one start, a column each in the order of `POLICIES`.

    Attributes
    ----------
    paths
        What happens.
    npv, npv_with_soft
        Net present value of each over the time followed.
    closings
        When each circle closes.
    ends_if_seen
        Last budget of each if all of the value were seen: what starves there, too, does not for want of seeing.
    """

    paths: Paths
    npv: Array
    npv_with_soft: Array
    closings: tuple[Closing, ...]
    ends_if_seen: Array


def policies(circle: Circle) -> Policies:
    """Return what comes of investing, standing still and cutting."""
    starts = _together(circle.plan, circle.today, circle.cut)
    paths = circle.paths(starts)
    return Policies(
        paths=paths,
        npv=circle.npv(paths),
        npv_with_soft=circle.npv(paths, with_soft=True),
        closings=tuple(
            closing(column, least=circle.rules["budget_least"], most=circle.rules["budget_most"])
            for column in paths.budget.T
        ),
        ends_if_seen=_all_seen(circle).ends(starts),
    )


def _all_seen(circle: Circle) -> Circle:
    """Return the same circle where leadership sees all of the value, measured or not."""
    return Circle(circle.resolved, {**circle.rules, "seen_least": 1.0, "seen_today": 1.0})


def _together(*starts: Start) -> Start:
    return Start(
        **{
            field.name: np.array([float(getattr(start, field.name)) for start in starts])
            for field in dataclasses.fields(Start)
        }
    )


def monthly_seen(paths: Paths) -> Array:
    """Return the hard value that leadership can see in each month."""
    return np.asarray(np.repeat(paths.seen[:-1], QUARTER, axis=0)[: paths.months] * paths.hard)


def loop_impacts(paths: Paths, column: int) -> Array:
    """Return by how much each loop moves the perceived return, quarter by quarter.

    Parameters
    ----------
    paths
        What happens.
    column
        Which path.

    Returns
    -------
    Array
        Shape (quarters, loops) in the order of `LOOPS`: the relative change of what is seen, of value and, with its
        sign turned, of spending between this decision and the next; of the last decision, since the one before.
    """
    quarters = len(paths.perceived)
    traces = (
        (paths.seen[:quarters, column], 1.0),
        (paths.value_of_year[:, column], 1.0),
        (paths.spending_of_year[:, column], -1.0),
    )
    # sums over fewer than twelve months grow with every month: a month's mean compares them
    months = np.minimum(YEAR, QUARTER * (np.arange(quarters) + 1.0))
    found = np.zeros((quarters, len(LOOPS)))
    for number, (trace, sign) in enumerate(traces):
        level = trace if number == 0 else trace / months
        known = level > 0.0
        logs = np.log(np.where(known, level, 1.0))
        steps = np.where(known[1:] & known[:-1], np.diff(logs), 0.0)
        if quarters > 1:
            found[:, number] = sign * np.append(steps, steps[-1])
    return found


def dominating(impacts: Array) -> str:
    """Return the loop that moves the perceived return most in a quarter, empty where nothing moves.

    Examples
    --------
    >>> dominating(np.array([-0.05, 0.01, 0.04]))
    'seeing'
    """
    strongest = int(np.argmax(np.abs(impacts)))
    return LOOPS[strongest] if abs(impacts[strongest]) >= AT_REST else ""


def moved(loop: str, impact: float) -> float:
    """Return by which share a loop's own quantity rises in a quarter, or falls where negative.

    Parameters
    ----------
    loop
        One of `LOOPS`: what is seen, value, or spending.
    impact
        What `loop_impacts` gives for it.

    Examples
    --------
    >>> raised = float(np.log(1.25))
    >>> f"{moved(CARING, raised):.3f}", f"{moved(SPENDING, raised):.3f}"
    ('0.250', '-0.200')
    """
    return float(np.expm1(-impact if loop == SPENDING else impact))


# ---- the tipping point


def _spans(ends: Ends, tried: Array, near: Array, reached: Flags | None = None) -> tuple[Array, Array]:
    """Return from where and up to where each of many starts thrives: the nearest such span, nan where there is none.

    What thrives need not thrive with more of it: what measures is taken from care, and more money returns less and
    less. So no end of the scale tells that nothing between thrives; that spans are no narrower than the steps is taken
    for granted.

    Parameters
    ----------
    ends
        Follows them.
    tried
        Rising levels of what is searched for, as close as a span may be narrow.
    near
        Level that the span of each start is to be near, where there are several.
    reached
        Which levels thrive, where that is known: a row a level, a column a start.

    Returns
    -------
    tuple of Array
        The lower ends, and the upper ones: nan where the highest level thrives, too.
    """
    if reached is None:
        everyone = np.tile(np.arange(len(near)), len(tried))
        reached = ends(everyone, np.repeat(tried, len(near))).reshape(len(tried), len(near)) >= THRIVES
    lowest, highest = np.full((2, len(near)), np.nan)
    edges: list[tuple[Array, int, float, float]] = []
    for which, (column, level) in enumerate(zip(reached.T, near, strict=True)):
        turns = np.flatnonzero(np.diff(np.concatenate(([False], column, [False])).astype(int)))
        spans = turns.reshape(-1, 2)
        if not len(spans):
            continue
        away = np.maximum(0.0, np.maximum(tried[spans[:, 0]] - level, level - tried[spans[:, 1] - 1]))
        first, beyond = spans[int(np.argmin(away))]
        lowest[which] = tried[first]
        if first > 0:
            edges.append((lowest, which, tried[first - 1], tried[first]))
        if beyond < len(tried):
            edges.append((highest, which, tried[beyond], tried[beyond - 1]))
    if edges:
        starts = np.array([edge[1] for edge in edges])
        outside, inside = (np.array([edge[end] for edge in edges]) for end in (2, 3))
        inner = outside + np.linspace(0.0, 1.0, PARTS + 1)[1:, None] * (inside - outside)
        enough = ends(np.tile(starts, PARTS), inner.ravel()).reshape(inner.shape) >= THRIVES
        # the last is what was tried before: it thrives, whatever the last digit of another run says
        enough[-1] = True
        for number, (found, which, _, _) in enumerate(edges):
            found[which] = inner[enough[:, number].argmax(), number]
    return lowest, highest


def tipping_budget(
    circle: Circle, measuring: npt.ArrayLike, months: Number, *, near: Array | None = None
) -> tuple[Array, Array]:
    """Return from which and up to which starting budget each share for measuring thrives.

    Parameters
    ----------
    circle
        The circle.
    measuring
        Shares for measuring.
    months
        How long the start is guaranteed.
    near
        For each share the budget that the span is to be near, where there are several; the smallest where None.

    Returns
    -------
    tuple of Array
        In units of today's budget; nan where no budget up to the largest thrives, and where the largest does, too.
    """
    shares = np.atleast_1d(np.asarray(measuring, dtype=np.float64))
    tried = _budgets_tried(circle)
    near = np.full(len(shares), tried[0]) if near is None else near
    # what is tried holds what is near: in which span it lies is known, not guessed
    return _spans(_by_budget(circle, shares, months), np.union1d(tried, near), near)


def _budgets_tried(circle: Circle, points: int = MAP_POINTS) -> Array:
    return np.linspace(circle.rules["budget_least"], circle.rules["budget_most"], points)


def _by_budget(circle: Circle, shares: Array, months: Number) -> Ends:
    return lambda which, budgets: circle.ends(Start(budget=budgets, measuring=shares[which], months=months))


def tipping_measuring(
    circle: Circle,
    budget: npt.ArrayLike,
    months: Number,
    *,
    most: float = MOST_MEASURING,
    near: Array | None = None,
) -> tuple[Array, Array]:
    """Return from which and up to which share for measuring each starting budget thrives; see `tipping_budget`."""
    budgets = np.atleast_1d(np.asarray(budget, dtype=np.float64))
    near = np.zeros(len(budgets)) if near is None else near
    return _spans(
        lambda which, shares: circle.ends(Start(budget=budgets[which], measuring=shares, months=months)),
        np.union1d(np.linspace(0.0, most, MAP_POINTS), near),
        near,
    )


def anything_thrives(circle: Circle) -> bool:
    """Tell whether any budget thrives where all of the value is seen: otherwise it is not for want of seeing.

    Guaranteed as long as the plan, or as long as any promise that is looked at: more may be returned later.
    """
    rules = circle.rules
    budgets, months = np.meshgrid(
        np.linspace(rules["budget_least"], rules["budget_most"], PARTS),
        (float(circle.plan.months), float(circle.months - YEAR)),
    )
    start = Start(budget=budgets.ravel(), measuring=rules["measuring_today"], months=months.ravel())
    return bool(np.any(_all_seen(circle).ends(start, max(LONG, circle.months)) >= THRIVES))


@dataclasses.dataclass(frozen=True)
class Map:
    """Where each start ends.

    Attributes
    ----------
    budgets, measurings
        Starting budgets across, shares for measuring up.
    ends
        Last budget: a row a share, a column a budget.
    boundary
        For each share the smallest budget that thrives; nan where none does.
    boundary_above
        For each share the budget above which it thrives no more; nan where none does, or the largest does, too.
    """

    budgets: Array
    measurings: Array
    ends: Array
    boundary: Array
    boundary_above: Array


def tipping_map(circle: Circle, points: int = MAP_POINTS) -> Map:
    """Return where every start on the map ends, all computed as one array, and the boundary between the ends.

    Parameters
    ----------
    circle
        The circle; starts are guaranteed as long as its plan.
    points
        Across, and up.
    """
    months = circle.plan.months
    budgets = _budgets_tried(circle, points)
    shares = np.linspace(0.0, MOST_MEASURING, points)
    across, up = np.meshgrid(budgets, shares)
    flat = circle.ends(Start(budget=across.ravel(), measuring=up.ravel(), months=months))
    ends = flat.reshape(points, points)
    least = np.full(points, budgets[0])
    below, above = _spans(_by_budget(circle, shares, months), budgets, least, reached=ends.T >= THRIVES)
    return Map(budgets, shares, ends, below, above)


@dataclasses.dataclass(frozen=True)
class Tip:
    """How far one start is from the tipping point.

    Attributes
    ----------
    start
        Where it starts.
    end
        Budget that it ends with.
    budget, measuring
        The smallest budget at its share, and the smallest share at its budget, that thrive; None where none does. Of
        several spans the one that it lies in, or the nearest.
    budget_to, measuring_to
        The largest that thrive; None where none does, or the end of the scale does, too.
    budget_money, measuring_money
        What is missing to the smallest, a year, in the scenario's currency; negative where there is more than enough. A
        larger share for measuring costs nothing more: that money is taken from care.
    """

    start: Start
    end: float
    budget: float | None
    measuring: float | None
    budget_to: float | None
    measuring_to: float | None
    budget_money: float | None
    measuring_money: float | None

    @property
    def outcome(self) -> str:
        """Where it ends."""
        return outcome(self.end)


def tip(circle: Circle, start: Start) -> Tip:
    """Return how far a start is from the tipping point."""
    budget, share = (np.array([float(at)]) for at in (start.budget, start.measuring))
    enough, up_to = tipping_budget(circle, share, start.months, near=budget)
    most = max(MOST_MEASURING, float(start.measuring))
    shown, shown_to = tipping_measuring(circle, budget, start.months, most=most, near=share)
    year = circle.year_of_budget
    least, least_share = _number(enough[0]), _number(shown[0])
    return Tip(
        start=start,
        end=float(circle.ends(start)[0]),
        budget=least,
        measuring=least_share,
        budget_to=_number(up_to[0]),
        measuring_to=_number(shown_to[0]),
        budget_money=None if least is None else (least - float(start.budget)) * year,
        measuring_money=None
        if least_share is None
        else (least_share - float(start.measuring)) * float(start.budget) * year,
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


# ---- breaking the circle


@dataclasses.dataclass(frozen=True)
class WorseBeforeBetter:
    """Cumulative cash of a commitment beside standing still, undiscounted.

    Attributes
    ----------
    difference
        At the end of each month, the start first; `LONG` months.
    deepest, month
        The most that is out, a positive amount, and when.
    back_month
        From when on it is back at zero for good; None where not within `LONG` months.
    """

    difference: Array
    deepest: float
    month: int
    back_month: int | None


@dataclasses.dataclass(frozen=True)
class Commitment:
    """The smallest promise after which what is seen carries the budget by itself.

    Attributes
    ----------
    budget, months
        Promised level, in units of today's budget, and for how long.
    measuring
        Share of it that measures.
    money
        What is promised in all.
    hard, with_soft
        Worse before better, by hard value and with soft value.
    options
        For each length in months the smallest budget that does it; nothing where none does.
    """

    budget: float
    months: int
    measuring: float
    money: float
    hard: WorseBeforeBetter
    with_soft: WorseBeforeBetter
    options: tuple[tuple[int, float], ...]


def smallest_commitment(circle: Circle) -> Commitment | None:
    """Return the smallest promise, in money, after which the budget is not below today's again in `LONG` months.

    Parameters
    ----------
    circle
        The circle; of the promise as much measures as of its plan.

    Returns
    -------
    Commitment or None
        None where no promise does it that leaves a year to prove itself.
    """
    # where nothing is spent there is nothing to promise
    options = commitments(circle) if circle.year_of_budget > 0.0 else ()
    if not options:
        return None
    months, level = min(options, key=lambda option: option[0] * option[1])
    share = float(circle.plan.measuring)
    hard, with_soft = worse_before_better(circle, Start(budget=level, measuring=share, months=float(months)))
    return Commitment(
        budget=level,
        months=months,
        measuring=share,
        money=level * months / YEAR * circle.year_of_budget,
        hard=hard,
        with_soft=with_soft,
        options=options,
    )


def commitments(circle: Circle) -> tuple[tuple[int, float], ...]:
    """Return for each length of a promise the smallest budget after which it is never below today's again.

    Followed for `LONG` months: by the end date of the comparisons a budget may still be on its way down.
    """
    share, most = float(circle.plan.measuring), circle.rules["budget_most"]
    followed = max(LONG, circle.months)
    lengths = np.arange(QUARTER, circle.months - YEAR + 1, QUARTER, dtype=np.float64)

    def carried(budgets: Array, months: Array) -> Flags:
        after = circle.paths(Start(budget=budgets, measuring=share, months=months), followed).budget
        free = QUARTER * np.arange(len(after))[:, None] >= months
        return np.asarray(np.all(~free | (after >= THRIVES - ROUNDING), axis=0))

    levels = np.linspace(THRIVES, most, 2 * PARTS + 1)
    across, up = np.meshgrid(levels, lengths)
    held = carried(across.ravel(), up.ravel()).reshape(len(lengths), len(levels))
    possible = np.flatnonzero(held.any(axis=1))
    if not len(possible):
        return ()
    first = held[possible].argmax(axis=1)
    months, low, high = lengths[possible], levels[np.maximum(first - 1, 0)], levels[first]
    everyone = np.arange(len(possible))
    inner = low + np.linspace(0.0, 1.0, PARTS + 1)[1:, None] * (high - low)
    enough = carried(inner.ravel(), np.tile(months, PARTS)).reshape(inner.shape)
    found = inner[enough.argmax(axis=0), everyone]
    return tuple((int(length), float(level)) for length, level in zip(months, found, strict=True))


def worse_before_better(circle: Circle, start: Start) -> tuple[WorseBeforeBetter, WorseBeforeBetter]:
    """Return cumulative cash of a start beside standing still: by hard value, and with soft value."""
    paths = circle.paths(_together(start, circle.today), LONG)
    found = []
    for value in (paths.hard, paths.hard + paths.soft):
        net = value - paths.spending
        path = finance.cumulative(0.0, net[:, 0] - net[:, 1])
        found.append(
            WorseBeforeBetter(
                difference=path,
                deepest=finance.deepest_need(path),
                month=int(np.argmin(path)),
                back_month=finance.payback_month(path),
            )
        )
    return found[0], found[1]


# ---- waiting


@dataclasses.dataclass(frozen=True)
class Waiting:
    """The plan begun later, to the same end date, as differences to beginning now.

    Attributes
    ----------
    months
        How much later.
    hard, soft, spending
        Present values: what is returned less, and spent less, where negative.
    npv, npv_with_soft
        What waiting gains, or costs where negative.
    members, value_a_month
        At the end date.
    end
        Budget at the end date, in units of today's.
    """

    months: int
    hard: float
    soft: float
    spending: float
    npv: float
    npv_with_soft: float
    members: float
    value_a_month: float
    end: float


def waiting(circle: Circle, delays: tuple[int, ...] = DELAYS) -> tuple[Waiting, ...]:
    """Return what waiting costs: until the plan begins, things go on as today."""
    plan = circle.plan
    begins = np.array((0, *delays), dtype=np.float64)
    paths = circle.paths(
        Start(budget=plan.budget, measuring=plan.measuring, months=plan.months, begins=begins)
    )
    rate = circle.resolved.value("discount_rate")
    hard, soft, spending = (
        np.asarray(finance.present_value(flows, rate)) for flows in (paths.hard, paths.soft, paths.spending)
    )
    found = []
    for number, months in enumerate(delays, start=1):
        more = {
            "hard": float(hard[number] - hard[0]),
            "soft": float(soft[number] - soft[0]),
            "spending": float(spending[number] - spending[0]),
        }
        found.append(
            Waiting(
                months=months,
                **more,
                npv=more["hard"] - more["spending"],
                npv_with_soft=more["hard"] + more["soft"] - more["spending"],
                members=float(paths.members[-1, number] - paths.members[-1, 0]),
                value_a_month=float(paths.hard[-1, number] - paths.hard[-1, 0]),
                end=float(paths.budget[-1, number]),
            )
        )
    return tuple(found)
