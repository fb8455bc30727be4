"""A store as one file, and back onto any engine: every row and blob, each with its checksum.

The file is a zip: ``manifest.json``, the rows of each table as JSON lines, and each blob as it is
kept. It is written from one state of the store, whoever writes meanwhile, and comes back in one
transaction.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, make_url, select

from mieux_dashboard.store.blobs import Blob, digest
from mieux_dashboard.store.engines import Database, arrange, open_database
from mieux_dashboard.store.erasing import bury, keep
from mieux_dashboard.store.errors import StoreError
from mieux_dashboard.store.records import Tombstone
from mieux_dashboard.store.schema import (
    SCHEMA,
    audit,
    blobs,
    contents,
    decisions,
    metadata,
    tombstones,
    versions,
)
from mieux_dashboard.store.store import Store, tool
from mieux_dashboard.store.trail import RESTORE, Damage, log, now

FORMAT = 1
KEY = "pseudonym.key"
MANIFEST = "manifest.json"
_ROWS = (versions, contents, decisions, tombstones, audit)
_BLOB = re.compile(r"blobs/[0-9a-f]{64}")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_CUT = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True)
class Backup:
    """A backup that was looked at and is whole.

    Parameters
    ----------
    path
        The file.
    manifest
        ``format schema tool made key versions members``: what it holds. `key` is the fingerprint of
        the key of pseudonyms that belongs to it.
    """

    path: Path
    manifest: Mapping[str, Any]

    @property
    def last(self) -> int:
        """The number of its last version."""
        return max((one["number"] for one in self.manifest["versions"]), default=0)

    @property
    def key(self) -> bytes:
        """The key of pseudonyms, where it was put in."""
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(KEY) if KEY in archive.namelist() else b""


def fingerprint(key: bytes) -> str:
    """Return what tells one key of pseudonyms from another, and leads back to none."""
    return hashlib.sha256(b"fingerprint:" + key).hexdigest()[:16]


def write_backup(store: Store, path: Path, key: bytes, with_key: bool = False) -> Backup:
    """Write a store into a new file, whole or not at all.

    Parameters
    ----------
    store
        Others may write to it meanwhile.
    path
        The file; it must not be there.
    key
        Of pseudonyms; the file tells which one it was.
    with_key
        Whether the key itself goes into the file: who has the file can then tell who is who.

    Raises
    ------
    StoreError
        ``damaged`` or ``lost`` where something is not as it was accepted.
    FileExistsError
        When there is such a file.
    """
    if path.exists():
        raise FileExistsError(17, "there is such a file already", str(path))
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}-")
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                about: dict[str, Any] = {
                    "format": FORMAT,
                    "schema": SCHEMA,
                    "tool": tool(),
                    "made": now(),
                }
                about["key"] = fingerprint(key)
                manifest = about | _write(store, archive)
                if with_key:
                    manifest["members"][KEY] = _put(archive, KEY, key)
                _put(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        os.link(made, path)
    finally:
        made.unlink(missing_ok=True)
    return Backup(path, manifest)


def read_backup(path: Path) -> Backup:
    """Look at every byte of a backup.

    Raises
    ------
    StoreError
        ``no-backup``, ``backup-damaged`` with the member, ``backup-newer``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["format"] > FORMAT or manifest["schema"] > SCHEMA:
                raise StoreError("backup-newer", where=path)
            _check_members(archive, manifest["members"], path)
    except (KeyError, TypeError, ValueError, *_CUT) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        member = MANIFEST if zipfile.is_zipfile(path) else ""
        code = "backup-damaged" if member else "no-backup"
        raise StoreError(code, where=path, member=member) from None
    return Backup(path, manifest)


