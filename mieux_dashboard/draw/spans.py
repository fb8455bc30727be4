"""How long things took: a bar per so many months, and a line at the middle one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.lettering import LINE, wrap
from mieux_dashboard.draw.style import (
    ACCENT,
    GRID,
    INK,
    MUTED,
    SIZE,
    SMALL,
    Figure,
    layout,
    note,
)
from mieux_dashboard.draw.timelines import counts_axis
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

_PLOT, _AXIS, _GAP = 150, 44, 26
_NAME_LINE = round(SIZE * LINE)
_MONTH = 365.25 / 12  # days


@dataclass(frozen=True, slots=True)
class Panel:
    """One histogram.

    Parameters
    ----------
    name
        What took so long.
    middle
        What is said of the middle one.
    table
        ``bin_months``, the lower end of each bar, and `column`.
    column
        The counts.
    counted
        What they count, as `texts.counted` names it.
    step
        Months that a bar takes.
    median
        Where the line stands, in months; NaN for none.
    """

    name: str
    middle: str
    table: pd.DataFrame
    column: str
    counted: str
    step: int
    median: float

    @property
    def known(self) -> bool:
        """Whether there is anything to draw."""
        return self.median == self.median

    @property
    def lines(self) -> list[str]:
        """What stands above it, line by line."""
        bold = [f"<b>{line}</b>" for line in wrap(self.name, texts.NARROWEST, SIZE, bold=True)]
        return [*(bold if self.name else []), *wrap(self.middle, texts.NARROWEST)]


def response_time(answer: Answer, words: Words) -> Figure:
    """Draw the months from request to decision and to the first activity, one above the other.

    Parameters
    ----------
    answer
        With the table of `measure.requests.response_time`.
    """
    names = {
        "decision": words("From request to decision"),
        "first-activity": words("From request to first activity"),
    }
    panels = []
    for code, rows in answer.table.groupby("measure", sort=False):
        base, days = int(rows["n_base"].iloc[0]), float(rows["median_days"].iloc[0])
        panels.append(
            Panel(
                names[str(code)],
                median_days(days, base, words),
                rows,
                "n_requests",
                "requests",
                1,
                days / _MONTH,
            )
        )
    return histograms(panels, words)


def median_days(days: float, base: int, words: Words) -> str:
    """Say the median of waits in days with its base; that there is none where there is none."""
    if days != days:
        return words("No request has both dates")
    return words.plural(
        "median {days} days ({n} request with both dates)",
        "median {days} days ({n} requests with both dates)",
        base,
        days=round(days),
    )


def durations(answer: Answer, words: Words) -> Figure:
    """Draw how many Actions took how many months, in bars of six.

    Parameters
    ----------
    answer
        With the table of `measure.results.action_durations`.
    """
    table = answer.table
    months, base = float(table["median_months"].iloc[0]), int(table["n_base"].iloc[0])
    said = median_months(months, base, words)
    return histograms([Panel("", said, table, "n_actions", "actions", 6, months)], words)


def median_months(months: float, base: int, words: Words) -> str:
    """Say the median length in months with its base."""
    return words.plural(
        "median {months} months ({n} Action with both dates)",
        "median {months} months ({n} Actions with both dates)",
        base,
        months=months,
    )


def histograms(panels: Sequence[Panel], words: Words) -> Figure:
    """Draw histograms one above the other, over the same months; none where there is no median."""
    tops = [len(panel.lines) * _NAME_LINE + 8 for panel in panels]
    heights = [
        top + (_PLOT + _AXIS if panel.known else 0) for panel, top in zip(panels, tops, strict=True)
    ]
    whole = sum(heights) + _GAP * (len(panels) - 1)
    last = max(int(panel.table["bin_months"].max()) + panel.step for panel in panels)
    data: list[Figure] = []
    axes, letters, shapes = Figure(), [], []
    y = 0
    for number, (panel, top, height) in enumerate(zip(panels, tops, heights, strict=True), 1):
        letters.append(_above(panel, 1 - y / whole))
        if panel.known:
            suffix = str(number) if data else ""
            domain = [1 - (y + top + _PLOT) / whole, 1 - (y + top) / whole]
            axes |= {f"xaxis{suffix}": _months(last, panel.step, suffix, words)}
            axes |= {f"yaxis{suffix}": _counts(panel, domain, suffix)}
            data.append(_bars(panel, suffix, words))
            shapes.append(_median(panel, suffix))
        y += height + _GAP
    return {
        "data": data,
        "layout": layout(
            height=whole + 8,
            margin={"l": 34, "r": 10, "t": 4, "b": 4},
            shapes=shapes,
            annotations=letters,
            **axes,
        ),
    }


def _months(last: int, step: int, suffix: str, words: Words) -> Figure:
    """Return an axis of months, with a tick every so many that there are no more than eight."""
    steps = (step, 3, 6, 12, 24, 60, 120, 10**6)
    every = next(months for months in steps if months >= step and last / months <= 8)
    return {
        "range": [0, last],
        "dtick": every,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "outside",
        "tickcolor": GRID,
        "automargin": False,
        "anchor": f"y{suffix}",
        "title": {"text": words("months"), "font": {"size": SMALL, "color": MUTED}, "standoff": 6},
    }


def _counts(panel: Panel, domain: list[float], suffix: str) -> Figure:
    axis = counts_axis(max(1, int(panel.table[panel.column].max())))
    drawn = {"gridcolor": GRID, "zeroline": False, "fixedrange": True}
    return axis | drawn | {"domain": domain, "anchor": f"x{suffix}", "nticks": 5}


def _bars(panel: Panel, suffix: str, words: Words) -> Figure:
    lows, counts = panel.table["bin_months"].tolist(), panel.table[panel.column].tolist()
    return {
        "type": "bar",
        "x": [low + panel.step / 2 for low in lows],
        "y": counts,
        "width": panel.step * 0.92,
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
        "marker": {"color": ACCENT, "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [
            words.pair(_between(low, panel.step, words), texts.counted(panel.counted, n, words))
            for low, n in zip(lows, counts, strict=True)
        ],
    }


def _between(low: int, step: int, words: Words) -> str:
    return words("{low} to {high} months", low=low, high=low + step)


def _above(panel: Panel, top: float) -> Figure:
    return note(
        "<br>".join(panel.lines),
        x=0,
        y=top,
        xref="paper",
        yref="paper",
        xshift=-30,
        yanchor="top",
        borderpad=0,
        font={"size": SIZE, "color": INK},
    )


def _median(panel: Panel, suffix: str) -> Figure:
    return {
        "type": "line",
        "xref": f"x{suffix}",
        "yref": f"y{suffix} domain",
        "x0": panel.median,
        "x1": panel.median,
        "y0": 0,
        "y1": 1,
        "line": {"color": INK, "width": 1, "dash": "dot"},
    }
