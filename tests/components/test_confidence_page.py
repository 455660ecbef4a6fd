"""Confidence: every kind of scenario draws in every section, and what is typed or chosen there does what it says."""

from __future__ import annotations

import dataclasses
import re
import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from calculators import spread as spreads
from calculators.break_even import break_evens, npv_at
from calculators.circle_assumptions import ASSUMPTIONS as OF_THE_CIRCLE
from calculators.confidence import drivers
from calculators.draws import POINTS, uncertain
from calculators.evaluation import evaluate, evaluate_resolved
from calculators.haircut import with_haircut
from calculators.model import MODEL
from calculators.scenario import Given, Scenario, resolve
from calculators.spread import Spread, spread
from calculators.starting_point import starting_points
from calculators.uncertainty import Progress, StoppedError, sample
from components import charts, confidence, document
from components.charts import of_result
from figures.answer import answer_of, answer_with_range
from figures.plan import Decision, plan_of
from figures.uncertainty import (
    CHANCES,
    chance_text,
    error_text,
    explain_range,
    named_break_even,
    percentile_text,
    ranged,
)
from tests.servers import ROOT
from wording import Formats, headline

US = Formats()
MOST_WIDGETS = 40
WIDGETS = ("button", "button_group", "toggle", "selectbox", "text_input", "slider", "download_button")
TEAM_IDS = frozenset(team.id for team in MODEL.teams)
NOBODY = {
    "members": 0.0,
    "employee_members": 0.0,
    "joins": 0.0,
    "employee_joins": 0.0,
    "lapsed": 0.0,
    "drawn": 0.0,
}


def certain() -> Scenario:
    """A scenario in which no assumption has a range."""
    numbers = resolve(Scenario()).in_force
    own = {
        name: {"value": entry.value, "low": entry.value, "high": entry.value}
        for name, entry in numbers.items()
        if entry.low < entry.high and entry.assumption.follows is None
    }
    return Scenario(values=own)  # type: ignore[arg-type]


SCENARIOS: dict[str, Scenario] = {
    **{f"{name}, running": Scenario(starting_point=name) for name in starting_points()},
    "developer, planned": Scenario(starting_point="developer@1", running=False),
    "internal, planned": Scenario(starting_point="internal@1", running=False),
    "teams off": Scenario(teams_off=TEAM_IDS),
    "loops off": Scenario(loops_off=TEAM_IDS),
    "nobody": Scenario(values=NOBODY),  # type: ignore[arg-type]
    "euros": Scenario(currency="EUR", exchange_rate=0.9, number_format="de_DE"),
    "ten years": Scenario(values={"horizon": 120.0}),  # type: ignore[arg-type]
    "hostile name": Scenario(name="**x** $1$ [a](b) :red[c]"),
    "certain": certain(),
}


@pytest.mark.parametrize(
    ("said", "short"),
    [
        ("fewer than 1 of 100 draws", "< 1 of 100"),
        ("more than 99 of 100 draws", "> 99 of 100"),
        ("72 of 100 draws", "72 of 100"),
        ("every draw", "every draw"),
    ],
)
def test_a_chance_fits_the_metric_of_a_phone(said: str, short: str) -> None:
    assert confidence.short_cases(said) == short


def opened(scenario: Scenario | None = None, section: str = "spread") -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "_frame.py"), default_timeout=120)
    if scenario is not None:
        app.session_state["open scenario"] = scenario
    app.session_state["look"] = section
    app.run()
    app.switch_page("confidence.py").run()
    return app


def say(text: str) -> str:
    """The words without the marks that make them safe."""
    return text.replace("\\", "").replace("\u2060", "").replace("\u00a0", " ")


def words(app: AppTest) -> list[str]:
    found = [
        element.value for kind in ("title", "header", "caption", "markdown") for element in app.get(kind)
    ]
    found += [str(metric.value) for metric in app.metric]
    for table in app.table:
        found += [str(cell) for cell in table.value.to_numpy().ravel()]
    return [say(str(text)) for text in found]


def fine(app: AppTest) -> None:
    assert [error.message for error in app.exception] == []
    assert [error.value for error in app.error] == []
    bad = [text for text in words(app) if re.search(r"\b(nan|NaN|inf|null)\b|^None$", text) or "-$0" in text]
    assert bad == []


