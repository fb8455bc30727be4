"""Print what each chart's measure costs as a programme grows: no measure may grow faster than it.

``python benchmarks/growth.py [SIZE...]``: processor time of this process for one choice that was
never made before, the least of three; beside each size after the first, how much of the growth of
the programme it took part in (1 is in step with the Actions, less is better).
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from mieux_dashboard import sample
from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.model.dataset import Dataset, dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.reference import read_reference

ROOT = Path(__file__).parents[1]
SIZES = (100, 1_000, 10_000, 100_000)
YEARS = (2010, 2011, 2012)


def main(sizes: Sequence[int]) -> None:
    """Measure at each size; print a row for each chart, the dearest first."""
    reference = read_reference(ROOT / "data")
    spent: list[dict[str, float]] = []
    for size in sizes:
        began = time.process_time()
        data = dataset(sample.made_up(reference, size), reference)
        print(f"{size:>9,} Actions made in {time.process_time() - began:.1f} s", flush=True)
        spent.append({key: _seconds(chart, data) for key, chart in CHARTS.items()})
    heads = "".join(f"{size:>12,}" for size in sizes)
    print(f"{'milliseconds':40}{heads}  exponents from one size to the next")
    for key in sorted(CHARTS, key=lambda key: -spent[-1][key]):
        times = [one[key] for one in spent]
        print(f"{key:40}{''.join(f'{1000 * one:12.1f}' for one in times)}  {_grown(times, sizes)}")
    middle = [statistics.median(one.values()) for one in spent]
    print(
        f"{'median':40}{''.join(f'{1000 * one:12.1f}' for one in middle)}  {_grown(middle, sizes)}"
    )


def _seconds(chart: Chart, data: Dataset) -> float:
    """Return what a new choice costs, the least of several years."""
    spent = []
    for year in YEARS:
        began = time.process_time()
        chart.answer(data, Selection(region=("africa",), year_from=year))
        spent.append(time.process_time() - began)
    return min(spent)


def _grown(times: Sequence[float], sizes: Sequence[int]) -> str:
    steps = zip(times, times[1:], sizes, sizes[1:], strict=False)
    return " ".join(f"{math.log(b / a) / math.log(n / m):5.2f}" for a, b, m, n in steps)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
