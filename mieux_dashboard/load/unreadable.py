"""A file that cannot be read at all, said in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mieux_dashboard.model.message import message

if TYPE_CHECKING:
    from mieux_dashboard.words import Words

# code -> where, what, what was expected, and what to do
SAID = {
    "missing": message("{where}: there is no such file. Look at the name and the folder."),
    "folder": message("{where}: this is a folder. Name the workbook inside it."),
    "closed": message(
        "{where}: the file may not be opened ({reason}). Close it in other programs, or ask for "
        "the right to read it."
    ),
    "empty": message("{where}: the file is empty (0 bytes). Save the workbook again."),
    "extension": message(
        "{where}: files of this kind ({extension}) are not read. Expected is one of {known}. Save "
        "the table as xlsx and check it again."
    ),
    "no-spreadsheet": message(
        "{where}: the content is not a spreadsheet but {kind}, whatever the name says. Expected "
        "is one of {known}. Open it in a spreadsheet program, save it as xlsx and check it again."
    ),
    "text-in-workbook": message(
        "{where}: the content is plain text, whatever the name says. If it is a table, change the "
        "ending of the name to csv and check it again."
    ),
    "damaged": message(
        "{where}: the workbook is damaged or only partly copied ({reason}). Open it in a "
        "spreadsheet program, save it again, or ask for another copy."
    ),
    "two-in-one": message(
        "{where}: something else stands in front of the workbook or behind it in the same file. "
        "Open it in a spreadsheet program and save it again."
    ),
    "member-twice": message(
        "{where}: the file holds the part {part} twice, so that programs may read different "
        "tables from it. Open it in a spreadsheet program and save it again."
    ),
    "size-false": message(
        "{where}: the part {part} has another size than the file says. Ask for another copy of "
        "the workbook."
    ),
    "declaration": message(
        "{where}: the part {part} holds declarations that no spreadsheet program writes (DOCTYPE, "
        "encoding). Open it in a spreadsheet program and save it again."
    ),
    "password": message(
        "{where}: the workbook is protected with a password. Save a copy without the password and "
        "check that one."
    ),
    "too-large": message(
        "{where}: the file is larger than {limit} MB. Take out pictures and sheets that are not "
        "needed, or split the workbook."
    ),
    "unpacks-too-large": message(
        "{where}: unpacked, the workbook would be larger than {limit} MB. Take out pictures and "
        "sheets that are not needed, or split the workbook."
    ),
    "packed-too-tight": message(
        "{where}: the part {part} would become more than {limit} times as large when unpacked. "
        "Delete empty rows and columns beyond the tables and save the workbook again."
    ),
    "too-many-members": message(
        "{where}: the workbook consists of more than {limit} parts. Take out pictures and sheets "
        "that are not needed, or split the workbook."
    ),
    "too-many-sheets": message(
        "{where}: there are more than {limit} sheets. Split the workbook into smaller ones."
    ),
    "too-many-rows": message(
        "{where}: the sheet {sheet} has more than {limit} rows. Split the workbook into smaller "
        "ones."
    ),
    "too-many-cells": message(
        "{where}: there are more than {limit} cells up to the sheet {sheet}. Split the workbook "
        "into smaller ones."
    ),
    "too-much-text": message(
        "{where}: the cells hold more than {limit} characters up to the sheet {sheet}. Split the "
        "workbook into smaller ones."
    ),
    "too-wide": message(
        "{where}: the sheet {sheet} reaches as far as {cell}; {rows} rows and {columns} columns "
        "are read. Delete what stands beyond the table and save the workbook again."
    ),
    "cell-too-long": message(
        "{where}: the cell {cell} of the sheet {sheet} holds {found} characters; up to {limit} "
        "are read. Shorten the text."
    ),
    "memory": message(
        "{where}: reading it takes more than {limit} MB of memory. Delete empty rows and columns "
        "beyond the tables, or split the workbook."
    ),
    "time": message(
        "{where}: reading it takes more than {limit} seconds. Delete empty rows and columns "
        "beyond the tables, or split the workbook."
    ),
    "died": message(
        "{where}: the content broke off the reading. Nothing was read of it. Open it in a "
        "spreadsheet program, save it as xlsx and check it again."
    ),
    "not-text": message(
        "{where}: line {line} holds characters that no table has. Save the table as xlsx, or as "
        "csv in UTF-8."
    ),
    "encoding-mixed": message(
        "{where}: the lines are written in two encodings, UTF-8 and another from line {line} on. "
        "Save the table as xlsx, or as csv in UTF-8."
    ),
    "encoding-unknown": message(
        "{where}: line {line} is written neither in UTF-8 nor in UTF-16 nor in Windows-1252. Save "
        "the table as xlsx, or as csv in UTF-8."
    ),
    "open-quote": message(
        "{where}: the quotation marks do not match in the row that begins in line {line}. Correct "
        "them, or save the table as xlsx."
    ),
}
# what a content may be that is no spreadsheet
KINDS = {
    "pdf": message("a PDF"),
    "program": message("a program"),
    "page": message("a web page"),
    "word": message("a text document"),
    "slides": message("a presentation"),
    "picture": message("a picture"),
    "archive": message("an archive of files"),
    "xml": message("an XML file"),
    "unknown": message("something that is not known"),
}


class Unreadable(Exception):
    """A file of which nothing can be read; `message` says where, what, and what to do.

    Parameters
    ----------
    code
        One of the keys of `SAID`.
    where
        The file's name.
    values
        What the sentence's other blanks hold; `kind` is one of the keys of `KINDS`.
    """

    def __init__(self, code: str, where: str, **values: object) -> None:
        self.code = code
        self.where = where
        self.values = values
        kinds = {"kind": KINDS[str(values["kind"])]} if "kind" in values else {}
        super().__init__(SAID[code].format(**{"where": where, **values, **kinds}))

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.code, self.where, self.values)

    def message(self, words: Words) -> str:
        """Say it in one line of the reader's language."""
        kinds = {"kind": words(KINDS[str(self.values["kind"])])} if "kind" in self.values else {}
        blanks = {"where": self.where, **self.values, **kinds}
        return " ".join(words(SAID[self.code], **blanks).split())


def _again(code: str, where: str, values: dict[str, object]) -> Unreadable:
    return Unreadable(code, where, **values)
