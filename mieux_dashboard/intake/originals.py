"""What is kept of a received file: the file itself, or its cells without those about persons."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import xlsxwriter

from mieux_dashboard.intake.traces import Trace
from mieux_dashboard.load import Checked, Sheet, Workbook
from mieux_dashboard.load.feeds import Understood, understand
from mieux_dashboard.load.persons import is_personal, person_ids, without_reach
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
    erased = [one for one in checked.erased if one.file == workbook.name]
    if not (places or erased or _may_name_persons(data) or _may_reach_persons(workbook)):
        return data
    for one in erased:
        rows = {(one.sheet, one.row - 1)} if one.whole else set()
        workbook = _without(workbook, Trace(one.id), rows)
    return _rebuilt(workbook, places)


def cells_of(workbook: Workbook, trace: Trace) -> tuple[tuple[str, int], ...]:
    """Return sheet and row, counted from 1, of each row of a file in which an id stands."""
    places = _of_ids(workbook)
    return tuple(
        (sheet.name, number)
        for sheet in workbook.sheets
        for number, row in enumerate(sheet.rows, 1)
        if any(_holds(trace, cell, place in places[sheet.name]) for place, cell in enumerate(row))
    )


def without(data: bytes, workbook: Workbook | None, trace: Trace, unnamed: bool) -> bytes:
    """Return a kept original without a person.

    A row of a table of persons goes as a whole where the id stands in its column of ids; elsewhere
    the id goes out of the text.

    Parameters
    ----------
    data, workbook
        The file as it is kept, and what is read from it; None where it can no longer be read.
    trace
        The id.
    unnamed
        Whether she may stand in the file under her name, which was blanked. Nobody can tell then
        which row is hers, and all rows go from sheets of persons who have names only.

    Returns
    -------
    bytes
        The same bytes where she does not stand in it; otherwise an xlsx workbook of its cells;
        nothing where that cannot be made, or where it is no longer possible to look.
    """
    if workbook is None:
        return b""
    rows = _rows_of_ids(workbook, trace) | (_rows_without_ids(workbook) if unnamed else set())
    left = _without(workbook, trace, rows)
    if left == workbook and not trace.stands_in_bytes(data):
        return data
    made = _rebuilt(left, {})
    return b"" if trace.stands_in_bytes(made) else made


def _without(workbook: Workbook, trace: Trace, rows: set[tuple[str, int]]) -> Workbook:
    """Blank rows, by their sheet's name and place, and the id wherever else it stands."""
    places = _of_ids(workbook)
    sheets = tuple(
        replace(
            sheet,
            name=trace.without(sheet.name),
            rows=tuple(
                () if (sheet.name, number) in rows else tuple(_left(trace, row, places[sheet.name]))
                for number, row in enumerate(sheet.rows)
            ),
        )
        for sheet in workbook.sheets
    )
    return replace(workbook, sheets=sheets)


def _left(trace: Trace, row: Iterable[str], ids: frozenset[int]) -> Iterator[str]:
    for place, cell in enumerate(row):
        yield "" if place in ids and trace.is_id(cell) else trace.without(cell)


def _holds(trace: Trace, cell: str, is_id: bool) -> bool:
    return trace.stands_in(cell) or (is_id and trace.is_id(cell))


def _of_ids(workbook: Workbook) -> Mapping[str, frozenset[int]]:
    """Return for each sheet the places of all columns that hold ids of persons."""
    found: dict[str, frozenset[int]] = {sheet.name: frozenset() for sheet in workbook.sheets}
    for one in understand(workbook):
        for feed in one.feeds:
            place = feed.columns.get(person_ids(feed.table))
            blocks = {name for block in feed.blocks for name in block.names}
            found[one.sheet.name] |= blocks | ({place} if place is not None else set())
    return found


def _rows_of_ids(workbook: Workbook, trace: Trace) -> set[tuple[str, int]]:
    """Return the rows that are about the person: her id stands in the column of ids."""
    return {
        (one.sheet.name, number)
        for one in _of_persons(workbook)
        for feed in one.feeds
        if (place := feed.columns.get(person_ids(feed.table))) is not None
        for number, row in enumerate(one.sheet.rows)
        if place < len(row) and trace.is_id(row[place])
    }


def _rows_without_ids(workbook: Workbook) -> set[tuple[str, int]]:
    """Return the rows of sheets of persons whose names were blanked and who have no ids."""
    return {
        (one.sheet.name, number)
        for one in _of_persons(workbook)
        for feed in one.feeds
        if feed.names or feed.table.key not in feed.columns
        for number in range(feed.row + 1, len(one.sheet.rows))
    }


def _of_persons(workbook: Workbook) -> list[Understood]:
    """Return the sheets whose rows are persons or their deployments."""
    return [one for one in understand(workbook) if one.heading and person_ids(one.heading.table)]


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
