"""Horizontal bars, each name on a line of its own above its bar, so that no width clips a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.lettering import text_width, wrap, wrapped
from mieux_dashboard.draw.parts import inks, key, told_in_parts
from mieux_dashboard.draw.style import (
    ACCENT,
    GRID,
    INK,
    LAND,
    MUTED,
    REGION_COLOURS,
    SIZE,
    SMALL,
    Figure,
    coloured,
    cuts,
    hatched,
    hollow,
    layout,
    note,
    region_colours,
    solid,
)
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

NARROWEST = 320  # pixels that a name may take: a card on a telephone
_BAR, _GAP, _ABOVE_BAR = 13, 12, 3
_NAME_LINE = round(SIZE * 1.3)  # as far apart as plotly sets the lines of a text


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its parts, what stands at its end.

    Parameters
    ----------
    name
        The words above it.
    parts
        Solid part, then what is added to it, hatched.
    end
        The number at its end.
    hover
        What hovering says.
    code
        What a click gives.
    colour
        One of the inks.
    heading
        Words of a heading above it, "" for none.
    detail
        A quieter line under its name, "" for none.
    """

    name: str
    parts: tuple[float, ...]
    end: str
    hover: str
    code: str = ""
    colour: str = ACCENT
    heading: str = ""
    detail: str = ""

    @property
    def lines(self) -> list[str]:
        """What stands above the bar, line by line."""
        quiet = [coloured(line, MUTED) for line in wrap(self.detail, NARROWEST) if line]
        return [*wrap(self.name, NARROWEST), *quiet]


def bars(listed: Sequence[Bar], above: int = 4, caption: str = "") -> Figure:
    """Draw bars from top to bottom in the order given, all from the same zero.

    The vertical axis is in pixels from the top, so that a name of two lines takes its room.

    Parameters
    ----------
    listed
        The bars.
    above
        Room above the first, in pixels.
    caption
        What stands in that room.
    """
    tops, height = _tops(listed)
    names = [bar.lines for bar in listed]
    middles = [
        top + len(lines) * _NAME_LINE + _ABOVE_BAR + _BAR / 2
        for top, lines in zip(tops, names, strict=True)
    ]
    longest = max((sum(bar.parts) for bar in listed), default=0) or 1
    room = max((text_width(bar.end, SIZE, bold=True) for bar in listed), default=0)
    depth = max(len(bar.parts) for bar in listed)
    data = [_trace(listed, part, middles) for part in range(depth)]
    return {
        "data": data,
        "layout": layout(
            height=height + above + 4,
            margin={"l": 2, "r": round(room) + 12, "t": above, "b": 4},
            meta=cuts([above + y for y in (*_firsts(listed, tops), height)]),
            barmode="stack",
            annotations=[*_letters(listed, tops, names, middles), *_caption(caption)],
            shapes=[_ground()],
            xaxis={"range": [0, longest], "visible": False, "automargin": False},
            yaxis={"range": [height, 0], "visible": False, "automargin": False},
        ),
    }


def _caption(text: str) -> list[Figure]:
    where = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "yanchor": "bottom"}
    return [note(text, yshift=4, **where)] if text else []


def _tops(listed: Sequence[Bar]) -> tuple[list[float], float]:
    """Return the top of each bar's name, and the height of all, in pixels."""
    tops, y = [], 0.0
    for index, bar in enumerate(listed):
        if bar.heading:
            y += _NAME_LINE + 6 + (10 if index else 0)
        tops.append(y)
        y += len(bar.lines) * _NAME_LINE + _ABOVE_BAR + _BAR + _GAP
    return tops, y


def _firsts(listed: Sequence[Bar], tops: list[float]) -> list[float]:
    """Return where each bar begins with its name, and its heading where it has one."""
    return [
        top - (_NAME_LINE + 6 if bar.heading else 0) for bar, top in zip(listed, tops, strict=True)
    ]


def _letters(
    listed: Sequence[Bar], tops: list[float], names: list[list[str]], middles: list[float]
) -> list[Figure]:
    """Write the headings, the names above the bars and the numbers at their ends."""
    written = []
    for bar, top, lines, middle in zip(listed, tops, names, middles, strict=True):
        if bar.heading:
            ink = bar.colour if bar.colour in REGION_COLOURS.values() else INK
            written.append(_at(0, top - 5, f"<b>{coloured(bar.heading, ink)}</b>", "bottom"))
        written.append(_at(0, top, "<br>".join(lines), "top"))
        end = _at(sum(bar.parts), middle, f"<b>{bar.end}</b>", "middle")
        written.append(end | {"xshift": 6})
    return written


def _at(x: float, y: float, text: str, anchor: str) -> Figure:
    return note(
        text,
        x=x,
        y=y,
        xref="x",
        yref="y",
        yanchor=anchor,
        borderpad=0,
        font={"size": SIZE, "color": INK},
    )


