"""The demonstration, and the plain rows of both sets of data to count over by hand."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mieux_dashboard.model.dataset import Dataset, dataset
from mieux_dashboard.model.selection import Selection
from mieux_dashboard.sample import made_up

DATA = Path(__file__).parents[2] / "data"
OF_ACTIONS = ("deployments", "activities", "results", "partners")


@pytest.fixture(scope="session")
def made(reference):
    return made_up(reference)


@pytest.fixture(scope="session")
def demonstration(made, reference) -> Dataset:
    return dataset(made, reference)


@dataclass
class Plain:
    """A Dataset and a Selection, and beside them the rows that they hold, chosen by hand."""

    data: Dataset
    selection: Selection
    rows: dict[str, list[dict]]
    places: dict[str, dict] = field(default_factory=dict)
    bodies: dict[str, dict] = field(default_factory=dict)

    def regions(self, row) -> set[str]:
        countries = values(row["countries"])
        body = self.bodies[row["regional_body"]]["region"] if row["regional_body"] else ""
        return {self.places[c]["region"] for c in countries} or ({body} - {""})

    def narrowed(self, region, year) -> None:
        """Keep what belongs to the region and the years from `year` on."""
        for name, day in (("actions", "start_date"), ("requests", "received_date")):
            self.rows[name] = [
                row
                for row in self.rows[name]
                if region in self.regions(row) and row[day] and int(row[day][:4]) >= year
            ]
        actions = {row["action_id"] for row in self.rows["actions"]}
        for name in OF_ACTIONS:
            self.rows[name] = [row for row in self.rows[name] if row["action_id"] in actions]
        sent = {row["expert_id"] for row in self.rows["deployments"]}
        self.rows["experts"] = [row for row in self.rows["experts"] if row["expert_id"] in sent]
        self.rows["focal_points"] = [
            row for row in self.rows["focal_points"] if int(row["end_date"][:4]) >= year
        ]


@pytest.fixture(scope="session", params=["record", "demonstration", "demonstration, Africa 2012-"])
def plain(request, public_record, demonstration, made, reference) -> Plain:
    lists = {
        "places": {row["iso3"]: row for row in read("reference/countries")},
        "bodies": {row["id"]: row for row in read("reference/groups")},
    }
    if request.param == "record":
        names = ("actions", "requests", "results", "partners")
        rows = {name: read(f"public_record/{name}") for name in names}
        absent = ("focal_points", "experts", "deployments", "activities")
        return Plain(public_record, Selection(), rows | {name: [] for name in absent}, **lists)
    rows = {name: table.to_dict("records") for name, table in made.items()}
    if request.param == "demonstration":
        return Plain(demonstration, Selection(), rows, **lists)
    chosen = Plain(demonstration, Selection(region=("africa",), year_from=2012), rows, **lists)
    chosen.narrowed("africa", 2012)
    return chosen


def read(name: str) -> list[dict]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(cell: str) -> set[str]:
    return set(cell.split(";")) - {""}
