"""What rows have to fulfil: required cells, distinct ids, dates in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from mieux_dashboard.load.findings import Finding
from mieux_dashboard.load.headers import Heading
from mieux_dashboard.load.workbook import address
from mieux_dashboard.model.columns import Table
from mieux_dashboard.model.dates import first_day, last_day
from mieux_dashboard.model.reference import Programme

SPANS = {
    "start_date": "end_date",
    "received_date": "decision_date",
    "period_from": "period_to",
}
_YEARS_BEYOND = 5


@dataclass
class Record:
    """One row: where it stands, and its texts by column; a rule may blank one.

    Parameters
    ----------
    sheet, row
        The sheet's name, and the row as the spreadsheet counts.
    heading
        How the sheet is read.
    texts
        Column to text.
    faulty
        Columns whose cell already has a finding.
    """

    sheet: str
    row: int
    heading: Heading
    texts: dict[str, str]
    faulty: set[str]

    def cell(self, column: str) -> str:
        """Address of the record's cell in `column`, ``""`` where the sheet has no such column."""
        place = self.heading.columns.get(column)
        return "" if place is None else address(self.row, place)

    def finding(self, code: str, column: str, **details: object) -> Finding:
        """Return an error about the cell in `column`."""
        return Finding(
            code,
            "error",
            self.heading.table.name,
            self.sheet,
            self.row,
            column,
            self.cell(column),
            self.texts.get(column, ""),
            details,
        )


def required_cells(record: Record) -> Iterator[Finding]:
    """Find the required cells that are empty, the key's alone where that is one of them."""
    table = record.heading.table
    key_first = sorted(table.columns, key=lambda column: column.name != table.key)
    for column in key_first:
        empty = column.required and not record.texts.get(column.name)
        if empty and column.name in record.heading.columns and column.name not in record.faulty:
            yield record.finding("cell-missing", column.name)
        if empty and column.name == table.key:
            return


def distinct(table: Table, records: list[Record]) -> tuple[list[Record], list[Finding]]:
    """Keep the records that have a key, the first of each; ids are compared without case.

    A table without a key keeps them all.
    """
    if not table.key:
        return records, []
    first: dict[str, Record] = {}
    findings = []
    for record in records:
        key = _compared(record.texts.get(table.key, ""))
        if key in first:
            other = first[key]
            place = f"{other.sheet}!{other.cell(table.key)}"
            findings.append(record.finding("id-repeated", table.key, other=place))
        elif key:
            first[key] = record
    return list(first.values()), findings


def _compared(key: str) -> str:
    return " ".join(key.casefold().split())


def dates_in_order(record: Record, programme: Programme) -> Iterator[Finding]:
    """Find ends before their start, and dates far outside the programme's life."""
    beyond = [
        column.name
        for column in record.heading.table.columns
        if column.type == "date" and _beyond(record.texts.get(column.name, ""), programme)
    ]
    for start, end in SPANS.items():
        if _reversed(record.texts.get(start, ""), record.texts.get(end, "")):
            blamed = start if start in beyond else end
            yield _ends_before_start(record, start, end, blamed)
            record.texts[blamed] = ""
    for column in beyond:
        if value := record.texts[column]:
            yield replace(
                record.finding("date-outside-life", column, date=value), severity="warning"
            )


def _reversed(start: str, end: str) -> bool:
    return bool(start and end) and last_day(end) < first_day(start)


def _ends_before_start(record: Record, start: str, end: str, blamed: str) -> Finding:
    return record.finding(
        "ends-before-start",
        blamed,
        beginning=start,
        ending=end,
        start=record.texts[start],
        end=record.texts[end],
        start_cell=record.cell(start),
        end_cell=record.cell(end),
    )


def _beyond(partial: str, programme: Programme) -> bool:
    if not partial:
        return False
    first = _shifted(programme.start, -_YEARS_BEYOND)
    last = _shifted(programme.end, _YEARS_BEYOND)
    return last_day(partial) < first or first_day(partial) > last


def _shifted(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
