"""Draws of all uncertain assumptions at once: one joint scrambled Sobol sequence, ranges as distributions.

Every assumption has a permanent dimension of the sequence, so that two scenarios share their draws: where no range
differs, the difference between them has no noise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from calculators.assumption import MOST_DIMENSIONS
from calculators.correlation import cholesky
from calculators.scenario import FIXED, MOST_DEFLECTED, InForce, Origin, Resolved

Array = npt.NDArray[np.float64]

FIFTH_PERCENTILE = 1.6448536269514722
"""How many standard deviations below the middle the fifth percentile of a normal distribution lies."""

POINTS = 1_024
MOST_POINTS = 65_536
CHUNK = 1_024

DIMENSIONS = 2 * MOST_DIMENSIONS
"""Of the joint sequence, most of them unused: scrambling depends on how many there are, so that number is for good."""

SECOND = MOST_DIMENSIONS
"""Added to a dimension where a second, independent sample of the same assumption is needed."""

FULLEST = 0.99
"""Share of a group's people that members and lapsed members fill at most in a draw."""

ROUNDING = 1e-9


@dataclasses.dataclass(frozen=True)
class Draws:
    """Values of every uncertain assumption in every draw.

    Attributes
    ----------
    values
        By id, shape (points,); assumptions that are certain are not among them.
    uniform
        By id, shape (points,): where in its distribution each value lies.
    clipped
        By id: share of draws that lay outside the assumption's bounds and were put on them.
    touched
        Share of draws in which claims were lowered to what exists.
    """

    values: Mapping[str, Array]
    uniform: Mapping[str, Array]
    clipped: Mapping[str, float]
    touched: float

    @property
    def points(self) -> int:
        """How many draws."""
        return len(next(iter(self.values.values()))) if self.values else 0


def uncertain(resolved: Resolved) -> tuple[str, ...]:
    """Return the ids of the assumptions that have a range and are drawn, in order of their dimensions."""
    found = [entry.assumption for entry in resolved.in_force.values() if not entry.undrawn]
    return tuple(assumption.id for assumption in sorted(found, key=lambda assumption: assumption.dimension))


def sobol_points(points: int, seed: int, dimensions: tuple[int, ...], *, skip: int = 0) -> Array:
    """Return scrambled Sobol points of some dimensions of the joint sequence.

    Parameters
    ----------
    points
        How many; a power of two keeps them balanced.
    seed
        Of the scrambling.
    dimensions
        Which, from 1 to `DIMENSIONS`.
    skip
        Points to leave out at the start.

    Returns
    -------
    Array
        Shape (points, len(dimensions)), strictly between 0 and 1.
    """
    columns = np.array(dimensions) - 1
    if skip + points <= CHUNK:
        found = _first_points(seed)[skip : skip + points, columns]
    else:
        sequence = _sequence(seed)
        if skip:
            sequence.fast_forward(skip)
        parts = []
        for start in range(0, points, CHUNK):
            parts.append(sequence.random(min(CHUNK, points - start))[:, columns])
        found = np.concatenate(parts)
    # the very ends have no quantile
    return np.clip(found, 2.0**-53, 1.0 - 2.0**-53)


def _sequence(seed: int) -> qmc.Sobol:
    return qmc.Sobol(d=DIMENSIONS, scramble=True, rng=np.random.default_rng(seed))


@lru_cache(maxsize=1)
def _first_points(seed: int) -> Array:
    """Return the first points in all dimensions: scrambling takes a third of the time of a range, and never differs."""
    return np.asarray(_sequence(seed).random(CHUNK))


def quantile(uniform: npt.ArrayLike, low: float, likely: float, high: float) -> Array:
    """Return the values of a range at these probabilities: low, likely and high are P5, P50 and P95.

    A two-piece normal distribution, each half with a spread of its own; in logarithms where the range spans more than a
    factor of four and is above zero.

    Parameters
    ----------
    uniform
        Probabilities, strictly between 0 and 1.
    low, likely, high
        The range.

    Examples
    --------
    >>> quantile([0.05, 0.5, 0.95], 200.0, 400.0, 800.0).round(6).tolist()
    [200.0, 400.0, 800.0]
    """
    standard = ndtri(np.asarray(uniform, dtype=np.float64)) / FIFTH_PERCENTILE
    if low > 0.0 and high > 4.0 * low:
        below, middle, above = np.log([low, likely, high])
        return np.asarray(
            np.exp(middle + np.where(standard < 0.0, middle - below, above - middle) * standard)
        )
    return np.asarray(likely + np.where(standard < 0.0, likely - low, high - likely) * standard)


