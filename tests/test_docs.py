"""What the papers say is true: commands, settings, floors of the house, numbers of the record."""

from __future__ import annotations

import re
import tomllib

import pytest
from typer.testing import CliRunner

from mieux_dashboard.cli import COMMANDS, app
from mieux_dashboard.intake import first_run
from mieux_dashboard.settings import PREFIX, Settings
from tests.conftest import DATA

ROOT = DATA.parent
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


def paper(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_house_in_the_readme_has_the_floors_that_imports_are_held_to():
    block = paper("README.md").partition("## The house\n")[2].partition("\n## ")[0]
    said = [re.split(r"\s{2,}", line.strip())[0] for line in re.findall(r"^ {4}.+", block, re.M)]
    contracts = tomllib.loads(paper("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    floors = next(one["layers"] for one in contracts if one["type"] == "layers")
    assert said == [floor.replace("mieux_dashboard.", "") for floor in floors]


def test_every_room_of_the_house_stands_on_a_floor():
    contracts = tomllib.loads(paper("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    floors = " ".join(next(one["layers"] for one in contracts if one["type"] == "layers"))
    rooms = {path.parent.name for path in (ROOT / "mieux_dashboard").glob("*/__init__.py")}
    assert set(re.findall(r"mieux_dashboard\.(\w+)", floors)) == rooms


def test_the_readme_is_one_screen():
    assert len(paper("README.md").splitlines()) <= 60


def test_the_list_of_commands_is_that_of_the_program_in_its_order():
    listed = re.findall(r"^\| `mieux (\w+)` \|", paper("docs/commands.md"), re.M)
    assert listed == [command.__name__ for command in COMMANDS]


def test_every_setting_is_explained_and_no_other():
    rows = re.findall(r"^\| (`MIEUX_[^|]+) \|", paper("docs/settings.md"), re.M)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(listed) == sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def test_every_make_target_that_a_paper_names_is_there():
    makes = set(re.findall(r"^([a-z-]+):", paper("Makefile"), re.M))
    papers = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = re.findall(r"(?:`| {4})make ([a-z-]+)", "\n".join(p.read_text("utf-8") for p in papers))
    assert set(named) <= makes
