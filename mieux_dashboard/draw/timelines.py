"""Charts over time: by year, around a milestone, and how far the programme had reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.lettering import LINE, spread, wrap, wrapped
from mieux_dashboard.draw.parts import Ink, beneath, inks, upright_bars
from mieux_dashboard.draw.policy import (
    FLAG,
    LINE_HEIGHT,
    Frame,
    flag,
    policy,
    upright,
    year_ticks,
)
from mieux_dashboard.draw.style import (
    ACCENT,
    GRID,
    MUTED,
    SIZE,
    SMALL,
    Figure,
    coloured,
    layout,
    note,
    region_colours,
)
from mieux_dashboard.measure.split import counted
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

_TELEPHONE = 290  # pixels of a plot on a narrow card


def years_frame(answer: Answer, left: int, right: int) -> Frame:
    """Return the whole years of the programme's life."""
    programme = answer.dataset.reference.programme
    return Frame(programme.start.year, programme.end.year + 1, left, right)


def counts_axis(highest: int) -> Figure:
    """Return an axis of whole numbers from zero."""
    steps = (first * 10**zeros for zeros in range(12) for first in (1, 2, 5))
    step = next(step for step in steps if highest / step <= 7.5)
    return {"range": [0, highest * 1.1 or 1], "dtick": step, "automargin": False}


def by_year(answer: Answer, words: Words) -> Figure:
    """Draw a stacked bar per year, in the colours of the regions.

    Parameters
    ----------
    answer
        With the table of `measure.time.actions_over_time`.
    """
    table, plot = answer.table, 300
    named = inks(answer, words)
    frame = years_frame(answer, 34, 12 if named else 148)
    shapes, labels, room = policy(answer, words, frame)
    lines = [shape["x0"] for shape in shapes if shape["type"] == "line"]
    sums = table.groupby("year", as_index=False)[counted(table)].sum()
    tops = sums[[*named]].sum(axis="columns") if named else sums["n_actions"]
    labels += [
        year_total(year, n, lines, frame) | {"y": top}
        for year, n, top in zip(
            *(c.tolist() for c in (sums["year"], sums["n_actions"], tops)), strict=True
        )
        if n
    ]
    if named:
        data = _years_in_parts(sums, named, words)
    else:
        labels += _region_labels(table, words, plot / (int(tops.max()) * 1.1 or 1))
        regions = dict.fromkeys(table["region"])
        data = [_year_bars(table[table["region"] == region], words) for region in regions]
    said = beneath(named, _TELEPHONE, 30)
    bottom = 30 + len(said) * LINE_HEIGHT
    return {
        "data": data,
        "layout": layout(
            height=plot + room + bottom,
            margin={"l": frame.left, "r": frame.right, "t": room, "b": bottom},
            barmode="stack",
            shapes=shapes,
            annotations=[*labels, *said],
            xaxis=year_ticks(frame, middle=True),
            yaxis=counts_axis(int(tops.max())),
        ),
    }


def _years_in_parts(sums: pd.DataFrame, named: Mapping[str, Ink], words: Words) -> list[Figure]:
    years = sums["year"].tolist()
    hover = [
        words.pair(str(year), texts.actions(n, words))
        for year, n in zip(years, sums["n_actions"].tolist(), strict=True)
    ]
    bars = upright_bars(sums, [year + 0.5 for year in years], 0.78, hover, (named, words))
    return [trace | {"customdata": [str(year) for year in years]} for trace in bars]


def year_total(year: int, n: int, lines: Sequence[float], frame: Frame) -> Figure:
    """Write a year's total above its bar, beside a line that would go through it."""
    middle = frame.px(year + 0.5)
    near = [line for line in lines if abs(frame.px(line) - middle) < FLAG + 4 * len(str(n))]
    label = note(str(n), x=year + 0.5, y=n, xref="x", yref="y", yanchor="bottom", xanchor="center")
    if not near:
        return label
    before = near[0] > year + 0.5
    return label | {
        "x": near[0],
        "xanchor": "right" if before else "left",
        "xshift": -2 if before else 2,
    }


