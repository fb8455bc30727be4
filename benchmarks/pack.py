"""Print how long the pack of all charts takes, and what a picture costs beside its bare drawing.

``python benchmarks/pack.py [PYTHON]``: where PYTHON is an interpreter that has kaleido, it draws
the same figures of the same size too. The pack needs no kaleido, so it is not among its packages.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil

from mieux_dashboard.export.chart_files import ChartFile, Maker
from mieux_dashboard.export.pack import Order, Pack, write_pack
from mieux_dashboard.export.picture import PRESETS, Look
from mieux_dashboard.export.renderer import Renderer, Tab
from mieux_dashboard.intake import current
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.settings import read_database_url, read_settings
from mieux_dashboard.store import open_store

SIZE = PRESETS["slide"]
_KALEIDO = """
import json, sys, time
import kaleido, plotly.io as pio, plotly.graph_objects as go
pio.defaults.topojson = sys.argv[2]
kaleido.start_sync_server(n=1)
figures = json.load(open(sys.argv[1]))
draw = lambda figure: pio.to_image(go.Figure(figure), format="png", width=1920, height=1080)
draw(next(iter(figures.values())))
times = {}
for key, figure in figures.items():
    draw(figure)
    start = time.perf_counter()
    draw(figure)
    times[key] = time.perf_counter() - start
print(json.dumps(times))
kaleido.stop_sync_server()
"""


def main() -> None:
    """Make the pack as a reader would, then time each picture alone."""
    settings = read_settings()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Renderer(settings.assets, settings.chromium)) as renderer,
    ):
        os.environ["MIEUX_INSTANCE"] = folder
        settings = read_settings()
        dataset = current(open_store(read_database_url(settings)), settings.programme)()
        maker = Maker(dataset, Selection(), Look(), renderer, settings.min_cell)
        pack = Pack(maker, Order(formats=("png", "svg", "xlsx")))
        start = time.perf_counter()
        made = write_pack(pack, Path(folder) / "pack.zip", lambda total: lambda said: None)
        seconds = time.perf_counter() - start
        pictures = len(pack.keys) * len(pack.order.languages)
        size = (Path(folder) / "pack.zip").stat().st_size / 1e6
        print(f"pack of {len(made.paths)} files            {seconds:6.1f} s, {size:.1f} MB")
        print(f"for each chart and language   {seconds / pictures:6.2f} s")
        print(f"memory of the renderer        {_memory(renderer.pid):6.0f} MB")
        files = {key: pack.file(key, "en") for key in pack.keys}
        ours = {key: _timed(lambda one=one: one.pictures(["png"])) for key, one in files.items()}
        bare = {key: _timed(lambda one=one: _bare(renderer, one)) for key, one in files.items()}
        print(f"a picture, PNG                {_said(ours)}")
        print(f"its bare drawing, PNG         {_said(bare)}, ratio {_ratio(ours, bare):.2f}")
        if len(sys.argv) > 1:
            theirs = _kaleido(sys.argv[1], files, settings.assets)
            print(
                f"kaleido's bare drawing, PNG   {_said(theirs)}, ratio {_ratio(ours, theirs):.2f}"
            )


def _timed(draw: Callable[[], object]) -> float:
    draw()
    start = time.perf_counter()
    draw()
    return time.perf_counter() - start


def _bare(renderer: Renderer, file: ChartFile) -> bytes:
    """Draw a figure at the same size without anything around it."""
    figure = file.chart.draw(file.answer, file.words)

    def work(tab: Tab) -> bytes:
        svg = tab.drawing(figure, SIZE.width, SIZE.height, file.words.language)
        return tab.png(svg, SIZE.width, SIZE.height)

    return renderer.run(work)


def _kaleido(python: str, files: dict[str, ChartFile], assets: Path) -> dict[str, float]:
    figures = {
        key: {part: file.chart.draw(file.answer, file.words)[part] for part in ("data", "layout")}
        for key, file in files.items()
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as written:
        json.dump(figures, written)
        written.flush()
        shapes = f"{(assets / 'topojson').as_uri()}/"
        command = [python, "-c", _KALEIDO, written.name, shapes]
        run = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return found


def _memory(pid: int) -> float:
    """Return the memory of a browser that is its own, shared pages counted once."""
    browser = psutil.Process(pid)
    family = [browser, *browser.children(recursive=True)]
    return sum(one.memory_full_info().pss for one in family) / 1e6


def _said(times: dict[str, float]) -> str:
    plain = [second for key, second in times.items() if "country" not in key]
    maps = [second for key, second in times.items() if "country" in key]
    middle, most = statistics.median(plain), max(maps)
    return f"{middle:6.2f} s, maps up to {most:.2f} s, all {sum(times.values()):.1f} s"


def _ratio(ours: dict[str, float], theirs: dict[str, float]) -> float:
    return sum(ours.values()) / sum(theirs[key] for key in ours)


if __name__ == "__main__":
    main()
