"""One side of a comparison: a scenario as it is, closed at month 0, or with no community at all.

Closing and having no community are no numbers that anybody types, so they are no scenarios: they are what becomes of
one.
"""

from __future__ import annotations

import dataclasses
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from calculators.draws import POINTS, draw
from calculators.evaluation import Money, Result, TeamResult, evaluate_resolved
from calculators.scenario import InvalidScenarioError, Resolved, Scenario, resolve
from calculators.uncertainty import hard_npv

Array = npt.NDArray[np.float64]


class State(StrEnum):
    """What becomes of the community."""

    GOING_ON = "going on"
    CLOSED = "closed today"
    NONE = "no community"


@dataclasses.dataclass(frozen=True)
class Case:
    """One side of a comparison.

    Attributes
    ----------
    scenario
        The numbers.
    state
        What becomes of the community.
    """

    scenario: Scenario
    state: State = State.GOING_ON

    @property
    def figures(self) -> Case:
        """The side without what moves none of its figures; see `Scenario.figures`."""
        return dataclasses.replace(self, scenario=self.scenario.figures)

    @property
    def exists(self) -> bool:
        """Whether there is a community: one that is planned and closes before it opens never was."""
        if self.state is State.CLOSED:
            return self.scenario.running
        return self.state is State.GOING_ON


def answer_to(case: Case) -> Result:
    """Return the answer to one side of a comparison.

    Parameters
    ----------
    case
        The side.

    Raises
    ------
    InvalidScenarioError
        With one remark a bad field.

    Examples
    --------
    >>> answer_to(Case(Scenario(), State.NONE)).hard.npv
    0.0
    """
    resolved = resolve(case.scenario)
    if not case.exists:
        return _nothing(evaluate_resolved(resolved))
    return evaluate_resolved(resolved, going_on=case.state is State.GOING_ON)


def npv_in_draws(case: Case, points: int = POINTS, seed: int = 1) -> Array:
    """Return the hard NPV of one side in every draw.

    Draws belong to assumptions, not to scenarios: the same number of points and the same seed give two sides the same
    draw of whatever they share.

    Parameters
    ----------
    case
        The side.
    points
        How many draws.
    seed
        Of the draws.

    Returns
    -------
    Array
        Shape (points,), money, read-only; the same amount throughout where nothing is uncertain.

    Raises
    ------
    InvalidScenarioError
        With one remark a bad field.
    """
    resolved = resolve(case.scenario)
    if resolved.problems:
        raise InvalidScenarioError(resolved.problems)
    found = _in_draws(case, resolved, points, seed)
    found.flags.writeable = False
    return found


def _in_draws(case: Case, resolved: Resolved, points: int, seed: int) -> Array:
    if not case.exists:
        return np.zeros(points)
    drawn = draw(resolved, points, seed)
    if not drawn.points:
        # the very digits of the answer
        return np.full(points, answer_to(case).hard.npv)
    values = dict(drawn.values)
    if case.state is State.CLOSED:
        values["open"] = np.zeros(points)
    return hard_npv(resolved, values, points)


def _nothing(result: Result) -> Result:
    """Return the answer of the same company without a community: no value and no cost."""
    months = result.horizon

    def empty(money: Money) -> Money:
        return Money(
            pv_benefits=0.0,
            pv_costs=0.0,
            npv=0.0,
            roi=None,
            roi_going_on=None,
            npv_going_on=0.0,
            direct=0.0,
            flywheel=0.0,
            growth=0.0,
            payback_month=None,
            deepest_need=0.0,
            irr=None,
            irr_roots=0,
            benefit_cost_ratio=None,
            benefits=np.zeros(months),
            net=np.zeros(months),
            cash=np.zeros(months + 1),
            teams={
                name: TeamResult(
                    direct=0.0,
                    received=0.0,
                    value=0.0,
                    given=0.0,
                    return_per_cost=None,
                    own_cost=0.0,
                    own_roi=None,
                )
                for name in money.teams
            },
            matrix={giver: dict.fromkeys(row, 0.0) for giver, row in money.matrix.items()},
        )

    return dataclasses.replace(
        result,
        hard=empty(result.hard),
        with_soft=empty(result.with_soft),
        lines=tuple(
            dataclasses.replace(line, gross=0.0, hard=0.0, soft=0.0, claim=0.0, claim_soft=0.0)
            for line in result.lines
        ),
        costs=dict.fromkeys(result.costs, 0.0),
        monthly_costs={name: np.zeros(months) for name in result.monthly_costs},
        npv_by_staff=(),
        series={name: np.zeros_like(values) for name, values in result.series.items()},
        going_on=False,
    )
