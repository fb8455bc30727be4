"""What came of the Actions, and who worked along."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw
import pandas as pd

from mieux_dashboard.measure.actions import regions_shown
from mieux_dashboard.measure.engine import completed, count_by, table
from mieux_dashboard.measure.select import selected
from mieux_dashboard.measure.split import counted, split
from mieux_dashboard.model.columns import CODE_LISTS
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection


def results_by_type(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the results of each type, outputs and outcomes apart.

    Returns
    -------
    pd.DataFrame
        One row per type and level, in the order of the lists, those without a result included:

        - ``type``        str, code; empty (not known) only where it occurs
        - ``level``       str, ``output`` or ``outcome``; empty (not known) only where it occurs
        - ``n_results``   int64, distinct results
        - ``n_assigned``  int64, of these the ones whose type was assigned by us or derived
        - and the parts of `measure.split.split`

    Notes
    -----
    Each result has one type and one level. A result is what a source names: two sources of the same
    document are one result. Source: sheet *Results*, columns Type, Type: basis and Level.
    """
    rows = selected(dataset, "results", selection)
    assigned = rows.filter(nw.col("type_basis").is_in(["assigned", "derived"]))
    counts = split(rows, ["type", "level"], dataset, selection, "results")
    of_us = count_by(assigned, ["type", "level"], "n_assigned", key="result_id")
    levels = {
        "type": _listed("result_type", counts["type"]),
        "level": _listed("result_level", counts["level"]),
    }
    n_assigned = completed(of_us, levels, ["n_assigned"])["n_assigned"]
    return completed(counts, levels, counted(counts)).assign(n_assigned=n_assigned)


def results_by_region(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the results of each type in each region.

    Returns
    -------
    pd.DataFrame
        One row per region of partners (and ``other`` where it has any) and type, in reading order,
        those without a result included:

        - ``region``     str, id
        - ``type``       str, code; empty (not known) only where it occurs
        - ``n_results``  int64, distinct results

    Notes
    -----
    A result counts once in each region of its Action, so the rows may add up to more than the
    total. Source: sheets *Results*, column Type, and *Actions*, Countries and Regional body.
    """
    results = selected(dataset, "results", selection)
    rows = results.join(table(dataset, "action_regions"), on="action_id")
    counts = count_by(rows, ["region", "type"], "n_results", key="result_id")
    regions = regions_shown(dataset.reference, counts["region"])
    levels = {"region": regions, "type": _listed("result_type", counts["type"])}
    return completed(counts, levels, ["n_results"])


def results_by_stage(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the results at each stage.

    Returns
    -------
    pd.DataFrame
        Five rows, from drafted to in use, and last those whose stage is not published:

        - ``stage``      str, code; empty where not published
        - ``n_results``  int64, distinct results
        - and the parts of `measure.split.split`

    Notes
    -----
    A result is at the stage that its source states and no other: what is adopted is not also
    counted as drafted, and what states no stage is not taken for a draft.
    Source: sheet *Results*, column Stage.
    """
    rows = selected(dataset, "results", selection)
    counts = split(rows, ["stage"], dataset, selection, "results")
    return completed(counts, {"stage": [*CODE_LISTS["stage"], ""]}, counted(counts))


def cooperation(dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """Count the cooperating organisations of each kind, and the Actions with one.

    Returns
    -------
    pd.DataFrame
        One row per kind, in the order of the list, those without an organisation included:

        - ``kind``             str, code; empty (not known) only where it occurs
        - ``n_organisations``  int64, distinct names
        - ``n_actions``        int64, distinct Actions with an organisation of the kind
        - and the parts of `measure.split.split`

    Notes
    -----
    An organisation counts once however many Actions it worked on; an Action counts once in each
    kind. Source: sheet *Cooperating organisations*, columns Action ID, Name and Kind.
    """
    rows = selected(dataset, "partners", selection)
    names = split(rows, ["kind"], dataset, selection, "partners")
    actions = count_by(rows, ["kind"], "n_actions", once=False)
    counts = names.merge(actions, on="kind")
    kinds = _listed("partner_kind", counts["kind"])
    return completed(counts, {"kind": kinds}, counted(counts))


def _listed(codes: str, occurring: Iterable[str]) -> list[str]:
    """List the codes of a code list, and the empty one where it occurs."""
    return [*CODE_LISTS[codes], *([""] if "" in set(occurring) else [])]
