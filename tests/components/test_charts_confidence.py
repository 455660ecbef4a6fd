"""Charts of how sure an answer is: valid drawings, words with the numbers, the data of the chart, both themes."""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Callable

import altair
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.charts import (
    Axis,
    Chart,
    FanPath,
    Histogram,
    ShareBar,
    Style,
    SwingBar,
    contrast,
    fan,
    npv_spread,
    tornado,
    two_way,
    variance,
)
from components.charts.confidence import LOSS, zero_line

STYLES = [Style(dark=False), Style(dark=True), Style(currency="CHF", decimal=",")]


def money(amount: float) -> str:
    return f"${amount:,.0f}" if amount >= 0 else f"−${-amount:,.0f}"


def spread_chart(scale: float, style: Style) -> Chart:
    found = Histogram(
        edges=[-50.0, 0.0, 50.0, 100.0],
        shares=[0.3, 0.696, 0.004],
        p10=-40.0 * scale,
        p50=10.0 * scale,
        p90=45.0 * scale,
        positive=0.7,
    )
    return npv_spread(spread=found, money=money, style=style)


def fan_chart(scale: float, style: Style) -> Chart:
    step = [0.0, 1.0 * scale, 2.0 * scale]
    path = FanPath(
        name="Cumulative cash",
        months=[0, 1, 2],
        p5=[-9.0 * value for value in step],
        p10=[-8.0 * value for value in step],
        p25=[-4.0 * value for value in step],
        p50=[0.0, -1.0 * scale, 10.0 * scale],
        p75=[6.0 * value for value in step],
        p90=[8.0 * value for value in step],
        p95=[9.0 * value for value in step],
    )
    return fan(path=path, write=money, style=style)


def tornado_chart(scale: float, style: Style) -> Chart:
    swings = [
        SwingBar(
            label="Referrals", low_words="2", high_words="9", at_low=-50.0 * scale, at_high=200.0 * scale
        ),
        SwingBar(
            label="Salary", low_words="$60k", high_words="$90k", at_low=30.0 * scale, at_high=-20.0 * scale
        ),
    ]
    return tornado(swings=swings, likely=10.0 * scale, money=money, style=style)


def variance_chart(scale: float, style: Style) -> Chart:
    shares = [
        ShareBar(label="Referrals", alone=0.4 * scale, total=0.6 * scale),
        ShareBar(label="Salary", alone=-0.02 * scale, total=0.003 * scale),
    ]
    return variance(shares=shares, style=style)


def two_way_chart(scale: float, style: Style) -> Chart:
    across = Axis(
        label="Tickets", unit="tickets a month", values=[0.0, 10.0, 20.0], today=12.0, write="{:g}".format
    )
    up = Axis(label="Uplift", unit="%", values=[0.0, 0.1], today=0.05, write="{:.0%}".format)
    npv = [[-10.0 * scale, 10.0 * scale], [10.0 * scale, 30.0 * scale], [30.0 * scale, 50.0 * scale]]
    return two_way(across=across, up=up, npv=npv, money=money, style=style)


CHARTS: dict[str, tuple[Callable[[float, Style], Chart], tuple[str, ...]]] = {
    "npv_spread": (
        spread_chart,
        ("between −$40 and $45 in 8 of 10", "$10 in the middle", "above zero in 70 %"),
    ),
    "fan": (
        fan_chart,
        (
            "from month 0 to 2",
            "$10 in the middle",
            "between −$16 and $16 in 8 of 10",
            "at zero or above from month 2 on",
        ),
    ),
    "tornado": (
        tornado_chart,
        ("from $10 at likely values", "from −$50 (2) to $200 (9)", "Salary from $30 ($60k)"),
    ),
    "variance": (
        variance_chart,
        ("Referrals 60 % with its interplay, 40 % alone", "Salary under 1 %", "0 % alone"),
    ),
    "two_way": (
        two_way_chart,
        ("Tickets from 0 to 20", "Uplift from 0% to 10%", "from −$10 to $50", "0 with 5%", "5 with 0%"),
    ),
}
EACH = pytest.mark.parametrize("name", CHARTS)


