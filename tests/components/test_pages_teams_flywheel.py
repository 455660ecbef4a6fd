"""Teams and Flywheel: every kind of scenario draws, nothing pretends to be measured, switches change the figures."""

from __future__ import annotations

import math
import re
from typing import Any

import altair
import pytest
from hypothesis import given, settings
from hypothesis import strategies as hypothesis
from streamlit.testing.v1 import AppTest

from calculators import costs
from calculators.evaluation import Result, evaluate
from calculators.finance import discount_factors
from calculators.formula import value_of
from calculators.model import MODEL
from calculators.scenario import Scenario
from calculators.starting_point import starting_points
from calculators.symbol import leaf
from components import charts, document, loops, teams
from components.charts import of_result
from figures.declared import figures, hours_a_month
from figures.teams import lines_of
from tests.servers import ROOT
from wording import Formats
from wording.teams import TeamFacts, team_sentence, teams_sentence
from wording.wheel import (
    WheelFacts,
    growth_sentence,
    planned_sentence,
    reproduction_sentence,
    wheel_sentence,
)

US = Formats()
TEAM_IDS = tuple(team.id for team in MODEL.teams)
MOST_WIDGETS = 40

NOBODY = {
    "members": 0.0,
    "employee_members": 0.0,
    "joins": 0.0,
    "employee_joins": 0.0,
    "lapsed": 0.0,
    "drawn": 0.0,
}
FREE = {line.handle: 0.0 for line in costs.LINES if line.handle} | {"launch_cost": 0.0, "staff_planned": 0.0}

SCENARIOS: dict[str, Scenario] = {
    **{f"{name}, running": Scenario(starting_point=name) for name in starting_points()},
    **{f"{name}, planned": Scenario(starting_point=name, running=False) for name in starting_points()},
    "loops off": Scenario(loops_off=frozenset(TEAM_IDS)),
    "teams off": Scenario(teams_off=frozenset(TEAM_IDS)),
    "one team off, one loop off": Scenario(teams_off=frozenset({"support"}), loops_off=frozenset({"sales"})),
    "nobody": Scenario(values=NOBODY),  # type: ignore[arg-type]
    "nobody, planned": Scenario(values=NOBODY, running=False),  # type: ignore[arg-type]
    "no cost": Scenario(values=FREE),  # type: ignore[arg-type]
    "loops that cost": Scenario(values={"serving_cost": 50_000.0, "member_cost": 2_000.0}),  # type: ignore[arg-type]
    "negative margin": Scenario(values={"uplift": 0.0, "cost_per_ticket": 0.0}),  # type: ignore[arg-type]
    "payers": Scenario(payers={"staff": "support", "platform": "marketing", "overhead": "people"}),
    "euros": Scenario(currency="EUR", exchange_rate=0.9, number_format="de_DE"),
    "one year": Scenario(values={"horizon": 12.0}),  # type: ignore[arg-type]
    "ten years": Scenario(values={"horizon": 120.0}),  # type: ignore[arg-type]
}


def opened(page: str, scenario: Scenario | None = None, team: str | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=60)
    if scenario is not None:
        app.session_state["open scenario"] = scenario
    app.run()
    app.switch_page(f"{page}.py").run()
    if team is not None:
        app.button_group(key="team").set_value(team).run()
    return app


def words(app: AppTest) -> list[str]:
    """Every text and figure that stands on the page."""
    found = [
        element.value for kind in ("title", "header", "caption", "markdown") for element in app.get(kind)
    ]
    found += [str(metric.value) for metric in app.metric]
    for table in app.table:
        found += [str(cell) for cell in table.value.to_numpy().ravel()]
    return [str(text).replace("\u2060", "") for text in found]


def fine(app: AppTest) -> None:
    assert [error.message for error in app.exception] == []
    assert [error.value for error in app.error] == []
    bad = [text for text in words(app) if re.search(r"\b(nan|NaN|inf|null)\b|^None$", text) or "-$0" in text]
    assert bad == []


