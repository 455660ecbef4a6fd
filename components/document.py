"""The open scenario: one of a workspace, read by every page and changed in one place.

A change that would make the scenario impossible is not taken: what was typed stays in its field with the reason, and
the last good value stays in force. So every page can count on a scenario that has an answer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

import streamlit as st
from pydantic import ValidationError

from calculators import MODEL_VERSION, uncertainty
from calculators import confidence as confidences
from calculators import spread as spreads
from calculators.break_even import break_even
from calculators.confidence import Drivers
from calculators.draws import POINTS
from calculators.evaluation import Result, evaluate_resolved
from calculators.message import Message
from calculators.refusals import refusal
from calculators.scenario import LONGEST_NAME, Given, Remark, Resolved, Scenario, resolve
from calculators.spread import Spread
from calculators.uncertainty import Progress
from components.charts import Style
from components.remembered import remembered
from figures.answer import answer_of
from figures.kinds import in_words
from scenarios.opened import Kept, Opened
from scenarios.store import Editor
from scenarios.workspace import Comparison, Workspace, default_scenario, new_id, new_workspace_id, title
from wording import safe
from wording.formats import Formats
from wording.safe import plain
from wording.sentence import Answer

_OPEN = "open scenario"
_OPENED = "open workspace"
_REFUSED = "refused texts"
FIGURES: Final = attrgetter("figures")
FULL: Final = "This workspace is full: delete a scenario first."
_AS_OF: ContextVar[Scenario | None] = ContextVar("as of", default=None)


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


@dataclasses.dataclass(frozen=True)
class TwoWay:
    """NPV over two assumptions.

    Attributes
    ----------
    first, second
        Values of each.
    npv
        A row a value of the first, a column a value of the second.
    """

    first: list[float]
    second: list[float]
    npv: list[list[float]]


def opened() -> Opened:
    """Return the workspace that is open in this tab; one that lasts for the visit until `keeping` opens another."""
    found: Opened | None = st.session_state.get(_OPENED)
    if found is None:
        first = Workspace.starting(st.session_state.get(_OPEN), id=new_workspace_id())
        found = Opened.fresh(first, by=Editor(browser=""), store=None, kept=Kept.NO_DISK)
        show(found)
    return found


def is_open() -> bool:
    """Tell whether a workspace is open in this tab yet."""
    return _OPENED in st.session_state


def show(work: Opened) -> None:
    """Have a workspace open in this tab; what was refused for a scenario that it has no more is forgotten."""
    st.session_state[_OPENED] = work
    st.session_state[_OPEN] = work.scenario
    texts = _all_refused()
    if not texts.keys() <= set(work.workspace.ids):
        st.session_state[_REFUSED] = {id: held for id, held in texts.items() if id in work.workspace}


def scenario() -> Scenario:
    """Return the open scenario."""
    return _AS_OF.get() or opened().scenario


@contextmanager
def as_of(former: Scenario) -> Iterator[None]:
    """Answer every question from a former state of the open scenario, for as long as the block runs."""
    before = _AS_OF.set(former)
    try:
        yield
    finally:
        _AS_OF.reset(before)


@contextmanager
def opened_for(name: str) -> Iterator[None]:
    """Have a scenario open for as long as the block runs: an edit is of the one that its field was drawn for.

    Parameters
    ----------
    name
        Its id; empty where an edit is of none, and nothing changes.
    """
    work = opened()
    before = work.scenario_id
    if not name or name == before:
        yield
        return
    work.scenario_id = name
    try:
        yield
    finally:
        if before in work.workspace:
            work.scenario_id = before
            show(work)


def workspace() -> Workspace:
    """Return the workspace that the open scenario is one of."""
    return opened().workspace


def open_id() -> str:
    """Return the id of the open scenario."""
    return opened().scenario_id


def scenarios() -> tuple[tuple[str, str, Scenario], ...]:
    """Return every scenario of the workspace: id, what it is called (plain text), and itself."""
    titles = workspace().titles()
    return tuple((entry.id, titles[entry.id], entry.scenario) for entry in workspace().scenarios)


def open(name: str) -> bool:
    """Open another scenario of the workspace, and tell whether there is one of this id."""
    if name not in workspace():
        return False
    opened().open(name)
    show(opened())
    return True


def new(starting_point: str | None = None, *, name: str = "") -> str:
    """Add a scenario that is a starting point as it is, open it and return its id."""
    fresh = default_scenario() if starting_point is None else Scenario(starting_point=starting_point)
    return add(
        fresh.changed(currency=fresh.point.currency, number_format=scenario().number_format, name=name)
    )


def add(scenario: Scenario) -> str:
    """Add a scenario, under a name that none has yet, open it and return its id."""
    id = new_id()
    named = scenario.changed(name=workspace().free_name(title(scenario)))
    if take(workspace().with_scenario(id, named)):
        open(id)
    return open_id()


def duplicate(name: str | None = None) -> str:
    """Add a copy of a scenario (the open one where None), open it and return its id."""
    return add(workspace()[name or open_id()])


def rename(text: str, name: str | None = None) -> bool:
    """Call a scenario (the open one where None) something else."""
    name = name or open_id()
    renamed = workspace()[name].changed(name=plain(text, LONGEST_NAME))
    return take(workspace().with_scenario(name, renamed))


def delete(name: str | None = None) -> bool:
    """Take a scenario (the open one where None) out of the workspace, and tell whether it could be: one stays."""
    name = name or open_id()
    if name not in workspace() or len(workspace().scenarios) == 1:
        return False
    return take(workspace().without_scenario(name))


def take_in(read: Workspace) -> tuple[str, ...]:
    """Add the scenarios and comparisons of another workspace, open the first and return the new ids.

    Raises
    ------
    ValueError
        When there is no room for them.
    """
    after, ids = workspace().with_all_of(read, new_id)
    if take(after):
        open(ids[0])
    return ids


def keep_comparison(comparison: Comparison) -> bool:
    """Put a comparison into the workspace, or change the one of this id."""
    return take(workspace().with_comparison(comparison))


def drop_comparison(name: str) -> bool:
    """Take a comparison out of the workspace."""
    return take(workspace().without_comparison(name))


def take(after: Workspace) -> bool:
    """Make the workspace another one, and tell whether that is on the screen: not where a choice is asked first."""
    taken = opened().take(after)
    show(opened())
    return taken


def resolved() -> Resolved:
    """Return the open scenario's numbers."""
    return _resolved(scenario())


