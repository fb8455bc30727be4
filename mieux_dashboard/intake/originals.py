"""What is kept of a received file: the file itself, or its cells without those about persons."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping

import xlsxwriter

from mieux_dashboard.load import Checked, Sheet, Workbook
from mieux_dashboard.load.persons import is_personal, without_reach
from mieux_dashboard.load.text import Number

PERSONAL = ("personal-column", "name-replaced")
"""Codes of the findings that name a column of persons."""

_PEOPLE_IN = re.compile(r"xl/(threaded)?comments|xl/persons|xl/pivotCache|xl/externalLinks")
_PROPERTIES = re.compile(r"docProps/(core|app|custom)\.xml")
_NAMED = re.compile(
    rb"<(dc:creator|cp:lastModifiedBy|Manager|Company|meta:initial-creator)[^>]*>\s*[^<\s]"
    rb"|<property"
)
_LETTERS = re.compile("[A-Z]+")
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)  # xlsxwriter knows no zones
_EARLY = 20  # rows in which a header is looked for
_MOST = 32_767  # characters of a cell in a workbook

Places = Mapping[str, frozenset[int]]


def kept(data: bytes, workbook: Workbook, checked: Checked) -> bytes:
    """Return what is kept of a file: no cell of persons, no author's name.

    A name is also blanked where the same text stands elsewhere, and a mail address or telephone
    number wherever it stands. A name within a longer text is not recognised.

    Parameters
    ----------
    data
        The bytes as received.
    workbook
        What was read from them.
    checked
        What was found in it: findings of persons name their columns. In sheets that were not read,
        the columns of persons are looked for here.

    Returns
    -------
    bytes
        The file as it is, where nothing in it is about persons. Otherwise an xlsx workbook of the
        same sheets and cells as text, with the columns of persons empty below their header.
    """
    places = _personal(workbook, checked)
    if not (places or _may_name_persons(data) or _may_reach_persons(workbook)):
        return data
    return _rebuilt(workbook, places)


def _personal(workbook: Workbook, checked: Checked) -> Places:
    places: dict[str, set[int]] = defaultdict(set)
    for finding in checked.findings:
        if finding.code in PERSONAL and finding.file in ("", workbook.name):
            places[finding.sheet].add(_place(finding.cell))
    read = {one.sheet for one in checked.accounts if one.file == workbook.name and one.table}
    for sheet in workbook.sheets:
        if sheet.name not in read:
            places[sheet.name] |= _looks_personal(sheet)
    return {sheet: frozenset(columns) for sheet, columns in places.items() if columns}


def _looks_personal(sheet: Sheet) -> set[int]:
    """Return the columns of persons of a sheet that was not read: by its fullest early row."""
    early = range(min(_EARLY, len(sheet.rows)))
    head = max(early, key=lambda index: sum(map(bool, sheet.rows[index])), default=0)
    header = sheet.rows[head] if sheet.rows else ()
    below = sheet.rows[head + 1 :]
    return {
        column
        for column, text in enumerate(header)
        if text and is_personal(text, (row[column] for row in below if column < len(row)))
    }


def _may_reach_persons(workbook: Workbook) -> bool:
    cells = (cell for sheet in workbook.sheets for row in sheet.rows for cell in row)
    return any(without_reach(cell) != cell for cell in cells if "@" in cell or "+" in cell)


def _place(cell: str) -> int:
    """Return the column of an address, counted from 0."""
    found = _LETTERS.match(cell)
    number = 0
    for letter in found[0] if found else "A":
        number = 26 * number + ord(letter) - 64
    return number - 1


def _may_name_persons(data: bytes) -> bool:
    """Whether parts that are no cells may name persons: authors, comments, copies of other data."""
    if not data.startswith(b"PK"):
        return data.startswith(
            b"\xd0\xcf"
        )  # an old workbook carries its author where we cannot look
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if any(_PEOPLE_IN.match(name) for name in names):
            return True
        properties = [archive.read(name) for name in names if _PROPERTIES.fullmatch(name)]
        properties += [archive.read(name) for name in names if name == "meta.xml"]
    return any(_NAMED.search(one) for one in properties)


def _rebuilt(workbook: Workbook, places: Places) -> bytes:
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options | {"in_memory": True})
    book.set_properties({"created": _MADE})
    named = {cell for sheet in workbook.sheets for cell in _blanked(sheet, places).values()}
    named = {cell for cell in named if " " in cell}
    for sheet in workbook.sheets:
        made = book.add_worksheet(sheet.name[:31])
        if sheet.hidden:
            made.hide()
        blanked = _blanked(sheet, places)
        for index, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if cell and (index, column) not in blanked and cell not in named:
                    _write(made, index, column, cell)
    book.close()
    return out.getvalue()


def _blanked(sheet: Sheet, places: Places) -> dict[tuple[int, int], str]:
    """Return the filled cells of the columns of persons, below their header."""
    columns = places.get(sheet.name, frozenset())
    if not columns:
        return {}
    header = _header(sheet.rows, columns)
    return {
        (index, column): row[column]
        for index, row in enumerate(sheet.rows)
        for column in columns
        if index > header and column < len(row) and row[column]
    }


def _header(rows: tuple[tuple[str, ...], ...], blanked: frozenset[int]) -> int:
    """Return the row in which the blanked columns have their header: the first that fills them."""
    for index, row in enumerate(rows):
        if any(column < len(row) and row[column] for column in blanked):
            return index
    return -1


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: str) -> None:
    if isinstance(cell, Number):
        sheet.write_number(row, column, float(cell))
    elif bare := without_reach(cell):
        sheet.write_string(row, column, bare[:_MOST])
