"""Checks of what a load as a whole does: dates, countries, damaged tables, undoing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mieux_dashboard.intake import open_bench, undo
from mieux_dashboard.intake.prepare import Received
from mieux_dashboard.load import Sheet, Workbook, check, read_bounded
from mieux_dashboard.load.text import Number
from mieux_dashboard.store import open_store
from tests.conftest import DATA
from tests.hostile.make import good
from tests.hostile.spellings import ASKED, SPELLINGS

HEAD = ("Action ID", "Title", "Country", "Start", "End")
NUMBERS = [*range(1, 16), *range(18, 46), *range(47, 53), 57]


def found(reference, *rows, head=HEAD):
    sheet = Sheet("Actions", (head, *rows))
    return check(Workbook("a.xlsx", (sheet,)), reference)


def codes(result):
    return [(finding.code, finding.severity, finding.cell) for finding in result.findings]


def test_every_check_has_its_test():
    folder = Path(__file__).parent
    written = [path.read_text(encoding="utf-8") for path in folder.glob("test_*.py")]
    written.append((folder.parent / "browser" / "test_hostile_text.py").read_text("utf-8"))
    marked = {int(n) for text in written for n in re.findall(r"\b(?:check|case)\(\s*(\d+),", text)}
    assert sorted(set(NUMBERS) - marked) == []


@pytest.mark.check(27, "an end before its start", "E")
@pytest.mark.parametrize(("start", "end"), [("2015-03", "2015-02"), ("2016", "2015-12-31")])
def test_an_end_before_its_start_is_an_error_with_its_cell(reference, start, end):
    result = found(reference, ("a-1", "A", "KEN", start, end))
    assert codes(result) == [("ends-before-start", "error", "E2")]
    assert result.tables["actions"]["end_date"].tolist() == [""]


@pytest.mark.check(27, "years outside the programme's life: 1899, 2999", "W")
@pytest.mark.parametrize("year", ["1899", "2999"])
def test_a_year_far_from_the_programme_is_named_with_its_cell(reference, year):
    result = found(reference, ("a-1", "A", "KEN", year, ""))
    assert codes(result) == [("date-outside-life", "warning", "D2")]


@pytest.mark.check(35, "123 spellings of countries", "R")
def test_no_spelling_becomes_another_country(reference):
    assert len(SPELLINGS) == 123
    rows = [(f"a-{n}", "T", text, "2015", "") for n, text in enumerate(SPELLINGS)]
    result = found(reference, *rows)
    read = dict(zip(SPELLINGS, result.tables["actions"]["countries"], strict=True))
    assert {text: code for text, code in read.items() if code not in ("", SPELLINGS[text])} == {}
    assert {text for text, code in read.items() if not code} == ASKED
    asked = {question.shown for question in result.questions if question.kind == "value"}
    assert asked == ASKED


@pytest.mark.check(37, "Namibia NA; titles None, null, nan", "R")
def test_words_that_programs_take_for_nothing_are_kept(reference):
    titles = ["None", "null", "nan", "NA", "N/A", "true"]
    rows = [HEAD, *([f"a-{n}", text, "NA", "2015", ""] for n, text in enumerate(titles))]
    for data, name in ((good(rows), "a.xlsx"), (as_csv(rows), "a.csv")):
        result = check(read_bounded(data, name), reference)
        assert result.tables["actions"]["title"].tolist() == titles
        assert set(result.tables["actions"]["countries"]) == {"NAM"}


def as_csv(rows):
    return "\r\n".join(",".join(row) for row in rows).encode()


@pytest.mark.check(48, "a csv whose words are spread over columns", "E")
@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        (("a-2,Training, advice and study,Mali,2015-01,2016",), ("F3",)),
        (("a-2,Ghana,Mali,2015-01,2016,2016",), ("F3",)),
        (("a-2,Study,on,return,of,migrants,Mali",), ("F3", "G3")),
    ],
)
def test_words_spread_over_columns_are_no_silent_import(reference, rows, cells):
    text = "\r\n".join([",".join(HEAD), "a-1,Border training,Kenya,2015-01,2016", *rows])
    result = check(read_bounded(text.encode(), "a.csv"), reference)
    beyond = [one for one in result.findings if one.code == "cells-without-name"]
    assert [(one.severity, one.cell) for one in beyond] == [("error", cell) for cell in cells]


@pytest.mark.check(48, "a csv whose row is broken in two", "E")
def test_a_row_that_is_broken_in_two_is_no_silent_import(reference):
    text = ",".join(HEAD) + "\r\na-1,Border training\r\nfor officers,Kenya,2015-01,2016,12\r\n"
    result = check(read_bounded(text.encode(), "a.csv"), reference)
    assert ("unknown-country", "error", "C3") in codes(result)


@pytest.mark.check(48, "cells beside the table in a workbook", "W")
def test_what_stands_under_no_name_is_said_once_for_its_column(reference):
    row = ("KEN", "2015", "")
    result = found(
        reference,
        ("a-1", "A", *row, "", "x"),
        ("a-2", "B", *row, Number("4"), "y"),
        ("a-3", "C", *row, "", ""),
    )
    assert codes(result) == [
        ("cells-without-name", "warning", "F3"),
        ("cells-without-name", "warning", "G2"),
    ]
    assert result.findings[1].details == {"cells": ("G2", "G3"), "n": 2}


@pytest.fixture
def bench(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield open_bench(store, DATA, tmp_path / "waiting", lambda: b"k" * 32)
    store.close()


@pytest.mark.check(57, "undo and redo of a load; the same file twice", "R")
def test_undo_and_redo_give_the_same_tables_and_a_file_is_known_by_its_hash(bench):
    received = [Received("a.xlsx", good())]
    bench.base()
    bench.store_prepared(bench.prepare(received), "ann")
    undo(bench.store, 1, "ann")
    undo(bench.store, 2, "ann")
    first, loaded, undone, redone = (one.tables_hash for one in bench.store.versions())
    assert (undone, redone) == (first, loaded)
    assert first != loaded
    again = bench.prepare(received)
    assert again.difference.empty
    assert bench.store.known_file(received[0].sha256) == 2
