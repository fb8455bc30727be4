"""Which Actions a selection holds, and what their figures rest on."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from mieux_dashboard.measure.engine import Lazy, collected, table, total
from mieux_dashboard.model.answer import RestsOn
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection

# A part of a selection that takes codes -> the table in which an Action has the code, its column.
_CODED = {
    "region": ("action_regions", "region"),
    "group": ("action_groups", "group"),
    "country": ("action_countries", "country"),
    "pillar": ("action_pillars", "pillar"),
    "area": ("action_areas", "area"),
    "institution": ("actions", "institution_type"),
    "phase": ("actions", "phase"),
    "period": ("actions", "start_period"),
    "record": ("actions", "record_source"),
}


# What choosing needs to know of an Action itself.
_NEEDED = (
    *("action_id", "start_year", "end_year"),
    *(column for name, column in _CODED.values() if name == "actions"),
)


def selected_actions(dataset: Dataset, selection: Selection, *columns: str) -> Lazy:
    """Return the Actions that `selection` holds, with all columns or only those named.

    Several codes of one part widen (any of them), several parts narrow (all of them). Years count
    the start, or with ``basis="active"`` any year from start to end; an Action without the dates
    that this needs is out as soon as a year is chosen.
    """
    chosen = table(dataset, "actions")
    if columns:
        chosen = chosen.select(*dict.fromkeys((*_NEEDED, *columns)))
    for part, (name, column) in _CODED.items():
        codes = list(getattr(selection, part))
        if codes and name == "actions":
            chosen = chosen.filter(nw.col(column).is_in(codes))
        elif codes:
            having = table(dataset, name).filter(nw.col(column).is_in(codes))
            chosen = chosen.join(having.select("action_id"), on="action_id", how="semi")
    chosen = _in_years(chosen, selection)
    return chosen.select(*columns) if columns else chosen


def selected(dataset: Dataset, name: str, selection: Selection) -> Lazy:
    """Return the rows of a bridge table that belong to the Actions of `selection`."""
    if not selection.narrows:
        return table(dataset, name)
    actions = selected_actions(dataset, selection, "action_id")
    return table(dataset, name).join(actions, on="action_id", how="semi")


def year_columns(selection: Selection) -> tuple[str, str]:
    """Name the columns with the first and the last year that an Action has on the chosen basis."""
    return "start_year", "end_year" if selection.basis == "active" else "start_year"


def _in_years(actions: Lazy, selection: Selection) -> Lazy:
    if not (selection.year_from or selection.year_to):
        return actions
    first, last = year_columns(selection)
    return actions.drop_nulls(subset=[first, last]).filter(
        nw.col(last) >= selection.year_from,
        nw.col(first) <= (selection.year_to or 9999),
    )


def rests_on(
    dataset: Dataset,
    selection: Selection,
    assigned: Sequence[str] = (),
    dated: Sequence[str] = (),
) -> RestsOn:
    """Say what figures over the Actions of `selection` rest on.

    Parameters
    ----------
    assigned
        Columns whose ``<column>_basis`` says whether a value was published: ``areas``,
        ``institution_type``, ``phase``.
    dated
        Date columns that the chart needs, ``start_date`` or ``end_date``.
    """
    bases = [f"{column}_basis" for column in assigned]
    columns = dict.fromkeys(["action_id", "record_source", *bases, *dated])
    actions = collected(selected_actions(dataset, selection, *columns))
    assigned_counts = {
        column: int(actions[f"{column}_basis"].isin(["assigned", "derived"]).sum())
        for column in assigned
    }
    return RestsOn(
        counted="actions",
        total=len(actions),
        loaded=total(table(dataset, "actions"), nw.len()),
        records={str(k): int(v) for k, v in actions["record_source"].value_counts().items()},
        assigned={column: n for column, n in assigned_counts.items() if n},
        undated=int((actions[list(dated)] == "").any(axis=1).sum()) if dated else 0,
    )
