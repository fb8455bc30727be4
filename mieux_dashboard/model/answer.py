"""What a measure answered: its table, what was asked, and what the numbers rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What a figure rests on.

    Parameters
    ----------
    counted
        What the records are: ``actions``, ``requests``, ``experts``...
    total
        Distinct records in the selection.
    loaded
        Distinct records in the whole Dataset.
    records
        Distinct records of the selection by record source.
    assigned
        By column, how many of the selection's records have a value that we assigned or derived.
    undated
        Records of the selection without the date that the chart needs; they are in `total`.
    """

    counted: str
    total: int
    loaded: int
    records: Mapping[str, int]
    assigned: Mapping[str, int]
    undated: int = 0


@dataclass(frozen=True, eq=False)
class Answer:
    """One measure's tidy table for one selection of one Dataset."""

    table: pd.DataFrame
    selection: Selection
    dataset: Dataset
    rests_on: RestsOn
