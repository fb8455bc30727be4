"""Which table a sheet is, which row holds its column names, and which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mieux_dashboard.load.persons import is_name, name_places, person_ids
from mieux_dashboard.load.spellings import spellings, table_named
from mieux_dashboard.load.text import plain
from mieux_dashboard.load.wide import Block, numbered, person_blocks
from mieux_dashboard.load.workbook import Sheet, cell
from mieux_dashboard.model.columns import ACTIONS, TABLES, Table
from mieux_dashboard.model.decision import NO_DECISIONS, Decisions

_SEARCHED = 25
_TELLING = 2
_TELLING_WITHOUT_ID = 3

MADE_OF: Mapping[str, tuple[str, ...]] = {
    "actions": ("title", "countries", "regional_body", "start_date"),
    "requests": ("countries", "regional_body", "institution", "received_date"),
    "activities": ("action_id", "type", "date", "country"),
    "results": ("action_id", "type", "description", "date"),
}
"""Table -> what its ids are made from where its rows have none."""

_NEEDED = {
    "actions": {"title"},
    "requests": {"received_date"},
    "activities": {"action_id", "date"},
    "results": {"action_id", "type"},
}


@dataclass(frozen=True, slots=True)
class Heading:
    """How a sheet is read.

    Parameters
    ----------
    table
        The table that it is, or looks most like.
    row
        The header row, counted from 0, the lower of two; -1 where there is none.
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
    headers
        Place -> header as it is shown, that of two rows joined.
    joined
        Declared column -> further places of its values (*Country 2*).
    blocks
        Experts whose columns stand side by side in the rows of Actions.
    made
        Columns from which ids are made, as the rows have none.
    borrowed
        Declared column -> the table whose row from the same line of the sheet gives its id.
    own
        Places of which one has to be filled for a row of this table.
    beside
        Places of which one is filled where the line is a row of another table only.
    derived
        Whether the sheet is another table in the first place; then a row that says again what an
        earlier one says is no error.
    """

    table: Table
    row: int
    columns: Mapping[str, int]
    others: Mapping[int, str]
    repeated: Mapping[int, str]
    named: bool
    names: tuple[int, ...] = ()
    every: bool = False
    headers: Mapping[int, str] = field(default_factory=dict)
    joined: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    made: tuple[str, ...] = ()
    borrowed: Mapping[str, str] = field(default_factory=dict)
    own: tuple[int, ...] = ()
    beside: tuple[int, ...] = ()
    derived: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that the sheet has not."""
        given = {*self.columns, *self.borrowed, *([self.table.key] if self.made else ())}
        return tuple(c.name for c in self.table.columns if c.required and c.name not in given)

    @property
    def certain(self) -> bool:
        """Whether the sheet is this table by its name or by its required columns."""
        return self.named or (self.telling and not self.missing)

    @property
    def telling(self) -> bool:
        """Whether enough columns are known to say what the sheet looks like."""
        return len(self.columns) >= (_TELLING_WITHOUT_ID if self.made else _TELLING)

    @property
    def score(self) -> int:
        """How many columns of the sheet are understood."""
        further = sum(map(len, self.joined.values()))
        return len(self.columns) + further + sum(len(b.columns) + len(b.names) for b in self.blocks)


def read_heading(sheet: Sheet, decisions: Decisions = NO_DECISIONS) -> Heading | None:
    """Read a sheet's heading; None where nothing tells what it is (a cover sheet).

    The sheet's name decides which table it is, else its headers do; a person's decision holds
    before both. Header names are compared in every language without accents, case, spaces or
    punctuation. The header row is the one of the first 25 with the most names that are known, or
    that row together with the one above it.
    """
    decided = decisions.answer("sheet", "", plain(sheet.name))
    named = TABLES.get(decided) or table_named(sheet.name)
    tables = (named,) if named else tuple(TABLES.values())
    headings = [heading_of(sheet, table, named is not None, decisions) for table in tables]
    best = max(headings, key=lambda heading: (heading.certain, heading.score))
    return best if best.named or best.telling else None


def heading_of(sheet: Sheet, table: Table, named: bool, decisions: Decisions) -> Heading:
    """Read a sheet's heading as that of one table."""
    rows = sheet.rows[:_SEARCHED]
    best = Heading(table, -1, {}, {}, {}, named)
    for row in range(len(rows)):
        single = _at(table, row, _single(rows[row]), named, decisions)
        best = max(best, single, key=lambda heading: heading.score)
    for row in (best.row, best.row + 1):
        if 0 < row < len(rows) and best.row >= 0:
            double = _at(table, row, _double(rows[row - 1], rows[row]), named, decisions)
            best = max(best, double, key=lambda heading: heading.score)
    return _with_made(_with_persons(best, sheet.rows[best.row + 1 :]))


def _single(row: Sequence[str]) -> dict[int, tuple[str, ...]]:
    return {place: (text,) for place, text in enumerate(row) if text}