def correlated(uniform: Array, names: tuple[str, ...], pairs: Mapping[tuple[str, str], float]) -> Array:
    """Return probabilities with the rank correlations asked for, by a normal copula.

    Parameters
    ----------
    uniform
        Shape (points, len(names)).
    names
        Id of each column.
    pairs
        Rank correlation of pairs of ids.

    Raises
    ------
    ValueError
        Where the correlations cannot all hold at once.
    """
    wanted = {
        pair: rho for pair, rho in pairs.items() if pair[0] in names and pair[1] in names and rho != 0.0
    }
    if not wanted:
        return uniform
    factor = cholesky(wanted)
    involved = sorted({name for pair in wanted for name in pair})
    columns = [names.index(name) for name in involved]
    result = uniform.copy()
    result[:, columns] = np.clip(ndtr(ndtri(uniform[:, columns]) @ factor.T), 2.0**-53, 1.0 - 2.0**-53)
    return result


def draw(resolved: Resolved, points: int = POINTS, seed: int = 1) -> Draws:
    """Return draws of every uncertain assumption of a scenario.

    Parameters
    ----------
    resolved
        The numbers in force.
    points
        How many draws, up to `MOST_POINTS`.
    seed
        Of the scrambling; the same gives the same draws.
    """
    names = uncertain(resolved)
    if not names:
        return Draws({}, {}, {}, 0.0)
    # what is never drawn would only move the draws of its partner, apart from those of a scenario without the pair
    pairs = {pair: rank for pair, rank in correlations_of(resolved).items() if FIXED.isdisjoint(pair)}
    # partners that are certain here are drawn, too: a number moves no other number's draws by being made certain
    partners = tuple(dict.fromkeys(name for pair in pairs for name in pair if name not in names))
    everyone = (*names, *partners)
    dimensions = tuple(resolved.in_force[name].assumption.dimension for name in everyone)
    uniform = correlated(sobol_points(points, seed, dimensions), everyone, pairs)
    return drawn_at(resolved, uniform[:, : len(names)], names)


def correlations_of(resolved: Resolved) -> dict[tuple[str, str], float]:
    """Return the scenario's rank correlations by pair of ids."""
    return {(pair.first, pair.second): pair.rank for pair in resolved.scenario.correlations}


def drawn_at(resolved: Resolved, uniform: Array, names: tuple[str, ...]) -> Draws:
    """Return the values at given probabilities, shape (points, len(names)), made possible in every draw."""
    values: dict[str, Array] = {}
    clipped: dict[str, float] = {}
    for column, name in enumerate(names):
        entry = resolved.in_force[name]
        drawn = quantile(uniform[:, column], entry.low, entry.value, entry.high)
        inside = np.clip(drawn, *entry.bounds)
        clipped[name] = float(np.mean(inside != drawn))
        values[name] = inside
    made, touched = possible(resolved, values, len(uniform))
    by_name = {name: uniform[:, column] for column, name in enumerate(names)}
    return Draws(made, by_name, clipped, touched)


def possible(resolved: Resolved, values: Mapping[str, Array], points: int) -> tuple[dict[str, Array], float]:
    """Return the values with followers, with costs that add up and claims that exist, and the share of draws lowered.

    Parameters
    ----------
    resolved
        The numbers in force, for whatever is not among the values.
    values
        By id, shape (points,).
    points
        How many draws.
    """
    made = dict(values)
    for name, entry in resolved.in_force.items():
        lead = entry.assumption.follows
        if entry.origin is Origin.FOLLOWS and lead in made and name not in made:
            made[name] = np.clip(
                made[lead], *resolved.in_force[lead].bounds if entry.assumption.money else entry.bounds
            )
    touched = _make_possible(resolved, made, points)
    # last: the cost per member depends on how many there are
    keep_cost(resolved, made, points)
    return made, touched


def _now(resolved: Resolved, values: Mapping[str, Array], name: str) -> Array | float:
    return values.get(name, resolved.value(name))


