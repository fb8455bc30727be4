"""Published figures beside what is loaded, with the reasons in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from mieux_dashboard.draw.texts import published
from mieux_dashboard.measure.persons import guarded_figures
from mieux_dashboard.measure.published import published_figures
from mieux_dashboard.measure.reconciliation import reconciliation
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words, message

REASONS: Mapping[str, str] = {
    "same": message("Both are the same."),
    "no-public-page": message("Only what has a public page is loaded."),
    "not-published-as-rows": message(
        "Published as a number; at most single rows of it are loaded."
    ),
    "attendances": message("Rows count attendances; one person may attend more than once."),
    "different-definition": message("The loaded rows do not count the same thing."),
    "after-date": message("The rows go on to the end of the year that the figure is dated to."),
    "contradicts": message("More rows are loaded than were published."),
}
"""Why the published figure and what is loaded differ, by the code of the measure."""

_CONTRADICTED = message("Published elsewhere: {figures}.")


@lru_cache(16)
def reconciled(dataset: Dataset, words: Words, min_cell: int) -> list[dict[str, Any]]:
    """Return what ``mieux reconcile`` prints, figure by figure, headline totals first.

    Parameters
    ----------
    min_cell
        Loaded numbers of persons below it are hidden; 1 shows all.

    Returns
    -------
    list[dict]
        ``key``, ``published``, ``qualifier``, ``source_url``, ``as_of``, ``loaded``,
        ``difference`` (loaded less published; both None where nothing comparable is loaded) and
        ``reason``, a sentence that also names the published figures which contradict this one.
    """
    table = reconciliation(dataset, Selection())
    rows = guarded_figures(table, ["loaded", "difference"], min_cell).to_dict("records")
    figures = {row["key"]: row for row in published_figures(dataset).to_dict("records")}
    return [
        {
            "key": row["key"],
            "published": _number(row["published"]),
            "qualifier": row["qualifier"],
            "source_url": row["source_url"],
            "as_of": row["as_of"],
            "loaded": _number(row["loaded"]),
            "difference": _number(row["difference"]),
            "reason": reason(
                row["reason"], [figures[key] for key in row["contradicts"].split(";") if key], words
            ),
        }
        for row in rows
    ]


def reason(code: str, others: Sequence[Mapping[Any, Any]], words: Words) -> str:
    """Say why a published figure and what is loaded differ, and which `others` contradict it."""
    said = dict.fromkeys(_dated(other, words) for other in others)
    contradicted = words(_CONTRADICTED, figures=words.listing(said)) if others else ""
    return " ".join(filter(None, [words(REASONS[code]), contradicted]))


def _dated(figure: Mapping[Any, Any], words: Words) -> str:
    total = published(figure, words)
    return f"{total} ({words.date(figure['as_of'])})" if figure["as_of"] else total


def _number(value: float) -> float | None:
    if pd.isna(value):
        return None
    return int(value) if value == int(value) else value


def reconciled_table(figures: Sequence[Mapping[str, Any]], words: Words) -> list[dict[str, str]]:
    """Return the rows of `reconciled` as a reader sees them, without the addresses."""
    return [
        {
            words("Figure"): figure["key"],
            words("Published"): published(
                {"qualifier": figure["qualifier"], "value": figure["published"]}, words
            ),
            words("As of"): words.date(figure["as_of"]),
            words("Loaded"): _said(figure["loaded"], words),
            words("Difference"): _said(figure["difference"], words),
            words("Reason"): figure["reason"],
        }
        for figure in figures
    ]


def _said(value: float | None, words: Words) -> str:
    return "–" if value is None else words.number(value)
