"""What the papers say of an answer is what the app and its links say of it."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from typing import Any

import pytest
from pptx import Presentation

from calculators.model import MODEL
from calculators.scenario import Scenario
from components import shared
from components.charts import of_result
from exports import memo
from exports import shared as shared_paper
from exports.charts import style_of
from exports.deck import deck
from exports.material import LINK_ELSEWHERE, LONGEST_LINK, Material
from exports.workbook import workbook
from figures.comparison import figure_text
from figures.plan import Decision, plan_of
from figures.said import who_gains
from figures.teams import team_parts
from figures.why import explain
from scenarios.record import headline_figures, record, tell
from tests.exports.asked import material_of
from tests.exports.recalculated import Written, read
from tests.exports.test_deck import assert_fits, texts
from wording.formats import NO_VALUE

EUROS = Scenario(
    currency="EUR",
    exchange_rate=0.92,
    number_format="de_DE",
    values={"members": 8_000, "deflected": {"value": 320, "low": 250, "high": 400}, "uplift": 0.04},  # type: ignore[dict-item]
)
FRANCS = Scenario(
    starting_point="internal@1",
    currency="CHF",
    exchange_rate=0.9,
    values={"headcount": 100, "horizon": 60},
)

LOSING = Scenario(
    currency="CHF",
    exchange_rate=9_000.0,
    values={"uplift": -0.5, "uplift_causal": 1.0, "deflected": 0.0, "referrals": 0.0},
)


def slides(material: Material) -> list[Any]:
    return list(Presentation(io.BytesIO(deck(material))).slides)


def words(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


@pytest.mark.parametrize("scenario", [EUROS, FRANCS, Scenario()])
def test_the_return_is_written_alike_everywhere(scenario: Scenario) -> None:
    material = material_of(scenario, sure=False)
    roi = material.result.hard.roi
    written = material.formats.percent_short(roi)
    plain = written.replace("\u00a0", " ")
    assert headline_figures(tell(scenario))[0][1] == written
    assert figure_text(roi, "share", material.formats) == written
    assert memo._told(material)["figures"][0][1] == written
    assert plain in [text.replace("\u00a0", " ") for text in words(slides(material)[1])]


def test_what_is_never_paid_back_is_not_said_to_be_paid_back_later() -> None:
    scenario = Scenario(values={"uplift": -0.3, "uplift_causal": 1.0})
    material = material_of(scenario, sure=False)
    assert material.result.payback_beyond_horizon is None
    label, written = headline_figures(tell(scenario))[2]
    assert (label, written) == ("Paid back in month", NO_VALUE)
    assert memo._told(material)["figures"][2][1] == NO_VALUE
    assert NO_VALUE in words(slides(material)[1])


def test_who_loses_is_named_where_the_ring_cannot_draw_it() -> None:
    scenario = Scenario(values={"uplift": -0.3, "uplift_causal": 1.0})
    material = material_of(scenario, sure=False)
    made = slides(material)
    hard, write = material.result.hard, material.formats.money_short
    gains = next(text for text in words(made[2]) if "gains most" in text)
    assert gains == who_gains(material.result)
    assert f"all teams together lose {write(-hard.pv_benefits)}" in gains
    ring = next(shape.chart for shape in made[3].shapes if shape.has_chart).plots[0]
    drawn = dict(zip(ring.categories, ring.series[0].values, strict=True))
    below = next(text for text in words(made[3]) if text.startswith("Not in the ring"))
    for team in MODEL.teams:
        value = hard.teams[team.id].value
        assert drawn[team.label] == max(0.0, value)
        assert (f"{team.label} {write(value)}" in below) == (value < 0.0)
    assert not any(
        text.startswith("Not in") for text in words(slides(material_of(Scenario(), sure=False))[3])
    )


def test_nobody_can_think_that_who_gains_most_has_the_soft_value_of_all() -> None:
    """Marketing gains most that reaches the ledger, and Support most beside it: page, link, memo and slide say so."""
    material = material_of(Scenario(), sure=False)
    said = who_gains(material.result)
    assert said == (
        "Marketing gains most that reaches the ledger: $316k of $678k. "
        "Beside it all teams gain $241k of soft value, Support the most: $181k."
    )
    assert shared.who_gains(tell(Scenario())) == said
    assert memo._told(material)["gains"] == said
    assert said in words(slides(material)[2])


def test_everybody_may_lose() -> None:
    """As many words as there can be still fit the slide."""
    made = Presentation(io.BytesIO(deck(material_of(LOSING, sure=False))))
    assert_fits(made)


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(starting_point="association@1"),
        Scenario(starting_point="internal@1", loops_off=frozenset({"people"})),
        Scenario(teams_off=frozenset(team.id for team in MODEL.teams)),
        Scenario(teams_off=frozenset({"support"})),
    ],
    ids=["association", "internal, a loop off", "no team on", "one team off"],
)
def test_a_dash_is_not_written_as_a_zero(scenario: Scenario) -> None:
    """Teams that this kind of community has no numbers for, or that are left out, have none in the tables of papers."""
    material = material_of(scenario, sure=False)
    table = next(shape.table for shape in slides(material)[3].shapes if shape.has_table)
    on_slide = {row.cells[0].text: [cell.text for cell in row.cells][1:] for row in table.rows}
    in_memo = {row[0]: row[1:] for row in memo._told(material)["teams"]}
    drawn = {team.label: team for team in team_parts(material.result)}
    for label, cells in (*on_slide.items(), *in_memo.items()):
        if label in drawn:
            known = drawn[label].on and drawn[label].measured
            assert [cell == NO_VALUE for cell in cells[:3]] == [not known] * 3, label
            turning = (
                next(team.id for team in MODEL.teams if team.label == label)
                in material.result.resolved.loops_on
            )
            if not turning:
                assert cells[3] == NO_VALUE, label


@pytest.mark.parametrize(
    "scenario", [Scenario(), EUROS, Scenario(values={"members": 5_001, "cost_year": 170_750})]
)
def test_the_return_of_a_year_is_written_alike_in_chart_and_memo(scenario: Scenario) -> None:
    """With as many digits as tell a year that loses from one that does not."""
    material = material_of(scenario, sure=False)
    chart = of_result.yearly(material.result, style=style_of(material))
    in_memo = [row[3] for row in memo._told(material)["years"]]
    assert [row["ROI"] for row in chart.rows] == [row["short"] for row in chart.datasets["tops"]] == in_memo
    for year, written in zip(material.result.years, in_memo, strict=True):
        assert year.roi is not None
        assert (year.roi < 0.0) == written.startswith("-")
        assert f"ROI {written}" in chart.alt
        assert not re.search(r"[-−]0\b(?![.,])", written)


def test_what_floating_point_leaves_of_nothing_is_not_written_as_money() -> None:
    """Sales gives nothing in a consumer brand; the differences its loop is found by leave 1e-9 of a rupee."""
    scenario = Scenario(
        starting_point="consumer-brand@1",
        currency="INR",
        exchange_rate=83,
        number_format="en_IN",
        values={"members": 50_000, "horizon": 120},
    )
    material = material_of(scenario, sure=False)
    assert 0.0 < abs(material.result.hard.teams["sales"].given) < 1e-6
    assert next(row for row in memo._told(material)["teams"] if row[0] == "Sales")[4] == NO_VALUE
    table = next(shape.table for shape in slides(material)[3].shapes if shape.has_table)
    assert [row.cells[4].text for row in table.rows if row.cells[0].text == "Sales"] == [NO_VALUE]


def test_an_amount_is_held_together_in_deck_and_appendix() -> None:
    scenario = Scenario(currency="CHF", exchange_rate=0.9, number_format="fr_FR")
    told = memo._told(material_of(scenario, sure=False))
    values = [row[1] for group in told["assumptions"] for row in group["rows"]]
    assert any("CHF\u00a0" in value and "\u202f" in value for value in values)
    everything = [text for slide in slides(material_of(scenario, sure=False)) for text in texts(slide)]
    amounts = [text for text in everything if "CHF" in text and any(sign.isdigit() for sign in text)]
    assert amounts
    assert not any(re.search(r"CHF \d", text) for text in amounts)


@pytest.mark.parametrize("name", ["internal@1", "customer-education@1"])
def test_units_and_notes_are_written_as_people_do(name: str) -> None:
    material = material_of(
        Scenario(starting_point=name, running=False, values={"launch_cost": 5e6}), sure=False
    )
    rows = [row for group in memo._told(material)["assumptions"] for row in group["rows"]]
    cells = [cell for row in rows for cell in row]
    cells += [text for slide in slides(material) for text in texts(slide)]
    assert any("5,000,000 once" in cell for cell in cells)
    assert any("percentage point" in cell for cell in cells)
    assert not [cell for cell in cells if re.search(r"\ba once|%\s+points|\.\.", cell)]


def test_how_often_it_pays_is_said_once() -> None:
    material = material_of(Scenario())
    front = " ".join((material.how_sure, *memo._told(material)["chances"]))
    slide = next(s for s in slides(material) if s.shapes.title.text_frame.text == material.how_sure)
    for said in (front, " ".join(words(slide))):
        assert len(re.findall("it pays in", said, re.IGNORECASE)) == 1
        assert "How often it pays is known to ±" in said
        assert "It is paid back within the horizon in" in said


def test_without_a_return_the_chance_is_said_beside_the_range_of_the_net_present_value() -> None:
    material = material_of(Scenario(values={"cost_year": 0.0}))
    assert "it pays in" not in material.how_sure
    assert memo._told(material)["chances"][0].startswith("It pays in")


def test_a_last_year_that_is_a_part_of_one_says_so_on_paper_and_page() -> None:
    material = material_of(Scenario(values={"horizon": 17}), sure=False)
    names = [row[0] for row in memo._told(material)["years"]]
    assert names == ["Year 1", "Year 2, 5 months"]
    drawn = of_result.yearly(material.result, style=style_of(material))
    assert [row["Year"] for row in drawn.rows] == names


@pytest.mark.parametrize("length", [LONGEST_LINK, LONGEST_LINK + 1, 1_900])
def test_a_link_stands_whole_or_not_at_all(length: int) -> None:
    """The longest name beside it takes no sign of it."""
    start = "https://roi.example.com/?x="
    link = start + "a" * (length - len(start))
    named = material_of(Scenario(name="W" * 200), sure=False)
    material = dataclasses.replace(named, link=link, dated="22 September 2026")
    told = memo._told(material)
    notes = next(text for text in texts(slides(material)[0]) if material.sentence in text)
    assert link in notes
    lines = [told["foot"], " · ".join(told["origin"]), material.short_origin]
    lines += [next(text for text in words(slide) if "model 1" in text) for slide in slides(material)]
    for line in lines:
        assert (link in line) == (length <= LONGEST_LINK)
        assert (start in line) == (link in line)
        assert (LINK_ELSEWHERE in line) == (length > LONGEST_LINK)


def test_papers_call_nobody_who_reads_them_their_author() -> None:
    """A paper is read by others: whose numbers it holds is said of the author, as on a share link."""
    typed = material_of(EUROS)
    assert typed.spread is not None
    assert typed.drivers is not None
    assert typed.whose.startswith("3 of the ten numbers are the author's; ")
    assert material_of(Scenario(), sure=False).sentence.startswith(
        "An example company, not the author's yet. "
    )
    told = memo._told(typed)
    plan = plan_of(typed.result, typed.spread, typed.drivers, Decision.GO_ON)
    assert plan.provenance == typed.whose
    assert {"the author's own", "the example's"} <= {line.origin for line in plan.inputs}
    book = workbook(typed)
    sheet = read(book, Written(book)).sheets["Assumptions"]
    head = next(place for place, text in sheet.items() if text == "Whose")
    origins = {
        text for place, text in sheet.items() if place.rstrip("0123456789") == head.rstrip("0123456789")
    }
    assert {"the author's own", "the example's"} <= origins
    papers = [
        json.dumps(told, default=str),
        repr(plan),
        *(text for slide in slides(typed) for text in texts(slide)),
        *map(str, origins),
    ]
    for paper in papers:
        assert not re.search(r"\byours\b|\bYour own number\b", paper)


NOTHING = Scenario(values={"members": 0.0, "employee_members": 0.0, "cost_year": 0.0})


def test_where_nothing_is_counted_nothing_is_said_to_pay_or_to_be_paid_back() -> None:
    """Cash that never moves is never below zero: that is no payback in month 1."""
    material = material_of(NOTHING)
    money, spread = material.result.hard, material.spread
    assert spread is not None
    assert (money.pv_costs, money.pv_benefits, money.payback_month, spread.p_payback) == (0, 0, 1, 1)
    assert "nothing to weigh" in material.sentence
    for slide in slides(material):
        said = words(slide)
        if "Payback in month" in said:
            assert said[said.index("Payback in month") + 1] == NO_VALUE
        assert not any("pays from the start" in text or "every draw" in text for text in said)
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            for row in table.rows:
                cells = [cell.text for cell in row.cells]
                if cells[0] == "Payback in month":
                    assert cells[1:] == [NO_VALUE] * 3
    paper = memo._told(material)
    assert ["Payback in month", NO_VALUE, NO_VALUE] in paper["figures"]
    assert paper["pays"] == "Cash moves in no month, so there is nothing to weigh."
    assert paper["chances"] == ["No draw counts a cost or a benefit, so there is nothing to weigh."]
    assert ("Paid back in month", NO_VALUE) in headline_figures(tell(NOTHING))
    # the reasons behind the figure and the words of the chart know it, too
    for name in ("payback_month", "with_soft.payback_month", "haircut.payback_month"):
        assert explain(material.result, name).value == NO_VALUE, name
    drawn = of_result.cash(material.result, style=style_of(material))
    assert "paid back in month" not in drawn.alt
    assert "no money at risk, never below zero, $0 at the end" in drawn.alt
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides(material)]
    assert not any("Payback: 1 month" in text for text in notes)
    assert material.drivers is not None
    plan = plan_of(material.result, spread, material.drivers, Decision.GO_ON)
    assert {words for _, words in plan.chances} == {NO_VALUE}
    assert all(row[1:4] == (NO_VALUE,) * 3 for row in plan.figures if row[0] == "Payback in month")
    book = workbook(material)
    sheet = read(book, Written(book)).sheets["Ranges"]
    rows = {sheet.get(f"A{row}"): [sheet.get(f"{at}{row}") for at in "BCDE"] for row in range(7, 40)}
    assert rows["Payback in month"] == ["none"] * 4
    assert read(book, Written(book)).named("answer_payback_month") == "none"
    assert rows["It pays: share of draws"][1::2] == ["none"] * 2
    assert rows["It is paid back within the horizon: share of draws"][1::2] == ["none"] * 2


def test_what_pays_for_itself_in_every_month_is_no_nothing() -> None:
    """A benefit without a cost is counted: it is paid back from the start."""
    free = material_of(Scenario(values={"cost_year": 0.0, "launch_cost": 0.0}))
    assert free.result.hard.pv_benefits > 0
    assert memo._told(free)["pays"] == "No money is ever at risk: it pays from the start."
    assert ["Payback in month", "1", "1"] in memo._told(free)["figures"]


def test_a_number_that_somebody_typed_is_not_told_to_readers_as_theirs() -> None:
    """Who reads the memo, a slide or what a link opens would take "Your own number" for their own."""
    typed, other = Scenario(values={"members": 5_000, "uplift": 0.06}), Scenario(values={"members": 9_000})
    material = material_of(typed)
    assert material.drivers is not None
    told = [
        json.dumps(memo._told(material)),
        " ".join(text for slide in slides(material) for text in texts(slide)),
        plan_of(material.result, material.spread, material.drivers, Decision.GO_ON),
        json.dumps(shared_paper._told(tell(typed), named=False)),
        record([typed, other], made_by="", made_on=None).compared,
    ]
    assert ["The author's own number" in str(words) for words in told] == [True, True, True, False, True]
    assert not [words for words in told if "Your own number" in str(words)]
    page = " ".join(shared.told_of(entry, tell(typed).formats) for entry in tell(typed).five)
    assert "the author's own, a guess" in page
    assert "own number" not in page
