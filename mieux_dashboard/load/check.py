"""Workbooks -> tables and findings. What can be kept is kept, and what is wrong is named."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd

from mieux_dashboard.load.accounts import Account
from mieux_dashboard.load.alike import Names, near_ids
from mieux_dashboard.load.asked import Questions, about_columns, about_sheet, tabular
from mieux_dashboard.load.convert import converter
from mieux_dashboard.load.countries import CountryFinder
from mieux_dashboard.load.erased import NOBODY, Erased, LeftOut, leave_out
from mieux_dashboard.load.feeds import Understood, understand
from mieux_dashboard.load.findings import Asked, Finding, Severity
from mieux_dashboard.load.headers import Heading
from mieux_dashboard.load.links import linked
from mieux_dashboard.load.lookup import lookups
from mieux_dashboard.load.notes import noted, unread_faults
from mieux_dashboard.load.rows import Known, Reader, Rows, make_ids, personal_places
from mieux_dashboard.load.rules import (
    Record,
    dates_in_order,
    distinct,
    in_another_cell,
    membership,
    needed_ids,
    required_cells,
    women_among_participants,
)
from mieux_dashboard.load.spellings import own_names
from mieux_dashboard.load.text import plain
from mieux_dashboard.load.workbook import Sheet, Workbook, address, letters
from mieux_dashboard.model.columns import REQUESTS, TABLES, Table
from mieux_dashboard.model.decision import NO_DECISIONS, OWN, Decisions, Question
from mieux_dashboard.model.reference import Reference

Books = Workbook | Sequence[Workbook]
Fed = tuple[Understood, Rows]
_NAMED = 10


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What workbooks hold, what is wrong with them, and what a person has to decide.

    Parameters
    ----------
    tables
        By name, the tables that they have: declared columns first, then those that we do not know,
        as text under their own header. Multi-values are joined by ``;``, dates are partial ISO
        text, numbers float64; what is missing is ``""`` or NaN. What was typed and could not be
        read is kept in a column called after its header and ``(as typed)``.
    findings
        In the order of files, sheets, rows and columns.
    questions
        What must or may be decided, each once.
    accounts
        Where the rows of each sheet went, once for each table that they feed.
    erased
        Rows of persons who were erased; they are not in the tables.
    """

    tables: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...] = ()
    accounts: tuple[Account, ...] = ()
    erased: tuple[LeftOut, ...] = ()

    @property
    def rows(self) -> dict[str, int]:
        """Rows kept, by table."""
        return {name: len(table) for name, table in self.tables.items()}

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check(
    workbooks: Books,
    reference: Reference,
    key: bytes | None = None,
    decisions: Decisions = NO_DECISIONS,
    there: Mapping[str, Iterable[str]] = MappingProxyType({}),
    erased: Erased = NOBODY,
) -> Checked:
    """Check workbooks together and read what can be kept of them.

    A cell that cannot be read becomes empty and its row is kept. A row is not kept when its number
    is missing or stands in an earlier row already, or when what it belongs to is not there. Rows
    that name no record source are the programme's own. Where persons have names and no ids, their
    ids are pseudonyms made from the names. Nothing doubtful is picked: it is asked, and read by
    what a person decided.

    Parameters
    ----------
    workbooks
        What `read_workbook` returns, one or several.
    reference
        The lists whose codes and names are known, and the programme's life.
    key
        What pseudonyms are made with, so that they are the same in every file; without one they
        hold for this load only.
    decisions
        The answers in force.
    there
        By table, the ids of records that are in force and stay so: rows may lead to them.
    erased
        Persons whose rows are left out.
    """
    books = _several(workbooks)
    decisions = Decisions((*own_names(reference), *decisions.given))
    sheets = [one for book in books for one in understand(book, decisions)]
    known = _known(reference, key, decisions)
    findings = [finding for book in books for finding in _about_book(book, sheets)]
    questions = Questions()
    blank = {book.name for book in books if not any(sheet.rows for sheet in book.sheets)}
    for one in sheets:
        findings += () if one.file in blank else _about_sheet(one)
        questions.ask(about_sheet(one, decisions))
        for feed in one.feeds:
            if feed.derived and feed.table is REQUESTS:
                continue
            personal = personal_places(one.sheet, feed)
            questions.ask(about_columns(one.sheet, feed, personal, decisions))
    fed = [pair for one in sheets for pair in _fed(one, known)]
    gone = leave_out((rows for _, rows in fed), erased)
    records, repeated, wrong = _all_records(fed, known, there)
    findings += wrong
    for _, rows in fed:
        questions.ask(rows.asking)
    for asking, finding in known.names.alike(decisions):
        questions.ask([asking])
        findings.append(finding)
    if records and not any(records.values()) and not findings:
        findings.append(Finding("no-rows", "error"))
    findings += [each for book in books for each in unread_faults(book, findings)]
    tables = {name: _frame(TABLES[name], rows) for name, rows in records.items()}
    accounts = _accounts(sheets, fed, records, repeated)
    return Checked(tables, _in_order(findings, books), questions.asked(), accounts, gone)


