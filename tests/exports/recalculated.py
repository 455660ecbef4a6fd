"""Workbooks recalculated by LibreOffice, several in one go: what a reader with a spreadsheet of their own would see."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from xml.sax.saxutils import escape, unescape

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""

_SHEET = re.compile(r'<sheet name="([^"]+)" sheetId="(\d+)"')
_NAME = re.compile(r'<definedName name="([^"]+)"[^>]*>([^<]+)</definedName>')
_CELL = re.compile(
    r'<c r="([A-Z]+[0-9]+)"[^>]*?(?: t="(\w+)")?>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]*)</v></c>'
)
_RUN = re.compile(r"<t[^>]*>([^<]*)</t>")
_CACHED = re.compile(r"(</f>)<v>[^<]*</v>")


@dataclasses.dataclass(frozen=True)
class Book:
    """The cells of a workbook as they were computed: by sheet and address, and where names point."""

    sheets: Mapping[str, Mapping[str, float | str]]
    names: Mapping[str, str]

    def cell(self, address: str) -> float | str:
        sheet, _, place = address.replace("$", "").rpartition("!")
        return self.sheets[sheet.strip("'")].get(place, "")

    def named(self, name: str) -> float | str:
        return self.cell(self.names[name])


@dataclasses.dataclass(frozen=True)
class Written:
    """A workbook as it was written, whose cells can be typed into."""

    data: bytes

    @cached_property
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    @cached_property
    def order(self) -> list[str]:
        return [name for name, _ in _SHEET.findall(self.parts["xl/workbook.xml"].decode())]

    @cached_property
    def names(self) -> dict[str, str]:
        return dict(_NAME.findall(self.parts["xl/workbook.xml"].decode()))

    def typed(self, cells: Mapping[str, float | str | None]) -> bytes:
        """Return the file with these cells typed into, and with nothing cached that a formula gives.

        None clears a cell; text is typed as text.
        """
        parts = dict(self.parts)
        for number, sheet in enumerate(self.order, start=1):
            file = f"xl/worksheets/sheet{number}.xml"
            # what is cached cannot be mistaken for what was computed
            text = _CACHED.sub(r"\1", parts[file].decode())
            for address, value in cells.items():
                name, _, place = address.replace("$", "").rpartition("!")
                if name.strip("'") == sheet:
                    text = _type(text, place, value)
            parts[file] = text.encode()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in parts.items():
                packed.writestr(name, content)
        return target.getvalue()


def _type(text: str, place: str, value: float | str | None) -> str:
    found = re.search(rf'<c r="{place}"( s="\d+")?( t="\w+")?(/>|>.*?</c>)', text)
    assert found is not None, place
    start = f'<c r="{place}"{found[1] or ""}'
    if value is None:
        cell = f"{start}/>"
    elif isinstance(value, str):
        cell = f'{start} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    else:
        cell = f"{start}><v>{value!r}</v></c>"
    return text[: found.start()] + cell + text[found.end() :]


def recalculated(books: Mapping[str, bytes], folder: Path) -> dict[str, Book]:
    """Return each workbook as LibreOffice computes it; all in one run of it."""
    assert OFFICE is not None
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS)
    files = []
    for name, data in books.items():
        file = folder / f"{name}.xlsx"
        file.write_bytes(data)
        files.append(str(file))
    out = folder / "out"
    command = [OFFICE, "--headless", f"-env:UserInstallation=file://{folder / 'profile'}"]
    subprocess.run(
        [*command, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: read((out / f"{name}.xlsx").read_bytes(), Written(data)) for name, data in books.items()}


def read(data: bytes, written: Written) -> Book:
    """Return the cells of a file that a spreadsheet saved."""
    saved = Written(data)
    strings = [
        "".join(_text(part) for part in _RUN.findall(item))
        for item in re.findall(r"<si>(.*?)</si>", saved.parts["xl/sharedStrings.xml"].decode(), re.DOTALL)
    ]
    sheets = {}
    for number, sheet in enumerate(saved.order, start=1):
        cells: dict[str, float | str] = {}
        for place, kind, value in _CELL.findall(saved.parts[f"xl/worksheets/sheet{number}.xml"].decode()):
            match kind:
                case "s":
                    cells[place] = strings[int(value)]
                case "str" | "e":
                    cells[place] = _text(value)
                case _:
                    cells[place] = float(value) if value else ""
        sheets[sheet] = cells
    return Book(sheets, written.names)


def _text(escaped: str) -> str:
    return unescape(escaped, {"&quot;": '"', "&apos;": "'"})