@pytest.mark.parametrize(
    ("low", "likely", "high", "seen"), [(-5.0, 10.0, 20.0, 1), (5.0, 10.0, 20.0, 0), (-9.0, -5.0, -1.0, 0)]
)
def test_a_tornado_draws_zero_only_where_it_lies_and_no_scale_meets_an_empty_dataset(
    low: float, likely: float, high: float, seen: int
) -> None:
    swing = SwingBar(label="Referrals", low_words="2", high_words="9", at_low=low, at_high=high)
    chart = tornado(swings=[swing], likely=likely, money=money, style=STYLES[0])
    assert all(chart.datasets.values())
    (zero,) = chart.datasets["zeros"]
    assert zero["seen"] == seen
    # unseen, it widens no scale
    assert zero["to"] == (0.0 if seen else likely)


@EACH
@pytest.mark.parametrize("style", STYLES, ids=["light", "dark", "CHF"])
@pytest.mark.parametrize("scale", [1.0, 1e7, 0.0])
def test_it_is_valid_vega_lite(name: str, style: Style, scale: float) -> None:
    drawing = CHARTS[name][0](scale, style).standalone
    json.dumps(drawing, allow_nan=False)
    altair.LayerChart.from_dict(drawing)


@EACH
def test_the_words_hold_the_numbers(name: str) -> None:
    make, expected = CHARTS[name]
    alt = make(1.0, STYLES[0]).alt
    for words in expected:
        assert words in alt, (words, alt)


@EACH
def test_the_table_is_written_and_complete(name: str) -> None:
    rows = CHARTS[name][0](1.0, STYLES[0]).rows
    assert len(rows) == {"npv_spread": 3, "fan": 3, "tornado": 2, "variance": 2, "two_way": 3}[name]
    assert len({tuple(row) for row in rows}) == 1
    assert all(value not in ("", None) for row in rows for value in row.values())


@EACH
def test_rows_travel_as_tables_and_the_specification_is_shared_and_untouched(name: str) -> None:
    make = CHARTS[name][0]
    first, second = make(1.0, STYLES[0]), make(3.0, STYLES[0])
    before = copy.deepcopy(first.spec)
    assert first.spec is second.spec
    assert all(isinstance(table, pyarrow.Table) for table in first.drawing["datasets"].values())
    assert first.spec == before


@EACH
def test_every_named_dataset_exists(name: str) -> None:
    chart = CHARTS[name][0](1.0, STYLES[0])
    asked = set(re.findall(r'"data": \{"name": "(\w+)"\}', json.dumps(chart.spec)))
    assert asked == set(chart.datasets)


@EACH
@pytest.mark.parametrize("dark", [False, True])
def test_words_can_be_read_on_the_page(name: str, dark: bool) -> None:
    style = Style(dark=dark)
    text = json.dumps(CHARTS[name][0](1.0, style).spec)
    for colour in {*re.findall(r'"(?:color|labelColor|titleColor)": "(#[0-9A-F]{6})"', text)} - {style.grid}:
        least = 4.5 if colour in (style.text, style.muted) else 3.0
        assert contrast(colour, style.background) >= least or '"opacity": 1, "aria": false' in text, colour


