from __future__ import annotations

import pytest

from mieux_dashboard.load import Sheet
from mieux_dashboard.load.headers import read_heading
from mieux_dashboard.model.columns import LANGUAGES, TABLES


def heading(name, *rows):
    return read_heading(Sheet(name, rows))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_sheet_with_our_own_headers_is_read_whole_in_each_language(table, language):
    labels = tuple(column.label(language).upper() for column in table.columns)
    for name in (table.sheets[language][0], "Sheet1"):
        found = heading(name, labels)
        assert found.table is table
        assert found.certain
        assert list(found.columns) == list(table.names)
        assert (found.others, found.repeated, found.missing) == ({}, {}, ())


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_no_header_may_mean_two_columns_of_a_language(table):
    for language in LANGUAGES:
        labels = [column.label(language) for column in table.columns]
        assert len(set(labels)) == len(labels)


def test_headers_are_compared_without_accents_case_spaces_or_punctuation():
    found = heading("x", ("IDENTIFIANT", "titre", "Date  de debut", "N° de demande"))
    assert found.columns == {"action_id": 0, "title": 1, "start_date": 2, "request_id": 3}


def test_names_used_in_code_are_headers_too():
    found = heading("actions", ("action_id", "title", "areas_basis"))
    assert found.columns == {"action_id": 0, "title": 1, "areas_basis": 2}


def test_the_header_row_is_found_below_title_lines():
    found = heading("Sheet1", ("Register",), (), ("as of May", "Actions"), ("Action ID", "Title"))
    assert found.row == 3


def test_of_two_headers_for_one_column_the_nearer_to_its_label_is_read():
    found = heading("Actions", ("Code", "Title", "Action ID", "Theme group"))
    assert found.columns == {"action_id": 2, "title": 1}
    assert found.repeated == {0: "action_id"}
    assert found.others == {3: "Theme group"}


@pytest.mark.parametrize(
    ("headers", "table"),
    [
        (("Action ID", "Title", "Country", "Request"), "actions"),
        (("Request ID", "Country", "Received", "Decision"), "requests"),
        (("Expert ID", "Nationality", "Sex"), "experts"),
        (("Focal point ID", "Member State", "From", "To"), "focal_points"),
        (("Expert ID", "Action ID", "Days"), "deployments"),
        (("Activity ID", "Action ID", "Type", "Date"), "activities"),
        (("Key", "Value", "Qualifier"), "published_figures"),
    ],
)
def test_a_sheet_without_a_known_name_is_what_its_headers_say(headers, table):
    assert heading("Sheet1", headers).table.name == table


@pytest.mark.parametrize("rows", [(), ((),), (("About this file",), ("Sources", "many"))])
def test_a_cover_sheet_is_none_of_ours(rows):
    assert heading("About", *rows) is None
