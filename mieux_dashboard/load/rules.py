"""What rows have to fulfil by themselves: required cells, distinct ids, dates in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

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


@dataclass(slots=True, eq=False)
class Record:
    """One row: where it stands, and its texts by column; a rule may blank one.

    Parameters
    ----------
    file, sheet, row
        The file's and the sheet's name, and the row as the spreadsheet counts.
    heading
        How the sheet is read.
    texts
        Column to text.
    faulty
        Columns whose cell already has a finding.
    again
        Whether it may say what an earlier one says: it is none of its sheet's own rows, or a person
        decided that both are one.
    """

    file: str
    sheet: str
    row: int
    heading: Heading
    texts: dict[str, str]
    faulty: Set[str] = frozenset()
    again: bool = False

    def cell(self, column: str) -> str:
        """Address of the record's cell in `column`, ``""`` where the sheet has no such column."""
        columns, made = self.heading.columns, self.heading.made
        place = columns.get(column)
        if place is None and made and column == self.heading.table.key:
            place = columns[made[0]]
        return "" if place is None else address(self.row, place)

    def place(self, column: str, beside: str = "") -> str:
        """Say where the cell in `column` is, with its file where that is not `beside`."""
        place = "!".join(filter(None, (self.sheet, self.cell(column) or str(self.row))))
        return place if self.file == (beside or self.file) else f"{self.file}: {place}"

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
            self.file,
        )


def required_cells(record: Record) -> Iterator[Finding]:
    """Find the required cells that are empty, the key's alone where that is one of them."""
    table, texts = record.heading.table, record.texts
    for column in _REQUIRED[table.name]:
        if texts.get(column):
            continue
        if column in record.heading.columns and column not in record.faulty:
            yield record.finding("cell-missing", column)
        if column == table.key:
            return


def complete(record: Record) -> bool:
    """Whether a record has every id that it cannot be counted without: its own, its Action's."""
    needed, texts = _IDS[record.heading.table.name], record.texts
    return all(map(texts.get, needed))


def needed_ids(table: Table) -> tuple[str, ...]:
    """Return the required ids of a table: its key and what its rows belong to."""
    return _IDS[table.name]


_IDS = {
    name: tuple(c.name for c in table.columns if c.required and c.type == "id")
    for name, table in TABLES.items()
}
_REQUIRED = {
    name: sorted(
        (column.name for column in table.columns if column.required),
        key=lambda column, key=table.key: column != key,  # type: ignore[misc]
    )
    for name, table in TABLES.items()
}


@dataclass(frozen=True, slots=True)
class Distinct:
    """The records of one table: those that are kept, and those that say what is there already."""

    kept: list[Record]
    findings: list[Finding]
    repeated: list[Record]


def distinct(table: Table, records: list[Record]) -> Distinct:
    """Keep the records that have their ids, the first of each key; compared without case.

    A table without a key keeps all that have their ids. A record that may say what an earlier one
    says is added to that one, where it says nothing else.
    """
    if not table.key:
        return Distinct([record for record in records if complete(record)], [], [])
    first: dict[str, Record] = {}
    findings, repeated = [], []
    for record in records:
        key = compared(record.texts.get(table.key, ""))
        if not key:
            continue
        other = first.setdefault(key, record)
        if other is record:
            continue
        columns = _contrary(record, other)
        if record.again and not columns:
            _added(record, other)
            repeated.append(record)
        else:
            place = other.place(table.key, record.file)
            findings.append(record.finding("id-repeated", table.key, other=place, columns=columns))
    kept = [record for record in first.values() if complete(record)]
    return Distinct(kept, findings, repeated)


def _contrary(record: Record, other: Record) -> tuple[str, ...]:
    """Return the columns in which two records of one key say different things.

    Where one is silent, or a column holds several values, they agree.
    """
    table = record.heading.table
    several = {column.name for column in table.columns if column.multiple}
    loose = several if record.again else set()
    return tuple(
        name
        for name, text in record.texts.items()
        if name != table.key
        and name not in loose
        and (text and other.texts.get(name, ""))
        and text != other.texts[name]
    )


def _added(record: Record, other: Record) -> None:
    """Add to a record what a later one of the same key says more."""
    table = record.heading.table
    several = {column.name for column in table.columns if column.multiple}
    for name, text in record.texts.items():
        own = other.texts.get(name, "")
        if name in several and own:
            values = dict.fromkeys([*own.split(";"), *filter(None, text.split(";"))])
            other.texts[name] = ";".join(values)
        elif not own:
            other.texts[name] = text


@lru_cache(maxsize=500_000)
def compared(key: str) -> str:
    """Reduce an id to what tells it from others: not case, not how it is spaced."""
    return " ".join(key.casefold().split())


def dates_in_order(record: Record, programme: Programme) -> Iterator[Finding]:
    """Find ends before their start, and dates far outside the programme's life."""
    table = record.heading.table.name
    life = programme.start, programme.end
    beyond = [column for column in _DATES_OF[table] if _beyond(record.texts.get(column, ""), *life)]
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


@lru_cache(maxsize=200_000)
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


@lru_cache(maxsize=100_000)
def _beyond(partial: str, start: date, end: date) -> bool:
    if not partial:
        return False
    first, last = _shifted(start, -_YEARS_BEYOND), _shifted(end, _YEARS_BEYOND)
    return last_day(partial) < first or first_day(partial) > last


def in_another_cell(
    record: Record, is_country: Callable[[str], bool], is_body: Callable[[str], bool]
) -> Iterator[Finding]:
    """Find a country in the cell of the institution, and a regional body in that of the country."""
    texts = record.texts
    if "countries" not in record.faulty or texts.get("countries"):
        return
    typed = texts.get(as_typed(record.heading, "countries"), "")
    if typed and is_body(typed):
        found = record.finding("body-not-country", "countries", columns=("regional_body",))
        yield replace(found, severity="warning", value=typed)
    other = texts.get("institution", "")
    if other and is_country(other):
        found = record.finding(
            "cells-swapped", "countries", beginning="institution", other=record.cell("institution")
        )
        yield replace(found, severity="warning", value=typed)


def as_typed(heading: Heading, column: str) -> str:
    """Name the column that keeps what was typed and could not be read in another one."""
    return f"{heading.headers.get(heading.columns[column], column)} (as typed)"


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
