"""Charts over time, beside EU policy: bands for the periods, lines for the milestones.

Time is drawn as decimal years (2015.36 is 13 May 2015), so that bars by year, bars by day and
milestones share one axis. Labels are laid out for the narrowest width that a page gives such a
chart (`NARROWEST`); a wider one only moves them apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.lettering import LINE, rows, spread, text_width, wrap, wrapped
from mieux_dashboard.draw.style import (
    ACCENT,
    BAND,
    GRID,
    INK,
    MUTED,
    PAPER,
    REGION_COLOURS,
    SIZE,
    SMALL,
    Figure,
    coloured,
    layout,
    note,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.dates import first_day, last_day
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words

NARROWEST = 680
LINE_HEIGHT = round(SMALL * LINE)
FLAG = 5  # from a milestone's line to its label
ROW = 16  # height of one Action in the calendar
END_TOGETHER = 10  # from so many ends in one month on, the calendar says so
_TALL = 25  # from so many rows on, the years stand above the calendar too
_CALENDAR_LABELS = (90, 205)


def decimal(day: date | pd.Timestamp) -> float:
    """Return a day as a decimal year, its first moment."""
    start = date(day.year, 1, 1)
    length = (date(day.year + 1, 1, 1) - start).days
    return day.year + (date(day.year, day.month, day.day) - start).days / length


@dataclass(frozen=True, slots=True)
class Frame:
    """The time that a chart shows, and its margins in pixels.

    Parameters
    ----------
    first, last
        The ends of the axis, decimal years.
    left, right
        Margins in pixels.
    above
        Pixels between the plot and the labels of milestones.
    """

    first: float
    last: float
    left: int
    right: int
    above: int = 0

    @property
    def width(self) -> float:
        """Width of the plot at the narrowest, in pixels."""
        return NARROWEST - self.left - self.right

    def px(self, year: float) -> float:
        """Return where a time stands at the narrowest, in pixels from the left of the plot."""
        return (year - self.first) / (self.last - self.first) * self.width

    def shows(self, year: float) -> bool:
        """Whether a time is within the axis, its very ends left out."""
        return self.first < year < self.last


@dataclass(frozen=True, slots=True)
class Mark:
    """A dotted line at a time, with a label."""

    at: float
    text: str


def policy(
    answer: Answer, words: Words, frame: Frame, marks: Sequence[Mark] = ()
) -> tuple[list[Figure], list[Figure], int]:
    """Return what stands behind and above every chart over time.

    Parameters
    ----------
    answer
        Its Dataset has the periods and milestones, its selection the further milestones.
    frame
        The chart's time and margins.
    marks
        Further dotted lines of the chart's own.

    Returns
    -------
    tuple
        Shapes, annotations, and the pixels that they need above the plot.
    """
    reference = answer.dataset.reference
    blocks = _period_labels(reference, words, frame)
    core = max((len(lines) for _, lines in blocks), default=0) * LINE_HEIGHT + 10
    further = sorted([*_further(answer, words, frame), *marks], key=lambda mark: mark.at)
    spans = [_span(mark, frame) for mark in further]
    given = rows(spans)
    room = (
        frame.above + core + (max(given) + 1) * (LINE_HEIGHT + 3) if given else frame.above + core
    )
    shapes = [*_bands(reference, frame), *_core_lines(reference, frame, room)]
    labels = [_label(at, "<br>".join(lines), room) for at, lines in blocks]
    for mark, span, row in zip(further, spans, given, strict=True):
        top = room - core - row * (LINE_HEIGHT + 3)
        shapes += _line(mark.at, top, "dot")
        labels.append(_mark_label(mark, span, top, frame))
    return shapes, labels, room


def _bands(reference: Reference, frame: Frame) -> list[Figure]:
    """Tint every second period, and leave the others in the colour of the paper."""
    return [
        {
            "type": "rect",
            "layer": "below",
            "xref": "x",
            "yref": "paper",
            "x0": max(decimal(period.start), frame.first),
            "x1": min(_end(period.end), frame.last),
            "y0": 0,
            "y1": 1,
            "fillcolor": BAND,
            "line": {"width": 0},
        }
        for period in reference.periods[1::2]
    ]


def _end(day: date) -> float:
    return decimal(date.fromordinal(day.toordinal() + 1))


def _core_lines(reference: Reference, frame: Frame, room: int) -> list[Figure]:
    starts = [decimal(first_day(day)) for day in reference.core_milestones["date"]]
    return [line for at in starts if frame.shows(at) for line in _line(at, room, "solid")]


def _line(at: float, room: float, dash: str) -> list[Figure]:
    """Draw a line through the plot and, in pixels, `room` above it."""
    shared = {
        "type": "line",
        "layer": "above" if dash == "solid" else "below",
        "xref": "x",
        "yref": "paper",
        "x0": at,
        "x1": at,
        "line": {"color": INK if dash == "solid" else MUTED, "width": 1, "dash": dash},
    }
    through = {"y0": 0, "y1": 1}
    above = {"ysizemode": "pixel", "yanchor": 1, "y0": 0, "y1": room}
    return [shared | through, shared | above]


def _period_labels(
    reference: Reference, words: Words, frame: Frame
) -> list[tuple[float, list[str]]]:
    """Say each period in bold, its milestone's date beneath, within the width of its band.

    A milestone before the axis has no line; its own words name the date ("..., since ...").
    """
    dates = reference.milestones.set_index("id")["date"]
    blocks = []
    for period in reference.periods:
        left = max(decimal(period.start), frame.first)
        room = frame.px(min(_end(period.end), frame.last)) - frame.px(left) - FLAG - 4
        name, _, since = words.period(period.id).partition(", ")
        if frame.shows(decimal(first_day(dates[period.milestone]))):
            since = words.date(dates[period.milestone], short=True)
        lines = [f"<b>{line}</b>" for line in wrap(name, room, SMALL, bold=True)]
        lines += [coloured(line, MUTED) for line in wrap(since, room, SMALL) if since]
        blocks.append((left, lines))
    return blocks


def _label(at: float, text: str, top: float) -> Figure:
    return note(
        text,
        x=at,
        y=1,
        xref="x",
        yref="paper",
        xshift=FLAG,
        yshift=top - 2,
        yanchor="top",
        font={"size": SMALL, "color": INK},
        borderpad=0,
    )


def _further(answer: Answer, words: Words, frame: Frame) -> list[Mark]:
    """Return the milestones that the reader switched on, except those that make the periods."""
    table = answer.dataset.reference.milestones
    chosen = table[table["id"].isin(answer.selection.milestone) & (table["core"] != "yes")]
    marks = [
        Mark(decimal(first_day(day)), words.milestone(code))
        for code, day in zip(chosen["id"], chosen["date"], strict=True)
    ]
    return [mark for mark in marks if frame.shows(mark.at)]


def _span(mark: Mark, frame: Frame) -> tuple[float, float]:
    """Return the pixels that a mark's label takes: right of its line, or left where it must."""
    line, width = frame.px(mark.at), text_width(mark.text, SMALL) + FLAG
    fits = line + width <= frame.width + frame.right
    return (line, line + width) if fits else (line - width, line)


