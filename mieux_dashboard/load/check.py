"""A Workbook -> tables and findings. What can be kept is kept, and what is wrong is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from mieux_dashboard.load.convert import Converted, Converter, converter, faulty
from mieux_dashboard.load.countries import CountryFinder
from mieux_dashboard.load.findings import Finding, Severity
from mieux_dashboard.load.headers import Heading, read_heading
from mieux_dashboard.load.lookup import lookups
from mieux_dashboard.load.persons import is_personal
from mieux_dashboard.load.rules import Record, dates_in_order, distinct, required_cells
from mieux_dashboard.load.workbook import Sheet, Workbook, address, cell, letters
from mieux_dashboard.model.columns import TABLES, Table
from mieux_dashboard.model.reference import Programme, Reference

Converters = Mapping[str, Mapping[str, Converter]]
Read = tuple[Sheet, Heading]


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What a workbook holds, and what is wrong with it.

    Parameters
    ----------
    tables
        By name, the tables that it has: declared columns first, then those that we do not know, as
        text under their own header. Multi-values are joined by ``;``, dates are partial ISO text,
        numbers float64; what is missing is ``""`` or NaN.
    findings
        In the order of sheets, rows and columns.
    """

    tables: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]

    @property
    def rows(self) -> dict[str, int]:
        """Rows kept, by table."""
        return {name: len(table) for name, table in self.tables.items()}

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check(workbook: Workbook, reference: Reference) -> Checked:
    """Check a workbook and read what can be kept of it.

    A cell that cannot be read becomes empty and its row is kept. A row is not kept when its number
    is missing or stands in an earlier row already. Rows that name no record source are the
    programme's own.

    Parameters
    ----------
    workbook
        What `read_workbook` returns.
    reference
        The lists whose codes and names are known, and the programme's life.
    """
    known = [(sheet, heading) for sheet in workbook.sheets if (heading := read_heading(sheet))]
    filled = [(sheet, heading) for sheet, heading in known if sheet.rows]
    read = [(sheet, heading) for sheet, heading in filled if heading.certain]
    if not any(sheet.rows for sheet in workbook.sheets):
        empty = next((sheet.name for sheet in workbook.sheets), "")
        return Checked({}, (Finding("sheet-empty", "error", sheet=empty),))
    findings = [
        *_about_workbook(workbook, filled, read),
        *(finding for sheet, heading in known for finding in _about_sheet(sheet, heading)),
    ]
    converters = _converters(reference)
    tables: dict[str, pd.DataFrame] = {}
    for name in dict.fromkeys(heading.table.name for _, heading in read if _has_key(heading)):
        sheets = [(sheet, heading) for sheet, heading in read if heading.table.name == name]
        records, wrong = _records(sheets, converters, reference.programme)
        tables[name] = _frame(TABLES[name], records)
        findings += wrong
    if tables and not any(map(len, tables.values())) and not findings:
        findings.append(Finding("no-rows", "error"))
    return Checked(tables, _in_order(findings, workbook))


def _has_key(heading: Heading) -> bool:
    return heading.table.key in ("", *heading.columns)


def _converters(reference: Reference) -> Converters:
    lists = lookups(reference, CountryFinder(reference))
    return {
        table.name: {column.name: converter(column, lists) for column in table.columns}
        for table in TABLES.values()
    }


def _about_workbook(workbook: Workbook, known: list[Read], read: list[Read]) -> Iterator[Finding]:
    """Say what a workbook without a known sheet lacks, by the sheet that comes nearest."""
    if read:
        return
    if not known:
        names = tuple(sheet.name for sheet in workbook.sheets)
        yield Finding("no-known-sheet", "error", details={"found": names, "expected": "actions"})
    else:
        sheet, heading = max(known, key=lambda pair: len(pair[1].columns))
        yield _column_missing(sheet, heading)


def _about_sheet(sheet: Sheet, heading: Heading) -> Iterator[Finding]:
    """Find what is wrong with a sheet's place, name and column names."""
    table = heading.table.name
    if not heading.certain:
        details = {"expected": table, "columns": heading.missing}
        yield Finding("sheet-not-read", "warning", table, sheet.name, details=details)
        return
    if not sheet.rows:
        yield Finding("sheet-empty", "warning", table, sheet.name)
        return
    if sheet.hidden:
        yield Finding("sheet-hidden", "warning", table, sheet.name)
    if heading.missing:
        yield _column_missing(sheet, heading)
    for place, name in heading.repeated.items():
        other = letters(heading.columns[name])
        yield _about_column("column-repeated", sheet, heading, place, other=other)
    for place in _personal(sheet, heading):
        yield _about_column("personal-column", sheet, heading, place)


