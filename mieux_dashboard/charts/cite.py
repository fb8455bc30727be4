"""What a number is cited by: a sentence, and the ids of the records that it counts."""

from __future__ import annotations

import pandas as pd

from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.measure.engine import collected
from mieux_dashboard.measure.select import selected_records
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words

HASH_LENGTH = 12
"""So much of the hash of a version's tables stands in a citation."""

_PERSONS = ("experts", "focal_points")


def cite(
    chart: Chart, answer: Answer, words: Words, tables_hash: str, address: str, finding: str = ""
) -> str:
    """Say a chart's finding so that it can be found and checked again.

    Parameters
    ----------
    chart, answer
        The chart, and what it answered.
    words
        In the language of the sentence.
    tables_hash
        Of the version's tables; "" for data that are no version of the store.
    address
        At which the chart shows this, its selection included.
    finding
        What was found, where that was said before.

    Returns
    -------
    str
        The finding with its number, programme, version of the data, the first `HASH_LENGTH`
        characters of the hash, the address, and how it is counted.
    """
    blanks = {
        "finding": finding or chart.finding(answer, words),
        "programme": answer.dataset.reference.programme.titles[words.language],
        "version": answer.dataset.version,
        "address": address,
        "rule": chart.subtitle(answer, words),
    }
    if not tables_hash:
        return words("{finding} ({programme}, data version {version}, {address}). {rule}", **blanks)
    return words(
        "{finding} ({programme}, data version {version}, tables {hash}, {address}). {rule}",
        hash=tables_hash[:HASH_LENGTH],
        **blanks,
    )


def counts_ids(chart: Chart) -> bool:
    """Whether the records that a chart counts have ids that may be given: none of persons has."""
    return chart.counted not in _PERSONS and bool(TABLES[chart.counted].key)


def counted_ids(chart: Chart, dataset: Dataset, selection: Selection) -> pd.DataFrame:
    """List the records of a selection that a chart counts.

    Returns
    -------
    pd.DataFrame
        One row per record, by id: ``id``, and ``table``, the name of the table that it is in.

    Notes
    -----
    All records of the selection, those without a date among them, which the chart names but may
    not draw.
    """
    key = TABLES[chart.counted].key
    rows = collected(selected_records(dataset, chart.counted, selection).select(key))
    ids = rows[key].astype("str").sort_values(ignore_index=True)
    return pd.DataFrame({"id": ids, "table": chart.counted})
