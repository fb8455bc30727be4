"""Counts in parts: how many of each row belong to each policy period, or to each pillar.

A measure that can be split counts through `split`; its table keeps its rows and its count of
distinct records, and gains one column per part where the selection asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.engine import Lazy, count_by, table, total
from mieux_dashboard.measure.select import selected_records
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.model.selection import Selection

NONE = "n_none"
"""The column of what has no period, or no pillar."""
_PERIODS = {"action": "start_period", "request": "received_period"}


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is counted: the name of its table, what tells two apart, and what places it."""

    counted: str
    key: str
    count: str
    placed: str = "action"
    once: bool = True


_KINDS = {
    kind.counted: kind
    for kind in (
        _Kind("actions", "action_id", "n_actions"),
        _Kind("requests", "request_id", "n_requests", "request"),
        _Kind("results", "result_id", "n_results"),
        _Kind("activities", "activity_id", "n_activities"),
        _Kind("partners", "name", "n_organisations", once=False),
    )
}


def parts(reference: Reference, by: str) -> Mapping[str, str]:
    """Name the columns of the parts, in reading order: column to code, "" for those in none.

    Parameters
    ----------
    by
        ``period`` or ``pillar``; anything else has no parts.
    """
    periods = tuple(period.id for period in reference.periods)
    codes = {"period": periods, "pillar": reference.pillars}.get(by, ())
    return {f"n_{code}": code for code in codes} | ({NONE: ""} if codes else {})


def split(
    rows: Lazy,
    columns: Sequence[str],
    dataset: Dataset,
    selection: Selection,
    counted: str = "actions",
) -> pd.DataFrame:
    """Count records as `count_by` does, and beside it those of each part where one is asked for.

    Parameters
    ----------
    rows
        With what tells two records apart, ``action_id`` (requests: ``request_id``) and `columns`.
    counted
        ``actions``, ``requests``, ``results``, ``activities`` or ``partners``.

    Returns
    -------
    pd.DataFrame
        `columns`, ``n_actions`` (``n_requests``, ``n_results``, ``n_activities``,
        ``n_organisations``), and with ``selection.by`` of ``period`` or ``pillar`` one more column
        per part, named as `parts` names them; all int64.

    Notes
    -----
    A period is the one in which the Action started, or the request was received: the parts add up
    to the count. A record with areas under several pillars is in each of them, so those parts may
    add up to more. A result and an activity belong where their Action does; an organisation is in
    each part that one of its Actions is in, so its parts may add up to more. What has no such
    period or pillar is in ``n_none``.
    """
    kind = _KINDS[counted]
    key, count = kind.key, kind.count
    counts = count_by(rows, columns, count, key, kind.once)
    names = parts(dataset.reference, selection.by)
    if not names:
        return counts
    placed, on = _placed(dataset, selection.by, kind.placed), f"{kind.placed}_id"
    within = count_by(rows.join(placed, on=on), [*columns, "part"], count, key, kind.once)
    for name, code in names.items():
        of_part = within[within["part"] == code][[*columns, count]]
        if name == NONE:
            of_part = count_by(rows.join(placed, on=on, how="anti"), columns, count, key, kind.once)
        counts = counts.merge(of_part.rename(columns={count: name}), how="left", on=list(columns))
    return counts.fillna(dict.fromkeys(names, 0)).astype(dict.fromkeys(names, "int64"))


def in_none(dataset: Dataset, selection: Selection, counted: str, dated: Sequence[str] = ()) -> int:
    """Count the records of a selection, among those with the dates `dated`, that are in no part."""
    kind = _KINDS[counted]
    records = selected_records(dataset, counted, selection)
    for column in dated:
        records = records.filter(nw.col(column) != "")
    placed = _placed(dataset, selection.by, kind.placed)
    return total(records.join(placed, on=f"{kind.placed}_id", how="anti"), nw.len())


def counted(counts: pd.DataFrame) -> list[str]:
    """List the columns of `split` that are counts."""
    return [name for name in counts.columns if name.startswith("n_")]


def _placed(dataset: Dataset, by: str, kind: str) -> Lazy:
    """Give each record that has one its period, or each of its pillars, as ``part``."""
    key = f"{kind}_id"
    if by == "pillar":
        return table(dataset, f"{kind}_pillars").select(key, nw.col("pillar").alias("part"))
    records = table(dataset, f"{kind}s").select(key, nw.col(_PERIODS[kind]).alias("part"))
    return records.filter(nw.col("part") != "")