def result() -> Result:
    """Return the open scenario's answer."""
    return answer_to(scenario())


def formats() -> Formats:
    """Return how the open scenario's amounts are written."""
    now = scenario()
    return Formats(currency=now.currency, locale=now.number_format)


def facts() -> Answer:
    """Return the facts of the open scenario's headline."""
    return _facts_of(scenario())


def style() -> Style:
    """Return the look that charts take from the visitor's theme and the scenario's currency."""
    return style_of(formats())


def style_of(written: Formats) -> Style:
    """Return the look that charts take from the visitor's theme and a currency."""
    return Style(
        dark=st.context.theme.type == "dark",
        currency=written.currency_symbol,
        decimal="," if written.locale in ("de_DE", "fr_FR") else ".",
    )


@remembered(128)
def answer_to(asked: Scenario) -> Result:
    """Return the answer to a scenario; the last ones are kept, whoever asked."""
    found = _figures(asked)
    # the figures may have been found for a scenario in other words
    return (
        found if found.resolved.scenario == asked else dataclasses.replace(found, resolved=_resolved(asked))
    )


@remembered(128, rests_on=FIGURES)
def _figures(asked: Scenario) -> Result:
    return evaluate_resolved(_resolved(asked))


@lru_cache(maxsize=128)
def _facts_of(asked: Scenario) -> Answer:
    return answer_of(answer_to(asked))


@lru_cache(maxsize=128)
def _resolved(asked: Scenario) -> Resolved:
    return resolve(asked)


def confidence(
    points: int = POINTS, seed: int = confidences.SEED, progress: Progress | None = None
) -> Spread:
    """Return how sure the open scenario's answer is.

    Parameters
    ----------
    points, seed
        How many draws, and the seed of their scrambling.
    progress
        Told how far it is, unless the answer is known already; returns whether to go on.

    Raises
    ------
    StoppedError
        When progress says so; nothing is kept then.
    """
    return _told(progress, lambda: _confidence(scenario(), points, seed))


def confidence_known() -> Spread | None:
    """Return how sure the open scenario's answer is where that was worked out already, whoever asked."""
    asked = (scenario(), POINTS, confidences.SEED)
    return _confidence(*asked) if _confidence.knows(*asked) else None


def drivers(seed: int = confidences.SEED) -> Drivers:
    """Return what moves the open scenario's answer, and what would be worth knowing; from the usual number of draws."""
    return _drivers(scenario(), seed)


def sureness_of(asked: Scenario) -> tuple[Spread, Drivers]:
    """Return how sure the answer to a scenario is, and what moves it; for threads that have no visitor."""
    return _confidence(asked, POINTS, confidences.SEED), _drivers(asked, confidences.SEED)


def breaks_even_at(name: str) -> float | None:
    """Return the nearest value of an assumption at which the open scenario's NPV is zero."""
    return _breaks_even_at(scenario(), name)


