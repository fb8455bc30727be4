"""A compound file (OLE): what it holds, and what calamine does not tell of an old xls in it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from mieux_dashboard.load.kinds import no_spreadsheet
from mieux_dashboard.load.look import ERRORS, Look, Place
from mieux_dashboard.load.text import Faulty
from mieux_dashboard.load.unreadable import Unreadable

_END = 0xFFFFFFFA  # sector numbers from here on are marks
_ENTRY = 128
_ENCRYPTED = "EncryptedPackage"
_BOF, _EOF, _FILEPASS, _SHEET, _FORMULA, _ERROR, _ROW, _COLUMN, _MERGED, _1904 = (
    0x809, 0x0A, 0x2F, 0x85, 0x06, 0x205, 0x208, 0x7D, 0xE5, 0x22,
)  # fmt: skip
_TEXTS = (0xFD, 0x204, 0xD6)
_NUMBERS = (0x203, 0x27E)
_MANY = 0xBD
_RESULT_IS_NO_NUMBER = b"\xff\xff"
_IS_ERROR = 2


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of a compound file by name, each read when it is asked for."""

    data: bytes
    size: int
    fat: tuple[int, ...]
    mini_fat: tuple[int, ...]
    mini: bytes
    entries: dict[str, tuple[int, int]]

    def read(self, name: str) -> bytes:
        """Read one stream whole."""
        start, size = self.entries[name]
        if size < 4096 and self.mini:
            sectors = _chain(self.mini_fat, start)
            return b"".join(self.mini[n * 64 : n * 64 + 64] for n in sectors)[:size]
        return _joined(self.data, self.size, _chain(self.fat, start))[:size]


@dataclass(slots=True)
class Old:
    """What a look into an xls found: by sheet, and whether days are counted from 1904."""

    looks: dict[str, Look] = field(default_factory=dict)
    from_1904: bool = False
    macros: bool = False


def open_compound(data: bytes, name: str) -> Streams:
    """Open a compound file; no chain of sectors is followed in a circle.

    Raises
    ------
    Unreadable
        When it is damaged, a workbook with a password, or no workbook.
    """
    try:
        streams = _streams(data)
    except (struct.error, IndexError, ValueError) as error:
        if _ENCRYPTED.encode("utf-16-le") in data:
            raise Unreadable("password", name) from None
        raise Unreadable("damaged", name, reason=str(error)) from None
    if _ENCRYPTED in streams.entries:
        raise Unreadable("password", name)
    for stream, kind in (("WordDocument", "word"), ("PowerPoint Document", "slides")):
        if stream in streams.entries:
            raise no_spreadsheet(name, kind)
    return streams


def old_look(streams: Streams, name: str) -> Old:
    """Look at every sheet of an xls, by its name.

    Raises
    ------
    Unreadable
        When it holds no workbook, is damaged, or protected with a password.
    """
    stream = next((each for each in ("Workbook", "Book") if each in streams.entries), None)
    if stream is None:
        raise no_spreadsheet(name, "unknown")
    try:
        book = streams.read(stream)
        old = Old(macros=any("VBA" in entry for entry in streams.entries))
        for sheet, at in _sheets(book, name, old):
            old.looks[sheet] = _look(book, at)
    except (struct.error, IndexError, ValueError) as error:
        raise Unreadable("damaged", name, reason=str(error)) from None
    return old


def _streams(data: bytes) -> Streams:
    shift, _ = struct.unpack_from("<HH", data, 30)
    (directory,) = struct.unpack_from("<I", data, 48)
    mini_start, _, more, n_more = struct.unpack_from("<IIII", data, 60)
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift
    fat = _fat(data, size, more, n_more)
    entries = dict(_entries(_joined(data, size, _chain(fat, directory))))
    mini_fat = _numbers(_joined(data, size, _chain(fat, mini_start))) if mini_start < _END else ()
    root, length = entries.get("Root Entry", (_END, 0))
    mini = _joined(data, size, _chain(fat, root))[:length] if root < _END else b""
    return Streams(data, size, fat, mini_fat, mini, entries)


