"""Share links in the database: who may do what, what strangers learn, and how often they may guess."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from calculators.scenario import Scenario
from scenarios import passcode
from scenarios.record import Record, record
from scenarios.store import Database, Store
from scenarios.store.links import ID, LIMITS, MOST_LINKS, Links, TooManyError
from scenarios.store.store import digest
from scenarios.store.tables import access, links, workspaces

OWNER, STRANGER, WORKSPACE = "key of the owner", "key of somebody else", "workspace-of-the-owner"
DAY = 24 * 3600.0
START = 1_790_000_000.0
UNKNOWN = "A" * 22


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little work for each hash: how slow they are is tested elsewhere."""
    monkeypatch.setattr(passcode, "N", 16)
    monkeypatch.setattr(passcode, "P", 1)
    monkeypatch.setattr(passcode, "_NOBODYS", passcode.hashed("nobody's"))


@pytest.fixture
def database(store: Store) -> Database:
    return store.database


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(database: Database, clock: Clock) -> Links:
    """The links of a database in which the owner has a workspace."""
    with database.writing() as connection:
        connection.execute(
            workspaces.insert().values(
                id=WORKSPACE, version=1, schema_version=1, model_version="1.0.0", created_at=START
            )
        )
        connection.execute(
            access.insert().values(
                browser=digest(OWNER), workspace_id=WORKSPACE, who="", granted_at=START, opened_at=START
            )
        )
    return Links(database, clock=clock)


@pytest.fixture(scope="module")
def told() -> Record:
    return record(
        [Scenario(name="Acme", values={"members": 8_000})],
        made_by="Ada",
        made_on=datetime.date(2026, 11, 2),
    )


def make(kept: Links, told: Record, **further: object) -> str:
    made = kept.make(
        WORKSPACE,
        told,
        **{"browser": OWNER, "drawing": "<svg></svg>", "picture": b"PNG", "title": "Acme", **further},
    )
    assert made is not None
    return made


def test_a_link_holds_what_was_shared_and_says_nothing_of_who_shared_it(kept: Links, told: Record) -> None:
    made = make(kept, told)
    assert ID.fullmatch(made), "128 bits as base64url"
    assert kept.record(made) == told
    card = kept.card(made)
    assert card is not None
    assert (card.title, card.headline) == ("Acme", told.scenarios[0].sentence)
    assert kept.picture(made) == b"PNG"
    everything = told.model_dump_json() + repr(card)
    for secret in (OWNER, digest(OWNER), WORKSPACE):
        assert secret not in everything
        assert secret not in made


def test_ids_do_not_repeat(kept: Links, told: Record) -> None:
    assert len({make(kept, told) for _ in range(20)}) == 20


def test_only_who_may_edit_makes_lists_and_revokes(kept: Links, told: Record) -> None:
    made = make(kept, told)
    assert [link.id for link in kept.of(WORKSPACE, browser=OWNER)] == [made]
    assert kept.of(WORKSPACE, browser=STRANGER) == ()
    assert not kept.revoke(WORKSPACE, made, browser=STRANGER)
    assert kept.make(WORKSPACE, told, browser=STRANGER, drawing="", picture=b"", title="") is None
    assert kept.record(made) is not None


def test_a_revoked_link_is_gone_with_all_it_held(kept: Links, told: Record, database: Database) -> None:
    made, other = make(kept, told), make(kept, told)
    assert kept.revoke(WORKSPACE, made, browser=OWNER)
    assert not kept.revoke(WORKSPACE, made, browser=OWNER)
    assert (kept.record(made), kept.card(made), kept.picture(made)) == (None, None, None)
    assert kept.record(made, unlocked=True) is None
    assert kept.record(other) is not None
    with database.reading() as connection:
        row = connection.execute(sa.select(links).where(links.c.id == made)).one()
    assert (row.record, row.picture, row.drawing, row.headline) == (None, None, None, "")


def test_a_link_expires_to_the_second(kept: Links, told: Record, clock: Clock) -> None:
    made = make(kept, told, expires_at=START + 7 * DAY)
    clock.now = START + 7 * DAY - 1
    assert kept.record(made) is not None
    clock.now = START + 7 * DAY
    assert (kept.record(made), kept.card(made)) == (None, None)
    assert not kept.of(WORKSPACE, browser=OWNER)[0].is_open(clock.now)


def test_openings_are_counted_and_nothing_of_who_opened(kept: Links, told: Record, clock: Clock) -> None:
    made = make(kept, told)
    clock.now = START + 3 * DAY + 12_345
    with ThreadPoolExecutor(8) as readers:
        list(readers.map(kept.count, [made] * 40))
    link = kept.of(WORKSPACE, browser=OWNER)[0]
    assert link.opens == 40
    day = datetime.datetime.fromtimestamp(clock.now, tz=datetime.UTC).date()
    assert link.opened_on == day.isoformat()
    columns = set(links.c.keys())
    assert not columns & {"ip", "address", "user_agent", "browser", "referrer", "opened_at"}


