"""What all charts promise: a valid drawing, words with the numbers, a table, colours that can be seen."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable

import altair
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.evaluation import evaluate
from calculators.results import as_data
from calculators.scenario import Scenario
from components.charts import (
    CashPath,
    Chart,
    Flow,
    Layer,
    StaffPoint,
    Style,
    TeamValue,
    Year,
    claims_bridge,
    contrast,
    cumulative_cash,
    layers_over_time,
    matrix_heat,
    npv_by_staff,
    of_result,
    on_background,
    share_over_time,
    team_bars,
    text_on,
    wheel,
    yearly,
)

TEAM_COLOURS = (
    "#0072B2",
    "#009E73",
    "#E69F00",
    "#D55E00",
    "#4FA3D9",
    "#CC79A7",
    "#7A5195",
    "#6B7280",
)
STYLES = [Style(dark=False), Style(dark=True), Style(currency="CHF", decimal=",")]


def money(amount: float) -> str:
    return f"${amount:,.0f}" if amount >= 0 else f"−${-amount:,.0f}"


def people(count: float) -> str:
    return f"{count:,.0f}"


def two_teams(scale: float) -> list[TeamValue]:
    return [
        TeamValue(
            id="support",
            label="Support",
            colour="#0072B2",
            direct=30.0 * scale,
            received=10.0 * scale,
            given=25.0 * scale,
            soft_direct=5.0 * scale,
            soft_received=1.0 * scale,
        ),
        TeamValue(
            id="sales",
            label="Sales",
            colour="#D55E00",
            direct=90.0 * scale,
            received=-20.0 * scale,
            given=0.0,
        ),
    ]


def flows(scale: float) -> list[Flow]:
    return [
        Flow(giver="support", receiver="sales", amount=20.0 * scale),
        Flow(giver="support", receiver="support", amount=8.0 * scale),
        Flow(giver="support", receiver="cost", amount=-3.0 * scale),
    ]


def cash_chart(scale: float, style: Style) -> Chart:
    going_on = [-100.0 * scale, -150.0 * scale, -40.0 * scale, 70.0 * scale]
    closing = CashPath(name="Closing today", cash=[0.0, 5.0 * scale, 9.0 * scale, 11.0 * scale])
    path = CashPath(name="Going on", cash=going_on)
    return cumulative_cash(path=path, money=money, style=style, payback_month=3, other=closing)


def yearly_chart(scale: float, style: Style) -> Chart:
    years = [
        Year(
            name="Year 1",
            benefits=150.0 * scale,
            costs=100.0 * scale,
            roi=0.5 if scale else None,
        ),
        Year(name="Year 2", benefits=-20.0 * scale, costs=0.0, roi=None),
    ]
    return yearly(years=years, money=money, style=style)


def bridge_chart(scale: float, style: Style) -> Chart:
    return claims_bridge(claims=120.0 * scale, value=100.0 * scale, money=money, style=style)


def staff_chart(scale: float, style: Style) -> Chart:
    points = [StaffPoint(staff=staff, npv=(staff - 1.5) * 40.0 * scale) for staff in (3.0, 1.0, 2.0)]
    return npv_by_staff(points=points, present=points[2], money=money, posts="{:g}".format, style=style)


def bars_chart(scale: float, style: Style) -> Chart:
    return team_bars(teams=two_teams(scale), money=money, style=style)


def matrix_chart(scale: float, style: Style) -> Chart:
    return matrix_heat(teams=two_teams(scale), flows=flows(scale), money=money, style=style)


def wheel_chart(scale: float, style: Style) -> Chart:
    return wheel(
        teams=two_teams(scale),
        flows=flows(scale),
        money=money,
        total_label="over 3 years",
        style=style,
    )


def layers_chart(scale: float, style: Style) -> Chart:
    layers = [
        Layer(name="Internal", people=[20.0 * scale, 22.0 * scale]),
        Layer(name="Market", people=[1_200_000.0 * scale, 1_200_000.0 * scale]),
    ]
    return layers_over_time(layers=layers, number=people, style=style)


def share_chart(scale: float, style: Style) -> Chart:
    shares = [0.4, None, 0.55] if scale else [None, None, None]
    return share_over_time(shares=shares, style=style, turns_in=2 if scale else None)


CHARTS: dict[str, tuple[Callable[[float, Style], Chart], tuple[str, ...]]] = {
    "cumulative_cash": (
        cash_chart,
        ("−$150 in month 1", "paid back in month 3", "$70 at the end", "$11"),
    ),
    "yearly": (
        yearly_chart,
        ("Year 1: $150 against $100, ROI 50 %", "Year 2: −$20 against $0, no cost"),
    ),
    "claims_bridge": (
        bridge_chart,
        ("claim $120", "$20 of it", "(17 %)", "$100 is counted"),
    ),
    "npv_by_staff": (
        staff_chart,
        ("from 1 to 3 posts", "$20 with 2 today", "highest at $60 with 3"),
    ),
    "team_bars": (
        bars_chart,
        ("Sales $70 and Support $46", "Of $116 in all, $6 is soft"),
    ),
    "matrix_heat": (
        matrix_chart,
        ("Support $25 and Sales $0", "from Support to Sales, $20"),
    ),
    "wheel": (
        wheel_chart,
        ("worth $110", "takes $10 away", "Sales $70 and Support $40"),
    ),
    "layers_over_time": (
        layers_chart,
        ("Internal from 20 to 22", "Market from 1,200,000 to 1,200,000"),
    ),
    "share_over_time": (
        share_chart,
        ("40 % of joins in month 0", "55 % in month 2", "turns in month 2"),
    ),
}
EACH = pytest.mark.parametrize("name", CHARTS)
EACH_STYLE = pytest.mark.parametrize("style", STYLES, ids=["light", "dark", "francs"])


@EACH
@EACH_STYLE
def test_specification_is_valid_vega_lite(name: str, style: Style) -> None:
    chart = CHARTS[name][0](1.0, style)
    altair.Chart.from_dict(chart.standalone, validate=True)


@EACH
def test_words_hold_the_main_numbers(name: str) -> None:
    build, numbers = CHARTS[name]
    words = build(1.0, STYLES[0]).alt
    assert [number for number in numbers if number not in words] == [], words
    assert words.endswith(".")


@EACH
@pytest.mark.parametrize("scale", [0.0, 1.0, -1.0, 1e9])
def test_zero_negative_and_huge_figures_draw_without_nan(name: str, scale: float) -> None:
    chart = CHARTS[name][0](scale, STYLES[0])
    # Strict JSON knows no NaN and no infinity.
    json.dumps(chart.standalone, allow_nan=False)
    assert "nan" not in chart.alt.lower()
    assert "inf" not in chart.alt.lower().replace("inform", "")


@EACH
def test_every_dataset_that_is_asked_for_is_there_and_no_other(name: str) -> None:
    chart = CHARTS[name][0](1.0, STYLES[0])
    asked = {layer["data"]["name"] for layer in chart.spec["layer"] if "name" in layer["data"]}
    assert asked == set(chart.datasets)


@EACH
def test_a_second_call_changes_nothing_in_the_first(name: str) -> None:
    build = CHARTS[name][0]
    first = build(1.0, STYLES[0])
    spec, rows = copy.deepcopy(first.spec), copy.deepcopy(first.datasets)
    first.drawing["datasets"].clear()
    second = build(3.0, STYLES[0])
    assert first.spec == spec
    assert first.datasets == rows
    assert "datasets" not in first.spec
    assert second.alt != first.alt or name == "share_over_time"


@EACH
def test_drawing_carries_rows_as_tables(name: str) -> None:
    chart = CHARTS[name][0](1.0, STYLES[0])
    tables = chart.drawing["datasets"]
    assert {key: table.num_rows for key, table in tables.items()} == {
        key: len(rows) for key, rows in chart.datasets.items()
    }
    assert all(isinstance(table, pyarrow.Table) for table in tables.values())


@EACH
def test_table_of_the_why_has_rows_of_one_shape(name: str) -> None:
    rows = CHARTS[name][0](1.0, STYLES[0]).rows
    assert rows
    assert {tuple(row) for row in rows} == {tuple(rows[0])}


def test_currency_and_decimal_mark_stand_on_the_axis() -> None:
    spec = json.dumps(cash_chart(1.0, Style(currency="CHF", decimal=",")).spec)
    assert "Cumulative cash, CHF" in spec
    assert "'.', ','" in spec


# --- colours ---


@pytest.mark.parametrize("colour", TEAM_COLOURS)
@pytest.mark.parametrize("dark", [False, True])
def test_team_colours_stand_out_from_both_pages(colour: str, dark: bool) -> None:
    assert contrast(on_background(colour, dark), Style(dark=dark).background) >= 3.0


@given(st.integers(0, 0xFFFFFF), st.booleans())
def test_any_colour_is_mended_and_a_good_one_is_kept(number: int, dark: bool) -> None:
    colour = f"#{number:06X}"
    mended = on_background(colour, dark)
    background = Style(dark=dark).background
    assert contrast(mended, background) >= 3.0
    assert (mended == colour) == (contrast(colour, background) >= 3.0)


@pytest.mark.parametrize("dark", [False, True])
def test_words_lines_and_accent_stand_out(dark: bool) -> None:
    style = Style(dark=dark)
    for words in (style.text, style.muted):
        assert contrast(words, style.background) >= 4.5
    for graphic in (style.accent, style.line):
        assert contrast(graphic, style.background) >= 3.0


def test_contrast_is_that_of_the_standard() -> None:
    # (1 + 0.05) / (0 + 0.05)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    # #777777: (1.05) / (0.1845 + 0.05)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


@EACH_STYLE
def test_numbers_in_the_matrix_can_be_read_on_their_shade(style: Style) -> None:
    many = [
        Flow(giver=giver, receiver=receiver, amount=amount)
        for amount, (giver, receiver) in enumerate(
            [
                ("support", "support"),
                ("support", "sales"),
                ("sales", "support"),
                ("sales", "sales"),
                ("sales", "cost"),
            ]
        )
    ]
    cells = matrix_heat(teams=two_teams(1.0), flows=many, money=money, style=style).datasets["cells"]
    assert min(contrast(cell["ink"], cell["fill"]) for cell in cells) >= 4.5
    assert text_on("#0072B2") == "#FFFFFF"


# --- charts one by one ---


def test_cash_marks_the_deepest_point_and_the_payback() -> None:
    chart = cash_chart(1.0, STYLES[0])
    (deepest,) = chart.datasets["deepest"]
    assert (deepest["month"], deepest["cash"], deepest["words"]) == (
        1,
        -150.0,
        "Deepest −$150, month 1",
    )
    assert [row["month"] for row in chart.datasets["payback"]] == [3]
    assert {row["path"] for row in chart.datasets["lines"]} == {
        "Going on",
        "Closing today",
    }
    assert chart.rows[1] == {"Month": 1, "Going on": "−$150", "Closing today": "$5"}


def test_cash_without_risk_marks_nothing_and_says_so() -> None:
    chart = cumulative_cash(
        path=CashPath(name="Going on", cash=[0.0, 10.0, 20.0]),
        money=money,
        style=STYLES[0],
        payback_month=0,
    )
    assert chart.datasets["deepest"][0]["seen"] == 0
    assert chart.datasets["payback"] == []
    assert "no money at risk, never below zero, $20 at the end" in chart.alt


def test_cash_that_is_never_paid_back_says_so() -> None:
    chart = cumulative_cash(
        path=CashPath(name="Going on", cash=[-10.0, -20.0]),
        money=money,
        style=STYLES[0],
    )
    assert "not paid back within this time" in chart.alt


def test_bars_stack_what_is_positive_to_the_right_and_what_is_negative_to_the_left() -> None:
    chart = bars_chart(1.0, STYLES[0])
    spans = {(row["team"], row["part"]): (row["start"], row["end"]) for row in chart.datasets["bars"]}
    assert spans == {
        ("Sales", "direct"): (0.0, 90.0),
        ("Sales", "from the wheel"): (0.0, -20.0),
        ("Support", "direct"): (0.0, 30.0),
        ("Support", "from the wheel"): (30.0, 40.0),
        ("Support", "direct, soft"): (40.0, 45.0),
        ("Support", "from the wheel, soft"): (45.0, 46.0),
    }
    # Sorted: Sales 90 - 20 = 70 before Support 30 + 10 + 5 + 1 = 46.
    assert [row["team"] for row in chart.datasets["ends"]] == ["Sales", "Support"]


def test_bars_without_soft_value_do_not_speak_of_it() -> None:
    hard = [TeamValue(id="sales", label="Sales", colour="#D55E00", direct=9.0, received=1.0)]
    chart = team_bars(teams=hard, money=money, style=STYLES[0])
    assert [row["part"] for row in chart.datasets["key"]] == [
        "direct",
        "from the wheel",
    ]
    assert "soft" not in chart.alt


def test_bridge_hangs_the_overlap_between_claims_and_value() -> None:
    bars = bridge_chart(1.0, STYLES[0]).datasets["bars"]
    assert [(bar["low"], bar["high"], bar["words"]) for bar in bars] == [
        (0.0, 120.0, "$120"),
        (100.0, 120.0, "−$20"),
        (0.0, 100.0, "$100"),
    ]


def test_matrix_rows_add_up_to_what_each_loop_gives() -> None:
    rows = matrix_chart(1.0, STYLES[0]).rows
    # 8 + 20 - 3 = 25
    assert rows[0] == {
        "Gives": "Support",
        "Support": "$8",
        "Sales": "$20",
        "Cost": "−$3",
        "Sum": "$25",
    }


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(min_value=0, max_value=1e9), min_size=2, max_size=37))
def test_each_layer_keeps_to_its_own_row(counts: list[float]) -> None:
    layers = [
        Layer(name="Members", people=counts),
        Layer(name="Market", people=[5.0] * len(counts)),
    ]
    points = layers_over_time(layers=layers, number=people, style=STYLES[0]).datasets["points"]
    for point in points:
        floor = 1.0 if point["layer"] == "Members" else 0.0
        assert floor <= point["height"] < floor + 0.6
    highest = max(point["height"] for point in points if point["layer"] == "Members")
    assert highest == pytest.approx(1.0 + (0.58 if max(counts) > 0 else 0.0))


def test_a_month_in_which_nobody_joins_is_a_gap_not_a_zero() -> None:
    chart = share_chart(1.0, STYLES[0])
    assert [row["share"] for row in chart.datasets["line"]] == [0.4, None, 0.55]
    assert [row["Share of joins"] for row in chart.rows] == ["40 %", "–", "55 %"]
    assert share_over_time(shares=[math.nan], style=STYLES[0]).datasets["line"][0]["share"] is None


def test_what_cannot_be_drawn_is_refused_by_name() -> None:
    style = STYLES[0]
    with pytest.raises(ValueError, match="Going on, month 1"):
        cumulative_cash(
            path=CashPath(name="Going on", cash=[0.0, math.nan]),
            money=money,
            style=style,
        )
    with pytest.raises(ValueError, match="two months"):
        cumulative_cash(path=CashPath(name="Going on", cash=[0.0]), money=money, style=style)
    with pytest.raises(ValueError, match="needs a year"):
        yearly(years=[], money=money, style=style)
    with pytest.raises(ValueError, match="two points"):
        npv_by_staff(
            points=[], present=StaffPoint(staff=1, npv=0.0), money=money, posts="{:g}".format, style=style
        )
    with pytest.raises(ValueError, match="value"):
        claims_bridge(claims=1.0, value=math.inf, money=money, style=style)
    uneven = [Layer(name="Members", people=[1.0]), Layer(name="Market", people=[1.0, 2.0])]
    with pytest.raises(ValueError, match="as many months"):
        layers_over_time(layers=uneven, number=people, style=style)


@pytest.mark.parametrize("decimal", [".", ","])
def test_posts_are_written_by_who_knows_the_reader(decimal: str) -> None:
    """In the label, in the words for those who do not see it, in the table, and along the axis."""
    points = [StaffPoint(staff=staff, npv=staff * 10.0) for staff in (0.5, 1.5, 2.5)]
    chart = npv_by_staff(
        points=points,
        present=points[1],
        money=money,
        posts=lambda staff: f"{staff:g}".replace(".", decimal),
        style=Style(decimal=decimal),
    )
    today = chart.datasets["present"][0]["words"]
    assert today.startswith(f"Today, 1{decimal}5 posts")
    assert f"from 0{decimal}5 to 2{decimal}5 posts" in chart.alt
    assert [row["Staff"] for row in chart.rows] == [f"{whole}{decimal}5" for whole in range(3)]
    assert ("','" in str(chart.spec)) == (decimal == ",")


def test_a_large_share_is_read_alike_in_every_format() -> None:
    years = [Year(name="Year 1", benefits=1_335.0, costs=100.0, roi=12.35)]
    assert "1235 %" in yearly(years=years, money=money, style=Style()).alt


def test_no_minus_stands_before_a_zero() -> None:
    years = [Year(name="Year 1", benefits=99.96, costs=100.0, roi=-0.0004)]
    chart = yearly(years=years, money=money, style=Style())
    assert chart.datasets["tops"][0]["words"] == "ROI 0 %"
    assert "ROI 0 %" in chart.alt


def test_the_staff_of_a_scenario_is_in_its_number_format() -> None:
    result = evaluate(Scenario(number_format="de_DE", values={"staff_planned": 1.5}))  # type: ignore[dict-item]
    chart = of_result.npv_by_staff(result, style=Style(decimal=","))
    assert chart.datasets["present"][0]["words"].startswith("Today, 1,5 posts")
    assert all("." not in row["Staff"] for row in chart.rows)
    assert any("," in row["Staff"] for row in chart.rows)


@pytest.mark.parametrize(
    ("scenario", "label", "text"),
    [
        (Scenario(), "Today, 1.5 posts", "with 1.5 today"),
        (Scenario(values={"staff_planned": 3}), "As planned, 3 posts", "with 3 as planned"),
        (Scenario(running=False), "As planned, 1 post", "with 1 as planned"),
    ],
)
def test_posts_that_are_planned_are_not_called_todays(scenario: Scenario, label: str, text: str) -> None:
    chart = of_result.npv_by_staff(evaluate(scenario), style=Style())
    assert chart.datasets["present"][0]["words"].startswith(f"{label}: ")
    assert text in chart.alt


@pytest.mark.parametrize("running", [True, False], ids=["running", "planned"])
def test_the_layers_of_a_month_are_those_that_its_figures_name(running: bool) -> None:
    """Stocks stand at the start of a month: month by month the chart has the members that the results have."""
    result = evaluate(Scenario(running=running, values={"staff_planned": 3}))
    chart = of_result.layers(result, style=Style())
    drawn = {
        point["month"]: point["people"] for point in chart.datasets["points"] if point["layer"] == "Members"
    }
    members = as_data(result)["monthly"]["members_now"]
    assert drawn == pytest.approx(dict(enumerate(members, start=1)))
    most, month = result.peak_members
    assert drawn[month] == pytest.approx(most) == pytest.approx(max(drawn.values()))
    assert [row["Month"] for row in chart.rows] == list(range(1, result.horizon + 1))
    assert f"to {most:,.0f}" in chart.alt, "there are most in the last month"


def test_the_largest_flow_may_be_one_that_takes() -> None:
    """As wide in the wheel, and as much in the matrix, as one that gives."""
    taking = [*flows(1.0), Flow(giver="support", receiver="sales", amount=-60.0)]
    one_each = [Flow(giver="sales", receiver="support", amount=12.0), *flows(-1.0)]
    matrix = matrix_heat(teams=two_teams(1.0), flows=taking, money=money, style=STYLES[0]).alt
    # 20 - 60 = -40
    assert "The largest flow runs from Support to Sales and takes $40 away." in matrix
    drawn = wheel(
        teams=two_teams(1.0), flows=one_each, money=money, total_label="over 3 years", style=STYLES[0]
    )
    assert "The strongest flow between teams runs from Support to Sales and takes $20 away." in drawn.alt
    widest = max(drawn.datasets["ribbons"], key=lambda row: abs(row["amount"]))
    assert widest["amount"] == -20.0