def widgets(app: AppTest) -> int:
    kinds = ("button", "button_group", "toggle", "selectbox", "text_input", "slider")
    return sum(len(app.get(kind)) for kind in kinds)


def say(text: str) -> str:
    """The words without the marks that make them safe."""
    return text.replace("\\", "")


# ---- every kind of scenario


@pytest.mark.parametrize("name", SCENARIOS)
def test_flywheel_draws_every_kind_of_scenario(name: str) -> None:
    app = opened("flywheel", SCENARIOS[name])
    fine(app)
    assert len(app.title) == 1
    assert len(app.title[0].value) > 20
    assert widgets(app) <= MOST_WIDGETS


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_overview_of_teams_draws_every_kind_of_scenario(name: str) -> None:
    app = opened("teams", SCENARIOS[name])
    fine(app)
    assert len(app.title) == 1
    assert len(app.title[0].value) > 20
    assert widgets(app) <= MOST_WIDGETS


@pytest.mark.parametrize("team", TEAM_IDS)
@pytest.mark.parametrize(
    "name", ["b2b-support@1, running", "internal@1, planned", "teams off", "nobody", "payers", "no cost"]
)
def test_every_team_draws(name: str, team: str) -> None:
    app = opened("teams", SCENARIOS[name], team)
    fine(app)
    assert MODEL.teams[TEAM_IDS.index(team)].label in app.title[0].value
    assert widgets(app) <= MOST_WIDGETS


def test_every_chart_has_a_text_alternative_with_its_numbers() -> None:
    result = evaluate(Scenario())
    for team in MODEL.teams:
        hard, soft = teams.by_month(result, team)
        text = charts.value_by_month_text(
            name=team.label, hard=hard.tolist(), soft=soft.tolist(), money=US.money_short
        )
        assert text.startswith(f"Value of {team.label} a month: {US.money_short(hard[0])} in month 1")
        assert US.money_short(hard[-1]) in text


# ---- nothing pretends to be measured


def test_a_team_that_the_starting_point_lacks_has_dashes_and_says_so() -> None:
    app = opened("teams", Scenario(starting_point="customer-education@1"), "support")
    assert say(app.title[0].value).startswith(
        "Nothing is counted for Support: this kind of community has no such numbers, but "
    )
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Value"] == "–"
    assert shown["Soft, beside it"] == "–"
    assert "No contribution of members to Support is known for this kind of community." in map(
        say, words(app)
    )


def test_the_overview_names_the_teams_without_numbers_and_those_left_out() -> None:
    scenario = Scenario(starting_point="customer-education@1", teams_off=frozenset({"people"}))
    app = opened("teams", scenario)
    told = [say(text) for text in words(app) if "a dash, not a zero" in text]
    assert told == [
        "This kind of community has no numbers for Support, Product and Sales: a dash, not a zero. "
        "Left out by you: People."
    ]
    table = app.dataframe[0].value
    values = dict(zip(table["Team"], table["Value"], strict=True))
    assert values["Support"] == values["Product"] == values["Sales"] == values["People"] == "–"
    assert values["Marketing"] != "–"


def test_what_is_received_is_a_dash_for_a_team_without_numbers() -> None:
    table = opened("flywheel", Scenario(starting_point="customer-education@1")).table[1].value
    received = dict(zip(table["Team"], table["It receives"], strict=True))
    assert received["Support"] == received["Product"] == received["Sales"] == "–"
    assert received["Success"] != "–"
    gives = dict(zip(table["Team"], table["Its loop gives"], strict=True))
    assert gives["Product"] == "–", "nothing drives it"
    assert gives["Support"] not in ("–", "$0"), "its loop is driven though its value has no numbers"


def test_charts_have_a_dash_for_a_team_without_numbers() -> None:
    found = of_result.team_values(evaluate(Scenario(starting_point="customer-education@1")))
    assert {team.id for team in found if not team.measured} == {"support", "product", "sales"}
    drawn = charts.wheel(
        teams=found, flows=(), money=US.money_short, total_label="over three years", style=charts.Style()
    )
    assert {row["label"]: row["value"] for row in drawn.datasets["names"]}["Support"] == "–"
    assert "Support" not in drawn.alt
    bars = charts.team_bars(teams=found, money=US.money_short, style=charts.Style())
    assert [(row["team"], row["words"]) for row in bars.datasets["ends"]][-3:] == [
        ("Support", "–"),
        ("Product", "–"),
        ("Sales", "–"),
    ]
    assert "Support" not in bars.alt


