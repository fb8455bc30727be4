"""Finding the code that a text names, in three languages; what is doubtful stays with a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from mieux_dashboard.load.garbled import repaired
from mieux_dashboard.load.text import plain
from mieux_dashboard.model.columns import CODE_LISTS
from mieux_dashboard.model.reference import Reference

_NEAR = 60
_MOST = 3
_NAMES = ("label", "name_", "acronym_")


@dataclass(frozen=True, slots=True)
class Found:
    """What a text names.

    Parameters
    ----------
    code
        The one code that it certainly names, else ``""``.
    candidates
        Codes that it may name, for a person to choose from; never chosen by us.
    doubtful
        Whether it names each of the candidates (``RU``), and is not only near to them.
    """

    code: str = ""
    candidates: tuple[str, ...] = ()
    doubtful: bool = False


class Lookup:
    """The codes of one list, by everything that they are called.

    Parameters
    ----------
    listed
        The list's name, under which `Words` names its codes.
    codes
        The codes themselves; each names itself (``irregular-migration``), whatever else is called
        nearly so (*Irregular migration*).
    called
        Pairs of a name and its code, in any language; a name of several codes is doubtful.
    doubtful
        Pairs of a name and a code that it may mean but need not.
    """

    def __init__(
        self,
        listed: str,
        codes: Iterable[str],
        called: Iterable[tuple[str, str]],
        doubtful: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.listed = listed
        self._own = {code.casefold(): code for code in codes}
        self._called = _by_name(called)
        self._doubtful = _by_name(doubtful)
        self._plain_own = {plain(code): code for code in self._own.values()}
        self._keys = list(self._called)

    def find(self, text: str) -> Found:
        """Find what `text` names; where nothing is certain, the nearest candidates."""
        if own := self._own.get(text.strip().casefold()):
            return Found(own)
        key = plain(text)
        meant = self._called.get(key, ()) + self._doubtful.get(key, ())
        if len(meant) == 1 and key not in self._doubtful:
            return Found(meant[0])
        if meant:
            return Found(candidates=tuple(dict.fromkeys(meant)), doubtful=True)
        certain = self._plain_own.get(key) or self.beyond(key)
        return Found(certain) if certain else Found(candidates=self._nearest(plain(repaired(text))))

    def beyond(self, key: str) -> str:
        """Look where the list itself does not reach; ``""`` where that finds nothing either."""
        return ""

    def names(self, text: str) -> bool:
        """Whether `text` names a code of the list, certainly or doubtfully."""
        key = plain(text)
        known = (self._called, self._doubtful, self._plain_own)
        return any(key in names for names in known) or bool(self.beyond(key))

    def has(self, code: str) -> bool:
        """Whether `code` is one of the list."""
        return self._own.get(code.casefold()) == code

    def _nearest(self, key: str) -> tuple[str, ...]:
        """Rank the codes whose names are near."""
        ranked = process.extract(
            key, self._keys, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=4 * _MOST
        )
        codes = (code for name, _, _ in ranked for code in self._called[name])
        return tuple(dict.fromkeys(codes))[:_MOST]


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for name, code in pairs:
        if plain(name):
            names[plain(name)][code] = None
    return {name: tuple(codes) for name, codes in names.items()}


def lookups(reference: Reference, countries: Lookup) -> dict[str, Lookup]:
    """Return the lookups of every list that a column may name, by the list's name."""
    found = {listed: _code_list(listed) for listed in CODE_LISTS}
    for listed in ("groups", "institution_types", "phases", "regions"):
        table = getattr(reference, listed)
        found[listed] = Lookup(listed, table["id"], called(table))
    areas = reference.areas
    labels = zip(reference.area_labels["label"], reference.area_labels["area"], strict=True)
    found["areas"] = Lookup("areas", areas["id"], [*called(areas), *labels])
    return found | {"countries": countries}


def called(table: pd.DataFrame, key: str = "id") -> list[tuple[str, str]]:
    """Return every name in a reference list with its code: labels, names, acronyms, aliases."""
    columns = [column for column in table.columns if column.startswith(_NAMES)]
    pairs = [
        (name, code)
        for column in columns
        if column != "label_checked"
        for name, code in zip(table[column], table[key], strict=True)
    ]
    if "aliases" in table:
        for names, code in zip(table["aliases"], table[key], strict=True):
            pairs += [(name, code) for name in names.split(";")]
    return pairs


def _code_list(listed: str) -> Lookup:
    names: Mapping[str, Mapping[str, tuple[str, ...]]] = CODE_LISTS[listed]
    pairs = [
        (name, code)
        for code, labels in names.items()
        for spellings in labels.values()
        for name in spellings
    ]
    return Lookup(listed, names, pairs)
