"""What a workbook would change: the tables that would be, and every cell that differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from mieux_dashboard.load.rules import compared
from mieux_dashboard.model.columns import TABLES

Mode = Literal["update", "replace"]
Tables = Mapping[str, pd.DataFrame]

CHANGES = ("table", "id", "change", "column", "before", "after")
_STAYS = ("published_figures",)
_BASIS_OF = {"country_basis": "expert_countries"}
_OWN_SOURCE = "programme"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of a table are added, changed, removed and unchanged."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, eq=False)
class Difference:
    """How two states of the data differ.

    Parameters
    ----------
    counts
        By table, for every table that either state has.
    changes
        Text columns ``table``, ``id``, ``change`` (``added``, ``changed``, ``removed``),
        ``column``, ``before``, ``after``: one row for each record added or removed, with an empty
        ``column``, and one for each cell changed. A record of a table without a key is named by
        the ids in it, and is added or removed, never changed.
    """

    counts: Mapping[str, Counts]
    changes: pd.DataFrame

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return self.changes.empty


def merged(base: Tables, given: Tables, mode: Mode) -> dict[str, pd.DataFrame]:
    """Return the tables that accepting `given` on top of `base` would make.

    Parameters
    ----------
    base, given
        Tables as `load.check` gives them.
    mode
        ``update`` adds records and changes cells: an empty cell and an absent column leave what is
        there, and nothing is removed. ``replace`` keeps nothing of `base` but the published
        figures, where `given` has none.

    Notes
    -----
    Where an update changes a value, what was said of the old value's basis (assigned by us,
    derived) no longer holds and becomes empty, unless the file says it anew. The record source of
    a record that does not change otherwise stays.
    """
    if mode == "replace":
        kept = {name: base[name] for name in _STAYS if name in base and name not in given}
        return kept | dict(given)
    named = [name for name in TABLES if name in base or name in given]
    return {name: _updated(base.get(name), given.get(name), TABLES[name].key) for name in named}


def _updated(base: pd.DataFrame | None, given: pd.DataFrame | None, key: str) -> pd.DataFrame:
    if base is None or base.empty or given is None or given.empty:
        kept = base if given is None or given.empty else given
        return kept if kept is not None else pd.DataFrame()
    base, given = _same_columns(base, given)
    if not key:
        return pd.concat([base, _not_in(given, base)], ignore_index=True)
    old, new = base.set_index(_index(base[key])), given.set_index(_index(given[key]))
    both = old.index.intersection(new.index, sort=False)
    changed = _overlaid(old.loc[both], new.loc[both], key)
    updated = old.copy()
    updated.loc[both] = changed
    added = new.loc[new.index.difference(old.index, sort=False)]
    return pd.concat([updated, added], ignore_index=True)


def _same_columns(base: pd.DataFrame, given: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give both tables the columns of either, those they lack empty."""
    names = [*base.columns, *(name for name in given.columns if name not in base)]
    kinds = {name: (base if name in base else given)[name].dtype for name in names}
    return _with_columns(base, kinds), _with_columns(given, kinds)


def _with_columns(table: pd.DataFrame, kinds: Mapping[str, Any]) -> pd.DataFrame:
    empty = {
        name: pd.Series(float("nan") if kind == "float64" else "", index=table.index, dtype=kind)
        for name, kind in kinds.items()
        if name not in table
    }
    return table.assign(**empty)[list(kinds)]


