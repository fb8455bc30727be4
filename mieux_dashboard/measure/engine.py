"""Tables as lazy narwhals frames, whatever engine holds them, and back to a tidy pandas table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import narwhals as nw
import pandas as pd

from mieux_dashboard.model.dataset import Dataset

Lazy = nw.LazyFrame[Any]


def table(dataset: Dataset, name: str) -> Lazy:
    """Return the table `name` of a Dataset, not yet computed."""
    return nw.from_native(dataset[name]).lazy()


def collected(frame: Lazy) -> pd.DataFrame:
    """Compute a frame into pandas."""
    return frame.collect("pandas").to_native()  # type: ignore[no-any-return]


def total(rows: Lazy, counted: nw.Expr) -> int:
    """Compute one whole number over `rows`; over no rows it is 0."""
    value = collected(rows.select(counted.alias("total")))["total"].iloc[0]
    return 0 if pd.isna(value) else int(value)


def count_by(
    rows: Lazy, columns: Sequence[str], count: str = "n_actions", key: str = "action_id"
) -> pd.DataFrame:
    """Count the distinct values of `key` in each combination of `columns` that occurs.

    Returns
    -------
    pd.DataFrame
        `columns`, and `count` as int64, in no particular order; combinations with a null are out.
    """
    groups = rows.group_by(*columns, drop_null_keys=True)
    counted = groups.agg(nw.col(key).n_unique().alias(count))
    return collected(counted).astype({count: "int64"})


def sum_by(rows: Lazy, columns: Sequence[str], count: str, summed: str) -> pd.DataFrame:
    """Add up `summed` in each combination of `columns` that occurs, as int64 in `count`."""
    groups = rows.drop_nulls(subset=[summed]).group_by(*columns, drop_null_keys=True)
    return collected(groups.agg(nw.col(summed).sum().alias(count))).astype({count: "int64"})


def completed(
    counts: pd.DataFrame, levels: Mapping[str, Iterable[object]], counted: Sequence[str]
) -> pd.DataFrame:
    """Give every combination of `levels` a row, in their order; what did not occur counts 0.

    Parameters
    ----------
    counts
        At most one row per combination of the columns named in `levels`.
    levels
        Column to its values in reading order; rows with other values are left out.
    counted
        The columns that are counts.

    Returns
    -------
    pd.DataFrame
        The columns of `levels`, and those of `counted` as int64.
    """
    rows = list(product(*levels.values()))
    keys = list(zip(*(counts[name] for name in levels), strict=True))
    found = {name: dict(zip(keys, counts[name], strict=True)) for name in counted}
    n_rows = {name: [found[name].get(row, 0) for row in rows] for name in counted}
    return (
        pd.DataFrame(rows, columns=list(levels))
        .assign(**n_rows)
        .astype(dict.fromkeys(counted, "int64"))
    )
