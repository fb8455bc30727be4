"""A folder of Parquet files on this machine or in an object store, and what stands beside them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import dataset as files
from pyarrow import fs

from mieux_dashboard.model.reference import Reference
from mieux_dashboard.store.errors import StoreError

DESCRIPTION = "prepared.json"
"""Says what the folder holds; written last, so that a folder without it is not complete."""

ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Description:
    """What a folder of prepared tables holds.

    Parameters
    ----------
    version
        Number of the version.
    record, compiled
        Record source of the programme, and as of when the data are.
    rows
        How many rows each table has.
    tables_hash
        The hash of the version's tables, or of what was prepared.
    lists
        The hash of the reference lists by which the tables were completed: see `lists_hash`.
    """

    version: int
    record: str
    compiled: str
    rows: Mapping[str, int]
    tables_hash: str
    lists: str


class Folder:
    """A folder by its path or address: ``/data/mieux``, ``s3://bucket/mieux``, ``gs://…``.

    Parameters
    ----------
    url
        A path, or an address that pyarrow knows; credentials come from the environment, as the
        store's own programs read them.

    Raises
    ------
    StoreError
        ``parquet``, when it is no such address.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        try:
            given = fs.FileSystem.from_uri(self.url) if "://" in url else None
        except (OSError, pa.ArrowException) as error:
            raise self.unusable(str(error)) from None
        self.files, self._path = given or fs.FileSystem.from_uri(_absolute(self.url))

    def unusable(self, reason: str) -> StoreError:
        """Return the failure of a folder that cannot be used."""
        return StoreError("parquet", where=self.url, reason=reason.partition("\n")[0].rstrip("."))

    @property
    def is_local(self) -> bool:
        """Whether it lies on this machine."""
        return isinstance(self.files, fs.LocalFileSystem)

    def path(self, name: str) -> str:
        """Return where a table lies: a path on this machine, else an address."""
        beneath = f"{name}.parquet"
        return f"{self._path}/{beneath}" if self.is_local else f"{self.url}/{beneath}"

    def parts(self, name: str) -> str:
        """Return the pattern of a table's files on this machine: it may be a folder of parts."""
        found = self.files.get_file_info(f"{self._path}/{name}.parquet")
        return self.path(name) + ("/*.parquet" if found.type == fs.FileType.Directory else "")

    def within(self, name: str) -> Folder:
        """Return a folder in this one."""
        return Folder(f"{self.url}/{name}")

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        self.files.delete_dir(self._path)

    def stamp(self, name: str) -> str:
        """Return something that differs when a table was written anew: its size and date."""
        found = self.files.get_file_info(f"{self._path}/{name}.parquet")
        return f"{found.size} {found.mtime_ns}"

    def has(self, name: str) -> bool:
        """Whether there is a table of that name."""
        found = self.files.get_file_info(f"{self._path}/{name}.parquet")
        return bool(found.type != fs.FileType.NotFound)

    def dataset(self, name: str) -> files.Dataset:
        """Return a table for scanning."""
        try:
            return files.dataset(
                f"{self._path}/{name}.parquet", filesystem=self.files, format="parquet"
            )
        except (OSError, pa.ArrowException) as error:
            raise self.unusable(str(error)) from None

    def chunks(self, name: str, rows: int) -> Iterator[pd.DataFrame]:
        """Read a table some rows at a time."""
        for batch in self.dataset(name).to_batches(batch_size=rows, fragment_readahead=1):
            if batch.num_rows:
                yield pa.Table.from_batches([batch]).to_pandas()

    def writer(self, name: str, schema: pa.Schema) -> pq.ParquetWriter:
        """Open a table for writing."""
        self.files.create_dir(self._path, recursive=True)
        return pq.ParquetWriter(
            f"{self._path}/{name}.parquet", schema, filesystem=self.files, compression="zstd"
        )

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, None where there is none."""
        try:
            with self.files.open_input_file(f"{self._path}/{name}") as file:
                return bytes(file.read())
        except FileNotFoundError:
            return None
        except (OSError, pa.ArrowException) as error:
            raise self.unusable(str(error)) from None

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all where the store can do so."""
        path = f"{self._path}/{name}"
        self.files.create_dir(path.rpartition("/")[0], recursive=True)
        beside = f"{path}.new" if self.is_local else path
        with self.files.open_output_stream(beside) as file:
            file.write(data)
        if beside != path:
            self.files.move(beside, path)

    def describe(self, description: Description) -> None:
        """Say what the folder holds; from then on it is complete."""
        text = json.dumps(asdict(description), ensure_ascii=False, indent=1, sort_keys=True)
        self.write(DESCRIPTION, text.encode())

    def description(self) -> Description | None:
        """Return what the folder holds; None where it is not complete."""
        data = self.read(DESCRIPTION)
        return Description(**json.loads(data)) if data else None


class Answers(MutableMapping[str, bytes]):
    """Answers kept beside the tables; where nothing can be written they stay in the process."""

    def __init__(self, folder: Folder, state: str) -> None:
        self._folder, self._state = folder, state
        self._own: dict[str, bytes] = {}

    def _name(self, asked: str) -> str:
        digest = hashlib.sha256(asked.encode()).hexdigest()[:32]
        return f"{ANSWERS}/{self._state}/{digest}"

    def __getitem__(self, asked: str) -> bytes:
        """Return an answer."""
        if asked not in self._own:
            data = self._folder.read(self._name(asked))
            if data is None:
                raise KeyError(asked)
            self._own[asked] = data
        return self._own[asked]

    def __setitem__(self, asked: str, answer: bytes) -> None:
        """Keep an answer."""
        self._own[asked] = answer
        try:
            self._folder.write(self._name(asked), answer)
        except (OSError, pa.ArrowException):
            return

    def __delitem__(self, asked: str) -> None:
        """Forget an answer in this process."""
        del self._own[asked]

    def __iter__(self) -> Iterator[str]:
        """Go through what this process was asked."""
        return iter(self._own)

    def __len__(self) -> int:
        """Return how many answers this process has."""
        return len(self._own)


def lists_hash(reference: Reference) -> str:
    """Return the hash of the reference lists that complete tables: places, groups, areas, time."""
    hashed = hashlib.sha256()
    for table in (reference.countries, reference.groups, reference.areas, reference.phases):
        hashed.update(table.to_csv(index=False).encode())
    periods: list[Any] = [(one.id, str(one.start), str(one.end)) for one in reference.periods]
    hashed.update(repr(periods).encode())
    return hashed.hexdigest()


def _absolute(path: str) -> str:
    return Path(path).absolute().as_posix()
