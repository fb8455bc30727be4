"""Reads a programme's reference lists from its folder."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pandas as pd

from mieux_dashboard.model.reference import Programme, Reference
from mieux_dashboard.model.review import read_reviews
from mieux_dashboard.reference.frame import FrameRefused, read_frame

__all__ = ["FILES", "PROGRAMME", "FrameRefused", "read_programme", "read_reference"]

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
}


PROGRAMME = "programme"


def read_reference(folder: Path, name: str = PROGRAMME) -> Reference:
    """Read ``<name>.toml``, ``reference/*.csv``, ``review.csv`` and ``frame/`` of a folder.

    Everything is read as text (Namibia is ``NA``), then the few numbers are converted.

    Raises
    ------
    FileNotFoundError
        When a list is missing.
    FrameRefused
        When the owner's frame cannot be shown as it is.
    """
    lists = {name: _read(folder / "reference" / file) for name, file in FILES.items()}
    countries = lists["countries"]
    lists["countries"] = countries.assign(
        lat=pd.to_numeric(countries["lat"]),
        lon=pd.to_numeric(countries["lon"]),
        small=countries["small"] == "yes",
    )
    reviews = read_reviews(folder)
    reference = Reference(programme=read_programme(folder, name), **lists, reviews=reviews)
    if name != PROGRAMME:
        return reference  # what is made up never stands beneath an owner's emblem
    frame = read_frame(folder, reference)
    return replace(reference, programme=replace(reference.programme, frame=frame))


def read_programme(folder: Path, name: str = PROGRAMME) -> Programme:
    """Read a programme's own facts from ``<name>.toml``; a folder may describe more than one."""
    with (folder / f"{name}.toml").open("rb") as file:
        return Programme(**tomllib.load(file))


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
