"""EU policy behind every chart over time: bands for the periods, lines for the milestones.

Time is drawn as decimal years (2015.36 is 13 May 2015), so that bars by year, bars by day and
milestones share one axis. Labels are laid out for the narrowest width that a page gives such a
chart (`NARROWEST`); a wider one only moves them apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from mieux_dashboard.draw.lettering import LINE, rows, text_width, wrap
from mieux_dashboard.draw.style import BAND, INK, MUTED, PAPER, SMALL, Figure, coloured, note
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.dates import first_day
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words

NARROWEST = 680
LINE_HEIGHT = round(SMALL * LINE)
FLAG = 5  # from a milestone's line to its label


def decimal(day: date | pd.Timestamp) -> float:
    """Return a day as a decimal year, its first moment."""
    start = date(day.year, 1, 1)
    length = (date(day.year + 1, 1, 1) - start).days
    return day.year + (date(day.year, day.month, day.day) - start).days / length


def after(day: date) -> float:
    """Return the end of a day as a decimal year."""
    return decimal(date.fromordinal(day.toordinal() + 1))


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
    labels = [flag(at, "<br>".join(lines), room) for at, lines in blocks]
    for mark, span, row in zip(further, spans, given, strict=True):
        top = room - core - row * (LINE_HEIGHT + 3)
        shapes += upright(mark.at, top, "dot")
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
            "x1": min(after(period.end), frame.last),
            "y0": 0,
            "y1": 1,
            "fillcolor": BAND,
            "line": {"width": 0},
        }
        for period in reference.periods[1::2]
    ]


def _core_lines(reference: Reference, frame: Frame, room: int) -> list[Figure]:
    starts = [decimal(first_day(day)) for day in reference.core_milestones["date"]]
    return [line for at in starts if frame.shows(at) for line in upright(at, room, "solid")]


def upright(at: float, room: float, dash: str) -> list[Figure]:
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
        room = frame.px(min(after(period.end), frame.last)) - frame.px(left) - FLAG - 4
        name, _, since = words.period(period.id).partition(", ")
        if frame.shows(decimal(first_day(dates[period.milestone]))):
            since = words.date(dates[period.milestone], short=True)
        lines = [f"<b>{line}</b>" for line in wrap(name, room, SMALL, bold=True)]
        lines += [coloured(line, MUTED) for line in wrap(since, room, SMALL) if since]
        blocks.append((left, lines))
    return blocks


def flag(at: float, text: str, top: float) -> Figure:
    """Write a text right of the time `at`, its top in pixels above the plot."""
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
    return flag(mark.at, coloured(mark.text, MUTED), top) | {"bgcolor": PAPER} | side


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
