"""Page: whose experts took part, and who found them."""

from __future__ import annotations

from typing import Any

from dash import Dash, html

from mieux_dashboard.export.takeaway_pages import charts_on
from mieux_dashboard.pages import absent, cards, filters, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.results import divides
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import message

NAME = "expertise"
EXCHANGE, HALVES, EXPERTS = charts_on(NAME)


def lead(visit: Visit) -> list[Any]:
    """Open with the question and the sentence that answers it."""
    words = visit.words
    leading = cards.kept(visit.dataset, (*EXCHANGE, *EXPERTS))[0]
    shown = visit.site.shown(leading, visit.selection, visit.language)
    return [
        html.H1(words("Whose experts took part, and who found them?")),
        html.P(shown.finding, className="answer"),
        html.P(
            words(
                "An expert's country is no proof that an administration sent him or her. Persons "
                "are counted by pseudonym; small numbers of persons are hidden in files."
            ),
            className="rule",
        ),
        *absent.lacking(visit, "experts", "deployments", "focal-points"),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    halves = cards.cards(visit, NAME, HALVES)
    return view.laid_out(
        visit,
        NAME,
        lead,
        [
            *cards.cards(visit, NAME, EXCHANGE),
            filters.grouping(visit, NAME, divides(visit.words)),
            html.Div(halves, className="columns balanced"),
            *cards.cards(visit, NAME, EXPERTS),
        ],
    )


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app."""
    keys = {key: key for key in (*EXCHANGE, *HALVES, *EXPERTS)}
    view.register(app, site, NAME, keys, lead, **filters.grouping_inputs(NAME))


PAGE = Page(
    NAME,
    "expertise",
    message("Expertise"),
    layout,
    register,
    tables=("experts", "focal_points", "deployments"),
    place="first",
)
