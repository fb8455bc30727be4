"""The made-up programme as files that say what they are, and beside what was published."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import pandas as pd

from mieux_dashboard.export.workbook import write_workbook
from mieux_dashboard.model.columns import ACTIONS
from mieux_dashboard.words import Words, message

MAX_ROWS = 1_048_576 - 2  # of a sheet, beneath its title and its column names

_COVER = (
    (
        message("What this is"),
        message(
            "A made-up programme, to see and try what this program does. Nothing in it took place, "
            "and none of it is about MIEUX."
        ),
    ),
    (
        message("What is made up"),
        message(
            "Every request, Action, focal point, expert, deployment, activity, result and "
            "organisation. Institutions and organisations have numbers; no person has a name."
        ),
    ),
    (
        message("What is real"),
        message("Countries, regional dialogues, code lists, and who was an EU Member State when."),
    ),
    (
        message("Its proportions"),
        message(
            "Follow figures that were published about MIEUX: requests by phase and region, experts "
            "by sex and origin, activities and deliverables for each Action. The command "
            "“{command}” shows each of them with its source."
        ),
    ),
    (
        message("Handle with care"),
        message(
            "Never add these rows to a register. The column “{column}” says “{made_up}” in each."
        ),
    ),
)
_OTHER_FILES = (".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv", ".parquet", ".zip")
_TARGETS = "mieux sample --targets"


class Refusal(Exception):
    """A place where nothing can be written, said in one line."""


def write_files(tables: Mapping[str, pd.DataFrame], words: Words, out: Path) -> None:
    """Write a made-up programme to a workbook, or to a folder of Parquet files.

    Parameters
    ----------
    tables, words
        As for `write_sample`.
    out
        ``X.xlsx``, which is replaced where it exists, or a folder that is empty or not there yet.

    Raises
    ------
    Refusal
        When `out` is neither, or a table has more rows than a sheet.
    """
    if out.suffix.lower() == ".xlsx" and not out.is_dir():
        _refuse_long(tables, words)
        file = io.BytesIO()
        write_sample(tables, words, file)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(file.getvalue())
    else:
        _refuse_used(out, words)
        write_parquet(tables, out)


def _refuse_long(tables: Mapping[str, pd.DataFrame], words: Words) -> None:
    n = max(map(len, tables.values()))
    if n > MAX_ROWS:
        text = message("{n} rows are more than a sheet holds ({limit}). Name a folder instead.")
        raise Refusal(words(text, n=n, limit=MAX_ROWS))


def _refuse_used(out: Path, words: Words) -> None:
    if out.is_file() or out.suffix.lower() in _OTHER_FILES:
        text = message("{path}: this is no .xlsx workbook. Name a workbook X.xlsx, or a folder.")
        raise Refusal(words(text, path=out))
    if out.is_dir() and any(out.iterdir()):
        text = message("{path}: the folder is not empty. Name a new one, or an empty one.")
        raise Refusal(words(text, path=out))


def write_sample(
    tables: Mapping[str, pd.DataFrame], words: Words, target: Path | IO[bytes]
) -> None:
    """Write a made-up programme to a workbook: a cover says so, and the first row of each sheet.

    Parameters
    ----------
    tables
        What `mieux_dashboard.sample.made_up` gives.
    words
        In the language of the workbook, about a programme that is itself the demonstration.
    target
        A path, or an open binary file.
    """
    title = words.reference.programme.titles[words.language]
    said = {
        "command": _TARGETS,
        "column": words.label(ACTIONS.column("record_source")),
        "made_up": words.name("record_source", "demonstration"),
    }
    cover = [(title,), *((words(name), words(text, **said)) for name, text in _COVER)]
    write_workbook(tables, words, target, cover, title)


def write_parquet(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write each table to ``<folder>/<name>.parquet``; the same tables give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet", engine="pyarrow", index=False)


def targets_table(targets: pd.DataFrame, words: Words) -> str:
    """Return as a Markdown table what `mieux_dashboard.sample.targets` gives."""
    rows = [
        (
            f"`{row['key']}`",
            _number(row["target"], words),
            f"[{urlsplit(row['source_url']).hostname}]({row['source_url']})",
            _number(row["achieved"], words),
        )
        for row in targets.to_dict("records")
    ]
    header = words("Figure"), words("Target"), words("Published source"), words("Achieved")
    lines = [header, ("---", "---:", "---", "---:"), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _number(value: float, words: Words) -> str:
    """Say a count whole, a percentage with one decimal, a number for each Action with two."""
    digits = 0 if value == int(value) else 1 if value >= 10 else 2
    return words.number(value, digits)