@pytest.mark.parametrize("bad", [math.nan, math.inf])
@EACH
def test_what_is_no_number_is_refused(name: str, bad: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        CHARTS[name][0](bad, STYLES[0])


def test_what_cannot_be_drawn_is_refused() -> None:
    style = STYLES[0]
    empty = Histogram(edges=[0.0], shares=[], p10=0.0, p50=0.0, p90=0.0, positive=0.0)
    with pytest.raises(ValueError, match="needs bins"):
        npv_spread(spread=empty, money=money, style=style)
    with pytest.raises(ValueError, match="needs an assumption"):
        tornado(swings=[], likely=0.0, money=money, style=style)
    with pytest.raises(ValueError, match="need an assumption"):
        variance(shares=[], style=style)
    one = Axis(label="A", values=[1.0], today=1.0, write=str)
    with pytest.raises(ValueError, match="two values each"):
        two_way(across=one, up=one, npv=[[1.0]], money=money, style=style)
    lone = FanPath(
        name="Cash", months=[0], p5=[0.0], p10=[0.0], p25=[0.0], p50=[0.0], p75=[0.0], p90=[0.0], p95=[0.0]
    )
    with pytest.raises(ValueError, match="two months"):
        fan(path=lone, write=money, style=style)


def test_losses_have_a_colour_and_a_place_of_their_own() -> None:
    bars = spread_chart(1.0, STYLES[0]).datasets["bars"]
    assert [bar["loss"] for bar in bars] == [True, False, False]
    assert [bar["NPV"] for bar in bars] == ["below $0", "$0 to $50", "above $50"]
    assert LOSS in json.dumps(spread_chart(1.0, STYLES[0]).spec)


def test_a_share_alone_is_never_drawn_below_zero_or_above_the_whole() -> None:
    bars = variance_chart(1.0, STYLES[0]).datasets["bars"]
    drawn = {(bar["Assumption"], bar["kind"]): bar["to"] for bar in bars}
    assert drawn["Salary", "alone"] == 0.0
    assert drawn["Referrals", "alone"] == 0.4
    over = variance(shares=[ShareBar(label="A", alone=0.5, total=0.4)], style=STYLES[0])
    assert {bar["to"] for bar in over.datasets["bars"]} == {0.4}


def test_today_is_marked_only_where_it_lies_in_the_table() -> None:
    style = STYLES[0]
    assert two_way_chart(1.0, style).datasets["today"] == [{"x": 12.0, "y": 0.05, "seen": 1}]
    beyond = Axis(label="A", values=[0.0, 1.0], today=7.0, write="{:g}".format)
    chart = two_way(across=beyond, up=beyond, npv=[[1.0, 1.0], [1.0, 2.0]], money=money, style=style)
    assert chart.datasets["today"][0]["seen"] == 0
    assert chart.datasets["line"] == []
    assert chart.alt.endswith("It pays everywhere here.")


# ---- the break-even line


def test_the_line_by_hand() -> None:
    # npv = x + y - 1 on the unit square: zero from (1, 0) to (0, 1)
    assert [
        sorted([segment[:2], segment[2:]])
        for segment in zero_line([0.0, 1.0], [0.0, 1.0], [[-1.0, 0.0], [0.0, 1.0]])
    ] == [[(0.0, 1.0), (1.0, 0.0)]]


@pytest.mark.parametrize("high", [1.0, 3.0])
def test_a_saddle_keeps_its_two_lines_apart(high: float) -> None:
    # above zero at two opposite corners: which pairs are joined depends on the middle
    low = -4.0 + high
    lines = zero_line([0.0, 1.0], [0.0, 1.0], [[high, low], [low, high]])
    assert len(lines) == 2
    middle_above = high + low >= 0.0
    for a, b, c, d in lines:
        corner = (round((a + c) / 2.0), round((b + d) / 2.0))
        assert corner in ({(0, 1), (1, 0)} if middle_above else {(0, 0), (1, 1)})


@settings(max_examples=60)
@given(
    st.floats(-3.0, 3.0).filter(lambda slope: abs(slope) > 0.01),
    st.floats(-3.0, 3.0),
    st.floats(-5.0, 5.0),
)
def test_every_point_of_the_line_breaks_even_on_a_plane(slope: float, other: float, level: float) -> None:
    across, up = [0.0, 0.5, 1.0, 2.0], [-1.0, 0.0, 2.0]
    npv = [[slope * x + other * y + level for y in up] for x in across]
    for a, b, c, d in zero_line(across, up, npv):
        for x, y in ((a, b), (c, d)):
            assert slope * x + other * y + level == pytest.approx(0.0, abs=1e-9)
            assert across[0] <= x <= across[-1]
            assert up[0] <= y <= up[-1]


def test_percents_along_an_axis_have_the_readers_decimal_sign() -> None:
    """An uplift is between 2.5 and 7.5 %, or 2,5 and 7,5 %: the drawing's own format knows the point alone."""
    german = str(two_way_chart(1.0, Style(decimal=",")).spec)
    assert "replace((format(datum.value, '~%')), '.', ',')" in german.replace("\\", "")
    assert "'format': '~%'" not in german
