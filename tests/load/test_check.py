from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mieux_dashboard.load import Sheet, Workbook, check
from mieux_dashboard.load.text import Faulty
from tests.load.conftest import said

HEAD = ("Action ID", "Title", "Country", "Start", "End", "Participants")
ROW = ("a-1", "First", "KEN", "2015-01", "2016", "20")


def column(result, name, table="actions"):
    return list(result.tables[table][name])


def test_good_rows_become_a_table_of_text_and_numbers(checked):
    result = checked(Actions=[("Our Actions",), HEAD, ROW, (), ("a-2", "Second", "", "", "", "")])
    table = result.tables["actions"]
    assert result.findings == ()
    assert result.rows == {"actions": 2}
    assert column(result, "countries") == ["KEN", ""]
    assert column(result, "start_date") == ["2015-01", ""]
    assert table["participants"].dtype == "float64"
    assert table["participants"].iloc[0] == 20
    assert pd.isna(table["participants"].iloc[1])
    assert table["title"].dtype == "str"


def test_rows_that_name_no_record_source_are_the_programmes_own(checked):
    rows = [("Action ID", "Title", "Record source"), ("a", "A", ""), ("b", "B", "Public record")]
    assert column(checked(Actions=rows), "record_source") == ["programme", "published"]


def test_a_column_that_is_not_known_is_kept_under_its_header(checked):
    rows = [(*HEAD, "Donor code", "Notes", "Notes"), (*ROW, "0012", "x", "y")]
    result = checked(Actions=rows)
    assert result.findings == ()
    assert column(result, "Donor code") == ["0012"]
    assert (column(result, "Notes (H)"), column(result, "Notes (I)")) == (["x"], ["y"])


def test_a_bad_cell_becomes_blank_and_its_row_is_kept(checked):
    bad = ("a-1", "", "KEN; Kameroonn", "soon", "2016-13", "24 pax")
    result = checked(Actions=[(), HEAD, bad])
    assert said(result) == [
        ("cell-missing", "Actions", "B3"),
        ("unknown-country", "Actions", "C3"),
        ("not-a-date", "Actions", "D3"),
        ("not-a-date", "Actions", "E3"),
        ("not-a-number", "Actions", "F3"),
    ]
    assert {finding.severity for finding in result.findings} == {"error"}
    assert (column(result, "countries"), column(result, "start_date")) == (["KEN"], [""])
    assert result.rows == {"actions": 1}


def test_a_finding_says_table_row_column_and_value(checked):
    (finding,) = checked(Actions=[HEAD, ("a-1", "First", "KEN", "soon", "", "")]).findings
    assert (finding.table, finding.row, finding.column, finding.value) == (
        "actions",
        2,
        "start_date",
        "soon",
    )


def test_a_row_without_its_number_is_named_and_not_kept(checked):
    result = checked(Actions=[HEAD, ("", "", "KEN", "", "", ""), ROW])
    assert said(result) == [("cell-missing", "Actions", "A2")]
    assert column(result, "action_id") == ["a-1"]


def test_a_number_that_stands_twice_is_named_whatever_its_case(checked):
    result = checked(Actions=[HEAD, ROW, ("A-1", "Other", "", "", "", "")], More=[HEAD, ROW])
    assert said(result) == [("id-repeated", "Actions", "A3"), ("id-repeated", "More", "A2")]
    assert column(result, "title") == ["First"]


def test_an_end_before_its_start_is_named_at_the_end(checked):
    result = checked(Actions=[HEAD, ("a-1", "First", "KEN", "2016-12", "2016-06-30", "")])
    assert said(result) == [("ends-before-start", "Actions", "E2")]
    assert (column(result, "start_date"), column(result, "end_date")) == (["2016-12"], [""])


def test_an_end_in_the_year_of_its_start_is_in_order(checked):
    assert checked(Actions=[HEAD, ("a-1", "First", "KEN", "2016-12", "2016", "")]).findings == ()


def test_a_date_far_from_the_programmes_life_is_a_warning_and_kept(checked):
    result = checked(Actions=[HEAD, ("a-1", "First", "KEN", "1999", "2004", "")])
    assert said(result) == [("date-outside-life", "Actions", "D2")]
    assert result.count("warning") == 1
    assert column(result, "start_date") == ["1999"]


