"""Sides next to each other: their numbers as a chart, and other charts drawn once per side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from mieux_dashboard.charts import actions, areas, cells, expertise, time
from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.draw import bars, comparison, texts
from mieux_dashboard.draw.style import Figure
from mieux_dashboard.measure.comparison import across, settled, side, undated, whole
from mieux_dashboard.measure.comparison import comparison as measured
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words, message

_LISTED = {
    chart.key: chart
    for chart in (*actions.CHARTS, *actions.INSTITUTIONS, *areas.PILLARS, *time.CHARTS)
}
_EXPERTS = next(c for c in expertise.EXPERTS_CHARTS if c.key == "experts-by-country")
_DRAWN = {
    "actions-by-region": ("region", bars.by_region),
    "actions-by-period": ("period", bars.by_period),
    "actions-by-pillar": ("pillar", bars.by_pillar),
    "actions-by-institution": ("institution_type", bars.by_institution),
}
_OWN = {"region": "actions-by-region", "period": "actions-by-period", "pillar": "actions-by-pillar"}
_WHERE = ("region", "period", "pillar", "phase")
"""What is compared by region; a country or a group lies in one."""


def drawn(by: str) -> list[str]:
    """List the charts that are drawn once per side: all but the one by what is compared."""
    left = [] if by in _WHERE else ["actions-by-region"]
    dated = ["actions-by-period"] if by == "phase" else []
    return [key for key in _DRAWN if key not in (_OWN.get(by), *left, *dated)]


def rows(
    key: str, answers: Mapping[str, Answer], by: str, words: Words
) -> tuple[dict[str, Figure], str]:
    """Draw one chart once per side, in one order and on one scale, and say how the sides differ.

    Parameters
    ----------
    key
        One of `drawn`.
    answers
        By the code of the side; none empty.

    Returns
    -------
    tuple
        The figures by side, and the finding.
    """
    column, drawing = _DRAWN[key]
    order = _order(answers.values(), column, keep=key == "actions-by-period")
    aligned = {code: _aligned(answer, column, order) for code, answer in answers.items()}
    chart = replace(_LISTED[key], drawing=partial(drawing, order=order))
    figures = {code: chart.draw(answer, words) for code, answer in aligned.items()}
    bars.same_scale(list(figures.values()))
    return figures, _difference(aligned, column, by, words)


def _order(answers: Iterable[Answer], column: str, keep: bool) -> list[str]:
    """List what occurs on any side, most Actions on all sides first, or as it stands."""
    table = pd.concat([answer.table for answer in answers])
    sums = table.groupby(column, sort=False)["n_actions"].sum()
    return list(sums.index if keep else sums.sort_values(ascending=False, kind="stable").index)


def _aligned(answer: Answer, column: str, order: Sequence[str]) -> Answer:
    """Give the answer a row for everything in `order`; what a side has not counts 0."""
    table = answer.table.set_index(column).reindex(list(order))
    counts = [name for name in table.columns if name.startswith("n_")]
    table[counts] = table[counts].fillna(0).astype("int64")
    return replace(answer, table=table.reset_index())


def _difference(answers: Mapping[str, Answer], column: str, by: str, words: Words) -> str:
    """Say the row whose part of a side's Actions differs most between the sides."""
    shares = pd.DataFrame(
        {
            code: answer.table.set_index(column)["n_actions"] / answer.rests_on.total
            for code, answer in answers.items()
            if answer.rests_on.total
        }
    )
    if shares.empty:
        return words("No Action matches this selection")
    apart = shares.max(axis="columns") - shares.min(axis="columns")
    most = str((shares.max(axis="columns") if len(shares.columns) == 1 else apart).idxmax())
    said = [_part(code, answer, (column, most), by, words) for code, answer in answers.items()]
    return words.pair(_name(column, most, words), words.listing(said))


def _part(code: str, answer: Answer, row: tuple[str, str], by: str, words: Words) -> str:
    column, value = row
    name, total = comparison.side(by, code, words), answer.rests_on.total
    n = int(answer.table.set_index(column)["n_actions"][value])
    said = {"count": n, "side": name}
    return words.plural(
        "{count} of {n} Action ({side})", "{count} of {n} Actions ({side})", total, **said
    )


def _name(column: str, code: str, words: Words) -> str:
    if column == "institution_type":
        return words.institution_type(code)
    return comparison.side(column, code, words)


