"""Names and addresses of persons: recognised, reported, never kept; a name may become a pseudonym.

Persons can be counted and matched by their ids. Where a table has their names instead, the id is a
keyed hash of the name: it stays the same from file to file, and without the key it leads back to no
name, not even to one that somebody guesses.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from mieux_dashboard.load.convert import Converted, Problem, faulty
from mieux_dashboard.load.text import plain
from mieux_dashboard.load.workbook import cell
from mieux_dashboard.model.columns import Table
from mieux_dashboard.model.decision import NO_DECISIONS, OWN, Decisions

HIDDEN = "…"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}")
_DIGITS = r"\d(?:[ ()./-]{0,2}\d){8,14}"
_TELEPHONE = re.compile(rf"\(?(?:\+|00){_DIGITS}")
_REACH = re.compile(rf"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{{2,}}|(?<!\w)\(?\+{_DIGITS}(?!\w)")
_NAME = re.compile(
    "(full|first|last|sur|family|given)?name|(pre)?nom|nom(defamille|complet)"
    "|nombre(completo)?|apellidos?"
)
_ROLE = "expert|focalpoint|contact|person|participant|official"
_NAMED = re.compile(
    "(name|nom|nombre).*(expert|focal|contact|person|participant|funcionari|official)"
    f"|({_ROLE})s?(full|first|last|sur|family|given)?name"
)
_WHOLE = re.compile(
    "contact(person)?|tel|gsm|mobile|movil|fax|(home|postal)?address|adresse(postale)?|direccion"
    "|passe?port|pasaporte|linkedin|dateofbirth|birthdate|datedenaissance|fechadenacimiento"
)
_PARTS = ("email", "mailaddress", "phone", "courriel", "correoelectronico", "telefono")
_PERSONS = re.compile(
    r"(lead|team)?(experts?|expertos?|expertes?|focalpoints?|pointsfocaux|pointfocal"
    r"|puntos?focal(es)?|trainers?|formateurs?|formador(es)?|speakers?)\d*"
)
_TITLES = frozenset(("mr", "mrs", "ms", "dr", "prof", "mme", "mlle", "sr", "sra", "dra"))
_LENGTH = 16  # of the hash in a pseudonym: one chance in 10^12 that two of 10,000 are the same


def person_ids(table: Table) -> str:
    """Return the column of a table that tells persons apart, ``""`` where it has none."""
    return next((c.name for c in table.columns if c.type == "id" and c.personal), "")


def is_personal(header: str, cells: Iterable[str]) -> bool:
    """Whether a column's header or its cells say that it names persons or how to reach them.

    Parameters
    ----------
    header
        The header of a column that is no declared one.
    cells
        Its cells. A column of numbers holds no names (*Nombre d'experts*); one that is called after
        experts or focal points holds names where a cell looks like one.
    """
    name, filled = plain(header), [text for text in cells if text]
    if _WHOLE.fullmatch(name) or any(part in name for part in _PARTS):
        return True
    if any("@" in text and _ADDRESS.search(text) for text in filled) or _telephones(filled):
        return True
    if _PERSONS.fullmatch(name):
        return any(is_name(value) for text in filled for value in re.split(r"[;\n]", text))
    return bool(_NAME.fullmatch(name) or _NAMED.search(name)) and not _numbers(filled)


def says_name(header: str) -> bool:
    """Whether a header, as it is compared, says that names of persons stand below it."""
    return bool(_NAME.fullmatch(header))


def _telephones(filled: Sequence[str]) -> bool:
    """Whether half of the cells or more are telephone numbers."""
    return bool(filled) and 2 * sum(map(bool, map(_TELEPHONE.fullmatch, filled))) >= len(filled)


def _numbers(filled: Sequence[str]) -> bool:
    return bool(filled) and not any(character.isalpha() for character in chain(*filled))


def name_places(others: Mapping[int, str], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Return the columns that together hold the names of a table's persons.

    Parameters
    ----------
    others
        Place -> header of the columns that are no declared ones.
    rows
        The rows below the header.

    Returns
    -------
    tuple[int, ...]
        Columns called *Name*, *Surname*, *Prénom*...; without any, those like *Name of expert*.
    """
    held = {
        place: plain(header)
        for place, header in others.items()
        if not _numbers([text for row in rows if (text := cell(row, place))])
    }
    own = tuple(place for place, name in held.items() if _NAME.fullmatch(name))
    return own or tuple(place for place, name in held.items() if _NAMED.search(name))


def is_address(text: str) -> bool:
    """Whether a mail address stands in a text."""
    return bool(_ADDRESS.search(text))


def without_reach(text: str) -> str:
    """Take mail addresses and telephone numbers out of a text."""
    if ("@" not in text and "+" not in text) or not _REACH.search(text):
        return text
    return _REACH.sub("", text).strip(" ,;:<>()")


def is_name(text: str) -> bool:
    """Whether an id may be a person's name or address: words without any digit."""
    if _ADDRESS.search(text):
        return True
    words = text.replace(",", " ").split()
    return len(words) > 1 and all(_is_word(word) for word in words)


def _is_word(word: str) -> bool:
    return word[0].isalpha() and all(letter.isalpha() or letter in ".'’-" for letter in word)


@dataclass(frozen=True)
class PersonIds:
    """Reads the ids of persons so that no name becomes one.

    Parameters
    ----------
    column
        Of the ids: persons of the same column have the same pseudonyms in every table.
    key
        What the pseudonyms are made with.
    every
        Whether every cell is a name, or only those that look like one.
    decisions
        Which ids a person said are those of one person.
    """

    column: str
    key: bytes
    every: bool
    decisions: Decisions = NO_DECISIONS

    def __call__(self, text: str) -> Converted:
        """Read one cell; what may be a name stands in no finding."""
        if wrong := faulty(text):
            return Converted("", tuple(Problem(p.code, HIDDEN) for p in wrong.problems))
        own = pseudonym(text, self.column, self.key) if self.names(text) else str(text)
        same = self.decisions.answer("person", self.column, own)
        return Converted(same if same and same != OWN else own)

    def names(self, text: str) -> bool:
        """Whether a cell is taken for a name."""
        return bool(text) and (self.every or is_name(text))


def pseudonym(name: str, column: str, key: bytes) -> str:
    """Return the id that stands for a name: the same however its parts are ordered and written.

    Parameters
    ----------
    name
        ``LEE, Ann``, ``Ann Lee`` and ``Dr Ann Lee`` are one name.
    column
        Of the ids; an expert and a focal point of one name have different pseudonyms.
    key
        Kept apart from the data.
    """
    said = f"{column}:{sorted_name(name)}".encode()
    return f"p-{hmac.new(key, said, hashlib.sha256).hexdigest()[:_LENGTH]}"


def sorted_name(name: str) -> str:
    """Write the parts of a name in one order, without titles, accents or case."""
    return " ".join(sorted({plain(part) for part in re.split(r"[\s,;]+", name)} - _TITLES - {""}))
