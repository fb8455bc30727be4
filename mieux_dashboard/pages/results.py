"""Page: what came of the Actions, and who took part in them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash, html

from mieux_dashboard.export.takeaway_pages import charts_on
from mieux_dashboard.measure.engine import collected, first
from mieux_dashboard.measure.select import selected
from mieux_dashboard.model.columns import RESULTS as RESULTS_TABLE
from mieux_dashboard.pages import absent, cards, filters, grid, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import Words, message

NAME = "results"
RESULTS, WIDE, PARTICIPANTS = charts_on(NAME)


def lead(visit: Visit) -> list[Any]:
    """Open with the question and the sentence that answers it."""
    words = visit.words
    leading = cards.kept(visit.dataset, (*RESULTS, *WIDE))[0]
    shown = visit.site.shown(leading, visit.selection, visit.language)
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
        *absent.lacking(visit, "results", "activities", "participants-by-sex"),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    results = cards.cards(visit, NAME, RESULTS)
    participants = cards.cards(visit, NAME, PARTICIPANTS)
    return view.laid_out(
        visit,
        NAME,
        lead,
        [
            filters.grouping(visit, NAME, divides(visit.words)),
            html.Div(results, className="columns balanced"),
            html.P(visit.words("Activities and participants"), className="section"),
            *cards.cards(visit, NAME, WIDE),
            html.Div(participants, className="columns balanced"),
            *(
                [grid.folded(visit, RECORDS, visit.words("The results one by one, as a table"))]
                if visit.dataset.reference.programme.keeps("results")
                else []
            ),
        ],
    )


def divides(words: Words) -> str:
    """Say what grouping does where there are counts of persons too."""
    return words(
        "Divides the bars of the charts that can be divided; counts of persons are never divided, "
        "because small groups would tell who they are."
    )


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app."""
    keys = {key: key for key in (*RESULTS, *WIDE, *PARTICIPANTS)}
    view.register(app, site, NAME, keys, lead, **filters.grouping_inputs(NAME))
    if site.dataset().reference.programme.keeps("results"):
        grid.register(app, site, RECORDS, is_folded=True)


def _read(visit: Visit) -> pd.DataFrame:
    """Give the results of the Actions of a visit, Action by Action."""
    results = collected(
        first(selected(visit.dataset, "results", visit.selection), "action_id", "result_id")
    )
    return results.sort_values(["action_id", "result_id"])


RECORDS = grid.Records(
    page=NAME,
    table=RESULTS_TABLE,
    lead="action",
    shown=("description", "level", "type", "stage", "date", "evidence"),
    read=_read,
    actions="action_id",
    link="action",
    own={"action": message("Action")},
    without=("action_id",),
)


PAGE = Page(
    NAME,
    "results",
    message("Results"),
    layout,
    register,
    tables=("results", "activities"),
    place="first",
)
