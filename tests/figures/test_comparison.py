"""A comparison as it is shown: written figures with their differences, words for every outcome."""

from __future__ import annotations

import dataclasses

import pytest

from calculators.bridge import bridge, groups_of
from calculators.case import Case, State
from calculators.changes import steps_between
from calculators.companions import companion_of
from calculators.comparison import Comparison, Named, Workers, compare
from calculators.model import MODEL
from calculators.scenario import Given, Scenario
from figures.comparison import COLOURS, ComparisonView, bridge_view, folded, label_of_step, view_of
from figures.declared import figures
from wording import Formats
from wording.comparison import SideFacts, best_sentence, months_sentence

NOW = Scenario(name="Now")
BOLD = NOW.changed(
    values={
        "members": Given(
            value=8_000.0, low=7_000.0, high=9_000.0, grade="own before/after", source="The CRM"
        ),
        "staff_planned": 2.0,
    }
)


def shown(*others: Named, points: int = 32, base: Scenario = NOW) -> ComparisonView:
    return view_of(compare([Named("Now", Case(base)), *others], points=points))


def row(view: ComparisonView, name: str) -> list[tuple[str, str]]:
    found = next(row for row in (*view.rows, *view.teams, *view.costs) if row.id == name)
    return [
        (cell.text.replace("\u00a0", " "), cell.difference.replace("\u00a0", " ")) for cell in found.cells
    ]


def test_figures_stand_side_by_side_with_absolute_and_relative_differences() -> None:
    view = shown(Named("Dearer", Case(NOW.changed(values={"launch_cost": 78_420.0}))))
    # half of an NPV of $156,840
    assert row(view, "npv") == [("$157k", ""), ("$78.4k", "-$78.4k, -50 %")]
    assert row(view, "members_end")[1] == ("5,199", "the same")
    assert row(view, "support.value")[1][1] == "the same"
    assert row(view, "cost.launch") == [("$0", ""), ("$78.4k", "+$78.4k")]


def test_months_are_earlier_or_later_and_shares_differ_by_points() -> None:
    view = shown(Named("Bold", Case(NOW.changed(values={"members": 8_000.0}))))
    payback = row(view, "payback_month")
    assert payback[0] == ("month 19", "")
    assert payback[1][1].endswith("months earlier")
    assert row(view, "roi")[1][1].endswith(" points")


def test_labels_are_those_declared() -> None:
    view = shown(Named("Same", Case(NOW)))
    assert {row.label for row in view.rows} <= {figure.label for figure in figures().values()}


def test_evidence_stands_beside_both_values_by_group() -> None:
    held = shown(Named("Bold", Case(BOLD))).held(1)
    assert [(change.group, change.label) for change in held.changes] == [
        ("The community", "Members"),
        ("What it costs", "Community staff from now on"),
    ]
    members = held.changes[0]
    assert members.base.value == "5,000 people (4,000 to 6,000)"
    assert members.other.value == "8,000 people (7,000 to 9,000)"
    assert (members.other.grade, members.other.source) == ("own before/after", "The CRM")
    assert held.changes[1].role == "lever"
    assert "Lapsed members" in {change.label for change in held.following}


def test_choices_are_said_in_words() -> None:
    other = Scenario(starting_point="developer@1", running=False, teams_off={"sales"}, loops_off={"support"})
    held = shown(Named("Other", Case(other))).held(1)
    assert [(change.label, change.base.value, change.other.value) for change in held.changes] == [
        ("Kind of community", "B2B software support", NOW.changed(starting_point="developer@1").point.label),
        ("Running or planned", "running", "planned"),
        ("Team Sales", "counted", "left out"),
        ("Loop of Support", "turns", "stands still"),
    ]
    assert {change.group for change in held.changes} == {"Choices"}
    left_out = next(change for change in held.following if change.id == "leads")
    assert left_out.other.value == "not there"