def test_a_line_that_the_starting_point_lacks_is_not_shown() -> None:
    lacking = evaluate(Scenario(starting_point="internal@1", values={"referrals": 5.0}))  # type: ignore[arg-type]
    assert "referred" not in [line.id for line in lines_of(lacking, "marketing")]
    filled = evaluate(Scenario(values={"visits": 1_000.0, "cost_per_click": 2.0}))  # type: ignore[arg-type]
    assert [line.id for line in lines_of(filled, "marketing")] == ["referred", "acquisition", "visits"]


def test_nobody_joins_is_a_dash_and_said() -> None:
    app = opened("flywheel", SCENARIOS["nobody"])
    assert say(app.title[0].value).endswith("Nobody joins, so it does not turn.")
    assert [metric.value for metric in app.metric] == ["–", "–", "–", "–"]


# ---- switches


def total(app: AppTest) -> list[str]:
    """The column of parts that add up to the net present value."""
    return [say(cell) for cell in app.table[0].value["Amount"]]


def test_a_loop_switched_off_stops_and_every_figure_follows() -> None:
    app = opened("flywheel")
    before = total(app)
    app.toggle(key="loop support").set_value(False).run()
    fine(app)
    assert app.session_state["open scenario"].loops_off == {"support"}
    after = total(app)
    assert before[0] == after[0], "direct is what stands without any loop"
    expected = evaluate(Scenario(loops_off=frozenset({"support"}))).hard
    assert after == [
        US.money_short(expected.direct),
        US.money_short(expected.flywheel, signed=True),
        f"= {US.money_short(expected.npv)}",
    ]
    given = app.table[1].value
    assert dict(zip(given["Team"], given["Its loop gives"], strict=True))["Support"] == "stopped"
    app.toggle(key="loop support").set_value(True).run()
    assert total(app) == before


def test_all_loops_stop_and_turn_again() -> None:
    app = opened("flywheel")
    before = total(app)
    stop = next(button for button in app.button if button.label == "Stop every loop")
    stop.click().run()
    assert app.session_state["open scenario"].loops_off == set(TEAM_IDS)
    assert say(app.title[0].value).startswith("Every loop stands still, so the wheel adds nothing")
    assert total(app)[1] == "$0"
    turn = next(button for button in app.button if button.label == "Let every loop turn")
    turn.click().run()
    assert total(app) == before


def test_a_team_left_out_is_not_counted_and_comes_back() -> None:
    app = opened("teams", None, "support")
    before = app.title[0].value
    app.toggle(key="team support").set_value(False).run()
    fine(app)
    assert app.session_state["open scenario"].teams_off == {"support"}
    assert (
        app.title[0].value
        == "Support is left out\\: none of its value is counted, and its loop stands still."
    )
    assert app.toggle(key="loop support").disabled
    app.toggle(key="team support").set_value(True).run()
    assert app.title[0].value == before
    assert app.toggle(key="loop support").value is True


def test_a_switch_that_is_refused_says_why_and_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(field: str = "", **fields: Any) -> bool:
        document.refuse(field, "", "Not with these numbers.")
        return False

    app = opened("teams", None, "support")
    monkeypatch.setattr(document, "change", refusing)
    app.toggle(key="team support").set_value(False).run()
    assert [say(error.value) for error in app.error] == ["Not with these numbers."]
    assert app.toggle(key="team support").value is True


