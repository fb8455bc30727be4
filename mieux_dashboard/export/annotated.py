"""An evaluator's own workbook, its cells marked with what was found in them."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from mieux_dashboard.load import Finding, Workbook
from mieux_dashboard.words import Words

_FILLS = {"error": "FFC7CE", "warning": "FFEB9C"}
_LONGEST = 1000  # characters of a comment
_WIDTH, _HEIGHT = 420, 160
_OWN = (b"PK",)


def annotated(data: bytes, workbook: Workbook, findings: Sequence[Finding], words: Words) -> bytes:
    """Return the workbook with its cells coloured and commented.

    Parameters
    ----------
    data
        The file as received.
    workbook
        What was read from it.
    findings
        Those of this file.

    Returns
    -------
    bytes
        An xlsx (or xlsm where it was one): the received workbook with nothing changed but the
        marked cells and one more sheet, *Findings*, that lists them all. What is no xlsx comes back
        as one, its cells as they were read.
    """
    book = _opened(data, workbook)
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.cell and finding.sheet in book.sheetnames:
            by_cell[finding.sheet, finding.cell].append(finding)
    for (sheet, cell), found in by_cell.items():
        _mark(book[sheet], cell, found, words)
    _list(book, findings, words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _opened(data: bytes, workbook: Workbook) -> Book:
    if workbook.name.lower().endswith((".xlsx", ".xlsm")) and data.startswith(_OWN):
        macros = workbook.name.lower().endswith(".xlsm")
        return load_workbook(io.BytesIO(data), keep_vba=macros, rich_text=True)
    book = Book()
    book.remove(book.worksheets[0])
    for sheet in workbook.sheets:
        made = book.create_sheet(sheet.name[:31])
        for row in sheet.rows:
            made.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
        _as_text(made)
    return book


def _as_text(sheet: Worksheet) -> None:
    """Keep what begins like a formula a text."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"


def _mark(sheet: Worksheet, cell: str, found: Iterable[Finding], words: Words) -> None:
    said = "\n".join(_said(finding, words) for finding in found)
    severity = "error" if any(one.severity == "error" for one in found) else "warning"
    place = sheet[cell]
    place.fill = PatternFill("solid", fgColor=_FILLS[severity])
    had = f"{place.comment.text}\n" if place.comment else ""
    comment = Comment((had + said)[:_LONGEST], "mieux")
    comment.width, comment.height = _WIDTH, _HEIGHT
    place.comment = comment


def _said(finding: Finding, words: Words) -> str:
    return f"{finding.message(words)} {finding.remedy(words)}"


def _list(book: Book, findings: Sequence[Finding], words: Words) -> None:
    """Add the sheet that lists every finding."""
    title = words("Findings")
    sheet = book.create_sheet(title if title not in book.sheetnames else f"{title} (mieux)")
    sheet.append([words("Severity"), words("Sheet"), words("Cell"), words("What was found")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    names: Mapping[str, str] = {"error": words("error"), "warning": words("warning")}
    for finding in findings:
        said = ILLEGAL_CHARACTERS_RE.sub("", _said(finding, words))
        sheet.append([names[finding.severity], finding.sheet, finding.cell, said])
    _as_text(sheet)
    for letter, width in (("A", 12), ("B", 20), ("C", 10), ("D", 120)):
        sheet.column_dimensions[letter].width = width
