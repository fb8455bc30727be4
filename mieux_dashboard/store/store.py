"""Accepted versions of the data: kept, listed, checked, never changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as edition
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.exc import DBAPIError

from mieux_dashboard.model.decision import Decision, Decisions, Kind
from mieux_dashboard.store import erasing
from mieux_dashboard.store.blobs import Blob, digest, file_blob, read_table, table_blob
from mieux_dashboard.store.engines import Database, open_database
from mieux_dashboard.store.erasing import blob_of, parts_of
from mieux_dashboard.store.errors import Moved, StoreError
from mieux_dashboard.store.records import (
    Acceptance,
    Damaged,
    Erasure,
    Original,
    Tombstone,
    Version,
)
from mieux_dashboard.store.schema import audit, contents, decisions, tombstones, versions
from mieux_dashboard.store.trail import (
    ACCEPT,
    ALLOW,
    DECIDE,
    RETAIN,
    STATES,
    Damage,
    check_trail,
    listed,
    log,
    now,
    row_digest,
)

_NOTHING = file_blob(b"")
_ASKED_OFTEN = "SELECT max(number) FROM versions"
_ASKED = select(func.max(versions.c.number))


class Store:
    """The accepted versions of one programme.

    Safe for any number of threads and processes; everything but a newly accepted version is read
    only. What it cannot do is a `StoreError`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def where(self) -> str:
        """What the store is called in messages; never with a password."""
        return self._database.where

    def close(self) -> None:
        """Let go of all connections."""
        self._database.engine.dispose()

    def version(self) -> int:
        """Return the number of the current version, 0 where there is none; quick to ask."""
        with self._database.reading() as connection:
            # Asked for every answer: as text it costs half of what it would as an expression.
            return connection.exec_driver_sql(_ASKED_OFTEN).scalar() or 0

    def tables(self, version: int) -> dict[str, pd.DataFrame]:
        """Return the tables of a version as they were accepted, each checked against its hash.

        Raises
        ------
        StoreError
            ``no-version``; ``version-damaged`` with the last ``good`` version before it.
        """
        with self._database.reading() as connection:
            try:
                return self._tables(connection, version)
            except Damage as damage:
                raise self._damaged(connection, version, str(damage)) from None

    def versions(self) -> tuple[Version, ...]:
        """Return all versions, the first one first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(versions).order_by(versions.c.number)).all()
            parts = connection.execute(
                select(contents).order_by(contents.c.version, contents.c.position)
            ).all()
        files: dict[int, list[tuple[str, str]]] = {row.number: [] for row in rows}
        for part in parts:
            if part.part == "original" and part.version in files:
                files[part.version].append((part.name, part.received_sha256))
        return tuple(_version(row, files[row.number]) for row in rows)

    def original(self, version: int) -> tuple[Original, ...]:
        """Return the files that a version was made from, as they were kept."""
        with self._database.reading() as connection:
            try:
                parts = self._verified(connection, version)
                return tuple(
                    Original(part.name, part.received_sha256, blob_of(connection, part))
                    for part in parts
                    if part.part == "original"
                )
            except Damage as damage:
                raise self._damaged(connection, version, str(damage)) from None

    def known_file(self, sha256: str) -> int:
        """Return the first version that a file with this hash was received for, 0 for none."""
        asked = select(func.min(contents.c.version)).where(contents.c.received_sha256 == sha256)
        with self._database.reading() as connection:
            return connection.scalar(asked) or 0

    def accept(self, acceptance: Acceptance) -> int:
        """Make a version of tables, in one transaction; return its number.

        Raises
        ------
        Moved
            When another version than ``acceptance.base`` is the current one.
        """
        tables = {name: table_blob(table) for name, table in acceptance.tables.items()}
        files = [file_blob(original.data) for original in acceptance.originals]
        kept = [*tables.values(), *files]
        counts = acceptance.counts or {name: len(acceptance.tables[name]) for name in tables}
        row = {
            "parent": acceptance.base or None,
            "kind": acceptance.kind,
            "by": acceptance.by,
            "at": now(),
            "as_of": acceptance.as_of,
            "note": acceptance.note,
            "mode": acceptance.mode,
            "undone_to": acceptance.undoes,
            "tables_hash": digest({name: blob.key for name, blob in tables.items()}),
            "counts": dict(counts),
            "tool": tool(),
        }
        with self._database.writing(sum(len(blob.data) for blob in kept)) as connection:
            current = connection.scalar(_ASKED) or 0
            if current != acceptance.base:
                raise _moved(connection, current)
            row |= {"number": current + 1}
            parts = _parts(current + 1, tables, files, acceptance.originals)
            for blob in kept:
                erasing.keep(connection, blob)
            _insert(connection, row, parts)
            _add(connection, acceptance.decisions, acceptance.by)
        return current + 1

    def erase(self, erasure: Erasure) -> tuple[int, bool]:
        """Take a person out of every version, in one transaction, and then out of the files.

        The versions keep their numbers; their tables, hashes and counts are without her. A version
        of its own follows, with the tables of the one in force, so that whoever shows that one
        looks again.

        Returns
        -------
        tuple
            The number of that version, and whether the database's files were written anew; if not,
            bytes of what was deleted may stay in them until `compact` succeeds.

        Raises
        ------
        Moved
            When another version than ``erasure.base`` is the current one.
        StoreError
            ``damaged`` or ``lost`` when something cannot be read.
        """
        with self._database.writing() as connection:
            current = connection.scalar(_ASKED) or 0
            if current != erasure.base:
                raise _moved(connection, current)
            try:
                erasing.erase(connection, erasure)
            except Damage as damage:
                raise self._unusable(connection, str(damage)) from None
            _add_alias(connection, current, erasure.by, erasure.text(erasure.reason))
        return current + 1, self.compact()

    def allow(self, column: str, mark: str, by: str) -> None:
        """Let an erased id be stored again from now on."""
        with self._database.writing() as connection:
            erasing.bury(connection, ALLOW, column, mark, by)

    def tombstones(self) -> tuple[Tombstone, ...]:
        """Return what is left of erasures, the first one first."""
        asked = select(tombstones).order_by(tombstones.c.number)
        with self._database.reading() as connection:
            rows = connection.execute(asked).all()
        return tuple(Tombstone(**(row._asdict() | {"changed": tuple(row.changed)})) for row in rows)

    def retain(self, since: str, by: str) -> tuple[tuple[int, str], ...]:
        """Drop the kept originals of what was loaded before a moment; their hashes stay.

        Returns
        -------
        tuple
            The version and the name of each file that went.
        """
        gone = []
        with self._database.writing() as connection:
            loads = select(versions).where(versions.c.at < since, versions.c.kind == "load")
            for row in connection.execute(loads.order_by(versions.c.number)).all():
                parts = [one for one in parts_of(connection, row.number) if one.part == "original"]
                filled = [one for one in parts if one.blob != _NOTHING.key]
                for part in filled:
                    erasing.swap(connection, part, _NOTHING, part.name)
                    gone.append((row.number, part.name))
                if filled:
                    erasing.restate(connection, row, RETAIN, by)
            erasing.drop_unused(connection)
        if gone:
            self.compact()
        return tuple(gone)

    def compact(self) -> bool:
        """Write the database's files anew; whether nothing deleted stays in them."""
        return self._database.compact()

    def note(self, act: str, of: int, by: str) -> None:
        """Add a line to the audit trail about something that changes nothing."""
        with self._database.writing() as connection:
            log(connection, act, of, by)

    def decisions(self) -> Decisions:
        """Return the answers in force."""
        last = {(one.kind, one.where, one.asked): one for one in self.history()}
        return Decisions(tuple(one for one in last.values() if one.answer))

    def history(self) -> tuple[Decision, ...]:
        """Return all answers in the order they were given; one of ``""`` takes another back."""
        asked = select(decisions).order_by(decisions.c.number)
        with self._database.reading() as connection:
            rows = connection.execute(asked).all()
        return tuple(
            Decision(row.kind, row.where, row.asked, row.answer, row.by, row.at) for row in rows
        )

    def decide(self, given: Iterable[Decision]) -> None:
        """Keep answers; the last one to a question holds."""
        with self._database.writing() as connection:
            _add(connection, tuple(given), "")

    def revoke(self, kind: Kind, where: str, asked: str, by: str) -> None:
        """Take the answer to a question back; what was accepted with it stays."""
        self.decide([Decision(kind, where, asked, "", by)])

    def audit(self) -> tuple[Mapping[str, Any], ...]:
        """Return the audit trail, a line per change, the first one first."""
        with self._database.reading() as connection:
            lines = connection.execute(select(audit).order_by(audit.c.number)).all()
        return tuple(line._asdict() for line in lines)

    def check(self) -> None:
        """Look whether the audit trail, the versions and the decisions belong together.

        Raises
        ------
        StoreError
            ``damaged`` or ``lost``.
        """
        with self._database.reading() as connection:
            self.check_within(connection)

    def check_within(self, connection: Connection) -> None:
        """Look at the same as `check`, on a connection that may be in a transaction."""
        try:
            check_trail(connection)
            for number in connection.scalars(select(versions.c.number)).all():
                self._verified(connection, number)
        except Damage as damage:
            raise self._unusable(connection, str(damage)) from None

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection on one whole and checked state, whoever writes meanwhile.

        A `Damage` raised while it is used is said as `check` says it.
        """
        with self._database.snapshot() as connection:
            self.check_within(connection)
            try:
                yield connection
            except Damage as damage:
                raise self._unusable(connection, str(damage)) from None

    def verify(self) -> tuple[Damaged, ...]:
        """Look at every byte of every version; return what is not as it was accepted.

        Raises
        ------
        StoreError
            As `check`, when the audit trail is damaged itself.
        """
        found = []
        with self._database.reading() as connection:
            try:
                check_trail(connection)
            except Damage as damage:
                raise self._unusable(connection, str(damage)) from None
            for number in connection.scalars(select(versions.c.number)).all():
                try:
                    parts = self._verified(connection, number)
                except Damage:
                    found.append(Damaged(number, "entry", ""))
                    continue
                found += [
                    Damaged(number, part.part, part.name)
                    for part in parts
                    if not _whole(connection, part)
                ]
        return tuple(found)

    def _tables(self, connection: Connection, version: int) -> dict[str, pd.DataFrame]:
        parts = self._verified(connection, version)
        return {
            part.name: read_table(blob_of(connection, part))
            for part in parts
            if part.part == "table"
        }

    def _verified(self, connection: Connection, version: int) -> Sequence[Row[Any]]:
        """Return the parts of a version whose rows are as the audit trail has them."""
        row = connection.execute(select(versions).where(versions.c.number == version)).first()
        if row is None:
            last = connection.scalar(_ASKED) or 0
            raise StoreError("no-version", version=version, last=last)
        parts = parts_of(connection, version)
        line = connection.execute(
            select(audit)
            .where(audit.c.act.in_(STATES), audit.c.of == version)
            .order_by(audit.c.number.desc())
        ).first()
        stated = [listed(part._asdict()) for part in parts]
        if line is None or line.digest != row_digest(row._asdict(), stated):
            raise Damage("its entry was altered")
        return parts

    def _damaged(self, connection: Connection, version: int, reason: str) -> StoreError:
        good = self._last_good(connection, version)
        if not good:
            return StoreError("lost", where=self.where, reason=reason)
        details = {"version": version, "reason": reason, "good": good}
        return StoreError("version-damaged", where=self.where, **details)

    def _unusable(self, connection: Connection, reason: str) -> StoreError:
        good = self._last_good(connection, (connection.scalar(_ASKED) or 0) + 1)
        code = "damaged" if good else "lost"
        return StoreError(code, where=self.where, reason=reason, good=good)

    def _last_good(self, connection: Connection, before: int) -> int:
        """Return the last version before one whose tables can all be read, 0 for none."""
        asked = select(versions.c.number).where(versions.c.number < before)
        numbers: Sequence[int] = connection.scalars(asked.order_by(versions.c.number.desc())).all()
        for number in numbers:
            try:
                self._tables(connection, number)
            except (Damage, DBAPIError):
                continue
            return number
        return 0


def open_store(url: str) -> Store:
    """Open a store, made anew where there is none.

    Parameters
    ----------
    url
        ``sqlite:///path`` or ``postgresql://user:password@host/name``.

    Raises
    ------
    StoreError
        When it cannot be read and written, or is damaged.
    """
    store = Store(open_database(url))
    try:
        store.check()
    except StoreError:
        store.close()
        raise
    if hasattr(os, "register_at_fork"):
        # A connection must not serve two processes.
        os.register_at_fork(after_in_child=partial(store._database.engine.dispose, close=False))
    return store


def tool() -> str:
    """Return the program's own version, "" where it is not installed."""
    try:
        return edition("mieux-dashboard")
    except PackageNotFoundError:
        return ""


