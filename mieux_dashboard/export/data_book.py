"""All tables of a pack in one workbook: a sheet of contents, then a sheet for each chart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mieux_dashboard.export.chart_files import ChartFile
from mieux_dashboard.export.chart_xlsx import write_cell
from mieux_dashboard.export.frame import standing
from mieux_dashboard.export.picture import DRAFT, footnotes, plain, selection_sentence
from mieux_dashboard.export.workbook import TEXT_STAYS_TEXT

_LONGEST = 31  # letters that the name of a sheet may have
_WIDEST = 60
_CONTENTS_WIDTHS = (5, 34, 44, 100)


def write_data_book(files: Sequence[ChartFile]) -> bytes:
    """Return the tables of some charts of one language as a workbook without formulas or clocks.

    Parameters
    ----------
    files
        The charts, in order; at least one.
    """
    words, programme = files[0].words, files[0].answer.dataset.reference.programme
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, TEXT_STAYS_TEXT | {"in_memory": True})
    created = datetime.combine(programme.compiled, time())
    book.set_properties({"title": plain(programme.titles[words.language]), "created": created})
    formats = {
        "bold": book.add_format({"bold": True}),
        "title": book.add_format({"bold": True, "font_size": 13}),
        "quiet": book.add_format({"font_color": "#5B6578"}),
        "link": book.get_default_url_format(),
        "top": book.add_format({"valign": "top"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "header": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
    }
    contents = book.add_worksheet(words("Contents"))
    names = [_name(file.chart.key) for file in files]
    _contents(contents, files, names, formats)
    for file, name in zip(files, names, strict=True):
        _sheet(book.add_worksheet(name), file, contents.get_name(), formats)
    for sheet in book.worksheets():
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        if files[0].look.draft:
            sheet.set_header(f"&C&B{words(DRAFT)}")
    book.close()
    return target.getvalue()


def _name(key: str) -> str:
    """Return the name of a chart's sheet."""
    return key[:_LONGEST].rstrip("-")


def _contents(
    sheet: Worksheet,
    files: Sequence[ChartFile],
    names: Sequence[str],
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    """Write what the workbook is, then a line for each chart that leads to its sheet."""
    first = files[0]
    words, programme = first.words, first.answer.dataset.reference.programme
    for at, width in enumerate(_CONTENTS_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, plain(programme.titles[words.language]), formats["title"])
    said = [
        words(DRAFT) if first.look.draft else "",
        words("Demonstration: made-up data") if programme.record == "demonstration" else "",
        selection_sentence(first.answer, words),
        first.chart.source(first.answer, words),
        *standing(words),
    ]
    said = [line for line in said if line]
    for row, line in enumerate(said, start=1):
        sheet.write_string(row, 0, plain(line), formats["quiet"])
    top = len(said) + 2
    heads = ("", words("Sheet"), words("Chart"), words("Finding"))
    for at, head in enumerate(heads):
        sheet.write_string(top, at, head, formats["header"])
    for number, (file, name) in enumerate(zip(files, names, strict=True), start=1):
        row = top + number
        sheet.write_number(row, 0, number, formats["top"])
        sheet.write_url(row, 1, f"internal:'{name}'!A1", formats["link"], name)
        sheet.write_string(row, 2, plain(words(file.chart.title)), formats["wrapped"])
        finding = file.chart.finding(file.answer, words)
        sheet.write_string(row, 3, plain(finding), formats["wrapped"])
    sheet.freeze_panes(top + 1, 0)


def _sheet(
    sheet: Worksheet, file: ChartFile, contents: str, formats: dict[str, xlsxwriter.format.Format]
) -> None:
    """Write what a chart says, then its table."""
    chart, answer, words = file.chart, file.answer, file.words
    sheet.write_url(0, 0, f"internal:'{contents}'!A1", formats["link"], words("Contents"))
    sheet.write_string(1, 0, plain(chart.finding(answer, words)), formats["title"])
    said = [
        words(DRAFT) if file.look.draft else "",
        chart.subtitle(answer, words),
        selection_sentence(answer, words),
        chart.rests(answer, words),
        chart.source(answer, words),
        *standing(words),
        *(f"* {note}" for note in footnotes(chart, answer, words)),
    ]
    said = [line for line in said if line]
    for row, line in enumerate(said, start=2):
        sheet.write_string(row, 0, plain(line), formats["quiet"])
    top = len(said) + 3
    table = chart.table(answer, words)
    for at, name in enumerate(table.columns):
        cells = table.iloc[:, at].tolist()
        longest = max([len(str(name)) // 2, *(len(str(cell)) for cell in cells)])
        sheet.set_column(at, at, min(max(longest + 2, 12), _WIDEST))
        sheet.write_string(top, at, plain(str(name)), formats["header"])
        for row, cell in enumerate(cells, start=top + 1):
            write_cell(sheet, row, at, cell)
    sheet.freeze_panes(top + 1, 0)
