"""Where the Actions are, and how many.

Every function takes a Dataset and a Selection and returns one tidy table. Totals count distinct
Actions; nothing here reads a file, a clock or a language, and nothing changes what it was given.
A selection chooses Actions: one that is chosen for one of its countries counts in its others too.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.engine import REMEMBERED, completed, count_by
from mieux_dashboard.measure.select import selected, selected_actions
from mieux_dashboard.measure.split import counted, split
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.model.selection import Selection


def actions_by_country(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions of each country that has any.

    Returns
    -------
    pd.DataFrame
        One row per country with an Action, most Actions first, then by ISO3; empty when no Action
        matches:

        - ``country``    str, ISO3
        - ``region``     str, id
        - ``n_actions``  int64, distinct Actions

    Notes
    -----
    An Action in several countries counts once in each, so the rows may add up to more than the
    total. A regional body's Action counts for the countries that it names, never for all members.
    Source: sheet *Actions*, column Countries.
    """
    counts = named_countries(dataset, selection.choice)
    counts = counts[counts["region"] != ""]
    return counts.sort_values(["n_actions", "country"], ascending=[False, True], ignore_index=True)


@lru_cache(REMEMBERED)
def named_countries(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions of each country that any names, with its region, "" where it has none."""
    rows = selected(dataset, "action_countries", selection)
    placed = rows.select("action_id", "country", nw.col("region").fill_null(""))
    return count_by(placed, ["country", "region"])


def actions_by_region(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions of each region.

    Returns
    -------
    pd.DataFrame
        One row per region of partners, in reading order, those without an Action included (and
        ``other`` where it has any):

        - ``region``     str, id
        - ``n_actions``  int64, distinct Actions; of them those of each part, see `measure.split`

    Notes
    -----
    An Action in several regions counts once in each, so the rows may add up to more than the total.
    A regional body's Action without named countries counts in the body's region.
    Source: sheet *Actions*, columns Countries and Regional body.
    """
    rows = selected(dataset, "action_regions", selection)
    counts = split(rows, ["region"], dataset, selection)
    regions = regions_shown(dataset.reference, counts["region"])
    return completed(counts, {"region": regions}, counted(counts))


def actions_by_subregion(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions of each subregion.

    Returns
    -------
    pd.DataFrame
        One row per subregion of partner regions in which a country is eligible, in reading order,
        those without an Action included (and any other subregion that has an Action):

        - ``region``     str, id
        - ``subregion``  str, id
        - ``n_actions``  int64, distinct Actions; of them those of each part, see `measure.split`

    Notes
    -----
    An Action in several subregions counts once in each, so the rows may add up to more than the
    total. A regional body's Action without named countries counts in no subregion.
    Source: sheet *Actions*, column Countries.
    """
    rows = selected(dataset, "action_subregions", selection)
    counts = split(rows, ["subregion"], dataset, selection)
    shown = _subregions_shown(dataset.reference, counts["subregion"])
    tidy = completed(counts, {"subregion": shown["subregion"]}, counted(counts))
    return pd.concat([shown, tidy[counted(tidy)]], axis="columns")


def actions_by_institution(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions of each type of requesting institution that occurs.

    Returns
    -------
    pd.DataFrame
        One row per institution type with an Action, most Actions first, then in the order of the
        list of types; empty when no Action matches:

        - ``institution_type``  str, id
        - ``group``             str, the heading under which the list has the type
        - ``n_actions``         int64, distinct Actions; of them those of each part, see
          `measure.split`

    Notes
    -----
    An Action has one institution type, so the rows add up to the Actions whose type is known; those
    without a type are in no row. Whether a type was published or assigned by us stays with the
    Action. Source: sheet *Actions*, column Institution type.
    """
    rows = selected_actions(dataset, selection, "action_id", "institution_type")
    counts = split(rows, ["institution_type"], dataset, selection)
    types = dataset.reference.institution_types.rename(columns={"id": "institution_type"})
    listed = types[["institution_type", "group"]].merge(counts, on="institution_type")
    return listed.sort_values("n_actions", ascending=False, kind="stable", ignore_index=True)


def regions_shown(reference: Reference, occurring: Iterable[str]) -> list[str]:
    """List the regions of partners, and any other region that occurs, in reading order."""
    shown = {*reference.partner_regions, *occurring}
    top = reference.regions[reference.regions["level"] == "region"]
    return [region for region in top["id"] if region in shown]


def _subregions_shown(reference: Reference, occurring: pd.Series[str]) -> pd.DataFrame:
    listed = reference.regions[reference.regions["level"] == "subregion"]
    listed = listed.rename(columns={"id": "subregion"})[["region", "subregion"]]
    eligible = reference.countries[reference.countries["eligible"] == "yes"]["subregion"]
    of_partners = listed["region"].isin(reference.partner_regions)
    shown = (of_partners & listed["subregion"].isin(eligible)) | listed["subregion"].isin(occurring)
    return listed[shown].reset_index(drop=True)