def keep_cost(resolved: Resolved, values: dict[str, Array], points: int, *, typed: str = "") -> None:
    """Scale the kinds of cost that are not given so that each draw adds up to the cost a year that is given.

    Parameters
    ----------
    resolved
        The numbers in force.
    values
        By id, shape (points,); those that are scaled are put in.
    points
        How many draws.
    typed
        Id of an assumption that counts as given, whatever it is today.
    """
    entry = resolved.in_force["cost_year"]
    if entry.origin is not Origin.YOURS:
        return

    def now(name: str) -> Array | float:
        return _now(resolved, values, name)

    hourly = now("salary") / 12.0 / now("hours_per_post")
    price: dict[str, Array | float] = {
        "staff": now("loaded_salary"),
        "member_cost": now("members") + now("employee_members"),
        "other_hours": 12.0 * hourly,
    }
    handles = ("staff", "platform_cost", "member_cost", "programme", "other_hours", "overhead")
    parts = {name: now(name) * price.get(name, 1.0) for name in handles}
    free = [name for name in handles if name != typed and not _stated(resolved.in_force[name])]
    rest = sum(parts[name] for name in free)
    own = sum(parts[name] for name in handles if name not in free)
    asked = np.full(points, entry.value)
    factor = np.where(rest > 0.0, np.maximum(0.0, asked - own) / np.where(rest > 0.0, rest, 1.0), 1.0)
    for name in free:
        values[name] = now(name) * factor
        for other, follower in resolved.in_force.items():
            if follower.assumption.follows == name and follower.origin is Origin.FOLLOWS:
                values[other] = values[name]


def _stated(entry: InForce) -> bool:
    return entry.origin in (Origin.YOURS, Origin.KEPT)


def _filled(resolved: Resolved) -> tuple[float, float, float]:
    """Return how full customers' people, audience and employees may be of members.

    99 %, or as full as they are; where the numbers in force already claim more than there are, 99 %: a group lowered
    until it is full to the last digit has nobody left to join, and a rate of joining is then nothing over nothing.
    """
    value = resolved.value
    people = value("members") + (value("lapsed") if resolved.scenario.running else 0.0)
    groups = (
        (people * value("customer_share"), value("customers") * value("people_per_customer")),
        (people * (1.0 - value("customer_share")), value("audience")),
        (value("employee_members"), value("headcount")),
    )
    most = [_fullest(inside, size) for inside, size in groups]
    return most[0], most[1], most[2]


def _fullest(inside: float, size: float) -> float:
    if size <= 0.0:
        return 1.0
    return FULLEST if inside > size * (1.0 + ROUNDING) else min(1.0, max(FULLEST, inside / size))


def _make_possible(resolved: Resolved, values: dict[str, Array], points: int) -> float:
    """Lower in each draw what claims more than exists; return the share of draws in which that was done."""
    touched = np.zeros(points, dtype=bool)

    def now(name: str) -> Array:
        return np.broadcast_to(np.asarray(_now(resolved, values, name), dtype=np.float64), (points,))

    def lower(names: tuple[str, ...], factor: Array) -> None:
        # what was typed may fill its room to the last digit: rounding is no excess
        below = factor < 1.0 - ROUNDING
        if not np.any(below):
            return
        np.logical_or(touched, below, out=touched)
        for name in names:
            values[name] = np.where(below, now(name) * factor, now(name))

    def room(amount: Array, most: Array) -> Array:
        return np.where(amount > most, np.maximum(most, 0.0) / np.where(amount > 0.0, amount, 1.0), 1.0)

    running = resolved.scenario.running
    filled = _filled(resolved)
    lapsed = now("lapsed") if running else np.zeros(points)
    people = now("members") + lapsed
    share = now("customer_share")
    customers = now("customers") * now("people_per_customer")
    fits = np.minimum(
        room(people * share, filled[0] * customers), room(people * (1.0 - share), filled[1] * now("audience"))
    )
    lower(("members", "lapsed"), fits)
    lower(("employee_members",), room(now("employee_members"), filled[2] * now("headcount")))
    lapsed = now("lapsed") if running else np.zeros(points)
    people = now("members") + lapsed
    heard = now("join_customer_share")
    left_customers = (customers - people * share) * (1.0 - now("company_churn"))
    left_others = (now("audience") - people * (1.0 - share)) * (1.0 - now("audience_leaving"))
    joins = now("joins")
    lower(
        ("joins",), np.minimum(room(joins * heard, left_customers), room(joins * (1.0 - heard), left_others))
    )
    left_employees = (now("headcount") - now("employee_members")) * (1.0 - now("staff_turnover"))
    lower(("employee_joins",), room(now("employee_joins"), left_employees))
    demand_share = MOST_DEFLECTED * now("deflectable")
    tickets = now("tickets")
    # running: demand counts what is deflected, so the most is where deflected = share * (tickets + deflected)
    most = (
        demand_share * tickets / np.maximum(1.0 - demand_share, 1e-9) if running else demand_share * tickets
    )
    lower(("deflected",), room(now("deflected"), most))
    if running:
        wins = (now("leads") * now("win_rate") + now("deals_touched") * now("deal_lift")) * now(
            "sales_causal"
        )
        gained = now("referrals") * now("type_one") + wins * (1.0 - now("referral_overlap"))
        claimed = np.maximum(now("referrals"), gained)
        lower(("referrals", "leads", "deals_touched"), room(claimed, now("new_customers")))
    return float(np.mean(touched))