def _version(row: Row[Any], files: list[tuple[str, str]]) -> Version:
    return Version(
        number=row.number,
        parent=row.parent or 0,
        kind=row.kind,
        by=row.by,
        at=row.at,
        as_of=row.as_of,
        note=row.note,
        mode=row.mode,
        files=tuple(files),
        counts=row.counts,
        tables_hash=row.tables_hash,
        undone_to=row.undone_to,
        tool=row.tool,
    )


def _insert(
    connection: Connection, row: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]
) -> None:
    """Add the row of a version and its parts, and their line in the audit trail."""
    connection.execute(insert(versions).values(dict(row)))
    if parts:
        connection.execute(insert(contents), parts)
    said = row_digest(row, [listed(part) for part in parts])
    log(connection, ACCEPT, row["number"], row["by"], said, row["at"])


def _add_alias(connection: Connection, current: int, by: str, note: str) -> None:
    """Add a version with the tables of the current one."""
    asked = select(versions).where(versions.c.number == current)
    was = connection.execute(asked).one()._asdict()
    number = current + 1
    parts = [
        part._asdict() | {"version": number}
        for part in parts_of(connection, current)
        if part.part == "table"
    ]
    own = {"number": number, "parent": current, "undone_to": current, "kind": "erase"}
    own |= {"by": by, "at": now(), "note": note, "mode": "", "tool": tool()}
    _insert(connection, was | own, parts)


