"""Whose expertise it was: experts, where it came from and went to, and the focal points.

Experts and focal points are persons. What leaves the machine passes through `measure.persons`.
"""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.actions import regions_shown
from mieux_dashboard.measure.engine import Lazy, completed, count_by, table
from mieux_dashboard.measure.select import (
    chosen_years,
    programme_years,
    selected,
    selected_experts,
    selected_focal_points,
)
from mieux_dashboard.model.columns import CODE_LISTS
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.model.selection import Selection


def experts_by_country(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the experts of each country that has any.

    Returns
    -------
    pd.DataFrame
        One row per country with an expert, most experts first, then by ISO3:

        - ``country``          str, ISO3
        - ``is_member_state``  bool, a Member State of the EU at any time in the programme's life
        - ``n_experts``        int64, distinct experts

    Notes
    -----
    An expert counts once, however often deployed, in the country given; whether that country's
    administration seconded the expert is not said. Where Actions are chosen, the experts deployed
    to them count. Source: sheets *Experts*, column Country, and *Deployments*.
    """
    counts = _experts(dataset, selection, "country").rename(columns={"n": "n_experts"})
    members = counts["country"].isin(_member_states(dataset.reference))
    counts.insert(1, "is_member_state", members)
    return counts.sort_values(["n_experts", "country"], ascending=[False, True], ignore_index=True)


def experts_over_time(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the experts by the year of their first deployment, and all until then.

    Returns
    -------
    pd.DataFrame
        One row per year of the programme's life:

        - ``year``       int64
        - ``n_new``      int64, experts first deployed in the year
        - ``n_experts``  int64, experts first deployed in the year or before

    Notes
    -----
    The first deployment is the one given, else the earliest of the expert's deployments, to
    whichever Action; an expert without either is in no row.
    Source: sheets *Experts*, column First deployed, and *Deployments*, column Start.
    """
    counts = _experts(dataset, selection, "first_year")
    counts = counts.rename(columns={"first_year": "year", "n": "n_new"})
    rows = completed(counts, {"year": programme_years(dataset)}, ["n_new"])
    return rows.assign(n_experts=rows["n_new"].cumsum())


def experts_by_kind(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the experts by the type of their institution and their sex.

    Returns
    -------
    pd.DataFrame
        One row per type and sex, in the order of the lists, those without an expert included:

        - ``institution_type``  str, code; empty (not published) only where it occurs
        - ``sex``               str, ``female``, ``male`` or empty: not published
        - ``n_experts``         int64, distinct experts

    Notes
    -----
    Each expert is in one row, so the rows add up to the experts of the selection.
    Source: sheet *Experts*, columns Institution type and Sex.
    """
    counts = _experts(dataset, selection, "institution_type", "sex")
    types = [*CODE_LISTS["expert_institution_type"], *_unknown(counts["institution_type"])]
    levels = {"institution_type": types, "sex": [*CODE_LISTS["sex"], ""]}
    return completed(counts.rename(columns={"n": "n_experts"}), levels, ["n_experts"])


def expertise_flows(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions by where their experts came from and the region that they supported.

    Returns
    -------
    pd.DataFrame
        One row per country of experts and region that occur together, Member States first, most
        Actions first, then by ISO3 and region in reading order:

        - ``origin_kind``  str, ``member-state`` (at any time in the programme's life) or ``other``
        - ``country``      str, ISO3 of the experts
        - ``region``       str, id, of the Action
        - ``n_actions``    int64, distinct Actions

    Notes
    -----
    Experts' countries are those of the experts deployed to the Action, or where it has no
    deployment those published for it. An Action counts once for each pair of a country and a
    region, so rows add up to more than the total. Source: sheets *Actions*, columns Experts'
    countries, Countries and Regional body, *Deployments* and *Experts*.
    """
    origins = selected(dataset, "action_origins", selection)
    rows = origins.join(table(dataset, "action_regions"), on="action_id")
    counts = count_by(rows, ["country", "region"])
    members = counts["country"].isin(_member_states(dataset.reference))
    order = {r: n for n, r in enumerate(regions_shown(dataset.reference, counts["region"]))}
    counts.insert(0, "origin_kind", members.map({True: "member-state", False: "other"}))
    placed = counts.assign(position=counts["region"].map(order)).sort_values(
        ["origin_kind", "n_actions", "country", "position"], ascending=[True, False, True, True]
    )
    return placed.drop(columns="position").reset_index(drop=True)


def expertise_exchange(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions by the country of their experts and the partner country.

    Returns
    -------
    pd.DataFrame
        One row per pair of two different countries that occurs, most Actions first, then by ISO3:

        - ``country``    str, ISO3 of the experts
        - ``partner``    str, ISO3, a country of the Action
        - ``n_actions``  int64, distinct Actions

    Notes
    -----
    Experts' countries as for `expertise_flows`. An Action counts once for each pair; an expert from
    the partner country itself makes no pair, nor does an Action without named countries.
    Source: sheets *Actions*, columns Experts' countries and Countries, *Deployments*, *Experts*.
    """
    partners = table(dataset, "action_countries").select("action_id", partner="country")
    rows = selected(dataset, "action_origins", selection).join(partners, on="action_id")
    counts = count_by(rows.filter(nw.col("country") != nw.col("partner")), ["country", "partner"])
    return counts.sort_values(
        ["n_actions", "country", "partner"], ascending=[False, True, True], ignore_index=True
    )


def focal_points_by_member_state(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the focal points that each Member State ever had.

    Returns
    -------
    pd.DataFrame
        One row per State that was a member in the programme's life, in the order of the list, those
        without a focal point included (and any other country that has one):

        - ``member_state``    str, ISO3
        - ``n_focal_points``  int64, distinct focal points

    Notes
    -----
    Those who followed one another count each: a State may have had several.
    Source: sheet *Focal points*, column Member State.
    """
    points = selected_focal_points(dataset, selection)
    counts = count_by(points, ["member_state"], "n_focal_points", key="focal_point_id")
    members = _member_states(dataset.reference)
    others = sorted(set(counts["member_state"]) - set(members))
    return completed(counts, {"member_state": [*members, *others]}, ["n_focal_points"])


def focal_points_over_time(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the focal points in place in each year, and their Member States.

    Returns
    -------
    pd.DataFrame
        One row per year of the programme's life:

        - ``year``             int64
        - ``n_focal_points``   int64, distinct focal points in place on any day of the year
        - ``n_member_states``  int64, distinct Member States that had one

    Notes
    -----
    A focal point without a start is in no row; one without an end is still in place. In a year in
    which one follows another both count. Years outside those chosen count 0.
    Source: sheet *Focal points*, columns Member State, Start and End.
    """
    points = selected_focal_points(dataset, selection).drop_nulls(subset=["start_year"])
    last = nw.col("end_year").fill_null(max(programme_years(dataset)))
    spans = points.with_columns(end_year=last)
    columns = ["member_state", "start_year", "end_year"]
    terms = count_by(spans, columns, "n_focal_points", key="focal_point_id")
    years = pd.DataFrame({"year": chosen_years(dataset, selection)}, dtype="int64")
    held = terms.merge(years, how="cross")
    held = held[(held["start_year"] <= held["year"]) & (held["year"] <= held["end_year"])]
    years_held = held.groupby("year")
    counts = years_held["n_focal_points"].sum().reset_index()
    counts["n_member_states"] = years_held["member_state"].nunique().to_numpy()
    return completed(
        counts, {"year": programme_years(dataset)}, ["n_focal_points", "n_member_states"]
    )


def _experts(dataset: Dataset, selection: Selection, *columns: str) -> pd.DataFrame:
    """Count the experts of the selection by `columns`, as ``n``."""
    experts: Lazy = selected_experts(dataset, selection).select("expert_id", *columns)
    return count_by(experts, list(columns), "n", key="expert_id")


def _unknown(codes: pd.Series[str]) -> list[str]:
    """Name the empty code where it occurs."""
    return [""] if (codes == "").any() else []


def _member_states(reference: Reference) -> list[str]:
    """List the States that were members on any day of the programme's life."""
    states, life = reference.member_states, reference.programme
    joined = states["member_from"] <= life.end.isoformat()
    stayed = (states["member_to"] == "") | (states["member_to"] >= life.start.isoformat())
    return list(states[joined & stayed]["iso3"])
