"""The accepted tables of a programme, together and frozen, with what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.dates import first_day, last_day
from mieux_dashboard.model.reference import Period, Reference


@dataclass(frozen=True, eq=False)
class Dataset:
    """Tables by name, the reference lists that explain them, and the version they are.

    Parameters
    ----------
    tables
        The declared tables (absent ones are empty) and the bridges that `derive` makes:
        ``action_countries`` (action_id, country, region, subregion), ``action_regions``
        (action_id, region), ``action_subregions`` (action_id, region, subregion),
        ``action_groups`` (action_id, group), ``action_areas`` (action_id, area, pillar),
        ``action_pillars`` (action_id, pillar), ``action_expert_countries`` (action_id, country),
        and for requests ``request_countries``, ``request_regions``, ``request_areas``.
    reference
        The lists.
    version
        Number of the accepted version.
    """

    tables: Mapping[str, pd.DataFrame]
    reference: Reference
    version: int

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the table `name`."""
        return self.tables[name]


def dataset(tables: Mapping[str, pd.DataFrame], reference: Reference, version: int = 1) -> Dataset:
    """Complete checked tables with what follows from them.

    Parameters
    ----------
    tables
        Declared tables as `load` gives them: text, multi-values joined by ``;``, dates as partial
        ISO text, numbers as float64. What is missing is ``None``/NaN for numbers and ``""`` for
        text. Tables and columns that are absent are added empty.
    reference
        The lists whose codes the tables use.
    version
        Number of the version that these tables are.
    """
    complete = {name: _complete(tables.get(name), name) for name in TABLES}
    complete["actions"] = _dated(complete["actions"], ("start_date", "end_date"), reference.periods)
    complete["requests"] = _dated(complete["requests"], ("received_date",), ())
    bridges = _bridges(complete["actions"], "action_id", "action", reference)
    bridges |= _bridges(complete["requests"], "request_id", "request", reference)
    bridges["action_expert_countries"] = _split(
        complete["actions"], "action_id", "expert_countries", "country"
    )
    return Dataset(complete | bridges, reference, version)


def _complete(table: pd.DataFrame | None, name: str) -> pd.DataFrame:
    """Return `table` with every declared column, in declared order, others after them."""
    declared = TABLES[name]
    given = pd.DataFrame() if table is None else table
    columns = {
        column.name: given[column.name]
        if column.name in given
        else pd.Series(float("nan") if column.type == "number" else "", index=given.index)
        for column in declared.columns
    }
    others = {name: given[name] for name in given.columns if name not in columns}
    frame = pd.DataFrame(columns | others, index=given.index).reset_index(drop=True)
    types = {c.name: "float64" if c.type == "number" else "str" for c in declared.columns}
    return frame.astype(types)


def _dated(
    table: pd.DataFrame, columns: tuple[str, ...], periods: tuple[Period, ...]
) -> pd.DataFrame:
    """Add to each date column what it covers: ``<name>_from``, ``<name>_to``, ``<name>_year``."""
    extra: dict[str, pd.Series[Any]] = {}
    for column in columns:
        stem = column.removesuffix("_date")
        days = table[column].map(lambda text: first_day(text) if text else None)
        extra[f"{stem}_from"] = pd.to_datetime(days)
        extra[f"{stem}_to"] = pd.to_datetime(
            table[column].map(lambda text: last_day(text) if text else None)
        )
        extra[f"{stem}_year"] = extra[f"{stem}_from"].dt.year.astype("Int64")
        if periods and stem == "start":
            extra["start_period"] = days.map(lambda day: _period(day, periods)).astype("str")
    return table.assign(**extra)


def _period(day: date | None, periods: tuple[Period, ...]) -> str:
    return next((p.id for p in periods if day and p.start <= day <= p.end), "")


def _split(table: pd.DataFrame, key: str, column: str, name: str) -> pd.DataFrame:
    """One row per key and value of a multi-value column, in the order of the cell."""
    pairs = [
        (row_key, value)
        for row_key, cell in zip(table[key], table[column], strict=True)
        for value in dict.fromkeys(cell.split(";"))
        if value
    ]
    return pd.DataFrame(pairs, columns=[key, name], dtype="str")


def _bridges(
    table: pd.DataFrame, key: str, prefix: str, reference: Reference
) -> dict[str, pd.DataFrame]:
    """Bridge tables from a table with ``countries``, ``regional_body`` and ``areas``."""
    countries = _split(table, key, "countries", "country").merge(
        reference.countries[["iso3", "region", "subregion"]],
        how="left",
        left_on="country",
        right_on="iso3",
    )[[key, "country", "region", "subregion"]]
    bodies = _split(table, key, "regional_body", "group")
    located = set(countries[key])
    unlocated = bodies[~bodies[key].isin(located)].merge(
        reference.groups[["id", "region"]], left_on="group", right_on="id"
    )
    areas = _split(table, key, "areas", "area").merge(
        reference.areas[["id", "pillar"]], how="left", left_on="area", right_on="id"
    )[[key, "area", "pillar"]]
    areas = areas.assign(pillar=areas["pillar"].where(areas["pillar"] != "", areas["area"]))
    return {
        f"{prefix}_countries": countries,
        f"{prefix}_regions": pd.concat(
            [countries[[key, "region"]], unlocated[[key, "region"]]]
        ).drop_duplicates(ignore_index=True),
        f"{prefix}_subregions": countries[[key, "region", "subregion"]].drop_duplicates(
            ignore_index=True
        ),
        f"{prefix}_groups": _groups(countries[[key, "country"]], bodies, key, reference),
        f"{prefix}_areas": areas,
        f"{prefix}_pillars": areas[[key, "pillar"]].drop_duplicates(ignore_index=True),
    }


def _groups(
    countries: pd.DataFrame, bodies: pd.DataFrame, key: str, reference: Reference
) -> pd.DataFrame:
    """List the groups and subregions of an Action's countries, and the body that asked itself."""
    members = _split(reference.groups, "id", "members", "country").rename(columns={"id": "group"})
    places = reference.countries[["iso3", "subregion"]].rename(
        columns={"iso3": "country", "subregion": "group"}
    )
    found = countries.merge(pd.concat([members, places]), on="country")[[key, "group"]]
    return pd.concat([found, bodies]).drop_duplicates(ignore_index=True)
