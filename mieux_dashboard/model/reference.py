"""The lists that give a programme's codes their meaning, carried by every Dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from mieux_dashboard.model.columns import NEEDS, TABLES
from mieux_dashboard.model.review import Reviews


@dataclass(frozen=True, slots=True)
class Logo:
    """An emblem or a logo, which never stands without its funding statement.

    Parameters
    ----------
    png
        The picture.
    svg
        The same as a vector, b"" where there is none.
    ratio
        Its width, where its height is 1.
    alt, statement
        Its text alternative, and what stands beside it, by language.
    """

    png: bytes
    svg: bytes
    ratio: float
    alt: Mapping[str, str]
    statement: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """What an owner puts around everything shown: logos, disclaimer and contact, by language."""

    logos: tuple[Logo, ...] = ()
    disclaimer: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> bool:
        """Whether the owner gave any of it."""
        return bool(self.logos or self.disclaimer or self.contact)


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme itself: its name, its life, and where its record comes from.

    Parameters
    ----------
    id, name
        Short name for files, and the name that is shown.
    start, end
        First and last day; periods are clipped to them.
    record
        ``published``, ``programme`` or ``demonstration``: what the rows rest on.
    compiled
        Day on which the record was compiled.
    workbook
        File name of the workbook that a first run loads.
    titles
        The full name by language.
    contact
        The mail address to which readers report errors, "" for none.
    tables
        The tables that it keeps; pages, charts and columns of the others are nowhere shown.
    terms
        What it calls the things of the glossary: the term's key -> language -> its forms, parted
        by ``|`` (``organisation|organisations``). Without an entry they have the program's names.
    around
        The milestone that months are counted from, where a reader chooses none.
    frame
        The owner's logos, disclaimer and contact; what ships has none.
    """

    id: str
    name: str
    start: date
    end: date
    record: str
    compiled: date
    workbook: str
    titles: Mapping[str, str]
    contact: str = ""
    tables: tuple[str, ...] = tuple(TABLES)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    around: str = ""
    frame: Frame = Frame()

    def keeps(self, *tables: str) -> bool:
        """Whether it keeps one of `tables` at least; of none it need not keep any."""
        return not tables or any(table in self.tables for table in tables)

    def speaks_of(self, name: str) -> bool:
        """Whether a figure, a thing or a column means something with the tables that it keeps."""
        return self.keeps(*NEEDS.get(name, ()))


@dataclass(frozen=True, slots=True)
class Period:
    """The time from one core milestone to the day before the next, within the programme's life."""

    id: str
    milestone: str
    start: date
    end: date

    @property
    def months(self) -> float:
        """Length in months, days counted as parts of a mean month (365.25 / 12 days)."""
        return ((self.end - self.start).days + 1) * 12 / 365.25


@dataclass(frozen=True, eq=False)
class Reference:
    """Code lists as tables of text, each with its `id` (countries: `iso3`) unique.

    Parameters
    ----------
    countries
        ``iso3 iso2 name_en name_fr name_es region subregion lat lon small eligible mark``;
        ``lat`` and ``lon`` are numbers, ``small`` is true for places that a world map cannot show.
    regions
        ``id level region label_en label_fr label_es position``, in reading order.
    groups
        ``id kind acronym_* name_* region members aliases``; members are ISO3 codes split by ``;``.
    areas
        ``id level pillar gamm label_*``, pillars and specific areas in reading order.
    area_labels
        ``label area basis``: every published label and the area it belongs to.
    institution_types, milestones, phases, member_states, designations, aliases
        As in the files of ``data/reference``.
    reviews
        Who reviewed which translation of the programme's folder.
    sentences
        ``sentence said_en said_fr said_es``: what the programme says instead of a sentence of the
        program, which is given in English; a plural has its two forms parted by ``|``.
    sources
        ``url label_en label_fr label_es``: the main sources of its record.
    """

    programme: Programme
    countries: pd.DataFrame
    regions: pd.DataFrame
    groups: pd.DataFrame
    areas: pd.DataFrame
    area_labels: pd.DataFrame
    institution_types: pd.DataFrame
    milestones: pd.DataFrame
    phases: pd.DataFrame
    member_states: pd.DataFrame
    designations: pd.DataFrame
    aliases: pd.DataFrame
    reviews: Reviews = field(default_factory=dict)
    sentences: pd.DataFrame = field(default_factory=pd.DataFrame)
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def partner_regions(self) -> tuple[str, ...]:
        """The regions that partners belong to, in reading order, without ``other`` and ``eu``."""
        top = self.regions[self.regions["level"] == "region"]["id"]
        return tuple(region for region in top if region not in ("other", "eu"))

    @cached_property
    def pillars(self) -> tuple[str, ...]:
        """The headings under which the areas stand, in reading order."""
        return tuple(self.areas[self.areas["level"] == "pillar"]["id"])

    @cached_property
    def core_milestones(self) -> pd.DataFrame:
        """The milestones that make the periods, by date."""
        return self.milestones[self.milestones["core"] == "yes"].sort_values("date")

    @cached_property
    def around(self) -> str:
        """The milestone that months are counted from, where none is chosen; "" without one."""
        core = self.core_milestones["id"]
        return self.programme.around or (str(core.iloc[-1]) if len(core) else "")

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods between core milestones, clipped to the programme's life."""
        core = self.core_milestones
        starts = [date.fromisoformat(day) for day in core["date"]]
        ends = [date.fromordinal(day.toordinal() - 1) for day in starts[1:]] + [self.programme.end]
        return tuple(
            Period(
                period,
                milestone,
                max(start, self.programme.start),
                min(end, self.programme.end),
            )
            for period, milestone, start, end in zip(
                core["period"], core["id"], starts, ends, strict=True
            )
            if end >= self.programme.start and start <= self.programme.end
        )