def _mark_label(mark: Mark, span: tuple[float, float], top: float, frame: Frame) -> Figure:
    before = span[0] < frame.px(mark.at)
    side = {"xanchor": "right", "xshift": -FLAG} if before else {}
    return _label(mark.at, coloured(mark.text, MUTED), top) | {"bgcolor": PAPER} | side


def year_ticks(frame: Frame, middle: bool = False) -> Figure:
    """Return an axis of whole years, every so many that their labels have room.

    Parameters
    ----------
    middle
        Whether a year's label stands in the middle of its year, as under a bar.
    """
    years = range(math.ceil(frame.first), math.floor(frame.last) + (0 if middle else 1))
    step = math.ceil(48 / (frame.width / (frame.last - frame.first)))
    shown = [year for year in years if (year - years[0]) % step == 0]
    return {
        "range": [frame.first, frame.last],
        "tickvals": [year + 0.5 if middle else year for year in shown],
        "ticktext": [str(year) for year in shown],
        "automargin": False,
        "showgrid": False,
    }


def _years_frame(answer: Answer, left: int, right: int) -> Frame:
    programme = answer.dataset.reference.programme
    return Frame(programme.start.year, programme.end.year + 1, left, right)


def _counts_axis(highest: int) -> Figure:
    """Return an axis of whole numbers from zero."""
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**9) if highest / s <= 7.5)
    return {"range": [0, highest * 1.1 or 1], "dtick": step, "automargin": False}


def by_year(answer: Answer, words: Words) -> Figure:
    """Draw a stacked bar per year, in the colours of the regions.

    Parameters
    ----------
    answer
        With the table of `measure.time.actions_over_time`.
    """
    table, plot = answer.table, 300
    regions = list(dict.fromkeys(table["region"]))
    frame = _years_frame(answer, 34, 148)
    shapes, labels, room = policy(answer, words, frame)
    lines = [shape["x0"] for shape in shapes if shape["type"] == "line"]
    sums = table.groupby("year")["n_actions"].sum()
    highest = int(sums.max())
    labels += [_total(int(str(year)), int(n), lines, frame) for year, n in sums.items() if n]
    labels += _region_labels(table, words, plot / (highest * 1.1 or 1))
    return {
        "data": [_year_bars(table[table["region"] == region], words) for region in regions],
        "layout": layout(
            height=plot + room + 30,
            margin={"l": frame.left, "r": frame.right, "t": room, "b": 30},
            barmode="stack",
            shapes=shapes,
            annotations=labels,
            xaxis=year_ticks(frame, middle=True),
            yaxis=_counts_axis(highest),
        ),
    }


