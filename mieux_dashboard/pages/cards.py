"""A chart on a page: what it shows, the drawing, its table, and what it rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import Output, dcc, html

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.pages import glossary
from mieux_dashboard.pages.page import Visit, labelled
from mieux_dashboard.pages.site import Shown

GRAPH_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "responsive": True,
    "topojsonURL": "/assets/topojson/",
}
MAP_HEIGHT = "clamp(280px, calc(54cqi + {beneath}px), 830px)"
"""A map has no height of its own: it follows the width, and what stands beneath it."""
DATA_FORMATS = ("csv", "json")


def graph_id(page: str, key: str) -> str:
    """Return the id of a chart's drawing on a page."""
    return f"{page}-{key}-graph"


def outputs(page: str, key: str) -> dict[str, Output]:
    """Return what a callback has to fill for a chart that is already laid out."""
    stem = f"{page}-{key}"
    return {
        "head": Output(f"{stem}-head", "children"),
        "figure": Output(f"{stem}-graph", "figure"),
        "style": Output(f"{stem}-graph", "style"),
        "note": Output(f"{stem}-note", "children"),
        "alternative": Output(f"{stem}-alternative", "children"),
        "table": Output(f"{stem}-table", "children"),
        "foot": Output(f"{stem}-foot", "children"),
    }


def opens(page: str, slot: str) -> str:
    """Return the id of what opens and closes a chart's table."""
    return f"{page}-{slot}-opens"


def is_open(n_clicks: int | None) -> bool:
    """Say whether a table is open: each second press closes it."""
    return bool((n_clicks or 0) % 2)


def contents(visit: Visit, shown: Shown, opened: bool = False) -> dict[str, Any]:
    """Return the values for `outputs`; a table that is not open is not sent."""
    return {
        "head": _head(visit, shown),
        "figure": shown.figure,
        "style": _style(shown),
        "note": _note(visit, shown),
        "alternative": shown.alternative,
        "table": table(shown.table, shown.finding) if opened else None,
        "foot": _foot(visit, shown),
    }


def card(visit: Visit, page: str, key: str, slot: str = "", half: bool = False) -> html.Section:
    """Lay out one chart of the catalogue for a visit.

    Parameters
    ----------
    slot
        The name in the ids where it is not the key, on a page whose chart changes.
    half
        Whether it takes one of two columns where the page is wide enough.
    """
    words, stem = visit.words, f"{page}-{slot or key}"
    content = contents(visit, visit.site.shown(key, visit.selection, visit.language))
    graph = dcc.Graph(
        id=f"{stem}-graph",
        figure=content["figure"],
        style=content["style"],
        config=GRAPH_CONFIG | {"locale": visit.language},  # type: ignore[arg-type]
        responsive=True,
    )
    scrolls = labelled(words("Chart, scrolls sideways")) | {"tabIndex": "0", "role": "group"}
    return html.Section(
        [
            html.Div(content["head"], id=f"{stem}-head", className="head"),
            html.Details(
                [
                    html.Summary(
                        [
                            html.Span(words("Table"), className="when-closed"),
                            html.Span(words("Chart"), className="when-open"),
                        ],
                        id=opens(page, slot or key),
                    ),
                    html.Div(content["table"], id=f"{stem}-table", className="table", tabIndex="0"),
                ],
                className="as-table",
            ),
            html.Div(content["note"], id=f"{stem}-note", className="note"),
            html.Figure(
                [
                    html.Div(
                        graph,
                        className="drawing wide" if CHARTS[key].wide else "drawing",
                        **(scrolls if CHARTS[key].wide else {}),
                    ),
                    html.Figcaption(
                        content["alternative"], id=f"{stem}-alternative", className="unseen"
                    ),
                ]
            ),
            html.Div(content["foot"], id=f"{stem}-foot", className="foot"),
        ],
        className="card half" if half else "card",
        id=stem,
    )


def table(rows: pd.DataFrame, caption: str) -> html.Table:
    """Return a table with headers, its numbers to the right."""
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in rows.dtypes]
    kinds = ["number" if is_number else "" for is_number in numeric]
    body = [
        html.Tr([html.Td(cell, className=kind) for cell, kind in zip(row, kinds, strict=True)])
        for row in rows.itertuples(index=False)
    ]
    head = html.Tr(
        [
            html.Th(name, scope="col", className=kind)
            for name, kind in zip(rows.columns, kinds, strict=True)
        ]
    )
    return html.Table(
        [html.Caption(caption, className="unseen"), html.Thead(head), html.Tbody(body)]
    )


def _head(visit: Visit, shown: Shown) -> list[Any]:
    rule = glossary.explain_rule(visit, shown.subtitle)
    return [html.H2(shown.finding), html.P(rule, className="rule")]


def _note(visit: Visit, shown: Shown) -> list[Any]:
    """Say what is not public, and lead to what there is instead of an empty drawing."""
    if not shown.unpublished:
        return []
    words = visit.words
    made_up = replace(visit.selection, data="demonstration")
    return [
        html.P(shown.unpublished),
        html.Ul(
            [
                html.Li(dcc.Link(words("What is published"), href=visit.href("about"))),
                html.Li(
                    html.A(
                        words("This chart with a made-up programme"),
                        href=visit.href(f"charts/{shown.key}", made_up),
                    )
                ),
                html.Li(words("A team's own register fills it; mieux check says how it reads.")),
            ]
        ),
    ]


def _style(shown: Shown) -> dict[str, str]:
    if shown.unpublished:
        return {"display": "none"}
    height = shown.figure["layout"].get("height")
    beneath = shown.figure["layout"]["margin"]["b"]
    return {"height": f"{height}px" if height else MAP_HEIGHT.format(beneath=beneath)}


def _answer(visit: Visit, shown: Shown) -> str:
    """Return what is copied: the number with its base, its rule, what it rests on, its address."""
    return "\n".join([shown.finding, shown.subtitle, shown.rests, shown.source])


def _foot(visit: Visit, shown: Shown) -> list[Any]:
    words = visit.words
    links = [
        html.A(suffix.upper(), href=visit.href(f"charts/{shown.key}.{suffix}"), download="")
        for suffix in DATA_FORMATS
    ]
    return [
        html.Span(shown.rests, className="badge"),
        html.Span(shown.source, className="source"),
        html.Span(
            [
                html.Span([words("Data"), " "]),
                *links,
                html.Button(
                    words("Copy answer"),
                    className="copy",
                    **labelled(
                        words("Copy answer"),
                        copies=_answer(visit, shown),
                        done=words("Copied"),
                    ),
                ),
                dcc.Link(words("Link"), href=visit.href(f"charts/{shown.key}")),
            ],
            className="links",
        ),
    ]
