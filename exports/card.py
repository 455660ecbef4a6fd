"""What a link looks like before it is opened: the picture beside it in a chat, and the drawing of the first second.

Both are made once, with the link, from its record alone.
"""

from __future__ import annotations

import html
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from figures.comparison import ComparisonView
from scenarios.record import Record, Told, headline_figures
from wording.formats import years_in_words
from wording.safe import plain
from wording.shared import shared_by

TEMPLATE = Path(__file__).with_name("card.typ")
WIDTH, HEIGHT = 1200, 630
"""Pixels: what chats ask of a picture beside a link."""

MOST_BYTES: Final = 300_000
"""Larger pictures are left out by some of them."""

LONGEST_SENTENCE: Final = 230
LONGEST_TITLE: Final = 70
LONGEST_SIDE: Final = 14
"""Signs of a side's name that stand before its bar."""


def card_png(record: Record) -> bytes:
    """Return the picture of a link: the sentence, figures, and who gains or what each side is worth.

    Raises
    ------
    ValueError
        When it came out larger than chats take.
    """
    title = plain(record.title, LONGEST_TITLE) or "What the community is worth"
    return _png(
        json.dumps(
            {
                "title": title,
                "sentence": plain(record.sentence, LONGEST_SENTENCE),
                "figures": [{"label": label, "value": value} for label, value in _figures(record)],
                "teams": bars(record),
                "footer": plain(
                    "Community Flywheel. "
                    + shared_by(
                        made_by=record.made_by, made_on=record.made_on, model_version=record.model_version
                    ),
                    110,
                ),
            }
        )
    )


@lru_cache(maxsize=8)
def neutral_png() -> bytes:
    """Return the picture of every link that tells nothing before it is opened."""
    return _png(
        json.dumps(
            {
                "title": "Community Flywheel",
                "sentence": "What a community is worth, in money, team by team.",
                "figures": [],
                "teams": [],
                "footer": "A link to a shared scenario.",
            }
        )
    )


def _png(told: str) -> bytes:
    made = typst.compile(TEMPLATE.read_bytes(), format="png", ppi=72.0, sys_inputs={"card": told})
    if not isinstance(made, bytes):
        raise TypeError("one picture was asked for")
    if len(made) > MOST_BYTES:
        raise ValueError(f"the picture has {len(made):,} bytes")
    return made


def _figures(record: Record) -> tuple[tuple[str, str], ...]:
    if record.compared is None:
        return headline_figures(record.scenarios[0])
    view = record.compared.view
    sure = view.sides[max(range(len(view.sides)), key=lambda number: view.sides[number].npv)].best
    return (("Net present value over", years_in_words(view.horizon)), ("Worth most in", sure))


def bars(record: Record) -> list[dict[str, Any]]:
    """Return a bar for each team that gains, or for each side of a comparison; the longest is as long as can be."""
    return _of_teams(record.scenarios[0]) if record.compared is None else _of_sides(record.compared.view)


def _of_sides(view: ComparisonView) -> list[dict[str, Any]]:
    """Return what each side is worth, the most first; what is worth less than nothing has no length."""
    sides = sorted(view.sides, key=lambda side: -side.npv)
    longest = max(sides[0].npv, 1.0)
    return [
        {
            "label": plain(side.name, LONGEST_SIDE),
            "colour": side.colour,
            "direct": max(side.npv, 0.0) / longest,
            "received": 0.0,
            "value": view.formats.money_short(side.npv),
        }
        for side in sides
    ]


def _of_teams(told: Told) -> list[dict[str, Any]]:
    """Return who gains, the most first."""
    write = told.formats
    gaining = [team for team in told.teams if team.on and team.measured and team.direct + team.received > 0]
    gaining.sort(key=lambda team: -(team.direct + team.received))
    longest = max((team.direct + team.received for team in gaining), default=1.0)
    found = []
    for team in gaining:
        whole = (team.direct + team.received) / longest
        direct = min(max(team.direct / longest, 0.0), whole)
        found.append(
            {
                "label": team.label,
                "colour": team.colour,
                "direct": direct,
                "received": whole - direct,
                "value": write.money_short(team.direct + team.received),
            }
        )
    return found


# ---- the first second


def first_drawing(record: Record) -> str:
    """Return who gains, or what each side is worth, as a small SVG that is read before anything else has been loaded.

    Every text in it is escaped; its colours are the teams' or sides' and the page's own text colour.
    """
    rows = bars(record)
    if not rows:
        return ""
    height = 30 * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 {height}" role="img" '
        f'aria-label="{html.escape(_alt(rows, record))}">'
    ]
    for number, row in enumerate(rows):
        top = 30 * number
        direct, received = 150 * row["direct"], 150 * row["received"]
        parts.append(
            f'<text x="96" y="{top + 19}" text-anchor="end">{html.escape(row["label"])}</text>'
            f'<rect x="104" y="{top + 6}" width="{direct:.1f}" height="17" fill="{row["colour"]}"/>'
            f'<rect x="{104 + direct:.1f}" y="{top + 6}" width="{received:.1f}" height="17" fill="{row["colour"]}" '
            f'fill-opacity="0.42"/>'
            f'<text x="{110 + direct + received:.1f}" y="{top + 19}">{html.escape(row["value"])}</text>'
        )
    return "".join((*parts, "</svg>"))


def _alt(rows: list[dict[str, Any]], record: Record) -> str:
    what = "Value by team" if record.compared is None else "Net present value of each"
    return f"{what}: " + ", ".join(f"{row['label']} {row['value']}" for row in rows)