def restore(url: str, backup: Backup, by: str, stones: Sequence[Tombstone] = ()) -> Path | None:
    """Put a backup in the place of what a store holds, in one transaction.

    Parameters
    ----------
    url
        Of the store, on any engine; a SQLite file that is damaged is put aside first.
    backup
        What `read_backup` returned.
    by
        Who restores; it is written into the audit trail.
    stones
        Tombstones that hold on, whether the backup has them or not.

    Returns
    -------
    Path | None
        Where the damaged file is now.

    Raises
    ------
    StoreError
        When the backup or the store cannot be had; what the store holds stays then.
    """
    try:
        database = open_database(url)
    except StoreError as error:
        if error.code not in ("lost", "empty") or not url.startswith("sqlite"):
            raise
        return _restore_beside(url, backup, by)
    try:
        _restore_into(database, backup, by, stones)
    finally:
        database.engine.dispose()
    return None


def _restore_into(
    database: Database, backup: Backup, by: str, stones: Sequence[Tombstone] = ()
) -> None:
    with zipfile.ZipFile(backup.path) as archive, database.writing() as connection:
        metadata.drop_all(connection)
        arrange(connection)
        for name in sorted(filter(_BLOB.fullmatch, archive.namelist())):
            keep(connection, Blob(name.removeprefix("blobs/"), archive.read(name)))
        for table in _ROWS:
            lines = archive.read(f"{table.name}.jsonl").decode().splitlines()
            if rows := [json.loads(line) for line in lines]:
                connection.execute(insert(table), rows)
        said = digest(backup.manifest["members"])
        log(connection, RESTORE, backup.last, by, said)
        known = set(connection.scalars(select(tombstones.c.mark)))
        for one in stones:
            if one.mark not in known:
                bury(connection, one.act, one.column, one.mark, one.by, one.reason)
        Store(database).check_within(connection)
    database.compact()


def _restore_beside(url: str, backup: Backup, by: str) -> Path:
    """Make a whole store beside a damaged file, put that one aside, and this one in its place."""
    path = Path(str(make_url(url).database)).absolute()
    folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
    aside = path.with_name(f"{path.name}-damaged-{now()[:19].replace(':', '')}")
    try:
        made = folder / "made.sqlite"
        database = open_database(f"sqlite:///{made}")
        try:
            _restore_into(database, backup, by)
        finally:
            database.engine.dispose()
        for end in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{path}{end}").rename(f"{aside}{end}")
        os.link(path, aside)
        made.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return aside


def _write(store: Store, archive: zipfile.ZipFile) -> dict[str, Any]:
    """Write all rows and blobs of one state; return what the manifest says of them."""
    members: dict[str, str] = {}
    with store.snapshot() as connection:
        for table in _ROWS:
            rows = connection.execute(select(table).order_by(*table.primary_key.columns))
            lines = [json.dumps(row._asdict()) for row in rows]
            name = f"{table.name}.jsonl"
            members[name] = _put(archive, name, "\n".join(lines).encode())
        for key in connection.scalars(select(blobs.c.key).order_by(blobs.c.key)).all():
            row = connection.execute(select(blobs).where(blobs.c.key == key)).one()
            if Blob(row.key, row.data).seal != row.seal:
                raise Damage("bytes of a table or file were altered")
            members[f"blobs/{key}"] = _put(archive, f"blobs/{key}", bytes(row.data))
        listed = connection.execute(
            select(versions.c.number, versions.c.tables_hash).order_by(versions.c.number)
        )
        told = [row._asdict() for row in listed]
    return {"versions": told, "members": members}


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> str:
    """Add a member; return the hash of its bytes."""
    info = zipfile.ZipInfo(name, _FIRST_DAY)
    packed = not name.startswith("blobs/")
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    archive.writestr(info, data)
    return hashlib.sha256(data).hexdigest()


def _check_members(archive: zipfile.ZipFile, members: Mapping[str, str], path: Path) -> None:
    expected = sorted([*members, MANIFEST])
    names = archive.namelist()
    known = {f"{table.name}.jsonl" for table in _ROWS} | {KEY}
    strange = [name for name in members if name not in known and not _BLOB.fullmatch(name)]
    if odd := sorted({*names} ^ {*expected}) or strange:
        raise StoreError("backup-damaged", where=path, member=odd[0])
    for name, sha256 in members.items():
        try:
            whole = hashlib.sha256(archive.read(name)).hexdigest() == sha256
        except _CUT:
            whole = False
        if not whole:
            raise StoreError("backup-damaged", where=path, member=name)
