from __future__ import annotations

import string

import pytest

from mieux_dashboard.load import unreadable
from mieux_dashboard.load.findings import SAID, Finding
from mieux_dashboard.words import Words

CASES = [
    Finding("no-known-sheet", "error", details={"found": ("One", "Two"), "expected": "actions"}),
    Finding("no-rows", "error"),
    Finding("sheet-empty", "error", "", "Sheet1"),
    Finding("sheet-hidden", "warning", "actions", "Actions"),
    Finding(
        "sheet-not-read",
        "warning",
        "actions",
        "Notes",
        details={"expected": "actions", "columns": ("action_id", "title")},
    ),
    Finding(
        "column-missing",
        "error",
        "actions",
        "Actions",
        column="title",
        details={"columns": ("title",), "found": ("Code", "Land")},
    ),
    Finding(
        "column-repeated", "warning", "actions", "Actions", 1, "Begin", "D1", details={"other": "C"}
    ),
    Finding("personal-column", "warning", "experts", "Experts", 1, "E-mail", "C1"),
    Finding("cell-missing", "error", "actions", "Actions", 3, "title", "B3"),
    Finding(
        "id-repeated",
        "error",
        "actions",
        "Actions",
        9,
        "action_id",
        "A9",
        "MX-1",
        {"other": "Actions!A3"},
    ),
    Finding("error-cell", "error", "actions", "Actions", 9, "title", "B9", "#N/A"),
    Finding("formula-without-value", "error", "actions", "Actions", 9, "title", "B9", "=A1"),
    Finding("not-a-date", "error", "actions", "Actions", 9, "start_date", "D9", "soon"),
    Finding(
        "month-first-date",
        "warning",
        "actions",
        "Actions",
        9,
        "start_date",
        "D9",
        "06/21/2016",
        {"date": "2016-06-21"},
    ),
    Finding("not-a-number", "error", "actions", "Actions", 9, "participants", "F9", "24 pax"),
    Finding("negative-number", "error", "actions", "Actions", 9, "participants", "F9", "-2"),
    Finding("not-an-address", "warning", "actions", "Actions", 9, "source_url", "Z9", "a file"),
    *(
        Finding(
            code,
            "error",
            "actions",
            "Actions",
            14,
            column,
            "D14",
            "x{y}",
            {"listed": listed, "candidates": candidates},
        )
        for code, column, listed, candidates in (
            ("unknown-code", "areas", "areas", ("diaspora",)),
            ("unknown-code", "areas", "areas", ()),
            ("ambiguous-code", "areas", "areas", ("diaspora", "children")),
            ("unknown-country", "countries", "countries", ("CMR",)),
            ("unknown-country", "countries", "countries", ()),
            ("ambiguous-country", "countries", "countries", ("PAN", "PSE")),
        )
    ),
    Finding(
        "ends-before-start",
        "error",
        "actions",
        "Actions",
        27,
        "end_date",
        "G27",
        "2016-06-30",
        {
            "beginning": "start_date",
            "ending": "end_date",
            "start": "2016-12",
            "end": "2016-06-30",
            "start_cell": "F27",
            "end_cell": "G27",
        },
    ),
    Finding(
        "date-outside-life",
        "warning",
        "actions",
        "Actions",
        2,
        "start_date",
        "D2",
        "1999",
        {"date": "1999"},
    ),
]


def test_every_code_has_a_case_here():
    assert {case.code for case in CASES} == set(SAID)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("finding", CASES, ids=lambda finding: finding.code)
def test_every_finding_is_said_whole_in_every_language(finding, language, reference):
    words = Words(language, reference)
    for sentence in (finding.message(words), finding.remedy(words)):
        assert sentence
        assert "{" not in sentence.replace("x{y}", "")
        assert "\n" not in sentence


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "ends-before-start",
            "Actions!G27: End (30 June 2016, G27) lies before Start (December 2016, F27).",
        ),
        ("ambiguous-country", "Actions!D14: Countries: “x{y}” may mean: Panama and Palestine*."),
        ("column-missing", "Actions: there is no column for: Title. The sheet has: Code and Land."),
        ("no-rows", "no sheet has a row below its column names."),
    ],
)
def test_a_finding_says_where_what_and_what_was_expected(code, sentence, english):
    finding = next(case for case in CASES if case.code == code)
    assert finding.message(english) == sentence


def test_every_line_about_a_file_says_where_and_what_to_do():
    for text in unreadable.SAID.values():
        blanks = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert "where" in blanks
        assert text.endswith(".")
        assert text.count(". ") >= 1
