"""The page of all assumptions: few widgets, every one reachable, bad input refused at its field, nothing else lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from streamlit.testing.v1 import AppTest

from calculators.assumption import Grade, Kind
from calculators.break_even import npv_at
from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.scenario import LONGEST_TEXT, Given, Origin, Scenario, resolve
from calculators.starting_point import starting_points
from components import assumptions, document, evidence, fields
from exports.assumptions import row_of
from figures import assumptions as listing
from figures.assumptions import Show
from figures.plan import Decision, plan_of
from figures.why import Reading
from scenarios.table import to_bytes
from scenarios.telling import value_text
from tests.exports.asked import material_of
from tests.servers import ROOT
from tests.strategies import scenarios

MOST_WIDGETS = 50
OPEN = "open scenario"


def framed(scenario: Scenario | None = None) -> AppTest:
    """Return the page within its frame, whose menu its links lead to."""
    page = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60)
    if scenario is not None:
        page.session_state[OPEN] = scenario
    page.run()
    return page.switch_page("assumptions.py")


def opened(scenario: Scenario | None = None, *, group: str = "", **state: object) -> AppTest:
    page = framed(scenario)
    if group:
        page.session_state[assumptions.OPEN] = group
    for name, value in state.items():
        page.session_state[name] = value
    return run(page)


def run(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def scenario_of(page: AppTest) -> Scenario:
    found = page.session_state[OPEN]
    assert isinstance(found, Scenario)
    return found


def drawn(page: AppTest) -> list[str]:
    """Return the ids of the fields on the page, in their order."""
    keys = [box.key or "" for box in page.text_input]
    return [key.removeprefix("assumptions field ") for key in keys if key.startswith("assumptions field ")]


def lines(page: AppTest) -> list[str]:
    """Return the lines of the groups, without their icons."""
    return [
        line.label[line.label.index("**") :] for line in page.button if (line.key or "").startswith("group ")
    ]


def having(group: str = "") -> int:
    """Return how many assumptions the first starting point has, in one group or in all."""
    point = Scenario().point
    return sum(point.has(one) for one in MODEL.assumptions.values() if group in ("", one.group))


def widgets(page: AppTest) -> int:
    kinds = (page.text_input, page.button, page.toggle, page.selectbox, page.text_area)
    return sum(len(kind) for kind in kinds) + 2


def typed(page: AppTest, name: str, text: str) -> AppTest:
    page.text_input(key=f"assumptions field {name}").set_value(text)
    return run(page)


# ---- groups


def test_a_group_is_one_line_and_none_is_open_at_first() -> None:
    page = opened()
    assert lines(page)[:3] == [
        f"**The company** · 0 of {having('company')} yours",
        f"**The community** · 0 of {having('community')} yours",
        f"**Support** · 0 of {having('support')} yours",
    ]
    assert drawn(page) == []


@pytest.mark.parametrize("point", starting_points())
def test_every_assumption_is_drawn_somewhere_and_what_is_lacking_nowhere(point: str) -> None:
    scenario = Scenario(starting_point=point)
    everything = {*MODEL.assumptions}
    found: list[str] = []
    page = opened(scenario, **{assumptions.UNFOLDED: everything})
    for group in listing.groups(resolve(scenario)):
        page.session_state[assumptions.OPEN] = group.id
        found += drawn(run(page))
        if len(set(found) & set(group.names)) < len(group.names):
            page.session_state[f"part {group.id}"] = assumptions.JUDGEMENTS
            found += drawn(run(page))
    point_has = {name for name, declared in MODEL.assumptions.items() if scenario.point.has(declared)}
    assert set(found) == point_has


@pytest.mark.parametrize("group", ["company", "community", "support", "product", "cost", "money"])
def test_an_open_group_stays_light(group: str) -> None:
    page = opened(group=group)
    assert {MODEL.assumptions[name].group for name in drawn(page)} == {group}
    assert widgets(page) <= MOST_WIDGETS


def test_the_line_counts_what_is_mine_what_is_odd_and_what_was_refused() -> None:
    page = opened(Scenario(values={"cost_per_ticket": Given(value=900, confirmed=True)}), group="support")
    page = typed(page, "tickets", "-1")
    assert lines(page)[2] == f"**Support** · 1 of {having('support')} yours, 1 to look at, 1 not taken"


def test_the_heading_says_whose_numbers_the_answer_rests_on() -> None:
    values = {"tickets": 2_500, "deflected": 300, "uplift": 0.04}
    result = evaluate(Scenario(values=values))
    share = result.resolved.scenario and round(100 * result.own_value_share)
    assert listing.sentence(result) == (
        f"3 of {having()} assumptions are yours; {share}\xa0% of the value rests on them."
    )
    assert f"None of {having()}" in opened().title[0].value


def test_a_team_left_out_says_so_keeps_its_numbers_and_comes_back() -> None:
    page = opened(Scenario(values={"deflected": 300}), group="support")
    before = evaluate(scenario_of(page)).hard.pv_benefits
    page.toggle(key="count support").set_value(False)
    page = run(page)
    assert scenario_of(page).teams_off == {"support"}
    assert drawn(page) == []
    assert any("none of its effect on the wheel is counted" in text.value for text in page.caption)
    assert lines(page)[2] == "**Support** · left out"
    page.toggle(key="count support").set_value(True)
    page = run(page)
    assert page.text_input(key="assumptions field deflected").value == "300"
    assert evaluate(scenario_of(page)).hard.pv_benefits == before


# ---- what follows another, plans, answers


def test_a_plan_stands_under_its_fact_as_a_line_until_it_is_asked_for() -> None:
    page = opened(group="cost")
    assert "staff_planned" not in drawn(page)
    assert page.button(key="unfold staff_planned").label == "From now on: the same"
    page.button(key="unfold staff_planned").click()
    page = run(page)
    assert drawn(page)[drawn(page).index("staff") + 1] == "staff_planned"
    page = typed(page, "staff_planned", "3")
    assert scenario_of(page).values["staff_planned"].value == 3
    assert (
        opened(scenario_of(page), group="cost").text_input(key="assumptions field staff_planned").value == "3"
    )


def test_hires_read_as_a_plan() -> None:
    page = opened(group="cost")
    page.button(key="unfold hires").click()
    page = run(page)
    page = typed(page, "hire_1", "2")
    page = typed(page, "hire_1_month", "7")
    page = typed(page, "hire_2", "-0.5")
    assert "Hiring plan. 2 posts more from month 7; half a post less from month 24." in [
        text.value.replace("\\", "") for text in page.caption
    ]


def test_the_seven_answers_show_their_sum() -> None:
    page = opened(group="community")
    assert any(
        "All 7 answers" in text.value and "add up to 100\u00a0%" in text.value for text in page.caption
    )
    page.button(key="answers heard_from_promotion").click()
    page = run(page)
    assert len([name for name in drawn(page) if name.startswith("heard_from_")]) == 7
    page = typed(page, "heard_from_sales", "25 %")
    # 35 + 20 + 3 + 20 + 25 + 10 + 7
    assert any("add up to 120\u00a0%; they are scaled to 100 %" in text.value for text in page.caption)


# ---- finding


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("tickets deflected", "deflected"),
        ("company_churn", "company_churn"),
        ("ONBOARDING session", "sessions"),
    ],
)
def test_find_by_label_help_or_id(asked: str, first: str) -> None:
    page = opened(**{assumptions.SOUGHT: asked})
    assert drawn(page)[0] == first
    assert len(drawn(page)) <= assumptions.MOST_AT_ONCE


@pytest.mark.parametrize("asked", ["xyzzy", "<b>[x](http://e.com)</b>", "$" * 80, "\\", "*"])
def test_nothing_found_says_so_and_shows_what_was_typed_as_text(asked: str) -> None:
    page = opened(**{assumptions.SOUGHT: asked})
    assert drawn(page) == []
    assert "Nothing is called" in page.info[0].value
    assert "](http" not in page.info[0].value


def test_only_mine_only_guesses_only_changed() -> None:
    scenario = Scenario(values={"members": 10_000, "uplift": Given(), "tickets": Given(value=2_000)})
    numbers = resolve(scenario)
    assert drawn(opened(scenario, **{assumptions.SHOWN: str(Show.MINE)})) == ["members"]
    changed = listing.listed(numbers, Show.CHANGED)
    assert {"members", "uplift", "tickets", "deflected"} <= set(changed)
    assert "cost_per_ticket" not in changed
    guesses = listing.listed(numbers, Show.GUESSES)
    assert "cost_per_ticket" not in guesses
    assert {numbers.in_force[name].grade for name in guesses} == {Grade.GUESS}
    assert drawn(opened(scenario, group="support", **{assumptions.SHOWN: str(Show.GUESSES)}))


@settings(max_examples=10)
@given(scenarios())
def test_what_moves_the_answer_is_what_the_model_says(scenario: Scenario) -> None:
    given_ranges = {
        name: Given(value=given.value, low=0.9 * (given.value or 0.0), high=given.value)
        for name, given in scenario.values.items()
        if name in ("gross_margin", "cost_per_ticket", "uplift_causal", "discount_rate")
        and (given.value or 0) > 0.1
    }
    numbers = resolve(scenario.changed(values={**scenario.values, **given_ranges}))
    if numbers.problems:
        return
    swings = listing.swings(numbers)
    assert len(swings) <= listing.MOST_MOVING
    assert [swing.size for swing in swings] == sorted((swing.size for swing in swings), reverse=True)
    for swing in swings:
        if swing.id in listing.NOT_BY_THEMSELVES:
            continue
        entry = numbers.in_force[swing.id]
        ends = npv_at(numbers, swing.id, [entry.low, entry.high])
        np.testing.assert_allclose(ends, [swing.at_low, swing.at_high], rtol=1e-9)


def test_what_moves_the_answer_most_is_listed_by_how_much() -> None:
    page = opened(**{assumptions.SHOWN: str(Show.MOVING)})
    swings = listing.swings(resolve(Scenario()))
    assert drawn(page) == [swing.id for swing in swings]
    assert len(swings) == listing.MOST_MOVING
    assert swings[0].size > swings[-1].size
    # 48 months instead of 24 are no draw of the model, so the horizon is moved by itself
    ranged = resolve(Scenario(values={"horizon": Given(value=36, low=24, high=48)}))
    horizon = next(swing for swing in listing.swings(ranged) if swing.id == "horizon")
    assert horizon.at_high == pytest.approx(evaluate(Scenario(values={"horizon": 48})).hard.npv)


# ---- the address


def test_the_address_opens_the_group_with_that_row_first() -> None:
    page = opened(group="company")
    page.query_params["a"] = "overhead"
    page = run(page)
    assert drawn(page)[0] == "overhead"
    assert [line.split(" · ")[0] for line in lines(page)] == ["**What it costs**"]
    assert "a" not in page.query_params
    page.button(key="all assumptions").click()
    assert len(lines(run(page))) == 12


@pytest.mark.parametrize(
    "asked", ["uplift_causal", "staff_planned", "hire_2_month", "heard_from_members", "cost_year"]
)
def test_the_address_finds_what_is_folded(asked: str) -> None:
    page = framed()
    page.query_params["a"] = asked
    assert asked in drawn(run(page))


@pytest.mark.parametrize("asked", ["", "nobody", "<script>", "x" * 9_000, "leads"])
def test_an_address_of_nothing_says_so(asked: str) -> None:
    page = framed(Scenario(starting_point="consumer-brand@1"))
    page.query_params["a"] = asked
    assert "does not exist for this kind of company" in run(page).info[0].value


# ---- bad input


BAD = [
    ("members", "many"),
    ("members", "NaN"),
    ("members", "inf"),
    ("members", "-5"),
    ("members", "9" * 100),
    ("members", "1e400"),
    ("members", "9" * 10_000),
    ("active_share", "150 %"),
    ("members", "900 / 500 / 100"),
    ("members", "100 / 900 / 500"),
    ("members", "<b>5</b>"),
    ("members", "=cmd|'/c calc'!A1"),
    ("customer_share", "1e9 %"),
]


@pytest.mark.parametrize(("name", "text"), BAD)
def test_bad_input_is_refused_at_its_field_and_nothing_else_is_lost(name: str, text: str) -> None:
    before = Scenario(values={"joins": 120, "tickets": 2_500})
    page = typed(opened(before, group="community"), name, text)
    assert scenario_of(page) == before
    assert page.text_input(key=f"assumptions field {name}").value == text[:120]
    assert page.text_input(key="assumptions field joins").value == "120"
    [error] = page.error
    assert "In force" in error.value
    assert ("if you don" in error.value) == (not any(sign.isdigit() for sign in text))
    page = typed(page, name, "10 %" if MODEL.assumptions[name].kind is Kind.SHARE else "5,500")
    assert not page.error
    assert name in scenario_of(page).values


GERMAN = Scenario(number_format="de_DE", currency="EUR", values={"tickets": 3_575})


def test_why_a_number_is_refused_is_said_in_the_scenarios_number_format() -> None:
    """Typed as it was told, 1,425 would be 1.425."""
    page = typed(opened(GERMAN, group="support"), "deflected", "3.000")
    [error] = page.error
    assert (
        "At most 1.425 can be deflected beside 3.575 tickets\\: 95\xa0% of the 30\xa0% of all requests"
        in error.value
    )
    page = typed(opened(GERMAN, group="cost"), "cost_year", "20.000.000.000")
    [error] = page.error
    assert error.value.startswith("€20.000.000.000 is not between €0 and €10.000.000.000. ")


def test_what_looks_odd_is_said_in_the_scenarios_number_format() -> None:
    page = typed(opened(GERMAN, group="community"), "members", "50.000")
    assert scenario_of(page).values["members"].value == 50_000
    odd = "The cost is still that of the example with 5.000 members"
    assert any(odd in text.value for text in run(page.switch_page("start.py")).caption)
    assert any(odd in text.value for text in run(page.switch_page("results.py")).warning)


def test_an_emptied_field_goes_back_to_the_default() -> None:
    page = typed(opened(Scenario(values={"joins": 120}), group="community"), "joins", "")
    assert scenario_of(page).values == {}
    assert page.text_input(key="assumptions field joins").value == "150"


def test_what_odd_is_said_at_its_field_and_still_counts() -> None:
    page = typed(opened(group="support"), "cost_per_ticket", "900")
    assert scenario_of(page).values["cost_per_ticket"].value == 900
    assert not page.error
    assert any("Far above" in text.value for text in page.caption)


# ---- the drawer's edits, and whole sets


class Session:
    """A stand-in for a browser's session, so that edits run without a page."""

    @pytest.fixture(autouse=True)
    def session(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.state: dict[str, Any] = {}
        for module in (document, evidence, assumptions, fields):
            monkeypatch.setattr(module.st, "session_state", self.state)


class TestDrawer(Session):
    def test_a_confirmed_default_is_mine_with_its_range(self) -> None:
        assert evidence.confirm("cost_per_ticket")
        entry = document.resolved().in_force["cost_per_ticket"]
        assert (entry.low, entry.value, entry.high, entry.origin) == (35, 60, 105, Origin.YOURS)

    def test_a_scaled_number_is_confirmed_as_it_is_read(self) -> None:
        document.give("members", Given(value=5_123, confirmed=True))
        assert evidence.confirm("deflected")
        # 200 * 5,123 / 5,000 = 204.92
        assert document.scenario().values["deflected"].value == 204.9

    @pytest.mark.parametrize(("currency", "rate", "said"), [("USD", 1.0, "200,429"), ("EUR", 0.9, "180,386")])
    def test_the_cost_of_the_example_reads_the_same_in_its_field_and_on_paper(
        self, currency: str, rate: float, said: str
    ) -> None:
        """It is a sum, and stood in its field as 200,400, as if typed so, beside $200,429 in the memo."""
        document.change("currency", currency=currency, exchange_rate=rate)
        resolved = document.resolved()
        entry, money = resolved.in_force["cost_year"], document.formats().currency_symbol
        assert fields.text_of(entry) == said
        assert value_text("values.cost_year", None, document.scenario()) == said
        assert row_of(entry, resolved).value == f"{money}{said} a year"
        assert Reading(evaluate(document.scenario())).input("cost_year", 0).value == f"{money}{said} a year"
        material = material_of(document.scenario())
        assert material.spread is not None
        assert material.drivers is not None
        plan = plan_of(material.result, material.spread, material.drivers, Decision.GO_ON)
        assert f"{money}{said} a year" in [line.value for line in plan.inputs]
        assert evidence.confirm("cost_year")
        mine = document.resolved().in_force["cost_year"]
        assert (fields.text_of(mine), mine.origin) == (said, Origin.YOURS)
        assert abs(mine.value - entry.value) <= 0.5

    def test_unknown_keeps_the_note_and_the_default_comes_back(self) -> None:
        assert evidence.keep_evidence("uplift", note="ask Anna", grade=Grade.EXPERIMENT)
        assert document.resolved().in_force["uplift"].grade is Grade.EXPERIMENT
        assert evidence.say_unknown("uplift")
        assert document.resolved().in_force["uplift"].origin is Origin.UNKNOWN
        assert document.scenario().values["uplift"].note == "ask Anna"
        assert evidence.reset("uplift")
        assert document.scenario() == Scenario()

    def test_a_source_makes_a_default_mine_and_nothing_typed_makes_nothing(self) -> None:
        assert evidence.keep_evidence("uplift", source="")
        assert document.scenario() == Scenario()
        assert evidence.keep_evidence("uplift", source="Our own trial")
        entry = document.resolved().in_force["uplift"]
        assert (entry.origin, str(entry.source), entry.low) == (Origin.YOURS, "Our own trial", -0.05)

    @pytest.mark.parametrize("part", ["source", "note"])
    def test_ten_thousand_characters_are_refused_and_stay_in_the_field(self, part: str) -> None:
        document.give("uplift", Given(value=0.07, confirmed=True, **{part: "short"}))
        self.state[f"{part} uplift"] = "x" * 10_000
        evidence._text_typed("uplift", part)
        held = document.refused(f"{part} uplift")
        assert held is not None
        assert len(held.text) == 10_000
        assert "10,000 characters, and 2,000 are kept" in held.message
        assert getattr(document.scenario().values["uplift"], part) == "short"
        self.state[f"{part} uplift"] = "y" * LONGEST_TEXT
        evidence._text_typed("uplift", part)
        assert document.refused(f"{part} uplift") is None
        assert getattr(document.scenario().values["uplift"], part) == "y" * LONGEST_TEXT

    def test_a_number_typed_later_keeps_its_evidence(self) -> None:
        evidence.keep_evidence("uplift", source="Our own trial")
        assert fields.take("uplift", "2 / 6 / 9 %")
        assert document.scenario().values["uplift"] == Given(
            value=0.06, low=0.02, high=0.09, confirmed=True, source="Our own trial"
        )


class TestWholeSets(Session):
    def test_a_set_is_taken_as_one_edit(self) -> None:
        other = Scenario(values={"members": 6_000, "uplift": Given(value=0.07, confirmed=True, note="=1+1")})
        document.refuse("members", "many", "no")
        assert assumptions.take_table(to_bytes(other))
        assert document.scenario().values["uplift"].note == "=1+1"
        assert document.resolved().in_force["members"].value == 6_000
        assert document.refused("members") is None
        read, further = self.state[assumptions.OUTCOME]
        assert (read.rows, read.own, read.changed, further) == (having(), 2, 2, ())

    def test_a_bad_set_changes_nothing(self) -> None:
        document.give("members", Given(value=6_000, confirmed=True))
        before = document.scenario()
        assert not assumptions.take_table(b"id,value\nmembers,7000\nuplift,900\n")
        assert document.scenario() == before
        read, _ = self.state[assumptions.OUTCOME]
        assert read.refused == ("Row 3, value: 900 is not between -50\xa0% and 200\xa0%.",)

    def test_what_is_too_long_for_a_scenario_is_told_in_its_number_format(self) -> None:
        document.change(number_format="de_DE")
        assert not document.change("not_counted", not_counted={"people_helped": "x" * 10_000})
        assert document.refused("not_counted").message == "has more than 2.000 characters"  # type: ignore[union-attr]

    def test_a_text_that_says_nothing_is_answered_with_an_example_that_is_read(self) -> None:
        document.change(number_format="de_DE")
        assert not fields.take("members", "\u200b")
        held = document.refused("members")
        assert held is not None
        assert held.message.startswith("Write a number such as 1.200 or 5 %")


def test_the_file_opens_on_request_and_says_what_was_taken() -> None:
    page = opened(**{assumptions.SETS: True})
    assert any("Shares are in percent" in text.value for text in page.caption)


def test_a_month_of_the_plan_is_written_in_the_readers_format() -> None:
    plan = Scenario(number_format="de_DE", values={"hire_1": 0.25, "hire_1_month": 7.5})  # type: ignore[dict-item]
    assert listing.plan_text(resolve(plan)) == "0,25 posts more from month 7,5."


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"hire_1": -1.5, "hire_1_month": 1}, "1.5 posts less from month 1."),
        ({"hire_1": 1, "hire_1_month": 36}, "One post more from month 36."),
        ({"hire_1": 1, "hire_1_month": 37}, "One post more from month 37, beyond the horizon of 36 months."),
        ({"hire_1": 1, "hire_1_month": 37, "horizon": 48}, "One post more from month 37."),
    ],
)
def test_a_change_of_staff_beyond_the_horizon_is_said_to_be(plan: dict[str, float], said: str) -> None:
    with_plan = resolve(Scenario(values=plan))  # type: ignore[arg-type]
    assert listing.plan_text(with_plan) == said
    same = evaluate(with_plan.scenario).hard.npv == evaluate(Scenario(values={**plan, "hire_1": 0})).hard.npv  # type: ignore[arg-type]
    assert same == ("beyond" in said), "what is beyond it moves no figure"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,value\nmembers,6500\n", "One row read, and it is yours. One changed."),
        ("id,value,origin\nmembers,,example\n", "One row read, and it is not yours. Nothing changed."),
        ("id,value\nmembers,6500\nuplift,7\n", "2 rows read, 2 of them yours. 2 changed."),
    ],
)
def test_how_many_rows_were_read_is_said_in_words_that_fit(text: str, said: str) -> None:
    page = opened(**{assumptions.SETS: True})
    (field,) = page.file_uploader
    field.upload("mine.csv", text.encode(), "text/csv")
    run(page)
    assert [element.value.replace("\\", "") for element in page.success] == [said]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ["deflected"],
            "Row 2 holds a number that is worked out from others, and these are others now. Write yours as its",
        ),
        (["deflected", "lapsed"], "Rows 2, 3 hold numbers that are worked out from others"),
    ],
)
def test_rows_that_are_worked_out_otherwise_by_now_are_named(names: list[str], said: str) -> None:
    rows = "".join(f"{name},77,{Origin.SCALED}\n" for name in names)
    page = opened(Scenario(values={"members": 10_000}), **{assumptions.SETS: True})
    (field,) = page.file_uploader
    field.upload("mine.csv", f"id,value,origin\n{rows}".encode(), "text/csv")
    run(page)
    assert [element.value for element in page.caption if element.value.startswith(said)]
