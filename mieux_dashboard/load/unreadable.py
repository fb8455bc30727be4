"""A file that cannot be read at all, said in one line."""

from __future__ import annotations

from mieux_dashboard.words import Words, message

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
        "{where}: the content is not a spreadsheet, whatever the name says. Expected is one of "
        "{known}. Open it in a spreadsheet program, save it as xlsx and check it again."
    ),
    "damaged": message(
        "{where}: the workbook is damaged or only partly copied ({reason}). Open it in a "
        "spreadsheet program, save it again, or ask for another copy."
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
    "too-many-rows": message(
        "{where}: there are more than {limit} rows. Split the workbook into smaller ones."
    ),
    "too-wide": message(
        "{where}: the sheet {sheet} reaches as far as {cell}. Delete the empty rows and columns "
        "beyond the table and save the workbook again."
    ),
    "not-text": message(
        "{where}: the text holds characters that no table has. Save the table as xlsx, or as csv "
        "in UTF-8."
    ),
    "open-quote": message(
        "{where}: the quotation marks do not match near line {line}. Correct them, or save the "
        "table as xlsx."
    ),
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
        What the sentence's other blanks hold.
    """

    def __init__(self, code: str, where: str, **values: object) -> None:
        self.code = code
        self.where = where
        self.values = values
        super().__init__(SAID[code].format(where=where, **values))

    def message(self, words: Words) -> str:
        """Say it in one line of the reader's language."""
        return words(SAID[self.code], where=self.where, **self.values)
