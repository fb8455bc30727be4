"""What a reader has done to a table, as one readable part of the address.

``table=sort:start_date-desc;find:border;columns:areas,phase;filter:title,contains,migration;size:50``

Parts stand between ``;``, values between ``,``; inside a value ``%``, ``,`` and ``;`` are written
``%25``, ``%2C`` and ``%3B``. What names nothing the table has is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

TABLE = "table"
"""The part's name in the query; it belongs to one page and is no part of a Selection."""
SIZES = (25, 50, 100)
CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "contains",
        "notContains",
        "equals",
        "notEqual",
        "startsWith",
        "endsWith",
        "blank",
        "notBlank",
    ),
    "number": (
        "equals",
        "notEqual",
        "greaterThan",
        "greaterThanOrEqual",
        "lessThan",
        "lessThanOrEqual",
        "inRange",
        "blank",
        "notBlank",
    ),
    "date": ("equals", "notEqual", "lessThan", "greaterThan", "inRange", "blank", "notBlank"),
}
"""The conditions that a filter of a kind of column offers, as AG Grid names them."""
_DIRECTIONS = ("asc", "desc")
_ESCAPES = {"%": "%25", ",": "%2C", ";": "%3B"}


@dataclass(frozen=True, slots=True)
class Filter:
    """One column's condition: no value for blank and not blank, two for a range, else one."""

    column: str
    condition: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableState:
    """What a reader has done to a table.

    Parameters
    ----------
    find
        What stands in the search.
    sort
        Columns with ``asc`` or ``desc``, the first decides first.
    columns
        The columns beside the leading one, in order; None for those shown at first.
    filters
        At most one per column.
    size
        Rows per page, one of `SIZES`.
    """

    find: str = ""
    sort: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] | None = None
    filters: tuple[Filter, ...] = ()
    size: int = SIZES[0]

    def written(self) -> str:
        """Return the value of the query's part; nothing where nothing was done."""
        parts = []
        if self.sort:
            parts.append("sort:" + _joined([f"{name}-{way}" for name, way in self.sort]))
        if self.find:
            parts.append("find:" + _escaped(self.find))
        if self.columns is not None:
            parts.append("columns:" + _joined(self.columns))
        parts += [
            "filter:" + _joined([one.column, one.condition, *one.values]) for one in self.filters
        ]
        if self.size != SIZES[0]:
            parts.append(f"size:{self.size}")
        return ";".join(parts)

    def query(self) -> str:
        """Return the whole part of the query, ready for an address: ``table=...`` or nothing."""
        return written_query(self.written())

    def model(self, kinds: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """Return the filters as AG Grid's filter model."""
        return {one.column: _as_model(one, kinds[one.column]) for one in self.filters}


def written_query(text: str) -> str:
    """Return ``table=...`` for an address, or nothing for nothing."""
    return urlencode({TABLE: text}, safe=",:;", errors="replace") if text else ""


def read_state(text: str, kinds: Mapping[str, str], lead: str) -> TableState:
    """Read the value of the query's part; what is unknown or malformed is left out.

    Parameters
    ----------
    kinds
        The table's columns by name, each ``text``, ``number`` or ``date``.
    lead
        The column that is always there.
    """
    parts: dict[str, list[str]] = {}
    for part in text.split(";"):
        name, _, value = part.partition(":")
        parts.setdefault(name, []).append(value)
    given = {name: values[0] for name, values in parts.items()}
    columns = _split(given["columns"]) if "columns" in given else None
    return TableState(
        find=_plain(given.get("find", "")),
        sort=_known_sort(
            (one.rpartition("-")[::2] for one in _split(given.get("sort", ""))), kinds
        ),
        columns=None if columns is None else known_columns(columns, kinds, lead),
        filters=_known_filters(
            (_as_filter(_split(value)) for value in parts.get("filter", [])), kinds
        ),
        size=_known_size(given.get("size", "")),
    )


def state_of(
    view: Mapping[str, Any], columns: Sequence[str] | None, kinds: Mapping[str, str], lead: str
) -> TableState:
    """Return the state that a grid in the browser reports.

    Parameters
    ----------
    view
        ``find``, ``sort`` (pairs), ``filter`` (AG Grid's filter model) and ``size``.
    columns
        The columns chosen beside the leading one; None for those shown at first.
    kinds, lead
        As for `read_state`.
    """
    return TableState(
        find=str(view["find"]),
        sort=_known_sort(view["sort"], kinds),
        columns=None if columns is None else known_columns(columns, kinds, lead),
        filters=_known_filters(
            (_of_model(name, model) for name, model in view["filter"].items()), kinds
        ),
        size=_known_size(str(view["size"])),
    )


def known_columns(names: Iterable[str], kinds: Mapping[str, str], lead: str) -> tuple[str, ...]:
    """Return the names that are columns beside the leading one, each once, in their order."""
    return tuple(dict.fromkeys(name for name in names if name in kinds and name != lead))


def _known_sort(
    pairs: Iterable[Sequence[str]], kinds: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    ways = {name: way for name, way in pairs if name in kinds and way in _DIRECTIONS}
    return tuple(ways.items())


def _known_filters(filters: Iterable[Filter], kinds: Mapping[str, str]) -> tuple[Filter, ...]:
    return tuple({one.column: one for one in filters if _fits(one, kinds)}.values())


def _known_size(text: str) -> int:
    return next((size for size in SIZES if str(size) == text), SIZES[0])


def _fits(one: Filter, kinds: Mapping[str, str]) -> bool:
    kind = kinds.get(one.column, "")
    if one.condition not in CONDITIONS.get(kind, ()):
        return False
    wanted = {"blank": 0, "notBlank": 0, "inRange": 2}.get(one.condition, 1)
    return len(one.values) == wanted and all(_reads_as(kind, value) for value in one.values)


def _reads_as(kind: str, value: str) -> bool:
    try:
        if kind == "number":
            return math.isfinite(float(value))
        if kind == "date":
            return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
    return bool(value)


def _as_filter(parts: Sequence[str]) -> Filter:
    column, condition, *values = [*parts, "", ""] if len(parts) < 2 else parts
    return Filter(column, condition, tuple(values))


def _as_model(one: Filter, kind: str) -> dict[str, Any]:
    names = ("dateFrom", "dateTo") if kind == "date" else ("filter", "filterTo")
    values = [float(value) if kind == "number" else value for value in one.values]
    given = dict(zip(names, values, strict=False))
    return {"filterType": kind, "type": one.condition} | given


def _of_model(column: str, model: Mapping[str, Any]) -> Filter:
    condition = str(model.get("type"))
    if condition in ("blank", "notBlank"):
        return Filter(column, condition)
    if model.get("filterType") == "date":
        values = [str(model.get(name) or "")[:10] for name in ("dateFrom", "dateTo")]
    else:
        values = [_text(model.get(name)) for name in ("filter", "filterTo")]
    return Filter(column, condition, tuple(values[: 2 if condition == "inRange" else 1]))


def _text(value: object) -> str:
    """Write a filter's value; a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _joined(values: Iterable[str]) -> str:
    return ",".join(_escaped(value) for value in values)


def _split(text: str) -> list[str]:
    return [_plain(value) for value in text.split(",")] if text else []


def _escaped(text: str) -> str:
    for mark, escape in _ESCAPES.items():
        text = text.replace(mark, escape)
    return text


def _plain(text: str) -> str:
    for mark, escape in reversed(_ESCAPES.items()):
        text = text.replace(escape, mark)
    return text
