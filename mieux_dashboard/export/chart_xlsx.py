"""A chart as a workbook: its table, what it says, its source, and a chart that Excel can edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.export.frame import standing
from mieux_dashboard.export.native import Fill, Native, native
from mieux_dashboard.export.picture import DRAFT, footnotes, plain, selected
from mieux_dashboard.export.workbook import TEXT_STAYS_TEXT
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

_WIDEST = 70


def write_xlsx(chart: Chart, answer: Answer, words: Words, draft: bool = False) -> bytes:
    """Return a chart as a workbook without formulas or clocks.

    Parameters
    ----------
    answer
        As a file may say it: hidden counts of persons are words in the table, and gaps in the
        native chart.
    draft
        Whether each printed sheet says that it is a draft.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, TEXT_STAYS_TEXT | {"in_memory": True})
    programme = answer.dataset.reference.programme
    title = chart.finding(answer, words)
    created = datetime.combine(programme.compiled, time())
    book.set_properties({"title": plain(title), "created": created})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    _data(book.add_worksheet(words("Data")), chart.table(answer, words), bold)
    shown = native(chart, answer, words)
    if shown:
        _chart(book, book.add_worksheet(words("Chart")), shown, title, bold)
    description = [
        (words("Chart"), words(chart.title)),
        (words("Finding"), title),
        (words("Counting rule"), chart.subtitle(answer, words)),
        (words("Selection"), selected(answer, words)),
        (words("Rests on"), chart.rests(answer, words)),
        *([(words("Status"), words(DRAFT))] if draft else []),
    ]
    _pairs(book.add_worksheet(words("Description")), description, bold, wrapped)
    source = [
        (words("Programme"), programme.titles[words.language]),
        (words("Source"), chart.source(answer, words)),
        *(("", said) for said in standing(words)),
        *(("", f"* {note}") for note in footnotes(chart, answer, words)),
    ]
    _pairs(book.add_worksheet(words("Source")), source, bold, wrapped)
    for sheet in book.worksheets():
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        if draft:
            sheet.set_header(f"&C&B{words(DRAFT)}")
    book.close()
    return target.getvalue()


def _data(sheet: Worksheet, table: pd.DataFrame, bold: Format) -> None:
    sheet.freeze_panes(1, 1)
    for at, name in enumerate(table.columns):
        cells = table.iloc[:, at].tolist()
        longest = max([len(str(name)), *(len(str(cell)) for cell in cells)])
        sheet.set_column(at, at, min(longest + 2, _WIDEST))
        sheet.write_string(0, at, plain(str(name)), bold)
        for row, cell in enumerate(cells, start=1):
            write_cell(sheet, row, at, cell)


def write_cell(sheet: Worksheet, row: int, at: int, cell: object) -> None:
    """Write a number as a number, anything else as text; nothing for what is not there."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if cell == cell:
            sheet.write_number(row, at, cell)
    elif cell is not None and cell is not pd.NA and cell != "":
        sheet.write_string(row, at, plain(str(cell)))


def _pairs(
    sheet: Worksheet, pairs: Sequence[tuple[str, str]], bold: Format, wrapped: Format
) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    for row, (name, said) in enumerate(pairs):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, plain(said), wrapped)


def _chart(
    book: xlsxwriter.Workbook, sheet: Worksheet, shown: Native, title: str, bold: Format
) -> None:
    """Write what a native chart shows, and the chart beside it."""
    rows, names = len(shown.table), list(shown.table.columns)
    _data(sheet, shown.table.rename_axis(shown.name).reset_index(), bold)
    kind = {"type": shown.kind} | ({"subtype": "stacked"} if shown.stacked else {})
    drawn = book.add_chart(kind)
    for at, (name, fill) in enumerate(zip(names, shown.fills, strict=True), start=1):
        drawn.add_series(
            {
                "name": plain(str(name)),
                "categories": [sheet.get_name(), 1, 0, rows, 0],
                "values": [sheet.get_name(), 1, at, rows, at],
                "gap": 40,
                "points": [_filled(each) for each in shown.points] or None,
            }
            | _filled(fill)
        )
    drawn.set_title({"name": plain(title), "name_font": {"size": 12}})
    if len(names) == 1:
        drawn.set_legend({"none": True})
    if shown.kind == "bar":
        drawn.set_y_axis({"reverse": True})
    drawn.set_size({"width": 900, "height": max(420, 24 * rows) if shown.kind == "bar" else 420})
    sheet.insert_chart(1, len(names) + 2, drawn)


def _filled(fill: Fill) -> dict[str, Any]:
    """Return how Excel fills a bar or draws a line."""
    if fill.kind == "hatched":
        drawn = {"pattern": "wide_upward_diagonal", "fg_color": fill.colour, "bg_color": "#FFFFFF"}
        return {"pattern": drawn, "border": {"color": fill.colour}}
    if fill.kind == "hollow":
        return {"fill": {"color": "#FFFFFF"}, "border": {"color": fill.colour}}
    return {"fill": {"color": fill.colour}, "line": {"color": fill.colour}}
