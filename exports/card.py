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

from scenarios.record import Record, Told, headline_figures
from wording.safe import plain
from wording.shared import shared_by

TEMPLATE = Path(__file__).with_name("card.typ")
WIDTH, HEIGHT = 1200, 630
"""Pixels: what chats ask of a picture beside a link."""

MOST_BYTES: Final = 300_000
"""Larger pictures are left out by some of them."""

LONGEST_SENTENCE: Final = 230
LONGEST_TITLE: Final = 70


def card_png(record: Record) -> bytes:
    """Return the picture of a link: the sentence, three figures and who gains.

    Raises
    ------
    ValueError
        When it came out larger than chats take.
    """
    told = record.scenarios[0]
    title = plain(record.title, LONGEST_TITLE) or "What the community is worth"
    return _png(
        json.dumps(
            {
                "title": title,
                "sentence": plain(told.sentence, LONGEST_SENTENCE),
                "figures": [{"label": label, "value": value} for label, value in headline_figures(told)],
                "teams": bars(told),
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


def bars(told: Told) -> list[dict[str, Any]]:
    """Return a bar for each team that gains, the longest first; lengths are parts of the longest."""
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


def first_drawing(told: Told) -> str:
    """Return who gains as a small SVG, which is read before anything else has been loaded.

    Every text in it is escaped; its colours are the teams' and the page's own text colour.
    """
    rows = bars(told)
    if not rows:
        return ""
    height = 30 * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 {height}" role="img" '
        f'aria-label="{html.escape(_alt(rows))}">'
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


def _alt(rows: list[dict[str, Any]]) -> str:
    return "Value by team: " + ", ".join(f"{row['label']} {row['value']}" for row in rows)
