"""Bytes -> a Workbook of sheets of text, with the addresses that the spreadsheet shows.

Every cell becomes text by our own rules (never by a library's guesses: Namibia is ``NA``, and 007
stays 007). Two kinds of text are told apart from typed text: a `Number`, and a `Faulty` cell that
shows an error or a formula without its value. What calamine does not tell is looked up in the file
itself, and what two readers do not agree on becomes a `Note`.

`read_bounded` does the same in a process of its own; files that a user brings are read there.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from mieux_dashboard.load import compound, kinds, ods, ooxml, xlsb
from mieux_dashboard.load.archive import container_kind, open_archive
from mieux_dashboard.load.delimited import read_delimited
from mieux_dashboard.load.kinds import DELIMITED, KNOWN, no_spreadsheet
from mieux_dashboard.load.limits import LIMITS, Limits
from mieux_dashboard.load.look import Look, Place
from mieux_dashboard.load.text import Number, clean, two_alphabets, unseen
from mieux_dashboard.load.unreadable import Unreadable

_MACROS = re.compile(r"vbaProject\.bin$|^xl/macrosheets/|^(Basic|Scripts)/", re.IGNORECASE)
_OUTSIDE = re.compile(r"^xl/(externalLinks/external|connections\.xml|queryTables/)", re.IGNORECASE)
_EMBEDDED = re.compile(r"^xl/(embeddings|activeX)/|^Object \d+/", re.IGNORECASE)
_FETCHED = b"WEBSERVICE("
_FIRST_SURE_DAY = dt.date(1900, 3, 1)
_MIDNIGHT = dt.time()
_DAYS = {dt.datetime, dt.date, dt.time}


class Note(NamedTuple):
    """One thing that a reader of a sheet must know: a code of `findings.SAID`, where, and what."""

    code: str
    cell: str = ""
    details: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Parameters
    ----------
    name
        As the spreadsheet shows it; a csv file's sheet has the file's name without extension.
    rows
        Text cells from row 1 and column A on, empty ones ``""``.
    hidden
        Whether the spreadsheet hides it.
    hidden_rows, hidden_columns
        Rows and columns that it hides within what is filled: ``14``, ``D``.
    merged
        Ranges of merged cells: ``B2:D2``; the text stands in the first cell.
    errors
        Address of each cell that shows an error -> its code, ``#N/A``.
    unvalued
        Address of each formula without a stored value -> the formula.
    notes
        What else there is to say about reading it.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    unvalued: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's name, its sheets in order, and what there is to say about the file as a whole."""

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()

    @property
    def file(self) -> str:
        """The file's name."""
        return self.name


@dataclass(slots=True)
class Reading:
    """A file opened for reading: notes about it, and its sheets, one after the other."""

    notes: list[Note]
    sheets: Iterator[Sheet]


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is known of a file before calamine reads it."""

    kind: str
    looks: Mapping[str, Look]
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class _Spent:
    """What was read so far, held against the limits."""

    name: str
    limits: Limits
    cells: int = 0
    characters: int = 0

    def sheet(self, sheet: str, height: int, width: int) -> None:
        """Count a sheet's cells before they are read."""
        limits = self.limits
        if height * width > limits.cells or width > limits.columns:
            bounds = {"rows": limits.rows, "columns": limits.columns}
            far = address(height, max(width - 1, 0))
            raise Unreadable("too-wide", self.name, sheet=sheet, cell=far, **bounds)
        if height > limits.rows:
            raise Unreadable("too-many-rows", self.name, sheet=sheet, limit=limits.rows)
        self.cells += height * width
        if self.cells > limits.cells:
            raise Unreadable("too-many-cells", self.name, sheet=sheet, limit=limits.cells)

    def row(self, sheet: str, number: int, cells: Sequence[object], length: int) -> None:
        """Count a row's characters."""
        self.characters += length
        if self.characters > self.limits.characters:
            limit = self.limits.characters
            raise Unreadable("too-much-text", self.name, sheet=sheet, limit=limit)
        if length > self.limits.cell_length:
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and len(cell) > self.limits.cell_length:
                    where = {"sheet": sheet, "cell": address(number, column)}
                    bounds = {"found": len(cell), "limit": self.limits.cell_length}
                    raise Unreadable("cell-too-long", self.name, **where, **bounds)


@dataclass(slots=True)
class _Doubts:
    """Cells that are read, and of which a reader must know."""

    unseen: list[str] = field(default_factory=list)
    look_alike: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def look(self, number: int, cells: Sequence[object], joined: str) -> None:
        """Look at a row for days that are none, unseen characters and look-alike letters."""
        days = [at for at, cell in enumerate(cells) if type(cell) in _DAYS]
        self.odd += [address(number, at) for at in days if _no_day(cells[at])]
        if not (unseen(joined) or two_alphabets(joined)):
            return
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and unseen(cell):
                self.unseen.append(address(number, column))
            if isinstance(cell, str) and two_alphabets(cell):
                self.look_alike.append(address(number, column))

    def notes(self) -> Iterator[Note]:
        """Say what there is to say."""
        yield from _listed("unseen-characters", self.unseen)
        yield from _listed("look-alike-letters", self.look_alike)
        yield from _listed("odd-date", self.odd)


