"""An empty workbook that loads without a finding once it is filled in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mieux_dashboard.export.workbook import TEXT_STAYS_TEXT, cell_said
from mieux_dashboard.model.columns import CODE_LISTS, TABLES, Column, Table
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.reference import Programme
from mieux_dashboard.words import Words, message

EXAMPLE = message("EXAMPLE")
"""The id of the row that shows how a row is filled in; reading leaves such a row out."""

_LEFT_OUT = ("published_figures", "record_source")  # claims about a programme; who gave a record
_LAST_ROW = 5000  # down to which a cell offers the values of its list
_KINDS: Mapping[str, str] = {
    "text": message("Text."),
    "id": message("An ID: the same in every sheet, different for each record."),
    "code": message("One of the values that the cell offers."),
    "date": message("A day, a month or a year: 2016-06-12, 2016-06 or 2016."),
    "number": message("A number, digits only."),
    "url": message("A web address: https://..."),
}


def examples_of(dataset: Dataset) -> Mapping[str, pd.DataFrame]:
    """Return the rows that may stand as examples in a template: only made-up ones."""
    made_up = dataset.reference.programme.record == "demonstration"
    return dataset.tables if made_up else {}


def template(words: Words, examples: Mapping[str, pd.DataFrame]) -> bytes:
    """Write the workbook that a team fills in.

    Parameters
    ----------
    words
        The language of sheets, columns, values and explanations.
    examples
        Tables whose first rows show how a row is filled in: those of the made-up programme.

    Returns
    -------
    bytes
        An xlsx: a sheet that explains every column, one sheet for each table with a note at each
        column, drop-downs of its code lists and one example row, and a hidden sheet of the lists.
        The same input gives the same bytes.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, TEXT_STAYS_TEXT | {"in_memory": True})
    programme = words.reference.programme
    made = datetime.combine(programme.compiled, time())
    book.set_properties({"title": words("Template"), "created": made})
    tables = _tables(programme)
    explained = book.add_worksheet(words("Columns explained"))
    sheets = {table.name: book.add_worksheet(words.sheet(table)) for table in tables}
    lists = _write_lists(book, tables, words)
    bold, grey = book.add_format({"bold": True}), book.add_format({"italic": True})
    grey.set_font_color("#595959")
    for table in tables:
        example = _example(table, examples.get(table.name), words)
        _write_table(sheets[table.name], table, (bold, grey), example, lists, words)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _explain(explained, tables, (bold, wrapped), words)
    explained.activate()
    book.close()
    return out.getvalue()


def _tables(programme: Programme) -> list[Table]:
    return [
        replace(table, columns=_columns(table, programme))
        for table in TABLES.values()
        if table.name not in _LEFT_OUT and programme.keeps(table.name)
    ]


def _columns(table: Table, programme: Programme) -> tuple[Column, ...]:
    """Return the columns that a team fills in, of what the programme speaks of."""
    kept = (column for column in table.columns if programme.speaks_of(column.name))
    return tuple(column for column in kept if column.name not in _LEFT_OUT)


def _write_lists(
    book: xlsxwriter.Workbook, tables: Sequence[Table], words: Words
) -> dict[str, str]:
    """Write every list into a hidden sheet; return where each stands."""
    names = sorted({c.codes for table in tables for c in table.columns if c.codes})
    sheet = book.add_worksheet("_lists")
    sheet.hide()
    places, row = {}, 0
    for name in names:
        values = _values(name, words)
        sheet.write_column(row, 0, values)
        places[name] = f"=_lists!$A${row + 1}:$A${row + len(values)}"
        row += len(values)
    return places


def _values(name: str, words: Words) -> list[str]:
    """Return the values of a list as the reader's language says them, in order."""
    if name in CODE_LISTS:
        return [words.name(name, code) for code in CODE_LISTS[name]]
    reference = words.reference
    if name == "countries":
        return sorted(words.country(code) for code in reference.countries["iso3"])
    if name == "areas":
        return [words.area(code) for code in reference.areas.query("level == 'area'")["id"]]
    return [words.name(name, code) for code in getattr(reference, name)["id"]]


def _example(table: Table, rows: pd.DataFrame | None, words: Words) -> dict[str, object]:
    """Return the example row: the first one, under an ID that says what it is."""
    if rows is None or rows.empty:
        return {}
    first = rows.iloc[0]
    said = {
        column.name: cell_said(first[column.name], column, words)
        for column in table.columns
        if column.name in rows and column.type != "id"
    }
    ids = {column.name: words(EXAMPLE) for column in table.columns if column.type == "id"}
    return ids | said


def _write_table(
    sheet: Worksheet,
    table: Table,
    formats: tuple[Format, Format],
    example: Mapping[str, object],
    lists: Mapping[str, str],
    words: Words,
) -> None:
    """Write column names with their notes, the example row, and what the cells beneath offer."""
    bold, grey = formats
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        header = words.label(column)
        sheet.write_string(0, place, header, bold)
        sheet.write_comment(0, place, _note(column, words), {"author": "", "x_scale": 2})
        sheet.set_column(place, place, max(14, min(len(header) + 3, 32)))
        _write_example(sheet, place, example.get(column.name), grey)
        if column.codes and not column.multiple:
            options: dict[str, Any] = {"validate": "list", "source": lists[column.codes]}
            sheet.data_validation(1, place, _LAST_ROW, place, options | {"error_type": "warning"})


def _write_example(sheet: Worksheet, place: int, value: object, grey: Format) -> None:
    if isinstance(value, date):
        sheet.write_string(1, place, value.isoformat(), grey)
    elif value not in ("", None):
        sheet.write(1, place, value, grey)


def _note(column: Column, words: Words) -> str:
    """Say what a column holds, and whether it has to be filled."""
    parts = [
        words("Required.") if column.required else "",
        words(_KINDS[column.type]),
        words("Several values are divided by a semicolon.") if column.multiple else "",
        words("About a person: no name, no address.") if column.personal else "",
    ]
    return " ".join(filter(None, parts))


def _explain(
    sheet: Worksheet, tables: Sequence[Table], formats: tuple[Format, Format], words: Words
) -> None:
    """Write what each column holds, and the values of its list; two columns are no table."""
    bold, wrapped = formats
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 120)
    said = words(
        "Fill in the sheets you have; delete those you have not. The row “{example}” of each sheet "
        "shows how a row is filled in and is not read.",
        example=words(EXAMPLE),
    )
    sheet.write_string(0, 0, said)
    heads = [words("Sheet and column"), words("What it holds")]
    sheet.write_row(2, 0, heads, bold)
    row = 3
    for table in tables:
        for column in table.columns:
            values = "; ".join(_values(column.codes, words)) if column.codes else ""
            holds = " ".join(filter(None, [_note(column, words), values]))
            label = words.label(column)
            sheet.write_row(row, 0, [f"{words.sheet(table)} · {label}", holds], wrapped)
            row += 1
