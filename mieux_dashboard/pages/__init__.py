"""The Dash app: one module per page, a shell around them, and the server's own answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import dash
import dash_mantine_components as dmc
from dash import Dash, State, html
from flask import current_app, g, has_request_context, request
from flask_compress import Compress
from werkzeug.exceptions import NotFound

from mieux_dashboard.export.packing import Packing
from mieux_dashboard.intake import (
    DEMONSTRATION,
    current,
    demonstration,
    engines,
    has_demonstration,
    open_bench,
)
from mieux_dashboard.load import Limits
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.pages import (
    about,
    action,
    actions,
    answers,
    charts,
    compare,
    country,
    data,
    data_files,
    event,
    expertise,
    glossary,
    overview,
    requests,
    results,
    sign_in,
    timeline,
    versions,
)
from mieux_dashboard.pages import map as map_page
from mieux_dashboard.pages.access import access_for
from mieux_dashboard.pages.callback_body import check_bodies
from mieux_dashboard.pages.guard import CALLBACKS, Doors, protect
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.rates import Rates, What
from mieux_dashboard.pages.server import match, policy, serve_beside
from mieux_dashboard.pages.shelf import shelf_for
from mieux_dashboard.pages.shell import LOCATION, frame
from mieux_dashboard.pages.site import Site
from mieux_dashboard.pages.watch import watch
from mieux_dashboard.settings import (
    Settings,
    check_engine,
    check_exposure,
    environment,
    read_database_url,
    read_pseudonym_key,
)
from mieux_dashboard.store import open_store

PAGES: Sequence[Page] = (
    overview.PAGE,
    map_page.PAGE,
    timeline.PAGE,
    actions.PAGE,
    action.PAGE,
    requests.PAGE,
    expertise.PAGE,
    results.PAGE,
    charts.GALLERY_PAGE,
    charts.ONE_PAGE,
    country.COUNTRIES_PAGE,
    country.COUNTRY_PAGE,
    country.GROUPS_PAGE,
    country.GROUP_PAGE,
    compare.PAGE,
    event.PAGE,
    glossary.PAGE,
    data.PAGE,
    versions.VERSION_PAGE,
    about.PAGE,
)
WAITING = "waiting"
"""Folder of the instance in which received files wait until they are accepted."""

PACKS = "packs"
"""Folder of the instance in which packs of charts are made, and kept for a day."""

EXTENSION = "mieux"
"""The name under which a server keeps its own Site: Dash's pages are shared by the process."""


INDEX = """<!DOCTYPE html>
<html>
<head>{%metas%}<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}{%config%}{%scripts%}{%renderer%}</body>
</html>"""
"""Dash's own frame without its ``footer`` around scripts, which is no foot of a page."""


class LocalisedDash(Dash):
    """Dash whose index says which language it is in, and does not hold the layout of all pages."""

    def _config(self) -> dict[str, Any]:
        """Keep back the layout of all pages at once, against which developers' tools check ids.

        It is 1.4 MB, and writing it took 0.15 s of each opening of a page.
        """
        config: dict[str, Any] = super()._config()  # type: ignore[no-untyped-call]
        config.pop("validation_layout", None)
        return config | {"suppress_callback_exceptions": True}

    def interpolate_index(self, *parts: Any, **named: Any) -> str:
        """Set ``<html lang>`` from the path."""
        language = request.path.strip("/").partition("/")[0]
        lang = language if language in LANGUAGES else LANGUAGES[0]
        html_text: str = super().interpolate_index(*parts, **named)  # type: ignore[no-untyped-call]
        return html_text.replace("<html>", f'<html lang="{lang}">', 1)


def create_app(settings: Settings) -> Dash:
    """Open the store and return the app; two apps in one process do not meet.

    Raises
    ------
    SettingsError
        When a network would reach editing or a debugger without signing in.
    """
    check_exposure(settings)
    check_engine(settings)
    if settings.data_url:
        return _over_prepared(settings, settings.data_url.get_secret_value())
    store = open_store(read_database_url(settings))
    key = partial(read_pseudonym_key, settings)
    if settings.engine == "pandas":
        ask = current(store, settings.programme, key)
    else:
        engine = engines.engine(settings.engine, settings.engine_memory_mb)
        ask = engines.current_held(store, settings.programme, key, settings.instance, engine)
    datasets = _datasets(settings, partial(_one_version, ask))
    local = settings.auth == "local"
    limits = Limits(file_mb=settings.max_upload_mb)
    waiting = settings.instance / WAITING
    bench = open_bench(store, settings.programme, waiting, key, limits)
    access = access_for(settings)
    packing = Packing(settings.instance.absolute() / PACKS, environment(settings))
    site = Site(
        datasets, settings.min_cell, local, store, bench, packing, access,
        rates=_rates(settings), shelf=shelf_for(settings),
    )  # fmt: skip
    return _app(site, settings)


def _over_prepared(settings: Settings, url: str) -> Dash:
    """Return the app over tables that lie prepared: there is one version, and nothing to load."""
    engine = engines.engine(settings.engine, settings.engine_memory_mb)
    datasets = _datasets(settings, engines.in_folder(url, settings.programme, engine))
    local, access = settings.auth == "local", access_for(settings)
    site = Site(
        datasets, settings.min_cell, local, access=access,
        rates=_rates(settings), shelf=shelf_for(settings),
    )  # fmt: skip
    return _app(site, settings)