@pytest.fixture(scope="module")
def facts() -> tuple[Spread, Scenario]:
    return spread(resolve(Scenario())), Scenario()


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
    for section in confidence.SECTIONS:
        app.button_group(key="look").set_value(section).run()
        fine(app)
        assert len(app.title) == 1
        assert sum(len(app.get(kind)) for kind in WIDGETS) <= MOST_WIDGETS


# ---- the head


def test_the_heading_is_the_sentence_with_its_range(facts: tuple[Spread, Scenario]) -> None:
    result = evaluate(Scenario())
    expected = headline(answer_with_range(result, facts[0]), formats=US)
    assert "in 8 of 10 cases" in expected
    assert say(opened().title[0].value) == expected


def test_the_table_holds_percentiles_errors_and_likely_values(facts: tuple[Spread, Scenario]) -> None:
    found, result = facts[0], evaluate(Scenario())
    table = opened().table[0].value
    npv = [say(str(cell)) for cell in table.iloc[1]]
    assert npv == [
        "NPV",
        f"{US.money_short(found.npv.p50)} {error_text(found.npv.standard_error, 'money', US)}",
        f"{US.money_short(found.npv.p10)} to {US.money_short(found.npv.p90)}",
        US.money_short(result.hard.npv),
    ]
    roi = [say(str(cell)) for cell in table.iloc[0]]
    assert roi[2] == say(
        f"{percentile_text(found.roi.p10, 'share', US)} to {percentile_text(found.roi.p90, 'share', US)}"
    )


def test_chances_stand_with_their_error(facts: tuple[Spread, Scenario]) -> None:
    app = opened()
    share = facts[0].p_roi_positive
    assert app.metric[0].value == f"{round(100 * share)} of 100"
    assert any("± 1.4 points" in text for text in words(app))


def test_where_nothing_is_counted_nothing_pays_or_is_paid_back() -> None:
    nothing = Scenario(values={"members": 0.0, "employee_members": 0.0, "cost_year": 0.0})
    app = opened(nothing)
    assert [metric.value for metric in app.metric[:2]] == ["–", "–"]
    assert words(app).count("there is nothing to weigh") == 2
    # its middle and its range over draws, and the answer at likely values
    payback = next(row for row in app.table[0].value.to_numpy().tolist() if row[0] == "Payback month")
    assert payback[1:] == ["–", "–", "–"]
    app.switch_page("results.py").run()
    fine(app)
    assert next(metric.value for metric in app.metric if metric.label == "Payback in month") == "–"
    assert "Cash moves in no month, so there is nothing to weigh." in words(app)
    measures = [row for table in app.table for row in table.value.to_numpy().tolist()]
    assert ["Payback", "–", "–"] in measures


def test_a_certain_scenario_has_its_point_result_and_says_why() -> None:
    scenario = certain()
    app = opened(scenario)
    result = evaluate(scenario)
    assert say(app.title[0].value) == headline(answer_of(result), formats=US)
    assert any("No number has a range" in info.value for info in app.info)


def test_the_range_of_a_sure_loser_says_so() -> None:
    result = evaluate(Scenario(starting_point="internal@1"))
    found = spread(result.resolved)
    answer = answer_with_range(result, found)
    assert (answer.npv, answer.roi) == (result.hard.npv, result.hard.roi)
    assert answer.range is not None
    ends = (answer.range.p10, answer.range.p50, answer.range.p90)
    assert ends == pytest.approx(tuple(1.0 + end for end in (found.roi.p10, found.roi.p50, found.roi.p90)))  # type: ignore[operator]
    # no single number within three times of what it is would do it, so none is named
    assert "break even" not in headline(answer, formats=US)


def test_the_headline_is_at_the_likely_values_whatever_the_draws_say(facts: tuple[Spread, Scenario]) -> None:
    result, found = evaluate(Scenario()), facts[0]
    shifted = dataclasses.replace(found, roi=dataclasses.replace(found.roi, p50=-0.01))
    assert result.hard.npv > 0.0
    answer = answer_with_range(result, shifted)
    assert dataclasses.replace(answer, range=None) == answer_of(result)


