"""The database under a store: opened so that nothing is lost, its errors said by what they mean."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    QueuePool,
    create_engine,
    delete,
    insert,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DBAPIError

from mieux_dashboard.store.errors import StoreError
from mieux_dashboard.store.schema import GUARDS, SCHEMA, metadata, schema, versions

WAIT_SECONDS = 30
"""How long a writer waits for another one."""

POSTGRESQL = "postgresql+psycopg"
_UNREADABLE = "what it holds cannot be decoded"
# What is deleted is overwritten, so that nothing of it stays in the file.
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")

_DENIED = "42501"
"""PostgreSQL's number of what a user may not do."""

# How the name of SQLite's error, or PostgreSQL's SQLSTATE, begins -> code of `StoreError`
_CODES = {
    "SQLITE_FULL": "full",
    "SQLITE_READONLY": "read-only",
    "SQLITE_PERM": "read-only",
    "SQLITE_AUTH": "read-only",
    "SQLITE_CANTOPEN": "read-only",
    "SQLITE_IOERR": "disk",
    "SQLITE_BUSY": "busy",
    "SQLITE_LOCKED": "busy",
    "SQLITE_CORRUPT": "lost",
    "SQLITE_NOTADB": "lost",
    "SQLITE_ERROR": "lost",  # our own words are right, so its schema is not
    "53100": "full",
    "58030": "disk",
    "55P03": "busy",
    "40P01": "busy",
    "25006": "read-only",
    _DENIED: "read-only",
    "XX": "lost",
    "08": "connect",
    "28": "connect",
    "3D": "connect",
    "57P": "connect",
}