def _total(year: int, n: int, lines: Sequence[float], frame: Frame) -> Figure:
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
        "marker": {"color": REGION_COLOURS[region], "line": {"width": 0}},
        "customdata": [region] * len(rows),
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{name}</b><br>{year}: {texts.actions(n, words)}"
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
            font={"size": SIZE, "color": REGION_COLOURS[str(region)]},
        )
        for region, text, middle in zip(totals.index, named, middles, strict=True)
    ]


def _last_middles(table: pd.DataFrame) -> list[float]:
    """Return the middle of each region's part of the last bar that has any."""
    used = table[table["n_actions"] > 0]["year"]
    last = table[table["year"] == (used.max() if len(used) else table["year"].max())]
    parts = last["n_actions"]
    return [float(y) for y in parts.cumsum() - parts / 2]


def calendar(answer: Answer, words: Words) -> Figure:
    """Draw one bar per Action from start to end, under the names of the regions.

    Parameters
    ----------
    answer
        With the table of `measure.time.actions_calendar`.
    """
    table = answer.table
    rows: list[dict[Any, Any]] = table.to_dict("records")
    labels = [_short(words.content(row, "title")) for row in rows]
    table = table.assign(label=labels, row=_rows(table))
    programme = answer.dataset.reference.programme
    low, high = _CALENDAR_LABELS
    left = round(min(max(low, *(text_width(text, SMALL) for text in labels)), high)) + 12
    frame = Frame(programme.start.year, _end(programme.end), left, 12, above=LINE_HEIGHT + 6)
    shapes, notes, room = policy(answer, words, frame, _together(answer, words))
    axis = year_ticks(frame) | {"showgrid": True, "layer": "below traces"}
    total = int(table["row"].max()) + 1
    notes += [*(_years_on_top(axis) if total > _TALL else []), *_headings(table, words, left)]
    return {
        "data": [_spans(rows, words) for _, rows in table.groupby("region", sort=False)],
        "layout": layout(
            height=total * ROW + room + 30,
            margin={"l": left, "r": frame.right, "t": room, "b": 30},
            barmode="overlay",
            shapes=shapes,
            annotations=notes,
            xaxis=axis,
            yaxis={
                "range": [total - 0.4, -0.6],
                "tickvals": table["row"].tolist(),
                "ticktext": labels,
                "tickfont": {"size": SMALL},
                "automargin": False,
                "showgrid": False,
            },
        ),
    }


def _short(title: str) -> str:
    """Return the part of a title before its colon, cut to the room that there is, number kept."""
    name = title.split(":")[0].strip()
    head, _, number = name.rpartition(" ")
    if not set(number) <= set("IVX"):
        head, number = name, ""
    while text_width(name, SMALL) > _CALENDAR_LABELS[1]:
        head = head[:-1].rstrip()
        name = f"{head}… {number}".rstrip()
    return name


def _rows(table: pd.DataFrame) -> list[int]:
    """Give each Action its row from the top; a heading, with room above, precedes each region."""
    numbers: list[int] = []
    row, before = -1, None
    for region in table["region"]:
        row += 1 if region == before else (1 if before is None else 2)
        row += region != before
        numbers.append(row)
        before = region
    return numbers


def _headings(table: pd.DataFrame, words: Words, left: int) -> list[Figure]:
    firsts = table.groupby("region", sort=False)["row"].min()
    return [
        note(
            f"<b>{words.region(str(region)) or words('No region')}</b>",
            x=0,
            y=row - 1,
            xref="paper",
            yref="y",
            xshift=-left,
            yanchor="middle",
            font={"size": SIZE, "color": _region_colour(str(region))},
        )
        for region, row in firsts.items()
    ]


def _region_colour(region: str) -> str:
    return REGION_COLOURS.get(region, REGION_COLOURS["other"])


