"""What calamine does not tell of an ods, from its content.xml."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from mieux_dashboard.load.look import Look, Place
from mieux_dashboard.load.text import Faulty

_CHUNK = 1 << 20
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|Err:\d+")
_ROWS, _COLUMNS = "table number-rows-repeated", "table number-columns-repeated"
_REMARK = 1_000_000
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class Endless(Exception):
    """Cells that repeat beyond what is read: sheet, and the last place."""

    def __init__(self, sheet: str, place: Place) -> None:
        self.sheet = sheet
        self.place = place
        super().__init__(sheet)


@dataclass(slots=True)
class _Table:
    name: str
    row: int = 0
    column: int = 0
    rows: int = 1
    of_columns: int = 0
    valued: int = 0
    height: int = 0
    width: int = 0
    runs: list[tuple[Place, int, int]] = field(default_factory=list)
    faulty: dict[Place, Faulty] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)

    def look(self) -> Look:
        """Say what was found."""
        return Look(
            self.height,
            self.width,
            self.valued,
            self.faulty,
            hidden_rows=tuple(self.hidden_rows),
            hidden_columns=tuple(self.hidden_columns),
            merged=tuple(self.merged),
            cells=self.cells,
        )

    def cells(self) -> Iterator[Place]:
        """Give the place of each cell that holds something."""
        for (row, column), rows, columns in self.runs:
            for down in range(rows):
                for right in range(columns):
                    yield row + down, column + right


class _Content:
    """Goes through content.xml, element by element; declared entities were refused before."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.tables: list[_Table] = []
        self.cell: Mapping[str, str] | None = None
        self.texts: list[str] = []
        self.in_text = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _short(tag)
        if kind == "table table":
            self.tables.append(_Table(_shortened(attributes).get("table name", "")))
        elif not self.tables:
            return
        elif kind == "table table-column":
            self._column(_shortened(attributes))
        elif kind == "table table-row":
            self._row(_shortened(attributes))
        elif kind in ("table table-cell", "table covered-table-cell"):
            self.cell, self.texts = _shortened(attributes), []
        elif kind in ("text p", "office annotation"):
            # a remark on a cell is none of its text
            self.in_text += 1 if kind == "text p" else -_REMARK

    def end(self, tag: str) -> None:
        kind = _short(tag)
        if kind in ("text p", "office annotation"):
            self.in_text -= 1 if kind == "text p" else -_REMARK
        elif not self.tables:
            return
        elif kind == "table table-row":
            table = self.tables[-1]
            table.row += table.rows
        elif kind in ("table table-cell", "table covered-table-cell") and self.cell is not None:
            self._cell(self.tables[-1], self.cell, "".join(self.texts))
            self.cell = None

    def text(self, text: str) -> None:
        if self.in_text > 0 and self.cell is not None:
            self.texts.append(text)

    def _column(self, attributes: Mapping[str, str]) -> None:
        table = self.tables[-1]
        columns = _times(attributes, _COLUMNS)
        if attributes.get("table visibility", "visible") != "visible":
            last = min(table.of_columns + columns, _LAST_COLUMN)
            table.hidden_columns += range(table.of_columns, last)
        table.of_columns += columns

    def _row(self, attributes: Mapping[str, str]) -> None:
        table = self.tables[-1]
        table.rows, table.column = _times(attributes, _ROWS), 0
        if attributes.get("table visibility", "visible") != "visible":
            table.hidden_rows += range(table.row, min(table.row + table.rows, _LAST_ROW))

    def _cell(self, table: _Table, attributes: Mapping[str, str], text: str) -> None:
        place, columns = (table.row, table.column), _times(attributes, _COLUMNS)
        table.column += columns
        wide = _times(attributes, "table number-columns-spanned")
        high = _times(attributes, "table number-rows-spanned")
        if wide * high > 1:
            table.merged.append((place, (place[0] + high - 1, place[1] + wide - 1)))
        typed = attributes.get("office value-type", "")
        formula = attributes.get("table formula", "")
        error = attributes.get("calcext value-type") == "error"
        if error or (formula and _ERROR.fullmatch(text)):
            table.faulty[place] = Faulty(text or "#N/A")
        elif formula and not typed:
            table.faulty[place] = Faulty("=" + formula.partition("=")[2])
        elif text or attributes.get("office string-value") or (typed and typed != "string"):
            self._filled(table, place, columns)

    def _filled(self, table: _Table, place: Place, columns: int) -> None:
        table.valued += columns * table.rows
        table.height = max(table.height, place[0] + table.rows)
        table.width = max(table.width, place[1] + columns)
        table.runs.append((place, table.rows, columns))
        if sum(each.valued for each in self.tables) > self.most:
            raise Endless(table.name, (table.height - 1, table.width - 1))


def closer_look(archive: zipfile.ZipFile, most: int) -> dict[str, Look]:
    """Look at every sheet of an ods, by its name; no more than `most` cells are gone through.

    Raises
    ------
    Endless
        When more cells are filled.
    ExpatError
        When the content is damaged.
    """
    content = _Content(most)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = content.start
    parser.EndElementHandler = content.end
    parser.CharacterDataHandler = content.text
    with archive.open("content.xml") as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return {table.name: table.look() for table in content.tables}


def _short(name: str) -> str:
    """Shorten a namespace and a name: ``…:table:1.0 table-cell`` is ``table table-cell``."""
    space, _, local = name.rpartition(" ")
    parts = space.rsplit(":", 2)
    return f"{parts[-2] if len(parts) > 1 else space} {local}"


def _shortened(attributes: Mapping[str, str]) -> dict[str, str]:
    return {_short(name): value for name, value in attributes.items()}


def _times(attributes: Mapping[str, str], name: str) -> int:
    digits = attributes.get(name, "1")
    return max(int(digits), 1) if digits.isdigit() and len(digits) < 10 else 1