def _ground() -> Figure:
    """Draw the line that all bars start from."""
    line = {"color": GRID, "width": 1}
    return {
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "x0": 0,
        "x1": 0,
        "y0": 0,
        "y1": 1,
    } | {
        "line": line,
        "layer": "below",
    }


def _trace(listed: Sequence[Bar], part: int, middles: list[float]) -> Figure:
    colours = [bar.colour for bar in listed]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [bar.parts[part] if part < len(bar.parts) else 0 for bar in listed],
        "y": middles,
        "width": _BAR,
        "marker": hatched() if part else {"color": colours, "line": {"width": 0}},
        "customdata": [bar.code for bar in listed],
        "hoverinfo": "text",
        "hovertext": [bar.hover for bar in listed],
    }


_SIGN = 45  # pixels of a legend's sign and of the gap behind its name


def divided(listed: Sequence[Bar], named: Mapping[str, Figure], above: int = 38) -> Figure:
    """Draw bars in parts, each part filled and named as `named` says, the names above.

    Parameters
    ----------
    listed
        The bars; each has as many parts as there are names.
    named
        Name of a part -> how it is filled, in the order of the parts.
    above
        Room for the names in pixels; more where they need a second line.
    """
    two_lines = sum(text_width(name, SMALL) + _SIGN for name in named) > NARROWEST
    figure = bars(listed, max(above, 48) if two_lines else above)
    for trace, (name, marker) in zip(figure["data"], named.items(), strict=True):
        trace |= {"name": name, "marker": marker, "x": [n or None for n in trace["x"]]}
    figure["layout"] |= {"showlegend": True, "legend": legend()}
    return figure


def in_parts(
    listed: Sequence[Bar], rows: pd.DataFrame, answer: Answer, words: Words, above: int = 4
) -> Figure:
    """Draw bars whole, or divided by period or pillar where the answer's table is.

    Parameters
    ----------
    listed
        The bars, whole.
    rows
        The rows that they stand for, in the same order.
    above
        Room above the first of the bars that are whole.
    """
    named = inks(answer, words)
    if not named:
        return bars(listed, above)
    counts = [tuple(map(int, row)) for row in rows[[*named]].to_numpy().tolist()]
    names = [ink.name for ink in named.values()]
    parted = [
        replace(bar, parts=row, hover=told_in_parts(bar.hover, names, row, words))
        for bar, row in zip(listed, counts, strict=True)
    ]
    lines = key(named.values(), NARROWEST)
    figure = bars(parted, len(lines) * _NAME_LINE + 10, "<br>".join(lines))
    for trace, ink in zip(figure["data"], named.values(), strict=True):
        trace |= {"marker": ink.marker, "x": [n or None for n in trace["x"]]}
    return figure


def ordered(table: pd.DataFrame, column: str, order: Sequence[str]) -> pd.DataFrame:
    """Put rows in the order of `order`, or without one most Actions first."""
    if order:
        return table.set_index(column).loc[list(order)].reset_index()
    return table.sort_values("n_actions", ascending=False, kind="stable")


def same_scale(figures: Sequence[Figure]) -> None:
    """Give figures of bars one horizontal scale, so that they can be compared."""
    drawn = [figure["layout"] for figure in figures if figure["data"]]
    highest = max((each["xaxis"]["range"][1] for each in drawn), default=1)
    room = max((each["margin"]["r"] for each in drawn), default=0)
    for each in drawn:
        each["xaxis"] = each["xaxis"] | {"range": [0, highest]}
        each["margin"] = each["margin"] | {"r": room}


def with_hollow(listed: Sequence[Bar], unknown: Sequence[bool]) -> Figure:
    """Draw bars of one part; those of what is not known are hollow."""
    figure = bars(listed)
    blank = hollow()
    outlined = [int(out and any(bar.parts)) for bar, out in zip(listed, unknown, strict=True)]
    figure["data"][0]["marker"] = {
        "color": [
            blank["color"] if out else bar.colour for bar, out in zip(listed, unknown, strict=True)
        ],
        "line": blank["line"] | {"width": outlined},
    }
    return figure


def by_region(answer: Answer, words: Words, order: Sequence[str] = ()) -> Figure:
    """Draw a bar per region, most Actions first, in the region's colour.

    Parameters
    ----------
    answer
        With the table of `measure.actions.actions_by_region`.
    order
        Regions in the order in which they are to stand.
    """
    table = ordered(answer.table, "region", order)
    listed = [
        _counted(words.region(region), n, words, region, region_colours(words.reference)[region])
        for region, n in zip(table["region"], table["n_actions"].tolist(), strict=True)
    ]
    return in_parts(listed, table, answer, words)


def _counted(name: str, n: int, words: Words, code: str, colour: str = ACCENT) -> Bar:
    hover = f"<b>{name}</b><br>{texts.actions(n, words)}"
    return Bar(name, (n,), words.number(n), hover, code, colour)


