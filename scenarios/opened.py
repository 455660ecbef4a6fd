"""A workspace as one tab has it open: shown at once, written as it is edited, merged with what others wrote.

Nothing here knows Streamlit. The tab shows `workspace`; what is not written yet waits in `unsaved` and is tried again;
what met another's edit waits in `meetings` until somebody chooses.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from pydantic import ValidationError

from calculators.refusals import refusal
from calculators.scenario import Scenario, resolve
from scenarios.migrations import DamagedError, NewerError, brought_up_to_date, with_known_number_formats
from scenarios.parts import (
    MODEL,
    Change,
    Json,
    applied,
    at_the_end,
    differences,
    document_of,
    field_at,
    parts_of,
    place_of,
    root_of,
    scenario_at,
    workspace_of,
)
from scenarios.store import Edit, Editor, Part, Snapshot, Store, Trouble, TroubleError
from scenarios.workspace import SCHEMA_VERSION, Workspace

MOST_TRIES: Final = 5
MOST_REMEMBERED: Final = 50
REST: Final = 5.0
"""Seconds in which a database that failed is not asked again by an edit."""


class Kept(StrEnum):
    """Where work is kept."""

    STORED = "stored"
    NO_COOKIE = "this browser refuses cookies"
    NO_DISK = "this server has no disk that lasts"


@dataclass(frozen=True)
class Theirs:
    """What stands where an edit of this tab would go.

    Attributes
    ----------
    value
        None where it was taken out.
    edit
        Who wrote it and when; None where that is not known.
    """

    value: Json
    edit: Edit | None


@dataclass(frozen=True)
class Meeting:
    """An edit of this tab that met another's, or that became impossible by it. Nothing of it is written.

    Attributes
    ----------
    number
        Tells it from others of this tab.
    changes
        What this tab would do, all of it or nothing.
    theirs
        What stands at the places that both changed.
    problem
        Why both together are impossible, empty where they merely differ.
    """

    number: int
    changes: tuple[Change, ...]
    theirs: dict[str, Theirs]
    problem: str = ""


@dataclass(frozen=True)
class Gone:
    """The scenario that was open here, and that another deleted. Until somebody chooses, no other is edited instead.

    Attributes
    ----------
    id
        What it had, and has again once it is brought back.
    scenario
        As this tab saw it last; None where that is not known.
    edit
        Who deleted it and when; None where that is not known.
    """

    id: str
    scenario: Scenario | None
    edit: Edit | None


@dataclass(frozen=True)
class Unsaved:
    """An edit that is on the screen and not in the database yet."""

    changes: tuple[Change, ...]
    undoes: int | None = None


class GoneError(Exception):
    """Raised when a workspace does not exist or the browser has no access; nobody learns which."""


class UnreadableError(Exception):
    """Raised when a workspace was saved by a newer version of the app, or holds what this version cannot read."""


@dataclass
class Opened:
    """One tab's workspace.

    Attributes
    ----------
    workspace
        What the tab shows, with what is not written yet.
    scenario_id
        The scenario that is open.
    by
        Who edits here.
    store
        Where it is kept; None where it lasts for the visit only.
    kept
        Where work is kept, or why it is not.
    version, parts
        What is in the database, as far as this tab knows.
    drawn
        The last version that was on the screen.
    edits
        This tab's own, oldest first.
    unsaved, meetings
        What waits for the database, and what waits for a choice.
    gone
        The scenario that was open until another deleted it, None where nothing is to be said of that.
    trouble
        Why the last attempt to write failed, None where it did not.
    saved_at
        When this tab last wrote, seconds since 1970.
    notes
        What was changed to bring an older document up to date.
    """

    workspace: Workspace
    scenario_id: str
    by: Editor
    store: Store | None = None
    kept: Kept = Kept.STORED
    version: int = 0
    parts: dict[str, Part] = field(default_factory=dict)
    drawn: int = 0
    edits: list[Edit] = field(default_factory=list)
    unsaved: list[Unsaved] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    gone: Gone | None = None
    trouble: Trouble | None = None
    saved_at: float | None = None
    # Places that others changed and that this tab has shown since its last edit: what is being typed there was begun
    # before.
    lately: dict[str, Edit | None] = field(default_factory=dict)
    # Those among them that the browser did not show yet when it sent the edit that is being taken: something may be
    # half typed there, so an edit elsewhere does not say that they were seen.
    unseen: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    # counts how often others' edits came in
    foreign: int = 0
    clock: Callable[[], float] = time.time
    _start: dict[str, Json] = field(default_factory=dict)
    _failed_at: float = -REST
    _number: int = 0

    # ---- opening

    @classmethod
    def fresh(
        cls,
        workspace: Workspace,
        *,
        by: Editor,
        store: Store | None,
        kept: Kept = Kept.STORED,
        clock: Callable[[], float] = time.time,
    ) -> Opened:
        """Return a workspace that nobody has edited yet.

        It is written with the first edit, so that a mere visit leaves nothing behind.
        """
        return cls(workspace, workspace.ids[0], by, store, kept, clock=clock, _start=parts_of(workspace))

    @classmethod
    def load(
        cls, id: str, *, by: Editor, store: Store, scenario: str = "", clock: Callable[[], float] = time.time
    ) -> Opened:
        """Return a workspace of the database.

        Raises
        ------
        GoneError
            When there is none that this browser may edit.
        UnreadableError
            When this version of the app cannot read it.
        TroubleError
            When the database fails.
        """
        snapshot = store.load(id, by=by)
        if snapshot is None:
            raise GoneError(id)
        values = _held(snapshot.parts)
        workspace, notes = _read(snapshot, values)
        opened = cls(
            workspace,
            scenario if scenario in workspace else workspace.ids[0],
            by,
            store,
            version=snapshot.version,
            parts=dict(snapshot.parts),
            drawn=snapshot.version,
            notes=notes,
            clock=clock,
        )
        opened.edits = list(store.history(id, by=by))
        now = parts_of(workspace)
        renewed = tuple(
            Change(place, values.get(place), now.get(place))
            for place in sorted(values.keys() | now.keys())
            if values.get(place) != now.get(place)
        )
        if snapshot.schema_version == SCHEMA_VERSION:
            # all else is as it was saved
            renewed = tuple(change for change in renewed if field_at(change.place)[0] == "number_format")
        if renewed:
            opened.unsaved.append(Unsaved(renewed))
            opened.save()
        return opened

    @property
    def scenario(self) -> Scenario:
        """The open scenario."""
        return self.workspace[self.scenario_id]

    @property
    def is_stored(self) -> bool:
        """Whether the database has the workspace."""
        return self.store is not None and self.version > 0

    def open(self, scenario: str) -> None:
        """Open another scenario."""
        self.scenario_id, self.gone = scenario, None

    # ---- editing

    def take(self, after: Workspace, *, undoes: int | None = None) -> bool:
        """Make the workspace another one: on the screen, and in the database before this returns where that can be.

        Returns
        -------
        bool
            Whether it is on the screen; not where it met another's edit and a choice is asked.
        """
        changes = differences(self.workspace, after)
        if not changes:
            return True
        if undoes is None:
            changes = at_the_end(changes, self.values())
        places = {change.place for change in changes}
        met = {place: edit for place, edit in self.lately.items() if place in places}
        self._forget_lately(places)
        asked_already = [meeting for meeting in self.meetings if not places.isdisjoint(meeting.theirs)]
        for meeting in asked_already:
            # the question is still open: it is asked again, of the newer value
            met |= {place: their.edit for place, their in meeting.theirs.items() if place in places}
        if met:
            theirs = {place: Theirs(self.values().get(place), edit) for place, edit in met.items()}
            # the same question stays the same: whoever reads it may be about to answer
            wanted = {change.place: change.after for change in changes}
            if not any(
                ({change.place: change.after for change in one.changes}, one.theirs) == (wanted, theirs)
                for one in asked_already
            ):
                self.meetings = [one for one in self.meetings if one not in asked_already]
                self._ask(Unsaved(changes, undoes), theirs)
            return False
        asked = len(self.meetings)
        self.unsaved.append(Unsaved(changes, undoes))
        self.workspace = after
        self._stay_open()
        if self.store is None or self.clock() - self._failed_at >= REST:
            self.save()
        return len(self.meetings) == asked

    def _forget_lately(self, edited: Container[str]) -> None:
        """Take what others changed for seen, but for what cannot have been."""
        self.lately = {
            place: edit for place, edit in self.lately.items() if place in self.unseen and place not in edited
        }

    def save(self) -> bool:
        """Write what is not written yet, and tell whether all of it is."""
        if self.store is None:
            self._keep_for_the_visit()
            return True
        try:
            for _ in range(MOST_TRIES):
                while self.unsaved:
                    if not self._write(self.store, self.unsaved[0]):
                        break
                    self.unsaved.pop(0)
                else:
                    # it answers again: the next edit need not wait
                    self.trouble, self._failed_at = None, -REST
                    return True
                self._catch_up(self.store)
            self._fail(Trouble.BUSY)
        except TroubleError as error:
            self._fail(error.trouble)
        return False

    def keep(self) -> bool:
        """Have the database hold the workspace even where nothing was edited yet, and tell whether it does.

        For what refers to it, such as a share link.
        """
        if self.store is not None and self.version == 0 and not self.unsaved:
            try:
                self._write_changes(self.store, _first(self._start))
            except TroubleError as error:
                self._fail(error.trouble)
        return self.save() and self.is_stored

    def _fail(self, trouble: Trouble) -> None:
        self.trouble, self._failed_at = trouble, self.clock()

    def _write(self, store: Store, waiting: Unsaved) -> bool:
        """Write one edit, and tell whether it could be: not where the tab is behind."""
        if self.version == 0 and not self._write_changes(store, _first(self._start)):
            return False
        changes = self._from_what_stands(waiting.changes)
        return not changes or self._write_changes(store, changes, undoes=waiting.undoes)

    def _write_changes(self, store: Store, changes: tuple[Change, ...], *, undoes: int | None = None) -> bool:
        edit = store.edit(
            self.workspace.id, changes, known=self.version, by=self.by, seen=self.drawn, undoes=undoes
        )
        if edit is not None:
            self._note(edit)
        return edit is not None

    def _from_what_stands(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Return changes as they are made to what is kept, so that taking them back gives just that again."""
        standing = ((change, self._at(change.place)) for change in changes)
        return tuple(replace(change, before=now) for change, now in standing if now != change.after)

    def _keep_for_the_visit(self) -> None:
        if self.version == 0:
            self._note(Edit(1, self.clock(), self.by.tab, self.by.who, _first(self._start)))
        for waiting in self.unsaved:
            changes = self._from_what_stands(waiting.changes)
            made = (self.version + 1, self.clock(), self.by.tab, self.by.who, changes, waiting.undoes)
            self._note(Edit(*made))
        self.unsaved = []

    def _note(self, edit: Edit) -> None:
        self.version, self.saved_at = edit.version, edit.at
        self.parts |= {change.place: Part(change.after, edit.version) for change in edit.changes}
        self.edits = [*self.edits, edit][-MOST_REMEMBERED:]

    def _at(self, place: str) -> Json:
        found = self.parts.get(place)
        return None if found is None else found.value

    def values(self) -> dict[str, Json]:
        """Return what stands on the screen, by place."""
        values = _held(self.parts) if self.version else dict(self._start)
        for waiting in self.unsaved:
            values = applied(values, waiting.changes)
        return values

    # ---- others' edits

    def has_news(self) -> bool:
        """Tell whether another tab of this server has written, without asking the database."""
        return self.store is not None and self.store.news(self.workspace.id) > self.version > 0

    def look(self) -> bool:
        """Ask the database for what others wrote and try again to write what waits; tell whether the screen is old."""
        if self.store is None:
            return False
        before = (self.version, self.trouble, len(self.unsaved), len(self.meetings))
        try:
            if self.unsaved:
                self.save()
            elif self.is_stored and self.store.version(self.workspace.id) != self.version:
                self._catch_up(self.store)
                self.trouble = None
            elif self.trouble is not None:
                # nothing waits: that the database answers again is all there is to know
                self.store.version(self.workspace.id)
                self.trouble = None
        except TroubleError as error:
            if self.unsaved:
                self._fail(error.trouble)
        return before != (self.version, self.trouble, len(self.unsaved), len(self.meetings))

    def _catch_up(self, store: Store) -> None:
        news = store.since(self.workspace.id, self.version, by=self.by)
        if news is not None and news.version < self.version:
            # the database is an older copy of itself: what it holds is what there is
            news = store.load(self.workspace.id, by=self.by)
            self.parts = {}
        if news is None:
            raise TroubleError(Trouble.GONE)
        if news.schema_version > SCHEMA_VERSION:
            raise TroubleError(Trouble.NEWER)
        self.parts |= news.parts
        self.version = news.version
        theirs: dict[str, Edit] = {}
        for edit in news.edits:
            if edit.tab == self.by.tab:
                self.edits = [*self.edits, edit][-MOST_REMEMBERED:]
            if edit.tab == self.by.tab and (edit.version == 1 or _holds(self.unsaved, edit.changes)):
                # it came through after all, only nobody said so
                continue
            # Under this tab's own name, too: two that live may share it, where the second was taken for the first come
            # back.
            theirs |= {change.place: edit for change in edit.changes}
        self.lately |= theirs
        self.foreign += bool(theirs)
        shown, own = (
            self.workspace,
            {change.place for edit in news.edits for change in edit.changes} - set(theirs),
        )
        waiting, self.unsaved = self.unsaved, []
        for one in waiting:
            self._put_on_top(one, theirs)
        self.workspace, _ = _read(news, self.values())
        self._renew_meetings(theirs)
        root = place_of(self.scenario_id, "starting_point")
        if self.scenario_id not in self.workspace and root not in own:
            self.gone = Gone(self.scenario_id, shown[self.scenario_id], theirs.get(root))
        self._stay_open()

    def was_open(self, scenario: str, *, version: int) -> None:
        """Note that a tab that comes back had a scenario open at a version, which may be gone since.

        Raises
        ------
        TroubleError
            When the database fails.
        """
        if not scenario or scenario in self.workspace:
            return
        former = self.as_of(version)
        then = former[scenario] if former is not None and scenario in former else None
        edit = self.last_foreign(place_of(scenario, "starting_point"), since=version)
        self.gone = Gone(scenario, then, edit)

    def bring_back(self) -> str:
        """Bring back the scenario that was open until another deleted it, and open it.

        Returns
        -------
        str
            Why it cannot be; empty where it could.
        """
        if self.gone is None or self.gone.scenario is None:
            return "it is not known any more"
        try:
            after = self.workspace.with_scenario(self.gone.id, self.gone.scenario)
        except ValidationError:
            return "this workspace is full: delete a scenario first"
        asked, self.meetings = self.meetings, []
        problem = self._put(at_the_end(differences(self.workspace, after), self.values()))
        held = {} if problem else parts_of(after)
        # an edit that comes with it is asked about no more
        self.meetings += [
            meeting
            for meeting in asked
            if any(held.get(change.place) != change.after for change in meeting.changes)
        ]
        self._renew_meetings({})
        # open again as soon as it is there
        return problem

    def _put_on_top(self, waiting: Unsaved, theirs: dict[str, Edit]) -> None:
        """Keep an edit on top of what others wrote, or set it aside where it meets theirs."""
        met = {
            change.place: Theirs(self._at(change.place), theirs[change.place])
            for change in waiting.changes
            if change.place in theirs and self._at(change.place) not in (change.before, change.after)
        }
        gone = {
            place: Theirs(None, theirs.get(place))
            for place in {root_of(change.place) for change in waiting.changes} - {""}
            if self._at(place) is None and not _brings(waiting.changes, place)
        }
        if met or gone:
            self._ask(waiting, met | gone)
            return
        values = applied(self.values(), waiting.changes)
        problem = _problem(self.workspace.id, values, waiting.changes)
        if problem:
            places = {change.place for change in waiting.changes}
            about = {
                place: Theirs(self._at(place), edit) for place, edit in theirs.items() if place in places
            }
            self._ask(waiting, about, problem)
        else:
            self.unsaved.append(waiting)

    def _stay_open(self) -> None:
        if self.gone is not None and self.gone.id in self.workspace:
            # somebody brought it back: it is open again, as nothing else was chosen since
            self.open(self.gone.id)
        if self.scenario_id not in self.workspace:
            self.scenario_id = self.workspace.ids[0]

    def last_foreign(self, place: str, *, since: int) -> Edit | None:
        """Return the last edit of another tab at a place after a version, None where there is none."""
        if self.store is None or not self.is_stored:
            return None
        news = self.store.since(self.workspace.id, since, by=self.by)
        return next(
            (
                edit
                for edit in reversed(news.edits if news else ())
                if edit.tab != self.by.tab and any(change.place == place for change in edit.changes)
            ),
            None,
        )

    # ---- choosing

    def _ask(self, waiting: Unsaved, theirs: dict[str, Theirs], problem: str = "") -> None:
        self._number += 1
        # asked once: whoever reads the question has seen what stands there
        self.lately = {place: edit for place, edit in self.lately.items() if place not in theirs}
        self.meetings.append(Meeting(self._number, waiting.changes, theirs, problem))

    def _renew_meetings(self, theirs: Mapping[str, Edit]) -> None:
        """Have open questions say what stands now, and take back those that are answered by it.

        Parameters
        ----------
        theirs
            What others wrote since, by place.
        """
        renewed = []
        for meeting in self.meetings:
            if all(self._at(change.place) == change.after for change in meeting.changes):
                continue
            edits = {place: their.edit for place, their in meeting.theirs.items()}
            for root in {root_of(change.place) for change in meeting.changes} - {""}:
                if self._at(root) is None and not _brings(meeting.changes, root):
                    edits.setdefault(root, None)
                elif root not in {change.place for change in meeting.changes}:
                    edits.pop(root, None)
            now = {place: Theirs(self._at(place), theirs.get(place, edit)) for place, edit in edits.items()}
            renewed.append(replace(meeting, theirs=now))
        self.meetings = renewed

    def asked(self) -> list[Json]:
        """Return what waits for a choice, to be written down; see `ask_again`."""
        return [
            {
                "changes": [[change.place, change.before, change.after] for change in meeting.changes],
                "places": list(meeting.theirs),
                "problem": meeting.problem,
            }
            for meeting in self.meetings
        ]

    def ask_again(self, written: Json) -> None:
        """Ask again what waited for a choice when the page was left, as it was written down.

        What is no such thing is left.
        """
        for one in written if isinstance(written, list) else ():
            match one:
                case {"changes": [*told], "places": [*places], "problem": str(problem)}:
                    changes = tuple(Change(place, before, after) for place, before, after in told)
                    roots = {root_of(change.place) for change in changes} - {""}
                    deleted = {root for root in roots if self._at(root) is None}
                    about = {
                        place: Theirs(self._at(place), self._last_known(place))
                        for place in {*places, *deleted}
                    }
                    self._ask(Unsaved(changes), about, problem)
        self._renew_meetings({})

    def _last_known(self, place: str) -> Edit | None:
        try:
            return self.last_foreign(place, since=0)
        except TroubleError:
            return None

    def choose(self, number: int, *, mine: bool) -> str:
        """Settle a meeting: write what this tab would have, or leave what stands.

        Returns
        -------
        str
            Why it could not be; empty where it could.
        """
        found = next((meeting for meeting in self.meetings if meeting.number == number), None)
        if found is None:
            return ""
        self.meetings = [meeting for meeting in self.meetings if meeting.number != number]
        problem = self._put(found.changes) if mine else ""
        if problem:
            self.meetings.append(found)
        return problem

    def _put(self, changes: Sequence[Change], *, undoes: int | None = None) -> str:
        """Make changes, whatever stands there; returns why that is impossible, or nothing."""
        values = self.values()
        for scenario in {scenario_at(change.place) for change in changes} - {""}:
            root = place_of(scenario, "starting_point")
            if values.get(root) is None and not _brings(changes, root):
                # its scenario was deleted: it comes back as it was
                try:
                    values = applied(values, (change.back for change in self._deletion_of(scenario)))
                except TroubleError as error:
                    return str(error)
        values = applied(values, changes)
        problem = _problem(self.workspace.id, values, changes)
        if problem:
            return problem
        self._forget_lately({change.place for change in changes})
        self.take(workspace_of(self.workspace.id, values), undoes=undoes)
        return ""

    def _deletion_of(self, scenario: str) -> tuple[Change, ...]:
        if self.store is None:
            made: Iterable[Edit] = self.edits
        else:
            made = self.store.of_place(self.workspace.id, place_of(scenario, "starting_point"), by=self.by)
        last = [edit for edit in made if any(_deletes(change, scenario) for change in edit.changes)]
        return tuple(
            change for edit in last[-1:] for change in edit.changes if scenario_at(change.place) == scenario
        )

    # ---- undoing

    def undoable(self, most: int = 1) -> tuple[Edit, ...]:
        """Return this tab's last edits that can be taken back: what they did still stands, and is not taken back."""
        back, values = self._taken_back(), self.values()
        # the first edit is the workspace itself
        own = (edit for edit in reversed(self.edits) if edit.undoes is None and edit.version > 1)
        can = (edit for edit in own if edit.version not in back and _stands(edit, values))
        return tuple(itertools.islice(can, most))

    def redoable(self) -> Edit | None:
        """Return the edit that took another back and can itself be taken back; none once something new was done."""
        back, values = self._taken_back(), self.values()
        own = {edit.version for edit in self.edits if edit.undoes is None}
        for edit in reversed(self.edits):
            if edit.undoes is None:
                return None
            if edit.undoes in own and edit.version not in back:
                return edit if _stands(edit, values) else None
        return None

    def take_back(self, version: int) -> str:
        """Take back an edit of this tab by a new one; returns why that is impossible, or nothing."""
        found = next((edit for edit in self.edits if edit.version == version), None)
        if found is None or not _stands(found, self.values()):
            return "This was changed since."
        return self._put([change.back for change in found.changes], undoes=version)

    def _taken_back(self) -> set[int]:
        """Versions of the edits that are taken back, and not made again."""
        back: set[int] = set()
        for edit in reversed(self.edits):
            if edit.undoes is not None and edit.version not in back:
                back.add(edit.undoes)
        return back

    def as_of(self, version: int) -> Workspace | None:
        """Return the workspace as it was at a version; None where that cannot be told."""
        if self.store is None or not self.is_stored:
            return None
        # the first edit is the workspace as it was before any
        news = self.store.since(self.workspace.id, max(version, 1), by=self.by)
        if news is None:
            return None
        values = _held(self.parts)
        for edit in reversed(news.edits):
            values = applied(values, (change.back for change in edit.changes))
        try:
            return workspace_of(self.workspace.id, values)
        except ValidationError:
            return None