def test_a_payer_gets_an_own_roi_and_shared_takes_it_back() -> None:
    app = opened("teams")
    assert len(app.table) == 0
    app.selectbox(key="payer staff").set_value("marketing").run()
    fine(app)
    assert dict(app.session_state["open scenario"].payers) == {"staff": "marketing"}
    result = evaluate(Scenario(payers={"staff": "marketing"}))
    team = result.hard.teams["marketing"]
    row = app.table[0].value.iloc[0]
    assert [say(row[name]) for name in ("Team", "Own cost", "Own ROI")] == [
        "Marketing",
        US.money_short(team.own_cost),
        US.percent((team.value - result.costs["staff"]) / result.costs["staff"]),
    ]
    app.selectbox(key="payer staff").set_value("shared").run()
    assert dict(app.session_state["open scenario"].payers) == {}
    assert len(app.table) == 0


# ---- figures agree


@pytest.fixture(scope="module")
def result() -> Result:
    return evaluate(
        Scenario(
            values={"serving_cost": 500.0, "visits": 900.0, "cost_per_click": 1.5},  # type: ignore[arg-type]
            payers={"staff": "support"},
        )
    )


def test_what_a_team_gives_and_receives_add_up(result: Result) -> None:
    by_id = figures()
    for team in TEAM_IDS:
        row = [by_id[f"{team}.to.{other}"].value(result) for other in (*TEAM_IDS, "cost")]
        assert sum(row) == pytest.approx(by_id[f"{team}.given"].value(result), abs=1e-6)  # type: ignore[arg-type]
        column = [by_id[f"{other}.to.{team}"].value(result) for other in TEAM_IDS]
        assert sum(column) == pytest.approx(by_id[f"{team}.received"].value(result), abs=1e-6)  # type: ignore[arg-type]


def test_the_months_of_a_team_discount_to_its_value(result: Result) -> None:
    factors = discount_factors(result.horizon, result.rate)
    for team in MODEL.teams:
        hard, soft = teams.by_month(result, team)
        assert factors @ hard == pytest.approx(result.hard.teams[team.id].value, rel=1e-9, abs=1e-6)
        assert factors @ (hard + soft) == pytest.approx(
            result.with_soft.teams[team.id].value, rel=1e-9, abs=1e-6
        )


def test_formulas_of_the_new_figures_give_their_values(result: Result) -> None:
    """Each formula, computed from what it reads, gives the figure itself."""
    by_id = figures()
    wanted = [
        name
        for name in by_id
        if name.endswith((".soft", ".gross", ".claim", ".own_roi", ".hours", ".posts", ".given"))
    ]
    assert len(wanted) > 8 * 5
    for name in wanted:
        figure = by_id[name]
        assert figure.formula is not None
        months = range(result.horizon) if figure.summed else [0]
        found = sum(
            float(
                value_of(
                    figure.formula(*[leaf(read) for read in figure.reads]),
                    {read: _value(result, read, month) for read in figure.reads},
                )
            )
            for month in months
            if figure.value(result) is not None
        )
        value = figure.value(result)
        if value is not None:
            assert found == pytest.approx(value, rel=1e-9, abs=1e-6), name


def _value(result: Result, name: str, month: int) -> float:
    if name == "month":
        return float(month)
    if name in figures():
        value = figures()[name].value(result)
        assert value is not None
        return value
    return float(result.series[name][month]) if name in result.series else result.reference[name]


def test_contributions_become_hours_of_work_and_posts() -> None:
    # 200 tickets x 0.4 hours = 80 hours a month; 80 / 140 hours of a post
    result = evaluate(Scenario(values={"deflected": 200.0, "hours_per_post": 140.0}))  # type: ignore[arg-type]
    assert figures()["support.hours"].value(result) == pytest.approx(200 * 0.4)
    assert figures()["support.posts"].value(result) == pytest.approx(200 * 0.4 / 140)
    # what is counted over a year is a twelfth of it in a month
    studies = MODEL.assumptions["studies"]
    assert hours_a_month(studies) == pytest.approx(studies.hours / 12)  # type: ignore[operator]


def test_every_contribution_can_be_counted_in_hours_a_month() -> None:
    contributions = [found for found in MODEL.assumptions.values() if found.contribution]
    assert len(contributions) >= 10
    assert all(hours_a_month(found) >= 0.0 for found in contributions)
    with pytest.raises(ValueError, match="cost_per_ticket"):
        hours_a_month(MODEL.assumptions["cost_per_ticket"])


