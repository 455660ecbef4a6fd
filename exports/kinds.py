"""What can be taken away of an answer: each kind of file, its name and what makes it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from exports.material import Material, file_name

Maker = Callable[[Material], bytes]


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of file.

    Attributes
    ----------
    id, label, about
        As the command line names it, as buttons do, and what it is.
    ending, mime
        Of the file.
    make
        Makes it.
    sure
        Whether it says how sure the answer is, and so needs draws.
    """

    id: str
    label: str
    about: str
    ending: str
    mime: str
    make: Maker
    sure: bool = True

    def name(self, material: Material) -> str:
        """Return the name of the file."""
        return file_name(material.title, self.id, self.ending)


# each maker is brought in when it is asked for: pages stand before anyone wants a file
def _workbook(material: Material) -> bytes:
    from exports.workbook import workbook

    return workbook(material)


def _deck(material: Material) -> bytes:
    from exports.deck import deck

    return deck(material)


def _memo(material: Material) -> bytes:
    from exports.memo import memo

    return memo(material)


def _csv(material: Material) -> bytes:
    from exports.months import months_bytes

    return months_bytes(material)


def _charts(material: Material) -> bytes:
    from exports.charts import pictures

    return pictures(material)


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
KINDS: Final = MappingProxyType(
    {
        kind.id: kind
        for kind in (
            Kind(
                "workbook",
                "Spreadsheet",
                "every formula live, to check and to change",
                "xlsx",
                f"{_OFFICE}.spreadsheetml.sheet",
                _workbook,
            ),
            Kind(
                "deck",
                "Slides",
                "native charts, the reasoning in the notes",
                "pptx",
                f"{_OFFICE}.presentationml.presentation",
                _deck,
            ),
            Kind(
                "memo",
                "Memo",
                "two pages, and every assumption with its source",
                "pdf",
                "application/pdf",
                _memo,
            ),
            Kind(
                "csv",
                "Monthly series",
                "every monthly series with its unit",
                "csv",
                "text/csv",
                _csv,
                sure=False,
            ),
            Kind("charts", "Charts", "each chart as PNG and SVG", "zip", "application/zip", _charts),
        )
    }
)
