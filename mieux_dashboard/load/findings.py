"""One thing wrong or doubtful in a workbook, with its cell, said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.decision import Kind
from mieux_dashboard.words import Words, message

Severity = Literal["error", "warning"]
Asked = tuple[Kind, str, str]
"""What a question is found by: its kind, where it is asked, and of what."""

_PLACED = message("{place}: {sentence}")
_KEPT = message("{remedy} What was typed is kept in the column “{kept}”.")
_ASKED = message("{remedy} Or decide once what holds: the decision is remembered.")

# code -> what was found and what was expected, and what to do
SAID: Mapping[str, tuple[str, str]] = {
    "no-known-sheet": (
        message("no sheet holds a table that is known. The sheets are: {found}."),
        message("Name the sheet with the Actions “{expected}” and give it a row of column names."),
    ),
    "no-rows": (
        message("no sheet has a row below its column names."),
        message("Add the rows, or check the workbook that holds them."),
    ),
    "sheet-empty": (
        message("the sheet is empty."),
        message("Fill the sheet, or delete it."),
    ),
    "sheet-hidden": (
        message("the sheet is hidden; it was read all the same."),
        message("Delete the sheet if its rows are not to be counted, or show it."),
    ),
    "sheet-not-read": (
        message(
            "the sheet was not read. It looks like the table “{expected}”, but has no column for: "
            "{columns}."
        ),
        message("Add the missing columns, or leave the sheet as it is if it is not that table."),
    ),
    "column-missing": (
        message("there is no column for: {columns}. The sheet has: {found}."),
        message("Add the column, or rename the one that holds it."),
    ),
    "column-repeated": (
        message("the column {column} is already in column {other}; this one was not read."),
        message("Delete one of the two columns, or give it another name."),
    ),
    "personal-column": (
        message(
            "the column {column} seems to hold names or addresses of persons. It was not kept."
        ),
        message("Delete the column before you pass the workbook on."),
    ),
    "name-replaced": (
        message(
            "the column {column} seems to hold names of persons. Pseudonyms made from the names "
            "stand in their place; the names were not kept."
        ),
        message("Give each person an ID, and delete the names before you pass the workbook on."),
    ),
    "address-left-out": (
        message(
            "{column}: a mail address or telephone number of a person stands in the cell. It was "
            "not kept."
        ),
        message("Delete it before you pass the workbook on, and look at what is left."),
    ),
    "person-erased": (
        message("{column}: this person was erased on {date}. The row was left out."),
        message(
            "Delete the row. If the person is to be stored again, lift the erasure first: mieux "
            "erase ID --allow."
        ),
    ),
    "cell-missing": (
        message("{column} is empty in a row that is filled."),
        message("Fill the cell, or delete the row. A row without its number is not read."),
    ),
    "id-repeated": (
        message("“{value}” stands in {other} already; {column} has to be different in each row."),
        message("Give one of the two another number, or delete it. Only the first row was read."),
    ),
    "ids-made": (
        message(
            "the rows have no ID of their own. IDs made from what tells them apart stand in their "
            "place: {columns}."
        ),
        message(
            "Give each row an ID, so that a later file changes this row and does not add another."
        ),
    ),
    "id-near": (
        message("{column}: “{value}” is nearly the same as “{near}” ({other})."),
        message("Look whether the two are one. Both were kept as they are written."),
    ),
    "sheet-unknown": (
        message("the sheet has rows, but its name and columns tell of no table that is known."),
        message("Name the sheet after its table. It was not read."),
    ),
    "two-tables": (
        message("the rows of the sheet tell of two tables; they were read as “{expected}” too."),
        message("Look whether the rows of both tables are right."),
    ),
    "experts-in-columns": (
        message("experts stand in columns of their own: {found}. Each was read as a deployment."),
        message("Look whether that is right. A sheet with one row for each deployment is safer."),
    ),
    "persons-alike": (
        message("{column}: the name here is nearly the same as another one ({other})."),
        message("Look whether both are one person. They were counted as two."),
    ),
    "cells-without-name": (
        message("what stands under no column name was not read: {cells} ({n} in all)."),
        message(
            "Give the column a name in the header row; in a table saved as text, put each text "
            "that holds the separator between quotation marks."
        ),
    ),
    "total-row": (
        message("the row looks like a total. It was not read as a record."),
        message("Delete the row, or move it above the column names."),
    ),
    "note-row": (
        message("the row looks like a note or a heading. It was not read as a record."),
        message("Delete the row, or move it above the column names."),
    ),
    "cells-swapped": (
        message("{column}: “{value}” is no country, but {beginning} ({other}) holds one."),
        message("Look whether the two have changed places. Neither was moved."),
    ),
    "body-not-country": (
        message("{column}: “{value}” is a regional body or a group, not a country."),
        message("Write it in the column {columns}."),
    ),
    "garbled-text": (
        message(
            "{column}: “{value}” was damaged when it was saved; it may have been “{repaired}”."
        ),
        message("Save the file again as UTF-8, or type the text. A text was kept as it stands."),
    ),
    "rows-hidden": (
        message("the sheet hides rows ({found}); they were read and count all the same."),
        message("Delete the rows if they are not to be counted, or show them."),
    ),
    "columns-hidden": (
        message("the sheet hides columns ({found}); they were read all the same."),
        message("Delete the columns if they are not to be read, or show them."),
    ),
    "cells-merged": (
        message("cells are merged ({found}); what stands there was read for the first of them."),
        message("Split the cells, and fill each."),
    ),
    "error-cell": (
        message("{column} shows the error {value} instead of a value."),
        message("Correct the formula, or type the value. The cell was read as empty."),
    ),
    "formula-without-value": (
        message("{column} holds the formula {value}, but not its result."),
        message(
            "Open the workbook in a spreadsheet program and save it. The cell was read as empty."
        ),
    ),
    "not-a-date": (
        message("{column}: “{value}” is not a date. Expected is a day, a month or a year."),
        message("Write it as 2016-06-12, 2016-06 or 2016. The cell was read as empty."),
    ),
    "month-first-date": (
        message("{column}: “{value}” can only be read with the month first, as {date}."),
        message("Write it as 2016-06-12, and look at the other dates of this column."),
    ),
    "not-in-order": (
        message("{column}: “{value}” is no day in the order that holds for this column."),
        message("Write it as 2016-06-12, 2016-06 or 2016. The cell was read as empty."),
    ),
    "order-assumed": (
        message(
            "{column}: each of these dates may have its day or its month first ({found}). They "
            "were read with the day first."
        ),
        message("Write the dates as 2016-06-12."),
    ),
    "order-by-column": (
        message(
            "{column}: the dates were read with the month first, since {found} can be read in no "
            "other way."
        ),
        message("Write the dates as 2016-06-12."),
    ),
    "mixed-order": (
        message(
            "{column}: the day is first in {found}, the month in {others}. None of the dates that "
            "are written in this way was read."
        ),
        message("Write the dates as 2016-06-12."),
    ),
    "not-a-number": (
        message("{column}: “{value}” is not a number."),
        message("Write digits only, remarks into another column. The cell was read as empty."),
    ),
    "mixed-numbers": (
        message(
            "{column}: the numbers are typed in several styles; {found} was read as thousands, "
            "{others} with decimals."
        ),
        message("Look whether both are right, or type the numbers as numbers."),
    ),
    "negative-number": (
        message("{column}: {value} is below zero."),
        message("Correct the number. The cell was read as empty."),
    ),
    "fractional-number": (
        message("{column}: {value} is not a whole number."),
        message("Correct the number. The cell was read as empty."),
    ),
    "currency-differs": (
        message("{column}: “{value}” names another currency than {other}."),
        message("Correct whichever of the two cells is wrong. The column of currencies holds."),
    ),
    "not-an-address": (
        message("{column}: “{value}” is not a web address. Expected is https://..."),
        message("Put remarks into another column. The cell was read as empty."),
    ),
    "unknown-code": (
        message("{column}: “{value}” is not known. Nearest: {candidates}."),
        message("Correct the cell. The value was left out."),
    ),
    "ambiguous-code": (
        message("{column}: “{value}” may mean: {candidates}."),
        message("Write the name in full. The value was left out."),
    ),
    "unknown-country": (
        message("{column}: “{value}” is not a country that is known. Nearest: {candidates}."),
        message("Correct the cell, or write the country's three letters. The value was left out."),
    ),
    "ambiguous-country": (
        message("{column}: “{value}” may mean: {candidates}."),
        message("Write the country's name in full, or its three letters. The value was left out."),
    ),
    "ends-before-start": (
        message("{ending} ({end}, {end_cell}) lies before {beginning} ({start}, {start_cell})."),
        message("Correct whichever of the two cells is wrong. This one was read as empty."),
    ),
    "date-outside-life": (
        message("{column}: {date} lies more than five years outside the programme's life."),
        message("Look whether the year is right. The date was kept."),
    ),
    "more-women": (
        message("{column}: {value} is more than all participants ({participants}, {other})."),
        message(
            "Correct whichever of the two cells is wrong. This one was read as empty: the "
            "participants count, their sex is not known."
        ),
    ),
    "not-a-member-state": (
        message("{column}: {country} is no Member State of the European Union."),
        message(
            "Correct the cell. It was read as empty: the focal point counts in the total, and for "
            "no Member State."
        ),
    ),
    "before-membership": (
        message("{column}: {date} lies before EU membership began ({country}: {start})."),
        message("Look whether the country and the date are right. The row was kept and counts."),
    ),
    "after-membership": (
        message("{column}: {date} lies after EU membership ended ({country}: {start})."),
        message("Look whether the country and the date are right. The row was kept and counts."),
    ),
    "unknown-reference": (
        message("{column}: “{value}” is not in the table “{expected}”. Nearest: {nearest}."),
        message("Correct the cell, or add the row that it names. The row was left out."),
    ),
    "action-claimed-twice": (
        message("{column}: the Action “{value}” is named by another request already ({other})."),
        message(
            "Look whether one Action answers both requests. Both were kept; the Action counts once "
            "in every total."
        ),
    ),
    "type-differs": (
        message("the name of the file says {extension}, its content is {kind}."),
        message("The content was read as what it is. Give the file the ending {kind}."),
    ),
    "macros": (
        message("the workbook holds macros. None was run."),
        message("Save a copy without macros before you pass the workbook on."),
    ),
    "links-outside": (
        message(
            "the workbook takes values or pictures from other files or from the web. Nothing was "
            "fetched; the stored values were read."
        ),
        message("Look whether the stored values are the right ones."),
    ),
    "embedded-objects": (
        message("the workbook holds other documents or controls. None was opened."),
        message("Save their tables as sheets if they are to be read."),
    ),
    "days-from-1904": (
        message("the workbook counts its days from 1904; its dates were read accordingly."),
        message("Look whether dates that were copied from another workbook are four years off."),
    ),
    "text-table": (
        message("the text was read as {encoding}, with the separator {separator}."),
        message("Look whether accents and columns are right; if not, save the table as xlsx."),
    ),
    "cells-missed": (
        message(
            "in the file {cells} hold something that could not be read, or stand there twice "
            "({n} in all)."
        ),
        message("Open the workbook in a spreadsheet program, save it as xlsx and check it again."),
    ),
    "unseen-characters": (
        message(
            "{cells} hold characters that nobody sees or that turn the order of a line ({n} in "
            "all). They were left out."
        ),
        message("Type the text again if it does not look right."),
    ),
    "look-alike-letters": (
        message(
            "{cells} mix Latin letters with Greek or Cyrillic ones that look alike ({n} in all)."
        ),
        message("Type the text again. It was kept as it is and matches no text in Latin letters."),
    ),
    "odd-date": (
        message(
            "{cells} are shown as dates, but hold a number for which spreadsheets have no certain "
            "day: before 1 March 1900 or after 9999 ({n} in all)."
        ),
        message("Type the date, or show the cell as a number."),
    ),
    "error-unread": (
        message("the cell shows the error {value}. It is in no column that was read."),
        message("Correct the formula if the cell is to be read."),
    ),
    "formula-unread": (
        message(
            "the cell holds the formula {value}, but not its result. It is in no column that was "
            "read."
        ),
        message("Open the workbook in a spreadsheet program and save it if it is to be read."),
    ),
}
# said where a list has nothing that is near
_WITHOUT_CANDIDATES = {
    "unknown-code": message("{column}: “{value}” is not known."),
    "unknown-country": message("{column}: “{value}” is not a country that is known."),
    "unknown-reference": message("{column}: “{value}” is not in the table “{expected}”."),
}
_OTHER_CONTENT = message(
    "“{value}” stands in {other} already, with other content ({columns}); {column} has to be "
    "different in each row."
)
# code and table -> what to do, where it depends on what was left out
_REMEDIES = {
    ("unknown-reference", "actions"): message(
        "Correct the cell, or add the request that it names. The Action was kept and counts; its "
        "request was left out."
    ),
    ("unknown-reference", "requests"): message(
        "Correct the cell, or add the Action that it names. The request was kept and counts; this "
        "Action was left out of what it led to."
    ),
    ("unknown-reference", "deployments"): message(
        "Correct the cell, or add the row that it names. This row was left out of the figures on "
        "deployments."
    ),
    ("unknown-reference", "activities"): message(
        "Correct the cell, or add the Action that it names. This row was left out of the figures "
        "on activities and participants."
    ),
    ("unknown-reference", "results"): message(
        "Correct the cell, or add the Action that it names. This row was left out of the figures "
        "on results."
    ),
    ("unknown-reference", "partners"): message(
        "Correct the cell, or add the Action that it names. This row was left out of the figures "
        "on cooperating organisations."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right (``error``) or to look at (``warning``).

    Parameters
    ----------
    code
        Its stable name, a key of `SAID`.
    severity
        ``error`` or ``warning``.
    table
        The table that it is about, ``""`` for the workbook.
    sheet
        The sheet's name as the spreadsheet shows it.
    row
        As the spreadsheet counts; 0 where it is about no row.
    column
        The declared name, or the header of a column that we do not know.
    cell
        Its address in the sheet, ``D14``.
    value
        The text that stands there; never one that may name a person.
    details
        What else the sentence needs: codes, dates, columns, cells.
    file
        The name of the file.
    asked
        The question whose answer would settle it: its kind, where, and of what.
    """

    code: str
    severity: Severity
    table: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    value: str = ""
    details: Mapping[str, object] = field(default_factory=dict, hash=False)
    file: str = ""
    asked: Asked | None = None

    @property
    def place(self) -> str:
        """Where it is, as the spreadsheet shows it: ``Actions!D14``."""
        return "!".join(part for part in (self.sheet, self.cell) if part)

    def message(self, words: Words) -> str:
        """Say where it is, what was found and what was expected."""
        text = SAID[self.code][0]
        if self.code == "id-repeated" and self.details.get("columns"):
            text = _OTHER_CONTENT
        if not (self.details.get("candidates") or self.details.get("nearest")):
            text = _WITHOUT_CANDIDATES.get(self.code, text)
        sentence = words(text, **self._said(words))
        return words(_PLACED, place=self.place, sentence=sentence) if self.place else sentence

    def remedy(self, words: Words) -> str:
        """Say what to do."""
        text = _REMEDIES.get((self.code, self.table), SAID[self.code][1])
        remedy = words(text, **self._said(words))
        if kept := self.details.get("kept"):
            remedy = words(_KEPT, remedy=remedy, kept=kept)
        return words(_ASKED, remedy=remedy) if self.asked else remedy

    @property
    def kind(self) -> tuple[str, str, str, str]:
        """What findings of one kind have in common: code, file, table and column."""
        return self.code, self.file, self.table, self.column

    def _said(self, words: Words) -> dict[str, str]:
        """Put codes, columns and dates into the reader's words."""
        said = {
            name: _SAYERS.get(name, _as_it_is)(value, words, self)
            for name, value in self.details.items()
        }
        return said | {"column": label(self.table, self.column, words), "value": self.value}


