"""The Method page is derived from the code, whole, and its published cases agree."""

from __future__ import annotations

import dataclasses
import re

import pytest

from calculators.assumption import Grade
from calculators.deflection import PUBLISHED_RATES
from calculators.evaluation import evaluate
from calculators.formula import in_words
from calculators.model import MODEL
from calculators.published import CASES, PublishedCase, diffusion
from calculators.scenario import Scenario, resolve
from calculators.starting_point import StartingPoint, starting_points
from figures import assumptions, method
from figures.declared import figures
from wording.formats import Formats

POINTS = tuple(starting_points().values())


def equation(name: str) -> method.Equation:
    return next(found for found in method.equations() if found.id == name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_published_cases_are_reproduced(case: PublishedCase) -> None:
    computed = case.computed()
    assert len(computed) == len(case.published)
    for published, here in zip(case.published, computed, strict=True):
        assert abs(here - published.value) <= published.within, published.label


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_published_case_that_no_longer_agrees_says_so(case: PublishedCase) -> None:
    """What the page calls agreement is measured: another published value is not called the same."""
    assert all(row.agrees for row in method.comparisons(case))
    other = dataclasses.replace(
        case, published=tuple(dataclasses.replace(p, value=p.value * 1.01 + 1.0) for p in case.published)
    )
    for row in method.comparisons(other):
        assert not row.agrees
        assert row.difference.startswith("-")


def test_what_is_shown_of_a_case_is_what_goes_in() -> None:
    khoros = next(case for case in CASES if case.id == "khoros-survey")
    assert method.inputs_text(khoros)[0] == ("Visits", "100,000")
    assert method.inputs_text(khoros)[1][1] == "43\u00a0% / 65\u00a0% / 9\u00a0%"
    (row,) = method.comparisons(khoros)
    assert (row.published, row.here, row.difference, row.agrees) == ("2,515", "2,515.5", "+0.5", True)


def test_diffusion_by_hand() -> None:
    """1,000 people, p = 1 %, q = 20 %: 10 join, then (1 % + 20 % x 10 / 1,000) of the 990 who are left."""
    joins = diffusion(0.01, 0.2, 1_000.0, 3)
    assert joins[0] == pytest.approx(0.01 * 1_000)
    assert joins[1] == pytest.approx((0.01 + 0.2 * 10 / 1_000) * 990)


def test_every_quantity_and_every_figure_stands_on_the_page_once() -> None:
    ids = [found.id for found in method.equations()]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(MODEL.quantities) | set(figures())


def test_an_equation_is_what_the_code_prints() -> None:
    assert equation("deflection_value").text() == in_words("deflection_value")
    assert equation("roi").text() == "(Benefits − Costs) ÷ Costs"
    assert equation("payback_month").text() == ""
    assert equation("customers_now").when == "from month to month"
    assert "starts with “Customers”" in equation("customers_now").note
    assert equation("support.deflection").group == "support"
    assert equation("cost.staff").group == "cost"
    assert equation("with_soft.npv").group == "money"


def test_every_equation_has_a_formula_or_words_and_a_group() -> None:
    for found in method.equations():
        assert found.text() or found.note, found.id
        assert found.group in method.groups(), found.id
        assert found.when in method.WHENS, found.id
        assert not re.search(r"\bnan\b|[a-z]_[a-z]", found.text()), found.id


def test_groups_are_company_community_every_team_costs_and_money() -> None:
    teams = [team.id for team in MODEL.teams]
    assert list(method.groups()) == ["company", "community", *teams, "cost", "money"]
    for group in method.groups():
        assert any(found.group == group for found in method.equations()), group
    assert {assumption.group for assumption in MODEL.assumptions.values()} <= set(method.groups())


def test_signs_that_are_set_bold_stand_in_no_label() -> None:
    """Else a name would be taken apart on the page."""
    signs = (" × ", " ÷ ", " + ", " − ", " > ", " ≥ ", " < ", " ≤ ", " if ", ", else ")
    for found in method.equations():
        for name in (found.id, *found.reads):
            assert not any(sign in method.label_of_any(name) for sign in signs), name


def test_a_trace_that_keeps_a_division_legal_is_not_shown_as_nothing() -> None:
    assert "; 1e-12)" in equation("churn_after_ideas_ref").text()


def test_labels_pass_through_what_makes_them_safe() -> None:
    text = equation("deflection_value").text(lambda label: f"<{label}>")
    assert text == "<Tickets deflected in the month> × <Cost per ticket> × <Causal share of deflection>"


@pytest.mark.parametrize("group", method.groups())
def test_every_name_of_a_group_is_explained(group: str) -> None:
    read = {name for found in method.equations() if found.group == group for name in found.reads}
    names = method.names_in(group)
    assert {name.id for name in names} == read
    for name in names:
        assert name.label
        assert name.meaning.endswith("."), name
        assert name.what in {"assumption", "computed", "figure", "switch"}


def test_figures_that_the_same_words_explain_stand_together() -> None:
    flows = [found for found in method.equations() if found.id.startswith("support.to.")]
    together = method.alike([*flows, equation("roi"), equation("npv")])
    # to every team, and to costs, which has words of its own
    assert [len(group) for group in together] == [len(MODEL.teams), 1, 1, 1]


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
@pytest.mark.parametrize("running", [True, False])
def test_every_assumption_of_a_starting_point_shows_its_evidence(point: StartingPoint, running: bool) -> None:
    rows = {row.id: row for row in method.evidence(point, running=running)}
    expected = {a.id for a in MODEL.assumptions.values() if point.has(a)} - {"cost_year"}
    assert set(rows) == expected
    for row in rows.values():
        assert row.source
        assert row.meaning
        assert row.grade in set(Grade)
        assert row.range
    counted = method.inventory(point, running=running)
    assert counted.guesses + counted.published + counted.examples == counted.assumptions == len(rows)
    assert counted.published == sum(row.grade == Grade.PUBLISHED for row in rows.values())


def test_evidence_is_that_of_the_starting_point() -> None:
    rows = {row.id: row for row in method.evidence(starting_points()["b2b-support@1"], running=True)}
    assert rows["cost_per_ticket"].range == "$35 / $60 / $105"
    assert rows["cost_per_ticket"].standing == "published benchmark"
    assert "ServiceXRG" in rows["cost_per_ticket"].source
    assert rows["conditions_ref"].range == "1"
    assert rows["customers"].standing == "example"
    assert rows["full"].standing == "guess"


IN_EUROS = Scenario(currency="EUR", exchange_rate=0.9, number_format="de_DE")
GERMAN = Formats(currency="EUR", locale="de_DE")


def test_defaults_are_written_as_the_open_scenario_writes_its_example() -> None:
    """At its rate, in its currency: €31.50 is what the field shows where the example says $35."""
    point = IN_EUROS.point
    read = method.as_read(point, IN_EUROS)
    rows = {row.id: row for row in method.evidence(point, running=True, read=read)}
    assert rows["cost_per_ticket"].range == "€31,50 / €54 / €94,50"
    assert rows["staffing_elasticity"].range == "0,25 / 0,5 / 0,75"
    assert rows["customers"].likely == "2.000"
    for name, entry in resolve(IN_EUROS).in_force.items():
        if name in rows and entry.assumption.money and not entry.adjusted:
            shown = GERMAN.money(float(f"{entry.value:.4g}"))
            assert rows[name].likely == shown, name


def test_an_example_in_another_currency_keeps_it_as_the_rate_is_not_its_own() -> None:
    elsewhere = IN_EUROS.point.model_copy(update={"currency": "GBP"})
    read = method.as_read(elsewhere, IN_EUROS)
    rows = {row.id: row for row in method.evidence(elsewhere, running=True, read=read)}
    assert rows["cost_per_ticket"].range == "£35 / £60 / £105"
    assert rows["customers"].likely == "2.000"


def test_cases_rates_equations_and_prose_are_in_the_readers_format() -> None:
    """A published amount keeps its dollars, whatever the reader counts in."""
    khoros = next(case for case in CASES if case.id == "khoros-survey")
    assert method.inputs_text(khoros, GERMAN)[0] == ("Visits", "100.000")
    (row,) = method.comparisons(khoros, GERMAN)
    assert (row.published, row.here, row.difference) == ("2.515", "2.515,5", "+0,5")
    texts = [text for case in CASES for _, text in method.inputs_text(case, GERMAN)]
    texts += [
        text
        for case in CASES
        for row in method.comparisons(case, GERMAN)
        for text in (row.published, row.here, row.difference)
    ]
    assert any(text.startswith("$") for text in texts)
    texts += [rate for _, rate, _ in method.deflection_rates(GERMAN)]
    texts += [found.text(lambda label: "", GERMAN) for found in method.equations()]
    texts += [statement.text for statement in (*method.limits(GERMAN), *method.choices(GERMAN))]
    for text in texts:
        assert "€" not in text
        assert not re.search(r"\d\.\d{1,2}(?!\d)|\d,\d{3}(?!\d)(?<!0,\d{3})", text), text


def test_a_search_needs_every_word_in_any_order() -> None:
    assert method.matching("ticket COST", "Cost per ticket", "")
    assert not method.matching("ticket price", "Cost per ticket", "")
    assert "deflection_value" in {
        found.id
        for found in method.equations()
        if method.matching("value deflection", *method.texts_of(found.id))
    }


def test_published_rates_of_deflection_keep_their_unit() -> None:
    rows = method.deflection_rates()
    assert len(rows) == len(PUBLISHED_RATES)
    assert rows[0][:2] == ("a visit", "2.5\u00a0% to 8\u00a0%")


def test_the_sentence_counts_what_is_there() -> None:
    point = starting_points()["b2b-support@1"]
    counted = method.inventory(point, running=True)
    assert counted.equations == sum(bool(found.text()) for found in method.equations())
    assert method.sentence(counted) == (
        f"Every figure comes from {counted.equations} equations and {counted.assumptions + 1} assumptions, of which "
        f"{counted.published} rest on a published benchmark: all of them are on this page."
    )


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_method_counts_as_many_assumptions_as_their_own_page(point: StartingPoint) -> None:
    """The cost a year has no default to show evidence for, and is an assumption all the same."""
    result = evaluate(Scenario(starting_point=point.name))
    listed = re.search(r"of (\d+) assumptions", assumptions.sentence(result))
    told = re.search(r"(\d+) assumptions", method.sentence(method.inventory(point, running=True)))
    assert listed is not None
    assert told is not None
    assert told[1] == listed[1]


@pytest.mark.parametrize("statements", [method.limits(), method.choices()], ids=["limits", "choices"])
def test_prose_is_whole_and_takes_its_numbers_from_the_code(statements: tuple[method.Statement, ...]) -> None:
    titles = [statement.title for statement in statements]
    assert len(titles) == len(set(titles)) >= 10
    for statement in statements:
        assert statement.text.endswith("."), statement.title
        assert not re.search(r"[{}_]|\bNone\b", statement.text), statement.title


def test_limits_quote_the_ranges_in_force() -> None:
    text = " ".join(statement.text for statement in method.limits())
    assert "(10\u00a0% to 60\u00a0%)" in text  # what members keep going by themselves
    assert "(0.25 to 0.75)" in text  # staffing elasticity
    causal = sum(name.endswith("_causal") for name in MODEL.assumptions)
    assert f"{causal} such shares" in text


def test_a_default_in_another_currency_has_the_digits_of_its_field() -> None:
    scenario = Scenario(currency="EUR", exchange_rate=0.937)
    read = method.as_read(scenario.point, scenario)
    found = next(
        row for row in method.evidence(scenario.point, running=True, read=read) if row.id == "platform_cost"
    )
    # 24,000 dollars; four digits would be 22,490
    assert "€22,488" in found.range
