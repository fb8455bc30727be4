"""What calamine does not tell of an xlsx or xlsm.

Error cells, formulas without a value, how far a sheet reaches, and which dates are shown as a month
or a year only.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from xml.etree import ElementTree

from mieux_dashboard.load.text import Faulty

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ROW = re.compile(rb'\sr="[A-Z]{1,3}(\d{1,7})"')
_LETTERS = re.compile(rb'\sr="([A-Z]{1,3})\d')
_ATTRIBUTE = re.compile(rb'\b(r|s|t)="([^"]*)"')
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]*)")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_MONTH_AND_YEAR = "17"


@dataclass(frozen=True, slots=True)
class Look:
    """What a closer look at one sheet found.

    Parameters
    ----------
    height, width
        Rows and columns that it reaches over.
    faulty
        ``(row, column)`` counted from 0 -> what stands in place of a value.
    partial
        ``(row, column)`` -> how many characters of an ISO day are shown: 7 or 4.
    """

    height: int = 0
    width: int = 0
    faulty: Mapping[tuple[int, int], Faulty] = field(default_factory=dict)
    partial: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def amended(self, rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
        """Return `rows` with what calamine left out."""
        for (row, column), length in self.partial.items():
            if row < len(rows) and _ISO_DAY.match(rows[row][column]):
                rows[row][column] = rows[row][column][:length]
        width = max((len(row) for row in rows), default=0)
        for (row, column), text in self.faulty.items():
            rows += [[""] * width for _ in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = text
        return tuple(map(tuple, rows))


def closer_look(archive: zipfile.ZipFile) -> dict[str, Look]:
    """Look at every sheet of an xlsx or xlsm, by its name; nothing for other kinds."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        return {}
    styles = _partial_styles(archive) if "xl/styles.xml" in names else {}
    parts = {sheet: part for sheet, part in _parts(archive).items() if part in names}
    return {sheet: _look(archive.read(part), styles) for sheet, part in parts.items()}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet names and the members that hold them."""
    targets = {
        relation.get("Id", ""): posixpath.join("/xl", relation.get("Target", ""))
        for relation in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    return {
        sheet.get("name", ""): posixpath.normpath(targets.get(_relation(sheet), "")).lstrip("/")
        for sheet in _elements(archive, "xl/workbook.xml", "sheet")
    }


def _relation(sheet: ElementTree.Element) -> str:
    return next((value for name, value in sheet.items() if name.endswith("}id")), "")


def _elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[ElementTree.Element]:
    """Return the elements called `tag`, in whatever namespace; none where the part is broken."""
    try:
        root = ElementTree.fromstring(archive.read(part))
    except (KeyError, ElementTree.ParseError):
        return []
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == tag]


def _partial_styles(archive: zipfile.ZipFile) -> dict[bytes, int]:
    """Cell styles that show a month or a year only -> the characters of an ISO day shown."""
    part = "xl/styles.xml"
    lengths = {
        element.get("numFmtId", ""): _shown(element.get("formatCode", ""))
        for element in _elements(archive, part, "numFmt")
    } | {_MONTH_AND_YEAR: 7}
    styles = [
        style.get("numFmtId", "")
        for formats in _elements(archive, part, "cellXfs")
        for style in formats
    ]
    return {
        str(index).encode(): lengths[number]
        for index, number in enumerate(styles)
        if lengths.get(number)
    }


def _shown(code: str) -> int:
    """Characters of an ISO day that a number format shows; 0 if all of it, or no date."""
    bare = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", code.lower()).partition(";")[0]
    if "y" not in bare or "d" in bare:
        return 0
    return 7 if "m" in bare else 4


def _look(sheet: bytes, styles: Mapping[bytes, int]) -> Look:
    height = max(map(int, set(_ROW.findall(sheet))), default=0)
    width = max(map(_column, set(_LETTERS.findall(sheet))), default=-1) + 1
    faulty: dict[tuple[int, int], Faulty] = {}
    partial: dict[tuple[int, int], int] = {}
    if styles or b't="e"' in sheet or b"<f" in sheet or b":f" in sheet:
        for attributes, content in _CELL.findall(sheet):
            _look_at_cell(dict(_ATTRIBUTE.findall(attributes)), content, styles, (faulty, partial))
    return Look(height, width, faulty, partial)


def _look_at_cell(
    attributes: Mapping[bytes, bytes],
    content: bytes,
    styles: Mapping[bytes, int],
    into: tuple[dict[tuple[int, int], Faulty], dict[tuple[int, int], int]],
) -> None:
    faulty, partial = into
    place = _place(attributes.get(b"r", b""))
    value, formula = _VALUE.search(content), _FORMULA.search(content)
    kind = attributes.get(b"t", b"n")
    if kind == b"e":
        faulty[place] = Faulty(value.group(1).decode() if value else "#N/A")
    elif formula and not value and kind == b"n":
        faulty[place] = Faulty("=" + unescape(formula.group(1).decode(errors="replace")))
    elif attributes.get(b"s", b"") in styles:
        partial[place] = styles[attributes[b"s"]]


def _place(reference: bytes) -> tuple[int, int]:
    letters = reference.rstrip(b"0123456789")
    return int(reference[len(letters) :] or 1) - 1, max(_column(letters), 0)


def _column(letters: bytes) -> int:
    """Count a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
