"""The accepted tables of a programme, together and frozen, with what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mieux_dashboard.model.columns import TABLES, Column
from mieux_dashboard.model.dates import first_day, last_day
from mieux_dashboard.model.reference import Reference

# Table -> what its dates are called when they say which days they cover.
_DATES = {
    "actions": {"start": "start_date", "end": "end_date"},
    "requests": {
        "received": "received_date",
        "decision": "decision_date",
        "first_activity": "first_activity_date",
    },
    "focal_points": {"start": "start_date", "end": "end_date"},
    "experts": {"first": "first_date"},
    "activities": {"date": "date"},
    "results": {"date": "date"},
}


class Held(Protocol):
    """What is known of tables that an engine holds without asking it."""

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows each table has."""

    @property
    def tables_hash(self) -> str:
        """The hash of the tables, as the store has it; else "" or a name of this state."""

    def kept(self, asked: Hashable, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - of any engine
        """Return a computed table: the one kept under `asked`, else that of the frame made."""

    @property
    def answers(self) -> MutableMapping[str, bytes]:
        """Answers that were kept beside these tables, under what was asked."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Tables by name, the reference lists that explain them, and the version they are.

    Parameters
    ----------
    tables
        The declared tables (absent ones are empty), what their dates cover (``<name>_from``,
        ``<name>_to``, ``<name>_year``), and the bridges that `dataset` makes:
        ``action_countries`` (action_id, country, region, subregion), ``action_regions``
        (action_id, region), ``action_subregions`` (action_id, region, subregion),
        ``action_groups`` (action_id, group), ``action_areas`` (action_id, area, pillar),
        ``action_pillars`` (action_id, pillar), the same for requests as ``request_...``,
        ``action_expert_countries`` (action_id, country), ``action_origins`` (action_id, country)
        and ``request_actions`` (request_id, action_id).
    reference
        The lists.
    version
        Number of the accepted version.
    held
        Where an engine holds the tables, which are then lazy frames that narwhals knows: what is
        known of them without asking it. None where they are pandas tables in memory.

    Notes
    -----
    An Action has a ``start_period``, a request a ``received_period``: the one that holds the first
    day of the date; a request has a ``received_phase`` where one phase holds all days of the date.
    An expert has a ``first_date``: when first deployed, else the start of the earliest deployment.
    An Action's origins are the countries of the experts deployed to it, or where it has no
    deployment those that were published.
    """

    tables: Mapping[str, Any]
    reference: Reference
    version: int
    held: Held | None = None

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a table of any engine
        """Return the table `name` as its engine has it."""
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
    complete["experts"] = _first_deployed(complete["experts"], complete["deployments"])
    for name, dates in _DATES.items():
        complete[name] = _dated(complete[name], dates)
    periods = [(period.id, period.start, period.end) for period in reference.periods]
    listed = reference.phases[["id", "start", "end"]].to_numpy().tolist()
    phases = [(phase, first_day(start), last_day(end)) for phase, start, end in listed]
    actions, requests = complete["actions"], complete["requests"]
    complete["actions"] = actions.assign(start_period=_span(actions["start_from"], periods))
    phase = _span(requests["received_from"], phases)
    complete["requests"] = requests.assign(
        received_period=_span(requests["received_from"], periods),
        received_phase=phase.where(phase == _span(requests["received_to"], phases), ""),
    )
    bridges = _bridges(actions, "action_id", "action", reference)
    bridges |= _bridges(requests, "request_id", "request", reference)
    return Dataset(complete | bridges | _between(complete), reference, version)


def is_in(values: pd.Series[Any], of: pd.Series[Any]) -> pd.Series[Any]:
    """Say of each text whether it is among others: as ``isin``, which asks them one by one.

    Parameters
    ----------
    values, of
        Texts without a gap.

    Returns
    -------
    pd.Series
        bool, with the index of `values`.
    """
    found = pc.is_in(_arrow(values), value_set=_arrow(of))
    return pd.Series(found.to_numpy(zero_copy_only=False), index=values.index)


def _arrow(texts: pd.Series[Any]) -> pa.Array:
    """Give texts as one array, which those of joined tables are not."""
    whole = pa.array(texts, type=pa.large_string())
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole


def _complete(table: pd.DataFrame | None, name: str) -> pd.DataFrame:
    """Return `table` with every declared column, in declared order, others after them."""
    if table is None:
        return _absent(name).copy(deep=False)
    given = table.reset_index(drop=True)
    columns = {column.name: _typed(given, column) for column in TABLES[name].columns}
    return pd.DataFrame(columns | {name: given[name] for name in given if name not in columns})


@cache
def _absent(name: str) -> pd.DataFrame:
    return _complete(pd.DataFrame(), name)


def _typed(given: pd.DataFrame, column: Column) -> pd.Series[Any]:
    number = column.type == "number"
    empty = pd.Series(float("nan") if number else "", index=given.index, dtype="object")
    values: pd.Series[Any] = given.get(column.name, empty)
    return values.astype("float64") if number else values.astype("str")


def _first_deployed(experts: pd.DataFrame, deployments: pd.DataFrame) -> pd.DataFrame:
    """Add ``first_date``: when first deployed, else the start of the earliest deployment."""
    dated = deployments[deployments["start_date"] != ""]
    first = dated.sort_values("start_date").drop_duplicates("expert_id").set_index("expert_id")
    earliest = experts["expert_id"].map(first["start_date"])
    known = experts["first_deployed"]
    return experts.assign(first_date=known.where(known != "", earliest).fillna("").astype("str"))


def _dated(table: pd.DataFrame, dates: Mapping[str, str]) -> pd.DataFrame:
    """Add to each date column what it covers: ``<name>_from``, ``<name>_to``, ``<name>_year``."""
    extra: dict[str, pd.Series[Any]] = {}
    for name, column in dates.items():
        extra[f"{name}_from"] = _days(table[column], first_day)
        extra[f"{name}_to"] = _days(table[column], last_day)
        extra[f"{name}_year"] = extra[f"{name}_from"].dt.year.astype("Int64")
    return table.assign(**extra)


def _days(texts: pd.Series[Any], day: Callable[[str], date]) -> pd.Series[Any]:
    places, known = texts.factorize()
    days = pd.to_datetime(pd.Series([day(text) if text else None for text in known], dtype=object))
    return days.take(places).set_axis(texts.index)


def _span(days: pd.Series[Any], spans: Iterable[tuple[str, date, date]]) -> pd.Series[Any]:
    """Name for each day the span that holds it; empty where none does."""
    found = pd.Series("", index=days.index, dtype="str")
    for name, start, end in spans:
        within = (days >= pd.Timestamp(start)) & (days <= pd.Timestamp(end))
        found = found.mask(within, name)
    return found


def _between(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Bridge tables between Actions, the requests they answer, and where their experts are from."""
    actions, requests = tables["actions"], tables["requests"]
    named = _split(requests, "request_id", "action_ids", "action_id")
    naming = actions[actions["request_id"] != ""][["request_id", "action_id"]]
    published = _split(actions, "action_id", "expert_countries", "country")
    sent = tables["deployments"].merge(tables["experts"], on="expert_id")[["action_id", "country"]]
    unsent = published[~is_in(published["action_id"], sent["action_id"])]
    return {
        "request_actions": pd.concat([named, naming]).drop_duplicates(ignore_index=True),
        "action_expert_countries": published,
        "action_origins": pd.concat([sent, unsent]).drop_duplicates(ignore_index=True),
    }


def _split(table: pd.DataFrame, key: str, column: str, name: str) -> pd.DataFrame:
    """One row per key and value of a multi-value column, in the order of the cell."""
    values = pc.split_pattern(_arrow(table[column]), ";")
    rows = pc.list_parent_indices(values).to_numpy()
    pairs = pd.DataFrame({"row": rows, name: pd.Series(values.flatten(), dtype="str")})
    pairs = pairs[pairs[name] != ""].drop_duplicates(ignore_index=True)
    keys = table[key].take(pairs["row"].to_numpy()).reset_index(drop=True)
    return pd.DataFrame({key: keys, name: pairs[name]})


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
    unlocated = bodies[~is_in(bodies[key], countries[key])].merge(
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
