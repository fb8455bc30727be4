"""Everything a reader sees, in the reader's language.

Sentences are gettext messages whose English text stands in the code, as in
``words("No Action matches")``. Their French and Spanish stand in
``locales/<language>/LC_MESSAGES/messages.po``, compiled when the program
starts. A programme may say some of them otherwise (``reference/words.csv``), and have names of its
own for what they speak of (``[terms]``). Names of codes come from the reference lists, numbers and
dates through Babel.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from mieux_dashboard.model.columns import CODE_LISTS, LANGUAGES, Column, Table
from mieux_dashboard.model.columns import LANGUAGE_NAMES as LANGUAGE_NAMES
from mieux_dashboard.model.dates import first_day
from mieux_dashboard.model.message import message as message
from mieux_dashboard.model.reference import Reference
from mieux_dashboard.model.review import Reviews, digest, read_reviews
from mieux_dashboard.words.terms import FORMS, renamed

LOCALES = Path(__file__).parent / "locales"
TAGS = {language: f"{language}-{language.upper()}" for language in LANGUAGES} | {"en": "en-GB"}
"""By language, the tag by which office programs know it."""
_SHORT_PATTERNS = {4: "y", 7: "MMM y", 10: "d MMM y"}


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Compile the catalogue of one language from its ``.po`` file."""
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        parsed = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, parsed)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def reviews() -> Reviews:
    """Read who reviewed the program's own sentences, from ``review.csv`` beside the catalogues."""
    return read_reviews(LOCALES)


