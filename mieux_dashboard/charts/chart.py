"""What a chart is: a measure, a drawing and words under one key, and all that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from mieux_dashboard.charts.cells import Show, content
from mieux_dashboard.charts.stored import answered
from mieux_dashboard.draw import texts
from mieux_dashboard.draw.demonstration import marked
from mieux_dashboard.draw.parts import named
from mieux_dashboard.draw.style import Figure
from mieux_dashboard.measure.persons import SUBJECTS, guarded, guarded_figures
from mieux_dashboard.measure.select import rests_on
from mieux_dashboard.measure.split import NONE, in_none, parts
from mieux_dashboard.model.answer import Answer, RestsOn
from mieux_dashboard.model.dataset import Dataset
from mieux_dashboard.model.reference import Programme
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.words import Words, message

Measure = Callable[[Dataset, Selection], pd.DataFrame]

ACTIONS = message("Actions")
REGION = message("Region")
YEAR = message("Year")
PERIOD = message("Period")
PILLAR = message("Pillar")
COUNTRY = message("Country or territory")
PHASE = message("Phase")
SOURCE = message("Source")
REQUESTS = message("Requests")
EXPERTS = message("Experts")
PARTICIPANTS = message("Participants")
RESULTS = message("Results")
SEX = message("Sex")
INSTITUTION = message("Type of institution")

CODES = {
    "year": "year",
    "period": "period",
    "region": "region",
    "group": "subregion",
    "country": "country",
    "pillar": "pillar",
    "area": "area",
    "institution": "institution_type",
}
"""What a mark may choose -> the column of the measure's table that has its code."""

_ASSIGNED = {
    "areas": message("areas of {n} assigned by us"),
    "institution_type": message("institution types of {n} assigned by us"),
    "phase": message("phases of {n} derived from their dates"),
    "decision": message("decisions of {n} derived by us"),
    "type": message("types of {n} assigned by us"),
}
_SOURCES = {
    "published": message("Source: programme pages, compiled {date} · data version {version}"),
    "programme": message("Source: programme register, {date} · data version {version}"),
    "demonstration": message(
        "Source: made-up programme, for demonstration · data version {version}"
    ),
}
_PARTS = {
    ("actions", "period"): message("In parts: the policy period in which an Action began."),
    ("requests", "period"): message("In parts: the policy period in which a request was received."),
    ("actions", "pillar"): message(
        "In parts: the pillars. An Action with areas under several is in each of them, so a bar "
        "may be longer than its number says."
    ),
    ("requests", "pillar"): message(
        "In parts: the pillars. A request with areas under several is in each of them, so a bar "
        "may be longer than its number says."
    ),
    ("results", "period"): message(
        "In parts: the policy period in which the Action of a result began."
    ),
    ("results", "pillar"): message(
        "In parts: the pillars of the Actions. A result of an Action with areas under several is "
        "in each of them, so a bar may be longer than its number says."
    ),
    ("activities", "period"): message(
        "In parts: the policy period in which the Action of an activity began."
    ),
    ("activities", "pillar"): message(
        "In parts: the pillars of the Actions. An activity of an Action with areas under several "
        "is in each of them, so a bar may be longer than its number says."
    ),
    ("partners", "period"): message(
        "In parts: the policy periods in which the Actions began. An organisation with Actions in "
        "several is in each of them, so a bar may be longer than its number says."
    ),
    ("partners", "pillar"): message(
        "In parts: the pillars of the Actions. An organisation with Actions under several is in "
        "each of them, so a bar may be longer than its number says."
    ),
}
_PERSONS = ("experts", "focal_points")
_IN_WORDS = 5  # rows of the table that the text alternative tells


def _as_is(table: pd.DataFrame) -> pd.DataFrame:
    return table


