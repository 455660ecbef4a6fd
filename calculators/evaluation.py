"""From a scenario to an answer: every month, every coalition of loops, both counterfactuals."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from calculators import costs, finance, flywheel
from calculators.message import percent, whole, with_numbers
from calculators.model import MODEL
from calculators.scenario import InvalidScenarioError, Origin, Remark, Resolved, Scenario, resolve

Array = npt.NDArray[np.float64]

OWN_SHARE = {Origin.YOURS: 1.0, Origin.SCALED: 0.5}
"""How far a number rests on the user's own, by where it comes from."""

ONE = np.float64(1.0)

OF_EVERY_COALITION = (
    "counts",
    *(line.gross for _, line in MODEL.lines),
    *(line.quantity for line in costs.LINES if not line.once),
)
"""What is needed of every run; of all else, one run is enough."""

LONGEST_PATH = 120
"""How many months a payback is looked for beyond the horizon."""


@dataclasses.dataclass(frozen=True)
class TeamResult:
    """What one team takes and gives, as present values.

    Attributes
    ----------
    direct
        Its value lines with all loops off.
    received
        What all loops add to them.
    value
        direct + received; all teams add up to all benefits.
    given
        The Shapley value of its loop; all teams add up to the flywheel effect.
    return_per_cost
        value / present value of all costs; all teams add up to the benefit-cost ratio. None where nothing is spent.
    own_cost
        Present value of the cost lines that name it as payer.
    own_roi
        (value - own_cost) / own_cost; None where it pays nothing.
    """

    direct: float
    received: float
    value: float
    given: float
    return_per_cost: float | None
    own_cost: float
    own_roi: float | None


@dataclasses.dataclass(frozen=True)
class Money:
    """The answer by one measure of value: hard alone, or hard and soft.

    Attributes
    ----------
    pv_benefits, pv_costs, npv
        Present values over the horizon.
    roi
        (benefits - costs) / costs; None where nothing is spent.
    roi_going_on
        The same for going on rather than closing at month 0.
    npv_going_on
        What going on is worth rather than closing.
    direct, flywheel
        NPV with all loops off, and what the loops add: they add up to ``npv``.
    growth
        Of the NPV, what would be missing if the reasons to join stayed as they are at the reference.
    payback_month
        First month at whose end cumulative cash is back at zero for good; None where it is not.
    deepest_need
        The most money that is out at any time.
    irr, irr_roots
        Internal rate of return a year, and how many there are.
    benefit_cost_ratio
        Benefits / costs; None where nothing is spent.
    benefits, net, cash
        A month each: benefits, net cash, and cumulative cash from before month 1.
    teams
        By team id.
    matrix
        Giver to receiver, ``"cost"`` among the receivers: how each loop's effect splits.
    """

    pv_benefits: float
    pv_costs: float
    npv: float
    roi: float | None
    roi_going_on: float | None
    npv_going_on: float
    direct: float
    flywheel: float
    growth: float
    payback_month: int | None
    deepest_need: float
    irr: float | None
    irr_roots: int
    benefit_cost_ratio: float | None
    benefits: Array
    net: Array
    cash: Array
    teams: Mapping[str, TeamResult]
    matrix: Mapping[str, Mapping[str, float]]


@dataclasses.dataclass(frozen=True)
class LineResult:
    """One value line over the horizon, as present values.

    Attributes
    ----------
    team, id, label
        Whose line it is and what it is called.
    gross, hard, soft
        After the causal share; what reaches the ledger; the rest.
    claim
        What the line would claim of hard value if its team counted alone.
    causal, cash
        Its shares.
    """

    team: str
    id: str
    label: str
    gross: float
    hard: float
    soft: float
    claim: float
    claim_soft: float
    causal: float
    cash: float


@dataclasses.dataclass(frozen=True)
class Year:
    """One year of money, undiscounted.

    Attributes
    ----------
    number
        From 1.
    months
        How many months it has.
    benefits, costs, roi
        Money, money (a launch in year 1 or spread), and (benefits - costs) / costs.
    """

    number: int
    months: int
    benefits: float
    costs: float
    roi: float | None


