"""Where every row of a sheet went: stored, refused, empty, or skipped by a stated rule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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


def kind_of(row: Sequence[str], heading: Heading) -> str:
    """Say what a row below the header is: a ``record``, ``empty``, or skipped by one of `RULES`."""
    filled = [(place, text) for place, text in enumerate(row) if text]
    if not filled or not _of_table(row, heading):
        return "empty"
    if _is_example(row, heading):
        return "example"
    if _is_total([text for _, text in filled]):
        return "total"
    if len(filled) == 1 and len(heading.columns) >= _COLUMNS and _is_note(*filled[0], heading):
        return "note"
    return "heading" if _is_header(filled, heading) else "record"


def _of_table(row: Sequence[str], heading: Heading) -> bool:
    """Whether a row of a sheet that feeds several tables is one of this one."""
    if not heading.own or any(cell(row, place) for place in heading.own):
        return True
    return bool(heading.beside) and not any(cell(row, place) for place in heading.beside)


def _is_example(row: Sequence[str], heading: Heading) -> bool:
    """Whether a row is the one by which the template shows how rows are filled in."""
    ids = (heading.columns[c.name] for c in heading.table.columns if _is_id(c, heading))
    return any(plain(cell(row, place)) in _EXAMPLES for place in ids)


def _is_id(column: Column, heading: Heading) -> bool:
    return column.type == "id" and column.name in heading.columns


def _is_total(texts: Sequence[str]) -> bool:
    """Whether a row says that it is a total and holds nothing else but numbers."""
    if not _MAY_BE_TOTAL.match(texts[0]) or not _TOTAL.fullmatch(plain(texts[0])):
        return False
    return not any(character.isalpha() for text in texts[1:] for character in text)


def _is_header(filled: Sequence[tuple[int, str]], heading: Heading) -> bool:
    """Whether a row says the column names again, as at the top of a printed page."""
    return len(filled) > 1 and all(
        plain(heading.headers.get(place, "")) == plain(text) for place, text in filled
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
