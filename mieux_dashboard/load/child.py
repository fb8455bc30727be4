"""The process that reads one file and nothing else; `bounded` starts it and reads its answer.

It imports no more than reading needs, takes the file from its standard input, limits itself, gives
up the right to open anything, and answers in lines of JSON.
"""

from __future__ import annotations

import codecs
import contextlib
import gc
import sys
from collections.abc import Iterable
from typing import BinaryIO

import orjson

from mieux_dashboard.load.limits import Limits
from mieux_dashboard.load.text import Faulty, Number
from mieux_dashboard.load.unreadable import Unreadable
from mieux_dashboard.load.workbook import Note, Sheet, open_reading

MARKS = {Number: "\x01", Faulty: "\x02"}
"""What stands before the text of a number and of an error; no cleaned text begins like that."""
_BLOCK = 5_000
_STANDARD_STREAMS = 3
_ENCODINGS = ("ascii", "cp437", "cp1252", "latin-1", "utf-8-sig", "utf-16", "utf-16-le")
_REFUSED = ("open", "socket.", "subprocess.", "os.", "ctypes.", "import", "urllib.", "ftplib.")


def main() -> None:
    """Read the file on standard input, and write what was read to standard output."""
    gc.disable()  # this process ends before there is anything worth collecting
    asked = orjson.loads(sys.stdin.buffer.readline())
    limits = Limits(**asked["limits"])
    for encoding in _ENCODINGS:  # loaded while files may still be opened
        codecs.lookup(encoding)
    _bound(limits)
    data = sys.stdin.buffer.read()
    _close_off()
    out = sys.stdout.buffer
    try:
        _answer(data, asked["name"], limits, out)
    except Unreadable as error:
        _write(out, {"unreadable": error.code, "values": error.values})
    except MemoryError:
        _write(out, {"unreadable": "memory", "values": {"limit": limits.memory_mb}})
    except BaseException:  # noqa: BLE001 - a panic of the reader is no Exception
        _write(out, {"unreadable": "died", "values": {}})
    out.flush()


def _answer(data: bytes, name: str, limits: Limits, out: BinaryIO) -> None:
    reading = open_reading(data, name, limits)
    for sheet in reading.sheets:
        _write(out, {"sheet": sheet.name, **_about(sheet)})
        for start in range(0, len(sheet.rows), _BLOCK):
            _write(out, {"rows": _marked(sheet.rows[start : start + _BLOCK])})
    _write(out, {"notes": _plain(reading.notes)})


def _about(sheet: Sheet) -> dict[str, object]:
    names = ("hidden", "hidden_rows", "hidden_columns", "merged", "errors", "unvalued")
    return {name: getattr(sheet, name) for name in names} | {"notes": _plain(sheet.notes)}


def _plain(notes: Iterable[Note]) -> list[tuple[str, str, object]]:
    return [(note.code, note.cell, note.details) for note in notes]


def _marked(rows: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [
        [each if type(each) is str else MARKS[type(each)] + each for each in row] for row in rows
    ]


def _write(out: BinaryIO, value: object) -> None:
    out.write(orjson.dumps(value))
    out.write(b"\n")


def _bound(limits: Limits) -> None:
    """Limit memory, time and what may be written, where the system can."""
    try:
        import resource
    except ImportError:
        return
    memory = limits.memory_mb * 1_000_000
    bounds = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _STANDARD_STREAMS,
    }
    for which, bound in bounds.items():
        with contextlib.suppress(OSError, ValueError):  # a tighter one may hold already
            resource.setrlimit(which, (bound, bound))


def _close_off() -> None:
    """Refuse every further opening of a file, a connection or a program by Python code."""

    def refuse(event: str, _: object) -> None:
        if event.startswith(_REFUSED):
            raise PermissionError(event)

    sys.addaudithook(refuse)
