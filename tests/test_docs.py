"""What the papers say is true: the tables that a command prints, and the numbers of the record."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from mieux_dashboard.cli import app
from mieux_dashboard.intake import first_run
from tests.conftest import DATA

METHOD = (DATA.parent / "docs" / "method.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def record():
    return first_run(DATA)


def section(title: str) -> str:
    """Return the text under a heading."""
    return METHOD.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_the_table_of_the_demonstration_is_what_the_command_prints():
    printed = CliRunner().invoke(app, ["sample", "--targets"])
    assert printed.exit_code == 0
    assert section("The demonstration").endswith("\n\n" + printed.stdout)


def test_the_rows_of_the_record_are_as_many_as_the_method_says(record):
    said = dict(re.findall(r"^\| ([^|]+?) \| (\d+) \|", section("The public record"), re.M))
    assert {name: int(n) for name, n in said.items()} == {
        "Actions": len(record["actions"]),
        "requests": len(record["requests"]),
        "results": len(record["results"]),
        "cooperating organisations": len(record["partners"]),
        "published figures": len(record["published_figures"]),
        "focal points, experts, deployments, activities": sum(
            len(record[name]) for name in ("focal_points", "experts", "deployments", "activities")
        ),
    }


def test_assigned_and_derived_values_are_as_many_as_the_method_says(record):
    text = " ".join(section("The public record").split())
    actions, requests = record["actions"], record["requests"]
    n_areas = (actions["areas_basis"] == "assigned").sum()
    n_phases = (actions["phase_basis"] == "derived").sum()
    n_accepted = (requests["decision_basis"] == "derived").sum()
    n_figures = (record["published_figures"]["basis"] == "derived").sum()
    assert f"the areas of {n_areas} Actions" in text
    assert f"{n_phases} phases" in text
    assert f'{n_accepted} decisions "accepted"' in text
    assert f"{n_figures} figures from other figures" in text
    assert set(record["results"]["type_basis"]) == {"assigned"}
    assert f"the outputs of {record['results']['action_id'].nunique()} Actions" in text


def test_the_change_of_phase_is_as_large_as_the_method_says(record):
    ends = (record["actions"]["end_date"] == "2020-04").sum()
    assert f"{ends} Actions end in April 2020" in METHOD
