"""A Workbook -> tables and findings. What can be kept is kept, and what is wrong is named."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from mieux_dashboard.load.convert import Converted, Converter, converter, faulty
from mieux_dashboard.load.countries import CountryFinder
from mieux_dashboard.load.findings import Finding, Severity
from mieux_dashboard.load.headers import Heading, read_heading
from mieux_dashboard.load.links import linked
from mieux_dashboard.load.lookup import lookups
from mieux_dashboard.load.persons import PersonIds, is_personal, person_ids
from mieux_dashboard.load.rules import (
    Record,
    dates_in_order,
    distinct,
    membership,
    needed_ids,
    required_cells,
    women_among_participants,
)
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


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What rows are read with and held against."""

    converters: Converters
    programme: Programme
    members: Mapping[str, tuple[str, str]]
    key: bytes


def check(workbook: Workbook, reference: Reference, key: bytes | None = None) -> Checked:
    """Check a workbook and read what can be kept of it.

    A cell that cannot be read becomes empty and its row is kept. A row is not kept when its number
    is missing or stands in an earlier row already, or when what it belongs to is not there. Rows
    that name no record source are the programme's own. Where persons have names and no ids, their
    ids are pseudonyms made from the names.

    Parameters
    ----------
    workbook
        What `read_workbook` returns.
    reference
        The lists whose codes and names are known, and the programme's life.
    key
        What pseudonyms are made with, so that they are the same in every file; without one they
        hold for this workbook only.
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
    records, wrong = _all_records(read, _known(reference, key))
    findings += wrong
    if records and not any(records.values()) and not findings:
        findings.append(Finding("no-rows", "error"))
    tables = {name: _frame(TABLES[name], rows) for name, rows in records.items()}
    return Checked(tables, _in_order(findings, workbook))


def names_persons(workbook: Workbook) -> bool:
    """Whether a workbook has names of persons for whom `check` makes pseudonyms."""
    headings = (read_heading(sheet) for sheet in workbook.sheets)
    return any(heading.certain and heading.names for heading in headings if heading)


def _all_records(read: list[Read], known: _Known) -> tuple[dict[str, list[Record]], list[Finding]]:
    """Read the rows of every table that has its ids, then hold the tables against one another."""
    with_ids = [(sheet, heading) for sheet, heading in read if _has_ids(heading)]
    records: dict[str, list[Record]] = {}
    findings: list[Finding] = []
    for name in dict.fromkeys(heading.table.name for _, heading in with_ids):
        sheets = [(sheet, heading) for sheet, heading in with_ids if heading.table.name == name]
        records[name], wrong = _records(sheets, known)
        findings += wrong
    records, wrong = linked(records)
    return records, findings + wrong


def _has_ids(heading: Heading) -> bool:
    return set(needed_ids(heading.table)) <= set(heading.columns)


def _known(reference: Reference, key: bytes | None) -> _Known:
    members = reference.member_states
    spans = zip(members["member_from"], members["member_to"], strict=True)
    return _Known(
        _converters(reference),
        reference.programme,
        dict(zip(members["iso3"], spans, strict=True)),
        key or secrets.token_bytes(32),
    )


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
    for place in heading.names:
        yield _about_column("name-replaced", sheet, heading, place)
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


def _records(sheets: list[Read], known: _Known) -> tuple[list[Record], list[Finding]]:
    """Read the rows of one table, from one sheet or several, and hold them against the rules."""
    table = sheets[0][1].table
    findings: list[Finding] = []
    records: list[Record] = []
    for sheet, heading in sheets:
        for record, wrong in _rows(sheet, heading, known):
            records.append(record)
            findings += [*wrong, *_judged(record, known)]
    records, repeated = distinct(table, records)
    return records, findings + repeated


def _judged(record: Record, known: _Known) -> Iterator[Finding]:
    yield from required_cells(record)
    yield from dates_in_order(record, known.programme)
    yield from women_among_participants(record)
    yield from membership(record, known.members)


def _rows(sheet: Sheet, heading: Heading, known: _Known) -> Iterator[tuple[Record, list[Finding]]]:
    """Read the rows below the header that hold anything."""
    places = _places(sheet, heading, known)
    for index, row in enumerate(sheet.rows[heading.row + 1 :], start=heading.row + 2):
        if any(row):
            yield _record(sheet.name, index, heading, _with_name(row, heading), places)


def _places(sheet: Sheet, heading: Heading, known: _Known) -> dict[int, tuple[str, Converter]]:
    """Return the columns that are read, by their place: the name, and what reads the cells."""
    converters = dict(known.converters[heading.table.name])
    if ids := person_ids(heading.table):
        converters[ids] = PersonIds(ids, known.key, heading.every)
    personal = _personal(sheet, heading)
    others = {place: name for place, name in heading.others.items() if place not in personal}
    names = _own_names(others)
    places = {place: (column, converters[column]) for column, place in heading.columns.items()}
    return places | {place: (names[place], _kept) for place in others}


def _with_name(row: tuple[str, ...], heading: Heading) -> tuple[str, ...]:
    """Put a name that several cells share into the first of them."""
    if len(heading.names) < 2:
        return row
    parts = [cell(row, place) for place in heading.names]
    faulty_part = next((part for part in parts if faulty(part)), None)
    first = heading.names[0]
    name = faulty_part or " ".join(filter(None, parts))
    return (*row[:first], name, *row[first + 1 :])


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