def _overlaid(old: pd.DataFrame, new: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return `old` with every cell that `new` fills; both have the same rows and columns."""
    given = _filled(new)
    result = new.where(given, old)
    differs = _differs(old, result)
    for name in [name for name in old.columns if name.endswith("_basis")]:
        valued = _BASIS_OF.get(name, name.removesuffix("_basis"))
        if valued in old:
            stale = differs[valued] & ~given[name]
            result[name] = result[name].mask(stale, "")
    if "record_source" in old:
        others = differs.drop(columns=[key, "record_source"]).any(axis=1)
        only_default = ~others & (new["record_source"] == _OWN_SOURCE)
        result["record_source"] = result["record_source"].mask(only_default, old["record_source"])
    result[key] = old[key]
    return result


def _filled(table: pd.DataFrame) -> pd.DataFrame:
    return table.notna() & (table != "")


def _differs(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    return (before != after) & (_filled(before) | _filled(after))


def _index(ids: pd.Series[Any]) -> pd.Index[Any]:
    return pd.Index([compared(str(one)) for one in ids.tolist()])


def _not_in(given: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `given` that `base` has not, or has fewer times."""
    given_keys, base_keys = _row_keys(given), _row_keys(base)
    times = given_keys.groupby(given_keys).cumcount()
    had = given_keys.map(base_keys.value_counts()).fillna(0)
    return given[(times >= had).to_numpy()]


def _row_keys(table: pd.DataFrame) -> pd.Series[Any]:
    return pd.Series(pd.util.hash_pandas_object(table, index=False).to_numpy(), index=table.index)


def difference(before: Tables, after: Tables) -> Difference:
    """Compare two states of the data, record by record and cell by cell.

    Ids are compared without case or superfluous spaces; the order of records does not matter.
    """
    counts, changes = {}, []
    for name in TABLES:
        if name in before or name in after:
            old, new = _both(before.get(name), after.get(name))
            counts[name], changed = _compared(old, new, name)
            changes += changed
    empty = pd.DataFrame({name: pd.Series(dtype="str") for name in CHANGES})
    listed = pd.concat(changes, ignore_index=True) if changes else empty
    return Difference(counts, listed)


def _both(old: pd.DataFrame | None, new: pd.DataFrame | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two tables of the same columns; an absent one has no rows."""
    present = old if old is not None else new
    nothing = pd.DataFrame() if present is None else present.iloc[:0]
    return _same_columns(nothing if old is None else old, nothing if new is None else new)


def _compared(old: pd.DataFrame, new: pd.DataFrame, name: str) -> tuple[Counts, list[pd.DataFrame]]:
    key = TABLES[name].key
    if not key:
        return _compared_rows(old, new, name)
    old, new = old.set_index(_index(old[key])), new.set_index(_index(new[key]))
    both = old.index.intersection(new.index, sort=False)
    added = new.loc[new.index.difference(old.index, sort=False), key]
    removed = old.loc[old.index.difference(new.index, sort=False), key]
    was, now = old.loc[both], new.loc[both]
    cells = _differs(was, now)
    cells[key] = False
    touched = cells.any(axis=1)
    changes = [_records(name, "added", added), _records(name, "removed", removed)]
    changes += [
        _cells(name, was.loc[mask, [key, column]], now.loc[mask, column])
        for column in cells.columns
        if (mask := cells[column]).any()
    ]
    counts = Counts(len(added), int(touched.sum()), len(removed), int((~touched).sum()))
    return counts, [part for part in changes if not part.empty]


def _compared_rows(
    old: pd.DataFrame, new: pd.DataFrame, name: str
) -> tuple[Counts, list[pd.DataFrame]]:
    added, removed = _not_in(new, old), _not_in(old, new)
    ids = [c.name for c in TABLES[name].columns if c.type == "id" and c.name in old]
    parts = [
        _records(name, "added", _named(added, ids)),
        _records(name, "removed", _named(removed, ids)),
    ]
    counts = Counts(len(added), 0, len(removed), len(new) - len(added))
    return counts, [part for part in parts if not part.empty]


def _named(rows: pd.DataFrame, ids: Sequence[str]) -> pd.Series[Any]:
    """Name rows by the ids in them."""
    said = [" · ".join(filter(None, cells)) for cells in rows[ids].to_numpy().tolist()]
    return pd.Series(said, index=rows.index, dtype="str")


def _records(table: str, change: str, ids: pd.Series[Any]) -> pd.DataFrame:
    return _as_changes(table, change, "", ids, "", "")


def _cells(table: str, was: pd.DataFrame, now: pd.Series[Any]) -> pd.DataFrame:
    key, column = was.columns
    return _as_changes(table, "changed", column, was[key], said(was[column]), said(now))


def _as_changes(
    table: str,
    change: str,
    column: str,
    ids: pd.Series[Any],
    before: pd.Series[Any] | str,
    after: pd.Series[Any] | str,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "table": table, "id": ids.astype("str"), "change": change, "column": column,
            "before": before, "after": after,
        }
    )  # fmt: skip


def said(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return values as the text that a reader compares: whole numbers without ``.0``."""
    if values.dtype != "float64":
        return values.astype("str")
    return pd.Series(
        [
            "" if v != v else str(int(v)) if float(v).is_integer() else repr(float(v))
            for v in values
        ],
        index=values.index,
        dtype="str",
    )
