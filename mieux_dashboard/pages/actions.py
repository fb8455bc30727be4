"""Page: the Actions in view, one by one, as a table."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import Dash, html

from mieux_dashboard.measure.engine import collected
from mieux_dashboard.measure.select import selected_actions
from mieux_dashboard.model.columns import ACTIONS
from mieux_dashboard.pages import filters, grid, view
from mieux_dashboard.pages.page import Page, Visit
from mieux_dashboard.pages.site import Site
from mieux_dashboard.words import message

NAME = "actions"


def lead(visit: Visit) -> list[Any]:
    """Open with the question and how many Actions the table holds."""
    words = visit.words
    total = filters.total(visit)
    said = words.plural(
        "{n} Action in view. Choose a title for everything known about it and its sources.",
        "{n} Actions in view. Choose a title for everything known about it and its sources.",
        total,
    )
    return [
        html.H1(words("Which Actions were there?")),
        html.P(said if total else words("No Action matches"), className="answer"),
    ]


def layout(visit: Visit) -> list[Any]:
    """Lay the page out for a visit."""
    return view.laid_out(visit, NAME, lead, grid.layout(visit, RECORDS))


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app: the filters change the rows, the table does the rest."""
    view.register(app, site, NAME, {}, lead)
    grid.register(app, site, RECORDS)


def _read(visit: Visit) -> pd.DataFrame:
    """Give the Actions of a visit by their start, those without a date at the end."""
    dataset, words = visit.dataset, visit.words
    actions = collected(selected_actions(dataset, visit.selection))
    bridge = dataset["action_regions"]
    regions = bridge.groupby("action_id")["region"].agg(list).to_dict()
    named = [words.listing(map(words.region, regions.get(one, ()))) for one in actions["action_id"]]
    return (
        actions.assign(
            partner=grid.partners(words, actions), region=named, undated=actions["start_date"] == ""
        )
        .sort_values(["undated", "start_date", "action_id"])
        .drop(columns="undated")
    )


RECORDS = grid.Records(
    page=NAME,
    table=ACTIONS,
    lead="title",
    shown=("partner", "region", "areas", "start_date", "end_date"),
    read=_read,
    actions="action_id",
    link="title",
    own={"partner": message("Partner"), "region": message("Region")},
    without=("countries",),
)
PAGE = Page(NAME, "actions", message("Actions"), layout, register, place="first")
