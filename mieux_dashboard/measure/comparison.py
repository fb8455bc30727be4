"""Sides next to each other: two or three periods, regions, groups, countries, pillars or phases.

A side is a Selection: what the reader chose, with the side's own code in place of any filter of the
same kind. So every measure answers for a side as it answers for any other selection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.actions import actions_by_country
from mieux_dashboard.measure.engine import n_rows, tallied, total
from mieux_dashboard.measure.select import rests_on, selected, selected_actions
from mieux_dashboard.measure.time import actions_by_period
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.dates import first_day, last_day
from mieux_dashboard.model.selection import COMPARED, Selection, known_codes

MOST = 3
"""How many sides there may be."""

Span = tuple[date, date]


def settled(dataset: Dataset, selection: Selection) -> Selection:
    """Return the selection with what is compared filled in, and without a filter of the same kind.

    Where nothing is said, periods are compared; where fewer than two sides are named, the first
    ones of the list stand in: for countries those with most Actions.
    """
    by = selection.by or COMPARED[0]
    codes = known_codes(dataset.reference)[by]
    of = [code for code in selection.of if code in codes][:MOST]
    if len(of) < 2:
        first = _by_actions(dataset) if by == "country" else []
        of += [code for code in (*first, *codes) if code not in of][: 2 - len(of)]
    return replace(selection, by=by, of=tuple(of), **{by: ()})  # type: ignore[arg-type]


def side(chosen: Selection, code: str) -> Selection:
    """Return the selection of one side of a settled comparison."""
    return replace(chosen, by="", of=(), **{chosen.by: (code,)})  # type: ignore[arg-type]


def whole(chosen: Selection) -> Selection:
    """Return the selection that the sides are parts of."""
    return replace(chosen, by="", of=())


def comparison(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count for each side the Actions, countries, requests, experts and results.

    Returns
    -------
    pd.DataFrame
        One row per figure and side, in the order of the sides:

        - ``key``         str: ``actions``, ``countries``, ``requests``, ``experts`` (only where
          any are loaded), ``results``
        - ``side``        str, code of what ``selection.by`` names
        - ``n_count``     int64, distinct records of the side
        - ``n_base``      int64, of the selection without sides
        - ``difference``  int64, from the first side
        - ``n_begun``     int64, in rows of ``actions``: those that began in ``months``; else 0
        - ``months``      float64, in rows of ``actions``: the time of the side; else NaN
        - ``per_year``    float64, ``n_begun`` per twelve months; NaN where there is no time

    Notes
    -----
    A record that belongs to two sides counts in both. An Action of a side counts with all its
    countries. The time of a side is its period or phase, else the programme's life, within the
    years and periods chosen; where years mean those in which an Action ran, there is none. What has
    no start is in no period. Requests are chosen by their own codes and by when they were received;
    experts by the Actions to which they were deployed.
    Source: sheets *Actions*, *Requests*, *Experts*, *Deployments* and *Results*.
    """
    chosen = settled(dataset, selection)
    base = _counts(dataset, whole(chosen))
    rows = []
    for code in chosen.of:
        own = side(chosen, code)
        spans = {"actions": _begun(dataset, own)}
        for key, n in _counts(dataset, own).items():
            begun, months = spans.get(key, (0, float("nan")))
            rows.append((key, code, n, base[key], begun, months))
    names = ["key", "side", "n_count", "n_base", "n_begun", "months"]
    table = pd.DataFrame(rows, columns=names)
    table["key"] = pd.Categorical(table["key"], list(base))
    table = table.sort_values("key", kind="stable", ignore_index=True).astype({"key": "str"})
    first = table.groupby("key", sort=False)["n_count"].transform("first")
    return table.assign(
        difference=table["n_count"] - first, per_year=table["n_begun"] * 12 / table["months"]
    )[[*names[:4], "difference", *names[4:], "per_year"]]


def across(dataset: Dataset, chosen: Selection) -> int:
    """Count the Actions of a settled comparison of periods that still ran in a later period."""
    last = dataset.reference.periods[-1].id
    counts = [
        actions_by_period(dataset, side(chosen, code)).set_index("period")["n_across"][code]
        for code in chosen.of
        if code != last
    ]
    return int(sum(counts))


def undated(dataset: Dataset, chosen: Selection) -> int:
    """Count the Actions of the selection without sides that have no start."""
    return rests_on(dataset, whole(chosen), dated=("start_date",)).undated


def _counts(dataset: Dataset, selection: Selection) -> dict[str, int]:
    named = selected(dataset, "action_countries", selection)
    counts = {
        "actions": rests_on(dataset, selection).total,
        "countries": total(named, nw.col("country").n_unique()),
        "requests": rests_on(dataset, selection, counted="requests").total,
    }
    if n_rows(dataset, "experts"):
        counts["experts"] = rests_on(dataset, selection, counted="experts").total
    counts["results"] = rests_on(dataset, selection, counted="results").total
    speaks_of = dataset.reference.programme.speaks_of
    return {key: n for key, n in counts.items() if speaks_of(key)}


def _begun(dataset: Dataset, selection: Selection) -> tuple[int, float]:
    """Count the Actions of a side that began in its time, and give its months; none is NaN."""
    spans = _spans(dataset, selection)
    days = sum((end - start).days + 1 for start, end in spans)
    ran = selection.basis == "active" and (selection.year_from or selection.year_to)
    if not days or ran:
        return 0, float("nan")
    starts = tallied(selected_actions(dataset, selection, "start_from"))
    day, n = starts["start_from"], starts["n"]
    within = [day.between(pd.Timestamp(start), pd.Timestamp(end)) for start, end in spans]
    return int(sum(n[each].sum() for each in within)), days * 12 / 365.25


def _spans(dataset: Dataset, selection: Selection) -> list[Span]:
    """List the stretches of time that a side's periods, phases and years have in common."""
    reference = dataset.reference
    life = (reference.programme.start, reference.programme.end)
    periods: list[Span] = [
        (each.start, each.end) for each in reference.periods if each.id in selection.period
    ]
    listed = reference.phases[reference.phases["id"].isin(selection.phase)]
    phases: list[Span] = [
        (first_day(start), last_day(end))
        for start, end in zip(listed["start"], listed["end"], strict=True)
    ]
    years = (date(selection.year_from or 1, 1, 1), date(selection.year_to or 9999, 12, 31))
    return _common(_common(periods or [life], phases or [life]), [years])


def _common(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    pairs = [(max(a, c), min(b, d)) for a, b in some for c, d in others]
    return [(start, end) for start, end in pairs if start <= end]


def _by_actions(dataset: Dataset) -> list[str]:
    return list(actions_by_country(dataset, Selection())["country"][:2])