def _chosen(answer: Answer) -> Selection:
    return settled(answer.dataset, answer.selection)


def _drawing(answer: Answer, words: Words) -> Figure:
    return comparison.sides(answer, words, _chosen(answer).by)


def _finding(answer: Answer, words: Words) -> str:
    """Say the Actions of each side with their base, those of periods with their months."""
    by, table = _chosen(answer).by, answer.table
    said = []
    for row in table[table["key"] == "actions"].to_dict("records"):
        name, n = comparison.side(by, row["side"], words), int(row["n_count"])
        if by != "period" or row["months"] != row["months"]:
            said.append(texts.of_base(name, n, answer, words))
            continue
        said.append(
            words.plural(
                "{period}: {rate} Actions per twelve months, {n} Action in {months} months",
                "{period}: {rate} Actions per twelve months, {n} Actions in {months} months",
                n,
                period=name,
                rate=float(row["per_year"]),
                months=round(row["months"]),
            )
        )
    return " · ".join(said)


def _further(answer: Answer, words: Words) -> str:
    """Say of periods what runs across a boundary, what has no start, and what a date is not."""
    chosen = _chosen(answer)
    if chosen.by != "period":
        return ""
    crossing = words.plural(
        "{n} Action runs across a boundary; it counts where it began.",
        "{n} Actions run across a boundary; they count where they began.",
        across(answer.dataset, chosen),
    )
    n = undated(answer.dataset, chosen)
    without = words.plural(
        "{n} Action has no known start and is on no side.",
        "{n} Actions have no known start and are on no side.",
        n,
    )
    same = words("Coincidence in time is not influence.")
    return " ".join(filter(None, [crossing, without if n else "", same]))


def _guard(answer: Answer, min_cell: int) -> pd.DataFrame:
    """Let the experts of a side be those that the chart of experts shows for it."""
    table, chosen = answer.table, _chosen(answer)
    of_persons = table["key"] == "experts"
    if not of_persons.any():
        return table
    base = _experts(answer, whole(chosen), min_cell)
    shown = pd.Series(
        [_experts(answer, side(chosen, code), min_cell) for code in chosen.of],
        index=table.index[of_persons],
        dtype="Int64",
    )
    values = {"n_count": shown, "n_base": base, "difference": shown - shown.iloc[0]}
    safe = table.astype(dict.fromkeys(values, "Int64"))
    for column, value in values.items():
        safe.loc[of_persons, column] = value
    return safe


def _experts(answer: Answer, selection: Selection, min_cell: int) -> Any:  # noqa: ANN401 - a number or NA
    """Count experts as a file may: the sum of what their chart shows; NA for some, but too few."""
    exact = _EXPERTS.answer(answer.dataset, selection).rests_on.total
    n = _EXPERTS.guarded_answer(answer.dataset, selection, min_cell).rests_on.total
    return pd.NA if exact and not n else n


def _figure(row: cells.Row, column: str, words: Words) -> str:
    return words(comparison.FIGURES[row[column]])


def _side(row: cells.Row, column: str, words: Words) -> str:
    """Name a side by whichever list has its code: codes of two lists are never the same."""
    code = str(row[column])
    lists = ("periods", "regions", "groups", "countries", "areas", "phases")
    return next((name for name in (words.name(each, code) for each in lists) if name != code), code)


def _rate(row: cells.Row, column: str, words: Words) -> str:
    return "" if row[column] != row[column] else words.number(float(row[column]), 1)


COMPARISON = (
    Chart(
        "comparison",
        "compare",
        message("Sides next to each other"),
        message(
            "What belongs to two sides counts in both, and an Action counts with all its "
            "countries. Rates per twelve months make sides of unequal length comparable."
        ),
        measured,
        _drawing,
        _finding,
        {
            "key": (message("Figure"), _figure),
            "side": (message("Side"), _side),
            "n_count": (message("Number"), cells.persons),
            "n_base": (message("In all"), cells.persons),
            "difference": (message("Difference from the first side"), cells.persons),
            "months": (message("Months"), _rate),
            "per_year": (message("Per twelve months"), _rate),
        },
        persons=("n_count", "n_base", "difference"),
        by_key=True,
        guard=_guard,
        further=_further,
        rules=(1, 4, 6, 12),
    ),
)