def by_subregion(answer: Answer, words: Words) -> Figure:
    """Draw a bar per subregion under the names of the regions, in reading order.

    Parameters
    ----------
    answer
        With the table of `measure.actions.actions_by_subregion`.
    """
    listed: list[Bar] = []
    before = ""
    for row in answer.table.to_dict("records"):
        region = str(row["region"])
        heading = words.region(region) if region != before else ""
        name, n = words.region(str(row["subregion"])), int(row["n_actions"])
        hover = f"<b>{name}</b><br>{texts.actions(n, words)}"
        colour = region_colours(words.reference)[region]
        code = str(row["subregion"])
        listed.append(Bar(name, (n,), words.number(n), hover, code, colour, heading))
        before = region
    return in_parts(listed, answer.table, answer, words)


def by_institution(answer: Answer, words: Words, order: Sequence[str] = ()) -> Figure:
    """Draw a bar per type of institution, most Actions first.

    Parameters
    ----------
    answer
        With the table of `measure.actions.actions_by_institution`.
    order
        Types in the order in which they are to stand.
    """
    table = ordered(answer.table, "institution_type", order)
    listed = [
        _counted(words.institution_type(code), n, words, code)
        for code, n in zip(table["institution_type"], table["n_actions"].tolist(), strict=True)
    ]
    return in_parts(listed, table, answer, words)


def by_pillar(answer: Answer, words: Words, order: Sequence[str] = ()) -> Figure:
    """Draw a bar per pillar: solid where the areas were published, hatched where we assigned them.

    Divided by period, that stands beneath the chart only.

    Parameters
    ----------
    answer
        With the table of `measure.areas.actions_by_pillar`.
    order
        Pillars in the order in which they are to stand.
    """
    table = ordered(answer.table, "pillar", order)
    if inks(answer, words):
        listed = [
            _counted(words.area(code), n, words, code)
            for code, n in zip(table["pillar"], table["n_actions"].tolist(), strict=True)
        ]
        return in_parts(listed, table, answer, words)
    names = {words("areas published"): solid(ACCENT), words("areas assigned by us"): hatched()}
    return divided([_pillar(row, words) for row in table.to_dict("records")], names)


def legend() -> Figure:
    """Return a legend above the plot that is read, not clicked."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "font": {"size": SMALL, "color": MUTED},
        "itemclick": False,
        "itemdoubleclick": False,
        "traceorder": "normal",
    }


def _pillar(row: dict[Any, Any], words: Words) -> Bar:
    published, assigned = int(row["n_published"]), int(row["n_assigned"])
    name = words.area(str(row["pillar"]))
    known = int(row["n_actions"]) - assigned
    end = words.number(known) + (f" +{words.number(assigned)}" if assigned else "")
    split = words(
        "{published} published, {assigned} assigned by us", published=published, assigned=assigned
    )
    hover = (
        f"<b>{wrapped(name, 280)}</b><br>{texts.actions(int(row['n_actions']), words)}<br>{split}"
    )
    return Bar(name, (known, assigned), end, hover, str(row["pillar"]))


def by_period(answer: Answer, words: Words, order: Sequence[str] = ()) -> Figure:
    """Draw a bar per period, as long as its Actions per twelve months, by date.

    Parameters
    ----------
    answer
        With the table of `measure.time.actions_by_period`.
    order
        Periods in the order in which they are to stand, instead of by date.
    """
    table = ordered(answer.table, "period", order) if order else answer.table
    rows = table.to_dict("records")
    return bars([_period(row, words) for row in rows], 30, words("Actions per twelve months"))


def _period(row: dict[Any, Any], words: Words) -> Bar:
    n, name = int(row["n_actions"]), words.period(str(row["period"]))
    span = words.plural(
        "{n} Action in {months} months",
        "{n} Actions in {months} months",
        n,
        months=round(row["months"]),
    )
    end = words.number(float(row["per_year"]), 1)
    across = words.plural(
        "{n} Action still ran after the period's end",
        "{n} Actions still ran after the period's end",
        int(row["n_across"]),
    )
    hover = f"<b>{name}</b><br>{span}<br>{across}"
    return Bar(name, (float(row["per_year"]),), end, hover, str(row["period"]), detail=span)


def key_figures(answer: Answer, words: Words) -> Figure:
    """Draw what is loaded beside what was published: each row has a scale of its own.

    Parameters
    ----------
    answer
        With the table of `measure.figures.key_figures`.
    """
    rows = [
        row
        for row in answer.table.to_dict("records")
        if texts.hidden(row["n_loaded"]) or row["n_loaded"] or row["value"] == row["value"]
    ]
    figure = bars([_key_figure(row, words) for row in rows])
    figure["data"][1]["marker"] = {"color": LAND, "line": {"width": 0}}
    return figure


def _key_figure(row: dict[Any, Any], words: Words) -> Bar:
    loaded = 0 if texts.hidden(row["n_loaded"]) else int(row["n_loaded"])
    published = float(row["value"]) if row["value"] == row["value"] else 0.0
    whole = max(loaded, published, 1)
    name = texts.key_figure(row, words)
    return Bar(name, (loaded / whole, 1 - loaded / whole), "", name)