def names_persons(workbooks: Books, reference: Reference | None = None) -> bool:
    """Whether workbooks have names of persons for whom `check` makes pseudonyms."""
    named = Decisions(tuple(own_names(reference)) if reference else ())
    sheets = (one for book in _several(workbooks) for one in understand(book, named))
    return any(feed.names for one in sheets for feed in one.feeds)


def _several(workbooks: Books) -> tuple[Workbook, ...]:
    return (workbooks,) if isinstance(workbooks, Workbook) else tuple(workbooks)


def _known(reference: Reference, key: bytes | None, decisions: Decisions) -> Known:
    members = reference.member_states
    spans = zip(members["member_from"], members["member_to"], strict=True)
    lists = lookups(reference, CountryFinder(reference))
    same = (one.answer for one in decisions.given if one.kind == "person" and one.answer != OWN)
    return Known(
        {
            table.name: {
                column.name: converter(column, lists, decisions) for column in table.columns
            }
            for table in TABLES.values()
        },
        lists["countries"],
        lists["groups"],
        reference.programme,
        dict(zip(members["iso3"], spans, strict=True)),
        key or secrets.token_bytes(32),
        decisions,
        Names(),
        frozenset(same),
    )


def _about_book(book: Workbook, sheets: Iterable[Understood]) -> Iterator[Finding]:
    """Say what a workbook without a known sheet lacks, by the sheet that comes nearest."""
    own = [one for one in sheets if one.file == book.name]
    yield from (replace(each, file=book.name) for each in noted(book.notes))
    if not any(sheet.rows for sheet in book.sheets):
        empty = next((sheet.name for sheet in book.sheets), "")
        yield Finding("sheet-empty", "error", sheet=empty, file=book.name)
    elif not any(one.feeds or one.skipped for one in own):
        near = [(one, one.heading) for one in own if one.heading and one.sheet.rows]
        if near:
            yield _column_missing(*max(near, key=lambda pair: len(pair[1].columns)))
        else:
            names = tuple(sheet.name for sheet in book.sheets)
            details = {"found": names, "expected": "actions"}
            yield Finding("no-known-sheet", "error", details=details, file=book.name)


def _about_sheet(one: Understood) -> Iterator[Finding]:
    """Find what is wrong with a sheet's place, name and column names."""
    sheet, heading = one.sheet, one.heading
    asked: Asked = ("sheet", "", plain(sheet.name))
    about = Finding("", "warning", heading.table.name if heading else "", sheet.name, file=one.file)
    for each in noted(sheet.notes):
        yield replace(each, table=about.table, sheet=about.sheet, file=about.file)
    if heading is None:
        if tabular(sheet) and not one.skipped:
            yield replace(about, code="sheet-unknown", asked=asked)
    elif not heading.certain:
        details = {"expected": heading.table.name, "columns": heading.missing}
        yield replace(about, code="sheet-not-read", details=details, asked=asked)
    elif not sheet.rows:
        yield replace(about, code="sheet-empty")
    else:
        hidden = _hidden(sheet, heading)
        yield from (replace(about, code=code, details=details) for code, details in hidden)
        yield from (finding for feed in one.feeds for finding in _about_feed(one, feed))