def test_rounding_is_no_flow() -> None:
    money = evaluate(Scenario()).hard
    left_over = [
        amount for row in money.matrix.values() for amount in row.values() if 0 < abs(amount) < 0.005
    ]
    drawn = [flow.amount for flow in of_result.flows(money)]
    assert all(amount == 0.0 or abs(amount) >= 0.005 for amount in drawn)
    assert sum(drawn) == pytest.approx(money.flywheel - sum(left_over), abs=1e-6)


# ---- the chart of months


def test_soft_value_stands_on_hard_value() -> None:
    chart = charts.value_by_month(
        name="Support",
        colour="#0072B2",
        hard=[10.0, 20.0],
        soft=[1.0, 5.0],
        money=US.money,
        style=charts.Style(),
    )
    ends = {(row["month"], row["part"]): (row["start"], row["end"]) for row in chart.datasets["areas"]}
    assert ends == {(1, "hard"): (0, 10), (1, "soft"): (10, 11), (2, "hard"): (0, 20), (2, "soft"): (20, 25)}
    assert chart.rows[1] == {"Month": 2, "Hard": "$20", "Soft": "$5"}


def test_hard_value_alone_has_no_key_for_soft() -> None:
    chart = charts.value_by_month(
        name="Sales", colour="#D55E00", hard=[10.0], soft=[0.0], money=US.money, style=charts.Style(dark=True)
    )
    assert chart.datasets["key"] == [{"part": "hard"}]
    assert "soft" not in chart.alt


def test_the_chart_of_months_is_valid_vega_lite() -> None:
    for hard, soft in (([0.0, 0.0], [0.0, 0.0]), ([-5.0, 3.0], [1.0, 0.0])):
        chart = charts.value_by_month(
            name="Sales", colour="#D55E00", hard=hard, soft=soft, money=US.money, style=charts.Style()
        )
        altair.LayerChart.from_dict(chart.standalone)


@pytest.mark.parametrize(("hard", "soft"), [([], []), ([1.0], []), ([math.nan], [0.0]), ([0.0], [math.inf])])
def test_months_that_cannot_be_drawn_are_refused(hard: list[float], soft: list[float]) -> None:
    with pytest.raises(ValueError, match=r"month"):
        charts.value_by_month(
            name="Sales", colour="#D55E00", hard=hard, soft=soft, money=US.money, style=charts.Style()
        )


# ---- sentences


def team(**more: Any) -> TeamFacts:
    return TeamFacts(**{"label": "Support", "horizon_months": 36, **more})


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (team(direct=100.0), "Over three years Support gains $100."),
        (
            team(direct=100.0, received=-20.0, given=-5.0),
            "Over three years Support gains $80, $100 by itself less $20 that the wheel takes; "
            "its loop costs $5 more than it gives.",
        ),
        (
            team(soft=300.0, given=7.0),
            "Over three years Support gains nothing that reaches the ledger, but $300 of time and attention; "
            "its loop gives $7 back.",
        ),
        (team(), "Over three years Support gains nothing."),
        (team(direct=-50.0), "Over three years Support loses $50."),
        (team(direct=10.0, turning=False), "Over three years Support gains $10; its loop stands still."),
        (team(measured=False), "Nothing is counted for Support: this kind of community has no such numbers."),
        (
            team(measured=False, given=7.0),
            "Nothing is counted for Support: this kind of community has no such numbers, but its loop gives $7 back.",
        ),
        (
            team(measured=False, turning=False),
            "Nothing is counted for Support: this kind of community has no such numbers.",
        ),
        (
            team(counted=False, direct=5.0),
            "Support is left out: none of its value is counted, and its loop stands still.",
        ),
    ],
)
def test_a_team_has_words_for_every_answer(facts: TeamFacts, said: str) -> None:
    assert team_sentence(facts, formats=US) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([team(counted=False)], "Every team is left out, so no value is counted."),
        ([team()], "No team gains anything over three years."),
        (
            [team(soft=10.0)],
            "No team gains anything that reaches the ledger over three years, but $10 of time and attention.",
        ),
        ([team(direct=-10.0)], "No team gains anything over three years; together they lose $10."),
        (
            [team(direct=10.0), team(label="Sales", direct=-4.0)],
            "Support gains most: $10 over three years, all teams together $6.",
        ),
        (
            [team(direct=10.0), team(label="Sales", direct=30.0, given=2.0)],
            "Sales gains most: $30 of $40 over three years. The loop of Sales gives most: $2.",
        ),
        (
            [team(direct=10.0), team(label="Sales", direct=99.0, counted=False)],
            "Support alone gains what reaches the ledger: $10 over three years.",
        ),
        (
            [team(direct=10.0), team(label="Sales", direct=0.0, given=2.0)],
            "Support alone gains what reaches the ledger: $10 over three years. The loop of Sales gives most: $2.",
        ),
    ],
)
def test_all_teams_have_words_for_every_answer(facts: list[TeamFacts], said: str) -> None:
    assert teams_sentence(facts, formats=US) == said


