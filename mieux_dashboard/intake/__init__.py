"""How data come in: what the first run loads. Page and command line share it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mieux_dashboard.load import (
    Checked,
    Unreadable,
    Workbook,
    check,
    names_persons,
    read_workbook,
)
from mieux_dashboard.load.workbook import MAX_MB
from mieux_dashboard.model.dataset import Dataset, dataset
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.reference import PROGRAMME, read_reference
from mieux_dashboard.words import Words

DEMONSTRATION = "demonstration"
_FIRST_VERSION = 1

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


def first_run(folder: Path, name: str = PROGRAMME, key: Key | None = None) -> Dataset:
    """Load a programme's own workbook as version 1.

    Parameters
    ----------
    folder
        Holds ``<name>.toml``, ``reference/`` and the workbook that ``<name>.toml`` names.
    name
        Which programme of the folder.
    key
        As in `check_file`.

    Raises
    ------
    FileNotFoundError
        When the folder lacks a reference list.
    Unreadable
        When the workbook is missing or no spreadsheet.
    Refused
        When the workbook has findings of severity error.
    """
    reference = read_reference(folder, name)
    checked = check_file(folder / reference.programme.workbook, reference, key)
    if checked.count("error"):
        raise Refused(checked, reference)
    return dataset(checked.tables, reference, _FIRST_VERSION)


def demonstration(folder: Path) -> Dataset:
    """Load the made-up programme of a folder; its errors are those of `first_run`."""
    return first_run(folder, DEMONSTRATION)


def check_file(path: Path, reference: Reference, key: Key | None = None) -> Checked:
    """Read a file and check it.

    Parameters
    ----------
    path
        The file.
    reference
        The lists that it is held against.
    key
        Gives what pseudonyms of persons are made with; without it they hold for this file only.

    Raises
    ------
    Unreadable
        When there is no such file, or nothing in it can be read.
    """
    return check_read(read_workbook(read_bytes(path), path.name), reference, key)


def check_read(workbook: Workbook, reference: Reference, key: Key | None = None) -> Checked:
    """Check what was read; the key is asked for only where persons are named."""
    return check(workbook, reference, key() if key and names_persons(workbook) else None)


def read_bytes(path: Path) -> bytes:
    """Read a file, no further than its size tells that it is too large.

    Raises
    ------
    Unreadable
        When it is missing, a folder, or closed to us.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_MB * 1_000_000 + 1)
    except FileNotFoundError:
        raise Unreadable("missing", str(path)) from None
    except IsADirectoryError:
        raise Unreadable("folder", str(path)) from None
    except OSError as error:
        raise Unreadable("closed", str(path), reason=error.strerror) from None