def _nothing_further(answer: Answer, words: Words) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One entry of the catalogue.

    Parameters
    ----------
    key
        Its name in addresses, files and commands.
    page
        The page that shows it.
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
    counted
        The table whose rows its numbers rest on.
    persons
        Columns that count persons; files hide their small numbers.
    by_key
        Whether each row is a figure of its own, named by its ``key``, and only some count persons.
    following
        Computes again, from such columns as they were hidden, those that follow from them.
    unpublished
        What is not public, said where the public record has no rows for the chart: a message.
    parted
        What its bars can be divided by: ``period``, ``pillar``.
    guard
        Makes the counts of persons of its answer safe by itself, given the smallest number that is
        shown, where hiding `persons` is not enough.
    further
        What else the rule says of these numbers, "" for nothing.
    rules
        The counting rules that apply, by their numbers on the page about the method.
    chooses
        What choosing one of its marks narrows the page to: one of `CODES`, whose code the drawing
        puts into ``customdata``; "" for nothing.
    opens
        Whether its marks are single Actions, which choosing opens.
    needs
        Without any of these tables it is not shown, nor without the one that is `counted`.
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
    counted: str = "actions"
    persons: tuple[str, ...] = ()
    by_key: bool = False
    following: Callable[[pd.DataFrame], pd.DataFrame] = _as_is
    unpublished: str = ""
    parted: tuple[str, ...] = ()
    guard: Callable[[Answer, int], pd.DataFrame] | None = None
    further: Callable[[Answer, Words], str] = _nothing_further
    rules: tuple[int, ...] = ()
    chooses: str = ""
    opens: bool = False
    needs: tuple[str, ...] = ()

    def is_kept(self, programme: Programme) -> bool:
        """Whether a programme keeps the tables that the chart is made of."""
        return programme.keeps(self.counted) and programme.keeps(*self.needs)

    def answer(self, dataset: Dataset, selection: Selection) -> Answer:
        """Measure, and say what the numbers rest on."""
        return answered(self.key, dataset, selection, self._asked)

    def _asked(self, dataset: Dataset, selection: Selection) -> Answer:
        return Answer(
            self.measure(dataset, selection),
            selection,
            dataset,
            rests_on(dataset, selection, self.assigned, self._needed(selection), self.counted),
        )

    def guarded_answer(self, dataset: Dataset, selection: Selection, min_cell: int) -> Answer:
        """Answer as a file may say it: counts of persons below `min_cell` cannot be read from it.

        Parameters
        ----------
        min_cell
            The smallest number of persons that is shown; up to 1, every number is.

        Returns
        -------
        Answer
            Its columns named in `persons` are Int64 with ``<NA>`` where a number is hidden, and
            rounded down where the selection narrows.
        """
        answer = self.answer(dataset, selection)
        if min_cell <= 1:
            return answer
        if self.guard:
            return replace(answer, table=self.guard(answer, min_cell))
        if self.by_key:
            return replace(answer, table=self._guarded_figures(answer, min_cell))
        narrowed, table = selection.narrows, answer.table
        whole = self._whole(dataset, selection) if self.persons and narrowed else None
        for column in self.persons:
            table = guarded(table, column, min_cell, narrowed, whole)
        if self.persons:
            table = self.following(table)
        safe = replace(answer, table=table)
        counts_persons = self.counted in _PERSONS
        return replace(safe, rests_on=self._safe(safe, min_cell)) if counts_persons else safe

    def _whole(self, dataset: Dataset, selection: Selection) -> pd.DataFrame:
        """Measure everything; where an engine holds the tables, it need not be asked twice."""
        if dataset.held is None:
            return self.measure(dataset, selection.everything)
        return self.answer(dataset, selection.everything).table

    def _guarded_figures(self, answer: Answer, min_cell: int) -> pd.DataFrame:
        """Hide small figures of persons; round the others down where the selection narrows."""
        table = guarded_figures(answer.table, self.persons, min_cell)
        of_persons = table["key"].str.split(":").str[0].isin(SUBJECTS)
        step = of_persons.map({True: min_cell if answer.selection.narrows else 1, False: 1})
        whole = {column: table[column].astype("Int64") for column in self.persons}
        return table.assign(**{name: n - n % step for name, n in whole.items()})

    def _safe(self, answer: Answer, min_cell: int) -> RestsOn:
        """Let the totals beside a table of persons say no more than the table does."""
        if not answer.selection.narrows:
            small = answer.rests_on.undated < min_cell
            return replace(answer.rests_on, undated=0) if small else answer.rests_on
        basis = answer.rests_on
        shown = answer.table[list(self.persons)].fillna(0).sum().max() if self.persons else 0
        total = min(basis.total - basis.total % min_cell, int(shown))
        only = list(basis.records) if len(basis.records) == 1 and total else []
        records = dict.fromkeys(only, total)
        return replace(basis, total=total, records=records, assigned={}, undated=0)

    def _active(self, selection: Selection) -> bool:
        return bool(self.rule_active) and selection.basis == "active"

    def _needed(self, selection: Selection) -> tuple[str, ...]:
        """Return the date columns without which an Action cannot be placed."""
        return ("start_date", "end_date") if self._active(selection) else self.dated

    def draw(self, answer: Answer, words: Words) -> Figure:
        """Draw the answer as a plain dict; where there is nothing to draw, the figure says why."""
        why = self.why_nothing(answer, words)
        figure = texts.nothing(why) if why else self.drawing(answer, words)
        return marked(figure, words) if _made_up(answer) else figure

    def finding(self, answer: Answer, words: Words) -> str:
        """Say in one sentence, with its base and without a full stop, what the numbers show."""
        said = self.why_nothing(answer, words) or self.sentence(answer, words)
        return words("Demonstration · {said}", said=said) if _made_up(answer) else said

    def heading(self, answer: Answer, words: Words) -> str:
        """Say what the chart shows, and that it is a demonstration where it is one."""
        title = words(self.title)
        return words("Demonstration · {said}", said=title) if _made_up(answer) else title

    def missing(self, answer: Answer, words: Words) -> str:
        """Say what is not public, where that is why there is nothing to draw; else ""."""
        public = answer.dataset.reference.programme.record == "published"
        asked = answer.rests_on.loaded and answer.selection.narrows
        silent = asked or not public or not self.unpublished or not _blank(answer)
        return "" if silent else words(self.unpublished)

    def why_nothing(self, answer: Answer, words: Words) -> str:
        """Say in a sentence why there is nothing to draw; "" where there is something."""
        if not _blank(answer):
            return ""
        missing = self.missing(answer, words)
        if missing:
            return missing
        if any(texts.is_guarded(answer.table, column) for column in self.persons):
            return words("Too few persons to be shown")
        if not answer.rests_on.total:
            return texts.none_matches(answer, words)
        return texts.none_shown(answer, words)

    def subtitle(self, answer: Answer, words: Words) -> str:
        """Say how the chart counts, how many it cannot place and what it hides."""
        rule = self.rule_active if self._active(answer.selection) else self.rule
        more = "" if _blank(answer) else self.further(answer, words)
        divided = "" if _blank(answer) else self._divided(answer, words)
        undated = self._undated(answer, words)
        said = [words(rule), divided, more, undated, self._hidden(answer, words)]
        return " ".join(filter(None, said))

    def _divided(self, answer: Answer, words: Words) -> str:
        """Say what the parts of the bars are, and how many records are in none of them."""
        by = answer.selection.by
        if by not in self.parted:
            return ""
        said = words(_PARTS[self.counted, by])
        if not answer.table[NONE].any():
            return said
        dated = self._needed(answer.selection)
        n = in_none(answer.dataset, answer.selection, self.counted, dated)
        among = texts.base(answer, words)
        none = words("Hollow, in none of them: {n} of {base}.", n=n, base=among)
        return f"{said} {none}"

    def _hidden(self, answer: Answer, words: Words) -> str:
        columns = [c for c in self.persons if texts.is_guarded(answer.table, c)]
        said = [
            words("Numbers of persons are rounded down.")
            if columns and (answer.selection.narrows or self.guard)
            else "",
            words("Small numbers of persons, and those that would give them away, are not shown.")
            if any(answer.table[column].isna().any() for column in columns)
            else "",
        ]
        return " ".join(filter(None, said))

    def _undated(self, answer: Answer, words: Words) -> str:
        n, total = answer.rests_on.undated, answer.rests_on.total
        if not n:
            return ""
        if self.counted != "actions":
            among = texts.counted(self.counted, total, words)
            return words("Without a known date, and not drawn: {n} of {base}.", n=n, base=among)
        if "end_date" in self._needed(answer.selection):
            return words.plural(
                "{n} of {total} Actions has no known start and end and is not drawn.",
                "{n} of {total} Actions have no known start and end and are not drawn.",
                n,
                total=total,
            )
        return words.plural(
            "{n} of {total} Actions has no known start and is not drawn.",
            "{n} of {total} Actions have no known start and are not drawn.",
            n,
            total=total,
        )

    def table(self, answer: Answer, words: Words) -> pd.DataFrame:
        """Return the table as a reader sees it: names instead of codes, headers in the language."""
        rows = answer.table.to_dict("records")
        columns = {
            words(header): [show(row, column, words) for row in rows]
            for column, (header, show) in self.columns.items()
        }
        divided = {
            named(column, answer, words): answer.table[column].tolist()
            for column in parts(answer.dataset.reference, answer.selection.by)
            if column in answer.table
        }
        return pd.DataFrame(columns | divided)

    def languages(self, answer: Answer, words: Words) -> dict[int, list[str]]:
        """Say in which language the texts of the table are, "" where it is the reader's.

        Returns
        -------
        dict
            Number of a column of `table` that holds texts of the data -> the language of each row.
        """
        rows: list[dict[Any, Any]] = answer.table.to_dict("records")
        return {
            at: [
                "" if (said := words.content_language(row, column)) == words.language else said
                for row in rows
            ]
            for at, (column, (_, show)) in enumerate(self.columns.items())
            if show is content
        }

    def alternative(self, answer: Answer, words: Words, finding: str = "") -> str:
        """Say in words what the drawing shows: the finding and the first rows of the table.

        A `finding` that was said before need not be found again.
        """
        first = replace(answer, table=answer.table.head(_IN_WORDS))
        rows = [
            ", ".join(words.pair(name, _said(value, words)) for name, value in row.items())
            for row in self.table(first, words).to_dict("records")
        ]
        left = len(answer.table) - len(rows)
        more = words.plural("and {n} more row", "and {n} more rows", left) if left else ""
        parts = [finding or self.finding(answer, words), "; ".join(filter(None, [*rows, more]))]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    def rests(self, answer: Answer, words: Words) -> str:
        """Say what the numbers rest on: records by source, values assigned or derived."""
        basis = answer.rests_on
        if self.counted == "published_figures":
            return texts.counted(self.counted, len(answer.table), words)
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


@lru_cache(64)
def _blank(answer: Answer) -> bool:
    """Whether there is nothing to draw: no record, none with the dates, or no number but 0."""
    basis, table = answer.rests_on, answer.table
    if basis.total == basis.undated or table.empty:
        return True
    counts = [c for c in table.columns if c.startswith("n_") and c not in ("n_base", "n_loaded")]
    return bool(counts) and not (table[counts].fillna(0) > 0).any(axis=None)


def _made_up(answer: Answer) -> bool:
    return answer.dataset.reference.programme.record == "demonstration"


def _said(value: object, words: Words) -> str:
    return words.number(value) if isinstance(value, int) else str(value)
