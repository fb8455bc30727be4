"""A chart as a workbook: its table, what it says, its source, and a chart that Excel can edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mieux_dashboard.charts.chart import Chart
from mieux_dashboard.draw.style import ACCENT, CLASSES, REGION_COLOURS, Figure
from mieux_dashboard.export.picture import UNOFFICIAL, footnotes, plain, selected
from mieux_dashboard.export.workbook import TEXT_STAYS_TEXT
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

_ALONG = ("year", "offset", "bin_months")  # numbers that stand along an axis
_NO_KEYS = ("group", "source", "basis")
_MOST = 60  # categories that a native chart may have
_WIDEST = 70


@dataclass(frozen=True, eq=False)
class Native:
    """What a native chart shows.

    Parameters
    ----------
    kind
        ``bar``, ``column`` or ``line``.
    table
        One row a category, one column a series, both by their names; ``<NA>`` where hidden.
    name
        Of the categories.
    colours
        A colour for each series.
    """

    kind: str
    table: pd.DataFrame
    name: str
    colours: Sequence[str]


def native(chart: Chart, answer: Answer, words: Words) -> Native | None:
    """Return what a native chart of bars or a line can show of a chart, None where none can.

    Maps, flows, tables in colour and figures with qualifiers cannot be told by one.
    """
    kind = _kind(chart.draw(answer, words))
    counts = [name for name in chart.columns if name.startswith("n_")]
    keys = _keys(chart, answer.table)
    if not (kind and counts and keys) or chart.by_key or "value" in answer.table:
        return None
    shown = chart.table(answer, words)
    labels = _column(chart, shown, keys[0])
    categories = list(dict.fromkeys(labels))
    if len(keys) == 2:
        names = _column(chart, shown, keys[1])
        codes = list(dict.fromkeys(answer.table[keys[1]].astype(str)))
        wide = _parted(labels, names, answer.table[counts[0]].tolist())
    else:
        codes = [counts[-1] if kind == "line" else counts[0]]
        name = words(chart.columns[codes[0]][0])
        wide = _parted(labels, [name] * len(labels), answer.table[codes[0]].tolist())
    if len(categories) > _MOST:
        return None
    cells = {name: [row.get(label) for label in categories] for name, row in wide.items()}
    table = pd.DataFrame(cells, index=pd.Index(categories), dtype="Int64")
    header = str(words(chart.columns[keys[0]][0]))
    return Native(kind, table, header, _colours(codes))


def _keys(chart: Chart, table: pd.DataFrame) -> list[str]:
    """Return the columns that a native chart has a bar for each of: one, or two; else none.

    The first stands along its axis, the second is told by colour.
    """
    keys = [name for name in chart.columns if _is_key(table, name)]
    keys.sort(key=lambda name: (name not in _ALONG, name == "region"))
    return keys if len(keys) <= 2 else []


def _column(chart: Chart, shown: pd.DataFrame, name: str) -> list[str]:
    """Return a column of a reader's table as text."""
    return [str(cell) for cell in shown.iloc[:, list(chart.columns).index(name)]]


def _parted(labels: list[str], names: list[str], counts: list[Any]) -> dict[str, dict[str, Any]]:
    """Return by series what each category counts."""
    wide: dict[str, dict[str, Any]] = {}
    for label, name, n in zip(labels, names, counts, strict=True):
        wide.setdefault(name, {})[label] = n
    return wide


def _kind(figure: Figure) -> str:
    """Return the kind of native chart that a figure is, "" for none."""
    data, layout = figure["data"], figure["layout"]
    kinds = {trace["type"] for trace in data}
    if not data or layout.get("barmode") == "overlay" or not kinds <= {"bar", "scatter"}:
        return ""
    if "scatter" in kinds:
        return "line"
    return "bar" if data[0].get("orientation") == "h" else "column"


def _is_key(table: pd.DataFrame, name: str) -> bool:
    if name not in table or name in _NO_KEYS:
        return False
    return name in _ALONG or pd.api.types.is_string_dtype(table[name])


def _colours(codes: list[str]) -> list[str]:
    if len(codes) == 1:
        return [_hex(ACCENT)]
    shades = [CLASSES[3], CLASSES[1], CLASSES[4], CLASSES[2], CLASSES[0]]
    return [_hex(REGION_COLOURS.get(code, shades[n % 5])) for n, code in enumerate(codes)]


def _hex(colour: str) -> str:
    parts = colour.removeprefix("rgb(").removesuffix(")").split(",")
    return "#" + "".join(f"{int(part):02X}" for part in parts)


def write_xlsx(chart: Chart, answer: Answer, words: Words) -> bytes:
    """Return a chart as a workbook without formulas or clocks.

    Parameters
    ----------
    answer
        As a file may say it: hidden counts of persons are words in the table, and gaps in the
        native chart.
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
    ]
    _pairs(book.add_worksheet(words("Description")), description, bold, wrapped)
    official = programme.record == "published"
    source = [
        (words("Programme"), programme.titles[words.language]),
        (words("Source"), chart.source(answer, words)),
        *([("", words(UNOFFICIAL))] if official else []),
        *(("", f"* {note}") for note in footnotes(chart, answer, words)),
    ]
    _pairs(book.add_worksheet(words("Source")), source, bold, wrapped)
    for sheet in book.worksheets():
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
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
            _write(sheet, row, at, cell)


def _write(sheet: Worksheet, row: int, at: int, cell: object) -> None:
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
    kind = {"type": shown.kind} | ({"subtype": "stacked"} if len(names) > 1 else {})
    drawn = book.add_chart(kind)
    for at, (name, colour) in enumerate(zip(names, shown.colours, strict=True), start=1):
        drawn.add_series(
            {
                "name": plain(str(name)),
                "categories": [sheet.get_name(), 1, 0, rows, 0],
                "values": [sheet.get_name(), 1, at, rows, at],
                "fill": {"color": colour},
                "line": {"color": colour},
                "gap": 40,
            }
        )
    drawn.set_title({"name": plain(title), "name_font": {"size": 12}})
    if len(names) == 1:
        drawn.set_legend({"none": True})
    if shown.kind == "bar":
        drawn.set_y_axis({"reverse": True})
    drawn.set_size({"width": 900, "height": max(420, 24 * rows) if shown.kind == "bar" else 420})
    sheet.insert_chart(1, len(names) + 2, drawn)
