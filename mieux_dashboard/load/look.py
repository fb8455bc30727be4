"""What a closer look at one sheet found that calamine does not tell, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mieux_dashboard.load.text import Faulty

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
Place = tuple[int, int]
"""Row and column, both counted from 0."""

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Error codes of the binary formats."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a closer look at one sheet found.

    Parameters
    ----------
    height, width
        Rows and columns that it is filled over.
    valued
        Cells that hold something that calamine gives; -1 where that is not known.
    faulty
        Where an error stands, or a formula without its value.
    partial
        Where a date is shown as a month or a year -> how many characters of the ISO day: 7 or 4.
    odd
        Where a number is shown as a date beyond the year 9999.
    hidden_rows, hidden_columns
        Counted from 0.
    merged
        First and last cell of each merged range.
    cells
        Gives the place of each valued cell, for when the number does not agree.
    """

    height: int = 0
    width: int = 0
    valued: int = -1
    faulty: Mapping[Place, Faulty] = field(default_factory=dict)
    partial: Mapping[Place, int] = field(default_factory=dict)
    odd: tuple[Place, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[tuple[Place, Place], ...] = ()
    cells: Callable[[], Iterable[Place]] = tuple

    def missed(self, rows: Sequence[Sequence[object]], given: int) -> list[Place]:
        """Return the cells that hold something and came back empty, or stand there twice.

        Parameters
        ----------
        rows
            What calamine gave.
        given
            How many of its cells were not empty.
        """
        if self.valued in (-1, given):
            return []
        seen: set[Place] = set()
        missed = []
        for place in self.cells():
            row, column = place
            there = row < len(rows) and column < len(rows[row]) and rows[row][column] != ""
            if place in seen or not (there or place in self.faulty):
                missed.append(place)
            seen.add(place)
        return missed

    def amended(self, rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
        """Return `rows` with what calamine left out."""
        for (row, column), length in self.partial.items():
            if row < len(rows) and _ISO_DAY.match(rows[row][column]):
                rows[row][column] = rows[row][column][:length]
        width = max((len(row) for row in rows), default=0)
        for (row, column), text in self.faulty.items():
            rows += [[""] * width for _ in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = text
        return tuple(map(tuple, rows))