def _hidden(sheet: Sheet, heading: Heading) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield what the spreadsheet does not show as it is read, with the first few places."""
    if sheet.hidden:
        yield "sheet-hidden", {}
    hidden = tuple(map(str, sheet.hidden_rows))
    columns = sheet.hidden_columns
    ranges = (str(cells) for cells in sheet.merged)
    below = tuple(cells for cells in ranges if _first_row(cells) > heading.row + 1)
    for code, found in (
        ("rows-hidden", hidden),
        ("columns-hidden", columns),
        ("cells-merged", below),
    ):
        if found:
            more = ["…"] if len(found) > _NAMED else []
            yield code, {"found": (*found[:_NAMED], *more)}


def _first_row(cells: str) -> int:
    return int(re.sub(r"\D", "", cells.partition(":")[0]) or 0)


def _about_feed(one: Understood, feed: Heading) -> Iterator[Finding]:
    """Find what is wrong with a sheet's columns."""
    if feed.missing and not feed.derived:
        yield _column_missing(one, feed)
    if feed.made:
        first = feed.columns[feed.made[0]]
        yield _about_column("ids-made", one, feed, first, columns=feed.made)
    if feed.derived and feed.table.name in ("requests", "actions"):
        yield _about_column("two-tables", one, feed, min(feed.own), expected=feed.table.name)
    for place, name in feed.repeated.items():
        other = letters(feed.columns[name])
        yield _about_column("column-repeated", one, feed, place, other=other)
    if feed.blocks:
        names = [place for block in feed.blocks for place in block.names]
        found = tuple(feed.headers[place] for place in names)
        yield _about_column("experts-in-columns", one, feed, names[0], found=found)
    for place in feed.names:
        yield _about_column("name-replaced", one, feed, place)
    beside = feed.derived and feed.table is REQUESTS
    for place in () if beside else personal_places(one.sheet, feed):
        yield _about_column("personal-column", one, feed, place)


def _column_missing(one: Understood, heading: Heading) -> Finding:
    found = tuple(text for text in one.sheet.rows[max(heading.row, 0)] if text)
    details = {"columns": heading.missing, "found": found or ("-",)}
    return Finding(
        "column-missing",
        "error",
        heading.table.name,
        one.sheet.name,
        column=heading.missing[0],
        details=details,
        file=one.file,
    )


def _about_column(
    code: str, one: Understood, heading: Heading, place: int, **details: object
) -> Finding:
    row, table, sheet = heading.row + 1, heading.table.name, one.sheet.name
    where, header = address(row, place), heading.headers.get(place, "")
    return Finding(code, "warning", table, sheet, row, header, where, "", details, one.file)


def _fed(one: Understood, known: Known) -> Iterator[Fed]:
    """Read the rows of a sheet for each table that they feed, and link what stands in one row."""
    keys: dict[str, dict[int, str]] = {}
    for heading in one.feeds:
        rows = Reader(one.file, one.sheet, heading, known).read()
        if heading.made:
            rows.findings += make_ids(rows)
        for column, table in heading.borrowed.items():
            for record in rows.records:
                record.texts[column] = keys.get(table, {}).get(record.row, "")
        if key := heading.table.key:
            keys[heading.table.name] = {
                record.row: record.texts.get(key, "") for record in rows.records
            }
        yield one, rows


def _all_records(
    fed: Sequence[Fed], known: Known, there: Mapping[str, Iterable[str]]
) -> tuple[dict[str, list[Record]], list[Record], list[Finding]]:
    """Hold the rows of every table that has its ids against the rules and one another."""
    records: dict[str, list[Record]] = {}
    repeated: list[Record] = []
    findings: list[Finding] = []
    with_ids = [rows for _, rows in fed if _has_ids(rows.heading)]
    for name in dict.fromkeys(rows.heading.table.name for rows in with_ids):
        own = [rows for rows in with_ids if rows.heading.table.name == name]
        told = [record for rows in own for record in rows.records]
        findings += (finding for rows in own for finding in rows.findings)
        findings += (finding for record in told for finding in _judged(record, known))
        table = distinct(TABLES[name], told)
        records[name], again = table.kept, table.repeated
        findings += table.findings
        repeated += again
        if TABLES[name].key and not any(rows.heading.made for rows in own):
            findings += near_ids(TABLES[name], table.kept)
    records, wrong = linked(records, there)
    return records, repeated, findings + wrong


