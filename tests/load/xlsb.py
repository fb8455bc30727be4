"""Writes the smallest xlsb that holds text and numbers; no library does."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_xlsb(name: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    """One sheet called `name` with `rows` from A1 on."""
    members = {
        "[Content_Types].xml": _content_types(),
        "xl/_rels/workbook.bin.rels": _relations(),
        "xl/workbook.bin": _workbook(name),
        "xl/worksheets/sheet1.bin": _sheet(rows),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, data in members.items():
            archive.writestr(path, data)
    return file.getvalue()


def _content_types() -> bytes:
    return (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled'
        b'.main"/></Types>'
    )


def _relations() -> bytes:
    return (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    ).encode()


def _workbook(name: str) -> bytes:
    sheet = struct.pack("<II", 0, 1) + _text("rId1") + _text(name)
    return _records([(131, b""), (143, b""), (156, sheet), (144, b""), (132, b"")])


def _sheet(rows: Sequence[Sequence[str | float]]) -> bytes:
    width = max(map(len, rows))
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)
    records = [(129, b""), (148, size), (145, b"")]
    for index, row in enumerate(rows):
        records.append((0, struct.pack("<IIHBBBI", index, 0, 300, 0, 0, 0, 0)))
        records += [_cell(place, value) for place, value in enumerate(row) if value != ""]
    return _records([*records, (146, b""), (130, b"")])


def _cell(place: int, value: str | float) -> tuple[int, bytes]:
    head = struct.pack("<II", place, 0)
    if isinstance(value, str):
        return 6, head + _text(value)
    return 5, head + struct.pack("<d", value)


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _records(records: Iterable[tuple[int, bytes]]) -> bytes:
    return b"".join(_variable(kind) + _size(len(data)) + data for kind, data in records)


def _variable(kind: int) -> bytes:
    return bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])


def _size(length: int) -> bytes:
    sized = b""
    while length > 127:
        sized += bytes([length & 0x7F | 0x80])
        length >>= 7
    return sized + bytes([length])
