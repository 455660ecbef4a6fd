"""Answers that export tests share, each worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from calculators.confidence import drivers
from calculators.evaluation import evaluate
from calculators.scenario import Scenario
from calculators.spread import spread
from calculators.uncertainty import sample
from exports.material import Material

DAY = "22 November 2026"
LINK = "https://roi.example.com/shared?s=abcdefgh"
_MARKUP = "=cmd|' /C calc'!A0 <script>alert(1)</script> **bold** _it_ #set text(red) $x^2$ & \\"
HOSTILE = f"{_MARKUP} \u202egnp.exe\u202c \u200fab\x00\x07 \U0001f680 &L &P"
SEEN = f"{_MARKUP} gnp.exe ab \U0001f680 &L &P"
"""The same as it may be seen: what has no shape, and what turns words around, is gone."""

LONGEST_NAME = (
    "Gemeinschaft der Nutzerinnen und Nutzer aller Produkte unseres Hauses in allen Ländern " * 3
)[:200]


@lru_cache(maxsize=16)
def material_of(scenario: Scenario, *, sure: bool = True) -> Material:
    result = evaluate(scenario)
    if not sure:
        return Material(result, DAY, link=LINK)
    found = spread(result.resolved, 256)
    return Material(result, DAY, found, drivers(result.resolved, sample(result.resolved, 256)), link=LINK)


def hostile(**more: Any) -> Scenario:
    """Hostile text wherever a user may put one."""
    given = {"referrals": {"value": 3.0, "low": 1.0, "high": 5.0, "source": HOSTILE, "note": HOSTILE}}
    return Scenario(name=HOSTILE, values=given, not_counted={"trust": HOSTILE}, **more)  # type: ignore[arg-type]


def largest(**more: Any) -> Scenario:
    """The longest name, and amounts of nine digits and more."""
    words = "a long line of our own on what is not counted, " * 6
    lines = dict.fromkeys(
        ("people_helped", "trust", "thought_leadership", "citizenship", "market_growth"), words
    )
    return Scenario(name=LONGEST_NAME, currency="CHF", exchange_rate=9_000.0, not_counted=lines, **more)