def wheel(**more: Any) -> WheelFacts:
    usual = {
        "horizon_months": 36,
        "npv": 150.0,
        "direct": 50.0,
        "flywheel": 100.0,
        "loops_on": 8,
        "anyone_joins": True,
    }
    return WheelFacts(**{**usual, **more})


TURNS_NOT = (
    "It does not turn within three years: in no three months running do members cause half of all joins."
)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            wheel(turns_in=5),
            "Over three years the wheel adds $100: net present value is $50 without it and $150 with it. "
            "Members cause half of all joins from month 5 on.",
        ),
        (
            wheel(turns_in=5, carries_itself_in=30),
            "Over three years the wheel adds $100: net present value is $50 without it and $150 with it. "
            "Members cause half of all joins from month 5 on, and it carries itself from month 30 on.",
        ),
        (
            wheel(turns_in=5, keeps_turning=False),
            "Over three years the wheel adds $100: net present value is $50 without it and $150 with it. "
            "Members cause half of all joins from month 5, though not in every month to the end.",
        ),
        (
            wheel(turns_in=5, carries_itself_in=30, keeps_carrying_itself=False),
            "Over three years the wheel adds $100: net present value is $50 without it and $150 with it. "
            "Members cause half of all joins from month 5 on. It carries itself from month 30, though not in every "
            "month to the end.",
        ),
        (
            wheel(turns_in=5, carries_itself_in=30, keeps_turning=False),
            "Over three years the wheel adds $100: net present value is $50 without it and $150 with it. "
            "Members cause half of all joins from month 5, though not in every month to the end. It carries itself "
            "from month 30 on.",
        ),
        (
            wheel(direct=-60.0, npv=40.0),
            "Over three years the wheel makes the difference: without it the community costs $60 more than it returns, "
            f"with it it returns $40 more than it costs. {TURNS_NOT}",
        ),
        (
            wheel(direct=-160.0, npv=-60.0),
            f"Over three years the wheel adds $100; even so the community costs $60 more than it returns. {TURNS_NOT}",
        ),
        (
            wheel(flywheel=-10.0),
            f"Over three years the wheel takes $10: its loops cost more than they bring. {TURNS_NOT}",
        ),
        (
            wheel(flywheel=0.0, anyone_joins=False),
            "Over three years the wheel adds nothing. Nobody joins, so it does not turn.",
        ),
        (
            wheel(flywheel=0.0, loops_on=0),
            "Every loop stands still, so the wheel adds nothing: by itself the community returns $150 more than it "
            "costs.",
        ),
        (
            wheel(flywheel=0.0, loops_on=0, npv=-20.0),
            "Every loop stands still, so the wheel adds nothing: the community costs $20 more than it returns.",
        ),
    ],
)
def test_the_wheel_has_words_for_every_answer(facts: WheelFacts, said: str) -> None:
    assert wheel_sentence(facts, formats=US) == said


