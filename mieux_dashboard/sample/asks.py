"""What the made-up requests ask for: where, about what, by which made-up institution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mieux_dashboard.model.reference import Reference
from mieux_dashboard.sample.draws import Draws, Texts, texts, whole
from mieux_dashboard.sample.places import Pools, placed

AREAS = {
    "trafficking": 16,
    "diaspora": 10,
    "border-management": 9,
    "irregular": 8,
    "integration": 7,
    "labour-migration": 6,
    "data-management": 6,
    "development": 5,
    "migration-policy": 5,
    "communication": 5,
    "climate": 4,
    "asylum-policy": 4,
    "training": 3,
    "consular-affairs": 3,
    "smuggling": 3,
    "migration-legislation": 2,
    "return-readmission": 2,
    "visa-management": 1,
    "document-security": 1,
    "children": 1,
    "health": 1,
    "human-rights": 1,
}
_ASKING = {
    "immigration-agency": 30,
    "joint-request": 14,
    "ministry-interior": 11,
    "diaspora-directorate": 9,
    "ministry-foreign": 7,
    "ministry-other": 6,
    "ministry-labour": 4,
    "head-of-government": 3,
    "border-police": 3,
    "local-authority": 2,
    "training-institute": 2,
    "parliament": 1,
    "statistics-office": 1,
    "thb-coordination": 1,
    "judiciary": 1,
    "refugee-authority": 1,
}
_NOUNS = {
    "national government": "ministry",
    "national agency": "agency",
    "regional": "regional secretariat",
    "other public powers": "authority",
    "local": "municipality",
    "joint": "group of institutions",
}


def asks(regions: pd.Series[Any], reference: Reference, given: Pools, draws: Draws) -> pd.DataFrame:
    """Make up what is asked in each of `regions`.

    Returns
    -------
    pd.DataFrame
        ``scope first count body countries area areas institution_type institution``: a place in
        `given` and its countries, the first area and all of them.
    """
    place = placed(regions.to_numpy(dtype=object), given, draws)
    kind = draws.deal(_ASKING, len(place))
    kind = np.where(place["scope"] == "regional", "joint-request", kind)
    kind = np.where(place["body"] != "", "regional-process", kind).astype(object)
    area, areas = area_cells(len(place), draws)
    return place.assign(
        countries=given.text(whole(place["first"]), whole(place["count"])),
        area=area,
        areas=areas,
        institution_type=kind,
        institution=_institutions(place["first"], kind, reference),
    )


def area_cells(n: int, draws: Draws) -> tuple[Texts, Texts]:
    """Return `n` first areas, and cells of them and, for three of ten, another."""
    first, other = draws.deal(AREAS, n), draws.pick(AREAS, n)
    alone = (first == other) | (draws.below(10, n) >= 3)
    return first, np.where(alone, first, first + ";" + other)


def _institutions(places: pd.Series[Any], kinds: Texts, reference: Reference) -> Texts:
    """Name the institutions by number: one of a kind in each place."""
    types = reference.institution_types
    groups = dict(zip(types["id"], types["group"], strict=True))
    nouns = {kind: _NOUNS.get(groups[kind], "institute") for kind in dict.fromkeys(kinds)}
    numbers, _ = pd.factorize(places.astype("str") + " " + pd.Series(kinds))
    return texts(
        [
            f"Demonstration {nouns[kind]} {number}"
            for kind, number in zip(kinds, (numbers + 1).tolist(), strict=True)
        ]
    )
