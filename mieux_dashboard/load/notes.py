"""What reading a file has noted, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mieux_dashboard.load.findings import Finding, Severity
from mieux_dashboard.load.workbook import Note, Workbook

_ERRORS = {"cells-missed"}
_USUAL = Note("text-table", "", {"encoding": "UTF-8", "separator": ","})


def noted(notes: Iterable[Note]) -> Iterator[Finding]:
    """Make findings of notes; a table as text that is written as most are is not worth one."""
    for note in notes:
        if note != _USUAL:
            severity: Severity = "error" if note.code in _ERRORS else "warning"
            yield Finding(note.code, severity, cell=note.cell, details=note.details)


def unread_faults(workbook: Workbook, named: Iterable[Finding]) -> Iterator[Finding]:
    """Name the errors and the formulas without value that stand in no column that was read.

    Parameters
    ----------
    workbook
        What was read.
    named
        The findings so far: a cell that one of them names is not named again.
    """
    cells = {(finding.file, finding.sheet, finding.cell) for finding in named if finding.cell}
    for sheet in workbook.sheets:
        for code, faults in (("error-unread", sheet.errors), ("formula-unread", sheet.unvalued)):
            for cell, text in faults.items():
                if (workbook.name, sheet.name, cell) not in cells:
                    yield Finding(
                        code, "warning", "", sheet.name, cell=cell, value=text, file=workbook.name
                    )
