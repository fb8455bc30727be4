"""A chart on a page: what it shows, the drawing, its table, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pandas as pd
from dash import Output, dcc, html

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.charts.chart import CODES
from mieux_dashboard.charts.cite import counts_ids
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.pages import filters, glossary
from mieux_dashboard.pages.page import Visit, data, labelled
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
DATA_FORMATS = ("csv", "json", "xlsx", "png", "svg", "pdf", "pptx", "html")


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
        "table": chart_table(visit, shown) if opened else None,
        "foot": _foot(shown),
    }


def cards(visit: Visit, page: str, keys: Sequence[str], half: bool = False) -> list[html.Section]:
    """Lay out those of several charts whose tables the programme keeps."""
    return [card(visit, page, key, half=half) for key in kept(visit.dataset, keys)]


def kept(dataset: Dataset, keys: Iterable[str]) -> list[str]:
    """Return those keys whose charts are made of tables that the programme keeps."""
    programme = dataset.reference.programme
    return [key for key in keys if CHARTS[key].is_kept(programme)]


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
    opened = key in visit.tables
    content = contents(visit, visit.site.shown(key, visit.selection, visit.language), opened)
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
                        n_clicks=int(opened),
                    ),
                    html.Div(content["table"], id=f"{stem}-table", className="table", tabIndex="0"),
                ],
                className="as-table",
                open=opened,
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
            html.Div(
                [
                    html.Div(content["foot"], id=f"{stem}-foot", className="rests"),
                    _menu(visit, key, opens(page, slot or key)),
                ],
                className="foot",
            ),
        ],
        className="card half" if half else "card",
        id=stem,
        **_chooses(page, key),
    )


def _chooses(page: str, key: str) -> dict[str, Any]:
    """Say to the browser what choosing a mark of a chart does (assets/shell.js)."""
    chart = CHARTS[key]
    if chart.opens:
        return data(key=key, opens="actions")
    if not chart.chooses:
        return data(key=key)
    controls, prefix = filters.control(page, chart.chooses)
    return data(key=key, controls=controls, prefix=prefix)


def chart_table(visit: Visit, shown: Shown) -> html.Table:
    """Return a chart's numbers; by a row's name its mark is chosen, or its Action opened."""
    chart = CHARTS[shown.key]
    if chart.opens:
        languages = chart.languages(shown.answer, visit.words)[0]
        ids = shown.answer.table["action_id"]
        links = [
            html.Span(
                dcc.Link(name, href=visit.href(f"actions/{code}")), lang=lang or visit.language
            )
            for name, code, lang in zip(shown.table.iloc[:, 0], ids, languages, strict=True)
        ]
        return table(shown.table, shown.finding, {0: links})
    if not chart.chooses:
        return table(shown.table, shown.finding)
    column = CODES[chart.chooses]
    at = list(chart.columns).index(column)
    chosen = filters.chosen(visit.selection, chart.chooses)
    names = zip(shown.answer.table[column].astype(str), shown.table.iloc[:, at], strict=True)
    return table(
        shown.table, shown.finding, {at: [_choice(code, name, chosen) for code, name in names]}
    )


def _choice(code: str, name: str, chosen: Sequence[str]) -> html.Button | str:
    if not code:
        return name
    pressed: dict[str, Any] = {"aria-pressed": "true" if code in chosen else "false"}
    return html.Button(name, className="choose", **data(code=code), **pressed)


def table(
    rows: pd.DataFrame, caption: str, instead: Mapping[int, Sequence[Any]] | None = None
) -> html.Table:
    """Return a table with headers, its numbers to the right.

    Parameters
    ----------
    instead
        Number of a column -> what its cells show instead of their text.
    """
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in rows.dtypes]
    kinds = ["number" if is_number else "" for is_number in numeric]
    shown = [(instead or {}).get(at, rows.iloc[:, at]) for at in range(len(kinds))]
    body = [
        html.Tr([html.Td(cell, className=kind) for cell, kind in zip(row, kinds, strict=True)])
        for row in zip(*shown, strict=True)
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
                *(
                    [
                        html.Li(
                            html.A(
                                words("This chart with a made-up programme"),
                                href=visit.href(f"charts/{shown.key}", made_up),
                            )
                        )
                    ]
                    if visit.site.made_up
                    else []
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


def _foot(shown: Shown) -> list[Any]:
    return [
        html.Span(shown.rests, className="badge"),
        html.Span(shown.source, className="source"),
        html.Span(shown.citation, className="citation", hidden=True),
    ]


def _menu(visit: Visit, key: str, table_opens: str) -> html.Details:
    """Lay out what can be done with a chart; its links follow the selection in the browser."""
    words = visit.words
    files = [
        _keeps(visit, suffix.upper(), f"charts/{key}.{suffix}", download="")
        for suffix in DATA_FORMATS
    ]
    if counts_ids(CHARTS[key]):
        files.append(_keeps(visit, words("IDs counted"), f"charts/{key}/ids.csv", download=""))
    rules = [
        _keeps(visit, str(n), f"about#rule-{n}", **labelled(words("Counting rule {n}", n=n)))
        for n in CHARTS[key].rules
    ]
    return html.Details(
        [
            html.Summary(words("More"), **labelled(words("More about this chart"))),
            html.Div(
                [
                    _keeps(visit, words("Link to this chart"), f"charts/{key}", className="own"),
                    _copy(visit, words("Copy answer"), "answer"),
                    _copy(visit, words("Cite"), "citation"),
                    html.Button(words("Chart or table"), **data(presses=table_opens)),
                    html.Div([html.Span(words("Files")), *files]),
                    html.Div([html.Span(words("How it is counted: rule")), *rules]),
                    _report(visit),
                ],
                className="items",
            ),
        ],
        className="menu-of",
    )


def _keeps(visit: Visit, label: str, path: str, **more: Any) -> html.A:
    """Return a link whose address the browser keeps in step with the selection."""
    page, mark, anchor = path.partition("#")
    stays = data(keeps=f"/{visit.language}/{path}")
    return html.A(label, href=f"{visit.href(page)}{mark}{anchor}", **stays, **more)


def _copy(visit: Visit, label: str, what: str) -> html.Button:
    """Return a button that copies a card's answer, or the report of an error, as it then stands."""
    done = visit.words("Copied")
    return html.Button(label, className="copy", **labelled(label, copies=what, done=done))


def _report(visit: Visit) -> html.A | html.Details:
    """Offer to report an error: a letter, or where nobody is named to get one, its text."""
    words = visit.words
    contact = visit.site.dataset().reference.programme.contact
    label = words("Report an error")
    if contact:
        return html.A(label, href=f"mailto:{quote(contact, safe='@')}", **data(reports=""))
    return html.Details(
        [
            html.Summary(label),
            html.P(words("Send this, and what is wrong, to whoever runs this page:")),
            html.Pre(className="report"),
            _copy(visit, words("Copy"), "report"),
        ],
        className="reporting",
    )
