"""Where the id of a person stands: in tables, texts and bytes."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from mieux_dashboard.load.persons import HIDDEN, person_ids
from mieux_dashboard.load.rules import compared
from mieux_dashboard.load.text import plain
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.decision import Decision

_PSEUDONYM = re.compile(r"p-[0-9a-f]{16}")
_MARKS = re.compile(rb"<[^>]*>")
_TELLING = 3  # characters from which an id is looked for in texts
_DEPTH = 3  # archives within archives that are looked into


@dataclass(frozen=True)
class Trace:
    """The id of an expert or a focal point, as it is looked for.

    Parameters
    ----------
    id
        As it stands in a table. One of digits only, or shorter than three characters, is looked for
        in columns of ids alone, since in a text it may mean anything.
    """

    id: str

    @property
    def telling(self) -> bool:
        """Whether the id means nothing else in a text."""
        return len(plain(self.id)) >= _TELLING and not plain(self.id).isdigit()

    @property
    def is_pseudonym(self) -> bool:
        """Whether the id was made from a name."""
        return bool(_PSEUDONYM.fullmatch(self.id.strip().lower()))

    def is_id(self, text: str) -> bool:
        """Whether a cell of ids is this id."""
        return compared(str(text)) == compared(self.id)

    def stands_in(self, text: str) -> bool:
        """Whether the id is a word of a text."""
        return self.telling and bool(self._word.search(str(text)))

    def without(self, text: str) -> str:
        """Return a text without the id; it stays the same object where it has none."""
        return self._word.sub(HIDDEN, str(text)) if self.stands_in(text) else text

    def names(self, given: Decision) -> bool:
        """Whether a decision is about the person or mentions her."""
        said = (given.where, given.asked, given.answer)
        if given.kind == "person" and any(map(self.is_id, said)):
            return True
        reduced = self.telling and plain(self.id) in plain(given.asked)
        return reduced or any(map(self.stands_in, said))

    def rows(self, name: str, table: pd.DataFrame) -> pd.Series[bool]:
        """Say of each row of a table whether it is the person's own."""
        column = person_ids(TABLES[name]) if name in TABLES else ""
        if column not in table:
            return pd.Series(False, index=table.index)
        own = [self.is_id(text) for text in table[column].tolist()]
        return pd.Series(own, index=table.index, dtype="bool")

    def cells(self, name: str, table: pd.DataFrame) -> dict[str, list[int]]:
        """Return by column the places of the rows in whose text the id stands."""
        found = {}
        for column in self._free(name, table):
            texts = table[column].tolist()
            if places := [place for place, text in enumerate(texts) if self.stands_in(text)]:
                found[column] = places
        return found

    def scrubbed(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table without the person; the same object where she does not stand in it."""
        own, cells = self.rows(name, table), self.cells(name, table)
        if not (own.any() or cells):
            return table
        changed = {
            column: pd.Series(
                [self.without(text) for text in table[column].tolist()],
                index=table.index,
                dtype=table[column].dtype,
            )
            for column in cells
        }
        return table.assign(**changed)[~own].reset_index(drop=True)

    def stands_in_bytes(self, data: bytes) -> bool:
        """Whether the id stands in the bytes of a file, or of the parts of an archive."""
        if not self.telling:
            return False
        said = compared(self.id)
        looked = [said.encode(), said.encode("utf-16-le")]
        return any(code in text for text in map(_text, unpacked(data)) for code in looked)

    def may_stand_in(self, data: bytes) -> bool:
        """Whether a file has to be read to know; only a workbook of XML can be searched instead."""
        return not self.telling or not data.startswith(b"PK") or self.stands_in_bytes(data)

    def _free(self, name: str, table: pd.DataFrame) -> list[str]:
        """Return the columns in which a person may have written anything."""
        declared = {c.name: c for c in TABLES[name].columns} if name in TABLES else {}
        kinds = ("text", "url")
        return [
            column
            for column in table.columns
            if pd.api.types.is_string_dtype(table[column])
            and (column not in declared or declared[column].type in kinds)
        ]

    @cached_property
    def _word(self) -> re.Pattern[str]:
        words = r"\s+".join(map(re.escape, self.id.split()))
        return re.compile(rf"(?<![\w-]){words}(?![\w-])", re.IGNORECASE)


def unpacked(data: bytes, depth: int = _DEPTH) -> list[bytes]:
    """Return the bytes of a file, or those of all parts where it is an archive."""
    if not depth or not data.startswith(b"PK"):
        return [data]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            parts = [part for name in names for part in unpacked(archive.read(name), depth - 1)]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return [data]
    return [*(name.encode() for name in names), *parts]


def _text(data: bytes) -> bytes:
    """Return bytes in small letters; of XML also the text alone, which marks may divide."""
    low = data.lower()
    if not low.lstrip().startswith(b"<"):
        return low
    bare = html.unescape(_MARKS.sub(b"", low).decode("utf-8", "replace"))
    return low + b"\n" + bare.encode()
