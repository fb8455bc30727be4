"""How data come in: what the first run loads. Page and command line share it."""

from __future__ import annotations

from pathlib import Path

from mieux_dashboard.load import Checked, Unreadable, check, read_workbook
from mieux_dashboard.load.workbook import MAX_MB
from mieux_dashboard.model.dataset import Dataset, dataset
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.reference import read_reference
from mieux_dashboard.words import Words

_FIRST_VERSION = 1


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


def first_run(folder: Path) -> Dataset:
    """Load a programme's own workbook as version 1.

    Parameters
    ----------
    folder
        Holds ``programme.toml``, ``reference/`` and the workbook that ``programme.toml`` names.

    Raises
    ------
    FileNotFoundError
        When the folder lacks a reference list.
    Unreadable
        When the workbook is missing or no spreadsheet.
    Refused
        When the workbook has findings of severity error.
    """
    reference = read_reference(folder)
    checked = check_file(folder / reference.programme.workbook, reference)
    if checked.count("error"):
        raise Refused(checked, reference)
    return dataset(checked.tables, reference, _FIRST_VERSION)


def check_file(path: Path, reference: Reference) -> Checked:
    """Read a file and check it.

    Raises
    ------
    Unreadable
        When there is no such file, or nothing in it can be read.
    """
    return check(read_workbook(read_bytes(path), path.name), reference)


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
