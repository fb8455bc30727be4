"""Tables as lazy narwhals frames, whatever engine holds them, and back to a tidy pandas table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache, wraps
from itertools import product
from typing import Any, Concatenate, ParamSpec, TypeVar

import narwhals as nw
import numpy as np
import pandas as pd

from mieux_dashboard.model.dataset import Dataset, is_in

Lazy = nw.LazyFrame[Any]

LISTED = 10_000
"""So many records of a table that an engine holds are listed at most; figures count all."""

REMEMBERED = 32
"""How many answers to the same question are remembered."""

_Asked = ParamSpec("_Asked")
_Answered = TypeVar("_Answered")


def table(dataset: Dataset, name: str, *columns: str) -> Lazy:
    """Return the table `name` of a Dataset, not yet computed.

    Parameters
    ----------
    columns
        Which columns are needed, where not all are: in memory each one costs at every step. An
        engine sees for itself, and gives all.
    """
    native = dataset[name]
    if columns and dataset.held is None:
        native = native[[*columns]]
    frame: Lazy = nw.from_native(native).lazy()
    return frame


def n_rows(dataset: Dataset, name: str) -> int:
    """Return how many rows the table `name` has; an engine need not count them."""
    return len(dataset[name]) if dataset.held is None else dataset.held.rows[name]


@lru_cache(REMEMBERED)
def holds(dataset: Dataset, name: str, column: str, value: str) -> bool:
    """Whether a row of the table `name` has `value` in `column`; an engine stops at the first."""
    having = table(dataset, name).select(column).filter(nw.col(column) == value)
    return not collected(having.head(1)).empty


def collected(frame: Lazy) -> pd.DataFrame:
    """Compute a frame into pandas, with the types that our tables have in memory."""
    if frame.implementation.is_pandas():
        return frame.collect("pandas").to_native()  # type: ignore[no-any-return]
    return in_memory(frame.collect("pyarrow").to_native())


def among(rows: Lazy, of: Lazy, key: str) -> Lazy:
    """Keep the rows whose `key` is in `of`; in memory it is looked up, which beats joining."""
    if not rows.implementation.is_pandas():
        return rows.join(of.select(key), on=key, how="semi")
    frame = collected(rows)
    kept_rows: Lazy = nw.from_native(frame[is_in(frame[key], collected(of)[key])]).lazy()
    return kept_rows


def first(rows: Lazy, *order: str) -> Lazy:
    """Return the records that are listed: all that are in memory, of an engine's `LISTED`.

    Parameters
    ----------
    order
        By which columns the first ones are found.
    """
    return rows if rows.implementation.is_pandas() else rows.sort(*order).head(LISTED)


def of_ids(dataset: Dataset, name: str, ids: Iterable[str], key: str = "action_id") -> pd.DataFrame:
    """Return the records of a table whose `key` is one of `ids`."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return collected(table(dataset, name).head(0))
    return collected(table(dataset, name).filter(nw.col(key).is_in(wanted)))


def in_memory(arrow: Any) -> pd.DataFrame:  # noqa: ANN401 - a pyarrow.Table
    """Turn an Arrow table into pandas: text as ``str``, whole numbers as ``Int64``."""
    table: pd.DataFrame = arrow.to_pandas(
        types_mapper=_text_type, integer_object_nulls=False, coerce_temporal_nanoseconds=False
    )
    for name in table.columns:
        column = arrow.column(name)
        if str(column.type).startswith(("int", "uint")):
            table[name] = column.to_pandas(types_mapper=_whole_type).astype("Int64")
        elif str(column.type).startswith("timestamp"):
            table[name] = table[name].astype("datetime64[s]")
    return table


def _text_type(arrow: object) -> Any:  # noqa: ANN401 - a type of pandas, or none
    return pd.StringDtype(na_value=float("nan")) if "string" in str(arrow) else None


def _whole_type(arrow: object) -> Any:  # noqa: ANN401 - a type of pandas
    return pd.Int64Dtype()


def kept(dataset: Dataset, asked: Hashable, rows: Lazy) -> Lazy:
    """Let an engine compute rows that many charts ask for once; what is in memory is computed."""
    if dataset.held is None:
        return rows
    frame: Lazy = nw.from_native(dataset.held.kept(asked, rows.to_native)).lazy()
    return frame


def remembered(
    asked: Callable[Concatenate[Dataset, _Asked], _Answered],
) -> Callable[Concatenate[Dataset, _Asked], _Answered]:
    """Remember what is asked of tables in memory; what an engine only plans is planned anew.

    All charts of a page ask for the same selection. A plan costs nothing, and one of DuckDB belongs
    to the thread that made it.
    """
    known = lru_cache(REMEMBERED)(asked)

    @wraps(asked)
    def ask(dataset: Dataset, /, *given: _Asked.args, **named: _Asked.kwargs) -> _Answered:
        if dataset.held is not None:
            return asked(dataset, *given, **named)
        return known(dataset, *given, **named)  # type: ignore[arg-type]

    return ask


def total(rows: Lazy, counted: nw.Expr) -> int:
    """Compute one whole number over `rows`; over no rows it is 0."""
    value = collected(rows.select(counted.alias("total")))["total"].iloc[0]
    return 0 if pd.isna(value) else int(value)


def distinct(rows: Lazy, key: str) -> nw.Expr:
    """Count distinct values of `key` over rows that have each of them once, as our tables do.

    What an engine holds was found to have them once when it was prepared: counting rows will do,
    and costs an engine half.
    """
    return nw.col(key).n_unique() if rows.implementation.is_pandas() else nw.len()


def count_by(
    rows: Lazy,
    columns: Sequence[str],
    count: str = "n_actions",
    key: str = "action_id",
    once: bool = True,
) -> pd.DataFrame:
    """Count the distinct values of `key` in each combination of `columns` that occurs.

    Parameters
    ----------
    once
        Whether a value of `key` has one row in a combination; see `distinct`.

    Returns
    -------
    pd.DataFrame
        `columns`, and `count` as int64, in no particular order; combinations with a null are out.
    """
    groups = rows.group_by(*columns, drop_null_keys=True)
    counted = distinct(rows, key) if once else nw.col(key).n_unique()
    found = groups.agg(counted.alias(count))
    return collected(found).astype({count: "int64"})


def tallied(rows: Lazy) -> pd.DataFrame:
    """Count equal rows, as int64 in ``n``: whatever is asked of the rows, these answer it.

    Rows that are in memory stay single, each with an ``n`` of 1. In no particular order.
    """
    if rows.implementation.is_pandas():
        return collected(rows).assign(n=1)
    names = rows.collect_schema().names()
    return collected(rows.group_by(*names).agg(nw.len().alias("n"))).astype({"n": "int64"})


def median(values: pd.Series[Any], times: pd.Series[Any]) -> float:
    """Return the median of whole numbers of which each occurs several times; NaN without any."""
    order = values.argsort()
    upto = times.iloc[order].cumsum().to_numpy()
    if not len(upto):
        return float("nan")
    middle = [(upto[-1] - 1) // 2, upto[-1] // 2]
    return float(values.iloc[order].iloc[upto.searchsorted(middle, side="right")].mean())


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
    keys = list(zip(*(counts[name].tolist() for name in levels), strict=True))
    found = {name: dict(zip(keys, counts[name].tolist(), strict=True)) for name in counted}
    n_rows = {
        name: np.fromiter((found[name].get(row, 0) for row in rows), "int64", len(rows))
        for name in counted
    }
    return pd.DataFrame(rows, columns=list(levels)).assign(**n_rows)