def _whole(connection: Connection, part: Row[Any]) -> bool:
    """Whether the bytes of a part are those that its key was made from."""
    try:
        data = blob_of(connection, part)
    except Damage:
        return False
    made = table_blob(read_table(data)) if part.part == "table" else file_blob(data)
    return made.key == str(part.blob)


def _moved(connection: Connection, current: int) -> Moved:
    row = connection.execute(select(versions).where(versions.c.number == current)).one()
    return Moved(current, row.by, row.at)


def _parts(
    version: int,
    tables: Mapping[str, Blob],
    files: Sequence[Blob],
    originals: Sequence[Original],
) -> list[dict[str, Any]]:
    """List what a version holds, in the order of `_verified`."""
    named = [("table", name, blob, "") for name, blob in tables.items()]
    received = [
        ("original", original.name, blob, original.received_sha256)
        for original, blob in zip(originals, files, strict=True)
    ]
    return [
        {
            "version": version,
            "part": part,
            "position": position,
            "name": name,
            "blob": blob.key,
            "received_sha256": sha256,
        }
        for of_part in (received, named)
        for position, (part, name, blob, sha256) in enumerate(of_part)
    ]


def _add(connection: Connection, given: Iterable[Decision], by: str) -> None:
    last = connection.scalar(select(func.max(decisions.c.number))) or 0
    for number, one in enumerate(given, last + 1):
        row: dict[str, Any] = {
            "number": number,
            "kind": one.kind,
            "where": one.where,
            "asked": one.asked,
            "answer": one.answer,
            "by": one.by or by,
            "at": one.at or now(),
        }
        connection.execute(insert(decisions).values(row))
        log(connection, DECIDE, number, row["by"], row_digest(row), row["at"])
