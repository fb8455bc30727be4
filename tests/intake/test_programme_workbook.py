"""The workbooks that ship: the public record value by value, and a programme that is made up."""

from __future__ import annotations

import io
import runpy
import zipfile

import openpyxl
import pandas as pd
import pytest

from mieux_dashboard.intake import check_file
from tests.conftest import DATA
from tests.load.conftest import said

WORKBOOK = DATA / "mieux_2009_2024.xlsx"
DEMONSTRATION = DATA / "demonstration.xlsx"
PUBLISHED = ("actions", "requests", "results", "partners", "published_figures")


@pytest.fixture(scope="module")
def build():
    return runpy.run_path(str(DATA / "build.py"))


@pytest.fixture(scope="module")
def result(reference):
    return check_file(WORKBOOK, reference)


def test_the_workbook_has_no_finding(result):
    assert result.findings == ()
    assert result.rows == {
        "actions": 111,
        "requests": 33,
        "focal_points": 0,
        "experts": 0,
        "results": 103,
        "partners": 6,
        "published_figures": 103,
    }


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_value_is_the_one_of_the_public_record(result, build, name):
    expected = build["public_record"](DATA)[name]
    found = result.tables[name]
    pd.testing.assert_frame_equal(found[list(expected)], expected, check_dtype=False)
    others = found.drop(columns=list(expected))
    assert others.replace("", float("nan")).isna().all(axis=None)


def test_every_row_is_published_and_names_its_source(result):
    for name in PUBLISHED:
        table = result.tables[name]
        source = "evidence_url" if name == "results" else "source_url"
        assert set(table["record_source"]) == {"published"}
        assert table[source].str.startswith("http").all()


@pytest.mark.parametrize("path", [WORKBOOK, DEMONSTRATION], ids=lambda path: path.name)
def test_what_ships_is_what_the_script_builds(build, path):
    built, again = io.BytesIO(), io.BytesIO()
    build["WORKBOOKS"][path.name](DATA, built)
    build["WORKBOOKS"][path.name](DATA, again)
    assert built.getvalue() == again.getvalue()
    assert parts(built) == parts(path), "run: make data"


def parts(workbook):
    """Unpack a workbook: how it is compressed depends on the machine."""
    with zipfile.ZipFile(workbook) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_copy_with_five_broken_cells_reports_exactly_those_five(tmp_path, reference):
    book = openpyxl.load_workbook(WORKBOOK)
    actions, requests = book["Actions"], book["Requests"]
    places = {cell.value: cell.column_letter for cell in actions[1]}
    broken = {
        f"{places['Title']}5": None,
        f"{places['Countries']}14": "Kameroonn",
        f"{places['Start']}20": "soon",
    }
    for cell, value in broken.items():
        actions[cell] = value
    requests["B7"] = "31/02/2016"
    book["Results"]["A30"] = book["Results"]["A29"].value
    book.save(tmp_path / "broken.xlsx")
    result = check_file(tmp_path / "broken.xlsx", reference)
    assert said(result) == [
        ("cell-missing", "Actions", f"{places['Title']}5"),
        ("unknown-country", "Actions", f"{places['Countries']}14"),
        ("not-a-date", "Actions", f"{places['Start']}20"),
        ("not-a-date", "Requests", "B7"),
        ("id-repeated", "Results", "A30"),
    ]
    assert {finding.severity for finding in result.findings} == {"error"}


def test_an_action_that_goes_leaves_what_named_it_behind(tmp_path, reference):
    book = openpyxl.load_workbook(WORKBOOK)
    book["Actions"]["A2"] = "another-id"
    book.save(tmp_path / "broken.xlsx")
    result = check_file(tmp_path / "broken.xlsx", reference)
    assert {finding.code for finding in result.findings} == {"unknown-reference"}
    assert result.rows["results"] == 103 - len(result.findings)


def test_the_demonstration_has_all_its_rows_and_only_shares_two_actions(reference):
    result = check_file(DEMONSTRATION, reference)
    assert [finding.code for finding in result.findings] == ["action-claimed-twice"] * 2
    assert result.rows == {
        "actions": 138,
        "requests": 188,
        "focal_points": 48,
        "experts": 465,
        "deployments": 517,
        "activities": 561,
        "results": 297,
        "partners": 132,
    }
    for table in result.tables.values():
        assert set(table["record_source"]) == {"demonstration"}


def test_the_demonstration_says_on_every_sheet_that_it_is_made_up():
    book = openpyxl.load_workbook(DEMONSTRATION)
    for sheet in book.worksheets:
        assert sheet["A1"].value == "Demonstration: a made-up programme, 2009–2024"
    assert book["Actions"].freeze_panes == "B3"
    assert book.properties.title == "Demonstration: a made-up programme, 2009–2024"