def _datasets(settings: Settings, ask: Callable[[], Dataset]) -> dict[str, Callable[[], Dataset]]:
    """Return what gives the programme, and the made-up one where the folder has one."""
    if not has_demonstration(settings.programme):
        return {"": ask}
    return {"": ask, DEMONSTRATION: cache(lambda: demonstration(settings.programme))}


def _app(site: Site, settings: Settings) -> Dash:
    doors = Doors(
        settings.allowed_hosts, settings.url, settings.proxies, settings.max_upload_mb,
        settings.metrics_from,
    )  # fmt: skip
    app = app_for(site, settings.assets, doors, settings.chromium)
    if settings.auth == "oidc":
        sign_in.serve(app.server, site, settings)
    return app


def _rates(settings: Settings) -> Rates:
    """Count what the settings say; the person at the machine may export as much as she likes."""
    allowed: dict[What, str] = {"upload": settings.upload_limit}
    if settings.auth != "local":
        allowed |= {"export": settings.export_limit, "sign-in": settings.sign_in_limit}
    kept = settings.cache_url.get_secret_value() if settings.cache_url else ""
    return Rates(allowed, settings.proxies, kept)


def _one_version(ask: Callable[[], Dataset]) -> Dataset:
    """Ask once per answer: whatever is accepted meanwhile, one answer shows one version."""
    if not has_request_context():
        return ask()
    if "dataset" not in g:
        g.dataset = ask()
    dataset: Dataset = g.dataset
    return dataset


def app_for(site: Site, assets: Path, doors: Doors, chromium: str = "") -> Dash:
    """Return an app over the data that a Site gives; Dash's own tools for developers are off."""
    app = LocalisedDash(
        "mieux_dashboard",
        assets_folder=str(assets),
        use_pages=True,
        pages_folder="",
        title=site.dataset().reference.programme.name,
        update_title="",
        index_string=INDEX,
        routing_callback_inputs={"visited": State(LOCATION, "pathname")},
        enable_mcp=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.server.extensions[EXTENSION] = site
    pages = pages_of(site)
    _register(app, site, pages)
    app.layout = dmc.MantineProvider(
        dash.page_container,
        defaultColorScheme="auto",
        theme={"fontFamily": "inherit", "primaryColor": "blue"},
    )
    Compress(app.server)
    app.server.debug = False  # whatever the environment says
    data_files.serve(app.server, site)
    serve_beside(app, site, pages, chromium)
    answers.serve(app.server, site, doors.largest_mb)
    protect(app.server, site, doors, partial(policy, app))
    check_bodies(app)
    watch(app.server, site, doors, PAGES)
    return app


def pages_of(site: Site) -> list[Page]:
    """Return the pages of the tables that the programme keeps."""
    programme = site.dataset().reference.programme
    return [page for page in PAGES if programme.keeps(*page.tables)]


def _register(app: Dash, site: Site, pages: Sequence[Page]) -> None:
    dash.page_registry.clear()
    for page in pages:
        for language in LANGUAGES:
            template = f"/{language}/{page.path}"
            variable = "<" in page.path
            dash.register_page(
                f"{page.name}-{language}",
                path=None if variable else template,
                path_template=template if variable else None,
                title=partial(_title, page, language),
                layout=partial(_layout, page, language),
            )
        page.register(app, site)


def _layout(page: Page, language: str, visited: str = "", **query: str) -> Any:
    """Lay out a page that is visited; when Dash only collects ids, an outline is enough."""
    if not visited and language != LANGUAGES[0]:
        return html.Div()
    site: Site = current_app.extensions[EXTENSION]
    if not visited:
        site = site.outline
    names = [part.strip("<>") for part in page.path.split("/") if part.startswith("<")]
    path = {name: query.pop(name) for name in names if name in query}
    here = page.path
    for name, value in path.items():
        here = here.replace(f"<{name}>", value)
    visit = Visit(site, language, here, path, query)
    if visited and not page.knows(visit.dataset, path):
        raise NotFound
    return frame(visit, page, pages_of(site))


def _title(page: Page, language: str, **path: str) -> str:
    site: Site = current_app.extensions[EXTENSION]
    data = _asked_data()
    words, dataset = site.words(language, data), site.dataset(data)
    known = bool(path) and page.knows(dataset, path)
    name = page.tab(words, dataset, path) if page.tab and known else words(page.menu)
    return f"{name} · {words.programme}"


def _asked_data() -> str:
    """Return whose data the request asks for: in its own query, or in the address Dash sends."""
    search = request.query_string.decode()
    if request.path == CALLBACKS:
        given = request.get_json().get("inputs", [])
        found = (one for one in given if isinstance(one, dict) and one["property"] == "search")
        search = next((one.get("value") or "" for one in found), "")
    data = parse_qs(search.lstrip("?")).get("data", [""])[0]
    site: Site = current_app.extensions[EXTENSION]
    return data if data in site.datasets else ""


__all__ = ["PAGES", "app_for", "create_app", "match"]
