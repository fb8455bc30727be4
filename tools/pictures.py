"""Draw the pictures of the guides anew from the running program: ``make pictures``.

Each is taken in every language, from the public record, in a window of one size, in the light
scheme, without motion; the store is a new one, so that nobody's data come into them.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from mieux_dashboard.export.chromium import find
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.pages import create_app
from mieux_dashboard.settings import read_settings

DOCS = Path(__file__).parents[1] / "docs"
PICTURES_FOLDER = DOCS / "pictures"
GUIDED = ("en", "fr", "es")  # the languages that the guides are written in
WIDTH, HEIGHT, COLOURS = 1280, 720, 64
READERS = 16  # as many at once as a page asks for
REGISTER = (
    ("Border training", "Ivory Cost", "2023-01"),
    ("Learning about asylum", "Moldova", "32/13/2023"),
    ("Return and reintegration", "Ghana", "2023-05"),
)
"""Rows of a register with a country that is not known, and a day that there is not."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, the address beneath the language, and what is done there first.

    Parameters
    ----------
    height
        Of the window, where it is not `HEIGHT`.
    """

    name: str
    path: str
    prepare: Callable[[Page, str], None]
    height: int = HEIGHT


def _drawn(page: Page, _language: str = "") -> None:
    page.locator(".drawing .main-svg").first.wait_for()


def _menu(page: Page, _language: str) -> None:
    """Open the menu of the chart of a page that has one chart."""
    _drawn(page)
    page.locator("details.menu-of > summary").click()
    page.locator("details.menu-of .items").wait_for()


def _pack(page: Page, _language: str) -> None:
    page.locator("details.pack > summary").click()


def _scene(page: Page, _language: str) -> None:
    page.locator(".scene:not([hidden])[data-drawn=yes]").wait_for()


def _findings(page: Page, language: str) -> None:
    """Give the page a register with something to find and something to decide."""
    page.locator("#data-upload input").set_input_files(
        {
            "name": "register.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": register(language),
        }
    )
    page.locator("#step-decisions .question").first.wait_for()
    page.locator("#step-findings h2").evaluate(
        "node => { node.scrollIntoView(); window.scrollBy(0, -16); }"
    )


PICTURES = (
    Picture("overview", "", _drawn, 1060),
    Picture("chart", "charts/actions-by-region?period=agenda", _menu, 760),
    Picture("pack", "charts?region=africa", _pack, 760),
    Picture("screen", "event?scene=3", _scene),
    Picture("findings", "data", _findings, 900),
)
"""Every picture there is; the guides and README show each of them."""


def register(language: str) -> bytes:
    """Write `REGISTER` as a workbook whose headers are in a language."""
    actions, out = TABLES["actions"], io.BytesIO()
    heads = [actions.column(name).label(language) for name in ("title", "countries", "start_date")]
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet(actions.sheets[language][0])
        for n, row in enumerate((heads, *REGISTER)):
            sheet.write_row(n, 0, row)
    return out.getvalue()


def main() -> None:
    """Take every picture in every language, in place of those that were there."""
    shutil.rmtree(PICTURES_FOLDER, ignore_errors=True)
    with _served() as address, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
        browser = playwright.chromium.launch(executable_path=find(), args=flags)
        for language in GUIDED:
            for picture in PICTURES:
                print(_taken(browser, address, language, picture))
        browser.close()


@contextmanager
def _served() -> Iterator[str]:
    """Serve the public record on a free port."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MIEUX_INSTANCE"] = folder
        app = create_app(read_settings()).server
        server = create_server(app, host="127.0.0.1", port=0, threads=READERS)
        threading.Thread(target=server.run, daemon=True).start()
        yield f"http://127.0.0.1:{server.effective_port}"
        server.close()


def _taken(browser: Browser, address: str, language: str, picture: Picture) -> Path:
    size = {"width": WIDTH, "height": picture.height}
    context = browser.new_context(viewport=size, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/{language}/{picture.path}")
    page.locator("main h1").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    picture.prepare(page, language)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    path = PICTURES_FOLDER / language / f"{picture.name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_small(page.screenshot(animations="disabled", caret="hide")))
    context.close()
    return path.relative_to(DOCS.parent)


def _small(png: bytes) -> bytes:
    """Return a picture in few colours: drawings and letters need no more."""
    few = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
