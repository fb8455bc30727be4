"""Print the speed figures that README and docs quote: start, cold page, change of filter, bytes."""

from __future__ import annotations

import csv
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
RUNS = 20
DRAWN = "#overview-actions-by-country-graph .choroplethlayer path"
# Sets a control as a reader does; the milliseconds until the frame after the map, which is in view,
# was drawn again, and until all charts of the page were.
CHANGE = """(area) => new Promise(resolve => {
  const plots = [...document.querySelectorAll('.js-plotly-plot')];
  const map = document.querySelector('#overview-actions-by-country-graph .js-plotly-plot');
  const waiting = new Set(plots), start = performance.now();
  let inView = 0;
  for (const plot of plots) plot.once('plotly_afterplot', () => {
    waiting.delete(plot);
    requestAnimationFrame(() => {
      if (plot === map) inView = performance.now() - start;
      if (!waiting.size) resolve([inView, performance.now() - start]);
    });
  });
  window.dash_clientside.set_props('overview-filter-theme', {value: ['area:' + area]});
})"""


def main() -> None:
    """Start the server as a reader would, then measure in a real browser."""
    port = free_port()
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "mieux_dashboard", "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        print(f"start to /healthz ok       {time.perf_counter() - started:6.2f} s")
        _in_browser(f"http://127.0.0.1:{port}/en/")
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(url: str) -> None:
    """Wait until an address answers."""
    for _ in range(600):
        try:
            with urlopen(url) as answer:
                if answer.status == 200:
                    return
        except URLError:
            time.sleep(0.05)
    raise SystemExit(f"{url} did not answer within 30 s")


def _in_browser(url: str) -> None:
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        cold = [_cold(browser, url) for _ in range(5)]
        seconds = sorted(second for second, _ in cold)
        print(
            f"cold page to charts drawn  {seconds[2]:6.2f} s   (5 runs, worst {seconds[-1]:.2f} s)"
        )
        print(f"bytes sent                 {cold[-1][1] / 1e6:6.2f} MB")
        for name, times in _changes(browser.new_page(), url).items():
            middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            print(f"{name:26} {middle:6.0f} ms  (median of {len(times)}; p95 {high:.0f} ms)")
        browser.close()


def _cold(browser: Browser, url: str) -> tuple[float, int]:
    """Seconds to a drawn map in a browser that has seen nothing, and the bytes that were sent."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sent: list[int] = []
    session.on(
        "Network.loadingFinished", lambda event: sent.append(int(event["encodedDataLength"]))
    )
    start = time.perf_counter()
    page.goto(url)
    page.locator(DRAWN).first.wait_for(state="attached")
    seconds = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    context.close()
    return seconds, sum(sent)


def _changes(page: Page, url: str) -> dict[str, list[float]]:
    """Choose each of 20 areas, one after the other, twice: never seen before, and seen."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(url)
    page.locator(DRAWN).first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    areas = _areas()
    times = {}
    for name in ("new choice", "choice seen before"):
        pairs = [page.evaluate(CHANGE, area) for area in areas]
        times[f"{name}, in view"] = [in_view for in_view, _ in pairs]
        times[f"{name}, all"] = [whole for _, whole in pairs]
    return times


def _areas() -> list[str]:
    with (ROOT / "data" / "reference" / "areas.csv").open(encoding="utf-8") as file:
        return [row["id"] for row in csv.DictReader(file) if row["level"] == "area"][:RUNS]


if __name__ == "__main__":
    main()
