"""The same page in Streamlit, Vizro, plain Dash and here: print the table of docs/performance.md.

Each peer is installed into an environment of its own beneath ``build/peers``. For each size a
made-up programme is written; each program is started alone, measured in Chromium, and stopped.
``python benchmarks/compare.py [SIZE...]``.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "benchmarks" / "peers")]

from programme import Tables  # noqa: E402
from programme import read as peers_tables  # noqa: E402
from speed import free_port, wait_for  # noqa: E402

from mieux_dashboard import sample  # noqa: E402
from mieux_dashboard.charts import CHARTS  # noqa: E402
from mieux_dashboard.model.dataset import Dataset, dataset  # noqa: E402
from mieux_dashboard.model.selection import Selection  # noqa: E402
from mieux_dashboard.reference import read_reference  # noqa: E402
from mieux_dashboard.store import Acceptance, open_store  # noqa: E402
from mieux_dashboard.words import Words  # noqa: E402

PEERS = ROOT / "benchmarks" / "peers"
SIZES = (138, 10_000, 100_000)
CHOICES = 20
USERS, SECONDS = 20, 10

# Makes a choice as a reader does, and waits for the frame in which number, map and years show what
# is expected; gives the milliseconds until the map did and until all did.
CHANGE = """([act, expected, looks]) => new Promise((resolve, reject) => {
  const sum = each => Array.from(each || []).reduce((all, one) => all + (+one || 0), 0);
  const seen = (plot, of) => plot && plot._fullData ? sum(plot._fullData.map(of)) : -1;
  const read = () => {
    const [map, years] = document.querySelectorAll(looks.plots);
    const number = document.querySelector(looks.number);
    return [number ? number.textContent.replace(/[^0-9]/g, '') : '',
      seen(map, one => one.z ? sum(one.z) + one.locations.length : 0),
      seen(years, one => sum(one.y))].map(String);
  };
  const start = performance.now();
  let map = 0;
  eval(act);
  const look = () => {
    const [number, z, y] = read();
    if (!map && z === expected[1]) map = performance.now() - start;
    if (number === expected[0] && z === expected[1] && y === expected[2])
      return requestAnimationFrame(() => resolve([map, performance.now() - start]));
    if (performance.now() - start > 20000)
      return reject(new Error(`${act}: expected ${expected}, seen ${[number, z, y]}`));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""

# What the browser alone needs to draw the same charts again.
REPAINT = """async (looks) => {
  const start = performance.now();
  for (const plot of document.querySelectorAll(looks)) {
    const turned = each => each && Array.from(each).reverse();
    const data = plot.data.map(one =>
      one.z ? {...one, z: turned(one.z)} : {...one, y: turned(one.y)});
    await window.Plotly.react(plot, data, {...plot.layout});
  }
  return new Promise(resolve => requestAnimationFrame(() => resolve(performance.now() - start)));
}"""
EMPTY = """n => new Promise(resolve => {
  const start = performance.now(), told = document.querySelector('#number');
  const look = () => told.textContent === n ? resolve(performance.now() - start)
    : requestAnimationFrame(look);
  dash_clientside.set_props('asked', {title: n});
  requestAnimationFrame(look);
})"""


Shown = tuple[str, ...]


class Choice(NamedTuple):
    """An area, and what a page shows of it: the number, the map's sum, the sum of the years."""

    area: str
    expected: Shown


class Choices(NamedTuple):
    """The same areas, and what ours and the peers show of them."""

    ours: list[Choice]
    peers: list[Choice]


@dataclass(frozen=True)
class Program:
    """One of the programs that are compared.

    Parameters
    ----------
    name
        As the table calls it.
    command
        From a port to its command line.
    act
        JavaScript by which a reader chooses ``AREA``.
    number, plots
        Where the number stands, and the map and then the years.
    answers
        The address that answers a choice; "" where it is no HTTP.
    """

    name: str
    command: Callable[[int], list[str]]
    act: str
    number: str
    plots: str
    path: str = "/"
    ready: str = "/"
    answers: str = "/_dash-update-component"
    environment: dict[str, str] = field(default_factory=dict)
    ours: bool = False


def _own(peer: str) -> str:
    return str(ROOT / "build" / "peers" / peer / "bin" / "python")


def programs(store: str) -> list[Program]:
    """Return the programs; `store` is the address of the store that ours reads."""
    dash_act = "dash_clientside.set_props('area', {value: 'AREA'})"
    plots = "#map .js-plotly-plot, #years .js-plotly-plot"
    return [
        Program(
            "MIEUX dashboard",
            lambda port: [sys.executable, "-m", "mieux_dashboard", "serve", "--port", str(port)],
            "dash_clientside.set_props('overview-filter-theme', {value: ['area:AREA']})",
            ".key-figures > div:nth-child(2) .number",
            "#overview-actions-by-country-graph .js-plotly-plot, "
            "#overview-actions-over-time-graph .js-plotly-plot",
            path="/en/",
            ready="/healthz",
            environment={"MIEUX_DATABASE_URL": store},
            ours=True,
        ),
        Program(
            "plain Dash, plotly express",
            lambda port: [_own("dash"), str(PEERS / "dash" / "app.py"), str(port)],
            dash_act,
            "#numbers b",
            plots,
        ),
        Program(
            "Vizro",
            lambda port: [_own("vizro"), str(PEERS / "vizro" / "app.py"), str(port)],
            dash_act,
            "#numbers b",
            "#map.js-plotly-plot, #map .js-plotly-plot, "
            "#years.js-plotly-plot, #years .js-plotly-plot",
        ),
        Program(
            "Streamlit",
            lambda port: [
                *(_own("streamlit"), "-m", "streamlit", "run", str(PEERS / "streamlit" / "app.py")),
                *("--server.port", str(port), "--server.address", "127.0.0.1"),
                *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
            ],
            "[...document.querySelectorAll('[data-testid=stRadio] label')]"
            ".find(each => each.textContent.trim() === 'AREA').click()",
            "[data-testid=stMetricValue]",
            "[data-testid=stPlotlyChart] .js-plotly-plot",
            answers="",
        ),
    ]


def main(sizes: Sequence[int]) -> None:
    """Measure each program at each size, and print a table."""
    for peer in ("dash", "vizro", "streamlit"):
        _install(peer)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    heads = "Actions, Program, Cold page, Sent, Requests, In view, p95, All, p95, Repaint, Memory"
    print("| " + heads.replace(", ", " | ") + " | Changes/s | p95 |")
    print("|" + "---|" * 13)
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                store, choices = made_up(size, Path(folder))
                for program in programs(store):
                    environment = {"BENCH_DATA": folder, "MIEUX_INSTANCE": folder}
                    cells = _measured(browser, program, choices, environment)
                    print(f"| {size:,} | {program.name} | {cells}", flush=True)
        print(f"\nA callback that does nothing: {_empty(browser):.0f} ms")
        print(f"Chromium {browser.version}, plotly {version('plotly')}, dash {version('dash')}")
        browser.close()


def _install(peer: str) -> None:
    folder = ROOT / "build" / "peers" / peer
    if (folder / "done").exists():
        return
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pins = PEERS / peer / "requirements.txt"
    pip = [_own(peer), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", str(pins)]
    subprocess.run(pip, check=True)
    (folder / "done").touch()


def made_up(size: int, folder: Path) -> tuple[str, Choices]:
    """Write a made-up programme as a store of ours and as the peers' tables; say what they show."""
    reference = read_reference(ROOT / "data")
    tables = sample.made_up(reference, size)
    store = f"sqlite:///{folder / 'mieux.sqlite'}"
    open_store(store).accept(Acceptance(tables, 0, "benchmark"))
    data = dataset(tables, reference)
    actions = data["actions"].assign(year=data["actions"]["start_year"].astype("float"))
    regions = data["action_regions"].drop_duplicates("action_id").set_index("action_id")["region"]
    actions["region"] = actions["action_id"].map(regions).fillna("")
    columns = ["action_id", "title", "region", "institution", "year", "participants"]
    actions[columns].to_parquet(folder / "actions.parquet")
    places = data["action_countries"].rename(columns={"country": "iso3"})
    places[["action_id", "iso3"]].to_parquet(folder / "places.parquet")
    data["action_areas"][["action_id", "area"]].to_parquet(folder / "themes.parquet")
    listed = reference.areas[reference.areas["level"] == "area"]["id"]
    areas = [area for area in listed if area in set(data["action_areas"]["area"])][:CHOICES]
    os.environ["BENCH_DATA"] = str(folder)
    peers = peers_tables()
    return store, Choices(
        [Choice(area, _of_ours(data, area)) for area in areas],
        [Choice(area, _of_peers(peers, area)) for area in areas],
    )


def _of_peers(tables: Tables, area: str) -> Shown:
    shown = tables.shown(area)
    drawn = shown.countries["n"].sum() + len(shown.countries)
    counts = (shown.numbers["Actions"], drawn, shown.years["n"].sum())
    return tuple(str(int(count)) for count in counts)


def _of_ours(data: Dataset, area: str) -> Shown:
    words, chosen = Words("en", data.reference), Selection(area=(area,))

    def total(key: str, name: str) -> str:
        chart = CHARTS[key]
        drawn = chart.draw(chart.guarded_answer(data, chosen, 1), words)["data"]
        shown = [one for one in drawn if name in one]
        return str(
            int(sum(pd.Series(one[name]).sum() + len(one.get("locations", ())) for one in shown))
        )

    figures = CHARTS["key-figures"].guarded_answer(data, chosen, 1).table.set_index("key")
    number = str(int(figures["n_loaded"]["actions"]))
    return number, total("actions-by-country", "z"), total("actions-over-time", "y")


def _measured(browser: Browser, program: Program, choices: Choices, told: dict[str, str]) -> str:
    """Start a program, measure it, stop it; return its cells of the table."""
    mine = choices.ours if program.ours else choices.peers
    with served(program, told) as (url, process):
        cold = [_cold(browser, url + program.path, program) for _ in range(3)]
        seconds = statistics.median(second for second, _, _ in cold)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        _shapes(page)
        bodies = _watched(page, program)
        page.goto(url + program.path)
        _drawn(page, program)
        page.wait_for_load_state("networkidle")
        pairs = []
        for choice in mine:
            bodies.clear()
            pairs.append(_change(page, program, choice))
        in_view, whole = zip(*pairs, strict=True)
        repaint = [page.evaluate(REPAINT, program.plots) for _ in range(CHOICES)]
        page.close()
        rates = _rates(url, program, mine, bodies) if program.answers else _by_socket(url, mine)
        memory = sum(each.memory_info().rss for each in _tree(process)) / 1e6
    cells = [f"{seconds:.2f} s", f"{cold[-1][1] / 1e6:.2f} MB", f"{cold[-1][2]}"]
    for times in (in_view, whole):
        cells += [
            f"{statistics.median(times):.0f} ms",
            f"{statistics.quantiles(times, n=20)[-1]:.0f} ms",
        ]
    cells += [f"{statistics.median(repaint):.0f} ms", f"{memory:.0f} MB"]
    return " | ".join([*cells, *rates]) + " |"


def _change(page: Page, program: Program, choice: Choice) -> tuple[float, float]:
    looks = {"number": program.number, "plots": program.plots}
    act = program.act.replace("AREA", choice.area)
    return tuple(page.evaluate(CHANGE, [act, list(choice.expected), looks]))


@contextmanager
def served(program: Program, told: dict[str, str]) -> Iterator[tuple[str, psutil.Process]]:
    """Run a program until the caller is done; give its address and its process."""
    port = free_port()
    environment = {**os.environ, **told, **program.environment, "PYTHONPATH": f"{ROOT}:{PEERS}"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(program.command(port), cwd=ROOT, env=environment, **quiet)
    try:
        wait_for(f"http://127.0.0.1:{port}{program.ready}")
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _shapes(page: Page) -> None:
    """Give the peers the map shapes that they fetch from plotly's network, at no cost to them."""
    shapes = ROOT / "assets" / "topojson" / "world_110m.json"
    page.route("https://cdn.plot.ly/**", lambda route: route.fulfill(path=shapes))


def _tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _drawn(page: Page, program: Program) -> None:
    page.locator(f":is({program.plots}) .choroplethlayer path").first.wait_for(state="attached")


def _cold(browser: Browser, url: str, program: Program) -> tuple[float, int, int]:
    """Seconds to a drawn map in a browser that has seen nothing, bytes sent, and requests."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    _shapes(page)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sent: list[int] = []
    session.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: sent.append(len(event["response"]["payloadData"]) * 3 // 4),
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    start = time.perf_counter()
    page.goto(url)
    _drawn(page, program)
    seconds = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    context.close()
    return seconds, int(sum(sent)), len(asked)


def _watched(page: Page, program: Program) -> list[str]:
    """Return a list into which the body of each question to the server is put."""
    bodies: list[str] = []
    if program.answers:
        page.on(
            "request",
            lambda request: (
                bodies.append(request.post_data or "") if program.answers in request.url else None
            ),
        )
    return bodies


def _rates(url: str, program: Program, choices: list[Choice], bodies: list[str]) -> list[str]:
    """Let 20 readers change the area over and over; return changes a second, and their p95."""
    times: list[float] = []
    refused: list[int] = []
    until = time.monotonic() + SECONDS
    area = choices[-1].area

    def read(first: int) -> None:
        connection, n = HTTPConnection(url.removeprefix("http://")), first
        headers = {"Content-Type": "application/json", "Origin": url}
        while time.monotonic() < until:
            n += 1
            start = time.perf_counter()
            for body in bodies:
                changed = body.replace(area, choices[n % len(choices)].area)
                connection.request("POST", program.answers, changed, headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status not in (200, 204):
                    refused.append(answer.status)
            times.append(time.perf_counter() - start)

    readers = [threading.Thread(target=read, args=(n,)) for n in range(USERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    if refused or not bodies:
        raise SystemExit(f"{program.name}: {len(bodies)} questions, refused with {refused[:3]}")
    high = statistics.quantiles(times, n=20)[-1]
    return [f"{len(times) / SECONDS:.0f}", f"{high * 1000:.0f} ms"]


def _by_socket(url: str, choices: list[Choice]) -> list[str]:
    """Let 20 readers of Streamlit do the same, over its own connection."""
    load = [_own("streamlit"), str(PEERS / "streamlit" / "load.py"), url.rpartition(":")[2]]
    areas = [choice.area for choice in choices]
    told = subprocess.run(
        [*load, str(USERS), str(SECONDS), *areas], check=True, capture_output=True, text=True
    )
    each_second, high = map(float, told.stdout.split())
    return [f"{each_second:.0f}", f"{high:.0f} ms"]


def _empty(browser: Browser) -> float:
    """Milliseconds from a choice to the frame that shows the answer of a callback without work."""
    floor = Program(
        "", lambda port: [_own("dash"), str(PEERS / "dash" / "floor.py"), str(port)], "", "", ""
    )
    with served(floor, {}) as (url, _):
        page = browser.new_page()
        page.goto(url)
        page.locator("#number").wait_for(state="attached")
        times = [page.evaluate(EMPTY, str(n)) for n in range(1, CHOICES + 1)]
        page.close()
    return statistics.median(times)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
