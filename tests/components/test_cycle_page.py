"""Break the cycle: every section draws for every kind of scenario, and what is moved there changes what is said."""

from __future__ import annotations

import json
import re

import pytest
from pydantic import ValidationError
from streamlit.testing.v1 import AppTest

from calculators.evaluation import evaluate
from calculators.model import MODEL
from calculators.scenario import Given, Scenario
from components import cycle
from tests.servers import ROOT

MOST_WIDGETS = 40
WIDGETS = (
    "button",
    "button_group",
    "toggle",
    "selectbox",
    "text_input",
    "slider",
    "select_slider",
    "download_button",
)
ALL_OFF = frozenset(team.id for team in MODEL.teams)
NOBODY = {
    "members": 0,
    "employee_members": 0,
    "joins": 0,
    "employee_joins": 0,
    "lapsed": 0,
    "drawn": 0,
    "headcount": 0,
}
FREE = {
    "cost_year": 0,
    "launch_cost": 0,
}
SCENARIOS: dict[str, Scenario] = {
    "internal": Scenario(starting_point="internal@1"),
    "planned": Scenario(running=False),
    "nobody, teams off": Scenario(values=NOBODY, teams_off=ALL_OFF),
    "without cost": Scenario(values=FREE),
    "euros": Scenario(currency="EUR", exchange_rate=0.9, number_format="de_DE"),
    "ends of the scale": Scenario(
        circle={
            "gain": 1,
            "delay": 1,
            "plan_budget": 3,
            "budget_most": 1.1,
            "seen_today": 0,
            "seen_least": 0,
            "measuring_today": 0,
            "plan_measuring": 0.5,
            "plan_months": 60,
            "circle_months": 24,
            "hurdle": -1,
            "soft_counted": 1,
            "market_growth": 0.5,
            "values_now": 0,
            "trust_planned": 4,
        }
    ),
}


def opened(scenario: Scenario | None = None, section: str = "circle") -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=120)
    if scenario is not None:
        app.session_state["open scenario"] = scenario
    app.session_state["part"] = section
    app.run()
    app.switch_page("cycle.py").run()
    return app


def say(text: str) -> str:
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def words(app: AppTest) -> list[str]:
    found = [
        element.value
        for kind in ("title", "header", "subheader", "caption", "markdown")
        for element in app.get(kind)
    ]
    for table in app.table:
        found += [str(cell) for cell in table.value.to_numpy().ravel()]
    return [say(str(text)) for text in found]


def fine(app: AppTest) -> None:
    assert [error.message for error in app.exception] == []
    assert [error.value for error in app.error] == []
    bad = [text for text in words(app) if re.search(r"\b(nan|NaN|inf|null)\b|^None$", text) or "-$0" in text]
    assert bad == []


# Every second one here, all with `make slow`.
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow if number % 2 else ())
        for number, name in enumerate(SCENARIOS)
    ],
)
def test_every_section_draws_every_kind_of_scenario(name: str) -> None:
    app = opened(SCENARIOS[name])
    for section in cycle.SECTIONS:
        app.button_group(key="part").set_value(section).run()
        fine(app)
        assert len(app.title) == 1
        assert sum(len(app.get(kind)) for kind in WIDGETS) <= MOST_WIDGETS
        labelled = any("Illustrative. The structure is published" in text for text in words(app))
        assert labelled == (section in cycle.OF_THE_CIRCLE)


def test_without_a_budget_each_section_says_so_once_in_place_of_what_cannot_be_said() -> None:
    app = opened(SCENARIOS["without cost"])
    for section in cycle.OF_THE_CIRCLE:
        app.button_group(key="part").set_value(section).run()
        fine(app)
        told = words(app)
        assert told[0].startswith(
            "Nothing is planned to be spent on staff or programme, so there is no budget"
        )
        if section == "behind":
            assert app.text_input
            continue
        assert sum(text.startswith("Without a budget") for text in told) == 1, section
        assert not app.table
        assert not app.get("vega_lite_chart")
        assert not app.slider
        assert not re.search(r"thrives? from|No promise|nothing a year|\$0", " ".join(told)), section
    # employees and members are there all the same
    app.button_group(key="part").set_value("businesses").run()
    assert app.table


def test_moving_the_start_across_the_tipping_point_changes_the_sentence() -> None:
    app = opened()
    assert say(app.title[0].value).startswith(
        "This start breaks the circle: $194k a year, guaranteed for two years, 10 % of it for measuring."
    )
    app.slider(key="circle plan_measuring").set_value(2).run()
    said = say(app.title[0].value)
    assert said.startswith(
        "This start starves: $194k a year, guaranteed for two years, 2 % of it for measuring"
    )
    assert "because too little of the value is seen" in said
    fine(app)


