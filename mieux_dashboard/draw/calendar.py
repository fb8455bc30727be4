"""The calendar: each Action a bar from its start to its end, beside EU policy."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from mieux_dashboard.draw.lettering import text_width, wrapped
from mieux_dashboard.draw.policy import (
    LINE_HEIGHT,
    Frame,
    Mark,
    after,
    decimal,
    policy,
    year_ticks,
)
from mieux_dashboard.draw.style import (
    INK,
    PAPER,
    REGION_COLOURS,
    SIZE,
    SMALL,
    Figure,
    cuts,
    layout,
    note,
    region_colours,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.dates import last_day
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.words import Words

ROW = 16  # height of one Action
END_TOGETHER = 10  # from so many ends in one month on, the calendar says so
_TALL = 25  # from so many rows on, the years stand above the calendar too
_LABELS = (90, 205)  # narrowest and widest room for the Actions' names


def by_action(answer: Answer, words: Words) -> Figure:
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
    low, high = _LABELS
    left = round(min(max(low, *(text_width(text, SMALL) for text in labels)), high)) + 12
    frame = Frame(programme.start.year, after(programme.end), left, 12, above=LINE_HEIGHT + 6)
    shapes, notes, room = policy(answer, words, frame, _together(answer, words))
    axis = year_ticks(frame) | {"showgrid": True, "layer": "below traces"}
    total = int(table["row"].max()) + 1
    notes += [*(_years_on_top(axis) if total > _TALL else []), *_headings(table, words, left)]
    return {
        "data": [_spans(rows, words) for _, rows in table.groupby("region", sort=False)],
        "layout": layout(
            height=total * ROW + room + 30,
            margin={"l": left, "r": frame.right, "t": room, "b": 30},
            meta=cuts(_tops(table["row"].tolist(), room)),
            barmode="overlay",
            shapes=shapes,
            annotations=notes,
            xaxis=axis,
            yaxis={
                "range": [total - 0.4, -0.6],
                "tickvals": table["row"].tolist(),
                "ticktext": [escape(label, quote=False) for label in labels],
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
    while text_width(name, SMALL) > _LABELS[1]:
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


def _tops(rows: list[int], room: int) -> list[float]:
    """Return where each row begins, its region's heading with it, and where the last ends."""
    starts = [row - (row - 1 not in rows) for row in rows]
    return [room + ROW * (row + 0.1) for row in (*starts, rows[-1] + 1)]


def _headings(table: pd.DataFrame, words: Words, left: int) -> list[Figure]:
    firsts = table.groupby("region", sort=False)["row"].min()
    return [
        note(
            "<b>" + (words.region(str(region)) or words("No region")) + "</b>",
            x=0,
            y=row - 1,
            xref="paper",
            yref="y",
            xshift=-left,
            yanchor="middle",
            font={"size": SIZE, "color": _region_colour(str(region), words)},
        )
        for region, row in firsts.items()
    ]


def _region_colour(region: str, words: Words) -> str:
    return region_colours(words.reference).get(region, REGION_COLOURS["other"])


def _spans(rows: pd.DataFrame, words: Words) -> Figure:
    starts = [decimal(day) for day in rows["start_from"]]
    ends = [after(day.date()) for day in rows["end_to"]]
    return {
        "type": "bar",
        "orientation": "h",
        "base": starts,
        "x": [end - start for start, end in zip(starts, ends, strict=True)],
        "y": rows["row"].tolist(),
        "width": 0.66,
        "marker": {
            "color": _region_colour(str(rows["region"].iloc[0]), words),
            "line": {"width": 0},
        },
        "customdata": rows["action_id"].tolist(),
        "hoverinfo": "text",
        "hovertext": [_span_hover(row, words) for row in rows.to_dict("records")],
    }


def _span_hover(row: dict[Any, Any], words: Words) -> str:
    title = wrapped(escape(words.content(row, "title"), quote=False), 300)
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
    """Mark a month in which ten Actions or more end."""
    months = ended_together(answer.table["end_to"], answer.dataset.reference, words)
    return [Mark(after(last_day(month)), text) for month, text in months.items()]


def ended_together(ends: pd.Series[Any], reference: Reference, words: Words) -> dict[str, str]:
    """Say of each month in which ten Actions or more end that they do, by month (``2020-04``)."""
    months = ends.dt.strftime("%Y-%m").value_counts()
    said = {}
    for month, n in months[months >= END_TOGETHER].items():
        blanks = {"n": int(n), "month": words.date(str(month))}
        said[str(month)] = (
            words("{n} Actions end in {month}, as a phase of the programme ends", **blanks)
            if _phase_turns(reference, str(month))
            else words("{n} Actions end in {month}", **blanks)
        )
    return said


def _phase_turns(reference: Reference, month: str) -> bool:
    return month in {*reference.phases["start"], *reference.phases["end"]}
