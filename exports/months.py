"""The monthly series of an answer as CSV: one row a month, what is what and in which unit in the header."""

from __future__ import annotations

import csv
import io

from calculators.cells import neutral
from calculators.model import MODEL
from calculators.quantity import When
from calculators.results import as_data
from exports.material import Material
from wording.safe import plain

AGGREGATES = {
    "month": ("Month", "from 1"),
    "benefits": ("Hard value", "money"),
    "benefits_with_soft": ("Hard and soft value", "money"),
    "costs": ("Costs", "money"),
    "net": ("Net cash", "money"),
    "cash": ("Cash so far, at the end of the month", "money"),
    "flywheel_share": ("Joins that members cause", "of all joins"),
    "reproduction": ("Joins that members cause for each who leaves", "times"),
    "joins": ("Join: everyone", "people a month"),
    "joins_by_members": ("Join because of members", "people a month"),
}


def months_csv(material: Material) -> str:
    """Return the series; lines that begin with # say where they come from.

    Rates are fractions; stocks are those at the start of a month. A cell is empty where there is no such number.
    """
    target = io.StringIO(newline="")
    sheet = csv.writer(target, lineterminator="\r\n")
    for label, text in zip(
        ("scenario", "starting point", "date", "model", "link"), _origin(material), strict=True
    ):
        if text:
            sheet.writerow([f"# {label}: {plain(text, 600)}"])
    monthly = as_data(material.result)["monthly"]
    currency = material.scenario.currency
    sheet.writerow([neutral(_head(name, currency)) for name in monthly])
    for row in zip(*monthly.values(), strict=True):
        sheet.writerow(["" if value is None else _number(value) for value in row])
    return target.getvalue()


def months_bytes(material: Material) -> bytes:
    """Return the series as a file: UTF-8 with the mark by which spreadsheets know it."""
    return months_csv(material).encode("utf-8-sig")


def _origin(material: Material) -> tuple[str, ...]:
    scenario = material.scenario
    return material.title, scenario.starting_point, material.dated, material.model_version, material.link


def _head(name: str, currency: str) -> str:
    """Return what a column is: its id, its label, its unit."""
    if name in AGGREGATES:
        label, unit = AGGREGATES[name]
        unit = (
            f"{currency} a month"
            if unit == "money" and name != "cash"
            else currency
            if unit == "money"
            else unit
        )
        return f"{name}: {label} ({unit})"
    quantity = MODEL.quantities[name]
    unit = f"{currency} {quantity.unit}".strip() if quantity.kind == "money" else quantity.unit
    when = "at the start of the month" if quantity.when is When.STOCK else ""
    told = ", ".join(part for part in (unit, when) if part)
    return f"{name}: {quantity.label}" + (f" ({told})" if told else "")


def _number(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
