"""The command of those who review translations: a workbook out, and back."""

from __future__ import annotations

import shutil

import openpyxl
import pytest
from typer.testing import CliRunner

from mieux_dashboard.cli import app
from mieux_dashboard.words import LOCALES
from tests.conftest import DATA


def mieux(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    copy = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.xlsx"))
    monkeypatch.setenv("MIEUX_PROGRAMME", str(copy))
    return copy


def files(*folders):
    return {path: path.read_bytes() for each in folders for path in each.rglob("*.*")}


def edited(path, column, row, said):
    book = openpyxl.load_workbook(path)
    sheet = book["Content"]
    place = [cell.value for cell in sheet[1]].index(column)
    where = next(each for each in sheet.iter_rows(min_row=2) if each[0].value == row)[place]
    where.value = said
    book.save(path)
    return f"Content!{where.coordinate}"


def test_a_workbook_taken_back_as_it_was_changes_no_byte(folder, tmp_path):
    before, out = files(folder, LOCALES), tmp_path / "review.xlsx"
    assert mieux("words", "--review", out).exit_code == 0
    taken = mieux("words", "--take", out)
    assert (taken.exit_code, taken.stdout.strip()) == (0, "0 texts changed.")
    assert files(folder, LOCALES) == before


def test_one_title_and_its_review_come_back_in_one_language(folder, tmp_path):
    before, out = files(folder, LOCALES), tmp_path / "review.xlsx"
    mieux("words", "--review", out, "--language", "fr")
    edited(out, "Français", "actions:benin-i:title", "Bénin I, les transferts")
    edited(out, "Relu par", "actions:benin-i:title", "AB")
    taken = mieux("words", "--take", out)
    assert taken.exit_code == 0, taken.stderr
    assert "make data" in taken.stdout
    after = files(folder, LOCALES)
    changed = {path.name for path in after if after[path] != before.get(path)}
    assert changed == {"actions.csv", "review.csv"}
    assert "Bénin I, les transferts" in after[folder / "public_record" / "actions.csv"].decode()


def test_a_refusal_names_sheet_and_cell_and_nothing_is_written(folder, tmp_path):
    before, out = files(folder, LOCALES), tmp_path / "review.xlsx"
    mieux("words", "--review", out)
    edited(out, "Français", "actions:benin-i:title", "Bénin I, les transferts")
    where = edited(out, "English", "actions:benin-ii:title", "Benin")
    taken = mieux("words", "--take", out, "--lang", "fr")
    assert taken.exit_code == 1
    assert where in taken.stderr
    assert "Rien n'a été repris." in taken.stderr
    assert files(folder, LOCALES) == before


def test_wrong_use_and_no_workbook_are_said_in_a_line(tmp_path):
    assert mieux("words").exit_code == 2
    assert mieux("words", "--review", tmp_path / "a", "--take", tmp_path / "b").exit_code == 2
    missing = mieux("words", "--take", tmp_path / "none.xlsx")
    assert (missing.exit_code, len(missing.stderr.splitlines())) == (2, 1)
