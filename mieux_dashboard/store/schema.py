"""The tables of a store, the same on every engine.

Nothing is ever updated in them but a damaged blob that is mended, and what an erasure or the end of
a retention takes out of blobs, versions, contents and decisions. The audit trail and the tombstones
only grow.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

SCHEMA = 2
"""Number of this arrangement; a store that has a higher one is not for this program."""

metadata = MetaData()

schema = Table("schema", metadata, Column("number", Integer, primary_key=True))

# A blob's key is the hash of what it says: what does not change between versions is kept once. Its
# seal is the hash of key and bytes.
blobs = Table(
    "blobs",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seal", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("parent", Integer, ForeignKey("versions.number")),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("undone_to", Integer, nullable=False),
    Column("tables_hash", Text, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("tool", Text, nullable=False),
)

# What a version holds: its tables (part "table") and the files they came from (part "original").
contents = Table(
    "contents",
    metadata,
    Column("version", Integer, ForeignKey("versions.number"), primary_key=True),
    Column("part", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("blob", Text, ForeignKey("blobs.key"), nullable=False),
    Column("received_sha256", Text, nullable=False),
)

# An answer of "" takes an earlier one back.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("where", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# What was erased: never the id, only its keyed hash. The last one of a mark holds; an `act` of
# "allow" lets the id be stored again.
tombstones = Table(
    "tombstones",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("act", Text, nullable=False),
    Column("column", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("changed", JSON, nullable=False),
)

# One line per change, with the digest of the row that it added (`of` is that row's number) and the
# hash of the line before: nothing can be altered or taken out without a trace.
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("of", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

_KEPT = ("audit", "tombstones")
_REFUSED = "this table only grows"

GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER IF NOT EXISTS {table}_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        for table in _KEPT
        for act in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$",
        *(
            f"CREATE OR REPLACE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} EXECUTE FUNCTION only_grows()"
            for table in _KEPT
        ),
    ),
}
"""By engine, what makes the database itself refuse to change the tables that only grow."""
