"""What rows have to fulfil by themselves: required cells, distinct ids, dates in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mieux_dashboard.load.findings import Finding
from mieux_dashboard.load.headers import Heading
from mieux_dashboard.load.workbook import address
from mieux_dashboard.model.columns import ACTIVITIES, FOCAL_POINTS, TABLES, Table
from mieux_dashboard.model.dates import first_day, last_day
from mieux_dashboard.model.reference import Programme

SPANS = (
    ("start_date", "end_date"),
    ("date", "end_date"),
    ("received_date", "decision_date"),
    ("received_date", "first_activity_date"),
    ("period_from", "period_to"),
)
_SPANS_OF = {
    name: [span for span in SPANS if set(span) <= set(table.names)]
    for name, table in TABLES.items()
}
_DATES_OF = {
    name: [column.name for column in table.columns if column.type == "date"]
    for name, table in TABLES.items()
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


def complete(record: Record) -> bool:
    """Whether a record has every id that it cannot be counted without: its own, its Action's."""
    return all(record.texts.get(column) for column in needed_ids(record.heading.table))


def needed_ids(table: Table) -> tuple[str, ...]:
    """Return the required ids of a table: its key and what its rows belong to."""
    return tuple(c.name for c in table.columns if c.required and c.type == "id")


def distinct(table: Table, records: list[Record]) -> tuple[list[Record], list[Finding]]:
    """Keep the records that have their ids, the first of each key; compared without case.

    A table without a key keeps all that have their ids.
    """
    if not table.key:
        return [record for record in records if complete(record)], []
    first: dict[str, Record] = {}
    findings = []
    for record in records:
        key = compared(record.texts.get(table.key, ""))
        if key in first:
            other = first[key]
            place = f"{other.sheet}!{other.cell(table.key)}"
            findings.append(record.finding("id-repeated", table.key, other=place))
        elif key:
            first[key] = record
    return [record for record in first.values() if complete(record)], findings


def compared(key: str) -> str:
    """Reduce an id to what tells it from others: not case, not how it is spaced."""
    return " ".join(key.casefold().split())


def dates_in_order(record: Record, programme: Programme) -> Iterator[Finding]:
    """Find ends before their start, and dates far outside the programme's life."""
    table = record.heading.table.name
    beyond = [
        column for column in _DATES_OF[table] if _beyond(record.texts.get(column, ""), programme)
    ]
    for start, end in _SPANS_OF[table]:
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


def women_among_participants(record: Record) -> Iterator[Finding]:
    """Find more women than participants; how many women there were is then not known."""
    if record.heading.table is not ACTIVITIES:
        return
    texts = record.texts
    women, participants = texts.get("participants_women"), texts.get("participants")
    if women and participants and float(women) > float(participants):
        yield record.finding(
            "more-women",
            "participants_women",
            participants=participants,
            other=record.cell("participants"),
        )
        texts["participants_women"] = ""


def membership(record: Record, members: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
    """Find focal points of States that were no members of the European Union then.

    Parameters
    ----------
    record
        A row; only focal points have a Member State.
    members
        ISO3 -> the first and the last day of membership, ``""`` where it goes on.
    """
    state = record.texts.get("member_state")
    if record.heading.table is not FOCAL_POINTS or not state:
        return
    if state not in members:
        yield record.finding("not-a-member-state", "member_state", country=state)
        record.texts["member_state"] = ""
        return
    first, last = members[state]
    for column in ("start_date", "end_date"):
        if code := _outside(record.texts.get(column, ""), first, last):
            edge = first if code == "before-membership" else last
            details = {"country": state, "date": record.texts[column], "start": edge}
            yield replace(record.finding(code, column, **details), severity="warning")
            return


def _outside(partial: str, first: str, last: str) -> str:
    if not partial:
        return ""
    if last_day(partial).isoformat() < first:
        return "before-membership"
    return "after-membership" if last and first_day(partial).isoformat() > last else ""


def _shifted(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
