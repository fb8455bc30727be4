"""What calamine does not tell of an xlsb, from the records of its sheets."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator

from mieux_dashboard.load.look import ERRORS, Look, Place
from mieux_dashboard.load.text import Faulty

_ROW, _ERROR, _FORMULA_ERROR, _COLUMN, _SHEET, _PROPERTIES, _MERGED = 0, 3, 11, 60, 156, 153, 177
_FILLED = (2, 4, 5, 6, 7, 8, 9, 10, 62)
_NUMBERS = (2, 5, 9)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""\b(Id|Target)=["']([^"']*)["']""")


def closer_look(archive: zipfile.ZipFile) -> dict[str, Look]:
    """Look at every sheet of an xlsb, by its name."""
    names = set(archive.namelist())
    looks = {}
    for sheet, part in _parts(archive):
        if part in names:
            looks[sheet] = _look(archive.read(part))
    return looks


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether a workbook's days are counted from 1904."""
    records = _records(archive.read("xl/workbook.bin"))
    return any(kind == _PROPERTIES and bool(body[0] & 1) for kind, body in records if body)


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    try:
        relations = archive.read("xl/_rels/workbook.bin.rels")
    except KeyError:
        return
    found = [dict(_ATTRIBUTE.findall(each)) for each in _RELATION.findall(relations)]
    targets = {each.get(b"Id", b"").decode(): each.get(b"Target", b"").decode() for each in found}
    for kind, body in _records(archive.read("xl/workbook.bin")):
        if kind == _SHEET:
            relation, at = _text(body, 8)
            name, _ = _text(body, at)
            path = posixpath.join("/xl", targets.get(relation, ""))
            yield name, posixpath.normpath(path).lstrip("/")


def _text(body: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(raw):
        kind, at = _number(raw, at, 2)
        length, at = _number(raw, at, 4)
        yield kind, raw[at : at + length]
        at += length


def _number(raw: bytes, at: int, most: int) -> tuple[int, int]:
    """Read a number of up to `most` bytes, seven bits each, and where it ends."""
    number = 0
    for shift in range(most):
        if at >= len(raw):
            break
        number |= (raw[at] & 0x7F) << 7 * shift
        at += 1
        if raw[at - 1] < 0x80:
            break
    return number, at


def _look(raw: bytes) -> Look:
    faulty: dict[Place, Faulty] = {}
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    merged: list[tuple[Place, Place]] = []
    row, height, width = 0, 0, 0
    for kind, body in _records(raw):
        if kind == _ROW and len(body) >= 12:
            (row,) = struct.unpack_from("<I", body)
            if body[11] & 0x10:
                hidden_rows.append(row)
        elif kind in _FILLED and len(body) >= 4:
            height, width = max(height, row + 1), max(width, struct.unpack_from("<I", body)[0] + 1)
        elif kind in (_ERROR, _FORMULA_ERROR) and len(body) >= 9:
            faulty[row, struct.unpack_from("<I", body)[0]] = Faulty(ERRORS.get(body[8], "#N/A"))
        else:
            _layout(kind, body, hidden_columns, merged)
    return Look(
        height,
        width,
        faulty=faulty,
        hidden_rows=tuple(hidden_rows),
        hidden_columns=tuple(hidden_columns),
        merged=tuple(merged),
        cells=lambda: _numbers(raw),
    )


def _layout(
    kind: int, body: bytes, hidden_columns: list[int], merged: list[tuple[Place, Place]]
) -> None:
    if kind == _COLUMN and len(body) >= 18 and body[16] & 1:
        first, last = struct.unpack_from("<II", body)
        hidden_columns += range(first, min(last, 16_383) + 1)
    elif kind == _MERGED and len(body) >= 16:
        top, bottom, left, right = struct.unpack_from("<4I", body)
        merged.append(((top, left), (bottom, right)))


def _numbers(raw: bytes) -> Iterator[Place]:
    row = 0
    for kind, body in _records(raw):
        if kind == _ROW and len(body) >= 4:
            (row,) = struct.unpack_from("<I", body)
        elif kind in _NUMBERS and len(body) >= 4:
            yield row, struct.unpack_from("<I", body)[0]
