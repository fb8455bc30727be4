"""The audit trail: one line per change, each with the hash of the line before it.

A line says which row was added or stated anew, by its number and the digest of what it says, never
what stands in it: so an erasure changes no line, and nothing else can be changed without a trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from mieux_dashboard.store.blobs import digest
from mieux_dashboard.store.schema import audit, contents, decisions, tombstones, versions

ACCEPT, REWRITE, RETAIN = "accept", "rewrite", "retain"
DECIDE, FORGET = "decide", "forget"
ERASE, ALLOW = "erase", "allow"
ORIGINAL, RESTORE = "original", "restore"

STATES = (ACCEPT, REWRITE, RETAIN)
"""Acts that state a version: the last one about it has its digest."""

_STATED: Mapping[str, tuple[str, ...]] = {
    versions.name: STATES,
    decisions.name: (DECIDE, FORGET),
    tombstones.name: (ERASE, ALLOW),
}


class Damage(Exception):
    """What is kept is not what was accepted; says why."""


def now() -> str:
    """Return the present moment, UTC, ISO, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def row_digest(row: Mapping[str, Any], more: Sequence[Any] = ()) -> str:
    """Return the digest of a row and what belongs to it."""
    return digest([dict(row), list(more)])


def listed(part: Mapping[str, Any]) -> list[Any]:
    """Return a part of a version as its digest has it."""
    return [part[column.name] for column in contents.columns]


def log(connection: Connection, act: str, of: int, by: str, said: str = "", at: str = "") -> None:
    """Add a line to the trail.

    Parameters
    ----------
    connection
        In a transaction that keeps other writers out.
    act
        What was done.
    of
        Number of the version, decision or tombstone that it was done to.
    by, at
        Who, and when; by default now.
    said
        Digest of what now stands there.
    """
    last = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).first()
    line = {
        "number": last.number + 1 if last else 1,
        "at": at or now(),
        "by": by,
        "act": act,
        "of": of,
        "digest": said,
        "before": last.hash if last else "",
    }
    connection.execute(insert(audit).values(line | {"hash": digest(line)}))


def check_trail(connection: Connection) -> None:
    """Look whether the trail is whole, and whether its tables hold what it says.

    Raises
    ------
    Damage
        Names the first line or row that was altered.
    """
    before = ""
    stated: dict[str, dict[int, str]] = {}
    for line in connection.execute(select(audit).order_by(audit.c.number)):
        said = line._asdict()
        if said.pop("hash") != digest(said) or line.before != before:
            raise Damage(f"line {line.number} of its audit trail was altered")
        before = line.hash
        table = next((name for name, acts in _STATED.items() if line.act in acts), "")
        stated.setdefault(table, {})[line.of] = line.digest
    for table_ in (versions, decisions, tombstones):
        numbers = set(connection.scalars(select(table_.c.number)))
        if numbers != set(stated.get(table_.name, {})):
            raise Damage(f"the table {table_.name} is not as its audit trail says")
    for table_ in (decisions, tombstones):
        _check_rows(connection, table_, stated.get(table_.name, {}))


def _check_rows(connection: Connection, table: Table, stated: Mapping[int, str]) -> None:
    for row in connection.execute(select(table)):
        if stated[row.number] != row_digest(row._asdict()):
            raise Damage(f"row {row.number} of the table {table.name} was altered")
