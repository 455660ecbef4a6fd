"""The flywheel drawn as a wheel: what every team gets, and who powers whom.

Every team has an equal sector that begins at an inner circle. A team's areas are its money: the radius
grows with the square root, so that twice the value is twice the area, exactly (`ring_edges`). A thin ring
inside carries the team's colour whatever its value, so that a tiny team stays in sight without its area
telling more than is true. Ribbons inside are the flows of the matrix, as wide as the flow, in the giver's
colour, pointing at the receiver; they run round the centre, which belongs to the total. What a team's
loop gives to its own lines is part of its pale area and has no ribbon.

Lengths are in units of the wheel's radius until the browser multiplies them: the server cannot know the
width. The layout is an expression on `width`, so one drawing serves a phone and a desk and follows a
window that changes: from `LABELS_FROM` pixels on, names stand outside; below, numbers do, and a list
under the wheel, in the same drawing, says which number is whom. The height follows from the width, which
a Vega-Lite specification can only say through a parameter named `height`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from components.charts._base import (
    LOOKS_KEPT,
    Chart,
    Money,
    Rows,
    Spec,
    Style,
    chart_spec,
    data,
    expr,
    finite,
    flow_words,
    mix,
    on_background,
    percent,
    text_mark,
    tooltip,
)
from wording import listed

HUB = 0.28
"""Radius kept free for the total."""
RIBBON_EDGE = 0.565
"""Where ribbons begin."""
RING = (0.58, 0.61)
"""The ring that names a team by its colour."""
INNER = 0.625
"""Where sectors begin."""
SECTOR_GAP = 0.045
"""Radians between two sectors."""
WIDEST_RIBBON = 0.075
LABELS_FROM = 480
"""Pixels of width from which names stand outside the wheel."""
LEAST_FLOW = 0.015
"""Flows below this share of all flows are left to the table."""
MOST_RIBBONS = 28


@dataclass(frozen=True, kw_only=True)
class TeamValue:
    """What one team gets from the community, and what its loop gives, as present values.

    Parameters
    ----------
    id, label
        The team's permanent id and its name.
    colour
        ``"#RRGGBB"`` as declared; it is mended for the background here.
    direct
        What its lines are worth with all loops off [money].
    received
        What the loops add to its lines [money].
    given
        The Shapley value of its loop [money].
    soft_direct, soft_received
        The parts that do not reach the ledger, beside the others, not within them [money].
    on
        False for a team that was switched off.
    measured
        False for a team that this kind of community has no numbers for: a dash, not a zero.
    """

    id: str
    label: str
    colour: str
    direct: float
    received: float
    given: float = 0.0
    soft_direct: float = 0.0
    soft_received: float = 0.0
    on: bool = True
    measured: bool = True

    @property
    def value(self) -> float:
        return self.direct + self.received

    def written(self, amount: float, money: Money) -> str:
        """An amount that the team gets, or why there is none."""
        return "off" if not self.on else money(amount) if self.measured else "–"


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What the loop of one team adds to the lines of another, as a present value [money]."""

    giver: str
    receiver: str
    amount: float


def ring_edges(amounts: Sequence[float], full: float) -> list[tuple[float, float]]:
    """Inner and outer radius of areas stacked outwards from the inner circle.

    A sector's area between two radii is half its angle times the difference of their squares; so squares
    are stacked, and areas of all teams share one scale, in which `full` just reaches the rim.

    Parameters
    ----------
    amounts
        Amounts, signs ignored [money].
    full
        Amount that fills a sector to the rim [money]; 0 draws nothing.

    Returns
    -------
    list of (inner, outer)
        Radii in units of the wheel's radius.

    Examples
    --------
    >>> edges = ring_edges([3.0, 1.0], full=4.0)
    >>> [round(outer**2 - inner**2, 4) for inner, outer in edges]
    [0.457, 0.1523]
    """
    edges = []
    inner = INNER
    for amount in amounts:
        share = abs(amount) / full if full > 0 else 0.0
        outer = min(1.0, math.sqrt(inner**2 + share * (1 - INNER**2)))
        edges.append((inner, outer))
        inner = outer
    return edges


