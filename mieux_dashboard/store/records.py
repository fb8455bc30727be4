"""What goes into a store and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from mieux_dashboard.model.decision import Decision
from mieux_dashboard.store.blobs import file_blob

Kind = Literal["first", "load", "undo", "erase"]
"""How a version came about: what ships with the programme, a team's files, going back, the erasure
of a person (its tables are those of the version before, without her)."""

Mode = Literal["", "update", "replace"]


@dataclass(frozen=True, slots=True)
class Original:
    """A file that a version was made from.

    Parameters
    ----------
    name
        As it was received.
    received_sha256
        Hash of the bytes that were received, personal cells included.
    data
        The file with its personal cells blanked; empty where none could be kept.
    """

    name: str
    received_sha256: str
    data: bytes = field(default=b"", repr=False)

    @property
    def kept_sha256(self) -> str:
        """Hash of the bytes that are kept."""
        return file_blob(self.data).key


@dataclass(frozen=True, eq=False)
class Acceptance:
    """All that becomes one version.

    Parameters
    ----------
    tables
        By name; they come out as they went in, dtypes included, without their index.
    base
        The version that was current when the tables were made; another one refuses them.
    by
        Who accepts.
    note
        In her own words.
    as_of
        Day that the data describe, ISO; ``""`` where nobody said.
    originals
        The files.
    decisions
        Answers given on the way; they are stored with the version or not at all.
    counts
        What was counted on the way; by default the rows of each table.
    kind, mode
        How the version comes about.
    undoes
        The earlier version whose tables these are, 0 for none.
    """

    tables: Mapping[str, pd.DataFrame]
    base: int
    by: str
    note: str = ""
    as_of: str = ""
    originals: tuple[Original, ...] = ()
    decisions: tuple[Decision, ...] = ()
    counts: Mapping[str, Any] = field(default_factory=dict)
    kind: Kind = "load"
    mode: Mode = "update"
    undoes: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """An accepted state of the data, without the data.

    Parameters
    ----------
    number
        From 1, without a gap; it orders versions, time does not.
    parent
        The version before it, 0 for the first.
    kind, by, note, as_of, mode, counts
        As accepted.
    at
        When, UTC, ISO.
    files
        Name and hash of each file as received.
    tables_hash
        Hash of the content of all tables; the same tables have the same.
    undone_to
        The earlier version whose tables these are, 0 for none.
    tool
        The program's own version that made it.
    """

    number: int
    parent: int
    kind: Kind
    by: str
    at: str
    as_of: str
    note: str
    mode: Mode
    files: tuple[tuple[str, str], ...]
    counts: Mapping[str, Any]
    tables_hash: str
    undone_to: int
    tool: str


@dataclass(frozen=True, eq=False)
class Erasure:
    """What takes one person out of every version.

    Parameters
    ----------
    base
        The version that was current when it was worked out; another one refuses it.
    by, reason
        Who erases, and in whose words why.
    marks
        Column of ids -> keyed hash of the id; a tombstone is left for each.
    table
        Takes the name of a table and the table; gives it without the person, or the same object
        where she does not stand in it.
    text
        Takes a text; gives it without the id.
    names
        Whether a decision names the person.
    files
        Hash of the bytes of a kept original -> the bytes that are kept in its place.
    """

    base: int
    by: str
    reason: str
    marks: Mapping[str, str]
    table: Callable[[str, pd.DataFrame], pd.DataFrame]
    text: Callable[[str], str]
    names: Callable[[Decision], bool]
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an erasure.

    Parameters
    ----------
    number
        From 1.
    act
        ``erase``, or ``allow`` where the id may be stored again from then on.
    column
        The column of ids, ``expert_id`` or ``focal_point_id``.
    mark
        Keyed hash of the id; without the key of pseudonyms it leads back to nobody.
    at, by, reason
        When (UTC, ISO), who, and in whose words why.
    rows
        How many rows went, over all versions.
    changed
        For each version touched ``version``, and ``before`` and ``after``: the hash of its tables.
    """

    number: int
    act: str
    column: str
    mark: str
    at: str
    by: str
    reason: str
    rows: int
    changed: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Damaged:
    """A part of a version that is not what was accepted; `name` is ``""`` for its entry."""

    version: int
    part: str
    name: str
