"""Which records a selection holds, and what figures over them rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import narwhals as nw

from mieux_dashboard.measure.engine import (
    REMEMBERED,
    Lazy,
    among,
    kept,
    n_rows,
    remembered,
    table,
    tallied,
)
from mieux_dashboard.model.answer import RestsOn
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection

# A part of a selection -> the bridge of Actions or requests that has its codes, under its name.
_BRIDGES = {
    "region": "regions",
    "group": "groups",
    "country": "countries",
    "pillar": "pillars",
    "area": "areas",
}

# What charts ask of Actions and requests again and again: ids, codes and days, no texts. A column
# costs memory for every choice that is kept: what few charts need is not among them.
_CHARTED: Mapping[str, frozenset[str]] = {
    "action": frozenset(
        {
            *("action_id", "start_date", "start_year", "end_year", "start_from", "end_to"),
            *("start_period", "institution_type", "areas_basis", "record_source"),
        }
    ),
    "request": frozenset(
        {
            *("request_id", "received_date", "received_year", "received_from", "received_period"),
            *("decision", "institution_type", "record_source"),
        }
    ),
}

# A part of a selection -> the column in which an Action, or a request, itself has its code.
_OWN = {
    "action": {"phase": "phase", "period": "start_period"},
    "request": {"phase": "received_phase", "period": "received_period"},
}
_ALIKE = {"institution": "institution_type", "record": "record_source"}


def selected_actions(dataset: Dataset, selection: Selection, *columns: str) -> Lazy:
    """Return the Actions that `selection` holds, with all columns or only those named.

    Several codes of one part widen (any of them), several parts narrow (all of them). Years count
    the start, or with ``basis="active"`` any year from start to end; an Action without the dates
    that this needs is out as soon as a year is chosen.
    """
    return _of(dataset, "action", selection, year_columns(selection), columns)


def selected_requests(dataset: Dataset, selection: Selection, *columns: str) -> Lazy:
    """Return the requests that `selection` holds, by their own codes and when they were received.

    A request without a date is out as soon as a year, a period or a phase is chosen.
    """
    return _of(dataset, "request", selection, ("received_year", "received_year"), columns)


def selected_experts(dataset: Dataset, selection: Selection) -> Lazy:
    """Return all experts, or where Actions are chosen those deployed to them.

    The record source is the expert's own.
    """
    experts = _of_record(table(dataset, "experts"), selection)
    of_actions = replace(selection, record=())
    if not of_actions.narrows:
        return experts
    deployed = selected(dataset, "deployments", of_actions).select("expert_id")
    return among(experts, deployed, "expert_id")


def selected_focal_points(dataset: Dataset, selection: Selection) -> Lazy:
    """Return the focal points in place in one of the chosen years, of the chosen record sources.

    Nothing else narrows them: a focal point belongs to no Action. One without a start is out as
    soon as a year is chosen; one without an end is still in place.
    """
    points = _of_record(table(dataset, "focal_points"), selection)
    if not (selection.year_from or selection.year_to):
        return points
    return points.drop_nulls(subset=["start_year"]).filter(
        (nw.col("end_year") >= selection.year_from) | nw.col("end_year").is_null(),
        nw.col("start_year") <= (selection.year_to or 9999),
    )


@remembered
def selected(dataset: Dataset, name: str, selection: Selection) -> Lazy:
    """Return the rows of a table or bridge that belong to the Actions of `selection`."""
    if not selection.narrows:
        return table(dataset, name)
    actions = selected_actions(dataset, selection, "action_id")
    return among(table(dataset, name), actions, "action_id")


def selected_of_requests(dataset: Dataset, name: str, selection: Selection) -> Lazy:
    """Return the rows of a bridge table that belong to the requests of `selection`."""
    requests = selected_requests(dataset, selection, "request_id")
    return among(table(dataset, name), requests, "request_id")


def selected_records(dataset: Dataset, name: str, selection: Selection, *columns: str) -> Lazy:
    """Return the rows of table `name` that `selection` holds; published figures are always all."""
    if name == "published_figures":
        return table(dataset, name)
    if name == "actions":
        return selected_actions(dataset, selection, *columns)
    if name == "requests":
        return selected_requests(dataset, selection, *columns)
    choose = _CHOOSERS.get(name)
    return choose(dataset, selection) if choose else selected(dataset, name, selection)


_CHOOSERS: Mapping[str, Callable[[Dataset, Selection], Lazy]] = {
    "experts": selected_experts,
    "focal_points": selected_focal_points,
}


def year_columns(selection: Selection) -> tuple[str, str]:
    """Name the columns with the first and the last year that an Action has on the chosen basis."""
    return "start_year", "end_year" if selection.basis == "active" else "start_year"


def programme_years(dataset: Dataset) -> range:
    """List the years of the programme's life."""
    programme = dataset.reference.programme
    return range(programme.start.year, programme.end.year + 1)