def test_the_bridge_names_its_bars_and_adds_up() -> None:
    found = shown(Named("Bold", Case(BOLD))).held(1).bridge
    assert found is not None
    assert [bar.label for bar in found.bars] == ["Members", "Community staff from now on"]
    assert found.start + sum(bar.effect for bar in found.bars) == pytest.approx(found.end, abs=0.005)
    assert found.sentence.startswith("Of two changes, “Members” weighs most: +$")
    assert all(bar.error is None for bar in found.bars)


def test_a_drawn_bridge_says_its_error() -> None:
    found = bridge_view(bridge(Case(NOW), Case(BOLD), exact_up_to=1), Formats())
    assert "±" in found.bars[0].text
    assert "standard error" in found.note


def test_bars_beyond_the_last_stand_in_one_and_still_add_up() -> None:
    drawn = bridge_view(bridge(Case(NOW), Case(BOLD), exact_up_to=1), Formats()).bars
    bars = (*drawn, *(dataclasses.replace(bar, effect=bar.effect / 3) for bar in drawn))
    found = folded(bars, 3, Formats())
    assert [bar.label for bar in found] == [bars[0].label, bars[1].label, "2 others"]
    assert sum(bar.effect for bar in found) == pytest.approx(sum(bar.effect for bar in bars))
    assert found[2].error == pytest.approx(sum(bar.error or 0.0 for bar in bars[2:]))
    assert "±" in found[2].text
    assert folded(bars, 4, Formats()) == bars


def test_every_change_and_group_has_a_name_for_people() -> None:
    other = Scenario(
        starting_point="developer@1",
        running=False,
        scale_contributions=False,
        exchange_rate=2.0,
        teams_off={"support"},
        loops_off={"sales"},
        values={name: assumption.likely for name, assumption in MODEL.assumptions.items()},
    )
    steps = steps_between(Case(NOW), Case(other, State.CLOSED))
    closing = steps_between(Case(NOW), Case(NOW, State.NONE))
    for step in {*steps, *closing, *groups_of(steps)}:
        assert label_of_step(step) != step, step


def test_nothing_is_promised_before_draws_are_there() -> None:
    view = shown(Named("Bold", Case(BOLD)), points=0)
    assert not view.drawn
    assert view.sure == ""
    assert view.held(1).bridge is view.held(1).paired is None


def test_how_sure_it_is_is_said_for_each_and_for_all() -> None:
    view = shown(Named("Bold", Case(BOLD)), Named("None", companion_of(NOW, "no_community")), points=64)
    assert view.sure.startswith("Over 64 shared draws, “")
    assert "best of the three in" in view.sure
    paired = view.held(1).paired
    assert paired is not None
    assert "of 100 draws" in paired.chance
    assert paired.sentence.startswith("“Bold” beats “Now” in")
    assert all(side.best for side in view.sides)
    same = shown(Named("Same", Case(NOW))).held(1)
    assert same.sentence == "“Same” is worth exactly as much as “Now”."
    assert same.paired is not None
    assert same.paired.sentence.startswith("“Same” and “Now” are the same in every draw.")


def test_what_closes_has_neither_payback_nor_a_wheel() -> None:
    view = shown(Named("Closed", companion_of(NOW, "close_today")))
    assert row(view, "payback_month")[1] == row(view, "turns_in_month")[1] == ("–", "")
    assert set(view.sides[1].share) == {None}
    assert view.held(1).months == ""


def test_notes_and_formats_are_the_bases() -> None:
    euros = Scenario(currency="EUR", exchange_rate=0.9, number_format="de_DE", values={"horizon": 24.0})
    view = shown(Named("Euros", Case(euros)))
    assert view.formats == Formats()
    assert len(view.notes) == 2
    assert view.horizon == 36


def test_sides_have_colours_of_their_own_unless_told() -> None:
    found = compare([Named("Now", Case(NOW)), Named("Bold", Case(BOLD))], points=0)
    assert [side.colour for side in view_of(found).sides] == list(COLOURS.values())[:2]
    assert view_of(found, colours=["#111111"]).sides[0].colour == "#111111"
    assert not {team.colour for team in MODEL.teams} & set(COLOURS.values())


