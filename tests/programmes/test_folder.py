"""A programme's folder: what it may leave out, what is refused, and where its store lies."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from mieux_dashboard.model.folders import SHIPPED
from mieux_dashboard.reference import ProgrammeRefused, read_programme, read_reference
from mieux_dashboard.settings import Settings

EXAMPLES = SHIPPED / "examples"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(EXAMPLES / "compact_fund", tmp_path / "fund"))


def rewritten(folder, pattern, by):
    path = folder / "programme.toml"
    path.write_text(re.sub(pattern, by, path.read_text("utf-8"), count=1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("pattern", "by", "said"),
    [
        ("start = .*", "start = 'May'", "start is no day. Write it as 2024-03-31"),
        ("workbook = .*", "", "workbook is missing"),
        ("name = ", "nmae = ", "nmae means nothing here. Expected are id, name"),
        ("tables = .*", "tables = ['actions', 'donors']", "there is no table donors. Expected are"),
        ("tables = .*", "tables = ['results']", "actions cannot be switched off"),
        ('fr = "Compact.*', "", "titles has no fr"),
        ("id = ", "id == ", "this cannot be read"),
    ],
)
def test_facts_that_cannot_be_used_are_refused_in_one_line(folder, pattern, by, said):
    with pytest.raises(ProgrammeRefused, match=re.escape(said)) as refused:
        read_programme(rewritten(folder, pattern, by))
    assert "\n" not in str(refused.value)


def test_lists_that_are_the_same_for_all_are_those_that_ship(folder):
    own, shipped = read_reference(folder), read_reference(SHIPPED)
    assert own.countries.equals(shipped.countries)
    assert own.aliases.equals(shipped.aliases)


def test_no_list_of_another_programme_is_shown_by_omission(folder):
    own = read_reference(folder)
    assert own.phases.empty and own.sentences.empty and own.sources.empty
    (folder / "reference" / "milestones.csv").unlink()
    with pytest.raises(FileNotFoundError):
        read_reference(folder)


def test_a_country_outside_the_regions_of_a_programme_is_other():
    countries = read_reference(EXAMPLES / "diaspora_facility").countries.set_index("iso3")
    assert countries["region"][["KEN", "PER", "NPL", "FRA"]].tolist() == [
        "horn",
        "andes",
        "other",
        "eu",
    ]


def test_each_programme_keeps_its_store_apart(tmp_path, folder):
    shipped = Settings(programme=SHIPPED, instance=tmp_path)
    other = Settings(programme=folder, instance=tmp_path)
    assert shipped.instance == tmp_path
    assert other.instance == tmp_path / "fund"
    assert Settings(programme=folder, instance=other.instance).instance == other.instance
