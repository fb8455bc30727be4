"""The event pack on the page of all charts: chosen, made aside, followed, and fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from flask import Flask, Response, abort, send_file

from mieux_dashboard.charts import charts_of
from mieux_dashboard.export.chart_files import PICTURES, WRITERS, NotOffered
from mieux_dashboard.export.pack import read_order
from mieux_dashboard.export.packing import TOKEN, Busy, Packing
from mieux_dashboard.export.packing import State as Far
from mieux_dashboard.export.picture import PRESETS
from mieux_dashboard.model.columns import LANGUAGES
from mieux_dashboard.pages import view
from mieux_dashboard.pages.page import Visit, labelled
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import LANGUAGE_NAMES, Words, message

FILE = "pack.zip"
_ADDRESS = re.compile(rf"charts/packs/{TOKEN}/{FILE}", re.ASCII)
_CHOSEN = ("png", "svg")
_SECOND = 1000
_PRESETS = {
    "slide": message("Slide, 16:9"),
    "a4": message("Half an A4 page, for print"),
    "square": message("Square"),
    "portrait": message("Portrait, 4:5"),
    "poster": message("Poster, A1"),
    "web": message("Head of a web page"),
}


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of the form and of what follows a pack, for one page."""

    page: str

    def __getattr__(self, part: str) -> str:
        """Return the id of a part."""
        return f"{self.page}-pack-{part}"


def is_address(here: str) -> bool:
    """Whether a path beneath the language may be that of a pack."""
    return bool(_ADDRESS.fullmatch(here))


def panel(visit: Visit, page: str) -> list[Any]:
    """Lay out the form and the place where its pack is followed; nothing where none can be made."""
    if visit.site.packing is None:
        return []
    words, ids = visit.words, Ids(page)
    return [
        dcc.Store(id=ids.token, storage_type="local"),
        dcc.Interval(id=ids.poll, interval=_SECOND, disabled=True),
        html.Details(
            [
                html.Summary(words("Take the charts with you as one pack")),
                html.P(
                    words(
                        "Pictures, slides, one workbook of all tables, a handout to print, "
                        "captions and a page that shows them without a network, in each "
                        "language. The charts show what the filters choose; those without rows "
                        "are left out."
                    ),
                    className="rule",
                ),
                html.Div(_form(words, ids), className="pack-form"),
                html.Button(words("Make the pack"), id=ids.start, className="primary"),
            ],
            className="pack",
        ),
        html.Div(id=ids.said, role="status", className="said"),
        html.Div(
            [
                dmc.Progress(
                    id=ids.bar, value=0, size="lg", **labelled(words("Progress of the pack"))
                ),
                html.P(id=ids.step, className="rule"),
                html.Button(words("Cancel"), id=ids.cancel),
            ],
            id=ids.running,
            hidden=True,
            className="pack-running",
        ),
        html.P(id=ids.ready, className="pack-ready"),
    ]


def _form(words: Words, ids: Ids) -> list[Any]:
    label = words("Charts")
    return [
        dmc.MultiSelect(
            id=ids.keys,
            label=label,
            placeholder=words("All charts"),
            data=[
                {"value": key, "label": words(chart.title)}
                for key, chart in charts_of(words.reference.programme).items()
            ],
            value=[],
            searchable=True,
            clearable=True,
            clearButtonProps={"aria-label": words("Clear: {name}", name=label)},
            nothingFoundMessage=words("Nothing found"),
            className="wide",
        ),
        _boxes(ids.languages, words("Languages"), LANGUAGE_NAMES, LANGUAGES),
        _boxes(
            ids.formats,
            words("Files of each chart"),
            {one: one.upper() for one in sorted(WRITERS, key=lambda one: one not in PICTURES)},
            _CHOSEN,
        ),
        dmc.Select(
            id=ids.preset,
            label=words("Size of the pictures"),
            data=[{"value": one, "label": words(_PRESETS[one])} for one in PRESETS],
            value="slide",
            allowDeselect=False,
        ),
        dmc.Checkbox(
            id=ids.draft,
            label=words("Draft: marked everywhere, with a sheet for three to clear it"),
            checked=False,
            className="wide",
        ),
    ]


def _boxes(
    name: str, label: str, labels: Mapping[str, str], chosen: Sequence[str]
) -> dmc.CheckboxGroup:
    return dmc.CheckboxGroup(
        dmc.Group(
            [dmc.Checkbox(label=said, value=code) for code, said in labels.items()], gap="md"
        ),
        id=name,
        label=label,
        value=list(chosen),
    )


def register(app: Dash, site: Site, page: str) -> None:
    """Wire the form to an app; where no pack can be made, there is nothing to wire."""
    if site.packing is None:
        return
    ids = Ids(page)
    _register_start(app, site, site.packing, ids)
    _register_followed(app, site, site.packing, ids)

    @app.callback(
        Output(ids.token, "data", allow_duplicate=True),
        Output(ids.said, "children", allow_duplicate=True),
        inputs={
            "n_clicks": Input(ids.cancel, "n_clicks"),
            "token": State(ids.token, "data"),
            "address": view.ADDRESS,
        },
        running=[(Output(ids.cancel, "disabled"), True, False)],
        prevent_initial_call=True,
    )
    def cancel(n_clicks: int | None, token: str | None, address: dict[str, str]) -> Any:
        if not n_clicks or not token or site.packing is None:
            return no_update, no_update
        site.packing.cancel(token)
        words = view.asked(site, address, "").words
        return None, words("Cancelled. Nothing of the pack was kept.")


