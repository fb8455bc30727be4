"""What was asked of the programme: when, where, by whom, and what became of it.

A selection chooses requests by their own codes and by when they were received. A refusal is never
shown by named partner: where countries or groups are chosen, what was not accepted stands together.
"""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.engine import Lazy, completed, count_by, median, tallied, total
from mieux_dashboard.measure.select import (
    programme_years,
    selected_of_requests,
    selected_requests,
)
from mieux_dashboard.measure.split import split
from mieux_dashboard.measure.time import binned, whole_months
from mieux_dashboard.model.columns import CODE_LISTS
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection

_STEPS = ("received", "decided", "accepted", "action", "declined", "withdrawn", "pending")
_NAMED_STEPS = ("received", "accepted", "action")
_ANSWERS = {"decision": "decision", "first-activity": "first_activity"}
_MONTH = len("2015-05")  # a date at least so long is known to the month


def requests_over_time(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the requests received in each year, by what was decided.

    Returns
    -------
    pd.DataFrame
        One row per year of the programme's life and decision, by year, then in the order of the
        list of decisions, those without a request included:

        - ``year``          int64
        - ``decision``      str, code; empty where none was published
        - ``n_requests``    int64, distinct requests
        - ``n_cumulative``  int64, requests of all decisions received in the year or before

    Notes
    -----
    A request counts in the year in which it was received; one without that date is in no row. Where
    countries or groups are chosen only ``accepted`` stands apart, and the empty decision holds
    everything else. Source: sheet *Requests*, columns Received and Decision.
    """
    requests = selected_requests(dataset, selection, "request_id", "received_year", "decision")
    counts = count_by(requests, ["received_year", "decision"], "n_requests", key="request_id")
    shown = ["accepted"] if _names_partners(selection) else list(CODE_LISTS["decision"])
    counts["decision"] = counts["decision"].where(counts["decision"].isin(shown), "")
    summed = counts.groupby(["received_year", "decision"])["n_requests"].sum().reset_index()
    levels = {"year": programme_years(dataset), "decision": [*shown, ""]}
    rows = completed(summed.rename(columns={"received_year": "year"}), levels, ["n_requests"])
    cumulative = rows.groupby("year")["n_requests"].sum().cumsum()
    return rows.assign(n_cumulative=rows["year"].map(cumulative).astype("int64"))


def requests_by_country(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the requests of each country that has any.

    Returns
    -------
    pd.DataFrame
        One row per country with a request, most requests first, then by ISO3:

        - ``country``     str, ISO3
        - ``region``      str, id
        - ``n_requests``  int64, distinct requests

    Notes
    -----
    A request of several countries counts once in each; a regional body's counts for the countries
    that it names. Whether a request was accepted is not part of this table.
    Source: sheet *Requests*, column Countries.
    """
    rows = selected_of_requests(dataset, "request_countries", selection)
    counts = count_by(rows, ["country", "region"], "n_requests", key="request_id")
    return counts.sort_values(["n_requests", "country"], ascending=[False, True], ignore_index=True)


def request_decisions(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the requests at each step from receipt to decision to Action.

    Returns
    -------
    pd.DataFrame
        One row per step, in this order:

        - ``step``        str: ``received`` (all), ``decided`` (accepted or declined), ``accepted``,
          ``action`` (became at least one Action), ``declined``, ``withdrawn``, ``pending``,
          ``not-published`` (no decision known)
        - ``n_requests``  int64, distinct requests

    Notes
    -----
    Accepted, declined, withdrawn, pending and not-published add up to received. One request may
    become several Actions, and several may become one: accepted over received is no rate of Actions
    per request. Where countries or groups are chosen only received, accepted and action are shown.
    Source: sheet *Requests*, columns Decision and Action IDs; sheet *Actions*, column Request ID.
    """
    requests = selected_requests(dataset, selection, "request_id", "decision")
    counts = count_by(requests, ["decision"], "n_requests", key="request_id")
    found = dict(zip(counts["decision"], counts["n_requests"], strict=True))
    found |= {
        "received": sum(found.values()),
        "decided": found.get("accepted", 0) + found.get("declined", 0),
        "action": _with_action(dataset, selection),
        "not-published": found.get("", 0),
    }
    steps = _NAMED_STEPS if _names_partners(selection) else (*_STEPS, "not-published")
    rows = {"step": steps, "n_requests": [found.get(step, 0) for step in steps]}
    return pd.DataFrame(rows).astype({"step": "str", "n_requests": "int64"})


def response_time(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the requests by how many months passed until the decision, and the first activity.

    Returns
    -------
    pd.DataFrame
        One row per answer and month, ``decision`` first, from 0 to the longest of both; empty where
        no request has two dates:

        - ``measure``      str, ``decision`` or ``first-activity``
        - ``bin_months``   int64, whole months: 0 for less than one
        - ``n_requests``   int64, distinct requests
        - ``n_base``       int64, requests with both dates, the same in each row of a measure
        - ``median_days``  float64, over these; NaN where there are none

    Notes
    -----
    Only requests count whose receipt and answer both have a date of their own, known to the month
    or the day; a month counts from its first day. An answer dated before the receipt is left out.
    Source: sheet *Requests*, columns Received, Decided and First activity.
    """
    waits = {name: _waits(dataset, selection, stem) for name, stem in _ANSWERS.items()}
    longest = max((int(wait["months"].max()) for wait in waits.values() if len(wait)), default=-1)
    parts = [
        _answered(name, wait, range(longest + 1)) for name, wait in waits.items() if longest >= 0
    ]
    return pd.concat(parts, ignore_index=True) if parts else _answered("", waits["decision"], ())


def requests_by_institution(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the requests of each type of institution that occurs.

    Returns
    -------
    pd.DataFrame
        One row per institution type with a request, most requests first, then in the order of the
        list of types:

        - ``institution_type``  str, id
        - ``group``             str, the heading under which the list has the type
        - ``n_requests``        int64, distinct requests; of them those of each part, see
          `measure.split`

    Notes
    -----
    A request has one institution type; those without are in no row.
    Source: sheet *Requests*, column Institution type.
    """
    requests = selected_requests(dataset, selection, "request_id", "institution_type")
    counts = split(requests, ["institution_type"], dataset, selection, "requests")
    types = dataset.reference.institution_types.rename(columns={"id": "institution_type"})
    listed = types[["institution_type", "group"]].merge(counts, on="institution_type")
    return listed.sort_values("n_requests", ascending=False, kind="stable", ignore_index=True)


def _names_partners(selection: Selection) -> bool:
    return bool(selection.country or selection.group)


def _with_action(dataset: Dataset, selection: Selection) -> int:
    """Count the requests of the selection that became an Action."""
    answered = selected_of_requests(dataset, "request_actions", selection)
    return total(answered, nw.col("request_id").n_unique())


def _waits(dataset: Dataset, selection: Selection, stem: str) -> pd.DataFrame:
    """Count as ``n`` the requests with both dates by ``months`` and ``days`` between them."""
    received, answer = "received_date", f"{stem}_date"
    spans = ("received_from", f"{stem}_from", f"{stem}_to")
    rows = selected_requests(dataset, selection, received, answer, *spans)
    answered = _close(rows, received, answer).filter(nw.col(spans[2]) >= nw.col("received_from"))
    dated = tallied(answered.select(*spans[:2]))
    first = dated["received_from"]
    last = dated[f"{stem}_from"].where(dated[f"{stem}_from"] > first, first)
    days = (last - first).dt.days
    return dated[["n"]].assign(months=whole_months(first, last), days=days)


def _close(rows: Lazy, *dates: str) -> Lazy:
    """Keep the rows whose dates are all known to the month or the day."""
    return rows.filter(*(nw.col(name).str.len_chars() >= _MONTH for name in dates))


def _answered(name: str, waits: pd.DataFrame, months: Iterable[int]) -> pd.DataFrame:
    counts = binned(waits, 1, "n_requests")
    rows = completed(counts, {"bin_months": months}, ["n_requests"])
    rows = rows.assign(
        measure=pd.Series(name, index=rows.index, dtype="str"),
        n_base=pd.Series(waits["n"].sum(), index=rows.index, dtype="int64"),
        median_days=pd.Series(median(waits["days"], waits["n"]), index=rows.index, dtype="float64"),
    ).astype({"bin_months": "int64"})
    return rows[["measure", "bin_months", "n_requests", "n_base", "median_days"]]
