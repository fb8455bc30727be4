"""What is nearly the same: names of persons before they are dropped, and ids as they are typed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from rapidfuzz import fuzz, process

from mieux_dashboard.load.asked import Asking
from mieux_dashboard.load.findings import Asked, Finding
from mieux_dashboard.load.persons import sorted_name
from mieux_dashboard.load.rules import Record, compared
from mieux_dashboard.model.columns import Table
from mieux_dashboard.model.decision import Decisions

_ALIKE = 92
_ALL_PAIRS = 3_000  # so many names are compared each with each, more only where they share a part
_IN_COMMON = 300  # a part that more names have than this tells nothing
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@dataclass
class Names:
    """The names of persons, for as long as a load is read: pseudonym -> name and first cell."""

    _seen: dict[str, dict[str, tuple[str, str, Record]]] = field(default_factory=dict, repr=False)

    def note(self, column: str, name: str, record: Record) -> None:
        """Note who has a pseudonym, and where that stands first."""
        own = record.texts[column]
        self._seen.setdefault(column, {}).setdefault(
            own, (sorted_name(name), record.place(column), record)
        )

    def alike(self, decisions: Decisions) -> Iterator[tuple[Asking, Finding]]:
        """Ask whether persons of nearly the same name are one, without showing a name."""
        for column, persons in self._seen.items():
            ids = list(persons)
            for first, second in _pairs([persons[own][0] for own in ids]):
                one, other = ids[first], ids[second]
                if _decided(decisions, column, one, other):
                    continue
                (_, there, _), (_, here, record) = persons[one], persons[other]
                asked: Asked = ("person", column, other)
                found = record.finding("persons-alike", column, other=there)
                found = replace(found, severity="warning", value="", asked=asked)
                yield (asked, other, (one,), here), found


def _decided(decisions: Decisions, column: str, one: str, other: str) -> bool:
    return bool(
        decisions.answer("person", column, one) or decisions.answer("person", column, other)
    )


def _pairs(names: list[str]) -> Iterable[tuple[int, int]]:
    """Return the pairs of names that are alike, the earlier one first."""
    if len(names) <= _ALL_PAIRS:
        return _among(range(len(names)), names)
    parts: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        for part in name.split():
            parts[part].append(index)
    blocks = (block for block in parts.values() if 1 < len(block) <= _IN_COMMON)
    return dict.fromkeys(pair for block in blocks for pair in _among(block, names))


def _among(places: Iterable[int], names: list[str]) -> list[tuple[int, int]]:
    held = list(places)
    own = [names[place] for place in held]
    scores = process.cdist(own, own, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
    return [(held[a], held[b]) for a, b in np.argwhere(np.triu(scores, 1) >= _ALIKE)]


def near_ids(table: Table, records: Iterable[Record]) -> Iterator[Finding]:
    """Find ids that differ in a zero, a space or a dash only; both are kept as they are typed."""
    first: dict[str, Record] = {}
    for record in records:
        own = record.texts[table.key]
        other = first.setdefault(_loose(own), record)
        if other is not record and compared(other.texts[table.key]) != compared(own):
            details = {
                "near": other.texts[table.key],
                "other": other.place(table.key, record.file),
            }
            yield replace(record.finding("id-near", table.key, **details), severity="warning")


def _loose(key: str) -> str:
    """Reduce an id to what is left where zeros, spaces and dashes are typed in another way."""
    text = key if key.isascii() else unicodedata.normalize("NFKC", key).translate(_DASHES)
    return _ZEROS.sub("", "".join(text.casefold().split())).removesuffix(".0")
