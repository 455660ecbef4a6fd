"""Charts of the circle: valid drawings, words with the numbers and the label, lit loops, strips that tell the truth."""

from __future__ import annotations

import copy
import dataclasses
import json
import math
import re
from collections.abc import Callable
from typing import Any

import altair
import pyarrow
import pytest

from components.charts import (
    ILLUSTRATIVE,
    Chart,
    MapPlace,
    PolicyPath,
    Style,
    TippingMap,
    causal_loops,
    contrast,
    policy_paths,
    text_on,
    tipping_map,
)
from components.charts.cycle import EDGES, LOOP_PLACES, NODES
from wording.cycle import LOOP_NAMES

STYLES = [Style(dark=False), Style(dark=True), Style(currency="CHF", decimal=",")]


def money(amount: float) -> str:
    return f"${amount:,.0f}"


def paths_chart(style: Style, *, scale: float = 1.0, marks: Any = (("Cut", 3),)) -> Chart:
    paths = [
        PolicyPath(name="Invest", values=[1.0 * scale, 2.0, 3.0]),
        PolicyPath(name="Stand still", values=[1.0, 1.0, 0.5]),
        PolicyPath(name="Cut", values=[0.5, 0.2, 0.1]),
    ]
    return policy_paths(
        title="Budget", paths=paths, months=[0, 3, 6], write=money, unit="money", style=style, marks=marks
    )


def loops_chart(style: Style, dominating: str = "seeing") -> Chart:
    return causal_loops(dominating=dominating, names=dict(LOOP_NAMES), when="Cut, month 3", style=style)


DRAWN = TippingMap(
    budgets=[10.0, 20.0, 30.0, 40.0],
    measurings=[0.0, 0.1, 0.2],
    ends=[["starved"] * 4, ["starved", "starved", "undecided", "thriving"], ["starved", *["thriving"] * 3]],
    boundary=[None, 35.0, 14.0],
    boundary_above=[None, None, None],
)


def map_chart(style: Style, *, drawn: TippingMap = DRAWN, budget: float = 30.0) -> Chart:
    return tipping_map(
        drawn=drawn,
        here=MapPlace(name="You are here", budget=budget, measuring=0.2),
        others=[MapPlace(name="Today", budget=20.0, measuring=0.02)],
        money=money,
        style=style,
    )


CHARTS: dict[str, Callable[[Style], Chart]] = {"paths": paths_chart, "loops": loops_chart, "map": map_chart}
EACH = pytest.mark.parametrize("name", CHARTS)


@EACH
@pytest.mark.parametrize("style", STYLES, ids=["light", "dark", "CHF"])
def test_it_is_valid_vega_lite(name: str, style: Style) -> None:
    drawing = CHARTS[name](style).standalone
    json.dumps(drawing, allow_nan=False)
    altair.LayerChart.from_dict(drawing)


@EACH
def test_it_says_that_it_is_illustrative_and_has_its_data(name: str) -> None:
    chart = CHARTS[name](STYLES[0])
    assert chart.alt.startswith(f"{ILLUSTRATIVE}. ")
    assert len(chart.rows) == {"paths": 3, "loops": len(EDGES), "map": 3}[name]
    assert all(value not in ("", None) for row in chart.rows for value in row.values())


@EACH
def test_rows_travel_as_tables_and_the_specification_is_shared_and_untouched(name: str) -> None:
    first, second = CHARTS[name](STYLES[0]), CHARTS[name](STYLES[0])
    before = copy.deepcopy(first.spec)
    assert first.spec is second.spec
    assert all(isinstance(table, pyarrow.Table) for table in first.drawing["datasets"].values())
    assert first.spec == before
    asked = set(re.findall(r'"data": \{"name": "(\w+)"\}', json.dumps(first.spec)))
    assert asked == set(first.datasets)


def test_no_scale_meets_an_empty_dataset() -> None:
    without = paths_chart(STYLES[0], marks=())
    assert [row["seen"] for row in without.datasets["closes"]] == [0]
    nowhere = TippingMap(
        budgets=[1.0, 2.0],
        measurings=[0.0, 0.1],
        ends=[["starved"] * 2] * 2,
        boundary=[None, None],
        boundary_above=[None, None],
    )
    chart = map_chart(STYLES[0], drawn=nowhere)
    assert all(chart.datasets.values())
    assert "Nothing thrives here." in chart.alt


