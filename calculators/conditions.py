"""The conditions in which members choose to spend time with each other: a short self-assessment.

Shared values, shared purpose and shared ownership, and trust: how much of what is posted is the company's own news or
selling. It is a judgement, and sets the assumption that the model has for it; nothing is set without being asked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from calculators.circle_assumptions import CONDITION_LABELS, HIGHEST_ANSWER
from calculators.quantity import Number

STEP = 0.1
"""By how much one answer higher on all four moves the conditions, of which 1 is neutral: a guess."""

NOW, PLANNED = "now", "planned"


@dataclasses.dataclass(frozen=True)
class Condition:
    """One condition.

    Attributes
    ----------
    id, label
        Its name in code and for people.
    question
        What is asked.
    answers
        From lowest to highest.
    next_step
        One thing to do where the answer is low.
    """

    id: str
    label: str
    question: str
    answers: tuple[str, ...]
    next_step: str


CONDITIONS = (
    Condition(
        "values",
        CONDITION_LABELS["values"],
        "Would members say that the community stands for what they value themselves?",
        ("no", "hardly", "partly", "mostly", "fully"),
        "Ask ten members what they would miss if the community closed tomorrow, and write its first page in "
        "their words.",
    ),
    Condition(
        "purpose",
        CONDITION_LABELS["purpose"],
        "Do members work on something together that matters to them, not only to you?",
        ("no", "hardly", "partly", "mostly", "fully"),
        "Pick one problem that many members have, and let them solve it together in the open within a month.",
    ),
    Condition(
        "ownership",
        CONDITION_LABELS["ownership"],
        "Have members built it: do they host, decide or moderate?",
        ("no", "hardly", "partly", "mostly", "fully"),
        "Hand one thing over for good: an event, a rule or a corner of the forum, to the members who use it most.",
    ),
    Condition(
        "trust",
        CONDITION_LABELS["trust"],
        "How much of what you post is your own news or selling?",
        ("nearly all", "more than half", "about half", "less than half", "hardly any"),
        "For four weeks, tell only members’ stories: clients, members who do not pay, staff, other organisations. "
        "Agree with Sales where selling ends.",
    ),
)

NEUTRAL = HIGHEST_ANSWER / 2
"""The middle answer."""


def level(answers: Mapping[str, float], when: str = NOW) -> float:
    """Return the conditions that the answers stand for; 1 is neutral.

    Parameters
    ----------
    answers
        The circle's numbers in force, see `calculators.circle.in_force`.
    when
        ``"now"`` or ``"planned"``.

    Examples
    --------
    >>> level({"values_now": 2.0, "purpose_now": 2.0, "ownership_now": 2.0, "trust_now": 2.0})
    1.0
    >>> round(level({"values_now": 0.0, "purpose_now": 1.0, "ownership_now": 2.0, "trust_now": 3.0}), 6)
    0.95
    """
    return round(float(level_of(*(answers[f"{condition.id}_{when}"] for condition in CONDITIONS))), 6)


def level_of(first: Number, *others: Number) -> Number:
    """Return the conditions that the answers to all questions stand for, in the order of `CONDITIONS`."""
    mean = sum(others, first) / len(CONDITIONS)
    return 1.0 + STEP * (mean - NEUTRAL)


def next_steps(answers: Mapping[str, float]) -> tuple[Condition, ...]:
    """Return the conditions whose answer today is below the middle, the lowest first."""
    low = [condition for condition in CONDITIONS if answers[f"{condition.id}_{NOW}"] < NEUTRAL]
    return tuple(sorted(low, key=lambda condition: answers[f"{condition.id}_{NOW}"]))