@dataclasses.dataclass(frozen=True)
class Result:
    """The answer to a scenario.

    Attributes
    ----------
    resolved
        The numbers it rests on.
    hard, with_soft
        The answer by each measure.
    lines
        Every value line.
    costs
        Present value of each cost line by id.
    monthly_costs
        Each cost line but the launch by id, a value a month, undiscounted.
    npv_by_staff
        Hard NPV at several levels of community staff from now on, all else as it is.
    series
        Every quantity by id with all loops on, a value a month; stocks at the start of the month.
    reference
        Every assumption and reference by id.
    going_on
        Whether the community goes on; where not, it closes at month 0.
    """

    resolved: Resolved
    hard: Money
    with_soft: Money
    lines: tuple[LineResult, ...]
    costs: Mapping[str, float]
    monthly_costs: Mapping[str, Array]
    npv_by_staff: tuple[tuple[float, float], ...]
    series: Mapping[str, Array]
    reference: Mapping[str, float]
    going_on: bool = True

    @property
    def horizon(self) -> int:
        """Months counted."""
        return round(self.resolved.value("horizon"))

    @property
    def rate(self) -> float:
        """Discount rate a year."""
        return self.resolved.value("discount_rate")

    @property
    def launch(self) -> float:
        """One-off cost at time 0."""
        return self.costs["launch"]

    @property
    def claims(self) -> float:
        """Sum of what every line would claim of hard value if its team counted alone."""
        return sum(line.claim for line in self.lines)

    @property
    def overlap(self) -> float:
        """Claims less value: what would have been counted twice."""
        return self.claims - self.hard.pv_benefits

    @cached_property
    def member_joins(self) -> tuple[Array, Array]:
        """Joins a month that members cause, and all joins, all groups."""
        series = self.series
        caused = np.zeros(self.horizon)
        everyone = np.zeros(self.horizon)
        for group in ("customers", "others", "employees"):
            pulled = series["pull_employees_by_members" if group == "employees" else "pull_by_members"]
            pull = series["pull_employees" if group == "employees" else "pull"]
            rate, promotion = self.reference[f"join_rate_{group}"], self.reference[f"promotion_rate_{group}"]
            with np.errstate(all="ignore"):
                caused += flywheel.joins_by_members(
                    series[f"joins_{group}"], rate, pull, pulled, promotion, series["pull_of_promotion"]
                )
            everyone += series[f"joins_{group}"]
        return caused, everyone

    @cached_property
    def flywheel_share(self) -> Array:
        """Joins that members cause among all joins, a month each; NaN where nobody joins."""
        return flywheel.member_share(*self.member_joins)

    @cached_property
    def leaving(self) -> Array:
        """Members who lapse or leave, people a month, all groups."""
        series, months = self.series, slice(0, self.horizon)
        gone = np.zeros(self.horizon)
        for group, churn in (
            ("customers", series["churn_now"]),
            ("others", np.full(self.horizon, self.resolved.value("audience_leaving"))),
            ("employees", np.full(self.horizon, self.resolved.value("staff_turnover"))),
        ):
            gone += flywheel.leaving(series[f"lapse_{group}"], churn, series[f"members_{group}"][months])
        return gone

    @cached_property
    def returning(self) -> Array:
        """Lapsed members who return, people a month, all groups."""
        months = slice(0, self.horizon)
        back = np.zeros(self.horizon)
        for group in ("customers", "others", "employees"):
            back += flywheel.returning(
                self.series[f"comeback_{group}"], self.series[f"lapsed_{group}"][months]
            )
        return back

    @cached_property
    def reproduction(self) -> Array:
        """Reproduction number: joins that members cause / members who lapse or leave; NaN where nobody leaves."""
        return flywheel.member_share(self.member_joins[0], self.leaving)

    @property
    def turns_in_month(self) -> int | None:
        """The first month, from 1, from which members cause half of the joins three months running."""
        return flywheel.month_it_turns(self.flywheel_share)

    @property
    def carries_itself_in_month(self) -> int | None:
        """The first month, from 1, in which members cause 90 % of joins and as many come as leave."""
        return flywheel.month_it_carries_itself(self.flywheel_share, self._coming, self.leaving)

    @property
    def _coming(self) -> Array:
        return self.member_joins[1] + self.returning

    @property
    def keeps_turning(self) -> bool:
        """Whether members cause half of the joins in every month from the one in which it turns."""
        return flywheel.holds_from(self.turns_in_month, flywheel.turning(self.flywheel_share))

    @property
    def keeps_carrying_itself(self) -> bool:
        """Whether it carries itself in every month from the first in which it does."""
        return flywheel.holds_from(
            self.carries_itself_in_month,
            flywheel.carrying(self.flywheel_share, self._coming, self.leaving),
        )

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """Hard value and costs of each year, undiscounted."""
        return self._years(self.hard)

    @cached_property
    def years_with_soft(self) -> tuple[Year, ...]:
        """Hard and soft value and costs of each year, undiscounted."""
        return self._years(self.with_soft)

    def _years(self, money: Money) -> tuple[Year, ...]:
        monthly = sum(self.monthly_costs.values(), np.zeros(self.horizon))
        spread = round(self.resolved.value("amortise_months"))
        launch = np.zeros(self.horizon)
        if spread:
            launch[: min(spread, self.horizon)] = self.launch / spread
        else:
            launch[0] = self.launch
        benefits, spent = finance.yearly(money.benefits), finance.yearly(monthly + launch)
        lengths = finance.yearly(np.ones(self.horizon))
        return tuple(
            Year(number + 1, int(months), float(gain), float(cost), finance.roi(float(gain), float(cost)))
            for number, (gain, cost, months) in enumerate(zip(benefits, spent, lengths, strict=True))
        )

    @cached_property
    def npv_yearly_view(self) -> float:
        """NPV by Forrester's convention, year sums at the end of the year: another number than the NPV."""
        return finance.present_value_yearly(self.hard.net, self.rate) - self.launch

    @cached_property
    def payback_beyond_horizon(self) -> int | None:
        """Month in which hard value pays back on this path though not within the horizon; None within 120 months."""
        if self.hard.payback_month is not None:
            return None
        run = MODEL.run(
            leaves_of(self.resolved, open=np.float64(self.going_on)), LONGEST_PATH, OF_EVERY_COALITION
        )
        cash = finance.cumulative(self.launch, _hard_net(run)[:, 0])
        return finance.payback_month(cash)

    @property
    def own_value_share(self) -> float:
        """Share of hard value that rests on the user's own numbers.

        A line of value counts in so far as the inputs that make it (see `ValueLine.rests_on`) are the user's own.
        """
        total = own = 0.0
        for (_, declared), line in zip(MODEL.lines, self.lines, strict=True):
            origins = [self.resolved.in_force[name].origin for name in declared.rests_on]
            total += abs(line.hard)
            # a default that was scaled to the user's own number rests half on it
            shares = sum(OWN_SHARE.get(origin, 0.0) for origin in origins)
            own += abs(line.hard) * shares / len(origins)
        return own / total if total > 0.0 else 0.0

    @property
    def peak_members(self) -> tuple[float, int]:
        """The most members of the group the starting point is about within the horizon, and in which month, from 1."""
        about = self.resolved.scenario.point.about
        members = self.series["members_now" if about == "members" else "members_employees"][: self.horizon]
        month = int(np.argmax(members))
        return float(members[month]), month + 1

    @cached_property
    def warnings(self) -> tuple[Remark, ...]:
        """What looks odd about the inputs or the answer."""
        found = list(self.resolved.warnings)
        if self.hard.roi is not None and self.hard.roi > 5.0:
            found.append(
                Remark(
                    "result",
                    with_numbers(
                        "a return of {roi} is more than anyone will believe: check the inputs",
                        roi=percent(self.hard.roi),
                    ),
                )
            )
        planned = self.resolved.value(self.resolved.scenario.point.about)
        reached, month = self.peak_members
        if not self.resolved.scenario.running and planned > 0.0 and reached < 0.8 * planned:
            found.append(
                Remark(
                    "joins",
                    with_numbers(
                        "on these numbers you reach {reached} of the planned {planned} members by month {month}",
                        reached=whole(reached),
                        planned=whole(planned),
                        month=whole(month),
                    ),
                )
            )
        return tuple(found)


