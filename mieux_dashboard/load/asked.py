"""The questions that a workbook asks, each once, with the cells where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rapidfuzz import fuzz

from mieux_dashboard.load.feeds import Understood
from mieux_dashboard.load.findings import Asked
from mieux_dashboard.load.headers import Heading, heading_of
from mieux_dashboard.load.spellings import near_columns
from mieux_dashboard.load.text import plain
from mieux_dashboard.load.workbook import Sheet, address
from mieux_dashboard.model.columns import TABLES, Table
from mieux_dashboard.model.decision import Decisions, Question

_CELLS = 10
_MOST = 3
_NEAR = 60
_TABULAR = 3


Asking = tuple[Asked, str, tuple[str, ...], str]
"""A question, what it is asked of as it stands in the file, likely answers, and a cell."""


class Questions:
    """Questions in the order in which they come up; the same one again only adds its cell."""

    def __init__(self) -> None:
        self._shown: dict[Asked, tuple[str, tuple[str, ...]]] = {}
        self._cells: dict[Asked, dict[str, None]] = {}

    def ask(self, asking: Iterable[Asking]) -> None:
        """Ask questions, or name further cells of those that are asked already."""
        for asked, shown, candidates, cell in asking:
            self._shown.setdefault(asked, (shown, candidates))
            self._cells.setdefault(asked, {})[cell] = None

    def asked(self) -> tuple[Question, ...]:
        """Return the questions, each with its first cells."""
        return tuple(
            Question(*asked, shown, candidates, tuple(islice(cells, _CELLS)), len(cells))
            for asked, (shown, candidates) in self._shown.items()
            for cells in [self._cells[asked]]
        )


def about_columns(
    sheet: Sheet, heading: Heading, personal: Sequence[int], decisions: Decisions
) -> Iterator[Asking]:
    """Ask which declared column each column is that we do not know, but for those of persons."""
    table = heading.table.name
    for place, header in heading.others.items():
        if place in personal or decisions.answer("column", table, plain(header)):
            continue
        near = [name for name in near_columns(table, header) if name not in heading.columns]
        cell = f"{sheet.name}!{address(heading.row + 1, place)}"
        yield ("column", table, plain(header)), header, tuple(near), cell


def about_sheet(one: Understood, decisions: Decisions) -> Iterator[Asking]:
    """Ask which table a sheet is that has rows and columns, but is not read."""
    sheet = one.sheet
    if not one.feeds and not one.skipped and sheet.rows and (one.heading or tabular(sheet)):
        near = _near_tables(sheet, decisions)
        yield ("sheet", "", plain(sheet.name)), sheet.name, near, sheet.name


def tabular(sheet: Sheet) -> bool:
    """Whether a sheet has rows of several cells below one another."""
    wide = [sum(map(bool, row)) >= _TABULAR for row in sheet.rows[:50]]
    return sum(wide) >= _TABULAR


def _near_tables(sheet: Sheet, decisions: Decisions) -> tuple[str, ...]:
    """Rank the tables by how many of the sheet's columns they have, then by the sheet's name."""
    scores = {
        name: heading_of(sheet, table, False, decisions).score for name, table in TABLES.items()
    }
    near = {name: _likeness(sheet.name, table) for name, table in TABLES.items()}
    ranked = sorted(scores, key=lambda name: (-scores[name], -near[name]))
    return tuple(name for name in ranked if scores[name] or near[name] >= _NEAR)[:_MOST]


def _likeness(name: str, table: Table) -> float:
    """Say how near a sheet's name comes to one of a table's, from 0 to 100."""
    names = [plain(said) for names in table.sheets.values() for said in names]
    return max(fuzz.ratio(plain(name), said) for said in names)
