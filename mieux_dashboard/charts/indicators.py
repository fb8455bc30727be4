"""The figures in the shape of monitoring systems: indicator, disaggregation, date, value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from mieux_dashboard.charts import CHARTS
from mieux_dashboard.measure.persons import SUBJECTS
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words, message

COLUMNS = (
    "indicator", "indicator_name", "disaggregation", "disaggregation_value",
    "disaggregation_name", "date", "value", "unit", "source", "version",
)  # fmt: skip
Name = Callable[[Words, str], str]


@dataclass(frozen=True, slots=True)
class Split:
    """One disaggregation: the chart that counts it, the column of its codes, the count, names."""

    indicator: str
    chart: str
    by: str
    column: str
    count: str
    name: Name
    only: tuple[str, ...] = ()


_NAMES = {
    "actions": message("Actions"),
    "requests": message("Requests"),
    "countries": message("Partner countries and territories reached"),
    "participants": message("Participants"),
    "experts": message("Experts"),
    "focal-points": message("Focal points"),
}
_UNITS = {
    "actions": message("Actions"),
    "requests": message("requests"),
    "countries": message("countries and territories"),
    "participants": message("attendances"),
}
_PERSONS = message("persons")


def _code(words: Words, code: str) -> str:
    return code


def _region(words: Words, code: str) -> str:
    return words.region(code)


def _country(words: Words, code: str) -> str:
    return words.country(code)


def _area(words: Words, code: str) -> str:
    return words.area(code)


def _period(words: Words, code: str) -> str:
    return words.period(code)


def _decision(words: Words, code: str) -> str:
    return words.name("decision", code)


def _sex(words: Words, code: str) -> str:
    return words.name("sex", code)


_DECIDED = ("accepted", "declined", "withdrawn", "pending", "not-published")
SPLITS = (
    Split("actions", "actions-by-region", "region", "region", "n_actions", _region),
    Split("actions", "actions-by-country", "country", "country", "n_actions", _country),
    Split("actions", "actions-by-period", "period", "period", "n_actions", _period),
    Split("actions", "actions-by-pillar", "pillar", "pillar", "n_actions", _area),
    Split("requests", "request-decisions", "decision", "step", "n_requests", _decision, _DECIDED),
    Split("requests", "requests-over-time", "year", "year", "n_requests", _code),
    Split("participants", "participants-by-sex", "sex", "sex", "n_participants", _sex),
    Split("participants", "participants-over-time", "year", "year", "n_participants", _code),
    Split("experts", "experts-by-country", "country", "country", "n_experts", _country),
    Split(
        "focal-points",
        "focal-points-by-member-state",
        "member-state",
        "member_state",
        "n_focal_points",
        _country,
    ),
)  # fmt: skip


def indicators(dataset: Dataset, words: Words, min_cell: int) -> pd.DataFrame:
    """Set the catalogue's figures in rows of indicator, disaggregation, date and value.

    Parameters
    ----------
    dataset
        The data.
    words
        Names indicators and codes.
    min_cell
        The smallest number of persons that is shown.

    Returns
    -------
    pd.DataFrame
        `COLUMNS`: ``indicator``, ``disaggregation`` and ``disaggregation_value`` are codes, the
        same in every language, ``total`` where there is no disaggregation; ``date`` the day as of
        which the data are; ``value`` Int64, empty where it is a number of persons that is hidden;
        ``version`` that of the data.

    Notes
    -----
    Every value is one of a chart of the catalogue and counts by its rule. Actions by region and
    country add up to more than the total, for an Action counts once in each. What the record says
    nothing of (participants, experts, focal points that are not loaded) has no row.
    """
    rows = pd.DataFrame(_rows(dataset, words, min_cell), columns=list(COLUMNS))
    return rows.astype({"value": "Int64", "version": "int64"})


def _rows(dataset: Dataset, words: Words, min_cell: int) -> Iterator[tuple[object, ...]]:
    day = dataset.reference.programme.compiled.isoformat()
    told = _totals(dataset, min_cell)

    def row(indicator: str, by: str, code: str, name: str, n: int | None) -> tuple[object, ...]:
        unit = words(_UNITS.get(indicator, _PERSONS))
        chart = CHARTS["key-figures"]
        source = chart.source(chart.answer(dataset, Selection()), words)
        value = None if pd.isna(n) else int(n)
        said = words(_NAMES[indicator])
        return indicator, said, by, code, name, day, value, unit, source, dataset.version

    for indicator, n in told.items():
        yield row(indicator, "total", "", "", n)
    for year, n in _actions_by_year(dataset):
        yield row("actions", "year", year, year, n)
    for split in SPLITS:
        if split.indicator in told:
            for code, n in _counted(dataset, split, min_cell):
                yield row(split.indicator, split.by, code, split.name(words, code), n)


def _totals(dataset: Dataset, min_cell: int) -> dict[str, int | None]:
    """Return the key figures that are loaded; of persons and attendances only where there are."""
    table = CHARTS["key-figures"].guarded_answer(dataset, Selection(), min_cell).table
    loaded = dict(zip(table["key"].astype(str), table["n_loaded"].tolist(), strict=True))
    return {key: n for key, n in loaded.items() if key not in SUBJECTS or pd.isna(n) or n}


def _actions_by_year(dataset: Dataset) -> Iterator[tuple[str, int]]:
    """Count the Actions that began in each year: the key figure of that year."""
    programme, measure = dataset.reference.programme, CHARTS["key-figures"].measure
    for year in range(programme.start.year, programme.end.year + 1):
        table = measure(dataset, Selection(year_from=year, year_to=year)).set_index("key")
        yield str(year), int(table["n_loaded"]["actions"])


def _counted(dataset: Dataset, split: Split, min_cell: int) -> Iterator[tuple[str, int | None]]:
    """Return the codes of a disaggregation with their counts, in the order of the chart."""
    table = CHARTS[split.chart].guarded_answer(dataset, Selection(), min_cell).table
    if split.only:
        table = table[table[split.column].isin(split.only)]
    if table[split.column].duplicated().any():
        parts = table.groupby(split.column, sort=False)[split.count]
        table = parts.agg(lambda counts: counts.sum(skipna=False)).reset_index()
    yield from zip(table[split.column].astype(str), table[split.count].tolist(), strict=True)
