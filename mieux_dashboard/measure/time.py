"""When the Actions began and ran: by year, by policy period, around a milestone, one by one.

A date that is known to the month or the year counts from its first day (a start) or to its last day
(an end). What has no date is in no row here and stays in every total: the figures beside a chart
over time say how many those are. Coincidence in time is not influence.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.actions import regions_shown
from mieux_dashboard.measure.engine import (
    among,
    collected,
    completed,
    count_by,
    first,
    median,
    table,
    tallied,
)
from mieux_dashboard.measure.select import (
    chosen_years,
    programme_years,
    selected,
    selected_actions,
    year_columns,
)
from mieux_dashboard.measure.split import counted, split
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.dates import first_day
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.model.selection import Selection

_OFFSETS = range(-36, 36, 3)

_MONTH = len("2015-05")  # a date at least so long is known to the month


def actions_over_time(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions of each year and region.

    Returns
    -------
    pd.DataFrame
        One row per year of the programme's life and region of partners (and ``other`` where it has
        any), by year, then in reading order, those without an Action included:

        - ``year``       int64
        - ``region``     str, id
        - ``n_actions``  int64, distinct Actions
        - and the parts of `measure.split.split`

    Notes
    -----
    An Action counts in the year in which it started, or with ``basis="active"`` in each year from
    its start to its end, which needs both dates. It counts once in each of its regions, so the
    regions of a year may add up to more than its Actions. Years outside those chosen count 0.
    Source: sheet *Actions*, columns Start, End, Countries and Regional body.
    """
    actions = selected_actions(dataset, selection, "action_id", "start_year", "end_year")
    first, last = (nw.col(name) for name in year_columns(selection))
    spans = actions.select("action_id", first.alias("first"), last.alias("last"))
    rows = table(dataset, "action_regions").join(spans, on="action_id")
    spans_of = split(rows, ["region", "first", "last"], dataset, selection)
    counts = _by_year(spans_of, chosen_years(dataset, selection))
    levels = {
        "year": programme_years(dataset),
        "region": regions_shown(dataset.reference, counts["region"]),
    }
    return completed(counts, levels, counted(spans_of))


