"""Print how the dashboard bears many viewers at once, while registers are loaded and packs made.

Serves a store of its own with two workers on this machine, lets locust's viewers open pages and
change filters (``benchmarks/viewers.py``), and meanwhile loads changed registers and makes packs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from openpyxl import load_workbook

ROOT = Path(__file__).parents[1]
MIEUX = [sys.executable, "-m", "mieux_dashboard"]
PACKED = ("key-figures", "actions-by-region", "actions-by-country")
SETTLED = 30
"""Seconds after which the memory of the workers is looked at first."""


@dataclass
class Beside:
    """What is done while the viewers look: how often, how long, and what failed."""

    name: str
    seconds: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self, command: Sequence[str], environment: dict[str, str], nice: int) -> None:
        """Run a command and keep how long it took."""
        began = time.monotonic()
        asked = ["nice", "-n", str(nice), *MIEUX, *command] if nice else [*MIEUX, *command]
        done = subprocess.run(
            asked, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        self.ended.append(time.monotonic())
        self.seconds.append(self.ended[-1] - began)
        if done.returncode:
            self.failed.append(done.stderr.strip()[-200:])

    def said(self, left: float) -> str:
        """Return it as a line; `left` is when the viewers did."""
        late = sum(one > left for one in self.ended)
        counts = (
            f"{len(self.seconds)} done, {late} after the viewers left, {len(self.failed)} failed"
        )
        return f"{self.name}: {counts}, slowest {max(self.seconds, default=0):.1f} s"


def main() -> None:
    """Serve, load, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--viewers", type=int, default=200)
    asked.add_argument("--minutes", type=float, default=3)
    asked.add_argument("--arriving", type=float, default=10, help="seconds in which they all come")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--times", type=int, default=10, help="registers loaded, and packs made")
    asked.add_argument("--database", default="", help="address of a store; default: SQLite")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="mieux-load-") as folder:
        measure(given, Path(folder))