MANY = 20
"""Of more findings of one kind than this only the first is said, with the cells of the others."""

_FIRST = 10


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one kind: the same thing in the same column.

    Parameters
    ----------
    first
        The first of them, which says what is wrong.
    n
        How many there are.
    cells
        Where the first few stand, as ``Actions!D14``.
    """

    first: Finding
    n: int
    cells: tuple[str, ...]

    def message(self, words: Words) -> str:
        """Say the first finding, and where the others are."""
        said = self.first.message(words)
        if self.n == 1:
            return said
        cells = ", ".join((*self.cells, *(["…"] if self.n > len(self.cells) else [])))
        many = words.plural(
            "{n} cell or row in all: {cells}.",
            "{n} cells or rows in all: {cells}.",
            self.n,
            cells=cells,
        )
        return f"{said} {many}"

    def remedy(self, words: Words) -> str:
        """Say what to do."""
        return self.first.remedy(words)


def grouped(findings: Iterable[Finding], many: int = MANY) -> tuple[Group, ...]:
    """Put more than `many` findings of one kind into one group; fewer stay apart.

    Groups are in the order of their first finding, and every finding is in one of them.
    """
    given = tuple(findings)
    kinds: dict[tuple[str, ...], list[Finding]] = {}
    for finding in given:
        kinds.setdefault(finding.kind, []).append(finding)
    groups = []
    for finding in given:
        same = kinds[finding.kind]
        if len(same) <= many:
            groups.append(Group(finding, 1, (finding.place,)))
        elif same[0] is finding:
            places = tuple(one.place for one in same[:_FIRST])
            groups.append(Group(finding, len(same), places))
    return tuple(groups)


def label(table: str, column: str, words: Words) -> str:
    """Name a column as a reader sees it; columns that we do not know keep their header."""
    if table in TABLES and column in TABLES[table].names:
        return words.label(TABLES[table].column(column))
    return column


def _as_it_is(value: object, words: Words, finding: Finding) -> str:
    return str(value)


def _listing(value: object, words: Words, finding: Finding) -> str:
    return words.listing(value) if isinstance(value, tuple) else str(value)


def _labels(value: object, words: Words, finding: Finding) -> str:
    names = value if isinstance(value, tuple) else (value,)
    table = str(finding.details.get("of", finding.table))
    return words.listing(label(table, name, words) for name in names)


def _names(value: object, words: Words, finding: Finding) -> str:
    listed = str(finding.details["listed"])
    codes = value if isinstance(value, tuple) else ()
    return words.listing(words.name(listed, code) for code in codes)


def _table(value: object, words: Words, finding: Finding) -> str:
    return words.sheet(TABLES[str(value)])


def _day(value: object, words: Words, finding: Finding) -> str:
    return words.date(str(value))


def _country(value: object, words: Words, finding: Finding) -> str:
    return words.country(str(value))


_SAYERS = {
    "found": _listing,
    "others": _listing,
    "nearest": _listing,
    "cells": _listing,
    "country": _country,
    "columns": _labels,
    "beginning": _labels,
    "ending": _labels,
    "candidates": _names,
    "expected": _table,
    "date": _day,
    "start": _day,
    "end": _day,
}