def wheel(
    *,
    teams: Sequence[TeamValue],
    flows: Sequence[Flow],
    money: Money,
    total_label: str,
    style: Style,
    least_flow: float = LEAST_FLOW,
) -> Chart:
    """Draw the wheel.

    Parameters
    ----------
    teams
        In the order in which they stand, clockwise from the top.
    flows
        Who powers whom, by team ids; flows to anything that is not a team on the wheel (the cost column)
        are left to the matrix.
    money
        Writes an amount as people read it, short: up to 13 characters stand beside the wheel uncut.
    total_label
        The small words under the total, such as ``"over 3 years"``.
    style
        The look.
    least_flow
        Share of all flows below which a flow is not drawn [fraction].

    Returns
    -------
    Chart
        Height follows from the width: give it the width of its container and no height.

    Raises
    ------
    ValueError
        When an amount is not a finite number, or there is no team.
    """
    if not teams:
        raise ValueError("a wheel needs at least one team")
    for team in teams:
        finite(team.direct, f"direct of {team.label}")
        finite(team.received, f"received of {team.label}")
        finite(team.given, f"given of {team.label}")
    for flow in flows:
        finite(flow.amount, f"flow from {flow.giver} to {flow.receiver}")
    total = sum(team.value for team in teams if team.on)
    ribbons = _ribbons(teams=teams, flows=flows, money=money, style=style, least_flow=least_flow)
    datasets = {
        "pieces": _pieces(teams=teams, money=money, style=style),
        "rings": _rings(teams=teams, style=style),
        "names": _names(teams=teams, money=money, style=style),
        "ribbons": ribbons,
        "centre": [{"total": money(total), "label": total_label}],
        "key": _key(teams=teams, ribbons=ribbons, style=style),
        "explanation": _explanation(ribbons),
    }
    return Chart(
        spec=_wheel_spec(style, len(teams)),
        datasets=datasets,
        alt=wheel_text(teams=teams, flows=flows, money=money),
        rows=wheel_rows(teams=teams, money=money),
    )


def wheel_text(*, teams: Sequence[TeamValue], flows: Sequence[Flow], money: Money) -> str:
    """The wheel in words: the total, every team's value, the strongest flow.

    Examples
    --------
    >>> one = TeamValue(id="support", label="Support", colour="#0072B2", direct=3.0, received=1.0)
    >>> wheel_text(teams=[one], flows=[], money=lambda amount: f"${amount:,.0f}")
    'The community is worth $4, of which the wheel adds $1 (25 %). Support $4.'
    """
    on = [team for team in teams if team.on]
    total = sum(team.value for team in on)
    added = sum(team.received for team in on)
    if all(team.direct == 0 and team.received == 0 for team in on):
        text = f"The wheel is empty: no team gets any value yet ({money(0.0)})."
    else:
        share = f" ({percent(added / total)})" if total > 0 and added >= 0 else ""
        if added >= 0:
            text = f"The community is worth {money(total)}, of which the wheel adds {money(added)}{share}."
        else:
            text = f"The community is worth {money(total)}; the wheel takes {money(-added)} away."
        ranked = sorted((team for team in on if team.measured), key=lambda team: -team.value)
        text += f" {listed([f'{team.label} {money(team.value)}' for team in ranked])}."
    between = [flow for flow in _drawable(teams, flows) if flow.giver != flow.receiver]
    if between:
        # the widest ribbon: one that takes is drawn as wide as one that gives
        strongest = max(between, key=lambda flow: abs(flow.amount))
        label = {team.id: team.label for team in teams}
        runs = flow_words(label[strongest.giver], label[strongest.receiver], strongest.amount, money)
        text += f" The strongest flow between teams {runs}."
    off = [team.label for team in teams if not team.on]
    if off:
        text += f" Switched off: {listed(off)}."
    return text


def wheel_rows(*, teams: Sequence[TeamValue], money: Money) -> Rows:
    """The wheel as a table: one row a team."""
    return [
        {
            "Team": team.label,
            "Direct": team.written(team.direct, money),
            "From the wheel": team.written(team.received, money),
            "Value": team.written(team.value, money),
            "Gives": money(team.given) if team.on else "off",
        }
        for team in teams
    ]


# --- rows ---


def _full(teams: Sequence[TeamValue]) -> float:
    return max(
        (abs(team.direct) + abs(team.received) for team in teams if team.on),
        default=0.0,
    )


def _span(index: int, count: int) -> tuple[float, float]:
    whole = 2 * math.pi / count
    gap = min(SECTOR_GAP, whole / 4) if count > 1 else 0.0
    return index * whole + gap / 2, (index + 1) * whole - gap / 2


