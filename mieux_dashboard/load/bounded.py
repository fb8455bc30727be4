"""A file that a user brings is read in a process of its own, which may die or be ended.

What comes back is text in JSON. Where the system has no limits for a process (Windows), a thread
watches its memory as it watches its time everywhere.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson
import psutil

from mieux_dashboard.load.limits import LIMITS, Limits
from mieux_dashboard.load.text import Faulty, Number
from mieux_dashboard.load.unreadable import Unreadable
from mieux_dashboard.load.workbook import Note, Sheet, Workbook

# starts without the packages that only checking needs: `load` itself is not imported
_START = (
    "import sys, types\n"
    "folder, *sys.path = sys.argv[1:]\n"
    "load = types.ModuleType('mieux_dashboard.load'); load.__path__ = [folder]\n"
    "import mieux_dashboard; sys.modules[load.__name__] = load\n"
    "from mieux_dashboard.load.child import main\n"
    "main()\n"
)
_AT_ONCE = threading.BoundedSemaphore(2)
_GLANCE = 0.05
_KINDS = {"\x01": Number, "\x02": Faulty}
_OUT_OF_TIME = -24  # SIGXCPU
_HAS_LIMITS = importlib.util.find_spec("resource") is not None


def read_bounded(data: bytes, name: str, limits: Limits = LIMITS) -> Workbook:
    """Read a spreadsheet as `read_workbook` does, within limits of memory and time.

    Two files are read at once; others wait.

    Parameters
    ----------
    data
        The file.
    name
        Its name.
    limits
        How much it may hold, and what reading may cost.

    Raises
    ------
    Unreadable
        As `read_workbook`, and when reading takes too much memory or time, or breaks off.
    """
    if len(data) > limits.file_mb * 1_000_000:
        raise Unreadable("too-large", name, limit=limits.file_mb)
    with _AT_ONCE, _started() as process:
        watch = _Watch(process, limits)
        watch.start()
        try:
            answer = _Answer(name)
            _ask(process, data, name, limits)
            for line in _lines(process.stdout):
                answer.take(orjson.loads(line))
            complaint = process.stderr.read(10_000) if process.stderr else b""
        except orjson.JSONDecodeError:
            complaint = b""
        finally:
            process.kill()
            process.wait()
            watch.join()
    if answer.whole:
        return answer.workbook()
    raise _why(name, limits, watch.ended or _ended(process.returncode, complaint))


def _started() -> subprocess.Popen[bytes]:
    folder = str(Path(__file__).parent)
    paths = [str(Path(folder).parents[1]), *(path for path in sys.path if path)]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, folder, *paths],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ},
        bufsize=1 << 20,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _ask(process: subprocess.Popen[bytes], data: bytes, name: str, limits: Limits) -> None:
    """Hand the file over; a process that has died already says so by its answer."""
    if process.stdin is None:
        return
    try:
        process.stdin.write(orjson.dumps({"name": name, "limits": asdict(limits)}) + b"\n")
        process.stdin.write(data)
        process.stdin.close()
    except OSError:
        return


def _lines(stream: IO[bytes] | None) -> Iterator[bytes]:
    return iter(stream or ())


@dataclass(slots=True)
class _Answer:
    """What a child has told so far."""

    name: str
    sheets: list[dict[str, Any]] = field(default_factory=list)
    notes: tuple[Note, ...] = ()
    whole: bool = False
    texts: dict[str, str] = field(default_factory=lambda: _Texts())

    def take(self, told: Mapping[str, Any]) -> None:
        """Take one line of it."""
        if "unreadable" in told:
            raise Unreadable(told["unreadable"], self.name, **told["values"])
        if "sheet" in told:
            self.sheets.append({**told, "rows": []})
        elif "rows" in told:
            text = self.texts.__getitem__
            self.sheets[-1]["rows"] += [tuple(map(text, row)) for row in told["rows"]]
        else:
            self.notes, self.whole = _notes(told["notes"]), True

    def workbook(self) -> Workbook:
        """Make the workbook of it."""
        return Workbook(self.name, tuple(map(_sheet, self.sheets)), self.notes)


class _Texts(dict[str, str]):
    """Texts by what the child wrote, each kept once: a number, an error, or as typed."""

    def __missing__(self, told: str) -> str:
        kind = _KINDS.get(told[:1])
        self[told] = text = kind(told[1:]) if kind else told
        return text


def _sheet(told: Mapping[str, Any]) -> Sheet:
    return Sheet(
        told["sheet"],
        tuple(told["rows"]),
        told["hidden"],
        tuple(told["hidden_rows"]),
        tuple(told["hidden_columns"]),
        tuple(told["merged"]),
        told["errors"],
        told["unvalued"],
        _notes(told["notes"]),
    )


def _notes(told: list[list[Any]]) -> tuple[Note, ...]:
    return tuple(Note(code, cell, _with_tuples(details)) for code, cell, details in told)


def _with_tuples(details: Mapping[str, object]) -> dict[str, object]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in details.items()
    }


class _Watch(threading.Thread):
    """Ends a child that takes too long, and where the system does not, one that takes too much."""

    def __init__(
        self, process: subprocess.Popen[bytes], limits: Limits, *, memory: bool = not _HAS_LIMITS
    ) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.limits = limits
        self.memory = memory
        self.ended = ""

    def run(self) -> None:
        """Look at the child until it has ended."""
        for _ in range(int(self.limits.seconds / _GLANCE)):
            try:
                self.process.wait(_GLANCE)
            except subprocess.TimeoutExpired:
                if self.memory and _memory(self.process.pid) > self.limits.memory_mb * 1_000_000:
                    self._end("memory")
                    return
            else:
                return
        self._end("time")

    def _end(self, why: str) -> None:
        self.ended = why
        for each in _family(self.process.pid):
            each.kill()


def _family(pid: int) -> list[psutil.Process]:
    """Return a process and its children; a virtual environment on Windows starts a second one."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.Error:
        return []


def _memory(pid: int) -> int:
    try:
        return sum(each.memory_info().rss for each in _family(pid))
    except psutil.Error:
        return 0


def _ended(code: int | None, complaint: bytes) -> str:
    """Say why a child ended that did not tell."""
    if code == _OUT_OF_TIME:
        return "time"
    return "memory" if b"memory" in complaint.lower() else "died"


def _why(name: str, limits: Limits, why: str) -> Unreadable:
    limit = {"memory": limits.memory_mb, "time": limits.seconds}
    return Unreadable(why, name, **({"limit": limit[why]} if why in limit else {}))
