"""Which rows of a workbook may be records that are there already, under another id.

Nothing is matched by us: likely pairs become questions, a person answers, and the answer holds for
the next file too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from mieux_dashboard.intake.compare import Tables
from mieux_dashboard.load.links import REFERENCES
from mieux_dashboard.load.rules import compared
from mieux_dashboard.load.text import plain
from mieux_dashboard.model.columns import TABLES
from mieux_dashboard.model.decision import OWN, Decisions, Question

_SAID_BY = {"actions": ("title", "start_date"), "requests": ("institution", "received_date")}
"""Table -> what its records are called by, and the date that tells two of one name apart."""

_NEAR = 85
_MOST = 3
_COMPARED = 2_000_000  # so many pairs are looked at, then no more is proposed


@dataclass(frozen=True, slots=True)
class _Called:
    """A record by what it is called: its id, its words, its countries, its date."""

    id: str
    words: str
    countries: frozenset[str]
    date: str

    @property
    def key(self) -> str:
        """What a decision about it is kept under, the same in every file."""
        return "|".join([plain(self.words), ",".join(sorted(self.countries)), self.date])


def likely_pairs(base: Tables, given: Tables, decisions: Decisions) -> list[Question]:
    """Ask which new ids of `given` are records of `base`; what is decided is not asked again.

    Parameters
    ----------
    base, given
        The tables in force, and those of the workbook.
    decisions
        Answers in force, of kind ``record``.

    Returns
    -------
    list[Question]
        Of kind ``record``, for Actions and requests: an id that `base` has not, whose words are
        near to those of a record of the same country (or, without countries, of none), the nearest
        first; with ``asked`` made of words, countries and date.
    """
    questions = []
    left = _COMPARED
    for table in _SAID_BY:
        new = _new(base, given, table)
        by_country = _by_country(_called(base, table)) if new else {}
        for one in new:
            if decisions.answer("record", table, one.key):
                continue
            near = _sharing(one, by_country)
            left -= len(near)
            if left < 0:
                break
            if candidates := _nearest(one, near):
                shown = " · ".join(filter(None, [one.words, one.date, one.id]))
                questions.append(Question("record", table, one.key, shown, candidates))
    return questions


def matched(base: Tables, given: Tables, decisions: Decisions) -> dict[str, pd.DataFrame]:
    """Give the rows that a person found to be records of `base` the ids they have there.

    Every id that refers to such a row in another table of `given` changes with it.
    """
    tables = dict(given)
    for table in _SAID_BY:
        answers = (
            (one.id, decisions.answer("record", table, one.key)) for one in _new(base, given, table)
        )
        renamed = {compared(old): new for old, new in answers if new not in ("", OWN)}
        if renamed:
            _rename(tables, table, renamed)
    return tables


def _rename(tables: dict[str, pd.DataFrame], table: str, renamed: Mapping[str, str]) -> None:
    places = [(name, column) for name, column, target in REFERENCES if target == table]
    for name, column in [(table, TABLES[table].key), *places]:
        if name in tables and column in tables[name]:
            ids = [_renamed(text, renamed) for text in tables[name][column]]
            tables[name] = tables[name].assign(**{column: pd.Series(ids, dtype="str")})


def _renamed(text: str, renamed: Mapping[str, str]) -> str:
    return ";".join(renamed.get(compared(one), one) for one in str(text).split(";"))


def _new(base: Tables, given: Tables, table: str) -> list[_Called]:
    key = TABLES[table].key
    there = base[table][key].tolist() if table in base else []
    return _called(given, table, frozenset(compared(str(one)) for one in there))


def _called(tables: Tables, table: str, but: frozenset[str] = frozenset()) -> list[_Called]:
    """Return the records of a table that have words, but for those whose id is one of `but`."""
    if table not in tables:
        return []
    words, date = _SAID_BY[table]
    columns = (TABLES[table].key, words, "countries", date)
    rows = zip(*(tables[table][name].tolist() for name in columns), strict=True)
    return [
        _Called(str(id), str(said), frozenset(filter(None, str(where).split(";"))), str(when))
        for id, said, where, when in rows
        if said and compared(str(id)) not in but
    ]


def _by_country(called: Iterable[_Called]) -> dict[str, list[_Called]]:
    found: dict[str, list[_Called]] = defaultdict(list)
    for one in called:
        for country in one.countries or {""}:
            found[country].append(one)
    return found


def _sharing(one: _Called, by_country: Mapping[str, list[_Called]]) -> dict[str, _Called]:
    return {
        other.id: other
        for country in one.countries or {""}
        for other in by_country.get(country, ())
    }


def _nearest(one: _Called, others: Mapping[str, _Called]) -> tuple[str, ...]:
    """Rank the ids of the records whose words are near, those of the same date first."""
    ranked = process.extract(
        one.words.casefold(),
        {other.id: other.words.casefold() for other in others.values()},
        scorer=fuzz.token_sort_ratio,
        score_cutoff=_NEAR,
        limit=_MOST,
    )
    by_date = sorted(ranked, key=lambda hit: (others[hit[2]].date != one.date, -hit[1]))
    return tuple(id for _, _, id in by_date)