# ---- draws


def test_seed_and_number_of_draws_are_shown_and_change_the_figures() -> None:
    app = opened()
    first = [str(cell) for cell in app.table[0].value.iloc[1]]
    assert any("1,024 draws here, seed 1" in text for text in words(app))
    app.text_input(key="seed").set_value("7").run()
    assert any("1,024 draws here, seed 7" in text for text in words(app))
    assert [str(cell) for cell in app.table[0].value.iloc[1]] != first
    app.text_input(key="seed").set_value("1").run()
    assert [str(cell) for cell in app.table[0].value.iloc[1]] == first
    app.selectbox(key="draws").set_value(2_048).run()
    assert any("2,048 draws here, seed 1" in text for text in words(app))


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "x", "99999999999", "１２"])
def test_a_bad_seed_stays_in_its_field_with_the_reason(typed: str) -> None:
    app = opened()
    app.text_input(key="seed").set_value(typed).run()
    assert app.text_input(key="seed").value == typed
    assert any("whole number from 0" in say(error.value) for error in app.error)
    assert any("seed 1:" in text for text in words(app))


def test_what_was_done_to_draws_is_said(facts: tuple[Spread, Scenario]) -> None:
    text = " ".join(words(opened()))
    assert f"In {round(100 * facts[0].touched)} % of them claims were lowered" in text
    assert f"put on the bound for {len(facts[0].clipped)} assumptions" in text


def test_teams_without_numbers_have_a_dash_and_no_empty_chart() -> None:
    education = Scenario(starting_point="customer-education@1")
    table = next(table.value for table in opened(education).table if "Team" in table.value)
    rows = table.set_index("Team")
    for name in ("Support", "Product", "Sales"):
        assert set(rows.loc[name]) == {"–"}
    assert "–" not in set(rows.loc["Success"])
    choice = opened(education, "time").selectbox(key="team of fan")
    assert choice.value == "marketing"
    assert "Support" not in choice.options


def test_a_team_with_soft_value_alone_has_no_error_of_nothing() -> None:
    table = next(table.value for table in opened().table if "Team" in table.value)
    rows = {team: say(middle) for team, middle in table.set_index("Team")["P50"].items()}
    assert rows["People"] == "$0"
    assert "±" in rows["Support"]


def test_the_starting_points_own_words_name_its_numbers_here_as_on_start() -> None:
    association = Scenario(starting_point="association@1")
    moves = opened(association, "moves")
    assert "Dues payers won by members" in moves.selectbox(key="pair first").options
    assert "Dues" in opened(association, "true").selectbox(key="break-even of").options
    plan = opened(association, "measure")
    told = " ".join(words(plan))
    assert "Dues" in told
    assert "Revenue per customer" not in told
    bars = of_result.tornado(
        evaluate(association),
        drivers(resolve(association), sample(resolve(association), 256)),
        style=charts.Style(),
    )
    assert bars is not None
    assert "Dues" in bars.alt or "Dues" in str(bars.datasets)


def test_a_long_run_shows_progress_and_a_way_to_stop_and_leaves_none_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[int, int]] = []
    real = spreads.spread

    def slow(resolved: object, points: int, seed: int, progress: Progress | None) -> Spread:
        assert progress is not None
        assert progress(0.25)
        time.sleep(confidence.PATIENCE + 0.1)
        assert progress(0.5)
        seen.append((points, seed))
        return real(resolved, points, seed)  # type: ignore[arg-type]

    monkeypatch.setattr(document.spreads, "spread", slow)
    app = opened(Scenario(values={"members": 5_431}))
    fine(app)
    assert seen == [(POINTS, 1)]
    # what stood there while it ran is gone
    assert not [button for button in app.button if button.label == "Stop"]


def test_stopping_goes_back_to_the_usual_number_of_draws() -> None:
    app = opened()
    app.session_state[confidence.DRAWS] = POINTS
    app.session_state[confidence.STOPPED] = True
    app.run()
    assert any("Stopped" in info.value for info in app.info)
    app.run()
    assert not any("Stopped" in info.value for info in app.info)


