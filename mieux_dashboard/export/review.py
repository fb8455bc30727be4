"""Every text in the languages as a workbook for reviewers, and what comes back from them."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from string import Formatter
from textwrap import wrap

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mieux_dashboard.export.workbook import TEXT_STAYS_TEXT
from mieux_dashboard.load import Sheet, Workbook
from mieux_dashboard.load.text import clean
from mieux_dashboard.load.workbook import address, cell
from mieux_dashboard.model.review import FILE, Review, Reviews, as_file, digest
from mieux_dashboard.words import LANGUAGE_NAMES, LOCALES, Words, message, reviews
from mieux_dashboard.words.review import (
    CONTENT,
    NAMES,
    SENTENCES,
    TRANSLATED,
    Text,
    changed_files,
)

ID, ENGLISH = "ID", LANGUAGE_NAMES["en"]
BY = {language: f"Reviewed by · {LANGUAGE_NAMES[language]}" for language in TRANSLATED} | {
    "fr": "Relu par",
    "es": "Revisado por",
}
"""The column of who reviewed a language, in that language whatever the workbook's."""
COMMENT = "Comment · Commentaire · Comentario"
_SHEETS = {
    SENTENCES: message("Sentences"),
    CONTENT: message("Content"),
    NAMES: message("Names of columns and lists"),
}
_HOW = (
    message(
        "Write your initials, or any sign of yours, into the column of who reviewed, in each row "
        "that you have read and find right; a date beside it is added by itself."
    ),
    message(
        "Mend a translation in its cell. What stands in {braces} is filled in by the program: "
        "keep it as it is. An “|” parts several forms of one word."
    ),
    message(
        "English stays as it is: a wish goes into the comment. Names of columns and lists stand in "
        "the code: write what they should be into the comment."
    ),
    message("Rows may be sorted, filtered or deleted; what is not there stays as it was."),
    message("French: the no-break spaces before ? ! : ; » and after « are put in by themselves."),
)
_WRONG: Mapping[str, str] = {
    "english": message(
        "{where}: the English text is “{found}”, expected is “{expected}”. Set it back, and write "
        "the wish into the comment."
    ),
    "empty": message("{where}: there is no translation. Write one, or delete the row."),
    "blanks": message(
        "{where}: found are the blanks {found}, expected are {expected}. Write them as they stand "
        "in English."
    ),
    "code": message(
        "{where}: “{found}” stands for “{expected}”. Names stand in the code; set it back, and "
        "write the wish into the comment."
    ),
    "faulty": message("{where}: a formula or an error stands here. Write the text itself."),
    "nothing": message(
        "{where}: reviewed by “{found}”, but there is no translation. Write one, or empty the cell."
    ),
    "twice": message("{where}: the row of this ID stands above already. Delete one of them."),
    "none": message(
        "{where}: no sheet has the columns {expected}. Take the workbook that this program wrote."
    ),
}
_WIDE, _NARROW = 60, 20  # columns of texts, and of everything else
_SIGNED = re.compile(r"^(.*?),?\s*(\d{4}-\d{2}-\d{2})$", re.DOTALL)
_NO_BREAK = (
    (re.compile(r"[ \u202f]([?!:;»])"), "\u00a0\\1"),
    (re.compile(r"«[ \u202f]"), "«\u00a0"),
)


