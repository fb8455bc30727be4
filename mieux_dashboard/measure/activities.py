"""What was held, and who attended: participants are attendances, not persons.

Participants are the sum over activities where any activity of the Dataset states them, else over
the figures that the Actions state themselves; the two are never added to one another.
"""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.engine import Lazy, completed, sum_by, table, total
from mieux_dashboard.measure.select import programme_years, selected, selected_actions
from mieux_dashboard.measure.split import counted, split
from mieux_dashboard.model.columns import CODE_LISTS
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection

_SEXES = ("female", "male", "not-published")


def participants_over_time(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Add up the participants of each year.

    Returns
    -------
    pd.DataFrame
        One row per year of the programme's life, those without participants included; empty where
        no participants are stated at all:

        - ``year``            int64
        - ``n_participants``  int64, attendances
        - ``source``          str, ``activities`` or ``actions``: whose figures they are

    Notes
    -----
    Participants count in the year in which their activity began, or with figures of Actions in the
    year in which the Action started; without that date they are in no row.
    Source: sheets *Activities*, columns Date and Participants, or *Actions*, Start, Participants.
    """
    counts = sum_by(_attended(dataset, selection), ["year"], "n_participants", "participants")
    years = programme_years(dataset) if states_participants(dataset, selection) else ()
    rows = completed(counts, {"year": years}, ["n_participants"]).astype({"year": "int64"})
    source = participants_source(dataset)
    return rows.assign(source=pd.Series(source, index=rows.index, dtype="str"))


def participants_by_country(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Add up the participants of each country that has any.

    Returns
    -------
    pd.DataFrame
        One row per country, most participants first, then by ISO3:

        - ``country``         str, ISO3
        - ``n_participants``  int64, attendances

    Notes
    -----
    The country is that in which the activity was held, else that of its Action where it has only
    one; what has neither is in no row.
    Source: sheets *Activities*, columns Country and Participants, and *Actions*, Countries.
    """
    rows = _attended(dataset, selection).join(
        _single_countries(dataset), on="action_id", how="left"
    )
    placed = rows.with_columns(
        country=nw.when(nw.col("country") != "").then("country").otherwise("single")
    )
    counts = sum_by(placed, ["country"], "n_participants", "participants")
    counts = counts[counts["n_participants"] > 0]
    return counts.sort_values(
        ["n_participants", "country"], ascending=[False, True], ignore_index=True
    )


def participants_by_sex(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Add up the participants who are women, who are men, and whose sex is not published.

    Returns
    -------
    pd.DataFrame
        Three rows, ``female``, ``male`` and ``not-published``; empty where no participants are
        stated at all:

        - ``sex``             str
        - ``n_participants``  int64, attendances

    Notes
    -----
    Where an activity states how many were women, the others count as men; where it does not, or
    where it states more women than participants, all its participants are not-published.
    Source: sheet *Activities*, columns Participants and Women.
    """
    attended = nw.col("participants")
    stated = ~nw.col("women").is_null() & (nw.col("women") <= attended)
    rows = _attended(dataset, selection).filter(~attended.is_null())
    women = total(rows.filter(stated), nw.col("women").sum())
    known = total(rows.filter(stated), attended.sum())
    counts = [women, known - women, total(rows, attended.sum()) - known]
    shown = slice(None if states_participants(dataset, selection) else 0)
    found = pd.DataFrame({"sex": _SEXES[shown], "n_participants": counts[shown]})
    return found.astype({"sex": "str", "n_participants": "int64"})


def activities_by_type(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the activities of each type, and add up their participants.

    Returns
    -------
    pd.DataFrame
        One row per type, in the order of the list, those without an activity included:

        - ``type``            str, code; empty (not known) only where it occurs
        - ``n_activities``    int64, distinct activities
        - ``n_participants``  int64, attendances that the activities state
        - and the parts of `measure.split.split`

    Notes
    -----
    Each activity has one type. An activity that states no participants adds none.
    Source: sheet *Activities*, columns Type and Participants.
    """
    rows = selected(dataset, "activities", selection)
    counts = split(rows, ["type"], dataset, selection, "activities")
    sums = sum_by(rows, ["type"], "n_participants", "participants")
    types = [*CODE_LISTS["activity_type"], *([""] if (counts["type"] == "").any() else [])]
    held = completed(counts, {"type": types}, counted(counts))
    attended = completed(sums, {"type": types}, ["n_participants"])
    return held.assign(n_participants=attended["n_participants"])


def participants(dataset: Dataset, selection: Selection) -> int:
    """Add up all participants of the selection, dated or not."""
    return total(_attended(dataset, selection), nw.col("participants").sum())


def participants_source(dataset: Dataset) -> str:
    """Name the table whose figures participants are: ``activities`` or ``actions``."""
    stated = table(dataset, "activities").drop_nulls(subset=["participants"])
    return "activities" if total(stated, nw.len()) else "actions"


def states_participants(dataset: Dataset, selection: Selection) -> bool:
    """Whether any activity, or Action, of the selection states participants."""
    stated = _attended(dataset, selection).drop_nulls(subset=["participants"])
    return total(stated, nw.len()) > 0


def _attended(dataset: Dataset, selection: Selection) -> Lazy:
    """List what states participants: ``action_id year country participants women``."""
    if participants_source(dataset) == "activities":
        return selected(dataset, "activities", selection).select(
            "action_id",
            "country",
            "participants",
            nw.col("date_year").alias("year"),
            nw.col("participants_women").alias("women"),
        )
    actions = selected_actions(dataset, selection, "action_id", "start_year", "participants")
    return actions.select(
        "action_id",
        nw.lit("").alias("country"),
        "participants",
        nw.col("start_year").alias("year"),
        nw.lit(None, dtype=nw.Float64).alias("women"),
    )


def _single_countries(dataset: Dataset) -> Lazy:
    """Give the country of each Action that has only one: ``action_id single``."""
    countries = table(dataset, "action_countries").group_by("action_id")
    counted = countries.agg(nw.len().alias("n"), nw.col("country").min().alias("single"))
    return counted.filter(nw.col("n") == 1).select("action_id", "single")
