"""Page: where Actions took place."""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from mieux_dashboard.export.takeaway_pages import charts_on
from mieux_dashboard.pages import cards, filters, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import message

NAME = "map"
WIDE, HALVES = charts_on(NAME)


def lead(visit: Visit) -> list[Any]:
    """Open with the question and the sentence that answers it."""
    shown = visit.site.shown("actions-by-region", visit.selection, visit.language)
    return [
        html.H1(visit.words("Where did Actions take place?")),
        html.P(shown.finding, className="answer"),
        html.P(
            visit.words(
                "Choose a country or territory on the map, or a region's bar, to see its Actions "
                "alone; choose it again to go back."
            ),
            className="rule",
        ),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    return view.laid_out(
        visit,
        NAME,
        lead,
        [
            *cards.cards(visit, NAME, WIDE),
            filters.grouping(visit, NAME),
            html.Div(cards.cards(visit, NAME, HALVES), className="columns balanced"),
        ],
    )


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


PAGE = Page(NAME, "map", message("Map"), layout, register, place="first")