def test_what_is_moved_is_kept_in_the_scenario_and_moves_no_result() -> None:
    app = opened()
    before = evaluate(app.session_state["open scenario"])
    app.slider(key="circle plan_budget").set_value(0.5).run()
    app.slider(key="circle plan_months").set_value(6).run()
    kept = app.session_state["open scenario"]
    assert {name: given.value for name, given in kept.circle.items()} == {
        "plan_budget": 0.5,
        "plan_months": 6,
    }
    assert evaluate(kept).hard.npv == before.hard.npv


@pytest.mark.parametrize("scale", [{"budget_most": 10}, {"budget_least": 0.01}, {"budget_most": 1.1}, {}])
def test_every_slider_offers_only_what_can_be_taken(scale: dict[str, float]) -> None:
    app = opened(Scenario(circle=scale), "tipping")
    for slider in app.slider:
        for end in (slider.min, slider.max):
            app.slider(key=slider.key).set_value(end).run()
            fine(app)


def test_what_is_refused_is_called_by_its_label() -> None:
    with pytest.raises(ValidationError) as refused:
        Scenario(circle={"plan_budget": 10})
    assert "Budget you start with: 10 is not between 0.1 and 3" in refused.value.errors()[0]["msg"]
    assert "plan_budget" not in refused.value.errors()[0]["msg"]


def test_a_scenario_that_returns_too_little_says_that_no_measuring_mends_it() -> None:
    app = opened(Scenario(starting_point="internal@1"), "tipping")
    assert "even where all of it is seen" in say(app.title[0].value)
    assert any(text.startswith("No start on this map thrives") for text in words(app))
    app = opened(Scenario(starting_point="internal@1"), "break")
    assert any(text.startswith("No promise on this scale does it") for text in words(app))


@pytest.mark.parametrize("point", ["developer@1", "consumer-brand@1", "customer-education@1"])
def test_too_little_is_not_said_to_be_seen_where_all_is(point: str) -> None:
    seen = {"seen_least": 1.0, "soft_counted": 1.0}
    said = say(opened(Scenario(starting_point=point, running=False, circle=seen)).title[0].value)
    assert "This start starves" in said
    assert "because too little is returned, even where all of it is seen" in said
    assert "too little of the value is seen" not in said
    assert "leadership sees 100 %" not in said


def test_the_chosen_month_and_policy_are_said() -> None:
    app = opened()
    assert any(
        text.startswith(
            "Stand still, month 12: “What it costs” dominates. Spending falls by 16 % in the quarter"
        )
        for text in words(app)
    )
    app.slider(key="month of loops").set_value(48).run()
    assert any(text.startswith("Stand still, month 48: “Cared for, so worth more”") for text in words(app))
    app.button_group(key="policy of loops").set_value("invest").run()
    assert any(text.startswith("Invest, month 48") for text in words(app))


def test_a_number_behind_it_is_typed_refused_and_given_back() -> None:
    app = opened(section="behind")
    app.text_input(key="cycle field gain").set_value("50 %").run()
    assert app.session_state["open scenario"].circle["gain"].value == 0.5
    for typed, why in (
        ("700 %", "Allowed is 0 % to 100 %."),
        ("10 to 20 %", "Write one number"),
        ("much", ""),
    ):
        app.text_input(key="cycle field gain").set_value(typed).run()
        assert app.text_input(key="cycle field gain").value == typed
        assert say(app.error[0].value).startswith(why)
        assert "In force: 50" in say(app.error[0].value)
        assert app.session_state["open scenario"].circle["gain"].value == 0.5, (
            "the last good value stays in force"
        )
    app.text_input(key="cycle field gain").set_value("").run()
    assert "gain" not in app.session_state["open scenario"].circle
    fine(app)


def test_a_planned_community_has_no_today() -> None:
    planned = Scenario(running=False)
    for section in ("circle", "tipping", "break", "waiting", "behind"):
        app = opened(planned, section)
        fields = [f"{field.label} {field.help}" for field in (*app.slider, *app.text_input)]
        # what can be seen today is what leadership sees of it, before any of it is there
        told = " ".join((*words(app), *fields)).replace("Value that leadership can see today", "")
        assert not re.search(r"[Tt]oday", told), section
    assert "today $" in " ".join(words(opened()))
    assert "Today’s budget is" in " ".join(words(opened(section="break")))
    assert "things go on as today" in " ".join(words(opened(section="waiting")))
    assert "times today's" in opened(section="tipping").slider[0].label
    assert "times the plan's" in opened(planned, "tipping").slider[0].label


