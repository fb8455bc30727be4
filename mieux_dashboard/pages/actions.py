"""Page: the Actions in view, one by one, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import Dash, html

from mieux_dashboard.measure.engine import collected, first, of_ids
from mieux_dashboard.measure.select import selected_actions
from mieux_dashboard.measure.split import parts, split
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
    said = visit.words("Puts the table in this order, and says how many there are of each.")
    grouping = filters.grouping(visit, NAME, said)
    return view.laid_out(visit, NAME, lead, [grouping, *grid.layout(visit, RECORDS)])


def register(app: Dash, site: Site) -> None:
    """Wire the page to an app: the filters change the rows, the table does the rest."""
    view.register(app, site, NAME, {}, lead, **filters.grouping_inputs(NAME))
    grid.register(app, site, RECORDS)


def _read(visit: Visit) -> pd.DataFrame:
    """Give the Actions of a visit by their start, those without a date at the end."""
    dataset, words = visit.dataset, visit.words
    actions = collected(first(selected_actions(dataset, visit.selection), "action_id"))
    ids = actions["action_id"]
    bridge = of_ids(dataset, "action_regions", ids)
    regions = bridge.groupby("action_id")["region"].agg(list).to_dict()
    named = [words.listing(map(words.region, regions.get(one, ()))) for one in actions["action_id"]]
    pillars = (
        of_ids(dataset, "action_pillars", ids).groupby("action_id")["pillar"].agg(list).to_dict()
    )
    under = [_under(visit, pillars.get(one, ())) for one in actions["action_id"]]
    by_pillar = visit.selection.by == "pillar"
    return (
        actions.assign(
            partner=grid.partners(words, actions),
            region=named,
            policy_period=[words.period(code) for code in actions["start_period"]],
            pillar=["; ".join(map(words.area, each)) for each in under],
            first=[
                visit.words.reference.pillars.index(p[0]) if p and by_pillar else 99 for p in under
            ],
            undated=actions["start_date"] == "",
        )
        .sort_values(["first", "undated", "start_date", "action_id"])
        .drop(columns=["first", "undated"])
    )


def _under(visit: Visit, pillars: Sequence[str]) -> list[str]:
    """Put the pillars of an Action in reading order."""
    return [pillar for pillar in visit.words.reference.pillars if pillar in pillars]


def _note(visit: Visit) -> str:
    """Say how many Actions there are of each period or pillar, where they are grouped by it."""
    words, by = visit.words, visit.selection.by
    names = parts(words.reference, by)
    if not names:
        return ""
    actions = selected_actions(visit.dataset, visit.selection)
    counts = split(actions, ["record_source"], visit.dataset, visit.selection)
    none = words("no area known") if by == "pillar" else words("no start known")
    said = []
    for column, code in names.items():
        name = words.name("periods" if by == "period" else "areas", code) if code else none
        said.append(words.pair(name, words.number(int(counts[column].sum()))))
    rule = words("An Action under several pillars counts in each, and stands under the first.")
    return " · ".join(said) + (f". {rule}" if by == "pillar" else "")


RECORDS = grid.Records(
    page=NAME,
    table=ACTIONS,
    lead="title",
    shown=("partner", "region", "areas", "start_date", "end_date"),
    read=_read,
    actions="action_id",
    link="title",
    own={
        "partner": message("Partner"),
        "region": message("Region"),
        "policy_period": message("Policy period"),
        "pillar": message("Pillar"),
    },
    without=("countries",),
    note=_note,
)
PAGE = Page(NAME, "actions", message("Actions"), layout, register, place="first")
