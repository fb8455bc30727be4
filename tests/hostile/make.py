"""Makes the files of the hostile tests; none is kept."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

ROWS = [["Action ID", "Title", "Countries"], ["a-1", "First", "Kenya"], ["a-2", "Second", "Mali"]]
SHEET = "xl/worksheets/sheet1.xml"


def book(fill: Callable[[xlsxwriter.Workbook], object], **options: object) -> bytes:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, options)
    fill(made)
    made.close()
    return file.getvalue()


def good(rows: list[list[object]] = ROWS) -> bytes:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("Actions")
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)

    return book(fill)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], level: int = 6) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def changed(part: str, change: Callable[[bytes], bytes], data: bytes | None = None) -> bytes:
    parts = members(data or good())
    return packed(parts | {part: change(parts.get(part, b""))})


def sheet(xml: str, styles: str = "") -> bytes:
    """Write a workbook whose one sheet holds these rows as XML."""
    whole = (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org'
        f'/spreadsheetml/2006/main"><sheetData>{xml}</sheetData></worksheet>'
    )
    return changed(SHEET, lambda _: whole.encode())


def lying(data: bytes, part: str, size: int) -> bytes:
    """Make a file declare another unpacked size for a part, in both of its headers."""
    raw = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.getinfo(part).header_offset
    struct.pack_into("<I", raw, at + 22, size)
    central = raw.index(b"PK\x01\x02")
    while raw[central + 46 : central + 46 + len(part)] != part.encode():
        central = raw.index(b"PK\x01\x02", central + 4)
    struct.pack_into("<I", raw, central + 24, size)
    return bytes(raw)


def ods(*rows: list[TableCell], repeated: Mapping[int, int] | None = None) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Actions")
    for number, cells in enumerate(rows):
        times = (repeated or {}).get(number, 1)
        line = TableRow(numberrowsrepeated=times) if times > 1 else TableRow()
        for cell in cells:
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def of(text: str = "", **attributes: object) -> TableCell:
    cell = TableCell(**({"valuetype": "string"} | attributes))
    if text:
        cell.addElement(P(text=text))
    return cell


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Write a compound file (OLE) of streams, each padded to 4,096 bytes."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def add(data: bytes) -> int:
        first, data = len(sectors), data + b"\0" * (-len(data) % 512)
        pieces = [data[at : at + 512] for at in range(0, len(data), 512)]
        sectors.extend(pieces)
        chain.extend([*range(first + 1, first + len(pieces)), 0xFFFFFFFE])
        return first

    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    starts = {name: add(data) for name, data in padded.items()}
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    entries += [
        _entry(
            name, 2, starts[name], len(data), right=number + 2 if number + 1 < len(padded) else -1
        )
        for number, (name, data) in enumerate(padded.items())
    ]
    directory = add(b"".join(entries))
    n_fat = -(-(len(sectors) + 2) // 128)
    fat_at = len(sectors)
    table = [*chain, *[0xFFFFFFFD] * n_fat]
    table += [0xFFFFFFFF] * (128 * n_fat - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIII", 0, n_fat, directory, 0, 4096)
    head += struct.pack("<IIII", 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    listed = [*range(fat_at, fat_at + n_fat)] + [0xFFFFFFFF] * (109 - n_fat)
    head += struct.pack("<109I", *listed)
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, start: int, size: int, child: int = -1, right: int = -1) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
    head += struct.pack("<iii", -1, right, child) + b"\0" * 36
    return head + struct.pack("<IQ", start, size)


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls(*cells: bytes, globals_: bytes = b"") -> bytes:
    """Write an xls of one sheet, Actions, from these records of cells."""
    bof = struct.pack("<HHHHII", 0x600, 0x5, 0, 0, 0, 6)
    name = b"Actions"

    def head(at: int) -> bytes:
        sheet = struct.pack("<IBBBB", at, 0, 0, len(name), 0) + name
        return record(0x809, bof) + globals_ + record(0x85, sheet) + record(0x0A)

    at = len(head(0))
    body = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    return compound({"Workbook": head(at) + body + b"".join(cells) + record(0x0A)})


def label(row: int, column: int, text: str) -> bytes:
    head = struct.pack("<HHHHB", row, column, 0, len(text), 0)
    return record(0x204, head + text.encode("latin-1"))


def strict(data: bytes) -> bytes:
    """Turn a workbook into its strict twin."""
    spaces = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
            b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        ),
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    parts = members(data)
    for before, after in spaces.items():
        parts = {name: part.replace(before, after) for name, part in parts.items()}
    return packed(parts)


def colliding(data: bytes) -> int:
    return zlib.crc32(data)


def renamed(data: bytes, before: bytes, after: bytes) -> bytes:
    return re.sub(re.escape(before), after, data)