def test_nothing_answered_is_no_judgement() -> None:
    app = opened(section="conditions")
    assert say(app.title[0].value).startswith("Nothing is answered yet")
    answered = Scenario(circle={"values_now": Given(value=1.0)})
    assert say(opened(answered, "conditions").title[0].value).startswith("By your own judgement")


def test_equations_are_read_from_the_code() -> None:
    told = words(opened(section="behind"))
    assert any(
        "leadership sees × Value of the last twelve months ÷ Spending of the last twelve months − 1" in text
        for text in told
    )


def test_the_two_businesses_add_up_on_the_page() -> None:
    app = opened(section="businesses")
    a_and_b, by_kind, by_team = (table.value for table in app.table)
    assert list(a_and_b.columns) == ["Measure", "A", "B", "B more"]
    assert [say(str(cell)) for cell in by_kind.iloc[-1]][1:] == [say(str(cell)) for cell in by_team.iloc[-1]][
        1:
    ]
    assert say(app.title[0].value).startswith(
        "Business A: 200 employees. Business B: 200 employees and members"
    )


def test_members_who_contribute_nothing_that_is_counted_are_there_all_the_same() -> None:
    nothing = {a.id: 0.0 for a in MODEL.assumptions.values() if a.contribution and Scenario().point.has(a)}
    silent = Scenario(values={**nothing, "customer_share": 0.7})
    for scenario, said in (
        (
            silent,
            "30 % of members do not pay. They give no hours that are counted; at the same rate as the others",
        ),
        (
            silent.changed(teams_off=ALL_OFF),
            "30 % of members do not pay. They contribute nothing that is counted yet.",
        ),
    ):
        told = words(opened(scenario, "businesses"))
        assert any(text.startswith(said) for text in told)
        assert not any(text.startswith("No member here is outside") for text in told)
    nobody = Scenario(values={**nothing, "customer_share": 1.0})
    assert "No member here is outside the company and its customers." in words(opened(nobody, "businesses"))


def test_market_growth_stands_by_itself() -> None:
    app = opened(section="businesses")
    assert any("Nothing is counted for it" in text for text in words(app))
    before = app.title[0].value
    app.text_input(key="cycle field market_growth").set_value("1 %").run()
    assert any("It is not part of the ROI, nor of any other figure." in text for text in words(app))
    assert app.title[0].value == before


def test_low_answers_get_a_next_step_and_the_assumption_is_set_only_when_asked() -> None:
    app = opened(section="conditions")
    assert not any("Next:" in text for text in words(app))
    app.select_slider(key="condition trust_now").set_value(0).run()
    app.select_slider(key="condition trust_planned").set_value(3).run()
    assert sum("Next:" in text for text in words(app)) == 1
    assert any("only members’ stories" in text for text in words(app))
    scenario = app.session_state["open scenario"]
    assert "conditions" not in scenario.values
    app.button(key="set conditions").click().run()
    scenario = app.session_state["open scenario"]
    # trust two below the middle takes 0.1 x 2 / 4 off, one above adds 0.1 / 4
    assert scenario.values["conditions_ref"].value == pytest.approx(0.95)
    assert scenario.values["conditions"].value == pytest.approx(1.025)
    assert "judgement" in scenario.values["conditions"].note
    assert any(text.startswith("In force: 0.95 today") for text in words(app))
    fine(app)


def test_what_is_taken_away_says_that_it_is_illustrative() -> None:
    app = opened(section="behind")
    button = app.get("download_button")[0]
    assert "Everything on this page" in button.proto.label
    from calculators import cycle as data

    taken = json.loads(json.dumps(data.as_data(evaluate(Scenario()))))
    assert taken["illustrative"]["label"].startswith("Illustrative")


def test_the_policies_are_written_anew_where_the_number_format_is_another() -> None:
    app = opened(Scenario(), section="circle")
    fine(app)
    english = {chart.proto.alt for chart in app.get("vega_lite_chart")}
    assert english
    app.session_state["open workspace"].take(
        app.session_state["open workspace"].workspace.with_scenario(
            app.session_state["open workspace"].scenario_id,
            Scenario(number_format="de_DE", currency="EUR", exchange_rate=0.9),
        )
    )
    app.run()
    fine(app)
    euros = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    money = [text for text in euros if "€" in text or "$" in text]
    assert money
    assert not [text for text in money if "$" in text]
    assert not english & set(money)
