"""What a briefing is made of, before it is a page, a sheet, a document or a PDF.

A briefing says its texts in one language and knows no medium: each medium lays the same blocks out,
so that the same numbers stand everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.words import Words, message

RECORDS = {
    "published": message(
        "Public record of {programme}, compiled {date} from public pages. Data version {version}."
    ),
    "programme": message("Register of {programme}, {date}. Data version {version}."),
    "demonstration": message("A made-up programme, to see and try everything."),
}

_UNREADABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What an XML file cannot hold, and no font shows."""
_NARROWEST, _WIDEST = 8, 52  # letters of a column


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text.

    Parameters
    ----------
    text
        What it says.
    kind
        ``basis`` (said aside), ``date`` (stays on one line), ``n`` (a count), ``onward`` (of use on
        a page only) or nothing.
    lang
        Where it is in another language than the briefing.
    to
        What it leads to: a web address, or a page's path beneath the language.
    chosen
        Of a page that shows a selection, the parts of that selection.
    """

    text: str
    kind: str = ""
    lang: str = ""
    to: str = ""
    chosen: Mapping[str, str] | None = None

    @property
    def is_external(self) -> bool:
        """Whether it leads out of the programme's own pages."""
        return self.to.startswith(("http://", "https://"))


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `kind` is ``answer``, ``rule`` or nothing."""

    line: Line
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `kind` is ``counts`` (names with numbers, set side by side), ``sources`` or none."""

    lines: tuple[Line, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a name for each column, and rows whose first cell heads them."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Line | Items, ...], ...]


Block = Paragraph | Items | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level 2 or 3 and what stands under it."""

    heading: str
    level: int
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything about a partner, in the order in which a briefing tells it.

    Parameters
    ----------
    code
        ISO3 of a country or territory, or the id of a group or subregion.
    address
        Path of its page beneath the language.
    title, programme
        Name of the partner, and of the programme.
    language
        ``en``, ``fr`` or ``es``.
    opening
        The sentence that answers, with the footnote of a marked designation.
    facts
        Name and value.
    sections
        From who asked to the sources.
    closing
        Notes on translations, and the footnotes of other marked designations.
    foot
        What it all rests on, and the data's version.
    made_up
        The sentence that marks a demonstration; empty for a record.
    compiled
        Day of the data.
    """

    code: str
    address: str
    title: str
    programme: str
    language: str
    opening: tuple[Paragraph, ...]
    facts: tuple[tuple[str, Line], ...]
    sections: tuple[Section, ...]
    closing: tuple[Paragraph, ...]
    foot: tuple[Paragraph, ...]
    made_up: str
    compiled: date

    @property
    def facts_in_files(self) -> tuple[tuple[str, Line], ...]:
        """The facts without those that only lead on to another page."""
        return tuple(
            (name, line) for name, line in self.facts if any(run.kind != "onward" for run in line)
        )


def shortened(briefing: Briefing, rows: int, words: Words) -> Briefing:
    """Cut each table and list after `rows` rows, and say how many more the page holds.

    Names with numbers, which stand side by side, are cut after four times as many.
    """
    sections = tuple(
        replace(
            section,
            blocks=tuple(cut for one in section.blocks for cut in _cut(one, rows, words)),
        )
        for section in briefing.sections
    )
    return replace(briefing, sections=sections)


def _cut(block: Block, rows: int, words: Words) -> tuple[Block, ...]:
    if isinstance(block, Paragraph):
        return (block,)
    if isinstance(block, Grid):
        total, kept = len(block.rows), rows
        cut: Block = replace(block, rows=block.rows[:kept])
    else:
        total, kept = len(block.lines), rows * (4 if block.kind == "counts" else 1)
        cut = replace(block, lines=block.lines[:kept])
    if total <= kept:
        return (block,)
    more = words("And {n} more on the page of the dashboard.", n=total - kept)
    return cut, Paragraph(said(more), "rule")


def said(text: str) -> Line:
    """Return a line of plain text."""
    return (Run(text),)


def joined(lines: Sequence[Line]) -> Line:
    """Join lines with commas."""
    runs: list[Run] = []
    for line in lines:
        runs += [Run(", "), *line]
    return tuple(runs[1:])


def plain(line: Line) -> str:
    """Return the text of a line."""
    return "".join(run.text for run in line)


def readable(text: str) -> str:
    """Return a text without the control characters that a file may not hold."""
    return _UNREADABLE.sub("", text)


def cell_lines(cell: Line | Items) -> tuple[Line, ...]:
    """Return the lines of a table's cell: a list has several, or none."""
    return cell.lines if isinstance(cell, Items) else (cell,)


def column_widths(grid: Grid) -> tuple[int, ...]:
    """Return for each column of a table how wide it should be, in letters of the whole.

    Each holds its longest date or name of the column in one line, and the rest goes by the usual
    length of a cell.
    """
    widths = []
    for place, head in enumerate(grid.heads):
        cells = [cell_lines(row[place]) for row in grid.rows]
        usual = sum(len(plain(line)) for lines in cells for line in lines) // max(len(cells), 1)
        runs = [run for lines in cells for line in lines for run in line]
        dates = [len(run.text) + 5 for run in runs if run.kind == "date"]
        longest = max((len(word) for word in head.split()), default=0)
        widths.append(max(*dates, longest + 1, _NARROWEST, min(usual, _WIDEST)))
    return tuple(widths)


def content(row: Mapping[Any, Any], column: str, words: Words) -> Run:
    """Say a text of a row, marked as English where it is not translated."""
    language = words.content_language(row, column)
    return Run(words.content(row, column), lang="" if language == words.language else language)


def given(row: Mapping[Any, Any], column: str, words: Words) -> Line:
    """Return a line of a text of a row, or none."""
    return (content(row, column, words),) if row[column] else ()


def footnotes(words: Words, named: Collection[str]) -> tuple[Paragraph, ...]:
    """Return the footnote of each marked designation among the countries named."""
    notes = words.reference.designations
    return tuple(
        Paragraph(said(f"* {note}"), "rule")
        for key, note in zip(notes["key"], notes[f"footnote_{words.language}"], strict=True)
        if key in named and note
    )


def web_addresses(cell: str) -> list[str]:
    """Split a cell of addresses; only web addresses are taken."""
    return [part for part in re.split(r"[;|\s]+", cell) if part.startswith(("http://", "https://"))]


def record_sentence(dataset: Dataset, words: Words) -> str:
    """Say what data these are, as of when, and which version."""
    programme = dataset.reference.programme
    return words(
        RECORDS[programme.record],
        programme=programme.name,
        date=words.date(programme.compiled.isoformat()),
        version=dataset.version,
    )
