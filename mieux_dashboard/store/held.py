"""Tables that lie in Parquet, held by the engine that a setting names.

An engine gives each table as a lazy frame that narwhals knows. DuckDB serves one large machine,
Spark many; pandas reads everything into memory. Their packages are imported where they are used.
"""

from __future__ import annotations

import os
import tempfile
import threading
import warnings
from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

import narwhals as nw
import pyarrow.parquet as pq

from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.store.errors import StoreError
from mieux_dashboard.store.folder import Answers, Description, Folder, lists_hash

KEPT = 4
"""How many choices of records an engine keeps computed, for the charts of a page to share."""

BATCH = 100_000
"""How many rows are written at a time."""


class Tables(Mapping[str, Any]):
    """Native frames by name, and the last few tables that were computed from them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Hashable, Any] = {}

    def kept(self, asked: Hashable, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - a frame
        """Return the computed table of `asked`; where there is none, compute the frame made."""
        with self._lock:
            found = self._kept.pop(asked, None)
            if found is None:
                found = self._compute(make())
            self._kept[asked] = found
            while len(self._kept) > KEPT:
                self._drop(self._kept.pop(next(iter(self._kept))))
        return self._frame(found)

    @abstractmethod
    def _compute(self, frame: Any) -> Any:  # noqa: ANN401 - a frame; what names its table
        """Compute a frame into a table of the engine."""

    @abstractmethod
    def _frame(self, kept: Any) -> Any:  # noqa: ANN401 - what names a table; a frame
        """Return a computed table as a frame."""

    @abstractmethod
    def _drop(self, kept: Any) -> None:  # noqa: ANN401 - what names a table
        """Forget a computed table."""


class Engine(Protocol):
    """What holds tables: `tables` opens a folder's, `write` computes a frame into a folder."""

    def tables(self, folder: Folder, names: list[str]) -> Tables:
        """Return the tables `names` of a folder as native frames, not yet read."""

    def write(self, frame: nw.LazyFrame[Any], folder: Folder, name: str) -> None:
        """Compute a frame into the table `name` of a folder."""


@dataclass(frozen=True)
class _Held:
    """What the folder says of its tables."""

    rows: Mapping[str, int]
    tables_hash: str
    answers: Answers
    kept: Callable[[Hashable, Callable[[], Any]], Any]


def held(folder: Folder, reference: Reference, engine: Engine) -> Dataset:
    """Return the Dataset whose tables lie prepared in a folder.

    Parameters
    ----------
    folder
        As `prepared` wrote it.
    reference
        The programme's lists; the tables must have been prepared with the same.
    engine
        What holds the tables.

    Raises
    ------
    StoreError
        ``unprepared``, ``other-lists``, ``parquet``.
    """
    found = folder.description()
    if found is None:
        raise StoreError("unprepared", where=folder.url)
    if found.lists != lists_hash(reference):
        raise StoreError("other-lists", where=folder.url)
    programme = replace(
        reference.programme,
        record=found.record,
        compiled=date.fromisoformat(found.compiled),
    )
    tables = engine.tables(folder, list(found.rows))
    answers = Answers(folder, _state(found))
    known = _Held(found.rows, found.tables_hash, answers, tables.kept)
    return Dataset(tables, replace(reference, programme=programme), found.version, known)


def _state(found: Description) -> str:
    """Name the state of tables and lists that an answer holds for."""
    return f"{found.tables_hash[:16] or found.version}-{found.lists[:16]}"


def engine_for(name: str, memory_mb: int = 3000) -> Engine:
    """Return the engine that a setting names.

    Parameters
    ----------
    name
        ``duckdb``, ``local[2]`` (Spark in this process, with two threads) or ``spark://host:port``.
    memory_mb
        How much memory DuckDB, or Spark in this process, takes; beyond it they use the disk.
    """
    return DuckDB(memory_mb) if name == "duckdb" else Spark(name, memory_mb)


class DuckDB:
    """DuckDB in this process, over all its cores."""

    def __init__(self, memory_mb: int = 3000) -> None:
        self._config = {
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": os.path.join(tempfile.gettempdir(), f"mieux-duckdb-{os.getpid()}"),  # noqa: PTH118 - a setting of DuckDB
            "preserve_insertion_order": "false",
        }

    def tables(self, folder: Folder, names: list[str]) -> Tables:
        """Return the tables as relations; each thread has its own, which it alone may combine."""
        return _Relations(folder, names, self._config)

    def write(self, frame: nw.LazyFrame[Any], folder: Folder, name: str) -> None:
        """Compute a relation into one file, some rows at a time."""
        reader = frame.to_native().to_arrow_reader(BATCH)
        with folder.writer(name, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)


