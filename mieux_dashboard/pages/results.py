"""Page: what came of the Actions, and who took part in them."""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from mieux_dashboard.pages import cards, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import message

NAME = "results"
RESULTS = ("results-by-type", "results-by-stage", "results-by-region", "action-durations")
PARTICIPANTS = ("published-participants", "participants-by-sex", "activities-by-type")
WIDE = ("participants-over-time", "participants-by-country")


def lead(visit: Visit) -> list[Any]:
    """Open with the question and the sentence that answers it."""
    words = visit.words
    shown = visit.site.shown("results-by-type", visit.selection, visit.language)
    return [
        html.H1(words("What came of the Actions?")),
        html.P(shown.finding, className="answer"),
        html.P(
            words(
                "A result is what an Action produced; that a text was adopted or is in use is said "
                "only where a source says so. Participants are attendances, not persons."
            ),
            className="rule",
        ),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    results = [cards.card(visit, NAME, key) for key in RESULTS]
    participants = [cards.card(visit, NAME, key) for key in PARTICIPANTS]
    return view.laid_out(
        visit,
        NAME,
        lead,
        [
            html.Div(results, className="columns balanced"),
            html.P(visit.words("Activities and participants"), className="section"),
            *(cards.card(visit, NAME, key) for key in WIDE),
            html.Div(participants, className="columns balanced"),
        ],
    )


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app."""
    view.register(app, site, NAME, {key: key for key in (*RESULTS, *WIDE, *PARTICIPANTS)}, lead)
    view.click_chooses(app, NAME, "participants-by-country", "place", "country")


PAGE = Page(NAME, "results", message("Results"), layout, register)