def test_an_activity_and_a_request_have_their_dates_in_order(checked):
    activities = [("Activity ID", "Action ID", "Date", "End"), ("v", "a", "2016-03-04", "2016-02")]
    requests = [("Request ID", "Received", "Decided", "First activity")]
    requests += [("r-1", "2016", "2016-05", "2015"), ("r-2", "2016", "2015", "2017")]
    result = checked(Activities=activities, Requests=requests)
    assert said(result) == [
        ("ends-before-start", "Activities", "D2"),
        ("ends-before-start", "Requests", "D2"),
        ("ends-before-start", "Requests", "C3"),
    ]


def test_an_unknown_column_that_has_a_declared_name_elsewhere_is_only_kept(checked):
    row = (*ROW, "soon", "many", "Ruritania")
    result = checked(Actions=[(*HEAD, "date", "participants_women", "member_state"), row])
    assert result.findings == ()
    assert column(result, "date") == ["soon"]


@pytest.mark.parametrize(
    ("participants", "women", "kept"),
    [("20", "30", -1), ("20", "20", 20), ("9", "10", -1), ("", "30", 30), ("0", "0", 0)],
)
def test_more_women_than_participants_are_blanked(checked, participants, women, kept):
    head = ("Activity ID", "Action ID", "Participants", "Women")
    result = checked(Activities=[head, ("v-1", "a", participants, women)])
    assert said(result) == ([("more-women", "Activities", "D2")] if kept < 0 else [])
    numbers = result.tables["activities"][["participants", "participants_women"]].fillna(-1)
    assert numbers.to_numpy().tolist() == [[float(participants or -1), kept]]


@pytest.mark.parametrize(
    ("state", "start", "end", "found"),
    [
        ("Croatia", "2013", "2020", ()),
        ("Croatia", "2013-06", "", ("before-membership", "C2")),
        ("Croatia", "2011", "2012", ("before-membership", "C2")),
        ("Croatia", "", "2012", ("before-membership", "D2")),
        ("United Kingdom", "2010", "2020", ()),
        ("United Kingdom", "2010", "2020-01-31", ()),
        ("United Kingdom", "2010", "2020-02", ("after-membership", "D2")),
        ("United Kingdom", "2021", "", ("after-membership", "C2")),
        ("United Kingdom", "", "", ()),
        ("France", "2009", "2024", ()),
    ],
)
def test_a_focal_point_of_no_member_then_is_a_warning_and_kept(checked, state, start, end, found):
    head = ("Focal point ID", "Member State", "Start", "End")
    result = checked(**{"Focal points": [head, ("f-1", state, start, end)]})
    assert [(finding.code, finding.cell) for finding in result.findings] == [found][: len(found)]
    assert {finding.severity for finding in result.findings} <= {"warning"}
    assert column(result, "start_date", "focal_points") == [start]
    assert column(result, "end_date", "focal_points") == [end]


def test_a_focal_point_of_a_country_outside_the_union_counts_for_no_member_state(checked):
    rows = [("Focal point ID", "Member State"), ("f-1", "Switzerland"), ("f-2", "Spain")]
    result = checked(**{"Focal points": rows})
    assert said(result) == [("not-a-member-state", "Focal points", "B2")]
    assert result.count("error") == 1
    assert column(result, "member_state", "focal_points") == ["", "ESP"]


def test_one_wrong_date_is_one_finding(checked):
    result = checked(Actions=[HEAD, ("a-1", "First", "KEN", "2099", "2016", "")])
    assert said(result) == [("ends-before-start", "Actions", "D2")]
    result = checked(Actions=[HEAD, ("a-1", "First", "KEN", "2015", "1999", "")])
    assert said(result) == [("ends-before-start", "Actions", "E2")]


def test_an_error_in_a_required_cell_is_one_finding(checked):
    result = checked(Actions=[HEAD, (Faulty("#REF!"), *ROW[1:]), ("a", Faulty("#N/A"), *ROW[2:])])
    assert said(result) == [("error-cell", "Actions", "A2"), ("error-cell", "Actions", "B3")]


@pytest.mark.parametrize("header", ["E-mail", "Téléphone", "Teléfono móvil", "Name", "Prénom"])
def test_columns_about_persons_are_reported_and_never_kept(checked, header):
    result = checked(Experts=[("Expert ID", "Country", header), ("x-1", "FRA", "hello")])
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.cell) == ("personal-column", "warning", "C1")
    assert "hello" not in result.tables["experts"].to_csv()
    assert "hello" not in repr(finding)