def two_way(first: str, second: str) -> TwoWay:
    """Return the open scenario's NPV over two assumptions' ranges."""
    return _two_way(scenario(), first, second)


# Not an argument: a cache is asked for a scenario, not for who waits for it.
_PROGRESS: ContextVar[Progress | None] = ContextVar("progress", default=None)


def _told(progress: Progress | None, compute: Callable[[], Spread]) -> Spread:
    before = _PROGRESS.set(progress)
    try:
        return compute()
    finally:
        _PROGRESS.reset(before)


@remembered(64, rests_on=FIGURES)
def _confidence(asked: Scenario, points: int, seed: int) -> Spread:
    return spreads.spread(_resolved(asked), points, seed, _PROGRESS.get())


@remembered(64, rests_on=FIGURES)
def _drivers(asked: Scenario, seed: int) -> Drivers:
    numbers = _resolved(asked)
    return confidences.drivers(numbers, uncertainty.sample(numbers, POINTS, seed), seed)


@remembered(256, rests_on=FIGURES)
def _breaks_even_at(asked: Scenario, name: str) -> float | None:
    return break_even(_resolved(asked), name)


@remembered(64, rests_on=FIGURES)
def _two_way(asked: Scenario, first: str, second: str) -> TwoWay:
    return TwoWay(*(part.tolist() for part in uncertainty.two_way(_resolved(asked), first, second)))


def refused(field: str) -> Refused | None:
    """Return what was typed into a field and not taken."""
    return still_refused().get(field)


def refuse(field: str, text: str, message: str) -> None:
    """Keep what was typed beside the reason why it was not taken."""
    texts = {**still_refused(), field: Refused(text, message)}
    st.session_state[_REFUSED] = {**_all_refused(), open_id(): texts}


def accept(field: str, *, of: str = "") -> None:
    """Forget what was refused in a field of a scenario (the open one where no id is given)."""
    texts, name = _all_refused(), of or open_id()
    others = {other: held for other, held in texts.get(name, {}).items() if other != field}
    st.session_state[_REFUSED] = {**texts, name: others}


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


def change(field: str = "", *, text: str = "", **fields: Any) -> bool:
    """Change other fields of the open scenario; see `give`."""
    return _take(field or next(iter(fields)), text, lambda now: now.changed(**fields))


def _take(field: str, text: str, edit: Any) -> bool:
    try:
        edited = edit(scenario())
    except ValidationError as error:
        refuse(field, text, in_words(refusal(error.errors()[0]), formats()))
        return False
    problems = _resolved(edited).problems
    if problems:
        refuse(field, text, said(problems, field))
        return False
    accept(field)
    if edited.model_version != MODEL_VERSION:
        edited = edited.changed(model_version=MODEL_VERSION)
    return take(workspace().with_scenario(open_id(), edited))


def forget_refused() -> None:
    """Forget every text that was not taken, of every scenario, as another workspace's come."""
    st.session_state.pop(_REFUSED, None)


def refused_in_short() -> dict[str, list[str]]:
    """Return what the open scenario's fields hold and was refused, to be written down: text and reason by field."""
    return {field: [held.text, held.message] for field, held in still_refused().items()}


def refuse_again(written: object) -> None:
    """Put back what was refused, as it was written down; whatever is no such thing is left."""
    if not isinstance(written, dict):
        return
    for field, held in written.items():
        match held:
            case [str(text), str(message)]:
                refuse(field, text, message)


def still_refused() -> dict[str, Refused]:
    """Return every text that waits in a field of the open scenario because it could not be taken, by field."""
    return dict(_all_refused().get(open_id(), {}))


def _all_refused() -> dict[str, dict[str, Refused]]:
    """Return every text that could not be taken, by scenario and field: who comes back to one finds them there."""
    found: dict[str, dict[str, Refused]] = st.session_state.get(_REFUSED, {})
    return found


def told_why_not(field: str) -> None:
    """Draw why a choice could not be taken, where it was not."""
    held = refused(field)
    if held:
        st.error(safe(held.message), icon=":material/error:")


def said(problems: tuple[Remark, ...], field: str) -> str:
    """Return why an edit was refused: the problem at its own field first."""
    own = next((problem for problem in problems if problem.field == field), problems[0])
    return as_sentence(own.message)


def as_sentence(message: str) -> str:
    """Return a remark as a sentence, its numbers as the open scenario's are written.

    Examples
    --------
    >>> as_sentence("the cost is still that of the example")
    'The cost is still that of the example.'
    """
    # asked only where there are numbers: without a scenario there are words, too
    words = in_words(message, formats()) if isinstance(message, Message) else message
    return words[0].upper() + words[1:] + ("" if words.endswith((".", "?")) else ".")