@dataclass(frozen=True, eq=False)
class Words:
    """One language's sentences, names, numbers and dates.

    Parameters
    ----------
    language
        One of `LANGUAGES`.
    reference
        The lists whose codes are named.
    """

    language: str
    reference: Reference
    _names: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Refuse a language that there is no catalogue for."""
        if self.language not in LANGUAGES:
            raise ValueError(self.language)

    def __call__(self, text: str, **values: object) -> str:
        """Say `text` (English, with ``{blanks}``); numbers among `values` are formatted."""
        said = self._sentence(text)
        self._hear(said, self._own_english.get(text, text))
        return said.format(**self._said(values))

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """Say `one` or `many` by the language's rule for `n`, which fills ``{n}``."""
        said = self._sentence(one, many, n)
        own = self._own_english.get(one)
        self._hear(said, *(own.split("|") if own else (one, many)))
        return said.format(n=self.number(n), **self._said(values))

    def pair(self, name: object, value: object) -> str:
        """Say a name and its value, with the colon as the language sets it."""
        return self(message("{name}: {value}"), name=name, value=value)

    def reviewed(self, english: str, said: str) -> bool:
        """Whether somebody reviewed `said` as the translation of `english`.

        Both are texts with their blanks, as they stand in a catalogue or in the programme's
        folder. A review holds for the two texts as they were: once either is changed, what is
        said is unreviewed again. English is what is translated; it counts as reviewed.
        """
        if self.language == LANGUAGES[0]:
            return True
        key = self.language, digest(english, said)
        return key in self.reference.reviews or key in reviews()

    def content_reviewed(self, row: Mapping[str, str], column: str) -> bool:
        """Whether what `content` says was reviewed; what it says in English needs no review."""
        said = str(row.get(f"{column}_{self.language}", ""))
        return not said or self.reviewed(str(row[column]), said)

    def forms(self, text: str) -> list[str]:
        """Return how a term of the glossary is written: its forms, those of the programme."""
        written = catalogue(self.language).gettext(text).split("|")
        return [self._renamed(form) for form in written]

    def label(self, column: Column) -> str:
        """Return the name of a column."""
        return self._renamed(column.label(self.language))

    def sheet(self, table: Table) -> str:
        """Return the name of a table."""
        return self._renamed(table.sheets[self.language][0])

    @property
    def programme(self) -> str:
        """The programme's name; the made-up one that ships beside another says what it is."""
        programme = self.reference.programme
        return self("Demonstration") if programme.id == "demonstration" else programme.name

    def _sentence(self, text: str, many: str = "", n: int = 1) -> str:
        """Return a sentence with its blanks, as the programme says it."""
        spoken = catalogue(self.language)
        own = self._own.get(text, "")
        if own and many:
            is_many = getattr(spoken, "plural", _is_many)(n)
            return self._renamed(own.split("|")[int(is_many)])
        said = spoken.ngettext(text, many, n) if many else spoken.gettext(text)
        return self._renamed(own or said)

    @cached_property
    def _own(self) -> Mapping[str, str]:
        """What the programme says instead of sentences of the program; given in English."""
        return self._otherwise(self.language)

    @cached_property
    def _own_english(self) -> Mapping[str, str]:
        """The same in English, which is what its translations are reviewed against."""
        return self._otherwise(LANGUAGES[0])

    def _otherwise(self, language: str) -> dict[str, str]:
        table = None if self.reference is None else self.reference.sentences
        return {} if table is None or table.empty else _named(table, "sentence", f"said_{language}")

    @cached_property
    def _renamed(self) -> Callable[[str], str]:
        """What gives a text the programme's own names of what it speaks of."""
        terms = {} if self.reference is None else self.reference.programme.terms
        spoken = catalogue(self.language)
        forms = {term: spoken.gettext(text).split("|") for term, text in FORMS.items()}
        own = {t: said.get(self.language, said["en"]).split("|") for t, said in terms.items()}
        said = renamed(forms, own)
        return cache(said) if own else said

    def _hear(self, said: str, *english: str) -> None:
        """Take note of what is said for an English text, or for one of its forms; see `Heard`."""

    def _said(self, values: Mapping[str, object]) -> dict[str, object]:
        return {
            name: self._number(value) if isinstance(value, (int, float)) else value
            for name, value in values.items()
        }

    def _number(self, value: float) -> str:
        """Format a number in a sentence: whole, or with one decimal where it is not."""
        return self.number(value, 0 if value == int(value) else 1)

    @cached_property
    def locale(self) -> Locale:
        """The Babel locale."""
        return Locale.parse(self.language)

    def number(self, value: float, digits: int = 0) -> str:
        """Format a number with `digits` decimals: 15,000 · 15 000 · 15.000."""
        return _decimal(value, digits, self.language)

    def percent(self, share: float) -> str:
        """Format a share from 0 to 1 as a whole percentage."""
        return str(format_percent(share, format=None, locale=self.locale))

    def date(self, partial: str, short: bool = False) -> str:
        """Say a partial ISO date as closely as it is known, and no closer; '' for none."""
        if not partial:
            return ""
        patterns = _SHORT_PATTERNS if short else self._long_patterns
        said = format_date(first_day(partial), patterns[len(partial)], locale=self.locale)
        first = self.language == "fr" and said.startswith("1 ")
        return said.replace("1 ", "1er ", 1) if first else said

    @cached_property
    def _long_patterns(self) -> Mapping[int, str]:
        """How a year, a month and a day are written out: in English the British way."""
        locale = Locale.parse("en_GB") if self.language == "en" else self.locale
        month, day = locale.datetime_skeletons["yMMMM"], locale.date_formats["long"]
        return {4: "y", 7: month.pattern, 10: day.pattern}

    def listing(self, items: Iterable[str]) -> str:
        """Join names as a sentence does: a, b and c."""
        return str(format_list(list(items), locale=self.locale))

    def name(self, listed: str, code: str) -> str:
        """Return the name of `code` in the reference or code list `listed`; the code if unknown."""
        if listed not in self._names:
            self._names[listed] = self._read_names(listed)
        return self._names[listed].get(code, code)

    def _read_names(self, listed: str) -> dict[str, str]:
        language = self.language
        if listed in CODE_LISTS:
            labels = CODE_LISTS[listed].items()
            return {code: self._renamed(label[language][0]) for code, label in labels}
        if listed == "periods":
            return _named(self.reference.core_milestones, "period", f"after_{language}")
        table: pd.DataFrame = getattr(self.reference, listed)
        if listed == "countries":
            marked = table.assign(marked=table[f"name_{language}"] + table["mark"])
            return _named(marked, "iso3", "marked")
        names = (f"short_{language}", f"name_{language}", f"label_{language}", "label")
        named = _named(table, "id", next(name for name in names if name in table))
        if listed == "groups":
            acronyms = _named(table, "id", f"acronym_{language}")
            return {code: acronyms[code] or name for code, name in named.items()}
        return named

    def country(self, iso3: str) -> str:
        """Return a country's or territory's name, with its mark (Kosovo*)."""
        return self.name("countries", iso3)

    def region(self, code: str) -> str:
        """Return the name of a region or subregion."""
        return self.name("regions", code)

    def area(self, code: str) -> str:
        """Return the name of a pillar or a specific area."""
        return self.name("areas", code)

    def institution_type(self, code: str) -> str:
        """Return the name of a type of institution."""
        return self.name("institution_types", code)

    def group(self, code: str) -> str:
        """Return a group's acronym, or its name where it has none; subregions are groups too."""
        return self.region(self.name("groups", code))

    def milestone(self, code: str) -> str:
        """Return the short name of a milestone."""
        return self.name("milestones", code)

    def period(self, code: str) -> str:
        """Return the words of a period's band: "after GAMM"."""
        return self.name("periods", code)

    def content(self, row: Mapping[str, str], column: str) -> str:
        """Return a row's title or output in the language, or in English where it has none."""
        said = str(row.get(f"{column}_{self.language}", ""))
        if said:
            self._hear(said, str(row[column]))
        return said or str(row[column])

    def content_language(self, row: Mapping[str, str], column: str) -> str:
        """Return the language in which `content` says a text: English where it has no other."""
        return self.language if row.get(f"{column}_{self.language}") else LANGUAGES[0]


@lru_cache(4096)
def _decimal(value: float, digits: int, language: str) -> str:
    """Format a number; the same ones are said again and again."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=Locale.parse(language)))


def _named(table: pd.DataFrame, key: str, name: str) -> dict[str, str]:
    return dict(zip(table[key], table[name], strict=True))


def _is_many(n: int) -> bool:
    """Whether English says a number in the plural."""
    return n != 1
