"""A table as bytes that give exactly the same table back, and a hash of what it says."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes to keep, and under which key."""

    key: str
    data: bytes

    @property
    def seal(self) -> str:
        """The hash of key and bytes; who finds another one has found other bytes."""
        return hashlib.sha256(self.key.encode() + self.data).hexdigest()


def file_blob(data: bytes) -> Blob:
    """Return a file as it is kept."""
    return Blob(hashlib.sha256(data).hexdigest(), data)


def table_blob(table: pd.DataFrame) -> Blob:
    """Return a table as Parquet; its key is the hash of its names, types and values alone.

    The values are hashed as comma-separated text, in which text is quoted and what is absent is
    not, so that another edition of Parquet gives the same key.
    """
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    out = io.BytesIO()
    pq.write_table(arrow, out, compression="zstd")
    return Blob(_content_hash(table, arrow), out.getvalue())


def read_table(data: bytes) -> pd.DataFrame:
    """Return the table that Parquet bytes hold."""
    frame: pd.DataFrame = pq.read_table(io.BytesIO(data)).to_pandas()
    return frame


def digest(value: object) -> str:
    """Return the SHA-256 of a value of texts, numbers, lists and mappings, whatever their order."""
    # What is damaged may be anything; it has to differ, not to fail.
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=repr
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _content_hash(table: pd.DataFrame, arrow: pa.Table) -> str:
    types = [[str(name), str(dtype)] for name, dtype in table.dtypes.items()]
    hashed = _Hash()
    hashed.write(json.dumps([types, len(table)]).encode())
    if table.columns.size:
        csv.write_csv(arrow, hashed, csv.WriteOptions(quoting_style="all_valid"))
    return hashed.sha256.hexdigest()


class _Hash(io.RawIOBase):
    """A file that keeps nothing but the hash of what is written to it."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.sha256.update(data)
        return len(data)
