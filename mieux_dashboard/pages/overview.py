"""Page: what the programme did, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import Dash, dcc, html

from mieux_dashboard.draw.texts import FIGURES, beside, programme_told
from mieux_dashboard.export.takeaway_pages import charts_on
from mieux_dashboard.measure.engine import n_rows
from mieux_dashboard.pages import cards, filters, reconciled, view
from mieux_dashboard.pages.page import Page, Visit, labelled
from mieux_dashboard.pages.questions import doors
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import Words, message

NAME = "overview"
WIDE, HALVES = charts_on("index")

QUALIFIERS = {
    "": "",
    "more than": message("more than"),
    "up to": message("up to"),
    "an estimated": message("an estimated"),
    "about": message("about"),
}


def lead(visit: Visit) -> list[Any]:
    """Open with the question, one sentence, and the key figures."""
    words = visit.words
    return [
        html.H1(words("What did the programme do, and where?")),
        html.P(programme_told(visit.words, visit.dataset), className="answer"),
        html.P(_begin(visit), className="begin"),
        html.Dl(_key_figures(visit), className="key-figures"),
        *_sizes(visit),
    ]


def _sizes(visit: Visit) -> list[html.P]:
    """Say what the large numbers are, and the small ones, where something was published."""
    said = visit.words(
        "Large: totals as published by the programme. Small: what is loaded and in view here."
    )
    published = visit.dataset.reference.programme.keeps("published_figures")
    return [html.P(said, className="rule")] if published else []


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    return view.laid_out(
        visit,
        NAME,
        lead,
        [
            *cards.cards(visit, NAME, WIDE),
            filters.grouping(visit, NAME),
            html.Div(cards.cards(visit, NAME, HALVES, half=True), className="columns"),
            doors(visit),
            *_compared(visit),
        ],
    )


def _begin(visit: Visit) -> list[Any]:
    words = visit.words
    return [
        words.pair(words("To begin with"), ""),
        html.A(words("questions people come with"), href="#questions"),
        " · ",
        dcc.Link(words("a country or territory"), href=visit.href("countries")),
        " · ",
        dcc.Link(words("what the words mean"), href=visit.href("glossary")),
    ]


def _compared(visit: Visit) -> list[Any]:
    """Set the published totals beside what is loaded, and lead to all the others."""
    words = visit.words
    if not n_rows(visit.dataset, "published_figures"):
        return []
    return [
        html.Section(
            [
                html.H2(words("How the published totals compare with what is loaded")),
                reconciled.table(visit, headline=True),
                html.P(dcc.Link(words("All published figures"), href=visit.href("about"))),
            ],
            className="card",
        )
    ]


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app."""
    view.register(
        app,
        site,
        NAME,
        {key: key for key in (*WIDE, *HALVES)},
        lead,
        **filters.grouping_inputs(NAME),
    )


def _key_figures(visit: Visit) -> list[html.Div]:
    """Let published totals lead for the public record, and a register's own counts for itself."""
    answer = visit.site.shown("key-figures", visit.selection, visit.language).answer
    public = visit.dataset.reference.programme.record == "published"
    return [_key_figure(visit.words, row, public) for row in answer.table.to_dict("records")]


def _key_figure(words: Words, row: Mapping[Any, Any], public: bool) -> html.Div:
    leads = public and pd.notna(row["value"])
    qualifier = QUALIFIERS.get(row["qualifier"])
    said = row["qualifier"] if qualifier is None else words(qualifier) if qualifier else ""
    number = words.number(row["value"] if leads else row["n_loaded"])
    beneath = beside(row, words, leads)
    name = words(FIGURES[row["key"]])
    source = html.A(
        words("source"),
        href=row["source_url"],
        **labelled(words("Source of the published total: {name}", name=name)),
    )
    return html.Div(
        [
            html.Dt(name),
            html.Dd(
                [
                    html.Span(said if leads else "", className="qualifier"),
                    html.Span(number, className="number"),
                ]
            ),
            html.Dd([beneath, " ", source if row["source_url"] else ""], className="loaded"),
        ]
    )


PAGE = Page(NAME, "", message("Overview"), layout, register, place="first")
