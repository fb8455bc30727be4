"""What the Actions are about: the pillars of the Global Approach and the areas under them.

An Action with several areas counts once in each, and once in each pillar that they belong to, so
rows may add up to more than the total. An Action without an area is in no row.
"""

from __future__ import annotations

import pandas as pd

from mieux_dashboard.measure.actions import regions_shown
from mieux_dashboard.measure.engine import completed, count_by, table
from mieux_dashboard.measure.select import selected, selected_actions
from mieux_dashboard.measure.split import counted, split
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection


def actions_by_pillar(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions of each pillar, and how many have it from their source.

    Returns
    -------
    pd.DataFrame
        One row per pillar, the horizontal heading last, those without an Action included:

        - ``pillar``       str, id
        - ``n_actions``    int64, distinct Actions with an area in the pillar
        - ``n_published``  int64, those of them whose areas were published
        - ``n_assigned``   int64, those of them whose areas we assigned or derived

        With ``by="period"`` also those that began in each period, see `measure.split`.

    Notes
    -----
    An Action counts once in each of its pillars, so the rows may add up to more than the total. An
    Action that does not say how its areas came about is in ``n_actions`` only.
    Source: sheet *Actions*, columns Areas and Areas: basis.
    """
    actions = selected_actions(dataset, selection, "action_id", "areas_basis")
    rows = table(dataset, "action_pillars").join(actions, on="action_id")
    counts = count_by(rows, ["pillar", "areas_basis"])
    published = counts["n_actions"].where(counts["areas_basis"] == "published", 0)
    assigned = counts["n_actions"].where(counts["areas_basis"].isin(["assigned", "derived"]), 0)
    by_basis = counts.assign(n_published=published, n_assigned=assigned)
    names = ["n_actions", "n_published", "n_assigned"]
    sums = by_basis.groupby("pillar")[names].sum().reset_index()
    tidy = completed(sums, {"pillar": dataset.reference.pillars}, names)
    if selection.by != "period":
        return tidy
    counts = split(rows, ["pillar"], dataset, selection).drop(columns="n_actions")
    begun = completed(counts, {"pillar": dataset.reference.pillars}, counted(counts))
    return tidy.merge(begun, on="pillar")


def areas_over_time(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Give each pillar's part of the Actions that began in each policy period.

    Returns
    -------
    pd.DataFrame
        One row per period and pillar, by date, then in reading order:

        - ``period``     str, id
        - ``pillar``     str, id
        - ``n_actions``  int64, distinct Actions begun in the period with an area in the pillar
        - ``n_base``     int64, all distinct Actions begun in the period
        - ``share``      float64, ``n_actions / n_base``; NaN where no Action began

    Notes
    -----
    An Action counts in the period in which it started, once in each of its pillars, so the shares
    of a period may add up to more than 1; Actions without an area are in the base. What has no
    start is in no row. Coincidence in time is not influence.
    Source: sheet *Actions*, columns Start and Areas.
    """
    begun = selected_actions(dataset, selection, "action_id", "start_period")
    begun = begun.rename({"start_period": "period"})
    rows = table(dataset, "action_pillars").join(begun, on="action_id")
    periods = [period.id for period in dataset.reference.periods]
    levels = {"period": periods, "pillar": dataset.reference.pillars}
    counts = completed(count_by(rows, list(levels)), levels, ["n_actions"])
    bases = completed(count_by(begun, ["period"], "n_base"), {"period": periods}, ["n_base"])
    shares = counts.merge(bases, how="left", on="period")
    return shares.assign(share=shares["n_actions"] / shares["n_base"])


def areas_by_region(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions of each specific area in each region.

    Returns
    -------
    pd.DataFrame
        One row per region of partners (and ``other`` where it has any) and specific area, in
        reading order, those without an Action included:

        - ``region``     str, id
        - ``pillar``     str, id, the pillar of the area
        - ``area``       str, id
        - ``n_actions``  int64, distinct Actions

    Notes
    -----
    An Action counts once in each of its regions for each of its areas. An Action known by its
    pillar only is in no row.
    Source: sheet *Actions*, columns Areas, Countries and Regional body.
    """
    rows = selected(dataset, "action_areas", selection).join(
        table(dataset, "action_regions"), on="action_id"
    )
    counts = count_by(rows, ["region", "area"])
    listed = dataset.reference.areas[dataset.reference.areas["level"] == "area"]
    regions = regions_shown(dataset.reference, counts["region"])
    tidy = completed(counts, {"region": regions, "area": listed["id"]}, ["n_actions"])
    pillars = tidy["area"].map(listed.set_index("id")["pillar"])
    return tidy.assign(pillar=pillars)[["region", "pillar", "area", "n_actions"]]
