"""The wheel: areas that tell the truth, labels that stand clear, ribbons that stay off the centre."""

from __future__ import annotations

import copy
import math
import re
from itertools import combinations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from components.charts import (
    Chart,
    Flow,
    Style,
    TeamValue,
    on_background,
    wheel,
    wheel_rows,
    wheel_text,
)
from components.charts.wheel import (
    _WIDE_RADIUS,
    HUB,
    INNER,
    LABELS_FROM,
    RIBBON_EDGE,
    ring_edges,
)

LIGHT = Style()
TEAMS = (
    ("support", "Support", "#0072B2"),
    ("product", "Product", "#009E73"),
    ("marketing", "Marketing", "#E69F00"),
    ("sales", "Sales", "#D55E00"),
    ("success", "Success", "#4FA3D9"),
    ("content", "Content", "#CC79A7"),
    ("engagement", "Engagement", "#7A5195"),
    ("people", "People", "#6B7280"),
)
AMOUNTS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False).map(lambda amount: round(amount, 2))


def money(amount: float) -> str:
    return f"${amount:,.0f}" if amount >= 0 else f"−${-amount:,.0f}"


def eight(direct: list[float], received: list[float], off: tuple[str, ...] = ()) -> list[TeamValue]:
    return [
        TeamValue(
            id=id_,
            label=label,
            colour=colour,
            direct=one,
            received=two,
            on=id_ not in off,
        )
        for (id_, label, colour), one, two in zip(TEAMS, direct, received, strict=True)
    ]


def drawn(teams: list[TeamValue], flows: list[Flow] | None = None, style: Style = LIGHT) -> Chart:
    return wheel(
        teams=teams,
        flows=flows or [],
        money=money,
        total_label="over 3 years",
        style=style,
    )


def area(row: dict[str, float]) -> float:
    return (row["end"] - row["start"]) / 2 * (row["outer"] ** 2 - row["inner"] ** 2)


def all_flows(amounts: list[float]) -> list[Flow]:
    pairs = [(giver, receiver) for giver, _, _ in TEAMS for receiver, _, _ in TEAMS]
    return [
        Flow(giver=giver, receiver=receiver, amount=amount)
        for (giver, receiver), amount in zip(pairs, amounts, strict=True)
    ]


def test_area_is_the_amount() -> None:
    # Four times the value is four times the area: 400 + 0 beside 75 + 25.
    teams = eight([400.0, 75.0, 0, 0, 0, 0, 0, 0], [0, 25.0, 0, 0, 0, 0, 0, 0])
    pieces = drawn(teams).datasets["pieces"]
    support, product, product_received = pieces
    assert area(support) == pytest.approx(4 * (area(product) + area(product_received)))
    assert area(product) == pytest.approx(3 * area(product_received))


def test_largest_team_reaches_the_rim_and_begins_at_the_inner_circle() -> None:
    (inner, middle), (start, outer) = ring_edges([300.0, 100.0], full=400.0)
    assert (inner, start, outer) == (INNER, middle, pytest.approx(1.0))
    # Three quarters of the way in squares: 0.625^2 + 0.75 * (1 - 0.625^2)
    assert middle**2 == pytest.approx(0.390625 + 0.75 * 0.609375)


@settings(max_examples=60, deadline=None)
@given(st.lists(AMOUNTS, min_size=8, max_size=8), st.lists(AMOUNTS, min_size=8, max_size=8))
def test_every_area_is_in_proportion_and_every_number_is_finite(
    direct: list[float], received: list[float]
) -> None:
    chart = drawn(eight(direct, received))
    pieces = chart.datasets["pieces"]
    full = max(abs(one) + abs(two) for one, two in zip(direct, received, strict=True))
    sector = 2 * math.pi / 8 - 0.045
    for piece in pieces:
        expected = abs(piece["amount"]) / full * sector / 2 * (1 - INNER**2)
        assert area(piece) == pytest.approx(expected, abs=1e-9)
        assert piece["outer"] <= 1.0
        assert piece["negative"] == (piece["amount"] < 0)
    for rows in chart.datasets.values():
        assert all(math.isfinite(cell) for row in rows for cell in row.values() if isinstance(cell, float))


