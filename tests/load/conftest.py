"""What the tests of loading write their workbooks with."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import pytest
import xlsxwriter

from mieux_dashboard.load import Checked, Sheet, Workbook, check
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words

Cells = Sequence[Sequence[object]]


@pytest.fixture(scope="session")
def english(reference: Reference) -> Words:
    return Words("en", reference)


@pytest.fixture(scope="session")
def checked(reference: Reference) -> Callable[..., Checked]:
    """Check sheets given by name as rows of text."""

    def run(**sheets: Cells) -> Checked:
        made = (Sheet(name, tuple(tuple(row) for row in rows)) for name, rows in sheets.items())
        return check(Workbook("test.xlsx", tuple(made)), reference)

    return run


def xlsx(sheets: Mapping[str, Cells]) -> bytes:
    """Write an xlsx of sheets by name, cells as XlsxWriter writes their types."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    book.close()
    return file.getvalue()


def said(result: Checked) -> list[tuple[str, str, str]]:
    """Reduce findings to code, sheet and cell."""
    return [(finding.code, finding.sheet, finding.cell) for finding in result.findings]
