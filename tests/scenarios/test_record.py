"""What a link holds: the figures of the day, whatever the model says later; numbers that a reader tries."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from calculators import MODEL_VERSION
from calculators.case import Case, State
from calculators.comparison import CannotCompareError, Named, compare
from calculators.confidence import SEED
from calculators.draws import POINTS
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.scenario import Given, Scenario
from calculators.starting_point import starting_points
from figures.answer import answer_with_range
from figures.comparison import ComparisonView, view_of
from scenarios import record as records
from scenarios.record import (
    LONGEST_SOURCE,
    MOST_CHANGES,
    RECORD_VERSION,
    NoScenarioError,
    Record,
    Told,
    headline_figures,
    headline_ranges,
    moved,
    record,
    record_of,
    scenario_of,
    tell,
    tried,
)
from tests.strategies import SOME_TEAMS
from wording import Formats, headline
from wording.safe import plain
from wording.shared import moved_sentence, source_for_readers

DAY = datetime.date(2026, 11, 2)
RECORDS = Path(__file__).with_name("records")
ACME = Scenario(
    name="Acme",
    values={"members": 8_000, "deflected": Given(value=320, low=250, high=400, source="Help desk")},
    not_counted={"trust": "Members vouch for us."},
)


@pytest.fixture(scope="module")
def shared() -> Record:
    return record([ACME], made_by=" Ada ", made_on=DAY)


@pytest.fixture(scope="module")
def told(shared: Record) -> Told:
    return shared.scenarios[0]


def test_it_holds_inputs_and_results(shared: Record, told: Told) -> None:
    result = evaluate(ACME)
    assert scenario_of(told) == ACME
    assert (shared.made_by, shared.made_on, shared.model_version) == ("Ada", "2026-11-02", MODEL_VERSION)
    assert told.npv == result.hard.npv == pytest.approx(result.hard.pv_benefits - result.hard.pv_costs)
    assert sum(team.direct + team.received for team in told.teams) == pytest.approx(told.pv_benefits)
    assert told.cash == tuple(result.hard.cash)
    assert len(told.cash) == 36 + 1
    assert told.not_counted == (("Trust", "Members vouch for us."),)
    assert len(told.five) == len({entry.id for entry in told.five}) == 5
    assert all(entry.low < entry.high for entry in told.five)


def test_the_sentence_is_the_one_with_the_range(told: Told) -> None:
    result = evaluate(ACME)
    facts = answer_with_range(result, records.spread(result.resolved))
    assert told.sentence == headline(facts, formats=Formats())
    assert "in 8 of 10 cases" in told.sentence
    # ROI 111 % is $2.11 for every $1: the figure beside the sentence is the sentence's
    shown = float(headline_figures(told)[0][1].split()[0])
    assert f"${1 + shown / 100:.2f}" in told.sentence
    assert all(" to " in span for span in headline_ranges(told))


def test_json_brings_it_back(shared: Record) -> None:
    assert Record.model_validate_json(shared.model_dump_json()) == shared
    assert len(shared.model_dump_json()) < 20_000


def test_a_reader_is_not_told_that_numbers_are_hers(told: Told) -> None:
    example = tell(Scenario())
    assert "the author's" in told.whose
    for text in (told.whose, example.sentence, example.whose, *(entry.origin for entry in told.five)):
        assert "your" not in text


def test_several_stand_side_by_side() -> None:
    bold = ACME.changed(name="Bold", values={**ACME.values, "members": 12_000})
    both = record([ACME, bold], made_by="", made_on=DAY)
    assert both.title == "Acme / Bold"
    assert both.scenarios[1].npv > both.scenarios[0].npv
    with pytest.raises(CannotCompareError, match="between one and 4"):
        record([ACME] * 5, made_by="", made_on=DAY)


# ---- a comparison


def as_told(compared: ComparisonView) -> ComparisonView:
    """Leave of a comparison what a link holds to the letter: paths are rounded, what only follows is counted."""
    sides = tuple(dataclasses.replace(side, cash=(), members=(), share=()) for side in compared.sides)
    against = tuple(dataclasses.replace(entry, changes=(), following=()) for entry in compared.against)
    return dataclasses.replace(compared, sides=sides, against=against)


KINDS = st.builds(
    Scenario,
    name=st.sampled_from(("", "Now", "Difference")),
    starting_point=st.sampled_from(sorted(starting_points())),
    running=st.booleans(),
    teams_off=SOME_TEAMS,
    values=st.fixed_dictionaries(
        {},
        optional={
            "cost_per_ticket": st.floats(1.0, 500.0),
            "launch_cost": st.floats(0.0, 1e6),
            "staff_planned": st.floats(0.0, 5.0),
            "horizon": st.integers(12, 48).map(float),
        },
    ),
)
"""Enough to differ in any way, and few enough numbers for a bridge that takes no time."""


@given(KINDS, KINDS, st.sampled_from(list(State)))
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
def test_what_is_pinned_is_what_compare_says(one: Scenario, other: Scenario, state: State) -> None:
    sides = [Named("One", Case(one)), Named("Other", Case(other, state))]
    try:
        shown = view_of(compare(sides, 1, points=POINTS, seed=SEED), name="Both", colours=("#A87900",))
    except CannotCompareError:
        with pytest.raises(CannotCompareError):
            record_of(sides, 1, made_by="", made_on=DAY)
        return
    found = Record.model_validate_json(
        record_of(sides, 1, made_by="", made_on=DAY, name="Both", colours=("#A87900",)).model_dump_json()
    )
    assert found.compared is not None
    pinned = found.compared.view
    assert as_told(pinned) == as_told(shown)
    (entry,), (was,) = pinned.against, shown.against
    assert len(entry.changes) + found.compared.more[0] == len(was.changes) + len(was.following)
    for change, before in zip(entry.changes, was.changes, strict=False):
        assert (change.label, change.base.value, change.other.value) == (
            before.label,
            before.base.value,
            before.other.value,
        )
        assert change.other.source == plain(source_for_readers(before.other.source), LONGEST_SOURCE)
    if entry.bridge:
        gap = sum(bar.effect for bar in entry.bridge.bars)
        size = max(1.0, abs(entry.bridge.start), abs(entry.bridge.end))
        assert entry.bridge.start + gap == pytest.approx(entry.bridge.end, abs=max(0.005, 1e-9 * size))
    for side, path in zip(pinned.sides, shown.sides, strict=True):
        assert side.cash == pytest.approx(path.cash, abs=0.006)
        assert len(side.members) == len(path.members)
    assert found.sentence == shown.sentence
    assert found.title == "Both"


def test_four_of_other_kinds_stay_small() -> None:
    sides = [Named(name, Case(Scenario(starting_point=name))) for name in sorted(starting_points())[:4]]
    found = record_of(sides, made_by="", made_on=DAY)
    assert len(found.model_dump_json()) < 60_000
    assert found.compared is not None
    # what the kind of community brings with it is not named one by one
    assert min(found.compared.more) > MOST_CHANGES
    assert [len(entry.changes) for entry in found.compared.view.against] == [1, 1, 1]


def test_a_comparison_is_written_in_one_number_format() -> None:
    german = Named("Deutsch", Case(ACME.changed(name="Deutsch", number_format="de_DE")))
    found = record_of([Named("Acme", Case(ACME)), german], 1, made_by="", made_on=DAY)
    assert found.compared is not None
    assert found.compared.view.formats == found.scenarios[0].formats == found.scenarios[1].formats
    assert found.scenarios[0].formats.locale == "de_DE"
    # all but the name
    assert found.scenarios[0].sentence == found.scenarios[1].sentence


def test_what_has_no_scenario_of_its_own_is_held_too() -> None:
    bold = ACME.changed(name="Bold", values={"members": 12_000})
    closed, never = Named("Close today", Case(ACME, State.CLOSED)), Named("None", Case(bold, State.NONE))
    found = record_of([Named("Acme", Case(ACME)), closed, never], made_by="", made_on=DAY)
    assert found.compared is not None
    assert [told.name for told in found.scenarios] == ["Acme"]
    # Close today rests on Acme's numbers; those that no community rests on are nobody's business
    assert found.compared.held == (0, 0, None)
    assert "12000" not in found.model_dump_json()
    assert [side.npv for side in found.compared.view.sides][2] == 0.0
    # nothing of it goes on: then the base as it would go on is what a reader can try
    ends = record_of([closed, never], made_by="", made_on=DAY)
    assert ends.sentence.startswith("Nothing here beats “Close today”")
    assert [told.name for told in ends.scenarios] == ["Acme"]


@pytest.mark.parametrize("version", range(1, RECORD_VERSION + 1))
def test_links_of_every_released_version_open(version: int) -> None:
    kept = (RECORDS / f"record-{version}.json").read_text(encoding="utf-8")
    found = Record.model_validate_json(kept)
    assert found.record_version == version
    assert found.title == "Acme / Bold"
    assert [told.name for told in found.scenarios] == ["Acme", "Bold"]
    assert (found.compared is not None) == (version > 1)
    assert found.sentence == (
        "“Bold” is worth most: $944k over three years, $392k more than “Acme”."
        if version > 1
        else found.scenarios[0].sentence
    )


@pytest.mark.parametrize("point", sorted(starting_points()))
def test_every_starting_point_can_be_shared(point: str) -> None:
    told = tell(Scenario(starting_point=point))
    assert told.sentence
    assert told.five
    assert Told.model_validate_json(told.model_dump_json()) == told


def test_numbers_that_are_all_certain_need_no_range() -> None:
    resolved = evaluate(Scenario()).resolved
    certain = Scenario(
        values={
            name: Given(value=entry.value, low=entry.value, high=entry.value)
            for name, entry in resolved.in_force.items()
            if entry.origin != "absent" and name != "cost_year"
        }
    )
    told = tell(certain)
    assert told.five == ()
    assert not told.has_ranges
    assert headline_ranges(told) == ("", "", "")


# ---- numbers that a reader tries


def test_a_number_that_is_tried_moves_every_figure_and_nothing_that_was_shared(told: Told) -> None:
    first = told.five[0]
    other = tried(told, {first.id: first.high})
    assert other.sentence != told.sentence
    assert other.npv != told.npv
    assert other.cash != told.cash
    assert other.five == told.five
    fixed = scenario_of(other).values[first.id]
    assert (fixed.low, fixed.value, fixed.high) == (first.high,) * 3
    assert {name for name in scenario_of(other).values if name != first.id} <= set(ACME.values)
    assert tried(told, {}) == told


def test_numbers_that_do_not_go_together_are_refused_in_words(told: Told) -> None:
    with pytest.raises(NoScenarioError, match="have only 1"):
        tried(told, {"customers": 1.0, "people_per_customer": 1.0, "customer_share": 1.0})


def test_numbers_that_do_not_go_together_are_told_as_what_was_shared_is_written(told: Told) -> None:
    german = told.model_copy(update={"number_format": "de_DE"})
    with pytest.raises(NoScenarioError, match=r"^at most 1\.425 can be deflected"):
        tried(german, {"tickets": 3_575.0, "deflected": 3_000.0, "deflectable": 0.3})


def test_inputs_from_the_future_can_be_read_but_not_computed(told: Told) -> None:
    future = told.model_copy(update={"scenario": {**told.scenario, "schema_version": 99}})
    assert future.sentence == told.sentence
    with pytest.raises(NoScenarioError):
        scenario_of(future)
    assert moved(future) is None


# ---- a model that changed since


def test_a_model_that_says_the_same_is_not_mentioned(told: Told) -> None:
    assert moved(told) is None


def test_a_model_that_says_otherwise_is_told_with_by_how_much(told: Told) -> None:
    # as if the figures had been found by a model that made 10 % more of it
    then = told.model_copy(update={"npv": told.npv * 1.1, "payback_month": 2})
    found = moved(then)
    assert found is not None
    said = moved_sentence(found, model_version="0.9.0", now=MODEL_VERSION, formats=told.formats)
    assert f"{MODEL_VERSION}, then 0.9.0" in said
    assert f"{told.formats.money_short(told.npv)} (here {told.formats.money_short(told.npv * 1.1)})" in said
    assert "month 3 (here month 2)" in said
    assert "ROI" not in said


def test_what_was_shared_is_drawn_without_asking_the_model(
    shared: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exports.card import card_png, first_drawing
    from exports.shared import shared_pdf

    def asked(*_: object, **__: object) -> None:
        raise AssertionError("the model was asked")

    read = Record.model_validate_json(shared.model_dump_json())
    for module in (MODEL.__class__,):
        monkeypatch.setattr(module, "run", asked)
    assert "Support" in first_drawing(read)
    for held in (read, Record.model_validate_json((RECORDS / "record-2.json").read_text(encoding="utf-8"))):
        assert card_png(held).startswith(b"\x89PNG")
        assert shared_pdf(held).startswith(b"%PDF")


def test_a_link_saved_with_a_number_format_of_old_can_be_copied() -> None:
    told = tell(ACME)
    old = told.model_copy(update={"scenario": {**told.scenario, "number_format": "en_GB"}})
    assert scenario_of(old) == ACME
