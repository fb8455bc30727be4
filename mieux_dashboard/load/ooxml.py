"""What calamine does not tell of an xlsx or xlsm, from the XML of its sheets.

Error cells, formulas without a value, how far a sheet is filled, how many cells hold a value, what
is hidden or merged, and which dates are shown as a month or a year only.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from xml.etree import ElementTree

from mieux_dashboard.load.look import Look, Place
from mieux_dashboard.load.text import Faulty

_CHUNK = 1 << 21
_ATTRIBUTE = re.compile(rb"""\b(r|s|t|min|max|hidden|ref)=["']([^"']*)["']""")
_FAR = re.compile(rb"""r=["']([A-Z]{2,9})\d+["'][^>]*[^>/]>""")
_PREFIX = re.compile(rb"<(?:(\w+):)?worksheet\b")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>[^<]")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")
_STRING = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_CLEAR = (b"1", b"true")
_MONTH_AND_YEAR, _DATES = "17", ("14", "15", "16", "17", "22")
_LAST_SERIAL = 2_958_465
_EVERY_CELL = (
    rb"<P(?:c\s([^>]*?)(?:/>|>(.*?)</Pc>)|c>(.*?)</Pc>|row\b([^>]*)>)"  # P stands for the prefix
)

_UNVALUED = (
    rb"<Pc\b([^>]*[^>/])>\s*(<Pf\b[^>]*?(?:/>|>[^<]*</Pf>))\s*"
    rb"(?:<Pv\s*/>|<Pv></Pv>)?\s*</Pc>"
)


def closer_look(archive: zipfile.ZipFile) -> dict[str, Look]:
    """Look at every sheet of an xlsx or xlsm, by its name."""
    names = set(archive.namelist())
    styles = _styles(archive)
    parts = {sheet: part for sheet, part in _parts(archive).items() if part in names}
    return {sheet: _look(archive, part, styles) for sheet, part in parts.items()}


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether a workbook's days are counted from 1904."""
    properties = _elements(archive, "xl/workbook.xml", "workbookPr")
    return any(element.get("date1904", "").encode() in _CLEAR for element in properties)


@dataclass(frozen=True, slots=True)
class _Styles:
    """Cell styles by number: those that show a part of a date, and those that show a date."""

    partial: Mapping[bytes, int]
    dates: frozenset[bytes]


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


def _styles(archive: zipfile.ZipFile) -> _Styles:
    part = "xl/styles.xml"
    codes = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in _elements(archive, part, "numFmt")
    }
    lengths = {number: _shown(code) for number, code in codes.items()} | {_MONTH_AND_YEAR: 7}
    dates = {number for number, code in codes.items() if "y" in _bare(code)} | set(_DATES)
    styles = {
        str(index).encode(): style.get("numFmtId", "")
        for formats in _elements(archive, part, "cellXfs")
        for index, style in enumerate(formats)
    }
    partial = {index: lengths[number] for index, number in styles.items() if lengths.get(number)}
    return _Styles(partial, frozenset(index for index, number in styles.items() if number in dates))


def _bare(code: str) -> str:
    """Return a number format's code without colours, quotations and what negative numbers take."""
    return re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", code.lower()).partition(";")[0]


def _shown(code: str) -> int:
    """Characters of an ISO day that a number format shows; 0 if all of it, or no date."""
    bare = _bare(code)
    if "y" not in bare or "d" in bare:
        return 0
    return 7 if "m" in bare else 4


@dataclass(slots=True)
class _Scan:
    """What was seen of a sheet so far; patterns are made for the sheet's prefix and styles."""

    styles: _Styles
    prefix: bytes
    last: bytes = b""
    wide: set[bytes] = field(default_factory=set)
    narrow: int = 64  # the last letter that stands alone: 65 is column A
    valued: int = 0
    placed: bool = True
    faulty: dict[Place, Faulty] = field(default_factory=dict)
    partial: dict[Place, int] = field(default_factory=dict)
    odd: list[Place] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)

    def pattern(self, written: bytes) -> re.Pattern[bytes]:
        return re.compile(written.replace(b"P", self.prefix), re.DOTALL)

    def styled(self, styles: Iterable[bytes], value: bytes) -> re.Pattern[bytes]:
        """Match the cells of these styles whose value is like `value`."""
        any_of = b"|".join(styles)
        return self.pattern(rb'<Pc\b([^>]*\bs="(?:' + any_of + rb')"[^>]*)>\s*<Pv>' + value)


