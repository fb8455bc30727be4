"""Tables as text: csv and tsv in the encodings and with the separators that offices write."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from mieux_dashboard.load.limits import Limits
from mieux_dashboard.load.unreadable import Unreadable

_SNIFFED = 25
_DELIMITERS = (",", ";", "\t")
_IN_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_LINE_END = re.compile(rb"\r\n|\r|\n")
_MADE_TEXT = re.compile(r"'(?='*[=+\-@\t\r\n\0])")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WHOLE_FILE = 1 << 30  # the length of a cell is judged by who asked, with its address


def read_delimited(
    data: bytes, name: str, limits: Limits
) -> tuple[list[list[str]], dict[str, object]]:
    """Read rows of cells as they stand there, and say the encoding and separator of the file.

    The encoding is what the file's first bytes say (UTF-8, UTF-16), else UTF-8, else Windows-1252.
    The separator is the one of ``, ;`` and tab that the most of the first rows have as often, or
    what a first line ``sep=;`` says. A ``'`` before what would be a formula is taken off: it stands
    there so that a spreadsheet program takes the cell as text (`export.records.neutral`).

    Raises
    ------
    Unreadable
        When it is no text or in two encodings, quotation marks do not match, or there are too many
        rows; the line is named.
    """
    text, encoding = _decoded(data, name)
    if "\0" in text:
        raise Unreadable("not-text", name, line=_line(text[: text.index("\0")].encode()))
    text, delimiter = _delimiter(text)
    rows: list[list[str]] = []
    for row in _rows(text, delimiter, name):
        rows.append(row)
        if len(rows) > limits.rows:
            raise Unreadable("too-many-rows", name, sheet=name, limit=limits.rows)
    return rows, {"encoding": encoding, "separator": delimiter}


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    if data.startswith(_UTF16):
        return _strictly(data, name, "utf-16"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        if data.startswith(b"\xef\xbb\xbf") or _IN_UTF8.search(data):
            line = _line(data[: error.start])
            raise Unreadable("encoding-mixed", name, line=line) from None
    return _strictly(data, name, "cp1252"), "Windows-1252"


def _strictly(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line(data[: error.start].replace(b"\0", b""))
        raise Unreadable("encoding-unknown", name, line=line) from None


def _line(before: bytes) -> int:
    """Count the line that a place is in, by what stands before it."""
    return len(_LINE_END.findall(before)) + 1


def _delimiter(text: str) -> tuple[str, str]:
    first = re.match(r'"?sep=(.)"?(?=\r|\n)', text)
    if first:
        return text[first.end() :], first.group(1)
    return text, max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """Count the rows that have the most usual number of separators, and these in each."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            widths[len(row)] += 1
            if widths.total() == _SNIFFED:
                break
    except csv.Error:
        pass
    return max(((rows, width - 1) for width, rows in widths.items() if width > 1), default=(0, 0))


def _rows(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    """Split into rows; where marks do not match, name the line that the row begins in."""
    known = csv.field_size_limit(_WHOLE_FILE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield [cell[1:] if cell[:1] == "'" and _MADE_TEXT.match(cell) else cell for cell in row]
            line = reader.line_num + 1
    except csv.Error:
        raise Unreadable("open-quote", name, line=line) from None
    finally:
        csv.field_size_limit(known)
