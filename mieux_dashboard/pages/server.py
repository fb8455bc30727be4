"""What the web server answers beside Dash: health, data files, redirects, 404s, headers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, Response, abort, redirect, request

from mieux_dashboard.charts import CHARTS, charts_of
from mieux_dashboard.export.chart_files import (
    WRITERS,
    ChartFile,
    NotOffered,
    chart_bytes,
    read_look,
)
from mieux_dashboard.export.chromium import NoBrowser
from mieux_dashboard.export.renderer import NotDrawn, Renderer
from mieux_dashboard.measure.engine import n_rows
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.selection import read_selection
from mieux_dashboard.pages import answers, briefs, cited, data_files, packs, search
from mieux_dashboard.pages.access import SIGNING
from mieux_dashboard.pages.guard import CALLBACKS, PROBES
from mieux_dashboard.pages.page import Page
from mieux_dashboard.pages.site import Site
from mieux_dashboard.pages.unknown import say_unknown
from mieux_dashboard.store import StoreError
from mieux_dashboard.words import Words

OWN = ("/_dash-layout", "/_dash-dependencies", "/_favicon.ico", *PROBES, CALLBACKS)
"""The addresses that are in no language."""

FOLDERS = ("/assets/", "/_dash-component-suites/")
VERSION = "X-Data-Version"
"""Header by which an open page notices that another version was accepted; see assets/shell.js."""


def match(pages: Sequence[Page], here: str) -> tuple[Page, dict[str, str]] | None:
    """Return the page at a path beneath the language, and the path's variables."""
    parts = here.strip("/").split("/")
    for page in pages:
        names = page.path.split("/")
        if len(names) == len(parts):
            pairs = list(zip(names, parts, strict=True))
            if all(name == part or (name.startswith("<") and part) for name, part in pairs):
                return page, {name.strip("<>"): part for name, part in pairs if name[:1] == "<"}
    return None


def serve_beside(app: Dash, site: Site, pages: Sequence[Page], chromium: str = "") -> None:
    """Add to Dash's server what Dash does not answer, or answers wrongly."""
    server: Flask = app.server
    _lead(server, site, pages)
    _health(server, site)
    _unreadable(server, site)
    _data(server, site, Renderer(Path(app.config.assets_folder), chromium))
    briefs.serve(server, site)
    cited.serve(server, site)
    packs.serve(server, site)
    search.serve(server, site, lambda path: _known(site, pages, path))

    @server.after_request
    def version(response: Response) -> Response:
        if request.path == CALLBACKS:
            with suppress(StoreError):
                response.headers[VERSION] = str(site.dataset().version)
        return response


def _lead(server: Flask, site: Site, pages: Sequence[Page]) -> None:
    """Send `/` to a language, and answer unknown paths with a real 404."""
    own = {*OWN, *(SIGNING if site.access.mode == "oidc" else ())}

    @server.before_request
    def lead() -> Any:
        path = request.path
        if path in own or path.startswith(FOLDERS):
            return None
        language, _, here = path.strip("/").partition("/")
        if not language:
            return redirect(f"/{answers.preferred()}/")
        if language not in LANGUAGES:
            abort(404)
        if path == f"/{language}":
            return redirect(f"/{language}/")
        return None if _known(site, pages, here) else abort(404)

    # Before Dash's own first-request work: a probe and a stray address should not wait for it.
    hooks = server.before_request_funcs[None]
    hooks.insert(0, hooks.pop())


def _known(site: Site, pages: Sequence[Page], here: str) -> bool:
    beside = (data_files.is_address, cited.is_address, packs.is_address)
    if here == search.ADDRESS or any(is_address(here) for is_address in beside):
        return True
    folder, _, name = here.partition("/")
    key, _, suffix = name.partition(".")
    if folder == "charts" and suffix in WRITERS:
        return key in charts_of(site.dataset().reference.programme)
    dataset = site.dataset(site.selection({"data": request.args.get("data", "")}).data)
    brief = briefs.asked(here)
    if brief is not None:
        return brief.is_known(dataset)
    found = match(pages, here)
    return found is not None and found[0].knows(dataset, found[1])


def policy(app: Dash) -> str:
    """Return what a page may do: our scripts only, no text made into a script, no frame around."""
    scripts = " ".join(["'self'", *app.csp_hashes()])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        "manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


def _unreadable(server: Flask, site: Site) -> None:
    """Say, in the reader's language, when the store cannot be read; the log alone says where."""
    reference = site.dataset().reference

    @server.errorhandler(StoreError)
    def unreadable(error: StoreError) -> Response:
        server.logger.error(error)
        if request.path == "/healthz":
            state = {"status": error.code, "version": 0}
            return Response(json.dumps(state), 503, mimetype="application/json")
        words = Words(answers.language(), reference)
        said = words("Try again in a while. What is wrong stands in the program's log.")
        page = answers.page(words("The data cannot be read"), said, words)
        return Response(page, 503, mimetype="text/html")


def _health(server: Flask, site: Site) -> None:
    @server.get("/healthz")
    def healthz() -> Response:
        dataset = site.dataset()
        ready = n_rows(dataset, "actions") > 0
        state = {"status": "ok" if ready else "no data", "version": dataset.version}
        return Response(json.dumps(state), 200 if ready else 503, mimetype="application/json")


def _data(server: Flask, site: Site, renderer: Renderer) -> None:
    @server.get("/<language>/charts/<key>.<suffix>")
    def chart_file(language: str, key: str, suffix: str) -> Response:
        given = {name: request.args.getlist(name) for name in request.args}
        parts = {name: ",".join(values) for name, values in given.items()}
        selection, unknown = read_selection(parts, site.dataset().reference)
        words = site.words(language, selection.data)
        if unknown:
            return Response(say_unknown(unknown[0], words) + "\n", 400, mimetype="text/plain")
        try:
            answer = site.file_answer(key, selection)
            file = ChartFile(CHARTS[key], answer, words, renderer, read_look(parts))
            response = Response(chart_bytes(file, suffix), mimetype=WRITERS[suffix][0])
        except NotOffered as error:
            return Response(error.message(words) + "\n", 404, mimetype="text/plain")
        except (NoBrowser, NotDrawn) as error:
            return Response(error.message(words) + "\n", 503, mimetype="text/plain")
        name = "-".join(filter(None, [key, language, selection.data]))
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
        return response
