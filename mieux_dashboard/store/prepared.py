"""Tables as an engine wants them: complete with dates, bridges and periods, in Parquet.

What `model.dataset` makes of tables in memory is made here once and kept: from a Dataset that is in
memory, or chunk by chunk from tables of any size. Only what looks across tables (when an expert was
first deployed, which requests and origins an Action has) is asked of the engine.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from typing import Any

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.dataset import Dataset, dataset
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.store.errors import StoreError
from mieux_dashboard.store.folder import Description, Folder, lists_hash
from mieux_dashboard.store.held import Engine, n_rows

CHUNK = 50_000
"""How many rows are completed at a time."""

_WORK = "work"
_ACROSS = ("request_actions", "action_origins")
_EARLIEST = "earliest"


def keep(data: Dataset, folder: Folder, tables_hash: str = "") -> None:
    """Write all tables of a Dataset that is in memory."""
    if folder.description() is not None:
        raise StoreError("used", where=folder.url)
    for name, table in data.tables.items():
        if name in TABLES and TABLES[name].key and not table[TABLES[name].key].is_unique:
            raise StoreError("twice", where=name)
        with folder.writer(name, _schema(table)) as writer:
            writer.write_table(_arrow(table, _schema(table)))
    _describe(folder, data.reference, data.version, tables_hash)


def prepare(source: Folder, folder: Folder, reference: Reference, engine: Engine) -> None:
    """Complete tables of any size, as `mieux sample --out DIR` or a register's export has them.

    Parameters
    ----------
    source
        One Parquet file, or folder of parts, per declared table; absent ones are empty.
    folder
        Where the complete tables go: an empty folder.
    reference
        The lists whose codes the tables use.
    engine
        What looks across tables that do not fit into memory.

    Raises
    ------
    StoreError
        ``used`` where the folder is prepared already, ``parquet``, ``no-tables``.
    """
    if folder.description() is not None:
        raise StoreError("used", where=folder.url)
    given = [name for name in TABLES if source.has(name)]
    if "actions" not in given:
        raise StoreError("no-tables", where=source.url)
    work = folder.within(_WORK)
    with _Writers(folder, work, reference) as writers:
        for name in TABLES:
            if name in given and name != "experts":
                for chunk in source.chunks(name, CHUNK):
                    writers.write(name, dataset({name: chunk}, reference))
        _experts(source, given, writers, work, engine)
    _across(folder, work, engine)
    _check_ids(folder, engine)
    work.remove()
    _describe(folder, reference, 1, "")


class _Writers:
    """One open file per table; what is across tables goes to a folder of its own first."""

    def __init__(self, folder: Folder, work: Folder, reference: Reference) -> None:
        self._folder, self._work, self.reference = folder, work, reference
        self._empty = dataset({}, reference)
        self._open = contextlib.ExitStack()
        self._writers: dict[str, tuple[pq.ParquetWriter, pa.Schema]] = {}

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *raised: object) -> None:
        for name in self._empty.tables:
            if name != "action_origins":
                self._writer(name, self._empty[name])
        self._open.close()

    def write(self, name: str, made: Dataset) -> None:
        """Write the table `name` of a chunk, and its bridges."""
        for one in [name, *_bridges(name, made)]:
            writer, schema = self._writer(one, made[one])
            writer.write_table(_arrow(made[one], schema))

    def _writer(self, name: str, table: pd.DataFrame) -> tuple[pq.ParquetWriter, pa.Schema]:
        if name not in self._writers:
            folder = self._work if name in _ACROSS else self._folder
            schema = _schema(table)
            writer = self._open.enter_context(folder.writer(name, schema))
            self._writers[name] = (writer, schema)
        return self._writers[name]


def _bridges(name: str, made: Dataset) -> Iterator[str]:
    if name in ("actions", "requests"):
        prefix = name.removesuffix("s")
        yield from (one for one in made.tables if one.startswith(f"{prefix}_"))
        yield from ["request_actions"] if name == "actions" else []


def _experts(
    source: Folder, given: list[str], writers: _Writers, work: Folder, engine: Engine
) -> None:
    """Give each expert the earliest deployment, then complete as the rest is."""
    if "experts" not in given:
        return
    chunks = source.chunks("experts", CHUNK)
    if "deployments" in given:
        native = engine.tables(source, ["experts", "deployments"])
        experts, sent = (nw.from_native(native[n]).lazy() for n in ("experts", "deployments"))
        dated = sent.filter(nw.col("start_date") != "").group_by("expert_id")
        earliest = dated.agg(nw.col("start_date").min().alias(_EARLIEST))
        engine.write(experts.join(earliest, on="expert_id", how="left"), work, "experts")
        chunks = work.chunks("experts", CHUNK)
    for chunk in chunks:
        tables = {"experts": chunk.drop(columns=_EARLIEST, errors="ignore")}
        if _EARLIEST in chunk:
            first = chunk[chunk[_EARLIEST].notna()]
            tables["deployments"] = pd.DataFrame(
                {"expert_id": first["expert_id"], "start_date": first[_EARLIEST]}
            )
        writers.write("experts", dataset(tables, writers.reference))


def _across(folder: Folder, work: Folder, engine: Engine) -> None:
    """Write the bridges that rest on several tables."""
    native = engine.tables(work, ["request_actions"])
    named = nw.from_native(native["request_actions"]).lazy()
    engine.write(named.unique(), folder, "request_actions")
    names = ["deployments", "experts", "action_expert_countries"]
    native = engine.tables(folder, names)
    sent, experts, published = (nw.from_native(native[name]).lazy() for name in names)
    origin = experts.select("expert_id", "country")
    of_deployed = sent.select("expert_id", "action_id").join(origin, on="expert_id")
    of_deployed = of_deployed.select("action_id", "country").unique()
    unsent = published.join(of_deployed.select("action_id"), on="action_id", how="anti")
    rows = nw.concat([of_deployed, unsent.select("action_id", "country").unique()])
    engine.write(rows, folder, "action_origins")


def _check_ids(folder: Folder, engine: Engine) -> None:
    """See that each id stands once: measures over an engine's tables count rows."""
    keys = {name: table.key for name, table in TABLES.items() if table.key}
    native = engine.tables(folder, list(keys))
    for name, key in keys.items():
        ids = nw.from_native(native[name]).lazy().select(n=nw.col(key).n_unique())
        found = ids.collect("pyarrow").to_native().column("n")[0].as_py() or 0  # no row: no number
        if n_rows(folder, name) > found:
            raise StoreError("twice", where=name)


def _schema(table: pd.DataFrame) -> pa.Schema:
    found = pa.Schema.from_pandas(table, preserve_index=False).remove_metadata()
    texts = (pa.large_string(), pa.null())
    return pa.schema([f.with_type(pa.string()) if f.type in texts else f for f in found])


def _arrow(table: pd.DataFrame, schema: pa.Schema) -> Any:  # noqa: ANN401 - a pyarrow.Table
    return pa.Table.from_pandas(table, schema=schema, preserve_index=False)


def _describe(folder: Folder, reference: Reference, version: int, tables_hash: str) -> None:
    names = dataset({}, reference).tables
    rows = {name: n_rows(folder, name) for name in names}
    programme = reference.programme
    lists = lists_hash(reference)
    if not tables_hash:
        said = f"{programme.id} {rows} {version} {lists} {folder.stamp('actions')}"
        tables_hash = hashlib.sha256(said.encode()).hexdigest()
    compiled = programme.compiled.isoformat()
    folder.describe(Description(version, programme.record, compiled, rows, tables_hash, lists))
