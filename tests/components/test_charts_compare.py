"""Charts of a comparison: valid drawings, words with the numbers, sides that can be told apart."""

from __future__ import annotations

import itertools
import json

import altair
import pytest

from components.charts import (
    BridgeStep,
    Chart,
    SidePath,
    SideTeams,
    Style,
    bridge,
    contrast,
    on_background,
    paths,
    teams_side_by_side,
)
from components.charts.compare import DASHES
from figures.comparison import COLOURS

STYLES = [Style(dark=False), Style(dark=True), Style(currency="CHF", decimal=",")]
SHADES = list(COLOURS.values())


def money(amount: float) -> str:
    return f"${amount:,.0f}"


def four_paths(scale: float, style: Style) -> Chart:
    sides = [
        SidePath(name=f"Side {n}", colour=SHADES[n], values=[0.0, -10.0 * n * scale, 30.0 * scale])
        for n in range(4)
    ]
    return paths(sides=sides, what="Cumulative cash", write=money, style=style)


def shares(scale: float, style: Style) -> Chart:
    sides = [
        SidePath(name="Now", colour=SHADES[0], values=[None, 0.4, 0.5]),
        SidePath(name="Bold", colour=SHADES[1], values=[None, None, None] if not scale else [0.5, 0.6, 0.7]),
    ]
    return paths(
        sides=sides, what="Share", write=lambda x: f"{x:.0%}", style=style, from_month=1, kind="share"
    )


def two_teams(scale: float, style: Style) -> Chart:
    sides = [
        SideTeams(
            name=name,
            colour=colour,
            teams=[("Support", 40.0 * scale, 10.0 * scale), ("Sales", 20.0 * scale, -5.0 * scale)],
        )
        for name, colour in (("Now", SHADES[0]), ("Bold", SHADES[1]))
    ]
    return teams_side_by_side(sides=sides, money=money, style=style)


def waterfall(scale: float, style: Style) -> Chart:
    steps = [
        BridgeStep(label="Members", effect=60.0 * scale, text="+$60"),
        BridgeStep(label="What it costs", effect=-25.0 * scale, text="-$25", detail="Staff, Platform"),
    ]
    return bridge(
        start_name="Now",
        end_name="Bold",
        start=10.0 * scale,
        end=45.0 * scale,
        steps=steps,
        money=money,
        style=style,
    )


CHARTS = {
    "paths": (four_paths, ("Side 1 from $0 to $30, lowest $-10 in month 1", "month 0 to 2, on one scale")),
    "shares": (shares, ("Now from 40% to 50%", "Bold from 50% to 70%")),
    "teams": (two_teams, ("Now against Bold", "Support $50 against $50", "Sales $15")),
    "bridge": (waterfall, ("From $10 with Now to $45 with Bold", "Members +$60 and What it costs -$25")),
}
EACH = pytest.mark.parametrize("name", CHARTS)


@EACH
@pytest.mark.parametrize("style", STYLES, ids=["light", "dark", "francs"])
def test_specification_is_valid_vega_lite(name: str, style: Style) -> None:
    altair.Chart.from_dict(CHARTS[name][0](1.0, style).standalone, validate=True)


@EACH
def test_words_hold_the_main_numbers(name: str) -> None:
    build, numbers = CHARTS[name]
    words = build(1.0, STYLES[0]).alt
    assert [number for number in numbers if number not in words] == [], words
    assert words.endswith(".")


@EACH
@pytest.mark.parametrize("scale", [0.0, -1.0, 1e9])
def test_zero_negative_and_huge_figures_draw_without_nan(name: str, scale: float) -> None:
    chart = CHARTS[name][0](scale, STYLES[0])
    json.dumps(chart.standalone, allow_nan=False)
    assert "nan" not in chart.alt.lower()


@EACH
def test_every_dataset_that_is_asked_for_is_there_and_the_why_has_a_table(name: str) -> None:
    chart = CHARTS[name][0](1.0, STYLES[0])
    asked = {layer["data"]["name"] for layer in chart.spec["layer"] if "name" in layer["data"]}
    assert asked == set(chart.datasets)
    assert {tuple(row) for row in chart.rows} == {tuple(chart.rows[0])}


@pytest.mark.parametrize("dark", [False, True])
def test_sides_stand_out_from_the_page_and_from_each_other(dark: bool) -> None:
    shades = [on_background(colour, dark) for colour in SHADES]
    assert all(contrast(shade, Style(dark=dark).background) >= 3.0 for shade in shades)
    assert len(set(shades)) == len(shades)
    # who sees no colours has the dashes
    assert all(one != other for one, other in itertools.combinations(DASHES, 2))


def test_sides_of_one_name_are_told_apart() -> None:
    same = [SidePath(name="Now", colour=SHADES[0], values=[1.0, 2.0]) for _ in range(2)]
    chart = paths(sides=same, what="Cash", write=money, style=STYLES[0])
    assert list(chart.rows[0]) == ["Month", "Now", "Now (2)"]


def test_a_bridge_starts_where_the_last_step_ended() -> None:
    bars = waterfall(1.0, STYLES[0]).datasets["bars"]
    assert [(bar["low"], bar["high"]) for bar in bars] == [(0, 10), (10, 70), (45, 70), (0, 45)]
    assert [link["at"] for link in waterfall(1.0, STYLES[0]).datasets["links"]] == [10, 70, 45]


def test_what_does_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        bridge(start_name="A", end_name="B", start=0.0, end=9.0, steps=[], money=money, style=STYLES[0])
    short = SidePath(name="B", colour=SHADES[1], values=[1.0, 2.0])
    long = SidePath(name="A", colour=SHADES[0], values=[1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="same months"):
        paths(sides=[short, long], what="Cash", write=money, style=STYLES[0])
    with pytest.raises(ValueError, match="finite"):
        paths(
            sides=[SidePath(name="A", colour=SHADES[0], values=[1.0, float("nan")])],
            what="Cash",
            write=money,
            style=STYLES[0],
        )
    one = SideTeams(name="A", colour=SHADES[0], teams=[("Support", 1.0, 1.0)])
    other = SideTeams(name="B", colour=SHADES[1], teams=[("Sales", 1.0, 1.0)])
    with pytest.raises(ValueError, match="same teams"):
        teams_side_by_side(sides=[one, other], money=money, style=STYLES[0])
