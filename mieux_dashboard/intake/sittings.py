"""Files that were received and are not decided on yet: kept apart, for a day at most."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mieux_dashboard.intake.compare import Mode
from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.model.decision import Decision

DAY = 24 * 3600
ROOM = 1_000_000_000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_NOTES = "notes.json"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One dry run on its way to be accepted.

    Parameters
    ----------
    token
        What the address names it by; nobody guesses it.
    names
        Of the files, in order.
    mode
        ``update`` or ``replace``.
    decided
        What was decided for these files so far.
    """

    token: str
    names: tuple[str, ...]
    mode: Mode = "update"
    decided: tuple[Decision, ...] = ()


class Full(Exception):
    """So much is waiting that no more files are taken."""


class Gone(Exception):
    """A sitting that was accepted, given up, or is older than a day."""


@dataclass(frozen=True, slots=True)
class Sittings:
    """Where received files wait: a folder of this machine that only this user can open.

    The files are as received, names of persons included, so they never enter the store; they are
    deleted when they are accepted or given up, and after a day.

    Parameters
    ----------
    folder
        Where they wait.
    room
        How many bytes may wait at once.
    """

    folder: Path
    room: int = ROOM

    def begin(self, received: Sequence[Received]) -> Sitting:
        """Keep files; what waits longer than a day goes.

        Raises
        ------
        Full
            When there is no room for them.
        OSError
            When the disk takes no more; nothing of them is left then.
        """
        self.sweep()
        waiting = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        if waiting + sum(len(one.data) for one in received) > self.room:
            raise Full
        token = secrets.token_urlsafe(16)
        place = self.folder / token
        place.mkdir(parents=True, mode=0o700)
        try:
            for number, one in enumerate(received):
                (place / str(number)).write_bytes(one.data)
            return self.note(Sitting(token, tuple(one.name for one in received)))
        except OSError:
            self.end(token)
            raise

    def find(self, token: str) -> Sitting:
        """Return a sitting.

        Raises
        ------
        Gone
            When there is none under this token.
        """
        try:
            if _is_old(self._place(token)):
                raise Gone(token)
            noted = json.loads((self._place(token) / _NOTES).read_text("utf-8"))
        except (OSError, ValueError):
            raise Gone(token) from None
        decided = tuple(Decision(**one) for one in noted["decided"])
        return Sitting(token, tuple(noted["names"]), noted["mode"], decided)

    def received(self, sitting: Sitting) -> tuple[Received, ...]:
        """Return the files of a sitting."""
        place = self._place(sitting.token)
        try:
            return tuple(
                Received(name, (place / str(number)).read_bytes())
                for number, name in enumerate(sitting.names)
            )
        except OSError:
            raise Gone(sitting.token) from None

    def note(self, sitting: Sitting) -> Sitting:
        """Keep what was chosen and decided in a sitting."""
        place = self._place(sitting.token)
        noted = asdict(replace(sitting, token=""))
        (place / f"{_NOTES}.new").write_text(json.dumps(noted), "utf-8")
        (place / f"{_NOTES}.new").replace(place / _NOTES)
        return sitting

    def end(self, token: str) -> None:
        """Delete a sitting's files."""
        shutil.rmtree(self._place(token), ignore_errors=True)

    def all(self) -> tuple[Sitting, ...]:
        """Return the sittings that wait."""
        found = []
        for place in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            with suppress(Gone):
                found.append(self.find(place.name))
        return tuple(found)

    def clear(self) -> None:
        """Delete all that waits."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def sweep(self) -> int:
        """Delete what has been waiting for more than a day; return how many sittings that were."""
        old = []
        for place in self.folder.iterdir() if self.folder.is_dir() else ():
            with suppress(OSError):
                old += [place] if _is_old(place) else []
        for place in old:
            shutil.rmtree(place, ignore_errors=True)
        return len(old)

    def _place(self, token: str) -> Path:
        if not _TOKEN.fullmatch(token):
            raise Gone(token)
        return self.folder / token


def _is_old(place: Path) -> bool:
    return time.time() - place.stat().st_mtime > DAY