def _held(parts: Mapping[str, Part]) -> dict[str, Json]:
    return {place: part.value for place, part in parts.items() if part.value is not None}


def _holds(waiting: Iterable[Unsaved], changes: Iterable[Change]) -> bool:
    """Tell whether changes are among those that wait."""
    ends = {(change.place, repr(change.after)) for one in waiting for change in one.changes}
    return all((change.place, repr(change.after)) in ends for change in changes)


def _first(start: Mapping[str, Json]) -> tuple[Change, ...]:
    """Return the edit that a workspace begins with: all of it."""
    return tuple(Change(place, None, value) for place, value in sorted(start.items()))


def _read(snapshot: Snapshot, values: Mapping[str, Json]) -> tuple[Workspace, tuple[str, ...]]:
    document = document_of(snapshot.id, values) | {
        "schema_version": snapshot.schema_version,
        "model_version": snapshot.model_version,
    }
    try:
        known, mended = with_known_number_formats(document)
        current, notes = brought_up_to_date(known)
        workspace = Workspace.model_validate(current)
    except NewerError as error:
        raise UnreadableError(str(error)) from None
    except (ValidationError, DamagedError):
        raise UnreadableError("It holds what this version of the app cannot read.") from None
    if any(resolve(entry.scenario).problems for entry in workspace.scenarios):
        raise UnreadableError("It holds numbers that this version of the model does not take.")
    return workspace, (*mended, *notes)


def _brings(changes: Iterable[Change], root: str) -> bool:
    return any(change.place == root and change.after is not None for change in changes)


def _deletes(change: Change, scenario: str) -> bool:
    return change.place == place_of(scenario, "starting_point") and change.after is None


def _stands(edit: Edit, values: dict[str, Json]) -> bool:
    return all(
        values.get(change.place) == change.after
        for change in edit.changes
        if field_at(change.place)[0] != MODEL
    )


def _problem(id: str, values: dict[str, Json], changes: Iterable[Change]) -> str:
    """Return why a workspace would be impossible after changes, empty where it would not."""
    touched = {scenario_at(change.place) for change in changes}
    try:
        workspace = workspace_of(id, values)
    except ValidationError as error:
        gone = not any(place == root_of(place) for place in values)
        return "one scenario has to stay" if gone else refusal(error.errors()[0])
    for entry in workspace.scenarios:
        if entry.id in touched:
            problems = resolve(entry.scenario).problems
            if problems:
                return problems[0].message
    return ""