def test_a_map_draws_where_more_thrives_no_more() -> None:
    island = dataclasses.replace(
        DRAWN,
        ends=[["starved"] * 4, ["starved", "thriving", "thriving", "starved"], ["starved"] * 4],
        boundary=[None, 15.0, None],
        boundary_above=[None, 32.0, None],
    )
    chart = map_chart(STYLES[0], drawn=island)
    assert [(row["x"], row["side"]) for row in chart.datasets["line"]] == [(15.0, 0), (32.0, 1)]
    assert [row["Thrives from, a year"] for row in chart.rows] == [
        "no budget here",
        "$15 to $32",
        "no budget here",
    ]
    assert "With 10 % for measuring it thrives from $15 to $32 a year." in chart.alt


def test_paths_are_told_apart_without_colour_and_mark_where_they_close() -> None:
    chart = paths_chart(STYLES[0])
    assert chart.alt == (
        "Illustrative. Budget from month 0 to 6: Invest from $1 to $3, Stand still from $1 to $0 and Cut from $0 to $0."
    )
    dashes = chart.spec["layer"][0]["encoding"]["strokeDash"]["scale"]["range"]
    assert len({tuple(dash) for dash in dashes}) == 3
    assert [(row["month"], row["value"]) for row in chart.datasets["closes"]] == [(3, 0.2)]


@pytest.mark.parametrize("dominating", [*LOOP_PLACES, ""])
def test_the_loop_that_dominates_is_lit_and_no_other(dominating: str) -> None:
    chart = loops_chart(STYLES[0], dominating)
    lit = {row["edge"] for row in chart.datasets["heads"] if row["lit"]}
    assert lit == {number for number, edge in enumerate(EDGES) if dominating and dominating in edge[3]}
    said = f"“{LOOP_NAMES[dominating]}” dominates" if dominating else "no loop moves anything"
    assert chart.alt.endswith(f"Cut, month 3: {said}.")


def test_each_loop_is_closed_and_its_signs_say_what_it_does() -> None:
    """An even number of minus signs reinforces, an odd one balances."""
    for loop, reinforces in (("seeing", True), ("caring", True), ("spending", False)):
        edges = [edge for edge in EDGES if loop in edge[3]]
        follows = {start: end for start, end, *_ in edges}
        at, seen = "budget", []
        while at not in seen:
            seen.append(at)
            at = follows[at]
        assert at == "budget"
        assert len(seen) == len(edges)
        minus = sum(sign == "−" for _, _, sign, *_ in edges)
        assert (minus % 2 == 0) == reinforces, loop


def test_words_of_the_loops_can_be_read() -> None:
    for style in STYLES[:2]:
        for dominating in LOOP_PLACES:
            for row in loops_chart(style, dominating).datasets["loops"]:
                assert contrast(row["ink"], row["fill"]) >= 4.5, row
        assert contrast(text_on(style.accent), style.accent) >= 4.5


def test_parts_stand_apart() -> None:
    places = [(x, y) for x, y, _ in NODES.values()]
    for number, one in enumerate(places):
        assert all(math.dist(one, other) > 20 for other in places[number + 1 :])


def test_strips_cover_the_map_once_and_tell_where_each_start_ends() -> None:
    cells = map_chart(STYLES[0]).datasets["cells"]
    assert [cell["Ends"] for cell in cells] == [
        "starves",
        "starves",
        "not decided yet",
        "thrives",
        "starves",
        "thrives",
    ]
    area = sum((cell["right"] - cell["left"]) * (cell["top"] - cell["bottom"]) for cell in cells)
    assert area == pytest.approx((40 - 10) * 0.2)


def test_the_boundary_and_the_place_are_in_words() -> None:
    alt = map_chart(STYLES[0]).alt
    assert "With 10 % for measuring it thrives from $35 a year on." in alt
    assert alt.endswith("You are here: $30 a year, 20 % for measuring.")


def test_a_place_off_the_map_stands_at_its_edge() -> None:
    place = map_chart(STYLES[0], budget=900.0).datasets["places"][0]
    assert place["x"] == 40.0


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_no_number_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        paths_chart(STYLES[0], scale=bad)


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="figure for each month"):
        policy_paths(
            title="A",
            paths=[PolicyPath(name="A", values=[1.0])],
            months=[0, 3],
            write=money,
            unit="money",
            style=STYLES[0],
        )
    with pytest.raises(ValueError, match="no loop"):
        loops_chart(STYLES[0], "luck")
    with pytest.raises(ValueError, match="end for every pair"):
        map_chart(
            STYLES[0],
            drawn=TippingMap(
                budgets=[1.0, 2.0],
                measurings=[0.0, 0.1],
                ends=[["starved"]],
                boundary=[None],
                boundary_above=[None],
            ),
        )