def _look(archive: zipfile.ZipFile, part: str, styles: _Styles) -> Look:
    with archive.open(part) as file:
        head = file.read(4000)
    found = _PREFIX.search(head)
    prefix = found.group(1) + b":" if found and found.group(1) else b""
    scan = _Scan(styles, prefix)
    for chunk in _chunks(archive, part, prefix):
        _count(chunk, scan)
        _look_for_faults(chunk, scan)
        _look_at_dates(chunk, scan)
        _look_at_layout(chunk, scan)
    if not scan.placed:
        return _by_position(archive, part, scan)
    cells = partial(_valued, archive, part, prefix)
    return Look(
        int(scan.last or 0),
        max(map(_column, scan.wide), default=scan.narrow - 65) + 1,
        scan.valued,
        scan.faulty,
        scan.partial,
        tuple(scan.odd),
        tuple(scan.hidden_rows),
        tuple(scan.hidden_columns),
        tuple(scan.merged),
        cells,
    )


def _chunks(archive: zipfile.ZipFile, part: str, prefix: bytes) -> Iterator[bytes]:
    """Read a sheet in pieces that end between two rows, or where a row is long, two cells."""
    row, cell = b"<" + prefix + b"row", b"</" + prefix + b"c>"
    rest = b""
    with archive.open(part) as file:
        while read := file.read(_CHUNK):
            rest += read
            cut = rest.rfind(row)
            if cut <= 0:
                cut = rest.rfind(cell) + len(cell)
            if cut >= len(cell) or rest.startswith(row, cut):
                yield rest[:cut]
                rest = rest[cut:]
    yield rest


def _count(chunk: bytes, scan: _Scan) -> None:
    """Count the cells with a value, and find the last row and the farthest columns of them."""
    p = scan.prefix
    value, inline = b"</" + p + b"v>", b"</" + p + b"is>"
    empty = chunk.count(b"<" + p + b"v></" + p + b"v>")
    n = chunk.count(value) - empty + chunk.count(inline)
    if not n:
        return
    scan.valued += n
    before = chunk[: max(chunk.rfind(value), chunk.rfind(inline))]
    opened = before.rfind(b"<" + p + b"c ")
    last = re.search(rb"""\br=["'][A-Z]{1,9}(\d{1,9})["']""", before[max(opened, 0) :])
    scan.placed = scan.placed and last is not None
    if last and int(last.group(1)) > int(scan.last or 0):
        scan.last = last.group(1)
    letters = range(90, scan.narrow, -1)
    marks = (b'r="%c', b"r='%c")
    found = (each for each in letters if any(mark % each in chunk for mark in marks))
    scan.narrow = next(found, scan.narrow)
    scan.wide.update(_FAR.findall(chunk))


def _look_for_faults(chunk: bytes, scan: _Scan) -> None:
    """Find errors, and formulas without a value."""
    if b't="e"' in chunk:
        for attributes, content in scan.pattern(
            rb'<Pc\b([^>]*\bt="e"(?:[^>]*[^>/])?)>(.*?)</Pc>'
        ).findall(chunk):
            value = _VALUE.search(content)
            scan.faulty[_place(attributes)] = Faulty(value.group(1).decode() if value else "#N/A")
            scan.valued -= bool(value)
    if b"<" + scan.prefix + b"f" in chunk:
        for attributes, formula in scan.pattern(_UNVALUED).findall(chunk):
            if dict(_ATTRIBUTE.findall(attributes)).get(b"t", b"n") == b"n":
                scan.faulty[_place(attributes)] = _formula(formula)


def _formula(element: bytes) -> Faulty:
    found = _FORMULA.search(element)
    text = found.group(1) if found else b""
    return Faulty("=" + unescape((text or b"").decode(errors="replace")))


