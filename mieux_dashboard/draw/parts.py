"""The parts of a bar that is divided by policy period or by pillar: their names and inks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from mieux_dashboard.draw.lettering import LINE, text_width
from mieux_dashboard.draw.style import (
    CLASSES,
    MUTED,
    PAPER,
    PILLAR_COLOURS,
    SMALL,
    Figure,
    coloured,
    hollow,
    note,
)
from mieux_dashboard.measure.split import NONE, parts
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.words import Words

_GAP = "\u2003"


@dataclass(frozen=True, slots=True)
class Ink:
    """How a part is called and filled.

    Parameters
    ----------
    name
        Its words.
    marker
        How it is filled.
    sign
        What stands before its name, in its colour.
    """

    name: str
    marker: Figure
    sign: str


def inks(answer: Answer, words: Words) -> dict[str, Ink]:
    """Return the parts that the table is divided into, by column; none where it is not.

    Periods go from light to dark by date, pillars have a colour each, and what belongs to none is
    hollow, and left out where there is nothing of it.
    """
    by, table = answer.selection.by, answer.table
    listed = parts(answer.dataset.reference, by)
    periods = CLASSES[-len(answer.dataset.reference.periods) :]
    colours = dict(zip(listed, PILLAR_COLOURS if by == "pillar" else periods, strict=False))
    return {
        column: Ink(*_filled(colours.get(column, ""), named(column, answer, words)))
        for column in listed
        if column in table and (column != NONE or table[column].any())
    }


def named(column: str, answer: Answer, words: Words) -> str:
    """Say which part a column of a divided table counts."""
    by = answer.selection.by
    code = parts(answer.dataset.reference, by)[column]
    if code:
        return words.period(code) if by == "period" else words.area(code)
    if by == "pillar":
        return words("no area known")
    return words("no date") if answer.rests_on.counted == "requests" else words("no start known")


def _filled(colour: str, name: str) -> tuple[str, Figure, str]:
    if not colour:
        return name, hollow(), coloured("□", MUTED)
    return name, {"color": colour, "line": {"width": 1, "color": PAPER}}, coloured("■", colour)


def key(shown: Iterable[Ink], width: float) -> list[str]:
    """Set the names of the parts, each behind its sign, into lines of at most `width` pixels."""
    lines: list[tuple[str, float]] = []
    for ink in shown:
        room = text_width(f"■ {ink.name}{_GAP}", SMALL) + SMALL
        said = f"{ink.sign}\u00a0{ink.name.replace(' ', chr(160))}"
        if lines and lines[-1][1] + room <= width:
            lines[-1] = (f"{lines[-1][0]}{_GAP}{said}", lines[-1][1] + room)
        else:
            lines.append((said, room))
    return [text for text, _ in lines]


def beneath(named: Mapping[str, Ink], width: float, below: float) -> list[Figure]:
    """Write the names of the parts beneath a plot, line by line from `below` pixels under it."""
    lines = key(named.values(), width) if named else []
    under = {"x": 0, "y": 0, "xref": "paper", "yref": "paper", "yanchor": "top", "borderpad": 0}
    step = round(SMALL * LINE)
    return [note(line, yshift=-below - n * step, **under) for n, line in enumerate(lines)]


def upright_bars(
    rows: pd.DataFrame,
    middles: Sequence[float],
    width: float,
    hover: Sequence[str],
    said: tuple[Mapping[str, Ink], Words],
) -> list[Figure]:
    """Return a trace of upright bars for each part, the first at the bottom.

    Parameters
    ----------
    rows
        With the columns of the parts, a row for each bar.
    middles, width
        Where the bars stand.
    hover
        What hovering says of each whole bar; the parts are added.
    said
        The parts as `inks` gives them, and the words.
    """
    named, words = said
    names = [ink.name for ink in named.values()]
    counts = rows[[*named]].to_numpy().tolist()
    told = [
        told_in_parts(f"<b>{first}</b>", names, row, words)
        for first, row in zip(hover, counts, strict=True)
    ]
    return [
        {
            "type": "bar",
            "name": ink.name,
            "x": list(middles),
            "y": [n or None for n in rows[column].tolist()],
            "width": width,
            "marker": ink.marker,
            "hoverinfo": "text",
            "hovertext": told,
        }
        for column, ink in named.items()
    ]


def told_in_parts(hover: str, names: Sequence[str], counts: Sequence[int], words: Words) -> str:
    """Add to what hovering says of a bar what each of its parts counts."""
    told = [words.pair(name, words.number(n)) for name, n in zip(names, counts, strict=True)]
    return "<br>".join([hover, *told])