def _outer(team: TeamValue, full: float) -> float:
    if not team.on:
        return INNER
    return ring_edges([team.direct, team.received], full)[-1][1]


def _pieces(*, teams: Sequence[TeamValue], money: Money, style: Style) -> Rows:
    full = _full(teams)
    rows: Rows = []
    for index, team in enumerate(teams):
        if not team.on:
            continue
        colour = on_background(team.colour, style.dark)
        start, end = _span(index, len(teams))
        parts = (("direct", team.direct), ("from the wheel", team.received))
        for (part, amount), (inner, outer) in zip(
            parts, ring_edges([a for _, a in parts], full), strict=True
        ):
            if outer <= inner:
                continue
            solid = part == "direct" and amount > 0
            pale = mix(colour, style.background, 0.34)
            rows.append(
                {
                    "start": start,
                    "end": end,
                    "inner": inner,
                    "outer": outer,
                    "amount": amount,
                    "part": part,
                    "negative": amount < 0,
                    "fill": colour if solid else pale if amount > 0 else "transparent",
                    "stroke": style.background if solid else colour,
                    **_words(team, money),
                }
            )
    return rows


def _words(team: TeamValue, money: Money) -> dict[str, str]:
    return wheel_rows(teams=[team], money=money)[0]


def _rings(*, teams: Sequence[TeamValue], style: Style) -> Rows:
    return [
        {
            "start": _span(index, len(teams))[0],
            "end": _span(index, len(teams))[1],
            "inner": RING[0],
            "outer": RING[1],
            "fill": on_background(team.colour, style.dark) if team.on else "transparent",
            "stroke": on_background(team.colour, style.dark) if team.on else style.line,
        }
        for index, team in enumerate(teams)
    ]


def _names(*, teams: Sequence[TeamValue], money: Money, style: Style) -> Rows:
    full = _full(teams)
    count = len(teams)
    outers = [_outer(team, full) for team in teams]
    rows: Rows = []
    for index, team in enumerate(teams):
        # A label stands clear of its neighbours too: its words reach over them sideways.
        clear = max(outers[index], outers[index - 1], outers[(index + 1) % count])
        rows.append(
            {
                "label": team.label,
                "value": team.written(team.value, money),
                "angle": (index + 0.5) * 2 * math.pi / count,
                "outer": outers[index],
                "clear": clear,
                "number": str(index + 1),
                "line": index,
                "fill": on_background(team.colour, style.dark) if team.on else "transparent",
                "stroke": on_background(team.colour, style.dark) if team.on else style.line,
            }
        )
    return rows


def _key(*, teams: Sequence[TeamValue], ribbons: Rows, style: Style) -> Rows:
    items = [
        ("direct", style.muted, False),
        ("from the wheel", mix(style.muted, style.background, 0.34), False),
    ]
    amounts = [amount for team in teams if team.on for amount in (team.direct, team.received)]
    if any(amount < 0 for amount in amounts) or any(row["negative"] for row in ribbons):
        items.append(("negative", "transparent", True))
    rows: Rows = []
    offset = 0.0
    for words, fill, negative in items:
        rows.append({"words": words, "fill": fill, "negative": negative, "offset": offset})
        offset += 34 + 6.4 * len(words)
    return [{**row, "whole": offset - 16} for row in rows]


def _explanation(ribbons: Rows) -> Rows:
    return [{"words": "Ribbons: who powers whom, in the giver's colour"}] if ribbons else []


# --- ribbons ---


def _drawable(teams: Sequence[TeamValue], flows: Sequence[Flow]) -> list[Flow]:
    on = {team.id for team in teams if team.on}
    return [flow for flow in flows if flow.giver in on and flow.receiver in on and flow.amount != 0]


