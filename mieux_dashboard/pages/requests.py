"""Page: who asked, when, and what became of it."""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from mieux_dashboard.pages import cards, filters, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import message

NAME = "requests"
WIDE = ("requests-over-time", "requests-by-country")
HALVES = (
    "published-requests-by-phase",
    "request-decisions",
    "requests-by-institution",
    "response-time",
)


def lead(visit: Visit) -> list[Any]:
    """Open with the question and the sentence that answers it."""
    shown = visit.site.shown("requests-over-time", visit.selection, visit.language)
    return [
        html.H1(visit.words("Who asked, when, and what became of it?")),
        html.P(shown.finding, className="answer"),
        html.P(
            visit.words(
                "Refusals are shown as totals only, never by partner. The filters narrow "
                "requests by the date on which they were received."
            ),
            className="rule",
        ),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    halves = [cards.card(visit, NAME, key) for key in HALVES]
    wide = [cards.card(visit, NAME, key) for key in WIDE]
    columns = html.Div(halves, className="columns balanced")
    return view.laid_out(visit, NAME, lead, [*wide, filters.grouping(visit, NAME), columns])


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
    view.click_chooses(app, NAME, "requests-by-country", "place", "country")


PAGE = Page(NAME, "requests", message("Requests"), layout, register)