def measure(given: argparse.Namespace, folder: Path) -> None:
    """Serve what is kept in a folder, and print how it bore the viewers."""
    port = _free_port()
    environment = {**os.environ, "MIEUX_INSTANCE": str(folder), "MIEUX_PORT": str(port)}
    if given.database:
        environment["MIEUX_DATABASE_URL"] = given.database
    serve = [*MIEUX, "serve", "--workers", str(given.workers)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            serve, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=log
        )
    url, seconds = f"http://127.0.0.1:{port}", given.minutes * 60
    loads, packs = Beside("registers loaded"), Beside("packs made")
    try:
        _wait_for(f"{url}/healthz")
        stats = folder / "stats.json"
        with stats.open("wb") as out:
            locust = subprocess.Popen(
                [sys.executable, "-m", "locust", "-f", str(ROOT / "benchmarks" / "viewers.py"),
                 "--headless", "--json", "--host", url, "-u", str(given.viewers),
                 "-r", str(max(given.viewers / given.arriving, 1)), "-t", f"{seconds:.0f}s",
                 "--loglevel", "ERROR"],
                cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        began = time.monotonic()
        beside = [
            threading.Thread(target=_repeat, args=(one, given.times, seconds, each))
            for one, each in (
                (loads, lambda n: loads.run(_load(folder, n), environment, 0)),
                # as the server itself runs what a reader orders on its pages
                (packs, lambda n: packs.run(_pack(folder, n), environment, 10)),
            )
        ]
        for thread in beside:
            thread.start()
        first = last = {}
        while locust.poll() is None:
            passed = time.monotonic() - began
            last = _memory(url) or last
            first = last if passed < min(SETTLED, seconds / 2) or not first else first
            time.sleep(2)
        left = time.monotonic()
        for thread in beside:
            thread.join()
        version = json.load(urlopen(f"{url}/healthz"))["version"]
        _print(given, json.loads(stats.read_text("utf-8")), (first, last))
        print(f"\n{loads.said(left)}; version {version} in force\n{packs.said(left)}")
        for line in {*loads.failed, *packs.failed}:
            print(f"  failed: {line}")
        errors = (folder / "server.log").read_text("utf-8").count(" ERROR ")
        print(f"lines of the log about errors: {errors}")
    finally:
        server.terminate()
        server.wait()


def _repeat(one: Beside, times: int, seconds: float, each: object) -> None:
    """Do something so many times, evenly over so many seconds."""
    began = time.monotonic()
    for n in range(times):
        time.sleep(max(began + (n + 0.5) * seconds / times - time.monotonic(), 0))
        each(n)  # type: ignore[operator]


def _load(folder: Path, n: int) -> list[str]:
    """Write the programme's own workbook with one title changed; return how to load it."""
    book = load_workbook(ROOT / "data" / "mieux_2009_2024.xlsx")
    sheet = book["Actions"]
    names = {cell.value: cell.column for row in sheet.iter_rows(max_row=5) for cell in row}
    cell = sheet.cell(sheet.max_row, names["Title"])
    cell.value = f"{cell.value} ({n})"
    path = folder / f"register-{n}.xlsx"
    book.save(path)
    return ["load", str(path), "--yes"]


def _pack(folder: Path, n: int) -> list[str]:
    return ["pack", *PACKED, "--languages", "en,fr", "--out", str(folder / f"pack-{n}.zip")]


def _print(
    given: argparse.Namespace, stats: list[dict], memory: tuple[dict[str, int], dict[str, int]]
) -> None:
    """Print what locust counted, and the memory of the workers."""
    print(
        f"{given.viewers} viewers, {given.minutes:g} minutes, {given.workers} workers, "
        f"{os.cpu_count()} cores, which the viewers share\n"
    )
    print("| What | Requests | Errors | p50 | p95 | p99 | Slowest |")
    print("|---|---|---|---|---|---|---|")
    filters: dict[float, int] = {}
    for one in sorted(stats, key=lambda one: one["name"]):
        times = {float(ms): n for ms, n in one["response_times"].items()}
        if one["name"].startswith("filter"):
            for ms, n in times.items():
                filters[ms] = filters.get(ms, 0) + n
        print(_row(one["name"], one["num_requests"], one["num_failures"], times))
    failed = sum(one["num_failures"] for one in stats if one["name"].startswith("filter"))
    print(_row("all callbacks of filters", sum(filters.values()), failed, filters))
    first, last = memory
    settled = min(SETTLED, given.minutes * 30)
    print(f"\n| Process | Memory after {settled:.0f} s | at the end |\n|---|---|---|")
    for name in sorted(last):
        before = f"{first[name] / 1e6:.0f} MB" if name in first else "–"
        print(f"| {name} | {before} | {last[name] / 1e6:.0f} MB |")


def _row(name: str, n: int, failed: int, times: dict[float, int]) -> str:
    cells = [f"{_percentile(times, part):.0f} ms" for part in (0.5, 0.95, 0.99, 1)]
    return "| " + " | ".join([name, f"{n:,}", str(failed), *cells]) + " |"


def _percentile(times: dict[float, int], part: float) -> float:
    """Return the time that this part of all answers took at most."""
    wanted, passed = part * sum(times.values()), 0
    for ms in sorted(times):
        passed += times[ms]
        if passed >= wanted:
            return ms
    return 0


def _memory(url: str) -> dict[str, int]:
    """Return the bytes that each process holds, by its name in the counts."""
    try:
        text = urlopen(f"{url}/metrics", timeout=30).read().decode()
    except (URLError, TimeoutError):
        return {}
    found = re.findall(r'^mieux_memory_bytes{process="(\d+)"} (\S+)', text, re.M)
    return {f"worker {name}": int(float(value)) for name, value in found}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            urlopen(address).close()
            return
        except URLError:
            time.sleep(0.1)
    raise SystemExit(f"{address} does not answer")


if __name__ == "__main__":
    main()