def _ribbons(
    *,
    teams: Sequence[TeamValue],
    flows: Sequence[Flow],
    money: Money,
    style: Style,
    least_flow: float,
) -> Rows:
    drawable = [flow for flow in _drawable(teams, flows) if flow.giver != flow.receiver]
    everything = sum(abs(flow.amount) for flow in drawable)
    drawn = [flow for flow in drawable if abs(flow.amount) >= least_flow * everything]
    drawn = sorted(drawn, key=lambda flow: -abs(flow.amount))[:MOST_RIBBONS]
    place = {team.id: index for index, team in enumerate(teams)}
    team_of = {team.id: team for team in teams}
    count = len(teams)

    # Clockwise within a sector, ends stand by how far their partner is counterclockwise, so that ribbons
    # of one sector do not cross each other.
    ends: dict[str, list[tuple[int, int, int]]] = {team.id: [] for team in teams}
    for number, flow in enumerate(drawn):
        step = (place[flow.receiver] - place[flow.giver]) % count
        ends[flow.giver].append((-step, 0, number))
        ends[flow.receiver].append((step - count, 1, number))
    busiest = max(
        (sum(abs(drawn[n].amount) for _, _, n in held) for held in ends.values()),
        default=0.0,
    )
    if not drawn or busiest <= 0:
        return []
    start, end = _span(0, count)
    room = (end - start) * 0.94
    largest = abs(drawn[0].amount)
    # Radians of the ribbon edge for one unit of money, the same for all.
    scale = min(room / busiest, WIDEST_RIBBON / RIBBON_EDGE / largest)

    angle: dict[tuple[int, int], float] = {}
    for team_id, held in ends.items():
        used = sum(abs(drawn[n].amount) for _, _, n in held) * scale
        spare = max(0.0, room - used) / (len(held) + 1)
        first, last = _span(place[team_id], count)
        at = (first + last) / 2 - room / 2 + spare
        for _, side, number in sorted(held):
            thick = abs(drawn[number].amount) * scale
            angle[number, side] = at + thick / 2
            at += thick + spare

    rows: Rows = []
    for number, flow in enumerate(drawn):
        giver, receiver = team_of[flow.giver], team_of[flow.receiver]
        colour = on_background(giver.colour, style.dark)
        rows.append(
            {
                "path": _ribbon(
                    begin=angle[number, 0],
                    finish=angle[number, 1],
                    width=max(abs(flow.amount) * scale * RIBBON_EDGE, 0.004),
                ),
                "fill": colour,
                "negative": flow.amount < 0,
                "amount": flow.amount,
                "From": giver.label,
                "To": receiver.label,
                "Worth": money(flow.amount),
            }
        )
    return rows


def _within(point: tuple[float, float]) -> tuple[float, float]:
    """The point, drawn back to the ribbon edge: corners of a wide, slanting ribbon would touch the ring."""
    distance = math.hypot(*point)
    back = min(1.0, RIBBON_EDGE / distance) if distance else 1.0
    return point[0] * back, point[1] * back


def _ribbon(*, begin: float, finish: float, width: float) -> str:
    """Outline of a ribbon round the hub, pointing at its receiver: an SVG path in radii of the wheel."""
    turn = (finish - begin + math.pi) % (2 * math.pi) - math.pi
    far = min(1.0, abs(turn) / (0.8 * math.pi))
    lowest = HUB + 0.015 + width / 2
    deep = max(0.0, RIBBON_EDGE - lowest) * (0.5 + 0.5 * far)
    steps = 10 + round(22 * far)
    centre = []
    for step in range(steps + 1):
        along = step / steps
        eased = along * along * (3 - 2 * along)
        angle = begin + turn * (0.35 * along + 0.65 * eased)
        radius = RIBBON_EDGE - deep * math.sin(math.pi * along) ** 0.75
        centre.append((radius * math.sin(angle), -radius * math.cos(angle)))
    left, right = [], []
    for step in range(steps):
        before = centre[max(step - 1, 0)]
        after = centre[step + 1]
        across_x, across_y = before[1] - after[1], after[0] - before[0]
        length = math.hypot(across_x, across_y) or 1.0
        # The last part narrows to the tip; a fifth of the width is lost on the way, so that the end shows
        # itself.
        along = step / (steps - 1)
        half = width / 2 * min(1.0 - 0.2 * along, 1.0 if along < 0.86 else 0.8)
        x, y = centre[step]
        left.append((x + across_x / length * half, y + across_y / length * half))
        right.append((x - across_x / length * half, y - across_y / length * half))
    outline = [_within(point) for point in (*left, centre[-1], *reversed(right))]
    return "M" + "L".join(f"{x:.4f},{y:.4f}" for x, y in outline) + "Z"


# --- specification ---

