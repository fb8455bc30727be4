"""Print time and memory of reading and checking: the programme's workbook, and 100,000 Actions.

Each figure is taken in a process of its own, so that its peak is its own. The large workbook holds
the Actions only, made up as `mieux sample` does; it is written once, into build/.
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
started = time.perf_counter()
{run}
seconds = time.perf_counter() - started
used = sum(os.times()[:4])
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
}


def main() -> None:
    """Measure both workbooks; the large one is made first where it is not there."""
    for path in (ROOT / "data" / "mieux_2009_2024.xlsx", _big()):
        print(f"{path.name} ({path.stat().st_size / 1e6:.1f} MB)")
        for step, (prepare, run) in STEPS.items():
            seconds, used, own, child = _measured(path, prepare, run)
            print(
                f"  {step:20} {seconds:6.2f} s (processor {used:.2f} s with start)   "
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
