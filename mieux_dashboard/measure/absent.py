"""What the data do not hold at all, whatever is selected."""

from __future__ import annotations

from functools import lru_cache

import narwhals as nw

from mieux_dashboard.measure.engine import n_rows, table, total
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.dataset import Dataset

THINGS = {
    "experts": ("experts", "expert_id"),
    "deployments": ("deployments", "expert_id"),
    "focal-points": ("focal_points", "focal_point_id"),
    "activities": ("activities", "activity_id"),
    "participants-by-sex": ("activities", "participants_women"),
    "results": ("results", "result_id"),
    "amounts": ("actions", "amount"),
}
"""What may be absent, by the table and the column that would hold it."""


@lru_cache(4)
def absent(dataset: Dataset) -> frozenset[str]:
    """Name what no row of the data has a value for.

    Returns
    -------
    frozenset
        Keys of `THINGS`. What one row holds is not absent; 0 is a value.

    Notes
    -----
    Source: sheets *Actions*, *Experts*, *Deployments*, *Focal points*, *Activities*, *Results*.
    """
    return frozenset(
        key for key, (name, column) in THINGS.items() if not _holds(dataset, name, column)
    )


def _holds(dataset: Dataset, name: str, column: str) -> bool:
    if not n_rows(dataset, name):
        return False
    number = TABLES[name].column(column).type == "number"
    given = ~nw.col(column).is_null() if number else nw.col(column) != ""
    return total(table(dataset, name).filter(given), nw.len()) > 0
