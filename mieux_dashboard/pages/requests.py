"""Page: who asked, when, and what became of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash, html

from mieux_dashboard.export.takeaway_pages import charts_on
from mieux_dashboard.measure.engine import collected, first
from mieux_dashboard.measure.select import selected_requests
from mieux_dashboard.model.columns import REQUESTS
from mieux_dashboard.pages import absent, cards, filters, grid, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import message

NAME = "requests"
WIDE, HALVES = charts_on(NAME)
LISTED = ("accepted", "")
"""The decisions of requests that are listed one by one: accepted, or none published."""


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
        *absent.requests_listed(visit),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    halves = cards.cards(visit, NAME, HALVES)
    wide = cards.cards(visit, NAME, WIDE)
    columns = html.Div(halves, className="columns balanced")
    table = grid.folded(visit, RECORDS, visit.words("The requests one by one, as a table"))
    return view.laid_out(visit, NAME, lead, [*wide, filters.grouping(visit, NAME), columns, table])


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
    grid.register(app, site, RECORDS, is_folded=True)


def _listed(visit: Visit) -> tuple[pd.DataFrame, int]:
    """Give the requests of a visit that may be listed, and the number of those that may not.

    A refusal is never shown by named partner. A request that was declined is in no row, nor one
    that was withdrawn or is pending: were these listed, the requests of a country less its rows
    would be its refusals. Their number is said for all three together, as the charts of a chosen
    country have it. A row may be recognised by its date and areas, so that leaving out the
    partner's name alone would not do.
    """
    requests = collected(first(selected_requests(visit.dataset, visit.selection), "request_id"))
    may_be = requests["decision"].isin(LISTED)
    return requests[may_be], int((~may_be).sum())


def _read(visit: Visit) -> pd.DataFrame:
    """Give the requests that may be listed by receipt, those without a date at the end."""
    listed, _ = _listed(visit)
    named = listed.assign(
        partner=grid.partners(visit.words, listed), undated=listed["received_date"] == ""
    )
    ordered = named.sort_values(["undated", "received_date", "request_id"])
    return ordered.drop(columns="undated")


def _note(visit: Visit) -> str:
    _, left_out = _listed(visit)
    if not left_out:
        return ""
    return visit.words.plural(
        "{n} request that was declined, was withdrawn or is pending is not listed, because "
        "refusals are never shown by partner.",
        "{n} requests that were declined, were withdrawn or are pending are not listed, because "
        "refusals are never shown by partner.",
        left_out,
    )


RECORDS = grid.Records(
    page=NAME,
    table=REQUESTS,
    lead="partner",
    shown=("received_date", "institution_type", "areas", "decision", "action"),
    read=_read,
    actions="action_ids",
    link="action",
    own={"partner": message("Partner"), "action": message("Action")},
    without=("countries", "action_ids"),
    note=_note,
)


PAGE = Page(
    NAME,
    "requests",
    message("Requests"),
    layout,
    register,
    tables=("requests",),
    place="first",
)
