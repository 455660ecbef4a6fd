"""The memo: two pages for a board, then every assumption with its source. A PDF with vector charts."""

from __future__ import annotations

import dataclasses
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from calculators.model import MODEL
from components.charts import Chart, of_result
from exports.assumptions import by_group
from exports.charts import style_of, svg
from exports.material import Material
from figures.answer import payback_to_write
from figures.not_counted import NOT_COUNTED
from figures.plan import Decision, plan_of
from figures.said import one_owner, team_facts, wheel_facts, when_it_pays, who_gains
from figures.teams import amounts_of
from figures.uncertainty import chance_sentences, percentile_text, ranged
from wording.formats import NO_VALUE, Formats, year_name
from wording.safe import plain
from wording.teams import teams_sentence
from wording.wheel import wheel_sentence

TEMPLATE: Final = Path(__file__).with_name("memo.typ")
LETTERS: Final = "Libertinus Serif"
LONGEST: Final = 300
STEPS: Final = 3
SWINGS: Final = 5
LONGEST_NAME, LONGEST_LINE = 120, 100
"""Characters of a name and of a line of the user's own that two pages have room for."""

LONGEST_WORD, LONGEST_CELL = 40, 22
"""Characters after which a word may be broken, in a line and in a cell of the appendix."""

CHARTS: Final = {"value-by-team": 560, "cash": 400, "tornado": 460}
"""Charts of the memo and how wide they are drawn."""


def memo(material: Material) -> bytes:
    """Return the memo of an answer as a tagged PDF of A4 pages."""
    drawn = _charts(material)
    told = {
        **_told(material),
        "charts": {
            name: {"svg": svg(chart, width=width, font=LETTERS), "alt": plain(chart.alt, 1_000)}
            for name, width in CHARTS.items()
            if (chart := drawn[name]) is not None
        },
    }
    return _compiled(json.dumps(told))


def _charts(material: Material) -> dict[str, Chart | None]:
    result, style, moved = material.result, style_of(material), material.drivers
    return {
        "value-by-team": of_result.team_bars(result, style=style),
        "cash": of_result.cash(result, style=style),
        "tornado": of_result.tornado(result, moved, style=style, most=SWINGS) if moved is not None else None,
    }


@lru_cache(maxsize=4)
def _compiled(told: str) -> bytes:
    try:
        made = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"memo": told}, pdf_standards=["ua-1"])
    except typst.TypstError:
        # a sign that no font at hand can show: the standard forbids it, and a name must not cost the whole paper
        made = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"memo": told})
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made


def _told(material: Material) -> dict[str, Any]:
    result, write = material.result, material.formats
    facts = [team_facts(result, team) for team in MODEL.teams]
    return {
        "title": plain(material.title, LONGEST_NAME),
        "origin": [plain(part, LONGEST) for part in material.origin],
        "foot": plain(material.short_origin, LONGEST),
        "sentence": material.sentence,
        "second": material.second,
        "how_sure": material.how_sure,
        "whose": material.whose,
        "figures": _figures(material, write),
        "ranges": material.spread is not None and not material.spread.certain,
        "gains": who_gains(result),
        "teams": [
            [
                team.label,
                *(write.money_short(amount) for amount in dataclasses.astuple(amounts_of(result, team.id))),
            ]
            for team in MODEL.teams
            if team.id not in material.scenario.teams_off
        ],
        "owner": one_owner(result),
        "giving": teams_sentence(facts, formats=write),
        "wheel": wheel_sentence(wheel_facts(result), formats=write),
        "pays": when_it_pays(result),
        "years": [
            [
                year_name(year.number, year.months),
                write.money_short(year.benefits),
                write.money_short(year.costs),
                NO_VALUE if year.roi is None else write.percent(year.roi),
            ]
            for year in result.years
        ],
        "currency": material.scenario.currency,
        "chances": _chances(material, write),
        "steps": _steps(material),
        "not_counted": [
            [label, _breakable(plain(text, LONGEST_LINE), LONGEST_WORD)]
            for name, label in NOT_COUNTED
            if (text := material.scenario.not_counted.get(name, "")).strip()
        ],
        "assumptions": [
            {"group": label, "rows": [_short(dataclasses.astuple(row)) for row in rows]}
            for label, rows in by_group(material)
        ],
        "starting_point": f"{result.resolved.scenario.point.label} ({material.scenario.starting_point})",
    }


def _figures(material: Material, write: Formats) -> list[list[str]]:
    """Return the figures of the headline: label, at likely values, and between what in 8 of 10 cases."""
    money, spread = material.result.hard, material.spread
    rows = (
        ("roi", "ROI", write.percent_short(money.roi)),
        ("npv", "Net present value", write.money_short(money.npv)),
        ("payback_month", "Payback in month", write.number(payback_to_write(money))),
        ("", "Deepest need for money", write.money_short(money.deepest_need)),
        ("", "The wheel adds", write.money_short(money.flywheel)),
    )
    found = []
    for name, label, value in rows:
        between = ""
        if name and spread is not None and not spread.certain:
            figure = ranged()[name]
            quoted = figure.value(spread)
            low, high = (percentile_text(x, figure.kind, write) for x in (quoted.p10, quoted.p90))
            between = low if low == high else f"{low} to {high}"
        found.append([label, value, between])
    return found


def _chances(material: Material, write: Formats) -> list[str]:
    spread = material.spread
    if spread is None or spread.certain:
        return []
    return chance_sentences(spread, write, pays_is_said=material.answer.range is not None)


def _steps(material: Material) -> list[list[str]]:
    if material.spread is None or material.drivers is None:
        return []
    plan = plan_of(material.result, material.spread, material.drivers, Decision.GO_ON)
    return [[step.label, step.metric, step.how, step.effort] for step in plan.steps[:STEPS]]


def _short(texts: tuple[str, ...]) -> list[str]:
    return [_breakable(plain(text, LONGEST), LONGEST_CELL) for text in texts]


def _breakable(text: str, longest: int) -> str:
    """Return a text whose longest words may be broken, by a space that has no width."""
    return re.sub(rf"(\S{{{longest}}})(?=\S)", "\\1\u200b", text)
