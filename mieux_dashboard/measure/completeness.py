"""How much of the record is there, field by field."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.actions import regions_shown
from mieux_dashboard.measure.engine import Lazy, collected, table
from mieux_dashboard.measure.select import selected_actions
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection

FIELDS = (
    "start_date",
    "end_date",
    "phase",
    "countries",
    "areas",
    "institution",
    "request_id",
    "participants",
    "expert_countries",
    "output",
)
"""The fields of Actions that `completeness` looks at, in reading order."""


def completeness(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count, for each phase and each region, the Actions that have a value in a field.

    Returns
    -------
    pd.DataFrame
        One row per phase and each of `FIELDS` that the programme's tables speak of, then per
        field and region of partners (and ``other`` where it has any), in reading order:

        - ``table``      str, ``actions``
        - ``field``      str, column name
        - ``by``         str, ``phase`` or ``region``
        - ``value``      str, id of the phase or region; the empty phase only where it occurs
        - ``n_present``  int64, distinct Actions with a value
        - ``n_base``     int64, distinct Actions of the phase or region
        - ``share``      float64, ``n_present`` over ``n_base``; NaN where ``n_base`` is 0

    Notes
    -----
    A value is present whether it was published, assigned or derived. An Action in several regions
    counts once in each. A regional body's Action that names no country has no countries to name.
    Source: sheet *Actions*.
    """
    actions = selected_actions(dataset, selection, "action_id", *FIELDS)
    placed = actions.join(table(dataset, "action_regions"), on="action_id")
    found = {"phase": _present(actions, "phase"), "region": _present(placed, "region")}
    shown = {
        "phase": _phases(dataset, found["phase"]["value"]),
        "region": regions_shown(dataset.reference, found["region"]["value"]),
    }
    counted = pd.concat([_block(by, found[by], shown[by]) for by in found], ignore_index=True)
    spoken = [field for field in FIELDS if dataset.reference.programme.speaks_of(field)]
    return counted[counted["field"].isin(spoken)].reset_index(drop=True)


def _present(rows: Lazy, by: str) -> pd.DataFrame:
    """Count by ``value`` of `by` the Actions, as ``n_base``, and those that have each field."""
    numbers = {column.name for column in TABLES["actions"].columns if column.type == "number"}
    present = [
        (~nw.col(field).is_null() if field in numbers else nw.col(field) != "")
        .cast(nw.Int64)
        .alias(f"n_{field}")
        for field in FIELDS
    ]
    marked = rows.select(nw.col(by).alias("value"), *present)
    sums = [nw.col(f"n_{field}").sum() for field in FIELDS]
    return collected(marked.group_by("value").agg(nw.len().alias("n_base"), *sums))


def _phases(dataset: Dataset, occurring: pd.Series[str]) -> list[str]:
    return [*dataset.reference.phases["id"], *([""] if (occurring == "").any() else [])]


def _block(by: str, counts: pd.DataFrame, values: list[str]) -> pd.DataFrame:
    rows = counts.set_index("value").reindex(values, fill_value=0).astype("int64")
    block = pd.DataFrame(
        {
            "field": [field for field in FIELDS for _ in values],
            "by": by,
            "value": values * len(FIELDS),
            "n_present": rows[[f"n_{field}" for field in FIELDS]].to_numpy().T.ravel(),
            "n_base": [*rows["n_base"]] * len(FIELDS),
        }
    )
    block.insert(0, "table", "actions")
    return block.assign(share=block["n_present"] / block["n_base"].where(block["n_base"] > 0))
