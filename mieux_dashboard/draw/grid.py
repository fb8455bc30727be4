"""Tables of numbers in which colour helps to find the high ones, at every width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mieux_dashboard.draw.lettering import LINE, wrap
from mieux_dashboard.draw.style import (
    CLASSES,
    GRID,
    INK,
    MUTED,
    PAPER,
    SIZE,
    SMALL,
    Figure,
    cuts,
    layout,
    note,
    on_class,
)

NARROWEST = 324
NAMES = 160
"""Room for the names of rows, left of the cells."""
_LINE_HEIGHT = round(SMALL * LINE)
_STAIR = 17


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text (lines split by ``<br>``), its class of colour, -1 for paper."""

    text: str
    k: int
    hover: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A name, its cells from left to right, and the heading above it, "" for the one before."""

    name: str
    cells: Sequence[Cell]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under the same columns; a column is a name and a colour."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with the middle and height of its cells, and its heading's lines and their middle."""

    row: Row
    lines: list[str]
    middle: float
    height: float
    heading: list[str]
    heading_middle: float


def grid(blocks: Sequence[Block], names: int = NAMES) -> Figure:
    """Draw a cell per row and column, the blocks one above the other.

    The names of the columns stand above each other like stairs, each ending over its column, so
    that they are whole at every width.

    Parameters
    ----------
    blocks
        What to draw.
    names
        Room for the names of the rows in pixels.
    """
    y, data, letters, shapes, starts, tops = 0.0, [], [], [], [], []
    for block in blocks:
        starts.append(y)
        y += len(block.columns) * _STAIR + (30 if y else 4)
        letters += [_stair(name, j, y, block) for j, (name, _) in enumerate(block.columns)]
        shapes += [_leader(j, y, block) for j in range(len(block.columns))]
        placed, y = _placed(block.rows, y, names)
        tops = [_top(p) for p in placed]
        data.append(_cells(block, placed))
        letters += [_left(p.lines, p.middle, SMALL, names) for p in placed]
        letters += [_left(p.heading, p.heading_middle, SIZE, names) for p in placed if p.heading]
    return {
        "data": data,
        "layout": layout(
            height=round(y) + 8,
            margin={"l": names, "r": 4, "t": 4, "b": 4},
            meta=cuts([4 + at for at in (*(tops if len(blocks) == 1 else starts), y)]),
            barmode="overlay",
            shapes=shapes,
            annotations=letters,
            xaxis={"range": [0, 1], "visible": False, "automargin": False},
            yaxis={"range": [round(y), 0], "visible": False, "automargin": False},
        ),
    }


def _placed(rows: Sequence[Row], y: float, names: int) -> tuple[list[_Placed], float]:
    """Place rows beneath `y`, in pixels from the top; return them and where they end."""
    placed: list[_Placed] = []
    for row in rows:
        heading, middle = [], 0.0
        if row.heading:
            heading = [f"<b>{part}</b>" for part in wrap(row.heading, NARROWEST, SIZE, bold=True)]
            high = len(heading) * round(SIZE * LINE)
            y += 10 if placed else 2
            middle = y + high / 2
            y += high + 4
        lines = wrap(row.name, names - 12, SMALL)
        deepest = max([len(lines), *(cell.text.count("<br>") + 1 for cell in row.cells)])
        high = max(24, deepest * _LINE_HEIGHT + 4)
        placed.append(_Placed(row, lines, y + high / 2, high, heading, middle))
        y += high
    return placed, y


def _top(placed: _Placed) -> float:
    """Return where a row begins, with its heading where it has one."""
    if placed.heading:
        return placed.heading_middle - len(placed.heading) * round(SIZE * LINE) / 2 - 2
    return placed.middle - placed.height / 2


def _cells(block: Block, placed: list[_Placed]) -> Figure:
    """Return one trace of all cells of a block."""
    columns = len(block.columns)
    cells = [(j, p, cell) for p in placed for j, cell in enumerate(p.row.cells)]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [(j + 0.01) / columns for j, _, _ in cells],
        "x": [0.98 / columns] * len(cells),
        "y": [p.middle for _, p, _ in cells],
        "width": [p.height - 2 for _, p, _ in cells],
        "marker": {
            "color": [CLASSES[cell.k] if cell.k >= 0 else PAPER for _, _, cell in cells],
            "line": {"width": 0},
        },
        "text": [cell.text for _, _, cell in cells],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {
            "size": SMALL,
            "color": [on_class(cell.k) if cell.k >= 0 else MUTED for _, _, cell in cells],
        },
        "customdata": [cell.code for _, _, cell in cells],
        "hoverinfo": "text",
        "hovertext": [cell.hover for _, _, cell in cells],
    }


def _left(lines: list[str], y: float, size: int, names: int) -> Figure:
    return note(
        "<br>".join(lines),
        x=0,
        y=y,
        xref="paper",
        yref="y",
        xshift=-names,
        yanchor="middle",
        borderpad=0,
        font={"size": size, "color": INK},
    )


def _stair(name: str, column: int, y: float, block: Block) -> Figure:
    return note(
        f"<b>{name}</b>",
        x=(column + 1) / len(block.columns),
        y=y - (column + 1) * _STAIR + 5,
        xref="x",
        yref="y",
        xanchor="right",
        align="right",
        xshift=-10,
        yanchor="middle",
        borderpad=0,
        font={"size": SMALL, "color": block.columns[column][1]},
    )


def _leader(column: int, y: float, block: Block) -> Figure:
    """Draw the line from a column's name down to its cells."""
    at = (column + 0.97) / len(block.columns)
    return {
        "type": "line",
        "xref": "x",
        "yref": "y",
        "x0": at,
        "x1": at,
        "y0": y - 2,
        "y1": y - (column + 1) * _STAIR - 2,
        "line": {"color": GRID, "width": 1},
    }
