"""The workbook that ships: every value stands in the public record, and broken copies are seen."""

from __future__ import annotations

import io
import runpy

import openpyxl
import pandas as pd
import pytest

from mieux_dashboard.intake import check_file
from mieux_dashboard.load import read_workbook
from tests.conftest import DATA
from tests.load.conftest import said

WORKBOOK = DATA / "mieux_2009_2024.xlsx"


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
        "published_figures": 103,
    }


@pytest.mark.parametrize("name", ["actions", "requests", "published_figures"])
def test_every_value_is_the_one_of_the_public_record(result, build, name):
    expected = build["public_record"](DATA)[name]
    found = result.tables[name]
    pd.testing.assert_frame_equal(found[list(expected)], expected, check_dtype=False)
    others = found.drop(columns=list(expected))
    assert others.replace("", float("nan")).isna().all(axis=None)


def test_every_row_is_published_and_names_its_source(result):
    for name in ("actions", "requests", "published_figures"):
        table = result.tables[name]
        assert set(table["record_source"]) == {"published"}
        assert table["source_url"].str.startswith("http").all()


def test_the_workbook_is_what_the_script_builds(build):
    built = io.BytesIO()
    build["build"](DATA, built)
    shipped = read_workbook(WORKBOOK.read_bytes(), WORKBOOK.name)
    assert read_workbook(built.getvalue(), WORKBOOK.name) == shipped, "run: make data"


def test_a_copy_with_five_broken_cells_reports_exactly_those_five(tmp_path, reference):
    book = openpyxl.load_workbook(WORKBOOK)
    actions, requests = book["Actions"], book["Requests"]
    places = {cell.value: cell.column_letter for cell in actions[1]}
    broken = {
        f"{places['Title']}5": None,
        f"{places['Countries']}14": "Kameroonn",
        f"{places['Start']}20": "soon",
        f"{places['Action ID']}30": actions[f"{places['Action ID']}29"].value,
    }
    for cell, value in broken.items():
        actions[cell] = value
    requests["B7"] = "31/02/2016"
    book.save(tmp_path / "broken.xlsx")
    result = check_file(tmp_path / "broken.xlsx", reference)
    assert said(result) == [
        ("cell-missing", "Actions", f"{places['Title']}5"),
        ("unknown-country", "Actions", f"{places['Countries']}14"),
        ("not-a-date", "Actions", f"{places['Start']}20"),
        ("id-repeated", "Actions", f"{places['Action ID']}30"),
        ("not-a-date", "Requests", "B7"),
    ]
    assert {finding.severity for finding in result.findings} == {"error"}
