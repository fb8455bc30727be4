"""Build the two workbooks that ship: ``python data/build.py``.

Every value of the programme's workbook stands in a CSV file of ``public_record/``; nothing is
computed here. The demonstration is made up by `mieux_dashboard.sample`; nothing of it is real.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

import pandas as pd

from mieux_dashboard.export.sample import write_sample
from mieux_dashboard.export.workbook import write_workbook
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.reference import read_reference
from mieux_dashboard.sample import made_up
from mieux_dashboard.words import Words

FOLDER = Path(__file__).parent
SHEETS = (
    "actions",
    "requests",
    "focal_points",
    "experts",
    "results",
    "partners",
    "published_figures",
)

COVER = (
    ("MIEUX, 2009–2024: the public record",),
    (
        "What this is",
        "What was published about the Actions of the EU facility MIEUX (MIgration EU eXpertise), "
        "compiled from public pages on 24 November 2026. It is not the programme's own register.",
    ),
    (
        "How much of it",
        "111 of the 138 Actions that were published as a total, and 33 of the 188 requests; 103 "
        "results of 89 Actions, and 6 cooperating organisations. No rows on focal points or "
        "experts were published: these two sheets hold column names only.",
    ),
    ("Sources",),
    (
        "Each row",
        "Names its source in the column Source (results: Evidence address); several addresses are "
        "divided by a bar (|). The column Note on the source says how the source words it and how "
        "sure the reading is.",
    ),
    (
        "Where they are",
        "Mostly mieux-initiative.eu, icmpd.org, and pages of the European Union's institutions.",
    ),
    ("What is ours",),
    ("IDs", "All IDs of Actions, requests and results, and the keys of the published figures."),
    (
        "Assigned values",
        "24 Actions have areas that we read from their topic (Areas: basis is “assigned by us”). "
        "All types of institution and of result are assigned by us; so is the division of an "
        "Action's outputs into results. A stage stands only where the source says it.",
    ),
    (
        "Derived values",
        "The phase where no page gives it (from the start), “accepted” for a request that became "
        "an Action, and sums and differences among the published figures.",
    ),
    (
        "Translations",
        "Titles and outputs in French and Spanish are working translations that nobody has "
        "reviewed, unless the column Translation says “published”.",
    ),
    ("Limits",),
    (
        "Dates",
        "Run from request to formal closure where Dates: basis says so; they tell nothing about "
        "the time of response. They are no closer than published: a month, or a year. 11 Actions "
        "have no date. 14 Actions end in April 2020, when the phase changed: these are not 14 "
        "completions.",
    ),
    (
        "Regional Actions",
        "Name countries only where the source does; members of a body are never filled in.",
    ),
    (
        "Experts' countries",
        "Are the countries of the experts as published, no proof that an administration seconded "
        "them. Numbers of experts for each Action were never published.",
    ),
    (
        "Contradictions",
        "Published figures contradict each other (188 and “more than 190” requests). Both stand in "
        "the sheet Published figures.",
    ),
    (
        "Designations",
        "Kosovo*: this designation is without prejudice to positions on status, and is in line "
        "with UNSCR 1244/1999 and the ICJ Opinion on the Kosovo declaration of independence. "
        "Palestine*: this designation shall not be construed as recognition of a State of "
        "Palestine and is without prejudice to the individual positions of the Member States on "
        "this issue.",
    ),
)


def public_record(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of the public record; those that nobody published have no rows.

    Returns
    -------
    dict
        Table name to its rows, text as in the CSV files, numbers as float64.
    """
    return {name: _table(folder / "public_record" / f"{name}.csv", name) for name in SHEETS}


def _table(path: Path, name: str) -> pd.DataFrame:
    table = TABLES[name]
    if not path.exists():
        return pd.DataFrame(columns=list(table.names), dtype="str")
    rows = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    numbers = {
        column.name: pd.to_numeric(rows[column.name]).astype("float64")
        for column in table.columns
        if column.type == "number" and column.name in rows
    }
    return rows.assign(record_source="published", **numbers)


def build(folder: Path, target: Path | IO[bytes]) -> None:
    """Write the workbook of the programme in `folder` to `target`."""
    words = Words("en", read_reference(folder))
    write_workbook(public_record(folder), words, target, COVER)


def build_demonstration(folder: Path, target: Path | IO[bytes]) -> None:
    """Write the made-up programme to `target`: as many Actions as MIEUX had, from seed 1."""
    words = Words("en", read_reference(folder, "demonstration"))
    write_sample(made_up(words.reference), words, target)


WORKBOOKS = {"mieux_2009_2024.xlsx": build, "demonstration.xlsx": build_demonstration}

if __name__ == "__main__":
    for name, write in WORKBOOKS.items():
        write(FOLDER, FOLDER / name)
        sys.stdout.write(f"{FOLDER / name}\n")
