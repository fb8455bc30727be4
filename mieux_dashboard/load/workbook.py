"""Bytes -> a Workbook of sheets of text, with the addresses that the spreadsheet shows.

Every cell becomes text by our own rules (never by a library's guesses: Namibia is ``NA``, and 007
stays 007). Two kinds of text are told apart from typed text: a `Number`, and a `Faulty` cell that
shows an error or a formula without its value.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from mieux_dashboard.load.delimited import read_delimited
from mieux_dashboard.load.ooxml import Look, closer_look
from mieux_dashboard.load.text import Number, clean
from mieux_dashboard.load.unreadable import Unreadable

BINARY = ("xlsx", "xlsm", "xls", "xlsb", "ods")
DELIMITED = ("csv", "tsv")
KNOWN = BINARY + DELIMITED
MAX_MB = 20
MAX_UNPACKED_MB = 300
MAX_ROWS = 200_000
MAX_CELLS = 10_000_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


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
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's name and its sheets in order."""

    name: str
    sheets: tuple[Sheet, ...]


def read_workbook(data: bytes, name: str) -> Workbook:
    """Read a spreadsheet of any kind in `KNOWN`.

    Parameters
    ----------
    data
        The file.
    name
        Its name, whose extension says what it claims to be.

    Raises
    ------
    Unreadable
        When it is no spreadsheet, protected by a password, damaged, or beyond the limits.
    """
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension not in KNOWN:
        raise Unreadable("extension", name, extension=extension or "-", known=", ".join(KNOWN))
    if not data:
        raise Unreadable("empty", name)
    if len(data) > MAX_MB * 1_000_000:
        raise Unreadable("too-large", name, limit=MAX_MB)
    if data.startswith((_ZIP, _OLE)):
        sheets = _binary_sheets(data, name)
    elif extension in DELIMITED:
        sheets = (Sheet(PurePath(name).stem, read_delimited(data, name)),)
    else:
        raise Unreadable("no-spreadsheet", name, known=", ".join(KNOWN))
    if sum(len(sheet.rows) for sheet in sheets) > MAX_ROWS:
        raise Unreadable("too-many-rows", name, limit=MAX_ROWS)
    return Workbook(name, sheets)


def _binary_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    looks = _looks(data, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(_sheets(book, name, looks))
    except PasswordError:
        raise Unreadable("password", name) from None
    except CalamineError as error:
        raise Unreadable("damaged", name, reason=str(error)) from None


def _looks(data: bytes, name: str) -> dict[str, Look]:
    """Look into a container before calamine does: what it holds, how large, locked or not."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable("password", name)
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _guard(archive, name)
            return closer_look(archive)
    except zipfile.BadZipFile as error:
        raise Unreadable("damaged", name, reason=str(error)) from None


def _guard(archive: zipfile.ZipFile, name: str) -> None:
    members = {member.filename: member.file_size for member in archive.infolist()}
    if sum(members.values()) > MAX_UNPACKED_MB * 1_000_000:
        raise Unreadable("unpacks-too-large", name, limit=MAX_UNPACKED_MB)
    if "META-INF/manifest.xml" in members:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unreadable("password", name)
    elif not any(member.startswith("xl/workbook") for member in members):
        raise Unreadable("no-spreadsheet", name, known=", ".join(KNOWN))


def _sheets(book: CalamineWorkbook, name: str, looks: dict[str, Look]) -> Iterable[Sheet]:
    for metadata in book.sheets_metadata:
        look = looks.get(metadata.name, Look())
        if look.height * look.width > MAX_CELLS:
            far = address(look.height, look.width - 1)
            raise Unreadable("too-wide", name, sheet=metadata.name, cell=far)
        cells = book.get_sheet_by_name(metadata.name).to_python(skip_empty_area=False)
        rows = [[as_text(cell) for cell in row] for row in cells]
        hidden = metadata.visible != SheetVisibleEnum.Visible
        yield Sheet(metadata.name, look.amended(rows), hidden)


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
