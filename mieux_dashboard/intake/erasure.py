"""What is held about one person, and taking it out of everything that the program keeps.

The store, the files that wait, and the packs that were made. Nothing of the person is left but a
tombstone: a keyed hash by which a later file that brings her again is recognised.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from mieux_dashboard.intake.originals import cells_of, without
from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.intake.sittings import Gone, Sittings
from mieux_dashboard.intake.traces import Trace
from mieux_dashboard.load import LIMITS, Checked, Limits, Unreadable, Workbook, read_bounded
from mieux_dashboard.load.erased import Erased, mark
from mieux_dashboard.load.persons import person_ids, pseudonym
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.decision import Decision
from mieux_dashboard.store import Erasure, Original, Store, Tombstone

PERSONS = tuple(dict.fromkeys(filter(None, map(person_ids, TABLES.values()))))
"""The columns of ids of persons."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the id stands.

    Parameters
    ----------
    kind
        ``row``: the row of a table is the person's own; ``cell``: her id stands in a text of a row
        that is not; ``file``: it stands in a kept original; ``unread``: it may stand in
        one that can no longer be read; ``note``: in the note of a version.
    version
        Its number.
    where
        The table, or the file.
    row
        Counted from 1; 0 for a note, and where nobody can tell which rows of a file are hers: its
        names were blanked, or it can no longer be looked into.
    column
        The column, or the file's sheet.
    record
        What the person's own row says.
    """

    kind: Literal["row", "cell", "file", "unread", "note"]
    version: int
    where: str
    row: int
    column: str
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that is held about an id.

    Parameters
    ----------
    places
        In the versions, the first one first.
    decisions
        That are about the person or mention her.
    waiting
        Names of files that wait and may hold her; nobody has read them for good yet.
    tombstones
        Of earlier erasures of the same id.
    files
        Hash of a kept original that an erasure changes -> the bytes that would be kept.
    """

    places: tuple[Place, ...]
    decisions: tuple[Decision, ...]
    waiting: tuple[str, ...]
    tombstones: tuple[Tombstone, ...]
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def stored(self) -> bool:
        """Whether the store holds anything."""
        return bool(self.decisions) or any(one.kind != "unread" for one in self.places)


