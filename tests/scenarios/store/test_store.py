"""The store, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from calculators.scenario import Given, Scenario
from scenarios.opened import GoneError, Opened
from scenarios.parts import Change, differences, workspace_of
from scenarios.store import Editor, Store, Trouble, TroubleError
from scenarios.store.tables import metadata
from scenarios.workspace import Workspace, new_workspace_id
from tests.scenarios.store.conftest import Spoil

ANN = Editor(browser="a" * 43, session="s1", tab="t1", who="Chrome on Linux", build="1")
BEN = Editor(browser="b" * 43, session="s2", tab="t2", who="Edge on Windows", build="1")


def begun(store: Store, by: Editor = ANN) -> Workspace:
    workspace = Workspace.starting(Scenario(values={"members": 6_000}), id=new_workspace_id(), first="one")
    assert store.edit(workspace.id, differences(None, workspace), known=0, by=by) is not None
    return workspace


def members(value: float, before: float = 6_000) -> list[Change]:
    return [Change("s/one/values.members", before, value)]


def test_the_tables_are_those_that_the_migrations_make(store: Store) -> None:
    store.database.bring_up_to_date()
    with store.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_what_is_written_is_read_by_another_process(open_store: Callable[..., Store]) -> None:
    workspace = begun(open_store())
    found = open_store().load(workspace.id, by=ANN)
    assert found is not None
    assert found.version == 1
    assert workspace_of(workspace.id, {place: part.value for place, part in found.parts.items()}) == workspace


def test_who_has_no_key_learns_nothing(store: Store) -> None:
    workspace = begun(store)
    assert store.load(workspace.id, by=BEN) is None
    assert store.since(workspace.id, 0, by=BEN) is None
    assert store.history(workspace.id, by=BEN) == ()
    assert store.of_place(workspace.id, "s/one/values.members", by=BEN) == ()
    assert store.seen(workspace.id, by=BEN) == ()
    assert store.invite(workspace.id, by=BEN) is None
    assert store.latest(by=BEN) is None
    assert store.edit(workspace.id, members(1.0), known=1, by=BEN) is None
    assert store.edit(workspace.id, members(1.0), known=0, by=BEN) is None
    with pytest.raises(GoneError):
        Opened.load(workspace.id, by=BEN, store=store)
    with pytest.raises(GoneError):
        Opened.load(new_workspace_id(), by=ANN, store=store)
    assert store.version(workspace.id) == 1


def test_keys_and_tokens_are_kept_as_hashes_only(store: Store) -> None:
    workspace = begun(store)
    token = store.invite(workspace.id, by=ANN)
    with store.database.reading() as connection:
        for table in metadata.tables.values():
            for row in connection.execute(sa.select(table)):
                assert ANN.browser not in str(row)
                assert str(token) not in str(row)


def test_an_edit_on_top_of_what_was_not_seen_is_not_written(store: Store) -> None:
    workspace = begun(store)
    assert store.edit(workspace.id, members(7_000), known=1, by=ANN) is not None
    assert store.edit(workspace.id, members(8_000), known=1, by=ANN) is None
    news = store.since(workspace.id, 1, by=ANN)
    assert news is not None
    assert [change.after for edit in news.edits for change in edit.changes] == [7_000]
    assert news.parts["s/one/values.members"].version == 2


def test_of_edits_at_the_same_moment_one_is_first(open_store: Callable[..., Store]) -> None:
    """Twenty tabs in twenty threads write on top of the same version: one gets it, and no number is lost or doubled."""
    first = open_store()
    workspace = begun(first)
    stores = [open_store() for _ in range(4)]
    outcomes: list[bool] = []

    def write(store: Store, number: int) -> None:
        for _ in range(50):
            known = store.version(workspace.id)
            assert known is not None
            made = store.edit(
                workspace.id, [Change(f"s/one/not_counted.{number}", None, "x")], known=known, by=ANN
            )
            if made is not None:
                outcomes.append(True)
                return

    threads = [threading.Thread(target=write, args=(stores[number % 4], number)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 12
    found = first.load(workspace.id, by=ANN)
    assert found is not None
    assert found.version == 13
    assert sorted(part.version for place, part in found.parts.items() if "not_counted" in place) == list(
        range(2, 14)
    )


def test_an_invitation_works_once_and_for_a_day(open_store: Callable[..., Store]) -> None:
    now = [1_000.0]
    store = open_store(clock=lambda: now[0])
    workspace = begun(store)
    token = store.invite(workspace.id, by=ANN)
    assert token is not None
    assert store.accept(token + "x", by=BEN) is None
    assert store.accept(token, by=BEN) == workspace.id
    assert store.accept(token, by=Editor(browser="c" * 43)) is None
    assert store.load(workspace.id, by=BEN) is not None
    assert store.latest(by=BEN) == workspace.id
    late = store.invite(workspace.id, by=BEN)
    now[0] += 24 * 3600 + 1
    assert late is not None
    assert store.accept(late, by=Editor(browser="c" * 43)) is None


def test_what_a_tab_showed_is_known_to_its_next_session(store: Store) -> None:
    workspace = begun(store)
    store.shown(workspace.id, by=ANN, seen=1, scenario="one", view={"open group": "support"})
    [seen] = store.seen(workspace.id, by=ANN)
    assert (seen.session, seen.tab, seen.version, seen.scenario) == ("s1", "t1", 1, "one")
    assert seen.view == {"open group": "support"}
    # an edit says what was on the screen before it, and leaves the rest
    store.edit(workspace.id, members(7_000), known=1, by=ANN, seen=1)
    assert store.seen(workspace.id, by=ANN) == (seen,)


def test_hostile_text_is_kept_as_it_is(store: Store) -> None:
    workspace = begun(store)
    name = "Robert'); DROP TABLE workspaces;-- \x00 \u202e \U0001f600 \ud800 " + "x" * 5_000
    assert store.edit(workspace.id, [Change("s/one/name", "", name)], known=1, by=ANN) is not None
    found = store.load(workspace.id, by=ANN)
    assert found is not None
    assert found.parts["s/one/name"].value == name


TROUBLES: Sequence[tuple[str, Trouble]] = (
    ("busy", Trouble.BUSY),
    ("gone", Trouble.GONE),
    ("read-only", Trouble.READ_ONLY),
    ("full", Trouble.FULL),
)


@pytest.mark.parametrize(("how", "trouble"), TROUBLES)
def test_a_failure_is_told_and_nothing_is_lost(
    store: Store, spoil: Spoil, address: str, how: str, trouble: Trouble
) -> None:
    if how == "full" and not address.startswith("sqlite"):
        pytest.skip("a server's disk cannot be filled here; what it says then is in the table of states")
    now = [1_000.0]
    begun_as = begun(store)
    work = Opened.load(begun_as.id, by=ANN, store=store, clock=lambda: now[0])

    def give(value: float) -> None:
        # several pages of the database: a full disk is felt
        notes = {
            name: Given(note=f"{value}" + "n" * 1_900)
            for name in ("tickets", "joins", "customers", "headcount")
        }
        values = {**work.scenario.values, **notes, "members": Given(value=value, confirmed=True)}
        work.take(work.workspace.with_scenario("one", work.scenario.changed(values=values)))

    with spoil(how):
        give(7_000)
        assert work.trouble is trouble
        assert work.scenario.values["members"].value == 7_000
        assert len(work.unsaved) == 1
        now[0] += 1
        give(7_100)
        assert len(work.unsaved) == 2
    assert work.look()
    assert (work.trouble, work.unsaved) == (None, [])
    found = Opened.load(begun_as.id, by=ANN, store=store)
    assert found.scenario.values["members"].value == 7_100
    assert found.version == 3


def test_a_database_of_a_newer_release_is_left_alone(open_store: Callable[..., Store]) -> None:
    first = open_store()
    first.database.bring_up_to_date()
    with first.database.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(TroubleError) as told:
        open_store().load("x", by=ANN)
    assert told.value.trouble is Trouble.NEWER


def test_a_workspace_that_was_restored_from_a_backup_is_taken_as_it_is(store: Store) -> None:
    workspace = begun(store)
    store.edit(workspace.id, members(7_000), known=1, by=ANN)
    work = Opened.load(workspace.id, by=ANN, store=store)
    with store.database.writing() as connection:
        connection.execute(sa.text("UPDATE workspaces SET version = 1"))
        connection.execute(sa.text("DELETE FROM edits WHERE version = 2"))
        connection.execute(sa.text("UPDATE parts SET value = '6000', version = 1 WHERE version = 2"))
    assert work.look()
    assert work.scenario.values["members"].value == 6_000
    work.take(work.workspace.with_scenario("one", work.scenario.with_value("members", Given(value=6_500))))
    assert work.unsaved == []
