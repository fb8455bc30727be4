"""Bars by year beside EU policy: totals above the bars, further numbers beneath the years."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mieux_dashboard.draw.lettering import LINE, text_width
from mieux_dashboard.draw.policy import Frame, policy, year_ticks
from mieux_dashboard.draw.style import (
    INK,
    MUTED,
    SMALL,
    Figure,
    layout,
    note,
)
from mieux_dashboard.draw.timelines import counts_axis, year_total, years_frame
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

_PLOT = 260
_FITS_ASIDE = 3  # letters of a number beside a line that do not reach the next year's
_TICKS, _ROW = 26, round(SMALL * LINE) + 2
HIDDEN = "–"
"""What stands where a number of persons is not shown."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of every year's bar.

    Parameters
    ----------
    name
        What it is, in the legend where there are several.
    values
        Its number in each year; None where it is not shown.
    hover
        What hovering says in each year.
    marker
        How it is filled.
    """

    name: str
    values: Sequence[int | None]
    hover: Sequence[str]
    marker: Figure


@dataclass(frozen=True, slots=True)
class Beneath:
    """A number beneath each year, and what it is."""

    caption: str
    values: Sequence[str]


def yearly(
    answer: Answer,
    words: Words,
    years: Sequence[int],
    parts: Sequence[Part],
    beneath: Beneath | None = None,
) -> Figure:
    """Draw a bar per year, in parts from the zero line up.

    Parameters
    ----------
    answer
        Its Dataset has the periods and milestones.
    years
        The years, each once, in order.
    parts
        The lowest first; their values are in the order of `years`.
    beneath
        What stands under the years, if anything.
    """
    frame = years_frame(answer, 40, 12)
    shapes, labels, room = policy(answer, words, frame)
    lines = [shape["x0"] for shape in shapes if shape["type"] == "line"]
    sums = [_sum(values) for values in zip(*(part.values for part in parts), strict=True)]
    labels += [
        _over(year, n, lines, frame, words) for year, n in zip(years, sums, strict=True) if n != 0
    ]
    rows = _rows_beneath(years, beneath, frame.width / len(years)) if beneath else []
    below = _TICKS + (2 * _ROW + 4 if beneath else 0)
    several = len(parts) > 1
    bottom = below + (30 if several else 4)
    return {
        "data": [_bars(years, part) for part in parts],
        "layout": layout(
            height=_PLOT + room + bottom,
            margin={"l": frame.left, "r": frame.right, "t": room, "b": bottom},
            barmode="stack",
            showlegend=several,
            legend=_legend(below),
            shapes=shapes,
            annotations=[*labels, *rows],
            xaxis=year_ticks(frame, middle=True),
            yaxis=counts_axis(max([1, *(n or 0 for n in sums)])),
        ),
    }


def _sum(values: tuple[int | None, ...]) -> int | None:
    """Add the parts of a year up; where one is not shown, neither is their sum."""
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _over(year: int, n: int | None, lines: Sequence[float], frame: Frame, words: Words) -> Figure:
    label = year_total(year, n or 0, lines, frame)
    text = HIDDEN if n is None else words.number(n)
    aside = label["x"] != year + 0.5
    raised = {"yshift": _ROW} if aside and len(text) > _FITS_ASIDE else {}
    return label | {"text": text} | raised


def _bars(years: Sequence[int], part: Part) -> Figure:
    return {
        "type": "bar",
        "name": part.name,
        "x": [year + 0.5 for year in years],
        "y": [value or None for value in part.values],
        "width": 0.78,
        "marker": part.marker,
        "customdata": [str(year) for year in years],
        "hoverinfo": "text",
        "hovertext": list(part.hover),
    }


def _rows_beneath(years: Sequence[int], beneath: Beneath, room: float) -> list[Figure]:
    """Write the numbers beneath the years, as often as their letters have room."""
    widest = max(text_width(text, SMALL) for text in beneath.values)
    step = math.ceil((widest + 4) / room)
    last = len(years) - 1
    under = {"xref": "x", "yref": "paper", "y": 0, "yanchor": "top", "borderpad": 0}
    numbers = [
        note(text, x=year + 0.5, yshift=-_TICKS - _ROW, xanchor="center", **under)
        | {"font": {"size": SMALL, "color": INK}}
        for n, (year, text) in enumerate(zip(years, beneath.values, strict=True))
        if (last - n) % step == 0
    ]
    return [note(beneath.caption, x=years[0], yshift=-_TICKS, **under), *numbers]


def _legend(below: int) -> Figure:
    """Return a legend beneath everything else, which is read, not clicked."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": -(below + 4) / _PLOT,
        "yanchor": "top",
        "font": {"size": SMALL, "color": MUTED},
        "itemclick": False,
        "itemdoubleclick": False,
        "traceorder": "normal",
    }
