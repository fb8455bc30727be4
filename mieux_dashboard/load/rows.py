"""The rows of one sheet -> records of one table, a column at a time, each text read once."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from mieux_dashboard.load.accounts import kinds_of
from mieux_dashboard.load.alike import Names
from mieux_dashboard.load.asked import Asking
from mieux_dashboard.load.convert import (
    Converted,
    Converter,
    Problem,
    as_it_is,
    dates_in,
    faulty,
    number_style,
)
from mieux_dashboard.load.dates import Order, order_of
from mieux_dashboard.load.findings import Asked, Finding, Severity
from mieux_dashboard.load.garbled import garbled, repaired
from mieux_dashboard.load.headers import Heading
from mieux_dashboard.load.lookup import Lookup
from mieux_dashboard.load.persons import (
    HIDDEN,
    PersonIds,
    is_address,
    is_personal,
    person_ids,
    without_reach,
)
from mieux_dashboard.load.rules import Record, as_typed
from mieux_dashboard.load.text import plain
from mieux_dashboard.load.workbook import Sheet, address, cell, letters
from mieux_dashboard.model.decision import Decisions
from mieux_dashboard.model.reference import Programme

_SKIPPED = {"total": "total-row", "note": "note-row"}
_ABOUT_PERSONS = "expert_countries"
_EXAMPLES = 3
_NAMED = 10
_PART = 60  # letters of each part of an id that is made

# without any of these, a text is neither an error, nor damaged, nor does it hold an address
_TO_LOOK_AT = re.compile("[#@+ÂÃÐÑØÙâ\ufffd]")


@dataclass(frozen=True, slots=True)
class Taken:
    """The rows of a sheet that are records, with their numbers as the spreadsheet counts."""

    numbers: Sequence[int]
    rows: Sequence[tuple[str, ...]]
    narrowest: int

    def texts(self, place: int) -> list[str]:
        """Return the cells of one column."""
        if place < self.narrowest:
            return list(map(itemgetter(place), self.rows))
        return [cell(row, place) for row in self.rows]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What rows are read with and held against."""

    converters: Mapping[str, Mapping[str, Converter]]
    countries: Lookup
    bodies: Lookup
    programme: Programme
    members: Mapping[str, tuple[str, str]]
    key: bytes
    decisions: Decisions
    names: Names
    one_person: frozenset[str]