def read_workbook(data: bytes, name: str, limits: Limits = LIMITS) -> Workbook:
    """Read a spreadsheet of any kind in `KNOWN`, in this process.

    Parameters
    ----------
    data
        The file.
    name
        Its name, whose extension says what it claims to be.
    limits
        How much it may hold.

    Raises
    ------
    Unreadable
        When it is no spreadsheet, protected by a password, damaged, or beyond the limits.
    """
    reading = open_reading(data, name, limits)
    sheets = tuple(reading.sheets)
    return Workbook(name, sheets, tuple(reading.notes))


def open_reading(data: bytes, name: str, limits: Limits = LIMITS) -> Reading:
    """Open a file as `read_workbook` does, to take its sheets one by one."""
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension not in KNOWN:
        raise Unreadable("extension", name, extension=extension or "-", known=", ".join(KNOWN))
    if not data:
        raise Unreadable("empty", name)
    if len(data) > limits.file_mb * 1_000_000:
        raise Unreadable("too-large", name, limit=limits.file_mb)
    if data.startswith((kinds.ZIP, kinds.OLE)):
        looked = _looked(data, name, limits)
        return Reading(
            [*_by_name(extension, looked.kind), *looked.notes],
            _binary_sheets(data, looked, _Spent(name, limits)),
        )
    if kind := kinds.foreign(data):
        raise no_spreadsheet(name, kind)
    if extension not in DELIMITED:
        if b"\0" in data[:1000]:
            raise no_spreadsheet(name, "unknown")
        raise Unreadable("text-in-workbook", name)
    return Reading([], _delimited_sheet(data, name, limits))


def _by_name(extension: str, kind: str) -> Iterator[Note]:
    """Say where a file's name and its content differ."""
    if extension != kind and {extension, kind} != {"xlsx", "xlsm"}:
        yield Note("type-differs", "", {"extension": extension, "kind": kind})


def _looked(data: bytes, name: str, limits: Limits) -> _Looked:
    """Look into a container before calamine does: what it holds, how large, locked or not."""
    if data.startswith(kinds.OLE):
        old = compound.old_look(compound.open_compound(data, name), name)
        notes = [*_flags(macros=old.macros, from_1904=old.from_1904)]
        return _Looked("xls", old.looks, tuple(notes))
    archive = open_archive(data, name, limits)
    kind = container_kind(archive, name)
    if kind not in KNOWN:
        raise no_spreadsheet(name, kind)
    try:
        looks = _LOOKS[kind](archive, limits)
    except ods.Endless as error:
        _Spent(name, limits).sheet(error.sheet, error.place[0] + 1, error.place[1] + 1)
        limit = limits.cells
        raise Unreadable("too-many-cells", name, sheet=error.sheet, limit=limit) from None
    except (ExpatError, KeyError, ValueError, IndexError) as error:
        raise Unreadable("damaged", name, reason=str(error)) from None
    return _Looked(kind, looks, tuple(_about_container(archive, kind)))


_LOOKS: Mapping[str, Callable[[zipfile.ZipFile, Limits], dict[str, Look]]] = {
    "xlsx": lambda archive, _: ooxml.closer_look(archive),
    "xlsb": lambda archive, _: xlsb.closer_look(archive),
    "ods": lambda archive, limits: ods.closer_look(archive, limits.cells),
}


def _about_container(archive: zipfile.ZipFile, kind: str) -> Iterator[Note]:
    """Say what a container holds beside its tables; none of it is opened, run or followed."""
    names = archive.namelist()
    reader = {"xlsx": ooxml, "xlsb": xlsb}.get(kind)
    yield from _flags(
        macros=any(map(_MACROS.search, names)),
        outside=any(map(_OUTSIDE.search, names)) or _fetches(archive, names),
        embedded=any(map(_EMBEDDED.search, names)),
        from_1904=reader is not None and reader.counts_from_1904(archive),
    )


def _fetches(archive: zipfile.ZipFile, names: Iterable[str]) -> bool:
    """Whether a picture or a formula would be fetched from elsewhere."""
    drawings = [name for name in names if name.startswith("xl/drawings/_rels/")]
    pictures = any(b'TargetMode="External"' in archive.read(name) for name in drawings)
    sheets = [name for name in names if re.match(r"xl/worksheets/[^/]*\.xml$|content\.xml$", name)]
    return pictures or any(_fetching(archive, name) for name in sheets)


def _fetching(archive: zipfile.ZipFile, name: str) -> bool:
    tail = b""
    with archive.open(name) as file:
        while chunk := file.read(1 << 20):
            if _FETCHED in tail + chunk:
                return True
            tail = chunk[-20:]
    return False