def test_there_is_an_end_to_the_links_of_a_workspace(
    kept: Links, told: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_LINKS == 200
    monkeypatch.setattr("scenarios.store.links.MOST_LINKS", 2)
    first = make(kept, told)
    make(kept, told)
    with pytest.raises(TooManyError):
        make(kept, told)
    kept.revoke(WORKSPACE, first, browser=OWNER)
    make(kept, told)


def test_a_workspace_takes_its_links_with_it(kept: Links, told: Record, database: Database) -> None:
    made = make(kept, told)
    with database.writing() as connection:
        connection.execute(workspaces.delete().where(workspaces.c.id == WORKSPACE))
    assert kept.record(made) is None


# ---- passcodes and guessing


def test_a_passcode_opens_and_is_kept_as_a_hash(kept: Links, told: Record, database: Database) -> None:
    made = make(kept, told, passcode="open sesame")
    assert (kept.record(made), kept.card(made), kept.picture(made)) == (None, None, None)
    assert not kept.try_passcode(made, "open says me").fits
    assert kept.try_passcode(made, "open sesame").fits
    assert kept.record(made, unlocked=True) == told
    with database.reading() as connection:
        row = connection.execute(sa.select(links.c.passcode)).scalar()
    assert "sesame" not in str(row)
    with pytest.raises(ValueError, match="6 to 100 signs"):
        make(kept, told, passcode="12345")


@pytest.mark.parametrize("blanks", [" ", 8 * " ", "\u00a0\t" * 4])
def test_a_passcode_of_blanks_makes_no_link_that_anybody_opens(
    blanks: str, kept: Links, told: Record, database: Database
) -> None:
    with pytest.raises(ValueError, match="6 to 100 signs"):
        make(kept, told, passcode=blanks)
    with database.reading() as connection:
        assert connection.execute(sa.select(links.c.id)).first() is None
    assert kept.record(make(kept, told, passcode="")) == told


@pytest.mark.parametrize("which", ["with a passcode", "revoked", "expired", "unknown", "no id at all"])
def test_guessing_is_slowed_alike_whether_or_not_there_is_such_a_link(
    which: str, kept: Links, told: Record, clock: Clock
) -> None:
    made = {
        "with a passcode": lambda: make(kept, told, passcode="open sesame"),
        "revoked": lambda: make(kept, told, passcode="open sesame"),
        "expired": lambda: make(kept, told, passcode="open sesame", expires_at=START - 1),
        "unknown": lambda: UNKNOWN,
        "no id at all": lambda: "../../etc/passwd\0" + "x" * 10_000,
    }[which]()
    if which == "revoked":
        kept.revoke(WORKSPACE, made, browser=OWNER)
    (within, most), (day, most_a_day) = LIMITS
    answers = [kept.try_passcode(made, f"guess {number}") for number in range(most + 3)]
    assert [answer.wait > 0 for answer in answers] == [False] * (most - 1) + [True] * 4
    assert not any(answer.fits for answer in answers)
    # the right one is not looked at either: to tell it apart would be to answer
    assert kept.try_passcode(made, "open sesame") == answers[-1]
    assert answers[-1].wait == within
    clock.now += within
    assert kept.try_passcode(made, "guess").wait == 0
    tried = most + 1
    while tried < most_a_day:
        clock.now += within
        for _ in range(min(most, most_a_day - tried)):
            kept.try_passcode(made, "guess")
            tried += 1
    clock.now += within
    assert kept.try_passcode(made, "guess").wait > day / 2


def test_who_knows_it_is_not_counted_as_guessing(kept: Links, told: Record) -> None:
    made = make(kept, told, passcode="open sesame")
    for _ in range(LIMITS[0][1] + 5):
        assert kept.try_passcode(made, "open sesame").fits


def test_guessing_at_one_link_leaves_others_open(kept: Links, told: Record) -> None:
    one, other = make(kept, told, passcode="open sesame"), make(kept, told, passcode="open sesame")
    for number in range(10):
        kept.try_passcode(one, f"guess {number}")
    assert kept.try_passcode(other, "open sesame").fits


def test_many_at_once_are_looked_at_no_more_often(
    kept: Links, told: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(kept, told, passcode="open sesame")
    looked: list[str] = []
    fits = passcode.fits

    def counted(code: str, held: str | None) -> bool:
        looked.append(code)
        return fits(code, held)

    monkeypatch.setattr(passcode, "fits", counted)
    with ThreadPoolExecutor(12) as guessers:
        list(guessers.map(lambda number: kept.try_passcode(made, f"guess {number}"), range(36)))
    assert len(looked) == LIMITS[0][1]


def test_a_stranger_learns_nothing_from_the_card(kept: Links, told: Record, database: Database) -> None:
    """With a passcode, revoked, expired, unknown: the same answer after the same questions to the database."""
    revoked = make(kept, told)
    kept.revoke(WORKSPACE, revoked, browser=OWNER)
    asked: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def remember(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    seen = set()
    for name in (
        make(kept, told, passcode="open sesame"),
        revoked,
        make(kept, told, expires_at=START),
        UNKNOWN,
        "",
        "'; DROP TABLE links; --",
    ):
        asked.clear()
        seen.add((kept.card(name), kept.picture(name), tuple(asked)))
    assert len(seen) == 1
    assert next(iter(seen))[:2] == (None, None)