@dataclass(slots=True)
class Rows:
    """What was read of a sheet for one table.

    Parameters
    ----------
    heading
        How it was read.
    records
        Its records.
    findings
        What is wrong with cells and rows.
    asking
        The questions that cells ask, each with its cell.
    kinds
        How many rows below the header are of which kind (`kinds_of`).
    """

    heading: Heading
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    asking: list[Asking] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Column:
    """The texts of one column as they are read, and the rows in which more is to be said."""

    texts: list[str]
    troubles: list[tuple[int, Converted]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Reads one sheet for one table."""

    file: str
    sheet: Sheet
    heading: Heading
    known: Known

    def read(self) -> Rows:
        """Read the rows below the header that are records."""
        rows = Rows(self.heading)
        taken = self._taken(rows)
        rows.findings += () if self.heading.derived else self._nameless(taken)
        places = self._places(rows, taken)
        columns = {
            place: self._column(taken, place, convert) for place, (_, convert) in places.items()
        }
        rows.records = self._records(taken, places, columns)
        for place, (name, convert) in places.items():
            self._troubles(rows, taken, (place, name), columns[place])
            if isinstance(convert, PersonIds) and self.heading.names:
                self._note_names(rows.records, taken, place, convert)
        return rows

    def _taken(self, rows: Rows) -> Taken:
        """Take the rows that are records, and name those that are none."""
        numbers: list[int] = []
        first = self.heading.row + 1
        below = self.sheet.rows[first:]
        for number, row, kind in zip(
            range(first + 1, first + 1 + len(below)),
            below,
            kinds_of(below, self.heading),
            strict=True,
        ):
            rows.kinds[kind] += 1
            if kind == "record":
                numbers.append(number)
            elif kind in _SKIPPED and not self.heading.derived:
                rows.findings.append(self._skipped(_SKIPPED[kind], number, row))
        records = [self.sheet.rows[number - 1] for number in numbers]
        return Taken(numbers, records, min(map(len, records), default=0))

    def _nameless(self, taken: Taken) -> Iterator[Finding]:
        """Find what stands under no column name: in a csv, words that are spread over cells."""
        as_text = any(note.code == "text-table" for note in self.sheet.notes)
        width = max(map(len, taken.rows), default=0)
        for place in sorted(set(range(width)) - set(self.heading.headers)):
            texts = zip(taken.numbers, taken.texts(place), strict=True)
            cells = tuple(address(number, place) for number, text in texts if text)
            if cells:
                row = self.heading.row + 1
                severity: Severity = "error" if as_text else "warning"
                found = self._finding("cells-without-name", severity, row, place, "", "")
                details = {"cells": cells[:_NAMED], "n": len(cells)}
                yield replace(found, cell=cells[0], details=details)

    def _skipped(self, code: str, number: int, row: Sequence[str]) -> Finding:
        place = next(place for place, text in enumerate(row) if text)
        return self._finding(code, "warning", number, place, "", "")

    def _finding(
        self, code: str, severity: Severity, row: int, place: int, column: str, value: str
    ) -> Finding:
        table, sheet = self.heading.table.name, self.sheet.name
        where = address(row, place)
        return Finding(code, severity, table, sheet, row, column, where, value, file=self.file)

    def _places(self, rows: Rows, taken: Taken) -> dict[int, tuple[str, Converter]]:
        """Return the columns that are read, by their place: the name, and what reads the cells."""
        heading = self.heading
        converters = dict(self.known.converters[heading.table.name])
        if ids := person_ids(heading.table):
            converters[ids] = self._person_ids(ids)
        places = {place: (column, converters[column]) for column, place in heading.columns.items()}
        for column in heading.table.columns:
            if column.type in ("date", "number") and column.name in heading.columns:
                place = heading.columns[column.name]
                texts = taken.texts(place)
                if column.type == "number":
                    self._styles(rows, column.name, texts, taken)
                else:
                    places[place] = (column.name, self._dates(rows, column.name, texts, taken))
        for column_name, further in heading.joined.items():
            places |= dict.fromkeys(further, (column_name, converters[column_name]))
        others = own_names(self.sheet, heading)
        return places | {place: (name, as_it_is) for place, name in others.items()}

    def _person_ids(self, column: str) -> PersonIds:
        return PersonIds(column, self.known.key, self.heading.every, self.known.decisions)

    def _dates(self, rows: Rows, column: str, texts: Sequence[str], taken: Taken) -> Converter:
        """Decide by the column as a whole whether the day or the month stands first."""
        place = self.heading.columns[column]
        examples: dict[Order, list[str]] = {"dmy": [], "mdy": [], "either": []}
        orders = {text: order_of(text) for text in set(texts)}
        if not any(orders.values()):
            return self.known.converters[self.heading.table.name][column]
        for text, number in zip(texts, taken.numbers, strict=True):
            order = orders[text]
            if order and len(examples[order]) < _EXAMPLES:
                examples[order].append(f"{text} ({address(number, place)})")
        header = self.heading.headers.get(place, column)
        asked: Asked = ("order", f"{self.heading.table.name}.{column}", plain(header))
        answer = self.known.decisions.answer(*asked)
        if answer in ("dmy", "mdy"):
            return dates_in("dmy" if answer == "dmy" else "mdy", decided=True)
        found = self._about_order(examples, column)
        if found and found.code != "order-by-column":
            found = replace(found, asked=asked)
            cells = f"{self.sheet.name}!{found.cell}"
            rows.asking.append((asked, header, ("dmy", "mdy"), cells))
        rows.findings += [found] if found else []
        mixed = examples["dmy"] and examples["mdy"]
        return dates_in("either" if mixed else "mdy" if examples["mdy"] else "dmy", decided=False)

    def _styles(self, rows: Rows, column: str, texts: Sequence[str], taken: Taken) -> None:
        """Find a column in which one mark groups thousands here and is decimal there."""
        place = self.heading.columns[column]
        first: dict[tuple[str, str], str] = {}
        styles = {text: number_style(text) for text in set(texts) if text.__class__ is str}
        styled = {text: style for text, style in styles.items() if any(style)}
        for text, number in zip(texts, taken.numbers, strict=True) if styled else ():
            thousands, decimals = styled.get(text, ("", ""))
            said = f"{text} ({address(number, place)})"
            first.setdefault(("thousands", thousands), said)
            first.setdefault(("decimals", decimals), said)
        for mark in ".,":
            pair = first.get(("thousands", mark)), first.get(("decimals", mark))
            if all(pair):
                found = self._finding(
                    "mixed-numbers", "warning", self.heading.row + 1, place, column, ""
                )
                details = {"found": (pair[0],), "others": (pair[1],)}
                rows.findings.append(replace(found, details=details))
                return

    def _about_order(self, examples: Mapping[Order, list[str]], column: str) -> Finding | None:
        """Say what is doubtful about the order of days and months in a column."""
        day, month, either = (tuple(examples[o]) for o in ("dmy", "mdy", "either"))
        code, details = "", {}
        if day and month:
            code, details = "mixed-order", {"found": day, "others": month}
        elif month and either:
            code, details = "order-by-column", {"found": month}
        elif either and not day:
            code, details = "order-assumed", {"found": either}
        place = self.heading.columns[column]
        severity: Severity = "error" if code == "mixed-order" else "warning"
        found = self._finding(code, severity, self.heading.row + 1, place, column, "")
        return replace(found, details=details) if code else None

    def _column(self, taken: Taken, place: int, convert: Converter) -> Column:
        """Read the cells of one column, each text once; a number 1 is not a typed 1."""
        texts = taken.texts(place)
        if isinstance(convert, PersonIds):
            texts = [_joined_name(row, place, self.heading) for row in taken.rows]
        keys: Sequence[object] = texts
        if set(map(type, texts)) - {str}:
            keys = [text if type(text) is str else (type(text), text) for text in texts]
        looked = {
            key: _looked_at(text, convert)
            for key, text in dict(zip(keys, texts, strict=True)).items()
            if not _stays(text, convert)
        }
        if not looked:
            return Column(texts)
        said = {key: one.text for key, one in looked.items()}
        odd = {key for key, one in looked.items() if one.problems or one.kept or one.also}
        troubles = [(at, looked[key]) for at, key in enumerate(keys) if key in odd] if odd else []
        return Column(list(map(said.get, keys, texts)), troubles)

    def _records(
        self,
        taken: Taken,
        places: Mapping[int, tuple[str, Converter]],
        columns: Mapping[int, Column],
    ) -> list[Record]:
        further = {place for each in self.heading.joined.values() for place in each}
        own = [place for place in places if place not in further]
        names = [places[place][0] for place in own]
        texts = [columns[place].texts for place in own]
        lines = zip(*texts, strict=True) if texts else (() for _ in taken.rows)
        file, sheet, heading = self.file, self.sheet.name, self.heading
        records = [
            Record(file, sheet, number, heading, dict(zip(names, line, strict=True)))
            for number, line in zip(taken.numbers, lines, strict=True)
        ]
        for place in further:
            name = places[place][0]
            for record, text in zip(records, columns[place].texts, strict=True):
                if text:
                    values = [*filter(None, record.texts[name].split(";")), *text.split(";")]
                    record.texts[name] = ";".join(dict.fromkeys(values))
        self._persons(records)
        return records

    def _persons(self, records: Sequence[Record]) -> None:
        """Say which records may say the same again."""
        column = person_ids(self.heading.table)
        together = self.known.one_person
        for record in records:
            same = bool(column) and record.texts.get(column) in together
            record.again = self.heading.derived or same

    def _note_names(
        self, records: Sequence[Record], taken: Taken, place: int, convert: PersonIds
    ) -> None:
        """Note who is named, until names are compared."""
        for row, record in zip(taken.rows, records, strict=True):
            text = _joined_name(row, place, self.heading)
            if record.texts[convert.column] and convert.names(text):
                self.known.names.note(convert.column, text, record)

    def _troubles(self, rows: Rows, taken: Taken, read: tuple[int, str], column: Column) -> None:
        """Name what is wrong in a column, and keep what was typed there."""
        place, name = read
        keeps = self._keeps(name)
        for index, one in column.troubles:
            number, record = taken.numbers[index], rows.records[index]
            typed = cell(taken.rows[index], place)
            kept = as_typed(self.heading, name) if one.kept and keeps else ""
            kept = "" if kept and is_address(typed) else kept
            if kept:
                before = record.texts.get(kept, "")
                record.texts[kept] = "; ".join(filter(None, (before, str(typed))))
            self._also(rows, record, one, name)
            for problem in one.problems:
                self._named(rows, record, problem, (number, place, name, kept))

    def _keeps(self, name: str) -> bool:
        """Whether what was typed may be kept: not where it may name a person."""
        table = self.heading.table
        return name in table.names and not person_ids(table) and name != _ABOUT_PERSONS

    def _also(self, rows: Rows, record: Record, one: Converted, name: str) -> None:
        """Give the currency that an amount names to the column of currencies."""
        for column, text in one.also.items():
            given = record.texts.get(column, "")
            if not given:
                record.texts[column] = text
            elif given.upper() != text:
                found = record.finding("currency-differs", name, other=given)
                rows.findings.append(replace(found, severity="warning", value=text))

    def _named(
        self, rows: Rows, record: Record, problem: Problem, at: tuple[int, int, str, str]
    ) -> None:
        number, place, name, kept = at
        if problem.severity == "error":
            record.faulty = {*record.faulty, name}
        value = str(problem.value)
        found = self._finding(problem.code, problem.severity, number, place, name, value)
        details = {**problem.details, "kept": kept} if kept else problem.details
        rows.findings.append(replace(found, details=details, asked=problem.asked))
        if problem.asked:
            candidates = problem.details["candidates"]
            assert isinstance(candidates, tuple)
            cells = f"{self.sheet.name}!{found.cell}"
            rows.asking.append((problem.asked, value, candidates, cells))


def _stays(text: str, convert: Converter) -> bool:
    """Whether a text is plainly to be read as it was typed."""
    if type(text) is not str:
        return False
    return not text or (convert is as_it_is and not _TO_LOOK_AT.search(text))


def _looked_at(text: str, convert: Converter) -> Converted:
    """Read a text, and say whether it is damaged."""
    if isinstance(convert, PersonIds):
        return convert(text)
    bare = without_reach(text)
    if bare != text:
        return _left_out(convert(bare) if bare else Converted(""))
    read = convert(text)
    if not garbled(text):
        return read
    problem = Problem("garbled-text", str(text), "warning", {"repaired": repaired(text)})
    return replace(read, problems=(problem, *read.problems))


def _left_out(read: Converted) -> Converted:
    """Say that an address was left out; what is wrong with the rest may be a name, and is not."""
    problem = Problem("address-left-out", HIDDEN, "warning")
    return Converted("" if read.problems else read.text, (problem,))


def _joined_name(row: Sequence[str], place: int, heading: Heading) -> str:
    """Return a name that several cells share, or a fault in one of them."""
    if len(heading.names) < 2 or place != heading.names[0]:
        return cell(row, place)
    parts = [cell(row, other) for other in heading.names]
    wrong = next((part for part in parts if faulty(part)), None)
    return wrong or " ".join(filter(None, parts))


def own_names(sheet: Sheet, heading: Heading) -> dict[int, str]:
    """Name the columns that we do not know by their header, with the letter where it repeats."""
    personal = personal_places(sheet, heading)
    others = {place: name for place, name in heading.others.items() if place not in personal}
    times = Counter(others.values())
    return {
        place: header if times[header] == 1 else f"{header} ({letters(place)})"
        for place, header in others.items()
    }


def personal_places(sheet: Sheet, heading: Heading) -> list[int]:
    """Return the places of columns that name persons, or say how to reach them."""
    below = sheet.rows[heading.row + 1 :]
    return [
        place
        for place, header in heading.others.items()
        if is_personal(header, (cell(row, place) for row in below))
    ]


def make_ids(rows: Rows) -> Iterator[Finding]:
    """Give ids to records that have none, made from what tells them apart.

    Equal records get the same id; others that are alike in this get a number behind it.
    """
    key, made = rows.heading.table.key, rows.heading.made
    taken: dict[str, list[dict[str, str]]] = {}
    for record in rows.records:
        parts = [_slug(record.texts.get(column, "")) for column in made]
        slug = "-".join(filter(None, parts))
        if not slug:
            yield record.finding("cell-missing", made[0])
            record.texts[key] = ""
            continue
        same = taken.setdefault(slug, [])
        if record.texts not in same and not (record.again and same):
            same.append(dict(record.texts))
        at = same.index(record.texts) if record.texts in same else 0
        record.texts[key] = f"{slug}-{at + 1}" if at else slug


def _slug(text: str) -> str:
    """Reduce a text to letters and digits with hyphens between them."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )
    return "-".join(re.findall(r"[^\W_]+", bare))[:_PART].strip("-")
