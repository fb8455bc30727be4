"""What the reader has chosen, all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from urllib.parse import urlencode

from mieux_dashboard.model.columns import CODE_LISTS
from mieux_dashboard.model.reference import Reference

BASES = ("start", "active")
DATA = ("demonstration",)
PARTED = ("period", "pillar")
"""What charts can be grouped by."""
COMPARED = ("period", "region", "group", "country", "pillar", "phase")
"""What can be set side by side; the first is what is compared when nothing is said."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of Actions; empty means all. Hashable, and the same as its query in the address.

    Parameters
    ----------
    year_from, year_to
        Years (``from`` and ``to`` in the address), both included; 0 is no limit. An Action has the
        year in which it started, or with ``basis="active"`` each year in which it ran. An Action
        without the date is in no year: it leaves the selection as soon as a year is chosen.
    period
        Ids of periods; an Action belongs to the one in which it started.
    region, group, country, pillar, area, institution, phase, record
        Codes; an Action is in when it has one of them. A group holds its members' Actions and
        those of the body itself.
    basis
        ``start`` or ``active``.
    milestone
        Ids of further milestones to show on charts over time.
    around
        The milestone that a chart of months before and after counts from.
    by
        What charts are grouped by (``period`` or ``pillar``), or what is set side by side: one of
        `COMPARED`. It changes how Actions are shown, never which.
    of
        Codes of the sides of a comparison, in the order in which they stand.
    data
        ``demonstration`` for the made-up programme, empty for the programme itself. It is part of
        the selection so that every link keeps it.
    """

    year_from: int = 0
    year_to: int = 0
    period: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    pillar: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    institution: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    basis: str = "start"
    milestone: tuple[str, ...] = ()
    around: str = ""
    by: str = ""
    of: tuple[str, ...] = ()
    data: str = ""

    @property
    def narrows(self) -> bool:
        """Whether fewer than all Actions may be in view."""
        shown = {"basis": "start", "milestone": (), "around": "", "by": "", "of": (), "data": ""}
        return replace(self, **shown) != Selection()  # type: ignore[arg-type]

    @property
    def choice(self) -> Selection:
        """The selection without what changes how records are shown, never which."""
        return replace(self, milestone=(), around="", by="", of=(), data="")

    @property
    def everything(self) -> Selection:
        """All of the same data: the selection without what narrows it."""
        return Selection(by=self.by, of=self.of, data=self.data)

    def query(self) -> str:
        """Return the query of the address, without ``?``; the same choice gives the same text."""
        pairs = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                pairs.append((_query_name(field.name), _as_text(value)))
        return urlencode(pairs, safe=",")


NAMES = tuple(field.name.removeprefix("year_") for field in fields(Selection))
"""The names of a selection's parts in an address; any other part is a page's own."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value in an address or option that names nothing we have."""

    name: str
    value: str
    known: tuple[str, ...]


def read_selection(
    query: Mapping[str, str | Sequence[str]], reference: Reference
) -> tuple[Selection, tuple[Unknown, ...]]:
    """Read a selection from the parts of an address.

    Parameters
    ----------
    query
        Name to value; several values are split on commas or given as a list. Names that are no
        part of a selection are left alone.
    reference
        The lists whose codes are known.

    Returns
    -------
    tuple
        The selection without what is unknown, and what is unknown.
    """
    known = known_codes(reference)
    chosen: dict[str, object] = {}
    unknown: list[Unknown] = []
    for field in fields(Selection):
        given = _values(query.get(_query_name(field.name)))
        good = [value for value in given if _fits(field.name, value, known)]
        unknown += [
            Unknown(_query_name(field.name), value, known.get(field.name, ()))
            for value in given
            if value not in good
        ]
        if good:
            chosen[field.name] = _as_value(field.name, good)
    return Selection(**chosen), tuple(unknown)  # type: ignore[arg-type]


@lru_cache(maxsize=8)
def known_codes(reference: Reference) -> dict[str, tuple[str, ...]]:
    """List, for each part of a selection that takes codes, the codes that it may take."""
    areas = reference.areas
    top = reference.regions["level"] == "region"
    milestones = tuple(reference.milestones["id"])
    lists = {
        "period": tuple(period.id for period in reference.periods),
        "region": tuple(reference.regions[top]["id"]),
        "group": tuple(reference.groups["id"]) + tuple(reference.regions[~top]["id"]),
        "country": tuple(reference.countries["iso3"]),
        "pillar": reference.pillars,
        "area": tuple(areas[areas["level"] == "area"]["id"]),
        "institution": tuple(reference.institution_types["id"]),
        "phase": tuple(reference.phases["id"]),
        "record": tuple(CODE_LISTS["record_source"]),
        "basis": BASES,
        "milestone": milestones,
        "around": milestones,
        "by": COMPARED,
        "data": DATA,
    }
    return lists | {"of": tuple(code for part in COMPARED for code in lists[part])}


def _query_name(name: str) -> str:
    return name.removeprefix("year_")


def _values(given: str | Sequence[str] | None) -> list[str]:
    parts = given.split(",") if isinstance(given, str) else list(given or ())
    return list(dict.fromkeys(part.strip() for part in parts if part and part.strip()))


def _fits(name: str, value: str, known: Mapping[str, tuple[str, ...]]) -> bool:
    if name in ("year_from", "year_to"):
        return value.isascii() and value.isdigit() and len(value) == 4
    return value in known[name]


def _as_value(name: str, good: list[str]) -> object:
    if name in ("year_from", "year_to"):
        return int(good[0])
    if name == "of":
        return tuple(good)
    return good[0] if name in ("basis", "around", "by", "data") else tuple(sorted(good))


def _as_text(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