def actions_by_period(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions that began in each policy period, and per twelve months of it.

    Returns
    -------
    pd.DataFrame
        One row per period, by date:

        - ``period``     str, id
        - ``start``      datetime64, its first day within the programme's life
        - ``end``        datetime64, its last day within the programme's life
        - ``months``     float64, its length
        - ``n_actions``  int64, distinct Actions that began in it
        - ``per_year``   float64, ``n_actions`` per twelve months
        - ``n_across``   int64, distinct Actions begun in or before it that still ran after its end

    Notes
    -----
    A period runs from its core milestone to the day before the next, clipped to the programme's
    life. An Action counts where it started, so the rows add up to the Actions with a start within
    the programme's life. ``n_across`` needs both dates and counts a long Action at each boundary
    that it crosses. Source: sheet *Actions*, columns Start and End.
    """
    needed = ("action_id", "start_period", "start_from", "end_to")
    actions = selected_actions(dataset, selection, *needed)
    begun = count_by(actions, ["start_period"]).rename(columns={"start_period": "period"})
    spans = count_by(actions, ["start_from", "end_to"])
    periods = _periods(dataset.reference)
    n_actions = completed(begun, {"period": periods["period"]}, ["n_actions"])["n_actions"]
    return periods.assign(
        n_actions=n_actions,
        per_year=n_actions * 12 / periods["months"],
        n_across=[_across(spans, end) for end in periods["end"]],
    )


def actions_calendar(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """List the Actions with both dates, each with its span.

    Returns
    -------
    pd.DataFrame
        One row per Action with a start and an end (where an engine holds them, the first
        `engine.LISTED` by start), by region in reading order, then by start, then by id; empty when
        no Action matches:

        - ``action_id``, ``title``, ``title_fr``, ``title_es``  str
        - ``region``                  str, id; empty for an Action in no region, which stands last
        - ``start_date``, ``end_date``  str, the dates as far as they are known
        - ``start_from``, ``end_to``    datetime64, the first and the last day that they cover

    Notes
    -----
    An Action in several regions stands once, in the first in reading order. In the public record a
    span runs from request to closure: it is no response time.
    Source: sheet *Actions*, columns Action ID, Title, Start, End, Countries and Regional body.
    """
    names = ["action_id", "title", "title_fr", "title_es"]
    dates = ["start_date", "end_date", "start_from", "end_to"]
    actions = selected_actions(dataset, selection, *names, *dates)
    dated = first(actions.drop_nulls(subset=["start_from", "end_to"]), "start_from", "action_id")
    regions = selected(dataset, "action_regions", selection)
    if dataset.held is not None:
        regions = among(regions, dated, "action_id")
    placed = collected(dated).merge(
        _first_regions(collected(regions), dataset), how="left", on="action_id"
    )
    ordered = placed.fillna({"region": ""}).sort_values(
        ["position", "start_from", "action_id"], ignore_index=True
    )
    return ordered[[*names, "region", *dates]]


def actions_around_milestone(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions that began in each three months before and after a milestone.

    Returns
    -------
    pd.DataFrame
        24 rows, from three years before to three years after ``selection.around`` (the European
        Agenda of 2015 where none is chosen):

        - ``offset``     int64, months from the milestone to the beginning of the three months
        - ``n_actions``  int64, distinct Actions that began in them
        - and the parts of `measure.split.split`

    Notes
    -----
    An Action's first day is compared with the milestone's day: one that began on it is in the row
    with offset 0, one that began the day before in the row with offset -3. Only starts known to the
    month or the day count, a month from its first day.
    Source: sheet *Actions*, column Start.
    """
    actions = selected_actions(dataset, selection, "action_id", "start_date", "start_from")
    close = actions.filter(nw.col("start_date").str.len_chars() >= _MONTH)
    starts = split(close, ["start_from"], dataset, selection)
    names = counted(starts)
    day = pd.Timestamp(first_day(_milestone_date(dataset.reference, selection)))
    offset = whole_months(pd.Series(day, index=starts.index), starts["start_from"]) // 3 * 3
    counts = starts.assign(offset=offset).groupby("offset")[names].sum().reset_index()
    return completed(counts, {"offset": _OFFSETS}, names)


def action_durations(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the Actions by how many months they took.

    Returns
    -------
    pd.DataFrame
        One row per six months, from none to the longest; empty where no Action has both dates:

        - ``bin_months``     int64, the fewest months of the row: 0 for less than six
        - ``n_actions``      int64, distinct Actions
        - ``median_months``  float64, over all Actions counted, the same in each row
        - ``n_base``         int64, Actions counted, the same in each row

    Notes
    -----
    Only Actions whose start and end are known to the month or the day count; the first and the last
    month both count, so January to December is twelve. In the public record a duration runs from
    request to closure: it is no response time, and the many closures of April 2020 are the change
    of phase. Source: sheet *Actions*, columns Start, End and Dates: basis.
    """
    needed = ("action_id", "start_date", "end_date", "start_from", "end_to")
    actions = selected_actions(dataset, selection, *needed).filter(
        nw.col("start_date").str.len_chars() >= _MONTH,
        nw.col("end_date").str.len_chars() >= _MONTH,
        nw.col("start_from") <= nw.col("end_to"),
    )
    rows = tallied(actions.select("start_from", "end_to"))
    start, end = rows["start_from"].dt, rows["end_to"].dt
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    rows = rows[["n"]].assign(months=months)
    return binned(rows, 6, "n_actions").assign(
        median_months=median(rows["months"], rows["n"]), n_base=int(rows["n"].sum())
    )


def binned(rows: pd.DataFrame, width: int, count: str) -> pd.DataFrame:
    """Add up ``n`` of whole numbers of ``months`` in bins of `width`, from 0 to the highest.

    Returns
    -------
    pd.DataFrame
        ``bin_months``, the lower bound, and `count`, both int64; no row where there is no value.
    """
    bins = rows["months"] // width * width
    counts = rows["n"].groupby(bins).sum().rename_axis("bin_months").rename(count).reset_index()
    levels = range(0, int(bins.max()) + 1, width) if len(bins) else ()
    return completed(counts, {"bin_months": levels}, [count]).astype({"bin_months": "int64"})


def countries_reached(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the countries that each year brought, and all until then.

    Returns
    -------
    pd.DataFrame
        One row per year of the programme's life:

        - ``year``         int64
        - ``n_new``        int64, countries whose first Action of the selection began in the year
        - ``n_countries``  int64, countries whose first Action began in it or an earlier year

    Notes
    -----
    A country is reached when its first Action begins; one whose Actions all lack a start is in no
    row. Countries that a regional body has as members are not reached by the body's Action.
    Source: sheet *Actions*, columns Countries and Start.
    """
    dated = selected_actions(dataset, selection, "action_id", "start_year")
    dated = dated.drop_nulls(subset=["start_year"])
    rows = table(dataset, "action_countries").join(dated, on="action_id")
    firsts = rows.group_by("country").agg(nw.col("start_year").min().alias("year"))
    counts = count_by(firsts, ["year"], "n_new", key="country")
    reached = completed(counts, {"year": programme_years(dataset)}, ["n_new"])
    return reached.assign(n_countries=reached["n_new"].cumsum())


def _by_year(spans: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """Count each Action, counted by region and span of years, in each year of its span."""
    ran = spans.merge(pd.DataFrame({"year": years}, dtype="int64"), how="cross")
    ran = ran[(ran["first"] <= ran["year"]) & (ran["year"] <= ran["last"])]
    return ran.groupby(["year", "region"])[counted(spans)].sum().reset_index()


def _periods(reference: Reference) -> pd.DataFrame:
    periods = reference.periods
    return pd.DataFrame(
        {
            "period": [period.id for period in periods],
            "start": pd.to_datetime([period.start for period in periods]),
            "end": pd.to_datetime([period.end for period in periods]),
            "months": [period.months for period in periods],
        }
    )


def _across(spans: pd.DataFrame, day: pd.Timestamp) -> int:
    """Count the Actions that began up to `day` and still ran after it."""
    across = (spans["start_from"] <= day) & (spans["end_to"] > day)
    return int(spans[across]["n_actions"].sum())


def _first_regions(regions: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Give each Action the first of its regions, and the position of it, in reading order."""
    top = dataset.reference.regions
    order = {
        region: position for position, region in enumerate(top[top["level"] == "region"]["id"])
    }
    placed = regions.assign(position=regions["region"].map(order))
    return placed.sort_values("position").drop_duplicates("action_id")


def _milestone_date(reference: Reference, selection: Selection) -> str:
    dates = reference.milestones.set_index("id")["date"]
    return str(dates[selection.around or reference.around])


def whole_months(first: pd.Series[Any], last: pd.Series[Any]) -> pd.Series[Any]:
    """Count the whole months from each of `first` to its `last`; the day before it is month -1."""
    months: pd.Series[Any] = (last.dt.year - first.dt.year) * 12 + last.dt.month - first.dt.month
    begun: pd.Series[Any] = last.dt.day < first.dt.day
    return months - begun
