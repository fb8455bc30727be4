"""What each peer shows: four numbers, Actions by country, by year of start, and their rows.

The same pandas for all of them, as their documentation would write it: read once, filter, group.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pandas as pd

EVERY = "all"
ROWS = 200
"""How many rows of the table are sent."""


class Shown(NamedTuple):
    """What one choice shows."""

    numbers: dict[str, int]
    countries: pd.DataFrame
    years: pd.DataFrame
    rows: pd.DataFrame


class Tables(NamedTuple):
    """One row per Action; per Action and country; per Action and area."""

    actions: pd.DataFrame
    places: pd.DataFrame
    themes: pd.DataFrame

    @property
    def areas(self) -> list[str]:
        """All areas, and first of all none chosen."""
        return [EVERY, *sorted(self.themes["area"].unique())]

    @property
    def regions(self) -> list[str]:
        """All regions, and first of all none chosen."""
        return [EVERY, *sorted(self.actions["region"].unique())]

    def shown(self, area: str = EVERY, region: str = EVERY, since: int = 0) -> Shown:
        """Return the numbers, the two groups, and the first rows of what is chosen."""
        actions = self.actions
        if area != EVERY:
            named = self.themes.loc[self.themes["area"] == area, "action_id"]
            actions = actions[actions["action_id"].isin(named)]
        if region != EVERY:
            actions = actions[actions["region"] == region]
        if since:
            actions = actions[actions["year"] >= since]
        places = self.places[self.places["action_id"].isin(actions["action_id"])]
        numbers = {
            "Actions": len(actions),
            "countries": places["iso3"].nunique(),
            "participants": int(actions["participants"].sum()),
            "institutions": actions["institution"].nunique(),
        }
        countries = places.groupby("iso3", as_index=False).agg(n=("action_id", "nunique"))
        years = actions.groupby("year", as_index=False).agg(n=("action_id", "nunique"))
        return Shown(numbers, countries, years, actions.head(ROWS))


def read() -> Tables:
    """Read the three tables of the folder that ``BENCH_DATA`` names."""
    folder = Path(os.environ["BENCH_DATA"])
    return Tables(*(pd.read_parquet(folder / f"{name}.parquet") for name in Tables._fields))
