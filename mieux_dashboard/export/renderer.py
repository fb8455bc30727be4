"""The one owner of the browser that draws: one picture at a time, whoever asks."""

from __future__ import annotations

import atexit
import base64
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

from mieux_dashboard.draw.style import Figure
from mieux_dashboard.export.chromium import BrowserError, BrowserLost, Chromium, find
from mieux_dashboard.words import Words

SECONDS = 30
PICTURES = 300
IDLE = 120  # seconds without a picture, after which the browser ends

Result = TypeVar("Result")

_PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><meta http-equiv='Content-Security-Policy' "
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
    "<style>html,body{margin:0;padding:0;overflow:hidden}#picture{display:block}"
    "@page{margin:0}</style></head><body></body></html>"
)
_DRAW = (
    "Plotly.toImage({figure}, {{format: 'svg', width: {width}, height: {height}, "
    "imageDataOnly: true}})"
)
_ID = re.compile(r'\bid="([^"]+)"')
_PATH = re.compile(r'\bd="[^"]+"')
_TENTHS = re.compile(r"(\.\d)\d+")
_CLOCKS = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
_STILL = rb"/\1 (D:20000101000000"


class NotDrawn(Exception):
    """A picture that the browser did not draw."""

    def message(self, words: Words) -> str:
        """Say that there is no picture, and what to do."""
        return words(
            "The picture could not be drawn within {n} seconds. Try again; the table has the same "
            "numbers.",
            n=SECONDS,
        )


class Tab:
    """The page of the browser that draws, with plotly, its languages and maps in it."""

    def __init__(self, browser: Chromium, assets: Path) -> None:
        self._browser, self._assets = browser, assets
        self._maps: set[str] = set()
        self._size = (0, 0)
        frame = browser("Page.getFrameTree")["frameTree"]["frame"]["id"]
        browser("Page.setDocumentContent", frameId=frame, html=_PAGE)
        for name in ("plotly-bundle.min.js", "plotly-locales.js"):
            browser.evaluate((assets / name).read_text("utf-8") + "\n;0")
        browser.evaluate("window.PlotlyGeoAssets = {topojson: {}}; 0")

    def drawing(self, figure: Figure, width: int, height: int, language: str) -> str:
        """Draw a figure as SVG.

        Parameters
        ----------
        figure
            A plain figure; texts in it are in the language already.
        width, height
            In pixels.
        language
            Of months and separators, where plotly itself writes them.
        """
        for name in shapes(figure):
            self._load(name)
        data = [trace | {"uid": f"t{n}"} for n, trace in enumerate(figure["data"])]
        drawn = figure | {"data": data, "config": {"locale": language}}
        script = _DRAW.format(figure=json.dumps(drawn), width=width, height=height)
        return _settled(str(self._browser.evaluate(script)))

    def png(self, svg: str, width: int, height: int) -> bytes:
        """Return an SVG as a PNG of a size in pixels; what it leaves blank is transparent."""
        self._show(svg, f"{width}px", f"{height}px")
        if self._size != (width, height):
            self._browser(
                "Emulation.setDeviceMetricsOverride",
                width=width,
                height=height,
                deviceScaleFactor=1,
                mobile=False,
            )
            clear = {"r": 0, "g": 0, "b": 0, "a": 0}
            self._browser("Emulation.setDefaultBackgroundColorOverride", color=clear)
            self._size = (width, height)
        taken = self._browser("Page.captureScreenshot", format="png")
        return base64.b64decode(taken["data"])

    def pdf(self, svg: str, width: float, height: float) -> bytes:
        """Return an SVG as a PDF of one page of a size in inches, without a clock in it."""
        self._show(svg, f"{width}in", f"{height - 0.005}in")
        printed = self._browser(
            "Page.printToPDF",
            paperWidth=width,
            paperHeight=height,
            printBackground=True,
            **dict.fromkeys(("marginTop", "marginBottom", "marginLeft", "marginRight"), 0),
        )
        return _CLOCKS.sub(_STILL, base64.b64decode(printed["data"]))

    def evaluate(self, script: str) -> object:
        """Run a script in the page, and return what it comes to."""
        return self._browser.evaluate(script)

    def _show(self, svg: str, width: str, height: str) -> None:
        self._browser.evaluate(
            f"document.body.innerHTML = {json.dumps(svg)}; "
            "document.body.firstElementChild.id = 'picture'; "
            f"document.body.firstElementChild.style.width = '{width}'; "
            f"document.body.firstElementChild.style.height = '{height}'; 0"
        )

    def _load(self, name: str) -> None:
        if name not in self._maps:
            shape = (self._assets / "topojson" / f"{name}.json").read_text("utf-8")
            self._browser.evaluate(f"window.PlotlyGeoAssets.topojson.{name} = {shape}; 0")
            self._maps.add(name)


