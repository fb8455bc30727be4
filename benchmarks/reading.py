"""Print time and memory of reading, checking, comparing and accepting two workbooks.

The programme's own, and one of 100,000 Actions.

Each figure is taken in a process of its own, so that its peak is its own; its time leaves out what
the step needs beforehand, such as the start of Python and, for the last one, reading. The large
workbook holds the Actions only, made up as `mieux sample` does; it is written once, into build/.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ACTIONS = 100_000
BIG = ROOT / "build" / f"actions-{ACTIONS}.xlsx"
_MAKE = """
import sys
from pathlib import Path
from mieux_dashboard.export.sample import write_sample
from mieux_dashboard.reference import read_reference
from mieux_dashboard.sample import made_up
from mieux_dashboard.words import Words
reference = read_reference(Path(sys.argv[1]), "demonstration")
actions = made_up(reference, int(sys.argv[2]), 1)["actions"]
write_sample({"actions": actions}, Words("en", reference), Path(sys.argv[3]))
"""
_MEASURE = """
import json, os, resource, sys, time
from pathlib import Path
path = Path(sys.argv[1])
{prepare}
started, before = time.perf_counter(), sum(os.times()[:4])
{run}
seconds, used = time.perf_counter() - started, sum(os.times()[:4]) - before
peaks = [resource.getrusage(who).ru_maxrss / 1000
         for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([seconds, used, *peaks]))
"""
STEPS = {
    "calamine alone": (
        "from python_calamine import CalamineWorkbook",
        "book = CalamineWorkbook.from_path(str(path))\n"
        "cells = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]",
    ),
    "read within limits": (
        "from mieux_dashboard.load import read_bounded",
        "read_bounded(path.read_bytes(), path.name)",
    ),
    "read and checked": (
        "from mieux_dashboard.intake import check_file\n"
        "from mieux_dashboard.reference import read_reference\n"
        "reference = read_reference(Path(sys.argv[2]))",
        "check_file(path, reference)",
    ),
    "compared and accepted": (
        "import tempfile\n"
        "from mieux_dashboard.intake import open_bench\n"
        "from mieux_dashboard.intake.compare import difference, merged\n"
        "from mieux_dashboard.intake.matching import likely_pairs, matched\n"
        "from mieux_dashboard.intake.prepare import Received\n"
        "from mieux_dashboard.store import open_store\n"
        "folder = Path(tempfile.mkdtemp())\n"
        "store = open_store(f'sqlite:///{folder}/store.sqlite')\n"
        "bench = open_bench(store, Path(sys.argv[2]), folder / 'waiting', lambda: bytes(32))\n"
        "prepared = bench.prepare([Received(path.name, path.read_bytes())])\n"
        "base, decisions = prepared.base.tables, store.decisions()\n"
        "given = prepared.checked.tables",
        "likely_pairs(base, given, decisions)\n"
        "tables = merged(base, matched(base, given, decisions), 'update')\n"
        "bench.remade(tables, 2, '')\n"
        "difference(base, tables)\n"
        "prepared.figures\n"
        "bench.store_prepared(prepared, 'bench')",
    ),
}


def main() -> None:
    """Measure both workbooks; the large one is made first where it is not there."""
    for path in (ROOT / "data" / "mieux_2009_2024.xlsx", _big()):
        print(f"{path.name} ({path.stat().st_size / 1e6:.1f} MB)")
        bare = 0.0
        for step, (prepare, run) in STEPS.items():
            seconds, used, own, child = _measured(path, prepare, run)
            bare = bare or used
            print(
                f"  {step:21} {seconds:6.2f} s by the clock, processor {used:6.2f} s"
                f" ({used / bare:4.1f} times calamine alone)   "
                f"peak {own:.0f} MB, its child {child:.0f} MB"
            )


def _measured(path: Path, prepare: str, run: str) -> list[float]:
    code = _MEASURE.format(prepare=prepare, run=run)
    answer = subprocess.run(
        [sys.executable, "-c", code, str(path), str(ROOT / "data")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    figures: list[float] = json.loads(answer.stdout)
    return figures


def _big() -> Path:
    if not BIG.exists():
        BIG.parent.mkdir(exist_ok=True)
        print(f"making {BIG.name}, which takes a minute or two")
        subprocess.run(
            [sys.executable, "-c", _MAKE, str(ROOT / "data"), str(ACTIONS), str(BIG)],
            cwd=ROOT,
            check=True,
        )
    return BIG


if __name__ == "__main__":
    main()