def _double(upper: Sequence[str], lower: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Join two header rows: what stands above holds until the next one that stands above.

    A lower header may stand for itself too, but not below one that is wide (*Expert 2*).
    """
    names: dict[int, tuple[str, ...]] = {}
    group = ""
    several = sum(map(bool, upper)) > 1
    for place in range(max(len(upper), len(lower))):
        above, below = cell(upper, place), cell(lower, place)
        group = above or group
        if below and group and several:
            both = f"{group} {below}"
            names[place] = (both,) if person_blocks({0: both}) else (both, below)
        elif above or below:
            names[place] = (below or above,)
    return names


def _at(
    table: Table,
    row: int,
    names: Mapping[int, tuple[str, ...]],
    named: bool,
    decisions: Decisions,
) -> Heading:
    """Read one row, or two joined, as the column names of a table."""
    columns = _match(names, table, decisions)
    if not columns:
        return Heading(table, -1, {}, {}, {}, named)
    known, taken = spellings(table.name), set(columns.values())
    headers = {place: each[0] for place, each in names.items()}
    spare = {place: text for place, text in headers.items() if place not in taken}
    blocks = person_blocks(spare) if table is ACTIONS else ()
    used = {place for block in blocks for place in (*block.columns.values(), *block.names)}
    more = numbered(table, {place: text for place, text in spare.items() if place not in used})
    more |= _again(table, spare, {plain(headers[at]): name for name, at in columns.items()})
    repeated = {
        place: known[plain(text)][1]
        for place, text in spare.items()
        if plain(text) in known and place not in used and place not in more
    }
    others = {
        place: text
        for place, text in spare.items()
        if place not in repeated and place not in used and place not in more
    }
    columns, joined = _joined(columns, more)
    heading = Heading(
        table, row, columns, others, repeated, named, headers=headers, joined=joined, blocks=blocks
    )
    return _without_nameless(heading)


def _again(table: Table, spare: Mapping[int, str], said: Mapping[str, str]) -> dict[int, str]:
    """Return the places whose header stands there already, of a column with several values."""
    several = {column.name for column in table.columns if column.multiple}
    named = {place: said.get(plain(text), "") for place, text in spare.items()}
    return {place: column for place, column in named.items() if column in several}


def _joined(
    columns: Mapping[str, int], more: Mapping[int, str]
) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """Give the first of several places to a column that has none, and the others beside it."""
    first = dict(columns)
    joined: dict[str, tuple[int, ...]] = {}
    for place, column in more.items():
        if column in first:
            joined[column] = (*joined.get(column, ()), place)
        else:
            first[column] = place
    return first, joined


def _without_nameless(heading: Heading) -> Heading:
    """Read experts' countries without any expert as what the Action says of them."""
    if not heading.blocks or any(block.names for block in heading.blocks):
        return heading
    places = [b.columns["country"] for b in heading.blocks if "country" in b.columns]
    columns, joined = _joined(heading.columns, dict.fromkeys(places, "expert_countries"))
    return replace(heading, columns=columns, joined={**heading.joined, **joined}, blocks=())


def _with_persons(heading: Heading, below: Sequence[Sequence[str]]) -> Heading:
    """Take names for the ids of a table's persons: where it has no ids, or where its ids are names.

    The first column of names stands for the ids.
    """
    column = person_ids(heading.table)
    if not column:
        return heading
    if column in heading.columns:
        return with_names(heading, (heading.columns[column],), below)
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


def with_names(
    heading: Heading, places: tuple[int, ...], below: Sequence[Sequence[str]]
) -> Heading:
    """Say whether places of ids hold names, each of them or some."""
    ids = [text for row in below for place in places if (text := cell(row, place))]
    if not any(map(is_name, ids)) and len(places) < 2:
        return heading
    every = not any(character.isdigit() for text in ids for character in text)
    return replace(heading, names=places, every=every or len(places) > 1)


def _with_made(heading: Heading) -> Heading:
    """Make ids where the rows have none, but enough that tells them apart."""
    table = heading.table
    if table.name not in MADE_OF or table.key in heading.columns:
        return heading
    made = tuple(column for column in MADE_OF[table.name] if column in heading.columns)
    enough = _NEEDED[table.name] <= set(heading.columns)
    return replace(heading, made=made) if enough or (heading.named and made) else heading


def _match(
    names: Mapping[int, tuple[str, ...]], table: Table, decisions: Decisions
) -> dict[str, int]:
    """Match headers with columns; of two for one column the nearer to its label wins."""
    known = spellings(table.name)
    found: dict[str, tuple[int, int]] = {}
    for place, each in names.items():
        decided = decisions.answer("column", table.name, plain(each[0]))
        ranked = next((known[plain(text)] for text in each if plain(text) in known), None)
        rank, column = (-1, decided) if decided in table.names else ranked or (0, "")
        if column:
            found[column] = min(found.get(column, (rank, place)), (rank, place))
    return {column: place for column, (_, place) in found.items()}
