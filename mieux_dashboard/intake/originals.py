"""What is kept of a received file: the file itself, or its cells without those about persons."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping

import xlsxwriter

from mieux_dashboard.load import Finding, Workbook
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
_MOST = 32_767  # characters of a cell in a workbook

Places = Mapping[str, frozenset[int]]


def kept(data: bytes, workbook: Workbook, findings: Iterable[Finding]) -> bytes:
    """Return what is kept of a file: no cell of persons, no author's name.

    Parameters
    ----------
    data
        The bytes as received.
    workbook
        What was read from them.
    findings
        What was found in it; those of persons name their columns.

    Returns
    -------
    bytes
        The file as it is, where nothing in it is about persons. Otherwise an xlsx workbook of the
        same sheets and cells as text, with the columns of persons empty below their header.
    """
    places = _personal(workbook, findings)
    if not places and not _may_name_persons(data):
        return data
    return _rebuilt(workbook, places)


def _personal(workbook: Workbook, findings: Iterable[Finding]) -> Places:
    places: dict[str, set[int]] = defaultdict(set)
    for finding in findings:
        if finding.code in PERSONAL and finding.file in ("", workbook.name):
            places[finding.sheet].add(_place(finding.cell))
    return {sheet: frozenset(columns) for sheet, columns in places.items()}


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
    for sheet in workbook.sheets:
        made = book.add_worksheet(sheet.name[:31])
        if sheet.hidden:
            made.hide()
        blanked = places.get(sheet.name, frozenset())
        header = _header(sheet.rows, blanked)
        for index, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if cell and not (column in blanked and index > header):
                    _write(made, index, column, cell)
    book.close()
    return out.getvalue()


def _header(rows: tuple[tuple[str, ...], ...], blanked: frozenset[int]) -> int:
    """Return the row in which the blanked columns have their header: the first that fills them."""
    for index, row in enumerate(rows):
        if any(column < len(row) and row[column] for column in blanked):
            return index
    return -1


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: str) -> None:
    if isinstance(cell, Number):
        sheet.write_number(row, column, float(cell))
    else:
        sheet.write_string(row, column, cell[:_MOST])
