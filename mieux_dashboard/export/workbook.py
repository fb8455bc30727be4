"""Tables as an xlsx workbook that `load` reads back to the same values."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mieux_dashboard.model.columns import TABLES, Column, Table
from mieux_dashboard.words import Words

TEXT_STAYS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NARROWEST, _WIDEST = 10, 60


def write_workbook(
    tables: Mapping[str, pd.DataFrame],
    words: Words,
    target: Path | IO[bytes],
    cover: Sequence[Sequence[str]],
    title: str = "",
) -> None:
    """Write tables to a workbook, one sheet each after a cover sheet; same input, same bytes.

    Parameters
    ----------
    tables
        As `load.check` gives them; one without rows becomes a sheet of column names. Declared
        columns come first, under their labels; others keep their own name.
    words
        Names sheets, columns and codes. Countries are written as ISO3 codes, every other code as
        its label.
    target
        A path, or an open binary file.
    cover
        Rows of the first sheet; a row of one cell is a heading.
    title
        Stands above the column names of every sheet, where there is one.
    """
    book = xlsxwriter.Workbook(target, TEXT_STAYS_TEXT)
    programme = words.reference.programme
    compiled = datetime.combine(programme.compiled, time())
    book.set_properties({"title": programme.titles[words.language], "created": compiled})
    bold = book.add_format({"bold": True})
    about = book.add_worksheet(words("About"))
    _write_cover(about, cover, bold, book.add_format({"text_wrap": True}))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name in (name for name in TABLES if name in tables):
        sheet = book.add_worksheet(words.sheet(TABLES[name]))
        if title:
            sheet.write_string(0, 0, title, bold)
        columns = _said(tables[name], TABLES[name], words)
        _write_table(sheet, columns, (bold, day), int(bool(title)))
    book.close()


def _write_cover(
    sheet: Worksheet, rows: Sequence[Sequence[str]], bold: Format, wrapped: Format
) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 110)
    for index, row in enumerate(rows):
        sheet.write_row(index, 0, row, bold if len(row) == 1 else wrapped)


def _said(frame: pd.DataFrame, table: Table, words: Words) -> dict[str, list[object]]:
    """Return the columns under their headers, each cell as the workbook shows it."""
    columns = {name: list(frame[name]) for name in table.names if name in frame}
    said = {
        words.label(table.column(name)): [cell_said(v, table.column(name), words) for v in values]
        for name, values in columns.items()
    }
    return said | {name: list(frame[name]) for name in frame.columns if name not in columns}


def cell_said(value: object, column: Column, words: Words) -> object:
    """Return a value as a workbook shows it: labels for codes, days as days."""
    if column.type == "number":
        return None if math.isnan(float(str(value))) else value
    text = str(value)
    if column.type == "date" and len(text) == len("2016-06-12"):
        return date.fromisoformat(text)
    if column.type == "code" and column.codes != "countries":
        return "; ".join(words.name(column.codes, code) for code in text.split(";") if code)
    return text.replace(";", "; ") if column.multiple else text


def _write_table(
    sheet: Worksheet,
    columns: Mapping[str, list[object]],
    formats: tuple[Format, Format],
    top: int,
) -> None:
    """Write column names into row `top` and the cells beneath; `formats` of names and of days."""
    bold, day = formats
    sheet.freeze_panes(top + 1, 1)
    longest = max((len(cells) for cells in columns.values()), default=0)
    sheet.autofilter(top, 0, top + max(longest, 1), len(columns) - 1)
    for place, (header, cells) in enumerate(columns.items()):
        sheet.set_column(place, place, _width(header, cells))
        sheet.write_string(top, place, header, bold)
        for row, cell in enumerate(cells, start=top + 1):
            if isinstance(cell, date):
                sheet.write_datetime(row, place, cell, day)
            elif cell not in ("", None):
                sheet.write(row, place, cell)


def _width(header: str, cells: Sequence[object]) -> int:
    """Return a column width that shows most of its cells."""
    lengths = sorted(len(str(cell)) for cell in cells if cell not in ("", None))
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    return min(max(len(header) + 3, usual + 1, _NARROWEST), _WIDEST)
