"""Figures that were published, as published: never narrowed, never added to what is counted."""

from __future__ import annotations

import pandas as pd

from mieux_dashboard.measure.engine import collected, count_by, table
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection


def published_requests_by_phase(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """List the numbers of requests that were published or derived for each phase.

    Returns
    -------
    pd.DataFrame
        One row per phase with a figure, in order:

        - ``phase``       str, id
        - ``value``       float64, requests
        - ``qualifier``   str, as published ("about"); empty where none
        - ``basis``       str, ``published`` or ``derived`` (from other figures)
        - ``source_url``  str
        - ``n_loaded``    int64, distinct requests that are loaded with a date within the phase

    Notes
    -----
    Both are those of the whole programme, whatever the selection. The loaded requests are the
    single ones that a source names, and no check on the figures.
    Source: sheet *Published figures*, keys ``requests:<phase>``; sheet *Requests*, column Received.
    """
    requests = table(dataset, "requests")
    counts = count_by(requests, ["received_phase"], "n_loaded", key="request_id")
    loaded = dict(zip(counts["received_phase"], counts["n_loaded"], strict=True))
    rows = _by_phase(dataset, "requests")[["phase", "value", "qualifier", "basis", "source_url"]]
    return rows.assign(n_loaded=rows["phase"].map(loaded).fillna(0).astype("int64"))


def published_experts(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """List all published figures about experts.

    Returns
    -------
    pd.DataFrame
        One row per figure, the total first, then in the order of the sheet:

        - ``key``         str
        - ``value``       float64
        - ``qualifier``   str, as published ("more than"); empty where none
        - ``as_of``       str, date as far as it is known
        - ``scope``       str, what it covers, as published
        - ``source_url``  str
        - ``unit``        str, ``experts`` or ``percent``

    Notes
    -----
    Those of the whole programme, whatever the selection. They overlap, have different dates, and
    some contradict one another: no sum of them means anything.
    Source: sheet *Published figures*, keys ``experts`` and ``experts:...``.
    """
    figures = published_figures(dataset)
    rows = figures[figures["key"].str.split(":").str[0] == "experts"]
    rows = rows.sort_values("key", key=lambda keys: keys != "experts", kind="stable")
    columns = ["key", "value", "qualifier", "as_of", "scope", "source_url", "unit"]
    return rows[columns].reset_index(drop=True)


def published_participants(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """List the numbers of participants that were published or derived, in all and by phase.

    Returns
    -------
    pd.DataFrame
        The total first, then one row per phase with a figure, in order:

        - ``phase``       str, id; empty for the total
        - ``value``       float64, participants
        - ``qualifier``   str, as published ("an estimated"); empty where none
        - ``basis``       str, ``published`` or ``derived`` (from other figures)
        - ``source_url``  str

    Notes
    -----
    Those of the whole programme, whatever the selection. The phases do not add up to the total.
    Source: sheet *Published figures*, keys ``participants`` and ``participants:<phase>``.
    """
    figures = published_figures(dataset)
    whole = figures[figures["key"] == "participants"].assign(phase="")
    rows = pd.concat([whole, _by_phase(dataset, "participants")], ignore_index=True)
    return rows[["phase", "value", "qualifier", "basis", "source_url"]]


def published_figures(dataset: Dataset) -> pd.DataFrame:
    """Return the table of published figures."""
    return collected(table(dataset, "published_figures"))


def _by_phase(dataset: Dataset, subject: str) -> pd.DataFrame:
    """Pick the figures ``<subject>:<phase>``, in the order of the phases."""
    phases = dataset.reference.phases["id"]
    figures = published_figures(dataset).drop(columns="phase")
    keys = pd.DataFrame({"key": [f"{subject}:{phase}" for phase in phases], "phase": phases})
    return keys.merge(figures, on="key")
