"""How much of the record is there, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mieux_dashboard.draw.grid import Block, Cell, Row, grid
from mieux_dashboard.draw.style import CLASSES, INK, Figure, region_colours
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.words import Words

_NAMES = 132


def field(row: Mapping[Any, Any], words: Words) -> str:
    """Return the label of a row's field."""
    return words.label(TABLES[row["table"]].column(row["field"]))


def value(row: Mapping[Any, Any], words: Words) -> str:
    """Return the name of a row's phase or region."""
    if row["by"] == "region":
        return words.region(row["value"])
    return words.name("phases", row["value"]) if row["value"] else words("no phase")


def by_field(answer: Answer, words: Words) -> Figure:
    """Draw a cell per field and phase, then per field and region: "87 of 111".

    Parameters
    ----------
    answer
        With the table of `measure.completeness.completeness`.
    """
    table = answer.table[answer.table["n_base"] > 0]
    blocks = [_block(rows, words) for _, rows in table.groupby("by", sort=False)]
    return grid(blocks, _NAMES)


def _block(table: pd.DataFrame, words: Words) -> Block:
    first = table[table["field"] == table["field"].iloc[0]].to_dict("records")
    columns = [
        (value(row, words), region_colours(words.reference).get(row["value"], INK)) for row in first
    ]
    rows = []
    for _, cells in table.groupby("field", sort=False):
        records = cells.to_dict("records")
        rows.append(Row(field(records[0], words), [_cell(row, words) for row in records]))
    return Block(columns, rows)


def _cell(row: dict[Any, Any], words: Words) -> Cell:
    n, share = int(row["n_present"]), float(row["share"])
    said = words("{n} of {total}", n=n, total=row["n_base"])
    text = "<br>".join(said.split(" ", 1))
    hover = f"<b>{field(row, words)}</b><br>" + words.pair(
        value(row, words), f"{said} ({words.percent(share)})"
    )
    k = min(len(CLASSES) - 1, int(share * len(CLASSES))) if n else -1
    return Cell(text, k, hover, str(row["value"]))
