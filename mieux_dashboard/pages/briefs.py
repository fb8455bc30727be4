"""What the server answers beside the pages of partners: their briefing as a file or a sheet."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from flask import Flask, Response, request

from mieux_dashboard.export.brief import WRITERS, brief_bytes
from mieux_dashboard.export.brief_html import write_html
from mieux_dashboard.export.partners import briefing_on, is_country, is_group
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.pages.site import Site

FOLDERS = {"countries": is_country, "groups": is_group}
KEPT = 64
"""How many files are kept; one is some 60 kB."""


class Asked(NamedTuple):
    """A briefing that an address names: on whom, and as what; ``sheet`` or a file's suffix."""

    folder: str
    code: str
    form: str

    def is_known(self, dataset: Dataset) -> bool:
        """Say whether there is such a partner."""
        return FOLDERS[self.folder](dataset, self.code)


def asked(here: str) -> Asked | None:
    """Read a path beneath the language: ``countries/GHA.pdf``, ``groups/ecowas/sheet``."""
    folder, _, rest = here.partition("/")
    code, _, form = rest.removesuffix("/sheet").partition(".")
    if rest.endswith("/sheet"):
        form = "" if form else "sheet"
    if folder in FOLDERS and (form == "sheet" or form in WRITERS):
        return Asked(folder, code, form)
    return None


def serve(server: Flask, site: Site) -> None:
    """Add the addresses of briefings; unknown ones never come here, the guard answers them."""
    files = lru_cache(KEPT)(brief_bytes)

    @server.get("/<language>/<any(countries, groups):folder>/<code>.<any(docx, pdf):suffix>")
    def brief_file(language: str, folder: str, code: str, suffix: str) -> Response:
        data = site.selection({"data": request.args.get("data", "")}).data
        written = files(site.dataset(data), code, site.words(language, data), suffix)
        response = Response(written, mimetype=WRITERS[suffix][0])
        name = "-".join(filter(None, [code, language, data]))
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
        return response

    @server.get("/<language>/<any(countries, groups):folder>/<code>/sheet")
    def brief_sheet(language: str, folder: str, code: str) -> Response:
        data = site.selection({"data": request.args.get("data", "")}).data
        words = site.words(language, data)
        briefing = briefing_on(site.dataset(data), code, words)
        query = {"data": data} if data else {}
        return Response(write_html(briefing, words, query), mimetype="text/html")