def test_the_parts_are_asked_of_whoever_remembers_them() -> None:
    asked: list[str] = []

    def remembered(case: Case, points: int, seed: int):  # type: ignore[no-untyped-def]
        asked.append(case.scenario.name)
        return Workers().draws(case, points, seed)

    sides = [Named("a", Case(NOW)), Named("b", Case(NOW))]
    found: Comparison = compare(sides, points=8, workers=Workers(draws=remembered))
    assert asked == ["Now", "Now"]
    assert found.drawn


FACTS = {
    "loses": SideFacts("Loses", -100.0, 100.0, 200.0, None, None),
    "pays": SideFacts("Pays", 300.0, 500.0, 200.0, 9, 3),
    "same": SideFacts("Pays too", 300.0, 700.0, 400.0, 9, 3),
}


@pytest.mark.parametrize(
    ("sides", "base", "said"),
    [
        (("loses", "pays"), 0, "“Pays” is worth most: $300 over one year, $400 more than “Loses”."),
        (("loses", "pays"), 1, "Nothing here beats “Pays”: $300 over one year, $400 more than “Loses”."),
        (("pays", "same"), 0, "All are worth the same: $300 over one year."),
        (
            ("loses", "pays", "same"),
            1,
            "“Pays” and “Pays too” are worth the same, and most: $300 over one year.",
        ),
        (
            ("loses", "pays", "same"),
            0,
            "“Pays” and “Pays too” are worth the same, and most: $300 over one year, $400 more than “Loses”.",
        ),
    ],
)
def test_the_sentence_has_words_for_every_outcome(sides: tuple[str, ...], base: int, said: str) -> None:
    assert best_sentence([FACTS[name] for name in sides], base, horizon=12, formats=Formats()) == said


def test_months_that_do_not_differ_are_not_said() -> None:
    assert months_sentence(FACTS["pays"], FACTS["same"], horizon=12, formats=Formats()) == ""
    said = months_sentence(FACTS["pays"], FACTS["loses"], horizon=12, formats=Formats())
    assert said.startswith(
        "It does not pay back within one year; with “Pays” in month 9. The wheel does not turn"
    )


def test_counts_of_draws_follow_the_number_format() -> None:
    german = NOW.changed(number_format="de_DE")
    bold = Named("Bold", Case(BOLD.changed(number_format="de_DE")))
    view = shown(bold, points=1_024, base=german)
    paired = view.held(1).paired
    assert paired is not None
    for text in (view.sure, paired.how):
        assert "1.024 " in text
        assert "1,024" not in text
    same = shown(Named("Twin", Case(german)), points=1_024, base=german)
    assert "1.024 shared draws" in same.sure


def test_lowered_mixtures_of_a_bridge_follow_the_number_format() -> None:
    found = dataclasses.replace(bridge(Case(NOW), Case(BOLD)), lowered=1_024, mixtures=65_536)
    assert "1.024 of 65.536 mixtures" in bridge_view(found, Formats(locale="de_DE")).note


def test_notes_follow_the_number_format() -> None:
    euros = Scenario(currency="EUR", exchange_rate=0.9876)
    view = shown(Named("Euros", Case(euros)), base=NOW.changed(number_format="de_DE"))
    assert "at 1 EUR = 1,013 USD" in view.notes[0]


def test_choices_with_a_number_in_them_follow_the_number_format() -> None:
    german = Scenario(currency="EUR", exchange_rate=0.9, number_format="de_DE")
    pairs = [
        {"first": "salary", "second": "cost_per_ticket", "rank": 0.5},
        {"first": "salary", "second": "referrals", "rank": -0.25},
    ]
    other = german.changed(exchange_rate=0.955, correlations=pairs)
    changes = {
        row.id: (row.base.value, row.other.value)
        for row in shown(Named("Other", Case(other)), points=0, base=german).held(1).changes
    }
    assert changes["exchange_rate"] == ("0,9", "0,955")
    salary, ticket, referrals = (
        MODEL.assumptions[name].label for name in ("salary", "cost_per_ticket", "referrals")
    )
    assert changes["correlations"] == (
        "none",
        f"{salary} with {ticket} 0,5, {salary} with {referrals} -0,25",
    )
