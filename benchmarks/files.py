"""Files to take away: how long each takes to make and how large it is, beside a bare file of its kind and extent."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from collections.abc import Callable
from typing import Final

import typst
import xlsxwriter
from pptx import Presentation

from benchmarks.figures import Figure
from calculators.confidence import SEED, drivers
from calculators.draws import POINTS
from calculators.evaluation import evaluate
from calculators.spread import spread
from calculators.uncertainty import sample
from exports.kinds import KINDS, Kind
from exports.material import Material
from scenarios.workspace import default_scenario

WARM_UPS: Final = 1


def material() -> Material:
    """Return an answer as the Results page hands it over, with its range and what moves it."""
    result = evaluate(default_scenario())
    numbers = result.resolved
    moves = drivers(numbers, sample(numbers, POINTS, SEED), SEED)
    return Material(result, "22 November 2026", spread(numbers, POINTS, SEED), moves)


# ---- bare files: the same library, the same extent, nothing computed and nothing to read


def _bare_workbook(made: bytes) -> Callable[[], bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    cells = [len(re.findall(r"<c [^>]*[^/]>", sheet)) for sheet in sheets]

    def make() -> bytes:
        told = io.BytesIO()
        with xlsxwriter.Workbook(told, {"in_memory": True}) as book:
            for count in cells:
                sheet = book.add_worksheet()
                for number in range(count):
                    sheet.write_number(number // 20, number % 20, number)
        return told.getvalue()

    return make


def _bare_deck(made: bytes) -> Callable[[], bytes]:
    slides = len(Presentation(io.BytesIO(made)).slides)

    def make() -> bytes:
        told, deck = io.BytesIO(), Presentation()
        for number in range(slides):
            slide = deck.slides.add_slide(deck.slide_layouts[1])
            slide.shapes.title.text = f"Slide {number}"
            slide.placeholders[1].text = "Words"
        deck.save(told)
        return told.getvalue()

    return make


def _bare_memo(made: bytes) -> Callable[[], bytes]:
    pages = len(re.findall(rb"/Type\s*/Page\b", made)) or 1
    # a page holds some four hundred words
    text = "#pagebreak()\n".join(["#lorem(400)\n"] * pages).encode()
    return lambda: bytes(typst.compile(text, format="pdf"))


def _bare_csv(made: bytes) -> Callable[[], bytes]:
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    lengths = [len(row) for row in rows]

    def make() -> bytes:
        told = io.StringIO()
        csv.writer(told).writerows([[number / 7.0 for number in range(length)] for length in lengths])
        return told.getvalue().encode()

    return make


BARE: Final = {
    "workbook": (_bare_workbook, "a workbook of as many sheets and cells, numbers only"),
    "deck": (_bare_deck, "as many slides with a title and a word"),
    "memo": (_bare_memo, "as many pages of plain text"),
    "csv": (_bare_csv, "as many rows and columns of numbers"),
}


def _timed(make: Callable[[], bytes]) -> tuple[float, float]:
    before = time.perf_counter()
    made = make()
    return (time.perf_counter() - before) * 1_000.0, len(made) / 1_000.0


def _pair(kind: Kind, of: Material, rounds: int) -> list[Figure]:
    made = kind.make(of)
    if not made:
        raise AssertionError(f"{kind.label} is empty")
    make, against = BARE[kind.id][0](made), BARE[kind.id][1]
    for _ in range(WARM_UPS):
        make()
    ours, reference = zip(
        *((_timed(lambda: kind.make(of)), _timed(make)) for _ in range(rounds)), strict=True
    )
    return [
        Figure(
            name=f"{kind.label} (.{kind.ending}), {what}",
            against=against,
            ours=[entry[which] for entry in ours],
            reference=[entry[which] for entry in reference],
            unit=unit,
        )
        for which, (what, unit) in enumerate((("made", "ms"), ("size", "kB")))
    ]


def measure(rounds: int) -> list[Figure]:
    """Return time and size of each kind of file.

    Parameters
    ----------
    rounds
        How many pairs are measured.
    """
    of = material()
    return [figure for name in BARE for figure in _pair(KINDS[name], of, rounds)]