def _has_ids(heading: Heading) -> bool:
    made = {heading.table.key} if heading.made else set()
    return set(needed_ids(heading.table)) <= {*heading.columns, *heading.borrowed, *made}


def _judged(record: Record, known: Known) -> Iterator[Finding]:
    yield from required_cells(record)
    yield from dates_in_order(record, known.programme)
    yield from women_among_participants(record)
    yield from membership(record, known.members)
    yield from in_another_cell(record, known.countries.names, known.bodies.names)


def _accounts(
    sheets: Iterable[Understood],
    fed: Iterable[Fed],
    records: Mapping[str, list[Record]],
    repeated: Iterable[Record],
) -> tuple[Account, ...]:
    """Say where every row of every sheet went."""
    stored = Counter(id(record.heading) for rows in records.values() for record in rows)
    again = Counter(id(record.heading) for record in repeated)
    accounts = []
    read = [(one, rows) for one, rows in fed]
    for one in sheets:
        total = len(one.sheet.rows)
        for other, rows in read:
            if other is one:
                accounts.append(_account(one, rows, stored, again))
        if not one.feeds:
            filled = sum(any(row) for row in one.sheet.rows)
            rules = {"not-read": filled} if filled else {}
            empty = total - filled
            accounts.append(
                Account(one.file, one.sheet.name, "", total, 0, 0, empty, filled, rules)
            )
    return tuple(accounts)


def _account(
    one: Understood, rows: Rows, stored: Mapping[int, int], again: Mapping[int, int]
) -> Account:
    heading, kinds = rows.heading, rows.kinds
    above = one.sheet.rows[: heading.row + 1]
    names = sum(any(row) for row in above)
    rules = {
        "heading": names + kinds["heading"],
        "total": kinds["total"],
        "note": kinds["note"],
        "repeated": again.get(id(heading), 0),
    }
    kept = stored.get(id(heading), 0)
    return Account(
        one.file,
        one.sheet.name,
        heading.table.name,
        len(one.sheet.rows),
        kept,
        kinds["record"] - kept - rules["repeated"],
        kinds["empty"] + len(above) - names,
        sum(rules.values()),
        {rule: number for rule, number in rules.items() if number},
    )


def _frame(table: Table, records: list[Record]) -> pd.DataFrame:
    """Make a table of the records: declared columns first, then the others as they occur."""
    rows = [record.texts for record in records]
    given: dict[str, str] = {}
    for row in rows:
        given.update(row)
    names = [*table.names, *(name for name in given if name not in table.names)]
    frame = pd.DataFrame({name: [row.get(name, "") for row in rows] for name in names}, dtype="str")
    numbers = {c.name: pd.to_numeric(frame[c.name]) for c in table.columns if c.type == "number"}
    frame = frame.assign(**{name: column.astype("float64") for name, column in numbers.items()})
    if "record_source" in frame:
        frame["record_source"] = frame["record_source"].replace("", "programme")
    return frame


def _in_order(findings: Iterable[Finding], books: Sequence[Workbook]) -> tuple[Finding, ...]:
    """Order by file, sheet, row and column, as a reader goes through; say nothing twice."""
    files = {book.name: index for index, book in reversed(list(enumerate(books)))}
    position = {
        (book.name, sheet.name): index for book in books for index, sheet in enumerate(book.sheets)
    }

    def key(finding: Finding) -> tuple[int, int, int, int, str]:
        sheet = position.get((finding.file, finding.sheet), -1)
        return files.get(finding.file, -1), sheet, finding.row, len(finding.cell), finding.cell

    said = dict.fromkeys(
        (finding.code, finding.file, finding.place, finding.value)
        for finding in findings
        if finding.cell
    )
    ordered = []
    for finding in sorted(findings, key=key):
        same = (finding.code, finding.file, finding.place, finding.value)
        if not finding.cell or said.pop(same, True) is None:
            ordered.append(finding)
    return tuple(ordered)
