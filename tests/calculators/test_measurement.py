"""Every assumption that can be uncertain can be measured, and what is said of it holds together."""

from __future__ import annotations

import pytest

from calculators.assumption import Grade, Role
from calculators.draws import uncertain
from calculators.measurement import (
    DAYS,
    HOURS,
    MEASUREMENTS,
    OTHER_METRICS,
    Measurement,
    measurable,
    spaces_metrics,
)
from calculators.model import MODEL
from calculators.scenario import FIXED, Scenario, resolve
from calculators.starting_point import starting_points

EACH = pytest.mark.parametrize("name", sorted(MEASUREMENTS))


def test_every_assumption_that_can_be_uncertain_has_one_and_nothing_else_has() -> None:
    assert set(MEASUREMENTS) == set(MODEL.assumptions) - FIXED == set(measurable())


@pytest.mark.parametrize("point", sorted(starting_points()))
@pytest.mark.parametrize("running", [True, False])
def test_whatever_is_drawn_can_be_measured(point: str, running: bool) -> None:
    drawn = uncertain(resolve(Scenario(starting_point=point, running=running)))
    assert drawn
    assert [name for name in drawn if name not in MEASUREMENTS] == []


@EACH
def test_the_metric_is_one_that_a_team_tracks_or_says_where_the_number_stands(name: str) -> None:
    measured = MEASUREMENTS[name]
    assert measured.spaces == (measured.metric in spaces_metrics())
    assert measured.spaces or measured.metric in OTHER_METRICS


@EACH
def test_a_team_is_measured_by_its_own_metrics(name: str) -> None:
    measured = MEASUREMENTS[name]
    team = next((team for team in MODEL.teams if team.id == MODEL.assumptions[name].group), None)
    if team is not None and measured.spaces:
        assert measured.metric in team.metrics


@EACH
def test_how_is_one_sentence_and_the_effort_a_number_with_its_unit(name: str) -> None:
    measured = MEASUREMENTS[name]
    assert measured.how[0].isupper()
    assert measured.how.endswith(".")
    assert ". " not in measured.how
    assert 20 <= len(measured.how) <= 150
    assert measured.unit in (HOURS, DAYS)
    assert 1 <= measured.effort <= (8 if measured.unit == HOURS else 20)


@EACH
def test_measuring_beats_a_published_figure(name: str) -> None:
    grades = list(Grade)
    assert grades.index(MEASUREMENTS[name].grade) > grades.index(Grade.PUBLISHED)


def test_a_causal_share_is_never_read_off_a_count() -> None:
    causal = {name: measured for name, measured in MEASUREMENTS.items() if name.endswith("_causal")}
    assert set(causal) == {name for name in MODEL.assumptions if name.endswith("_causal")}
    assert all(MODEL.assumptions[name].role is Role.JUDGEMENT for name in causal)
    assert {measured.grade for measured in causal.values()} <= {
        Grade.COMPARISON,
        Grade.DIFFERENCE,
        Grade.EXPERIMENT,
    }


def test_effort_in_hours() -> None:
    # 3 days of 8 hours
    assert Measurement("Referrals", "Ask.", 3, DAYS, Grade.EXPERIMENT).hours == 24.0
    assert Measurement("Referrals", "Ask.", 3, HOURS, Grade.EXPERIMENT).hours == 3.0