def _register_start(app: Dash, site: Site, packing: Packing, ids: Ids) -> None:
    @app.callback(
        Output(ids.token, "data", allow_duplicate=True),
        Output(ids.said, "children", allow_duplicate=True),
        inputs={
            "n_clicks": Input(ids.start, "n_clicks"),
            "keys": State(ids.keys, "value"),
            "asked": {
                "languages": State(ids.languages, "value"),
                "formats": State(ids.formats, "value"),
                "preset": State(ids.preset, "value"),
            },
            "draft": State(ids.draft, "checked"),
            "query": State(f"{ids.page}-query", "data"),
            "address": view.ADDRESS,
        },
        running=[(Output(ids.start, "disabled"), True, False)],
        prevent_initial_call=True,
    )
    def start(
        n_clicks: int | None,
        keys: list[str] | None,
        asked: dict[str, Any],
        draft: bool,
        query: str,
        address: dict[str, str],
    ) -> Any:
        if not n_clicks:
            return no_update, no_update
        visit = view.asked(site, address, query)
        words = visit.words
        if not asked["languages"] or not asked["formats"]:
            return no_update, words("Choose at least one language and one kind of file.")
        site.rates.hit("export", site.access)
        try:
            token = packing.begin(order(visit, keys or [], asked, draft))
        except NotOffered as error:
            return no_update, error.message(words)
        except Busy:
            said = words("Another pack is being made. Try again when it is ready.")
            return no_update, said
        except OSError as error:
            site_said = words("The pack could not be made: {reason}", reason=error.strerror or "")
            return no_update, site_said
        return token, words("The pack is being made.")


def order(visit: Visit, keys: Sequence[str], asked: Mapping[str, Any], draft: bool) -> list[str]:
    """Return what ``mieux pack`` is to be given for what a reader chose.

    Parameters
    ----------
    asked
        ``languages`` and ``formats`` as lists, and the ``preset``.

    Raises
    ------
    NotOffered
        For what there is none of.
    """
    texts = {
        "languages": ",".join(asked["languages"]),
        "formats": ",".join(asked["formats"]),
        "presets": asked["preset"],
    }
    known = read_order(keys, texts)
    chosen = [f"--{name}={value}" for name, value in parse_qsl(visit.selection.query())]
    return [
        f"--languages={','.join(known.languages)}",
        f"--as={','.join(known.formats)}",
        f"--preset={','.join(known.presets)}",
        f"--lang={visit.language}",
        *(["--draft"] if draft else []),
        *chosen,
        *(known.keys if keys else ()),
    ]


def _register_followed(app: Dash, site: Site, packing: Packing, ids: Ids) -> None:
    @app.callback(
        output={
            "said": Output(ids.said, "children"),
            "poll": Output(ids.poll, "disabled"),
            "hidden": Output(ids.running, "hidden"),
            "bar": Output(ids.bar, "value"),
            "step": Output(ids.step, "children"),
            "ready": Output(ids.ready, "children"),
        },
        inputs={
            "n": Input(ids.poll, "n_intervals"),
            "token": Input(ids.token, "data"),
            "address": view.ADDRESS,
        },
    )
    def follow(n: int | None, token: str | None, address: dict[str, str]) -> dict[str, Any]:
        visit = view.asked(site, address, "")
        far = packing.state(token) if token else Far("gone")
        return shown(far, token or "", visit)


def shown(far: Far, token: str, visit: Visit) -> dict[str, Any]:
    """Return what the page shows of a pack."""
    words = visit.words
    running = far.stage == "running"
    said = {
        "running": words("The pack is being made."),
        "ready": words("The pack is ready."),
        "failed": words("The pack could not be made: {reason}", reason=far.said),
    }
    step = words("{n} of {total}: {what}", n=far.done, total=far.total, what=far.said)
    return {
        "said": said.get(far.stage, no_update),
        "poll": not running,
        "hidden": not running,
        "bar": 100 * far.done / far.total if far.total else 0,
        "step": step if far.total else words("Reading the data…"),
        "ready": _download(far, token, visit) if far.stage == "ready" else "",
    }


def _download(far: Far, token: str, visit: Visit) -> list[Any]:
    words = visit.words
    size = words.number(max(far.size / 1e6, 0.1), 1)
    return [
        html.A(
            words("Download the pack (ZIP, {size} MB)", size=size),
            href=f"/{visit.language}/charts/packs/{token}/{FILE}",
            download="",
            className="button",
        ),
        " ",
        words("It stays here for a day."),
    ]


def serve(server: Flask, site: Site) -> None:
    """Add the addresses of packs that are ready; where none can be made, there is none."""

    @server.get(f"/<language>/charts/packs/<token>/{FILE}")
    def pack_file(language: str, token: str) -> Response:
        path = site.packing.result(token) if site.packing else None
        if path is None:
            abort(404)
        name = f"{site.dataset().reference.programme.id}-{FILE}"
        return send_file(path, "application/zip", as_attachment=True, download_name=name)
