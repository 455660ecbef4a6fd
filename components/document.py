"""The open scenario: one document, read by every page and changed in one place.

A change that would make the scenario impossible is not taken: what was typed stays in its field with the reason, and
the last good value stays in force. So every page can count on a scenario that has an answer.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any

import streamlit as st
from pydantic import ValidationError

from calculators.evaluation import Result, evaluate
from calculators.scenario import Given, Remark, Resolved, Scenario, resolve
from calculators.starting_point import starting_points
from components.charts import Style
from figures.answer import formats_of
from wording.formats import Formats

_OPEN = "open scenario"
_REFUSED = "refused texts"


@dataclasses.dataclass(frozen=True)
class Refused:
    """What was typed into a field and could not be taken.

    Attributes
    ----------
    text
        As it was typed.
    message
        Why, and what is allowed.
    """

    text: str
    message: str


def scenario() -> Scenario:
    """Return the open scenario."""
    if _OPEN not in st.session_state:
        st.session_state[_OPEN] = Scenario(starting_point=next(iter(starting_points())))
    found: Scenario = st.session_state[_OPEN]
    return found


def resolved() -> Resolved:
    """Return the open scenario's numbers."""
    return _resolved(scenario())


def result() -> Result:
    """Return the open scenario's answer."""
    return answer_to(scenario())


def formats() -> Formats:
    """Return how the open scenario's amounts are written."""
    return formats_of(resolved())


def style() -> Style:
    """Return the look that charts take from the visitor's theme and the scenario's currency."""
    written = formats()
    return Style(
        dark=st.context.theme.type == "dark",
        currency=written.currency_symbol,
        decimal="," if written.locale in ("de_DE", "fr_FR") else ".",
    )


@lru_cache(maxsize=128)
def answer_to(asked: Scenario) -> Result:
    """Return the answer to a scenario; the last ones are kept, whoever asked."""
    return evaluate(asked)


@lru_cache(maxsize=128)
def _resolved(asked: Scenario) -> Resolved:
    return resolve(asked)


def refused(field: str) -> Refused | None:
    """Return what was typed into a field and not taken."""
    found: dict[str, Refused] = st.session_state.get(_REFUSED, {})
    return found.get(field)


def refuse(field: str, text: str, message: str) -> None:
    """Keep what was typed beside the reason why it was not taken."""
    st.session_state[_REFUSED] = {**st.session_state.get(_REFUSED, {}), field: Refused(text, message)}


def accept(field: str) -> None:
    """Forget what was refused in a field."""
    kept = st.session_state.get(_REFUSED, {})
    st.session_state[_REFUSED] = {name: entry for name, entry in kept.items() if name != field}


def give(field: str, given: Given | None, *, text: str = "") -> bool:
    """Put a value into the open scenario, or take it out where None.

    Parameters
    ----------
    field
        Id of the assumption.
    given
        What the user says of it.
    text
        As it was typed, to be kept in the field where it is refused.

    Returns
    -------
    bool
        Whether it was taken.
    """
    return _take(field, text, lambda now: now.with_value(field, given))


def change(field: str = "", **fields: Any) -> bool:
    """Change other fields of the open scenario; see `give`."""
    return _take(field or next(iter(fields)), "", lambda now: now.changed(**fields))


def _take(field: str, text: str, edit: Any) -> bool:
    try:
        edited = edit(scenario())
    except ValidationError as error:
        refuse(field, text, error.errors()[0]["msg"].removeprefix("Value error, "))
        return False
    problems = _resolved(edited).problems
    if problems:
        refuse(field, text, said(problems, field))
        return False
    st.session_state[_OPEN] = edited
    accept(field)
    return True


def said(problems: tuple[Remark, ...], field: str) -> str:
    """Return why an edit was refused: the problem at its own field first."""
    own = next((problem for problem in problems if problem.field == field), problems[0])
    return as_sentence(own.message)


def as_sentence(message: str) -> str:
    """Return a remark as a sentence.

    Examples
    --------
    >>> as_sentence("the cost is still that of the example")
    'The cost is still that of the example.'
    """
    return message[0].upper() + message[1:] + ("" if message.endswith((".", "?")) else ".")