def _fat(data: bytes, size: int, more: int, n_more: int) -> tuple[int, ...]:
    """Read the table of what sector follows which."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    for _ in range(min(n_more, len(data) // size)):
        if more >= _END:
            break
        *listed, more = _numbers(data[(more + 1) * size : (more + 2) * size])
        sectors += listed
    if len(sectors) > 110 + len(data) // 4:
        raise ValueError("allocation table")
    return _numbers(_joined(data, size, [n for n in sectors if n < _END]))


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _chain(table: tuple[int, ...], start: int) -> list[int]:
    sectors = []
    while start < _END:
        sectors.append(start)
        if len(sectors) > len(table):
            raise ValueError("sectors in a circle")
        start = table[start]
    return sectors


def _joined(data: bytes, size: int, sectors: list[int]) -> bytes:
    return b"".join(data[(n + 1) * size : (n + 2) * size] for n in sectors)


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind in (1, 2, 5):
            name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            yield name, (start, size)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(book: bytes, name: str, old: Old) -> Iterator[tuple[str, int]]:
    """Give the sheets' names and where they begin, from the workbook's first records."""
    wide = struct.unpack_from("<H", book, 4)[0] >= 0x600
    for kind, body in _records(book, 0):
        if kind == _FILEPASS:
            raise Unreadable("password", name)
        if kind == _1904:
            old.from_1904 = body[:1] == b"\1"
        if kind == _SHEET:
            old.macros = old.macros or body[5] == 1
            yield _sheet_name(body, wide=wide), struct.unpack_from("<I", body)[0]
        if kind == _EOF:
            return


def _sheet_name(body: bytes, *, wide: bool) -> str:
    if not wide:
        return body[7 : 7 + body[6]].decode("cp1252", "replace")
    if body[7] & 1:
        return body[8 : 8 + 2 * body[6]].decode("utf-16-le", "replace")
    return body[8 : 8 + body[6]].decode("latin-1")


def _look(book: bytes, at: int) -> Look:
    faulty: dict[Place, Faulty] = {}
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    merged: list[tuple[Place, Place]] = []
    for kind, body in _sheet_records(book, at):
        if kind in (_ERROR, _FORMULA):
            faulty.update(_fault(kind, body))
        elif kind == _ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            hidden_rows.append(struct.unpack_from("<H", body)[0])
        elif kind == _COLUMN and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            hidden_columns += range(first, min(last, 255) + 1)
        elif kind == _MERGED:
            merged += _ranges(body)
    places = [place for place, _ in _numbered(book, at)]
    return Look(
        max((row + 1 for row, _ in places), default=0),
        max((column + 1 for _, column in places), default=0),
        faulty=faulty,
        hidden_rows=tuple(hidden_rows),
        hidden_columns=tuple(hidden_columns),
        merged=tuple(merged),
        cells=lambda: [place for place, number in _numbered(book, at) if number],
    )


def _sheet_records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Give a sheet's own records, without those of the charts inside it."""
    depth = 0
    for kind, body in _records(book, at):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, body
        if depth <= 0:
            return


def _fault(kind: int, body: bytes) -> Iterator[tuple[Place, Faulty]]:
    place = struct.unpack_from("<HH", body)
    if kind == _ERROR and body[7]:
        yield place, Faulty(ERRORS.get(body[6], "#N/A"))
    elif kind == _FORMULA and body[12:14] == _RESULT_IS_NO_NUMBER and body[6] == _IS_ERROR:
        yield place, Faulty(ERRORS.get(body[8], "#N/A"))


def _numbered(book: bytes, at: int) -> Iterator[tuple[Place, bool]]:
    """Give the place of each cell that is filled, and whether it certainly holds a number."""
    for kind, body in _sheet_records(book, at):
        if kind in _TEXTS or kind in _NUMBERS or kind == _FORMULA:
            row, column = struct.unpack_from("<HH", body)
            is_formula = kind == _FORMULA and body[12:14] == _RESULT_IS_NO_NUMBER
            yield (row, column), kind not in _TEXTS and not is_formula
        elif kind == _MANY:
            row, first = struct.unpack_from("<HH", body)
            for column in range(first, struct.unpack_from("<H", body, len(body) - 2)[0] + 1):
                yield (row, column), True


def _ranges(body: bytes) -> Iterator[tuple[Place, Place]]:
    (n,) = struct.unpack_from("<H", body)
    for index in range(min(n, (len(body) - 2) // 8)):
        top, bottom, left, right = struct.unpack_from("<4H", body, 2 + 8 * index)
        yield (top, left), (bottom, right)