def _column_missing(sheet: Sheet, heading: Heading) -> Finding:
    found = tuple(text for text in sheet.rows[max(heading.row, 0)] if text)
    details = {"columns": heading.missing, "found": found or ("-",)}
    first = heading.missing[0]
    return Finding(
        "column-missing", "error", heading.table.name, sheet.name, column=first, details=details
    )


def _about_column(
    code: str, sheet: Sheet, heading: Heading, place: int, **details: object
) -> Finding:
    row = heading.row + 1
    header = cell(sheet.rows[heading.row], place)
    where = address(row, place)
    return Finding(
        code, "warning", heading.table.name, sheet.name, row, header, where, details=details
    )


def _personal(sheet: Sheet, heading: Heading) -> list[int]:
    below = sheet.rows[heading.row + 1 :]
    return [
        place
        for place, header in heading.others.items()
        if is_personal(header, (cell(row, place) for row in below))
    ]


def _records(
    sheets: list[Read], converters: Converters, programme: Programme
) -> tuple[list[Record], list[Finding]]:
    """Read the rows of one table, from one sheet or several, and hold them against the rules."""
    table = sheets[0][1].table
    findings: list[Finding] = []
    records: list[Record] = []
    for sheet, heading in sheets:
        for record, wrong in _rows(sheet, heading, converters[table.name]):
            records.append(record)
            findings += [*wrong, *required_cells(record), *dates_in_order(record, programme)]
    records, repeated = distinct(table, records)
    return records, findings + repeated


def _rows(
    sheet: Sheet, heading: Heading, converters: Mapping[str, Converter]
) -> Iterator[tuple[Record, list[Finding]]]:
    """Read the rows below the header that hold anything."""
    personal = _personal(sheet, heading)
    others = {place: name for place, name in heading.others.items() if place not in personal}
    names = _own_names(others)
    places = {place: (column, converters[column]) for column, place in heading.columns.items()}
    places |= {place: (names[place], _kept) for place in others}
    for index, row in enumerate(sheet.rows[heading.row + 1 :], start=heading.row + 2):
        if any(row):
            yield _record(sheet.name, index, heading, row, places)


def _own_names(others: Mapping[int, str]) -> dict[int, str]:
    """Name the columns that we do not know by their header, with the letter where it repeats."""
    headers = list(others.values())
    return {
        place: header if headers.count(header) == 1 else f"{header} ({letters(place)})"
        for place, header in others.items()
    }


def _kept(text: str) -> Converted:
    return faulty(text) or Converted(str(text))


def _record(
    sheet: str,
    index: int,
    heading: Heading,
    row: tuple[str, ...],
    places: Mapping[int, tuple[str, Converter]],
) -> tuple[Record, list[Finding]]:
    record = Record(sheet, index, heading, {}, set())
    findings = []
    for place, (column, convert) in places.items():
        text = cell(row, place)
        converted = convert(text) if text else Converted("")
        record.texts[column] = converted.text
        for problem in converted.problems:
            record.faulty.add(column)
            findings.append(
                Finding(
                    problem.code,
                    problem.severity,
                    heading.table.name,
                    sheet,
                    index,
                    column,
                    address(index, place),
                    str(problem.value),
                    problem.details,
                )
            )
    return record, findings


def _frame(table: Table, records: list[Record]) -> pd.DataFrame:
    """Make a table of the records: declared columns first, then the others as they occur."""
    given = dict.fromkeys(name for record in records for name in record.texts)
    names = [*table.names, *(name for name in given if name not in table.names)]
    frame = pd.DataFrame(
        {name: [record.texts.get(name, "") for record in records] for name in names}, dtype="str"
    )
    numbers = {c.name: pd.to_numeric(frame[c.name]) for c in table.columns if c.type == "number"}
    frame = frame.assign(**{name: column.astype("float64") for name, column in numbers.items()})
    if "record_source" in frame:
        frame["record_source"] = frame["record_source"].replace("", "programme")
    return frame


def _in_order(findings: list[Finding], workbook: Workbook) -> tuple[Finding, ...]:
    """Order by sheet, row and column, as a reader goes through the workbook."""
    position = {sheet.name: index for index, sheet in enumerate(workbook.sheets)}

    def key(finding: Finding) -> tuple[int, int, int, str]:
        return position.get(finding.sheet, -1), finding.row, len(finding.cell), finding.cell

    return tuple(sorted(findings, key=key))
