"""Packs made aside for readers of pages: one at a time, in a process of its own, kept for a day.

What there is to know of a pack stands in its folder, so that any worker of a server can say it.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil

TOKEN = r"[A-Za-z0-9_-]{22}"
DAY = 24 * 3600
LIMIT = 30 * 60
"""Seconds that a pack may take."""

GRACE = 10  # seconds to clean up in, after which what was told to end is ended
_CLOCK = 5  # seconds by which two workers may differ about when a process began
_STARTING = 30  # seconds in which a pack that has the slot must have its process
_RESULT, _PROGRESS, _PROCESS, _SAID = "pack.zip", "progress.json", "process.json", "said.txt"
_SLOT = "slot"

Stage = Literal["running", "ready", "failed", "gone"]


@dataclass(frozen=True, slots=True)
class State:
    """How far a pack is.

    Parameters
    ----------
    stage
        ``running``, ``ready``, ``failed``, or ``gone`` where it was cancelled or is a day old.
    done, total
        Steps; 0 of 0 while it begins.
    said
        What is being made, or why it failed.
    size
        Bytes of what is ready.
    """

    stage: Stage
    done: int = 0
    total: int = 0
    said: str = ""
    size: int = 0


class Busy(Exception):
    """Another pack is being made."""


@dataclass(frozen=True, slots=True)
class Packing:
    """Where packs are made: a folder of this machine that only this user can open.

    Parameters
    ----------
    folder
        Of all packs; each has one of its own in it, named by its token.
    environment
        The settings that the command is to have.
    """

    folder: Path
    environment: Mapping[str, str]

    def begin(self, order: Sequence[str]) -> str:
        """Begin to make a pack, and return the token that it is asked for by; nobody guesses it.

        Parameters
        ----------
        order
            What ``mieux pack`` is given, without ``--out``.

        Raises
        ------
        Busy
            While another is being made.
        """
        self.sweep()
        token = secrets.token_urlsafe(16)
        place = self.folder / token
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.mkdir(mode=0o700)
        try:
            self._take_slot(token)
            process = self._started(place, order)
        except BaseException:
            self._free_slot(token)
            shutil.rmtree(place, ignore_errors=True)
            raise
        threading.Thread(target=self._watch, args=(token, process), daemon=True).start()
        return token

    def state(self, token: str) -> State:
        """Say how far a pack is."""
        place = self._place(token)
        if place is None or not place.is_dir():
            return State("gone")
        if (place / _RESULT).is_file():
            return State("ready", size=(place / _RESULT).stat().st_size)
        told = _read(place / _PROGRESS)
        if self._is_running(place):
            return State("running", told.get("done", 0), told.get("total", 0), told.get("said", ""))
        if (place / _RESULT).is_file():  # made between the two questions
            return State("ready", size=(place / _RESULT).stat().st_size)
        return State("failed", said=_reason(place))

    def result(self, token: str) -> Path | None:
        """Return a pack that is ready, None where there is none."""
        place = self._place(token)
        found = place / _RESULT if place else None
        return found if found and found.is_file() else None

    def cancel(self, token: str) -> None:
        """Stop making a pack, or throw one away; nothing of it stays."""
        place = self._place(token)
        if place and place.is_dir():
            _end(_process(place))
            self._free_slot(token)
            shutil.rmtree(place, ignore_errors=True)

    def sweep(self) -> int:
        """Delete what is older than a day, and end what takes too long; return how many went."""
        gone = 0
        for place in self._places():
            with suppress(OSError):
                age = time.time() - place.stat().st_mtime
                if age > LIMIT and not (place / _RESULT).is_file():
                    _end(_process(place))
                if age > DAY:
                    shutil.rmtree(place, ignore_errors=True)
                    gone += 1
        return gone

    def clear(self) -> int:
        """Stop all packs that are being made, and delete all that were; return how many."""
        places = self._places()
        for place in places:
            self.cancel(place.name)
        return len(places)

    def count(self) -> int:
        """Count the packs that are made or being made."""
        return len(self._places())

    def _places(self) -> list[Path]:
        return (
            [one for one in self.folder.iterdir() if one.is_dir()] if self.folder.is_dir() else []
        )

    def _place(self, token: str) -> Path | None:
        return self.folder / token if re.fullmatch(TOKEN, token, re.ASCII) else None

    def _started(self, place: Path, order: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start the command; its failures are kept beside what it makes."""
        package = Path(__file__).parents[2]
        paths = os.pathsep.join(filter(None, [str(package), os.environ.get("PYTHONPATH", "")]))
        command = [sys.executable, "-m", "mieux_dashboard", "pack"]
        out = [f"--out={place / _RESULT}", f"--progress={place / _PROGRESS}"]
        with (place / _SAID).open("wb") as said:
            process = subprocess.Popen(
                [*command, *out, *order],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env={**os.environ, **self.environment, "PYTHONPATH": paths},
                start_new_session=True,
            )
        with suppress(psutil.Error):
            running = psutil.Process(process.pid)
            running.nice(10 if os.name == "posix" else psutil.BELOW_NORMAL_PRIORITY_CLASS)
            told = {"pid": process.pid, "since": running.create_time()}
            (place / _PROCESS).write_text(json.dumps(told), "utf-8")
        return process

    def _watch(self, token: str, process: subprocess.Popen[bytes]) -> None:
        """Wait for a pack's process, end it when it takes too long, and let the next begin."""
        try:
            process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            with suppress(psutil.Error):
                _end(psutil.Process(process.pid))
            process.wait()
        self._free_slot(token)

    def _take_slot(self, token: str) -> None:
        """Take the one place in which a pack may be made, also from one that is not made any more.

        Raises
        ------
        Busy
            While it is taken.
        """
        slot = self.folder / _SLOT
        for _ in range(2):
            try:
                with slot.open("x") as taken:
                    taken.write(token)
                return
            except FileExistsError:
                if self._is_taken(slot):
                    raise Busy from None
                slot.unlink(missing_ok=True)
        raise Busy

    def _is_taken(self, slot: Path) -> bool:
        try:
            place = self._place(slot.read_text())
            young = time.time() - slot.stat().st_mtime < _STARTING
        except OSError:
            return False
        if place is None or not (place / _PROCESS).is_file():
            return young
        return self._is_running(place) and not (place / _RESULT).is_file()

    def _free_slot(self, token: str) -> None:
        slot = self.folder / _SLOT
        with suppress(OSError):
            if slot.read_text() == token:
                slot.unlink()

    def _is_running(self, place: Path) -> bool:
        running = _process(place)
        with suppress(psutil.Error):
            return running is not None and running.status() != psutil.STATUS_ZOMBIE
        return False


def _read(path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told


def _process(place: Path) -> psutil.Process | None:
    """Return the process that makes a pack; another that has its number by now is not it."""
    told = _read(place / _PROCESS)
    if not told:
        return None
    try:
        running = psutil.Process(told["pid"])
        other = abs(running.create_time() - told["since"]) > _CLOCK
        return None if other else running
    except psutil.Error:
        return None


def _end(running: psutil.Process | None) -> None:
    """Let a process clean up and end, then end it and what it started."""
    if running is None:
        return
    with suppress(psutil.Error):
        family = [running, *running.children(recursive=True)]
        running.terminate()
        psutil.wait_procs([running], GRACE)
        for one in family:
            with suppress(psutil.Error):
                one.kill()
        psutil.wait_procs(family, GRACE)


def _reason(place: Path) -> str:
    """Return the last line that a failed command said, without a folder of this machine."""
    try:
        lines = (place / _SAID).read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1].replace(f"{place}{os.sep}", "") if lines else ""
