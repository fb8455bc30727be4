"""Tables as text: csv and tsv in the encodings and with the separators that offices write."""

from __future__ import annotations

import csv
import io
from collections import Counter

from mieux_dashboard.load.text import clean
from mieux_dashboard.load.unreadable import Unreadable

_SNIFFED = 25
_DELIMITERS = (",", ";", "\t")


def read_delimited(data: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    """Read rows of text cells.

    The encoding is what the file's first bytes say (UTF-8, UTF-16), else UTF-8, else Windows-1252.
    The separator is the one of ``, ;`` and tab that gives the first rows the most equal columns, or
    what a first line ``sep=;`` says.

    Raises
    ------
    Unreadable
        When it is no text, or quotation marks do not match.
    """
    text = _decoded(data)
    if "\0" in text:
        raise Unreadable("not-text", name)
    text, delimiter = _delimiter(text)
    try:
        return tuple(tuple(map(clean, row)) for row in _rows(text, delimiter, strict=True))
    except csv.Error as error:
        raise Unreadable("open-quote", name, line=str(error)) from None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    if first.startswith("sep=") and len(first.strip()) == len("sep=;"):
        return "\n" + rest, first[4]
    sample = "\n".join(text.splitlines()[: _SNIFFED * 4])
    return text, max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> int:
    """Count the separators in the rows that have the most usual number of them."""
    widths = Counter(len(row) for row in _rows(sample, delimiter, strict=False)[:_SNIFFED])
    return max((rows * (width - 1) for width, rows in widths.items()), default=0)


def _rows(text: str, delimiter: str, strict: bool) -> list[list[str]]:
    """Split into rows; an error says the line that it was met at."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    try:
        return list(reader)
    except csv.Error:
        raise csv.Error(str(reader.line_num)) from None
