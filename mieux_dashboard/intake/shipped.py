"""The workbook that ships with a programme, and how any file is read and checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mieux_dashboard.load import (
    LIMITS,
    Checked,
    Limits,
    Unreadable,
    Workbook,
    check,
    names_persons,
    read_bounded,
    read_workbook,
)
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words

Key = Callable[[], bytes]
"""What gives the key of pseudonyms; only asked where a workbook names persons."""


class Refused(Exception):
    """A workbook that cannot become a version: its findings, one line each."""

    def __init__(self, checked: Checked, reference: Reference) -> None:
        self.checked = checked
        self.reference = reference
        super().__init__(self.message(Words("en", reference)))

    def message(self, words: Words) -> str:
        """Say every error, one a line."""
        errors = (finding for finding in self.checked.findings if finding.severity == "error")
        return "\n".join(f"{error.message(words)} {error.remedy(words)}" for error in errors)


def shipped(folder: Path, reference: Reference, key: Key | None = None) -> Checked:
    """Check the workbook that a programme's folder holds; raises as `first_run` does."""
    return shipped_data(read_bytes(folder / reference.programme.workbook), reference, key)


def shipped_data(data: bytes, reference: Reference, key: Key | None = None) -> Checked:
    """Check the bytes of the workbook that ships with a programme.

    Raises
    ------
    Unreadable
        When they are no spreadsheet.
    Refused
        When there are findings of severity error.
    """
    # the programme's own file is trusted: it is read here, which starts quicker
    checked = check_read(read_workbook(data, reference.programme.workbook), reference, key)
    if checked.count("error"):
        raise Refused(checked, reference)
    return checked


def check_file(
    path: Path, reference: Reference, key: Key | None = None, limits: Limits = LIMITS
) -> Checked:
    """Read a file within limits, in a process of its own, and check it.

    Parameters
    ----------
    path
        The file.
    reference
        The lists that it is held against.
    key
        Gives what pseudonyms of persons are made with; without it they hold for this file only.
    limits
        How much the file may hold, and what reading may cost.

    Raises
    ------
    Unreadable
        When there is no such file, or nothing in it can be read.
    """
    return check_read(read_bounded(read_bytes(path, limits), path.name, limits), reference, key)


def check_read(workbook: Workbook, reference: Reference, key: Key | None = None) -> Checked:
    """Check what was read; the key is asked for only where persons are named."""
    return check(workbook, reference, key() if key and names_persons(workbook, reference) else None)


def read_bytes(path: Path, limits: Limits = LIMITS) -> bytes:
    """Read a file, no further than its size tells that it is too large.

    Raises
    ------
    Unreadable
        When it is missing, a folder, or closed to us.
    """
    try:
        with path.open("rb") as file:
            return file.read(limits.file_mb * 1_000_000 + 1)
    except FileNotFoundError:
        raise Unreadable("missing", str(path)) from None
    except IsADirectoryError:
        raise Unreadable("folder", str(path)) from None
    except OSError as error:
        raise Unreadable("closed", str(path), reason=error.strerror) from None
