"""Fail when a new choice costs twice what it did, measured in what plain pandas needs for the same.

Processor time of this process against processor time of this process: how fast or busy the machine
is does not matter. `USUAL` holds what was measured when this was last looked at.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "benchmarks" / "peers")]

from compare import made_up  # noqa: E402
from programme import read  # noqa: E402

from mieux_dashboard.model.dataset import dataset  # noqa: E402
from mieux_dashboard.model.selection import Selection  # noqa: E402
from mieux_dashboard.pages.site import Site  # noqa: E402
from mieux_dashboard.reference import read_reference  # noqa: E402
from mieux_dashboard.store import open_store  # noqa: E402

USUAL = {138: 10.0, 10_000: 6.0}
"""Actions -> how many times plain pandas' processor time a new choice usually takes."""

WORST = 2
CHARTS = (
    "key-figures",
    "actions-by-country",
    "actions-over-time",
    "actions-by-region",
    "actions-by-pillar",
)
ROUNDS, AREAS = 3, 8


def main() -> int:
    """Print each ratio beside the usual one; 1 where one is more than twice as high."""
    worse = False
    for size, usual in USUAL.items():
        with tempfile.TemporaryDirectory() as folder:
            found = ratio(size, Path(folder))
        worse |= found > WORST * usual
        print(f"{size:>7,} Actions: {found:.1f} times plain pandas, usually {usual:.1f}")
    if worse:
        print(f"A new choice costs more than {WORST} times what it did: see what made it so.")
    return int(worse)


def ratio(size: int, folder: Path) -> float:
    """Return the processor time of new choices by that of plain pandas, the least of each."""
    store, choices = made_up(size, folder)
    reference = read_reference(ROOT / "data")
    data = dataset(open_store(store).tables(1), reference)
    os.environ["BENCH_DATA"] = str(folder)
    plain, areas = read(), [choice.area for choice in choices.peers][:AREAS]
    ours, floor = [], []
    for n in range(ROUNDS):
        site = Site({"": lambda: data}, min_cell=5, local=True)
        chosen = [Selection(area=(area,), year_from=2009 + n) for area in areas]

        def answer(site: Site = site, chosen: list[Selection] = chosen) -> None:
            for selection, key in product(chosen, CHARTS):
                site.shown(key, selection, "en")

        def count(n: int = n) -> None:
            for area in areas:
                plain.shown(area, since=2009 + n)

        ours.append(seconds(answer))
        floor.append(seconds(count))
    return min(ours) / min(floor)


def seconds(work: Callable[[], None]) -> float:
    """Return the processor time that `work` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