def test_a_column_with_a_mail_address_in_it_is_about_persons(checked):
    result = checked(Actions=[(*HEAD, "Remarks"), (*ROW, "ask ann@example.org")])
    assert said(result) == [("personal-column", "Actions", "G1")]
    assert "Remarks" not in result.tables["actions"]


def test_sheets_of_one_table_are_read_together(checked):
    result = checked(Actions=[HEAD, ROW], Sheet2=[HEAD, ("a-2", *ROW[1:])])
    assert column(result, "action_id") == ["a-1", "a-2"]


def test_a_sheet_with_a_known_name_and_no_known_columns_says_what_it_has(checked):
    result = checked(Actions=[("Ref.", "Was"), ("1", "2")], Requests=[("Request ID",), ("r",)])
    assert said(result) == [("column-missing", "Actions", "")]
    assert result.rows == {"requests": 1}


def test_a_table_without_its_title_column_is_read_with_one_error(checked):
    result = checked(Actions=[("Action ID", "Country"), ("a-1", "KEN")])
    assert said(result) == [("column-missing", "Actions", "")]
    assert column(result, "countries") == ["KEN"]


def test_a_single_sheet_without_its_title_column_says_which_is_missing(checked, english):
    result = checked(export=[("Statut", "Pays", "Début"), ("x", "KEN", "2013")])
    errors = [finding for finding in result.findings if finding.severity == "error"]
    assert [finding.code for finding in errors] == ["column-missing"]
    assert "Action ID" in errors[0].message(english)
    assert result.tables == {}


def test_a_sheet_that_only_looks_like_a_table_is_left_with_a_warning(checked):
    result = checked(Actions=[HEAD, ROW], Notes=[("Country", "Start"), ("Mali", "2013")])
    assert said(result) == [("sheet-not-read", "Notes", "")]
    assert result.count("error") == 0


def test_cover_sheets_are_no_finding(checked):
    result = checked(About=[("About",), ("Made by us",)], Actions=[HEAD, ROW])
    assert result.findings == ()


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ({"Sheet1": []}, "sheet-empty"),
        ({"Actions": []}, "sheet-empty"),
        ({"Sheet1": [("a", "b"), ("1", "2")]}, "no-known-sheet"),
        ({"Actions": [HEAD]}, "no-rows"),
    ],
)
def test_a_workbook_with_nothing_to_read_has_one_error(checked, sheets, code):
    result = checked(**sheets)
    assert [(finding.code, finding.severity) for finding in result.findings] == [(code, "error")]


def test_an_empty_sheet_beside_others_is_a_warning(checked):
    result = checked(Actions=[HEAD, ROW], Experts=[])
    assert [(f.code, f.severity) for f in result.findings] == [("sheet-empty", "warning")]


def test_a_hidden_sheet_is_read_with_a_warning(reference):
    sheet = Sheet("Actions", (HEAD, ROW), hidden=True)
    result = check(Workbook("a.xlsx", (sheet,)), reference)
    assert said(result) == [("sheet-hidden", "Actions", "")]
    assert result.rows == {"actions": 1}


def test_a_second_column_of_the_same_meaning_is_named(checked):
    result = checked(
        Actions=[("Action ID", "Title", "Start", "Start date"), ("a", "A", "2013", "2014")]
    )
    assert said(result) == [("column-repeated", "Actions", "D1")]
    assert column(result, "start_date") == ["2013"]


def test_a_table_without_a_key_keeps_every_row(checked):
    rows = [("Action ID", "Organisation"), ("a-1", "ICMPD"), ("a-1", "IOM")]
    result = checked(Partners=rows)
    assert (result.findings, result.rows) == ((), {"partners": 2})


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "a-1", "A-1", "a-2", "#N/A"]),
        st.sampled_from(["", "Title"]),
        st.sampled_from(["", "Kenya; Mali", "Kameroonn", "PA"]),
        st.sampled_from(["", "2013", "soon", "06/21/2016", "1990"]),
        st.sampled_from(["", "2012", "2016-02", "2099"]),
        st.sampled_from(["", "12", "x"]),
    ),
    max_size=6,
)


@settings(max_examples=40)
@given(rows=ROWS, data=st.data())
def test_the_findings_do_not_depend_on_the_order_of_rows(reference, rows, data):
    def codes(ordered):
        sheet = Sheet("Actions", (HEAD, *ordered))
        found = check(Workbook("a.xlsx", (sheet,)), reference).findings
        return Counter((finding.code, finding.column) for finding in found)

    assert codes(rows) == codes(data.draw(st.permutations(rows)))