def test_a_stopped_run_is_not_kept() -> None:
    asked = Scenario(values={"members": 5_432})

    def stopping(share: float) -> bool:
        return False

    with pytest.raises(StoppedError):
        document._told(stopping, lambda: document._confidence(asked, 512, 3))
    assert document._told(None, lambda: document._confidence(asked, 512, 3)).points == 512
    assert document._PROGRESS.get() is None


def test_words_and_the_circle_have_nothing_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who renames a scenario, writes a source or types into the circle waits for no draws."""
    drawn = []
    real = spreads.spread

    def counted(*asked: Any) -> Spread:
        drawn.append(1)
        return real(*asked)

    monkeypatch.setattr(document.spreads, "spread", counted)
    first = Scenario(values={"members": 5_433})
    told = first.changed(
        name="For the board",
        not_counted={"trust": "They trust us more"},
        values={"members": Given(value=5_433, source="our own list", note="in May")},
        circle={next(iter(OF_THE_CIRCLE)): Given(note="from the plan")},
        number_format="de_DE",
    )
    found = document._confidence(first, 512, 5)
    assert document._confidence(told, 512, 5) is found
    assert document._confidence.knows(told, 512, 5)
    assert len(drawn) == 1
    assert document._confidence(told.with_value("members", Given(value=5_434)), 512, 5) is not found


def test_an_answer_known_by_its_figures_is_told_with_the_own_words() -> None:
    first = Scenario(values={"members": 5_435})
    told = first.changed(name="Another name", values={"members": Given(value=5_435, source="our own list")})
    before, after = document.answer_to(first), document.answer_to(told)
    assert after.hard is before.hard
    assert after.resolved.scenario == told
    assert after.resolved.in_force["members"].source.title == "our own list"
    assert before.resolved.scenario == first


# ---- ranges and correlations


def test_a_range_typed_here_moves_the_range_of_the_answer() -> None:
    app = opened(section="moves")
    before = [str(cell) for cell in app.table[0].value.iloc[1]]
    field = next(entry for entry in app.text_input if entry.key == "confidence field referrals")
    field.set_value("1.9 to 2.1").run()
    fine(app)
    after = [str(cell) for cell in app.table[0].value.iloc[1]]
    assert after != before
    assert any("9 times in 10 1.9 to 2.1" in text for text in words(app)) or not any(
        entry.key == "confidence field referrals" for entry in app.text_input
    )


def test_a_narrower_range_narrows_the_answer() -> None:
    wide, narrow = (
        spread(resolve(Scenario(values={"referrals": {"value": 2.0, "low": low, "high": high}})))  # type: ignore[dict-item]
        for low, high in ((0.5, 5.0), (1.9, 2.1))
    )
    assert narrow.npv.p90 - narrow.npv.p10 < 0.9 * (wide.npv.p90 - wide.npv.p10)  # type: ignore[operator]


def test_assumptions_can_be_made_to_go_together_and_apart_again() -> None:
    app = opened(section="moves")
    app.selectbox(key="pair first").set_value("referrals")
    app.selectbox(key="pair second").set_value("uplift")
    app.select_slider(key="pair rank").set_value(0.8)
    app.button(key="add pair").click().run()
    fine(app)
    pair = app.session_state["open scenario"].correlations[0]
    assert (pair.first, pair.second, pair.rank) == ("referrals", "uplift", 0.8)
    # the same pair again replaces the first
    app.select_slider(key="pair rank").set_value(-0.3)
    app.button(key="add pair").click().run()
    assert [pair.rank for pair in app.session_state["open scenario"].correlations] == [-0.3]
    app.button(key="remove pair").click().run()
    fine(app)
    assert app.session_state["open scenario"].correlations == ()


def test_what_goes_together_is_written_in_the_readers_format() -> None:
    pair = {"first": "referrals", "second": "uplift", "rank": -0.55}
    app = opened(Scenario(number_format="de_DE", correlations=[pair]), section="moves")
    fine(app)
    assert any("−0,55" in str(table.value.to_dict()) for table in (*app.table, *app.dataframe))
    slider = app.select_slider(key="pair rank")
    assert slider.value == 0.5
    assert [slider.options[place] for place in (0, 29, 38)] == ["−0,95", "0,5", "0,95"]


def test_correlations_that_cannot_all_hold_are_refused_in_words() -> None:
    app = opened(section="moves")
    for first, second, rank in (
        ("referrals", "uplift", 0.6),
        ("referrals", "deflected", 0.6),
        ("uplift", "deflected", -0.9),
    ):
        app.selectbox(key="pair first").set_value(first)
        app.selectbox(key="pair second").set_value(second)
        app.select_slider(key="pair rank").set_value(rank)
        app.button(key="add pair").click().run()
    assert [error.message for error in app.exception] == []
    assert any("cannot all hold at once" in say(error.value) for error in app.error)
    assert len(app.session_state["open scenario"].correlations) == 2


def test_an_assumption_cannot_go_with_itself() -> None:
    app = opened(section="moves")
    app.selectbox(key="pair first").set_value("uplift")
    app.selectbox(key="pair second").set_value("uplift")
    app.button(key="add pair").click().run()
    assert any("choose two" in say(error.value) for error in app.error)


# ---- what must be true


def test_a_break_even_stands_with_todays_value_and_range() -> None:
    app = opened(section="true")
    app.selectbox(key="break-even of").set_value("loaded_salary").run()
    told = next(text for text in words(app) if "Cost of a community post (" in text)
    value = resolve(Scenario()).in_force["loaded_salary"]
    assert "breaks even at $" in told
    assert US.money(value.value) in told
    assert f"{US.money(value.low)} to {US.money(value.high)}" in told


@pytest.mark.parametrize(
    ("point", "running"), [*((name, True) for name in starting_points()), ("b2b-support@1", False)]
)
def test_the_value_that_is_named_turns_the_answer_and_lies_where_the_row_says(
    point: str, running: bool
) -> None:
    numbers = resolve(Scenario(starting_point=point, running=running))
    names = uncertain(numbers)
    pays_now = evaluate_resolved(numbers).hard.npv >= 0.0
    for name, value in break_evens(numbers, names).items():
        if value is None:
            continue
        entry = numbers.in_force[name]
        named = named_break_even(value, entry)
        assert named == pytest.approx(value, rel=0.011)
        assert (entry.low <= named <= entry.high) == (entry.low <= value <= entry.high), name
        assert (npv_at(numbers, name, [named])[0] >= 0.0) != pays_now, name


def test_a_break_even_just_outside_its_range_is_not_written_as_its_end() -> None:
    tables = [table.value.astype(str).map(say) for table in opened(section="true").table]
    rows = [" ".join(row) for table in tables for row in table.to_numpy().tolist()]
    assert [row for row in rows if row.endswith("$131,000 no, $68,000 to $130,000")]


def test_a_break_even_has_the_unit_of_the_starting_point() -> None:
    app = opened(Scenario(starting_point="association@1"), section="true")
    app.selectbox(key="break-even of").set_value("referrals").run()
    told = next(text for text in words(app) if "Dues payers won by members (" in text)
    assert re.search(r"breaks even at [\d.,]+ people a month", told)


def test_a_chance_that_is_none_or_certain_names_its_draws_once() -> None:
    for scenario, said in ((Scenario(values=NOBODY), "no draw"), (certain(), "every draw")):
        app = opened(scenario)
        assert said in [say(str(metric.value)) for metric in app.metric]
        captions = [say(caption.value) for caption in app.caption]
        assert "over three years" in captions
        assert not any(caption.startswith("draws, over") for caption in captions)


def test_no_value_is_an_answer() -> None:
    app = opened(section="true")
    app.selectbox(key="break-even of").set_value("headcount").run()
    assert any("it pays at every possible value, everything else" in text for text in words(app))


def test_no_value_is_an_answer_where_it_loses() -> None:
    app = opened(Scenario(values={"platform_cost": 5e8}), section="true")
    app.selectbox(key="break-even of").set_value("headcount").run()
    assert any("at none of its possible values does it pay, everything else" in text for text in words(app))


def test_a_value_far_from_todays_is_found() -> None:
    app = opened(section="true")
    app.selectbox(key="break-even of").set_value("launch_cost").run()
    assert any("breaks even at $157,000" in text for text in words(app))


def test_two_at_once_needs_two() -> None:
    app = opened(section="true")
    app.selectbox(key="two-way first").set_value("uplift")
    app.selectbox(key="two-way second").set_value("uplift").run()
    assert any("two different" in info.value for info in app.info)
    app.selectbox(key="two-way second").set_value("loaded_salary").run()
    fine(app)
    assert not app.info


# ---- what to measure


@pytest.mark.parametrize("decision", list(Decision))
def test_the_page_shows_the_plan(decision: Decision) -> None:
    result = evaluate(Scenario())
    moved = drivers(result.resolved, sample(result.resolved))
    plan = plan_of(result, spread(result.resolved), moved, decision)
    app = opened(section="measure")
    app.button_group(key="decision").set_value(decision).run()
    fine(app)
    assert plan.verdict in [say(heading.value) for heading in app.header]
    text = " ".join(words(app))
    for step in plan.steps:
        for piece in (step.label, step.how, step.metric, step.earned):
            assert piece in text, piece


# ---- how we know


def test_the_haircut_is_a_switch_beside_the_answer() -> None:
    app = opened(section="credit")
    title = app.title[0].value
    assert not any("20 % off" in text for text in words(app))
    app.toggle(key="haircut").set_value(True).run()
    fine(app)
    assert app.title[0].value == title
    cut = with_haircut(evaluate(Scenario()))
    text = " ".join(words(app))
    assert re.search(r"66\s%\smoderately confident × 30\s% = 20\s% off", text)
    assert US.money_short(cut.npv) in text


def test_soft_value_changes_the_words_with_the_figures() -> None:
    app = opened(section="credit")
    assert say(app.header[0].value).startswith("Hard value alone")
    app.button_group(key="what counts").set_value("soft").run()
    assert say(app.header[0].value).startswith("Hard and soft value together")
    result = evaluate(Scenario())
    assert US.money_short(result.with_soft.pv_benefits) in say(app.header[0].value)


def test_a_line_is_as_good_as_its_weakest_number() -> None:
    own = {
        name: {"value": resolve(Scenario()).value(name), "confirmed": True, "grade": grade}
        for name, grade in (
            ("deflected", "own experiment"),
            ("cost_per_ticket", "own before/after"),
            ("deflection_causal", "own experiment"),
            ("deflection_cash", "own difference in differences"),
        )
    }
    result = evaluate(Scenario(values=own))  # type: ignore[arg-type]
    line = next(line for _, line in MODEL.lines if line.id == "deflection")
    assert str(confidence.weakest(result, line)) == "own before/after"


# ---- figures


@pytest.mark.parametrize("name", [*ranged(), *CHANCES])
def test_every_figure_of_draws_explains_itself(name: str, facts: tuple[Spread, Scenario]) -> None:
    told = explain_range(resolve(Scenario()), facts[0], name)
    assert told.label
    assert told.value
    assert "seed 1" in told.note
    assert told.inputs


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "no draw"),
        (1.0, "every draw"),
        (0.001, "fewer than 1 of 100 draws"),
        (0.999, "more than 99 of 100 draws"),
        (0.5, "50 of 100 draws, ± 1.6 points"),
    ],
)
def test_a_chance_is_never_a_certainty_it_is_not(
    share: float, expected: str, facts: tuple[Spread, Scenario]
) -> None:
    found = dataclasses.replace(facts[0], p_roi_positive=share)
    assert chance_text(CHANCES["p_roi_positive"], found, US) == expected


def test_percentiles_that_do_not_exist_have_words() -> None:
    assert percentile_text(None, "months", US) == "later"
    assert percentile_text(None, "share", US) == "–"
    assert error_text(None, "money", US) == "–"
    assert error_text(0.01, "share", US) == "± 1 point"


def test_counts_of_draws_are_written_as_all_numbers_are() -> None:
    app = opened(Scenario(number_format="de_DE"))
    fine(app)
    said = words(app)
    assert any("1.024 draws here, seed 1" in text for text in said)
    assert not any("1,024" in text for text in said)