def test_each_team_has_ring_name_and_colour_whatever_its_value() -> None:
    chart = drawn(eight([0.0] * 8, [0.0] * 8))
    assert chart.datasets["pieces"] == []
    assert [row["label"] for row in chart.datasets["names"]] == [label for _, label, _ in TEAMS]
    assert [row["fill"] for row in chart.datasets["rings"]] == [on_background(c, False) for _, _, c in TEAMS]
    assert chart.datasets["centre"] == [{"total": "$0", "label": "over 3 years"}]
    assert chart.alt == "The wheel is empty: no team gets any value yet ($0)."


def test_negative_values_are_hollow_and_carry_their_minus() -> None:
    chart = drawn(eight([-60.0, 100.0, 0, 0, 0, 0, 0, 0], [20.0, -10.0, 0, 0, 0, 0, 0, 0]))
    by_sign = {(row["Team"], row["part"]): row for row in chart.datasets["pieces"]}
    assert by_sign["Support", "direct"]["fill"] == "transparent"
    assert by_sign["Product", "direct"]["fill"] == on_background("#009E73", False)
    assert chart.datasets["names"][0]["value"] == "−$40"  # -60 + 20
    assert "negative" in [row["words"] for row in chart.datasets["key"]]


def test_a_team_that_is_off_is_an_empty_ring_and_counts_for_nothing() -> None:
    teams = eight([100.0, 900.0, 0, 0, 0, 0, 0, 0], [0.0] * 8, off=("product",))
    chart = drawn(teams, [Flow(giver="support", receiver="product", amount=5.0)])
    assert [row["Team"] for row in chart.datasets["pieces"]] == ["Support"]
    assert chart.datasets["rings"][1]["fill"] == "transparent"
    assert chart.datasets["names"][1]["value"] == "off"
    assert chart.datasets["centre"][0]["total"] == "$100"
    assert chart.datasets["ribbons"] == []
    assert chart.alt.endswith("Switched off: Product.")


def test_text_alternative_tells_total_share_and_every_team() -> None:
    teams = eight([60.0, 20.0, 0, 0, 0, 0, 0, 0], [15.0, 5.0, 0, 0, 0, 0, 0, 0])
    flows = [
        Flow(giver="support", receiver="product", amount=4.0),
        Flow(giver="product", receiver="support", amount=9.0),
        Flow(giver="support", receiver="support", amount=50.0),
        Flow(giver="support", receiver="cost", amount=-70.0),
    ]
    text = wheel_text(teams=teams, flows=flows, money=money)
    # 60 + 15 + 20 + 5 = 100, of which 15 + 5 = 20 comes from the wheel
    assert text.startswith("The community is worth $100, of which the wheel adds $20 (20 %).")
    assert "Support $75, Product $25" in text
    assert "from Product to Support, $9" in text
    assert wheel_rows(teams=teams, money=money)[0] == {
        "Team": "Support",
        "Direct": "$60",
        "From the wheel": "$15",
        "Value": "$75",
        "Gives": "$0",
    }


def test_ribbons_are_as_wide_as_their_flow_and_small_ones_stay_in_the_table() -> None:
    flows = [
        Flow(giver="support", receiver="sales", amount=60.0),
        Flow(giver="sales", receiver="content", amount=30.0),
        Flow(giver="people", receiver="content", amount=0.5),
    ]
    ribbons = drawn(eight([1.0] * 8, [1.0] * 8), flows).datasets["ribbons"]
    # 0.5 of 90.5 is below 1.5 %.
    assert [(row["From"], row["To"], row["Worth"]) for row in ribbons] == [
        ("Support", "Sales", "$60"),
        ("Sales", "Content", "$30"),
    ]
    widths = [math.dist(corners(row["path"])[0], corners(row["path"])[-1]) for row in ribbons]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.05)
    assert ribbons[0]["fill"] == on_background("#0072B2", False)


