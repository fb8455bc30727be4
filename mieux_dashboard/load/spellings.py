"""What a column or a table may be called, and which of them a text comes near."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rapidfuzz import fuzz, process

from mieux_dashboard.load.text import plain
from mieux_dashboard.model.columns import LANGUAGES, TABLES, Table
from mieux_dashboard.model.decision import Decision
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words

_NEAR = 70
_MOST = 3
_WITH_TABLE = 100  # rank of a header that says its table too (*Action start*)


@cache
def spellings(name: str) -> dict[str, tuple[int, str]]:
    """Every header that a table's columns may have, as compared -> its rank and its column."""
    own = {
        plain(spelling): (rank, column.name)
        for column in reversed(TABLES[name].columns)
        for said in ((column.name,), *column.headers.values())
        for rank, spelling in reversed(list(enumerate(said)))
    }
    tables = {plain(said) for names in TABLES[name].sheets.values() for said in names}
    longer = {
        table + key: (_WITH_TABLE + rank, column)
        for key, (rank, column) in own.items()
        for table in tables
    }
    return {**longer, **own}


def table_named(name: str) -> Table | None:
    """Return the table that a sheet's name says in any language."""
    key = plain(name)
    for table in TABLES.values():
        names = (table.name, *(name for names in table.sheets.values() for name in names))
        if key in map(plain, names):
            return table
    return None


def own_names(reference: Reference) -> Iterator[Decision]:
    """Say which table a programme's own name of a sheet is, and which column that of a column.

    A programme that calls Actions organisations has a sheet *Organisations* with the column
    *Organisation ID*; what it is called by the program is understood too.
    """
    if not reference.programme.terms:
        return
    for language in LANGUAGES:
        words = Words(language, reference)
        for table in TABLES.values():
            if words.sheet(table) != table.sheets[language][0]:
                yield Decision("sheet", "", plain(words.sheet(table)), table.name)
            for column in table.columns:
                if words.label(column) != column.label(language):
                    yield Decision("column", table.name, plain(words.label(column)), column.name)


@cache
def near_columns(table: str, header: str) -> tuple[str, ...]:
    """Return the declared columns that a header comes near, the nearest first."""
    known = spellings(table)
    ranked = process.extract(
        plain(header), list(known), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=8 * _MOST
    )
    return tuple(dict.fromkeys(known[name][1] for name, _, _ in ranked))[:_MOST]
