"""How data come in: what a first run loads, what is in force. Page and command line share it."""

from __future__ import annotations

from pathlib import Path

from mieux_dashboard.intake.bench import open_bench
from mieux_dashboard.intake.history import kept_originals, undo
from mieux_dashboard.intake.live import current, version_dataset
from mieux_dashboard.intake.shipped import (
    Key,
    Refused,
    check_file,
    check_read,
    read_bytes,
    shipped,
)
from mieux_dashboard.model.dataset import Dataset, dataset
from mieux_dashboard.reference import PROGRAMME, read_reference

DEMONSTRATION = "demonstration"
_FIRST_VERSION = 1


def first_run(folder: Path, name: str = PROGRAMME, key: Key | None = None) -> Dataset:
    """Load a programme's own workbook as version 1, without a store.

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
    return dataset(shipped(folder, reference, key).tables, reference, _FIRST_VERSION)


def has_demonstration(folder: Path) -> bool:
    """Whether a programme's folder holds a made-up programme beside its own."""
    return (folder / f"{DEMONSTRATION}.toml").is_file()


def demonstration(folder: Path) -> Dataset:
    """Load the made-up programme of a folder; its errors are those of `first_run`."""
    return first_run(folder, DEMONSTRATION)


__all__ = [
    "DEMONSTRATION",
    "Key",
    "Refused",
    "check_file",
    "check_read",
    "current",
    "demonstration",
    "first_run",
    "has_demonstration",
    "kept_originals",
    "open_bench",
    "read_bytes",
    "undo",
    "version_dataset",
]