@dataclass(frozen=True, eq=False)
class Database:
    """A database that takes one writer at a time, and any number of readers beside.

    Parameters
    ----------
    engine
        SQLAlchemy's; each statement stands for itself unless `writing` holds them together.
    where
        What it is called in messages.
    path
        Its file, where it has one.
    """

    engine: Engine
    where: str
    path: Path | None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection; whatever fails on it is a `StoreError`."""
        with self._foreseen(0), self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self, size: int = 0) -> Iterator[Connection]:
        """Give a connection for one transaction, all or nothing, and keep other writers out.

        Parameters
        ----------
        size
            How many bytes will be written, for the message when they find no room.
        """
        with self._foreseen(size), self.engine.connect() as connection:
            begin(connection)
            try:
                yield connection
            except BaseException:
                with contextlib.suppress(DBAPIError):
                    connection.exec_driver_sql("ROLLBACK")
                raise
            connection.exec_driver_sql("COMMIT")
            settle(connection)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection that sees one state of all tables, whoever writes meanwhile."""
        with self.reading() as connection:
            sqlite = connection.dialect.name == "sqlite"
            said = "BEGIN" if sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            connection.exec_driver_sql(said)
            try:
                yield connection
            finally:
                with contextlib.suppress(DBAPIError):
                    connection.exec_driver_sql("ROLLBACK")

    def compact(self) -> bool:
        """Write the database anew, so that nothing that was deleted is in its files any more.

        Returns
        -------
        bool
            Whether it could be done; a program that reads just now keeps an older state alive.
        """
        with self.reading() as connection:
            if connection.dialect.name != "sqlite":
                connection.exec_driver_sql("VACUUM FULL")
                _checkpoint(connection)
                return True
            connection.exec_driver_sql("VACUUM")
            found = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return not found[0]

    @contextlib.contextmanager
    def _foreseen(self, size: int) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self.error(error, size) from error
        except (UnicodeDecodeError, JSONDecodeError) as error:
            raise StoreError("lost", where=self.where, reason=_UNREADABLE) from error

    def error(self, error: DBAPIError, size: int = 0) -> StoreError:
        """Return what an error of the database means."""
        found = _name(error)
        code = next((_CODES[name] for name in _CODES if found.startswith(name)), "failed")
        if self.path and code == "read-only" and not self.path.exists():
            code = "missing"
        room = {}
        if code in ("full", "disk"):
            free = shutil.disk_usage(self.path.parent).free // 1_000_000 if self.path else "?"
            room = {"needed": size // 1_000_000 + 1, "free": free}
        reason = str(error.orig).strip().partition("\n")[0].rstrip(".")
        return StoreError(code, where=self.where, reason=reason, **room)


def _checkpoint(connection: Connection) -> None:
    """Have PostgreSQL drop old files at once; where we may not ask, it does so within minutes."""
    try:
        connection.exec_driver_sql("CHECKPOINT")
    except DBAPIError as error:
        if _name(error) != _DENIED:
            raise


def begin(connection: Connection) -> None:
    """Begin a transaction that no other writer can enter."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
        connection.exec_driver_sql("LOCK TABLE audit IN EXCLUSIVE MODE")


def settle(connection: Connection) -> None:
    """Move what SQLite wrote beside its file into it: the file alone is then the whole store."""
    if connection.dialect.name == "sqlite":
        with contextlib.suppress(DBAPIError):
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def open_database(address: str) -> Database:
    """Open a database, made anew where there is none; nothing in it has been looked at yet.

    Raises
    ------
    StoreError
        Codes ``address folder read-only empty driver connect newer`` and those of any use.
    """
    url = _url(address)
    database = _sqlite(url) if url.drivername == "sqlite" else _postgresql(url)
    try:
        with database.reading() as connection:
            _look(connection, database)
    except StoreError:
        database.engine.dispose()
        raise
    return database


def _look(connection: Connection, database: Database) -> None:
    """Look whether a database is whole, can be written to, and is arranged as we know it."""
    if database.path is None:
        _create(connection)
    else:
        _check_file(connection, database)
    number = connection.scalar(select(schema.c.number)) or 0
    if number > SCHEMA:
        raise StoreError("newer", where=database.where)
    if number < SCHEMA:
        _create(connection)


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise StoreError("address", where=address.partition(":")[0]) from None
    if url.drivername in ("postgres", "postgresql", POSTGRESQL):
        return url.set(drivername=POSTGRESQL)
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url
    raise StoreError("address", where=url.render_as_string(hide_password=True))


def _sqlite(url: URL) -> Database:
    path = Path(str(url.database)).absolute()
    where = str(path)
    if not path.parent.is_dir():
        raise StoreError("folder", where=str(path.parent))
    if not path.exists():
        _make_file(path)
    if path.stat().st_size == 0:
        raise StoreError("empty", where=where)
    address = f"{path.as_uri()}?mode=rw"  # a file that is gone is not silently made anew

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        max_overflow=60,
        isolation_level="AUTOCOMMIT",
    )
    return Database(engine, where, path)


def _make_file(path: Path) -> None:
    """Make an empty store beside its place, then put it there whole, unless another one did."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        os.close(handle)
        made = Path(name)
        try:
            engine = create_engine(f"sqlite:///{made}", isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                _create(connection)
            engine.dispose()
            with contextlib.suppress(FileExistsError):
                os.link(made, path)
        finally:
            made.unlink(missing_ok=True)
    except (OSError, DBAPIError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error.orig)
        raise StoreError("read-only", where=str(path), reason=reason) from error


def _create(connection: Connection) -> None:
    """Make the tables that are not there, also those that an earlier edition did not know."""
    if _arranged(connection):
        return
    sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "BEGIN")
    if not sqlite:
        # Two first starts at once: the second waits, then finds the tables made.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(5)")
    if not _arranged(connection):
        arrange(connection)
    connection.exec_driver_sql("COMMIT")


def _arranged(connection: Connection) -> bool:
    """Whether the tables are there as this edition or a later one arranges them."""
    if not connection.dialect.has_table(connection, schema.name):
        return False
    return (connection.scalar(select(schema.c.number)) or 0) >= SCHEMA


def arrange(connection: Connection) -> None:
    """Make all tables that are not there, within a transaction, and what guards them."""
    metadata.create_all(connection)
    for guard in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(guard)
    connection.execute(delete(schema))
    connection.execute(insert(schema).values(number=SCHEMA))


def _check_file(connection: Connection, database: Database) -> None:
    """Look whether SQLite's file is whole and can be written to."""
    # quick_check would not notice an index that leads to another version's table.
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    if found != "ok":
        raise StoreError("lost", where=database.where, reason=found)
    if not connection.dialect.has_table(connection, versions.name):
        raise StoreError("lost", where=database.where, reason="no such table: versions")
    begin(connection)
    connection.exec_driver_sql("ROLLBACK")
    settle(connection)


def _postgresql(url: URL) -> Database:
    where = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(
            url,
            connect_args={"connect_timeout": 10},
            max_overflow=60,
            pool_pre_ping=True,
            isolation_level="AUTOCOMMIT",
        )
    except ModuleNotFoundError:
        raise StoreError("driver", where=where) from None
    return Database(engine, where, None)


def _name(error: DBAPIError) -> str:
    """Return SQLite's name of an error or PostgreSQL's number.

    A text that Python's sqlite3 cannot decode has no name: it is damaged. An error of psycopg that
    has no number comes from no server: there is no connection.
    """
    if isinstance(error.orig, sqlite3.Error):
        return str(getattr(error.orig, "sqlite_errorname", "SQLITE_CORRUPT"))
    return str(getattr(error.orig, "sqlstate", None) or "08")