# 100 px stay for a label beside the wheel, at the angle at which one of eight reaches furthest out.
_WIDE_RADIUS = "min(240, (width / 2 - 100) / 0.924 - 12)"
_AWAY = "(datum.clear * wheel_radius + 12)"
_UP = "cos(datum.angle)"
_LABEL_X = f"width / 2 + {_AWAY} * sin(datum.angle)"
_LABEL_Y = f"wheel_y - {_AWAY} * {_UP}"
_LABEL_ALIGN = "abs(sin(datum.angle)) < 0.2 ? 'center' : sin(datum.angle) > 0 ? 'left' : 'right'"
_LABEL_SHIFT = f"({_UP} > 0.5 ? -16 : {_UP} < -0.5 ? 16 : 0)"
_LINE_Y = "list_y + datum.line * 26"


def _arc(name: str, **more: object) -> Spec:
    return {
        "data": data(name),
        "mark": {
            "type": "arc",
            "x": expr("width / 2"),
            "y": expr("wheel_y"),
            "theta": expr("datum.start"),
            "theta2": expr("datum.end"),
            "innerRadius": expr("datum.inner * wheel_radius"),
            "outerRadius": expr("datum.outer * wheel_radius"),
            "aria": False,
            **more,
        },
        "encoding": {
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "stroke": {"field": "stroke", "type": "nominal", "scale": None},
        },
    }