def leaves_of(resolved: Resolved, *, growing: Any = ONE, open: Any = ONE) -> dict[str, Any]:
    """Return every assumption and switch that the model reads, all loops turning that are not switched off."""
    leaves: dict[str, Any] = {name: np.float64(value) for name, value in resolved.leaves.items()}
    for team in MODEL.teams:
        leaves[f"turns_{team.id}"] = np.float64(team.id in resolved.loops_on)
    return leaves | {"growing": growing, "open": open}


def _hard_net(run: Mapping[str, Any]) -> Array:
    """Return monthly hard value less monthly costs, shape (months, runs)."""
    counts = run["counts"]
    gain = sum(run[line.gross] * counts * run[line.cash] for _, line in MODEL.lines)
    spent = sum(run[line.quantity] for line in costs.LINES if not line.once)
    return np.asarray(gain - spent)


def staff_levels(planned: float) -> Array:
    """Return the levels of staff that NPV is shown for: from nobody to about twice the plan, the plan among them."""
    most = max(2.0, 2.0 * math.ceil(planned))
    return np.unique(np.append(np.linspace(0.0, most, 17), planned))


def evaluate(scenario: Scenario) -> Result:
    """Return the answer to a scenario.

    Parameters
    ----------
    scenario
        What the user edited.

    Returns
    -------
    Result
        Present values in the scenario's currency.

    Raises
    ------
    InvalidScenarioError
        With one remark a bad field.

    Examples
    --------
    >>> result = evaluate(Scenario())
    >>> round(result.hard.direct + result.hard.flywheel - result.hard.npv, 6)
    0.0
    """
    return evaluate_resolved(resolve(scenario))