def corners(path: str) -> list[tuple[float, float]]:
    return [
        (float(x), float(y)) for x, y in (pair.split(",") for pair in re.split("[ML]", path.rstrip("Z"))[1:])
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(AMOUNTS, min_size=64, max_size=64))
def test_ribbons_leave_the_centre_free_and_stay_inside_the_ring(
    amounts: list[float],
) -> None:
    for row in drawn(eight([1.0] * 8, [1.0] * 8), all_flows(amounts)).datasets["ribbons"]:
        distances = [math.hypot(x, y) for x, y in corners(row["path"])]
        assert min(distances) > HUB - 0.02
        assert max(distances) < RIBBON_EDGE + 1e-3


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(min_value=0, max_value=1e6), min_size=8, max_size=8),
    st.sampled_from([LABELS_FROM, 520, 608, 700, 960, 1400]),
)
@example([5e4, 1e6] * 4, LABELS_FROM)
def test_labels_beside_the_wheel_are_never_cut_and_touch_nothing(values: list[float], width: int) -> None:
    radius = eval(_WIDE_RADIUS, {"min": min, "width": width})
    boxes = []
    chart = wheel(
        teams=eight(values, [0.0] * 8),
        flows=[],
        money=lambda amount: f"CHF {amount / 1000:,.1f}k",
        total_label="over 3 years",
        style=LIGHT,
    )
    names = chart.datasets["names"]
    for row in names:
        away = row["clear"] * radius + 12
        x, y = (
            width / 2 + away * math.sin(row["angle"]),
            radius + 46 - away * math.cos(row["angle"]),
        )
        shift = -16 if math.cos(row["angle"]) > 0.5 else 16 if math.cos(row["angle"]) < -0.5 else 0
        long = 7.4 * max(len(row["label"]), len(row["value"]))
        left = x if math.sin(row["angle"]) > 0 else x - long
        boxes.append((left, y + shift - 16, left + long, y + shift + 17))
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert right <= width
        assert top >= 0
        assert bottom <= 2 * (radius + 46)
    # A label does not lie on a sector either: each point round its box is further out than the sector behind it.
    outers = [row["outer"] * radius for row in names]
    for left, top, right, bottom in boxes:
        along = [left + step / 12 * (right - left) for step in range(13)]
        for x, y in product(along, (top, bottom)):
            across, down = x - width / 2, y - (radius + 46)
            sector = int(math.atan2(across, -down) % (2 * math.pi) / (2 * math.pi / 8))
            assert math.hypot(across, down) >= outers[min(sector, 7)]
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_one_specification_a_look_and_no_data_in_it() -> None:
    first = drawn(eight([100.0] + [0.0] * 7, [0.0] * 8))
    kept = copy.deepcopy(first.spec)
    second = drawn(eight([0.0, 7.0] + [0.0] * 6, [0.0] * 8))
    assert second.spec is first.spec == kept
    assert "datasets" not in first.spec
    assert first.datasets["centre"][0]["total"] == "$100"
    assert second.datasets["centre"][0]["total"] == "$7"
    assert drawn(eight([1.0] * 8, [0.0] * 8), style=Style(dark=True)).spec is not first.spec


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_is_not_a_number_is_refused_by_name(bad: float) -> None:
    with pytest.raises(ValueError, match="received of Support"):
        drawn(eight([1.0] * 8, [bad] + [0.0] * 7))
    with pytest.raises(ValueError, match="flow from support to sales"):
        drawn(
            eight([1.0] * 8, [0.0] * 8),
            [Flow(giver="support", receiver="sales", amount=bad)],
        )


def test_a_wheel_without_teams_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one team"):
        wheel(teams=[], flows=[], money=money, total_label="", style=LIGHT)
