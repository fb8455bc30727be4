"""Print what the overview costs on DuckDB and on Spark at millions of made-up Actions.

The tables are a sample of 100,000 Actions, prepared as `mieux prepare` does, then repeated under
new ids by DuckDB: making ten million one by one would take an hour and measure the same.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import psutil

from mieux_dashboard.intake import engines
from mieux_dashboard.model.dataset import dataset
from mieux_dashboard.pages import overview
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.reference import read_reference
from mieux_dashboard.sample import made_up
from mieux_dashboard.settings import read_settings
from mieux_dashboard.store.folder import ANSWERS, Folder
from mieux_dashboard.store.prepared import keep

SAMPLE = 100_000
IDS = ("action_id", "request_id", "expert_id", "focal_point_id", "activity_id", "result_id")
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "3GB",
    "preserve_insertion_order": "false",
}
CHARTS = ("key-figures", *overview.WIDE, *overview.HALVES)
FILTERS: tuple[dict[str, str], ...] = (
    {"region": "africa"},
    {"group": "rabat-process"},
    {"from": "2012", "to": "2018"},
    {"pillar": "migration-development", "region": "asia"},
)


def main() -> None:
    """Make the tables where they are not there yet, then measure each engine in its own process."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--actions", type=int, default=10_000_000)
    asked.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "mieux-scale")
    asked.add_argument("--engines", default="duckdb,local[2]")
    asked.add_argument("--measure", default="")
    given = asked.parse_args()
    folder = given.folder / f"{given.actions}"
    if given.measure:
        print(json.dumps(_measured(folder, given.measure)))
        return
    if not (folder / "prepared.json").exists():
        _make(folder, given.folder / f"{SAMPLE}", max(given.actions // SAMPLE, 1))
    rows = json.loads((folder / "prepared.json").read_text())["rows"]
    size = sum(file.stat().st_size for file in folder.rglob("*.parquet")) / 1e9
    print(
        f"{rows['actions']:,} Actions, {sum(rows.values()):,} rows in all, {size:.2f} GB of Parquet"
    )
    for engine in given.engines.split(","):
        _run(engine, given.actions, given.folder)


def _make(folder: Path, sample: Path, times: int) -> None:
    reference = read_reference(read_settings().programme, "demonstration")
    began = time.perf_counter()
    if not (sample / "prepared.json").exists():
        keep(dataset(made_up(reference, SAMPLE), reference), Folder(str(sample)))
        print(
            f"sample of {SAMPLE:,} Actions made and prepared in {time.perf_counter() - began:.0f} s"
        )
    if folder == sample:
        return
    folder.mkdir(parents=True, exist_ok=True)
    found = Folder(str(sample)).description()
    if found is None:
        raise SystemExit(f"{sample}: not complete")
    with duckdb.connect(config=_CONFIG) as connection:
        for name in found.rows:
            source = connection.sql(f"from read_parquet('{sample / name}.parquet')")
            ids = [one for one in source.columns if one in IDS]
            new = ", ".join(f"s.{one} || '-' || n as {one}" for one in ids)
            repeated = f"select s.* replace ({new}) from range({times}) t(n), source s"
            rows = repeated if ids else "from source"
            connection.execute(
                f"copy ({rows}) to '{folder / name}.parquet' (format parquet, compression zstd)"
            )
        rows = {
            name: connection.sql(f"from read_parquet('{folder / name}.parquet')").shape[0]
            for name in found.rows
        }
    Folder(str(folder)).describe(replace(found, rows=rows, tables_hash=f"{times:064}"))
    print(f"repeated {times} times in {time.perf_counter() - began:.0f} s")


def _run(engine: str, actions: int, folder: Path) -> None:
    command = [sys.executable, __file__, "--actions", str(actions), "--folder", str(folder)]
    process = subprocess.Popen([*command, "--measure", engine], stdout=subprocess.PIPE, text=True)
    peak = [0.0]
    watching = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watching.start()
    out, _ = process.communicate()
    if process.returncode:
        print(f"{engine}: failed")
        return
    print(f"\n{engine}: peak memory {peak[0]:.2f} GB")
    for what, (clock, processor) in json.loads(out.splitlines()[-1]).items():
        print(f"  {what:48} {clock:8.2f} s, {processor:8.2f} s of processor time")


def _watch(pid: int, peak: list[float]) -> None:
    """Keep the most memory that a process and its children held at once."""
    try:
        process = psutil.Process(pid)
        while True:
            family = [process, *process.children(recursive=True)]
            peak[0] = max(peak[0], sum(one.memory_info().rss for one in family) / 1e9)
            time.sleep(0.2)
    except psutil.Error:
        return


def _measured(folder: Path, name: str) -> dict[str, tuple[float, float]]:
    settings = read_settings()
    seconds: dict[str, tuple[float, float]] = {}
    shutil.rmtree(folder / ANSWERS, ignore_errors=True)
    engine = engines.engine(name, settings.engine_memory_mb)
    open_folder = _timed(
        seconds,
        "open",
        lambda: engines.in_folder(str(folder), settings.programme, engine, "demonstration"),
    )

    def page(query: dict[str, str]) -> None:
        site = Site({"": open_folder}, settings.min_cell, local=True)
        visit = Visit(site, "en", "", {}, query)
        overview.layout(visit)
        for key in CHARTS:
            site.shown(key, visit.selection, "en")

    _timed(seconds, "overview, nothing kept yet", lambda: page({}))
    _timed(seconds, "overview, its answers kept", lambda: page({}))
    for query in FILTERS:
        said = " ".join(f"{part}={value}" for part, value in query.items())
        _timed(seconds, f"new filter: {said}", lambda query=query: page(query))
    return seconds


def _timed(seconds: dict[str, tuple[float, float]], what: str, do: Callable[[], object]) -> object:
    began, spent = time.perf_counter(), _processor()
    made = do()
    seconds[what] = (time.perf_counter() - began, _processor() - spent)
    return made


def _processor() -> float:
    """Return the processor time of this process and its children, such as Spark's Java."""
    own = psutil.Process()
    spent = [one.cpu_times() for one in (own, *own.children(recursive=True))]
    return sum(one.user + one.system for one in spent)


if __name__ == "__main__":
    main()