def evaluate_resolved(resolved: Resolved, *, going_on: bool = True) -> Result:
    """Return the answer to a scenario whose numbers are known; see `evaluate`.

    Parameters
    ----------
    resolved
        The numbers in force.
    going_on
        Whether the community goes on; where not, it closes at month 0, and that is the answer.

    Raises
    ------
    InvalidScenarioError
        With one remark a bad field.
    """
    if resolved.problems:
        raise InvalidScenarioError(resolved.problems)
    players = [number for number, team in enumerate(MODEL.teams) if team.id in resolved.loops_on]
    table = flywheel.coalitions(len(players))
    posts = staff_levels(resolved.value("staff_planned"))
    turning = np.zeros((len(table) + 2 + len(posts), len(MODEL.teams)))
    turning[: len(table), players] = table
    turning[len(table) :, players] = 1.0
    full, held_still, closed = len(table) - 1, len(table), len(table) + 1
    growing, open_ = np.ones(len(turning)), np.ones(len(turning))
    growing[held_still] = 0.0
    open_[closed] = 0.0
    open_ *= float(going_on)
    months = round(resolved.value("horizon"))
    leaves = leaves_of(resolved, growing=growing, open=open_)
    staffed = np.full(len(turning), resolved.value("staff_planned"))
    staffed[len(table) + 2 :] = posts
    leaves["staff_planned"] = staffed
    leaves |= {f"turns_{team.id}": turning[:, number] for number, team in enumerate(MODEL.teams)}
    run = MODEL.run(leaves, months, OF_EVERY_COALITION, detail=full)
    if not resolved.scenario.running:
        # a planned community that closes at month 0 never was: no value, no cost, whatever is being built
        closed = -1

    factors = finance.discount_factors(months, resolved.value("discount_rate"))
    runs = len(turning)

    def monthly(name: str) -> Array:
        found: Array = run[name]
        return found if np.shape(found) == (months, runs) else np.broadcast_to(found, (months, runs))

    # line by line: all lines at once are larger than what a processor keeps at hand
    pv_gross, gained_by_line = np.empty((len(MODEL.lines), runs)), np.empty((len(MODEL.lines), months))
    for number, (_, line) in enumerate(MODEL.lines):
        gross = monthly(line.gross) * run["counts"]
        pv_gross[number] = factors @ gross
        gained_by_line[number] = gross[:, full]
    cash = np.array([float(run[line.cash]) for _, line in MODEL.lines])
    counted = monthly("counts")[:, full]
    claims = np.stack([_of_run(run[line.claim or line.gross], full) * counted for _, line in MODEL.lines])
    spent = {line.id: monthly(line.quantity) for line in costs.LINES if not line.once}
    all_spent = sum(spent.values(), np.zeros((months, runs)))
    launch = np.broadcast_to(np.asarray(run["cost_launch"], dtype=np.float64), (runs,))
    pv_spent = {name: factors @ amounts for name, amounts in spent.items()}
    pv_costs = factors @ all_spent + launch
    cost_pv = {name: float(amounts[full]) for name, amounts in pv_spent.items()} | {
        "launch": float(launch[full])
    }

    weights = np.zeros((len(MODEL.teams), len(table)))
    weights[players] = flywheel.shapley_weights(len(players))
    own_cost = {
        team.id: sum(cost_pv[line] for line, payer in resolved.scenario.payers.items() if payer == team.id)
        for team in MODEL.teams
    }

    def money(kept: Array) -> Money:
        """Return the answer when this share of each line's value counts."""
        by_line = pv_gross * kept[:, None]
        by_team = np.stack(
            [by_line[[team.id == owner.id for owner, _ in MODEL.lines]].sum(axis=0) for team in MODEL.teams]
        )
        benefits = by_team.sum(axis=0)
        npv = benefits - pv_costs
        # receivers: every team, then the cost, which a loop raises at everyone's expense
        effects = np.concatenate((by_team, -pv_costs[None, :]))[:, : len(table)] @ weights.T
        total_cost = float(pv_costs[full])
        teams = {}
        matrix = {}
        for number, team in enumerate(MODEL.teams):
            direct = float(by_team[number, 0])
            received = float(by_team[number, full] - by_team[number, 0])
            value = float(by_team[number, full])
            own = own_cost[team.id]
            teams[team.id] = TeamResult(
                direct=direct,
                received=received,
                value=value,
                given=float(effects[:, number].sum()),
                return_per_cost=value / total_cost if total_cost > 0.0 else None,
                own_cost=own,
                own_roi=finance.roi(value, own),
            )
            matrix[team.id] = {
                receiver.id: float(effects[column, number]) for column, receiver in enumerate(MODEL.teams)
            } | {"cost": float(effects[len(MODEL.teams), number])}
        gained = kept @ gained_by_line
        net = gained - all_spent[:, full]
        cash_so_far = finance.cumulative(float(launch[full]), net)
        closed_benefits = float(benefits[closed]) if closed >= 0 else 0.0
        closed_costs = float(pv_costs[closed]) if closed >= 0 else 0.0
        internal = finance.internal_rate(float(launch[full]), net)
        return Money(
            pv_benefits=float(benefits[full]),
            pv_costs=total_cost,
            npv=float(npv[full]),
            roi=finance.roi(float(benefits[full]), total_cost),
            roi_going_on=finance.roi(float(benefits[full]) - closed_benefits, total_cost - closed_costs),
            npv_going_on=float(npv[full]) - (closed_benefits - closed_costs),
            direct=float(npv[0]),
            flywheel=float(npv[full] - npv[0]),
            growth=float(npv[full] - npv[held_still]),
            payback_month=finance.payback_month(cash_so_far),
            deepest_need=finance.deepest_need(cash_so_far),
            irr=internal.rate,
            irr_roots=internal.roots,
            benefit_cost_ratio=float(benefits[full]) / total_cost if total_cost > 0.0 else None,
            benefits=gained,
            net=net,
            cash=cash_so_far,
            teams=teams,
            matrix=matrix,
        )

    pv_claims = claims @ factors
    lines = tuple(
        LineResult(
            team=team.id,
            id=line.id,
            label=line.label,
            gross=float(pv_gross[number, full]),
            hard=float(pv_gross[number, full] * cash[number]),
            soft=float(pv_gross[number, full] * (1.0 - cash[number])),
            claim=float(pv_claims[number] * cash[number]),
            claim_soft=float(pv_claims[number] * (1.0 - cash[number])),
            causal=float(run[line.causal]),
            cash=float(cash[number]),
        )
        for number, (team, line) in enumerate(MODEL.lines)
    )
    hard_npv = (pv_gross * cash[:, None]).sum(axis=0) - pv_costs
    series, reference = _with_all_loops(run, full)
    return Result(
        resolved=resolved,
        hard=money(cash),
        with_soft=money(np.ones(len(cash))),
        lines=lines,
        costs=cost_pv,
        monthly_costs={name: np.array(amounts[:, full]) for name, amounts in spent.items()},
        npv_by_staff=tuple(
            (float(level), float(npv)) for level, npv in zip(posts, hard_npv[len(table) + 2 :], strict=True)
        ),
        series=series,
        reference=reference,
        going_on=going_on,
    )


def _of_run(values: Array, number: int) -> Array:
    """Return the months of one run, of every run's or of its own."""
    return values[:, number] if np.ndim(values) == 2 else values


def _with_all_loops(run: Mapping[str, Any], full: int) -> tuple[dict[str, Array], dict[str, float]]:
    """Return months of every quantity, and every assumption and reference, for the run with all loops on."""
    series: dict[str, Array] = {}
    reference: dict[str, float] = {}
    monthly = {quantity.id for quantity in (*MODEL.monthly, *MODEL.afterwards, *MODEL.stocks)}
    for name, values in run.items():
        if name in monthly:
            series[name] = np.array(_of_run(values, full))
        elif name != "month":
            single = np.asarray(values)
            reference[name] = float(single[full] if single.ndim else single)
    return series, reference
