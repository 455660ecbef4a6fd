"""Figures are declared once, whole, and add up."""

from __future__ import annotations

import math
import re

import pytest

from calculators import costs
from calculators.formula import simplified, written
from calculators.model import MODEL
from calculators.quantity import When
from calculators.symbol import leaf
from figures.declared import Figure, discounted, figures, hours_a_month
from figures.kinds import written as with_unit
from figures.kinds import written_kind
from tests.figures.asked import NAMES, result_of
from wording.formats import Formats

KINDS = {"money", "share", "count", "months", "hours", "number"}


@pytest.mark.parametrize("figure", figures().values(), ids=lambda figure: figure.id)
def test_every_figure_is_declared_whole(figure: Figure) -> None:
    """A label in sentence case, a known kind, and a formula or words that say how it is found."""
    assert re.fullmatch(r"[a-z][a-z_]*(\.[a-z][a-z_]*){0,2}", figure.id)
    assert figure.label[0].isupper()
    assert not figure.label.endswith(".")
    assert figure.kind in KINDS
    assert figure.formula is not None or figure.words
    assert (figure.formula is None) == (figure.reads == ())
    monthly = {
        "month",
        *(name for name, entry in MODEL.quantities.items() if entry.when is not When.REFERENCE),
    }
    assert not figure.summed or monthly & set(figure.reads)
    if figure.words:
        assert figure.words[0].isupper()
        assert figure.words.endswith("."), figure.words


@pytest.mark.parametrize("figure", figures().values(), ids=lambda figure: figure.id)
def test_a_formula_reads_what_exists_and_nothing_in_vain(figure: Figure) -> None:
    if figure.formula is None:
        return
    exists = {*figures(), *MODEL.quantities, *MODEL.leaves}
    assert set(figure.reads) <= exists
    text = written(
        simplified(figure.formula(*[leaf(read) for read in figure.reads])), lambda name: f"[{name}]"
    )
    shown = set(re.findall(r"\[([^]]+)\]", text))
    # a contribution that takes no time, such as a visit, is part of the work that members do with nothing
    takes_no_time = {a.id for a in MODEL.assumptions.values() if a.contribution and hours_a_month(a) == 0.0}
    assert shown <= set(figure.reads)
    assert set(figure.reads) - shown <= (takes_no_time if figure.kind == "hours" else set())


def test_no_figure_has_the_name_of_a_quantity_or_an_assumption() -> None:
    """Else "why" would explain the one for the other."""
    assert not set(figures()) & (set(MODEL.quantities) | set(MODEL.assumptions) | MODEL.leaves)


def test_every_team_every_line_and_every_cost_has_its_figures() -> None:
    for team in MODEL.teams:
        parts = ("value", "direct", "received", "given", "return_per_cost", "soft", "own_cost", "own_roi")
        assert {f"{team.id}.{part}" for part in parts} <= set(figures())
        assert {f"{team.id}.{line.id}" for line in team.lines} <= set(figures())
    assert {f"cost.{line.id}" for line in costs.LINES} <= set(figures())


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_finite_or_absent(name: str) -> None:
    result = result_of(name)
    for figure in figures().values():
        value = figure.value(result)
        assert value is None or math.isfinite(value), figure.id


@pytest.mark.parametrize("name", NAMES)
def test_totals_are_the_sum_of_the_parts_shown(name: str) -> None:
    result = result_of(name)

    def shown(figure: str) -> float:
        value = figures()[figure].value(result)
        assert value is not None
        return value

    size = 1e-9 * max(1.0, shown("pv_benefits"), shown("pv_costs"))
    teams = [team.id for team in MODEL.teams]
    assert sum(shown(f"{team}.value") for team in teams) == pytest.approx(shown("pv_benefits"), abs=size)
    assert sum(shown(f"{team}.given") for team in teams) == pytest.approx(shown("flywheel"), abs=size)
    assert sum(shown(f"cost.{line.id}") for line in costs.LINES) == pytest.approx(shown("pv_costs"), abs=size)
    assert shown("direct") + shown("flywheel") == pytest.approx(shown("npv"), abs=size)
    assert shown("claims") - shown("overlap") == pytest.approx(shown("pv_benefits"), abs=size)
    soft = sum(shown(f"{team}.soft") for team in teams)
    assert shown("npv") + soft == pytest.approx(shown("with_soft.npv"), abs=size)
    received = sum(shown(f"{team}.received") for team in teams)
    given = sum(shown(f"{giver}.to.{receiver}") for giver in teams for receiver in teams)
    assert given == pytest.approx(received, abs=size)


def test_discounting_by_hand() -> None:
    """110 at the end of the twelfth month at 10 % a year is 100 now."""
    assert discounted(110.0, 0.10, 11.0) == pytest.approx(100.0)


def test_nothing_spent_leaves_no_ratio() -> None:
    result = result_of("nothing costs")
    assert figures()["pv_costs"].value(result) == 0.0
    for name in ("roi", "benefit_cost_ratio", "support.return_per_cost", "support.own_roi", "with_soft.roi"):
        assert figures()[name].value(result) is None, name


def test_who_pays_has_a_return_of_its_own() -> None:
    """Support pays other teams' hours: its own ROI is (value - these hours) / these hours."""
    result = result_of("own numbers, ranges, another currency")
    hours, value = result.costs["hours"], result.hard.teams["support"].value
    assert figures()["support.own_cost"].value(result) == pytest.approx(hours)
    assert figures()["support.own_roi"].value(result) == pytest.approx((value - hours) / hours)
    assert figures()["sales.own_roi"].value(result) is None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_the_model_can_be_written(kind: str) -> None:
    assert with_unit(2.0, kind, "", Formats(currency=Formats().currency))
    assert written_kind(kind) in {"money", "share", "count", "months", "number"}


def test_kinds_by_hand() -> None:
    formats = Formats()
    assert with_unit(60.0, "money", "a ticket", formats) == "$60 a ticket"
    assert with_unit(0.05, "share", "a month", formats) == "5\u00a0% a month"
    assert with_unit(0.5, "hours", "hours a month", formats) == "0.5 hours a month"
    assert with_unit(None, "money", "a ticket", formats) == "\u2013"
