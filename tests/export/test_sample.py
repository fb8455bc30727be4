from __future__ import annotations

import io

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from mieux_dashboard.export.sample import (
    Refusal,
    targets_table,
    write_files,
    write_parquet,
    write_sample,
)
from mieux_dashboard.load import check, read_workbook
from mieux_dashboard.reference import read_reference
from mieux_dashboard.sample import made_up
from mieux_dashboard.words import Words
from tests.conftest import DATA


@pytest.fixture(scope="module")
def made_up_words():
    reference = read_reference(DATA, "demonstration")
    return {language: Words(language, reference) for language in ("en", "fr", "es")}


@pytest.fixture(scope="module")
def tables(reference):
    return made_up(reference, 12, 3)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_workbook_is_read_back_value_by_value_in_each_language(
    tables, reference, made_up_words, language
):
    file = io.BytesIO()
    write_sample(tables, made_up_words[language], file)
    result = check(read_workbook(file.getvalue(), "x.xlsx"), reference)
    assert result.count("error") == 0
    assert result.rows == {name: len(table) for name, table in tables.items()}
    for name, table in tables.items():
        assert_frame_equal(result.tables[name], table, check_dtype=False)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_sheet_begins_with_what_it_is(tables, made_up_words, language):
    file = io.BytesIO()
    write_sample(tables, made_up_words[language], file)
    workbook = read_workbook(file.getvalue(), "x.xlsx")
    title = made_up_words[language].reference.programme.titles[language]
    title = title.replace("\u00a0", " ")  # reading takes every space for one
    assert len(workbook.sheets) == 9
    assert [sheet.rows[0][0] for sheet in workbook.sheets] == [title] * 9


def test_parquet_has_one_file_per_table_that_gives_the_table_back(tables, tmp_path):
    write_parquet(tables, tmp_path / "out" / "deep")
    files = sorted(path.name for path in (tmp_path / "out" / "deep").iterdir())
    assert files == sorted(f"{name}.parquet" for name in tables)
    for name, table in tables.items():
        found = pd.read_parquet(tmp_path / "out" / "deep" / f"{name}.parquet")
        assert_frame_equal(found, table, check_dtype=False)


@pytest.mark.parametrize("place", ["a.xlsx", "folder"])
def test_the_same_tables_give_the_same_bytes(reference, made_up_words, tmp_path, place):
    def written(n):
        out = tmp_path / str(n) / place
        write_files(made_up(reference, 12, 3), made_up_words["en"], out)
        files = sorted(out.iterdir()) if out.is_dir() else [out]
        return [file.read_bytes() for file in files]

    assert written(1) == written(2)


def test_a_workbook_is_replaced_and_an_empty_folder_filled(tables, made_up_words, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    write_files(tables, made_up_words["en"], tmp_path / "a.xlsx")
    write_files(tables, made_up_words["en"], tmp_path / "folder")
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
    assert len(list((tmp_path / "folder").iterdir())) == 8


@pytest.mark.parametrize("place", ["used", "note.txt", "new.csv", "folder.xlsx"])
def test_what_is_there_is_not_written_into(tables, made_up_words, tmp_path, place):
    for folder in ("used", "folder.xlsx"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine").write_text("mine")
    (tmp_path / "note.txt").write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Refusal, match=place):
        write_files(tables, made_up_words["en"], tmp_path / place)
    assert sorted(tmp_path.rglob("*")) == before


def test_more_rows_than_a_sheet_holds_are_refused_in_one_line(made_up_words, tmp_path):
    long = {"partners": pd.DataFrame(index=range(1_048_575))}
    with pytest.raises(Refusal, match="1,048,575 rows"):
        write_files(long, made_up_words["en"], tmp_path / "a.xlsx")


def test_targets_become_a_table_of_markdown(made_up_words):
    rows = pd.DataFrame(
        {
            "key": ["experts", "experts:share", "per-action"],
            "target": [15000.0, 33.0, 4.0656],
            "source_url": ["https://a.eu/x"] * 3,
            "achieved": [15000.0, 32.903, 4.0652],
        }
    )
    assert targets_table(rows, made_up_words["en"]).splitlines() == [
        "| Figure | Target | Published source | Achieved |",
        "| --- | ---: | --- | ---: |",
        "| `experts` | 15,000 | [a.eu](https://a.eu/x) | 15,000 |",
        "| `experts:share` | 33 | [a.eu](https://a.eu/x) | 32.9 |",
        "| `per-action` | 4.07 | [a.eu](https://a.eu/x) | 4.07 |",
    ]
