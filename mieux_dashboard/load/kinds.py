"""What a file is, by its content and never by its name."""

from __future__ import annotations

from collections.abc import Collection

from mieux_dashboard.load.unreadable import Unreadable

BINARY = ("xlsx", "xlsm", "xls", "xlsb", "ods")
DELIMITED = ("csv", "tsv")
KNOWN = BINARY + DELIMITED
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# first bytes -> a key of `unreadable.KINDS`
_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "word"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
)
# a part of a container -> the kind
_PARTS = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "slides"),
)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def no_spreadsheet(name: str, kind: str) -> Unreadable:
    """Say that a file's content is of another kind, a key of `unreadable.KINDS`."""
    return Unreadable("no-spreadsheet", name, kind=kind, known=", ".join(KNOWN))


def foreign(data: bytes) -> str:
    """Name what `data`, which is no container, begins like; ``""`` where it may be a table."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<body")):
        return "page"
    return "xml" if head.startswith(b"<?xml") else ""


def of_container(names: Collection[str], mimetype: bytes) -> str:
    """Name what a zip with these parts is: ``xlsx``, ``xlsb``, ``ods``, or what else it is."""
    for part, kind in _PARTS:
        if part in names:
            return kind
    if mimetype.strip() == _ODS:
        return "ods"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return "word"
    return "slides" if mimetype.startswith(b"application/vnd.oasis.opendocument") else "archive"