@dataclass(frozen=True, eq=False)
class Keeping:
    """Where the program keeps what it knows of persons.

    Parameters
    ----------
    store, sittings
        Versions, and files that wait.
    key
        That of pseudonyms.
    limits
        Of reading a kept file again.
    """

    store: Store
    sittings: Sittings
    key: bytes
    limits: Limits = LIMITS
    _workbooks: dict[str, Workbook | None] = field(default_factory=dict, init=False, repr=False)

    def held(self, id: str) -> Holdings:
        """Look for an id everywhere.

        Notes
        -----
        A file that waits is listed whatever it holds: its names are no ids yet.
        """
        trace = Trace(id)
        places: list[Place] = []
        files: dict[str, bytes] = {}
        for version in self.store.versions():
            own = []
            for name, table in self.store.tables(version.number).items():
                own += _in_table(trace, version.number, name, table)
            unnamed = trace.is_pseudonym and any(one.kind == "row" for one in own)
            for original in self.store.original(version.number):
                if original.data and (unnamed or trace.may_stand_in(original.data)):
                    found, left = self._in_file(trace, original, unnamed)
                    own += (replace(one, version=version.number) for one in found)
                    files |= {original.kept_sha256: left} if found else {}
            names = [version.note, *(name for name, _ in version.files)]
            if any(map(trace.stands_in, names)):
                own.append(Place("note", version.number, "", 0, "", {}))
            places += own
        return Holdings(
            tuple(places),
            tuple(one for one in self.store.history() if trace.names(one)),
            tuple(one.name for one in self._waiting()),
            tuple(one for one in self.store.tombstones() if one.mark in self._marks(id)),
            files,
        )

    def known_as(self, name: str) -> str:
        """Return the pseudonym under which a name is held, or would be as an expert."""
        made = [pseudonym(name, column, self.key) for column in reversed(PERSONS)]
        return next((id for id in made if self.held(id).stored), made[0])

    def erase(self, id: str, by: str, reason: str = "") -> tuple[int, bool]:
        """Take an id out of the store, and delete all files that wait.

        Returns
        -------
        tuple
            As `Store.erase`.

        Raises
        ------
        StoreError
            As `Store.erase`; nothing has changed then.
        """
        trace, base = Trace(id), self.store.version()
        held = self.held(id)
        erasure = Erasure(
            base=base,
            by=by,
            reason=reason,
            marks=self._marks_in(id, held),
            table=trace.scrubbed,
            text=trace.without,
            names=trace.names,
            files=held.files,
        )
        done = self.store.erase(erasure)
        self.sittings.clear()
        return done

    def allow(self, id: str, by: str) -> bool:
        """Let an erased id be stored again; whether it was erased."""
        days = erased_days(self.store.tombstones())
        buried = [(column, one) for one, column in self._marks(id).items() if one in days]
        for column, one in buried:
            self.store.allow(column, one, by)
        return bool(buried)

    def again(self, tombstones: Iterable[Tombstone]) -> tuple[str, ...]:
        """Return the ids in the store that tombstones, of another store too, say are erased."""
        erased = Erased(erased_days(tombstones), self.key)
        found: dict[str, None] = {}
        for version in self.store.versions() if erased.days else ():
            for name, table in self.store.tables(version.number).items():
                column = person_ids(TABLES[name]) if name in TABLES else ""
                if column in table:
                    ids = (str(id) for id in table[column].unique())
                    found |= dict.fromkeys(id for id in ids if erased.day(column, id))
        return tuple(found)

    def _marks(self, id: str) -> dict[str, str]:
        return {mark(column, id, self.key): column for column in PERSONS}

    def _marks_in(self, id: str, held: Holdings) -> dict[str, str]:
        """Return column -> mark for the columns in which the id stands; for all where in none."""
        marks = {column: one for one, column in self._marks(id).items()}
        own = {one.column for one in held.places if one.kind == "row"}
        return {column: one for column, one in marks.items() if column in own} or marks

    def _in_file(
        self, trace: Trace, original: Original, unnamed: bool
    ) -> tuple[list[Place], bytes]:
        """Return where the id stands in a kept file, and what would be kept in its place."""
        read = self._workbook(original)
        left = without(original.data, read, trace, unnamed)
        whole = Place("file", 0, original.name, 0, "", {})
        if read is None:
            seen = trace.stands_in_bytes(original.data)
            return [whole if seen else replace(whole, kind="unread")], left
        found = [replace(whole, row=row, column=sheet) for sheet, row in cells_of(read, trace)]
        return found or ([whole] if left != original.data else []), left

    def _workbook(self, original: Original) -> Workbook | None:
        """Read a kept file once, as a user's is read; None where it cannot be any more."""
        key = original.kept_sha256
        if key not in self._workbooks:
            try:
                read = read_bounded(original.data, original.name, self.limits)
            except Unreadable:
                read = None
            self._workbooks[key] = read
        return self._workbooks[key]

    def _waiting(self) -> Iterable[Received]:
        for sitting in self.sittings.all():
            try:
                yield from self.sittings.received(sitting)
            except Gone:
                continue


def keeping(store: Store, folder: Path, key: bytes, limits: Limits = LIMITS) -> Keeping:
    """Return what is kept by a program whose files wait in a folder."""
    return Keeping(store, Sittings(folder), key, limits)


def erased_days(tombstones: Iterable[Tombstone]) -> dict[str, str]:
    """Return mark -> day for the erasures in force."""
    last = {one.mark: one for one in tombstones}
    erased = (one for one in last.values() if one.act == "erase")
    return {one.mark: str(one.at).partition("T")[0] for one in erased}


def without_erased(checked: Checked) -> Mapping[str, pd.DataFrame]:
    """Return the tables that were read without any word of the persons who were left out."""
    tables = dict(checked.tables)
    for id in dict.fromkeys(one.id for one in checked.erased):
        trace = Trace(id)
        tables = {name: trace.scrubbed(name, table) for name, table in tables.items()}
    return tables


def _in_table(trace: Trace, version: int, name: str, table: pd.DataFrame) -> list[Place]:
    own = trace.rows(name, table).to_numpy().nonzero()[0].tolist()
    column = person_ids(TABLES[name]) if name in TABLES else ""
    rows = [Place("row", version, name, place + 1, column, _record(table, place)) for place in own]
    cells = [
        Place("cell", version, name, place + 1, column, {})
        for column, places in trace.cells(name, table).items()
        for place in places
        if place not in own
    ]
    return rows + cells


def _record(table: pd.DataFrame, place: int) -> dict[str, Any]:
    """Return the filled cells of a row."""
    row = zip(table.columns, table.iloc[place].tolist(), strict=True)
    return {str(name): cell for name, cell in row if cell == cell and cell != ""}
