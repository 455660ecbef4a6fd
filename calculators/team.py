"""What a team is: value lines, one loop, its assumptions and its metrics, declared in one file of one shape."""

from __future__ import annotations

import dataclasses

from calculators.assumption import OWN_GUESS, Assumption, Grade, Kind, Role, Source
from calculators.quantity import Quantity


@dataclasses.dataclass(frozen=True)
class ValueLine:
    """One kind of value that a team takes from the community.

    Attributes
    ----------
    id, label
        Its name in code and for people.
    gross
        Id of the quantity that is its value a month, after the causal share.
    causal
        Id of the assumption or quantity that is its causal share: what would not have happened anyway.
    cash
        Id of the assumption that is its cash share: what reaches the ledger. The rest is soft.
    rests_on
        Ids of the assumptions that make it what it is: how much there is, and what one is worth.
    claim
        Id of the quantity that the line would claim if the team counted alone; the gross value where None.
    """

    id: str
    label: str
    gross: str
    causal: str
    cash: str
    rests_on: tuple[str, ...]
    claim: str | None = None


@dataclasses.dataclass(frozen=True)
class Loop:
    """What a team gives back to the wheel.

    Attributes
    ----------
    label
        What turns, in a few words.
    help
        How it works, in a sentence.
    """

    label: str
    help: str


@dataclasses.dataclass(frozen=True)
class Team:
    """A team of the flywheel.

    Attributes
    ----------
    id, label
        Its name in code and for people.
    order
        Its place round the wheel.
    colour
        Its one colour wherever it is drawn.
    purpose
        What the community does for it, in a sentence.
    lines
        Its value lines.
    loop
        Its loop.
    assumptions, quantities
        What it declares.
    metrics
        Measures of the SPACES model to track for buy-in.
    """

    id: str
    label: str
    order: int
    colour: str
    purpose: str
    lines: tuple[ValueLine, ...]
    loop: Loop
    assumptions: tuple[Assumption, ...]
    quantities: tuple[Quantity, ...]
    metrics: tuple[str, ...]


def causal_share(
    line: str,
    label: str,
    *,
    group: str,
    dimension: int,
    low: float,
    likely: float,
    high: float,
    help: str,
    grade: Grade = Grade.GUESS,
    source: Source = OWN_GUESS,
) -> Assumption:
    """Declare the causal share of a value line: what would not have happened without the community."""
    return Assumption(
        id=f"{line}_causal",
        label=f"Causal share of {label}",
        unit="of it",
        kind=Kind.SHARE,
        group=group,
        bounds=(0, 1),
        low=low,
        likely=likely,
        high=high,
        help=help,
        dimension=dimension,
        grade=grade,
        source=source,
        role=Role.JUDGEMENT,
    )


def cash_share(
    line: str,
    label: str,
    *,
    group: str,
    dimension: int,
    low: float,
    likely: float,
    high: float,
    help: str,
    source: Source = OWN_GUESS,
) -> Assumption:
    """Declare the cash share of a value line: what reaches the ledger. The rest is capacity, and counts as soft."""
    return Assumption(
        id=f"{line}_cash",
        label=f"Cash share of {label}",
        unit="of it",
        kind=Kind.SHARE,
        group=group,
        bounds=(0, 1),
        low=low,
        likely=likely,
        high=high,
        help=help,
        dimension=dimension,
        source=source,
        role=Role.JUDGEMENT,
    )


def heard_from(
    source: str, label: str, *, group: str, dimension: int, low: float, likely: float, high: float
) -> Assumption:
    """Declare one answer to "how did you hear of the community?"."""
    return Assumption(
        id=f"heard_from_{source}",
        label=label,
        unit="of new members",
        kind=Kind.SHARE,
        group=group,
        bounds=(0, 1),
        low=low,
        likely=likely,
        high=high,
        help="Share of new members who give this answer to the question how they heard of the community. "
        "The answers are scaled to 100 %.",
        dimension=dimension,
        absent=0,
        gathers="how new members heard",
        of_loop=True,
    )