def shapes(figure: Figure) -> tuple[str, ...]:
    """Return the names of the map shapes that a figure needs."""
    geo = figure["layout"].get("geo")
    return (f"world_{geo['resolution']}m",) if geo else ()


def _settled(svg: str) -> str:
    """Make an SVG the same each time, with coordinates of tenths of a pixel.

    Plotly names its parts by chance, and writes the attributes of a part in the order in which
    they came to be.
    """
    svg = ElementTree.canonicalize(svg)
    names = {name: f"m{n}" for n, name in enumerate(dict.fromkeys(_ID.findall(svg)))}
    svg = _ID.sub(lambda found: f'id="{names[found[1]]}"', svg)
    svg = re.sub(r"#([\w-]+)(?=['\")&])", lambda found: "#" + names.get(found[1], found[1]), svg)
    return _PATH.sub(lambda found: _TENTHS.sub(r"\1", found[0]), svg)


class Renderer:
    """Draws pictures one after the other in a browser that it starts, restarts and ends.

    Any number of threads may ask at once: each waits for its turn and gets its own picture.

    Parameters
    ----------
    assets
        Folder with plotly's bundle, its languages and the map shapes.
    program
        The browser that a setting names, "" to look for one.
    seconds
        What one picture may take.
    pictures
        After so many the browser is started afresh, so that its memory stays bounded.

    Attributes
    ----------
    browser
        Name and version of the browser that drew last, "" before the first picture.
    """

    def __init__(
        self, assets: Path, program: str = "", seconds: float = SECONDS, pictures: int = PICTURES
    ) -> None:
        self.assets, self._program = assets, program
        self._seconds, self._pictures = seconds, pictures
        self._turn = threading.Lock()
        self._browser: Chromium | None = None
        self._tab: Tab | None = None
        self._drawn = 0
        self.browser = ""
        self._idle: threading.Timer | None = None
        atexit.register(self.close)

    def run(self, work: Callable[[Tab], Result]) -> Result:
        """Let `work` draw, and return what it returns; where the browser dies, once more.

        Raises
        ------
        NoBrowser
            When there is none on this machine.
        NotDrawn
            When it takes too long, dies twice, or refuses.
        """
        with self._turn:
            if self._idle:
                self._idle.cancel()
            try:
                return self._tried(work)
            finally:
                self._idle = threading.Timer(IDLE, self.close)
                self._idle.daemon = True
                self._idle.start()

    def close(self) -> None:
        """End the browser; the next picture starts another."""
        with self._turn:
            if self._idle:
                self._idle.cancel()
            self._end()

    @property
    def pid(self) -> int:
        """The number of the browser's process, 0 where none runs."""
        return self._browser.pid if self._browser else 0

    def _tried(self, work: Callable[[Tab], Result]) -> Result:
        for attempt in (1, 2):
            late = threading.Event()
            try:
                with self._limited(late):
                    return work(self._ready())
            except BrowserLost:
                self._end()
                if late.is_set() or attempt == 2:
                    raise NotDrawn from None
            except BrowserError as error:
                self._end()
                raise NotDrawn from error
        raise NotDrawn

    @contextmanager
    def _limited(self, late: threading.Event) -> Iterator[None]:
        """End the browser when a picture takes too long, which wakes whoever waits for it."""

        def end() -> None:
            late.set()
            if self._browser:
                self._browser.kill()

        timer = threading.Timer(self._seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _ready(self) -> Tab:
        if self._drawn >= self._pictures:
            self._end()
        if self._browser is None or self._tab is None:
            self._browser = Chromium(find(self._program))
            self.browser = self._browser("Browser.getVersion")["product"]
            self._browser.attach()
            self._tab = Tab(self._browser, self.assets)
        self._drawn += 1
        return self._tab

    def _end(self) -> None:
        browser, self._browser, self._tab, self._drawn = self._browser, None, None, 0
        if browser:
            browser.close()