def review_workbook(
    texts: Sequence[Text],
    languages: Sequence[str],
    made: Reviews,
    words: Words,
) -> bytes:
    """Write the workbook that a reviewer works in.

    Parameters
    ----------
    texts
        Those to review.
    languages
        Among `TRANSLATED`: which stand beside the English.
    made
        Who reviewed what so far.
    words
        The language of the sheets' names and of the explanation.

    Returns
    -------
    bytes
        An xlsx: how to review, then one sheet for each kind of text; every cell is text. The same
        input gives the same bytes.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, TEXT_STAYS_TEXT | {"in_memory": True})
    compiled = datetime.combine(words.reference.programme.compiled, time())
    book.set_properties({"title": words("Review of the translations"), "created": compiled})
    bold, wrapped = (
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    how = book.add_worksheet(words("How to review"))
    how.set_column(0, 0, 95)
    how.fit_to_pages(1, 0)
    for row, text in enumerate(_HOW):
        said = words(text, braces="{…}")
        how.set_row(row, _height([said], 95))
        how.write_string(row, 0, said, wrapped)
    for kind, title in _SHEETS.items():
        rows = [_row(text, languages, made) for text in texts if text.kind == kind]
        _write(book.add_worksheet(words(title)), _header(languages, words), rows, (bold, wrapped))
    book.close()
    return out.getvalue()


def _header(languages: Sequence[str], words: Words) -> list[str]:
    named = [LANGUAGE_NAMES[language] for language in languages]
    return [ID, words("Where"), ENGLISH, *named, *(BY[each] for each in languages), COMMENT]


def _row(text: Text, languages: Sequence[str], made: Reviews) -> list[str]:
    said = [text.said[language] for language in languages]
    signed = [
        _signed(made.get((each, digest(text.english, text.said[each])))) for each in languages
    ]
    comment = made.get(("", digest(text.english)), Review()).comment
    return [text.id, text.where, text.english, *said, *signed, comment]


def _signed(review: Review | None) -> str:
    return ", ".join(filter(None, (review.by, review.on))) if review else ""


def _write(
    sheet: Worksheet,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    formats: tuple[Format, Format],
) -> None:
    bold, wrapped = formats
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
    texts = list(LANGUAGE_NAMES.values())
    for place, name in enumerate(header):
        sheet.set_column(place, place, _WIDE if name in texts else _NARROW)
        sheet.write_string(0, place, name, bold)
    for number, row in enumerate(rows, start=1):
        narrow = [text for name, text in zip(header, row, strict=True) if name not in texts]
        sheet.set_row(number, max(_height(row, _WIDE), _height(narrow, _NARROW)))
        for place, text in enumerate(row):
            sheet.write_string(number, place, text, wrapped)


def _height(texts: Sequence[str], width: int) -> int:
    """Return the height in points of a row in which no text of a column so wide is cut off."""
    lines = [
        sum(len(wrap(line, round(width * 0.85))) or 1 for line in text.split("\n"))
        for text in texts
    ]
    return 15 * max(lines, default=1) + 2


@dataclass(frozen=True, slots=True)
class Wrong:
    """One cell that cannot be taken back: where, and what stands against it."""

    code: str
    where: str
    found: str = ""
    expected: str = ""

    def message(self, words: Words) -> str:
        """Say it in one line of the reader's language."""
        said = words(_WRONG[self.code], where=self.where, found=self.found, expected=self.expected)
        return " ".join(said.split())


@dataclass(slots=True)
class Taken:
    """What a workbook brings back.

    Parameters
    ----------
    before, reviews
        Who reviewed what: as it was, and with what the workbook adds and takes away.
    changes
        Id of a text -> by language what is to be said for it now.
    wrong
        What stands against taking anything.
    left
        Sheet and cell of rows whose text the program does not say any more.
    """

    before: Reviews
    reviews: dict[tuple[str, str], Review]
    changes: dict[str, dict[str, str]] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a sheet that came back."""

    sheet: Sheet
    number: int
    places: Mapping[str, int]

    def __getitem__(self, column: str) -> str:
        row = self.sheet.rows[self.number - 1]
        return cell(row, self.places[column]) if column in self.places else ""

    def at(self, column: str) -> str:
        """Name the cell of a column."""
        return f"{self.sheet.name}!{self.cell(column)}"

    def cell(self, column: str) -> str:
        """Return the address within the sheet."""
        return address(self.number, self.places[column])

    def languages(self) -> list[str]:
        """List the languages that stand in the sheet."""
        return [language for language in TRANSLATED if LANGUAGE_NAMES[language] in self.places]

    def faulty(self) -> Iterator[str]:
        """Name the cells that we read and that hold no text of their own."""
        for column in self.places:
            if self.cell(column) in {**self.sheet.errors, **self.sheet.unvalued}:
                yield self.at(column)


def take(book: Workbook, texts: Sequence[Text], made: Reviews, today: date) -> Taken:
    """Read back what reviewers wrote; nothing is written.

    Parameters
    ----------
    book
        As `load` reads it.
    texts
        All of them, as they stand now.
    made
        Who reviewed what so far.
    today
        The day of a review that names none.

    Notes
    -----
    A text that only lost spaces of an odd kind is unchanged. A translation that was changed is
    reviewed by who signs it now: a sign that stood there before is for the text before.
    """
    taken = Taken(made, dict(made))
    by_id, seen = {text.id: text for text in texts}, set[str]()
    rows = [row for sheet in book.sheets for row in _rows(sheet)]
    if not rows:
        expected = ", ".join((ID, ENGLISH, *(LANGUAGE_NAMES[each] for each in TRANSLATED)))
        taken.wrong.append(Wrong("none", book.file, expected=expected))
    for row in rows:
        text = by_id.get(row[ID])
        if text is None:
            taken.left.append(row.at(ID))
            continue
        wrong = list(_why_not(row, text, seen))
        seen.add(text.id)
        taken.wrong += wrong
        if not wrong:
            _take_row(row, text, taken, today)
    return taken


def _rows(sheet: Sheet) -> Iterator[_Row]:
    """Give the rows under the header of a sheet for review; other sheets have none."""
    header = sheet.rows[0] if sheet.rows else ()
    places = {name: place for place, name in enumerate(header) if name in _COLUMNS}
    if not {ID, ENGLISH} <= set(places):
        return
    for number, row in enumerate(sheet.rows[1:], start=2):
        if cell(row, places[ID]):
            yield _Row(sheet, number, places)


_COLUMNS = {ID, COMMENT, *LANGUAGE_NAMES.values(), *BY.values()}


def _why_not(row: _Row, text: Text, seen: Collection[str]) -> Iterator[Wrong]:
    """Say what stands against taking a row."""
    if text.id in seen:
        yield Wrong("twice", row.at(ID))
    if row[ENGLISH] != clean(text.english):
        yield Wrong("english", row.at(ENGLISH), row[ENGLISH], text.english)
    yield from (Wrong("faulty", where) for where in row.faulty())
    for language in row.languages():
        column, said = LANGUAGE_NAMES[language], _said(row, text, language)
        if text.kind == NAMES and said != text.said[language]:
            yield Wrong("code", row.at(column), said, text.said[language])
        if text.kind == SENTENCES and not said and text.said[language]:
            yield Wrong("empty", row.at(column))
        elif text.kind == SENTENCES and said and _blanks(said) != _blanks(text.english):
            found, expected = _listed(said), _listed(text.english)
            yield Wrong("blanks", row.at(column), found, expected)
        if BY[language] in row.places and row[BY[language]] and not said:
            yield Wrong("nothing", row.at(BY[language]), row[BY[language]])


def _said(row: _Row, text: Text, language: str) -> str:
    """Return what a row says: the text as it was where only odd spaces differ."""
    found, before = row[LANGUAGE_NAMES[language]], text.said[language]
    if found == clean(before):
        return before
    if language == "fr":
        for pattern, instead in _NO_BREAK:
            found = pattern.sub(instead, found)
    return found


def _blanks(text: str) -> set[tuple[str | None, ...]] | None:
    """Return the blanks of a sentence with how they are filled; None for braces without sense."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    return {(name, form, how) for _, name, form, how in parts if name is not None}


