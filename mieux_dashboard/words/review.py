"""Every text that somebody may review: the program's sentences, its names, the programme's content.

A text is found where it stands: sentences in the catalogues, names of tables, columns and lists in
``model/columns.py``, content in the programme's folder, wherever a column or key has a language.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from mieux_dashboard.model.columns import CODE_LISTS, LANGUAGES, TABLES
from mieux_dashboard.model.review import digest
from mieux_dashboard.words import LOCALES, Words

TRANSLATED = LANGUAGES[1:]
SENTENCES, CONTENT, NAMES = "sentences", "content", "names"
_AS_IT_IS = ("phases",)  # named alike in every language
_PACKAGE = LOCALES.parents[1]
_KEYWORDS = {"words": None, "plural": (1, 2), "message": None}


@dataclass(frozen=True, slots=True)
class Text:
    """One text with its translations.

    Parameters
    ----------
    id
        Its own among all texts; a sentence's changes with its English.
    kind
        `SENTENCES`, `CONTENT` or `NAMES`; names stand in the code and are changed there.
    where
        Where it is used, or what it is.
    english, said
        The text, and by language what is said for it, "" where there is no translation.
    file
        Of content, its file within the programme's folder.
    """

    id: str
    kind: str
    where: str
    english: str
    said: Mapping[str, str]
    file: str = ""


@dataclass(frozen=True, eq=False)
class Heard(Words):
    """Words that remember what they said without a review; take new ones for each caption.

    >>> words = Heard("fr", reference)  # doctest: +SKIP
    >>> caption = chart.finding(answer, words)  # doctest: +SKIP
    >>> words.all_reviewed  # doctest: +SKIP
    False

    Notes
    -----
    The rule: a caption is reviewed when every sentence, name and title that was said for it was
    reviewed by somebody (`Words.reviewed`). Numbers and dates are set by rule and need no review,
    content that is said in English for want of a translation neither: it is marked as English.
    """

    _unreviewed: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def all_reviewed(self) -> bool:
        """Whether everything said so far was reviewed."""
        return not self._unreviewed

    @property
    def unreviewed(self) -> Mapping[str, str]:
        """English -> what was said for it so far without a review."""
        return self._unreviewed

    def name(self, listed: str, code: str) -> str:
        """Return the name of `code` as `Words` does, and remember it."""
        said = super().name(listed, code)
        if code in self._names[listed] and listed not in _AS_IT_IS:  # else the code itself is said
            english = self._english.name(listed, code)
            self._hear(said.rstrip("*"), english.rstrip("*"))  # the mark of a designation
        return said

    @cached_property
    def _english(self) -> Words:
        return Words(LANGUAGES[0], self.reference)

    def _hear(self, said: str, *english: str) -> None:
        if not any(self.reviewed(form, said) for form in english):
            self._unreviewed[english[-1]] = said


def all_texts(folder: Path) -> list[Text]:
    """List every text of the program and of the programme in `folder`, in reading order."""
    found = [*_sentences(), *_content(folder), *_names()]
    return list({text.id: text for text in found}.values())  # a region may be its own subregion


def _catalogue(language: str) -> Catalog:
    with _po(language).open("rb") as file:
        return read_po(file, locale=language)


def _po(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text),)


def _sentences() -> Iterator[Text]:
    """Give each sentence; one that has a plural is two, each with the form of its English."""
    catalogues = {language: _catalogue(language) for language in TRANSLATED}
    places = _places()
    for entry in catalogues[TRANSLATED[0]]:
        if not entry.id:
            continue
        said = {code: _forms(found[entry.id].string) for code, found in catalogues.items()}
        for form, english in enumerate(_forms(entry.id)):
            by_language = {code: forms[form] for code, forms in said.items()}
            where = ", ".join(sorted(places.get(_forms(entry.id), ())))
            yield Text(_sentence_id(entry.id, form), SENTENCES, where, english, by_language)


def _sentence_id(message: object, form: int) -> str:
    forms = _forms(message)
    named = digest("\x1e".join(forms))
    return f"{named}-{form + 1}" if len(forms) > 1 else named


def _places() -> dict[tuple[str, ...], set[str]]:
    """Find the modules that say each sentence."""
    found: dict[tuple[str, ...], set[str]] = {}
    code = extract_from_dir(str(_PACKAGE), method_map=[("**.py", "python")], keywords=_KEYWORDS)
    for file, _, message, _, _ in code:
        found.setdefault(_forms(message), set()).add(file.removesuffix(".py"))
    return found


def _content(folder: Path) -> Iterator[Text]:
    """Give each cell of a table, and each title of a programme, that has a language."""
    for path in sorted(folder.glob("*.toml")):
        titles = tomllib.loads(path.read_text("utf-8")).get("titles", {})
        if titles:
            said = {code: titles.get(code, "") for code in TRANSLATED}
            yield Text(path.name, CONTENT, path.stem, titles[LANGUAGES[0]], said, path.name)
    for path in sorted(folder.glob("*/*.csv")):
        rows = _rows(path)
        for column, english in _translated(rows[0]).items():
            heads = {code: f"{column}_{code}" for code in TRANSLATED}
            places = {code: rows[0].index(head) for code, head in heads.items() if head in rows[0]}
            for row in rows[1:]:
                if row[english]:
                    said = dict.fromkeys(TRANSLATED, "") | {c: row[at] for c, at in places.items()}
                    named = f"{path.stem}:{row[0]}:{column}"
                    where = f"{path.stem} · {column} · {row[0]}"
                    file = path.relative_to(folder).as_posix()
                    yield Text(named, CONTENT, where, row[english], said, file)


def _translated(header: list[str]) -> dict[str, int]:
    """Return what has a column for each language -> the place of its English."""
    last = f"_{TRANSLATED[0]}"
    columns = [name.removesuffix(last) for name in header if name.endswith(last)]
    return {c: header.index(c if c in header else f"{c}_{LANGUAGES[0]}") for c in columns}


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _names() -> Iterator[Text]:
    """Give the names of tables, columns and codes, which stand in the code."""
    for table in TABLES.values():
        yield _name(f"table:{table.name}", table.sheets)
        for column in table.columns:
            yield _name(f"{table.name}:{column.name}", column.headers)
    for listed, codes in CODE_LISTS.items():
        for code, labels in codes.items():
            yield _name(f"list:{listed}:{code}", labels)


def _name(named: str, labels: Mapping[str, tuple[str, ...]]) -> Text:
    first = {language: labels[language][0] for language in LANGUAGES}
    said = {language: first[language] for language in TRANSLATED}
    return Text(named, NAMES, named, first[LANGUAGES[0]], said)


def changed_files(
    folder: Path, changes: Iterable[tuple[Text, Mapping[str, str]]]
) -> dict[Path, bytes]:
    """Return the files that hold other translations now, as they are to be written.

    Parameters
    ----------
    folder
        The programme's.
    changes
        Texts, each with what is to be said in some languages.

    Returns
    -------
    dict
        Path to content; nothing else in a file differs from what it was.
    """
    listed = list(changes)
    by_id = {text.id: said for text, said in listed}
    files = dict(_changed_catalogues({t.id: s for t, s in listed if t.kind == SENTENCES}))
    for name in sorted({text.file for text, _ in listed if text.kind == CONTENT}):
        path = folder / name
        change = _changed_titles if path.suffix == ".toml" else _changed_table
        files[path] = change(path, by_id)
    return files


def _changed_catalogues(changes: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[Path, bytes]]:
    for language in TRANSLATED:
        said = {named: each[language] for named, each in changes.items() if language in each}
        if not said:
            continue
        catalogue, out = _catalogue(language), io.BytesIO()
        for entry in catalogue:
            forms = [
                said.get(_sentence_id(entry.id, form), text)
                for form, text in enumerate(_forms(entry.string))
            ]
            if entry.id:
                entry.string = tuple(forms) if isinstance(entry.id, (tuple, list)) else forms[0]
        write_po(out, catalogue, width=96, omit_header=True, no_location=True)
        yield _po(language), out.getvalue()


def _changed_table(path: Path, changes: Mapping[str, Mapping[str, str]]) -> bytes:
    rows = _rows(path)
    for column in _translated(rows[0]):
        for row in rows[1:]:
            for language, said in changes.get(f"{path.stem}:{row[0]}:{column}", {}).items():
                row[_place(rows, f"{column}_{language}")] = said
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _place(rows: list[list[str]], head: str) -> int:
    """Return the place of a column; one that is not there is added at the end."""
    if head not in rows[0]:
        for row in rows:
            row.append("" if row is not rows[0] else head)
    return rows[0].index(head)


def _changed_titles(path: Path, changes: Mapping[str, Mapping[str, str]]) -> bytes:
    head, titles, rest = path.read_bytes().decode("utf-8").partition("[titles]")
    for language, said in changes[path.name].items():
        line = f"{language} = {json.dumps(said, ensure_ascii=False)}"
        rest = re.sub(rf"(?m)^{language} = .*$", lambda _, line=line: line, rest, count=1)  # type: ignore[misc]
    return f"{head}{titles}{rest}".encode()
