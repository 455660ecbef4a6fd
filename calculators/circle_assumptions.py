"""What the circle of not investing rests on, and what may be said of a community beside its return.

None of it is part of the model's own assumptions: nothing here moves an ROI. A scenario carries what the user changed
of it in a place of its own. The structure is published, its numbers are not: every one of them is illustrative.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from calculators.assumption import Assumption, Kind, Role
from calculators.message import not_between
from calculators.sources import CAPABILITY_TRAP

CIRCLE, PLAN, BUSINESSES, CONDITIONS = "circle", "plan", "businesses", "conditions"

HIGHEST_ANSWER = 4
"""Answers on the conditions go from 0 to this; the middle is neutral."""

CONDITION_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "values": "Shared values",
        "purpose": "Shared purpose",
        "ownership": "Shared ownership",
        "trust": "Trust",
    }
)


def _of_circle(
    id: str,
    label: str,
    unit: str,
    kind: Kind,
    dimension: int,
    *,
    bounds: tuple[float, float],
    likely: float,
    help: str,
    group: str = CIRCLE,
    role: Role = Role.JUDGEMENT,
    follows: str | None = None,
) -> Assumption:
    """Declare a number of the circle: one value, as a range around an illustration would pretend to know."""
    return Assumption(
        id=id,
        label=label,
        unit=unit,
        kind=kind,
        group=group,
        bounds=bounds,
        low=likely,
        likely=likely,
        high=likely,
        help=help,
        dimension=dimension,
        source=CAPABILITY_TRAP,
        role=role,
        follows=follows,
    )


_DECLARED = (
    _of_circle(
        "plan_budget",
        "Budget you start with",
        "times today's",
        Kind.NUMBER,
        201,
        bounds=(0.1, 3),
        likely=1.25,
        group=PLAN,
        role=Role.LEVER,
        help="Staff and programme from the first day of the plan on, in units of today's. Platform and overhead stay.",
    ),
    _of_circle(
        "plan_measuring",
        "Of it, for measuring",
        "of the budget",
        Kind.SHARE,
        202,
        bounds=(0, 0.5),
        likely=0.1,
        group=PLAN,
        role=Role.LEVER,
        help="Share of the budget that measures what the community does and explains it. It is taken from caring for "
        "members.",
    ),
    _of_circle(
        "plan_months",
        "Guaranteed for",
        "months",
        Kind.MONTHS,
        203,
        bounds=(3, 60),
        likely=24,
        group=PLAN,
        role=Role.LEVER,
        help="So long the budget stays as it is, whatever leadership sees. Then it is decided anew each quarter.",
    ),
    _of_circle(
        "cut_budget",
        "Budget after a cut",
        "times today's",
        Kind.NUMBER,
        204,
        bounds=(0.1, 1),
        likely=0.5,
        group=PLAN,
        role=Role.LEVER,
        help="What is left at once in the policy that cuts.",
    ),
    _of_circle(
        "circle_months",
        "How far the circle is followed",
        "months",
        Kind.MONTHS,
        205,
        bounds=(24, 120),
        likely=60,
        group=PLAN,
        help="The end date that all comparisons on this page share, at least three years beyond what is guaranteed. "
        "The horizon of the ROI is another number.",
    ),
    _of_circle(
        "measuring_today",
        "Of today's budget, for measuring",
        "of the budget",
        Kind.SHARE,
        206,
        bounds=(0, 0.5),
        likely=0.02,
        role=Role.FACT,
        help="Share of today's budget that measures and explains.",
    ),
    _of_circle(
        "seen_today",
        "Value that leadership can see today",
        "of the value",
        Kind.SHARE,
        207,
        bounds=(0, 1),
        likely=0.145,
        role=Role.FACT,
        help="What today's measuring shows in the long run, until you say otherwise.",
    ),
    _of_circle(
        "seen_least",
        "Value that is seen without any measuring",
        "of the value",
        Kind.SHARE,
        208,
        bounds=(0, 1),
        likely=0.05,
        help="What stories and a good feeling show by themselves.",
    ),
    _of_circle(
        "half",
        "Measuring that shows half of the rest",
        "of today's budget",
        Kind.SHARE,
        209,
        bounds=(0.001, 1),
        likely=0.06,
        help="A little measuring convinces nobody, enough of it nearly everybody: at this effort half is convinced.",
    ),
    _of_circle(
        "delay",
        "Time until measuring shows",
        "quarters",
        Kind.NUMBER,
        210,
        bounds=(1, 40),
        likely=4,
        help="How long it takes until about two thirds of what is measured has been understood.",
    ),
    _of_circle(
        "gain",
        "How strongly budgets follow what is seen",
        "a quarter",
        Kind.SHARE,
        211,
        bounds=(0, 1),
        likely=0.25,
        help="25 %: a return seen 40 points above or below what is asked for moves the next budget by 10 %.",
    ),
    _of_circle(
        "hurdle",
        "Return that leadership asks for",
        "of what is spent",
        Kind.SHARE,
        212,
        bounds=(-1, 3),
        likely=0,
        help="0 %: a budget is renewed when the value seen of the last twelve months covers what was spent.",
    ),
    _of_circle(
        "soft_counted",
        "Soft value that leadership counts",
        "of soft value",
        Kind.SHARE,
        213,
        bounds=(0, 1),
        likely=0,
        help="Saved time and attention do not reach the ledger; 0 % leaves them out, as the headline does.",
    ),
    _of_circle(
        "budget_least",
        "Smallest budget",
        "times today's",
        Kind.NUMBER,
        214,
        bounds=(0.01, 0.9),
        likely=0.1,
        help="Below it nobody cuts any more. It is an end of the scale, not a forecast.",
    ),
    _of_circle(
        "budget_most",
        "Largest budget",
        "times today's",
        Kind.NUMBER,
        215,
        bounds=(1.1, 10),
        likely=2,
        help="Above it nobody adds any more. It is an end of the scale, not a forecast.",
    ),
    _of_circle(
        "market_growth",
        "Growth of the market through the community",
        "a year",
        Kind.SHARE,
        216,
        bounds=(0, 0.5),
        likely=0,
        group=BUSINESSES,
        help="Iron sharpens iron: by how much a year the community enlarges the market for everyone. New customers "
        "grow with it. Nobody has measured it, so it is 0 until you say otherwise, and it never enters the ROI.",
    ),
    *(
        _of_circle(
            f"{name}_{when}",
            label if when == "now" else f"{label}, planned",
            f"0 to {HIGHEST_ANSWER}",
            Kind.NUMBER,
            number,
            bounds=(0, HIGHEST_ANSWER),
            likely=HIGHEST_ANSWER / 2,
            group=CONDITIONS,
            role=Role.FACT if when == "now" else Role.LEVER,
            follows=None if when == "now" else f"{name}_now",
            help="By your own judgement; the middle is neutral.",
        )
        for number, (when, name, label) in enumerate(
            ((when, name, label) for when in ("now", "planned") for name, label in CONDITION_LABELS.items()),
            start=217,
        )
    ),
)

ASSUMPTIONS: Mapping[str, Assumption] = MappingProxyType(
    {assumption.id: assumption for assumption in _DECLARED}
)


def problem_with(name: str, value: float) -> str:
    """Return what is wrong with a value of the circle, empty where nothing is.

    Examples
    --------
    >>> problem_with("gain", 7.0)
    '700 % is not between 0 % and 100 %'
    """
    assumption = ASSUMPTIONS[name]
    lowest, highest = assumption.bounds
    if lowest <= value <= highest:
        return ""
    return not_between(value, (lowest, highest), assumption.kind)