def test_growth_is_said_beside_the_effects() -> None:
    def said(growth: float, running: bool = True) -> str:
        return growth_sentence(growth, flywheel=1_000.0, running=running, formats=US).split("beside it: ")[1]

    assert said(0.0) == "nothing against reasons to join that stay as they are today."
    assert said(4.9) == "next to nothing ($4.90) against reasons to join that stay as they are today."
    assert said(200.0) == "$200 against reasons to join that stay as they are today."
    assert said(-200.0, running=False) == (
        "-$200 against reasons to join that are from the first day what they are planned to become."
    )


@pytest.mark.parametrize(
    ("now", "end", "said"),
    [
        (None, None, "Nobody leaves, so there is no reproduction number."),
        (
            None,
            0.5,
            "For every 100 members who fall silent or leave, members bring 50 new ones in month 36. "
            "By its members alone the community would shrink.",
        ),
        (
            1.0,
            1.0,
            "For every 100 members who fall silent or leave, members bring 100 new ones in month 1 and 100 in "
            "month 36. "
            "By its members alone the community would stay as it is.",
        ),
        (
            0.9996,
            0.995,
            "For every 100 members who fall silent or leave, members bring 99.96 new ones in month 1 and 99.5 in "
            "month 36. "
            "By its members alone the community would shrink.",
        ),
        (
            1.0 - 1e-15,
            1.0 + 1e-15,
            "For every 100 members who fall silent or leave, members bring 100 new ones in month 1 and 100 in "
            "month 36. "
            "By its members alone the community would stay as it is.",
        ),
        (
            0.004,
            1.25,
            "For every 100 members who fall silent or leave, members bring 0.4 new ones in month 1 and 125 in "
            "month 36. "
            "By its members alone the community would grow.",
        ),
    ],
)
def test_reproduction_is_said_in_people(now: float | None, end: float | None, said: str) -> None:
    assert reproduction_sentence(now, end, last_month=36, formats=US) == said


def test_a_planned_community_says_how_far_it_gets() -> None:
    assert planned_sentence(reached=100.0, planned=100.0, month=9, formats=US) == (
        "On these numbers you reach the planned 100 members in month 9."
    )
    assert planned_sentence(reached=140.0, planned=100.0, month=9, formats=US) == (
        "On these numbers you reach more than the planned 100 members: 140 in month 9."
    )
    result = evaluate(Scenario(running=False))
    most, month = result.peak_members
    planned = result.resolved.value("members")
    expected = (
        f"On these numbers you reach {most:,.0f} of the planned {planned:,.0f} members in month {month}."
    )
    app = opened("flywheel", Scenario(running=False))
    assert expected in [say(text) for text in words(app)]
    assert loops.reached(evaluate(Scenario())) == "", "a running community is where it is"


amounts = hypothesis.floats(-1e9, 1e9)


@given(
    direct=amounts,
    received=amounts,
    soft=hypothesis.floats(0, 1e9),
    given_=amounts,
    turning=hypothesis.booleans(),
)
@settings(max_examples=60)
def test_sentences_of_teams_never_show_a_minus_where_words_say_it(
    direct: float, received: float, soft: float, given_: float, turning: bool
) -> None:
    facts = team(direct=direct, received=received, soft=soft, given=given_, turning=turning)
    for said in (team_sentence(facts, formats=US), teams_sentence([facts], formats=US)):
        assert said.endswith(".")
        assert not re.search(r"–|(gains|loses|gives) -", said)


@given(
    direct=amounts, flywheel=amounts, turns=hypothesis.one_of(hypothesis.none(), hypothesis.integers(1, 36))
)
@settings(max_examples=60)
def test_sentences_of_the_wheel_never_contradict_their_sign(
    direct: float, flywheel: float, turns: int | None
) -> None:
    said = wheel_sentence(
        wheel(direct=direct, flywheel=flywheel, npv=direct + flywheel, turns_in=turns), formats=US
    )
    assert not re.search(r"(adds|takes|costs|returns) -", said)
    assert (" takes " in said) == (flywheel <= -0.005)
