"""Page: when Actions ran, beside EU policy, by date and by theme."""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from mieux_dashboard.export.takeaway_pages import charts_on
from mieux_dashboard.pages import cards, filters, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import message

NAME = "timeline"
BY_DATE, BY_DATE_HALVES, BY_THEME = charts_on(NAME)


def lead(visit: Visit) -> list[Any]:
    """Open with the question and the sentence that answers it."""
    words = visit.words
    shown = visit.site.shown("actions-over-time", visit.selection, visit.language)
    return [
        html.H1(words("When did Actions run, beside policy milestones?")),
        html.P(
            [shown.finding, ". ", words("Coincidence in time is not influence.")],
            className="answer",
        ),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    words = visit.words
    return view.laid_out(
        visit,
        NAME,
        lead,
        [
            filters.milestones(visit, NAME),
            filters.grouping(visit, NAME),
            html.P(words("Aligned by date"), className="section"),
            *cards.cards(visit, NAME, BY_DATE),
            html.Div(
                cards.cards(visit, NAME, BY_DATE_HALVES, half=True),
                className="columns",
            ),
            html.P(
                words("Aligned by theme: pillars and areas"),
                className="section",
            ),
            *cards.cards(visit, NAME, BY_THEME),
        ],
    )


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app."""
    keys = {key: key for key in (*BY_DATE, *BY_DATE_HALVES, *BY_THEME)}
    further = filters.milestone_inputs(NAME) | filters.grouping_inputs(NAME)
    view.register(app, site, NAME, keys, lead, **further)


PAGE = Page(NAME, "timeline", message("Timeline"), layout, register, place="first")