def chosen_years(dataset: Dataset, selection: Selection) -> list[int]:
    """List the years of the programme's life that `selection` does not exclude."""
    first, last = selection.year_from, selection.year_to
    return [year for year in programme_years(dataset) if (first or year) <= year <= (last or year)]


def _of(
    dataset: Dataset,
    kind: str,
    selection: Selection,
    years: tuple[str, str],
    columns: Sequence[str],
) -> Lazy:
    """Return what is chosen, with all columns or some; those that charts need an engine keeps."""
    chosen = _chosen(dataset, kind, selection, years)
    if dataset.held and columns and selection.narrows and {*columns} <= _CHARTED[kind]:
        asked = (kind, selection.choice, years)
        chosen = kept(dataset, asked, chosen.select(*sorted(_CHARTED[kind])))
    if dataset.held is None:
        key = f"{kind}_id"
        rows = table(dataset, f"{kind}s", *(dict.fromkeys((*columns, key)) if columns else ()))
        chosen = among(rows, chosen, key) if selection.narrows else rows
        if not columns or key in columns:
            return chosen
    return chosen.select(*columns) if columns else chosen


@remembered
def _chosen(dataset: Dataset, kind: str, selection: Selection, years: tuple[str, str]) -> Lazy:
    key, own = f"{kind}_id", _ALIKE | _OWN[kind]
    chosen = table(dataset, f"{kind}s", *dict.fromkeys((key, *own.values(), *years)))
    for part, column in own.items():
        if codes := getattr(selection, part):
            chosen = chosen.filter(nw.col(column).is_in(list(codes)))
    for part, bridge in _BRIDGES.items():
        if codes := getattr(selection, part):
            having = table(dataset, f"{kind}_{bridge}").filter(nw.col(part).is_in(list(codes)))
            chosen = among(chosen, having, key)
    return _in_years(chosen, selection, years)


def _in_years(records: Lazy, selection: Selection, years: tuple[str, str]) -> Lazy:
    if not (selection.year_from or selection.year_to):
        return records
    first, last = years
    return records.drop_nulls(subset=[first, last]).filter(
        nw.col(last) >= selection.year_from,
        nw.col(first) <= (selection.year_to or 9999),
    )


def _of_record(records: Lazy, selection: Selection) -> Lazy:
    if not selection.record:
        return records
    return records.filter(nw.col("record_source").is_in(list(selection.record)))


@lru_cache(REMEMBERED)
def rests_on(
    dataset: Dataset,
    selection: Selection,
    assigned: tuple[str, ...] = (),
    dated: tuple[str, ...] = (),
    counted: str = "actions",
) -> RestsOn:
    """Say what figures over the records of `selection` rest on.

    Parameters
    ----------
    assigned
        Columns whose ``<column>_basis`` says whether a value was published: ``areas``,
        ``institution_type``, ``phase`` of Actions; ``institution_type``, ``decision`` of requests;
        ``type`` of results.
    dated
        Date columns that the chart needs, such as ``start_date``, ``received_date``, ``date``, or
        for experts ``first_date``.
    counted
        The table whose records are counted.
    """
    flags = {column: nw.col(f"{column}_basis").is_in(_OURS) for column in assigned}
    if dated:
        unknown = [nw.col(name) == "" for name in dated]
        flags[_UNDATED] = nw.any_horizontal(*unknown, ignore_nulls=True)
    columns = {f"n_{name}": flag for name, flag in flags.items()}
    needed = ("record_source", *(f"{column}_basis" for column in assigned), *dated)
    known = selected_records(dataset, counted, selection, *dict.fromkeys(needed))
    marked = known.select("record_source", **columns)
    found = tallied(marked)
    sources = found.groupby("record_source")["n"].sum().sort_values(ascending=False, kind="stable")
    n = {name: int(found["n"][found[f"n_{name}"]].sum()) for name in flags}
    return RestsOn(
        counted=counted,
        total=int(found["n"].sum()),
        loaded=n_rows(dataset, counted),
        records={str(source): int(count) for source, count in sources.items()},
        assigned={column: n[column] for column in assigned if n[column]},
        undated=n.get(_UNDATED, 0),
    )


_OURS = ("assigned", "derived")
_UNDATED = "undated"
