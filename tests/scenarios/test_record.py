"""What a link holds: the figures of the day, whatever the model says later; numbers that a reader tries."""

from __future__ import annotations

import datetime

import pytest

from calculators import MODEL_VERSION
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.scenario import Given, Scenario
from calculators.starting_point import starting_points
from figures.answer import answer_with_range
from scenarios import record as records
from scenarios.record import (
    NoScenarioError,
    Record,
    Told,
    headline_figures,
    headline_ranges,
    moved,
    record,
    scenario_of,
    tell,
    tried,
)
from wording import Formats, headline
from wording.shared import moved_sentence

DAY = datetime.date(2026, 11, 2)
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
    with pytest.raises(ValueError, match="at most 4"):
        record([ACME] * 5, made_by="", made_on=DAY)


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
    assert card_png(read).startswith(b"\x89PNG")
    assert shared_pdf(read).startswith(b"%PDF")
    assert "Support" in first_drawing(read.scenarios[0])
