"""What a chart is: a measure, a drawing and words under one key, and all that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from mieux_dashboard.draw import texts
from mieux_dashboard.draw.style import Figure
from mieux_dashboard.measure.select import rests_on
from mieux_dashboard.model.answer import Answer
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words, message

Measure = Callable[[Dataset, Selection], pd.DataFrame]
Row = Mapping[Any, Any]
Show = Callable[[Row, str, Words], object]
"""How a cell of a reader's table comes from a row: row, column, words."""

ACTIONS = message("Actions")
REGION = message("Region")
YEAR = message("Year")
PERIOD = message("Period")
PILLAR = message("Pillar")

_ASSIGNED = {
    "areas": message("areas of {n} assigned by us"),
    "institution_type": message("institution types of {n} assigned by us"),
    "phase": message("phases of {n} derived from their dates"),
}
_SOURCES = {
    "published": message("Source: programme pages, compiled {date} · data version {version}"),
    "programme": message("Source: programme register, {date} · data version {version}"),
    "demonstration": message(
        "Source: made-up programme, for demonstration · data version {version}"
    ),
}
_IN_WORDS = 5  # rows of the table that the text alternative tells


@dataclass(frozen=True, slots=True)
class Chart:
    """One entry of the catalogue.

    Parameters
    ----------
    key
        Its name in addresses, files and commands.
    page
        The page that shows it: ``overview``, ``map`` or ``timeline``.
    title, rule
        What it shows, and how it counts: messages.
    measure
        Dataset and Selection in, tidy table out.
    drawing, sentence
        Answer and Words in; a figure, and the finding, out. Only asked where there is something.
    columns
        Column of the table -> its header (a message) and how its cells are shown, in order.
    assigned, dated
        What `rests_on` counts: columns with a basis, date columns that the chart needs.
    wide
        Whether it keeps a minimum width and scrolls sideways on a telephone.
    rule_active
        How it counts when the reader asks for each year in which an Action ran; only charts that
        follow that choice have it, and they then need both dates.
    """

    key: str
    page: str
    title: str
    rule: str
    measure: Measure
    drawing: Callable[[Answer, Words], Figure]
    sentence: Callable[[Answer, Words], str]
    columns: Mapping[str, tuple[str, Show]]
    assigned: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    wide: bool = False
    rule_active: str = ""

    def answer(self, dataset: Dataset, selection: Selection) -> Answer:
        """Measure, and say what the numbers rest on."""
        return Answer(
            self.measure(dataset, selection),
            selection,
            dataset,
            rests_on(dataset, selection, self.assigned, self._needed(selection)),
        )

    def _active(self, selection: Selection) -> bool:
        return bool(self.rule_active) and selection.basis == "active"

    def _needed(self, selection: Selection) -> tuple[str, ...]:
        """Return the date columns without which an Action cannot be placed."""
        return ("start_date", "end_date") if self._active(selection) else self.dated

    def draw(self, answer: Answer, words: Words) -> Figure:
        """Draw the answer as a plain dict; where nothing matches, the figure says so."""
        return texts.nothing(words) if _empty(answer) else self.drawing(answer, words)

    def finding(self, answer: Answer, words: Words) -> str:
        """Say in one sentence, with its base and without a full stop, what the numbers show."""
        if not answer.rests_on.total:
            return words("No Action matches this selection")
        if _empty(answer):
            return words("No Action of this selection has what this chart shows")
        return self.sentence(answer, words)

    def subtitle(self, answer: Answer, words: Words) -> str:
        """Say how the chart counts, and how many Actions it cannot place."""
        rule = self.rule_active if self._active(answer.selection) else self.rule
        return " ".join(filter(None, [words(rule), self._undated(answer, words)]))

    def _undated(self, answer: Answer, words: Words) -> str:
        n, total = answer.rests_on.undated, answer.rests_on.total
        if not n:
            return ""
        if "end_date" in self._needed(answer.selection):
            return words.plural(
                "{n} of {total} Actions has no published start and end and is not drawn.",
                "{n} of {total} Actions have no published start and end and are not drawn.",
                n,
                total=total,
            )
        return words.plural(
            "{n} of {total} Actions has no published start and is not drawn.",
            "{n} of {total} Actions have no published start and are not drawn.",
            n,
            total=total,
        )

    def table(self, answer: Answer, words: Words) -> pd.DataFrame:
        """Return the table as a reader sees it: names instead of codes, headers in the language."""
        rows = answer.table.to_dict("records")
        return pd.DataFrame(
            {
                words(header): [show(row, column, words) for row in rows]
                for column, (header, show) in self.columns.items()
            }
        )

    def data(self, answer: Answer) -> pd.DataFrame:
        """Return the tidy table, codes as they are."""
        return answer.table

    def alternative(self, answer: Answer, words: Words) -> str:
        """Say in words what the drawing shows: the finding and the first rows of the table."""
        table = self.table(answer, words)
        rows = [
            ", ".join(words.pair(name, _said(value, words)) for name, value in row.items())
            for row in table.head(_IN_WORDS).to_dict("records")
        ]
        left = len(table) - len(rows)
        more = words.plural("and {n} more row", "and {n} more rows", left) if left else ""
        parts = [self.finding(answer, words), "; ".join(filter(None, [*rows, more]))]
        return ". ".join(filter(None, parts)) + "."

    def rests(self, answer: Answer, words: Words) -> str:
        """Say what the numbers rest on: records by source, values assigned or derived."""
        basis = answer.rests_on
        records = [
            f"{words.name('record_source', source)} {words.number(n)}"
            for source, n in basis.records.items()
        ]
        assigned = [words(_ASSIGNED[column], n=n) for column, n in basis.assigned.items()]
        return " · ".join([*records, *assigned])

    def source(self, answer: Answer, words: Words) -> str:
        """Say where the data come from, as of when, and which version they are."""
        programme = answer.dataset.reference.programme
        return words(
            _SOURCES[programme.record],
            date=words.date(programme.compiled.isoformat()),
            version=answer.dataset.version,
        )