def _listed(text: str) -> str:
    return " ".join(sorted(set(re.findall(r"{[^{}]*}?|}", text)))) or "–"


def _take_row(row: _Row, text: Text, taken: Taken, today: date) -> None:
    for language in row.languages():
        said, before = _said(row, text, language), text.said[language]
        if said != before:
            taken.changes.setdefault(text.id, {})[language] = said
        if BY[language] in row.places:
            _sign(row[BY[language]], (text, language, said), taken, today)
    if COMMENT in row.places:
        _comment(("", digest(text.english)), row[COMMENT], taken)


def _sign(signed: str, of: tuple[Text, str, str], taken: Taken, today: date) -> None:
    """Note, or take back, who reviewed what is said now."""
    text, language, said = of
    before = taken.before.get((language, digest(text.english, text.said[language])))
    as_before = signed == clean(_signed(before))
    if as_before and said == text.said[language]:
        return
    key = language, digest(text.english, said)
    taken.reviews.pop(key, None)
    if signed and not as_before:
        dated = _SIGNED.match(signed)
        by, on = dated.groups() if dated else (signed, today.isoformat())
        taken.reviews[key] = Review(by, on)


def _comment(key: tuple[str, str], comment: str, taken: Taken) -> None:
    if comment:
        taken.reviews[key] = Review(comment=comment)
    else:
        taken.reviews.pop(key, None)


def all_reviews(words: Words) -> dict[tuple[str, str], Review]:
    """Return who reviewed what: the program's sentences and the programme's content."""
    return {**reviews(), **words.reference.reviews}


def taken_files(folder: Path, texts: Sequence[Text], taken: Taken) -> dict[Path, bytes]:
    """Return the files as they are to be written once `taken` is taken; those that change only.

    Reviews stand beside what was reviewed: of the program's texts beside the catalogues, of the
    programme's content in its `folder`.
    """
    by_id = {text.id: text for text in texts}
    changed = [(by_id[named], said) for named, said in taken.changes.items()]
    files = changed_files(folder, changed)
    for place, kinds in ((LOCALES, (SENTENCES, NAMES)), (folder, (CONTENT,))):
        files[place / FILE] = as_file(_standing(texts, kinds, taken))
    return {path: data for path, data in files.items() if data != _bytes(path)}


def _standing(texts: Sequence[Text], kinds: Collection[str], taken: Taken) -> Reviews:
    """Keep the reviews of texts that are still said; what was said before needs none."""
    keys = set()
    for text in (text for text in texts if text.kind in kinds):
        keys.add(("", digest(text.english)))
        for language, said in {**text.said, **taken.changes.get(text.id, {})}.items():
            keys.add((language, digest(text.english, said)))
    return {key: review for key, review in taken.reviews.items() if key in keys}


def _bytes(path: Path) -> bytes:
    """Return what stands in a file; where there is none, what a file without reviews holds."""
    return path.read_bytes() if path.exists() else as_file({})
