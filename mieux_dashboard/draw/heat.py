"""Tables of numbers in which colour helps to find the high ones, and small multiples."""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from typing import Any

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.grid import Block, Cell, Row, grid
from mieux_dashboard.draw.lettering import LINE, wrap
from mieux_dashboard.draw.maps import lower_limits
from mieux_dashboard.draw.style import (
    ACCENT,
    GRID,
    INK,
    SIZE,
    SMALL,
    Figure,
    cuts,
    layout,
    note,
    region_colours,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

NARROWEST = 324
_LINE_HEIGHT = round(SMALL * LINE)


def areas_by_region(answer: Answer, words: Words) -> Figure:
    """Draw a cell per specific area and region, the areas under their pillars.

    Parameters
    ----------
    answer
        With the table of `measure.areas.areas_by_region`.
    """
    table = answer.table
    limits = lower_limits(max([1, *table["n_actions"]]))
    rows, before = [], ""
    for area, cells in table.groupby("area", sort=False):
        pillar = str(cells["pillar"].iloc[0])
        name = words.area(str(area))
        drawn = [
            _cell(name, row, "n_actions", texts.actions(row["n_actions"], words), limits, words)
            for row in cells.to_dict("records")
        ]
        rows.append(Row(name, drawn, words.area(pillar) if pillar != before else ""))
        before = pillar
    return grid([Block(_regions(table, words), rows)])


def results_by_region(answer: Answer, words: Words) -> Figure:
    """Draw a cell per type of result and region.

    Parameters
    ----------
    answer
        With the table of `measure.results.results_by_region`.
    """
    table = answer.table
    limits = lower_limits(max([1, *table["n_results"]]))
    rows = []
    for kind, cells in table.groupby("type", sort=False):
        name = words.name("result_type", str(kind))
        drawn = [
            _cell(
                name,
                row,
                "n_results",
                texts.counted("results", row["n_results"], words),
                limits,
                words,
            )
            for row in cells.to_dict("records")
        ]
        rows.append(Row(name[:1].upper() + name[1:], drawn))
    return grid([Block(_regions(table, words), rows)])


def _regions(table: pd.DataFrame, words: Words) -> list[tuple[str, str]]:
    codes = dict.fromkeys(table["region"])
    colours = region_colours(words.reference)
    return [(words.region(code), colours[code]) for code in codes]


def _cell(
    name: str, row: dict[Any, Any], column: str, said: str, limits: list[int], words: Words
) -> Cell:
    n = int(row[column])
    hover = f"<b>{name}</b><br>" + words.pair(words.region(row["region"]), said)
    code = str(row.get("area", row["region"]))
    return Cell(words.number(n), bisect.bisect_right(limits, n) - 1, hover, code)


_PANEL, _ABOVE, _GAP = 64, 22, 18  # the highest bar, what stands on it, room before the next name


def areas_over_time(answer: Answer, words: Words) -> Figure:
    """Draw a small row of bars per pillar: its part of the Actions begun in each period.

    All rows share one scale from zero; on each bar stand the number and its base.

    Parameters
    ----------
    answer
        With the table of `measure.areas.areas_over_time`.
    """
    table = answer.table
    periods = {code: words.period(code) for code in dict.fromkeys(table["period"])}
    panels = _panels(list(dict.fromkeys(table["pillar"])), words)
    height = panels[-1][3] + 4
    scale = _PANEL / max(0.01, float(table["share"].fillna(0).max()))
    heads = [wrap(name, NARROWEST / len(periods) - 8, SMALL) for name in periods.values()]
    below = max(len(lines) for lines in heads) * _LINE_HEIGHT + 10
    return {
        "data": [
            trace
            for pillar, _, _, ground in panels
            for trace in _shares(
                _said(table[table["pillar"] == pillar], periods, words), ground, scale
            )
        ],
        "layout": layout(
            height=height + below + 4,
            margin={"l": 2, "r": 2, "t": 4, "b": below},
            meta=cuts([4 + top for top in (*(top for _, _, top, _ in panels), height)]),
            barmode="overlay",
            shapes=[_base_line(ground) for _, _, _, ground in panels],
            annotations=[
                *(_panel_name(lines, top) for _, lines, top, _ in panels),
                *(_beneath(lines, j) for j, lines in enumerate(heads)),
            ],
            xaxis={"range": [0, len(periods)], "visible": False, "automargin": False},
            yaxis={"range": [height, 0], "visible": False, "automargin": False},
        ),
    }


def _panels(pillars: list[str], words: Words) -> list[tuple[str, list[str], int, int]]:
    """Place the rows: pillar, the lines of its name, their top and the bars' ground in pixels."""
    panels, y = [], 0
    for pillar in pillars:
        lines = wrap(words.area(pillar), NARROWEST, SIZE, bold=True)
        ground = y + len(lines) * round(SIZE * LINE) + _ABOVE + _PANEL
        panels.append((pillar, lines, y, ground))
        y = ground + _GAP
    return panels


def _said(rows: pd.DataFrame, periods: Mapping[str, str], words: Words) -> pd.DataFrame:
    """Add what stands on each bar (``said``) and what hovering says (``hover``)."""
    pillar = words.area(str(rows["pillar"].iloc[0]))
    said, hover = [], []
    for row in rows.to_dict("records"):
        based = bool(row["n_base"])
        text = words("{n} of {total}", n=row["n_actions"], total=row["n_base"]) if based else "–"
        part = f" ({words.percent(row['share'])})" if based else ""
        said.append(text)
        hover.append(f"<b>{pillar}</b><br>" + words.pair(periods[row["period"]], text + part))
    return rows.assign(said=said, hover=hover)


def _shares(rows: pd.DataFrame, ground: float, scale: float) -> list[Figure]:
    """Return the bars of one pillar and, above them, the numbers with their bases."""
    heights = [scale * share for share in rows["share"].fillna(0).tolist()]
    bars = {
        "type": "bar",
        "x": [j + 0.02 for j in range(len(rows))],
        "offset": 0,
        "width": 0.84,
        "base": ground,
        "y": [-height for height in heights],
        "marker": {"color": ACCENT, "line": {"width": 0}},
        "customdata": rows["pillar"].tolist(),
        "hoverinfo": "text",
        "hovertext": rows["hover"].tolist(),
    }
    numbers = {
        "type": "scatter",
        "mode": "text",
        "x": [j + 0.44 for j in range(len(rows))],
        "y": [ground - height - 1 for height in heights],
        "text": rows["said"].tolist(),
        "textposition": "top center",
        "textfont": {"size": SMALL, "color": INK},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return [bars, numbers]


def _panel_name(lines: list[str], y: float) -> Figure:
    return note(
        "<br>".join(f"<b>{line}</b>" for line in lines),
        x=0,
        y=y,
        xref="paper",
        yref="y",
        yanchor="top",
        borderpad=0,
        font={"size": SIZE, "color": INK},
    )


def _beneath(lines: list[str], column: int) -> Figure:
    return note(
        "<br>".join(lines), x=column + 0.02, y=0, xref="x", yref="paper", yshift=-4, yanchor="top"
    )


def _base_line(y: float) -> Figure:
    return {
        "type": "line",
        "xref": "paper",
        "yref": "y",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": {"color": GRID, "width": 1},
    }