def _year_bars(rows: pd.DataFrame, words: Words) -> Figure:
    region = str(rows["region"].iloc[0])
    name = words.region(region)
    return {
        "type": "bar",
        "name": name,
        "x": [year + 0.5 for year in rows["year"].tolist()],
        "y": rows["n_actions"].tolist(),
        "width": 0.78,
        "marker": {"color": region_colours(words.reference)[region], "line": {"width": 0}},
        "customdata": [str(year) for year in rows["year"].tolist()],
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{name}</b><br>" + words.pair(str(year), texts.actions(n, words))
            for year, n in zip(rows["year"].tolist(), rows["n_actions"].tolist(), strict=True)
        ],
    }


def _region_labels(table: pd.DataFrame, words: Words, scale: float) -> list[Figure]:
    """Name the regions with their totals right of the last bars, in the order of the stack."""
    totals = table.groupby("region", sort=False)["n_actions"].sum()
    named = [
        wrapped(f"{words.region(str(region))}\u00a0{words.number(n)}", 136, SIZE, bold=True)
        for region, n in totals.items()
    ]
    heights = [(text.count("<br>") + 1) * SIZE * LINE + 6 for text in named]
    middles = spread([scale * y for y in _last_middles(table)], heights)
    return [
        note(
            f"<b>{text}</b>",
            x=1,
            y=0,
            xref="paper",
            yref="paper",
            xshift=8,
            yshift=middle,
            yanchor="middle",
            font={"size": SIZE, "color": region_colours(words.reference)[str(region)]},
        )
        for region, text, middle in zip(totals.index, named, middles, strict=True)
    ]


def _last_middles(table: pd.DataFrame) -> list[float]:
    """Return the middle of each region's part of the last bar that has any."""
    used = table[table["n_actions"] > 0]["year"]
    last = table[table["year"] == (used.max() if len(used) else table["year"].max())]
    parts = last["n_actions"]
    return [float(y) for y in parts.cumsum() - parts / 2]


def around(answer: Answer, words: Words) -> Figure:
    """Draw a bar per three months before and after a milestone.

    Parameters
    ----------
    answer
        With the table of `measure.time.actions_around_milestone`; the selection names the
        milestone.
    """
    table, plot = answer.table, 230
    named = inks(answer, words)
    tops = table[[*named]].sum(axis="columns") if named else table["n_actions"]
    before = int(table[table["offset"] < 0]["n_actions"].sum())
    after = int(table["n_actions"].sum()) - before
    lines = _around_lines(answer, words)
    room = (len(lines) + 2) * LINE_HEIGHT + 14
    said = beneath(named, _TELEPHONE, 54)
    bottom = 54 + len(said) * LINE_HEIGHT
    return {
        "data": _offset_bars(table, named, words),
        "layout": layout(
            height=plot + room + bottom,
            margin={"l": 30, "r": 22, "t": room, "b": bottom},
            barmode="stack",
            shapes=upright(0, 2 * LINE_HEIGHT + 4, "solid"),
            annotations=[
                _above(0, "<br>".join(lines), room - 4, "center"),
                _above(-8, _side(words, before, True), 2 * LINE_HEIGHT + 6, "right"),
                _above(8, _side(words, after, False), 2 * LINE_HEIGHT + 6, "left"),
                *said,
            ],
            xaxis={
                "range": [-36.5, 36.5],
                "tickvals": [-36, -24, -12, 0, 12, 24, 36],
                "ticktext": ["−36", "−24", "−12", "0", "+12", "+24", "+36"],
                "showgrid": False,
                "ticks": "outside",
                "tickcolor": GRID,
                "automargin": False,
                "title": {
                    "text": words("months before and after"),
                    "font": {"size": SMALL, "color": MUTED},
                },
            },
            yaxis=counts_axis(max(1, int(tops.max()))),
        ),
    }