def _flags(**flags: bool) -> Iterator[Note]:
    codes = {
        "macros": "macros",
        "outside": "links-outside",
        "embedded": "embedded-objects",
        "from_1904": "days-from-1904",
    }
    for flag, holds in flags.items():
        if holds:
            yield Note(codes[flag])


def _binary_sheets(data: bytes, looked: _Looked, spent: _Spent) -> Iterator[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(book.sheet_names) > spent.limits.sheets:
            raise Unreadable("too-many-sheets", spent.name, limit=spent.limits.sheets)
        for metadata in book.sheets_metadata:
            hidden = metadata.visible != SheetVisibleEnum.Visible
            look = looked.looks.get(metadata.name, Look())
            spent.sheet(metadata.name, look.height, look.width)
            cells = book.get_sheet_by_name(metadata.name).to_python(skip_empty_area=False)
            yield _sheet(metadata.name, cells, look, spent, hidden=hidden)
    except PasswordError:
        raise Unreadable("password", spent.name) from None
    except CalamineError as error:
        raise Unreadable("damaged", spent.name, reason=str(error)) from None


def _delimited_sheet(data: bytes, name: str, limits: Limits) -> Iterator[Sheet]:
    rows, told = read_delimited(data, name, limits)
    spent = _Spent(name, limits)
    spent.sheet(PurePath(name).stem, len(rows), max(map(len, rows), default=0))
    told["separator"] = "TAB" if told["separator"] == "\t" else told["separator"]
    note = Note("text-table", "", told)
    yield _sheet(PurePath(name).stem, rows, Look(), spent, told=(note,))


def _sheet(
    name: str,
    cells: Sequence[Sequence[object]],
    look: Look,
    spent: _Spent,
    *,
    hidden: bool = False,
    told: tuple[Note, ...] = (),
) -> Sheet:
    """Make a sheet of what calamine gave and of what it did not."""
    doubts = _Doubts()
    given = 0
    rows = []
    for number, row in enumerate(cells, 1):
        joined = "".join([each for each in row if type(each) is str])
        spent.row(name, number, row, len(joined))
        doubts.look(number, row, joined)
        given += len(row) - row.count("")
        tidy = str.strip if joined.isprintable() and "  " not in joined else clean
        rows.append([tidy(each) if type(each) is str else as_text(each) for each in row])
    doubts.odd += _addresses(look.odd)
    missed = _addresses(look.missed(cells, given))
    notes = (*told, *_listed("cells-missed", missed), *doubts.notes())
    return _described(Sheet(name, look.amended(rows), hidden, notes=notes), look)


def _described(sheet: Sheet, look: Look) -> Sheet:
    """Add to a sheet what its closer look found."""
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
    faulty = {address(row + 1, column): text for (row, column), text in look.faulty.items()}
    return Sheet(
        sheet.name,
        sheet.rows,
        sheet.hidden,
        tuple(row + 1 for row in look.hidden_rows if row < height and any(sheet.rows[row])),
        tuple(letters(column) for column in look.hidden_columns if column < width),
        tuple(":".join(_addresses(each)) for each in look.merged),
        {cell: str(text) for cell, text in faulty.items() if not text.startswith("=")},
        {cell: str(text) for cell, text in faulty.items() if text.startswith("=")},
        sheet.notes,
    )


def _listed(code: str, cells: list[str]) -> Iterator[Note]:
    """Say something of several cells at once, with the first of them named."""
    if cells:
        yield Note(code, cells[0], {"n": len(cells), "cells": tuple(cells[:_NAMED])})


_NAMED = 10


def _addresses(places: Iterable[Place]) -> list[str]:
    return [address(row + 1, column) for row, column in places]


def _no_day(value: object) -> bool:
    """Whether a date stands where spreadsheets count days in different ways, or has no day."""
    if isinstance(value, dt.datetime):
        return value.date() < _FIRST_SURE_DAY
    return value == _MIDNIGHT if isinstance(value, dt.time) else _before(value)


def _before(value: object) -> bool:
    return isinstance(value, dt.date) and value < _FIRST_SURE_DAY


def as_text(value: object) -> str:
    """Write any cell as text: ISO days, whole numbers without ``.0``, no odd spaces."""
    return _AS_TEXT.get(type(value), str)(value)


def _number(value: float) -> str:
    whole = value.is_integer() and abs(value) < 1e16
    return Number(int(value) if whole else repr(value))


def _moment(value: dt.datetime) -> str:
    """Write a day, with its time only where it has one."""
    return value.isoformat(sep=" ") if value.time() != dt.time() else value.date().isoformat()


_AS_TEXT: dict[type, Callable[..., str]] = {
    str: clean,
    bool: lambda value: "true" if value else "false",
    int: Number,
    float: _number,
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
}


def letters(column: int) -> str:
    """Name a column, counted from 0, as a spreadsheet does: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """Name a cell: `row` as the spreadsheet counts, `column` counted from 0."""
    return f"{letters(column)}{row}"


def cell(row: Sequence[str], column: int) -> str:
    """Return a row's cell, ``""`` beyond its end."""
    return row[column] if column < len(row) else ""