class _Relations(Tables):
    """Tables of a folder in a DuckDB of their own; a relation belongs to the thread that asks."""

    def __init__(self, folder: Folder, names: list[str], config: dict[str, str]) -> None:
        import duckdb

        super().__init__()
        self._names, self._made = names, 0
        self._connection = duckdb.connect(":memory:", config=config)  # type: ignore[arg-type]
        self._own = threading.local()
        self._scanned = {}
        for name in names:
            if folder.is_local:
                where = folder.parts(name).replace("'", "''")
                self._connection.execute(f"create view \"{name}\" as from read_parquet('{where}')")
            else:
                self._scanned[name] = folder.dataset(name)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a relation
        """Return a table."""
        if name not in self._names:
            raise KeyError(name)
        return self._frame(name)

    def _compute(self, frame: Any) -> str:  # noqa: ANN401 - a relation
        self._made += 1
        name = f"kept {self._made}"
        frame.create(f'"{name}"')
        return name

    def _frame(self, kept: str) -> Any:  # noqa: ANN401 - a relation
        if not hasattr(self._own, "cursor"):
            self._own.cursor = self._connection.cursor()
            for known, scanned in self._scanned.items():
                self._own.cursor.register(known, scanned)
        return self._own.cursor.sql(f'from "{kept}"')

    def _drop(self, kept: str) -> None:
        self._connection.execute(f'drop table if exists "{kept}"')

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self._names)


class Spark:
    """Apache Spark: in this process (``local[2]``), or the cluster at ``spark://host:port``."""

    def __init__(self, master: str, memory_mb: int = 3000) -> None:
        self._master, self._memory = master, memory_mb

    @property
    def session(self) -> Any:  # noqa: ANN401 - pyspark.sql.SparkSession
        """The process's session with Spark, begun when it is first needed."""
        from pyspark.sql import SparkSession

        # Spark warns of pandas 3 at each answer; that the answers are equal is what we test.
        warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
        settings: dict[str, bool | float | int | str | None] = {
            "spark.sql.session.timeZone": "UTC",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.execution.arrow.pyspark.enabled": "true",
            # Parquet packs ids and codes well: a few MB on disk may be too much to broadcast.
            "spark.sql.sources.fileCompressionFactor": "20",
        }
        if self._master.startswith("local"):
            settings |= {
                "spark.driver.memory": f"{self._memory}m",
                "spark.driver.host": "127.0.0.1",
                "spark.driver.bindAddress": "127.0.0.1",
                "spark.sql.shuffle.partitions": "4",
            }
        builder = SparkSession.builder.master(self._master).appName("mieux")
        session = builder.config(map=settings).getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        return session

    def tables(self, folder: Folder, names: list[str]) -> Tables:
        """Return the tables as DataFrames; Spark reads them where they lie."""
        session = self.session
        return _Frames({name: _read(session, folder, name) for name in names})

    def write(self, frame: nw.LazyFrame[Any], folder: Folder, name: str) -> None:
        """Compute a DataFrame into a folder of parts."""
        frame.to_native().write.parquet(_for_spark(folder.path(name)), mode="overwrite")


class _Frames(Tables):
    """Spark's tables of a folder; any thread may combine them."""

    def __init__(self, frames: Mapping[str, Any]) -> None:
        super().__init__()
        self._frames = frames

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a DataFrame
        """Return a table."""
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._frames)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self._frames)

    def _compute(self, frame: Any) -> Any:  # noqa: ANN401 - a DataFrame
        return frame.persist()

    def _frame(self, kept: Any) -> Any:  # noqa: ANN401 - a DataFrame
        return kept

    def _drop(self, kept: Any) -> None:  # noqa: ANN401 - a DataFrame
        kept.unpersist()


def _read(session: Any, folder: Folder, name: str) -> Any:  # noqa: ANN401 - types of pyspark
    """Return a table as Spark reads it; its columns are known from the file, not looked for."""
    from pyspark.sql.pandas.types import from_arrow_schema

    schema = from_arrow_schema(folder.dataset(name).schema, prefer_timestamp_ntz=True)
    return session.read.schema(schema).parquet(_for_spark(folder.path(name)))


def _for_spark(path: str) -> str:
    """Return the address under which Spark reads a path."""
    if "://" not in path:
        return f"file://{path}"
    return path.replace("s3://", "s3a://", 1)  # as Hadoop calls it


def n_rows(folder: Folder, name: str) -> int:
    """Count the rows of a table, which Parquet keeps beside them."""
    return sum(
        int(pq.ParquetFile(part, filesystem=folder.files).metadata.num_rows)
        for part in folder.dataset(name).files
    )