def _look_at_dates(chunk: bytes, scan: _Scan) -> None:
    """Find dates that are shown in part, and numbers that are no date though shown as one."""
    if scan.styles.partial:
        found = scan.styled(scan.styles.partial, rb"[^<]").findall(chunk)
        for attributes in found:
            style = dict(_ATTRIBUTE.findall(attributes))[b"s"]
            scan.partial[_place(attributes)] = scan.styles.partial[style]
    if scan.styles.dates and scan.pattern(rb"<Pv>\d{7}").search(chunk):
        for attributes, value in scan.styled(scan.styles.dates, rb"(\d{7,}[^<]*)<").findall(chunk):
            if float(value) > _LAST_SERIAL:
                scan.odd.append(_place(attributes))


def _look_at_layout(chunk: bytes, scan: _Scan) -> None:
    """Find what is hidden, and what is merged."""
    if b"hidden=" in chunk:
        for element in scan.pattern(rb"<P(?:row|col)\b[^>]*hidden=[^>]*>").findall(chunk):
            found = dict(_ATTRIBUTE.findall(element))
            if found.get(b"hidden") in _CLEAR:
                _hide(found, scan)
    for reference in scan.pattern(rb"""<PmergeCell\b[^>]*\bref=["']([^"']*)["']""").findall(chunk):
        first, _, last = reference.partition(b":")
        scan.merged.append((_named(first), _named(last or first)))


def _hide(found: Mapping[bytes, bytes], scan: _Scan) -> None:
    if b"min" in found:
        first, last = _whole(found[b"min"]), min(_whole(found.get(b"max", b"0")), 16_384)
        scan.hidden_columns += range(first - 1, last)
    else:
        scan.hidden_rows.append(_whole(found.get(b"r", b"0")) - 1)


def _by_position(archive: zipfile.ZipFile, part: str, scan: _Scan) -> Look:
    """Look at a sheet whose cells do not say where they are: they follow one another."""
    cells = list(_valued(archive, part, scan.prefix))
    height = max((row + 1 for row, _ in cells), default=0)
    width = max((column + 1 for _, column in cells), default=0)
    return Look(height, width, len(cells), cells=lambda: cells)


def _valued(archive: zipfile.ZipFile, part: str, prefix: bytes) -> Iterator[Place]:
    """Go through the cells one by one, and give the place of each that holds something."""
    every = re.compile(_EVERY_CELL.replace(b"P", prefix), re.DOTALL)
    blank = _blank_strings(archive)
    row, column = -1, -1
    for chunk in _chunks(archive, part, prefix):
        for attributes, content, bare, of_row in every.findall(chunk):
            found = dict(_ATTRIBUTE.findall(of_row or attributes))
            if of_row or not (attributes or bare):
                row, column = (_whole(found[b"r"]) - 1 if b"r" in found else row + 1), -1
                continue
            row, column = _named(found[b"r"]) if b"r" in found else (row, column + 1)
            if _holds(found.get(b"t", b"n"), content or bare, blank):
                yield row, column


def _holds(kind: bytes, content: bytes, blank: frozenset[bytes]) -> bool:
    if kind == b"inlineStr":
        return bool(_TEXT.search(content))
    value = _VALUE.search(content)
    return bool(value) and not (kind == b"s" and value is not None and value.group(1) in blank)


def _blank_strings(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Numbers of the shared strings that are empty."""
    try:
        strings = _STRING.findall(archive.read("xl/sharedStrings.xml"))
    except KeyError:
        return frozenset()
    return frozenset(str(n).encode() for n, text in enumerate(strings) if not _TEXT.search(text))


def _place(attributes: bytes) -> Place:
    return _named(dict(_ATTRIBUTE.findall(attributes)).get(b"r", b""))


def _named(reference: bytes) -> Place:
    letters = reference.rstrip(b"0123456789")
    return _whole(reference[len(letters) :] or b"1") - 1, max(_column(letters), 0)


def _whole(digits: bytes) -> int:
    return int(digits) if digits.isdigit() and len(digits) < 10 else 0


def _column(letters: bytes) -> int:
    """Count a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