def milestone_around(answer: Answer) -> str:
    """Return the milestone that a chart of months before and after counts from."""
    return answer.selection.around or answer.dataset.reference.around


def _around_lines(answer: Answer, words: Words) -> list[str]:
    """Say the milestone and its date, in lines that fit a telephone."""
    code = milestone_around(answer)
    dates = answer.dataset.reference.milestones.set_index("id")["date"]
    name = wrap(words.milestone(code), 300, SMALL, bold=True)
    return [*(f"<b>{line}</b>" for line in name), coloured(words.date(dates[code]), MUTED)]


def _above(aside: int, text: str, top: float, anchor: str) -> Figure:
    return flag(0, text, top) | {"xanchor": anchor, "align": anchor, "xshift": aside}


def _side(words: Words, n: int, before: bool) -> str:
    text = (
        words.plural("{n} began in the 36 months before", "{n} began in the 36 months before", n)
        if before
        else words.plural("{n} began in the 36 months after", "{n} began in the 36 months after", n)
    )
    return wrapped(text, 140, SMALL)


def _offset_bars(table: pd.DataFrame, named: Mapping[str, Ink], words: Words) -> list[Figure]:
    offsets, counts = table["offset"].tolist(), table["n_actions"].tolist()
    middles = [offset + 1.5 for offset in offsets]
    hover = [
        words.pair(f"{_months(offset)} … {_months(offset + 3)}", texts.actions(n, words))
        for offset, n in zip(offsets, counts, strict=True)
    ]
    if named:
        return upright_bars(table, middles, 2.6, hover, (named, words))
    return [
        {
            "type": "bar",
            "x": middles,
            "y": counts,
            "width": 2.6,
            "marker": {"color": ACCENT, "line": {"width": 0}},
            "hoverinfo": "text",
            "hovertext": hover,
        }
    ]


def _months(n: int) -> str:
    return f"+{n}" if n > 0 else str(n).replace("-", "−")


def reached(answer: Answer, words: Words) -> Figure:
    """Draw how many countries and territories had been reached by the end of each year, in steps.

    Parameters
    ----------
    answer
        With the table of `measure.time.countries_reached`.
    """
    table, plot = answer.table, 260
    frame = years_frame(answer, 34, 50)
    shapes, labels, room = policy(answer, words, frame)
    years, counts = table["year"].tolist(), table["n_countries"].tolist()
    labels += [
        _count_at(years[0] + 0.5, counts[0], "center", words),
        _count_at(years[-1] + 1, counts[-1], "left", words),
    ]
    return {
        "data": [_steps(table, words)],
        "layout": layout(
            height=plot + room + 30,
            margin={"l": frame.left, "r": frame.right, "t": room, "b": 30},
            shapes=shapes,
            annotations=labels,
            xaxis=year_ticks(frame, middle=True),
            yaxis=counts_axis(counts[-1]),
        ),
    }


def _count_at(at: float, n: int, anchor: str, words: Words) -> Figure:
    beside = {"xshift": 6, "yanchor": "middle"} if anchor == "left" else {"yanchor": "bottom"}
    return note(
        f"<b>{words.number(n)}</b>",
        x=at,
        y=n,
        xref="x",
        yref="y",
        xanchor=anchor,
        font={"size": SIZE + 1, "color": ACCENT},
        **beside,
    )


def _steps(table: pd.DataFrame, words: Words) -> Figure:
    years, counts = table["year"].tolist(), table["n_countries"].tolist()
    hover = [
        f"<b>{year}</b><br>"
        + words("{n} until the end of the year, {new} of them new", n=n, new=new)
        for year, n, new in zip(years, counts, table["n_new"].tolist(), strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*years, years[-1] + 1],
        "y": [*counts, counts[-1]],
        "line": {"color": ACCENT, "width": 2.5, "shape": "hv"},
        "hoverinfo": "text",
        "hovertext": [*hover, hover[-1]],
    }
