"""Where every row of a sheet went: stored, refused, empty, or skipped by a stated rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mieux_dashboard.load.headers import Heading
from mieux_dashboard.load.text import plain
from mieux_dashboard.load.workbook import cell
from mieux_dashboard.model.columns import Column
from mieux_dashboard.words import message

RULES: Mapping[str, str] = {
    "heading": message("column names, and what stands above them"),
    "total": message("totals"),
    "note": message("notes and headings between the rows"),
    "repeated": message("what an earlier row says already"),
    "not-read": message("the sheet is none of the tables"),
    "example": message("the example row of the template"),
}
"""Rule by which rows are skipped -> what they are."""

_TOTAL = re.compile(
    r"(grand|sub|sous|overall)?(total|totals|totaux|totales|subtotal|totalgeneral|totalgenerale?"
    r"|sum|somme|suma)"
    r"((of|des|de|for|pour|del?)?(the)?(actions?|acciones|requests?|demandes?|solicitudes?|experts?"
    r"|participants?|rows|year|general|phase)?\d*)"
)
_MAY_BE_TOTAL = re.compile(r"\W*(grand|sub|sous|overall|total|totaux|sum|somme|suma)", re.I)
_NOTE = re.compile(
    r"(\*|¹|\(\d\)|\[\d\]|(notes?|n\.?\s?b\.?|sources?|fuentes?|notas?|remarques?|remarks?)\s*[:.\d])",
    re.IGNORECASE,
)
_MAY_BE_EXAMPLE = re.compile(r"\W*e[xj]", re.IGNORECASE)
_COLUMNS, _WORDS = 3, 3
_EXAMPLES = frozenset(("example", "exemple", "ejemplo"))


@dataclass(frozen=True, slots=True)
class Account:
    """Where the rows of one sheet went, for one table that they feed.

    Parameters
    ----------
    file, sheet, table
        Their names; the table is ``""`` where the sheet was not read.
    rows
        Rows of the sheet, from the first to the last that holds anything. They are always
        ``stored + refused + empty + skipped``.
    stored
        Rows that are in the table.
    refused
        Rows that are not, each with a finding of severity error.
    empty
        Rows without any cell for this table.
    skipped
        Rows that are no records.
    rules
        By which of `RULES` how many were skipped.
    """

    file: str
    sheet: str
    table: str
    rows: int
    stored: int = 0
    refused: int = 0
    empty: int = 0
    skipped: int = 0
    rules: Mapping[str, int] = field(default_factory=dict)


def kinds_of(rows: Iterable[Sequence[str]], heading: Heading) -> Iterator[str]:
    """Say what each row below the header is: a ``record``, ``empty``, or skipped by a rule."""
    ids = [heading.columns[c.name] for c in heading.table.columns if _is_id(c, heading)]
    return (_kind_of(row, heading, ids) for row in rows)


def _kind_of(row: Sequence[str], heading: Heading, ids: Sequence[int]) -> str:
    first = next(filter(None, row), "")
    if not first or not _of_table(row, heading):
        return "empty"
    if any(_is_example(cell(row, place)) for place in ids):
        return "example"
    if _MAY_BE_TOTAL.match(first) and _is_total([text for text in row if text]):
        return "total"
    place = row.index(first)
    if len(row) - row.count("") > 1:
        return "heading" if _is_header(place, row, heading) else "record"
    few = len(heading.columns) < _COLUMNS
    return "record" if few or not _is_note(place, first, heading) else "note"


def _of_table(row: Sequence[str], heading: Heading) -> bool:
    """Whether a row of a sheet that feeds several tables is one of this one."""
    if not heading.own or any(cell(row, place) for place in heading.own):
        return True
    return bool(heading.beside) and not any(cell(row, place) for place in heading.beside)


def _is_example(text: str) -> bool:
    """Whether an id is that of the row by which the template shows how rows are filled in."""
    return bool(_MAY_BE_EXAMPLE.match(text)) and plain(text) in _EXAMPLES


def _is_id(column: Column, heading: Heading) -> bool:
    return column.type == "id" and column.name in heading.columns


def _is_total(texts: Sequence[str]) -> bool:
    """Whether a row says that it is a total and holds nothing else but numbers."""
    numbers = not any(character.isalpha() for text in texts[1:] for character in text)
    return numbers and bool(_TOTAL.fullmatch(plain(texts[0])))


def _is_header(first: int, row: Sequence[str], heading: Heading) -> bool:
    """Whether a row says the column names again, as at the top of a printed page."""
    return all(
        plain(heading.headers.get(place, "")) == plain(text)
        for place, text in enumerate(row[first:], start=first)
        if text
    )


def _is_note(place: int, text: str, heading: Heading) -> bool:
    """Whether a text that stands alone is a remark: it says so, or is a sentence in a wrong place.

    A title that stands alone is an Action without anything else.
    """
    if _NOTE.match(text):
        return True
    column = next((name for name, at in heading.columns.items() if at == place), "")
    wordy = bool(column) and heading.table.column(column).type == "text"
    return not wordy and len(text.split()) >= _WORDS
