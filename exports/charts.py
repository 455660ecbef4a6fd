"""Charts of an answer as files: SVG and PNG, each naming what it is of."""

from __future__ import annotations

import copy
import io
import textwrap
import zipfile
from collections.abc import Mapping
from typing import Any, Final

import vl_convert

from components.charts import Chart, Style, of_result
from exports.material import Material
from wording.safe import plain

WIDTH: Final = 760
SCALE: Final = 2.0
VEGA_LITE: Final = "6.4"
FONT: Final = "Roboto, Helvetica, Arial, sans-serif"
LINE: Final = 110
"""Characters of a subtitle in one line."""

TITLES: Final[Mapping[str, str]] = {
    "wheel": "The wheel: value by team, direct and from the wheel",
    "value-by-team": "Value by team",
    "cash": "Cumulative cash",
    "year-by-year": "Benefits and costs by year",
    "claims": "Sum of claims, overlap and value",
    "staff": "Net present value by community staff",
    "who-powers-whom": "Who powers whom",
    "members": "Members by layer",
    "flywheel-share": "Flywheel share of joins",
    "npv-spread": "Net present value in all draws",
    "cash-range": "Cumulative cash in all draws",
    "members-range": "Members in all draws",
    "tornado": "What moves the answer, one at a time",
    "variance": "What moves the answer, all at once",
}


def style_of(material: Material) -> Style:
    """Return the look of charts on white paper."""
    write = material.formats
    return Style(dark=False, currency=write.currency_symbol, decimal=write.rules.decimal)


def charts_of(material: Material) -> dict[str, Chart]:
    """Return every chart that there is of an answer, by a name for files."""
    result, style, write = material.result, style_of(material), material.formats
    found: dict[str, Chart | None] = {
        "wheel": of_result.wheel(result, style=style),
        "value-by-team": of_result.team_bars(result, style=style),
        "cash": of_result.cash(result, style=style),
        "year-by-year": of_result.yearly(result, style=style),
        "claims": of_result.claims(result, style=style),
        "staff": of_result.npv_by_staff(result, style=style),
        "who-powers-whom": of_result.matrix(result, style=style) if result.resolved.loops_on else None,
        "members": of_result.layers(result, style=style),
        "flywheel-share": of_result.share(result, style=style),
    }
    spread, moved = material.spread, material.drivers
    if spread is not None and not spread.certain:
        found["npv-spread"] = of_result.npv_spread(spread, formats=write, style=style)
        found["cash-range"] = of_result.cash_fan(spread, formats=write, style=style)
        found["members-range"] = of_result.members_fan(spread, formats=write, style=style)
    if moved is not None:
        found["tornado"] = of_result.tornado(result, moved, style=style)
        found["variance"] = of_result.variance(moved, style=style)
    return {name: chart for name, chart in found.items() if chart is not None}


def drawn(
    chart: Chart, *, title: str = "", below: str = "", width: int = WIDTH, font: str = FONT
) -> dict[str, Any]:
    """Return a chart's specification with its data, a width and a title, as a program without a browser draws it."""
    spec: dict[str, Any] = copy.deepcopy(chart.standalone)
    spec["width"] = width
    spec["background"] = "white"
    # the wheel lays itself out, and would leave no room above it
    above = 84 if title and "autosize" in spec else 16
    spec["padding"] = {"left": 16, "right": 16, "top": above, "bottom": 12}
    if title:
        spec["title"] = {
            "text": plain(title, 200),
            "subtitle": textwrap.wrap(plain(below, 600), LINE) or "",
            "anchor": "start",
            "offset": 24,
            "fontSize": 17,
            "subtitleFontSize": 12,
            "subtitleColor": "#5B6472",
        }
    spec["config"] = {**spec.get("config", {}), "font": font, "view": {"stroke": None}}
    return spec


def svg(chart: Chart, *, title: str = "", below: str = "", width: int = WIDTH, font: str = FONT) -> str:
    """Return a chart as SVG with its text alternative."""
    found: str = vl_convert.vegalite_to_svg(
        drawn(chart, title=title, below=below, width=width, font=font), vl_version=VEGA_LITE
    )
    return found


def png(chart: Chart, *, title: str = "", below: str = "") -> bytes:
    """Return a chart as PNG, at twice the pixels of a page."""
    found: bytes = vl_convert.vegalite_to_png(
        drawn(chart, title=title, below=below), vl_version=VEGA_LITE, scale=SCALE
    )
    return found


def pictures(material: Material) -> bytes:
    """Return every chart as PNG and SVG, in a ZIP file with their texts."""
    below = " · ".join(material.origin)
    target = io.BytesIO()
    texts = [below, ""]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, chart in charts_of(material).items():
            packed.writestr(f"{name}.svg", svg(chart, title=TITLES[name], below=below))
            packed.writestr(f"{name}.png", png(chart, title=TITLES[name], below=below))
            texts += [f"{name}: {TITLES[name]}", plain(chart.alt, 4_000), ""]
        packed.writestr("texts.txt", "\r\n".join(texts))
    return target.getvalue()