@lru_cache(maxsize=LOOKS_KEPT)
def _wheel_spec(style: Style, count: int) -> Spec:
    dashes = expr("datum.negative ? [4, 3] : [1, 0]")
    pieces = _arc("pieces", strokeWidth=1.3, strokeDash=dashes, cornerRadius=2)
    pieces["encoding"]["tooltip"] = tooltip("Team", "Direct", "From the wheel", "Value", "Gives")
    # A rule takes no two points in polar places; a very thin arc does.
    leader = {
        "data": data("names"),
        "transform": [{"filter": "!narrow && datum.clear - datum.outer > 0.04"}],
        "mark": {
            **pieces["mark"],
            "theta": expr("datum.angle - 0.5 / wheel_radius"),
            "theta2": expr("datum.angle + 0.5 / wheel_radius"),
            "innerRadius": expr("datum.outer * wheel_radius + 5"),
            "outerRadius": expr("datum.clear * wheel_radius + 7"),
            "fill": style.line,
            "strokeWidth": 0,
            "tooltip": None,
        },
        "encoding": {},
    }
    wide = [{"filter": "!narrow"}]
    narrow = [{"filter": "narrow"}]
    name = text_mark(style, align=expr(_LABEL_ALIGN), baseline="middle", x=expr(_LABEL_X))
    swatch = {
        "type": "point",
        "shape": "square",
        "filled": True,
        "opacity": 1,
        "aria": False,
        "tooltip": None,
    }
    swatch_colours = {
        "fill": {"field": "fill", "type": "nominal", "scale": None},
        "stroke": {"field": "stroke", "type": "nominal", "scale": None},
    }
    key_x = "(narrow ? 8 : width / 2 - datum.whole / 2) + datum.offset"
    key_y = "2 * wheel_y + (narrow ? 14 : 12)"
    return chart_spec(
        height=560,
        autosize={"type": "none", "contains": "padding"},
        padding={"left": 0, "right": 0, "top": 0, "bottom": 0},
        params=[
            {"name": "narrow", "expr": f"width < {LABELS_FROM}"},
            {
                "name": "wheel_radius",
                "expr": f"narrow ? max(60, min(width / 2 - 20, 200)) : {_WIDE_RADIUS}",
            },
            {"name": "wheel_y", "expr": "wheel_radius + (narrow ? 20 : 46)"},
            {"name": "list_y", "expr": "2 * wheel_y + 70"},
            {
                "name": "height",
                "expr": f"narrow ? list_y + {26 * count} : 2 * wheel_y + 46",
            },
        ],
        layer=[
            {
                "data": data("ribbons"),
                "mark": {
                    "type": "point",
                    "x": expr("width / 2"),
                    "y": expr("wheel_y"),
                    "size": expr("4 * wheel_radius * wheel_radius"),
                    "opacity": 1,
                    "strokeWidth": 0.8,
                    "strokeDash": dashes,
                    "fillOpacity": expr("datum.negative ? 0 : 0.6"),
                    "strokeOpacity": 1,
                    "aria": False,
                },
                "encoding": {
                    "shape": {"field": "path", "type": "nominal", "scale": None},
                    "fill": {"field": "fill", "type": "nominal", "scale": None},
                    "stroke": {"field": "fill", "type": "nominal", "scale": None},
                    "tooltip": tooltip("From", "To", "Worth"),
                },
            },
            _arc("rings", strokeWidth=1, tooltip=None),
            pieces,
            leader,
            {
                "data": data("names"),
                "transform": wide,
                "mark": {
                    **name,
                    "fontWeight": 600,
                    "y": expr(f"{_LABEL_Y} + {_LABEL_SHIFT} - 8"),
                },
                "encoding": {"text": {"field": "label", "type": "nominal"}},
            },
            {
                "data": data("names"),
                "transform": wide,
                "mark": {
                    **name,
                    "color": style.muted,
                    "y": expr(f"{_LABEL_Y} + {_LABEL_SHIFT} + 9"),
                },
                "encoding": {"text": {"field": "value", "type": "nominal"}},
            },
            {
                "data": data("names"),
                "transform": narrow,
                "mark": text_mark(
                    style,
                    fontSize=12,
                    fontWeight=600,
                    baseline="middle",
                    x=expr("width / 2 + (datum.outer * wheel_radius + 10) * sin(datum.angle)"),
                    y=expr("wheel_y - (datum.outer * wheel_radius + 10) * cos(datum.angle)"),
                ),
                "encoding": {"text": {"field": "number", "type": "nominal"}},
            },
            {
                "data": data("names"),
                "transform": narrow,
                "mark": {**swatch, "size": 130, "x": expr("34"), "y": expr(_LINE_Y)},
                "encoding": swatch_colours,
            },
            {
                "data": data("names"),
                "transform": narrow,
                "mark": text_mark(
                    style,
                    fontWeight=600,
                    align="right",
                    baseline="middle",
                    x=18,
                    y=expr(_LINE_Y),
                ),
                "encoding": {"text": {"field": "number", "type": "nominal"}},
            },
            {
                "data": data("names"),
                "transform": narrow,
                "mark": text_mark(
                    style,
                    fontSize=14,
                    align="left",
                    baseline="middle",
                    x=50,
                    y=expr(_LINE_Y),
                ),
                "encoding": {"text": {"field": "label", "type": "nominal"}},
            },
            {
                "data": data("names"),
                "transform": narrow,
                "mark": text_mark(
                    style,
                    fontSize=14,
                    align="right",
                    baseline="middle",
                    x=expr("width - 8"),
                    y=expr(_LINE_Y),
                ),
                "encoding": {"text": {"field": "value", "type": "nominal"}},
            },
            {
                "data": data("centre"),
                "mark": text_mark(
                    style,
                    fontWeight=600,
                    baseline="middle",
                    x=expr("width / 2"),
                    y=expr("wheel_y - 0.045 * wheel_radius"),
                    fontSize=expr("min(0.16, 0.92 / length(datum.total)) * wheel_radius"),
                ),
                "encoding": {"text": {"field": "total", "type": "nominal"}},
            },
            {
                "data": data("centre"),
                "mark": text_mark(
                    style,
                    color=style.muted,
                    baseline="middle",
                    x=expr("width / 2"),
                    y=expr("wheel_y + 0.07 * wheel_radius + 9"),
                    fontSize=expr("max(10, min(13, 0.94 / length(datum.label) * wheel_radius))"),
                ),
                "encoding": {"text": {"field": "label", "type": "nominal"}},
            },
            {
                "data": data("key"),
                "mark": {
                    **swatch,
                    "size": 110,
                    "stroke": style.muted,
                    "strokeWidth": 1.2,
                    "strokeDash": dashes,
                    "x": expr(f"{key_x} + 6"),
                    "y": expr(key_y),
                },
                "encoding": {"fill": {"field": "fill", "type": "nominal", "scale": None}},
            },
            {
                "data": data("key"),
                "mark": text_mark(
                    style,
                    color=style.muted,
                    fontSize=12,
                    align="left",
                    baseline="middle",
                    x=expr(f"{key_x} + 18"),
                    y=expr(key_y),
                ),
                "encoding": {"text": {"field": "words", "type": "nominal"}},
            },
            {
                "data": data("explanation"),
                "mark": text_mark(
                    style,
                    color=style.muted,
                    fontSize=12,
                    align=expr("narrow ? 'left' : 'center'"),
                    baseline="middle",
                    x=expr("narrow ? 8 : width / 2"),
                    y=expr(f"{key_y} + 21"),
                ),
                "encoding": {"text": {"field": "words", "type": "nominal"}},
            },
        ],
    )
