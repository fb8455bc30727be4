from __future__ import annotations

import string

import pytest

from mieux_dashboard.load import unreadable
from mieux_dashboard.load.findings import SAID, Finding
from mieux_dashboard.load.links import REFERENCES
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
    Finding("name-replaced", "warning", "experts", "Experts", 1, "Name", "A1"),
    Finding(
        "person-erased",
        "warning",
        "experts",
        "Experts",
        4,
        "expert_id",
        "A4",
        details={"date": "2026-11-24"},
    ),
    Finding("address-left-out", "warning", "actions", "Actions", 3, "output", "F3", "…"),
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
    Finding(
        "more-women",
        "error",
        "activities",
        "Activities",
        3,
        "participants_women",
        "H3",
        "30",
        {"participants": "20", "other": "G3"},
    ),
    Finding(
        "not-a-member-state",
        "error",
        "focal_points",
        "Focal points",
        3,
        "member_state",
        "B3",
        "CHE",
        {"country": "CHE"},
    ),
    *(
        Finding(
            code,
            "warning",
            "focal_points",
            "Focal points",
            3,
            column,
            "C3",
            date,
            {"country": country, "date": date, "start": edge},
        )
        for code, column, date, country, edge in (
            ("before-membership", "start_date", "2012", "HRV", "2013-07-01"),
            ("after-membership", "end_date", "2020-03", "GBR", "2020-01-31"),
        )
    ),
    *(
        Finding(
            "unknown-reference",
            "error",
            table,
            "A sheet",
            8,
            column,
            "B8",
            "MX-412",
            {"expected": expected, "nearest": nearest},
        )
        for table, column, expected, nearest in (
            ("actions", "request_id", "requests", ()),
            ("requests", "action_ids", "actions", ("MX-142",)),
            ("deployments", "expert_id", "experts", ()),
            ("deployments", "action_id", "actions", ("MX-142", "MX-421")),
            ("activities", "action_id", "actions", ()),
            ("results", "action_id", "actions", ()),
            ("partners", "action_id", "actions", ()),
        )
    ),
    Finding(
        "action-claimed-twice",
        "warning",
        "requests",
        "Requests",
        8,
        "action_ids",
        "M8",
        "MX-142",
        {"other": "Requests!M3"},
    ),
    Finding(
        "ids-made", "warning", "actions", "A", 1, "Title", "A1", details={"columns": ("title",)}
    ),
    Finding(
        "id-near",
        "warning",
        "actions",
        "A",
        3,
        "action_id",
        "A3",
        "007",
        {"near": "7", "other": "A!A2"},
    ),
    Finding(
        "id-repeated",
        "error",
        "actions",
        "A",
        3,
        "action_id",
        "A3",
        "a",
        {"other": "A!A2", "columns": ("title", "Donor")},
    ),
    Finding("sheet-unknown", "warning", "", "Liste", asked=("sheet", "", "liste")),
    Finding(
        "two-tables",
        "warning",
        "requests",
        "A",
        1,
        "Decision",
        "B1",
        details={"expected": "requests"},
    ),
    *(
        Finding(code, "warning", "actions", "A", 1, "x", "B1", details={"found": ("B", "…")})
        for code in ("experts-in-columns", "rows-hidden", "columns-hidden", "cells-merged")
    ),
    Finding(
        "persons-alike",
        "warning",
        "experts",
        "A",
        3,
        "expert_id",
        "A3",
        details={"other": "A!A2"},
        asked=("person", "expert_id", "p-1"),
    ),
    Finding("total-row", "warning", "actions", "A", 9, "", "A9"),
    Finding(
        "cells-without-name",
        "error",
        "actions",
        "A",
        1,
        "",
        "H3",
        details={"cells": ("H3", "H5"), "n": 2},
    ),
    Finding("note-row", "warning", "actions", "A", 9, "", "A9"),
    Finding(
        "cells-swapped",
        "warning",
        "actions",
        "A",
        2,
        "countries",
        "C2",
        "Police",
        {"beginning": "institution", "other": "D2"},
    ),
    Finding(
        "body-not-country",
        "warning",
        "actions",
        "A",
        2,
        "countries",
        "C2",
        "ECOWAS",
        {"columns": ("regional_body",)},
    ),
    Finding("garbled-text", "warning", "actions", "A", 2, "title", "B2", "Ã©", {"repaired": "é"}),
    Finding(
        "not-in-order",
        "error",
        "actions",
        "A",
        2,
        "start_date",
        "D2",
        "21/06/2016",
        {"kept": "Start (as typed)"},
    ),
    *(
        Finding(
            code,
            "warning",
            "actions",
            "A",
            1,
            "start_date",
            "D1",
            "",
            {"found": ("03/04/2015 (D2)",), "others": ("06/21/2016 (D3)",)},
            asked=("order", "actions.start_date", "start"),
        )
        for code in ("order-assumed", "order-by-column", "mixed-order")
    ),
    Finding(
        "mixed-numbers",
        "warning",
        "actions",
        "A",
        1,
        "amount",
        "G1",
        details={"found": ("1.234 (G2)",), "others": ("12.5 (G3)",)},
    ),
    Finding("fractional-number", "error", "actions", "A", 2, "participants", "F2", "1.5"),
    Finding(
        "currency-differs", "warning", "actions", "A", 2, "amount", "G2", "EUR", {"other": "USD"}
    ),
    Finding("type-differs", "warning", details={"extension": "xls", "kind": "xlsx"}),
    *(
        Finding(code, "warning")
        for code in ("macros", "links-outside", "embedded-objects", "days-from-1904")
    ),
    Finding(
        "text-table",
        "warning",
        "",
        "Actions",
        details={"encoding": "Windows-1252", "separator": ";"},
    ),
    *(
        Finding(code, "warning", "", "Actions", cell=cell, details={"cells": ("B3", "B9"), "n": 2})
        for code, cell in (
            ("cells-missed", "B3"),
            ("unseen-characters", "B3"),
            ("look-alike-letters", "B3"),
            ("odd-date", "B3"),
        )
    ),
    Finding("error-unread", "warning", "", "Notes", cell="B9", value="#N/A"),
    Finding("formula-unread", "warning", "", "Notes", cell="B9", value="=A1"),
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
        ("more-women", "Activities!H3: Women: 30 is more than all participants (20, G3)."),
        (
            "before-membership",
            "Focal points!C3: Start: 2012 lies before EU membership began (Croatia: 1 July 2013).",
        ),
        (
            "after-membership",
            "Focal points!C3: End: March 2020 lies after EU membership ended "
            "(United Kingdom: 31 January 2020).",
        ),
    ],
)
def test_a_finding_says_where_what_and_what_was_expected(code, sentence, english):
    finding = next(case for case in CASES if case.code == code)
    assert finding.message(english) == sentence


def test_the_remedy_of_an_unknown_reference_says_what_was_left_out_of_which_figure(english):
    remedies = {c.table: c.remedy(english) for c in CASES if c.code == "unknown-reference"}
    assert len(set(remedies.values())) == len({table for table, *_ in REFERENCES})
    assert "figures on activities and participants" in remedies["activities"]


def test_every_line_about_a_file_says_where_and_what_to_do():
    for text in unreadable.SAID.values():
        blanks = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert "where" in blanks
        assert text.endswith(".")
        assert text.count(". ") >= 1