def _empty(answer: Answer) -> bool:
    """Whether there is nothing to draw: no Action, none with the dates, or no row."""
    return answer.rests_on.total == answer.rests_on.undated or answer.table.empty


def _said(value: object, words: Words) -> str:
    return words.number(value) if isinstance(value, int) else str(value)


def number(row: Row, column: str, words: Words) -> int:
    """Show a count as a number."""
    return int(row[column])


def decimal(row: Row, column: str, words: Words) -> str:
    """Show a number with one decimal."""
    return words.number(float(row[column]), 1)


def plain(row: Row, column: str, words: Words) -> str:
    """Show a value as it is, such as a year."""
    return str(row[column])


def share(row: Row, column: str, words: Words) -> str:
    """Show a share as a percentage; nothing where there is no base."""
    return "" if row[column] != row[column] else words.percent(row[column])


def region(row: Row, column: str, words: Words) -> str:
    """Show the name of a region or subregion."""
    return words.region(row[column])


def country(row: Row, column: str, words: Words) -> str:
    """Show the name of a country or territory."""
    return words.country(row[column])


def area(row: Row, column: str, words: Words) -> str:
    """Show the name of a pillar or area."""
    return words.area(row[column])


def period(row: Row, column: str, words: Words) -> str:
    """Show the words of a period."""
    return words.period(row[column])


def institution(row: Row, column: str, words: Words) -> str:
    """Show the name of an institution type."""
    return words.institution_type(row[column])


def content(row: Row, column: str, words: Words) -> str:
    """Show a title in the language."""
    return words.content(row, column)


def day(row: Row, column: str, words: Words) -> str:
    """Show a date as closely as it is known; a full date where it is one."""
    value = row[column]
    return words.date(value if isinstance(value, str) else date.isoformat(value.date()))
