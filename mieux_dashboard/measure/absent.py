"""What the data do not hold at all, whatever is selected."""

from __future__ import annotations

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
        key
        for key, (name, column) in THINGS.items()
        if not (dataset[name][column].notna() & (dataset[name][column] != "")).any()
    )