def _spans(rows: pd.DataFrame, words: Words) -> Figure:
    starts = [decimal(day) for day in rows["start_from"]]
    ends = [_end(day.date()) for day in rows["end_to"]]
    return {
        "type": "bar",
        "orientation": "h",
        "base": starts,
        "x": [end - start for start, end in zip(starts, ends, strict=True)],
        "y": rows["row"].tolist(),
        "width": 0.66,
        "marker": {"color": _region_colour(str(rows["region"].iloc[0])), "line": {"width": 0}},
        "customdata": rows["action_id"].tolist(),
        "hoverinfo": "text",
        "hovertext": [_span_hover(row, words) for row in rows.to_dict("records")],
    }


def _span_hover(row: dict[Any, Any], words: Words) -> str:
    title = wrapped(words.content(row, "title"), 300)
    return f"<b>{title}</b><br>{words.date(row['start_date'])} – {words.date(row['end_date'])}"


def _years_on_top(axis: Figure) -> list[Figure]:
    """Repeat the years above the plot, for a chart that is taller than a screen."""
    return [
        note(
            text,
            x=year,
            y=1,
            xref="x",
            yref="paper",
            xanchor="center",
            yanchor="bottom",
            font={"size": SMALL, "color": INK},
            bgcolor=PAPER,
        )
        for year, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
    ]


def _together(answer: Answer, words: Words) -> list[Mark]:
    """Mark a month in which ten Actions or more end, and say so."""
    months = answer.table["end_to"].dt.strftime("%Y-%m").value_counts()
    marks = []
    for month, n in months[months >= END_TOGETHER].items():
        said = {"n": int(n), "month": words.date(str(month))}
        text = (
            words("{n} Actions end in {month}, as a phase of the programme ends", **said)
            if _phase_turns(answer.dataset.reference, str(month))
            else words("{n} Actions end in {month}", **said)
        )
        marks.append(Mark(_end(last_day(str(month))), text))
    return marks


def _phase_turns(reference: Reference, month: str) -> bool:
    return month in {*reference.phases["start"], *reference.phases["end"]}


def around(answer: Answer, words: Words) -> Figure:
    """Draw a bar per three months before and after a milestone.

    Parameters
    ----------
    answer
        With the table of `measure.time.actions_around_milestone`; the selection names the
        milestone.
    """
    table, plot = answer.table, 230
    highest = max(1, int(table["n_actions"].max()))
    before = int(table[table["offset"] < 0]["n_actions"].sum())
    after = int(table["n_actions"].sum()) - before
    lines = _around_lines(answer, words)
    room = (len(lines) + 2) * LINE_HEIGHT + 14
    return {
        "data": [_offset_bars(table, words)],
        "layout": layout(
            height=plot + room + 54,
            margin={"l": 30, "r": 22, "t": room, "b": 54},
            shapes=_line(0, 2 * LINE_HEIGHT + 8, "solid"),
            annotations=[
                _above(0, "<br>".join(lines), room - 4, "center"),
                _above(-2, _side(words, before, True), 2 * LINE_HEIGHT + 6, "right"),
                _above(2, _side(words, after, False), 2 * LINE_HEIGHT + 6, "left"),
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
            yaxis=_counts_axis(highest),
        ),
    }


def milestone_around(answer: Answer) -> str:
    """Return the milestone that a chart of months before and after counts from."""
    return answer.selection.around or "eam-2015"


def _around_lines(answer: Answer, words: Words) -> list[str]:
    """Say the milestone and its date, in lines that fit a telephone."""
    code = milestone_around(answer)
    dates = answer.dataset.reference.milestones.set_index("id")["date"]
    name = wrap(words.milestone(code), 300, SMALL, bold=True)
    return [*(f"<b>{line}</b>" for line in name), coloured(words.date(dates[code]), MUTED)]


def _above(at: float, text: str, top: float, anchor: str) -> Figure:
    return _label(at, text, top) | {"xanchor": anchor, "align": anchor, "xshift": 0}


def _side(words: Words, n: int, before: bool) -> str:
    text = (
        words.plural("{n} began in the 36 months before", "{n} began in the 36 months before", n)
        if before
        else words.plural("{n} began in the 36 months after", "{n} began in the 36 months after", n)
    )
    return wrapped(text, 140, SMALL)


def _offset_bars(table: pd.DataFrame, words: Words) -> Figure:
    offsets, counts = table["offset"].tolist(), table["n_actions"].tolist()
    return {
        "type": "bar",
        "x": [offset + 1.5 for offset in offsets],
        "y": counts,
        "width": 2.6,
        "marker": {"color": ACCENT, "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [
            f"{_months(offset)} … {_months(offset + 3)}: {texts.actions(n, words)}"
            for offset, n in zip(offsets, counts, strict=True)
        ],
    }


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
    frame = _years_frame(answer, 34, 50)
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
            yaxis=_counts_axis(counts[-1]),
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
