"""Reads a programme's reference lists from its folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from mieux_dashboard.model.columns import LANGUAGES, TABLES
from mieux_dashboard.model.folders import SHIPPED
from mieux_dashboard.model.reference import Programme, Reference
from mieux_dashboard.model.review import read_reviews
from mieux_dashboard.reference.frame import FrameRefused, read_frame

__all__ = [
    "FILES",
    "PROGRAMME",
    "FrameRefused",
    "ProgrammeRefused",
    "read_programme",
    "read_reference",
]

FILES = {
    "countries": "countries.csv",
    "regions": "regions.csv",
    "groups": "groups.csv",
    "areas": "areas.csv",
    "area_labels": "area_labels.csv",
    "institution_types": "institution_types.csv",
    "milestones": "milestones.csv",
    "phases": "phases.csv",
    "member_states": "member_states.csv",
    "designations": "designations.csv",
    "aliases": "country_aliases.csv",
    "sentences": "words.csv",
    "sources": "sources.csv",
}

OWN = ("areas", "milestones")
"""The lists that every programme has of its own."""

EMPTY = ("area_labels", "phases", "sentences", "sources")
"""The lists that a programme may go without; the others are the shipped ones where it has none."""

PLACES = "places.csv"
"""``iso3 region subregion``: how a programme with regions of its own groups the shipped countries.
Those that it does not list are ``other``."""

PROGRAMME = "programme"


class ProgrammeRefused(Exception):
    """A programme's folder that cannot be used as it is, said in one line."""


def read_reference(folder: Path, name: str = PROGRAMME) -> Reference:
    """Read ``<name>.toml``, ``reference/*.csv``, ``review.csv`` and ``frame/`` of a folder.

    Everything is read as text (Namibia is ``NA``), then the few numbers are converted. Of the lists
    that the folder lacks, countries, aliases, designations, regions, groups, types of institution
    and Member States are those that ship with the program; labels of areas, phases, sentences and
    sources are none.

    Raises
    ------
    FileNotFoundError
        When a list that must be the programme's own is missing.
    ProgrammeRefused
        When its own facts, or a list, cannot be used as they are.
    FrameRefused
        When the owner's frame cannot be shown as it is.
    """
    programme = read_programme(folder, name)
    lists = {listed: _list(folder, listed) for listed in FILES}
    countries = _placed(lists["countries"], folder / "reference" / PLACES)
    lists["countries"] = countries.assign(
        lat=pd.to_numeric(countries["lat"]),
        lon=pd.to_numeric(countries["lon"]),
        small=countries["small"] == "yes",
    )
    reference = Reference(programme=programme, **lists, reviews=read_reviews(folder))
    if name != PROGRAMME:
        return reference  # what is made up never stands beneath an owner's emblem
    frame = read_frame(folder, reference)
    return replace(reference, programme=replace(programme, frame=frame))


def read_programme(folder: Path, name: str = PROGRAMME) -> Programme:
    """Read a programme's own facts from ``<name>.toml``; a folder may describe more than one.

    Raises
    ------
    ProgrammeRefused
        Says in one line which of them cannot be used, and what is expected.
    """
    path = folder / f"{name}.toml"
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProgrammeRefused(f"{path}: this cannot be read: {error}. Correct it there.") from None
    wrong = _wrong(given)
    if wrong:
        raise ProgrammeRefused(f"{path}: {wrong}")
    tables = given.pop("tables", list(TABLES))
    return Programme(**given, tables=tuple(one for one in TABLES if one in tables))


def _wrong(given: Mapping[str, Any]) -> str:
    """Say what of a programme's facts cannot be used; "" where all can."""
    known = {field.name: field for field in fields(Programme) if field.name != "frame"}
    needed = [name for name, field in known.items() if _is_needed(field)]
    strange = [name for name in given if name not in known]
    missing = [name for name in needed if name not in given]
    tables = [table for table in given.get("tables", []) if table not in TABLES]
    days = [day for day in ("start", "end", "compiled") if type(given.get(day)) is not date]
    silent = [language for language in LANGUAGES if language not in given.get("titles", {})]
    if strange:
        return f"{strange[0]} means nothing here. Expected are {', '.join(known)}."
    if missing:
        return f"{missing[0]} is missing. Write it there."
    if days:
        return f"{days[0]} is no day. Write it as 2024-03-31, without quotation marks."
    if silent:
        return f"titles has no {silent[0]}. Write the full name in {', '.join(LANGUAGES)}."
    if tables:
        return f"there is no table {tables[0]}. Expected are {', '.join(TABLES)}."
    if "actions" not in given.get("tables", TABLES):
        return "the table actions cannot be switched off. Add it to tables."
    return ""


def _is_needed(field: Any) -> bool:  # noqa: ANN401 - a field of any type
    return field.default is MISSING and field.default_factory is MISSING


def _list(folder: Path, listed: str) -> pd.DataFrame:
    """Read a list of the folder; where it has none the shipped one, or an empty one."""
    own, shipped = (each / "reference" / FILES[listed] for each in (folder, SHIPPED))
    if own.exists() or listed in OWN:
        return _read(own)
    return _read(shipped).head(0) if listed in EMPTY else _read(shipped)


def _placed(countries: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Group countries as a programme's own list of places says, where it has one."""
    if not path.exists():
        return countries
    places = _read(path).set_index("iso3")
    at = countries["iso3"]
    return countries.assign(
        region=at.map(places["region"]).fillna("other"),
        subregion=at.map(places["subregion"]).fillna("other"),
        eligible=at.isin(places.index).map({True: "yes", False: "no"}),
    )


def _read(path: Path) -> pd.DataFrame:
    """Read a list; a name that it does not have in a language is the English one."""
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    said = {}
    for name in (h.removesuffix("_en") for h in map(str, table) if h.endswith("_en")):
        english = table[f"{name}_en"]
        for head in (f"{name}_{language}" for language in LANGUAGES):
            own = table.get(head, english)
            said[head] = own if name == "said" else own.where(own != "", english)
    return table.assign(**said)
