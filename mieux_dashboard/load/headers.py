"""Which table a sheet is, which row holds its column names, and which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from mieux_dashboard.load.persons import is_name, name_places, person_ids
from mieux_dashboard.load.text import plain
from mieux_dashboard.load.workbook import Sheet, cell
from mieux_dashboard.model.columns import TABLES, Table

_SEARCHED = 25
_TELLING = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """How a sheet is read.

    Parameters
    ----------
    table
        The table that it is, or looks most like.
    row
        The header row, counted from 0; -1 where there is none.
    columns
        Declared column -> its place, counted from 0.
    others
        Place -> header of each column that we do not know.
    repeated
        Place -> declared column that stands in another place already.
    named
        Whether the sheet's name says that it is this table.
    names
        Places of the columns that hold names of the table's persons: beside them there is no id, or
        they are the column of ids itself. What is read from them is a pseudonym.
    every
        Whether each of those cells is a name; otherwise those are that look like one.
    """

    table: Table
    row: int
    columns: Mapping[str, int]
    others: Mapping[int, str]
    repeated: Mapping[int, str]
    named: bool
    names: tuple[int, ...] = ()
    every: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that the sheet has not."""
        return tuple(
            column.name
            for column in self.table.columns
            if column.required and column.name not in self.columns
        )

    @property
    def certain(self) -> bool:
        """Whether the sheet is this table by its name or by its required columns."""
        return self.named or (self.telling and not self.missing)

    @property
    def telling(self) -> bool:
        """Whether enough columns are known to say what the sheet looks like."""
        return len(self.columns) >= _TELLING


def read_heading(sheet: Sheet) -> Heading | None:
    """Read a sheet's heading; None where nothing tells what it is (a cover sheet).

    The sheet's name decides which table it is, else its headers do. Header names are compared in
    every language without accents, case, spaces or punctuation. The header row is the one of the
    first 25 with the most names that are known.
    """
    named = _named(sheet.name)
    tables = (named,) if named else tuple(TABLES.values())
    headings = [_heading(sheet, table, named is not None) for table in tables]
    best = max(headings, key=lambda heading: (heading.certain, len(heading.columns)))
    return best if best.named or best.telling else None


def _named(name: str) -> Table | None:
    key = plain(name)
    for table in TABLES.values():
        names = (table.name, *(name for names in table.sheets.values() for name in names))
        if key in map(plain, names):
            return table
    return None


def _heading(sheet: Sheet, table: Table, named: bool) -> Heading:
    rows = sheet.rows[:_SEARCHED]
    matches = [_match(row, table) for row in rows]
    index = max(range(len(rows)), key=lambda row: len(matches[row]), default=-1)
    if index < 0 or not matches[index]:
        return Heading(table, -1, {}, {}, {}, named)
    columns, header = matches[index], rows[index]
    known = _spellings(table.name)
    taken = set(columns.values())
    spare = {place: text for place, text in enumerate(header) if text and place not in taken}
    repeated = {
        place: known[plain(text)][1] for place, text in spare.items() if plain(text) in known
    }
    others = {place: text for place, text in spare.items() if place not in repeated}
    return _with_persons(
        Heading(table, index, columns, others, repeated, named), sheet.rows[index + 1 :]
    )


def _with_persons(heading: Heading, below: Sequence[Sequence[str]]) -> Heading:
    """Take names for the ids of a table's persons: where it has no ids, or where its ids are names.

    The first column of names stands for the ids.
    """
    column = person_ids(heading.table)
    if not column:
        return heading
    if column in heading.columns:
        place = heading.columns[column]
        ids = [text for row in below if (text := cell(row, place))]
        if not any(map(is_name, ids)):
            return heading
        every = not any(character.isdigit() for text in ids for character in text)
        return replace(heading, names=(place,), every=every)
    names = name_places(heading.others, below)
    if not names:
        return heading
    return replace(
        heading,
        columns={**heading.columns, column: names[0]},
        others={place: text for place, text in heading.others.items() if place not in names},
        names=names,
        every=True,
    )


def _match(row: Sequence[str], table: Table) -> dict[str, int]:
    """Match a row's cells with columns; of two for one column the nearer to its label wins."""
    spellings = _spellings(table.name)
    found: dict[str, tuple[int, int]] = {}
    for place, text in enumerate(row):
        if text and plain(text) in spellings:
            rank, column = spellings[plain(text)]
            found[column] = min(found.get(column, (rank, place)), (rank, place))
    return {column: place for column, (_, place) in found.items()}


@cache
def _spellings(name: str) -> dict[str, tuple[int, str]]:
    """Every header that a table's columns may have, as compared -> its rank and its column."""
    return {
        plain(spelling): (rank, column.name)
        for column in reversed(TABLES[name].columns)
        for spellings in ((column.name,), *column.headers.values())
        for rank, spelling in reversed(list(enumerate(spellings)))
    }
