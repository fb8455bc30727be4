"""The one callback of a page of charts: choices in, every chart's contents out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, html, no_update

from mieux_dashboard.pages import cards, filters
from mieux_dashboard.pages.page import Visit
from mieux_dashboard.pages.shell import LOCATION, kept
from mieux_dashboard.pages.site import Site

Lead = Callable[[Visit], list[Any]]
ADDRESS = {"path": State(LOCATION, "pathname"), "query": State(LOCATION, "search")}
"""The address in a callback: where the reader is, and whose data he looks at."""


def laid_out(visit: Visit, page: str, lead: Lead, body: Sequence[Any]) -> list[Any]:
    """Return a page of charts: what it opens with, the bar, and the charts."""
    return [
        filters.bar(visit, page),
        html.Div(lead(visit), id=f"{page}-lead", className="lead"),
        *body,
    ]


def register(
    app: Dash, site: Site, page: str, keys: Mapping[str, str], lead: Lead, **more: Input
) -> None:
    """Wire a page of charts.

    Parameters
    ----------
    keys
        The name in the ids -> the chart's key; an empty key is read from the end of the path.
    lead
        What the page opens with, for a visit.
    more
        Further choices that become parts of the query.
    """

    @app.callback(
        output={
            "bar": filters.outputs(page),
            "lead": Output(f"{page}-lead", "children"),
            "cards": {slot: cards.outputs(page, slot) for slot in keys},
        },
        inputs={
            "chosen": filters.inputs(page) | more,
            "address": ADDRESS,
            "clicks": {slot: State(cards.opens(page, slot), "n_clicks") for slot in keys},
        },
        prevent_initial_call=True,
    )
    def show(
        chosen: dict[str, Any], address: dict[str, str], clicks: dict[str, int | None]
    ) -> dict[str, Any]:
        visit = visited(site, address, chosen)
        language, here = visit.language, visit.here
        shown = {
            slot: site.shown(key or here.rpartition("/")[2], visit.selection, language)
            for slot, key in keys.items()
        }
        return {
            "bar": filters.shown(visit),
            "lead": lead(visit),
            "cards": {
                slot: cards.contents(visit, chart, cards.is_open(clicks[slot]))
                for slot, chart in shown.items()
            },
        }

    for slot, key in keys.items():
        _fill_table(app, site, page, slot, key)
    keep_in_address(app, page)


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
        language, _, here = address["path"].strip("/").partition("/")
        selection = site.selection(parse_qs(query))
        shown = site.shown(key or here.rpartition("/")[2], selection, language)
        return cards.table(shown.table, shown.finding)


def visited(site: Site, address: Mapping[str, str], chosen: Mapping[str, Any]) -> Visit:
    """Return the visit that an address and the values of the controls make."""
    language, _, here = address["path"].strip("/").partition("/")
    data = parse_qs(address["query"].lstrip("?")).get("data", [])
    return Visit(site, language, here, {}, filters.query(chosen) | {"data": data})


def keep_in_address(app: Dash, page: str) -> None:
    """Put the page's selection into the address and into every link that keeps it."""
    app.clientside_callback(
        ClientsideFunction("mieux", "keepInAddress"),
        Output(kept(ALL, ALL), "href", allow_duplicate=True),
        Input(f"{page}-query", "data"),
        State(kept(ALL, ALL), "id"),
        prevent_initial_call=True,
    )


def click_chooses(app: Dash, page: str, key: str, part: str, prefix: str = "") -> None:
    """Let a click on a mark of a chart switch its code on and off in a filter."""
    control = f"{page}-filter-{part}"
    app.clientside_callback(
        ClientsideFunction("mieux", f"toggle_{prefix or 'code'}"),
        Output(control, "value", allow_duplicate=True),
        Input(cards.graph_id(page, key), "clickData"),
        State(control, "value"),
        prevent_initial_call=True,
    )


def click_opens(app: Dash, page: str, key: str) -> None:
    """Let a click on a mark of a chart open the Action it stands for."""
    app.clientside_callback(
        ClientsideFunction("mieux", "openAction"),
        Output(cards.graph_id(page, key), "clickData"),
        Input(cards.graph_id(page, key), "clickData"),
        prevent_initial_call=True,
    )
