"""Taking something out of every version, within one transaction; the numbers stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from mieux_dashboard.model.decision import Decision
from mieux_dashboard.store.blobs import Blob, digest, file_blob, read_table, table_blob
from mieux_dashboard.store.records import Erasure
from mieux_dashboard.store.schema import blobs, contents, decisions, tombstones, versions
from mieux_dashboard.store.trail import FORGET, REWRITE, Damage, listed, log, now, row_digest


def keep(connection: Connection, blob: Blob) -> None:
    """Keep a blob once; one that was damaged is mended."""
    kept = connection.execute(select(blobs).where(blobs.c.key == blob.key)).first()
    if kept is None:
        values = {"key": blob.key, "seal": blob.seal, "data": blob.data}
        connection.execute(insert(blobs).values(values))
    elif Blob(blob.key, kept.data).seal != kept.seal:
        mended = update(blobs).where(blobs.c.key == blob.key)
        connection.execute(mended.values(seal=blob.seal, data=blob.data))


def blob_of(connection: Connection, part: Row[Any]) -> bytes:
    """Return the bytes of a part, or `Damage` where they are not those that were accepted."""
    kept = connection.execute(select(blobs).where(blobs.c.key == part.blob)).first()
    if kept is None or Blob(part.blob, kept.data).seal != kept.seal:
        raise Damage(f"{part.name}: its bytes were altered")
    return bytes(kept.data)


def parts_of(connection: Connection, version: int) -> Sequence[Row[Any]]:
    """Return the parts of a version, in their order."""
    asked = select(contents).where(contents.c.version == version)
    return connection.execute(asked.order_by(contents.c.part, contents.c.position)).all()


def tables_hash(parts: Sequence[Row[Any]]) -> str:
    """Return the hash of the content of all tables among parts."""
    return digest({part.name: part.blob for part in parts if part.part == "table"})


def swap(connection: Connection, part: Row[Any], blob: Blob, name: str) -> None:
    """Let a part have other bytes and another name."""
    keep(connection, blob)
    here = [contents.c[key] == getattr(part, key) for key in ("version", "part", "position")]
    connection.execute(update(contents).where(*here).values(blob=blob.key, name=name))


def restate(
    connection: Connection, row: Row[Any], act: str, by: str, **values: object
) -> dict[str, str | int]:
    """Write down that a version's entry is now another one; return its hash before and after."""
    parts = parts_of(connection, row.number)
    hashed = {"tables_hash": tables_hash(parts)}
    changed = update(versions).where(versions.c.number == row.number)
    connection.execute(changed.values(**values, **hashed))
    stated = row._asdict() | values | hashed
    said = row_digest(stated, [listed(part._asdict()) for part in parts])
    log(connection, act, row.number, by, said)
    return {"version": row.number, "before": row.tables_hash, "after": hashed["tables_hash"]}


def drop_unused(connection: Connection) -> None:
    """Delete the blobs that no version has any more."""
    connection.execute(delete(blobs).where(blobs.c.key.not_in(select(contents.c.blob))))


def erase(connection: Connection, erasure: Erasure) -> None:
    """Take a person out of all versions and decisions, and leave a tombstone for each mark.

    Raises
    ------
    Damage
        When something cannot be read, so that nobody knows whether the person stands in it.
    """
    rows, changed = 0, []
    for row in connection.execute(select(versions).order_by(versions.c.number)).all():
        dropped, touched = _erase_parts(connection, row.number, erasure)
        note = erasure.text(row.note)
        if touched or note != row.note:
            counts = {name: _less(n, dropped.get(name, 0)) for name, n in row.counts.items()}
            values = {"note": note, "counts": counts}
            changed.append(restate(connection, row, REWRITE, erasure.by, **values))
            rows += sum(dropped.values())
    _forget(connection, erasure)
    drop_unused(connection)
    reason = erasure.text(erasure.reason)
    for column, mark in erasure.marks.items():
        bury(connection, "erase", column, mark, erasure.by, reason, rows, changed)


def bury(  # noqa: PLR0913, its columns
    connection: Connection,
    act: str,
    column: str,
    mark: str,
    by: str,
    reason: str = "",
    rows: int = 0,
    changed: Sequence[Mapping[str, str | int]] = (),
) -> None:
    """Add a tombstone."""
    number = (connection.scalar(select(func.max(tombstones.c.number))) or 0) + 1
    at = now()
    row = {
        "number": number,
        "act": act,
        "column": column,
        "mark": mark,
        "at": at,
        "by": by,
        "reason": reason,
        "rows": rows,
        "changed": list(changed),
    }
    connection.execute(insert(tombstones).values(row))
    log(connection, act, number, by, row_digest(row), at)


def _erase_parts(
    connection: Connection, version: int, erasure: Erasure
) -> tuple[dict[str, int], bool]:
    """Rewrite the parts of a version; return the rows dropped by table, and whether any changed."""
    dropped, touched = {}, False
    for part in parts_of(connection, version):
        data = blob_of(connection, part)
        blob = Blob(part.blob, data)
        if part.part == "table":
            table = read_table(data)
            left = erasure.table(part.name, table)
            if left is not table:
                blob = table_blob(left)
                dropped[part.name] = len(table) - len(left)
        elif part.blob in erasure.files:
            blob = file_blob(erasure.files[part.blob])
        name = part.name if part.part == "table" else erasure.text(part.name)
        if (blob.key, name) != (part.blob, part.name):
            swap(connection, part, blob, name)
            touched = True
    return dropped, touched


def _less(count: object, dropped: int) -> object:
    return count - dropped if isinstance(count, int) else count


def _forget(connection: Connection, erasure: Erasure) -> None:
    """Blank the decisions that name the person; their numbers, and who gave them when, stay."""
    names = ("kind", "where", "asked", "answer", "by", "at")
    for row in connection.execute(select(decisions).order_by(decisions.c.number)).all():
        given = Decision(*(getattr(row, name) for name in names))
        if erasure.names(given):
            left = replace(given, where="", asked="", answer="")
            values = asdict(left)
            connection.execute(
                update(decisions).where(decisions.c.number == row.number).values(values)
            )
            said = row_digest(row._asdict() | values)
            log(connection, FORGET, row.number, erasure.by, said)
