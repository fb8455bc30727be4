"""The one callback of a page of charts: choices in, every chart's contents out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, html, no_update
from werkzeug.exceptions import BadRequest

from mieux_dashboard.charts import charts_of
from mieux_dashboard.pages import cards, filters, glossary
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import LOCATION, kept
from mieux_dashboard.pages.site import Shown, Site

Lead = Callable[[Visit], list[Any]]
ADDRESS = {"path": State(LOCATION, "pathname"), "query": State(LOCATION, "search")}
"""The address in a callback: where the reader is, and whose data he looks at."""


def laid_out(visit: Visit, page: str, lead: Lead, body: Sequence[Any]) -> list[Any]:
    """Return a page of charts: what it opens with, the bar, and the charts."""
    return [
        filters.bar(visit, page),
        html.Div(glossary.explain(visit, lead(visit)), id=f"{page}-lead", className="lead"),
        *body,
    ]


def register(
    app: Dash, site: Site, page: str, keys: Mapping[str, str], lead: Lead, **more: Input
) -> None:
    """Wire a page of charts: the first is answered at once, the others follow it.

    Parameters
    ----------
    keys
        The name in the ids -> the chart's key; an empty key is read from the end of the path.
    lead
        What the page opens with, for a visit.
    more
        Further choices that become parts of the query.
    """
    charts = charts_of(site.dataset().reference.programme)
    keys = {slot: key for slot, key in keys.items() if not key or key in charts}
    first, rest = dict([*keys.items()][:1]), dict([*keys.items()][1:])

    @app.callback(
        output={
            "bar": filters.outputs(page),
            "lead": Output(f"{page}-lead", "children"),
            "cards": {slot: cards.outputs(page, slot) for slot in first},
        },
        inputs={
            "chosen": filters.inputs(page) | more,
            "address": ADDRESS,
            "clicks": _clicks(page, first),
        },
        prevent_initial_call=True,
    )
    def show(
        chosen: dict[str, Any], address: dict[str, str], clicks: dict[str, int | None]
    ) -> dict[str, Any]:
        visit = visited(site, address, chosen)
        return {
            "bar": filters.shown(visit),
            "lead": glossary.explain(visit, lead(visit)),
            "cards": _contents(visit, first, clicks),
        }

    if rest:
        _show_rest(app, site, page, rest)
    for slot, key in keys.items():
        _fill_table(app, site, page, slot, key)
    keep_in_address(app, page)


def _show_rest(app: Dash, site: Site, page: str, keys: Mapping[str, str]) -> None:
    """Fill the charts after the first, once that is on its way to the reader."""

    @app.callback(
        output={slot: cards.outputs(page, slot) for slot in keys},
        inputs={
            "query": Input(f"{page}-query", "data"),
            "address": ADDRESS,
            "clicks": _clicks(page, keys),
        },
        prevent_initial_call=True,
    )
    def show(
        query: str, address: dict[str, str], clicks: dict[str, int | None]
    ) -> dict[str, dict[str, Any]]:
        return _contents(asked(site, address, query), keys, clicks)


def _fill_table(app: Dash, site: Site, page: str, slot: str, key: str) -> None:
    """Fill a chart's table when it is opened."""

    @app.callback(
        Output(f"{page}-{slot}-table", "children", allow_duplicate=True),
        inputs={
            "n_clicks": Input(cards.opens(page, slot), "n_clicks"),
            "query": State(f"{page}-query", "data"),
            "address": ADDRESS,
        },
        prevent_initial_call=True,
    )
    def fill(n_clicks: int, query: str, address: dict[str, str]) -> Any:
        if not cards.is_open(n_clicks):
            return no_update
        visit = asked(site, address, query)
        return cards.chart_table(visit, _shown(visit, key))


def _clicks(page: str, keys: Mapping[str, str]) -> dict[str, State]:
    return {slot: State(cards.opens(page, slot), "n_clicks") for slot in keys}


def _contents(
    visit: Visit, keys: Mapping[str, str], clicks: Mapping[str, int | None]
) -> dict[str, dict[str, Any]]:
    return {
        slot: cards.contents(visit, _shown(visit, key), cards.is_open(clicks[slot]))
        for slot, key in keys.items()
    }


def _shown(visit: Visit, key: str) -> Shown:
    """Return a chart for a visit; the key of a page of one chart ends its path."""
    key = key or visit.here.rpartition("/")[2]
    if key not in charts_of(visit.dataset.reference.programme):
        raise BadRequest
    return visit.site.shown(key, visit.selection, visit.language)


def asked(site: Site, address: Mapping[str, str], query: str) -> Visit:
    """Return the visit that an address and the query kept in a page make."""
    language, _, here = address["path"].strip("/").partition("/")
    return Visit(site, language, here, {}, parse_qs(query))


def visited(site: Site, address: Mapping[str, str], chosen: Mapping[str, Any]) -> Visit:
    """Return the visit that an address and the values of the controls make."""
    language, _, here = address["path"].strip("/").partition("/")
    given = parse_qs(address["query"].lstrip("?"))
    elsewhere = {name: given[name] for name in given if name not in filters.HELD}
    return Visit(site, language, here, {}, {**elsewhere, **filters.query(chosen)})


def keep_in_address(app: Dash, page: str) -> None:
    """Put the page's selection into the address and into every link that keeps it."""
    app.clientside_callback(
        ClientsideFunction("mieux", "keepInAddress"),
        Output(kept(ALL, ALL), "href", allow_duplicate=True),
        Input(f"{page}-query", "data"),
        State(kept(ALL, ALL), "id"),
        prevent_initial_call=True,
    )
