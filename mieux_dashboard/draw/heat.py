"""Tables of numbers in which colour helps to find the high ones, and small multiples."""

from __future__ import annotations

import bisect
from collections.abc import Mapping

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.lettering import LINE, wrap
from mieux_dashboard.draw.maps import lower_limits
from mieux_dashboard.draw.style import (
    ACCENT,
    CLASSES,
    GRID,
    INK,
    MUTED,
    PAPER,
    REGION_COLOURS,
    SIZE,
    SMALL,
    Figure,
    layout,
    note,
    on_class,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

NARROWEST = 324
_NAMES = 160  # room for the names of areas, left of the cells
_LINE_HEIGHT = round(SMALL * LINE)
_STAIR = 17


def areas_by_region(answer: Answer, words: Words) -> Figure:
    """Draw a cell per specific area and region, the areas under their pillars.

    The names of the regions stand above each other like stairs, each ending over its column, so
    that they are whole at every width.

    Parameters
    ----------
    answer
        With the table of `measure.areas.areas_by_region`.
    """
    table = answer.table
    regions = list(dict.fromkeys(table["region"]))
    rows = table.drop_duplicates("area")[["pillar", "area"]]
    names, headings, height = _stacked(rows, words)
    top = len(regions) * _STAIR + 8
    return {
        "data": [_cells(table, regions, names, words)],
        "layout": layout(
            height=round(height) + top + 4,
            margin={"l": _NAMES, "r": 4, "t": top, "b": 4},
            barmode="overlay",
            shapes=[_leader(j) for j in range(len(regions))],
            annotations=[
                *(_left(text, y, SMALL, INK) for text, y, _ in names),
                *(_left(f"<b>{text}</b>", y, SIZE, INK) for text, y in headings),
                *(_stair(region, j, words) for j, region in enumerate(regions)),
            ],
            xaxis={"range": [0, len(regions)], "visible": False, "automargin": False},
            yaxis={"range": [height, 0], "visible": False, "automargin": False},
        ),
    }


def _stacked(
    rows: pd.DataFrame, words: Words
) -> tuple[list[tuple[str, float, float]], list[tuple[str, float]], float]:
    """Place names and headings: text, middle (and height) in pixels from the top; the whole height.

    Returns
    -------
    tuple
        For each area its name, middle and height; for each heading its text and middle; the height.
    """
    names: list[tuple[str, float, float]] = []
    headings: list[tuple[str, float]] = []
    y, before = 0.0, ""
    for pillar, area in zip(rows["pillar"], rows["area"], strict=True):
        if pillar != before:
            lines = wrap(words.area(pillar), NARROWEST, SIZE, bold=True)
            high = len(lines) * round(SIZE * LINE)
            y += 10 if before else 2
            headings.append(("<br>".join(lines), y + high / 2))
            y, before = y + high + 4, pillar
        lines = wrap(words.area(area), _NAMES - 12, SMALL)
        high = max(24, len(lines) * _LINE_HEIGHT + 4)
        names.append(("<br>".join(lines), y + high / 2, high))
        y += high
    return names, headings, y


def _cells(
    table: pd.DataFrame, regions: list[str], names: list[tuple[str, float, float]], words: Words
) -> Figure:
    """Return one trace of all cells, row by row within each region."""
    counts = table["n_actions"].tolist()
    limits = lower_limits(max([1, *counts]))
    classes = [bisect.bisect_right(limits, n) - 1 for n in counts]
    columns = [regions.index(region) for region in table["region"]]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [column + 0.01 for column in columns],
        "x": [0.98] * len(counts),
        "y": [middle for _, middle, _ in names] * len(regions),
        "width": [high - 2 for _, _, high in names] * len(regions),
        "marker": {
            "color": [CLASSES[k] if k >= 0 else PAPER for k in classes],
            "line": {"width": 0},
        },
        "text": [words.number(n) for n in counts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "insidetextfont": {
            "size": SMALL,
            "color": [on_class(k) if k >= 0 else MUTED for k in classes],
        },
        "customdata": table["area"].tolist(),
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{words.area(area)}</b><br>"
            + words.pair(words.region(region), texts.actions(n, words))
            for area, region, n in zip(table["area"], table["region"], counts, strict=True)
        ],
    }


def _left(text: str, y: float, size: int, colour: str) -> Figure:
    return note(
        text,
        x=0,
        y=y,
        xref="paper",
        yref="y",
        xshift=-_NAMES,
        yanchor="middle",
        borderpad=0,
        font={"size": size, "color": colour},
    )


def _stair(region: str, column: int, words: Words) -> Figure:
    return note(
        f"<b>{words.region(region)}</b>",
        x=column + 1,
        y=1,
        xref="x",
        yref="paper",
        xanchor="right",
        align="right",
        xshift=-10,
        yshift=(column + 1) * _STAIR - 9,
        yanchor="middle",
        borderpad=0,
        font={"size": SMALL, "color": REGION_COLOURS[region]},
    )


def _leader(column: int) -> Figure:
    """Draw the line from a region's name down to its column."""
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "ysizemode": "pixel",
        "yanchor": 1,
        "x0": column + 0.97,
        "x1": column + 0.97,
        "y0": 2,
        "y1": (column + 1) * _STAIR - 2,
        "line": {"color": GRID, "width": 1},
    }


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
