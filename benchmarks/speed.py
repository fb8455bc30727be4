"""Print the speed figures that README and docs quote: start, cold page, change of filter, bytes."""

from __future__ import annotations

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
REGIONS = ("africa", "asia")
# Sets a control as a reader does and resolves in the frame after the map was drawn again.
CHANGE = """(region) => new Promise(resolve => {
  const plot = document.querySelector('#overview-actions-by-country-graph .js-plotly-plot');
  const bars = document.querySelector('#overview-actions-over-time-graph .js-plotly-plot');
  const start = performance.now();
  const waiting = new Set([plot, bars]);
  for (const one of [plot, bars]) one.once('plotly_afterplot', () => {
    waiting.delete(one);
    if (!waiting.size) requestAnimationFrame(() => resolve(performance.now() - start));
  });
  window.dash_clientside.set_props('overview-filter-region', {value: [region]});
})"""


def main() -> None:
    """Start the server as a reader would, then measure in a real browser."""
    port = _free_port()
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "mieux_dashboard", "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        print(f"start to /healthz ok       {time.perf_counter() - started:6.2f} s")
        _in_browser(f"http://127.0.0.1:{port}/en/")
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(url: str) -> None:
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
        times = _changes(browser.new_page(), url)
        middle, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"filter to charts repainted {middle:6.0f} ms  (median of {RUNS}; p95 {high:.0f} ms)")
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


def _changes(page: Page, url: str) -> list[float]:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(url)
    page.locator(DRAWN).first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    for warm in range(3):
        page.evaluate(CHANGE, REGIONS[warm % 2])
    return [page.evaluate(CHANGE, REGIONS[(run + 1) % 2]) for run in range(RUNS)]


if __name__ == "__main__":
    main()
