"""What stands behind and above a native chart over time: periods, milestones, medians."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mieux_dashboard.draw.policy import after, decimal
from mieux_dashboard.draw.spans import median_days, median_months
from mieux_dashboard.draw.timelines import milestone_around
from mieux_dashboard.export.native import Native
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.dates import first_day
from mieux_dashboard.words import Words

_MONTH = 365.25 / 12  # days


@dataclass(frozen=True, slots=True)
class Mark:
    """A time on an axis, from 0 at its left end to 1 at its right.

    Parameters
    ----------
    at
        Where it stands.
    name, detail
        What is written at it; the second, quieter.
    drawn
        Whether it has a line; a period that began before the axis has none.
    dotted
        Whether that line is dotted: no milestone that makes a period.
    """

    at: float
    name: str
    detail: str = ""
    drawn: bool = True
    dotted: bool = False


def marks(shown: Native, answer: Answer, words: Words) -> list[Mark]:
    """Return the marks of a native chart from left to right, none where it has no time axis."""
    said = {"year": _policy, "offset": _around, "bin_months": _medians}.get(shown.along)
    found = said(shown, answer, words) if said else ()
    return sorted(found, key=lambda mark: mark.at)


def bands(shown: Native, answer: Answer) -> list[tuple[float, float]]:
    """Return every second period of a chart by year as a span of its axis."""
    if shown.along != "year":
        return []
    spans = [
        (_year(shown, decimal(period.start)), _year(shown, after(period.end)))
        for period in answer.dataset.reference.periods[1::2]
    ]
    return [(max(start, 0), min(end, 1)) for start, end in spans if end > 0 and start < 1]


def _year(shown: Native, at: float) -> float:
    first = int(shown.table.index[0])
    return (at - first) / len(shown.table)


def _policy(shown: Native, answer: Answer, words: Words) -> Iterator[Mark]:
    reference = answer.dataset.reference
    dates = reference.milestones.set_index("id")["date"]
    for period in reference.periods:
        at = _year(shown, decimal(first_day(dates[period.milestone])))
        name, _, since = words.period(period.id).partition(", ")
        drawn = 0 < at < 1
        detail = words.date(dates[period.milestone], short=True) if drawn else since
        if at < 1:
            yield Mark(max(at, 0), name[:1].upper() + name[1:], detail, drawn)
    core = {*reference.core_milestones["id"]}
    for code in answer.selection.milestone:
        at = _year(shown, decimal(first_day(dates[code])))
        if code not in core and 0 < at < 1:
            day = words.date(dates[code], short=True)
            yield Mark(at, words.milestone(code), day, dotted=True)


def _around(shown: Native, answer: Answer, words: Words) -> Iterator[Mark]:
    code = milestone_around(answer)
    dates = answer.dataset.reference.milestones.set_index("id")["date"]
    at = list(shown.table.index).index("0") / len(shown.table)
    yield Mark(at, words.milestone(code), words.date(dates[code]))


def _medians(shown: Native, answer: Answer, words: Words) -> Iterator[Mark]:
    steps = [int(label) for label in shown.table.index[:2]]
    whole = (steps[1] - steps[0]) * len(shown.table) if len(steps) > 1 else 1
    table = answer.table
    if "median_months" in table:
        months, base = float(table["median_months"].iloc[0]), int(table["n_base"].iloc[0])
        if months == months:
            yield Mark(months / whole, median_months(months, base, words), dotted=True)
        return
    for name, (_, rows) in zip(shown.table, table.groupby("measure", sort=False), strict=False):
        days, base = float(rows["median_days"].iloc[0]), int(rows["n_base"].iloc[0])
        if days == days:
            said = median_days(days, base, words)
            yield Mark(days / _MONTH / whole, words.pair(name, said), dotted=True)
